//! A timetable for people: its days, then what is to be done, then what holds on which day.

use std::io::{self, Write};

use super::{Plans, words};
use crate::calendar::DayKind;
use crate::render::{Look, wrap};
use crate::report::Told;
use crate::text::Text;
use crate::timetable::{DayShown, Holds, Timetable};

/// The widest a page of text is.
const WIDEST: u16 = 80;

/// Where what stands beside names begins.
const COLUMN: usize = 14;

/// From how many days on weekends are not told apart.
const MANY: usize = 62;

/// How far what belongs to a line is set in.
const MARGIN: usize = 4;

pub(super) fn write(plans: &Plans, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let look = Look {
        width: look.width.min(WIDEST),
        ..look
    };
    for (number, plan) in plans.timetables.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        one(plans, plan, look, out)?;
    }
    Ok(())
}

fn one(plans: &Plans, plan: &Timetable, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (who, verdict) = (words::applicant(plan), plan.verdict.label());
    let title = text!("时间表：{who}（现在：{verdict}）", "Timetable: {who} (now: {verdict})"; who, verdict);
    wrap::styled(out, look, wrap::BOLD, &title, 0)?;
    for note in words::notes(plan) {
        wrap::line(out, look, &text!("提示：{note}", "note: {note}"; note), 0)?;
    }
    for (name, value) in words::head(plan) {
        let name = Text {
            zh: wrap::padded(&name.zh, COLUMN),
            en: wrap::padded(&name.en, COLUMN),
        };
        wrap::line(out, look, &text!("{name}{value}", "{name}{value}"; name, value), COLUMN)?;
    }
    for Told { name, words, .. } in plans.brought_to(plan) {
        wrap::line(out, look, &text!("{name}：{words}", "{name}: {words}"; name), MARGIN)?;
    }
    for said in &plan.says {
        wrap::line(out, look, said, 0)?;
    }
    let post = plan.post.as_ref().map(words::posted);
    for supposed in post.into_iter().chain(plan.submit.as_ref().map(words::submitted)) {
        wrap::line(out, look, &supposed, 0)?;
    }
    if !plan.tasks.is_empty() {
        wrap::heading(out, look, &text!("要办的事（最迟哪天）", "What to do, and by when"))?;
    }
    for task in &plan.tasks {
        let (by, title, act) = (words::named(task.by), &task.title, &task.act);
        let late = match task.overdue {
            true => text!("（已过）", " (over)"),
            false => Text::default(),
        };
        wrap::line(
            out,
            look,
            &text!("  {by}{late} {title}：{act}", "  {by}{late} {title}: {act}"; by, late, title, act),
            MARGIN,
        )?;
    }
    let open: Vec<_> = plan.conditions.iter().filter(|holds| holds.is_open()).collect();
    if !open.is_empty() {
        wrap::heading(
            out,
            look,
            &text!(
                "哪天提交，结论如何（其余条件每天都满足）",
                "What holds on which day of submission (the rest holds on each)"
            ),
        )?;
    }
    let (settled, changing): (Vec<&Holds>, Vec<&Holds>) = open.into_iter().partition(|holds| holds.spans.len() == 1);
    for holds in changing {
        wrap::line(out, look, &text!("  {title}", "  {title}"; title = holds.title), MARGIN)?;
        for span in &holds.spans {
            let (days, verdict) = (words::span(span), words::verdict(span.verdict, span.reason));
            wrap::line(
                out,
                look,
                &text!("    {days}  {verdict}", "    {days}  {verdict}"; days, verdict),
                MARGIN + 2,
            )?;
        }
    }
    let mut told: Vec<(Text, Vec<Text>)> = Vec::new();
    for (holds, span) in settled.iter().filter_map(|holds| Some((holds, holds.spans.first()?))) {
        let verdict = words::verdict(span.verdict, span.reason);
        match told.iter_mut().find(|(known, _)| *known == verdict) {
            Some((_, titles)) => titles.push(holds.title.clone()),
            None => told.push((verdict, vec![holds.title.clone()])),
        }
    }
    for (verdict, titles) in told {
        let titles = Text::list(&titles);
        let line = text!("  每天都是{verdict}：{titles}", "  on each day, {verdict}: {titles}"; verdict, titles);
        wrap::line(out, look, &line, MARGIN)?;
    }
    days(plan, look, out)
}

/// The days; where nothing happens, several in one line.
fn days(plan: &Timetable, look: Look, out: &mut dyn Write) -> io::Result<()> {
    wrap::heading(
        out,
        look,
        &text!("逐日（●可提交 ○不可提交）", "Day by day (● submission works, ○ not)"),
    )?;
    let long = plan.days.len() > MANY;
    let said = |day: &DayShown| {
        let plain = long && matches!(day.kind, Some(DayKind::Weekend));
        let mut said: Vec<Text> = words::kind(day).filter(|_| !plain).into_iter().collect();
        said.extend(words::events(plan, day.day));
        said
    };
    let mut rest = plan.days.iter().peekable();
    while let Some(first) = rest.next() {
        let (mut last, what) = (first, said(first));
        while let Some(next) = rest
            .next_if(|next| next.works == first.works && said(next) == what && words::events(plan, next.day).is_empty())
        {
            last = next;
        }
        let mark = if first.works { "●" } else { "○" };
        let (from, to) = (words::named(first.day), words::named(last.day));
        let days = match first.day == last.day {
            true => from,
            false => text!("{from} 至 {to}", "{from} to {to}"; from, to),
        };
        let what = Text::list(&what);
        wrap::line(
            out,
            look,
            &text!("  {mark} {days}  {what}", "  {mark} {days}  {what}"; days, what),
            MARGIN,
        )?;
    }
    Ok(())
}
