//! Findings as SARIF results: how grave, where, and by what they are known again.

use std::collections::BTreeMap;

use crate::place::Place;
use crate::render::machine::{Around, Fingerprints, cell, sentence, stands};
use crate::render::uri::Uri;
use crate::report::{FactPlace, Finding, Report};
use crate::text::Lang;
use crate::verdict::Verdict;
use crate::writing::tame;

use super::log::{Artifact, Location, Logical, Message, Physical, Region, Result, ResultBag, Suppression};
use super::{Index, ROOT};

/// The name of our fingerprint; the number changes if what goes into it does.
const FINGERPRINT: &str = "qualityAward/v1";

/// A result for each finding that asks for something, in the order of the report.
pub(super) fn of<'r>(report: &'r Report, lang: Lang, index: &Index<'r>) -> Vec<Result<'r>> {
    let mut prints = Fingerprints::default();
    let mut results = Vec::new();
    for dossier in &report.dossiers {
        let around = Around { dossier, lang, report };
        for finding in &dossier.findings {
            if matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable) {
                continue;
            }
            let rule = index.get(&(dossier.pack.as_str(), &*finding.condition)).copied();
            results.push(result(around, finding, rule, prints.of(around, finding)));
        }
    }
    results
}

fn result<'r>(around: Around<'r>, finding: &'r Finding, rule_index: Option<usize>, print: String) -> Result<'r> {
    let (kind, level) = kind(finding);
    let place = around.place(finding);
    let first = finding
        .places
        .iter()
        .position(|fact| fact.place == place && stands(fact));
    let others = finding.places.iter().enumerate();
    let others = others.filter(|(at, fact)| Some(*at) != first && stands(fact));
    let field = first.and_then(|at| finding.places.get(at)).or(finding.places.first());
    let waived = finding.waived.as_ref();
    Result {
        rule_id: &finding.condition,
        rule_index,
        kind,
        level,
        message: Message::plain(&message(around, finding)),
        locations: [location(&place, field.map(|fact| fact.field.as_str()))],
        related_locations: others.zip(1..).map(|((_, fact), id)| related(fact, id)).collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, print)]),
        suppressions: waived
            .map(|why| Suppression {
                kind: "external",
                status: "accepted",
                justification: tame(why.get(around.lang)),
            })
            .into_iter()
            .collect(),
        properties: ResultBag {
            applicant: around.dossier.applicant.as_deref(),
            verdict: finding.verdict,
            weight: finding.weight,
            reason: finding.reason,
            basis: finding.basis,
        },
    }
}

/// The kind and level of a finding; of what is waived, those it had without the waiver.
fn kind(finding: &Finding) -> (&'static str, &'static str) {
    match finding.verdict {
        Verdict::Review => ("review", "none"),
        _ if finding.blocks() => ("fail", "error"),
        _ if finding.is_warning() => ("fail", "warning"),
        _ => ("fail", "note"),
    }
}

/// Whose finding it is and what it is about, then what it says.
fn message(around: Around<'_>, finding: &Finding) -> String {
    let mut lines = vec![sentence(&around.applicant(), &around.title(finding), around.lang)];
    lines.extend(around.said(finding));
    lines.join("\n")
}

fn related(fact: &FactPlace, id: usize) -> Location {
    Location {
        id: Some(id),
        ..location(&fact.place, Some(&fact.field))
    }
}

/// A place, and the field that stands there.
pub(super) fn location(place: &Place, field: Option<&str>) -> Location {
    let uri = Uri::of(&place.file);
    let region = |(start_line, start_column)| Region {
        start_line,
        start_column,
    };
    Location {
        id: None,
        physical_location: Physical {
            artifact_location: Artifact {
                uri: uri.text,
                uri_base_id: uri.relative.then_some(ROOT),
            },
            region: place.line.zip(place.column).map(region),
        },
        logical_locations: cell(place)
            .zip(place.cell.as_ref())
            .map(|(fully_qualified_name, name)| Logical {
                name: name.clone(),
                fully_qualified_name,
                kind: "cell",
            })
            .into_iter()
            .collect(),
        message: field.map(Message::plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::finding;
    use crate::verdict::{Reason, Weight};

    #[test]
    fn only_a_failure_has_a_level() {
        let kind = |weight, verdict, reason| kind(&finding(weight, verdict, reason));
        assert_eq!(kind(Weight::Must, Verdict::Fail, None), ("fail", "error"));
        assert_eq!(kind(Weight::Must, Verdict::Missing, None), ("fail", "error"));
        assert_eq!(kind(Weight::Should, Verdict::Fail, None), ("fail", "warning"));
        assert_eq!(kind(Weight::Should, Verdict::Missing, None), ("fail", "note"));
        let review = kind(Weight::Must, Verdict::Review, Some(Reason::Readings));
        assert_eq!(review, ("review", "none"));
    }
}
