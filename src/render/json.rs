//! JSON: the stable contract. Both languages are in it, whatever the language of the run.

use std::io::{self, Write};

use crate::render::Look;
use crate::report::Report;

/// The JSON Schema of what is written (draft 2020-12).
pub const SCHEMA: &str = include_str!("report.schema.json");

/// Writes the report as one JSON document.
pub(super) fn write(report: &Report, _: Look, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}
