//! The pack of the fifth Xuhui award against the notice it is taken from: every character of the notice is quoted
//! by one clause, every clause is quoted exactly, and every deadline is the notice's own.

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
fn every_word_of_the_notice_is_quoted_by_exactly_one_clause() {
    let body = body();
    let clauses = pack().clauses.iter().filter(|clause| clause.source == "notice");
    let mut left: Vec<(&str, String)> = clauses.map(|clause| (&*clause.id, tight(&clause.text))).collect();
    assert!(left.len() > 30, "only {} clauses quote the notice", left.len());
    let mut rest = body.as_str();
    while !left.is_empty() {
        // The clause whose words come next; of two that begin alike, the one that says more.
        let next = left.iter().enumerate().filter_map(|(at, (_, words))| {
            let (before, _) = rest.split_once(words.as_str())?;
            more_than_layout(before)
                .is_empty()
                .then_some((before.len(), usize::MAX - words.len(), at))
        });
        let Some((before, _, at)) = next.min() else {
            let unquoted: String = rest.chars().take(40).collect();
            let ids: Vec<&str> = left.iter().map(|(id, _)| *id).collect();
            panic!(
                "no clause quotes 「{unquoted}…」 character by character; not placed yet: {}",
                ids.join(", ")
            );
        };
        let (_, words) = left.remove(at);
        rest = rest.get(before + words.len()..).unwrap_or_default();
    }
    let left = more_than_layout(rest);
    assert!(left.is_empty(), "no clause quotes the end of the notice: 「{left}」");
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
    for condition in &pack().conditions {
        for line in condition.parameters.lines() {
            let path = line.split_once(" = ").map_or(line, |(path, _)| path);
            let key = path.rsplit('.').next().unwrap_or_default();
            assert!(
                !["deadline", "opens", "calendar_from"].contains(&key),
                "{}: `{path}` is written, though it follows from the days of the edition",
                condition.id
            );
        }
    }
    let condition = pack()
        .conditions
        .iter()
        .find(|condition| &*condition.id == "proc.deadline");
    let condition = condition.unwrap_or_else(|| panic!("there is a condition of the deadline"));
    let required = condition.rule.rule().required(&pack().dictionary);
    let day = closes.to_string();
    assert!(required.zh.contains(&day) && required.en.contains(&day), "{required:?}");
}
