//! An applicant's way through the program, all that touches files and the terminal left out.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use quality_award::calendar::Calendar;
use quality_award::check::{Detail, as_of, check};
use quality_award::day::Day;
use quality_award::dossier::Dossier;
use quality_award::dictionary::Dictionary;
use quality_award::load::bytes::decode;
use quality_award::load::folder::{self, Filter};
use quality_award::load::{self, Named, excel};
use quality_award::pack::Pack;
use quality_award::place::{InputError, Source, Spot, Unreadable};
use quality_award::render::{self, Format, Look};
use quality_award::report::Report;
use quality_award::text::{Lang, Text};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let pack = Pack::find("xuhui-2025").expect("the pack is shipped");
    pack.unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors))
});

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::shipped().unwrap_or_else(|unreadable| panic!("rules/calendar.toml: {:#?}", unreadable.errors))
});

/// The most applicants of one file whose reports are written: writing takes longer than reading and judging.
const WRITTEN: usize = 2;

/// The day of every run, so that an input does tomorrow what it does today.
fn today() -> Day {
    Day::new(2025, 12, 20).expect("a day of the calendar")
}

fn dictionary(named: Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError> {
    match named {
        Some(named) if named.award != PACK.id => Err(InputError::at(named.spot, Text::same(named.award))),
        _ => Ok(PACK.dictionary.clone()),
    }
}

/// Reads a dossier in TOML and judges it.
pub fn toml(bytes: &[u8]) {
    let text = match decode(bytes.to_vec()) {
        Ok(text) => text,
        Err(error) => return refused(&Unreadable::new(Source::text("a.toml", ""), vec![error])),
    };
    let source = Source::text("a.toml", text);
    if let Some(quick) = load::toml::quickly(&source, today(), dictionary) {
        let thorough = load::toml::thoroughly(&source, today(), dictionary);
        let thorough = thorough.expect("what the quick reading takes, the thorough one takes");
        assert_eq!(quick.facts(), thorough.facts(), "one text, two dossiers");
    }
    match load::toml::read(&source, today(), dictionary) {
        Ok(dossier) => judge(&dossier, true),
        Err(unreadable) => refused(&unreadable),
    }
}

/// Reads every applicant of a workbook and judges each.
pub fn workbook(bytes: &[u8]) {
    let options = excel::Options {
        sheet: None,
        known: None,
        today: today(),
    };
    let mut count = 0;
    let read = excel::read("a.xlsx", bytes, &options, dictionary, |applicant| {
        count += 1;
        match applicant {
            Ok(dossier) => judge(&dossier, count <= WRITTEN),
            Err(unreadable) if count <= WRITTEN => refused(&unreadable),
            Err(unreadable) => assert!(!unreadable.errors.is_empty(), "refused without a word"),
        }
    });
    match read {
        Ok(passed) => passed.iter().for_each(|passed| assert!(!passed.message.zh.is_empty())),
        Err(unreadable) => refused(&unreadable),
    }
}

/// Walks an archive as the program does, and reads and judges all that is found in it.
pub fn archive(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a file");
    let path = folder.path().join("a.zip");
    std::fs::write(&path, bytes).expect("there is room for a file");
    let shared = Dictionary::shared().expect("the dictionary is shipped");
    let walk = folder::walk(std::slice::from_ref(&path), &Filter::default(), &|bytes| excel::is_form(bytes, shared));
    let told = walk.skipped.iter().all(|(_, why)| !why.zh.is_empty());
    assert!(told && walk.closed.iter().all(|(_, error)| !error.message.zh.is_empty()), "passed over without a word");
    assert!(walk.inputs.len() + walk.closed.len() > 0, "an archive of nothing is told");
    for input in &walk.inputs {
        assert!(input.path.starts_with(&path), "{:?} leads out of the archive", input.path);
        match input.tree.bytes(&input.path) {
            Ok(bytes) if excel::may_be_text(&bytes) => toml(&bytes),
            Ok(bytes) => workbook(&bytes),
            Err(error) => assert!(!error.message.zh.is_empty(), "closed without a word"),
        }
    }
}

/// Judges a dossier, and writes its report in every format if it is to be `written`.
fn judge(dossier: &Dossier, written: bool) {
    let day = as_of(dossier, None, today()).expect("no day was given beside the dossier's own");
    let judged = check(&PACK, dossier, None, day, &CALENDAR, Detail::Full);
    assert_eq!(
        judged.verdict,
        check(&PACK, dossier, None, day, &CALENDAR, Detail::Verdicts).verdict,
        "sentences change no verdict"
    );
    if !written {
        return;
    }
    let mut report = Report::new(&CALENDAR);
    report.add_pack(&PACK);
    report.add(judged);
    for (format, lang) in [(Format::Table, Lang::Zh), (Format::Table, Lang::En), (Format::Json, Lang::Zh)] {
        let mut out = Vec::new();
        render::render(format, &report, Look { lang, width: 80, height: 24, details: false, up: None }, &mut out).expect("memory takes every byte");
        out.flush().expect("memory takes every byte");
    }
}

/// Shows what is wrong, as the program does, and makes sure that it is said in both languages and points into
/// the source.
fn refused(unreadable: &Unreadable) {
    assert!(!unreadable.errors.is_empty(), "refused without a word");
    for error in &unreadable.errors {
        let sentences = [Some(&error.message), error.hint.as_ref()];
        for sentence in sentences.into_iter().flatten() {
            assert!(!sentence.zh.is_empty() && !sentence.en.is_empty(), "an error without words: {error:?}");
        }
        if let (source @ Source::Text { .. }, Some(Spot::Span { start, end })) = (&unreadable.source, error.spot) {
            let text = source.contents();
            assert!(start <= end && end as usize <= text.len(), "beside the source: {error:?}");
        }
    }
    let look = Look {
        lang: Lang::Zh,
        width: 80,
        height: 24,
        details: false,
        up: None,
    };
    assert!(!render::errors::show(unreadable, look).is_empty());
}
