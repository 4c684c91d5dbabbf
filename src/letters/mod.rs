//! Letters to applicants: what one of them must still supply or mend, and nothing of anyone else.
//!
//! Pure: from the report on one applicant, what could not be read of it and the sender's phrases, the words of a letter.
//! How a letter is laid out stands with the formats.

mod questions;

use std::sync::Arc;

use crate::day::Day;
use crate::place::Unreadable;
use crate::report::{DossierReport, Finding, PackSummary};
use crate::text::Text;
use crate::verdict::{Reason, Verdict, Weight};
use crate::writing::quote;

/// What the sender writes in every letter; the names in braces stand for the applicant, the award and the number of items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrases {
    /// Above the items.
    pub greeting: Option<String>,
    /// Below them.
    pub closing: Option<String>,
    /// Who sends the letter.
    pub sender: Option<String>,
}

/// A letter to one applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What the letter is called.
    pub title: Text,
    /// To whom it is written.
    pub to: Text,
    /// Where the addressee is reached, in the words of the notice.
    pub address: Option<String>,
    /// What is said before the items.
    pub greeting: Text,
    /// What is asked for, in its order.
    pub items: Vec<Item>,
    /// What is said behind the items.
    pub closing: Text,
    /// Who sends it, where that is set.
    pub sender: Option<String>,
    /// Whether it asks for an answer; otherwise for a receipt.
    pub asks: bool,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The condition; none where a place in the file cannot be read.
    pub condition: Option<Arc<str>>,
    /// What it is called.
    pub title: Text,
    /// What is wrong with it, in a word.
    pub label: Text,
    /// Where the clause stands.
    pub clause: Text,
    /// The words of the clause.
    pub words: String,
    /// What was found.
    pub found: Vec<Text>,
    /// What to do, or to answer.
    pub act: Vec<Text>,
    /// The last day to begin it, where one is known.
    pub by: Option<Day>,
    /// Whether that day is over, or no act serves any more.
    pub over: bool,
}

impl Letter {
    /// The letter to an applicant, if there is anything that it must supply or mend.
    pub fn of(
        dossier: &DossierReport,
        pack: Option<&PackSummary>,
        unread: Option<&Unreadable>,
        phrases: &Phrases,
    ) -> Option<Letter> {
        let mut items: Vec<Item> = unread.into_iter().flat_map(unreadable).collect();
        items.extend(open(dossier).into_iter().map(|finding| item(dossier, pack, finding)));
        if items.is_empty() {
            return None;
        }
        let award = pack.map(|pack| pack.title.clone()).unwrap_or_default();
        let values = values(dossier, award, items.len());
        Some(Letter {
            title: text!("补正通知", "What is still to be supplied"),
            greeting: said(&phrases.greeting, greeting(), &values),
            closing: said(&phrases.closing, closing(), &values),
            sender: phrases.sender.clone(),
            to: name(dossier),
            address: None,
            asks: false,
            items,
        })
    }

    /// The first day by which something must be begun.
    pub fn first_day(&self) -> Option<Day> {
        self.items
            .iter()
            .filter(|item| !item.over)
            .filter_map(|item| item.by)
            .min()
    }
}

/// The applicant's name, or that it is not given.
fn name(dossier: &DossierReport) -> Text {
    match &dossier.applicant {
        Some(name) => Text::same(name.as_str()),
        None => text!("（名称未填写）", "(name not given)"),
    }
}

/// What the names in braces stand for.
fn values(dossier: &DossierReport, award: Text, items: usize) -> [(&'static str, Text); 3] {
    let count = Text::same(items.to_string());
    [("applicant", name(dossier)), ("award", award), ("count", count)]
}

/// The sender's own words, or ours, with what the names in braces stand for.
fn said(own: &Option<String>, otherwise: Text, values: &[(&'static str, Text)]) -> Text {
    let own = own.as_deref().map(Text::same);
    own.unwrap_or(otherwise).fill(values)
}

/// What is said above the items where the sender has no words of its own.
fn greeting() -> Text {
    Text {
        zh: "申报{award}的申报信息和材料已逐条核对，下列 {count} 项须补正或者说明，请按次序办理。".to_owned(),
        en: "The facts and documents for the {award} were held against every condition. What follows is still to be supplied or put right (items: {count}); please see to it in this order."
            .to_owned(),
    }
}

/// What is said below them.
fn closing() -> Text {
    text!(
        "以上只依据所提供的申报信息和材料逐条核对，不代替评审，不预示评审结果。",
        "All this rests on the facts and documents that were given. It does not replace or foretell the committee's decision."
    )
}

/// The findings that an applicant must act on, in the order of acting: what no act mends any more, then by the day by which
/// to begin, then in the order of the pack. What only the committee judges asks nothing of it, nor does what is waived or
/// merely advised.
pub fn open(dossier: &DossierReport) -> Vec<&Finding> {
    let mut open: Vec<&Finding> = dossier.findings.iter().filter(|finding| is_open(finding)).collect();
    let ahead = |finding: &Finding| finding.act_by.filter(|day| *day >= dossier.as_of);
    open.sort_by_key(|finding| {
        let day = ahead(finding);
        (!finding.too_late, day.is_none(), day)
    });
    open
}

/// Whether the applicant must act on a finding.
fn is_open(finding: &Finding) -> bool {
    let asked = match finding.verdict {
        Verdict::Fail | Verdict::Missing => true,
        Verdict::Review => finding.reason != Some(Reason::Committee),
        Verdict::Pass | Verdict::NotApplicable => false,
    };
    asked && finding.weight == Weight::Must && finding.waived.is_none()
}

fn item(dossier: &DossierReport, pack: Option<&PackSummary>, finding: &Finding) -> Item {
    let remedy = finding.remedy.clone().filter(|remedy| !remedy.is_empty());
    Item {
        label: Text::both(|lang| finding.verdict.label(lang)),
        act: vec![remedy.unwrap_or_else(|| {
            let required = &finding.required;
            text!("应当做到：{required}", "What is required: {required}"; required)
        })],
        by: finding.act_by,
        over: finding.too_late || finding.act_by.is_some_and(|day| day < dossier.as_of),
        ..Item::about(finding, pack)
    }
}

impl Item {
    /// An item about a condition that asks for nothing yet: what the condition is called, its clause, what was found.
    fn about(finding: &Finding, pack: Option<&PackSummary>) -> Item {
        let condition = pack.and_then(|pack| pack.condition(&finding.condition));
        let found = std::iter::once(&finding.found).chain(&finding.notes);
        Item {
            condition: Some(finding.condition.clone()),
            title: condition.map_or_else(|| Text::same(&*finding.condition), |known| known.title.clone()),
            label: Text::default(),
            clause: condition
                .map(|known| clause(&known.clause.source, &known.clause.number))
                .unwrap_or_default(),
            words: condition.map(|known| known.clause.text.clone()).unwrap_or_default(),
            found: found.filter(|text| !text.is_empty()).cloned().collect(),
            act: Vec::new(),
            by: None,
            over: false,
        }
    }
}

/// Where a clause stands.
fn clause(source: &Text, number: &str) -> Text {
    text!("《{source}》{number}", "“{source}” {number}"; source)
}

/// What of the applicant's file could not be read.
fn unreadable(unread: &Unreadable) -> impl Iterator<Item = Item> {
    unread.errors.iter().map(|error| {
        let place = unread.source.place(error.spot);
        let at = match (&place.sheet, &place.cell, place.line) {
            (Some(sheet), Some(cell), _) => {
                let sheet = quote(sheet);
                text!("工作表{sheet} {cell}", "sheet {sheet}, {cell}")
            }
            (_, _, Some(line)) => text!("第 {line} 行", "line {line}"),
            _ => Text::default(),
        };
        let hint = error.hint.clone().filter(|hint| !hint.is_empty());
        Item {
            condition: None,
            title: text!("填写的内容无法识别", "Something written there cannot be read"),
            label: text!("无法识别", "unreadable"),
            clause: at,
            words: String::new(),
            found: vec![error.message.clone()],
            act: vec![hint.unwrap_or_else(|| text!("请更正这一处", "Please put this right"))],
            by: None,
            over: false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};

    fn letter(findings: Vec<Finding>) -> Option<Letter> {
        let report = report(findings);
        Letter::of(&report.dossiers[0], None, None, &Phrases::default())
    }

    #[test]
    fn a_letter_asks_for_what_the_applicant_can_act_on_and_nothing_else() {
        let must = |verdict, reason| finding(Weight::Must, verdict, reason);
        for silent in [
            must(Verdict::Pass, None),
            must(Verdict::NotApplicable, None),
            must(Verdict::Review, Some(Reason::Committee)),
            finding(Weight::Should, Verdict::Fail, None),
            Finding {
                waived: Some(Text::same("w")),
                ..must(Verdict::Missing, None)
            },
        ] {
            assert_eq!(letter(vec![silent]), None);
        }
        for asked in [
            must(Verdict::Fail, None),
            must(Verdict::Missing, None),
            must(Verdict::Review, Some(Reason::Readings)),
            must(Verdict::Review, Some(Reason::Evidence)),
        ] {
            assert_eq!(letter(vec![asked]).unwrap().items.len(), 1);
        }
        assert_eq!(letter(Vec::new()), None);
    }

    #[test]
    fn what_must_be_begun_first_comes_first_and_a_day_that_is_over_binds_no_more() {
        let by = |id: &str, day: Option<Day>, too_late| Finding {
            condition: id.into(),
            act_by: day,
            too_late,
            ..finding(Weight::Must, Verdict::Missing, None)
        };
        // the report is of 2025-12-01
        let letter = letter(vec![
            by("never", None, false),
            by("over", Day::new(2025, 11, 30), false),
            by("late", Day::new(2025, 12, 9), false),
            by("today", Day::new(2025, 12, 1), false),
            by("lost", None, true),
        ])
        .unwrap();
        let order: Vec<&str> = letter
            .items
            .iter()
            .filter_map(|item| item.condition.as_deref())
            .collect();
        assert_eq!(order, ["lost", "today", "late", "never", "over"]);
        let over: Vec<bool> = letter.items.iter().map(|item| item.over).collect();
        assert_eq!(over, [true, false, false, false, true]);
        assert_eq!(letter.first_day(), Day::new(2025, 12, 1));
    }

    #[test]
    fn the_senders_own_words_take_the_place_of_ours() {
        let report = report(vec![finding(Weight::Must, Verdict::Fail, None)]);
        let phrases = Phrases {
            greeting: Some("{applicant}：{count} 项，{nonsense}".to_owned()),
            closing: Some("此致".to_owned()),
            sender: Some("某某咨询".to_owned()),
        };
        let letter = Letter::of(&report.dossiers[0], None, None, &phrases).unwrap();
        assert_eq!(letter.greeting.zh, "（名称未填写）：1 项，…");
        assert_eq!(
            (letter.closing.en.as_str(), letter.sender.as_deref()),
            ("此致", Some("某某咨询"))
        );
    }
}
