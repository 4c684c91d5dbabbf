//! Stints that add up to at least so many years: their union, overlaps counted once and gaps not at all.
//!
//! What they must reach is the number of days from the day so many years before the as-of day to the as-of day.
//! Each merged stint counts whole days, its first day excluded (reading A) or included (reading B, 民法典 201).
//! A month without a day, an end that is not given, and part-time work leave open how long a stint was: it then
//! has a shortest and a longest length, and where these straddle the number a person must judge.
//!
//! 中文：各段经历合并计算（重叠只计一次，间断不计），累计满若干年。每段起始日不计入与计入两种算法；只写到月份、未写结束、非专职的，
//! 按最短与最长分别计算，跨越界限的待评审。
//!
//! ```toml
//! [years_accumulated]
//! table = "quality_work"
//! from = "from"
//! to = "to"
//! full_time = "full_time"
//! years = 5
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.quality_work = [{ from = 2020-12-30, to = "至今" }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.quality_work = [{ from = 2020-12-31, to = "至今" }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.quality_work = [{ from = 2021-01-01, to = "至今" }]
//! verdict = "fail"
//! ```

use crate::day::Day;
use crate::dictionary::kind::Flag;
use crate::dictionary::{Column, Dictionary, Table, When};
use crate::dossier::{Cite, Row};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `years_accumulated`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of stints.
        /// 中文：经历表。
        table: Table = "'quality_work'",
        /// The column of the first day.
        /// 中文：起始日所在的列。
        from (table): Column<When> = "'from'",
        /// The column of the last day; a word there means until now.
        /// 中文：结束日所在的列；写的是文字则表示至今。
        to (table): Column<When> = "'to'",
        /// The column that says whether the stint was full time.
        /// 中文：写明是否专职的列。
        full_time (table): Column<Flag> = "'full_time'",
        /// How many years.
        /// 中文：累计须满多少年。
        years: i16,
    }
}

/// How many days stints add up to, at the least and at the most, without and with their first days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    least: [i64; 2],
    most: [i64; 2],
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let years = self.years;
        let label = dictionary
            .section(self.table.id)
            .map(|section| section.label.clone())
            .unwrap_or_default();
        text!("{label}累计满 {years} 年（含 {years} 年）", "\"{label}\" adds up to at least {years} years"; label)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(rows) = context.dossier.rows(self.table) else {
            return Outcome::not_given(context, &[self.table.into()]);
        };
        if rows.is_empty() {
            let found = context.say(|| text!("写明没有质量工作经历", "stated that there was none"));
            return Outcome::fail(found).cite([self.table.into()]);
        }
        let as_of = context.as_of;
        let needed = as_of.days_since(as_of.corresponding(-self.years));
        let days = self.days(rows, as_of);
        let cites = rows
            .iter()
            .enumerate()
            .flat_map(|(row, _)| [self.from.at(row), self.to.at(row)]);
        let cites: Vec<Cite> = cites.collect();
        let [least_a, least_b] = days.least;
        let [most_a, most_b] = days.most;
        let undated: Vec<Cite> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.get(self.from).is_none())
            .map(|(number, _)| self.from.at(number))
            .collect();
        if least_a < needed && !undated.is_empty() {
            return Outcome::not_given(context, &undated);
        }
        let found = context.say(|| {
            let range = |least: i64, most: i64| {
                if least == most {
                    least.to_string()
                } else {
                    format!("{least}–{most}")
                }
            };
            let (a, b) = (range(least_a, most_a), range(least_b, most_b));
            text!(
                "截至 {as_of} 累计：不计起始日 {a} 天，计入起始日 {b} 天；满年限需 {needed} 天",
                "as of {as_of}: {a} days without first days, {b} with them; {needed} are needed"
            )
        });
        let outcome = if least_a >= needed {
            Outcome::pass(found)
        } else if most_b < needed {
            Outcome::fail(found)
        } else if least_a == most_a && least_b == most_b {
            Outcome::review(Reason::Readings, found)
        } else {
            Outcome::review(Reason::Evidence, found)
        };
        let ends_later = rows.iter().enumerate().filter_map(|(number, row)| {
            let end = match row.get(self.to)? {
                When::Day(day) => day,
                When::Within(period) => period.first(),
                When::Word(_) => return None,
            };
            (end > as_of).then_some((number + 1, end))
        });
        ends_later.fold(outcome.cite(cites), |outcome, (number, end)| {
            outcome.note(context.say(|| {
                text!(
                    "第 {number} 段经历写到 {end}，晚于申报之日 {as_of}，只计到该日，请核对",
                    "stint no. {number} ends on {end}, after the as-of day {as_of}, and is counted until that day; check it"
                )
            }))
        })
    }
}

impl Params {
    /// The days that the stints add up to by `as_of`.
    fn days(&self, rows: &[Row], as_of: Day) -> Days {
        let (mut shortest, mut longest) = (Vec::new(), Vec::new());
        for row in rows {
            let Some(from) = row.get(self.from) else { continue };
            let (first, last_first) = match from {
                When::Day(day) => (day, day),
                When::Within(period) => (period.first(), period.last()),
                When::Word(_) => continue,
            };
            let (first_last, last) = match row.get(self.to) {
                Some(When::Day(day)) => (Some(day), day),
                Some(When::Within(period)) => (Some(period.first()), period.last()),
                Some(When::Word(_)) => (Some(as_of), as_of),
                None => (None, as_of),
            };
            longest.push((first, last.min(as_of)));
            if let Some(end) = first_last.filter(|_| row.get(self.full_time) != Some(false)) {
                shortest.push((last_first, end.min(as_of)));
            }
        }
        Days {
            least: added(shortest),
            most: added(longest),
        }
    }
}

/// The days of the union of stretches, without and with the first day of each merged one. Stretches that
/// follow one another without a day between are one.
fn added(mut stretches: Vec<(Day, Day)>) -> [i64; 2] {
    stretches.retain(|(first, last)| first <= last);
    stretches.sort();
    let mut merged: Vec<(Day, Day)> = Vec::new();
    for (first, last) in stretches {
        match merged.last_mut() {
            Some((_, end)) if first <= end.plus(1) => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    let without: i64 = merged.iter().map(|(first, last)| last.days_since(*first)).sum();
    let stints = i64::try_from(merged.len()).unwrap_or(i64::MAX);
    [without, without.saturating_add(stints)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::testing::judge;

    fn outcome(stints: &str) -> Outcome {
        let rule = "
            [years_accumulated]
            table = 'quality_work'
            from = 'from'
            to = 'to'
            full_time = 'full_time'
            years = 5
        ";
        judge(rule, &format!("quality_work = [{stints}]"))
    }

    #[test]
    fn overlaps_count_once_and_gaps_not_at_all() {
        let halves = "{ from = 2018-01-01, to = 2020-06-30 }, { from = 2020-07-01, to = 2023-01-31 }";
        assert_eq!(outcome(halves).verdict, Verdict::Pass);
        let overlapping = "{ from = 2018-01-01, to = 2021-12-31 }, { from = 2019-01-01, to = 2022-06-30 }";
        assert_eq!(outcome(overlapping).verdict, Verdict::Fail);
        let apart = "{ from = 2015-01-01, to = 2017-07-01 }, { from = 2019-01-01, to = 2021-06-30 }";
        assert_eq!(outcome(apart).verdict, Verdict::Fail);
    }

    #[test]
    fn what_is_left_open_decides_only_if_it_cannot_matter() {
        assert_eq!(outcome("{ from = '2015-03', to = '2024-06' }").verdict, Verdict::Pass);
        assert_eq!(outcome("{ from = '2020-12', to = '至今' }").verdict, Verdict::Review);
        assert_eq!(outcome("{ from = '2021-01', to = '至今' }").verdict, Verdict::Fail);
        assert_eq!(outcome("{ from = 2010-01-01 }").verdict, Verdict::Review);
        assert_eq!(outcome("{ from = 2022-01-01 }").verdict, Verdict::Fail);
        assert_eq!(
            outcome("{ from = 2010-01-01, to = '至今', full_time = false }").verdict,
            Verdict::Review
        );
    }

    #[test]
    fn an_undated_stint_lacks_a_fact_unless_the_others_suffice() {
        assert_eq!(outcome("{ to = '至今' }").verdict, Verdict::Missing);
        assert_eq!(
            outcome("{ to = 2024-01-01 }, { from = 2010-01-01, to = '至今' }").verdict,
            Verdict::Pass
        );
        assert_eq!(outcome("").verdict, Verdict::Fail);
    }

    #[test]
    fn work_after_the_as_of_day_does_not_count() {
        assert_eq!(outcome("{ from = 2024-01-01, to = 2035-01-01 }").verdict, Verdict::Fail);
        let noted = |to: &str| outcome(&format!("{{ from = 2010-01-01, to = {to} }}")).notes.len();
        assert_eq!(
            [
                noted("2025-12-30"),
                noted("2025-12-31"),
                noted("'2026-01'"),
                noted("'至今'")
            ],
            [0, 1, 1, 0]
        );
    }

    proptest! {
        #[test]
        fn the_union_counts_each_day_once(stints in prop::collection::vec((0i64..2000, 0i64..600), 0..6)) {
            let origin = Day::new(2015, 1, 1).unwrap();
            let days = |(from, length): &(i64, i64)| (origin.plus(*from), origin.plus(from + length));
            let stretches: Vec<(Day, Day)> = stints.iter().map(days).collect();
            let covered = (0..2700).map(|n| origin.plus(n)).filter(|day| stretches.iter().any(|(a, b)| a <= day && day <= b)).count();
            prop_assert_eq!(added(stretches)[1], i64::try_from(covered).unwrap());
        }
    }

    #[test]
    fn five_years_to_the_day_are_enough_whatever_another_stint_leaves_open() {
        let five = "{ from = 2020-12-30, to = '至今' }";
        assert_eq!(outcome(five).verdict, Verdict::Pass);
        assert_eq!(
            outcome(&format!("{five}, {{ to = 2024-01-01 }}")).verdict,
            Verdict::Pass
        );
        let short = "{ from = 2020-12-31, to = '至今' }";
        assert_eq!(
            outcome(&format!("{short}, {{ to = 2024-01-01 }}")).verdict,
            Verdict::Missing
        );
        let short = outcome(short);
        assert_eq!((short.verdict, short.reason), (Verdict::Review, Some(Reason::Readings)));
        assert!(
            short.found.zh.contains("不计起始日 1825 天，计入起始日 1826 天"),
            "{}",
            short.found.zh
        );
    }

    #[test]
    fn what_a_stint_leaves_open_is_told_as_a_range_and_is_for_a_person() {
        let open = outcome("{ from = '2020-12', to = '至今' }");
        assert!(open.found.zh.contains("不计起始日 1825–1855 天"), "{}", open.found.zh);
        let one_day = outcome("{ from = 2020-12-30, to = 2025-12-28 }, { from = 2025-12-30 }");
        assert_eq!(
            (one_day.verdict, one_day.reason),
            (Verdict::Review, Some(Reason::Evidence))
        );
    }

    #[test]
    fn a_stint_that_ends_later_is_told_by_its_number() {
        let outcome = outcome("{ from = 2010-01-01, to = 2012-01-01 }, { from = 2015-01-01, to = 2026-01-01 }");
        assert!(
            outcome.notes.iter().any(|note| note.zh.starts_with("第 2 段")),
            "{:?}",
            outcome.notes
        );
    }
}
