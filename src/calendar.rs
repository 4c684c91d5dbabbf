//! Working days: weekdays less the days off that the General Office of the State Council announces each
//! year, with the make-up working days it announces beside them.
//!
//! A year without an announcement is not known. It is never filled in with Monday to Friday.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::day::Day;
use crate::digest::Digest;
use crate::place::{Source, Unreadable};
use crate::shape::{Keys, Reader, Said};
use crate::syntax::read;

/// The years that ship with the program, as they are written.
const CALENDAR: &str = include_str!("../rules/calendar.toml");

shape! {
    /// A file of years.
    struct Years {
        /// Each of them.
        year: Vec<YearEntry> = "[]",
    }
}

shape! {
    /// A year as it is written.
    struct YearEntry {
        /// Its number.
        year: i16,
        /// The number of the notice that announced it.
        notice: Said,
        /// The days off.
        off: Vec<Spanned<Day>>,
        /// The make-up days.
        work: Vec<Spanned<Day>>,
    }
    agree consistent
}

/// Tells the days that are not in their year, and those that are both off and worked.
fn consistent<S>(written: &YearEntry, _: &Keys<'_, '_>, reader: &mut Reader<S>) -> Option<()> {
    let number = written.year;
    let sound = reader.mistakes.len();
    for day in written.off.iter().chain(&written.work) {
        let (place, day) = (day.span(), *day.get_ref());
        if day.year() != number {
            reader.wrong::<()>(place, text!("{day} 不在 {number} 年", "{day} is not in {number}"));
        }
    }
    for day in &written.work {
        let (place, day) = (day.span(), *day.get_ref());
        if written.off.iter().any(|off| *off.get_ref() == day) {
            reader.wrong::<()>(
                place,
                text!("{day} 既列为放假又列为上班", "{day} is listed as off and as worked"),
            );
        }
    }
    (reader.mistakes.len() == sound).then_some(())
}

/// One year of a calendar.
#[derive(Debug, Clone)]
struct Year {
    notice: String,
    /// In order.
    off: Vec<Day>,
    /// In order.
    work: Vec<Day>,
    /// What each day from 1 January is.
    kinds: Box<[DayKind]>,
}

/// What kind of day a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A weekday that is worked.
    Weekday,
    /// A Saturday or Sunday that is worked to make up for a day off.
    MakeUp,
    /// A Saturday or Sunday that is not worked and is no announced day off.
    Weekend,
    /// An announced day off.
    Off,
}

impl DayKind {
    /// Whether the day is worked.
    pub fn is_working(self) -> bool {
        matches!(self, DayKind::Weekday | DayKind::MakeUp)
    }
}

/// The year of this number has no announced calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uncovered(pub i16);

/// The working days of a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// The days that are worked, in order.
    pub working: Vec<Day>,
    /// Those among them that are make-up days.
    pub made_up: Vec<Day>,
    /// The announced days off in the stretch.
    pub off: Vec<Day>,
}

/// Working days by year.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
}

impl Calendar {
    /// The calendar that ships with the program.
    ///
    /// # Errors
    /// What is wrong with `rules/calendar.toml`; the tests make sure there is nothing.
    pub fn shipped() -> Result<Calendar, Unreadable> {
        let mut calendar = Calendar::default();
        calendar.add(&Source::text("rules/calendar.toml", CALENDAR))?;
        Ok(calendar)
    }

    /// Adds the years of a calendar file, each in place of the year that was there.
    ///
    /// # Errors
    /// Everything in the file that is not a year of days off and make-up days.
    pub fn add(&mut self, source: &Source) -> Result<(), Unreadable> {
        let years: Years = read(source, ())?;
        let years = years.year.into_iter().map(|year| (year.year, Year::of(year)));
        self.years.extend(years);
        Ok(())
    }

    /// What kind of day `day` is.
    ///
    /// # Errors
    /// Its year, where that has no announced calendar.
    pub fn kind(&self, day: Day) -> Result<DayKind, Uncovered> {
        let year = self.years.get(&day.year());
        let kind = year.and_then(|year| year.kinds.get(day.of_year() - 1));
        kind.copied().ok_or(Uncovered(day.year()))
    }

    /// The working days from `first` to `last`, both included.
    ///
    /// # Errors
    /// The first year in the stretch that has no announced calendar.
    pub fn count(&self, first: Day, last: Day) -> Result<Count, Uncovered> {
        let mut count = Count::default();
        for day in first.through(last) {
            let kind = self.kind(day)?;
            if kind.is_working() {
                count.working.push(day);
            }
            match kind {
                DayKind::MakeUp => count.made_up.push(day),
                DayKind::Off => count.off.push(day),
                DayKind::Weekday | DayKind::Weekend => {}
            }
        }
        Ok(count)
    }

    /// The number of the notice that announced a year.
    pub fn notice(&self, year: i16) -> Option<&str> {
        self.years.get(&year).map(|year| year.notice.as_str())
    }

    /// The first and the last year there is, if any.
    pub fn span(&self) -> Option<(i16, i16)> {
        let first = self.years.keys().next()?;
        let last = self.years.keys().next_back()?;
        Some((*first, *last))
    }

    /// The SHA-256 of what the calendar says, in hexadecimal: equal for equal days, however they were written.
    pub fn sha256(&self) -> String {
        let mut hash = Digest::default();
        for (number, year) in &self.years {
            hash.update(format!("{number} {}\n", year.notice));
            for (name, days) in [("off", &year.off), ("work", &year.work)] {
                let days: Vec<String> = days.iter().map(Day::to_string).collect();
                hash.update(format!("{name} {}\n", days.join(" ")));
            }
        }
        hash.finish()
    }
}

impl Year {
    fn of(written: YearEntry) -> Year {
        let sorted = |days: Vec<Spanned<Day>>| {
            let mut days: Vec<Day> = days.into_iter().map(Spanned::into_inner).collect();
            days.sort();
            days
        };
        let mut year = Year {
            notice: written.notice.0,
            off: sorted(written.off),
            work: sorted(written.work),
            kinds: Box::default(),
        };
        let ends = Day::new(written.year, 1, 1).zip(Day::new(written.year, 12, 31));
        let days = ends.into_iter().flat_map(|(first, last)| first.through(last));
        year.kinds = days.map(|day| year.decide(day)).collect();
        year
    }

    /// What kind of day one of its days is.
    fn decide(&self, day: Day) -> DayKind {
        if self.work.binary_search(&day).is_ok() {
            DayKind::MakeUp
        } else if self.off.binary_search(&day).is_ok() {
            DayKind::Off
        } else if day.weekday().is_weekend() {
            DayKind::Weekend
        } else {
            DayKind::Weekday
        }
    }
}
