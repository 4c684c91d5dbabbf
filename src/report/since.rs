//! What an earlier report did not say yet, and what it said that holds no more. Told by applicant, condition and verdict
//! alone: a problem that is worded otherwise is no new one.

use serde::Serialize;

use super::{DossierReport, Finding, Report};
use crate::text::Text;
use crate::verdict::Verdict;

/// How what asks for something stands to an earlier report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was not in it.
    New,
    /// It was in it.
    Unchanged,
}

/// How a report stands to an earlier one.
#[derive(Debug, Serialize)]
pub struct Since {
    /// The earlier report.
    pub report: String,
    /// How many applicants both have.
    pub paired: usize,
    /// How many this one alone has.
    pub came: usize,
    /// How many the earlier one alone has.
    pub left: usize,
    /// How many problems are new.
    pub new: usize,
    /// The problems of applicants in both that are no more what they were.
    pub absent: Vec<Absent>,
    /// What should be known of how it was compared.
    pub notes: Vec<Text>,
}

/// A problem that was, of an applicant that is still there.
#[derive(Debug, Serialize)]
pub struct Absent {
    /// Where the dossier stands among those of the report.
    #[serde(skip)]
    pub dossier: usize,
    /// Where the applicant stands now.
    pub source: std::sync::Arc<str>,
    /// By what it is known again.
    pub key: Option<String>,
    /// The condition.
    pub condition: String,
    /// What the verdict was.
    pub old: Verdict,
    /// What it is; `None` where it is not judged any more.
    pub new: Option<Verdict>,
}

impl Absent {
    /// Whether nothing is asked for any more.
    pub fn is_solved(&self) -> bool {
        self.new.is_none_or(Verdict::is_settled)
    }
}

impl Since {
    /// The counts, in a sentence.
    pub fn said(&self) -> Text {
        let Since {
            report,
            came,
            left,
            new,
            ..
        } = self;
        let solved = self.absent.iter().filter(|absent| absent.is_solved()).count();
        text!(
            "与 {report} 相比：新问题 {new} 项，已解决 {solved} 项；新增申报者 {came} 个，这次没有的 {left} 个",
            "since {report}: new problems: {new}, solved: {solved}; applicants that came: {came}, that are not here: {left}"
        )
    }
}

impl Finding {
    /// Whether an earlier report did not have it.
    pub fn is_new(&self) -> bool {
        self.since == Some(Standing::New)
    }

    /// What else should be known, first whether it is new.
    pub fn remarks(&self) -> impl Iterator<Item = Text> {
        let new = self
            .is_new()
            .then(|| text!("【新】上次没有这个问题", "[new] not in the earlier report"));
        new.into_iter().chain(self.notes.iter().cloned())
    }
}

impl Report {
    /// The problems that an earlier report did not have, each with its dossier.
    pub fn new_problems(&self) -> impl Iterator<Item = (&DossierReport, &Finding)> {
        self.dossiers.iter().flat_map(|dossier| {
            let new = dossier.findings.iter().filter(|finding| finding.is_new());
            new.map(move |finding| (dossier, finding))
        })
    }
}
