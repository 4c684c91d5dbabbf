//! One cell becomes one fact: units and percentages, and what only a
//! spreadsheet does to a value. The forms themselves are read as in any other dossier.

use crate::container::serial::day_of;
use crate::day::Day;
use crate::dictionary::{Field, Section, Type};
use crate::dossier::{PICTURE, Slot};
use crate::load::excel::sheet::{Cell, Content};
use crate::load::excel::unit::Stated;
use crate::load::reading::{self, Misread, Raw};
use crate::money::{Unit, shown};
use crate::place::{InputError, Spot};
use crate::text::Text;
use crate::words::{self, Nothing};
use crate::writing::{is_blank, quote};

/// The fact in a cell of a column of which `unit` is stated.
///
/// # Errors
/// What stands in the cell, what was expected, and how to write it.
pub fn read(field: &Field, unit: Stated, cell: &Cell<'_>, spot: Spot, today: Day) -> Result<Slot, InputError> {
    let written_in = |unit, raw| reading::slot(field, raw, unit, today, spot);
    let written = |raw| written_in(unit.unit().unwrap_or_default(), raw);
    let slot = match &cell.content {
        Content::Text(text) => match unit.doubt().filter(|_| field.kind == Type::Money) {
            None => written(Raw::Text(text)),
            // an amount that states its own unit is the same whatever stands around it
            Some(why) => match (written(Raw::Text(text)), written_in(Unit::Thousand, Raw::Text(text))) {
                (Ok(one), Ok(other)) if one != other => Err(uncertain(field, &why, one_unit())),
                (slot, _) => slot,
            },
        },
        Content::Number(number) => {
            read_number(field, unit, cell, *number, today).map(|value| reading::filled(value, spot))
        }
        Content::Flag(flag) => written(Raw::Flag(*flag)),
        Content::Day(day) => match year_shown_as(field, *day) {
            Some(year) => Err(shown_as_a_day(field, *day, year)),
            None => written(Raw::Day(*day)),
        },
        Content::Moment(moment) => match day_in(field, moment) {
            Some(day) => written(Raw::Day(day)),
            None => Err(reading::expected(field, &text!("时间 {moment}", "the time {moment}"))),
        },
        Content::Fault(fault) => return Err(faulty(fault, spot)),
        Content::Unsaved => return Err(unsaved(spot)),
        Content::Picture => return Ok(Slot::Placeholder(PICTURE.into(), spot)),
    };
    slot.map_err(|misread| InputError {
        spot: Some(spot),
        hint: would_be(field, cell).or(misread.hint.map(|hint| in_a_workbook(field.kind, hint))),
        message: misread.message,
        secret: field.kind == Type::IdNumber,
    })
}

/// The years of which the number, typed into a cell that shows days, is taken for a count of them.
const TYPED_YEARS: std::ops::RangeInclusive<i64> = 1949..=2049;

/// The year that was typed into a cell which shows it as this day, where a day is asked for: spreadsheets count days
/// from 1900 on.
fn year_shown_as(field: &Field, day: Day) -> Option<i64> {
    let days = day.days_since(Day::new(1899, 12, 30)?);
    (asks_for_a_day(field) && TYPED_YEARS.contains(&days)).then_some(days)
}

/// The sentence for a day that may be no more than a year.
fn shown_as_a_day(field: &Field, day: Day, year: i64) -> Misread {
    let label = &field.label;
    Misread {
        message: text!(
            "「{label}」显示为 {day}，可能是在日期格式的单元格里输入了年份 {year}",
            "\"{label}\" shows {day}, and may be the year {year}, typed into a cell that is formatted as a date";
            label
        ),
        hint: Some(text!(
            "请写明日期；只知道年份的，把单元格格式设为“文本”再写 {year}年；确是 {day} 的，也请设为“文本”再写",
            "write the day; if only the year is known, format the cell as text and write {year}年; if it is {day}, write that as text"
        )),
    }
}

/// What a number would mean as a day, where a day is asked for.
fn would_be(field: &Field, cell: &Cell<'_>) -> Option<Text> {
    let Content::Number(number) = cell.content else {
        return None;
    };
    let plausible = asks_for_a_day(field) && number.fract() == 0.0 && (1.0..100_000.0).contains(&number);
    let days = shown(number).parse::<i64>().ok().filter(|_| plausible)?;
    let day = day_of(days, false)?;
    if year_shown_as(field, day).is_some() {
        return None;
    }
    Some(text!(
        "如果它是日期的序号，就是 {day}；请把单元格格式改为日期并核对",
        "if it counts days, it is {day}; format the cell as a date and check it"
    ))
}

fn asks_for_a_day(field: &Field) -> bool {
    matches!(field.kind, Type::Day | Type::DayOrWord | Type::DayOrMonth)
}

/// The day of a moment, where a day is asked for.
fn day_in(field: &Field, moment: &str) -> Option<Day> {
    let (day, _) = moment.split_once([' ', 'T']).filter(|_| asks_for_a_day(field))?;
    Day::parse(day).ok()
}

/// What fills the place of a fact that cannot be read; a person's own number is not kept.
pub fn unreadable(field: &Field, cell: Option<&Cell<'_>>, spot: Spot) -> Slot {
    let words = match cell.map(|cell| &cell.content) {
        _ if field.kind == Type::IdNumber => "",
        Some(Content::Text(text)) => text,
        Some(Content::Moment(text) | Content::Fault(text)) => text,
        Some(Content::Number(number)) => return Slot::Unreadable(shown(*number).into(), spot),
        Some(Content::Day(day)) => return Slot::Unreadable(day.to_string().into(), spot),
        Some(Content::Flag(_) | Content::Unsaved | Content::Picture) | None => "",
    };
    Slot::Unreadable(words.into(), spot)
}

/// What a cell that states a list says: that there is something to list, that there is nothing, or neither.
///
/// # Errors
/// Anything but 有 or 无 stands in it.
pub fn states(cell: &Cell<'_>, section: &Section, spot: Spot) -> Result<Option<bool>, InputError> {
    let label = &section.label;
    let stands = match &cell.content {
        Content::Text(text) if section.says_none(text) => return Ok(Some(false)),
        Content::Text(text) if is_blank(text) || words::is_filler(text) => return Ok(None),
        Content::Text(text) => match (words::nothing(text), words::yes_or_no(text)) {
            (Some(Nothing::None), _) => return Ok(Some(false)),
            (_, Some(any)) => return Ok(Some(any)),
            (Some(Nothing::NotYet), None) => return Ok(None),
            (None, None) => quote(text),
        },
        Content::Number(number) => quote(&shown(*number)),
        Content::Flag(flag) => quote(if *flag { "TRUE" } else { "FALSE" }),
        Content::Day(day) => quote(&day.to_string()),
        Content::Moment(moment) => quote(moment),
        Content::Fault(fault) => return Err(faulty(fault, spot)),
        Content::Unsaved => return Err(unsaved(spot)),
        Content::Picture => quote(PICTURE),
    };
    Err(InputError::at(
        spot,
        text!(
            "「{label}」一格应填“有”或“无”，这里是 {stands}",
            "the cell on \"{label}\" takes 有 or 无, but {stands} stands here";
            label
        ),
    )
    .hint(text!(
        "没有的写“无”；有的写“有”，各条内容写在对应的列或工作表中",
        "write 无 if there are none; if there are, write 有 and give each in the columns or the sheet for it"
    )))
}

/// The sentence for an amount of which the unit is not certain.
fn uncertain(field: &Field, why: &Text, hint: Text) -> Misread {
    let label = &field.label;
    Misread {
        message: text!(
            "「{label}」的金额读不准：{why}",
            "the amount in \"{label}\" is not certain: {why}";
            label, why
        ),
        hint: Some(hint),
    }
}

/// What to do where the unit that is stated around an amount is not certain.
fn one_unit() -> Text {
    text!(
        "请核对数值，表上只写一个单位，如“净利润(万元)”；也可在格内写明，如 120万元",
        "check the number and state one unit for it, as in 净利润(万元), or write it in the cell, as in 120万元"
    )
}

fn read_number(
    field: &Field,
    stated: Stated,
    cell: &Cell<'_>,
    number: f64,
    today: Day,
) -> Result<Option<crate::dictionary::Value>, Misread> {
    let format = cell.format;
    if format.percent {
        let percent = format!("{}%", shown(number * 100.0));
        return reading::read(field, Raw::Text(&percent), Unit::Yuan, today);
    }
    if field.kind == Type::Money {
        let shows = match (stated.unit(), format.unit) {
            _ if format.scaled => Some(text!(
                "单元格的显示格式把数值缩小了显示，看到的和存的不是同一个数",
                "the cell's format shows a smaller number than it holds"
            )),
            (Some(heading), Some(shown)) if heading != shown => Some(text!(
                "表头的单位与单元格格式里的单位不一致",
                "the unit in the heading is not the one in the cell's format"
            )),
            _ => None,
        };
        if let Some(why) = shows {
            let hint = text!(
                "请把单元格格式改为普通数值，单位写在表头里，如“净利润(万元)”",
                "format the cell as a plain number and write the unit in the heading, as in 净利润(万元)"
            );
            return Err(uncertain(field, &why, hint));
        }
        if let Some(why) = stated.doubt().filter(|_| number != 0.0) {
            return Err(uncertain(field, &why, one_unit()));
        }
        let unit = format.unit.or(stated.unit()).unwrap_or_default();
        return reading::read(field, Raw::Float(number), unit, today);
    }
    if field.kind == Type::Text && format.zeros > 0 && (0.0..1e15).contains(&number) {
        let width = usize::from(format.zeros);
        let padded = format!("{:0>width$}", shown(number.round()));
        return reading::read(field, Raw::Text(&padded), Unit::Yuan, today);
    }
    reading::read(field, Raw::Float(number), Unit::Yuan, today)
}

/// The error of a cell whose formula has no result.
fn faulty(fault: &str, spot: Spot) -> InputError {
    let quoted = quote(fault);
    InputError::at(
        spot,
        text!(
            "单元格的公式出错，显示为 {quoted}",
            "the cell's formula fails and shows {quoted}"
        ),
    )
    .hint(text!(
        "请改正公式，或直接填写数值",
        "correct the formula, or type the value itself"
    ))
}

/// The error of a cell whose formula was saved without a result.
fn unsaved(spot: Spot) -> InputError {
    InputError::at(
        spot,
        text!(
            "公式没有保存结果",
            "the cell holds a formula, and no result was saved with it"
        ),
    )
    .hint(text!(
        "请用 Excel 或 WPS 打开后另存再检查",
        "open it in Excel or WPS, save it and check again"
    ))
}

/// A hint in the words of a workbook, where the reading of values speaks of quotation marks.
fn in_a_workbook(kind: Type, hint: Text) -> Text {
    let written = reading::wanted(kind).1;
    let forms = match kind {
        Type::Text | Type::Texts | Type::CreditCode | Type::IdNumber => text!(
            "请把单元格格式设为“文本”，再重新录入",
            "format the cell as text, then type it again"
        ),
        Type::Boolean => text!(
            "请填“是”或“否”，也可填有、无、√、×",
            "write 是 or 否; 有, 无, √ and × are read too"
        ),
        Type::DayOrMonth => text!(
            "请填日期，如 2019-03-05；只知道年月或年份的写 2019年3月、2019年",
            "write a day, as in 2019-03-05, or a month or a year, as in 2019年3月 or 2019年"
        ),
        Type::Money => text!(
            "请填数值，如 12500000.00 或 1,250万元；负数可写作 -1,234.50 或 (1,234.50)",
            "write a number, as in 12500000.00 or 1,250万元; a negative one as -1,234.50 or (1,234.50)"
        ),
        Type::Years => text!("如 2022、2023、2024", "as in 2022、2023、2024"),
        _ => return hint,
    };
    match (hint.zh.strip_prefix(&written.zh), hint.en.strip_prefix(&written.en)) {
        (Some(zh), Some(en)) => text!("{forms}{zh}", "{forms}{en}"; forms),
        _ => hint,
    }
}
