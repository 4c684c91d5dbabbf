//! Values: what a field can hold once it has been read, and how a rule takes it out again in its own type.

use crate::day::{Day, Month};
use crate::field::Field;
use crate::id_number::{CreditCode, IdNumber};
use crate::money::Money;
use crate::shape::{Called, Reader, Shape, Written};
use crate::syntax;
use crate::text::Text;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Free text.
    Text,
    /// Yes or no.
    Boolean,
    /// A day.
    Day,
    /// A day, or one of the field's words.
    DayOrWord,
    /// A day, a month, or one of the field's words.
    DayOrMonth,
    /// A calendar year.
    Year,
    /// A whole number.
    Integer,
    /// Money, in yuan.
    Money,
    /// One of the field's choices.
    Choice,
    /// A unified social credit code (GB 32100-2015).
    CreditCode,
    /// A resident identity number (GB 11643-1999).
    IdNumber,
    /// A list of texts.
    Texts,
    /// A list of calendar years.
    Years,
}

impl Type {
    /// All types, in the order of the documentation.
    pub const ALL: [Type; 13] = [
        Type::Text,
        Type::Boolean,
        Type::Day,
        Type::DayOrWord,
        Type::DayOrMonth,
        Type::Year,
        Type::Integer,
        Type::Money,
        Type::Choice,
        Type::CreditCode,
        Type::IdNumber,
        Type::Texts,
        Type::Years,
    ];

    /// The id that packs write.
    pub fn id(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Boolean => "boolean",
            Type::Day => "day",
            Type::DayOrWord => "day_or_word",
            Type::DayOrMonth => "day_or_month",
            Type::Year => "year",
            Type::Integer => "integer",
            Type::Money => "money",
            Type::Choice => "choice",
            Type::CreditCode => "credit_code",
            Type::IdNumber => "id_number",
            Type::Texts => "texts",
            Type::Years => "years",
        }
    }

    /// What it is called: 日期, a day.
    pub fn called(self) -> Text {
        match self {
            Type::Text => text!("文字", "a text"),
            Type::Boolean => text!("是或否", "yes or no"),
            Type::Day => text!("日期", "a day"),
            Type::DayOrWord => text!("日期或代替它的词", "a day or a word for one"),
            Type::DayOrMonth => text!("日期、年月或代替它的词", "a day, a month or a word for one"),
            Type::Year => text!("年份", "a year"),
            Type::Integer => text!("整数", "a whole number"),
            Type::Money => text!("金额", "an amount"),
            Type::Choice => text!("选项", "a choice"),
            Type::CreditCode => text!("统一社会信用代码", "a unified social credit code"),
            Type::IdNumber => text!("身份证号", "an identity number"),
            Type::Texts => text!("若干文字", "several texts"),
            Type::Years => text!("若干年份", "several years"),
        }
    }
}

impl Called for Type {
    fn called() -> Text {
        text!("字段的类型", "a type of field")
    }
}

impl<S> Shape<S> for Type {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Type> {
        reader.one_of(written, &<Type as Called>::called(), &Type::ALL, Type::id)
    }
}

/// One value of the data dictionary.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Free text, never blank.
    Text(Box<str>),
    /// Yes or no.
    Flag(bool),
    /// A day, a month, or a word that stands for one.
    When(When),
    /// A calendar year or another whole number.
    Number(i64),
    /// An amount of money.
    Money(Money),
    /// One of the field's choices, by its position in the dictionary.
    Choice(u8),
    /// A unified social credit code whose check digit agrees.
    CreditCode(CreditCode),
    /// A resident identity number whose check digit agrees.
    IdNumber(IdNumber),
    /// Several texts.
    Texts(Box<[Box<str>]>),
    /// Several whole numbers.
    Numbers(Box<[i64]>),
}

/// A point in time as precisely as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Day),
    /// A month; the day in it is not known.
    Month(Month),
    /// A word of the field, such as 至今 or 未移出, by its position in the dictionary.
    Word(u8),
}

impl Value {
    /// The value of `field` in plain text, one for each value: days as 2025-12-30, money in yuan with its fen, a choice
    /// by its id. An identity number is masked.
    pub fn plain(&self, field: &Field) -> String {
        let id = |position: u8| {
            let choice = field.choices.get(usize::from(position));
            choice.map(|choice| choice.id.clone()).unwrap_or_default()
        };
        let list = |items: Vec<String>| format!("[{}]", items.join(", "));
        match self {
            Value::Text(text) => text.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::When(When::Day(day)) => day.to_string(),
            Value::When(When::Month(month)) => month.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Money(money) => {
                let mut yuan = money.yuan().normalize();
                yuan.rescale(yuan.scale().max(2));
                yuan.to_string()
            }
            Value::Choice(choice) | Value::When(When::Word(choice)) => id(*choice),
            Value::CreditCode(code) => code.to_string(),
            Value::IdNumber(number) => number.to_string(),
            Value::Texts(texts) => list(texts.iter().map(|text| syntax::basic_string(text)).collect()),
            Value::Numbers(numbers) => list(numbers.iter().map(i64::to_string).collect()),
        }
    }
}

/// A type in which a rule takes the value of a field.
pub trait Kind {
    /// What a rule receives.
    type Given<'a>;

    /// What it is called: 日期, a day.
    fn called() -> Text;

    /// Whether a field of this type can be taken so.
    fn takes(kind: &Type) -> bool;

    /// The value, if it is of this kind.
    fn of(value: &Value) -> Option<Self::Given<'_>>;
}

/// Takes free text.
#[derive(Debug, Clone, Copy)]
pub struct Words;
/// Takes yes or no.
#[derive(Debug, Clone, Copy)]
pub struct Flag;
/// Takes a whole number.
#[derive(Debug, Clone, Copy)]
pub struct Number;
/// Takes a choice, as its position among the field's choices.
#[derive(Debug, Clone, Copy)]
pub struct Choice;
/// Takes several texts.
#[derive(Debug, Clone, Copy)]
pub struct WordList;

/// Takes whatever is given.
#[derive(Debug, Clone, Copy)]
pub struct Anything;

impl Kind for Anything {
    type Given<'a> = &'a Value;
    fn called() -> Text {
        text!("任何内容", "anything")
    }
    fn takes(_: &Type) -> bool {
        true
    }
    fn of(value: &Value) -> Option<&Value> {
        Some(value)
    }
}

impl Kind for Words {
    type Given<'a> = &'a str;
    fn called() -> Text {
        text!("文字", "a text")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Text)
    }
    fn of(value: &Value) -> Option<&str> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Kind for Flag {
    type Given<'a> = bool;
    fn called() -> Text {
        text!("是或否", "yes or no")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Boolean)
    }
    fn of(value: &Value) -> Option<bool> {
        match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl Kind for Number {
    type Given<'a> = i64;
    fn called() -> Text {
        text!("年份或整数", "a year or whole number")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Year | Type::Integer)
    }
    fn of(value: &Value) -> Option<i64> {
        match value {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Kind for Choice {
    type Given<'a> = u8;
    fn called() -> Text {
        text!("选项", "a choice")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Choice)
    }
    fn of(value: &Value) -> Option<u8> {
        match value {
            Value::Choice(choice) => Some(*choice),
            _ => None,
        }
    }
}

impl Kind for WordList {
    type Given<'a> = &'a [Box<str>];
    fn called() -> Text {
        text!("若干文字", "several texts")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Texts)
    }
    fn of(value: &Value) -> Option<&[Box<str>]> {
        match value {
            Value::Texts(texts) => Some(texts),
            _ => None,
        }
    }
}

impl Kind for Day {
    type Given<'a> = Day;
    fn called() -> Text {
        text!("日期", "a day")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Day)
    }
    fn of(value: &Value) -> Option<Day> {
        match value {
            Value::When(When::Day(day)) => Some(*day),
            _ => None,
        }
    }
}

impl Kind for When {
    type Given<'a> = When;
    fn called() -> Text {
        text!("日期、年月或代替它的词", "a day, a month or a word for one")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Day | Type::DayOrWord | Type::DayOrMonth)
    }
    fn of(value: &Value) -> Option<When> {
        match value {
            Value::When(when) => Some(*when),
            _ => None,
        }
    }
}

impl Kind for Money {
    type Given<'a> = Money;
    fn called() -> Text {
        text!("金额", "an amount")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::Money)
    }
    fn of(value: &Value) -> Option<Money> {
        match value {
            Value::Money(money) => Some(*money),
            _ => None,
        }
    }
}

impl Kind for IdNumber {
    type Given<'a> = IdNumber;
    fn called() -> Text {
        text!("身份证号", "an identity number")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::IdNumber)
    }
    fn of(value: &Value) -> Option<IdNumber> {
        match value {
            Value::IdNumber(number) => Some(*number),
            _ => None,
        }
    }
}

impl Kind for CreditCode {
    type Given<'a> = CreditCode;
    fn called() -> Text {
        text!("统一社会信用代码", "a unified social credit code")
    }
    fn takes(kind: &Type) -> bool {
        matches!(kind, Type::CreditCode)
    }
    fn of(value: &Value) -> Option<CreditCode> {
        match value {
            Value::CreditCode(code) => Some(*code),
            _ => None,
        }
    }
}
