//! Reports made by hand, for the tests of what reads them.

use super::*;
use crate::calendar::Calendar;

/// A finding of a condition `c` that says nothing else.
pub(crate) fn finding(weight: Weight, verdict: Verdict, reason: Option<Reason>) -> Finding {
    Finding {
        condition: "c".into(),
        verdict,
        weight,
        reason,
        basis: Basis::Declared,
        found: Text::default(),
        required: Text::default(),
        remedy: Some(Text::same("do")),
        notes: Vec::new(),
        documents: Vec::new(),
        places: Vec::new(),
        waived: None,
        since: None,
        act_by: None,
        too_late: false,
    }
}

/// A report on one dossier, `a.toml`, with these findings.
pub(crate) fn report(findings: Vec<Finding>) -> Report {
    let mut report = Report::new(&Calendar::default());
    let musts = findings.iter().filter(|f| f.weight == Weight::Must).map(|f| f.verdict);
    report.add(DossierReport {
        source: "a.toml".into(),
        pack: "p".into(),
        applicant: None,
        track: None,
        key: None,
        as_of: Day::new(2025, 12, 1).unwrap(),
        as_of_from: AsOfFrom::Flag,
        identity: None,
        verdict: Overall::over(musts, 0),
        unread: 0,
        outlook: None,
        materials_examined: false,
        materials_notes: Vec::new(),
        findings,
    });
    report
}
