//! The list of the letters, as a workbook: every applicant that was named, what was asked of it, and its file.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::day::Day;
use crate::place::Place;
use crate::render::xlsx::page::{Page, ROWS};
use crate::render::xlsx::style::Style;
use crate::text::{Lang, Text};
use crate::verdict::Overall;
use crate::writing::tame;

/// What the list says of one applicant, or of a file that could not be read.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The applicant.
    pub applicant: String,
    /// For what it enters.
    pub track: Text,
    /// The verdict, where there is one.
    pub verdict: Option<Overall>,
    /// How many things are asked for.
    pub items: usize,
    /// The first day by which to begin one.
    pub first_day: Option<Day>,
    /// The letter, where there is one.
    pub file: Option<String>,
    /// What is to be said where there is none.
    pub note: Text,
    /// Where the applicant was read from.
    pub source: String,
}

/// The widths of the columns, in characters.
const WIDTHS: [u8; 8] = [6, 30, 14, 14, 8, 14, 44, 40];

/// The workbook.
///
/// # Errors
/// None that a list can give rise to.
pub fn list(title: &Text, entries: &[Entry], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut page = Page::new(&text!("清单", "List"), lang, Some(0), ROWS)?;
    page.widths(&WIDTHS)?;
    page.title(title.get(lang))?;
    let headings = page.row;
    page.heads(&[
        text!("序号", "No."),
        text!("申报者", "Applicant"),
        text!("类别", "Track"),
        text!("结论", "Verdict"),
        text!("项数", "Items"),
        text!("最早的期限", "First day"),
        text!("文件", "File"),
        text!("来源", "Source"),
    ])?;
    page.freeze(2)?;
    page.each((1..).zip(entries), ROWS, |page, (number, entry)| {
        page.count(0, number)?;
        page.text(1, &tame(&entry.applicant), Style::Body)?;
        page.text(2, entry.track.get(lang), Style::Body)?;
        match entry.verdict {
            Some(verdict) => page.text(3, verdict.label().get(lang), Style::overall(verdict))?,
            None => page.text(3, text!("无法读取", "unreadable").get(lang), Style::Warning)?,
        }
        page.count(4, entry.items)?;
        page.day(5, entry.first_day)?;
        match &entry.file {
            Some(file) => page.link(6, file, Some(&Place::file(file.as_str())))?,
            None => page.text(6, &tame(entry.note.get(lang)), Style::Dim)?,
        }
        page.text(7, &tame(&entry.source), Style::Dim)
    })?;
    page.filter(headings, u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX))?;
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(title.get(lang))
        .set_custom_property(crate::mark::PROPERTY, env!("CARGO_PKG_VERSION"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    workbook.set_properties(&properties);
    workbook.push_worksheet(page.done(None));
    workbook.save_to_buffer()
}
