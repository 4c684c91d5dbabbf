//! What was brought to a run from outside the program and had a say in its verdicts: the file of settings, and packs
//! that are not in the program.

use serde::Serialize;

use super::{DossierReport, PackSummary, Report};
use crate::pack::Pack;
use crate::text::Text;

/// A file that had a say, to the byte.
#[derive(Debug, Clone, Serialize)]
pub struct Brought {
    /// The file.
    pub file: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What is said of a file that had a say.
#[derive(Debug)]
pub struct Told<'r> {
    /// What it is.
    pub name: Text,
    /// The file.
    pub file: &'r str,
    /// The file and its hash; of a pack, its id before them.
    pub words: String,
}

impl Brought {
    /// What is said of a file of settings.
    pub fn settings(&self) -> Told<'_> {
        let Brought { file, sha256 } = self;
        Told {
            name: text!("设置文件", "Settings"),
            file,
            words: format!("{file} sha256:{sha256}"),
        }
    }
}

impl<'r> Told<'r> {
    /// What is said of a pack that stands in a file of its own; nothing of one that is in the program.
    pub fn pack(id: &str, file: Option<&'r str>, sha256: &str) -> Option<Told<'r>> {
        let file = file?;
        Some(Told {
            name: text!("规则包文件", "Pack file"),
            file,
            words: format!("{id} {file} sha256:{sha256}"),
        })
    }
}

impl Pack {
    /// Its file, unless it is in the program.
    pub fn brought_from(&self) -> Option<&str> {
        (!self.is_shipped()).then(|| &**self.written.file())
    }
}

impl Report {
    /// What was brought: for the head of whatever people read.
    pub fn brought(&self) -> Vec<Told<'_>> {
        self.brought_with(&self.packs)
    }

    /// What was brought that had a say in the verdicts on this dossier.
    pub fn brought_to(&self, dossier: &DossierReport) -> Vec<Told<'_>> {
        self.brought_with(self.pack_of(dossier))
    }

    fn brought_with<'r>(&'r self, packs: impl IntoIterator<Item = &'r PackSummary>) -> Vec<Told<'r>> {
        let packs = packs.into_iter();
        let packs = packs.filter_map(|pack| Told::pack(&pack.id, pack.file.as_deref(), &pack.sha256));
        self.settings.iter().map(Brought::settings).chain(packs).collect()
    }
}
