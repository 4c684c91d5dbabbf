//! What leaves the program as a workbook: the report, and the applicant's own workbook with notes in it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use calamine::{Reader, Xlsx};
use common::{calendar, judge, pack, today};
use quality_award::annotate::{Mark, Note, annotate, notes_for};
use quality_award::dossier::Dossier;
use quality_award::load::{self, excel};
use quality_award::place::Source;
use quality_award::render::{Format, Look, render};
use quality_award::report::{DossierReport, Report};
use quality_award::text::Lang;
use quality_award::verdict::Verdict;
use zip::ZipArchive;

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
    load::toml::read(&source, today(), |_| Ok(pack().dictionary.clone()))
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
            height: 24,
            details: false,
            up: None,
        },
        &mut out,
    )
    .unwrap();
    out
}

/// Where the links of a workbook lead.
fn links(bytes: Vec<u8>) -> BTreeSet<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().to_string()).collect();
    let mut links = BTreeSet::new();
    for name in names
        .iter()
        .filter(|name| name.ends_with(".xml.rels") && name.contains("worksheets"))
    {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        let targets = text
            .split("Target=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap());
        links.extend(targets.map(str::to_owned));
    }
    links
}

#[test]
fn a_link_leads_from_where_the_report_lies_to_the_dossier() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("out/deep")).unwrap();
    fs::create_dir_all(root.join("客户")).unwrap();
    fs::copy("examples/organization-failing.toml", root.join("客户/甲.toml")).unwrap();
    let absolute = root.join("absolute.xlsx");
    let whole = root.join("客户/甲.toml");
    let (absolute, whole) = (absolute.to_str().unwrap(), whole.to_str().unwrap());
    for (dossier, output, link) in [
        ("客户/甲.toml", "l.xlsx", Some("客户/甲.toml")),
        ("客户/甲.toml", "./l.xlsx", Some("客户/甲.toml")),
        ("客户/甲.toml", "out/l.xlsx", Some("../客户/甲.toml")),
        ("./客户/甲.toml", "out/./deep/l.xlsx", Some("../.././客户/甲.toml")),
        ("客户/甲.toml", "out/../l.xlsx", None),
        ("客户/甲.toml", absolute, None),
        (whole, "out/l.xlsx", Some(whole)),
        (whole, absolute, Some(whole)),
    ] {
        let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
        let ran = command
            .current_dir(root)
            .args(["check", dossier, "-o", output])
            .output();
        assert_eq!(ran.unwrap().status.code(), Some(1), "{output}");
        let read = links(fs::read(root.join(output)).unwrap());
        let read: Vec<&str> = read.iter().map(|link| link.trim_start_matches("file:///")).collect();
        assert_eq!(read, Vec::from_iter(link), "{dossier} {output}");
        if let Some(link) = link {
            let from = root.join(output).parent().unwrap().join(link);
            assert!(from.exists(), "{}", from.display());
        }
    }
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

/// The workbooks that are annotated, each with its name and bytes.
fn workbooks() -> Vec<(String, Vec<u8>)> {
    let mut paths = files("examples", "xlsx");
    assert!(paths.len() >= 4);
    paths.push(PathBuf::from("tests/data/filled-by-libreoffice.xlsx"));
    paths
        .into_iter()
        .map(|path| (path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

/// A report on the one applicant of a workbook.
fn judged(name: &str, bytes: &[u8]) -> Report {
    let options = excel::Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut report = Report::new(calendar());
    report.add_pack(pack());
    let dictionary = |_: Option<load::Named<'_>>| Ok(pack().dictionary.clone());
    let read = excel::read(name, bytes, &options, dictionary, |read| {
        let dossier = read.unwrap_or_else(|unreadable| panic!("{name}: {:#?}", unreadable.errors));
        report.add(judge(&dossier));
    });
    assert!(read.is_ok(), "{name}");
    assert_eq!(report.dossiers.len(), 1, "{name}");
    report
}

/// The notes that findings give, and one on a cell that no sheet has yet, so that every workbook gets some.
fn notes(report: &Report, name: &str) -> Vec<Note> {
    let mut notes = notes_for(report, name, Lang::Zh);
    notes.push(Note {
        sheet: "申报信息".to_owned(),
        cell: "H200".to_owned(),
        mark: Mark::Review,
        text: "另一处".to_owned(),
    });
    notes
}

/// The bytes of every part.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().to_string(), bytes)
        })
        .collect()
}

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

/// What a word stands between in a text.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// The cells with a note of ours, by sheet; the sheets are numbered in their order.
fn noted(bytes: &[u8]) -> BTreeSet<(String, String)> {
    let parts = parts(bytes);
    let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut noted = BTreeSet::new();
    for (number, sheet) in (1..).zip(book.sheet_names()) {
        let Some(links) = parts.get(&format!("xl/worksheets/_rels/sheet{number}.xml.rels")) else {
            continue;
        };
        let links = String::from_utf8(links.clone()).unwrap();
        let Some(link) = links.split("<Relationship ").find(|link| link.contains("/comments\"")) else {
            continue;
        };
        let target = between(link, "Target=\"", "\"").rsplit('/').next().unwrap().to_owned();
        let comments = text(&parts, &format!("xl/{target}"));
        let authors: Vec<&str> = between(&comments, "<authors>", "</authors>")
            .split("<author>")
            .skip(1)
            .collect();
        let ours = authors.iter().position(|author| *author == "quality-award</author>");
        let ours = ours.map_or("none".to_owned(), |ours| format!("authorId=\"{ours}\""));
        for comment in comments.split("<comment ").skip(1) {
            if comment.contains(&ours) || comment.contains("【quality-award】") {
                noted.insert((sheet.clone(), between(comment, "ref=\"", "\"").to_owned()));
            }
        }
    }
    noted
}

/// The value and the formula of every cell that has one.
fn values(bytes: &[u8]) -> BTreeMap<(String, u32, u32), String> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut values = BTreeMap::new();
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            let (row, column) = cell.get_position();
            let value = format!("{:?}", cell.get_value());
            if value != "Empty" {
                values.insert((sheet.clone(), row, column), value);
            }
        }
    }
    assert!(!values.is_empty());
    values
}

#[test]
fn the_applicants_workbook_stays_what_it_was_but_for_the_notes() {
    for (name, bytes) in workbooks() {
        let report = judged(&name, &bytes);
        let notes = notes(&report, &name);
        let given = bytes.clone();
        let done = annotate(&bytes, &notes).unwrap_or_else(|refusal| panic!("{name}: {}", refusal.0.en));
        assert_eq!(given, bytes);
        assert_eq!(values(&bytes), values(&done), "{name}");
        let wanted: BTreeSet<_> = notes
            .iter()
            .map(|note| (note.sheet.clone(), note.cell.clone()))
            .collect();
        assert_eq!(noted(&done), wanted, "{name}");
        assert_eq!(annotate(&done, &notes).unwrap(), done, "{name}: annotated twice");
        assert_eq!(annotate(&bytes, &notes).unwrap(), done, "{name}: the same bytes");
        let again = judged(&name, &done);
        let told = |report: &Report| serde_json::to_value(&report.dossiers).unwrap();
        assert_eq!(told(&again), told(&report), "{name}");
    }
}

#[test]
fn parts_without_notes_are_copied_to_the_byte() {
    let mut edited = 0;
    for (name, bytes) in workbooks() {
        let notes = notes(&judged(&name, &bytes), &name);
        let sheets: BTreeSet<&str> = notes.iter().map(|note| note.sheet.as_str()).collect();
        let (before, after) = (parts(&bytes), parts(&annotate(&bytes, &notes).unwrap()));
        let names = |parts: &BTreeMap<String, Vec<u8>>| parts.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(
            names(&before),
            names(&after),
            "{name}: every sheet has notes of its own already"
        );
        let changed: Vec<&String> = before
            .iter()
            .filter(|(part, bytes)| after[*part] != **bytes)
            .map(|(part, _)| part)
            .collect();
        edited += sheets.len();
        // A sheet, its notes and their drawing; the styles of all.
        assert_eq!(changed.len(), 3 * sheets.len() + 1, "{name}: {changed:?}");
        for part in changed {
            let is_sheet = part.starts_with("xl/worksheets/sheet");
            let is_note = part.starts_with("xl/comments") || part.starts_with("xl/drawings/vmlDrawing");
            assert!(is_sheet || is_note || part == "xl/styles.xml", "{name}: {part}");
        }
    }
    assert!(edited > 8, "notes on {edited} sheets");
}

#[test]
fn a_workbook_of_another_kind_is_refused_in_a_sentence() {
    for bytes in [
        &b""[..],
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ] {
        let refusal = annotate(bytes, &[]).unwrap_err();
        assert!(!refusal.0.zh.is_empty() && !refusal.0.en.is_empty());
    }
    let (_, whole) = workbooks().remove(0);
    for cut in [whole.len() / 4, whole.len() / 2, whole.len() - 10] {
        assert!(annotate(&whole[..cut], &[]).is_err());
    }
}
