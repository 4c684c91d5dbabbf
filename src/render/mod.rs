//! The report in each format. Every format is one file with one function of the same shape, and all tell the same
//! verdicts, since all read the same [`Report`].

mod codequality;
pub mod comparison;
pub mod contents;
mod csv;
pub mod errors;
pub mod github;
mod html;
pub mod json;
pub mod jsonl;
mod junit;
pub mod letters;
mod machine;
mod markdown;
pub mod matches;
mod sarif;
mod summary;
mod table;
pub mod timetable;
mod uri;
mod wording;
mod wrap;
mod xlsx;

use std::io::{self, Write};
use std::path::Path;

use crate::report::Report;
use crate::text::Lang;

/// A format a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for people.
    Table,
    /// The stable contract for machines.
    Json,
    /// One line of JSON for each dossier.
    Jsonl,
    /// A matrix of applicants and conditions for spreadsheets.
    Csv,
    /// Markdown for the comment on a merge request.
    Markdown,
    /// A page for people, on screen and on paper.
    Html,
    /// A workbook.
    Xlsx,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// JUnit XML, for CI servers.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Codequality,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Format; 11] = [
        Format::Table,
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Markdown,
        Format::Html,
        Format::Xlsx,
        Format::Sarif,
        Format::Junit,
        Format::Github,
        Format::Codequality,
    ];

    /// The id that is typed and written in settings.
    pub fn id(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Github => "github",
            Format::Codequality => "codequality",
        }
    }

    /// Every format with the file extensions that choose it.
    pub const EXTENSIONS: &'static [(Format, &'static [&'static str])] = &[
        (Format::Table, &["txt"]),
        (Format::Json, &["json"]),
        (Format::Jsonl, &["jsonl"]),
        (Format::Csv, &["csv"]),
        (Format::Markdown, &["md"]),
        (Format::Html, &["html", "htm"]),
        (Format::Xlsx, &["xlsx"]),
        (Format::Sarif, &["sarif", "sarif.json"]),
        (Format::Junit, &["xml"]),
        (Format::Codequality, &["codequality.json"]),
    ];

    /// Whether it is not text, so that a terminal cannot show it.
    pub fn is_binary(self) -> bool {
        self == Format::Xlsx
    }

    /// The format that a file's extension chooses; of two that fit, the longer one decides.
    pub fn of(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_lowercase();
        let fits = |ext: &&&str| {
            name.strip_suffix(**ext)
                .is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
        };
        let known = Format::EXTENSIONS
            .iter()
            .flat_map(|(format, known)| known.iter().map(move |ext| (format, ext)));
        let (format, _) = known.filter(|(_, ext)| fits(ext)).max_by_key(|(_, ext)| ext.len())?;
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
    /// How many lines fit on the screen.
    pub height: usize,
    /// Whether everything is shown of each of several dossiers, where a format otherwise sums up.
    pub details: bool,
    /// How many folders up from the one the report is written to the working directory lies, from which files are
    /// named; `None` where nobody can say.
    pub up: Option<usize>,
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
        Format::Sarif => sarif::write(report, look, out),
        Format::Junit => junit::write(report, look, out),
        Format::Github => github::write(report, look, out),
        Format::Codequality => codequality::write(report, look, out),
        Format::Csv => csv::write(report, look, out),
        Format::Html => html::write(report, look, out),
        Format::Xlsx => xlsx::write(report, look, out),
        Format::Markdown => markdown::write(report, look, out),
    }
}
