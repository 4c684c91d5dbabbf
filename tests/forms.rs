//! The same facts are judged alike, whether they stand in TOML, in a form or in a roster.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
mod subjects;

use std::collections::BTreeMap;

use common::{judge_with, pack, today};
use quality_award::check::Detail;
use quality_award::dossier::Dossier;
use quality_award::load::Named;
use quality_award::load::excel::{self, Options};
use quality_award::template;
use quality_award::text::Lang;
use quality_award::verdict::Verdict;
use rayon::prelude::*;
use subjects::subjects;

/// The applicants of a workbook that the program wrote.
fn applicants(bytes: &[u8]) -> Vec<Dossier> {
    let options = Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut applicants = Vec::new();
    let dictionary = |_: Option<Named<'_>>| Ok(pack().dictionary.clone());
    excel::read("a.xlsx", bytes, &options, dictionary, |found| {
        applicants.push(
            found
                .and_then(Dossier::sound)
                .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors)),
        );
    })
    .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    applicants
}

/// The verdicts on a dossier by condition.
fn verdicts(dossier: &Dossier) -> BTreeMap<String, Verdict> {
    let report = judge_with(dossier, Detail::Verdicts);
    let each = report.findings.iter();
    each.map(|finding| (finding.condition.to_string(), finding.verdict))
        .collect()
}

/// What is judged otherwise in `read` than in `written`.
fn differences(name: &str, written: &Dossier, read: &[Dossier]) -> Vec<String> {
    let [read] = read else {
        return vec![format!("{name}: {} applicants", read.len())];
    };
    let (before, after) = (verdicts(written), verdicts(read));
    let all = before.keys().chain(after.keys());
    let differing = all.filter(|id| before.get(*id) != after.get(*id));
    differing
        .map(|id| format!("{name}: {id} is {:?}, was {:?}", after.get(id), before.get(id)))
        .collect()
}

#[test]
fn a_form_and_a_roster_are_judged_as_the_same_facts_in_toml() {
    let pack = pack();
    let dossiers: Vec<(String, Dossier)> = subjects()
        .into_iter()
        .map(|subject| {
            let dossier = subject.read(&subject.table);
            (subject.name, dossier)
        })
        .filter(|(_, dossier)| dossier.track().is_some() && dossier.applicant().is_some())
        .collect();
    assert!(dossiers.len() > 100, "only {} dossiers", dossiers.len());
    let wrong: Vec<String> = dossiers
        .par_iter()
        .flat_map_iter(|(name, dossier)| {
            let track = dossier.track().expect("a track");
            let form = template::workbook(pack, track, Some(dossier), Lang::Zh).expect("it fits");
            let roster = template::roster(pack, Some(track), std::slice::from_ref(dossier), Lang::Zh).expect("it fits");
            let mut wrong = differences(&format!("{name}, form"), dossier, &applicants(&form));
            wrong.extend(differences(&format!("{name}, roster"), dossier, &applicants(&roster)));
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
