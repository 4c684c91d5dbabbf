//! What stands before the dossiers: what could not be checked, and over several dossiers the counts, what holds most
//! of them back, who is nearly there, and the matrix.

use std::io::{self, Write};

use super::lists::{listed, table, unreadable};
use super::{Escaped, Page};
use crate::dictionary::Track;
use crate::render::wording::{self, applicant, counts, pick, track_name};
use crate::report::DossierReport;
use crate::text::Lang;
use crate::verdict::{Overall, Verdict};

/// The overall verdicts in the order in which they ask for attention.
const OVERALL: [Overall; 3] = [Overall::Ineligible, Overall::Incomplete, Overall::Eligible];

/// Writes the summary, where there is anything to sum up.
pub(super) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section id=\"summary\">")?;
    let report = page.report;
    if report.dossiers.is_empty() {
        let none = page.pick("没有读到申报信息。", "There is no dossier in this report.");
        writeln!(out, "<p class=\"none\">{none}</p>")?;
    }
    if page.is_batch() {
        writeln!(out, "<h2>{}</h2>", page.pick("汇总", "Summary"))?;
        tally(page, out)?;
    }
    unreadable(&report.unreadable, page.lang, out)?;
    let heading = text!("疑似重复申报", "Dossiers that seem to be one applicant's");
    let duplicates = report.duplicates.iter().map(|d| (None, &d.message));
    listed(&heading, duplicates, page.lang, out)?;
    if let Some(since) = &report.since {
        let told = wording::since(report, since, page.lang);
        let told = told.iter().map(|said| (None, said));
        listed(&wording::since_heading(), told, page.lang, out)?;
    }
    let heading = text!("豁免", "Waivers");
    let waivers = report.waivers.iter().map(|w| (None, &w.message));
    listed(&heading, waivers, page.lang, out)?;
    if page.is_batch() {
        causes(page, out)?;
        one_away(page, out)?;
        matrices(page, out)?;
        index(page, out)?;
    }
    let heading = text!("已跳过的文件和内容", "Passed over");
    let skipped = report.skipped.iter().map(|s| (Some(s.file.as_str()), &s.reason));
    listed(&heading, skipped, page.lang, out)?;
    writeln!(out, "</section>")
}

/// How many dossiers have which verdict; each count is a filter.
fn tally(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = &page.report.summary;
    let legend = page.pick("总体结论", "Overall verdicts");
    let hint = page.pick(
        "点选结论或下方的条件即可筛选，两项同时生效；打印时全部列出",
        "choose a verdict, or a condition below, to filter; both apply at once, and paper holds everything",
    );
    writeln!(
        out,
        "<fieldset class=\"tally\"><legend>{legend}<small class=\"choose\">{hint}</small></legend>"
    )?;
    let all = page.pick("全部", "all");
    writeln!(
        out,
        "<label><input type=\"radio\" name=\"v\" id=\"v-all\" checked><b>{}</b> {all}</label>",
        summary.dossiers
    )?;
    let numbers = [summary.ineligible, summary.incomplete, summary.eligible];
    for (overall, number) in OVERALL.into_iter().zip(numbers) {
        let id = overall.id();
        writeln!(
            out,
            "<label class=\"{id}\"><input type=\"radio\" name=\"v\" id=\"v-{id}\"><b>{number}</b> {}</label>",
            overall.label().get(page.lang)
        )?;
    }
    let (unreadable, reviews, warnings) = (summary.unreadable, summary.reviews, summary.warnings);
    let rest = text!(
        "无法读取 {unreadable} 份；待评审 {reviews} 项，提醒 {warnings} 项",
        "{unreadable} could not be read; {reviews} for people to judge; warnings: {warnings}"
    );
    writeln!(out, "</fieldset><p class=\"rest\">{}</p>", rest.get(page.lang))
}

/// The conditions that hold dossiers back; each is a filter.
fn causes(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    if page.causes.is_empty() {
        return Ok(());
    }
    let heading = page.pick("最常见的原因", "What holds dossiers back");
    writeln!(out, "<fieldset class=\"choice\"><legend><h3>{heading}</h3></legend>")?;
    let columns = [
        page.pick("条件", "Condition"),
        page.pick("不符合", "fail"),
        page.pick("缺材料", "missing"),
        page.pick("合计", "both"),
    ];
    table("causes", &columns, out)?;
    let all = page.pick("不限条件", "any condition");
    writeln!(
        out,
        "<tr class=\"choose\"><th scope=\"row\"><label><input type=\"radio\" name=\"c\" id=\"c0\" checked>{all}</label></th>\
         <td></td><td></td><td></td></tr>"
    )?;
    for (number, cause) in (1..).zip(&page.causes) {
        writeln!(
            out,
            "<tr><th scope=\"row\"><label><input type=\"radio\" name=\"c\" id=\"c{number}\">{} <code>{}</code></label></th>\
             <td>{}</td><td>{}</td><td>{}</td></tr>",
            Escaped(page.title(cause.pack, cause.condition)),
            Escaped(cause.condition),
            cause.failed,
            cause.missing,
            cause.dossiers()
        )?;
    }
    writeln!(out, "</tbody></table></fieldset>")
}

/// Dossiers that one condition alone holds back.
fn one_away(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let away = page.report.one_away();
    if away.is_empty() {
        return Ok(());
    }
    heading(page, "只差一项", "One condition away from eligible", out)?;
    let columns = [
        page.pick("申报者", "Applicant"),
        page.pick("所差条件", "Condition"),
        page.pick("结论", "Verdict"),
        page.pick("办法", "Remedy"),
    ];
    table("away", &columns, out)?;
    for (number, dossier) in (1..).zip(&page.report.dossiers) {
        let Some((_, finding)) = away.iter().find(|(known, _)| std::ptr::eq(*known, dossier)) else {
            continue;
        };
        row(page, number, dossier, out)?;
        let remedy = finding.remedy.as_ref().map_or("", |remedy| remedy.get(page.lang));
        writeln!(
            out,
            "<td>{}</td><td><span class=\"mark {}\">{}</span></td><td>{}</td></tr>",
            Escaped(page.title(&dossier.pack, &finding.condition)),
            finding.verdict.id(),
            finding.label(page.lang),
            Escaped(remedy)
        )?;
    }
    writeln!(out, "</tbody></table>")
}

/// For each pack and track, the dossiers that are not eligible against what holds them back.
fn matrices(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let held: Vec<(usize, &DossierReport)> = (1..)
        .zip(&page.report.dossiers)
        .filter(|(_, dossier)| dossier.blocking().next().is_some())
        .collect();
    let mut groups: Vec<(&str, Option<&Track>)> = Vec::new();
    for (_, dossier) in &held {
        let group = (dossier.pack.as_str(), dossier.track.as_ref());
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    if groups.is_empty() {
        return Ok(());
    }
    heading(page, "未满足条件一览", "Who is held back by what", out)?;
    let key = page.pick("× 不符合　缺 缺材料", "F fail · M missing");
    writeln!(out, "<p class=\"key\">{key}</p>")?;
    for group in groups {
        let members = held
            .iter()
            .filter(|(_, d)| (d.pack.as_str(), d.track.as_ref()) == group);
        matrix(page, group, &members.copied().collect::<Vec<_>>(), out)?;
    }
    Ok(())
}

fn matrix(
    page: &Page<'_>,
    (pack, track): (&str, Option<&Track>),
    dossiers: &[(usize, &DossierReport)],
    out: &mut dyn Write,
) -> io::Result<()> {
    let held = |condition: &str| {
        let mut blocking = dossiers.iter().flat_map(|(_, dossier)| dossier.blocking());
        blocking.any(|finding| *finding.condition == *condition)
    };
    let summary = page.report.packs.iter().find(|known| known.id == pack);
    let known = summary.into_iter().flat_map(|pack| &pack.conditions);
    let columns: Vec<&str> = known.map(|(id, _)| &**id).filter(|id| held(id)).collect();
    let track = track_name(track);
    let track = Escaped(track.get(page.lang));
    let name = page.pick("申报者", "Applicant");
    write!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{track}\"><table class=\"matrix\">\
         <caption>{track} · {}</caption><thead><tr><th scope=\"col\">{name}</th>",
        Escaped(pack)
    )?;
    for id in &columns {
        write!(
            out,
            "<th scope=\"col\"><span>{}</span></th>",
            Escaped(page.title(pack, id))
        )?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for (number, dossier) in dossiers {
        row(page, *number, dossier, out)?;
        for id in &columns {
            match dossier.blocking().find(|finding| *finding.condition == **id) {
                Some(finding) => cell(finding.verdict, page.lang, out)?,
                None => write!(out, "<td></td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

/// A verdict that holds back, in a sign for the eye and in its word for the ear.
fn cell(verdict: Verdict, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let sign = match verdict {
        Verdict::Fail => pick(lang, "×", "F"),
        _ => pick(lang, "缺", "M"),
    };
    let (id, word) = (verdict.id(), verdict.label(lang));
    write!(
        out,
        "<td class=\"{id}\" title=\"{word}\"><span aria-hidden=\"true\">{sign}</span><span class=\"said\">{word}</span></td>"
    )
}

/// Every dossier in a line.
fn index(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    heading(page, "名单", "Every dossier", out)?;
    let filtered = page.pick(
        "已筛选：以下只列出符合所选条件的申报信息。",
        "Filtered: only what was chosen above is listed.",
    );
    writeln!(out, "<p class=\"filtered\">{filtered}</p>")?;
    let columns = [
        page.pick("申报者", "Applicant"),
        page.pick("类别", "Track"),
        page.pick("结论", "Verdict"),
        page.pick("不符合", "fail"),
        page.pick("缺材料", "missing"),
        page.pick("待评审", "review"),
        page.pick("提醒", "warnings"),
        page.pick("文件", "File"),
    ];
    table("index", &columns, out)?;
    for (number, dossier) in (1..).zip(&page.report.dossiers) {
        row(page, number, dossier, out)?;
        let [_, fail, missing, review, _, warnings] = counts(dossier);
        writeln!(
            out,
            "<td>{}</td><td class=\"{}\">{}</td><td>{fail}</td><td>{missing}</td><td>{review}</td><td>{warnings}</td>\
             <td><bdi>{}</bdi></td></tr>",
            Escaped(track_name(dossier.track.as_ref()).get(page.lang)),
            dossier.verdict.id(),
            dossier.verdict.label().get(page.lang),
            Escaped(&dossier.source)
        )?;
    }
    writeln!(out, "</tbody></table>")
}

/// The beginning of a dossier's row in the summary: what filters read, and its name.
fn row(page: &Page<'_>, number: usize, dossier: &DossierReport, out: &mut dyn Write) -> io::Result<()> {
    let name = applicant(dossier);
    write!(
        out,
        "<tr data-overall=\"{}\" data-held=\"{}\"><th scope=\"row\"><a href=\"#d{number}\"><bdi>{}</bdi></a></th>",
        dossier.verdict.id(),
        page.held(dossier),
        Escaped(name.get(page.lang))
    )
}

fn heading(page: &Page<'_>, zh: &str, en: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<h3>{}</h3>", page.pick(zh, en))
}
