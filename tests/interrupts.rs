//! A run that is stopped while it writes leaves nothing half-written behind, whoever stops it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod folders;

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use folders::Folder;

/// The names beside the folder.
fn beside(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.beside(".")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_begun_is_taken_away_whichever_signal_ends_the_run() {
    let folder = Folder::example();
    let mut large = fs::read(folder.path("营业执照.png")).unwrap();
    // What cannot be packed any smaller takes its time.
    large.extend((0_u32..3_000_000).flat_map(|at| at.wrapping_mul(2_654_435_761).rotate_left(at % 32).to_le_bytes()));
    folder.put("营业执照.png", large);
    for signal in ["INT", "TERM", "HUP"] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("quality-award"))
            .current_dir(folder.beside("."))
            .args(["bundle", "客户甲", "--force"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while beside(&folder).len() == 1 {
            assert!(begun.elapsed() < Duration::from_secs(120), "nothing was begun");
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(beside(&folder).iter().any(|name| name.starts_with(".quality-award-")));
        let sent = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert_eq!(beside(&folder), ["客户甲"], "{signal}");
    }
}
