//! One dossier: who, as of when, the verdict in a sentence, what to do in order, and every finding.

use std::io::{self, Write};

use super::{Escaped, Page, evidence};
use crate::render::wording::{applicant, as_of, basis, due, place, tally, track};
use crate::report::{ConditionSummary, DossierReport, FactPlace, Finding, PackSummary};
use crate::text::Text;
use crate::verdict::{Verdict, Weight};

/// How many places a finding names one by one.
const PLACES: usize = 8;

/// The class of a line in the head that takes the whole width.
const ACROSS: &str = " class=\"across\"";

/// Writes the dossier that is the `number`th, counted from one.
pub(super) fn write(page: &Page<'_>, number: usize, dossier: &DossierReport, out: &mut dyn Write) -> io::Result<()> {
    let pack = page.report.pack_of(dossier);
    let overall = dossier.verdict.id();
    write!(
        out,
        "<article id=\"d{number}\" data-overall=\"{overall}\" data-held=\"{}\">",
        page.held(dossier)
    )?;
    if page.is_batch() {
        let all = page.report.dossiers.len();
        let of = text!("第 {number} 份，共 {all} 份", "Dossier {number} of {all}");
        let back = page.pick("回到汇总", "back to the summary");
        write!(
            out,
            "<p class=\"number\">{} <a href=\"#summary\">{back}</a></p>",
            of.get(page.lang)
        )?;
    }
    let name = applicant(dossier);
    let headline = dossier.headline(pack);
    writeln!(
        out,
        "<h2><bdi>{}</bdi></h2><p class=\"headline {overall}\">{}</p>",
        Escaped(name.get(page.lang)),
        Escaped(headline.get(page.lang))
    )?;
    facts(page, dossier, pack, out)?;
    let steps = dossier.to_do();
    to_do(page, number, dossier, &steps, out)?;
    findings(page, number, dossier, pack, &steps, out)?;
    evidence::write(page, number, dossier, out)?;
    let [checked, sealed, day] = [
        page.pick("核对人（签字）", "Checked by"),
        page.pick("负责人（签字、盖章）", "Approved by"),
        page.pick("日期", "Date"),
    ];
    writeln!(
        out,
        "<p class=\"sign\"><span>{checked}</span><span>{sealed}</span><span>{day}</span></p></article>"
    )
}

/// The head below the verdict.
fn facts(page: &Page<'_>, dossier: &DossierReport, pack: Option<&PackSummary>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<dl class=\"facts\">")?;
    let mut line = |name: Text, value: &Text, class: &str| {
        write!(
            out,
            "<div{class}><dt>{}</dt><dd><bdi>{}</bdi></dd></div>",
            name.get(page.lang),
            Escaped(value.get(page.lang))
        )
    };
    if let Some(pack) = pack {
        let id = &pack.id;
        let title = text!("{title}（{id}）", "{title} ({id})"; title = pack.title);
        line(text!("奖项", "Award"), &title, "")?;
    }
    line(text!("类别", "Track"), &track(dossier.track.as_ref()), "")?;
    line(text!("文件", "File"), &Text::same(&*dossier.source), "")?;
    line(text!("判断日", "As of"), &as_of(dossier), "")?;
    if let Some(outlook) = &dossier.outlook {
        line(text!("提交", "Submission"), &outlook.text(), ACROSS)?;
    }
    line(text!("各项", "Counts"), &tally(dossier), ACROSS)?;
    if let Some(pack) = pack.filter(|pack| !pack.coverage.is_empty()) {
        line(text!("依据", "Based on"), &pack.coverage, ACROSS)?;
    }
    if let Some(pack) = pack.filter(|pack| !pack.unseen_sources.is_empty()) {
        line(text!("未能核对", "Not examined"), &pack.unseen_titles(), ACROSS)?;
    }
    if !dossier.materials_examined {
        let none = text!("申报材料未检查", "materials not examined");
        line(text!("申报材料", "Materials"), &none, ACROSS)?;
    }
    for note in &dossier.materials_notes {
        line(text!("申报材料", "Materials"), note, ACROSS)?;
    }
    writeln!(out, "</dl>")
}

/// The acts in their order.
fn to_do(
    page: &Page<'_>,
    number: usize,
    dossier: &DossierReport,
    steps: &[&Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    if steps.is_empty() {
        return Ok(());
    }
    let heading = page.pick("下一步（按先后）", "What to do, in this order");
    writeln!(out, "<h3>{heading}</h3><ol class=\"steps\">")?;
    for (step, finding) in (1..).zip(steps) {
        let id = &finding.condition;
        let due = finding.act_by.map(|day| due(day, dossier.as_of)).unwrap_or_default();
        write!(out, "<li id=\"d{number}s{step}\">")?;
        mark(page, finding, out)?;
        write!(
            out,
            " <a href=\"#d{number}-{}\">{}</a>{}{}",
            Escaped(id),
            Escaped(page.title(&dossier.pack, id)),
            due.get(page.lang),
            page.pick("：", ": ")
        )?;
        let remedy = finding.remedy.as_ref().map_or("", |remedy| remedy.get(page.lang));
        writeln!(out, "{}</li>", Escaped(remedy))?;
    }
    writeln!(out, "</ol>")
}

/// A verdict's word in its box.
fn mark(page: &Page<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let class = if finding.is_warning() {
        "warning"
    } else {
        finding.verdict.id()
    };
    write!(out, "<span class=\"mark {class}\">{}</span>", finding.label(page.lang))
}

/// Every finding, in the order of the pack.
fn findings(
    page: &Page<'_>,
    number: usize,
    dossier: &DossierReport,
    pack: Option<&PackSummary>,
    steps: &[&Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    let main = pack.and_then(main_source);
    let heading = page.pick("逐项结论", "Every condition");
    write!(out, "<h3>{heading}</h3><table class=\"findings\"><caption>")?;
    if let Some(source) = main {
        let (open, close) = (
            page.pick("条款未另注出处的，出自《", "Clauses are from “"),
            page.pick("》。", "” unless another source is named."),
        );
        write!(out, "{open}{}{close}", Escaped(source.get(page.lang)))?;
    }
    write!(out, "</caption><thead><tr>")?;
    for (class, name) in [
        ("v", page.pick("结论", "Verdict")),
        ("t", page.pick("条件", "Condition")),
        ("l", page.pick("条款与要求", "Clause and requirement")),
        ("f", page.pick("查得与出处", "Found, and where")),
    ] {
        write!(out, "<th scope=\"col\" class=\"{class}\">{name}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for finding in &dossier.findings {
        let id = Escaped(&finding.condition);
        write!(
            out,
            "<tr id=\"d{number}-{id}\" data-condition=\"{id}\" data-verdict=\"{}\"><td class=\"v\">",
            finding.verdict.id()
        )?;
        mark(page, finding, out)?;
        write!(
            out,
            "</td><th scope=\"row\">{}<code>{id}</code>",
            Escaped(page.title(&dossier.pack, &finding.condition))
        )?;
        if finding.weight == Weight::Should {
            let advice = page.pick("建议，非本奖规定", "advice, not this award's rule");
            write!(out, "<small>{advice}</small>")?;
        }
        write!(out, "</th><td>")?;
        law(
            page,
            finding,
            pack.and_then(|p| p.condition(&finding.condition)),
            main,
            out,
        )?;
        write!(out, "</td><td>")?;
        found(page, finding, out)?;
        if let Some(at) = steps.iter().position(|step| std::ptr::eq(*step, finding)) {
            let step = at + 1;
            let what = page.pick("办法", "Remedy");
            let see = text!("下一步第 {step} 项", "step {step} above");
            write!(
                out,
                "<p><b>{what}</b><a href=\"#d{number}s{step}\">{}</a></p>",
                see.get(page.lang)
            )?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody></table>")
}

/// The source from which most binding conditions are taken.
fn main_source(pack: &PackSummary) -> Option<&Text> {
    let musts = pack.conditions.iter().filter(|(_, c)| c.weight == Weight::Must);
    let mut counts: Vec<(&Text, usize)> = Vec::new();
    for (_, condition) in musts {
        let source = &condition.clause.source;
        match counts.iter_mut().find(|(known, _)| *known == source) {
            Some((_, count)) => *count += 1,
            None => counts.push((source, 1)),
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map(|(source, _)| source)
}

/// What the clause says and what follows from it.
fn law(
    page: &Page<'_>,
    finding: &Finding,
    condition: Option<&ConditionSummary>,
    main: Option<&Text>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(condition) = condition {
        let clause = &condition.clause;
        write!(out, "<p><b>{}</b>", page.pick("条款", "Clause"))?;
        if main != Some(&clause.source) {
            write!(out, "{} ", Escaped(clause.source.get(page.lang)))?;
        }
        write!(
            out,
            "<span lang=\"zh-CN\">{}<q>「{}」</q></span></p>",
            Escaped(&clause.number),
            Escaped(&clause.text)
        )?;
    }
    line(page.pick("要求", "Required"), finding.required.get(page.lang), "", out)
}

/// What was found, where, and what else should be known.
fn found(page: &Page<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    line(page.pick("查得", "Found"), finding.found.get(page.lang), "", out)?;
    if let Some(reason) = finding.reason {
        line(page.pick("理由", "Reason"), reason.label(page.lang), "", out)?;
    }
    for note in finding.remarks() {
        line(page.pick("注意", "Note"), note.get(page.lang), "note", out)?;
    }
    if let Some(waived) = &finding.waived {
        line(page.pick("豁免", "Waived"), waived.get(page.lang), "note", out)?;
    }
    if !matches!(finding.verdict, Verdict::Missing | Verdict::NotApplicable) {
        line(page.pick("依据", "Basis"), basis(finding.basis, page.lang), "", out)?;
    }
    if !finding.places.is_empty() {
        let places = places(page, &finding.places);
        line(page.pick("出处", "Where"), &places, "where", out)?;
    }
    Ok(())
}

/// The first places by name, and how many there are where there are more.
fn places(page: &Page<'_>, places: &[FactPlace]) -> String {
    let mut named: Vec<String> = places.iter().take(PLACES).map(|fact| place(fact, page.lang)).collect();
    if places.len() > PLACES {
        let all = places.len();
        named.push(text!("……共 {all} 处", "… {all} in all").get(page.lang).to_owned());
    }
    named.join(page.pick("，", ", "))
}

/// One named line of a cell.
fn line(name: &str, value: &str, class: &str, out: &mut dyn Write) -> io::Result<()> {
    match class {
        "" => write!(out, "<p>")?,
        class => write!(out, "<p class=\"{class}\">")?,
    }
    write!(out, "<b>{name}</b>{}</p>", Escaped(value))
}
