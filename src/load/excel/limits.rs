//! How much of a workbook is read: each limit is far beyond an honest workbook, and named when it is met.

pub use crate::load::bytes::FILE_BYTES;

pub use crate::container::limits::{PART_BYTES, PARTS, STRETCH_BYTES as BINARY_STRETCH_BYTES, UNFOLDED_BYTES};

/// The most bytes the table of shared texts may unfold to; it is held in memory.
pub const TEXTS_BYTES: u64 = 128 * MIB;

/// The most tags the table of shared texts may have: each text has one or more.
pub const TEXTS_TAGS: u64 = 16_000_000;

/// The longest stretch without a tag in a part of XML, in bytes: the longest text of a cell takes far less.
pub const STRETCH_BYTES: u64 = MIB;

/// The most that the styles of cells may grow to, in bytes: tags times the longest of them.
pub const STYLES_BYTES: u64 = 256 * MIB;

/// The most sheets.
pub const SHEETS: usize = 500;

pub use crate::container::sheet::{COLUMNS, ROWS};

/// The longest cell of a table in plain text, in bytes: four times the 32,767 characters that Excel keeps.
pub const CELL_BYTES: usize = 4 * crate::container::sheet::TEXT;

/// The most cells of one sheet of a roster.
pub const CELLS: u64 = 50_000_000;

/// The most cells of all sheets of one applicant's form.
pub const FORM_CELLS: usize = 200_000;

/// The most memory that reading an old workbook may take, in bytes.
pub const OLD_MEMORY: u64 = 288 * MIB;

/// The most time it may take, in seconds.
pub const OLD_SECONDS: u64 = 20;

/// The most cells of all its sheets.
pub const OLD_CELLS: usize = 4_000_000;

/// The most cells that the rows and columns of an `.ods` document repeat to.
pub const ODS_CELLS: u64 = 5_000_000;

/// The most areas of a sheet that are merged over rows, or cells of it that hold a formula without a result.
pub const MERGED: usize = 1_000_000;

/// The most cells that the values of merged ones are filled into.
pub const FILLED: u64 = 5_000_000;

/// The rows among which headings are looked for, with those below them that state units.
pub const HEAD_ROWS: u32 = 40;

/// The most cells that are looked at in them.
pub const HEAD_CELLS: usize = 20_000;

const MIB: u64 = 1024 * 1024;
