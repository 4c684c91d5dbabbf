//! The tracks of an award: what an applicant can enter for, and what applies there, an organization or a person.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use toml::Spanned;

use crate::shape::{Called, Reader, Shape, TomlType, Written};
use crate::text::Text;

/// Who applies in a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// 组织
    Organization,
    /// 个人
    Person,
}

impl Subject {
    /// Both.
    pub const ALL: [Subject; 2] = [Subject::Organization, Subject::Person];

    /// The id that packs write.
    pub fn id(self) -> &'static str {
        match self {
            Subject::Organization => "organization",
            Subject::Person => "person",
        }
    }

    /// The word that people read.
    pub fn label(self) -> Text {
        match self {
            Subject::Organization => text!("组织", "organization"),
            Subject::Person => text!("个人", "individual"),
        }
    }
}

impl Called for Subject {
    fn called() -> Text {
        text!("申报主体", "a subject")
    }

    fn toml_type() -> TomlType {
        TomlType::OneOf(Subject::ALL.map(Subject::id).to_vec())
    }
}

impl<S> Shape<S> for Subject {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Subject> {
        reader.one_of(written, &Subject::called(), &Subject::ALL, Subject::id)
    }
}

shape! {
    /// A track as a pack writes it in `[[track]]`.
    #[derive(Debug)]
    pub struct TrackEntry {
        /// Its id, which dossiers and machines use.
        pub id: Spanned<String>,
        /// What people call it.
        label: Text,
        /// Other ways to write it.
        also: Vec<String> = "[]",
        /// Who applies in it.
        subject: Subject,
    }
}

/// A track that can be entered. Two are the same where their ids are.
#[derive(Debug, Clone)]
pub struct Track(Arc<Declared>);

#[derive(Debug)]
struct Declared {
    id: String,
    label: Text,
    short: Text,
    also: Vec<String>,
    subject: Subject,
}

impl Track {
    /// The tracks that are declared together.
    pub fn declared(entries: Vec<TrackEntry>) -> Vec<Track> {
        let subjects: Vec<Subject> = entries.iter().map(|entry| entry.subject).collect();
        let only = |subject| subjects.iter().filter(|other| **other == subject).count() == 1;
        let of = |entry: TrackEntry| {
            let short = if only(entry.subject) {
                entry.subject.label()
            } else {
                entry.label.clone()
            };
            Track(Arc::new(Declared {
                id: entry.id.into_inner(),
                label: entry.label,
                short,
                also: entry.also,
                subject: entry.subject,
            }))
        };
        entries.into_iter().map(of).collect()
    }

    /// The same track with these other ways to write it.
    pub(super) fn with_names(&self, also: Vec<String>) -> Track {
        Track(Arc::new(Declared {
            id: self.0.id.clone(),
            label: self.0.label.clone(),
            short: self.0.short.clone(),
            also,
            subject: self.0.subject,
        }))
    }

    /// The id that dossiers and machines use.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// What people call it.
    pub fn label(&self) -> &Text {
        &self.0.label
    }

    /// What people call it in a word: by who applies, where that tells it from the others of its award.
    pub fn short(&self) -> &Text {
        &self.0.short
    }

    /// What people call it, and who applies in it.
    pub fn at_length(&self) -> Text {
        let (label, subject) = (self.label(), self.0.subject.label());
        text!("{label}（{subject}）", "{label} ({subject})"; label, subject)
    }

    /// Other ways to write it.
    pub fn also(&self) -> &[String] {
        &self.0.also
    }

    /// Who applies in it.
    pub fn subject(&self) -> Subject {
        self.0.subject
    }
}

impl PartialEq for Track {
    fn eq(&self, other: &Track) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.id == other.0.id
    }
}

impl Eq for Track {}

impl Serialize for Track {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// What tells which tracks there are to be named.
pub trait Tracks {
    /// The tracks.
    fn tracks(&self) -> &[Track];
}

impl Tracks for Vec<Track> {
    fn tracks(&self) -> &[Track] {
        self
    }
}

impl Called for Track {
    fn called() -> Text {
        text!("申报类别", "a track")
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<S: Tracks> Shape<S> for Track {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Track> {
        let all = reader.scope.tracks().to_vec();
        let names: Vec<&str> = all.iter().map(Track::id).collect();
        let at = reader.name_among(written, &Track::called(), &names)?;
        all.get(at).cloned()
    }
}
