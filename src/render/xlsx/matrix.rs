//! The matrix: a row for each dossier, a column for each condition that addresses one of them, and the verdict in
//! word and colour where they meet.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::applicant;
use super::page::Page;
use super::style::Style;
use crate::render::Look;
use crate::render::wording::track_name;
use crate::report::{ConditionSummary, DossierReport, PackSummary, Report};
use crate::text::Lang;
use crate::verdict::{Verdict, Weight};
use crate::writing::tame;

/// The columns before the first condition.
const NAMING: u16 = 4;

/// The most conditions that have a column; a sheet has 16,384.
const CONDITIONS: usize = 16_000;

/// The most conditions that are printed on one sheet of paper.
const PRINTED: usize = 24;

/// How wide the column of a condition is, in characters.
const CONDITION: u8 = 12;

/// How tall the headings are, in points.
const HEADING: u8 = 108;

/// A condition that has a column.
type Heading<'r> = (&'r PackSummary, &'r Arc<str>, &'r ConditionSummary);

pub(super) fn sheet(report: &Report, look: Look, rows: u32) -> Result<Worksheet, XlsxError> {
    let lang = look.lang;
    let mut page = Page::new(&text!("条件矩阵", "Matrix"), lang, look.up, rows)?;
    page.widths(&[26, 11, 24, 14])?;
    page.title(text!("条件矩阵", "Applicants and conditions").get(lang))?;
    legend(&mut page)?;
    let conditions = conditions(report);
    let headings = page.row;
    heads(&mut page, &conditions)?;
    page.freeze(1)?;
    page.sheet.set_repeat_columns(0, 0)?;
    let columns = columns(&conditions);
    page.each(&report.dossiers, rows, |page, dossier| row(page, dossier, &columns))?;
    let count = u16::try_from(conditions.len()).unwrap_or(u16::MAX);
    page.filter(headings, NAMING.saturating_add(count))?;
    Ok(page.done((conditions.len() > PRINTED).then_some(60)))
}

/// What the colours say.
fn legend(page: &mut Page) -> Result<(), XlsxError> {
    let lang = page.lang;
    page.text(0, text!("图例", "Legend").get(lang), Style::Lead)?;
    let mut column = NAMING;
    for verdict in Verdict::ALL {
        page.text(column, verdict.label(lang), Style::Verdict(verdict))?;
        column += 1;
    }
    page.text(column, text!("提醒", "warning").get(lang), Style::Warning)?;
    let words = text!(
        "空白：该条件不针对此类申报者",
        "blank: the condition is not for this track"
    );
    page.text(column + 1, words.get(lang), Style::Lead)?;
    page.row += 1;
    Ok(())
}

/// The conditions that address a dossier, in the order of the packs.
fn conditions(report: &Report) -> Vec<Heading<'_>> {
    let used: HashSet<(&str, &str)> = report
        .dossiers
        .iter()
        .flat_map(|dossier| {
            dossier
                .findings
                .iter()
                .map(move |f| (dossier.pack.as_str(), &*f.condition))
        })
        .collect();
    let mut seen = HashSet::new();
    report
        .packs
        .iter()
        .flat_map(|pack| pack.conditions.iter().map(move |(id, condition)| (pack, id, condition)))
        .filter(|(pack, id, _)| used.contains(&(pack.id.as_str(), &***id)))
        .filter(|(pack, id, _)| seen.insert((pack.id.as_str(), &***id)))
        .take(CONDITIONS)
        .collect()
}

/// The column of each condition.
fn columns<'r>(conditions: &[Heading<'r>]) -> HashMap<(&'r str, &'r str), u16> {
    (NAMING..)
        .zip(conditions)
        .map(|(column, (pack, id, _))| ((pack.id.as_str(), &***id), column))
        .collect()
}

fn heads(page: &mut Page, conditions: &[Heading<'_>]) -> Result<(), XlsxError> {
    let lang = page.lang;
    let naming = [
        text!("申报者", "Applicant"),
        text!("类别", "Track"),
        text!("文件", "File"),
        text!("结论", "Verdict"),
    ];
    for (column, name) in (0..).zip(&naming) {
        page.text(column, name.get(lang), Style::Head)?;
    }
    for (column, (_, id, condition)) in (NAMING..).zip(conditions) {
        let advice = match (condition.weight, lang) {
            (Weight::Must, _) => "",
            (Weight::Should, Lang::Zh) => "（建议）",
            (Weight::Should, Lang::En) => " (advice)",
        };
        let title = condition.title.get(lang);
        page.text(column, &format!("{title}{advice}\n{id}"), Style::Head)?;
        page.sheet.set_column_width(column, CONDITION)?;
    }
    page.sheet.set_row_height(page.row, HEADING)?;
    page.row += 1;
    Ok(())
}

fn row(page: &mut Page, dossier: &DossierReport, columns: &HashMap<(&str, &str), u16>) -> Result<(), XlsxError> {
    let lang = page.lang;
    page.text(0, &applicant(dossier, lang), Style::Body)?;
    page.text(1, track_name(dossier.track.as_ref()).get(lang), Style::Count)?;
    page.text(2, &tame(&dossier.source), Style::Dim)?;
    page.text(3, dossier.verdict.label().get(lang), Style::overall(dossier.verdict))?;
    for column in columns.values() {
        page.text(*column, "", Style::Body)?;
    }
    for finding in &dossier.findings {
        if let Some(column) = columns.get(&(dossier.pack.as_str(), &*finding.condition)) {
            page.text(*column, finding.label(lang), Style::of(finding))?;
        }
    }
    Ok(())
}
