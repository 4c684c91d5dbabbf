//! Where a file becomes verdicts: its pack is found, it is read, and every applicant in it is judged.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::check::{Contradiction, Detail, as_of, check};
use crate::day::Day;
use crate::dossier::{Cite, Dossier};
use crate::field::{Dictionary, Entry};
use crate::load;
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::report::DossierReport;

use super::{Stop, files};

/// What became of one applicant.
pub(super) enum Judged<'a> {
    /// The verdicts, and the pack they are by.
    Dossier(&'a Pack, DossierReport),
    /// What kept it from being read.
    Unreadable(Unreadable),
}

/// What stays the same from file to file.
pub(super) struct Desk {
    packs: Packs,
    calendar: Calendar,
    flag: Option<Day>,
    today: Day,
    detail: Detail,
}

/// The packs that are in use.
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
        }
    }

    /// Judges every applicant in one file.
    pub(super) fn judge(
        &mut self,
        path: &Path,
        done: &mut dyn FnMut(Judged<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let (source, text) = match files::text(path) {
            Ok(read) => read,
            Err(unreadable) => return done(Judged::Unreadable(unreadable)),
        };
        let packs = &mut self.packs;
        let mut used = None;
        let read = load::toml::read(&source, &text, self.today, |named| {
            let pack = packs.of(named)?;
            let dictionary: Arc<Dictionary> = pack.dictionary.clone();
            used = Some(pack);
            Ok(dictionary)
        });
        match (read, used) {
            (Ok(dossier), Some(pack)) => done(self.one(&pack, &dossier)),
            (Err(unreadable), _) => done(Judged::Unreadable(unreadable)),
            (Ok(_), None) => Ok(()),
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

impl Packs {
    /// The pack that was chosen for all, else the one the dossier names, else the only one there is.
    fn of(&mut self, named: Option<load::Named<'_>>) -> Result<Arc<Pack>, InputError> {
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
