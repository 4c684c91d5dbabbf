//! No earlier award of the same name within so many years.
//!
//! Awards are dated by year alone, so in the last of the years it is open whether the time is over: that is for a
//! person.
//!
//! 中文：若干年内未获过同名奖项。获奖只写到年份，恰在期满之年的待评审。
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
use crate::rules::{Context, Outcome, Rule, among};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::{Name, fold, quote};

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
        /// The column of its year.
        /// 中文：获奖年份所在的列。
        year (table): Column<Number> = "'year'",
        /// The names under which the award counts: one of them stands in the name given.
        /// 中文：算作本奖项的名称：填写的名称里有其中之一即算。
        names: Vec<Name>,
        /// How many years must lie between.
        /// 中文：须相隔多少年。
        years: i64,
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let names: Vec<&str> = self.names.iter().map(|name| name.written.as_str()).collect();
        let (years, names) = (self.years, names.join("、"));
        text!("{years} 年内未获 {names}", "none of {names} within {years} years")
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
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
        let award = row.get(self.award);
        let same = award
            .map(fold)
            .map(|award| self.names.iter().any(|name| name.is_in(&award)));
        let since = row.get(self.year).map(|year| i64::from(context.as_of.year()) - year);
        let cites = [self.award.at(number), self.year.at(number)];
        let found = context.say(|| {
            let award = award.map(quote).unwrap_or_default();
            let year = row.get(self.year).unwrap_or_default();
            text!("{year} 年获{award}", "{award} in {year}")
        });
        let outcome = match (same, since) {
            (Some(false), _) => Outcome::pass(found),
            (_, Some(since)) if since > self.years => Outcome::pass(found),
            (Some(true), Some(since)) if since == self.years => Outcome::review(Reason::Evidence, found),
            (Some(true), Some(_)) => Outcome::fail(found),
            _ => {
                let gaps = among([(award.is_none(), cites[0]), (since.is_none(), cites[1])]);
                return Outcome::not_given(context, &gaps);
            }
        };
        outcome.cite(cites)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

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
}
