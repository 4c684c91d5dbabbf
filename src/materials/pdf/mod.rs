//! A PDF: whether it opens, its pages, and whether they hold text or only pictures of it.

mod cmap;
mod fonts;
mod glyphs;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::encryption::Permissions;
use lopdf::xref::XrefRecovery;
use lopdf::{DecompressError, Error, LoadOptions, Object};
use memchr::memmem;

use self::text::Seen;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::search::Search;
use crate::materials::{Document, TextLayer};

/// Adds what is known of a PDF.
pub fn examine(bytes: &[u8], document: &mut Document, search: &mut Search<'_>) {
    // The parser is written for honest files; where one trips it up, that file is damaged and no more.
    let outcome = catch_unwind(AssertUnwindSafe(|| read(bytes, document, search)));
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(flaw)) => document.flaws.push(flaw),
        Err(_) => document.flaws.push(Flaw::Damaged),
    }
}

fn read(bytes: &[u8], document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let options = LoadOptions::with_max_decompressed_size(stream_limit(bytes)?);
    let pdf = lopdf::Document::load_mem_with_options(bytes, options).map_err(|error| refusal(&error, bytes))?;
    if pdf.trailer.has(b"Encrypt") {
        return Err(Flaw::Encrypted);
    }
    restrictions(&pdf, document);
    let rebuilt = pdf.xref_recovery == Some(XrefRecovery::Reconstructed);
    if rebuilt && !ends(bytes) {
        document.flaws.push(Flaw::Truncated);
    } else if rebuilt {
        document.flaws.push(Flaw::Repaired);
    }
    let pages = pdf.page_iter().filter(|page| pdf.get_dictionary(*page).is_ok());
    let pages: Vec<_> = pages.take(limits::PAGES).collect();
    let found = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if found == 0 {
        return Err(if rebuilt { Flaw::Damaged } else { Flaw::NoPages });
    }
    document.pages = Some(found);
    if let Some(declared) = declared_pages(&pdf)
        && declared > u64::from(found)
        && pages.len() < limits::PAGES
    {
        document.flaws.push(Flaw::PagesLost { declared, found });
    }
    let seen = text::look(&pdf, &pages, search);
    judge(&seen, found, document, search);
    Ok(())
}

/// How far each stream may unfold while the file is opened. The parser holds every object in memory, so that what is
/// in the file is counted before.
fn stream_limit(bytes: &[u8]) -> Result<usize, Flaw> {
    let more = |word: &[u8], limit: usize| memmem::find_iter(bytes, word).nth(limit).is_some();
    for (word, limit) in [(&b" obj"[..], limits::OBJECTS), (b"/ObjStm", limits::OBJECT_STREAMS)] {
        if more(word, limit) {
            return Err(Flaw::TooManyParts { limit });
        }
    }
    let streams = memmem::find_iter(bytes, b"/ObjStm").count();
    let (least, most) = limits::STREAM_BYTES.into_inner();
    Ok((limits::OPENED_BYTES / (streams + 1)).clamp(least, most))
}

/// What an error of the parser means.
fn refusal(error: &Error, bytes: &[u8]) -> Flaw {
    match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => Flaw::Encrypted,
        Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => {
            Flaw::UnfoldsTooFar { limit: *limit as u64 }
        }
        _ if !ends(bytes) => Flaw::Truncated,
        _ => Flaw::Damaged,
    }
}

/// Notes what the author forbids of what a committee does.
fn restrictions(pdf: &lopdf::Document, document: &mut Document) {
    if let Some(state) = &pdf.encryption_state {
        let allowed = state.permissions();
        let printing = allowed.contains(Permissions::PRINTABLE);
        let copying = allowed.contains(Permissions::COPYABLE);
        if !(printing && copying) {
            document.flaws.push(Flaw::OwnerRestricted { printing, copying });
        }
    }
}

/// Whether the mark that ends a PDF stands near its end; transfers and mail programs append zeros and blanks.
fn ends(bytes: &[u8]) -> bool {
    const TAIL: usize = 2048;
    let filled = bytes.iter().rposition(|byte| *byte != 0 && !byte.is_ascii_whitespace());
    let end = filled.map_or(0, |last| last + 1);
    let tail = bytes.get(end.saturating_sub(TAIL)..end).unwrap_or_default();
    memmem::find(tail, b"%%EOF").is_some()
}

/// The number of pages that the root of the page tree names.
fn declared_pages(pdf: &lopdf::Document) -> Option<u64> {
    let root = pdf
        .catalog()
        .ok()?
        .get_deref(b"Pages", pdf)
        .and_then(Object::as_dict)
        .ok()?;
    let count = root.get_deref(b"Count", pdf).and_then(Object::as_i64).ok()?;
    u64::try_from(count).ok()
}

/// What the pages that were looked through say of the text layer.
fn judge(seen: &Seen, found: u32, document: &mut Document, search: &mut Search<'_>) {
    let flaw = if seen.with_text > 0 {
        document.text = TextLayer::Present;
        (seen.undecoded > 0 || seen.skipped).then_some(Flaw::TextUndecoded)
    } else if seen.undecoded > 0 {
        document.text = TextLayer::Unreadable;
        Some(Flaw::TextUnreadable)
    } else {
        document.text = TextLayer::Absent;
        Some(if seen.skipped {
            Flaw::TextUndecoded
        } else if seen.scanned > 0 {
            Flaw::ScannedOnly
        } else {
            Flaw::NoText
        })
    };
    if seen.pages < found && !(seen.with_text > 0 && search.is_over()) {
        document.flaws.push(Flaw::TextPartly {
            pages: Some(seen.pages),
        });
    }
    if seen.with_text > 0 && seen.scanned > 0 {
        document.flaws.push(Flaw::PagesScanned { pages: seen.scanned });
    }
    document.flaws.extend(flaw);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_may_unfold_to_is_shared_among_its_streams() {
        let limit = |streams: usize| stream_limit(&b"/ObjStm".repeat(streams));
        let mib = 1024 * 1024;
        assert_eq!(limit(0), Ok(16 * mib));
        assert_eq!(limit(15), Ok(16 * mib));
        assert_eq!(limit(31), Ok(8 * mib));
        assert_eq!(limit(limits::OBJECT_STREAMS), Ok(mib));
        assert_eq!(
            limit(limits::OBJECT_STREAMS + 1),
            Err(Flaw::TooManyParts {
                limit: limits::OBJECT_STREAMS
            })
        );
        let objects = |count: usize| stream_limit(&b"1 0 obj".repeat(count));
        assert!(objects(limits::OBJECTS).is_ok());
        assert!(objects(limits::OBJECTS + 1).is_err());
    }

    #[test]
    fn the_end_is_looked_for_at_the_end() {
        assert!(ends(b"%%EOF") && ends(b"%%EOF\r\n\0\0\0 "));
        let after = |count: usize| [b"%%EOF".to_vec(), vec![b'x'; count]].concat();
        assert!(ends(&after(2043)) && !ends(&after(2044)));
        assert!(!ends(b"") && !ends(&[0; 10]));
    }
}
