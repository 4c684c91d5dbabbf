//! A rule that holds only for applicants of whom something is so; for the others it is not applicable.
//!
//! Whether it is so must be given: what is not said is missing, not no.
//!
//! Another field may belie a no, as an office of the principal does: that is noted.
//!
//! 中文：仅对写明“是”的申报者适用；写明“否”的不适用；未写明的缺材料。另一项（如职务）与“否”不符的，提示核对。
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

use crate::dictionary::kind::{Flag, Words};
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, union};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::{quote, same_name};

shape! {
    /// The parameters of `when`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// What must be so for the rule to apply.
        /// 中文：为“是”才适用规则的字段。
        flag: Scalar<Flag>,
        /// The rule.
        /// 中文：适用的规则。
        then: Box<AnyRule>,
        /// What another field says where it is so, though the flag says that it is not.
        /// 中文：该字段写“否”时，另一字段里与之不符的词。
        belied_by: Option<Belied>,
    }
}

shape! {
    /// Words of another field that do not go with a no.
    #[derive(Debug)]
    struct Belied in Scope {
        /// The field.
        /// 中文：另一字段。
        field: Scalar<Words>,
        /// The words, each as it stands by itself.
        /// 中文：与“否”不符的词，须单独成词。
        words: Vec<String>,
    }
}

impl Belied {
    /// The note that the field says otherwise.
    fn note(&self, context: &Context<'_>, flag: &Text) -> Text {
        let text = context.dossier.get(self.field).unwrap_or_default();
        let by_itself = |word: &String| text.split(PARTED).any(|piece| same_name(piece, word));
        let Some(word) = self.words.iter().find(|word| by_itself(word)) else {
            return Text::default();
        };
        context.say(|| {
            let (label, word) = (context.name(self.field.into()), quote(word));
            text!(
                "“{label}”写有{word}，“{flag}”却填否，请核对",
                "\"{label}\" says {word}, but \"{flag}\" says no; check it";
                label, flag
            )
        })
    }
}

/// What parts one office from another.
const PARTED: [char; 12] = ['、', '，', ',', '/', '；', ';', '兼', ' ', '（', '）', '(', ')'];

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let (label, then) = (dictionary.label(self.flag.id), self.then.rule().required(dictionary));
        text!("{label}的：{then}", "where \"{label}\": {then}"; label, then)
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

    fn made_of(&self) -> Vec<&AnyRule> {
        vec![&self.then]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        match context.dossier.get(self.flag) {
            None => Outcome::not_given(context, &[self.flag.into()]),
            Some(true) => judge(&self.then, context).cite([self.flag.into()]),
            Some(false) => {
                let label = context.say(|| context.name(self.flag.into()));
                let found = context.say(|| text!("{label}：否", "{label}: no"; label));
                let note = self.belied_by.as_ref().map(|belied| belied.note(context, &label));
                Outcome::not_applicable(found)
                    .cite([self.flag.into()])
                    .note(note.unwrap_or_default())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::judge;

    #[test]
    fn an_office_of_the_principal_belies_a_no_and_its_deputy_does_not() {
        let rule = "
            [when]
            flag = 'individual.principal'
            then = { given = { fields = ['individual.name'] } }
            belied_by = { field = 'individual.position', words = ['总经理', '法定代表人'] }
        ";
        let notes = |position: &str| {
            let given = format!("individual = {{ principal = false, position = '{position}' }}");
            judge(rule, &given).notes.len()
        };
        for position in ["总经理", "董事长兼总经理", "质量总监（法定代表人）", "董事长 总经理"]
        {
            assert_eq!(notes(position), 1, "{position}");
        }
        for position in ["副总经理", "总经理助理", "质量总监", ""] {
            assert_eq!(notes(position), 0, "{position}");
        }
        let yes = judge(rule, "individual = { principal = true, position = '总经理' }");
        assert!(yes.notes.is_empty());
    }
}
