//! Verdicts, what they weigh, and how several combine (Kleene's three-valued logic, with a place for the
//! judgement of people and for clauses that address someone else).

use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text};

/// What the facts say about one condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The facts establish it.
    Pass,
    /// The facts refute it.
    Fail,
    /// A fact or document needed to decide was not given.
    Missing,
    /// Given, but a person must judge.
    Review,
    /// The clause does not address this applicant.
    NotApplicable,
}

impl Verdict {
    /// All verdicts, in the order of the documentation.
    pub const ALL: [Verdict; 5] = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Missing,
        Verdict::Review,
        Verdict::NotApplicable,
    ];

    /// Whether nothing is asked of anyone.
    pub fn is_settled(self) -> bool {
        matches!(self, Verdict::Pass | Verdict::NotApplicable)
    }

    /// The id that machines read.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Missing => "missing",
            Verdict::Review => "review",
            Verdict::NotApplicable => "not_applicable",
        }
    }

    /// The word that people read.
    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Verdict::Pass, Lang::Zh) => "通过",
            (Verdict::Fail, Lang::Zh) => "不符合",
            (Verdict::Missing, Lang::Zh) => "缺材料",
            (Verdict::Review, Lang::Zh) => "待评审",
            (Verdict::NotApplicable, Lang::Zh) => "不适用",
            (Verdict::Pass, Lang::En) => "pass",
            (Verdict::Fail, Lang::En) => "fail",
            (Verdict::Missing, Lang::En) => "missing",
            (Verdict::Review, Lang::En) => "review",
            (Verdict::NotApplicable, Lang::En) => "n/a",
        }
    }

    /// All of them must hold: fail > missing > review > pass; what is not applicable stays out of it.
    /// Nothing to combine, or nothing applicable, is not applicable.
    pub fn all_of(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        Verdict::strongest(
            verdicts,
            [Verdict::Fail, Verdict::Missing, Verdict::Review, Verdict::Pass],
        )
    }

    /// One of them is enough: pass > review > missing > fail; what is not applicable stays out of it.
    pub fn one_of(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        Verdict::strongest(
            verdicts,
            [Verdict::Pass, Verdict::Review, Verdict::Missing, Verdict::Fail],
        )
    }

    /// Two readings of one text: what both say, or review. Not applicable agrees with pass. What is missing under one
    /// reading is missing: an absent fact never hides behind the other.
    pub fn between_readings(a: Verdict, b: Verdict) -> Verdict {
        match (a, b) {
            (a, b) if a == b => a,
            (Verdict::Missing, _) | (_, Verdict::Missing) => Verdict::Missing,
            (Verdict::NotApplicable, Verdict::Pass) | (Verdict::Pass, Verdict::NotApplicable) => Verdict::Pass,
            _ => Verdict::Review,
        }
    }

    /// The first of `order` that occurs among `verdicts`.
    fn strongest(verdicts: impl IntoIterator<Item = Verdict>, order: [Verdict; 4]) -> Verdict {
        let rank = |verdict: &Verdict| order.iter().position(|v| v == verdict).unwrap_or(order.len());
        verdicts.into_iter().min_by_key(rank).unwrap_or(Verdict::NotApplicable)
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

/// Why a verdict is *review*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Two readings of the text differ.
    Readings,
    /// What was given does not settle it.
    Evidence,
    /// Only the committee can judge.
    Committee,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Reason; 3] = [Reason::Readings, Reason::Evidence, Reason::Committee];

    /// The id that machines read.
    pub fn id(self) -> &'static str {
        match self {
            Reason::Readings => "readings",
            Reason::Evidence => "evidence",
            Reason::Committee => "committee",
        }
    }

    /// The words that people read.
    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Reason::Readings, Lang::Zh) => "两种理解不一",
            (Reason::Evidence, Lang::Zh) => "现有情况不足以认定",
            (Reason::Committee, Lang::Zh) => "由评审委员会判断",
            (Reason::Readings, Lang::En) => "two readings differ",
            (Reason::Evidence, Lang::En) => "what was given does not settle it",
            (Reason::Committee, Lang::En) => "for the committee to judge",
        }
    }
}

/// What a verdict that is not a pass costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A binding source demands it.
    Must,
    /// A source that does not bind advises it; a failure is a warning.
    Should,
}

impl Weight {
    /// Both weights.
    pub const ALL: [Weight; 2] = [Weight::Must, Weight::Should];

    /// The id that packs and machines use.
    pub fn id(self) -> &'static str {
        match self {
            Weight::Must => "must",
            Weight::Should => "should",
        }
    }
}

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The applicant says so.
    Declared,
    /// A document was named or examined.
    Documented,
}

/// The verdict on a whole dossier, over its binding conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// No binding condition is failed or left open for want of a fact.
    Eligible,
    /// None is failed, some are missing.
    Incomplete,
    /// At least one is failed.
    Ineligible,
}

impl Overall {
    /// The verdict over the `must` conditions of a dossier in which so many places could not be read: they keep it from
    /// being whole.
    pub fn over(musts: impl IntoIterator<Item = Verdict>, unread: usize) -> Overall {
        match Verdict::all_of(musts) {
            Verdict::Fail => Overall::Ineligible,
            Verdict::Missing => Overall::Incomplete,
            _ if unread > 0 => Overall::Incomplete,
            Verdict::Pass | Verdict::Review | Verdict::NotApplicable => Overall::Eligible,
        }
    }

    /// The id that machines read.
    pub fn id(self) -> &'static str {
        match self {
            Overall::Eligible => "eligible",
            Overall::Incomplete => "incomplete",
            Overall::Ineligible => "ineligible",
        }
    }

    /// The word that people read.
    pub fn label(self) -> Text {
        match self {
            Overall::Eligible => text!("未见硬性不符", "eligible"),
            Overall::Incomplete => text!("材料不全", "incomplete"),
            Overall::Ineligible => text!("不符合", "ineligible"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Verdict::{self, *};
    use super::{Overall, Reason};
    use crate::text::Lang;

    #[test]
    fn each_is_called_by_a_word_of_its_own_in_either_language() {
        let overall = [Overall::Eligible, Overall::Incomplete, Overall::Ineligible].map(Overall::label);
        for lang in [Lang::Zh, Lang::En] {
            let verdicts: HashSet<_> = Verdict::ALL.map(|verdict| verdict.label(lang)).into();
            let reasons: HashSet<_> = Reason::ALL.map(|reason| reason.label(lang)).into();
            let overall: HashSet<_> = overall.iter().map(|label| label.get(lang)).collect();
            assert_eq!([verdicts.len(), reasons.len(), overall.len()], [5, 3, 3]);
            for label in verdicts.into_iter().chain(reasons).chain(overall) {
                let chinese = label.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(chinese, lang == Lang::Zh, "{label}");
                assert!(!label.is_empty());
            }
        }
    }

    #[test]
    fn an_id_is_what_machines_read_however_it_is_written() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.id());
            assert_eq!(verdict.to_string(), verdict.id());
        }
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.id());
        }
        for overall in [Overall::Eligible, Overall::Incomplete, Overall::Ineligible] {
            assert_eq!(serde_json::to_value(overall).unwrap(), overall.id());
        }
    }

    #[test]
    fn one_known_loss_decides_even_where_another_year_is_missing() {
        assert_eq!(Verdict::all_of([Pass, Missing, Fail]), Fail);
        assert_eq!(Verdict::all_of([Pass, Missing, Review]), Missing);
        assert_eq!(Verdict::all_of([Pass, Review, NotApplicable]), Review);
        assert_eq!(Verdict::all_of([Pass, NotApplicable]), Pass);
        assert_eq!(Verdict::all_of([]), NotApplicable);
    }

    #[test]
    fn one_good_thing_is_enough_where_one_is_asked_for() {
        assert_eq!(Verdict::one_of([Fail, Missing, Pass]), Pass);
        assert_eq!(Verdict::one_of([Fail, Missing, Review]), Review);
        assert_eq!(Verdict::one_of([Fail, Missing]), Missing);
        assert_eq!(Verdict::one_of([Fail, NotApplicable]), Fail);
    }

    #[test]
    fn readings_that_differ_are_for_a_person() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::between_readings(verdict, verdict), verdict);
        }
        assert_eq!(Verdict::between_readings(NotApplicable, Pass), Pass);
        assert_eq!(Verdict::between_readings(NotApplicable, Fail), Review);
        assert_eq!(Verdict::between_readings(Fail, Pass), Review);
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::between_readings(verdict, Missing), Missing);
            assert_eq!(Verdict::between_readings(Missing, verdict), Missing);
        }
    }
}
