//! Old workbooks (`.xls`), read by the program in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]
#![cfg(unix)]

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

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
