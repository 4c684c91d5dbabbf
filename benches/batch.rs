//! Folders of dossiers checked end to end by the program into short JSON Lines, as ratios of what reading alone takes
//! with the same threads: 10,000 TOML dossiers against reading the files and parsing them to spanned tables, 1,000
//! one-applicant workbooks against a bare pass with calamine's cell reader behind the same archive guard.
//!
//! `cargo bench --bench batch`. The rounds alternate, so that both sides see the same machine; what is printed is the
//! best of each.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a bench that cannot go on must stop"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use quality_award::load::excel::guard;
use rayon::prelude::*;
use toml::de::DeTable;

const ROUNDS: usize = 7;

const DOSSIER: &str = include_str!("../examples/organization.toml");
const WORKBOOK: &[u8] = include_bytes!("../examples/organization.xlsx");

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("toml");
    write(&texts, 10_000, "toml", |number| {
        let name = format!("上海徐汇示例科技第{number}有限公司");
        DOSSIER.replace("上海徐汇示例智能装备有限公司", &name).into_bytes()
    });
    let books = folder.path().join("xlsx");
    write(&books, 1_000, "xlsx", |_| WORKBOOK.to_vec());
    compare("10,000 TOML dossiers", "read and parse", &texts, 10_000, parsed);
    compare("1,000 workbooks", "bare pass", &books, 1_000, passed);
}

/// Writes so many files into a folder.
fn write(folder: &Path, count: usize, extension: &str, content: impl Fn(usize) -> Vec<u8>) {
    std::fs::create_dir(folder).unwrap();
    for number in 0..count {
        std::fs::write(folder.join(format!("{number:05}.{extension}")), content(number)).unwrap();
    }
}

fn compare(what: &str, baseline: &str, folder: &Path, count: usize, bare: fn(&Path)) {
    let files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), count);
    let (mut reading, mut checking) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        files.par_iter().for_each(|path| bare(path));
        reading = reading.min(start.elapsed());
        checking = checking.min(checked(folder, count));
    }
    println!("{what}");
    println!("  {baseline:<15} {:.3} s", reading.as_secs_f64());
    println!("  {:<15} {:.3} s", "check", checking.as_secs_f64());
    println!(
        "  {:<15} {:.2}",
        "ratio",
        checking.as_secs_f64() / reading.as_secs_f64()
    );
}

/// Reads a file and parses it to a spanned table.
fn parsed(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    black_box(DeTable::parse(&text).unwrap());
}

/// Reads every cell of a workbook.
fn passed(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    guard::check(&bytes).unwrap();
    let mut workbook = Xlsx::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    for sheet in workbook.sheet_names() {
        let mut reader = workbook.worksheet_cells_reader(&sheet).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            black_box(cell.get_value());
        }
    }
}

/// Runs the program over a folder, how long it took.
fn checked(folder: &Path, count: usize) -> Duration {
    let lines = folder.with_extension("jsonl");
    let start = Instant::now();
    Command::new(env!("CARGO_BIN_EXE_quality-award"))
        .args(["check", folder.to_str().unwrap(), "--format", "jsonl"])
        .stdout(std::fs::File::create(&lines).unwrap())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let took = start.elapsed();
    let written = std::fs::read_to_string(&lines).unwrap();
    assert_eq!(
        written.lines().count(),
        count + 1,
        "a line for each dossier and one for the counts"
    );
    took
}
