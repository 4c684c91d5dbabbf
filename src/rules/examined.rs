//! What rules on documents have in common: what is said of one document, and of a kind of which there is none.

use crate::dictionary::{Dictionary, DocumentKind, Entry, KindId, MATERIALS};
use crate::documents::{Documents, Held, State, borne};
use crate::dossier::Cite;
use crate::rules::{Context, Outcome};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

/// The examined documents of a kind, and what the dossier's list says of them.
#[derive(Clone, Copy)]
pub struct Examined<'c, 'a> {
    context: &'c Context<'a>,
    documents: &'a Documents,
    kind: KindId,
}

impl<'c, 'a> Examined<'c, 'a> {
    /// The documents of `kind`; none where documents were not examined.
    pub fn of(context: &'c Context<'a>, kind: KindId) -> Option<Examined<'c, 'a>> {
        let documents = context.documents?;
        Some(Examined {
            context,
            documents,
            kind,
        })
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = &'a Held> {
        self.documents.of(self.kind)
    }

    /// What people call the kind.
    pub fn label(self) -> Text {
        label(&self.context.dossier.dictionary, self.kind)
    }

    /// That there is no document of the kind.
    pub fn none(self) -> Outcome {
        let found = self.context.say(|| {
            let label = self.label();
            text!("没有提供{label}", "no document \"{label}\" was given"; label)
        });
        Outcome::missing(found).cite(self.list())
    }

    /// That a row of the list does not say which document it means, where one does not.
    pub fn unsaid(self) -> Option<Outcome> {
        let row = self.documents.unsaid_row()?;
        let found = self.context.say(|| {
            let number = row + 1;
            text!(
                "材料清单第 {number} 条没有写明类别或文件，指哪份材料不明",
                "row {number} of the materials does not say which document it means"
            )
        });
        Some(Outcome::missing(found).cite(self.cells(Some(row))))
    }

    /// What follows from one document alone: that it is not there, that nobody can use it, that it is no longer
    /// valid, that it bears another name; else that it is there.
    pub fn judge(self, held: &Held) -> Outcome {
        self.alone(held).cite(self.cells(held.row)).documented()
    }

    fn alone(self, held: &Held) -> Outcome {
        let file = held.quoted();
        match held.state() {
            State::Missing | State::Unusable => Outcome::missing(self.context.say(|| about(&file, &held.fault()))),
            State::Present => self.present(held),
        }
    }

    /// What follows from a document that is there.
    fn present(self, held: &Held) -> Outcome {
        let dossier = self.context.dossier;
        let kind = dossier.dictionary.catalogue.get(self.kind);
        let nameless = kind.is_some_and(|kind| borne(dossier, kind).is_empty());
        let doubt = self.documents.doubt(dossier, held, self.context.as_of);
        let doubt = doubt.or_else(|| self.documents.unclear(dossier, held));
        match (doubt, kind.and_then(|kind| self.name_field(kind))) {
            (Some(doubt), _) => {
                let file = held.quoted();
                let found = self.context.say(|| text!("{file}{doubt}", "{file}: {doubt}"; doubt));
                Outcome::review(Reason::Evidence, found)
            }
            (None, Some(gap)) if nameless => Outcome::not_given(self.context, &[gap]),
            (None, _) => Outcome::pass(self.context.say(|| shown(held))),
        }
    }

    /// The first field of this applicant that a document of the kind bears and that nobody may leave out.
    fn name_field(self, kind: &DocumentKind) -> Option<Cite> {
        let dossier = self.context.dossier;
        kind.bears.iter().find_map(|path| {
            let Some(Entry::Field(id)) = dossier.dictionary.entry(path.get_ref()) else {
                return None;
            };
            let field = dossier.dictionary.get(id)?;
            let asked = dossier.track().is_none_or(|track| field.tracks.contains(track));
            (asked && !field.optional && field.when.is_none()).then_some(Cite::Scalar(id))
        })
    }

    /// What should be known of each document besides: what is wrong with it and does not keep it from being used.
    pub fn remarks(self, mut outcome: Outcome) -> Outcome {
        if !self.context.wording {
            return outcome;
        }
        for held in self.each() {
            for flaw in held.document.flaws.iter().filter(|flaw| !flaw.unusable()) {
                let note = about(&held.quoted(), &flaw.text());
                if !outcome.notes.contains(&note) {
                    outcome = outcome.note(note);
                }
            }
        }
        outcome
    }

    /// The cell of the list that names a document's file; the list where no row does.
    pub fn cells(self, row: Option<usize>) -> Vec<Cite> {
        let path = format!("{MATERIALS}.file");
        match (row, self.context.dossier.dictionary.entry(&path)) {
            (Some(row), Some(Entry::Field(id))) => vec![Cite::Cell(id, row)],
            _ => self.list(),
        }
    }

    fn list(self) -> Vec<Cite> {
        match self.context.dossier.dictionary.entry(MATERIALS) {
            Some(Entry::Section(id)) => vec![Cite::Table(id)],
            _ => Vec::new(),
        }
    }
}

/// What people call a kind.
pub fn label(dictionary: &Dictionary, kind: KindId) -> Text {
    let kind = dictionary.catalogue.get(kind);
    kind.map(|kind| kind.label.clone()).unwrap_or_default()
}

/// Something said of a file.
pub fn about(file: &str, said: &Text) -> Text {
    if file.is_empty() {
        return said.clone();
    }
    text!("{file}：{said}", "{file}: {said}"; said)
}

/// A document that is there, in a few words.
fn shown(held: &Held) -> Text {
    let (file, format) = (held.quoted(), held.document.format.name());
    match held.document.pages {
        Some(pages) => text!("{file}（{format}，{pages} 页）", "{file} ({format}, pages: {pages})"; format),
        None => text!("{file}（{format}）", "{file} ({format})"; format),
    }
}

/// The outcome of the documents of a kind of which one is enough; what the others lack becomes notes.
pub fn one_is_enough(context: &Context<'_>, outcomes: Vec<Outcome>) -> Outcome {
    let said: Vec<(Verdict, Text)> = outcomes.iter().map(|each| (each.verdict, each.found.clone())).collect();
    let mut outcome = Outcome::one_of(outcomes);
    if context.wording {
        let decided = outcome.verdict;
        for (_, found) in said.into_iter().filter(|(verdict, _)| *verdict != decided) {
            if !outcome.notes.contains(&found) {
                outcome = outcome.note(found);
            }
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{judge_with, required};

    const OVERVIEW: &str = "document_given = { kind = 'overview' }";

    #[test]
    fn what_is_not_there_is_named_and_sought_in_the_list() {
        let none = judge_with(OVERVIEW, "", "");
        assert_eq!(
            (none.verdict, none.found.zh.as_str()),
            (Verdict::Missing, "没有提供概述")
        );
        assert!(matches!(none.cites.as_slice(), [Cite::Table(_)]), "{:?}", none.cites);
        assert!(required(OVERVIEW).zh.contains("概述"));
    }

    #[test]
    fn a_document_stands_in_the_row_that_names_it() {
        let second = judge_with(OVERVIEW, "", "{ kind = 'recommendation' }, { kind = 'overview' }");
        assert_eq!(second.verdict, Verdict::Pass);
        assert!(
            matches!(second.cites.as_slice(), [Cite::Cell(_, 1)]),
            "{:?}",
            second.cites
        );
    }

    #[test]
    fn a_row_that_does_not_say_which_document_it_means_is_told_by_its_number() {
        let rule = "length_at_most = { kind = 'overview', words = 100, band_percent = 5 }";
        let documents = "{ kind = 'overview', words = 10 }, { kind = 'recommendation', flaws = ['blank'] }";
        let open = judge_with(rule, "", documents);
        assert_eq!(open.verdict, Verdict::Missing);
        assert!(open.found.zh.contains("材料清单第 2 条"), "{}", open.found.zh);
    }

    #[test]
    fn the_name_that_is_asked_for_is_that_of_the_applicant() {
        let rule = "document_given = { kind = 'letter' }";
        for (track, asked) in [("organization", "未填写组织名称"), ("individual", "未填写姓名")] {
            let nameless = judge_with(rule, &format!("track = '{track}'"), "{ kind = 'letter' }");
            assert_eq!(
                (nameless.verdict, nameless.found.zh.as_str()),
                (Verdict::Missing, asked)
            );
        }
    }
}
