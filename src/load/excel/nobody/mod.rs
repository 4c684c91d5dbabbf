//! The rows of a list that are nobody's: totals, notes, signatures, examples, headings of groups, and formulas that come
//! to nothing (`rules/rows.toml`). They are told by a cell that says so as a whole, and by what else stands in the row:
//! one that states a fact of its own is a client's, whatever its name.

mod lists;

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use crate::day::Day;
use crate::load::excel::sheet::{Cell, Content};
use crate::load::excel::unit::{self, Stated};
use crate::money::{Money, Unit};
use crate::place::Spot;
use crate::text::Text;
use crate::words::{is_filler, is_no_fact};
use crate::writing::{fold, is_blank};

pub use lists::may_be_name;
use lists::{LISTS, LONGEST, Mark, NUMERALS, Why, may_be_mark};

/// Tells the rows of one list that are nobody's.
#[derive(Debug, Default)]
pub struct Nobody {
    /// The columns in which applicants are named.
    names: Vec<u16>,
    /// Those among them in which persons are.
    persons: Vec<u16>,
    /// The columns of which the heading is known.
    known: Vec<u16>,
    /// Whether notes or signatures stand above.
    tail: bool,
    /// Where the first of each kind stands, and how many there are.
    told: BTreeMap<Why, (Spot, u64)>,
    /// The unit of amounts that is stated there, and where.
    unit: Option<(Spot, Stated)>,
}

impl Nobody {
    /// Of a list with these columns.
    pub fn among(names: &[u16], known: impl IntoIterator<Item = u16>) -> Nobody {
        Nobody {
            names: names.to_vec(),
            known: known.into_iter().collect(),
            ..Nobody::default()
        }
    }

    /// The same, of which these columns name persons.
    pub fn with_persons(self, persons: impl IntoIterator<Item = u16>) -> Nobody {
        Nobody {
            persons: persons.into_iter().collect(),
            ..self
        }
    }

    /// Whether a row is nobody's; if so, it is noted, with its place on the sheet.
    pub fn is<'c: 'l, 'l>(&mut self, line: impl IntoIterator<Item = &'l Cell<'c>>, sheet: u16) -> bool {
        let (own, merged): (Vec<&Cell<'_>>, Vec<&Cell<'_>>) = line.into_iter().partition(|cell| cell.is_own());
        // a zero beside a merged name is a fact
        let named = merged.iter().any(|cell| self.names.contains(&cell.column));
        let Some(kind) = self.kind(&own, named).filter(|kind| *kind != Why::Zeros || !named) else {
            self.tail = false;
            return false;
        };
        self.tail = matches!(kind, Why::Note | Why::Sign);
        for cell in &own {
            let stated = cell.text().map_or(Stated::Nowhere, unit::beside);
            if stated != Stated::Nowhere {
                let (spot, known) = self.unit.unwrap_or((cell.spot(sheet), Stated::Nowhere));
                self.unit = Some((spot, known.and(stated)));
            }
        }
        if let Some(first) = own.first() {
            self.told.entry(kind).or_insert((first.spot(sheet), 0)).1 += 1;
        }
        true
    }

    /// What a row is by its `own` cells, beside a merged name or not.
    fn kind(&self, own: &[&Cell<'_>], beside_name: bool) -> Option<Why> {
        let first = own.first()?.column;
        let named = |cell: &Cell<'_>| self.names.contains(&cell.column);
        let mark = |cell: &Cell<'_>| {
            cell.text()
                .filter(|text| may_be_mark(text))
                .and_then(|text| LISTS.mark(text))
        };
        // a remark behind the name is not said of the row
        let before_names = |column: u16| self.names.iter().min().is_some_and(|name| column < *name);
        let by_itself = |cell: &Cell<'_>| cell.column == first || named(cell) || before_names(cell.column);
        // what stands behind 填表人： belongs to it
        let opens = |cell: &Cell<'_>| {
            cell.text().is_some_and(|text| text.trim_end().ends_with([':', '：']))
                && mark(cell).is_some_and(|mark| mark.kind == Why::Sign)
        };
        let fact = |before: Option<&&Cell<'_>>, cell: &Cell<'_>| {
            !is_neutral(&cell.content, named(cell))
                && mark(cell).is_none()
                && !before.is_some_and(|before| opens(before))
        };
        let before = || std::iter::once(None).chain(own.iter().map(Some));
        if !beside_name && self.is_group(own) {
            return Some(Why::Group);
        }
        if self.tail && self.is_left_over(own) {
            return Some(Why::Note);
        }
        let mut names = before().zip(own).filter(|(_, cell)| named(cell));
        let named_otherwise = names.any(|(before, cell)| fact(before, cell));
        if named_otherwise {
            let mut marks = own.iter().filter(|cell| by_itself(cell)).filter_map(|cell| mark(cell));
            return marks.find(|mark| mark.kind == Why::Example).map(|mark| mark.kind);
        }
        let mut marked = None::<Mark>;
        for cell in own {
            let Some(mark) = mark(cell).filter(|mark| mark.kind != Why::Example || by_itself(cell)) else {
                continue;
            };
            // a remark is said of the one who is named
            if beside_name && mark.kind != Why::Total && !before_names(cell.column) {
                continue;
            }
            let whole = mark.whole && by_itself(cell);
            if marked.is_none_or(|marked| whole && !marked.whole) {
                marked = Some(Mark { whole, ..mark });
            }
        }
        match marked {
            Some(Mark { kind, whole: true }) => Some(kind),
            Some(Mark { kind, .. }) => {
                let facts = before().zip(own).filter(|(before, cell)| fact(*before, cell));
                // who signs says on which day
                let mut facts = facts.filter(|(_, cell)| kind != Why::Sign || !is_day(&cell.content));
                facts.next().is_none().then_some(kind)
            }
            None => self.is_zero(own).then_some(Why::Zeros),
        }
    }

    /// Whether nothing stands in a row but the name of a group, behind a number in Chinese or none, and counts and sums
    /// of it: rows that are numbered as clients are stay clients.
    fn is_group(&self, own: &[&Cell<'_>]) -> bool {
        let in_chinese = |cell: &Cell<'_>| {
            let folded = cell.text().map(fold).unwrap_or_default();
            let bare = folded.trim_matches(|c: char| "第、.".contains(c));
            !bare.is_empty() && bare.chars().all(|c| NUMERALS.contains(c))
        };
        let (number, title, sums) = match own {
            [number, title, sums @ ..] if in_chinese(number) => (true, title, sums),
            [title, sums @ ..] => (false, title, sums),
            [] => return false,
        };
        let reaches = self.names.iter().max().is_some_and(|last| title.column <= *last);
        let counts = |cell: &&Cell<'_>| cell.text().is_some_and(|text| LISTS.counts(&fold(text)));
        let persons = self.persons.contains(&title.column) && !sums.iter().any(counts);
        reaches
            && sums.iter().all(|cell| is_sum(&cell.content))
            && title
                .text()
                .is_some_and(|text| LISTS.is_group(text, number, persons, sums.is_empty()))
    }

    /// Whether a row below notes and signatures goes on with them: one text alone that names nobody.
    fn is_left_over(&self, own: &[&Cell<'_>]) -> bool {
        let [cell] = own else { return false };
        match &cell.content {
            Content::Day(_) | Content::Moment(_) => true,
            Content::Text(text) => {
                let folded = fold(text);
                let sentence = text.contains(['。', '；', '：', ';', ':']) || text.chars().count() > LONGEST;
                let rest = folded.trim_start_matches(|c: char| c.is_ascii_digit());
                let behind = rest.strip_prefix(['.', '、']).filter(|_| rest.len() < folded.len());
                let numbered = behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()));
                let elsewhere = !self.names.is_empty() && !self.names.contains(&cell.column);
                (sentence || numbered || elsewhere || is_day(&cell.content)) && !LISTS.is_organization(&folded)
            }
            _ => false,
        }
    }

    /// Whether nothing stands in a row but zeros, and numbers under headings that are not known.
    fn is_zero(&self, own: &[&Cell<'_>]) -> bool {
        let mut zeros = 0;
        let nothing = own.iter().all(|cell| match &cell.content {
            Content::Number(number) => {
                let known = self.known.contains(&cell.column);
                zeros += u32::from(known);
                *number == 0.0 || !known
            }
            // the first day of a spreadsheet's calendar is none
            Content::Moment(moment) => **moment == *"0",
            Content::Text(text) => text.trim().is_empty() || text.trim() == "0",
            _ => false,
        });
        nothing && zeros > 0
    }

    /// The unit of amounts that the rows state, and where the first of them stands that does.
    pub fn unit(&self) -> Option<(Spot, Stated)> {
        self.unit
    }

    /// What was noted: each kind once, in order, with the place of the first and a sentence. `clients` says whether each
    /// row of the list is an applicant.
    pub fn told(self, clients: bool) -> Vec<(Spot, Text)> {
        let sentence = |(kind, (spot, count)): (Why, (Spot, u64))| {
            let (zh, en) = match kind {
                Why::Total => ("是合计", "a total"),
                Why::Note => ("是说明", "a note"),
                Why::Sign => ("是签名或日期", "a signature or a day"),
                Why::Example => ("是示例", "an example"),
                Why::Group => ("是分组的标题", "the heading of a group"),
                Why::Zeros => ("只有 0", "nothing but zeros"),
            };
            let (what, whose) = if clients {
                ("申报人", "an applicant")
            } else {
                ("填报内容", "a part of the list")
            };
            let mut said = text!(
                "这一行{zh}，不是{what}，没有读取",
                "this row is {en}, not {whose}, and was not read"
            );
            if count > 1 {
                let more = text!("；这样的行共 {count} 行", "; there are {count} such rows");
                said.push(&more);
            }
            (spot, said)
        };
        let mut told: Vec<(Spot, Text)> = self.told.into_iter().map(sentence).collect();
        told.sort_by_key(|(spot, _)| match spot {
            Spot::Cell { row, column, .. } => (*row, *column),
            Spot::Span { .. } => (0, 0),
        });
        told
    }
}

/// The least number that may be a code, or a person's.
const CODE: f64 = 1e6;

/// The least number that no group comes to: what is as long is a code, or the number of a person.
const LONG: f64 = 1e14;

/// Whether a cell states a count or a sum of a group.
fn is_sum(content: &Content<'_>) -> bool {
    match content {
        Content::Text(text) => match Money::parse(text, Unit::Yuan) {
            Ok(sum) => sum.yuan().abs().to_f64().is_some_and(|sum| sum < LONG),
            Err(_) => is_blank(text) || is_filler(text) || LISTS.counts(&fold(text)),
        },
        Content::Number(number) => number.abs() < LONG,
        Content::Fault(_) | Content::Unsaved => true,
        Content::Moment(moment) => **moment == *"0",
        Content::Flag(_) | Content::Day(_) | Content::Picture => false,
    }
}

/// Whether a cell states a day.
fn is_day(content: &Content<'_>) -> bool {
    match content {
        Content::Day(_) | Content::Moment(_) => true,
        Content::Text(text) => Day::parse(text).is_ok(),
        _ => false,
    }
}

/// Whether a cell states no fact beside a mark: nothing, a number, or what was not worked out.
fn is_neutral(content: &Content<'_>, names: bool) -> bool {
    match content {
        // a number is written so in a table of plain text
        Content::Text(text) => is_no_fact(text) || !names && Money::parse(text, Unit::Yuan).is_ok(),
        Content::Number(number) => !names || number.abs() < CODE,
        Content::Fault(_) | Content::Unsaved | Content::Picture => true,
        Content::Moment(moment) => **moment == *"0",
        Content::Flag(_) | Content::Day(_) => false,
    }
}
