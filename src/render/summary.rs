//! What a table says of several dossiers: the counts, what holds most of them back, who is held back by what, who is
//! one condition away, and what should be looked at besides.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use crate::render::Look;
use crate::render::wording::{self, called, pick};
use crate::render::wrap::{column, heading, line};
use crate::report::{Cause, Report, Told, WaiverState};
use crate::text::Text;
use crate::verdict::{Overall, Verdict};
use crate::writing::tame;

/// How many causes are listed, and are columns of the matrix.
const CAUSES: usize = 12;

/// How many dossiers a list names, unless details are wanted.
const NAMED: usize = 40;

/// How wide an applicant's name may be.
const NAME: usize = 32;

/// Writes the summary of several dossiers.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    counts(report, look, out)?;
    brought(report, look, out)?;
    since(report, look, out)?;
    causes(report, look, out)?;
    one_away(report, look, out)?;
    eligible(report, look, out)?;
    let heading = text!("疑似重复申报", "Dossiers that seem to be one applicant's");
    list(report.duplicates.iter().map(|each| &each.message), &heading, look, out)?;
    waivers(report, look, out)?;
    skipped(report, look, out)?;
    let more = text!(
        "各份的全部结论：加 --details，或用 -o 写出 .html、.xlsx 等",
        "All findings: add --details, or write .html, .xlsx and others with -o"
    );
    if !look.details && !report.dossiers.is_empty() {
        writeln!(out)?;
        line(out, look, &more, 0)?;
    }
    Ok(())
}

/// The counts over all dossiers.
pub(super) fn counts(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let s = &report.summary;
    let (dossiers, eligible, incomplete, ineligible, unreadable) =
        (s.dossiers, s.eligible, s.incomplete, s.ineligible, s.unreadable);
    let (reviews, warnings) = (s.reviews, s.warnings);
    let said = text!(
        "合计 {dossiers} 份：未见硬性不符 {eligible}，材料不全 {incomplete}，不符合 {ineligible}；无法读取 {unreadable}；待评审 {reviews} 项，提醒 {warnings} 项",
        "dossiers: {dossiers}; {eligible} eligible, {incomplete} incomplete, {ineligible} ineligible; {unreadable} could not be read; {reviews} for people to judge; warnings: {warnings}"
    );
    line(out, look, &said, 0)
}

/// What was brought from outside the program.
fn brought(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for Told { name, words, .. } in report.brought() {
        line(out, look, &text!("{name}：{words}", "{name}: {words}"; name), 0)?;
    }
    Ok(())
}

/// What holds dossiers back, numbered, and under those numbers which dossiers.
fn causes(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let causes = report.causes();
    if causes.is_empty() {
        return Ok(());
    }
    heading(out, look, &text!("最常见的原因", "What holds most of them back"))?;
    for (number, cause) in (1..).zip(causes.iter().take(CAUSES)) {
        let title = title(report, cause.pack, cause.condition);
        let id = cause.condition;
        let (failed, missing) = (cause.failed, cause.missing);
        let said = text!(
            "{number:>3}. {title}（{id}）：不符合 {failed}，缺材料 {missing}",
            "{number:>3}. {title} ({id}): {failed} fail, {missing} missing";
            title
        );
        line(out, look, &said, 5)?;
    }
    if let Some(more) = causes.len().checked_sub(CAUSES).filter(|more| *more > 0) {
        line(out, look, &text!("     另有 {more} 项", "     and {more} more"), 5)?;
    }
    matrix(report, &causes, look, out)
}

/// Which of the not eligible dossiers fail or lack which of the commonest causes.
fn matrix(report: &Report, causes: &[Cause<'_>], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (fail, missing) = (pick(look.lang, "否", "F"), pick(look.lang, "缺", "M"));
    let said = text!(
        "谁差在哪里（列号见上；否 = 不符合，缺 = 缺材料）",
        "Who is held back by what (columns as above; F = fail, M = missing)"
    );
    heading(out, look, &said)?;
    let width = usize::from(look.width);
    let room = width.saturating_sub(12 + 2) / 3;
    let shown: Vec<&Cause<'_>> = causes.iter().take(CAUSES.min(room)).collect();
    let name = width.saturating_sub(shown.len() * 3 + 2).min(NAME);
    write!(out, "  {}", " ".repeat(name))?;
    for number in 1..=shown.len() {
        write!(out, "{number:>3}")?;
    }
    writeln!(out)?;
    let held = report
        .dossiers
        .iter()
        .filter(|dossier| dossier.verdict != Overall::Eligible);
    let most = most(look);
    for dossier in held.clone().take(most) {
        write!(out, "  {}", column(&tame(called(dossier).get(look.lang)), name))?;
        for cause in &shown {
            let found = dossier
                .blocking()
                .find(|finding| *finding.condition == *cause.condition);
            let (word, style) = match found
                .filter(|_| dossier.pack == cause.pack)
                .map(|finding| finding.verdict)
            {
                Some(Verdict::Fail) => (fail, AnsiColor::Red.on_default()),
                Some(Verdict::Missing) => (missing, AnsiColor::Magenta.on_default()),
                _ => ("·", Style::new().dimmed()),
            };
            let pad = " ".repeat(3 - display_width(word));
            write!(out, "{pad}{style}{word}{style:#}")?;
        }
        writeln!(out)?;
    }
    rest(held.count(), most, look, out)
}

/// Who would be eligible but for one condition, and what to do about it.
fn one_away(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let near = report.one_away();
    if near.is_empty() {
        return Ok(());
    }
    heading(out, look, &text!("只差一项", "One condition away"))?;
    let most = most(look);
    for (dossier, finding) in near.iter().take(most) {
        let name = called(dossier);
        let name = name.get(look.lang);
        let title = title(report, &dossier.pack, &finding.condition);
        let label = finding.label(look.lang);
        let remedy = finding.remedy.clone().unwrap_or_default();
        let said = text!(
            "  {name}：{label} {title}。{remedy}",
            "  {name}: {label}, {title}. {remedy}";
            title, remedy
        );
        line(out, look, &said, 4)?;
    }
    rest(near.len(), most, look, out)
}

/// Who has no known failure or gap.
fn eligible(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let eligible = report
        .dossiers
        .iter()
        .filter(|dossier| dossier.verdict == Overall::Eligible);
    let count = eligible.clone().count();
    if count == 0 {
        return Ok(());
    }
    heading(out, look, &text!("未见硬性不符", "No hard failure found"))?;
    let most = most(look);
    for dossier in eligible.take(most) {
        let (name, headline) = (called(dossier), dossier.headline(report.pack_of(dossier)));
        let said = text!("  {name}：{headline}", "  {name}: {headline}"; name, headline);
        line(out, look, &said, 4)?;
    }
    rest(count, most, look, out)
}

/// How it stands to an earlier report.
pub(super) fn since(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let Some(since) = &report.since else {
        return Ok(());
    };
    let told = wording::since(report, since, look.lang);
    let most = most(look);
    list(told.iter().take(most), &wording::since_heading(), look, out)?;
    rest(told.len(), most, look, out)
}

/// What became of the waivers, those first that do not hold.
pub(super) fn waivers(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let of = |applied: bool| {
        let waivers = report.waivers.iter();
        waivers.filter(move |waived| (waived.state == WaiverState::Applied) == applied)
    };
    let messages = of(false).chain(of(true)).map(|waived| &waived.message);
    list(messages, &text!("豁免", "Waivers"), look, out)
}

fn skipped(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let count = report.skipped.len();
    if count == 0 {
        return Ok(());
    }
    let said = text!(
        "跳过 {count} 处（不是申报信息，没有读取）",
        "{count} passed over, not read as dossiers"
    );
    heading(out, look, &said)?;
    let most = if look.details { usize::MAX } else { 10 };
    for skipped in report.skipped.iter().take(most) {
        let (file, reason) = (&skipped.file, &skipped.reason);
        let said = text!("  {file}：{reason}", "  {file}: {reason}"; reason);
        line(out, look, &said, 4)?;
    }
    rest(count, most, look, out)
}

fn list<'t>(messages: impl Iterator<Item = &'t Text>, name: &Text, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut messages = messages.peekable();
    if messages.peek().is_some() {
        heading(out, look, name)?;
    }
    messages.try_for_each(|message| line(out, look, &indented(message), 4))
}

fn indented(message: &Text) -> Text {
    text!("  {message}", "  {message}"; message)
}

fn title(report: &Report, pack: &str, condition: &str) -> Text {
    let pack = report.packs.iter().find(|known| known.id == pack);
    let known = pack.and_then(|pack| pack.condition(condition));
    known.map_or_else(|| Text::same(condition), |known| known.title.clone())
}

fn most(look: Look) -> usize {
    if look.details { usize::MAX } else { NAMED }
}

/// Says how many more there are than were named.
fn rest(count: usize, most: usize, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match count.checked_sub(most).filter(|more| *more > 0) {
        Some(more) => line(out, look, &text!("  … 另有 {more}", "  … and {more} more"), 4),
        None => Ok(()),
    }
}
