//! CSV: a row for each dossier and a column for each condition, in it the verdict's id as JSON has it; in the last
//! column what is odd about the documents.
//!
//! Made for spreadsheets: UTF-8 with a byte order mark, so that Excel shows Chinese, lines that end in CR LF, and no
//! field that a spreadsheet takes for a formula.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use crate::dictionary::Track;
use crate::place::{Source, Unreadable};
use crate::render::Look;
use crate::render::wording::counts;
use crate::report::{DossierReport, Report};
use crate::text::{Lang, Text};
use crate::writing::{tame, trim};

/// By what Excel knows UTF-8.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns before those of the conditions.
const HEAD: [&str; 16] = [
    "source",
    "pack",
    "applicant",
    "track",
    "as_of",
    "verdict",
    "pass",
    "fail",
    "missing",
    "review",
    "not_applicable",
    "warnings",
    "key",
    "pack_sha256",
    "pack_file",
    "settings",
];

/// The column after those of the conditions.
const LAST: &str = "materials_notes";

/// The column after that, where an earlier report was named: the conditions whose problem is new.
const NEW: &str = "new";

/// Writes the header, a row for each dossier, then a row for each thing that could not be read.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    // The writer wraps the errors of what it writes to, and a closed pipe must stay one: it writes to memory.
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let conditions = conditions(report);
    let head = HEAD.into_iter().chain(conditions.iter().map(|id| &**id)).chain([LAST]);
    let head = head.chain(report.since.as_ref().map(|_| NEW));
    table.write_record(head.map(plain).map(Cow::into_owned))?;
    for dossier in &report.dossiers {
        let new = report.since.as_ref().map(|_| new(dossier));
        table.write_record(row(report, dossier, &conditions, look.lang).into_iter().chain(new))?;
    }
    for unreadable in &report.unreadable {
        let empty = HEAD.len() - 6 + conditions.len() + 1 + usize::from(report.since.is_some());
        let named = [
            place(unreadable),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ];
        let cells = named.into_iter().chain([String::from("unreadable")]);
        table.write_record(cells.chain(std::iter::repeat_n(String::new(), empty)))?;
    }
    let whole = table.into_inner().map_err(|error| error.into_error())?;
    out.write_all(&whole)
}

/// The ids of all conditions, in the order of the packs; one that several packs have stands once.
fn conditions(report: &Report) -> Vec<Arc<str>> {
    let mut ids: Vec<Arc<str>> = Vec::new();
    for (id, _) in report.packs.iter().flat_map(|pack| &pack.conditions) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

/// A dossier's cells; empty where a condition does not address its track.
fn row(report: &Report, dossier: &DossierReport, conditions: &[Arc<str>], lang: Lang) -> Vec<String> {
    let mut cells = vec![
        plain(&dossier.source).into_owned(),
        plain(&dossier.pack).into_owned(),
        dossier.applicant.as_deref().map(plain).unwrap_or_default().into_owned(),
        dossier.track.as_ref().map_or("", Track::id).to_owned(),
        dossier.as_of.to_string(),
        dossier.verdict.id().to_owned(),
    ];
    cells.extend(counts(dossier).map(|count| count.to_string()));
    cells.push(dossier.key.as_deref().map(plain).unwrap_or_default().into_owned());
    let pack = report.pack_of(dossier);
    let file = pack.and_then(|pack| pack.file.as_deref());
    let settings = report.settings.as_ref().map(|settings| settings.file.as_str());
    cells.push(pack.map(|pack| pack.sha256.clone()).unwrap_or_default());
    cells.extend([file, settings].map(|named| named.map(plain).unwrap_or_default().into_owned()));
    cells.extend(conditions.iter().map(|id| {
        let finding = dossier.findings.iter().find(|finding| finding.condition == *id);
        finding.map_or("", |finding| finding.verdict.id()).to_owned()
    }));
    cells.push(plain(Text::join(&dossier.materials_notes).get(lang)).into_owned());
    cells
}

/// The conditions of a dossier whose problem is new.
fn new(dossier: &DossierReport) -> String {
    let new = dossier.findings.iter().filter(|finding| finding.is_new());
    new.map(|finding| &*finding.condition).collect::<Vec<_>>().join(" ")
}

/// Where it could not be read: the file, and in a workbook the first cell that is wrong.
fn place(unreadable: &Unreadable) -> String {
    let source = &unreadable.source;
    let spot = match source {
        Source::Text { .. } => None,
        Source::Table { .. } | Source::Workbook { .. } => unreadable.errors.first().and_then(|error| error.spot),
    };
    plain(&source.place(spot).to_string()).into_owned()
}

/// `text` as a spreadsheet shows it and does not run it: on one line, and with an apostrophe before what would begin
/// a formula.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let starts = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let runs = text.starts_with(['\t', '\r']) || trim(text).starts_with(starts);
    match (runs, tame(text)) {
        (true, tamed) => Cow::Owned(format!("'{tamed}")),
        (false, tamed) if tamed == text => Cow::Borrowed(text),
        (false, tamed) => Cow::Owned(tamed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::InputError;
    use crate::report::testing::{finding, report};
    use crate::verdict::{Verdict, Weight};

    fn written(report: &Report) -> String {
        let look = Look {
            lang: Lang::Zh,
            width: 80,
            height: 24,
            details: false,
            up: None,
        };
        let mut bytes = Vec::new();
        write(report, look, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_would_run_is_quoted_and_nothing_else() {
        for text in [
            "=1",
            "+1",
            "-1",
            "@a",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            " =1",
            "\u{3000}＝1",
            "\u{feff}=1",
            "\t甲",
            "\r甲",
        ] {
            assert!(plain(text).starts_with('\''), "{text:?}");
        }
        for text in ["甲=1", "1-2", "a@b", "'=1", "", "（=1）", "甲\t"] {
            assert!(!plain(text).starts_with('\'') || text.starts_with('\''), "{text:?}");
        }
        assert_eq!(plain("甲\n乙\u{1b}[31m"), "甲 乙 [31m");
    }

    #[test]
    fn a_name_with_commas_and_quotes_is_one_field() {
        let mut report = report(vec![finding(Weight::Must, Verdict::Pass, None)]);
        report.dossiers[0].applicant = Some("甲,\"乙\"\r\n丙".to_owned());
        let text = written(&report);
        assert!(text.starts_with(BYTE_ORDER_MARK) && text.ends_with("\r\n"));
        assert_eq!(text.matches("\r\n").count(), 2);
        assert_eq!(text.matches('\n').count(), 2);
        assert!(text.contains(r#""甲,""乙""  丙""#), "{text}");
    }

    #[test]
    fn what_could_not_be_read_is_a_row_of_the_same_length() {
        let mut report = report(vec![]);
        report.add_unreadable(Unreadable::new(
            Source::text("=坏.toml", "x"),
            vec![InputError::whole(text!("坏", "bad"))],
        ));
        let text = written(&report);
        let mut rows = csv::Reader::from_reader(text.trim_start_matches(BYTE_ORDER_MARK).as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[1][0], &rows[1][5]), ("'=坏.toml", "unreadable"));
    }
}
