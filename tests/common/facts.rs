//! The facts of dossiers, to be written and read back.

use quality_award::day::{Day, Period};
use quality_award::dictionary::{Dictionary, Field, Track, Type, Value, When};
use quality_award::dossier::{Cite, Dossier, List, Row, Slot};
use quality_award::id_number::CreditCode;
use quality_award::load;
use quality_award::money::{Money, Unit};
use quality_award::pack::Pack;
use quality_award::place::Spot;
use quality_award::syntax;
use toml::de::DeValue;

/// The sound dossier of a track, as the pack writes it.
pub fn sound(pack: &Pack, track: &Track) -> Dossier {
    let (table, _) = syntax::parse(pack.written.contents());
    let Some(DeValue::Table(sound)) = table.get_ref().get("sound").map(|value| value.get_ref()) else {
        panic!("the pack has sound dossiers")
    };
    let Some(DeValue::Table(sound)) = sound.get(track.id()).map(|value| value.get_ref()) else {
        panic!("there is one for each track")
    };
    load::toml::walk(sound, &pack.written, &pack.dictionary, pack.closes).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Every fact by its path, without places.
pub fn facts(dossier: &Dossier) -> Vec<(String, Value)> {
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
pub fn full(pack: &Pack, track: &Track) -> Dossier {
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
            Type::DayOrMonth => Value::When(When::Within(Period::parse("2016-03").ok()?)),
            Type::Year => Value::Number(*years.get(row)?),
            Type::Integer => Value::Number(-5),
            Type::Money => Value::Money(Money::parse(money.get(row)?, Unit::Yuan).ok()?),
            Type::Choice => Value::Choice(u8::try_from(row).ok()? % u8::try_from(field.choices.len()).ok()?),
            Type::CreditCode => Value::CreditCode(CreditCode::parse("91310104MA1FXY005K").ok()?),
            Type::IdNumber => return None,
            Type::Texts => Value::Texts(["甲（乙）".into(), "丙".into()].into()),
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
pub fn thinned(dossier: &Dossier, keep: &[bool]) -> Dossier {
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
