//! The shipped packs load, their cases agree, and the notice is covered word for word.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod common;

use quality_award::calendar::Calendar;
use quality_award::cases::{Cases, Offer};
use quality_award::pack::Pack;
use quality_award::place::Source;

fn load(id: &str) -> Pack {
    Pack::find(id)
        .expect("it is shipped")
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

#[test]
fn every_case_of_every_shipped_pack_agrees() {
    let calendar = Calendar::shipped().expect("the shipped calendar loads");
    for id in Pack::shipped() {
        let pack = load(id);
        let cases =
            Cases::of(&pack, pack.written.contents()).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
        let tried = cases
            .run(&pack, &calendar)
            .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
        let differing: Vec<String> = tried
            .iter()
            .filter(|tried| !tried.differences.is_empty())
            .map(|tried| format!("{}:{} {}: {:?}", id, tried.line, tried.condition, tried.differences))
            .collect();
        assert!(differing.is_empty(), "{}", differing.join("\n"));
        assert!(
            tried.len() >= pack.conditions.len(),
            "{} cases are too few",
            tried.len()
        );
    }
}

#[test]
fn the_default_pack_is_one_of_those_shipped() {
    assert!(Pack::shipped().any(|id| id == Pack::default_id()));
}

#[test]
fn a_remedy_for_one_reason_wants_a_case_of_that_reason() {
    let pack = load("xuhui-2025");
    let text = pack.written.contents();
    let own = "\nreadings = { zh = \"按较严的算法";
    assert!(text.contains(own), "the operating years have a remedy for readings");
    let text = text.replacen(own, &format!("\ncommittee = {{ zh = \"甲\", en = \"a\" }}{own}"), 1);
    let pack = Pack::read(&Source::text("a.toml", text.as_str()))
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let cases = Cases::of(&pack, &text).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let calendar = Calendar::shipped().expect("the shipped calendar loads");
    let tried = cases
        .run(&pack, &calendar)
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let differing = tried.iter().flat_map(|tried| &tried.differences);
    let said: Vec<&str> = differing.map(|difference| difference.en.as_str()).collect();
    assert_eq!(said, ["no case shows committee"]);
}

#[test]
fn the_pack_that_is_written_out_loads_and_its_cases_agree() {
    let page = std::fs::read_to_string("docs/packs.md").expect("the page on packs");
    let text = common::block(&page, "toml");
    let pack = Pack::read(&Source::text("demo-2026.toml", text.as_str()))
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    assert_eq!(pack.id, "demo-2026");
    let calendar = Calendar::shipped().expect("the shipped calendar loads");
    let cases = Cases::of(&pack, &text).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let tried = cases
        .run(&pack, &calendar)
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    assert!(tried.len() >= 2 * pack.conditions.len());
    for tried in &tried {
        assert!(
            tried.differences.is_empty(),
            "{}: {:?}",
            tried.condition,
            tried.differences
        );
    }
}

#[test]
fn no_word_of_one_award_stands_in_the_reports_and_forms_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = folder.path().join("一.toml");
    let text = "track = \"organization\"\n[organization]\nname = \"上海示例有限公司\"\n";
    std::fs::write(&dossier, text).expect("it is written");
    let run = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_quality-award"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(args)
            .args(["--pack", "tests/data/pack.toml"])
            .output()
            .expect("it runs");
        String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
    };
    let dossier = dossier.to_str().expect("a path in UTF-8");
    let mut said = Vec::new();
    for format in [
        "table", "markdown", "html", "json", "jsonl", "csv", "junit", "sarif", "github",
    ] {
        for lang in ["zh", "en"] {
            said.push(run(&[
                "check",
                dossier,
                "--format",
                format,
                "--lang",
                lang,
                "--details",
            ]));
        }
    }
    assert!(said.iter().all(|said| said.contains("demo")), "each names the pack");
    let form = folder.path().join("表.toml");
    let form = form.to_str().expect("a path in UTF-8");
    run(&["template", "--track", "individual", "--output", form]);
    let form = std::fs::read_to_string(form).expect("the form is written");
    assert!(form.contains("乙类"), "the form names the track by the pack's word");
    said.push(form);
    for word in [
        "徐汇",
        "先进质量管理",
        "质量金奖",
        "区长质量奖",
        "Xuhui",
        "quality management model",
    ] {
        for said in &said {
            assert!(!said.contains(word), "{word} stands in:\n{said}");
        }
    }
}

/// A pack without its cases, and with those that are offered for it pasted below their conditions.
fn with_offers(pack: &Pack) -> (String, Vec<Offer>) {
    let mut kept = String::new();
    let mut of_case = false;
    for line in pack.written.contents().lines() {
        if line.starts_with('[') {
            of_case = line.starts_with("[[condition.case");
        }
        if !of_case {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let bare = Pack::read(&Source::text("a.toml", kept.as_str()))
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let calendar = Calendar::shipped().expect("the shipped calendar loads");
    let offers = Cases::of(&bare, &kept)
        .and_then(|cases| cases.offers(&bare, &calendar))
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let mut parts = kept.split("\n[[condition]]\n");
    let mut pasted = parts.next().expect("what stands before the conditions").to_owned();
    let (conditions, mut parts): (Vec<_>, Vec<_>) = (bare.conditions.iter().collect(), parts.collect());
    assert_eq!(conditions.len(), parts.len());
    // what follows the last condition stays behind it
    let last = parts.pop().expect("a condition");
    let (last, rest) = last
        .split_once("\n[sound")
        .map_or((last, None), |(last, rest)| (last, Some(rest)));
    parts.push(last);
    for (condition, part) in conditions.into_iter().zip(parts) {
        pasted.push_str(&format!("\n[[condition]]\n{part}\n"));
        let of = offers.iter().filter(|offer| offer.condition == condition.id);
        for case in of.filter_map(|offer| offer.case.as_ref()) {
            pasted.push_str(&format!("{case}\n"));
        }
    }
    pasted.extend(rest.map(|rest| format!("\n[sound{rest}")));
    (pasted, offers)
}

#[test]
fn cases_that_are_offered_agree_where_they_are_pasted() {
    let calendar = Calendar::shipped().expect("the shipped calendar loads");
    for (id, unfound) in [
        ("pudong-2026", 0),
        ("shanghai-2025", 0),
        ("jiangsu-2025", 0),
        ("puyang-2022", 1),
    ] {
        let (text, offers) = with_offers(&load(id));
        let pack = Pack::read(&Source::text("a.toml", text.as_str()))
            .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
        let tried = Cases::of(&pack, &text)
            .and_then(|cases| cases.run(&pack, &calendar))
            .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
        let differing = tried.iter().flat_map(|tried| &tried.differences);
        let said: Vec<String> = differing.map(|difference| difference.en.clone()).collect();
        let none = offers.iter().filter(|offer| offer.case.is_none());
        let none: Vec<String> = none.map(|offer| format!("no case shows {}", offer.wanted)).collect();
        assert_eq!(said, none, "{id}");
        assert!(none.len() <= unfound, "{id}: {none:?}");
        assert!(
            offers.len() >= 2 * pack.conditions.len(),
            "{id}: {} offers",
            offers.len()
        );
    }
}
