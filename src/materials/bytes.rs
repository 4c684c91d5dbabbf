//! The bytes of a file, read once: the fingerprint is of the very bytes that are examined.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::digest::Digest;
use crate::materials::limits;

/// The bytes that are read at a time.
const CHUNK: usize = 64 * 1024;

/// What was read of a file.
#[derive(Debug)]
pub struct Content {
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of all its bytes, in lower-case hexadecimal digits; `None` beyond [`limits::HASHED_BYTES`].
    pub sha256: Option<String>,
    /// The bytes; `None` beyond [`limits::FILE_BYTES`].
    pub held: Option<Vec<u8>>,
}

/// Reads an ordinary file.
///
/// # Errors
/// The system's own, and [`ErrorKind::InvalidInput`] if the file turned into something else since it was found.
pub fn read(path: &Path) -> io::Result<Content> {
    let file = File::open(path)?;
    let data = file.metadata()?;
    if !data.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut content = whole(file)?;
    content.bytes = content.bytes.max(data.len());
    Ok(content)
}

/// Reads a document from `source`.
///
/// # Errors
/// The system's own.
pub fn whole(source: impl Read) -> io::Result<Content> {
    consume(source, limits::FILE_BYTES, limits::HASHED_BYTES)
}

/// Reads to the end or to `hashed` bytes, and holds what was read if it is no more than `held` bytes.
fn consume(mut source: impl Read, most_held: u64, most_hashed: u64) -> io::Result<Content> {
    let mut digest = Digest::default();
    let mut held = Some(Vec::new());
    let mut bytes = 0_u64;
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = match source.read(&mut chunk) {
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let new = chunk.get(..read).unwrap_or_default();
        bytes += read as u64;
        if bytes > most_held {
            held = None;
        }
        if let Some(held) = &mut held {
            held.extend_from_slice(new);
        }
        let whole = read == 0;
        if whole || bytes > most_hashed {
            let sha256 = (bytes <= most_hashed).then(|| digest.finish());
            return Ok(Content { bytes, sha256, held });
        }
        digest.update(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_the_one_that_others_compute() {
        let abc = consume(&b"abc"[..], 3, 3).unwrap();
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((abc.bytes, abc.sha256.as_deref()), (3, Some(digest)));
        assert_eq!(abc.held.as_deref(), Some(&b"abc"[..]));
        let million = consume(io::repeat(b'a').take(1_000_000), 999_999, 1_000_000).unwrap();
        let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        assert_eq!((million.bytes, million.sha256.as_deref()), (1_000_000, Some(digest)));
        assert!(million.held.is_none());
    }

    #[test]
    fn a_file_without_end_is_given_up() {
        let endless = consume(io::repeat(0), 10, 1_000_000).unwrap();
        assert!(endless.sha256.is_none() && endless.held.is_none());
        assert!(endless.bytes > 1_000_000);
    }
}
