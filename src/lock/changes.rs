//! What has changed between two locks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{DocumentPrint, Lock};
use crate::documents::State;
use crate::verdict::Verdict;

/// What a change is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A file of the dossier: `name` is its path.
    File,
    /// A fact: `name` is its path in the dictionary.
    Fact,
    /// The day as of which is judged.
    AsOf,
    /// The pack.
    Pack,
    /// The calendar.
    Calendar,
    /// The verdict on a condition, or on the whole dossier: `name` is the condition's id, or blank.
    Verdict,
}

/// One thing that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is.
    pub subject: Subject,
    /// Which of them.
    pub name: String,
    /// What it was; `None` where it was not there.
    pub sealed: Option<String>,
    /// What it is; `None` where it is gone.
    pub now: Option<String>,
}

/// Everything that differs.
pub fn between(sealed: &Lock, now: &Lock) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    changes.maps(Subject::File, &files(sealed), &files(now));
    changes.maps(Subject::Fact, &sealed.facts.values, &now.facts.values);
    changes.one(Subject::AsOf, "", &sealed.as_of.to_string(), &now.as_of.to_string());
    let pack = |lock: &Lock| format!("{} {}", lock.pack.id, lock.pack.sha256);
    changes.one(Subject::Pack, &now.pack.id, &pack(sealed), &pack(now));
    changes.one(Subject::Calendar, "", &sealed.calendar.sha256, &now.calendar.sha256);
    changes.one(Subject::Verdict, "", sealed.verdict.id(), now.verdict.id());
    changes.maps(Subject::Verdict, &verdicts(sealed), &verdicts(now));
    changes.0
}

struct Changes(Vec<Change>);

impl Changes {
    /// Notes a thing that is not what it was.
    fn one(&mut self, subject: Subject, name: &str, sealed: &str, now: &str) {
        if sealed != now {
            self.0.push(Change {
                subject,
                name: name.to_owned(),
                sealed: Some(sealed.to_owned()),
                now: Some(now.to_owned()),
            });
        }
    }

    /// Notes the things that are not what they were, have come or are gone, in the order of their names.
    fn maps(&mut self, subject: Subject, sealed: &BTreeMap<String, String>, now: &BTreeMap<String, String>) {
        self.0.extend(differing(sealed, now).map(|(name, sealed, now)| Change {
            subject,
            name: name.clone(),
            sealed: sealed.cloned(),
            now: now.cloned(),
        }));
    }
}

/// What two maps do not have alike, in the order of keys: the key, and what each has of it.
pub fn differing<'m, K: Ord, V: PartialEq>(
    old: &'m BTreeMap<K, V>,
    new: &'m BTreeMap<K, V>,
) -> impl Iterator<Item = (&'m K, Option<&'m V>, Option<&'m V>)> {
    let names: BTreeSet<&K> = old.keys().chain(new.keys()).collect();
    let pairs = names.into_iter().map(|name| (name, old.get(name), new.get(name)));
    pairs.filter(|(_, old, new)| old != new)
}

/// What stands in the place of a digest where something else than an ordinary file was met, which is not followed.
pub(super) const NOT_FOLLOWED: &str = "not followed";

/// Every file that is there, the dossier's own among them, by its path: its digest, or that it is not followed.
fn files(lock: &Lock) -> BTreeMap<String, String> {
    let there = lock.documents.iter().filter(|print| print.state != State::Missing);
    let content = |print: &DocumentPrint| print.sha256.clone().unwrap_or_else(|| NOT_FOLLOWED.to_owned());
    let mut files: BTreeMap<String, String> = there.map(|print| (print.file.clone(), content(print))).collect();
    files.insert(lock.facts.file.clone(), lock.facts.file_sha256.clone());
    files
}

fn verdicts(lock: &Lock) -> BTreeMap<String, String> {
    let id = |verdict: &Verdict| verdict.id().to_owned();
    lock.verdicts
        .iter()
        .map(|(condition, verdict)| (condition.clone(), id(verdict)))
        .collect()
}
