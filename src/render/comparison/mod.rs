//! What changed between two sides, in each format.

mod csv;
mod json;
mod table;

pub use json::SCHEMA;

use std::io::{self, Write};

use crate::comparison::Comparison;
use crate::place::Unreadable;
use crate::render::Look;
use crate::text::Text;

/// A format that a comparison can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Table,
    /// JSON, for programs.
    Json,
    /// A row for each change, for spreadsheets.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Format::Table, Format::Json, Format::Csv];

    /// The name that people type.
    pub fn id(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
        }
    }

    /// The format of files with this extension.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension.to_lowercase().as_str() {
            "txt" => Some(Format::Table),
            "json" => Some(Format::Json),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }
}

/// Everything one run compared.
#[derive(Debug)]
pub struct Compared {
    /// What the old side was named.
    pub old: String,
    /// What the new side was named.
    pub new: String,
    /// What differs.
    pub comparison: Comparison,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// Writes a comparison in a format.
///
/// # Errors
/// What `out` says.
pub fn render(format: Format, compared: &Compared, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(compared, look, out),
        Format::Json => json::write(compared, out),
        Format::Csv => csv::write(compared, look.lang, out),
    }
}

/// An applicant's name, or where it stands.
fn called(applicant: Option<&str>, source: &str) -> Text {
    match applicant {
        Some(name) => text!("{name}（{source}）", "{name} ({source})"),
        None => Text::same(source),
    }
}
