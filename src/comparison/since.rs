//! A report marked by an earlier one: which of its problems are new, and which of the earlier ones are no more.

use std::collections::BTreeSet;

use super::{Entry, pair};
use crate::report::{Absent, Report, Since, Standing};

/// Marks what is new in a report since an earlier one, in which `old` was told. `now` has the applicants of the report
/// in its order, with all verdicts and as they were called before anything was taken out.
pub fn mark(report: &mut Report, now: &[Entry], name: String, old: &[Entry]) {
    let mut notes = Vec::new();
    let partners = pair(old, now, &mut notes);
    let met: BTreeSet<usize> = partners.iter().flatten().copied().collect();
    let mut since = Since {
        report: name,
        paired: met.len(),
        came: partners.iter().filter(|partner| partner.is_none()).count(),
        left: old.len() - met.len(),
        new: 0,
        absent: Vec::new(),
        notes,
    };
    for (at, ((dossier, now), partner)) in report.dossiers.iter_mut().zip(now).zip(&partners).enumerate() {
        let old = partner.and_then(|partner| old.get(partner));
        let was = |condition: &str| old.and_then(|old| old.verdicts.get(condition).copied());
        for finding in dossier.findings.iter_mut().filter(|one| !one.verdict.is_settled()) {
            finding.since = Some(match was(&finding.condition) == Some(finding.verdict) {
                true => Standing::Unchanged,
                false => Standing::New,
            });
            since.new += usize::from(finding.is_new());
        }
        let verdicts = old.into_iter().flat_map(|old| &old.verdicts);
        for (condition, verdict) in verdicts.filter(|(_, verdict)| !verdict.is_settled()) {
            let new = now.verdicts.get(condition).copied();
            if new != Some(*verdict) {
                since.absent.push(Absent {
                    dossier: at,
                    source: dossier.source.clone(),
                    key: dossier.key.clone(),
                    condition: condition.clone(),
                    old: *verdict,
                    new,
                });
            }
        }
    }
    report.since = Some(since);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};
    use crate::verdict::{Verdict, Weight};

    /// A report with one problem, marked by one in which that condition had another verdict or none.
    fn marked(key: &str, was: Option<Verdict>, is: Verdict) -> Report {
        let mut report = report(vec![finding(Weight::Must, is, None)]);
        report.dossiers[0].key = Some("k".to_owned());
        let now = [Entry::told(&report.dossiers[0])];
        let mut old = now[0].clone();
        old.key = Some(key.to_owned());
        old.verdicts = was.map(|was| ("c".to_owned(), was)).into_iter().collect();
        mark(&mut report, &now, "last.json".to_owned(), &[old]);
        report
    }

    #[test]
    fn new_is_what_the_same_applicant_did_not_have_by_condition_and_verdict() {
        use Verdict::{Fail, Missing, Pass};
        let told = |key, was, is| {
            let report = marked(key, was, is);
            let since = report.since.as_ref().unwrap();
            (report.dossiers[0].findings[0].since, since.new, since.absent.len())
        };
        let (new, same) = (Some(Standing::New), Some(Standing::Unchanged));
        assert_eq!(told("k", Some(Fail), Fail), (same, 0, 0));
        assert_eq!(told("k", Some(Missing), Fail), (new, 1, 1));
        assert_eq!(told("k", Some(Pass), Fail), (new, 1, 0));
        assert_eq!(told("k", None, Fail), (new, 1, 0));
        assert_eq!(told("k", Some(Fail), Pass), (None, 0, 1));
        assert_eq!(told("other", Some(Fail), Fail), (new, 1, 0));
        let since = marked("other", Some(Fail), Fail).since.unwrap();
        assert_eq!((since.paired, since.came, since.left), (0, 1, 1));
    }
}
