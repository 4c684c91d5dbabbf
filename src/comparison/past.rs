//! What an earlier report told, in JSON or JSON Lines, with whole findings or their verdicts alone. A report from before
//! there were keys is known by names and tracks.

use std::collections::BTreeMap;

use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use super::Entry;
use crate::day::Day;
use crate::report::key;
use crate::text::Text;
use crate::verdict::{Overall, Verdict};

/// Why text is no report of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastError(pub Text);

#[derive(Deserialize)]
struct Past {
    source: String,
    pack: Option<String>,
    applicant: Option<String>,
    track: Option<String>,
    /// None where the report is from before there were keys, none in it where nothing tells or it was left out.
    #[serde(default, deserialize_with = "stated")]
    key: Option<Option<String>>,
    #[serde(deserialize_with = "day")]
    as_of: Day,
    verdict: Overall,
    findings: Findings,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Findings {
    Whole(Vec<Finding>),
    Short(BTreeMap<String, Verdict>),
}

#[derive(Deserialize)]
struct Finding {
    condition: String,
    verdict: Verdict,
}

/// What stands there, null among it.
fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A day as reports write it.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let written = String::deserialize(deserializer)?;
    Day::parse(&written).map_err(|_| D::Error::custom("no day"))
}

/// A whole report, of which more stands beside the dossiers.
#[derive(Deserialize)]
struct Whole {
    dossiers: Vec<Past>,
}

/// The last line of JSON Lines.
#[derive(Deserialize)]
struct Last {
    #[serde(rename = "summary")]
    _summary: serde_json::Value,
}

/// A line that tells of no applicant: the first, one of packs, or one of what could not be read.
#[derive(Deserialize)]
#[serde(untagged)]
enum Aside {
    First {
        #[serde(rename = "schema_version")]
        _version: IgnoredAny,
    },
    Packs {
        #[serde(rename = "packs")]
        _packs: IgnoredAny,
    },
    Wrong {
        #[serde(rename = "error")]
        _error: IgnoredAny,
    },
}

/// The applicants of a report in JSON or JSON Lines.
///
/// # Errors
/// It is none, or it is cut short.
pub fn past(text: &str) -> Result<Vec<Entry>, PastError> {
    if let Ok(whole) = serde_json::from_str::<Whole>(text) {
        return whole.dossiers.into_iter().map(Past::entry).collect();
    }
    let mut entries = Vec::new();
    let mut ended = false;
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        if serde_json::from_str::<Last>(line).is_ok() {
            ended = true;
            continue;
        }
        if serde_json::from_str::<Aside>(line).is_ok() {
            continue;
        }
        let past = serde_json::from_str::<Past>(line).map_err(|_| {
            PastError(text!(
                "第 {number} 行不是 check 写出的 json、jsonl 报告",
                "line {number} is not of a report that `check` wrote as json or jsonl"
            ))
        })?;
        entries.push(past.entry()?);
    }
    match ended {
        true => Ok(entries),
        false => Err(PastError(text!(
            "报告不完整：没有最后一行合计",
            "the report is cut short: its last line, with the counts, is not there"
        ))),
    }
}

impl Past {
    fn entry(self) -> Result<Entry, PastError> {
        let named = |name: &str| key::named(name, self.track.as_deref().unwrap_or_default());
        let key = match (self.key, &self.applicant) {
            (Some(None), Some(_)) => {
                return Err(PastError(text!(
                    "报告隐去了名称（--redact），认不出申报者，不能比较",
                    "names were left out of the report (--redact): nobody in it is known again"
                )));
            }
            (Some(key), _) => key,
            (None, applicant) => applicant.as_deref().and_then(named),
        };
        Ok(Entry {
            key,
            source: self.source,
            applicant: self.applicant,
            track: self.track,
            pack: self.pack,
            as_of: self.as_of,
            verdict: self.verdict,
            verdicts: match self.findings {
                Findings::Short(verdicts) => verdicts,
                Findings::Whole(findings) => {
                    let each = findings.into_iter();
                    each.map(|finding| (finding.condition, finding.verdict)).collect()
                }
            },
            facts: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"source":"a","applicant":"甲公司","track":"t","as_of":"2025-12-19","verdict":"eligible","findings":{"c":"pass"}}"#;

    #[test]
    fn an_older_report_without_keys_is_known_by_names_and_a_cut_one_is_refused() {
        let whole = past(&format!("{LINE}\n{{\"summary\":{{}}}}\n")).unwrap();
        assert_eq!(whole[0].key.as_deref(), Some("甲公司@t"));
        assert_eq!(whole[0].verdicts["c"], Verdict::Pass);
        let first = r#"{"schema_version":1,"tool":{"name":"t"},"packs":[]}"#;
        let wrong = r#"{"error":{"file":"b"}}"#;
        let aside = past(&format!("{first}\n{LINE}\n{wrong}\n{{\"summary\":{{}}}}\n")).unwrap();
        assert_eq!(aside.len(), 1);
        assert!(past(LINE).is_err());
        assert!(past(&LINE[..LINE.len() - 1]).is_err());
        assert!(past("").is_err());
        let redacted = LINE.replace(r#""track""#, r#""key":null,"track""#);
        assert!(past(&format!("{redacted}\n{{\"summary\":{{}}}}\n")).is_err());
    }
}
