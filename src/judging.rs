//! A condition held against a dossier: what its rule says, as far as everything it rests on could be read.

use crate::day::{Day, Period};
use crate::dictionary::{Entry, Value};
use crate::dossier::{Cite, Dossier, Fault};
use crate::pack::Condition;
use crate::rules::{self, Context, Outcome};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

/// What the rule of `condition` says. Where something it reads cannot be read, that is missing: a rule takes it for
/// absent, and what is absent may be just what would have decided. Refuted by other facts it stays refuted, unless what
/// cannot be read may be absent without being missed.
pub(crate) fn judge(condition: &Condition, context: &Context<'_>) -> Outcome {
    let periods = context.dossier.periods();
    if periods.is_empty() {
        return judge_days(condition, context);
    }
    let reads = |cite: &Cite| match cite {
        Cite::Scalar(id) | Cite::Cell(id, _) => condition.reads.contains(&Entry::Field(*id)),
        Cite::Table(_) => false,
    };
    let vague: Vec<(Cite, Period)> = periods.iter().filter(|(cite, _)| reads(cite)).copied().collect();
    match vague.as_slice() {
        [] => judge_days(condition, context),
        vague => judge_periods(condition, context, vague),
    }
}

/// The outcome of a condition, as far as its clause is known: what others report of a text refutes nobody, and a person
/// has to look at the text.
fn as_far_as_known(condition: &Condition, outcome: Outcome, context: &Context<'_>) -> Outcome {
    if !condition.hearsay || outcome.verdict != Verdict::Fail {
        return outcome;
    }
    let note = context.say(|| {
        text!(
            "这一条只见于他人的报道，没有见到原文，不据此判为不符合；请核对原文",
            "this clause is known from the reports of others alone and refutes nobody by itself; look at the text"
        )
    });
    Outcome {
        verdict: Verdict::Review,
        reason: Some(Reason::Evidence),
        ..outcome
    }
    .note(note)
}

/// The most periods of which every first and last day are tried together.
const PERIODS: usize = 6;

/// What the rule says where months or years stand for days: what it says of their first and last days, where that is the same
/// of all of them. Where it is not, the days would settle it.
fn judge_periods(condition: &Condition, context: &Context<'_>, vague: &[(Cite, Period)]) -> Outcome {
    let names = context.say(|| {
        let each = vague.iter().map(|(cite, period)| {
            let name = context.name(*cite);
            match period.is_year() {
                true => text!("{name}只写到年（{period}）", "{name}: only a year is given ({period})"; name),
                false => text!("{name}只写到月（{period}）", "{name}: only a month is given ({period})"; name),
            }
        });
        Text::list(&each.collect::<Vec<_>>())
    });
    if vague.len() > PERIODS {
        return Outcome::review(Reason::Evidence, names).cite(vague.iter().map(|(cite, _)| *cite));
    }
    let tried = (0..1_u32 << vague.len()).map(|last| {
        let days: Vec<(Cite, Day)> = (0..)
            .zip(vague)
            .map(|(at, (cite, period))| match last >> at & 1 {
                0 => (*cite, period.first()),
                _ => (*cite, period.last()),
            })
            .collect();
        let dossier = context.dossier.with_days(&days);
        let context = Context {
            dossier: &dossier,
            ..*context
        };
        judge_days(condition, &context)
    });
    let mut tried: Vec<Outcome> = tried.collect();
    let verdicts = tried.iter().map(|outcome| outcome.verdict);
    let verdict = verdicts.reduce(Verdict::between_readings).unwrap_or(Verdict::Missing);
    let same = tried.iter().all(|outcome| outcome.verdict == verdict);
    let (zh, en) = (&names.zh, &names.en);
    if same || verdict == Verdict::Missing {
        let at = tried.iter().position(|outcome| outcome.verdict == verdict).unwrap_or(0);
        return tried.swap_remove(at).note(context.say(|| {
            text!(
                "{zh}，按其中最早和最晚的日子判断，结论一样",
                "{en}; judged by its first and last day, which agree"
            )
        }));
    }
    let found = context.say(|| {
        let mut each: Vec<&Text> = Vec::new();
        for outcome in &tried {
            if !each.contains(&&outcome.found) {
                each.push(&outcome.found);
            }
        }
        let each = Text::join(each);
        text!("{zh}，写明日期才能判断：{each}", "{en}; the day settles it: {each}"; each)
    });
    let cites = tried.iter().flat_map(|outcome| outcome.cites.iter().copied());
    let outcome = match verdict {
        Verdict::Review => Outcome::review(Reason::Evidence, found),
        _ => Outcome::pass(found),
    };
    outcome.cite(cites.collect::<Vec<_>>())
}

/// As [`judge`], where every day is known or nothing rests on it.
fn judge_days(condition: &Condition, context: &Context<'_>) -> Outcome {
    let outcome = understood(rules::judge(&condition.rule, context), context);
    let outcome = as_far_as_known(condition, outcome, context);
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
        Some(text!("{name}写的是{words}，按 {amount} 元理解", "{name}: {words} is taken as {amount} yuan"; name))
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
    if !field.in_table {
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
