//! Files become dossiers. What cannot be read is an error with its place; nothing is guessed.

pub mod bytes;
pub mod reading;
pub mod toml;
