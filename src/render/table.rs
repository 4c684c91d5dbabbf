//! The table that people read: a head that promises no more than was checked, a row for each condition with the
//! clause, what was required and what was found where, and what to do, in the order of doing it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, Color, ContentArrangement, LineStyle, Table};

use crate::render::words::{applicant, as_of, due, place, supports, tally, track};
use crate::render::wrap::wrap;
use crate::render::{Look, summary};
use crate::report::{DossierReport, FactPlace, Finding, PackSummary, Report};
use crate::text::{Lang, Text, tame};
use crate::verdict::{Overall, Verdict, Weight};

/// From this many columns on, clause and finding stand side by side.
const WIDE: u16 = 100;

/// The columns that a condition's name takes beside clause and finding: more where its id then stays whole.
fn condition_width(width: u16) -> usize {
    if width >= 115 { 26 } else { 20 }
}

/// The style of what only names a thing.
const DIM: Style = Style::new().dimmed();

/// How many places a row names one by one.
const PLACES: usize = 4;

/// Writes one dossier in full; of several a summary first, and each in full where details are wanted.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let several = report.dossiers.len() != 1 && report.dossiers.len() + report.unreadable.len() > 1;
    if several {
        summary::write(report, look, out)?;
    }
    for dossier in report.dossiers.iter().filter(|_| look.details || !several) {
        let pack = report.pack_of(dossier);
        head(dossier, pack, look, out)?;
        findings(dossier, pack, look, out)?;
        to_do(dossier, pack, look, out)?;
        writeln!(out)?;
    }
    if !several {
        summary::waivers(report, look, out)?;
    }
    if !several && !report.dossiers.is_empty() && !report.unreadable.is_empty() {
        summary::counts(report, look, out)?;
    }
    Ok(())
}

fn head(dossier: &DossierReport, pack: Option<&PackSummary>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |name: Text, value: &Text, style: Style| {
        let name = name.get(look.lang);
        let value = tame(value.get(look.lang));
        let margin = match look.lang {
            Lang::Zh => 10,
            Lang::En => 14,
        };
        let pad = " ".repeat(margin - textwrap::core::display_width(name));
        let wrapped = wrap(&value, usize::from(look.width) - margin, 0);
        let indented = wrapped.join(&format!("\n{}", " ".repeat(margin)));
        writeln!(out, "{DIM}{name}{DIM:#}{pad}{style}{indented}{style:#}")
    };
    let plain = Style::new();
    if let Some(pack) = pack {
        let id = &pack.id;
        let title = text!("{title}（{id}）", "{title} ({id})"; title = pack.title);
        line(text!("奖项", "Award"), &title, plain)?;
    }
    line(text!("申报者", "Applicant"), &applicant(dossier), plain)?;
    line(text!("类别", "Track"), &track(dossier.track), plain)?;
    line(text!("文件", "File"), &Text::same(dossier.source.to_string()), plain)?;
    line(text!("判断日", "As of"), &as_of(dossier), plain)?;
    let style = overall_color(dossier.verdict).on_default().bold();
    line(text!("结论", "Verdict"), &dossier.headline(pack), style)?;
    if let Some(outlook) = &dossier.outlook {
        line(text!("提交", "Submission"), &outlook.text(), plain)?;
    }
    line(text!("各项", "Counts"), &tally(dossier), plain)?;
    if let Some(pack) = pack.filter(|pack| !pack.unseen_sources.is_empty()) {
        line(text!("未能核对", "Not examined"), &pack.unseen_titles(), plain)?;
    }
    if !dossier.materials_examined {
        line(
            text!("申报材料", "Materials"),
            &text!("申报材料未检查", "materials not examined"),
            plain,
        )?;
    }
    for note in &dossier.materials_notes {
        line(text!("申报材料", "Materials"), note, plain)?;
    }
    writeln!(out)
}

fn findings(dossier: &DossierReport, pack: Option<&PackSummary>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    // Lines between rows keep the findings apart, as each takes several lines. The stream decides on colours.
    table
        .load_style(UTF8_FULL_CONDENSED.row_separator(LineStyle::new('├', '╌', '┼', '┤')))
        .enforce_styling();
    table.set_content_arrangement(ContentArrangement::Disabled);
    let side_by_side = look.width >= WIDE;
    let mut header = vec![text!("结论", "Verdict"), text!("条件", "Condition")];
    if side_by_side {
        header.extend([
            text!("条款与要求", "Clause and requirement"),
            text!("查得与出处", "Found, and where"),
        ]);
    }
    table.set_header(
        header
            .iter()
            .map(|name| Cell::new(name.get(look.lang)).add_attribute(Attribute::Bold)),
    );
    let verdict_width = match look.lang {
        Lang::Zh => 6,
        Lang::En => 7,
    };
    // Each column costs its border and a space on either side.
    let rest = usize::from(look.width) - (verdict_width + 4);
    let name = condition_width(look.width);
    for finding in &dossier.findings {
        let verdict = Cell::new(finding.label(look.lang)).fg(cell_color(color(finding)));
        let [title, law, found] = parts(finding, pack, look.lang);
        if side_by_side {
            let half = (rest - 3 - name - 6) / 2;
            let cell = |lines: Vec<String>, width| Cell::new(filled(&lines, width));
            table.add_row(vec![verdict, cell(title, name), cell(law, half), cell(found, half)]);
        } else {
            let lines: Vec<String> = [vec![title.join("  ")], law, found].concat();
            table.add_row(vec![verdict, Cell::new(filled(&lines, rest - 3))]);
        }
    }
    writeln!(out, "{}", table.trim_fmt())
}

/// A finding in three parts: what it is, what the law says, what was found.
fn parts(finding: &Finding, pack: Option<&PackSummary>, lang: Lang) -> [Vec<String>; 3] {
    let condition = pack.and_then(|pack| pack.condition(&finding.condition));
    let id = &finding.condition;
    let word = |zh: &str, en: &str| match lang {
        Lang::Zh => format!("{zh}："),
        Lang::En => format!("{en}: "),
    };
    let mut title = vec![
        condition.map_or_else(|| id.to_string(), |c| c.title.get(lang).to_owned()),
        id.to_string(),
    ];
    if finding.weight == Weight::Should {
        title.push(match lang {
            Lang::Zh => "（建议，非本奖规定）".to_owned(),
            Lang::En => "(advice, not this award's rule)".to_owned(),
        });
    }
    let mut law = Vec::new();
    if let Some(condition) = condition {
        let clause = &condition.clause;
        let source = match condition.weight {
            Weight::Must => String::new(),
            Weight::Should => format!("{} ", clause.source.get(lang)),
        };
        law.push(format!(
            "{}{source}{}「{}」",
            word("条款", "Clause"),
            clause.number,
            clause.text
        ));
    }
    law.push(format!("{}{}", word("要求", "Required"), finding.required.get(lang)));
    let mut found = vec![format!("{}{}", word("查得", "Found"), tame(finding.found.get(lang)))];
    if let Some(reason) = finding.reason {
        found.push(format!("{}{}", word("理由", "Reason"), reason.label(lang)));
    }
    if let Some(documents) = supports(finding, lang) {
        found.push(format!("{}{}", word("材料", "Documents"), tame(&documents)));
    }
    if let Some(places) = places(&finding.places, lang) {
        found.push(format!("{}{places}", word("出处", "Where")));
    }
    for note in &finding.notes {
        found.push(format!("{}{}", word("注意", "Note"), tame(note.get(lang))));
    }
    [title, law, found]
}

/// The places of a finding within its file: the field, and line and column, or sheet and cell.
fn places(places: &[FactPlace], lang: Lang) -> Option<String> {
    let mut named: Vec<String> = places.iter().take(PLACES).map(|fact| place(fact, lang)).collect();
    if places.len() > PLACES {
        named.push(format!("… {}", places.len()));
    }
    (!named.is_empty()).then(|| tame(&named.join(", ")))
}

fn to_do(dossier: &DossierReport, pack: Option<&PackSummary>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let open = dossier.to_do();
    if open.is_empty() {
        return Ok(());
    }
    let heading = text!("下一步（按先后）", "What to do, in this order");
    writeln!(out, "\n{}", heading.get(look.lang))?;
    for (number, finding) in (1..).zip(open) {
        let title = pack
            .and_then(|pack| pack.condition(&finding.condition))
            .map(|condition| &condition.title);
        let title = title.map_or(&*finding.condition, |title| title.get(look.lang));
        let remedy = finding.remedy.as_ref().map_or("", |remedy| remedy.get(look.lang));
        let due = finding.act_by.map(|day| due(day, dossier.as_of)).unwrap_or_default();
        let due = due.get(look.lang);
        let colon = match look.lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        };
        let (verdict, style) = (finding.label(look.lang), color(finding).on_default());
        let mark = format!("{number:>3}. {verdict}  ");
        let margin = textwrap::core::display_width(&mark);
        let act = tame(&format!("{title}{due}{colon}{remedy}"));
        let lines = wrap(&act, usize::from(look.width), margin);
        let indented = lines.join(&format!("\n{}", " ".repeat(margin)));
        writeln!(out, "{number:>3}. {style}{verdict}{style:#}  {indented}")?;
    }
    Ok(())
}

/// Several paragraphs, each wrapped.
fn filled(paragraphs: &[String], width: usize) -> String {
    paragraphs
        .iter()
        .flat_map(|paragraph| wrap(paragraph, width, 0))
        .collect::<Vec<_>>()
        .join("\n")
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

/// The same colour in a table's cell.
fn cell_color(color: AnsiColor) -> Color {
    match color {
        AnsiColor::Yellow => Color::DarkYellow,
        AnsiColor::Green => Color::DarkGreen,
        AnsiColor::Red => Color::DarkRed,
        AnsiColor::Magenta => Color::DarkMagenta,
        AnsiColor::Cyan => Color::DarkCyan,
        _ => Color::DarkGrey,
    }
}
