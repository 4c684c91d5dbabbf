//! Documents as the worked cases of packs and rules state them, without a file: a sound one of its kind, but for what
//! is said of it.

use serde::Deserialize;

use super::gather::{fiscal_years, words};
use super::list::years_in;
use super::{Documents, Held};
use crate::day::Day;
use crate::dossier::Dossier;
use crate::materials::{Document, FileFormat, Flaw, Refusal, TextLayer};
use crate::text::Text;
use crate::writing::quote;

/// One document as it is stated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// Its kind, by id.
    pub kind: String,
    /// Its file; by default `<kind>.<format>`.
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    format: StatedFormat,
    #[serde(default)]
    pages: Option<u32>,
    #[serde(default)]
    words: Option<u64>,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    flaws: Vec<StatedFlaw>,
    /// Whether the names and years that it should bear stand in its text.
    #[serde(default = "yes")]
    bears: bool,
    #[serde(default)]
    issued_on: Option<Day>,
    #[serde(default)]
    valid_until: Option<Day>,
    #[serde(default)]
    years: Vec<i64>,
}

fn yes() -> bool {
    true
}

/// What a stated document is.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatedFormat {
    #[default]
    Pdf,
    Docx,
    Png,
}

/// What is wrong with a stated document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatedFlaw {
    /// The list names it, and it is not there.
    NotFound,
    /// The list names no file.
    Blank,
    Empty,
    Encrypted,
    Damaged,
    Truncated,
    Scanned,
    /// A part of its text could not be read.
    Undecoded,
    /// It takes in another file, so that its words are not counted.
    Imported,
}

impl StatedFlaw {
    fn flaw(self, file: &str) -> Flaw {
        match self {
            StatedFlaw::NotFound => Flaw::Refused {
                why: Refusal::NotFound {
                    at: file.to_owned(),
                    nearest: None,
                    alike: false,
                },
            },
            StatedFlaw::Blank => Flaw::Refused { why: Refusal::Blank },
            StatedFlaw::Empty => Flaw::Empty,
            StatedFlaw::Encrypted => Flaw::Encrypted,
            StatedFlaw::Damaged => Flaw::Damaged,
            StatedFlaw::Truncated => Flaw::Truncated,
            StatedFlaw::Scanned => Flaw::ScannedOnly,
            StatedFlaw::Undecoded => Flaw::TextUndecoded,
            StatedFlaw::Imported => Flaw::Imported,
        }
    }
}

impl Stated {
    fn document(&self, wanted: usize) -> Document {
        let (ending, format, default_pages) = match self.format {
            StatedFormat::Pdf => ("pdf", FileFormat::Pdf, Some(1)),
            StatedFormat::Docx => ("docx", FileFormat::Docx, None),
            StatedFormat::Png => ("png", FileFormat::Png, None),
        };
        let blank = self.flaws.contains(&StatedFlaw::Blank);
        let file = match &self.file {
            _ if blank => String::new(),
            Some(file) => file.clone(),
            None => format!("{}.{ending}", self.kind),
        };
        let has_text = format != FileFormat::Png && !self.flaws.contains(&StatedFlaw::Scanned);
        Document {
            flaws: self.flaws.iter().map(|flaw| flaw.flaw(&file)).collect(),
            bytes: 1000,
            sha256: None,
            format,
            names: Vec::new(),
            pages: self.pages.or(default_pages),
            sheets: None,
            words: self.words,
            headings: self.headings.clone(),
            pixels: None,
            text: if has_text {
                TextLayer::Present
            } else {
                TextLayer::Absent
            },
            mentions: vec![self.bears && has_text; wanted],
            file,
        }
    }
}

impl Documents {
    /// The documents that these state, of a dossier.
    ///
    /// # Errors
    /// The kind that the catalogue does not have.
    pub fn stated(dossier: &Dossier, stated: &[Stated]) -> Result<Documents, Text> {
        let dictionary = dossier.dictionary.clone();
        let years = stated.iter().flat_map(|stated| stated.years.iter().copied());
        let wanted = words(dossier, years.chain(fiscal_years(dossier)));
        let mut each = Vec::new();
        for (row, stated) in stated.iter().enumerate() {
            let kinds = &dictionary.catalogue;
            let Some((kind, _)) = kinds.kinds().find(|(_, kind)| kind.id == stated.kind) else {
                let kind = quote(&stated.kind);
                return Err(text!("没有材料类别 {kind}", "there is no document {kind}"));
            };
            let document = stated.document(wanted.len());
            let years = if stated.years.is_empty() {
                years_in(&document.file)
            } else {
                stated.years.clone()
            };
            each.push(Held {
                kind: Some(kind),
                row: Some(row),
                document,
                issued_on: stated.issued_on,
                valid_until: stated.valid_until,
                years,
            });
        }
        Ok(Documents {
            each,
            notes: Vec::new(),
            cut: Vec::new(),
            dictionary,
            wanted,
        })
    }
}
