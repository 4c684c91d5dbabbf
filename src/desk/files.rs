//! Files that are read: how their names are shown, and what is said of those that cannot be read.

use std::path::Path;

use crate::load::folder::Input;
use crate::place::{InputError, Source, Unreadable};
use crate::writing::tame;

/// A file's name as it is shown.
pub fn name(path: &Path) -> String {
    tame(&path.display().to_string())
}

/// What is wrong with a file or folder as a whole, where no place in it can be shown.
pub fn unreadable(path: &Path, errors: Vec<InputError>) -> Unreadable {
    Unreadable::new(Source::text(name(path), ""), errors)
}

/// The bytes of an input.
///
/// # Errors
/// Why they cannot be read.
pub fn of(input: &Input) -> Result<Vec<u8>, Unreadable> {
    let path = &input.path;
    input.tree.bytes(path).map_err(|error| unreadable(path, vec![error]))
}

/// What is said of a file or folder that a walk could not look into.
pub fn closed(path: &Path, error: &InputError) -> Unreadable {
    unreadable(path, vec![error.clone()])
}
