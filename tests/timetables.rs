//! Every day that a timetable names is a day on which `check` says so, and it is otherwise the day before or after.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::facts::sound;
use common::{calendar, day, pack, well_written};
use quality_award::check::{AsOf, Detail, check};
use quality_award::day::Day;
use quality_award::dossier::Dossier;
use quality_award::pack::Pack;
use quality_award::report::{AsOfFrom, DossierReport};
use quality_award::timetable::{Edition, Supposed, Timetable, plan};
use quality_award::verdict::{Overall, Verdict};
use serde_json::Value;

const EXAMPLES: [&str; 5] = [
    include_str!("../examples/organization.toml"),
    include_str!("../examples/organization-failing.toml"),
    include_str!("../examples/organization-incomplete.toml"),
    include_str!("../examples/individual.toml"),
    include_str!("../examples/dossier/dossier.toml"),
];

/// A dossier with its day of submission written anew, or left out.
fn rewritten(text: &str, submitted_on: Option<Day>) -> Dossier {
    let mut lines: Vec<String> = Vec::new();
    let mut has_section = false;
    for line in text.lines() {
        if line.trim_start().starts_with("submitted_on") {
            continue;
        }
        lines.push(line.to_owned());
        if line.trim() == "[submission]" {
            has_section = true;
            lines.extend(submitted_on.map(|day| format!("submitted_on = {day}")));
        }
    }
    if !has_section && let Some(day) = submitted_on {
        lines.push(format!("[submission]\nsubmitted_on = {day}"));
    }
    well_written(&lines.join("\n"))
}

fn submitted(pack: &Pack, dossier: &Dossier, day: Day) -> DossierReport {
    let as_of = AsOf {
        day,
        from: AsOfFrom::SubmittedOn,
        submitted: true,
    };
    check(pack, dossier, None, as_of, calendar(), Detail::Verdicts)
}

fn planned(pack: &Pack, dossier: &Dossier, as_of: Day, supposed: Supposed) -> Timetable {
    let edition = Edition::new(pack, None).expect("it is shipped");
    plan(&edition, dossier, as_of, calendar(), supposed)
}

fn suppose(post: Option<Day>, submit: Option<Day>) -> Supposed {
    Supposed { post, submit }
}

fn refuted(report: &DossierReport) -> bool {
    report.verdict == Overall::Ineligible
}

/// What a timetable says of each day against the verdicts on a submission on it.
fn agrees(pack: &Pack, table: &Timetable, dossier_on: impl Fn(Day) -> Dossier, named: &str) {
    assert_eq!(table.days.first().map(|shown| shown.day), Some(table.as_of), "{named}");
    assert_eq!(table.days.last().map(|shown| shown.day), Some(table.closes), "{named}");
    for shown in &table.days {
        let day = shown.day;
        let report = submitted(pack, &dossier_on(day), day);
        assert_eq!(shown.verdict, report.verdict, "{named} on {day}");
        assert!(!(shown.works && refuted(&report)), "{named} on {day}");
        assert_eq!(report.findings.len(), table.conditions.len(), "{named}");
        for (finding, holds) in report.findings.iter().zip(&table.conditions) {
            assert_eq!(finding.condition, holds.condition, "{named}");
            let spans = &holds.spans;
            let within: Vec<_> = spans
                .iter()
                .filter(|span| span.first <= day && day <= span.last)
                .collect();
            assert_eq!(within.len(), 1, "{named}: each day is in one span");
            let told = (within[0].verdict, within[0].reason);
            assert_eq!(
                told,
                (finding.verdict, finding.reason),
                "{named}: {} on {day}",
                finding.condition
            );
            if let Some(met) = holds.met_on.filter(|met| *met > day) {
                assert_ne!(finding.verdict, Verdict::Pass, "{named}: met on {met}, not on {day}");
            }
        }
    }
    let works = |day: Day| table.days.iter().any(|shown| shown.day == day && shown.works);
    match table.first_day.zip(table.last_day) {
        None => assert!(!table.days.iter().any(|shown| shown.works), "{named}"),
        Some((first, last)) => {
            assert!(works(first) && works(last), "{named}");
            assert!(!works(first.plus(-1)) && !works(last.plus(1)), "{named}");
            let outside = table.days.iter().filter(|shown| shown.day < first || shown.day > last);
            assert_eq!(outside.filter(|shown| shown.works).count(), 0, "{named}");
        }
    }
}

#[test]
fn examples_are_planned_as_they_are_judged_on_each_day() {
    for (number, text) in EXAMPLES.iter().enumerate() {
        for as_of in [
            day(2025, 11, 25),
            day(2025, 12, 15),
            day(2025, 12, 26),
            day(2025, 12, 30),
        ] {
            let dossier = rewritten(text, None);
            let table = planned(pack(), &dossier, as_of, Supposed::default());
            agrees(
                pack(),
                &table,
                |day| rewritten(text, Some(day)),
                &format!("example {number} as of {as_of}"),
            );
            let stated = planned(pack(), &well_written(text), as_of, Supposed::default());
            let same =
                |table: &Timetable| serde_json::to_value((&table.days, &table.conditions, &table.tasks)).unwrap();
            assert_eq!(
                same(&stated),
                same(&table),
                "a day of submission that is stated is set aside"
            );
        }
    }
}

#[test]
fn sound_applicants_of_every_pack_are_planned_as_they_are_judged() {
    let mut planned_for = 0;
    for id in Pack::shipped() {
        let pack = Pack::find(id).unwrap().unwrap();
        if pack.closes_unseen {
            continue;
        }
        for track in pack.tracks() {
            let dossier = sound(&pack, track);
            let as_of = pack.closes.plus(-30);
            let table = planned(&pack, &dossier, as_of, Supposed::default());
            let named = format!("{id} {}", track.id());
            agrees(&pack, &table, |day| dossier.submitted(Some(day)), &named);
            planned_for += 1;
        }
    }
    assert!(planned_for >= 10, "{planned_for}");
}

/// The verdict on the notice of the sound example, posted on a day and over before the day of submission.
fn noticed(first: Day, submitted_on: Day) -> Verdict {
    let (head, rest) = EXAMPLES[0].split_once("[[public_notices]]").unwrap();
    let (_, rest) = rest.split_once("[submission]").unwrap();
    let ended_on = submitted_on.plus(-1);
    let notice = format!(
        "[[public_notices]]\nscope = \"organization\"\nstarted_on = {first}\nended_on = {ended_on}\nobjections = false\n"
    );
    let dossier = rewritten(&format!("{head}{notice}\n[submission]{rest}"), Some(submitted_on));
    let report = submitted(pack(), &dossier, submitted_on);
    let notices = ["public_notice", "notice"];
    let found = report
        .findings
        .iter()
        .find(|finding| notices.iter().any(|id| finding.condition.contains(id)));
    found.expect("the pack asks for a notice").verdict
}

fn next_working(day: Day) -> Day {
    let mut next = day.plus(1);
    while !calendar().kind(next).unwrap().is_working() {
        next = next.plus(1);
    }
    next
}

#[test]
fn the_last_safe_day_is_safe_and_the_next_is_not() {
    let dossier = rewritten(EXAMPLES[0], None);
    for submit in (0..20).map(|days| day(2025, 12, 30).plus(-days)) {
        let table = planned(pack(), &dossier, day(2025, 12, 1), suppose(None, Some(submit)));
        let safe = table.submit.unwrap().last_safe_post.expect("the calendar is known");
        assert_eq!(
            noticed(safe, submit),
            Verdict::Pass,
            "posted {safe}, submitted {submit}"
        );
        let next = next_working(safe);
        assert_ne!(
            noticed(next, submit),
            Verdict::Pass,
            "posted {next}, submitted {submit}"
        );
        if submit == pack().closes {
            assert_eq!(table.last_safe_post, Some(safe));
        }
    }
    let late = planned(pack(), &dossier, day(2025, 12, 29), Supposed::default());
    assert_eq!(late.last_safe_post, Some(day(2025, 12, 22)), "though it is over");
}

#[test]
fn a_notice_hangs_no_longer_than_it_has_to() {
    let dossier = rewritten(EXAMPLES[2], None);
    for posted in (0..20).map(|days| day(2025, 12, 3).plus(days)) {
        let table = planned(pack(), &dossier, day(2025, 12, 1), suppose(Some(posted), None));
        let told = table.post.unwrap();
        assert_eq!((told.day, told.verdict), (posted, Some(Verdict::Pass)));
        let until = told.until.unwrap();
        assert_eq!(noticed(posted, until.plus(1)), Verdict::Pass, "{posted} to {until}");
        assert_ne!(
            noticed(posted, until),
            Verdict::Pass,
            "{posted} to the day before {until}"
        );
    }
    let doubtful = planned(
        pack(),
        &dossier,
        day(2025, 12, 1),
        suppose(Some(day(2025, 12, 23)), None),
    );
    assert_eq!(doubtful.post.unwrap().verdict, Some(Verdict::Review));
    let late = planned(
        pack(),
        &dossier,
        day(2025, 12, 1),
        suppose(Some(day(2025, 12, 25)), None),
    )
    .post
    .unwrap();
    assert_eq!((late.until, late.verdict), (None, Some(Verdict::Fail)));
}

#[test]
fn a_forecast_is_the_next_edition_judged_and_says_what_counts() {
    let closes = day(2027, 12, 30);
    let edition = Edition::new(pack(), Some(closes)).unwrap();
    assert_eq!(edition.forecast_from, Some(pack().closes));
    let dossier = well_written(EXAMPLES[0]);
    let table = plan(&edition, &dossier, day(2027, 6, 1), calendar(), Supposed::default());
    assert_eq!((table.closes, table.forecast_from), (closes, Some(pack().closes)));
    let years: Vec<i64> = table.years.iter().flat_map(|counted| counted.years.clone()).collect();
    assert_eq!(years, [2024, 2025, 2026]);
    assert_eq!(table.last_safe_post, None, "the calendar of 2027 is not announced");
    let same = Edition::new(pack(), Some(pack().closes)).unwrap();
    assert_eq!(same.forecast_from, None, "its own closing day is no forecast");
    // registered a day after the other, an applicant meets the years of operating a day later
    let young = |since: Day| {
        let lines = EXAMPLES[0]
            .lines()
            .map(|line| match line.split('=').next().unwrap().trim() {
                key @ ("registered_on" | "operating_since" | "in_district_since") => format!("{key} = {since}"),
                _ => line.to_owned(),
            });
        let dossier = well_written(&lines.collect::<Vec<_>>().join("\n"));
        let table = plan(&edition, &dossier, day(2027, 6, 1), calendar(), Supposed::default());
        table
            .conditions
            .into_iter()
            .filter(|holds| holds.met_on > Some(day(2027, 6, 1)))
            .map(|holds| (holds.condition, holds.met_on.unwrap()))
            .collect::<Vec<_>>()
    };
    let (one, other) = (young(day(2024, 9, 1)), young(day(2024, 9, 2)));
    assert!(!one.is_empty());
    for ((condition, one), (_, other)) in one.into_iter().zip(other) {
        assert_eq!(other, one.plus(1), "{condition}");
    }
}

fn command(args: &[&str]) -> std::process::Output {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command.args(args).env_remove("COLUMNS").output().unwrap()
}

#[test]
fn what_programs_read_is_what_its_schema_takes() {
    let schema: Value = serde_json::from_slice(&command(&["schema", "plan"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for file in [
        "organization",
        "organization-failing",
        "organization-incomplete",
        "individual",
    ] {
        let file = format!("examples/{file}.xlsx");
        for more in [
            &["--as-of", "2025-12-15"][..],
            &[
                "--as-of",
                "2025-12-15",
                "--post",
                "2025-12-18",
                "--submit",
                "2025-12-26",
            ],
            &["--as-of", "2026-11-29", "--closes", "2027-12-30"],
        ] {
            let args = [&["plan", &file, "--format", "json", "--config", "none"], more].concat();
            let output = command(&args);
            let value: Value = serde_json::from_slice(&output.stdout).unwrap();
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{args:?}: {errors:?}");
            assert_eq!(value["timetables"].as_array().map(Vec::len), Some(1));
        }
    }
}

/// The entries of a calendar, each as its properties by name, as another reader than our own writer takes them.
fn entries(calendar: &str) -> Vec<BTreeMap<String, String>> {
    use icalendar::parser::{read_calendar, unfold};
    let unfolded = unfold(calendar);
    let read = read_calendar(&unfolded).unwrap();
    let events = read.components.iter().filter(|part| part.name == "VEVENT");
    let entry = events.map(|event| {
        let each = event.properties.iter().map(|property| {
            let params = property.params.iter().map(|param| {
                let value = param.val.as_ref().map_or("", |value| value.as_str());
                format!(";{}={value}", param.key.as_str())
            });
            let name = property.name.as_str().to_owned() + &params.collect::<String>();
            (name, property.val.as_str().to_owned())
        });
        each.collect()
    });
    entry.collect()
}

/// What a command writes to standard output.
fn written(args: &[&str]) -> String {
    String::from_utf8(command(args).stdout).unwrap()
}

/// A day as calendars write it.
fn plain(day: &str) -> String {
    day.replace('-', "")
}

#[test]
fn a_calendar_has_the_days_of_the_timetable_all_day_in_short_lines() {
    let examples = ["organization", "organization-failing", "individual"];
    for (example, lang) in examples.iter().flat_map(|example| [(example, "zh"), (example, "en")]) {
        let file = format!("examples/{example}.toml");
        let plan = [
            "plan",
            &file,
            "--config",
            "none",
            "--as-of",
            "2025-12-15",
            "--lang",
            lang,
        ];
        let calendar = written(&[&plan[..], &["--format", "ics"]].concat());
        assert_eq!(calendar, written(&[&plan[..], &["--format", "ics"]].concat()));
        let lines: Vec<&str> = calendar.split("\r\n").collect();
        assert!(
            lines
                .iter()
                .all(|line| line.len() <= 75 && !line.contains(['\r', '\n']))
        );
        assert_eq!(lines.last(), Some(&""));
        let told: Value = serde_json::from_str(&written(&[&plan[..], &["--format", "json"]].concat())).unwrap();
        let told = &told["timetables"][0];
        let milestones = ["opens", "last_safe_post", "first_day", "last_day", "closes"];
        let mut days: Vec<String> = milestones
            .iter()
            .filter_map(|name| told[name].as_str())
            .map(plain)
            .collect();
        let tasks = told["tasks"].as_array().unwrap();
        days.extend(tasks.iter().map(|task| plain(task["by"].as_str().unwrap())));
        let entries = entries(&calendar);
        let starts: Vec<&String> = entries.iter().map(|entry| &entry["DTSTART;VALUE=DATE"]).collect();
        assert_eq!(starts, days.iter().collect::<Vec<_>>(), "{example}");
        for entry in &entries {
            let next = |day: &str| {
                let number = |range: std::ops::Range<usize>| day[range].parse::<i16>().unwrap();
                let day = Day::new(number(0..4), number(4..6) as i8, number(6..8) as i8).unwrap();
                plain(&day.plus(1).to_string())
            };
            assert_eq!(entry["DTEND;VALUE=DATE"], next(&entry["DTSTART;VALUE=DATE"]));
            assert_eq!(entry["DTSTAMP"], "20251215T000000Z");
            assert!(entry["SUMMARY"].contains(told["applicant"].as_str().unwrap()));
        }
        for (task, entry) in tasks.iter().zip(&entries[entries.len() - tasks.len()..]) {
            assert!(
                entry["SUMMARY"].contains(task["title"][lang].as_str().unwrap()),
                "{entry:?}"
            );
            assert!(
                entry["DESCRIPTION"].contains(task["act"][lang].as_str().unwrap()),
                "{entry:?}"
            );
        }
    }
}

#[test]
fn an_entry_of_a_calendar_is_known_again_and_never_taken_for_another() {
    let known = |file: &str, as_of: &str| -> BTreeMap<String, String> {
        let args = ["plan", file, "--config", "none", "--as-of", as_of, "--format", "ics"];
        let entries = entries(&written(&args));
        let known = entries
            .iter()
            .map(|entry| (entry["SUMMARY"].clone(), entry["UID"].clone()));
        let known: BTreeMap<String, String> = known.collect();
        let ids: BTreeSet<&String> = known.values().collect();
        assert_eq!((known.len(), ids.len()), (entries.len(), entries.len()));
        known
    };
    let file = "examples/organization.toml";
    let (one, later) = (known(file, "2025-12-15"), known(file, "2025-12-16"));
    assert!(one.len() > 4);
    assert_eq!(one, later);
    let other = known("examples/organization-failing.toml", "2025-12-15");
    assert!(other.values().all(|id| one.values().all(|known| known != id)));
}

/// The timetable of an example as programs read it, and in another format.
fn both(file: &str, more: &[&str], format: &str) -> (Value, Vec<u8>) {
    let plan = [&["plan", file, "--config", "none"], more].concat();
    let told: Value = serde_json::from_str(&written(&[&plan[..], &["--format", "json"]].concat())).unwrap();
    let output = command(&[&plan[..], &["--format", format]].concat());
    (told["timetables"][0].clone(), output.stdout)
}

/// A day of a timetable.
fn at(day: &Value) -> Day {
    Day::parse(day.as_str().unwrap()).unwrap()
}

#[test]
fn the_page_shows_each_day_under_its_weekday_and_whether_submission_works() {
    use scraper::{Html, Selector};
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let now = &["--as-of", "2025-11-20"][..];
    let next = &["--as-of", "2026-11-29", "--closes", "2027-12-30"][..];
    for (example, more) in [("organization", now), ("individual", now), ("organization", next)] {
        let (told, page) = both(&format!("examples/{example}.toml"), more, "html");
        let page = Html::parse_document(std::str::from_utf8(&page).unwrap());
        let mut days = told["days"].as_array().unwrap().iter();
        for row in page.select(&select(".weeks tbody tr")) {
            let cells: Vec<_> = row.select(&select("td")).collect();
            assert_eq!(cells.len(), 7);
            for (column, cell) in cells.iter().enumerate() {
                let Some(number) = cell.select(&select("b")).next() else {
                    continue;
                };
                let shown = days.next().unwrap();
                let day = at(&shown["day"]);
                assert_eq!(number.text().collect::<String>(), day.day().to_string());
                let monday = day.plus(-i64::try_from(column).unwrap());
                assert_eq!(monday.weekday().zh(), "周一", "{day} in column {column}");
                let class = cell.value().attr("class").unwrap();
                let works = shown["works"].as_bool().unwrap();
                assert!(class.contains(if works { "yes" } else { "no" }), "{day}: {class}");
                let is_off = ["weekend", "off"].contains(&shown["kind"].as_str().unwrap_or_default());
                assert_eq!(class.contains("off"), is_off, "{day}: {class}");
            }
        }
        assert!(days.next().is_none(), "every day is shown");
        let rows = page.select(&select(".tasks tbody tr")).count();
        assert_eq!(rows, told["tasks"].as_array().unwrap().len());
    }
}

#[test]
fn the_workbook_has_a_row_for_each_day_and_each_task() {
    use calamine::{DataType, Reader};
    let (told, book) = both("examples/organization.toml", &["--as-of", "2025-12-15"], "xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).unwrap();
    assert_eq!(book.sheet_names(), ["概况", "要办的事", "逐日", "条件"]);
    let start = day(1899, 12, 30);
    for (sheet, list, name) in [("要办的事", "tasks", "by"), ("逐日", "days", "day")] {
        let range = book.worksheet_range(sheet).unwrap();
        let listed = told[list].as_array().unwrap();
        assert_eq!(range.rows().count(), listed.len() + 2, "{sheet}");
        for (row, item) in range.rows().skip(2).zip(listed) {
            let serial = at(&item[name]).days_since(start);
            assert_eq!(
                row[1].get_datetime().map(|at| at.as_f64() as i64),
                Some(serial),
                "{sheet}"
            );
        }
    }
    let spans = told["conditions"].as_array().unwrap().iter();
    let spans: usize = spans.map(|holds| holds["spans"].as_array().unwrap().len()).sum();
    assert_eq!(book.worksheet_range("条件").unwrap().rows().count(), spans + 2);
}

#[test]
fn a_line_of_the_table_has_eighty_columns_at_most() {
    for lang in ["zh", "en"] {
        let args = [
            "plan",
            "examples/organization-incomplete.toml",
            "--config",
            "none",
            "--as-of",
            "2025-12-15",
            "--lang",
            lang,
        ];
        let output = command(&args);
        let shown = String::from_utf8(output.stdout).unwrap();
        for line in shown.lines() {
            let width: usize = line
                .chars()
                .map(|c| if c.is_ascii() || c == '●' || c == '○' { 1 } else { 2 })
                .sum();
            assert!(width <= 80, "{width}: {line}");
        }
    }
}

#[test]
fn what_cannot_be_planned_is_said() {
    for (more, said) in [
        (&["--as-of", "2026-01-01"][..], "--closes"),
        (&["--as-of", "2025-12-15", "--submit", "2026-01-05"], "--submit"),
        (&["--as-of", "2025-12-15", "--post", "12/40"], "--post"),
        (&["--as-of", "2025-12-15", "-o", "a.pdf"], "a.pdf"),
    ] {
        let args = [&["plan", "examples/organization.toml", "--config", "none"], more].concat();
        let output = command(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(said), "{args:?}: {told}");
    }
}
