//! A month where a day is asked for: judged as every day of it is, one after another.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::collections::BTreeMap;

use common::{day, judge, read, well_written};
use quality_award::verdict::Verdict;

const ORGANIZATION: &str = include_str!("../examples/organization.toml");
const FAILING: &str = include_str!("../examples/organization-failing.toml");
const INDIVIDUAL: &str = include_str!("../examples/individual.toml");

fn verdicts(text: &str) -> BTreeMap<String, Verdict> {
    let report = judge(&well_written(text));
    let each = report.findings.iter();
    each.map(|finding| (finding.condition.to_string(), finding.verdict))
        .collect()
}

/// The lines of a dossier that give a day of a field that takes a month too: all that stands before the day, and the day.
fn days(text: &str) -> Vec<(String, String, String)> {
    let exact = [
        "submitted_on",
        "received_on",
        "checked_on",
        "started_on",
        "ended_on",
        "issued_on",
        "from",
        "to",
    ];
    let lines = text.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" = ")?;
        let day = rest
            .get(..10)
            .filter(|day| day.len() == 10 && day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')?;
        let takes = !exact.contains(&name) && !name.contains(['{', '#']);
        takes.then(|| (line.to_owned(), name.to_owned(), day.to_owned()))
    });
    lines.collect()
}

#[test]
fn a_month_is_judged_as_all_its_days_are() {
    let mut tried = 0;
    let mut open = 0;
    for text in [ORGANIZATION, FAILING, INDIVIDUAL] {
        for (line, name, written) in days(text) {
            // the month that is written, and those around the edges of three years and of the day of submission
            for month in [&written[..7], "2022-11", "2022-12", "2023-01", "2025-12"] {
                let with = |value: &str| text.replacen(&line, &format!("{name} = {value}"), 1);
                let Ok(vague) = read(&with(&format!("\"{month}\""))) else {
                    continue;
                };
                let vague = judge(&vague);
                let (year, number) = (month[..4].parse().unwrap(), month[5..].parse().unwrap());
                let first = day(year, number, 1);
                let each = (0..31)
                    .map(|after| first.plus(after))
                    .filter(|day| day.month() == first.month());
                let each: Vec<BTreeMap<String, Verdict>> = each.map(|day| verdicts(&with(&day.to_string()))).collect();
                for finding in &vague.findings {
                    let of = each.iter().map(|verdicts| verdicts[&*finding.condition]);
                    let all = of.reduce(Verdict::between_readings).unwrap();
                    assert_eq!(finding.verdict, all, "{name} = {month}: {}", finding.condition);
                    open += usize::from(finding.found.zh.contains("写明日期才能判断"));
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 40 && open > 5, "{tried} months, {open} of them open");
}

#[test]
fn what_has_to_be_a_day_is_refused_as_a_month() {
    for (line, month) in [
        ("submitted_on = 2025-12-26", "submitted_on = \"2025-12\""),
        ("checked_on = 2025-12-26", "checked_on = \"2025年12月\""),
        ("started_on = 2025-12-15", "started_on = \"2025-12\""),
    ] {
        let text = ORGANIZATION.replacen(line, month, 1);
        assert_ne!(text, ORGANIZATION);
        assert!(read(&text).is_err(), "{month}");
    }
    assert!(read(&ORGANIZATION.replacen("registered_on = 2016-03-18", "registered_on = \"2016年3月\"", 1)).is_ok());
}
