//! Working days: weekdays less the days off that the General Office of the State Council announces each
//! year, with the make-up working days it announces beside them.
//!
//! A year without an announcement is not known. It is never filled in with Monday to Friday.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::day::Day;
use crate::digest::Digest;
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::syntax;

/// The years that ship with the program, as they are written.
const CALENDAR: &str = include_str!("../rules/calendar.toml");

/// One year of a calendar file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    notice: String,
    off: Vec<Day>,
    work: Vec<Day>,
    /// What each day from 1 January is.
    #[serde(skip)]
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
        let (table, mut errors) = syntax::parse(source.contents());
        let mut years = Vec::new();
        for (key, value) in table.into_inner() {
            if key.get_ref() != "year" {
                let name = crate::writing::quote(key.get_ref());
                errors.push(InputError::at(
                    Spot::span(key.span()),
                    text!(
                        "日历文件里不认识 {name}，只有 [[year]]",
                        "a calendar holds [[year]] alone, not {name}"
                    ),
                ));
                continue;
            }
            let span = value.span();
            let toml::de::DeValue::Array(entries) = value.into_inner() else {
                errors.push(InputError::at(
                    Spot::span(span),
                    text!("年份要写作 [[year]]", "years are written as [[year]]"),
                ));
                continue;
            };
            for entry in entries {
                let span = entry.span();
                match syntax::read::<Year>(entry).and_then(|year| year.checked(Spot::span(span))) {
                    Ok(year) => years.push(year),
                    Err(error) => errors.push(error),
                }
            }
        }
        if !errors.is_empty() {
            return Err(Unreadable::new(source.clone(), errors));
        }
        self.years.extend(years.into_iter().map(|year| (year.year, year)));
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
    /// The year with its days in order, if they belong to it and do not contradict one another.
    fn checked(mut self, spot: Spot) -> Result<Year, InputError> {
        self.off.sort();
        self.work.sort();
        let number = self.year;
        if let Some(day) = self.off.iter().chain(&self.work).find(|day| day.year() != number) {
            return Err(InputError::at(
                spot,
                text!("{day} 不在 {number} 年", "{day} is not in {number}"),
            ));
        }
        if let Some(day) = self.off.iter().find(|day| self.work.binary_search(day).is_ok()) {
            return Err(InputError::at(
                spot,
                text!("{day} 既列为放假又列为上班", "{day} is listed as off and as worked"),
            ));
        }
        if self.notice.trim().is_empty() {
            return Err(InputError::at(
                spot,
                text!(
                    "{number} 年没有写放假通知的文号",
                    "{number} does not name the notice that announced it"
                ),
            ));
        }
        let (first, last) = (Day::new(number, 1, 1), Day::new(number, 12, 31));
        let days = first
            .zip(last)
            .into_iter()
            .flat_map(|(first, last)| first.through(last));
        self.kinds = days.map(|day| self.decide(day)).collect();
        Ok(self)
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
