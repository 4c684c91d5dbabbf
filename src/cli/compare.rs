//! `compare`: what has become otherwise between two states of the same applicants.

use std::path::{Path, PathBuf};

use crate::check::Detail;
use crate::comparison::{Comparison, Entry, past};
use crate::desk::applicants::{Applicants, Found};
use crate::desk::judge::Judge;
use crate::desk::materials::{Materials, not_looked_at};
use crate::lock::{self, Lock};
use crate::place::{InputError, Unreadable};
use crate::render::comparison::{Compared, Format, render};
use crate::text::Lang;

use super::common::{COULD_NOT_CHECK, Stop, look, print_errors, print_note};
use super::outputs::{Outputs, by_extension};
use super::settings::{Flags, JudgingFlags, Settings};
use super::{desk, files};

/// The exit code where a verdict became worse.
const WORSE: u8 = 1;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[command(flatten)]
    flags: JudgingFlags,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_enum, value_name = "table|json|csv", default_value = "table")]
    format: Format,
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// By what dossiers are read and judged.
struct Reader {
    applicants: Applicants,
    judge: Judge,
    settings: Settings,
    unreadable: Vec<Unreadable>,
}

/// Compares two sides and writes what differs.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let settings = Settings::of(&Flags::from(&args.flags), lang)?;
    let lang = settings.lang;
    let outputs = Outputs {
        files: by_extension(&args.output, Format::of_extension, |name| {
            text!(
                "{name}：比较结果可写成 .txt、.json、.csv",
                "{name}: a comparison is written as .txt, .json or .csv"
            )
        })?,
        shown: args.format,
        table: Format::Table,
        force: args.force,
    };
    let applicants = desk::applicants(&settings)?;
    let mut reader = Reader {
        applicants: applicants.only_from(args.sheet.as_deref()),
        judge: desk::judge(&settings, Detail::Verdicts, Materials::new(false, []))?,
        settings,
        unreadable: Vec::new(),
    };
    let old = reader.side(&args.old)?;
    let new = reader.side(&args.new)?;
    let compared = Compared {
        old: files::name(&args.old),
        new: files::name(&args.new),
        comparison: Comparison::between(&old, &new),
        unreadable: reader.unreadable,
    };
    let code = match (compared.unreadable.is_empty(), compared.comparison.is_worse()) {
        (false, _) => COULD_NOT_CHECK,
        (true, true) => WORSE,
        (true, false) => 0,
    };
    let look = look(lang);
    outputs.write(code, lang, |format, out| render(format, &compared, look, out))
}

impl Reader {
    /// The applicants of one side: those of a lock or a report as they were told, any others judged now.
    fn side(&mut self, path: &Path) -> Result<Vec<Entry>, Stop> {
        if path.file_name() == Some(std::ffi::OsStr::new(lock::FILE)) {
            let source = files::text(path)?;
            return Ok(vec![Entry::sealed(&files::name(path), &Lock::read(&source)?)]);
        }
        if is_report(path) {
            return Ok(reported(path)?);
        }
        self.judged(path)
    }

    /// The applicants in a file or folder, each judged.
    fn judged(&mut self, path: &Path) -> Result<Vec<Entry>, Stop> {
        let Reader {
            applicants,
            judge,
            settings,
            unreadable,
        } = self;
        let lang = settings.lang;
        let walk = desk::walk(&[path.to_owned()], settings, applicants)?;
        let mut lost = |lacking: Unreadable| {
            print_errors(&lacking, lang);
            unreadable.push(lacking);
        };
        for (path, error) in &walk.closed {
            lost(files::closed(path, error));
        }
        let mut entries = Vec::new();
        for input in &walk.inputs {
            applicants.read::<Stop>(input, &mut |found| {
                match found {
                    Found::Dossier(pack, dossier) => match judge.judge(&pack, &dossier, input, None, |_| false) {
                        Ok((report, documents)) => {
                            entries.push(Entry::judged(&dossier, &report));
                            dossier.unread().into_iter().for_each(&mut lost);
                            let unseen = documents.and_then(|documents| not_looked_at(input, &documents));
                            unseen.into_iter().for_each(&mut lost);
                        }
                        Err(unreadable) => lost(unreadable),
                    },
                    Found::Unreadable(unreadable) => lost(unreadable),
                    Found::Passed(passed) => print_note(&passed, lang),
                    Found::Skipped(..) | Found::Ours(_) => {}
                }
                Ok(())
            })?;
        }
        Ok(entries)
    }
}

/// The applicants of an earlier report.
///
/// # Errors
/// It cannot be read, or is none of ours.
pub(super) fn reported(path: &Path) -> Result<Vec<Entry>, Unreadable> {
    let source = files::text(path)?;
    past(source.contents()).map_err(|error| Unreadable::new(source.clone(), vec![InputError::whole(error.0)]))
}

/// Whether a file calls itself a report for programs.
fn is_report(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["json", "jsonl"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
