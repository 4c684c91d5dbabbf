//! What the page is answered, asked as the page asks.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::fs;

use quality_award_page::answer;
use serde_json::{Value, json};

/// The head of the answer, and the files in it.
fn ask(mut asked: Value, files: &[(&str, Vec<u8>)]) -> (Value, Vec<Vec<u8>>) {
    asked["lang"] = "zh".into();
    if asked["ask"] == "judge" {
        let named = files
            .iter()
            .map(|(path, bytes)| json!({"path": path, "bytes": bytes.len()}));
        asked["files"] = named.collect();
    }
    let head = serde_json::to_vec(&asked).unwrap();
    let mut parcel = u32::try_from(head.len()).unwrap().to_le_bytes().to_vec();
    parcel.extend(head);
    files.iter().for_each(|(_, bytes)| parcel.extend(bytes));
    let answer = answer(&parcel);
    let length = u32::from_le_bytes(answer[..4].try_into().unwrap()) as usize;
    let head: Value = serde_json::from_slice(&answer[4..4 + length]).unwrap();
    let mut rest = &answer[4 + length..];
    let lengths = head["lengths"].as_array().unwrap().iter();
    let files = lengths.map(|length| {
        let (file, behind) = rest.split_at(usize::try_from(length.as_u64().unwrap()).unwrap());
        rest = behind;
        file.to_vec()
    });
    let files = files.collect();
    assert!(rest.is_empty());
    (head, files)
}

fn judge(award: Option<&str>, files: &[(&str, Vec<u8>)]) -> (Value, Value) {
    let asked = json!({"ask": "judge", "award": award, "today": "2025-12-01", "formats": ["json"]});
    let (head, reports) = ask(asked, files);
    let report = reports.first().map(|report| serde_json::from_slice(report).unwrap());
    (head, report.unwrap_or_default())
}

fn example(name: &str) -> Vec<u8> {
    fs::read(format!("../examples/{name}")).unwrap()
}

#[test]
fn every_example_has_its_exit_code_and_both_of_its_forms_the_same_verdicts() {
    for (name, code) in [
        ("organization", 0),
        ("individual", 0),
        ("organization-failing", 1),
        ("organization-incomplete", 3),
    ] {
        let verdicts = ["toml", "xlsx"].map(|form| {
            let file = format!("{name}.{form}");
            let (head, report) = judge(None, &[(&file, example(&file))]);
            assert_eq!(
                (&head["code"], &head["judged"]),
                (&json!(code), &json!(1)),
                "{file}: {head}"
            );
            let findings = report["dossiers"][0]["findings"].as_array().unwrap().clone();
            let pairs = findings
                .iter()
                .map(|finding| (finding["condition"].clone(), finding["verdict"].clone()));
            pairs.collect::<Vec<_>>()
        });
        assert!(verdicts[0].len() > 10);
        assert_eq!(verdicts[0], verdicts[1], "{name}");
    }
}

#[test]
fn folders_are_walked_and_what_cannot_be_read_is_told() {
    let files = [
        ("收件/甲/a.toml", example("organization.toml")),
        ("收件/甲/b.xlsx", example("individual.xlsx")),
        ("收件/说明.pdf", Vec::new()),
        ("坏.toml", b"[unit\n".to_vec()),
    ];
    let (head, report) = judge(None, &files);
    assert_eq!((&head["code"], &head["judged"]), (&json!(2), &json!(2)));
    assert!(head["errors"][0].as_str().unwrap().contains("坏.toml:1"), "{head}");
    assert_eq!(report["skipped"][0]["file"], "收件/说明.pdf");
    let (sound, _) = judge(None, &files[..3]);
    assert_eq!(sound["code"], 0);
}

#[test]
fn a_dossier_in_a_folder_says_that_its_documents_were_not_examined() {
    let files = [
        ("甲/dossier.toml", example("organization.toml")),
        ("甲/营业执照.pdf", Vec::new()),
    ];
    let (head, _) = judge(None, &files);
    assert_eq!((&head["code"], &head["judged"]), (&json!(2), &json!(1)));
    assert!(
        head["errors"][0].as_str().unwrap().contains("申报材料没有检查"),
        "{head}"
    );
}

#[test]
fn every_track_of_every_award_has_blank_forms() {
    let (head, _) = ask(json!({"ask": "awards"}), &[]);
    let awards = head["awards"].as_array().unwrap();
    assert!(awards.len() > 10);
    assert_eq!(awards.iter().filter(|award| award["default"] == true).count(), 1);
    for award in awards {
        for track in award["tracks"].as_array().unwrap() {
            for format in ["xlsx", "toml"] {
                let asked = json!({"ask": "form", "award": award["id"], "track": track[0], "format": format});
                let (head, mut files) = ask(asked, &[]);
                let form = files.pop().unwrap_or_default();
                assert!(head["refused"].is_null() && !form.is_empty(), "{head}");
            }
        }
    }
}

#[test]
fn what_cannot_be_answered_is_refused_in_words() {
    let (head, _) = judge(Some("nothing-2099"), &[("a.toml", example("organization.toml"))]);
    assert!(head["refused"].as_str().unwrap().contains("nothing-2099"));
    for parcel in [&b""[..], b"\xff\xff\xff\xff", b"\x02\0\0\0{}", b"\0\0\0\0"] {
        let answer = answer(parcel);
        let head: Value = serde_json::from_slice(&answer[4..]).unwrap();
        assert!(head["refused"].is_string());
    }
}
