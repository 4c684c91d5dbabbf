//! The documents that bear out what a finding rests on.

use serde::Serialize;

use crate::documents::State;
use crate::text::Text;

/// One document that bears out a condition's facts, or the want of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Support {
    /// What people call the kind of document.
    pub kind: Text,
    /// The file; `None` where none is named.
    pub file: Option<String>,
    /// Whether it is there and can be used.
    pub state: State,
    /// What is to be said of it: that it is missing, what is wrong with it, or what in it contradicts the dossier.
    pub remark: Option<Text>,
}
