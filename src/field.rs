//! The data dictionary: every field a dossier may hold, by path, with its type, labels and headings.
//!
//! `rules/fields.toml` is the dictionary that all awards share; a pack may add to it. Paths are resolved to
//! small indices once, while a pack loads; after that a fact is an array access away.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{LazyLock, OnceLock};

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use crate::catalogue::Catalogue;
use crate::heads::Heads;
use crate::names::Names;
use crate::place::{InputError, Spot};
use crate::shape::{Called, Reader, Shape, Written};
use crate::syntax;
use crate::text::Text;
use crate::value::Kind;
pub use crate::value::Type;
use crate::writing::{fold, nearest, quote};

/// The table of a dossier in which its documents are listed.
pub const MATERIALS: &str = "materials";

/// The dictionary that all awards share, as it is written.
const FIELDS: &str = include_str!("../rules/fields.toml");

/// The dictionary that all awards share, or the first thing wrong with it.
static SHARED: LazyLock<Result<Dictionary, String>> = LazyLock::new(Dictionary::parse);

/// The track an applicant enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// 组织
    Organization,
    /// 个人
    Individual,
}

impl Track {
    /// Both tracks.
    pub const ALL: [Track; 2] = [Track::Organization, Track::Individual];

    /// The id that dossiers and machines use.
    pub fn id(self) -> &'static str {
        match self {
            Track::Organization => "organization",
            Track::Individual => "individual",
        }
    }
}

impl Called for Track {
    fn called() -> Text {
        text!("申报类别", "a track")
    }
}

impl<S> Shape<S> for Track {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Track> {
        reader.one_of(written, &Track::called(), &Track::ALL, Track::id)
    }
}

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

shape! {
    /// A field as the dictionary writes it.
    #[derive(Debug, Clone)]
    struct FieldEntry {
        /// Its name within the section.
        name: Spanned<String>,
        /// What it holds.
        kind as "type": Type,
        /// What people call it.
        label: Text,
        /// What else a workbook may call it.
        headings: Vec<String> = "[]",
        /// Whether its absence is never *missing*.
        optional: bool = "false",
        /// Whether a month will not do for a day.
        exact: bool = "false",
        /// Whose dossiers hold it; without it, those of its section.
        tracks: Option<Vec<Track>>,
        /// Its choices, or the words it takes instead of a day.
        choices: Vec<Choice> = "[]",
        /// Words for yes in this field alone.
        yes: Vec<String> = "[]",
        /// Words for no in this field alone.
        no: Vec<String> = "[]",
        /// How to fill it in.
        help: Option<Text>,
        /// Whom it is asked of, where not of everyone.
        when: Option<Text>,
    }
}

shape! {
    /// A section as the dictionary writes it: a group of scalars, or a table with rows.
    #[derive(Debug, Clone)]
    pub struct SectionEntry {
        /// Its path, empty for the root.
        path: Spanned<String>,
        /// What people call it; obligatory where it is new.
        label: Option<Text>,
        /// What else a workbook may call its sheet.
        headings: Vec<String> = "[]",
        /// Whether it is a table.
        rows: bool = "false",
        /// The column that names a row and may not repeat.
        key: Option<Spanned<String>>,
        /// Whose dossiers hold it; without it, everyone's.
        tracks: Option<Vec<Track>>,
        /// Whom it is asked of, where not of everyone.
        when: Option<Text>,
        /// The section whose fields it has too.
        like: Option<Spanned<String>>,
        /// What says in this table alone that there are no rows.
        none: Vec<String> = "[]",
        /// Pairs of columns of which the first may not come after the second.
        order: Vec<Vec<Spanned<String>>> = "[]",
        /// Its fields.
        field: Vec<FieldEntry> = "[]",
    }
}

shape! {
    /// A file of sections.
    struct FieldsFile {
        /// The sections.
        section: Vec<SectionEntry>,
    }
}

/// The index of a field in its dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(u16);

/// The index of a section in its dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SectionId(u16);

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
    /// Whose dossiers hold it.
    pub tracks: Vec<Track>,
    /// Its choices, or the words it takes instead of a day.
    pub choices: Vec<Choice>,
    /// How to fill it in.
    pub help: Option<Text>,
    /// Whom it is asked of, where not of everyone: 从事非营利性业务的.
    pub when: Option<Text>,
    /// Every way to write each choice, folded, with the choice's position; of yes or no, the field's own words.
    written: Vec<(String, u8)>,
}

impl Field {
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
    fn own_words(&self, position: u8) -> Vec<String> {
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
    /// The column that names a row and may not repeat.
    pub key: Option<FieldId>,
    /// Whose dossiers hold it.
    pub tracks: Vec<Track>,
    /// Whom it is asked of, where not of everyone.
    pub when: Option<Text>,
    /// What says that there are no rows of it, beside the words for none anywhere, folded.
    none: Vec<String>,
    /// Its fields, in order.
    pub fields: Vec<FieldId>,
    /// Pairs of fields of which the first may not come after the second.
    pub order: Vec<(FieldId, FieldId)>,
    /// What stands in it by name: its fields, and the sections within it.
    within: Vec<(String, Entry)>,
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

/// The data dictionary.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// The kinds of document.
    pub catalogue: Catalogue,
    sections: Vec<Section>,
    fields: Vec<Field>,
    paths: HashMap<String, Entry>,
    scalars: usize,
    names: OnceLock<Names>,
    heads: OnceLock<Heads>,
}

impl Dictionary {
    /// The dictionary that all awards share.
    ///
    /// # Errors
    /// The message of the first thing wrong with `rules/fields.toml`; the tests make sure there is none.
    pub fn shared() -> Result<&'static Dictionary, String> {
        SHARED.as_ref().map_err(String::clone)
    }

    fn parse() -> Result<Dictionary, String> {
        let (table, mistakes) = syntax::parse(FIELDS);
        let mut reader = Reader::new(());
        reader.mistakes = mistakes;
        let written = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
        let file = FieldsFile::read(&written, &mut reader);
        let mut dictionary = Dictionary::default();
        for section in file.into_iter().flat_map(|file| file.section) {
            dictionary.add(section).map_err(|mistake| mistake.message.en)?;
        }
        match reader.mistakes.into_iter().next() {
            Some(mistake) => Err(mistake.message.en),
            None => Ok(dictionary),
        }
    }

    /// Adds a section, or fields to the section of that path.
    ///
    /// # Errors
    /// What contradicts what is already there, where it is written.
    pub fn add(&mut self, entry: SectionEntry) -> Result<(), InputError> {
        self.names.take();
        self.heads.take();
        let path = entry.path.get_ref();
        let id = match self.paths.get(path) {
            Some(Entry::Section(id)) => *id,
            Some(Entry::Field(_)) => {
                let path = quote(path);
                return wrong(&entry.path, text!("{path} 已是字段", "{path} is already a field"));
            }
            None => self.open(&entry)?,
        };
        if let Some(model) = &entry.like {
            for field in self.like(model)? {
                self.add_field(id, field)?;
            }
        }
        for field in entry.field {
            self.add_field(id, field)?;
        }
        let column = |name: &Spanned<String>| match self.paths.get(&join(path, name.get_ref())) {
            Some(Entry::Field(field)) => Ok(*field),
            _ => {
                let quoted = quote(&join(path, name.get_ref()));
                wrong(name, text!("没有字段 {quoted}", "there is no field {quoted}"))
            }
        };
        let key = entry.key.as_ref().map(column).transpose()?;
        let mut order = Vec::new();
        for pair in &entry.order {
            match pair.as_slice() {
                [before, after] => order.push((column(before)?, column(after)?)),
                _ => {
                    let pairs = text!("order 里各项是两列", "each item of `order` is two columns");
                    return wrong(&entry.path, pairs);
                }
            }
        }
        if let Some(section) = self.sections.get_mut(id.index()) {
            section.key = key.or(section.key);
            section.order.extend(order);
        }
        Ok(())
    }

    /// The fields of the section that another is to be like.
    fn like(&self, model: &Spanned<String>) -> Result<Vec<FieldEntry>, InputError> {
        let Some(section) = self.section_at(model.get_ref()) else {
            let quoted = quote(model.get_ref());
            return wrong(
                model,
                text!("没有可以照抄的一节 {quoted}", "there is no section {quoted} to be like"),
            );
        };
        let fields = section.fields.iter().filter_map(|id| self.get(*id));
        let copied = fields.map(|field| FieldEntry {
            name: Spanned::new(model.span(), field.name.clone()),
            kind: field.kind,
            label: field.label.clone(),
            headings: field.headings.clone(),
            optional: field.optional,
            exact: field.exact,
            tracks: None,
            choices: field.choices.clone(),
            yes: field.own_words(YES),
            no: field.own_words(YES - 1),
            help: field.help.clone(),
            when: None,
        });
        Ok(copied.collect())
    }

    /// Opens a new section.
    fn open(&mut self, entry: &SectionEntry) -> Result<SectionId, InputError> {
        let Ok(id) = u16::try_from(self.sections.len()) else {
            return wrong(&entry.path, text!("节太多了", "there are too many sections"));
        };
        let id = SectionId(id);
        let Some(label) = entry.label.clone() else {
            let path = quote(entry.path.get_ref());
            return wrong(
                &entry.path,
                text!("新的一节 {path} 缺少 label", "the new section {path} has no label"),
            );
        };
        let none = match (&entry.like, entry.none.as_slice()) {
            (Some(model), []) => {
                let model = self.section_at(model.get_ref());
                model.map_or_else(Vec::new, |model| model.none.clone())
            }
            (_, words) => words.iter().map(|word| fold(word)).collect(),
        };
        self.sections.push(Section {
            path: entry.path.get_ref().clone(),
            label,
            headings: entry.headings.clone(),
            rows: entry.rows,
            key: None,
            tracks: entry.tracks.clone().unwrap_or_else(|| Track::ALL.to_vec()),
            when: entry.when.clone(),
            none,
            fields: Vec::new(),
            order: Vec::new(),
            within: Vec::new(),
        });
        self.paths.insert(entry.path.get_ref().clone(), Entry::Section(id));
        self.nest(id);
        Ok(id)
    }

    /// Makes a new section known to the one it stands within, and those within it known to it.
    fn nest(&mut self, new: SectionId) {
        let sections = self.sections().filter(|(_, section)| !section.path.is_empty());
        let nested: Vec<(SectionId, SectionId, String)> = sections
            .filter_map(|(id, section)| {
                let (outer, name) = section.path.rsplit_once('.').unwrap_or(("", &section.path));
                match self.entry(outer)? {
                    Entry::Section(home) if id == new || home == new => Some((home, id, name.to_owned())),
                    _ => None,
                }
            })
            .collect();
        for (home, id, name) in nested {
            if let Some(home) = self.sections.get_mut(home.index()) {
                home.within.push((name, Entry::Section(id)));
            }
        }
    }

    /// Adds one field to a section.
    fn add_field(&mut self, section: SectionId, entry: FieldEntry) -> Result<(), InputError> {
        let (id, home) = (u16::try_from(self.fields.len()), self.sections.get_mut(section.index()));
        let (Ok(id), Some(home)) = (id, home) else {
            return wrong(&entry.name, text!("字段太多了", "there are too many fields"));
        };
        let id = FieldId(id);
        let path = join(&home.path, entry.name.get_ref());
        let quoted = quote(&path);
        if self.paths.contains_key(&path) {
            return wrong(
                &entry.name,
                text!("字段 {quoted} 已经有了", "the field {quoted} is already there"),
            );
        }
        if matches!(entry.kind, Type::Choice | Type::DayOrWord) && entry.choices.is_empty() {
            return wrong(
                &entry.name,
                text!("字段 {quoted} 缺少 choices", "the field {quoted} has no choices"),
            );
        }
        let name = entry.name.into_inner();
        let slot = if home.rows { home.fields.len() } else { self.scalars };
        if !home.rows {
            self.scalars += 1;
        }
        home.fields.push(id);
        home.within.push((name.clone(), Entry::Field(id)));
        self.paths.insert(path.clone(), Entry::Field(id));
        self.fields.push(Field {
            section,
            slot,
            name,
            path,
            kind: entry.kind,
            label: entry.label,
            headings: entry.headings,
            optional: entry.optional,
            exact: entry.exact,
            tracks: entry.tracks.unwrap_or_else(|| home.tracks.clone()),
            written: match entry.kind {
                Type::Boolean => yes_and_no(&entry.yes, &entry.no),
                _ => forms(&entry.choices),
            },
            choices: entry.choices,
            help: entry.help,
            when: entry.when.or_else(|| home.when.clone()),
        });
        Ok(())
    }

    /// How many scalar fields there are.
    pub fn scalar_count(&self) -> usize {
        self.scalars
    }

    /// All sections, in the order of the dictionary.
    pub fn sections(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        (0..).map(SectionId).zip(&self.sections)
    }

    /// All fields, in the order of the dictionary.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// The field of an index.
    pub fn get(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(usize::from(id.0))
    }

    /// The section of an index.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.index())
    }

    /// What stands at `path`.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        self.paths.get(path).copied()
    }

    /// The section at `path`.
    pub fn section_at(&self, path: &str) -> Option<&Section> {
        match self.entry(path)? {
            Entry::Section(id) => self.section(id),
            Entry::Field(_) => None,
        }
    }

    /// Whether a field is a column of a table.
    pub fn in_table(&self, field: &Field) -> bool {
        self.section(field.section).is_some_and(|section| section.rows)
    }

    /// What people call a field.
    pub fn label(&self, id: FieldId) -> Text {
        self.get(id).map(|field| field.label.clone()).unwrap_or_default()
    }

    /// The names by which workbooks may call its fields and sections.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(self))
    }

    /// Where the facts stand that head every report.
    pub fn heads(&self) -> &Heads {
        self.heads.get_or_init(|| Heads::of(self))
    }

    /// The path that was probably meant by `path`.
    pub fn nearest_path(&self, path: &str) -> Option<&str> {
        nearest(path, self.paths.keys().map(String::as_str))
    }
}

/// Every way to write each of `choices`, folded, with the choice's position.
/// The position of a field's own words for yes; those for no come before.
pub const YES: u8 = 1;

/// Every word of a field for yes or no, folded.
fn yes_and_no(yes: &[String], no: &[String]) -> Vec<(String, u8)> {
    let of = |words: &[String], position: u8| words.iter().map(move |word| (fold(word), position)).collect::<Vec<_>>();
    [of(no, YES - 1), of(yes, YES)].concat()
}

fn forms(choices: &[Choice]) -> Vec<(String, u8)> {
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

/// A scalar field that a rule reads as a `K`. In a pack it is written as its path.
#[derive(Debug)]
pub struct Scalar<K> {
    /// The field.
    pub id: FieldId,
    /// Its position among the scalars.
    pub slot: usize,
    kind: PhantomData<K>,
}

/// A column of a table that a rule reads as a `K`. In a pack it is written by its name in the table.
#[derive(Debug)]
pub struct Column<K> {
    /// The field.
    pub id: FieldId,
    /// Its position among the columns of its table.
    pub slot: usize,
    kind: PhantomData<K>,
}

/// A table that a rule reads. In a pack it is written as its path.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The section.
    pub id: SectionId,
}

impl<K> Clone for Scalar<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Scalar<K> {}
impl<K> Clone for Column<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Column<K> {}

impl<K: Kind> Scalar<K> {
    /// The scalar field of an index, if it can be read so.
    pub fn of(dictionary: &Dictionary, id: FieldId) -> Option<Scalar<K>> {
        let field = dictionary.get(id)?;
        let kind = PhantomData;
        let slot = field.slot;
        (!dictionary.in_table(field) && K::takes(&field.kind)).then_some(Scalar { id, slot, kind })
    }

    /// The scalar field at `path`, if it can be read so.
    pub fn find(dictionary: &Dictionary, path: &str) -> Option<Scalar<K>> {
        match dictionary.entry(path)? {
            Entry::Field(id) => Scalar::of(dictionary, id),
            Entry::Section(_) => None,
        }
    }
}

impl<K: Kind> Column<K> {
    /// The column of an index, if it can be read so.
    pub fn of(dictionary: &Dictionary, id: FieldId) -> Option<Column<K>> {
        let field = dictionary.get(id)?;
        let kind = PhantomData;
        let slot = field.slot;
        (dictionary.in_table(field) && K::takes(&field.kind)).then_some(Column { id, slot, kind })
    }
}

/// A mistake in what a dictionary writes.
fn wrong<T>(written: &Spanned<String>, message: Text) -> Result<T, InputError> {
    Err(InputError::at(Spot::span(written.span()), message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_dictionary_loads_and_its_paths_find_their_fields() {
        let dictionary = Dictionary::shared().unwrap();
        for (id, field) in dictionary.fields() {
            assert_eq!(dictionary.entry(&field.path), Some(Entry::Field(id)), "{}", field.path);
            assert!(
                !field.label.zh.is_empty() && !field.label.en.is_empty(),
                "{}",
                field.path
            );
        }
    }

    #[test]
    fn what_stands_in_a_section_is_found_in_whatever_order_it_is_asked_for() {
        let dictionary = Dictionary::shared().unwrap();
        for (_, section) in dictionary.sections() {
            let mut within: Vec<(String, Entry)> = section.within.clone();
            for turn in 0..within.len() {
                let mut names = section.names();
                for (name, entry) in &within {
                    assert_eq!(names.find(name), Some(*entry), "{name} in [{}]", section.path);
                    assert_eq!(names.find(&format!("{name}x")), None);
                }
                within.rotate_left(1);
                if turn % 2 == 0 {
                    within.reverse();
                }
            }
            assert!(
                within
                    .iter()
                    .all(|(name, _)| dictionary.entry(&join(&section.path, name)).is_some())
            );
        }
    }

    #[test]
    fn no_two_choices_of_a_field_are_written_alike() {
        for (_, field) in Dictionary::shared().unwrap().fields() {
            for (position, choice) in field.choices.iter().enumerate() {
                for form in [&choice.id, &choice.zh, &choice.en].into_iter().chain(&choice.also) {
                    assert_eq!(
                        field.choice(form),
                        u8::try_from(position).ok(),
                        "{}: {form}",
                        field.path
                    );
                }
            }
        }
    }
}
