//! `letters`: for each applicant a document with what it must still supply or mend, and a list of all.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::Detail;
use crate::desk::applicants::Found;
use crate::desk::materials::{Materials, not_looked_at};
use crate::dossier::Dossier;
use crate::letters::Letter;
use crate::mark;
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::render::letters::{self, Entry, Format};
use crate::report::{DossierReport, PackSummary, Waivers};
use crate::template;
use crate::text::{Lang, Text};
use crate::writing::tame;

use super::common::{COULD_NOT_CHECK, Stop, no_dossier, print_errors, print_note, say, tell};
use super::names::Names;
use super::settings::{Flags, JudgingFlags, Settings};
use super::{desk, files};

/// The clause that says where the office is reached, in packs that quote it.
const CONTACT: &str = "contact";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: JudgingFlags,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long)]
    materials: bool,
    #[arg(long, value_enum, value_name = "docx|html|xlsx", default_value = "docx")]
    format: Format,
    #[arg(long)]
    questions: bool,
    #[arg(long, short, value_name = "FOLDER", required = true)]
    output: PathBuf,
    #[arg(long)]
    force: bool,
}

/// What became of one applicant, or of what could not be read as one.
enum Came {
    /// It was judged.
    Judged(Box<Judged>),
    /// It was not.
    Unreadable(Unreadable),
}

struct Judged {
    report: DossierReport,
    letter: Option<Letter>,
    /// The letter as a file.
    file: Option<(Format, io::Result<Vec<u8>>)>,
    /// What of it could not be read, which its letter says.
    unread: Option<Unreadable>,
    /// What else could not be looked at.
    unseen: Option<Unreadable>,
}

/// Writes the letters and the list.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let settings = Settings::of(&Flags::from(&args.flags), lang)?;
    let lang = settings.lang;
    vacant(&args.output, args.force)?;
    if args.questions && args.format == Format::Xlsx {
        return Err(Stop::Said(text!(
            "问题只能写成 docx 或 html",
            "questions are written as docx or html"
        )));
    }
    let mut came = read(args, &settings)?;
    fs::create_dir_all(&args.output)?;
    let mut written = write_each(&mut came, args, lang)?;
    let count = written.paths.len();
    let title = match args.questions {
        true => text!("问题清单", "Questions to the award office"),
        false => text!("补正通知清单", "Letters to applicants"),
    };
    let list = letters::list(&title, &written.entries, lang).map_err(|error| Stop::Failed(error.into()))?;
    let listed = text!("00-清单.xlsx", "00-list.xlsx");
    let path = args.output.join(listed.get(lang));
    put(&path, &list)?;
    written.paths.insert(path);
    let old = earlier(&args.output, &written.paths);
    if old > 0 {
        let note = text!(
            "提示：文件夹里还有以前写出的 {old} 份，这次没有更新",
            "note: files of earlier runs that were not renewed now: {old}"
        );
        say(&note, lang);
    }
    let done = done(args, &came, count, &listed);
    writeln!(anstream::stdout(), "{}", tame(done.get(lang)))?;
    Ok(if written.whole { 0 } else { COULD_NOT_CHECK })
}

/// What was written into the folder.
struct Written {
    /// What the list says of each applicant.
    entries: Vec<Entry>,
    /// The files.
    paths: HashSet<PathBuf>,
    /// Whether all could be read and written.
    whole: bool,
}

/// Writes the letter of each applicant that gets one. What could not be read or written is told.
fn write_each(came: &mut [Came], args: &Args, lang: Lang) -> Result<Written, Stop> {
    let mut written = Written {
        entries: Vec::new(),
        paths: HashSet::new(),
        whole: true,
    };
    let mut names = Names::default();
    let kind = match args.questions {
        true => text!("问题", "questions"),
        false => text!("补正通知", "still to supply"),
    };
    for came in came {
        for unreadable in came.unreadable() {
            written.whole = false;
            print_errors(unreadable, lang);
        }
        let mut entry = entry(came, args.questions);
        if let Some((format, bytes)) = came.take_file() {
            let name = names.free(&came.name(), kind.get(lang), format.id());
            let path = args.output.join(&name);
            match put(&path, &bytes?) {
                Ok(()) => {
                    written.paths.insert(path);
                    entry.file = Some(name);
                }
                Err(stop) => {
                    written.whole = false;
                    entry.note = text!("没有写成", "could not be written");
                    tell(stop, lang);
                }
            }
        }
        written.entries.push(entry);
    }
    Ok(written)
}

/// What is said once `count` letters and the list are written.
fn done(args: &Args, came: &[Came], count: usize, listed: &Text) -> Text {
    let folder = files::name(&args.output);
    let silent = came
        .iter()
        .filter(|came| matches!(came, Came::Judged(judged) if judged.letter.is_none()))
        .count();
    let unread = came.iter().filter(|came| matches!(came, Came::Unreadable(_))).count();
    match args.questions {
        true => text!(
            "已写入 {folder}：请受理机关答复的问题 {count} 份；没有要问的 {silent} 个；无法读取 {unread} 个；清单为 {listed}",
            "wrote to {folder}: letters with questions {count}; applicants with nothing to ask {silent}; unreadable {unread}; the list is {listed}";
            listed
        ),
        false => text!(
            "已写入 {folder}：补正通知 {count} 封；无须补正 {silent} 个；无法读取 {unread} 个；清单为 {listed}",
            "wrote to {folder}: letters {count}; applicants with nothing to supply {silent}; unreadable {unread}; the list is {listed}";
            listed
        ),
    }
}

/// Makes sure that letters may be written into a folder: it is new or empty, or the user insists; then each file is looked
/// at by itself.
fn vacant(folder: &Path, force: bool) -> Result<(), Stop> {
    let name = files::name(folder);
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(empty) if force || empty => Ok(()),
        Ok(_) => Err(Stop::Said(text!(
            "{name} 里已有文件；请用 -o 写到新的或空的文件夹，要更新以前写出的信请加 --force（不会覆盖别的文件）",
            "there are files in {name}; use -o for a new or empty folder, or add --force to renew letters (no other file is written over)"
        ))),
        Err(_) if fs::symlink_metadata(folder).is_ok() => Err(Stop::Said(text!(
            "{name} 不是可以写入的文件夹",
            "{name} is no folder that can be written to"
        ))),
        Err(_) => Ok(()),
    }
}

/// Writes a file where nothing stands, or an earlier one of this program.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    if files::spare(path, false).is_err() {
        let name = files::name(path);
        return Err(Stop::Said(text!(
            "{name} 已存在，而且不是本工具写出的，没有覆盖",
            "{name} is there already and was not written by this tool, so it is not written over"
        )));
    }
    files::write_whole(path, bytes)
}

/// How many letters of earlier runs lie beside those that were written now.
fn earlier(folder: &Path, written: &HashSet<PathBuf>) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .filter(|path| !written.contains(path) && mark::is_ours(path))
        .count()
}

/// Reads and judges every applicant, on all cores, in their order.
fn read(args: &Args, settings: &Settings) -> Result<Vec<Came>, Stop> {
    let lang = settings.lang;
    let applicants = desk::applicants(settings)?.only_from(args.sheet.as_deref());
    let judge = desk::judge(settings, Detail::Full, Materials::new(args.materials, []))?;
    let waivers = Waivers::new(settings.waivers.clone(), settings.today);
    let walk = desk::walk(&args.paths, settings, &applicants)?;
    let closed = walk
        .closed
        .iter()
        .map(|(path, error)| Came::Unreadable(files::closed(path, error)));
    let mut all: Vec<Came> = closed.collect();
    let each = walk.inputs.par_iter().map(|input| {
        let mut came = Vec::new();
        applicants.read::<Stop>(input, &mut |found| {
            match found {
                Found::Dossier(pack, dossier) => {
                    came.push(match judge.judge(&pack, &dossier, input, None, |_| true) {
                        Ok((mut report, documents)) => {
                            waivers.apply(&mut report, &mut waivers.unused());
                            let unread = dossier.unread();
                            let summary = PackSummary::of(&pack);
                            let phrases = &settings.phrases;
                            let letter = match args.questions {
                                true => Letter::questions(&report, &summary, contact(&pack), phrases),
                                false => Letter::of(&report, Some(&summary), unread.as_ref(), phrases),
                            };
                            let file = letter.as_ref().map(|letter| file(args, letter, &pack, &dossier, lang));
                            let unseen = match documents {
                                Some(documents) => not_looked_at(input, &documents),
                                None => judge.materials.unseen(input, &dossier),
                            };
                            Came::Judged(Box::new(Judged {
                                report,
                                letter,
                                file,
                                unread,
                                unseen,
                            }))
                        }
                        Err(unreadable) => Came::Unreadable(unreadable),
                    });
                }
                Found::Unreadable(unreadable) => came.push(Came::Unreadable(unreadable)),
                Found::Passed(passed) => print_note(&passed, lang),
                Found::Skipped(..) | Found::Ours(_) => {}
            }
            Ok(())
        })?;
        Ok::<_, Stop>(came)
    });
    for came in each.collect::<Vec<_>>() {
        all.extend(came?);
    }
    if all.is_empty() {
        return Err(no_dossier());
    }
    Ok(all)
}

/// The letter as a file of the wanted format. A form is of a track; an applicant that names none gets a document.
fn file(args: &Args, letter: &Letter, pack: &Pack, dossier: &Dossier, lang: Lang) -> (Format, io::Result<Vec<u8>>) {
    match (args.format, dossier.track()) {
        (Format::Xlsx, Some(track)) => {
            let form = template::workbook(pack, track, Some(dossier), lang);
            (Format::Xlsx, form.map_err(io::Error::other))
        }
        (Format::Html, _) => (Format::Html, letters::html(letter, lang)),
        (Format::Docx | Format::Xlsx, _) => (Format::Docx, letters::docx(letter, lang)),
    }
}

/// What the notice says of where the office is reached.
fn contact(pack: &Pack) -> Option<&str> {
    let contact = pack.clauses.iter().find(|clause| clause.id == CONTACT);
    contact.map(|clause| clause.text.as_str())
}

impl Came {
    /// The letter as a file, once.
    fn take_file(&mut self) -> Option<(Format, io::Result<Vec<u8>>)> {
        match self {
            Came::Judged(judged) => judged.file.take(),
            Came::Unreadable(_) => None,
        }
    }

    /// The applicant, or the file of one that has no name.
    fn name(&self) -> String {
        let Came::Judged(judged) = self else {
            return String::new();
        };
        let source = Path::new(&*judged.report.source).file_stem().unwrap_or_default();
        let applicant = judged.report.applicant.clone();
        applicant.unwrap_or_else(|| source.to_string_lossy().into_owned())
    }

    /// What of it is told on standard error.
    fn unreadable(&self) -> impl Iterator<Item = &Unreadable> {
        let (first, second) = match self {
            Came::Judged(judged) => (judged.unread.as_ref(), judged.unseen.as_ref()),
            Came::Unreadable(unreadable) => (Some(unreadable), None),
        };
        first.into_iter().chain(second)
    }
}

/// What the list says of one.
fn entry(came: &Came, questions: bool) -> Entry {
    match came {
        Came::Judged(judged) => Entry {
            applicant: judged.report.applicant.clone().unwrap_or_default(),
            track: judged
                .report
                .track
                .as_ref()
                .map(|track| track.short().clone())
                .unwrap_or_default(),
            verdict: Some(judged.report.verdict),
            items: judged.letter.as_ref().map_or(0, |letter| letter.items.len()),
            first_day: judged.letter.as_ref().and_then(Letter::first_day),
            file: None,
            note: match questions {
                true => text!("没有要问的", "nothing to ask"),
                false => text!("无须补正", "nothing to supply"),
            },
            source: judged.report.source.to_string(),
        },
        Came::Unreadable(unreadable) => Entry {
            applicant: String::new(),
            track: Text::default(),
            verdict: None,
            items: 0,
            first_day: None,
            file: None,
            note: unreadable
                .errors
                .first()
                .map(|error| error.message.clone())
                .unwrap_or_default(),
            source: unreadable.source.place(None).to_string(),
        },
    }
}
