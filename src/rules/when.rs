//! A rule that holds only for applicants of whom something is so; for the others it is not applicable.
//!
//! Whether it is so must be given: what is not said is missing, not no.
//!
//! 中文：仅对写明“是”的申报者适用；写明“否”的不适用；未写明的缺材料。
//!
//! ```toml
//! [when]
//! flag = "organization.nonprofit"
//! then = { statement = { field = "statements.social_contribution" } }
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.nonprofit = false
//! verdict = "not_applicable"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.nonprofit = true
//! verdict = "missing"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use serde::Deserialize;

use crate::field::{Dictionary, Scalar, SectionId};
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, union};
use crate::text::Text;
use crate::value::Flag;
use crate::verdict::{Reason, Verdict};

/// The parameters of `when`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Params {
    /// What must be so for the rule to apply.
    flag: Scalar<Flag>,
    /// The rule.
    then: Box<AnyRule>,
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let (label, then) = (dictionary.label(self.flag.id), self.then.rule().required(dictionary));
        Text {
            zh: format!("{}的：{}", label.zh, then.zh),
            en: format!("where \"{}\": {}", label.en, then.en),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        union([
            self.then.rule().verdicts(),
            vec![Verdict::Missing, Verdict::NotApplicable],
        ])
    }

    fn numbers(&self, verdict: Verdict, reason: Option<Reason>) -> Vec<&'static str> {
        match verdict {
            // The flag itself may be what is missing.
            Verdict::Missing | Verdict::NotApplicable => Vec::new(),
            _ => self.then.rule().numbers(verdict, reason),
        }
    }

    fn rows(&self) -> Vec<(SectionId, i64)> {
        self.then.rule().rows()
    }

    fn needs_documents(&self) -> bool {
        self.then.rule().needs_documents()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        match context.dossier.get(self.flag) {
            None => Outcome::not_given(context, &[self.flag.into()]),
            Some(true) => judge(&self.then, context).cite([self.flag.into()]),
            Some(false) => {
                let found = context.say(|| {
                    let label = context.name(self.flag.into());
                    Text {
                        zh: format!("{}：否", label.zh),
                        en: format!("{}: no", label.en),
                    }
                });
                Outcome::not_applicable(found).cite([self.flag.into()])
            }
        }
    }
}
