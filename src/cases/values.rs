//! Values that a field might have near those by which a rule decides: the numbers, days and words of its parameters, and
//! years and days counted back from the day on which the edition closes.

use toml::de::DeValue;

use crate::day::Day;
use crate::dictionary::{Field, Type};
use crate::syntax::{basic_string, inline};

/// What a rule decides by.
pub(super) struct Near {
    closes: Day,
    /// The numbers in its parameters.
    pub(super) numbers: Vec<i64>,
    /// The days in them.
    days: Vec<Day>,
    /// The words in them.
    pub(super) words: Vec<String>,
}

impl Near {
    /// What stands in the parameters of a rule, as a pack writes them.
    pub(super) fn new(parameters: &str, closes: Day) -> Near {
        let apart = parameters.split(|c: char| !(c.is_ascii_digit() || c == '-'));
        let mut numbers: Vec<i64> = apart.clone().filter_map(|number| number.parse().ok()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let words = parameters.split('"').skip(1).step_by(2).map(str::to_owned);
        Near {
            closes,
            days: apart.filter_map(|day| Day::parse(day).ok()).collect(),
            words: words.collect(),
            numbers,
        }
    }

    /// Values that a field might have, as TOML: those nearest to what stands there first.
    pub(super) fn values(&self, field: &Field, now: Option<&DeValue<'_>>) -> Vec<String> {
        let closes = self.closes;
        let now_written = now.map(inline).unwrap_or_default();
        let ids = field.choices.iter().map(|choice| basic_string(&choice.id));
        let mut values: Vec<String> = match field.kind {
            Type::Boolean => vec!["true".to_owned(), "false".to_owned()],
            Type::Choice => ids.collect(),
            Type::Day | Type::DayOrWord | Type::DayOrMonth => {
                let mut days = self.days_around();
                if let Some(now) = now.and_then(day_of) {
                    days.sort_by_key(|day| day.days_since(now).abs());
                }
                days.iter().map(Day::to_string).chain(ids).collect()
            }
            Type::Year | Type::Integer => {
                let near = self.numbers.iter().flat_map(|number| [number - 1, *number, number + 1]);
                let year = i64::from(closes.year());
                let years = (0..=12).map(|back| year - back).chain([year + 1]);
                let mut all: Vec<i64> = match field.kind {
                    Type::Year => years.collect(),
                    _ => near.chain(years).collect(),
                };
                all.sort_unstable();
                all.dedup();
                let at: Option<i64> = now_written.parse().ok();
                if let Some(at) = at {
                    all.sort_by_key(|number| (number - at).abs());
                }
                all.iter().map(i64::to_string).collect()
            }
            Type::Money => {
                let fen = self.numbers.iter().flat_map(|yuan| {
                    let fen = yuan.saturating_mul(100);
                    [fen.saturating_sub(1), fen, fen.saturating_add(1)]
                });
                let mut fen: Vec<i64> = fen.chain([-1, 0, 1]).collect();
                fen.sort_unstable();
                fen.dedup();
                fen.reverse();
                fen.iter().map(|fen| yuan(*fen)).collect()
            }
            Type::Text => self.texts(now.and_then(DeValue::as_str)),
            Type::Texts | Type::Years => vec!["[]".to_owned()],
            Type::CreditCode | Type::IdNumber => Vec::new(),
        };
        values.retain(|value| *value != now_written);
        values
    }

    /// Texts that a field might have: words of the rule, and what is no fact, or not yet.
    fn texts(&self, now: Option<&str>) -> Vec<String> {
        let mut texts: Vec<String> = self.words.clone();
        texts.extend(["海口市秀英区", "拉萨市城关区", "其他"].map(str::to_owned));
        let doubtful = now.map(|now| [format!("{now}（尚未取得）"), format!("非{now}")]);
        texts.extend(doubtful.into_iter().flatten());
        texts.iter().map(|text| basic_string(text)).collect()
    }

    /// Days around those on which something might turn: so many years or days before the edition closes.
    fn days_around(&self) -> Vec<Day> {
        let closes = self.closes;
        let counts = self
            .numbers
            .iter()
            .copied()
            .filter(|number| (1..=3660).contains(number));
        let years = (0..=12).chain(counts.clone().filter(|years| *years <= 60));
        let years = years.filter_map(|years| Some(closes.corresponding(-i16::try_from(years).ok()?)));
        let firsts = (0..=12).filter_map(|back| Day::new(closes.year().saturating_sub(back), 1, 1));
        let counted = counts.map(|days| closes.plus(-days));
        let around = years.chain(firsts).chain(counted).chain(self.days.iter().copied());
        let mut days: Vec<Day> = around.flat_map(|day| (-2..=2).map(move |off| day.plus(off))).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// An amount as TOML writes it.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    format!("{sign}{yuan}.{rest:02}")
}

fn day_of(value: &DeValue<'_>) -> Option<Day> {
    match value {
        DeValue::Datetime(day) => Day::from_toml(day),
        DeValue::String(day) => Day::parse(day).ok(),
        _ => None,
    }
}
