//! Folders that are one dossier, and the program run on them.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails the test that called it"
)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder that is one dossier, in a folder of its own.
pub struct Folder {
    root: TempDir,
}

/// What the program said, and the code it ended with.
pub struct Said {
    /// On standard output.
    pub out: String,
    /// On standard error.
    pub err: String,
    /// The exit code.
    pub code: i32,
}

impl Folder {
    /// A copy of the example.
    pub fn example() -> Folder {
        let folder = Folder::empty();
        copy(Path::new("examples/dossier"), &folder.path("."));
        let _ = fs::remove_file(folder.path("dossier.lock"));
        folder
    }

    /// A folder with nothing in it.
    pub fn empty() -> Folder {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("客户甲")).unwrap();
        Folder { root }
    }

    /// Where something in the folder lies.
    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join("客户甲").join(name)
    }

    /// Where something beside the folder lies.
    pub fn beside(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    /// Puts a file there.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// What a file of text holds.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Changes the facts, each from what they are to what they become.
    pub fn edit(&self, changes: &[(&str, &str)]) {
        let mut text = self.text("dossier.toml");
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        self.put("dossier.toml", text);
    }

    /// Runs a command of the program, from the folder's own folder.
    pub fn run(&self, args: &[&str]) -> Said {
        let mut command = Command::cargo_bin("quality-award").unwrap();
        let output = command.current_dir(self.root.path()).args(args).output().unwrap();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap(),
        }
    }

    /// Seals the folder.
    pub fn seal(&self) {
        let said = self.run(&["seal", "客户甲"]);
        assert_eq!(said.code, 0, "{}", said.err);
    }
}

/// Copies a folder with all that lies in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
