//! What the values of a pack are read against: the dictionary whose fields they name, and the edition whose days they
//! count by.

mod choices;
mod edition;

use std::ops::Range;

pub use choices::{ByTrack, Pick, Picks};
pub use edition::{Deadline, Edition, Opening, Years};

use crate::dictionary::kind::Kind;
use crate::dictionary::{Column, Dictionary, Entry, FieldId, KindId, MATERIALS, Scalar, Table, Track, Tracks, join};
use crate::place::{InputError, Spot, meant};
use crate::shape::{Called, Reader, Shape, ShapeOf, TomlType, Written};
use crate::text::Text;
use crate::writing::quote;

/// What paths and counts are read against, and which entries of the dictionary were read.
#[derive(Debug)]
pub struct Scope<'d> {
    /// The fields there are.
    pub dictionary: &'d Dictionary,
    /// The edition.
    pub edition: Edition,
    /// What was named so far, each once.
    pub reads: Vec<Entry>,
}

impl<'d> Scope<'d> {
    /// A scope of which nothing was read.
    pub fn new(dictionary: &'d Dictionary, edition: Edition) -> Scope<'d> {
        let reads = Vec::new();
        Scope {
            dictionary,
            edition,
            reads,
        }
    }

    /// Takes note of what was named.
    fn note(&mut self, entry: Entry) {
        if !self.reads.contains(&entry) {
            self.reads.push(entry);
        }
    }
}

impl Tracks for Scope<'_> {
    fn tracks(&self) -> &[Track] {
        self.dictionary.tracks()
    }
}

/// What stands at a path, in the dictionary of the reader.
fn entry(path: &str, place: Range<usize>, reader: &mut Reader<Scope<'_>>) -> Option<Entry> {
    if let Some(entry) = reader.scope.dictionary.entry(path) {
        return Some(entry);
    }
    let quoted = quote(path);
    let message = text!("没有字段 {quoted}", "there is no field {quoted}");
    let near = reader.scope.dictionary.nearest_path(path);
    reader
        .mistakes
        .push(InputError::at(Spot::span(place), message).near(near));
    None
}

/// The field at a path, read as a `K`, in a table or outside one.
fn field<K: Kind>(path: &str, in_table: bool, place: Range<usize>, reader: &mut Reader<Scope<'_>>) -> Option<FieldId> {
    let found = entry(path, place.clone(), reader)?;
    let quoted = quote(path);
    let Entry::Field(id) = found else {
        let message = text!("{quoted} 是一节，不是字段", "{quoted} is a section, not a field");
        return reader.wrong(place, message);
    };
    let dictionary = reader.scope.dictionary;
    let field = dictionary.get(id)?;
    if field.in_table != in_table {
        let message = if !in_table {
            text!(
                "{quoted} 是表格的一列，不是单项",
                "{quoted} is a column of a table, not a single fact"
            )
        } else {
            text!("{quoted} 不是表格的一列", "{quoted} is no column of a table")
        };
        return reader.wrong(place, message);
    }
    if !K::takes(&field.kind) {
        let (holds, takes) = (field.kind.called(), K::called());
        let message = text!(
            "{quoted} 填的是{holds}，这里要的是{takes}",
            "{quoted} holds {holds}, and {takes} is wanted here";
            holds, takes
        );
        return reader.wrong(place, message);
    }
    reader.scope.note(found);
    Some(id)
}

impl<K: Kind> Called for Scalar<K> {
    fn called() -> Text {
        let holds = K::called();
        text!("一个单项字段的路径（{holds}）", "the path of a single field ({holds})"; holds)
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<'d, K: Kind> Shape<Scope<'d>> for Scalar<K> {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Scalar<K>> {
        let path = reader.string(written, &Self::called())?;
        let id = field::<K>(path, false, written.span(), reader)?;
        Scalar::of(id, reader.scope.dictionary.get(id)?)
    }
}

impl Called for Table {
    fn called() -> Text {
        text!("一个表格的路径", "the path of a table")
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<'d> Shape<Scope<'d>> for Table {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Table> {
        let path = reader.string(written, &Table::called())?;
        let found = entry(path, written.span(), reader)?;
        let section = match found {
            Entry::Section(id) => reader.scope.dictionary.section(id).map(|section| (id, section.rows)),
            Entry::Field(_) => None,
        };
        match section {
            Some((id, true)) => {
                reader.scope.note(found);
                Some(Table { id })
            }
            _ => {
                let quoted = quote(path);
                reader.wrong(written.span(), text!("{quoted} 不是表格", "{quoted} is not a table"))
            }
        }
    }
}

impl<K: Kind> Called for Column<K> {
    fn called() -> Text {
        let holds = K::called();
        text!("该表格的一列（{holds}）", "a column of that table ({holds})"; holds)
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

/// A column is written by its name within its table.
impl<'d, K: Kind> ShapeOf<Scope<'d>, Table> for Column<K> {
    fn read_of(table: &Table, written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Column<K>> {
        let name = reader.string(written, &Self::called())?;
        let table = reader.scope.dictionary.section(table.id)?;
        let path = join(&table.path, name);
        if reader.scope.dictionary.entry(&path).is_none() {
            let (quoted, of) = (quote(name), quote(&table.path));
            let message = text!(
                "表格 {of} 没有 {quoted} 这一列",
                "the table {of} has no column {quoted}"
            );
            let dictionary = reader.scope.dictionary;
            let columns = table.fields.iter().filter_map(|id| dictionary.get(*id));
            let columns: Vec<&str> = columns.map(|column| column.name.as_str()).collect();
            return reader.unknown(written.span(), message, name, columns);
        }
        let id = field::<K>(&path, true, written.span(), reader)?;
        Column::of(id, reader.scope.dictionary.get(id)?)
    }
}

impl Called for KindId {
    fn called() -> Text {
        text!("一类材料的 id", "the id of a kind of document")
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<'d> Shape<Scope<'d>> for KindId {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<KindId> {
        let id = reader.string(written, &KindId::called())?;
        let catalogue = &reader.scope.dictionary.catalogue;
        if let Some((found, _)) = catalogue.kinds().find(|(_, kind)| kind.id == id) {
            // Of a dossier, the list of its documents is what is read.
            if let Some(entry) = reader.scope.dictionary.entry(MATERIALS) {
                reader.scope.note(entry);
            }
            return Some(found);
        }
        let quoted = quote(id);
        let message = text!("没有 {quoted} 这一类材料", "there is no kind of document {quoted}");
        match catalogue.nearest(id).map(|near| near.id.as_str()) {
            Some(near) => reader.wrong_so(written.span(), message, meant(near)),
            None => {
                let known = catalogue.kinds().map(|(_, kind)| kind.id.as_str());
                reader.unknown(written.span(), message, id, known)
            }
        }
    }
}
