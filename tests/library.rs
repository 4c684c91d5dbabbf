//! The library of packs: each says where its texts were read and how much of them was seen, rests on what was read alone,
//! and finds nothing to refute or to miss in the sound applicants that its cases start from.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod common;

use std::collections::BTreeMap;

use common::calendar;
use common::facts::{full, sound};
use quality_award::check::{Detail, as_of, check};
use quality_award::dictionary::{FieldId, SectionId};
use quality_award::dossier::{Cite, Dossier, List, Row, Slot};
use quality_award::pack::{Force, Pack, Seen};
use quality_award::place::{Source, Spot};
use quality_award::verdict::{Overall, Verdict, Weight};

fn library() -> Vec<Pack> {
    let packs = Pack::shipped().map(|id| Pack::find(id).expect("it is shipped"));
    packs
        .map(|pack| pack.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors)))
        .collect()
}

#[test]
fn there_are_awards_of_every_level_in_every_state_of_sight() {
    let packs = library();
    assert!(packs.len() >= 9, "eight beside the first");
    for seen in [Seen::Original, Seen::Repost, Seen::Excerpt, Seen::Report] {
        let is = |pack: &&Pack| {
            pack.sources
                .iter()
                .any(|source| source.force == Force::Binding && source.seen == Some(seen))
        };
        assert!(packs.iter().find(is).is_some(), "{seen:?}");
    }
    let organizations_alone = packs.iter().filter(|pack| pack.tracks().len() == 1).count();
    assert!(organizations_alone > 0 && organizations_alone < packs.len());
}

#[test]
fn every_source_that_was_read_says_where_and_every_clause_stands_in_one() {
    for pack in library() {
        for source in &pack.sources {
            let read = source.force != Force::BindingUnseen;
            let at = source.read_at.as_deref().unwrap_or_default();
            assert!(!read || at.contains('.'), "{}: {} was read nowhere", pack.id, source.id);
            assert!(
                !read || pack.clauses.iter().any(|clause| clause.source == source.id),
                "{}: nothing is quoted from {}",
                pack.id,
                source.id
            );
        }
        for clause in &pack.clauses {
            let source = pack.sources.iter().find(|source| source.id == clause.source);
            assert!(
                source.is_some_and(|source| source.force != Force::BindingUnseen),
                "{}: {} is quoted from what was not seen",
                pack.id,
                clause.id
            );
        }
    }
}

#[test]
fn every_pack_says_what_it_did_not_see() {
    for pack in library() {
        let cut = pack.sources.iter().any(|source| source.cut.is_some());
        assert!(
            cut || pack.unseen().next().is_some(),
            "{}: was the whole law read?",
            pack.id
        );
    }
}

#[test]
fn the_page_on_packs_lists_each_with_how_much_of_its_texts_was_seen() {
    let page = std::fs::read_to_string("docs/packs.md").expect("the page on packs");
    for pack in library() {
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| `{}` |", pack.id)));
        let row = row.unwrap_or_else(|| panic!("docs/packs.md has no row for {}", pack.id));
        let title = format!("{} · {}", pack.title.zh, pack.title.en);
        let read = pack.sources.iter().filter(|source| source.force == Force::Binding);
        let seen = read.map(|source| {
            let seen = source.seen.map(Seen::id).unwrap_or_default();
            format!("{} `{seen}`", source.short.zh)
        });
        let unseen = pack.unseen().map(|source| source.short.zh.clone());
        for part in seen.chain(unseen).chain([title]) {
            assert!(row.contains(&part), "the row of {} does not say {part}", pack.id);
        }
    }
}

#[test]
fn a_sound_applicant_lacks_nothing_and_is_refuted_by_nothing() {
    for pack in library() {
        for track in pack.tracks() {
            let dossier = sound(&pack, track);
            let day = as_of(&dossier, None, pack.closes).expect("no day was given beside its own");
            let report = check(&pack, &dossier, None, day, calendar(), Detail::Full);
            for finding in &report.findings {
                let told = matches!(finding.verdict, Verdict::Fail | Verdict::Missing);
                assert!(!told, "{} {}: {:?}", pack.id, finding.condition, finding.found);
            }
            assert_eq!(report.verdict, Overall::Eligible, "{} {}", pack.id, track.id());
            let asked = report.findings.iter().any(|finding| finding.weight == Weight::Must);
            let nothing = pack.asks_nothing(Some(track), true).is_some();
            assert_eq!(asked, !nothing, "{} {}", pack.id, track.id());
        }
    }
}

/// A last day that was not seen is no deadline: nothing is forecast up to it, and no condition may take it for one.
#[test]
fn a_closing_day_that_was_not_seen_is_no_deadline() {
    let packs = library();
    let unseen: Vec<&Pack> = packs.iter().filter(|pack| pack.closes_unseen).collect();
    assert!(!unseen.is_empty() && unseen.len() < packs.len());
    for pack in &packs {
        for track in pack.tracks() {
            let mut text = pack.written.contents().to_owned();
            text.retain(|c| c != '\r');
            let unsubmitted: Vec<&str> = text.lines().filter(|line| !line.starts_with("submitted_on")).collect();
            let later = Pack::read(&Source::text("later.toml", unsubmitted.join("\n")));
            let later = later.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
            let dossier = sound(&later, track);
            let day = as_of(&dossier, Some(later.closes), later.closes).expect("the dossier has no day of its own");
            let report = check(&later, &dossier, None, day, calendar(), Detail::Full);
            assert_eq!(
                report.outlook.is_none(),
                pack.closes_unseen,
                "{} {}",
                pack.id,
                track.id()
            );
        }
    }
    // what is still to come is missing, as ever; the day that stands in is named nowhere
    let hangzhou = unseen
        .iter()
        .find(|pack| pack.id == "hangzhou-2022")
        .expect("it is shipped");
    let young = hangzhou.written.contents();
    let young = young.replace("operating_since = 2008-05-01", "operating_since = 2017-12-20");
    let young = young.replace("submitted_on = 2022-12-31\n", "");
    let young = Pack::read(&Source::text("young.toml", young));
    let young = young.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let track = young.tracks().first().expect("it has a track");
    let dossier = sound(&young, track);
    let day = as_of(&dossier, Some(common::day(2022, 12, 1)), young.closes).expect("the dossier has no day of its own");
    let report = check(&young, &dossier, None, day, calendar(), Detail::Full);
    let finding = common::finding(&report, "org.operating-years");
    assert_eq!(finding.verdict, Verdict::Missing);
    let remedy = finding.remedy.as_ref().expect("it says what to do");
    assert!(remedy.zh.contains("2022-12-20 起可提交；截止日未见"), "{remedy:?}");
    let rule = "[condition.rule.years_completed]\nyears = 5\n";
    let mut texts = unseen.iter().map(|pack| pack.written.contents());
    let text = texts
        .find(|text| text.contains(rule))
        .expect("one asks for years of operation");
    let read = Pack::read(&Source::text(
        "a.toml",
        text.replacen(rule, "[condition.rule.not_after]\n", 1),
    ));
    let errors = read.map(|_| Vec::new()).unwrap_or_else(|unreadable| unreadable.errors);
    assert!(
        errors.iter().any(|error| error.message.en.contains("`deadline`")),
        "{errors:?}"
    );
}

/// A fact that is taken out of a dossier: a field by itself, a table, or a field in a row of one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gap {
    Field(FieldId),
    Table(SectionId),
    Cell(FieldId, usize),
}

/// Every fact of a dossier whose absence must not let anyone through.
fn gaps(dossier: &Dossier) -> Vec<Gap> {
    let dictionary = &dossier.dictionary;
    let mut gaps = Vec::new();
    for (id, section) in dictionary.sections().filter(|(_, section)| !section.path.is_empty()) {
        let asked = section.fields.iter().copied().filter(|id| {
            let field = dictionary.get(*id).expect("a section has its fields");
            !field.optional && field.path != "submission.submitted_on" && section.key != Some(*id)
        });
        match dossier.table(id).and_then(List::rows) {
            Some(rows) => {
                gaps.push(Gap::Table(id));
                gaps.extend(asked.flat_map(|field| (0..rows.len()).map(move |row| Gap::Cell(field, row))));
            }
            None if section.rows => {}
            None => gaps.extend(asked.map(Gap::Field)),
        }
    }
    gaps
}

/// The dossier without one of its facts.
fn without(dossier: &Dossier, gap: Gap) -> Dossier {
    let mut thin = Dossier::empty(dossier.source.clone(), dossier.dictionary.clone());
    for (id, section) in dossier.dictionary.sections() {
        let Some(rows) = dossier.table(id).and_then(List::rows) else {
            for id in section
                .fields
                .iter()
                .filter(|id| gap != Gap::Field(**id) && !section.rows)
            {
                let field = dossier.dictionary.get(*id).expect("a section has its fields");
                if let Some(slot) = dossier.slot(Cite::Scalar(*id)) {
                    thin.set(field, slot.clone());
                }
            }
            continue;
        };
        if gap == Gap::Table(id) {
            continue;
        }
        let kept = rows.iter().enumerate().map(|(number, row)| Row {
            spot: row.spot,
            cells: row
                .cells
                .iter()
                .zip(&section.fields)
                .map(|(cell, field)| match gap == Gap::Cell(*field, number) {
                    true => Slot::Absent,
                    false => cell.clone(),
                })
                .collect(),
        });
        let (spot, rows) = (Spot::span(0..0), kept.collect());
        thin.set_table(id, List::Stated { spot, rows });
    }
    thin
}

/// Whichever fact is taken out of whichever dossier, no failure and no review becomes a pass, and no pass a failure: in the
/// awards of the library as in the first.
#[test]
fn no_gap_is_taken_for_a_met_condition_of_any_award() {
    let lets_through = |verdict| matches!(verdict, Verdict::Pass | Verdict::NotApplicable);
    let (mut wrong, mut tried, mut told) = (Vec::new(), 0, 0);
    for pack in library() {
        for track in pack.tracks() {
            for (dossier, what) in [(sound(&pack, track), "sound"), (full(&pack, track), "full")] {
                let verdicts = |dossier: &Dossier| -> BTreeMap<String, Verdict> {
                    let day = as_of(dossier, None, pack.closes).expect("no day was given beside its own");
                    let report = check(&pack, dossier, None, day, calendar(), Detail::Verdicts);
                    let each = report.findings.iter();
                    each.map(|finding| (finding.condition.to_string(), finding.verdict))
                        .collect()
                };
                let before = verdicts(&dossier);
                for gap in gaps(&dossier) {
                    tried += 1;
                    for (condition, after) in verdicts(&without(&dossier, gap)) {
                        let broken = match before[&condition] {
                            Verdict::Fail | Verdict::Review => lets_through(after),
                            Verdict::Pass | Verdict::NotApplicable => after == Verdict::Fail,
                            Verdict::Missing => false,
                        };
                        if after == Verdict::Missing && before[&condition] != after {
                            told += 1;
                        }
                        if broken {
                            let label = match gap {
                                Gap::Field(id) | Gap::Cell(id, _) => pack.dictionary.label(id).en,
                                Gap::Table(id) => pack
                                    .dictionary
                                    .section(id)
                                    .map(|s| s.label.en.clone())
                                    .unwrap_or_default(),
                            };
                            let before = before[&condition];
                            wrong.push(format!(
                                "{} {} {what}: without {label}, {condition} goes from {before} to {after}",
                                pack.id,
                                track.id()
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        tried > 1000 && told > 500,
        "{tried} facts were taken out, {told} were missed"
    );
}

/// The longest run of Chinese characters.
fn han(text: &str) -> usize {
    let runs = text.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
    runs.map(|run| run.chars().count()).max().unwrap_or_default()
}

#[test]
fn every_sentence_of_a_pack_is_in_the_language_it_is_written_for() {
    for pack in library() {
        let sources = pack
            .sources
            .iter()
            .flat_map(|source| [Some(&source.title), Some(&source.short), source.cut.as_ref()]);
        let aside = pack.clauses.iter().map(|clause| clause.set_aside.as_ref());
        let conditions = pack.conditions.iter().flat_map(|condition| {
            let remedies = &condition.remedies;
            let remedies = [
                &remedies.fail,
                &remedies.missing,
                &remedies.review,
                &remedies.readings,
                &remedies.evidence,
            ];
            let remedies = remedies.into_iter().map(Option::as_ref);
            [Some(&condition.title), Some(&condition.reading)]
                .into_iter()
                .chain(remedies)
        });
        let mut sentences = 0;
        for text in sources.chain(aside).chain(conditions).flatten() {
            sentences += 1;
            // the law's own words may stand in English, a few at a time
            assert!(han(&text.zh) > 0 && han(&text.en) < 12, "{}: {text:?}", pack.id);
        }
        assert!(sentences > 30, "{}: {sentences}", pack.id);
    }
}

/// One path is one fact, whichever award asks for it: a dossier is held against all of them.
#[test]
fn a_path_means_the_same_in_every_pack() {
    let mut known: BTreeMap<String, (String, String, String)> = BTreeMap::new();
    for pack in library() {
        let shared = |path: &str| pack.written.contents().contains(&format!("field = \"{path}\""));
        for (_, section) in pack.dictionary.sections() {
            let said = (section.label.zh.clone(), section.label.en.clone(), String::new());
            let first = known.entry(section.path.clone()).or_insert_with(|| said.clone());
            assert_eq!(*first, said, "{} in {}", section.path, pack.id);
            for id in &section.fields {
                let field = pack.dictionary.get(*id).expect("a section has its fields");
                let path = format!("{}.{}", section.path, field.name);
                if shared(&path) && pack.written.contents().contains("[[wording]]") {
                    continue; // the pack gives it words of its own
                }
                let kind = format!("{:?}", field.kind);
                let said = (field.label.zh.clone(), field.label.en.clone(), kind);
                let first = known.entry(path.clone()).or_insert_with(|| said.clone());
                assert_eq!(*first, said, "{path} in {}", pack.id);
            }
        }
    }
    assert!(known.len() > 100, "{}", known.len());
}

#[test]
fn what_is_known_by_report_refutes_nobody() {
    let mut conditions = 0;
    for pack in library() {
        for condition in pack.conditions.iter().filter(|condition| condition.hearsay) {
            conditions += 1;
            assert!(
                !condition.verdicts().contains(&Verdict::Fail),
                "{} {}",
                pack.id,
                condition.id
            );
            assert!(condition.remedies.fail.is_none(), "{} {}", pack.id, condition.id);
        }
    }
    assert!(conditions > 0);
}
