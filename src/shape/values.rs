//! How plain values are written: words, numbers, days, sentences, lists.

use toml::Spanned;
use toml::de::DeValue;

use super::{Called, Key, Reader, Shape, ShapeOf, TomlType, Written};
use crate::day::{Day, NotADay};
use crate::text::Text;
use crate::verdict::{Reason, Verdict, Weight};
use crate::writing::Name;
use crate::writing::{is_blank, quote};

impl Called for String {
    fn called() -> Text {
        text!("文字", "a text")
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<S> Shape<S> for String {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<String> {
        reader.string(written, &String::called()).map(str::to_owned)
    }
}

impl Called for bool {
    fn called() -> Text {
        text!("true 或 false", "true or false")
    }

    fn toml_type() -> TomlType {
        TomlType::Flag
    }
}

impl<S> Shape<S> for bool {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<bool> {
        match written.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => reader.unexpected(written, &bool::called()),
        }
    }
}

/// Whole numbers, each within its range.
macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Called for $number {
            fn called() -> Text {
                text!("整数", "a whole number")
            }

            fn toml_type() -> TomlType {
                TomlType::Number
            }
        }

        impl<S> Shape<S> for $number {
            fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<$number> {
                let DeValue::Integer(number) = written.get_ref() else {
                    return reader.unexpected(written, &<$number>::called());
                };
                let whole = i64::from_str_radix(number.as_str(), number.radix()).ok();
                let fits = whole.and_then(|whole| <$number>::try_from(whole).ok());
                fits.or_else(|| {
                    let (least, most) = (<$number>::MIN, <$number>::MAX);
                    let message = text!(
                        "{number} 不在 {least} 至 {most} 之间",
                        "{number} does not lie between {least} and {most}"
                    );
                    reader.wrong(written.span(), message)
                })
            }
        }
    )*};
}

numbers!(u8, i16, u32, u64, i64, usize);

impl Called for Day {
    fn called() -> Text {
        text!("一个日期（如 2025-12-30）", "a date alone (such as 2025-12-30)")
    }

    fn toml_type() -> TomlType {
        TomlType::Day
    }
}

impl<S> Shape<S> for Day {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Day> {
        let DeValue::Datetime(date) = written.get_ref() else {
            return reader.unexpected(written, &Day::called());
        };
        match Day::try_from(*date) {
            Ok(day) => Some(day),
            Err(NotADay::Form) => reader.unexpected(written, &Day::called()),
            Err(NotADay::Impossible { .. }) => {
                let message = text!("没有 {date} 这一天", "there is no such day as {date}");
                reader.wrong(written.span(), message)
            }
        }
    }
}

/// What is written as one of a few ids.
macro_rules! words {
    ($($word:ty: $zh:literal, $en:literal;)*) => {$(
        impl Called for $word {
            fn called() -> Text {
                text!($zh, $en)
            }

            fn toml_type() -> TomlType {
                TomlType::OneOf(<$word>::ALL.map(<$word>::id).to_vec())
            }
        }

        impl<S> Shape<S> for $word {
            fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<$word> {
                reader.one_of(written, &<$word>::called(), &<$word>::ALL, <$word>::id)
            }
        }
    )*};
}

words! {
    Weight: "条件的分量", "a weight";
    Verdict: "结论", "a verdict";
    Reason: "待评审的理由", "a reason for a review";
}

impl Called for Text {
    fn called() -> Text {
        text!(
            "中英文各一句 {{ zh = \"…\", en = \"…\" }}",
            "a wording in both languages {{ zh = \"…\", en = \"…\" }}"
        )
    }

    fn toml_type() -> TomlType {
        TomlType::Table(both())
    }
}

/// The two keys of a wording.
fn both() -> Vec<Key> {
    let key = |name, means| Key {
        name,
        means,
        of: None,
        default: None,
        called: String::called(),
        toml_type: TomlType::Text,
        optional: false,
        within: Vec::new(),
    };
    vec![
        key("zh", &["The wording in Chinese.", "中文：中文的说法。"]),
        key("en", &["The wording in English.", "中文：英文的说法。"]),
    ]
}

impl<S> Shape<S> for Text {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Text> {
        let DeValue::Table(_) = written.get_ref() else {
            return reader.unexpected(written, &Text::called());
        };
        let keys = reader.table(written, &["zh", "en"])?;
        let mut wording = |key: &str| -> Option<String> {
            let words: String = reader.key(&keys, key, None)?;
            if is_blank(&words) {
                if let Some(other) = reader.stand_in(&keys, key) {
                    return String::read(other, reader);
                }
                return reader.wrong(keys.place_of(key), text!("文字不能为空", "a blank wording"));
            }
            Some(words)
        };
        let (zh, en) = (wording("zh"), wording("en"));
        Some(Text { zh: zh?, en: en? })
    }
}

impl Called for Name {
    fn called() -> Text {
        text!("一个名称", "a name")
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<S> Shape<S> for Name {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Name> {
        let words = reader.string(written, &Name::called())?;
        let name = Name::try_from(words.to_owned()).ok();
        name.or_else(|| {
            let quoted = quote(words);
            let message = text!(
                "名称 {quoted} 里没有一个字",
                "the name {quoted} has no letter or digit in it"
            );
            reader.wrong(written.span(), message)
        })
    }
}

impl<T: Called> Called for Option<T> {
    const OPTIONAL: bool = true;

    fn called() -> Text {
        T::called()
    }

    fn keys() -> Vec<Key> {
        T::keys()
    }

    fn toml_type() -> TomlType {
        T::toml_type()
    }
}

impl<S, T: Shape<S>> Shape<S> for Option<T> {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Option<T>> {
        T::read(written, reader).map(Some)
    }

    fn absent(_: &S) -> Option<Option<T>> {
        Some(None)
    }
}

impl<S, Of, T: ShapeOf<S, Of>> ShapeOf<S, Of> for Option<T> {
    fn read_of(of: &Of, written: &Written<'_>, reader: &mut Reader<S>) -> Option<Option<T>> {
        T::read_of(of, written, reader).map(Some)
    }

    fn absent(_: &S) -> Option<Option<T>> {
        Some(None)
    }
}

impl<T: Called> Called for Vec<T> {
    fn called() -> Text {
        let each = T::called();
        text!("列表 [ … ]，各项为{each}", "a list [ … ], each item {each}"; each)
    }

    fn keys() -> Vec<Key> {
        T::keys()
    }

    fn toml_type() -> TomlType {
        TomlType::List(Box::new(T::toml_type()))
    }
}

impl<S, T: Shape<S>> Shape<S> for Vec<T> {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Vec<T>> {
        let items = reader.items(written, &Vec::<T>::called())?;
        // Each is read, so that every mistake is told.
        let read: Vec<Option<T>> = items.iter().map(|item| T::read(item, reader)).collect();
        read.into_iter().collect()
    }
}

impl<T: Called> Called for Box<T> {
    fn called() -> Text {
        T::called()
    }

    fn keys() -> Vec<Key> {
        T::keys()
    }

    fn toml_type() -> TomlType {
        T::toml_type()
    }
}

impl<S, T: Shape<S>> Shape<S> for Box<T> {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Box<T>> {
        T::read(written, reader).map(Box::new)
    }
}

impl<T: Called> Called for Spanned<T> {
    fn called() -> Text {
        T::called()
    }

    fn keys() -> Vec<Key> {
        T::keys()
    }

    fn toml_type() -> TomlType {
        T::toml_type()
    }
}

impl<S, T: Shape<S>> Shape<S> for Spanned<T> {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Spanned<T>> {
        let value = T::read(written, reader)?;
        Some(Spanned::new(written.span(), value))
    }
}

/// A text that is not blank.
#[derive(Debug, Clone)]
pub struct Said(pub String);

impl Called for Said {
    fn called() -> Text {
        String::called()
    }

    fn toml_type() -> TomlType {
        TomlType::Text
    }
}

impl<S> Shape<S> for Said {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Said> {
        let words = reader.string(written, &Said::called())?;
        if is_blank(words) {
            return reader.wrong(written.span(), text!("文字不能为空", "a blank wording"));
        }
        Some(Said(words.to_owned()))
    }
}

/// What others read: it may be anything.
#[derive(Debug, Clone, Copy)]
pub struct Unread;

impl Called for Unread {
    const OPTIONAL: bool = true;

    fn called() -> Text {
        text!("任何内容", "anything")
    }
}

impl<S> Shape<S> for Unread {
    fn read(_: &Written<'_>, _: &mut Reader<S>) -> Option<Unread> {
        Some(Unread)
    }

    fn absent(_: &S) -> Option<Unread> {
        Some(Unread)
    }
}
