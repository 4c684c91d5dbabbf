//! The applicants in a file: what kind of file it is, whose pack it is for, and everyone in it, one after another.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use crate::day::Day;
use crate::dictionary::{Dictionary, OwnName};
use crate::dossier::Dossier;
use crate::load::bytes::{decode, whole_file};
use crate::load::folder::Input;
use crate::load::{self, Named, excel};
use crate::mark;
use crate::pack::Pack;
use crate::place::{InputError, Source, Unreadable};
use crate::text::Text;

use super::files;

/// What stands in a file.
pub enum Found {
    /// An applicant, and the pack to judge it by.
    Dossier(Arc<Pack>, Box<Dossier>),
    /// What kept an applicant, or the file, from being read.
    Unreadable(Unreadable),
    /// What in a workbook was passed over.
    Passed(excel::Passed),
    /// The file is no dossier, and was only met on a walk.
    Skipped(String, Text),
    /// This program wrote the file, and it was only met on a walk.
    Ours(String),
}

/// What is done with each thing found, until it stops.
type Take<'t, S> = dyn FnMut(Found) -> Result<(), S> + 't;

/// The pack of an id beside those in the program, if there is one.
type Find = dyn Fn(&str) -> Option<Result<Pack, Unreadable>> + Send + Sync;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Reads the applicants of files, of several at once if that is wanted.
pub struct Applicants {
    packs: Packs,
    sheet: Option<String>,
    today: Day,
    /// The dictionary that all awards share, with the user's own names, if there are any.
    known: Option<Dictionary>,
}

/// The packs that are in use.
struct Packs {
    chosen: Option<Arc<Pack>>,
    /// Those that the program does not have.
    others: Option<Box<Find>>,
    /// What workbooks call fields beside the names that packs have for them.
    own: Vec<OwnName>,
    /// Those that dossiers named, or the first thing that is wrong with one.
    found: RwLock<HashMap<String, Result<Arc<Pack>, Text>>>,
}

impl Applicants {
    /// A reader of dossiers for the pack that was chosen for all, or the one each names, whose workbooks may call fields
    /// by these names too.
    pub fn new(chosen: Option<Arc<Pack>>, own: &[OwnName], today: Day) -> Applicants {
        let shared = Dictionary::shared().ok().filter(|_| !own.is_empty());
        Applicants {
            packs: Packs {
                chosen: chosen.map(|pack| called(pack, own)),
                others: None,
                own: own.to_vec(),
                found: RwLock::default(),
            },
            sheet: None,
            today,
            known: shared.map(|shared| shared.with_names(own)),
        }
    }

    /// Knows the packs that `find` finds too.
    pub fn with(
        mut self,
        find: impl Fn(&str) -> Option<Result<Pack, Unreadable>> + Send + Sync + 'static,
    ) -> Applicants {
        self.packs.others = Some(Box::new(find));
        self
    }

    /// Reads workbooks from this sheet alone, if it is named.
    pub fn only_from(self, sheet: Option<&str>) -> Applicants {
        let sheet = sheet.map(str::to_owned);
        Applicants { sheet, ..self }
    }

    /// Whether these bytes are a workbook with the form of one applicant.
    pub fn is_form(&self, bytes: &[u8]) -> bool {
        let known = self.known.as_ref().or_else(|| Dictionary::shared().ok());
        known.is_some_and(|known| excel::is_form(bytes, known))
    }

    /// Loads the pack that most dossiers are judged by before the first of them asks for it.
    /// What is wrong with it is told to whoever asks.
    pub fn expect_the_default_pack(&self) {
        let _ = self.packs.of(None);
    }

    /// Reads every applicant in one file.
    ///
    /// # Errors
    /// What `take` stops for.
    pub fn read<S>(&self, input: &Input, take: &mut Take<'_, S>) -> Result<(), S> {
        let path = &input.path;
        let bytes = match bytes(input) {
            Ok(bytes) => bytes,
            Err(unreadable) => return take(Found::Unreadable(unreadable)),
        };
        let name = files::name(path);
        if !input.named && mark::is_in(&bytes) {
            return take(Found::Ours(name));
        }
        let mut take = |found| match found {
            Found::Unreadable(unreadable) if unreadable.foreign && !input.named => {
                let why = text!("其中没有申报信息", "there is nothing of a dossier in it");
                take(Found::Skipped(name.clone(), why))
            }
            found => take(found),
        };
        if excel::may_be_text(&bytes) && !calls_itself_a_workbook(path) && excel::lock_of(&name).is_none() {
            self.text(&name, bytes, &mut take)
        } else {
            self.workbook(&name, &bytes, &mut take)
        }
    }

    /// Reads the applicant in a text file.
    fn text<S>(&self, name: &str, bytes: Vec<u8>, take: &mut Take<'_, S>) -> Result<(), S> {
        let text = match decode(bytes) {
            Ok(text) => text,
            Err(error) => return take(Found::Unreadable(Unreadable::new(Source::text(name, ""), vec![error]))),
        };
        let source = Source::text(name, text);
        let read = load::toml::read(&source, self.today, |named| self.packs.dictionary(named));
        self.packs.found(read).map_or(Ok(()), take)
    }

    /// Reads every applicant in a workbook, each as soon as its row is.
    fn workbook<S>(&self, name: &str, bytes: &[u8], take: &mut Take<'_, S>) -> Result<(), S> {
        let options = excel::Options {
            sheet: self.sheet.as_deref(),
            today: self.today,
            known: self.known.as_ref(),
        };
        let mut stopped = Ok(());
        let read = excel::read(
            name,
            bytes,
            &options,
            |named| self.packs.dictionary(named),
            |read| {
                if stopped.is_ok() {
                    let found = self.packs.found(read);
                    stopped = found.map_or(Ok(()), &mut *take);
                }
            },
        );
        stopped?;
        match read {
            Ok(passed) => passed.into_iter().try_for_each(|passed| take(Found::Passed(passed))),
            Err(unreadable) => take(Found::Unreadable(unreadable)),
        }
    }
}

/// The bytes of a file, or of standard input.
fn bytes(input: &Input) -> Result<Vec<u8>, Unreadable> {
    if input.path != Path::new(STANDARD_INPUT) {
        return files::of(input);
    }
    let unreadable = |message| Unreadable::new(Source::text(STANDARD_INPUT, ""), vec![InputError::whole(message)]);
    let bytes = whole_file(std::io::stdin().lock()).map_err(|error| {
        unreadable(text!(
            "标准输入无法读取：{error}",
            "standard input cannot be read: {error}"
        ))
    })?;
    // a pipe whose writer failed is no dossier with nothing in it
    if bytes.trim_ascii().is_empty() {
        return Err(unreadable(text!("标准输入是空的", "standard input is empty")));
    }
    Ok(bytes)
}

/// Whether a file's extension says that it is a workbook or a table: what is wrong with it is then said in those words.
pub fn calls_itself_a_workbook(path: &Path) -> bool {
    const TABLES: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "csv", "tsv"];
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| TABLES.iter().any(|table| extension.eq_ignore_ascii_case(table)))
}

/// A pack whose fields go by these names too.
fn called(mut pack: Arc<Pack>, own: &[OwnName]) -> Arc<Pack> {
    if let Some(pack) = Arc::get_mut(&mut pack).filter(|_| !own.is_empty()) {
        pack.dictionary = Arc::new(pack.dictionary.with_names(own));
    }
    pack
}

impl Packs {
    /// The dictionary of the pack for a dossier that names this award, or none.
    fn dictionary(&self, named: Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError> {
        self.of(named).map(|pack| pack.dictionary.clone())
    }

    /// What was read, with the pack whose dictionary it was read by.
    fn found(&self, read: Result<Dossier, Unreadable>) -> Option<Found> {
        match read {
            Ok(dossier) => Some(Found::Dossier(self.with(&dossier.dictionary)?, Box::new(dossier))),
            Err(unreadable) => Some(Found::Unreadable(unreadable)),
        }
    }

    /// The pack in use that has this very dictionary.
    fn with(&self, dictionary: &Arc<Dictionary>) -> Option<Arc<Pack>> {
        let has_it = |pack: &&Arc<Pack>| Arc::ptr_eq(&pack.dictionary, dictionary);
        // a reader that stopped short leaves the packs as they were
        let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
        self.chosen.iter().chain(found.values().flatten()).find(has_it).cloned()
    }

    /// The pack that was chosen for all, else the one the dossier names, else that of dossiers which name none.
    fn of(&self, named: Option<Named<'_>>) -> Result<Arc<Pack>, InputError> {
        if let Some(chosen) = &self.chosen {
            return Ok(chosen.clone());
        }
        let id = named.as_ref().map_or(Pack::default_id(), |named| named.award);
        let at = |message| match &named {
            Some(named) => InputError::at(named.spot, message),
            None => InputError::whole(message),
        };
        if let Some(pack) = self.found.read().unwrap_or_else(PoisonError::into_inner).get(id) {
            return pack.clone().map_err(at);
        }
        let pack = match Pack::find(id).or_else(|| self.others.as_ref()?(id)) {
            Some(Ok(pack)) => Ok(called(Arc::new(pack), &self.own)),
            // it is not read anew for every dossier that names it
            Some(Err(unreadable)) => {
                let first = unreadable.errors.into_iter().next();
                Err(first.map(|error| error.message).unwrap_or_default())
            }
            None => {
                let (message, hint) = Pack::unknown(id);
                return Err(at(message).hint(hint));
            }
        };
        let mut found = self.found.write().unwrap_or_else(PoisonError::into_inner);
        found.entry(id.to_owned()).or_insert(pack).clone().map_err(at)
    }
}
