//! Months and years that stand where a day is asked for.

use std::sync::OnceLock;

use super::{Cite, Dossier, List, Row, Slot};
use crate::day::{Day, Period};
use crate::dictionary::{Type, Value, When};

impl Dossier {
    /// The months and years that stand where a day is asked for: the day in each is not known.
    pub fn periods(&self) -> &[(Cite, Period)] {
        self.periods.get_or_init(|| {
            let fields = self.dictionary.fields();
            let days = fields.filter(|(_, field)| matches!(field.kind, Type::Day | Type::DayOrWord) && !field.exact);
            let cites = days.flat_map(|(id, field)| {
                let count = self.table(field.section).and_then(List::rows).map_or(0, <[Row]>::len);
                let cells = (0..count).map(move |row| Cite::Cell(id, row));
                (!field.in_table).then_some(Cite::Scalar(id)).into_iter().chain(cells)
            });
            let period = |cite: Cite| match self.slot(cite)?.value()? {
                Value::When(When::Within(period)) => Some((cite, *period)),
                _ => None,
            };
            cites.filter_map(period).collect()
        })
    }

    /// The dossier with these days where it gives periods.
    pub fn with_days(&self, days: &[(Cite, Day)]) -> Dossier {
        let mut dossier = Dossier {
            periods: OnceLock::new(),
            ..self.clone()
        };
        for (cite, day) in days {
            let slot =
                match *cite {
                    Cite::Scalar(id) => {
                        let field = self.dictionary.get(id);
                        field.and_then(|field| dossier.scalars.get_mut(field.slot))
                    }
                    Cite::Cell(id, row) => self.dictionary.get(id).and_then(|field| {
                        match dossier.tables.get_mut(field.section.index())? {
                            List::Stated { rows, .. } => rows.get_mut(row)?.cells.get_mut(field.slot),
                            List::Absent => None,
                        }
                    }),
                    Cite::Table(_) => None,
                };
            if let Some(Slot::Given(value, _)) = slot {
                *value = Value::When(When::Day(*day));
            }
        }
        dossier
    }
}
