//! Templates are read back: blank ones as incomplete, filled ones as the facts they were filled with.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use proptest::prelude::*;
use quality_award::dictionary::{Track, Value};
use quality_award::dossier::Dossier;
use quality_award::load::Named;
use quality_award::load::excel::{self, Options, Passed};
use quality_award::place::Unreadable;
use quality_award::template;
use quality_award::text::Lang;
use quality_award::verdict::{Overall, Verdict};

use common::facts::{facts, full, sound, thinned};
use common::{judge, pack, read, today, well_written};

/// The applicants of a workbook, none of which is wrong; and what was passed over in it.
fn applicants(bytes: &[u8]) -> Result<(Vec<Dossier>, Vec<Passed>), Unreadable> {
    let options = Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut applicants = Vec::new();
    let dictionary = |_: Option<Named<'_>>| Ok(pack().dictionary.clone());
    let passed = excel::read("a.xlsx", bytes, &options, dictionary, |found| {
        applicants.push(found.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors)));
    })?;
    Ok((applicants, passed))
}

/// The one applicant of a form of ours, in which nothing is passed over.
fn applicant(bytes: &[u8]) -> Dossier {
    let (mut applicants, passed) = applicants(bytes).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    assert!(passed.is_empty(), "{passed:#?}");
    assert_eq!(applicants.len(), 1);
    applicants.remove(0)
}

/// The track of this id.
fn track(id: &str) -> &'static Track {
    pack().dictionary.track(id).expect("the pack declares it")
}

#[test]
fn a_blank_template_is_read_without_error_and_judged_incomplete() {
    let pack = pack();
    for track in pack.tracks() {
        let texts = [Lang::Zh, Lang::En].map(|lang| template::toml(pack, track, None, lang));
        let mut dossiers: Vec<Dossier> = texts.iter().map(|text| well_written(text)).collect();
        dossiers.push(applicant(&template::workbook(pack, track, None).expect("it fits")));
        for dossier in dossiers {
            assert_eq!(dossier.track(), Some(track));
            assert_eq!(facts(&dossier).len(), if track.id() == "organization" { 6 } else { 2 });
            let report = judge(&dossier);
            assert_eq!(report.verdict, Overall::Incomplete, "{track:?}");
            let mut failing = report
                .findings
                .iter()
                .filter(|finding| finding.verdict == Verdict::Fail);
            assert!(failing.next().is_none());
        }
    }
}

#[test]
fn a_blank_roster_is_known_for_one_and_names_nobody() {
    for track in [
        None,
        pack().dictionary.track("organization"),
        pack().dictionary.track("individual"),
    ] {
        let bytes = template::roster(pack(), track, &[]).expect("it fits");
        let unreadable = applicants(&bytes).expect_err("nobody is named in it");
        let [error] = unreadable.errors.as_slice() else {
            panic!("{:#?}", unreadable.errors)
        };
        assert!(error.message.en.contains("no applicant is given"), "{error:?}");
    }
}

#[test]
fn every_field_of_a_track_stands_in_its_template() {
    let pack = pack();
    for track in pack.tracks() {
        let text = template::toml(pack, track, None, Lang::En);
        for (_, field) in pack
            .dictionary
            .fields()
            .filter(|(_, field)| field.tracks.contains(track))
        {
            let assigned = format!("{} = ", field.name);
            assert!(text.contains(&assigned), "{}", field.path);
            assert!(
                text.contains(&field.label.zh) && text.contains(&field.label.en),
                "{}",
                field.path
            );
        }
    }
    let text = template::toml(pack, track("organization"), None, Lang::Zh);
    for year in [2022, 2023, 2024] {
        assert!(text.contains(&format!("\n[[fiscal_years]]\nyear = {year}\n")), "{text}");
    }
}

#[test]
fn facts_that_are_written_are_read_back() {
    let pack = pack();
    for track in pack.tracks() {
        for dossier in [sound(pack, track), full(pack, track)] {
            let text = template::toml(pack, track, Some(&dossier), Lang::Zh);
            assert_eq!(facts(&well_written(&text)), facts(&dossier), "{text}");
        }
        let text = template::toml(pack, track, Some(&sound(pack, track)), Lang::Zh);
        let marked = text.lines().filter(|line| line.ends_with("# 待补")).collect::<Vec<_>>();
        assert!(marked.is_empty(), "{marked:#?}");
    }
}

#[test]
fn what_the_rules_miss_is_marked() {
    let pack = pack();
    let text = "award = 'xuhui-2025'\ntrack = 'organization'\n[[fiscal_years]]\nyear = 2022\nnet_profit = -1\n[records]\nincidents = []\n";
    let text = template::toml(pack, track("organization"), Some(&well_written(text)), Lang::Zh);
    for marked in [
        "\nname = \"\"  # 待补\n",
        "\n# registered_on = 2016-03-18  # 待补\n",
        "\n# policy_loss = false  # 待补\n",
        "\n# [[fiscal_years]]  # 待补\n# year = 2023\n",
        "没有的，去掉行首的 #  # 待补\n",
    ] {
        assert!(text.contains(marked), "{marked}{text}");
    }
    assert!(text.contains("\nincidents = []"), "{text}");
    assert!(!text.contains("\nsocial_contribution = \"\"  # 待补"), "{text}");
}

#[test]
fn the_same_template_is_the_same_bytes() {
    let pack = pack();
    let sound = sound(pack, track("organization"));
    let form = || template::workbook(pack, track("organization"), Some(&sound)).expect("it fits");
    assert_eq!(form(), form());
    let roster = || template::roster(pack, None, std::slice::from_ref(&sound)).expect("it fits");
    assert_eq!(roster(), roster());
}

#[test]
fn a_fact_that_looks_like_a_formula_stays_text() {
    let pack = pack();
    let text = "track = 'organization'\n[organization]\nname = '=HYPERLINK(\"http://a\")'\n";
    let dossier = well_written(text);
    for bytes in [
        template::workbook(pack, track("organization"), Some(&dossier)).expect("it fits"),
        template::roster(pack, None, &[dossier]).expect("it fits"),
    ] {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        for part in 0..archive.len() {
            let mut part = archive.by_index(part).expect("a part");
            let text = std::io::read_to_string(&mut part).expect("text");
            assert!(!text.contains("<f>"), "a formula");
        }
    }
}

#[test]
fn the_schema_names_every_field() {
    let pack = pack();
    let schema = template::schema(pack);
    for (_, field) in pack.dictionary.fields() {
        let mut at = &schema;
        for name in field.path.split('.') {
            let object = at.get("items").unwrap_or(at);
            assert_eq!(object.get("additionalProperties"), Some(&serde_json::json!(false)));
            at = object
                .pointer(&format!("/properties/{name}"))
                .unwrap_or_else(|| panic!("{}", field.path));
        }
        assert_eq!(
            at.get("title").and_then(|title| title.as_str()),
            Some(field.label.zh.as_str())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_part_of_the_facts_is_read_back(keep in proptest::collection::vec(any::<bool>(), 1..120), sources in 0usize..4) {
        let pack = pack();
        let track = if sources % 2 == 0 { track("organization") } else { track("individual") };
        let whole = if sources < 2 { sound(pack, track) } else { full(pack, track) };
        let dossier = thinned(&whole, &keep);
        let text = template::toml(pack, track, Some(&dossier), Lang::Zh);
        let back = read(&text);
        prop_assert!(back.is_ok(), "{:#?}\n{text}", back.err().map(|unreadable| unreadable.errors));
        if let Ok(back) = back {
            prop_assert_eq!(facts(&back), facts(&dossier));
        }
        if dossier.applicant().is_some() {
            let roster = applicants(&template::roster(pack, Some(track), std::slice::from_ref(&dossier)).expect("it fits"));
            prop_assert!(roster.is_ok(), "{:#?}", roster.err().map(|unreadable| unreadable.errors));
        }
    }
}

#[test]
fn workbooks_hold_the_facts_they_are_filled_with() {
    let pack = pack();
    for track in pack.tracks() {
        let sound = sound(pack, track);
        let form = template::workbook(pack, track, Some(&sound)).expect("it fits");
        assert_eq!(facts(&applicant(&form)), facts(&sound));
        let full = full(pack, track);
        let form = applicant(&template::workbook(pack, track, Some(&full)).expect("it fits"));
        let prefilled = |path: &str| {
            track.id() == "organization" && (path == "fiscal_years" || path.ends_with(" 3") || path.ends_with(" 4"))
        };
        let kept = |facts: Vec<(String, Value)>| -> Vec<(String, Value)> {
            facts.into_iter().filter(|(path, _)| !prefilled(path)).collect()
        };
        assert_eq!(kept(facts(&form)), kept(facts(&full)));
    }
    let all = pack
        .tracks()
        .iter()
        .flat_map(|track| [sound(pack, track), full(pack, track)]);
    let all: Vec<Dossier> = all.collect();
    let (back, passed) = applicants(&template::roster(pack, None, &all).expect("it fits"))
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    assert!(passed.is_empty(), "{passed:#?}");
    let facts_of = |dossiers: &[Dossier]| dossiers.iter().map(facts).collect::<Vec<_>>();
    assert_eq!(facts_of(&back), facts_of(&all));
}

#[test]
fn a_form_filled_in_with_libreoffice_holds_what_was_typed() {
    let bytes = std::fs::read("tests/data/filled-by-libreoffice.xlsx").expect("the fixture");
    let (applicants, passed) = applicants(&bytes).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let [applicant] = applicants.as_slice() else {
        panic!("{} applicants", applicants.len())
    };
    assert_eq!(facts(applicant), facts(&sound(pack(), track("organization"))));
    // LibreOffice knows only one way to hide a sheet; that of the dropdowns is known all the same
    assert_eq!(passed, Vec::new());
}
