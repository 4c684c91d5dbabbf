//! A demand that only the committee can judge, such as 处于前列: the applicant states its case, and that is all
//! that can be checked. Never a pass.
//!
//! 中文：“处于前列”一类的要求只能由评审委员会判断：填写了情况说明的，待评审；未填写的，缺材料；从不判为通过。
//!
//! ```toml
//! [statement]
//! field = "statements.contribution"
//!
//! [[case]]
//! given.statements.contribution = "近三年研发投入年均增长两成。"
//! as_of = 2025-12-30
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Words;
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `statement`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// Where the applicant states its case.
        /// 中文：申报者说明情况的字段。
        field: Scalar<Words>,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary.label(self.field.id);
        text!(
            "说明「{label}」并附依据，由评审委员会判断",
            "a statement on \"{label}\" with evidence, for the committee to judge";
            label
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(stated) = context.dossier.get(self.field) else {
            return Outcome::not_given(context, &[self.field.into()]);
        };
        let found = context.say(|| {
            let stated = quote(stated);
            text!("已说明：{stated}", "stated: {stated}")
        });
        Outcome::review(Reason::Committee, found).cite([self.field.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    #[test]
    fn a_blank_statement_is_none() {
        let rule = "statement.field = 'statements.contribution'";
        assert_eq!(judge(rule, "statements.contribution = '　 '").verdict, Verdict::Missing);
    }
}
