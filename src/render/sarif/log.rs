//! The parts of a SARIF log that are written, under the names the specification gives them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::day::Day;
use crate::dictionary::Track;
use crate::report::Brought;
use crate::verdict::{Basis, Overall, Reason, Verdict, Weight};
use crate::writing::tame;

#[derive(Serialize)]
pub(super) struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

impl<'r> Log<'r> {
    /// The log of one run.
    pub(super) fn new(run: Run<'r>) -> Log<'r> {
        Log {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: [run],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'r> {
    pub(super) tool: Tool<'r>,
    pub(super) language: &'static str,
    pub(super) column_kind: &'static str,
    pub(super) original_uri_base_ids: BTreeMap<&'static str, Base>,
    pub(super) invocations: [Invocation; 1],
    pub(super) results: Vec<Result<'r>>,
    pub(super) properties: RunBag<'r>,
}

#[derive(Serialize)]
pub(super) struct Base {
    pub(super) description: Message,
}

#[derive(Serialize)]
pub(super) struct Tool<'r> {
    pub(super) driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver<'r> {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: Vec<Descriptor<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor<'r> {
    pub(super) id: &'r str,
    pub(super) name: String,
    pub(super) short_description: Multiformat,
    pub(super) full_description: Multiformat,
    pub(super) help: Multiformat,
    pub(super) default_configuration: Configuration,
    pub(super) properties: RuleBag<'r>,
}

#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

#[derive(Serialize)]
pub(super) struct RuleBag<'r> {
    pub(super) pack: &'r str,
    pub(super) weight: Weight,
    pub(super) clause: &'r str,
    pub(super) tags: [&'r str; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    pub(super) tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
pub(super) struct Notification {
    pub(super) level: &'static str,
    pub(super) message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Result<'r> {
    pub(super) rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<usize>,
    pub(super) kind: &'static str,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<&'static str>,
    pub(super) partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppressions: Vec<Suppression>,
    pub(super) properties: ResultBag<'r>,
}

#[derive(Serialize)]
pub(super) struct Suppression {
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    pub(super) justification: String,
}

#[derive(Serialize)]
pub(super) struct ResultBag<'r> {
    pub(super) applicant: Option<&'r str>,
    pub(super) verdict: Verdict,
    pub(super) weight: Weight,
    pub(super) reason: Option<Reason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) basis: Option<Basis>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    pub(super) artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Logical {
    pub(super) name: String,
    pub(super) fully_qualified_name: String,
    pub(super) kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunBag<'r> {
    pub(super) calendar_sha256: &'r str,
    pub(super) settings: Option<&'r Brought>,
    pub(super) packs: Vec<PackBag<'r>>,
    pub(super) dossiers: Vec<VerdictBag<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PackBag<'r> {
    pub(super) id: &'r str,
    pub(super) sha256: &'r str,
    pub(super) file: Option<&'r str>,
    pub(super) unseen_sources: &'r [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VerdictBag<'r> {
    pub(super) source: &'r str,
    pub(super) applicant: Option<&'r str>,
    pub(super) track: Option<Track>,
    pub(super) as_of: Day,
    pub(super) verdict: Overall,
    pub(super) headline: String,
    pub(super) findings: BTreeMap<&'r str, Verdict>,
}

#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// A message that says these words, whatever characters stand in them.
    pub(super) fn plain(words: &str) -> Message {
        Message { text: literal(words) }
    }
}

#[derive(Serialize)]
pub(super) struct Multiformat {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) markdown: Option<String>,
}

impl Multiformat {
    /// Plain words alone.
    pub(super) fn plain(words: &str) -> Multiformat {
        Multiformat {
            text: literal(words),
            markdown: None,
        }
    }
}

/// Words that hold neither a placeholder (3.11.5: braces are doubled) nor a link (3.11.6: `](` is parted), nor a
/// character that steers a device; line breaks stay.
pub(super) fn literal(words: &str) -> String {
    let lines: Vec<String> = words.split('\n').map(tame).collect();
    let parted = lines.join("\n").replace("](", "] (");
    parted.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_neither_placeholders_nor_links() {
        assert_eq!(literal("{0} [a](http://x)\u{1b}\nb"), "{{0}} [a] (http://x) \nb");
    }
}
