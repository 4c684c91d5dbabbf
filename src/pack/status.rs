//! Whether a pack is finished: a draft may hold guesses, each marked, and says in its title what it is.

use crate::shape::{Called, Reader, Shape, TomlType, Written};
use crate::text::Text;

/// Whether a pack is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Guesses may stand in it.
    Draft,
    /// Nothing is guessed.
    Final,
}

impl Called for Status {
    fn called() -> Text {
        text!("规则包的状态", "a status")
    }

    fn toml_type() -> TomlType {
        TomlType::OneOf(Status::ALL.map(Status::id).to_vec())
    }
}

impl<S> Shape<S> for Status {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Status> {
        reader.one_of(written, &Status::called(), &Status::ALL, Status::id)
    }
}

impl Status {
    const ALL: [Status; 2] = [Status::Draft, Status::Final];

    /// The id that packs write.
    fn id(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Final => "final",
        }
    }

    /// A title; that of a draft says so.
    pub(super) fn titled(self, title: Text) -> Text {
        match self {
            Status::Draft => text!("{title}（草稿）", "{title} (draft)"; title),
            Status::Final => title,
        }
    }
}
