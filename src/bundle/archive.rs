//! The archive itself: the same documents give the same bytes, and each is the one that was examined.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Bundle;
use crate::digest::Digest;
use crate::lock;
use crate::materials::{Folder, Refusal};
use crate::text::Text;
use crate::writing::quote;

/// The bytes that are copied at a time.
const CHUNK: usize = 64 * 1024;

/// Why an archive is not written.
#[derive(Debug)]
pub enum Unwritten {
    /// A document cannot be opened any more.
    Refused {
        /// Its path in the folder.
        file: String,
        /// Why.
        why: Refusal,
    },
    /// A document is no longer the one that was examined.
    Changed {
        /// Its path in the folder.
        file: String,
    },
    /// The system refuses.
    Failed(io::Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Unwritten {
        Unwritten::Failed(error)
    }
}

impl From<zip::result::ZipError> for Unwritten {
    fn from(error: zip::result::ZipError) -> Unwritten {
        Unwritten::Failed(error.into())
    }
}

impl Unwritten {
    /// The sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Unwritten::Refused { file, why } => {
                let (file, why) = (quote(file), why.text());
                text!("{file}不能打包：{why}", "{file} cannot be packed: {why}"; why)
            }
            Unwritten::Changed { file } => {
                let file = quote(file);
                text!(
                    "{file}在打包过程中变了，请重新运行",
                    "{file} changed while it was packed; run it again"
                )
            }
            Unwritten::Failed(error) => text!("压缩包写不成：{error}", "the archive cannot be written: {error}"),
        }
    }
}

/// Writes the archive: what stands in front by name and content, then the documents of the bundle from the folder.
///
/// # Errors
/// A document is not what was examined, or cannot be read or written. What was written by then is of no use.
pub fn write<W: Write + Seek>(
    bundle: &Bundle,
    folder: &Folder,
    front: &[(String, Vec<u8>)],
    out: W,
) -> Result<W, Unwritten> {
    let mut archive = ZipWriter::new(out);
    for (name, content) in front {
        archive.start_file(name.as_str(), options(content.len() as u64))?;
        archive.write_all(content)?;
    }
    for entry in &bundle.entries {
        let found = folder.resolve(&entry.file).map_err(|why| Unwritten::Refused {
            file: entry.file.clone(),
            why,
        })?;
        archive.start_file(entry.name.as_str(), options(entry.bytes))?;
        // Only as much as was examined: what grows meanwhile comes to an end.
        let content = File::open(&found.path)?.take(entry.bytes.saturating_add(1));
        if copy(content, &mut archive)? != entry.sha256 {
            return Err(Unwritten::Changed {
                file: entry.file.clone(),
            });
        }
    }
    Ok(archive.finish()?)
}

/// Whether what is read is an archive that was written here: one with a lock in it.
pub fn is_bundle(archive: impl Read + Seek) -> bool {
    ZipArchive::new(archive).is_ok_and(|archive| archive.index_for_name(lock::FILE).is_some())
}

/// How a file of that size is stored: without a clock, a user or a system in it.
fn options(bytes: u64) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(bytes >= u64::from(u32::MAX))
}

/// Copies to the end, and gives the digest of what was copied.
fn copy(mut from: impl Read, to: &mut impl Write) -> io::Result<String> {
    let mut digest = Digest::default();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => return Ok(digest.finish()),
            Ok(read) => chunk.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        digest.update(read);
        to.write_all(read)?;
    }
}
