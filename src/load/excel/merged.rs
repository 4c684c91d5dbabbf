//! What stands in merged cells belongs to each of the rows they span, and stands where it was written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::load::excel::limits;
use crate::load::excel::raw::Merged;
use crate::load::excel::sheet::Cell;
use crate::place::InputError;

/// Fills what stands in merged cells into the rows of a sheet, one row after another.
pub struct Filler<'c> {
    /// The cells that are merged and not reached yet, the next one last.
    ahead: Vec<Merged>,
    /// By column: what stands there, and the last row it belongs to.
    open: BTreeMap<u16, (u32, Cell<'c>)>,
    /// How many cells may still be filled, and how many might be.
    room: (u64, u64),
}

/// The cells of a sheet of a form, with what belongs to their rows from above.
///
/// # Errors
/// More cells than are looked at would be filled.
pub fn filled(cells: Vec<Cell<'static>>, merged: &[Merged]) -> Result<Vec<Cell<'static>>, InputError> {
    let mut filler = Filler::below(None, merged, limits::FORM_CELLS as u64);
    if filler.ahead.is_empty() {
        return Ok(cells);
    }
    let mut full = Vec::new();
    for line in cells.chunk_by(|a, b| a.row == b.row) {
        let number = line.first().map_or(0, |cell| cell.row);
        full.extend(filler.row(number, line)?.into_owned());
    }
    Ok(full)
}

impl<'c> Filler<'c> {
    /// What fills the rows below `head` with what stands in these, from the top, but no more than so many cells.
    pub fn below(head: Option<u32>, merged: &[Merged], most: u64) -> Filler<'c> {
        let within = merged.iter().rev().filter(|one| head.is_none_or(|head| one.top > head));
        Filler {
            ahead: within.copied().collect(),
            open: BTreeMap::new(),
            room: (most, most),
        }
    }

    /// Whether what stands in one of these columns belongs to rows below `number` as well.
    pub fn goes_on(&self, number: u32, columns: &[u16]) -> bool {
        let mut open = self.open.iter();
        open.any(|(column, (bottom, _))| *bottom > number && columns.contains(column))
    }

    /// A row with what belongs to it from above; a cell of its own stays as it is.
    ///
    /// # Errors
    /// More cells than are looked at would be filled.
    pub fn row<'l>(&mut self, number: u32, line: &'l [Cell<'c>]) -> Result<Cow<'l, [Cell<'c>]>, InputError> {
        let begins = self.ahead.last().is_some_and(|next| next.top <= number);
        if self.open.is_empty() && !begins {
            return Ok(Cow::Borrowed(line));
        }
        self.open.retain(|_, (bottom, _)| *bottom >= number);
        let mut full = line.to_vec();
        full.sort_by_key(|cell| cell.column);
        let mut own = full.iter_mut().peekable();
        let mut filled = Vec::new();
        for (column, (_, cell)) in &self.open {
            while own.next_if(|own| own.column < *column).is_some() {}
            match own.next_if(|own| own.column == *column) {
                // some programs write the value into every cell that is merged
                Some(own) if own.content == cell.content => own.written = cell.written,
                Some(_) => {}
                None => filled.push(Cell {
                    row: number,
                    ..cell.clone()
                }),
            }
        }
        let (room, most) = self.room;
        let Some(room) = room.checked_sub(filled.len() as u64) else {
            return Err(InputError::whole(text!(
                "合并单元格展开后超过 {most} 个单元格，没有读取",
                "the merged cells make more than {most} cells; they were not read"
            ))
            .hint(text!(
                "请取消不必要的合并后再检查",
                "unmerge what need not be merged and check again"
            )));
        };
        self.room = (room, most);
        let mut own = full.iter().peekable();
        while let Some(one) = self.ahead.pop_if(|next| next.top <= number) {
            while own.next_if(|own| own.column < one.left).is_some() {}
            if let Some(cell) = own.peek().filter(|own| own.column == one.left && one.top == number) {
                self.open.insert(one.left, (one.bottom, (*cell).clone()));
            }
        }
        if !filled.is_empty() {
            full.extend(filled);
            full.sort_by_key(|cell| cell.column);
        }
        Ok(Cow::Owned(full))
    }
}
