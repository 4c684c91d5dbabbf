//! Tells an applicant, before it submits, whether it meets every condition of a Chinese government quality
//! award, and whether its dossier is complete.
//!
//! A file becomes a [`dossier::Dossier`]; [`check`] holds it against a [`pack`] and gives a
//! [`report::Report`]; [`render`] shows the report. No step looks back. [`container`] knows archives and what they
//! hold, [`materials`] finds out what a document is, [`documents`] which documents a dossier has. A [`lock`] tells
//! what has changed since a dossier was sealed, a [`bundle`] is what is handed in, [`letters`] say what is
//! still to be supplied. Imports go down only; a test keeps them so.

#[macro_use]
pub mod text;
#[macro_use]
pub mod shape;

pub mod address;
pub mod annotate;
pub mod bundle;
pub mod calendar;
pub mod cases;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod comparison;
pub mod container;
pub mod day;
pub mod desk;
pub mod dictionary;
pub mod digest;
pub mod documents;
pub mod dossier;
pub mod drafting;
pub mod id_number;
mod judging;
pub mod letters;
pub mod load;
pub mod lock;
pub mod mark;
pub mod matching;
pub mod materials;
pub mod money;
pub mod pack;
pub mod place;
pub mod render;
pub mod report;
pub mod rules;
pub mod scope;
mod sweep;
pub mod syntax;
pub mod template;
pub mod timetable;
pub mod verdict;
pub mod window;
pub mod words;
pub mod writing;
