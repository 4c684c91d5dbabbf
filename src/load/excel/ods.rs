//! The cells of an `.ods` document, streamed: what rows and columns repeat is counted before it is unfolded,
//! and nothing is held but the row at hand.

use std::io::{BufRead, BufReader, Cursor};
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::load::excel::content::{iso, text_content};
use crate::load::excel::damage::damaged;
use crate::load::excel::format::{NumberFormat, unit};
use crate::load::excel::kind::{self, FileKind};
use crate::load::excel::raw::Merged;
use crate::load::excel::sheet::{Cell, Content, Sheet};
use crate::load::excel::{damage, limits};
use crate::place::InputError;

/// The part that lists the others, and says which are locked.
const MANIFEST: &str = "META-INF/manifest.xml";

/// An `.ods` document that passed the guard.
pub struct Ods<'b> {
    bytes: &'b [u8],
}

/// A cell as it is written, once for all its repetitions.
struct Repeated {
    content: Content<'static>,
    format: NumberFormat,
    columns: u64,
}

impl<'b> Ods<'b> {
    /// Opens a document.
    ///
    /// # Errors
    /// It is locked with a password, or damaged.
    pub fn open(bytes: &'b [u8]) -> Result<Ods<'b>, InputError> {
        let mut locked = false;
        let listed = ZipArchive::new(Cursor::new(bytes)).is_ok_and(|mut archive| archive.by_name(MANIFEST).is_ok());
        if !listed {
            return Ok(Ods { bytes });
        }
        walk(bytes, MANIFEST, |_, event| {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                locked |= tag.local_name().as_ref() == "encryption-data";
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if locked {
            return Err(kind::refusal(FileKind::Locked).unwrap_or_else(damaged));
        }
        Ok(Ods { bytes })
    }

    /// The sheets, in order, whether each shows pictures, and which of its cells are merged. A hidden one is
    /// told by its style.
    ///
    /// # Errors
    /// The document is damaged anywhere: it is read to its end.
    pub fn sheets(&self) -> Result<Vec<(Sheet, bool, Vec<Merged>)>, InputError> {
        let mut sheets: Vec<(Sheet, bool, Vec<Merged>)> = Vec::new();
        let (mut row, mut column, mut rows) = (0_u64, 0_u64, 1);
        let mut hidden: Vec<String> = Vec::new();
        let mut style = None;
        walk(self.bytes, "content.xml", |_, event| {
            let ends = matches!(event, Event::End(tag) if tag.local_name().as_ref() == "table-row");
            if ends {
                row = row.saturating_add(rows);
            }
            if let Event::Start(tag) | Event::Empty(tag) = event {
                match tag.local_name().as_ref() {
                    "table-row" => {
                        (column, rows) = (0, repeats(tag, "table:number-rows-repeated")?);
                        if matches!(event, Event::Empty(_)) {
                            row = row.saturating_add(rows);
                        }
                    }
                    "table-cell" | "covered-table-cell" => {
                        if let Some((.., merged)) =
                            sheets.last_mut().filter(|(.., merged)| merged.len() < limits::MERGED)
                        {
                            let rows = repeats(tag, "table:number-rows-spanned")?;
                            let columns = repeats(tag, "table:number-columns-spanned")?;
                            merged.extend(Merged::of(row, column, rows, columns));
                        }
                        column = column.saturating_add(repeats(tag, "table:number-columns-repeated")?);
                    }
                    "style" => style = attribute(tag, "style:name")?,
                    "table-properties" if attribute(tag, "table:display")?.as_deref() == Some("false") => {
                        hidden.extend(style.take());
                    }
                    "table" => {
                        let name = attribute(tag, "table:name")?.unwrap_or_default();
                        let style = attribute(tag, "table:style-name")?.unwrap_or_default();
                        let internal = false;
                        let visible = !hidden.contains(&style);
                        let sheet = Sheet {
                            name: name.into(),
                            visible,
                            internal,
                            aside: None,
                        };
                        sheets.push((sheet, false, Vec::new()));
                        row = 0;
                        if sheets.len() > limits::SHEETS {
                            return Ok(ControlFlow::Break(()));
                        }
                    }
                    "image" => {
                        if let Some((_, pictured, _)) = sheets.last_mut() {
                            *pictured = true;
                        }
                    }
                    _ => {}
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(sheets)
    }

    /// Gives the cells of a sheet that are not empty to `each`, row by row, until it breaks off.
    ///
    /// # Errors
    /// The document is damaged, or what it repeats goes beyond a limit.
    pub fn cells<'c>(&self, sheet: usize, mut each: impl FnMut(Cell<'c>) -> ControlFlow<()>) -> Result<(), InputError> {
        let mut tables = 0;
        let mut inside = false;
        let mut row = 0_u64;
        let mut rows = 1;
        let mut line: Vec<Repeated> = Vec::new();
        let mut count = 0_u64;
        walk(self.bytes, "content.xml", |reader, event| {
            match event {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "table" => {
                    inside = tables == sheet;
                    tables += 1;
                    if tables > sheet + 1 {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                Event::Start(tag) if inside && tag.local_name().as_ref() == "table-row" => {
                    rows = repeats(tag, "table:number-rows-repeated")?;
                }
                Event::Empty(tag) if inside && tag.local_name().as_ref() == "table-row" => {
                    row = row.saturating_add(repeats(tag, "table:number-rows-repeated")?);
                }
                Event::Start(tag) if inside && is_cell(tag) => line.push(written(reader, tag)?),
                Event::Empty(tag) if inside && is_cell(tag) => line.push(empty(tag)?),
                Event::End(tag) if tag.local_name().as_ref() == "table" => inside = false,
                Event::End(tag) if inside && tag.local_name().as_ref() == "table-row" => {
                    let full = line.iter().filter(|cell| !cell.is_empty());
                    let full = full.fold(0, |sum: u64, cell| sum.saturating_add(cell.columns));
                    if full > 0 {
                        count = count.saturating_add(full.saturating_mul(rows));
                        if count > limits::ODS_CELLS || row.saturating_add(rows) > u64::from(limits::ROWS) {
                            return Err(too_many());
                        }
                        for repetition in 0..rows {
                            let row = u32::try_from(row + repetition).map_err(|_| too_many())?;
                            if unfold(&line, row, &mut each)?.is_break() {
                                return Ok(ControlFlow::Break(()));
                            }
                        }
                    }
                    row = row.saturating_add(rows);
                    line.clear();
                }
                _ => {}
            }
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// Gives each cell of a row, as often as it is repeated.
fn unfold<'c>(
    line: &[Repeated],
    row: u32,
    each: &mut impl FnMut(Cell<'c>) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, InputError> {
    let mut column = 0_u64;
    for cell in line {
        let end = column.saturating_add(cell.columns);
        if !cell.is_empty() {
            if end > u64::from(limits::COLUMNS) {
                return Err(damage::beyond());
            }
            for column in column..end {
                let cell = Cell {
                    row,
                    written: row,
                    column: u16::try_from(column).unwrap_or(u16::MAX),
                    format: cell.format,
                    content: cell.content.clone(),
                };
                if each(cell).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        column = end;
    }
    Ok(ControlFlow::Continue(()))
}

impl Repeated {
    fn is_empty(&self) -> bool {
        matches!(&self.content, Content::Text(text) if text.is_empty())
    }
}

fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.local_name().as_ref(), "table-cell" | "covered-table-cell")
}

/// A cell without content of its own.
fn empty(tag: &BytesStart<'_>) -> Result<Repeated, InputError> {
    build(tag, String::new())
}

/// Reads a cell to its end.
fn written<R: BufRead>(reader: &mut Reader<R>, tag: &BytesStart<'_>) -> Result<Repeated, InputError> {
    let mut shown = String::new();
    let mut buffer = Vec::new();
    let (mut depth, mut aside) = (1, None);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
        match &event {
            Event::Start(inner) => {
                depth += 1;
                let name = inner.local_name();
                if aside.is_none() && matches!(name.as_ref(), "annotation" | "table" | "shapes" | "frame") {
                    aside = Some(depth);
                }
                if aside.is_none() && name.as_ref() == "p" && !shown.is_empty() {
                    shown.push('\n');
                }
            }
            Event::Empty(inner) if aside.is_none() => match inner.local_name().as_ref() {
                "s" => shown.push(' '),
                "tab" => shown.push('\t'),
                "line-break" => shown.push('\n'),
                _ => {}
            },
            Event::End(_) => {
                if aside == Some(depth) {
                    aside = None;
                }
                depth -= 1;
                if depth == 0 {
                    return build(tag, shown);
                }
            }
            Event::Text(text) if aside.is_none() => shown.push_str(&text.xml10_content()),
            Event::CData(text) if aside.is_none() => shown.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if aside.is_none() => shown.push(entity(reference)?),
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

/// The character that `&amp;` and its like stand for.
fn entity(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, InputError> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| damaged())? {
        return Ok(c);
    }
    match reference.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(damaged()),
    }
}

/// The cell that a tag and the text shown in it make.
fn build(tag: &BytesStart<'_>, shown: String) -> Result<Repeated, InputError> {
    let columns = repeats(tag, "table:number-columns-repeated")?;
    let given = |name| attribute(tag, name);
    let mut format = NumberFormat::default();
    let faulty = given("calcext:value-type")?.as_deref() == Some("error");
    let number = given("office:value")?;
    let content = match given("office:value-type")?.as_deref() {
        Some(kind @ ("float" | "percentage" | "currency")) if !faulty => {
            let number: f64 = number.and_then(|number| number.parse().ok()).ok_or_else(damaged)?;
            format = as_shown(number, &shown, kind == "percentage");
            Content::Number(number)
        }
        Some("boolean") => Content::Flag(given("office:boolean-value")?.as_deref() == Some("true")),
        Some("date") => iso(&given("office:date-value")?.unwrap_or_default()),
        Some("time") => Content::Moment(shown.into()),
        _ if faulty => Content::Fault(shown.into()),
        None if shown.is_empty() && given("table:formula")?.is_some() => Content::Unsaved,
        _ => {
            let text = given("office:string-value")?.filter(|text| !text.is_empty());
            let text = std::borrow::Cow::Owned(text.unwrap_or(shown));
            text_content(text).unwrap_or(Content::Text("".into()))
        }
    };
    Ok(Repeated {
        content,
        format,
        columns,
    })
}

/// What the shown text says of the number behind it: a unit, or that less is shown than there is.
fn as_shown(number: f64, shown: &str, percent: bool) -> NumberFormat {
    let digits = |c: char| c.is_ascii_digit() || ".,-+() ".contains(c);
    let unit = unit(shown.trim_matches(digits));
    let bare: String = shown
        .chars()
        .filter(|c| c.is_ascii_digit() || ".-".contains(*c))
        .collect();
    let scaled = unit.is_some()
        && bare
            .parse::<f64>()
            .is_ok_and(|bare| (bare.abs() - number.abs()).abs() > 1.0 + number.abs() * 0.01);
    NumberFormat {
        unit,
        percent,
        scaled,
        zeros: 0,
    }
}

/// How often a row or cell is repeated.
fn repeats(tag: &BytesStart<'_>, name: &str) -> Result<u64, InputError> {
    match attribute(tag, name)? {
        Some(number) => number.parse().map_err(|_| damaged()),
        None => Ok(1),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, InputError> {
    let attribute = tag.try_get_attribute(name).map_err(|_| damaged())?;
    attribute
        .map(|attribute| {
            attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map(|value| value.into_owned())
        })
        .transpose()
        .map_err(|_| damaged())
}

/// Gives the events of a part to `each`, and makes sure that every tag that opens is closed.
fn walk(
    bytes: &[u8],
    name: &str,
    mut each: impl FnMut(
        &mut Reader<BufReader<zip::read::ZipFile<'_, Cursor<&[u8]>>>>,
        &Event<'_>,
    ) -> Result<ControlFlow<()>, InputError>,
) -> Result<(), InputError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name(name).map_err(|_| damaged())?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let mut root: Option<String> = None;
    let mut closed = false;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
        match &event {
            Event::Start(tag) if root.is_none() => root = Some(tag.name().as_ref().to_owned()),
            Event::Empty(_) if root.is_none() => closed = true,
            Event::End(tag) => closed = root.as_deref() == Some(tag.name().as_ref()),
            // an end that is missing is no error to the reader of events
            Event::Eof => return if closed { Ok(()) } else { Err(damaged()) },
            _ => {}
        }
        if each(&mut reader, &event)?.is_break() {
            return Ok(());
        }
    }
}

fn too_many() -> InputError {
    let (cells, rows) = (limits::ODS_CELLS, limits::ROWS);
    InputError::whole(text!(
        "工作表重复的行列展开后超过 {cells} 个单元格或 {rows} 行，没有读取",
        "the rows and columns that the sheet repeats make more than {cells} cells or {rows} rows; it was not read"
    ))
    .hint(text!(
        "请另存为 .xlsx，或删去多余的行和列",
        "save it as .xlsx, or delete the rows and columns that are not needed"
    ))
}
