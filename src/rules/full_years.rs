//! Full years counted from a day, under both readings of when a year is complete.

use crate::day::Day;
use crate::text::Text;
use crate::verdict::Verdict;

/// The day on which a count of years that starts on a day is complete: under reading A and reading B.
#[derive(Debug, Clone, Copy)]
pub(super) struct Complete {
    /// The day from which is counted.
    pub start: Day,
    /// How many years.
    pub years: i16,
    /// The day under reading A: the first day is not counted, and the corresponding day completes the year (民法典
    /// 201, 202).
    pub a: Day,
    /// The day under reading B: the first day counts, so that a year is complete a day earlier.
    pub b: Day,
}

impl Complete {
    /// Counts so many years from a day.
    pub fn from(start: Day, years: i16) -> Complete {
        let a = start.corresponding(years);
        // 29 February falls back to the month's last day under either reading.
        let b = if a.day() == start.day() { a.plus(-1) } else { a };
        Complete { start, years, a, b }
    }

    /// Whether the count is complete by a day, as far as both readings agree.
    pub fn verdict(self, as_of: Day) -> Verdict {
        let by = |day: Day| if as_of >= day { Verdict::Pass } else { Verdict::Fail };
        Verdict::between_readings(by(self.a), by(self.b))
    }

    /// Both counts in words.
    pub fn counts(self, as_of: Day) -> Text {
        let Complete { start, years, a, b } = self;
        let full = |first_counts: bool| {
            (1..=years).take_while(move |n| {
                let complete = Complete::from(start, *n);
                as_of >= if first_counts { complete.b } else { complete.a }
            })
        };
        if self.verdict(as_of) == Verdict::Pass {
            return text!(
                "自 {start} 起算，{a} 满 {years} 年，截至 {as_of} 已满",
                "counted from {start}, {years} years were complete on {a}; judged as of {as_of}"
            );
        }
        let (full_a, full_b) = (full(false).count(), full(true).count());
        text!(
            "自 {start} 起算，截至 {as_of}：不计起始日满 {full_a} 年（{a} 满 {years} 年），计入起始日满 {full_b} 年（{b} 满 {years} 年）",
            "counted from {start} as of {as_of}; full years: {full_a} without the first day ({years} on {a}), {full_b} with it ({years} on {b})"
        )
    }
}
