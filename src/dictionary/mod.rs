//! The data dictionary: every field a dossier may hold, by path, with its type, labels and headings; the tracks that
//! are entered, and the kinds of document.
//!
//! `rules/fields.toml` is the dictionary that all awards share; a pack may add to it. Paths are resolved to
//! small indices once, while a pack loads; after that a fact is an array access away.

mod adding;
mod catalogue;
mod entries;
mod field;
mod heads;
pub mod kind;
mod names;
mod rewording;
mod track;
mod typed;
mod union;
mod value;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use catalogue::{Catalogue, DocumentKind, KindId};
pub use entries::SectionEntry;
pub use field::{Choice, Entry, Field, FieldId, Lookup, Section, SectionId, YES, join};
pub use heads::Heads;
pub use names::{Names, OwnName, Rank, key};
pub use rewording::WordingEntry;
pub use track::{Subject, Track, TrackEntry, Tracks};
pub use typed::{Column, Scalar, Table};
pub use value::{Type, Value, When};

use crate::text::Text;
use crate::writing::nearest;

/// The table of a dossier in which its documents are listed.
pub const MATERIALS: &str = "materials";

/// The data dictionary.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// The kinds of document.
    pub catalogue: Catalogue,
    sections: Vec<Section>,
    tracks: Vec<Track>,
    /// How people write the only track of a subject.
    subjects: Vec<(Subject, Vec<String>)>,
    fields: Vec<Field>,
    paths: HashMap<String, Entry>,
    scalars: usize,
    /// The user's own names of entries.
    own: Vec<(String, Entry)>,
    names: OnceLock<Names>,
    heads: OnceLock<Heads>,
}

impl Dictionary {
    /// The tracks that can be entered.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// The track of this id.
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id() == id)
    }

    /// The track that `words` call, in any way a dossier may write it: `organization`, 组织, 先进质量管理模式（组织）.
    pub fn track_called(&self, words: &str) -> Option<&Track> {
        let field = self.heads().track.and_then(|track| self.get(track.id));
        let position = field.and_then(|field| field.choice(words));
        position
            .and_then(|position| self.tracks.get(usize::from(position)))
            .or_else(|| self.track(words))
    }

    /// How many scalar fields there are.
    pub fn scalar_count(&self) -> usize {
        self.scalars
    }

    /// All sections, in the order of the dictionary.
    pub fn sections(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        (0..).map(SectionId).zip(&self.sections)
    }

    /// All fields, in the order of the dictionary.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// The field of an index.
    pub fn get(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(usize::from(id.0))
    }

    /// The section of an index.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.index())
    }

    /// What stands at `path`.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        self.paths.get(path).copied()
    }

    /// The section at `path`.
    pub fn section_at(&self, path: &str) -> Option<&Section> {
        match self.entry(path)? {
            Entry::Section(id) => self.section(id),
            Entry::Field(_) => None,
        }
    }

    /// What people call a field.
    pub fn label(&self, id: FieldId) -> Text {
        self.get(id).map(|field| field.label.clone()).unwrap_or_default()
    }

    /// The names by which workbooks may call its fields and sections.
    pub fn names(&self) -> &Names {
        self.names
            .get_or_init(|| Names::of(self.fields(), self.sections(), &self.own))
    }

    /// The same dictionary, where workbooks may call its entries by these names too. Those for paths it does not have
    /// are left out: another pack may have them.
    pub fn with_names(&self, own: &[OwnName]) -> Dictionary {
        let entries = own
            .iter()
            .filter_map(|own| Some((own.name.clone(), self.entry(&own.path)?)));
        Dictionary {
            own: entries.collect(),
            names: OnceLock::new(),
            ..self.clone()
        }
    }

    /// Where the facts stand that head every report.
    pub fn heads(&self) -> &Heads {
        self.heads.get_or_init(|| {
            Heads::of(|path| match self.entry(path)? {
                Entry::Field(id) => Some((id, self.get(id)?)),
                Entry::Section(_) => None,
            })
        })
    }

    /// The path that was probably meant by `path`.
    pub fn nearest_path(&self, path: &str) -> Option<&str> {
        nearest(path, self.paths.keys().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_dictionary_loads_and_its_paths_find_their_fields() {
        let dictionary = Dictionary::shared().unwrap();
        for (id, field) in dictionary.fields() {
            assert_eq!(dictionary.entry(&field.path), Some(Entry::Field(id)), "{}", field.path);
            assert!(
                !field.label.zh.is_empty() && !field.label.en.is_empty(),
                "{}",
                field.path
            );
        }
    }

    #[test]
    fn what_stands_in_a_section_is_found_in_whatever_order_it_is_asked_for() {
        let dictionary = Dictionary::shared().unwrap();
        for (_, section) in dictionary.sections() {
            let mut within: Vec<(String, Entry)> = section.within.clone();
            for turn in 0..within.len() {
                let mut names = section.names();
                for (name, entry) in &within {
                    assert_eq!(names.find(name), Some(*entry), "{name} in [{}]", section.path);
                    assert_eq!(names.find(&format!("{name}x")), None);
                }
                within.rotate_left(1);
                if turn % 2 == 0 {
                    within.reverse();
                }
            }
            assert!(
                within
                    .iter()
                    .all(|(name, _)| dictionary.entry(&join(&section.path, name)).is_some())
            );
        }
    }

    #[test]
    fn no_two_choices_of_a_field_are_written_alike() {
        for (_, field) in Dictionary::shared().unwrap().fields() {
            for (position, choice) in field.choices.iter().enumerate() {
                for form in [&choice.id, &choice.zh, &choice.en].into_iter().chain(&choice.also) {
                    assert_eq!(
                        field.choice(form),
                        u8::try_from(position).ok(),
                        "{}: {form}",
                        field.path
                    );
                }
            }
        }
    }
}
