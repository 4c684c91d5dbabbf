//! Documents as the worked cases of packs and rules state them, without a file: a sound one of its kind, but for what
//! is said of it.

use super::gather::{fiscal_years, words};
use super::list::years_in;
use super::{Documents, Held};
use crate::day::Day;
use crate::dossier::Dossier;
use crate::materials::{Document, FileFormat, Flaw, Refusal, TextLayer};
use crate::shape::{Called, Reader, Shape, Written};
use crate::text::Text;
use crate::writing::quote;

shape! {
    /// One document as it is stated.
    #[derive(Debug, Clone)]
    pub struct Stated {
        /// Its kind, by id.
        pub kind: String,
        /// Its file; by default `<kind>.<format>`.
        file: Option<String>,
        /// What it is.
        format: StatedFormat = "'pdf'",
        /// How many pages it has.
        pages: Option<u32>,
        /// How many words.
        words: Option<u64>,
        /// Its headings.
        headings: Vec<String> = "[]",
        /// What is wrong with it.
        flaws: Vec<StatedFlaw> = "[]",
        /// Whether the names and years that it should bear stand in its text.
        bears: bool = "true",
        /// When it was issued.
        issued_on: Option<Day>,
        /// The last day on which it is valid.
        valid_until: Option<Day>,
        /// The years that it covers.
        years: Vec<i64> = "[]",
    }
}

/// What is written as one of these ids.
macro_rules! words {
    ($(#[$meta:meta])* enum $name:ident is $zh:literal, $en:literal { $( $(#[doc = $doc:literal])* $one:ident = $id:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum $name {
            $( $(#[doc = $doc])* $one ),*
        }

        impl Called for $name {
            fn called() -> Text {
                text!($zh, $en)
            }
        }

        impl<S> Shape<S> for $name {
            fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<$name> {
                let ids = [$($id),*];
                let at = reader.name_among(written, &$name::called(), &ids)?;
                [$($name::$one),*].get(at).copied()
            }
        }
    };
}

words! {
    /// What a stated document is.
    enum StatedFormat is "材料的格式", "a format of documents" {
        Pdf = "pdf",
        Docx = "docx",
        Png = "png",
    }
}

words! {
    /// What is wrong with a stated document.
    enum StatedFlaw is "材料的毛病", "a flaw of a document" {
        /// The list names it, and it is not there.
        NotFound = "not_found",
        /// The list names no file.
        Blank = "blank",
        Empty = "empty",
        Encrypted = "encrypted",
        Damaged = "damaged",
        Truncated = "truncated",
        Scanned = "scanned",
        /// A part of its text could not be read.
        Undecoded = "undecoded",
        /// It takes in another file, so that its words are not counted.
        Imported = "imported",
    }
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
