//! The cells of a sheet: each marked one gets another look, and is made where the sheet does not have it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::styles::Styles;
use super::xml::{Edits, Tag, TagKind, opened, scan, with};
use super::{Notes, Refusal, damaged};
use crate::container::sheet::{COLUMNS, ROWS, name, position};

/// The parts of a sheet that stand before its drawing of notes.
const BEFORE: [&str; 30] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
];

/// What is to change in a sheet.
#[derive(Debug, Default)]
pub struct Marked {
    /// The changes.
    pub edits: Edits,
    /// The relationship of its drawing of notes, if it has one.
    pub drawing: Option<String>,
    /// Where the drawing of notes is named.
    pub place: usize,
    prefix: String,
}

impl Marked {
    /// The element that names the drawing of notes.
    pub fn element(&self, id: &str) -> String {
        let prefix = &self.prefix;
        format!(
            "<{prefix}legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"{id}\"/>"
        )
    }
}

/// Marks the cells that have notes.
///
/// # Errors
/// A sheet that is not well formed, or whose rows or cells are out of order.
pub fn mark(text: &str, notes: &Notes<'_>, styles: &mut Styles) -> Result<Marked, Refusal> {
    let mut walk = Walk {
        notes,
        styles,
        marked: Marked::default(),
        wanted: notes.keys().copied().collect::<Vec<_>>(),
        columns: Vec::new(),
        row: None,
        column: None,
        look: 0,
    };
    walk.wanted.reverse();
    scan(text, |tag| walk.see(tag))?;
    if walk.marked.place == 0 || !walk.wanted.is_empty() {
        return Err(damaged());
    }
    Ok(walk.marked)
}

/// A sheet while its tags go by.
struct Walk<'w, 'n> {
    notes: &'w Notes<'n>,
    styles: &'w mut Styles,
    marked: Marked,
    /// The cells still to be marked, the next one last.
    wanted: Vec<(u32, u32)>,
    /// Columns with a look of their own.
    columns: Vec<(Range<u32>, u32)>,
    row: Option<u32>,
    column: Option<u32>,
    /// The look of the row, 0 where it has none.
    look: u32,
}

impl Walk<'_, '_> {
    fn see(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        match (tag.depth, tag.name()) {
            (0, _) => self.marked.prefix = tag.prefix().to_owned(),
            (1, "dimension") if tag.kind != TagKind::Close => self.dimension(tag),
            (1, "sheetData") => self.data(tag),
            (1, "legacyDrawing") if tag.kind != TagKind::Close => self.marked.drawing = tag.get("id"),
            (2, "col") if tag.kind != TagKind::Close => self.column_look(tag),
            (2, "row") => self.row(tag)?,
            (3, "c") if tag.kind != TagKind::Close => self.cell(tag)?,
            _ => {}
        }
        if tag.depth == 1 && tag.kind != TagKind::Open && BEFORE.contains(&tag.name()) {
            self.marked.place = tag.range.end;
        }
        Ok(())
    }

    /// The part of the sheet that is said to be in use.
    fn dimension(&mut self, tag: &Tag<'_>) {
        let Some(used) = tag.get("ref") else { return };
        let (first, last) = used.split_once(':').unwrap_or((&used, &used));
        let (Some(first), Some(last)) = (position(first), position(last)) else {
            return;
        };
        let wide = self
            .notes
            .keys()
            .fold((first, last), |((top, left), (bottom, right)), (row, column)| {
                let first = (top.min(*row), left.min(*column));
                (first, (bottom.max(*row), right.max(*column)))
            });
        if wide != (first, last) {
            let named = format!("{}:{}", name(wide.0), name(wide.1));
            self.marked
                .edits
                .replace(tag.range.clone(), with(tag.raw, "ref", &named));
        }
    }

    fn column_look(&mut self, tag: &Tag<'_>) {
        if let (Some(first), Some(last), Some(look)) = (tag.number("min"), tag.number("max"), tag.number("style")) {
            self.columns.push((first.saturating_sub(1)..last, look));
        }
    }

    fn data(&mut self, tag: &Tag<'_>) {
        match tag.kind {
            TagKind::Open => {}
            TagKind::Close => {
                let rows = self.rows_before(u32::MAX);
                self.marked.edits.insert(tag.range.start, rows);
            }
            TagKind::Empty => {
                let rows = self.rows_before(u32::MAX);
                let prefix = tag.prefix();
                let whole = format!("{}{rows}</{prefix}sheetData>", opened(tag.raw));
                self.marked.edits.replace(tag.range.clone(), whole);
            }
        }
    }

    fn row(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        if tag.kind == TagKind::Close {
            let cells = self.cells_before(u32::MAX);
            self.marked.edits.insert(tag.range.start, cells);
            return Ok(());
        }
        let row = match tag.get("r") {
            Some(number) => number.parse::<u32>().ok().and_then(|row| row.checked_sub(1)),
            None => Some(self.row.map_or(0, |row| row + 1)),
        };
        let row = row.filter(|row| self.row.is_none_or(|last| *row > last) && *row < ROWS);
        let row = row.ok_or_else(damaged)?;
        let rows = self.rows_before(row);
        self.marked.edits.insert(tag.range.start, rows);
        self.row = Some(row);
        self.column = None;
        let own = matches!(tag.get("customFormat").as_deref(), Some("1" | "true"));
        self.look = tag.number("s").filter(|_| own).unwrap_or(0);
        let spread = self.spread(tag, row);
        if tag.kind == TagKind::Empty {
            let cells = self.cells_before(u32::MAX);
            if !cells.is_empty() {
                let whole = format!("{}{cells}</{}row>", opened(&spread), tag.prefix());
                self.marked.edits.replace(tag.range.clone(), whole);
            }
        } else if spread != tag.raw {
            self.marked.edits.replace(tag.range.clone(), spread);
        }
        Ok(())
    }

    /// The tag of a row, its span widened to the marked cells.
    fn spread(&self, tag: &Tag<'_>, row: u32) -> String {
        let marked = || {
            self.notes
                .range((row, 0)..=(row, COLUMNS))
                .map(|((_, column), _)| column + 1)
        };
        let spans = tag.get("spans");
        let span = spans.as_deref().and_then(|spans| spans.split_once(':'));
        let (Some((first, last)), Some(left), Some(right)) = (span, marked().min(), marked().max()) else {
            return tag.raw.to_owned();
        };
        match (first.parse::<u32>(), last.parse::<u32>()) {
            (Ok(first), Ok(last)) if left < first || right > last => {
                with(tag.raw, "spans", &format!("{}:{}", first.min(left), last.max(right)))
            }
            _ => tag.raw.to_owned(),
        }
    }

    fn cell(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let row = self.row.ok_or_else(damaged)?;
        let column = match tag.get("r") {
            Some(name) => position(&name).filter(|(own, _)| *own == row).map(|(_, column)| column),
            None => Some(self.column.map_or(0, |column| column + 1)),
        };
        let column = column.filter(|column| self.column.is_none_or(|last| *column > last));
        let column = column.ok_or_else(damaged)?;
        let cells = self.cells_before(column);
        self.marked.edits.insert(tag.range.start, cells);
        self.column = Some(column);
        if self.wanted.last() == Some(&(row, column)) {
            self.wanted.pop();
            let look = self.look_of((row, column), tag.number("s").unwrap_or(0));
            let tag_with = with(tag.raw, "s", &look.to_string());
            self.marked.edits.replace(tag.range.clone(), tag_with);
        }
        Ok(())
    }

    /// The marked look of a cell that has this look.
    fn look_of(&mut self, cell: (u32, u32), look: u32) -> u32 {
        match self.notes.get(&cell) {
            Some(note) => self.styles.marked(look, note.mark),
            None => look,
        }
    }

    /// The marked cells of this row that the sheet does not have, up to a column.
    fn cells_before(&mut self, column: u32) -> String {
        let mut cells = String::new();
        while let Some(next) = self.wanted.last().copied() {
            if Some(next.0) != self.row || next.1 >= column {
                break;
            }
            self.wanted.pop();
            cells.push_str(&self.new_cell(next));
        }
        cells
    }

    fn new_cell(&mut self, cell: (u32, u32)) -> String {
        let column = self.columns.iter().find(|(columns, _)| columns.contains(&cell.1));
        let look = match self.look {
            0 => column.map_or(0, |(_, look)| *look),
            look => look,
        };
        let look = self.look_of(cell, look);
        let prefix = &self.marked.prefix;
        format!("<{prefix}c r=\"{}\" s=\"{look}\"/>", name(cell))
    }

    /// The rows that the sheet does not have, up to a row, each with its marked cells.
    fn rows_before(&mut self, row: u32) -> String {
        let mut new: BTreeMap<u32, String> = BTreeMap::new();
        self.look = 0;
        while let Some(next) = self.wanted.last().copied().filter(|next| next.0 < row) {
            self.wanted.pop();
            let cell = self.new_cell(next);
            new.entry(next.0).or_default().push_str(&cell);
        }
        let prefix = &self.marked.prefix;
        let whole = |(row, cells): (&u32, &String)| format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1);
        new.iter().map(whole).collect()
    }
}
