//! JSON Lines: a first line that says by what was judged, one line for each dossier and for each thing that could not be
//! read, and a last one with the counts, so that any number of dossiers can be written as they are judged. A pack that
//! nobody knew of when the first line was written has a line of its own before its dossiers.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use crate::day::Day;
use crate::dictionary::Track;
use crate::place::Unreadable;
use crate::render::{Look, json};
use crate::report::{
    Brought, DossierReport, Duplicate, Finding, Fingerprint, PackSummary, Report, Since, Skipped, Summary, Tool,
    Waived, Wrong,
};
use crate::text::Text;
use crate::verdict::Overall;

/// The version of these lines.
const SCHEMA_VERSION: u32 = 1;

/// The JSON Schema of a line (draft 2020-12). What stands in the whole report, too, is described there.
///
/// # Errors
/// Those of reading the report's schema; the tests make sure there are none.
pub fn schema() -> serde_json::Result<Value> {
    let report: Value = serde_json::from_str(json::SCHEMA)?;
    let mut whole: Value = serde_json::from_str(include_str!("jsonl.schema.json"))?;
    let parts = [("/$defs", "/$defs"), ("/properties", "/$defs/report/properties")];
    for (from, to) in parts {
        if let (Some(Value::Object(from)), Some(Value::Object(to))) = (report.pointer(from), whole.pointer_mut(to)) {
            for (name, part) in from {
                to.entry(name.clone()).or_insert_with(|| part.clone());
            }
        }
    }
    Ok(whole)
}

/// Writes every dossier and the counts, each finding as its verdict alone unless details are wanted.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    first(report, out)?;
    let mut written = Vec::new();
    for dossier in &report.dossiers {
        written.clear();
        line(dossier, look.details, &mut written)?;
        out.write_all(&written)?;
    }
    last(report, out)
}

/// Writes the first line: what wrote this, and by what was judged.
pub fn first(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct First<'a> {
        schema_version: u32,
        tool: &'a Tool,
        calendar: &'a Fingerprint,
        settings: Option<&'a Brought>,
        packs: Vec<By<'a>>,
    }
    let first = First {
        schema_version: SCHEMA_VERSION,
        tool: &report.tool,
        calendar: &report.calendar,
        settings: report.settings.as_ref(),
        packs: report.packs.iter().map(By::of).collect(),
    };
    serde_json::to_writer(&mut *out, &first)?;
    writeln!(out)
}

/// Writes the line of packs by which the dossiers that follow are judged, too.
pub fn more(packs: &[PackSummary], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct More<'a> {
        packs: Vec<By<'a>>,
    }
    let packs = packs.iter().map(By::of).collect();
    serde_json::to_writer(&mut *out, &More { packs })?;
    writeln!(out)
}

/// A pack, as far as it tells by what was judged.
#[derive(Serialize)]
struct By<'a> {
    id: &'a str,
    title: &'a Text,
    sha256: &'a str,
    file: Option<&'a str>,
    unseen_sources: &'a [String],
}

impl<'a> By<'a> {
    fn of(pack: &'a PackSummary) -> By<'a> {
        By {
            id: &pack.id,
            title: &pack.title,
            sha256: &pack.sha256,
            file: pack.file.as_deref(),
            unseen_sources: &pack.unseen_sources,
        }
    }
}

/// Writes what could not be read behind the lines there are, a line for each thing that is wrong.
pub fn unreadable(unreadable: &Unreadable, lines: &mut Vec<u8>) -> io::Result<()> {
    #[derive(Serialize)]
    struct Told {
        error: Wrong,
    }
    for error in Wrong::each(unreadable) {
        serde_json::to_writer(&mut *lines, &Told { error })?;
        lines.push(b'\n');
    }
    Ok(())
}

/// Writes one dossier behind the lines there are; its findings as verdicts alone, or whole.
pub fn line(dossier: &DossierReport, details: bool, lines: &mut Vec<u8>) -> io::Result<()> {
    if details {
        serde_json::to_writer(&mut *lines, dossier)?;
    } else {
        let short = Short {
            source: &dossier.source,
            pack: &dossier.pack,
            applicant: dossier.applicant.as_deref(),
            track: dossier.track.as_ref(),
            key: dossier.key.as_deref(),
            as_of: dossier.as_of,
            verdict: dossier.verdict,
            findings: &dossier.findings,
            new: dossier
                .findings
                .iter()
                .filter(|finding| finding.is_new())
                .map(|finding| &*finding.condition)
                .collect(),
        };
        serde_json::to_writer(&mut *lines, &short)?;
    }
    lines.push(b'\n');
    Ok(())
}

/// Writes what the report holds of things that could not be read, and the last line: the counts, and what only all
/// dossiers together show.
pub fn last(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for each in &report.unreadable {
        let mut lines = Vec::new();
        unreadable(each, &mut lines)?;
        out.write_all(&lines)?;
    }
    #[derive(Serialize)]
    struct Last<'a> {
        summary: &'a Summary,
        duplicates: &'a [Duplicate],
        waivers: &'a [Waived],
        #[serde(skip_serializing_if = "Option::is_none")]
        since: Option<&'a Since>,
        skipped: &'a [Skipped],
    }
    let last = Last {
        summary: &report.summary,
        duplicates: &report.duplicates,
        waivers: &report.waivers,
        since: report.since.as_ref(),
        skipped: &report.skipped,
    };
    serde_json::to_writer(&mut *out, &last)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Short<'a> {
    source: &'a str,
    pack: &'a str,
    applicant: Option<&'a str>,
    track: Option<&'a Track>,
    key: Option<&'a str>,
    as_of: Day,
    verdict: Overall,
    #[serde(serialize_with = "verdicts")]
    findings: &'a [Finding],
    /// The conditions whose problem is new, where an earlier report was named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new: Vec<&'a str>,
}

/// Findings as an object of verdicts by condition.
fn verdicts<S: Serializer>(findings: &&[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(findings.len()))?;
    for finding in *findings {
        map.serialize_entry(&*finding.condition, &finding.verdict)?;
    }
    map.end()
}
