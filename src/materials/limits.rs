//! How much of a document is looked at: each limit is far beyond an honest document, and named when it is met.

const MIB: u64 = 1024 * 1024;

/// The largest file that is opened, in bytes: a hundred pages scanned in colour at 300 dpi stay below it, and it is
/// held in memory while it is read.
pub const FILE_BYTES: u64 = 128 * MIB;

/// The largest file whose fingerprint is taken, in bytes: some ten seconds of reading.
pub const HASHED_BYTES: u64 = 4096 * MIB;

pub use crate::container::limits::{PART_BYTES, PARTS, UNFOLDED_BYTES};

/// How deep elements may stand inside one another in a part of an archive; Word's own nest some fifty deep.
pub const XML_DEPTH: u64 = 2_000;

/// The most pages of a PDF that are counted: ten times the thickest bid.
pub const PAGES: usize = 20_000;

/// The most objects of a PDF, counted in the file before it is opened; each takes memory. A page has some hundred.
pub const OBJECTS: usize = 1_000_000;

/// The most streams of a PDF that hold objects themselves, some hundred each.
pub const OBJECT_STREAMS: usize = 2_048;

/// The most bytes that all streams together may unfold to while a PDF is opened: its objects without their content.
pub const OPENED_BYTES: usize = 256 * MIB as usize;

/// The most bytes that any one of them may unfold to, and the least that is allowed to each however many there are: the
/// table of a hundred thousand objects takes less.
pub const STREAM_BYTES: std::ops::RangeInclusive<usize> = MIB as usize..=16 * MIB as usize;

/// The most bytes of drawing instructions of a PDF that are read for their text: about a second of work.
pub const DRAWN_BYTES: usize = 64 * MIB as usize;

/// The most bytes of drawing instructions of one page: a page of text takes some ten thousand.
pub const PAGE_BYTES: usize = 8 * MIB as usize;

/// The least that a font or a drawing inside a drawing is charged, in bytes, so that many small ones come to an end.
pub const FORM_BYTES: usize = 4 * 1024;

/// What each name that a font gives a code is charged besides, in bytes: a name is looked up among thousands.
pub const GLYPH_BYTES: usize = 64;

/// How deep a drawing may stand inside a drawing; stamps and watermarks need two.
pub const FORM_DEPTH: usize = 6;

/// The least that an annotation of a page is charged, in bytes: a page of a filled-in form has hundreds.
pub const MARK_BYTES: usize = 256;

/// How many fields of a form may stand in one another.
pub const FIELD_DEPTH: usize = 32;

/// How many states of drawing are kept one upon another; a page needs a dozen.
pub const KEPT_STATES: usize = 1_000;

/// The most headings that are kept: a table of contents has fewer.
pub const HEADINGS: usize = 500;

/// The most characters of a heading that are kept: a longer one is a paragraph in the wrong style.
pub const HEADING_CHARS: usize = 120;

/// How deep paragraphs may stand in text boxes of other paragraphs; Word allows one.
pub const BOXES: usize = 64;

/// The most styles of a text document: Word itself comes with some 400.
pub const STYLES: usize = 10_000;

/// The most formats of the cells of a workbook: Excel takes no more.
pub const FORMATS: usize = 65_490;

/// How many styles one style may be derived from, one after another; Word stops at 11.
pub const STYLE_CHAIN: usize = 16;

/// Fewer characters on a page that shows a picture are the scanner program's own mark, no text of the page: such
/// marks are about ten characters long.
pub const THIN_CHARS: u64 = 16;

/// The least pixels on the short side of a page of A4 that was scanned or photographed: 210 mm at 150 dpi, below
/// which seals and small print blur. The long side is then 1754.
pub const SHORT_SIDE: u32 = 1240;

/// The most pixels on one side: 65,535 is the most a JPEG can have, no scanner makes more.
pub const SIDE: u32 = 65_535;

/// The most files of a folder that are listed: a dossier has hundreds.
pub const FILES: usize = 10_000;

/// How deep folders may stand inside one another: dossiers are three or four deep.
pub const DEPTH: usize = 16;

/// The longest name, in bytes of UTF-8: file systems and archives take no longer one.
pub const NAME_BYTES: usize = 255;

/// The longest path inside the folder, in characters: Windows takes 260 with the drive and the folders above.
pub const PATH_CHARS: usize = 240;
