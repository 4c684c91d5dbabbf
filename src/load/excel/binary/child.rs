//! The process that reads an old workbook: it limits itself, reads, says what it read, and ends. Whatever goes wrong
//! within it, it never reaches the end of what it has to say.

use std::io::{BufWriter, Cursor, Read, Write};
use std::process::ExitCode;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError};
use memchr::memmem;

use super::records;
use super::wire::{Line, Said, Why};
use crate::load::excel::content::content;
use crate::load::excel::format::NumberFormat;
use crate::load::excel::limits;

/// Reads a workbook from `input` and says to `output` what stands in it.
pub fn read_for_parent(mut input: impl Read, output: impl Write) -> ExitCode {
    let mut output = BufWriter::new(output);
    let mut say = |line: &Line| serde_json::to_writer(&mut output, line).is_ok() && output.write_all(b"\n").is_ok();
    let mut bytes = Vec::new();
    let why = if !limited() {
        Some(Why::Unlimited)
    } else if input.read_to_end(&mut bytes).is_err() {
        Some(Why::Damaged)
    } else {
        read(&bytes, &mut say).err()
    };
    let said = say(&why.map_or(Line::End, Line::Refused)) && output.flush().is_ok();
    ExitCode::from(u8::from(!said))
}

/// Limits memory and time of this process from here on.
#[cfg(all(unix, feature = "cli"))]
fn limited() -> bool {
    let limit = |resource, most| rlimit::setrlimit(resource, most, most).is_ok();
    // what it leaves behind when it is ended is of use to nobody
    let _ = limit(rlimit::Resource::CORE, 0);
    limit(rlimit::Resource::AS, limits::OLD_MEMORY) && limit(rlimit::Resource::CPU, limits::OLD_SECONDS)
}

/// There are no such limits.
#[cfg(not(all(unix, feature = "cli")))]
fn limited() -> bool {
    false
}

fn read(bytes: &[u8], say: &mut impl FnMut(&Line) -> bool) -> Result<(), Why> {
    let shown = match bytes.starts_with(b"PK") {
        true => records::formats(bytes)
            .into_iter()
            .find(|code| is_shown_otherwise(code)),
        false => shown_otherwise(bytes),
    };
    if let Some(code) = shown {
        return Err(Why::Shown(code));
    }
    if bytes.starts_with(b"PK") {
        let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsbError::Password => Why::Locked,
            _ => Why::Damaged,
        })?;
        return sheets(&mut book, |_, name| records::merged(bytes, name), say);
    }
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Why::Locked,
        _ => Why::Damaged,
    })?;
    let merged = |book: &mut Xls<_>, name: &str| {
        let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let areas = merged
            .iter()
            .map(|area| [area.start.0, area.start.1, area.end.0, area.end.1]);
        areas.collect()
    };
    sheets(&mut book, merged, say)
}

/// Says what stands on each sheet, of which `merged` tells the cells that are merged.
fn sheets<'b, R: Reader<Cursor<&'b [u8]>>>(
    book: &mut R,
    merged: impl Fn(&mut R, &str) -> Vec<[u32; 4]>,
    say: &mut impl FnMut(&Line) -> bool,
) -> Result<(), Why> {
    for sheet in book.sheets_metadata().to_vec() {
        let merged = merged(book, &sheet.name).into_iter();
        let is_table = sheet.typ == SheetType::WorkSheet;
        let said = say(&Line::Sheet {
            name: sheet.name.clone(),
            visible: sheet.visible == SheetVisible::Visible && is_table,
            internal: sheet.visible == SheetVisible::VeryHidden || !is_table,
            merged: merged.take(limits::MERGED).collect(),
        });
        if !is_table {
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(|_| Why::Damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = |first: u32, at: usize| u32::try_from(at).ok()?.checked_add(first);
            let (Some(row), Some(column)) = (place(top, row), place(left, column)) else {
                return Err(Why::Damaged);
            };
            let column = u16::try_from(column).map_err(|_| Why::Damaged)?;
            let filled = content(&borrowed(value)).and_then(Said::of);
            if filled.is_some_and(|filled| !say(&Line::Cell(row, column, filled))) {
                return Err(Why::Damaged);
            }
        }
        if !said {
            return Err(Why::Damaged);
        }
    }
    Ok(())
}

/// A value as the readers of other workbooks give it.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

/// A format of its own in which a workbook shows numbers with a unit, or smaller than they are. The reader does not tell
/// which cells bear it. Its record: number 0x041e, length, index, then the code in characters of one byte or of two.
fn shown_otherwise(bytes: &[u8]) -> Option<String> {
    let short = |at: usize| {
        let bytes = bytes.get(at..)?.first_chunk::<2>()?;
        Some(usize::from(u16::from_le_bytes(*bytes)))
    };
    memmem::find_iter(bytes, b"\x1e\x04").find_map(|at| {
        let (length, count) = (short(at + 2)?, short(at + 6)?);
        let wide = *bytes.get(at + 8)? & 1 == 1;
        let size = count.checked_mul(1 + usize::from(wide))?;
        let code = bytes
            .get(at + 9..)?
            .get(..size)
            .filter(|_| length == 5 + size && count > 0)?;
        let code = if wide {
            let units = code.chunks_exact(2).filter_map(<[u8]>::first_chunk);
            let units: Vec<u16> = units.map(|unit| u16::from_le_bytes(*unit)).collect();
            String::from_utf16_lossy(&units)
        } else {
            code.iter().map(|byte| char::from(*byte)).collect()
        };
        is_shown_otherwise(&code).then_some(code)
    })
}

/// Whether a format shows a number with a unit, or smaller than it is.
fn is_shown_otherwise(code: &str) -> bool {
    let format = NumberFormat::of(code);
    format.unit.is_some() || format.scaled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(code: &str, wide: bool) -> Vec<u8> {
        let text: Vec<u8> = if wide {
            code.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            code.bytes().collect()
        };
        let length = u16::try_from(text.len() + 5).unwrap();
        let count = u16::try_from(code.encode_utf16().count()).unwrap();
        let mut record = vec![0x1e, 0x04];
        for number in [length, 170, count] {
            record.extend(number.to_le_bytes());
        }
        record.push(u8::from(wide));
        [record, text].concat()
    }

    #[test]
    fn a_format_that_shows_another_number_is_found() {
        for (code, wide, found) in [
            ("0.00\"万元\"", true, true),
            ("0.00,", false, true),
            ("0!.0000", false, true),
            ("#,##0.00", false, false),
            ("yyyy\"年\"m\"月\"d\"日\"", true, false),
            ("0.00%", false, false),
        ] {
            let bytes = [b"before".to_vec(), record(code, wide), b"behind".to_vec()].concat();
            assert_eq!(shown_otherwise(&bytes).is_some(), found, "{code}");
            let cut = bytes.get(..bytes.len() - 10).unwrap();
            assert_eq!(shown_otherwise(cut), None, "{code}, cut off");
        }
    }
}
