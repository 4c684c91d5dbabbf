//! What the findings on one dossier come to: the headline, the counts, and what to do in which order.

use super::{DossierReport, Finding, Outlook, PackSummary};
use crate::day::Day;
use crate::text::Text;
use crate::verdict::{Overall, Reason, Verdict, Weight};

impl DossierReport {
    /// How many findings are so.
    pub fn count(&self, is: impl Fn(&Finding) -> bool) -> usize {
        self.findings.iter().filter(|finding| is(finding)).count()
    }

    /// How many binding conditions have this verdict.
    pub fn musts(&self, verdict: Verdict) -> usize {
        self.count(|finding| finding.weight == Weight::Must && finding.verdict == verdict)
    }

    /// The overall verdict in one sentence that promises no more than was checked.
    pub fn headline(&self, pack: Option<&PackSummary>) -> Text {
        let unseen = pack.map(|pack| pack.unseen.clone()).filter(|unseen| !unseen.is_empty());
        let unseen = match unseen {
            Some(unseen) => text!("；{unseen}未核对", "; not examined: {unseen}"; unseen),
            None => Text::default(),
        };
        let (fails, gaps, reviews) = (
            self.musts(Verdict::Fail),
            self.musts(Verdict::Missing),
            self.musts(Verdict::Review),
        );
        let label = self.verdict.label();
        let counts = match self.verdict {
            Overall::Eligible => text!("{reviews} 项待评审判断", "{reviews} for people to judge"),
            Overall::Incomplete => {
                text!(
                    "{gaps} 项缺少事实或材料，{reviews} 项待评审判断",
                    "{gaps} lacking a fact or document, {reviews} for people to judge"
                )
            }
            Overall::Ineligible => text!(
                "{fails} 项不满足，{gaps} 项缺少事实或材料，{reviews} 项待评审判断",
                "{fails} not met, {gaps} lacking a fact or document, {reviews} for people to judge"
            ),
        };
        let unread = match self.unread {
            0 => Text::default(),
            unread => text!("{unread} 处无法识别，", "{unread} that cannot be read, "),
        };
        let counts = text!("{unread}{counts}", "{unread}{counts}"; unread, counts);
        let en = match self.verdict {
            Overall::Eligible => "no hard failure found",
            Overall::Incomplete | Overall::Ineligible => label.en.as_str(),
        };
        let over = self.outlook.as_ref().and_then(Outlook::over);
        let over = over.map(|over| text!("{over}。", "{over}. "; over));
        let over = over.unwrap_or_default();
        Text {
            zh: format!("{}{}（{}{}）", over.zh, label.zh, counts.zh, unseen.zh),
            en: format!("{}{en} ({}{})", over.en, counts.en, unseen.en),
        }
    }

    /// The findings that ask for an act, in the order in which the applicant should act: what no act mends any more
    /// in this edition, what is refuted, what is missing, what can be cleared up, what the committee will judge, what is advised; within each, what has
    /// the earliest day to act by that is not over.
    pub fn to_do(&self) -> Vec<&Finding> {
        let mut open: Vec<&Finding> = self
            .findings
            .iter()
            .filter(|finding| finding.remedy.is_some())
            .collect();
        let urgency = |finding: &Finding| match (finding.weight, finding.verdict, finding.reason) {
            (Weight::Should, _, _) => 4,
            (_, Verdict::Fail, _) => 0,
            (_, Verdict::Missing, _) => 1,
            (_, Verdict::Pass | Verdict::NotApplicable, _) => 2,
            (_, _, Some(Reason::Committee)) => 3,
            _ => 2,
        };
        let never = Day::new(9999, 12, 31);
        let ahead = |finding: &Finding| finding.act_by.filter(|day| *day >= self.as_of);
        open.sort_by_key(|finding| (!finding.too_late, urgency(finding), ahead(finding).or(never)));
        // one act may be advised beside several verdicts that ask for none
        let mut advised: Vec<&Text> = Vec::new();
        open.retain(|finding| match (&finding.remedy, finding.verdict) {
            (Some(remedy), Verdict::Pass) => {
                let first = !advised.contains(&remedy);
                advised.push(remedy);
                first
            }
            _ => true,
        });
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};

    #[test]
    fn what_is_to_do_comes_in_the_order_of_acting() {
        let mut late = finding(Weight::Must, Verdict::Missing, None);
        late.act_by = Day::new(2025, 12, 30);
        let mut soon = finding(Weight::Must, Verdict::Missing, None);
        soon.act_by = Day::new(2025, 12, 22);
        let advice = finding(Weight::Should, Verdict::Fail, None);
        let fail = finding(Weight::Must, Verdict::Fail, None);
        let report = report(vec![
            advice,
            late,
            finding(Weight::Must, Verdict::Missing, None),
            soon,
            fail,
        ]);
        let order: Vec<_> = report.dossiers[0]
            .to_do()
            .iter()
            .map(|f| (f.weight, f.verdict, f.act_by))
            .collect();
        let days = [Day::new(2025, 12, 22), Day::new(2025, 12, 30), None];
        assert_eq!(order[0].1, Verdict::Fail);
        assert_eq!([order[1].2, order[2].2, order[3].2], days);
        assert_eq!(order[4].0, Weight::Should);
    }
}
