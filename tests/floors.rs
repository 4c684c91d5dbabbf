//! The house stands: imports go down only, and no file grows past the size that can be read in one sitting.
//!
//! Reads the sources as text. What is compiled for tests alone is not looked at.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot read the sources fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The one order, from the roof down. A module may import itself and whatever stands below its own line.
/// `rules` and `load` share a line: a rule does not know how a dossier is read, a reader not how it is judged.
const FLOORS: &[&[&str]] = &[
    &["main", "lib"],
    &["cli"],
    &["desk"],
    &["render", "template", "annotate"],
    &["cases", "bundle", "drafting", "letters", "timetable"],
    &["comparison"],
    &["lock"],
    &["check", "matching"],
    &["sweep"],
    &["judging"],
    &["report"],
    &["pack"],
    &["rules", "load"],
    &["documents"],
    &["materials"],
    &["calendar"],
    &["dossier"],
    &["scope"],
    &["dictionary"],
    &["address", "syntax", "window", "words"],
    &["shape"],
    &["verdict", "place", "mark", "money", "id_number"],
    &["container"],
    &["day", "digest", "text"],
    &["writing"],
];

/// The most lines a file has, its tests not counted.
const LONGEST: usize = 400;

/// Files that are longer, and why they are not parted.
const LONGER: &[(&str, &str)] = &[(
    "load/reading.rs",
    "one function for each type of field, and their sentences",
)];

/// One source file, without what is compiled for tests alone.
struct File {
    /// Its path below `src`, with `/`.
    path: String,
    /// Its lines from the first to the one before its tests; comments are blank.
    code: Vec<String>,
    /// How many lines it has before its tests.
    length: usize,
}

impl File {
    /// The module it belongs to: the first part of its path.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or(&self.path);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Whether it stands in a folder of tests.
    fn is_of_tests(&self) -> bool {
        self.path.contains("/tests/")
    }

    /// How many `super` lead from it to the root of the crate.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        }
    }
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file below `folder`, in order.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            walk(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

/// The sources, without tests: what stands before `#[cfg(test)]` on a module with a body, and no file that a
/// `#[cfg(test)] mod name;` brings in.
fn sources() -> Vec<File> {
    let root = source_folder();
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    let mut for_tests = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut code = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if line.trim() == "#[cfg(test)]" {
                let next = lines.peek().map(|next| next.trim()).unwrap_or_default();
                match next.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                    Some(name) => {
                        for_tests.insert(path.with_file_name(format!("{name}.rs")));
                        code.push(String::new());
                        continue;
                    }
                    None => break,
                }
            }
            let comment = line.trim_start().starts_with("//");
            code.push(if comment { String::new() } else { line.to_owned() });
        }
        let length = code.len();
        files.push((path, code, length));
    }
    let named = |path: &Path| {
        let below = path.strip_prefix(&root).expect("a path below src");
        below.to_string_lossy().replace('\\', "/")
    };
    files
        .into_iter()
        .filter(|(path, _, _)| !for_tests.contains(path))
        .map(|(path, code, length)| File {
            path: named(&path),
            code,
            length,
        })
        .collect()
}

/// The modules that a file names by `crate::`, or by enough `super::`, each with its line.
fn imports(file: &File) -> Vec<(usize, String)> {
    let text = file.code.join("\n");
    let up = "super::".repeat(file.depth());
    let mut found = Vec::new();
    for start in ["crate::", up.as_str()] {
        for (at, _) in text.match_indices(start) {
            let inside_a_word = text
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_some_and(|c| c.is_alphanumeric() || c == '_');
            if inside_a_word {
                continue;
            }
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let rest = text.get(at + start.len()..).unwrap_or_default();
            found.extend(heads(rest).into_iter().map(|head| (line, head)));
        }
    }
    found.sort();
    found
}

/// The first names of a path, or of each path in a group such as `{day::Day, text}`.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let text = text.trim_start();
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let mut depth = 0;
    let mut heads = vec![name(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(name(group.get(at + 1..).unwrap_or_default())),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// The number of a module's floor, from the roof down.
fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn every_module_has_its_floor() {
    let homeless: BTreeSet<String> = sources()
        .iter()
        .map(|file| file.module().to_owned())
        .filter(|module| floor(module).is_none())
        .collect();
    assert!(
        homeless.is_empty(),
        "no floor for {homeless:?}. Add each to FLOORS in tests/floors.rs: on the lowest line that still stands above \
         everything it imports (and tell the reader of src/lib.rs what it is for)."
    );
}

/// The parts of a folder that each of its parts imports: `a` → `b` where a file of `a` names `super::b` or the whole path
/// of `b`.
fn inside(folder: &str, files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let within = |file: &File| file.path.strip_prefix(&format!("{folder}/")).map(str::to_owned);
    let part = |below: &str| {
        let first = below.split('/').next().unwrap_or(below);
        first.strip_suffix(".rs").unwrap_or(first).to_owned()
    };
    let parts: BTreeSet<String> = files.iter().filter_map(within).map(|below| part(&below)).collect();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let Some(below) = within(file) else { continue };
        let own = part(&below);
        let depth = below.split('/').count() - usize::from(below.ends_with("/mod.rs"));
        let whole = format!("crate::{}::", folder.replace('/', "::"));
        for start in [whole, "super::".repeat(depth)] {
            let text = file.code.join("\n");
            for (at, _) in text.match_indices(start.as_str()) {
                let before = text.get(..at).unwrap_or_default();
                if before.ends_with("::") || before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let named = heads(text.get(at + start.len()..).unwrap_or_default());
                let others = named.into_iter().filter(|name| parts.contains(name) && *name != own);
                edges.entry(own.clone()).or_default().extend(others);
            }
        }
    }
    edges
}

/// The imports among `edges` that lie on circles.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut left = edges.clone();
    loop {
        let imported: BTreeSet<String> = left.values().flatten().cloned().collect();
        let before = left.len();
        // What imports nothing that is left, or is imported by nothing, is in no circle.
        left.retain(|name, to| !to.is_empty() && imported.contains(name));
        let names: BTreeSet<String> = left.keys().cloned().collect();
        for to in left.values_mut() {
            to.retain(|name| names.contains(name));
        }
        if left.len() == before && left.values().all(|to| !to.is_empty()) {
            break;
        }
    }
    let each = left
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |to| format!("{from} → {to}")));
    each.collect()
}

#[test]
fn no_folder_has_a_circle_of_imports_in_it() {
    let files = sources();
    let folders: BTreeSet<String> = files
        .iter()
        .flat_map(|file| {
            let parts: Vec<&str> = file.path.split('/').collect();
            (1..parts.len())
                .filter_map(move |count| parts.get(..count).map(|parts| parts.join("/")))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(folders.contains("load/excel"), "{folders:?}");
    let wrong: Vec<String> = folders
        .iter()
        .map(|folder| (folder, circles(&inside(folder, &files))))
        .filter(|(_, circles)| !circles.is_empty())
        .map(|(folder, circles)| format!("src/{folder}: {}", circles.join(", ")))
        .collect();
    assert!(
        wrong.is_empty(),
        "files of one folder import one another in a circle:\n  {}\nMove what both need to a file of its own, or hand it \
         in as an argument.",
        wrong.join("\n  ")
    );
}

#[test]
fn every_room_is_described() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).expect("the page on the architecture");
    let rooms = FLOORS.iter().flat_map(|floor| floor.iter());
    let rooms: BTreeSet<&str> = rooms.copied().filter(|room| !["main", "lib"].contains(room)).collect();
    let bold = page.split("**`").skip(1);
    let described: BTreeSet<&str> = bold.filter_map(|rest| rest.split('`').next()).collect();
    assert_eq!(
        described, rooms,
        "give each room of src its paragraph in docs/architecture.md (**`name`**), and no other"
    );
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| !file.is_of_tests()) {
        let module = file.module();
        let Some(own) = floor(module) else { continue };
        for (line, import) in imports(file) {
            if import == module {
                continue;
            }
            let Some(other) = floor(&import) else { continue };
            if other > own {
                continue;
            }
            let how = if other == own {
                "stands beside it"
            } else {
                "stands above it"
            };
            wrong.push(format!(
                "src/{}:{line}: `{module}` imports `{import}`, which {how}",
                file.path
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "imports go down only, in the order of FLOORS in tests/floors.rs:\n  {}\nMove what both need to a floor below \
         them, or hand it in as an argument from above. Change the order only if the design has changed.",
        wrong.join("\n  ")
    );
}

#[test]
fn an_import_is_seen_however_it_is_written() {
    let file = |path: &str, code: &str| File {
        path: path.to_owned(),
        code: code.lines().map(str::to_owned).collect(),
        length: 0,
    };
    let seen = |path: &str, code: &str| -> Vec<String> {
        let file = file(path, code);
        imports(&file).into_iter().map(|(_, import)| import).collect()
    };
    assert_eq!(seen("rules/when.rs", "use crate::load::toml;"), ["load"]);
    assert_eq!(
        seen("day.rs", "use crate::{\n    load::{self, toml},\n    text,\n};"),
        ["load", "text"]
    );
    assert_eq!(seen("day.rs", "let x = crate::render::html();"), ["render"]);
    assert_eq!(seen("day.rs", "use super::render;"), ["render"]);
    assert_eq!(seen("rules/mod.rs", "use super::render;"), ["render"]);
    assert_eq!(seen("rules/when.rs", "use super::super::render;"), ["render"]);
    assert_eq!(seen("rules/when.rs", "use super::Outcome;"), [""; 0]);
    assert_eq!(file("rules/when.rs", "").module(), "rules");
    assert_eq!(file("text.rs", "").module(), "text");
    let rules = sources().into_iter().find(|file| file.path == "rules/mod.rs");
    let rules = rules.expect("src/rules/mod.rs");
    assert!(
        imports(&rules).iter().any(|(_, import)| import == "dossier"),
        "a `#[cfg(test)] mod name;` above the imports must not hide them"
    );
    assert!(
        !sources().iter().any(|file| file.path == "rules/testing.rs"),
        "src/rules/testing.rs is compiled for tests alone"
    );
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let files = sources();
    let mut wrong = Vec::new();
    for file in &files {
        let excused = LONGER.iter().any(|(path, _)| *path == file.path);
        if file.length > LONGEST && !excused {
            wrong.push(format!(
                "src/{} has {} lines without its tests, {LONGEST} are allowed: part it by what it knows, or give a \
                 reason in LONGER in tests/floors.rs",
                file.path, file.length
            ));
        }
    }
    for (path, reason) in LONGER {
        assert!(!reason.is_empty(), "{path}: give a reason");
        if !files.iter().any(|file| file.path == *path && file.length > LONGEST) {
            wrong.push(format!(
                "src/{path} is not longer than {LONGEST} lines any more: take it out of LONGER in tests/floors.rs"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_word_of_an_award_stands_in_the_source() {
    let shared = ["fields.toml", "words.toml", "rows.toml", "addresses.toml"];
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let shared = shared.map(|name| {
        (
            format!("rules/{name}"),
            fs::read_to_string(rules.join(name)).expect("it is there"),
        )
    });
    let sources = sources()
        .into_iter()
        .filter(|file| !file.is_of_tests())
        .map(|file| (format!("src/{}", file.path), file.code.join("\n")));
    for (path, text) in sources.chain(shared) {
        for word in ["徐汇", "先进质量管理", "质量金奖", "区长质量奖", "Xuhui", "xuhui"] {
            assert!(
                !text.contains(word),
                "{path} says {word}: what an award calls things stands in its pack"
            );
        }
    }
}
