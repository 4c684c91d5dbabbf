//! Questions to the award office: what only it can answer for one applicant. A text that can be read in two ways, with both
//! readings and what either comes to; a text that binds and was not seen.

use super::{Item, Letter, Phrases, said, values};
use crate::pack::Force;
use crate::report::{DossierReport, Finding, PackSummary, SourceSummary};
use crate::text::Text;
use crate::verdict::{Overall, Reason, Verdict, Weight};

impl Letter {
    /// The questions to the office about an applicant, if there are any. `contact` is what the notice says of where the
    /// office is reached.
    pub fn questions(
        dossier: &DossierReport,
        pack: &PackSummary,
        contact: Option<&str>,
        phrases: &Phrases,
    ) -> Option<Letter> {
        let unsettled = dossier.findings.iter().filter(|finding| is_unsettled(finding));
        let mut items: Vec<Item> = unsettled.map(|finding| asked(dossier, pack, finding)).collect();
        items.extend(pack.sources.iter().filter_map(unseen));
        if items.is_empty() {
            return None;
        }
        let award = &pack.title;
        let values = values(dossier, award.clone(), items.len());
        Some(Letter {
            title: text!("请予答复的问题", "Questions to the award office"),
            to: text!("{award}受理机关", "The office that receives applications for the {award}"; award),
            address: contact.map(str::to_owned),
            greeting: said(&None, greeting(), &values),
            closing: text!("请予答复为盼。", "We should be grateful for an answer."),
            sender: phrases.sender.clone(),
            asks: true,
            items,
        })
    }
}

fn greeting() -> Text {
    Text {
        zh: "{applicant}申报{award}，申报信息和材料已逐条核对。下列 {count} 项仅凭通知的文字不能确定，请贵机关答复。".to_owned(),
        en: "{applicant} is applying for the {award}; its facts and documents were held against every condition. The words of the notice alone do not settle what follows (items: {count})."
            .to_owned(),
    }
}

/// Whether a verdict depends on how the text is read.
fn is_unsettled(finding: &Finding) -> bool {
    finding.weight == Weight::Must && finding.verdict == Verdict::Review && finding.reason == Some(Reason::Readings)
}

/// The question about a condition: what was found by either reading, and what either would mean for the whole.
fn asked(dossier: &DossierReport, pack: &PackSummary, finding: &Finding) -> Item {
    let whole = |verdict: Verdict| overall(dossier, finding, verdict).label();
    let (met, failed) = (whole(Verdict::Pass), whole(Verdict::Fail));
    Item {
        label: text!("两种理解不一", "two readings differ"),
        act: vec![
            text!("应按哪一种理解？", "Which reading holds?"),
            text!("认定符合的：对该申报者的结论为{met}", "If it is met: the applicant is {met}"; met),
            text!("认定不符合的：对该申报者的结论为{failed}", "If it is not met: the applicant is {failed}"; failed),
        ],
        ..Item::about(finding, Some(pack))
    }
}

/// The verdict on the whole dossier if this condition had another.
fn overall(dossier: &DossierReport, changed: &Finding, verdict: Verdict) -> Overall {
    let musts = dossier.findings.iter().filter(|finding| finding.weight == Weight::Must);
    let verdicts = musts.map(|finding| match finding.condition == changed.condition {
        true => verdict,
        false => finding.verdict,
    });
    Overall::over(verdicts, dossier.unread)
}

/// The question about a source that binds, where it was not seen or not whole.
fn unseen(source: &SourceSummary) -> Option<Item> {
    let title = &source.title;
    let found = match (source.force, &source.cut) {
        (Force::BindingUnseen, _) => text!(
            "未能取得，其中的要求没有核对",
            "it could not be obtained, and what it demands was not checked"
        ),
        (Force::Binding, Some(cut)) => text!("只见到一部分：{cut}", "it was seen in part: {cut}"; cut),
        _ => return None,
    };
    Some(Item {
        condition: None,
        title: text!("《{title}》", "“{title}”"; title),
        label: text!("未见到", "not seen"),
        clause: Text::default(),
        words: String::new(),
        found: vec![found],
        act: vec![text!(
            "请提供该文件，或者告知其中对申报者有哪些要求",
            "Please send it, or say what it asks of applicants"
        )],
        by: None,
        over: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::open;
    use crate::report::testing::{finding, report};

    #[test]
    fn what_either_reading_comes_to_is_the_verdict_with_that_reading() {
        let must = |id: &str, verdict, reason| Finding {
            condition: id.into(),
            ..finding(Weight::Must, verdict, reason)
        };
        let unsettled = must("a", Verdict::Review, Some(Reason::Readings));
        for (other, met, failed) in [
            (Verdict::Pass, Overall::Eligible, Overall::Ineligible),
            (Verdict::Missing, Overall::Incomplete, Overall::Ineligible),
            (Verdict::Fail, Overall::Ineligible, Overall::Ineligible),
        ] {
            let report = report(vec![
                Finding {
                    condition: "a".into(),
                    ..finding(Weight::Must, Verdict::Review, Some(Reason::Readings))
                },
                must("b", other, None),
            ]);
            let dossier = &report.dossiers[0];
            assert_eq!(overall(dossier, &unsettled, Verdict::Pass), met);
            assert_eq!(overall(dossier, &unsettled, Verdict::Fail), failed);
            assert!(open(dossier).iter().any(|finding| &*finding.condition == "a"));
        }
        for settled in [
            must("a", Verdict::Review, Some(Reason::Committee)),
            must("a", Verdict::Review, Some(Reason::Evidence)),
            must("a", Verdict::Fail, None),
            finding(Weight::Should, Verdict::Review, Some(Reason::Readings)),
        ] {
            assert!(!is_unsettled(&settled));
        }
    }
}
