//! A timetable as one page for people, in the look of the report: its days, what is to be done, a picture of the weeks,
//! and what holds on which day. The page is whole in itself and holds the same on paper.

use std::io::{self, Write};

use super::{Plans, words};
use crate::calendar::DayKind;
use crate::day::{Day, Weekday};
use crate::render::html::lists::{table, unreadable};
use crate::render::html::{Escaped, heading, start};
use crate::report::{Told, Tool};
use crate::text::{Lang, Text};
use crate::timetable::{DayShown, Holds, Timetable};

/// What the weeks look like, beside what every page looks like.
const STYLE: &str = "
.weeks { table-layout: fixed; margin-top: .6rem }
.weeks caption { padding-top: .8rem; font-weight: 600; color: var(--ink) }
.weeks thead th, .weeks td { width: 14.28%; padding: .3rem .4rem; border: 1px solid var(--line); text-align: left; vertical-align: top }
.weeks td { height: 3.6rem }
.weeks tr > :first-child { padding-left: .4rem } .weeks tr > :last-child { padding-right: .4rem }
.weeks b { margin-right: .3em }
.weeks p { margin: 0; font-size: .85em; line-height: 1.35 }
.weeks small { white-space: nowrap }
.weeks .off { background: var(--faint) }
.weeks .yes { box-shadow: inset 0 3px 0 var(--pass) }
.weeks .no { box-shadow: inset 0 3px 0 var(--fail) }
.weeks .yes i { color: var(--pass) } .weeks .no i { color: var(--fail) }
.weeks i { font-style: normal }
.due { white-space: nowrap }
.facts + .listed { margin-top: .8rem }
.spans tbody td:first-child { padding-left: .6rem }
@media screen and (max-width: 46rem) {
  .weeks thead th, .weeks td { padding: .2rem .15rem }
  .weeks tr > :first-child { padding-left: .15rem } .weeks tr > :last-child { padding-right: .15rem }
  .weeks p, .weeks small { font-size: .68rem; white-space: normal }
  .weeks td { height: 3rem; font-size: .85rem }
  .due { white-space: normal }
}
@media print {
  .weeks td { height: 11mm } .weeks { break-inside: avoid }
  .weeks .off { background: #eee; print-color-adjust: exact }
}
";

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Writes the page.
pub(super) fn write(plans: &Plans, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(64 * 1024, out);
    let title = text!("申报时间表", "Timetable");
    let named = match plans.timetables.as_slice() {
        [only] => {
            let who = words::applicant(only);
            text!("{who} · {title}", "{who} · {title}"; who, title)
        }
        _ => title.clone(),
    };
    start(named.get(lang), lang, &mut out)?;
    write!(out, "{STYLE}")?;
    heading(title.get(lang), &mut out)?;
    for Told { name, words, .. } in plans.brought() {
        let said = text!("{name}：{words}", "{name}: {words}"; name);
        write!(out, "<p>{}</p>", Escaped(said.get(lang)))?;
    }
    let class = if plans.timetables.len() > 1 { "batch" } else { "one" };
    writeln!(out, "</header>\n<main class=\"{class}\">")?;
    unreadable(&plans.unreadable, lang, &mut out)?;
    if plans.timetables.is_empty() {
        let none = text!("没有读到申报信息。", "There is no dossier in this timetable.");
        writeln!(out, "<p class=\"none\">{}</p>", none.get(lang))?;
    }
    for plan in &plans.timetables {
        Page { plan, lang }.write(&mut out)?;
    }
    let caution = text!(
        "每个日期都是把申报信息当作当天提交判断出来的；不代替评审，不预示评审结果。",
        "Each day was found by judging the dossier as if it were submitted on it. It does not replace or foretell the committee's decision."
    );
    write!(out, "</main>\n<footer><p>{}</p><dl>", caution.get(lang))?;
    for (name, value) in made_with(plans) {
        let name = name.get(lang);
        write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", Escaped(&value))?;
    }
    writeln!(out, "</dl></footer>\n</body>\n</html>")?;
    out.flush()
}

/// What the page was made with, so that it can be made again.
fn made_with(plans: &Plans) -> Vec<(Text, String)> {
    let Tool { name, version } = Tool::this();
    let mut made = vec![(text!("程序", "Program"), format!("{name} {version}"))];
    let mut add = |name: Text, value: String| {
        if made.iter().all(|(_, known)| *known != value) {
            made.push((name, value));
        }
    };
    for plan in &plans.timetables {
        let pack = format!("{} sha256:{}", plan.pack, plan.pack_sha256);
        add(text!("规则包", "Pack"), pack);
        add(text!("判断日", "As of"), plan.as_of.to_string());
    }
    made
}

/// One applicant's timetable.
struct Page<'p> {
    plan: &'p Timetable,
    lang: Lang,
}

impl Page<'_> {
    /// A text as it stands in the page.
    fn said(&self, text: &Text) -> String {
        Escaped(text.get(self.lang)).to_string()
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let plan = self.plan;
        let (who, overall) = (self.said(&words::applicant(plan)), plan.verdict);
        writeln!(out, "<article>\n<h2>{who}</h2>")?;
        let id = overall.id();
        let label = self.said(&text!("现在：{label}", "now: {label}"; label = overall.label()));
        writeln!(out, "<p class=\"headline {id}\">{label}</p>")?;
        for note in words::notes(plan) {
            writeln!(out, "<p class=\"number\">{}</p>", self.said(&note))?;
        }
        write!(out, "<dl class=\"facts\">")?;
        for (name, value) in words::head(plan) {
            write!(
                out,
                "<div><dt>{}</dt><dd>{}</dd></div>",
                self.said(&name),
                self.said(&value)
            )?;
        }
        writeln!(out, "</dl>")?;
        let post = plan.post.as_ref().map(words::posted);
        let supposed = post.into_iter().chain(plan.submit.as_ref().map(words::submitted));
        let says: Vec<Text> = plan.says.iter().cloned().chain(supposed).collect();
        if !says.is_empty() {
            writeln!(out, "<ul class=\"listed\">")?;
            for said in &says {
                writeln!(out, "<li>{}</li>", self.said(said))?;
            }
            writeln!(out, "</ul>")?;
        }
        self.tasks(out)?;
        self.weeks(out)?;
        self.conditions(out)?;
        writeln!(out, "</article>")
    }

    /// The heading of a part.
    fn part(&self, name: &Text, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<h3>{}</h3>", self.said(name))
    }

    fn tasks(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.plan.tasks.is_empty() {
            return Ok(());
        }
        self.part(&text!("要办的事", "What to do"), out)?;
        let columns = [
            text!("最迟哪天", "By"),
            text!("条件", "Condition"),
            text!("办什么", "What to do"),
        ];
        self.table("tasks", &columns, out)?;
        for task in &self.plan.tasks {
            let late = match task.overdue {
                true => text!("（已过）", " (over)"),
                false => Text::default(),
            };
            writeln!(
                out,
                "<tr><td class=\"due\">{}{}</td><th scope=\"row\">{}</th><td>{}</td></tr>",
                self.said(&words::named(task.by)),
                self.said(&late),
                self.said(&task.title),
                self.said(&task.act)
            )?;
        }
        writeln!(out, "</tbody>\n</table>")
    }

    /// The beginning of a table, down to its first row.
    fn table(&self, class: &str, columns: &[Text], out: &mut dyn Write) -> io::Result<()> {
        let columns: Vec<&str> = columns.iter().map(|column| column.get(self.lang)).collect();
        table(class, &columns, out)
    }

    /// A picture of the weeks, month by month.
    fn weeks(&self, out: &mut dyn Write) -> io::Result<()> {
        self.part(&text!("逐日", "Day by day"), out)?;
        let key = text!("● 可提交　○ 不可提交", "● submission works   ○ it does not");
        writeln!(out, "<p class=\"key\">{}</p>", self.said(&key))?;
        let month = |day: Day| (day.year(), day.month());
        for days in self.plan.days.chunk_by(|a, b| month(a.day) == month(b.day)) {
            let Some(first) = days.first() else { continue };
            self.month(first, days, out)?;
        }
        Ok(())
    }

    fn month(&self, first: &DayShown, days: &[DayShown], out: &mut dyn Write) -> io::Result<()> {
        let (year, month) = (first.day.year(), first.day.month());
        // calendars are announced by the year
        let unknown = match first.kind {
            None => text!("（放假安排未公布）", " (calendar not announced)"),
            Some(_) => Text::default(),
        };
        let name = text!("{year} 年 {month} 月{unknown}", "{year}-{month:02}{unknown}"; unknown);
        write!(
            out,
            "<table class=\"weeks\"><caption>{}</caption><thead><tr>",
            self.said(&name)
        )?;
        for weekday in WEEK {
            let name = Text {
                zh: weekday.zh().to_owned(),
                en: weekday.en().to_owned(),
            };
            write!(out, "<th scope=\"col\">{}</th>", self.said(&name))?;
        }
        writeln!(out, "</tr></thead>\n<tbody>")?;
        let column = |day: Day| {
            WEEK.iter()
                .position(|weekday| *weekday == day.weekday())
                .unwrap_or_default()
        };
        let weeks = days.chunk_by(|a, b| column(a.day) < column(b.day));
        for week in weeks {
            let before = week.first().map_or(0, |day| column(day.day));
            write!(out, "<tr>{}", "<td></td>".repeat(before))?;
            for day in week {
                self.day(day, out)?;
            }
            let after = WEEK.len().saturating_sub(before + week.len());
            writeln!(out, "{}</tr>", "<td></td>".repeat(after))?;
        }
        writeln!(out, "</tbody>\n</table>")
    }

    fn day(&self, shown: &DayShown, out: &mut dyn Write) -> io::Result<()> {
        let (class, sign) = if shown.works { ("yes", "●") } else { ("no", "○") };
        let off = match shown.kind {
            Some(kind) if !kind.is_working() => " off",
            _ => "",
        };
        write!(
            out,
            "<td class=\"{class}{off}\"><b>{}</b><i>{sign}</i>",
            shown.day.day()
        )?;
        // that a Saturday is one its column says, and what is not announced the name of the month
        let plain = matches!(shown.kind, None | Some(DayKind::Weekend));
        if let Some(kind) = words::kind(shown).filter(|_| !plain) {
            write!(out, " <small>{}</small>", self.said(&kind))?;
        }
        for event in words::events(self.plan, shown.day) {
            write!(out, "<p>{}</p>", self.said(&event))?;
        }
        write!(out, "</td>")
    }

    fn conditions(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut open: Vec<&Holds> = self.plan.conditions.iter().filter(|holds| holds.is_open()).collect();
        open.sort_by_key(|holds| holds.spans.len() == 1);
        if open.is_empty() {
            return Ok(());
        }
        self.part(
            &text!("哪天提交，结论如何", "What holds on which day of submission"),
            out,
        )?;
        let columns = [
            text!("条件", "Condition"),
            text!("哪天提交", "Day of submission"),
            text!("结论", "Verdict"),
        ];
        self.table("spans", &columns, out)?;
        for holds in open {
            let title = format!(
                "<th scope=\"row\" rowspan=\"{}\">{}</th>",
                holds.spans.len(),
                self.said(&holds.title)
            );
            for (number, span) in holds.spans.iter().enumerate() {
                let title = if number == 0 { title.as_str() } else { "" };
                writeln!(
                    out,
                    "<tr>{title}<td>{}</td><td class=\"{}\">{}</td></tr>",
                    self.said(&words::span(span)),
                    span.verdict.id(),
                    self.said(&words::verdict(span.verdict, span.reason))
                )?;
            }
        }
        writeln!(out, "</tbody>\n</table>")?;
        let others = text!("其余条件每天都满足。", "The rest holds on each day.");
        writeln!(out, "<p class=\"key\">{}</p>", self.said(&others))
    }
}
