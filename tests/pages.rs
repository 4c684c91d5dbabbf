//! Formats for people and spreadsheets: they tell the verdicts that JSON tells, a hostile dossier harms none of them,
//! and each is whole in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::collections::BTreeSet;
use std::fs;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

const FORMATS: [&str; 3] = ["html", "markdown", "csv"];

/// The sound organization under another name, and the files it stands in.
const HOSTILE: [&str; 7] = [
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "\u{1b}[31m红\u{1b}]0;标题\u{7}",
    "\u{202e}倒\u{2066}写",
    "](javascript:x) [a](http://evil.example) www.evil.example",
    "@everyone </style></textarea>| `x` #1 a@b.example",
];

fn run(args: &[&str]) -> Vec<u8> {
    let mut command = assert_cmd::Command::cargo_bin("quality-award").unwrap();
    command.arg("check").args(args).env_remove("COLUMNS");
    command.output().unwrap().stdout
}

fn text(args: &[&str], format: &str, lang: &str) -> String {
    let args = [args, &["--format", format, "--lang", lang]].concat();
    String::from_utf8(run(&args)).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&text(args, "json", "zh")).unwrap()
}

fn examples() -> Vec<String> {
    let entries = fs::read_dir("examples").unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<String> = entries.map(|path| path.to_str().unwrap().to_owned()).collect();
    paths.retain(|path| path.ends_with(".toml") || path.ends_with(".xlsx"));
    paths.sort();
    assert!(paths.len() >= 8, "{paths:?}");
    paths
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let text = |element: ElementRef<'_>| element.text().collect::<String>();
    page.select(&selector).map(text).collect()
}

fn attributes(element: ElementRef<'_>, selector: &str, names: [&str; 2]) -> Vec<[String; 2]> {
    let selector = Selector::parse(selector).unwrap();
    let found = element.select(&selector);
    found
        .map(|each| names.map(|name| each.attr(name).unwrap().to_owned()))
        .collect()
}

/// Condition and verdict of every finding of every dossier, as JSON tells them.
fn told_by_json(report: &Value) -> Vec<Vec<[String; 2]>> {
    let dossiers = report["dossiers"].as_array().unwrap();
    let findings = dossiers.iter().map(|dossier| dossier["findings"].as_array().unwrap());
    let told = |finding: &Value| ["condition", "verdict"].map(|key| finding[key].as_str().unwrap().to_owned());
    findings.map(|findings| findings.iter().map(told).collect()).collect()
}

fn rows(csv: &str) -> Vec<csv::StringRecord> {
    let bare = csv.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bare.as_bytes());
    reader.records().map(|row| row.unwrap()).collect()
}

/// The sound organization with `name`, as a file.
fn named(name: &str, folder: &std::path::Path, file: &str) -> String {
    let quoted = serde_json::to_string(name).unwrap().replace("\\b", "\\u0008");
    let sound = fs::read_to_string("examples/organization.toml").unwrap();
    let old = "name = \"上海徐汇示例智能装备有限公司\"";
    assert!(sound.contains(old));
    let path = folder.join(file);
    fs::write(&path, sound.replacen(old, &format!("name = {quoted}"), 1)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_page_tells_the_verdicts_of_json() {
    let paths = examples();
    let args: Vec<&str> = paths.iter().map(String::as_str).collect();
    let told = told_by_json(&json(&args));
    for lang in ["zh", "en"] {
        let page = Html::parse_document(&text(&args, "html", lang));
        let article = Selector::parse("article").unwrap();
        let of = |article| attributes(article, "tr[data-condition]", ["data-condition", "data-verdict"]);
        let shown: Vec<_> = page.select(&article).map(of).collect();
        assert_eq!(shown, told);
        let overall = attributes(page.root_element(), "article", ["data-overall", "id"]);
        let dossiers = json(&args)["dossiers"].as_array().unwrap().clone();
        for ([overall, _], dossier) in overall.iter().zip(&dossiers) {
            assert_eq!(overall, dossier["verdict"].as_str().unwrap());
        }
    }
}

#[test]
fn the_matrix_tells_the_verdicts_of_json() {
    let paths = examples();
    let args: Vec<&str> = paths.iter().map(String::as_str).collect();
    let report = json(&args);
    let rows = rows(&text(&args, "csv", "zh"));
    assert_eq!(rows.len(), 1 + paths.len());
    let column = |name: &str| rows[0].iter().position(|known| known == name).unwrap();
    for (row, (dossier, told)) in rows[1..]
        .iter()
        .zip(report["dossiers"].as_array().unwrap().iter().zip(told_by_json(&report)))
    {
        for key in ["source", "pack", "applicant", "track", "as_of", "verdict", "key"] {
            assert_eq!(&row[column(key)], dossier[key].as_str().unwrap());
        }
        let conditions = column("settings") + 1;
        let cells = row.iter().skip(conditions).filter(|cell| !cell.is_empty()).count();
        assert_eq!(cells, told.len());
        for [condition, verdict] in told {
            assert_eq!(row[column(&condition)], verdict);
        }
    }
}

#[test]
fn the_matrix_ends_with_what_is_odd_about_documents() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("examples/organization.toml", folder.path().join("dossier.toml")).unwrap();
    fs::write(folder.path().join("=杂.txt"), "x").unwrap();
    let args = [
        folder.path().to_str().unwrap(),
        "examples/individual.toml",
        "tests/cmd/broken.toml",
    ];
    let told = json(&args);
    let notes = told["dossiers"][0]["materials_notes"].as_array().unwrap();
    assert!(!notes.is_empty());
    for lang in ["zh", "en"] {
        let rows = rows(&text(&args, "csv", lang));
        let last = |row: usize| rows[row].iter().next_back().unwrap();
        assert_eq!((last(0), last(2), last(3)), ("materials_notes", "", ""));
        let said = notes
            .iter()
            .map(|note| note[lang].as_str().unwrap())
            .collect::<Vec<_>>();
        assert_eq!(last(1), said.join(if lang == "zh" { "；" } else { "; " }));
        assert!(last(1).contains("=杂.txt"), "{}", last(1));
    }
}

#[test]
fn the_comment_tells_in_full_what_is_open() {
    for path in examples() {
        let told = told_by_json(&json(&[&path])).remove(0);
        let shown = text(&[&path], "markdown", "en");
        for [condition, verdict] in told {
            let word = verdict.replace("not_applicable", "n/a");
            let rows = shown.lines().filter(|line| line.contains(&format!("| {condition} |")));
            let rows: Vec<&str> = rows.collect();
            assert_eq!(rows.len(), 1, "{path} {condition}");
            let warning = condition.starts_with("advice.") && verdict == "fail";
            let word = if warning { "warning" } else { &word };
            assert!(rows[0].starts_with(&format!("| {word} |")), "{}", rows[0]);
            let full = shown.contains(&format!("({condition})"));
            let open = !["pass", "not_applicable"].contains(&verdict.as_str());
            assert!(full || !open, "{path} {condition}");
        }
    }
}

#[test]
fn a_hostile_dossier_adds_nothing_to_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let tags = |name: &str| {
        let file = named(name, folder.path(), "a.toml");
        let shown = text(&[&file], "html", "zh");
        let page = Html::parse_document(&shown);
        let every = Selector::parse("*").unwrap();
        let elements = page.select(&every);
        let shape = |element: ElementRef<'_>| {
            let names: BTreeSet<String> = element.value().attrs().map(|(name, _)| name.to_owned()).collect();
            (element.value().name().to_owned(), names)
        };
        (
            shown.clone(),
            elements.map(shape).collect::<Vec<_>>(),
            all(&page, "h2 bdi"),
        )
    };
    let (_, sound, _) = tags("甲");
    for name in HOSTILE {
        let (shown, hostile, heading) = tags(name);
        assert_eq!(hostile, sound, "{name}");
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}']), "{name:?}");
        let visible = |text: &str| {
            text.chars()
                .filter(|c| !c.is_control() && !"\u{202e}\u{2066} ".contains(*c))
                .collect::<String>()
        };
        assert_eq!(visible(&heading.concat()), visible(name));
    }
}

#[test]
fn a_page_loads_nothing_and_runs_nothing() {
    let paths = examples();
    let args: Vec<&str> = paths.iter().map(String::as_str).collect();
    let shown = text(&args, "html", "zh");
    let page = Html::parse_document(&shown);
    for selector in [
        "script",
        "link",
        "img",
        "iframe",
        "form",
        "[src]",
        "[onclick]",
        "[style]",
    ] {
        assert!(all(&page, selector).is_empty(), "{selector}");
    }
    assert!(!shown.contains("url(") && !shown.contains("@import") && !shown.contains("http://"));
    assert!(shown.contains("default-src 'none'"));
    let links = attributes(page.root_element(), "a", ["href", "href"]);
    let ids: BTreeSet<String> = attributes(page.root_element(), "[id]", ["id", "id"])
        .concat()
        .into_iter()
        .collect();
    assert!(!links.is_empty());
    for [link, _] in links {
        assert!(ids.contains(link.strip_prefix('#').unwrap()), "{link}");
    }
}

#[test]
fn a_filter_shows_the_dossiers_that_its_condition_holds_back() {
    let paths = examples();
    let args: Vec<&str> = paths.iter().map(String::as_str).collect();
    let shown = text(&args, "html", "zh");
    let page = Html::parse_document(&shown);
    let conditions = all(&page, ".causes label code");
    assert!(conditions.len() > 5, "{conditions:?}");
    for number in 1..=conditions.len() {
        assert_eq!(all(&page, &format!("input#c{number}[name=c]")).len(), 1);
        let rule = format!("main:has(#c{number}:checked) [data-held]:not([data-held~=\"{number}\"])");
        assert!(shown.contains(&rule), "{rule}");
    }
    for overall in ["eligible", "incomplete", "ineligible"] {
        assert_eq!(all(&page, &format!("input#v-{overall}[name=v]")).len(), 1);
        assert!(shown.contains(&format!("main:has(#v-{overall}:checked) [data-overall]")));
    }
    let held = attributes(page.root_element(), "article", ["data-held", "data-overall"]);
    let report = json(&args);
    for ([held, _], dossier) in held.iter().zip(report["dossiers"].as_array().unwrap()) {
        let numbers = held.split_whitespace().map(|number| number.parse::<usize>().unwrap());
        let held: BTreeSet<&str> = numbers.map(|number| conditions[number - 1].as_str()).collect();
        let blocks = |finding: &&Value| {
            finding["weight"] == "must" && (finding["verdict"] == "fail" || finding["verdict"] == "missing")
        };
        let findings = dossier["findings"].as_array().unwrap().iter().filter(blocks);
        let told: BTreeSet<&str> = findings.map(|finding| finding["condition"].as_str().unwrap()).collect();
        assert_eq!(held, told);
    }
}

#[test]
fn no_cell_is_a_formula_and_no_comment_speaks_to_anyone() {
    let folder = tempfile::tempdir().unwrap();
    for name in HOSTILE {
        let file = named(name, folder.path(), "a.toml");
        for row in rows(&text(&[&file], "csv", "zh")) {
            for cell in row.iter() {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?}");
                assert!(!cell.contains(char::is_control), "{cell:?}");
            }
        }
        let comment = text(&[&file], "markdown", "zh");
        for harm in [
            "<script",
            "<img",
            "</style",
            "@everyone",
            "a@b",
            "http://",
            "www.",
            "](",
            "\u{1b}",
            "\u{202e}",
            " #1",
        ] {
            let unescaped = comment.replace(&format!("\\{harm}"), "");
            assert!(!unescaped.contains(harm), "{name:?}: {harm}\n{comment}");
        }
    }
}

#[test]
fn what_could_not_be_read_is_in_every_format() {
    for lang in ["zh", "en"] {
        for format in FORMATS {
            let alone = text(&["tests/cmd/broken.toml"], format, lang);
            assert!(alone.contains("broken.toml"), "{format} {lang}");
            let beside = text(&["examples/organization.toml", "tests/cmd/broken.toml"], format, lang);
            assert!(beside.contains("broken.toml"), "{format} {lang}");
        }
        assert!(text(&["tests/cmd/broken.toml"], "html", lang).ends_with("</footer>\n</body>\n</html>\n"));
    }
    let rows = rows(&text(&["tests/cmd/broken.toml"], "csv", "zh"));
    assert_eq!(
        (rows.len(), &rows[1][0], &rows[1][5]),
        (2, "tests/cmd/broken.toml", "unreadable")
    );
}

#[test]
fn each_language_is_whole() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let english = text(&["examples/individual.toml"], "html", "en");
    let page = Html::parse_document(&english);
    for selector in [
        "h1",
        "h3",
        "thead th",
        "dt",
        "p > b",
        ".mark",
        ".headline",
        "tbody th",
        "caption",
    ] {
        let found = all(&page, selector);
        assert!(!found.is_empty(), "{selector}");
        for said in found {
            assert!(!said.contains(chinese), "{selector}: {said}");
        }
    }
    let page = Html::parse_document(&text(&["examples/individual.toml"], "html", "zh"));
    for selector in ["h1", "h3", "thead th", "dt", "p > b", ".mark", ".headline", "caption"] {
        for said in all(&page, selector) {
            assert!(said.contains(chinese), "{selector}: {said}");
        }
    }
    let heads = text(&["examples/individual.toml"], "markdown", "en");
    for line in heads
        .lines()
        .filter(|line| line.starts_with('#') && !line.starts_with("### "))
    {
        assert!(!line.contains(chinese), "{line}");
    }
}

#[test]
fn a_second_run_and_a_file_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["examples/organization.toml", "examples/organization-failing.toml"];
    for (format, extension) in FORMATS.into_iter().zip(["html", "md", "csv"]) {
        let args = [&paths[..], &["--format", format]].concat();
        let printed = run(&args);
        assert!(printed == run(&args), "{format}");
        let file = folder.path().join(format!("报告.{extension}"));
        run(&[&paths[..], &["-o", file.to_str().unwrap()]].concat());
        assert!(printed == fs::read(file).unwrap(), "{format}");
        assert!(
            String::from_utf8(printed)
                .unwrap()
                .contains("上海徐汇示例智能装备有限公司")
        );
    }
}
