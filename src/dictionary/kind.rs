//! The types in which rules take the values of fields.

use super::value::{Type, Value, When};
use crate::day::Day;
use crate::id_number::{CreditCode, IdNumber};
use crate::money::Money;
use crate::text::Text;

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
