//! How much of an archive is looked at, whoever asks: each limit is far beyond an honest document, and named when it is
//! met.

const MIB: u64 = 1024 * 1024;

/// The most parts: a workbook of five hundred sheets with notes has 2,500, a report of hundreds of pictures fewer, and
/// each takes memory.
pub const PARTS: usize = 10_000;

/// The most bytes that the parts which are read may unfold to: a roster of half a million rows takes as much, the text
/// of thousands of pages a tenth.
pub const UNFOLDED_BYTES: u64 = 512 * MIB;

/// The most bytes that a part may unfold to which is held in memory.
pub const PART_BYTES: u64 = 32 * MIB;

/// The most bytes that a list of relationships may unfold to: it names hundreds of parts at most.
pub const LIST_BYTES: u64 = MIB;

/// The longest stretch without a tag, in bytes: a reader of XML holds it in memory. A picture written as text is the
/// longest that is honest.
pub const STRETCH_BYTES: u64 = 32 * MIB;
