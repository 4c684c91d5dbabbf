//! The list of what asks for attention: a row for each finding that is refuted, missing, for a person to judge or
//! a warning, and for each that is met but carries a note; with what to do and by when.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::applicant;
use super::page::Page;
use super::style::Style;
use crate::render::Look;
use crate::report::{ConditionSummary, DossierReport, FactPlace, Finding, PackSummary, Report};
use crate::text::{Lang, Text};
use crate::verdict::Verdict;
use crate::writing::tame;

/// How many places a row names one by one.
const PLACES: usize = 6;

const WIDTHS: [u8; 12] = [22, 10, 26, 34, 32, 36, 30, 30, 38, 12, 30, 18];

/// A finding with what it is about.
type Row<'r> = (&'r DossierReport, Option<&'r PackSummary>, &'r Finding);

pub(super) fn sheet(report: &Report, look: Look, rows: u32) -> Result<Worksheet, XlsxError> {
    let lang = look.lang;
    let mut page = Page::new(&text!("问题清单", "Findings"), lang, look.up, rows)?;
    page.widths(&WIDTHS)?;
    page.title(text!("问题清单", "What asks for attention").get(lang))?;
    let headings = page.row;
    page.heads(&heads())?;
    page.freeze(3)?;
    let dossiers = report.dossiers.iter();
    let open = dossiers.flat_map(|dossier| {
        let pack = report.pack_of(dossier);
        open(dossier).into_iter().map(move |finding| (dossier, pack, finding))
    });
    page.each(open, rows, row)?;
    page.filter(headings, u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX))?;
    Ok(page.done(None))
}

/// The findings of a dossier that have a row, the gravest first; of equals, in the order of the pack.
fn open(dossier: &DossierReport) -> Vec<&Finding> {
    let gravity = |finding: &Finding| match finding.verdict {
        _ if finding.is_warning() => 3,
        Verdict::Fail => 0,
        Verdict::Missing => 1,
        Verdict::Review => 2,
        Verdict::Pass | Verdict::NotApplicable => 4,
    };
    let asks = |finding: &&Finding| gravity(finding) < 4 || !finding.notes.is_empty();
    let mut open: Vec<&Finding> = dossier.findings.iter().filter(asks).collect();
    open.sort_by_key(|finding| gravity(finding));
    open
}

fn heads() -> [Text; 12] {
    [
        text!("申报者", "Applicant"),
        text!("结论", "Verdict"),
        text!("条件", "Condition"),
        text!("条款", "Clause"),
        text!("要求", "Required"),
        text!("查得", "Found"),
        text!("出处", "Where"),
        text!("打开文件", "Open the file"),
        text!("处理办法", "What to do"),
        text!("最迟开始日", "Begin by"),
        text!("注意", "Notes"),
        text!("豁免", "Waiver"),
    ]
}

fn row(page: &mut Page, (dossier, pack, finding): Row<'_>) -> Result<(), XlsxError> {
    let lang = page.lang;
    let words = |text: &Option<Text>| text.as_ref().map(|text| tame(text.get(lang))).unwrap_or_default();
    let condition = pack.and_then(|pack| pack.condition(&finding.condition));
    let notes: Vec<String> = finding.remarks().map(|note| tame(note.get(lang))).collect();
    page.text(0, &applicant(dossier, lang), Style::Body)?;
    page.text(1, finding.label(lang), Style::of(finding))?;
    page.text(2, &named(finding, condition, lang), Style::Body)?;
    page.text(3, &clause(condition), Style::Body)?;
    page.text(4, &tame(finding.required.get(lang)), Style::Body)?;
    page.text(5, &found(finding, lang), Style::Body)?;
    let target = finding.places.iter().map(|fact| &fact.place);
    let target = target
        .clone()
        .find(|place| place.cell.is_some())
        .or(target.clone().next());
    page.text(6, &places(finding, lang), Style::Body)?;
    page.link(7, &target.map(|place| tame(&place.file)).unwrap_or_default(), target)?;
    page.text(8, &words(&finding.remedy), Style::Body)?;
    page.day(9, finding.act_by)?;
    page.text(10, &notes.join("\n"), Style::Body)?;
    page.text(11, &words(&finding.waived), Style::Body)
}

/// The condition's title over its id.
fn named(finding: &Finding, condition: Option<&ConditionSummary>, lang: Lang) -> String {
    let id = &finding.condition;
    condition.map_or_else(
        || id.to_string(),
        |condition| format!("{}\n{id}", condition.title.get(lang)),
    )
}

/// The clause's number over its words.
fn clause(condition: Option<&ConditionSummary>) -> String {
    let clause = condition.map(|condition| &condition.clause);
    clause.map_or_else(String::new, |clause| format!("{}\n「{}」", clause.number, clause.text))
}

/// What was found, and why a person must judge.
fn found(finding: &Finding, lang: Lang) -> String {
    let found = tame(finding.found.get(lang));
    match (finding.reason, lang) {
        (None, _) => found,
        (Some(reason), Lang::Zh) => format!("{found}\n理由：{}", reason.label(lang)),
        (Some(reason), Lang::En) => format!("{found}\nReason: {}", reason.label(lang)),
    }
}

/// The places within the file, each on a line, with the field.
fn places(finding: &Finding, lang: Lang) -> String {
    let one = |fact: &FactPlace| {
        let place = &fact.place;
        let at = match (place.line, place.column, &place.sheet, &place.cell) {
            (Some(line), Some(column), _, _) => format!("{line}:{column}"),
            (_, _, Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
            _ => text!("未填", "not given").get(lang).to_owned(),
        };
        tame(&format!("{at} ({})", fact.field))
    };
    let mut lines: Vec<String> = finding.places.iter().take(PLACES).map(one).collect();
    if finding.places.len() > PLACES {
        let count = finding.places.len();
        lines.push(text!("… 共 {count} 处", "… {count} places").get(lang).to_owned());
    }
    lines.join("\n")
}
