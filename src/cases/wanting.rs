//! Which verdicts of which condition no case shows.

use super::{Cases, Sound, Tried, verdict_of};
use crate::pack::{Condition, Pack};
use crate::verdict::{Reason, Verdict};

/// What a case should show: a verdict, or a review for one reason.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    Verdict(Verdict),
    Reason(Reason),
}

impl Wanted {
    /// Whether this outcome shows it.
    pub(super) fn is(self, verdict: Verdict, reason: Option<Reason>) -> bool {
        match self {
            Wanted::Verdict(wanted) => wanted == verdict,
            Wanted::Reason(wanted) => reason == Some(wanted),
        }
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Wanted::Verdict(verdict) => verdict.id(),
            Wanted::Reason(reason) => reason.id(),
        }
    }
}

impl Cases<'_> {
    /// For each condition, the verdicts its rule can give, and the reasons that have a remedy of their own, that
    /// neither the sound dossiers nor any case show.
    pub(super) fn wanting<'p>(&self, pack: &'p Pack, sound: &Sound) -> Vec<(&'p Condition, Vec<Wanted>)> {
        let of = |condition: &'p Condition| {
            let cases = self.cases.iter().filter(|placed| placed.condition == condition.id);
            let cases = cases.map(|placed| (placed.case.verdict, placed.case.reason));
            let sound = sound.values().filter_map(|report| verdict_of(report, &condition.id));
            let shown: Vec<(Verdict, Option<Reason>)> = cases.chain(sound).collect();
            let verdicts = condition.verdicts().into_iter().map(Wanted::Verdict);
            let reasons = Reason::ALL.into_iter();
            let reasons = reasons.filter(|reason| condition.remedies.own(*reason).is_some());
            let all = verdicts.chain(reasons.map(Wanted::Reason));
            let wanting = all.filter(|wanted| !shown.iter().any(|(verdict, reason)| wanted.is(*verdict, *reason)));
            (condition, wanting.collect())
        };
        pack.conditions.iter().map(of).collect()
    }

    /// What no case shows, as differences.
    pub(super) fn not_shown(&self, pack: &Pack, sound: &Sound) -> Vec<Tried> {
        let each = self.wanting(pack, sound).into_iter();
        let each = each.flat_map(|(condition, wanting)| wanting.into_iter().map(move |wanted| (condition, wanted)));
        let tried = each.map(|(condition, wanted)| {
            let id = wanted.id();
            Tried {
                condition: condition.id.clone(),
                line: condition.line,
                name: condition.title.clone(),
                differences: vec![text!("没有结果为 {id} 的案例", "no case shows {id}")],
            }
        });
        tried.collect()
    }
}
