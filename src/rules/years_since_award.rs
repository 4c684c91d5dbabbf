//! No earlier award of the same name, and of one of these levels, within so many years, in certain editions, or ever.
//!
//! Awards are dated by year alone, so in the last of the years it is open whether the time is over: that is for a
//! person.
//!
//! 中文：若干年内（或某几届、或从来）未获过同名（和同等级）的奖项。获奖只写到年份，恰在期满之年的待评审。
//!
//! ```toml
//! [years_since_award]
//! table = "former_awards"
//! award = "award"
//! year = "year"
//! names = ["徐汇区质量金奖"]
//! years = 5
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.former_awards = [{ award = "徐汇区质量金奖", year = 2019 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.former_awards = [{ award = "徐汇区质量金奖", year = 2020 }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.former_awards = [{ award = "徐汇区质量金奖", year = 2021 }]
//! verdict = "fail"
//! ```

use crate::dictionary::kind::{Number, Words};
use crate::dictionary::{Column, Dictionary, Table};
use crate::dossier::Row;
use crate::rules::{Context, Outcome, Rule, among, former, yearly};
use crate::scope::Scope;
use crate::shape::{Keys, Reader};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::{Name, quote};

shape! {
    /// The parameters of `years_since_award`.
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
        /// The names under which the award counts: one of them stands in the name given.
        /// 中文：算作本奖项的名称：填写的名称里有其中之一即算。
        names: Vec<Name>,
        /// The levels that count, in the name or beside it; without them every level.
        /// 中文：算作本奖项的等级，写在名称里或等级一列均可；不写时各等级都算。
        levels: Vec<Name> = "[]",
        /// How many years must lie between.
        /// 中文：须相隔多少年。
        years: Option<i64>,
        /// The years of the editions whose winners are barred; instead of `years`.
        /// 中文：哪几届的获奖者不得申报，写各届的年份；代替 years。
        editions: Vec<i64> = "[]",
        /// Whether a winner is barred for ever; instead of `years`.
        /// 中文：获奖后是否不再申报；代替 years。
        ever: bool = "false",
    }
    agree Params::one_bar
}

impl Params {
    /// Winners are barred for years, by edition, or for ever: exactly one of them.
    fn one_bar(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        let written = [self.years.is_some(), !self.editions.is_empty(), self.ever];
        if written.iter().filter(|written| **written).count() == 1 {
            return Some(());
        }
        let message = text!(
            "years、editions、ever 写且只写一个",
            "exactly one of `years`, `editions` and `ever` is wanted"
        );
        reader.wrong(keys.place_of("years"), message)
    }

    /// Whether an award of a year bars: pass where it does not, fail where it does, review in the year in which the time
    /// runs out.
    fn barred(&self, context: &Context<'_>, year: i64) -> Verdict {
        let since = i64::from(context.as_of.year()).saturating_sub(year);
        match self.years {
            Some(years) if since > years => Verdict::Pass,
            Some(years) if since == years => Verdict::Review,
            None if !self.ever && !self.editions.contains(&year) => Verdict::Pass,
            _ => Verdict::Fail,
        }
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let names = former::listed(&self.names, &self.levels);
        match self.years {
            Some(years) => text!("{years} 年内未获 {names}", "none of {names} within {years} years"),
            None if self.ever => text!("未曾获 {names}", "never a winner of {names}"),
            None => {
                let [zh_years, en_years] = yearly::listed(&self.editions);
                text!(
                    "{zh_years} 年各届未获 {names}",
                    "none of {names} in the editions of {en_years}"
                )
            }
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        match self.years {
            Some(_) => vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review],
            None => vec![Verdict::Pass, Verdict::Fail, Verdict::Missing],
        }
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        match context.dossier.rows(self.table) {
            None => Outcome::not_given(context, &[self.table.into()]),
            Some([]) => {
                let found = context.say(|| text!("写明未曾获奖", "stated that there was none"));
                Outcome::pass(found).cite([self.table.into()])
            }
            Some(rows) => {
                let judged = rows
                    .iter()
                    .enumerate()
                    .map(|(number, row)| self.former(context, number, row));
                Outcome::all_of(judged)
            }
        }
    }
}

impl Params {
    fn former(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let (award, level, year) = (row.get(self.award), row.get(self.level), row.get(self.year));
        let counts = former::counts(&self.names, &self.levels, award, level);
        let barred = match (self.ever, year) {
            // whenever it was
            (true, _) => Some(Verdict::Fail),
            (false, year) => year.map(|year| self.barred(context, year)),
        };
        let [at_award, at_level, at_year] = [self.award.at(number), self.level.at(number), self.year.at(number)];
        let found = context.say(|| {
            let award = award.map(quote).unwrap_or_default();
            match year {
                Some(year) => text!("{year} 年获{award}", "{award} in {year}"),
                None => text!("获{award}", "{award}"),
            }
        });
        let outcome = match (counts, barred) {
            (Some(false), _) | (_, Some(Verdict::Pass)) => Outcome::pass(found),
            (Some(true), Some(Verdict::Review)) => Outcome::review(Reason::Evidence, found),
            (Some(true), Some(_)) => Outcome::fail(found),
            _ => {
                let gaps = among([
                    (award.is_none(), at_award),
                    (award.is_some() && counts.is_none(), at_level),
                    (barred.is_none(), at_year),
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
    use crate::rules::testing::{example, judge, mistakes};

    #[test]
    fn another_award_does_not_count_and_an_undated_one_lacks_its_year() {
        let rule = example("years_since_award");
        let held = |row: &str| judge(&rule, &format!("former_awards = [{{ {row} }}]")).verdict;
        assert_eq!(held("award = '上海市质量金奖', year = 2024"), Verdict::Pass);
        assert_eq!(
            held("award = '上海市徐汇区质量金奖（模式）', year = 2024"),
            Verdict::Fail
        );
        assert_eq!(held("award = '徐汇区质量金奖'"), Verdict::Missing);
    }

    #[test]
    fn a_level_may_bar_for_ever_and_another_not() {
        let rule = "years_since_award = { names = ['区政府质量奖'], levels = ['金奖'], ever = true }";
        let held = |row: &str| judge(rule, &format!("former_awards = [{{ {row} }}]")).verdict;
        assert_eq!(
            held("award = '海曙区政府质量奖', level = '金奖', year = 2001"),
            Verdict::Fail
        );
        assert_eq!(held("award = '海曙区政府质量奖（金奖）'"), Verdict::Fail);
        assert_eq!(
            held("award = '海曙区政府质量奖', level = '创新奖', year = 2024"),
            Verdict::Pass
        );
        assert_eq!(held("award = '海曙区政府质量奖', year = 2024"), Verdict::Missing);
    }

    #[test]
    fn winners_of_the_last_editions_are_barred_and_those_before_are_not() {
        let rule = "years_since_award = { names = ['质量奖'], editions = [2021, 2023] }";
        let held = |year: i64| {
            judge(
                rule,
                &format!("former_awards = [{{ award = '质量奖', year = {year} }}]"),
            )
            .verdict
        };
        assert_eq!(
            [held(2019), held(2021), held(2023)],
            [Verdict::Pass, Verdict::Fail, Verdict::Fail]
        );
    }

    #[test]
    fn how_long_winners_are_barred_is_said_once() {
        let wanted = "exactly one of `years`, `editions` and `ever` is wanted";
        assert_eq!(mistakes("years_since_award.names = ['质量奖']"), [wanted]);
        assert_eq!(
            mistakes("years_since_award = { names = ['质量奖'], years = 5, ever = true }"),
            [wanted]
        );
    }
}
