//! A choice is one of those the clause names; some choices may be left to a person, the others refute it.
//!
//! For a list in the law that ends in 等, the choices it does not name are left to a person: one fact outside an
//! open list refutes nothing.
//!
//! 中文：所选的一项在条文列举之内即符合；条文以“等”结尾的，列举之外的待评审。
//!
//! ```toml
//! [is_in]
//! field = "individual.district_link"
//! pass = ["works_in", "contributes_to"]
//!
//! [[case]]
//! given.individual.district_link = "works_in"
//! as_of = 2025-12-30
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Choice;
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::{Picks, Scope};
use crate::shape::{Keys, Reader};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `is_in`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The field with the choice.
        /// 中文：作选择的字段。
        field: Scalar<Choice>,
        /// The choices that establish it.
        /// 中文：选中即满足的选项。
        pass (field): Picks,
        /// The choices that a person must judge.
        /// 中文：选中须由人判断的选项。
        review (field): Picks = "[]",
        /// The choices that refute it; every choice of the field stands in one of the three lists.
        /// 中文：选中即不满足的选项；字段的每个选项都要在三个列表之一里。
        fail (field): Picks = "[]",
    }
    agree Params::each_choice_once
}

impl Params {
    /// Every choice of the field stands in exactly one list.
    fn each_choice_once(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        let field = reader.scope.dictionary.get(self.field.id)?;
        for (position, choice) in (0..).zip(&field.choices) {
            let lists = [&self.pass, &self.review, &self.fail];
            if lists.iter().filter(|list| list.contains(&position)).count() != 1 {
                let id = quote(&choice.id);
                let message = text!(
                    "选项 {id} 要在 pass、review、fail 中写且只写一次",
                    "the choice {id} must stand in exactly one of pass, review and fail"
                );
                return reader.wrong(keys.place_of("pass"), message);
            }
        }
        Some(())
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary.label(self.field.id);
        let field = dictionary.get(self.field.id);
        let named: Vec<Text> = self
            .pass
            .iter()
            .filter_map(|choice| field.map(|field| field.choice_label(*choice)))
            .collect();
        let named = Text::list(&named);
        text!("{label}为{named}", "\"{label}\" is one of: {named}"; label, named)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::Pass, Verdict::Missing];
        if !self.fail.is_empty() {
            verdicts.push(Verdict::Fail);
        }
        if !self.review.is_empty() {
            verdicts.push(Verdict::Review);
        }
        verdicts
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(choice) = context.dossier.get(self.field) else {
            return Outcome::not_given(context, &[self.field.into()]);
        };
        let found = context.say(|| {
            let (label, choice) = (context.name(self.field.into()), context.choice(self.field.id, choice));
            text!("{label}：{choice}", "{label}: {choice}"; label, choice)
        });
        let outcome = if self.pass.contains(&choice) {
            Outcome::pass(found)
        } else if self.fail.contains(&choice) {
            Outcome::fail(found)
        } else {
            Outcome::review(Reason::Evidence, found)
        };
        outcome.cite([self.field.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    #[test]
    fn each_choice_gets_the_verdict_of_its_list() {
        let rule = "
            [is_in]
            field = 'organization.entity_type'
            pass = ['legal_person', 'unincorporated', 'branch', 'internal_unit', 'dispatched_unit']
            review = ['other']
            fail = ['individual_business']
        ";
        let verdict = |kind: &str| judge(rule, &format!("organization.entity_type = '{kind}'")).verdict;
        assert_eq!(verdict("法人"), Verdict::Pass);
        assert_eq!(verdict("其他"), Verdict::Review);
        assert_eq!(verdict("个体工商户"), Verdict::Fail);
    }
}
