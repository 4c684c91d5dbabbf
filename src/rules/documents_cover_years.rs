//! Documents of one kind that together cover every year that is named: an audit report for each fiscal year.
//!
//! A document covers the years that the list states for it, or else those in its file's name. Of each year one usable
//! document is enough. Where its text can be read and the year does not stand in it, or where a document does not say
//! which years it covers, a person must look.
//!
//! 中文：所列各年度都有这一类材料。涵盖年度以材料清单所写为准，未写的看文件名。每一年度有一份能打开的即可；文字里找不到该年度、或没有写明涵盖年度的，待评审。
//!
//! ```toml
//! [documents_cover_years]
//! kind = "audit-report"
//! years = [2022, 2023, 2024]
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! documents = [{ kind = "audit-report", years = [2022, 2023] }, { kind = "audit-report", file = "审计报告2024.pdf" }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! documents = [{ kind = "audit-report", years = [2022, 2023] }, { kind = "audit-report" }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! documents = [{ kind = "audit-report", years = [2022, 2023] }]
//! verdict = "missing"
//! ```

use crate::dictionary::{Dictionary, KindId};
use crate::documents::{Held, Said, State};
use crate::rules::examined::{Examined, about, label, one_is_enough};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::{Scope, Years};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `documents_cover_years`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The kind of document.
        /// 中文：材料的种类。
        kind: KindId,
        /// The years: how many before that of the deadline, or each of them.
        /// 中文：须覆盖的年度：截止之年以前若干年，或逐年列出。
        years: Years,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = label(dictionary, self.kind);
        let years = list(&self.years);
        text!(
            "提供 {years} 各年度的{label}，能打开",
            "\"{label}\" for each of {years} is given and opens";
            years, label
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Missing, Verdict::Review]
    }

    fn needs_documents(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(examined) = Examined::of(context, self.kind) else {
            return Outcome::missing(context.say(|| text!("申报材料未检查", "materials not examined")));
        };
        if examined.each().next().is_none() {
            return examined.none();
        }
        let years = self.years.iter().map(|year| self.year(context, examined, *year));
        examined.remarks(Outcome::all_of(years))
    }
}

impl Params {
    /// What the documents come to for one year.
    fn year(&self, context: &Context<'_>, examined: Examined<'_, '_>, year: i64) -> Outcome {
        let covering = examined.each().filter(|held| held.years.contains(&year));
        let outcomes: Vec<Outcome> = covering.map(|held| one(context, examined, held, year)).collect();
        let unsaid = examined
            .each()
            .filter(|held| held.years.is_empty() && held.state() == State::Present);
        let unsaid: Vec<Outcome> = unsaid
            .map(|held| {
                let found = text!(
                    "没有写明涵盖年度，是否含 {year} 年待核对",
                    "it does not say which years it covers; whether {year} is among them is open"
                );
                let found = context.say(|| about(&held.quoted(), &found));
                Outcome::review(Reason::Evidence, found)
                    .cite(examined.cells(held.row))
                    .documented()
            })
            .collect();
        let all: Vec<Outcome> = outcomes.into_iter().chain(unsaid).collect();
        if all.is_empty() {
            let found = context.say(|| {
                let label = examined.label();
                text!("没有提供 {year} 年度的{label}", "no document \"{label}\" for {year} was given"; label)
            });
            return Outcome::missing(found).cite(examined.cells(None));
        }
        one_is_enough(context, all)
    }
}

/// What one document comes to for a year that it is said to cover.
fn one(context: &Context<'_>, examined: Examined<'_, '_>, held: &Held, year: i64) -> Outcome {
    let alone = examined.judge(held);
    let said = context
        .documents
        .map(|documents| documents.says(held, &year.to_string()));
    if alone.verdict != Verdict::Pass {
        return alone;
    }
    let lacks = match said {
        Some(Said::No) => Some(text!("文字里没有找到 {year} 年", "{year} does not stand in its text")),
        Some(Said::Unclear) => Some(text!(
            "没有全部识读，已识读的文字里不含 {year} 年，请打开文件核对",
            "not all of it could be read, and {year} does not stand in what could; open it and check"
        )),
        _ => None,
    };
    if let Some(found) = lacks {
        let found = context.say(|| about(&held.quoted(), &found));
        return Outcome::review(Reason::Evidence, found).cite(alone.cites).documented();
    }
    let found = context.say(|| {
        let shown = &alone.found;
        text!("{year}：{shown}", "{year}: {shown}"; shown)
    });
    Outcome { found, ..alone }
}

/// Years in a sentence.
fn list(years: &[i64]) -> Text {
    let years: Vec<Text> = years.iter().map(|year| Text::same(year.to_string())).collect();
    Text::list(&years)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge_with};

    fn given(documents: &str) -> Outcome {
        let rule = example("documents_cover_years");
        judge_with(&rule, "organization.name = '上海示例有限公司'", documents)
    }

    #[test]
    fn every_year_needs_a_document_of_its_own_or_one_for_all() {
        let all = "{ kind = 'audit-report', years = [2022, 2023, 2024] }";
        assert_eq!(given(all).verdict, Verdict::Pass);
        let two = given("{ kind = 'audit-report', years = [2022, 2024] }");
        assert_eq!(two.verdict, Verdict::Missing);
        assert!(
            two.found.zh.contains("2023") && !two.found.zh.contains("2022"),
            "{}",
            two.found.zh
        );
        assert_eq!(given("").verdict, Verdict::Missing);
    }

    #[test]
    fn a_year_not_in_the_text_is_for_people() {
        assert_eq!(
            given("{ kind = 'audit-report', years = [2022, 2023, 2024], bears = false }").verdict,
            Verdict::Review
        );
        let half = given("{ kind = 'audit-report', years = [2022, 2023, 2024], bears = false, flaws = ['undecoded'] }");
        assert_eq!(half.verdict, Verdict::Review);
        assert!(!half.found.zh.contains("没有找到"), "{}", half.found.zh);
        let locked = given("{ kind = 'audit-report', years = [2022, 2023, 2024], flaws = ['encrypted'] }");
        assert_eq!(locked.verdict, Verdict::Missing);
    }

    #[test]
    fn a_document_that_bears_no_name_is_still_read_for_its_year() {
        let rule = "documents_cover_years = { kind = 'overview', years = [2022] }";
        let found = |more: &str| {
            let document = format!("{{ kind = 'overview', years = [2022]{more} }}");
            judge_with(rule, "organization.name = '上海示例有限公司'", &document)
        };
        let sound = found("");
        assert_eq!(sound.verdict, Verdict::Pass);
        assert!(sound.found.zh.starts_with("2022："), "{}", sound.found.zh);
        let without = found(", bears = false");
        assert_eq!(
            (without.verdict, without.reason),
            (Verdict::Review, Some(Reason::Evidence))
        );
        assert!(
            without.found.zh.contains("文字里没有找到 2022 年"),
            "{}",
            without.found.zh
        );
        let in_part = found(", bears = false, flaws = ['undecoded']");
        assert_eq!(
            (in_part.verdict, in_part.reason),
            (Verdict::Review, Some(Reason::Evidence))
        );
        assert!(in_part.found.zh.contains("没有全部识读"), "{}", in_part.found.zh);
        assert_eq!(found(", format = 'png', bears = false").verdict, Verdict::Pass);
    }
}
