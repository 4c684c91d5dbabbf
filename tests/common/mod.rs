//! What the tests share: the shipped pack and calendar, and a dossier read and judged as the program does it.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that cannot go on fails the test that called it"
)]

pub mod facts;

use std::sync::LazyLock;

use quality_award::calendar::Calendar;
use quality_award::check::{Detail, as_of, check};
use quality_award::day::Day;
use quality_award::dossier::Dossier;
use quality_award::load;
use quality_award::pack::Pack;
use quality_award::place::{InputError, Place, Source, Unreadable};
use quality_award::report::{DossierReport, Finding};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    Pack::find("xuhui-2025")
        .expect("the pack is shipped")
        .unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
});

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::shipped().unwrap_or_else(|unreadable| panic!("rules/calendar.toml: {:#?}", unreadable.errors))
});

/// The pack of the fifth Xuhui award.
pub fn pack() -> &'static Pack {
    &PACK
}

/// The calendar that ships with the program.
pub fn calendar() -> &'static Calendar {
    &CALENDAR
}

/// A day that exists.
pub fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).expect("a day of the calendar")
}

/// The day on which the tests take place: within the window of application, ten days before it closes.
pub fn today() -> Day {
    day(2025, 12, 20)
}

/// Reads a dossier for the pack of [`pack`].
pub fn read(text: &str) -> Result<Dossier, Unreadable> {
    let source = Source::text("dossier.toml", text);
    load::toml::read(&source, today(), |_| Ok(pack().dictionary.clone())).and_then(Dossier::sound)
}

/// Whether a dossier is one to the quick reading. If so, it is the same one to the thorough reading.
pub fn is_read_quickly(text: &str) -> bool {
    let source = Source::text("dossier.toml", text);
    let dictionary = |_: Option<load::Named<'_>>| Ok(pack().dictionary.clone());
    let Some(quick) = load::toml::quickly(&source, today(), dictionary) else {
        return false;
    };
    let thorough = load::toml::thoroughly(&source, today(), dictionary)
        .unwrap_or_else(|unreadable| panic!("read all the same: {:#?}\n{text}", unreadable.errors));
    assert_eq!(quick.facts(), thorough.facts(), "{text}");
    true
}

/// Reads a dossier that is well written.
pub fn well_written(text: &str) -> Dossier {
    read(text).unwrap_or_else(|unreadable| panic!("not a dossier: {:#?}\n{text}", unreadable.errors))
}

/// Judges a dossier as of its day of submission, else as of [`today`].
pub fn judge(dossier: &Dossier) -> DossierReport {
    judge_with(dossier, Detail::Full)
}

/// As [`judge`], with or without sentences and places.
pub fn judge_with(dossier: &Dossier, detail: Detail) -> DossierReport {
    let day = as_of(dossier, None, today()).expect("no day was given beside the dossier's own");
    check(pack(), dossier, None, day, calendar(), detail)
}

/// The finding of a condition.
pub fn finding<'r>(report: &'r DossierReport, condition: &str) -> &'r Finding {
    report
        .findings
        .iter()
        .find(|finding| &*finding.condition == condition)
        .unwrap_or_else(|| panic!("no finding of {condition}"))
}

/// Everything an error says, in both languages.
pub fn said(error: &InputError) -> String {
    let mut said = format!("{}\n{}", error.message.zh, error.message.en);
    if let Some(hint) = &error.hint {
        said.push_str(&format!("\n{}\n{}", hint.zh, hint.en));
    }
    said
}

/// Where an error points.
pub fn place(unreadable: &Unreadable, error: &InputError) -> Place {
    unreadable.source.place(error.spot)
}

/// The blocks of code of a page in Markdown that are in this language.
pub fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix("```") == Some(language) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(block.join("\n") + "\n");
        }
    }
    blocks
}

/// The one block of a page in this language.
pub fn block(page: &str, language: &str) -> String {
    let mut blocks = blocks(page, language);
    assert_eq!(blocks.len(), 1, "one block of {language}");
    blocks.remove(0)
}
