//! The documents of one dossier: which file is which kind of the catalogue, what was found of each, and what is odd
//! about the files as a whole.
//!
//! A document comes from a row of the dossier's list, or from a file that its name tells. What it means for a
//! condition is for the rules to say.

pub mod gather;
mod list;
mod notes;
mod stated;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::dictionary::{Dictionary, DocumentKind, KindId, Value};
use crate::dossier::Dossier;
use crate::materials::{Document, Flaw, Refusal, TextLayer};
use crate::text::Text;
use crate::words::is_pending;
use crate::writing::{fold, quote};

pub use stated::Stated;

/// What was found of a dossier's documents.
#[derive(Debug, Clone)]
pub struct Documents {
    /// The documents: those of the list in its order, then those whose name tells what they are, by their paths.
    pub each: Vec<Held>,
    /// What should be known of the files, whatever conditions there are.
    pub notes: Vec<Text>,
    /// What of the folder was not looked at, so that nobody knows what lies there.
    pub cut: Vec<Text>,
    dictionary: Arc<Dictionary>,
    /// The words that were looked for, folded, in the order of [`Document::mentions`].
    wanted: Vec<String>,
}

/// One document of a dossier.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its kind; `None` where the list says nothing of it, or what the catalogue does not know.
    pub kind: Option<KindId>,
    /// The row of the list, counted from zero; `None` where the list does not name it and its name told the kind.
    pub row: Option<usize>,
    /// What is known of it.
    pub document: Document,
    /// The day on which it was issued.
    pub issued_on: Option<Day>,
    /// The last day on which it is valid.
    pub valid_until: Option<Day>,
    /// The years it covers: those that the list states, else those in the file's name.
    pub years: Vec<i64>,
}

/// Whether a document is there and can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is there and opens.
    Present,
    /// It is not there.
    Missing,
    /// It is there, and nobody can use it.
    Unusable,
}

/// Whether words stand in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// They do.
    Yes,
    /// Its text was read, and they do not.
    No,
    /// They do not stand in what was read of it; a part was not.
    Unclear,
    /// Its text was not read, or not for these words: nothing is known.
    Unread,
}

impl Held {
    /// Whether it is there and can be used.
    pub fn state(&self) -> State {
        let gone = |why: &Refusal| matches!(why, Refusal::Blank | Refusal::NotFound { .. });
        if self.document.refusal().is_some_and(gone) {
            State::Missing
        } else if self.document.is_usable() {
            State::Present
        } else {
            State::Unusable
        }
    }

    /// Whether the list names it.
    pub fn is_listed(&self) -> bool {
        self.row.is_some()
    }

    /// Its file as a sentence quotes it; empty where none is written.
    pub fn quoted(&self) -> String {
        if self.document.file.trim().is_empty() {
            String::new()
        } else {
            quote(&self.document.file)
        }
    }

    /// What keeps it from being used, or from being there.
    pub fn fault(&self) -> Text {
        let flaws = self.document.flaws.iter().filter(|flaw| flaw.unusable());
        Text::join(&flaws.map(Flaw::text).collect::<Vec<_>>())
    }
}

impl Documents {
    /// The documents of a kind.
    pub fn of(&self, kind: KindId) -> impl Iterator<Item = &Held> {
        self.each.iter().filter(move |held| held.kind == Some(kind))
    }

    /// The row of the list, counted from zero, of which the kind or the file is not given: which document it means
    /// is open.
    pub fn unsaid_row(&self) -> Option<usize> {
        let unsaid = |held: &&Held| held.is_listed() && (held.kind.is_none() || held.quoted().is_empty());
        self.each.iter().find(unsaid)?.row
    }

    /// Whether `words` stand in a document.
    pub fn says(&self, held: &Held, words: &str) -> Said {
        let words = fold(words);
        let at = self.wanted.iter().position(|wanted| *wanted == words);
        match at.and_then(|at| held.document.mentions.get(at)) {
            Some(true) => Said::Yes,
            Some(false) => unsaid(&held.document),
            _ => Said::Unread,
        }
    }

    /// What in a document that is there speaks against it on that day: that its own name denies it, that it is no longer
    /// valid, issued later or long before, or that its text bears none of the applicant's names. To be read after the
    /// file's name.
    pub fn doubt(&self, dossier: &Dossier, held: &Held, day: Day) -> Option<Text> {
        if is_pending(own_name(&held.document.file)) {
            return Some(text!(
                "的名称说明这份材料还没有，请核对",
                "its own name says that it is not there yet; check it"
            ));
        }
        if let Some(until) = held.valid_until.filter(|until| *until < day) {
            return Some(text!("已于 {until} 到期", "it expired on {until}"));
        }
        if let Some(issued) = held.issued_on.filter(|issued| *issued > day) {
            return Some(text!(
                "的出具日期 {issued} 晚于申报之日 {day}，请核对",
                "it was issued on {issued}, after the as-of day {day}; check it"
            ));
        }
        let kind = held.kind.and_then(|kind| self.dictionary.catalogue.get(kind))?;
        let old = |issued: &Day| kind.ages_after_days.is_some_and(|most| day.days_since(*issued) > most);
        if let Some(issued) = held.issued_on.filter(old) {
            let days = day.days_since(issued);
            return Some(text!(
                "是 {issued} 出具的，到申报之日已 {days} 天，请换成近期的",
                "it was issued on {issued}, {days} days before the as-of day; obtain a recent one"
            ));
        }
        (self.bears(dossier, held) == Said::No).then(|| not_found(&borne(dossier, kind)))
    }

    /// That of a document which is there a part was not read, and none of the applicant's names stands in the rest: no
    /// contradiction, and nothing that bears it out. To be read after the file's name.
    pub fn unclear(&self, dossier: &Dossier, held: &Held) -> Option<Text> {
        let kind = held.kind.and_then(|kind| self.dictionary.catalogue.get(kind))?;
        (self.bears(dossier, held) == Said::Unclear).then(|| not_in_what_was_read(&borne(dossier, kind)))
    }

    /// Whether one of the names that a document of its kind bears stands in it.
    pub fn bears(&self, dossier: &Dossier, held: &Held) -> Said {
        let kind = held.kind.and_then(|kind| self.dictionary.catalogue.get(kind));
        let names = kind.map(|kind| borne(dossier, kind)).unwrap_or_default();
        let said: Vec<Said> = names.iter().map(|name| self.says(held, name)).collect();
        if said.contains(&Said::Yes) {
            Said::Yes
        } else if said.is_empty() || said.contains(&Said::Unread) {
            Said::Unread
        } else if said.contains(&Said::Unclear) {
            Said::Unclear
        } else {
            Said::No
        }
    }
}

/// The name of a file, without the folders it stands in.
fn own_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// How many names a sentence names one by one.
const NAMED: usize = 4;

/// These names, in a sentence.
fn named(names: &[String]) -> String {
    names.iter().take(NAMED).map(|name| quote(name)).collect()
}

/// That none of these names stands in what was read of a document.
fn not_in_what_was_read(names: &[String]) -> Text {
    let named = named(names);
    text!(
        "没有全部识读，已识读的文字里不含{named}这个名称本身，请打开文件核对",
        "not all of it could be read, and {named} does not stand by itself in what could; open it and check"
    )
}

/// That none of these names stands in a document.
fn not_found(names: &[String]) -> Text {
    let named = named(names);
    text!(
        "文字里没有找到{named}这个名称本身，请核对是不是本申报者的文件",
        "{named} does not stand in its text by itself; is it this applicant's?"
    )
}

/// What follows of words that were not found in a document: nothing where it was not read, doubt where a part was not.
fn unsaid(document: &Document) -> Said {
    let unread = |flaw: &Flaw| flaw.unread() && !flaw.partly();
    if document.text != TextLayer::Present || document.flaws.iter().any(unread) {
        Said::Unread
    } else if document.flaws.iter().any(Flaw::partly) {
        Said::Unclear
    } else {
        Said::No
    }
}

/// The names of which one stands in a document of this kind, as far as the dossier gives them.
pub fn borne(dossier: &Dossier, kind: &DocumentKind) -> Vec<String> {
    let mut names = Vec::new();
    for path in &kind.bears {
        match dossier.value(path.get_ref()) {
            Some(Value::Text(text)) => names.push(text.to_string()),
            Some(Value::Texts(texts)) => names.extend(texts.iter().map(ToString::to_string)),
            Some(Value::CreditCode(code)) => names.push(code.to_string()),
            _ => {}
        }
    }
    names
}
