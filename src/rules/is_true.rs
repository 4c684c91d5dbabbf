//! A statement of the applicant's own is yes.
//!
//! It passes as declared: nobody has looked behind it.
//!
//! 中文：申报者对此作肯定声明即通过（仅为自行声明），作否定声明即不符合。
//!
//! ```toml
//! [is_true]
//! field = "submission.truthful"
//!
//! [[case]]
//! given.submission.truthful = true
//! as_of = 2025-12-30
//! verdict = "pass"
//!
//! [[case]]
//! given.submission.truthful = false
//! as_of = 2025-12-30
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Flag;
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::Verdict;

shape! {
    /// The parameters of `is_true`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The statement.
        /// 中文：申报者的声明。
        field: Scalar<Flag>,
        /// Whether the statement must be no instead of yes.
        /// 中文：是否要求声明为“否”而不是“是”。
        not: bool = "false",
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary.label(self.field.id);
        let wanted = word(!self.not);
        text!("{label}：{wanted}", "{label}: {wanted}"; label, wanted)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(stated) = context.dossier.get(self.field) else {
            return Outcome::not_given(context, &[self.field.into()]);
        };
        let found = context.say(|| {
            let (label, stated) = (context.name(self.field.into()), word(stated));
            text!("{label}：{stated}（自行声明）", "{label}: {stated} (declared)"; label, stated)
        });
        let outcome = if stated == self.not {
            Outcome::fail(found)
        } else {
            Outcome::pass(found)
        };
        outcome.cite([self.field.into()])
    }
}

fn word(flag: bool) -> Text {
    if flag { text!("是", "yes") } else { text!("否", "no") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    #[test]
    fn what_must_not_be_so_passes_on_no() {
        let rule = "is_true = { field = 'submission.truthful', not = true }";
        assert_eq!(judge(rule, "submission.truthful = false").verdict, Verdict::Pass);
        assert_eq!(judge(rule, "submission.truthful = true").verdict, Verdict::Fail);
    }

    #[test]
    fn what_was_stated_is_told() {
        let rule = "is_true = { field = 'submission.truthful' }";
        assert!(
            judge(rule, "submission.truthful = false")
                .found
                .zh
                .ends_with("：否（自行声明）")
        );
        assert!(
            judge(rule, "submission.truthful = true")
                .found
                .zh
                .ends_with("：是（自行声明）")
        );
    }
}
