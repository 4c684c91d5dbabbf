//! The desk at which dossiers are read and judged, as the settings of a run have it.

use std::path::PathBuf;

use crate::check::Detail;
use crate::desk::applicants::Applicants;
use crate::desk::judge::Judge;
use crate::desk::materials::Materials;
use crate::load::folder::{self, Walk};
use crate::place::Unreadable;

use super::common::{Stop, no_dossier};
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

/// What a walk of the paths that were named meets. Files of settings that do not hold are told on standard error.
///
/// # Errors
/// There is no dossier, and nothing that could not be opened.
pub(super) fn walk(named: &[PathBuf], settings: &Settings, applicants: &Applicants) -> Result<Walk, Stop> {
    let walk = folder::walk(named, &settings.filter, &|bytes| applicants.is_form(bytes));
    settings.tell_of_others(named, &walk.settings);
    if walk.inputs.is_empty() && walk.closed.is_empty() {
        return Err(no_dossier());
    }
    Ok(walk)
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
