//! Timetables as a workbook: what is to be done, every day, and what holds on which day.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Plans, words};
use crate::render::Look;
use crate::render::xlsx::page::{self, Page};
use crate::render::xlsx::style::Style;
use crate::text::Text;
use crate::timetable::Timetable;
use crate::writing::tame;

pub(super) fn write(plans: &Plans, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(plans, look).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(plans: &Plans, look: Look) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(text!("申报时间表", "Timetable").get(look.lang))
        .set_custom_property(crate::mark::PROPERTY, env!("CARGO_PKG_VERSION"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    workbook.set_properties(&properties);
    for sheet in [
        overview(plans, look)?,
        tasks(plans, look)?,
        days(plans, look)?,
        conditions(plans, look)?,
    ] {
        workbook.push_worksheet(sheet.done(None));
    }
    workbook.save_to_buffer()
}

/// A sheet with a title and headings, of which the first columns stay.
fn sheet(name: &Text, title: &Text, look: Look, columns: &[(Text, u8)]) -> Result<Page, XlsxError> {
    let mut page = Page::new(name, look.lang, look.up, page::ROWS)?;
    let widths: Vec<u8> = columns.iter().map(|(_, width)| *width).collect();
    page.widths(&widths)?;
    page.title(title.get(look.lang))?;
    let heads: Vec<Text> = columns.iter().map(|(head, _)| head.clone()).collect();
    page.heads(&heads)?;
    page.freeze(1)?;
    Ok(page)
}

/// Lets the rows under the headings be filtered.
fn filtered(mut page: Page, columns: u16) -> Result<Page, XlsxError> {
    page.filter(1, columns)?;
    Ok(page)
}

/// Each thing of each timetable.
fn each<'p, T: 'p, I: IntoIterator<Item = T>>(
    plans: &'p Plans,
    of: impl Fn(&'p Timetable) -> I,
) -> Vec<(&'p Timetable, T)> {
    let timetables = plans.timetables.iter();
    let each = timetables.flat_map(|plan| of(plan).into_iter().map(|thing| (plan, thing)).collect::<Vec<_>>());
    each.collect()
}

fn body(page: &mut Page, column: u16, text: &Text) -> Result<(), XlsxError> {
    let words = tame(text.get(page.lang));
    page.text(column, &words, Style::Body)
}

fn overview(plans: &Plans, look: Look) -> Result<Page, XlsxError> {
    let columns = [
        (text!("申报者", "Applicant"), 30),
        (text!("项目", "Item"), 14),
        (text!("内容", "Content"), 90),
    ];
    let name = text!("概况", "Overview");
    let mut page = sheet(&name, &text!("申报时间表", "Timetable"), look, &columns)?;
    let lines = each(plans, |plan| {
        let mut lines = vec![(text!("现在", "Now"), plan.verdict.label())];
        lines.extend(words::head(plan));
        lines.extend(plan.says.iter().map(|said| (text!("说明", "Said"), said.clone())));
        let post = plan.post.as_ref().map(words::posted);
        let supposed = post.into_iter().chain(plan.submit.as_ref().map(words::submitted));
        lines.extend(supposed.map(|said| (text!("如果", "And if"), said)));
        lines.extend(words::notes(plan).into_iter().map(|note| (text!("提示", "Note"), note)));
        let brought = plans.brought_to(plan);
        lines.extend(brought.into_iter().map(|told| (told.name, Text::same(told.words))));
        lines
    });
    page.each(lines, page::ROWS, |page, (plan, (name, value))| {
        body(page, 0, &words::applicant(plan))?;
        body(page, 1, &name)?;
        body(page, 2, &value)
    })?;
    Ok(page)
}

fn tasks(plans: &Plans, look: Look) -> Result<Page, XlsxError> {
    let columns = [
        (text!("申报者", "Applicant"), 30),
        (text!("最迟哪天", "By"), 13),
        (text!("条件", "Condition"), 26),
        (text!("现在的结论", "Verdict now"), 13),
        (text!("办什么", "What to do"), 70),
    ];
    let name = text!("要办的事", "Tasks");
    let mut page = sheet(
        &name,
        &text!("要办的事，最迟哪天办", "What to do, and by when"),
        look,
        &columns,
    )?;
    page.each(each(plans, |plan| &plan.tasks), page::ROWS, |page, (plan, task)| {
        body(page, 0, &words::applicant(plan))?;
        page.day(1, Some(task.by))?;
        body(page, 2, &task.title)?;
        let verdict = task.verdict.label(page.lang);
        page.text(3, verdict, Style::Verdict(task.verdict))?;
        body(page, 4, &task.act)
    })?;
    filtered(page, 5)
}

fn days(plans: &Plans, look: Look) -> Result<Page, XlsxError> {
    let columns = [
        (text!("申报者", "Applicant"), 30),
        (text!("日期", "Day"), 13),
        (text!("星期", "Weekday"), 9),
        (text!("休息、调休", "Kind"), 16),
        (text!("能否提交", "Works"), 10),
        (text!("提交的结论", "Verdict"), 14),
        (text!("事项", "What happens"), 60),
    ];
    let title = text!("从判断日到截止日的每一天", "Every day up to the deadline");
    let mut page = sheet(&text!("逐日", "Days"), &title, look, &columns)?;
    page.each(each(plans, |plan| &plan.days), page::ROWS, |page, (plan, shown)| {
        let weekday = shown.day.weekday();
        body(page, 0, &words::applicant(plan))?;
        page.day(1, Some(shown.day))?;
        body(
            page,
            2,
            &Text {
                zh: weekday.zh().to_owned(),
                en: weekday.en().to_owned(),
            },
        )?;
        body(page, 3, &words::kind(shown).unwrap_or_default())?;
        body(
            page,
            4,
            &if shown.works {
                text!("能", "yes")
            } else {
                text!("不能", "no")
            },
        )?;
        let verdict = tame(shown.verdict.label().get(page.lang));
        page.text(5, &verdict, Style::overall(shown.verdict))?;
        body(page, 6, &Text::list(&words::events(plan, shown.day)))
    })?;
    filtered(page, 7)
}

fn conditions(plans: &Plans, look: Look) -> Result<Page, XlsxError> {
    let columns = [
        (text!("申报者", "Applicant"), 30),
        (text!("条件", "Condition"), 34),
        (text!("首日", "From"), 13),
        (text!("末日", "Until"), 13),
        (text!("结论", "Verdict"), 13),
        (text!("理由", "Reason"), 30),
    ];
    let title = text!("哪天提交，结论如何", "What holds on which day of submission");
    let mut page = sheet(&text!("条件", "Conditions"), &title, look, &columns)?;
    let spans = each(plans, |plan| {
        let holds = plan.conditions.iter();
        holds
            .flat_map(|holds| holds.spans.iter().map(move |span| (holds, span)))
            .collect::<Vec<_>>()
    });
    page.each(spans, page::ROWS, |page, (plan, (holds, span))| {
        body(page, 0, &words::applicant(plan))?;
        body(page, 1, &holds.title)?;
        page.day(2, Some(span.first))?;
        page.day(3, Some(span.last))?;
        let (verdict, reason) = (
            span.verdict.label(page.lang),
            span.reason.map(|reason| reason.label(page.lang)),
        );
        page.text(4, verdict, Style::Verdict(span.verdict))?;
        page.text(5, reason.unwrap_or_default(), Style::Body)
    })?;
    filtered(page, 6)
}
