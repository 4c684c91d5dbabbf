//! The data dictionary: every field a dossier may hold, by path, with its type, labels and headings.
//!
//! `rules/fields.toml` is the dictionary that all awards share; a pack may add to it. Paths are resolved to
//! small indices once, while a pack loads; after that a fact is an array access away.

use std::cell::RefCell;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, LazyLock, OnceLock};

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::heads::Heads;
use crate::names::Names;
use crate::text::{Text, fold, nearest};
use crate::value::Kind;
pub use crate::value::Type;

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

/// One thing a choice field may hold, or one word a day field may hold instead of a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The id that machines use.
    pub id: String,
    /// The Chinese label.
    pub zh: String,
    /// The English label.
    pub en: String,
    /// Other ways to write it.
    #[serde(default)]
    pub also: Vec<String>,
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

/// A field as the dictionary writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldEntry {
    name: String,
    #[serde(rename = "type")]
    kind: Type,
    label: Text,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    optional: bool,
    /// Whether a month will not do for a day.
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    tracks: Option<Vec<Track>>,
    #[serde(default)]
    choices: Vec<Choice>,
    /// Words for yes in this field alone.
    #[serde(default)]
    yes: Vec<String>,
    /// Words for no in this field alone.
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    help: Option<Text>,
    #[serde(default)]
    when: Option<Text>,
}

/// A section as the dictionary writes it: a group of scalars, or a table with rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionEntry {
    path: String,
    #[serde(default)]
    label: Option<Text>,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    rows: bool,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    tracks: Option<Vec<Track>>,
    #[serde(default)]
    when: Option<Text>,
    #[serde(default)]
    like: Option<String>,
    /// What says in this table alone that there are no rows.
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    order: Vec<[String; 2]>,
    #[serde(default)]
    field: Vec<FieldEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsFile {
    section: Vec<SectionEntry>,
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
        let file: FieldsFile = toml::from_str(FIELDS).map_err(|error| error.to_string())?;
        let mut dictionary = Dictionary::default();
        for section in file.section {
            dictionary.add(section)?;
        }
        Ok(dictionary)
    }

    /// Adds a section, or fields to the section of that path.
    ///
    /// # Errors
    /// A sentence on what contradicts what is already there.
    pub fn add(&mut self, entry: SectionEntry) -> Result<(), String> {
        self.names.take();
        self.heads.take();
        let id = match self.paths.get(&entry.path) {
            Some(Entry::Section(id)) => *id,
            Some(Entry::Field(_)) => return Err(format!("`{}` is already a field", entry.path)),
            None => self.open(&entry)?,
        };
        let mut fields = entry.field;
        if let Some(model) = &entry.like {
            let model = self
                .section_at(model)
                .ok_or_else(|| format!("there is no section `{model}` to be like"))?;
            let copied = model
                .fields
                .iter()
                .filter_map(|id| self.get(*id))
                .map(|field| FieldEntry {
                    name: field.name.clone(),
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
            fields.splice(0..0, copied.collect::<Vec<_>>());
        }
        for field in fields {
            self.add_field(id, field)?;
        }
        let column = |name: &String| -> Result<FieldId, String> {
            let path = join(&entry.path, name);
            match self.paths.get(&path) {
                Some(Entry::Field(field)) => Ok(*field),
                _ => Err(format!("there is no field `{path}`")),
            }
        };
        let key = entry.key.as_ref().map(column).transpose()?;
        let order = entry
            .order
            .iter()
            .map(|[a, b]| Ok((column(a)?, column(b)?)))
            .collect::<Result<Vec<_>, String>>()?;
        if let Some(section) = self.sections.get_mut(id.index()) {
            section.key = key.or(section.key);
            section.order.extend(order);
        }
        Ok(())
    }

    /// Opens a new section.
    fn open(&mut self, entry: &SectionEntry) -> Result<SectionId, String> {
        let id = SectionId(u16::try_from(self.sections.len()).map_err(|_| "too many sections".to_owned())?);
        let label = entry
            .label
            .clone()
            .ok_or_else(|| format!("section `{}` has no label", entry.path))?;
        let none = match (&entry.like, entry.none.as_slice()) {
            (Some(model), []) => self.section_at(model).map_or_else(Vec::new, |model| model.none.clone()),
            (_, words) => words.iter().map(|word| fold(word)).collect(),
        };
        self.sections.push(Section {
            path: entry.path.clone(),
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
        self.paths.insert(entry.path.clone(), Entry::Section(id));
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
    fn add_field(&mut self, section: SectionId, entry: FieldEntry) -> Result<(), String> {
        let id = FieldId(u16::try_from(self.fields.len()).map_err(|_| "too many fields".to_owned())?);
        let Some(home) = self.sections.get_mut(section.index()) else {
            return Err("no such section".to_owned());
        };
        let path = join(&home.path, &entry.name);
        if self.paths.contains_key(&path) {
            return Err(format!("`{path}` is already there"));
        }
        let needs_choices = matches!(entry.kind, Type::Choice | Type::DayOrWord);
        if needs_choices && entry.choices.is_empty() {
            return Err(format!("`{path}` names no choices"));
        }
        let slot = if home.rows { home.fields.len() } else { self.scalars };
        if !home.rows {
            self.scalars += 1;
        }
        home.fields.push(id);
        home.within.push((entry.name.clone(), Entry::Field(id)));
        self.paths.insert(path.clone(), Entry::Field(id));
        self.fields.push(Field {
            section,
            slot,
            name: entry.name,
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

/// A column of a table that a rule reads as a `K`. In a pack it is written as its path.
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

thread_local! {
    /// The dictionary against which paths are resolved while a pack loads on this thread, and what was resolved.
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

struct Scope {
    dictionary: Arc<Dictionary>,
    read: Vec<Entry>,
}

/// Runs `load` with `dictionary` as the one that [`Scalar`], [`Column`] and [`Table`] resolve their paths
/// against while they are deserialized; tells which entries were resolved.
pub fn resolving<T>(dictionary: &Arc<Dictionary>, load: impl FnOnce() -> T) -> (T, Vec<Entry>) {
    let scope = Scope {
        dictionary: dictionary.clone(),
        read: Vec::new(),
    };
    let outer = SCOPE.replace(Some(scope));
    let loaded = load();
    let read = SCOPE.replace(outer).map(|scope| scope.read).unwrap_or_default();
    (loaded, read)
}

/// Looks `path` up in the dictionary of the current scope and lets `accept` judge what stands there.
fn resolve<T>(path: &str, accept: impl FnOnce(&Dictionary, Entry) -> Result<T, String>) -> Result<T, String> {
    SCOPE.with_borrow_mut(|scope| {
        let scope = scope
            .as_mut()
            .ok_or_else(|| "paths can only be read inside a pack".to_owned())?;
        let Some(entry) = scope.dictionary.entry(path) else {
            let meant = scope
                .dictionary
                .nearest_path(path)
                .map(|near| format!("; did you mean `{near}`?"));
            return Err(format!("there is no field `{path}`{}", meant.unwrap_or_default()));
        };
        let accepted = accept(&scope.dictionary, entry)?;
        if !scope.read.contains(&entry) {
            scope.read.push(entry);
        }
        Ok(accepted)
    })
}

/// The table of a dossier in which its documents are listed.
pub const MATERIALS: &str = "materials";

/// Looks a kind of document up in the catalogue of the current scope; the table of documents is then what is read.
pub(crate) fn resolve_kind<T>(look: impl FnOnce(&Catalogue) -> Result<T, String>) -> Result<T, String> {
    resolve(MATERIALS, |dictionary, _| look(&dictionary.catalogue))
}

/// The choices that `ids` name in the field, as positions, looked up in the dictionary of the current scope.
///
/// # Errors
/// A sentence that names the first id the field does not have.
pub fn choices(field: FieldId, ids: &[String]) -> Result<Vec<u8>, String> {
    SCOPE.with_borrow(|scope| {
        let field = scope.as_ref().and_then(|scope| scope.dictionary.get(field));
        let field = field.ok_or_else(|| "choices can only be read inside a pack".to_owned())?;
        let position = |id: &String| {
            let position = field.choices.iter().position(|choice| choice.id == *id);
            let position = position.and_then(|position| u8::try_from(position).ok());
            position.ok_or_else(|| {
                let known: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
                format!("`{}` has no choice `{id}`; it has {}", field.path, known.join(", "))
            })
        };
        ids.iter().map(position).collect()
    })
}

/// The ids of all choices of the field, looked up in the dictionary of the current scope.
///
/// # Errors
/// A sentence where no pack is being loaded.
pub fn all_choices(field: FieldId) -> Result<Vec<String>, String> {
    SCOPE.with_borrow(|scope| {
        let field = scope.as_ref().and_then(|scope| scope.dictionary.get(field));
        let field = field.ok_or_else(|| "choices can only be read inside a pack".to_owned())?;
        Ok(field.choices.iter().map(|choice| choice.id.clone()).collect())
    })
}

/// A field that is read as a `K`, in a table or outside one.
fn field<K: Kind>(
    dictionary: &Dictionary,
    path: &str,
    entry: Entry,
    in_table: bool,
) -> Result<(FieldId, usize), String> {
    let Entry::Field(id) = entry else {
        return Err(format!("`{path}` is a section, not a field"));
    };
    let field = dictionary
        .get(id)
        .ok_or_else(|| format!("there is no field `{path}`"))?;
    let rows = dictionary.section(field.section).is_some_and(|section| section.rows);
    if rows != in_table {
        let what = if rows {
            "a column of a table"
        } else {
            "no column of a table"
        };
        return Err(format!("`{path}` is {what}"));
    }
    if !K::takes(&field.kind) {
        return Err(format!(
            "`{path}` holds {:?}, which this parameter cannot take",
            field.kind
        ));
    }
    Ok((id, field.slot))
}

impl<K: Kind> Scalar<K> {
    fn at(dictionary: &Dictionary, path: &str, entry: Entry) -> Result<Scalar<K>, String> {
        let (id, slot) = field::<K>(dictionary, path, entry, false)?;
        let kind = PhantomData;
        Ok(Scalar { id, slot, kind })
    }

    /// The scalar field at `path`, if it can be read so.
    pub fn find(dictionary: &Dictionary, path: &str) -> Option<Scalar<K>> {
        Scalar::at(dictionary, path, dictionary.entry(path)?).ok()
    }
}

impl<'de, K: Kind> Deserialize<'de> for Scalar<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        let found = resolve(&path, |dictionary, entry| Scalar::at(dictionary, &path, entry));
        found.map_err(D::Error::custom)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Column<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        let found = resolve(&path, |dictionary, entry| field::<K>(dictionary, &path, entry, true));
        let (id, slot) = found.map_err(D::Error::custom)?;
        Ok(Column {
            id,
            slot,
            kind: PhantomData,
        })
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        let table = resolve(&path, |dictionary, entry| match entry {
            Entry::Section(id) if dictionary.section(id).is_some_and(|section| section.rows) => Ok(Table { id }),
            _ => Err(format!("`{path}` is not a table")),
        });
        table.map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;

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

    #[test]
    fn a_path_resolves_to_a_field_of_the_right_type_or_says_why_not() {
        #[derive(Deserialize)]
        struct Params {
            #[serde(rename = "since")]
            _since: Scalar<Day>,
        }
        let dictionary = Arc::new(Dictionary::shared().unwrap().clone());
        let load = |text: &str| resolving(&dictionary, || toml::from_str::<Params>(text).map(drop)).0;
        assert!(load("since = 'organization.registered_on'").is_ok());
        let unknown = load("since = 'organization.registred_on'").unwrap_err();
        assert!(
            unknown.message().contains("did you mean `organization.registered_on`"),
            "{unknown}"
        );
        assert_eq!(unknown.span(), Some(8..35));
        assert!(
            load("since = 'organization.name'")
                .unwrap_err()
                .message()
                .contains("cannot take")
        );
        assert!(
            load("since = 'public_notices.started_on'")
                .unwrap_err()
                .message()
                .contains("column")
        );
    }
}
