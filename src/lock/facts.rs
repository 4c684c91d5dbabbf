//! The facts of a dossier as a lock lists them: by path, in plain text, whatever file they were read from.

use std::collections::BTreeMap;

use crate::digest::Digest;
use crate::dossier::{Cite, Dossier};

/// Every value that is given, by its path; of each table that is stated, how many rows it has.
pub fn values(dossier: &Dossier) -> BTreeMap<String, String> {
    let each = each(dossier).into_iter();
    each.map(|(cite, value)| (dossier.path(cite), value)).collect()
}

/// Every value that is given, in plain text, where identity numbers are masked; of each table that is stated, how many
/// rows it has.
pub fn each(dossier: &Dossier) -> Vec<(Cite, String)> {
    let mut values = Vec::new();
    let mut put = |cite: Cite| {
        let field = match cite {
            Cite::Scalar(id) | Cite::Cell(id, _) => dossier.dictionary.get(id),
            Cite::Table(_) => None,
        };
        let value = dossier.slot(cite).and_then(|slot| slot.value());
        if let Some((field, value)) = field.zip(value) {
            values.push((cite, field.plain(value)));
        }
    };
    let mut counts = Vec::new();
    for (id, section) in dossier.dictionary.sections() {
        if !section.rows {
            section.fields.iter().for_each(|field| put(Cite::Scalar(*field)));
            continue;
        }
        let Some(rows) = dossier.table(id).and_then(|table| table.rows()) else {
            continue;
        };
        counts.push((Cite::Table(id), rows.len().to_string()));
        for row in 0..rows.len() {
            section.fields.iter().for_each(|field| put(Cite::Cell(*field, row)));
        }
    }
    values.extend(counts);
    values
}

/// The digest of values.
pub fn digest(values: &BTreeMap<String, String>) -> String {
    let mut digest = Digest::default();
    for (path, value) in values {
        // A path holds no such sign; of a value, its length tells where it ends.
        digest.update(format!("{path}={}:{value}\n", value.len()));
    }
    digest.finish()
}
