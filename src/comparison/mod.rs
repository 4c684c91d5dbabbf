//! Two states of the same applicants, such as last week's and today's: whose facts and verdicts have become otherwise,
//! who came and who is gone. Pure: what is compared was read and judged elsewhere, or stands in a lock or a report.

mod facts;
mod past;
mod since;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::day::Day;
use crate::dossier::Dossier;
use crate::lock::Lock;
use crate::report::{DossierReport, key};
use crate::text::Text;
use crate::verdict::{Overall, Verdict};

pub use facts::{Fact, FactChange};
pub use past::{PastError, past};
pub use since::mark;

/// One applicant as it was, or as it is.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it stands.
    pub source: String,
    /// Its name, if it is known.
    pub applicant: Option<String>,
    /// The id of its track.
    pub track: Option<String>,
    /// By what it is known again.
    pub key: Option<String>,
    /// The pack it was held against, if that is told.
    pub pack: Option<String>,
    /// The day as of which it was judged.
    pub as_of: Day,
    /// The verdict over its binding conditions.
    pub verdict: Overall,
    /// The verdicts by condition.
    pub verdicts: BTreeMap<String, Verdict>,
    /// Its facts by path, where they are told.
    pub facts: Option<BTreeMap<String, Fact>>,
}

/// Whether a change is for the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It is nearer to being met.
    Better,
    /// It is further from being met.
    Worse,
    /// Neither: met and not applying, or judged on one side alone.
    Other,
}

/// A verdict that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// The condition.
    pub condition: String,
    /// What it was; `None` where it was not judged.
    pub old: Option<Verdict>,
    /// What it is; `None` where it is not judged.
    pub new: Option<Verdict>,
    /// Which way it turned.
    pub turn: Turn,
}

/// What became of an applicant that both sides have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// By what it is known again.
    pub key: Option<String>,
    /// Its name, or the one it had.
    pub applicant: Option<String>,
    /// Where it stood.
    pub old_source: String,
    /// Where it stands.
    pub source: String,
    /// The overall verdict it had.
    pub old_verdict: Overall,
    /// The overall verdict it has.
    pub verdict: Overall,
    /// The day as of which it was judged.
    pub old_as_of: Day,
    /// The day as of which it is judged.
    pub as_of: Day,
    /// Whether the facts of both sides are known; only then are they compared.
    pub facts_compared: bool,
    /// The facts that differ, by path.
    pub facts: Vec<FactChange>,
    /// The verdicts that differ, by condition.
    pub verdicts: Vec<VerdictChange>,
}

impl Changed {
    fn between(old: &Entry, new: &Entry) -> Changed {
        let both = old.facts.as_ref().zip(new.facts.as_ref());
        Changed {
            key: new.key.clone().or_else(|| old.key.clone()),
            applicant: new.applicant.clone().or_else(|| old.applicant.clone()),
            old_source: old.source.clone(),
            source: new.source.clone(),
            old_verdict: old.verdict,
            verdict: new.verdict,
            old_as_of: old.as_of,
            as_of: new.as_of,
            facts_compared: both.is_some(),
            facts: both.map(|(old, new)| facts::between(old, new)).unwrap_or_default(),
            verdicts: verdicts(old, new),
        }
    }

    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        self.old_verdict != self.verdict || !self.facts.is_empty() || !self.verdicts.is_empty()
    }

    /// Which way the overall verdict turned, if it did.
    pub fn turn(&self) -> Option<Turn> {
        let burden = |verdict| match verdict {
            Overall::Eligible => 0,
            Overall::Incomplete => 1,
            Overall::Ineligible => 2,
        };
        turned(burden(self.old_verdict), burden(self.verdict))
    }

    /// Whether any verdict became worse.
    pub fn is_worse(&self) -> bool {
        let worse = |change: &VerdictChange| change.turn == Turn::Worse;
        self.turn() == Some(Turn::Worse) || self.verdicts.iter().any(worse)
    }
}

/// An applicant that one side alone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alone {
    /// By what it is known again.
    pub key: Option<String>,
    /// Its name.
    pub applicant: Option<String>,
    /// Where it stands.
    pub source: String,
    /// The overall verdict.
    pub verdict: Overall,
}

impl Alone {
    fn of(entry: &Entry) -> Alone {
        Alone {
            key: entry.key.clone(),
            applicant: entry.applicant.clone(),
            source: entry.source.clone(),
            verdict: entry.verdict,
        }
    }
}

/// All that differs between two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// How many applicants both sides have.
    pub paired: usize,
    /// Those of them of which something differs.
    pub changed: Vec<Changed>,
    /// Those that only the new side has.
    pub new: Vec<Alone>,
    /// Those that only the old side has.
    pub gone: Vec<Alone>,
    /// What should be known of how it was compared.
    pub notes: Vec<Text>,
}

impl Comparison {
    /// Compares two sides. Where each has one applicant alone, these are compared whatever they are called.
    pub fn between(old: &[Entry], new: &[Entry]) -> Comparison {
        let mut notes = Vec::new();
        let partners = match (old, new) {
            ([_], [_]) => vec![Some(0)],
            _ => pair(old, new, &mut notes),
        };
        let pairs = partners.iter().zip(new);
        let pairs = pairs.filter_map(|(partner, new)| Some((old.get((*partner)?)?, new)));
        let all: Vec<Changed> = pairs.map(|(old, new)| Changed::between(old, new)).collect();
        let met: BTreeSet<usize> = partners.iter().flatten().copied().collect();
        let alone = |(entry, gone): (&Entry, bool)| gone.then(|| Alone::of(entry));
        let without = all.iter().filter(|pair| !pair.facts_compared).count();
        if without > 0 {
            notes.push(text!(
                "{without} 个申报者只比较了结论：有一方没有载明事实（报告只有结论）",
                "of {without} applicants only verdicts were compared: one side tells no facts (a report has verdicts alone)"
            ));
        }
        let days = all.iter().filter(|pair| pair.old_as_of != pair.as_of).count();
        if days > 0 {
            notes.push(text!(
                "{days} 个申报者两次的判断日不同，结论也可能因此而变",
                "of {days} applicants the as-of days differ, which may turn verdicts too"
            ));
        }
        Comparison {
            paired: all.len(),
            changed: all.into_iter().filter(Changed::differs).collect(),
            new: new
                .iter()
                .zip(&partners)
                .filter_map(|(e, p)| alone((e, p.is_none())))
                .collect(),
            gone: (0..)
                .zip(old)
                .filter_map(|(at, e)| alone((e, !met.contains(&at))))
                .collect(),
            notes,
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.new.is_empty() && self.gone.is_empty()
    }

    /// Whether any verdict became worse.
    pub fn is_worse(&self) -> bool {
        self.changed.iter().any(Changed::is_worse)
    }
}

/// For each new entry, the old one that is the same applicant: of one key, else of one name and track where one of them
/// has no code. Of several alike, those held against one pack first, then in their order, which is said.
fn pair(old: &[Entry], new: &[Entry], notes: &mut Vec<Text>) -> Vec<Option<usize>> {
    let mut partners = vec![None; new.len()];
    let mut free = vec![true; old.len()];
    let by_key = |entry: &Entry| entry.key.clone();
    let pack = |entry: &Entry| {
        Some(format!(
            "{}\n{}",
            entry.key.as_deref()?,
            entry.pack.as_deref().unwrap_or_default()
        ))
    };
    let keyless = |entry: &Entry| match entry.key {
        None => Some(entry.source.clone()),
        Some(_) => None,
    };
    match_up(old, new, &pack, &mut free, &mut partners);
    match_up(old, new, &by_key, &mut free, &mut partners);
    match_up(old, new, &keyless, &mut free, &mut partners);
    // one that has got a code since, or had none in an older report, is known by its name
    let name = |entry: &Entry| key::named(entry.applicant.as_deref()?, entry.track.as_deref().unwrap_or_default());
    let named_alone = |entry: &Entry| entry.key == name(entry);
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, entry) in old.iter().enumerate() {
        if let (Some(true), Some(name)) = (free.get(at), name(entry)) {
            by_name.entry(name).or_default().push(at);
        }
    }
    for (entry, partner) in new.iter().zip(&mut partners) {
        let known = name(entry).and_then(|name| by_name.get_mut(&name));
        if let (None, Some(known)) = (&partner, known)
            && let Some(at) = known.first().copied()
            && old.get(at).is_some_and(|old| named_alone(old) != named_alone(entry))
        {
            known.remove(0);
            *partner = Some(at);
        }
    }
    for side in [old, new] {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        side.iter()
            .filter_map(pack)
            .for_each(|key| *count.entry(key).or_default() += 1);
        for (key, count) in count.into_iter().filter(|(_, count)| *count > 1) {
            let key = crate::writing::quote(key.lines().next().unwrap_or_default());
            let note = text!(
                "{count} 份申报信息同为 {key}，按先后对应",
                "dossiers that are all {key}: {count}; they are paired in their order"
            );
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    partners
}

/// Pairs what is still free and alike, in order.
fn match_up(
    old: &[Entry],
    new: &[Entry],
    like: &dyn Fn(&Entry) -> Option<String>,
    free: &mut [bool],
    partners: &mut [Option<usize>],
) {
    let mut known: HashMap<String, std::collections::VecDeque<usize>> = HashMap::new();
    for (at, (entry, free)) in old.iter().zip(free.iter()).enumerate() {
        if let (true, Some(key)) = (*free, like(entry)) {
            known.entry(key).or_default().push_back(at);
        }
    }
    for (entry, partner) in new
        .iter()
        .zip(partners.iter_mut())
        .filter(|(_, partner)| partner.is_none())
    {
        let found = like(entry).and_then(|key| known.get_mut(&key)?.pop_front());
        if let Some(at) = found {
            *partner = Some(at);
            if let Some(free) = free.get_mut(at) {
                *free = false;
            }
        }
    }
}

/// The verdicts that are not what they were.
fn verdicts(old: &Entry, new: &Entry) -> Vec<VerdictChange> {
    let differ = crate::lock::differing(&old.verdicts, &new.verdicts);
    let change = |(condition, old, new): (&String, Option<&Verdict>, Option<&Verdict>)| VerdictChange {
        condition: condition.clone(),
        old: old.copied(),
        new: new.copied(),
        turn: match (old, new) {
            (Some(old), Some(new)) => turned(burden(*old), burden(*new)).unwrap_or(Turn::Other),
            _ => Turn::Other,
        },
    };
    differ.map(change).collect()
}

/// How far a verdict is from being met.
fn burden(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Pass | Verdict::NotApplicable => 0,
        Verdict::Review => 1,
        Verdict::Missing => 2,
        Verdict::Fail => 3,
    }
}

fn turned(old: u8, new: u8) -> Option<Turn> {
    match new.cmp(&old) {
        std::cmp::Ordering::Less => Some(Turn::Better),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Turn::Worse),
    }
}

impl Entry {
    /// A dossier that was judged.
    pub fn judged(dossier: &Dossier, report: &DossierReport) -> Entry {
        Entry {
            facts: Some(facts::of(dossier)),
            ..Entry::told(report)
        }
    }

    /// A dossier as its report tells it, which holds no facts.
    pub fn told(report: &DossierReport) -> Entry {
        let verdicts = report.findings.iter();
        Entry {
            source: report.source.to_string(),
            applicant: report.applicant.clone(),
            track: report.track.as_ref().map(|track| track.id().to_owned()),
            key: report.key.clone(),
            pack: Some(report.pack.clone()),
            as_of: report.as_of,
            verdict: report.verdict,
            verdicts: verdicts
                .map(|finding| (finding.condition.to_string(), finding.verdict))
                .collect(),
            facts: None,
        }
    }

    /// What a lock tells. It names nobody: it is compared with one dossier alone.
    pub fn sealed(source: &str, lock: &Lock) -> Entry {
        let verdicts = lock.verdicts.iter();
        Entry {
            source: source.to_owned(),
            applicant: None,
            track: None,
            key: None,
            pack: Some(lock.pack.id.clone()),
            as_of: lock.as_of,
            verdict: lock.verdict,
            verdicts: verdicts.map(|(id, verdict)| (id.clone(), *verdict)).collect(),
            facts: Some(facts::sealed(&lock.facts.values)),
        }
    }
}
