//! Tables in plain text.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

const HEADINGS: [&str; 6] = [
    "申报类别",
    "组织名称",
    "统一社会信用代码",
    "成立日期",
    "2022年净利润(万元)",
    "自我完善的质量改进机制",
];

/// A table as spreadsheets write it: every cell in quotes, or those that must be.
fn table(rows: &[Vec<String>], delimiter: char, end: &str, quoted: bool) -> String {
    let cell = |text: &String| {
        let must = text.contains([delimiter, '"', '\n', '\r']);
        match quoted || must {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.clone(),
        }
    };
    let mut table = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        write!(table, "{}{end}", cells.join(&delimiter.to_string())).unwrap();
    }
    table
}

/// In each encoding that programs write tables in.
fn encoded(text: &str, encoding: usize) -> Vec<u8> {
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => encoding_rs::GB18030.encode(text).0.into_owned(),
        _ => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    }
}

/// What was read of each applicant, and what could not be.
fn told(outcome: &Outcome) -> Vec<Vec<String>> {
    let applicant = |applicant: &Result<Dossier, Unreadable>| match applicant {
        Ok(dossier) => {
            let (scalars, tables) = dossier.facts();
            let rows = tables.iter().filter_map(|table| table.rows()).flatten();
            let slots = scalars.iter().chain(rows.flat_map(|row| row.cells.iter()));
            slots
                .filter_map(|slot| slot.value())
                .map(|value| format!("{value:?}"))
                .collect()
        }
        Err(unreadable) => unreadable.errors.iter().map(|error| error.message.zh.clone()).collect(),
    };
    outcome.applicants.iter().map(applicant).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_table_says_what_a_workbook_says(
        names in prop::collection::vec("上海[东西南北]{1,3}(，|,|;|\"|\t|\n|（示例）)?有限公司", 1..5),
        days in prop::collection::vec("2015-0[1-9]-1[0-9]|2015年6月1日|某日", 5),
        amounts in prop::collection::vec("[1-9]{1,4}|1,200|亏损3", 5),
        told_in in "[甲乙丙；,\"]{0,12}",
        delimiter in prop::sample::select(vec![',', '\t', ';']),
        windows: bool,
        quoted: bool,
        encoding in 0_usize..4,
    ) {
        let mut rows: Vec<Vec<String>> = vec![HEADINGS.iter().map(|heading| (*heading).to_owned()).collect()];
        for ((name, day), amount) in names.iter().zip(&days).zip(&amounts) {
            let cells = ["组织", name, "91310104MA1FXY013E", day, amount, &told_in];
            rows.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
        }
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(&rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        let workbook = read_book(&book.save_to_buffer().unwrap());
        let text = table(&rows, delimiter, if windows { "\r\n" } else { "\n" }, quoted);
        let plain = read_file("甲.csv", &encoded(&text, encoding), None);
        prop_assert_eq!(told(&plain), told(&workbook), "{}", text);
        prop_assert_eq!(plain.applicants.len(), names.len());
    }

    #[test]
    fn a_cell_has_its_line_and_column(
        names in prop::collection::vec("上海[东西]{1,3}(\n|,)?有限公司", 1..4),
        windows: bool,
        quoted: bool,
    ) {
        let end = if windows { "\r\n" } else { "\n" };
        let mut rows: Vec<Vec<String>> = vec![vec!["组织名称".to_owned(), "成立日期".to_owned()]];
        rows.extend(names.iter().map(|name| vec![name.clone(), "某日".to_owned()]));
        let text = table(&rows, ',', end, quoted);
        let outcome = read_file("甲.csv", text.as_bytes(), None);
        let wrong = outcome.applicants.iter().filter_map(|applicant| applicant.as_ref().err());
        let found: Vec<(usize, usize)> = wrong
            .flat_map(|unreadable| unreadable.errors.iter().map(|error| unreadable.source.place(error.spot)))
            .map(|place| (place.line.unwrap(), place.column.unwrap()))
            .collect();
        let cell = if quoted { "\"某日\"" } else { "某日" };
        let expected: Vec<(usize, usize)> = text
            .match_indices(cell)
            .map(|(at, _)| {
                let before = &text[..at];
                let line = before.matches('\n').count() + 1;
                (line, before.rsplit('\n').next().unwrap().chars().count() + 1)
            })
            .collect();
        prop_assert_eq!(found, expected, "{}", text);
    }
}

#[test]
fn what_parts_the_cells_may_be_said_and_a_title_may_stand_above() {
    let names = |text: &str| {
        let outcome = read_file("甲.csv", text.as_bytes(), None);
        let each = outcome.applicants.iter();
        each.map(|applicant| applicant.as_ref().unwrap().applicant().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("sep=;\n组织名称;成立日期\n甲,乙公司;2015-06-01\n"), ["甲,乙公司"]);
    assert_eq!(names("sep=|\r\n组织名称|成立日期\r\n甲公司|2015-06-01\r\n"), ["甲公司"]);
    assert_eq!(
        names("2025年申报名单\n\n组织名称,成立日期\n甲公司,2015-06-01\n\n乙公司,2016-06-01"),
        ["甲公司", "乙公司"]
    );
}

#[test]
fn a_hostile_table_is_told_in_a_sentence() {
    let error = |bytes: &[u8]| read_file("甲.csv", bytes, None).errors();
    let unclosed = format!("组织名称,成立日期\n\"{}", "甲,乙\n".repeat(100_000));
    let told = error(unclosed.as_bytes());
    assert!(told.len() == 1 && told[0].contains("第 2 行起的一格"), "{told:?}");
    let wide = ",".repeat(20_000);
    assert_eq!(error(wide.as_bytes()).len(), 1);
    let many = format!("组织名称,成立日期\n{}", ",\n".repeat(1_100_000));
    assert_eq!(error(many.as_bytes()).len(), 1);
    assert_eq!(error(b"\xff\xfe\0,\0").len(), 1);
}
