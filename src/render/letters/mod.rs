//! Letters to applicants in each format, and the list of all of them.
//!
//! The same letter gives the same bytes: no clock is read.

mod docx;
mod html;
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
    /// A page.
    Html,
    /// The applicant's own form, filled in as far as facts are known, with what is wanted marked.
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Format::Docx, Format::Html, Format::Xlsx];

    /// The name that people type, and the extension of the file.
    pub fn id(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
        }
    }
}

/// A letter as a document for word processors.
///
/// # Errors
/// None that a letter can give rise to.
pub fn docx(letter: &Letter, lang: Lang) -> io::Result<Vec<u8>> {
    docx::bytes(letter, lang)
}

/// A letter as a page.
///
/// # Errors
/// None that a letter can give rise to.
pub fn html(letter: &Letter, lang: Lang) -> io::Result<Vec<u8>> {
    html::bytes(letter, lang)
}

/// The headings of the columns behind the number.
fn heads(letter: &Letter) -> [Text; 3] {
    [
        text!("事项和依据", "What, and the clause"),
        text!("核对情况", "What was found"),
        match letter.asks {
            true => text!("请答复", "What we ask"),
            false => text!("请办理", "What to do"),
        },
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

/// The lines at the end: who sends it with seal and day, and that it was received, unless it is a question.
fn signs(letter: &Letter, lang: Lang) -> Vec<String> {
    let sender = letter.sender.as_deref().unwrap_or_default();
    let mut lines = vec![
        format!("{sender}{}", pick(lang, "（签字、盖章）：", " (signature, seal):")),
        pick(lang, "日期：", "Date:").to_owned(),
    ];
    if !letter.asks {
        let received = pick(
            lang,
            "收件人（签字、盖章）和日期：",
            "Received by (signature, seal), on:",
        );
        lines.push(received.to_owned());
    }
    lines
}

/// Where the addressee is reached, in the words of the notice.
fn address(letter: &Letter, lang: Lang) -> Option<String> {
    let address = letter.address.as_deref()?;
    Some(format!("{}{address}", pick(lang, "通知所载：", "From the notice: ")))
}
