//! What stands in a cell, made of what its reader gives.

use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};

use crate::day::Day;
use crate::load::excel::sheet::Content;

/// What the cell reader gave, unless the cell is empty.
pub(super) fn content<'c>(value: &DataRef<'c>) -> Option<Content<'c>> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::SharedString(text) => text_content(Cow::Borrowed(text))?,
        DataRef::String(text) => text_content(Cow::Owned(text.clone()))?,
        DataRef::Float(number) => Content::Number(*number),
        #[allow(clippy::cast_precision_loss)] // a cell's number is a float however it is stored
        DataRef::Int(number) => Content::Number(*number as f64),
        DataRef::Bool(flag) => Content::Flag(*flag),
        DataRef::DateTime(moment) => serial(moment),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => Content::Moment(text.as_str().into()),
        DataRef::Error(error) => Content::Fault(error.to_string().into()),
    })
}

/// Text as a cell holds it; a formula's error may be stored as text too.
pub(super) fn text_content(text: Cow<'_, str>) -> Option<Content<'_>> {
    if text.is_empty() {
        return None;
    }
    let fault = text.starts_with('#') && text.ends_with(['!', '?', 'A']) && is_fault(&text);
    Some(if fault {
        Content::Fault(text.as_ref().into())
    } else {
        Content::Text(text)
    })
}

/// Whether a text is what spreadsheets show where a formula has no result.
fn is_fault(text: &str) -> bool {
    let known = "#REF! #DIV/0! #N/A #NAME? #NULL! #NUM! #VALUE! #SPILL! #CALC! #FIELD! #BLOCKED! #GETTING_DATA!";
    known.split(' ').any(|fault| fault == text)
}

/// A day and time as ISO 8601 writes them.
pub(super) fn iso(text: &str) -> Content<'static> {
    let day = text.split_once('.').map_or(text, |(seconds, _)| seconds);
    match Day::parse(day.trim_end_matches('Z')) {
        Ok(day) => Content::Day(day),
        Err(_) => Content::Moment(text.into()),
    }
}

/// A day and time as a number of days since the workbook's first day.
fn serial(moment: &ExcelDateTime) -> Content<'static> {
    let (year, month, day, hours, minutes, seconds, _) = moment.to_ymd_hms_milli();
    let value = moment.as_f64();
    // the calendar of 1900 counts from one, that of 1904 from nought
    let first = if year == 1904 { 0.0 } else { 1.0 };
    if moment.is_duration() || !(first..2_958_466.0).contains(&value) {
        let number = crate::money::shown(value);
        return Content::Moment(number.into());
    }
    let whole = (hours, minutes, seconds) == (0, 0, 0);
    let numbers = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    if let (true, (Ok(year), Ok(month), Ok(day))) = (whole, numbers)
        && let Some(day) = Day::new(year, month, day)
    {
        return Content::Day(day);
    }
    Content::Moment(format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}").into())
}
