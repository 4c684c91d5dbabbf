//! Findings as SARIF results: how grave, where, and by what they are known again.

use std::collections::BTreeMap;

use crate::place::Place;
use crate::render::machine::{Around, Fingerprints, cell, sentence, stands};
use crate::render::uri::Uri;
use crate::report::{Absent, FactPlace, Finding, Report, Standing};
use crate::text::Lang;
use crate::verdict::{Verdict, Weight};
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
        for finding in dossier.findings.iter().filter(|finding| !finding.verdict.is_settled()) {
            let rule = index.get(&(dossier.pack.as_str(), &*finding.condition)).copied();
            results.push(result(around, finding, rule, prints.of(around, finding)));
        }
    }
    // last, so that what is there keeps its fingerprint
    for absent in report.since.iter().flat_map(|since| &since.absent) {
        if let Some(dossier) = report.dossiers.get(absent.dossier) {
            let around = Around { dossier, lang, report };
            let rule = index.get(&(dossier.pack.as_str(), &*absent.condition)).copied();
            let print = prints.on(around, &absent.condition);
            results.push(gone(around, absent, rule, print));
        }
    }
    results
}

fn result<'r>(around: Around<'r>, finding: &'r Finding, rule_index: Option<usize>, print: String) -> Result<'r> {
    let (kind, level) = kind(finding.verdict, finding.weight);
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
        baseline_state: finding.since.map(|since| match since {
            Standing::New => "new",
            Standing::Unchanged => "unchanged",
        }),
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
            basis: Some(finding.basis),
        },
    }
}

/// The kind and level of a finding; of what is waived, those it had without the waiver.
fn kind(verdict: Verdict, weight: Weight) -> (&'static str, &'static str) {
    match (verdict, weight) {
        (Verdict::Review, _) => ("review", "none"),
        (Verdict::Fail | Verdict::Missing, Weight::Must) => ("fail", "error"),
        (Verdict::Fail, Weight::Should) => ("fail", "warning"),
        _ => ("fail", "note"),
    }
}

/// What an earlier report had and this one has no more.
fn gone<'r>(around: Around<'r>, absent: &'r Absent, rule_index: Option<usize>, print: String) -> Result<'r> {
    let pack = around.report.pack_of(around.dossier);
    let condition = pack.and_then(|pack| pack.condition(&absent.condition));
    let weight = condition.map_or(Weight::Should, |condition| condition.weight);
    let title = condition.map_or(&*absent.condition, |condition| condition.title.get(around.lang));
    let was = absent.old.label(around.lang);
    let said = text!("上次：{was}，这次已不是", "was {was}, and is no more");
    let lines = [
        sentence(&around.applicant(), title, around.lang),
        said.get(around.lang).to_owned(),
    ];
    let (kind, level) = kind(absent.old, weight);
    Result {
        rule_id: &absent.condition,
        rule_index,
        kind,
        level,
        message: Message::plain(&lines.join("\n")),
        locations: [location(&Place::file(around.file()), None)],
        related_locations: Vec::new(),
        baseline_state: Some("absent"),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, print)]),
        suppressions: Vec::new(),
        properties: ResultBag {
            applicant: around.dossier.applicant.as_deref(),
            verdict: absent.old,
            weight,
            reason: None,
            basis: None,
        },
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

    #[test]
    fn only_a_failure_has_a_level() {
        assert_eq!(kind(Verdict::Fail, Weight::Must), ("fail", "error"));
        assert_eq!(kind(Verdict::Missing, Weight::Must), ("fail", "error"));
        assert_eq!(kind(Verdict::Fail, Weight::Should), ("fail", "warning"));
        assert_eq!(kind(Verdict::Missing, Weight::Should), ("fail", "note"));
        assert_eq!(kind(Verdict::Review, Weight::Must), ("review", "none"));
    }
}
