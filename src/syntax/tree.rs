//! Parsed TOML as the readers of dossiers look at it, from whichever of two parsers it comes: [`toml`] goes on after an
//! error and tells them all; [`toml_spanner`] stops at the first, and takes a fifth of the time.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_spanner::{Date, Item, Table, TableStyle, Value};

use crate::day::Day;
use crate::text::Text;

/// The members of a table, each once.
pub type Members<'t> = Vec<Member<'t>>;

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<'t> {
    /// The key.
    pub key: &'t str,
    /// The bytes the key takes in the text.
    pub at: Range<usize>,
    /// The value.
    pub node: Node<'t>,
}

/// A value and the bytes it takes in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'t> {
    /// The bytes.
    pub at: Range<usize>,
    /// The value.
    pub shape: Shape<'t>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape<'t> {
    /// A text.
    Text(&'t str),
    /// A number in the decimal system, in the digits it was written with.
    Number(&'t str),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Day),
    /// Several values.
    List(Vec<Node<'t>>),
    /// Keys and their values.
    Table(Members<'t>),
    /// What no fact is written as, in words.
    Other(Text),
}

/// How deep values are looked into. A dossier is a few levels deep; what a file nests without end is one value here.
const DEPTH: usize = 16;

/// The members of a table that was parsed with all its errors.
pub fn thorough<'t>(table: &'t DeTable<'_>) -> Members<'t> {
    thorough_members(table, DEPTH)
}

fn thorough_members<'t>(table: &'t DeTable<'_>, depth: usize) -> Members<'t> {
    let members = table.iter().map(|(key, value)| Member {
        key: key.get_ref(),
        at: key.span(),
        node: thorough_node(value, depth),
    });
    members.collect()
}

fn thorough_node<'t>(value: &'t Spanned<DeValue<'_>>, depth: usize) -> Node<'t> {
    let below = depth.checked_sub(1);
    let shape = match (value.get_ref(), below) {
        (DeValue::String(text), _) => Shape::Text(text),
        (DeValue::Integer(integer), _) if integer.radix() == 10 => Shape::Number(integer.as_str()),
        (DeValue::Integer(integer), _) => Shape::Other(number(&integer.to_string())),
        (DeValue::Float(float), _) => Shape::Number(float.as_str()),
        (DeValue::Boolean(flag), _) => Shape::Flag(*flag),
        (DeValue::Datetime(written), _) => match Day::from_toml(written) {
            Some(day) => Shape::Day(day),
            None => Shape::Other(time(&written.to_string())),
        },
        (DeValue::Array(items), Some(depth)) => {
            Shape::List(items.iter().map(|item| thorough_node(item, depth)).collect())
        }
        (DeValue::Table(table), Some(depth)) => Shape::Table(thorough_members(table, depth)),
        (DeValue::Array(_) | DeValue::Table(_), None) => Shape::Other(too_deep()),
    };
    Node {
        at: value.span(),
        shape,
    }
}

/// The members of a table of `text` in which there is no error.
pub fn quick<'t>(table: &'t Table<'_>, text: &'t str) -> Members<'t> {
    quick_members(table, text, DEPTH)
}

fn quick_members<'t>(table: &'t Table<'_>, text: &'t str, depth: usize) -> Members<'t> {
    let members = table.entries().iter().map(|(key, item)| Member {
        key: key.name,
        at: key.span.range(),
        node: quick_node(item, text, depth),
    });
    members.collect()
}

fn quick_node<'t>(item: &'t Item<'_>, text: &'t str, depth: usize) -> Node<'t> {
    let at = place(item, text);
    let written = text.get(at.clone()).unwrap_or_default();
    let below = depth.checked_sub(1);
    let shape = match (item.value(), below) {
        (Value::String(text), _) => Shape::Text(text),
        (Value::Integer(_) | Value::Float(_), _) if is_decimal(written) => Shape::Number(written),
        (Value::Integer(_) | Value::Float(_), _) => Shape::Other(number(written)),
        (Value::Boolean(flag), _) => Shape::Flag(*flag),
        (Value::DateTime(when), _) => match (when.date().and_then(day), when.time()) {
            (Some(day), None) => Shape::Day(day),
            _ => Shape::Other(time(written)),
        },
        (Value::Array(items), Some(depth)) => {
            Shape::List(items.iter().map(|item| quick_node(item, text, depth)).collect())
        }
        (Value::Table(table), Some(depth)) => Shape::Table(quick_members(table, text, depth)),
        (Value::Array(_) | Value::Table(_), None) => Shape::Other(too_deep()),
    };
    Node { at, shape }
}

/// The bytes an item takes in its text: of a table under a header of its own, the header.
fn place(item: &Item<'_>, text: &str) -> Range<usize> {
    let span = item.span();
    match item.as_table().map(Table::style) {
        Some(TableStyle::Header) => span.extract_header_span(text.as_bytes()).range(),
        _ => span.range(),
    }
}

/// Whether a number is written in the decimal system, and as nothing more than its digits.
fn is_decimal(written: &str) -> bool {
    let digits = written.strip_prefix('-').unwrap_or(written);
    digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'_'))
}

fn day(date: Date) -> Option<Day> {
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Day::new(i16::try_from(date.year).ok()?, month, day)
}

fn number(written: &str) -> Text {
    text!("数字 {written}", "the number {written}")
}

fn time(written: &str) -> Text {
    text!("日期时间 {written}", "the date and time {written}")
}

fn too_deep() -> Text {
    text!("嵌套过深的内容", "something nested too deeply")
}
