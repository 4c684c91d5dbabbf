//! How a dictionary is put together: the one that all awards share, and what a pack adds to it.

use std::sync::LazyLock;

use toml::Spanned;
use toml::de::DeValue;

use super::Dictionary;
use super::entries::{FieldEntry, FieldsFile, SectionEntry, wrong};
use super::field::{Choice, Entry, Field, FieldId, Section, SectionId, forms, join, yes_and_no};
use super::track::{Subject, Track, TrackEntry};
use super::value::Type;
use crate::place::InputError;
use crate::shape::{Reader, Shape, member};
use crate::syntax;
use crate::writing::{fold, quote};

/// The field in which a dossier says what it enters for.
pub(super) const TRACK: &str = "track";

/// The dictionary that all awards share, as it is written.
const FIELDS: &str = include_str!("../../rules/fields.toml");

/// The dictionary that all awards share, or the first thing wrong with it.
static SHARED: LazyLock<Result<Dictionary, String>> = LazyLock::new(Dictionary::parse);

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
        let written = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
        let mut reader = Reader::new(());
        let tracks = member(&written, "track").and_then(|tracks| Vec::<TrackEntry>::read(tracks, &mut reader));
        let told = reader.mistakes;
        let mut reader = Reader::new(Track::declared(tracks.unwrap_or_default()));
        reader.mistakes = mistakes.into_iter().chain(told).collect();
        let file = FieldsFile::read(&written, &mut reader);
        let mut dictionary = Dictionary {
            tracks: reader.scope,
            ..Dictionary::default()
        };
        if let Some(file) = file {
            dictionary.subjects = file.subject.into_iter().map(|words| (words.id, words.also)).collect();
            for section in file.section {
                dictionary.add(section).map_err(|mistake| mistake.message.en)?;
            }
        }
        let tracks = dictionary.tracks.clone();
        dictionary.enter(tracks);
        match reader.mistakes.into_iter().next() {
            Some(mistake) => Err(mistake.message.en),
            None => Ok(dictionary),
        }
    }

    /// Makes these the tracks that can be entered: what a subject fills in is filled in by the applicants of its tracks.
    pub fn enter(&mut self, tracks: Vec<Track>) {
        let choices: Vec<Choice> = tracks.iter().map(|track| self.written_as(track, &tracks)).collect();
        let of = |subjects: &[Subject]| tracks_of(&tracks, subjects);
        for section in &mut self.sections {
            section.tracks = of(&section.subjects);
        }
        for field in &mut self.fields {
            field.tracks = of(&field.subjects);
        }
        let asks = match self.paths.get(TRACK) {
            Some(Entry::Field(id)) => self.fields.get_mut(usize::from(id.0)),
            _ => None,
        };
        if let Some(field) = asks {
            field.written = forms(&choices);
            field.choices = choices;
        }
        self.tracks = tracks;
    }

    /// A track as a choice, with every way to write it.
    fn written_as(&self, track: &Track, all: &[Track]) -> Choice {
        let (label, long) = (track.label(), track.at_length());
        let mut also = track.also().to_vec();
        also.extend([long.zh, long.en]);
        let others = all.iter().filter(|other| other.subject() == track.subject());
        if others.count() == 1 {
            let words = self.subjects.iter().filter(|(subject, _)| *subject == track.subject());
            also.extend(words.flat_map(|(_, words)| words.iter().cloned()));
        }
        Choice {
            id: track.id().to_owned(),
            zh: label.zh.clone(),
            en: label.en.clone(),
            also,
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
        let copied = fields.map(|field| FieldEntry::like(field, model.span()));
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
        let subjects = entry.subjects.clone().unwrap_or_else(|| Subject::ALL.to_vec());
        self.sections.push(Section {
            path: entry.path.get_ref().clone(),
            label,
            headings: entry.headings.clone(),
            rows: entry.rows,
            per_award: entry.per_award,
            key: None,
            tracks: entry
                .tracks
                .clone()
                .unwrap_or_else(|| tracks_of(&self.tracks, &subjects)),
            subjects,
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
        if matches!(entry.kind, Type::Choice | Type::DayOrWord) && entry.choices.is_empty() && path != TRACK {
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
            in_table: home.rows,
            slot,
            name,
            path,
            kind: entry.kind,
            label: entry.label,
            headings: entry.headings,
            optional: entry.optional,
            exact: entry.exact,
            per_award: entry.per_award || home.per_award,
            tracks: match (entry.tracks, &entry.subjects) {
                (Some(tracks), _) => tracks,
                (None, Some(subjects)) => tracks_of(&home.tracks, subjects),
                (None, None) => home.tracks.clone(),
            },
            subjects: entry.subjects.unwrap_or_else(|| home.subjects.clone()),
            written: match entry.kind {
                Type::Boolean => yes_and_no(&entry.yes, &entry.no),
                _ => forms(&entry.choices),
            },
            choices: entry.choices,
            help: entry.help,
            example: entry.example,
            when: entry.when.or_else(|| home.when.clone()),
        });
        Ok(())
    }
}

/// Those of `tracks` in which these apply.
fn tracks_of(tracks: &[Track], subjects: &[Subject]) -> Vec<Track> {
    let own = tracks.iter().filter(|track| subjects.contains(&track.subject()));
    own.cloned().collect()
}
