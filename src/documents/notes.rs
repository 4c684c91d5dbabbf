//! What is odd about a dossier's files, whatever conditions there are: rows that say nothing or what nobody knows,
//! files that nothing names, names that will not survive the way, one file in two places.

use super::Held;
use super::list::ListRow;
use crate::dictionary::Dictionary;
use crate::materials::{Document, Listed, duplicates};
use crate::text::Text;
use crate::writing::quote;

/// How many files a note names one by one.
const NAMED: usize = 8;

/// What lies beside the list.
#[derive(Default)]
pub(super) struct Unlisted {
    /// Files of which nothing tells what they are.
    strangers: Vec<String>,
    /// How many files were recognised by their names.
    recognised: Vec<String>,
    /// Whether a row of the list does not say which document it means, so that no name is gone by.
    pub doubted: bool,
}

impl Unlisted {
    /// Adds a file.
    pub fn add(&mut self, recognised: bool, document: &Document, listed: Listed) {
        let files = if recognised {
            &mut self.recognised
        } else {
            &mut self.strangers
        };
        files.push(if listed.file.is_empty() {
            document.file.clone()
        } else {
            listed.file
        });
    }
}

/// Everything that is odd.
pub(super) fn notes(dictionary: &Dictionary, each: &[Held], rows: &[ListRow], unlisted: Unlisted) -> Vec<Text> {
    let mut notes: Vec<Text> = rows.iter().filter_map(|row| of_row(dictionary, row)).collect();
    notes.extend(each.iter().filter(|held| held.kind.is_none()).filter_map(of_nobody));
    for held in each {
        for name in &held.document.names {
            let note = name.text();
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes.extend(twice(each));
    if !rows.is_empty() && !unlisted.recognised.is_empty() {
        let (count, named) = (unlisted.recognised.len(), list(&unlisted.recognised));
        notes.push(text!(
            "有 {count} 个文件不在材料清单中，按文件名认定类别：{named}",
            "files in no list, told by their names ({count}): {named}"
        ));
    }
    if !unlisted.strangers.is_empty() {
        let (count, named) = (unlisted.strangers.len(), list(&unlisted.strangers));
        notes.push(if unlisted.doubted {
            text!(
                "有 {count} 个文件不在材料清单中；清单里有的条目没有写明类别或文件，因此不按文件名认定，未作为申报材料：{named}",
                "files in no list ({count}): {named}; a row of the list does not say which document it means, so none is told by its name, and they count as no document"
            )
        } else {
            text!(
                "有 {count} 个文件不在材料清单中，文件名也看不出类别，未作为申报材料：{named}",
                "files in no list whose names do not tell what they are, so that they count as no document ({count}): {named}"
            )
        });
    }
    notes
}

/// What is odd about a row of the list.
fn of_row(dictionary: &Dictionary, row: &ListRow) -> Option<Text> {
    let number = row.at + 1;
    let file = quote(&row.file);
    match &row.written {
        None => Some(text!(
            "材料清单第 {number} 条没有写材料类别：{file}",
            "row {number} of the materials does not say which kind of document {file} is"
        )),
        Some(written) if row.kind.is_none() => {
            let near = dictionary.catalogue.nearest(written).map(|kind| kind.label.clone());
            let written = quote(written);
            let mut note = text!(
                "材料清单第 {number} 条的材料类别{written}不在目录中",
                "row {number} of the materials names a kind of document that is not known: {written}"
            );
            if let Some(near) = near {
                note.push(&text!("，是否指{near}？", "; is \"{near}\" meant?"; near));
            }
            Some(note)
        }
        Some(_) if row.file.trim().is_empty() => Some(text!(
            "材料清单第 {number} 条没有写文件",
            "row {number} of the materials names no file"
        )),
        Some(_) => None,
    }
}

/// What is wrong with a document that no condition speaks of.
fn of_nobody(held: &Held) -> Option<Text> {
    let flaws = held.document.flaws.iter().filter(|flaw| flaw.unusable());
    let said = Text::join(&flaws.map(|flaw| flaw.text()).collect::<Vec<_>>());
    let file = held.quoted();
    (!said.is_empty() && !file.is_empty()).then(|| text!("{file}：{said}", "{file}: {said}"; said))
}

/// The files that are the same to the last byte, or that stand in the list twice.
fn twice(each: &[Held]) -> Vec<Text> {
    let prints: Vec<Document> = each.iter().map(|held| print(&held.document)).collect();
    let groups = duplicates(&prints).into_iter();
    groups
        .map(|group| {
            let files: Vec<String> = group
                .into_iter()
                .filter_map(|at| prints.get(at))
                .map(|document| document.file.clone())
                .collect();
            let count = files.len();
            let one = files.windows(2).all(|pair| pair.first() == pair.last());
            let named = list(if one {
                files.get(..1).unwrap_or_default()
            } else {
                &files
            });
            if one {
                text!(
                    "同一文件列了 {count} 次：{named}",
                    "one file is listed {count} times: {named}"
                )
            } else {
                text!(
                    "{count} 份文件内容完全相同：{named}",
                    "{count} files are the same to the last byte: {named}"
                )
            }
        })
        .collect()
}

/// A document without what is not compared.
fn print(document: &Document) -> Document {
    Document {
        headings: Vec::new(),
        flaws: Vec::new(),
        names: Vec::new(),
        mentions: Vec::new(),
        ..document.clone()
    }
}

/// The first of these files by name, and how many there are where there are more.
fn list(files: &[String]) -> String {
    let mut named: Vec<String> = files.iter().take(NAMED).map(|file| quote(file)).collect();
    if files.len() > NAMED {
        named.push("…".to_owned());
    }
    named.concat()
}
