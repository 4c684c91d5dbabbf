//! What a dossier still lacks: what the dictionary asks of every applicant, and what else the rules of its pack
//! miss in it.

use crate::calendar::Calendar;
use crate::dossier::{Cite, Dossier, List};
use crate::field::FieldId;
use crate::pack::Pack;
use crate::rules::{Context, judge};
use crate::template::plan::Plan;
use crate::value::{Value, When};
use crate::verdict::Verdict;

/// The facts that are known, and those that are wanted.
pub struct Facts<'f> {
    /// The dossier the facts stand in, indexed by the dictionary of the pack.
    pub dossier: &'f Dossier,
    wanted: Vec<Cite>,
}

impl<'f> Facts<'f> {
    /// The facts of `dossier`, judged as of its day of submission or else of the last day to apply.
    pub fn new(plan: &Plan<'_>, dossier: &'f Dossier) -> Facts<'f> {
        let mut wanted = missed(plan.pack, dossier);
        wanted.extend(asked_of_all(plan, dossier));
        Facts { dossier, wanted }
    }

    /// Whether `cite` is wanted and not given.
    pub fn wants(&self, cite: Cite) -> bool {
        self.wanted.contains(&cite)
    }

    /// The value of a scalar.
    pub fn scalar(&self, id: FieldId) -> Option<&'f Value> {
        self.dossier.slot(Cite::Scalar(id))?.value()
    }

    /// The value in a row of a table, counted from zero.
    pub fn cell(&self, id: FieldId, row: usize) -> Option<&'f Value> {
        self.dossier.slot(Cite::Cell(id, row))?.value()
    }
}

/// What the rules cite as missing.
fn missed(pack: &Pack, dossier: &Dossier) -> Vec<Cite> {
    let Ok(calendar) = Calendar::shipped() else {
        return Vec::new();
    };
    let submitted = match dossier.value("submission.submitted_on") {
        Some(Value::When(When::Day(day))) => Some(*day),
        _ => None,
    };
    let context = Context {
        dossier,
        as_of: submitted.unwrap_or(pack.closes),
        submitted,
        calendar: &calendar,
        wording: false,
    };
    let track = dossier.track();
    let addressing = pack
        .conditions
        .iter()
        .filter(|condition| track.is_none_or(|track| condition.tracks.contains(&track)));
    addressing
        .map(|condition| judge(&condition.rule, &context))
        .filter(|outcome| outcome.verdict == Verdict::Missing)
        .flat_map(|outcome| outcome.cites)
        .filter(|cite| !is_given(dossier, *cite))
        .collect()
}

/// What every applicant is to give: a rule that misses one fact may not have come to the next.
fn asked_of_all(plan: &Plan<'_>, dossier: &Dossier) -> Vec<Cite> {
    let mut wanted = Vec::new();
    for part in &plan.parts {
        let items = part.items.iter();
        for item in items.filter(|item| !item.field.optional && item.field.when.is_none()) {
            if part.section.rows {
                let rows = dossier.table(part.id).and_then(List::rows).map_or(0, <[_]>::len);
                wanted.extend((0..rows).map(|row| Cite::Cell(item.id, row)));
            } else {
                wanted.push(Cite::Scalar(item.id));
            }
        }
    }
    wanted.retain(|cite| !is_given(dossier, *cite));
    wanted
}

/// Whether there is a value where `cite` points, or the table is stated.
fn is_given(dossier: &Dossier, cite: Cite) -> bool {
    match cite {
        Cite::Table(id) => dossier.table(id).and_then(List::rows).is_some(),
        Cite::Scalar(_) | Cite::Cell(..) => dossier.slot(cite).is_some_and(|slot| slot.value().is_some()),
    }
}
