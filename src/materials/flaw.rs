//! What can be wrong with a document: one kind, one sentence. Whether it matters is for the reader of the facts to
//! say; here stands only whether the document can be used, and whether it was looked into at all.

use serde::Serialize;

use crate::container::format::FileFormat;
use crate::materials::refusal::Refusal;

/// What is wrong with a document, or worth a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Flaw {
    /// The path leads to no file that may be read.
    Refused {
        /// Why.
        why: Refusal,
    },
    /// The file has no bytes.
    Empty,
    /// The file is larger than what is opened.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The name says another type than the content.
    WrongExtension {
        /// What the name ends in.
        extension: String,
        /// What the file is.
        format: FileFormat,
    },
    /// The file cannot be opened without a password.
    Encrypted,
    /// The PDF opens, but its author forbids what the committee may need.
    OwnerRestricted {
        /// Whether it may be printed.
        printing: bool,
        /// Whether text may be copied from it.
        copying: bool,
    },
    /// What stands in the file does not hold together.
    Damaged,
    /// The end of the file is missing.
    Truncated,
    /// The PDF's table of objects was broken; programs repair it, not all alike.
    Repaired,
    /// The PDF names more pages than it holds.
    PagesLost {
        /// The pages it names.
        declared: u64,
        /// The pages it holds.
        found: u32,
    },
    /// The pages are pictures without text.
    ScannedOnly,
    /// The pages show neither text nor pictures: blank, or text turned into curves.
    NoText,
    /// The pages show text, but the file does not say which characters these are.
    TextUnreadable,
    /// A part of the text could not be read: codes without characters, instructions that are broken.
    TextUndecoded,
    /// Some pages are pictures without text, beside others with text.
    PagesScanned {
        /// How many.
        pages: u32,
    },
    /// The document carries other files, which were not looked into.
    Attached {
        /// How many.
        files: u32,
    },
    /// The PDF is a form of XFA: what is filled into it stands outside of its pages.
    FormUnread,
    /// The text document takes in another file, whose text was neither read nor counted.
    Imported,
    /// Only a part of the text was looked through, up to a limit.
    TextPartly {
        /// The pages that were looked through; `None` where the format has no pages.
        pages: Option<u32>,
    },
    /// The document has no pages, sheets or text.
    NoPages,
    /// The picture is too small to read a page from.
    LowResolution {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// The picture says of itself a size that no picture has.
    ImplausibleImage {
        /// Its width in pixels.
        width: u64,
        /// Its height in pixels.
        height: u64,
    },
    /// The document carries a program that runs when it is opened.
    MacroEnabled,
    /// The document shows changes that nobody has accepted or refused yet.
    TrackedChanges,
    /// A document of Word, Excel or PowerPoint 97 to 2003, or an old one of WPS: only its type was looked at.
    OldBinaryOffice {
        /// What it is.
        format: FileFormat,
    },
    /// What the file unfolds to is larger than what is read.
    UnfoldsTooFar {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file consists of more parts than are looked at.
    TooManyParts {
        /// The limit.
        limit: usize,
    },
    /// A part of the file declares a document type, which no Office document does and which hides attacks.
    DeclaresDoctype,
    /// An archive: what is in it was not looked at.
    Packed {
        /// What it is.
        format: FileFormat,
    },
    /// The name is that of an Office document, but the file is an archive that holds none: no program opens it.
    OnlyPacked {
        /// What the name ends in.
        extension: String,
    },
    /// The file is of a known type whose content is not looked into.
    NotRead {
        /// What it is.
        format: FileFormat,
    },
    /// It is not known what the file is, or it is no document.
    NoDocument {
        /// What it is.
        format: FileFormat,
    },
}

impl Flaw {
    /// Whether the document cannot serve: nobody can open it, or what opens is not the whole of it.
    pub fn unusable(&self) -> bool {
        matches!(
            self,
            Flaw::Refused { .. }
                | Flaw::Empty
                | Flaw::Encrypted
                | Flaw::Damaged
                | Flaw::Truncated
                | Flaw::NoPages
                | Flaw::ImplausibleImage { .. }
                | Flaw::DeclaresDoctype
                | Flaw::OnlyPacked { .. }
                | Flaw::NoDocument { .. }
        )
    }

    /// Whether a part of the text was not looked into, so that what was not found may stand there.
    pub fn partly(&self) -> bool {
        matches!(
            self,
            Flaw::TextUndecoded
                | Flaw::PagesScanned { .. }
                | Flaw::Attached { .. }
                | Flaw::FormUnread
                | Flaw::Imported
                | Flaw::TextPartly { .. }
        )
    }

    /// Whether the content was not, or not wholly, looked into, so that nothing follows from what was not found.
    pub fn unread(&self) -> bool {
        self.unusable()
            || self.partly()
            || matches!(
                self,
                Flaw::TooLarge { .. }
                    | Flaw::ScannedOnly
                    | Flaw::NoText
                    | Flaw::TextUnreadable
                    | Flaw::OldBinaryOffice { .. }
                    | Flaw::UnfoldsTooFar { .. }
                    | Flaw::TooManyParts { .. }
                    | Flaw::Packed { .. }
                    | Flaw::NotRead { .. }
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::materials::limits;
    use crate::text::Text;

    #[test]
    fn every_kind_has_its_own_sentence() {
        let flaws = [
            Flaw::Refused { why: Refusal::Pipe },
            Flaw::Empty,
            Flaw::TooLarge {
                limit: limits::FILE_BYTES,
            },
            Flaw::WrongExtension {
                extension: "doc".to_owned(),
                format: FileFormat::Pdf,
            },
            Flaw::Encrypted,
            Flaw::OwnerRestricted {
                printing: false,
                copying: false,
            },
            Flaw::OwnerRestricted {
                printing: false,
                copying: true,
            },
            Flaw::OwnerRestricted {
                printing: true,
                copying: false,
            },
            Flaw::Damaged,
            Flaw::Truncated,
            Flaw::Repaired,
            Flaw::PagesLost { declared: 2, found: 1 },
            Flaw::ScannedOnly,
            Flaw::NoText,
            Flaw::TextUnreadable,
            Flaw::TextUndecoded,
            Flaw::PagesScanned { pages: 2 },
            Flaw::Attached { files: 2 },
            Flaw::FormUnread,
            Flaw::Imported,
            Flaw::TextPartly { pages: Some(3) },
            Flaw::TextPartly { pages: None },
            Flaw::NoPages,
            Flaw::LowResolution { width: 1, height: 2 },
            Flaw::ImplausibleImage { width: 0, height: 2 },
            Flaw::MacroEnabled,
            Flaw::TrackedChanges,
            Flaw::OldBinaryOffice {
                format: FileFormat::Doc,
            },
            Flaw::UnfoldsTooFar {
                limit: limits::UNFOLDED_BYTES,
            },
            Flaw::TooManyParts { limit: limits::PARTS },
            Flaw::DeclaresDoctype,
            Flaw::Packed {
                format: FileFormat::Zip,
            },
            Flaw::OnlyPacked {
                extension: "docx".to_owned(),
            },
            Flaw::NotRead {
                format: FileFormat::Heic,
            },
            Flaw::NoDocument {
                format: FileFormat::Unknown,
            },
        ];
        let texts: Vec<Text> = flaws.iter().map(Flaw::text).collect();
        for (at, text) in texts.iter().enumerate() {
            assert!(!text.zh.is_empty() && !text.zh.is_ascii() && !text.en.is_empty());
            assert!(
                texts
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.zh != text.zh && other.en != text.en),
                "{text:?}"
            );
        }
        assert_eq!(texts[3].zh, "扩展名是「doc」，内容却是 PDF 文档；请把扩展名改为「pdf」");
        let renamed = Flaw::WrongExtension {
            extension: "pdf".to_owned(),
            format: FileFormat::Zip,
        };
        assert_eq!(renamed.text().zh, "扩展名是「pdf」，内容却是 ZIP 压缩包");
        let said = |format| Flaw::NotRead { format }.text().zh;
        assert!(said(FileFormat::Heic).starts_with("这是 HEIC 照片，"));
        assert!(said(FileFormat::Html).starts_with("这是网页，"));
    }
}
