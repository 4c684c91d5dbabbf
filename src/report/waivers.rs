//! Waivers: findings that somebody answerable has decided to live with. A waiver changes no verdict; it takes a
//! finding out of what gates the exit code. What is refuted of a binding condition cannot be waived.

use serde::Serialize;

use super::{DossierReport, Finding, Identity, PackSummary};
use crate::day::Day;
use crate::text::Text;
use crate::verdict::{Verdict, Weight};
use crate::writing::{quote, same_name};

/// A waiver as it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// The condition's id.
    pub condition: String,
    /// The applicant's name, or its unified social credit code.
    pub applicant: String,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub approved_by: String,
    /// The last day on which it holds.
    pub expires: Day,
}

/// A waiver, and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Waived {
    /// The waiver.
    #[serde(flatten)]
    pub waiver: Waiver,
    /// What became of it.
    pub state: WaiverState,
    /// The same in a sentence.
    pub message: Text,
}

/// What became of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverState {
    /// No pack in use has its condition.
    Unknown,
    /// There was nothing to waive: the condition is met, or the applicant is not among the dossiers.
    Unused,
    /// The finding is the failure of a binding condition, which nobody can waive.
    Refused,
    /// Its last day is over.
    Expired,
    /// It took a finding out of the gate.
    Applied,
}

/// The waivers of a run.
#[derive(Debug, Clone)]
pub struct Waivers {
    declared: Vec<Waiver>,
    today: Day,
}

/// What each waiver has come to so far, in the order of their declaration.
pub type States = Vec<WaiverState>;

impl Waivers {
    /// The waivers that are declared, on the day of the run.
    pub fn new(declared: Vec<Waiver>, today: Day) -> Waivers {
        Waivers { declared, today }
    }

    /// Whether none is declared.
    pub fn is_empty(&self) -> bool {
        self.declared.is_empty()
    }

    /// The state before anything was judged.
    pub fn unused(&self) -> States {
        vec![WaiverState::Unused; self.declared.len()]
    }

    /// Marks what is waived in a dossier, and notes in `states` what became of the waivers.
    pub fn apply(&self, dossier: &mut DossierReport, states: &mut States) {
        for (waiver, state) in self.declared.iter().zip(states) {
            if !meant(waiver, dossier) {
                continue;
            }
            let finding = dossier
                .findings
                .iter_mut()
                .find(|finding| *finding.condition == *waiver.condition);
            let became = finding.map_or(WaiverState::Unused, |finding| self.on(waiver, finding));
            *state = became.max(*state);
        }
    }

    fn on(&self, waiver: &Waiver, finding: &mut Finding) -> WaiverState {
        match finding.verdict {
            Verdict::Pass | Verdict::NotApplicable => WaiverState::Unused,
            Verdict::Fail if finding.weight == Weight::Must => WaiverState::Refused,
            _ if waiver.expires < self.today => WaiverState::Expired,
            Verdict::Fail | Verdict::Missing | Verdict::Review => {
                finding.waived = Some(waiver.words());
                WaiverState::Applied
            }
        }
    }

    /// What became of every waiver. One whose condition none of `packs` has is unknown; an expired one is expired
    /// whether or not there was something to waive.
    pub fn account(&self, states: &States, packs: &[PackSummary]) -> Vec<Waived> {
        let known = |id: &str| packs.iter().any(|pack| pack.condition(id).is_some());
        let account = self.declared.iter().zip(states).map(|(waiver, state)| {
            let state = match state {
                _ if !packs.is_empty() && !known(&waiver.condition) => WaiverState::Unknown,
                WaiverState::Unused if waiver.expires < self.today => WaiverState::Expired,
                state => *state,
            };
            Waived {
                waiver: waiver.clone(),
                state,
                message: waiver.told(state),
            }
        });
        account.collect()
    }
}

/// Whether a waiver means this applicant.
fn meant(waiver: &Waiver, dossier: &DossierReport) -> bool {
    let name = dossier.applicant.as_deref();
    let code = match &dossier.identity {
        Some(Identity::Organization(code)) => Some(code.to_string()),
        _ => None,
    };
    name.is_some_and(|name| same_name(name, &waiver.applicant))
        || code.is_some_and(|code| same_name(&code, &waiver.applicant))
}

impl Waiver {
    /// What stands beside a finding that is waived.
    fn words(&self) -> Text {
        let (reason, by, until) = (&self.reason, &self.approved_by, self.expires);
        text!(
            "已豁免至 {until}：{reason}（{by} 批准）",
            "waived until {until}: {reason} (approved by {by})"
        )
    }

    fn told(&self, state: WaiverState) -> Text {
        let (applicant, until) = (quote(&self.applicant), self.expires);
        let condition = &self.condition;
        match state {
            WaiverState::Applied => text!(
                "{applicant} 的 {condition} 已豁免至 {until}",
                "{condition} of {applicant} is waived until {until}"
            ),
            WaiverState::Expired => text!(
                "{applicant} 的 {condition} 豁免已于 {until} 到期，不再有效",
                "the waiver of {condition} for {applicant} expired on {until} and no longer holds"
            ),
            WaiverState::Unused => text!(
                "{applicant} 的 {condition} 没有可豁免的结论，这项豁免可以删去",
                "there is nothing to waive in {condition} of {applicant}: the waiver can go"
            ),
            WaiverState::Unknown => text!(
                "豁免所写的条件 {condition} 不存在",
                "there is no condition {condition}, which a waiver names"
            ),
            WaiverState::Refused => text!(
                "{applicant} 的 {condition} 为“不符合”，不能豁免",
                "{condition} of {applicant} is failed, and a failure cannot be waived"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};
    use crate::report::{Exit, Gate};
    use crate::verdict::Reason;

    fn day(day: i8) -> Day {
        Day::new(2025, 12, day).unwrap()
    }

    fn waiver(expires: Day) -> Waiver {
        Waiver {
            condition: "c".to_owned(),
            applicant: "甲公司".to_owned(),
            reason: "证书在途".to_owned(),
            approved_by: "王".to_owned(),
            expires,
        }
    }

    /// What becomes of a waiver until the 20th on the day `today`, whether it is marked, and the exit code.
    fn outcome(weight: Weight, verdict: Verdict, today: i8) -> (WaiverState, bool, u8) {
        let reason = (verdict == Verdict::Review).then_some(Reason::Evidence);
        let mut report = report(vec![finding(weight, verdict, reason)]);
        report.dossiers[0].applicant = Some("甲 公司".to_owned());
        let waivers = Waivers::new(vec![waiver(day(20))], day(today));
        let mut states = waivers.unused();
        waivers.apply(&mut report.dossiers[0], &mut states);
        let mut exit = Exit::new(&[Gate::Fail, Gate::Missing, Gate::Warning, Gate::Evidence]);
        exit.see(&report.dossiers[0]);
        let marked = report.dossiers[0].findings[0].waived.is_some();
        (waivers.account(&states, &[])[0].state, marked, exit.code())
    }

    #[test]
    fn what_may_be_waived_leaves_the_gate_and_a_failure_stays() {
        use WaiverState::*;
        assert_eq!(outcome(Weight::Must, Verdict::Missing, 1), (Applied, true, 0));
        assert_eq!(outcome(Weight::Must, Verdict::Review, 1), (Applied, true, 0));
        assert_eq!(outcome(Weight::Should, Verdict::Fail, 1), (Applied, true, 0));
        assert_eq!(outcome(Weight::Must, Verdict::Fail, 1), (Refused, false, 1));
        assert_eq!(outcome(Weight::Must, Verdict::Pass, 1), (Unused, false, 0));
    }

    #[test]
    fn a_waiver_holds_on_its_last_day_and_not_on_the_next() {
        assert_eq!(
            outcome(Weight::Must, Verdict::Missing, 20),
            (WaiverState::Applied, true, 0)
        );
        assert_eq!(
            outcome(Weight::Must, Verdict::Missing, 21),
            (WaiverState::Expired, false, 3)
        );
        assert_eq!(outcome(Weight::Must, Verdict::Pass, 21).0, WaiverState::Expired);
    }

    #[test]
    fn a_waiver_means_one_applicant_alone() {
        let mut report = report(vec![finding(Weight::Must, Verdict::Missing, None)]);
        report.dossiers[0].applicant = Some("乙公司".to_owned());
        let waivers = Waivers::new(vec![waiver(day(20))], day(1));
        let mut states = waivers.unused();
        waivers.apply(&mut report.dossiers[0], &mut states);
        assert_eq!(states, [WaiverState::Unused]);
        assert!(report.dossiers[0].findings[0].waived.is_none());
    }
}
