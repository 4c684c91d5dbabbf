//! Where a file becomes verdicts: its pack is found, it is read, and every applicant in it is judged.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::check::{Contradiction, Detail, as_of, check};
use crate::day::Day;
use crate::dossier::{Cite, Dossier};
use crate::field::{Dictionary, Entry};
use crate::load::bytes::decode;
use crate::load::{self, Named, excel};
use crate::pack::Pack;
use crate::place::{InputError, Source, Unreadable};
use crate::report::DossierReport;

use super::{Stop, files};

/// What is done with each applicant.
type Done<'d> = dyn FnMut(Judged<'_>) -> Result<(), Stop> + 'd;

/// What became of one applicant.
pub(super) enum Judged<'a> {
    /// The verdicts, and the pack they are by.
    Dossier(&'a Pack, DossierReport),
    /// What kept it from being read.
    Unreadable(Unreadable),
    /// What in a workbook was passed over.
    Passed(excel::Passed),
}

/// What stays the same from file to file.
pub(super) struct Desk {
    packs: Packs,
    calendar: Calendar,
    flag: Option<Day>,
    today: Day,
    detail: Detail,
    sheet: Option<String>,
}

/// The packs that are in use.
#[derive(Default)]
struct Packs {
    chosen: Option<Arc<Pack>>,
    found: HashMap<String, Arc<Pack>>,
}

impl Desk {
    /// A desk for dossiers judged by the pack that was chosen for all or the one each names, as of the day given
    /// to the run where a dossier has none of its own.
    pub(super) fn new(chosen: Option<Pack>, calendar: Calendar, flag: Option<Day>, detail: Detail) -> Desk {
        let packs = Packs {
            chosen: chosen.map(Arc::new),
            found: HashMap::new(),
        };
        Desk {
            packs,
            calendar,
            flag,
            today: Day::today_in_shanghai(),
            detail,
            sheet: None,
        }
    }

    /// Reads workbooks from this sheet alone.
    pub(super) fn on_sheet(mut self, sheet: Option<&str>) -> Desk {
        self.sheet = sheet.map(str::to_owned);
        self
    }

    /// Judges every applicant in one file.
    pub(super) fn judge(&mut self, path: &Path, done: &mut Done<'_>) -> Result<(), Stop> {
        let bytes = match files::bytes(path) {
            Ok(bytes) => bytes,
            Err(unreadable) => return done(Judged::Unreadable(unreadable)),
        };
        let name = files::name(path);
        match excel::kind(&bytes) {
            excel::Kind::Text | excel::Kind::Csv if !calls_itself_a_workbook(path) => self.text(&name, &bytes, done),
            _ => self.workbook(&name, &bytes, done),
        }
    }

    /// Judges the applicant in a text file.
    fn text(&mut self, name: &str, bytes: &[u8], done: &mut Done<'_>) -> Result<(), Stop> {
        let text = match decode(bytes) {
            Ok(text) => text,
            Err(error) => return done(Judged::Unreadable(Unreadable::new(Source::text(name, ""), vec![error]))),
        };
        let source = Source::text(name, text.as_str());
        let packs = &mut self.packs;
        match load::toml::read(&source, &text, self.today, |named| packs.dictionary(named)) {
            Ok(dossier) => match self.packs.with(&dossier.dictionary) {
                Some(pack) => done(self.one(&pack, &dossier)),
                None => Ok(()),
            },
            Err(unreadable) => done(Judged::Unreadable(unreadable)),
        }
    }

    /// Judges every applicant in a workbook as it is read.
    fn workbook(&mut self, name: &str, bytes: &[u8], done: &mut Done<'_>) -> Result<(), Stop> {
        let options = excel::Options {
            sheet: self.sheet.as_deref(),
            today: self.today,
        };
        let packs = RefCell::new(std::mem::take(&mut self.packs));
        let mut stopped = Ok(());
        let read = excel::read(
            name,
            bytes,
            &options,
            |named| packs.borrow_mut().dictionary(named),
            |found| {
                if stopped.is_err() {
                    return;
                }
                stopped = match found {
                    Ok(dossier) => match packs.borrow().with(&dossier.dictionary) {
                        Some(pack) => done(self.one(&pack, &dossier)),
                        None => Ok(()),
                    },
                    Err(unreadable) => done(Judged::Unreadable(unreadable)),
                };
            },
        );
        self.packs = packs.into_inner();
        stopped?;
        match read {
            Ok(passed) => passed.into_iter().try_for_each(|passed| done(Judged::Passed(passed))),
            Err(unreadable) => done(Judged::Unreadable(unreadable)),
        }
    }

    /// Judges one applicant.
    fn one<'a>(&self, pack: &'a Pack, dossier: &Dossier) -> Judged<'a> {
        match as_of(dossier, self.flag, self.today) {
            Ok(as_of) => Judged::Dossier(pack, check(pack, dossier, as_of, &self.calendar, self.detail)),
            Err(clash) => Judged::Unreadable(contradiction(dossier, clash)),
        }
    }
}

/// Whether a file's extension says that it is a workbook or a table: what is wrong with it is then said in those words.
fn calls_itself_a_workbook(path: &Path) -> bool {
    const TABLES: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "csv", "tsv"];
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .map(str::to_lowercase);
    extension.is_some_and(|extension| TABLES.contains(&extension.as_str()))
}

impl Packs {
    /// The dictionary of the pack for a dossier that names this award, or none.
    fn dictionary(&mut self, named: Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError> {
        self.of(named).map(|pack| pack.dictionary.clone())
    }

    /// The pack in use that has this very dictionary.
    fn with(&self, dictionary: &Arc<Dictionary>) -> Option<Arc<Pack>> {
        let mut packs = self.chosen.iter().chain(self.found.values());
        packs.find(|pack| Arc::ptr_eq(&pack.dictionary, dictionary)).cloned()
    }

    /// The pack that was chosen for all, else the one the dossier names, else the only one there is.
    fn of(&mut self, named: Option<Named<'_>>) -> Result<Arc<Pack>, InputError> {
        if let Some(chosen) = &self.chosen {
            return Ok(chosen.clone());
        }
        let mut shipped = Pack::shipped();
        let id = match (&named, shipped.next(), shipped.next()) {
            (Some(named), _, _) => named.award,
            (None, Some(only), None) => only,
            (None, _, _) => {
                let known: Vec<&str> = Pack::shipped().collect();
                let known = known.join(", ");
                return Err(InputError::whole(text!(
                    "没有写 award，无法确定规则包（可用：{known}）",
                    "no `award` is given, so the pack is not known (there are: {known})"
                )));
            }
        };
        if let Some(pack) = self.found.get(id) {
            return Ok(pack.clone());
        }
        let at = |message| match &named {
            Some(named) => InputError::at(named.spot, message),
            None => InputError::whole(message),
        };
        let pack = match Pack::find(id) {
            Some(Ok(pack)) => Arc::new(pack),
            Some(Err(unreadable)) => {
                let first = unreadable
                    .errors
                    .into_iter()
                    .next()
                    .map(|error| error.message)
                    .unwrap_or_default();
                return Err(at(first));
            }
            None => {
                let (message, hint) = Pack::unknown(id);
                return Err(at(message).hint(hint));
            }
        };
        self.found.insert(id.to_owned(), pack.clone());
        Ok(pack)
    }
}

/// A dossier that says it was submitted on another day than the one to judge as of.
fn contradiction(dossier: &Dossier, clash: Contradiction) -> Unreadable {
    let Contradiction { submitted_on, flag } = clash;
    let message = text!(
        "申报信息写的提交日期是 {submitted_on}，--as-of 却是 {flag}",
        "the dossier says it was submitted on {submitted_on}, but --as-of is {flag}"
    );
    let hint = text!(
        "去掉 --as-of，或更正提交日期",
        "leave --as-of out, or correct the day of submission"
    );
    let submitted = dossier
        .dictionary
        .entry("submission.submitted_on")
        .and_then(|entry| match entry {
            Entry::Field(id) => dossier.slot(Cite::Scalar(id))?.spot(),
            Entry::Section(_) => None,
        });
    let error = InputError {
        spot: submitted,
        message,
        hint: Some(hint),
    };
    Unreadable::new(dossier.source.clone(), vec![error])
}
