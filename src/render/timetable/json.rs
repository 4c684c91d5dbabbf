//! Timetables for programs. The schema stands beside this file.

use std::io::{self, Write};

use serde::Serialize;

use super::Plans;
use crate::place::Unreadable;
use crate::report::{Brought, Tool, errors};
use crate::timetable::Timetable;

/// The JSON Schema of what is written (draft 2020-12).
pub const SCHEMA: &str = include_str!("timetable.schema.json");

/// The version of what is written.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Shown<'r> {
    schema_version: u32,
    tool: Tool,
    settings: Option<&'r Brought>,
    timetables: &'r [Timetable],
    #[serde(serialize_with = "errors")]
    errors: &'r [Unreadable],
}

pub(super) fn write(plans: &Plans, out: &mut dyn Write) -> io::Result<()> {
    let shown = Shown {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        settings: plans.settings.as_ref(),
        timetables: &plans.timetables,
        errors: &plans.unreadable,
    };
    serde_json::to_writer_pretty(&mut *out, &shown)?;
    writeln!(out)
}
