//! A comparison for people: first the counts, then each applicant with what became of it.

use std::io::{self, Write};

use super::{Compared, called};
use crate::comparison::{Alone, Changed, FactChange, Turn, VerdictChange};
use crate::render::{Look, wrap};
use crate::text::Text;
use crate::verdict::Verdict;
use crate::writing::tame;

/// How far what belongs to an applicant is set in.
const MARGIN: usize = 4;

pub(super) fn write(compared: &Compared, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let comparison = &compared.comparison;
    let (old, new) = (&compared.old, &compared.new);
    let mut line = |text: &Text, margin: usize| {
        let text = Text {
            zh: tame(&text.zh),
            en: tame(&text.en),
        };
        wrap::line(out, look, &text, margin)
    };
    line(&text!("{old} → {new}", "{old} → {new}"), 0)?;
    let (paired, changed) = (comparison.paired, comparison.changed.len());
    let worse = comparison.changed.iter().filter(|changed| changed.is_worse()).count();
    let (came, gone) = (comparison.new.len(), comparison.gone.len());
    let counts = if comparison.is_empty() {
        text!(
            "没有变化（{paired} 个申报者）",
            "nothing changed (applicants: {paired})"
        )
    } else {
        text!(
            "{paired} 个申报者两次都有，{changed} 个有变化（{worse} 个有结论变差）；新增 {came} 个，不再有 {gone} 个",
            "applicants on both sides: {paired}, changed: {changed} (with a worse verdict: {worse}); new: {came}, gone: {gone}"
        )
    };
    line(&counts, 0)?;
    for note in &comparison.notes {
        line(&text!("提示：{note}", "note: {note}"; note), 0)?;
    }
    for changed in &comparison.changed {
        line(&head(changed), 2)?;
        for verdict in &changed.verdicts {
            line(&said(verdict), MARGIN)?;
        }
        for fact in &changed.facts {
            line(&stated(fact), MARGIN)?;
        }
    }
    let alone = |alone: &Alone| {
        let (who, verdict) = (called(alone.applicant.as_deref(), &alone.source), alone.verdict.label());
        text!("{who}：{verdict}", "{who}: {verdict}"; who, verdict)
    };
    for new in &comparison.new {
        line(&text!("新增：{who}", "new: {who}"; who = alone(new)), 2)?;
    }
    for gone in &comparison.gone {
        line(&text!("不再有：{who}", "gone: {who}"; who = alone(gone)), 2)?;
    }
    Ok(())
}

/// Who it is, and how the overall verdict turned.
fn head(changed: &Changed) -> Text {
    let who = called(changed.applicant.as_deref(), &changed.source);
    let (old, new) = (changed.old_verdict.label(), changed.verdict.label());
    match changed.turn() {
        Some(turn) => {
            let turn = word(turn);
            text!("{who}：{old} → {new}（{turn}）", "{who}: {old} → {new} ({turn})"; who, old, new, turn)
        }
        None => text!("{who}：{new}", "{who}: {new}"; who, new),
    }
}

/// A condition whose verdict changed.
fn said(change: &VerdictChange) -> Text {
    let verdict = |verdict: Option<Verdict>| match verdict {
        Some(verdict) => Text::both(|lang| verdict.label(lang)),
        None => text!("未判断", "not judged"),
    };
    let (old, new, turn) = (verdict(change.old), verdict(change.new), word(change.turn));
    let condition = &change.condition;
    text!("    {turn}  {condition}：{old} → {new}", "    {turn}  {condition}: {old} → {new}"; turn, old, new)
}

/// A fact that changed, with the place where it stands, or stood.
fn stated(fact: &FactChange) -> Text {
    let field = Text::same(&fact.field);
    let name = match &fact.label {
        Some(label) => text!("{label}（{field}）", "{label} ({field})"; label, field),
        None => field,
    };
    let value = |value: &Option<String>| match value {
        Some(value) => Text::same(crate::writing::quote(value)),
        None => text!("未填写", "not given"),
    };
    let (old, new) = (value(&fact.old), value(&fact.new));
    let place = match fact.place.as_ref().or(fact.old_place.as_ref()) {
        Some(place) => text!("，{place}", ", {place}"),
        None => Text::default(),
    };
    text!("    事实  {name}：{old} → {new}{place}", "    fact  {name}: {old} → {new}{place}"; name, old, new, place)
}

fn word(turn: Turn) -> Text {
    match turn {
        Turn::Better => text!("变好", "better"),
        Turn::Worse => text!("变差", "worse"),
        Turn::Other => text!("其他", "other"),
    }
}
