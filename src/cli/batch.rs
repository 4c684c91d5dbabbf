//! Many files, judged on all cores and reported in their order. A few files become a part; parts are put together one
//! after another, and what can be written at once is not kept.

use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;

use crate::calendar::Calendar;
use crate::check::{Contradiction, Detail, as_of, check};
use crate::day::Day;
use crate::dossier::{Cite, Dossier};
use crate::field::Entry;
use crate::load::excel::Passed;
use crate::load::folder::Input;
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::render::jsonl;
use crate::report::{
    DossierReport, Duplicate, Exit, Gate, Identity, Redactor, Report, Skipped, States, Summary, Waivers,
};
use crate::text::Lang;

use super::applicants::{Applicants, Found};
use super::materials::Materials;
use super::progress::Progress;
use super::{Stop, print_errors, print_note};

/// How many files are judged before what came of them is put together.
const FILES: usize = 4096;

/// How many files in a row become one part.
const STRETCH: usize = 16;

/// How many bytes of lines a part holds before they are written.
const BUFFER: usize = 64 * 1024;

/// How many applicants that cannot be read a part holds before they are told.
const UNREADABLE: usize = 256;

/// What stays the same from dossier to dossier.
pub(super) struct Judge {
    /// Working days.
    pub calendar: Calendar,
    /// The day as of which is judged, if it is set.
    pub as_of: Option<Day>,
    /// Whether another day of submission contradicts it; otherwise it only stands in for one.
    pub strict: bool,
    /// The day of the run.
    pub today: Day,
    /// How much of each finding is wanted.
    pub detail: Detail,
    /// What is waived.
    pub waivers: Waivers,
    /// What gates the exit code.
    pub gates: Vec<Gate>,
    /// Whether a dossier becomes a line at once, its findings whole or not, instead of being kept.
    pub lines: Option<bool>,
    /// Whether what tells who the applicant is must go.
    pub redact: bool,
    /// What is wanted of documents.
    pub materials: Materials,
}

impl Judge {
    /// The verdicts on a dossier, unless its day of submission contradicts the run's.
    fn judge(&self, pack: &Pack, dossier: &Dossier, input: &Input) -> Result<DossierReport, Unreadable> {
        let as_of = match as_of(dossier, self.as_of, self.today) {
            Err(_) if !self.strict => as_of(dossier, None, self.today),
            settled => settled,
        };
        let as_of = as_of.map_err(|clash| contradiction(dossier, clash))?;
        let documents = self.materials.of(input, dossier)?;
        let documents = documents.as_ref();
        Ok(check(pack, dossier, documents, as_of, &self.calendar, self.detail))
    }
}

/// What came of a few files, or of a stretch of a long one.
struct Part {
    exit: Exit,
    summary: Summary,
    packs: Vec<Arc<Pack>>,
    lines: Vec<u8>,
    dossiers: Vec<(DossierReport, Redactor)>,
    identities: Vec<(Identity, Arc<str>)>,
    states: States,
    unreadable: Vec<Unreadable>,
    passed: Vec<Passed>,
    skipped: Vec<Skipped>,
}

impl Part {
    fn new(judge: &Judge) -> Part {
        Part {
            exit: Exit::new(&judge.gates),
            summary: Summary::default(),
            packs: Vec::new(),
            lines: Vec::new(),
            dossiers: Vec::new(),
            identities: Vec::new(),
            states: judge.waivers.unused(),
            unreadable: Vec::new(),
            passed: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Takes what was found in the file.
    fn take(&mut self, found: Found, input: &Input, judge: &Judge) -> io::Result<()> {
        match found {
            Found::Dossier(pack, dossier) => match judge.judge(&pack, &dossier, input) {
                Ok(judged) => self.keep(pack, judged, &dossier, judge)?,
                Err(unreadable) => self.unreadable.push(unreadable),
            },
            Found::Unreadable(unreadable) => self.unreadable.push(unreadable),
            Found::Passed(passed) => self.passed.push(passed),
            Found::Skipped(file, reason) => self.skipped.push(Skipped { file, reason }),
        }
        Ok(())
    }

    fn keep(&mut self, pack: Arc<Pack>, mut judged: DossierReport, dossier: &Dossier, judge: &Judge) -> io::Result<()> {
        if !judge.waivers.is_empty() {
            judge.waivers.apply(&mut judged, &mut self.states);
        }
        self.exit.see(&judged);
        self.summary.count(&judged);
        if !self.packs.iter().any(|known| Arc::ptr_eq(known, &pack)) {
            self.packs.push(pack);
        }
        if let Some(identity) = judged.identity.take() {
            self.identities.push((identity, judged.source.clone()));
        }
        match judge.lines {
            Some(details) => jsonl::line(&judged, details, &mut self.lines)?,
            None => {
                let redactor = if judge.redact {
                    Redactor::of(dossier)
                } else {
                    Redactor::default()
                };
                self.dossiers.push((judged, redactor));
            }
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= BUFFER || self.unreadable.len() >= UNREADABLE
    }
}

/// Where the parts are put together.
pub(super) struct Batch<'j> {
    judge: &'j Judge,
    lang: Lang,
    progress: Progress,
    out: Option<io::StdoutLock<'static>>,
    states: States,
    identities: Vec<(Identity, Arc<str>)>,
    /// The exit code so far.
    pub exit: Exit,
    /// The report so far.
    pub report: Report,
}

impl<'j> Batch<'j> {
    /// A batch of this many files.
    pub(super) fn new(judge: &'j Judge, files: usize, lang: Lang) -> Batch<'j> {
        Batch {
            judge,
            lang,
            progress: Progress::new(files),
            // JSON escapes what could steer a terminal, so nothing has to be stripped.
            out: judge.lines.map(|_| io::stdout().lock()),
            states: judge.waivers.unused(),
            identities: Vec::new(),
            exit: Exit::new(&judge.gates),
            report: Report::new(&judge.calendar),
        }
    }

    /// Judges every applicant in these files.
    pub(super) fn run(&mut self, inputs: &[Input], applicants: &Applicants) -> Result<(), Stop> {
        let alone = inputs.len() == 1;
        for inputs in inputs.chunks(FILES) {
            self.report.summary.files += inputs.len();
            if let ([input], true) = (inputs, alone) {
                self.one(input, applicants)?;
                break;
            }
            let (judge, progress) = (self.judge, &self.progress);
            let parts: Vec<Result<Part, Stop>> = inputs
                .par_chunks(STRETCH)
                .map(|stretch| {
                    let mut part = Part::new(judge);
                    for input in stretch {
                        applicants.read(input, &mut |found| Ok(part.take(found, input, judge)?))?;
                        progress.step();
                    }
                    Ok(part)
                })
                .collect();
            for part in parts {
                self.put(part?, false)?;
            }
        }
        self.progress.finish();
        Ok(())
    }

    /// Judges one file, which may be as long as it likes: what was judged is put away stretch by stretch.
    fn one(&mut self, input: &Input, applicants: &Applicants) -> Result<(), Stop> {
        let judge = self.judge;
        let mut part = Part::new(judge);
        applicants.read(input, &mut |found| {
            part.take(found, input, judge)?;
            if part.is_full() {
                let full = std::mem::replace(&mut part, Part::new(judge));
                self.put(full, true)?;
            }
            Ok(())
        })?;
        self.put(part, true)
    }

    /// Puts a part to what is there already. What was passed over in a file is told at once if it is the only one.
    fn put(&mut self, part: Part, tell: bool) -> Result<(), Stop> {
        self.exit.join(&part.exit);
        self.report.summary += part.summary;
        for pack in &part.packs {
            self.report.add_pack(pack);
        }
        for (state, became) in self.states.iter_mut().zip(part.states) {
            *state = became.max(*state);
        }
        self.identities.extend(part.identities);
        for (mut dossier, redactor) in part.dossiers {
            if self.judge.redact {
                redactor.redact(&mut dossier, self.report.dossiers.len() + 1);
            }
            self.report.dossiers.push(dossier);
        }
        for unreadable in part.unreadable {
            self.exit.see_unreadable();
            let lang = self.lang;
            self.progress.aside(|| print_errors(&unreadable, lang));
            self.report.summary.unreadable += 1;
            if self.out.is_none() {
                self.report.unreadable.push(unreadable);
            }
        }
        for passed in part.passed {
            if tell {
                print_note(&passed, self.lang);
            }
            self.report.skipped.push(Skipped {
                file: passed.place.to_string(),
                reason: passed.message,
            });
        }
        self.report.skipped.extend(part.skipped);
        if let Some(out) = &mut self.out {
            out.write_all(&part.lines)?;
        }
        Ok(())
    }

    /// The whole report, with what only all dossiers together show. Lines are brought to their end.
    pub(super) fn finish(mut self) -> Result<(Report, Exit), Stop> {
        let judge = self.judge;
        self.report.duplicates = Duplicate::among(self.identities);
        self.report.waivers = judge.waivers.account(&self.states, &self.report.packs);
        self.report.today = (!judge.waivers.is_empty()).then_some(judge.today);
        if judge.redact {
            Redactor::redact_rest(&mut self.report);
        }
        if let Some(mut out) = self.out {
            jsonl::last(&self.report, &mut out)?;
            out.flush()?;
        }
        Ok((self.report, self.exit))
    }

    /// Adds what a walk passed over or could not look into.
    pub(super) fn skip(&mut self, file: String, reason: crate::text::Text) {
        self.report.skipped.push(Skipped { file, reason });
    }

    /// Adds something that could not be looked into.
    pub(super) fn closed(&mut self, unreadable: Unreadable) {
        self.exit.see_unreadable();
        print_errors(&unreadable, self.lang);
        self.report.add_unreadable(unreadable);
    }
}

/// A dossier that says it was submitted on another day than the one to judge as of.
fn contradiction(dossier: &Dossier, clash: Contradiction) -> Unreadable {
    let Contradiction { submitted_on, flag } = clash;
    let message = text!(
        "申报信息写的提交日期是 {submitted_on}，--as-of 却是 {flag}",
        "the dossier says it was submitted on {submitted_on}, but --as-of is {flag}"
    );
    let hint = text!(
        "去掉 --as-of，或更正提交日期",
        "leave --as-of out, or correct the day of submission"
    );
    let submitted = dossier
        .dictionary
        .entry("submission.submitted_on")
        .and_then(|entry| match entry {
            Entry::Field(id) => dossier.slot(Cite::Scalar(id))?.spot(),
            Entry::Section(_) => None,
        });
    let error = InputError {
        spot: submitted,
        message,
        hint: Some(hint),
        secret: false,
    };
    Unreadable::new(dossier.source.clone(), vec![error])
}
