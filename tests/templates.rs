//! Templates are read back: blank ones as incomplete, filled ones as the facts they were filled with.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quality_award::calendar::Calendar;
use quality_award::check::{Detail, as_of, check};
use quality_award::day::{Day, Month};
use quality_award::dossier::{Cite, Dossier, List, Row, Slot};
use quality_award::field::{Dictionary, Field, Track, Type};
use quality_award::id_number::CreditCode;
use quality_award::load;
use quality_award::money::{Money, Unit};
use quality_award::pack::Pack;
use quality_award::place::{Source, Spot, Unreadable};
use quality_award::syntax;
use quality_award::template;
use quality_award::text::Lang;
use quality_award::value::{Value, When};
use quality_award::verdict::{Overall, Verdict};
use toml::de::DeValue;

fn pack() -> Pack {
    Pack::find("xuhui-2025")
        .expect("it is shipped")
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

fn read(pack: &Pack, text: &str) -> Dossier {
    try_read(pack, text).unwrap_or_else(|unreadable| panic!("{:#?}\n{text}", unreadable.errors))
}

fn try_read(pack: &Pack, text: &str) -> Result<Dossier, Unreadable> {
    let source = Source::text("dossier.toml", text);
    load::toml::read(&source, text, pack.closes, |_| Ok(pack.dictionary.clone()))
}

/// The sound dossier of a track, as the pack writes it.
fn sound(pack: &Pack, track: Track) -> Dossier {
    let Source::Text { text, .. } = pack.written.clone() else {
        panic!("a pack is text")
    };
    let (table, _) = syntax::parse(&text);
    let Some(DeValue::Table(sound)) = table.get_ref().get("sound").map(|value| value.get_ref()) else {
        panic!("the pack has sound dossiers")
    };
    let Some(DeValue::Table(sound)) = sound.get(track.id()).map(|value| value.get_ref()) else {
        panic!("there is one for each track")
    };
    load::toml::walk(sound, &pack.written, &pack.dictionary, pack.closes).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Every fact by its path, without places.
fn facts(dossier: &Dossier) -> Vec<(String, Value)> {
    let mut facts = Vec::new();
    for (id, section) in dossier.dictionary.sections() {
        let fields = section.fields.iter();
        if !section.rows {
            facts.extend(fields.filter_map(|id| {
                let cite = Cite::Scalar(*id);
                Some((dossier.path(cite), dossier.slot(cite)?.value()?.clone()))
            }));
            continue;
        }
        let Some(rows) = dossier.table(id).and_then(List::rows) else {
            continue;
        };
        let count = i64::try_from(rows.len()).expect("few rows");
        facts.push((section.path.clone(), Value::Number(count)));
        for row in 0..rows.len() {
            facts.extend(section.fields.iter().filter_map(|id| {
                let cite = Cite::Cell(*id, row);
                Some((
                    format!("{} {row}", dossier.path(cite)),
                    dossier.slot(cite)?.value()?.clone(),
                ))
            }));
        }
    }
    facts
}

/// A dossier that states something in every field that is written back, and three rows in every table.
fn full(pack: &Pack, track: Track) -> Dossier {
    let day = Day::new(2016, 3, 18).expect("a day");
    let value = |field: &Field, row: usize| {
        let money = ["-12345678901234567.89", "0", "1250000.5"];
        let years = [2021, 2023, 2030];
        Some(match field.kind {
            Type::Text if field.path == "award" => Value::Text(pack.id.as_str().into()),
            Type::Choice if field.path == "track" => Value::Choice(field.choice(track.id())?),
            Type::Text => Value::Text("甲\"乙\\\n\t\u{7f}=1+1 # 丙".into()),
            Type::Boolean => Value::Flag(row == 1),
            Type::Day => Value::When(When::Day(day)),
            Type::DayOrWord => Value::When(When::Word(0)),
            Type::DayOrMonth => Value::When(When::Month(Month::new(2016, 3)?)),
            Type::Year => Value::Number(*years.get(row)?),
            Type::Integer => Value::Number(-5),
            Type::Money => Value::Money(Money::parse(money.get(row)?, Unit::Yuan).ok()?),
            Type::Choice => Value::Choice(u8::try_from(row).ok()? % u8::try_from(field.choices.len()).ok()?),
            Type::CreditCode => Value::CreditCode(CreditCode::parse("91310104MA1FXY005K").ok()?),
            Type::IdNumber => return None,
            Type::Texts => Value::Texts(["甲，乙".into(), "丙".into()].into()),
            Type::Years => Value::Numbers([2022, 2023].into()),
        })
    };
    let slot =
        |field: &Field, row| value(field, row).map_or(Slot::Absent, |value| Slot::Given(value, Spot::span(0..0)));
    let dictionary = pack.dictionary.clone();
    let mut full = Dossier::empty(pack.written.clone(), dictionary.clone());
    for (id, section) in dictionary.sections() {
        let fields = || section.fields.iter().filter_map(|id| dictionary.get(*id));
        if section.rows {
            let row = |row| Row {
                spot: Spot::span(0..0),
                cells: fields().map(|field| slot(field, row)).collect(),
            };
            let rows = (0..3).map(row).collect();
            full.set_table(
                id,
                List::Stated {
                    spot: Spot::span(0..0),
                    rows,
                },
            );
        } else {
            fields().for_each(|field| full.set(field, slot(field, 0)));
        }
    }
    full
}

/// The dossier without the facts whose number has no bit in `keep`.
fn thinned(dossier: &Dossier, keep: &[bool]) -> Dossier {
    let mut keep = keep.iter().copied().cycle();
    let mut next = move || keep.next().unwrap_or(true);
    let dictionary: &Dictionary = &dossier.dictionary;
    let mut thin = Dossier::empty(dossier.source.clone(), dossier.dictionary.clone());
    for (id, section) in dictionary.sections() {
        if section.rows {
            let Some(rows) = dossier.table(id).and_then(List::rows).filter(|_| next()) else {
                continue;
            };
            let mut kept = Vec::new();
            for row in rows {
                if !next() {
                    continue;
                }
                let key = section.key.and_then(|key| dictionary.get(key)).map(|field| field.slot);
                let cells = row.cells.iter().enumerate().map(|(slot, cell)| {
                    if next() || key == Some(slot) {
                        cell.clone()
                    } else {
                        Slot::Absent
                    }
                });
                kept.push(Row {
                    spot: row.spot,
                    cells: cells.collect(),
                });
            }
            thin.set_table(
                id,
                List::Stated {
                    spot: Spot::span(0..0),
                    rows: kept,
                },
            );
        } else {
            for id in &section.fields {
                let field = dictionary.get(*id).expect("a field of the dictionary");
                let always = section.path.is_empty();
                if let Some(slot) = dossier.slot(Cite::Scalar(*id)).filter(|_| always || next()) {
                    thin.set(field, slot.clone());
                }
            }
        }
    }
    thin
}

#[test]
fn a_blank_template_is_read_without_error_and_judged_incomplete() {
    let pack = pack();
    let calendar = Calendar::shipped().expect("the shipped calendar loads");
    for track in Track::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let text = template::toml(&pack, track, None, lang);
            let dossier = read(&pack, &text);
            assert_eq!(dossier.track(), Some(track));
            let day = as_of(&dossier, None, pack.closes).expect("one day");
            let report = check(&pack, &dossier, day, &calendar, Detail::Full);
            assert_eq!(report.verdict, Overall::Incomplete, "{track:?}");
            let failing: Vec<_> = report
                .findings
                .iter()
                .filter(|finding| finding.verdict == Verdict::Fail)
                .collect();
            assert!(failing.is_empty(), "{failing:#?}");
        }
    }
}

#[test]
fn every_field_of_a_track_stands_in_its_template() {
    let pack = pack();
    for track in Track::ALL {
        let text = template::toml(&pack, track, None, Lang::En);
        for (_, field) in pack
            .dictionary
            .fields()
            .filter(|(_, field)| field.tracks.contains(&track))
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
    let text = template::toml(&pack, Track::Organization, None, Lang::Zh);
    for year in [2022, 2023, 2024] {
        assert!(text.contains(&format!("\n[[fiscal_years]]\nyear = {year}\n")), "{text}");
    }
}

#[test]
fn facts_that_are_written_are_read_back() {
    let pack = pack();
    for track in Track::ALL {
        for dossier in [sound(&pack, track), full(&pack, track)] {
            let text = template::toml(&pack, track, Some(&dossier), Lang::Zh);
            assert_eq!(facts(&read(&pack, &text)), facts(&dossier), "{text}");
        }
        let text = template::toml(&pack, track, Some(&sound(&pack, track)), Lang::Zh);
        let marked = text.lines().filter(|line| line.ends_with("# 待补")).collect::<Vec<_>>();
        assert!(marked.is_empty(), "{marked:#?}");
    }
}

#[test]
fn what_the_rules_miss_is_marked() {
    let pack = pack();
    let text = "award = 'xuhui-2025'\ntrack = 'organization'\n[[fiscal_years]]\nyear = 2022\nnet_profit = -1\n[records]\nincidents = []\n";
    let text = template::toml(&pack, Track::Organization, Some(&read(&pack, text)), Lang::Zh);
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
    let sound = sound(&pack, Track::Organization);
    let form = || template::workbook(&pack, Track::Organization, Some(&sound)).expect("it fits");
    assert_eq!(form(), form());
    let roster = || template::roster(&pack, None, std::slice::from_ref(&sound)).expect("it fits");
    assert_eq!(roster(), roster());
}

#[test]
fn a_fact_that_looks_like_a_formula_stays_text() {
    let pack = pack();
    let text = "track = 'organization'\n[organization]\nname = '=HYPERLINK(\"http://a\")'\n";
    let dossier = read(&pack, text);
    for bytes in [
        template::workbook(&pack, Track::Organization, Some(&dossier)).expect("it fits"),
        template::roster(&pack, None, &[dossier]).expect("it fits"),
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
    let schema = template::schema(&pack);
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
        let track = if sources % 2 == 0 { Track::Organization } else { Track::Individual };
        let whole = if sources < 2 { sound(&pack, track) } else { full(&pack, track) };
        let dossier = thinned(&whole, &keep);
        let text = template::toml(&pack, track, Some(&dossier), Lang::Zh);
        let back = try_read(&pack, &text);
        prop_assert!(back.is_ok(), "{:#?}\n{text}", back.err().map(|unreadable| unreadable.errors));
        if let Ok(back) = back {
            prop_assert_eq!(facts(&back), facts(&dossier));
        }
    }
}
