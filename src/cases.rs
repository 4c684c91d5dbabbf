//! The worked cases of a pack: a sound dossier for each track, and for each condition small changes to it with
//! the verdict they must bring.
//!
//! Cases are closed: a change that moves any other condition must name it. Every condition has a case for each
//! verdict its rule can give; the sound dossier counts as the case for what it gives.

mod changes;
mod documents;
mod offers;
mod values;
mod wanting;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use documents::DocumentsChange;
pub use offers::Offer;

use crate::calendar::Calendar;
use crate::check::{self, Detail, as_of, check};
use crate::day::Day;
use crate::dictionary::{Track, Tracks};
use crate::documents::{Documents, Stated};
use crate::dossier::Dossier;
use crate::load;
use crate::pack::Pack;
use crate::place::{InputError, Spot, Unreadable};
use crate::report::DossierReport;
use crate::shape::{Called, Reader, Shape, Unread, Written, member};
use crate::syntax;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// A case as a pack writes it, without the change it makes.
    #[derive(Debug, Clone)]
    pub struct Case among Tracks {
        /// What it shows, in a sentence.
        pub name: Text,
        /// The verdict it must bring.
        pub verdict: Verdict,
        /// The reason, where the verdict is review and the reason matters.
        pub reason: Option<Reason>,
        /// The track whose sound dossier is changed; by default the condition's first.
        track: Option<Track>,
        /// The day to judge as of, where the changed dossier is not submitted.
        as_of: Option<Day>,
        /// The change to the sound dossier.
        _given as "given": Unread,
        /// Paths that are left out.
        without: Vec<String> = "[]",
        /// The change to the sound documents; where there is none, documents are not examined.
        documents: Option<DocumentsChange>,
        /// Other conditions that move, and where to.
        moves: Moves = "{}",
    }
}

/// Conditions, by their ids, and the verdicts that they must bring.
#[derive(Debug, Clone)]
struct Moves(BTreeMap<String, Verdict>);

impl Called for Moves {
    fn called() -> Text {
        text!(
            "一个表，各条件的编号及其结论",
            "a table of conditions and their verdicts"
        )
    }
}

impl<S> Shape<S> for Moves {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Moves> {
        let DeValue::Table(table) = written.get_ref() else {
            return reader.unexpected(written, &Moves::called());
        };
        let moves = table.iter().map(|(id, verdict)| {
            let verdict = Verdict::read(verdict, reader)?;
            Some((id.get_ref().to_string(), verdict))
        });
        // each is read, so that every mistake is told
        let moves: Vec<Option<(String, Verdict)>> = moves.collect();
        Some(Moves(moves.into_iter().collect::<Option<_>>()?))
    }
}

/// A case with the condition it belongs to.
#[derive(Debug, Clone)]
pub struct Placed<'t> {
    /// The condition's id.
    pub condition: Arc<str>,
    /// The line in the pack where it begins.
    pub line: usize,
    /// The case.
    pub case: Case,
    /// What it changes.
    given: DeTable<'t>,
}

/// What became of a case.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The condition's id.
    pub condition: Arc<str>,
    /// The line in the pack.
    pub line: usize,
    /// What it shows.
    pub name: Text,
    /// How it differs from what it promises; nothing where it agrees.
    pub differences: Vec<Text>,
}

/// The cases and sound dossiers of a pack.
#[derive(Debug)]
pub struct Cases<'t> {
    /// The cases, in the order of the pack.
    pub cases: Vec<Placed<'t>>,
    /// Where a draft has a wording in one language alone.
    pub untranslated: Vec<InputError>,
    sound: HashMap<String, DeTable<'t>>,
    documents: Vec<Stated>,
}

/// The reports on the sound dossiers, by track and by whether documents were examined.
type Sound = HashMap<(String, bool), DossierReport>;

impl<'t> Cases<'t> {
    /// Reads the cases of `pack` out of its text.
    ///
    /// # Errors
    /// What in them cannot be read.
    pub fn of(pack: &Pack, text: &'t str) -> Result<Cases<'t>, Unreadable> {
        let (table, mistakes) = syntax::parse(text);
        let table = table.get_ref();
        let mut reader = Reader::of_draft(pack.tracks().to_vec(), pack.draft);
        reader.mistakes = mistakes;
        let mut cases = Vec::new();
        for (entry, condition) in items(table.get("condition")).iter().zip(&pack.conditions) {
            for entry in items(member(entry, "case")) {
                let Some(case) = Case::read(entry, &mut reader) else {
                    continue;
                };
                let given = member(entry, "given").and_then(|given| given.get_ref().as_table());
                let place = pack.written.place(Some(Spot::span(entry.span())));
                cases.push(Placed {
                    condition: condition.id.clone(),
                    line: place.line.unwrap_or(1),
                    case,
                    given: given.cloned().unwrap_or_default(),
                });
            }
        }
        let sound = pack.tracks().iter().filter_map(|track| {
            let dossier = member(table.get("sound")?, track.id())?.get_ref().as_table()?;
            Some((track.id().to_owned(), dossier.clone()))
        });
        let sound = sound.collect();
        let documents = items(table.get("sound_document")).iter();
        let documents = documents
            .filter_map(|stated| Stated::read(stated, &mut reader))
            .collect();
        if !reader.mistakes.is_empty() {
            return Err(Unreadable::new(pack.written.clone(), reader.mistakes));
        }
        Ok(Cases {
            cases,
            untranslated: reader.untranslated,
            sound,
            documents,
        })
    }

    /// Runs every case, and looks for verdicts that no case shows.
    ///
    /// # Errors
    /// What in the cases or the sound dossiers is no dossier.
    pub fn run(&self, pack: &Pack, calendar: &Calendar) -> Result<Vec<Tried>, Unreadable> {
        let (sound, mut errors) = self.sound(pack, calendar);
        let mut tried = Vec::new();
        for placed in &self.cases {
            let Some(condition) = pack.condition(&placed.condition) else {
                continue;
            };
            let Some(track) = placed.case.track.as_ref().or(condition.tracks.first()) else {
                continue;
            };
            let examined = placed.case.documents.is_some();
            match (
                self.judge_case(pack, calendar, track, &placed.case, &placed.given),
                sound.get(&(track.id().to_owned(), examined)),
            ) {
                (Ok(report), Some(sound)) => tried.push(placed.compare(sound, &report)),
                (Ok(_), None) => {}
                (Err(found), _) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(Unreadable::new(pack.written.clone(), errors));
        }
        tried.extend(self.not_shown(pack, &sound));
        Ok(tried)
    }

    /// The reports on the sound dossiers, and what in them is no dossier.
    fn sound(&self, pack: &Pack, calendar: &Calendar) -> (Sound, Vec<InputError>) {
        let (mut sound, mut errors) = (Sound::new(), Vec::new());
        let unchanged = DocumentsChange::default();
        for (track, examined) in pack.tracks().iter().flat_map(|track| [(track, false), (track, true)]) {
            let documents = examined.then_some(&unchanged);
            match self.judge(pack, calendar, track, |_| (), (None, documents)) {
                Ok(report) => drop(sound.insert((track.id().to_owned(), examined), report)),
                Err(found) => errors.extend(found),
            }
        }
        (sound, errors)
    }

    /// Judges the sound dossier of a track after what a case changes.
    fn judge_case<'c>(
        &self,
        pack: &Pack,
        calendar: &Calendar,
        track: &Track,
        case: &Case,
        given: &DeTable<'c>,
    ) -> Result<DossierReport, Vec<InputError>>
    where
        't: 'c,
    {
        let change = |dossier: &mut DeTable<'c>| {
            for path in &case.without {
                leave_out(dossier, path);
            }
            overlay(dossier, given);
        };
        let documents = case.documents.as_ref();
        self.judge(pack, calendar, track, change, (case.as_of, documents))
    }

    /// Judges the sound dossier of a track after `change`, as of a day where it names none, with its documents where
    /// they are examined.
    fn judge<'c>(
        &self,
        pack: &Pack,
        calendar: &Calendar,
        track: &Track,
        change: impl FnOnce(&mut DeTable<'c>),
        (day, documents): (Option<Day>, Option<&DocumentsChange>),
    ) -> Result<DossierReport, Vec<InputError>>
    where
        't: 'c,
    {
        let sound: Option<DeTable<'c>> = self.sound.get(track.id()).cloned();
        let Some(mut dossier) = sound else {
            let id = track.id();
            return Err(vec![InputError::whole(text!(
                "规则包没有 [sound.{id}]，无从比较各条件的案例",
                "the pack has no [sound.{id}] to hold its cases against"
            ))]);
        };
        change(&mut dossier);
        let dossier = load::toml::walk(&dossier, &pack.written, &pack.dictionary, pack.closes)?;
        let day = as_of(&dossier, day, pack.closes).map_err(|clash| vec![contradiction(&dossier, clash)])?;
        let stated = documents.map(|change| change.of(&self.documents, pack, track));
        let documents = stated.map(|stated| Documents::stated(&dossier, &stated)).transpose();
        let documents = documents.map_err(|message| vec![InputError::whole(message)])?;
        Ok(check(
            pack,
            &dossier,
            documents.as_ref(),
            day,
            calendar,
            Detail::Verdicts,
        ))
    }
}

impl Placed<'_> {
    /// Holds what came of the case against what it promises.
    fn compare(&self, sound: &DossierReport, report: &DossierReport) -> Tried {
        let mut differences = Vec::new();
        let (promised, reason) = (self.case.verdict, self.case.reason);
        match verdict_of(report, &self.condition) {
            Some((found, _)) if found != promised => {
                differences.push(text!(
                    "应为 {promised}，实为 {found}",
                    "promised {promised}, found {found}"
                ));
            }
            Some((_, found)) if reason.is_some() && found != reason => {
                let (promised, found) = (reason.map_or("", Reason::id), found.map_or("", Reason::id));
                differences.push(text!(
                    "理由应为 {promised}，实为 {found}",
                    "promised reason {promised}, found {found}"
                ));
            }
            Some(_) => {}
            None => differences.push(text!("该类别不适用此条件", "the condition does not address this track")),
        }
        for finding in report
            .findings
            .iter()
            .filter(|finding| finding.condition != self.condition)
        {
            let id = &finding.condition;
            let before = verdict_of(sound, id).map(|(verdict, _)| verdict);
            let promised = self.case.moves.0.get(&**id).copied().or(before);
            if promised != Some(finding.verdict) {
                let found = finding.verdict;
                let promised = promised.map_or("", Verdict::id);
                differences.push(text!(
                    "{id} 应为 {promised}，实为 {found}",
                    "{id}: promised {promised}, found {found}"
                ));
            }
        }
        for id in self.case.moves.0.keys().filter(|id| verdict_of(report, id).is_none()) {
            differences.push(text!("没有条件 {id}", "there is no condition {id}"));
        }
        Tried {
            condition: self.condition.clone(),
            line: self.line,
            name: self.case.name.clone(),
            differences,
        }
    }
}

/// The items of a list; none where there is no list.
fn items<'w, 't>(written: Option<&'w Written<'t>>) -> &'w [Written<'t>] {
    match written.map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items,
        _ => &[],
    }
}

/// Lays `change` over `dossier`: tables are merged, everything else is replaced.
fn overlay<'t>(dossier: &mut DeTable<'t>, change: &DeTable<'t>) {
    for (key, value) in change {
        if let DeValue::Table(inner) = value.get_ref()
            && let Some(DeValue::Table(under)) = dossier.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut)
        {
            overlay(under, inner);
            continue;
        }
        dossier.insert(key.clone(), value.clone());
    }
}

/// Takes what stands at a dotted path out of `dossier`.
fn leave_out(dossier: &mut DeTable<'_>, path: &str) {
    match path.split_once('.') {
        None => drop(dossier.remove(path)),
        Some((head, rest)) => {
            if let Some(DeValue::Table(inner)) = dossier.get_mut(head).map(Spanned::get_mut) {
                leave_out(inner, rest);
            }
        }
    }
}

/// The verdict and reason of a condition in a report.
fn verdict_of(report: &DossierReport, condition: &str) -> Option<(Verdict, Option<Reason>)> {
    let finding = report
        .findings
        .iter()
        .find(|finding| &*finding.condition == condition)?;
    Some((finding.verdict, finding.reason))
}

/// The error of a case that names two days to judge as of.
fn contradiction(dossier: &Dossier, clash: check::Contradiction) -> InputError {
    let check::Contradiction { submitted_on, flag } = clash;
    let file = dossier.source.file();
    InputError::whole(text!(
        "{file} 的案例同时写了提交日期 {submitted_on} 与 as_of {flag}",
        "a case of {file} gives both the day of submission {submitted_on} and as_of {flag}"
    ))
}
