//! A condition held against a dossier: what its rule says, as far as everything it rests on could be read.

use crate::dossier::{Cite, Dossier, Fault};
use crate::field::Entry;
use crate::pack::Condition;
use crate::rules::{self, Context, Outcome};
use crate::text::{Text, quote};
use crate::value::Value;
use crate::verdict::Verdict;

/// What the rule of `condition` says. Where something it reads cannot be read, that is missing: a rule takes it for
/// absent, and what is absent may be just what would have decided. Refuted by other facts it stays refuted, unless what
/// cannot be read may be absent without being missed.
pub(crate) fn judge(condition: &Condition, context: &Context<'_>) -> Outcome {
    let outcome = understood(rules::judge(&condition.rule, context), context);
    let dossier = context.dossier;
    if dossier.faults.is_empty() || outcome.verdict == Verdict::Missing {
        return outcome;
    }
    let faults: Vec<&Fault> = dossier.faults_at(&condition.reads).collect();
    let decided = outcome.verdict == Verdict::Fail && faults.iter().all(|fault| is_missed(dossier, fault));
    if faults.is_empty() || decided {
        return outcome;
    }
    let entries = faults.iter().flat_map(|fault| &fault.at);
    let mut cites: Vec<Cite> = Vec::new();
    for cite in entries.flat_map(|entry| cites_of(dossier, *entry)) {
        if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    Outcome::unread(context, cites)
}

/// The outcome with a note on each value it rests on that was understood from words which say it less exactly.
fn understood(outcome: Outcome, context: &Context<'_>) -> Outcome {
    if !context.wording {
        return outcome;
    }
    let note = |cite: &Cite| {
        let slot = context.dossier.slot(*cite)?;
        let (Some(words), Some(Value::Money(amount))) = (slot.understood(), slot.value()) else {
            return None;
        };
        let (name, words) = (context.name(*cite), quote(words));
        Some(Text {
            zh: format!("{}写的是{words}，按 {amount} 元理解", name.zh),
            en: format!("{}: {words} is taken as {amount} yuan", name.en),
        })
    };
    let mut notes: Vec<Text> = outcome.cites.iter().filter_map(note).collect();
    notes.dedup();
    notes.into_iter().fold(outcome, Outcome::note)
}

/// Whether a rule misses every fact that a fault leaves unknown.
fn is_missed(dossier: &Dossier, fault: &Fault) -> bool {
    fault.at.iter().all(|entry| match entry {
        Entry::Field(id) => {
            let unread = |cite: Cite| dossier.slot(cite).is_some_and(|slot| slot.unreadable().is_some());
            dossier.dictionary.get(*id).is_some_and(|field| !field.optional)
                && cites_of(dossier, *entry).into_iter().all(unread)
        }
        Entry::Section(_) => false,
    })
}

/// What cannot be read at an entry: of a column, its cells that cannot, or else the table.
fn cites_of(dossier: &Dossier, entry: Entry) -> Vec<Cite> {
    let id = match entry {
        Entry::Section(id) => return vec![Cite::Table(id)],
        Entry::Field(id) => id,
    };
    let Some(field) = dossier.dictionary.get(id) else {
        return Vec::new();
    };
    let rows = dossier
        .dictionary
        .section(field.section)
        .is_some_and(|section| section.rows);
    if !rows {
        return vec![Cite::Scalar(id)];
    }
    let rows = dossier
        .table(field.section)
        .and_then(|list| list.rows())
        .unwrap_or_default();
    let cells = (0..rows.len()).map(|row| Cite::Cell(id, row));
    let unread = cells.filter(|cite| dossier.slot(*cite).is_some_and(|slot| slot.unreadable().is_some()));
    let unread: Vec<Cite> = unread.collect();
    if unread.is_empty() {
        return vec![Cite::Table(field.section)];
    }
    unread
}
