//! One clause that can be read in two ways: both are computed. Where they agree, that is the verdict; where they
//! differ, a person must judge, and both are shown. Not applicable agrees with pass.
//!
//! 中文：条文有两种理解的，两种都算：结论一致即为结论；不一致的待评审，并列出两种结论。不适用视同通过。
//!
//! ```toml
//! [readings]
//! a = { is_true = { field = "submission.truthful" } }
//! b = { when = { flag = "individual.principal", then = { is_true = { field = "submission.truthful" } } } }
//! a_is = { zh = "对所有人", en = "everyone" }
//! b_is = { zh = "仅对主要负责人", en = "principals only" }
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { submission.truthful = true, individual.principal = false }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { submission.truthful = false, individual.principal = false }
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { submission.truthful = false, individual.principal = true }
//! verdict = "fail"
//! ```

use crate::dictionary::Dictionary;
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, union};
use crate::scope::Scope;
use crate::text::{Lang, Text};
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `readings`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The clause under the first reading.
        /// 中文：第一种理解下的规则。
        a: Box<AnyRule>,
        /// The clause under the second reading.
        /// 中文：第二种理解下的规则。
        b: Box<AnyRule>,
        /// The first reading in words.
        /// 中文：第一种理解怎么说。
        a_is: Text,
        /// The second reading in words.
        /// 中文：第二种理解怎么说。
        b_is: Text,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let (a, b) = (self.a.rule().required(dictionary), self.b.rule().required(dictionary));
        let (a_is, b_is) = (&self.a_is, &self.b_is);
        text!("{a_is}：{a}；{b_is}：{b}", "{a_is}: {a}; {b_is}: {b}"; a_is, a, b_is, b)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let (a, b) = (self.a.rule().verdicts(), self.b.rule().verdicts());
        let pairs = a
            .iter()
            .flat_map(|a| b.iter().map(|b| Verdict::between_readings(*a, *b)));
        union([pairs.collect()])
    }

    fn made_of(&self) -> Vec<&AnyRule> {
        vec![&self.a, &self.b]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let (a, b) = (judge(&self.a, context), judge(&self.b, context));
        let verdict = Verdict::between_readings(a.verdict, b.verdict);
        if a.verdict == b.verdict {
            return Outcome::all_of([a, b]);
        }
        if verdict != Verdict::Review {
            return if a.verdict == verdict {
                a.cite(b.cites)
            } else {
                b.cite(a.cites)
            };
        }
        let found = context.say(|| {
            let side = |reading: &Text, outcome: &Outcome| Text {
                zh: format!(
                    "{}：{}（{}）",
                    reading.zh,
                    outcome.verdict.label(Lang::Zh),
                    outcome.found.zh
                ),
                en: format!(
                    "{}: {} ({})",
                    reading.en,
                    outcome.verdict.label(Lang::En),
                    outcome.found.en
                ),
            };
            Text::join(&[side(&self.a_is, &a), side(&self.b_is, &b)])
        });
        let mut outcome = Outcome::review(Reason::Readings, found).cite(a.cites).cite(b.cites);
        for note in a.notes.into_iter().chain(b.notes) {
            if !outcome.notes.contains(&note) {
                outcome = outcome.note(note);
            }
        }
        outcome.ahead = a.ahead.or(b.ahead);
        outcome.numbers = a.numbers.into_iter().chain(b.numbers).collect();
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    #[test]
    fn what_both_readings_note_is_told_once() {
        let reading = |name: &str, years: i32, from: i32| {
            format!(
                "{name}_is = {{ zh = '{name}', en = '{name}' }}
                [readings.{name}.no_event_within]
                table = 'records.complaints'
                date = 'received_on'
                checked_on = 'records.checked_on'
                within = {{ years = {years}, calendar_from = {from}-01-01 }}
                "
            )
        };
        let (a, b) = (reading("a", 1, 2025), reading("b", 5, 2020));
        let (a_is, a) = a.split_once('\n').unwrap();
        let (b_is, b) = b.split_once('\n').unwrap();
        let rule = format!("[readings]\n{a_is}\n{b_is}\n{a}\n{b}");
        let given = "records = { checked_on = 2025-12-20, complaints = [{ received_on = 2022-06-01 }] }";
        let outcome = judge(&rule, given);
        assert_eq!(
            (outcome.verdict, outcome.reason),
            (Verdict::Review, Some(Reason::Readings))
        );
        let notes: Vec<&str> = outcome.notes.iter().map(|note| note.en.as_str()).collect();
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(
            notes[0].contains("before the last 1 years") && notes[1].contains("days: 10"),
            "{notes:?}"
        );
    }
}
