//! The report as one page for people: for the screen, wide or narrow, and for paper.
//!
//! The page is whole in itself. It loads nothing, runs no script and says so in its policy; filters are radio buttons
//! that the style sheet reads, and paper always holds everything. What stands in it depends on the report alone.

mod dossier;
mod escape;
mod evidence;
pub(super) mod lists;
mod summary;

use std::io::{self, Write};

pub(super) use escape::Escaped;

use crate::render::Look;
use crate::render::wording::{applicant, pick};
use crate::report::{Cause, DossierReport, Report, Told, Tool};
use crate::text::Lang;

/// The style sheet.
const STYLE: &str = include_str!("style.css");

/// What the page may do: show itself in its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What every part of the page is written from.
struct Page<'r> {
    report: &'r Report,
    lang: Lang,
    /// The conditions that hold dossiers back; a filter is known by its position from one.
    causes: Vec<Cause<'r>>,
}

impl<'r> Page<'r> {
    /// The wording in the page's language.
    fn pick<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        pick(self.lang, zh, en)
    }

    /// Whether there is more than one thing to sum up.
    fn is_batch(&self) -> bool {
        self.report.dossiers.len() > 1
    }

    /// A condition's title, or its id where the pack does not know it.
    fn title<'t>(&'t self, pack: &str, condition: &'t str) -> &'t str {
        let pack = self.report.packs.iter().find(|known| known.id == pack);
        let known = pack.and_then(|pack| pack.condition(condition));
        known.map_or(condition, |known| known.title.get(self.lang))
    }

    /// The filters that a dossier passes, as the style sheet reads them.
    fn held(&self, dossier: &DossierReport) -> String {
        let held = (1..).zip(&self.causes).filter(|(_, cause)| {
            cause.pack == dossier.pack && dossier.blocking().any(|finding| *finding.condition == *cause.condition)
        });
        held.map(|(number, _)| number.to_string()).collect::<Vec<_>>().join(" ")
    }
}

/// Writes the page.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let page = Page {
        report,
        lang: look.lang,
        causes: report.causes(),
    };
    let mut out = io::BufWriter::with_capacity(64 * 1024, out);
    head(&page, &mut out)?;
    summary::write(&page, &mut out)?;
    for (number, dossier) in (1..).zip(&report.dossiers) {
        dossier::write(&page, number, dossier, &mut out)?;
    }
    foot(&page, &mut out)?;
    out.flush()
}

/// The start of a page, up to its style sheet, which is still open; and its title.
pub(super) fn start(title: &str, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let lang = pick(lang, "zh-CN", "en");
    let Tool { name, version } = Tool::this();
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"{name} {version}\">\n<title>{}</title>\n<style>\n{STYLE}",
        Escaped(title)
    )
}

/// The end of the style sheet and the heading of the page.
pub(super) fn heading(title: &str, out: &mut dyn Write) -> io::Result<()> {
    let title = Escaped(title);
    write!(out, "</style>\n</head>\n<body>\n<header class=\"top\"><h1>{title}</h1>")
}

/// Everything before the first section.
fn head(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = page.pick("申报条件核对报告", "Eligibility report");
    match page.report.dossiers.as_slice() {
        [only] => {
            let named = format!("{} · {title}", applicant(only).get(page.lang));
            start(&named, page.lang, out)?;
        }
        _ => start(title, page.lang, out)?,
    }
    filters(page, out)?;
    heading(title, out)?;
    for pack in &page.report.packs {
        write!(out, "<p>{}</p>", Escaped(pack.title.get(page.lang)))?;
    }
    for Told { name, words, .. } in page.report.brought() {
        let colon = page.pick("：", ": ");
        write!(out, "<p>{}{colon}{}</p>", Escaped(name.get(page.lang)), Escaped(&words))?;
    }
    let class = if page.is_batch() { "batch" } else { "one" };
    writeln!(out, "</header>\n<main class=\"{class}\">")
}

/// For each condition that holds a dossier back, what its radio button hides on the screen.
fn filters(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !page.is_batch() {
        return Ok(());
    }
    writeln!(out, "@media screen {{")?;
    for number in 1..=page.causes.len() {
        writeln!(
            out,
            "main:has(#c{number}:checked) [data-held]:not([data-held~=\"{number}\"]) {{ display: none }}"
        )?;
    }
    writeln!(out, "}}")
}

/// What the page was made with, so that it can be made again.
fn foot(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = page.report;
    let caution = page.pick(
        "本报告只依据申报信息和已取得的条款逐条核对，不代替评审，不预示评审结果。",
        "This report holds the dossier against the clauses that could be obtained. It does not replace or foretell the \
         committee's decision.",
    );
    write!(out, "</main>\n<footer><p>{caution}</p><dl>")?;
    let mut line = |name: &str, value: &str| write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", Escaped(value));
    let tool = format!("{} {}", report.tool.name, report.tool.version);
    line(page.pick("程序", "Program"), &tool)?;
    for pack in &report.packs {
        line(
            page.pick("规则包", "Pack"),
            &format!("{} sha256:{}", pack.id, pack.sha256),
        )?;
    }
    line(
        page.pick("工作日历", "Calendar"),
        &format!("sha256:{}", report.calendar.sha256),
    )?;
    let mut days: Vec<String> = report.dossiers.iter().map(|d| d.as_of.to_string()).collect();
    days.sort();
    days.dedup();
    let days = match days.as_slice() {
        [first, _, .., last] => format!("{first} – {last}"),
        few => few.join(page.pick("、", ", ")),
    };
    if !days.is_empty() {
        line(page.pick("判断日", "As of"), &days)?;
    }
    if let Some(today) = report.today {
        line(page.pick("运行日", "Day of the run"), &today.to_string())?;
    }
    writeln!(out, "</dl></footer>\n</body>\n</html>")
}

#[cfg(test)]
mod tests;
