//! How the table looks: it answers first, breaks no id, keeps what passed short, and says its answer again where the
//! screen no longer shows it. At the widths of terminals.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::fs;
use std::io::Write;

use quality_award::render::{Format, Look, render};
use quality_award::report::{DossierReport, Finding, Report};
use quality_award::text::Lang;
use quality_award::verdict::Verdict;
use textwrap::core::display_width;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const WIDTHS: [u16; 4] = [60, 80, 100, 120];
/// More lines than any report of one dossier has.
const TALL: usize = 10_000;

const EXAMPLES: [&str; 6] = [
    "examples/organization.toml",
    "examples/individual.toml",
    "examples/organization-failing.toml",
    "examples/organization-incomplete.toml",
    "examples/dossier/dossier.toml",
    "tests/cmd/empty.toml",
];

fn judged(example: &str) -> DossierReport {
    let text = fs::read_to_string(example).unwrap();
    common::judge(&common::well_written(&text))
}

fn report(dossiers: Vec<DossierReport>) -> Report {
    let mut report = Report::new(common::calendar());
    report.add_pack(common::pack());
    dossiers.into_iter().for_each(|dossier| report.add(dossier));
    report
}

fn look(lang: Lang, width: u16, height: usize) -> Look {
    Look {
        lang,
        width,
        height,
        details: false,
        up: None,
    }
}

/// The table without its colours.
fn table(report: &Report, look: Look) -> String {
    let mut plain = anstream::StripStream::new(Vec::new());
    render(Format::Table, report, look, &mut plain).unwrap();
    plain.flush().unwrap();
    String::from_utf8(plain.into_inner()).unwrap()
}

/// Text without what wrapping changes.
fn run_on(lines: &[&str]) -> String {
    lines.concat().chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the report of one dossier answers.
fn answer(report: &Report, lang: Lang) -> String {
    let dossier = &report.dossiers[0];
    let headline = dossier.headline(report.pack_of(dossier));
    let name = dossier.applicant.as_deref().unwrap_or(&dossier.source);
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ":",
    };
    run_on(&[name, colon, headline.get(lang)])
}

/// Whether `id` stands in `line` and is no part of a longer one.
fn has(line: &str, id: &str) -> bool {
    line.split_whitespace().any(|word| word == id)
}

fn is_settled(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Pass | Verdict::NotApplicable)
}

fn everywhere(mut holds: impl FnMut(&Report, Lang, u16)) {
    for example in EXAMPLES {
        let report = report(vec![judged(example)]);
        for lang in LANGS {
            for width in WIDTHS {
                holds(&report, lang, width);
            }
        }
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    everywhere(|report, lang, width| {
        for details in [false, true] {
            let look = Look {
                details,
                ..look(lang, width, 24)
            };
            for line in table(report, look).lines() {
                assert!(display_width(line) <= usize::from(width), "{width}: {line}");
                assert_eq!(line, line.trim_end(), "no spaces at an end");
            }
        }
    });
}

#[test]
fn the_first_lines_are_the_verdict_and_what_to_do_first() {
    everywhere(|report, lang, width| {
        let table = table(report, look(lang, width, 24));
        let paragraphs: Vec<&str> = table.split("\n\n").collect();
        assert_eq!(run_on(&[paragraphs[0]]), answer(report, lang));
        let acts = report.dossiers[0].to_do();
        let first = acts.iter().take(3).map(|finding| finding.remedy.as_ref().unwrap());
        let second = run_on(&[paragraphs[1]]);
        for (number, remedy) in (1..).zip(first) {
            assert!(second.contains(&format!("{number}.")), "{second}");
            assert!(second.contains(&run_on(&[remedy.get(lang)])), "{second}");
        }
    });
}

#[test]
fn every_id_stands_whole_beside_its_verdict() {
    everywhere(|report, lang, width| {
        for details in [false, true] {
            let look = Look {
                details,
                ..look(lang, width, 24)
            };
            let table = table(report, look);
            let lines: Vec<&str> = table.lines().collect();
            for finding in &report.dossiers[0].findings {
                let rows: Vec<usize> = (0..lines.len())
                    .filter(|at| has(lines[*at], &finding.condition))
                    .collect();
                let [at] = rows[..] else {
                    panic!("{width}: {} stands {} times", finding.condition, rows.len());
                };
                // above it the title, where both do not fit on one line
                let first = (0..=at).rev().find(|at| !lines[*at].starts_with(' ')).unwrap();
                assert!(at - first <= 2, "{width}: {}", finding.condition);
                assert!(lines[first].starts_with(finding.label(lang)), "{}", lines[first]);
            }
        }
    });
}

#[test]
fn what_is_settled_takes_a_line_unless_more_is_wanted() {
    let found = |lang: Lang| match lang {
        Lang::Zh => "  查得",
        Lang::En => "  Found",
    };
    everywhere(|report, lang, width| {
        let brief = table(report, look(lang, width, 24));
        let full = table(
            report,
            Look {
                details: true,
                ..look(lang, width, 24)
            },
        );
        for finding in &report.dossiers[0].findings {
            let after = |table: &str| {
                let mut lines = table.lines().skip_while(|line| !has(line, &finding.condition));
                lines.nth(1).unwrap_or_default().to_owned()
            };
            assert!(after(&full).starts_with(found(lang)), "{}", after(&full));
            if !is_settled(finding) {
                assert!(after(&brief).starts_with(found(lang)), "{}", after(&brief));
            } else if finding.notes.is_empty() && finding.remedy.is_none() {
                let row = brief.lines().find(|line| has(line, &finding.condition)).unwrap();
                assert!(row.starts_with(finding.label(lang)), "{width}: {row}");
                assert!(!after(&brief).starts_with(' '), "{}", after(&brief));
            } else {
                assert!(after(&brief).starts_with("  "), "a note is never kept back");
            }
        }
    });
}

#[test]
fn the_verdict_comes_again_where_the_report_is_longer_than_the_screen() {
    everywhere(|report, lang, width| {
        let once = table(report, look(lang, width, TALL));
        let lines: Vec<&str> = once.lines().collect();
        assert_eq!(once, table(report, look(lang, width, lines.len())), "it fits");
        let again = table(report, look(lang, width, lines.len() - 1));
        let rest = again.strip_prefix(&once).unwrap();
        assert_eq!(run_on(&[rest]), answer(report, lang));
        assert!(!once.ends_with(rest), "not there already");
    });
}

#[test]
fn of_several_the_counts_come_first_and_again() {
    for lang in LANGS {
        for details in [false, true] {
            let report = report(EXAMPLES.into_iter().map(judged).collect());
            let look = |height| Look {
                details,
                ..look(lang, 80, height)
            };
            let once = table(&report, look(TALL));
            let first = once.split("\n\n").next().unwrap();
            let height = once.lines().count();
            assert_eq!(once, table(&report, look(height)));
            let again = table(&report, look(height - 1));
            assert_eq!(again.strip_prefix(&once).unwrap().trim(), first);
            assert!(first.contains(&EXAMPLES.len().to_string()), "{first}");
        }
    }
}
