//! The days of workbooks: numbers that count from 1900 or, in old workbooks of Apple's, from 1904.

use crate::day::Day;

/// The last day of 9999, as it is numbered from 1900.
const LAST: i64 = 2_958_465;

/// The days from the start of the one calendar to that of the other.
const BETWEEN: i64 = 1_462;

/// The day of a number; none for the 29 February that 1900 has in workbooks alone, and for what is no day.
pub fn day_of(number: i64, from_1904: bool) -> Option<Day> {
    let number = match number {
        0..=LAST if from_1904 => number + BETWEEN,
        1.. if !from_1904 => number,
        _ => return None,
    };
    let days_since = |year, month, number| Some(Day::new(year, month, 1)?.plus(number));
    match number {
        ..1 | 60 => None,
        1..60 => days_since(1900, 1, number - 1),
        _ if number > LAST => None,
        _ => days_since(1900, 3, number - 61),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_calendars_agree_on_every_day_that_each_has() {
        let shown = |number, from_1904| day_of(number, from_1904).map(|day| day.to_string());
        for (number, from_1904, day) in [
            (0, false, None),
            (1, false, Some("1900-01-01")),
            (59, false, Some("1900-02-28")),
            (60, false, None),
            (61, false, Some("1900-03-01")),
            (2_958_465, false, Some("9999-12-31")),
            (2_958_466, false, None),
            (i64::MAX, false, None),
            (-1, true, None),
            (0, true, Some("1904-01-01")),
            (59, true, Some("1904-02-29")),
        ] {
            assert_eq!(shown(number, from_1904).as_deref(), day, "{number}");
        }
        for number in 0..100_000 {
            assert_eq!(day_of(number, true), day_of(number + 1_462, false), "{number}");
        }
    }
}
