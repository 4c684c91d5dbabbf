//! A report to be shown to others: without names, codes, addresses and amounts. Verdicts, clauses and days stay.

use std::sync::Arc;

use super::{DossierReport, Report, Sameness};
use crate::dictionary::{Dictionary, Value};
use crate::dossier::{Cite, Dossier};
use crate::place::Source;
use crate::text::Text;

/// What stands where something was taken out.
const GONE: &str = "██";

/// What must not be seen of one dossier, the longest first.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    words: Vec<String>,
    /// What tables are called: a sheet of that name tells nobody's.
    tables: Vec<String>,
}

impl Redactor {
    /// What a dossier says in its applicant's own words, its codes and its amounts.
    pub fn of(dossier: &Dossier) -> Redactor {
        let mut words = Vec::new();
        for (id, field) in dossier.dictionary.fields() {
            let section = dossier.dictionary.section(field.section);
            let rows = section.filter(|section| section.rows);
            let cites: Vec<Cite> = match rows {
                None => vec![Cite::Scalar(id)],
                Some(_) => {
                    let count = dossier
                        .table(field.section)
                        .and_then(|list| list.rows())
                        .map_or(0, <[_]>::len);
                    (0..count).map(|row| Cite::Cell(id, row)).collect()
                }
            };
            for cite in cites {
                if let Some(value) = dossier.slot(cite).and_then(|slot| slot.value()) {
                    own(value, &mut words);
                }
            }
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        let tables = tables(&dossier.dictionary);
        Redactor { words, tables }
    }

    /// Takes it out of the report on that dossier, which becomes the `number`th.
    pub fn redact(&self, report: &mut DossierReport, number: usize) {
        let source: Arc<str> = format!("#{number}").into();
        report.source = source.clone();
        report.materials_notes.iter_mut().for_each(|note| self.text(note));
        report.applicant = report.applicant.as_ref().map(|_| format!("{GONE} {number}"));
        // it is made of what must go
        report.key = None;
        for finding in &mut report.findings {
            let texts = std::iter::once(&mut finding.found);
            let texts = texts
                .chain(&mut finding.remedy)
                .chain(&mut finding.notes)
                .chain(&mut finding.waived);
            for text in texts {
                self.text(text);
            }
            for support in &mut finding.documents {
                support.file = support.file.as_ref().map(|_| GONE.to_owned());
                support.remark.iter_mut().for_each(|remark| self.text(remark));
            }
            for fact in &mut finding.places {
                fact.place.file = source.clone();
                let known = |sheet: &&mut Arc<str>| self.tables.iter().any(|table| **table == ***sheet);
                if let Some(sheet) = fact.place.sheet.as_mut().filter(|sheet| !known(sheet)) {
                    *sheet = GONE.into();
                }
            }
        }
    }

    /// Takes out of a whole report what stands beside its dossiers: files, codes, and what was quoted.
    pub fn redact_rest(report: &mut Report) {
        let gone = || GONE.to_owned();
        let nobody = Redactor::default();
        for duplicate in &mut report.duplicates {
            let count = duplicate.sources.len();
            duplicate.sources.clear();
            duplicate.message = match duplicate.by {
                Sameness::CreditCode => text!(
                    "{count} 份申报信息的统一社会信用代码和类别相同",
                    "{count} dossiers of one track bear one credit code"
                ),
                Sameness::Person => text!(
                    "{count} 份申报信息似为同一人",
                    "{count} dossiers seem to be one person's"
                ),
            };
        }
        for waived in &mut report.waivers {
            let waiver = &mut waived.waiver;
            (waiver.applicant, waiver.reason, waiver.approved_by) = (gone(), gone(), gone());
            nobody.text(&mut waived.message);
        }
        if let Some(since) = &mut report.since {
            since.report = gone();
            since.notes.clear();
        }
        for skipped in &mut report.skipped {
            skipped.file = gone();
            nobody.text(&mut skipped.reason);
        }
        for unreadable in &mut report.unreadable {
            let mut words: Vec<String> = match &unreadable.source {
                Source::Workbook { sheets, .. } => sheets.iter().map(ToString::to_string).collect(),
                Source::Text { .. } | Source::Table { .. } => Vec::new(),
            };
            let tables = Dictionary::shared().map(tables).unwrap_or_default();
            words.retain(|sheet| !tables.contains(sheet));
            let sheets = Redactor { words, tables };
            unreadable.source = Source::text(GONE, "");
            for error in &mut unreadable.errors {
                error.spot = None;
                sheets.text(&mut error.message);
                error.hint.iter_mut().for_each(|hint| sheets.text(hint));
            }
        }
    }

    fn text(&self, text: &mut Text) {
        for side in [&mut text.zh, &mut text.en] {
            for word in self.words.iter().filter(|word| word.chars().nth(1).is_some()) {
                if side.contains(word.as_str()) {
                    *side = side.replace(word.as_str(), GONE);
                }
            }
            *side = unquoted(side);
        }
    }
}

/// What the tables of a dictionary are called.
fn tables(dictionary: &Dictionary) -> Vec<String> {
    let sections = dictionary.sections();
    let labels = sections.flat_map(|(_, section)| [section.label.zh.clone(), section.label.en.clone()]);
    labels.collect()
}

/// The words of a value that must not be seen.
fn own(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Text(text) => words.push(text.to_string()),
        Value::Texts(texts) => words.extend(texts.iter().map(ToString::to_string)),
        Value::CreditCode(code) => words.push(code.to_string()),
        Value::IdNumber(number) => words.push(number.to_string()),
        Value::Money(money) => words.push(money.to_string()),
        _ => {}
    }
}

/// A sentence whose quotations are blacked out: what is quoted may be shortened, and so is not found by its words.
fn unquoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('「') {
        let Some((_, behind)) = after.split_once('」') else {
            break;
        };
        shown.push_str(before);
        shown.push('「');
        shown.push_str(GONE);
        shown.push('」');
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_blacked_out_and_the_rest_stays() {
        assert_eq!(unquoted("查得「甲公司」与「乙」不同"), "查得「██」与「██」不同");
        assert_eq!(unquoted("没有引号"), "没有引号");
        assert_eq!(unquoted("半个「引号"), "半个「引号");
    }
}
