//! No earlier award of the same name, and of one of these levels, within so many years or days, in certain editions, or
//! ever. A table of rejections or withdrawals is read in the same way.
//!
//! An award that is dated by its year may be of any day in it: both ends are computed, and where they differ, that is for
//! a person. One that is dated by its day is open on the last day alone, which is in the time where the first day is not
//! counted (民法典 201) and after it where it is.
//!
//! 中文：若干年（或若干日）内、某几届、或从来未获过同名（和同等级）的奖项；不予受理、撤销的，写在自己的表里，同样判断。只写到年份的按该年的首日和末日
//! 两头计算，结论不一的待评审；写明日期（on 一列）的，只有最后一日因起始日是否计入（民法典第 201 条）而待评审。
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

use crate::day::Day;
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
        /// The column of its day, where the pack adds one in `[[section]]`; a row without a day goes by its year.
        /// 中文：获奖（或不予受理、撤销）日期所在的列，由规则包的 [[section]] 加上；没有填写日期的按年份。
        on (table): Option<Column<Day>>,
        /// The names under which the award counts: one of them stands in the name given.
        /// 中文：算作本奖项的名称：填写的名称里有其中之一即算。
        names: Vec<Name>,
        /// The levels that count, in the name or beside it; without them every level.
        /// 中文：算作本奖项的等级，写在名称里或等级一列均可；不写时各等级都算。
        levels: Vec<Name> = "[]",
        /// How many years must lie between.
        /// 中文：须相隔多少年。
        years: Option<i64>,
        /// How many days must lie between; instead of `years`.
        /// 中文：须相隔多少日；代替 years。
        days: Option<i64>,
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
    /// Winners are barred for years or days, by edition, or for ever: exactly one of them.
    fn one_bar(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        let written = [
            self.years.is_some(),
            self.days.is_some(),
            !self.editions.is_empty(),
            self.ever,
        ];
        if written.iter().filter(|written| **written).count() == 1 {
            return Some(());
        }
        let message = text!(
            "years、days、editions、ever 写且只写一个",
            "exactly one of `years`, `days`, `editions` and `ever` is wanted"
        );
        reader.wrong(keys.place_of("years"), message)
    }

    /// The last day on which an award of a day bars, the day of the award not counted; none where it is not by years or
    /// days.
    fn last(&self, won: Day) -> Option<Day> {
        let years = self.years.map(|years| i16::try_from(years).unwrap_or(i16::MAX));
        let by_years = years.map(|years| won.corresponding(years));
        by_years.or_else(|| self.days.map(|days| won.plus(days)))
    }

    /// Whether an award bars: pass where it does not, fail where it does, review where that turns on the day of the year,
    /// or on how the last day is counted.
    fn barred(&self, context: &Context<'_>, won: Won) -> Verdict {
        let (Some(first), Some(last)) = (self.last(won.first), self.last(won.last)) else {
            let years = won.first.year()..=won.last.year();
            let edition = |year: &i64| i16::try_from(*year).is_ok_and(|year| years.contains(&year));
            return match self.ever || self.editions.iter().any(edition) {
                true => Verdict::Fail,
                false => Verdict::Pass,
            };
        };
        match context.as_of {
            day if day > last => Verdict::Pass,
            day if day < first => Verdict::Fail,
            _ => Verdict::Review,
        }
    }
}

/// When an award was won: between two days, which are the same where its day is given.
#[derive(Debug, Clone, Copy)]
struct Won {
    first: Day,
    last: Day,
}

impl Won {
    /// As the year or the day tells; where they contradict each other, from the earlier to the later.
    fn of(year: Option<i64>, on: Option<Day>) -> Option<Won> {
        let year = year.and_then(|year| i16::try_from(year).ok());
        let year = year.and_then(|year| Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?)));
        match (year, on) {
            (Some((first, last)), Some(on)) if on < first || on > last => Some(Won {
                first: first.min(on),
                last: last.max(on),
            }),
            (_, Some(on)) => Some(Won { first: on, last: on }),
            (year, None) => year.map(|(first, last)| Won { first, last }),
        }
    }

    /// Whether it is known to the day.
    fn is_to_the_day(self) -> bool {
        self.first == self.last
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let names = former::listed(&self.names, &self.levels);
        match (self.years, self.days) {
            (Some(years), _) => text!("{years} 年内未获 {names}", "none of {names} within {years} years"),
            (_, Some(days)) => text!("{days} 日内未获 {names}", "none of {names} within {days} days"),
            _ if self.ever => text!("未曾获 {names}", "never a winner of {names}"),
            _ => {
                let [zh_years, en_years] = yearly::listed(&self.editions);
                text!(
                    "{zh_years} 年各届未获 {names}",
                    "none of {names} in the editions of {en_years}"
                )
            }
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        match self.is_timed() {
            true => vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review],
            false => vec![Verdict::Pass, Verdict::Fail, Verdict::Missing],
        }
    }

    fn numbers(&self, verdict: Verdict, _: Option<Reason>) -> Vec<&'static str> {
        match verdict {
            Verdict::Fail | Verdict::Review if self.is_timed() => vec!["passes_on"],
            _ => Vec::new(),
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
                let outcome = Outcome::all_of(judged);
                let passes_on = rows.iter().filter_map(|row| self.passes_on(row)).max();
                match passes_on {
                    Some(day) => outcome.number("passes_on", context.say(|| Text::same(day.to_string()))),
                    None => outcome,
                }
            }
        }
    }
}

impl Params {
    /// Whether the bar ends some day.
    fn is_timed(&self) -> bool {
        self.years.is_some() || self.days.is_some()
    }

    /// When an award of a row was won.
    fn won(&self, row: &Row) -> Option<Won> {
        Won::of(row.get(self.year), self.on.and_then(|on| row.get(on)))
    }

    /// The first day on which a row does not bar any more, however it is read.
    fn passes_on(&self, row: &Row) -> Option<Day> {
        let counts = former::counts(&self.names, &self.levels, row.get(self.award), row.get(self.level));
        if counts != Some(true) {
            return None;
        }
        Some(self.last(self.won(row)?.last)?.plus(1))
    }

    fn former(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let (award, level, won) = (row.get(self.award), row.get(self.level), self.won(row));
        let counts = former::counts(&self.names, &self.levels, award, level);
        let barred = match (self.ever, won) {
            // whenever it was
            (true, _) => Some(Verdict::Fail),
            (false, won) => won.map(|won| self.barred(context, won)),
        };
        let [at_award, at_level] = [self.award.at(number), self.level.at(number)];
        let at_year = match self.on.filter(|on| row.get(*on).is_some()) {
            Some(on) => on.at(number),
            None => self.year.at(number),
        };
        let found = context.say(|| {
            let award = award.map(quote).unwrap_or_default();
            match won {
                Some(won) if won.is_to_the_day() => {
                    let on = won.first;
                    text!("{on} 获{award}", "{award} on {on}")
                }
                Some(Won { first, last }) if first.year() < last.year() => {
                    text!(
                        "获{award}，年份与日期不一致（{first} 至 {last}）",
                        "{award}, of which year and day differ ({first} to {last})"
                    )
                }
                Some(Won { first, .. }) => {
                    let year = first.year();
                    text!("{year} 年获{award}", "{award} in {year}")
                }
                None => text!("获{award}", "{award}"),
            }
        });
        let outcome = match (counts, barred) {
            (Some(false), _) | (_, Some(Verdict::Pass)) => Outcome::pass(found),
            (Some(true), Some(Verdict::Review)) => {
                let reason = match won.is_some_and(Won::is_to_the_day) {
                    true => Reason::Readings,
                    false => Reason::Evidence,
                };
                Outcome::review(reason, found)
            }
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
    use crate::rules::testing::{example, judge, judge_as_of, mistakes};

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
        let wanted = "exactly one of `years`, `days`, `editions` and `ever` is wanted";
        assert_eq!(mistakes("years_since_award.names = ['质量奖']"), [wanted]);
        assert_eq!(
            mistakes("years_since_award = { names = ['质量奖'], years = 5, ever = true }"),
            [wanted]
        );
    }

    /// Bars for five years, by the day where it is given.
    const TO_THE_DAY: &str = "years_since_award = { names = ['徐汇区质量金奖'], on = 'awarded_on', years = 5 }";

    #[test]
    fn a_bar_by_years_from_a_day_ends_with_its_corresponding_day() {
        let won = |day: &str| {
            let given = format!("former_awards = [{{ award = '徐汇区质量金奖', awarded_on = {day} }}]");
            judge(TO_THE_DAY, &given).verdict
        };
        assert_eq!(
            ["2020-12-29", "2020-12-30", "2020-12-31"].map(won),
            [Verdict::Pass, Verdict::Review, Verdict::Fail]
        );
    }

    #[test]
    fn a_bar_by_days_ends_with_its_last_day_and_a_year_is_read_by_both_ends() {
        let rule = "years_since_award = { names = ['质量奖'], on = 'awarded_on', days = 30 }";
        let won = |row: &str| judge(rule, &format!("former_awards = [{{ award = '质量奖', {row} }}]"));
        // as of 2025-12-30
        let verdicts = ["2025-11-29", "2025-11-30", "2025-12-01"].map(|day| won(&format!("awarded_on = {day}")));
        assert_eq!(
            verdicts.each_ref().map(|outcome| outcome.verdict),
            [Verdict::Pass, Verdict::Review, Verdict::Fail]
        );
        assert_eq!(verdicts[1].reason, Some(Reason::Readings));
        // the year may end 30 days and more before, or not
        assert_eq!(won("year = 2024").verdict, Verdict::Pass);
        let this = won("year = 2025");
        assert_eq!((this.verdict, this.reason), (Verdict::Review, Some(Reason::Evidence)));
        // on 15 January every day of last year is at most 380 days back, and the last one 15
        let longer = "years_since_award = { names = ['质量奖'], days = 380 }";
        let given = "former_awards = [{ award = '质量奖', year = 2025 }]";
        let as_of = Day::new(2026, 1, 15).unwrap();
        assert_eq!(judge_as_of(longer, given, as_of).verdict, Verdict::Fail);
    }

    #[test]
    fn the_first_day_after_the_bar_is_told_and_is_one_on_which_it_passes() {
        let rule = TO_THE_DAY;
        for given in [
            "award = '徐汇区质量金奖', awarded_on = 2021-03-01",
            "award = '徐汇区质量金奖', awarded_on = 2024-02-29",
            "award = '徐汇区质量金奖', year = 2022",
        ] {
            let given = format!("former_awards = [{{ {given} }}, {{ award = '徐汇区质量金奖', year = 2009 }}]");
            let barred = judge(rule, &given);
            assert_eq!(barred.verdict, Verdict::Fail, "{given}");
            let told = barred.numbers.iter().find(|(name, _)| *name == "passes_on").unwrap();
            let day = Day::parse(&told.1.zh).unwrap();
            assert_eq!(judge_as_of(rule, &given, day).verdict, Verdict::Pass, "{given}");
            assert_ne!(
                judge_as_of(rule, &given, day.plus(-1)).verdict,
                Verdict::Pass,
                "{given}"
            );
        }
    }

    #[test]
    fn a_day_that_contradicts_its_year_is_read_by_both() {
        let won = |row: &str| {
            judge(
                TO_THE_DAY,
                &format!("former_awards = [{{ award = '徐汇区质量金奖', {row} }}]"),
            )
        };
        let differing = won("year = 2018, awarded_on = 2024-05-01");
        assert_eq!(
            (differing.verdict, differing.reason),
            (Verdict::Review, Some(Reason::Evidence))
        );
        assert_eq!(won("year = 2024, awarded_on = 2023-05-01").verdict, Verdict::Fail);
    }
}
