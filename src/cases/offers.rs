//! Cases for the verdicts that no case shows yet: found by judging small changes of the sound dossiers, and written so
//! that they can be pasted below their condition.

use std::sync::Arc;

use toml::de::DeTable;

use super::changes::{Change, Material};
use super::wanting::Wanted;
use super::{Case, Cases, Sound, items, verdict_of};
use crate::calendar::Calendar;
use crate::dictionary::Track;
use crate::pack::{Condition, Pack};
use crate::place::Unreadable;
use crate::report::DossierReport;
use crate::shape::{Reader, Shape, member};
use crate::syntax::{self, basic_string};
use crate::text::Text;
use crate::verdict::Verdict;

/// The most changes that are judged for one condition and track.
const TRIED: usize = 6000;

/// How many changes of each of two things are judged together.
const PAIRED: usize = 60;

/// A verdict, or a reason for a review, that no case of a condition shows, and a case that would.
#[derive(Debug)]
pub struct Offer {
    /// The condition's id.
    pub condition: Arc<str>,
    /// What it is called.
    pub title: Text,
    /// The line in the pack where it begins.
    pub line: usize,
    /// The id of the verdict or reason.
    pub wanted: &'static str,
    /// The case as a pack writes it; nothing where no small change shows it.
    pub case: Option<String>,
}

/// A change that shows what is wanted, and what else it moves.
struct Found {
    change: Change,
    track: Track,
    verdict: Verdict,
    moves: Vec<(Arc<str>, Verdict)>,
}

impl Found {
    /// How far it is from a change that is small and moves nothing else.
    fn cost(&self) -> (usize, usize) {
        (self.moves.len(), self.change.size())
    }

    /// The case as a pack writes it.
    fn text(&self, wanted: Wanted, condition: &Condition) -> String {
        let name = self.change.name();
        let (zh, en) = (basic_string(&name.zh), basic_string(&name.en));
        let mut lines = vec![
            "[[condition.case]]".to_owned(),
            format!("name = {{ zh = {zh}, en = {en} }}"),
        ];
        if condition.tracks.first() != Some(&self.track) {
            lines.push(format!("track = {}", basic_string(self.track.id())));
        }
        lines.extend(self.change.lines());
        lines.push(format!("verdict = \"{}\"", self.verdict.id()));
        if let Wanted::Reason(reason) = wanted {
            lines.push(format!("reason = \"{}\"", reason.id()));
        }
        if !self.moves.is_empty() {
            let moves = self
                .moves
                .iter()
                .map(|(id, verdict)| format!("{} = \"{}\"", basic_string(id), verdict.id()));
            lines.push(format!("moves = {{ {} }}", moves.collect::<Vec<_>>().join(", ")));
        }
        lines.join("\n")
    }
}

impl Cases<'_> {
    /// A case for each verdict and reason that is not shown.
    ///
    /// # Errors
    /// What in the sound dossiers is no dossier.
    pub fn offers(&self, pack: &Pack, calendar: &Calendar) -> Result<Vec<Offer>, Unreadable> {
        let (sound, errors) = self.sound(pack, calendar);
        if !errors.is_empty() {
            return Err(Unreadable::new(pack.written.clone(), errors));
        }
        let mut offers = Vec::new();
        for (condition, wanted) in self.wanting(pack, &sound) {
            let mut found: Vec<(Wanted, Option<Found>)> = wanted.into_iter().map(|wanted| (wanted, None)).collect();
            for track in &condition.tracks {
                self.search(pack, calendar, condition, track, &sound, &mut found);
            }
            offers.extend(found.into_iter().map(|(wanted, found)| Offer {
                condition: condition.id.clone(),
                title: condition.title.clone(),
                line: condition.line,
                wanted: wanted.id(),
                case: found.map(|found| found.text(wanted, condition)),
            }));
        }
        Ok(offers)
    }

    /// Judges changes of one track's sound dossier until each of `wanted` is shown by one that moves nothing else.
    fn search(
        &self,
        pack: &Pack,
        calendar: &Calendar,
        condition: &Condition,
        track: &Track,
        sound: &Sound,
        wanted: &mut [(Wanted, Option<Found>)],
    ) {
        let Some(dossier) = self.sound.get(track.id()) else {
            return;
        };
        let examined = condition.rule.rule().needs_documents();
        let Some(before) = sound.get(&(track.id().to_owned(), examined)) else {
            return;
        };
        let material = Material::new(pack, condition, track, dossier);
        let single = material.single();
        let few = || single.iter().take(PAIRED);
        let pairs = few().flat_map(|first| few().filter_map(|second| first.and(second)));
        for change in single.iter().cloned().chain(pairs).take(TRIED) {
            let settled = wanted
                .iter()
                .all(|(_, found)| found.as_ref().is_some_and(|found| found.moves.is_empty()));
            if settled {
                return;
            }
            let Some(report) = self.changed(pack, calendar, track, &change) else {
                continue;
            };
            let Some((verdict, reason)) = verdict_of(&report, &condition.id) else {
                continue;
            };
            for (_, best) in wanted.iter_mut().filter(|(one, _)| one.is(verdict, reason)) {
                let found = Found {
                    change: change.clone(),
                    track: track.clone(),
                    verdict,
                    moves: moved(before, &report, condition),
                };
                if best.as_ref().is_none_or(|best| found.cost() < best.cost()) {
                    *best = Some(found);
                }
            }
        }
    }

    /// The report on a track's sound dossier after a change; nothing where the change makes no dossier.
    fn changed(&self, pack: &Pack, calendar: &Calendar, track: &Track, change: &Change) -> Option<DossierReport> {
        let head = ["[[case]]", "name = { zh = \"一\", en = \"a\" }", "verdict = \"pass\""].map(str::to_owned);
        let text = head.into_iter().chain(change.lines()).collect::<Vec<_>>().join("\n");
        let (table, mistakes) = syntax::parse(&text);
        let entry = items(table.get_ref().get("case")).first()?;
        let mut reader = Reader::new(pack.tracks().to_vec());
        let case = Case::read(entry, &mut reader)?;
        if !mistakes.is_empty() || !reader.mistakes.is_empty() {
            return None;
        }
        let given = member(entry, "given").and_then(|given| given.get_ref().as_table());
        let given: DeTable<'_> = given.cloned().unwrap_or_default();
        self.judge_case(pack, calendar, track, &case, &given).ok()
    }
}

/// The other conditions that a change moves.
fn moved(before: &DossierReport, after: &DossierReport, condition: &Condition) -> Vec<(Arc<str>, Verdict)> {
    let others = after
        .findings
        .iter()
        .filter(|finding| finding.condition != condition.id);
    let moved = others
        .filter(|finding| verdict_of(before, &finding.condition).map(|(verdict, _)| verdict) != Some(finding.verdict));
    moved
        .map(|finding| (finding.condition.clone(), finding.verdict))
        .collect()
}
