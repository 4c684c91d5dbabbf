//! Former awards: which of those that are listed count for a clause.

use crate::writing::{Name, fold};

/// Whether an award is one of these names and, where levels are named, of one of these: the level stands in its name or
/// beside it. `None` where what would tell is not given.
pub(super) fn counts(names: &[Name], levels: &[Name], award: Option<&str>, level: Option<&str>) -> Option<bool> {
    let is_in = |known: &[Name], text: &str| known.iter().any(|name| name.is_in(text));
    let award = fold(award?);
    if !is_in(names, &award) {
        return Some(false);
    }
    if levels.is_empty() || is_in(levels, &award) {
        return Some(true);
    }
    Some(is_in(levels, &fold(level?)))
}

/// The names, and the levels behind them, as a sentence has them.
pub(super) fn listed(names: &[Name], levels: &[Name]) -> String {
    let list = |names: &[Name]| {
        let names: Vec<&str> = names.iter().map(|name| name.written.as_str()).collect();
        names.join("、")
    };
    match levels {
        [] => list(names),
        levels => format!("{}（{}）", list(names), list(levels)),
    }
}
