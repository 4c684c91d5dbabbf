//! The desk at which dossiers are read and judged, as the settings of a run have it.

use crate::check::Detail;
use crate::desk::applicants::Applicants;
use crate::desk::judge::Judge;
use crate::desk::materials::Materials;
use crate::place::Unreadable;

use super::common::Stop;
use super::library;
use super::settings::{Origin, Settings};

/// A reader of dossiers for the pack that holds for all of them, or the one each names.
///
/// # Errors
/// What is wrong with that pack.
pub(super) fn applicants(settings: &Settings) -> Result<Applicants, Stop> {
    let applicants = Applicants::new(settings.pinned_pack()?, &settings.headings, settings.today);
    let shelf = settings.packs.clone();
    Ok(applicants.with(move |id| shelf.find(id)))
}

/// A judge who wants so much of each finding, and this of documents.
///
/// # Errors
/// What is wrong with a calendar.
pub(super) fn judge(settings: &Settings, detail: Detail, materials: Materials) -> Result<Judge, Unreadable> {
    Ok(Judge {
        calendar: library::calendar(&settings.calendar)?,
        as_of: settings.as_of,
        strict: settings.came_from("as_of", |origin| matches!(origin, Origin::Flag(_))),
        today: settings.today,
        detail,
        materials,
    })
}
