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

    /// The first and the last day on which submission works.
    pub(crate) fn works<'c>(&self, conditions: impl Iterator<Item = &'c Condition>) -> Option<(Day, Day)> {
        let works = self.serving(conditions);
        Some((self.days().find(&works)?, self.days().rev().find(&works)?))
    }

    /// Whether submission works on a day: no binding condition among `conditions` is refuted, or rests on one reading
    /// alone though it rests on none on another day.
    pub(crate) fn serving<'c>(&self, conditions: impl Iterator<Item = &'c Condition>) -> impl Fn(&Day) -> bool {
        let musts = conditions.filter(|condition| condition.weight == Weight::Must);
        let musts: Vec<(&Condition, OnceCell<bool>)> = musts.map(|condition| (condition, OnceCell::new())).collect();
        move |day: &Day| {
            musts.iter().all(|(condition, settles)| {
                let outcome = self.on(condition, *day);
                match (outcome.verdict, outcome.reason) {
                    (Verdict::Fail, _) => false,
                    (Verdict::Review, Some(Reason::Readings)) => !settles.get_or_init(|| self.settles(condition)),
                    _ => true,
                }
            })
        }
    }

    /// The last working day from which on a notice can hang until the day before the deadline and be enough for each
    /// binding condition among `conditions` that asks for one, submitted on the deadline; none where no condition asks,
    /// or the calendar is not announced. Notices are posted at work.
    pub(crate) fn last_safe_post<'c>(&self, conditions: impl Iterator<Item = &'c Condition>) -> Option<Day> {
        let days = conditions
            .filter(|condition| condition.weight == Weight::Must)
            .filter(|condition| self.posted(condition, self.last, self.last).is_some())
            .map(|condition| self.safe_for(condition));
        days.reduce(|a, b| Some(a?.min(b?))).flatten()
    }

    /// That day for one condition: the last on which it is met, looked for from the deadline back to a year before it.
    fn safe_for(&self, condition: &Condition) -> Option<Day> {
        let (earliest, end) = (self.last.corresponding(-1), self.last.plus(-1));
        for days in 0..=self.last.days_since(earliest) {
            let day = self.last.plus(-days);
            if !self.context.calendar.kind(day).ok()?.is_working() {
                continue;
            }
            match self.posted(condition, day, end)?.verdict {
                Verdict::Pass => return Some(day),
                Verdict::Missing => return None,
                Verdict::Fail | Verdict::Review | Verdict::NotApplicable => {}
            }
        }
        None
    }

    /// A condition's outcome on the last day, as if the notice that it asks for had been posted from `first` to `last`.
    fn posted(&self, condition: &Condition, first: Day, last: Day) -> Option<Outcome> {
        let rule = condition.rule.rule();
        let dossier = rule.as_if_posted(self.context.dossier, first, last)?;
        let context = Context {
            dossier: &dossier,
            as_of: self.last,
            submitted: Some(self.last),
            ..self.context
        };
        Some(judge(condition, &context))
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
