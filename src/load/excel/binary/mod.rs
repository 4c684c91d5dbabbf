//! Binary workbooks (`.xls`, `.et`, `.xlsb`): the same program reads them in a process of its own, with a limit on
//! memory and time, since their readers believe whatever size a file declares.

mod child;
mod records;
mod wire;

use std::io::{BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use crate::load::excel::damage::beyond;
use crate::load::excel::format::NumberFormat;
use crate::load::excel::kind::{FileKind, refusal, save_as};
use crate::load::excel::limits;
use crate::load::excel::raw::Merged;
use crate::load::excel::sheet::{Cell, Sheet};
use crate::place::InputError;
use crate::writing::quote;
pub use child::read_for_parent;
use wire::{Line, Why};

/// What asks the program to read an old workbook from its standard input.
pub const CALL: &str = "--read-an-old-workbook";

/// The program that is started.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program reads old workbooks: this one, wherever it stands.
pub fn reads_with(program: PathBuf) {
    // the first to say so is right
    let _ = PROGRAM.set(program);
}

/// An old workbook that was read.
#[derive(Debug, Default)]
pub struct Binary {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// What is merged on each of them.
    pub merged: Vec<Vec<Merged>>,
    cells: Vec<Vec<Cell<'static>>>,
}

impl Binary {
    /// Reads a workbook of this kind.
    ///
    /// # Errors
    /// There is no program to start, or it does not come to an end within its limits; the workbook is locked, or shows
    /// numbers in a way of which it cannot be told which cells it concerns.
    pub fn open(bytes: &[u8], kind: FileKind) -> Result<Binary, InputError> {
        let Some(program) = PROGRAM.get() else {
            return Err(refused(kind));
        };
        let mut command = Command::new(program);
        let streams = command
            .arg(CALL)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = streams.spawn().map_err(|_| refused(kind))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let read = std::thread::scope(|scope| {
            scope.spawn(move || {
                // who reads no further has seen enough
                let _ = input.map(|mut input| input.write_all(bytes));
            });
            let (send, receive) = sync_channel(1);
            scope.spawn(move || send.send(output.map(|output| Binary::received(output, kind))));
            let read = receive.recv_timeout(Duration::from_secs(limits::OLD_SECONDS));
            // whether it still runs or has ended, it is needed no more
            let _ = child.kill();
            read.ok().flatten()
        });
        let _ = child.wait();
        read.unwrap_or_else(|| Err(unfinished()))
    }

    /// What the other process says.
    fn received(output: impl Read, kind: FileKind) -> Result<Binary, InputError> {
        let mut binary = Binary::default();
        let mut count = 0_usize;
        for line in BufReader::new(output).lines() {
            let line = line.map_err(|_| unfinished())?;
            match serde_json::from_str(&line).map_err(|_| unfinished())? {
                Line::Sheet {
                    name,
                    visible,
                    internal,
                    merged,
                } => {
                    binary.sheets.push(Sheet {
                        name: name.into(),
                        visible,
                        internal,
                        aside: None,
                    });
                    let merged = merged.into_iter().filter_map(|[top, left, bottom, right]| {
                        let (rows, columns) = (bottom.checked_sub(top)? + 1, right.checked_sub(left)? + 1);
                        Merged::of(top.into(), left.into(), rows.into(), columns.into())
                    });
                    let mut merged: Vec<Merged> = merged.collect();
                    merged.sort_unstable();
                    binary.merged.push(merged);
                    binary.cells.push(Vec::new());
                }
                Line::Cell(row, column, said) => {
                    count += 1;
                    if count > limits::OLD_CELLS {
                        return Err(beyond());
                    }
                    let (Some(cells), Some(content)) = (binary.cells.last_mut(), said.content()) else {
                        return Err(unfinished());
                    };
                    cells.push(Cell {
                        row,
                        written: row,
                        column,
                        format: NumberFormat::default(),
                        content,
                    });
                }
                Line::Refused(why) => return Err(why_not(&why, kind)),
                Line::End => return Ok(binary),
            }
        }
        Err(unfinished())
    }

    /// Gives the cells of a sheet to `each`, row by row, until it breaks off.
    pub fn cells<'c>(&self, sheet: usize, mut each: impl FnMut(Cell<'c>) -> ControlFlow<()>) {
        for cell in self.cells.get(sheet).into_iter().flatten() {
            if each(cell.clone()).is_break() {
                return;
            }
        }
    }
}

fn why_not(why: &Why, kind: FileKind) -> InputError {
    match why {
        Why::Unlimited => refused(kind),
        Why::Locked => refused(FileKind::Locked),
        Why::Damaged => unfinished(),
        Why::Shown(code) => {
            let code = quote(code);
            InputError::whole(text!(
                "有数字按格式 {code} 显示，显示的和存的不是同一个数，这种格式的工作簿（.xls、.xlsb）里看不出是哪些单元格",
                "numbers are shown as {code}, not as they are stored; a binary workbook (.xls, .xlsb) does not tell which cells"
            ))
            .hint(save_as())
        }
    }
}

/// What is said of a file of this kind.
fn refused(kind: FileKind) -> InputError {
    refusal(kind).unwrap_or_else(unfinished)
}

/// What is said where no end was reached.
fn unfinished() -> InputError {
    InputError::whole(text!(
        "这个二进制格式的工作簿（.xls、.xlsb）没有读完：文件已损坏，或要占用过多的内存或时间",
        "this binary workbook (.xls, .xlsb) was not read to its end: it is damaged, or takes too much memory or time"
    ))
    .hint(save_as())
}
