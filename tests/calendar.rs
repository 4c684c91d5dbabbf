//! The shipped calendar against an account of China's holidays that others keep, working days against a
//! count by hand, and the days of a public notice against those worked out on paper.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeSet;

use chinese_holiday::{Ymd, chinese_holiday};
use common::{calendar, day, finding, judge, pack, well_written};
use proptest::prelude::*;
use quality_award::calendar::Uncovered;
use quality_award::check::{Detail, as_of, check};
use quality_award::day::Day;
use quality_award::pack::Pack;
use quality_award::place::Source;
use quality_award::verdict::Verdict::{self, Fail, Pass, Review};

/// The days from `first` to `last`, both included.
fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (0..=last.days_since(first)).map(move |n| first.plus(n))
}

/// Whether the independent account calls `day` a working day.
fn works_elsewhere(day: Day) -> bool {
    let year = u16::try_from(day.year()).expect("a year of our time");
    let month = u8::try_from(day.month()).expect("a month");
    let number = u8::try_from(day.day()).expect("a day");
    chinese_holiday(Ymd::new(year, month, number)).is_workday()
}

#[test]
fn every_day_is_what_an_independent_account_says() {
    let differing: Vec<String> = days(day(2022, 1, 1), day(2026, 12, 25))
        .filter(|day| {
            let kind = calendar().kind(*day);
            kind.map(|kind| kind.is_working()) != Ok(works_elsewhere(*day))
        })
        .map(|day| {
            format!(
                "{day}: {:?} here, works: {} there",
                calendar().kind(day),
                works_elsewhere(day)
            )
        })
        .collect();
    assert!(
        differing.is_empty(),
        "rules/calendar.toml differs from an independent account; compare the State Council's notice of that year:\n{}",
        differing.join("\n")
    );
}

#[test]
fn each_year_has_the_working_days_of_its_notice() {
    for (year, working) in [(2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let count = calendar()
            .count(day(year, 1, 1), day(year, 12, 31))
            .expect("a covered year");
        assert_eq!(count.working.len(), working, "working days of {year}");
        assert!(
            calendar()
                .notice(year)
                .is_some_and(|notice| notice.starts_with("国办发明电"))
        );
    }
}

#[test]
fn a_year_without_an_announcement_is_an_error_and_never_monday_to_friday() {
    let (first, last) = calendar().span().expect("the calendar has years");
    assert_eq!(
        (first, last),
        (2022, 2026),
        "the years of these tests are those of rules/calendar.toml"
    );
    for year in [first - 1, last + 1] {
        let monday_to_friday = days(day(year, 3, 1), day(year, 3, 7));
        for day in monday_to_friday {
            assert_eq!(calendar().kind(day), Err(Uncovered(year)), "{day}");
        }
    }
    let across = |from: Day, to: Day| calendar().count(from, to).map(|count| count.working.len());
    assert_eq!(across(day(2026, 12, 28), day(2027, 1, 4)), Err(Uncovered(2027)));
    assert_eq!(across(day(2021, 12, 31), day(2022, 1, 4)), Err(Uncovered(2021)));
    assert_eq!(across(day(2026, 12, 28), day(2026, 12, 31)), Ok(4));
    assert_eq!(
        across(day(2025, 12, 31), day(2025, 12, 30)),
        Ok(0),
        "a stretch that ends before it begins"
    );
}

/// The days that `rules/calendar.toml` lists under `key`, read as plain lines.
fn listed(key: &str) -> BTreeSet<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/calendar.toml");
    let text = std::fs::read_to_string(file).expect("rules/calendar.toml");
    let mut listed = BTreeSet::new();
    for part in text.split(&format!("\n{key} = [")).skip(1) {
        let part = part.split(']').next().expect("what stands in the brackets");
        let days = part.split(',').map(|day| day.trim().to_owned());
        listed.extend(days.filter(|day| !day.is_empty()));
    }
    listed
}

proptest! {
    #[test]
    fn a_count_is_what_one_counts_by_hand(start in 0i64..1826, length in -3i64..500) {
        let (first, end) = (day(2022, 1, 1).plus(start), day(2026, 12, 31));
        let last = first.plus(length).min(end);
        let (off, work) = (listed("off"), listed("work"));
        // 2022-01-03 was a Monday.
        let weekend = |day: Day| day.days_since(day_one()).rem_euclid(7) >= 5;
        let works = |day: &Day| {
            let name = day.to_string();
            work.contains(&name) || (!weekend(*day) && !off.contains(&name))
        };
        let by_hand: Vec<Day> = days(first, last).filter(works).collect();
        let count = calendar().count(first, last).expect("covered years");
        prop_assert_eq!(&count.working, &by_hand);
        prop_assert!(count.made_up.iter().all(|day| weekend(*day) && by_hand.contains(day)));
        prop_assert!(count.off.iter().all(|day| off.contains(&day.to_string())));
    }
}

/// A Monday.
fn day_one() -> Day {
    day(2022, 1, 3)
}

/// The pack without the day on which applications opened, so that notices of every month are counted.
fn at_any_time() -> Pack {
    let lines = pack()
        .written
        .contents()
        .lines()
        .filter(|line| !line.starts_with("opens = "));
    let text = lines.collect::<Vec<_>>().join("\n");
    Pack::read(&Source::text("pack.toml", &text)).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

/// What is said of a notice posted within the organization and submitted the day after it ended.
fn posted(first: Day, last: Day) -> Verdict {
    let submitted = last.plus(1);
    let dossier = well_written(&format!(
        "track = \"organization\"\nsubmission.submitted_on = {submitted}\n[[public_notices]]\n\
         scope = \"organization\"\nstarted_on = {first}\nended_on = {last}\nobjections = false\n"
    ));
    let day = as_of(&dossier, None, submitted).expect("its own day alone");
    let report = check(&at_any_time(), &dossier, None, day, calendar(), Detail::Verdicts);
    finding(&report, "proc.public-notice").verdict
}

#[test]
fn a_notice_is_long_enough_on_the_day_worked_out_on_paper() {
    // Posted on; the last of five working days where the day of posting is not counted (A), and where it is (B).
    let rows = [
        (day(2025, 12, 19), day(2025, 12, 26), day(2025, 12, 25)),
        (day(2025, 12, 22), day(2025, 12, 29), day(2025, 12, 26)),
        (day(2025, 12, 23), day(2025, 12, 30), day(2025, 12, 29)),
        (day(2025, 12, 24), day(2025, 12, 31), day(2025, 12, 30)),
        (day(2025, 9, 26), day(2025, 10, 10), day(2025, 10, 9)),
        (day(2025, 9, 30), day(2025, 10, 14), day(2025, 10, 13)),
        (day(2025, 12, 31), day(2026, 1, 8), day(2026, 1, 7)),
        (day(2026, 2, 10), day(2026, 2, 24), day(2026, 2, 14)),
        (day(2026, 2, 13), day(2026, 2, 27), day(2026, 2, 26)),
    ];
    for (first, a, b) in rows {
        assert_eq!(
            posted(first, a),
            Pass,
            "posted {first}: enough under both readings on {a}"
        );
        assert_eq!(
            posted(first, a.plus(-1)),
            Review,
            "posted {first}: a day short of {a}, enough with the first day"
        );
        assert_eq!(
            posted(first, b),
            Review,
            "posted {first}: enough on {b} only if the first day counts"
        );
        assert_eq!(
            posted(first, b.plus(-1)),
            Fail,
            "posted {first}: too short under both readings before {b}"
        );
    }
}

#[test]
fn the_last_safe_day_to_post_is_the_one_on_paper() {
    let nothing_posted = well_written("track = \"organization\"\npublic_notices = []\n");
    let report = judge(&nothing_posted);
    let finding = finding(&report, "proc.public-notice");
    assert_eq!(finding.act_by, Some(day(2025, 12, 22)));
    let remedy = finding.remedy.as_ref().expect("what is refuted has a remedy");
    assert!(
        remedy.zh.contains("2025-12-22") && remedy.en.contains("2025-12-22"),
        "{remedy:?}"
    );
}
