//! Sheets and their cells, whatever kind of workbook they stand in.

use std::borrow::Cow;
use std::sync::Arc;

use crate::day::Day;
use crate::load::excel::format::NumberFormat;
use crate::load::excel::straight::Aside;
use crate::place::Spot;

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
    pub format: NumberFormat,
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

    /// Its text, unless it is too long for a heading.
    pub fn heading(&self) -> Option<&str> {
        self.text().filter(|text| text.len() <= LONGEST)
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

/// The longest heading that is looked up, in bytes: one in English, with its section and its unit, is shorter.
const LONGEST: usize = 150;

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
