//! Headings with a list of sentences below them, and what of an input could not be read.

use std::io::{self, Write};

use super::Escaped;
use crate::place::Unreadable;
use crate::text::{Lang, Text};

/// What could not be read, and why.
pub(in crate::render) fn unreadable(unreadable: &[Unreadable], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let errors = unreadable.iter().flat_map(|each| {
        let said = |error: &crate::place::InputError| {
            let message = Text::join([&error.message].into_iter().chain(&error.hint));
            (each.source.place(error.spot).to_string(), message)
        };
        each.errors.iter().map(said)
    });
    let errors: Vec<(String, Text)> = errors.collect();
    let heading = text!("无法读取，未作核对", "Could not be read, and was not checked");
    let errors = errors.iter().map(|(place, said)| (Some(place.as_str()), said));
    listed(&heading, errors, lang, out)
}

/// A heading and a list of sentences, each with its place if it has one; nothing where there is none.
pub(in crate::render) fn listed<'t>(
    heading: &Text,
    items: impl Iterator<Item = (Option<&'t str>, &'t Text)>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "<h3>{}</h3><ul class=\"listed\">", heading.get(lang))?;
    for (place, said) in items {
        write!(out, "<li>")?;
        if let Some(place) = place {
            write!(out, "<code><bdi>{}</bdi></code> ", Escaped(place))?;
        }
        writeln!(out, "{}</li>", Escaped(said.get(lang)))?;
    }
    writeln!(out, "</ul>")
}

/// The beginning of a table, down to its first row.
pub(in crate::render) fn table(class: &str, columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<table class=\"{class}\"><thead><tr>")?;
    for name in columns {
        write!(out, "<th scope=\"col\">{name}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")
}
