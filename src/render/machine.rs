//! What the formats for other programs have in common: how grave a finding is where only a few levels are known,
//! what it says, by what it is known from run to run, and where it stands.

use std::collections::HashMap;

use crate::dictionary::Track;
use crate::digest::Digest;
use crate::place::{Place, Unreadable};
use crate::render::uri::Uri;
use crate::render::wording::supports;
use crate::report::{ConditionSummary, DossierReport, FactPlace, Finding, Report, Skipped};
use crate::text::{Lang, Text};
use crate::verdict::{Verdict, Weight};
use crate::writing::tame;

/// How grave a finding is to a program that knows only levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A binding condition is failed, or lacks a fact.
    Error,
    /// A condition that does not bind is failed.
    Warning,
    /// Something is open: a review, advice that lacks a fact, or a finding that is waived.
    Note,
    /// Nothing is asked of anyone.
    Nothing,
}

impl Level {
    /// The level of a finding.
    pub(super) fn of(finding: &Finding) -> Level {
        match finding.verdict {
            Verdict::Pass | Verdict::NotApplicable => Level::Nothing,
            _ if finding.waived.is_some() => Level::Note,
            _ if finding.blocks() => Level::Error,
            _ if finding.is_warning() => Level::Warning,
            _ => Level::Note,
        }
    }
}

/// What is read of the report around a finding.
#[derive(Clone, Copy)]
pub(super) struct Around<'r> {
    /// The dossier.
    pub(super) dossier: &'r DossierReport,
    /// The language.
    pub(super) lang: Lang,
    /// The report.
    pub(super) report: &'r Report,
}

impl<'r> Around<'r> {
    /// The applicant's name, or that there is none.
    pub(super) fn applicant(self) -> String {
        match (&self.dossier.applicant, self.lang) {
            (Some(name), _) => tame(name),
            (None, Lang::Zh) => "（未填写申报者）".to_owned(),
            (None, Lang::En) => "(applicant not given)".to_owned(),
        }
    }

    /// The condition of a finding, if its pack is known.
    pub(super) fn condition(self, finding: &Finding) -> Option<&'r ConditionSummary> {
        self.report.pack_of(self.dossier)?.condition(&finding.condition)
    }

    /// What the condition of a finding is called.
    pub(super) fn title(self, finding: &Finding) -> String {
        let condition = self.condition(finding);
        tame(condition.map_or(&finding.condition, |condition| condition.title.get(self.lang)))
    }

    /// What a finding says: the verdict with what was found, then each further thing in a line of its own. No line
    /// holds a character that steers a device.
    pub(super) fn said(self, finding: &Finding) -> Vec<String> {
        let lang = self.lang;
        let mut said = vec![sentence(finding.label(lang), finding.found.get(lang), lang)];
        let mut add = |zh: &'static str, en: &'static str, words: &str| {
            if !words.is_empty() {
                let name = if lang == Lang::Zh { zh } else { en };
                said.push(sentence(name, words, lang));
            }
        };
        if let Some(reason) = finding.reason {
            add("理由", "reason", reason.label(lang));
        }
        add("要求", "required", finding.required.get(lang));
        if let Some(documents) = supports(finding, lang) {
            add("材料", "documents", &documents);
        }
        for note in finding.remarks() {
            add("注意", "note", note.get(lang));
        }
        if let Some(remedy) = &finding.remedy {
            add("下一步", "what to do", remedy.get(lang));
        }
        if let Some(waived) = &finding.waived {
            add("已豁免", "waived", waived.get(lang));
        }
        said
    }

    /// What should be known of the documents as a whole, a line for each thing.
    pub(super) fn materials(self) -> impl Iterator<Item = String> + use<'r> {
        let lang = self.lang;
        let notes = self.dossier.materials_notes.iter();
        notes.map(move |note| sentence(materials(lang), note.get(lang), lang))
    }

    /// The file of the dossier: of an applicant in a roster, the workbook without sheet and cell.
    pub(super) fn file(self) -> &'r str {
        let source: &str = &self.dossier.source;
        let mut named = self.dossier.findings.iter().flat_map(|finding| &finding.places);
        match named.next() {
            Some(fact) if source.starts_with(&*fact.place.file) => &fact.place.file,
            _ => source,
        }
    }

    /// Where a finding stands: at the first of its facts that has a place, else in the file as a whole.
    pub(super) fn place(self, finding: &Finding) -> Place {
        let fact = finding.places.iter().find(|fact| stands(fact));
        fact.or(finding.places.first())
            .map_or_else(|| Place::file(self.file()), |fact| fact.place.clone())
    }
}

/// What the documents of a dossier are called.
pub(super) fn materials(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "申报材料",
        Lang::En => "materials",
    }
}

/// Whether a fact stands somewhere in its file; a gap does not.
pub(super) fn stands(fact: &FactPlace) -> bool {
    fact.place.line.is_some() || fact.place.cell.is_some()
}

/// A name, a colon and words, on one line.
pub(super) fn sentence(name: &str, words: &str, lang: Lang) -> String {
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    tame(&format!("{name}{colon}{words}"))
}

/// Sheet and cell of a place in a workbook.
pub(super) fn cell(place: &Place) -> Option<String> {
    let (sheet, cell) = (place.sheet.as_deref()?, place.cell.as_deref()?);
    Some(tame(&format!("{sheet} › {cell}")))
}

/// Everything that is wrong with one source, a line for each error, each with the place within the file.
pub(super) fn wrong(unreadable: &Unreadable, lang: Lang) -> Vec<(Place, String)> {
    let errors = unreadable.errors.iter();
    errors
        .map(|error| {
            let said = Text::join([&error.message].into_iter().chain(&error.hint));
            (unreadable.source.place(error.spot), tame(said.get(lang)))
        })
        .collect()
}

/// What was passed over, and why, on one line.
pub(super) fn skipped(skipped: &Skipped, lang: Lang) -> String {
    sentence(&skipped.file, skipped.reason.get(lang), lang)
}

/// Tells findings apart from run to run, by what does not change when lines move: pack, condition, file, applicant
/// and track. Where all of these agree, the second is told from the first by its number.
#[derive(Default)]
pub(super) struct Fingerprints(HashMap<String, u32>);

impl Fingerprints {
    /// The fingerprint of a finding.
    pub(super) fn of(&mut self, around: Around<'_>, finding: &Finding) -> String {
        self.on(around, &finding.condition)
    }

    /// The fingerprint of what a condition of this id says.
    pub(super) fn on(&mut self, around: Around<'_>, condition: &str) -> String {
        let dossier = around.dossier;
        self.parts(&[
            &dossier.pack,
            condition,
            &Uri::of(around.file()).text,
            dossier.applicant.as_deref().unwrap_or_default(),
            dossier.track.as_ref().map_or("", Track::id),
        ])
    }

    /// The fingerprint of what these say.
    pub(super) fn parts(&mut self, parts: &[&str]) -> String {
        let mut hash = Digest::default();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let seen = self.0.entry(hash.clone().finish()).or_default();
        if *seen > 0 {
            hash.update(seen.to_le_bytes());
        }
        *seen += 1;
        hash.finish()
    }
}

/// How many findings of all dossiers are so.
pub(super) fn count(report: &Report, is: impl Fn(&Finding) -> bool) -> usize {
    report.dossiers.iter().map(|dossier| dossier.count(&is)).sum()
}

/// The counts over the whole report, in a sentence.
pub(super) fn counts(report: &Report) -> Text {
    let s = &report.summary;
    let (dossiers, unreadable, reviews, warnings) = (s.dossiers, s.unreadable, s.reviews, s.warnings);
    let must = |verdict| {
        count(report, |finding| {
            finding.weight == Weight::Must && finding.verdict == verdict
        })
    };
    let (fails, gaps) = (must(Verdict::Fail), must(Verdict::Missing));
    text!(
        "共 {dossiers} 份申报信息：不符合 {fails} 项，缺材料 {gaps} 项，待评审 {reviews} 项，提醒 {warnings} 项；无法读取 {unreadable} 处",
        "dossiers: {dossiers}; {fails} not met, {gaps} missing, {reviews} for review; warnings: {warnings}; {unreadable} could not be read"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};
    use crate::verdict::Reason;

    #[test]
    fn a_level_says_what_gates() {
        let level = |weight, verdict| Level::of(&finding(weight, verdict, None));
        assert_eq!(level(Weight::Must, Verdict::Fail), Level::Error);
        assert_eq!(level(Weight::Must, Verdict::Missing), Level::Error);
        assert_eq!(level(Weight::Must, Verdict::Review), Level::Note);
        assert_eq!(level(Weight::Should, Verdict::Fail), Level::Warning);
        assert_eq!(level(Weight::Should, Verdict::Missing), Level::Note);
        assert_eq!(level(Weight::Must, Verdict::Pass), Level::Nothing);
        assert_eq!(level(Weight::Must, Verdict::NotApplicable), Level::Nothing);
        let mut waived = finding(Weight::Must, Verdict::Missing, None);
        waived.waived = Some(Text::same("later"));
        assert_eq!(Level::of(&waived), Level::Note);
    }

    #[test]
    fn equal_findings_have_fingerprints_of_their_own_and_the_same_in_every_run() {
        let report = report(vec![
            finding(Weight::Must, Verdict::Fail, None),
            finding(Weight::Must, Verdict::Fail, None),
        ]);
        let dossier = &report.dossiers[0];
        let run = || {
            let mut prints = Fingerprints::default();
            let around = Around {
                dossier,
                lang: Lang::Zh,
                report: &report,
            };
            [0, 1].map(|at| prints.of(around, &dossier.findings[at]))
        };
        assert_ne!(run()[0], run()[1]);
        assert_eq!(run(), run());
    }

    #[test]
    fn what_is_said_stands_on_lines_of_our_own() {
        let mut open = finding(Weight::Must, Verdict::Review, Some(Reason::Evidence));
        open.found = Text::same("a\n::error::x\u{1b}[31m");
        let report = report(vec![open]);
        let around = Around {
            dossier: &report.dossiers[0],
            lang: Lang::En,
            report: &report,
        };
        let said = around.said(&report.dossiers[0].findings[0]);
        assert_eq!(said[0], "review: a ::error::x [31m");
        assert!(said.iter().all(|line| !line.contains(['\n', '\u{1b}'])));
    }
}
