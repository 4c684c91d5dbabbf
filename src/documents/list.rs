//! The list of documents that a dossier writes itself.

use super::{Held, own_name};
use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, Field, FieldId, KindId, MATERIALS, SectionId, Value, When};
use crate::dossier::{Dossier, Row};
use crate::materials::Document;

/// Years that a file's name can mean.
const NAMED_YEARS: std::ops::RangeInclusive<i64> = 1949..=2100;

/// One row of the list.
pub(super) struct ListRow {
    /// Its position, counted from zero.
    pub at: usize,
    /// What it says of the kind.
    pub written: Option<String>,
    /// The kind, if the catalogue knows it.
    pub kind: Option<KindId>,
    /// The file; blank where none is given.
    pub file: String,
    pub issued_on: Option<Day>,
    pub valid_until: Option<Day>,
    pub years: Vec<i64>,
}

impl ListRow {
    pub fn held(&self, mut document: Document) -> Held {
        if self.kind.is_none() {
            document.headings = Vec::new();
        }
        let years = if self.years.is_empty() {
            years_in(&self.file)
        } else {
            self.years.clone()
        };
        Held {
            kind: self.kind,
            row: Some(self.at),
            document,
            issued_on: self.issued_on,
            valid_until: self.valid_until,
            years,
        }
    }
}

/// The rows of the dossier's list.
pub(super) fn rows(dossier: &Dossier) -> Vec<ListRow> {
    let dictionary = &dossier.dictionary;
    let Some(Entry::Section(section)) = dictionary.entry(MATERIALS) else {
        return Vec::new();
    };
    let columns = Columns { dictionary, section };
    let rows = dossier
        .table(section)
        .and_then(|table| table.rows())
        .unwrap_or_default();
    (0..).zip(rows).map(|(at, row)| columns.row(at, row)).collect()
}

/// The columns of the list.
pub(super) struct Columns<'d> {
    pub dictionary: &'d Dictionary,
    pub section: SectionId,
}

impl Columns<'_> {
    pub fn row(&self, at: usize, row: &Row) -> ListRow {
        let text = |name: &str| match self.value(row, name) {
            Some(Value::Text(text)) => Some(text.to_string()),
            _ => None,
        };
        let day = |name: &str| match self.value(row, name) {
            Some(Value::When(When::Day(day))) => Some(*day),
            _ => None,
        };
        let written = text("kind");
        let years = match self.value(row, "years") {
            Some(Value::Numbers(years)) => years.to_vec(),
            _ => Vec::new(),
        };
        ListRow {
            at,
            kind: written
                .as_deref()
                .and_then(|kind| self.dictionary.catalogue.named(kind)),
            written,
            file: text("file").unwrap_or_default(),
            issued_on: day("issued_on"),
            valid_until: day("valid_until"),
            years,
        }
    }

    pub fn value<'r>(&self, row: &'r Row, name: &str) -> Option<&'r Value> {
        let section = self.dictionary.section(self.section)?;
        let named = |id: &&FieldId| {
            self.dictionary
                .get(**id)
                .is_some_and(|field: &Field| field.name == name)
        };
        let slot = self.dictionary.get(*section.fields.iter().find(named)?)?.slot;
        row.cells.get(slot)?.value()
    }
}

/// The years in a file's own name: runs of exactly four digits that can be one.
pub(super) fn years_in(file: &str) -> Vec<i64> {
    let runs = own_name(file)
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4);
    let mut years: Vec<i64> = runs.filter_map(|run| run.parse().ok()).collect();
    years.retain(|year| NAMED_YEARS.contains(year));
    years.dedup();
    years
}
