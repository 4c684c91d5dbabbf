//! SARIF 2.1.0, which code scanning and editors read: a rule for each condition, a result for each finding that asks
//! for something.
//!
//! What is met or does not apply is no result: GitHub shows every result as an alert, whatever its `kind`. Every
//! verdict stands in the properties of the run instead. A failure or a gap of a binding condition is an `error`,
//! advice that is not followed a `warning`, advice that lacks a fact a `note`. What a person must judge has the kind
//! `review`, to which the specification gives the level `none` (3.27.10). A waived finding is suppressed. What could
//! not be read is a notification of the invocation, which then was not successful. No clock is read, and no path
//! appears that was not given.

mod log;
mod results;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

use crate::place::Place;
use crate::render::Look;
use crate::render::machine::{Around, sentence, skipped, wrong};
use crate::report::{ConditionSummary, DossierReport, PackSummary, Report, WaiverState};
use crate::text::Lang;
use crate::verdict::Weight;

use log::{
    Configuration, Descriptor, Driver, Invocation, Log, Message, Multiformat, Notification, PackBag, RuleBag, Run,
    RunBag, Tool, VerdictBag,
};

/// The base of relative references: the folder the program ran in, which is not told.
const ROOT: &str = "%SRCROOT%";

/// Writes the log.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let lang = look.lang;
    let (rules, index) = rules(report, lang);
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: report.tool.name,
                version: report.tool.version,
                semantic_version: report.tool.version,
                rules,
            },
        },
        language: match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en-US",
        },
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: base(lang),
        invocations: [Invocation {
            execution_successful: report.unreadable.is_empty(),
            tool_execution_notifications: notifications(report, lang),
        }],
        results: results::of(report, lang, &index),
        properties: RunBag {
            calendar_sha256: &report.calendar.sha256,
            settings: report.settings.as_ref(),
            packs: report.packs.iter().map(pack).collect(),
            dossiers: report
                .dossiers
                .iter()
                .map(|dossier| verdicts(report, dossier, lang))
                .collect(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &Log::new(run))?;
    writeln!(out)
}

/// The base of relative references, described and without a place of its own.
fn base(lang: Lang) -> BTreeMap<&'static str, log::Base> {
    let description = match lang {
        Lang::Zh => "运行命令时所在的文件夹",
        Lang::En => "the folder in which the command was run",
    };
    BTreeMap::from([(
        ROOT,
        log::Base {
            description: Message::plain(description),
        },
    )])
}

/// Where the rule of a pack's condition stands among the rules.
type Index<'r> = HashMap<(&'r str, &'r str), usize>;

/// A rule for each condition of each pack. Two editions may share an id; a result then tells them apart by index.
fn rules(report: &Report, lang: Lang) -> (Vec<Descriptor<'_>>, Index<'_>) {
    let (mut rules, mut index) = (Vec::new(), Index::new());
    for pack in &report.packs {
        for (id, condition) in &pack.conditions {
            index.entry((pack.id.as_str(), &**id)).or_insert_with(|| {
                rules.push(rule(pack, id, condition, lang));
                rules.len() - 1
            });
        }
    }
    (rules, index)
}

fn rule<'r>(pack: &'r PackSummary, id: &'r Arc<str>, condition: &'r ConditionSummary, lang: Lang) -> Descriptor<'r> {
    let clause = &condition.clause;
    let source = format!("{} {}", clause.source.get(lang), clause.number);
    let required = condition.required.get(lang);
    let word = |zh, en, words: &str| sentence(if lang == Lang::Zh { zh } else { en }, words, lang);
    let mut plain = vec![
        word("条款", "clause", &format!("{source}「{}」", clause.text)),
        word("要求", "required", required),
    ];
    let mut marked = vec![
        format!("**{}**", escaped(&source)),
        format!("> {}", escaped(&clause.text)),
        escaped(&word("要求", "required", required)),
    ];
    let mut list = Vec::new();
    for (label, remedy) in condition.remedies.all(lang) {
        let line = sentence(&label, &remedy, lang);
        list.push(format!("- {}", escaped(&line)));
        plain.push(line);
    }
    marked.push(list.join("\n"));
    let (level, tag) = match condition.weight {
        Weight::Must => ("error", "must"),
        Weight::Should => ("warning", "should"),
    };
    Descriptor {
        id,
        name: pascal(id),
        short_description: Multiformat::plain(condition.title.get(lang)),
        full_description: Multiformat::plain(&plain.iter().take(2).cloned().collect::<Vec<_>>().join("\n")),
        help: Multiformat {
            text: log::literal(&plain.join("\n")),
            markdown: Some(log::literal(&marked.join("\n\n"))),
        },
        default_configuration: Configuration { level },
        properties: RuleBag {
            pack: &pack.id,
            weight: condition.weight,
            clause: &clause.number,
            tags: [tag, pack.id.as_str()],
        },
    }
}

/// An id as a name: `org.no-loss` is `OrgNoLoss`.
fn pascal(id: &str) -> String {
    let parts = id.split(|c: char| !c.is_alphanumeric());
    parts
        .flat_map(|part| {
            let mut letters = part.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect::<Vec<char>>()
        })
        .collect()
}

/// Text that stands in Markdown for itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#|&~!".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn pack(pack: &PackSummary) -> PackBag<'_> {
    PackBag {
        id: &pack.id,
        sha256: &pack.sha256,
        file: pack.file.as_deref(),
        unseen_sources: &pack.unseen_sources,
    }
}

/// Every verdict on a dossier.
fn verdicts<'r>(report: &'r Report, dossier: &'r DossierReport, lang: Lang) -> VerdictBag<'r> {
    VerdictBag {
        source: &dossier.source,
        applicant: dossier.applicant.as_deref(),
        track: dossier.track.clone(),
        as_of: dossier.as_of,
        verdict: dossier.verdict,
        headline: dossier.headline(report.pack_of(dossier)).get(lang).to_owned(),
        findings: dossier
            .findings
            .iter()
            .map(|finding| (&*finding.condition, finding.verdict))
            .collect(),
    }
}

/// What could not be read or was passed over, what is odd about documents, and what else should be known of the run as a whole.
fn notifications(report: &Report, lang: Lang) -> Vec<Notification> {
    let mut told: Vec<Notification> = Vec::new();
    for unreadable in &report.unreadable {
        for (place, message) in wrong(unreadable, lang) {
            told.push(Notification {
                level: "error",
                message: Message::plain(&message),
                locations: vec![results::location(&place, None)],
            });
        }
    }
    for dossier in &report.dossiers {
        let around = Around { dossier, lang, report };
        for message in around.materials() {
            told.push(Notification {
                level: "note",
                message: Message::plain(&message),
                locations: vec![results::location(&Place::file(around.file()), None)],
            });
        }
    }
    let mut tell = |level, message: &str| {
        told.push(Notification {
            level,
            message: Message::plain(message),
            locations: Vec::new(),
        });
    };
    for each in &report.skipped {
        tell("note", &skipped(each, lang));
    }
    for duplicate in &report.duplicates {
        tell("warning", duplicate.message.get(lang));
    }
    for waiver in report
        .waivers
        .iter()
        .filter(|waiver| waiver.state != WaiverState::Applied)
    {
        tell("warning", waiver.message.get(lang));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_becomes_a_name_and_what_marks_text_is_written_plainly() {
        assert_eq!(pascal("org.no-loss"), "OrgNoLoss");
        assert_eq!(pascal("c"), "C");
        assert_eq!(escaped("a*[b](c)<d>"), "a\\*\\[b\\](c)\\<d\\>");
    }
}
