//! Packs and calendars: those in the program, and those in files that were named.

use std::path::{Path, PathBuf};

use crate::calendar::Calendar;
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::text::Text;

use super::common::Stop;
use super::files;

/// The pack of an id or in a file: an id where the program has it, else a file.
pub(super) fn pack(id_or_file: &str) -> Result<Pack, Stop> {
    if let Some(found) = Pack::find(id_or_file) {
        return Ok(found?);
    }
    let path = Path::new(id_or_file);
    let is_path = path.exists() || id_or_file.contains(['/', '\\']) || id_or_file.ends_with(".toml");
    if !is_path {
        let (message, hint) = Pack::unknown(id_or_file);
        return Err(Stop::Said(Text::join([&message, &hint])));
    }
    Ok(Pack::read(&files::text(path)?)?)
}

/// The pack where none is named.
pub(super) fn default_pack() -> Result<Pack, Stop> {
    pack(Pack::default_id())
}

/// The shipped calendar with the years of `added`.
pub(super) fn calendar(added: &[PathBuf]) -> Result<Calendar, Unreadable> {
    let mut calendar = Calendar::shipped()?;
    for path in added {
        calendar.add(&files::text(path)?)?;
    }
    Ok(calendar)
}
