//! The engine as the page calls it: what the user chose and the bytes of the files come in, a report goes out. Nothing
//! here reads a clock, a disk or a network.

mod gate;
mod parcel;

use std::path::PathBuf;
use std::sync::Arc;

use quality_award::calendar::Calendar;
use quality_award::check::Detail;
use quality_award::day::Day;
use quality_award::desk::applicants::Applicants;
use quality_award::desk::files;
use quality_award::desk::gathered::Gathered;
use quality_award::desk::judge::Judge;
use quality_award::desk::materials::Materials;
use quality_award::desk::share::{Share, Wanted};
use quality_award::load::folder::{Filter, walk_in};
use quality_award::load::tree::{Memory, Tree};
use quality_award::pack::Pack;
use quality_award::place::Unreadable;
use quality_award::render::{Format, Look, errors, render};
use quality_award::report::{Gate, Report, Skipped, Waivers};
use quality_award::template;
use quality_award::text::{Lang, Text};
use serde::{Deserialize, Serialize};

pub use parcel::answer;

/// What the page asks.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "lowercase")]
pub enum Asked {
    /// Which awards there are.
    Awards {
        /// The language.
        lang: String,
    },
    /// A blank form.
    Form {
        /// The language.
        lang: String,
        /// The id of the award.
        award: String,
        /// The id of the track.
        track: String,
        /// `xlsx` or `toml`.
        format: String,
    },
    /// The verdicts on files.
    Judge {
        /// The language.
        lang: String,
        /// The id of the award by which all are judged; otherwise each by the one it names.
        award: Option<String>,
        /// The day in Shanghai.
        today: String,
        /// The formats that are wanted, by their ids.
        formats: Vec<String>,
        /// The files, whose bytes follow.
        files: Vec<Named>,
    },
}

/// A file by its path and how many bytes it has.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// Its path, with `/`.
    pub path: String,
    /// How many bytes it has.
    pub bytes: usize,
}

/// What the page is answered, before the bytes of each file in it.
#[derive(Debug, Default, Serialize)]
pub struct Answered {
    /// What keeps the question from being answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The awards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// The exit code of a run of the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u8>,
    /// What could not be read, as the program shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// How many applicants were judged.
    pub judged: usize,
    /// The lengths of the files that follow, in the order in which they were asked for.
    pub lengths: Vec<usize>,
}

/// An award that can be chosen.
#[derive(Debug, Serialize)]
pub struct Award {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whether it is the one where none is chosen.
    pub default: bool,
    /// The ids and names of what can be entered.
    pub tracks: Vec<(String, String)>,
}

/// An answer and the files in it.
pub type Answer = (Answered, Vec<Vec<u8>>);

/// How wide what could not be read is shown, in columns.
const WIDTH: u16 = 90;

fn lang(id: &str) -> Lang {
    Lang::ALL.into_iter().find(|lang| lang.id() == id).unwrap_or_default()
}

fn look(lang: Lang) -> Look {
    Look {
        lang,
        width: WIDTH,
        height: usize::MAX,
        details: false,
        up: None,
    }
}

/// Why there is no answer, in words.
fn refusal(text: &Text, lang: Lang) -> String {
    text.get(lang).to_owned()
}

/// Answers what is asked of these files.
///
/// # Errors
/// Why it cannot be answered.
pub fn ask(asked: Asked, bytes: Vec<Vec<u8>>) -> Result<Answer, String> {
    match asked {
        Asked::Awards { lang: id } => Ok((awards(lang(&id)), Vec::new())),
        Asked::Form {
            lang: id,
            award,
            track,
            format,
        } => form(&award, &track, &format, lang(&id)),
        Asked::Judge {
            lang: id,
            award,
            today,
            formats,
            files,
        } => {
            let named = files.into_iter().map(|file| PathBuf::from(file.path));
            let memory = Memory::of(named.zip(bytes));
            let today = Day::parse(&today).map_err(|_| today.clone())?;
            judge(memory, award.as_deref(), today, &formats, lang(&id))
        }
    }
}

/// The pack of an award.
fn pack(id: &str, lang: Lang) -> Result<Pack, String> {
    match Pack::find(id) {
        Some(Ok(pack)) => Ok(pack),
        Some(Err(unreadable)) => Err(errors::show(&unreadable, look(lang))),
        None => Err(refusal(&Pack::unknown(id).0, lang)),
    }
}

fn awards(lang: Lang) -> Answered {
    let packs = Pack::shipped().filter_map(|id| Pack::find(id)?.ok());
    let each = packs.map(|pack| Award {
        title: refusal(&pack.title, lang),
        default: pack.id == Pack::default_id(),
        tracks: pack
            .tracks()
            .iter()
            .map(|track| (track.id().to_owned(), refusal(track.label(), lang)))
            .collect(),
        id: pack.id,
    });
    Answered {
        awards: each.collect(),
        ..Answered::default()
    }
}

fn form(award: &str, track: &str, format: &str, lang: Lang) -> Result<Answer, String> {
    let pack = pack(award, lang)?;
    let track = pack.dictionary.track(track).ok_or_else(|| track.to_owned())?;
    let bytes = match format {
        "toml" => template::toml(&pack, track, None, lang).into_bytes(),
        _ => template::workbook(&pack, track, None, lang).map_err(|error| error.to_string())?,
    };
    let answered = Answered {
        lengths: vec![bytes.len()],
        ..Answered::default()
    };
    Ok((answered, vec![bytes]))
}

/// The shipped calendar, and a judge who goes by it.
fn wanted(today: Day) -> Result<Wanted, Unreadable> {
    Ok(Wanted {
        judge: Judge {
            calendar: Calendar::shipped()?,
            as_of: None,
            strict: false,
            today,
            detail: Detail::Full,
            materials: Materials::default(),
        },
        settings: None,
        waivers: Waivers::new(Vec::new(), today),
        gates: Gate::DEFAULT.to_vec(),
        since: None,
        lines: None,
        summary: false,
        redact: false,
    })
}

fn judge(memory: Memory, award: Option<&str>, today: Day, formats: &[String], lang: Lang) -> Result<Answer, String> {
    let chosen = award.map(|id| pack(id, lang)).transpose()?.map(Arc::new);
    let applicants = Applicants::new(chosen, &[], today);
    let wanted = wanted(today).map_err(|unreadable| errors::show(&unreadable, look(lang)))?;
    let named = memory.roots();
    let tree = Tree::Memory(Arc::new(memory));
    let walk = walk_in(&tree, &named, &Filter::default(), &|bytes| applicants.is_form(bytes));
    let mut gathered = Gathered::new(&wanted);
    let mut shown = Vec::new();
    for (path, error) in &walk.closed {
        let unreadable = files::closed(path, error);
        shown.push(errors::show(&unreadable, look(lang)));
        gathered.closed(unreadable);
    }
    for (path, reason) in &walk.skipped {
        gathered.report.skipped.push(Skipped {
            file: files::name(path),
            reason: reason.clone(),
        });
    }
    gathered.report.summary.files += walk.inputs.len();
    for input in &walk.inputs {
        let mut share = Share::new(&wanted);
        applicants
            .read(input, &mut |found| share.take(found, input, &wanted))
            .map_err(|error| error.to_string())?;
        shown.extend(
            share
                .could_not_be_read()
                .map(|unreadable| errors::show(unreadable, look(lang))),
        );
        gathered.put(share);
    }
    gathered.conclude();
    let (report, exit) = (gathered.report, gathered.exit);
    let files = formats
        .iter()
        .map(|format| written(&report, format, lang))
        .collect::<Result<Vec<_>, String>>()?;
    let answered = Answered {
        code: Some(exit.code()),
        errors: shown,
        judged: report.dossiers.len(),
        lengths: files.iter().map(Vec::len).collect(),
        ..Answered::default()
    };
    Ok((answered, files))
}

/// The report in a format.
fn written(report: &Report, format: &str, lang: Lang) -> Result<Vec<u8>, String> {
    let known = Format::ALL.into_iter().find(|known| known.id() == format);
    let format = known.ok_or_else(|| format.to_owned())?;
    let mut bytes = Vec::new();
    render(format, report, look(lang), &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
