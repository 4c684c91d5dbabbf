//! Markdown for the comment on a merge request: a table of headlines, then for each dossier what is open in full and
//! all conditions in a table that folds away.
//!
//! What a dossier says stays text: it marks nothing up, links nowhere and mentions nobody on GitHub or GitLab.

use std::fmt::{self, Display, Formatter, Write as _};
use std::io::{self, Write};

use crate::place::Unreadable;
use crate::render::Look;
use crate::render::wording::{self, applicant, as_of, basis, counts, due, pick, place, supports, tally, track};
use crate::report::{ConditionSummary, DossierReport, Finding, PackSummary, Report, Told};
use crate::text::{Lang, Text};
use crate::verdict::{Verdict, Weight};
use crate::writing::tame;

/// How many places a finding names one by one.
const PLACES: usize = 4;

/// Writes the report.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let lang = look.lang;
    writeln!(out, "## {}\n", pick(lang, "申报条件核对报告", "Eligibility report"))?;
    headlines(report, lang, out)?;
    let brought = report.brought();
    if !brought.is_empty() {
        writeln!(out)?;
    }
    for Told { name, words, .. } in &brought {
        line(lang, name, words, out)?;
    }
    unreadable(&report.unreadable, lang, out)?;
    let heading = pick(lang, "疑似重复申报", "Dossiers that seem to be one applicant's");
    listed(
        heading,
        report.duplicates.iter().map(|d| d.message.get(lang).to_owned()),
        out,
    )?;
    if let Some(since) = &report.since {
        let told = wording::since(report, since, lang);
        let told = told.iter().map(|said| said.get(lang).to_owned());
        listed(wording::since_heading().get(lang), told, out)?;
    }
    let heading = pick(lang, "豁免", "Waivers");
    listed(
        heading,
        report.waivers.iter().map(|w| w.message.get(lang).to_owned()),
        out,
    )?;
    let heading = pick(lang, "已跳过的文件和内容", "Passed over");
    let colon = pick(lang, "：", ": ");
    let skipped = report.skipped.iter();
    let skipped = skipped.map(|each| format!("{}{colon}{}", each.file, each.reason.get(lang)));
    listed(heading, skipped, out)?;
    for dossier in &report.dossiers {
        one(dossier, report.pack_of(dossier), lang, out)?;
    }
    foot(report, lang, out)?;
    writeln!(out, "\n{}", crate::mark::MARKDOWN)
}

/// A row for each dossier.
fn headlines(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if report.dossiers.is_empty() {
        let none = pick(lang, "没有读到申报信息。", "There is no dossier in this report.");
        return writeln!(out, "{none}");
    }
    let head = match lang {
        Lang::Zh => "| 申报者 | 结论 | 不符合 | 缺材料 | 待评审 | 提醒 | 文件 |",
        Lang::En => "| Applicant | Verdict | fail | missing | review | warnings | File |",
    };
    writeln!(out, "{head}\n| --- | --- | ---: | ---: | ---: | ---: | --- |")?;
    for dossier in &report.dossiers {
        let [_, fail, missing, review, _, warnings] = counts(dossier);
        writeln!(
            out,
            "| {} | {} | {fail} | {missing} | {review} | {warnings} | {} |",
            Plain(applicant(dossier).get(lang)),
            dossier.verdict.label().get(lang),
            Plain(&dossier.source)
        )?;
    }
    Ok(())
}

/// What could not be read, and why.
fn unreadable(unreadable: &[Unreadable], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let heading = pick(lang, "无法读取，未作核对", "Could not be read, and was not checked");
    let errors = unreadable.iter().flat_map(|each| {
        each.errors.iter().map(|error| {
            let said = Text::join([&error.message].into_iter().chain(&error.hint));
            let (place, colon) = (each.source.place(error.spot), pick(lang, "：", ": "));
            format!("{place}{colon}{}", said.get(lang))
        })
    });
    listed(heading, errors, out)
}

/// A heading and a list; nothing where the list is empty.
fn listed(heading: &str, items: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "\n### {heading}\n")?;
    for item in items {
        writeln!(out, "- {}", Plain(&item))?;
    }
    Ok(())
}

/// A dossier: its head, what is open, and everything in short.
fn one(dossier: &DossierReport, pack: Option<&PackSummary>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {}\n", Plain(applicant(dossier).get(lang)))?;
    writeln!(out, "**{}**\n", Plain(dossier.headline(pack).get(lang)))?;
    if let Some(pack) = pack {
        line(lang, &text!("奖项", "Award"), pack.title.get(lang), out)?;
    }
    line(
        lang,
        &text!("类别", "Track"),
        track(dossier.track.as_ref()).get(lang),
        out,
    )?;
    line(lang, &text!("文件", "File"), &dossier.source, out)?;
    line(lang, &text!("判断日", "As of"), as_of(dossier).get(lang), out)?;
    if let Some(outlook) = &dossier.outlook {
        line(lang, &text!("提交", "Submission"), outlook.text().get(lang), out)?;
    }
    line(lang, &text!("各项", "Counts"), tally(dossier).get(lang), out)?;
    if let Some(pack) = pack.filter(|pack| !pack.coverage.is_empty()) {
        line(lang, &text!("依据", "Based on"), pack.coverage.get(lang), out)?;
    }
    if let Some(pack) = pack.filter(|pack| !pack.unseen_sources.is_empty()) {
        let unseen = pack.unseen_titles();
        line(lang, &text!("未能核对", "Not examined"), unseen.get(lang), out)?;
    }
    if !dossier.materials_examined {
        let none = pick(lang, "申报材料未检查", "materials not examined");
        line(lang, &text!("申报材料", "Materials"), none, out)?;
    }
    for note in &dossier.materials_notes {
        line(lang, &text!("申报材料", "Materials"), note.get(lang), out)?;
    }
    for finding in open(dossier) {
        let condition = pack.and_then(|pack| pack.condition(&finding.condition));
        full(finding, condition, dossier, lang, out)?;
    }
    all(dossier, pack, lang, out)
}

/// What is neither passed nor not applicable, or bears a note: first what asks for an act, in the order of acting.
fn open(dossier: &DossierReport) -> Vec<&Finding> {
    let mut open = dossier.to_do();
    for finding in &dossier.findings {
        let settled = matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable) && finding.notes.is_empty();
        if !settled && !open.iter().any(|known| std::ptr::eq(*known, finding)) {
            open.push(finding);
        }
    }
    open
}

/// A finding with all it says.
fn full(
    finding: &Finding,
    condition: Option<&ConditionSummary>,
    dossier: &DossierReport,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let id = &*finding.condition;
    let title = condition.map_or(id, |condition| condition.title.get(lang));
    writeln!(
        out,
        "\n#### {} · {} ({})\n",
        finding.label(lang),
        Plain(title),
        Plain(id)
    )?;
    let mut say = |name: Text, said: &str| line(lang, &name, said, out);
    if let Some(condition) = condition {
        let clause = &condition.clause;
        let source = match condition.weight {
            Weight::Must => clause.source.get(lang).to_owned(),
            Weight::Should => format!(
                "{}{}",
                clause.source.get(lang),
                pick(lang, "（建议，非本奖规定）", " (advice, not this award's rule)")
            ),
        };
        let clause = format!("{source} {}「{}」", clause.number, clause.text);
        say(text!("条款", "Clause"), &clause)?;
    }
    say(text!("要求", "Required"), finding.required.get(lang))?;
    say(text!("查得", "Found"), finding.found.get(lang))?;
    if let Some(reason) = finding.reason {
        say(text!("理由", "Reason"), reason.label(lang))?;
    }
    if let Some(documents) = supports(finding, lang) {
        say(text!("材料", "Documents"), &documents)?;
    }
    for note in finding.remarks() {
        say(text!("注意", "Note"), note.get(lang))?;
    }
    if let Some(waived) = &finding.waived {
        say(text!("豁免", "Waived"), waived.get(lang))?;
    }
    if !matches!(finding.verdict, Verdict::Missing | Verdict::NotApplicable) {
        say(text!("依据", "Basis"), basis(finding.basis, lang))?;
    }
    if !finding.places.is_empty() {
        let mut places: Vec<String> = finding
            .places
            .iter()
            .take(PLACES)
            .map(|fact| place(fact, lang))
            .collect();
        if finding.places.len() > PLACES {
            places.push(format!("… {}", finding.places.len()));
        }
        say(text!("出处", "Where"), &places.join(pick(lang, "，", ", ")))?;
    }
    if let Some(remedy) = &finding.remedy {
        let due = finding.act_by.map(|day| due(day, dossier.as_of)).unwrap_or_default();
        let mut name = text!("办法", "Remedy");
        name.push(&due);
        say(name, remedy.get(lang))?;
    }
    Ok(())
}

/// One named line of a list.
fn line(lang: Lang, name: &Text, said: &str, out: &mut dyn Write) -> io::Result<()> {
    let (name, colon) = (name.get(lang), pick(lang, "：", ": "));
    writeln!(out, "- {name}{colon}{}", Plain(said))
}

/// Every condition in a line, folded away.
fn all(dossier: &DossierReport, pack: Option<&PackSummary>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let count = dossier.findings.len();
    let summary = text!("全部 {count} 项", "all {count} conditions");
    writeln!(out, "\n<details><summary>{}</summary>\n", summary.get(lang))?;
    let head = pick(
        lang,
        "| 结论 | 条件 | 编号 | 条款 |",
        "| Verdict | Condition | Id | Clause |",
    );
    writeln!(out, "{head}\n| --- | --- | --- | --- |")?;
    for finding in &dossier.findings {
        let id = &*finding.condition;
        let condition = pack.and_then(|pack| pack.condition(id));
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            finding.label(lang),
            Plain(condition.map_or(id, |condition| condition.title.get(lang))),
            Plain(id),
            Plain(condition.map_or("", |condition| &condition.clause.number))
        )?;
    }
    writeln!(out, "\n</details>")
}

/// What the report was made with.
fn foot(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let calendar = &report.calendar.sha256;
    write!(out, "\n---\n\n{} {}", report.tool.name, report.tool.version)?;
    for pack in &report.packs {
        write!(out, " · {} `{}`", Plain(&pack.id), pack.sha256)?;
    }
    writeln!(out, " · {} `{calendar}`", pick(lang, "工作日历", "calendar"))
}

/// What parts two characters without being seen.
const PART: &str = "&#8203;";

/// Text that stays text in Markdown.
///
/// A backslash keeps marks from marking up. What hosts look for afterwards in the finished text (addresses, mentions,
/// references by `#`, `!` and the like) is parted by a space of no width, which no backslash does.
struct Plain<'t>(&'t str);

impl Display for Plain<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = tame(self.0);
        let mut chars = text.chars().peekable();
        let mut before = ' ';
        if text.starts_with(['-', '+', '=']) {
            f.write_char('\\')?;
        }
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '!' => write!(f, "\\{c}")?,
                _ => f.write_char(c)?,
            }
            let refers = "@#!~%$&^".contains(c) && next.is_some_and(|n| !n.is_whitespace());
            let address = c == ':' && next == Some('/');
            let host = c.eq_ignore_ascii_case(&'w') && before.eq_ignore_ascii_case(&'w') && next == Some('.');
            let issue = c.eq_ignore_ascii_case(&'h') && before.eq_ignore_ascii_case(&'g') && next == Some('-');
            if refers || address || host || issue {
                f.write_str(PART)?;
            }
            before = c;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::report::testing::{finding, report};

    fn plain(text: &str) -> String {
        Plain(text).to_string()
    }

    fn written(report: &Report, lang: Lang) -> String {
        let mut bytes = Vec::new();
        write(
            report,
            Look {
                lang,
                width: 80,
                height: 24,
                details: false,
                up: None,
            },
            &mut bytes,
        )
        .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn no_mark_marks_up() {
        assert_eq!(plain("a|b*c_d`e"), r"a\|b\*c\_d\`e");
        assert_eq!(plain("![x](javascript:y)"), "\\!&#8203;\\[x\\](javascript:y)");
        assert_eq!(plain("<b>&amp;"), "&lt;b&gt;&amp;&#8203;amp;");
        assert_eq!(plain("- a - b"), "\\- a - b");
        assert_eq!(plain("甲\n# 乙\u{202e}"), "甲 \\# 乙 ");
        assert_eq!(plain("上海某某（集团）有限公司"), "上海某某（集团）有限公司");
    }

    #[test]
    fn nobody_is_mentioned_and_nothing_linked() {
        assert_eq!(plain("@root a@b.c"), "@&#8203;root a@&#8203;b.c");
        assert_eq!(plain("http://a HTTPS://b"), "http:&#8203;//a HTTPS:&#8203;//b");
        assert_eq!(plain("www.a WWW.b"), "www&#8203;.a WWW&#8203;.b");
        assert_eq!(plain("#12 !3 GH-4"), "\\#&#8203;12 \\!&#8203;3 GH&#8203;-4");
        assert_eq!(plain("50% 12:30"), "50% 12:30");
    }

    #[test]
    fn what_is_open_is_told_in_full_and_everything_in_short() {
        let must = |verdict| finding(Weight::Must, verdict, None);
        let mut pass = must(Verdict::Pass);
        pass.remedy = None;
        let text = written(&report(vec![pass, must(Verdict::Fail)]), Lang::En);
        assert_eq!(text.matches("\n#### ").count(), 1);
        assert!(text.contains("#### fail · c (c)"));
        assert!(text.contains("| pass | c | c |") && text.contains("| fail | c | c |"));
    }

    #[test]
    fn a_report_on_nothing_says_so() {
        for (lang, said) in [(Lang::Zh, "没有读到申报信息"), (Lang::En, "There is no dossier")] {
            assert!(written(&Report::new(&Calendar::default()), lang).contains(said));
        }
    }
}
