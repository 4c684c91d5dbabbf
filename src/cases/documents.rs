//! What a case changes in the sound documents of its pack.

use crate::dictionary::Track;
use crate::documents::Stated;
use crate::pack::Pack;

shape! {
    /// A change to the sound documents of a pack.
    #[derive(Debug, Clone, Default)]
    pub struct DocumentsChange {
        /// Kinds that are left out.
        without: Vec<String> = "[]",
        /// Documents that take the place of those of their kinds.
        given: Vec<Stated> = "[]",
    }
}

impl DocumentsChange {
    /// The sound documents of a track after the change.
    pub fn of(&self, sound: &[Stated], pack: &Pack, track: &Track) -> Vec<Stated> {
        let kinds = || pack.dictionary.catalogue.kinds();
        let held = |id: &str| kinds().any(|(_, kind)| kind.id == id && kind.tracks.contains(track));
        let replaced = |id: &String| self.without.contains(id) || self.given.iter().any(|given| given.kind == *id);
        let kept = sound
            .iter()
            .filter(|stated| held(&stated.kind) && !replaced(&stated.kind));
        kept.chain(&self.given).cloned().collect()
    }
}
