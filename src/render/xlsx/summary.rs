//! The summary: the counts, the dossiers one by one, what holds them back, who is one condition away, and all
//! that could not be checked. Every list uses the same columns, so that they stand under one another.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::applicant;
use super::page::Page;
use super::style::Style;
use crate::place::{Place, Unreadable};
use crate::render::Look;
use crate::render::wording::track_name;
use crate::report::{Cause, DossierReport, Finding, Report, Sameness, Told, Waived, WaiverState};
use crate::text::{Lang, Text};
use crate::verdict::Verdict;
use crate::writing::tame;

/// Applicant, track, file, as-of day, verdict, words; then counts.
const WIDTHS: [u8; 12] = [30, 13, 34, 12, 14, 54, 8, 8, 8, 8, 8, 8];

/// What part of the rows each list but the first may take.
const SHARE: u32 = 16;

pub(super) fn sheet(report: &Report, look: Look, rows: u32) -> Result<Worksheet, XlsxError> {
    let lang = look.lang;
    let mut page = Page::new(&text!("汇总", "Summary"), lang, look.up, rows)?;
    page.widths(&WIDTHS)?;
    page.title(text!("申报条件核对报告", "Award eligibility report").get(lang))?;
    page.sheet.set_freeze_panes(page.row, 0)?;
    totals(&mut page, report)?;
    provenance(&mut page, report)?;
    dossiers(&mut page, report, rows / 2)?;
    let most = rows / SHARE;
    causes(&mut page, report, most)?;
    one_away(&mut page, report, most)?;
    duplicates(&mut page, report, most)?;
    waivers(&mut page, report, most)?;
    skipped(&mut page, report, most)?;
    unreadable(&mut page, report, most)?;
    Ok(page.done(None))
}

/// The heading of a list, after a blank row.
fn section(page: &mut Page, title: &Text) -> Result<(), XlsxError> {
    page.row += 1;
    page.text(0, title.get(page.lang), Style::Section)?;
    for column in (1..).take(WIDTHS.len() - 1) {
        page.text(column, "", Style::Section)?;
    }
    page.row += 1;
    Ok(())
}

fn totals(page: &mut Page, report: &Report) -> Result<(), XlsxError> {
    let s = &report.summary;
    let named = [
        (text!("文件", "files"), s.files),
        (text!("申报信息（份）", "dossiers"), s.dossiers),
        (text!("未见硬性不符", "eligible"), s.eligible),
        (text!("材料不全", "incomplete"), s.incomplete),
        (text!("不符合", "ineligible"), s.ineligible),
        (text!("无法读取", "could not be read"), s.unreadable),
        (text!("待评审（项）", "conditions for people to judge"), s.reviews),
        (text!("提醒（项）", "warnings"), s.warnings),
    ];
    for (name, count) in &named {
        page.text(0, name.get(page.lang), Style::Body)?;
        page.count(1, *count)?;
        page.row += 1;
    }
    Ok(())
}

/// By what the verdicts were reached, and what they could not be held against.
fn provenance(page: &mut Page, report: &Report) -> Result<(), XlsxError> {
    let lang = page.lang;
    section(page, &text!("依据", "By what"))?;
    line(
        page,
        &text!("程序", "Program"),
        &format!("{} {}", report.tool.name, report.tool.version),
    )?;
    for pack in &report.packs {
        let (title, id, hash) = (pack.title.get(lang), &pack.id, &pack.sha256);
        line(
            page,
            &text!("规则包", "Pack"),
            &format!("{title}　{id}　SHA-256 {hash}"),
        )?;
        if !pack.coverage.is_empty() {
            line(page, &text!("依据", "Based on"), pack.coverage.get(lang))?;
        }
        let unseen = pack.unseen_titles();
        if !unseen.is_empty() {
            line(page, &text!("未能核对", "Not examined"), unseen.get(lang))?;
        }
    }
    for Told { name, words, .. } in report.brought() {
        line(page, &name, &words)?;
    }
    let calendar = &report.calendar.sha256;
    line(
        page,
        &text!("工作日历", "Calendar of working days"),
        &format!("SHA-256 {calendar}"),
    )?;
    if report.dossiers.iter().any(|dossier| !dossier.materials_examined) {
        let words = text!("未检查（至少一份）", "not examined (of one dossier at least)");
        line(page, &text!("申报材料", "Materials"), words.get(lang))?;
    }
    Ok(())
}

/// A name, and words that run on over the columns beside it.
fn line(page: &mut Page, name: &Text, words: &str) -> Result<(), XlsxError> {
    page.text(0, name.get(page.lang), Style::Body)?;
    page.text(1, words, Style::Lead)?;
    page.row += 1;
    Ok(())
}

fn dossiers(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    section(page, &text!("申报者清单", "Dossiers"))?;
    let headings = page.row;
    let mut heads = vec![
        text!("申报者", "Applicant"),
        text!("类别", "Track"),
        text!("文件", "File"),
        text!("判断日", "As of"),
        text!("结论", "Verdict"),
        text!("说明", "In a sentence"),
    ];
    heads.extend(COUNTED.map(|verdict| Text::both(|lang| verdict.label(lang))));
    heads.push(text!("提醒", "warning"));
    page.heads(&heads)?;
    page.sheet.set_repeat_rows(headings, headings)?;
    page.each(&report.dossiers, most, |page, dossier| one(page, report, dossier))?;
    page.filter(headings, u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX))
}

/// The verdicts that are counted for each dossier, in the order of their columns.
const COUNTED: [Verdict; 5] = [
    Verdict::Fail,
    Verdict::Missing,
    Verdict::Review,
    Verdict::Pass,
    Verdict::NotApplicable,
];

fn one(page: &mut Page, report: &Report, dossier: &DossierReport) -> Result<(), XlsxError> {
    let lang = page.lang;
    naming(page, dossier)?;
    page.day(3, Some(dossier.as_of))?;
    page.text(4, dossier.verdict.label().get(lang), Style::overall(dossier.verdict))?;
    let headline = dossier.headline(report.pack_of(dossier));
    let outlook = dossier.outlook.as_ref().filter(|outlook| !outlook.too_late);
    let said = match outlook {
        Some(outlook) => Text::join([&headline, &outlook.text()]),
        None => headline,
    };
    page.text(5, said.get(lang), Style::Body)?;
    for (column, verdict) in (6..).zip(COUNTED) {
        page.count(column, dossier.count(|f| f.verdict == verdict && !f.is_warning()))?;
    }
    page.count(11, dossier.count(Finding::is_warning))
}

/// The columns that name a dossier.
fn naming(page: &mut Page, dossier: &DossierReport) -> Result<(), XlsxError> {
    let lang = page.lang;
    page.text(0, &applicant(dossier, lang), Style::Body)?;
    page.text(1, track_name(dossier.track.as_ref()).get(lang), Style::Count)?;
    // Of an applicant in a roster the source names the row as well, which no path does.
    let file = Place::file(dossier.source.clone());
    let target = (!dossier.source.contains(" › ")).then_some(&file);
    page.link(2, &tame(&dossier.source), target)
}

fn causes(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    let causes = report.causes();
    if causes.is_empty() {
        return Ok(());
    }
    section(
        page,
        &text!(
            "主要原因（按份数）",
            "What holds dossiers back, the most frequent first"
        ),
    )?;
    page.heads(&[
        text!("条件", "Condition"),
        text!("份数", "Dossiers"),
        text!("条件编号", "Condition id"),
        text!("不符合", "Fail"),
        text!("缺材料", "Missing"),
        text!("要求", "Required"),
    ])?;
    page.each(causes, most, |page, cause: Cause<'_>| {
        let pack = report.packs.iter().find(|pack| pack.id == cause.pack);
        let condition = pack.and_then(|pack| pack.condition(cause.condition));
        let title = condition.map_or(cause.condition, |condition| condition.title.get(page.lang));
        page.text(0, title, Style::Body)?;
        page.count(1, cause.dossiers())?;
        page.text(2, cause.condition, Style::Dim)?;
        page.count(3, cause.failed)?;
        page.count(4, cause.missing)?;
        let required = condition.map_or("", |condition| condition.required.get(page.lang));
        page.text(5, required, Style::Body)
    })
}

fn one_away(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    let near = report.one_away();
    if near.is_empty() {
        return Ok(());
    }
    section(page, &text!("只差一项", "One condition away"))?;
    page.heads(&[
        text!("申报者", "Applicant"),
        text!("类别", "Track"),
        text!("文件", "File"),
        text!("最迟开始日", "Begin by"),
        text!("结论", "Verdict"),
        text!("条件与处理办法", "Condition, and what to do"),
    ])?;
    page.each(near, most, |page, (dossier, finding)| {
        let lang = page.lang;
        naming(page, dossier)?;
        page.day(3, finding.act_by)?;
        page.text(4, finding.label(lang), Style::of(finding))?;
        let condition = report
            .pack_of(dossier)
            .and_then(|pack| pack.condition(&finding.condition));
        let title = condition.map_or(&*finding.condition, |condition| condition.title.get(lang));
        let remedy = finding.remedy.as_ref().map_or("", |remedy| remedy.get(lang));
        page.text(5, &format!("{title}\n{}", tame(remedy)), Style::Body)
    })
}

fn duplicates(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    if report.duplicates.is_empty() {
        return Ok(());
    }
    section(page, &text!("疑似重复申报", "Seemingly one applicant's twice"))?;
    listed(page, most, &report.duplicates, |duplicate, lang| {
        let by = match duplicate.by {
            Sameness::CreditCode => text!("统一社会信用代码相同", "same credit code"),
            Sameness::Person => text!("似为同一人", "same person"),
        };
        [by.get(lang).to_owned(), tame(duplicate.message.get(lang))]
    })
}

fn waivers(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    if report.waivers.is_empty() {
        return Ok(());
    }
    section(page, &text!("豁免", "Waivers"))?;
    page.heads(&[
        text!("申报者", "Applicant"),
        text!("状态", "State"),
        text!("条件编号", "Condition id"),
        text!("有效期至", "Expires"),
        text!("批准人", "Approved by"),
        text!("理由与结果", "Why, and what became of it"),
    ])?;
    page.each(&report.waivers, most, |page, waiver: &Waived| {
        let lang = page.lang;
        page.text(0, &tame(&waiver.waiver.applicant), Style::Body)?;
        page.text(1, state(waiver.state).get(lang), Style::Count)?;
        page.text(2, &tame(&waiver.waiver.condition), Style::Dim)?;
        page.day(3, Some(waiver.waiver.expires))?;
        page.text(4, &tame(&waiver.waiver.approved_by), Style::Body)?;
        let words = format!("{}\n{}", tame(&waiver.waiver.reason), tame(waiver.message.get(lang)));
        page.text(5, &words, Style::Body)
    })
}

fn state(state: WaiverState) -> Text {
    match state {
        WaiverState::Applied => text!("已生效", "applied"),
        WaiverState::Expired => text!("已过期", "expired"),
        WaiverState::Unused => text!("未用到", "unused"),
        WaiverState::Unknown => text!("无此条件", "unknown"),
        WaiverState::Refused => text!("不得豁免", "refused"),
    }
}

fn skipped(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    if report.skipped.is_empty() {
        return Ok(());
    }
    section(page, &text!("已跳过", "Passed over"))?;
    listed(page, most, &report.skipped, |skipped, lang| {
        [tame(&skipped.file), tame(skipped.reason.get(lang))]
    })
}

fn unreadable(page: &mut Page, report: &Report, most: u32) -> Result<(), XlsxError> {
    if report.unreadable.is_empty() {
        return Ok(());
    }
    section(page, &text!("无法读取", "Could not be read"))?;
    let errors = report
        .unreadable
        .iter()
        .flat_map(|Unreadable { source, errors, .. }| errors.iter().map(move |error| (source, error)));
    listed(page, most, errors, |(source, error), lang| {
        let message = Text::join([&error.message].into_iter().chain(&error.hint));
        [tame(&source.place(error.spot).to_string()), tame(message.get(lang))]
    })
}

/// A list of what there is to say of things: each thing over three columns, the words beside it.
fn listed<T>(
    page: &mut Page,
    most: u32,
    items: impl IntoIterator<Item = T>,
    said: impl Fn(T, Lang) -> [String; 2],
) -> Result<(), XlsxError> {
    page.each(items, most, |page, item| {
        let [thing, words] = said(item, page.lang);
        page.text(0, &thing, Style::Body)?;
        for column in 1..5 {
            page.text(column, "", Style::Body)?;
        }
        page.text(5, &words, Style::Body)
    })
}
