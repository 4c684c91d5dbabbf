//! GitLab's Code Quality report: an array of the findings that ask for something, which a merge request shows beside
//! the changed file. What only the committee can judge is left out.

use std::io::{self, Write};

use serde::Serialize;

use crate::place::Place;
use crate::render::Look;
use crate::render::machine::{Around, Fingerprints, Level, cell, sentence, wrong};
use crate::render::uri::slashed;
use crate::report::{Finding, Report, Told};
use crate::text::Lang;
use crate::verdict::{Reason, Verdict};
use crate::writing::tame;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: Severity,
    location: Location,
}

/// GitLab's word for how grave an issue is.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Info,
    Minor,
    Major,
    Critical,
    Blocker,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes the issues: what could not be read, then each dossier's.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let mut issues = Vec::new();
    for unreadable in &report.unreadable {
        for (place, message) in wrong(unreadable, look.lang) {
            issues.push(Issue {
                fingerprint: prints.parts(&["unreadable", &slashed(&place.file), &message]),
                description: at(&place, message, look.lang),
                check_name: "unreadable".to_owned(),
                severity: Severity::Blocker,
                location: location(&place),
            });
        }
    }
    for Told { name, file, words } in report.brought() {
        let description = sentence(name.get(look.lang), &words, look.lang);
        issues.push(Issue {
            fingerprint: prints.parts(&["brought", &words]),
            description,
            check_name: "brought".to_owned(),
            severity: Severity::Info,
            location: location(&Place::file(file)),
        });
    }
    for dossier in &report.dossiers {
        let around = Around {
            dossier,
            lang: look.lang,
            report,
        };
        for finding in &dossier.findings {
            issues.extend(severity(finding).map(|severity| issue(around, finding, severity, &mut prints)));
        }
        issues.extend(around.materials().map(|said| odd(around, &said, &mut prints)));
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

/// How grave a finding is; none where nothing can be done about it.
fn severity(finding: &Finding) -> Option<Severity> {
    match Level::of(finding) {
        _ if finding.reason == Some(Reason::Committee) => None,
        Level::Nothing => None,
        Level::Error if finding.verdict == Verdict::Fail => Some(Severity::Critical),
        Level::Error => Some(Severity::Major),
        Level::Warning => Some(Severity::Minor),
        Level::Note => Some(Severity::Info),
    }
}

fn issue(around: Around<'_>, finding: &Finding, severity: Severity, prints: &mut Fingerprints) -> Issue {
    let lang = around.lang;
    let said = around.said(finding).join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    });
    let place = around.place(finding);
    let about = sentence(&around.applicant(), &around.title(finding), lang);
    Issue {
        description: at(&place, sentence(&about, &said, lang), lang),
        check_name: finding.condition.to_string(),
        fingerprint: prints.of(around, finding),
        severity,
        location: location(&place),
    }
}

/// What is odd about the documents of a dossier.
fn odd(around: Around<'_>, said: &str, prints: &mut Fingerprints) -> Issue {
    let place = Place::file(around.file());
    let applicant = around.applicant();
    Issue {
        fingerprint: prints.parts(&["materials", &slashed(&place.file), &applicant, said]),
        description: sentence(&applicant, said, around.lang),
        check_name: "materials".to_owned(),
        severity: Severity::Info,
        location: location(&place),
    }
}

/// What is said, with sheet and cell where it stands in a workbook, which has no lines.
fn at(place: &Place, said: String, lang: Lang) -> String {
    match cell(place) {
        Some(cell) => sentence(&cell, &said, lang),
        None => said,
    }
}

/// The place; a line is demanded, so the first stands for the file as a whole.
fn location(place: &Place) -> Location {
    Location {
        path: tame(&slashed(&place.file)),
        lines: Lines {
            begin: place.line.unwrap_or(1),
        },
    }
}
