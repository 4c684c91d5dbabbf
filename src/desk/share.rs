//! What came of a few files, or of a stretch of a long one: the verdicts, and what could not be read.

use std::io;
use std::sync::Arc;

use crate::comparison::Entry;
use crate::documents::Documents;
use crate::dossier::Dossier;
use crate::load::excel::Passed;
use crate::load::folder::{self, Input};
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::render::jsonl;
use crate::report::{Brought, DossierReport, Exit, Gate, Identity, Redactor, Skipped, States, Summary, Waivers};

use super::applicants::Found;
use super::judge::Judge;
use super::materials::not_looked_at;

/// How many bytes of lines a share holds before they are written.
const BUFFER: usize = 64 * 1024;

/// How many applicants that cannot be read a share holds before they are told.
const UNREADABLE: usize = 256;

/// What is wanted of a run beside verdicts.
pub struct Wanted {
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
    /// The earlier report by which is told what is new: what it is called, and who is in it.
    pub since: Option<(String, Vec<Entry>)>,
}

/// What came of a few files, or of a stretch of a long one.
pub struct Share {
    pub(super) exit: Exit,
    pub(super) summary: Summary,
    pub(super) packs: Vec<Arc<Pack>>,
    pub(super) lines: Vec<u8>,
    pub(super) dossiers: Vec<(DossierReport, Redactor)>,
    /// Who was judged, for an earlier report.
    pub(super) told: Vec<Entry>,
    pub(super) identities: Vec<(Identity, Arc<str>)>,
    pub(super) states: States,
    pub(super) unreadable: Vec<Unreadable>,
    /// What could not be read in dossiers that were judged all the same.
    pub(super) unread: Vec<Unreadable>,
    pub(super) passed: Vec<Passed>,
    pub(super) skipped: Vec<Skipped>,
    /// How many of the files this program wrote: they are no inputs.
    pub(super) ours: usize,
}

impl Share {
    /// One that holds nothing yet.
    pub fn new(wanted: &Wanted) -> Share {
        Share {
            exit: Exit::new(&wanted.gates),
            summary: Summary::default(),
            packs: Vec::new(),
            lines: Vec::new(),
            dossiers: Vec::new(),
            told: Vec::new(),
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
    ///
    /// # Errors
    /// A line cannot be written.
    pub fn take_all(&mut self, read: &mut Vec<(Found, &Input)>, wanted: &Wanted) -> io::Result<()> {
        for (found, input) in read.drain(..) {
            self.take(found, input, wanted)?;
        }
        Ok(())
    }

    /// Takes what was found in the file.
    ///
    /// # Errors
    /// A line cannot be written.
    pub fn take(&mut self, found: Found, input: &Input, wanted: &Wanted) -> io::Result<()> {
        match found {
            Found::Dossier(pack, dossier) => match self.judge(&pack, &dossier, input, wanted) {
                Ok((judged, documents)) => {
                    self.keep(pack, judged, &dossier, wanted)?;
                    if let Some(unread) = dossier.unread() {
                        told(&unread, wanted, &mut self.lines)?;
                        self.unread.push(unread);
                    }
                    let unseen = match documents {
                        Some(documents) => not_looked_at(input, &documents),
                        None => wanted.judge.materials.unseen(input, &dossier),
                    };
                    unseen.into_iter().try_for_each(|unseen| self.fail(unseen, wanted))?;
                }
                Err(unreadable) => self.fail(unreadable, wanted)?,
            },
            Found::Unreadable(unreadable) => self.fail(unreadable, wanted)?,
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

    /// Takes something that could not be read.
    fn fail(&mut self, unreadable: Unreadable, wanted: &Wanted) -> io::Result<()> {
        told(&unreadable, wanted, &mut self.lines)?;
        self.unreadable.push(unreadable);
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
                self.told.extend(wanted.since.as_ref().map(|_| Entry::told(&judged)));
                if wanted.summary && !self.dossiers.is_empty() {
                    judged.findings.retain(|finding| !finding.verdict.is_settled());
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

    /// What could not be read, in the order in which it is told.
    pub fn could_not_be_read(&self) -> impl Iterator<Item = &Unreadable> {
        self.unread.iter().chain(&self.unreadable)
    }

    /// What in workbooks was passed over.
    pub fn passed(&self) -> &[Passed] {
        &self.passed
    }

    /// Whether it is time to put the share away.
    pub fn is_full(&self) -> bool {
        self.lines.len() >= BUFFER || self.unreadable.len() + self.unread.len() >= UNREADABLE
    }
}

/// Puts what could not be read among the lines, if lines are wanted.
fn told(unreadable: &Unreadable, wanted: &Wanted, lines: &mut Vec<u8>) -> io::Result<()> {
    match wanted.lines {
        Some(_) => jsonl::unreadable(unreadable, lines),
        None => Ok(()),
    }
}
