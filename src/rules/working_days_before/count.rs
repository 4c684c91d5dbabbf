//! The working days of a notice, counted with and without its first, and how they are told.

use crate::calendar::{Calendar, Count, Uncovered};
use crate::day::Day;
use crate::rules::{Context, Outcome};
use crate::text::Text;

/// The working days from a first to a last day, both included.
pub(super) struct Working {
    first: Day,
    last: Day,
    count: Count,
}

/// Counts the working days from `first` to `last`.
///
/// # Errors
/// The first year among them whose days off are not announced.
pub(super) fn working(calendar: &Calendar, first: Day, last: Day) -> Result<Working, Uncovered> {
    let count = calendar.count(first, last)?;
    Ok(Working { first, last, count })
}

impl Working {
    /// How many there are, the first day counted (reading B).
    pub(super) fn with_first(&self) -> usize {
        self.count.working.len()
    }

    /// How many there are, the first day not counted (reading A).
    pub(super) fn without_first(&self) -> usize {
        self.after_first().count()
    }

    /// The day on which so many are reached, the first day not counted.
    pub(super) fn reaches(&self, days: usize) -> Option<Day> {
        self.after_first().nth(days.checked_sub(1)?)
    }

    fn after_first(&self) -> impl Iterator<Item = Day> {
        let days = self.count.working.iter().copied();
        days.filter(|day| *day > self.first)
    }

    /// The days that were counted, and the make-up days and days off that mattered, in words.
    pub(super) fn describe(&self) -> Text {
        let (first, last) = (self.first, self.last);
        let (without_first, with_first) = (self.without_first(), self.with_first());
        let days = listed(&self.count.working);
        let mut said = text!(
            "{first} 至 {last} 公示：首日不计 {without_first} 个工作日，首日计入 {with_first} 个工作日（{days}）",
            "posted {first} to {last}; working days: {without_first} without the first day, {with_first} with it ({days})"
        );
        if !self.count.made_up.is_empty() {
            let made_up = listed(&self.count.made_up);
            said.push(&text!("；调休上班 {made_up}", "; make-up days {made_up}"));
        }
        if !self.count.off.is_empty() {
            let off = listed(&self.count.off);
            said.push(&text!("；放假 {off}", "; days off {off}"));
        }
        said
    }
}

/// Days in short: the first dozen one by one without their year, the rest by number.
fn listed(days: &[Day]) -> String {
    const SHOWN: usize = 12;
    let short = |day: &Day| format!("{:02}-{:02}", day.month(), day.day());
    let mut shown: Vec<String> = days.iter().take(SHOWN).map(short).collect();
    if days.len() > SHOWN {
        shown.push(format!("… +{}", days.len() - SHOWN));
    }
    shown.join(" ")
}

/// The want of a calendar.
pub(super) fn unknown(context: &Context<'_>, Uncovered(year): Uncovered) -> Outcome {
    Outcome::missing(context.say(|| {
        text!(
            "国务院尚未公布 {year} 年放假安排（或日历未收录），无法计算工作日；公布后可用 --calendar 补充",
            "the State Council has not published {year} (or the calendar lacks it): working days cannot be counted; once it is out, add it with --calendar"
        )
    }))
}
