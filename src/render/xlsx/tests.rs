use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use zip::ZipArchive;

use super::*;
use crate::calendar::Calendar;
use crate::day::Day;
use crate::place::Place;
use crate::report::testing::{finding, report};
use crate::report::{FactPlace, Finding, Skipped, Waived, WaiverState};
use crate::text::Text;
use crate::verdict::{Verdict, Weight};

/// The workbook as it is written to the folder from which files are named.
fn workbook(report: &Report, lang: Lang, rows: u32) -> Result<Vec<u8>, XlsxError> {
    let look = Look {
        lang,
        width: 80,
        height: 24,
        details: false,
        up: Some(0),
    };
    super::workbook(report, look, rows)
}

/// The words of every cell of a sheet, row by row.
fn cells(bytes: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// The XML of every part, by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().to_string()).collect();
    let read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn in_a_sheet(bytes: &[u8], what: &str) -> bool {
    let parts = parts(bytes);
    let mut sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    sheets.any(|(_, text)| text.contains(what))
}

#[test]
fn an_empty_report_is_a_workbook_of_four_sheets() {
    let report = Report::new(&Calendar::default());
    for (lang, names) in [
        (Lang::Zh, ["汇总", "条件矩阵", "问题清单", "依据条款"]),
        (Lang::En, ["Summary", "Matrix", "Findings", "Clauses"]),
    ] {
        let bytes = workbook(&report, lang, page::ROWS).unwrap();
        let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
        assert_eq!(book.sheet_names(), names);
        assert_eq!(bytes, workbook(&report, lang, page::ROWS).unwrap());
    }
}

/// A report in which every text is `words`.
fn hostile(words: &str) -> Report {
    let mut failed = finding(Weight::Must, Verdict::Fail, None);
    failed.found = Text::same(words);
    failed.required = Text::same(words);
    failed.remedy = Some(Text::same(words));
    failed.notes = vec![Text::same(words)];
    failed.waived = Some(Text::same(words));
    failed.act_by = Day::new(2025, 12, 22);
    let mut place = Place::file(words);
    place.sheet = Some(words.into());
    place.cell = Some("A1".to_owned());
    let field = words.to_owned();
    failed.places = vec![FactPlace { field, place }];
    let mut report = report(vec![failed]);
    let dossier = &mut report.dossiers[0];
    dossier.applicant = Some(words.to_owned());
    dossier.source = words.into();
    report.skipped.push(Skipped {
        file: words.to_owned(),
        reason: Text::same(words),
    });
    report.waivers.push(Waived {
        waiver: crate::report::Waiver {
            condition: words.to_owned(),
            applicant: words.to_owned(),
            reason: words.to_owned(),
            approved_by: words.to_owned(),
            expires: Day::new(2025, 12, 31).unwrap(),
        },
        state: WaiverState::Applied,
        message: Text::same(words),
    });
    let source = crate::place::Source::text(words, words);
    let error = crate::place::InputError::whole(Text::same(words)).hint(Text::same("提示"));
    report.add_unreadable(crate::place::Unreadable::new(source, vec![error]));
    let named = || crate::report::Identity::Named {
        name: words.to_owned(),
        employer: words.to_owned(),
    };
    report.duplicates = crate::report::Duplicate::among([(named(), words.into()), (named(), words.into())]);
    report
}

#[test]
fn the_summary_names_all_that_could_not_be_checked() {
    let bytes = workbook(&hostile("甲"), Lang::Zh, page::ROWS).unwrap();
    let rows = cells(&bytes, 0);
    let below = |title: &str, down: usize| {
        // A count at the top bears the name of a list below.
        let at = rows.iter().rposition(|row| row[0] == title);
        at.map(|at| (rows[at + down][0].as_str(), rows[at + down][5].as_str()))
    };
    assert_eq!(below("只差一项", 2), Some(("甲", "c\n甲")));
    assert_eq!(
        below("疑似重复申报", 1),
        Some(("似为同一人", "2 份申报信息似为同一人：甲、甲"))
    );
    assert_eq!(below("豁免", 2), Some(("甲", "甲\n甲")));
    assert_eq!(below("已跳过", 1), Some(("甲", "甲")));
    assert_eq!(below("无法读取", 1), Some(("甲", "甲；提示")));
}

#[test]
fn a_text_is_a_text_whatever_it_looks_like() {
    for words in [
        "=cmd|'/c calc'!A1",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "<script>alert(1)</script>&amp;",
        "_x0041_",
        "http://example.org/a.xlsx",
        "\\\\host\\share\\a.xlsx",
    ] {
        let bytes = workbook(&hostile(words), Lang::Zh, page::ROWS).unwrap();
        for formula in ["<f>", "<f ", "<f/>", "HYPERLINK"] {
            assert!(!in_a_sheet(&bytes, formula), "{words}: {formula}");
        }
        assert_eq!(cells(&bytes, 1)[3][0], words, "the applicant's name");
        assert_eq!(cells(&bytes, 2)[2][5], words, "what was found");
        let linked = parts(&bytes).iter().any(|(name, text)| {
            name.ends_with(".rels") && ["http://example", "host", "cmd"].iter().any(|evil| text.contains(evil))
        });
        let is_path = !words.contains("://") && !words.starts_with('\\');
        assert!(!linked || is_path, "{words}");
    }
    let bytes = workbook(
        &hostile("甲\u{1b}[31m\u{0}\u{202e}乙\u{ffff}\r\n丙"),
        Lang::Zh,
        page::ROWS,
    )
    .unwrap();
    assert_eq!(cells(&bytes, 1)[3][0], "甲 [31m  乙  丙");
    for (name, text) in parts(&bytes) {
        assert!(!text.contains(['\u{1b}', '\u{0}', '\u{202e}', '\u{ffff}']), "{name}");
    }
    let bytes = workbook(&hostile(&"长".repeat(40_000)), Lang::Zh, page::ROWS).unwrap();
    assert_eq!(cells(&bytes, 1)[3][0].chars().count(), 32_767);
}

#[test]
fn a_day_is_a_day_and_a_file_is_a_link() {
    let mut failed = finding(Weight::Must, Verdict::Fail, None);
    failed.act_by = Day::new(2025, 12, 22);
    let mut place = Place::file("客户/甲.xlsx");
    place.sheet = Some("申报信息".into());
    place.cell = Some("C5".to_owned());
    let field = "organization.name".to_owned();
    failed.places = vec![FactPlace { field, place }];
    let bytes = workbook(&report(vec![failed]), Lang::Zh, page::ROWS).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let list = book.worksheet_range("问题清单").unwrap();
    let calamine::Data::DateTime(day) = list.get_value((2, 9)).unwrap() else {
        panic!("no day: {:?}", list.get_value((2, 9)));
    };
    assert_eq!(day.to_ymd_hms_milli().0, 2025);
    assert_eq!(day.as_f64(), 46013.0);
    let parts = parts(&bytes);
    let links = parts
        .iter()
        .find(|(name, _)| name == "xl/worksheets/_rels/sheet3.xml.rels");
    let (_, links) = links.unwrap();
    assert!(
        links.contains("Target=\"客户/甲.xlsx\" TargetMode=\"External\""),
        "{links}"
    );
    assert!(in_a_sheet(&bytes, "location=\"'申报信息'!C5\""));
    assert!(in_a_sheet(&bytes, "orientation=\"landscape\""));
    assert!(in_a_sheet(&bytes, "<autoFilter ref=\"A2:L3\"/>"));
}

#[test]
fn what_is_beyond_the_last_row_is_counted() {
    let fail = || finding(Weight::Must, Verdict::Fail, None);
    // A title and the headings stand above the findings.
    for (findings, rows) in [(7, 7), (8, 7), (500, 7)] {
        let report = report((0..findings).map(|_| fail()).collect::<Vec<Finding>>());
        let bytes = workbook(&report, Lang::En, 10).unwrap();
        let list = cells(&bytes, 2);
        let shown = list.iter().filter(|row| row[1] == "fail").count();
        let rest = list.iter().filter(|row| row[0].ends_with("have them all")).count();
        assert_eq!((shown, rest), (rows, usize::from(findings > rows)), "{findings}");
        assert!(list.len() <= 10);
        if findings > rows {
            let left = findings - rows;
            assert!(
                list[9][0].starts_with(&format!("rows left out, since the sheet holds no more: {left};")),
                "{:?}",
                list[9]
            );
        }
    }
    let (links, report) = (70_000, |findings| report(findings));
    let mut linked = fail();
    let field = String::new();
    linked.places = vec![FactPlace {
        field,
        place: Place::file("a.toml"),
    }];
    let many = (0..links).map(|_| {
        let mut one = fail();
        one.places.clone_from(&linked.places);
        one
    });
    let bytes = workbook(&report(many.collect()), Lang::En, page::ROWS).unwrap();
    let parts = parts(&bytes);
    let (_, list) = parts
        .iter()
        .find(|(name, _)| name == "xl/worksheets/sheet3.xml")
        .unwrap();
    assert_eq!(list.matches("<hyperlink ").count(), 65_530);
}
