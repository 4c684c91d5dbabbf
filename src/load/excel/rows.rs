//! The rows of rosters: one thread takes cells out of the workbook while the other turns them into applicants.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::dictionary::Dictionary;
use crate::dossier::Dossier;
use crate::load::Named;
use crate::load::excel::book::Book;
use crate::load::excel::damage::damaged;
use crate::load::excel::headings::{Headings, Meaning, Meant};
use crate::load::excel::hidden::{OPTIONS, is_choices};
use crate::load::excel::layout::by_row;
use crate::load::excel::limits;
use crate::load::excel::merged::Filler;
use crate::load::excel::nobody::Nobody;
use crate::load::excel::roster::{Head, Plan};
use crate::load::excel::sentences::{another_unit, hidden, no_roster, not_read};
use crate::load::excel::sheet::{Cell, Sheet};
use crate::load::excel::survey::{Shape, Survey};
use crate::load::excel::{Workbook, index, naming, whole};
use crate::place::{InputError, Spot, Unreadable};
use crate::words::is_no_fact;

/// The cells that travel together, and a row more.
const BATCH: usize = 4096;

/// The batches that may wait.
#[cfg(feature = "cli")]
const WAITING: usize = 8;

impl Workbook {
    /// Reads the applicants of every roster in a workbook, sheet after sheet.
    pub(super) fn rosters(
        &mut self,
        book: &mut Book<'_>,
        survey: &Survey,
        chosen: Option<usize>,
        headings: Headings<'_>,
        dictionary: &mut impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
        found: &mut impl FnMut(Result<Dossier, Unreadable>),
    ) -> Result<(), Vec<InputError>> {
        let mut applicants = 0_u64;
        let mut first = None;
        for at in 0..book.sheets.len() {
            let Some(Shape::Roster(head)) = survey.shape(at) else {
                let sheet = book.sheets.get(at).filter(|sheet| chosen.is_none() && !sheet.internal);
                let sheet = sheet.cloned();
                let mut choices = || {
                    let used = dictionary(None).ok();
                    let known = [Some(headings.dictionary), used.as_deref()];
                    holds_choices(book, at, &known)
                };
                let told = |sheet: &Sheet| sheet.visible || *sheet.name != *OPTIONS || !choices();
                if let Some(sheet) = sheet.filter(told) {
                    let why = if sheet.visible { no_roster() } else { hidden() };
                    let spot = Spot::Cell {
                        sheet: index(at),
                        row: 0,
                        column: 0,
                    };
                    self.pass_over(spot, why);
                }
                continue;
            };
            first = first.or_else(|| head.cells.first().map(|cell| cell.spot(index(at))));
            self.roster(book, at, head, headings, dictionary, &mut |applicant| {
                applicants += 1;
                found(applicant);
            })?;
        }
        match first {
            Some(spot) if applicants == 0 => {
                let none = text!("表头下面没有填写任何申报人", "no applicant is given below the headings");
                let hint = text!("每个申报人占一行", "give each applicant a row");
                Err(vec![InputError::at(spot, none).hint(hint)])
            }
            _ => Ok(()),
        }
    }

    /// Reads the applicants of one sheet.
    fn roster(
        &mut self,
        book: &mut Book<'_>,
        at: usize,
        head: &Head,
        headings: Headings<'_>,
        dictionary: &mut impl FnMut(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
        found: &mut impl FnMut(Result<Dossier, Unreadable>),
    ) -> Result<(), Vec<InputError>> {
        let sheet = index(at);
        let named = head.cells.iter().find(|cell| names_award(cell, headings));
        let award = named.map(|cell| cell.column);
        let mut plans: Vec<(Option<Box<str>>, Plan)> = Vec::new();
        let mut stray: Option<(Spot, u64)> = None;
        let mut failed = None;
        let known = head.cells.iter().filter(|cell| names_something(cell, headings));
        let persons = head.cells.iter().filter(|cell| names_persons(cell, headings));
        let nobody = Nobody::among(&head.names, known.map(|cell| cell.column));
        let mut nobody = nobody.with_persons(persons.map(|cell| cell.column));
        let done = rows(book, at, head, |lines| {
            let kept: Vec<(u32, &[Cell<'_>])>;
            let mut is_nobody = |line: &[Cell<'_>]| head.is_repeated(line) || nobody.is(line, sheet);
            let lines = match lines {
                [(_, line)] if is_nobody(line) => return ControlFlow::Continue(()),
                [_] => lines,
                _ => {
                    let own = lines.iter().filter(|(_, line)| !is_nobody(line));
                    kept = own.copied().collect();
                    &kept
                }
            };
            let first = lines.first().map(|(_, line)| *line).unwrap_or_default();
            let award = first.iter().find(|cell| Some(cell.column) == award);
            let naming = award.and_then(|cell| naming(cell, sheet));
            let name = naming.as_ref().map(|named| named.award);
            if !plans.iter().any(|(award, _)| award.as_deref() == name) {
                let dictionary = match dictionary(naming) {
                    Ok(dictionary) => dictionary,
                    Err(error) if error.spot.is_some() => {
                        found(Err(Unreadable::new(self.source.clone(), vec![error])));
                        return ControlFlow::Continue(());
                    }
                    Err(error) => {
                        failed = Some(vec![error]);
                        return ControlFlow::Break(());
                    }
                };
                let mut unknown = Vec::new();
                let origin = (self.source.clone(), sheet, self.today);
                let plan = Plan::new(head, dictionary, origin, |heading, near| {
                    unknown.push((heading.spot(sheet), not_read(heading.text().unwrap_or_default(), near)));
                });
                if plans.is_empty() {
                    unknown.into_iter().for_each(|(spot, said)| self.pass_over(spot, said));
                }
                if let (Ok(plan), true) = (&plan, plans.is_empty())
                    && let Some(implied) = &plan.implied
                {
                    let (spot, said) = implied.told(&plan.dictionary);
                    self.pass_over(spot, said);
                }
                match plan {
                    Ok(plan) => plans.push((name.map(Into::into), plan)),
                    Err(errors) => {
                        failed = Some(errors);
                        return ControlFlow::Break(());
                    }
                }
            }
            let plan = plans.iter_mut().find(|(award, _)| award.as_deref() == name);
            let Some((_, plan)) = plan else {
                return ControlFlow::Continue(());
            };
            let own = lines
                .iter()
                .flat_map(|(_, line)| line.iter())
                .filter(|cell| cell.is_own());
            for cell in own.filter(|cell| !plan.knows(cell.column)) {
                if !head.cells.iter().any(|heading| heading.column == cell.column) {
                    stray.get_or_insert((cell.spot(sheet), 0)).1 += 1;
                }
            }
            if let Some(applicant) = plan.rows(lines) {
                found(applicant);
            }
            ControlFlow::Continue(())
        });
        let below = nobody.unit();
        let denied = below.filter(|(_, unit)| plans.iter().any(|(_, plan)| !plan.counts_in(*unit)));
        if let (None, Some((spot, _))) = (&failed, denied) {
            failed = Some(vec![another_unit(spot)]);
        }
        for (spot, said) in nobody.told(true) {
            self.pass_over(spot, said);
        }
        if let Some((spot, count)) = stray {
            let said = text!(
                "从这里起有 {count} 个单元格没有表头，没有读取",
                "cells from here on that stand under no heading and were not read: {count}"
            );
            self.pass_over(spot, said);
        }
        match failed {
            Some(errors) => Err(errors),
            None => done.map_err(|error| vec![error]),
        }
    }
}

/// Whether a heading is known.
fn names_something(cell: &Cell<'_>, headings: Headings<'_>) -> bool {
    cell.text()
        .is_some_and(|text| headings.in_roster(text) != Meant::Unknown)
}

/// Whether a heading is that of persons' names.
fn names_persons(cell: &Cell<'_>, headings: Headings<'_>) -> bool {
    let person = headings.dictionary.heads().person;
    match cell.text().map(|text| headings.in_roster(text)) {
        Some(Meant::One(Meaning::Scalar(id))) => person.is_some_and(|person| person.id == id),
        _ => false,
    }
}

/// Whether a heading is that of the award.
fn names_award(cell: &Cell<'_>, headings: Headings<'_>) -> bool {
    let found = cell.text().map(|text| headings.in_roster(text));
    match found {
        Some(Meant::One(Meaning::Scalar(id))) => headings.dictionary.get(id).is_some_and(|field| field.path == "award"),
        _ => false,
    }
}

/// The rows of one applicant, by their numbers.
type Lines<'l, 'c> = &'l [(u32, &'l [Cell<'c>])];

/// Gives the rows below `head` that have cells to `each`, until it breaks off: one after another, and together those of
/// one applicant, which a merged cell names, or each where rows are for years.
///
/// # Errors
/// The sheet is damaged or goes beyond a limit; rows that are complete were given all the same.
fn rows(
    book: &mut Book<'_>,
    sheet: usize,
    head: &Head,
    mut each: impl FnMut(Lines<'_, '_>) -> ControlFlow<()>,
) -> Result<(), InputError> {
    let end = head.end();
    let mut filler = Filler::below(Some(end), book.merged(sheet), limits::FILLED);
    let mut block = Block::default();
    let mut given = Ok(ControlFlow::Continue(()));
    let done = handed_over(
        move |give| {
            let mut batch: Vec<Cell<'_>> = Vec::with_capacity(BATCH);
            let mut row = end;
            let mut backward = None;
            let done = book.cells(sheet, |cell| {
                if cell.row <= end && row == end {
                    return ControlFlow::Continue(());
                }
                if cell.row < row {
                    backward = Some(cell.spot(index(sheet)));
                    return ControlFlow::Break(());
                }
                if batch.len() >= BATCH && cell.row > row {
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH + 64));
                    if give(full).is_break() {
                        return ControlFlow::Break(());
                    }
                }
                row = cell.row;
                batch.push(cell);
                ControlFlow::Continue(())
            });
            let done = match backward {
                Some(spot) => Err(InputError {
                    spot: Some(spot),
                    ..damaged()
                }),
                None => done,
            };
            if done.is_err() {
                batch.retain(|cell| cell.row < row);
            }
            // the other side may want no more
            let _ = give(batch);
            done
        },
        |batch| {
            for line in batch.chunk_by(|a, b| a.row == b.row) {
                let number = line.first().map_or(end, |cell| cell.row);
                given = filler.row(number, line).and_then(|line| {
                    if !block.goes_on(&line, head) && block.give(&mut each).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    if block.is_empty() && !head.yearly && !filler.goes_on(number, &head.names) {
                        return Ok(each(&[(number, &line)]));
                    }
                    block.add(number, line.into_owned())?;
                    Ok(ControlFlow::Continue(()))
                });
                if given != Ok(ControlFlow::Continue(())) {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        },
    );
    if given? == ControlFlow::Continue(()) {
        let _ = block.give(&mut each);
    }
    done
}

/// Takes a batch of cells, and tells whether more are wanted.
type Give<'g, 'c> = dyn FnMut(Vec<Cell<'c>>) -> ControlFlow<()> + 'g;

/// Lets one side read ahead, on a thread of its own, while the other takes what was read.
#[cfg(feature = "cli")]
fn handed_over<'c>(
    read: impl FnOnce(&mut Give<'_, 'c>) -> Result<(), InputError> + Send,
    mut take: impl FnMut(Vec<Cell<'c>>) -> ControlFlow<()>,
) -> Result<(), InputError> {
    std::thread::scope(|scope| {
        let (send, receive) = std::sync::mpsc::sync_channel::<Vec<Cell<'c>>>(WAITING);
        let reading = scope.spawn(move || {
            read(&mut |batch| match send.send(batch) {
                Ok(()) => ControlFlow::Continue(()),
                // the other side hangs up where it wants no more
                Err(_) => ControlFlow::Break(()),
            })
        });
        for batch in &receive {
            if take(batch).is_break() {
                break;
            }
        }
        drop(receive);
        reading.join().unwrap_or_else(|_| Err(damaged()))
    })
}

/// Without threads, each batch is taken as soon as it is read.
#[cfg(not(feature = "cli"))]
fn handed_over<'c>(
    read: impl FnOnce(&mut Give<'_, 'c>) -> Result<(), InputError>,
    mut take: impl FnMut(Vec<Cell<'c>>) -> ControlFlow<()>,
) -> Result<(), InputError> {
    read(&mut take)
}

/// The rows of one applicant, as far as they were read.
#[derive(Default)]
struct Block<'c> {
    lines: Vec<(u32, Vec<Cell<'c>>)>,
    cells: usize,
}

impl<'c> Block<'c> {
    fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a row is one more of the applicant at hand: it is named by a cell that is merged with one above, or once more
    /// where rows are for years, and nothing in it names another.
    fn goes_on(&self, line: &[Cell<'_>], head: &Head) -> bool {
        let Some((_, first)) = self.lines.first() else {
            return true;
        };
        let mut names = line.iter().filter(|cell| head.names.contains(&cell.column));
        let mut named = false;
        let same = names.all(|cell| {
            if cell.text().is_some_and(is_no_fact) {
                return true;
            }
            named |= !cell.is_own() || head.yearly;
            let known = first.iter().find(|other| other.column == cell.column);
            known.is_some_and(|known| known.content == cell.content)
        });
        named && same
    }

    fn add(&mut self, number: u32, line: Vec<Cell<'c>>) -> Result<(), InputError> {
        self.cells += line.len();
        if self.cells > limits::FORM_CELLS {
            let most = limits::FORM_CELLS;
            return Err(InputError::whole(text!(
                "合并成一个申报人的各行超过 {most} 个单元格",
                "the rows that are merged into one applicant have more than {most} cells"
            )));
        }
        self.lines.push((number, line));
        Ok(())
    }

    /// Gives the rows to `each`, if there are any, and begins anew.
    fn give(&mut self, each: &mut impl FnMut(Lines<'_, '_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let block = std::mem::take(self);
        let lines: Vec<(u32, &[Cell<'_>])> = block.lines.iter().map(|(at, line)| (*at, line.as_slice())).collect();
        if lines.is_empty() {
            ControlFlow::Continue(())
        } else {
            each(&lines)
        }
    }
}

/// Whether a sheet holds the choices of a template, by one of these dictionaries.
fn holds_choices(book: &mut Book<'_>, sheet: usize, known: &[Option<&Dictionary>]) -> bool {
    let mut room = limits::HEAD_CELLS;
    let cells = whole(book, sheet, None, &mut room).unwrap_or_default();
    let grid = by_row(&cells);
    !grid.is_empty() && known.iter().flatten().any(|known| is_choices(known, &grid))
}
