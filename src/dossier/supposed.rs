//! A dossier as if it said something else: what would follow if.

use super::{Dossier, List, Row, Slot};
use crate::day::Day;
use crate::dictionary::{Table, Value, When};
use crate::place::Spot;

impl Dossier {
    /// The dossier as if it were submitted on `day`; without one, as if it were not submitted yet.
    pub fn submitted(&self, day: Option<Day>) -> Dossier {
        let mut dossier = self.clone();
        let dictionary = self.dictionary.clone();
        let field = dictionary.heads().submitted_on;
        if let Some(field) = field.and_then(|field| dictionary.get(field.id)) {
            let slot = day.map(|day| Slot::Given(Value::When(When::Day(day)), self.nowhere()));
            dossier.set(field, slot.unwrap_or_default());
        }
        dossier
    }

    /// The dossier as if this were the one row of a table: for each column that is given its slot and its value.
    pub fn with_row(&self, table: Table, cells: &[(usize, Value)]) -> Dossier {
        let spot = self.nowhere();
        let columns = self
            .dictionary
            .section(table.id)
            .map_or(0, |section| section.fields.len());
        let mut row = Row {
            spot,
            cells: Slot::absent(columns),
        };
        for (column, value) in cells {
            if let Some(cell) = row.cells.get_mut(*column) {
                *cell = Slot::Given(value.clone(), spot);
            }
        }
        let mut dossier = self.clone();
        dossier.set_table(table.id, List::Stated { spot, rows: vec![row] });
        dossier
    }

    /// Where what is supposed stands: at the beginning of the dossier, for want of a place of its own.
    fn nowhere(&self) -> Spot {
        self.at.unwrap_or(Spot::span(0..0))
    }
}
