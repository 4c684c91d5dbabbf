//! What must be given: what a rule of the pack reads and misses where it is absent. Nothing else is obligatory.

use crate::calendar::Calendar;
use crate::dictionary::{Entry, Field, SectionId, Track, Value};
use crate::dossier::{Cite, Dossier, List, Slot};
use crate::pack::{Condition, Pack};
use crate::place::Spot;
use crate::rules::{Context, judge};
use crate::text::Text;
use crate::verdict::Verdict;

/// The field in which a dossier says what it enters for.
const TRACK: &str = "track";

/// Whether something must be given, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need<'p> {
    /// By everyone who is asked for it.
    Always,
    /// By those of whom this is so: 从事非营利性业务的.
    When(&'p Text),
    /// By nobody.
    Never,
}

impl<'p> Need<'p> {
    /// How far a field must be given that is one of those which conditions read, or is not.
    pub fn of_field(field: &'p Field, read: bool) -> Need<'p> {
        // every condition is for some tracks only
        let read = read || field.path == TRACK;
        match &field.when {
            _ if field.optional || !read => Need::Never,
            None => Need::Always,
            Some(when) => Need::When(when),
        }
    }

    /// What it is called: 必填.
    pub fn label(self) -> Text {
        match self {
            Need::Always => text!("必填", "required"),
            Need::When(when) => text!("{when}必填", "required {when}"; when),
            Need::Never => text!("选填", "optional"),
        }
    }
}

/// Whether one of these conditions reads `entry` in what the applicant states.
pub fn is_read<'c>(conditions: impl IntoIterator<Item = &'c Condition>, entry: Entry) -> bool {
    let mut conditions = conditions.into_iter();
    conditions.any(|condition| condition.reads.contains(&entry) && !condition.rule.rule().needs_documents())
}

/// What the rules cite as missing, as of the day of submission or else of the last day to apply.
pub fn missed(pack: &Pack, dossier: &Dossier) -> Vec<Cite> {
    let Ok(calendar) = Calendar::shipped() else {
        return Vec::new();
    };
    let submitted = dossier.submitted_on();
    let context = Context {
        dossier,
        as_of: submitted.unwrap_or(pack.closes),
        submitted,
        calendar: &calendar,
        documents: None,
        wording: false,
    };
    let track = dossier.track();
    let addressing = pack
        .conditions
        .iter()
        .filter(|condition| track.is_none_or(|track| condition.tracks.contains(track)));
    addressing
        .filter(|condition| !condition.rule.rule().needs_documents())
        .map(|condition| judge(&condition.rule, &context))
        .filter(|outcome| outcome.verdict == Verdict::Missing)
        .flat_map(|outcome| outcome.cites)
        .filter(|cite| !is_given(dossier, *cite))
        .collect()
}

/// The tables that are missed where an applicant of `track` has stated nothing yet.
pub fn tables_missed(pack: &Pack, track: &Track) -> Vec<SectionId> {
    let dictionary = &pack.dictionary;
    let mut nothing = Dossier::empty(pack.written.clone(), dictionary.clone());
    if let Some(Entry::Field(id)) = dictionary.entry(TRACK)
        && let Some(field) = dictionary.get(id)
        && let Some(choice) = field.choice(track.id())
    {
        nothing.set(field, Slot::Given(Value::Choice(choice), Spot::span(0..0)));
    }
    let tables = missed(pack, &nothing).into_iter().filter_map(|cite| match cite {
        Cite::Table(id) => Some(id),
        Cite::Scalar(_) | Cite::Cell(..) => None,
    });
    tables.collect()
}

/// Whether there is a value where `cite` points, or the table is stated.
pub fn is_given(dossier: &Dossier, cite: Cite) -> bool {
    match cite {
        Cite::Table(id) => dossier.table(id).and_then(List::rows).is_some(),
        Cite::Scalar(_) | Cite::Cell(..) => dossier.slot(cite).is_some_and(|slot| slot.value().is_some()),
    }
}
