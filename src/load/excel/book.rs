//! A workbook as its sheets and their cells, one after another; `.xlsx`, `.ods`, `.xls` and `.xlsb` look the
//! same from here.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::container::package::Package;
use crate::load::excel::binary::Binary;
use crate::load::excel::content::content;
use crate::load::excel::damage::{beyond, damaged};
use crate::load::excel::delimited::Delimited;
use crate::load::excel::format::NumberFormat;
use crate::load::excel::kind::{self, FileKind};
use crate::load::excel::ods::Ods;
use crate::load::excel::raw::{self, Merged, Odd, Raw};
use crate::load::excel::sheet::{Cell, Content, Sheet};
use crate::load::excel::straight::{self, Aside, straighten};
use crate::load::excel::{guard, limits};
use crate::place::{InputError, Source, Spot};
use crate::writing::quote;

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
        formats: Vec<NumberFormat>,
    },
    Ods(Ods<'b>),
    Delimited(Delimited),
    Binary(Binary),
}

impl<'b> Book<'b> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// Why it is not read, and what to do.
    pub fn open(bytes: &'b [u8]) -> Result<Book<'b>, InputError> {
        guard::size(bytes)?;
        let (kind, package) = kind::opened(bytes);
        if matches!(kind, FileKind::Xls | FileKind::Xlsb) {
            return Ok(Book::old(Binary::open(bytes, kind)?));
        }
        if let Some(refusal) = kind::refusal(kind) {
            return Err(refusal);
        }
        if kind == FileKind::Csv {
            return Ok(Book::delimited(Delimited::open(bytes)?));
        }
        let mut package = package.ok_or_else(damaged)?;
        let roles = guard::declared(&mut package)?;
        let mut pictured = Vec::new();
        let mut raw = Vec::new();
        let (sheets, cells) = if kind == FileKind::Ods {
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
                    raw::of(&mut Package::open(written).map_err(|_| damaged())?, &straight, noticed)?
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

    /// A workbook that was read by itself already.
    fn old(binary: Binary) -> Book<'b> {
        let raw = binary.merged.iter().map(|merged| Raw {
            merged: merged.clone(),
            odd: Vec::new(),
        });
        Book {
            raw: raw.map(Arc::new).collect(),
            sheets: binary.sheets.clone(),
            cells: Cells::Binary(binary),
        }
    }

    /// What the places in it are told by.
    ///
    /// # Errors
    /// A limit is met.
    pub fn source(&self, file: &str) -> Result<Source, InputError> {
        match &self.cells {
            Cells::Delimited(table) => table.source(file),
            Cells::Xlsx { .. } | Cells::Ods(_) | Cells::Binary(_) => Ok(Source::Workbook {
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

    /// The cells of a sheet that are merged, from the top.
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
            Cells::Binary(binary) => {
                binary.cells(sheet, each);
                return Ok(());
            }
            Cells::Xlsx { book, formats } => (book, formats),
        };
        let mut reader = book.worksheet_cells_reader(&name).map_err(|error| unreadable(&error))?;
        if formats.is_empty() {
            let code = |style: &calamine::Style| {
                style
                    .number_format
                    .as_ref()
                    .map(|format| NumberFormat::of(&format.format_code))
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
                _ => NumberFormat::default(),
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

/// What is said of a workbook that the cell reader cannot read.
fn unreadable(error: &XlsxError) -> InputError {
    match error {
        XlsxError::Password => kind::refusal(FileKind::Locked).unwrap_or_else(damaged),
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
