//! `packs test --watch` tests again when the file changes, and ends when it is told to.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a line is waited for.
const LONG: Duration = Duration::from_secs(60);

/// The lines of a run, as they come.
fn lines(stdout: ChildStdout) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    receive
}

/// A run that is ended whatever becomes of the test.
struct Run(Child);

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

#[test]
fn a_file_that_changes_is_tested_again_until_it_is_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let page = fs::read_to_string("docs/packs.md").unwrap();
    let sound = common::block(&page, "toml");
    let file = folder.path().join("demo-2026.toml");
    fs::write(&file, &sound).unwrap();
    let child = Command::new(assert_cmd::cargo::cargo_bin("quality-award"))
        .current_dir(folder.path())
        .args(["packs", "test", "demo-2026.toml", "--watch", "--lang", "en"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut run = Run(child);
    let lines = lines(run.0.stdout.take().unwrap());
    let first = lines.recv_timeout(LONG).unwrap();
    assert!(first.ends_with("0 differ"), "{first}");

    // a case that promises what does not come
    let wrong = sound.replacen("verdict = \"fail\"", "verdict = \"pass\"", 1);
    assert_ne!(wrong, sound);
    fs::write(&file, &wrong).unwrap();
    let said = lines.recv_timeout(LONG).unwrap();
    assert!(said.contains("promised pass, found fail"), "{said}");
    let said = lines.recv_timeout(LONG).unwrap();
    assert!(said.contains("no case shows fail"), "{said}");
    let second = lines.recv_timeout(LONG).unwrap();
    assert!(second.ends_with("2 differ"), "{second}");

    // what does not load ends nothing, and an editor that puts another file in its place is followed
    fs::write(&file, "id = ").unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let beside = folder.path().join("beside.toml");
    fs::write(&beside, &sound).unwrap();
    fs::rename(&beside, &file).unwrap();
    let third = lines.recv_timeout(LONG).unwrap();
    assert!(third.ends_with("0 differ"), "{third}");

    let sent = Command::new("kill")
        .args(["-s", "INT", &run.0.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(run.0.wait().unwrap().code(), Some(130));
}
