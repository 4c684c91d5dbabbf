//! The report in each format. Every format is one file with one function of the same shape, and all tell the same
//! verdicts, since all read the same [`Report`].

pub mod errors;
mod json;
pub mod jsonl;
mod table;

use std::io::{self, Write};
use std::path::Path;

use crate::report::Report;
use crate::text::Lang;

/// A format a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table for people.
    Table,
    /// The stable contract for machines.
    Json,
    /// One line of JSON for each dossier.
    Jsonl,
}

impl Format {
    /// Every format with the file extensions that choose it.
    pub const EXTENSIONS: [(Format, &'static [&'static str]); 3] = [
        (Format::Table, &["txt"]),
        (Format::Json, &["json"]),
        (Format::Jsonl, &["jsonl"]),
    ];

    /// The format that a file's extension chooses.
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let (format, _) = Format::EXTENSIONS
            .iter()
            .find(|(_, known)| known.contains(&extension.as_str()))?;
        Some(*format)
    }
}

/// How a report is shown to people.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// How many columns there are.
    pub width: u16,
    /// Whether everything is shown of each of several dossiers, where a format otherwise sums up.
    pub details: bool,
}

/// Writes `report` in `format`.
///
/// # Errors
/// Those of `out`.
pub fn render(format: Format, report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(report, look, out),
        Format::Json => json::write(report, look, out),
        Format::Jsonl => jsonl::write(report, look, out),
    }
}
