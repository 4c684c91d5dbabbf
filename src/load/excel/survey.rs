//! What the sheets of a workbook are, told by their first rows. A small sheet is read to its end on the way, and is
//! not read again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::dictionary::key;
use crate::load::excel::book::Book;
use crate::load::excel::headings::Headings;
use crate::load::excel::layout::{Layout, by_row};
use crate::load::excel::limits;
use crate::load::excel::raw::Merged;
use crate::load::excel::roster::{self, Head};
use crate::load::excel::sheet::Cell;
use crate::place::InputError;
use crate::writing::{fold, quote};

/// The names that the sheet of single facts has in a form of ours.
const FACTS: [&str; 2] = ["申报信息", "application"];

/// What a sheet is.
pub enum Shape {
    /// The sheet of single facts of a form.
    Facts(Layout),
    /// A roster.
    Roster(Head),
}

/// A sheet that was looked at.
struct Looked {
    /// What it is, if that is known.
    shape: Option<Shape>,
    /// Its cells, as far as they were read.
    cells: Vec<Cell<'static>>,
    /// How many of them stand in its first rows.
    head: usize,
    /// Whether there are no others.
    whole: bool,
}

/// How many cells below the first rows are read in the hope that the sheet ends there.
const BELOW: usize = 2_000;

impl Looked {
    /// Looks at a sheet.
    fn at(book: &mut Book<'_>, sheet: usize, headings: Headings<'_>) -> Result<Looked, InputError> {
        let mut cells: Vec<Cell<'static>> = Vec::new();
        let mut head = None;
        let mut whole = true;
        let read = book.cells(sheet, |cell| {
            if head.is_none() && !in_head(&cell, cells.len()) {
                head = Some(cells.len());
            }
            whole = head.is_none_or(|head| cells.len() < head + BELOW);
            if !whole {
                return ControlFlow::Break(());
            }
            cells.push(cell.into_owned());
            ControlFlow::Continue(())
        });
        match (read, head) {
            (Err(error), None) => return Err(error),
            // what is wrong below is met when the sheet is read
            (Err(_), Some(_)) => whole = false,
            (Ok(()), _) => {}
        }
        let head = head.unwrap_or(cells.len());
        let shape = shape(cells.get(..head).unwrap_or_default(), book.merged(sheet), headings);
        if !whole {
            cells.truncate(if shape.is_none() { head } else { 0 });
        }
        Ok(Looked {
            shape,
            cells,
            head,
            whole,
        })
    }
}

/// What a sheet with these first cells is: the one of facts and roster of which more is known.
fn shape(cells: &[Cell<'static>], merged: &[Merged], headings: Headings<'_>) -> Option<Shape> {
    let layout = Layout::of(&by_row(cells), headings);
    let beyond = layout.map_or(0, |layout| layout.known);
    match (layout, roster::head(cells, merged, headings, beyond)) {
        (_, Some(head)) => Some(Shape::Roster(head)),
        (Some(layout), None) => Some(Shape::Facts(layout)),
        (None, None) => None,
    }
}

/// What the sheets of a workbook are.
pub struct Survey {
    /// The sheet of single facts, where the workbook is a form, and its layout.
    pub form: Option<(usize, Layout)>,
    sheets: BTreeMap<usize, Looked>,
}

impl Survey {
    /// Looks at every sheet that is visible, or at the one that is chosen. Where the sheet that bears the name is one
    /// of facts, the others have no say.
    pub fn of(book: &mut Book<'_>, chosen: Option<usize>, headings: Headings<'_>) -> Result<Survey, InputError> {
        let mut survey = Survey {
            form: None,
            sheets: BTreeMap::new(),
        };
        let wanted = |(at, visible): (usize, bool)| chosen.map_or(visible, |chosen| chosen == at);
        let sheets = book.sheets.iter().enumerate();
        let sheets = sheets.filter(|(at, sheet)| wanted((*at, sheet.visible)));
        let (named, others): (Vec<_>, Vec<_>) = sheets
            .map(|(at, sheet)| (at, FACTS.contains(&key(&sheet.name).as_str())))
            .partition(|(_, named)| *named);
        for (at, _) in &named {
            survey.sheets.insert(*at, Looked::at(book, *at, headings)?);
        }
        survey.form = survey.facts();
        if survey.form.is_none() {
            for (at, _) in others {
                survey.sheets.insert(at, Looked::at(book, at, headings)?);
            }
            survey.form = survey.facts().filter(|_| !survey.has_roster());
        }
        Ok(survey)
    }

    /// The sheet of facts with most known labels.
    fn facts(&self) -> Option<(usize, Layout)> {
        let facts = self.shapes().filter_map(|(at, shape)| match shape {
            Shape::Facts(layout) => Some((at, *layout)),
            Shape::Roster(_) => None,
        });
        facts.max_by_key(|(at, layout)| (layout.known, usize::MAX - at))
    }

    /// Whether a sheet is a roster.
    pub fn has_roster(&self) -> bool {
        self.shapes().any(|(_, shape)| matches!(shape, Shape::Roster(_)))
    }

    /// What a sheet is, if it was looked at and is known.
    pub fn shape(&self, sheet: usize) -> Option<&Shape> {
        self.sheets.get(&sheet)?.shape.as_ref()
    }

    /// The sheets that are known, in order.
    fn shapes(&self) -> impl Iterator<Item = (usize, &Shape)> {
        let sheets = self.sheets.iter();
        sheets.filter_map(|(at, looked)| Some((*at, looked.shape.as_ref()?)))
    }

    /// The short texts of the sheets that are not known.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let unknown = self.sheets.values().filter(|looked| looked.shape.is_none());
        let cells = unknown.flat_map(|looked| looked.cells.iter().take(looked.head));
        cells.filter_map(|cell| cell.heading())
    }

    /// All cells of a sheet, if it was read to its end.
    pub fn take(&mut self, sheet: usize) -> Option<Vec<Cell<'static>>> {
        let looked = self.sheets.get_mut(&sheet).filter(|looked| looked.whole)?;
        looked.whole = false;
        Some(std::mem::take(&mut looked.cells))
    }
}

/// The first rows of a sheet that may hold headings.
fn in_head(cell: &Cell<'_>, count: usize) -> bool {
    cell.row < limits::HEAD_ROWS && count < limits::HEAD_CELLS
}

/// The sheet that the user names.
pub fn choose(book: &Book<'_>, name: &str) -> Result<usize, InputError> {
    let exact = book.sheets.iter().position(|sheet| *sheet.name == *name);
    let folded = || book.sheets.iter().position(|sheet| fold(&sheet.name) == fold(name));
    exact.or_else(folded).ok_or_else(|| {
        let names: Vec<String> = book
            .sheets
            .iter()
            .filter(|sheet| !sheet.internal)
            .map(|sheet| quote(&sheet.name))
            .collect();
        let (name, list) = (quote(name), names.join("、"));
        InputError::whole(text!("没有名为 {name} 的工作表", "there is no sheet named {name}"))
            .hint(text!("工作表有：{list}", "the sheets are {list}"))
    })
}
