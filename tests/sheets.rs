//! What leaves the program as a workbook: the report, and the applicant's own workbook with notes in it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use calamine::{Reader, Xlsx};
use common::{calendar, judge, pack, today};
use quality_award::dossier::Dossier;
use quality_award::load;
use quality_award::place::Source;
use quality_award::render::{Format, Look, render};
use quality_award::report::{DossierReport, Report};
use quality_award::text::Lang;
use quality_award::verdict::Verdict;

/// The files in `folder` with this extension.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|known| known == extension))
        .collect();
    paths.sort();
    paths
}

fn from_toml(path: &str) -> Dossier {
    let text = fs::read_to_string(path).unwrap();
    let source = Source::text(path, text.as_str());
    load::toml::read(&source, &text, today(), |_| Ok(pack().dictionary.clone()))
        .unwrap_or_else(|unreadable| panic!("{path}: {:#?}", unreadable.errors))
}

/// A report on every example, without what only one of them shows.
fn examples() -> Report {
    let mut report = Report::new(calendar());
    report.add_pack(pack());
    for path in files("examples", "toml") {
        report.add(judge(&from_toml(path.to_str().unwrap())));
    }
    assert!(report.dossiers.len() >= 4);
    report
}

fn written(report: &Report, format: Format, lang: Lang) -> Vec<u8> {
    let mut out = Vec::new();
    render(
        format,
        report,
        Look {
            lang,
            width: 100,
            details: false,
        },
        &mut out,
    )
    .unwrap();
    out
}

/// The words of the cells of a sheet, row by row.
fn cells(bytes: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

#[test]
fn the_matrix_tells_the_verdicts_that_json_tells() {
    let report = examples();
    let json: serde_json::Value = serde_json::from_slice(&written(&report, Format::Json, Lang::Zh)).unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let matrix = cells(&written(&report, Format::Xlsx, lang), 1);
        let heads: Vec<&str> = matrix[2].iter().map(|head| head.rsplit('\n').next().unwrap()).collect();
        let dossiers = json["dossiers"].as_array().unwrap();
        assert_eq!(matrix.len(), 3 + dossiers.len());
        for (row, dossier) in matrix[3..].iter().zip(dossiers) {
            assert_eq!(row[0], dossier["applicant"].as_str().unwrap());
            let told: BTreeMap<&str, &str> = heads[4..]
                .iter()
                .zip(&row[4..])
                .filter(|(_, word)| !word.is_empty())
                .map(|(head, word)| (*head, word.as_str()))
                .collect();
            let known: BTreeMap<&str, &str> = dossier["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|finding| {
                    let verdict = Verdict::ALL.into_iter().find(|v| v.id() == finding["verdict"]).unwrap();
                    let warning = finding["weight"] == "should" && verdict == Verdict::Fail;
                    let word = match (warning, lang) {
                        (true, Lang::Zh) => "提醒",
                        (true, Lang::En) => "warning",
                        (false, lang) => verdict.label(lang),
                    };
                    (finding["condition"].as_str().unwrap(), word)
                })
                .collect();
            assert_eq!(told, known);
        }
    }
}

#[test]
fn every_sheet_holds_what_the_report_holds() {
    let report = examples();
    let bytes = written(&report, Format::Xlsx, Lang::Zh);
    assert_eq!(
        bytes,
        written(&examples(), Format::Xlsx, Lang::Zh),
        "two runs are byte-equal"
    );
    let open = |dossier: &DossierReport| {
        dossier.count(|finding| {
            matches!(finding.verdict, Verdict::Fail | Verdict::Missing | Verdict::Review) || !finding.notes.is_empty()
        })
    };
    let rows = report.dossiers.iter().map(open).sum::<usize>();
    assert_eq!(cells(&bytes, 2).len(), 2 + rows);
    let clauses = cells(&bytes, 3);
    assert_eq!(clauses.len(), 2 + pack().conditions.len());
    for (row, (id, condition)) in clauses[2..].iter().zip(&report.packs[0].conditions) {
        assert_eq!(row[1], **id);
        assert_eq!(row[6], format!("「{}」", condition.clause.text));
    }
    let summary: String = cells(&bytes, 0).concat().join("\n");
    for dossier in &report.dossiers {
        assert!(summary.contains(&dossier.headline(report.pack_of(dossier)).zh));
        assert!(summary.contains(dossier.applicant.as_ref().unwrap()));
    }
    assert!(summary.contains(&report.packs[0].sha256) && summary.contains(&report.calendar.sha256));
    assert!(summary.contains(env!("CARGO_PKG_VERSION")));
}
