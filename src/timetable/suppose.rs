//! And if: what follows from posting the notice, or from submitting, on a given day.

use std::sync::Arc;

use serde::Serialize;

use super::Planner;
use crate::check::Detail;
use crate::day::Day;
use crate::dossier::Dossier;
use crate::sweep::Sweep;
use crate::text::Text;
use crate::verdict::{Overall, Verdict, Weight};

/// What is supposed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Supposed {
    /// The day on which the notice is posted.
    pub post: Option<Day>,
    /// The day of submission.
    pub submit: Option<Day>,
}

/// What follows from posting the notice on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posted {
    /// That day.
    pub day: Day,
    /// Until when it has to hang at least; none where it is never enough by the deadline, or none is asked for.
    pub until: Option<Day>,
    /// What becomes of the condition, submitted on the day after that; none where none asks for a notice.
    pub verdict: Option<Verdict>,
}

/// What follows from submitting on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Submitted {
    /// That day.
    pub day: Day,
    /// The verdict on the dossier.
    pub verdict: Overall,
    /// The last day to post the notice so that it is enough under every reading.
    pub last_safe_post: Option<Day>,
    /// Whether the notice would be wanting then.
    pub notice_wanting: bool,
    /// The binding conditions that are not met.
    pub open: Vec<Open>,
}

/// A condition that is not met on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The condition.
    pub condition: Arc<str>,
    /// What it is called.
    pub title: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// What was found.
    pub found: Text,
}

impl Planner<'_> {
    /// What follows from posting on `day`, and the dossier with such a notice: one that hangs until the first day on
    /// which, submitted on the next, its condition is met; else at least left to people; else up to the deadline.
    pub(super) fn posted(&self, dossier: &Dossier, day: Day) -> (Posted, Dossier) {
        let never = Posted {
            day,
            until: None,
            verdict: None,
        };
        let mut musts = self
            .asked(dossier.track())
            .filter(|condition| condition.weight == Weight::Must);
        let asking = musts.find(|condition| condition.rule.rule().as_if_posted(dossier, day, day).is_some());
        let Some(condition) = asking else {
            return (never, dossier.clone());
        };
        let with = |until: Day| condition.rule.rule().as_if_posted(dossier, day, until);
        let mut doubtful = None;
        let mut last = None;
        for until in day.through(self.pack.closes.plus(-1)) {
            let Some(posted) = with(until) else { continue };
            let report = self.on(&posted, until.plus(1), Detail::Verdicts);
            let found = report.findings.iter().find(|finding| finding.condition == condition.id);
            let verdict = found.map(|finding| finding.verdict);
            last = verdict;
            match verdict {
                Some(Verdict::Pass) => {
                    let until = Some(until);
                    return (Posted { day, until, verdict }, posted);
                }
                Some(Verdict::Review) => doubtful = doubtful.or(Some((until, posted))),
                _ => {}
            }
        }
        if let Some((until, posted)) = doubtful {
            let found = Posted {
                day,
                until: Some(until),
                verdict: Some(Verdict::Review),
            };
            return (found, posted);
        }
        let verdict = last.or(Some(Verdict::Fail));
        let hung = with(self.pack.closes.plus(-1).max(day));
        (Posted { verdict, ..never }, hung.unwrap_or_else(|| dossier.clone()))
    }

    /// What follows from submitting on `day`.
    pub(super) fn submitted(&self, dossier: &Dossier, day: Day) -> Submitted {
        let report = self.on(dossier, day, Detail::Full);
        let context = self.context(dossier, self.as_of.min(day));
        let asked = self.asked(dossier.track());
        let title = |id: &str| {
            let known = self.pack.conditions.iter().find(|condition| *condition.id == *id);
            known.map(|condition| condition.title.clone()).unwrap_or_default()
        };
        let musts = report.findings.iter().filter(|finding| finding.weight == Weight::Must);
        let notices = |id: &str| {
            let known = self.pack.conditions.iter().find(|condition| *condition.id == *id);
            known.is_some_and(|condition| condition.rule.rule().as_if_posted(dossier, day, day).is_some())
        };
        let open = musts.filter(|finding| !matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable));
        let open: Vec<Open> = open
            .map(|finding| Open {
                condition: finding.condition.clone(),
                title: title(&finding.condition),
                verdict: finding.verdict,
                found: finding.found.clone(),
            })
            .collect();
        Submitted {
            day,
            verdict: report.verdict,
            last_safe_post: Sweep::new(&context, day).and_then(|sweep| sweep.last_safe_post(asked)),
            notice_wanting: open.iter().any(|open| notices(&open.condition)),
            open,
        }
    }
}
