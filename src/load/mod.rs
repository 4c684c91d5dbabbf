//! Files become dossiers. What cannot be read is an error with its place; nothing is guessed.

use crate::place::Spot;

pub mod archive;
pub mod bytes;
pub mod consistency;
pub mod excel;
mod filter;
pub mod folder;
pub mod reading;
pub mod toml;
pub mod tree;

/// The award that a dossier says it is for, and where it says so.
pub struct Named<'a> {
    /// The id as written.
    pub award: &'a str,
    /// Where it stands.
    pub spot: Spot,
}
