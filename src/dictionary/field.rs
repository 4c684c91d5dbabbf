//! Fields and sections: what a dossier may hold, how it is called, and how it is written.

use super::track::{Subject, Track};
use super::value::{Type, Value, When};
use crate::syntax;
use crate::text::Text;
use crate::writing::fold;

shape! {
    /// One thing a choice field may hold, or one word a day field may hold instead of a day.
    #[derive(Debug, Clone)]
    pub struct Choice {
        /// The id that machines use.
        pub id: String,
        /// The Chinese label.
        pub zh: String,
        /// The English label.
        pub en: String,
        /// Other ways to write it.
        pub also: Vec<String> = "[]",
    }
}

impl Choice {
    /// The label in both languages.
    pub fn label(&self) -> Text {
        Text {
            zh: self.zh.clone(),
            en: self.en.clone(),
        }
    }
}

/// The index of a field in its dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub(super) u16);

/// The index of a section in its dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SectionId(pub(super) u16);

impl SectionId {
    /// The index itself.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One entry of the dictionary.
#[derive(Debug, Clone)]
pub struct Field {
    /// The section it belongs to.
    pub section: SectionId,
    /// Whether it is a column of a table.
    pub in_table: bool,
    /// Its position among the facts: among all scalars, or among the columns of its table.
    pub slot: usize,
    /// Its name within the section.
    pub name: String,
    /// Its whole path, such as `organization.registered_on`; of a column, `fiscal_years.year`.
    pub path: String,
    /// What it holds.
    pub kind: Type,
    /// What people call it.
    pub label: Text,
    /// What else a workbook may call it.
    pub headings: Vec<String>,
    /// Whether its absence is never *missing*.
    pub optional: bool,
    /// Whether of a day no month is taken.
    pub exact: bool,
    /// Whether it is said of one award alone, and holds for no other.
    pub per_award: bool,
    /// Who fills it in.
    pub subjects: Vec<Subject>,
    /// Whose dossiers hold it.
    pub tracks: Vec<Track>,
    /// Its choices, or the words it takes instead of a day.
    pub choices: Vec<Choice>,
    /// How to fill it in.
    pub help: Option<Text>,
    /// What might be written in it.
    pub example: Option<Text>,
    /// Whom it is asked of, where not of everyone: 从事非营利性业务的.
    pub when: Option<Text>,
    /// Every way to write each choice, folded, with the choice's position; of yes or no, the field's own words.
    pub(super) written: Vec<(String, u8)>,
}

impl Field {
    /// A value of it in plain text, one for each value: days as 2025-12-30, money in yuan with its fen, a choice
    /// by its id. An identity number is masked.
    pub fn plain(&self, value: &Value) -> String {
        let id = |position: u8| {
            let choice = self.choices.get(usize::from(position));
            choice.map(|choice| choice.id.clone()).unwrap_or_default()
        };
        let list = |items: Vec<String>| format!("[{}]", items.join(", "));
        match value {
            Value::Text(text) => text.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::When(When::Day(day)) => day.to_string(),
            Value::When(When::Within(period)) => period.to_string(),
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

    /// The choice or word that `text` writes, as its position.
    pub fn choice(&self, text: &str) -> Option<u8> {
        if self.written.is_empty() {
            return None;
        }
        let written = |text: &str| {
            let found = self.written.iter().find(|(form, _)| form == text);
            found.map(|(_, position)| *position)
        };
        // an id is its own folded form
        written(text).or_else(|| written(&fold(text)))
    }

    /// The words of its own for yes or no, folded.
    pub(super) fn own_words(&self, position: u8) -> Vec<String> {
        let own = self
            .written
            .iter()
            .filter(|(_, of)| *of == position && self.kind == Type::Boolean);
        own.map(|(word, _)| word.clone()).collect()
    }

    /// Whether another choice than that at `position` is written anywhere in `text`.
    pub fn names_another(&self, text: &str, position: u8) -> bool {
        let text = fold(text);
        let mut others = self.written.iter().filter(|(_, other)| *other != position);
        others.any(|(form, _)| text.contains(form.as_str()))
    }

    /// The label of the choice at `position`.
    pub fn choice_label(&self, position: u8) -> Text {
        self.choices
            .get(usize::from(position))
            .map(Choice::label)
            .unwrap_or_default()
    }
}

/// A group of fields: scalars under one heading, or the columns of a table.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its path, empty for the root.
    pub path: String,
    /// What people call it.
    pub label: Text,
    /// What else a workbook may call its sheet.
    pub headings: Vec<String>,
    /// Whether it is a table.
    pub rows: bool,
    /// Whether it is said of one award alone, and holds for no other.
    pub per_award: bool,
    /// The column that names a row and may not repeat.
    pub key: Option<FieldId>,
    /// Who fills it in.
    pub subjects: Vec<Subject>,
    /// Whose dossiers hold it.
    pub tracks: Vec<Track>,
    /// Whom it is asked of, where not of everyone.
    pub when: Option<Text>,
    /// What says that there are no rows of it, beside the words for none anywhere, folded.
    pub(super) none: Vec<String>,
    /// Its fields, in order.
    pub fields: Vec<FieldId>,
    /// Pairs of fields of which the first may not come after the second.
    pub order: Vec<(FieldId, FieldId)>,
    /// What stands in it by name: its fields, and the sections within it.
    pub(super) within: Vec<(String, Entry)>,
}

impl Section {
    /// Whether `text` says, in words of this table's own, that there are no rows.
    pub fn says_none(&self, text: &str) -> bool {
        let folded = fold(text.trim_end_matches(['。', '.', '！']));
        self.none.contains(&folded)
    }

    /// The fields and sections in it, to be looked up by name.
    pub fn names(&self) -> Lookup<'_> {
        Lookup {
            within: &self.within,
            next: 0,
        }
    }
}

/// Finds what stands in a section by name: at once, where names are asked for in the order of the dictionary, which is
/// that of the templates.
#[derive(Debug, Clone)]
pub struct Lookup<'s> {
    within: &'s [(String, Entry)],
    next: usize,
}

impl Lookup<'_> {
    /// The field or section of this name.
    pub fn find(&mut self, name: &str) -> Option<Entry> {
        let (before, after) = self.within.split_at_checked(self.next)?;
        let places = (self.next..).zip(after).chain((0..).zip(before));
        let (place, (_, entry)) = places.into_iter().find(|(_, (known, _))| known == name)?;
        self.next = place + 1;
        Some(*entry)
    }
}

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A scalar field or a column.
    Field(FieldId),
    /// A section.
    Section(SectionId),
}

/// The position of a field's own words for yes; those for no come before.
pub const YES: u8 = 1;

/// Every word of a field for yes or no, folded.
pub(super) fn yes_and_no(yes: &[String], no: &[String]) -> Vec<(String, u8)> {
    let of = |words: &[String], position: u8| words.iter().map(move |word| (fold(word), position)).collect::<Vec<_>>();
    [of(no, YES - 1), of(yes, YES)].concat()
}

/// Every way to write each of `choices`, folded, with the choice's position.
pub(super) fn forms(choices: &[Choice]) -> Vec<(String, u8)> {
    let ways = |choice: &Choice| {
        let named = [&choice.id, &choice.zh, &choice.en].into_iter();
        named.chain(&choice.also).map(|form| fold(form)).collect::<Vec<_>>()
    };
    (0..)
        .zip(choices)
        .flat_map(|(position, choice)| ways(choice).into_iter().map(move |form| (form, position)))
        .collect()
}

/// `section.name`, or `name` at the root.
pub fn join(section: &str, name: &str) -> String {
    if section.is_empty() {
        name.to_owned()
    } else {
        format!("{section}.{name}")
    }
}
