//! The lock of a dossier: what it consisted of when it was sealed, to the byte, and what was found of it. Held against
//! the lock of what stands there now, it tells what has changed.
//!
//! A lock is a record, no signature: whoever may write the dossier may write it too.

mod changes;
mod facts;
mod sentences;

use std::collections::BTreeMap;

use memchr::memmem;
use serde::{Deserialize, Serialize, Serializer};
use toml::de::{DeValue, ValueDeserializer};
use toml::value::{Date, Datetime};

use crate::calendar::Calendar;
use crate::day::Day;
use crate::dictionary::Catalogue;
use crate::documents::{Documents, State};
use crate::dossier::Dossier;
use crate::pack::Pack;
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::report::{AsOfFrom, DossierReport};
use crate::syntax;
use crate::verdict::{Overall, Verdict};

pub use changes::{Change, Subject, differing};
pub use facts::each as each_value;

/// The name of the file in the dossier's folder.
pub const FILE: &str = "dossier.lock";

/// The version of what stands in it.
const VERSION: u32 = 1;

/// What stands above it, for whoever opens it.
const HEAD: &str = "# 封存记录，由 quality-award seal 写入，请勿手改；quality-award verify 据此核对有无变动。\n\
                    # Written by `quality-award seal`; not to be edited. `quality-award verify` checks against it.\n\n";

/// What a dossier consisted of, and what was found of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    version: u32,
    /// The version of the program.
    pub tool: String,
    /// The day as of which was judged.
    #[serde(serialize_with = "native")]
    pub as_of: Day,
    /// Where that day comes from.
    pub as_of_from: AsOfFrom,
    /// The verdict over the binding conditions.
    pub verdict: Overall,
    /// The pack it was held against.
    pub pack: PackPrint,
    /// The calendar that was used.
    pub calendar: Print,
    /// What the applicant states.
    pub facts: Facts,
    /// The verdicts by condition.
    pub verdicts: BTreeMap<String, Verdict>,
    /// Every file beside it, in the order of paths.
    #[serde(default)]
    pub documents: Vec<DocumentPrint>,
}

/// What a pack was, to the byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPrint {
    /// Its id.
    pub id: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What a thing was, to the byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What the applicant stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The file they were read from, in the dossier's folder.
    pub file: String,
    /// The SHA-256 of that file.
    pub file_sha256: String,
    /// The SHA-256 of the values: equal for equal facts, however they were written.
    pub sha256: String,
    /// Every value that is given, by its path, in plain text; of a table, by its path, how many rows it has. Identity
    /// numbers are masked, and compared only as far as they show.
    pub values: BTreeMap<String, String>,
}

/// What a document was, to the byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentPrint {
    /// Its path inside the folder.
    pub file: String,
    /// The ids of the kinds it serves as; none where nothing tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Whether it is there and can be used.
    pub state: State,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes; none where it is not there, or was not followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A dossier that was read and judged whole.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'j> {
    /// The facts.
    pub dossier: &'j Dossier,
    /// The name of the file they were read from, in the dossier's folder.
    pub file: &'j str,
    /// The SHA-256 of that file.
    pub file_sha256: &'j str,
    /// The documents.
    pub documents: &'j Documents,
    /// The verdicts.
    pub report: &'j DossierReport,
    /// By which pack.
    pub pack: &'j Pack,
    /// By which calendar.
    pub calendar: &'j Calendar,
}

impl Lock {
    /// The lock of a dossier as it stands.
    pub fn of(judged: &Judged<'_>) -> Lock {
        let (report, pack) = (judged.report, judged.pack);
        let values = facts::values(judged.dossier);
        let verdicts = report.findings.iter();
        Lock {
            version: VERSION,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            as_of: report.as_of,
            as_of_from: report.as_of_from,
            verdict: report.verdict,
            pack: PackPrint {
                id: pack.id.clone(),
                sha256: pack.sha256.clone(),
            },
            calendar: Print {
                sha256: judged.calendar.sha256(),
            },
            facts: Facts {
                file: judged.file.to_owned(),
                file_sha256: judged.file_sha256.to_owned(),
                sha256: facts::digest(&values),
                values,
            },
            verdicts: verdicts
                .map(|finding| (finding.condition.to_string(), finding.verdict))
                .collect(),
            documents: prints(judged.documents, &judged.dossier.dictionary.catalogue),
        }
    }

    /// The lock as it stands in its file.
    ///
    /// # Errors
    /// None that a lock made here can give rise to.
    pub fn write(&self) -> Result<String, toml::ser::Error> {
        Ok(format!("{HEAD}{}", toml::to_string(self)?))
    }

    /// Whether a file is a lock, be it that it was edited since: it says who wrote it.
    pub fn is_in(bytes: &[u8]) -> bool {
        memmem::find(bytes, b"quality-award seal").is_some()
    }

    /// Reads a lock.
    ///
    /// # Errors
    /// What is wrong with it: it was edited, cut short, or written by a later version.
    pub fn read(source: &Source) -> Result<Lock, Unreadable> {
        let unreadable = |errors| Unreadable::new(source.clone(), errors);
        let (table, errors) = syntax::parse(source.contents());
        if !errors.is_empty() {
            return Err(unreadable(errors));
        }
        if let Some(version) = table.get_ref().get("version")
            && let Some(number) = version.get_ref().as_integer()
            && number.as_str() != VERSION.to_string()
        {
            let message = text!(
                "这份封存记录由另一版本的工具写成，本工具读不了；请更新本工具或重新封存",
                "this lock was written by another version, which this one cannot read; update this tool or seal anew"
            );
            let spot = Spot::span(version.span());
            return Err(unreadable(vec![InputError::at(spot, message)]));
        }
        let span = table.span();
        let table = toml::Spanned::new(span, DeValue::Table(table.into_inner()));
        let lock = Lock::deserialize(ValueDeserializer::from(table)).map_err(|error| {
            let message = text!(
                "封存记录这里被改动过，或不完整；请重新封存",
                "the lock was edited here, or is cut short; seal the dossier anew"
            );
            unreadable(vec![InputError::at(Spot::span(error.span().unwrap_or(0..0)), message)])
        })?;
        if facts::digest(&lock.facts.values) != lock.facts.sha256 {
            let message = text!(
                "封存记录里的事实与其指纹不符，记录被改动过；请重新封存",
                "the facts in the lock are not those of its digest: it was edited; seal the dossier anew"
            );
            return Err(unreadable(vec![InputError::whole(message)]));
        }
        Ok(lock)
    }

    /// What has changed from this lock to `now`, in the order of causes: files, facts, law, verdicts.
    pub fn changes(&self, now: &Lock) -> Vec<Change> {
        changes::between(self, now)
    }
}

/// Every file that a dossier names or that lies in its folder, once; without the lock itself.
fn prints(documents: &Documents, catalogue: &Catalogue) -> Vec<DocumentPrint> {
    let mut prints: BTreeMap<&str, DocumentPrint> = BTreeMap::new();
    let named = |file: &str| !file.trim().is_empty() && file != FILE;
    for held in documents.each.iter().filter(|held| named(&held.document.file)) {
        let document = &held.document;
        let print = prints.entry(&document.file).or_insert_with(|| DocumentPrint {
            file: document.file.clone(),
            kinds: Vec::new(),
            state: held.state(),
            bytes: document.bytes,
            sha256: document.sha256.clone(),
        });
        let kind = held.kind.and_then(|kind| catalogue.get(kind));
        print.kinds.extend(kind.map(|kind| kind.id.clone()));
    }
    prints.into_values().collect()
}

/// A day as TOML writes it.
fn native<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    let date = Date {
        year: day.year().unsigned_abs(),
        month: day.month().unsigned_abs(),
        day: day.day().unsigned_abs(),
    };
    Datetime::from(date).serialize(serializer)
}
