//! A PDF is opened as other readers open it: with what locks only its attachments, without an id beside its lock, with
//! a table of objects that newer parts of the file contradict, with a page in the place of the tree of pages.

use std::borrow::Cow;
use std::collections::HashSet;

use lopdf::xref::XrefRecovery;
use lopdf::{DecompressError, Dictionary, Document as Pdf, Error, LoadOptions, Object, ObjectId, Writer};
use memchr::memmem;

use crate::materials::flaw::Flaw;
use crate::materials::limits;

/// The key under which a lock stands, and another of its length that means nothing.
const LOCK: &[u8] = b"/Encrypt";
const LOCK_HIDDEN: &[u8] = b"/Encrypz";

/// A PDF that opens, with its pages in order.
pub struct Opened {
    /// The document.
    pub pdf: Pdf,
    /// Its pages, as many as are counted.
    pub pages: Vec<ObjectId>,
}

/// Opens a PDF.
///
/// # Errors
/// It is locked, damaged or hostile.
pub fn open(bytes: &[u8]) -> Result<Opened, Flaw> {
    let options = LoadOptions::with_max_decompressed_size(stream_limit(bytes)?);
    let (pdf, bytes) = match Pdf::load_mem_with_options(bytes, options.clone()) {
        Ok(pdf) if !pdf.trailer.has(b"Encrypt") => (pdf, Cow::Borrowed(bytes)),
        Err(error) if refusal(&error, bytes) != Flaw::Encrypted => return Err(refusal(&error, bytes)),
        _ => unlocked(bytes, &options)?,
    };
    let pages = pages(&pdf);
    let lost = declared_pages(&pdf).is_some_and(|declared| declared > pages.len() as u64);
    if lost && pages.len() < limits::PAGES && !is_rebuilt(&pdf) {
        let options = LoadOptions {
            force_reconstruct: true,
            ..options
        };
        if let Ok(rebuilt) = Pdf::load_mem_with_options(&bytes, options) {
            let found = self::pages(&rebuilt);
            if found.len() > pages.len() && !rebuilt.trailer.has(b"Encrypt") {
                return Ok(Opened {
                    pdf: rebuilt,
                    pages: found,
                });
            }
        }
    }
    Ok(Opened { pdf, pages })
}

/// Whether the table of objects was rebuilt from what stands in the file.
pub fn is_rebuilt(pdf: &Pdf) -> bool {
    pdf.xref_recovery == Some(XrefRecovery::Reconstructed)
}

/// Opens a locked PDF in the two ways that need no password: where the lock is on its attachments alone, and where the
/// file lacks the id that the empty password is mixed with. Gives the bytes that open, too.
fn unlocked<'b>(bytes: &'b [u8], options: &LoadOptions) -> Result<(Pdf, Cow<'b, [u8]>), Flaw> {
    let hidden = hide_lock(bytes);
    let open = Pdf::load_mem_with_options(&hidden, options.clone()).map_err(|_| Flaw::Encrypted)?;
    let lock = open.trailer.get(b"Encrypz").map_err(|_| Flaw::Encrypted)?;
    let told = match lock {
        Object::Reference(id) => open.get_object(*id).ok(),
        lock => Some(lock),
    };
    let told = told.and_then(|lock| lock.as_dict().ok()).ok_or(Flaw::Encrypted)?;
    if is_of_attachments(told, &open) {
        return Ok((open, Cow::Owned(hidden)));
    }
    if open.trailer.has(b"ID") {
        return Err(Flaw::Encrypted);
    }
    let bytes = with_id(bytes, &open, lock).ok_or(Flaw::Encrypted)?;
    match Pdf::load_mem_with_options(&bytes, options.clone()) {
        Ok(pdf) if !pdf.trailer.has(b"Encrypt") => Ok((pdf, Cow::Owned(bytes))),
        _ => Err(Flaw::Encrypted),
    }
}

/// The same bytes with the key of every lock made meaningless, so that the file is read as it stands.
fn hide_lock(bytes: &[u8]) -> Vec<u8> {
    let mut hidden = bytes.to_vec();
    for at in memmem::find_iter(bytes, LOCK) {
        let next = bytes.get(at + LOCK.len());
        if next.is_some_and(|next| !next.is_ascii_alphanumeric())
            && let Some(key) = hidden.get_mut(at..at + LOCK.len())
        {
            key.copy_from_slice(LOCK_HIDDEN);
        }
    }
    hidden
}

/// Whether a lock leaves strings and streams as they are, but for the attachments (ISO 32000-1, table 20).
fn is_of_attachments(lock: &Dictionary, pdf: &Pdf) -> bool {
    let version = lock.get_deref(b"V", pdf).and_then(Object::as_i64).unwrap_or(0);
    let open = |key: &[u8]| name(lock, key, pdf).is_none_or(|filter| filter == b"Identity");
    version >= 4 && open(b"StmF") && open(b"StrF")
}

/// The file with a last update that gives it a blank id and changes nothing else.
fn with_id(bytes: &[u8], open: &Pdf, lock: &Object) -> Option<Vec<u8>> {
    let start = memmem::find(bytes, b"%PDF-")?;
    let mut bytes = bytes.get(start..)?.to_vec();
    let mut trailer = Dictionary::new();
    for key in [&b"Size"[..], b"Root", b"Info"] {
        if let Ok(value) = open.trailer.get(key) {
            trailer.set(key, value.clone());
        }
    }
    let blank = || Object::String(Vec::new(), lopdf::StringFormat::Hexadecimal);
    trailer.set("ID", vec![blank(), blank()]);
    trailer.set("Encrypt", lock.clone());
    trailer.set("Prev", i64::try_from(open.xref_start).ok()?);
    let at = bytes.len() + 1;
    bytes.extend_from_slice(b"\nxref\n0 0\ntrailer\n");
    Writer::write_object(&mut bytes, &Object::Dictionary(trailer)).ok()?;
    bytes.extend_from_slice(format!("\nstartxref\n{at}\n%%EOF\n").as_bytes());
    Some(bytes)
}

/// The pages in their order. What has no children is a page, whatever it calls itself, and so is a root that is one.
fn pages(pdf: &Pdf) -> Vec<ObjectId> {
    let mut pages = Vec::new();
    let Ok(root) = pdf
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
    else {
        return pages;
    };
    let mut parents = HashSet::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let Ok(dictionary) = pdf.get_dictionary(node) else {
            continue;
        };
        let kind = name(dictionary, b"Type", pdf).unwrap_or_default();
        let kids = dictionary.get_deref(b"Kids", pdf).and_then(Object::as_array);
        match kids {
            Ok(kids) if kind != b"Page" => {
                if parents.insert(node) {
                    let room = limits::PAGES.saturating_sub(pages.len());
                    let kids = kids.iter().take(room).rev();
                    open.extend(kids.filter_map(|kid| kid.as_reference().ok()));
                }
            }
            Ok(_) | Err(_) if kind == b"Pages" || kind == b"Catalog" => {}
            _ => pages.push(node),
        }
        if pages.len() >= limits::PAGES {
            break;
        }
    }
    pages
}

/// The number of pages that the root of the page tree names.
pub fn declared_pages(pdf: &Pdf) -> Option<u64> {
    let root = pdf
        .catalog()
        .ok()?
        .get_deref(b"Pages", pdf)
        .and_then(Object::as_dict)
        .ok()?;
    let count = root.get_deref(b"Count", pdf).and_then(Object::as_i64).ok()?;
    u64::try_from(count).ok()
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

/// Whether the mark that ends a PDF stands near its end; transfers and mail programs append zeros and blanks.
pub fn ends(bytes: &[u8]) -> bool {
    const TAIL: usize = 2048;
    let filled = bytes.iter().rposition(|byte| *byte != 0 && !byte.is_ascii_whitespace());
    let end = filled.map_or(0, |last| last + 1);
    let tail = bytes.get(end.saturating_sub(TAIL)..end).unwrap_or_default();
    memmem::find(tail, b"%%EOF").is_some()
}

/// The name that stands under a key.
pub fn name<'d>(dictionary: &'d Dictionary, key: &[u8], pdf: &'d Pdf) -> Option<&'d [u8]> {
    dictionary.get_deref(key, pdf).and_then(Object::as_name).ok()
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
