//! The facts that differ. Rows are paired by what stands in them before where they stand: a row that moved is no change.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dossier::{Cite, Dossier};
use crate::lock;
use crate::text::Text;

/// A value in plain text, as locks list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The value; of a table, how many rows it has.
    pub value: String,
    /// What its field is called, if that is known.
    pub label: Option<Text>,
    /// Where it stands, if that is known.
    pub place: Option<String>,
}

/// A fact that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactChange {
    /// Its path; of a row that is gone, the one it had.
    pub field: String,
    /// What its field is called.
    pub label: Option<Text>,
    /// What it was; `None` where it was not given.
    pub old: Option<String>,
    /// What it is; `None` where it is not given.
    pub new: Option<String>,
    /// Where it stood.
    pub old_place: Option<String>,
    /// Where it stands.
    pub place: Option<String>,
}

/// The facts of a dossier.
pub(super) fn of(dossier: &Dossier) -> BTreeMap<String, Fact> {
    let facts = lock::each_value(dossier).into_iter().map(|(cite, value)| {
        let label = match cite {
            Cite::Scalar(id) | Cite::Cell(id, _) => dossier.dictionary.get(id).map(|field| field.label.clone()),
            Cite::Table(_) => None,
        };
        let place = Some(dossier.place(cite).to_string());
        (dossier.path(cite), Fact { value, label, place })
    });
    facts.collect()
}

/// The facts of a lock.
pub(super) fn sealed(values: &BTreeMap<String, String>) -> BTreeMap<String, Fact> {
    let fact = |value: &String| Fact {
        value: value.clone(),
        label: None,
        place: None,
    };
    values.iter().map(|(path, value)| (path.clone(), fact(value))).collect()
}

/// One row of a table: its facts by the rest of their path.
type Row<'f> = BTreeMap<&'f str, &'f Fact>;

/// What a side states: facts that stand alone, and tables by path with their rows by what is in the brackets.
#[derive(Default)]
struct Side<'f> {
    alone: BTreeMap<&'f str, &'f Fact>,
    tables: BTreeMap<&'f str, BTreeMap<&'f str, Row<'f>>>,
}

impl<'f> Side<'f> {
    fn of(facts: &'f BTreeMap<String, Fact>) -> Side<'f> {
        let mut side = Side::default();
        for (path, fact) in facts {
            match path
                .split_once('[')
                .and_then(|(table, rest)| Some((table, rest.split_once(']')?)))
            {
                Some((table, (row, field))) => {
                    let rows = side.tables.entry(table).or_default();
                    rows.entry(row).or_default().insert(field, fact);
                }
                None => {
                    side.alone.insert(path, fact);
                }
            }
        }
        // the count of rows says nothing that the rows do not
        for table in side.tables.keys() {
            side.alone.remove(table);
        }
        side
    }
}

/// Every fact that differs, by path.
pub(super) fn between(old: &BTreeMap<String, Fact>, new: &BTreeMap<String, Fact>) -> Vec<FactChange> {
    let (old, new) = (Side::of(old), Side::of(new));
    let mut changes = Vec::new();
    tell("", "", &old.alone, &new.alone, &mut changes);
    let none = BTreeMap::new();
    let names: std::collections::BTreeSet<&&str> = old.tables.keys().chain(new.tables.keys()).collect();
    for name in names {
        let mut was = old.tables.get(*name).unwrap_or(&none).clone();
        let mut is = new.tables.get(*name).unwrap_or(&none).clone();
        unmoved(&mut was, &mut is);
        let nothing = Row::new();
        let labels: std::collections::BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
        for label in labels {
            let (was, is) = (was.get(label).unwrap_or(&nothing), is.get(label).unwrap_or(&nothing));
            tell(name, label, was, is, &mut changes);
        }
    }
    changes
}

/// Takes out the rows that both have, each once: first those in one place, then those that moved.
fn unmoved<'f>(was: &mut BTreeMap<&'f str, Row<'f>>, is: &mut BTreeMap<&'f str, Row<'f>>) {
    is.retain(|label, row| {
        let same = was.get(label).is_some_and(|was| alike(was, row));
        if same {
            was.remove(label);
        }
        !same
    });
    is.retain(|_, row| {
        let found = was.iter().find(|(_, was)| alike(was, row)).map(|(label, _)| *label);
        found.and_then(|label| was.remove(label)).is_none()
    });
}

/// Whether two rows state the same.
fn alike(a: &Row<'_>, b: &Row<'_>) -> bool {
    let same = |((field, fact), (other, there)): ((&&str, &&Fact), (&&str, &&Fact))| {
        field == other && fact.value == there.value
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// Notes what differs between two rows, or among the facts that stand alone.
fn tell(table: &str, row: &str, was: &Row<'_>, is: &Row<'_>, changes: &mut Vec<FactChange>) {
    for (field, was, is) in lock::differing(was, is) {
        if was.map(|fact| &fact.value) == is.map(|fact| &fact.value) {
            continue;
        }
        changes.push(FactChange {
            field: match table {
                "" => (*field).to_owned(),
                _ => format!("{table}[{row}]{field}"),
            },
            label: is.and_then(|fact| fact.label.clone()).or_else(|| was?.label.clone()),
            old: was.map(|fact| fact.value.clone()),
            new: is.map(|fact| fact.value.clone()),
            old_place: was.and_then(|fact| fact.place.clone()),
            place: is.and_then(|fact| fact.place.clone()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(list: &[(&str, &str)]) -> BTreeMap<String, Fact> {
        sealed(
            &list
                .iter()
                .map(|(path, value)| (path.to_string(), value.to_string()))
                .collect(),
        )
    }

    fn told(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(String, Option<String>, Option<String>)> {
        let changes = between(&facts(old), &facts(new)).into_iter();
        changes.map(|change| (change.field, change.old, change.new)).collect()
    }

    #[test]
    fn rows_that_moved_are_no_change_and_one_that_came_is_the_only_one() {
        let rows = [("a", "2"), ("a[1].x", "甲"), ("a[2].x", "乙")];
        assert!(told(&rows, &[("a", "2"), ("a[1].x", "乙"), ("a[2].x", "甲")]).is_empty());
        let more = [("a", "3"), ("a[1].x", "新"), ("a[2].x", "甲"), ("a[3].x", "乙")];
        assert_eq!(told(&rows, &more), [("a[1].x".to_owned(), None, Some("新".to_owned()))]);
        assert_eq!(told(&more, &rows), [("a[1].x".to_owned(), Some("新".to_owned()), None)]);
    }

    #[test]
    fn of_two_equal_rows_one_less_is_a_change() {
        let two = [("a", "2"), ("a[1].x", "甲"), ("a[2].x", "甲")];
        assert_eq!(told(&two, &[("a", "1"), ("a[1].x", "甲")]).len(), 1);
    }

    #[test]
    fn stating_that_there_are_no_rows_is_a_change_from_saying_nothing() {
        assert_eq!(told(&[], &[("a", "0")]), [("a".to_owned(), None, Some("0".to_owned()))]);
        assert!(told(&[("a", "0")], &[("a", "0")]).is_empty());
    }
}
