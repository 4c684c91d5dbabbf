//! `compare` names what changed and nothing else: not what moved, was renamed or is written otherwise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quality_award::id_number::{CreditCode, Flaw};
use serde_json::Value;

/// How many clients there are each week.
const CLIENTS: usize = 300;

const EXAMPLES: [&str; 9] = [
    "examples/individual.toml",
    "examples/individual.xlsx",
    "examples/organization.toml",
    "examples/organization.xlsx",
    "examples/organization-failing.toml",
    "examples/organization-failing.xlsx",
    "examples/organization-incomplete.toml",
    "examples/organization-incomplete.xlsx",
    "examples/dossier",
];

fn command(args: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command.args(args).env_remove("COLUMNS");
    command
}

/// What `compare` writes as JSON, which its schema takes, and its exit code.
fn compared(old: &str, new: &str) -> (Value, i32) {
    let args = [
        "compare",
        old,
        new,
        "--format",
        "json",
        "--config",
        "none",
        "--today",
        "2025-12-20",
    ];
    let output = command(&args).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"));
    let schema = command(&["schema", "compare"]).output().unwrap().stdout;
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let code = output.status.code().unwrap();
    assert_eq!(value["worse"], code == 1, "{told}");
    (value["comparison"].clone(), code)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

#[test]
fn nothing_differs_from_itself() {
    for example in EXAMPLES {
        let (same, code) = compared(example, example);
        for key in ["changed", "new", "gone"] {
            assert!(list(&same, key).is_empty(), "{example}: {same}");
        }
        assert_eq!((&same["paired"], code), (&Value::from(1), 0));
    }
}

/// A comparison as it is told from the other side.
fn mirrored(mut comparison: Value) -> Value {
    fn swap(value: &mut Value, pairs: &[(&str, &str)]) {
        for (one, other) in pairs {
            let (a, b) = (value[*one].take(), value[*other].take());
            value[*one] = b;
            value[*other] = a;
        }
    }
    swap(&mut comparison, &[("new", "gone")]);
    for changed in comparison["changed"].as_array_mut().unwrap() {
        swap(
            changed,
            &[
                ("old_source", "source"),
                ("old_verdict", "verdict"),
                ("old_as_of", "as_of"),
            ],
        );
        for fact in changed["facts"].as_array_mut().unwrap() {
            swap(fact, &[("old", "new"), ("old_place", "place")]);
        }
        for verdict in changed["verdicts"].as_array_mut().unwrap() {
            swap(verdict, &[("old", "new")]);
            verdict["turn"] = match verdict["turn"].as_str().unwrap() {
                "better" => "worse".into(),
                "worse" => "better".into(),
                other => other.into(),
            };
        }
    }
    comparison
}

/// A comparison without what it calls the applicants, which the new side decides.
fn nameless(mut comparison: Value) -> Value {
    for changed in comparison["changed"].as_array_mut().unwrap() {
        changed["key"].take();
        changed["applicant"].take();
    }
    comparison
}

#[test]
fn from_the_other_side_the_same_is_told_in_the_mirror() {
    for old in EXAMPLES {
        let new = "examples/organization.toml";
        let (there, _) = compared(old, new);
        let (back, _) = compared(new, old);
        assert_eq!(nameless(mirrored(there)), nameless(back), "{old}");
    }
}

/// The credit code of the `number`th client.
fn code(number: usize) -> String {
    let body = format!("91310104MA1F{number:05}");
    match CreditCode::parse(&format!("{body}0")) {
        Ok(code) => code.to_string(),
        Err(Flaw::CheckDigit { expected, .. }) => format!("{body}{expected}"),
        Err(flaw) => panic!("{flaw:?}"),
    }
}

/// The `number`th client, as sound as the example.
fn client(number: usize) -> String {
    let sound = fs::read_to_string("examples/organization.toml").unwrap();
    let named = sound.replace(
        "上海徐汇示例智能装备有限公司",
        &format!("上海示例第{number}装备有限公司"),
    );
    named.replace("91310104MA1FXY013E", &code(number))
}

/// `text` with what stands there once put otherwise.
fn put(text: &str, was: &str, is: &str) -> String {
    assert_eq!(text.matches(was).count(), 1, "{was}");
    text.replace(was, is)
}

/// The client with its two certificates in the other order.
fn moved(text: &str) -> String {
    let parts: Vec<&str> = text.split("[[management_systems]]").collect();
    let [head, first, rest] = parts[..] else {
        panic!("two certificates")
    };
    let (second, tail) = rest.split_once("[chief_quality_officer]").unwrap();
    format!("{head}[[management_systems]]{second}[[management_systems]]{first}[chief_quality_officer]{tail}")
}

const SOUND: &str = "net_profit = 15_120_000.50";
const LOSS: &str = "net_profit = -15_120_000.50";

/// What was done to clients between two weeks: first their numbers, then what of them differs.
const ADDRESS: std::ops::Range<usize> = 0..8;
const WORSE: std::ops::Range<usize> = 10..18;
const BETTER: std::ops::Range<usize> = 20..26;
const RENAMED: std::ops::Range<usize> = 30..36;
const GONE: std::ops::Range<usize> = 40..46;
const FILE: std::ops::Range<usize> = 50..60;
const ROWS: std::ops::Range<usize> = 60..70;
const CHANGES: usize = 40;

/// Two weeks of clients in folders.
fn weeks(folder: &Path) -> [String; 2] {
    let weeks = ["old", "new"].map(|week| folder.join(week));
    weeks.iter().for_each(|week| fs::create_dir(week).unwrap());
    let write = |week: usize, name: String, text: &str| fs::write(weeks[week].join(name), text).unwrap();
    for number in 0..CLIENTS {
        let (sound, name) = (client(number), format!("{number:03}.toml"));
        let loss = || put(&sound, SOUND, LOSS);
        let address = || put(&sound, "示例路 188 号", "示例路 199 号");
        let company = format!("name = \"上海示例第{number}装备有限公司\"");
        write(
            0,
            name.clone(),
            &if BETTER.contains(&number) {
                loss()
            } else {
                sound.clone()
            },
        );
        let (name, text) = match number {
            n if ADDRESS.contains(&n) => (name, address()),
            n if WORSE.contains(&n) => (name, loss()),
            n if RENAMED.contains(&n) => (name, put(&sound, &company, "name = \"上海新名智能有限公司\"")),
            n if FILE.contains(&n) => (format!("zz-{number}.toml"), sound.clone()),
            n if ROWS.contains(&n) => (name, moved(&sound)),
            n if GONE.contains(&n) => (format!("new-{number}.toml"), client(CLIENTS + number)),
            _ => (name, sound.clone()),
        };
        write(1, name, &text);
    }
    weeks.map(|week| week.to_str().unwrap().to_owned())
}

fn keys(comparison: &Value, of: &str) -> BTreeSet<String> {
    let each = list(comparison, of).iter();
    each.map(|one| one["key"].as_str().unwrap().to_owned()).collect()
}

fn codes(numbers: impl IntoIterator<Item = usize>) -> BTreeSet<String> {
    numbers.into_iter().map(code).collect()
}

#[test]
fn of_two_weeks_of_clients_exactly_what_was_changed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = weeks(folder.path());
    let (told, exit) = compared(&old, &new);
    assert_eq!(exit, 1);
    assert_eq!(keys(&told, "new"), codes(GONE.map(|number| CLIENTS + number)));
    assert_eq!(keys(&told, "gone"), codes(GONE));
    let changed = codes(ADDRESS.chain(WORSE).chain(BETTER).chain(RENAMED));
    assert_eq!(keys(&told, "changed"), changed);
    let counted = changed.len() + 2 * GONE.len();
    assert_eq!(counted, CHANGES);
    assert_eq!(list(&told, "notes").len(), 0, "{}", told["notes"]);

    for one in list(&told, "changed") {
        let key = one["key"].as_str().unwrap();
        let is_of = |numbers: std::ops::Range<usize>| codes(numbers).contains(key);
        let field = match () {
            () if is_of(ADDRESS) => "organization.registered_address",
            () if is_of(RENAMED) => "organization.name",
            () => "fiscal_years[2024].net_profit",
        };
        let facts = list(one, "facts");
        assert_eq!((facts.len(), &facts[0]["field"]), (1, &Value::from(field)), "{one}");
        let turns = |turn: &str| {
            list(one, "verdicts")
                .iter()
                .filter(|verdict| verdict["turn"] == turn)
                .count()
        };
        if is_of(ADDRESS) {
            assert!(list(one, "verdicts").is_empty(), "{one}");
        } else if is_of(WORSE) {
            assert!(turns("worse") > 0 && turns("better") == 0, "{one}");
            // whether it is a loss by policy, which is excepted, is not said: a fact is wanted
            assert_eq!(
                (&one["old_verdict"], &one["verdict"]),
                (&"eligible".into(), &"incomplete".into())
            );
        } else if is_of(BETTER) {
            assert!(turns("better") > 0 && turns("worse") == 0, "{one}");
        }
    }

    // a report of last week tells verdicts alone, whole or short
    for [name, details] in [["a.json", ""], ["a.jsonl", ""], ["b.jsonl", "--details"]] {
        let report = folder.path().join(name);
        let report = report.to_str().unwrap();
        let mut args = vec!["check", &old, "-o", report, "--config", "none", "--today", "2025-12-20"];
        args.extend(Some(details).filter(|details| !details.is_empty()));
        command(&args).output().unwrap();
        let (past, exit) = compared(report, &new);
        assert_eq!(exit, 1, "{name}");
        assert_eq!(
            (keys(&past, "new"), keys(&past, "gone")),
            (keys(&told, "new"), keys(&told, "gone"))
        );
        let verdicts = |value: &Value| -> BTreeSet<String> {
            let of = list(value, "changed")
                .iter()
                .filter(|one| !list(one, "verdicts").is_empty());
            of.map(|one| format!("{} {}", one["key"], one["verdicts"])).collect()
        };
        assert_eq!(verdicts(&past), verdicts(&told), "{name}");
        assert!(list(&past, "changed").iter().all(|one| one["facts_compared"] == false));
    }

    // the table and the rows tell the same ones
    let csv = command(&[
        "compare",
        &old,
        &new,
        "--format",
        "csv",
        "--config",
        "none",
        "--today",
        "2025-12-20",
    ]);
    let csv = { csv }.output().unwrap().stdout;
    let mut rows = csv::Reader::from_reader(csv.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let named: BTreeSet<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    let all = keys(&told, "changed")
        .into_iter()
        .chain(keys(&told, "new"))
        .chain(keys(&told, "gone"));
    assert_eq!(named, all.collect());
}

#[test]
fn what_cannot_be_read_is_told_by_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let cut = folder.path().join("cut.jsonl");
    fs::write(&cut, "{\"source\":\"a\"").unwrap();
    for old in [cut.to_str().unwrap(), "tests/cmd/broken.toml", "nowhere.toml"] {
        let output = command(&["compare", old, "examples/organization.toml"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{old}");
    }
}

/// What `check` writes in a format with these further arguments, and its exit code.
fn checked(path: &str, format: &str, more: &[&str]) -> (String, i32) {
    let mut args = vec![
        "check",
        path,
        "--format",
        format,
        "--config",
        "none",
        "--today",
        "2025-12-20",
    ];
    args.extend(more);
    let output = command(&args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code().unwrap())
}

/// A report on a file or folder, kept in a file.
fn kept(path: &str, folder: &Path, name: &str) -> String {
    let report = folder.join(name).to_str().unwrap().to_owned();
    checked(path, "table", &["-o", &report]);
    report
}

/// Key and condition of what a report in JSON marks so.
fn standing(report: &Value, as_what: &str) -> BTreeSet<String> {
    let mut marked = BTreeSet::new();
    for dossier in list(report, "dossiers") {
        for finding in list(dossier, "findings").iter().filter(|one| one["since"] == as_what) {
            marked.insert(format!("{} {}", dossier["key"], finding["condition"]));
        }
    }
    marked
}

#[test]
fn new_problems_are_those_whose_verdict_compare_names_and_every_format_marks_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = weeks(folder.path());
    let (told, _) = compared(&old, &new);
    let open = |verdict: &Value| ["fail", "missing", "review"].iter().any(|open| verdict == open);
    let (mut expected, mut solved) = (BTreeSet::new(), BTreeSet::new());
    for changed in list(&told, "changed") {
        for verdict in list(changed, "verdicts") {
            let name = format!("{} {}", changed["key"], verdict["condition"]);
            if open(&verdict["new"]) {
                expected.insert(name.clone());
            }
            if open(&verdict["old"]) {
                solved.insert(name);
            }
        }
    }
    assert!(expected.len() >= WORSE.len() && solved.len() >= BETTER.len());

    for past in ["last.json", "last.jsonl"] {
        let past = kept(&old, folder.path(), past);
        let (text, code) = checked(&new, "json", &["--since", &past, "--fail-on", "new"]);
        assert_eq!(code, 3);
        let report: Value = serde_json::from_str(&text).unwrap();
        let schema: Value = serde_json::from_slice(&command(&["schema", "report"]).output().unwrap().stdout).unwrap();
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&report)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        let came = keys(&told, "new");
        let of_old = |name: &&String| !came.iter().any(|key| name.starts_with(&format!("\"{key}\"")));
        let marked = standing(&report, "new");
        let of_paired: BTreeSet<String> = marked.iter().filter(of_old).cloned().collect();
        assert_eq!(of_paired, expected);
        assert!(marked.len() > of_paired.len(), "of who came every problem is new");
        let absent = list(&report["since"], "absent").iter();
        let absent: BTreeSet<String> = absent
            .map(|one| format!("{} {}", one["key"], one["condition"]))
            .collect();
        assert_eq!(absent, solved);
        let counts = ["paired", "came", "left", "new"].map(|count| report["since"][count].as_u64().unwrap() as usize);
        assert_eq!(counts, [CLIENTS - GONE.len(), GONE.len(), GONE.len(), marked.len()]);

        if past.ends_with("jsonl") {
            continue;
        }

        // SARIF has the same states
        let (sarif, _) = checked(&new, "sarif", &["--since", &past]);
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let states = |state: &str| {
            let results = list(&sarif["runs"][0], "results").iter();
            results.filter(|result| result["baselineState"] == state).count()
        };
        assert_eq!(
            (states("new"), states("absent"), states("unchanged")),
            (marked.len(), solved.len(), standing(&report, "unchanged").len())
        );
        let all = list(&sarif["runs"][0], "results").len();
        assert_eq!(all, states("new") + states("absent") + states("unchanged"));

        // so have rows and lines
        let (csv, _) = checked(&new, "csv", &["--since", &past]);
        let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let head = rows.headers().unwrap().clone();
        let at = |name: &str| head.iter().position(|column| column == name).unwrap();
        let mut named = BTreeSet::new();
        for row in rows.records().map(|row| row.unwrap()) {
            for condition in row[at("new")].split_whitespace() {
                named.insert(format!("\"{}\" \"{condition}\"", &row[at("key")]));
            }
        }
        assert_eq!(named, marked);
        let (lines, _) = checked(&new, "jsonl", &["--since", &past]);
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut named = BTreeSet::new();
        for line in lines.iter().filter(|line| line["new"].is_array()) {
            for condition in list(line, "new") {
                named.insert(format!("{} {condition}", line["key"]));
            }
        }
        assert_eq!(named, marked);
        assert_eq!(lines.last().unwrap()["since"]["new"], marked.len());

        // and each text for people or servers says it as often, or at least how many there are
        for (format, word, times) in [
            ("markdown", "【新】上次没有", marked.len()),
            ("html", "【新】上次没有", marked.len()),
            ("junit", "【新】上次没有", marked.len()),
        ] {
            let (text, _) = checked(&new, format, &["--since", &past]);
            assert_eq!(text.matches(word).count(), times, "{format}");
        }
        for format in ["table", "markdown", "html", "github"] {
            let (text, _) = checked(&new, format, &["--since", &past]);
            let said = format!("新问题 {} 项", marked.len());
            assert!(text.replace('\n', "").contains(&said), "{format}: {said}");
        }
    }
}

#[test]
fn since_itself_nothing_is_new_and_what_is_new_gates_alone() {
    let folder = tempfile::tempdir().unwrap();
    for example in EXAMPLES {
        let past = kept(example, folder.path(), "past.json");
        // other words are no new problem
        for lang in ["zh", "en"] {
            let (text, code) = checked(example, "json", &["--since", &past, "--fail-on", "new", "--lang", lang]);
            let report: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(code, 0, "{example}");
            assert_eq!(standing(&report, "new").len(), 0, "{example}");
            assert_eq!(list(&report["since"], "absent").len(), 0, "{example}");
        }
    }
    let failing = "examples/organization-failing.toml";
    let past = kept(failing, folder.path(), "failing.json");
    assert_eq!(checked(failing, "table", &["--since", &past]).1, 1);
    assert_eq!(
        checked(failing, "table", &["--since", &past, "--fail-on", "new,warning"]).1,
        0
    );
    let other = kept("examples/individual.toml", folder.path(), "other.json");
    assert_eq!(checked(failing, "table", &["--since", &other, "--fail-on", "new"]).1, 1);
    // without an earlier report nothing could be told to be new
    assert_eq!(checked(failing, "table", &["--fail-on", "new"]).1, 2);
    assert_eq!(checked(failing, "table", &["--since", failing]).1, 2);
}

#[test]
fn a_redacted_report_names_nobody_of_the_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let past = kept("examples/organization-failing.toml", folder.path(), "徐汇示例.json");
    for format in [
        "json", "table", "csv", "jsonl", "markdown", "html", "sarif", "junit", "github",
    ] {
        let (text, _) = checked("examples/organization.toml", format, &["--since", &past, "--redact"]);
        assert!(!text.contains("徐汇示例") && !text.contains("91310104"), "{format}");
    }
}
