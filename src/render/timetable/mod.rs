//! Timetables in each format.

mod html;
mod ics;
mod json;
mod table;
mod words;
mod xlsx;

pub use json::SCHEMA;

use std::io::{self, Write};

use crate::place::Unreadable;
use crate::render::Look;
use crate::report::{Brought, Told};
use crate::timetable::Timetable;

/// A format that timetables can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Table,
    /// JSON, for programs.
    Json,
    /// One page for people.
    Html,
    /// A workbook.
    Xlsx,
    /// A calendar (RFC 5545), for Outlook and phones.
    Ics,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] = [Format::Table, Format::Json, Format::Html, Format::Xlsx, Format::Ics];

    /// The format of files with this extension.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension.to_lowercase().as_str() {
            "txt" => Some(Format::Table),
            "json" => Some(Format::Json),
            "html" | "htm" => Some(Format::Html),
            "xlsx" => Some(Format::Xlsx),
            "ics" => Some(Format::Ics),
            _ => None,
        }
    }

    /// The name that people type.
    pub fn id(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Ics => "ics",
        }
    }
}

/// Everything one run planned.
#[derive(Debug)]
pub struct Plans {
    /// The file of settings that the run went by, if there was one.
    pub settings: Option<Brought>,
    /// One for each applicant.
    pub timetables: Vec<Timetable>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

impl Plans {
    /// What was brought from outside the program.
    fn brought(&self) -> Vec<Told<'_>> {
        self.brought_with(&self.timetables)
    }

    /// What was brought that had a say in one timetable.
    fn brought_to<'p>(&'p self, plan: &'p Timetable) -> Vec<Told<'p>> {
        self.brought_with(std::slice::from_ref(plan))
    }

    fn brought_with<'p>(&'p self, plans: &'p [Timetable]) -> Vec<Told<'p>> {
        let mut told: Vec<Told<'p>> = self.settings.iter().map(Brought::settings).collect();
        for plan in plans {
            let pack = Told::pack(&plan.pack, plan.pack_file.as_deref(), &plan.pack_sha256);
            if let Some(pack) = pack
                && told.iter().all(|known| known.words != pack.words)
            {
                told.push(pack);
            }
        }
        told
    }
}

/// Writes timetables in a format.
///
/// # Errors
/// What `out` says.
pub fn render(format: Format, plans: &Plans, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(plans, look, out),
        Format::Json => json::write(plans, out),
        Format::Html => html::write(plans, look.lang, out),
        Format::Xlsx => xlsx::write(plans, look, out),
        Format::Ics => ics::write(plans, look.lang, out),
    }
}
