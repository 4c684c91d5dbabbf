//! One row of a roster becomes one applicant, or all that is wrong with it; so do several that share a merged name.

use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, Field, FieldId, Section, SectionId, Value};
use crate::dossier::{Cite, Dossier, Fault, List, Row, Slot};
use crate::load::consistency::{out_of_order, repeated_keys, states_none};
use crate::load::excel::cell;
use crate::load::excel::headings::Key;
use crate::load::excel::roster::{Column, Group, Plan, Target};
use crate::load::excel::sheet::Cell;
use crate::load::excel::unit::{self, Stated};
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::text::Text;
use crate::writing::is_blank;

/// The most texts that are remembered for a column.
const REMEMBERED: usize = 24;

impl Plan {
    /// Reads a row, or several over which the name of one applicant is merged: an applicant, with what in it cannot be
    /// read; where that is all there is and nobody is named, the errors alone; `None` where nothing is stated or the
    /// headings are repeated.
    pub fn rows(&mut self, lines: &[(u32, &[Cell<'_>])]) -> Option<Result<Dossier, Unreadable>> {
        let (first, _) = lines.first()?;
        let mut dossier = Dossier::empty(self.source.clone(), self.dictionary.clone());
        let sheet = self.sheet;
        let at = |row: u32| move |column: u16| Spot::Cell { sheet, row, column };
        dossier.at = Some(at(*first)(0));
        for (column, id) in &self.scalars {
            if let Some(field) = self.dictionary.get(*id) {
                dossier.set(field, Slot::Blank(at(*first)(*column)));
            }
        }
        let mut read = Read::default();
        for (number, cells) in lines {
            let repeats = self.identity.as_ref().is_some_and(|(column, heading)| {
                let mut cells = cells.iter().filter(|cell| cell.column == *column);
                cells.any(|cell| cell.text() == Some(heading))
            });
            if !repeats {
                self.line(cells, number == first, at(*number), &mut dossier, &mut read);
            }
        }
        if !read.given {
            return None;
        }
        if let Some(spot) = read.stray.filter(|_| !read.single && read.faults.is_empty()) {
            return Some(Err(Unreadable::new(self.source.clone(), vec![nobodys(spot)])));
        }
        if let Some(implied) = &self.implied {
            implied.set(&mut dossier);
        }
        let mut faults = read.faults;
        self.lists(&mut dossier, read.rows, &read.stated, &mut faults);
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

    /// Reads one row of an applicant. What is merged with the row above belongs to its tables; the single facts and
    /// statements in it were read there, unless the row is the `first`.
    fn line(
        &mut self,
        cells: &[Cell<'_>],
        first: bool,
        at: impl Fn(u16) -> Spot + Copy,
        dossier: &mut Dossier,
        read: &mut Read,
    ) {
        let mut rows: Vec<Option<(Row, bool)>> = Vec::new();
        rows.resize_with(self.groups.len(), || None);
        let unit = unit::of_row(cells, self.units);
        for cell in cells {
            let column = self.columns.get_mut(usize::from(cell.column)).and_then(Option::as_mut);
            let Some(column) = column else { continue };
            let spot = cell.spot(self.sheet);
            let here = first || cell.is_own();
            let id = match column.target {
                Target::Scalar(_) | Target::List(_) if !here => continue,
                Target::List(_) if cell.text().is_some_and(is_blank) => continue,
                Target::Scalar(id) | Target::Cell(_, id) => id,
                Target::List(id) => {
                    read.single = true;
                    let section = self.dictionary.section(id);
                    match section.map(|section| cell::states(cell, section, spot)) {
                        Some(Ok(Some(any))) => read.stated.push((id, any, spot)),
                        Some(Err(error)) => read.faults.push(Fault::of(error, Entry::Section(id))),
                        _ => continue,
                    }
                    read.given |= cell.is_own();
                    continue;
                }
            };
            let Some(field) = self.dictionary.get(id) else { continue };
            let slot = match column.read(field, unit, cell, spot, self.today) {
                Ok(slot @ (Slot::Given(..) | Slot::Understood(..) | Slot::Placeholder(..) | Slot::Unreadable(..))) => {
                    slot
                }
                Ok(Slot::Blank(_) | Slot::Absent) => continue,
                Err(error) => {
                    // what is merged is told once
                    if here {
                        read.faults.push(Fault::of(error, Entry::Field(id)));
                    }
                    cell::unreadable(field, Some(cell), spot)
                }
            };
            read.given |= cell.is_own() && !matches!(slot, Slot::Placeholder(..));
            match column.target {
                Target::Cell(group, _) => {
                    let Some(place) = rows.get_mut(group) else { continue };
                    read.stray = read.stray.or(Some(spot));
                    let group = self.groups.get(group);
                    let (row, own) = place.get_or_insert_with(|| (open(&self.dictionary, group, spot, at), false));
                    *own |= here;
                    if let Some(place) = row.cells.get_mut(field.slot) {
                        *place = slot;
                    }
                }
                _ if first => {
                    // what is merged with the rows of others names nobody
                    read.single |= cell.is_own() || self.identities.contains(&id);
                    dossier.set(field, slot);
                }
                _ => read.faults.extend(again(dossier, field, id, slot)),
            }
        }
        let rows = rows.into_iter().enumerate();
        let own = rows.filter_map(|(group, row)| row.filter(|(_, own)| *own).map(|(row, _)| (group, row)));
        for (group, row) in own {
            let mut known = read.rows.iter().filter(|(other, _)| *other == group);
            if !known.any(|(_, known)| holds(known, &row)) {
                read.rows.push((group, row));
            }
        }
    }

    /// Puts the tables of a row in.
    fn lists(
        &self,
        dossier: &mut Dossier,
        mut rows: Vec<(usize, Row)>,
        stated: &[(SectionId, bool, Spot)],
        faults: &mut Vec<Fault>,
    ) {
        for id in &self.lists {
            let Some(section) = self.dictionary.section(*id) else {
                continue;
            };
            let mut own: Vec<(Key, Row)> = Vec::new();
            let mut none = None;
            let among = |group: usize| self.groups.get(group).filter(|group| group.section == *id);
            for (group, row) in rows.extract_if(.., |(group, _)| among(*group).is_some()) {
                let Some(group) = among(group) else { continue };
                if states_none(&self.dictionary, section, &row.cells) {
                    none = none.or(Some(row.spot));
                } else if states_something(&row, group.heading) {
                    own.push((group.key, row));
                }
            }
            own.sort_by_key(|(key, _)| *key);
            let own: Vec<Row> = own.into_iter().map(|(_, row)| row).collect();
            for row in &own {
                faults.extend(row_faults(&self.dictionary, section, row));
            }
            faults.extend(repeated_keys(&self.dictionary, *id, &own));
            let mut said = stated.iter().filter(|(stated, ..)| stated == id);
            let says = said.next().map(|(_, any, spot)| (*any, *spot));
            if let Some((first, other)) = says.zip(said.find(|(_, any, _)| says.is_some_and(|says| says.0 != *any))) {
                let label = &section.label;
                faults.push(differs(&self.source, label, first.1, other.2, Entry::Section(*id)));
            }
            let says = says.or(none.filter(|_| own.is_empty()).map(|spot| (false, spot)));
            match list(section, says, own) {
                Ok(list) => dossier.set_table(*id, list),
                Err(error) => faults.push(Fault::of(error, Entry::Section(*id))),
            }
        }
    }
}

/// Whether it is told whose dossier it is.
fn is_somebody(dossier: &Dossier) -> bool {
    dossier.applicant().is_some() || dossier.head(|heads| heads.code).is_some()
}

impl Column {
    /// The fact in a cell of this column, in a row that states this unit.
    fn read(
        &mut self,
        field: &Field,
        unit: Stated,
        cell: &Cell<'_>,
        spot: Spot,
        today: Day,
    ) -> Result<Slot, InputError> {
        let unit = self.unit.and(unit);
        let Some(text) = cell.text().filter(|_| self.recurs) else {
            return cell::read(field, unit, cell, spot, today);
        };
        if let Some((_, value)) = self.seen.iter().find(|(seen, _)| **seen == *text) {
            return Ok(Slot::Given(value.clone(), spot));
        }
        let slot = cell::read(field, unit, cell, spot, today)?;
        if let Slot::Given(value, _) = &slot
            && self.seen.len() < REMEMBERED
        {
            self.seen.push((text.into(), value.clone()));
        }
        Ok(slot)
    }
}

/// Whether a row of a table states more than the key that its `heading` gives it.
fn states_something(row: &Row, heading: Spot) -> bool {
    let line = |spot: Spot| match spot {
        Spot::Cell { row, .. } => Some(row),
        Spot::Span { .. } => None,
    };
    row.cells
        .iter()
        .any(|cell| matches!(cell, Slot::Given(_, spot) | Slot::Understood(_, spot, _) | Slot::Unreadable(_, spot) if line(*spot) != line(heading)))
}

/// Whether a row of a table states all that another one does: the rows of one applicant repeat some of it.
fn holds(one: &Row, other: &Row) -> bool {
    let readable = |row: &Row| row.cells.iter().all(|cell| cell.unreadable().is_none());
    let mut pairs = one.cells.iter().zip(&other.cells);
    let known = pairs.all(|(one, other)| other.value().is_none_or(|value| one.value() == Some(value)));
    readable(one) && readable(other) && known
}

/// Puts a single fact in that stands in a further row of an applicant, or tells that it is another one than above.
fn again(dossier: &mut Dossier, field: &Field, id: FieldId, slot: Slot) -> Option<Fault> {
    let cite = Cite::Scalar(id);
    let known = dossier.slot(cite).cloned().unwrap_or_default();
    let (Some(one), Some(spot), Some(first)) = (known.value(), slot.spot(), known.spot()) else {
        if !matches!(slot, Slot::Placeholder(..)) && known.unreadable().is_none() {
            dossier.set(field, slot);
        }
        return None;
    };
    if matches!(slot, Slot::Placeholder(..)) || slot.value() == Some(one) {
        return None;
    }
    dossier.set(field, Slot::Unreadable("".into(), spot));
    Some(differs(&dossier.source, &field.label, first, spot, Entry::Field(id)))
}

/// The fault of what stands in two rows of one applicant, and is not the same.
fn differs(source: &Source, label: &Text, first: Spot, second: Spot, at: Entry) -> Fault {
    let cell = |spot| source.place(Some(spot)).cell.unwrap_or_default();
    let (one, other) = (cell(first), cell(second));
    let error = InputError::at(
        second,
        text!(
            "同一申报人的「{label}」在 {one} 和 {other} 填得不一样",
            "\"{label}\" of one applicant differs between {one} and {other}";
            label
        ),
    )
    .hint(text!(
        "名称合并的各行是同一申报人，这一项只填一处或填得一致；不是同一申报人的请取消合并",
        "rows with one merged name are one applicant: state this once, or alike; unmerge the name where they are not"
    ));
    Fault::of(error, at)
}

/// The error of a row that gives rows of tables alone, and does not say whose.
fn nobodys(spot: Spot) -> InputError {
    InputError::at(
        spot,
        text!(
            "这一行没有名称和代码，不知道这些内容是哪个申报人的",
            "this row has neither name nor code; it is not known whose these facts are"
        ),
    )
    .hint(text!(
        "属于上面一行的申报人，请合并名称单元格，或每行写明名称；合计请在名称一栏写“合计”",
        "if they are those of the applicant above, merge the cell with the name, or write it in each row; name a total 合计"
    ))
}

/// What was read of an applicant so far.
#[derive(Default)]
struct Read {
    /// The rows of its tables, each with its group.
    rows: Vec<(usize, Row)>,
    /// What is said of its tables in cells of their own.
    stated: Vec<(SectionId, bool, Spot)>,
    faults: Vec<Fault>,
    /// Where the first fact of its tables stands.
    stray: Option<Spot>,
    /// Whether there is a single fact or a statement of its own.
    single: bool,
    /// Whether anything was given in its own rows.
    given: bool,
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
                text!(
                    "「{label}」填了“无”，却另有 {count} 条内容",
                    "\"{label}\" is stated as none, yet {count} of them are given";
                    label
                ),
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
