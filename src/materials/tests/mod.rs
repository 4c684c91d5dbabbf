//! Whole documents, made here and examined as they lie in a folder.

use std::fs;

use super::*;

mod documents;
mod files;
mod making;
mod mutations;
mod pdf_open;
mod pdf_text;
mod pdfs;
mod pictures;

/// Writes one file into a folder of its own and looks at it.
fn look_at(name: &str, bytes: &[u8], needles: &[&str]) -> Document {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), bytes).unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    examine(&folder, name, &Wanted::new(needles))
}
