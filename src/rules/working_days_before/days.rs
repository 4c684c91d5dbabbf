//! The days to come: until when a notice can still be posted.

use super::Params;
use super::count::working;
use crate::calendar::Calendar;
use crate::day::Day;
use crate::rules::{Ahead, Context};
use crate::text::Text;
use crate::verdict::Verdict;

impl Params {
    /// The last day to post so that the notice is long enough under reading A and over before a submission on
    /// the deadline; none where the calendar is not known. Notices are posted at work.
    pub(super) fn last_safe_day(&self, calendar: &Calendar) -> Option<Day> {
        let last = self.deadline.0.plus(-1);
        self.last_day(calendar, |first| {
            let days = working(calendar, first, last).ok()?;
            Some(days.without_first() >= self.working_days)
        })
    }

    /// The last day to post so that a notice until the deadline itself is long enough under any reading at all.
    fn last_day_at_all(&self, calendar: &Calendar) -> Option<Day> {
        self.last_day(calendar, |first| {
            let days = working(calendar, first, self.deadline.0).ok()?;
            Some(days.with_first() >= self.working_days)
        })
    }

    /// The last working day up to the deadline that serves; none where the calendar is not known before one does.
    fn last_day(&self, calendar: &Calendar, serves: impl Fn(Day) -> Option<bool>) -> Option<Day> {
        let mut day = self.deadline.0;
        loop {
            if calendar.kind(day).ok()?.is_working() && serves(day)? {
                return Some(day);
            }
            day = day.plus(-1);
        }
    }

    /// Until when the notice has to be posted, or that it is too late for one: before submission, where none that was
    /// posted or is planned can be long enough. `safe` is the last safe day.
    pub(super) fn ahead(&self, context: &Context<'_>, verdict: Verdict, safe: Day) -> Option<Ahead> {
        let open = context.submitted.is_none() && context.as_of <= self.deadline.0;
        if !open || !matches!(verdict, Verdict::Fail | Verdict::Missing) || self.is_in_hand(context) {
            return None;
        }
        let last = self.last_day_at_all(context.calendar)?;
        let days = self.working_days;
        let named_safe = named(safe, &Text::default());
        if context.as_of <= safe {
            return Some(Ahead {
                says: text!("最迟 {named_safe}张贴公示", "post the notice by {named_safe} at the latest"; named_safe),
                too_late: false,
            });
        }
        if context.as_of <= last {
            let named_last = named(last, &Text::default());
            return Some(Ahead {
                says: text!(
                    "稳妥的最后张贴日 {named_safe}已过；最迟 {named_last}张贴，也只有首日或截止日计入才满{days}个工作日，待评审",
                    "the last safe day to post, {named_safe}, is over; posted by {named_last} there are {days} working days only with the first or the last day counted, which is for people";
                    named_safe, named_last
                ),
                too_late: false,
            });
        }
        Some(Ahead {
            says: text!(
                "公示已来不及：最迟应于 {named_safe}张贴（如已公示，请填写起止日期）",
                "it is too late for the notice: it had to be posted by {named_safe} (if it was, give its days)";
                named_safe
            ),
            too_late: true,
        })
    }

    /// Whether the days of a notice that was posted or is planned are, or can be made, enough.
    fn is_in_hand(&self, context: &Context<'_>) -> bool {
        let rows = context.dossier.rows(self.table).unwrap_or_default();
        let mut days = rows
            .iter()
            .filter_map(|row| Some((row.get(self.first_day)?, row.get(self.last_day)?)));
        days.any(|(first, last)| self.long_enough(context, first, last).verdict != Verdict::Fail)
    }
}

/// A day with its day of the week and a remark.
pub(super) fn named(day: Day, remark: &Text) -> Text {
    let weekday = day.weekday();
    Text {
        zh: format!("{day}（{}{}）", weekday.zh(), remark.zh),
        en: format!("{day} ({}{})", weekday.en(), remark.en),
    }
}
