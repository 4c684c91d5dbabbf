//! `match`: applicants held against every award there is, the nearest first.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::calendar::Calendar;
use crate::day::Day;
use crate::desk::applicants::{Applicants, Found};
use crate::dictionary::Dictionary;
use crate::dossier::Dossier;
use crate::load::folder;
use crate::matching::{Candidate, Matched};
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::render::matches::{self, Format, Matches};
use crate::report::Skipped;
use crate::text::{Lang, Text};

use super::common::{COULD_NOT_CHECK, Stop, day, fit_for_standard_output, look, no_dossier, print_errors, print_note};
use super::files;
use super::library::{self, Shelf};
use super::outputs::{Outputs, by_extension};
use super::settings::{Flags, JudgingFlags, Settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: JudgingFlags,
    #[arg(long, value_name = "DATE")]
    closes: Option<String>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_enum, value_name = "table|json|csv|html|xlsx", default_value = "table")]
    format: Format,
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// What was read of all that was named.
#[derive(Default)]
struct Read {
    dossiers: Vec<Dossier>,
    unreadable: Vec<Unreadable>,
    skipped: Vec<Skipped>,
}

/// Matches every applicant with every award and writes what came of it.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let flags = Flags::from(&args.flags);
    let settings = Settings::of(&flags, lang)?;
    let lang = settings.lang;
    fit_for_standard_output(args.format == Format::Xlsx)?;
    let outputs = Outputs {
        files: by_extension(&args.output, Format::of_extension, |name| {
            text!(
                "{name}：匹配结果可写成 .txt、.json、.csv、.html、.xlsx",
                "{name}: matches are written as .txt, .json, .csv, .html or .xlsx"
            )
        })?,
        shown: args.format,
        table: Format::Table,
        force: args.force,
    };
    let next = day("--closes", "2027-12-30", args.closes.as_deref())?;
    let as_of = settings.as_of.unwrap_or(settings.today);
    if let Some(next) = next.filter(|next| *next < as_of) {
        return Err(Stop::Said(text!(
            "--closes {next} 早于判断日 {as_of}",
            "--closes {next} lies before the as-of day {as_of}"
        )));
    }
    let calendar = library::calendar(&settings.calendar)?;
    let packs = packs(args.flags.pack.as_deref(), &settings.packs)?;
    let union = Dictionary::union(packs.iter().map(|pack| &*pack.dictionary));
    let union = Arc::new(union.map_err(|error| Stop::Said(Text::same(error)))?);
    let candidates = candidates(packs, &union, as_of, next)?;
    let read = read(args, &settings, &union)?;
    let matches = Matches {
        as_of,
        settings: settings.brought.clone(),
        applicants: matched(&read.dossiers, &candidates, as_of, &calendar),
        candidates: &candidates,
        unreadable: read.unreadable,
        skipped: read.skipped,
    };
    let code = match matches.unreadable.is_empty() {
        true => 0,
        false => COULD_NOT_CHECK,
    };
    let look = look(lang);
    outputs.write(code, lang, |format, out| matches::render(format, &matches, look, out))
}

/// The packs to match with: the one that is named, else all in the program and in the folders of packs.
fn packs(named: Option<&str>, shelf: &Shelf) -> Result<Vec<Pack>, Stop> {
    match named {
        Some(pack) => Ok(vec![shelf.pack(pack)?]),
        None => {
            let mut ids: Vec<&str> = Pack::shipped().collect();
            ids.extend(shelf.ids());
            ids.into_par_iter().map(|id| shelf.pack(id)).collect()
        }
    }
}

fn candidates(packs: Vec<Pack>, union: &Dictionary, as_of: Day, next: Option<Day>) -> Result<Vec<Candidate>, Stop> {
    let each = packs
        .into_par_iter()
        .map(|pack| Candidate::new(pack, union, as_of, next));
    Ok(each.collect::<Result<Vec<_>, Unreadable>>()?)
}

/// Reads every applicant, by the dictionary that knows what each award asks for.
fn read(args: &Args, settings: &Settings, union: &Arc<Dictionary>) -> Result<Read, Stop> {
    let mut by = library::default_pack()?;
    by.dictionary = union.clone();
    let applicants = Applicants::new(Some(Arc::new(by)), &settings.headings, settings.today);
    let applicants = applicants.only_from(args.sheet.as_deref());
    let walk = folder::walk(&args.paths, &settings.filter, &|path| applicants.is_form(path));
    settings.tell_of_idle_patterns(&args.paths);
    let mut read = Read::default();
    for (path, error) in &walk.closed {
        let unreadable = files::closed(path, error);
        print_errors(&unreadable, settings.lang);
        read.unreadable.push(unreadable);
    }
    let met = settings.met(&args.paths, &walk.settings);
    let met = met.iter().map(|met| (met.path.clone(), met.said()));
    read.skipped
        .extend(met.chain(walk.skipped).map(|(path, reason)| Skipped {
            file: files::name(&path),
            reason,
        }));
    for input in &walk.inputs {
        applicants.read::<Stop>(input, &mut |found| {
            match found {
                Found::Dossier(_, dossier) => {
                    if let Some(unread) = dossier.unread() {
                        print_errors(&unread, settings.lang);
                        read.unreadable.push(unread);
                    }
                    read.dossiers.push(*dossier);
                }
                Found::Unreadable(unreadable) => {
                    print_errors(&unreadable, settings.lang);
                    read.unreadable.push(unreadable);
                }
                Found::Passed(passed) => {
                    print_note(&passed, settings.lang);
                    read.skipped.push(Skipped {
                        file: passed.place.to_string(),
                        reason: passed.message,
                    });
                }
                Found::Skipped(file, reason) => read.skipped.push(Skipped { file, reason }),
                Found::Ours(file) => read.skipped.push(Skipped {
                    file,
                    reason: folder::ours(),
                }),
            }
            Ok(())
        })?;
    }
    if read.dossiers.is_empty() && read.unreadable.is_empty() {
        return Err(no_dossier());
    }
    Ok(read)
}

fn matched<'c>(dossiers: &[Dossier], candidates: &'c [Candidate], as_of: Day, calendar: &Calendar) -> Vec<Matched<'c>> {
    let each = dossiers
        .par_iter()
        .map(|dossier| Matched::of(dossier, candidates, as_of, calendar));
    each.collect()
}
