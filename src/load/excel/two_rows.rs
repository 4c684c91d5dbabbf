//! Headings in two rows or three: a heading over several columns, and what tells these apart below it.
//!
//! The two are read as one, whichever of them people would say first: 公示 over 开始日期, 净利润 over 2022年, 2022年 over
//! 净利润. A heading stands for the columns over which it is merged; where none in its row is, for those to its right as
//! far as these have none of their own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::dictionary::key;
use crate::load::excel::headings::{Headings, Meant};
use crate::load::excel::raw::Merged;
use crate::load::excel::several::is_identity;
use crate::load::excel::sheet::{Cell, Content};

/// What people write before a heading over several years.
const PERIODS: [&str; 8] = [
    "近三年的",
    "近三年",
    "近3年",
    "最近三年",
    "前三年",
    "三年",
    "各年度",
    "年度",
];

/// The headings of two rows as one, at the places of the lower ones; `None` where no heading stands over several columns.
pub fn joined(
    upper: &[Cell<'static>],
    lower: &[Cell<'static>],
    merged: &[Merged],
    headings: Headings<'_>,
) -> Option<Vec<Cell<'static>>> {
    if lower.first()?.row != upper.first()?.row + 1 {
        return None;
    }
    let (joint, both) = together(upper, lower, merged, headings);
    (both > 0).then_some(joint)
}

/// The headings of three rows as one, where the lower two are read as one: what stands above these belongs to them.
pub fn of_three(
    [upper, middle, lower]: [&[Cell<'static>]; 3],
    merged: &[Merged],
    headings: Headings<'_>,
) -> Option<Vec<Cell<'static>>> {
    let below = joined(middle, lower, merged, headings)?;
    let next = middle.first()?.row == upper.first()?.row + 1;
    next.then(|| together(upper, &below, merged, headings).0)
}

/// The headings of two rows put together, and how many of them take both.
fn together(
    upper: &[Cell<'static>],
    lower: &[Cell<'static>],
    merged: &[Merged],
    headings: Headings<'_>,
) -> (Vec<Cell<'static>>, usize) {
    let first = upper.first().map_or(0, |cell| cell.row);
    let mut columns: BTreeMap<u16, (Option<&Cell<'static>>, Option<&Cell<'static>>)> = BTreeMap::new();
    for cell in upper {
        columns.entry(cell.column).or_default().0 = Some(cell);
    }
    for cell in lower {
        columns.entry(cell.column).or_default().1 = Some(cell);
    }
    let across = merged.iter().filter(|one| one.top == first && one.left < one.right);
    let across: BTreeMap<u16, u16> = across.map(|one| (one.left, one.right)).collect();
    // the last column for which the heading in this one stands
    let reach = |column: u16| match across.get(&column) {
        Some(right) => *right,
        None if across.is_empty() => u16::MAX,
        None => column,
    };
    let mut joint = Vec::new();
    let mut over: Option<(u16, &Cell<'static>)> = None;
    let mut count = 0;
    for (column, pair) in columns {
        match pair {
            (_, None) => {
                over = None;
                joint.extend(pair.0.cloned());
            }
            (own, Some(below)) => {
                let left = over.filter(|(left, over)| left + 1 == column && column <= reach(over.column));
                over = own.or(left.map(|(_, over)| over)).map(|over| (column, over));
                let Some(word) = word(below) else {
                    joint.push(below.clone());
                    continue;
                };
                let above = over.and_then(|(_, over)| over.heading());
                let (text, both) = match above {
                    // who applies is named by no heading further left
                    Some(_) if own.is_none() && names(&word, headings) => (word.into_owned(), false),
                    Some(above) => read(above, &word, own.is_some(), headings),
                    None => (word.into_owned(), false),
                };
                count += usize::from(both);
                joint.push(Cell {
                    content: Content::Text(Cow::Owned(text)),
                    ..below.clone()
                });
            }
        }
    }
    (joint, count)
}

/// Whether a heading asks by itself who applies.
fn names(heading: &str, headings: Headings<'_>) -> bool {
    matches!(headings.in_roster(heading), Meant::One(meaning) if is_identity(headings.dictionary, meaning))
}

/// A heading as text: a year may stand as a number.
fn word<'c>(cell: &'c Cell<'static>) -> Option<Cow<'c, str>> {
    match cell.content {
        Content::Number(year) if (1900.0..2200.0).contains(&year) && year.fract() == 0.0 => {
            Some(Cow::Owned(format!("{year:.0}年")))
        }
        _ => cell.heading().map(Cow::Borrowed),
    }
}

/// The two headings as the one that is known, and whether it takes both. Where the two orders name different things,
/// both stand side by side, so that neither is guessed; so they do where the one `right` above the other names a table,
/// and the other is no name for anything else: 类别 of a table is not the one that is asked of everyone.
fn read(above: &str, below: &str, right: bool, headings: Headings<'_>) -> (String, bool) {
    if key(above) == key(below) {
        return (below.to_owned(), false);
    }
    // the unit stays in its brackets, by which it is known
    let (plain, folded) = (above.trim(), key(above));
    let short = |text: &str| {
        let mut periods = PERIODS.iter();
        periods.find_map(|period| text.strip_prefix(period).map(str::to_owned))
    };
    let short = short(plain).or_else(|| short(&folded));
    let mut known: Vec<(String, Meant)> = Vec::new();
    for above in [Some(above.to_owned()), short]
        .into_iter()
        .flatten()
        .filter(|above| !above.is_empty())
    {
        for joint in [format!("{above}{below}"), format!("{below}{above}")] {
            let found = headings.in_roster(&joint);
            if matches!(found, Meant::One(_)) && known.iter().all(|(_, other)| *other != found) {
                known.push((joint, found));
            }
        }
        if !known.is_empty() {
            break;
        }
    }
    match known.as_slice() {
        [(joint, _)] => (joint.clone(), true),
        [] if right && headings.table(above).is_some() && !headings.by_itself(below) => {
            (format!("{above} {below}"), false)
        }
        [] => (below.to_owned(), false),
        _ => (format!("{above} {below}"), false),
    }
}
