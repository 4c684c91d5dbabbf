//! The pack of the fifth Xuhui award against the notice it is taken from: every character of the notice is quoted
//! by a clause, every clause is quoted exactly and in its order, and every deadline is the notice's own.

#![allow(clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use common::pack;
use quality_award::day::Day;

/// The notice as it was published.
const NOTICE: &str = include_str!("data/notice-xuhui-2025.md");

/// The first words after the title.
const BEGINNING: &str = "为激励引导";

/// Whether a line is a heading: 一、报名时间, (一)先进质量管理模式申报条件, 附件:.
fn is_heading(line: &str) -> bool {
    let numbered = |line: &str| {
        let mut chars = line.chars();
        chars.next().is_some_and(|c| "一二三四五六七八九".contains(c)) && chars.next() == Some('、')
    };
    let bracketed = |line: &str| line.starts_with('(') && line.ends_with("申报条件");
    numbered(line) || bracketed(line) || line == "附件:"
}

/// The notice from its first words on, without headings and whitespace.
fn body() -> String {
    let start = NOTICE
        .find(BEGINNING)
        .unwrap_or_else(|| panic!("tests/data/notice-xuhui-2025.md does not hold {BEGINNING}"));
    NOTICE
        .get(start..)
        .unwrap_or_default()
        .lines()
        .map(str::trim)
        .filter(|line| !is_heading(line))
        .map(tight)
        .collect()
}

/// `text` without whitespace.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What of the words between two clauses is more than punctuation and the number of a list.
fn more_than_layout(between: &str) -> &str {
    let punctuation = |c: char| ",;:。".contains(c);
    let rest = between.trim_matches(punctuation);
    match rest.split_once('.') {
        Some((number, rest)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            rest.trim_matches(punctuation)
        }
        _ => rest,
    }
}

#[test]
fn every_word_of_the_notice_is_quoted_by_a_clause_in_its_order() {
    let body = body();
    let mut read = 0;
    let mut count = 0;
    for clause in pack().clauses.iter().filter(|clause| clause.source == "notice") {
        let id = &clause.id;
        let words = tight(&clause.text);
        let rest = body.get(read..).unwrap_or_default();
        let at = rest.find(&words).unwrap_or_else(|| {
            let elsewhere = if body.contains(&words) {
                "it stands before the clause above it: put the clauses into the notice's order"
            } else {
                "the notice does not hold these words: quote it character by character"
            };
            panic!("clause `{id}` 「{}」: {elsewhere}", clause.text)
        });
        let skipped = more_than_layout(rest.get(..at).unwrap_or_default());
        assert!(
            skipped.is_empty(),
            "no clause quotes 「{skipped}」, which stands before clause `{id}`: add a [[clause]] for it, with a \
             condition or a reason why it is set aside"
        );
        read += at + words.len();
        count += 1;
    }
    let left = more_than_layout(body.get(read..).unwrap_or_default());
    assert!(left.is_empty(), "no clause quotes the end of the notice: 「{left}」");
    assert!(count > 30, "only {count} clauses quote the notice");
}

#[test]
fn the_copy_of_the_notice_is_whole() {
    let body = body();
    assert!(body.starts_with(BEGINNING) && body.ends_with("小企业卓越绩效评价准则"));
    let headings = NOTICE.lines().filter(|line| is_heading(line.trim())).count();
    assert_eq!(headings, 10, "seven parts, two lists of conditions and the attachments");
    assert_eq!(more_than_layout(":1."), "");
    assert_eq!(more_than_layout(";"), "");
    assert!(more_than_layout("。公示时间不少于5个工作日。2.").contains("不少于5个工作日"));
}

#[test]
fn every_deadline_is_the_day_the_notice_names() {
    let closes = pack().closes;
    let (year, month, day) = (closes.year(), closes.month(), closes.day());
    let named = format!("{year}年{month}月{day}日");
    assert_eq!(Day::parse(&named), Ok(closes));
    let times = body().matches(&named).count();
    assert_eq!(times, 2, "the notice names {named} under 一 and under 六3");
    let mut deadlines = 0;
    for condition in &pack().conditions {
        for line in condition.parameters.lines() {
            let Some((path, value)) = line.split_once(" = ") else {
                continue;
            };
            if path.rsplit('.').next() == Some("deadline") {
                let id = &condition.id;
                assert_eq!(
                    value,
                    closes.to_string(),
                    "{id}: `{path}` is {value}, but the window closes on {closes}: they are one day of the notice"
                );
                deadlines += 1;
            }
        }
    }
    assert_eq!(deadlines, 2, "proc.public-notice and proc.deadline name the deadline");
}
