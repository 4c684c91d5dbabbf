//! The parts of a document that is a ZIP archive, streamed one at a time: all of them together never unfold further
//! than the limit, whatever they declare.

use std::io::{BufReader, Read};

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use zip::result::ZipError;

use crate::container::Package;
use crate::container::encoding::{HEAD, foreign, utf8};
pub use crate::container::package::attribute;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::search::Search;

/// An archive, and how much of it may still be unfolded.
pub struct Parts<'b> {
    package: Package<'b>,
    names: Vec<String>,
    left: u64,
}

impl<'b> Parts<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// It is damaged, or names more parts than are looked at.
    pub fn open(bytes: &'b [u8]) -> Result<Parts<'b>, Flaw> {
        // Counted before the directory is loaded, which takes memory for each.
        if memmem::find_iter(bytes, b"PK\x01\x02").nth(limits::PARTS).is_some() {
            return Err(Flaw::TooManyParts { limit: limits::PARTS });
        }
        let package = Package::open(bytes).ok_or(Flaw::Damaged)?;
        let mut names: Vec<String> = package.names().map(str::to_owned).collect();
        names.sort_by_key(|name| package.at(name));
        Ok(Parts {
            package,
            names,
            left: limits::UNFOLDED_BYTES,
        })
    }

    /// The names of the parts.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The archive as a package, to ask how its parts refer to one another.
    pub fn package(&mut self) -> &mut Package<'b> {
        &mut self.package
    }

    /// Gives the events of a part of XML to `each`, in order. `false` if there is no such part.
    ///
    /// # Errors
    /// The part is damaged, locked, unfolds too far or declares a DOCTYPE; or what `each` returns.
    pub fn walk(&mut self, name: &str, mut each: impl FnMut(&Event<'_>) -> Result<(), Flaw>) -> Result<bool, Flaw> {
        let Some(at) = self.package.at(name) else {
            return Ok(false);
        };
        let part = match self.package.archive().by_index(at) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Flaw::Encrypted),
            Err(_) => return Err(Flaw::Damaged),
        };
        let mut part = part.take(self.left + 1);
        let mut head = Vec::new();
        let peeked = part.by_ref().take(HEAD as u64).read_to_end(&mut head);
        let outcome = match peeked {
            Err(_) => Err(Flaw::Damaged),
            Ok(_) if foreign(&head).is_some() => {
                let read = part.read_to_end(&mut head);
                match utf8(&head).filter(|_| read.is_ok()) {
                    Some(text) => events(&mut Reader::from_reader(text.as_ref()), &mut each),
                    None => Err(Flaw::Damaged),
                }
            }
            Ok(_) => {
                let whole = head.as_slice().chain(part.by_ref());
                events(&mut Reader::from_reader(BufReader::new(whole)), &mut each)
            }
        };
        self.left = part.limit().saturating_sub(1);
        if self.left == 0 {
            // The end that the limit made is no damage of the file's.
            return Err(Flaw::UnfoldsTooFar {
                limit: limits::UNFOLDED_BYTES,
            });
        }
        outcome.map(|()| true)
    }
}

impl Parts<'_> {
    /// Searches the text in elements of these names in a part; at the end of one named `unit` a line ends. `false` if
    /// there is no such part.
    ///
    /// # Errors
    /// As for [`walk`](Self::walk).
    pub fn texts(&mut self, name: &str, texts: &[&str], unit: &str, search: &mut Search<'_>) -> Result<bool, Flaw> {
        let mut inside = 0_u32;
        self.walk(name, |event| {
            match event {
                Event::Start(tag) if texts.contains(&tag.local_name().as_ref()) => inside += 1,
                Event::End(tag) if texts.contains(&tag.local_name().as_ref()) => inside = inside.saturating_sub(1),
                Event::End(tag) if tag.local_name().as_ref() == unit => search.push("\n"),
                _ if inside > 0 => {
                    if let Some(said) = text_of(event) {
                        search.push(&said);
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }
}

/// Walks through the events, and makes sure that the outermost element is closed at the end.
fn events<R: std::io::BufRead>(
    reader: &mut Reader<R>,
    each: &mut impl FnMut(&Event<'_>) -> Result<(), Flaw>,
) -> Result<(), Flaw> {
    let mut buffer = Vec::new();
    let mut depth = 0_u64;
    let mut closed = false;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| Flaw::Damaged)?;
        match &event {
            Event::Start(_) if depth == limits::XML_DEPTH => return Err(Flaw::Damaged),
            Event::Start(_) => depth += 1,
            Event::Empty(_) if depth == 0 => closed = true,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                closed = depth == 0;
            }
            Event::DocType(_) => return Err(Flaw::DeclaresDoctype),
            Event::Eof if closed => return Ok(()),
            Event::Eof => return Err(Flaw::Damaged),
            _ => {}
        }
        each(&event)?;
    }
}

/// The text of an event, if it is one that carries text.
pub fn text_of(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.xml10_content().into_owned()),
        Event::CData(text) => Some(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => entity(reference).map(String::from),
        _ => None,
    }
}

/// The character that `&amp;` and its like stand for; `None` for one that nothing defines.
fn entity(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Writes archives for tests.
#[cfg(test)]
pub(super) mod testing {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    /// An archive of these parts.
    pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(xml: &[u8]) -> Result<String, Flaw> {
        let bytes = testing::archive(&[("a.xml", xml)]);
        let mut said = String::new();
        let there = Parts::open(&bytes)?.walk("a.xml", |event| {
            said.extend(text_of(event));
            Ok(())
        })?;
        assert!(there);
        Ok(said)
    }

    #[test]
    fn text_is_read_whole_and_what_is_broken_is_damaged() {
        assert_eq!(
            walked("<a>质&amp;量<b/>&#x4e0a;<![CDATA[<海>]]></a>".as_bytes()).unwrap(),
            "质&量上<海>"
        );
        for broken in ["", "质量", "<a>质", "<a><b></a>", "<a></a", "<a>\u{0}</b>"] {
            assert_eq!(walked(broken.as_bytes()), Err(Flaw::Damaged), "{broken}");
        }
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        let most = usize::try_from(limits::XML_DEPTH).unwrap();
        assert_eq!(walked(deep(most).as_bytes()).unwrap(), "");
        assert_eq!(walked(deep(most + 1).as_bytes()), Err(Flaw::Damaged));
        assert_eq!(walked(b"<!DOCTYPE a><a/>"), Err(Flaw::DeclaresDoctype));
        assert_eq!(walked(b"<a>\xff\xfe</a>"), Err(Flaw::Damaged));
        let wide: Vec<u8> = "\u{feff}<a>质量</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(walked(&wide).unwrap(), "质量");
    }

    #[test]
    fn parts_together_unfold_no_further_than_the_limit() {
        let limit = usize::try_from(limits::UNFOLDED_BYTES).unwrap();
        let xml = |bytes: usize| format!("<a>{}</a>", " ".repeat(bytes - 7)).into_bytes();
        let bytes = testing::archive(&[("half", &xml(limit / 2)), ("rest", &xml(limit / 2)), ("one", b"<a/>")]);
        let mut parts = Parts::open(&bytes).unwrap();
        assert_eq!(parts.walk("half", |_| Ok(())), Ok(true));
        assert_eq!(parts.walk("none", |_| Ok(())), Ok(false));
        let too_far = Flaw::UnfoldsTooFar {
            limit: limits::UNFOLDED_BYTES,
        };
        assert_eq!(parts.walk("rest", |_| Ok(())), Err(too_far.clone()));
        assert_eq!(parts.walk("one", |_| Ok(())), Err(too_far.clone()));
        let bytes = testing::archive(&[("bomb", &xml(limit + 1))]);
        assert_eq!(Parts::open(&bytes).unwrap().walk("bomb", |_| Ok(())), Err(too_far));
        assert!(bytes.len() < limit / 100);
    }

    #[test]
    fn an_archive_that_is_none_is_damaged() {
        let whole = testing::archive(&[("a.xml", b"<a/>")]);
        for end in [0, 4, whole.len() / 2, whole.len() - 1] {
            assert_eq!(Parts::open(&whole[..end]).err(), Some(Flaw::Damaged), "{end}");
        }
        let crowd = b"PK\x01\x02".repeat(limits::PARTS + 1);
        assert_eq!(
            Parts::open(&crowd).err(),
            Some(Flaw::TooManyParts { limit: limits::PARTS })
        );
    }
}
