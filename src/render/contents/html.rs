//! The table of contents as one page, in the look of the report.

use std::io::{self, Write};

use super::{Contents, kind, size};
use crate::bundle::Entry;
use crate::render::html::{Escaped, heading, start};
use crate::render::uri::Uri;
use crate::text::Lang;

/// Writes the page.
///
/// # Errors
/// Those of `out`.
pub fn html(contents: &Contents<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = contents.lang;
    let title = contents.title();
    start(title.get(lang), lang, out)?;
    heading(title.get(lang), out)?;
    write!(out, "</header>\n<main class=\"one\">\n<dl class=\"facts\">")?;
    for (name, value) in contents.head() {
        let (name, value) = (Escaped(name.get(lang)), Escaped(&value));
        write!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>")?;
    }
    write!(out, "</dl>\n<table class=\"contents\">\n<thead><tr>")?;
    for column in Contents::columns() {
        write!(out, "<th scope=\"col\">{}</th>", Escaped(column.get(lang)))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for (number, entry) in (1..).zip(&contents.bundle.entries) {
        row(number, entry, lang, out)?;
    }
    let foot = contents.foot();
    writeln!(
        out,
        "</tbody>\n</table>\n</main>\n<footer><p>{}</p></footer>\n</body>\n</html>",
        Escaped(foot.get(lang))
    )
}

/// The row of one document.
fn row(number: usize, entry: &Entry, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let pages = entry.pages.map(|pages| pages.to_string()).unwrap_or_default();
    let (kind, size) = (kind(entry), size(entry.bytes));
    writeln!(
        out,
        "<tr><td>{number}</td><td>{}</td><th scope=\"row\"><a href=\"{}\">{}</a></th><td>{pages}</td>\
         <td>{size}</td><td><code>{}</code></td></tr>",
        Escaped(kind.get(lang)),
        Escaped(&Uri::of(&entry.name).text),
        Escaped(&entry.name),
        Escaped(&entry.sha256),
    )
}
