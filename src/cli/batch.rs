//! Many files, judged on all cores and reported in their order. A few files become a share; shares are put together one
//! after another, and what can be written at once is not kept.

use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;

use crate::documents::Documents;
use crate::dossier::Dossier;
use crate::load::excel::Passed;
use crate::load::folder::{self, Input};
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::render::jsonl;
use crate::report::{
    Brought, DossierReport, Duplicate, Exit, Finding, Gate, Identity, Redactor, Report, Skipped, States, Summary,
    Waivers,
};
use crate::text::Lang;
use crate::verdict::Verdict;

use super::applicants::{Applicants, Found};
use super::common::{Stop, print_errors, print_note};
use super::judge::Judge;
use super::materials::not_looked_at;
use super::progress::Progress;

/// How many files are judged before what came of them is put together.
const FILES: usize = 2048;

/// How many files in a row become one share, at the most.
const STRETCH: usize = 64;

/// How many shares each thread should find, so that none waits long for the others.
const PARTS: usize = 8;

/// How many bytes of lines a share holds before they are written.
const BUFFER: usize = 64 * 1024;

/// How many applicants that cannot be read a share holds before they are told.
const UNREADABLE: usize = 256;

/// What is wanted of a run beside verdicts.
pub(super) struct Wanted {
    /// How dossiers are judged.
    pub judge: Judge,
    /// The file of settings that the run goes by.
    pub settings: Option<Brought>,
    /// What is waived.
    pub waivers: Waivers,
    /// What gates the exit code.
    pub gates: Vec<Gate>,
    /// Whether a dossier becomes a line at once, its findings whole or not, instead of being kept.
    pub lines: Option<bool>,
    /// Whether of several dossiers no more is wanted than a summary says.
    pub summary: bool,
    /// Whether what tells who the applicant is must go.
    pub redact: bool,
}

/// What came of a few files, or of a stretch of a long one.
struct Share {
    exit: Exit,
    summary: Summary,
    packs: Vec<Arc<Pack>>,
    lines: Vec<u8>,
    dossiers: Vec<(DossierReport, Redactor)>,
    identities: Vec<(Identity, Arc<str>)>,
    states: States,
    unreadable: Vec<Unreadable>,
    /// What could not be read in dossiers that were judged all the same.
    unread: Vec<Unreadable>,
    passed: Vec<Passed>,
    skipped: Vec<Skipped>,
    /// How many of the files this program wrote: they are no inputs.
    ours: usize,
}

impl Share {
    fn new(wanted: &Wanted) -> Share {
        Share {
            exit: Exit::new(&wanted.gates),
            summary: Summary::default(),
            packs: Vec::new(),
            lines: Vec::new(),
            dossiers: Vec::new(),
            identities: Vec::new(),
            states: wanted.waivers.unused(),
            unreadable: Vec::new(),
            unread: Vec::new(),
            passed: Vec::new(),
            skipped: Vec::new(),
            ours: 0,
        }
    }

    /// Takes all that was found, each in its file.
    fn take_all(&mut self, read: &mut Vec<(Found, &Input)>, wanted: &Wanted) -> io::Result<()> {
        for (found, input) in read.drain(..) {
            self.take(found, input, wanted)?;
        }
        Ok(())
    }

    /// Takes what was found in the file.
    fn take(&mut self, found: Found, input: &Input, wanted: &Wanted) -> io::Result<()> {
        match found {
            Found::Dossier(pack, dossier) => match self.judge(&pack, &dossier, input, wanted) {
                Ok((judged, documents)) => {
                    self.unread.extend(dossier.unread());
                    self.keep(pack, judged, &dossier, wanted)?;
                    self.unreadable.extend(match documents {
                        Some(documents) => not_looked_at(input, &documents),
                        None => wanted.judge.materials.packed(input, &dossier),
                    });
                }
                Err(unreadable) => self.unreadable.push(unreadable),
            },
            Found::Unreadable(unreadable) => self.unreadable.push(unreadable),
            Found::Passed(passed) => self.passed.push(passed),
            Found::Skipped(file, reason) => self.skipped.push(Skipped { file, reason }),
            Found::Ours(file) => {
                let reason = folder::ours();
                self.skipped.push(Skipped { file, reason });
                self.ours += 1;
            }
        }
        Ok(())
    }

    /// Judges a dossier. A summary gives the remedy of one that is a single condition away; and the first dossier of
    /// a share may turn out to be the only one, which is shown in full.
    fn judge(
        &self,
        pack: &Pack,
        dossier: &Dossier,
        input: &Input,
        wanted: &Wanted,
    ) -> Result<(DossierReport, Option<Documents>), Unreadable> {
        let first = self.dossiers.is_empty();
        let in_full = |judged: &DossierReport| wanted.summary && (first || judged.blocking().count() == 1);
        wanted.judge.judge(pack, dossier, input, None, in_full)
    }

    fn keep(
        &mut self,
        pack: Arc<Pack>,
        mut judged: DossierReport,
        dossier: &Dossier,
        wanted: &Wanted,
    ) -> io::Result<()> {
        if !wanted.waivers.is_empty() {
            wanted.waivers.apply(&mut judged, &mut self.states);
        }
        self.exit.see(&judged);
        self.summary.count(&judged);
        if !self.packs.iter().any(|known| Arc::ptr_eq(known, &pack)) {
            self.packs.push(pack);
        }
        if let Some(identity) = judged.identity.take() {
            self.identities.push((identity, judged.source.clone()));
        }
        match wanted.lines {
            Some(details) => jsonl::line(&judged, details, &mut self.lines)?,
            None => {
                if wanted.summary && !self.dossiers.is_empty() {
                    judged.findings.retain(|finding| !is_settled(finding));
                    judged.findings.shrink_to_fit();
                }
                let redactor = if wanted.redact {
                    Redactor::of(dossier)
                } else {
                    Redactor::default()
                };
                self.dossiers.push((judged, redactor));
            }
        }
        Ok(())
    }

    /// Whether it is time to put the share away.
    fn is_full(&self) -> bool {
        self.lines.len() >= BUFFER || self.unreadable.len() + self.unread.len() >= UNREADABLE
    }
}

/// Whether a finding is one that a summary does not speak of.
fn is_settled(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable)
}

/// Where the shares are put together.
pub(super) struct Batch<'w> {
    wanted: &'w Wanted,
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

impl<'w> Batch<'w> {
    /// A batch of this many files.
    pub(super) fn new(wanted: &'w Wanted, files: usize, lang: Lang) -> Batch<'w> {
        let mut report = Report::new(&wanted.judge.calendar);
        report.settings.clone_from(&wanted.settings);
        Batch {
            wanted,
            lang,
            progress: Progress::new(files),
            // JSON escapes what could steer a terminal, so nothing has to be stripped.
            out: wanted.lines.map(|_| io::stdout().lock()),
            states: wanted.waivers.unused(),
            identities: Vec::new(),
            exit: Exit::new(&wanted.gates),
            report,
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
            let (wanted, progress) = (self.wanted, &self.progress);
            let stretch = inputs.len() / (rayon::current_num_threads() * PARTS);
            let shares: Vec<Result<Share, Stop>> = inputs
                .par_chunks(stretch.clamp(1, STRETCH))
                .map(|stretch| {
                    let mut share = Share::new(wanted);
                    // Reading and judging are each done for several in a row, so that their code stays at hand.
                    let mut read: Vec<(Found, &Input)> = Vec::with_capacity(STRETCH);
                    for input in stretch {
                        applicants.read(input, &mut |found| {
                            read.push((found, input));
                            if read.len() == STRETCH {
                                share.take_all(&mut read, wanted)?;
                            }
                            Ok(())
                        })?;
                        progress.step();
                    }
                    share.take_all(&mut read, wanted)?;
                    Ok(share)
                })
                .collect();
            for share in shares {
                self.put(share?, false)?;
            }
        }
        self.progress.finish();
        Ok(())
    }

    /// Judges one file, which may be as long as it likes: what was judged is put away stretch by stretch.
    fn one(&mut self, input: &Input, applicants: &Applicants) -> Result<(), Stop> {
        let wanted = self.wanted;
        let mut share = Share::new(wanted);
        applicants.read(input, &mut |found| {
            share.take(found, input, wanted)?;
            if share.is_full() {
                let full = std::mem::replace(&mut share, Share::new(wanted));
                self.put(full, true)?;
            }
            Ok(())
        })?;
        self.put(share, true)
    }

    /// Puts a share to what is there already. What was passed over in a file is told at once if it is the only one.
    fn put(&mut self, share: Share, tell: bool) -> Result<(), Stop> {
        self.exit.join(&share.exit);
        self.report.summary += share.summary;
        self.report.summary.files -= share.ours;
        for pack in &share.packs {
            self.report.add_pack(pack);
        }
        for (state, became) in self.states.iter_mut().zip(share.states) {
            *state = became.max(*state);
        }
        self.identities.extend(share.identities);
        for (mut dossier, redactor) in share.dossiers {
            if self.wanted.redact {
                redactor.redact(&mut dossier, self.report.dossiers.len() + 1);
            }
            self.report.dossiers.push(dossier);
        }
        self.report.summary.unreadable += share.unreadable.len();
        for unreadable in share.unread.into_iter().chain(share.unreadable) {
            self.exit.see_unreadable();
            let lang = self.lang;
            self.progress.aside(|| print_errors(&unreadable, lang));
            if self.out.is_none() {
                self.report.unreadable.push(unreadable);
            }
        }
        for passed in share.passed {
            if tell {
                print_note(&passed, self.lang);
            }
            self.report.skipped.push(Skipped {
                file: passed.place.to_string(),
                reason: passed.message,
            });
        }
        self.report.skipped.extend(share.skipped);
        if let Some(out) = &mut self.out {
            out.write_all(&share.lines)?;
        }
        Ok(())
    }

    /// Takes into account what only all dossiers together show.
    pub(super) fn conclude(&mut self) {
        let wanted = self.wanted;
        self.report.duplicates = Duplicate::among(std::mem::take(&mut self.identities));
        self.report.waivers = wanted.waivers.account(&self.states, &self.report.packs);
        self.report.today = (!wanted.waivers.is_empty()).then_some(wanted.judge.today);
        if wanted.redact {
            Redactor::redact_rest(&mut self.report);
        }
        self.exit.see_whole(&self.report);
    }

    /// The whole report. Lines are brought to their end.
    pub(super) fn finish(self) -> Result<Report, Stop> {
        if let Some(mut out) = self.out {
            jsonl::last(&self.report, &mut out)?;
            out.flush()?;
        }
        Ok(self.report)
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
