//! Letters to applicants in each format, and the list of all of them.
//!
//! The same letter gives the same bytes: no clock is read.

mod docx;
mod list;

use std::io;

use crate::letters::{Item, Letter};
use crate::render::wording::pick;
use crate::text::{Lang, Text};

pub use list::{Entry, list};

/// A format that letters can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A document for Word, WPS and LibreOffice.
    Docx,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 1] = [Format::Docx];

    /// The name that people type, and the extension of the file.
    pub fn id(self) -> &'static str {
        match self {
            Format::Docx => "docx",
        }
    }
}

/// The bytes of a letter.
///
/// # Errors
/// None that a letter can give rise to.
pub fn write(format: Format, letter: &Letter, lang: Lang) -> io::Result<Vec<u8>> {
    match format {
        Format::Docx => docx::bytes(letter, lang),
    }
}

/// The headings of the columns behind the number.
fn heads() -> [Text; 3] {
    [
        text!("事项和依据", "What, and the clause"),
        text!("核对情况", "What was found"),
        text!("请办理", "What to do"),
    ]
}

/// Where the clause stands, with its words.
fn clause(item: &Item, lang: Lang) -> String {
    let at = item.clause.get(lang);
    if item.words.is_empty() {
        return at.to_owned();
    }
    match lang {
        Lang::Zh => format!("{at}：“{}”", item.words),
        Lang::En => format!("{at}: “{}”", item.words),
    }
}

/// By when, where that is known; that it is over, where it is.
fn by(item: &Item) -> Option<Text> {
    match (item.by, item.over) {
        (Some(day), false) => Some(text!("最迟 {day}", "By {day}")),
        (Some(day), true) => Some(text!("最迟 {day}，已过", "By {day}: over")),
        (None, true) => Some(text!("本届已来不及", "Too late for this edition")),
        (None, false) => None,
    }
}

/// How the addressee is called upon.
fn to(letter: &Letter, lang: Lang) -> String {
    format!("{}{}", letter.to.get(lang), pick(lang, "：", ":"))
}

/// The lines at the end: who sends it with seal and day, and that it was received.
fn signs(letter: &Letter, lang: Lang) -> [String; 3] {
    let sender = letter.sender.as_deref().unwrap_or_default();
    [
        format!("{sender}{}", pick(lang, "（签字、盖章）：", " (signature, seal):")),
        pick(lang, "日期：", "Date:").to_owned(),
        pick(
            lang,
            "收件人（签字、盖章）和日期：",
            "Received by (signature, seal), on:",
        )
        .to_owned(),
    ]
}
