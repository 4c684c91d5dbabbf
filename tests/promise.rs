//! Missing is not met: whichever fact is taken out of whichever dossier, no failure and no review becomes a
//! pass, and no pass a failure. And what a report says of a place is what stands there.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
mod subjects;

use std::collections::{BTreeMap, HashSet};

use common::{calendar, finding, judge, judge_with, pack, well_written};
use quality_award::check::Detail;
use quality_award::dictionary::Entry;
use quality_award::dossier::Dossier;
use quality_award::pack::Condition;
use quality_award::report::Report;
use quality_award::verdict::{Overall, Verdict, Weight};
use subjects::{Leaf, Subject, blanked, leaves, subjects, without, without_row};

/// The verdicts on a dossier by condition.
fn verdicts(dossier: &Dossier) -> BTreeMap<String, Verdict> {
    let report = judge_with(dossier, Detail::Verdicts);
    let each = report.findings.iter();
    each.map(|finding| (finding.condition.to_string(), finding.verdict))
        .collect()
}

/// Whether a verdict lets the applicant through: a clause that does not address it stands in nobody's way.
fn lets_through(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Pass | Verdict::NotApplicable)
}

/// Whether a change from one verdict to another breaks the promise.
fn broken(before: Verdict, after: Verdict) -> bool {
    match before {
        Verdict::Fail | Verdict::Review => lets_through(after),
        Verdict::Pass | Verdict::NotApplicable => after == Verdict::Fail,
        Verdict::Missing => false,
    }
}

/// Whether the promise holds for a field: not for those marked optional, nor for the day of submission.
fn promised(leaf: &Leaf) -> bool {
    !leaf.optional && leaf.name != "submission.submitted_on"
}

#[test]
fn no_gap_is_ever_taken_for_a_met_condition() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for subject in subjects() {
        let table = &subject.table;
        let before = verdicts(&subject.read(table));
        for leaf in leaves(table).into_iter().filter(promised) {
            let after = verdicts(&subject.read(&without(table, &leaf)));
            for (condition, before) in &before {
                let after = after.get(condition).copied().unwrap_or(Verdict::NotApplicable);
                if broken(*before, after) {
                    wrong.push(format!(
                        "{}: without {}, {condition} goes from {before} to {after}",
                        subject.name, leaf.name
                    ));
                }
            }
            tried += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "a fact that is not given is missing, never a pass and never a fail. Make the rule say `not_given`, or, if the \
         absence can never leave the condition undecided, mark the field optional in rules/fields.toml:\n{}",
        wrong.join("\n")
    );
    assert!(tried > 1000, "only {tried} facts were taken out");
}

/// Whichever fact is given or wanting, what to do is said in whole sentences.
#[test]
fn no_remedy_is_shown_with_a_number_that_is_not_known() {
    let mut wrong = BTreeMap::new();
    let mut told = 0;
    for subject in subjects() {
        let table = &subject.table;
        let without = leaves(table).into_iter().map(|leaf| without(table, &leaf));
        for table in without.chain([table.clone()]) {
            for finding in judge(&subject.read(&table)).findings {
                let Some(remedy) = finding.remedy else { continue };
                if format!("{}{}", remedy.zh, remedy.en).contains(['{', '}', '…']) {
                    wrong.insert(
                        (finding.condition, finding.verdict.id()),
                        format!("{}: {}", subject.name, remedy.en),
                    );
                }
                told += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(told > 1000, "only {told} remedies were shown");
}

#[test]
fn a_blank_says_as_much_as_nothing() {
    for subject in subjects() {
        let table = &subject.table;
        for leaf in leaves(table) {
            let absent = verdicts(&subject.read(&without(table, &leaf)));
            let blank = verdicts(&subject.read(&blanked(table, &leaf)));
            assert_eq!(
                blank, absent,
                "{}: {} = \"\" and no {} at all must be judged alike",
                subject.name, leaf.name, leaf.name
            );
        }
    }
}

#[test]
fn the_dossiers_above_show_every_failure_and_every_review_there_can_be() {
    let mut shown = HashSet::new();
    for subject in subjects().iter().filter(|subject| !subject.of_pack) {
        shown.extend(verdicts(&subject.read(&subject.table)));
    }
    let mut wanting = Vec::new();
    // Those on documents are shown by tests/documents.rs, from files.
    let conditions = pack().conditions.iter();
    for condition in conditions.filter(|condition| !condition.rule.rule().needs_documents()) {
        for verdict in condition.rule.rule().verdicts() {
            let matters = matches!(verdict, Verdict::Fail | Verdict::Review);
            if matters && !shown.contains(&(condition.id.to_string(), verdict)) {
                wanting.push(format!("{} {verdict}", condition.id));
            }
        }
    }
    assert!(
        wanting.is_empty(),
        "no dossier of tests/subjects shows: {}. Add a change to one of the sound dossiers there that does.",
        wanting.join(", ")
    );
}

#[test]
fn an_empty_dossier_meets_nothing_but_the_deadline() {
    for text in ["", "track = \"organization\"\n", "track = \"individual\"\n"] {
        let report = judge(&well_written(text));
        assert_eq!(finding(&report, "proc.deadline").verdict, Verdict::Pass, "{text:?}");
        let musts = report.findings.iter().filter(|finding| finding.weight == Weight::Must);
        let mut count = 0;
        for finding in musts.filter(|finding| &*finding.condition != "proc.deadline") {
            assert_eq!(
                finding.verdict,
                Verdict::Missing,
                "{text:?}: {} is judged though nothing is given: {}",
                finding.condition,
                finding.found.zh
            );
            count += 1;
        }
        assert!(count >= 9, "{text:?}: only {count} conditions were judged");
    }
}

/// The whole report on a subject, as the machine format writes it.
fn written(subject: &Subject) -> String {
    let mut report = Report::new(calendar());
    report.add_pack(pack());
    report.add(judge(&subject.read(&subject.table)));
    serde_json::to_string_pretty(&report).expect("a report is JSON")
}

#[test]
fn two_runs_write_the_same_bytes() {
    let (first, second) = (subjects(), subjects());
    assert_eq!(first.len(), second.len());
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(written(first), written(second), "{}: two runs differ", first.name);
    }
}

/// The byte at a line and a column, both from one, the column in characters.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    before + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

#[test]
fn at_each_reported_place_stands_the_reported_value() {
    let mut pointed = 0;
    for subject in subjects().iter().filter(|subject| subject.whole) {
        let table = &subject.table;
        let by_name: BTreeMap<String, Leaf> = leaves(table)
            .into_iter()
            .map(|leaf| (leaf.name.clone(), leaf))
            .collect();
        for finding in judge(&subject.read(table)).findings {
            for fact in finding.places {
                let (name, condition) = (&fact.field, &finding.condition);
                let (Some(line), Some(column)) = (fact.place.line, fact.place.column) else {
                    assert!(
                        !by_name.contains_key(name),
                        "{}: {condition} says nothing of the place of {name}, which is given",
                        subject.name
                    );
                    continue;
                };
                let rest = subject
                    .text
                    .get(byte_at(subject.text, line, column)..)
                    .unwrap_or_default();
                let stands = match by_name.get(name) {
                    Some(leaf) => rest.starts_with(subject.text.get(leaf.span.clone()).expect("a span of the text")),
                    None => rest.starts_with(name.rsplit('.').next().unwrap_or(name)),
                };
                let context: String = rest.chars().take(30).collect();
                assert!(
                    stands,
                    "{}:{line}:{column}: {condition} says that {name} stands here, but here stands 「{context}」",
                    subject.name
                );
                pointed += 1;
            }
        }
    }
    assert!(pointed > 100, "only {pointed} places were looked up");
}

/// Whether a fact in a table is asked for in some rows alone, such as those with a loss.
fn only_in_some_rows(leaf: &Leaf) -> bool {
    let Entry::Field(id) = leaf.entry else { return false };
    let field = pack().dictionary.get(id).expect("a field");
    let section = pack().dictionary.section(field.section).expect("a section");
    section.rows && field.when.is_some() && section.when.is_none()
}

/// Whether only advice rests on a fact: without it a warning stays open, and no more.
fn only_advises(leaf: &Leaf) -> bool {
    let reads = |condition: &&Condition| condition.reads.contains(&leaf.entry);
    let mut reading = pack().conditions.iter().filter(reads).peekable();
    reading.peek().is_some() && reading.all(|condition| condition.weight == Weight::Should)
}

/// A fact that is asked for and taken away leaves no dossier eligible, unless its whole row is not needed either.
#[test]
fn no_dossier_stays_eligible_without_a_fact_that_is_asked_for() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for subject in subjects().iter().filter(|subject| !subject.of_pack) {
        let table = &subject.table;
        let eligible = |table: &_| judge_with(&subject.read(table), Detail::Verdicts).verdict == Overall::Eligible;
        if !eligible(table) {
            continue;
        }
        let asked = leaves(table).into_iter().filter(promised);
        for leaf in asked.filter(|leaf| !only_advises(leaf) && !only_in_some_rows(leaf)) {
            let row = without_row(table, &leaf);
            if eligible(&without(table, &leaf)) && !row.is_some_and(|table| eligible(&table)) {
                wrong.push(format!("{}: without {}", subject.name, leaf.name));
            }
            tried += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "what is asked for and not given is missing. Let a condition that must be met ask for it, or, if it can be \
         judged without, mark it optional in rules/fields.toml:\n{}",
        wrong.join("\n")
    );
    assert!(tried > 300, "only {tried} facts were taken out");
}
