//! Packs: one edition of one award as data. Its sources, the clauses quoted from them, and for each clause the
//! conditions that test it, or the reason why none does.

mod compared;
mod consistency;
mod load;
mod quoted;
mod remedies;
mod schema;
mod source;
mod status;

use std::sync::Arc;

pub use compared::Difference;
pub use quoted::{Altered, Quoted, Unquoted};
pub use schema::of_form;
pub use source::{Authority, Force, Seen};

use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, Track};
use crate::place::{InputError, Source, Unreadable, meant};
use crate::rules::{AnyRule, Rule};
use crate::text::{Lang, Text};
use crate::verdict::{Reason, Verdict, Weight};
use crate::writing::{nearest, quote};

/// Every pack in the program: id, name in the tree, text.
const SHIPPED: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

shape! {
    /// One provision of a source, quoted.
    #[derive(Debug, Clone)]
    pub struct Clause {
        /// Its id within the pack.
        pub id: String,
        /// The source it stands in.
        pub source: String,
        /// Its number there.
        pub number: String,
        /// Its words.
        pub text: String,
        /// Why no condition tests it, if none does.
        pub set_aside: Option<Text>,
        /// That a draft guessed it, until a person has looked.
        pub guessed: Option<String>,
    }
}

/// What stands in the remedy of a missing condition for the names of what is not given.
pub const GAPS: &str = "gaps";

shape! {
    /// What to do about a verdict, for each verdict that asks for something.
    #[derive(Debug, Clone, Default)]
    pub struct Remedies {
        /// When the facts refute the condition.
        pub fail: Option<Text>,
        /// When a fact is missing.
        pub missing: Option<Text>,
        /// When a person must judge, for whatever reason has no wording of its own.
        pub review: Option<Text>,
        /// When a person must judge because two readings differ.
        pub readings: Option<Text>,
        /// When a person must judge because what was given does not settle it.
        pub evidence: Option<Text>,
        /// When only the committee can judge.
        pub committee: Option<Text>,
    }
}

impl Remedies {
    /// The remedy for a verdict, and for the reason of a review.
    pub fn of(&self, verdict: Verdict, reason: Option<Reason>) -> Option<&Text> {
        match verdict {
            Verdict::Fail => self.fail.as_ref(),
            Verdict::Missing => self.missing.as_ref(),
            Verdict::Review => reason.and_then(|reason| self.own(reason)).or(self.review.as_ref()),
            Verdict::Pass | Verdict::NotApplicable => None,
        }
    }

    /// The remedy that is meant for a review of this reason alone.
    pub fn own(&self, reason: Reason) -> Option<&Text> {
        match reason {
            Reason::Readings => self.readings.as_ref(),
            Reason::Evidence => self.evidence.as_ref(),
            Reason::Committee => self.committee.as_ref(),
        }
    }

    /// Every remedy there is, after what it is for, as people read it where no dossier gives its numbers.
    pub fn all(&self, lang: Lang) -> Vec<(String, String)> {
        let by_verdict = [Verdict::Fail, Verdict::Missing, Verdict::Review].into_iter();
        let by_verdict = by_verdict.filter_map(|verdict| {
            let remedy = self.of(verdict, None)?;
            Some((verdict.label(lang).to_owned(), remedy))
        });
        let by_reason = Reason::ALL.into_iter().filter_map(|reason| {
            let (review, why) = (Verdict::Review.label(lang), reason.label(lang));
            let label = match lang {
                Lang::Zh => format!("{review}（{why}）"),
                Lang::En => format!("{review} ({why})"),
            };
            Some((label, self.own(reason)?))
        });
        let all = by_verdict.chain(by_reason);
        all.map(|(label, remedy)| (label, remedy.fill(&[]).get(lang).to_owned()))
            .collect()
    }
}

/// What one clause demands.
#[derive(Debug)]
pub struct Condition {
    /// Its id, relied on by scripts.
    pub id: Arc<str>,
    /// The clause that demands it, as a position in the pack.
    pub clause: usize,
    /// Further clauses it rests on.
    pub also: Vec<usize>,
    /// The tracks whose applicants it addresses.
    pub tracks: Vec<Track>,
    /// What it is called.
    pub title: Text,
    /// What failing it costs.
    pub weight: Weight,
    /// How the clause is read, and why.
    pub reading: Text,
    /// What to do about it.
    pub remedies: Remedies,
    /// The rule that tests it.
    pub rule: AnyRule,
    /// The rule's parameters as the pack writes them.
    pub parameters: String,
    /// What the rule reads.
    pub reads: Vec<Entry>,
    /// Whether its clause is known from the reports of others alone, so that it refutes nobody by itself.
    pub hearsay: bool,
    /// The line in the pack where it begins.
    pub line: usize,
}

impl Condition {
    /// The verdicts it can give: those of its rule, where its clause was read.
    pub fn verdicts(&self) -> Vec<Verdict> {
        possible(self.rule.rule(), self.hearsay)
    }
}

/// The verdicts that a condition with this rule can give. One whose clause is known from reports alone leaves to a person
/// what the rule refutes.
fn possible(rule: &dyn Rule, hearsay: bool) -> Vec<Verdict> {
    let mut verdicts = rule.verdicts();
    if hearsay && verdicts.contains(&Verdict::Fail) {
        verdicts.retain(|verdict| !matches!(verdict, Verdict::Fail | Verdict::Review));
        verdicts.push(Verdict::Review);
    }
    verdicts
}

/// One edition of one award.
#[derive(Debug)]
pub struct Pack {
    /// Its id, `<award>-<year>`.
    pub id: String,
    /// What the award and edition are called.
    pub title: Text,
    /// Whether it is a draft, in which guesses may stand.
    pub draft: bool,
    /// How many guesses of a draft are still marked.
    pub guesses: usize,
    /// Where a draft has a wording in one language alone, which stands in for the other.
    pub untranslated: Vec<InputError>,
    /// Which edition it is, where editions are numbered.
    pub edition: Option<u32>,
    /// From when applications can be made, where that is known.
    pub opens: Option<Day>,
    /// The last day of the application window.
    pub closes: Day,
    /// Whether that day was not seen: it then stands in for counting years, and is no deadline.
    pub closes_unseen: bool,
    /// The documents it is taken from.
    pub sources: Vec<Authority>,
    /// Their provisions.
    pub clauses: Vec<Clause>,
    /// What they demand, in the order of the clauses.
    pub conditions: Vec<Condition>,
    /// The dictionary, with the fields the pack adds.
    pub dictionary: Arc<Dictionary>,
    /// The pack as it is written.
    pub written: Source,
    /// The SHA-256 of the pack as it is written, in hexadecimal.
    pub sha256: String,
}

impl Pack {
    /// The ids of the packs in the program.
    pub fn shipped() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(id, _, _)| *id)
    }

    /// The id of the pack that judges a dossier which names no award, where none is chosen for it either.
    pub fn default_id() -> &'static str {
        include_str!("../../rules/default.txt").trim_ascii()
    }

    /// The pack of this id, if it is in the program.
    ///
    /// # Errors
    /// What is wrong with it; the tests make sure there is nothing.
    pub fn find(id: &str) -> Option<Result<Pack, Unreadable>> {
        let (id, name, text) = SHIPPED.iter().find(|(known, _, _)| *known == id)?;
        Some(Pack::read(&Source::text(*name, *text)).and_then(|pack| pack.named(id)))
    }

    /// Whether it is a pack of the program, to the letter.
    pub fn is_shipped(&self) -> bool {
        let text = self.written.contents();
        SHIPPED
            .iter()
            .any(|(id, _, shipped)| self.id == *id && text == *shipped)
    }

    /// The sentence for an id that no pack in the program has.
    pub fn unknown(id: &str) -> (Text, Text) {
        let known: Vec<&str> = Pack::shipped().collect();
        let (quoted, list) = (quote(id), known.join(", "));
        let message = text!("没有规则包 {quoted}", "there is no pack {quoted}");
        let hint = match nearest(id, known.iter().copied()) {
            Some(near) => meant(near),
            None => text!("可用的规则包：{list}", "the packs are: {list}"),
        };
        (message, hint)
    }

    /// The tracks that can be entered.
    pub fn tracks(&self) -> &[Track] {
        self.dictionary.tracks()
    }

    /// The condition of this id.
    pub fn condition(&self, id: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| &*condition.id == id)
    }

    /// Why nothing is asked of an applicant of this track that could make it ineligible, if that is so; `examined` says
    /// whether its documents were looked at. Nothing asked is nothing checked.
    pub fn asks_nothing(&self, track: Option<&Track>, examined: bool) -> Option<Text> {
        let addressed = |condition: &&Condition| track.is_none_or(|track| condition.tracks.contains(track));
        let binding = |condition: &&Condition| condition.weight == Weight::Must;
        let mut asked = self.conditions.iter().filter(addressed).filter(binding).peekable();
        if asked.peek().is_none() {
            let id = quote(&self.id);
            let whom = track.map(|track| {
                let label = track.label();
                text!("对申报「{label}」的申报者", " by those who enter 「{label}」"; label)
            });
            let whom = whom.unwrap_or_default();
            return Some(text!(
                "规则包{id}{whom}没有必须满足的条件，无法核对",
                "the pack {id} has no condition that must be met{whom}: nothing could be checked";
                whom
            ));
        }
        let of_facts = |condition: &Condition| !condition.rule.rule().needs_documents();
        if examined || asked.any(of_facts) {
            return None;
        }
        Some(text!(
            "必须满足的条件都要看申报材料，而申报材料未检查；请加 --materials",
            "every condition that must be met looks at documents, which were not examined; add --materials"
        ))
    }

    /// The clause a condition rests on.
    pub fn clause_of(&self, condition: &Condition) -> Option<&Clause> {
        self.clauses.get(condition.clause)
    }

    /// The source of an id.
    pub fn source(&self, id: &str) -> Option<&Authority> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The sources that bind but could not be obtained.
    pub fn unseen(&self) -> impl Iterator<Item = &Authority> {
        self.sources
            .iter()
            .filter(|source| source.force == Force::BindingUnseen)
    }

    /// The pack, if it calls itself by the name of its file.
    fn named(self, id: &str) -> Result<Pack, Unreadable> {
        if self.id == id {
            return Ok(self);
        }
        let found = quote(&self.id);
        let error = InputError::whole(text!(
            "规则包的 id 是 {found}，按文件位置应为 {id}",
            "the pack calls itself {found}, but by its place it is {id}"
        ));
        Err(Unreadable::new(self.written.clone(), vec![error]))
    }
}
