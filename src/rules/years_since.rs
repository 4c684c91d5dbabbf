//! At least so many full years since one day, such as that of registration or of a project's completion.
//!
//! 以上 includes the number (民法典 1259). Reading A (民法典 201, 202): the first day is not counted and the
//! corresponding day completes the year. Reading B: the first day counts, so each year is complete a day earlier. Both
//! must agree. A day that is still to come is for a person.
//!
//! 中文：截至申报之日，自某一日期起满若干年。“以上”包括本数（民法典第 1259 条）；起始日不计入与计入两种算法（民法典第 201、202 条）结论一致
//! 才下结论。日期尚未到来的，待评审。
//!
//! ```toml
//! [years_since]
//! day = "organization.registered_on"
//! years = 3
//!
//! [[case]]
//! given.organization.registered_on = 2022-12-30
//! as_of = 2025-12-30
//! verdict = "pass"
//!
//! [[case]]
//! given.organization.registered_on = 2022-12-31
//! as_of = 2025-12-30
//! verdict = "review"
//!
//! [[case]]
//! given.organization.registered_on = 2023-01-01
//! as_of = 2025-12-30
//! verdict = "fail"
//! ```

use crate::day::Day;
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::full_years::Complete;
use crate::rules::{Context, Outcome, Rule, doubts};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `years_since`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The day from which is counted.
        /// 中文：起算的日期。
        day: Scalar<Day>,
        /// How many full years.
        /// 中文：须满多少整年。
        years: i16,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let (years, day) = (self.years, dictionary.label(self.day.id));
        text!(
            "自{day}起满 {years} 年（含 {years} 年）",
            "at least {years} full years since \"{day}\"";
            day
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn numbers(&self, verdict: Verdict, reason: Option<Reason>) -> Vec<&'static str> {
        match (verdict, reason) {
            (Verdict::Fail, _) | (Verdict::Review, Some(Reason::Readings)) => vec!["passes_on"],
            _ => Vec::new(),
        }
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(day) = context.dossier.get(self.day) else {
            return Outcome::not_given(context, &[self.day.into()]);
        };
        if day > context.as_of {
            let found = doubts::ahead(context, self.day.into(), day);
            return Outcome::review(Reason::Evidence, found).cite([self.day.into()]);
        }
        let counted = Complete::from(day, self.years);
        let found = context.say(|| counted.counts(context.as_of));
        let outcome = match counted.verdict(context.as_of) {
            Verdict::Pass => Outcome::pass(found),
            Verdict::Fail => Outcome::fail(found),
            _ => Outcome::review(Reason::Readings, found),
        };
        let passes_on = context.say(|| Text::same(counted.a.to_string()));
        outcome.cite([self.day.into()]).number("passes_on", passes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    #[test]
    fn a_leap_day_is_completed_on_the_last_of_february_under_both_readings() {
        let rule = example("years_since");
        let since = |day: &str| judge(&rule, &format!("organization.registered_on = {day}"));
        assert_eq!(since("2020-02-29").verdict, Verdict::Pass);
        let ahead = since("2025-12-31");
        assert_eq!((ahead.verdict, ahead.reason), (Verdict::Review, Some(Reason::Evidence)));
    }

    #[test]
    fn the_day_of_completion_is_the_one_on_which_it_passes() {
        let rule = example("years_since");
        let short = judge(&rule, "organization.registered_on = 2023-03-01");
        let number = short.numbers.iter().find(|(name, _)| *name == "passes_on");
        assert_eq!(number.map(|(_, day)| day.zh.as_str()), Some("2026-03-01"));
    }
}
