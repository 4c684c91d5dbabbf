//! Notices that follow one another: under reading B their days count together.

use super::Params;
use super::count::working;
use crate::day::Day;
use crate::dossier::Row;
use crate::rules::{Context, Outcome};
use crate::verdict::{Reason, Verdict};

/// A notice whose days are given.
struct Dated<'r> {
    number: usize,
    row: &'r Row,
    first: Day,
    last: Day,
}

impl Params {
    /// The best of the runs of notices that follow one another without a working day between them, where one is long
    /// enough only when taken together.
    pub(super) fn together(&self, context: &Context<'_>, rows: &[Row]) -> Option<Outcome> {
        let dated = rows.iter().enumerate().filter_map(|(number, row)| {
            let (first, last) = (row.get(self.first_day)?, row.get(self.last_day)?);
            Some(Dated {
                number,
                row,
                first,
                last,
            })
        });
        let mut dated: Vec<Dated<'_>> = dated.filter(|notice| notice.first <= notice.last).collect();
        dated.sort_by_key(|notice| (notice.first, notice.last));
        let mut runs: Vec<(Day, Vec<Dated<'_>>)> = Vec::new();
        for notice in dated {
            match runs.last_mut() {
                Some((until, run)) if self.follows(context, *until, notice.first) => {
                    *until = notice.last.max(*until);
                    run.push(notice);
                }
                _ => runs.push((notice.last, vec![notice])),
            }
        }
        let outcomes: Vec<Outcome> = runs
            .iter()
            .filter_map(|(until, run)| self.run(context, *until, run))
            .collect();
        (!outcomes.is_empty()).then(|| Outcome::one_of(outcomes))
    }

    /// Whether no working day lies between `until` and `first`.
    fn follows(&self, context: &Context<'_>, until: Day, first: Day) -> bool {
        first <= until.plus(1)
            || working(context.calendar, until.plus(1), first.plus(-1)).is_ok_and(|days| days.with_first() == 0)
    }

    /// A run of notices, where it is long enough. Of one by itself the rest that is asked has decided already.
    fn run(&self, context: &Context<'_>, until: Day, run: &[Dated<'_>]) -> Option<Outcome> {
        let length = self.long_enough(context, run.first()?.first, until);
        if !matches!(length.verdict, Verdict::Pass | Verdict::Review) {
            return None;
        }
        let found = context.say(|| {
            let several = run.len();
            let mut said = text!(
                "{several} 次公示首尾相接，连着算：",
                "{several} notices that follow one another, taken together: "
            );
            said.push(&length.found);
            said.push(&text!("；每次单独算都不足", "; each by itself is too short"));
            said
        });
        let cites = run
            .iter()
            .flat_map(|notice| [self.first_day.at(notice.number), self.last_day.at(notice.number)]);
        let together = Outcome::review(Reason::Readings, found).cite(cites);
        let asides = run
            .iter()
            .flat_map(|notice| self.aside(context, notice.number, notice.row));
        Some(Outcome::all_of([together].into_iter().chain(asides)))
    }
}
