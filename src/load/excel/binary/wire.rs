//! What the process that reads an old workbook says of it, a line for each sheet and cell.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::load::excel::sheet::Content;

/// A line.
#[derive(Debug, Serialize, Deserialize)]
pub enum Line {
    /// A sheet begins.
    Sheet {
        name: String,
        visible: bool,
        internal: bool,
        /// First row, first column, last row, last column.
        merged: Vec<[u32; 4]>,
    },
    /// A cell of it, by row and column.
    Cell(u32, u16, Said),
    /// Nothing more is read.
    Refused(Why),
    /// That was all.
    End,
}

/// Why a workbook is not read.
#[derive(Debug, Serialize, Deserialize)]
pub enum Why {
    /// The process cannot be limited.
    Unlimited,
    /// It is locked with a password.
    Locked,
    Damaged,
    /// It shows numbers otherwise than they are stored, in this format.
    Shown(String),
}

/// What stands in a cell.
#[derive(Debug, Serialize, Deserialize)]
pub enum Said {
    Text(String),
    /// The bits of a number: as digits it would not be quite the same.
    Number(u64),
    Flag(bool),
    Day(String),
    Moment(String),
    Fault(String),
}

impl Said {
    /// What a cell that was read holds.
    pub fn of(content: Content<'_>) -> Option<Said> {
        Some(match content {
            Content::Text(text) => Said::Text(text.into_owned()),
            Content::Number(number) => Said::Number(number.to_bits()),
            Content::Flag(flag) => Said::Flag(flag),
            Content::Day(day) => Said::Day(day.to_string()),
            Content::Moment(moment) => Said::Moment(moment.into()),
            Content::Fault(fault) => Said::Fault(fault.into()),
            Content::Unsaved | Content::Picture => return None,
        })
    }

    /// The content of a cell that says so.
    pub fn content(self) -> Option<Content<'static>> {
        Some(match self {
            Said::Text(text) => Content::Text(text.into()),
            Said::Number(bits) => Content::Number(f64::from_bits(bits)),
            Said::Flag(flag) => Content::Flag(flag),
            Said::Day(day) => Content::Day(Day::parse(&day).ok()?),
            Said::Moment(moment) => Content::Moment(moment.into()),
            Said::Fault(fault) => Content::Fault(fault.into()),
        })
    }
}
