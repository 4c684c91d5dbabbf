//! No serious listing for dishonesty in the years looked back on.
//!
//! A listing of a serious kind counts if the days from listing to removal meet the window; still listed, it never
//! ends. The years are read twice (counted back, and in calendar years); a listing that meets both windows
//! fails, one that meets only one is for a person, and so is one whose listing meets them though the act itself
//! lies before them. A removal that is not given is missing where it could decide. 经营异常名录 and ordinary
//! penalties are no serious dishonesty (国办发〔2020〕49号 keeps that list closed): they are a note.
//!
//! 中文：近三年内没有严重失信的列入记录。列入至移出的期间落在近三年内即计；两种算法都在内为不符合，仅其一在内的待评审；行为发生在
//! 近三年之前、列入在近三年之内的待评审。经营异常名录和一般行政处罚不属严重失信，只作提示。
//!
//! ```toml
//! [no_listing_within]
//! checked_on = "records.checked_on"
//! [no_listing_within.listings]
//! table = "records.dishonesty"
//! kind = "kind"
//! serious = ["serious_violation", "judgment_defaulter", "major_tax"]
//! acted_on = "acted_on"
//! listed_on = "listed_on"
//! removed_on = "removed_on"
//! within = { years = 3, calendar_from = 2022-01-01, look_up_again_after_days = 30 }
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records.checked_on = 2025-12-30
//! given.records.dishonesty = [{ kind = "penalty", listed_on = 2024-01-01, removed_on = 2024-02-01 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records.checked_on = 2025-12-30
//! given.records.dishonesty = [{ kind = "失信被执行人", listed_on = 2020-01-01, removed_on = "未移出" }]
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records.checked_on = 2025-12-30
//! given.records.dishonesty = [{ kind = "major_tax", listed_on = 2020-01-01, removed_on = 2022-06-01 }]
//! verdict = "review"
//! ```

use crate::day::Day;
use crate::dictionary::kind::Choice;
use crate::dictionary::{Column, Dictionary, Scalar, Table, When};
use crate::dossier::Row;
use crate::rules::no_event_within::{before_window, looked_up, looking_back, none_counts, still_ahead};
use crate::rules::{Context, Outcome, Rule, among};
use crate::scope::{Picks, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::window::{Lookback, Window};

shape! {
    /// The parameters of `no_listing_within`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The listings.
        /// 中文：失信记录表，哪些属于严重失信，回溯多久。
        listings: Listings,
        /// The day on which the records were looked up.
        /// 中文：查询记录的日期。
        checked_on: Scalar<Day> = "'records.checked_on'",
    }
}

shape! {
    /// A table of listings, which of them are serious, and how far is looked back.
    #[derive(Debug)]
    pub(super) struct Listings in Scope {
        /// The table of listings.
        /// 中文：失信记录表。
        pub(super) table: Table = "'records.dishonesty'",
        /// The column of their kind.
        /// 中文：列入类型所在的列。
        pub(super) kind (table): Column<Choice> = "'kind'",
        /// The kinds that are serious.
        /// 中文：属于严重失信的类型。
        serious (kind): Picks,
        /// The column of the day of the act.
        /// 中文：行为发生日期所在的列。
        acted_on (table): Column<Day> = "'acted_on'",
        /// The column of the day of listing.
        /// 中文：列入日期所在的列。
        listed_on (table): Column<Day> = "'listed_on'",
        /// The column of the day of removal; a word there means still listed.
        /// 中文：移出日期所在的列；写的是文字则表示仍在列。
        removed_on (table): Column<When> = "'removed_on'",
        /// How far is looked back.
        /// 中文：回溯多久。
        within: Lookback,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let years = self.listings.within.years;
        let field = dictionary.get(self.listings.kind.id);
        let serious: Vec<Text> = self
            .listings
            .serious
            .iter()
            .filter_map(|kind| field.map(|field| field.choice_label(*kind)))
            .collect();
        let serious = Text::list(&serious);
        text!("近 {years} 年未列入{serious}", "not listed in the last {years} years as: {serious}"; serious)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let table = self.listings.table;
        let Some(rows) = context.dossier.rows(table) else {
            return Outcome::not_given(context, &[table.into()]);
        };
        let listings = self.listings.judge(context, rows);
        let outcome = Outcome::all_of(listings.into_iter().chain([looked_up(
            context,
            self.checked_on,
            self.listings.within,
        )]));
        if outcome.verdict != Verdict::Pass {
            return outcome.requires(context.say(|| self.sharper(context)));
        }
        let found = context.say(|| none_counts(rows.len()));
        Outcome { found, ..outcome }
            .cite([table.into()])
            .requires(context.say(|| self.sharper(context)))
    }
}

impl Params {
    /// What is required, with the days that are looked back on.
    fn sharper(&self, context: &Context<'_>) -> Text {
        looking_back(
            self.required(&context.dossier.dictionary),
            self.listings.within,
            context.as_of,
        )
    }
}

impl Listings {
    /// One outcome for each listing: whether it is serious and within the years looked back on.
    pub(super) fn judge(&self, context: &Context<'_>, rows: &[Row]) -> Vec<Outcome> {
        rows.iter()
            .enumerate()
            .map(|(number, row)| self.listing(context, number, row))
            .collect()
    }

    fn listing(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let kind = row.get(self.kind);
        let [kind_cell, listed_cell, removed_cell] = [
            self.kind.at(number),
            self.listed_on.at(number),
            self.removed_on.at(number),
        ];
        if let Some(minor) = kind.filter(|kind| !self.serious.contains(kind)) {
            return Outcome::pass(Text::default()).cite([kind_cell]).note(context.say(|| {
                let (n, kind) = (number + 1, context.choice(self.kind.id, minor));
                text!(
                    "第 {n} 条为{kind}，不属严重失信，请自行评估影响",
                    "no. {n} is {kind}, no serious dishonesty; weigh it yourself";
                    kind
                )
            }));
        }
        let verdict = match kind {
            Some(_) => self.within.judge(context.as_of, |window| self.within(row, window)),
            None => {
                let possible = self.within.judge(context.as_of, |window| self.within(row, window));
                if possible == Verdict::Pass {
                    Verdict::Pass
                } else {
                    Verdict::Missing
                }
            }
        };
        match verdict {
            Verdict::Pass => Outcome::pass(Text::default())
                .cite([kind_cell, listed_cell, removed_cell])
                .note(self.outside(context, row)),
            Verdict::Fail => {
                Outcome::fail(context.say(|| self.sentence(context, number, row))).cite([kind_cell, listed_cell])
            }
            Verdict::Review => {
                let found = context.say(|| {
                    let mut said = self.sentence(context, number, row);
                    said.push(&text!(
                        "，是否落在近三年内有两种理解",
                        "; whether that is within the years looked back on can be read both ways"
                    ));
                    said
                });
                let acted = row.get(self.acted_on).map(|_| self.acted_on.at(number));
                Outcome::review(Reason::Readings, found)
                    .cite([kind_cell, listed_cell, removed_cell])
                    .cite(acted)
            }
            Verdict::Missing | Verdict::NotApplicable => {
                let gaps = among([
                    (kind.is_none(), kind_cell),
                    (row.get(self.listed_on).is_none(), listed_cell),
                    (row.get(self.removed_on).is_none(), removed_cell),
                ]);
                Outcome::not_given(context, &gaps)
            }
        }
    }

    /// Whether a listing, if it is serious, meets a window: the whole stretch from listing to removal.
    fn within(&self, row: &Row, window: Window) -> Verdict {
        let listed = row.get(self.listed_on);
        let removed = row.get(self.removed_on);
        let acted_before = row.get(self.acted_on).is_some_and(|acted| acted < window.first);
        let hit = if acted_before { Verdict::Review } else { Verdict::Fail };
        match (listed, removed) {
            (Some(listed), _) if listed > window.last => Verdict::Pass,
            (Some(listed), _) if window.holds(listed) => hit,
            (Some(listed), Some(When::Day(removed))) if window.meets(listed, Some(removed)) => hit,
            (_, Some(When::Day(removed))) if removed < window.first => Verdict::Pass,
            (Some(_), Some(When::Word(_))) => hit,
            (_, None) | (None, _) => Verdict::Missing,
            (Some(_), Some(When::Day(_) | When::Within(_))) => Verdict::Pass,
        }
    }

    /// The note on a listing that does not count, being over before the years looked back on or still ahead.
    fn outside(&self, context: &Context<'_>, row: &Row) -> Text {
        let within = self.within;
        match (row.get(self.listed_on), row.get(self.removed_on)) {
            (Some(listed), _) if listed > context.as_of => still_ahead(context, listed),
            (_, Some(When::Day(removed))) if within.is_before(context.as_of, removed) => {
                before_window(context, removed, within)
            }
            _ => Text::default(),
        }
    }

    /// A listing in words.
    pub(super) fn sentence(&self, context: &Context<'_>, number: usize, row: &Row) -> Text {
        let kind = row
            .get(self.kind)
            .map(|kind| context.choice(self.kind.id, kind))
            .unwrap_or_default();
        let listed = row.get(self.listed_on).map(|day| day.to_string()).unwrap_or_default();
        let removed = match row.get(self.removed_on) {
            Some(When::Day(day)) => text!("，{day} 移出", ", removed on {day}"),
            Some(_) => text!("，未移出", ", still listed"),
            None => Text::default(),
        };
        let acted = row
            .get(self.acted_on)
            .map(|day| text!("，行为日期 {day}", ", for an act of {day}"))
            .unwrap_or_default();
        let n = number + 1;
        text!(
            "第 {n} 条：{kind}，{listed} 列入{removed}{acted}",
            "no. {n}: {kind}, listed on {listed}{removed}{acted}";
            kind, removed, acted
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    fn listing(cells: &str) -> Verdict {
        let rule = example("no_listing_within");
        judge(
            &rule,
            &format!("records = {{ checked_on = 2025-12-30, dishonesty = [{{ {cells} }}] }}"),
        )
        .verdict
    }

    #[test]
    fn the_stretch_from_listing_to_removal_meets_each_window_by_its_last_day() {
        let removed = |day: &str| {
            listing(&format!(
                "kind = 'major_tax', listed_on = 2019-01-01, removed_on = {day}"
            ))
        };
        assert_eq!(removed("2021-12-31"), Verdict::Pass);
        assert_eq!(removed("2022-01-01"), Verdict::Review);
        assert_eq!(removed("2022-12-30"), Verdict::Review);
        assert_eq!(removed("2022-12-31"), Verdict::Fail);
        assert_eq!(removed("'none'"), Verdict::Fail);
    }

    #[test]
    fn an_act_before_the_window_is_for_a_person() {
        let acted = |day: &str| {
            listing(&format!(
                "kind = 'major_tax', acted_on = {day}, listed_on = 2024-01-01, removed_on = 'none'"
            ))
        };
        assert_eq!(acted("2021-06-01"), Verdict::Review);
        assert_eq!(acted("2022-06-01"), Verdict::Review);
        assert_eq!(acted("2023-06-01"), Verdict::Fail);
    }

    #[test]
    fn a_removal_not_given_is_missing_where_it_could_decide() {
        assert_eq!(listing("kind = 'major_tax', listed_on = 2019-01-01"), Verdict::Missing);
        assert_eq!(listing("kind = 'major_tax', listed_on = 2024-01-01"), Verdict::Fail);
        assert_eq!(listing("kind = 'major_tax'"), Verdict::Missing);
        assert_eq!(listing("listed_on = 2024-01-01, removed_on = 'none'"), Verdict::Missing);
        assert_eq!(
            listing("listed_on = 2019-01-01, removed_on = 2020-01-01"),
            Verdict::Pass
        );
    }

    #[test]
    fn lesser_listings_are_noted_and_no_more() {
        assert_eq!(
            listing("kind = '经营异常名录', listed_on = 2024-01-01, removed_on = 'none'"),
            Verdict::Pass
        );
    }

    fn whole(rows: &str) -> Outcome {
        let rule = example("no_listing_within");
        judge(
            &rule,
            &format!("records = {{ checked_on = 2025-12-30, dishonesty = [{rows}] }}"),
        )
    }

    #[test]
    fn a_listing_counts_up_to_the_as_of_day() {
        let listed = |day: &str| listing(&format!("kind = 'major_tax', listed_on = {day}, removed_on = 'none'"));
        assert_eq!(listed("2025-12-30"), Verdict::Fail);
        assert_eq!(listed("2025-12-31"), Verdict::Pass);
        assert_eq!(listing("kind = 'major_tax', listed_on = 2025-12-31"), Verdict::Pass);
    }

    #[test]
    fn an_act_on_the_first_day_of_the_window_lies_within() {
        let acted = |day: &str| {
            listing(&format!(
                "kind = 'major_tax', acted_on = {day}, listed_on = 2024-01-01, removed_on = 'none'"
            ))
        };
        assert_eq!(acted("2022-12-31"), Verdict::Fail);
        assert_eq!(acted("2022-12-30"), Verdict::Review);
    }

    #[test]
    fn a_listing_without_its_day_is_over_where_its_removal_is() {
        let removed = |day: &str| listing(&format!("kind = 'major_tax', removed_on = {day}"));
        assert_eq!(removed("2021-12-31"), Verdict::Pass);
        assert_eq!(removed("2022-01-01"), Verdict::Missing);
        assert_eq!(removed("2022-12-31"), Verdict::Missing);
        assert_eq!(removed("2024-06-01"), Verdict::Missing);
    }

    #[test]
    fn what_lies_outside_the_window_is_told() {
        let notes = |days: &str| {
            let outcome = whole(&format!("{{ kind = 'major_tax', {days} }}"));
            outcome.notes.iter().map(|note| note.en.clone()).collect::<Vec<_>>()
        };
        let before = notes("listed_on = 2019-01-01, removed_on = 2021-12-31");
        assert!(
            before.len() == 1 && before[0].contains("before the last 3 years"),
            "{before:?}"
        );
        let ahead = notes("listed_on = 2025-12-31, removed_on = 'none'");
        assert!(
            ahead.len() == 1 && ahead[0].contains("after the as-of day"),
            "{ahead:?}"
        );
        assert_eq!(notes("listed_on = 2024-01-01, removed_on = 'none'"), [""; 0]);
    }

    #[test]
    fn listings_are_told_by_their_number_and_the_days_looked_back_on() {
        let lesser = "{ kind = 'penalty', listed_on = 2024-01-01, removed_on = 2024-02-01 }";
        let serious = "{ kind = 'major_tax', listed_on = 2024-01-01, removed_on = 'none' }";
        let second = whole(&format!("{lesser}, {serious}"));
        assert!(second.found.zh.starts_with("第 2 条："), "{}", second.found.zh);
        assert!(
            second.notes.iter().any(|note| note.zh.starts_with("第 1 条")),
            "{:?}",
            second.notes
        );
        for outcome in [second, whole("")] {
            let required = outcome.required.unwrap_or_default();
            assert!(
                required.zh.contains("2022-12-31") && required.zh.contains("2022-01-01"),
                "{}",
                required.zh
            );
        }
    }
}
