//! Workbooks become dossiers: a form gives one, a roster one per row. Which of the two a workbook is, is told
//! by what stands in it.

pub mod book;
mod cell;
mod form;
mod format;
pub mod guard;
mod headings;
mod kind;
pub mod limits;
mod ods;
mod roster;
mod row;
mod rows;
mod sentences;
#[cfg(test)]
mod tests;
mod words;

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::day::Day;
use crate::dossier::Dossier;
use crate::field::Dictionary;
use crate::load::Named;
use crate::place::{InputError, Place, Source, Spot, Unreadable};
use crate::text::{Text, quote};

use book::{Book, Cell};
use form::{Form, Grid, Layout};
use headings::Headings;
pub use kind::{Kind, kind, may_be_text};
use roster::Head;
use sentences::{hidden, unrecognised};

/// What the user chooses about a workbook.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The sheet with the single facts, or with the roster; otherwise it is looked for.
    pub sheet: Option<&'a str>,
    /// Nobody is born after this day.
    pub today: Day,
}

/// Something in a workbook that was not read, to be told to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub message: Text,
}

/// The name that the sheet of single facts has in a form of ours.
const FACTS: &str = "申报信息";

/// Reads every applicant of a workbook and hands each to `found` as soon as it is read: a dossier, or all that
/// is wrong with it. `dictionary` answers with the dictionary of the pack that the applicant names, or of the
/// one that is used when it names none. What was passed over is returned.
///
/// # Errors
/// Why the workbook as a whole is not read, or not to its end.
pub fn read(
    file: &str,
    bytes: &[u8],
    options: &Options<'_>,
    mut dictionary: impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
    mut found: impl FnMut(Result<Dossier, Unreadable>),
) -> Result<Vec<Passed>, Unreadable> {
    let mut source = Source::Workbook {
        file: file.into(),
        sheets: Arc::from([]),
    };
    let mut book = Book::open(bytes).map_err(|error| Unreadable::new(source.clone(), vec![error]))?;
    source = Source::Workbook {
        file: file.into(),
        sheets: book.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
    };
    let mut workbook = Workbook {
        source: source.clone(),
        today: options.today,
        passed: Vec::new(),
        foreign: false,
    };
    let done = workbook.read(&mut book, options.sheet, &mut dictionary, &mut found);
    match done {
        Ok(()) => Ok(workbook.passed),
        Err(errors) => Err(Unreadable {
            foreign: workbook.foreign,
            ..Unreadable::new(source, errors)
        }),
    }
}

/// A workbook while it is read.
struct Workbook {
    source: Source,
    today: Day,
    passed: Vec<Passed>,
    /// Whether neither form nor roster stands in it.
    foreign: bool,
}

/// What a sheet is.
enum Shape {
    Facts(Layout),
    Roster(Head),
}

/// What the sheets of a workbook are, told by their first rows.
struct Survey {
    /// The sheets that are known, by their position.
    shapes: Vec<(usize, Shape)>,
    /// The sheet of single facts, where the workbook is a form.
    form: Option<usize>,
    /// The short texts of sheets that are not known.
    texts: Vec<String>,
}

impl Survey {
    /// Looks at every sheet that is visible, or at the one that is chosen.
    fn of(
        book: &mut Book<'_>,
        chosen: Option<usize>,
        shared: &Dictionary,
        headings: &Headings,
    ) -> Result<Survey, InputError> {
        let mut survey = Survey {
            shapes: Vec::new(),
            form: None,
            texts: Vec::new(),
        };
        for at in 0..book.sheets.len() {
            let visible = book.sheets.get(at).is_some_and(|sheet| sheet.visible);
            if chosen.map_or(!visible, |chosen| chosen != at) {
                continue;
            }
            let cells = first_rows(book, at)?;
            let roster = roster::head(&cells, shared, headings);
            let layout = form::layout(&by_row(cells.clone()), shared, headings);
            let shape = match (layout, roster) {
                (Some(layout), Some(head)) if head.known > layout.known => Shape::Roster(head),
                (Some(layout), _) => Shape::Facts(layout),
                (None, Some(head)) => Shape::Roster(head),
                (None, None) => {
                    let texts = cells.iter().filter_map(roster::short).map(str::to_owned);
                    survey.texts.extend(texts);
                    continue;
                }
            };
            survey.shapes.push((at, shape));
        }
        survey.form = survey.form(book);
        Ok(survey)
    }

    /// The best sheet of facts: the one that bears the name, else the one with most known labels, unless there is
    /// a roster.
    fn form(&self, book: &Book<'_>) -> Option<usize> {
        let named = |at: usize| {
            let sheet = book.sheets.get(at);
            sheet.is_some_and(|sheet| words::key(&sheet.name) == FACTS)
        };
        let facts = self.shapes.iter().filter_map(|(at, shape)| match shape {
            Shape::Facts(layout) => Some((named(*at), layout.known, *at)),
            Shape::Roster(_) => None,
        });
        let best = facts.max_by_key(|(named, known, at)| (*named, *known, usize::MAX - at));
        best.filter(|(named, ..)| *named || !self.has_roster())
            .map(|(.., at)| at)
    }

    fn has_roster(&self) -> bool {
        self.shapes.iter().any(|(_, shape)| matches!(shape, Shape::Roster(_)))
    }
}

/// Whether a workbook is the form of one applicant.
pub fn is_form(bytes: &[u8]) -> bool {
    let survey = || {
        let mut book = Book::open(bytes).ok()?;
        let shared = Dictionary::shared().ok()?;
        let headings = Headings::new(&shared);
        Survey::of(&mut book, None, &shared, &headings).ok()?.form
    };
    survey().is_some()
}

impl Workbook {
    fn read(
        &mut self,
        book: &mut Book<'_>,
        chosen: Option<&str>,
        dictionary: &mut impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
        found: &mut impl FnMut(Result<Dossier, Unreadable>),
    ) -> Result<(), Vec<InputError>> {
        let shared = Dictionary::shared().map_err(|error| vec![InputError::whole(Text::same(error))])?;
        let headings = Headings::new(&shared);
        let chosen = chosen
            .map(|name| choose(book, name))
            .transpose()
            .map_err(|error| vec![error])?;
        let survey = Survey::of(book, chosen, &shared, &headings).map_err(|error| vec![error])?;
        match survey.form {
            Some(at) => self.form(book, at, (&shared, &headings), dictionary, found),
            None if survey.has_roster() => {
                self.rosters(book, survey.shapes, chosen, (&shared, &headings), dictionary, found)
            }
            None => {
                self.foreign = true;
                Err(vec![unrecognised(&shared, &headings, &survey.texts)])
            }
        }
    }

    /// Reads the one applicant of a form.
    fn form(
        &mut self,
        book: &mut Book<'_>,
        facts: usize,
        (shared, headings): (&Dictionary, &Headings),
        dictionary: &mut impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
        found: &mut impl FnMut(Result<Dossier, Unreadable>),
    ) -> Result<(), Vec<InputError>> {
        let mut room = limits::FORM_CELLS;
        let grid = whole(book, facts, &mut room).map_err(|error| vec![error])?;
        let Some(layout) = form::layout(&grid, shared, headings) else {
            return Err(vec![unrecognised(shared, headings, &[])]);
        };
        let at = index(facts);
        let award = form::filled_in(&grid, &layout, shared, headings, "award");
        let dictionary = dictionary(award.and_then(|cell| naming(cell, at))).map_err(|error| vec![error])?;
        let mut form = Form::new(&self.source, &dictionary, self.today);
        let layout = form::layout(&grid, &dictionary, &Headings::new(&dictionary)).unwrap_or(layout);
        form.facts(at, &grid, &layout);
        for sheet in 0..book.sheets.len() {
            let Some(known) = book.sheets.get(sheet).cloned() else {
                continue;
            };
            if sheet == facts || known.internal {
                continue;
            }
            let corner = Spot::Cell {
                sheet: index(sheet),
                row: 0,
                column: 0,
            };
            if !known.visible {
                form.passed.push((corner, hidden()));
                continue;
            }
            let grid = whole(book, sheet, &mut room).map_err(|error| vec![error])?;
            match form.table_of(&known.name, &grid) {
                Some(table) => form.table(index(sheet), &grid, table),
                None if grid.is_empty() => {}
                None => form.passed.push((
                    corner,
                    text!(
                        "这张工作表不是已知的表，没有读取",
                        "this sheet is no known table and was not read"
                    ),
                )),
            }
        }
        for (spot, message) in std::mem::take(&mut form.passed) {
            self.pass_over(spot, message);
        }
        found(
            form.finish()
                .map_err(|errors| Unreadable::new(self.source.clone(), errors)),
        );
        Ok(())
    }

    fn pass_over(&mut self, spot: Spot, message: Text) {
        let place = self.source.place(Some(spot));
        self.passed.push(Passed { place, message });
    }
}

/// The award that a cell names.
fn naming<'c>(cell: &'c Cell<'_>, sheet: u16) -> Option<Named<'c>> {
    let award = cell.text().map(crate::text::trim)?;
    let spot = cell.spot(sheet);
    (!cell::is_not_given(award)).then_some(Named { award, spot })
}

fn index(sheet: usize) -> u16 {
    u16::try_from(sheet).unwrap_or(u16::MAX)
}

/// The sheet that the user names.
fn choose(book: &Book<'_>, name: &str) -> Result<usize, InputError> {
    let exact = book.sheets.iter().position(|sheet| *sheet.name == *name);
    let folded = || {
        book.sheets
            .iter()
            .position(|sheet| crate::text::fold(&sheet.name) == crate::text::fold(name))
    };
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

/// The first rows of a sheet.
fn first_rows(book: &mut Book<'_>, sheet: usize) -> Result<Vec<Cell<'static>>, InputError> {
    let mut cells = Vec::new();
    book.cells(sheet, |cell| {
        if !roster::in_head(&cell, cells.len()) {
            return ControlFlow::Break(());
        }
        cells.push(cell.into_owned());
        ControlFlow::Continue(())
    })?;
    Ok(cells)
}

/// All cells of a sheet of a form.
fn whole(book: &mut Book<'_>, sheet: usize, room: &mut usize) -> Result<Grid, InputError> {
    let mut cells = Vec::new();
    let mut full = false;
    book.cells(sheet, |cell| {
        full = *room == 0;
        *room = room.saturating_sub(1);
        cells.push(cell.into_owned());
        if full {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    if full {
        let most = limits::FORM_CELLS;
        return Err(InputError::whole(text!(
            "申报表的内容超过 {most} 个单元格",
            "the form has more than {most} cells"
        )));
    }
    Ok(by_row(cells))
}

fn by_row(cells: Vec<Cell<'static>>) -> Grid {
    let mut grid = Grid::new();
    for cell in cells {
        grid.entry(cell.row).or_default().push(cell);
    }
    for cells in grid.values_mut() {
        cells.sort_by_key(|cell| cell.column);
    }
    grid
}
