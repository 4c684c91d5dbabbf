//! The formats for other programs: valid by the published schemas, telling the verdicts that JSON tells, harmless
//! whatever a dossier says, and the same in every run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use quality_award::dossier::Dossier;
use quality_award::load::{self, excel};
use quality_award::place::{InputError, Place, Source, Spot, Unreadable};
use quality_award::render::{Format, Look, render};
use quality_award::report::{DossierReport, FactPlace, Finding, Report, Skipped};
use quality_award::text::{Lang, Text};
use quality_award::verdict::{Reason, Verdict, Weight};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

const MACHINES: [Format; 4] = [Format::Sarif, Format::Junit, Format::Github, Format::Codequality];
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

static SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = fs::read_to_string("tests/data/schemas/sarif-2.1.0.json").unwrap();
    // The published pattern of a language closes a bracket that it never opened, which is no regular expression.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
});

fn written(format: Format, report: &Report, lang: Lang) -> String {
    let mut out = Vec::new();
    render(
        format,
        report,
        Look {
            lang,
            width: 80,
            height: 24,
            details: false,
            up: None,
        },
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

/// The log, held against the schema.
fn sarif(report: &Report, lang: Lang) -> Value {
    let log: Value = serde_json::from_str(&written(Format::Sarif, report, lang)).unwrap();
    let wrong: Vec<String> = SARIF
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
    log["runs"][0].clone()
}

fn codequality(report: &Report, lang: Lang) -> Vec<Value> {
    let issues: Value = serde_json::from_str(&written(Format::Codequality, report, lang)).unwrap();
    let mut prints = BTreeSet::new();
    for issue in issues.as_array().unwrap() {
        let keys: Vec<&String> = issue.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["check_name", "description", "fingerprint", "location", "severity"]
        );
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        assert!(!issue["location"]["path"].as_str().unwrap().starts_with("./"));
        assert!(
            prints.insert(issue["fingerprint"].as_str().unwrap().to_owned()),
            "{issue}"
        );
    }
    issues.as_array().unwrap().clone()
}

/// An element of a document that is read back.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn number(&self, attribute: &str) -> usize {
        self.attributes[attribute].parse().unwrap()
    }
}

fn parsed(xml: &str) -> Element {
    let forbidden = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!xml.contains(forbidden), "a character that XML 1.0 does not have");
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let begun = |tag: &quick_xml::events::BytesStart<'_>| Element {
        name: tag.name().as_ref().to_owned(),
        attributes: tag
            .attributes()
            .map(|attribute| attribute.unwrap())
            .map(|attribute| {
                let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                (attribute.key.as_ref().to_owned(), value.into_owned())
            })
            .collect(),
        ..Element::default()
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open.push(begun(&tag)),
            Event::Empty(tag) => open.last_mut().unwrap().children.push(begun(&tag)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = match reference.as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("{other}"),
                };
                open.last_mut().unwrap().text.push(c);
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open.len(), 1);
    open.remove(0).children.remove(0)
}

/// The suites, with their elements and attributes held against the XML Schema and their counts against their cases.
fn junit(report: &Report, lang: Lang) -> Vec<Element> {
    let schema = parsed(
        &fs::read_to_string("tests/data/schemas/junit-10.xsd")
            .map(without_comments)
            .unwrap(),
    );
    let root = parsed(&written(Format::Junit, report, lang));
    assert_eq!(root.name, "testsuites");
    known_to(&schema, &root);
    for (attribute, of) in [("tests", "tests"), ("failures", "failures"), ("errors", "errors")] {
        let sum: usize = root.children.iter().map(|suite| suite.number(of)).sum();
        assert_eq!(root.number(attribute), sum, "{attribute}");
    }
    for suite in &root.children {
        let with = |name: &str| suite.all("testcase").filter(|case| case.all(name).count() > 0).count();
        assert_eq!(suite.number("tests"), suite.all("testcase").count());
        for (attribute, name) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            assert_eq!(suite.number(attribute), with(name), "{attribute}");
        }
    }
    root.children
}

fn without_comments(xml: String) -> String {
    let mut kept = String::new();
    for part in xml.split("<!--") {
        kept.push_str(part.split_once("-->").map_or(part, |(_, rest)| rest));
    }
    kept
}

/// Every element is declared at the top of the schema, holds the elements and attributes it may, and lacks none it must.
fn known_to(schema: &Element, element: &Element) {
    let named = |one: &&Element| one.attributes.get("name") == Some(&element.name);
    let declared = schema.all("xs:element").find(named);
    let declared = declared.unwrap_or_else(|| panic!("no element {}", element.name));
    let (mut may, mut holds, mut must) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut within = vec![declared];
    while let Some(part) = within.pop() {
        if part.name == "xs:attribute" {
            may.insert(part.attributes["name"].clone());
            if part.attributes.get("use").is_some_and(|u| u == "required") {
                must.insert(part.attributes["name"].clone());
            }
        }
        holds.extend(part.attributes.get("ref").cloned());
        within.extend(&part.children);
    }
    let given: BTreeSet<String> = element.attributes.keys().cloned().collect();
    assert!(
        given.is_subset(&may) && must.is_subset(&given),
        "{}: {given:?}",
        element.name
    );
    for child in &element.children {
        assert!(holds.contains(&child.name), "{} in {}", child.name, element.name);
        known_to(schema, child);
    }
}

/// The commands; every line is one of ours.
fn commands(report: &Report, lang: Lang) -> Vec<String> {
    let text = written(Format::Github, report, lang);
    assert!(text.ends_with('\n') && !text.contains(['\r', '\u{1b}']));
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &lines {
        let ours = ["::error ", "::warning ", "::notice ", "::notice::"];
        assert!(ours.iter().any(|start| line.starts_with(start)), "{line}");
    }
    lines
}

fn from_toml(path: &Path) -> Dossier {
    let text = fs::read_to_string(path).unwrap();
    let source = Source::text(path.to_str().unwrap(), text.as_str());
    let read = load::toml::read(&source, common::today(), |_| Ok(common::pack().dictionary.clone()));
    read.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

fn from_workbook(path: &Path) -> Dossier {
    let options = excel::Options {
        sheet: None,
        known: None,
        today: common::today(),
    };
    let mut found = Vec::new();
    let dictionary = |_: Option<load::Named<'_>>| Ok(common::pack().dictionary.clone());
    let bytes = fs::read(path).unwrap();
    excel::read(path.to_str().unwrap(), &bytes, &options, dictionary, |read| {
        found.push(read)
    })
    .unwrap();
    found
        .remove(0)
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
}

fn empty() -> Report {
    Report::new(common::calendar())
}

/// A report on these dossiers.
fn report_on(dossiers: impl IntoIterator<Item = DossierReport>) -> Report {
    let mut report = empty();
    report.add_pack(common::pack());
    dossiers.into_iter().for_each(|dossier| report.add(dossier));
    report
}

/// Every example, as TOML and as a workbook.
fn examples() -> Report {
    let entries = fs::read_dir("examples").unwrap().map(|entry| entry.unwrap().path());
    let is_dossier = |path: &PathBuf| {
        let stem = path.file_stem().unwrap().to_string_lossy();
        path.extension().is_some_and(|ext| ext == "toml" || ext == "xlsx")
            && (stem.starts_with("organization") || stem.starts_with("individual"))
    };
    let mut paths: Vec<PathBuf> = entries.filter(is_dossier).collect();
    paths.sort();
    let judged = paths
        .iter()
        .map(|path| match path.extension().unwrap().to_str().unwrap() {
            "toml" => common::judge(&from_toml(path)),
            _ => common::judge(&from_workbook(path)),
        });
    let report = report_on(judged);
    assert!(report.dossiers.len() >= 8);
    report
}

/// The findings of a report, in its order.
fn findings(report: &Report) -> impl Iterator<Item = &Finding> {
    report.dossiers.iter().flat_map(|dossier| &dossier.findings)
}

/// A report in which everything that people can write is `name`.
fn hostile(name: &str) -> Report {
    let mut dossier = common::judge(&from_toml(Path::new("examples/organization-failing.toml")));
    dossier.applicant = Some(name.to_owned());
    dossier.source = name.into();
    let words = Text::same(name);
    for finding in &mut dossier.findings {
        finding.found = words.clone();
        finding.notes = vec![words.clone()];
        finding.remedy = Some(words.clone());
        finding.places = vec![FactPlace {
            field: name.to_owned(),
            place: Place {
                sheet: Some(name.into()),
                cell: Some("A1".to_owned()),
                ..Place::file(name)
            },
        }];
        if finding.verdict == Verdict::Review {
            finding.waived = Some(words.clone());
        }
    }
    let mut report = report_on([dossier]);
    report.skipped.push(Skipped {
        file: name.to_owned(),
        reason: words.clone(),
    });
    report.add_unreadable(Unreadable::new(
        Source::text(name, name),
        vec![InputError::at(Spot::span(0..1), words)],
    ));
    report
}

const HOSTILE: [&str; 8] = [
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "]]>&amp;<!--",
    "\u{1b}[31mred\u{7}\u{0}\u{202e}",
    "a\n::error::x\r\n::stop-commands::y",
    "%0A::error::x",
    "{0} [link](http://example.org) \u{fffe}",
    "\" onload=\"x,line=1::y",
];

#[test]
fn every_verdict_is_told_as_json_tells_it() {
    let report = examples();
    let json: Value = serde_json::from_str(&written(Format::Json, &report, Lang::Zh)).unwrap();
    for lang in LANGS {
        let told = sarif(&report, lang)["properties"]["dossiers"].clone();
        let cases = junit(&report, lang);
        for (number, dossier) in json["dossiers"].as_array().unwrap().iter().enumerate() {
            let findings = dossier["findings"].as_array().unwrap();
            assert_eq!(told[number]["findings"].as_object().unwrap().len(), findings.len());
            assert_eq!(told[number]["verdict"], dossier["verdict"]);
            assert_eq!(cases[number].all("testcase").count(), findings.len());
            for (finding, case) in findings.iter().zip(cases[number].all("testcase")) {
                let (id, verdict) = (
                    finding["condition"].as_str().unwrap(),
                    finding["verdict"].as_str().unwrap(),
                );
                assert_eq!(told[number]["findings"][id], verdict);
                assert!(case.attributes["name"].starts_with(&format!("{id} ")));
                let children: Vec<&str> = case.children.iter().map(|child| child.name.as_str()).collect();
                let expected: &[&str] = match (verdict, finding["weight"].as_str().unwrap()) {
                    ("fail", "must") => &["failure"],
                    ("missing", "must") => &["error"],
                    ("not_applicable", _) => &["skipped"],
                    ("pass", _) if finding["notes"] == Value::Array(Vec::new()) => &[],
                    _ => &["system-out"],
                };
                assert_eq!(children, expected, "{id}");
            }
        }
    }
}

#[test]
fn a_sarif_result_stands_for_each_finding_that_asks_for_something() {
    let report = examples();
    let run = sarif(&report, Lang::Zh);
    let results = run["results"].as_array().unwrap();
    let open: Vec<&Finding> = findings(&report)
        .filter(|finding| !matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable))
        .collect();
    assert_eq!(results.len(), open.len());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), common::pack().conditions.len());
    let (mut regions, mut cells, mut prints) = (0, 0, BTreeSet::new());
    for (result, finding) in results.iter().zip(open) {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(result["ruleId"], *finding.condition);
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(result["properties"]["verdict"], finding.verdict.id());
        let expected = match (finding.verdict, finding.weight) {
            (Verdict::Review, _) => ("review", "none"),
            (_, Weight::Must) => ("fail", "error"),
            (Verdict::Fail, Weight::Should) => ("fail", "warning"),
            _ => ("fail", "note"),
        };
        assert_eq!(
            (result["kind"].as_str().unwrap(), result["level"].as_str().unwrap()),
            expected
        );
        assert!(prints.insert(result["partialFingerprints"]["qualityAward/v1"].to_string()));
        let location = &result["locations"][0];
        let physical = &location["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let place = finding.places.iter().map(|fact| &fact.place);
        let first = place.clone().find(|place| place.line.is_some() || place.cell.is_some());
        assert_eq!(
            physical["region"]["startLine"].as_u64().map(|n| n as usize),
            first.and_then(|p| p.line)
        );
        assert_eq!(
            physical["region"]["startColumn"].as_u64().map(|n| n as usize),
            first.and_then(|p| p.column)
        );
        let cell = location["logicalLocations"][0]["name"].as_str().map(str::to_owned);
        assert_eq!(cell, first.and_then(|place| place.cell.clone()));
        regions += usize::from(physical["region"].is_object());
        cells += usize::from(cell.is_some());
    }
    assert!(regions > 10 && cells > 10, "{regions} {cells}");
}

#[test]
fn commands_and_issues_leave_out_only_what_the_committee_judges() {
    let report = examples();
    let shown: Vec<&Finding> = findings(&report)
        .filter(|finding| !matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable))
        .filter(|finding| finding.reason != Some(Reason::Committee))
        .collect();
    assert!(shown.len() > 10);
    for lang in LANGS {
        let issues = codequality(&report, lang);
        assert_eq!(issues.len(), shown.len());
        for (issue, finding) in issues.iter().zip(&shown) {
            let severity = match (finding.verdict, finding.weight) {
                (Verdict::Fail, Weight::Must) => "critical",
                (Verdict::Missing, Weight::Must) => "major",
                (Verdict::Fail, Weight::Should) => "minor",
                _ => "info",
            };
            assert_eq!(issue["check_name"], *finding.condition);
            assert_eq!(issue["severity"], severity, "{}", finding.condition);
        }
        let lines = commands(&report, lang);
        assert_eq!(lines.len(), shown.len() + 1);
        let of = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
        let count = |is: &dyn Fn(&Finding) -> bool| shown.iter().filter(|finding| is(finding)).count();
        assert_eq!(of("::error "), count(&Finding::blocks));
        assert_eq!(of("::warning "), count(&Finding::is_warning));
        let order: Vec<&str> = lines
            .iter()
            .map(|line| line.split([' ', ':']).nth(2).unwrap())
            .collect();
        let mut sorted = order.clone();
        sorted.sort_by_key(|name| ["error", "warning", "notice"].iter().position(|one| one == name));
        assert_eq!(order, sorted);
    }
}

#[test]
fn nothing_that_a_dossier_says_steers_a_machine() {
    for name in HOSTILE {
        let report = hostile(name);
        for lang in LANGS {
            let run = sarif(&report, lang);
            for result in run["results"].as_array().unwrap() {
                let text = result["message"]["text"].as_str().unwrap();
                assert!(!text.contains("](") && !text.replace("{{", "").contains('{'), "{text}");
                let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                    .as_str()
                    .unwrap();
                let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
                assert!(uri.chars().all(plain), "{uri}");
            }
            let suites = junit(&report, lang);
            assert_eq!(suites[0].all("testcase").count(), report.dossiers[0].findings.len());
            let open = codequality(&report, lang);
            let steers = |c: char| c.is_control() || c == '\u{202e}';
            assert!(
                open.iter()
                    .all(|issue| !issue["description"].as_str().unwrap().contains(steers))
            );
            let expected = open.len() + 2;
            assert_eq!(commands(&report, lang).len(), expected, "{name:?}");
        }
    }
    let suites = junit(&hostile("<a> & ]]>"), Lang::En);
    assert_eq!(suites[0].attributes["name"], "<a> & ]]> (<a> & ]]>)");
    let failure = suites[0]
        .all("testcase")
        .find_map(|case| case.all("failure").next())
        .unwrap();
    assert!(failure.text.starts_with("fail: <a> & ]]>\n"), "{}", failure.text);
}

#[test]
fn two_runs_write_the_same_bytes() {
    for format in MACHINES {
        for lang in LANGS {
            assert_eq!(written(format, &examples(), lang), written(format, &examples(), lang));
        }
    }
}

#[test]
fn a_fingerprint_outlives_moved_lines() {
    let path = Path::new("examples/organization-failing.toml");
    let text = fs::read_to_string(path).unwrap();
    let prints = |text: &str| -> Vec<Value> {
        let source = Source::text(path.to_str().unwrap(), text);
        let read = load::toml::read(&source, common::today(), |_| Ok(common::pack().dictionary.clone()));
        let report = report_on([common::judge(&read.unwrap())]);
        let results = sarif(&report, Lang::Zh)["results"].as_array().unwrap().clone();
        results
            .iter()
            .map(|result| result["partialFingerprints"].clone())
            .collect()
    };
    assert_eq!(prints(&text), prints(&format!("# moved\n\n{text}")));
    assert_ne!(prints(&text), prints(&text.replace("上海示例", "上海另例")));
}

#[test]
fn an_empty_report_is_valid_and_says_so() {
    for lang in LANGS {
        let run = sarif(&empty(), lang);
        assert_eq!(run["results"], Value::Array(Vec::new()));
        assert_eq!(run["invocations"][0]["executionSuccessful"], true);
        assert_eq!(junit(&empty(), lang).len(), 0);
        assert_eq!(codequality(&empty(), lang).len(), 0);
        assert_eq!(commands(&empty(), lang).len(), 1);
    }
}

#[test]
fn what_could_not_be_read_is_an_error_everywhere() {
    let mut report = empty();
    let wrong = InputError::at(Spot::span(6..7), Text::same("no day")).hint(Text::same("write a day"));
    report.add_unreadable(Unreadable::new(
        Source::text("./甲 乙.toml", "a = 1\n甲 = 2\n"),
        vec![wrong, InputError::whole(Text::same("torn"))],
    ));
    for lang in LANGS {
        let run = sarif(&report, lang);
        let told = &run["invocations"][0];
        assert_eq!(told["executionSuccessful"], false);
        let at = &told["toolExecutionNotifications"][1];
        assert_eq!(at["level"], "error");
        let physical = &at["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "%E7%94%B2%20%E4%B9%99.toml");
        assert_eq!(physical["region"]["startLine"], 2);
        let suites = junit(&report, lang);
        assert_eq!(
            (suites.len(), suites[0].number("errors"), suites[0].number("tests")),
            (1, 1, 1)
        );
        let issues = codequality(&report, lang);
        assert!(
            issues
                .iter()
                .all(|issue| issue["severity"] == "blocker" && issue["location"]["path"] == "甲 乙.toml")
        );
        let lines = commands(&report, lang);
        assert!(lines[0].starts_with("::error file=甲 乙.toml,title="), "{lines:?}");
        assert!(
            lines[1].starts_with("::error file=甲 乙.toml,line=2,col=1,title="),
            "{lines:?}"
        );
        assert_eq!(lines.len(), 3);
    }
}

#[test]
fn what_is_waived_is_neither_hidden_nor_an_error() {
    let mut dossier = common::judge(&from_toml(Path::new("examples/organization-incomplete.toml")));
    let missing = |finding: &&mut Finding| finding.blocks() && finding.verdict == Verdict::Missing;
    let waived = dossier.findings.iter_mut().find(missing).unwrap();
    waived.waived = Some(Text::same("comes by post"));
    let id = waived.condition.clone();
    let report = report_on([dossier]);
    let run = sarif(&report, Lang::En);
    let suppressed: Vec<&Value> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|result| result.get("suppressions").is_some())
        .collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["ruleId"], *id);
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "comes by post");
    let suites = junit(&report, Lang::En);
    let named = |case: &&Element| case.attributes["name"].starts_with(&format!("{id} "));
    let case = suites[0].all("testcase").find(named).unwrap();
    assert_eq!(case.children[0].name, "skipped");
    assert_eq!(case.children[0].attributes["message"], "comes by post");
    let issues = codequality(&report, Lang::En);
    assert!(
        issues
            .iter()
            .any(|issue| issue["check_name"] == *id && issue["severity"] == "info")
    );
    let about = format!("({id})");
    let line = commands(&report, Lang::En)
        .into_iter()
        .find(|line| line.contains(&about))
        .unwrap();
    assert!(
        line.starts_with("::notice ") && line.contains("waived: comes by post"),
        "{line}"
    );
}

#[test]
fn what_is_odd_about_documents_is_told_everywhere_and_is_no_error() {
    let mut dossier = common::judge(&from_toml(Path::new("examples/organization.toml")));
    let without = report_on([common::judge(&from_toml(Path::new("examples/organization.toml")))]);
    dossier.materials_notes = vec![text("甲\n::error::x", "one\n::error::x"), text("乙", "two")];
    let report = report_on([dossier]);
    for (lang, first, second) in [
        (Lang::Zh, "申报材料：甲 ::error::x", "申报材料：乙"),
        (Lang::En, "materials: one ::error::x", "materials: two"),
    ] {
        let run = sarif(&report, lang);
        assert_eq!(run["results"], sarif(&without, lang)["results"]);
        let told = &run["invocations"][0];
        assert_eq!(told["executionSuccessful"], true);
        let told = told["toolExecutionNotifications"].as_array().unwrap();
        let said: Vec<&str> = told
            .iter()
            .map(|one| one["message"]["text"].as_str().unwrap())
            .collect();
        assert_eq!(said, [first, second]);
        for one in told {
            let uri = &one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            assert_eq!(
                (&one["level"], uri),
                (&Value::from("note"), &Value::from("examples/organization.toml"))
            );
        }
        let suites = junit(&report, lang);
        let output: Vec<&str> = suites[0].all("system-out").map(|output| output.text.as_str()).collect();
        assert_eq!(output, [format!("{first}\n{second}")]);
        assert_eq!(junit(&without, lang)[0].all("system-out").count(), 0);
        let issues = codequality(&report, lang);
        assert_eq!(issues.len(), codequality(&without, lang).len() + 2);
        let odd: Vec<&Value> = issues
            .iter()
            .filter(|issue| issue["check_name"] == "materials")
            .collect();
        assert_eq!(odd.len(), 2);
        assert!(odd.iter().all(|issue| issue["severity"] == "info"));
        assert!(odd[0]["description"].as_str().unwrap().ends_with(first), "{}", odd[0]);
        let lines = commands(&report, lang);
        assert_eq!(lines.len(), commands(&without, lang).len() + 2);
        let notice = "::notice file=examples/organization.toml,title=上海徐汇示例智能装备有限公司::";
        assert!(lines.contains(&format!("{notice}{first}")), "{lines:?}");
        assert!(lines.contains(&format!("{notice}{second}")), "{lines:?}");
    }
}

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

#[test]
fn a_file_name_chooses_the_format_by_its_longest_extension() {
    let cases = [
        ("a.sarif", Some(Format::Sarif)),
        ("a.sarif.json", Some(Format::Sarif)),
        ("a.codequality.json", Some(Format::Codequality)),
        ("A.XML", Some(Format::Junit)),
        ("a.b.json", Some(Format::Json)),
        ("sarif.json", Some(Format::Json)),
        ("d.sarif/a.json", Some(Format::Json)),
        (".sarif", None),
        ("sarif", None),
        ("a.pdf", None),
    ];
    for (name, format) in cases {
        assert_eq!(Format::of(Path::new(name)), format, "{name}");
    }
}

#[test]
fn an_applicant_of_a_roster_stands_in_the_workbook_and_is_told_from_the_next() {
    let row = |cell: &str| {
        let mut dossier = common::judge(&from_workbook(Path::new("examples/organization-incomplete.xlsx")));
        dossier.source = format!("{} › 汇总 › {cell}", dossier.source).into();
        for finding in dossier.findings.iter_mut().skip(1) {
            finding.places.clear();
        }
        dossier
    };
    let report = report_on([row("A5"), row("A6")]);
    let run = sarif(&report, Lang::Zh);
    let results = run["results"].as_array().unwrap();
    let mut prints = BTreeSet::new();
    for result in results {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "examples/organization-incomplete.xlsx");
        assert!(prints.insert(result["partialFingerprints"].to_string()));
    }
    assert!(!results.is_empty());
    let paths = codequality(&report, Lang::Zh);
    assert!(
        paths
            .iter()
            .all(|issue| issue["location"]["path"] == "examples/organization-incomplete.xlsx")
    );
}

/// What stands in the arguments of every `quality-award check` of a file.
fn arguments(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let commands = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let commands = commands.filter_map(|line| line.split_once("quality-award check"));
    commands
        .map(|(_, rest)| rest.split_whitespace().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_ci_examples_use_options_and_formats_that_there_are() {
    let help = assert_cmd::cargo::cargo_bin_cmd!("quality-award")
        .args(["check", "--help", "--lang", "en"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let mut used = BTreeSet::new();
    for path in [
        "examples/ci/github.yml",
        "examples/ci/gitlab.yml",
        ".pre-commit-hooks.yaml",
    ] {
        let commands = arguments(path);
        assert!(!commands.is_empty(), "{path}");
        for option in commands.iter().flatten().filter(|word| word.starts_with('-')) {
            assert!(
                help.split([' ', ',', '\n']).any(|word| word == option),
                "{path}: {option}"
            );
            used.insert(option.clone());
        }
        for pair in commands.iter().flat_map(|words| words.windows(2)) {
            match (pair[0].as_str(), pair[1].as_str()) {
                // The page for people is another test's.
                ("-o", file) if !file.ends_with(".html") => assert!(Format::of(Path::new(file)).is_some(), "{file}"),
                ("--format", name) => assert!(help.contains(name), "{name}"),
                _ => {}
            }
        }
    }
    assert!(used.contains("-o") && used.contains("--fail-on"), "{used:?}");
}
