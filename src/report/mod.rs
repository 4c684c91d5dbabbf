//! The report: every verdict on every dossier, and all that could not be checked. Each format renders this one
//! thing; as JSON it is the stable contract (`schema_version` 1).

mod batch;
mod dossier;
mod exit;
pub mod key;
mod outlook;
mod provenance;
mod redact;
mod since;
mod support;
#[cfg(test)]
pub(crate) mod testing;
mod waivers;

use std::sync::Arc;

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::day::Day;
use crate::dictionary::Track;
use crate::pack::{Authority, Force, Pack, Remedies, Seen};
use crate::place::{Place, Unreadable};
use crate::text::{Lang, Text};
use crate::verdict::{Basis, Overall, Reason, Verdict, Weight};

pub use batch::{Cause, Duplicate, Identity, Sameness};
pub use exit::{Exit, Gate};
pub use outlook::Outlook;
pub use provenance::{Brought, Told};
pub use redact::Redactor;
pub use since::{Absent, Since, Standing};
pub use support::Support;
pub use waivers::{States, Waived, Waiver, WaiverState, Waivers};

/// The version of the JSON contract.
const SCHEMA_VERSION: u32 = 1;

/// Everything one run found.
#[derive(Debug, Serialize)]
pub struct Report {
    schema_version: u32,
    /// The program that wrote it.
    pub tool: Tool,
    /// The calendar that was used.
    pub calendar: Fingerprint,
    /// The file of settings that the run went by, if there was one.
    pub settings: Option<Brought>,
    /// The packs that were used.
    pub packs: Vec<PackSummary>,
    /// The counts.
    pub summary: Summary,
    /// One entry for each dossier, in the order in which they were given.
    pub dossiers: Vec<DossierReport>,
    /// Dossiers that seem to be one applicant's twice.
    pub duplicates: Vec<Duplicate>,
    /// Every waiver that was declared, and what became of it.
    pub waivers: Vec<Waived>,
    /// The day of the run, where something depended on it: a waiver's expiry.
    pub today: Option<Day>,
    /// Files that were passed over.
    pub skipped: Vec<Skipped>,
    /// How it stands to an earlier report, where one was named.
    pub since: Option<Since>,
    /// What could not be read.
    #[serde(rename = "errors", serialize_with = "errors")]
    pub unreadable: Vec<Unreadable>,
}

/// The program.
#[derive(Debug, Clone, Serialize)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    /// This very program.
    pub fn this() -> Tool {
        Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// What a thing was, to the byte.
#[derive(Debug, Clone, Serialize)]
pub struct Fingerprint {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A pack as far as a report needs it.
#[derive(Debug, Clone, Serialize)]
pub struct PackSummary {
    /// Its id.
    pub id: String,
    /// The award and edition.
    pub title: Text,
    /// Its fingerprint.
    pub sha256: String,
    /// Its file, unless it is in the program.
    pub file: Option<String>,
    /// Binding sources that could not be obtained, by title.
    pub unseen_sources: Vec<String>,
    /// Every source, and how much of it was seen.
    pub sources: Vec<SourceSummary>,
    /// How much was seen of the sources that bind, in words.
    #[serde(skip)]
    pub coverage: Text,
    /// The same, in both languages.
    #[serde(skip)]
    unseen_full: Vec<Text>,
    /// The same in short, for a headline.
    #[serde(skip)]
    pub unseen: Text,
    /// Its conditions by id, in the order of the pack.
    #[serde(serialize_with = "by_id")]
    pub conditions: Vec<(Arc<str>, ConditionSummary)>,
}

/// A source as far as a report needs it.
#[derive(Debug, Clone, Serialize)]
pub struct SourceSummary {
    /// What it is called.
    pub title: Text,
    /// How far it binds.
    pub force: Force,
    /// How much of it was seen, where the pack says so.
    pub seen: Option<Seen>,
    /// What of it was not seen, where it was seen in part.
    pub cut: Option<Text>,
}

/// A condition as far as a report needs it.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionSummary {
    /// What it is called.
    pub title: Text,
    /// What failing it costs.
    pub weight: Weight,
    /// The clause it rests on.
    pub clause: ClauseSummary,
    /// What is required.
    pub required: Text,
    /// What to do about it, with the numbers that a dossier gives still in braces.
    #[serde(skip)]
    pub remedies: Remedies,
}

/// A clause as far as a report needs it.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseSummary {
    /// The title of its source.
    pub source: Text,
    /// Its number there.
    pub number: String,
    /// Its words.
    pub text: String,
}

/// How many of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were looked into, those that could not be read among them.
    pub files: usize,
    /// Dossiers that were judged.
    pub dossiers: usize,
    /// Those without a known failure or gap.
    pub eligible: usize,
    /// Those that lack facts.
    pub incomplete: usize,
    /// Those that fail a binding condition.
    pub ineligible: usize,
    /// Files or applicants that could not be read.
    pub unreadable: usize,
    /// Conditions left to a person.
    pub reviews: usize,
    /// Failed conditions that do not bind.
    pub warnings: usize,
}

impl Summary {
    /// Counts the verdicts on a dossier.
    pub fn count(&mut self, dossier: &DossierReport) {
        self.dossiers += 1;
        match dossier.verdict {
            Overall::Eligible => self.eligible += 1,
            Overall::Incomplete => self.incomplete += 1,
            Overall::Ineligible => self.ineligible += 1,
        }
        self.reviews += dossier.count(|finding| finding.verdict == Verdict::Review);
        self.warnings += dossier.count(Finding::is_warning);
    }
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Summary) {
        self.files += other.files;
        self.dossiers += other.dossiers;
        self.eligible += other.eligible;
        self.incomplete += other.incomplete;
        self.ineligible += other.ineligible;
        self.unreadable += other.unreadable;
        self.reviews += other.reviews;
        self.warnings += other.warnings;
    }
}

/// A file that was passed over, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: Text,
}

/// Where the as-of day comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsOfFrom {
    /// The dossier's day of submission.
    SubmittedOn,
    /// The command line.
    Flag,
    /// Today in Shanghai.
    Today,
}

/// The verdicts on one dossier.
#[derive(Debug, Serialize)]
pub struct DossierReport {
    /// The file it was read from; of an applicant in a roster, also the sheet and the row's first cell.
    pub source: Arc<str>,
    /// The pack it was held against.
    pub pack: String,
    /// The applicant's name, if it is given.
    pub applicant: Option<String>,
    /// The track, if it is given.
    pub track: Option<Track>,
    /// By what the applicant is known again in another report; none where nothing tells, or where it must not be
    /// told.
    pub key: Option<String>,
    /// The day as of which it was judged.
    pub as_of: Day,
    /// Where that day comes from.
    pub as_of_from: AsOfFrom,
    /// Who the applicant is, for telling whether two dossiers are one applicant's.
    #[serde(skip)]
    pub identity: Option<Identity>,
    /// The verdict over the binding conditions.
    pub verdict: Overall,
    /// How many things in the dossier could not be read.
    #[serde(skip)]
    pub unread: usize,
    /// What is still to come, before submission.
    pub outlook: Option<Outlook>,
    /// Whether conditions on documents were judged.
    pub materials_examined: bool,
    /// What should be known of the files beside the dossier, whatever conditions there are.
    pub materials_notes: Vec<Text>,
    /// One for each condition that addresses the track.
    pub findings: Vec<Finding>,
}

/// One condition's verdict on one dossier.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The condition's id.
    pub condition: Arc<str>,
    /// The verdict.
    pub verdict: Verdict,
    /// What failing it costs.
    pub weight: Weight,
    /// Why it is review.
    pub reason: Option<Reason>,
    /// What it rests on.
    pub basis: Basis,
    /// What was found.
    pub found: Text,
    /// What was required.
    pub required: Text,
    /// What to do, where something can be done.
    pub remedy: Option<Text>,
    /// What else should be known.
    pub notes: Vec<Text>,
    /// The documents that bear it out, where documents were examined.
    pub documents: Vec<Support>,
    /// The facts and gaps it rests on.
    pub places: Vec<FactPlace>,
    /// The waiver that takes it out of the gate, if one does.
    pub waived: Option<Text>,
    /// Whether it is new, where an earlier report was named and it asks for something.
    pub since: Option<Standing>,
    /// The day by which the remedy must be begun.
    #[serde(skip)]
    pub act_by: Option<Day>,
    /// Whether no act serves any more in this edition.
    #[serde(skip)]
    pub too_late: bool,
}

/// A field and where it stands; of a gap, the field and the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactPlace {
    /// The field's path.
    pub field: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

impl Finding {
    /// Whether it is a warning: a condition that does not bind and is failed.
    pub fn is_warning(&self) -> bool {
        self.weight == Weight::Should && self.verdict == Verdict::Fail
    }

    /// Whether it keeps the dossier from being eligible: a binding condition that is failed or lacks a fact.
    pub fn blocks(&self) -> bool {
        self.weight == Weight::Must && matches!(self.verdict, Verdict::Fail | Verdict::Missing)
    }

    /// The word that people read for its verdict.
    pub fn label(&self, lang: Lang) -> &'static str {
        match (self.is_warning(), lang) {
            (true, Lang::Zh) => "提醒",
            (true, Lang::En) => "warning",
            (false, lang) => self.verdict.label(lang),
        }
    }
}

impl SourceSummary {
    fn of(source: &Authority) -> SourceSummary {
        SourceSummary {
            title: source.title.clone(),
            force: source.force,
            seen: match source.force {
                Force::BindingUnseen => Some(Seen::None),
                Force::Binding | Force::Advisory => source.seen,
            },
            cut: source.cut.clone(),
        }
    }
}

impl PackSummary {
    /// A pack as a report shows it.
    pub fn of(pack: &Pack) -> PackSummary {
        let unseen: Vec<&Authority> = pack.unseen().collect();
        let read = pack.sources.iter().filter(|source| source.force == Force::Binding);
        let list = |word: fn(&Authority) -> &str, between: &str| {
            unseen
                .iter()
                .map(|source| word(source))
                .collect::<Vec<_>>()
                .join(between)
        };
        let conditions = pack.conditions.iter().map(|condition| {
            let clause = pack.clause_of(condition);
            let source = clause.and_then(|clause| pack.source(&clause.source));
            let summary = ConditionSummary {
                title: condition.title.clone(),
                weight: condition.weight,
                clause: ClauseSummary {
                    source: source.map(|source| source.title.clone()).unwrap_or_default(),
                    number: clause.map(|clause| clause.number.clone()).unwrap_or_default(),
                    text: clause.map(|clause| clause.text.clone()).unwrap_or_default(),
                },
                required: condition.rule.rule().required(&pack.dictionary),
                remedies: condition.remedies.clone(),
            };
            (condition.id.clone(), summary)
        });
        PackSummary {
            id: pack.id.clone(),
            title: pack.title.clone(),
            sha256: pack.sha256.clone(),
            file: pack.brought_from().map(str::to_owned),
            sources: pack.sources.iter().map(SourceSummary::of).collect(),
            coverage: Text::list(&read.filter_map(Authority::coverage).collect::<Vec<_>>()),
            unseen_sources: unseen.iter().map(|source| source.title.zh.clone()).collect(),
            unseen_full: unseen.iter().map(|source| source.title.clone()).collect(),
            unseen: Text {
                zh: list(|source| &source.short.zh, "及"),
                en: list(|source| &source.short.en, " and "),
            },
            conditions: conditions.collect(),
        }
    }

    /// The binding sources that could not be obtained, in a sentence's words.
    pub fn unseen_titles(&self) -> Text {
        Text::join(&self.unseen_full)
    }

    /// A condition by its id.
    pub fn condition(&self, id: &str) -> Option<&ConditionSummary> {
        self.conditions
            .iter()
            .find(|(known, _)| &**known == id)
            .map(|(_, condition)| condition)
    }
}

impl Report {
    /// A report that holds nothing yet.
    pub fn new(calendar: &Calendar) -> Report {
        Report {
            schema_version: SCHEMA_VERSION,
            tool: Tool::this(),
            calendar: Fingerprint {
                sha256: calendar.sha256(),
            },
            settings: None,
            packs: Vec::new(),
            summary: Summary::default(),
            dossiers: Vec::new(),
            duplicates: Vec::new(),
            waivers: Vec::new(),
            today: None,
            skipped: Vec::new(),
            since: None,
            unreadable: Vec::new(),
        }
    }

    /// Adds a pack, unless it is there.
    pub fn add_pack(&mut self, pack: &Pack) {
        if !self
            .packs
            .iter()
            .any(|known| known.id == pack.id && known.sha256 == pack.sha256)
        {
            self.packs.push(PackSummary::of(pack));
        }
    }

    /// Adds the verdicts on a dossier.
    pub fn add(&mut self, dossier: DossierReport) {
        self.summary.count(&dossier);
        self.dossiers.push(dossier);
    }

    /// Adds what could not be read.
    pub fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.summary.unreadable += 1;
        self.unreadable.push(unreadable);
    }

    /// The pack a dossier was held against.
    pub fn pack_of(&self, dossier: &DossierReport) -> Option<&PackSummary> {
        self.packs.iter().find(|pack| pack.id == dossier.pack)
    }
}

/// One thing that could not be read, at its place.
#[derive(Debug, Serialize)]
pub struct Wrong {
    /// The place.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong there, and how to put it right.
    pub message: Text,
}

impl Wrong {
    /// Each thing that is wrong with one source.
    pub fn each(unreadable: &Unreadable) -> impl Iterator<Item = Wrong> {
        unreadable.errors.iter().map(|error| Wrong {
            place: unreadable.source.place(error.spot),
            message: Text::join([&error.message].into_iter().chain(&error.hint)),
        })
    }
}

/// Writes what could not be read with one entry for each error, as `{file, line, column, sheet, cell, message}`.
///
/// # Errors
/// The serializer's own.
pub fn errors<S: Serializer>(unreadable: &[Unreadable], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(unreadable.iter().flat_map(Wrong::each))
}

/// Conditions as an object by id.
fn by_id<S: Serializer>(conditions: &[(Arc<str>, ConditionSummary)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(conditions.len()))?;
    for (id, condition) in conditions {
        map.serialize_entry(id, condition)?;
    }
    map.end()
}
