//! Plain text: its words.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::materials::count::Count;
use crate::materials::flaw::Flaw;
use crate::materials::search::Search;
use crate::materials::{Document, TextLayer};

/// How much text is decoded at a time, in bytes.
const CHUNK: usize = 64 * 1024;

/// Adds what is known of a text: in UTF-8, in UTF-16 with its mark, or else in GBK.
pub fn examine(bytes: &[u8], document: &mut Document, search: &mut Search<'_>) {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    };
    let mut decoder = encoding.new_decoder();
    let mut count = Count::default();
    let mut text = String::new();
    let mut undecoded = false;
    let mut chunks = bytes.chunks(CHUNK).peekable();
    while let Some(chunk) = chunks.next() {
        text.clear();
        text.reserve(decoder.max_utf8_buffer_length(chunk.len()).unwrap_or(CHUNK * 4));
        let (_, _, lost) = decoder.decode_to_string(chunk, &mut text, chunks.peek().is_none());
        undecoded |= lost;
        count.push(&text);
        search.push(&text);
    }
    let words = count.finish();
    document.words = Some(words);
    if words > 0 {
        document.text = TextLayer::Present;
        if undecoded {
            document.flaws.push(Flaw::TextUndecoded);
        }
    } else {
        document.text = TextLayer::Absent;
        document.flaws.push(Flaw::NoPages);
    }
}
