//! Workbooks become dossiers: a form gives one, a roster one per row. Which of the two a workbook is, is told
//! by what stands in it.

pub mod binary;
pub mod book;
mod cell;
mod content;
pub mod damage;
mod delimited;
mod form;
mod format;
pub mod guard;
mod headings;
mod hidden;
mod kind;
mod layout;
pub mod limits;
mod merged;
mod nobody;
mod ods;
pub mod raw;
mod roster;
mod row;
mod rows;
mod sentences;
mod several;
pub mod sheet;
mod straight;
mod survey;
#[cfg(test)]
mod tests;
mod track;
mod two_rows;
mod unit;
mod ways;

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::day::Day;
use crate::dictionary::{Dictionary, Entry};
use crate::dossier::Dossier;
use crate::load::Named;
use crate::place::{InputError, Place, Source, Spot, Unreadable};
use crate::text::Text;
use crate::words::is_no_fact;

use book::Book;
use form::Form;
use headings::Headings;
use hidden::Hidden;
pub use kind::{FileKind, kind, lock_of, may_be_text};
use layout::{Layout, by_row};
use sentences::{hidden, unrecognised};
use sheet::Cell;
use survey::{Survey, choose};

/// What the user chooses about a workbook.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The sheet with the single facts, or with the roster; otherwise it is looked for.
    pub sheet: Option<&'a str>,
    /// Nobody is born after this day.
    pub today: Day,
    /// The dictionary by whose names sheets are told apart before anybody names an award; otherwise the one that all
    /// awards share.
    pub known: Option<&'a Dictionary>,
}

/// Something in a workbook that was not read, to be told to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub message: Text,
}

/// Reads every applicant of a workbook and hands each to `found` as soon as it is read: a dossier, with what in it
/// cannot be read among its faults, or what is wrong where nobody can be told. `dictionary` answers with the dictionary
/// of the pack that the applicant names, or of the one that is used when it names none. What was passed over is returned.
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
    let locked = kind::lock_of(file).map_or(Ok(()), Err);
    let mut book = locked
        .and_then(|()| Book::open(bytes))
        .map_err(|error| Unreadable::new(source.clone(), vec![error]))?;
    source = book
        .source(file)
        .map_err(|error| Unreadable::new(source.clone(), vec![error]))?;
    let mut workbook = Workbook {
        source: source.clone(),
        today: options.today,
        passed: Vec::new(),
        foreign: false,
    };
    let done = workbook.read(&mut book, options, &mut dictionary, &mut found);
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

/// Whether a workbook is the form of one applicant, by the names in the dictionary `known`.
pub fn is_form(bytes: &[u8], known: &Dictionary) -> bool {
    let survey = || {
        let mut book = Book::open(bytes).ok()?;
        Survey::of(&mut book, None, Headings::of(known)).ok()?.form
    };
    survey().is_some()
}

impl Workbook {
    fn read(
        &mut self,
        book: &mut Book<'_>,
        options: &Options<'_>,
        dictionary: &mut impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
        found: &mut impl FnMut(Result<Dossier, Unreadable>),
    ) -> Result<(), Vec<InputError>> {
        let known = match options.known {
            Some(known) => known,
            None => Dictionary::shared().map_err(|error| vec![InputError::whole(Text::same(error))])?,
        };
        let headings = Headings::of(known);
        let chosen = options
            .sheet
            .map(|name| choose(book, name))
            .transpose()
            .map_err(|error| vec![error])?;
        let mut aside = Vec::new();
        for (at, sheet) in book.sheets.iter().enumerate() {
            if let Some(why) = sheet.aside.filter(|_| chosen.is_none_or(|chosen| chosen == at)) {
                aside.push((corner(at), why.text()));
            }
        }
        let told = |(spot, message): (Spot, Text)| InputError::at(spot, message);
        if chosen.is_some() && !aside.is_empty() {
            return Err(aside.into_iter().map(told).collect());
        }
        let survey = Survey::of(book, chosen, headings).map_err(|error| vec![error])?;
        if survey.form.is_none() && !survey.has_roster() {
            self.foreign = true;
            let mut errors = vec![unrecognised(headings, survey.texts())];
            errors.extend(aside.into_iter().map(told));
            return Err(errors);
        }
        for (spot, message) in aside {
            self.pass_over(spot, message);
        }
        match survey.form {
            Some(facts) => self.form(book, facts, survey, headings, dictionary, found),
            None => self.rosters(book, &survey, chosen, headings, dictionary, found),
        }
    }

    /// Reads the one applicant of a form.
    fn form(
        &mut self,
        book: &mut Book<'_>,
        (facts, layout): (usize, Layout),
        mut survey: Survey,
        headings: Headings<'_>,
        dictionary: &mut impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
        found: &mut impl FnMut(Result<Dossier, Unreadable>),
    ) -> Result<(), Vec<InputError>> {
        let mut room = limits::FORM_CELLS;
        let mut cells = |book: &mut Book<'_>, sheet| whole(book, sheet, survey.take(sheet), &mut room);
        let single = cells(book, facts).map_err(|error| vec![error])?;
        let grid = by_row(&single);
        let Some(layout) = layout.anew(&grid, headings) else {
            return Err(vec![unrecognised(headings, [])]);
        };
        let at = index(facts);
        let award = layout.filled_in(&grid, headings, "award");
        let dictionary = dictionary(award.and_then(|cell| naming(cell, at))).map_err(|error| vec![error])?;
        let mut form = Form::new(&self.source, &dictionary, self.today);
        let layout = layout.anew(&grid, Headings::of(&dictionary)).unwrap_or(layout);
        form.facts(at, &grid, &layout);
        let first = (&grid, &layout, at);
        let mut unseen = Vec::new();
        for sheet in 0..book.sheets.len() {
            let Some(known) = book.sheets.get(sheet).cloned() else {
                continue;
            };
            if sheet == facts || known.internal {
                continue;
            }
            let corner = corner(sheet);
            if !known.visible {
                unseen.push((sheet, known.name, corner));
                continue;
            }
            let cells = match cells(book, sheet) {
                Ok(cells) => cells,
                Err(error) => {
                    let spot = error.spot.unwrap_or(corner);
                    let table = form.table_of(&known.name, &by_row(&[]));
                    let error = InputError {
                        spot: Some(spot),
                        ..error
                    };
                    form.fault(error, table.map(Entry::Section).into_iter().collect());
                    continue;
                }
            };
            let grid = by_row(&cells);
            match form.table_of(&known.name, &grid) {
                Some(table) => form.table(index(sheet), &grid, table),
                None if grid.is_empty() => {}
                None if let Some((first, second)) = several::another(first, (&grid, index(sheet)), headings) => {
                    form.second_applicant(first, second);
                }
                None => form.passed.push((
                    corner,
                    text!(
                        "这张工作表不是已知的表，没有读取",
                        "this sheet is no known table and was not read"
                    ),
                )),
            }
        }
        for (sheet, name, corner) in unseen {
            // what nobody sees may be larger than a form is
            let mut room = limits::FORM_CELLS;
            let cells = whole(book, sheet, None, &mut room);
            let known = cells.map(|cells| form.hidden(&name, index(sheet), &by_row(&cells)));
            if known != Ok(Hidden::Told) {
                form.passed.push((corner, hidden()));
            }
        }
        for (spot, message) in std::mem::take(&mut form.passed) {
            self.pass_over(spot, message);
        }
        found(Ok(form.finish()));
        Ok(())
    }

    fn pass_over(&mut self, spot: Spot, message: Text) {
        let place = self.source.place(Some(spot));
        self.passed.push(Passed { place, message });
    }
}

/// The award that a cell names.
fn naming<'c>(cell: &'c Cell<'_>, sheet: u16) -> Option<Named<'c>> {
    let award = cell.text().map(crate::writing::trim)?;
    let spot = cell.spot(sheet);
    (!is_no_fact(award)).then_some(Named { award, spot })
}

/// The first cell of a sheet.
fn corner(sheet: usize) -> Spot {
    Spot::Cell {
        sheet: index(sheet),
        row: 0,
        column: 0,
    }
}

fn index(sheet: usize) -> u16 {
    u16::try_from(sheet).unwrap_or(u16::MAX)
}

/// All cells of a sheet of a form: those that are `read` already, or else the sheet's.
fn whole(
    book: &mut Book<'_>,
    sheet: usize,
    read: Option<Vec<Cell<'static>>>,
    room: &mut usize,
) -> Result<Vec<Cell<'static>>, InputError> {
    let cells = match read {
        Some(cells) => cells,
        None => {
            let mut cells = Vec::new();
            book.cells(sheet, |cell| {
                cells.push(cell.into_owned());
                if cells.len() > *room {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
            cells
        }
    };
    let cells = merged::filled(cells, book.merged(sheet))?;
    let Some(left) = room.checked_sub(cells.len()) else {
        let most = limits::FORM_CELLS;
        return Err(InputError::whole(text!(
            "申报表的内容超过 {most} 个单元格",
            "the form has more than {most} cells"
        )));
    };
    *room = left;
    Ok(cells)
}
