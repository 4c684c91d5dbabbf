use super::*;
use crate::calendar::Calendar;
use crate::place::{InputError, Source, Unreadable};
use crate::report::testing::{finding, report};
use crate::verdict::{Reason, Verdict, Weight};

fn page(report: &Report, lang: Lang) -> String {
    let mut bytes = Vec::new();
    write(
        report,
        Look {
            lang,
            width: 80,
            height: 24,
            details: false,
            up: None,
        },
        &mut bytes,
    )
    .unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_report_on_nothing_is_still_a_whole_page() {
    for lang in [Lang::Zh, Lang::En] {
        let text = page(&Report::new(&Calendar::default()), lang);
        assert!(text.starts_with("<!DOCTYPE html>") && text.ends_with("</html>\n"));
        assert!(text.contains(pick(lang, "没有读到申报信息", "There is no dossier")));
        assert!(!text.contains("<article"));
    }
}

#[test]
fn what_could_not_be_read_is_told_without_its_line() {
    let mut report = report(vec![finding(Weight::Must, Verdict::Pass, None)]);
    let mut error = InputError::whole(text!("身份证号码有误", "the identity number is wrong"));
    error.secret = true;
    report.add_unreadable(Unreadable::new(
        Source::text("乙.toml", "310104199001011234"),
        vec![error],
    ));
    let text = page(&report, Lang::Zh);
    assert!(text.contains("乙.toml") && text.contains("身份证号码有误"));
    assert!(!text.contains("310104199001011234"));
}

#[test]
fn one_dossier_has_no_summary_and_two_have() {
    let one = report(vec![finding(Weight::Must, Verdict::Fail, None)]);
    assert!(!page(&one, Lang::Zh).contains("type=\"radio\""));
    let mut two = report(vec![finding(Weight::Must, Verdict::Fail, None)]);
    two.dossiers
        .extend(report(vec![finding(Weight::Must, Verdict::Pass, None)]).dossiers);
    assert!(page(&two, Lang::Zh).contains("id=\"v-ineligible\""));
}

#[test]
fn a_finding_points_to_its_step_and_the_step_back() {
    let review = finding(Weight::Must, Verdict::Review, Some(Reason::Committee));
    let text = page(&report(vec![review]), Lang::Zh);
    assert!(text.contains("href=\"#d1s1\"") && text.contains("id=\"d1s1\""));
    assert!(text.contains("href=\"#d1-c\"") && text.contains("id=\"d1-c\""));
}
