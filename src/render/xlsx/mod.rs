//! The report as a workbook: what was judged at a glance, a matrix of applicants and conditions, a row for each
//! finding that asks for attention, and the clauses it all rests on.
//!
//! The same report gives the same bytes: no clock is read.

mod clauses;
mod evidence;
mod findings;
mod matrix;
pub(super) mod page;
pub(super) mod style;
mod summary;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::render::Look;
use crate::report::{DossierReport, Report};
use crate::text::Lang;
use crate::writing::tame;

/// Writes the workbook.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(report, look, page::ROWS).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

/// The workbook, with at most `rows` rows on a sheet.
fn workbook(report: &Report, look: Look, rows: u32) -> Result<Vec<u8>, XlsxError> {
    let lang = look.lang;
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(text!("申报条件核对报告", "Award eligibility report").get(lang))
        .set_custom_property(crate::mark::PROPERTY, env!("CARGO_PKG_VERSION"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    workbook.set_properties(&properties);
    workbook.push_worksheet(summary::sheet(report, look, rows)?);
    workbook.push_worksheet(matrix::sheet(report, look, rows)?);
    workbook.push_worksheet(findings::sheet(report, look, rows)?);
    if report.dossiers.iter().any(|dossier| dossier.materials_examined) {
        workbook.push_worksheet(evidence::sheet(report, look, rows)?);
    }
    workbook.push_worksheet(clauses::sheet(report, look, rows)?);
    workbook.save_to_buffer()
}

/// The applicant's name.
fn applicant(dossier: &DossierReport, lang: Lang) -> String {
    match &dossier.applicant {
        Some(name) => tame(name),
        None => text!("（未填写）", "(not given)").get(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests;
