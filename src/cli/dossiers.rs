//! Folders that are one dossier each, read and judged whole: what `seal`, `verify` and `bundle` work on.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::Detail;
use crate::desk::applicants::{Applicants, Found};
use crate::desk::judge::Judge;
use crate::desk::materials::{Materials, not_looked_at};
use crate::digest::Digest;
use crate::documents::Documents;
use crate::dossier::Dossier;
use crate::load::folder::{self, Filter, Input};
use crate::lock::{self, Judged, Lock};
use crate::materials::{Folder, Refusal};
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::report::{DossierReport, PackSummary};
use crate::text::{Lang, Text};
use crate::writing::quote;

use super::common::{Stop, print_errors, say};
use super::desk;
use super::files;
use super::progress::Progress;
use super::settings::{Flags, JudgingFlags, Settings};

/// A folder that is one dossier.
#[derive(Debug)]
pub(super) struct DossierFolder {
    /// The folder.
    pub folder: PathBuf,
    input: Input,
}

impl DossierFolder {
    /// The folder as it is shown.
    pub(super) fn name(&self) -> String {
        files::name(&self.folder)
    }

    /// Where its lock stands.
    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join(lock::FILE)
    }

    /// The lock of the dossier, if it was sealed.
    ///
    /// # Errors
    /// What keeps it from being read.
    pub(super) fn sealed(&self) -> Result<Option<Lock>, Unreadable> {
        match Folder::open(&self.folder).and_then(|folder| folder.resolve(lock::FILE)) {
            Ok(_) => Lock::read(&files::text(&self.lock())?).map(Some),
            Err(Refusal::NotFound { .. }) => Ok(None),
            Err(refusal) => {
                let why = refusal.text();
                Err(self.unreadable(text!("封存记录没有读取：{why}", "its lock was not read: {why}"; why)))
            }
        }
    }

    /// Something that is wrong with the folder.
    pub(super) fn unreadable(&self, message: Text) -> Unreadable {
        files::unreadable(&self.folder, vec![InputError::whole(message)])
    }
}

/// A dossier that was read and judged whole.
pub(super) struct Whole {
    /// By which pack.
    pub pack: Arc<Pack>,
    /// The documents.
    pub documents: Documents,
    /// The verdicts.
    pub report: DossierReport,
    /// The lock of all this.
    pub lock: Lock,
    /// What of the folder could not be looked at.
    pub unseen: Option<Unreadable>,
}

impl Whole {
    /// The overall verdict in one sentence.
    pub(super) fn headline(&self) -> Text {
        self.report.headline(Some(&PackSummary::of(&self.pack)))
    }

    /// The lock as it stands in its file.
    pub(super) fn lock_text(&self) -> Result<String, Stop> {
        self.lock.write().map_err(|error| Stop::Failed(error.into()))
    }

    /// How many documents, facts and verdicts there are.
    pub(super) fn counts(&self) -> Text {
        let (documents, facts, verdicts) = (
            self.lock.documents.len(),
            self.lock.facts.values.len(),
            self.lock.verdicts.len(),
        );
        text!(
            "{documents} 个文件、{facts} 项事实、{verdicts} 项结论",
            "files {documents}, facts {facts}, verdicts {verdicts}"
        )
    }
}

/// The dossiers that were named, and by what they are read.
pub(super) struct Dossiers {
    /// The settings for them.
    pub settings: Settings,
    /// Their folders, in order.
    pub places: Vec<DossierFolder>,
    /// Whether everything that was named is among them.
    pub complete: bool,
    /// By what they are read.
    pub reader: Reader,
}

impl Dossiers {
    /// The dossiers among what was named.
    ///
    /// # Errors
    /// The settings do not hold, or there is no dossier.
    pub(super) fn of(paths: &[PathBuf], flags: &JudgingFlags, lang: Option<Lang>) -> Result<Dossiers, Stop> {
        let settings = Settings::of(&Flags::from(flags), lang)?;
        let reader = Reader::new(&settings)?;
        let (places, complete) = places(paths, &settings, &reader.applicants)?;
        Ok(Dossiers {
            settings,
            places,
            complete,
            reader,
        })
    }

    /// Does the same with each, on all cores: what came of them, in their order, and what could not be read, which is
    /// told on standard error.
    pub(super) fn each<T: Send>(
        &self,
        work: impl Fn(&DossierFolder, &Reader) -> Result<T, Unreadable> + Send + Sync,
    ) -> (Vec<T>, Vec<Unreadable>) {
        let progress = Progress::new(self.places.len());
        let each = self.places.par_iter().map(|place| {
            let done = work(place, &self.reader);
            progress.step();
            done
        });
        let each: Vec<Result<T, Unreadable>> = each.collect();
        progress.finish();
        let (mut done, mut unread) = (Vec::new(), Vec::new());
        for result in each {
            match result {
                Ok(result) => done.push(result),
                Err(unreadable) => {
                    print_errors(&unreadable, self.settings.lang);
                    unread.push(unreadable);
                }
            }
        }
        (done, unread)
    }
}

/// Reads whole dossiers.
pub(super) struct Reader {
    judge: Judge,
    applicants: Applicants,
}

impl Reader {
    /// A reader by these settings.
    fn new(settings: &Settings) -> Result<Reader, Stop> {
        Ok(Reader {
            judge: desk::judge(settings, Detail::Full, Materials::new(true, []))?,
            applicants: desk::applicants(settings)?,
        })
    }

    /// Reads a dossier. Where neither it nor the run names a day to judge as of, the day of its lock holds on.
    pub(super) fn read(&self, place: &DossierFolder, sealed: Option<&Lock>) -> Result<Whole, Unreadable> {
        let (pack, dossier) = self.dossier(place)?;
        let day = sealed.map(|sealed| sealed.as_of);
        let (mut report, documents) = self.judge.judge(&pack, &dossier, &place.input, day, |_| true)?;
        if let Some(sealed) = sealed.filter(|sealed| sealed.as_of == report.as_of) {
            report.as_of_from = sealed.as_of_from;
        }
        let documents = documents.ok_or_else(|| place.unreadable(text!("没有材料可查", "no document was examined")))?;
        let path = &place.input.path;
        let file_sha256 = Digest::of(files::bytes(path)?);
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let lock = Lock::of(&Judged {
            dossier: &dossier,
            file: &file,
            file_sha256: &file_sha256,
            documents: &documents,
            report: &report,
            pack: &pack,
            calendar: &self.judge.calendar,
        });
        let too_large = documents.each.iter().filter(|held| held.document.is_too_large());
        let too_large: String = too_large.map(|held| quote(&held.document.file)).collect();
        if !too_large.is_empty() {
            return Err(place.unreadable(text!(
                "有文件太大，没有读到底，无法取得指纹：{too_large}",
                "too large to be read to their end, these files have no digest: {too_large}"
            )));
        }
        Ok(Whole {
            unseen: not_looked_at(&place.input, &documents),
            pack,
            documents,
            report,
            lock,
        })
    }

    /// The only applicant in the file.
    fn dossier(&self, place: &DossierFolder) -> Result<(Arc<Pack>, Dossier), Unreadable> {
        let mut read = None;
        let mut wrong = None;
        let mut count = 0;
        let taken: Result<(), Stop> = self.applicants.read(&place.input, &mut |found| {
            match found {
                Found::Dossier(pack, dossier) => {
                    count += 1;
                    wrong = wrong.take().or(dossier.unread());
                    read = Some((pack, *dossier));
                }
                Found::Unreadable(unreadable) => wrong = wrong.take().or(Some(unreadable)),
                Found::Passed(_) | Found::Skipped(..) | Found::Ours(_) => {}
            }
            Ok(())
        });
        match (wrong, read, taken) {
            (Some(unreadable), _, _) => Err(unreadable),
            (None, Some(read), Ok(())) if count == 1 => Ok(read),
            _ => Err(place.unreadable(text!(
                "其中有 {count} 个申报者；封存以一个申报者的文件夹为单位",
                "applicants in it: {count}; what is sealed is the folder of one"
            ))),
        }
    }
}

/// The dossiers among what was named, and whether anything named is none or cannot be opened. That is told on standard
/// error, as is what a walk passed over because it has no folder of its own.
///
/// # Errors
/// There is none.
fn places(paths: &[PathBuf], settings: &Settings, applicants: &Applicants) -> Result<(Vec<DossierFolder>, bool), Stop> {
    let lang = settings.lang;
    let walk = folder::walk(paths, &settings.filter, &|bytes| applicants.is_form(bytes));
    let mut whole = walk.closed.is_empty();
    for (path, error) in &walk.closed {
        print_errors(&files::closed(path, error), lang);
    }
    settings.tell_of_others(paths, &walk.settings);
    let mut places = Vec::new();
    for folder in walk.skipped.iter().filter_map(|(path, _)| sealed_folder(path)) {
        whole = false;
        print_errors(&lost(&folder), lang);
    }
    for input in walk.inputs {
        if input.is_packed() {
            whole = false;
            print_errors(&packed(&input.path), lang);
            continue;
        }
        match place(&input, applicants) {
            Some(place) => places.push(place),
            None if input.named => {
                whole = false;
                print_errors(&homeless(&input.path), lang);
            }
            None => {
                let name = files::name(&input.path);
                let note = text!(
                    "提示：{name} 没有自己的申报文件夹，略过",
                    "note: {name} has no dossier folder of its own and is passed over"
                );
                say(&note, lang);
            }
        }
    }
    if places.is_empty() && whole {
        return Err(Stop::Said(text!(
            "所给的文件夹里没有申报文件夹（含 dossier.toml，或一份申报信息工作簿和材料）",
            "there is no dossier folder (with a dossier.toml, or a form workbook and documents) in what was named"
        )));
    }
    Ok((places, whole))
}

/// The sealed folder that something which was passed over belongs to: the lock itself, or a link to such a folder.
fn sealed_folder(passed: &Path) -> Option<PathBuf> {
    if passed.file_name() == Some(OsStr::new(lock::FILE)) {
        return Some(passed.parent().unwrap_or(Path::new(".")).to_owned());
    }
    passed.join(lock::FILE).exists().then(|| passed.to_owned())
}

/// What is said of a folder that was sealed and is no dossier any more.
fn lost(folder: &Path) -> Unreadable {
    let message = text!(
        "它封存过（有 dossier.lock），现在却认不出申报信息：原来的文件不见了、不再是普通文件，或申报信息工作簿不止一份",
        "it was sealed (there is a dossier.lock), but is no dossier now: the file with its facts is gone or no ordinary file, or there is more than one form workbook"
    );
    files::unreadable(folder, vec![InputError::whole(message)])
}

/// The folder that an input stands for: its own, or the one that its file makes a dossier of.
fn place(input: &Input, applicants: &Applicants) -> Option<DossierFolder> {
    if let Some(folder) = &input.folder {
        return Some(DossierFolder {
            folder: folder.clone(),
            input: input.clone(),
        });
    }
    let parent = input.path.parent()?;
    let folder = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    let around = folder::walk(&[folder.to_owned()], &Filter::default(), &|bytes| {
        applicants.is_form(bytes)
    });
    let input = around
        .inputs
        .into_iter()
        .find(|found| found.folder.as_deref() == Some(folder) && found.path.file_name() == input.path.file_name())?;
    Some(DossierFolder {
        folder: folder.to_owned(),
        input,
    })
}

/// What is said of a dossier in an archive.
fn packed(path: &Path) -> Unreadable {
    let message = text!(
        "封存和打包以申报文件夹为单位，压缩包里的不能处理",
        "a dossier is sealed and bundled as a folder, not in an archive"
    );
    let hint = text!("请先解压", "unpack it first");
    files::unreadable(path, vec![InputError::whole(message).hint(hint)])
}

/// What is said of a file that has no folder of its own.
fn homeless(path: &Path) -> Unreadable {
    if let Err(unreadable) = files::bytes(path) {
        return unreadable;
    }
    let message = text!(
        "这不是一个申报文件夹：一个申报者的申报信息和材料须放在同一文件夹",
        "this is no dossier folder: the facts and documents of one applicant stand in a folder of their own"
    );
    let hint = text!(
        "把申报信息存为其中的 dossier.toml，或在其中只放一份申报信息工作簿",
        "save the facts there as dossier.toml, or keep there a single form workbook"
    );
    files::unreadable(path, vec![InputError::whole(message).hint(hint)])
}
