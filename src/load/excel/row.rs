//! One row of a roster becomes one applicant, or all that is wrong with it.

use crate::day::Day;
use crate::dossier::{Cite, Dossier, Fault, List, Row, Slot};
use crate::field::{Dictionary, Entry, Field, Section, SectionId};
use crate::load::consistency::{out_of_order, repeated_keys, states_none};
use crate::load::excel::book::Cell;
use crate::load::excel::cell;
use crate::load::excel::headings::Key;
use crate::load::excel::roster::{Column, Group, Plan, Target};
use crate::place::{InputError, Spot, Unreadable};
use crate::text::Text;
use crate::value::Value;

/// The most texts that are remembered for a column.
const REMEMBERED: usize = 24;

impl Plan {
    /// Reads a row: an applicant, with what in it cannot be read; where that is all there is and nobody is named, the
    /// errors alone; `None` where it states nothing or repeats the headings.
    pub fn row(&mut self, number: u32, cells: &[Cell<'_>]) -> Option<Result<Dossier, Unreadable>> {
        if let Some((column, heading)) = &self.identity
            && cells
                .iter()
                .any(|cell| cell.column == *column && cell.text() == Some(heading))
        {
            return None;
        }
        let mut dossier = Dossier::empty(self.source.clone(), self.dictionary.clone());
        let at = |column: u16| Spot::Cell {
            sheet: self.sheet,
            row: number,
            column,
        };
        dossier.at = Some(at(0));
        for (column, id) in &self.scalars {
            if let Some(field) = self.dictionary.get(*id) {
                dossier.set(field, Slot::Blank(at(*column)));
            }
        }
        let mut rows: Vec<Option<Row>> = Vec::new();
        rows.resize_with(self.groups.len(), || None);
        let mut stated: Vec<(SectionId, bool, Spot)> = Vec::new();
        let mut faults = Vec::new();
        let mut given = false;
        for cell in cells {
            let column = self.columns.get_mut(usize::from(cell.column)).and_then(Option::as_mut);
            let Some(column) = column else { continue };
            let spot = at(cell.column);
            let id = match column.target {
                Target::Scalar(id) | Target::Cell(_, id) => id,
                Target::List(id) => {
                    let section = self.dictionary.section(id);
                    match section.map(|section| cell::states(cell, section, spot)) {
                        Some(Ok(Some(any))) => stated.push((id, any, spot)),
                        Some(Err(error)) => faults.push(Fault {
                            error,
                            at: vec![Entry::Section(id)],
                        }),
                        _ => {}
                    }
                    continue;
                }
            };
            let Some(field) = self.dictionary.get(id) else { continue };
            let slot = match column.read(field, cell, spot, self.today) {
                Ok(slot @ (Slot::Given(..) | Slot::Understood(..) | Slot::Placeholder(..) | Slot::Unreadable(..))) => {
                    slot
                }
                Ok(Slot::Blank(_) | Slot::Absent) => continue,
                Err(error) => {
                    faults.push(Fault {
                        error,
                        at: vec![Entry::Field(id)],
                    });
                    cell::unreadable(field, Some(cell), spot)
                }
            };
            given |= slot.value().is_some();
            match column.target {
                Target::Cell(group, _) => {
                    let Some(place) = rows.get_mut(group) else { continue };
                    let group = self.groups.get(group);
                    let row = place.get_or_insert_with(|| open(&self.dictionary, group, spot, at));
                    if let Some(place) = row.cells.get_mut(field.slot) {
                        *place = slot;
                    }
                }
                _ => dossier.set(field, slot),
            }
        }
        if !given && stated.is_empty() && faults.is_empty() {
            return None;
        }
        self.lists(&mut dossier, rows, &stated, &mut faults);
        for (earlier, later) in &self.order {
            let slot = |id| dossier.slot(Cite::Scalar(id));
            let ends = ((*earlier, slot(*earlier)), (*later, slot(*later)));
            faults.extend(out_of_order(&self.dictionary, ends.0, ends.1));
        }
        dossier.faults = faults;
        Some(if is_somebody(&dossier) {
            Ok(dossier)
        } else {
            dossier.sound()
        })
    }

    /// Puts the tables of a row in.
    fn lists(
        &self,
        dossier: &mut Dossier,
        mut rows: Vec<Option<Row>>,
        stated: &[(SectionId, bool, Spot)],
        faults: &mut Vec<Fault>,
    ) {
        for id in &self.lists {
            let Some(section) = self.dictionary.section(*id) else {
                continue;
            };
            let mut own: Vec<(Key, Row)> = Vec::new();
            let mut none = None;
            for (group, row) in self.groups.iter().zip(&mut rows) {
                let row = row.take_if(|_| group.section == *id);
                match row {
                    Some(row) if states_none(&self.dictionary, section, &row.cells) => none = none.or(Some(row.spot)),
                    Some(row) if states_something(&row) => own.push((group.key, row)),
                    _ => {}
                }
            }
            own.sort_by_key(|(key, _)| *key);
            let numbered = own.iter().any(|(key, _)| matches!(key, Key::Ordinal(_)));
            let own: Vec<Row> = own.into_iter().map(|(_, row)| row).collect();
            for row in &own {
                faults.extend(row_faults(&self.dictionary, section, row));
            }
            if numbered {
                faults.extend(repeated_keys(&self.dictionary, *id, &own));
            }
            let says = stated
                .iter()
                .find(|(stated, ..)| stated == id)
                .map(|(_, any, spot)| (*any, *spot))
                .or(none.filter(|_| own.is_empty()).map(|spot| (false, spot)));
            match list(section, says, own) {
                Ok(list) => dossier.set_table(*id, list),
                Err(error) => faults.push(Fault {
                    error,
                    at: vec![Entry::Section(*id)],
                }),
            }
        }
    }
}

/// Whether it is told whose dossier it is.
fn is_somebody(dossier: &Dossier) -> bool {
    dossier.applicant().is_some() || dossier.head(|heads| heads.code).is_some()
}

impl Column {
    /// The fact in a cell of this column.
    fn read(&mut self, field: &Field, cell: &Cell<'_>, spot: Spot, today: Day) -> Result<Slot, InputError> {
        let Some(text) = cell.text().filter(|_| self.recurs) else {
            return cell::read(field, self.unit, cell, spot, today);
        };
        if let Some((_, value)) = self.seen.iter().find(|(seen, _)| **seen == *text) {
            return Ok(Slot::Given(value.clone(), spot));
        }
        let slot = cell::read(field, self.unit, cell, spot, today)?;
        if let Slot::Given(value, _) = &slot
            && self.seen.len() < REMEMBERED
        {
            self.seen.push((text.into(), value.clone()));
        }
        Ok(slot)
    }
}

/// Whether a row of a table states more than the key that its headings give it.
fn states_something(row: &Row) -> bool {
    let line = |spot: Spot| match spot {
        Spot::Cell { row, .. } => Some(row),
        Spot::Span { .. } => None,
    };
    let own = line(row.spot);
    row.cells
        .iter()
        .any(|cell| matches!(cell, Slot::Given(_, spot) | Slot::Understood(_, spot, _) | Slot::Unreadable(_, spot) if line(*spot) == own))
}

/// A row of a table of which the first fact stands at `spot`.
fn open(dictionary: &Dictionary, group: Option<&Group>, spot: Spot, at: impl Fn(u16) -> Spot) -> Row {
    let section = group.and_then(|group| dictionary.section(group.section));
    let mut cells = Slot::absent(section.map_or(0, |section| section.fields.len()));
    for (column, slot) in group.iter().flat_map(|group| &group.columns) {
        if let Some(cell) = cells.get_mut(*slot) {
            *cell = Slot::Blank(at(*column));
        }
    }
    let key = section
        .and_then(|section| section.key)
        .and_then(|key| dictionary.get(key));
    if let (
        Some(key),
        Some(Group {
            key: Key::Year(year),
            heading,
            ..
        }),
    ) = (key, group)
        && let Some(cell) = cells.get_mut(key.slot)
    {
        *cell = Slot::Given(Value::Number(*year), *heading);
    }
    Row { spot, cells }
}

/// What is wrong within one row of a table.
pub fn row_faults(dictionary: &Dictionary, section: &Section, row: &Row) -> Vec<Fault> {
    let cell = |id| dictionary.get(id).and_then(|field| row.cells.get(field.slot));
    let ends = section.order.iter();
    ends.filter_map(|(a, b)| out_of_order(dictionary, (*a, cell(*a)), (*b, cell(*b))))
        .collect()
}

/// A table from its rows and from what is said of it in a cell of its own.
///
/// # Errors
/// It is said that there are none, and there are some.
pub fn list(section: &Section, says: Option<(bool, Spot)>, rows: Vec<Row>) -> Result<List, InputError> {
    match (says, rows.first()) {
        (Some((false, spot)), Some(_)) => {
            let (label, count) = (&section.label, rows.len());
            Err(InputError::at(
                spot,
                Text {
                    zh: format!("「{}」填了“无”，却另有 {count} 条内容", label.zh),
                    en: format!("\"{}\" is stated as none, yet {count} of them are given", label.en),
                },
            )
            .hint(text!(
                "请改为“有”，或删去那些内容",
                "write 有 instead, or delete what is given"
            )))
        }
        (Some((false, spot)), None) => Ok(List::Stated { spot, rows }),
        (_, Some(first)) => Ok(List::Stated { spot: first.spot, rows }),
        (_, None) => Ok(List::Absent),
    }
}
