//! A workbook as its sheets and their cells, one after another; `.xlsx` and `.ods` look the same from here.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::container::package::Package;
use crate::day::Day;
use crate::load::excel::content::content;
use crate::load::excel::delimited::Delimited;
use crate::load::excel::format::Format;
use crate::load::excel::guard::damaged;
use crate::load::excel::kind::{self, Kind};
use crate::load::excel::ods::Ods;
use crate::load::excel::raw::{self, Merged, Odd, Raw};
use crate::load::excel::straight::{self, Aside, straighten};
use crate::load::excel::{guard, limits};
use crate::place::{InputError, Source, Spot};
use crate::writing::quote;

/// One cell that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell<'a> {
    /// Its row, from zero.
    pub row: u32,
    /// The row in which its content was written: another one where cells are merged.
    pub written: u32,
    /// Its column, from zero.
    pub column: u16,
    /// How its number is shown.
    pub format: Format,
    /// What stands in it.
    pub content: Content<'a>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A logical value.
    Flag(bool),
    /// A day.
    Day(Day),
    /// A time of day, a day with one, or a day that no calendar has, as it is written.
    Moment(Box<str>),
    /// What Excel shows where a formula has no result, such as `#REF!`.
    Fault(Box<str>),
    /// A formula of which no result was saved.
    Unsaved,
    /// A picture.
    Picture,
}

impl Cell<'_> {
    /// Where on a sheet its content stands.
    pub fn spot(&self, sheet: u16) -> Spot {
        Spot::Cell {
            sheet,
            row: self.written,
            column: self.column,
        }
    }

    /// Whether its content stands in its own row.
    pub fn is_own(&self) -> bool {
        self.row == self.written
    }

    /// Its text, if it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same cell, with a text of its own.
    pub fn into_owned(self) -> Cell<'static> {
        let content = match self.content {
            Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
            Content::Number(number) => Content::Number(number),
            Content::Flag(flag) => Content::Flag(flag),
            Content::Day(day) => Content::Day(day),
            Content::Moment(moment) => Content::Moment(moment),
            Content::Fault(fault) => Content::Fault(fault),
            Content::Unsaved => Content::Unsaved,
            Content::Picture => Content::Picture,
        };
        Cell {
            row: self.row,
            written: self.written,
            column: self.column,
            format: self.format,
            content,
        }
    }
}

/// A sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is a table of cells that people see.
    pub visible: bool,
    /// Whether only a program can make it visible: what stands there was not written by the applicant.
    pub internal: bool,
    /// Why it is no table of cells, if it is none.
    pub aside: Option<Aside>,
}

/// A workbook that passed the guard.
pub struct Book<'b> {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    raw: Vec<Arc<Raw>>,
    cells: Cells<'b>,
}

enum Cells<'b> {
    Xlsx {
        book: Box<Xlsx<Cursor<Cow<'b, [u8]>>>>,
        formats: Vec<Format>,
    },
    Ods(Ods<'b>),
    Delimited(Delimited),
}

impl<'b> Book<'b> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// Why it is not read, and what to do.
    pub fn open(bytes: &'b [u8]) -> Result<Book<'b>, InputError> {
        guard::size(bytes)?;
        let (kind, package) = kind::opened(bytes);
        if let Some(refusal) = kind::refusal(kind) {
            return Err(refusal);
        }
        if kind == Kind::Csv {
            return Ok(Book::delimited(Delimited::open(bytes)?));
        }
        let mut package = package.ok_or_else(damaged)?;
        let roles = guard::declared(&mut package)?;
        let mut pictured = Vec::new();
        let mut raw = Vec::new();
        let (sheets, cells) = if kind == Kind::Ods {
            if guard::unfold(&mut package, roles)?.wide {
                return Err(damaged());
            }
            let ods = Ods::open(bytes)?;
            let mut sheets = Vec::new();
            for (sheet, pictures, merged) in ods.sheets()? {
                sheets.push(sheet);
                let odd = Vec::new();
                raw.push(Arc::new(Raw { merged, odd }));
                pictured.push(pictures);
            }
            (sheets, Cells::Ods(ods))
        } else {
            let unfolded = guard::unfold(&mut package, roles)?;
            let straight = straighten(bytes, &mut package, &unfolded.foreign)?;
            raw = match &straight.bytes {
                Cow::Borrowed(_) => raw::of(&mut package, &straight, unfolded.noticed)?,
                Cow::Owned(written) => {
                    let noticed = guard::check(written)?;
                    raw::of(&mut Package::open(written).ok_or_else(damaged)?, &straight, noticed)?
                }
            };
            let pictures = straight::holds_pictures(&package);
            let book = Box::new(Xlsx::new(Cursor::new(straight.bytes)).map_err(|error| unreadable(&error))?);
            let listed = book.sheets_metadata().iter().zip(straight.sheets);
            let sheets = listed.map(|(sheet, (part, aside))| {
                pictured.push(pictures && part.is_some_and(|part| straight::is_pictured(&mut package, &part)));
                Sheet {
                    name: sheet.name.as_str().into(),
                    visible: sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet,
                    internal: sheet.visible == SheetVisible::VeryHidden || sheet.typ != SheetType::WorkSheet,
                    aside: aside.filter(|_| sheet.visible != SheetVisible::VeryHidden),
                }
            });
            let sheets: Vec<Sheet> = sheets.collect();
            let formats = Vec::new();
            (sheets, Cells::Xlsx { book, formats })
        };
        if sheets.len() > limits::SHEETS {
            let most = limits::SHEETS;
            return Err(InputError::whole(text!(
                "工作表超过 {most} 个",
                "there are more than {most} sheets"
            )));
        }
        let mut book = Book { sheets, raw, cells };
        for (at, _) in pictured.into_iter().enumerate().filter(|(_, pictured)| *pictured) {
            book.set_aside_if_blank(at);
        }
        Ok(book)
    }

    /// A table in plain text as a workbook with one sheet.
    fn delimited(table: Delimited) -> Book<'b> {
        let sheet = Sheet {
            name: "".into(),
            visible: true,
            internal: false,
            aside: None,
        };
        Book {
            sheets: vec![sheet],
            raw: Vec::new(),
            cells: Cells::Delimited(table),
        }
    }

    /// What the places in it are told by.
    ///
    /// # Errors
    /// A limit is met.
    pub fn source(&self, file: &str) -> Result<Source, InputError> {
        match &self.cells {
            Cells::Delimited(table) => table.source(file),
            Cells::Xlsx { .. } | Cells::Ods(_) => Ok(Source::Workbook {
                file: file.into(),
                sheets: self.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
            }),
        }
    }

    /// Sets a sheet that shows pictures aside if no cell of it holds anything.
    fn set_aside_if_blank(&mut self, at: usize) {
        let mut blank = true;
        let read = self.cells(at, |_| {
            blank = false;
            ControlFlow::Break(())
        });
        if let Some(sheet) = self.sheets.get_mut(at).filter(|sheet| sheet.visible)
            && blank
            && read.is_ok()
        {
            (sheet.visible, sheet.internal) = (false, true);
            sheet.aside = Some(Aside::Pictures);
        }
    }

    /// The cells of a sheet that are merged over rows, from the top.
    pub fn merged(&self, sheet: usize) -> &[Merged] {
        self.raw.get(sheet).map(|raw| raw.merged.as_slice()).unwrap_or_default()
    }

    /// Gives the cells of a sheet that are not empty to `each`, row by row, until it breaks off.
    ///
    /// # Errors
    /// The workbook is damaged, or a limit is met.
    pub fn cells<'c>(
        &'c mut self,
        sheet: usize,
        mut each: impl FnMut(Cell<'c>) -> ControlFlow<()>,
    ) -> Result<(), InputError> {
        let name = self
            .sheets
            .get(sheet)
            .map(|sheet| sheet.name.clone())
            .unwrap_or_default();
        let (book, formats) = match &mut self.cells {
            Cells::Ods(ods) => return ods.cells(sheet, &mut each),
            Cells::Delimited(table) => return table.cells(each),
            Cells::Xlsx { book, formats } => (book, formats),
        };
        let mut reader = book.worksheet_cells_reader(&name).map_err(|error| unreadable(&error))?;
        if formats.is_empty() {
            let code = |style: &calamine::Style| {
                style
                    .number_format
                    .as_ref()
                    .map(|format| Format::of(&format.format_code))
            };
            formats.extend(reader.styles().iter().map(|style| code(style).unwrap_or_default()));
        }
        let mut odd = self.raw.get(sheet).map(|raw| raw.odd.as_slice()).unwrap_or_default();
        let mut count = 0;
        let mut at = (0, 0);
        loop {
            let (cell, style) = match reader.next_cell_with_style_id() {
                Ok(Some(next)) => next,
                Ok(None) => return Ok(()),
                Err(error) => return Err(at_cell(unreadable(&error), sheet, at)),
            };
            let lacks = odd.split_first().filter(|((number, _), _)| *number == count);
            let lacks = lacks.map(|((_, why), rest)| {
                odd = rest;
                *why
            });
            count += 1;
            let (row, column) = cell.get_position();
            if count > limits::CELLS || row >= limits::ROWS || column >= limits::COLUMNS {
                return Err(at_cell(beyond(), sheet, at));
            }
            at = (row, column);
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            let content = match (content(cell.get_value()), lacks) {
                (_, Some(Odd::Picture)) => Some(Content::Picture),
                (None, Some(Odd::Unsaved)) => Some(Content::Unsaved),
                (content, _) => content,
            };
            let Some(content) = content else {
                continue;
            };
            let format = match content {
                Content::Number(_) => formats.get(style).copied().unwrap_or_default(),
                _ => Format::default(),
            };
            let cell = Cell {
                row,
                written: row,
                column,
                format,
                content,
            };
            if each(cell).is_break() {
                return Ok(());
            }
        }
    }
}

/// The same error at the last cell that was read, where one was.
fn at_cell(error: InputError, sheet: usize, (row, column): (u32, u32)) -> InputError {
    let spot = Spot::Cell {
        sheet: u16::try_from(sheet).unwrap_or(u16::MAX),
        row,
        column: u16::try_from(column).unwrap_or(u16::MAX),
    };
    InputError {
        spot: Some(spot),
        ..error
    }
}

/// What is said where a sheet goes on for too long.
pub(super) fn beyond() -> InputError {
    let (rows, columns, cells) = (limits::ROWS, limits::COLUMNS, limits::CELLS);
    InputError::whole(text!(
        "工作表在此之后超出上限（{rows} 行、{columns} 列、{cells} 个单元格）",
        "after this, the sheet goes beyond {rows} rows, {columns} columns or {cells} cells"
    ))
    .hint(text!(
        "请删去多余的行和列，或分成几个文件",
        "delete what is not needed, or split it into several files"
    ))
}

/// What is said of a workbook that the cell reader cannot read.
fn unreadable(error: &XlsxError) -> InputError {
    match error {
        XlsxError::Password => kind::refusal(Kind::Locked).unwrap_or_else(damaged),
        XlsxError::CellError(code) => {
            let quoted = quote(code);
            InputError::whole(text!(
                "此后有单元格含不认识的错误值 {quoted}",
                "a cell after this holds an unknown error {quoted}"
            ))
            .hint(text!("请改正该单元格的公式", "correct the formula of that cell"))
        }
        _ => damaged(),
    }
}
