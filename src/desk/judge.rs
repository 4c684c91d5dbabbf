//! The verdicts on one dossier, with its documents and as of the day that holds for it.

use crate::calendar::Calendar;
use crate::check::{Contradiction, Detail, as_of, check};
use crate::day::Day;
use crate::documents::Documents;
use crate::dossier::Dossier;
use crate::load::folder::Input;
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::report::DossierReport;

use super::materials::Materials;

/// What stays the same from dossier to dossier.
pub struct Judge {
    /// Working days.
    pub calendar: Calendar,
    /// The day as of which is judged, if it is set.
    pub as_of: Option<Day>,
    /// Whether another day of submission contradicts it; otherwise it only stands in for one.
    pub strict: bool,
    /// The day of the run.
    pub today: Day,
    /// How much of each finding is wanted.
    pub detail: Detail,
    /// What is wanted of documents.
    pub materials: Materials,
}

impl Judge {
    /// The verdicts on a dossier, and the documents if they were examined. `otherwise` is the day to judge as of where
    /// neither the dossier nor the run names one; without it, today. Where verdicts alone are wanted, `in_full` tells
    /// of which dossiers more is wanted all the same.
    ///
    /// # Errors
    /// Its day of submission contradicts the run's, the folder of its documents cannot be opened, or the pack asks
    /// nothing of such an applicant.
    pub fn judge(
        &self,
        pack: &Pack,
        dossier: &Dossier,
        input: &Input,
        otherwise: Option<Day>,
        in_full: impl FnOnce(&DossierReport) -> bool,
    ) -> Result<(DossierReport, Option<Documents>), Unreadable> {
        let as_of = match as_of(dossier, self.as_of.or(otherwise), self.today) {
            Err(_) if !self.strict => as_of(dossier, None, self.today),
            settled => settled,
        };
        let as_of = as_of.map_err(|clash| contradiction(dossier, clash))?;
        let documents = self.materials.of(input, dossier)?;
        if let Some(why) = pack.asks_nothing(dossier.track(), documents.is_some()) {
            let error = InputError {
                spot: dossier
                    .track_cite()
                    .and_then(|cite| dossier.slot(cite)?.spot())
                    .or(dossier.at),
                ..InputError::whole(why)
            };
            return Err(Unreadable::new(dossier.source.clone(), vec![error]));
        }
        let judged = |detail| check(pack, dossier, documents.as_ref(), as_of, &self.calendar, detail);
        let report = match self.detail {
            Detail::Full => judged(Detail::Full),
            Detail::Verdicts => {
                let verdicts = judged(Detail::Verdicts);
                if in_full(&verdicts) {
                    judged(Detail::Full)
                } else {
                    verdicts
                }
            }
        };
        Ok((report, documents))
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
    let submitted = dossier.dictionary.heads().submitted_on;
    let submitted = submitted.and_then(|field| dossier.slot(field.into())?.spot());
    let error = InputError {
        spot: submitted,
        message,
        hint: Some(hint),
        secret: false,
    };
    Unreadable::new(dossier.source.clone(), vec![error])
}
