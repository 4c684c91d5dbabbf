//! Applied directly, or through a recommender of a kind the clause names.
//!
//! Recommendation is optional. The clause's list of recommenders ends in 等: a kind it does not name is for a
//! person, and so is a recommendation without a recommender, since the applicant might have applied directly.
//!
//! 中文：可直接申报，也可经推荐申报。推荐单位的列举以“等”结尾，列举之外的待评审；称推荐申报而写明没有推荐单位的，待评审。
//!
//! ```toml
//! [channel]
//! channel = "submission.channel"
//! recommended = "recommended"
//! table = "recommenders"
//! kind = "recommenders.kind"
//! name = "recommenders.name"
//! kinds = ["authority", "subdistrict", "association", "group", "expert", "past_winner"]
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.channel = "direct"
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.channel = "recommended"
//! given.recommenders = [{ kind = "other", name = "某商会" }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.channel = "recommended"
//! verdict = "missing"
//! ```

use serde::Deserialize;

use crate::dossier::Row;
use crate::field::{Column, Dictionary, Scalar, Table, choices};
use crate::rules::{Context, Outcome, Rule, among};
use crate::text::{Text, quote};
use crate::value::{Choice, Words};
use crate::verdict::{Reason, Verdict};

/// The parameters of `channel`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Entry")]
pub struct Params {
    entry: Entry,
    recommended: Vec<u8>,
    kinds: Vec<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// How the applicant applies.
    channel: Scalar<Choice>,
    /// The choice that means by recommendation.
    recommended: String,
    /// The table of recommenders.
    table: Table,
    /// The column of their kind.
    kind: Column<Choice>,
    /// The column of their name.
    name: Column<Words>,
    /// The kinds that the clause names.
    kinds: Vec<String>,
}

impl TryFrom<Entry> for Params {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Params, String> {
        let recommended = choices(entry.channel.id, std::slice::from_ref(&entry.recommended))?;
        let kinds = choices(entry.kind.id, &entry.kinds)?;
        Ok(Params {
            entry,
            recommended,
            kinds,
        })
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let field = dictionary.get(self.entry.kind.id);
        let kinds: Vec<Text> = self
            .kinds
            .iter()
            .filter_map(|kind| field.map(|field| field.choice_label(*kind)))
            .collect();
        let kinds = Text::list(&kinds);
        Text {
            zh: format!("直接申报，或经{}等推荐", kinds.zh),
            en: format!("directly, or recommended by one such as: {}", kinds.en),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let entry = &self.entry;
        let Some(channel) = context.dossier.get(entry.channel) else {
            return Outcome::not_given(context, &[entry.channel.into()]);
        };
        if !self.recommended.contains(&channel) {
            let found = context.say(|| context.choice(entry.channel.id, channel));
            return Outcome::pass(found).cite([entry.channel.into()]);
        }
        match context.dossier.rows(entry.table) {
            None => Outcome::not_given(context, &[entry.table.into()]),
            Some([]) => {
                let found = context.say(|| {
                    text!(
                        "推荐申报，却写明没有推荐单位",
                        "by recommendation, yet stated that there is no recommender"
                    )
                });
                Outcome::review(Reason::Evidence, found).cite([entry.channel.into(), entry.table.into()])
            }
            Some(rows) => {
                let judged = rows
                    .iter()
                    .enumerate()
                    .map(|(number, row)| self.recommender(context, number, row));
                Outcome::one_of(judged)
            }
        }
    }
}

impl Params {
    fn recommender(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let entry = &self.entry;
        let (Some(kind), Some(name)) = (row.get(entry.kind), row.get(entry.name)) else {
            let gaps = among([
                (row.get(entry.kind).is_none(), entry.kind.at(number)),
                (row.get(entry.name).is_none(), entry.name.at(number)),
            ]);
            return Outcome::not_given(context, &gaps);
        };
        let found = context.say(|| {
            let (name, kind) = (quote(name), context.choice(entry.kind.id, kind));
            Text {
                zh: format!("{name}（{}）推荐", kind.zh),
                en: format!("recommended by {name} ({})", kind.en),
            }
        });
        let outcome = if self.kinds.contains(&kind) {
            Outcome::pass(found)
        } else {
            Outcome::review(Reason::Evidence, found)
        };
        let outcome = outcome.cite([entry.kind.at(number), entry.name.at(number)]);
        outcome.unless_pending(context, name, entry.name.at(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    #[test]
    fn one_named_recommender_is_enough() {
        let rule = example("channel");
        let by = |rows: &str| {
            judge(
                &rule,
                &format!("submission.channel = 'recommended'\nrecommenders = [{rows}]"),
            )
            .verdict
        };
        assert_eq!(
            by("{ kind = 'other', name = '甲' }, { kind = '街镇', name = '乙' }"),
            Verdict::Pass
        );
        assert_eq!(by("{ kind = '街镇' }"), Verdict::Missing);
        assert_eq!(by(""), Verdict::Review);
    }
}
