//! Rosters as people keep them are read as what they say: nobody is lost, nobody is made up, and everyone is judged as
//! by the same facts in TOML. `QUALITY_AWARD_MESS=5000` says how many applicants are tried, `QUALITY_AWARD_MESS_FROM`
//! with which workbook to begin.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test that cannot go on must stop"
)]

mod common;
mod rosters;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use common::facts::facts;
use common::{judge_with, pack, said, today, well_written};
use quality_award::check::Detail;
use quality_award::dossier::Dossier;
use quality_award::load::excel::{self, Options};
use quality_award::verdict::Verdict;
use rosters::Chance;
use rosters::book::Made;

/// What is wrong with the reading of one workbook.
#[derive(Default)]
struct Wrong {
    lost: usize,
    phantoms: usize,
    verdicts: usize,
    told: String,
}

fn verdicts(dossier: &Dossier) -> BTreeMap<String, Verdict> {
    let report = judge_with(dossier, Detail::Verdicts);
    let findings = report.findings.iter();
    findings
        .map(|finding| (finding.condition.to_string(), finding.verdict))
        .collect()
}

/// The facts that only one of two dossiers has.
fn differing(one: &Dossier, other: &Dossier) -> String {
    let set = |dossier| {
        facts(dossier)
            .into_iter()
            .map(|fact| format!("{fact:?}"))
            .collect::<BTreeSet<_>>()
    };
    let (one, other) = (set(one), set(other));
    let only =
        |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect::<Vec<_>>().join(" ");
    format!(
        "only in the workbook: {}; only in TOML: {}",
        only(&one, &other),
        only(&other, &one)
    )
}

fn tried(made: &Made) -> Wrong {
    let mut wrong = Wrong::default();
    let mut left: BTreeMap<&str, _> = made
        .clients
        .iter()
        .map(|client| (client.name.as_str(), client))
        .collect();
    let options = Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let read = excel::read(
        &made.file,
        &made.bytes,
        &options,
        |_| Ok(pack().dictionary.clone()),
        |applicant| {
            let dossier = match applicant {
                Ok(dossier) => dossier,
                Err(unreadable) => {
                    wrong.phantoms += 1;
                    for error in &unreadable.errors {
                        let _ = writeln!(
                            wrong.told,
                            "  nobody at {:?}: {}",
                            unreadable.source.place(error.spot).cell,
                            said(error)
                        );
                    }
                    return;
                }
            };
            let Some(client) = dossier.applicant().and_then(|name| left.remove(name)) else {
                wrong.phantoms += 1;
                let _ = writeln!(
                    wrong.told,
                    "  a phantom: {:?} at {:?}",
                    dossier.applicant(),
                    dossier.at.map(|at| dossier.source.place(Some(at)).cell)
                );
                return;
            };
            let clean = well_written(&client.toml());
            let (messy, clean_verdicts) = (verdicts(&dossier), verdicts(&clean));
            if messy != clean_verdicts || !dossier.faults.is_empty() {
                wrong.verdicts += 1;
                let _ = writeln!(wrong.told, "  {}: {}", client.name, differing(&dossier, &clean));
                for (condition, verdict) in &clean_verdicts {
                    if messy.get(condition) != Some(verdict) {
                        let _ = writeln!(
                            wrong.told,
                            "    {condition}: {:?} and not {verdict:?}",
                            messy.get(condition)
                        );
                    }
                }
                for fault in &dossier.faults {
                    let _ = writeln!(
                        wrong.told,
                        "    {:?}: {}",
                        dossier.source.place(fault.error.spot).cell,
                        said(&fault.error)
                    );
                }
            }
        },
    );
    if let Err(unreadable) = &read {
        for error in &unreadable.errors {
            let _ = writeln!(
                wrong.told,
                "  not read, {:?}: {}",
                unreadable.source.place(error.spot).cell,
                said(error)
            );
        }
    }
    wrong.lost = left.len();
    if wrong.lost > 0 {
        let _ = writeln!(wrong.told, "  lost: {:?}", left.keys().collect::<Vec<_>>());
    }
    wrong
}

/// The number that is set by this name.
fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nobody_is_lost_made_up_or_judged_by_other_facts() {
    let most = number("QUALITY_AWARD_MESS").unwrap_or(300);
    let from = number("QUALITY_AWARD_MESS_FROM").unwrap_or(0) as u64;
    let (mut clients, mut books, mut bad) = (0, 0, 0);
    let mut all = Wrong::default();
    for seed in from.. {
        if clients >= most {
            break;
        }
        let count = Chance::of(!seed).below(14) + 1;
        let made = Made::new(seed, clients, count);
        (clients, books) = (clients + made.clients.len(), books + 1);
        let wrong = tried(&made);
        (all.lost, all.phantoms, all.verdicts) = (
            all.lost + wrong.lost,
            all.phantoms + wrong.phantoms,
            all.verdicts + wrong.verdicts,
        );
        if !wrong.told.is_empty() {
            bad += 1;
            if let Ok(folder) = std::env::var("QUALITY_AWARD_MESS_KEPT") {
                std::fs::write(std::path::Path::new(&folder).join(&made.file), &made.bytes).unwrap();
            }
            let _ = writeln!(all.told, "{}:\n{}", made.file, wrong.told);
        }
    }
    let counts = format!(
        "{clients} applicants in {books} workbooks: {} lost, {} phantoms, {} judged wrongly, in {bad} workbooks",
        all.lost, all.phantoms, all.verdicts
    );
    println!("{counts}");
    assert!(all.told.is_empty(), "{counts}\n{}", all.told);
}
