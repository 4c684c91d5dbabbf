//! The notes of a sheet: ours beside those that are there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::xml::{Edits, Tag, TagKind, escaped, opened, scan, words};
use super::{Note, Notes, Refusal, damaged};
use crate::container::sheet;

/// What such a part is declared to be.
pub const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";

/// Who writes our notes.
const AUTHOR: &str = env!("CARGO_PKG_NAME");

/// The most characters of a note; Excel holds 32,767 UTF-16 units.
const LONGEST: usize = 16_000;

const BLANK: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<authors></authors><commentList></commentList></comments>"
);

/// A note that is there.
#[derive(Default)]
struct Known {
    author: usize,
    whole: Range<usize>,
    /// Words that stand in the text without a run of their own.
    bare: Option<Range<usize>>,
    /// Where another run may stand.
    end: usize,
}

/// The notes that are there.
#[derive(Default)]
struct Existing {
    prefix: String,
    authors: Vec<String>,
    authors_tag: Option<(Range<usize>, TagKind, usize)>,
    list_tag: Option<(Range<usize>, TagKind, usize)>,
    known: BTreeMap<(u32, u32), Known>,
    current: Option<((u32, u32), Known)>,
    started: usize,
}

/// A part of notes with ours.
pub struct WithOurs<'n> {
    /// The part.
    pub text: String,
    /// The cells that had no note before, each with ours.
    pub new: Vec<((u32, u32), &'n Note)>,
    /// All that is said now at the cells that had one.
    pub grown: BTreeMap<(u32, u32), String>,
}

/// The part with our notes.
///
/// # Errors
/// A part that is not well formed.
pub fn write<'n>(before: Option<&str>, notes: &Notes<'n>) -> Result<WithOurs<'n>, Refusal> {
    let text = before.unwrap_or(BLANK);
    let mut part = Existing::default();
    scan(text, |tag| {
        part.see(text, tag);
        Ok(())
    })?;
    let mut edits = Edits::default();
    let ours = part.authors.iter().position(|author| author == AUTHOR);
    let author = ours.unwrap_or(part.authors.len());
    let (mut new, mut grown) = (Vec::new(), BTreeMap::new());
    let mut added = String::new();
    for (cell, note) in notes {
        let comment = part.comment(*cell, author, &note.text);
        match part.known.get(cell) {
            None => {
                added.push_str(&comment);
                new.push((*cell, *note));
            }
            Some(known) => {
                let said = part.change(text, known, ours, comment, note, &mut edits);
                grown.extend(said.map(|said| (*cell, said)));
            }
        }
    }
    let p = &part.prefix;
    let Some(((range, kind, close), (list, list_kind, list_close))) =
        part.authors_tag.clone().zip(part.list_tag.clone())
    else {
        return Err(damaged());
    };
    let name = format!("<{p}author>{}</{p}author>", escaped(AUTHOR));
    let uses_author = !added.is_empty() && ours.is_none();
    fill(
        text,
        &mut edits,
        range,
        kind,
        close,
        if uses_author { &name } else { "" },
        &format!("{p}authors"),
    );
    fill(
        text,
        &mut edits,
        list,
        list_kind,
        list_close,
        &added,
        &format!("{p}commentList"),
    );
    let text = edits.apply(text);
    Ok(WithOurs { text, new, grown })
}

/// Puts `new` at the end of an element that may be empty.
fn fill(text: &str, edits: &mut Edits, range: Range<usize>, kind: TagKind, close: usize, new: &str, name: &str) {
    if new.is_empty() {
        return;
    }
    if kind == TagKind::Empty {
        let raw = text.get(range.clone()).unwrap_or_default();
        edits.replace(range, format!("{}{new}</{name}>", opened(raw)));
    } else {
        edits.insert(close, new.to_owned());
    }
}

impl Existing {
    fn see(&mut self, text: &str, tag: &Tag<'_>) {
        match (tag.depth, tag.name()) {
            (0, _) => self.prefix = tag.prefix().to_owned(),
            (1, "authors") => mark(&mut self.authors_tag, tag),
            (1, "commentList") => mark(&mut self.list_tag, tag),
            (2, "author") => {
                if tag.kind == TagKind::Open {
                    self.started = tag.range.end;
                } else {
                    let name = text
                        .get(self.started..tag.range.start)
                        .filter(|_| tag.kind == TagKind::Close);
                    self.authors.push(words(name.unwrap_or_default()));
                }
            }
            (2, "comment") => self.see_comment(tag),
            (3, "text") if tag.kind != TagKind::Open => self.run_ends(tag.range.start, false),
            (4, "t") if tag.kind == TagKind::Open => self.started = tag.range.start,
            (4, "t") if tag.kind == TagKind::Close => {
                let bare = self.started..tag.range.end;
                if let Some((_, known)) = &mut self.current {
                    known.bare = Some(bare);
                }
                self.run_ends(tag.range.end, true);
            }
            (4, "r") if tag.kind != TagKind::Open => self.run_ends(tag.range.end, true),
            _ => {}
        }
    }

    fn see_comment(&mut self, tag: &Tag<'_>) {
        if tag.kind != TagKind::Close {
            let cell = tag.get("ref").and_then(|cell| sheet::position(&cell));
            let author = tag.number("authorId").and_then(|author| usize::try_from(author).ok());
            let known = Known {
                author: author.unwrap_or(usize::MAX),
                whole: tag.range.clone(),
                ..Known::default()
            };
            self.current = cell.map(|cell| (cell, known));
        }
        if tag.kind != TagKind::Open
            && let Some((cell, mut known)) = self.current.take()
        {
            known.whole.end = tag.range.end;
            self.known.insert(cell, known);
        }
    }

    /// Another run may stand here, unless a later place is known.
    fn run_ends(&mut self, at: usize, run: bool) {
        if let Some((_, known)) = &mut self.current
            && (run || known.end == 0)
        {
            known.end = at;
        }
    }

    /// A note of ours.
    fn comment(&self, cell: (u32, u32), author: usize, text: &str) -> String {
        let (p, name) = (&self.prefix, sheet::name(cell));
        let run = self.run(text);
        format!("<{p}comment ref=\"{name}\" authorId=\"{author}\"><{p}text>{run}</{p}text></{p}comment>")
    }

    /// The words of a note of ours.
    fn run(&self, text: &str) -> String {
        let p = &self.prefix;
        let text: String = text.chars().take(LONGEST).collect();
        let text = escaped(&text);
        format!(
            "<{p}r><{p}rPr><{p}sz val=\"9\"/><{p}color indexed=\"81\"/><{p}rFont val=\"Tahoma\"/><{p}family val=\"2\"/></{p}rPr><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r>"
        )
    }

    /// Puts our words in the place of ours, or after the applicant's own, and gives all that is said then.
    fn change(
        &self,
        text: &str,
        known: &Known,
        ours: Option<usize>,
        comment: String,
        note: &Note,
        edits: &mut Edits,
    ) -> Option<String> {
        let author = self.authors.get(known.author).map(String::as_str).unwrap_or_default();
        // A conversation is kept in a part of its own; the note is only its shadow.
        if author.starts_with("tc=") || known.end == 0 {
            return None;
        }
        if ours == Some(known.author) {
            edits.replace(known.whole.clone(), comment);
            return Some(note.text.clone());
        }
        // Words of ours begin with our name, by which they are found again.
        let mark = format!("\n\n【{AUTHOR}】\n");
        let said = format!("{mark}{}", note.text);
        let run = self.run(&said);
        let whole = text.get(known.whole.clone())?;
        let head = run.split_once(&mark).map_or(run.as_str(), |(head, _)| head);
        let tail = format!("</{p}t></{p}r>", p = self.prefix);
        let before = whole.find(&format!("{head}{mark}"));
        let own = plain(whole.get(..before.unwrap_or(whole.len()))?);
        if let Some(start) = before {
            let end = whole.get(start..).and_then(|rest| rest.find(&tail)).unwrap_or_default();
            let at = known.whole.start + start;
            edits.replace(at..at + end + tail.len(), run);
            return Some(own + &said);
        }
        if let Some(bare) = &known.bare {
            let p = &self.prefix;
            edits.insert(bare.start, format!("<{p}r>"));
            edits.insert(bare.end, format!("</{p}r>"));
        }
        edits.insert(known.end, run);
        Some(own + &said)
    }
}

/// What is said in an element, without its tags.
fn plain(raw: &str) -> String {
    let pieces = raw.split('<').filter_map(|piece| piece.split_once('>'));
    pieces.map(|(_, said)| words(said)).collect()
}

/// Notes where an element begins and is closed.
fn mark(seen: &mut Option<(Range<usize>, TagKind, usize)>, tag: &Tag<'_>) {
    match (seen, tag.kind) {
        (Some((_, _, close)), TagKind::Close) => *close = tag.range.start,
        (seen, _) => *seen = Some((tag.range.clone(), tag.kind, tag.range.start)),
    }
}
