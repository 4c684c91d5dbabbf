//! The days from the as-of day to the deadline, each judged as if the dossier were submitted on it.
//!
//! Judging is pure, so what is true on a day is found by judging it, never by a second copy of a rule.

use std::cell::OnceCell;

use crate::day::Day;
use crate::judging::judge;
use crate::pack::Condition;
use crate::rules::{Context, Outcome};
use crate::verdict::{Reason, Verdict, Weight};

/// The days on which a dossier that is not submitted yet can be.
pub(crate) struct Sweep<'a> {
    context: Context<'a>,
    last: Day,
}

impl<'a> Sweep<'a> {
    /// The days from the as-of day of `context` to `closes`; none where the dossier is submitted.
    pub(crate) fn new(context: &Context<'a>, closes: Day) -> Option<Sweep<'a>> {
        let context = Context {
            wording: false,
            ..*context
        };
        context.submitted.is_none().then_some(Sweep { context, last: closes })
    }

    /// A condition's outcome on `day`, as if the dossier were submitted then.
    fn on(&self, condition: &Condition, day: Day) -> Outcome {
        let context = Context {
            as_of: day,
            submitted: Some(day),
            ..self.context
        };
        judge(condition, &context)
    }

    fn days(&self) -> impl DoubleEndedIterator<Item = Day> + use<> {
        let (first, last) = (self.context.as_of, self.last);
        (0..=last.days_since(first)).map(move |days| first.plus(days))
    }

    /// The first day on which a condition that is refuted today is met, or, where it is met on none, no longer refuted;
    /// and its verdict on that day.
    pub(crate) fn later(&self, condition: &Condition) -> Option<(Day, Verdict)> {
        let (mut review, mut missing) = (None, None);
        for day in self.days().skip(1) {
            let verdict = self.on(condition, day).verdict;
            match verdict {
                Verdict::Pass | Verdict::NotApplicable => return Some((day, verdict)),
                Verdict::Review => review = review.or(Some((day, verdict))),
                Verdict::Missing => missing = missing.or(Some((day, verdict))),
                Verdict::Fail => {}
            }
        }
        review.or(missing)
    }

    /// The first and the last day on which no binding condition among `conditions` is refuted, or rests on one reading
    /// alone though it rests on none on another day.
    pub(crate) fn works<'c>(&self, conditions: impl Iterator<Item = &'c Condition>) -> Option<(Day, Day)> {
        let musts = conditions.filter(|condition| condition.weight == Weight::Must);
        let musts: Vec<(&Condition, OnceCell<bool>)> = musts.map(|condition| (condition, OnceCell::new())).collect();
        let works = |day: &Day| {
            musts.iter().all(|(condition, settles)| {
                let outcome = self.on(condition, *day);
                match (outcome.verdict, outcome.reason) {
                    (Verdict::Fail, _) => false,
                    (Verdict::Review, Some(Reason::Readings)) => !settles.get_or_init(|| self.settles(condition)),
                    _ => true,
                }
            })
        };
        Some((self.days().find(works)?, self.days().rev().find(works)?))
    }

    /// Whether a binding condition among `conditions` lacks a fact even on `day`.
    pub(crate) fn lacks<'c>(&self, mut conditions: impl Iterator<Item = &'c Condition>, day: Day) -> bool {
        conditions
            .any(|condition| condition.weight == Weight::Must && self.on(condition, day).verdict == Verdict::Missing)
    }

    /// Whether there is a day on which a condition is met.
    fn settles(&self, condition: &Condition) -> bool {
        self.days()
            .any(|day| matches!(self.on(condition, day).verdict, Verdict::Pass | Verdict::NotApplicable))
    }
}
