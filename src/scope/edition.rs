//! What follows from the days of an edition unless a pack writes it out: its deadline, its opening, the years that
//! count.

use std::ops::Deref;

use toml::de::DeValue;

use super::Scope;
use crate::day::Day;
use crate::shape::{Called, Key, Reader, Shape, TomlType, Written};
use crate::text::Text;
use crate::window::Lookback;

/// The days of an edition by which its conditions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// From when applications can be made, where that is known.
    pub opens: Option<Day>,
    /// The last day of submission.
    pub closes: Day,
    /// Whether that day was not seen: it then stands in for the purpose of counting years, and is no deadline.
    pub closes_unseen: bool,
    /// After how many days without a look-up it is time for a new one, where the pack advises it.
    pub look_up_again_after_days: Option<i64>,
}

/// The last day of submission; that of the edition where it was seen, unless another is written.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(pub Day);

impl Called for Deadline {
    const OPTIONAL: bool = true;

    fn called() -> Text {
        Day::called()
    }

    fn toml_type() -> TomlType {
        TomlType::Day
    }
}

impl<'d> Shape<Scope<'d>> for Deadline {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Deadline> {
        Day::read(written, reader).map(Deadline)
    }

    fn absent(scope: &Scope<'d>) -> Option<Deadline> {
        (!scope.edition.closes_unseen).then_some(Deadline(scope.edition.closes))
    }
}

/// From when applications can be made, where that is known; as the edition says, unless another day is written.
#[derive(Debug, Clone, Copy)]
pub struct Opening(pub Option<Day>);

impl Called for Opening {
    const OPTIONAL: bool = true;

    fn called() -> Text {
        Day::called()
    }

    fn toml_type() -> TomlType {
        TomlType::Day
    }
}

impl<'d> Shape<Scope<'d>> for Opening {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Opening> {
        Day::read(written, reader).map(|day| Opening(Some(day)))
    }

    fn absent(scope: &Scope<'d>) -> Option<Opening> {
        Some(Opening(scope.edition.opens))
    }
}

/// The years that count: so many before the year in which the edition closes, or those that are listed.
#[derive(Debug, Clone)]
pub struct Years(Vec<i64>);

impl Deref for Years {
    type Target = [i64];

    fn deref(&self) -> &[i64] {
        &self.0
    }
}

impl Called for Years {
    fn called() -> Text {
        text!(
            "截止之年以前的年数，或年份列表 [ … ]",
            "how many years before that of the deadline, or a list [ … ] of years"
        )
    }

    fn toml_type() -> TomlType {
        TomlType::Either(vec![TomlType::Number, TomlType::List(Box::new(TomlType::Number))])
    }
}

impl<'d> Shape<Scope<'d>> for Years {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Years> {
        let years = match written.get_ref() {
            DeValue::Array(_) => Vec::<i64>::read(written, reader)?,
            DeValue::Integer(_) => {
                let count = i64::from(u8::read(written, reader)?);
                let last = i64::from(reader.scope.edition.closes.year());
                (last - count..last).collect()
            }
            _ => return reader.unexpected(written, &Years::called()),
        };
        if years.is_empty() {
            return reader.wrong(written.span(), text!("至少要有一年", "at least one year is wanted"));
        }
        Some(Years(years))
    }
}

shape! {
    /// A look-back as a pack writes it.
    struct LookbackWritten in Scope {
        /// How many years back.
        /// 中文：回溯多少年。
        years: i16,
        /// The first day of the first calendar year that counts.
        /// 中文：按年度计算时，计入的第一年的首日；不写时由截止日推算。
        calendar_from: Option<Day>,
        /// After how many days without a look-up it is time for a new one.
        /// 中文：查询满多少天后建议重新查询；不写时按规则包。
        look_up_again_after_days: Option<i64>,
    }
}

impl Called for Lookback {
    fn called() -> Text {
        text!("回溯的年数 {{ years = … }}", "how far is looked back {{ years = … }}")
    }

    fn keys() -> Vec<Key> {
        LookbackWritten::keys()
    }
}

impl<'d> Shape<Scope<'d>> for Lookback {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<Lookback> {
        let back = LookbackWritten::read(written, reader)?;
        let edition = reader.scope.edition;
        let first = edition.closes.year().checked_sub(back.years);
        let counted = first.and_then(|year| Day::new(year, 1, 1));
        let Some(calendar_from) = back.calendar_from.or(counted) else {
            let message = text!("缺少 calendar_from", "`calendar_from` is wanting");
            return reader.wrong(written.span(), message);
        };
        Some(Lookback {
            years: back.years,
            calendar_from,
            look_up_again_after_days: back.look_up_again_after_days.or(edition.look_up_again_after_days),
        })
    }
}
