//! Amounts of money in yuan, exact, read as people and spreadsheets write them.
//!
//! A unit (元, 千元, 万元, 百万元, 亿元) may stand in the text or in the heading of its column.

mod words;

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, Error};

use crate::writing::plain::{self, characters};

/// An exact amount in yuan, shown with thousands separators and at least two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// The unit in which an amount is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 元.
    #[default]
    Yuan,
    /// 千元, 1,000 yuan.
    Thousand,
    /// 万元, 10,000 yuan.
    TenThousand,
    /// 百万元, 1,000,000 yuan.
    Million,
    /// 亿元, 100,000,000 yuan.
    HundredMillion,
}

/// Why something is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMoney {
    /// Not written like an amount.
    Form,
    /// Beyond some 7.9 × 10²⁸ yuan, the most that can be held.
    TooLarge,
    /// More digits than can be held, so that some of what was written is gone.
    PrecisionLost,
}

/// Names of units at the end of an amount, longer ones before those they end in.
const WRITTEN_UNITS: [(&str, Unit); 9] = [
    ("百万元", Unit::Million),
    ("亿元", Unit::HundredMillion),
    ("万元", Unit::TenThousand),
    ("千元", Unit::Thousand),
    ("元", Unit::Yuan),
    ("百万", Unit::Million),
    ("亿", Unit::HundredMillion),
    ("万", Unit::TenThousand),
    ("千", Unit::Thousand),
];

impl Money {
    /// This many yuan.
    pub fn from_yuan(yuan: Decimal) -> Money {
        Money(yuan.normalize())
    }

    /// The amount in yuan.
    pub fn yuan(self) -> Decimal {
        self.0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0 < Decimal::ZERO
    }

    /// Reads an amount stated in `unit`, unless the text itself names one: `1,234.50`, `12_500_000`,
    /// `-3`, `(1,234.50)` for a negative, `¥12.5万元`, `人民币 3 亿元`; full-width characters too.
    ///
    /// # Errors
    /// [`NotMoney::Form`] for any other writing, such as `1e4`, `5%`, `1,23` or an empty text;
    /// [`NotMoney::TooLarge`] or [`NotMoney::PrecisionLost`] beyond 28 digits or so.
    pub fn parse(text: &str, unit: Unit) -> Result<Money, NotMoney> {
        if let Some(number) = short(text) {
            let yuan = number.checked_mul(unit.factor()).ok_or(NotMoney::TooLarge)?;
            return Ok(Money::from_yuan(yuan));
        }
        let text = plain::plain(text);
        let mut rest = text.trim();
        let (mut negative, mut currency, mut written) = (false, false, None);
        loop {
            if let (None, Some((inner, unit))) = (written, without_unit(rest)) {
                (rest, written) = (inner.trim(), Some(unit));
            } else if let (false, Some(inner)) = (currency, without_currency(rest)) {
                (rest, currency) = (inner.trim(), true);
            } else if let (false, Some(inner)) = (negative, without_minus(rest)) {
                (rest, negative) = (inner.trim(), true);
            } else {
                break;
            }
        }
        let number = unsigned(rest)?;
        let yuan = number
            .checked_mul(written.unwrap_or(unit).factor())
            .ok_or(NotMoney::TooLarge)?;
        Ok(Money::from_yuan(if negative { -yuan } else { yuan }))
    }

    /// The amount of a spreadsheet's number stated in `unit`, by its fifteen significant digits, all
    /// that a spreadsheet keeps: 0.1 + 0.2 is 0.3.
    ///
    /// # Errors
    /// [`NotMoney::Form`] if not finite; [`NotMoney::PrecisionLost`] from sixteen digits before the
    /// point, or where fifteen digits do not give the amount to the fen; [`NotMoney::TooLarge`].
    pub fn from_f64(value: f64, unit: Unit) -> Result<Money, NotMoney> {
        if !value.is_finite() {
            return Err(NotMoney::Form);
        }
        let factor = unit.factor().to_f64().ok_or(NotMoney::TooLarge)?;
        if value.abs() >= 1e15 {
            let most = Decimal::MAX.to_f64().ok_or(NotMoney::TooLarge)?;
            return Err(if value.abs() >= most / factor {
                NotMoney::TooLarge
            } else {
                NotMoney::PrecisionLost
            });
        }
        let fen = (value * 100.0).round();
        if fen.abs() < 1e15 && fen / 100.0 == value {
            let number = Decimal::new(fen.to_i64().ok_or(NotMoney::Form)?, 2);
            return number
                .checked_mul(unit.factor())
                .map(Money::from_yuan)
                .ok_or(NotMoney::TooLarge);
        }
        let digits = fifteen_digits(value);
        let kept: f64 = digits.parse().map_err(|_| NotMoney::Form)?;
        if (value - kept).abs() * factor >= 0.005 {
            return Err(NotMoney::PrecisionLost);
        }
        let number = Decimal::from_str_exact(&digits).map_err(|_| NotMoney::PrecisionLost)?;
        number
            .checked_mul(unit.factor())
            .map(Money::from_yuan)
            .ok_or(NotMoney::TooLarge)
    }
}

impl Unit {
    /// How many yuan it is.
    pub fn factor(self) -> Decimal {
        Decimal::from(match self {
            Unit::Yuan => 1,
            Unit::Thousand => 1_000,
            Unit::TenThousand => 10_000,
            Unit::Million => 1_000_000,
            Unit::HundredMillion => 100_000_000,
        })
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        let known = WRITTEN_UNITS.iter().find(|(_, unit)| *unit == self);
        known.map_or("", |(name, _)| name)
    }

    /// The unit that the heading of a column states, as in `营业收入（万元）` or `单位：亿元`.
    ///
    /// `None` if it states none, or two that differ, or a ratio such as `吨标准煤/万元`.
    pub fn in_heading(heading: &str) -> Option<Unit> {
        if !heading.contains('元') {
            return None;
        }
        let heading = characters(heading);
        let mut units = heading
            .split(|c: char| c.is_whitespace() || "()[]{}【】〔〕:,;、。".contains(c))
            .filter_map(|word| {
                let word = word.strip_prefix("单位").unwrap_or(word);
                let word = word.strip_prefix("人民币").unwrap_or(word);
                let (name, unit) = WRITTEN_UNITS.iter().find(|(name, _)| *name == word)?;
                name.ends_with('元').then_some(*unit)
            });
        let first = units.next()?;
        units.all(|unit| unit == first).then_some(first)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.abs().to_string();
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut text = String::from(if self.is_negative() { "-" } else { "" });
        for (left, digit) in (1..=whole.len()).rev().zip(whole.chars()) {
            text.push(digit);
            if left > 1 && left % 3 == 1 {
                text.push(',');
            }
        }
        f.pad(&format!("{text}.{fraction:0<2}"))
    }
}

fn without_unit(text: &str) -> Option<(&str, Unit)> {
    WRITTEN_UNITS
        .iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))
}

fn without_currency(text: &str) -> Option<&str> {
    ["¥", "人民币", "RMB", "rmb"]
        .iter()
        .find_map(|name| text.strip_prefix(name))
}

/// What is left of a negative amount, written with a minus sign or in brackets.
fn without_minus(text: &str) -> Option<&str> {
    text.strip_prefix('-')
        .or_else(|| text.strip_prefix('(')?.strip_suffix(')'))
}

/// A spreadsheet's number as a spreadsheet shows it: by its fifteen significant digits, without trailing zeros.
pub(crate) fn shown(value: f64) -> String {
    let digits = fifteen_digits(value);
    if !digits.contains('.') {
        return digits;
    }
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    if digits == "-0" { "0" } else { digits }.to_owned()
}

/// A number rounded to fifteen significant digits, but to no more than 28 decimals and no less than whole ones.
fn fifteen_digits(value: f64) -> String {
    let scientific = format!("{value:.14e}");
    let exponent: i32 = scientific
        .split_once('e')
        .and_then(|(_, digits)| digits.parse().ok())
        .unwrap_or_default();
    let places = usize::try_from(14 - exponent).unwrap_or_default().min(28);
    format!("{value:.places$}")
}

/// Reads what most amounts are written as: up to eighteen digits with an optional fraction, an underscore between two
/// of them at most. [`unsigned`] reads the same, and more.
fn short(text: &str) -> Option<Decimal> {
    let (mut number, mut digits, mut places) = (0_i64, 0, 0);
    let (mut point, mut after_digit) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits < 18 => {
                number = number * 10 + i64::from(byte - b'0');
                digits += 1;
                places += u32::from(point);
            }
            b'.' if after_digit && !point => point = true,
            b'_' if after_digit => {}
            _ => return None,
        }
        after_digit = byte.is_ascii_digit();
    }
    after_digit.then(|| Decimal::new(number, places))
}

/// Reads digits with an optional fraction, grouped by `,` in threes or by `_` anywhere inside.
fn unsigned(text: &str) -> Result<Decimal, NotMoney> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let whole = if whole.contains(',') {
        grouped(whole)
    } else {
        plain(whole)
    };
    let whole = whole.ok_or(NotMoney::Form)?;
    let fraction = fraction.map_or(Some(String::new()), plain).ok_or(NotMoney::Form)?;
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    if whole.len() > 29 {
        return Err(NotMoney::TooLarge);
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let exact = if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    };
    Decimal::from_str_exact(&exact).map_err(|error| match error {
        Error::Underflow => NotMoney::PrecisionLost,
        _ => NotMoney::TooLarge,
    })
}

/// The digits of `12_500_000`, each underscore between two digits.
fn plain(text: &str) -> Option<String> {
    let sound = |run: &str| !run.is_empty() && run.bytes().all(|b| b.is_ascii_digit());
    text.split('_').all(sound).then(|| text.replace('_', ""))
}

/// The digits of `12,500,000`, one to three before the first comma and three after each.
fn grouped(text: &str) -> Option<String> {
    let sound = |(place, run): (usize, &str)| {
        (run.len() == 3 || (place == 0 && (1..3).contains(&run.len()))) && run.bytes().all(|b| b.is_ascii_digit())
    };
    text.split(',').enumerate().all(sound).then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        Money::parse(text, Unit::Yuan).map_or_else(|flaw| format!("{flaw:?}"), |money| money.to_string())
    }

    #[test]
    fn words_before_an_amount_are_understood_and_two_signs_are_not() {
        let words = |text: &str| {
            let read = Money::parse_words(text, Unit::TenThousand);
            read.map_or_else(|flaw| format!("{flaw:?}"), |money| money.to_string())
        };
        for (text, amount) in [
            ("约1200万", "12,000,000.00"),
            ("大约 1200", "12,000,000.00"),
            ("1200万左右", "12,000,000.00"),
            ("亏损12万", "-120,000.00"),
            ("亏 12 万元", "-120,000.00"),
            ("净亏损：12", "-120,000.00"),
            ("亏损约12万", "-120,000.00"),
            ("约亏损12万", "-120,000.00"),
            ("盈利30万元", "300,000.00"),
            ("亏损0", "0.00"),
            ("约-5", "-50,000.00"),
            ("320万（审计数）", "3,200,000.00"),
            ("320万(审计数)", "3,200,000.00"),
            ("320（未审、含税）", "3,200,000.00"),
            ("（未审）320 万元", "3,200,000.00"),
            ("320万（约）", "3,200,000.00"),
            ("约320万（未审）", "3,200,000.00"),
            ("亏损12万（审计数）", "-120,000.00"),
            ("(12)（审计数）", "-120,000.00"),
            ("-12万（ 审计数 ）", "-120,000.00"),
            ("0（审计数）", "0.00"),
        ] {
            assert_eq!(words(text), amount, "{text}");
        }
        for text in [
            "约0",
            "亏损-12万",
            "亏损(12)",
            "盈利-3",
            "1200万",
            "约",
            "亏损",
            "约约5",
            "亏盈5",
            "约5至6万",
            "近1200万",
            "320万（2023年）",
            "320万（318万）",
            "320万（审计数318万）",
            "320万（审计数：318）",
            "320万（审计数）318万（未审）",
            "320万（审计数）（未审）",
            "320万（）",
            "320万（审计数",
            "320万审计数",
            "320万（集团合并）",
            "320万（其中出口100万）",
            "320万（审计数，2023年）",
            "约320万（约）",
            "0（约）",
            "（审计数）",
            "(320)",
        ] {
            assert_eq!(words(text), "Form", "{text}");
        }
    }

    #[test]
    fn a_short_amount_is_read_as_any_other() {
        for text in [
            "0",
            "007",
            "12_500_000.00",
            "1.5",
            "0.10",
            "999999999999999999",
            "1_2.3_4",
        ] {
            let short = short(text).map(|number| number.normalize());
            assert_eq!(short, unsigned(text).ok().map(|number| number.normalize()), "{text}");
        }
        for text in [
            "",
            ".5",
            "1.",
            "1_",
            "_1",
            "1__2",
            "1_.5",
            "1._5",
            "1.2.3",
            "1,234",
            "-1",
            "9999999999999999999",
        ] {
            assert_eq!(short(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_as_written() {
        for (want, texts) in [
            (
                "1,234.50",
                "1,234.50|1234.5|1,234.500|１，２３４．５|RMB 1,234.5|￥1_234.5 元| 人民币1234.50元",
            ),
            (
                "-1,234.50",
                "-1,234.50|(1,234.50)|（1,234.50）|(¥1234.5元)|(0.12345)万元|－ 1,234.5|¥-1,234.5|-￥1234.5",
            ),
            ("-3.00", "-3|\u{2212}3|–3|(3)|( 3 )|\u{200e}-3"),
            ("0.00", "0|-0|(0)|000|0.000"),
            ("7.00", "7|007|7.00000000000000000000000000000000000000"),
            (
                "12,500,000.00",
                "12_500_000.00|12,500,000|1250万|1,250 万元|12500千元|0.125亿|12.5百万元",
            ),
            ("999.00", "999|999.0"),
            ("1,000.00", "1000|1,000|1千"),
            ("0.1234567", "0.1234567|0.12345670"),
            ("0.01", "0.01|0.0_1元"),
        ] {
            for text in texts.split('|') {
                assert_eq!(read(text), want, "{text}");
            }
        }
    }

    #[test]
    fn a_unit_in_the_text_wins() {
        for (text, want) in [("12.5", "125,000.00"), ("12.5元", "12.50"), ("1亿", "100,000,000.00")] {
            assert_eq!(Money::parse(text, Unit::TenThousand).unwrap().to_string(), want);
        }
    }

    #[test]
    fn what_is_not_an_amount() {
        let texts = "| |1e4|1.2.3|1,23|1,2345|1234,567|,123|1,|1,,234|0.1,234|1_|_1|1__0|1,2_3|1_.0|5%|.5|5.|\
            1 234|--3|((3))|-(3)|(-3)|(3|3)|()|-|元|万元|¥|3万亿|3亿5000万|3美元|3万元元|¥¥3|+3|5²|5①|½|三万元|\
            NaN|inf|0x10|3-|٣";
        for text in texts.split('|') {
            assert_eq!(read(text), "Form", "{text}");
        }
    }

    #[test]
    fn the_ends_of_what_can_be_held() {
        let most = "79228162514264337593543950335";
        assert_eq!(read(most), "79,228,162,514,264,337,593,543,950,335.00");
        assert_eq!(read("79228162514264337593543950336"), "TooLarge");
        assert_eq!(read(&format!("{most}万")), "TooLarge");
        assert_eq!(read(&"9".repeat(5000)), "TooLarge");
        assert_eq!(read(&format!("{most}.5")), "PrecisionLost");
        assert_eq!(read("0.00000000000000000000000000001"), "PrecisionLost");
        assert_eq!(
            read("7.9228162514264337593543950335亿"),
            "792,281,625.14264337593543950335"
        );
    }

    #[test]
    fn numbers_of_a_spreadsheet() {
        let read = |value, unit| Money::from_f64(value, unit).map(|money| money.to_string());
        for (value, unit, want) in [
            (0.1 + 0.2, Unit::Yuan, "0.30"),
            (4.35 * 100.0, Unit::Yuan, "435.00"),
            (-12345.67, Unit::TenThousand, "-123,456,700.00"),
            (1.1, Unit::HundredMillion, "110,000,000.00"),
            (1.2345, Unit::TenThousand, "12,345.00"),
            (1_234_567_890_123.456, Unit::Yuan, "1,234,567,890,123.46"),
            (-0.0, Unit::Yuan, "0.00"),
            (f64::MIN_POSITIVE, Unit::Yuan, "0.00"),
            (1234567890123.45, Unit::Yuan, "1,234,567,890,123.45"),
            (99999999999999.9, Unit::Yuan, "99,999,999,999,999.90"),
            (999_999_999_999_999.0, Unit::Yuan, "999,999,999,999,999.00"),
        ] {
            assert_eq!(read(value, unit).as_deref(), Ok(want));
        }
        for lost in [1e15, -1e15, 1_234_567_890_123_456.0, 12345678901234.56] {
            assert_eq!(read(lost, Unit::Yuan), Err(NotMoney::PrecisionLost), "{lost}");
        }
        let tens_of_yuan = read(1_234_567_890_123.456, Unit::TenThousand);
        assert_eq!(tens_of_yuan, Err(NotMoney::PrecisionLost));
        assert_eq!(read(1e29, Unit::Yuan), Err(NotMoney::TooLarge));
        assert_eq!(read(-1e28, Unit::HundredMillion), Err(NotMoney::TooLarge));
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(read(value, Unit::Yuan), Err(NotMoney::Form));
        }
    }

    #[test]
    fn numbers_are_shown_without_what_binary_adds() {
        for (value, want) in [
            (0.1 + 0.2, "0.3"),
            (2022.0, "2022"),
            (-0.0, "0"),
            (1e14, "100000000000000"),
            (0.05, "0.05"),
            (1e15, "1000000000000000"),
            (-1_234_567_890_123_456.0, "-1234567890123456"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(shown(value), want);
        }
    }

    #[test]
    fn units_in_headings() {
        for (want, headings) in [
            (Some(Unit::Yuan), "收入(元)|单位:人民币元|收入（元，含税）"),
            (Some(Unit::Thousand), "税收[千元]|单位：千元"),
            (
                Some(Unit::TenThousand),
                "营业收入（万元）|收入【万元】|营业收入 万元|收入(万元) 单位：万元",
            ),
            (Some(Unit::Million), "收入（2024年，百万元）|（人民币百万元）"),
            (
                Some(Unit::HundredMillion),
                "利润总额 (单位：亿元)|（单位: 人民币 亿元）",
            ),
            (
                None,
                "|营业收入|能耗（吨标准煤/万元）|元(万元)|金额（美元）|人数（万）|公元|(十万元)",
            ),
        ] {
            for heading in headings.split('|') {
                assert_eq!(Unit::in_heading(heading), want, "{heading}");
            }
        }
    }

    #[test]
    fn equal_amounts_are_one() {
        let amounts = ["1", "1.00", "0.0001万"].map(|text| Money::parse(text, Unit::Yuan).unwrap());
        assert_eq!(std::collections::HashSet::from(amounts).len(), 1);
        assert_eq!(Money::default().yuan(), Decimal::ZERO);
        assert_eq!(format!("{:>8}", Money::default()), "    0.00");
        assert!(!Money::from_yuan(-Decimal::ZERO).is_negative());
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(mantissa in any::<i64>(), scale in 0u32..12) {
            let money = Money::from_yuan(Decimal::new(mantissa, scale));
            prop_assert_eq!(Money::parse(&money.to_string(), Unit::Yuan), Ok(money));
        }

        #[test]
        fn a_spreadsheet_keeps_fen(fen in -999_999_999_999_999i64..=999_999_999_999_999) {
            let yuan = Decimal::new(fen, 2);
            let cell: f64 = yuan.to_string().parse().unwrap();
            prop_assert_eq!(Money::from_f64(cell, Unit::Yuan), Ok(Money::from_yuan(yuan)));
        }

        #[test]
        fn no_input_breaks_the_reader(text in "\\PC*", near in "[0-9,._()¥元万亿 -]{0,40}", value in any::<f64>()) {
            let _ = (Money::parse(&text, Unit::Yuan), Money::parse(&near, Unit::HundredMillion));
            let _ = (Money::from_f64(value, Unit::HundredMillion), Unit::in_heading(&text));
        }
    }
}
