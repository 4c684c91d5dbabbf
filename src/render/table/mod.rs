//! The table that people read. It answers first: the verdict in a sentence, what to do before anything else, and only
//! then the findings; where it is longer than the screen, the verdict is the last line as well.

mod findings;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::render::wording::{as_of, called, due, tally, track};
use crate::render::wrap::{heading, padded, styled, wrap};
use crate::render::{Look, summary};
use crate::report::{DossierReport, Finding, PackSummary, Report, Told};
use crate::text::{Lang, Text};
use crate::verdict::{Overall, Verdict};
use crate::writing::tame;

/// The style of what only names a thing.
const DIM: Style = Style::new().dimmed();

/// How many acts are named before the findings.
const FIRST: usize = 3;

/// Writes one dossier in full; of several a summary first, and each in full where details are wanted.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Counted { out, lines: 0 };
    let out = &mut out;
    match report.dossiers.as_slice() {
        [only] => {
            dossier(report, only, look, out)?;
            summary::since(report, look, out)?;
            summary::waivers(report, look, out)?;
            if !report.unreadable.is_empty() {
                writeln!(out)?;
                summary::counts(report, look, out)?;
            }
            if out.lines > look.height {
                writeln!(out)?;
                verdict(only, report.pack_of(only), look, out)?;
            }
        }
        several if several.len() + report.unreadable.len() > 1 => {
            summary::write(report, look, out)?;
            for each in several.iter().filter(|_| look.details) {
                writeln!(out)?;
                dossier(report, each, look, out)?;
            }
            if out.lines > look.height {
                writeln!(out)?;
                summary::counts(report, look, out)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// One dossier: the answer, what it is about, and every finding.
fn dossier(report: &Report, dossier: &DossierReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let pack = report.pack_of(dossier);
    verdict(dossier, pack, look, out)?;
    first(dossier, pack, look, out)?;
    head(report, dossier, look, out)?;
    findings::write(dossier, pack, look, out)
}

/// Whose dossier it is, and what became of it.
fn verdict(dossier: &DossierReport, pack: Option<&PackSummary>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (name, headline) = (called(dossier), dossier.headline(pack));
    let said = text!("{name}：{headline}", "{name}: {headline}"; name, headline);
    let style = overall_color(dossier.verdict).on_default().bold();
    styled(out, look, style, &said, 0)
}

/// What to do before anything else.
fn first(dossier: &DossierReport, pack: Option<&PackSummary>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let acts = dossier.to_do();
    let count = acts.len();
    let name = match count {
        0 => return Ok(()),
        1..=FIRST => text!("要办的（按先后）", "What to do, in this order"),
        _ => text!(
            "先办（共 {count} 件，其余按先后列在下面）",
            "Do first ({count} in all, the rest follows in order)"
        ),
    };
    heading(out, look, &name)?;
    for (number, finding) in (1..).zip(acts.into_iter().take(FIRST)) {
        let title = title(finding, pack);
        let remedy = finding.remedy.as_ref().map_or("", |remedy| remedy.get(look.lang));
        let due = finding.act_by.map(|day| due(day, dossier.as_of)).unwrap_or_default();
        let act = text!("{title}{due}：{remedy}", "{title}{due}: {remedy}"; title, due);
        let (label, style) = (finding.label(look.lang), color(finding).on_default());
        let mark = format!("{number:>3}. {label}  ");
        let margin = textwrap::core::display_width(&mark);
        let lines = wrap(&tame(act.get(look.lang)), usize::from(look.width), margin);
        let indented = lines.join(&format!("\n{}", " ".repeat(margin)));
        writeln!(out, "{number:>3}. {style}{label}{style:#}  {indented}")?;
    }
    Ok(())
}

/// What was judged: by which pack, as of which day, and what could not be looked at.
fn head(report: &Report, dossier: &DossierReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let pack = report.pack_of(dossier);
    let margin = match look.lang {
        Lang::Zh => 10,
        Lang::En => 14,
    };
    writeln!(out)?;
    let mut line = |name: Text, value: &Text| labelled(name.get(look.lang), value.get(look.lang), margin, look, out);
    if let Some(pack) = pack {
        let id = &pack.id;
        let title = text!("{title}（{id}）", "{title} ({id})"; title = pack.title);
        line(text!("奖项", "Award"), &title)?;
    }
    if dossier.applicant.is_none() {
        let none = text!("（未填写）", "(not given)");
        line(text!("申报者", "Applicant"), &none)?;
    }
    line(text!("类别", "Track"), &track(dossier.track.as_ref()))?;
    line(text!("文件", "File"), &Text::same(dossier.source.to_string()))?;
    line(text!("判断日", "As of"), &as_of(dossier))?;
    if let Some(outlook) = &dossier.outlook {
        line(text!("提交", "Submission"), &outlook.text())?;
    }
    line(text!("各项", "Counts"), &tally(dossier))?;
    for Told { name, words, .. } in report.brought_to(dossier) {
        line(name, &Text::same(words))?;
    }
    if let Some(pack) = pack.filter(|pack| !pack.coverage.is_empty()) {
        line(text!("依据", "Based on"), &pack.coverage)?;
    }
    if let Some(pack) = pack.filter(|pack| !pack.unseen_sources.is_empty()) {
        line(text!("未能核对", "Not examined"), &pack.unseen_titles())?;
    }
    let materials = || text!("申报材料", "Materials");
    if !dossier.materials_examined {
        line(materials(), &text!("申报材料未检查", "materials not examined"))?;
    }
    for note in &dossier.materials_notes {
        line(materials(), note)?;
    }
    Ok(())
}

/// A value in the column at `margin`, after its name.
fn labelled(name: &str, value: &str, margin: usize, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let lines = wrap(&tame(value), usize::from(look.width), margin);
    let indented = lines.join(&format!("\n{}", " ".repeat(margin)));
    writeln!(out, "{DIM}{}{DIM:#}{indented}", padded(name, margin))
}

/// What the condition of a finding is called.
fn title(finding: &Finding, pack: Option<&PackSummary>) -> Text {
    let condition = pack.and_then(|pack| pack.condition(&finding.condition));
    condition.map_or_else(|| Text::same(&*finding.condition), |condition| condition.title.clone())
}

fn color(finding: &Finding) -> AnsiColor {
    match finding.verdict {
        Verdict::Fail if finding.is_warning() => AnsiColor::Yellow,
        Verdict::Pass => AnsiColor::Green,
        Verdict::Fail => AnsiColor::Red,
        Verdict::Missing => AnsiColor::Magenta,
        Verdict::Review => AnsiColor::Cyan,
        Verdict::NotApplicable => AnsiColor::BrightBlack,
    }
}

fn overall_color(overall: Overall) -> AnsiColor {
    match overall {
        Overall::Eligible => AnsiColor::Green,
        Overall::Incomplete => AnsiColor::Magenta,
        Overall::Ineligible => AnsiColor::Red,
    }
}

/// What is written, and of how many lines it is.
struct Counted<'o> {
    out: &'o mut dyn Write,
    lines: usize,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let written_bytes = bytes.get(..written).unwrap_or_default();
        self.lines += written_bytes.iter().filter(|byte| **byte == b'\n').count();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
