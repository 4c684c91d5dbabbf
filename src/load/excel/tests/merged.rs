//! Merged cells: what stands in them belongs to each of their rows, and a client of several rows is one applicant.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::odd::{sheet, text};
use super::*;

/// The cells of a sheet by row and column, and those that are merged.
#[derive(Default)]
struct Drawn {
    cells: std::collections::BTreeMap<(usize, usize), String>,
    merged: Vec<String>,
}

fn name_of(row: usize, column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column).unwrap());
    format!("{letter}{}", row + 1)
}

impl Drawn {
    /// Puts a text in a cell, merged down to `bottom`.
    fn put(&mut self, row: usize, column: usize, bottom: usize, what: &str) {
        self.cells.insert((row, column), what.to_owned());
        if bottom > row {
            self.merged
                .push(format!("{}:{}", name_of(row, column), name_of(bottom, column)));
        }
    }

    fn book(&self, prefix: &str) -> Vec<u8> {
        let mut inside = String::new();
        let cells: Vec<_> = self.cells.iter().collect();
        for line in cells.chunk_by(|a, b| a.0.0 == b.0.0) {
            let row = line[0].0.0;
            inside.push_str(&format!("<row r=\"{}\">", row + 1));
            for ((row, column), what) in line {
                inside.push_str(&text(&name_of(*row, *column), what));
            }
            inside.push_str("</row>");
        }
        let merged: String = self
            .merged
            .iter()
            .map(|area| format!("<mergeCell ref=\"{area}\"/>"))
            .collect();
        inside.push_str(&format!("</sheetData><mergeCells>{merged}</mergeCells></worksheet>"));
        sheet(prefix, &inside)
    }
}

/// The headings of a roster with a row for each year.
const HEADS: [&str; 8] = [
    "申报类别",
    "单位名称",
    "信用代码",
    "注册区",
    "有无事故",
    "年度",
    "净利润(元)",
    "报表口径",
];

/// How a client of several rows is written in one column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Merged,
    First,
    Each,
}

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![Just(Way::Merged), Just(Way::First), Just(Way::Each)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nobody_is_lost_and_nobody_appears_twice(
        clients in prop::collection::vec((1usize..5, way(), way(), way(), way(), any::<bool>()), 1..20),
        all_of_one_track in any::<bool>(),
        prefixed in any::<bool>(),
    ) {
        let mut drawn = Drawn::default();
        for (column, heading) in HEADS.iter().enumerate() {
            drawn.put(0, column, 0, heading);
        }
        let count: usize = clients.iter().map(|client| client.0).sum();
        let mut row = 1;
        if all_of_one_track {
            drawn.put(1, 0, count, "组织");
        }
        let mut begun = Vec::new();
        for (number, (years, code, district, incidents, accounts, twice)) in clients.iter().enumerate() {
            let (last, own) = (row + years - 1, row);
            begun.push(own);
            let mut put = |column: usize, way: Way, what: &str| match way {
                Way::Merged => drawn.put(own, column, last, what),
                Way::First => drawn.put(own, column, own, what),
                Way::Each => (own..=last).for_each(|row| drawn.put(row, column, row, what)),
            };
            if !all_of_one_track {
                put(0, Way::First, "组织");
            }
            put(1, Way::Merged, &format!("第{number}号公司"));
            if *twice {
                put(2, *code, CODE);
            }
            put(3, *district, "徐汇区");
            put(4, *incidents, "无");
            put(7, if *accounts == Way::First { Way::Each } else { *accounts }, "合并报表");
            for year in 0..*years {
                drawn.put(row + year, 5, row + year, &(2020 + year).to_string());
                drawn.put(row + year, 6, row + year, &(number * 10 + year).to_string());
            }
            row += years;
        }
        let outcome = read_book(&drawn.book(if prefixed { "x" } else { "" }));
        prop_assert_eq!(outcome.errors(), Vec::<String>::new());
        prop_assert_eq!(outcome.applicants.len(), clients.len());
        for (number, (applicant, client)) in outcome.applicants.iter().zip(&clients).enumerate() {
            let dossier = applicant.as_ref().unwrap();
            let row = begun[number] + 1;
            prop_assert_eq!(shown(dossier, "organization.name"), format!("第{number}号公司 B{row}"));
            prop_assert_eq!(shown(dossier, "organization.registered_district"), format!("徐汇区 D{row}"));
            prop_assert_eq!(dossier.track().map(crate::dictionary::Track::id), Some("organization"));
            prop_assert_eq!(rows(dossier, "records.incidents"), Some(0));
            prop_assert_eq!(rows(dossier, "fiscal_years"), Some(client.0));
            for year in 0..client.0 {
                let at = |column: &str| format!("fiscal_years.{column}@{year}");
                prop_assert_eq!(shown(dossier, &at("year")), format!("{} F{}", 2020 + year, row + year));
                prop_assert_eq!(shown(dossier, &at("net_profit")), format!("{}.00 G{}", number * 10 + year, row + year));
                let accounts = if client.4 == Way::Merged { row } else { row + year };
                let stands = shown(dossier, &at("accounts")).ends_with(&format!(" H{accounts}"));
                prop_assert!(stands);
            }
        }
    }
}

/// A roster of these cells, merged where it says so.
pub fn roster(cells: &[(usize, usize, usize, &str)]) -> Outcome {
    let mut drawn = Drawn::default();
    for (column, heading) in HEADS.iter().enumerate() {
        drawn.put(0, column, 0, heading);
    }
    for (row, column, bottom, what) in cells {
        drawn.put(*row, *column, *bottom, what);
    }
    read_book(&drawn.book(""))
}

#[test]
fn rows_of_one_applicant_that_differ_are_told() {
    let name = (1, 1, 2, "甲");
    let two = |column, one, other| roster(&[name, (1, column, 1, one), (2, column, 2, other), (2, 6, 2, "5")]);
    let error = two(3, "徐汇区", "静安区").error();
    assert!(
        error.starts_with("D3 同一申报人的「注册区」在 D2 和 D3 填得不一样"),
        "{error}"
    );
    let error = two(4, "无", "有").error();
    assert!(
        error.starts_with("E3 同一申报人的「事故」在 E2 和 E3 填得不一样"),
        "{error}"
    );
    let error = roster(&[
        name,
        (1, 5, 1, "2022"),
        (1, 6, 1, "5"),
        (2, 5, 2, "2022"),
        (2, 6, 2, "-5"),
    ])
    .error();
    assert!(error.contains("2022 写了两次"), "{error}");
    assert!(two(3, "徐汇区", "徐汇区").errors().is_empty());
    assert!(two(3, "徐汇区", "待补").errors().is_empty());
    assert_eq!(
        shown(two(3, "待补", "徐汇区").only(), "organization.registered_district"),
        "徐汇区 D3"
    );
}

#[test]
fn a_value_that_is_written_into_every_merged_cell_is_one() {
    let cells: Vec<(usize, usize, usize, &str)> = (1..4)
        .flat_map(|row| {
            let bottom = if row == 1 { 3 } else { row };
            [
                (row, 1, bottom, "甲"),
                (row, 2, bottom, CODE),
                (row, 3, bottom, "徐汇区"),
            ]
        })
        .chain([(1, 5, 1, "2022"), (2, 5, 2, "2023"), (3, 5, 3, "2024")])
        .collect();
    let outcome = roster(&cells);
    assert_eq!(rows(outcome.only(), "fiscal_years"), Some(3));
    assert_eq!(shown(outcome.only(), "organization.registered_district"), "徐汇区 D2");
    // and under headings that ask for no year
    let mut drawn = Drawn::default();
    for (row, column, bottom, what) in [
        (0, 0, 0, "单位名称"),
        (0, 1, 0, "体系标准"),
        (1, 0, 2, "甲"),
        (2, 0, 2, "甲"),
        (1, 1, 1, "GB/T 19001"),
        (2, 1, 2, "GB/T 24001"),
    ] {
        drawn.put(row, column, bottom, what);
    }
    assert_eq!(rows(read_book(&drawn.book("")).only(), "management_systems"), Some(2));
}

#[test]
fn a_zero_beside_a_merged_name_is_a_fact() {
    let outcome = read_book(&dressed(
        &[(
            "名单",
            &[
                &[T("单位名称"), T("2022年净利润"), T("2023年净利润")],
                &[T("甲"), N(5.0)],
                &[Gap, Gap, N(0.0)],
                &[Gap, Gap, N(0.0)],
            ],
        )],
        |sheet| drop(sheet.merge_range(1, 0, 2, 0, "甲", &Format::new()).map(|_| ())),
    ));
    assert_eq!(shown(outcome.only(), "fiscal_years.net_profit@1"), "0.00 C3");
    assert!(
        outcome.passed().join("").contains("A4 这一行只有 0") || outcome.passed().join("").contains("C4 这一行只有 0")
    );
}

#[test]
fn a_merged_name_with_codes_of_their_own_names_several() {
    let outcome = roster(&[(1, 1, 2, "甲"), (1, 2, 1, CODE), (2, 2, 2, "91310104MA1FXY013E")]);
    assert_eq!(outcome.applicants.len(), 2);
    for (applicant, row) in outcome.applicants.iter().zip([2, 3]) {
        let dossier = applicant.as_ref().unwrap();
        assert_eq!(shown(dossier, "organization.name"), "甲 B2");
        assert!(shown(dossier, "organization.unified_social_credit_code").ends_with(&format!("C{row}")));
    }
}

#[test]
fn what_is_merged_names_nobody_by_itself() {
    let outcome = roster(&[
        (1, 0, 4, "组织"),
        (1, 4, 4, "无"),
        (1, 1, 1, "甲"),
        (3, 9, 3, "随手写的"),
    ]);
    assert_eq!(outcome.only().applicant(), Some("甲"));
}

#[test]
fn merged_cells_of_a_form_belong_to_each_row() {
    let facts: &[&[Put]] = &[
        &[T("项目"), T("填写内容")],
        &[T("组织名称"), T("甲")],
        &[T("成立日期"), D(2016, 3, 18)],
        &[T("正常运行起始日")],
    ];
    let years: &[&[Put]] = &[
        &[T("年度"), T("报表口径"), T("净利润")],
        &[N(2022.0), Gap, N(1.0)],
        &[N(2023.0), Gap, N(2.0)],
        &[Gap, Gap, Gap, T("备注")],
    ];
    let bytes = dressed(&[("申报信息", facts), ("财务年度", years)], |sheet| {
        let plain = rust_xlsxwriter::Format::new();
        if sheet.name() == "财务年度" {
            sheet.merge_range(1, 1, 3, 1, "合并报表", &plain).unwrap();
        } else {
            let day = ExcelDateTime::from_ymd(2016, 3, 18).unwrap();
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.merge_range(2, 1, 3, 1, "", &format).unwrap();
            sheet.write_datetime_with_format(2, 1, &day, &format).unwrap();
        }
    });
    let outcome = read_book(&bytes);
    let dossier = outcome.only();
    assert_eq!(shown(dossier, "organization.operating_since"), "Day(2016-03-18) B3");
    assert_eq!(rows(dossier, "fiscal_years"), Some(2));
    assert!(shown(dossier, "fiscal_years.accounts@1").ends_with(" B2"));
}

#[test]
fn merged_cells_of_an_ods_document_belong_to_each_row() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let down = |text: &str| cell(text).replace("cell office", "cell table:number-rows-spanned=\"2\" office");
    let covered = "<table:covered-table-cell/>";
    let outcome = read_book(&super::ods::roster(&format!(
        "<table:table-row>{}{}{}</table:table-row><table:table-row>{covered}{covered}{}</table:table-row>\
         <table:table-row>{}{}</table:table-row>",
        down("甲"),
        down("2016-03-18"),
        cell("5"),
        cell("5"),
        cell("乙"),
        cell("2017-03-18"),
    )));
    // what a further row of one applicant repeats of a year is no second year
    assert_eq!(outcome.applicants.len(), 2, "{:?}", outcome.errors());
    let plain = read_book(&super::ods::roster(&format!(
        "<table:table-row>{}{}{}</table:table-row><table:table-row>{}{covered}{}</table:table-row>",
        cell("甲"),
        down("2016-03-18"),
        cell("5"),
        cell("乙"),
        cell("6"),
    )));
    let second = plain.applicants[1].as_ref().unwrap();
    assert_eq!(shown(second, "organization.registered_on"), "Day(2016-03-18) B2");
}

#[test]
fn a_whole_sheet_that_is_merged_a_thousand_times_costs_nothing() {
    let mut drawn = Drawn::default();
    for (column, heading) in HEADS.iter().enumerate() {
        drawn.put(0, column, 0, heading);
    }
    for row in 1..5_000 {
        drawn.put(row, 1, row, &format!("第{row}号公司"));
    }
    drawn.put(1, 3, 1, "徐汇区");
    drawn
        .merged
        .extend(std::iter::repeat_n("D2:D1048576".to_owned(), 1_000));
    drawn
        .merged
        .extend(std::iter::repeat_n("A1:XFD1048576".to_owned(), 1_000));
    drawn
        .merged
        .extend((0..1_000).map(|row| format!("C{}:C1048576", row + 2)));
    let start = Instant::now();
    let outcome = read_book(&drawn.book(""));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(outcome.applicants.len(), 4_999);
    let last = outcome.applicants[4_998].as_ref().unwrap();
    assert_eq!(shown(last, "organization.registered_district"), "徐汇区 D2");
}
