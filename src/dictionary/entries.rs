//! Sections and fields as a dictionary writes them.

use std::ops::Range;

use toml::Spanned;

use super::field::{Choice, Field, YES};
use super::track::{Subject, Track, Tracks};
use super::value::Type;
use crate::place::{InputError, Spot};
use crate::shape::Unread;
use crate::text::Text;

shape! {
    /// A field as the dictionary writes it.
    #[derive(Debug, Clone)]
    pub(super) struct FieldEntry among Tracks {
        /// Its name within the section.
        pub(super) name: Spanned<String>,
        /// What it holds.
        pub(super) kind as "type": Type,
        /// What people call it.
        pub(super) label: Text,
        /// What else a workbook may call it.
        pub(super) headings: Vec<String> = "[]",
        /// Whether its absence is never *missing*.
        pub(super) optional: bool = "false",
        /// Whether a month will not do for a day.
        pub(super) exact: bool = "false",
        /// Whether it is said of one award alone, and holds for no other.
        pub(super) per_award: bool = "false",
        /// Who fills it in; without it, who fills in its section.
        pub(super) subjects: Option<Vec<Subject>>,
        /// In which tracks; without it, in those of its subjects.
        pub(super) tracks: Option<Vec<Track>>,
        /// Its choices, or the words it takes instead of a day.
        pub(super) choices: Vec<Choice> = "[]",
        /// Words for yes in this field alone.
        pub(super) yes: Vec<String> = "[]",
        /// Words for no in this field alone.
        pub(super) no: Vec<String> = "[]",
        /// How to fill it in.
        pub(super) help: Option<Text>,
        /// What might be written in it.
        pub(super) example: Option<Text>,
        /// Whom it is asked of, where not of everyone.
        pub(super) when: Option<Text>,
    }
}

impl FieldEntry {
    /// A field that is there, as it could be written for another section.
    pub(super) fn like(field: &Field, span: Range<usize>) -> FieldEntry {
        FieldEntry {
            name: Spanned::new(span, field.name.clone()),
            kind: field.kind,
            label: field.label.clone(),
            headings: field.headings.clone(),
            optional: field.optional,
            exact: field.exact,
            per_award: field.per_award,
            subjects: None,
            tracks: None,
            choices: field.choices.clone(),
            yes: field.own_words(YES),
            no: field.own_words(YES - 1),
            help: field.help.clone(),
            example: field.example.clone(),
            when: None,
        }
    }
}

shape! {
    /// A section as the dictionary writes it: a group of scalars, or a table with rows.
    #[derive(Debug, Clone)]
    pub struct SectionEntry among Tracks {
        /// Its path, empty for the root.
        pub(super) path: Spanned<String>,
        /// What people call it; obligatory where it is new.
        pub(super) label: Option<Text>,
        /// What else a workbook may call its sheet.
        pub(super) headings: Vec<String> = "[]",
        /// Whether it is a table.
        pub(super) rows: bool = "false",
        /// Whether it is said of one award alone, and holds for no other.
        pub(super) per_award: bool = "false",
        /// The column that names a row and may not repeat.
        pub(super) key: Option<Spanned<String>>,
        /// Who fills it in; without it, everyone.
        pub(super) subjects: Option<Vec<Subject>>,
        /// In which tracks; without it, in those of its subjects.
        pub(super) tracks: Option<Vec<Track>>,
        /// Whom it is asked of, where not of everyone.
        pub(super) when: Option<Text>,
        /// The section whose fields it has too.
        pub(super) like: Option<Spanned<String>>,
        /// What says in this table alone that there are no rows.
        pub(super) none: Vec<String> = "[]",
        /// Pairs of columns of which the first may not come after the second.
        pub(super) order: Vec<Vec<Spanned<String>>> = "[]",
        /// Its fields.
        pub(super) field: Vec<FieldEntry> = "[]",
    }
}

shape! {
    /// What is written for those who apply, whatever they enter.
    pub(super) struct SubjectEntry {
        /// Who applies.
        pub(super) id: Subject,
        /// How people write a track of theirs, where they have but one.
        pub(super) also: Vec<String>,
    }
}

shape! {
    /// The dictionary that all awards share, but for its tracks.
    pub(super) struct FieldsFile among Tracks {
        /// Who applies.
        pub(super) subject: Vec<SubjectEntry>,
        /// The tracks of an award that declares none.
        pub(super) _track as "track": Unread,
        /// The sections.
        pub(super) section: Vec<SectionEntry>,
    }
}

/// A mistake in what a dictionary writes.
pub(super) fn wrong<T>(written: &Spanned<String>, message: Text) -> Result<T, InputError> {
    Err(InputError::at(Spot::span(written.span()), message))
}
