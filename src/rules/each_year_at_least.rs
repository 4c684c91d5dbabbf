//! In each named year an amount is at least a floor, a loss by policy excepted.
//!
//! Zero is not a loss. A year below the floor fails unless it is declared a policy loss with a document named;
//! a policy loss without its document, or a year with a loss where the question is not answered, lacks a fact.
//! For a person are: net and total profit of different sign, a loss shown only in accounts that are not the
//! applicant's own, and a loss in a year after the named ones; a row there without its amount, or one with a loss
//! but no year, lacks a fact. One known loss decides even where another year is missing.
//!
//! 中文：所列各年度的金额均不低于下限，政策性亏损（须有认定文件）除外。零不是亏损。净利润与利润总额一正一负、仅在非本单位口径
//! 报表中出现亏损、所列年度之后出现亏损的，待评审。
//!
//! ```toml
//! [each_year_at_least]
//! table = "fiscal_years"
//! years = [2022, 2023, 2024]
//! year = "fiscal_years.year"
//! amount = "fiscal_years.net_profit"
//! floor = 0
//! beside = "fiscal_years.total_profit"
//! accounts = "fiscal_years.accounts"
//! not_own = ["consolidated", "host", "surplus"]
//! exempt = "fiscal_years.policy_loss"
//! document = "fiscal_years.policy_loss_document"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2022, net_profit = 0 }, { year = 2023, net_profit = 1 }, { year = 2024, net_profit = 1 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2022, net_profit = -0.01, policy_loss = false }]
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.fiscal_years = [{ year = 2022, net_profit = 1 }, { year = 2023, net_profit = 1 }]
//! verdict = "missing"
//! ```

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::dossier::{Cite, Row};
use crate::field::{Column, Dictionary, SectionId, Table, choices};
use crate::money::Money;
use crate::rules::{Context, Outcome, Rule, among};
use crate::text::{Text, quote};
use crate::value::{Choice, Flag, Number, Words};
use crate::verdict::{Reason, Verdict};
use crate::words::is_pending;

/// The parameters of `each_year_at_least`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Entry")]
pub struct Params {
    entry: Entry,
    not_own: Vec<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The table of years.
    table: Table,
    /// The years that count.
    years: Vec<i64>,
    /// The column of the year.
    year: Column<Number>,
    /// The column of the amount that decides.
    amount: Column<Money>,
    /// The least amount, in yuan.
    floor: i64,
    /// The column of an amount that should have the same sign.
    beside: Column<Money>,
    /// The column of the kind of accounts.
    accounts: Column<Choice>,
    /// Kinds of accounts in which a loss is not the applicant's own.
    not_own: Vec<String>,
    /// The column that declares the exemption.
    exempt: Column<Flag>,
    /// The column that names the document for it.
    document: Column<Words>,
}

impl TryFrom<Entry> for Params {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Params, String> {
        let not_own = choices(entry.accounts.id, &entry.not_own)?;
        Ok(Params { entry, not_own })
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let years: Vec<String> = self.entry.years.iter().map(i64::to_string).collect();
        let (zh_years, en_years) = (years.join("、"), years.join(", "));
        let (amount, exempt) = (
            dictionary.label(self.entry.amount.id),
            dictionary.label(self.entry.exempt.id),
        );
        let floor = self.entry.floor;
        Text {
            zh: format!("{zh_years} 年度{}均不低于 {floor} 元，{}除外", amount.zh, exempt.zh),
            en: format!(
                "\"{}\" of {en_years} at least {floor} yuan, except \"{}\"",
                amount.en, exempt.en
            ),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn rows(&self) -> Vec<(SectionId, i64)> {
        let table = self.entry.table.id;
        self.entry.years.iter().map(|year| (table, *year)).collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(rows) = context.dossier.rows(self.entry.table) else {
            return Outcome::not_given(context, &[self.entry.table.into()]);
        };
        let year_of = |row: &Row| row.get(self.entry.year);
        let named = self.entry.years.iter().map(|year| {
            match rows.iter().enumerate().find(|(_, row)| year_of(row) == Some(*year)) {
                Some((number, row)) => self.year(context, *year, number, row),
                None => {
                    let found = context.say(|| text!("没有 {year} 年度的数据", "{year} is not given"));
                    Outcome::missing(found).cite([self.entry.table.into()])
                }
            }
        });
        let last = self.entry.years.iter().copied().max().unwrap_or(i64::MAX);
        let later = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| year_of(row).is_none_or(|year| year > last))
            .filter_map(|(number, row)| self.later(context, year_of(row), number, row));
        Outcome::all_of(named.chain(later))
    }
}

impl Params {
    fn is_loss(&self, amount: Money) -> bool {
        amount.yuan() < Decimal::from(self.entry.floor)
    }

    /// A year that counts.
    fn year(&self, context: &Context<'_>, year: i64, number: usize, row: &Row) -> Outcome {
        let entry = &self.entry;
        let Some(amount) = row.get(entry.amount) else {
            return Outcome::not_given(context, &[entry.amount.at(number)]);
        };
        let beside = row.get(entry.beside);
        let loss = self.is_loss(amount);
        let signs_differ = beside.is_some_and(|beside| self.is_loss(beside) != loss);
        let cites = [Some(entry.amount.at(number)), beside.map(|_| entry.beside.at(number))];
        let outcome = if loss || signs_differ {
            self.loss(context, year, number, row, (amount, beside), loss)
        } else {
            Outcome::pass(context.say(|| self.sentence(context, year, amount, None)))
        };
        let outcome = outcome.cite(cites.into_iter().flatten());
        match self.not_own(row) {
            Some(accounts) => outcome.cite([entry.accounts.at(number)]).note(context.say(|| {
                let accounts = context.choice(entry.accounts.id, accounts);
                Text {
                    zh: format!("{year} 年为{}，请确认评审认可此口径", accounts.zh),
                    en: format!("{year} is from {} accounts; ask whether they are accepted", accounts.en),
                }
            })),
            None => outcome,
        }
    }

    /// A year with a loss, by the amount that decides (`loss`) or only by the one beside it.
    fn loss(
        &self,
        context: &Context<'_>,
        year: i64,
        number: usize,
        row: &Row,
        (amount, beside): (Money, Option<Money>),
        loss: bool,
    ) -> Outcome {
        let entry = &self.entry;
        let signs_differ = beside.is_some_and(|beside| self.is_loss(beside) != loss);
        let sentence = |tail: Text| {
            let mut said = self.sentence(context, year, amount, beside);
            said.push(&tail);
            said
        };
        match (row.get(entry.exempt), row.get(entry.document)) {
            (Some(true), Some(document)) => {
                let found = context.say(|| {
                    let document = quote(document);
                    sentence(text!(
                        "，政策性亏损，依据{document}",
                        ", a loss by policy under {document}"
                    ))
                });
                let cites = [entry.exempt.at(number), entry.document.at(number)];
                let outcome = Outcome::pass(found).documented().cite(cites);
                outcome.unless_pending(context, document, entry.document.at(number))
            }
            (Some(true), None) if loss => {
                let found = context.say(|| {
                    sentence(text!(
                        "，称政策性亏损但未写认定文件",
                        ", called a loss by policy, but no document is named"
                    ))
                });
                Outcome::missing(found).cite([entry.document.at(number)])
            }
            (None, _) if loss => {
                let found = context.say(|| {
                    sentence(text!(
                        "，未说明是否政策性亏损",
                        "; whether it is a loss by policy is not given"
                    ))
                });
                Outcome::missing(found).cite([entry.exempt.at(number)])
            }
            _ if signs_differ => {
                let found = context.say(|| sentence(text!("，两者一正一负", ", one a loss and the other not")));
                Outcome::review(Reason::Evidence, found)
            }
            _ if self.not_own(row).is_some() => {
                let found = context.say(|| sentence(text!("，但不是本单位报表", ", but not in accounts of its own")));
                Outcome::review(Reason::Evidence, found).cite([entry.accounts.at(number)])
            }
            _ => Outcome::fail(context.say(|| sentence(text!("，为亏损", ", a loss")))),
        }
    }

    /// A year after those that count, or one that is not given: nothing, unless it may be one with a loss.
    fn later(&self, context: &Context<'_>, year: Option<i64>, number: usize, row: &Row) -> Option<Outcome> {
        let entry = &self.entry;
        let amount = row.get(entry.amount);
        if amount.is_some_and(|amount| !self.is_loss(amount))
            || (row.get(entry.exempt) == Some(true) && row.get(entry.document).is_some_and(|named| !is_pending(named)))
        {
            return None;
        }
        let (Some(year), Some(amount)) = (year, amount) else {
            let gaps = among([
                (year.is_none(), entry.year.at(number)),
                (amount.is_none(), entry.amount.at(number)),
            ]);
            return Some(Outcome::not_given(context, &gaps));
        };
        let found = context.say(|| {
            let mut said = self.sentence(context, year, amount, None);
            said.push(&text!(
                "，该年度在所列年度之后",
                "; the year lies after those that count"
            ));
            said
        });
        Some(Outcome::review(Reason::Readings, found).cite([entry.amount.at(number)]))
    }

    fn not_own(&self, row: &Row) -> Option<u8> {
        row.get(self.entry.accounts)
            .filter(|accounts| self.not_own.contains(accounts))
    }

    /// The amounts of a year in words.
    fn sentence(&self, context: &Context<'_>, year: i64, amount: Money, beside: Option<Money>) -> Text {
        let label = |cite: Cite| match cite {
            Cite::Cell(id, _) | Cite::Scalar(id) => context.dossier.dictionary.label(id),
            Cite::Table(_) => Text::default(),
        };
        let name = label(self.entry.amount.at(0));
        let mut said = Text {
            zh: format!("{year} 年{} {amount} 元", name.zh),
            en: format!("{year}: {} {amount} yuan", name.en.to_lowercase()),
        };
        if let Some(beside) = beside {
            let name = label(self.entry.beside.at(0));
            said.push(&Text {
                zh: format!("、{} {beside} 元", name.zh),
                en: format!(", {} {beside} yuan", name.en.to_lowercase()),
            });
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    fn outcome(year: &str) -> Outcome {
        let rule = example("each_year_at_least");
        let good = "{ year = 2022, net_profit = 5 }, { year = 2024, net_profit = 5 }";
        judge(&rule, &format!("fiscal_years = [{good}, {{ {year} }}]"))
    }

    #[test]
    fn zero_is_no_loss_and_one_fen_below_is() {
        assert_eq!(outcome("year = 2023, net_profit = 0").verdict, Verdict::Pass);
        assert_eq!(
            outcome("year = 2023, net_profit = 0.00, policy_loss = false").verdict,
            Verdict::Pass
        );
        assert_eq!(
            outcome("year = 2023, net_profit = -0.01, policy_loss = false").verdict,
            Verdict::Fail
        );
    }

    #[test]
    fn a_policy_loss_needs_its_document_and_a_loss_its_answer() {
        let loss = "year = 2023, net_profit = -5, policy_loss";
        assert_eq!(
            outcome(&format!("{loss} = true, policy_loss_document = '某文件'")).verdict,
            Verdict::Pass
        );
        assert_eq!(outcome(&format!("{loss} = true")).verdict, Verdict::Missing);
        assert_eq!(outcome("year = 2023, net_profit = -5").verdict, Verdict::Missing);
    }

    #[test]
    fn signs_that_differ_are_for_a_person_whichever_is_the_loss() {
        let both = |net: i32, total: i32| {
            outcome(&format!(
                "year = 2023, net_profit = {net}, total_profit = {total}, policy_loss = false"
            ))
            .verdict
        };
        assert_eq!(both(-5, 5), Verdict::Review);
        assert_eq!(both(5, -5), Verdict::Review);
        assert_eq!(both(-5, -5), Verdict::Fail);
        assert_eq!(both(0, 0), Verdict::Pass);
    }

    #[test]
    fn a_loss_in_other_accounts_or_a_later_year_is_for_a_person() {
        let year = "year = 2023, net_profit = -5, policy_loss = false, accounts";
        assert_eq!(outcome(&format!("{year} = 'consolidated'")).verdict, Verdict::Review);
        assert_eq!(outcome(&format!("{year} = 'own'")).verdict, Verdict::Fail);
        let with_2025 = "year = 2023, net_profit = 5 }, { year = 2025, net_profit = -5";
        assert_eq!(outcome(with_2025).verdict, Verdict::Review);
        let with_2021 = "year = 2023, net_profit = 5 }, { year = 2021, net_profit = -5";
        assert_eq!(outcome(with_2021).verdict, Verdict::Pass);
    }

    #[test]
    fn a_row_that_may_be_a_later_loss_lacks_a_fact() {
        let beside = |row: &str| outcome(&format!("year = 2023, net_profit = 5 }}, {{ {row}")).verdict;
        assert_eq!(beside("year = 2025, policy_loss = false"), Verdict::Missing);
        assert_eq!(beside("net_profit = -5, policy_loss = false"), Verdict::Missing);
        assert_eq!(beside("net_profit = 5"), Verdict::Pass);
        assert_eq!(beside("year = 2021"), Verdict::Pass);
    }

    #[test]
    fn one_known_loss_decides_though_a_year_is_missing() {
        let rule_and = |given: &str| {
            let header = crate::rules::header("each_year_at_least").unwrap();
            let rule = header
                .split("```toml\n")
                .nth(1)
                .unwrap()
                .split("[[case]]")
                .next()
                .unwrap()
                .to_owned();
            judge(&rule, given).verdict
        };
        assert_eq!(
            rule_and("fiscal_years = [{ year = 2023, net_profit = -5, policy_loss = false }]"),
            Verdict::Fail
        );
        assert_eq!(rule_and("fiscal_years = []"), Verdict::Missing);
        assert_eq!(rule_and(""), Verdict::Missing);
    }
}
