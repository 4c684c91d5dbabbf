//! A document becomes facts about it: what it is, whether it opens, how many pages and words it has, whether a name
//! stands in it. What these facts mean for an award is not known here.
//!
//! A document is data from anywhere. Nothing in it makes a run fail, take memory without bound or leave the dossier's
//! folder; what cannot be read is a [`Document`] with [`Flaw`]s.

use crate::container::format;
use std::collections::BTreeMap;

use serde::Serialize;

mod bytes;
mod count;
mod days;
mod docx;
mod drawings;
mod flaw;
pub mod folder;
mod images;
mod inventory;
pub mod limits;
mod names;
mod ofd;
mod office;
mod packed;
mod parts;
mod pdf;
mod plain;
mod refusal;
mod said;
mod search;
mod sizes;

pub use crate::container::format::FileFormat;
pub use flaw::Flaw;
pub use folder::{Folder, PlainFile};
pub use inventory::{Inventory, Listed};
pub use names::{NameFlaw, portable};
pub use packed::{Lies, Packed, Unpacked};
pub use refusal::Refusal;
pub use search::Wanted;

use search::Search;

/// What is known of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its path inside the folder, separated by `/`; as the dossier writes it where it leads nowhere.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes in lower-case hexadecimal digits; `None` where it was not read to its end.
    pub sha256: Option<String>,
    /// What it is, by its content.
    pub format: FileFormat,
    /// What is wrong with it.
    pub flaws: Vec<Flaw>,
    /// What is wrong with its name.
    pub names: Vec<NameFlaw>,
    /// Its pages or slides. A text document does not have them itself: its are those that the program noted which
    /// saved it last.
    pub pages: Option<u32>,
    /// The sheets of a workbook.
    pub sheets: Option<u32>,
    /// Its words as Word counts 字数, for text documents and plain text.
    pub words: Option<u64>,
    /// Its headings in order, for text documents; cut to [`limits::HEADINGS`] of [`limits::HEADING_CHARS`] characters.
    pub headings: Vec<String>,
    /// Width and height of a picture, in pixels.
    pub pixels: Option<(u32, u32)>,
    /// Whether its text can be read.
    pub text: TextLayer,
    /// Whether each of the [`Wanted`] words stands in it, in their order. Where the text is not
    /// [`Present`](TextLayer::Present), or a flaw is [`unread`](Flaw::unread), a `false` says nothing.
    pub mentions: Vec<bool>,
}

/// Whether the text of a document can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextLayer {
    /// It was not looked for: a picture, or a file that was not opened.
    None,
    /// The document was looked through and has no text: it is scanned, drawn or empty.
    Absent,
    /// There is text, but the document does not say which characters it consists of.
    Unreadable,
    /// There is text.
    Present,
}

impl Document {
    fn new(file: &str, wanted: &Wanted) -> Document {
        Document {
            file: file.to_owned(),
            bytes: 0,
            sha256: None,
            format: FileFormat::Unread,
            flaws: Vec::new(),
            names: Vec::new(),
            pages: None,
            sheets: None,
            words: None,
            headings: Vec::new(),
            pixels: None,
            text: TextLayer::None,
            mentions: vec![false; wanted.len()],
        }
    }

    /// A document whose path is not followed, and why.
    pub fn refused(file: &str, why: Refusal, wanted: &Wanted) -> Document {
        let mut document = Document::new(file, wanted);
        document.flaws.push(Flaw::Refused { why });
        document
    }

    /// Why its path is not followed, if it is not.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.flaws.iter().find_map(|flaw| match flaw {
            Flaw::Refused { why } => Some(why),
            _ => None,
        })
    }

    /// Whether it is larger than what a digest is taken of.
    pub fn is_too_large(&self) -> bool {
        self.sha256.is_none() && self.refusal().is_none()
    }

    /// Whether the document can serve: no flaw makes it unusable.
    pub fn is_usable(&self) -> bool {
        !self.flaws.iter().any(Flaw::unusable)
    }
}

/// Looks at one document: `relative` is its path as a dossier writes it.
pub fn examine(folder: &Folder, relative: &str, wanted: &Wanted) -> Document {
    let found = match folder.resolve(relative) {
        Ok(found) => found,
        Err(why) => return Document::refused(relative, why, wanted),
    };
    let mut document = Document::new(&found.file, wanted);
    document.bytes = found.bytes;
    document.names = NameFlaw::of(&found.file);
    match folder.content(&found) {
        Ok(content) => {
            document.bytes = content.bytes;
            document.sha256 = content.sha256;
            match content.held {
                Some(held) => look(&held, wanted, &mut document),
                None => document.flaws.push(Flaw::TooLarge {
                    limit: limits::FILE_BYTES,
                }),
            }
        }
        Err(why) => document.flaws.push(Flaw::Refused { why }),
    }
    document
}

/// Looks into the bytes of a document.
fn look(bytes: &[u8], wanted: &Wanted, document: &mut Document) {
    if bytes.is_empty() {
        document.flaws.push(Flaw::Empty);
        return;
    }
    let mut search = Search::new(wanted);
    let format = format::sniff(bytes);
    document.format = format;
    match format {
        FileFormat::Pdf => pdf::examine(bytes, document, &mut search),
        FileFormat::Zip => office::examine(bytes, document, &mut search),
        format if format.is_picture() && format != FileFormat::Heic => {
            images::examine(bytes, document);
        }
        FileFormat::Text => plain::examine(bytes, document, &mut search),
        FileFormat::LockedOffice => document.flaws.push(Flaw::Encrypted),
        FileFormat::Doc | FileFormat::Xls | FileFormat::Ppt | FileFormat::OtherOle => {
            document.flaws.push(Flaw::OldBinaryOffice { format });
        }
        FileFormat::Archive(_) => document.flaws.push(Flaw::Packed { format }),
        FileFormat::Other(_) | FileFormat::Unknown | FileFormat::Unread => {
            document.flaws.push(Flaw::NoDocument { format })
        }
        _ => document.flaws.push(Flaw::NotRead { format }),
    }
    document.mentions = search.finish();
    let extension = names::extension(&document.file);
    let no_archive = |flaw: &Flaw| {
        matches!(
            flaw,
            Flaw::Damaged | Flaw::OnlyPacked { .. } | Flaw::TooManyParts { .. }
        )
    };
    let meant_otherwise = document.format == FileFormat::Zip && document.flaws.iter().any(no_archive);
    if !document.format.fits(extension) && !meant_otherwise {
        let extension = extension.to_owned();
        let format = document.format;
        document.flaws.insert(0, Flaw::WrongExtension { extension, format });
    }
}

/// The documents that are the same to the last byte: their indices, each group and the groups in the order of the
/// list. Empty files are not compared.
pub fn duplicates(documents: &[Document]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        if let Some(sha256) = document.sha256.as_deref().filter(|_| document.bytes > 0) {
            groups.entry(sha256).or_default().push(at);
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort();
    groups
}

#[cfg(test)]
mod tests;
