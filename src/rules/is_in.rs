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

use serde::Deserialize;

use crate::field::{Dictionary, Scalar, all_choices, choices};
use crate::rules::{Context, Outcome, Rule};
use crate::text::Text;
use crate::value::Choice;
use crate::verdict::{Reason, Verdict};

/// The parameters of `is_in`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Entry")]
pub struct Params {
    field: Scalar<Choice>,
    pass: Vec<u8>,
    review: Vec<u8>,
    fail: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The field with the choice.
    field: Scalar<Choice>,
    /// The choices that establish it.
    pass: Vec<String>,
    /// The choices that a person must judge.
    #[serde(default)]
    review: Vec<String>,
    /// The choices that refute it; every choice of the field must stand in one of the three lists.
    #[serde(default)]
    fail: Vec<String>,
}

impl TryFrom<Entry> for Params {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Params, String> {
        let pass = choices(entry.field.id, &entry.pass)?;
        let review = choices(entry.field.id, &entry.review)?;
        let fail = choices(entry.field.id, &entry.fail)?;
        for (position, id) in (0..).zip(all_choices(entry.field.id)?) {
            let lists = [&pass, &review, &fail]
                .into_iter()
                .filter(|list| list.contains(&position))
                .count();
            if lists != 1 {
                return Err(format!(
                    "choice `{id}` must stand in exactly one of pass, review and fail"
                ));
            }
        }
        Ok(Params {
            field: entry.field,
            pass,
            review,
            fail,
        })
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
        Text {
            zh: format!("{}为{}", label.zh, named.zh),
            en: format!("\"{}\" is one of: {}", label.en, named.en),
        }
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
            Text {
                zh: format!("{}：{}", label.zh, choice.zh),
                en: format!("{}: {}", label.en, choice.en),
            }
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
