//! One sheet while it is written from the top down: texts within what a cell holds, real days, links to the
//! applicant's files, and the end of the sheet.
//!
//! Nothing is ever written as a formula: a value that begins with `=` is text, and stays text when it is edited.

use std::collections::HashMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Url, Worksheet, XlsxError};

use super::style::Style;
use crate::container::sheet::TEXT;
use crate::day::Day;
use crate::place::Place;
use crate::text::{Lang, Text};
use crate::writing::tame;

/// The rows of a sheet, as Excel counts them.
pub const ROWS: u32 = 1_048_576;

/// The most links of a sheet, as Excel counts them.
const LINKS: usize = 65_530;

/// The longest path that is linked, in UTF-16 units; Excel allows a little more for a whole link.
const PATH: usize = 1_000;

/// A4 as workbooks number it.
const A4: u8 = 9;

/// A sheet, and the row that is written next.
pub struct Page {
    /// The sheet.
    pub sheet: Worksheet,
    /// The row that is written next, counted from zero.
    pub row: u32,
    /// The language of its words.
    pub lang: Lang,
    /// How many folders up the one lies from which files are named; `None` where nobody can say.
    up: Option<usize>,
    /// How many rows it may have.
    rows: u32,
    links: usize,
    /// How many lines the row that is being written takes.
    lines: usize,
    widths: Vec<u8>,
    formats: HashMap<(Style, bool), Format>,
}

impl Page {
    /// An empty sheet of at most `rows` rows, `up` folders below the one from which files are named.
    ///
    /// # Errors
    /// A name that no sheet can have.
    pub fn new(name: &Text, lang: Lang, up: Option<usize>, rows: u32) -> Result<Page, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name.get(lang))?;
        Ok(Page {
            sheet,
            row: 0,
            lang,
            up,
            rows,
            links: 0,
            lines: 1,
            widths: Vec::new(),
            formats: HashMap::new(),
        })
    }

    /// How many rows are left.
    pub fn left(&self) -> u32 {
        self.rows.saturating_sub(self.row)
    }

    /// Writes words. Line breaks stay; other control characters do not, and what no cell holds is cut off.
    ///
    /// # Errors
    /// A column that no sheet has.
    pub fn text(&mut self, column: u16, words: &str, style: Style) -> Result<(), XlsxError> {
        let words = within(words, TEXT);
        self.measure(column, &words);
        let format = format(&mut self.formats, style, &words);
        self.sheet
            .write_string_with_format(self.row, column, words, format)
            .map(drop)
    }

    /// Writes a count.
    ///
    /// # Errors
    /// A column that no sheet has.
    pub fn count(&mut self, column: u16, count: usize) -> Result<(), XlsxError> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let format = format(&mut self.formats, Style::Count, "");
        self.sheet
            .write_number_with_format(self.row, column, count, format)
            .map(drop)
    }

    /// Writes a day as a day, or in words where workbooks have no such day; nothing leaves the cell blank.
    ///
    /// # Errors
    /// A column that no sheet has.
    pub fn day(&mut self, column: u16, day: Option<Day>) -> Result<(), XlsxError> {
        let Some(day) = day else {
            return self.text(column, "", Style::Day);
        };
        let date = ExcelDateTime::from_ymd(
            day.year().unsigned_abs(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        );
        match date {
            Ok(date) => {
                let format = format(&mut self.formats, Style::Day, "");
                self.sheet
                    .write_datetime_with_format(self.row, column, &date, format)
                    .map(drop)
            }
            Err(_) => self.text(column, &day.to_string(), Style::Day),
        }
    }

    /// Writes words that lead to a file and, in a workbook, to the cell; words alone where the path cannot be
    /// linked, or the sheet has as many links as it may.
    ///
    /// # Errors
    /// A column that no sheet has.
    pub fn link(&mut self, column: u16, words: &str, to: Option<&Place>) -> Result<(), XlsxError> {
        let Some(url) = to.filter(|_| self.links < LINKS).and_then(|to| address(to, self.up)) else {
            return self.text(column, words, Style::Body);
        };
        self.links += 1;
        let words = within(words, TEXT);
        self.measure(column, &words);
        let format = format(&mut self.formats, Style::Link, &words);
        self.sheet
            .write_url_with_format(self.row, column, Url::new(url).set_text(words), format)
            .map(drop)
    }

    /// Notes how many lines these words take where the column's width is known.
    fn measure(&mut self, column: u16, words: &str) {
        if let Some(width) = self.widths.get(usize::from(column)) {
            self.lines = self.lines.max(lines(words, usize::from(*width)));
        }
    }

    /// Writes a row of headings from the first column on and goes on to the next row.
    ///
    /// # Errors
    /// More columns than a sheet has.
    pub fn heads(&mut self, heads: &[Text]) -> Result<(), XlsxError> {
        for (column, head) in (0..).zip(heads) {
            self.text(column, head.get(self.lang), Style::Head)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Writes the title of the sheet and goes on to the next row.
    ///
    /// # Errors
    /// A sheet without room.
    pub fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        self.text(0, title, Style::Title)?;
        self.sheet.set_row_height(self.row, 26)?;
        self.row += 1;
        Ok(())
    }

    /// Writes each item in a row of its own, as long as there are rows, at most `most` of them, and says how many
    /// are left out.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn each<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        most: u32,
        mut write: impl FnMut(&mut Page, T) -> Result<(), XlsxError>,
    ) -> Result<(), XlsxError> {
        // The last row is kept for what is said of the rest.
        let room = most.min(self.left()).saturating_sub(1);
        let mut items = items.into_iter();
        for item in items.by_ref().take(usize::try_from(room).unwrap_or(usize::MAX)) {
            self.lines = 1;
            write(self, item)?;
            self.sheet.set_row_height(self.row, height(self.lines))?;
            self.row += 1;
        }
        let rest = items.count();
        if rest > 0 {
            let words = text!(
                "还有 {rest} 行超出工作表容量，未列出；完整内容请输出为 json 或 jsonl",
                "rows left out, since the sheet holds no more: {rest}; json or jsonl have them all"
            );
            self.text(0, words.get(self.lang), Style::Lead)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Sets the widths of the columns from the first on, in characters.
    ///
    /// # Errors
    /// More columns than a sheet has.
    pub fn widths(&mut self, widths: &[u8]) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// Freezes what stands above the next row and, in the first columns, beside it; on A4 laid sideways, with the
    /// row of headings above the next row on every page.
    ///
    /// # Errors
    /// A sheet without room.
    pub fn freeze(&mut self, columns: u16) -> Result<(), XlsxError> {
        let headings = self.row.saturating_sub(1);
        self.sheet
            .set_freeze_panes(self.row, columns)?
            .set_repeat_rows(headings, headings)?;
        Ok(())
    }

    /// Lets the rows from the row of headings to the last one written be filtered.
    ///
    /// # Errors
    /// A sheet without room.
    pub fn filter(&mut self, headings: u32, columns: u16) -> Result<(), XlsxError> {
        let last = self.row.saturating_sub(1).max(headings);
        self.sheet
            .autofilter(headings, 0, last, columns.saturating_sub(1))
            .map(drop)
    }

    /// The finished sheet, to be printed on A4 laid sideways; `scale` in per cent, or as wide as the paper.
    pub fn done(mut self, scale: Option<u16>) -> Worksheet {
        self.sheet
            .set_landscape()
            .set_paper_size(A4)
            .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
            .set_footer(match self.lang {
                Lang::Zh => "&C&A　第 &P 页，共 &N 页",
                Lang::En => "&C&A  page &P of &N",
            });
        match scale {
            Some(scale) => self.sheet.set_print_scale(scale),
            None => self.sheet.set_print_fit_to_pages(1, 0),
        };
        self.sheet
    }
}

/// The format of a look; words that a workbook could take for a formula when they are edited are marked as text.
fn format<'f>(formats: &'f mut HashMap<(Style, bool), Format>, style: Style, words: &str) -> &'f Format {
    let marked = words.starts_with(['=', '+', '-', '@', '\'']);
    formats.entry((style, marked)).or_insert_with(|| {
        let format = style.format();
        if marked { format.set_quote_prefix() } else { format }
    })
}

/// How many lines `words` take in a column `width` characters wide, of which a Chinese character takes two; a word
/// that is not broken may leave some of a line empty.
fn lines(words: &str, width: usize) -> usize {
    let width = width.saturating_sub(2).max(2);
    let taken = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    words.lines().map(|line| taken(line).div_ceil(width).max(1)).sum()
}

/// How tall a row with so many lines is, in points; no row is taller than 409.
fn height(lines: usize) -> u32 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX).clamp(1, 27);
    lines * 15 + 3
}

/// `words` as a cell may hold them: at most `most` UTF-16 units, no control characters but line breaks.
pub fn within(words: &str, most: usize) -> String {
    let allowed = |c: &char| *c == '\n' || !(c.is_control() || matches!(*c, '\u{fffe}' | '\u{ffff}'));
    let clean: String = words.chars().filter(allowed).collect();
    if clean.len() <= most || clean.encode_utf16().count() <= most {
        return clean;
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= most
    };
    let mut head: String = clean.chars().take_while(fits).collect();
    head.push('…');
    head
}

/// The address of a place in a file, from a folder so far below the one that relative paths start from. A path that
/// names a server, or that an address would change, has none.
fn address(place: &Place, up: Option<usize>) -> Option<String> {
    let path = &*place.file;
    let drive = matches!(path.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let rest = if drive { path.get(2..)? } else { path };
    let server =
        rest.starts_with("\\\\") || rest.starts_with("//") || rest.starts_with("\\/") || rest.starts_with("/\\");
    let odd = rest.contains([':', '%', '#', '"', '<', '>', '|', '?', '*']) || tame(path) != path;
    if path.is_empty() || path == "-" || server || odd {
        return None;
    }
    let absolute = drive || path.starts_with(['/', '\\']);
    let path = if absolute {
        path.to_owned()
    } else {
        format!("{}{path}", "../".repeat(up?))
    };
    if path.encode_utf16().count() > PATH {
        return None;
    }
    let cell = match (&place.sheet, &place.cell) {
        (Some(sheet), Some(cell)) if tame(sheet) == **sheet => format!("#'{}'!{cell}", sheet.replace('\'', "''")),
        _ => String::new(),
    };
    Some(format!("file:///{path}{cell}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_what_a_cell_holds() {
        let long = "长".repeat(TEXT);
        assert_eq!(within(&long, TEXT), long);
        let cut = within(&format!("{long}长"), TEXT);
        assert_eq!(cut.encode_utf16().count(), TEXT);
        assert!(cut.ends_with("长…"));
        let wide = within(&"𠮷".repeat(TEXT), TEXT);
        assert!(wide.encode_utf16().count() <= TEXT && wide.ends_with('…'));
        assert_eq!(within("甲\u{0}\u{1b}[31m\n乙\u{ffff}\r", TEXT), "甲[31m\n乙");
    }

    #[test]
    fn only_a_plain_path_is_an_address() {
        let place = |file: &str| Place::file(file);
        assert_eq!(
            address(&place("客户/甲 公司.xlsx"), Some(0)).as_deref(),
            Some("file:///客户/甲 公司.xlsx")
        );
        assert_eq!(
            address(&place("C:\\a\\b.xlsx"), None).as_deref(),
            Some("file:///C:\\a\\b.xlsx")
        );
        assert_eq!(
            address(&place("/a/b.xlsx"), Some(2)).as_deref(),
            Some("file:////a/b.xlsx")
        );
        assert_eq!(
            address(&place("a.xlsx"), Some(2)).as_deref(),
            Some("file:///../../a.xlsx")
        );
        assert_eq!(address(&place("a.xlsx"), None), None);
        assert_eq!(address(&place(&"a".repeat(PATH - 2)), Some(1)), None);
        for path in [
            "",
            "-",
            "\\\\host\\a.xlsx",
            "//host/a.xlsx",
            "/\\host/a",
            "javascript:alert(1)",
            "http://x/a.xlsx",
            "a%20b.xlsx",
            "a#b.xlsx",
            "a\u{202e}b.xlsx",
            "a\nb.xlsx",
        ] {
            assert_eq!(address(&place(path), Some(0)), None, "{path:?}");
        }
        assert_eq!(address(&place(&"a".repeat(PATH + 1)), Some(0)), None);
        let mut cell = place("a.xlsx");
        cell.sheet = Some("O'Neil".into());
        cell.cell = Some("B3".to_owned());
        assert_eq!(address(&cell, Some(0)).as_deref(), Some("file:///a.xlsx#'O''Neil'!B3"));
    }
}
