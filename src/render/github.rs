//! Workflow commands of GitHub Actions: one line for each finding that asks for something, which GitHub shows beside
//! the changed file. Ten of a kind are shown for each step, so what matters most comes first, and a last line counts.
//!
//! A line begins with a command of ours and holds nothing that could begin another: text of a dossier is stripped of
//! line breaks before it is escaped.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::place::Place;
use crate::render::Look;
use crate::render::machine::{Around, Level, cell, counts, sentence, skipped, wrong};
use crate::render::uri::slashed;
use crate::report::{Finding, Report, Told};
use crate::text::Lang;
use crate::verdict::{Reason, Verdict};
use crate::writing::tame;

/// Writes the commands: what could not be read, then errors, warnings and notices, each by dossier, and what is odd
/// about documents. What only the committee can judge is left out.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let lang = look.lang;
    for unreadable in &report.unreadable {
        for (place, message) in wrong(unreadable, lang) {
            let title = match lang {
                Lang::Zh => "无法读取",
                Lang::En => "could not be read",
            };
            command("error", Some(&place), title, &[message], out)?;
        }
    }
    for (level, name) in [
        (Level::Error, "error"),
        (Level::Warning, "warning"),
        (Level::Note, "notice"),
    ] {
        for dossier in &report.dossiers {
            let around = Around { dossier, lang, report };
            let mut shown: Vec<&Finding> = dossier.findings.iter().filter(|one| is_shown(one, level)).collect();
            shown.sort_by_key(|finding| finding.verdict != Verdict::Fail);
            for finding in shown {
                let title = sentence(&around.applicant(), &around.title(finding), lang);
                let title = format!("{title} ({})", finding.condition);
                command(name, Some(&around.place(finding)), &title, &around.said(finding), out)?;
            }
        }
    }
    for Told { name, words, .. } in report.brought() {
        command("notice", None, "", &[sentence(name.get(lang), &words, lang)], out)?;
    }
    for dossier in &report.dossiers {
        let around = Around { dossier, lang, report };
        let place = Place::file(around.file());
        for said in around.materials() {
            command("notice", Some(&place), &around.applicant(), &[said], out)?;
        }
    }
    for each in &report.skipped {
        command("notice", None, "", &[skipped(each, lang)], out)?;
    }
    if let Some(since) = &report.since {
        command("notice", None, "", &[since.said().get(lang).to_owned()], out)?;
    }
    command("notice", None, "", &[counts(report).get(lang).to_owned()], out)
}

fn is_shown(finding: &Finding, level: Level) -> bool {
    Level::of(finding) == level && finding.reason != Some(Reason::Committee)
}

/// Writes one command. Of a workbook, sheet and cell stand in the message, as it has no lines.
fn command(name: &str, place: Option<&Place>, title: &str, said: &[String], out: &mut dyn Write) -> io::Result<()> {
    let mut properties = Vec::new();
    if let Some(place) = place {
        properties.push(format!("file={}", property(&tame(&slashed(&place.file)))));
        let numbers = [("line", place.line), ("col", place.column)];
        properties.extend(
            numbers
                .iter()
                .filter_map(|(name, number)| Some(format!("{name}={}", (*number)?))),
        );
    }
    if !title.is_empty() {
        properties.push(format!("title={}", property(title)));
    }
    let mut message = place.and_then(cell).map(|cell| format!("{cell}\n")).unwrap_or_default();
    let _ = write!(message, "{}", said.join("\n"));
    let space = if properties.is_empty() { "" } else { " " };
    writeln!(out, "::{name}{space}{}::{}", properties.join(","), data(&message))
}

/// A message as a command holds it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property as a command holds it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{finding, report};
    use crate::text::Text;
    use crate::verdict::Weight;

    fn lines(report: &Report) -> Vec<String> {
        let mut out = Vec::new();
        let look = Look {
            lang: Lang::En,
            width: 80,
            height: 24,
            details: false,
            up: None,
        };
        write(report, look, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn errors_come_first_and_the_counts_last() {
        let lines = lines(&report(vec![
            finding(Weight::Should, Verdict::Fail, None),
            finding(Weight::Must, Verdict::Review, Some(Reason::Evidence)),
            finding(Weight::Must, Verdict::Review, Some(Reason::Committee)),
            finding(Weight::Must, Verdict::Missing, None),
            finding(Weight::Must, Verdict::Fail, None),
            finding(Weight::Must, Verdict::Pass, None),
        ]));
        let starts: Vec<&str> = lines
            .iter()
            .map(|line| line.split([' ', ':']).nth(2).unwrap())
            .collect();
        assert_eq!(starts, ["error", "error", "warning", "notice", "notice"]);
        assert!(
            lines[0].contains("::fail") && lines[1].contains("::missing"),
            "{lines:?}"
        );
        assert!(lines[4].starts_with("::notice::dossiers: 1; 1 not met, 1 missing, 2 for review; warnings: 1"));
    }

    #[test]
    fn no_text_of_a_dossier_begins_a_command_or_ends_a_property() {
        let mut hostile = finding(Weight::Must, Verdict::Fail, None);
        hostile.found = Text::same("a\n::error::x\r%0A::stop-commands::y");
        let mut report = report(vec![hostile]);
        report.dossiers[0].applicant = Some("x,line=7::y\n::warning::z".to_owned());
        report.dossiers[0].source = "a,b:c%0A.toml".into();
        let lines = lines(&report);
        assert_eq!(lines.len(), 2);
        let line = &lines[0];
        assert!(line.starts_with(
            "::error file=a%2Cb%3Ac%250A.toml,title=x%2Cline=7%3A%3Ay %3A%3Awarning%3A%3Az%3A c (c)::fail"
        ));
        assert!(line.contains("%250A::stop-commands::y%0A"), "{line}");
    }
}
