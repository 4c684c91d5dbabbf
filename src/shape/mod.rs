//! What an author writes in TOML, read into types: every value by its shape, every mistake in one sentence, in both
//! languages, at the place where it stands.
//!
//! Knows no field and no rule: what a value is read against is the reader's `scope`, whatever that is.

#[macro_use]
mod macros;
pub mod docs;
mod values;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::place::{InputError, Spot, meant};
use crate::text::Text;
use crate::writing::{is_blank, nearest, quote};

pub use values::{Said, Unread};

/// A value as it is written, with its place.
pub type Written<'t> = Spanned<DeValue<'t>>;

/// What has a name in a sentence about what should stand somewhere.
pub trait Called {
    /// Whether its key may be left out, though nothing is read by default.
    const OPTIONAL: bool = false;

    /// What it is called, with its article: 整数, a whole number.
    fn called() -> Text;

    /// Its keys in their order, if it is a table of declared ones.
    fn keys() -> Vec<Key> {
        Vec::new()
    }

    /// How it is written, for editors that complete and check what is typed.
    fn toml_type() -> TomlType {
        match Self::keys() {
            keys if keys.is_empty() => TomlType::Any,
            keys => TomlType::Table(keys),
        }
    }
}

/// How a value is written, as far as a schema of JSON can say it.
#[derive(Debug, Clone)]
pub enum TomlType {
    /// Anything.
    Any,
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// One of these ids.
    OneOf(Vec<&'static str>),
    /// A list of such.
    List(Box<TomlType>),
    /// A table with these keys.
    Table(Vec<Key>),
    /// A rule with its parameters.
    Rule,
    /// One or the other.
    Either(Vec<TomlType>),
}

/// What can be read from a value alone.
pub trait Shape<S>: Called + Sized {
    /// The value; nothing where the reader has been told a mistake.
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Self>;

    /// What it is where its key is not written; nothing where the key is obligatory.
    fn absent(_: &S) -> Option<Self> {
        None
    }
}

/// What can be read from a value and another that was read before it: a column of a table, a choice of a field.
pub trait ShapeOf<S, Of>: Called + Sized {
    /// The value; nothing where the reader has been told a mistake.
    fn read_of(of: &Of, written: &Written<'_>, reader: &mut Reader<S>) -> Option<Self>;

    /// What it is where its key is not written; nothing where the key is obligatory.
    fn absent(_: &S) -> Option<Self> {
        None
    }
}

/// A key of a table, as its author looks it up.
#[derive(Debug, Clone)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What it means: the lines that stand above it.
    pub means: &'static [&'static str],
    /// The key whose value it is read by, if there is one.
    pub of: Option<&'static str>,
    /// What is read where it is not written, as TOML, if anything is.
    pub default: Option<&'static str>,
    /// What it is called: 整数, a whole number.
    pub called: Text,
    /// How it is written.
    pub toml_type: TomlType,
    /// Whether it may be left out.
    pub optional: bool,
    /// The keys within it, if it is a table of declared ones.
    pub within: Vec<Key>,
}

impl Key {
    /// What it means, in both languages.
    pub fn meaning(&self) -> Text {
        docs::both(self.means.iter().copied())
    }
}

/// Reads values against a scope, and gathers what is wrong with them.
#[derive(Debug)]
pub struct Reader<S> {
    /// What they are read against.
    pub scope: S,
    /// What is wrong so far.
    pub mistakes: Vec<InputError>,
    /// Whether what is read is a draft: a wording may stand in one language alone until it is finished.
    pub draft: bool,
    /// Where one does.
    pub untranslated: Vec<InputError>,
}

/// The keys of a wording, each with the one that stands in for it in a draft.
const WORDINGS: [(&str, &str); 2] = [("zh", "en"), ("en", "zh")];

impl<S> Reader<S> {
    /// A reader that has read nothing yet.
    pub fn new(scope: S) -> Reader<S> {
        Reader {
            scope,
            mistakes: Vec::new(),
            draft: false,
            untranslated: Vec::new(),
        }
    }

    /// A reader of what may be a draft.
    pub fn of_draft(scope: S, draft: bool) -> Reader<S> {
        Reader {
            draft,
            ..Reader::new(scope)
        }
    }

    /// In a draft, the wording that stands in for one that is wanting, which is told; nothing where there is none.
    fn stand_in<'w, 't>(&mut self, keys: &Keys<'w, 't>, name: &str) -> Option<&'w Written<'t>> {
        let (_, other) = WORDINGS.into_iter().find(|(key, _)| self.draft && *key == name)?;
        let wording = keys.table.get(other)?;
        if wording.get_ref().as_str().is_none_or(is_blank) {
            return None;
        }
        let message = text!(
            "缺少 {name}，暂用 {other}",
            "`{name}` is wanting; `{other}` stands in for it"
        );
        let place = Spot::span(keys.place_of(name));
        self.untranslated.push(InputError::at(place, message));
        Some(wording)
    }

    /// Tells a mistake.
    pub fn wrong<T>(&mut self, place: Range<usize>, message: Text) -> Option<T> {
        self.mistakes.push(InputError::at(Spot::span(place), message));
        None
    }

    /// Tells a mistake, and how to write it.
    pub fn wrong_so<T>(&mut self, place: Range<usize>, message: Text, hint: Text) -> Option<T> {
        let mistake = InputError::at(Spot::span(place), message);
        self.mistakes.push(mistake.hint(hint));
        None
    }

    /// Tells that something else was expected than what stands there.
    pub fn unexpected<T>(&mut self, written: &Written<'_>, expected: &Text) -> Option<T> {
        let found = found(written.get_ref());
        let message = text!(
            "这里应是{expected}，写的却是{found}",
            "{expected} was expected here, not {found}";
            expected, found
        );
        self.wrong(written.span(), message)
    }

    /// Tells that nothing of this name is known, and which was probably meant, else which there are.
    pub fn unknown<'k, T>(
        &mut self,
        place: Range<usize>,
        message: Text,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<T> {
        let known: Vec<&str> = known.into_iter().collect();
        let hint = one_of_these(name, &known);
        self.wrong_so(place, message, hint)
    }

    /// The text that stands there.
    pub fn string<'w>(&mut self, written: &'w Written<'_>, expected: &Text) -> Option<&'w str> {
        match written.get_ref() {
            DeValue::String(text) => Some(text),
            _ => self.unexpected(written, expected),
        }
    }

    /// One of `all`, which are written by their ids.
    pub fn one_of<T: Copy>(
        &mut self,
        written: &Written<'_>,
        expected: &Text,
        all: &[T],
        id: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let names: Vec<&str> = all.iter().map(|each| id(*each)).collect();
        let at = self.name_among(written, expected, &names)?;
        all.get(at).copied()
    }

    /// Which of `names` stands there.
    pub fn name_among(&mut self, written: &Written<'_>, expected: &Text, names: &[&str]) -> Option<usize> {
        let name = self.string(written, expected)?;
        let found = names.iter().position(|known| *known == name);
        found.or_else(|| {
            let quoted = quote(name);
            let message = text!("{quoted} 不是{expected}", "{quoted} is not {expected}"; expected);
            self.unknown(written.span(), message, name, names.iter().copied())
        })
    }

    /// The items of a list.
    pub fn items<'w, 't>(&mut self, written: &'w Written<'t>, expected: &Text) -> Option<&'w [Written<'t>]> {
        match written.get_ref() {
            DeValue::Array(items) => Some(items),
            _ => self.unexpected(written, expected),
        }
    }

    /// The keys of a table that has these and no others.
    pub fn table<'w, 't>(&mut self, written: &'w Written<'t>, known: &[&str]) -> Option<Keys<'w, 't>> {
        let DeValue::Table(table) = written.get_ref() else {
            return self.unexpected(written, &text!("一个表 {{ … }}", "a table {{ … }}"));
        };
        let stray = |key: &&Spanned<_>| !known.contains(&AsRef::<str>::as_ref(key.get_ref()));
        let strays: Vec<_> = table.keys().filter(stray).collect();
        let keys = Keys {
            table,
            place: written.span(),
            strays: !strays.is_empty(),
        };
        for key in strays {
            let quoted = quote(key.get_ref());
            let message = text!("这里没有 {quoted} 这个键", "there is no key {quoted} here");
            self.unknown::<()>(key.span(), message, key.get_ref(), known.iter().copied());
        }
        Some(keys)
    }

    /// The value of a key.
    pub fn key<T: Shape<S>>(&mut self, keys: &Keys<'_, '_>, name: &str, default: Option<&str>) -> Option<T> {
        match keys.table.get(name) {
            Some(written) => T::read(written, self),
            None => T::absent(&self.scope).or_else(|| self.left_out(keys, name, default, T::read)),
        }
    }

    /// The value of a key that is read by the value of another.
    pub fn key_of<Of, T: ShapeOf<S, Of>>(
        &mut self,
        of: &Of,
        keys: &Keys<'_, '_>,
        name: &str,
        default: Option<&str>,
    ) -> Option<T> {
        match keys.table.get(name) {
            Some(written) => T::read_of(of, written, self),
            None => {
                let read = |written: &Written<'_>, reader: &mut Reader<S>| T::read_of(of, written, reader);
                T::absent(&self.scope).or_else(|| self.left_out(keys, name, default, read))
            }
        }
    }

    /// What a key is by default, read as if it were written; without a default, the key is wanting.
    fn left_out<T>(
        &mut self,
        keys: &Keys<'_, '_>,
        name: &str,
        default: Option<&str>,
        read: impl FnOnce(&Written<'_>, &mut Reader<S>) -> Option<T>,
    ) -> Option<T> {
        let Some(default) = default else {
            if let Some(wording) = self.stand_in(keys, name) {
                return read(wording, self);
            }
            // A key that is not known, which was told, may be what was meant.
            if keys.strays {
                return None;
            }
            return self.wrong(keys.place.clone(), text!("缺少 {name}", "`{name}` is wanting"));
        };
        let text = format!("value = {default}");
        let (table, _) = DeTable::parse_recoverable(&text);
        let written = table.get_ref().get("value")?;
        let told = self.mistakes.len();
        let value = read(written, self);
        // What does not fit here is the default, which stands nowhere: the key has to be written.
        for mistake in self.mistakes.iter_mut().skip(told) {
            mistake.spot = Some(Spot::span(keys.place.clone()));
            mistake.hint = Some(text!(
                "没有写 {name} 时按 {default} 读取；请写明 {name}",
                "without `{name}`, {default} is read; write `{name}`"
            ));
        }
        value
    }
}

/// The keys of a table that is being read.
#[derive(Debug, Clone)]
pub struct Keys<'w, 't> {
    /// The table.
    pub table: &'w DeTable<'t>,
    /// Where it stands.
    pub place: Range<usize>,
    /// Whether there are keys in it that are not known.
    strays: bool,
}

impl Keys<'_, '_> {
    /// Where the value of a key stands; without it, where the table does.
    pub fn place_of(&self, name: &str) -> Range<usize> {
        let written = self.table.get(name);
        written.map_or_else(|| self.place.clone(), Spanned::span)
    }
}

/// The value of a key, if this is a table that has it.
pub fn member<'w, 't>(written: &'w Written<'t>, name: &str) -> Option<&'w Written<'t>> {
    match written.get_ref() {
        DeValue::Table(table) => table.get(name),
        _ => None,
    }
}

/// Which of `known` was probably meant by `name`, else which there are.
fn one_of_these(name: &str, known: &[&str]) -> Text {
    match nearest(name, known.iter().copied()) {
        Some(near) => meant(near),
        None => {
            let known = known.join(", ");
            text!("可用：{known}", "known are {known}")
        }
    }
}

/// What stands somewhere, in a few words.
fn found(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(text) => {
            let text = quote(text);
            text!("文字 {text}", "the text {text}")
        }
        DeValue::Integer(number) => text!("整数 {number}", "the whole number {number}"),
        DeValue::Float(number) => text!("小数 {number}", "the decimal number {number}"),
        DeValue::Boolean(flag) => text!("真假值 {flag}", "the boolean {flag}"),
        DeValue::Datetime(day) => text!("日期 {day}", "the date {day}"),
        DeValue::Array(_) => text!("一个列表 [ … ]", "a list [ … ]"),
        DeValue::Table(_) => text!("一个表 {{ … }}", "a table {{ … }}"),
    }
}
