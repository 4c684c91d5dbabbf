//! What this program wrote is known by a mark inside, whatever its name: it is no input, no document of a dossier, and
//! may be written over.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use memchr::memmem;
use zip::ZipArchive;

/// The mark at the end of a report in Markdown, where nobody sees it.
pub const MARKDOWN: &str = "<!-- quality-award -->";

/// The last line of a report in plain text.
pub const TEXT: &str = "—— quality-award ——";

/// The property of a workbook that is a report.
pub const PROPERTY: &str = "quality-award";

/// The line of a calendar that tells who wrote it, before the version.
pub const CALENDAR: &str = "PRODID:-//quality-award//";

/// The part that holds it.
const PROPERTIES: &str = "docProps/custom.xml";

/// The comment of an archive that is an applicant's own workbook with notes, before what tells the original.
const COPY: &str = "quality-award copy ";

/// How the tables begin: a report, a table of matches, a comparison.
const TABLES: [&str; 3] = [
    "source,pack,applicant,track,as_of,verdict,pass,fail,missing,review,not_applicable,",
    "source,applicant,pack,award,track,stage,closes,judged_for,verdict,",
    "key,applicant,change,name,old,new,turn,old_place,place",
];

/// How much of a file is looked at, from its start and to its end.
const LOOKED_AT: u64 = 4096;

/// The most parts of an archive that may be a report.
const PARTS: u16 = 10_000;

/// Whether the file at `path` was written by this program.
pub fn is_ours(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.metadata().is_ok_and(|data| data.is_file()) && seen_in(file))
}

/// Whether a file of these bytes was written by this program.
pub fn is_in(bytes: &[u8]) -> bool {
    let most = usize::try_from(LOOKED_AT).unwrap_or(usize::MAX).min(bytes.len());
    let (head, tail) = (bytes.get(..most), bytes.get(bytes.len() - most..));
    seen(Cursor::new(bytes), head.unwrap_or_default(), tail.unwrap_or_default())
}

/// The original that an annotated copy was made of, if the file is such a copy.
pub fn original(path: &Path) -> Option<String> {
    let file = File::open(path).ok()?;
    let comment = archive(file)?.comment().to_vec();
    let comment = String::from_utf8(comment).ok()?;
    comment.rsplit_once(COPY).map(|(_, original)| original.to_owned())
}

/// An archive with the mark of an annotated copy, and what tells its original. A comment that it has stays.
pub fn stamp(archive: &mut Vec<u8>, original: &str) {
    let Some(end) = memmem::rfind(archive, b"PK\x05\x06") else {
        return;
    };
    let kept = archive.get(end + 22..).unwrap_or_default();
    let kept = memmem::find(kept, COPY.as_bytes()).map_or(kept, |at| kept.get(..at).unwrap_or_default());
    let comment = [kept, COPY.as_bytes(), original.as_bytes()].concat();
    if let (Ok(length), true) = (u16::try_from(comment.len()), archive.len() >= end + 22) {
        archive.truncate(end + 20);
        archive.extend(length.to_le_bytes());
        archive.extend(comment);
    }
}

fn seen_in(mut file: impl Read + Seek) -> bool {
    ends(&mut file).is_some_and(|(head, tail)| seen(file, &head, &tail))
}

/// Whether the mark is in a file that begins and ends so.
fn seen(file: impl Read + Seek, head: &[u8], tail: &[u8]) -> bool {
    if head.starts_with(b"PK\x03\x04") {
        return may_be_marked(tail) && archive(file).is_some_and(is_marked);
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let holds = |part: &[u8], word: &str| memmem::find(part, word.as_bytes()).is_some();
    let early = |word: &str| holds(head.get(..1024).unwrap_or(head), word);
    let tail = tail.trim_ascii_end();
    let last = tail.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    match head.first() {
        // a document, lines of which the last is the summary, or a log of findings
        Some(b'{') => {
            early("\"schema_version\"") && early("\"name\": \"quality-award\"")
                || early("\"driver\"") && early("\"name\": \"quality-award\"")
                || last.starts_with(b"{\"summary\":{\"files\":")
        }
        // issues; of none of them nothing is lost
        Some(b'[') => {
            head.trim_ascii() == b"[]"
                || early("\"description\"") && early("\"check_name\"") && early("\"fingerprint\"")
        }
        Some(b'<') => {
            early("<testsuites name=\"quality-award\"")
                || early("<meta name=\"generator\" content=\"quality-award ")
                || last == MARKDOWN.as_bytes()
        }
        _ => {
            TABLES.iter().any(|table| head.starts_with(table.as_bytes()))
                || last == MARKDOWN.as_bytes()
                || last == TEXT.as_bytes()
                || head.starts_with(b"BEGIN:VCALENDAR\r\n") && early(CALENDAR)
        }
    }
}

/// The first and the last bytes of a file.
fn ends(file: &mut (impl Read + Seek)) -> Option<(Vec<u8>, Vec<u8>)> {
    let length = file.seek(SeekFrom::End(0)).ok()?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(LOOKED_AT))).ok()?;
    file.take(LOOKED_AT).read_to_end(&mut tail).ok()?;
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(LOOKED_AT).read_to_end(&mut head).ok()?;
    Some((head, tail))
}

/// Whether an archive may bear a mark, by its last bytes: they name one, or not all of its parts.
fn may_be_marked(tail: &[u8]) -> bool {
    let holds = |word: &str| memmem::find(tail, word.as_bytes()).is_some();
    let directory = memmem::rfind(tail, b"PK\x05\x06").and_then(|end| tail.get(end + 12..end + 16));
    let length = directory
        .and_then(|length| length.try_into().ok())
        .map(u32::from_le_bytes);
    let whole = length.is_some_and(|length| (length as usize) < tail.len().saturating_sub(22));
    !whole || holds(COPY) || holds(PROPERTIES)
}

/// A file as an archive, unless it has more parts than any report.
fn archive<F: Read + Seek>(mut file: F) -> Option<ZipArchive<F>> {
    let (_, tail) = ends(&mut file)?;
    let end = memmem::rfind(&tail, b"PK\x05\x06")?;
    let parts: [u8; 2] = tail.get(end + 10..end + 12)?.try_into().ok()?;
    if u16::from_le_bytes(parts) > PARTS {
        return None;
    }
    ZipArchive::new(file).ok()
}

/// Whether an archive is an annotated copy or a workbook that is a report.
fn is_marked<F: Read + Seek>(mut archive: ZipArchive<F>) -> bool {
    if memmem::find(archive.comment(), COPY.as_bytes()).is_some() {
        return true;
    }
    let mut properties = Vec::new();
    let read = archive
        .by_name(PROPERTIES)
        .is_ok_and(|part| part.take(LOOKED_AT).read_to_end(&mut properties).is_ok());
    read && memmem::find(&properties, format!("name=\"{PROPERTY}\"").as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_the_comment_it_has_and_tells_its_original() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.set_raw_comment((*b"by hand ").into()).unwrap();
        let mut bytes = writer.finish().unwrap().into_inner();
        let file = tempfile::NamedTempFile::new().unwrap();
        for original in ["a", "bcd", "e"] {
            stamp(&mut bytes, original);
            std::fs::write(file.path(), &bytes).unwrap();
            assert!(super::original(file.path()).as_deref() == Some(original));
            let read = ZipArchive::new(Cursor::new(&bytes)).unwrap();
            assert_eq!(read.comment(), format!("by hand {COPY}{original}").as_bytes());
        }
    }

    #[test]
    fn what_a_user_wrote_is_not_ours() {
        for text in [
            "",
            "{}",
            "[1]",
            "<html>",
            "quality-award\n",
            "source,pack\n",
            "# quality-award\n---\n",
            "BEGIN:VCALENDAR\r\nPRODID:-//another//1//ZH\r\n",
            "PRODID:-//quality-award//1//ZH\r\n",
        ] {
            assert!(!is_in(text.as_bytes()), "{text}");
        }
    }
}
