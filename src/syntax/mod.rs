//! TOML as text: a spanned table and every error in it, in words that office staff understand.
//!
//! Knows nothing of dossiers, packs or calendars; all three are read through here.

pub mod tree;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::place::{InputError, Source, Spot, Unreadable};
use crate::shape::{Reader, Shape};
use crate::text::Text;

/// Parses `text` as far as it goes: the table, and all syntax errors in it.
pub fn parse(text: &str) -> (Spanned<DeTable<'_>>, Vec<InputError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines = HashMap::new();
    let errors = errors.iter().map(|error| {
        let span = widen(text, error.span().unwrap_or(0..0));
        let line = line_around(text, span.start);
        let slip = lines.entry(line.start).or_insert_with(|| Slip::of(text, line));
        slip.error(span, error)
    });
    let errors = errors.collect();
    (table, errors)
}

/// Reads a whole file as a table of this shape, against a scope.
///
/// # Errors
/// All that is wrong with it.
pub fn read<S, T: Shape<S>>(source: &Source, scope: S) -> Result<T, Unreadable> {
    let (table, mistakes) = parse(source.contents());
    let written = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let mut reader = Reader::new(scope);
    reader.mistakes = mistakes;
    match T::read(&written, &mut reader) {
        Some(read) if reader.mistakes.is_empty() => Ok(read),
        _ => Err(Unreadable::new(source.clone(), reader.mistakes)),
    }
}

/// A text in quotation marks as TOML writes it, on one line whatever stands in it.
pub fn basic_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                // writing to a String cannot fail
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A value written out as lines of `dotted.path = value`.
pub fn dotted(value: &DeValue<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    write_dotted("", value, &mut lines);
    lines
}

fn write_dotted(path: &str, value: &DeValue<'_>, lines: &mut Vec<String>) {
    match value {
        DeValue::Table(table) => {
            for (key, value) in table {
                let key = key.get_ref();
                let path = if path.is_empty() {
                    key.to_string()
                } else {
                    format!("{path}.{key}")
                };
                write_dotted(&path, value.get_ref(), lines);
            }
        }
        other => lines.push(format!("{path} = {}", inline(other))),
    }
}

/// A value on one line, as TOML writes it.
pub fn inline(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => basic_string(text),
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(table) => {
            let items: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{} = {}", key.get_ref(), inline(value.get_ref())))
                .collect();
            format!("{{ {} }}", items.join(", "))
        }
    }
}

/// What people often do that keeps a line from being TOML, looked for once for all errors on it.
struct Slip {
    /// What is said in place of whatever the parser stumbled over.
    instead: Option<InputError>,
    /// How to write the value of the line.
    hint: Option<Text>,
}

impl Slip {
    fn of(text: &str, line: Range<usize>) -> Slip {
        let content = text.get(line.clone()).unwrap_or_default();
        let instead = conflict_error(content, line.clone());
        let instead = instead.or_else(|| full_width_error(content, line.start));
        Slip {
            instead: instead.or_else(|| chinese_key_error(content, line.start)),
            hint: value_hint(content),
        }
    }

    /// What is said of a place on the line where the text is not TOML.
    fn error(&self, span: Range<usize>, error: &Error) -> InputError {
        let said = || InputError {
            hint: self.hint.clone(),
            ..InputError::at(Spot::span(span), plain(error.message()))
        };
        self.instead.clone().unwrap_or_else(said)
    }
}

/// The marks that git puts at the ends of what two sides wrote differently.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The error of a line with which git marks what two sides wrote differently.
fn conflict_error(content: &str, line: Range<usize>) -> Option<InputError> {
    let mark = CONFLICT.iter().find(|mark| content.starts_with(**mark))?;
    let message = text!(
        "这是尚未解决的合并冲突（{mark}）",
        "a merge conflict was left here ({mark})"
    );
    Some(InputError::at(Spot::span(line), message).hint(text!(
        "留下其中一方的内容，删去另一方和 <<<<<<<、=======、>>>>>>> 各行",
        "keep what one side wrote; delete the other and the lines <<<<<<<, ======= and >>>>>>>"
    )))
}

/// The error of a line that begins at `start` and in which full-width punctuation stands where TOML wants ASCII.
fn full_width_error(line: &str, start: usize) -> Option<InputError> {
    let wide = [
        ('“', '"'),
        ('”', '"'),
        ('‘', '\''),
        ('’', '\''),
        ('＝', '='),
        ('，', ','),
        ('［', '['),
        ('］', ']'),
        ('｛', '{'),
        ('｝', '}'),
        ('＃', '#'),
        ('＂', '"'),
    ];
    let (offset, found, ascii) = outside_quotes(line)
        .iter()
        .find_map(|(offset, c)| wide.iter().find(|(w, _)| w == c).map(|(w, a)| (*offset, *w, *a)))?;
    let at = start + offset;
    Some(
        InputError::at(
            Spot::span(at..at + found.len_utf8()),
            text!("这里写了全角符号 {found}", "a full-width {found} stands here"),
        )
        .hint(text!(
            "请改用半角（英文）符号 {ascii}",
            "write the ASCII {ascii} instead"
        )),
    )
}

/// The error of a line that begins at `start` and has a key that is not written in ASCII.
fn chinese_key_error(line: &str, start: usize) -> Option<InputError> {
    let key = chinese_key(line)?;
    let start = start + line.find(key).unwrap_or(0);
    let quoted = crate::writing::quote(key);
    Some(
        InputError::at(
            Spot::span(start..start + key.len()),
            text!(
                "键名 {quoted} 不能直接写中文",
                "the key {quoted} is not written in ASCII"
            ),
        )
        .hint(text!(
            "键名请用英文字段名（见模板），例如 name = \"…\"；中文写在右边的引号里",
            "use the field's ASCII name, as in name = \"…\"; Chinese belongs inside the quotes on the right"
        )),
    )
}

/// The characters of a line that stand outside quotation marks and before a comment, with their offsets.
fn outside_quotes(line: &str) -> Vec<(usize, char)> {
    let mut open: Option<char> = None;
    let mut escaped = false;
    let mut outside = Vec::new();
    for (offset, c) in line.char_indices() {
        match open {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(quote) if c == quote => open = None,
            Some(_) => {}
            None if c == '#' => break,
            None if c == '"' || c == '\'' => open = Some(c),
            None => outside.push((offset, c)),
        }
    }
    outside
}

/// The unquoted key or table name of a line, if it holds characters beyond ASCII.
fn chinese_key(line: &str) -> Option<&str> {
    let line = line.trim();
    let key = match line.strip_prefix('[') {
        Some(rest) => rest.trim_start_matches('[').split(']').next()?,
        None => line.split_once('=')?.0,
    };
    let key = key.trim();
    let bare = !key.starts_with(['"', '\'', '#']);
    (bare && !key.is_empty() && !key.is_ascii()).then_some(key)
}

/// How to write the value of a line that people often write so that TOML cannot read it.
fn value_hint(line: &str) -> Option<Text> {
    let (_, value) = line.split_once('=')?;
    let value = value.split('#').next().unwrap_or(value).trim();
    let first = value.chars().next()?;
    let lower = value.to_lowercase();
    if lower == "true" || lower == "false" {
        return Some(text!(
            "是与否写作小写的 true 或 false",
            "write true or false in lower case"
        ));
    }
    let dated = value.split(['-', '/', '.', '年', '月']).count() >= 3 && first.is_ascii_digit();
    if dated {
        return Some(text!(
            "日期写作 2019-03-05（月、日各两位），其他写法请加引号，如 \"2019年3月5日\"",
            "write the date as 2019-03-05, with two digits each, or put it in quotes, as in \"2019/3/5\""
        ));
    }
    if first.is_ascii_digit() || first == '-' {
        return Some(text!(
            "数字里不要写逗号、单位或多余的 0；带千分位或单位时请加引号，如 \"1,234.50万元\"",
            "no commas, units or leading zeros in a number; put \"1,234.50万元\" in quotes"
        ));
    }
    (!first.is_ascii() || first.is_ascii_alphabetic())
        .then(|| text!("文字要写在英文引号里，如 \"…\"", "text stands in quotes, as in \"…\""))
}

/// The parser's words in both languages; the Chinese keep the original where no translation is known.
fn plain(message: &str) -> Text {
    let message = message.lines().next().unwrap_or("").trim();
    let head = message.split(", expected").next().unwrap_or(message);
    let zh = match head {
        "invalid date" | "invalid datetime" => match message.split_once("day between ") {
            Some((_, range)) => format!("没有这一天：这个月的日应在 {} 之间", range.replace(" and ", " 与 ")),
            None => "不是有效的日期".to_owned(),
        },
        "invalid boolean" => "是与否只能写 true 或 false".to_owned(),
        "unexpected key or value" => "值的后面多出了内容".to_owned(),
        "duplicate key" => "这个键在前面已经写过".to_owned(),
        "string values must be quoted" => "文字没有加引号".to_owned(),
        "missing value" | "key with no value" => "等号右边没有值".to_owned(),
        "extra `=`" => "多了一个等号".to_owned(),
        "missing assignment" | "missing `=`" => "缺少等号".to_owned(),
        _ if head.contains("recursion") || head.starts_with("cannot recurse") => "嵌套过深".to_owned(),
        _ if head.starts_with("unclosed") => format!("没有写完：{head}"),
        _ if head.starts_with("invalid basic string") || head.starts_with("invalid literal string") => {
            "引号没有成对，或字符串里有不允许的字符".to_owned()
        }
        _ if head.contains("date") || head.contains("month") || head.contains("day") => {
            format!("不是有效的日期（{head}）")
        }
        _ => format!("这里不符合 TOML 格式（{message}）"),
    };
    Text {
        zh,
        en: message.to_owned(),
    }
}

/// An empty span grown by one character, so that there is something to point at.
fn widen(text: &str, span: Range<usize>) -> Range<usize> {
    if span.start < span.end {
        return span;
    }
    let next = text.get(span.start..).and_then(|rest| rest.chars().next());
    match next {
        Some(c) if c != '\n' => span.start..span.start + c.len_utf8(),
        _ => span,
    }
}

/// The bytes of the line in which `byte` stands, without its end.
pub fn line_around(text: &str, byte: usize) -> Range<usize> {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let (before, after) = text.split_at(byte);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after.find('\n').map_or(text.len(), |newline| byte + newline);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> InputError {
        let (_, errors) = parse(text);
        assert!(!errors.is_empty(), "{text} was read without complaint");
        errors[0].clone()
    }

    fn pointed(text: &str) -> &str {
        match only(text).spot {
            Some(Spot::Span { start, end }) => &text[start as usize..end as usize],
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_chinese_key_is_pointed_at_and_told_what_to_do() {
        assert_eq!(pointed("名称 = \"甲\"\n"), "名称");
        assert_eq!(pointed("[企业]\n"), "企业");
        assert!(
            only("名称 = 1\n")
                .hint
                .is_some_and(|hint| hint.zh.contains("英文字段名"))
        );
    }

    #[test]
    fn full_width_punctuation_is_named_with_its_ascii_twin() {
        assert_eq!(pointed("name ＝ \"甲\"\n"), "＝");
        assert_eq!(pointed("name = “甲”\n"), "“");
        assert!(only("name = “甲”\n").hint.is_some_and(|hint| hint.en.contains('"')));
    }

    #[test]
    fn what_people_often_write_gets_its_own_hint() {
        let hint = |text: &str| only(text).hint.map(|hint| hint.en).unwrap_or_default();
        assert!(hint("a = True\n").contains("lower case"));
        assert!(hint("a = 2019/3/5\n").contains("2019-03-05"));
        assert!(hint("a = 1,234.5\n").contains("no commas"));
        assert!(hint("a = 100万\n").contains("no commas"));
        assert!(hint("a = 上海\n").contains("quotes"));
    }

    #[test]
    fn a_merge_conflict_is_called_one() {
        let text = "a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> theirs\nc = 1\n";
        let (_, errors) = parse(text);
        let marks = errors
            .iter()
            .filter(|error| error.message.en.starts_with("a merge conflict"));
        let spots: Vec<Spot> = marks.filter_map(|error| error.spot).collect();
        for mark in ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"] {
            let start = text.find(mark).unwrap();
            assert!(
                spots.contains(&Spot::span(start..start + mark.len())),
                "{mark}: {errors:?}"
            );
        }
        assert!(
            errors
                .iter()
                .all(|error| error.message.en == "duplicate key" || error.hint.is_some())
        );
    }

    #[test]
    fn every_error_of_a_text_is_told() {
        let (_, errors) = parse("a = True\nb = 1,2\nc = 2026-2-3\nok = 1\n名 = 1\n");
        assert!(errors.len() >= 4, "{errors:#?}");
    }
}
