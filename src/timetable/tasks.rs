//! What is to be done, and by when.

use std::sync::Arc;

use serde::Serialize;

use crate::day::Day;
use crate::pack::Pack;
use crate::report::{DossierReport, Finding};
use crate::text::Text;
use crate::verdict::{Reason, Verdict, Weight};

/// What is to be done for one condition.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// The condition.
    pub condition: Arc<str>,
    /// What it is called.
    pub title: Text,
    /// What failing it costs.
    pub weight: Weight,
    /// The verdict on it as of the as-of day.
    pub verdict: Verdict,
    /// What to do.
    pub act: Text,
    /// The last day to do it.
    pub by: Day,
    /// Whether that day is over.
    pub overdue: bool,
}

/// By when tasks are due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    /// The day of submission.
    pub(super) end: Day,
    /// What is due on the first day is due on the second: for a submission before the last day.
    pub(super) sooner: Option<(Day, Day)>,
    /// Whether another edition is forecast than the one the pack is written for.
    pub(super) forecast: bool,
}

/// The tasks of a report, for a submission on a day: those that come first are first. What only the committee can judge
/// is no task.
pub(super) fn of(pack: &Pack, report: &DossierReport, due: Due) -> Vec<Task> {
    let mut tasks: Vec<Task> = report
        .findings
        .iter()
        .filter(|finding| finding.reason != Some(Reason::Committee))
        .filter_map(|finding| task(pack, report, finding, due))
        .collect();
    tasks.sort_by_key(|task| (task.by, task.verdict != Verdict::Fail));
    tasks
}

fn task(pack: &Pack, report: &DossierReport, finding: &Finding, Due { end, sooner, forecast }: Due) -> Option<Task> {
    let remedy = finding.remedy.clone()?;
    let moved = sooner.filter(|(last, _)| Some(*last) == finding.act_by);
    // what a pack advises names the days and years of its own edition
    let act = match (moved, forecast) {
        (Some((_, sooner)), _) => text!(
            "{end} 提交的，公示最迟 {sooner} 张贴，提交前结束",
            "for a submission on {end}, post the notice by {sooner}; it has to be over before"
        ),
        (None, true) => finding.required.clone(),
        (None, false) => remedy,
    };
    let by = moved.map(|(_, sooner)| sooner).or(finding.act_by);
    let by = by.map_or(end, |by| by.min(end));
    let condition = pack.conditions.iter().find(|known| known.id == finding.condition);
    Some(Task {
        condition: finding.condition.clone(),
        title: condition.map(|known| known.title.clone()).unwrap_or_default(),
        weight: finding.weight,
        verdict: finding.verdict,
        act,
        by,
        overdue: by < report.as_of,
    })
}
