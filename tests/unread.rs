//! A fact that cannot be read loses nobody, and nothing that rests on it passes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::fs;

use common::{finding, judge, pack, today};
use quality_award::dictionary::Entry;
use quality_award::dossier::Dossier;
use quality_award::load::excel::{self, Options};
use quality_award::load::{self, Named};
use quality_award::place::Source;
use quality_award::report::DossierReport;
use quality_award::verdict::{Overall, Verdict};
use rust_xlsxwriter::Workbook;

const EXAMPLES: [&str; 4] = [
    "examples/organization.toml",
    "examples/organization-failing.toml",
    "examples/organization-incomplete.toml",
    "examples/individual.toml",
];

/// A dossier, with what in it cannot be read.
fn read(text: &str) -> Dossier {
    let source = Source::text("dossier.toml", text);
    load::toml::read(&source, today(), |_| Ok(pack().dictionary.clone()))
        .unwrap_or_else(|unreadable| panic!("{:#?}\n{text}", unreadable.errors))
}

fn verdict(report: &DossierReport, condition: &str) -> Option<Verdict> {
    let mut findings = report.findings.iter();
    findings
        .find(|finding| &*finding.condition == condition)
        .map(|finding| finding.verdict)
}

#[test]
fn no_condition_passes_that_reads_what_cannot_be_read() {
    let mut tried = 0;
    for path in EXAMPLES {
        let text = fs::read_to_string(path).unwrap();
        let sound = judge(&read(&text));
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with(['#', '['])) else {
                continue;
            };
            if key == "award" {
                continue;
            }
            let mut broken = lines.clone();
            let spoilt = format!("{key} = {{}}");
            broken[number] = &spoilt;
            let dossier = read(&broken.join("\n"));
            assert_eq!(
                dossier.faults.len(),
                1,
                "{path}:{}: {line}: {:#?}",
                number + 1,
                dossier.faults
            );
            let Some(Entry::Field(field)) = dossier.faults[0].at.first().copied() else {
                continue;
            };
            let report = judge(&dossier);
            assert_ne!(report.verdict, Overall::Eligible, "{path}: {line}");
            assert!(dossier.unread().is_some() && dossier.clone().sound().is_err());
            for condition in &pack().conditions {
                let Some(told) = verdict(&report, &condition.id) else {
                    continue;
                };
                if condition.reads.contains(&Entry::Field(field)) {
                    assert!(
                        matches!(told, Verdict::Missing | Verdict::Fail),
                        "{path}: {} is {told} though this cannot be read: {line}",
                        condition.id
                    );
                    let before = verdict(&sound, &condition.id);
                    assert!(
                        told != Verdict::Fail || before == Some(Verdict::Fail),
                        "{path}: {} fails by what cannot be read: {line}",
                        condition.id
                    );
                }
            }
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn what_cannot_be_read_is_told_with_its_words() {
    let text = fs::read_to_string(EXAMPLES[0]).unwrap();
    let line = text.lines().find(|line| line.starts_with("registered_on")).unwrap();
    let report = judge(&read(&text.replace(line, "registered_on = \"去年\"")));
    let years = finding(&report, "org.operating-years");
    assert_eq!(years.verdict, Verdict::Missing);
    assert!(years.found.zh.contains("「去年」无法识别"), "{}", years.found.zh);
    assert!(
        report.headline(None).zh.contains("1 处无法识别"),
        "{}",
        report.headline(None).zh
    );
    assert_eq!(report.applicant.as_deref(), judge(&read(&text)).applicant.as_deref());
}

fn applicants(rows: &[&[&str]]) -> Vec<Result<Dossier, quality_award::place::Unreadable>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write(row, column, *text).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let options = Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut found = Vec::new();
    let dictionary = |_: Option<Named<'_>>| Ok(pack().dictionary.clone());
    excel::read("a.xlsx", &bytes, &options, dictionary, |read| found.push(read)).unwrap();
    found
}

#[test]
fn one_bad_cell_loses_no_client() {
    let found = applicants(&[
        &["单位名称", "申报类别", "成立日期", "开业日期", "2023年净利润"],
        &["上海甲有限公司", "组织", "2016-03-18", "2016-03-18", "12万元"],
        &["上海乙有限公司", "组织", "很久以前", "2016-03-18", "12万元"],
        &["上海丙有限公司", "团体", "2016-03-18", "刚开业", "不便透露"],
        &["", "", "", "", "见附件"],
    ]);
    let names: Vec<Option<&str>> = found
        .iter()
        .map(|read| read.as_ref().ok().and_then(|dossier| dossier.applicant()))
        .collect();
    let named = ["上海甲有限公司", "上海乙有限公司", "上海丙有限公司"].map(Some);
    assert_eq!(names[..3], named);
    // A line that names nobody is nobody.
    assert!(found[3..].iter().all(Result::is_err) && found.len() == 4);
    let faults: Vec<usize> = found[..3]
        .iter()
        .map(|read| read.as_ref().unwrap().faults.len())
        .collect();
    assert_eq!(faults, [0, 1, 3]);
    let second = judge(found[1].as_ref().unwrap());
    let years = finding(&second, "org.operating-years");
    assert_eq!(years.verdict, Verdict::Missing);
    assert_eq!(years.places[0].place.cell.as_deref(), Some("C3"));
    let third = judge(found[2].as_ref().unwrap());
    let loss = finding(&third, "org.no-loss");
    assert!(
        loss.verdict == Verdict::Missing && loss.found.zh.contains("不便透露"),
        "{:?}",
        loss.found
    );
    assert_eq!(finding(&third, "org.operating-years").verdict, Verdict::Missing);
}

#[test]
fn a_year_that_cannot_be_is_an_error_and_the_next_one_is_not() {
    for (year, wrong) in [
        ("0001", 1),
        ("1799", 1),
        ("1800", 0),
        ("2199", 0),
        ("2200", 1),
        ("9999", 1),
    ] {
        let text = format!("track = 'organization'\norganization.registered_on = {year}-12-31\n");
        assert_eq!(read(&text).faults.len(), wrong, "{year}");
        let month = format!("track = 'individual'\n[[quality_work]]\nfrom = '{year}-12'\n");
        assert_eq!(read(&month).faults.len(), wrong, "{year}");
    }
}
