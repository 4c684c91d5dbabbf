//! One applicant held against several awards: which it could enter, what is missing or refutes, and from which day on.
//!
//! Only what holds whatever the award is judged: facts of one application, such as its public notice and its day of
//! submission, are said when one applies, and the conditions that rest on them alone are left out. An edition that is over
//! stands for the next: its conditions are judged with its windows moved to the day on which the next is taken to close.
//! Pure, as judging is.

use std::sync::Arc;

use serde::Serialize;

use crate::calendar::Calendar;
use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, Track};
use crate::dossier::{Carrier, Cite, Dossier};
use crate::judging::judge;
use crate::pack::{Condition, Pack};
use crate::place::Unreadable;
use crate::rules::{Context, Outcome, name};
use crate::sweep::Sweep;
use crate::text::Text;
use crate::verdict::{Overall, Verdict, Weight};

/// Where an edition stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Applications are taken.
    Open,
    /// They are not taken yet.
    Upcoming,
    /// They are taken no longer: what is judged is a forecast of the next edition.
    Closed,
}

/// An award to be matched: its pack, and the way facts take to its dictionary.
#[derive(Debug)]
pub struct Candidate {
    /// The pack, which closes on the day for which it is judged.
    pub pack: Pack,
    /// Where the edition stands.
    pub stage: Stage,
    /// The day on which the edition of the pack closes, where it was seen.
    pub closes: Option<Day>,
    /// The way of facts that hold whatever the award.
    carrier: Carrier,
    /// The way of the facts of a dossier that was written for this award.
    own: Carrier,
    /// For each track: the position among the pack's tracks, and the conditions to judge, as positions in the pack.
    tracks: Vec<(u8, Track, Vec<usize>)>,
}

impl Candidate {
    /// A pack as a candidate on `as_of`, for dossiers read by the dictionary `from`. An edition that is over is judged
    /// as if it closed on `next`, or else on the next day of the same month and day.
    ///
    /// # Errors
    /// What is wrong with the pack.
    pub fn new(pack: Pack, from: &Dictionary, as_of: Day, next: Option<Day>) -> Result<Candidate, Unreadable> {
        let closes = pack.closes;
        let stage = match pack.opens {
            _ if closes < as_of => Stage::Closed,
            Some(opens) if as_of < opens => Stage::Upcoming,
            _ => Stage::Open,
        };
        let pack = match stage {
            Stage::Closed => {
                let next = next.unwrap_or_else(|| next_alike(closes, as_of));
                Pack::read_as(&pack.written, Some(next))?
            }
            Stage::Open | Stage::Upcoming => pack,
        };
        let tracks = (0..).zip(pack.tracks()).map(|(position, track)| {
            let of_track = |condition: &Condition| {
                condition.weight == Weight::Must
                    && condition.tracks.contains(track)
                    && !condition.rule.rule().needs_documents()
                    && !is_of_one_application(condition, &pack.dictionary)
            };
            let conditions = pack.conditions.iter().enumerate();
            let conditions = conditions
                .filter(|(_, condition)| of_track(condition))
                .map(|(at, _)| at);
            (position, track.clone(), conditions.collect())
        });
        Ok(Candidate {
            closes: (!pack.closes_unseen).then_some(closes),
            tracks: tracks.collect(),
            carrier: Carrier::between(from, &pack.dictionary),
            own: Carrier::whole(from, &pack.dictionary),
            stage,
            pack,
        })
    }

    /// The verdicts on a dossier for each track that its applicant can enter; none where there is no such track.
    pub fn judge<'c>(&'c self, dossier: &Dossier, as_of: Day, calendar: &Calendar) -> Vec<Match<'c>> {
        let subject = dossier.subject();
        let tracks = self
            .tracks
            .iter()
            .filter(|(_, track, _)| subject.is_none_or(|subject| subject == track.subject()));
        let mut tracks = tracks.peekable();
        if tracks.peek().is_none() {
            return Vec::new();
        }
        let written_for_it = dossier.head(|heads| heads.award) == Some(&self.pack.id);
        let carrier = if written_for_it { &self.own } else { &self.carrier };
        let mut dossier = carrier.carry(dossier);
        let matches = tracks.map(|(position, track, conditions)| {
            dossier.enter(*position);
            let context = Context {
                dossier: &dossier,
                as_of,
                submitted: None,
                calendar,
                documents: None,
                wording: false,
            };
            self.judged(track, conditions, &context)
        });
        matches.collect()
    }

    fn judged<'c>(&'c self, track: &'c Track, conditions: &[usize], context: &Context<'_>) -> Match<'c> {
        let mut found = Match {
            candidate: self,
            track,
            verdict: Overall::Eligible,
            refuted: Vec::new(),
            gaps: Vec::new(),
            reviews: Vec::new(),
        };
        let mut verdicts = Vec::with_capacity(conditions.len());
        for condition in conditions.iter().filter_map(|at| self.pack.conditions.get(*at)) {
            let outcome = judge(condition, context);
            verdicts.push(outcome.verdict);
            match outcome.verdict {
                Verdict::Fail => found.refuted.push(self.refuted(condition, context)),
                Verdict::Missing => found.lack(gaps(&outcome, context)),
                Verdict::Review => found.reviews.push(condition),
                Verdict::Pass | Verdict::NotApplicable => {}
            }
        }
        found.verdict = Overall::over(verdicts, context.dossier.faults.len());
        found
    }

    /// What refutes, and the first day on which it does not: by judging the days until the edition closes, else by what
    /// the rule computes.
    fn refuted<'c>(&self, condition: &'c Condition, context: &Context<'_>) -> Refuted<'c> {
        let sweep = Sweep::new(context, self.pack.closes);
        let later = sweep.and_then(|sweep| sweep.later(condition)).map(|(day, _)| day);
        let met_on = later.or_else(|| {
            let worded = Context {
                wording: true,
                ..*context
            };
            let numbers = judge(condition, &worded).numbers.into_iter();
            let days = numbers.filter(|(name, _)| *name == "passes_on");
            let mut days: Vec<Day> = days.filter_map(|(_, day)| Day::parse(&day.zh).ok()).collect();
            days.sort_unstable();
            // of several rules in one, it is the first of their days on which the whole is not refuted
            let holds = |as_of: &Day| {
                judge(
                    condition,
                    &Context {
                        as_of: *as_of,
                        ..*context
                    },
                )
                .verdict
                    != Verdict::Fail
            };
            days.into_iter().find(holds)
        });
        Refuted { condition, met_on }
    }
}

/// Whether a condition rests on nothing but facts of one application.
fn is_of_one_application(condition: &Condition, dictionary: &Dictionary) -> bool {
    condition.reads.iter().all(|entry| match entry {
        Entry::Field(id) => dictionary.get(*id).is_none_or(|field| field.per_award),
        Entry::Section(id) => dictionary.section(*id).is_none_or(|section| section.per_award),
    })
}

/// The first day from `as_of` on with the month and day of `closes`.
fn next_alike(closes: Day, as_of: Day) -> Day {
    let years = as_of.year().saturating_sub(closes.year());
    let alike = closes.corresponding(years);
    if alike < as_of {
        closes.corresponding(years.saturating_add(1))
    } else {
        alike
    }
}

/// The facts that are not given, or cannot be read, among those an outcome rests on.
fn gaps(outcome: &Outcome, context: &Context<'_>) -> Vec<Gap> {
    let dossier = context.dossier;
    let wanting = |cite: &Cite| match *cite {
        // of a table that is stated a row is wanting
        Cite::Table(_) => true,
        cite => dossier.slot(cite).is_none_or(|slot| slot.value().is_none()),
    };
    let mut gaps: Vec<Gap> = Vec::new();
    let wanted: Vec<Cite> = outcome.cites.iter().copied().filter(wanting).collect();
    // what is there and does not do, such as a look-up of years ago
    let cites = if wanted.is_empty() {
        outcome.cites.to_vec()
    } else {
        wanted
    };
    for cite in cites {
        let gap = Gap {
            field: dossier.path(cite),
            label: name(dossier, cite),
        };
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }
    gaps
}

/// A fact that is wanting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Its path.
    pub field: String,
    /// What people call it.
    pub label: Text,
}

/// A condition that is refuted.
#[derive(Debug, Clone, Copy)]
pub struct Refuted<'c> {
    /// The condition.
    pub condition: &'c Condition,
    /// The first day on which it is not, as far as the facts tell.
    pub met_on: Option<Day>,
}

/// An applicant held against a track of an award.
#[derive(Debug)]
pub struct Match<'c> {
    /// The award.
    pub candidate: &'c Candidate,
    /// The track.
    pub track: &'c Track,
    /// The verdict over the binding conditions that hold whatever the application.
    pub verdict: Overall,
    /// What refutes.
    pub refuted: Vec<Refuted<'c>>,
    /// What is wanting.
    pub gaps: Vec<Gap>,
    /// What is for people to judge.
    pub reviews: Vec<&'c Condition>,
}

impl Match<'_> {
    fn lack(&mut self, gaps: Vec<Gap>) {
        for gap in gaps {
            if !self.gaps.contains(&gap) {
                self.gaps.push(gap);
            }
        }
    }

    /// The first day on which nothing refutes any more, where that is known of all that does.
    pub fn met_on(&self) -> Option<Day> {
        let days: Option<Vec<Day>> = self.refuted.iter().map(|refuted| refuted.met_on).collect();
        days?.into_iter().max()
    }

    /// Its place among the matches of an applicant: what is nearest first.
    fn nearness(&self) -> (u8, Stage, usize, Option<Day>, usize, usize) {
        let rank = match self.verdict {
            Overall::Eligible => 0,
            Overall::Incomplete => 1,
            Overall::Ineligible => 2,
        };
        let (unmet, met_on) = match self.met_on() {
            Some(day) => (0, Some(day)),
            None => (self.refuted.len(), None),
        };
        (
            rank,
            self.candidate.stage,
            unmet,
            met_on,
            self.gaps.len(),
            self.reviews.len(),
        )
    }
}

/// An applicant with its matches, the nearest first.
#[derive(Debug)]
pub struct Matched<'c> {
    /// Where it was read.
    pub source: Arc<str>,
    /// Its name, if it is given.
    pub applicant: Option<String>,
    /// One for each award and track it could enter.
    pub matches: Vec<Match<'c>>,
}

impl<'c> Matched<'c> {
    /// A dossier held against each candidate.
    pub fn of(dossier: &Dossier, candidates: &'c [Candidate], as_of: Day, calendar: &Calendar) -> Matched<'c> {
        let each = candidates
            .iter()
            .flat_map(|candidate| candidate.judge(dossier, as_of, calendar));
        let mut matches: Vec<Match<'c>> = each.collect();
        matches.sort_by_key(Match::nearness);
        Matched {
            source: match dossier.at {
                None => dossier.source.file().clone(),
                at => dossier.source.place(at).to_string().into(),
            },
            applicant: dossier.applicant().map(str::to_owned),
            matches,
        }
    }

    /// The facts that are all that keeps awards from being decided, each once, and how many awards they decide.
    pub fn undecided(&self) -> (Vec<&Gap>, usize) {
        let mut gaps: Vec<&Gap> = Vec::new();
        let mut awards: Vec<&str> = Vec::new();
        for open in self.matches.iter().filter(|open| open.verdict == Overall::Incomplete) {
            let id = open.candidate.pack.id.as_str();
            if !awards.contains(&id) {
                awards.push(id);
            }
            for gap in &open.gaps {
                if !gaps.contains(&gap) {
                    gaps.push(gap);
                }
            }
        }
        (gaps, awards.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_edition_closes_on_the_next_day_alike() {
        let day = |year, month, day| Day::new(year, month, day).unwrap();
        let closes = day(2025, 12, 30);
        assert_eq!(next_alike(closes, day(2026, 1, 1)), day(2026, 12, 30));
        assert_eq!(next_alike(closes, day(2026, 12, 30)), day(2026, 12, 30));
        assert_eq!(next_alike(closes, day(2026, 12, 31)), day(2027, 12, 30));
        assert_eq!(next_alike(day(2024, 2, 29), day(2026, 3, 1)), day(2027, 2, 28));
    }
}
