//! The parts of a document that is a ZIP archive, streamed one at a time: all of them together never unfold further
//! than the limit, whatever they declare.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::container::Package;
use crate::container::encoding::{HEAD, foreign, utf8};
pub use crate::container::package::attribute;
use crate::container::unfolding::Refused;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::search::Search;

/// An archive whose parts are walked through.
pub struct Parts<'b> {
    package: Package<'b>,
    names: Vec<String>,
}

/// What is wrong with a document whose archive is refused.
fn flaw(refused: Refused) -> Flaw {
    match refused {
        Refused::Crowded => Flaw::TooManyParts { limit: limits::PARTS },
        Refused::Locked => Flaw::Encrypted,
        Refused::Damaged => Flaw::Damaged,
        Refused::UnfoldsTooFar(limit) | Refused::Stretched(limit) => Flaw::UnfoldsTooFar { limit },
    }
}

impl<'b> Parts<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// It is damaged, or names more parts than are looked at.
    pub fn open(bytes: &'b [u8]) -> Result<Parts<'b>, Flaw> {
        let package = Package::open(bytes).map_err(flaw)?;
        let mut names: Vec<String> = package.names().map(str::to_owned).collect();
        names.sort_by_key(|name| package.at(name));
        Ok(Parts { package, names })
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
        let outcome = read(self.package.unfold(at).map_err(flaw)?, &mut each);
        // the end that a limit made is no damage of the file's
        match self.package.met() {
            Some(met) => Err(flaw(met)),
            None => outcome.map(|()| true),
        }
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

/// Gives the events of a part to `each`, whatever encoding it is in.
fn read(mut part: impl Read, each: &mut impl FnMut(&Event<'_>) -> Result<(), Flaw>) -> Result<(), Flaw> {
    let mut head = Vec::new();
    let peeked = part.by_ref().take(HEAD as u64).read_to_end(&mut head);
    peeked.map_err(|_| Flaw::Damaged)?;
    if foreign(&head).is_none() {
        let whole = head.as_slice().chain(part);
        return events(&mut Reader::from_reader(BufReader::new(whole)), each);
    }
    let limit = limits::PART_BYTES;
    let read = part.take(limit).read_to_end(&mut head);
    read.map_err(|_| Flaw::Damaged)?;
    if head.len() as u64 > limit {
        return Err(Flaw::UnfoldsTooFar { limit });
    }
    let text = utf8(&head).ok_or(Flaw::Damaged)?;
    events(&mut Reader::from_reader(text.as_ref()), each)
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
    fn what_unfolds_too_far_is_no_damage() {
        let xml = |bytes: u64| format!("<a>{}</a>", " ".repeat(usize::try_from(bytes).unwrap())).into_bytes();
        let bytes = testing::archive(&[
            ("bomb", &xml(limits::UNFOLDED_BYTES)),
            ("stretch", &xml(limits::PART_BYTES)),
            ("one", b"<a/>"),
        ]);
        for (part, limit) in [("bomb", limits::UNFOLDED_BYTES), ("stretch", limits::PART_BYTES)] {
            let mut parts = Parts::open(&bytes).unwrap();
            assert_eq!(parts.walk("one", |_| Ok(())), Ok(true));
            assert_eq!(parts.walk("none", |_| Ok(())), Ok(false));
            assert_eq!(
                parts.walk(part, |_| Ok(())),
                Err(Flaw::UnfoldsTooFar { limit }),
                "{part}"
            );
        }
        assert!(bytes.len() < 1024 * 1024);
        let wide = format!(
            "\u{feff}<a>{}</a>",
            " ".repeat(usize::try_from(limits::PART_BYTES / 2).unwrap())
        );
        let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = testing::archive(&[("wide", &wide)]);
        let walked = Parts::open(&bytes).unwrap().walk("wide", |_| Ok(()));
        let limit = limits::PART_BYTES;
        assert_eq!(walked, Err(Flaw::UnfoldsTooFar { limit }));
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
