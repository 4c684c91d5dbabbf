//! Facts carried over to the dictionary of another pack, so that one dossier can be held against several awards.

use std::sync::Arc;

use super::{Dossier, Fault, List, Row, Slot};
use crate::dictionary::{Dictionary, Entry, Field, FieldId, SectionId, Subject, Value, When};
use crate::place::Spot;

/// How the facts of one dictionary stand in another: by path, where the types are the same, and choices by their ids.
#[derive(Debug)]
pub struct Carrier {
    /// Whether what is said of one award alone is carried too.
    whole: bool,
    to: Arc<Dictionary>,
    scalars: Vec<Move>,
    tables: Vec<(SectionId, SectionId, Vec<Move>)>,
}

/// One field: its slot here, its slot there, and what becomes of its choices, where it has any.
#[derive(Debug)]
struct Move {
    from: usize,
    to: usize,
    choices: Vec<Option<u8>>,
}

impl Move {
    /// The field of the same path and type.
    fn of(field: &Field, to: &Dictionary) -> Option<Move> {
        let Some(Entry::Field(id)) = to.entry(&field.path) else {
            return None;
        };
        let there = to.get(id).filter(|there| there.kind == field.kind)?;
        let choices = field.choices.iter().map(|choice| {
            let at = there.choices.iter().position(|known| known.id == choice.id);
            at.and_then(|at| u8::try_from(at).ok())
        });
        Some(Move {
            from: field.slot,
            to: there.slot,
            choices: choices.collect(),
        })
    }

    /// What stands there of what stands here: nothing, where a choice is not known there.
    fn carry(&self, slot: &Slot) -> Slot {
        let chosen = |position: u8| self.choices.get(usize::from(position)).copied().flatten();
        let moved = |value: &Value| match value {
            Value::Choice(position) => chosen(*position).map(Value::Choice),
            Value::When(When::Word(position)) => chosen(*position).map(|position| Value::When(When::Word(position))),
            value => Some(value.clone()),
        };
        match slot {
            Slot::Given(value, spot) => moved(value).map_or(Slot::Blank(*spot), |value| Slot::Given(value, *spot)),
            Slot::Understood(value, spot, words) => match moved(value) {
                Some(value) => Slot::Understood(value, *spot, words.clone()),
                None => Slot::Blank(*spot),
            },
            slot => slot.clone(),
        }
    }
}

impl Carrier {
    /// The way from one dictionary to another. What is said of one award alone stays behind.
    pub fn between(from: &Dictionary, to: &Arc<Dictionary>) -> Carrier {
        Carrier::of(from, to, false)
    }

    /// The way of every fact from one dictionary to another: that of a dossier's own award.
    pub fn whole(from: &Dictionary, to: &Arc<Dictionary>) -> Carrier {
        Carrier::of(from, to, true)
    }

    fn of(from: &Dictionary, to: &Arc<Dictionary>, whole: bool) -> Carrier {
        let moves = |fields: &mut dyn Iterator<Item = &Field>| {
            let fields = fields.filter(|field| whole || !field.per_award);
            fields.filter_map(|field| Move::of(field, to)).collect()
        };
        let tables = from
            .sections()
            .filter(|(_, section)| section.rows && (whole || !section.per_award));
        let tables = tables.filter_map(|(id, section)| match to.entry(&section.path)? {
            Entry::Section(there) if to.section(there).is_some_and(|there| there.rows) => {
                let columns = &mut section.fields.iter().filter_map(|id| from.get(*id));
                Some((id, there, moves(columns)))
            }
            _ => None,
        });
        Carrier {
            whole,
            tables: tables.collect(),
            scalars: moves(&mut from.fields().map(|(_, field)| field).filter(|field| !field.in_table)),
            to: to.clone(),
        }
    }

    /// The facts of a dossier in the other dictionary.
    pub fn carry(&self, dossier: &Dossier) -> Dossier {
        let mut carried = Dossier::empty(dossier.source.clone(), self.to.clone());
        carried.at = dossier.at;
        for scalar in &self.scalars {
            if let (Some(here), Some(there)) = (dossier.scalars.get(scalar.from), carried.scalars.get_mut(scalar.to)) {
                *there = scalar.carry(here);
            }
        }
        for (from, to, columns) in &self.tables {
            let Some(List::Stated { spot, rows }) = dossier.table(*from) else {
                continue;
            };
            let width = self.to.section(*to).map_or(0, |section| section.fields.len());
            let rows = rows.iter().map(|row| carry_row(row, columns, width));
            carried.set_table(
                *to,
                List::Stated {
                    spot: *spot,
                    rows: rows.collect(),
                },
            );
        }
        carried.faults = dossier
            .faults
            .iter()
            .filter_map(|fault| self.fault(dossier, fault))
            .collect();
        carried
    }

    /// A fault, as far as it concerns what there is in the other dictionary.
    fn fault(&self, dossier: &Dossier, fault: &Fault) -> Option<Fault> {
        let path = |entry: &Entry| match entry {
            Entry::Field(id) => dossier.dictionary.get(*id).map(|field| (&field.path, field.per_award)),
            Entry::Section(id) => dossier
                .dictionary
                .section(*id)
                .map(|section| (&section.path, section.per_award)),
        };
        let there = fault
            .at
            .iter()
            .filter_map(path)
            .filter(|(_, per_award)| self.whole || !per_award);
        let at: Vec<Entry> = there.filter_map(|(path, _)| self.to.entry(path)).collect();
        let error = fault.error.clone();
        (!at.is_empty()).then_some(Fault { error, at })
    }
}

/// A row in a table with so many columns.
fn carry_row(row: &Row, columns: &[Move], width: usize) -> Row {
    let mut cells = Slot::absent(width);
    for column in columns {
        if let (Some(here), Some(there)) = (row.cells.get(column.from), cells.get_mut(column.to)) {
            *there = column.carry(here);
        }
    }
    Row { spot: row.spot, cells }
}

impl Dossier {
    /// Who applies: by the track that is named, else by whose name is given.
    pub fn subject(&self) -> Option<Subject> {
        let named = self.track().map(|track| track.subject());
        let organization = || self.head(|heads| heads.organization).map(|_| Subject::Organization);
        let person = || self.head(|heads| heads.person).map(|_| Subject::Person);
        named.or_else(organization).or_else(person)
    }

    /// Enters it for the track at this position among those of its dictionary.
    pub fn enter(&mut self, track: u8) {
        let field: Option<FieldId> = self.dictionary.heads().track.map(|track| track.id);
        let dictionary = self.dictionary.clone();
        if let Some(field) = field.and_then(|id| dictionary.get(id)) {
            let spot = self.at.unwrap_or(Spot::span(0..0));
            self.set(field, Slot::Given(Value::Choice(track), spot));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Cite;
    use crate::load;
    use crate::pack::Pack;
    use crate::place::Source;

    /// An example, read by the dictionary of its pack.
    fn example(name: &str) -> Dossier {
        let path = format!("{}/examples/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let source = Source::text("a.toml", std::fs::read_to_string(path).unwrap());
        let pack = Pack::find("xuhui-2025").unwrap().unwrap();
        let today = crate::day::Day::new(2025, 12, 22).unwrap();
        load::toml::read(&source, today, |_| Ok(pack.dictionary.clone())).unwrap()
    }

    #[test]
    fn whole_to_its_own_dictionary_nothing_changes() {
        for name in ["organization", "organization-failing", "individual"] {
            let dossier = example(name);
            let there = Arc::new(Dictionary::clone(&dossier.dictionary));
            let carried = Carrier::whole(&dossier.dictionary, &there).carry(&dossier);
            assert_eq!(carried.facts(), dossier.facts(), "{name}");
        }
    }

    #[test]
    fn to_another_award_exactly_what_is_said_of_one_award_alone_stays_behind() {
        for name in ["organization", "organization-failing", "individual"] {
            let dossier = example(name);
            let there = Arc::new(Dictionary::shared().unwrap().clone());
            let carried = Carrier::between(&dossier.dictionary, &there).carry(&dossier);
            for (id, field) in there.fields().filter(|(_, field)| !field.in_table) {
                let Some(Entry::Field(here)) = dossier.dictionary.entry(&field.path) else {
                    panic!("{}", field.path);
                };
                let [was, is] = [dossier.slot(Cite::Scalar(here)), carried.slot(Cite::Scalar(id))];
                if field.per_award {
                    assert_eq!(is, Some(&Slot::Absent), "{name}: {}", field.path);
                } else {
                    assert_eq!(is, was, "{name}: {}", field.path);
                }
            }
            for (id, section) in there.sections().filter(|(_, section)| section.rows) {
                let rows = |dossier: &Dossier, id| dossier.table(id).and_then(List::rows).map(<[Row]>::len);
                let Some(Entry::Section(here)) = dossier.dictionary.entry(&section.path) else {
                    panic!()
                };
                let expected = if section.per_award { None } else { rows(&dossier, here) };
                assert_eq!(rows(&carried, id), expected, "{name}: {}", section.path);
            }
        }
    }
}
