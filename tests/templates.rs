//! Templates are read back: blank ones as incomplete, filled ones as the facts they were filled with.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use proptest::prelude::*;
use quality_award::day::Day;
use quality_award::dictionary::{Entry, Track, Value, When};
use quality_award::dossier::Dossier;
use quality_award::load::Named;
use quality_award::load::excel::{self, Options, Passed};
use quality_award::pack::Pack;
use quality_award::place::Unreadable;
use quality_award::template;
use quality_award::text::Lang;
use quality_award::verdict::{Overall, Verdict};
use rayon::prelude::*;

use common::facts::{facts, full, sound, thinned};
use common::{judge, pack, read, today, well_written};

/// The applicants of a workbook, none of which is wrong; and what was passed over in it.
fn applicants(bytes: &[u8]) -> Result<(Vec<Dossier>, Vec<Passed>), Unreadable> {
    applicants_by(pack(), bytes)
}

/// The same of a workbook of another pack, which is sound.
fn applicants_of(pack: &Pack, bytes: &[u8]) -> (Vec<Dossier>, Vec<Passed>) {
    applicants_by(pack, bytes).unwrap_or_else(|unreadable| panic!("{}: {:#?}", pack.id, unreadable.errors))
}

fn applicants_by(pack: &Pack, bytes: &[u8]) -> Result<(Vec<Dossier>, Vec<Passed>), Unreadable> {
    let options = Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut applicants = Vec::new();
    let dictionary = |_: Option<Named<'_>>| Ok(pack.dictionary.clone());
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
        dossiers.push(applicant(
            &template::workbook(pack, track, None, Lang::Zh).expect("it fits"),
        ));
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
        for lang in Lang::ALL {
            let bytes = template::roster(pack(), track, &[], lang).expect("it fits");
            let unreadable = applicants(&bytes).expect_err("nobody is named in it");
            let [error] = unreadable.errors.as_slice() else {
                panic!("{:#?}", unreadable.errors)
            };
            assert!(error.message.en.contains("no applicant is given"), "{error:?}");
        }
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
    let form = || template::workbook(pack, track("organization"), Some(&sound), Lang::Zh).expect("it fits");
    assert_eq!(form(), form());
    let roster = || template::roster(pack, None, std::slice::from_ref(&sound), Lang::Zh).expect("it fits");
    assert_eq!(roster(), roster());
}

#[test]
fn a_fact_that_looks_like_a_formula_stays_text() {
    let pack = pack();
    let text = "track = 'organization'\n[organization]\nname = '=HYPERLINK(\"http://a\")'\n";
    let dossier = well_written(text);
    for bytes in [
        template::workbook(pack, track("organization"), Some(&dossier), Lang::Zh).expect("it fits"),
        template::roster(pack, None, &[dossier], Lang::Zh).expect("it fits"),
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
            let roster = applicants(&template::roster(pack, Some(track), std::slice::from_ref(&dossier), Lang::Zh).expect("it fits"));
            prop_assert!(roster.is_ok(), "{:#?}", roster.err().map(|unreadable| unreadable.errors));
        }
    }
}

/// The facts, without the rows that a form of this pack has ready by their key, and what they hold.
fn but_for_ready_rows(pack: &Pack, facts: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let tables = pack.dictionary.sections();
    let keyed: Vec<&str> = tables
        .filter(|(_, section)| section.key.is_some())
        .map(|(_, section)| section.path.as_str())
        .collect();
    let ready = |path: &str| {
        let (column, row) = path.rsplit_once(' ').unwrap_or((path, ""));
        let of_a_keyed_table = keyed
            .iter()
            .any(|table| column.starts_with(&format!("{table}[")) || column == *table);
        of_a_keyed_table && row.parse().unwrap_or(usize::MAX) > 2
    };
    facts.into_iter().filter(|(path, _)| !ready(path)).collect()
}

#[test]
fn the_workbooks_of_every_pack_hold_the_facts_they_are_filled_with() {
    let packs: Vec<Pack> = Pack::shipped()
        .map(|id| Pack::find(id).expect("there is one").expect("it is sound"))
        .collect();
    let tried: Vec<(&Pack, Lang)> = packs
        .iter()
        .flat_map(|pack| Lang::ALL.map(|lang| (pack, lang)))
        .collect();
    assert!(tried.len() > 20, "{} packs", packs.len());
    tried.par_iter().for_each(|(pack, lang)| {
        let mut all = Vec::new();
        for track in pack.tracks() {
            for dossier in [sound(pack, track), full(pack, track)] {
                let form = template::workbook(pack, track, Some(&dossier), *lang).expect("it fits");
                let (back, passed) = applicants_of(pack, &form);
                assert!(passed.is_empty() && back.len() == 1, "{} {passed:#?}", pack.id);
                let kept = |dossier: &Dossier| but_for_ready_rows(pack, facts(dossier));
                assert_eq!(kept(&back[0]), kept(&dossier), "{} {track:?} {lang:?}", pack.id);
                all.push(dossier);
            }
        }
        let (back, passed) = applicants_of(pack, &template::roster(pack, None, &all, *lang).expect("it fits"));
        assert!(passed.is_empty(), "{passed:#?}");
        let facts_of = |dossiers: &[Dossier]| dossiers.iter().map(facts).collect::<Vec<_>>();
        assert_eq!(facts_of(&back), facts_of(&all), "{} {lang:?}", pack.id);
    });
}

#[test]
fn days_on_whose_number_programs_do_not_agree_are_read_back() {
    let pack = pack();
    for day in [
        "1850-01-01",
        "1899-12-30",
        "1899-12-31",
        "1900-01-01",
        "1900-02-28",
        "1900-03-01",
        "1903-12-31",
        "1904-01-01",
        "1904-02-29",
        "1905-06-01",
        "1909-12-31",
        "1910-01-01",
        "2016-02-29",
        "2199-12-31",
    ] {
        let text = format!("track = 'organization'\n[organization]\nname = '甲'\nregistered_on = {day}\n");
        let dossier = well_written(&text);
        let form = template::workbook(pack, track("organization"), Some(&dossier), Lang::Zh).expect("it fits");
        let roster = template::roster(pack, None, std::slice::from_ref(&dossier), Lang::Zh).expect("it fits");
        let (rows, _) = applicants(&roster).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
        for read in [applicant(&form), rows.into_iter().next().expect("an applicant")] {
            let (_, back) = facts(&read)
                .into_iter()
                .find(|(path, _)| path == "organization.registered_on")
                .unwrap_or_else(|| panic!("{day} is lost"));
            assert_eq!(back, Value::When(When::Day(Day::parse(day).expect("a day"))));
        }
    }
}

/// The parts of a workbook that are sheets, as text.
fn sheets(bytes: Vec<u8>) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a name").to_string())
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
        .collect();
    let text = |name: &String| {
        let part = archive.by_name(name).expect("a part");
        std::io::read_to_string(part).expect("text")
    };
    names.iter().map(text).collect()
}

#[test]
fn a_row_is_as_tall_as_its_words_and_grows_with_more() {
    let pack = pack();
    let long = "每月召开质量例会。".repeat(34);
    let text = format!("track = 'organization'\n[organization]\nname = '甲'\n[statements]\nimprovement = '{long}'\n");
    let dossier = well_written(&text);
    for bytes in [
        template::workbook(pack, track("organization"), Some(&dossier), Lang::Zh).expect("it fits"),
        template::roster(pack, None, std::slice::from_ref(&dossier), Lang::Zh).expect("it fits"),
    ] {
        let sheets = sheets(bytes);
        assert!(sheets.iter().all(|sheet| !sheet.contains("customHeight")));
        let heights = sheets.iter().flat_map(|sheet| sheet.split(" ht=\"").skip(1));
        let heights = heights.filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
        let tallest = heights.fold(0.0, f64::max);
        // 306 characters: 14 lines of 22 of them in a form, 11 of 30 in a roster
        assert!(tallest > 11.0 * 14.0, "{tallest}");
    }
}

#[test]
fn what_must_be_given_is_what_the_rules_miss() {
    let pack = pack();
    for track in pack.tracks() {
        let text = template::toml(pack, track, None, Lang::Zh);
        let comment = |head: &str, label: &str| {
            let (_, section) = text.split_once(head).unwrap_or_else(|| panic!("no {head}"));
            let line = section.lines().find(|line| line.starts_with(&format!("{label}：")));
            line.unwrap_or_else(|| panic!("no {label}")).to_owned()
        };
        for (id, field) in pack
            .dictionary
            .fields()
            .filter(|(_, field)| field.tracks.contains(track))
        {
            let read = pack.conditions.iter().any(|condition| {
                let reads = condition.tracks.contains(track) && condition.reads.contains(&Entry::Field(id));
                reads && !condition.rule.rule().needs_documents()
            });
            let required = (read || field.path == "track") && !field.optional && field.when.is_none();
            let section = pack.dictionary.section(field.section).expect("a section");
            let (path, label) = (&section.path, &field.label.zh);
            let said = match section.rows {
                true => comment(&format!("[[{path}]]\n"), &format!("#   {} {label}", field.name)),
                false if path.is_empty() => comment("", &format!("# {label}")),
                false => comment(&format!("\n[{path}]\n"), &format!("# {label}")),
            };
            if !read || field.when.is_none() {
                assert_eq!(said.contains("：必填"), required, "{}: {said}", field.path);
            }
        }
    }
}

#[test]
fn choices_are_shown_in_one_language() {
    let pack = pack();
    for (lang, other) in [(Lang::Zh, "Legal person"), (Lang::En, "法人")] {
        let form = template::workbook(pack, track("organization"), None, lang).expect("it fits");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(form)).expect("an archive");
        let words = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").expect("a part")).expect("text");
        let label = if lang == Lang::Zh { "法人" } else { "Legal person" };
        assert!(words.contains(&format!(">{label}<")), "{lang:?}");
        assert!(!words.contains(other), "{lang:?}");
        let text = template::toml(pack, track("organization"), None, lang);
        assert!(text.contains(label) && !text.contains(other), "{lang:?}");
    }
}

#[test]
fn every_statement_says_what_belongs_there_and_gives_an_example() {
    let pack = pack();
    for track in pack.tracks() {
        let text = template::toml(pack, track, None, Lang::Zh);
        let statements = pack.dictionary.section_at("statements").expect("a section");
        for field in statements.fields.iter().filter_map(|id| pack.dictionary.get(*id)) {
            let (Some(help), Some(example)) = (&field.help, &field.example) else {
                panic!("{}", field.path)
            };
            let said = format!("；{}；例如：{}；", help.zh, example.zh);
            assert_eq!(text.contains(&said), field.tracks.contains(track), "{}", field.path);
        }
    }
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
