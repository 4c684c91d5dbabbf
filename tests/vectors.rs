//! Identity numbers of the vectors, read as a dossier writes them: the good ones are read, the bad ones are errors
//! at their place that say what is wrong, and a person's number is never repeated.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use common::{calendar, judge, pack, place, read, said, well_written};
use quality_award::dictionary::Value;
use quality_award::place::Unreadable;
use quality_award::report::Report;
use serde_json::Value as Json;

/// The vectors, with where each was found.
const VECTORS: &str = include_str!("data/id_vectors.json");

/// What each entry of a list holds under the given keys.
fn vectors<const N: usize>(list: &str, keys: [&str; N]) -> Vec<[String; N]> {
    let vectors: Json = serde_json::from_str(VECTORS).expect("tests/data/id_vectors.json");
    let entries = vectors.get(list).and_then(Json::as_array).expect("a list of vectors");
    assert!(entries.len() >= 4, "{list}: only {} vectors", entries.len());
    let text = |entry: &Json, key: &str| entry.get(key).and_then(Json::as_str).expect("a text").to_owned();
    entries.iter().map(|entry| keys.map(|key| text(entry, key))).collect()
}

/// An organization of this code, Chinese text before it on the line.
fn with_code(code: &str) -> String {
    format!("organization = {{ name = \"上海某某公司\", unified_social_credit_code = \"{code}\" }}\n")
}

/// An individual whose number is written as `value`, Chinese text before it on the line.
fn with_number(value: &str) -> String {
    format!("track = \"individual\"\nindividual = {{ name = \"王某\", id_number = {value} }}\n")
}

#[test]
fn every_good_code_is_read() {
    for [code] in vectors("uscc_valid", ["code"]) {
        match well_written(&with_code(&code)).value("organization.unified_social_credit_code") {
            Some(Value::CreditCode(read)) => assert_eq!(read.to_string(), code),
            other => panic!("{code} was read as {other:?}"),
        }
    }
}

#[test]
fn every_bad_code_is_an_error_that_names_the_character_it_should_end_in() {
    for [code, want] in vectors("uscc_invalid", ["code", "want"]) {
        let unreadable = read(&with_code(&code)).expect_err("a wrong check character");
        let [error] = unreadable.errors.as_slice() else {
            panic!("{code}: one error was expected: {:#?}", unreadable.errors)
        };
        let at = place(&unreadable, error);
        assert_eq!(
            (at.line, at.column),
            (Some(1), Some(64)),
            "{code}: the place of the code"
        );
        let (zh, en) = (&error.message.zh, &error.message.en);
        assert!(
            zh.contains(&format!("应为 {want}")) && en.contains(&format!("call for {want}")),
            "{code}: {zh} {en}"
        );
        assert!(
            zh.contains(&code) && en.contains(&code),
            "{code}: what stands there is shown"
        );
        let hint = error.hint.as_ref().expect("how to put it right");
        assert!(hint.zh.contains("营业执照") && hint.en.contains("licence"), "{hint:?}");
    }
}

/// Whether `text` holds what only the number itself could have put there: its birthday, or more.
fn leaks(text: &str, number: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    number.get(6..14).is_some_and(|birthday| digits.contains(birthday))
}

/// Everything that is said of what could not be read.
fn everything_said(unreadable: &Unreadable) -> String {
    let mut all: String = unreadable.errors.iter().map(said).collect::<Vec<_>>().join("\n");
    let mut report = Report::new(calendar());
    report.add_unreadable(unreadable.clone());
    all.push_str(&serde_json::to_string(&report).expect("a report is JSON"));
    all
}

#[test]
fn every_good_number_is_read_and_never_repeated() {
    for [number] in vectors("ric_valid", ["id"]) {
        let dossier = well_written(&with_number(&format!("\"{number}\"")));
        let value = dossier.value("individual.id_number").expect("the number was read");
        assert!(
            !leaks(&format!("{value:?}"), &number),
            "masked even when printed by a programmer: {value:?}"
        );
        let mut report = Report::new(calendar());
        report.add_pack(pack());
        report.add(judge(&dossier));
        assert!(!leaks(
            &serde_json::to_string(&report).expect("a report is JSON"),
            &number
        ));
    }
}

#[test]
fn no_error_repeats_a_persons_number() {
    let mut tried = 0;
    for [number] in vectors("ric_valid", ["id"]) {
        let (body, last) = number.split_at(17);
        let other = if last == "0" { "1" } else { "0" };
        let written = [
            format!("\"{body}{other}\""),
            format!("\"{body}\""),
            format!("\"{number}5\""),
            format!("\"{body}?\""),
            format!("\"{body}{other} 王某的身份证\""),
            format!("[\"{number}\"]"),
            format!("{{ number = \"{number}\" }}"),
            format!("{body}{other}.5"),
            format!("0x{body}"),
            format!("{body}X"),
            format!("“{number}”"),
            format!("\"{number}"),
            format!("{body}{other}"),
        ];
        for value in written {
            let unreadable = read(&with_number(&value)).expect_err("no identity number");
            assert!(!unreadable.errors.is_empty());
            let all = everything_said(&unreadable);
            assert!(
                !leaks(&all, &number),
                "written as {value}, an identity number is repeated: {all}"
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 13 * 4);
}

#[test]
fn what_is_wrong_with_a_number_is_said_at_its_place() {
    let cases = [
        ("110105194912310020", "应为 X"),
        ("110105194902290028", "出生日期不存在"),
        ("11010549123100", "现为 14 位"),
        ("11010519491231A02X", "第 15 位"),
        ("110105203001010028", "今天之后"),
    ];
    for (number, what) in cases {
        let unreadable = read(&with_number(&format!("\"{number}\""))).expect_err("a wrong number");
        let [error] = unreadable.errors.as_slice() else {
            panic!("one error was expected: {:#?}", unreadable.errors)
        };
        let at = place(&unreadable, error);
        assert_eq!((at.line, at.column), (Some(2), Some(41)), "{what}");
        assert!(error.message.zh.contains(what), "{what}: {}", error.message.zh);
    }
}
