//! In each named year an amount is at least a given one, unless the shortfall is exempt.
//!
//! At the floor exactly it is enough. A shortfall fails, unless it is exempt with a document named; exempt without its
//! document, or a shortfall of which it is not said whether it is exempt, lacks a fact. For a person are: two amounts
//! of which only one falls short, a shortfall shown only in accounts that are not the applicant's own, and one in a
//! year after the named ones; a row there without its amount, or one that falls short and has no year, lacks a fact.
//! One known shortfall decides even where another year is missing. What a shortfall and an exemption are called is a
//! parameter; the second amount, the accounts and the exemption are left out where there are none.
//!
//! 中文：所列各年度的金额均不低于下限，不足而属例外（须有认定文件）的除外。恰为下限的不算不足。两项金额只有一项不足、仅在非本单位
//! 口径报表中不足、所列年度之后不足的，待评审。
//!
//! ```toml
//! [each_year_at_least]
//! table = "fiscal_years"
//! years = [2022, 2023, 2024]
//! year = "year"
//! amount = "net_profit"
//! floor = 0
//! beside = "total_profit"
//! accounts = "accounts"
//! not_own = ["consolidated", "host", "surplus"]
//! exempt = "policy_loss"
//! document = "policy_loss_document"
//! shortfall = { zh = "亏损", en = "a loss" }
//! exemption = { zh = "政策性亏损", en = "a loss by policy" }
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

use crate::day::Day;
use crate::dictionary::kind::{Choice, Flag, Number, Words};
use crate::dictionary::{Column, Dictionary, FieldId, Scalar, SectionId, Table};
use crate::dossier::{Cite, Row};
use crate::money::Money;
use crate::rules::{Context, Outcome, Rule, among, yearly};
use crate::scope::{Picks, Scope, Years};
use crate::shape::{Keys, Reader};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::words::is_pending;
use crate::writing::quote;
use rust_decimal::Decimal;

shape! {
    /// The parameters of `each_year_at_least`.
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
        /// The column of the amount that decides.
        /// 中文：据以判断的金额所在的列。
        amount (table): Column<Money>,
        /// The least amount, in yuan.
        /// 中文：最低金额，单位为元。
        floor: i64,
        /// The column of an amount that should be on the same side of the floor.
        /// 中文：另一项金额所在的列，应与前者同在界限的一侧。
        beside (table): Option<Column<Money>>,
        /// The column of the kind of accounts.
        /// 中文：账目口径所在的列。
        accounts (table): Option<Column<Choice>>,
        /// Kinds of accounts in which a shortfall is not the applicant's own.
        /// 中文：哪些账目口径上的不足不算申报者自身的不足。
        not_own (accounts): Picks = "[]",
        /// The column that declares the exemption.
        /// 中文：申明属于例外情形的列。
        exempt (table): Option<Column<Flag>>,
        /// The column that names the document for it.
        /// 中文：写明例外认定文件的列。
        document (table): Option<Column<Words>>,
        /// What falling short is called: 亏损.
        /// 中文：达不到最低金额叫什么，如“亏损”。
        shortfall: Text = "{ zh = '不足额', en = 'a shortfall' }",
        /// What an exempt shortfall is called; without it, what the column that declares it is called.
        /// 中文：例外情形叫什么；不写时用申明它的那一列的名称。
        exemption: Option<Text>,
        /// The day of founding, where the clause asks for no year before it.
        /// 中文：成立日期；条文只看存续期内的年度时写，成立之前的年度不要求。
        founded: Option<Scalar<Day>>,
    }
    agree Params::exempt_by_document
}

impl Params {
    /// An exemption rests on a document.
    fn exempt_by_document(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        if self.exempt.is_some() == self.document.is_some() {
            return Some(());
        }
        let written = if self.exempt.is_some() { "exempt" } else { "document" };
        let message = text!(
            "exempt 与 document 要同时写：例外须有文件为据",
            "`exempt` and `document` belong together: an exemption rests on a document"
        );
        reader.wrong(keys.place_of(written), message)
    }
}

/// The amounts of a year, and whether the one that decides falls short.
#[derive(Clone, Copy)]
struct Amounts {
    year: i64,
    amount: Money,
    beside: Option<Money>,
    short: bool,
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let [zh_years, en_years] = yearly::listed(&self.years);
        let amount = dictionary.label(self.amount.id);
        let floor = self.floor;
        let except = self.exempt.map(|exempt| dictionary.label(exempt.id));
        let except = except.map(|exempt| text!("，{exempt}除外", ", except \"{exempt}\""; exempt));
        let except = except.unwrap_or_default();
        text!(
            "{zh_years} 年度{amount}均不低于 {floor} 元{except}",
            "\"{amount}\" of {en_years} at least {floor} yuan{except}";
            amount, except
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn rows(&self) -> Vec<(SectionId, i64)> {
        let table = self.table.id;
        self.years.iter().map(|year| (table, *year)).collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(rows) = context.dossier.rows(self.table) else {
            return Outcome::not_given(context, &[self.table.into()]);
        };
        let year_of = |row: &Row| row.get(self.year);
        let founded = self.founded.and_then(|founded| context.dossier.get(founded));
        let asked = |year: &&i64| founded.is_none_or(|day| **year >= i64::from(day.year()));
        if !self.years.iter().any(|year| asked(&year)) {
            return self.too_young(context);
        }
        let named = self.years.iter().filter(asked).map(|year| {
            let row = yearly::row_of(context, self.table, rows, self.year, *year);
            row.map_or_else(|none| *none, |(number, row)| self.year(context, *year, number, row))
        });
        let last = self.years.iter().copied().max().unwrap_or(i64::MAX);
        let later = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| year_of(row).is_none_or(|year| year > last))
            .filter_map(|(number, row)| self.later(context, year_of(row), number, row));
        Outcome::all_of(named.chain(later))
    }
}

impl Params {
    /// Founded after all the years that count.
    fn too_young(&self, context: &Context<'_>) -> Outcome {
        let found = context.say(|| {
            text!(
                "成立在所列各年度之后，没有可看的年度",
                "founded after all the years that count: there is none to look at"
            )
        });
        Outcome::review(Reason::Evidence, found).cite(self.founded.map(Cite::from))
    }

    fn falls_short(&self, amount: Money) -> bool {
        amount.yuan() < Decimal::from(self.floor)
    }

    /// A year that counts.
    fn year(&self, context: &Context<'_>, year: i64, number: usize, row: &Row) -> Outcome {
        let Some(amount) = row.get(self.amount) else {
            return Outcome::not_given(context, &[self.amount.at(number)]);
        };
        let beside = self
            .beside
            .and_then(|beside| Some((beside.at(number), row.get(beside)?)));
        let amounts = Amounts {
            year,
            amount,
            beside: beside.map(|(_, beside)| beside),
            short: self.falls_short(amount),
        };
        let outcome = if amounts.short || self.differ(amounts) {
            self.short(context, number, row, amounts)
        } else {
            Outcome::pass(context.say(|| self.sentence(context, year, amount, None)))
        };
        let outcome = outcome
            .cite([self.amount.at(number)])
            .cite(beside.map(|(cite, _)| cite));
        match self.not_own(number, row) {
            Some((field, accounts, cite)) => outcome.cite([cite]).note(context.say(|| {
                let accounts = context.choice(field, accounts);
                text!(
                    "{year} 年为{accounts}，请确认评审认可此口径",
                    "{year} is from {accounts} accounts; ask whether they are accepted";
                    accounts
                )
            })),
            None => outcome,
        }
    }

    /// Whether of two amounts only one falls short.
    fn differ(&self, amounts: Amounts) -> bool {
        let beside = amounts.beside.map(|beside| self.falls_short(beside));
        beside.is_some_and(|beside| beside != amounts.short)
    }

    /// Whether of two amounts, of which only one falls short, neither is zero where the floor is.
    fn opposite(&self, Amounts { amount, beside, .. }: Amounts) -> bool {
        let greater = beside.map(|beside| amount.yuan().max(beside.yuan()));
        self.floor == 0 && greater.is_some_and(|greater| greater > Decimal::ZERO)
    }

    /// A year that falls short, by the amount that decides or only by the one beside it.
    fn short(&self, context: &Context<'_>, number: usize, row: &Row, amounts: Amounts) -> Outcome {
        let sentence = |tail: Text| {
            let mut said = self.sentence(context, amounts.year, amounts.amount, amounts.beside);
            said.push(&tail);
            said
        };
        if let (Some(exempt), Some(document)) = (self.exempt, self.document) {
            let named = row.get(document);
            match (row.get(exempt), named) {
                (Some(true), Some(named)) => {
                    let found = context.say(|| {
                        let (exemption, named) = (self.exemption(context, exempt.id), quote(named));
                        sentence(text!("，{exemption}，依据{named}", ", {exemption} under {named}"; exemption))
                    });
                    let cites = [exempt.at(number), document.at(number)];
                    let outcome = Outcome::pass(found).documented().cite(cites);
                    return outcome.unless_pending(context, named, document.at(number));
                }
                (Some(true), None) if amounts.short => {
                    let found = context.say(|| {
                        let exemption = self.exemption(context, exempt.id);
                        sentence(text!(
                            "，称{exemption}但未写认定文件",
                            ", called {exemption}, but no document is named";
                            exemption
                        ))
                    });
                    return Outcome::missing(found).cite([document.at(number)]);
                }
                (None, _) if amounts.short => {
                    let found = context.say(|| {
                        let exemption = self.exemption(context, exempt.id);
                        sentence(text!(
                            "，未说明是否{exemption}",
                            "; whether it is {exemption} is not given";
                            exemption
                        ))
                    });
                    return Outcome::missing(found).cite([exempt.at(number)]);
                }
                _ => {}
            }
        }
        let shortfall = &self.shortfall;
        if self.differ(amounts) {
            let found = context.say(|| {
                let zh = match self.opposite(amounts) {
                    true => "，两者一正一负".to_owned(),
                    false => format!("，只有一项为{}", shortfall.zh),
                };
                let en = format!(", one {} and the other not", shortfall.en);
                sentence(Text { zh, en })
            });
            return Outcome::review(Reason::Evidence, found);
        }
        if let Some((_, _, cite)) = self.not_own(number, row) {
            let found = context.say(|| sentence(text!("，但不是本单位报表", ", but not in accounts of its own")));
            return Outcome::review(Reason::Evidence, found).cite([cite]);
        }
        Outcome::fail(context.say(|| sentence(text!("，为{shortfall}", ", {shortfall}"; shortfall))))
    }

    /// What an exempt shortfall is called.
    fn exemption(&self, context: &Context<'_>, exempt: FieldId) -> Text {
        let label = || {
            let label = context.dossier.dictionary.label(exempt);
            Text {
                en: format!("\"{}\"", label.en),
                ..label
            }
        };
        self.exemption.clone().unwrap_or_else(label)
    }

    /// A year after those that count, or one that is not given: nothing, unless it may be one that falls short.
    fn later(&self, context: &Context<'_>, year: Option<i64>, number: usize, row: &Row) -> Option<Outcome> {
        let amount = row.get(self.amount);
        let exempt = self.exempt.and_then(|exempt| row.get(exempt)) == Some(true);
        let document = self.document.and_then(|document| row.get(document));
        let exempt = exempt && document.is_some_and(|named| !is_pending(named));
        if exempt || amount.is_some_and(|amount| !self.falls_short(amount)) {
            return None;
        }
        let (Some(year), Some(amount)) = (year, amount) else {
            let gaps = among([
                (year.is_none(), self.year.at(number)),
                (amount.is_none(), self.amount.at(number)),
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
        Some(Outcome::review(Reason::Readings, found).cite([self.amount.at(number)]))
    }

    /// The kind of accounts of a row and where it stands, if they are not the applicant's own.
    fn not_own(&self, number: usize, row: &Row) -> Option<(FieldId, u8, Cite)> {
        let accounts = self.accounts?;
        let kind = row.get(accounts).filter(|kind| self.not_own.contains(kind))?;
        Some((accounts.id, kind, accounts.at(number)))
    }

    /// The amounts of a year in words.
    fn sentence(&self, context: &Context<'_>, year: i64, amount: Money, beside: Option<Money>) -> Text {
        let label = |field| context.dossier.dictionary.label(field);
        let name = label(self.amount.id);
        let mut said = Text {
            zh: format!("{year} 年{} {amount} 元", name.zh),
            en: format!("{year}: {} {amount} yuan", name.en.to_lowercase()),
        };
        if let Some((beside, column)) = beside.zip(self.beside) {
            let name = label(column.id);
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
            let rule = example("each_year_at_least");
            judge(&rule, given).verdict
        };
        assert_eq!(
            rule_and("fiscal_years = [{ year = 2023, net_profit = -5, policy_loss = false }]"),
            Verdict::Fail
        );
        assert_eq!(rule_and("fiscal_years = []"), Verdict::Missing);
        assert_eq!(rule_and(""), Verdict::Missing);
    }

    #[test]
    fn a_shortfall_and_its_exemption_are_called_as_the_parameters_say() {
        let said = |year: &str| outcome(&format!("year = 2023, {year}")).found.zh;
        assert_eq!(
            said("net_profit = -1, policy_loss = false"),
            "2023 年净利润 -1.00 元，为亏损"
        );
        assert_eq!(
            said("net_profit = -1, total_profit = 0, policy_loss = false"),
            "2023 年净利润 -1.00 元、利润总额 0.00 元，只有一项为亏损"
        );
        assert_eq!(
            said("net_profit = -1, total_profit = 1, policy_loss = false"),
            "2023 年净利润 -1.00 元、利润总额 1.00 元，两者一正一负"
        );
        let plain = "[each_year_at_least]\ntable = 'fiscal_years'\nyears = [2023]\nyear = 'year'\n\
                     amount = 'net_profit'\nfloor = 100";
        let of = |rule: &str, year: &str| judge(rule, &format!("fiscal_years = [{{ year = 2023, {year} }}]"));
        let short = of(plain, "net_profit = 99, total_profit = 101, accounts = 'host'");
        assert_eq!(
            (short.verdict, short.found.zh.as_str()),
            (Verdict::Fail, "2023 年净利润 99.00 元，为不足额")
        );
        assert_eq!(of(plain, "net_profit = 100").verdict, Verdict::Pass);
        let exempt = "exempt = 'policy_loss'\ndocument = 'policy_loss_document'";
        let exempt = format!("{plain}\n{exempt}\nshortfall = {{ zh = '未达标', en = 'too little' }}");
        let open = of(&exempt, "net_profit = 99");
        assert_eq!(
            (open.verdict, open.found.zh.as_str()),
            (Verdict::Missing, "2023 年净利润 99.00 元，未说明是否政策性亏损")
        );
        let short = of(&exempt, "net_profit = 99, policy_loss = false");
        assert_eq!(short.found.en, "2023: net profit 99.00 yuan, too little");
    }

    #[test]
    fn the_year_before_the_later_ones_is_not_among_them() {
        let rule = example("each_year_at_least");
        let judged = |last: i32| {
            let good =
                "{ year = 2022, net_profit = 5 }, { year = 2023, net_profit = 5 }, { year = 2024, net_profit = 5 }";
            let good = good.replace(
                &format!("year = {last}, net_profit = 5"),
                &format!("year = {last}, net_profit = -5, policy_loss = false, accounts = 'host'"),
            );
            let more = if last == 2025 {
                ", { year = 2025, net_profit = -5 }"
            } else {
                ""
            };
            judge(&rule, &format!("fiscal_years = [{good}{more}]"))
        };
        let (last, later) = (judged(2024), judged(2025));
        assert_eq!((last.verdict, last.reason), (Verdict::Review, Some(Reason::Evidence)));
        assert_eq!((later.verdict, later.reason), (Verdict::Review, Some(Reason::Readings)));
        assert!(
            !last.found.zh.contains("之后") && later.found.zh.contains("之后"),
            "{}",
            last.found.zh
        );
    }

    #[test]
    fn a_later_loss_is_exempt_by_its_document_alone() {
        let later = |more: &str| {
            outcome(&format!(
                "year = 2023, net_profit = 5 }}, {{ year = 2025, net_profit = -5{more}"
            ))
            .verdict
        };
        let named = "policy_loss_document = '财政局批复'";
        assert_eq!(later(&format!(", policy_loss = true, {named}")), Verdict::Pass);
        assert_eq!(later(&format!(", policy_loss = false, {named}")), Verdict::Review);
        assert_eq!(later(&format!(", {named}")), Verdict::Review);
        assert_eq!(later(", policy_loss = true"), Verdict::Review);
        assert_eq!(
            later(", policy_loss = true, policy_loss_document = '尚未取得批复'"),
            Verdict::Review
        );
    }

    #[test]
    fn an_exemption_is_not_asked_about_where_the_amount_that_decides_is_enough() {
        for policy in ["", ", policy_loss = true", ", policy_loss = false"] {
            let two = outcome(&format!("year = 2023, net_profit = 5, total_profit = -5{policy}"));
            assert_eq!(
                (two.verdict, two.reason),
                (Verdict::Review, Some(Reason::Evidence)),
                "{policy}"
            );
        }
    }

    #[test]
    fn an_exemption_without_words_of_its_own_is_called_as_its_column() {
        let rule = example("each_year_at_least");
        let rule: String = rule
            .lines()
            .filter(|line| !line.starts_with("exemption"))
            .map(|line| format!("{line}\n"))
            .collect();
        let open = judge(&rule, "fiscal_years = [{ year = 2022, net_profit = -1 }]").found;
        assert!(open.zh.contains("未说明是否政策性亏损"), "{}", open.zh);
        assert!(
            open.en.contains("whether it is \"Loss by policy\" is not given"),
            "{}",
            open.en
        );
    }

    #[test]
    fn what_is_not_given_is_named_with_its_year_or_its_number() {
        let asked = |row: &str| outcome(row).found.zh;
        assert_eq!(asked("year = 2023"), "未填写财务年度 2023的净利润");
        let later = "year = 2023, net_profit = 5 }, { net_profit = -5, policy_loss = false";
        assert_eq!(asked(later), "未填写财务年度第 4 条的年度");
        let later = "year = 2023, net_profit = 5 }, { year = 2025";
        assert_eq!(asked(later), "未填写财务年度 2025的净利润");
    }

    #[test]
    fn no_year_before_the_founding_is_asked_for_where_the_clause_says_so() {
        let rule = "each_year_at_least = { years = 3, amount = 'net_profit', floor = 0, founded = 'organization.registered_on' }";
        let since = |day: &str, rows: &str| {
            judge(
                rule,
                &format!("organization.registered_on = {day}\nfiscal_years = [{rows}]"),
            )
            .verdict
        };
        let two = "{ year = 2023, net_profit = 1 }, { year = 2024, net_profit = 1 }";
        assert_eq!(since("2023-01-01", two), Verdict::Pass);
        assert_eq!(since("2022-12-31", two), Verdict::Missing);
        assert_eq!(since("2025-01-01", two), Verdict::Review);
        assert_eq!(
            judge(rule, &format!("fiscal_years = [{two}]")).verdict,
            Verdict::Missing
        );
    }
}
