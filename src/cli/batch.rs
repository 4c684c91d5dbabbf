//! Many files, judged on all cores and reported in their order. A few files become a share; shares are put together one
//! after another, and what can be written at once is not kept.

use std::io::{self, Write};

use rayon::prelude::*;

use crate::desk::applicants::{Applicants, Found};
use crate::desk::gathered::Gathered;
use crate::desk::share::{Share, Wanted};
use crate::load::folder::Input;
use crate::place::Unreadable;
use crate::render::jsonl;
use crate::report::{Report, Skipped};
use crate::text::Lang;

use super::common::{Stop, print_errors, print_note};
use super::progress::Progress;

/// How many files are judged before what came of them is put together.
const FILES: usize = 2048;

/// How many files in a row become one share, at the most.
const STRETCH: usize = 64;

/// How many shares each thread should find, so that none waits long for the others.
const PARTS: usize = 8;

/// Where the shares are put together.
pub(super) struct Batch<'w> {
    wanted: &'w Wanted,
    lang: Lang,
    progress: Progress,
    out: Option<io::StdoutLock<'static>>,
    /// How many packs the lines name so far; none before the first line.
    named: Option<usize>,
    gathered: Gathered<'w>,
}

impl<'w> Batch<'w> {
    /// A batch of this many files.
    pub(super) fn new(wanted: &'w Wanted, files: usize, lang: Lang) -> Batch<'w> {
        Batch {
            wanted,
            lang,
            progress: Progress::new(files),
            // JSON escapes what could steer a terminal, so nothing has to be stripped.
            out: wanted.lines.map(|_| io::stdout().lock()),
            named: None,
            gathered: Gathered::new(wanted),
        }
    }

    /// The exit code so far.
    pub(super) fn code(&self) -> u8 {
        self.gathered.exit.code()
    }

    /// Judges every applicant in these files.
    pub(super) fn run(&mut self, inputs: &[Input], applicants: &Applicants) -> Result<(), Stop> {
        let alone = inputs.len() == 1;
        for inputs in inputs.chunks(FILES) {
            self.gathered.report.summary.files += inputs.len();
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
                        applicants.read::<Stop>(input, &mut |found| {
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
            // which packs the first line names is not for the number of threads to say
            for share in shares.iter().flatten() {
                self.gathered.know_packs(share);
            }
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
        applicants.read::<Stop>(input, &mut |found| {
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
        let lang = self.lang;
        for unreadable in share.could_not_be_read() {
            self.progress.aside(|| print_errors(unreadable, lang));
        }
        if tell {
            share.passed().iter().for_each(|passed| print_note(passed, lang));
        }
        let lines = self.gathered.put(share);
        if !lines.is_empty() {
            self.name_packs()?;
        }
        if let Some(out) = &mut self.out {
            out.write_all(&lines)?;
        }
        Ok(())
    }

    /// Marks what is new since an earlier report, if there is one; that may gate.
    pub(super) fn mark(&mut self) {
        self.gathered.mark();
    }

    /// Names in the lines, if they are wanted, every pack that they do not name yet.
    fn name_packs(&mut self) -> io::Result<()> {
        let Some(out) = &mut self.out else {
            return Ok(());
        };
        let report = &self.gathered.report;
        match self.named.replace(report.packs.len()) {
            None => jsonl::first(report, out),
            Some(named) => match report.packs.get(named..) {
                Some(more @ [_, ..]) => jsonl::more(more, out),
                _ => Ok(()),
            },
        }
    }

    /// Takes into account what only all dossiers together show.
    pub(super) fn conclude(&mut self) {
        self.gathered.conclude();
    }

    /// The whole report. Lines are brought to their end.
    pub(super) fn finish(mut self) -> Result<Report, Stop> {
        self.name_packs()?;
        let report = self.gathered.report;
        if let Some(mut out) = self.out {
            jsonl::last(&report, &mut out)?;
            out.flush()?;
        }
        Ok(report)
    }

    /// Adds what a walk passed over or could not look into.
    pub(super) fn skip(&mut self, file: String, reason: crate::text::Text) {
        self.gathered.report.skipped.push(Skipped { file, reason });
    }

    /// Adds something that could not be looked into.
    pub(super) fn closed(&mut self, unreadable: Unreadable) {
        print_errors(&unreadable, self.lang);
        self.gathered.closed(unreadable);
    }
}
