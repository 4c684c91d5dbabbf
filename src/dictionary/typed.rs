//! Fields as rules read them: by their position, in the rule's own type.

use std::marker::PhantomData;

use super::field::{Field, FieldId, SectionId};
use super::kind::Kind;

/// A scalar field that a rule reads as a `K`. In a pack it is written as its path.
#[derive(Debug)]
pub struct Scalar<K> {
    /// The field.
    pub id: FieldId,
    /// Its position among the scalars.
    pub slot: usize,
    kind: PhantomData<K>,
}

/// A column of a table that a rule reads as a `K`. In a pack it is written by its name in the table.
#[derive(Debug)]
pub struct Column<K> {
    /// The field.
    pub id: FieldId,
    /// Its position among the columns of its table.
    pub slot: usize,
    kind: PhantomData<K>,
}

/// A table that a rule reads. In a pack it is written as its path.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The section.
    pub id: SectionId,
}

impl<K> Clone for Scalar<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Scalar<K> {}
impl<K> Clone for Column<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Column<K> {}

impl<K: Kind> Scalar<K> {
    /// A field, if it is a scalar that can be read so.
    pub fn of(id: FieldId, field: &Field) -> Option<Scalar<K>> {
        let (slot, kind) = (field.slot, PhantomData);
        (!field.in_table && K::takes(&field.kind)).then_some(Scalar { id, slot, kind })
    }
}

impl<K: Kind> Column<K> {
    /// A field, if it is a column that can be read so.
    pub fn of(id: FieldId, field: &Field) -> Option<Column<K>> {
        let (slot, kind) = (field.slot, PhantomData);
        (field.in_table && K::takes(&field.kind)).then_some(Column { id, slot, kind })
    }
}
