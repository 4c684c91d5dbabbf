//! Timetables as a calendar (RFC 5545) for Outlook and phones: the days that matter and what is due, each all day.
//!
//! What is written depends on the timetable alone. The stamp is the as-of day, and an entry keeps its name from plan to
//! plan, so that one that is read again takes the place of the one before. Written here rather than by a library: that of
//! the name `icalendar` folds its last lines at 76 octets, one too many, and reads the clock.

use std::io::{self, Write};

use super::{Plans, words};
use crate::day::Day;
use crate::digest::Digest;
use crate::text::{Lang, Text};
use crate::timetable::Timetable;
use crate::writing::tame;

/// The most octets of a line.
const LINE: usize = 75;

/// One entry of the calendar.
struct Entry {
    /// What it is known by among those of the timetable.
    id: String,
    day: Day,
    title: Text,
    more: Text,
}

pub(super) fn write(plans: &Plans, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let name = text!("申报时间表", "Timetable");
    line("BEGIN:VCALENDAR", out)?;
    line("VERSION:2.0", out)?;
    line(
        &format!("{}{}//ZH", crate::mark::CALENDAR, env!("CARGO_PKG_VERSION")),
        out,
    )?;
    line("CALSCALE:GREGORIAN", out)?;
    line("METHOD:PUBLISH", out)?;
    line(&format!("X-WR-CALNAME:{}", escaped(name.get(lang))), out)?;
    let brought = plans.brought();
    let brought: Vec<Text> = brought
        .iter()
        .map(|told| text!("{name}：{words}", "{name}: {words}"; name = told.name, words = Text::same(&told.words)))
        .collect();
    if !brought.is_empty() {
        let brought = Text::join(&brought);
        line(&format!("X-WR-CALDESC:{}", escaped(brought.get(lang))), out)?;
    }
    for plan in &plans.timetables {
        for entry in entries(plan) {
            event(plan, &entry, lang, out)?;
        }
    }
    line("END:VCALENDAR", out)
}

/// What stands in the calendar of a timetable: the days that matter, then what is due.
fn entries(plan: &Timetable) -> Vec<Entry> {
    let says = Text::join(plan.says.iter().chain(&words::notes(plan)));
    let days = words::milestones(plan).into_iter().map(|(id, day, title)| Entry {
        id: id.to_owned(),
        day,
        title,
        more: says.clone(),
    });
    let tasks = plan.tasks.iter().map(|task| Entry {
        id: format!("task-{}", task.condition),
        day: task.by,
        title: text!("最迟今天办：{title}", "due: {title}"; title = task.title),
        more: task.act.clone(),
    });
    days.chain(tasks).collect()
}

fn event(plan: &Timetable, entry: &Entry, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let plain = |day: Day| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let who = plan.applicant.as_deref().unwrap_or(&plan.source);
    let track = plan.track.as_ref().map(|track| track.id()).unwrap_or_default();
    let known = format!("{}\n{}\n{who}\n{track}\n{}", plan.pack, plan.closes, entry.id);
    let digest = Digest::of(&known);
    let uid = digest.get(..32).unwrap_or(&digest);
    let who = words::applicant(plan);
    let title = text!("{title}（{who}）", "{title} ({who})"; title = entry.title, who);
    let (award, as_of) = (&plan.title, plan.as_of);
    let more = text!(
        "{award}：{more}（判断日 {as_of}）",
        "{award}: {more} (as of {as_of})";
        award, more = entry.more
    );
    line("BEGIN:VEVENT", out)?;
    line(&format!("UID:{uid}@quality-award"), out)?;
    line(&format!("DTSTAMP:{}T000000Z", plain(plan.as_of)), out)?;
    line(&format!("DTSTART;VALUE=DATE:{}", plain(entry.day)), out)?;
    line(&format!("DTEND;VALUE=DATE:{}", plain(entry.day.plus(1))), out)?;
    line(&format!("SUMMARY:{}", escaped(title.get(lang))), out)?;
    line(&format!("DESCRIPTION:{}", escaped(more.get(lang))), out)?;
    line("TRANSP:TRANSPARENT", out)?;
    line("END:VEVENT", out)
}

/// A text as a property holds it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in tame(text).chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line, folded between characters so that no part of it is longer than it may be.
fn line(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > LINE {
            write!(out, "\r\n ")?;
            length = 1;
        }
        write!(out, "{c}")?;
        length += c.len_utf8();
    }
    write!(out, "\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_line_is_too_long_and_nothing_is_lost() {
        for before in 0..6 {
            for count in 0..200 {
                let text: String = "a".repeat(before) + &"公示 é𠮷".chars().cycle().take(count).collect::<String>();
                let mut written = Vec::new();
                line(&text, &mut written).unwrap();
                let written = String::from_utf8(written).unwrap();
                assert!(written.split("\r\n").all(|part| part.len() <= LINE), "{written}");
                assert_eq!(written.replace("\r\n ", ""), format!("{text}\r\n"));
            }
        }
    }

    #[test]
    fn what_means_something_in_a_calendar_is_escaped() {
        assert_eq!(escaped("a,b;c\\d：e，f"), "a\\,b\\;c\\\\d：e，f");
    }
}
