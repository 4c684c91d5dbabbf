//! The schemas say what is so: the dossier's takes what is a dossier, and the report's takes every report as it is and
//! none that lacks a key, has one more, or holds another kind of thing in its place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;
mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use quality_award::documents::State;
use quality_award::matching::Stage;
use quality_award::report::{AsOfFrom, Sameness, WaiverState};
use quality_award::verdict::{Basis, Overall, Reason, Verdict, Weight};
use serde_json::{Value, json};

fn command(args: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command.args(args).env_remove("COLUMNS");
    command
}

fn printed(args: &[&str]) -> Value {
    let output = command(args).output().unwrap();
    let read = serde_json::from_slice(&output.stdout);
    read.unwrap_or_else(|error| panic!("{args:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::meta::is_valid(schema), "it is no schema");
    jsonschema::validator_for(schema).unwrap()
}

fn wrong(validator: &Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

// ── the dossier ──────────────────────────────────────────────────────────────────────────────────────────────────

/// A dossier in TOML as an editor sees it: days are text.
fn as_json(toml: &toml::Value) -> Value {
    match toml {
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
        toml::Value::Array(array) => array.iter().map(as_json).collect(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
    }
}

fn dossier(path: &str) -> Value {
    as_json(&fs::read_to_string(path).unwrap().parse::<toml::Table>().unwrap().into())
}

#[test]
fn the_schema_of_a_dossier_takes_every_example_and_no_other_field() {
    let validator = validator(&printed(&["schema", "dossier"]));
    let mut examples = vec!["examples/dossier/dossier.toml".to_owned()];
    let entries = fs::read_dir("examples").unwrap().map(|entry| entry.unwrap().path());
    examples.extend(
        entries
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .map(|path| path.to_str().unwrap().to_owned()),
    );
    assert!(examples.len() >= 5);
    for path in examples {
        let mut dossier = dossier(&path);
        assert_eq!(wrong(&validator, &dossier), [""; 0], "{path}");
        dossier["records"]["incident"] = json!([]);
        assert!(!validator.is_valid(&dossier), "{path}");
    }
    assert!(!validator.is_valid(&json!({ "organization": { "entity_type": "guild" } })));
}

#[test]
fn a_pack_adds_its_fields_to_the_schema_and_a_file_holds_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let pack = fs::read_to_string("rules/xuhui/2025.toml").unwrap();
    let section = "\n[[section]]\npath = \"extra\"\nlabel = { zh = \"附加\", en = \"Extra\" }\ntracks = [\"organization\"]\n\
                   [[section.field]]\nname = \"colour\"\ntype = \"text\"\nlabel = { zh = \"颜色\", en = \"Colour\" }\n";
    fs::write(path("2025.toml"), pack + section).unwrap();
    let extra = json!({ "extra": { "colour": "red" } });
    assert!(!validator(&printed(&["schema", "dossier"])).is_valid(&extra));
    let schema = printed(&["schema", "dossier", "--pack", &path("2025.toml")]);
    assert_eq!(wrong(&validator(&schema), &extra), [""; 0]);
    for name in ["dossier", "report", "match"] {
        let out = path(&format!("{name}.json"));
        command(&["schema", name, "-o", &out]).assert().success().stdout("");
        let printed = command(&["schema", name, "--lang", "en"]).output().unwrap().stdout;
        assert_eq!(fs::read(&out).unwrap(), printed, "{name}");
    }
}

// ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────

/// A folder with every kind of thing a report can tell of: examples in two forms, what cannot be read in text and in a
/// workbook, what is no dossier, a dossier with nothing in it, documents that are there, missing and broken, and
/// waivers that came to every end.
fn everything() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for name in [
        "organization.toml",
        "organization.xlsx",
        "organization-failing.toml",
        "organization-incomplete.xlsx",
        "individual.toml",
    ] {
        put(name, &fs::read(Path::new("examples").join(name)).unwrap());
    }
    put("broken.toml", &fs::read("tests/cmd/broken.toml").unwrap());
    put("torn.xlsx", b"PK\x03\x04");
    put(
        "roster.xlsx",
        &made::xlsx(&[
            ["组织名称", "成立日期", "备注"],
            ["甲公司", "去年", ""],
            ["乙公司", "2016-03-18", ""],
        ]),
    );
    put("empty.toml", b"award = \"xuhui-2025\"\n");
    put("other.toml", b"[package]\nname = \"a\"\n");
    let text = fs::read_to_string("examples/dossier/dossier.toml").unwrap();
    put("客户/dossier.toml", text.as_bytes());
    put("客户/营业执照.png", &made::png());
    put("客户/概述.docx", b"");
    put("客户/杂.txt", b"x");
    let waiver = |condition: &str, applicant: &str, expires: &str| {
        format!(
            "[[waivers]]\ncondition = \"{condition}\"\napplicant = \"{applicant}\"\nreason = \"r\"\napproved_by = \"a\"\n\
             expires = {expires}\n"
        )
    };
    let (sound, failing) = ("上海徐汇示例智能装备有限公司", "上海示例餐饮管理（集团）有限公司");
    let waivers = [
        waiver("org.improvement", sound, "2026-01-01"),
        waiver("org.contribution", sound, "2025-01-01"),
        waiver("org.no-loss", sound, "2026-01-01"),
        waiver("org.no-loss", failing, "2026-01-01"),
        waiver("org.nothing", sound, "2026-01-01"),
    ];
    put("quality-award.toml", waivers.concat().as_bytes());
    folder
}

/// A report on everything, one as of a day after the deadline, one without waivers, one by a
/// pack in a file, one on nothing that can be read, and one that is redacted.
fn reports() -> Vec<Value> {
    let folder = everything();
    let path = folder.path().to_str().unwrap();
    let settings = folder.path().join("quality-award.toml");
    let settings = settings.to_str().unwrap();
    let check = |args: &[&str]| printed(&[&["check", "--format", "json", "--today", "2025-12-20"], args].concat());
    vec![
        check(&[path, "--config", settings]),
        check(&["tests/cmd/empty.toml", "--config", "none", "--as-of", "2026-01-05"]),
        check(&["examples/individual.toml", "--config", "none"]),
        check(&["tests/cmd/empty.toml", "--config", "none", "--pack", "qingpu-2025"]),
        check(&["tests/cmd/broken.toml", "--config", "none"]),
        check(&[
            "examples/organization.toml",
            "--config",
            "none",
            "--pack",
            "tests/data/pack.toml",
        ]),
        check(&[path, "--config", settings, "--redact", "--materials"]),
        since(&check, &[]),
        since(&check, &["--redact"]),
    ]
}

/// A report on what failed before, too, but for a problem that is new, one that is gone, and one that nobody judges now.
fn since(check: &dyn Fn(&[&str]) -> Value, more: &[&str]) -> Value {
    let failing = ["examples/organization-failing.toml", "--config", "none"];
    let mut earlier = check(&failing);
    let findings = earlier["dossiers"][0]["findings"].as_array_mut().unwrap();
    for (before, after) in [("fail", "pass"), ("pass", "fail")] {
        let finding = findings.iter_mut().find(|finding| finding["verdict"] == before);
        finding.unwrap()["verdict"] = after.into();
    }
    let mut gone = findings[0].clone();
    gone["condition"] = "org.gone".into();
    gone["verdict"] = "fail".into();
    findings.push(gone);
    let folder = tempfile::tempdir().unwrap();
    let last = folder.path().join("last.json");
    std::fs::write(&last, earlier.to_string()).unwrap();
    check(&[&failing[..], &["--since", last.to_str().unwrap()], more].concat())
}

/// Matches of everything before and after deadlines, of nothing that can be read, of one award that is over, and by
/// a pack in a file.
fn matches() -> Vec<Value> {
    let folder = everything();
    let path = folder.path().to_str().unwrap();
    let settings = folder.path().join("quality-award.toml");
    let with = |settings: &str, args: &[&str]| {
        let always = [
            "match",
            "--format",
            "json",
            "--config",
            settings,
            "--today",
            "2025-12-20",
        ];
        printed(&[&always, args].concat())
    };
    let matched = |args: &[&str]| with("none", args);
    let own = with(settings.to_str().unwrap(), &[path, "--pack", "tests/data/pack.toml"]);
    vec![
        own,
        matched(&[path]),
        matched(&[path, "--as-of", "2026-04-10"]),
        matched(&["tests/cmd/broken.toml"]),
        matched(&[
            "examples/organization-failing.toml",
            "--closes",
            "2027-12-30",
            "--pack",
            "qingpu-2025",
        ]),
    ]
}

/// Each schema of what comes out, with what it is the schema of.
fn written() -> [(&'static str, Vec<Value>); 2] {
    [("report", reports()), ("match", matches())]
}

/// The first object of every shape in a report, by its shape; of conditions, which stand by their ids, one of all.
fn objects(value: &Value, at: &str, shape: &str, found: &mut BTreeMap<String, String>) {
    let by_id = shape.ends_with("/conditions");
    match value {
        Value::Object(members) => {
            if !by_id {
                found.entry(shape.to_owned()).or_insert_with(|| at.to_owned());
            }
            for (key, member) in members {
                let step = if by_id { "*" } else { key };
                objects(member, &format!("{at}/{key}"), &format!("{shape}/{step}"), found);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                objects(item, &format!("{at}/{number}"), &format!("{shape}/*"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_report_is_as_its_schema_says() {
    for (name, reports) in written() {
        let validator = validator(&printed(&["schema", name]));
        for report in reports {
            assert_eq!(wrong(&validator, &report), [""; 0], "{name}");
        }
    }
}

#[test]
fn a_report_with_a_key_more_or_less_or_another_kind_of_value_is_refused() {
    for ((name, mut reports), (shapes, least)) in written().into_iter().zip([(25, 250), (12, 100)]) {
        let tried = spoiled(&validator(&printed(&["schema", name])), reports.remove(0));
        assert!(tried.0 > shapes && tried.1 > least, "{name}: {tried:?}");
    }
}

/// How many shapes a report has, and how many ways of spoiling one were refused.
fn spoiled(validator: &Validator, mut report: Value) -> (usize, usize) {
    let mut found = BTreeMap::new();
    objects(&report, "", "", &mut found);
    let mut tried = 0;
    for (shape, at) in &found {
        let whole = report.pointer(at).unwrap().clone();
        let mut refused = |object: Value, what: &str| {
            *report.pointer_mut(at).unwrap() = object;
            assert!(!validator.is_valid(&report), "{shape}: {what}");
            tried += 1;
        };
        let members = whole.as_object().unwrap();
        for key in members.keys() {
            let mut object = members.clone();
            object.remove(key);
            refused(object.clone().into(), &format!("{key} is wanting"));
            object.insert(key.clone(), json!([[]]));
            refused(object.into(), &format!("{key} is something else"));
        }
        let mut object = members.clone();
        object.insert("extra".to_owned(), Value::Null);
        refused(object.into(), "one key more");
        *report.pointer_mut(at).unwrap() = whole;
    }
    assert!(validator.is_valid(&report));
    (found.len(), tried)
}

/// The schema says null of nothing that is always there, nor of anything that never is.
#[test]
fn what_may_be_null_is_null_somewhere_and_not_elsewhere() {
    for ((name, reports), least) in written().into_iter().zip([10, 5]) {
        nulls(&validator(&printed(&["schema", name])), reports, least);
    }
}

fn nulls(validator: &Validator, reports: Vec<Value>, least: usize) {
    let mut seen: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    let mut may: BTreeSet<String> = BTreeSet::new();
    for mut report in reports {
        look(&report, "", &mut seen);
        let mut found = BTreeMap::new();
        objects(&report, "", "", &mut found);
        for (shape, at) in found {
            for key in report.pointer(&at).unwrap().as_object().unwrap().clone().keys() {
                let value = &mut report.pointer_mut(&at).unwrap()[key];
                let before = value.take();
                let accepted = validator.is_valid(&report);
                report.pointer_mut(&at).unwrap()[key] = before;
                if accepted {
                    may.insert(format!("{shape}/{key}"));
                }
            }
        }
    }
    assert!(may.len() > least, "{may:?}");
    for (shape, [null, other]) in seen {
        if may.contains(&shape) {
            assert!(null && other, "{shape} is null: {null}, something: {other}");
        }
    }
}

/// Notes of every shape whether it is null anywhere, and anything else.
fn look(value: &Value, shape: &str, seen: &mut BTreeMap<String, [bool; 2]>) {
    let [null, other] = seen.entry(shape.to_owned()).or_default();
    *(if value.is_null() { null } else { other }) = true;
    match value {
        Value::Object(members) => {
            let by_id = shape.ends_with("/conditions");
            for (key, member) in members {
                let step = if by_id { "*" } else { key };
                look(member, &format!("{shape}/{step}"), seen);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| look(item, &format!("{shape}/*"), seen)),
        _ => {}
    }
}

/// The ids of all variants of an enum; one that is not named here does not compile.
macro_rules! ids {
    ($kind:ident: $($variant:ident)*) => {{
        let _ = |one: $kind| match one { $($kind::$variant => (),)* };
        json!([$($kind::$variant,)*])
    }};
}

#[test]
fn the_schema_knows_every_word_there_is() {
    let schema = printed(&["schema", "report"]);
    let mut reasons = json!(Reason::ALL);
    reasons.as_array_mut().unwrap().push(Value::Null);
    for (at, known) in [
        ("verdict", json!(Verdict::ALL)),
        ("weight", ids!(Weight: Must Should)),
        ("finding/properties/reason", reasons),
        ("finding/properties/basis", ids!(Basis: Declared Documented)),
        (
            "dossier/properties/verdict",
            ids!(Overall: Eligible Incomplete Ineligible),
        ),
        ("dossier/properties/as_of_from", ids!(AsOfFrom: SubmittedOn Flag Today)),
        ("support/properties/state", ids!(State: Present Missing Unusable)),
        ("duplicate/properties/by", ids!(Sameness: CreditCode Person)),
        (
            "waiver/properties/state",
            ids!(WaiverState: Unknown Unused Refused Expired Applied),
        ),
    ] {
        let told = schema.pointer(&format!("/$defs/{at}/enum"));
        assert_eq!(told, Some(&known), "{at}");
    }
    let schema = printed(&["schema", "match"]);
    for (at, known) in [
        ("award/properties/stage", ids!(Stage: Open Upcoming Closed)),
        (
            "match/properties/verdict",
            ids!(Overall: Eligible Incomplete Ineligible),
        ),
    ] {
        let told = schema.pointer(&format!("/$defs/{at}/enum"));
        assert_eq!(told, Some(&known), "{at}");
    }
}

/// Every object and property of a schema, with where it stands.
fn described(schema: &Value, at: &str, each: &mut dyn FnMut(&str, &Value)) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        if schema.get("type").is_some() {
            let required: BTreeSet<&str> = schema["required"]
                .as_array()
                .unwrap()
                .iter()
                .map(|key| key.as_str().unwrap())
                .collect();
            assert_eq!(required, properties.keys().map(String::as_str).collect(), "{at}");
            assert_eq!(schema["additionalProperties"], false, "{at}");
        }
        for (key, property) in properties {
            each(&format!("{at}/{key}"), property);
            described(property, &format!("{at}/{key}"), each);
        }
    }
}

#[test]
fn everything_in_the_schema_is_always_there_and_described_in_both_languages() {
    for (name, least) in [("report", 80), ("match", 40)] {
        let count = all_described(&printed(&["schema", name]));
        assert!(count > least, "{name}: {count}");
    }
}

/// How many things a schema describes; each in both languages.
fn all_described(schema: &Value) -> usize {
    let mut wanting = Vec::new();
    let mut count = 0;
    let mut each = |at: &str, property: &Value| {
        let said = property["description"].as_str().unwrap_or_default();
        let (zh, en) = said.split_once(" / ").unwrap_or_default();
        let han = |text: &str| text.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if !han(zh) && !zh.contains("must") || en.is_empty() || han(en) {
            wanting.push(at.to_owned());
        }
        count += 1;
    };
    described(schema, "", &mut each);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        each(name, definition);
        described(definition, name, &mut each);
    }
    assert_eq!(wanting, [""; 0]);
    count
}

// ── packs ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Every table within a value that a schema declares the keys of, as paths; the cases and sound dossiers are free.
fn tables(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            found.push(at.to_owned());
            let declared = object
                .iter()
                .filter(|(key, _)| !["case", "sound", "sound_document"].contains(&key.as_str()));
            declared.for_each(|(key, value)| tables(value, &format!("{at}/{key}"), found));
        }
        Value::Array(items) => {
            (0..)
                .zip(items)
                .for_each(|(place, item)| tables(item, &format!("{at}/{place}"), found));
        }
        _ => {}
    }
}

#[test]
fn the_schema_of_packs_takes_every_shipped_pack_and_no_other_key() {
    let validator = validator(&printed(&["schema", "pack"]));
    let mut count = 0;
    for award in fs::read_dir("rules")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
    {
        for path in fs::read_dir(award).unwrap().map(|entry| entry.unwrap().path()) {
            let pack = dossier(path.to_str().unwrap());
            assert_eq!(wrong(&validator, &pack), [""; 0], "{path:?}");
            count += 1;
        }
    }
    assert!(count > 8, "{count}");
    // in every table that is declared, a key that is not known is refused
    let pack = dossier("tests/data/pack.toml");
    assert_eq!(wrong(&validator, &pack), [""; 0]);
    let mut paths = Vec::new();
    tables(&pack, "", &mut paths);
    assert!(paths.len() > 30, "{}", paths.len());
    for path in paths {
        let mut spoiled = pack.clone();
        let table = spoiled.pointer_mut(&path).and_then(Value::as_object_mut).unwrap();
        table.insert("colour".to_owned(), 1.into());
        assert!(!validator.is_valid(&spoiled), "{path}");
    }
}

#[test]
fn every_line_is_as_its_schema_says() {
    let schema = printed(&["schema", "jsonl"]);
    let validator = validator(&schema);
    let folder = everything();
    let path = folder.path().to_str().unwrap();
    let settings = folder.path().join("quality-award.toml");
    let settings = settings.to_str().unwrap();
    let beside = tempfile::tempdir().unwrap();
    let kept = beside.path().join("r.jsonl");
    let kept = kept.to_str().unwrap();
    let always = [
        "check",
        path,
        "--config",
        settings,
        "--today",
        "2025-12-20",
        "--format",
        "jsonl",
    ];
    for more in [&[][..], &["--details"], &["--redact"], &["-o", kept]] {
        let output = command(&[&always[..], more].concat()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for line in &lines {
            assert_eq!(wrong(&validator, line), [""; 0], "{more:?}: {line}");
            let mut extra = line.clone();
            extra["extra"] = Value::Null;
            assert!(!validator.is_valid(&extra), "{more:?}: {line}");
        }
        let (first, last) = (&lines[0], lines.last().unwrap());
        assert_eq!(first["packs"][0]["id"], "xuhui-2025");
        assert_eq!(first["settings"]["file"], settings);
        let report = printed(&[&always[..7], &["json"], more].concat());
        assert_eq!(last["summary"], report["summary"]);
        assert_eq!(last["skipped"], report["skipped"]);
        let told = |list: &mut Vec<String>| list.sort();
        let mut errors: Vec<String> = lines
            .iter()
            .filter_map(|line| Some(line.get("error")?.to_string()))
            .collect();
        let mut expected: Vec<String> = report["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect();
        told(&mut errors);
        told(&mut expected);
        assert!(expected.len() > 3);
        assert_eq!(errors, expected, "{more:?}: every file that could not be read is named");
    }
    let kept = fs::read_to_string(kept).unwrap();
    assert!(
        kept.lines()
            .all(|line| validator.is_valid(&serde_json::from_str(line).unwrap()))
    );
}

#[test]
fn the_schema_of_settings_takes_what_the_settings_take() {
    let validator = validator(&printed(&["schema", "settings"]));
    let docs = fs::read_to_string("docs/usage.md").unwrap();
    let start = docs.find("pack = \"xuhui-2025\"\npacks").unwrap();
    let example = &docs[start..][..docs[start..].find("```").unwrap()];
    let example = as_json(&example.parse::<toml::Table>().unwrap().into());
    assert_eq!(wrong(&validator, &example), [""; 0]);
    for mistake in [
        json!({ "fail_om": ["fail"] }),
        json!({ "fail_on": 1 }),
        json!({ "waivers": [{}] }),
    ] {
        assert!(!validator.is_valid(&mistake), "{mistake}");
    }
}

#[test]
fn every_schema_has_a_name_of_its_own() {
    let names = [
        "dossier", "report", "jsonl", "match", "compare", "plan", "pack", "settings",
    ];
    let ids: BTreeSet<String> = names
        .iter()
        .map(|name| printed(&["schema", name])["$id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), names.len());
    assert!(ids.iter().all(|id| id.starts_with("urn:quality-award:schema:")));
}
