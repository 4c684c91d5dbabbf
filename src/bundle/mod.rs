//! The bundle of a dossier: the archive that is handed in. Which documents go in, in which order and under which names.

mod archive;

use crate::dictionary::{Catalogue, DocumentKind, KindId};
use crate::documents::{Documents, Held, State};
use crate::lock;
use crate::materials::{limits, portable};
use crate::text::Text;

pub use archive::{Unwritten, is_bundle, write};

/// The documents of a bundle.
#[derive(Debug)]
pub struct Bundle {
    /// What goes in, in the order of the catalogue.
    pub entries: Vec<Entry>,
    /// What does not, and why.
    pub left_out: Vec<(String, Text)>,
}

/// A document in the bundle.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the archive: a number, and the name of its file.
    pub name: String,
    /// What it is, in the order of the catalogue; several where it serves as several kinds.
    pub kinds: Vec<Text>,
    /// Its path in the dossier's folder.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
    /// Its pages, if they are known.
    pub pages: Option<u32>,
    /// What makes it of little use, if anything does: it goes in all the same.
    pub fault: Option<Text>,
}

impl Bundle {
    /// The documents of a dossier as they are handed in.
    pub fn of(documents: &Documents, catalogue: &Catalogue) -> Bundle {
        let mut left_out = Vec::new();
        let mut chosen: Vec<(&Held, Vec<KindId>)> = Vec::new();
        let own = |held: &&Held| held.document.file == lock::FILE;
        for held in documents.each.iter().filter(|held| !own(held)) {
            if let Some(why) = unfit(held) {
                if !held.document.file.trim().is_empty() {
                    left_out.push((held.document.file.clone(), why));
                }
                continue;
            }
            let again = chosen
                .iter_mut()
                .find(|(known, _)| known.document.file == held.document.file);
            match again {
                Some((_, kinds)) => kinds.extend(held.kind.filter(|kind| !kinds.contains(kind))),
                None => chosen.push((held, held.kind.into_iter().collect())),
            }
        }
        for (_, kinds) in &mut chosen {
            kinds.sort();
        }
        // The catalogue's order; within a kind, the list's, then that of paths; what is of no known kind comes last.
        chosen.sort_by_key(|(_, kinds)| (kinds.is_empty(), kinds.first().copied()));
        let width = chosen.len().to_string().len().max(2);
        let entries = (1..).zip(&chosen).map(|(number, (held, kinds))| Entry {
            name: name(number, width, &held.document.file),
            kinds: kinds
                .iter()
                .filter_map(|kind| catalogue.get(*kind))
                .map(label)
                .collect(),
            file: held.document.file.clone(),
            bytes: held.document.bytes,
            sha256: held.document.sha256.clone().unwrap_or_default(),
            pages: held.document.pages,
            fault: (held.state() == State::Unusable).then(|| held.fault()),
        });
        Bundle {
            entries: entries.collect(),
            left_out,
        }
    }
}

fn label(kind: &DocumentKind) -> Text {
    kind.label.clone()
}

/// Why a file does not go in.
fn unfit(held: &Held) -> Option<Text> {
    if held.document.sha256.is_none() {
        return Some(held.fault());
    }
    (held.kind.is_none() && !held.is_listed()).then(|| {
        text!(
            "清单没有列出，也没有按文件名认定类别",
            "no list names it, and it was not told by its name what it is"
        )
    })
}

/// The name of a document in the archive, as every system can hold it.
fn name(number: usize, width: usize, file: &str) -> String {
    let own = file.rsplit('/').next().unwrap_or(file);
    let start = format!("{number:0width$}-");
    let safe = portable(own, limits::NAME_BYTES - start.len());
    format!("{start}{safe}")
}
