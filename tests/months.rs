//! A month or a year where a day is asked for: judged as every day of it is, one after another.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::collections::BTreeMap;

use common::{judge, read, well_written};
use quality_award::day::Period;
use quality_award::dossier::Dossier;
use quality_award::verdict::Verdict;

const ORGANIZATION: &str = include_str!("../examples/organization.toml");
const FAILING: &str = include_str!("../examples/organization-failing.toml");
const INDIVIDUAL: &str = include_str!("../examples/individual.toml");

fn verdicts(text: &str) -> BTreeMap<String, Verdict> {
    of(&well_written(text))
}

fn of(dossier: &Dossier) -> BTreeMap<String, Verdict> {
    let report = judge(dossier);
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
fn a_month_or_a_year_is_judged_as_all_its_days_are() {
    let mut tried = 0;
    let mut open = 0;
    for text in [ORGANIZATION, FAILING, INDIVIDUAL] {
        for (line, name, written) in days(text) {
            // the month and year that are written, and those around the edges of three years and of the day of submission
            for period in [
                &written[..7],
                "2022-11",
                "2022-12",
                "2023-01",
                "2025-12",
                &written[..4],
                "2022",
                "2023",
                "2025",
            ] {
                let with = |value: &str| text.replacen(&line, &format!("{name} = {value}"), 1);
                let Ok(vague) = read(&with(&format!("\"{period}\""))) else {
                    continue;
                };
                let vague = judge(&vague);
                let within = Period::parse(period).unwrap();
                // of a year, its months' ends and the days around that of submission
                let each = within.first().through(within.last()).filter(|day| {
                    !within.is_year()
                        || day.day() == 1
                        || day.plus(1).day() == 1
                        || day.month() == 12 && day.day() >= 25
                });
                let each = each.map(|day| read(&with(&day.to_string())));
                // beside the other days, some of its days cannot be
                let Ok(each) = each.collect::<Result<Vec<_>, _>>() else {
                    continue;
                };
                let each: Vec<_> = each.iter().map(of).collect();
                for finding in &vague.findings {
                    let of = each.iter().map(|verdicts| verdicts[&*finding.condition]);
                    let all = of.reduce(Verdict::between_readings).unwrap();
                    assert_eq!(finding.verdict, all, "{name} = {period}: {}", finding.condition);
                    open += usize::from(finding.found.zh.contains("写明日期才能判断"));
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 40 && open > 5, "{tried} periods, {open} of them open");
}

#[test]
fn what_has_to_be_a_day_is_refused_as_a_month() {
    for (line, month) in [
        ("submitted_on = 2025-12-26", "submitted_on = \"2025-12\""),
        ("checked_on = 2025-12-26", "checked_on = \"2025年12月\""),
        ("started_on = 2025-12-15", "started_on = \"2025-12\""),
        ("submitted_on = 2025-12-26", "submitted_on = \"2025年\""),
        ("checked_on = 2025-12-26", "checked_on = 2025"),
    ] {
        let text = ORGANIZATION.replacen(line, month, 1);
        assert_ne!(text, ORGANIZATION);
        assert!(read(&text).is_err(), "{month}");
    }
    for period in ["\"2016年3月\"", "\"2016年\"", "\"2016\"", "2016"] {
        let text = ORGANIZATION.replacen("registered_on = 2016-03-18", &format!("registered_on = {period}"), 1);
        assert!(read(&text).is_ok(), "{period}");
    }
}

#[test]
fn a_year_decides_only_where_all_its_days_do() {
    let entity = |year: &str| {
        let text = ORGANIZATION.replacen("registered_on = 2016-03-18", &format!("registered_on = \"{year}\""), 1);
        let text = text.replacen(
            "operating_since = 2016-05-01",
            &format!("operating_since = \"{year}\""),
            1,
        );
        verdicts(&text)["org.operating-years"]
    };
    // submitted on 2025-12-26
    assert_eq!(entity("2021年"), Verdict::Pass);
    assert_eq!(entity("2022年"), Verdict::Review);
    assert_eq!(entity("2023年"), Verdict::Fail);
}
