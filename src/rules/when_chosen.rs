//! A rule that holds only for applicants who made one of some choices, such as those of a sector; for the others it is
//! not applicable.
//!
//! The choice must be given: what is not said is missing, not another choice.
//!
//! 中文：仅对选了所列选项（如某一行业）的申报者适用；选了别的不适用；未选的缺材料。
//!
//! ```toml
//! [when_chosen]
//! field = "organization.entity_type"
//! is = ["legal_person", "branch"]
//! then = { is_true = { field = "submission.truthful" } }
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { organization.entity_type = "legal_person", submission.truthful = true }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.entity_type = "other"
//! verdict = "not_applicable"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Choice;
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, union};
use crate::scope::{Picks, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `when_chosen`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The field with the choice.
        /// 中文：作选择的字段。
        field: Scalar<Choice>,
        /// The choices for which the rule applies.
        /// 中文：适用规则的选项。
        is (field): Picks,
        /// The rule.
        /// 中文：适用的规则。
        then: Box<AnyRule>,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let (label, then) = (dictionary.label(self.field.id), self.then.rule().required(dictionary));
        let field = dictionary.get(self.field.id);
        let choices = self
            .is
            .iter()
            .filter_map(|choice| field.map(|field| field.choice_label(*choice)));
        let choices = Text::list(&choices.collect::<Vec<_>>());
        text!(
            "{label}为{choices}的：{then}",
            "where \"{label}\" is one of {choices}: {then}";
            label, choices, then
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        union([
            self.then.rule().verdicts(),
            vec![Verdict::Missing, Verdict::NotApplicable],
        ])
    }

    fn numbers(&self, verdict: Verdict, reason: Option<Reason>) -> Vec<&'static str> {
        match verdict {
            // The choice itself may be what is missing.
            Verdict::Missing | Verdict::NotApplicable => Vec::new(),
            _ => self.then.rule().numbers(verdict, reason),
        }
    }

    fn made_of(&self) -> Vec<&AnyRule> {
        vec![&self.then]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(choice) = context.dossier.get(self.field) else {
            return Outcome::not_given(context, &[self.field.into()]);
        };
        if self.is.contains(&choice) {
            return judge(&self.then, context).cite([self.field.into()]);
        }
        let found = context.say(|| {
            let (label, choice) = (context.name(self.field.into()), context.choice(self.field.id, choice));
            text!("{label}：{choice}", "{label}: {choice}"; label, choice)
        });
        Outcome::not_applicable(found).cite([self.field.into()])
    }
}
