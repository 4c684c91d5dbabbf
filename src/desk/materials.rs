//! Whether the documents beside a dossier are examined, and from which folder.

use std::path::{Path, PathBuf};

use crate::dictionary::{Entry, MATERIALS};
use crate::documents::Documents;
use crate::documents::gather::Site;
use crate::dossier::Dossier;
use crate::load::folder::{Input, not_examined};
use crate::load::tree::Tree;
use crate::materials::{Folder, Refusal};
use crate::place::{InputError, Unreadable};

use super::files;

/// What a run wants of documents.
#[derive(Debug, Default)]
pub struct Materials {
    /// Whether they are examined even where a dossier lists none.
    asked: bool,
    /// The reports that the run writes: they are no documents.
    reports: Vec<PathBuf>,
}

impl Materials {
    /// What a run wants that was asked for documents, or not, and writes these reports.
    pub fn new<'p>(asked: bool, reports: impl IntoIterator<Item = &'p Path>) -> Materials {
        let reports = reports.into_iter().filter_map(|path| path.canonicalize().ok());
        Materials {
            asked,
            reports: reports.collect(),
        }
    }

    /// The documents of a dossier that was read from `input`; `None` where they are not examined, as in
    /// memory.
    ///
    /// Where the dossier is a folder, all that lies in it is looked at, though it be nothing; else only what the dossier
    /// lists, so that what belongs to others is not drawn in.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn of(&self, input: &Input, dossier: &Dossier) -> Result<Option<Documents>, Unreadable> {
        let wanted = self.asked || lists(dossier);
        if !wanted && input.folder.is_none() || matches!(input.tree, Tree::Memory(_)) {
            return Ok(None);
        }
        let beside = input.path.parent().filter(|path| !path.as_os_str().is_empty());
        let root = input.folder.as_deref().or(beside).unwrap_or(Path::new("."));
        let folder = match &input.tree {
            Tree::Archive(archive) => Folder::packed(root, archive.clone()),
            _ => Folder::open(root).map_err(|refusal| closed(dossier, &refusal))?,
        };
        let place = Site {
            folder: &folder,
            whole: input.folder.as_ref().map(|_| input.path.as_path()),
            apart: &self.reports,
        };
        Ok(Some(Documents::gather(dossier, place)))
    }

    /// That the documents of a dossier in memory were wanted and not examined. Of one that is a folder of its own, the
    /// walk has said it.
    pub fn unseen(&self, input: &Input, dossier: &Dossier) -> Option<Unreadable> {
        let in_memory = matches!(input.tree, Tree::Memory(_));
        let unseen = in_memory && input.folder.is_none() && (self.asked || lists(dossier));
        unseen.then(|| files::unreadable(&input.path, vec![not_examined()]))
    }
}

/// What of the folder that is a dossier was not looked at, as something that could not be read.
pub fn not_looked_at(input: &Input, documents: &Documents) -> Option<Unreadable> {
    let folder = input.folder.as_deref().unwrap_or(&input.path);
    let errors: Vec<InputError> = documents.cut.iter().cloned().map(InputError::whole).collect();
    (!errors.is_empty()).then(|| files::unreadable(folder, errors))
}

/// Whether a dossier states its documents, be it that there are none.
fn lists(dossier: &Dossier) -> bool {
    match dossier.dictionary.entry(MATERIALS) {
        Some(Entry::Section(id)) => dossier.table(id).is_some_and(|table| table.rows().is_some()),
        _ => false,
    }
}

fn closed(dossier: &Dossier, refusal: &Refusal) -> Unreadable {
    let why = refusal.text();
    let message = text!(
        "申报材料所在的文件夹无法打开：{why}",
        "the folder of its documents cannot be opened: {why}";
        why
    );
    Unreadable::new(dossier.source.clone(), vec![InputError::whole(message)])
}
