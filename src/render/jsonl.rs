//! JSON Lines: one line for each dossier and a last one with the counts, so that any number of dossiers can be
//! written as they are judged.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::day::Day;
use crate::dictionary::Track;
use crate::render::Look;
use crate::report::{DossierReport, Duplicate, Finding, Report, Since, Summary, Waived};
use crate::verdict::Overall;

/// Writes every dossier and the counts, each finding as its verdict alone unless details are wanted.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut written = Vec::new();
    for dossier in &report.dossiers {
        written.clear();
        line(dossier, look.details, &mut written)?;
        out.write_all(&written)?;
    }
    last(report, out)
}

/// Writes one dossier behind the lines there are; its findings as verdicts alone, or whole.
pub fn line(dossier: &DossierReport, details: bool, lines: &mut Vec<u8>) -> io::Result<()> {
    if details {
        serde_json::to_writer(&mut *lines, dossier)?;
    } else {
        let short = Short {
            source: &dossier.source,
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

/// Writes the last line: the counts, and what only all dossiers together show.
pub fn last(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Last<'a> {
        summary: &'a Summary,
        duplicates: &'a [Duplicate],
        waivers: &'a [Waived],
        #[serde(skip_serializing_if = "Option::is_none")]
        since: Option<&'a Since>,
    }
    let last = Last {
        summary: &report.summary,
        duplicates: &report.duplicates,
        waivers: &report.waivers,
        since: report.since.as_ref(),
    };
    serde_json::to_writer(&mut *out, &last)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Short<'a> {
    source: &'a str,
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
