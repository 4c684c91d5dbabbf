//! One written value becomes one typed value, or a sentence on what stands there, what was expected and how
//! to write it. TOML and workbooks read every cell through here, so both accept the same forms.

use std::borrow::Cow;

use crate::day::{Day, NotADay, Period};
use crate::dictionary::{Field, Type, Value, When, YES};
use crate::dossier::Slot;
use crate::id_number::{CreditCode, Flaw, IdNumber};
use crate::money::{Money, NotMoney, Unit, shown};
use crate::place::Spot;
use crate::text::Text;
use crate::words;
use crate::writing::{fold, is_blank, mask, nearest, quote, set_off, tame, trim, without_remarks};

/// A value as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Raw<'a> {
    /// Text.
    Text(&'a str),
    /// A number, in the digits it was written with.
    Number(&'a str),
    /// A number as a spreadsheet keeps it.
    Float(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Day),
}

/// Why a value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// What stands there, and what is wrong with it.
    pub message: Text,
    /// The forms that are read.
    pub hint: Option<Text>,
}

impl Misread {
    fn new(message: Text) -> Misread {
        Misread { message, hint: None }
    }

    fn hint(self, hint: Text) -> Misread {
        Misread {
            hint: Some(hint),
            ..self
        }
    }
}

/// Reads `raw`, which stands at `spot`, into what fills the place of `field`: a value, a blank, or a word that is no fact.
///
/// # Errors
/// As [`read`].
pub fn slot(field: &Field, raw: Raw<'_>, unit: Unit, today: Day, spot: Spot) -> Result<Slot, Misread> {
    if let Raw::Text(text) = raw
        && says_nothing(field, text)
    {
        return Ok(Slot::Placeholder(trim(text).into(), spot));
    }
    match read(field, raw, unit, today) {
        Ok(value) => Ok(filled(value, spot)),
        Err(misread) => understood(field, raw, unit).map_or(Err(misread), |(value, words)| {
            Ok(Slot::Understood(value, spot, trim(words).into()))
        }),
    }
}

/// What words say that state a value less exactly than it is wanted.
fn understood<'a>(field: &Field, raw: Raw<'a>, unit: Unit) -> Option<(Value, &'a str)> {
    let Raw::Text(words) = raw else { return None };
    match field.kind {
        Type::Money => Some((Value::Money(Money::parse_words(words, unit).ok()?), words)),
        _ => None,
    }
}

/// What fills a place in which a value was read, or nothing.
pub fn filled(value: Option<Value>, spot: Spot) -> Slot {
    value.map_or(Slot::Blank(spot), |value| Slot::Given(value, spot))
}

/// Whether `text` says only that there is nothing, or nothing yet: no fact in any field, unless it is a choice of the
/// field's own, or no where yes or no is asked for.
fn says_nothing(field: &Field, text: &str) -> bool {
    if words::is_filler(text) {
        return true;
    }
    words::nothing(text).is_some()
        && match field.kind {
            Type::Boolean => words::yes_or_no(text).is_none() && field.choice(text).is_none(),
            _ => field.choice(text).is_none(),
        }
}

/// Reads `raw` as what `field` holds; `None` where it is blank. Money without a unit of its own is in `unit`;
/// nobody is born after `today`.
///
/// # Errors
/// What stands there, what was expected, and how to write it.
pub fn read(field: &Field, raw: Raw<'_>, unit: Unit, today: Day) -> Result<Option<Value>, Misread> {
    if let Raw::Text(text) = raw
        && is_blank(text)
    {
        return Ok(None);
    }
    let value = match field.kind {
        Type::Text => Value::Text(text(field, raw)?),
        Type::Boolean => Value::Flag(flag(field, raw)?),
        Type::Day | Type::DayOrWord | Type::DayOrMonth => Value::When(when(field, raw)?),
        Type::Year => Value::Number(year(field, raw)?),
        Type::Integer => Value::Number(integer(field, raw)?),
        Type::Money => Value::Money(money(field, raw, unit)?),
        Type::Choice => Value::Choice(choice(field, raw)?),
        Type::CreditCode => Value::CreditCode(credit_code(field, raw)?),
        Type::IdNumber => Value::IdNumber(id_number(field, raw, today)?),
        Type::Texts | Type::Years => return read_list(field, &split(field, raw)?, today),
    };
    Ok(Some(value))
}

/// Reads several values as what a list field holds; `None` where all are blank.
///
/// # Errors
/// As [`read`], for the first item that cannot be read.
pub fn read_list(field: &Field, items: &[Raw<'_>], _today: Day) -> Result<Option<Value>, Misread> {
    if field.kind == Type::Years {
        let years = items
            .iter()
            .map(|item| year(field, *item))
            .collect::<Result<Box<[i64]>, Misread>>()?;
        return Ok(Some(Value::Numbers(years)));
    }
    let says_something = |item: &&Raw<'_>| !matches!(item, Raw::Text(text) if says_nothing(field, text));
    let texts = items
        .iter()
        .filter(says_something)
        .map(|item| text(field, *item))
        .collect::<Result<Vec<Box<str>>, Misread>>()?;
    Ok(Some(Value::Texts(
        texts.into_iter().filter(|text| !text.is_empty()).collect(),
    )))
}

/// The items of a list that was written as one text.
fn split<'a>(field: &Field, raw: Raw<'a>) -> Result<Vec<Raw<'a>>, Misread> {
    match raw {
        Raw::Text(text) => Ok(text.split(['、', ';', '；', ',', '，', '\n']).map(Raw::Text).collect()),
        Raw::Number(_) if field.kind == Type::Years => Ok(vec![raw]),
        Raw::Float(_) => Ok(vec![raw]),
        _ => Err(wrong_type(field, raw)),
    }
}

fn text(field: &Field, raw: Raw<'_>) -> Result<Box<str>, Misread> {
    match raw {
        Raw::Text(text) => Ok(trim(text).into()),
        Raw::Float(number) if number.abs() < 1e15 => Ok(shown(number).into()),
        Raw::Float(_) => Err(digits_lost(field)),
        _ => Err(wrong_type(field, raw)),
    }
}

/// The sentence for a number that stands for a code, and of which a spreadsheet keeps fifteen digits.
fn digits_lost(field: &Field) -> Misread {
    let label = &field.label;
    Misread::new(text!(
        "「{label}」存成了数值，15 位以后的数字已经丢失",
        "\"{label}\" is stored as a number, and its digits past the 15th are lost";
        label
    ))
    .hint(text!(
        "请先把单元格格式设为“文本”，再重新录入",
        "format the cell as text first, then type it again"
    ))
}

fn flag(field: &Field, raw: Raw<'_>) -> Result<bool, Misread> {
    let Raw::Text(text) = raw else {
        return match raw {
            Raw::Flag(flag) => Ok(flag),
            _ => Err(wrong_type(field, raw)),
        };
    };
    let own = || field.choice(text).map(|position| position == YES);
    words::yes_or_no(text)
        .or_else(own)
        .ok_or_else(|| wrong_type(field, raw))
}

fn day(field: &Field, raw: Raw<'_>) -> Result<Day, Misread> {
    let day = any_day(field, raw)?;
    if DAYS.contains(&i64::from(day.year())) {
        return Ok(day);
    }
    let (label, first, last) = (&field.label, DAYS.start(), DAYS.end());
    Err(Misread::new(text!(
        "「{label}」不会是 {day}，请核对年份",
        "\"{label}\" cannot be {day}: see whether the year is right";
        label
    ))
    .hint(text!(
        "年份应在 {first} 至 {last} 之间",
        "the year lies between {first} and {last}"
    )))
}

/// A day of whatever year.
fn any_day(field: &Field, raw: Raw<'_>) -> Result<Day, Misread> {
    match raw {
        Raw::Day(day) => Ok(day),
        Raw::Text(text) => Day::parse(text).map_err(|error| not_a_day(field, raw, error)),
        Raw::Number(digits) if digits.len() == 8 => Day::parse(digits).map_err(|error| not_a_day(field, raw, error)),
        Raw::Float(number) if (1e7..1e8).contains(&number) => {
            Day::parse(&shown(number)).map_err(|error| not_a_day(field, raw, error))
        }
        Raw::Number(_) | Raw::Float(_) | Raw::Flag(_) => Err(wrong_type(field, raw)),
    }
}

fn when(field: &Field, raw: Raw<'_>) -> Result<When, Misread> {
    if let Raw::Text(text) = raw {
        if let Some(word) = field.choice(text) {
            return Ok(When::Word(word));
        }
        if Day::parse(text) == Err(NotADay::Form) {
            return period(field, raw, text);
        }
    }
    // of a number that no date format shows, a spreadsheet's own count of days would lie about 1905
    if matches!(raw, Raw::Number(_) | Raw::Float(_))
        && let Ok(year) = year(field, raw)
    {
        return period(field, raw, &year.to_string());
    }
    day(field, raw).map(When::Day)
}

/// A month or a year that stands where a day is asked for.
fn period(field: &Field, raw: Raw<'_>, text: &str) -> Result<When, Misread> {
    let period = Period::parse(text).map_err(|error| not_a_day(field, raw, error))?;
    // one without a year that can be is told as its first day is
    day(field, Raw::Day(period.first()))?;
    if !field.exact {
        return Ok(When::Within(period));
    }
    let (label, stands) = (&field.label, stands(raw));
    let misread = match period.is_year() {
        true => {
            text!("「{label}」要写明到日，这里只有年份：{stands}", "\"{label}\" takes a day, and only a year stands here: {stands}"; label, stands)
        }
        false => {
            text!("「{label}」要写明到日，这里只有年月：{stands}", "\"{label}\" takes a day, and only a month stands here: {stands}"; label, stands)
        }
    };
    Err(Misread::new(misread).hint(wanted(field.kind).1))
}

/// The years a day can be in; anything else is a slip of the keyboard. Schools and hospitals are older than 1900.
const DAYS: std::ops::RangeInclusive<i64> = 1800..=2199;

/// The years a fact can be of.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

fn year(field: &Field, raw: Raw<'_>) -> Result<i64, Misread> {
    let digits = match raw {
        Raw::Number(digits) => Cow::Borrowed(digits),
        Raw::Float(number) => Cow::Owned(shown(number)),
        Raw::Text(text) => {
            let folded = fold(text);
            let bare = folded.strip_suffix('度').unwrap_or(&folded);
            Cow::Owned(bare.strip_suffix('年').unwrap_or(bare).to_owned())
        }
        Raw::Day(_) | Raw::Flag(_) => return Err(wrong_type(field, raw)),
    };
    let year = digits.parse::<i64>().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| wrong_type(field, raw))
}

fn integer(field: &Field, raw: Raw<'_>) -> Result<i64, Misread> {
    let digits = match raw {
        Raw::Number(digits) => Cow::Borrowed(digits),
        Raw::Float(number) => Cow::Owned(shown(number)),
        Raw::Text(text) => Cow::Owned(fold(text)),
        Raw::Day(_) | Raw::Flag(_) => return Err(wrong_type(field, raw)),
    };
    digits
        .replace('_', "")
        .parse::<i64>()
        .map_err(|_| wrong_type(field, raw))
}

fn money(field: &Field, raw: Raw<'_>, unit: Unit) -> Result<Money, Misread> {
    let amount = match raw {
        Raw::Number(written) | Raw::Text(written) => Money::parse(written, unit),
        Raw::Float(number) => Money::from_f64(number, unit),
        Raw::Day(_) | Raw::Flag(_) => return Err(wrong_type(field, raw)),
    };
    amount.map_err(|error| {
        let (stands, label) = (stands(raw), &field.label);
        match error {
            NotMoney::Form => wrong_type(field, raw),
            NotMoney::TooLarge => Misread::new(text!(
                "「{label}」的金额过大：{stands}",
                "the amount in \"{label}\" is too large: {stands}";
                label, stands
            )),
            NotMoney::PrecisionLost => Misread::new(text!(
                "「{label}」的数字超过 15 位有效数字，已失去精度：{stands}",
                "\"{label}\" has more than 15 significant digits and lost precision: {stands}";
                label, stands
            )),
        }
    })
}

fn choice(field: &Field, raw: Raw<'_>) -> Result<u8, Misread> {
    let Raw::Text(text) = raw else {
        return Err(wrong_type(field, raw));
    };
    field.choice(text).or_else(|| with_remark(field, text)).ok_or_else(|| {
        let label = &field.label;
        let quoted = quote(text);
        let written = field
            .choices
            .iter()
            .flat_map(|choice| [choice.id.as_str(), choice.zh.as_str(), choice.en.as_str()]);
        let near = nearest(text, written);
        let ids: Vec<String> = field
            .choices
            .iter()
            .map(|choice| format!("{} {}", choice.id, choice.zh))
            .collect();
        let known = ids.join("、");
        let en: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
        let mut hint = Text {
            zh: format!("可填：{known}"),
            en: format!("one of {}", en.join(", ")),
        };
        if let Some(near) = near {
            hint.zh = format!("是否想写 {near}？{}", hint.zh);
            hint.en = format!("did you mean {near}? {}", hint.en);
        }
        Misread::new(text!("「{label}」没有 {quoted} 这一项", "\"{label}\" has no choice {quoted}"; label)).hint(hint)
    })
}

/// The choice that a text writes before a remark in brackets, as in 有限责任公司（自然人独资）, unless the remark writes
/// another one.
fn with_remark(field: &Field, text: &str) -> Option<u8> {
    let (main, remarks) = without_remarks(text);
    let choice = field.choice(&main).filter(|_| !remarks.is_empty())?;
    let other = |remark: &String| field.names_another(remark, choice);
    (!remarks.iter().any(other)).then_some(choice)
}

fn credit_code(field: &Field, raw: Raw<'_>) -> Result<CreditCode, Misread> {
    let text = match raw {
        Raw::Text(text) => text,
        Raw::Float(_) => return Err(digits_lost(field)),
        _ => return Err(wrong_type(field, raw)),
    };
    CreditCode::parse(text).map_err(|flaw| {
        let stands = quote(text);
        let label = &field.label;
        let why = flaw_text(flaw);
        Misread::new(text!("「{label}」{stands} 有误：{why}", "\"{label}\" {stands} is wrong: {why}"; label, why)).hint(
            text!(
                "请对照营业执照逐位核对；代码为 18 位，不含字母 I、O、S、V、Z",
                "compare it with the licence, character by character; the code has 18 and none is I, O, S, V or Z"
            ),
        )
    })
}

/// The number itself is never repeated: it would end up in logs.
fn id_number(field: &Field, raw: Raw<'_>, today: Day) -> Result<IdNumber, Misread> {
    let text = match raw {
        Raw::Text(text) | Raw::Number(text) => text,
        Raw::Float(_) => return Err(digits_lost(field)),
        Raw::Day(_) | Raw::Flag(_) => return Err(wrong_type(field, raw)),
    };
    IdNumber::parse(text, today).map_err(|flaw| {
        let why = flaw_text(flaw);
        let label = &field.label;
        Misread::new(text!("「{label}」有误：{why}", "\"{label}\" is wrong: {why}"; label, why)).hint(text!(
            "请对照身份证核对；此项也可以不填",
            "compare it with the card; it may also be left out"
        ))
    })
}

fn flaw_text(flaw: Flaw) -> Text {
    match flaw {
        Flaw::Length { found } => text!(
            "应为 18 位，现为 {found} 位",
            "18 characters were expected, {found} stand here"
        ),
        Flaw::Character { position, found } => {
            let found = quote(&found.to_string());
            text!(
                "第 {position} 位不能是 {found}",
                "character {position} cannot be {found}"
            )
        }
        Flaw::CheckDigit { expected, found } => text!(
            "校验码不符，按前 17 位计算末位应为 {expected}，现为 {found}",
            "the check character does not agree: the first 17 call for {expected}, {found} stands here"
        ),
        Flaw::BirthDate => text!("其中的出生日期不存在", "there is no such day of birth"),
        Flaw::Future => text!("其中的出生日期在今天之后", "the day of birth lies in the future"),
    }
}

/// What stands in the place of a value, in words.
fn stands(raw: Raw<'_>) -> Text {
    match raw {
        Raw::Text(text) => {
            let quoted = quote(text);
            text!("文字 {quoted}", "the text {quoted}")
        }
        Raw::Number(number) => {
            let number = tame(number);
            let number = mask(&number);
            text!("数字 {number}", "the number {number}")
        }
        Raw::Float(number) => {
            let number = shown(number);
            let number = mask(&number);
            text!("数字 {number}", "the number {number}")
        }
        Raw::Flag(true) => text!("是（true）", "true"),
        Raw::Flag(false) => text!("否（false）", "false"),
        Raw::Day(day) => text!("日期 {day}", "the day {day}"),
    }
}

/// The sentence for a value of another type than the field's.
pub fn wrong_type(field: &Field, raw: Raw<'_>) -> Misread {
    expected(field, &stands(raw))
}

/// The sentence for something that stands where the field's value should. Where that is an identity number, what
/// stands there is not repeated.
pub fn expected(field: &Field, stands: &Text) -> Misread {
    let withheld = text!("别的内容", "something else");
    let stands = if field.kind == Type::IdNumber {
        &withheld
    } else {
        stands
    };
    let (wanted, forms) = wanted(field.kind);
    let label = &field.label;
    let misread = Misread::new(Text {
        zh: format!("「{}」应填{}，这里是{}", label.zh, set_off(&wanted.zh), stands.zh),
        en: format!("\"{}\" takes {}, but {} stands here", label.en, wanted.en, stands.en),
    });
    if field.choices.is_empty() {
        return misread.hint(forms);
    }
    let list = |word: fn(&crate::dictionary::Choice) -> &str| field.choices.iter().map(word).collect::<Vec<_>>();
    let (zh, en) = (
        list(|choice| &choice.zh).join("、"),
        list(|choice| &choice.id).join(", "),
    );
    misread.hint(Text {
        zh: if field.kind == Type::Choice {
            format!("可填：{zh}")
        } else {
            format!("{}；或填：{zh}", forms.zh)
        },
        en: if field.kind == Type::Choice {
            format!("one of {en}")
        } else {
            format!("{}; or {en}", forms.en)
        },
    })
}

/// What a field of this type takes, and the forms in which it is read.
pub fn wanted(kind: Type) -> (Text, Text) {
    let days = text!(
        "可写作 2019-03-05、2019/3/5、2019.3.5、2019年3月5日",
        "written as 2019-03-05, 2019/3/5, 2019.3.5 or 2019年3月5日"
    );
    match kind {
        Type::Text => (
            text!("文字", "text"),
            text!("写在引号里，如 \"…\"", "put it in quotes, as in \"…\""),
        ),
        Type::Boolean => (
            text!("是或否", "yes or no"),
            text!(
                "可写 true/false，或 \"是\"、\"否\"、\"有\"、\"无\"、\"√\"、\"×\"",
                "true or false, or \"是\", \"否\", \"有\", \"无\", \"√\", \"×\""
            ),
        ),
        Type::Day | Type::DayOrWord => (text!("日期", "a day"), days),
        Type::DayOrMonth => (
            text!("日期、年月或年份", "a day, a month or a year"),
            text!(
                "可写作 2019-03-05、\"2019-03\"、\"2019年3月\"",
                "written as 2019-03-05, \"2019-03\" or \"2019年3月\""
            ),
        ),
        Type::Year => (
            text!("四位年份", "a year of four digits"),
            text!("如 2024", "such as 2024"),
        ),
        Type::Integer => (text!("整数", "a whole number"), text!("如 120", "such as 120")),
        Type::Money => (
            text!("金额", "an amount of money"),
            text!(
                "可写作 12500000.00、\"1,250万元\"、\"(1,234.50)\"（负数）",
                "written as 12500000.00, \"1,250万元\", or \"(1,234.50)\" for a negative one"
            ),
        ),
        Type::Choice => (text!("规定的选项", "one of its choices"), Text::default()),
        Type::CreditCode => (
            text!("18 位统一社会信用代码", "a credit code of 18 characters"),
            text!("写在引号里", "put it in quotes"),
        ),
        Type::IdNumber => (
            text!("18 位身份证号", "an identity number of 18 characters"),
            text!("写在引号里", "put it in quotes"),
        ),
        Type::Texts => (
            text!("若干文字", "a list of texts"),
            text!("如 [\"甲\", \"乙\"]", "as in [\"甲\", \"乙\"]"),
        ),
        Type::Years => (
            text!("若干年份", "a list of years"),
            text!("如 [2022, 2023, 2024]", "as in [2022, 2023, 2024]"),
        ),
    }
}

/// The sentence for a day that cannot be.
fn not_a_day(field: &Field, raw: Raw<'_>, error: NotADay) -> Misread {
    let label = &field.label;
    match error {
        NotADay::Form => wrong_type(field, raw),
        NotADay::Impossible {
            year,
            month,
            day,
            last_day_of_month,
        } => {
            let why = match last_day_of_month {
                Some(last) => text!(
                    "{year} 年 {month} 月只有 {last} 天",
                    "month {month} of {year} has {last} days"
                ),
                None => text!("没有 {month} 月", "there is no month {month}"),
            };
            Misread::new(text!(
                "「{label}」的日期 {year}-{month}-{day} 不存在：{why}",
                "\"{label}\": there is no day {year}-{month}-{day}: {why}";
                label, why
            ))
        }
    }
}
