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
//! kind = "kind"
//! name = "name"
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

use crate::dictionary::kind::{Choice, Words};
use crate::dictionary::{Column, Dictionary, Scalar, Table};
use crate::dossier::Row;
use crate::rules::{Context, Outcome, Rule, among};
use crate::scope::{Pick, Picks, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `channel`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// How the applicant applies.
        /// 中文：申报途径。
        channel: Scalar<Choice> = "'submission.channel'",
        /// The choice that means by recommendation.
        /// 中文：表示经推荐申报的选项。
        recommended (channel): Pick = "'recommended'",
        /// The table of recommenders.
        /// 中文：推荐单位表。
        table: Table = "'recommenders'",
        /// The column of their kind.
        /// 中文：推荐单位类型所在的列。
        kind (table): Column<Choice> = "'kind'",
        /// The column of their name.
        /// 中文：推荐单位名称所在的列。
        name (table): Column<Words> = "'name'",
        /// The kinds that the clause names.
        /// 中文：条文列举的推荐单位类型。
        kinds (kind): Picks,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let field = dictionary.get(self.kind.id);
        let kinds: Vec<Text> = self
            .kinds
            .iter()
            .filter_map(|kind| field.map(|field| field.choice_label(*kind)))
            .collect();
        let kinds = Text::list(&kinds);
        text!("直接申报，或经{kinds}等推荐", "directly, or recommended by one such as: {kinds}"; kinds)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(channel) = context.dossier.get(self.channel) else {
            return Outcome::not_given(context, &[self.channel.into()]);
        };
        if self.recommended.position() != channel {
            let found = context.say(|| context.choice(self.channel.id, channel));
            return Outcome::pass(found).cite([self.channel.into()]);
        }
        match context.dossier.rows(self.table) {
            None => Outcome::not_given(context, &[self.table.into()]),
            Some([]) => {
                let found = context.say(|| {
                    text!(
                        "推荐申报，却写明没有推荐单位",
                        "by recommendation, yet stated that there is no recommender"
                    )
                });
                Outcome::review(Reason::Evidence, found).cite([self.channel.into(), self.table.into()])
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
        let (Some(kind), Some(name)) = (row.get(self.kind), row.get(self.name)) else {
            let gaps = among([
                (row.get(self.kind).is_none(), self.kind.at(number)),
                (row.get(self.name).is_none(), self.name.at(number)),
            ]);
            return Outcome::not_given(context, &gaps);
        };
        let found = context.say(|| {
            let (name, kind) = (quote(name), context.choice(self.kind.id, kind));
            text!("{name}（{kind}）推荐", "recommended by {name} ({kind})"; kind)
        });
        let outcome = if self.kinds.contains(&kind) {
            Outcome::pass(found)
        } else {
            Outcome::review(Reason::Evidence, found)
        };
        let outcome = outcome.cite([self.kind.at(number), self.name.at(number)]);
        outcome.unless_pending(context, name, self.name.at(number))
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
