//! The sheets of a workbook as an `.ods` document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::book::Grid;
use super::words::Put;

/// The document with these sheets.
pub fn ods(grids: &[Grid]) -> Vec<u8> {
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content office:version=\"1.3\"");
    for space in ["office", "table", "text"] {
        let _ = write!(
            xml,
            " xmlns:{space}=\"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0\""
        );
    }
    xml.push_str("><office:body><office:spreadsheet>");
    for grid in grids {
        sheet(grid, &mut xml);
    }
    xml.push_str("</office:spreadsheet></office:body></office:document-content>");
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &xml),
    ] {
        writer.start_file(name, stored).unwrap();
        writer.write_all(part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(grid: &Grid, xml: &mut String) {
    let _ = write!(xml, "<table:table table:name=\"{}\">", escaped(&grid.name));
    let spans: BTreeMap<(u32, u16), (u32, u16)> = grid
        .merged
        .iter()
        .map(|(top, left, bottom, right)| ((*top, *left), (bottom - top + 1, right - left + 1)))
        .collect();
    let covered = |row: u32, column: u16| {
        grid.merged.iter().any(|(top, left, bottom, right)| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column) && (*top, *left) != (row, column)
        })
    };
    let areas = || grid.merged.iter();
    let height = grid
        .cells
        .keys()
        .map(|(row, _)| *row)
        .chain(areas().map(|area| area.2))
        .max()
        .unwrap()
        + 1;
    let width = grid
        .cells
        .keys()
        .map(|(_, column)| *column)
        .chain(areas().map(|area| area.3))
        .max()
        .unwrap()
        + 1;
    for row in 0..height {
        xml.push_str("<table:table-row>");
        for column in 0..width {
            let kind = if covered(row, column) {
                "covered-table-cell"
            } else {
                "table-cell"
            };
            let _ = write!(xml, "<table:{kind}");
            if let Some((rows, columns)) = spans.get(&(row, column)) {
                let _ = write!(
                    xml,
                    " table:number-rows-spanned=\"{rows}\" table:number-columns-spanned=\"{columns}\""
                );
            }
            cell(grid.cells.get(&(row, column)), xml);
            let _ = write!(xml, "</table:{kind}>");
        }
        xml.push_str("</table:table-row>");
    }
    xml.push_str("</table:table>");
}

/// What a cell holds: its value, and what is shown of it.
fn cell(put: Option<&Put>, xml: &mut String) {
    let (kind, value, shown) = match put {
        None | Some(Put::Gap) => return xml.push('>'),
        Some(Put::Text(text)) => ("string", String::new(), escaped(text)),
        Some(Put::Number(number)) => ("float", format!(" office:value=\"{number}\""), number.to_string()),
        Some(Put::Formula(formula, number)) => {
            let value = format!(" table:formula=\"of:={}\" office:value=\"{number}\"", escaped(formula));
            ("float", value, number.to_string())
        }
        Some(Put::Flag(flag)) => ("boolean", format!(" office:boolean-value=\"{flag}\""), flag.to_string()),
        Some(Put::Day(year, month, day, _, timed)) => {
            let time = if *timed { "T14:30:00" } else { "" };
            let value = format!(" office:date-value=\"{year}-{month:02}-{day:02}{time}\"");
            ("date", value, format!("{year}/{month}/{day}"))
        }
    };
    let _ = write!(xml, " office:value-type=\"{kind}\"{value}>");
    for line in shown.split('\n') {
        let _ = write!(xml, "<text:p>{line}</text:p>");
    }
}

fn escaped(text: &str) -> String {
    // a run of spaces is an element in these documents
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    text.replace(' ', "<text:s/>").replace("<text:s/>", " ")
}
