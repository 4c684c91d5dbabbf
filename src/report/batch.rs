//! What only several dossiers together show: what holds most of them back, who is one condition away from
//! eligible, and which seem to be one applicant's twice.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::{DossierReport, Finding, Report};
use crate::id_number::{CreditCode, IdNumber};
use crate::text::Text;
use crate::verdict::Verdict;
use crate::writing::tame;

/// Who an applicant is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// An organization, by its unified social credit code.
    Organization(CreditCode),
    /// A person, by the identity number.
    Person(IdNumber),
    /// A person whose identity number is not given, by name and employer, both folded.
    Named {
        /// The name.
        name: String,
        /// The employer.
        employer: String,
    },
}

/// By what two dossiers seem to be one applicant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// One unified social credit code in one track.
    CreditCode,
    /// One person.
    Person,
}

/// Dossiers that seem to be one applicant's.
#[derive(Debug, Clone, Serialize)]
pub struct Duplicate {
    /// By what.
    pub by: Sameness,
    /// Where they stand, in the order in which they were given.
    pub sources: Vec<Arc<str>>,
    /// The same in a sentence.
    pub message: Text,
}

/// How many dossiers a sentence names one by one.
const SOURCES: usize = 5;

/// A binding condition that holds dossiers back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause<'r> {
    /// The pack.
    pub pack: &'r str,
    /// The condition's id.
    pub condition: &'r str,
    /// How many dossiers fail it.
    pub failed: usize,
    /// How many lack a fact or document for it.
    pub missing: usize,
}

impl Cause<'_> {
    /// How many dossiers it holds back.
    pub fn dossiers(&self) -> usize {
        self.failed + self.missing
    }
}

impl Report {
    /// The binding conditions that hold dossiers back, the most frequent first; of equals, in the pack's order.
    pub fn causes(&self) -> Vec<Cause<'_>> {
        let mut causes: Vec<Cause<'_>> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for pack in &self.packs {
            for (condition, _) in &pack.conditions {
                known.entry((&pack.id, condition)).or_insert_with(|| {
                    causes.push(Cause {
                        pack: &pack.id,
                        condition,
                        failed: 0,
                        missing: 0,
                    });
                    causes.len() - 1
                });
            }
        }
        for dossier in &self.dossiers {
            for finding in dossier.findings.iter().filter(|finding| finding.blocks()) {
                let cause = known.get(&(dossier.pack.as_str(), &*finding.condition));
                match (cause.and_then(|cause| causes.get_mut(*cause)), finding.verdict) {
                    (Some(cause), Verdict::Fail) => cause.failed += 1,
                    (Some(cause), _) => cause.missing += 1,
                    (None, _) => {}
                }
            }
        }
        causes.retain(|cause| cause.dossiers() > 0);
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.dossiers()));
        causes
    }

    /// The dossiers that one binding condition alone keeps from being eligible, with that finding.
    pub fn one_away(&self) -> Vec<(&DossierReport, &Finding)> {
        let one = |dossier| {
            let mut blocking = DossierReport::blocking(dossier);
            match (blocking.next(), blocking.next()) {
                (Some(only), None) => Some((dossier, only)),
                _ => None,
            }
        };
        self.dossiers.iter().filter_map(one).collect()
    }
}

impl DossierReport {
    /// The findings that keep it from being eligible, in the order of the pack.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.blocks())
    }
}

impl Duplicate {
    /// The dossiers in `judged` that seem to be one applicant's, in the order in which the first of each stands.
    pub fn among(judged: impl IntoIterator<Item = (Identity, Arc<str>)>) -> Vec<Duplicate> {
        let mut groups: Vec<(Identity, Vec<Arc<str>>)> = Vec::new();
        let mut known: HashMap<Identity, usize> = HashMap::new();
        for (identity, source) in judged {
            match known.get(&identity).and_then(|at| groups.get_mut(*at)) {
                Some((_, sources)) => sources.push(source),
                None => {
                    known.insert(identity.clone(), groups.len());
                    groups.push((identity, vec![source]));
                }
            }
        }
        let several = groups.into_iter().filter(|(_, sources)| sources.len() > 1);
        several
            .map(|(identity, sources)| Duplicate::new(&identity, sources))
            .collect()
    }

    fn new(identity: &Identity, sources: Vec<Arc<str>>) -> Duplicate {
        let count = sources.len();
        let first = sources.get(..SOURCES.min(count)).unwrap_or_default();
        let list = |between: &str, more: &str| {
            let more = if count > SOURCES { more } else { "" };
            format!("{}{more}", tame(&first.join(between)))
        };
        let (zh, en) = (list("、", "等"), list(", ", ", …"));
        let (by, message) = match identity {
            Identity::Organization(code) => (
                Sameness::CreditCode,
                text!(
                    "{count} 份申报信息的统一社会信用代码同为 {code}，类别也相同：{zh}",
                    "{count} dossiers of one track bear the credit code {code}: {en}"
                ),
            ),
            Identity::Person(_) | Identity::Named { .. } => (
                Sameness::Person,
                text!(
                    "{count} 份申报信息似为同一人：{zh}",
                    "{count} dossiers seem to be one person's: {en}"
                ),
            ),
        };
        Duplicate { by, sources, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};
    use crate::verdict::{Reason, Weight};

    fn named(name: &str) -> Identity {
        Identity::Named {
            name: name.to_owned(),
            employer: "甲".to_owned(),
        }
    }

    #[test]
    fn only_what_stands_alone_is_one_away() {
        let must = |verdict| finding(Weight::Must, verdict, None);
        let pass = must(Verdict::Pass);
        let review = finding(Weight::Must, Verdict::Review, Some(Reason::Committee));
        let advice = finding(Weight::Should, Verdict::Fail, None);
        let away = |findings| report(findings).one_away().len();
        assert_eq!(away(vec![must(Verdict::Fail), pass, review, advice]), 1);
        assert_eq!(away(vec![must(Verdict::Missing)]), 1);
        assert_eq!(away(vec![must(Verdict::Missing), must(Verdict::Fail)]), 0);
        assert_eq!(away(vec![must(Verdict::Pass)]), 0);
    }

    #[test]
    fn an_applicant_given_three_times_is_one_duplicate_in_the_order_given() {
        let judged = [("甲", "1"), ("乙", "2"), ("甲", "3"), ("甲", "4")];
        let found = Duplicate::among(judged.map(|(name, source)| (named(name), source.into())));
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].sources.iter().map(|s| &**s).collect::<Vec<_>>(),
            ["1", "3", "4"]
        );
        assert_eq!(found[0].by, Sameness::Person);
        assert!(Duplicate::among([(named("甲"), "1".into()), (named("乙"), "2".into())]).is_empty());
    }
}
