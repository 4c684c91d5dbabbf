//! A dossier in TOML: all that is wrong with it in one pass, or every fact with its line and column.
//!
//! It is read quickly first, which answers for dossiers in which nothing is wrong. Whatever is stumbled over then, be
//! it TOML or a fact, is read again by the parser that goes on after an error. That no text is one dossier to the one
//! and another to the other is for the tests to see.

mod facts;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use toml::de::DeTable;
use toml_spanner::Arena;

use crate::day::Day;
use crate::dictionary::{Dictionary, Type};
use crate::dossier::{Dossier, Fault};
use crate::load::Named;
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::syntax::tree::{Members, Shape};
use crate::syntax::{self, tree};

use facts::facts;

/// Reads a dossier. `dictionary` answers with the dictionary of the pack that the dossier names, or of the
/// one that is used when it names none; `today` bounds days of birth. Facts that cannot be read are the dossier's
/// faults.
///
/// # Errors
/// The text is no TOML, names a pack that there is not, or is no dossier at all: everything in it that cannot be read.
pub fn read(
    source: &Source,
    today: Day,
    dictionary: impl Fn(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
) -> Result<Dossier, Unreadable> {
    match quickly(source, today, &dictionary) {
        Some(dossier) => Ok(dossier),
        None => thoroughly(source, today, &dictionary),
    }
}

/// Reads a dossier in which nothing is wrong; none where something may be.
pub fn quickly(
    source: &Source,
    today: Day,
    dictionary: impl Fn(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
) -> Option<Dossier> {
    let text = source.contents();
    let arena = Arena::new();
    let document = toml_spanner::parse(text, &arena).ok()?;
    let members = tree::quick(document.table(), text);
    let dictionary = dictionary(named(&members)).ok()?;
    let dossier = facts(&members, source, &dictionary, today);
    dossier.faults.is_empty().then_some(dossier)
}

/// Reads a dossier, whatever is wrong with it.
///
/// # Errors
/// As [`read`].
pub fn thoroughly(
    source: &Source,
    today: Day,
    dictionary: impl Fn(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
) -> Result<Dossier, Unreadable> {
    let text = source.contents();
    let (table, mut errors) = syntax::parse(text);
    let members = tree::thorough(table.get_ref());
    let dictionary = match dictionary(named(&members)) {
        Ok(dictionary) => dictionary,
        Err(error) => {
            if let Ok(shared) = Dictionary::shared() {
                hide(text, &mut errors, shared);
            }
            errors.push(error);
            return Err(Unreadable::new(source.clone(), errors));
        }
    };
    let parsed = errors.is_empty() && !members.is_empty();
    let foreign = parsed && members.iter().all(|member| dictionary.entry(member.key).is_none());
    let unreadable = |errors| Unreadable {
        foreign,
        ..Unreadable::new(source.clone(), errors)
    };
    hide(text, &mut errors, &dictionary);
    let mut dossier = facts(&members, source, &dictionary, today);
    if dossier.faults.is_empty() {
        return match errors.is_empty() {
            true => Ok(dossier),
            false => Err(unreadable(errors)),
        };
    }
    let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
    hide_beside(&ends, &mut dossier.faults);
    if errors.is_empty() && !foreign {
        return Ok(dossier);
    }
    let found = dossier.faults.into_iter().map(|fault| fault.error);
    let broken: HashSet<usize> = errors.iter().filter_map(|error| line_of(&ends, error.spot)).collect();
    let fresh = |error: &InputError| line_of(&ends, error.spot).is_none_or(|line| !broken.contains(&line));
    errors.extend(found.filter(fresh));
    Err(unreadable(errors))
}

/// The award that a dossier names.
fn named<'t>(members: &Members<'t>) -> Option<Named<'t>> {
    let award = &members.iter().find(|member| member.key == "award")?.node;
    match award.shape {
        Shape::Text(name) if !name.trim().is_empty() => Some(Named {
            award: name,
            spot: Spot::span(award.at.clone()),
        }),
        _ => None,
    }
}

/// How many of the line ends lie before a spot.
fn line_of(ends: &[usize], spot: Option<Spot>) -> Option<usize> {
    match spot? {
        Spot::Span { start, .. } => Some(ends.partition_point(|end| *end < start as usize)),
        Spot::Cell { .. } => None,
    }
}

/// Hides the lines of errors that stand where an identity number is given.
fn hide(text: &str, errors: &mut [InputError], dictionary: &Dictionary) {
    let mut private = HashMap::new();
    for error in errors {
        if let Some(Spot::Span { start, .. }) = error.spot {
            let line = syntax::line_around(text, start as usize);
            let is_private = private.entry(line.start);
            error.secret |= *is_private.or_insert_with(|| names_a_private_field(text.get(line), dictionary));
        }
    }
}

/// Hides the line of every error that shares it with one whose line is hidden.
fn hide_beside(ends: &[usize], faults: &mut [Fault]) {
    let secret = faults.iter().map(|fault| &fault.error).filter(|error| error.secret);
    let hidden: HashSet<usize> = secret.filter_map(|error| line_of(ends, error.spot)).collect();
    for Fault { error, .. } in faults {
        error.secret |= line_of(ends, error.spot).is_some_and(|line| hidden.contains(&line));
    }
}

/// Whether a line gives an identity number.
fn names_a_private_field(line: Option<&str>, dictionary: &Dictionary) -> bool {
    let line = line.unwrap_or_default();
    let private = dictionary.fields().filter(|(_, field)| field.kind == Type::IdNumber);
    let mut names = private.flat_map(|(_, field)| [&field.name, &field.label.zh].into_iter().chain(&field.headings));
    names.any(|name| line.contains(name))
}

/// Reads a dossier from a table that was parsed already.
///
/// # Errors
/// Everything in the table that the dictionary does not know or cannot read.
pub fn walk(
    table: &DeTable<'_>,
    source: &Source,
    dictionary: &Arc<Dictionary>,
    today: Day,
) -> Result<Dossier, Vec<InputError>> {
    let dossier = facts(&tree::thorough(table), source, dictionary, today);
    if dossier.faults.is_empty() {
        return Ok(dossier);
    }
    Err(dossier.faults.into_iter().map(|fault| fault.error).collect())
}
