//! A form: one applicant, its single facts one per row on one sheet, its tables on sheets of their own.

use std::sync::Arc;

use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, FieldId, SectionId, key};
use crate::dossier::{Cite, Dossier, Fault, Row, Slot};
use crate::load::consistency::{out_of_order, repeated_keys, states_none};
use crate::load::excel::headings::{Headings, Meaning, Meant};
use crate::load::excel::layout::{Grid, Layout};
use crate::load::excel::nobody::Nobody;
use crate::load::excel::sentences::not_read;
use crate::load::excel::several;
use crate::load::excel::sheet::Cell;
use crate::load::excel::track::Implied;
use crate::load::excel::unit::{self, Stated, Units};
use crate::load::excel::{cell, row, sentences};
use crate::place::{InputError, Source, Spot};
use crate::text::Text;
use crate::writing::quote;

/// What a column of explanations is called.
const EXPLAINS: [&str; 5] = ["填写说明", "说明", "填报说明", "instructions", "notes"];

/// A form while it is read.
pub struct Form<'f> {
    pub(super) dictionary: &'f Arc<Dictionary>,
    headings: Headings<'f>,
    today: Day,
    dossier: Dossier,
    pub(super) faults: Vec<Fault>,
    pub(super) stated: Vec<(SectionId, bool, Spot)>,
    pub(super) tables: Vec<(SectionId, Spot, Vec<Row>)>,
    /// What was passed over, with its place.
    pub passed: Vec<(Spot, Text)>,
}

impl<'f> Form<'f> {
    /// A form of which nothing has been read.
    pub fn new(source: &Source, dictionary: &'f Arc<Dictionary>, today: Day) -> Form<'f> {
        Form {
            dictionary,
            headings: Headings::of(dictionary),
            today,
            dossier: Dossier::empty(source.clone(), dictionary.clone()),
            faults: Vec::new(),
            stated: Vec::new(),
            tables: Vec::new(),
            passed: Vec::new(),
        }
    }

    /// The applicant, once all sheets have been read, with all that is wrong with the form.
    pub fn finish(mut self) -> Dossier {
        for (id, section) in self.dictionary.sections() {
            if !section.rows {
                for (earlier, later) in &section.order {
                    let slot = |id| self.dossier.slot(Cite::Scalar(id));
                    let ends = ((*earlier, slot(*earlier)), (*later, slot(*later)));
                    self.faults.extend(out_of_order(self.dictionary, ends.0, ends.1));
                }
                continue;
            }
            let rows = self.tables.iter_mut().find(|(table, ..)| *table == id);
            let rows = rows.map(|(.., rows)| std::mem::take(rows)).unwrap_or_default();
            self.faults.extend(repeated_keys(self.dictionary, id, &rows));
            let says = self.stated.iter().find(|(stated, ..)| *stated == id);
            match row::list(section, says.map(|(_, any, spot)| (*any, *spot)), rows) {
                Ok(list) => self.dossier.set_table(id, list),
                Err(error) => self.fault(error, vec![Entry::Section(id)]),
            }
        }
        self.dossier.faults = self.faults;
        self.dossier
    }

    /// Notes what is wrong, and of what nothing is known for it.
    pub(super) fn fault(&mut self, error: InputError, at: Vec<Entry>) {
        self.faults.push(Fault { error, at });
    }

    /// Reads the sheet of single facts.
    pub fn facts(&mut self, sheet: u16, grid: &Grid<'_>, layout: &Layout) {
        let mut under = None;
        let mut taken: Vec<(Meaning, Spot)> = Vec::new();
        let mut again: Vec<(Meaning, String, Spot, Spot)> = Vec::new();
        let mut unit = unit::above(grid.values().flatten().copied(), layout.first);
        let columns = layout.columns(grid, self.headings);
        self.other_columns(sheet, grid, &columns);
        if let Some((first, second)) = several::beside(grid, layout, self.headings, sheet, self.today) {
            self.second_applicant(first, second);
        }
        let items = grid.range(layout.first..);
        for ((row, cells), layout) in items.flat_map(|item| columns.iter().map(move |layout| (item, layout))) {
            let mut own = cells.iter().filter(|cell| cell.is_own());
            let label = own.find(|cell| cell.column == layout.label);
            let Some((label, text)) = label.and_then(|cell| Some((cell, cell.heading()?))) else {
                continue;
            };
            let content = cells.iter().find(|cell| cell.column == layout.content);
            let here = label.spot(sheet);
            let meaning = match self.headings.in_form(under, text) {
                _ if content.is_none() && self.opens_section(text) => {
                    under = self.headings.section(text);
                    continue;
                }
                Meant::One(meaning) => meaning,
                Meant::Several(ids) => {
                    let error = sentences::ambiguous(self.dictionary, text, &ids, here);
                    self.fault(error, ids.iter().map(|id| Entry::Field(*id)).collect());
                    continue;
                }
                Meant::Unknown => {
                    unit = unit.and(unit::beside(text));
                    if content.is_some() && !is_title(text) {
                        self.pass_over(here, text);
                    }
                    continue;
                }
            };
            if let Some((_, first)) = taken.iter().find(|(other, _)| *other == meaning) {
                again.push((meaning, text.to_owned(), *first, here));
                continue;
            }
            taken.push((meaning, here));
            let blank = Spot::Cell {
                sheet,
                row: *row,
                column: layout.content,
            };
            let spot = content.map_or(blank, |content| content.spot(sheet));
            match meaning {
                Meaning::Scalar(id) | Meaning::Column(id, _) => {
                    let Some(field) = self.dictionary.get(id) else { continue };
                    let unit = Stated::in_heading(text).and(unit);
                    let slot = content.map(|content| cell::read(field, unit, content, spot, self.today));
                    match slot.unwrap_or(Ok(Slot::Blank(spot))) {
                        Ok(slot) => self.dossier.set(field, slot),
                        Err(error) => {
                            self.dossier.set(field, cell::unreadable(field, content.copied(), spot));
                            self.fault(error, vec![Entry::Field(id)]);
                        }
                    }
                }
                Meaning::List(id) => {
                    let says = content
                        .zip(self.dictionary.section(id))
                        .map(|(content, section)| cell::states(content, section, spot));
                    match says {
                        Some(Ok(Some(any))) => self.stated.push((id, any, spot)),
                        Some(Err(error)) => self.fault(error, vec![Entry::Section(id)]),
                        _ => {}
                    }
                }
            }
        }
        self.told_again(again);
        if let Some(implied) = Implied::by(self.dictionary, &taken) {
            implied.set(&mut self.dossier);
            self.passed.push(implied.told(self.dictionary));
        }
    }

    /// Says which labels stand twice; of a whole form that stands below, once that it does.
    fn told_again(&mut self, again: Vec<(Meaning, String, Spot, Spot)>) {
        let identity = |(meaning, ..): &&(Meaning, String, Spot, Spot)| several::is_identity(self.dictionary, *meaning);
        if let Some((.., first, second)) = again.iter().find(identity).filter(|_| again.len() > 1) {
            let (first, second) = (*first, *second);
            return self.second_applicant(first, second);
        }
        for (meaning, text, first, here) in again {
            let error = sentences::twice(&self.dossier.source, &text, first, here, None);
            self.fault(error, vec![meaning.entry()]);
        }
    }

    /// Says that there is another applicant in the form.
    pub(super) fn second_applicant(&mut self, first: Spot, second: Spot) {
        let error = several::error(&self.dossier.source, first, second);
        self.fault(error, Vec::new());
    }

    /// Whether a label with nothing filled in beside it is the heading of a section.
    fn opens_section(&self, text: &str) -> bool {
        self.headings.section(text).is_some()
    }

    /// Says which headings of the sheet of single facts belong to columns that are not read.
    fn other_columns(&mut self, sheet: u16, grid: &Grid<'_>, columns: &[Layout]) {
        let first = columns.first().map_or(0, |layout| layout.first);
        let titles = first.checked_sub(1).and_then(|row| grid.get(&row));
        for cell in titles.into_iter().flatten() {
            let mut columns = columns.iter();
            let expected = columns.any(|layout| cell.column == layout.label || cell.column == layout.content);
            if let Some(text) = cell.heading().filter(|_| !expected)
                && !EXPLAINS.contains(&key(text).as_str())
            {
                self.pass_over(cell.spot(sheet), text);
            }
        }
    }

    /// Says that what stands under or beside a heading was not read.
    fn pass_over(&mut self, spot: Spot, heading: &str) {
        let near = self.headings.nearest(heading);
        self.passed.push((spot, not_read(heading, near)));
    }

    /// The table that a sheet holds, by its name or else by a title above it.
    pub fn table_of(&self, name: &str, grid: &Grid<'_>) -> Option<SectionId> {
        let named = self.headings.table(name);
        let titles = grid.values().take(5).filter_map(|cells| match cells.as_slice() {
            [title] => title.heading(),
            _ => None,
        });
        let mut titles = titles;
        named.or_else(|| titles.find_map(|title| self.headings.table(title)))
    }

    /// Reads the sheet of a table.
    pub fn table(&mut self, sheet: u16, grid: &Grid<'_>, id: SectionId) {
        let Some(section) = self.dictionary.section(id) else {
            return;
        };
        let headings = self.headings;
        let heading = |cell: &Cell<'static>| headings.in_table(id, cell.heading()?);
        let head = grid
            .iter()
            .take(crate::load::excel::limits::HEAD_ROWS as usize)
            .map(|(row, cells)| (cells.iter().filter(|cell| heading(cell).is_some()).count(), *row))
            .filter(|(known, _)| *known >= section.fields.len().min(2))
            .max_by_key(|(known, row)| (*known, u32::MAX - row));
        let corner = grid.values().flatten().next().map(|cell| cell.spot(sheet));
        let Some((_, head)) = head else {
            if let Some(spot) = corner {
                let error = sentences::without_headings(self.dictionary, section, spot);
                self.fault(error, vec![Entry::Section(id)]);
            }
            return;
        };
        let above = unit::above(grid.values().flatten().copied(), head);
        let mut around = above.and(unit::of_sheet(&self.dossier.source, sheet));
        for text in grid.get(&head).into_iter().flatten().filter_map(|cell| cell.heading()) {
            if self.headings.in_table(id, text).is_none() {
                around = around.and(unit::beside(text));
            }
        }
        for (_, cells) in grid.range(head + 1..) {
            if let [cell] = cells.as_slice() {
                around = around.and(cell.heading().map_or(Stated::Nowhere, unit::beside));
            }
        }
        let below = grid.get(&(head + 1)).into_iter().flatten().copied();
        let units = Units::of(below, |_| false);
        let mut columns: Vec<(u16, FieldId, Stated, Spot)> = Vec::new();
        let mut stated = None;
        for cell in grid.get(&head).into_iter().flatten() {
            let Some(text) = cell.heading() else { continue };
            let spot = cell.spot(sheet);
            match self.headings.in_table(id, text) {
                Some(field) => {
                    if let Some((.., first)) = columns.iter().find(|(_, other, ..)| *other == field) {
                        let error = sentences::twice(&self.dossier.source, text, *first, spot, None);
                        self.fault(error, vec![Entry::Field(field)]);
                        continue;
                    }
                    let below = units.as_ref().map(|units| units.at(cell.column));
                    let unit = Stated::in_heading(text).and(below.unwrap_or_default()).and(around);
                    columns.push((cell.column, field, unit, spot));
                }
                None if ["序号", "no", ""].contains(&key(text).as_str()) => {}
                None if unit::is_column(text) => stated = Some(cell.column),
                None => self.pass_over(spot, text),
            }
        }
        let mut rows = Vec::new();
        let mut none = None;
        let mut nobody = Nobody::among(&[], columns.iter().map(|(column, ..)| *column));
        for (row, cells) in grid.range(head + 1 + u32::from(units.is_some())..) {
            let repeats = cells.iter().filter(|cell| cell.is_own()).filter(|cell| {
                columns
                    .iter()
                    .any(|(column, field, ..)| *column == cell.column && heading(cell) == Some(*field))
            });
            if repeats.count() >= section.fields.len().min(2) || nobody.is(cells.iter().copied(), sheet) {
                continue;
            }
            let mut slots = Slot::absent(section.fields.len());
            let mut first = None;
            let own_unit = unit::of_row(cells.iter().copied(), stated);
            for (column, id, unit, _) in &columns {
                let Some(field) = self.dictionary.get(*id) else {
                    continue;
                };
                let blank = Spot::Cell {
                    sheet,
                    row: *row,
                    column: *column,
                };
                let content = cells.iter().find(|cell| cell.column == *column);
                let spot = content.map_or(blank, |content| content.spot(sheet));
                let own = content.is_some_and(|content| content.is_own());
                let unit = unit.and(own_unit);
                let slot = content.map(|content| cell::read(field, unit, content, spot, self.today));
                match slot.unwrap_or(Ok(Slot::Blank(spot))) {
                    Ok(slot) => {
                        if own && slot.value().is_some() {
                            first = first.or(Some(spot));
                        }
                        if let Some(place) = slots.get_mut(field.slot) {
                            *place = slot;
                        }
                    }
                    Err(error) => {
                        if own {
                            first = first.or(Some(spot));
                            self.fault(error, vec![Entry::Field(*id)]);
                        }
                        if let Some(place) = slots.get_mut(field.slot) {
                            *place = cell::unreadable(field, content.copied(), spot);
                        }
                    }
                }
            }
            let Some(spot) = first else {
                if states_none(self.dictionary, section, &slots) {
                    none = none.or(slots.iter().find_map(Slot::spot));
                }
                continue;
            };
            let row = Row { spot, cells: slots };
            self.faults.extend(row::row_faults(self.dictionary, section, &row));
            rows.push(row);
        }
        self.passed.extend(nobody.told(false));
        if let Some(spot) = none.filter(|_| rows.is_empty()) {
            self.stated.push((id, false, spot));
        }
        let Some(corner) = corner else { return };
        if let Some((_, first, _)) = self.tables.iter().find(|(table, ..)| *table == id) {
            let first = self.dossier.source.place(Some(*first)).sheet.unwrap_or_default();
            let label = &section.label;
            let error = InputError::at(
                corner,
                Text {
                    zh: format!("「{}」有两张工作表，另一张是 {}", label.zh, quote(&first)),
                    en: format!(
                        "there are two sheets of \"{}\"; the other is {}",
                        label.en,
                        quote(&first)
                    ),
                },
            );
            self.fault(error, vec![Entry::Section(id)]);
            return;
        }
        self.tables.push((id, corner, rows));
    }
}

/// Whether a text in the place of a label is a title rather than a label.
fn is_title(text: &str) -> bool {
    text.chars().count() > 40
}
