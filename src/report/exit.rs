//! The exit code of a run: what gates it, and how it is reached dossier by dossier.

use serde::Serialize;

use super::{DossierReport, Finding, Report, Waived, WaiverState};
use crate::verdict::{Reason, Verdict, Weight};

/// The exit code of a run, as far as it has come: 2 where something could not be checked, 1 where a finding other
/// than a missing fact gates, 3 where a missing fact does, else 0.
#[derive(Debug, Clone, Default)]
pub struct Exit {
    gates: Vec<Gate>,
    /// Whether only what an earlier report did not have gates.
    new_alone: bool,
    unreadable: bool,
    gated: bool,
    missing: bool,
}

impl Exit {
    /// A run in which these gate.
    pub fn new(gates: &[Gate]) -> Exit {
        let new_alone = gates.contains(&Gate::New);
        let mut gates = gates.to_vec();
        let of_whole = |gate: &Gate| matches!(gate, Gate::New | Gate::Waivers | Gate::Duplicates);
        if new_alone && gates.iter().all(of_whole) {
            gates.extend(Gate::DEFAULT);
        }
        Exit {
            gates,
            new_alone,
            ..Exit::default()
        }
    }

    /// Takes the verdicts on a dossier into account, as often as they are shown. What is waived does not gate.
    pub fn see(&mut self, dossier: &DossierReport) {
        for gate in &self.gates {
            let counts = |finding: &&Finding| finding.waived.is_none() && (finding.is_new() || !self.new_alone);
            let mut findings = dossier.findings.iter().filter(counts);
            if findings.any(|finding| gate.holds(finding)) {
                match gate {
                    Gate::Missing => self.missing = true,
                    _ => self.gated = true,
                }
            }
        }
    }

    /// Takes into account what another part of the run saw.
    pub fn join(&mut self, other: &Exit) {
        self.unreadable |= other.unreadable;
        self.gated |= other.gated;
        self.missing |= other.missing;
    }

    /// Takes into account what only the whole run shows: dossiers that seem to be one applicant's, and waivers that
    /// do not hold.
    pub fn see_whole(&mut self, report: &Report) {
        let lapsed = |waived: &Waived| waived.state != WaiverState::Applied;
        self.gated |= self.gates.iter().any(|gate| match gate {
            Gate::Duplicates => !report.duplicates.is_empty(),
            Gate::Waivers => report.waivers.iter().any(lapsed),
            _ => false,
        });
    }

    /// Takes into account that something could not be checked.
    pub fn see_unreadable(&mut self) {
        self.unreadable = true;
    }

    /// The code.
    pub fn code(&self) -> u8 {
        match (self.unreadable, self.gated, self.missing) {
            (true, _, _) => 2,
            (false, true, _) => 1,
            (false, false, true) => 3,
            (false, false, false) => 0,
        }
    }
}

/// What makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// A binding condition that is refuted.
    Fail,
    /// A binding condition that lacks a fact.
    Missing,
    /// A condition that does not bind and is refuted.
    Warning,
    /// A binding condition whose readings differ.
    Readings,
    /// A binding condition that what was given does not settle.
    Evidence,
    /// A waiver that is expired, unused, refused or for a condition that is not there.
    Waivers,
    /// Dossiers that seem to be one applicant's.
    Duplicates,
    /// Of what the others name, or else of what is named by default, only what an earlier report did not have.
    New,
}

impl Gate {
    /// What gates where nobody says otherwise.
    pub const DEFAULT: [Gate; 2] = [Gate::Fail, Gate::Missing];

    /// Every gate, in the order of the documentation.
    pub const ALL: [Gate; 8] = [
        Gate::Fail,
        Gate::Missing,
        Gate::Warning,
        Gate::Readings,
        Gate::Evidence,
        Gate::Waivers,
        Gate::Duplicates,
        Gate::New,
    ];

    /// The id that is typed and written in settings.
    pub fn id(self) -> &'static str {
        match self {
            Gate::Fail => "fail",
            Gate::Missing => "missing",
            Gate::Warning => "warning",
            Gate::Readings => "readings",
            Gate::Evidence => "evidence",
            Gate::Waivers => "waivers",
            Gate::Duplicates => "duplicates",
            Gate::New => "new",
        }
    }

    /// Whether this gate holds on a finding. That what is not new is spared is for the run to see to.
    pub fn holds(self, finding: &Finding) -> bool {
        let must = finding.weight == Weight::Must;
        match self {
            Gate::Fail => must && finding.verdict == Verdict::Fail,
            Gate::Missing => must && finding.verdict == Verdict::Missing,
            Gate::Warning => finding.is_warning(),
            Gate::Readings => must && finding.reason == Some(Reason::Readings),
            Gate::Evidence => must && finding.reason == Some(Reason::Evidence),
            Gate::Waivers | Gate::Duplicates | Gate::New => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Unreadable;
    use crate::report::testing::{finding, report};

    fn code(report: &Report, gates: &[Gate]) -> u8 {
        let mut exit = Exit::new(gates);
        report.dossiers.iter().for_each(|dossier| exit.see(dossier));
        report.unreadable.iter().for_each(|_| exit.see_unreadable());
        exit.code()
    }

    #[test]
    fn a_failure_outranks_a_gap_and_what_could_not_be_read_outranks_both() {
        let gates = [Gate::Fail, Gate::Missing];
        let fail = || finding(Weight::Must, Verdict::Fail, None);
        let gap = || finding(Weight::Must, Verdict::Missing, None);
        assert_eq!(code(&report(vec![fail(), gap()]), &gates), 1);
        assert_eq!(code(&report(vec![gap()]), &gates), 3);
        assert_eq!(
            code(
                &report(vec![finding(Weight::Must, Verdict::Review, Some(Reason::Readings))]),
                &gates
            ),
            0
        );
        assert_eq!(code(&report(vec![fail()]), &[]), 0);
        let mut broken = report(vec![fail()]);
        broken.add_unreadable(Unreadable::new(crate::place::Source::text("x", ""), Vec::new()));
        assert_eq!(code(&broken, &[]), 2);
    }

    #[test]
    fn with_new_only_what_is_new_gates_and_what_is_waived_still_does_not() {
        let with = |since, waived: bool| {
            let mut report = report(vec![finding(Weight::Must, Verdict::Fail, None)]);
            report.dossiers[0].findings[0].since = since;
            report.dossiers[0].findings[0].waived = waived.then(crate::text::Text::default);
            report
        };
        let (new, old) = (
            Some(crate::report::Standing::New),
            Some(crate::report::Standing::Unchanged),
        );
        assert_eq!(code(&with(new, false), &[Gate::New]), 1);
        assert_eq!(code(&with(new, false), &[Gate::New, Gate::Fail]), 1);
        assert_eq!(code(&with(new, false), &[Gate::New, Gate::Warning]), 0);
        assert_eq!(code(&with(old, false), &[Gate::New]), 0);
        assert_eq!(code(&with(old, false), &[Gate::Fail]), 1);
        assert_eq!(code(&with(None, false), &[Gate::New]), 0);
        assert_eq!(code(&with(new, true), &[Gate::New]), 0);
    }

    #[test]
    fn each_gate_holds_on_its_own_findings_only() {
        let of = |weight, verdict, reason| report(vec![finding(weight, verdict, reason)]);
        let warning = of(Weight::Should, Verdict::Fail, None);
        assert_eq!(
            (code(&warning, &[Gate::Fail]), code(&warning, &[Gate::Warning])),
            (0, 1)
        );
        let readings = of(Weight::Must, Verdict::Review, Some(Reason::Readings));
        assert_eq!(
            (code(&readings, &[Gate::Evidence]), code(&readings, &[Gate::Readings])),
            (0, 1)
        );
        let evidence = of(Weight::Must, Verdict::Review, Some(Reason::Evidence));
        assert_eq!(
            (code(&evidence, &[Gate::Readings]), code(&evidence, &[Gate::Evidence])),
            (0, 1)
        );
        let all = Gate::ALL;
        assert_eq!(
            code(&of(Weight::Must, Verdict::Review, Some(Reason::Committee)), &all),
            0
        );
        assert_eq!(code(&of(Weight::Should, Verdict::Missing, None), &all), 0);
    }
}
