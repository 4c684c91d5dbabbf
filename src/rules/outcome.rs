//! What a rule says of one dossier.

use std::collections::HashSet;

use smallvec::SmallVec;

use crate::day::Day;
use crate::dossier::{Cite, PICTURE};
use crate::rules::Context;
use crate::text::Text;
use crate::verdict::{Basis, Reason, Verdict};
use crate::words;
use crate::writing::quote;

/// What the head of a report says of the days to come, before submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// The sentence, without its full stop.
    pub says: Text,
    /// Whether nothing can be done any more in this edition.
    pub too_late: bool,
}

/// A verdict with the facts it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is review.
    pub reason: Option<Reason>,
    /// What it rests on.
    pub basis: Basis,
    /// What was found.
    pub found: Text,
    /// What was required, where that is sharper than the rule's own sentence.
    pub required: Option<Text>,
    /// What else should be known, whatever the verdict.
    pub notes: Vec<Text>,
    /// The facts and gaps it rests on, some perhaps more than once.
    pub cites: SmallVec<[Cite; 3]>,
    /// Numbers that a remedy may use, by name.
    pub numbers: Vec<(&'static str, Text)>,
    /// The day by which the remedy must be begun, if there is one.
    pub act_by: Option<Day>,
    /// What the head of the report should say of the days to come.
    pub ahead: Option<Ahead>,
    /// An act that is advised even where the verdict asks for none.
    pub act: Option<Text>,
}

impl Outcome {
    /// A verdict and what was found.
    #[inline]
    pub fn new(verdict: Verdict, found: Text) -> Outcome {
        Outcome {
            verdict,
            reason: None,
            basis: Basis::Declared,
            found,
            required: None,
            notes: Vec::new(),
            cites: SmallVec::new(),
            numbers: Vec::new(),
            act_by: None,
            ahead: None,
            act: None,
        }
    }

    /// The facts establish it.
    pub fn pass(found: Text) -> Outcome {
        Outcome::new(Verdict::Pass, found)
    }

    /// The facts refute it.
    pub fn fail(found: Text) -> Outcome {
        Outcome::new(Verdict::Fail, found)
    }

    /// A person must judge.
    pub fn review(reason: Reason, found: Text) -> Outcome {
        Outcome {
            reason: Some(reason),
            ..Outcome::new(Verdict::Review, found)
        }
    }

    /// Something needed was not given; says so in its own words.
    pub fn missing(found: Text) -> Outcome {
        Outcome::new(Verdict::Missing, found)
    }

    /// These facts were not given.
    pub fn not_given(context: &Context<'_>, gaps: &[Cite]) -> Outcome {
        let found = context.say(|| {
            let names: Vec<Text> = gaps.iter().map(|gap| with_placeholder(context, *gap)).collect();
            let names = Text::list(&names);
            text!("未填写{names}", "not given: {names}"; names)
        });
        Outcome::missing(found).cite(gaps.iter().copied())
    }

    /// What stands at `cites` cannot be read.
    pub fn unread(context: &Context<'_>, cites: Vec<Cite>) -> Outcome {
        let found = context.say(|| {
            let names: Vec<Text> = cites.iter().map(|cite| with_placeholder(context, *cite)).collect();
            let names = Text::list(&names);
            text!("有内容无法识别，未能判断：{names}", "not judged, as this cannot be read: {names}"; names)
        });
        Outcome::missing(found).cite(cites)
    }

    /// The clause does not address this applicant.
    pub fn not_applicable(found: Text) -> Outcome {
        Outcome::new(Verdict::NotApplicable, found)
    }

    /// With the facts it rests on.
    #[inline]
    pub fn cite(mut self, cites: impl IntoIterator<Item = Cite>) -> Outcome {
        self.cites.extend(cites);
        self
    }

    /// With something else that should be known.
    #[inline]
    pub fn note(mut self, note: Text) -> Outcome {
        if !note.is_empty() {
            self.notes.push(note);
        }
        self
    }

    /// With what was required, more sharply than the rule's own sentence.
    #[inline]
    pub fn requires(mut self, required: Text) -> Outcome {
        self.required = (!required.is_empty()).then_some(required);
        self
    }

    /// Resting on a document that was named.
    #[inline]
    pub fn documented(mut self) -> Outcome {
        self.basis = Basis::Documented;
        self
    }

    /// Unless what should name a document says itself that the document is not there yet: then a person must judge.
    pub fn unless_pending(self, context: &Context<'_>, named: &str, at: Cite) -> Outcome {
        if self.verdict != Verdict::Pass || !words::is_pending(named) {
            return self;
        }
        let found = context.say(|| {
            let (label, named) = (context.name(at), quote(named));
            text!(
                "{label}写的是{named}：看来文件还没有",
                "{label}: {named}; it seems that the document is not there yet";
                label
            )
        });
        Outcome::review(Reason::Evidence, found).cite(self.cites)
    }

    /// With an act that is advised even where the verdict asks for none.
    pub fn act(mut self, act: Text) -> Outcome {
        self.act = (!act.is_empty()).then_some(act);
        self
    }

    /// With a number that the remedy may use.
    pub fn number(mut self, name: &'static str, value: Text) -> Outcome {
        if !value.is_empty() {
            self.numbers.push((name, value));
        }
        self
    }

    /// To be acted on by a day.
    pub fn act_by(mut self, day: Option<Day>) -> Outcome {
        self.act_by = day;
        self
    }

    /// With what the head of the report should say of the days to come.
    pub fn ahead(mut self, ahead: Ahead) -> Outcome {
        self.ahead = Some(ahead);
        self
    }

    /// All of these must hold.
    pub fn all_of(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
        Outcome::decided(outcomes, Verdict::all_of)
    }

    /// One of these is enough.
    pub fn one_of(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
        Outcome::decided(outcomes, Verdict::one_of)
    }

    /// The outcomes that decide by `combine` made into one; what the others note is kept.
    fn decided(outcomes: impl IntoIterator<Item = Outcome>, combine: fn([Verdict; 2]) -> Verdict) -> Outcome {
        let mut decided = Outcome::new(Verdict::NotApplicable, Text::default());
        let mut found: Vec<Text> = Vec::new();
        let mut documented = None;
        for outcome in outcomes {
            for note in outcome.notes {
                if !decided.notes.contains(&note) {
                    decided.notes.push(note);
                }
            }
            for number in outcome.numbers {
                if !decided.numbers.contains(&number) {
                    decided.numbers.push(number);
                }
            }
            decided.ahead = decided.ahead.or(outcome.ahead);
            decided.act = decided.act.or(outcome.act);
            let verdict = combine([decided.verdict, outcome.verdict]);
            if verdict != decided.verdict {
                decided = Outcome {
                    notes: decided.notes,
                    numbers: decided.numbers,
                    ahead: decided.ahead,
                    act: decided.act,
                    ..Outcome::new(verdict, Text::default())
                };
                found.clear();
                documented = None;
            }
            if outcome.verdict != verdict {
                continue;
            }
            if !outcome.found.is_empty() {
                found.push(outcome.found);
            }
            decided.reason = match (decided.reason, outcome.reason) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            decided.required = decided.required.or(outcome.required);
            documented = Some(documented.unwrap_or(true) && outcome.basis == Basis::Documented);
            decided.act_by = [decided.act_by, outcome.act_by].into_iter().flatten().min();
            decided.cites.extend(outcome.cites);
        }
        decided.basis = if documented == Some(true) {
            Basis::Documented
        } else {
            Basis::Declared
        };
        let mut told = HashSet::new();
        decided.found = Text::join(found.iter().filter(|found| told.insert(*found)));
        decided
    }
}

/// What people call a gap, with the word that stands there and is no fact.
fn with_placeholder(context: &Context<'_>, gap: Cite) -> Text {
    let name = context.name(gap);
    let slot = context.dossier.slot(gap);
    if let Some(words) = slot.and_then(|slot| slot.unreadable()) {
        let words = if words.is_empty() { String::new() } else { quote(words) };
        return Text {
            zh: format!("{}（这一格{words}无法识别）", name.zh),
            en: format!(
                "{} (what stands there cannot be read{}{words})",
                name.en,
                if words.is_empty() { "" } else { ": " }
            ),
        };
    }
    let Some(word) = slot.and_then(|slot| slot.placeholder()) else {
        return name;
    };
    if word == PICTURE {
        return text!(
            "{name}（这一格里是图片，图片里的内容没有读取）",
            "{name} (a picture stands there, and what it shows was not read)";
            name
        );
    }
    let word = quote(word);
    text!("{name}（写的是{word}，不是事实）", "{name} ({word} stands there, which is no fact)"; name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    fn said(word: &'static str) -> Text {
        Text::same(word)
    }

    #[test]
    fn what_others_note_and_compute_is_kept_whatever_decides() {
        let ahead = Ahead {
            says: said("ahead"),
            too_late: false,
        };
        let pass = || {
            let pass = Outcome::pass(said("good")).note(said("note")).number("a", said("1"));
            pass.ahead(ahead.clone()).act(said("act"))
        };
        let fail = || Outcome::fail(said("bad")).number("b", said("2"));
        for outcomes in [[pass(), fail()], [fail(), pass()]] {
            let both = Outcome::all_of(outcomes);
            assert_eq!((both.verdict, both.found), (Verdict::Fail, said("bad")));
            assert_eq!(both.notes, [said("note")]);
            let mut names: Vec<_> = both.numbers.into_iter().map(|(name, _)| name).collect();
            names.sort_unstable();
            assert_eq!(names, ["a", "b"]);
            assert_eq!(both.ahead.as_ref(), Some(&ahead));
            assert_eq!(both.act, Some(said("act")));
        }
    }

    #[test]
    fn what_rests_on_documents_rests_on_nothing_else() {
        let pass = || Outcome::pass(said("good"));
        let basis = |outcomes: [Outcome; 2]| Outcome::all_of(outcomes).basis;
        assert_eq!(basis([pass().documented(), pass().documented()]), Basis::Documented);
        assert_eq!(basis([pass().documented(), pass()]), Basis::Declared);
        assert_eq!(basis([pass(), pass().documented()]), Basis::Declared);
        assert_eq!(basis([pass(), pass()]), Basis::Declared);
        let fail = || Outcome::fail(said("bad"));
        assert_eq!(basis([pass(), fail().documented()]), Basis::Documented);
        assert_eq!(basis([pass().documented(), fail()]), Basis::Declared);
    }

    #[test]
    fn a_word_that_is_no_fact_is_quoted() {
        let found = judge(
            "given.fields = ['records.credit_report']",
            "records.credit_report = '待补'",
        )
        .found;
        assert!(found.zh.contains("写的是「待补」，不是事实"), "{}", found.zh);
    }
}
