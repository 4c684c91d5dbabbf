//! A table in plain text (RFC 4180, and as spreadsheets write it): cells parted by commas, tabs or semicolons.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::load::bytes::decode_within;
use crate::load::excel::content::text_content;
use crate::load::excel::damage::beyond;
use crate::load::excel::format::NumberFormat;
use crate::load::excel::limits;
use crate::load::excel::sheet::Cell;
use crate::place::{Cells, InputError, Source};
use crate::writing::trim;

/// A table in plain text.
pub struct Delimited {
    text: Arc<str>,
    /// Where the first row begins: behind what says how the rest is parted.
    begin: usize,
    delimiter: u8,
}

/// How many bytes of a cell are read at a time.
const PIECE: usize = 256;

/// The first lines that tell what parts the cells.
const FIRST: usize = 10;

impl Delimited {
    /// Opens a table.
    ///
    /// # Errors
    /// It is no text in any encoding used for Chinese.
    pub fn open(bytes: &[u8]) -> Result<Delimited, InputError> {
        let text: Arc<str> = decode_within(bytes.to_vec(), limits::FILE_BYTES)?.into();
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        let said = trim(first).strip_prefix("sep=").and_then(|sep| sep.bytes().next());
        let (begin, delimiter) = match said {
            Some(delimiter) => (first.len(), delimiter),
            None => (0, parts_cells(&text)),
        };
        Ok(Delimited { text, begin, delimiter })
    }

    /// The source of this file, by which every cell has its line and column.
    ///
    /// # Errors
    /// As [`Delimited::cells`].
    pub fn source(&self, file: &str) -> Result<Source, InputError> {
        let mut cells = Cells::default();
        self.each(|row, _, start, _| {
            cells.begin(row, start);
            ControlFlow::Continue(())
        })?;
        Ok(Source::table(file, self.text.to_string(), cells))
    }

    /// Gives the cells that are not blank to `each`, row by row, until it breaks off.
    ///
    /// # Errors
    /// A limit is met.
    pub fn cells<'c>(&self, mut each: impl FnMut(Cell<'c>) -> ControlFlow<()>) -> Result<(), InputError> {
        self.each(|row, column, _, text| {
            if trim(text).is_empty() {
                return ControlFlow::Continue(());
            }
            match text_content(Cow::Owned(text.to_owned())) {
                Some(content) => each(Cell {
                    row,
                    written: row,
                    column,
                    format: NumberFormat::default(),
                    content,
                }),
                None => ControlFlow::Continue(()),
            }
        })
    }

    /// Gives row, column, first byte and text of every cell to `each`, until it breaks off.
    fn each(&self, mut each: impl FnMut(u32, u16, usize, &str) -> ControlFlow<()>) -> Result<(), InputError> {
        let mut reader: Reader = ReaderBuilder::new().delimiter(self.delimiter).build();
        let bytes = self.text.as_bytes();
        let mut cell = vec![0; PIECE];
        let (mut at, mut row, mut column, mut count) = (self.begin, 0_u32, 0_u32, 0_u64);
        loop {
            let skipped = |at: usize| {
                let rest = bytes.get(at..).unwrap_or_default();
                rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
            };
            let start = if column == 0 { at + skipped(at) } else { at };
            let mut filled = 0;
            let ended = loop {
                let room = cell.get_mut(filled..).unwrap_or_default();
                let (result, read, written) = reader.read_field(bytes.get(at..).unwrap_or_default(), room);
                at += read;
                filled += written;
                match result {
                    ReadFieldResult::InputEmpty => {}
                    ReadFieldResult::OutputFull if filled > limits::CELL_BYTES => {
                        return Err(too_long(&self.text, start));
                    }
                    ReadFieldResult::OutputFull => cell.resize(cell.len() * 2, 0),
                    ReadFieldResult::Field { record_end } => break Some(record_end),
                    ReadFieldResult::End => break None,
                }
            };
            let Some(record_end) = ended else { return Ok(()) };
            count += 1;
            if row >= limits::ROWS || column >= limits::COLUMNS || count > limits::CELLS {
                return Err(beyond());
            }
            let text = String::from_utf8_lossy(cell.get(..filled).unwrap_or_default());
            if each(row, u16::try_from(column).unwrap_or(u16::MAX), start, &text).is_break() {
                return Ok(());
            }
            (row, column) = if record_end { (row + 1, 0) } else { (row, column + 1) };
        }
    }
}

/// What parts the cells: what stands most often in the first line that has any, outside of quotes.
fn parts_cells(text: &str) -> u8 {
    let count = |line: &str, delimiter: u8| {
        let mut quoted = false;
        let outside = line.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == delimiter
        });
        outside.count()
    };
    let told = text.lines().take(FIRST).find_map(|line| {
        let most = [b'\t', b',', b';'].map(|delimiter| (count(line, delimiter), delimiter));
        most.into_iter()
            .rev()
            .max_by_key(|(count, _)| *count)
            .filter(|(count, _)| *count > 0)
    });
    told.map_or(b',', |(_, delimiter)| delimiter)
}

/// What is said of a cell that is longer than any, and begins at this byte.
fn too_long(text: &str, start: usize) -> InputError {
    let most = limits::CELL_BYTES / 1024;
    let line = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
    InputError::whole(text!(
        "第 {line} 行起的一格超过 {most} KB，可能是引号没有成对",
        "a cell that begins in line {line} is longer than {most} KB; a quote may have no partner"
    ))
}
