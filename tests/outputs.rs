//! What is written and what is not written over: the files of a user stay, whatever a run is told to write.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

const SOUND: &str = include_str!("../examples/organization.toml");
const FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/organization-failing.xlsx");

/// Every ending that a report may be written under.
const ENDINGS: [&str; 10] = [
    "txt",
    "json",
    "jsonl",
    "csv",
    "md",
    "html",
    "xlsx",
    "sarif",
    "xml",
    "codequality.json",
];

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("quality-award"));
    command.current_dir(folder).args(args);
    for (name, _) in std::env::vars() {
        if name.starts_with("QUALITY_AWARD_") || name == "GITHUB_ACTIONS" {
            command.env_remove(name);
        }
    }
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_slice(&run(folder, &args).stdout).unwrap()
}

/// A dossier in a folder of its own, with a workbook and a text beside it.
fn dossier() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("dossier.toml"), SOUND).unwrap();
    fs::copy(FORM, root.path().join("财务附件.xlsx")).unwrap();
    fs::write(root.path().join("说明.txt"), "顾客满意度说明").unwrap();
    root
}

#[test]
fn no_file_of_a_user_is_written_over_unless_asked() {
    let root = dossier();
    let at = |name: &str| root.path().join(name);
    fs::copy(FORM, at("甲.xlsx")).unwrap();
    for ending in ENDINGS {
        fs::write(at(&format!("own.{ending}")), "{\"mine\": 1}\n").unwrap();
        let name = format!("own.{ending}");
        let output = run(root.path(), &["check", "dossier.toml", "-o", &name, "-o", "r.json"]);
        assert_eq!(code(&output), 2, "{name}");
        assert!(stderr(&output).contains(&name), "{}", stderr(&output));
        assert_eq!(fs::read_to_string(at(&name)).unwrap(), "{\"mine\": 1}\n", "{name}");
        assert!(fs::read(at("r.json")).unwrap().len() > 1000, "the others are written");
        fs::remove_file(at("r.json")).unwrap();
        let output = run(root.path(), &["check", "dossier.toml", "-o", &name, "--force"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_ne!(fs::read(at(&name)).unwrap(), b"{\"mine\": 1}\n", "{name}");
    }
    let before = fs::read(at("甲.xlsx")).unwrap();
    let output = run(root.path(), &["check", "甲.xlsx", "-o", "甲.xlsx"]);
    assert_eq!((code(&output), fs::read(at("甲.xlsx")).unwrap() == before), (2, true));
}

#[test]
fn what_a_command_wrote_it_writes_again() {
    let root = dossier();
    for (command, formats) in [
        ("check", "csv json jsonl html md txt xlsx"),
        ("match", "csv json txt xlsx"),
        ("compare", "csv json txt"),
        ("plan --as-of 2025-12-15", "html ics json txt xlsx"),
    ] {
        for format in formats.split(' ') {
            let file = format!("written.{format}");
            let twice = ["dossier.toml"; 2];
            let named = if command == "compare" { &twice[..] } else { &twice[..1] };
            let command: Vec<&str> = command.split(' ').collect();
            let args = [&command, named, &["-o", &file]].concat();
            let first = code(&run(root.path(), &args));
            assert!(first != 2 && root.path().join(&file).is_file(), "{args:?}");
            assert_eq!(code(&run(root.path(), &args)), first, "{args:?}");
            fs::remove_file(root.path().join(&file)).unwrap();
        }
    }
}

#[test]
fn no_command_writes_over_a_file_that_is_not_its_own() {
    let root = dossier();
    let mine = "{\"mine\": 1}\n";
    let notice = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/notice-xuhui-2025.md");
    let apart = tempfile::tempdir().unwrap();
    let zip = apart.path().join("own.zip");
    let zip = zip.to_str().unwrap();
    let writers: [(&str, &[&str]); 15] = [
        ("own.json", &["check", "dossier.toml", "-o", "own.json"]),
        ("own.json", &["match", "dossier.toml", "-o", "own.json"]),
        (zip, &["bundle", ".", "-o", zip]),
        ("own.toml", &["template", "--track", "organization", "-o", "own.toml"]),
        ("own.xlsx", &["template", "--roster", "-o", "own.xlsx"]),
        (
            "own.toml",
            &["packs", "new", "changning-2026", "--from", notice, "-o", "own.toml"],
        ),
        ("own.json", &["schema", "dossier", "-o", "own.json"]),
        ("own.json", &["schema", "report", "-o", "own.json"]),
        ("own.json", &["schema", "compare", "-o", "own.json"]),
        (
            "own.json",
            &["compare", "dossier.toml", "dossier.toml", "-o", "own.json"],
        ),
        ("own.json", &["schema", "plan", "-o", "own.json"]),
        (
            "own.json",
            &["plan", "dossier.toml", "--as-of", "2025-12-15", "-o", "own.json"],
        ),
        (
            "own.ics",
            &["plan", "dossier.toml", "--as-of", "2025-12-15", "-o", "own.ics"],
        ),
        ("own.json", &["schema", "pack", "-o", "own.json"]),
        ("dossier.lock", &["seal", "."]),
    ];
    for (name, args) in writers {
        fs::write(root.path().join(name), mine).unwrap();
        let output = run(root.path(), args);
        assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(name), "{args:?}: {}", stderr(&output));
        assert_eq!(fs::read_to_string(root.path().join(name)).unwrap(), mine, "{args:?}");
        fs::remove_file(root.path().join(name)).unwrap();
    }
    for kind in ["dossier", "report", "pack"] {
        fs::write(root.path().join("own.json"), mine).unwrap();
        let output = run(root.path(), &["schema", kind, "-o", "own.json", "--force"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(
            fs::read_to_string(root.path().join("own.json"))
                .unwrap()
                .contains("$schema")
        );
    }
}

#[test]
fn an_earlier_report_is_known_by_a_mark_and_written_over() {
    let root = dossier();
    for ending in ENDINGS {
        let name = format!("结果.{ending}");
        for args in [
            &["check", "dossier.toml", "-o", &name][..],
            &["check", "dossier.toml", "--lang", "en", "-o", &name],
            &["check", "dossier.toml", "--as-of", "2025-12-20", "-o", &name],
            &["check", "说明.txt", "-o", &name],
            &["check", "dossier.toml", "--redact", "-o", &name],
        ] {
            let output = run(root.path(), args);
            assert!(!stderr(&output).contains("--force"), "{name}: {}", stderr(&output));
        }
    }
    let report = json(root.path(), &["check", ".", "--materials"]);
    assert_eq!(report["dossiers"].as_array().unwrap().len(), 1);
    let text = report["dossiers"].to_string();
    for ending in ENDINGS {
        assert!(
            !text.contains(&format!("结果.{ending}")),
            "a report is no document: {ending}"
        );
    }
    assert!(text.contains("财务附件.xlsx"));
    let sealed = run(root.path(), &["seal", "."]);
    assert_eq!(code(&sealed), 0, "{}", stderr(&sealed));
    let lock = fs::read_to_string(root.path().join("dossier.lock")).unwrap();
    assert!(lock.contains("财务附件.xlsx") && !lock.contains("结果"), "{lock}");
    let renamed = root.path().join("审计报告2022.xlsx");
    fs::rename(root.path().join("结果.xlsx"), renamed).unwrap();
    assert_eq!(code(&run(root.path(), &["verify", "."])), 0);
}

#[test]
fn copies_with_notes_are_no_inputs_and_never_collide() {
    let root = tempfile::tempdir().unwrap();
    for client in ["甲", "乙"] {
        fs::create_dir(root.path().join(client)).unwrap();
        fs::copy(FORM, root.path().join(client).join("申报表.xlsx")).unwrap();
    }
    let names = || {
        let entries = fs::read_dir(root.path().join("批注")).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let output = run(root.path(), &["check", ".", "--annotate", "批注"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert_eq!(names(), ["乙-申报表-批注.xlsx", "甲-申报表-批注.xlsx"]);
    run(root.path(), &["check", ".", "--annotate", "批注"]);
    assert_eq!(names().len(), 2, "the same originals, the same copies");
    let report = json(root.path(), &["check", "."]);
    assert_eq!(report["dossiers"].as_array().unwrap().len(), 2);
    assert!(report["skipped"].to_string().contains("甲-申报表-批注.xlsx"));
    fs::remove_dir_all(root.path().join("批注")).unwrap();
    for client in ["甲", "乙"] {
        run(
            root.path(),
            &["check", &format!("{client}/申报表.xlsx"), "--annotate", "批注"],
        );
    }
    assert_eq!(names(), ["乙-申报表-批注.xlsx", "申报表-批注.xlsx"]);
    fs::write(root.path().join("批注/申报表-批注.xlsx"), "mine").unwrap();
    run(root.path(), &["check", "甲/申报表.xlsx", "--annotate", "批注"]);
    assert_eq!(fs::read(root.path().join("批注/申报表-批注.xlsx")).unwrap(), b"mine");
    assert_eq!(names().len(), 3);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_stays_and_a_mode_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let root = dossier();
    let at = root.path().join("r.html");
    let output = run(root.path(), &["check", "dossier.toml", "-o", "r.html"]);
    assert_eq!(code(&output), 0);
    let mode = |mode: u32| fs::set_permissions(&at, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o600);
    run(root.path(), &["check", "dossier.toml", "-o", "r.html"]);
    assert_eq!(fs::metadata(&at).unwrap().permissions().mode() & 0o777, 0o600);
    mode(0o444);
    let output = run(
        root.path(),
        &[
            "check",
            "dossier.toml",
            "--lang",
            "en",
            "-o",
            "none/a.json",
            "-o",
            "r.html",
            "-o",
            "b.json",
        ],
    );
    assert_eq!(code(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("none/a.json") && said.contains("r.html"), "{said}");
    assert!(root.path().join("b.json").exists());
    assert!(fs::read_to_string(&at).unwrap().contains("zh-CN"));
}

/// What a report says, without the breaks of its lines; of a workbook, its parts unpacked.
fn words(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let text = if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut whole = String::new();
        for at in 0..archive.len() {
            std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut whole).unwrap();
        }
        whole
    } else {
        String::from_utf8(bytes).unwrap()
    };
    text.split_whitespace().collect()
}

#[test]
fn every_report_names_the_settings_and_the_pack_that_were_brought_from_outside() {
    let root = dossier();
    let pack = include_str!("../rules/xuhui/2025.toml");
    let settings = "lang = \"zh\"\n";
    let own = format!("{pack}# mine\n");
    fs::write(root.path().join("own.toml"), &own).unwrap();
    fs::write(root.path().join("quality-award.toml"), settings).unwrap();
    let hash = |text: &str| quality_award::digest::Digest::of(text);
    let both = [("own.toml", hash(&own)), ("quality-award.toml", hash(settings))];
    for (command, endings) in [
        ("check", &ENDINGS[..]),
        ("match", &["txt", "json", "csv", "xlsx", "html"]),
        ("plan --as-of 2025-12-15", &["txt", "json", "html", "xlsx", "ics"]),
    ] {
        for ending in endings.iter().filter(|ending| **ending != "jsonl") {
            let file = format!("{command}.{ending}");
            let command: Vec<&str> = command.split(' ').collect();
            let args = ["dossier.toml", "--pack", "own.toml", "-o", &file];
            run(root.path(), &[&command[..], &args].concat());
            let said = words(&root.path().join(&file));
            for (named, hash) in &both {
                assert!(said.contains(named), "{file} does not name {named}");
                let is_settings_in_csv = *ending == "csv" && *named == "quality-award.toml";
                assert!(
                    is_settings_in_csv || said.contains(hash),
                    "{file} has no hash of {named}"
                );
            }
            fs::remove_file(root.path().join(&file)).unwrap();
        }
    }
    for command in ["check", "match"] {
        let told = json(root.path(), &[command, "dossier.toml", "--config", "none"]);
        assert_eq!(told["settings"], Value::Null);
        let packs = if command == "check" {
            &told["packs"]
        } else {
            &told["awards"]
        };
        assert!(packs.as_array().unwrap().iter().all(|pack| pack["file"].is_null()));
    }
    let github = run(
        root.path(),
        &["check", "dossier.toml", "--pack", "own.toml", "--format", "github"],
    );
    let github = String::from_utf8(github.stdout).unwrap();
    assert!(
        both.iter()
            .all(|(named, hash)| github.contains(named) && github.contains(hash))
    );
}
