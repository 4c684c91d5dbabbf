//! 近三年 looked back on from a day: the words allow a period counted back from that day and one counted in
//! calendar years, so both are kept.

use crate::day::Day;
use crate::text::Text;
use crate::verdict::Verdict;

/// A look-back as a pack writes it.
#[derive(Debug, Clone, Copy)]
pub struct Lookback {
    /// How many years back from the as-of day (reading A).
    pub years: i16,
    /// The first day of the first calendar year that counts (reading B).
    pub calendar_from: Day,
    /// After how many days without a look-up a new one is advised, where the pack does: no clause asks for it.
    pub look_up_again_after_days: Option<i64>,
}

/// The days of one reading, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: Day,
    /// The last day: the as-of day.
    pub last: Day,
}

impl Window {
    /// Whether `day` lies within.
    pub fn holds(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether any day from `from` to `to` lies within; `None` never ends.
    pub fn meets(self, from: Day, to: Option<Day>) -> bool {
        from <= self.last && to.is_none_or(|to| to >= self.first)
    }
}

impl Lookback {
    /// The windows of both readings. Counted back from the as-of day, the corresponding day itself is outside
    /// (the mirror of 民法典 201 and 202): three years before 2025-12-30 begin on 2022-12-31.
    pub fn windows(self, as_of: Day) -> [Window; 2] {
        [
            Window {
                first: as_of.corresponding(-self.years).plus(1),
                last: as_of,
            },
            Window {
                first: self.calendar_from,
                last: as_of,
            },
        ]
    }

    /// The first day of the later of both windows: what was looked up before it covers nothing of one of them.
    pub fn opens(self, as_of: Day) -> Day {
        let [rolling, calendar] = self.windows(as_of);
        rolling.first.max(calendar.first)
    }

    /// Whether `day` lies before both windows.
    pub fn is_before(self, as_of: Day, day: Day) -> bool {
        self.windows(as_of).iter().all(|window| day < window.first)
    }

    /// What both readings say when each window is judged by itself.
    pub fn judge(self, as_of: Day, judge: impl Fn(Window) -> Verdict) -> Verdict {
        let [rolling, calendar] = self.windows(as_of);
        Verdict::between_readings(judge(rolling), judge(calendar))
    }

    /// Both windows in words.
    pub fn describe(self, as_of: Day) -> Text {
        let [rolling, calendar] = self.windows(as_of);
        let (a, b) = (rolling.first, calendar.first);
        text!(
            "自 {as_of} 倒推为 {a} 起，按年度为 {b} 起",
            "since {a} counted back from {as_of}, since {b} in calendar years"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn the_corresponding_day_lies_outside_and_the_next_inside() {
        let back = Lookback {
            years: 3,
            calendar_from: day(2022, 1, 1),
            look_up_again_after_days: Some(30),
        };
        let [rolling, calendar] = back.windows(day(2025, 12, 30));
        assert!(!rolling.holds(day(2022, 12, 30)) && rolling.holds(day(2022, 12, 31)));
        assert!(!calendar.holds(day(2021, 12, 31)) && calendar.holds(day(2022, 1, 1)));
        assert!(rolling.holds(day(2025, 12, 30)) && !rolling.holds(day(2025, 12, 31)));
    }

    #[test]
    fn a_day_is_before_the_look_back_where_it_is_before_both_readings() {
        let back = Lookback {
            years: 3,
            calendar_from: day(2022, 1, 1),
            look_up_again_after_days: None,
        };
        let as_of = day(2025, 12, 30);
        assert!(back.is_before(as_of, day(2021, 12, 31)) && !back.is_before(as_of, day(2022, 1, 1)));
        let early = day(2024, 6, 1);
        assert!(back.is_before(early, day(2021, 6, 1)) && !back.is_before(early, day(2021, 6, 2)));
        let Text { zh, en } = back.describe(as_of);
        for text in [zh, en] {
            let days = ["2025-12-30", "2022-12-31", "2022-01-01"];
            assert!(days.iter().all(|day| text.contains(day)), "{text}");
        }
    }

    #[test]
    fn an_interval_meets_a_window_by_either_end() {
        let window = Window {
            first: day(2023, 1, 1),
            last: day(2025, 12, 30),
        };
        assert!(window.meets(day(2020, 1, 1), Some(day(2023, 1, 1))));
        assert!(!window.meets(day(2020, 1, 1), Some(day(2022, 12, 31))));
        assert!(window.meets(day(2020, 1, 1), None));
        assert!(!window.meets(day(2025, 12, 31), None));
    }
}
