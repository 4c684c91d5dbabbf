//! A word that is no fact establishes nothing: in whatever field of words it stands, the dossier is judged as if the
//! field were not there.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;
mod subjects;

use std::collections::BTreeMap;

use common::{finding, judge, judge_with, pack, today};
use quality_award::check::Detail;
use quality_award::dictionary::Type;
use quality_award::dossier::Dossier;
use quality_award::load::Named;
use quality_award::load::excel::{self, Options};
use quality_award::verdict::Verdict;
use quality_award::words;
use rust_xlsxwriter::Workbook;
use subjects::{Leaf, leaves, subjects, with, without};

/// The verdicts on a dossier by condition.
fn verdicts(dossier: &Dossier) -> BTreeMap<String, Verdict> {
    let report = judge_with(dossier, Detail::Verdicts);
    let each = report.findings.iter();
    each.map(|finding| (finding.condition.to_string(), finding.verdict))
        .collect()
}

/// Words as people dress them, the plain ones first.
fn dressed(word: &str, nth: usize) -> String {
    match nth % 5 {
        0 => word.to_owned(),
        1 => format!("（{word}）"),
        2 => format!("{word}。"),
        3 => format!("  {word}……"),
        _ => format!("【{word}】"),
    }
}

/// Whether the leaf is a field of words.
fn takes_words(leaf: &Leaf) -> bool {
    matches!(leaf.kind, Type::Text | Type::Texts)
}

#[test]
fn a_word_that_is_no_fact_is_judged_as_nothing_at_all() {
    let mut words = words::all();
    words.extend(["/", "—", "--", "……", "？", "XXX", "×××", "***"].map(str::to_owned));
    let mut wrong = Vec::new();
    let mut tried = 0;
    for subject in subjects().iter().filter(|subject| !subject.of_pack) {
        let table = &subject.table;
        for leaf in leaves(table)
            .iter()
            .filter(|leaf| takes_words(leaf) && leaf.name != "award")
        {
            let absent = verdicts(&subject.read(&without(table, leaf)));
            // every word in the first dossiers, some of them in the others
            let step = if subject.whole { 7 } else { 61 };
            for (nth, word) in words.iter().enumerate().skip(tried % step).step_by(step) {
                let word = dressed(word, nth);
                let dossier = subject.read(&with(table, leaf, &word));
                let stands = verdicts(&dossier);
                // A row of which nothing is left states that there are none.
                let row_is_gone = leaf.name.contains('[');
                if stands != absent && !row_is_gone {
                    wrong.push(format!("{}: {} = {word}", subject.name, leaf.name));
                }
                for (condition, verdict) in &stands {
                    let before = absent.get(condition);
                    if *verdict == Verdict::Pass && before != Some(&Verdict::Pass) {
                        wrong.push(format!("{}: {} = {word}, {condition} passes", subject.name, leaf.name));
                    }
                }
                tried += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 2000, "only {tried} words were tried");
}

#[test]
fn the_finding_says_which_word_stood_there() {
    let subjects = subjects();
    let subject = subjects
        .iter()
        .find(|subject| subject.name.ends_with("organization.toml"))
        .expect("a sound organization");
    let leaves = leaves(&subject.table);
    let leaf = leaves
        .iter()
        .find(|leaf| leaf.name == "records.credit_report")
        .expect("the report is named");
    let report = judge(&subject.read(&with(&subject.table, leaf, "待补充。")));
    let credit = finding(&report, "org.credit-record");
    assert_eq!(credit.verdict, Verdict::Missing);
    assert!(credit.found.zh.contains("「待补充。」"), "{}", credit.found.zh);
}

/// A roster of one applicant with these headings and cells.
fn roster(cells: &[(&str, &str)]) -> Dossier {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, cell)) in (0..).zip(cells) {
        sheet.write_string(0, column, *heading).expect("it fits");
        sheet.write_string(1, column, *cell).expect("it fits");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let options = Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut applicants = Vec::new();
    let dictionary = |_: Option<Named<'_>>| Ok(pack().dictionary.clone());
    excel::read("a.xlsx", &bytes, &options, dictionary, |found| {
        applicants.push(found.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors)));
    })
    .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    assert_eq!(applicants.len(), 1);
    applicants.remove(0)
}

#[test]
fn cells_are_read_by_the_same_list() {
    let said = |report: &str, standard: &str| {
        let dossier = roster(&[
            ("申报类别", "组织"),
            ("组织名称", "甲有限公司"),
            ("统一社会信用代码", "91310104MA1FXY013E"),
            ("成立日期", "2016-03-18"),
            ("信用报告", report),
            ("体系标准", standard),
            ("证书编号", "/"),
            ("有无失信记录", "无"),
        ]);
        let report = judge(&dossier);
        (
            finding(&report, "org.credit-record").verdict,
            finding(&report, "org.management-system").verdict,
        )
    };
    assert_eq!(said("专用信用报告", "GB/T 19001"), (Verdict::Pass, Verdict::Review));
    assert_eq!(said("（待补充）", "无"), (Verdict::Missing, Verdict::Fail));
    assert_eq!(said("N/A", "待定"), (Verdict::Missing, Verdict::Missing));
    assert_eq!(said("信用报告正在办理", "/"), (Verdict::Review, Verdict::Missing));
}
