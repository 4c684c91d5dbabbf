//! The program from outside: what it promises of examples, exit codes, widths, colours, files and pipes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;

fn command(args: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn stdout(args: &[&str]) -> String {
    String::from_utf8(run(args).stdout).unwrap()
}

fn code(args: &[&str]) -> i32 {
    run(args).status.code().unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&run(&[args, &["--format", "json"]].concat()).stdout).unwrap()
}

const EXAMPLES: [&str; 4] = [
    "organization",
    "individual",
    "organization-failing",
    "organization-incomplete",
];

fn example(name: &str) -> String {
    format!("examples/{name}.toml")
}

/// Condition id → verdict, in the first dossier of a report.
fn verdicts(report: &Value) -> BTreeMap<String, String> {
    let findings = report["dossiers"][0]["findings"].as_array().unwrap();
    let pair = |finding: &Value| {
        (
            finding["condition"].as_str().unwrap().to_owned(),
            finding["verdict"].as_str().unwrap().to_owned(),
        )
    };
    findings.iter().map(pair).collect()
}

/// The verdict of one condition on a dossier that differs from an example in a few lines.
fn verdict_after(name: &str, changes: &[(&str, &str)], condition: &str) -> String {
    let mut text = fs::read_to_string(example(name)).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{name} does not hold {from:?}");
        text = text.replace(from, to);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("changed.toml");
    fs::write(&path, text).unwrap();
    verdicts(&json(&["check", path.to_str().unwrap()]))[condition].clone()
}

#[test]
fn every_example_gives_what_its_name_promises() {
    let expected = [("eligible", 0), ("eligible", 0), ("ineligible", 1), ("incomplete", 3)];
    for (name, (verdict, exit)) in EXAMPLES.into_iter().zip(expected) {
        let path = example(name);
        assert_eq!(json(&["check", &path])["dossiers"][0]["verdict"], verdict, "{name}");
        assert_eq!(code(&["check", &path]), exit, "{name}");
    }
}

/// Each row a condition, each column an example. After a change that is meant, write what the test prints into the
/// file, and read the difference before committing it.
#[test]
fn the_verdicts_on_every_example_are_the_golden_ones() {
    let columns: Vec<BTreeMap<String, String>> =
        EXAMPLES.map(|name| verdicts(&json(&["check", &example(name)]))).into();
    let mut table = format!("condition | {}\n", EXAMPLES.join(" | "));
    let ids: BTreeSet<&String> = columns.iter().flat_map(BTreeMap::keys).collect();
    for id in ids {
        let cells: Vec<&str> = columns
            .iter()
            .map(|column| column.get(id).map_or("-", String::as_str))
            .collect();
        table.push_str(&format!("{id} | {}\n", cells.join(" | ")));
    }
    let golden = fs::read_to_string("tests/data/verdicts.txt").unwrap_or_default();
    assert_eq!(golden, table, "tests/data/verdicts.txt should read:\n{table}");
}

#[test]
fn three_years_to_the_day_pass_and_one_day_less_is_for_a_person() {
    let founded = |day: &str| {
        verdict_after(
            "organization",
            &[
                ("registered_on = 2016-03-18", &format!("registered_on = {day}")),
                ("operating_since = 2016-05-01", &format!("operating_since = {day}")),
                ("submitted_on = 2025-12-26", "submitted_on = 2025-12-30"),
            ],
            "org.operating-years",
        )
    };
    assert_eq!(founded("2022-12-30"), "pass");
    assert_eq!(founded("2022-12-31"), "review");
    assert_eq!(founded("2023-01-01"), "fail");
}

#[test]
fn a_notice_is_counted_to_the_working_day() {
    let posted = |day: &str| {
        verdict_after(
            "organization",
            &[
                ("started_on = 2025-12-15", &format!("started_on = {day}")),
                ("ended_on = 2025-12-22", "ended_on = 2025-12-29"),
                ("submitted_on = 2025-12-26", "submitted_on = 2025-12-30"),
            ],
            "proc.public-notice",
        )
    };
    assert_eq!(posted("2025-12-22"), "pass");
    assert_eq!(posted("2025-12-23"), "review");
    assert_eq!(posted("2025-12-24"), "fail");
}

#[test]
fn one_known_loss_decides_and_a_missing_year_alone_is_missing() {
    let no_2024 = ("year = 2024", "year = 2021");
    let loss = (
        "net_profit = 12_500_000.00\ntotal_profit = 14_000_000.00",
        "net_profit = -1\npolicy_loss = false",
    );
    assert_eq!(verdict_after("organization", &[no_2024], "org.no-loss"), "missing");
    assert_eq!(verdict_after("organization", &[no_2024, loss], "org.no-loss"), "fail");
}

#[test]
fn an_empty_dossier_passes_the_deadline_and_lacks_everything_else() {
    let report = json(&["check", "tests/cmd/empty.toml", "--as-of", "2025-12-20"]);
    for finding in report["dossiers"][0]["findings"].as_array().unwrap() {
        let expected = if finding["condition"] == "proc.deadline" {
            "pass"
        } else {
            "missing"
        };
        assert_eq!(finding["verdict"], expected, "{}", finding["condition"]);
    }
    assert_eq!(code(&["check", "tests/cmd/empty.toml", "--as-of", "2025-12-20"]), 3);
}

#[test]
fn no_line_is_wider_than_it_may_be() {
    for width in [40, 60, 80, 99, 100, 120, 160] {
        for lang in ["zh", "en"] {
            for name in EXAMPLES {
                let output = command(&["check", &example(name), "--lang", lang])
                    .env("COLUMNS", width.to_string())
                    .output();
                let text = String::from_utf8(output.unwrap().stdout).unwrap();
                for line in text.lines() {
                    let columns = textwrap::core::display_width(line);
                    assert!(
                        columns <= width,
                        "{columns} columns of {width} in {name} ({lang}): {line}"
                    );
                }
            }
        }
    }
}

#[test]
fn table_and_json_tell_the_same_verdicts() {
    let words = [
        ("pass", "pass"),
        ("fail", "fail"),
        ("missing", "missing"),
        ("review", "review"),
        ("not_applicable", "n/a"),
    ];
    for name in EXAMPLES {
        let table = command(&["check", &example(name), "--lang", "en"])
            .env("COLUMNS", "80")
            .output()
            .unwrap();
        let table = String::from_utf8(table.stdout).unwrap();
        for (id, verdict) in verdicts(&json(&["check", &example(name)])) {
            let above: Vec<&str> = table.split_inclusive('\n').collect();
            let at = above
                .iter()
                .position(|line| line.trim_end().ends_with(&format!("  {id}")));
            let at = at.unwrap_or_else(|| panic!("{name}: no row of {id}"));
            // the verdict stands there or, where the title takes the line, above it
            let row = above[..=at].iter().rev().find(|line| !line.starts_with(' ')).unwrap();
            let said = row.split(' ').next().unwrap();
            let (_, word) = words.iter().find(|(known, _)| *known == verdict).unwrap();
            let expected = if verdict == "fail" && id.starts_with("advice.") {
                "warning"
            } else {
                word
            };
            assert_eq!(said, expected, "{name}: {id}");
        }
    }
}

#[test]
fn json_lines_tell_the_same_verdicts_and_end_with_the_counts() {
    let paths: Vec<String> = EXAMPLES.iter().map(|name| example(name)).collect();
    let args = [
        vec!["check"],
        paths.iter().map(String::as_str).collect(),
        vec!["--format", "jsonl"],
    ]
    .concat();
    let lines: Vec<Value> = stdout(&args)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), EXAMPLES.len() + 2);
    for (line, path) in lines[1..].iter().zip(&paths) {
        let verdicts: BTreeMap<String, String> = serde_json::from_value(line["findings"].clone()).unwrap();
        assert_eq!(verdicts, self::verdicts(&json(&["check", path])), "{path}");
    }
    assert_eq!(
        lines[EXAMPLES.len() + 1]["summary"],
        json(&args[..EXAMPLES.len() + 1])["summary"]
    );
    let whole = stdout(&["check", &paths[0], "--format", "jsonl", "--details"]);
    let whole: Value = serde_json::from_str(whole.lines().nth(1).unwrap()).unwrap();
    assert_eq!(whole, json(&["check", &paths[0]])["dossiers"][0]);
}

#[test]
fn colours_come_only_when_they_are_wanted() {
    let path = example("organization");
    let escapes = |command: &mut assert_cmd::Command| command.output().unwrap().stdout.contains(&0x1b);
    assert!(!escapes(&mut command(&["check", &path])), "a pipe gets no colours");
    assert!(escapes(&mut command(&["check", &path, "--color", "always"])));
    assert!(!escapes(
        command(&["check", &path, "--color", "never"]).env("CLICOLOR_FORCE", "1")
    ));
    assert!(!escapes(command(&["check", &path]).env("NO_COLOR", "1")));
    assert!(escapes(command(&["check", &path]).env("CLICOLOR_FORCE", "1")));
}

#[test]
fn what_a_dossier_says_never_reaches_the_terminal_as_a_command() {
    let text = fs::read_to_string(example("organization")).unwrap();
    let hostile = text.replace("上海徐汇示例智能装备有限公司", "甲\\u001b[31m\\u0007\\u202e乙");
    assert_ne!(hostile, text);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.toml");
    fs::write(&path, hostile).unwrap();
    let shown = stdout(&["check", path.to_str().unwrap()]);
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown}");
}

#[test]
fn a_wrong_identity_number_is_pointed_at_but_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("individual.toml");
    for written in [
        "\"110105194912310021\"",
        "11010519491231002X",
        "= \"110105194912310021\"",
    ] {
        let text = fs::read_to_string(example("individual")).unwrap();
        let text = text.replace("[individual]", &format!("[individual]\nid_number = {written}"));
        fs::write(&path, text).unwrap();
        let output = run(&["check", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{written}");
        let shown = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("individual.toml:9:"), "{shown}");
        assert!(!shown.contains("19491231"), "{shown}");
    }
}

#[test]
fn a_file_beside_the_table_holds_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let (as_json, as_text) = (folder.path().join("r.json"), folder.path().join("r.txt"));
    let path = example("organization-failing");
    let printed = stdout(&[
        "check",
        &path,
        "--color",
        "always",
        "-o",
        as_json.to_str().unwrap(),
        "-o",
        as_text.to_str().unwrap(),
    ]);
    assert!(
        printed.contains('\u{1b}') && printed.contains("org.no-loss"),
        "with -o the table is still printed"
    );
    let written: Value = serde_json::from_slice(&fs::read(&as_json).unwrap()).unwrap();
    assert_eq!(written, json(&["check", &path]));
    assert!(!fs::read(&as_text).unwrap().contains(&0x1b), "a file gets no colours");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing half-written is left"
    );
    assert_eq!(code(&["check", &path, "-o", "/no/such/folder/r.json"]), 2);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_into_and_stays_what_it_is() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("report.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let read = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::read(pipe).unwrap())
    };
    let path = example("organization");
    assert_eq!(code(&["check", &path, "-o", pipe.to_str().unwrap()]), 0);
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    let read: Value = serde_json::from_slice(&read.join().unwrap()).unwrap();
    assert_eq!(read, json(&["check", &path]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("kept")).unwrap();
    fs::write(at("kept/old.json"), "").unwrap();
    symlink("kept/old.json", at("first.json")).unwrap();
    symlink("first.json", at("to-old.json")).unwrap();
    symlink("kept/new.json", at("to-new.json")).unwrap();
    let path = example("organization");
    for (link, target) in [("to-old.json", "kept/old.json"), ("to-new.json", "kept/new.json")] {
        assert_eq!(code(&["check", &path, "-o", at(link).to_str().unwrap()]), 0);
        assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink());
        let written: Value = serde_json::from_slice(&fs::read(at(target)).unwrap()).unwrap();
        assert_eq!(written, json(&["check", &path]));
    }
    assert!(fs::symlink_metadata(at("first.json")).unwrap().is_symlink());
    assert_eq!(fs::read_dir(at("kept")).unwrap().count(), 2);
}

#[test]
fn what_cannot_be_written_is_told_in_one_language_and_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(at("folder.json")).unwrap();
    fs::write(at("file"), "").unwrap();
    let missing = at("missing");
    let mut wanted = vec![
        (
            at("missing/r.json"),
            format!("文件夹 {missing} 不存在"),
            format!("there is no folder {missing}"),
        ),
        (
            at("folder.json"),
            "这是文件夹，请给出文件".to_owned(),
            "this is a folder; name a file".to_owned(),
        ),
    ];
    #[cfg(unix)]
    wanted.push((
        at("file/r.json"),
        format!("{} 不是文件夹", at("file")),
        format!("{} is no folder", at("file")),
    ));
    #[cfg(target_os = "linux")]
    {
        std::os::unix::fs::symlink("/dev/full", at("full.json")).unwrap();
        wanted.push((at("full.json"), "磁盘已满".to_owned(), "the disk is full".to_owned()));
    }
    for (path, zh, en) in wanted {
        for (lang, said) in [
            ("zh", format!("错误：无法写入 {path}：{zh}\n")),
            ("en", format!("error: cannot write {path}: {en}\n")),
        ] {
            let output = run(&["check", &example("organization"), "--lang", lang, "-o", &path]);
            assert_eq!(output.status.code(), Some(2));
            assert_eq!(String::from_utf8(output.stderr).unwrap(), said);
        }
    }
}

#[test]
fn two_runs_are_equal_to_the_byte() {
    for name in EXAMPLES {
        let path = example(name);
        for format in ["table", "json"] {
            let args = ["check", path.as_str(), "--format", format];
            assert_eq!(run(&args).stdout, run(&args).stdout, "{name} as {format}");
        }
    }
}

/// A run whose output is read by nobody.
fn unread(args: &[&str]) -> std::process::Output {
    let program = assert_cmd::cargo::cargo_bin("quality-award");
    let mut child = std::process::Command::new(program)
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    for args in [
        ["check", "examples/organization.toml"],
        ["match", "examples/organization.toml"],
    ] {
        let output = unread(&args);
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{output:?}");
    }
}

#[test]
fn a_reader_that_stops_reading_hides_no_exit_code() {
    let [sound, failing] = ["organization", "organization-failing"].map(example);
    let broken = "tests/cmd/broken.toml";
    for (args, code) in [
        (vec!["check", broken, &sound], 2),
        (vec!["match", broken, &sound], 2),
        (vec!["match", broken, &sound, "--format", "json"], 2),
        (vec!["compare", &sound, &failing], 1),
        (vec!["plan", broken, &sound, "--as-of", "2025-12-15"], 2),
        (vec!["packs", "diff", "xuhui-2025", "anhui-2024"], 1),
    ] {
        assert_eq!(unread(&args).status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn one_unreadable_file_does_not_hide_the_verdicts_on_the_others() {
    let args = ["check", "tests/cmd/broken.toml", "examples/organization-failing.toml"];
    let report = json(&args);
    assert_eq!(code(&args), 2);
    assert_eq!(report["dossiers"].as_array().unwrap().len(), 1);
    assert_eq!(report["summary"]["unreadable"], 1);
    let errors = report["errors"].as_array().unwrap();
    assert!(errors.len() > 5 && errors.iter().all(|error| error["file"] == "tests/cmd/broken.toml"));
    let keys: BTreeSet<&str> = errors[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        BTreeSet::from(["file", "line", "column", "sheet", "cell", "message"])
    );
}

#[test]
fn what_gates_is_what_was_asked_for() {
    let failing = example("organization-failing");
    let incomplete = example("organization-incomplete");
    let sound = example("organization");
    assert_eq!(code(&["check", &failing, "--fail-on", "none"]), 0);
    assert_eq!(code(&["check", &incomplete, "--fail-on", "fail"]), 0);
    assert_eq!(code(&["check", &incomplete, "--fail-on", "missing"]), 3);
    assert_eq!(code(&["check", &failing, "--fail-on", "warning"]), 1);
    assert_eq!(code(&["check", &failing, &incomplete]), 1);
    assert_eq!(
        code(&["check", &sound, "--fail-on", "fail,missing,warning,readings,evidence"]),
        0
    );
}

#[test]
fn a_calendar_file_makes_a_year_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2027.toml");
    fs::write(
        &path,
        "[[year]]\nyear = 2027\nnotice = \"示例\"\noff = [2027-01-01]\nwork = []\n",
    )
    .unwrap();
    let dossier = fs::read_to_string(example("organization")).unwrap();
    let dossier = dossier
        .replace("started_on = 2025-12-15", "started_on = 2027-01-04")
        .replace("ended_on = 2025-12-22", "ended_on = 2027-01-11")
        .replace("submitted_on = 2025-12-26", "submitted_on = 2027-01-12");
    let file = folder.path().join("dossier.toml");
    fs::write(&file, dossier).unwrap();
    let file = file.to_str().unwrap();
    let without = json(&["check", file]);
    let with = json(&["check", file, "--calendar", path.to_str().unwrap()]);
    assert_eq!(verdicts(&without)["proc.public-notice"], "missing");
    assert_eq!(verdicts(&with)["proc.public-notice"], "pass");
    assert_ne!(without["calendar"]["sha256"], with["calendar"]["sha256"]);
}

#[test]
fn a_pack_from_disk_judges_in_place_of_the_dossiers_own() {
    let folder = tempfile::tempdir().unwrap();
    let pack = fs::read_to_string("rules/xuhui/2025.toml").unwrap();
    let stricter = pack.replace("working_days = 5", "working_days = 50");
    assert_ne!(pack, stricter);
    let path = folder.path().join("stricter.toml");
    fs::write(&path, stricter).unwrap();
    let path = path.to_str().unwrap();
    let report = json(&["check", &example("organization"), "--pack", path]);
    assert_eq!(verdicts(&report)["proc.public-notice"], "fail");
    assert_eq!(code(&["packs", "test", path]), 1);
    let told = stdout(&["packs", "test", path, "--lang", "en"]);
    assert!(
        told.contains("stricter.toml:") && told.contains("proc.public-notice"),
        "{told}"
    );
}

/// A pack with these conditions besides its source and its one clause.
fn small_pack(clause: &str, conditions: &str) -> String {
    format!(
        r#"id = "small-2026"
title = {{ zh = "小奖", en = "Small award" }}
edition = 1
closes = 2026-06-30
[[track]]
id = "organization"
label = {{ zh = "甲类奖", en = "First" }}
subject = "organization"
[[track]]
id = "individual"
label = {{ zh = "乙类奖", en = "Second" }}
subject = "person"
[[source]]
id = "notice"
force = "binding"
seen = "original"
title = {{ zh = "小通知", en = "Small notice" }}
short = {{ zh = "通知", en = "the notice" }}
[[clause]]
id = "one"
source = "notice"
number = "一"
text = "如实填写"
{clause}
[[document]]
id = "form"
label = {{ zh = "申报表", en = "Form" }}
tracks = ["organization", "individual"]
aliases = ["表格"]
{conditions}"#
    )
}

/// A condition of a small pack for the organizations.
fn small_condition(weight: &str, rule: &str, other: &str) -> String {
    format!(
        r#"[[condition]]
id = "org.one"
clause = "one"
tracks = ["organization"]
title = {{ zh = "一", en = "One" }}
weight = "{weight}"
reading = {{ zh = "照写", en = "As written" }}
[condition.remedy]
missing = {{ zh = "补", en = "Give" }}
{other} = {{ zh = "看", en = "Look" }}
[condition.rule]
{rule}
"#
    )
}

#[test]
fn what_is_known_from_reports_alone_refutes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let dossier = write(
        "a.toml",
        "track = 'organization'\nsubmission.truthful = false\nsubmission.submitted_on = 2026-06-30\n",
    );
    let truthful = r#"is_true.field = "submission.truthful""#;
    let judged = |seen: &str, other: &str| {
        let pack = small_pack("", &small_condition("must", truthful, other));
        let pack = write("small.toml", &pack.replace("seen = \"original\"", seen));
        let output = run(&["check", &dossier, "--pack", &pack]);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    };
    let cut = "seen = \"excerpt\"\ncut = { zh = \"第二条以下\", en = \"from article 2 on\" }";
    for read in ["seen = \"original\"", "seen = \"repost\"", cut] {
        let (code, text) = judged(read, "fail");
        assert_eq!(code, 1, "{text}");
        assert_eq!(text.contains("未见：第二条以下"), read == cut, "{text}");
    }
    let (code, text) = judged("seen = \"report\"", "review");
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("只见于他人的报道") && text.contains("通知（只见到报道，未见原文）"),
        "{text}"
    );
    // the remedies are those of the verdicts it can give
    let (code, text) = judged("seen = \"report\"", "fail");
    assert!(code == 2 && text.contains("缺少 review 时的处理办法"), "{text}");
}

#[test]
fn where_a_pack_asks_nothing_nothing_was_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.toml");
    let path = path.to_str().unwrap();
    let truthful = r#"is_true.field = "submission.truthful""#;
    let document = r#"document_given.kind = "form""#;
    let set_aside = r#"set_aside = { zh = "无", en = "nothing" }"#;
    let said = |pack: &str, args: &[&str]| {
        fs::write(path, pack).unwrap();
        let args = [&["check", "--pack", path, "--lang", "en"], args].concat();
        let output = run(&args);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    };
    let of_no_award = |name: &str| {
        let text = fs::read_to_string(example(name)).unwrap();
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("award") && !line.starts_with("city_award"));
        let path = folder.path().join(name).with_extension("toml");
        fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (organization, individual) = (of_no_award("organization"), of_no_award("individual"));
    let must = small_pack("", &small_condition("must", truthful, "fail"));
    assert_eq!(said(&must, &[&organization]).0, 0);
    let nothing = [
        (
            must.clone(),
            &individual,
            "no condition that must be met by those who enter",
        ),
        (
            small_pack(set_aside, ""),
            &organization,
            "no condition that must be met",
        ),
        (
            small_pack("", &small_condition("should", truthful, "fail")),
            &organization,
            "no condition that must be met",
        ),
        (
            small_pack("", &small_condition("must", document, "review")),
            &organization,
            "add --materials",
        ),
    ];
    for (pack, dossier, why) in &nothing {
        let (code, text) = said(pack, &[dossier]);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(why) && !text.contains("eligible: "), "{text}");
    }
    let (code, _) = said(&nothing[3].0, &["--materials", &organization]);
    assert_eq!(code, 3);
    let (code, text) = said(&must, &[&organization, &individual, "--format", "json"]);
    assert_eq!(code, 2);
    assert!(
        text.contains("\"eligible\": 1"),
        "the other is judged all the same: {text}"
    );
    assert_eq!(
        run(&[
            "seal",
            "--pack",
            path,
            "--config",
            "none",
            folder.path().to_str().unwrap()
        ])
        .status
        .code(),
        Some(2)
    );
}

#[test]
fn the_gates_run_the_test_command_of_the_readme() {
    let readme = fs::read_to_string("README.md").unwrap();
    let gates = fs::read_to_string(".ci/run").unwrap();
    assert!(readme.contains("<!-- test -->\n```sh\ncargo test\n```\n<!-- /test -->"));
    assert!(gates.contains("<!-- test -->"));
    assert!(Path::new("examples/organization.toml").exists() && readme.contains("check examples/organization.toml"));
}

/// A disk that is full, as Linux has one for tests.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_by_the_exit_code_and_stops_nothing_in_its_tracks() {
    let full = || std::fs::File::create("/dev/full").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path().join("甲");
    std::fs::create_dir(&dossier).unwrap();
    std::fs::copy("examples/organization.toml", dossier.join("dossier.toml")).unwrap();
    let zip = folder.path().join("甲.zip");
    let (dossier, zip) = (dossier.to_str().unwrap(), zip.to_str().unwrap());
    let commands: [&[&str]; 7] = [
        &["check", "examples/organization.toml"],
        &["check", "examples/organization-failing.toml", "--format", "github"],
        &["seal", dossier],
        &["verify", dossier],
        &["bundle", dossier, "--force", "-o", zip],
        &["explain", "org.no-loss"],
        &["schema", "report"],
    ];
    let run = |args: &[&str], out: Option<std::fs::File>, err: Option<std::fs::File>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_quality-award"));
        command.args(args);
        command.stdout(out.map_or_else(std::process::Stdio::null, Into::into));
        command.stderr(err.map_or_else(std::process::Stdio::null, Into::into));
        command.status().unwrap().code()
    };
    for args in commands {
        assert_eq!(run(args, Some(full()), None), Some(2), "{args:?}");
        let code = run(args, None, Some(full()));
        assert!(matches!(code, Some(0..=3)), "{args:?}: {code:?}");
    }
    assert_eq!(run(&["seal", "没有"], None, Some(full())), Some(2));
    assert_eq!(run(&["check", "--nonsense"], None, Some(full())), Some(2));
}
