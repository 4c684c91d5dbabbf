//! What the facts of one dossier may not do to each other, however it was written.

use std::collections::BTreeSet;

use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, FieldId, Section, SectionId, Value, When};
use crate::dossier::{Fault, Row, Slot};
use crate::place::InputError;
use crate::words::{self, Nothing};

/// Whether a row only says that there are none: 无 stands in its first column, and nothing is given in the others.
pub fn states_none(dictionary: &Dictionary, section: &Section, cells: &[Slot]) -> bool {
    let first = section.fields.first().and_then(|id| dictionary.get(*id));
    let word = first.and_then(|field| cells.get(field.slot)?.placeholder());
    word.is_some_and(|word| words::nothing(word) == Some(Nothing::None))
        && cells.iter().all(|cell| cell.value().is_none())
}

/// An error for each row whose key an earlier row has.
pub fn repeated_keys(dictionary: &Dictionary, id: SectionId, rows: &[Row]) -> Vec<Fault> {
    let Some(section) = dictionary.section(id) else {
        return Vec::new();
    };
    let Some(key) = section.key.and_then(|id| dictionary.get(id)) else {
        return Vec::new();
    };
    let mut seen: BTreeSet<i64> = BTreeSet::new();
    let mut faults = Vec::new();
    for row in rows {
        let Some(Slot::Given(Value::Number(number), spot)) = row.cells.get(key.slot) else {
            continue;
        };
        if !seen.insert(*number) {
            let label = &section.label;
            let error = InputError::at(
                *spot,
                text!("「{label}」里 {number} 写了两次", "{number} stands twice in \"{label}\""; label),
            );
            faults.push(Fault::of(error, Entry::Section(id)));
        }
    }
    faults
}

/// An error where the first of two days lies after the second.
pub fn out_of_order(
    dictionary: &Dictionary,
    (earlier, from): (FieldId, Option<&Slot>),
    (later, to): (FieldId, Option<&Slot>),
) -> Option<Fault> {
    let (Some(Slot::Given(Value::When(from), _)), Some(Slot::Given(Value::When(to), spot))) = (from, to) else {
        return None;
    };
    let (first, last) = (bounds(*from)?.0, bounds(*to)?.1);
    if first <= last {
        return None;
    }
    let at = vec![Entry::Field(earlier), Entry::Field(later)];
    let (earlier, later) = (dictionary.label(earlier), dictionary.label(later));
    let error = InputError::at(
        *spot,
        text!(
            "「{later}」{last} 早于「{earlier}」{first}",
            "\"{later}\" {last} lies before \"{earlier}\" {first}";
            later, earlier
        ),
    );
    Some(Fault { error, at })
}

/// The first and last day a point in time can be; none for a word.
fn bounds(when: When) -> Option<(Day, Day)> {
    match when {
        When::Day(day) => Some((day, day)),
        When::Within(period) => Some((period.first(), period.last())),
        When::Word(_) => None,
    }
}
