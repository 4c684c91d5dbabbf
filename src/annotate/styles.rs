//! The styles of a workbook: to each look that a marked cell has, the same look with another fill.

use std::collections::HashMap;

use super::xml::{Edits, TagKind, escaped, opened, scan, with};
use super::{Mark, Refusal, damaged};

/// The most looks of cells that Excel reads; beyond them a cell keeps its own.
const LOOKS: usize = 64_000;

/// The styles, and what is added to them.
pub struct Styles {
    text: String,
    prefix: String,
    fills: List,
    looks: List,
    known: HashMap<(u32, Mark), u32>,
}

/// A list of elements that may grow.
#[derive(Default)]
struct List {
    /// Each as written.
    items: Vec<String>,
    /// How many there were.
    before: usize,
    /// The tag that opens it.
    open: Option<(std::ops::Range<usize>, String, TagKind)>,
    /// Where it is closed.
    close: usize,
}

impl List {
    fn add(&mut self, item: String) -> u32 {
        self.items.push(item);
        u32::try_from(self.items.len() - 1).unwrap_or(u32::MAX)
    }

    /// The element, an item at a time, as it goes by.
    fn see(&mut self, text: &str, name: &str, item: &str, tag: &super::xml::Tag<'_>, started: &mut usize) {
        if tag.depth == 1 && tag.begins(name) {
            self.open = Some((tag.range.clone(), tag.raw.to_owned(), tag.kind));
        }
        if tag.depth == 1 && tag.ends(name) {
            self.close = tag.range.start;
            self.before = self.items.len();
        }
        if tag.depth == 2 && self.open.is_some() && self.close == 0 && tag.name() == item {
            if tag.kind != TagKind::Close {
                *started = tag.range.start;
            }
            if tag.kind != TagKind::Open {
                let raw = text.get(*started..tag.range.end).unwrap_or_default();
                self.items.push(raw.to_owned());
            }
        }
    }

    /// Writes what was added.
    fn write(&self, name: &str, prefix: &str, edits: &mut Edits) {
        let added: String = self.items.iter().skip(self.before).map(String::as_str).collect();
        let Some((range, raw, kind)) = self.open.as_ref().filter(|_| !added.is_empty()) else {
            return;
        };
        let counted = with(raw, "count", &self.items.len().to_string());
        match kind {
            TagKind::Empty => edits.replace(range.clone(), format!("{}{added}</{prefix}{name}>", opened(&counted))),
            _ => {
                edits.replace(range.clone(), counted);
                edits.insert(self.close, added);
            }
        }
    }
}

impl Styles {
    /// Reads the styles.
    ///
    /// # Errors
    /// Styles without fills or looks.
    pub fn read(text: &str) -> Result<Styles, Refusal> {
        let (mut fills, mut looks) = (List::default(), List::default());
        let mut prefix = String::new();
        let mut started = 0;
        scan(text, |tag| {
            if tag.depth == 0 {
                prefix = tag.prefix().to_owned();
            }
            fills.see(text, "fills", "fill", tag, &mut started);
            looks.see(text, "cellXfs", "xf", tag, &mut started);
            Ok(())
        })?;
        if fills.open.is_none() || looks.open.is_none() {
            return Err(damaged());
        }
        Ok(Styles {
            text: text.to_owned(),
            prefix,
            fills,
            looks,
            known: HashMap::new(),
        })
    }

    /// The look `look` with the fill of `mark`.
    pub fn marked(&mut self, look: u32, mark: Mark) -> u32 {
        if let Some(known) = self.known.get(&(look, mark)) {
            return *known;
        }
        let fill = self.fill(mark).to_string();
        let plain = || {
            format!(
                "<{}xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
                self.prefix
            )
        };
        let at = usize::try_from(look).unwrap_or(usize::MAX);
        let own = self.looks.items.get(at).cloned().unwrap_or_else(plain);
        let tag = own.find('>').and_then(|end| own.get(..=end)).unwrap_or_default();
        let filled = with(&with(tag, "fillId", &fill), "applyFill", "1");
        let new = format!("{filled}{}", own.get(tag.len()..).unwrap_or_default());
        let position = self.looks.items.iter().position(|known| *known == new);
        let marked = match position {
            Some(at) => u32::try_from(at).unwrap_or(look),
            None if self.looks.items.len() >= LOOKS => look,
            None => self.looks.add(new),
        };
        self.known.insert((look, mark), marked);
        marked
    }

    fn fill(&mut self, mark: Mark) -> u32 {
        let p = &self.prefix;
        let rgb = escaped(rgb(mark));
        let fill = format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{rgb}\"/><{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
        );
        match self.fills.items.iter().position(|known| *known == fill) {
            Some(at) => u32::try_from(at).unwrap_or(0),
            None => self.fills.add(fill),
        }
    }

    /// The styles with what was added.
    pub fn finish(self) -> String {
        let mut edits = Edits::default();
        self.fills.write("fills", &self.prefix, &mut edits);
        self.looks.write("cellXfs", &self.prefix, &mut edits);
        edits.apply(&self.text)
    }
}

/// The colour of a mark, opaque.
fn rgb(mark: Mark) -> &'static str {
    match mark {
        Mark::Fail => "FFFFC7CE",
        Mark::Missing => "FFFFE699",
        Mark::Review => "FFDDEBF7",
        Mark::Warning => "FFFCE4D6",
    }
}
