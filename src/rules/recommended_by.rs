//! Recommended: by one of the kinds that the clause names, or by each of them.
//!
//! A recommender of another kind does not count. One without its kind or its name lacks a fact, and so does a list that is not
//! given; stated that there is none, it is refuted. A recommendation that its own words say is still to come is for a
//! person.
//!
//! 中文：须经推荐：列举的推荐单位类别有其一即可，或每一类都要有（如县级政府和市级主管部门）。其他类别的不计；写明没有推荐单位的不符合；
//! 未写类别或名称的缺材料；写着“待推荐”之类的待评审。
//!
//! ```toml
//! [recommended_by]
//! kinds = ["authority", "subdistrict"]
//! each = true
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.recommenders = [{ kind = "authority", name = "某市工信局" }, { kind = "subdistrict", name = "某镇" }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.recommenders = [{ kind = "authority", name = "某市工信局" }]
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::dictionary::kind::{Choice, Words};
use crate::dictionary::{Column, Dictionary, Table};
use crate::dossier::Row;
use crate::rules::{Context, Outcome, Rule, among};
use crate::scope::{Picks, Scope};
use crate::text::Text;
use crate::verdict::Verdict;
use crate::writing::quote;

shape! {
    /// The parameters of `recommended_by`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of recommenders.
        /// 中文：推荐单位表。
        table: Table = "'recommenders'",
        /// The column of their kind.
        /// 中文：推荐单位类别所在的列。
        kind (table): Column<Choice> = "'kind'",
        /// The column of their name.
        /// 中文：推荐单位名称所在的列。
        name (table): Column<Words> = "'name'",
        /// The kinds that the clause names.
        /// 中文：条文列举的推荐单位类别。
        kinds (kind): Picks,
        /// Whether one of each kind is demanded, rather than of any.
        /// 中文：是否每一类都要有；不写时有其一即可。
        each: bool = "false",
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let field = dictionary.get(self.kind.id);
        let kinds = self
            .kinds
            .iter()
            .filter_map(|kind| field.map(|field| field.choice_label(*kind)));
        let kinds = Text::list(&kinds.collect::<Vec<_>>());
        match self.each {
            true => text!("须经下列各方推荐：{kinds}", "recommended by each of: {kinds}"; kinds),
            false => text!("须经推荐，推荐方为其一：{kinds}", "recommended by one of: {kinds}"; kinds),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        match context.dossier.rows(self.table) {
            None => Outcome::not_given(context, &[self.table.into()]),
            Some([]) => {
                let found = context.say(|| text!("写明没有推荐单位", "stated that there is no recommender"));
                Outcome::fail(found).cite([self.table.into()])
            }
            Some(rows) if self.each => Outcome::all_of(self.kinds.iter().map(|kind| self.one(context, rows, &[*kind]))),
            Some(rows) => self.one(context, rows, &self.kinds),
        }
    }
}

impl Params {
    /// Whether one of the recommenders is of one of these kinds.
    fn one(&self, context: &Context<'_>, rows: &[Row], kinds: &[u8]) -> Outcome {
        let judged = rows.iter().enumerate().filter_map(|(number, row)| {
            let kind = row.get(self.kind);
            let counts = kind.is_none_or(|kind| kinds.contains(&kind));
            counts.then(|| self.recommender(context, number, row, kind))
        });
        let outcome = Outcome::one_of(judged);
        if outcome.verdict != Verdict::NotApplicable {
            return outcome;
        }
        let found = context.say(|| {
            let kinds: Vec<Text> = kinds.iter().map(|kind| context.choice(self.kind.id, *kind)).collect();
            let kinds = Text::list(&kinds);
            text!("所列推荐单位中没有：{kinds}", "none of the recommenders is of the kind: {kinds}"; kinds)
        });
        Outcome::fail(found).cite([self.table.into()])
    }

    fn recommender(&self, context: &Context<'_>, number: usize, row: &Row, kind: Option<u8>) -> Outcome {
        let (at_kind, at_name) = (self.kind.at(number), self.name.at(number));
        let (Some(kind), Some(name)) = (kind, row.get(self.name)) else {
            let gaps = among([(kind.is_none(), at_kind), (row.get(self.name).is_none(), at_name)]);
            return Outcome::not_given(context, &gaps);
        };
        let found = context.say(|| {
            let (name, kind) = (quote(name), context.choice(self.kind.id, kind));
            text!("{name}（{kind}）推荐", "recommended by {name} ({kind})"; kind)
        });
        let outcome = Outcome::pass(found).cite([at_kind, at_name]);
        outcome.unless_pending(context, name, at_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    #[test]
    fn one_of_the_kinds_is_enough_where_each_is_not_demanded() {
        let by = |rows: &str| {
            let rule = "recommended_by.kinds = ['authority', 'subdistrict']";
            judge(rule, &format!("recommenders = [{rows}]")).verdict
        };
        assert_eq!(by("{ kind = '街镇', name = '甲' }"), Verdict::Pass);
        assert_eq!(by("{ kind = '行业协会', name = '甲' }"), Verdict::Fail);
        assert_eq!(
            by("{ kind = '行业协会', name = '甲' }, { name = '乙' }"),
            Verdict::Missing
        );
        assert_eq!(by("{ kind = '街镇', name = '甲' }, { name = '乙' }"), Verdict::Pass);
        assert_eq!(
            by("{ kind = '街镇', name = '某镇（推荐函尚未取得）' }"),
            Verdict::Review
        );
        assert_eq!(by(""), Verdict::Fail);
    }

    #[test]
    fn where_each_is_demanded_two_of_one_kind_are_one() {
        let rule = example("recommended_by");
        let by = |rows: &str| judge(&rule, &format!("recommenders = [{rows}]")).verdict;
        let authority = "{ kind = 'authority', name = '甲' }";
        assert_eq!(by(&format!("{authority}, {authority}")), Verdict::Fail);
        assert_eq!(
            by(&format!("{authority}, {{ kind = 'subdistrict' }}")),
            Verdict::Missing
        );
        assert_eq!(by(&format!("{authority}, {{ name = '某镇' }}")), Verdict::Missing);
    }
}
