//! What the raw text of a sheet tells beside the values of its cells: which of them are merged over rows, which hold a
//! picture, and which a formula of which no result was saved. All that is noticed is bounded by the text itself.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::sync::Arc;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::container::package::{Package, attribute};
use crate::container::sheet;
use crate::load::excel::damage::damaged;
use crate::load::excel::limits;
use crate::load::excel::straight::Straight;
use crate::place::InputError;

/// Cells that are merged: over more than one row, or, where headings may stand, over more than one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merged {
    /// The first row, in which the value stands.
    pub top: u32,
    /// The first column, in which the value stands.
    pub left: u16,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u16,
}

impl Merged {
    /// So many rows and columns from this cell on, if it is of interest that they are merged.
    pub fn of(row: u64, column: u64, rows: u64, columns: u64) -> Option<Merged> {
        let last = |first: u64, count: u64| first.checked_add(count)?.checked_sub(1);
        let merged = Merged {
            top: u32::try_from(row).ok()?,
            left: u16::try_from(column).ok()?,
            bottom: u32::try_from(last(row, rows)?).ok()?,
            right: u16::try_from(last(column, columns)?.min(u64::from(limits::COLUMNS))).ok()?,
        };
        merged.matters().then_some(merged)
    }

    /// Whether it is over rows of a sheet, or over columns where headings may stand.
    fn matters(&self) -> bool {
        let across = self.left < self.right && self.top < limits::HEAD_ROWS;
        self.bottom < limits::ROWS && self.top <= self.bottom && (self.top < self.bottom || across)
    }
}

/// Why a cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// A picture stands in it.
    Picture,
    /// It holds a formula, and no result was saved with it.
    Unsaved,
}

/// What was told of one sheet.
#[derive(Debug, Default)]
pub struct Raw {
    /// The cells that are merged, from the top.
    pub merged: Vec<Merged>,
    /// The cells without a value, by their numbers in the order of the text, from zero.
    pub odd: Vec<(u64, Odd)>,
}

/// What is noticed while a sheet is unfolded.
#[derive(Debug, Default)]
pub struct Noticed {
    merged: Vec<Merged>,
    /// Whether there is a cell that may have no value.
    odd: bool,
    /// Whether a formula was seen in the cell at hand, and no result yet.
    formula: bool,
    /// The prefix of all names, with its colon, once the first was seen.
    prefix: Option<Box<[u8]>>,
}

/// The bytes behind a `<` that are looked at.
pub const LOOK: usize = 64;

impl Noticed {
    /// Looks at a piece of the text.
    pub fn piece(&mut self, bytes: &[u8]) {
        self.odd = self.odd || memmem::find(bytes, b" vm=").is_some() || memmem::find(bytes, b"DISPIMG").is_some();
    }

    /// Looks at what follows a `<`, as far as [`LOOK`].
    pub fn tag(&mut self, after: &[u8]) {
        let end = after.first() == Some(&b'/');
        let name = if end { after.get(1..).unwrap_or_default() } else { after };
        let name = match &self.prefix {
            Some(prefix) if prefix.is_empty() => name,
            Some(prefix) => name.strip_prefix(&**prefix).unwrap_or(name),
            None => {
                let first = name.split(|b| !b.is_ascii_alphanumeric() && *b != b':').next();
                let first = first.filter(|first| !first.is_empty()).unwrap_or_default();
                let colon = first.iter().position(|b| *b == b':');
                let prefix = colon.and_then(|at| first.get(..=at)).unwrap_or_default();
                if !first.is_empty() {
                    self.prefix = Some(prefix.into());
                }
                return;
            }
        };
        match name {
            [b'f', b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n', ..] if !end => self.formula = true,
            [b'v', rest @ ..] if is_filled(rest) => self.formula = false,
            [b'i', b's', b'>', ..] => self.formula = false,
            [b'c', b'>' | b' ', ..] if end => {
                self.odd |= self.formula;
                self.formula = false;
            }
            [b'm', b'e', b'r', b'g', b'e', b'C', b'e', b'l', b'l', b' ', rest @ ..]
                if self.merged.len() <= limits::MERGED =>
            {
                self.merged.extend(area(rest));
            }
            _ => {}
        }
    }

    /// Whether nothing was noticed.
    pub fn is_nothing(&self) -> bool {
        self.merged.is_empty() && !self.odd
    }
}

/// Whether a text begins directly behind the rest of a tag: in `<v/>` and `<v></v>` none does.
fn is_filled(rest: &[u8]) -> bool {
    match rest {
        [b'>', b'<', ..] => false,
        [b'>', ..] => true,
        [b' ', ..] => {
            let end = rest.iter().position(|b| *b == b'>');
            let (tag, behind) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or_default();
            !tag.ends_with(b"/") && behind.get(1) != Some(&b'<')
        }
        _ => false,
    }
}

/// The cells that `ref="A2:A4"` names, if it is of interest that they are merged.
fn area(text: &[u8]) -> Option<Merged> {
    let text = std::str::from_utf8(text.split(|b| *b == b'>').next()?).ok()?;
    let (_, named) = text.split_once("ref=")?;
    let named = named.trim_start_matches(['"', '\'']);
    let named = named.split(['"', '\'']).next()?;
    let (from, to) = named.split_once(':')?;
    let ((top, left), (bottom, right)) = (sheet::position(from)?, sheet::position(to)?);
    let merged = Merged {
        top,
        left: u16::try_from(left).ok()?,
        bottom,
        right: u16::try_from(right).ok()?,
    };
    merged.matters().then_some(merged)
}

/// What the text of each sheet of `package` tells, where something was `noticed` in the part at its position.
///
/// # Errors
/// More is merged, or lacks a value, than is looked at.
pub fn of(
    package: &mut Package<'_>,
    straight: &Straight<'_>,
    noticed: BTreeMap<usize, Noticed>,
) -> Result<Vec<Arc<Raw>>, InputError> {
    let mut known: BTreeMap<usize, Arc<Raw>> = BTreeMap::new();
    for (at, noticed) in noticed {
        let mut merged = noticed.merged;
        let odd = if noticed.odd { odd(package, at)? } else { Vec::new() };
        if merged.len() > limits::MERGED || odd.len() > limits::MERGED {
            return Err(too_many());
        }
        merged.sort_unstable();
        merged.dedup_by_key(|one| (one.top, one.left));
        known.insert(at, Arc::new(Raw { merged, odd }));
    }
    let of_sheet = |part: &Option<String>| {
        let at = part.as_ref().and_then(|part| package.at(part));
        at.and_then(|at| known.get(&at).cloned()).unwrap_or_default()
    };
    Ok(straight.sheets.iter().map(|(part, _)| of_sheet(part)).collect())
}

/// The cells of a sheet that hold no value, counted as the reader of cells gives them out.
fn odd(package: &mut Package<'_>, at: usize) -> Result<Vec<(u64, Odd)>, InputError> {
    let part = package.archive().by_index(at).map_err(|_| damaged())?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let config = reader.config_mut();
    (config.check_end_names, config.expand_empty_elements) = (false, true);
    let mut buffer = Vec::new();
    let mut found = Vec::new();
    let (mut inside, mut count) = (false, 0_u64);
    let mut cell = Looked::default();
    let mut within = Within::Cell;
    loop {
        buffer.clear();
        // what is wrong with the text is told when its cells are read
        let Ok(event) = reader.read_event_into(&mut buffer) else {
            return Ok(found);
        };
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "sheetData" => inside = true,
                "c" if inside => {
                    let kind = attribute(tag, "t");
                    cell = Looked {
                        error: kind.as_deref() == Some("e"),
                        text: kind.as_deref() == Some("str"),
                        linked: attribute(tag, "vm").is_some(),
                        ..Looked::default()
                    };
                }
                "f" => (cell.formula, within) = (true, Within::Formula),
                "v" => (cell.result, within) = (true, Within::Value),
                "is" => cell.value = true,
                _ => {}
            },
            Event::Text(text) if within != Within::Cell => {
                let text = text.xml10_content();
                let pictured = text.contains("DISPIMG(");
                match within {
                    Within::Formula => {
                        cell.picture |= pictured;
                        cell.image |= text.contains("IMAGE(");
                    }
                    _ => {
                        cell.picture |= pictured && text.starts_with('=');
                        cell.value |= !text.is_empty();
                    }
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "f" | "v" => within = Within::Cell,
                "c" if inside => {
                    found.extend(cell.odd().map(|odd| (count, odd)));
                    if found.len() > limits::MERGED {
                        return Ok(found);
                    }
                    count += 1;
                }
                "sheetData" => return Ok(found),
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Where in a cell the text stands that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Cell,
    Formula,
    Value,
}

/// What was seen of one cell.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that a cell may show")]
struct Looked {
    error: bool,
    text: bool,
    linked: bool,
    formula: bool,
    picture: bool,
    image: bool,
    result: bool,
    value: bool,
}

impl Looked {
    /// Why the cell has no value, if it has none. A picture that Excel places in a cell is an error with a link to what
    /// stands there; so is the error of a formula, which stays one.
    fn odd(&self) -> Option<Odd> {
        if self.picture || self.linked && self.error && (!self.formula || self.image) {
            return Some(Odd::Picture);
        }
        // a formula may well come to an empty text, which is saved as such
        let empty = self.text && self.result;
        (self.formula && !self.value && !empty).then_some(Odd::Unsaved)
    }
}

fn too_many() -> InputError {
    let most = limits::MERGED;
    InputError::whole(text!(
        "合并的区域或没有结果的公式超过 {most} 个",
        "more than {most} areas are merged, or formulas have no result"
    ))
    .hint(text!(
        "请用 Excel 或 WPS 打开，取消合并，另存后再检查",
        "open it in Excel or WPS, unmerge the cells, save it and check again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_those_that_span_rows_or_headings() {
        let area = |named: &str| area(format!("ref=\"{named}\"/>").as_bytes());
        let merged = |top, left, bottom, right| {
            Some(Merged {
                top,
                left,
                bottom,
                right,
            })
        };
        assert_eq!(area("A2:A4"), merged(1, 0, 3, 0));
        assert_eq!(area("XFD1:XFD1048576"), merged(0, 16_383, 1_048_575, 16_383));
        assert_eq!(area("b2:C3"), merged(1, 1, 2, 2));
        assert_eq!(area("A40:Q40"), merged(39, 0, 39, 16));
        for none in [
            "A41:Q41",
            "Q1:A1",
            "A1",
            "A0:A2",
            "A4:A2",
            "XFE1:XFE2",
            "A1:A1048577",
            "1:2",
            "",
            ":",
            "A99999999999:A2",
        ] {
            assert_eq!(area(none), None, "{none}");
        }
    }
}
