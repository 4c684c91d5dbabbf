//! What holds on which day: the days of each condition, with equal verdicts taken together.

use std::sync::Arc;

use serde::Serialize;

use crate::day::Day;
use crate::pack::Pack;
use crate::report::DossierReport;
use crate::text::Text;
use crate::verdict::{Reason, Verdict, Weight};

/// Days on which a condition has one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first of them.
    pub first: Day,
    /// The last of them.
    pub last: Day,
    /// The verdict on a submission on any of them.
    pub verdict: Verdict,
    /// Why it is review.
    pub reason: Option<Reason>,
}

/// What holds of a condition from day to day.
#[derive(Debug, Clone, Serialize)]
pub struct Holds {
    /// The condition.
    pub condition: Arc<str>,
    /// What it is called.
    pub title: Text,
    /// What failing it costs.
    pub weight: Weight,
    /// The first day on which it is met, if there is one.
    pub met_on: Option<Day>,
    /// Every day, in order.
    pub spans: Vec<Span>,
}

impl Holds {
    /// Whether the day of submission matters to it, or it is not met on any.
    pub fn is_open(&self) -> bool {
        let met = |span: &Span| matches!(span.verdict, Verdict::Pass | Verdict::NotApplicable);
        self.spans.len() > 1 || !self.spans.iter().all(met)
    }
}

/// What holds of each condition that was judged on the days.
pub(super) fn of(pack: &Pack, judged: &[(Day, DossierReport)]) -> Vec<Holds> {
    let mut all: Vec<Holds> = Vec::new();
    for (day, report) in judged {
        for finding in &report.findings {
            let span = Span {
                first: *day,
                last: *day,
                verdict: finding.verdict,
                reason: finding.reason,
            };
            let known = all.iter_mut().find(|holds| holds.condition == finding.condition);
            let Some(holds) = known else {
                let condition = pack.conditions.iter().find(|known| known.id == finding.condition);
                all.push(Holds {
                    condition: finding.condition.clone(),
                    title: condition.map(|known| known.title.clone()).unwrap_or_default(),
                    weight: finding.weight,
                    met_on: None,
                    spans: vec![span],
                });
                continue;
            };
            match holds.spans.last_mut() {
                Some(last) if (last.verdict, last.reason) == (span.verdict, span.reason) => last.last = *day,
                _ => holds.spans.push(span),
            }
        }
    }
    for holds in &mut all {
        let met = holds.spans.iter().find(|span| span.verdict == Verdict::Pass);
        holds.met_on = met.map(|span| span.first);
    }
    all
}
