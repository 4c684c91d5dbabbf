//! A pack's text becomes a [`Pack`], or every reason why it cannot, each with line and column.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use super::status::Status;
use super::{Authority, Clause, Condition, Pack, Remedies};
use crate::day::Day;
use crate::dictionary::{Dictionary, SectionEntry, Track, TrackEntry, WordingEntry};
use crate::digest::Digest;
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::rules::AnyRule;
use crate::scope::{Edition, Scope};
use crate::shape::{Keys, Reader, Shape, Unread, Written, member};
use crate::syntax;
use crate::text::Text;
use crate::verdict::Weight;

/// The keys a pack has.
const KEYS: [&str; 17] = [
    "id",
    "status",
    "title",
    "edition",
    "opens",
    "closes",
    "closes_unseen",
    "look_up_again_after_days",
    "track",
    "source",
    "clause",
    "document",
    "section",
    "wording",
    "sound",
    "sound_document",
    "condition",
];

shape! {
    /// A condition as a pack writes it. Its cases are read when they are run.
    pub(super) struct ConditionEntry in Scope {
        /// Its id within the pack.
        id: Spanned<String>,
        /// The id of the clause it tests.
        clause: Spanned<String>,
        /// The ids of further clauses that it bears on.
        also: Vec<Spanned<String>> = "[]",
        /// The tracks whose applicants it is asked of.
        tracks: Vec<Track>,
        /// What it is called.
        title: Text,
        /// What a verdict that is not a pass costs.
        weight: Weight,
        /// How its clause is read.
        reading: Text,
        /// What to do about its verdicts.
        pub(super) remedy: Remedies,
        /// That a draft guessed it, until a person has looked.
        guessed: Option<Spanned<String>>,
        /// The rule that tests it.
        pub(super) rule: AnyRule,
        /// Its cases.
        _case as "case": Unread,
    }
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
        Pack::read_as(source, None)
    }

    /// Reads a pack as that of an edition which closes on another day: windows and years that follow from the day
    /// move with it. From when applications can be made is then not known.
    ///
    /// # Errors
    /// As for [`read`](Pack::read).
    pub fn read_as(source: &Source, closes: Option<Day>) -> Result<Pack, Unreadable> {
        let (table, errors) = syntax::parse(source.contents());
        if !errors.is_empty() {
            return Err(Unreadable::new(source.clone(), errors));
        }
        let written = Spanned::new(0..0, DeValue::Table(table.into_inner()));
        let mut loader = Loader {
            source,
            closes,
            status: Status::Final,
            guesses: 0,
            untranslated: Vec::new(),
            errors: Vec::new(),
        };
        match loader.pack(&written) {
            Some(pack) if loader.errors.is_empty() => Ok(pack),
            _ => Err(Unreadable::new(source.clone(), loader.errors)),
        }
    }
}

/// A pack while it is read.
pub(super) struct Loader<'s> {
    source: &'s Source,
    /// The day on which it is taken to close, instead of its own.
    closes: Option<Day>,
    /// Whether it is finished.
    pub(super) status: Status,
    /// How many guesses are marked.
    pub(super) guesses: usize,
    /// Where a draft has a wording in one language alone.
    pub(super) untranslated: Vec<InputError>,
    /// What is wrong so far.
    pub(super) errors: Vec<InputError>,
}

/// The entries of a list such as `[[clause]]`, each as it was read and as it is written.
pub(super) struct Listed<'w, 't, T> {
    /// Those that could be read.
    pub(super) entries: Vec<(T, &'w Written<'t>)>,
    /// Whether they are all: what one that could not be read would have said is not held against others.
    pub(super) whole: bool,
}

impl<T> Listed<'_, '_, T> {
    /// What was read.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    fn into_inner(self) -> Vec<T> {
        self.entries.into_iter().map(|(entry, _)| entry).collect()
    }
}

impl Loader<'_> {
    fn pack(&mut self, written: &Written<'_>) -> Option<Pack> {
        let mut reader = Reader::new(());
        let keys = reader.table(written, &KEYS)?;
        self.status = reader.key(&keys, "status", Some("'final'")).unwrap_or(Status::Final);
        reader.draft = self.status == Status::Draft;
        let (id, title) = (
            reader.key::<String>(&keys, "id", None),
            reader.key(&keys, "title", None),
        );
        let edition: Option<Option<u32>> = reader.key(&keys, "edition", None);
        let closes = reader.key::<Day>(&keys, "closes", None);
        let closes_unseen: Option<Option<bool>> = reader.key(&keys, "closes_unseen", None);
        let closes_unseen = closes_unseen.flatten().unwrap_or_default();
        let opens: Option<Option<Day>> = reader.key(&keys, "opens", None);
        let look_up_again: Option<Option<i64>> = reader.key(&keys, "look_up_again_after_days", None);
        let (closes, opens) = match self.closes {
            Some(other) => (closes.and(Some(other)), opens.and(Some(None))),
            None => (closes, opens),
        };
        let days = closes.map(|closes| Edition {
            opens: opens.flatten(),
            closes,
            closes_unseen,
            look_up_again_after_days: look_up_again.flatten(),
        });
        days.iter().for_each(|days| self.days_agree(days, written));
        let mut tracks: Listed<TrackEntry> = self.list(&keys, "track", &mut reader);
        let mut sources: Listed<Authority> = self.list(&keys, "source", &mut reader);
        let mut clauses: Listed<Clause> = self.list(&keys, "clause", &mut reader);
        self.hear(&mut reader);
        for (_, written) in clauses.entries.iter().filter(|(clause, _)| clause.guessed.is_some()) {
            self.guessed(written);
        }
        self.ids_are_distinct(&text!("申报类别", "the track"), &mut tracks, |track| {
            track.id.get_ref()
        });
        if tracks.entries.is_empty() && tracks.whole {
            let message = text!("规则包至少要有一个 [[track]]", "a pack has at least one [[track]]");
            self.errors.push(InputError::at(Spot::span(written.span()), message));
        }
        let tracks_are_known = tracks.whole && !tracks.entries.is_empty();
        let mut reader = self.reader(Track::declared(tracks.into_inner()));
        self.ids_are_distinct(&text!("来源", "the source"), &mut sources, |source| &source.id);
        self.ids_are_distinct(&text!("条款", "the clause"), &mut clauses, |clause| &clause.id);
        self.clauses_have_sources(&sources, &clauses);
        // What rests on a track, a field, a kind of document or the deadline that could not be read would be told too.
        if !tracks_are_known {
            return None;
        }
        let sections: Listed<SectionEntry> = self.list(&keys, "section", &mut reader);
        let words: Listed<WordingEntry> = self.list(&keys, "wording", &mut reader);
        let (mut dictionary, fields_are_known) = self.dictionary(reader.scope.clone(), sections, words)?;
        let documents = self.list(&keys, "document", &mut reader);
        let documents = self.catalogue(documents, &mut dictionary);
        self.hear(&mut reader);
        if !(fields_are_known && documents.whole) {
            return None;
        }
        let days = days?;
        let dictionary = Arc::new(dictionary);
        let scope = Scope::new(&dictionary, days);
        let mut conditions = self.conditions(&keys, scope, &sources, &clauses);
        self.ids_are_distinct(&text!("条件", "the condition"), &mut conditions, |condition| {
            &condition.id
        });
        // A condition that could not be read may be the one that tests a clause.
        if conditions.whole {
            self.clauses_are_explained(&clauses, &conditions);
            self.supported_are_conditions(&documents, &conditions);
        }
        Some(Pack {
            id: id?,
            title: self.status.titled(title?),
            draft: self.status == Status::Draft,
            guesses: self.guesses,
            untranslated: std::mem::take(&mut self.untranslated),
            edition: edition?,
            opens: opens?,
            closes: closes?,
            closes_unseen,
            sources: sources.into_inner(),
            clauses: clauses.into_inner(),
            conditions: conditions.into_inner(),
            dictionary,
            written: self.source.clone(),
            sha256: Digest::of(self.source.contents()),
        })
    }

    /// A reader of what stands in the pack.
    fn reader<S>(&self, scope: S) -> Reader<S> {
        Reader::of_draft(scope, self.status == Status::Draft)
    }

    /// Takes over what a reader was told.
    fn hear<S>(&mut self, reader: &mut Reader<S>) {
        self.errors.append(&mut reader.mistakes);
        self.untranslated.append(&mut reader.untranslated);
    }

    /// The entries of a list, read.
    fn list<'w, 't, S, T: Shape<S>>(
        &mut self,
        keys: &Keys<'w, 't>,
        name: &str,
        reader: &mut Reader<S>,
    ) -> Listed<'w, 't, T> {
        let mut listed = Listed {
            entries: Vec::new(),
            whole: true,
        };
        let Some(value) = keys.table.get(name) else {
            return listed;
        };
        let called = text!("写作 [[{name}]] 的各项", "entries, each written as [[{name}]]");
        let Some(items) = reader.items(value, &called) else {
            listed.whole = false;
            return listed;
        };
        for item in items {
            match T::read(item, reader) {
                Some(entry) => listed.entries.push((entry, item)),
                None => listed.whole = false,
            }
        }
        listed
    }

    /// The shared dictionary with the tracks, fields and words of the pack, and whether they are all in it.
    fn dictionary(
        &mut self,
        tracks: Vec<Track>,
        sections: Listed<'_, '_, SectionEntry>,
        words: Listed<'_, '_, WordingEntry>,
    ) -> Option<(Dictionary, bool)> {
        let mut dictionary = match Dictionary::shared() {
            Ok(dictionary) => dictionary.clone(),
            Err(message) => {
                self.errors.push(InputError::whole(Text::same(message)));
                return None;
            }
        };
        dictionary.enter(tracks);
        let whole = sections.whole && words.whole;
        let told = self.errors.len();
        for section in sections.into_inner() {
            self.errors.extend(dictionary.add(section).err());
        }
        for words in words.into_inner() {
            self.errors.extend(dictionary.reword(words).err());
        }
        Some((dictionary, whole && self.errors.len() == told))
    }

    /// The conditions, each with its clauses.
    fn conditions<'w, 't>(
        &mut self,
        keys: &Keys<'w, 't>,
        scope: Scope<'_>,
        sources: &Listed<'_, '_, Authority>,
        clauses: &Listed<'_, '_, Clause>,
    ) -> Listed<'w, 't, Condition> {
        let mut reader = self.reader(scope);
        let mut listed = Listed {
            entries: Vec::new(),
            whole: true,
        };
        let written: Listed<'w, 't, Unread> = self.list(keys, "condition", &mut reader);
        for (_, written) in written.entries {
            let entry = ConditionEntry::read(written, &mut reader);
            let reads = std::mem::take(&mut reader.scope.reads);
            let condition = entry.and_then(|entry| self.condition(entry, written, reads, sources, clauses));
            match condition {
                Some(condition) => listed.entries.push((condition, written)),
                None => listed.whole = false,
            }
        }
        self.hear(&mut reader);
        listed
    }

    fn condition(
        &mut self,
        entry: ConditionEntry,
        written: &Written<'_>,
        reads: Vec<crate::dictionary::Entry>,
        sources: &Listed<'_, '_, Authority>,
        clauses: &Listed<'_, '_, Clause>,
    ) -> Option<Condition> {
        let clause = self.cited(&entry.clause, entry.weight, sources, clauses);
        let also: Vec<usize> = entry
            .also
            .iter()
            .filter_map(|also| self.cited(also, Weight::Should, sources, clauses))
            .collect();
        if entry.guessed.is_some() {
            self.guessed(written);
        }
        let rule = member(written, "rule");
        let of = clause.and_then(|clause| clauses.entries.get(clause));
        let of = of.and_then(|(clause, _)| sources.iter().find(|source| source.id == clause.source));
        let hearsay = of.is_some_and(Authority::is_hearsay);
        if let Some(remedy) = member(written, "remedy") {
            self.remedies_fit(entry.rule.rule(), hearsay, &entry.remedy, remedy);
        }
        Some(Condition {
            id: entry.id.get_ref().as_str().into(),
            clause: clause?,
            also,
            tracks: entry.tracks,
            title: entry.title,
            weight: entry.weight,
            reading: entry.reading,
            remedies: entry.remedy,
            rule: entry.rule,
            parameters: rule
                .map(|rule| syntax::dotted(rule.get_ref()).join("\n"))
                .unwrap_or_default(),
            reads,
            hearsay,
            line: self.source.place(Some(Spot::span(entry.id.span()))).line.unwrap_or(1),
        })
    }

    /// Tells a mistake at the value of a key.
    pub(super) fn wrong_at(&mut self, written: &Written<'_>, key: &str, message: Text) {
        let value = member(written, key).unwrap_or(written);
        let spot = Spot::span(value.span());
        self.errors.push(InputError::at(spot, message));
    }
}
