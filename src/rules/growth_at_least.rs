//! In each named year an amount is at least so many per cent above that of the year before.
//!
//! At the number exactly it is enough; one year that falls short decides. A year before with nothing, or with a loss, gives no rate:
//! that is for a person.
//!
//! 中文：所列各年度的金额比上一年度至少增长百分之几，恰为该数的算满足，有一年不足即不符合。上一年度为零或负数的，增长率无从计算，待评审。
//!
//! ```toml
//! [growth_at_least]
//! years = [2023, 2024]
//! amount = "total_profit"
//! percent = 30
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2022, total_profit = 100 }, { year = 2023, total_profit = 130 }, { year = 2024, total_profit = 169 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2022, total_profit = 100 }, { year = 2023, total_profit = 129.99 }]
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2022, total_profit = 0 }, { year = 2023, total_profit = 130 }, { year = 2024, total_profit = 169 }]
//! verdict = "review"
//! ```

use rust_decimal::Decimal;

use crate::dictionary::kind::Number;
use crate::dictionary::{Column, Dictionary, SectionId, Table};
use crate::dossier::Row;
use crate::money::Money;
use crate::rules::{Context, Outcome, Rule, yearly};
use crate::scope::{Scope, Years};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `growth_at_least`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of years.
        /// 中文：按年度填写的表格。
        table: Table = "'fiscal_years'",
        /// The years whose growth counts: how many before that of the deadline, or each of them.
        /// 中文：计算增长的年度：截止之年以前若干年，或逐年列出。
        years: Years,
        /// The column of the year.
        /// 中文：年度所在的列。
        year (table): Column<Number> = "'year'",
        /// The column of the amount.
        /// 中文：金额所在的列。
        amount (table): Column<Money>,
        /// The least growth over the year before, in per cent.
        /// 中文：比上一年度至少增长百分之几。
        percent: i64,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let ([zh_years, en_years], amount) = (yearly::listed(&self.years), dictionary.label(self.amount.id));
        let percent = self.percent;
        text!(
            "{zh_years} 年度{amount}比上一年度增长均不低于 {percent}%",
            "\"{amount}\" of {en_years} each at least {percent}% above that of the year before";
            amount
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn rows(&self) -> Vec<(SectionId, i64)> {
        let both = self.years.iter().flat_map(|year| [year.saturating_sub(1), *year]);
        let mut years: Vec<i64> = both.collect();
        years.sort_unstable();
        years.dedup();
        years.into_iter().map(|year| (self.table.id, year)).collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(rows) = context.dossier.rows(self.table) else {
            return Outcome::not_given(context, &[self.table.into()]);
        };
        Outcome::all_of(self.years.iter().map(|year| self.grown(context, rows, *year)))
    }
}

impl Params {
    fn grown(&self, context: &Context<'_>, rows: &[Row], year: i64) -> Outcome {
        let amount = |year| yearly::amount_of(context, self.table, rows, (self.year, self.amount), year);
        let ((before_at, before), (at, now)) = match (amount(year.saturating_sub(1)), amount(year)) {
            (Ok(before), Ok(now)) => (before, now),
            (before, now) => {
                let gaps = [before.err(), now.err()].into_iter().flatten();
                return Outcome::all_of(gaps.map(|gap| *gap));
            }
        };
        let cites = [self.amount.at(before_at), self.amount.at(at)];
        let (before, now) = (before.yuan(), now.yuan());
        if before <= Decimal::ZERO {
            let found = context.say(|| {
                text!(
                    "{year} 年的上一年度为 {before} 元，增长率无从计算",
                    "the year before {year} has {before} yuan: there is no rate of growth"
                )
            });
            return Outcome::review(Reason::Evidence, found).cite(cites);
        }
        let hundred = Decimal::ONE_HUNDRED;
        let rate = now
            .checked_sub(before)
            .and_then(|more| more.checked_div(before))
            .and_then(|rate| rate.checked_mul(hundred));
        let Some(rate) = rate else {
            let found = context.say(|| {
                text!(
                    "{year} 年的金额过大，增长率无从计算",
                    "the amounts of {year} are too large for a rate"
                )
            });
            return Outcome::review(Reason::Evidence, found).cite(cites);
        };
        // the quotient may be rounded, the products are not
        let least = before.checked_mul(Decimal::from(self.percent.saturating_add(100)));
        let enough = match (now.checked_mul(hundred), least) {
            (Some(now), Some(least)) => now >= least,
            _ => rate >= Decimal::from(self.percent),
        };
        let found = context.say(|| {
            let rate = rate.round_dp(2);
            text!(
                "{year} 年 {now} 元，比上一年度增长 {rate}%",
                "{year}: {now} yuan, {rate}% above the year before"
            )
        });
        let outcome = if enough {
            Outcome::pass(found)
        } else {
            Outcome::fail(found)
        };
        outcome.cite(cites)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    #[test]
    fn a_year_that_falls_short_decides_and_a_gap_is_named() {
        let rule = example("growth_at_least");
        let grown = |rows: &str| judge(&rule, &format!("fiscal_years = [{rows}]"));
        let short = "{ year = 2022, total_profit = 100 }, { year = 2023, total_profit = 90 }";
        assert_eq!(grown(short).verdict, Verdict::Fail);
        assert!(grown(short).found.zh.contains("-10"), "{}", grown(short).found.zh);
        let gap = "{ year = 2022, total_profit = 100 }, { year = 2023, total_profit = 130 }";
        assert_eq!(grown(gap).verdict, Verdict::Missing);
        let loss = "{ year = 2022, total_profit = -5 }, { year = 2023, total_profit = 130 }, { year = 2024, total_profit = 400 }";
        assert_eq!(grown(loss).verdict, Verdict::Review);
    }

    #[test]
    fn a_third_is_compared_without_rounding() {
        let rule = "growth_at_least = { years = [2024], amount = 'net_profit', percent = 50 }";
        let grown = |before: &str, now: &str| {
            let rows = format!("{{ year = 2023, net_profit = {before} }}, {{ year = 2024, net_profit = {now} }}");
            judge(rule, &format!("fiscal_years = [{rows}]")).verdict
        };
        assert_eq!(grown("66666.66", "99999.99"), Verdict::Pass);
        assert_eq!(grown("66666.66", "99999.98"), Verdict::Fail);
    }
}
