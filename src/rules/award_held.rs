//! An award of one of these names, at one of these levels, held for so many years.
//!
//! Awards are dated by year alone, so in the year in which the number is reached it is open whether the day has come:
//! that is for a person. One award that suffices is enough; stated that there is none, it is refuted.
//!
//! 中文：曾获所列名称（和等级）的奖项，且已满若干年。获奖只写到年份，恰在期满之年的待评审。有一项满足即可；写明未曾获奖的不符合。
//!
//! ```toml
//! [award_held]
//! names = ["上海市质量金奖", "上海市政府质量奖"]
//! levels = ["金奖"]
//! years = 3
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.former_awards = [{ award = "上海市质量金奖", year = 2021 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.former_awards = [{ award = "上海市政府质量奖", level = "金奖", year = 2022 }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.former_awards = [{ award = "上海市质量金奖", year = 2023 }]
//! verdict = "fail"
//! ```

use crate::dictionary::kind::{Number, Words};
use crate::dictionary::{Column, Dictionary, Table};
use crate::dossier::Row;
use crate::rules::{Context, Outcome, Rule, among, former};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::{Name, quote};

shape! {
    /// The parameters of `award_held`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of awards.
        /// 中文：获奖表。
        table: Table = "'former_awards'",
        /// The column of the award's name.
        /// 中文：奖项名称所在的列。
        award (table): Column<Words> = "'award'",
        /// The column of its level.
        /// 中文：获奖等级所在的列。
        level (table): Column<Words> = "'level'",
        /// The column of its year.
        /// 中文：获奖年份所在的列。
        year (table): Column<Number> = "'year'",
        /// The names under which an award counts: one of them stands in the name given.
        /// 中文：算数的奖项名称：填写的名称里有其中之一即算。
        names: Vec<Name>,
        /// The levels that count, in the name or beside it; without them every level.
        /// 中文：算数的等级，写在名称里或等级一列均可；不写时各等级都算。
        levels: Vec<Name> = "[]",
        /// How many years ago at the least; without it, any time.
        /// 中文：获奖至少满多少年；不写时获过即可。
        years: i64 = "0",
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let (years, names) = (self.years, former::listed(&self.names, &self.levels));
        match years {
            0 => text!("曾获 {names}", "has won {names}"),
            _ => text!(
                "获 {names} 满 {years} 年",
                "has held {names} for at least {years} years"
            ),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        match self.years {
            0 => vec![Verdict::Pass, Verdict::Fail, Verdict::Missing],
            _ => vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review],
        }
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        match context.dossier.rows(self.table) {
            None => Outcome::not_given(context, &[self.table.into()]),
            Some([]) => {
                let found = context.say(|| text!("写明未曾获奖", "stated that there was none"));
                Outcome::fail(found).cite([self.table.into()])
            }
            Some(rows) => Outcome::one_of(
                rows.iter()
                    .enumerate()
                    .map(|(number, row)| self.held(context, number, row)),
            ),
        }
    }
}

impl Params {
    fn held(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let (award, level) = (row.get(self.award), row.get(self.level));
        let counts = former::counts(&self.names, &self.levels, award, level);
        let since = row.get(self.year).map(|year| i64::from(context.as_of.year()) - year);
        let [at_award, at_level, at_year] = [self.award.at(number), self.level.at(number), self.year.at(number)];
        let found = context.say(|| {
            let award = award.map(quote).unwrap_or_default();
            let level = level.map(|level| format!("（{level}）")).unwrap_or_default();
            let year = row.get(self.year).unwrap_or_default();
            text!("{year} 年获{award}{level}", "{award}{level} in {year}")
        });
        let outcome = match (counts, since) {
            (Some(false), _) => Outcome::fail(found),
            (_, Some(since)) if since < self.years => Outcome::fail(found),
            (Some(true), Some(since)) if since == self.years && self.years > 0 => {
                Outcome::review(Reason::Evidence, found)
            }
            (Some(true), Some(_)) => Outcome::pass(found),
            _ => {
                let gaps = among([
                    (award.is_none(), at_award),
                    (award.is_some() && counts.is_none(), at_level),
                    (since.is_none(), at_year),
                ]);
                return Outcome::not_given(context, &gaps);
            }
        };
        outcome.cite([at_award, at_year])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    fn held(rows: &str) -> Verdict {
        judge(&example("award_held"), &format!("former_awards = [{rows}]")).verdict
    }

    #[test]
    fn the_level_stands_in_the_name_or_beside_it() {
        assert_eq!(held("{ award = '上海市质量金奖（组织）', year = 2019 }"), Verdict::Pass);
        assert_eq!(
            held("{ award = '上海市政府质量奖', level = '质量金奖', year = 2019 }"),
            Verdict::Pass
        );
        assert_eq!(
            held("{ award = '上海市政府质量奖', level = '创新奖', year = 2019 }"),
            Verdict::Fail
        );
        assert_eq!(held("{ award = '上海市政府质量奖', year = 2019 }"), Verdict::Missing);
        assert_eq!(
            held("{ award = '某市质量奖', level = '金奖', year = 2019 }"),
            Verdict::Fail
        );
    }

    #[test]
    fn one_that_is_old_enough_is_enough() {
        let recent = "{ award = '上海市质量金奖', year = 2024 }";
        let old = "{ award = '上海市质量金奖', year = 2018 }";
        assert_eq!(held(&format!("{recent}, {old}")), Verdict::Pass);
        assert_eq!(held(recent), Verdict::Fail);
        assert_eq!(held("{ award = '上海市质量金奖' }"), Verdict::Missing);
        assert_eq!(held(""), Verdict::Fail);
    }

    #[test]
    fn without_years_an_award_of_this_year_is_held_and_one_to_come_is_not() {
        let in_year = |year: i64| {
            let rule = "award_held.names = ['质量奖']";
            judge(
                rule,
                &format!("former_awards = [{{ award = '某县质量奖', year = {year} }}]"),
            )
            .verdict
        };
        assert_eq!([in_year(2025), in_year(2026)], [Verdict::Pass, Verdict::Fail]);
    }
}
