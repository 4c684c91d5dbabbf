//! What is asked of somebody who only started the program, on a terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must stop")]

use std::fs;
use std::path::Path;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

/// The program, started by itself in a folder.
fn started(folder: &Path) -> PtySession {
    let mut program = Command::new(assert_cmd::cargo::cargo_bin("quality-award"));
    program.current_dir(folder).env_remove("QUALITY_AWARD_LANG");
    spawn_command(program, Some(60_000)).unwrap()
}

/// Waits until the program says this. The terminal's letters are bytes.
fn hears(terminal: &mut PtySession, said: &str) {
    let said: String = said.bytes().map(char::from).collect();
    terminal.exp_string(&said).unwrap();
}

/// The exit code, once it has ended.
fn ended(terminal: &mut PtySession) -> i32 {
    terminal.exp_eof().unwrap();
    // its type is shown, not named
    let status = format!("{:?}", terminal.process().wait().unwrap());
    let code = status
        .strip_prefix("Exited(")
        .and_then(|rest| rest.strip_suffix(')')?.rsplit(' ').next());
    code.and_then(|code| code.parse().ok())
        .unwrap_or_else(|| panic!("{status}"))
}

#[test]
fn the_answers_lead_to_the_report_that_the_command_writes() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("examples/organization-failing.toml", folder.path().join("客户 甲.toml")).unwrap();
    let mut terminal = started(folder.path());
    hears(&mut terminal, "申报信息在哪里");
    terminal.send_line("\"客户 甲.toml\"").unwrap();
    hears(&mut terminal, "按哪个奖项核对");
    terminal.send_line("").unwrap();
    hears(&mut terminal, "打开报告吗");
    terminal.send_line("n").unwrap();
    hears(&mut terminal, "客户 甲-核对报告.html");
    assert_eq!(ended(&mut terminal), 1);
    let guided = fs::read_to_string(folder.path().join("客户 甲-核对报告.html")).unwrap();
    let typed = Command::new(assert_cmd::cargo::cargo_bin("quality-award"))
        .current_dir(folder.path())
        .args(["check", "客户 甲.toml", "--format", "网页"])
        .output()
        .unwrap();
    assert_eq!(guided, String::from_utf8(typed.stdout).unwrap());
}

#[test]
fn a_blank_form_is_written_where_there_is_nothing_yet() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = started(folder.path());
    hears(&mut terminal, "申报信息在哪里");
    terminal.send_line("").unwrap();
    hears(&mut terminal, "空白申报表");
    terminal.send_line("").unwrap();
    hears(&mut terminal, "申报哪一类");
    terminal.send_line("个人").unwrap();
    assert_eq!(ended(&mut terminal), 0);
    assert!(folder.path().join("申报表-个人.xlsx").is_file());
}

#[test]
fn whoever_leaves_is_let_go_and_nothing_is_written() {
    for (leave, code) in [('c', 130), ('d', 2)] {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = started(folder.path());
        hears(&mut terminal, "> ");
        terminal.send_control(leave).unwrap();
        assert_eq!(ended(&mut terminal), code, "{leave}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
