//! Places: where in which file a thing stands, and what is said when it cannot be read.

use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::container::sheet;
use crate::text::Text;

/// A place inside one source, as small as it can be kept: hundreds of thousands are held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A stretch of a text file, in bytes from its start.
    Span {
        /// The first byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
    /// A cell of a workbook, all numbers counted from zero.
    Cell {
        /// The sheet, as an index into [`Source::Workbook`]'s names.
        sheet: u16,
        /// The row.
        row: u32,
        /// The column.
        column: u16,
    },
}

impl Spot {
    /// The spot of a byte range; an empty range stays where it is, bytes past 4 GiB are not told apart.
    pub fn span(range: Range<usize>) -> Spot {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        Spot::Span {
            start,
            end: u32::try_from(range.end).unwrap_or(u32::MAX).max(start),
        }
    }
}

/// What a dossier, pack or calendar was read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A text file, with the whole text so that lines can be shown and counted.
    Text {
        /// Its name as the user gave it.
        file: Arc<str>,
        /// What stands in it.
        written: Arc<WholeText>,
    },
    /// A table in plain text: its cells have their line and column.
    Table {
        /// Its name as the user gave it.
        file: Arc<str>,
        /// What stands in it.
        written: Arc<WholeText>,
        /// Where its cells begin.
        cells: Arc<Cells>,
    },
    /// A workbook.
    Workbook {
        /// Its name as the user gave it.
        file: Arc<str>,
        /// The names of its sheets, in the order the workbook holds them.
        sheets: Arc<[Arc<str>]>,
    },
}

/// Where the cells of a table in plain text begin.
#[derive(Debug, Default)]
pub struct Cells {
    /// By row: how many cells stand before it.
    before: Vec<u32>,
    /// By cell: its first byte.
    starts: Vec<u32>,
}

impl Cells {
    /// Adds the next cell of a row, of the same one as before or of the next; `start` is its first byte.
    pub fn begin(&mut self, row: u32, start: usize) {
        while self.before.len() <= row as usize {
            self.before.push(u32::try_from(self.starts.len()).unwrap_or(u32::MAX));
        }
        self.starts.push(u32::try_from(start).unwrap_or(u32::MAX));
    }

    /// The first byte of a cell; of one behind the last of its row, that of the last.
    fn start(&self, row: u32, column: u16) -> Option<usize> {
        let first = *self.before.get(row as usize)? as usize;
        let end = self
            .before
            .get(row as usize + 1)
            .map_or(self.starts.len(), |end| *end as usize);
        let at = first.checked_add(usize::from(column))?.min(end.checked_sub(1)?);
        self.starts.get(at).map(|start| *start as usize)
    }
}

/// A whole text, so that its lines can be shown and counted.
#[derive(Debug)]
pub struct WholeText {
    /// The text, decoded.
    text: String,
    /// Where its lines and characters are, found when a place is first asked for.
    map: OnceLock<Map>,
}

/// Where the lines and characters of a text are.
#[derive(Debug)]
struct Map {
    /// The byte at which each line begins.
    lines: Box<[u32]>,
    /// How many characters begin before each block of [`BLOCK`] bytes: a line may be as long as the text, and have as
    /// many places on it.
    characters: Box<[u32]>,
}

/// The bytes that characters are counted by.
const BLOCK: usize = 1024;

impl Source {
    /// A text source.
    pub fn text(file: impl Into<Arc<str>>, text: impl Into<String>) -> Source {
        Source::Text {
            file: file.into(),
            written: Arc::new(WholeText {
                text: text.into(),
                map: OnceLock::new(),
            }),
        }
    }

    /// A table in plain text.
    pub fn table(file: impl Into<Arc<str>>, text: impl Into<String>, cells: Cells) -> Source {
        Source::Table {
            file: file.into(),
            written: Arc::new(WholeText {
                text: text.into(),
                map: OnceLock::new(),
            }),
            cells: Arc::new(cells),
        }
    }

    /// The text that stands in it; nothing of a workbook.
    pub fn contents(&self) -> &str {
        match self {
            Source::Text { written, .. } => &written.text,
            Source::Table { .. } | Source::Workbook { .. } => "",
        }
    }

    /// The file's name as the user gave it.
    pub fn file(&self) -> &Arc<str> {
        match self {
            Source::Text { file, .. } | Source::Table { file, .. } | Source::Workbook { file, .. } => file,
        }
    }

    /// The full place of `spot` in this source; the file alone where there is no spot.
    pub fn place(&self, spot: Option<Spot>) -> Place {
        let mut place = Place::file(self.file().clone());
        match (self, spot) {
            (Source::Text { written, .. }, Some(Spot::Span { start, .. })) => {
                let (line, column) = written.line_and_column(start as usize);
                place.line = Some(line);
                place.column = Some(column);
            }
            (Source::Table { written, cells, .. }, Some(Spot::Cell { row, column, .. })) => {
                if let Some(start) = cells.start(row, column) {
                    let (line, column) = written.line_and_column(start);
                    (place.line, place.column) = (Some(line), Some(column));
                }
            }
            (Source::Workbook { sheets, .. }, Some(Spot::Cell { sheet, row, column })) => {
                place.sheet = sheets.get(usize::from(sheet)).cloned();
                place.cell = Some(sheet::name((row, u32::from(column))));
            }
            _ => {}
        }
        place
    }
}

/// Where something was read: `file:line:column` of a text, or `file › sheet › cell` of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The line, counted from one.
    pub line: Option<usize>,
    /// The column, counted in characters from one.
    pub column: Option<usize>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// The cell's name, such as `B3`.
    pub cell: Option<String>,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Place {
        Place {
            file: file.into(),
            line: None,
            column: None,
            sheet: None,
            cell: None,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        for part in [self.sheet.as_deref(), self.cell.as_deref()].into_iter().flatten() {
            write!(f, " › {part}")?;
        }
        Ok(())
    }
}

/// Something that could not be read as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// Where; `None` means the file as a whole.
    pub spot: Option<Spot>,
    /// What stands there and what was expected.
    pub message: Text,
    /// How to write it.
    pub hint: Option<Text>,
    /// Whether what stands there is a person's own and must not be shown.
    pub secret: bool,
}

impl InputError {
    /// An error at `spot`.
    pub fn at(spot: Spot, message: Text) -> InputError {
        InputError {
            spot: Some(spot),
            message,
            hint: None,
            secret: false,
        }
    }

    /// An error of the file as a whole.
    pub fn whole(message: Text) -> InputError {
        InputError {
            spot: None,
            message,
            hint: None,
            secret: false,
        }
    }

    /// The same error with the word that was probably meant, if there is one.
    pub fn near(self, near: Option<&str>) -> InputError {
        match near {
            Some(near) => self.hint(meant(near)),
            None => self,
        }
    }

    /// The same error with a word on how to write it.
    pub fn hint(mut self, hint: Text) -> InputError {
        self.hint = Some(hint);
        self
    }
}

/// How to write what was meant.
pub fn meant(near: &str) -> Text {
    text!("是否想写 {near}？", "did you mean {near}?")
}

/// All that is wrong with one source, in the order in which it stands there.
#[derive(Debug, Clone)]
pub struct Unreadable {
    /// The source; its text is shown beside each error.
    pub source: Source,
    /// At least one error.
    pub errors: Vec<InputError>,
    /// Whether it can be read but has nothing of a dossier in it: a walk through folders passes over it.
    pub foreign: bool,
}

impl Unreadable {
    /// Sorts the errors into the order of the source, those of the whole file first.
    pub fn new(source: Source, mut errors: Vec<InputError>) -> Unreadable {
        errors.sort_by_key(|error| match error.spot {
            None => (0, 0, 0),
            Some(Spot::Span { start, end }) => (1, start, end),
            Some(Spot::Cell { sheet, row, column }) => (1 + u32::from(sheet), row, u32::from(column)),
        });
        errors.dedup();
        Unreadable {
            source,
            errors,
            foreign: false,
        }
    }
}

impl WholeText {
    /// The line and column of a byte, both from one, the column in characters. A byte inside a character counts
    /// as that character; one past the end as the end.
    fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let map = self.map.get_or_init(|| Map::of(&self.text));
        let mut end = byte.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = map.lines.partition_point(|begin| *begin as usize <= end);
        let begin = line.checked_sub(1).and_then(|line| map.lines.get(line));
        let begin = begin.map_or(0, |begin| *begin as usize);
        let column = self.characters_before(map, end) - self.characters_before(map, begin) + 1;
        (line, column)
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, map: &Map, byte: usize) -> usize {
        let block = byte / BLOCK;
        let counted = map.characters.get(block).map_or(0, |counted| *counted as usize);
        counted + beginnings(self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default())
    }
}

impl Map {
    fn of(text: &str) -> Map {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let begins = ends.map(|(end, _)| u32::try_from(end + 1).unwrap_or(u32::MAX));
        let mut characters = vec![0];
        let mut counted = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            counted += beginnings(block);
            characters.push(u32::try_from(counted).unwrap_or(u32::MAX));
        }
        Map {
            lines: std::iter::once(0).chain(begins).collect(),
            characters: characters.into(),
        }
    }
}

/// How many characters begin in some bytes of a text.
fn beginnings(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000)
        .count()
}

/// What an error of the system is. Of some that users of Windows meet most, the standard library knows no kind.
pub fn kind_of(error: &io::Error) -> io::ErrorKind {
    /// Another program holds the file (ERROR_SHARING_VIOLATION), or a part of it (ERROR_LOCK_VIOLATION): one that is
    /// open in Excel.
    const HELD: [i32; 2] = [32, 33];
    /// Whoever reads the pipe is gone for good (ERROR_PIPE_NOT_CONNECTED).
    const NOT_CONNECTED: i32 = 233;
    match error.raw_os_error() {
        Some(code) if cfg!(windows) && HELD.contains(&code) => io::ErrorKind::PermissionDenied,
        Some(NOT_CONNECTED) if cfg!(windows) => io::ErrorKind::BrokenPipe,
        _ => error.kind(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_says_is_known_there_alone() {
        use io::ErrorKind::{BrokenPipe, PermissionDenied, StorageFull};
        for kind in [BrokenPipe, PermissionDenied, StorageFull] {
            assert_eq!(kind_of(&kind.into()), kind);
        }
        for (code, kind) in [
            (5, PermissionDenied),
            (32, PermissionDenied),
            (33, PermissionDenied),
            (109, BrokenPipe),
            (112, StorageFull),
            (232, BrokenPipe),
            (233, BrokenPipe),
        ] {
            let error = io::Error::from_raw_os_error(code);
            assert_eq!(
                kind_of(&error),
                if cfg!(windows) { kind } else { error.kind() },
                "{code}"
            );
        }
    }

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = "甲 = 1\n名称 = 2\n";
        let source = Source::text("a", text);
        let at = |byte: usize| {
            let place = source.place(Some(Spot::span(byte..byte)));
            (place.line.unwrap(), place.column.unwrap())
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 1));
        assert_eq!(at(text.find('=').unwrap()), (1, 3));
        assert_eq!(at(text.find('\n').unwrap()), (1, 6));
        assert_eq!(at(text.find('名').unwrap()), (2, 1));
        assert_eq!(at(text.rfind('2').unwrap()), (2, 6));
        assert_eq!(at(999), (3, 1));
    }

    proptest::proptest! {
        #[test]
        fn places_agree_with_a_count_from_the_start(
            text in "([甲a\u{1f600}]{0,9}|[é\n]{0,3}|[甲]{400}){0,12}",
            byte: proptest::sample::Index,
        ) {
            let byte = byte.index(text.len() + 2);
            let before = text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= byte);
            let (mut line, mut column) = (1, 1);
            for (_, c) in before {
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            let place = Source::text("a", text).place(Some(Spot::span(byte..byte)));
            proptest::prop_assert_eq!((place.line, place.column), (Some(line), Some(column)));
        }
    }

    #[test]
    fn a_place_reads_as_people_write_it() {
        let text = Source::text("a.toml", "x = 1\n");
        assert_eq!(text.place(Some(Spot::span(4..5))).to_string(), "a.toml:1:5");
        let book = Source::Workbook {
            file: "b.xlsx".into(),
            sheets: Arc::from([Arc::from("财务年度")]),
        };
        let cell = Spot::Cell {
            sheet: 0,
            row: 3,
            column: 1,
        };
        assert_eq!(book.place(Some(cell)).to_string(), "b.xlsx › 财务年度 › B4");
    }
}
