//! Amounts of several years that come to at least so much together.
//!
//! At the number exactly it is enough. A year or an amount that is not given lacks a fact, whatever the others come to.
//!
//! 中文：若干年度的金额合计不低于下限，恰为下限的算满足。缺一个年度或一项金额即缺材料。
//!
//! ```toml
//! [total_at_least]
//! years = [2023, 2024]
//! amount = "net_profit"
//! floor = 1000000
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2023, net_profit = -100 }, { year = 2024, net_profit = 1000100 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2023, net_profit = 0 }, { year = 2024, net_profit = 999999.99 }]
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2024, net_profit = 2000000 }]
//! verdict = "missing"
//! ```

use rust_decimal::Decimal;

use crate::dictionary::kind::Number;
use crate::dictionary::{Column, Dictionary, SectionId, Table};
use crate::money::Money;
use crate::rules::{Context, Outcome, Rule, yearly};
use crate::scope::{Scope, Years};
use crate::text::Text;
use crate::verdict::Verdict;

shape! {
    /// The parameters of `total_at_least`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of years.
        /// 中文：按年度填写的表格。
        table: Table = "'fiscal_years'",
        /// The years that count: how many before that of the deadline, or each of them.
        /// 中文：计入的年度：截止之年以前若干年，或逐年列出。
        years: Years,
        /// The column of the year.
        /// 中文：年度所在的列。
        year (table): Column<Number> = "'year'",
        /// The column of the amount.
        /// 中文：金额所在的列。
        amount (table): Column<Money>,
        /// The least total, in yuan.
        /// 中文：合计的最低金额，单位为元。
        floor: i64,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let ([zh_years, en_years], amount) = (yearly::listed(&self.years), dictionary.label(self.amount.id));
        let floor = self.floor;
        text!(
            "{zh_years} 年度{amount}合计不低于 {floor} 元",
            "\"{amount}\" of {en_years} together at least {floor} yuan";
            amount
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing]
    }

    fn rows(&self) -> Vec<(SectionId, i64)> {
        self.years.iter().map(|year| (self.table.id, *year)).collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(rows) = context.dossier.rows(self.table) else {
            return Outcome::not_given(context, &[self.table.into()]);
        };
        let columns = (self.year, self.amount);
        let amounts = self
            .years
            .iter()
            .map(|year| yearly::amount_of(context, self.table, rows, columns, *year));
        let (given, gaps): (Vec<_>, Vec<_>) = amounts.partition(Result::is_ok);
        if !gaps.is_empty() {
            return Outcome::all_of(gaps.into_iter().filter_map(Result::err).map(|gap| *gap));
        }
        let given: Vec<(usize, Money)> = given.into_iter().flatten().collect();
        let total = given
            .iter()
            .try_fold(Decimal::ZERO, |total, (_, amount)| total.checked_add(amount.yuan()));
        // so much that it cannot be added is enough
        let total = total.unwrap_or(Decimal::MAX);
        let found = context.say(|| {
            let amount = context.dossier.dictionary.label(self.amount.id);
            text!("{amount}合计 {total} 元", "\"{amount}\" together {total} yuan"; amount)
        });
        let outcome = match total >= Decimal::from(self.floor) {
            true => Outcome::pass(found),
            false => Outcome::fail(found),
        };
        outcome.cite(given.into_iter().map(|(number, _)| self.amount.at(number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    #[test]
    fn an_amount_that_is_not_given_is_missing_and_named() {
        let rule = example("total_at_least");
        let outcome = judge(
            &rule,
            "fiscal_years = [{ year = 2023, net_profit = 9000000 }, { year = 2024 }]",
        );
        assert_eq!(outcome.verdict, Verdict::Missing);
        assert!(outcome.found.zh.contains("2024"), "{}", outcome.found.zh);
        assert_eq!(judge(&rule, "").verdict, Verdict::Missing);
    }
}
