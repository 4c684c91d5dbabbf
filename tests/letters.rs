//! `letters`: each applicant is asked for what it must supply, and for nothing of anyone else; nothing of the user's is
//! written over.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Output;

use calamine::{Data, Reader as _};
use quick_xml::events::Event;
use serde_json::Value;

const EXAMPLES: [&str; 4] = [
    "examples/individual.toml",
    "examples/organization.toml",
    "examples/organization-failing.toml",
    "examples/organization-incomplete.toml",
];

fn run(args: &[&str]) -> Output {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command.args(args).args(["--config", "none", "--today", "2025-12-20"]);
    command.env_remove("COLUMNS").output().unwrap()
}

fn letters(clients: &Path, folder: &Path, more: &[&str]) -> Output {
    let args = ["letters", clients.to_str().unwrap(), "-o", folder.to_str().unwrap()];
    run(&[&args, more].concat())
}

/// The paragraphs of a document, and the columns of its rows, each as paragraphs; every part of it is sound XML.
fn document(path: &Path) -> (Vec<String>, Vec<Vec<Vec<String>>>) {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut whole = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        if part.is_dir() {
            continue;
        }
        let at_document = part.name().unwrap() == "word/document.xml";
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != Event::Eof {}
        if at_document {
            whole = text;
        }
    }
    let (mut paragraphs, mut rows) = (Vec::new(), Vec::new());
    let mut reader = quick_xml::Reader::from_str(&whole);
    let (mut words, mut cell, mut row, mut inside) = (String::new(), Vec::new(), Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "w:tc" => inside = true,
            Event::Text(text) => words.push_str(&text),
            Event::GeneralRef(name) => match &*name {
                "lt" => words.push('<'),
                "gt" => words.push('>'),
                "amp" => words.push('&'),
                "quot" => words.push('"'),
                "apos" => words.push('\''),
                other => panic!("{other}"),
            },
            Event::End(tag) => match tag.name().as_ref() {
                "w:p" if inside => cell.push(std::mem::take(&mut words)),
                "w:p" => paragraphs.push(std::mem::take(&mut words)),
                "w:tc" => {
                    inside = false;
                    row.push(std::mem::take(&mut cell));
                }
                "w:tr" => rows.push(std::mem::take(&mut row)),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    (paragraphs, rows)
}

/// The rows of the list below its headings.
fn list(folder: &Path) -> Vec<Vec<String>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.join("00-清单.xlsx")).unwrap();
    let range = book.worksheet_range("清单").unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    let rows = range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>());
    rows.skip_while(|row| row[0] != "序号").skip(1).collect()
}

/// A number that is as good as drawn by lot, and the same in every run.
fn drawn(seed: &mut u64, below: usize) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap() % below
}

/// Clients made from the examples by leaving out what the lot falls on, each under a name of its own.
fn clients(folder: &Path, count: usize) -> Vec<String> {
    let mut seed = 20_251_220;
    let mut names = Vec::new();
    for number in 0..count {
        let example = fs::read_to_string(EXAMPLES[number % EXAMPLES.len()]).unwrap();
        let name = format!("客户第{number:03}号公司");
        let mut named = false;
        let keep = |line: &&str| {
            let fact = line.contains(" = ") && !line.contains("[{") && !line.starts_with(['#', '[', ' ']);
            let head = ["award", "track", "name", "submitted_on"]
                .iter()
                .any(|key| line.starts_with(key));
            !fact || head || drawn(&mut seed, 6) > 0
        };
        let lines: Vec<&str> = example.lines().filter(keep).collect();
        let lines = lines
            .into_iter()
            .map(|line| match line.starts_with("name = ") && !named {
                true => {
                    named = true;
                    format!("name = \"{name}\"")
                }
                false => line.to_owned(),
            });
        let text = lines.collect::<Vec<_>>().join("\n");
        fs::write(folder.join(format!("{number:03}.toml")), text).unwrap();
        names.push(name);
    }
    names
}

/// What an applicant must act on by the report, by title.
fn open(report: &Value, dossier: &Value) -> Vec<String> {
    let packs = report["packs"].as_array().unwrap();
    let pack = packs.iter().find(|pack| pack["id"] == dossier["pack"]).unwrap();
    let findings = dossier["findings"].as_array().unwrap().iter();
    let open = findings.filter(|finding| {
        let asked = finding["verdict"] == "fail"
            || finding["verdict"] == "missing"
            || finding["verdict"] == "review" && finding["reason"] != "committee";
        asked && finding["weight"] == "must"
    });
    let title = |finding: &Value| {
        let condition = &pack["conditions"][finding["condition"].as_str().unwrap()];
        condition["title"]["zh"].as_str().unwrap().to_owned()
    };
    let mut titles: Vec<String> = open.map(title).collect();
    titles.sort();
    titles
}

#[test]
fn each_letter_asks_for_what_its_applicant_must_act_on_and_names_nobody_else() {
    let root = tempfile::tempdir().unwrap();
    let (folder, written) = (root.path().join("clients"), root.path().join("letters"));
    fs::create_dir(&folder).unwrap();
    let names = clients(&folder, 40);
    let report = run(&["check", folder.to_str().unwrap(), "--format", "json"]);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let output = letters(&folder, &written, &[]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let listed = list(&written);
    let mut silent = 0;
    assert_eq!(listed.len(), names.len());
    for (dossier, row) in report["dossiers"].as_array().unwrap().iter().zip(&listed) {
        let name = dossier["applicant"].as_str().unwrap();
        assert_eq!(row[1], name);
        let wanted = open(&report, dossier);
        assert_eq!(row[4], wanted.len().to_string(), "{name}");
        let path = written.join(&row[6]);
        if wanted.is_empty() {
            silent += 1;
            assert_eq!(row[6], "无须补正");
            continue;
        }
        assert_eq!(row[6], format!("{name}-补正通知.docx"));
        let (paragraphs, rows) = document(&path);
        let mut asked: Vec<String> = rows.iter().skip(1).map(|row| row[1][0].clone()).collect();
        asked.sort();
        assert_eq!(asked, wanted, "{name}");
        let words = paragraphs.into_iter().chain(rows.into_iter().flatten().flatten());
        let words = words.collect::<Vec<_>>().join("\n");
        assert!(words.contains(name));
        for other in names.iter().filter(|other| *other != name) {
            assert!(!words.contains(other.as_str()), "{name} is told of {other}");
        }
    }
    let files = fs::read_dir(&written).unwrap().count();
    assert_eq!(files, names.len() - silent + 1);
    assert!(silent < names.len() / 2, "{silent}");
}

#[test]
fn markup_in_a_name_is_text_and_one_name_is_one_file_for_each() {
    let root = tempfile::tempdir().unwrap();
    let (folder, written) = (root.path().join("clients"), root.path().join("letters"));
    fs::create_dir(&folder).unwrap();
    let failing = fs::read_to_string("examples/organization-failing.toml").unwrap();
    let hostile = [
        "<script>alert(1)</script>&amp;\\\"'",
        "CON",
        "a/b:c*d?",
        "甲公司",
        "甲公司",
        "甲 公司",
    ];
    for (number, name) in hostile.iter().enumerate() {
        let mut lines: Vec<String> = failing.lines().map(str::to_owned).collect();
        let at = lines.iter().position(|line| line.starts_with("name = ")).unwrap();
        lines[at] = format!("name = \"{name}\"");
        fs::write(folder.join(format!("{number}.toml")), lines.join("\n")).unwrap();
    }
    let output = letters(&folder, &written, &[]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let listed = list(&written);
    let files: BTreeMap<&str, &str> = listed.iter().map(|row| (row[6].as_str(), row[1].as_str())).collect();
    assert_eq!(files.len(), hostile.len(), "{files:?}");
    for (file, applicant) in files {
        let (paragraphs, _) = document(&written.join(file));
        assert_eq!(paragraphs[1], format!("{applicant}："));
    }
}

#[test]
fn what_could_not_be_read_is_listed_and_nothing_of_the_users_is_written_over() {
    let root = tempfile::tempdir().unwrap();
    let (folder, written) = (root.path().join("clients"), root.path().join("letters"));
    fs::create_dir(&folder).unwrap();
    assert_eq!(letters(&folder, &written, &[]).status.code(), Some(2));
    assert!(!written.exists());
    fs::copy("examples/organization-failing.toml", folder.join("a.toml")).unwrap();
    fs::write(folder.join("b.toml"), "track = \"organization\"\nname = [").unwrap();
    let output = letters(&folder, &written, &[]);
    assert_eq!(output.status.code(), Some(2));
    let listed = list(&written);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1][3], "无法读取");
    assert!(listed[1][7].ends_with("b.toml"));
    let letter = written.join(&listed[0][6]);
    let before = fs::read(&letter).unwrap();
    // not empty any more
    assert_eq!(letters(&folder, &written, &[]).status.code(), Some(2));
    fs::remove_file(folder.join("b.toml")).unwrap();
    // an earlier letter is renewed, to the same bytes
    assert_eq!(letters(&folder, &written, &["--force"]).status.code(), Some(0));
    assert_eq!(fs::read(&letter).unwrap(), before);
    // the user's own file is not
    fs::write(&letter, "mine").unwrap();
    assert_eq!(letters(&folder, &written, &["--force"]).status.code(), Some(2));
    assert_eq!(fs::read(&letter).unwrap(), b"mine");
    assert_eq!(list(&written)[0][6], "没有写成");
}

#[test]
fn a_page_holds_what_the_document_holds_and_a_form_is_read_back() {
    let root = tempfile::tempdir().unwrap();
    let client = Path::new("examples/organization-failing.toml");
    let at = |name: &str| root.path().join(name);
    for format in ["docx", "html", "xlsx"] {
        let output = letters(client, &at(format), &["--format", format]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let file = |format: &str| at(format).join(&list(&at(format))[0][6]);
    let (_, rows) = document(&file("docx"));
    let page = scraper::Html::parse_document(&fs::read_to_string(file("html")).unwrap());
    let words = |selector: &str| {
        let selector = scraper::Selector::parse(selector).unwrap();
        let each = page.select(&selector).map(|found| found.text().collect::<String>());
        each.collect::<Vec<_>>()
    };
    let acts = words("tbody td:last-child");
    assert_eq!(acts.len(), rows.len() - 1);
    for (act, row) in acts.iter().zip(rows.iter().skip(1)) {
        assert_eq!(*act, row[3].concat());
    }
    let again = run(&["check", file("xlsx").to_str().unwrap(), "--format", "json"]);
    let before = run(&["check", client.to_str().unwrap(), "--format", "json"]);
    let verdicts = |output: &Output| {
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["dossiers"][0]["findings"].as_array().unwrap().clone();
        let each = findings
            .iter()
            .map(|finding| finding["verdict"].as_str().unwrap().to_owned());
        each.collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&again), verdicts(&before));
}

#[test]
fn the_office_is_asked_what_only_it_can_answer() {
    let root = tempfile::tempdir().unwrap();
    let (folder, written) = (root.path().join("clients"), root.path().join("questions"));
    fs::create_dir(&folder).unwrap();
    let names = clients(&folder, 24);
    let report = run(&["check", folder.to_str().unwrap(), "--format", "json"]);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let output = letters(&folder, &written, &["--questions"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut readings = 0;
    for (dossier, row) in report["dossiers"].as_array().unwrap().iter().zip(list(&written)) {
        let pack = &report["packs"][0];
        let findings = dossier["findings"].as_array().unwrap().iter();
        let unsettled = findings.filter(|finding| finding["reason"] == "readings" && finding["weight"] == "must");
        let title = |finding: &Value| {
            let title = &pack["conditions"][finding["condition"].as_str().unwrap()]["title"]["zh"];
            title.as_str().unwrap().to_owned()
        };
        let mut wanted: Vec<String> = unsettled.map(title).collect();
        readings += wanted.len();
        let unseen = pack["unseen_sources"].as_array().unwrap();
        wanted.extend(unseen.iter().map(|title| format!("《{}》", title.as_str().unwrap())));
        let (paragraphs, rows) = document(&written.join(&row[6]));
        let asked: Vec<String> = rows.iter().skip(1).map(|row| row[1][0].clone()).collect();
        assert_eq!(asked[..wanted.len()], wanted[..]);
        let words = paragraphs.into_iter().chain(rows.into_iter().flatten().flatten());
        let words = words.collect::<Vec<_>>().join("\n");
        assert!(words.contains("邮政编码"), "{words}");
        let other = names
            .iter()
            .find(|name| dossier["applicant"] != name.as_str() && words.contains(name.as_str()));
        assert_eq!(other, None);
    }
    assert!(readings > 0);
}

#[test]
fn the_senders_words_stand_in_every_letter() {
    let root = tempfile::tempdir().unwrap();
    let settings = root.path().join("own.toml");
    fs::write(
        &settings,
        "[letters]\nsender = \"某某<咨询>公司\"\ngreeting = \"{applicant}共 {count} 项\"\n",
    )
    .unwrap();
    let written = root.path().join("letters");
    let args = [
        "letters",
        "examples/organization-failing.toml",
        "-o",
        written.to_str().unwrap(),
    ];
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command
        .args(args)
        .args(["--config", settings.to_str().unwrap()])
        .assert()
        .success();
    let listed = list(&written);
    let (paragraphs, rows) = document(&written.join(&listed[0][6]));
    assert_eq!(paragraphs[2], format!("{}共 {} 项", listed[0][1], rows.len() - 1));
    assert!(
        paragraphs
            .iter()
            .any(|words| words.starts_with("某某<咨询>公司（签字、盖章）"))
    );
}
