//! A number that is stated lies within bounds, both included: a rank among the first ten, one indicator or more.
//!
//! 中文：填写的数字在界限之内，界限本身也算，如“前十位”“一个（含）以上”。
//!
//! ```toml
//! [number_within]
//! field = "organization.rank"
//! at_most = 10
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.rank = 10
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.rank = 11
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Number;
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::shape::{Keys, Reader};
use crate::text::Text;
use crate::verdict::Verdict;

shape! {
    /// The parameters of `number_within`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The number.
        /// 中文：填写数字的字段。
        field: Scalar<Number>,
        /// The least that is enough.
        /// 中文：最小值（含）。
        at_least: Option<i64>,
        /// The most that is enough.
        /// 中文：最大值（含）。
        at_most: Option<i64>,
    }
    agree Params::bounded
}

impl Params {
    /// A bound is written, and something lies between two.
    fn bounded(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        let message = match (self.at_least, self.at_most) {
            (None, None) => text!(
                "at_least 和 at_most 至少写一个",
                "`at_least`, `at_most` or both are wanted"
            ),
            (Some(least), Some(most)) if least > most => {
                text!("at_least 不能大于 at_most", "`at_least` cannot be more than `at_most`")
            }
            _ => return Some(()),
        };
        reader.wrong(keys.place_of("at_least"), message)
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary.label(self.field.id);
        match (self.at_least, self.at_most) {
            (Some(least), Some(most)) => {
                text!("{label}在 {least} 至 {most} 之间（含）", "\"{label}\" from {least} to {most}"; label)
            }
            (Some(least), None) => text!("{label}不少于 {least}", "\"{label}\" at least {least}"; label),
            (None, most) => {
                let most = most.unwrap_or_default();
                text!("{label}不大于 {most}", "\"{label}\" at most {most}"; label)
            }
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(number) = context.dossier.get(self.field) else {
            return Outcome::not_given(context, &[self.field.into()]);
        };
        let found = context.say(|| {
            let label = context.name(self.field.into());
            text!("{label}：{number}", "{label}: {number}"; label)
        });
        let enough =
            self.at_least.is_none_or(|least| number >= least) && self.at_most.is_none_or(|most| number <= most);
        let outcome = if enough {
            Outcome::pass(found)
        } else {
            Outcome::fail(found)
        };
        outcome.cite([self.field.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{judge, mistakes, required};

    #[test]
    fn both_bounds_are_included() {
        let within = |number: i64| {
            let rule = "number_within = { field = 'organization.rank', at_least = 1, at_most = 3 }";
            judge(rule, &format!("organization.rank = {number}")).verdict
        };
        let verdicts: Vec<Verdict> = (0..=4).map(within).collect();
        let (pass, fail) = (Verdict::Pass, Verdict::Fail);
        assert_eq!(verdicts, [fail, pass, pass, pass, fail]);
    }

    #[test]
    fn a_bound_is_written_and_says_what_is_required() {
        assert_eq!(mistakes("number_within.field = 'organization.rank'").len(), 1);
        let crossed = "number_within = { field = 'organization.rank', at_least = 3, at_most = 1 }";
        assert_eq!(mistakes(crossed), ["`at_least` cannot be more than `at_most`"]);
        let least = required("number_within = { field = 'organization.rank', at_least = 620 }");
        assert!(least.zh.ends_with("不少于 620"), "{}", least.zh);
    }
}
