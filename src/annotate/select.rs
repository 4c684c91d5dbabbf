//! Which cells of a workbook get a note, and what it says.

use std::collections::BTreeMap;

use super::{Mark, Note};
use crate::report::{Finding, PackSummary, Report};
use crate::text::{Lang, Text};
use crate::verdict::{Reason, Verdict};
use crate::writing::tame;

/// The most characters of a note.
const LONGEST: usize = 4_000;

/// The notes on the cells of `file` that findings rest on: those that are failed, lack something, can be cleared
/// up by a person other than the committee, or warn. Several findings on one cell are one note with the gravest
/// mark. In the order of sheets' names and of cells' names.
pub fn notes_for(report: &Report, file: &str, lang: Lang) -> Vec<Note> {
    let mut said: BTreeMap<(String, String), (Mark, Vec<String>)> = BTreeMap::new();
    for dossier in &report.dossiers {
        let pack = report.pack_of(dossier);
        for finding in &dossier.findings {
            let Some(mark) = mark(finding) else { continue };
            let words = words(finding, pack, lang);
            let places = finding.places.iter().map(|fact| &fact.place);
            for place in places.filter(|place| &*place.file == file) {
                let (Some(sheet), Some(cell)) = (&place.sheet, &place.cell) else {
                    continue;
                };
                let key = (sheet.to_string(), cell.clone());
                let (gravest, all) = said.entry(key).or_insert((mark, Vec::new()));
                *gravest = mark.min(*gravest);
                if !all.contains(&words) {
                    all.push(words.clone());
                }
            }
        }
    }
    for unreadable in &report.unreadable {
        for error in &unreadable.errors {
            let place = unreadable.source.place(error.spot);
            let (Some(sheet), Some(cell), true) = (place.sheet, place.cell, &*place.file == file) else {
                continue;
            };
            let words = Text::join([&error.message].into_iter().chain(&error.hint));
            let (gravest, all) = said
                .entry((sheet.to_string(), cell))
                .or_insert((Mark::Fail, Vec::new()));
            *gravest = Mark::Fail;
            all.insert(0, tame(words.get(lang)));
        }
    }
    let note = |((sheet, cell), (mark, all)): ((String, String), (Mark, Vec<String>))| {
        let text = shortened(&all.join("\n\n"));
        Note {
            sheet,
            cell,
            mark,
            text,
        }
    };
    said.into_iter().map(note).collect()
}

fn mark(finding: &Finding) -> Option<Mark> {
    match finding.verdict {
        _ if finding.is_warning() => Some(Mark::Warning),
        Verdict::Fail => Some(Mark::Fail),
        Verdict::Missing => Some(Mark::Missing),
        Verdict::Review if finding.reason != Some(Reason::Committee) => Some(Mark::Review),
        Verdict::Review | Verdict::Pass | Verdict::NotApplicable => None,
    }
}

/// The verdict and the condition, what was found and required, what to do and by when, each on a line.
fn words(finding: &Finding, pack: Option<&PackSummary>, lang: Lang) -> String {
    let id = &finding.condition;
    let condition = pack.and_then(|pack| pack.condition(id));
    let title = condition.map_or(&**id, |condition| condition.title.get(lang));
    let mut lines = vec![match lang {
        Lang::Zh => format!("{}：{title}（{id}）", finding.label(lang)),
        Lang::En => format!("{}: {title} ({id})", finding.label(lang)),
    }];
    let mut line = |zh: &str, en: &str, words: &str| {
        if !words.is_empty() {
            lines.push(match lang {
                Lang::Zh => format!("{zh}：{}", tame(words)),
                Lang::En => format!("{en}: {}", tame(words)),
            });
        }
    };
    line("查得", "Found", finding.found.get(lang));
    line("要求", "Required", finding.required.get(lang));
    if let Some(reason) = finding.reason {
        line("理由", "Reason", reason.label(lang));
    }
    if let Some(remedy) = &finding.remedy {
        line("处理", "What to do", remedy.get(lang));
    }
    if let Some(day) = finding.act_by {
        line("最迟开始日", "Begin by", &day.to_string());
    }
    for note in &finding.notes {
        line("注意", "Note", note.get(lang));
    }
    if let Some(waived) = &finding.waived {
        line("豁免", "Waived", waived.get(lang));
    }
    lines.join("\n")
}

fn shortened(words: &str) -> String {
    let mut chars = words.chars();
    let head: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        format!("{head}…")
    } else {
        head
    }
}
