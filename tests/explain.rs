//! `explain` tells every condition of the shipped pack and every rule of the engine, in the language that was asked
//! for and no other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod common;

use quality_award::rules;
use quality_award::text::Lang;

const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh"), (Lang::En, "en")];

fn explain(name: Option<&str>, lang: &str) -> String {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    let output = command
        .args(["explain", "--lang", lang])
        .args(name)
        .env("COLUMNS", "80")
        .output()
        .unwrap();
    assert!(output.status.success(), "{name:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The lines that are sentences: no TOML, and without what is quoted from the law or a dossier.
fn sentences(page: &str) -> impl Iterator<Item = String> {
    let prose = page
        .lines()
        .filter(|line| !line.contains(" = ") && !line.starts_with('│'));
    prose.map(|line| {
        let mut depth = 0;
        let unquoted = line.chars().filter(|c| {
            match c {
                '「' => depth += 1,
                '」' => depth -= 1,
                _ => return depth == 0,
            }
            false
        });
        unquoted.collect()
    })
}

/// The longest run of Chinese characters.
fn han(line: &str) -> usize {
    let runs = line.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
    runs.map(|run| run.chars().count()).max().unwrap_or_default()
}

/// The most English words in a row.
fn words(line: &str) -> usize {
    let is_word = |word: &str| word.chars().all(|c| c.is_ascii_lowercase()) && !word.is_empty();
    let runs = line.split(' ').map(|word| is_word(word.trim_end_matches([',', '.'])));
    let (most, _) = runs.fold((0, 0), |(most, run), is_word| {
        let run = if is_word { run + 1 } else { 0 };
        (most.max(run), run)
    });
    most
}

#[test]
fn a_page_is_in_the_language_that_was_asked_for() {
    let conditions = common::pack().conditions.iter().map(|condition| &*condition.id);
    let names: Vec<&str> = conditions.chain(rules::names()).collect();
    assert!(names.len() > 60, "{names:?}");
    for name in names {
        for (lang, id) in LANGS {
            let page = explain(Some(name), id);
            // fields and files are named by paths, laws by their Chinese names
            for line in sentences(&page) {
                match lang {
                    Lang::Zh => assert!(words(&line) < 4 || line.starts_with("规则："), "{name}: {line}"),
                    Lang::En => assert!(han(&line) < 12, "{name}: {line}"),
                }
            }
        }
    }
}

#[test]
fn without_a_name_every_condition_has_a_line_with_its_clause() {
    for (lang, id) in LANGS {
        let list = explain(None, id);
        for condition in &common::pack().conditions {
            let line = list.lines().find(|line| line.split(' ').next() == Some(&*condition.id));
            let line = line.unwrap_or_else(|| panic!("{} is not listed", condition.id));
            let number = &common::pack().clause_of(condition).unwrap().number;
            assert!(line.contains(&format!(" {number} ")), "{line}");
            assert!(line.contains(condition.title.get(lang)), "{line}");
        }
        for rule in rules::names() {
            assert!(
                list.split([' ', '\n', '：']).any(|word| word == rule),
                "{rule} is not named"
            );
        }
    }
}

#[test]
fn a_rule_lists_its_parameters_and_who_uses_it() {
    for name in rules::names() {
        let page = explain(Some(name), "zh");
        for key in rules::parameters(name).unwrap() {
            let row = page.lines().find(|line| line.starts_with(&format!("│ {} ", key.name)));
            let row = row.unwrap_or_else(|| panic!("{name}: no row of {}", key.name));
            let obligatory = key.default.is_none() && !key.optional;
            let last = row.rsplit('┆').next().unwrap();
            assert_eq!(
                (last.contains('是'), last.contains('否')),
                (obligatory, !obligatory),
                "{name}: {row}"
            );
        }
        assert!(page.contains(&format!("condition.rule.{name}")), "{page}");
        // no column is squeezed until its heading breaks
        assert!(page.contains("┆ 含义 ") && page.contains("┆ 必填 │"), "{page}");
        assert!(explain(Some(name), "en").contains("┆ Meaning "), "{name}");
    }
    assert!(explain(Some("no_listing_within"), "en").contains("\n│     look_up_again_after_days "));
    assert!(explain(Some("no_event_within"), "en").contains(" ind.no-major-complaint"));
    assert!(explain(Some("readings"), "en").contains("xuhui-2025  ind.no-major-complaint"));
}
