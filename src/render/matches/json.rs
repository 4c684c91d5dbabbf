//! Matches for programs. The schema stands beside this file.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::Matches;
use crate::day::Day;
use crate::matching::{Candidate, Gap, Match, Matched, Stage};
use crate::place::Unreadable;
use crate::report::{Brought, Skipped, Tool, errors};
use crate::text::Text;
use crate::verdict::Overall;

/// The JSON Schema of what is written (draft 2020-12).
pub const SCHEMA: &str = include_str!("matches.schema.json");

/// The version of what is written.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Shown<'r> {
    schema_version: u32,
    tool: Tool,
    as_of: Day,
    settings: Option<&'r Brought>,
    awards: Vec<Award<'r>>,
    applicants: Vec<Applicant<'r>>,
    #[serde(serialize_with = "errors")]
    errors: &'r [Unreadable],
    skipped: &'r [Skipped],
}

#[derive(Serialize)]
struct Award<'r> {
    pack: &'r str,
    title: &'r Text,
    sha256: &'r str,
    file: Option<&'r str>,
    opens: Option<Day>,
    closes: Option<Day>,
    stage: Stage,
    judged_for: Day,
}

impl<'r> Award<'r> {
    fn of(candidate: &'r Candidate) -> Award<'r> {
        let pack = &candidate.pack;
        Award {
            pack: &pack.id,
            title: &pack.title,
            sha256: &pack.sha256,
            file: pack.brought_from(),
            opens: pack.opens,
            closes: candidate.closes,
            stage: candidate.stage,
            judged_for: pack.closes,
        }
    }
}

#[derive(Serialize)]
struct Applicant<'r> {
    source: &'r str,
    applicant: Option<&'r str>,
    matches: Vec<Found<'r>>,
    undecided: Undecided<'r>,
}

impl<'r> Applicant<'r> {
    fn of(matched: &'r Matched<'_>) -> Applicant<'r> {
        let (facts, awards) = matched.undecided();
        Applicant {
            source: &matched.source,
            applicant: matched.applicant.as_deref(),
            matches: matched.matches.iter().map(Found::of).collect(),
            undecided: Undecided { facts, awards },
        }
    }
}

/// The facts that are all that keeps awards from being decided, and how many awards they are.
#[derive(Serialize)]
struct Undecided<'r> {
    facts: Vec<&'r Gap>,
    awards: usize,
}

#[derive(Serialize)]
struct Found<'r> {
    pack: &'r str,
    track: &'r str,
    verdict: Overall,
    refuted: Vec<Refuted<'r>>,
    missing: &'r [Gap],
    reviews: Vec<&'r Arc<str>>,
    met_on: Option<Day>,
}

impl<'r> Found<'r> {
    fn of(found: &'r Match<'_>) -> Found<'r> {
        let refuted = found.refuted.iter().map(|refuted| Refuted {
            condition: &refuted.condition.id,
            title: &refuted.condition.title,
            met_on: refuted.met_on,
        });
        Found {
            pack: &found.candidate.pack.id,
            track: found.track.id(),
            verdict: found.verdict,
            refuted: refuted.collect(),
            missing: &found.gaps,
            reviews: found.reviews.iter().map(|condition| &condition.id).collect(),
            met_on: found.met_on().filter(|_| !found.refuted.is_empty()),
        }
    }
}

#[derive(Serialize)]
struct Refuted<'r> {
    condition: &'r str,
    title: &'r Text,
    met_on: Option<Day>,
}

pub(super) fn write(matches: &Matches<'_>, out: &mut dyn Write) -> io::Result<()> {
    let written = Shown {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        as_of: matches.as_of,
        settings: matches.settings.as_ref(),
        awards: matches.candidates.iter().map(Award::of).collect(),
        applicants: matches.applicants.iter().map(Applicant::of).collect(),
        errors: &matches.unreadable,
        skipped: &matches.skipped,
    };
    serde_json::to_writer_pretty(&mut *out, &written)?;
    writeln!(out)
}
