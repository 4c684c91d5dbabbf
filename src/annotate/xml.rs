//! XML as text that is edited in place: where each tag stands, its attributes, and the edits.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

use super::{Refusal, damaged};

/// What kind of tag it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `<a>`.
    Open,
    /// `<a/>`.
    Empty,
    /// `</a>`.
    Close,
}

/// A tag and where it stands.
#[derive(Debug, Clone)]
pub struct Tag<'t> {
    /// What kind it is.
    pub kind: TagKind,
    /// How many elements are around its own.
    pub depth: usize,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The same, as written.
    pub raw: &'t str,
}

impl<'t> Tag<'t> {
    /// The name with its prefix.
    fn full_name(&self) -> &'t str {
        let rest = self.raw.trim_start_matches(['<', '/']);
        let end = rest.find(|c: char| c.is_whitespace() || c == '/' || c == '>');
        rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest)
    }

    /// The name without its prefix.
    pub fn name(&self) -> &'t str {
        let name = self.full_name();
        name.split_once(':').map_or(name, |(_, local)| local)
    }

    /// The prefix of its name with the colon, or nothing.
    pub fn prefix(&self) -> &'t str {
        let name = self.full_name();
        name.find(':').and_then(|at| name.get(..=at)).unwrap_or_default()
    }

    /// Whether it begins an element of this name.
    pub fn begins(&self, name: &str) -> bool {
        self.kind != TagKind::Close && self.name() == name
    }

    /// Whether an element of this name is over with it.
    pub fn ends(&self, name: &str) -> bool {
        self.kind != TagKind::Open && self.name() == name
    }

    /// The value of an attribute, named without its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let range = value(self.raw, name)?;
        let value = unescape(self.raw.get(range)?).ok()?;
        Some(value.into_owned())
    }

    /// The value of an attribute that is a number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }
}

/// Where the value of an attribute stands in a tag.
fn value(raw: &str, name: &str) -> Option<Range<usize>> {
    let mut at = raw.find(char::is_whitespace)?;
    loop {
        let rest = raw.get(at..)?;
        let equals = rest.find('=')?;
        let key = rest.get(..equals)?.trim();
        let after = at + equals + 1;
        let open = after + raw.get(after..)?.find(['"', '\''])?;
        let quote = raw.get(open..)?.chars().next()?;
        let close = open + 1 + raw.get(open + 1..)?.find(quote)?;
        let local = key.split_once(':').map_or(key, |(_, local)| local);
        let declares = key.starts_with("xmlns");
        if local == name && !declares {
            return Some(open + 1..close);
        }
        at = close + 1;
    }
}

/// A tag with an attribute set to a value that needs no escape.
pub fn with(raw: &str, name: &str, set: &str) -> String {
    match value(raw, name) {
        Some(range) => {
            let (before, after) = (raw.get(..range.start), raw.get(range.end..));
            [before.unwrap_or_default(), set, after.unwrap_or_default()].concat()
        }
        None => {
            let end = raw.strip_suffix("/>").or_else(|| raw.strip_suffix('>')).unwrap_or(raw);
            let tail = raw.get(end.len()..).unwrap_or_default();
            format!("{} {name}=\"{set}\"{tail}", end.trim_end())
        }
    }
}

/// An empty tag as the tag that begins the element.
pub fn opened(raw: &str) -> String {
    let start = raw.strip_suffix("/>").unwrap_or(raw);
    format!("{}>", start.trim_end())
}

/// Goes through all tags of a text.
///
/// # Errors
/// XML that is not well formed, and what `each` refuses.
pub fn scan<'t>(text: &'t str, mut each: impl FnMut(&Tag<'t>) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        let start = position(&reader)?;
        let event = reader.read_event().map_err(|_| damaged())?;
        let range = start..position(&reader)?;
        if let Event::Start(tag) | Event::Empty(tag) = &event
            && tag.attributes().any(|attribute| attribute.is_err())
        {
            return Err(damaged());
        }
        let kind = match event {
            Event::Start(_) => TagKind::Open,
            Event::Empty(_) => TagKind::Empty,
            Event::End(_) => TagKind::Close,
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(damaged()),
            _ => continue,
        };
        if kind == TagKind::Close {
            depth = depth.saturating_sub(1);
        }
        let raw = text.get(range.clone()).ok_or_else(damaged)?;
        each(&Tag {
            kind,
            depth,
            range,
            raw,
        })?;
        if kind == TagKind::Open {
            depth += 1;
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> Result<usize, Refusal> {
    usize::try_from(reader.buffer_position()).map_err(|_| damaged())
}

/// What an element holds, as words.
pub fn words(raw: &str) -> String {
    unescape(raw).map(|words| words.into_owned()).unwrap_or_default()
}

/// Words as the text of an element or the value of an attribute holds them: no control characters but line
/// breaks, and nothing that a workbook would read as an escape of its own.
pub fn escaped(text: &str) -> String {
    let allowed = |c: &char| *c == '\n' || !(c.is_control() || matches!(*c, '\u{fffe}' | '\u{ffff}'));
    let clean: String = text.chars().filter(allowed).collect();
    let mut plain = String::with_capacity(clean.len());
    for (at, c) in clean.char_indices() {
        match clean.get(at..) {
            Some(rest) if is_code(rest) => plain.push_str("_x005F_"),
            _ => plain.push(c),
        }
    }
    escape(plain).into_owned()
}

/// Whether a text begins as `_x0041_` does, which a workbook reads as `A`.
fn is_code(text: &str) -> bool {
    let code = text.strip_prefix("_x").and_then(|rest| rest.split_at_checked(4));
    code.is_some_and(|(digits, rest)| digits.chars().all(|c| c.is_ascii_hexdigit()) && rest.starts_with('_'))
}

/// Changes to a text, each at its place.
#[derive(Debug, Default)]
pub struct Edits(BTreeMap<usize, (usize, String)>);

impl Edits {
    /// Puts `new` in the place of a range.
    pub fn replace(&mut self, range: Range<usize>, new: String) {
        let (end, words) = self.0.entry(range.start).or_insert((range.end, String::new()));
        *end = range.end.max(*end);
        words.push_str(&new);
    }

    /// Puts `new` before a place.
    pub fn insert(&mut self, at: usize, new: String) {
        if new.is_empty() {
            return;
        }
        self.replace(at..at, new);
    }

    /// The changed text.
    pub fn apply(self, text: &str) -> String {
        let mut done = String::with_capacity(text.len());
        let mut from = 0;
        for (start, (end, new)) in self.0 {
            done.push_str(text.get(from..start).unwrap_or_default());
            done.push_str(&new);
            from = end;
        }
        done.push_str(text.get(from..).unwrap_or_default());
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_found_and_set_however_it_is_written() {
        let tag = |raw| Tag {
            kind: TagKind::Empty,
            depth: 0,
            range: 0..0,
            raw,
        };
        assert_eq!(tag("<c r='B3' s=\"5\"/>").get("r").as_deref(), Some("B3"));
        assert_eq!(tag("<x:c\n  ss=\"1\" s = \"5\" />").get("s").as_deref(), Some("5"));
        assert_eq!(
            tag("<a xmlns:id=\"no\" r:id=\"yes\"/>").get("id").as_deref(),
            Some("yes")
        );
        assert_eq!(tag("<a n=\"a=&quot;s=1&quot;\"/>").get("s"), None);
        assert_eq!(tag("<a>").get("s"), None);
        assert_eq!(with("<c r=\"B3\" />", "s", "7"), "<c r=\"B3\" s=\"7\"/>");
        assert_eq!(with("<c s='5' r=\"B3\">", "s", "7"), "<c s='7' r=\"B3\">");
        assert_eq!(with("<c>", "s", "7"), "<c s=\"7\">");
        assert_eq!((tag("<x:c/>").prefix(), tag("<x:c/>").name()), ("x:", "c"));
        assert_eq!(escaped("<_x0041_&\u{1b}>\n"), "&lt;_x005F_x0041_&amp;&gt;\n");
    }

    #[test]
    fn edits_change_nothing_else() {
        let mut edits = Edits::default();
        edits.insert(2, "甲".to_owned());
        edits.replace(2..3, "乙".to_owned());
        edits.insert(5, "丙".to_owned());
        assert_eq!(edits.apply("01234"), "01甲乙34丙");
    }
}
