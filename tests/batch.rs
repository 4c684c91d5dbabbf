//! Folders of dossiers from outside: which are found, what a run of many says and how it ends, settings, waivers,
//! and what is hidden when a report is to be shared.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const SOUND: &str = include_str!("../examples/organization.toml");
const FAILING: &str = include_str!("../examples/organization-failing.toml");
const INCOMPLETE: &str = include_str!("../examples/organization-incomplete.toml");
const INDIVIDUAL: &str = include_str!("../examples/individual.toml");

/// The name of the applicant in [`INCOMPLETE`].
const HOSPITAL: &str = "上海徐汇示例社区医院";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn command(folder: &Path, args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("quality-award"));
    command.current_dir(folder).args(args);
    for (name, _) in std::env::vars() {
        if name.starts_with("QUALITY_AWARD_") || name == "GITHUB_ACTIONS" {
            command.env_remove(name);
        }
    }
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_slice(&run(folder, &[args, &["--format", "json"]].concat()).stdout).unwrap()
}

/// The text of every dossier's `key`, in order.
fn each(report: &Value, key: &str) -> Vec<String> {
    let dossiers = report["dossiers"].as_array().unwrap();
    dossiers
        .iter()
        .map(|dossier| dossier[key].as_str().unwrap().replace('\\', "/"))
        .collect()
}

#[test]
fn two_hundred_and_fifty_six_failures_are_one() {
    let root = tempfile::tempdir().unwrap();
    for number in 0..256 {
        fs::write(root.path().join(format!("{number:03}.toml")), FAILING).unwrap();
    }
    let output = run(root.path(), &["check", ".", "--format", "jsonl"]);
    assert_eq!(code(&output), 1);
    assert_eq!(stdout(&output).lines().count(), 258);
    let last: Value = serde_json::from_str(stdout(&output).lines().last().unwrap()).unwrap();
    assert_eq!(last["summary"]["ineligible"], 256);
    assert_eq!(last["duplicates"][0]["sources"].as_array().unwrap().len(), 256);
}

#[test]
fn one_file_that_cannot_be_read_stops_none_of_the_others() {
    let root = tempfile::tempdir().unwrap();
    for number in 0..99 {
        fs::write(root.path().join(format!("{number:03}.toml")), SOUND).unwrap();
    }
    fs::write(root.path().join("050-broken.toml"), "[organization\nname = ").unwrap();
    for format in ["table", "json", "jsonl", "csv"] {
        let output = run(root.path(), &["check", ".", "--format", format]);
        assert_eq!(code(&output), 2, "{format}");
        assert!(stderr(&output).contains("050-broken.toml:1"), "{format}");
    }
    let report = json(root.path(), &["check", "."]);
    assert_eq!(report["summary"]["dossiers"], 99);
    assert_eq!(report["summary"]["unreadable"], 1);
    assert_eq!(report["summary"]["files"], 100);
}

#[cfg(unix)]
#[test]
fn a_file_that_never_ends_is_too_large_and_stops_none_of_the_others() {
    let folder = folder(&[("a.toml", SOUND)]);
    let output = run(folder.path(), &["/dev/zero", "a.toml", "--format", "json"]);
    assert_eq!(code(&output), 2);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(each(&report, "applicant").len(), 1);
    let error = &report["errors"][0];
    assert_eq!(error["file"], "/dev/zero");
    assert!(
        error["message"]["en"].as_str().unwrap().contains("larger than"),
        "{error}"
    );
    let endless = fs::File::open("/dev/zero").unwrap();
    let piped = command(folder.path(), &["check", "-", "--lang", "en"])
        .stdin(endless)
        .output()
        .unwrap();
    assert_eq!(code(&piped), 2);
    assert!(stderr(&piped).contains("larger than"), "{}", stderr(&piped));
}

#[test]
fn nobody_reading_any_more_is_no_error() {
    let root = tempfile::tempdir().unwrap();
    for number in 0..600 {
        fs::write(root.path().join(format!("{number:03}.toml")), SOUND).unwrap();
    }
    for format in ["jsonl", "json", "table", "csv", "html"] {
        let mut child = command(root.path(), &["check", ".", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 8];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (code(&output), stderr(&output).trim().lines().count() <= 1),
            (0, true),
            "{format}"
        );
    }
}

#[test]
fn what_many_cores_judge_comes_in_the_order_of_the_files_and_is_what_each_is_judged_alone() {
    let texts = [SOUND, FAILING, INCOMPLETE, INDIVIDUAL];
    let root = tempfile::tempdir().unwrap();
    for number in 0..64 {
        fs::write(root.path().join(format!("{number:03}.toml")), texts[number % 4]).unwrap();
    }
    let first = run(root.path(), &["check", ".", "--format", "json"]);
    let report: Value = serde_json::from_slice(&first.stdout).unwrap();
    let expected: Vec<String> = (0..64).map(|number| format!("./{number:03}.toml")).collect();
    assert_eq!(each(&report, "source"), expected);
    for number in 0..4 {
        let alone = json(root.path(), &["check", &expected[number]]);
        assert_eq!(alone["dossiers"][0], report["dossiers"][number]);
    }
    for _ in 0..3 {
        assert_eq!(
            run(root.path(), &["check", ".", "--format", "json"]).stdout,
            first.stdout
        );
    }
}

#[test]
fn a_walk_reads_dossiers_and_lists_what_is_none() {
    let root = folder(&[
        ("甲/dossier.toml", SOUND),
        ("甲/附件/说明.toml", FAILING),
        ("乙.toml", INDIVIDUAL),
        ("Cargo.toml", "[package]\nname = \"x\"\n"),
        ("备忘.docx", "PK"),
        (".git/config.toml", FAILING),
    ]);
    let report = json(root.path(), &["check", "."]);
    assert_eq!(each(&report, "source"), ["./乙.toml", "./甲/dossier.toml"]);
    let skipped: Vec<&str> = report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["file"].as_str().unwrap())
        .collect();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert!(
        skipped.iter().any(|file| file.contains("Cargo.toml")) && skipped.iter().any(|file| file.contains("备忘.docx"))
    );
    // what is named is always a dossier
    let named = run(root.path(), &["check", "Cargo.toml"]);
    assert_eq!(code(&named), 2);
    let only = json(root.path(), &["check", ".", "--include", "乙*", "--exclude", "甲"]);
    assert_eq!(each(&only, "source"), ["./乙.toml"]);
}

#[test]
fn a_folder_without_dossiers_is_said_to_have_none() {
    let root = folder(&[("readme.md", "x")]);
    let output = run(root.path(), &["check", "."]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("没有申报信息"));
}

#[test]
fn standard_input_is_a_dossier_and_a_bare_file_is_checked() {
    let root = folder(&[("a.toml", SOUND)]);
    let stdin = fs::File::open(root.path().join("a.toml")).unwrap();
    let piped = command(root.path(), &["check", "-", "--format", "jsonl"])
        .stdin(stdin)
        .output()
        .unwrap();
    assert_eq!(code(&piped), 0);
    assert!(stdout(&piped).lines().nth(1).unwrap().starts_with(r#"{"source":"-""#));
    let bare = run(root.path(), &["a.toml", "--format", "jsonl"]);
    assert_eq!(
        stdout(&bare),
        stdout(&piped).replace(r#""source":"-""#, r#""source":"a.toml""#)
    );
    let workbook = fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/organization.xlsx")).unwrap();
    let piped = command(root.path(), &["check", "-", "--format", "jsonl"])
        .stdin(workbook)
        .output()
        .unwrap();
    assert_eq!(code(&piped), 0);
}

#[test]
fn the_summary_names_causes_who_is_near_and_who_is_there_twice() {
    let near = SOUND
        .replace("truthful = true", "truthful = false")
        .replace("91310104MA1FXY013E", "91310104MA1FXY005K");
    let root = folder(&[
        ("a.toml", SOUND),
        ("b.toml", FAILING),
        ("c.toml", &near),
        ("d.toml", FAILING),
    ]);
    let table = stdout(&run(root.path(), &["check", "."]));
    for part in [
        "合计 4 份",
        "最常见的原因",
        "谁差在哪里",
        "只差一项",
        "疑似重复申报",
        "proc.truthful",
    ] {
        assert!(table.contains(part), "{part} in\n{table}");
    }
    assert!(!table.contains("  条款  "), "no dossier is shown in full");
    let details = stdout(&run(root.path(), &["check", ".", "--details"]));
    assert!(details.find("合计 4 份").unwrap() < details.find("  条款  ").unwrap());
    let alone = stdout(&run(root.path(), &["check", "a.toml"]));
    assert!(alone.contains("  条款  ") && !alone.contains("合计"));
    let report = json(root.path(), &["check", "."]);
    assert_eq!(report["duplicates"].as_array().unwrap().len(), 1);
}

#[test]
fn a_summary_says_the_same_whether_or_not_sentences_are_kept() {
    let near = SOUND.replacen("truthful = true", "truthful = false", 1);
    let gap = SOUND.replacen("credit_report = ", "# credit_report = ", 1);
    let files = [
        ("a.toml", SOUND),
        ("b.toml", FAILING),
        ("c.toml", INCOMPLETE),
        ("d.toml", INDIVIDUAL),
        ("e.toml", near.as_str()),
        ("f.toml", gap.as_str()),
    ];
    let all = folder(&files);
    let alone = folder(&files[..1]);
    let broken = folder(&[("a.toml", SOUND), ("b.toml", "= 1")]);
    for lang in ["zh", "en"] {
        for folder in [&all, &alone, &broken] {
            let short = run(folder.path(), &["check", ".", "--lang", lang]);
            let kept = run(folder.path(), &["check", ".", "--lang", lang, "-o", "report.csv"]);
            fs::remove_file(folder.path().join("report.csv")).unwrap();
            assert_eq!(stdout(&short), stdout(&kept));
            assert_eq!(code(&short), code(&kept));
        }
    }
    let said = stdout(&run(all.path(), &["check", "."]));
    assert!(said.contains("只差一项") && said.contains("更正不实之处"), "{said}");
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let root = folder(&[
        (
            "quality-award.toml",
            "fail_on = [\"none\"]\nlang = \"en\"\nformat = \"json\"\n",
        ),
        ("子/a.toml", FAILING),
    ]);
    let check = |args: &[&str], set: &[(&str, &str)]| {
        let mut command = command(root.path(), &[&["check", "子/a.toml"], args].concat());
        command.envs(set.iter().copied()).output().unwrap()
    };
    assert_eq!(code(&check(&[], &[])), 0);
    assert!(stdout(&check(&[], &[])).starts_with("{\"schema_version\"") || stdout(&check(&[], &[])).starts_with('{'));
    assert_eq!(code(&check(&[], &[("QUALITY_AWARD_FAIL_ON", "fail")])), 1);
    assert_eq!(
        code(&check(&["--fail-on", "none"], &[("QUALITY_AWARD_FAIL_ON", "fail")])),
        0
    );
    assert_eq!(code(&check(&["--config", "none"], &[])), 1);
    assert!(stdout(&check(&["--format", "table"], &[])).contains("\nTrack "));
    assert!(stdout(&check(&["--format", "table", "--lang", "zh"], &[])).contains("\n类别 "));
    let shown = stdout(
        &command(root.path(), &["config", "show", "子", "--format", "table"])
            .env("QUALITY_AWARD_FAIL_ON", "fail")
            .output()
            .unwrap(),
    );
    let line = |key: &str| shown.lines().find(|line| line.contains(key)).unwrap().to_owned();
    assert!(line(" fail_on").contains("QUALITY_AWARD_FAIL_ON"));
    assert!(line(" lang").contains("quality-award.toml:2"));
    assert!(line(" format").contains("--format"));
    assert!(line(" pack ").contains("default"));
}

#[test]
fn a_mistake_in_the_settings_is_told_at_its_place() {
    for (text, place, words) in [
        ("fail_no = [\"fail\"]\n", "quality-award.toml:1:1", "fail_on"),
        ("lang = \"en\"\nas_of = \"soon\"\n", "quality-award.toml:2:9", ""),
        ("format = \"pdf\"\n", "quality-award.toml:1:10", "table"),
        ("output = [\"../x.html\"]\n", "quality-award.toml:1:11", ""),
        (
            "output = [\"a.html\", \"/tmp/x.html\"]\n",
            "quality-award.toml:1:21",
            "",
        ),
        ("[[waivers]]\ncondition = \"org.no-loss\"\n", "quality-award.toml:1", ""),
        (
            "[[waivers]]\ncondition = \"c\"\napplicant = \"a\"\nreason = \" \"\napproved_by = \"x\"\nexpires = 2026-01-01\n",
            "quality-award.toml:4:10",
            "",
        ),
    ] {
        let root = folder(&[("quality-award.toml", text), ("a.toml", SOUND)]);
        let output = run(root.path(), &["check", "a.toml"]);
        assert_eq!(code(&output), 2, "{text}");
        let said = stderr(&output);
        assert!(said.contains(place) && said.contains(words), "{text}: {said}");
        assert!(
            stdout(&output).is_empty(),
            "nothing is judged by settings that are not understood"
        );
    }
}

/// A roster as a colleague keeps it: no heading in it is known but one.
const COLLEAGUES: &str = "客户,代码,成立日期\n上海示例精密机械有限公司,91310104744923836T,2016-03-18\n";

#[test]
fn headings_of_the_users_own_are_read_wherever_they_are_set() {
    let flags = [
        "--heading",
        "客户=organization.name",
        "--heading",
        "代码=organization.unified_social_credit_code",
    ];
    let settings =
        "[headings]\n\"客户\" = \"organization.name\"\n\"代码\" = \"organization.unified_social_credit_code\"\n";
    let bare = folder(&[("客户.csv", COLLEAGUES)]);
    assert_eq!(code(&run(bare.path(), &["check", "客户.csv"])), 2);
    let by_flag = json(bare.path(), &[&["check", "客户.csv"], &flags[..]].concat());
    assert_eq!(each(&by_flag, "applicant"), ["上海示例精密机械有限公司"]);
    let set = folder(&[("客户.csv", COLLEAGUES), ("quality-award.toml", settings)]);
    assert_eq!(
        each(&json(set.path(), &["check", "客户.csv"]), "applicant"),
        each(&by_flag, "applicant")
    );
    assert_eq!(
        each(&json(set.path(), &["check", "."]), "applicant"),
        each(&by_flag, "applicant")
    );
    let shown = stdout(&run(set.path(), &["config", "show"]));
    assert!(
        shown.contains("客户=organization.name") && shown.contains("quality-award.toml:1:1"),
        "{shown}"
    );
    let filled = run(set.path(), &["template", "--from", "客户.csv", "-o", "甲.toml"]);
    assert_eq!(code(&filled), 0, "{}", stderr(&filled));
    assert!(
        fs::read_to_string(set.path().join("甲.toml"))
            .unwrap()
            .contains("91310104744923836T")
    );
}

#[test]
fn a_heading_for_no_field_or_for_two_is_refused() {
    let bare = folder(&[("客户.csv", COLLEAGUES)]);
    let said = |flags: &[&str]| {
        let output = run(bare.path(), &[&["check", "客户.csv", "--lang", "en"], flags].concat());
        assert_eq!(code(&output), 2);
        stderr(&output)
    };
    assert!(said(&["--heading", "客户=organization.nmae"]).contains("did you mean organization.name?"));
    assert!(said(&["--heading", "客户"]).contains("written as heading=field"));
    assert!(said(&["--heading", "=organization.name"]).contains("written as heading=field"));
    let both = said(&[
        "--heading",
        "客户=organization.name",
        "--heading",
        "客 户=individual.name",
    ]);
    assert!(both.contains("both organization.name and individual.name"), "{both}");
    let settings = "[headings]\n\"客户\" = \"organization.nmae\"\n";
    let set = folder(&[("客户.csv", COLLEAGUES), ("quality-award.toml", settings)]);
    let output = run(set.path(), &["check", "客户.csv"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("quality-award.toml:2:1"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_pinned_pack_is_that_pack_or_none() {
    let root = folder(&[("a.toml", SOUND)]);
    let pack = json(root.path(), &["check", "a.toml"])["packs"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    let check = |pin: &str| {
        code(&run(
            root.path(),
            &["check", "a.toml", "--pack", "xuhui-2025", "--pack-sha256", pin],
        ))
    };
    assert_eq!(check(&pack), 0);
    assert_eq!(check(&pack.to_uppercase()), 0);
    assert_eq!(check(&pack.replace(|c| c != '0', "0")), 2);
    assert_eq!(code(&run(root.path(), &["check", "a.toml", "--pack-sha256", &pack])), 2);
}

#[test]
fn a_day_of_submission_contradicts_the_flag_and_overrides_the_settings() {
    let root = folder(&[("quality-award.toml", "as_of = 2025-12-01\n"), ("a.toml", SOUND)]);
    let report = json(root.path(), &["check", "a.toml"]);
    assert_eq!(report["dossiers"][0]["as_of"], "2025-12-26");
    assert_eq!(
        code(&run(root.path(), &["check", "a.toml", "--as-of", "2025-12-01"])),
        2
    );
}

/// A waiver of `condition` for `applicant` until `expires`.
fn waiver(condition: &str, applicant: &str, expires: &str) -> String {
    format!(
        "[[waivers]]\ncondition = \"{condition}\"\napplicant = \"{applicant}\"\nreason = \"证书在途\"\napproved_by = \"王主任\"\nexpires = {expires}\n"
    )
}

#[test]
fn waivers_take_gaps_out_of_the_gate_and_never_a_failure() {
    let plain = folder(&[("a.toml", INCOMPLETE)]);
    let before = json(plain.path(), &["check", "a.toml"]);
    let findings = before["dossiers"][0]["findings"].as_array().unwrap();
    let gaps = findings
        .iter()
        .filter(|f| f["verdict"] == "missing" && f["weight"] == "must");
    let gaps: Vec<&str> = gaps.map(|f| f["condition"].as_str().unwrap()).collect();
    assert!(gaps.len() > 2);
    let all = |expires| {
        gaps.iter()
            .map(|gap| waiver(gap, HOSPITAL, expires))
            .collect::<String>()
    };
    let check = |settings: &str, text: &str, today: &str| {
        let root = folder(&[("quality-award.toml", settings), ("a.toml", text)]);
        let report = json(root.path(), &["check", "a.toml", "--today", today]);
        let output = run(root.path(), &["check", "a.toml", "--today", today]);
        (code(&output), report)
    };
    let (waived, report) = check(&all("2025-12-20"), INCOMPLETE, "2025-12-20");
    assert_eq!(waived, 0);
    assert_eq!(
        report["dossiers"][0]["verdict"], "incomplete",
        "a waiver changes no verdict"
    );
    assert_eq!(report["today"], "2025-12-20");
    assert!(
        report["waivers"]
            .as_array()
            .unwrap()
            .iter()
            .all(|w| w["state"] == "applied")
    );
    let (expired, report) = check(&all("2025-12-20"), INCOMPLETE, "2025-12-21");
    assert_eq!(expired, 3);
    assert!(
        report["waivers"]
            .as_array()
            .unwrap()
            .iter()
            .all(|w| w["state"] == "expired")
    );
    let failing = waiver("org.no-loss", "上海示例餐饮管理（集团）有限公司", "2026-12-31");
    let (refused, report) = check(&failing, FAILING, "2025-12-20");
    assert_eq!((refused, report["waivers"][0]["state"].as_str()), (1, Some("refused")));
    let (_, report) = check(&waiver("org.no-los", HOSPITAL, "2026-12-31"), INCOMPLETE, "2025-12-20");
    assert_eq!(report["waivers"][0]["state"], "unknown");
    let (_, report) = check(&waiver(gaps[0], "另一家公司", "2026-12-31"), INCOMPLETE, "2025-12-20");
    assert_eq!(report["waivers"][0]["state"], "unused");
    assert!(
        before["today"].is_null(),
        "without waivers nothing depends on the day of the run"
    );
}

#[test]
fn a_workflow_gets_its_annotations_beside_the_report() {
    let root = folder(&[("a.toml", FAILING)]);
    let report = run(root.path(), &["check", "a.toml", "--format", "json"]);
    let annotated = command(root.path(), &["check", "a.toml", "--format", "json"])
        .env("GITHUB_ACTIONS", "true")
        .output()
        .unwrap();
    assert_eq!(stdout(&annotated), stdout(&report));
    assert!(stderr(&annotated).contains("::error file=a.toml,line="));
    assert!(!stderr(&report).contains("::error"));
}

#[test]
fn several_files_are_written_in_one_run_and_agree() {
    let root = folder(&[("a.toml", FAILING), ("b.toml", SOUND)]);
    let names = [
        "r.html",
        "r.xlsx",
        "r.sarif",
        "r.json",
        "r.jsonl",
        "r.csv",
        "r.md",
        "r.txt",
        "r.xml",
        "r.codequality.json",
    ];
    let outputs: Vec<&str> = names.iter().flat_map(|name| ["-o", name]).collect();
    let output = run(
        root.path(),
        &[&["check", "a.toml", "b.toml"], outputs.as_slice()].concat(),
    );
    assert_eq!(code(&output), 1);
    for name in names {
        assert!(fs::metadata(root.path().join(name)).unwrap().len() > 100, "{name}");
    }
    let written: Value = serde_json::from_slice(&fs::read(root.path().join("r.json")).unwrap()).unwrap();
    assert_eq!(written, json(root.path(), &["check", "a.toml", "b.toml"]));
    let text = fs::read_to_string(root.path().join("r.txt")).unwrap();
    assert!(!text.contains('\u{1b}'));
}

/// Every text of a dossier that tells who it is: what stands in quotes, longer than a word of the dictionary.
fn own_words(dossier: &str) -> Vec<String> {
    let toml: toml::Table = dossier.parse().unwrap();
    let mut words = Vec::new();
    let mut open: Vec<(String, &toml::Value)> = toml.iter().map(|(key, value)| (key.clone(), value)).collect();
    while let Some((key, value)) = open.pop() {
        match value {
            toml::Value::String(text) if text.chars().count() >= 4 && !CHOICES.contains(&key.as_str()) => {
                words.push(text.clone());
            }
            toml::Value::Float(amount) => words.push(format!("{amount:.2}")),
            toml::Value::Array(items) => open.extend(items.iter().map(|item| (key.clone(), item))),
            toml::Value::Table(table) => open.extend(table.iter().map(|(key, value)| (key.clone(), value))),
            _ => {}
        }
    }
    words
}

/// Fields whose texts are ids of the contract, or standards and awards that name nobody.
const CHOICES: [&str; 18] = [
    "award",
    "track",
    "entity_type",
    "accounts",
    "kind",
    "level",
    "scope",
    "method",
    "channel",
    "district_link",
    "from",
    "to",
    "removed_on",
    "standard",
    "registered_district",
    "credit_report",
    "role",
    "position",
];

#[test]
fn a_redacted_report_names_nobody_in_any_format() {
    for text in [SOUND, FAILING, INCOMPLETE, INDIVIDUAL] {
        let words = own_words(text);
        assert!(words.len() > 3);
        let root = folder(&[("上海某某公司.toml", text), ("b.toml", SOUND)]);
        for format in [
            "table",
            "json",
            "jsonl",
            "csv",
            "markdown",
            "html",
            "sarif",
            "junit",
            "github",
            "codequality",
        ] {
            let output = run(
                root.path(),
                &[
                    "check",
                    "上海某某公司.toml",
                    "b.toml",
                    "--redact",
                    "--details",
                    "--format",
                    format,
                ],
            );
            let shown = stdout(&output);
            assert!([0, 1, 3].contains(&code(&output)), "{format}");
            for word in words.iter().map(String::as_str).chain(["上海某某公司"]) {
                assert!(!shown.contains(word), "{format} shows {word}");
            }
        }
        let verdicts = |args: &[&str]| each(&json(root.path(), args), "verdict");
        assert_eq!(
            verdicts(&["check", "b.toml", "--redact"]),
            verdicts(&["check", "b.toml"])
        );
    }
}

#[test]
fn a_redacted_report_hides_what_sheets_are_called_after() {
    let clients = ["上海东示例物流有限公司", "上海泰示例医疗器械有限公司"];
    let mut book = rust_xlsxwriter::Workbook::new();
    for client in clients {
        let sheet = book.add_worksheet().set_name(client).unwrap();
        for (column, (heading, answer)) in (0..).zip([
            ("申报类别", "组织"),
            ("组织名称", client),
            ("成立日期", "某年某月"),
            ("组织名称", client),
        ]) {
            // the second sheet cannot be read at all: a heading stands there twice
            if column < 3 || client == clients[1] {
                sheet.write(0, column, heading).unwrap();
                sheet.write(1, column, answer).unwrap();
            }
        }
    }
    let root = folder(&[]);
    book.save(root.path().join("名单.xlsx")).unwrap();
    for format in ["table", "json", "csv", "markdown", "html", "sarif", "junit", "github"] {
        let output = run(
            root.path(),
            &[
                "check",
                "名单.xlsx",
                "--redact",
                "--details",
                "--as-of",
                "2025-12-20",
                "--format",
                format,
            ],
        );
        assert_eq!(code(&output), 2, "{format}");
        for client in clients {
            assert!(!stdout(&output).contains(client), "{format} shows {client}");
        }
    }
}

#[test]
fn a_table_in_plain_text_is_read_on_a_walk_and_takes_no_notes() {
    let roster = "申报类别,组织名称,成立日期\n组织,上海示例物流有限公司,某日\n";
    let root = folder(&[
        ("b.toml", SOUND),
        ("名单.csv", roster),
        ("别的.csv", "日期,金额\n2025-01-01,3\n"),
    ]);
    let report = json(root.path(), &["check", ".", "--as-of", "2025-12-26"]);
    assert_eq!(report["summary"]["dossiers"], 2);
    assert_eq!(report["skipped"][0]["file"], "./别的.csv");
    let error = &report["errors"][0];
    assert_eq!(
        (&error["line"], &error["column"]),
        (&serde_json::json!(2), &serde_json::json!(15))
    );
    let output = run(
        root.path(),
        &["check", "名单.csv", "--as-of", "2025-12-26", "--annotate", "批注"],
    );
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("文本表格里不能加批注"), "{}", stderr(&output));
    let report = json(root.path(), &["check", "b.toml", "-o", "矩阵.csv"]);
    assert_eq!(report["summary"]["dossiers"], 1);
    let report = json(root.path(), &["check", ".", "--as-of", "2025-12-26"]);
    assert_eq!(report["summary"]["dossiers"], 2, "our own matrix is no input");
}

#[test]
fn a_folder_of_one_form_stays_one_with_a_table_beside_it() {
    let form = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/organization.xlsx");
    let root = folder(&[("明细.csv", "日期,金额\n2025-01-01,3\n")]);
    fs::copy(form, root.path().join("申报信息.xlsx")).unwrap();
    let report = json(root.path(), &["check", "."]);
    assert_eq!(report["summary"]["files"], 1);
    assert_eq!(report["dossiers"][0]["materials_examined"], true);
}

#[test]
fn an_annotated_copy_is_written_and_the_original_stays() {
    let original = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/organization-failing.xlsx");
    let root = folder(&[("b.toml", SOUND)]);
    fs::copy(original, root.path().join("甲.xlsx")).unwrap();
    fs::create_dir(root.path().join("子")).unwrap();
    fs::copy(original, root.path().join("子/甲.xlsx")).unwrap();
    let output = run(
        root.path(),
        &["check", "甲.xlsx", "子/甲.xlsx", "b.toml", "--annotate", "批注"],
    );
    assert_eq!(code(&output), 1);
    let mut written: Vec<String> = fs::read_dir(root.path().join("批注"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    written.sort();
    assert_eq!(written, ["子-甲-批注.xlsx", "甲-批注.xlsx"]);
    assert_eq!(
        fs::read(root.path().join("甲.xlsx")).unwrap(),
        fs::read(original).unwrap()
    );
    let again = json(root.path(), &["check", "批注/甲-批注.xlsx"]);
    let first = json(root.path(), &["check", "甲.xlsx"]);
    assert_eq!(again["dossiers"][0]["verdict"], first["dossiers"][0]["verdict"]);
}

#[test]
fn shells_and_manuals_are_told_every_command() {
    let root = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&run(root.path(), &["completions", shell]));
        assert!(script.contains("template") && script.contains("fail-on"), "{shell}");
    }
    let page = stdout(&run(root.path(), &["man"]));
    assert!(page.contains(".TH quality\\-award") || page.contains(".TH quality-award"));
    assert!(stdout(&run(root.path(), &["man", "check"])).contains("fail\\-on"));
    assert_eq!(code(&run(root.path(), &["man", "chek"])), 2);
}

#[test]
fn what_is_judged_has_no_say_in_how_it_is_judged() {
    let bribe = "fail_on = [\"none\"]\n";
    let root = folder(&[
        ("甲/dossier.toml", FAILING),
        ("甲/quality-award.toml", bribe),
        ("乙/quality-award.toml", bribe),
        ("乙/b.toml", FAILING),
        ("台/空.txt", ""),
    ]);
    for named in [
        &["甲"][..],
        &["甲/dossier.toml"],
        &["乙"],
        &["乙/b.toml"],
        &["."],
        &["甲", "乙"],
    ] {
        let args = [&["check"], named].concat();
        let output = run(root.path(), &args);
        assert_eq!(code(&output), 1, "{named:?}: {}", stderr(&output));
        let report = json(root.path(), &args);
        let listed = report["skipped"].as_array().unwrap();
        let told = listed.iter().filter(|skipped| {
            let (file, reason) = (
                skipped["file"].as_str().unwrap(),
                skipped["reason"]["zh"].as_str().unwrap(),
            );
            file.ends_with("quality-award.toml") && reason.contains("未采用")
        });
        let of = |name: &str| named.iter().any(|path| *path == "." || path.starts_with(name));
        assert_eq!(told.count(), usize::from(of("甲")) + usize::from(of("乙")), "{named:?}");
    }
    // standing in the folder, or naming the file, is the user's word
    assert_eq!(code(&run(&root.path().join("乙"), &["check", "b.toml"])), 0);
    assert_eq!(code(&run(&root.path().join("乙"), &["check", "../甲"])), 0);
    assert_eq!(
        code(&run(root.path(), &["check", "甲", "--config", "甲/quality-award.toml"])),
        0
    );
    for (args, words) in [
        (&["match", "乙", "--format", "json"][..], "未采用"),
        (&["config", "show", "乙"], "未采用"),
        (&["seal", "甲"], "未采用"),
    ] {
        let output = run(root.path(), args);
        let said = stdout(&output) + &stderr(&output);
        assert!(
            said.contains("quality-award.toml") && said.contains(words),
            "{args:?}: {said}"
        );
    }
}

#[test]
fn waivers_that_do_not_hold_and_applicants_that_are_there_twice_gate_where_asked() {
    let twice = folder(&[("a.toml", SOUND), ("b.toml", SOUND)]);
    let once = folder(&[("a.toml", SOUND)]);
    let gated = |root: &TempDir, gates: &str| code(&run(root.path(), &["check", ".", "--fail-on", gates]));
    assert_eq!((gated(&twice, "duplicates"), gated(&once, "duplicates")), (1, 0));
    assert_eq!(
        (gated(&twice, "fail,missing"), gated(&twice, "fail,duplicates")),
        (0, 1)
    );
    let mut lines = command(
        twice.path(),
        &["check", ".", "--fail-on", "duplicates", "--format", "jsonl"],
    );
    assert_eq!(code(&lines.output().unwrap()), 1, "where nothing is kept, too");
    let name = "上海徐汇示例智能装备有限公司";
    let with = |waiver: &str| folder(&[("a.toml", SOUND), ("quality-award.toml", waiver)]);
    let day = "2026-01-01";
    let of_review = each_review(once.path());
    for (waiver, expected) in [
        (waiver(&of_review, name, day), 0),
        (waiver(&of_review, name, "2020-01-01"), 1),
        (waiver("org.nothing", name, day), 1),
        (waiver(&of_review, "别的公司", day), 1),
    ] {
        let root = with(&waiver);
        let output = run(
            root.path(),
            &["check", "a.toml", "--today", "2025-12-20", "--fail-on", "waivers"],
        );
        assert_eq!(code(&output), expected, "{waiver}");
    }
    let refused = folder(&[
        ("a.toml", FAILING),
        (
            "quality-award.toml",
            &waiver(&each_failure(FAILING), "上海示例餐饮管理（集团）有限公司", day),
        ),
    ]);
    assert_eq!((gated(&refused, "waivers"), gated(&refused, "missing")), (1, 0));
}

/// A condition of the sound dossier that is left to people.
fn each_review(root: &Path) -> String {
    first_of(&json(root, &["check", "a.toml"]), "review")
}

/// A binding condition that a dossier fails.
fn each_failure(text: &str) -> String {
    first_of(&json(folder(&[("a.toml", text)]).path(), &["check", "a.toml"]), "fail")
}

fn first_of(report: &Value, verdict: &str) -> String {
    let findings = report["dossiers"][0]["findings"].as_array().unwrap();
    let found = findings
        .iter()
        .find(|finding| finding["verdict"] == verdict && finding["weight"] == "must");
    found.unwrap()["condition"].as_str().unwrap().to_owned()
}

#[test]
fn a_gate_of_nothing_and_one_of_none_beside_others_are_mistakes() {
    let root = folder(&[("a.toml", SOUND)]);
    for gates in ["", ",", "none,fail", "fail,none"] {
        let output = run(root.path(), &["check", "a.toml", "--fail-on", gates]);
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""), "{gates:?}");
        assert!(stderr(&output).contains("none"), "{gates:?}: {}", stderr(&output));
    }
    assert_eq!(code(&run(root.path(), &["check", "a.toml", "--fail-on", "none"])), 0);
    fs::write(
        root.path().join("quality-award.toml"),
        "fail_on = [\"none\", \"fail\"]\n",
    )
    .unwrap();
    let output = run(root.path(), &["check", "a.toml"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("quality-award.toml:1:"), "{}", stderr(&output));
}

#[test]
fn nothing_on_standard_input_is_no_dossier() {
    let root = folder(&[]);
    for (given, readable) in [("", false), ("\n \n", false), ("award = \"xuhui-2025\"\n", true)] {
        let input = root.path().join("input");
        fs::write(&input, given).unwrap();
        let output = command(root.path(), &["check", "-"])
            .stdin(fs::File::open(&input).unwrap())
            .output()
            .unwrap();
        assert_eq!(code(&output) != 2, readable, "{given:?}");
    }
}

#[test]
fn what_the_settings_leave_out_stays_out_whichever_folder_is_walked() {
    let root = folder(&[
        ("quality-award.toml", "exclude = [\"客户/归档/\", \"*.bak.toml\"]\n"),
        ("客户/a.toml", SOUND),
        ("客户/归档/old.toml", FAILING),
        ("归档/b.toml", SOUND),
    ]);
    let inside = root.path().join("客户");
    let sources = |folder: &Path, args: &[&str]| each(&json(folder, args), "source");
    assert_eq!(
        sources(root.path(), &["check", "."]),
        ["./客户/a.toml", "./归档/b.toml"]
    );
    assert_eq!(sources(root.path(), &["check", "客户"]), ["客户/a.toml"]);
    assert_eq!(sources(&inside, &["check", "."]), ["./a.toml"]);
    let whole = stderr(&run(root.path(), &["check", "."]));
    assert!(whole.contains("*.bak.toml") && !whole.contains("归档/」"), "{whole}");
    let part = stderr(&run(root.path(), &["check", "客户"]));
    assert!(!part.contains("*.bak.toml"), "not all of it was walked: {part}");
    let typed = stderr(&run(root.path(), &["check", "客户", "--exclude", "没有的"]));
    assert!(typed.contains("没有的"), "{typed}");
}

#[test]
fn a_hook_leaves_out_what_is_excluded_even_where_it_is_named() {
    let root = folder(&[
        ("quality-award.toml", "exclude = [\"归档\"]\n"),
        ("归档/dossier.toml", FAILING),
        ("甲/dossier.toml", SOUND),
    ]);
    let named = ["check", "归档/dossier.toml"];
    assert_eq!(code(&run(root.path(), &named)), 1);
    let forced = run(root.path(), &[&named[..], &["--force-exclude"]].concat());
    assert_eq!(code(&forced), 0, "{}", stderr(&forced));
    let report = json(
        root.path(),
        &[&named[..], &["甲/dossier.toml", "--force-exclude"]].concat(),
    );
    assert_eq!(each(&report, "source"), ["甲/dossier.toml"]);
    assert_eq!(report["skipped"][0]["file"], "归档/dossier.toml");
}

#[test]
fn paths_come_from_a_list_too() {
    let root = folder(&[("a.toml", SOUND), ("甲 乙.toml", SOUND), ("none", "\n\n")]);
    for list in [
        "a.toml\r\n甲 乙.toml\n\n",
        "a.toml\0甲 乙.toml\0",
        "\u{feff}a.toml\n甲 乙.toml",
    ] {
        fs::write(root.path().join("list"), list).unwrap();
        let expected = ["a.toml", "甲 乙.toml"];
        let report = json(root.path(), &["check", "--files-from", "list"]);
        assert_eq!(each(&report, "source"), expected, "{list:?}");
        let piped = command(root.path(), &["check", "--files-from", "-", "--format", "json"])
            .stdin(fs::File::open(root.path().join("list")).unwrap())
            .output()
            .unwrap();
        assert_eq!(
            each(&serde_json::from_slice(&piped.stdout).unwrap(), "source"),
            expected
        );
    }
    for list in ["none", "missing"] {
        assert_eq!(code(&run(root.path(), &["check", "--files-from", list])), 2);
    }
    assert_eq!(code(&run(root.path(), &["check"])), 2);
}
