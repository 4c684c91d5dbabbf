//! The documents that bear out each condition: a row for each document of each condition, and for each that is
//! wanting; then what should be known of the files as a whole.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::applicant;
use super::page::Page;
use super::style::Style;
use crate::documents::State;
use crate::place::Place;
use crate::render::Look;
use crate::render::wording::support_state;
use crate::report::{DossierReport, Finding, PackSummary, Report, Support};
use crate::verdict::Verdict;
use crate::writing::tame;

const WIDTHS: [u8; 7] = [22, 30, 10, 24, 36, 10, 44];

/// A document with what it is about.
type Row<'r> = (&'r DossierReport, Option<&'r PackSummary>, &'r Finding, &'r Support);

pub(super) fn sheet(report: &Report, look: Look, rows: u32) -> Result<Worksheet, XlsxError> {
    let lang = look.lang;
    let mut page = Page::new(&text!("佐证材料", "Evidence"), lang, look.up, rows)?;
    page.widths(&WIDTHS)?;
    page.title(text!("佐证材料", "Which document bears out what").get(lang))?;
    let headings = page.row;
    page.heads(&[
        text!("申报者", "Applicant"),
        text!("条件", "Condition"),
        text!("结论", "Verdict"),
        text!("材料类别", "Kind of document"),
        text!("文件", "File"),
        text!("状态", "State"),
        text!("说明", "Remark"),
    ])?;
    page.freeze(2)?;
    let supports = report.dossiers.iter().flat_map(|dossier| {
        let pack = report.pack_of(dossier);
        let findings = dossier.findings.iter();
        findings.flat_map(move |finding| finding.documents.iter().map(move |each| (dossier, pack, finding, each)))
    });
    page.each(supports, rows, row)?;
    let notes = report
        .dossiers
        .iter()
        .flat_map(|dossier| dossier.materials_notes.iter().map(move |note| (dossier, note)));
    page.each(notes, rows, |page, (dossier, note)| {
        page.text(0, &applicant(dossier, lang), Style::Body)?;
        page.text(6, &tame(note.get(lang)), Style::Body)
    })?;
    page.filter(headings, u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX))?;
    Ok(page.done(None))
}

fn row(page: &mut Page, (dossier, pack, finding, support): Row<'_>) -> Result<(), XlsxError> {
    let lang = page.lang;
    let id = &finding.condition;
    let condition = pack.and_then(|pack| pack.condition(id));
    let named = condition.map_or_else(
        || id.to_string(),
        |condition| format!("{}\n{id}", condition.title.get(lang)),
    );
    let file = support.file.as_deref().unwrap_or_default();
    let remark = support.remark.as_ref().map(|remark| tame(remark.get(lang)));
    page.text(0, &applicant(dossier, lang), Style::Body)?;
    page.text(1, &named, Style::Body)?;
    page.text(2, finding.label(lang), Style::of(finding))?;
    page.text(3, support.kind.get(lang), Style::Body)?;
    let target = address(dossier, support);
    page.link(4, &tame(file), target.as_ref())?;
    page.text(5, support_state(support.state).get(lang), style(support.state))?;
    page.text(6, &remark.unwrap_or_default(), Style::Body)
}

/// Where a document that is there lies: beside the dossier.
fn address(dossier: &DossierReport, support: &Support) -> Option<Place> {
    let file = support.file.as_deref().filter(|_| support.state != State::Missing)?;
    let own = dossier.source.split(" › ").next().unwrap_or_default();
    let folder = own
        .rfind(['/', '\\'])
        .and_then(|end| own.get(..=end))
        .unwrap_or_default();
    Some(Place::file(format!("{folder}{file}")))
}

fn style(state: State) -> Style {
    Style::Verdict(match state {
        State::Present => Verdict::Pass,
        State::Missing => Verdict::Missing,
        State::Unusable => Verdict::Fail,
    })
}
