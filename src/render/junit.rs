//! JUnit XML, which every CI server reads: a suite for each dossier, a case for each condition. A binding condition
//! that is failed is a failure, one that lacks a fact an error; what is for people to judge and what only advises
//! passes and says so in its output; what does not address the applicant, or is waived, is skipped. A file that
//! could not be read is a suite with one error; what is odd about the documents of a dossier is the output of its suite.
//! No times are told, as none are measured.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::place::{Place, Unreadable};
use crate::render::Look;
use crate::render::machine::{Around, Level, cell, sentence, skipped, stands, wrong};
use crate::report::{Finding, PackSummary, Report};
use crate::text::Lang;
use crate::verdict::Verdict;
use crate::writing::tame;

type Xml<'w> = Writer<&'w mut dyn Write>;

/// Writes the suites.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<Suite<'_>> = report
        .dossiers
        .iter()
        .map(|dossier| {
            Suite::of(Around {
                dossier,
                lang: look.lang,
                report,
            })
        })
        .chain(report.unreadable.iter().map(|each| Suite::broken(each, look.lang)))
        .collect();
    let total = |outcome| {
        suites
            .iter()
            .map(|suite| suite.count(outcome))
            .sum::<usize>()
            .to_string()
    };
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites")
        .with_attribute(("name", report.tool.name))
        .with_attribute((
            "tests",
            suites
                .iter()
                .map(|suite| suite.cases.len())
                .sum::<usize>()
                .to_string()
                .as_str(),
        ))
        .with_attribute(("failures", total(Outcome::Failure).as_str()))
        .with_attribute(("errors", total(Outcome::Error).as_str()))
        .write_inner_content(|xml| {
            suites.iter().try_for_each(|suite| suite.write(xml))?;
            passed_over(report, look.lang, xml)
        })?;
    writeln!(xml.into_inner())
}

/// What was passed over, as a suite without cases that says so.
fn passed_over(report: &Report, lang: Lang, xml: &mut Xml<'_>) -> io::Result<()> {
    if report.skipped.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = report.skipped.iter().map(|each| skipped(each, lang)).collect();
    let name = match lang {
        Lang::Zh => "未读内容",
        Lang::En => "passed over",
    };
    let suite = Suite {
        name: name.to_owned(),
        properties: Vec::new(),
        cases: Vec::new(),
        output: lines,
    };
    suite.write(xml)
}

/// A dossier, or a file that could not be read.
struct Suite<'r> {
    name: String,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case<'r>>,
    /// What is said of it as a whole.
    output: Vec<String>,
}

/// A condition.
struct Case<'r> {
    class: String,
    name: String,
    outcome: Outcome,
    /// The id of its verdict.
    verdict: &'r str,
    /// What is said of it in one line.
    message: String,
    /// Everything that is said of it.
    lines: Vec<String>,
}

/// What a case comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Failure,
    Error,
    Skipped,
    /// It passes, with something to read.
    Output,
    Silent,
}

impl Case<'_> {
    fn write(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let case = xml
            .create_element("testcase")
            .with_attribute(("classname", allowed(&self.class).as_str()))
            .with_attribute(("name", allowed(&self.name).as_str()));
        let body = self.lines.join("\n");
        let tag = match self.outcome {
            Outcome::Silent => return case.write_empty().map(drop),
            Outcome::Output => return case.write_inner_content(|xml| text(xml, "system-out", &body)).map(drop),
            Outcome::Skipped => "skipped",
            Outcome::Failure => "failure",
            Outcome::Error => "error",
        };
        case.write_inner_content(|xml| {
            xml.create_element(tag)
                .with_attribute(("type", self.verdict))
                .with_attribute(("message", allowed(&self.message).as_str()))
                .write_text_content(BytesText::new(&allowed(&body)))
                .map(drop)
        })
        .map(drop)
    }
}

impl<'r> Suite<'r> {
    /// The suite of a dossier.
    fn of(around: Around<'r>) -> Suite<'r> {
        let dossier = around.dossier;
        let pack = around.report.pack_of(dossier);
        Suite {
            name: format!("{} ({})", dossier.source, around.applicant()),
            properties: properties(around, pack),
            cases: dossier.findings.iter().map(|finding| case(around, finding)).collect(),
            output: around.materials().collect(),
        }
    }

    /// The suite of what could not be read.
    fn broken(unreadable: &'r Unreadable, lang: Lang) -> Suite<'r> {
        let wrong = wrong(unreadable, lang);
        let lines: Vec<String> = wrong
            .iter()
            .map(|(place, said)| sentence(&place.to_string(), said, lang))
            .collect();
        let case = Case {
            class: env!("CARGO_PKG_NAME").to_owned(),
            name: match lang {
                Lang::Zh => "读取".to_owned(),
                Lang::En => "reading".to_owned(),
            },
            outcome: Outcome::Error,
            verdict: "unreadable",
            message: wrong.into_iter().next().map(|(_, said)| said).unwrap_or_default(),
            lines,
        };
        Suite {
            name: unreadable.source.file().to_string(),
            properties: Vec::new(),
            cases: vec![case],
            output: Vec::new(),
        }
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.cases.iter().filter(|case| case.outcome == outcome).count()
    }

    fn write(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let count = |outcome| self.count(outcome).to_string();
        xml.create_element("testsuite")
            .with_attribute(("name", allowed(&self.name).as_str()))
            .with_attribute(("tests", self.cases.len().to_string().as_str()))
            .with_attribute(("failures", count(Outcome::Failure).as_str()))
            .with_attribute(("errors", count(Outcome::Error).as_str()))
            .with_attribute(("skipped", count(Outcome::Skipped).as_str()))
            .write_inner_content(|xml| {
                if !self.properties.is_empty() {
                    xml.create_element("properties").write_inner_content(|xml| {
                        self.properties
                            .iter()
                            .try_for_each(|(name, value)| property(xml, name, value))
                    })?;
                }
                self.cases.iter().try_for_each(|case| case.write(xml))?;
                if self.output.is_empty() {
                    return Ok(());
                }
                text(xml, "system-out", &self.output.join("\n"))
            })
            .map(drop)
    }
}

/// What is known of a dossier as a whole.
fn properties(around: Around<'_>, pack: Option<&PackSummary>) -> Vec<(&'static str, String)> {
    let dossier = around.dossier;
    let verdict = dossier.headline(pack).get(around.lang).to_owned();
    let mut properties = vec![("pack", dossier.pack.clone())];
    properties.extend(pack.map(|pack| ("pack.sha256", pack.sha256.clone())));
    properties.extend(pack.and_then(|pack| Some(("pack.file", pack.file.clone()?))));
    if let Some(settings) = &around.report.settings {
        properties.push(("settings", settings.file.clone()));
        properties.push(("settings.sha256", settings.sha256.clone()));
    }
    properties.extend([("as_of", dossier.as_of.to_string()), ("verdict", verdict)]);
    properties
}

fn case<'r>(around: Around<'r>, finding: &'r Finding) -> Case<'r> {
    let dossier = around.dossier;
    let track = dossier
        .track
        .as_ref()
        .map(|track| format!(".{}", track.id()))
        .unwrap_or_default();
    let waived = finding.waived.as_ref();
    let outcome = match (Level::of(finding), finding.verdict) {
        (_, Verdict::NotApplicable) => Outcome::Skipped,
        (Level::Error, Verdict::Fail) => Outcome::Failure,
        (Level::Error, _) => Outcome::Error,
        (Level::Nothing, _) if finding.notes.is_empty() => Outcome::Silent,
        (Level::Note, _) if waived.is_some() => Outcome::Skipped,
        _ => Outcome::Output,
    };
    let message = waived.unwrap_or(&finding.found).get(around.lang);
    let mut lines = around.said(finding);
    lines.extend(finding.places.iter().filter(|fact| stands(fact)).map(|fact| {
        let place = within(&fact.place);
        tame(&format!("{}: {} ({place})", fact.place.file, fact.field))
    }));
    Case {
        class: format!("{}{track}", dossier.pack),
        name: format!("{} {}", finding.condition, around.title(finding)),
        outcome,
        verdict: finding.verdict.id(),
        message: tame(message),
        lines,
    }
}

/// A place within its file.
fn within(place: &Place) -> String {
    match (place.line, place.column) {
        (Some(line), Some(column)) => format!("{line}:{column}"),
        _ => cell(place).unwrap_or_default(),
    }
}

fn property(xml: &mut Xml<'_>, name: &str, value: &str) -> io::Result<()> {
    xml.create_element("property")
        .with_attribute(("name", name))
        .with_attribute(("value", allowed(value).as_str()))
        .write_empty()
        .map(drop)
}

fn text(xml: &mut Xml<'_>, tag: &str, words: &str) -> io::Result<()> {
    xml.create_element(tag)
        .write_text_content(BytesText::new(&allowed(words)))
        .map(drop)
}

/// Words without the characters that XML 1.0 does not have or a reader would change; line breaks stay.
fn allowed(words: &str) -> String {
    let lines: Vec<String> = words.split('\n').map(tame).collect();
    lines.join("\n").replace(['\u{fffe}', '\u{ffff}'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_have_becomes_a_space() {
        assert_eq!(allowed("a\u{0}b\u{1b}\u{fffe}c\u{ffff}\nd\t"), "a b  c \nd ");
        assert_eq!(allowed("甲\u{1f600}"), "甲\u{1f600}");
    }
}
