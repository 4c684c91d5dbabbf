//! Every example stands in the repository twice, as TOML and as a workbook; the workbook is made by this file, and
//! both give the same report but for places.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::fs;
use std::path::{Path, PathBuf};

use quality_award::calendar::Calendar;
use quality_award::check::{Detail, as_of, check};
use quality_award::day::Day;
use quality_award::dossier::Dossier;
use quality_award::load::{self, excel};
use quality_award::pack::Pack;
use quality_award::place::Source;
use quality_award::report::DossierReport;
use quality_award::template;

fn pack() -> Pack {
    Pack::find("xuhui-2025")
        .unwrap()
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

fn today() -> Day {
    Day::new(2025, 12, 30).unwrap()
}

fn examples() -> Vec<PathBuf> {
    let entries = fs::read_dir("examples").unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 4, "{paths:?}");
    paths
}

fn from_toml(pack: &Pack, path: &Path) -> Dossier {
    let text = fs::read_to_string(path).unwrap();
    let source = Source::text(path.to_str().unwrap(), text.as_str());
    let read = load::toml::read(&source, today(), |_| Ok(pack.dictionary.clone()));
    read.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

fn from_workbook(pack: &Pack, name: &str, bytes: &[u8]) -> Dossier {
    let options = excel::Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut found = Vec::new();
    let dictionary = |_: Option<load::Named<'_>>| Ok(pack.dictionary.clone());
    let passed = excel::read(name, bytes, &options, dictionary, |read| found.push(read));
    assert_eq!(
        passed.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors)),
        Vec::new()
    );
    assert_eq!(found.len(), 1, "{name} holds one applicant");
    found
        .remove(0)
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

fn judged(pack: &Pack, dossier: &Dossier) -> DossierReport {
    let day = as_of(dossier, None, today()).unwrap();
    check(pack, dossier, None, day, &Calendar::shipped().unwrap(), Detail::Full)
}

/// A report without the file and without the places in it.
fn but_for_places(report: &DossierReport) -> serde_json::Value {
    let mut value = serde_json::to_value(report).unwrap();
    value["source"] = "".into();
    for finding in value["findings"].as_array_mut().unwrap() {
        for place in finding["places"].as_array_mut().unwrap() {
            *place = place["field"].clone();
        }
    }
    value
}

/// With `UPDATE_EXAMPLES=1` in the environment the workbooks are written anew.
#[test]
fn the_workbook_of_every_example_is_the_one_that_is_made_from_it() {
    let pack = pack();
    for path in examples() {
        let dossier = from_toml(&pack, &path);
        let track = dossier.track().unwrap();
        let made = template::workbook(&pack, track, Some(&dossier), quality_award::text::Lang::Zh).unwrap();
        let beside = path.with_extension("xlsx");
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            fs::write(&beside, &made).unwrap();
        }
        let stands = fs::read(&beside).unwrap_or_default();
        assert!(
            stands == made,
            "{} is out of date: run with UPDATE_EXAMPLES=1",
            beside.display()
        );
    }
}

#[test]
fn the_same_facts_give_the_same_report_from_toml_and_from_a_workbook() {
    let pack = pack();
    for path in examples() {
        let toml = judged(&pack, &from_toml(&pack, &path));
        let beside = path.with_extension("xlsx");
        let bytes = fs::read(&beside).unwrap();
        let workbook = judged(&pack, &from_workbook(&pack, beside.to_str().unwrap(), &bytes));
        assert_eq!(but_for_places(&toml), but_for_places(&workbook), "{}", path.display());
        for finding in &workbook.findings {
            for fact in &finding.places {
                assert_eq!(fact.place.sheet.is_some(), fact.place.cell.is_some(), "{}", fact.field);
                assert!(fact.place.line.is_none(), "{}", fact.field);
            }
        }
    }
}

#[test]
fn what_libreoffice_saved_is_read_as_it_was_filled_in() {
    let pack = pack();
    let bytes = fs::read("tests/data/filled-by-libreoffice.xlsx").unwrap();
    let options = excel::Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut found = Vec::new();
    let dictionary = |_: Option<load::Named<'_>>| Ok(pack.dictionary.clone());
    excel::read("filled.xlsx", &bytes, &options, dictionary, |read| found.push(read)).unwrap();
    let report = judged(&pack, found[0].as_ref().unwrap());
    assert_eq!(
        report.headline(None).en,
        "no hard failure found (6 for people to judge)"
    );
}
