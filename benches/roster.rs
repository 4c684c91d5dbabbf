//! A roster of 100,000 applicants and 30 columns, checked end to end by the program into short JSON Lines, as a
//! ratio of a bare pass over the same cells: the same archive guard, then calamine's cell reader and nothing else.
//!
//! `cargo bench --bench roster`, or `cargo bench --bench roster -- ROWS`. The rounds alternate, so that both sides see
//! the same machine; what is printed is the best of each, and the largest memory the program held.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a bench that cannot go on must stop"
)]

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use quality_award::load::excel::guard;
use rust_xlsxwriter::{Format, Workbook};

const ROUNDS: usize = 7;

const HEADINGS: [&str; 30] = [
    "申报类别",
    "组织名称",
    "统一社会信用代码",
    "主体类型",
    "从事非营利性业务",
    "成立日期",
    "正常运行起始日",
    "注册区",
    "注册地址",
    "体系标准",
    "证书编号",
    "证书持有人",
    "有效期起",
    "有效期至",
    "首席质量官姓名",
    "首席质量官任命日期",
    "首席质量官任命文件",
    "2022年净利润(万元)",
    "2023年净利润(万元)",
    "2024年净利润(万元)",
    "记录查询日期",
    "信用报告",
    "近三年事故",
    "近三年质量投诉",
    "近三年失信记录",
    "自我完善的质量改进机制",
    "公示开始日期",
    "公示结束日期",
    "提交日期",
    "如实填写",
];

fn main() {
    let rows = std::env::args()
        .skip(1)
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roster.xlsx");
    write_roster(&path, rows);
    let bytes = std::fs::read(&path).unwrap();
    println!("{rows} rows, 30 columns, {} KiB", bytes.len() / 1024);
    let (mut bare, mut program) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        bare = bare.min(bare_pass(&path, u64::from(rows)));
        program = program.min(checked(&path, rows as usize));
    }
    let memory = held(&path);
    println!("bare pass   {:.3} s", bare.as_secs_f64());
    println!(
        "check       {:.3} s, at most {} MiB",
        program.as_secs_f64(),
        memory / 1024
    );
    println!("ratio       {:.2}", program.as_secs_f64() / bare.as_secs_f64());
}

/// Reads every cell behind the guard, from the file on.
fn bare_pass(path: &Path, rows: u64) -> Duration {
    let start = Instant::now();
    let bytes = std::fs::read(path).unwrap();
    guard::check(&bytes).unwrap();
    let mut workbook = Xlsx::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let sheet = workbook.sheet_names()[0].clone();
    let mut reader = workbook.worksheet_cells_reader(&sheet).unwrap();
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().unwrap() {
        black_box(cell.get_value());
        cells += 1;
    }
    assert_eq!(cells, (rows + 1) * HEADINGS.len() as u64);
    start.elapsed()
}

/// The program, to be run over the roster.
fn program(path: &Path) -> Command {
    let lines = std::fs::File::create(path.with_file_name("report.jsonl")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_quality-award"));
    command
        .args(["check", path.to_str().unwrap(), "--format", "jsonl"])
        .stdout(lines)
        .stderr(Stdio::null());
    command
}

/// Runs the program, how long it took.
fn checked(path: &Path, rows: usize) -> Duration {
    let start = Instant::now();
    program(path).status().unwrap();
    let took = start.elapsed();
    let written = std::fs::read_to_string(path.with_file_name("report.jsonl")).unwrap();
    assert_eq!(
        written.lines().count(),
        rows + 1,
        "a line for each applicant and one for the counts"
    );
    took
}

/// The most that the program held, in KiB, in a run of its own; 0 where the system does not tell.
fn held(path: &Path) -> u64 {
    let mut child = program(path).spawn().unwrap();
    let mut held = 0;
    while child.try_wait().unwrap().is_none() {
        held = held.max(resident(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    }
    held
}

/// The most that a process has held so far, in KiB.
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// Writes a roster as an office would: texts, dates and amounts, no two rows alike.
fn write_roster(path: &Path, rows: u32) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for row in 1..=rows {
        for column in 0..30 {
            let shift = f64::from(row % 365);
            let day = match column {
                5 | 6 => Some(42_447.0 + shift),
                12 => Some(45_078.0),
                13 => Some(46_173.0),
                15 => Some(44_287.0),
                20 | 28 => Some(46_015.0),
                26 => Some(46_006.0),
                27 => Some(46_013.0),
                _ => None,
            };
            if let Some(day) = day {
                sheet.write_number_with_format(row, column, day, &date).unwrap();
                continue;
            }
            let text = match column {
                0 => "先进质量管理模式".to_owned(),
                1 | 11 => format!("上海徐汇示例科技第{row}有限公司"),
                2 => "91310104MA1FXY005K".to_owned(),
                3 => "法人".to_owned(),
                4 => "否".to_owned(),
                7 => "徐汇区".to_owned(),
                8 => format!("上海市徐汇区示例路{row}号"),
                9 => "GB/T 19001-2016".to_owned(),
                10 => format!("00124Q{row:08}"),
                14 => "陈示例".to_owned(),
                16 => format!("示例〔2021〕{row}号"),
                17..=19 => {
                    sheet
                        .write_number(row, column, f64::from(row % 9000) * 1.25 + 0.37)
                        .unwrap();
                    continue;
                }
                21 => "专用信用报告".to_owned(),
                22..=24 => "无".to_owned(),
                25 => "每季度开展质量改进评审".to_owned(),
                _ => "是".to_owned(),
            };
            sheet.write_string(row, column, text).unwrap();
        }
    }
    book.save(path).unwrap();
}
