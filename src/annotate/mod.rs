//! Notes in the applicant's own workbook: a copy of an `.xlsx` or `.xlsm` in which each cell a finding rests on is
//! coloured and carries a note.
//!
//! A workbook that is read and written again by a library loses what the library does not know: pivot tables,
//! charts, rules of formatting. So the copy is made of the very parts of the original. Only what must change is
//! edited, as text and in place: the sheet's cells, the styles, its notes. Every other part is copied as it is,
//! not even compressed anew.

mod cells;
mod comments;
mod drawing;
mod package;
mod select;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::BTreeMap;

use crate::container::sheet;
use crate::load::excel::{self, FileKind, damage, guard};
use crate::text::Text;

use package::Package;
use styles::Styles;

pub use select::notes_for;

/// How grave what a note says is, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// A condition is failed.
    Fail,
    /// A fact or document is missing.
    Missing,
    /// A person can clear it up.
    Review,
    /// A condition that does not bind is failed.
    Warning,
}

/// A note on a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The sheet's name.
    pub sheet: String,
    /// The cell's name, such as `B3`.
    pub cell: String,
    /// Its colour.
    pub mark: Mark,
    /// What it says; line breaks stay.
    pub text: String,
}

/// Why a workbook gets no notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Text);

/// The notes of one sheet by row and column, both counted from zero, so that they come in the sheet's order.
type Notes<'n> = BTreeMap<(u32, u32), &'n Note>;

/// A copy of `workbook` with these notes. A cell that already has a note of ours gets the new one; to a note of
/// the applicant's own, ours is appended; a conversation of several people is left alone, and the cell is only
/// coloured. Values, formulas and every format but the fill stay. Of several notes on one cell the last stands.
///
/// # Errors
/// A file that is no `.xlsx` or `.xlsm`, is damaged, beyond the limits of the reader, digitally signed, or in the
/// strict form of the format; a sheet or cell that the workbook does not have.
pub fn annotate(workbook: &[u8], notes: &[Note]) -> Result<Vec<u8>, Refusal> {
    admit(workbook)?;
    let mut package = Package::open(workbook)?;
    let mut by_sheet: BTreeMap<&str, Notes<'_>> = BTreeMap::new();
    for note in notes {
        let cell = sheet::position(&note.cell).ok_or_else(|| no_cell(note))?;
        by_sheet.entry(&note.sheet).or_default().insert(cell, note);
    }
    if by_sheet.is_empty() {
        return package.finish();
    }
    let (main, sheets) = package.sheets()?;
    let styles_part = package.related(&main, "/styles")?.ok_or_else(no_styles)?;
    let mut styles = Styles::read(&package.text(&styles_part)?)?;
    for (name, notes) in &by_sheet {
        let sheet = sheets.iter().find(|(known, _)| known == name);
        let (_, part) = sheet.ok_or_else(|| no_sheet(name))?;
        annotate_sheet(&mut package, part, notes, &mut styles)?;
    }
    package.put(&styles_part, styles.finish());
    package.finish()
}

fn annotate_sheet(
    package: &mut Package<'_>,
    part: &str,
    notes: &Notes<'_>,
    styles: &mut Styles,
) -> Result<(), Refusal> {
    let text = package.text(part)?;
    let mut marked = cells::mark(&text, notes, styles)?;
    let comments = package.related(part, "/comments")?;
    let before = comments.as_ref().map(|comments| package.text(comments)).transpose()?;
    let written = comments::write(before.as_deref(), notes)?;
    match comments {
        Some(comments) => package.put(&comments, written.text),
        None => {
            let comments = package.add("xl/comments", "xml", written.text)?;
            package.relate(part, &comments, "comments")?;
            package.declare(&comments, comments::CONTENT)?;
        }
    }
    match &marked.drawing {
        Some(id) => {
            let drawing = package.target(part, id)?;
            let shapes = drawing::grow(&package.text(&drawing)?, &written.grown);
            package.put(&drawing, drawing::append(shapes, &written.new)?);
        }
        None if !written.new.is_empty() => {
            let block = package.free_block()?;
            let drawing = package.add("xl/drawings/vmlDrawing", "vml", drawing::new(block, &written.new))?;
            let id = package.relate(part, &drawing, "vmlDrawing")?;
            package.declare_extension("vml", drawing::CONTENT)?;
            let element = marked.element(&id);
            marked.edits.insert(marked.place, element);
        }
        None => {}
    }
    package.put(part, marked.edits.apply(&text));
    Ok(())
}

/// Lets in what the reader would read.
fn admit(workbook: &[u8]) -> Result<(), Refusal> {
    match excel::kind(workbook) {
        FileKind::Xlsx => {}
        FileKind::Ods | FileKind::Xls | FileKind::Xlsb => {
            return Err(Refusal(text!(
                "只能在 .xlsx 或 .xlsm 工作簿里加批注，请另存为 .xlsx 后再试",
                "notes can be put into .xlsx and .xlsm workbooks only; save it as .xlsx and try again"
            )));
        }
        _ => {
            return Err(Refusal(text!(
                "这不是 .xlsx 工作簿，无法加批注",
                "this is no .xlsx workbook, so it gets no notes"
            )));
        }
    }
    let checked = guard::check(workbook).map(drop);
    checked.map_err(|error| Refusal(Text::join([&error.message].into_iter().chain(&error.hint))))
}

/// What is said of a workbook that does not hold together.
fn damaged() -> Refusal {
    let error = damage::damaged();
    Refusal(Text::join([&error.message].into_iter().chain(&error.hint)))
}

fn no_styles() -> Refusal {
    Refusal(text!(
        "工作簿里没有样式，请用 Excel 或 WPS 打开并保存一次后再试",
        "the workbook has no styles; open it in Excel or WPS, save it once and try again"
    ))
}

fn no_sheet(name: &str) -> Refusal {
    let name = crate::writing::quote(name);
    Refusal(text!("工作簿里没有工作表 {name}", "the workbook has no sheet {name}"))
}

fn no_cell(note: &Note) -> Refusal {
    let cell = crate::writing::quote(&note.cell);
    Refusal(text!("{cell} 不是单元格的名称", "{cell} is not the name of a cell"))
}
