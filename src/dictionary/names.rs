//! Every name that a field or a section goes by, as names are compared: resolved once per dictionary, not once per
//! workbook.

use std::collections::HashMap;

use super::field::{Entry, Field, FieldId, Section, SectionId};
use crate::writing::fold;

/// A name as names are compared: folded, without the marks people put between and around words.
pub fn key(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| !"*:-_/.,;'\"?、。·•—–>›#★".contains(c));
    folded
}

/// How near a name is to a field; nearer ones win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A label, or the path, of a scalar.
    Label,
    /// What else a scalar may be called.
    Alias,
    /// A label, or the path, of a column.
    ColumnLabel,
    /// What else a column may be called.
    ColumnAlias,
}

/// A name of the user's own for what stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnName {
    /// The name.
    pub name: String,
    /// The path.
    pub path: String,
}

/// The names in a dictionary.
#[derive(Debug, Clone)]
pub struct Names {
    fields: HashMap<String, Vec<(FieldId, Rank)>>,
    sections: Vec<(String, SectionId)>,
}

impl Names {
    /// The names of all fields and sections; an `own` name is that of one entry and of no other.
    pub(super) fn of<'d>(
        all: impl Iterator<Item = (FieldId, &'d Field)>,
        sections: impl Iterator<Item = (SectionId, &'d Section)>,
        own: &[(String, Entry)],
    ) -> Names {
        let mut fields: HashMap<String, Vec<(FieldId, Rank)>> = HashMap::new();
        for (id, field) in all {
            let (label, alias) = if field.in_table {
                (Rank::ColumnLabel, Rank::ColumnAlias)
            } else {
                (Rank::Label, Rank::Alias)
            };
            let labels = [&field.label.zh, &field.label.en, &field.path].map(|name| (name, label));
            let aliases = field.headings.iter().map(|name| (name, alias));
            for (name, rank) in labels.into_iter().chain(aliases) {
                let known = fields.entry(key(name)).or_default();
                if !known.iter().any(|(other, _)| *other == id) {
                    known.push((id, rank));
                }
            }
        }
        let mut sections: Vec<(String, SectionId)> = sections
            .flat_map(|(id, section)| {
                let names = [&section.label.zh, &section.label.en, &section.path];
                let names = names.into_iter().chain(&section.headings);
                names.map(move |name| (key(name), id)).collect::<Vec<_>>()
            })
            .filter(|(name, _)| !name.is_empty())
            .collect();
        for (name, entry) in own {
            let name = key(name);
            fields.remove(&name);
            sections.retain(|(known, _)| *known != name);
            match *entry {
                Entry::Field(id) => drop(fields.insert(name, vec![(id, Rank::Label)])),
                Entry::Section(id) => sections.push((name, id)),
            }
        }
        sections.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        Names { fields, sections }
    }

    /// The fields that go by this very name.
    pub fn fields(&self, name: &str) -> &[(FieldId, Rank)] {
        self.fields.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names by which fields go.
    pub fn of_fields(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    /// The sections by name, the longest name first.
    pub fn sections(&self) -> &[(String, SectionId)] {
        &self.sections
    }
}
