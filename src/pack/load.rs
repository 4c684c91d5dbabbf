//! A pack's text becomes a [`Pack`], or every reason why it cannot, each with line and column.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Authority, Clause, Condition, Force, Pack, Remedies};
use crate::day::Day;
use crate::digest::Digest;
use crate::field::{Dictionary, SectionEntry, Track, resolving};
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::rules::AnyRule;
use crate::syntax;
use crate::text::{Text, nearest, quote};
use crate::verdict::Weight;

/// The keys a pack has.
const KEYS: [&str; 12] = [
    "id",
    "title",
    "edition",
    "closes",
    "tracks",
    "source",
    "clause",
    "document",
    "section",
    "sound",
    "sound_document",
    "condition",
];

/// A condition as a pack writes it. Its cases are read when they are run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionEntry {
    id: Spanned<String>,
    clause: Spanned<String>,
    #[serde(default)]
    also: Vec<Spanned<String>>,
    tracks: Vec<Track>,
    title: Text,
    weight: Weight,
    reading: Text,
    /// What to do about its verdicts.
    pub(super) remedy: Spanned<Remedies>,
    /// The rule that tests it.
    pub(super) rule: AnyRule,
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// Everything that keeps it from loading: what is not TOML, an unknown key, field or rule, a condition
    /// without a clause of its source, a `must` of a source that does not bind, a clause that is neither tested
    /// nor set aside, a sentence without its translation, a remedy that is wanting or uses a number its rule
    /// does not always compute.
    pub fn read(source: &Source) -> Result<Pack, Unreadable> {
        let (table, errors) = syntax::parse(source.contents());
        if !errors.is_empty() {
            return Err(Unreadable::new(source.clone(), errors));
        }
        let mut loader = Loader {
            table: table.into_inner(),
            source,
            errors: Vec::new(),
        };
        match loader.pack() {
            Some(pack) if loader.errors.is_empty() => Ok(pack),
            _ => Err(Unreadable::new(source.clone(), loader.errors)),
        }
    }
}

/// A pack while it is read.
pub(super) struct Loader<'t> {
    table: DeTable<'t>,
    source: &'t Source,
    /// What is wrong so far.
    pub(super) errors: Vec<InputError>,
}

/// What an entry of a list is, and where it stands.
pub(super) type Placed<T> = Vec<(T, Spot)>;

impl<'t> Loader<'t> {
    fn pack(&mut self) -> Option<Pack> {
        self.refuse_unknown_keys();
        let (id, title) = (self.required::<String>("id"), self.required::<Text>("title"));
        let (edition, closes) = (self.required::<u32>("edition"), self.required::<Day>("closes"));
        let tracks = self.required::<Vec<Track>>("tracks");
        let sources = self.list::<Authority>("source");
        let clauses = self.list::<Clause>("clause");
        let mut dictionary = self.dictionary()?;
        let documents = self.list("document");
        let documents = self.catalogue(documents, &mut dictionary);
        let dictionary = Arc::new(dictionary);
        let entries = self.take("condition");
        let written = entries.len();
        let read = entries
            .into_iter()
            .filter_map(|entry| self.condition(entry, &dictionary, &sources, &clauses));
        let conditions: Vec<_> = read.collect();
        self.ids_are_distinct(
            "source",
            sources.iter().map(|(source, spot)| (source.id.as_str(), *spot)),
        );
        self.ids_are_distinct(
            "clause",
            clauses.iter().map(|(clause, spot)| (clause.id.as_str(), *spot)),
        );
        self.ids_are_distinct(
            "condition",
            conditions.iter().map(|(condition, spot)| (&*condition.id, *spot)),
        );
        self.clauses_have_sources(&sources, &clauses);
        // A condition that could not be read may be the one that tests a clause.
        if conditions.len() == written {
            self.clauses_are_explained(&clauses, &conditions);
            self.supported_are_conditions(&documents, &conditions);
        }
        Some(Pack {
            id: id?,
            title: title?,
            edition: edition?,
            closes: closes?,
            tracks: tracks?,
            sources: sources.into_iter().map(|(source, _)| source).collect(),
            clauses: clauses.into_iter().map(|(clause, _)| clause).collect(),
            conditions: conditions.into_iter().map(|(condition, _)| condition).collect(),
            dictionary,
            written: self.source.clone(),
            sha256: Digest::of(self.source.contents()),
        })
    }

    fn refuse_unknown_keys(&mut self) {
        for key in self.table.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
            let quoted = quote(key.get_ref());
            let known = KEYS.join(", ");
            let hint = match nearest(key.get_ref(), KEYS) {
                Some(near) => text!("是否想写 {near}？", "did you mean {near}?"),
                None => text!("可用：{known}", "the keys are {known}"),
            };
            let message = text!("规则包没有 {quoted} 这个键", "a pack has no key {quoted}");
            self.errors
                .push(InputError::at(Spot::span(key.span()), message).hint(hint));
        }
    }

    /// A key that every pack has.
    fn required<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        match self.table.remove(key) {
            Some(value) => syntax::read(value).map_err(|error| self.errors.push(error)).ok(),
            None => {
                self.errors
                    .push(InputError::whole(text!("规则包缺少 {key}", "the pack has no `{key}`")));
                None
            }
        }
    }

    /// The entries of a list such as `[[clause]]`.
    fn take(&mut self, key: &str) -> Vec<Spanned<DeValue<'t>>> {
        let Some(value) = self.table.remove(key) else {
            return Vec::new();
        };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(entries) => entries.into_iter().collect(),
            _ => {
                let message = text!("{key} 要写作 [[{key}]]", "`{key}` is written as [[{key}]]");
                self.errors.push(InputError::at(Spot::span(span), message));
                Vec::new()
            }
        }
    }

    /// The entries of a list, read.
    fn list<T: DeserializeOwned>(&mut self, key: &str) -> Placed<T> {
        let mut read = Vec::new();
        for entry in self.take(key) {
            let spot = Spot::span(entry.span());
            match syntax::read(entry) {
                Ok(entry) => read.push((entry, spot)),
                Err(error) => self.errors.push(error),
            }
        }
        read
    }

    /// The shared dictionary with the fields that the pack adds.
    fn dictionary(&mut self) -> Option<Dictionary> {
        let mut dictionary = match Dictionary::shared() {
            Ok(dictionary) => dictionary.clone(),
            Err(message) => {
                self.errors.push(InputError::whole(Text::same(message)));
                return None;
            }
        };
        for (section, spot) in self.list::<SectionEntry>("section") {
            if let Err(message) = dictionary.add(section) {
                self.errors.push(InputError::at(spot, Text::same(message)));
            }
        }
        Some(dictionary)
    }

    fn condition(
        &mut self,
        entry: Spanned<DeValue<'t>>,
        dictionary: &Arc<Dictionary>,
        sources: &Placed<Authority>,
        clauses: &Placed<Clause>,
    ) -> Option<(Condition, Spot)> {
        let span = entry.span();
        let spot = Spot::span(span.clone());
        let mut table = match entry.into_inner() {
            DeValue::Table(table) => table,
            _ => {
                self.errors.push(InputError::at(
                    spot,
                    text!("这里应是一个 [[condition]]", "a [[condition]] was expected here"),
                ));
                return None;
            }
        };
        table.remove("case");
        let parameters = table
            .get("rule")
            .map(|rule| syntax::dotted(rule.get_ref()).join("\n"))
            .unwrap_or_default();
        let whole = Spanned::new(span, DeValue::Table(table));
        let (read, reads) = resolving(dictionary, || syntax::read::<ConditionEntry>(whole));
        let entry = read.map_err(|error| self.errors.push(error)).ok()?;
        let clause = self.cited(&entry.clause, entry.weight, sources, clauses);
        let also: Vec<usize> = entry
            .also
            .iter()
            .filter_map(|also| self.cited(also, Weight::Should, sources, clauses))
            .collect();
        self.remedies_fit(&entry);
        let condition = Condition {
            id: entry.id.get_ref().as_str().into(),
            clause: clause?,
            also,
            tracks: entry.tracks,
            title: entry.title,
            weight: entry.weight,
            reading: entry.reading,
            remedies: entry.remedy.into_inner(),
            rule: entry.rule,
            parameters,
            reads,
            line: self.source.place(Some(Spot::span(entry.id.span()))).line.unwrap_or(1),
        };
        Some((condition, Spot::span(entry.id.span())))
    }

    /// The clause an id names, if a condition of this weight may rest on it.
    fn cited(
        &mut self,
        id: &Spanned<String>,
        weight: Weight,
        sources: &Placed<Authority>,
        clauses: &Placed<Clause>,
    ) -> Option<usize> {
        let spot = Spot::span(id.span());
        let Some((position, (clause, _))) = clauses
            .iter()
            .enumerate()
            .find(|(_, (clause, _))| clause.id == *id.get_ref())
        else {
            let quoted = quote(id.get_ref());
            let mut error = InputError::at(spot, text!("没有条款 {quoted}", "there is no clause {quoted}"));
            if let Some(near) = nearest(id.get_ref(), clauses.iter().map(|(clause, _)| clause.id.as_str())) {
                error = error.hint(text!("是否想写 {near}？", "did you mean {near}?"));
            }
            self.errors.push(error);
            return None;
        };
        let force = sources
            .iter()
            .find(|(source, _)| source.id == clause.source)
            .map(|(source, _)| source.force);
        if weight == Weight::Must && force.is_some_and(|force| force != Force::Binding) {
            let source = quote(&clause.source);
            self.errors.push(
                InputError::at(
                    spot,
                    text!(
                        "条款出自 {source}，不是读到原文的约束性文件，不能作为 must",
                        "the clause is from {source}, which is no binding source that was read: it cannot carry a must"
                    ),
                )
                .hint(text!("改为 weight = \"should\"", "make it weight = \"should\"")),
            );
        }
        Some(position)
    }
}
