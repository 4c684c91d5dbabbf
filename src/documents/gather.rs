//! A dossier's list and its folder become [`Documents`]. Files are looked at one after another, and nothing of their
//! content is kept but what the rules ask for.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::list::{Columns, ListRow, rows, years_in};
use super::notes::{Unlisted, notes};
use super::{Documents, Held, borne};
use crate::dictionary::{Entry, KindId, Value};
use crate::dossier::Dossier;
use crate::materials::{Document, Folder, Listed, Refusal, Wanted, examine};
use crate::text::Text;
use crate::writing::{fold, quote};

/// What stands beside a dossier and is none of its documents.
const APART: [&str; 3] = ["dossier.toml", "dossier.lock", "quality-award.toml"];

/// What a report that stands in the dossier's own folder is called, as the documentation calls it.
const REPORTS: [&str; 12] = [
    "report.txt",
    "report.json",
    "report.jsonl",
    "report.csv",
    "report.md",
    "report.html",
    "report.htm",
    "report.xlsx",
    "report.sarif",
    "report.sarif.json",
    "report.xml",
    "report.codequality.json",
];

/// The table of fiscal years, and its key: the years that are looked for in the text of documents.
const FISCAL_YEARS: &str = "fiscal_years";

/// The most years that are looked for: a dossier speaks of a handful.
const YEARS: usize = 64;

/// Where the documents are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Site<'p> {
    /// The folder that the paths of the list start from.
    pub folder: &'p Folder,
    /// The dossier's own file, where all files of the folder belong to the dossier; `None` where only those are
    /// looked at that the list names.
    pub whole: Option<&'p Path>,
    /// Files that are no documents wherever they stand, such as reports that are being written.
    pub apart: &'p [std::path::PathBuf],
}

impl Documents {
    /// Looks at every document of a dossier.
    pub fn gather(dossier: &Dossier, place: Site<'_>) -> Documents {
        let dictionary = dossier.dictionary.clone();
        let rows = rows(dossier);
        let inventory = place.whole.map(|own| (own, place.folder.inventory()));
        let wanted = wanted(dossier, &rows);
        let needles = Wanted::new(&wanted);
        let mut seen: HashMap<String, Document> = HashMap::new();
        let mut each = Vec::with_capacity(rows.len());
        for row in &rows {
            let document = match seen.get(&row.file) {
                Some(document) => document.clone(),
                None => examine(place.folder, &row.file, &needles),
            };
            let held = row.held(document);
            seen.entry(row.file.clone()).or_insert_with(|| held.document.clone());
            each.push(held);
        }
        drop(seen);
        let mut unlisted = Unlisted::default();
        let mut cut = Vec::new();
        if let Some((own, inventory)) = inventory {
            cut = inventory.cut;
            // Where a row does not say which document it means, a file beside the list may be the one that is meant.
            let complete = rows
                .iter()
                .all(|row| row.written.is_some() && !row.file.trim().is_empty());
            unlisted.doubted = !complete;
            let listed: BTreeSet<String> = each.iter().map(|held| held.document.file.clone()).collect();
            let own = own.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let track = dossier.track();
            for file in inventory.files {
                if listed.contains(&file.file) || is_apart(&file, own, place) {
                    continue;
                }
                let kind = dictionary.catalogue.recognise(&file.file, track).filter(|_| complete);
                let held = beside(place.folder, &file, kind, &needles);
                // of a folder it is told already
                if matches!(file.refused, None | Some(Refusal::NotUnicode)) {
                    cut.extend(unread(&held.document));
                }
                unlisted.add(held.kind.is_some(), &held.document, file);
                each.push(held);
            }
        }
        cut.extend(
            each.iter()
                .filter(|held| held.is_listed())
                .filter_map(|held| unread(&held.document)),
        );
        let mut notes = notes(&dictionary, &each, &rows, unlisted);
        notes.extend(cut.iter().cloned());
        Documents {
            each,
            notes,
            cut,
            dictionary,
            wanted,
        }
    }
}

/// Whether a file is the dossier itself, the tool's own, a report or a copy with notes.
fn is_apart(file: &Listed, own: &str, place: Site<'_>) -> bool {
    let name = file.file.as_str();
    let at = place.folder.root().join(name);
    let written = || file.refused.is_none() && (place.apart.contains(&at) || place.folder.is_ours(name));
    name == own || APART.contains(&name) || REPORTS.contains(&name) || written()
}

/// That a document is there and could not be looked at, if that is so.
fn unread(document: &Document) -> Option<Text> {
    let why = document
        .refusal()
        .filter(|why| {
            matches!(
                why,
                Refusal::Unreadable { .. } | Refusal::NotUnicode | Refusal::Packed { .. }
            )
        })?
        .text();
    let file = quote(&document.file);
    Some(text!("文件{file}没有检查：{why}", "the file {file} was not checked: {why}"; why))
}

/// A file that the list does not name.
fn beside(folder: &Folder, file: &Listed, kind: Option<KindId>, needles: &Wanted) -> Held {
    let mut document = match &file.refused {
        Some(why) => Document::refused(&file.file, why.clone(), needles),
        None => examine(folder, &file.file, needles),
    };
    document.names.clone_from(&file.names);
    if kind.is_none() {
        document.headings = Vec::new();
    }
    Held {
        kind,
        row: None,
        years: years_in(&file.file),
        document,
        issued_on: None,
        valid_until: None,
    }
}

/// The words that are looked for in documents: the names they bear, and the years the dossier speaks of.
fn wanted(dossier: &Dossier, rows: &[ListRow]) -> Vec<String> {
    let years = rows
        .iter()
        .flat_map(|row| row.years.iter().copied().chain(years_in(&row.file)));
    let years: BTreeSet<i64> = years.chain(fiscal_years(dossier)).collect();
    words(dossier, years)
}

/// As [`wanted`], for these years.
pub(super) fn words(dossier: &Dossier, years: impl IntoIterator<Item = i64>) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    let kinds = dossier.dictionary.catalogue.kinds();
    let names = kinds.flat_map(|(_, kind)| borne(dossier, kind));
    let years = years.into_iter().take(YEARS).map(|year| year.to_string());
    for word in names.chain(years) {
        let word = fold(&word);
        if !word.is_empty() && !wanted.contains(&word) {
            wanted.push(word);
        }
    }
    wanted
}

/// The fiscal years that the dossier states.
pub(super) fn fiscal_years(dossier: &Dossier) -> Vec<i64> {
    let Some(Entry::Section(section)) = dossier.dictionary.entry(FISCAL_YEARS) else {
        return Vec::new();
    };
    let columns = Columns {
        dictionary: &dossier.dictionary,
        section,
    };
    let rows = dossier
        .table(section)
        .and_then(|table| table.rows())
        .unwrap_or_default();
    let year = |row| match columns.value(row, "year") {
        Some(Value::Number(year)) => Some(*year),
        _ => None,
    };
    rows.iter().filter_map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_in_a_name_is_four_digits_that_can_be_one() {
        for (file, years) in [
            ("财务/审计报告2022.pdf", vec![2022]),
            ("2022-2024年审计报告.pdf", vec![2022, 2024]),
            ("2023/审计报告.pdf", vec![]),
            ("20221231.pdf", vec![]),
            ("GBT19001.pdf", vec![]),
            ("1153.pdf", vec![]),
        ] {
            assert_eq!(years_in(file), years, "{file}");
        }
    }
}
