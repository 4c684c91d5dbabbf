//! Binary workbooks (`.xls`, `.xlsb`), read by the program in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]
#![cfg(unix)]

use std::fs;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A roster that LibreOffice saved: a title with the unit, merged names, days, months and years in cells and in words.
const ROSTER: &[u8] = include_bytes!("data/roster-by-libreoffice.xls");

/// Two cells at the ends of a sheet, which the reader lays out with all that lies between them.
const FAR_APART: &[u8] = include_bytes!("data/far-apart.xls");

/// The report on a file with this name and content, and the exit code; `None` where a signal ended the program.
fn checked(name: &str, content: &[u8]) -> (Value, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    let args = ["check", name, "--as-of", "2025-12-22", "--format", "json"];
    let ran = command.current_dir(folder.path()).args(args).output().unwrap();
    (
        serde_json::from_slice(&ran.stdout).unwrap_or_default(),
        ran.status.code(),
    )
}

/// Who stands in a report, and the verdicts on each.
fn verdicts(report: &Value) -> Vec<(String, Vec<String>)> {
    let dossiers = report["dossiers"].as_array().unwrap();
    let verdict = |finding: &Value| {
        format!(
            "{} {} {}",
            finding["condition"], finding["verdict"], finding["found"]["zh"]
        )
    };
    let each = dossiers.iter().map(|dossier| {
        let findings = dossier["findings"].as_array().unwrap();
        (dossier["applicant"].to_string(), findings.iter().map(verdict).collect())
    });
    each.collect()
}

#[test]
fn an_old_workbook_is_read_as_the_same_table_is_in_text() {
    let text = "申报单位名单（单位：万元）\n单位名称,成立日期,年度,净利润,如实填写,有无事故\n\
                上海示例物流有限公司,2016-03-18,2022,0.3,属实,无\n上海示例物流有限公司,,2023,-12.5\n\
                上海示例医疗器械有限公司,2020年3月,2024年,1.2\n";
    let (plain, code) = checked("名单.csv", text.as_bytes());
    for name in ["名单.xls", "名单.et", "名单.xlsx"] {
        let (old, old_code) = checked(name, ROSTER);
        assert_eq!(verdicts(&old), verdicts(&plain), "{name}");
        assert_eq!((verdicts(&old).len(), old_code), (2, code), "{name}");
    }
    let (old, _) = checked("名单.xls", ROSTER);
    let findings = old["dossiers"][0]["findings"].as_array().unwrap();
    let mut places = findings
        .iter()
        .flat_map(|finding| finding["places"].as_array().unwrap());
    let loss = places.find(|place| place["field"] == "fiscal_years[2023].net_profit");
    let loss = loss.unwrap();
    assert_eq!((&loss["sheet"], &loss["cell"]), (&"名单".into(), &"D4".into()));
}

/// A record of a binary workbook: number, length, content.
fn record(number: u32, content: &[u8]) -> Vec<u8> {
    let count = |mut number: u32| {
        let mut bytes = Vec::new();
        loop {
            let last = number < 0x80;
            bytes.push(u8::try_from(number & 0x7f).unwrap() | if last { 0 } else { 0x80 });
            if last {
                return bytes;
            }
            number >>= 7;
        }
    };
    [
        count(number),
        count(u32::try_from(content.len()).unwrap()),
        content.to_vec(),
    ]
    .concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let count = u32::try_from(units.len()).unwrap().to_le_bytes();
    [count.to_vec(), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A workbook (`.xlsb`) of one sheet with these cells, merged areas and format of numbers.
fn xlsb(rows: &[&[&str]], merged: &[[u32; 4]], format: &str) -> Vec<u8> {
    const START: [u32; 3] = [129, 148, 145];
    let mut sheet = [record(START[0], b""), record(START[1], &[0; 16]), record(START[2], b"")].concat();
    for (row, cells) in (0..).zip(rows) {
        sheet.extend(record(0, &longs(&[row, 0, 0, 0])));
        for (column, cell) in (0..).zip(*cells) {
            let place = longs(&[column, 0]);
            sheet.extend(match cell.parse::<f64>() {
                _ if cell.is_empty() => continue,
                Ok(number) => record(5, &[place, number.to_le_bytes().to_vec()].concat()),
                Err(_) => record(6, &[place, wide(cell)].concat()),
            });
        }
    }
    sheet.extend(record(146, b""));
    for [top, left, bottom, right] in merged {
        sheet.extend(record(176, &longs(&[*top, *bottom, *left, *right])));
    }
    let workbook = record(156, &[longs(&[0, 1]), wide("rId1"), wide("名单")].concat());
    let workbook = [workbook, record(0x90, b""), record(132, b"")].concat();
    let code = [vec![170, 0], wide(format)].concat();
    let styles = [
        record(615, &longs(&[1])),
        record(44, &code),
        record(617, &longs(&[1])),
        record(47, &[0; 16]),
    ]
    .concat();
    let leads = |kind: &str, target: &str, id: &str| {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let list = |inside: String| {
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!("<Relationships xmlns=\"{package}\">{inside}</Relationships>").into_bytes()
    };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", list(leads("officeDocument", "xl/workbook.bin", "rId1"))),
        ("xl/workbook.bin", workbook),
        (
            "xl/_rels/workbook.bin.rels",
            list(leads("worksheet", "worksheets/sheet1.bin", "rId1") + &leads("styles", "styles.bin", "rId2")),
        ),
        ("xl/styles.bin", styles),
        ("xl/worksheets/sheet1.bin", sheet),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&part).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The roster of [`ROSTER`], but for its title.
const ROWS: &[&[&str]] = &[
    &["申报单位名单（单位：万元）"],
    &["单位名称", "成立日期", "年度", "净利润", "如实填写", "有无事故"],
    &["上海示例物流有限公司", "2016-03-18", "2022", "0.3", "属实", "无"],
    &["", "", "2023", "-12.5"],
    &["上海示例医疗器械有限公司", "2020年3月", "2024", "1.2"],
];

#[test]
fn a_binary_workbook_of_today_is_read_as_the_same_table_is_in_text() {
    let text: Vec<String> = ROWS.iter().map(|row| row.join(",")).collect();
    let text = text.join("\n").replace("\n,,2023", "\n上海示例物流有限公司,,2023");
    let (plain, code) = checked("名单.csv", text.as_bytes());
    let book = xlsb(ROWS, &[[2, 0, 3, 0], [0, 0, 0, 5]], "0.00");
    for name in ["名单.xlsb", "名单.xlsx"] {
        let (read, read_code) = checked(name, &book);
        assert_eq!(verdicts(&read), verdicts(&plain), "{name}");
        assert_eq!((verdicts(&read).len(), read_code), (2, code), "{name}");
    }
    // a name that is not merged is not that of the row below
    let (apart, _) = checked("名单.xlsb", &xlsb(ROWS, &[], "0.00"));
    assert_ne!(verdicts(&apart), verdicts(&plain));
    let (shown, code) = checked("名单.xlsb", &xlsb(ROWS, &[], "0.00\"万元\""));
    let said = shown["errors"][0]["message"]["zh"].as_str().unwrap();
    assert!(said.contains("看不出是哪些单元格") && code == Some(2), "{said}");
    for at in (0..book.len()).step_by(41) {
        let mut bytes = book.clone();
        bytes[at] ^= 0xff;
        let (_, code) = checked("甲.xlsb", &bytes);
        assert!(code.is_some_and(|code| (0..=3).contains(&code)), "byte {at}: {code:?}");
    }
}

#[test]
fn what_takes_more_memory_than_it_is_worth_is_refused() {
    let start = Instant::now();
    let (report, code) = checked("甲.xls", FAR_APART);
    assert_eq!(code, Some(2));
    let said = report["errors"][0]["message"]["zh"].as_str().unwrap();
    assert!(said.contains("过多的内存"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn no_damage_ends_the_program_or_keeps_it_busy() {
    let start = Instant::now();
    let mut state = 7_u64;
    let mut next = move |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % end as u64).unwrap()
    };
    let head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".len();
    for round in 0..40 {
        let mut bytes = ROSTER.to_vec();
        for _ in 0..=next(6) {
            // sizes stand in the first sector and in the directory
            let at = if round % 2 == 0 {
                head + next(504)
            } else {
                head + next(bytes.len() - head)
            };
            bytes[at] = [0xff, 0x7f, 0x80, 0x00, 0x10][next(5)];
        }
        if round % 8 == 0 {
            bytes.truncate(head + next(bytes.len() - head));
        }
        let (_, code) = checked("甲.xls", &bytes);
        assert!(
            code.is_some_and(|code| (0..=3).contains(&code)),
            "round {round}: {code:?}"
        );
    }
    assert!(start.elapsed() < Duration::from_secs(120));
}
