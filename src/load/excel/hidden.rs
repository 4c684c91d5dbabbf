//! The hidden sheets of a form: nothing is read from them, but what stands there may belie what the form states.

use crate::dictionary::{Dictionary, Entry};
use crate::load::excel::form::Form;
use crate::load::excel::layout::Grid;
use crate::load::excel::row;
use crate::load::excel::sheet::Cell;
use crate::writing::quote;

/// What a hidden sheet comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Nothing is written on it but its headings, or it was told as an error.
    Told,
    /// Something stands on it that is not read.
    Unread,
}

/// The name of the sheet that holds the choices of a template.
pub const OPTIONS: &str = "选项";

impl Form<'_> {
    /// Looks at a hidden sheet, once all that is seen has been read. One that lists what is stated not to be there is an
    /// error, as a visible one is.
    pub fn hidden(&mut self, name: &str, sheet: u16, grid: &Grid<'_>) -> Hidden {
        if grid.is_empty() || name == OPTIONS && is_choices(self.dictionary, grid) {
            return Hidden::Told;
        }
        let Some(id) = self.table_of(name, grid) else {
            return Hidden::Unread;
        };
        let (tables, passed) = (std::mem::take(&mut self.tables), std::mem::take(&mut self.passed));
        let (faults, stated) = (self.faults.len(), self.stated.len());
        self.table(sheet, grid, id);
        let hidden = std::mem::replace(&mut self.tables, tables);
        self.passed = passed;
        let unreadable = self.faults.len() > faults;
        self.faults.truncate(faults);
        self.stated.truncate(stated);
        let rows = hidden.into_iter().flat_map(|(.., rows)| rows).collect::<Vec<_>>();
        if rows.is_empty() {
            return if unreadable { Hidden::Unread } else { Hidden::Told };
        }
        let denied = self.stated.iter().find(|(stated, any, _)| *stated == id && !any);
        let (Some((_, any, spot)), Some(section)) = (denied.copied(), self.dictionary.section(id)) else {
            return Hidden::Unread;
        };
        let Err(error) = row::list(section, Some((any, spot)), rows) else {
            return Hidden::Unread;
        };
        let name = quote(name);
        let hint = text!(
            "那些内容在隐藏的工作表 {name} 里；请改为“有”，或删去那些内容",
            "they stand on the hidden sheet {name}; write 有 instead, or delete what is given"
        );
        self.fault(error.hint(hint), vec![Entry::Section(id)]);
        Hidden::Told
    }
}

/// Whether nothing stands on a sheet but what fields may hold, as on that of the choices of a template.
pub fn is_choices(dictionary: &Dictionary, grid: &Grid<'_>) -> bool {
    let known = |text: &str| {
        let mut fields = dictionary.fields();
        crate::words::yes_or_no(text).is_some() || fields.any(|(_, field)| field.choice(text).is_some())
    };
    let listed = |cell: &&Cell<'static>| cell.text().is_some_and(known);
    grid.values().flatten().all(listed)
}
