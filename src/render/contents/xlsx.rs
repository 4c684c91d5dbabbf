//! The table of contents as a workbook of one sheet.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Contents, kind, size};
use crate::place::Place;
use crate::render::xlsx::page::{Page, ROWS};
use crate::render::xlsx::style::Style;

/// The widths of the columns, in characters.
const WIDTHS: [u8; 6] = [6, 26, 48, 8, 11, 70];

/// The workbook.
///
/// # Errors
/// None that the documents of a dossier can give rise to.
pub fn xlsx(contents: &Contents<'_>) -> Result<Vec<u8>, XlsxError> {
    let lang = contents.lang;
    let mut page = Page::new(&text!("目录", "Contents"), lang, Some(0), ROWS)?;
    page.widths(&WIDTHS)?;
    page.title(contents.title().get(lang))?;
    for (name, value) in contents.head() {
        page.text(0, &format!("{}  {value}", name.get(lang)), Style::Lead)?;
        page.row += 1;
    }
    page.heads(&Contents::columns())?;
    page.freeze(0)?;
    page.each((1..).zip(&contents.bundle.entries), ROWS, |page, (number, entry)| {
        page.count(0, number)?;
        page.text(1, kind(entry).get(lang), Style::Body)?;
        page.link(2, &entry.name, Some(&Place::file(entry.name.as_str())))?;
        match entry.pages {
            Some(pages) => page.count(3, usize::try_from(pages).unwrap_or(usize::MAX))?,
            None => page.text(3, "", Style::Count)?,
        }
        page.text(4, &size(entry.bytes), Style::Count)?;
        page.text(5, &entry.sha256, Style::Dim)
    })?;
    page.row += 1;
    page.text(0, contents.foot().get(lang), Style::Lead)?;
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(contents.title().get(lang))
        .set_custom_property(crate::mark::PROPERTY, env!("CARGO_PKG_VERSION"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    workbook.set_properties(&properties);
    workbook.push_worksheet(page.done(None));
    workbook.save_to_buffer()
}
