//! What is said of the days to come is what comes of submitting on each of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{calendar, day, finding, pack, well_written};
use quality_award::check::{AsOf, Detail, as_of, check};
use quality_award::day::Day;
use quality_award::report::{AsOfFrom, DossierReport};
use quality_award::verdict::{Overall, Reason, Verdict, Weight};

const SOUND: &str = include_str!("../examples/organization.toml");

/// The sound example without its day of submission, registered and operating since a day, and with these notices.
fn dossier(since: &str, notices: &str) -> String {
    let (head, rest) = SOUND.split_once("[[public_notices]]").unwrap();
    let (_, rest) = rest.split_once("[submission]").unwrap();
    let text = format!("{head}{notices}\n[submission]{rest}");
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let key = line.split('=').next().unwrap_or_default().trim();
        match key {
            "submitted_on" => {}
            "registered_on" | "operating_since" | "in_district_since" => lines.push(format!("{key} = {since}")),
            "checked_on" => lines.push("checked_on = 2025-12-01".to_owned()),
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

fn notice(first: Day, last: Day) -> String {
    format!(
        "[[public_notices]]\nscope = \"organization\"\nstarted_on = {first}\nended_on = {last}\nobjections = false\n"
    )
}

fn on(text: &str, day: Day) -> DossierReport {
    let dossier = well_written(text);
    let asked = AsOf {
        day,
        from: AsOfFrom::Flag,
        submitted: false,
    };
    check(pack(), &dossier, None, asked, calendar(), Detail::Full)
}

/// The same dossier, submitted on a day.
fn submitted(text: &str, day: Day) -> DossierReport {
    let text = text.replace("[submission]", &format!("[submission]\nsubmitted_on = {day}"));
    let dossier = well_written(&text);
    let asked = as_of(&dossier, None, day).unwrap();
    check(pack(), &dossier, None, asked, calendar(), Detail::Full)
}

fn cases() -> Vec<String> {
    let mut cases = Vec::new();
    for since in [
        "2016-03-18",
        "2022-12-20",
        "2022-12-29",
        "2022-12-30",
        "2022-12-31",
        "2023-01-01",
    ] {
        cases.push(dossier(since, "public_notices = []").replacen("public_notices = []", "", 1));
        for (first, last) in [
            (1, 8),
            (8, 16),
            (15, 22),
            (17, 20),
            (22, 29),
            (23, 30),
            (24, 31),
            (26, 31),
        ] {
            cases.push(dossier(since, &notice(day(2025, 12, first), day(2025, 12, last))));
        }
        let two = notice(day(2025, 12, 10), day(2025, 12, 12)) + &notice(day(2025, 12, 15), day(2025, 12, 18));
        cases.push(dossier(since, &two));
    }
    cases
}

fn closes() -> Day {
    pack().closes
}

#[test]
fn the_first_and_last_day_are_those_that_submitting_on_every_day_shows() {
    let mut shown = 0;
    for text in cases() {
        for today in [
            day(2025, 12, 9),
            day(2025, 12, 17),
            day(2025, 12, 24),
            day(2025, 12, 30),
        ] {
            let days: Vec<(Day, DossierReport)> = today
                .through(closes())
                .map(|day| (day, submitted(&text, day)))
                .collect();
            let met = |condition: &str| {
                let mut verdicts = days.iter().map(|(_, report)| finding(report, condition).verdict);
                verdicts.any(|verdict| verdict == Verdict::Pass)
            };
            let works = |report: &DossierReport| {
                report.verdict != Overall::Ineligible
                    && report.findings.iter().all(|finding| {
                        finding.weight != Weight::Must
                            || finding.reason != Some(Reason::Readings)
                            || !met(&finding.condition)
                    })
            };
            let mut working = days.iter().filter(|(_, report)| works(report)).map(|(day, _)| *day);
            let (first, last) = (working.next(), working.next_back());
            let outlook = on(&text, today).outlook.expect("it is not submitted");
            assert_eq!(outlook.first_day, first, "as of {today}: {text}");
            assert_eq!(outlook.last_day, last.or(first), "as of {today}: {text}");
            shown += usize::from(first.is_some());
        }
    }
    assert!(shown > 60, "{shown}");
}

#[test]
fn what_fails_before_submission_fails_on_every_day_that_is_left() {
    let (mut later, mut never) = (0, 0);
    for text in cases() {
        for today in [day(2025, 12, 9), day(2025, 12, 19), day(2025, 12, 29)] {
            let report = on(&text, today);
            let days: Vec<DossierReport> = today.through(closes()).map(|day| submitted(&text, day)).collect();
            for told in &report.findings {
                let then = |day: &DossierReport| finding(day, &told.condition).verdict;
                if told.verdict == Verdict::Fail {
                    assert!(
                        days.iter().all(|day| then(day) == Verdict::Fail),
                        "{} as of {today}: {text}",
                        told.condition
                    );
                    never += 1;
                } else if then(&days[0]) == Verdict::Fail && days.iter().any(|day| then(day) != Verdict::Fail) {
                    assert_eq!(told.verdict, Verdict::Missing, "{} as of {today}", told.condition);
                    later += 1;
                }
            }
        }
    }
    assert!(later > 20 && never > 20, "{later} {never}");
}

#[test]
fn a_condition_that_will_be_met_names_the_day_and_not_the_day_before() {
    let text = dossier("2022-12-30", &notice(day(2025, 12, 1), day(2025, 12, 8)));
    let report = on(&text, day(2025, 12, 16));
    let years = finding(&report, "org.operating-years");
    assert_eq!((years.verdict, report.verdict), (Verdict::Missing, Overall::Incomplete));
    assert!(
        years
            .remedy
            .as_ref()
            .unwrap()
            .zh
            .starts_with("满足之日 2025-12-30 起可提交")
    );
    let verdict = |day| finding(&submitted(&text, day), "org.operating-years").verdict;
    assert_eq!(verdict(day(2025, 12, 30)), Verdict::Pass);
    assert_ne!(verdict(day(2025, 12, 29)), Verdict::Pass);
    let says = report.outlook.unwrap().text();
    assert!(
        says.zh
            .starts_with("只有 2025-12-30 当天可提交；截止日 2025-12-30，还有 14 天"),
        "{says:?}"
    );
    let never = on(&dossier("2023-01-01", ""), day(2025, 12, 16));
    assert_eq!(finding(&never, "org.operating-years").verdict, Verdict::Fail);
}

#[test]
fn the_last_safe_day_to_post_is_the_last_on_which_posting_passes() {
    let passes = |first: Day| {
        let text = dossier("2016-03-18", &notice(first, day(2025, 12, 29)));
        finding(&submitted(&text, closes()), "proc.public-notice").verdict == Verdict::Pass
    };
    let safe = day(2025, 12, 1)
        .through(day(2025, 12, 29))
        .filter(|day| passes(*day))
        .last()
        .unwrap();
    let without = |today| on(&dossier("2016-03-18", ""), today);
    for today in day(2025, 12, 1).through(closes().plus(3)) {
        let report = without(today);
        let says = report.outlook.as_ref().unwrap().text().zh;
        let headline = report.headline(None).zh;
        assert_eq!(
            says.contains(&format!("最迟 {safe}（周一）张贴公示")),
            today <= safe,
            "{today}: {says}"
        );
        assert_eq!(
            headline.starts_with("本届已截止"),
            today > closes(),
            "{today}: {headline}"
        );
        let hopeless = closes() >= today && today > day(2025, 12, 24);
        assert_eq!(headline.starts_with("公示已来不及"), hopeless, "{today}: {headline}");
        let first = &report.to_do()[0].condition;
        match () {
            () if today > closes() => assert_eq!(&**first, "proc.deadline"),
            () if hopeless => assert_eq!(&**first, "proc.public-notice"),
            () => {}
        }
        let remedy = &finding(&report, "proc.public-notice").remedy.as_ref().unwrap().zh;
        assert_eq!(remedy.contains("已过"), today > safe, "{today}: {remedy}");
    }
    // Posted on the last day that serves under any reading, it is for people; a working day later it fails.
    let until_the_deadline = |first| {
        let text = dossier("2016-03-18", &notice(first, closes()));
        finding(&submitted(&text, closes()), "proc.public-notice").verdict
    };
    assert_eq!(until_the_deadline(day(2025, 12, 24)), Verdict::Review);
    assert_eq!(until_the_deadline(day(2025, 12, 25)), Verdict::Fail);
}

#[test]
fn no_sentence_sends_anyone_past_the_deadline() {
    let text = dossier("2016-03-18", &notice(day(2025, 12, 15), day(2026, 1, 5)));
    let report = on(&text, day(2025, 12, 20));
    let found = &finding(&report, "proc.public-notice").found.zh;
    assert!(found.contains("最迟 2025-12-29 结束"), "{found}");
    let report = on(&text.replace("2026-01-05", "2025-12-26"), day(2025, 12, 20));
    let found = &finding(&report, "proc.public-notice").found.zh;
    assert!(found.contains("结束后方可提交"), "{found}");
}

#[test]
fn what_is_submitted_has_no_days_to_come() {
    let text = dossier("2016-03-18", &notice(day(2025, 12, 1), day(2025, 12, 8)));
    assert_eq!(submitted(&text, day(2025, 12, 26)).outlook, None);
}
