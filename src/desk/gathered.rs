//! Where shares are put together, one after another, and become a report.

use std::sync::Arc;

use crate::comparison::{self, Entry};
use crate::place::Unreadable;
use crate::report::{Duplicate, Exit, Identity, Redactor, Report, Skipped, States};

use super::share::{Share, Wanted};

/// What came of all that was judged so far.
pub struct Gathered<'w> {
    wanted: &'w Wanted,
    states: States,
    told: Vec<Entry>,
    identities: Vec<(Identity, Arc<str>)>,
    /// The exit code so far.
    pub exit: Exit,
    /// The report so far.
    pub report: Report,
}

impl<'w> Gathered<'w> {
    /// Nothing yet.
    pub fn new(wanted: &'w Wanted) -> Gathered<'w> {
        let mut report = Report::new(&wanted.judge.calendar);
        report.settings.clone_from(&wanted.settings);
        Gathered {
            wanted,
            states: wanted.waivers.unused(),
            told: Vec::new(),
            identities: Vec::new(),
            exit: Exit::new(&wanted.gates),
            report,
        }
    }

    /// Puts a share to what is there already; the lines that its dossiers became are handed back.
    pub fn put(&mut self, share: Share) -> Vec<u8> {
        self.exit.join(&share.exit);
        self.report.summary += share.summary;
        self.report.summary.files -= share.ours;
        self.know_packs(&share);
        for (state, became) in self.states.iter_mut().zip(share.states) {
            *state = became.max(*state);
        }
        self.told.extend(share.told);
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
            if self.wanted.lines.is_none() {
                self.report.unreadable.push(unreadable);
            }
        }
        self.report
            .skipped
            .extend(share.passed.into_iter().map(|passed| Skipped {
                file: passed.place.to_string(),
                reason: passed.message,
            }));
        self.report.skipped.extend(share.skipped);
        share.lines
    }

    /// Knows the packs by which a share was judged, before it is put to the rest.
    pub fn know_packs(&mut self, share: &Share) {
        for pack in &share.packs {
            self.report.add_pack(pack);
        }
    }

    /// Adds something that could not be looked into.
    pub fn closed(&mut self, unreadable: Unreadable) {
        self.exit.see_unreadable();
        self.report.add_unreadable(unreadable);
    }

    /// Marks what is new since an earlier report, if there is one; that may gate.
    pub fn mark(&mut self) {
        if let Some((name, old)) = &self.wanted.since {
            comparison::mark(&mut self.report, &self.told, name.clone(), old);
            self.report.dossiers.iter().for_each(|dossier| self.exit.see(dossier));
        }
    }

    /// Takes into account what only all dossiers together show.
    pub fn conclude(&mut self) {
        let wanted = self.wanted;
        self.report.duplicates = Duplicate::among(std::mem::take(&mut self.identities));
        self.report.waivers = wanted.waivers.account(&self.states, &self.report.packs);
        self.report.today = (!wanted.waivers.is_empty()).then_some(wanted.judge.today);
        if wanted.redact {
            Redactor::redact_rest(&mut self.report);
        }
        self.exit.see_whole(&self.report);
    }
}
