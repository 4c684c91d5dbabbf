//! Choices of a field, as packs write them: by their ids, beside the field.

use std::ops::Deref;

use super::Scope;
use crate::dictionary::kind::Choice;
use crate::dictionary::{Column, FieldId, Scalar, Track};
use crate::shape::{Called, Reader, ShapeOf, TomlType, Written};
use crate::text::Text;
use crate::writing::quote;

/// One choice of a field, by its position; written by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick(u8);

impl Pick {
    /// Its position among the field's choices.
    pub fn position(self) -> u8 {
        self.0
    }
}

/// Some choices of a field, by their positions; written by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picks(Vec<u8>);

impl Deref for Picks {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// The choice of a field that is written by its id.
fn pick(of: FieldId, written: &Written<'_>, reader: &mut Reader<Scope<'_>>) -> Option<u8> {
    let id = reader.string(written, &Pick::called())?;
    let field = reader.scope.dictionary.get(of)?;
    let found = (0..).zip(&field.choices).find(|(_, choice)| choice.id == id);
    if let Some((position, _)) = found {
        return Some(position);
    }
    let (quoted, path) = (quote(id), quote(&field.path));
    let message = text!("{path} 没有选项 {quoted}", "{path} has no choice {quoted}");
    let known = field.choices.iter().map(|choice| choice.id.as_str());
    reader.unknown(written.span(), message, id, known)
}

/// The choices of a field that are written by their ids, each once.
fn picks(of: FieldId, written: &Written<'_>, reader: &mut Reader<Scope<'_>>) -> Option<Picks> {
    let items = reader.items(written, &Picks::called())?;
    let mut all = Vec::new();
    let mut whole = true;
    for item in items {
        match pick(of, item, reader) {
            Some(position) if all.contains(&position) => {
                whole = false;
                reader.wrong::<()>(item.span(), text!("这个选项写了两次", "this choice stands twice"));
            }
            Some(position) => all.push(position),
            None => whole = false,
        }
    }
    whole.then_some(Picks(all))
}

impl Called for Pick {
    fn called() -> Text {
        text!("该字段的一个选项", "a choice of that field")
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl Called for Picks {
    fn called() -> Text {
        text!("该字段的若干选项 [ … ]", "a list [ … ] of choices of that field")
    }

    fn toml_type() -> TomlType {
        TomlType::List(Box::new(TomlType::Text))
    }
}

/// What has the choices of one field.
pub trait OfField {
    /// The field.
    fn field(&self) -> Option<FieldId>;
}

impl OfField for Scalar<Choice> {
    fn field(&self) -> Option<FieldId> {
        Some(self.id)
    }
}

impl OfField for Column<Choice> {
    fn field(&self) -> Option<FieldId> {
        Some(self.id)
    }
}

impl OfField for Option<Column<Choice>> {
    fn field(&self) -> Option<FieldId> {
        self.map(|column| column.id)
    }
}

impl<'d, Of: OfField> ShapeOf<Scope<'d>, Of> for Pick {
    fn read_of(of: &Of, written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Pick> {
        pick(of.field()?, written, reader).map(Pick)
    }
}

impl<'d, Of: OfField> ShapeOf<Scope<'d>, Of> for Picks {
    fn read_of(of: &Of, written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Picks> {
        match of.field() {
            Some(field) => picks(field, written, reader),
            // Choices of no field: there are none to be named.
            None => match reader.items(written, &Picks::called())? {
                [] => Some(Picks(Vec::new())),
                _ => reader.wrong(
                    written.span(),
                    text!(
                        "这些选项所属的字段没有写",
                        "the field whose choices these are is not named"
                    ),
                ),
            },
        }
    }
}

/// Choices by track.
#[derive(Debug, Clone)]
pub struct ByTrack(Vec<(Track, Picks)>);

impl ByTrack {
    /// The choices of a track.
    pub fn of(&self, track: &Track) -> Option<&Picks> {
        self.iter().find(|(of, _)| of == track).map(|(_, picks)| picks)
    }

    /// The tracks that have choices, with them.
    pub fn iter(&self) -> impl Iterator<Item = &(Track, Picks)> {
        self.0.iter()
    }
}

impl Called for ByTrack {
    fn called() -> Text {
        text!(
            "按申报类别分列的选项 {{ 类别 = [ … ] }}",
            "lists of choices by track {{ track = [ … ] }}"
        )
    }
}

impl<'d> ShapeOf<Scope<'d>, Column<Choice>> for ByTrack {
    fn read_of(of: &Column<Choice>, written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<ByTrack> {
        let tracks = reader.scope.dictionary.tracks();
        let ids: Vec<&str> = tracks.iter().map(Track::id).collect();
        let keys = reader.table(written, &ids)?;
        let mut read = Vec::new();
        for track in tracks {
            if let Some(written) = keys.table.get(track.id()) {
                read.push((track.clone(), picks(of.id, written, reader)?));
            }
        }
        Some(ByTrack(read))
    }
}
