//! A letter as one page, in the look of the report: for the screen, wide or narrow, and for paper.

use std::io::{self, Write};

use super::{address, by, clause, heads, signs, to};
use crate::letters::{Item, Letter};
use crate::render::html::{Escaped, heading, start};
use crate::render::wording::pick;
use crate::text::Lang;

/// The letter as the bytes of a page.
pub(super) fn bytes(letter: &Letter, lang: Lang) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    write(letter, lang, &mut page)?;
    Ok(page)
}

fn write(letter: &Letter, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let title = letter.title.get(lang);
    start(&format!("{} · {title}", letter.to.get(lang)), lang, out)?;
    heading(title, out)?;
    write!(
        out,
        "</header>\n<main class=\"one letter\">\n<p class=\"to\"><bdi>{}</bdi></p>\n<p class=\"address\">{}</p>\n<p>{}</p>\n<table>\n<thead><tr><th scope=\"col\">{}</th>",
        Escaped(&to(letter, lang)),
        Escaped(&address(letter, lang).unwrap_or_default()),
        Escaped(letter.greeting.get(lang)),
        pick(lang, "序号", "No.")
    )?;
    for head in heads(letter) {
        write!(out, "<th scope=\"col\">{}</th>", Escaped(head.get(lang)))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for (number, item) in (1..).zip(&letter.items) {
        row(number, item, lang, out)?;
    }
    writeln!(out, "</tbody>\n</table>\n<p>{}</p>", Escaped(letter.closing.get(lang)))?;
    write!(out, "<p class=\"sign\">")?;
    for line in signs(letter, lang) {
        write!(out, "<span>{}</span>", Escaped(&line))?;
    }
    writeln!(out, "</p>\n</main>\n</body>\n</html>")
}

/// The row of one item.
fn row(number: usize, item: &Item, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let id = item.condition.as_deref().unwrap_or_default();
    write!(
        out,
        "<tr data-condition=\"{}\"><td>{number}</td><th scope=\"row\">{}<small>{}</small></th><td><b>{}</b>",
        Escaped(id),
        Escaped(item.title.get(lang)),
        Escaped(&clause(item, lang)),
        Escaped(item.label.get(lang))
    )?;
    for found in &item.found {
        write!(out, "<p>{}</p>", Escaped(found.get(lang)))?;
    }
    write!(out, "</td><td>")?;
    for act in &item.act {
        write!(out, "<p>{}</p>", Escaped(act.get(lang)))?;
    }
    if let Some(by) = by(item) {
        write!(out, "<p><b>{}</b></p>", Escaped(by.get(lang)))?;
    }
    writeln!(out, "</td></tr>")
}
