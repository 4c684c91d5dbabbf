//! The table of contents of a bundle, for whoever opens the archive: as a page and as a workbook.
//!
//! The same bundle gives the same bytes: no clock is read.

mod html;
mod xlsx;

use crate::bundle::{Bundle, Entry};
use crate::dictionary::Track;
use crate::text::{Lang, Text};

pub use html::html;
pub use xlsx::xlsx;

use super::wording::track;

/// What a table of contents is made from.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'c> {
    /// The documents.
    pub bundle: &'c Bundle,
    /// The award and edition.
    pub award: &'c Text,
    /// The applicant's name, if it is given.
    pub applicant: Option<&'c str>,
    /// The track, if it is given.
    pub track: Option<&'c Track>,
    /// The SHA-256 of the lock beside it, in hexadecimal.
    pub lock_sha256: &'c str,
    /// The language.
    pub lang: Lang,
}

impl Contents<'_> {
    /// What the whole is called.
    fn title(&self) -> Text {
        text!("申报材料目录", "Documents submitted")
    }

    /// What is said above the table, by name.
    fn head(&self) -> [(Text, String); 4] {
        let lang = self.lang;
        let not_given = text!("（未填写）", "(not given)");
        let count = self.bundle.entries.len();
        [
            (text!("奖项", "Award"), self.award.get(lang).to_owned()),
            (
                text!("申报者", "Applicant"),
                self.applicant.unwrap_or(not_given.get(lang)).to_owned(),
            ),
            (text!("类别", "Track"), track(self.track).get(lang).to_owned()),
            (text!("份数", "Documents"), count.to_string()),
        ]
    }

    /// What the columns hold.
    fn columns() -> [Text; 6] {
        [
            text!("序号", "No."),
            text!("材料类别", "Kind"),
            text!("文件", "File"),
            text!("页数", "Pages"),
            text!("大小", "Size"),
            Text::same("SHA-256"),
        ]
    }

    /// What the documents are vouched for with.
    fn foot(&self) -> Text {
        let sha256 = self.lock_sha256;
        text!(
            "封存记录 dossier.lock 的 SHA-256：{sha256}",
            "SHA-256 of dossier.lock: {sha256}"
        )
    }
}

/// What a document is.
fn kind(entry: &Entry) -> Text {
    if entry.kinds.is_empty() {
        return text!("其他材料", "other document");
    }
    Text::list(&entry.kinds)
}

/// A size as people read it, in the units of file managers (1 KB = 1024 bytes).
fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    let tenths = |unit: u64| {
        let tenths = u128::from(bytes) * 10 / u128::from(unit);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..KB => format!("{bytes} B"),
        KB..1_048_576 => format!("{} KB", tenths(KB)),
        _ => format!("{} MB", tenths(KB * KB)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_the_largest_unit_that_fits() {
        for (bytes, shown) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KB"),
            (1_048_575, "1023.9 KB"),
            (1_048_576, "1.0 MB"),
            (5_000_000_000, "4768.3 MB"),
        ] {
            assert_eq!(size(bytes), shown);
        }
    }
}
