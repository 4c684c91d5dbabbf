//! Days, months and years of the civil calendar, read as Chinese offices write them.
//!
//! A [`Day`] has no clock and no time zone, and lies in the years 1 to 9999. Whole years are
//! counted by corresponding days (民法典 第二百零二条); counting working days is not done here.

use std::{fmt, iter};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::{Serialize, Serializer};
use toml::value::{Date as TomlDate, Datetime as TomlDatetime};

use crate::writing::arabic;
use crate::writing::plain::plain;

/// A day of the Gregorian calendar, 0001-01-01 to 9999-12-31, shown as `2025-12-30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A month or a year of the Gregorian calendar, shown as `2019-03` or `2019`: as much as is said of a day in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    first: Day,
    last: Day,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// 周一.
    Monday,
    /// 周二.
    Tuesday,
    /// 周三.
    Wednesday,
    /// 周四.
    Thursday,
    /// 周五.
    Friday,
    /// 周六.
    Saturday,
    /// 周日.
    Sunday,
}

/// Why something is not a day, or not a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotADay {
    /// Not written like a day at all.
    Form,
    /// Written like a day, but the calendar has none such. For a month, `day` is 1; for a year, `month` too.
    Impossible {
        /// The year as written.
        year: i16,
        /// The month as written.
        month: i8,
        /// The day of the month as written.
        day: i8,
        /// The last day of that month; `None` where the month itself does not exist.
        last_day_of_month: Option<i8>,
    },
}

/// A text without the time of day at its end, if there is one: spreadsheets and databases export a day with it.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.rsplit_once(['T', ' ']) else {
        return text;
    };
    let below = |digits: &str, most: u8| digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|number| number < most);
    let parts: Vec<&str> = time.split(':').collect();
    let is_time = match parts.as_slice() {
        [hour, minute] => below(hour, 24) && below(minute, 60) && minute.len() == 2,
        [hour, minute, second] => {
            let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
            below(hour, 24)
                && [minute, &second]
                    .iter()
                    .all(|digits| below(digits, 60) && digits.len() == 2)
                && fraction.bytes().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    };
    if is_time { day.trim_end() } else { text }
}

impl Day {
    const FIRST: Day = Day(Date::constant(1, 1, 1));
    const LAST: Day = Day(Date::MAX);

    /// The day of these numbers, or `None` if the calendar has none such.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day)
            .ok()
            .map(Day)
            .filter(|day| *day >= Day::FIRST)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Today in Shanghai (UTC+8 all year round), whatever zone the machine is set to.
    pub fn today_in_shanghai() -> Day {
        let zone = TimeZone::fixed(Offset::constant(8));
        Day(Timestamp::now().to_zoned_datetime(zone).date()).max(Day::FIRST)
    }

    /// The corresponding day `years` later, or earlier if negative (民法典 第二百零二条).
    ///
    /// Where that month has no such day, as for 29 February, it is the last day of the month. Past
    /// an end of the calendar it is that end.
    pub fn corresponding(self, years: i16) -> Day {
        let year = self.year().saturating_add(years);
        match Day::new(year, self.month(), 1) {
            Some(first) => Day::new(year, self.month(), self.day().min(first.0.days_in_month())).unwrap_or(first),
            None if years < 0 => Day::FIRST,
            None => Day::LAST,
        }
    }

    /// Days from `earlier` to this day: 1 from a day to the next, negative if `earlier` is later.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.0.duration_since(earlier.0).as_hours() / 24
    }

    /// The day `days` later, or earlier if negative; past an end of the calendar, that end.
    pub fn plus(self, days: i64) -> Day {
        let seconds = days.saturating_mul(24 * 60 * 60);
        Day(self.0.saturating_add(SignedDuration::from_secs(seconds))).max(Day::FIRST)
    }

    /// Its number in its year, 1 to 366.
    pub fn of_year(self) -> usize {
        usize::try_from(self.0.day_of_year()).unwrap_or(1)
    }

    /// Every day from this one to `last`, both included; none where `last` is earlier.
    pub fn through(self, last: Day) -> impl Iterator<Item = Day> {
        let next = |day: &Day| day.0.tomorrow().ok().map(Day);
        iter::successors(Some(self), next).take_while(move |day| *day <= last)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        match self.0.weekday() {
            jiff::civil::Weekday::Monday => Weekday::Monday,
            jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
            jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
            jiff::civil::Weekday::Thursday => Weekday::Thursday,
            jiff::civil::Weekday::Friday => Weekday::Friday,
            jiff::civil::Weekday::Saturday => Weekday::Saturday,
            jiff::civil::Weekday::Sunday => Weekday::Sunday,
        }
    }

    /// Reads a day: `2019-3-5`, `2019/3/5`, `2019.3.5`, `2019年3月5日` (or 号), with or without
    /// leading zeros, full-width characters and spaces between the parts; `二〇一九年三月五日`; `20190305` from 1900 to
    /// 2999; any of these followed by a time of day, as spreadsheets and databases export them.
    ///
    /// # Errors
    /// [`NotADay::Form`] for any other writing: a year not of four digits, another order, mixed
    /// separators, a time with an offset. [`NotADay::Impossible`] for a day like 30 February.
    pub fn parse(text: &str) -> Result<Day, NotADay> {
        let text = plain(text);
        let text = arabic(text.trim());
        let text = without_time(&text);
        match parts(text).as_slice() {
            [(year, "-"), (month, "-"), (day, "")]
            | [(year, "/"), (month, "/"), (day, "")]
            | [(year, "."), (month, "."), (day, "")]
            | [(year, "年"), (month, "月"), (day, "日" | "号")] => {
                exact(four_digits(year)?, up_to_two_digits(month)?, up_to_two_digits(day)?)
            }
            [(eight, "")] if eight.len() == 8 => {
                let (year, rest) = eight.split_at(4);
                let (month, day) = rest.split_at(2);
                exact(four_digits(year)?, up_to_two_digits(month)?, up_to_two_digits(day)?)
                    .ok()
                    .filter(|day| (1900..3000).contains(&day.year()))
                    .ok_or(NotADay::Form)
            }
            _ => Err(NotADay::Form),
        }
    }

    /// The day of a TOML value, or `None` if it also has a time or an offset, or has no date.
    pub fn from_toml(value: &TomlDatetime) -> Option<Day> {
        Day::try_from(*value).ok()
    }
}

impl Period {
    /// The month in which this day lies.
    fn month_of(day: Day) -> Period {
        Period {
            first: Day(day.0.first_of_month()),
            last: Day(day.0.last_of_month()),
        }
    }

    /// The year in which this day lies.
    fn year_of(day: Day) -> Period {
        Period {
            first: Day(day.0.first_of_year()),
            last: Day(day.0.last_of_year()),
        }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.last
    }

    /// Whether it is a whole year.
    pub fn is_year(self) -> bool {
        self.first.month() != self.last.month()
    }

    /// Reads a month: `2019-3`, `2019/3`, `2019.3`, `2019年3月` (or 月份), with or without a leading zero; or a year:
    /// `2019年`, `2019`. Characters may be full-width, and spaces stand between the parts.
    ///
    /// # Errors
    /// [`NotADay::Form`] for any other writing, [`NotADay::Impossible`] for a thirteenth month.
    pub fn parse(text: &str) -> Result<Period, NotADay> {
        match parts(&arabic(plain(text).trim())).as_slice() {
            [(year, "-" | "/" | "."), (month, "")] | [(year, "年"), (month, "月" | "月份")] => {
                exact(four_digits(year)?, up_to_two_digits(month)?, 1).map(Period::month_of)
            }
            [(year, "" | "年")] => exact(four_digits(year)?, 1, 1).map(Period::year_of),
            _ => Err(NotADay::Form),
        }
    }
}

impl Weekday {
    /// Its Chinese name, `周一` to `周日`.
    pub fn zh(self) -> &'static str {
        self.names().0
    }

    /// Its English name in three letters, `Mon` to `Sun`.
    pub fn en(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Weekday::Monday => ("周一", "Mon"),
            Weekday::Tuesday => ("周二", "Tue"),
            Weekday::Wednesday => ("周三", "Wed"),
            Weekday::Thursday => ("周四", "Thu"),
            Weekday::Friday => ("周五", "Fri"),
            Weekday::Saturday => ("周六", "Sat"),
            Weekday::Sunday => ("周日", "Sun"),
        }
    }

    /// Whether it is Saturday or Sunday, holidays and make-up days aside.
    pub fn is_weekend(self) -> bool {
        matches!(self, Weekday::Saturday | Weekday::Sunday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.first.year();
        match self.is_year() {
            true => f.pad(&format!("{year:04}")),
            false => f.pad(&format!("{year:04}-{:02}", self.first.month())),
        }
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a native TOML date, written without quotation marks.
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let value = TomlDatetime::deserialize(deserializer)?;
        Day::try_from(value).map_err(|flaw| match flaw {
            NotADay::Form => D::Error::custom(format_args!(
                "expected a date alone, such as 2025-12-30, but found {value}"
            )),
            NotADay::Impossible { .. } => D::Error::custom(format_args!("there is no such day as {value}")),
        })
    }
}

impl TryFrom<TomlDate> for Day {
    type Error = NotADay;

    fn try_from(date: TomlDate) -> Result<Day, NotADay> {
        let year = i16::try_from(date.year).map_err(|_| NotADay::Form)?;
        let month = i8::try_from(date.month).map_err(|_| NotADay::Form)?;
        let day = i8::try_from(date.day).map_err(|_| NotADay::Form)?;
        exact(year, month, day)
    }
}

impl TryFrom<TomlDatetime> for Day {
    type Error = NotADay;

    fn try_from(value: TomlDatetime) -> Result<Day, NotADay> {
        match value {
            TomlDatetime {
                date: Some(date),
                time: None,
                offset: None,
            } => Day::try_from(date),
            _ => Err(NotADay::Form),
        }
    }
}

/// The runs of digits in a text, each with the mark that follows it, without spaces.
fn parts(mut text: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (mark, rest) = rest.split_at(end);
        parts.push((digits, mark.trim()));
        text = rest;
    }
    parts
}

fn four_digits(digits: &str) -> Result<i16, NotADay> {
    if digits.len() == 4 {
        digits.parse().map_err(|_| NotADay::Form)
    } else {
        Err(NotADay::Form)
    }
}

fn up_to_two_digits(digits: &str) -> Result<i8, NotADay> {
    if digits.len() <= 2 {
        digits.parse().map_err(|_| NotADay::Form)
    } else {
        Err(NotADay::Form)
    }
}

fn exact(year: i16, month: i8, day: i8) -> Result<Day, NotADay> {
    Day::new(year, month, day).ok_or_else(|| NotADay::Impossible {
        year,
        month,
        day,
        last_day_of_month: Day::new(year, month, 1).map(|first| first.0.days_in_month()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use proptest::prelude::*;

    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (0..=Day::LAST.days_since(Day::FIRST)).prop_map(|days| Day::FIRST.plus(days))
    }

    #[test]
    fn chinese_numerals_are_read_as_the_digits_they_stand_for() {
        for (text, day) in [
            ("二〇二一年三月一日", Some((2021, 3, 1))),
            ("二零一九年十二月三十一日", Some((2019, 12, 31))),
            ("二○二○年十月二十日", Some((2020, 10, 20))),
            ("二〇二一年 十一月 二十三号", Some((2021, 11, 23))),
            ("二〇二一年三月", None),
            ("二千零二十一年三月一日", None),
            ("二〇二一年二三月一日", None),
            ("二〇二一年3月1日", None),
            ("二〇二一年三月十十日", None),
            ("二〇二一年三月一十零日", None),
        ] {
            let read = Day::parse(text).ok();
            assert_eq!(
                read,
                day.and_then(|(year, month, day)| Day::new(year, month, day)),
                "{text}"
            );
        }
        assert_eq!(Period::parse("二〇二一年三月"), Period::parse("2021-03"));
        assert_eq!(Period::parse("二〇二一年"), Period::parse("2021"));
        assert!(matches!(
            Day::parse("二〇二一年二月三十日"),
            Err(NotADay::Impossible { .. })
        ));
    }

    #[test]
    fn one_day_written_in_many_ways() {
        let texts = "2019-03-05|2019-3-5|2019/3/5|2019/03/05|2019.3.5|2019.03.05|20190305|\
            2019年3月5日|2019年03月05号|2019年3⽉5⽇| 2019 年 3 月 5 日 |\u{3000}2019 - 3 - 5\n|\
            ２０１９－０３－０５|２０１９／３／５|２０１９．３．５|２０１９年３月５日|２０１９０３０５|\
            2019–3–5|2019—03—05|2019\u{2011}03\u{2011}05|2019\u{2212}3\u{2212}5|\u{feff}\u{200e}2019-3-5|\
            2019-03-05 00:00:00|2019-03-05T00:00:00|2019/3/5 0:00|2019年3月5日 00:00:00|2019-03-05 08:30:00|\
            2019-03-05 00:00:01|2019/3/5 23:59|2019-03-05T08:30:00.123";
        for text in texts.split('|') {
            assert_eq!(Day::parse(text), Ok(day(2019, 3, 5)), "{text}");
        }
    }

    #[test]
    fn what_is_not_written_like_a_day() {
        let texts = "| |-|年月日|2019|2019-03|19-3-5|5/3/2019|2019-3/5|2019年3-5|2019年3月5|2019-003-05|\
            2019-3-5-|-2019-3-5|2019 3 5|20 19-3-5|2019--3-5|2019-03-05 24:00|2019-03-05T00:00:00Z|\
            2019-03-05 08:60:00|2019-03-05 8:3|00:00:00|T00:00:00|20190230|18991231|30000101|2019035|43529|\
            2019-3-5²|2019-3-①|2019年3月5日前|2019-3-5,2019-3-6";
        for text in texts.split('|') {
            assert_eq!(Day::parse(text), Err(NotADay::Form), "{text}");
        }
    }

    #[test]
    fn days_the_calendar_does_not_have() {
        let flaw = |year, month, day, last_day_of_month| {
            Err(NotADay::Impossible {
                year,
                month,
                day,
                last_day_of_month,
            })
        };
        assert_eq!(Day::parse("2026-02-30"), flaw(2026, 2, 30, Some(28)));
        assert_eq!(Day::parse("2024年2月30日"), flaw(2024, 2, 30, Some(29)));
        assert_eq!(Day::parse("2025/13/1"), flaw(2025, 13, 1, None));
        assert_eq!(Day::parse("2025.4.0"), flaw(2025, 4, 0, Some(30)));
        assert_eq!(Day::parse("0000-01-01"), flaw(0, 1, 1, None));
        assert_eq!(Period::parse("2025-99").err(), flaw(2025, 99, 1, None).err());
        assert_eq!(Day::parse("19000101"), Ok(day(1900, 1, 1)));
        assert_eq!(Day::parse("29991231"), Ok(day(2999, 12, 31)));
    }

    #[test]
    fn months_and_years() {
        let march = Period::month_of(day(2019, 3, 5));
        for text in "2019-03|2019-3|2019/3|2019.3|２０１９年３月|2019 年 3 月|2019年3月份|2019–03".split('|')
        {
            assert_eq!(Period::parse(text), Ok(march), "{text}");
        }
        let year = Period::year_of(day(2019, 3, 5));
        for text in "2019|2019年|２０１９年| 2019 年 |2019年\n|二〇一九年".split('|') {
            assert_eq!(Period::parse(text), Ok(year), "{text}");
        }
        for text in "|201903|19-3|19年|3/2019|2019年3|2019-3月|2019-3-5|2019-03 00:00:00|2019年度|2019年初|约2019年|\
            2019、2020|2019-2020|2019元|20190|019"
            .split('|')
        {
            assert_eq!(Period::parse(text), Err(NotADay::Form), "{text}");
        }
        assert_eq!(Period::parse("2019.10").unwrap().to_string(), "2019-10");
        assert_eq!((march.first(), march.last()), (day(2019, 3, 1), day(2019, 3, 31)));
        assert_eq!((year.first(), year.last()), (day(2019, 1, 1), day(2019, 12, 31)));
        assert_eq!(Period::month_of(day(2024, 2, 1)).last(), day(2024, 2, 29));
        assert!(Period::parse("0000").is_err() && Period::parse("9999年").is_ok());
        assert_eq!(
            (format!("{march:>9}"), format!("{year:>6}")),
            ("  2019-03".into(), "  2019".into())
        );
    }

    #[test]
    fn corresponding_days() {
        assert_eq!(day(2025, 12, 30).corresponding(-3), day(2022, 12, 30));
        assert_eq!(day(2020, 2, 29).corresponding(3), day(2023, 2, 28));
        assert_eq!(day(2020, 2, 29).corresponding(4), day(2024, 2, 29));
        assert_eq!(day(2023, 2, 28).corresponding(1), day(2024, 2, 28));
        assert_eq!(day(9999, 1, 1).corresponding(1), Day::LAST);
        assert_eq!(day(2025, 1, 1).corresponding(i16::MAX), Day::LAST);
        assert_eq!(day(2025, 1, 1).corresponding(i16::MIN), Day::FIRST);
    }

    #[test]
    fn counting_and_naming() {
        assert_eq!(day(2024, 3, 1).days_since(day(2024, 2, 28)), 2);
        assert_eq!(day(2025, 12, 30).plus(2), day(2026, 1, 1));
        assert_eq!((Day::FIRST.plus(-1), Day::LAST.plus(1)), (Day::FIRST, Day::LAST));
        assert_eq!(
            (Day::LAST.plus(i64::MIN), Day::FIRST.plus(i64::MAX)),
            (Day::FIRST, Day::LAST)
        );
        let week: Vec<_> = (22..29).map(|d| day(2025, 12, d).weekday()).collect();
        assert_eq!(week.iter().map(|d| d.en()).collect::<String>(), "MonTueWedThuFriSatSun");
        assert_eq!(
            week.iter().map(|d| d.zh()).collect::<String>(),
            "周一周二周三周四周五周六周日"
        );
        assert_eq!(week.iter().map(|d| d.is_weekend()).filter(|&w| w).count(), 2);
        assert_eq!(format!("{:?} {}", day(2025, 1, 2), Day::FIRST), "2025-01-02 0001-01-01");
        assert!(Day::today_in_shanghai() > day(2025, 1, 1));
    }

    #[test]
    fn toml_dates() {
        #[derive(Debug, serde::Deserialize)]
        struct File {
            on: Day,
        }
        let read = |text: &str| toml::from_str::<File>(text).map(|file| file.on);
        assert_eq!(read("on = 2025-12-30"), Ok(day(2025, 12, 30)));
        for (text, want) in [
            ("on = 2025-12-30T00:00:00", "expected a date alone"),
            ("on = 2025-12-30T08:00:00+08:00", "expected a date alone"),
            ("on = 08:00:00", "expected a date alone"),
            ("on = 0000-01-01", "no such day"),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.contains(want), "{message}");
        }
        assert!(read("on = '2025-12-30'").is_err() && read("on = 2025-02-30").is_err());
        assert_eq!(Day::from_toml(&"2025-12-30".parse().unwrap()), Some(day(2025, 12, 30)));
        assert_eq!(Day::from_toml(&"2025-12-30T08:00:00".parse().unwrap()), None);
        let date = TomlDate {
            year: u16::MAX,
            month: 200,
            day: 200,
        };
        assert_eq!(Day::try_from(date), Err(NotADay::Form));
    }

    proptest! {
        #[test]
        fn corresponding_keeps_the_month(start in any_day(), years in -100i16..100) {
            let end = start.corresponding(years);
            match start.year() + years {
                ..1 => prop_assert_eq!(end, Day::FIRST),
                10_000.. => prop_assert_eq!(end, Day::LAST),
                year => {
                    prop_assert_eq!((end.year(), end.month()), (year, start.month()));
                    prop_assert!(end.day() == start.day() || (start.day() == 29 && end.day() == 28));
                }
            }
        }

        #[test]
        fn adding_undoes_counting(a in any_day(), b in any_day()) {
            prop_assert_eq!(a.plus(b.days_since(a)), b);
            prop_assert_eq!(a.cmp(&b), a.days_since(b).cmp(&0));
        }

        #[test]
        fn every_writing_reads_the_same(want in any_day()) {
            let (y, m, d) = (want.year(), want.month(), want.day());
            for text in [
                want.to_string(), format!("{y:04}/{m}/{d}"), format!("{y:04}.{m:02}.{d}"),
                format!("{y:04}年{m}月{d}日"), format!("{want} 00:00:00"), format!("{want}T00:00:00"),
            ] {
                prop_assert_eq!(Day::parse(&text), Ok(want));
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*", near in "[0-9０-９年月日号./ T:-]{0,14}") {
            let _ = (Day::parse(&text), Period::parse(&text), Day::parse(&near), Period::parse(&near));
        }
    }
}
