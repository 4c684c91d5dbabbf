//! Rows that grow: a row of the height that its words take, but not fixed to it, so that any program makes it taller
//! as more is written.
//!
//! The library that writes workbooks fixes every row of which it says the height, and of the others LibreOffice takes
//! the words of one line to be all there are. So the one word that fixes them is taken out again.

use std::io::{self, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Where the sheets of a workbook of ours are.
const SHEETS: &str = "xl/worksheets/sheet";

/// What fixes the height of a row. No text of a user's stands in a sheet of ours: words are kept beside them.
const FIXED: &str = " customHeight=\"1\"";

/// The same workbook with rows that grow. The same workbook gives the same bytes.
///
/// # Errors
/// It is no archive.
pub fn growing(workbook: &[u8]) -> io::Result<Vec<u8>> {
    let mut parts = ZipArchive::new(Cursor::new(workbook))?;
    let mut grown = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..parts.len() {
        let part = parts.by_index_raw(at)?;
        let name = part.name()?.to_string();
        if !name.starts_with(SHEETS) {
            grown.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut sheet = String::new();
        parts.by_index(at)?.read_to_string(&mut sheet)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        grown.start_file(name, options)?;
        grown.write_all(sheet.replace(FIXED, "").as_bytes())?;
    }
    Ok(grown.finish()?.into_inner())
}
