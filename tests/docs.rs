//! What the README and the pages of `docs/` show is true beyond their transcripts (which `tests/transcripts.rs` runs):
//! every command line runs, every block of TOML is read, every link leads somewhere.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn pages() -> Vec<PathBuf> {
    let below = fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path());
    let beside = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
    let mut pages: Vec<PathBuf> = below.chain(beside.map(PathBuf::from)).collect();
    pages.sort();
    assert!(pages.len() >= 8, "{pages:?}");
    pages
}

/// A folder in which what the pages name is there: clients, an archive of them, a folder that is one
/// dossier, a workbook, a pack.
fn workplace() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    for folder in ["clients", "客户A", "规则包"] {
        fs::create_dir(at(folder)).unwrap();
    }
    for example in ["organization", "individual", "organization-failing"] {
        let name = format!("{example}.toml");
        fs::copy(format!("examples/{name}"), at("clients").join(&name)).unwrap();
    }
    copy_folder(Path::new("examples/dossier"), &at("客户A"));
    fs::remove_file(at("客户A/dossier.lock")).unwrap();
    let incomplete = fs::read_to_string("examples/organization-incomplete.toml").unwrap();
    let not_submitted: Vec<&str> = incomplete
        .lines()
        .filter(|line| !line.starts_with("submitted_on"))
        .collect();
    fs::write(at("dossier.toml"), not_submitted.join("\n")).unwrap();
    fs::copy("examples/organization.xlsx", at("甲.xlsx")).unwrap();
    let demo = common::block(&fs::read_to_string("docs/packs.md").unwrap(), "toml");
    fs::write(at("demo-2026.toml"), demo).unwrap();
    fs::copy("tests/data/notice-xuhui-2025.md", at("通知.txt")).unwrap();
    fs::copy("rules/xuhui/2025.toml", at("下届.toml")).unwrap();
    fs::write(at("示例.toml"), "track = \"organization\"\n").unwrap();
    let mut archive = zip::ZipWriter::new(fs::File::create(at("客户.zip")).unwrap());
    archive
        .start_file("长桥街道/甲.toml", zip::write::SimpleFileOptions::default())
        .unwrap();
    archive
        .write_all(&fs::read("examples/organization.toml").unwrap())
        .unwrap();
    archive.finish().unwrap();
    root
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn quality_award() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quality-award"));
    for set in ["COLUMNS", "GITHUB_ACTIONS"] {
        command.env_remove(set);
    }
    command
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The command lines of the blocks of shell, without those of cargo.
#[cfg(unix)]
fn command_lines(page: &str) -> Vec<String> {
    let blocks = common::blocks(page, "sh");
    let lines = blocks.iter().flat_map(|block| block.lines());
    lines
        .filter(|line| line.starts_with("quality-award "))
        .map(str::to_owned)
        .collect()
}

#[cfg(unix)]
#[test]
fn every_command_line_runs() {
    let program = Path::new(env!("CARGO_BIN_EXE_quality-award")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut run = 0;
    for page in pages() {
        let root = workplace();
        for line in command_lines(&fs::read_to_string(&page).unwrap()) {
            let mut shell = Command::new("sh");
            shell.args(["-c", &line]).current_dir(root.path()).env("PATH", &path);
            let output = shell.env_remove("GITHUB_ACTIONS").output().unwrap();
            let code = output.status.code();
            assert!(
                matches!(code, Some(0 | 1 | 3)),
                "{}: {line}: {code:?}\n{}",
                page.display(),
                told(&output)
            );
            run += 1;
        }
    }
    assert!(run > 30, "{run}");
}

#[test]
fn the_settings_of_the_pages_are_read() {
    let page = fs::read_to_string("docs/usage.md").unwrap();
    let root = workplace();
    fs::write(root.path().join("quality-award.toml"), common::block(&page, "toml")).unwrap();
    let shown = quality_award()
        .args(["config", "show"])
        .current_dir(root.path())
        .output()
        .unwrap();
    assert!(shown.status.success(), "{}", told(&shown));
    assert!(String::from_utf8(shown.stdout).unwrap().contains("归档"));
}

#[test]
fn the_dossier_of_the_pages_is_read() {
    let page = fs::read_to_string("docs/formats.md").unwrap();
    let dossier = common::well_written(&common::block(&page, "toml"));
    assert_eq!(dossier.submitted_on(), Some(common::day(2025, 12, 26)));
}

#[test]
fn every_link_leads_somewhere() {
    let mut followed = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if link.starts_with("http") {
                continue;
            }
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.parent().unwrap().join(file),
            };
            assert!(target.exists(), "{}: {link}", page.display());
            if !part.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let found = text
                    .lines()
                    .filter(|line| line.starts_with('#'))
                    .any(|line| anchor(line) == part);
                assert!(found, "{}: {link}", page.display());
            }
            followed += 1;
        }
    }
    assert!(followed > 20, "{followed}");
}

/// What a heading is linked to by.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}
