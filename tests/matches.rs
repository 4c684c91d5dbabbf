//! `match`: what it says of each award is what `check` says of it, and an edition that is over stands for the next.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quality-award"))
        .args(args)
        .env_remove("COLUMNS")
        .output()
        .unwrap()
}

fn json(args: &[&str]) -> Value {
    let output = run(args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// The match of the first applicant with the only track of its kind of a pack.
fn of_pack<'m>(report: &'m Value, pack: &str) -> &'m Value {
    let matches = report["applicants"][0]["matches"].as_array().unwrap();
    matches.iter().find(|found| found["pack"] == pack).unwrap()
}

fn ids(list: &Value) -> BTreeSet<String> {
    let id = |item: &Value| item.as_str().or(item["condition"].as_str()).unwrap().to_owned();
    list.as_array().unwrap().iter().map(id).collect()
}

/// What `check` says of the binding conditions of a dossier that is not submitted: those with this verdict.
fn checked(report: &Value, pack: &str, verdict: &str) -> BTreeSet<String> {
    let pack = report["packs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|known| known["id"] == pack)
        .unwrap();
    let findings = report["dossiers"][0]["findings"].as_array().unwrap();
    let binding = |finding: &&Value| {
        let id = finding["condition"].as_str().unwrap();
        pack["conditions"][id]["weight"] == "must" && finding["verdict"] == verdict
    };
    let id = |finding: &Value| finding["condition"].as_str().unwrap().to_owned();
    findings.iter().filter(binding).map(id).collect()
}

#[test]
fn what_is_said_of_an_award_is_what_check_says_of_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "organization",
        "organization-failing",
        "organization-incomplete",
        "individual",
    ] {
        let text = fs::read_to_string(format!("examples/{name}.toml")).unwrap();
        // not submitted yet, so that both look ahead
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("submitted_on") && !line.starts_with("received_on"));
        let path = folder.path().join(name).with_extension("toml");
        fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
        let path = path.to_str().unwrap();
        let at = ["--as-of", "2025-12-22", "--format", "json"];
        let matched = json(&[&["match", path], &at[..]].concat());
        let report = json(&[&["check", path], &at[..]].concat());
        let found = of_pack(&matched, "xuhui-2025");
        let of_one_application = |id: &String| id.starts_with("proc.");
        for (key, verdict) in [("refuted", "fail"), ("reviews", "review")] {
            let mut said = checked(&report, "xuhui-2025", verdict);
            said.retain(|id| !of_one_application(id));
            // a condition that is met later is told by check as lacking time, with its day
            let mine = ids(&found[key]);
            let later: BTreeSet<String> = found["refuted"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|refuted| !refuted["met_on"].is_null())
                .map(|refuted| refuted["condition"].as_str().unwrap().to_owned())
                .collect();
            let differing: Vec<&String> = mine
                .symmetric_difference(&said)
                .filter(|id| !later.contains(*id))
                .collect();
            assert!(differing.is_empty(), "{name} {key}: {differing:?}");
        }
    }
}

#[test]
fn an_edition_that_is_over_is_forecast_with_its_windows_moved() {
    let dossier = "examples/organization.toml";
    let on = |as_of: &str, more: &[&str]| {
        let report = json(&[&["match", dossier, "--as-of", as_of, "--format", "json"], more].concat());
        let award = report["awards"]
            .as_array()
            .unwrap()
            .iter()
            .find(|award| award["pack"] == "xuhui-2025")
            .unwrap()
            .clone();
        (award, of_pack(&report, "xuhui-2025").clone())
    };
    let (award, found) = on("2025-12-22", &[]);
    assert_eq!(
        (&award["stage"], &award["judged_for"]),
        (&"open".into(), &"2025-12-30".into())
    );
    assert_eq!(found["missing"].as_array().unwrap().len(), 0, "{found}");
    let (award, found) = on("2026-06-01", &[]);
    assert_eq!(
        (&award["stage"], &award["judged_for"]),
        (&"closed".into(), &"2026-12-30".into())
    );
    assert_eq!(award["closes"], "2025-12-30");
    // the year 2025 counts now, and the dossier ends with 2024
    let wanted = |found: &Value| {
        let gaps = found["missing"].as_array().unwrap().clone();
        gaps.iter()
            .map(|gap| gap["field"].as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert!(wanted(&found).contains("fiscal_years"), "{found}");
    let (award, _) = on("2026-06-01", &["--closes", "2027-12-30"]);
    assert_eq!(award["judged_for"], "2027-12-30");
    assert_eq!(
        run(&["match", dossier, "--closes", "2020-01-01"]).status.code(),
        Some(2)
    );
    assert_eq!(run(&["match", dossier, "--closes", "soon"]).status.code(), Some(2));
}

#[test]
fn a_fact_that_several_awards_lack_is_asked_for_once() {
    let report = json(&["match", "examples/organization-incomplete.toml", "--format", "json"]);
    let applicant = &report["applicants"][0];
    let facts = applicant["undecided"]["facts"].as_array().unwrap();
    let fields: BTreeSet<&str> = facts.iter().map(|fact| fact["field"].as_str().unwrap()).collect();
    assert_eq!(fields.len(), facts.len());
    let open = applicant["matches"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|found| found["verdict"] == "incomplete");
    let wanted: BTreeSet<&str> = open
        .flat_map(|found| found["missing"].as_array().unwrap())
        .map(|gap| gap["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, wanted);
}

#[test]
fn the_nearest_stands_first_and_files_are_written_as_they_are_called() {
    let rank = |found: &Value| match found["verdict"].as_str().unwrap() {
        "eligible" => 0,
        "incomplete" => 1,
        _ => 2,
    };
    let report = json(&["match", "examples", "--format", "json"]);
    for applicant in report["applicants"].as_array().unwrap() {
        let ranks: Vec<i32> = applicant["matches"].as_array().unwrap().iter().map(rank).collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (table, csv, workbook) = (path("a.txt"), path("a.csv"), path("a.xlsx"));
    let output = run(&[
        "match",
        "examples/organization.toml",
        "-o",
        &table,
        "-o",
        &csv,
        "-o",
        &workbook,
    ]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(fs::read_to_string(&table).unwrap().contains("xuhui-2025"));
    let rows = fs::read_to_string(&csv).unwrap().lines().count();
    let matches: usize = json(&["match", "examples/organization.toml", "--format", "json"])["applicants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|applicant| applicant["matches"].as_array().unwrap().len())
        .sum();
    assert_eq!(rows, matches + 1);
    assert!(fs::read(&workbook).unwrap().starts_with(b"PK"));
    assert_eq!(
        run(&["match", "examples/organization.toml", "-o", &path("a.pdf")])
            .status
            .code(),
        Some(2)
    );
    // an input is never written over
    let own = path("own.xlsx");
    fs::copy("examples/organization.xlsx", &own).unwrap();
    assert_eq!(run(&["match", &own, "-o", &own]).status.code(), Some(2));
    assert_eq!(fs::read(&own).unwrap(), fs::read("examples/organization.xlsx").unwrap());
}

#[test]
fn who_won_before_is_told_from_which_day_on_it_may_apply_again() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("examples/organization.toml").unwrap();
    let own = text
        .replace("xuhui-2025", "qingpu-2025")
        .replace("[submission]", "[submission]\nprize = \"gold\"");
    let won = own.split("[[former_awards]]").next().unwrap().to_owned()
        + "[[former_awards]]\naward = \"青浦区质量金奖\"\nyear = 2023\n";
    let file = folder.path().join("a.toml");
    fs::write(&file, won).unwrap();
    let report = json(&[
        "match",
        file.to_str().unwrap(),
        "--as-of",
        "2025-08-01",
        "--format",
        "json",
    ]);
    let refuted = of_pack(&report, "qingpu-2025")["refuted"].as_array().unwrap().clone();
    let bar = refuted
        .iter()
        .find(|refuted| refuted["condition"] == "proc.former-gold");
    assert_eq!(bar.unwrap()["met_on"], "2029-01-01", "{refuted:?}");
}

// ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────

fn page(args: &[&str]) -> (String, Html) {
    let output = run(&[&["match", "--format", "html"], args].concat());
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.ends_with("</html>\n"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let page = Html::parse_document(&shown);
    (shown, page)
}

fn each<'p>(of: ElementRef<'p>, selector: &str) -> Vec<ElementRef<'p>> {
    of.select(&Selector::parse(selector).unwrap()).collect()
}

fn texts(of: ElementRef<'_>, selector: &str) -> Vec<String> {
    each(of, selector)
        .into_iter()
        .map(|element| element.text().collect())
        .collect()
}

#[test]
fn the_page_tells_the_verdicts_of_json_and_its_filters_find_them() {
    for paths in [&["examples"][..], &["examples/organization-failing.toml"]] {
        let args = [paths, &["--as-of", "2025-12-22"]].concat();
        let report = json(&[&["match", "--format", "json"], &args[..]].concat());
        let (shown, page) = page(&args);
        let awards = report["awards"].as_array().unwrap();
        let applicants = report["applicants"].as_array().unwrap();
        let articles = each(page.root_element(), "article");
        assert_eq!(articles.len(), applicants.len());
        for (article, applicant) in articles.into_iter().zip(applicants) {
            let name = applicant["applicant"].as_str().unwrap_or("（未填写）");
            assert_eq!(texts(article, "h2 bdi"), [name]);
            let rows = each(article, ".matches tbody tr");
            let matches = applicant["matches"].as_array().unwrap();
            assert_eq!(rows.len(), matches.len());
            for (row, found) in rows.into_iter().zip(matches) {
                assert_eq!(row.attr("data-overall"), found["verdict"].as_str());
                assert_eq!(texts(row, "code"), [found["pack"].as_str().unwrap()]);
                let number: usize = row.attr("data-held").unwrap().parse().unwrap();
                assert_eq!(awards[number - 1]["pack"], found["pack"]);
                let said = row.text().collect::<String>();
                for refuted in found["refuted"].as_array().unwrap() {
                    assert!(said.contains(refuted["title"]["zh"].as_str().unwrap()), "{said}");
                }
                for gap in found["missing"].as_array().unwrap() {
                    assert!(said.contains(gap["label"]["zh"].as_str().unwrap()), "{said}");
                }
            }
        }
        let count = |verdict: &str| {
            let all = applicants.iter().flat_map(|one| one["matches"].as_array().unwrap());
            all.filter(|found| found["verdict"] == verdict).count().to_string()
        };
        for verdict in ["eligible", "incomplete", "ineligible"] {
            assert_eq!(
                texts(page.root_element(), &format!(".tally .{verdict} b")),
                [count(verdict)]
            );
            assert!(shown.contains(&format!("main:has(#v-{verdict}:checked) article:not(:has(")));
        }
        let filters = texts(page.root_element(), ".awards label code");
        let known: Vec<&str> = awards.iter().map(|award| award["pack"].as_str().unwrap()).collect();
        match applicants.len() {
            1 => assert!(filters.is_empty()),
            _ => assert_eq!(filters, known),
        }
        for number in 1..=filters.len() {
            assert_eq!(each(page.root_element(), &format!("input#c{number}[name=c]")).len(), 1);
            assert!(shown.contains(&format!("main:has(#c{number}:checked) [data-held]:not(")));
        }
        // every applicant against every award: as many signs as there are matches
        let signs = each(page.root_element(), ".signs tbody td[class]").len();
        let matches: usize = applicants
            .iter()
            .map(|one| one["matches"].as_array().unwrap().len())
            .sum();
        assert_eq!(signs, if applicants.len() > 1 { matches } else { 0 });
    }
}

#[test]
fn the_page_loads_nothing_runs_nothing_and_a_name_stays_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("examples/organization.toml").unwrap();
    let file = folder.path().join("a.toml");
    let shape = |name: &str| {
        let name = toml::Value::from(name).to_string();
        fs::write(&file, text.replace("\"上海徐汇示例智能装备有限公司\"", &name)).unwrap();
        let (shown, page) = page(&[file.to_str().unwrap(), "examples/individual.toml"]);
        let elements = each(page.root_element(), "*").into_iter();
        let tags: Vec<String> = elements.map(|element| element.value().name().to_owned()).collect();
        (shown, tags)
    };
    let (shown, sound) = shape("甲");
    assert!(shown.contains("default-src 'none'"));
    assert!(!shown.contains("url(") && !shown.contains("@import") && !shown.contains("://"));
    for tag in ["script", "link", "img", "iframe", "form"] {
        assert!(!sound.iter().any(|known| known == tag), "{tag}");
    }
    for name in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</style></title><b>",
        "\u{202e}倒",
    ] {
        let (shown, tags) = shape(name);
        assert_eq!(tags, sound, "{name}");
        assert!(!shown.contains(name), "{name:?}");
    }
}

#[test]
fn the_page_is_whole_in_either_language_and_tells_what_was_not_read() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (lang, is_chinese) in [("en", false), ("zh", true)] {
        let (_, page) = page(&["examples", "tests/cmd/broken.toml", "--lang", lang]);
        for selector in ["h1", "h3", "thead th", "dt", ".mark", ".headline", "legend", "footer p"] {
            let found = texts(page.root_element(), selector);
            assert!(!found.is_empty(), "{selector}");
            for said in found {
                assert_eq!(said.contains(chinese), is_chinese, "{selector}: {said}");
            }
        }
        assert!(
            texts(page.root_element(), "#summary li")
                .concat()
                .contains("broken.toml")
        );
    }
}
