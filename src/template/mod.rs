//! What an applicant fills in, from the dictionary of a pack: a TOML file, a workbook for one applicant, a
//! workbook with one applicant per row, and a JSON Schema.
//!
//! All of them are written from one plan. Known facts may be filled in; what the rules then still miss is
//! marked. What is written here, `load` reads back; this module knows nothing of how.

mod dropdowns;
mod form;
mod gaps;
mod growing;
mod need;
mod plan;
mod roster;
mod schema;
mod sheet;
mod toml;
mod wording;

pub use form::workbook;
pub use roster::roster;
pub use schema::schema;
pub use toml::toml;

/// The mark of a fact that is still to be given.
pub const WANTED: &str = "待补";
