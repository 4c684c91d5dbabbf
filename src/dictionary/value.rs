//! Values: what a field can hold once it has been read, and how a rule takes it out again in its own type.

use crate::day::{Day, Period};
use crate::id_number::{CreditCode, IdNumber};
use crate::money::Money;
use crate::shape::{Called, Reader, Shape, TomlType, Written};
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
    /// A day, a month or a year, or one of the field's words.
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

    /// Whether it holds days, whatever else may stand for one.
    pub fn is_a_day(self) -> bool {
        matches!(self, Type::Day | Type::DayOrWord | Type::DayOrMonth)
    }

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

    fn toml_type() -> TomlType {
        TomlType::OneOf(Type::ALL.map(Type::id).to_vec())
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
    /// A day, a month or a year, or a word that stands for one.
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
    /// A month or a year; the day in it is not known.
    Within(Period),
    /// A word of the field, such as 至今 or 未移出, by its position in the dictionary.
    Word(u8),
}
