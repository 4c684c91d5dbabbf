//! What a template holds: the sections and fields of a track in the order in which people fill them in, each
//! with the clauses that ask for it. The one description that every kind of template is written from.

use crate::dictionary::{Dictionary, Entry, Field, FieldId, Section, SectionId, Subject, Track, Value};
use crate::dossier::{Cite, Dossier, Row};
use crate::pack::{Clause, Condition, Pack};
use crate::template::need::{Need, is_read, tables_missed};
use crate::text::Text;

/// The contents of a template.
pub struct Plan<'p> {
    /// The pack whose facts are asked for.
    pub pack: &'p Pack,
    /// Its sections: the root, then those of one track alone, then those of both.
    pub groups: Vec<Group<'p>>,
}

/// A section of a template.
pub struct Group<'p> {
    /// The section.
    pub id: SectionId,
    /// What the dictionary says of it.
    pub section: &'p Section,
    /// The section it stands in, for a table; the root where there is none.
    pub parent: &'p str,
    /// Its fields that the template asks for.
    pub items: Vec<Item<'p>>,
    /// The clauses that ask for the table as a whole.
    pub clauses: Vec<&'p Clause>,
    /// Whether it must be stated if there is anything in the table.
    pub need: Need<'p>,
    /// The keys of the rows that rules ask for.
    pub keys: Vec<i64>,
}

/// A field of a template.
pub struct Item<'p> {
    /// The field.
    pub id: FieldId,
    /// What the dictionary says of it.
    pub field: &'p Field,
    /// The clauses that ask for it.
    pub clauses: Vec<&'p Clause>,
    /// Whether it must be given.
    pub need: Need<'p>,
}

impl<'p> Plan<'p> {
    /// What a template for `track`, or for both, holds; and whatever else is already `known`.
    pub fn new(pack: &'p Pack, track: Option<&Track>, known: &[&Dossier]) -> Plan<'p> {
        let dictionary = &*pack.dictionary;
        let enters = |tracks: &[Track]| track.is_none_or(|track| tracks.contains(track));
        let conditions: Vec<&Condition> = pack
            .conditions
            .iter()
            .filter(|condition| enters(&condition.tracks))
            .collect();
        let clauses = |entry: Entry| asking(pack, &conditions, entry);
        let stated = |id: SectionId| {
            let mut lists = known.iter().filter_map(|dossier| dossier.table(id));
            lists.any(|list| list.rows().is_some())
        };
        let entered = pack
            .tracks()
            .iter()
            .filter(|entered| track.is_none_or(|track| track == *entered));
        let missed: Vec<SectionId> = entered.flat_map(|track| tables_missed(pack, track)).collect();
        let mut groups = Vec::new();
        for (id, section) in dictionary.sections() {
            let asked = enters(&section.tracks) || stated(id);
            let given = |id: FieldId| {
                known.iter().any(|dossier| {
                    dossier
                        .slot(Cite::Scalar(id))
                        .is_some_and(|slot| slot.value().is_some())
                })
            };
            let items: Vec<Item<'p>> = section
                .fields
                .iter()
                .filter_map(|id| Some((*id, dictionary.get(*id)?)))
                .filter(|(id, field)| {
                    if section.rows {
                        asked
                    } else {
                        (asked && enters(&field.tracks)) || given(*id)
                    }
                })
                .map(|(id, field)| Item {
                    id,
                    field,
                    clauses: clauses(Entry::Field(id)),
                    need: Need::of_field(field, is_read(conditions.iter().copied(), Entry::Field(id))),
                })
                .collect();
            let holds_a_table = || {
                let mut tables = dictionary.sections().filter(|(_, inner)| inner.rows);
                tables.any(|(id, inner)| stated(id) && parent(dictionary, &inner.path) == section.path)
            };
            if items.is_empty() && !holds_a_table() {
                continue;
            }
            groups.push(Group {
                id,
                section,
                parent: parent(dictionary, &section.path),
                items,
                clauses: clauses(Entry::Section(id)),
                need: match &section.when {
                    Some(when) if is_read(conditions.iter().copied(), Entry::Section(id)) => Need::When(when),
                    None if missed.contains(&id) => Need::Always,
                    _ => Need::Never,
                },
                keys: keys(&conditions, id),
            });
        }
        groups.sort_by_key(|group| match group.section.subjects.as_slice() {
            _ if group.section.path.is_empty() => 0,
            [Subject::Organization] => 1,
            [Subject::Person] => 2,
            _ => 3,
        });
        Plan { pack, groups }
    }

    /// The tables that stand in the section at `path`.
    pub fn tables_in<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Group<'p>> {
        self.groups
            .iter()
            .filter(move |group| group.section.rows && group.parent == path)
    }

    /// What the award and the track are called, as a title.
    pub fn title(&self, track: Option<&Track>) -> Text {
        let award = &self.pack.title;
        let title = text!("{award} 申报信息", "{award}: application"; award);
        match track.map(Track::label) {
            None => title,
            Some(label) => text!("{title}（{label}）", "{title} ({label})"; title, label),
        }
    }
}

impl Group<'_> {
    /// The keys of the rows that rules ask for and `rows` do not have.
    pub fn missing_keys(&self, dictionary: &Dictionary, rows: Option<&[Row]>) -> Vec<i64> {
        let stated = self.keys_of(dictionary, rows.unwrap_or_default());
        let missing = self.keys.iter().filter(|key| !stated.contains(key));
        missing.copied().collect()
    }

    /// The keys that `rows` have.
    pub fn keys_of(&self, dictionary: &Dictionary, rows: &[Row]) -> Vec<i64> {
        let key = self.section.key.and_then(|key| dictionary.get(key));
        let key_of = |row: &Row| match row.cells.get(key?.slot)?.value()? {
            Value::Number(number) => Some(*number),
            _ => None,
        };
        rows.iter().filter_map(key_of).collect()
    }
}

impl Item<'_> {
    /// What is written where a template already knows it: which pack, and which track.
    pub fn preset(&self, pack: &Pack, track: &Track) -> Option<Value> {
        match self.field.path.as_str() {
            "award" => Some(Value::Text(pack.id.as_str().into())),
            "track" => self.field.choice(track.id()).map(Value::Choice),
            _ => None,
        }
    }
}

/// The innermost section around the one at `path`.
fn parent<'d>(dictionary: &'d Dictionary, path: &str) -> &'d str {
    let mut rest = path;
    while let Some((outer, _)) = rest.rsplit_once('.') {
        if let Some(section) = dictionary.section_at(outer) {
            return &section.path;
        }
        rest = outer;
    }
    ""
}

/// The clauses whose conditions read `entry`, in the order of the pack.
fn asking<'p>(pack: &'p Pack, conditions: &[&Condition], entry: Entry) -> Vec<&'p Clause> {
    let mut positions: Vec<usize> = conditions
        .iter()
        .filter(|condition| condition.reads.contains(&entry) && !condition.rule.rule().needs_documents())
        .map(|condition| condition.clause)
        .collect();
    positions.sort_unstable();
    positions.dedup();
    positions
        .into_iter()
        .filter_map(|position| pack.clauses.get(position))
        .collect()
}

/// The keys of the rows of a table that rules ask for.
fn keys(conditions: &[&Condition], table: SectionId) -> Vec<i64> {
    let rows = conditions.iter().flat_map(|condition| condition.rule.rule().rows());
    let mut keys: Vec<i64> = rows.filter(|(of, _)| *of == table).map(|(_, key)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        Pack::find("xuhui-2025").unwrap().unwrap()
    }

    #[test]
    fn a_track_is_asked_for_its_own_facts_and_its_own_first() {
        let pack = pack();
        let plan = Plan::new(&pack, pack.dictionary.track("individual"), &[]);
        let paths: Vec<&str> = plan.groups.iter().map(|group| group.section.path.as_str()).collect();
        assert_eq!(paths.get(..3), Some(["", "individual", "quality_work"].as_slice()));
        assert!(!paths.contains(&"fiscal_years") && paths.contains(&"employer.records.incidents"));
        let statements = plan
            .groups
            .iter()
            .find(|group| group.section.path == "statements")
            .unwrap();
        assert!(
            statements
                .items
                .iter()
                .all(|item| item.field.subjects == [Subject::Person])
        );
    }

    #[test]
    fn a_field_names_the_clauses_that_ask_for_it_and_a_table_the_rows() {
        let pack = pack();
        let plan = Plan::new(&pack, pack.dictionary.track("organization"), &[]);
        let item = |path: &str| {
            let mut items = plan.groups.iter().flat_map(|group| &group.items);
            let item = items.find(|item| item.field.path == path).unwrap();
            item.clauses.iter().map(|clause| clause.id.as_str()).collect::<Vec<_>>()
        };
        assert!(item("organization.operating_since").contains(&"operating"));
        assert_eq!(item("submission.city_award_same_year"), ["qingpu-one-level"]);
        assert!(item("organization.medical").is_empty());
        let years = plan
            .groups
            .iter()
            .find(|group| group.section.path == "fiscal_years")
            .unwrap();
        assert_eq!(years.keys, [2022, 2023, 2024]);
        let incidents: Vec<&str> = plan
            .tables_in("records")
            .map(|group| group.section.path.as_str())
            .collect();
        assert_eq!(
            incidents,
            ["records.incidents", "records.complaints", "records.dishonesty"]
        );
    }
}
