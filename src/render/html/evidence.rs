//! Which document bears out what: a row for each condition that documents bear out, a column for each kind of document.

use std::io::{self, Write};

use super::{Escaped, Page};
use crate::documents::State;
use crate::render::wording::support_state;
use crate::report::{DossierReport, Finding, Support};
use crate::text::Text;

/// Writes the matrix of the dossier that is the `number`th, if documents were examined.
pub(super) fn write(page: &Page<'_>, number: usize, dossier: &DossierReport, out: &mut dyn Write) -> io::Result<()> {
    let kinds = kinds(dossier);
    if kinds.is_empty() {
        return Ok(());
    }
    let heading = page.pick("佐证材料", "Which document bears out what");
    let condition = page.pick("条件", "Condition");
    write!(
        out,
        "<h3>{heading}</h3><div class=\"wide\"><table class=\"evidence\"><thead><tr><th scope=\"col\">{condition}</th>"
    )?;
    for kind in &kinds {
        write!(out, "<th scope=\"col\">{}</th>", Escaped(kind.get(page.lang)))?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for finding in dossier.findings.iter().filter(|finding| !finding.documents.is_empty()) {
        let id = Escaped(&finding.condition);
        let title = Escaped(page.title(&dossier.pack, &finding.condition));
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#d{number}-{id}\">{title}</a></th>"
        )?;
        for kind in &kinds {
            write!(out, "<td>")?;
            for support in finding.documents.iter().filter(|support| support.kind == **kind) {
                one(page, support, out)?;
            }
            write!(out, "</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

/// The kinds of document that bear anything out, in the order in which they are first met.
fn kinds(dossier: &DossierReport) -> Vec<&Text> {
    let mut kinds: Vec<&Text> = Vec::new();
    for support in dossier.findings.iter().flat_map(|finding: &Finding| &finding.documents) {
        if !kinds.contains(&&support.kind) {
            kinds.push(&support.kind);
        }
    }
    kinds
}

/// One document in its cell.
fn one(page: &Page<'_>, support: &Support, out: &mut dyn Write) -> io::Result<()> {
    let class = match support.state {
        State::Present => "pass",
        State::Missing => "missing",
        State::Unusable => "fail",
    };
    let state = support_state(support.state);
    write!(out, "<p><span class=\"mark {class}\">{}</span>", state.get(page.lang))?;
    if let Some(file) = &support.file {
        write!(out, " <bdi>{}</bdi>", Escaped(file))?;
    }
    if let Some(remark) = support.remark.as_ref().filter(|_| support.file.is_some()) {
        write!(out, " <small>{}</small>", Escaped(remark.get(page.lang)))?;
    }
    write!(out, "</p>")
}
