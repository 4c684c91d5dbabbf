//! JSON: the stable contract. Both languages are in it, whatever the language of the run.

use std::io::{self, Write};

use crate::render::Look;
use crate::report::Report;

/// Writes the report as one JSON document.
pub(super) fn write(report: &Report, _: Look, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}
