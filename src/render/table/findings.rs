//! The findings of a dossier: what is open in the order of acting, each whole, then what is settled, on a line each
//! unless details are wanted.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::{DIM, color, labelled, title};
use crate::render::Look;
use crate::render::wording::{due, place, supports};
use crate::render::wrap::{BOLD, column, heading, padded, wrap};
use crate::report::{DossierReport, FactPlace, Finding, PackSummary};
use crate::text::{Lang, Text};
use crate::verdict::Weight;

/// How many places a finding names one by one.
const PLACES: usize = 4;

/// The fewest columns in which a title that is cut off still tells which it is.
const TITLE: usize = 8;

/// Writes every finding.
pub(super) fn write(
    dossier: &DossierReport,
    pack: Option<&PackSummary>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let acts = dossier.to_do();
    let is_act = |finding: &Finding| acts.iter().any(|act| std::ptr::eq(*act, finding));
    let idle = dossier.findings.iter().filter(|finding| !is_act(finding));
    let (settled, open): (Vec<&Finding>, Vec<&Finding>) = acts
        .iter()
        .copied()
        .chain(idle)
        .partition(|finding| is_settled(finding));
    let whole = |finding: &Finding, out: &mut dyn Write| {
        let act = finding.remedy.as_ref().filter(|_| is_act(finding));
        let act = act.map(|remedy| {
            let remedy = remedy.get(look.lang);
            // most remedies name the day themselves
            let untold = finding.act_by.filter(|day| !remedy.contains(&day.to_string()));
            let due = untold.map(|day| due(day, dossier.as_of)).unwrap_or_default();
            format!("{remedy}{}", due.get(look.lang))
        });
        whole(finding, pack, act, look, out)
    };
    if !open.is_empty() {
        let name = text!("逐项处理（先办的在前）", "What is open, in the order of acting");
        heading(out, look, &name)?;
    }
    for (number, finding) in open.into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        whole(finding, out)?;
    }
    if settled.is_empty() {
        return Ok(());
    }
    let said = if look.details {
        text!("通过和不适用的", "Passed or not applicable")
    } else {
        text!(
            "通过和不适用的（详情加 --details）",
            "Passed or not applicable (in full with --details)"
        )
    };
    heading(out, look, &said)?;
    let in_order = dossier.findings.iter().filter(|finding| is_settled(finding));
    if look.details {
        for (number, finding) in in_order.enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            whole(finding, out)?;
        }
        return Ok(());
    }
    let rows: Vec<Settled<'_>> = in_order.map(|finding| Settled::of(finding, pack, look.lang)).collect();
    let room =
        |row: &Settled<'_>| usize::from(look.width).saturating_sub(margin(look.lang) + 2 + display_width(row.id));
    let widest = rows.iter().map(|row| display_width(&row.title).min(room(row))).max();
    // ids stand below one another where every title leaves them room; a long title takes what its own id leaves
    let shared = rows
        .iter()
        .map(room)
        .min()
        .unwrap_or_default()
        .min(widest.unwrap_or_default());
    for row in &rows {
        let (own, room) = (display_width(&row.title), room(row));
        if own > room && room < TITLE {
            name(row.finding, pack, look, out)?;
        } else {
            mark(row.finding, look, out)?;
            let title = column(&row.title, own.clamp(shared.min(room), room));
            writeln!(out, "{title}  {DIM}{}{DIM:#}", row.id)?;
        }
        beside(row.finding, is_act(row.finding), look, out)?;
    }
    Ok(())
}

fn is_settled(finding: &Finding) -> bool {
    finding.verdict.is_settled()
}

/// What a settled finding is told by.
struct Settled<'r> {
    finding: &'r Finding,
    title: String,
    id: &'r str,
}

impl<'r> Settled<'r> {
    fn of(finding: &'r Finding, pack: Option<&PackSummary>, lang: Lang) -> Settled<'r> {
        let advice = match (finding.weight, lang) {
            (Weight::Must, _) => "",
            (Weight::Should, Lang::Zh) => "（建议）",
            (Weight::Should, Lang::En) => " (advice)",
        };
        Settled {
            finding,
            title: format!("{}{advice}", title(finding, pack).get(lang)),
            id: &finding.condition,
        }
    }
}

/// The column in which titles and what is said of them stand.
fn margin(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 8,
        Lang::En => 13,
    }
}

/// The verdict, up to the column of titles.
fn mark(finding: &Finding, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (label, style) = (finding.label(look.lang), color(finding).on_default());
    write!(out, "{style}{}{style:#}", padded(label, margin(look.lang)))
}

/// A finding whole: what was found against what was required, what to do, and what all that rests on.
fn whole(
    finding: &Finding,
    pack: Option<&PackSummary>,
    act: Option<String>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = look.lang;
    name(finding, pack, look, out)?;
    let mut line = |label: Text, value: &str| said(&label, value, look, out);
    line(text!("查得", "Found"), finding.found.get(lang))?;
    line(text!("要求", "Required"), finding.required.get(lang))?;
    if let Some(reason) = finding.reason {
        line(text!("理由", "Reason"), reason.label(lang))?;
    }
    if let Some(act) = act {
        line(text!("办法", "To do"), &act)?;
    }
    for note in finding.remarks() {
        line(text!("注意", "Note"), note.get(lang))?;
    }
    if let Some(condition) = pack.and_then(|pack| pack.condition(&finding.condition)) {
        let clause = &condition.clause;
        let source = match condition.weight {
            Weight::Must => String::new(),
            Weight::Should => format!("{} ", clause.source.get(lang)),
        };
        line(
            text!("条款", "Clause"),
            &format!("{source}{}「{}」", clause.number, clause.text),
        )?;
    }
    if let Some(documents) = supports(finding, lang) {
        line(text!("材料", "Documents"), &documents)?;
    }
    if let Some(places) = places(&finding.places, lang) {
        line(text!("出处", "Where"), &places)?;
    }
    Ok(())
}

/// What goes with a verdict that asks for nothing: what else should be known, and what is advised all the same.
fn beside(finding: &Finding, is_act: bool, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for note in finding.remarks() {
        said(&text!("注意", "Note"), note.get(look.lang), look, out)?;
    }
    match finding.remedy.as_ref().filter(|_| is_act) {
        Some(remedy) => said(&text!("办法", "To do"), remedy.get(look.lang), look, out),
        None => Ok(()),
    }
}

/// The verdict, the title and the id, which stands on a line of its own where it would have to be broken.
fn name(finding: &Finding, pack: Option<&PackSummary>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (margin, width) = (margin(look.lang), usize::from(look.width));
    mark(finding, look, out)?;
    let title = title(finding, pack);
    let advice = match finding.weight {
        Weight::Must => Text::default(),
        Weight::Should => text!("（建议，非本奖规定）", " (advice, not this award's rule)"),
    };
    let title = format!("{}{}", title.get(look.lang), advice.get(look.lang));
    let lines = wrap(&title, width, margin);
    let id = &finding.condition;
    let last = lines.last().map_or(0, |last| display_width(last));
    let own = display_width(id);
    write!(
        out,
        "{BOLD}{}{BOLD:#}",
        lines.join(&format!("\n{}", " ".repeat(margin)))
    )?;
    let between = if margin + last + 2 + own <= width {
        "  ".to_owned()
    } else if margin + own <= width {
        format!("\n{}", " ".repeat(margin))
    } else {
        "\n  ".to_owned()
    };
    writeln!(out, "{between}{DIM}{id}{DIM:#}")
}

/// One thing said of a finding.
fn said(label: &Text, value: &str, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let label = format!("  {}", label.get(look.lang));
    labelled(&label, value, margin(look.lang), look, out)
}

/// The places of a finding within its file: the field, and line and column, or sheet and cell.
fn places(places: &[FactPlace], lang: Lang) -> Option<String> {
    let mut named: Vec<String> = places.iter().take(PLACES).map(|fact| place(fact, lang)).collect();
    if places.len() > PLACES {
        named.push(format!("… {}", places.len()));
    }
    (!named.is_empty()).then(|| named.join(", "))
}
