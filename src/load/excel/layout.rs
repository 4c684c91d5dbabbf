//! Where on a sheet of single facts the labels stand, and where what is filled in.

use std::collections::{BTreeMap, HashSet};

use crate::dictionary::key;
use crate::load::excel::headings::{Headings, Meaning, Meant};
use crate::load::excel::sheet::Cell;

/// The cells of a sheet by row, each row in the order of its columns.
pub type Grid<'c> = BTreeMap<u32, Vec<&'c Cell<'static>>>;

/// Puts the cells of a sheet in their order.
pub fn by_row<'c>(cells: &'c [Cell<'static>]) -> Grid<'c> {
    let mut grid = Grid::new();
    for cell in cells {
        grid.entry(cell.row).or_default().push(cell);
    }
    for cells in grid.values_mut() {
        cells.sort_by_key(|cell| cell.column);
    }
    grid
}

/// Where the labels and what is filled in stand on the sheet of single facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The column of labels.
    pub label: u16,
    /// The column of what is filled in.
    pub content: u16,
    /// The first row below the headings of the columns, if these have any.
    pub first: u32,
    /// How many labels are known.
    pub known: usize,
}

/// What the heading of the column of labels is called.
const ITEM: [&str; 5] = ["项目", "填报项目", "申报项目", "字段", "item"];

/// What the heading of the column to fill in is called.
const CONTENT: [&str; 6] = ["填写内容", "填报内容", "内容", "填写", "content", "value"];

impl Layout {
    /// The layout of a sheet of single facts, if the sheet is one: it says which column holds the labels, or at least two
    /// different labels are known in one.
    pub fn of(grid: &Grid<'_>, headings: Headings<'_>) -> Option<Layout> {
        if let Some((label, content, first)) = titled(grid) {
            let labels = labels(grid, headings, |column| column == label).remove(&label);
            let known = labels.map(|labels| labels.len())?;
            return (known > 0).then_some(Layout {
                label,
                content,
                first,
                known,
            });
        }
        let labels = labels(grid, headings, |_| true);
        let known = labels.into_iter().map(|(column, labels)| (column, labels.len()));
        let (label, known) = known.max_by_key(|(column, known)| (*known, u16::MAX - column))?;
        let beside = |cells: &Vec<&Cell<'static>>| {
            let labelled = cells.iter().find(|cell| cell.column == label);
            let labelled = labelled.and_then(|cell| cell.heading());
            let labelled = labelled.is_some_and(|text| headings.in_form(None, text) != Meant::Unknown);
            let next = cells.iter().find(|cell| cell.column > label).map(|cell| cell.column);
            next.filter(|_| labelled)
        };
        let content = grid.values().filter_map(beside).min().unwrap_or(label + 1);
        (known >= 2).then_some(Layout {
            label,
            content,
            first: 0,
            known,
        })
    }

    /// The layout by other rows or another dictionary; one that the headings of the columns tell stays as it is.
    pub fn anew(self, grid: &Grid<'_>, headings: Headings<'_>) -> Option<Layout> {
        if self.first > 0 {
            Some(self)
        } else {
            Layout::of(grid, headings)
        }
    }

    /// This layout, and one for each further column of labels, as where two items share a row: right of what is filled in
    /// stands a label that has not been asked for yet, and something beside it.
    pub fn columns(&self, grid: &Grid<'_>, headings: Headings<'_>) -> Vec<Layout> {
        let asked = |label: u16| labels(grid, headings, |column| column == label).remove(&label);
        let mut seen = asked(self.label).unwrap_or_default();
        let mut all = vec![*self];
        let mut last = *self;
        loop {
            let mut further: BTreeMap<u16, u16> = BTreeMap::new();
            for cells in grid.range(self.first..).map(|(_, cells)| cells) {
                for (cell, beside) in cells.iter().zip(cells.iter().skip(1)) {
                    let meant = cell
                        .heading()
                        .map_or(Meant::Unknown, |text| headings.in_form(None, text));
                    if cell.column > last.content && cell.is_own() && meant != Meant::Unknown && !seen.contains(&meant)
                    {
                        let content = further.entry(cell.column).or_insert(beside.column);
                        *content = beside.column.min(*content);
                    }
                }
            }
            let Some((label, content)) = further.pop_first() else {
                return all;
            };
            last = Layout {
                label,
                content,
                ..*self
            };
            seen.extend(asked(label).unwrap_or_default());
            all.push(last);
        }
    }

    /// What is filled in for the field at `path`, and where.
    pub fn filled_in<'g>(&self, grid: &Grid<'g>, headings: Headings<'_>, path: &str) -> Option<&'g Cell<'static>> {
        let columns = self.columns(grid, headings);
        grid.range(self.first..).find_map(|(_, cells)| {
            columns.iter().find_map(|layout| {
                let label = cells.iter().find(|cell| cell.column == layout.label)?;
                let named = match headings.in_form(None, label.heading()?) {
                    Meant::One(Meaning::Scalar(id)) => {
                        headings.dictionary.get(id).is_some_and(|field| field.path == path)
                    }
                    _ => false,
                };
                let mut content = cells.iter().filter(|cell| cell.column == layout.content);
                content.next().filter(|_| named).copied()
            })
        })
    }
}

/// The columns of labels and of what is filled in, where their headings say so, and the first row below these.
fn titled(grid: &Grid<'_>) -> Option<(u16, u16, u32)> {
    grid.iter().find_map(|(row, cells)| {
        let titles = |names: &[&str]| {
            let titled = cells.iter().find(|cell| {
                let text = cell.heading();
                text.is_some_and(|text| names.contains(&key(text).as_str()))
            });
            titled.map(|cell| cell.column)
        };
        let item = titles(&ITEM)?;
        let content = titles(&CONTENT).filter(|content| item < *content)?;
        Some((item, content, row + 1))
    })
}

/// The different labels that are known in each of the columns `wanted`.
fn labels(grid: &Grid<'_>, headings: Headings<'_>, wanted: impl Fn(u16) -> bool) -> BTreeMap<u16, Vec<Meant>> {
    let mut labels: BTreeMap<u16, Vec<Meant>> = BTreeMap::new();
    let mut seen: HashSet<(u16, &str)> = HashSet::new();
    for cell in grid.values().flatten().filter(|cell| wanted(cell.column)) {
        let Some(text) = cell.heading() else { continue };
        if !seen.insert((cell.column, text)) {
            continue;
        }
        let found = headings.in_form(None, text);
        let labels = labels.entry(cell.column).or_default();
        if found != Meant::Unknown && !labels.contains(&found) {
            labels.push(found);
        }
    }
    labels
}
