//! How the time of the program grows with input that asks for much: what is twice as long should take about twice as
//! long. A ratio far above two is work that grows faster than the file.
//!
//! `cargo bench --bench growth`. The rounds alternate, so that both sizes see the same machine; what is printed is the
//! best of each.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_macros,
    reason = "a bench that cannot go on must stop"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

const ROUNDS: usize = 5;

const DOSSIER: &str = include_str!("../examples/organization.toml");

fn main() {
    compare("lines of a log", 20_000, |folder, count| {
        let log = "2025-12-20 10:00:00 服务启动，一切正常\n".repeat(count);
        fs::write(folder.join("dossier.toml"), log).unwrap();
    });
    compare("unknown keys", 2_000, |folder, count| {
        let keys: String = (0..count).map(|number| format!("k{number} = 1\n")).collect();
        fs::write(folder.join("dossier.toml"), keys).unwrap();
    });
    compare("rows of a table", 20_000, |folder, count| {
        let rows = "[[former_awards]]\naward = \"上海市质量金奖\"\nlevel = \"市级\"\nyear = 2019\n".repeat(count);
        fs::write(folder.join("dossier.toml"), format!("{DOSSIER}\n{rows}")).unwrap();
    });
    compare("nested brackets", 1_000_000, |folder, count| {
        let nested = format!("former_awards = {}{}\n", "[".repeat(count), "]".repeat(count));
        fs::write(folder.join("dossier.toml"), nested).unwrap();
    });
    compare("mistakes on a line", 5_000, |folder, count| {
        let mistakes: Vec<String> = (0..count).map(|number| format!("a{number} = ")).collect();
        let line = format!("organization = {{ {} }}\n", mistakes.join(", "));
        fs::write(folder.join("dossier.toml"), line).unwrap();
    });
    compare("rows on a line", 20_000, |folder, count| {
        let row = "{ kind = \"quality\", level = \"一般\", occurred_on = 2019-01-01, determined_by = \"甲\" }";
        let rows = format!("incidents = [{}]", vec![row; count].join(", "));
        fs::write(folder.join("dossier.toml"), DOSSIER.replace("incidents = []", &rows)).unwrap();
    });
    compare("pages of a document", 150, |folder, count| {
        fs::write(folder.join("dossier.toml"), format!("{DOSSIER}\n{LISTED}")).unwrap();
        pages(count, &folder.join("自评报告.pdf"));
    });
}

/// A document in the list of a dossier.
const LISTED: &str = "[[materials]]\nkind = \"自我评价报告\"\nfile = \"自评报告.pdf\"\n";

/// Times the program on a folder with so much in it, and on one with twice as much.
fn compare(what: &str, count: usize, write: impl Fn(&Path, usize)) {
    let sizes = [count, 2 * count].map(|count| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), count);
        (folder, Duration::MAX)
    });
    let [(once, mut short), (twice, mut long)] = sizes;
    for _ in 0..ROUNDS {
        short = short.min(checked(once.path()));
        long = long.min(checked(twice.path()));
    }
    println!("{count} and {} {what}", 2 * count);
    println!("  once   {:.3} s", short.as_secs_f64());
    println!("  twice  {:.3} s", long.as_secs_f64());
    println!("  ratio  {:.2}", long.as_secs_f64() / short.as_secs_f64());
}

/// Runs the program over a folder, how long it took.
fn checked(folder: &Path) -> Duration {
    let start = Instant::now();
    Command::new(env!("CARGO_BIN_EXE_quality-award"))
        .args(["check", "--materials"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    start.elapsed()
}

/// Writes a document of so many pages of text.
fn pages(count: usize, path: &Path) {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let kids: Vec<Object> = (0..count)
        .map(|_| {
            let line = || Operation::new("Tj", vec![Object::string_literal("Quality is kept up. ".repeat(40))]);
            let mut operations = vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 12.into()]),
            ];
            operations.extend((0..40).map(|_| line()));
            operations.push(Operation::new("ET", vec![]));
            let content = Content { operations }.encode().unwrap();
            let content = document.add_object(Stream::new(dictionary! {}, content));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            };
            document.add_object(page).into()
        })
        .collect();
    let number = i64::try_from(count).unwrap();
    let root = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => number };
    document.objects.insert(tree, Object::Dictionary(root));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document.compress();
    document.save(path).unwrap();
}
