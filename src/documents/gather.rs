//! A dossier's list and its folder become [`Documents`]. Files are looked at one after another, and nothing of their
//! content is kept but what the rules ask for.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::notes::{Unlisted, notes};
use super::{Documents, Held, borne, own_name};
use crate::catalogue::KindId;
use crate::day::Day;
use crate::dossier::{Dossier, Row};
use crate::field::{Dictionary, Entry, Field, FieldId, MATERIALS, SectionId};
use crate::mark;
use crate::materials::{Document, Folder, Listed, Refusal, Wanted, examine};
use crate::text::Text;
use crate::value::{Value, When};
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

/// Years that a file's name can mean.
const NAMED_YEARS: std::ops::RangeInclusive<i64> = 1949..=2100;

/// Where the documents are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
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
    pub fn gather(dossier: &Dossier, place: Place<'_>) -> Documents {
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
fn is_apart(file: &Listed, own: &str, place: Place<'_>) -> bool {
    let name = file.file.as_str();
    let at = place.folder.root().join(name);
    let written = || file.refused.is_none() && (place.apart.contains(&at) || mark::is_ours(&at));
    name == own || APART.contains(&name) || REPORTS.contains(&name) || written()
}

/// That a document is there and could not be looked at, if that is so.
fn unread(document: &Document) -> Option<Text> {
    let why = document
        .refusal()
        .filter(|why| matches!(why, Refusal::Unreadable { .. } | Refusal::NotUnicode))?
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
    issued_on: Option<Day>,
    valid_until: Option<Day>,
    years: Vec<i64>,
}

impl ListRow {
    fn held(&self, mut document: Document) -> Held {
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
fn rows(dossier: &Dossier) -> Vec<ListRow> {
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
struct Columns<'d> {
    dictionary: &'d Dictionary,
    section: SectionId,
}

impl Columns<'_> {
    fn row(&self, at: usize, row: &Row) -> ListRow {
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

    fn value<'r>(&self, row: &'r Row, name: &str) -> Option<&'r Value> {
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
