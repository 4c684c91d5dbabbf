//! A comparison for programs. The schema stands beside this file.

use std::io::{self, Write};

use serde::Serialize;

use super::Compared;
use crate::comparison::Comparison;
use crate::place::Unreadable;
use crate::report::{Tool, errors};

/// The JSON Schema of what is written (draft 2020-12).
pub const SCHEMA: &str = include_str!("comparison.schema.json");

/// The version of what is written.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Shown<'r> {
    schema_version: u32,
    tool: Tool,
    old: &'r str,
    new: &'r str,
    worse: bool,
    comparison: &'r Comparison,
    #[serde(serialize_with = "errors")]
    errors: &'r [Unreadable],
}

pub(super) fn write(compared: &Compared, out: &mut dyn Write) -> io::Result<()> {
    let shown = Shown {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        old: &compared.old,
        new: &compared.new,
        worse: compared.comparison.is_worse(),
        comparison: &compared.comparison,
        errors: &compared.unreadable,
    };
    serde_json::to_writer_pretty(&mut *out, &shown)?;
    writeln!(out)
}
