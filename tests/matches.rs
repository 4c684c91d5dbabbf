//! `match`: what it says of each award is what `check` says of it, and an edition that is over stands for the next.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quality-award"))
        .args(args)
        .env_remove("COLUMNS")
        .output()
        .unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = run(args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// The match of the first applicant with the only track of its kind of a pack.
fn of_pack<'m>(report: &'m Value, pack: &str) -> &'m Value {
    let matches = report["applicants"][0]["matches"].as_array().unwrap();
    matches.iter().find(|found| found["pack"] == pack).unwrap()
}

fn ids(list: &Value) -> BTreeSet<String> {
    let id = |item: &Value| item.as_str().or(item["condition"].as_str()).unwrap().to_owned();
    list.as_array().unwrap().iter().map(id).collect()
}

/// What `check` says of the binding conditions of a dossier that is not submitted: those with this verdict.
fn checked(report: &Value, pack: &str, verdict: &str) -> BTreeSet<String> {
    let pack = report["packs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|known| known["id"] == pack)
        .unwrap();
    let findings = report["dossiers"][0]["findings"].as_array().unwrap();
    let binding = |finding: &&Value| {
        let id = finding["condition"].as_str().unwrap();
        pack["conditions"][id]["weight"] == "must" && finding["verdict"] == verdict
    };
    let id = |finding: &Value| finding["condition"].as_str().unwrap().to_owned();
    findings.iter().filter(binding).map(id).collect()
}

#[test]
fn what_is_said_of_an_award_is_what_check_says_of_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "organization",
        "organization-failing",
        "organization-incomplete",
        "individual",
    ] {
        let text = fs::read_to_string(format!("examples/{name}.toml")).unwrap();
        // not submitted yet, so that both look ahead
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("submitted_on") && !line.starts_with("received_on"));
        let path = folder.path().join(name).with_extension("toml");
        fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
        let path = path.to_str().unwrap();
        let at = ["--as-of", "2025-12-22", "--format", "json"];
        let matched = json(&[&["match", path], &at[..]].concat());
        let report = json(&[&["check", path], &at[..]].concat());
        let found = of_pack(&matched, "xuhui-2025");
        let of_one_application = |id: &String| id.starts_with("proc.");
        for (key, verdict) in [("refuted", "fail"), ("reviews", "review")] {
            let mut said = checked(&report, "xuhui-2025", verdict);
            said.retain(|id| !of_one_application(id));
            // a condition that is met later is told by check as lacking time, with its day
            let mine = ids(&found[key]);
            let later: BTreeSet<String> = found["refuted"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|refuted| !refuted["met_on"].is_null())
                .map(|refuted| refuted["condition"].as_str().unwrap().to_owned())
                .collect();
            let differing: Vec<&String> = mine
                .symmetric_difference(&said)
                .filter(|id| !later.contains(*id))
                .collect();
            assert!(differing.is_empty(), "{name} {key}: {differing:?}");
        }
    }
}

#[test]
fn an_edition_that_is_over_is_forecast_with_its_windows_moved() {
    let dossier = "examples/organization.toml";
    let on = |as_of: &str, more: &[&str]| {
        let report = json(&[&["match", dossier, "--as-of", as_of, "--format", "json"], more].concat());
        let award = report["awards"]
            .as_array()
            .unwrap()
            .iter()
            .find(|award| award["pack"] == "xuhui-2025")
            .unwrap()
            .clone();
        (award, of_pack(&report, "xuhui-2025").clone())
    };
    let (award, found) = on("2025-12-22", &[]);
    assert_eq!(
        (&award["stage"], &award["judged_for"]),
        (&"open".into(), &"2025-12-30".into())
    );
    assert_eq!(found["missing"].as_array().unwrap().len(), 0, "{found}");
    let (award, found) = on("2026-06-01", &[]);
    assert_eq!(
        (&award["stage"], &award["judged_for"]),
        (&"closed".into(), &"2026-12-30".into())
    );
    assert_eq!(award["closes"], "2025-12-30");
    // the year 2025 counts now, and the dossier ends with 2024
    let wanted = |found: &Value| {
        let gaps = found["missing"].as_array().unwrap().clone();
        gaps.iter()
            .map(|gap| gap["field"].as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert!(wanted(&found).contains("fiscal_years"), "{found}");
    let (award, _) = on("2026-06-01", &["--closes", "2027-12-30"]);
    assert_eq!(award["judged_for"], "2027-12-30");
    assert_eq!(
        run(&["match", dossier, "--closes", "2020-01-01"]).status.code(),
        Some(2)
    );
    assert_eq!(run(&["match", dossier, "--closes", "soon"]).status.code(), Some(2));
}

#[test]
fn a_fact_that_several_awards_lack_is_asked_for_once() {
    let report = json(&["match", "examples/organization-incomplete.toml", "--format", "json"]);
    let applicant = &report["applicants"][0];
    let facts = applicant["undecided"]["facts"].as_array().unwrap();
    let fields: BTreeSet<&str> = facts.iter().map(|fact| fact["field"].as_str().unwrap()).collect();
    assert_eq!(fields.len(), facts.len());
    let open = applicant["matches"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|found| found["verdict"] == "incomplete");
    let wanted: BTreeSet<&str> = open
        .flat_map(|found| found["missing"].as_array().unwrap())
        .map(|gap| gap["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, wanted);
}

#[test]
fn the_nearest_stands_first_and_files_are_written_as_they_are_called() {
    let rank = |found: &Value| match found["verdict"].as_str().unwrap() {
        "eligible" => 0,
        "incomplete" => 1,
        _ => 2,
    };
    let report = json(&["match", "examples", "--format", "json"]);
    for applicant in report["applicants"].as_array().unwrap() {
        let ranks: Vec<i32> = applicant["matches"].as_array().unwrap().iter().map(rank).collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (table, csv, workbook) = (path("a.txt"), path("a.csv"), path("a.xlsx"));
    let output = run(&[
        "match",
        "examples/organization.toml",
        "-o",
        &table,
        "-o",
        &csv,
        "-o",
        &workbook,
    ]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(fs::read_to_string(&table).unwrap().contains("xuhui-2025"));
    let rows = fs::read_to_string(&csv).unwrap().lines().count();
    let matches: usize = json(&["match", "examples/organization.toml", "--format", "json"])["applicants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|applicant| applicant["matches"].as_array().unwrap().len())
        .sum();
    assert_eq!(rows, matches + 1);
    assert!(fs::read(&workbook).unwrap().starts_with(b"PK"));
    assert_eq!(
        run(&["match", "examples/organization.toml", "-o", &path("a.pdf")])
            .status
            .code(),
        Some(2)
    );
    // an input is never written over
    let own = path("own.xlsx");
    fs::copy("examples/organization.xlsx", &own).unwrap();
    assert_eq!(run(&["match", &own, "-o", &own]).status.code(), Some(2));
    assert_eq!(fs::read(&own).unwrap(), fs::read("examples/organization.xlsx").unwrap());
}
