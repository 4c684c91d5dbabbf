//! A document that is an archive: its parts by name, how they refer to one another, and which document they make.
//! What a document is, its relationships say, and the first element of the part they lead to; never a folder's name.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::encoding::utf8;
use super::limits;
use super::unfolding::{Budget, Part, Refused};

/// How much of a part is looked at to see its first element.
const HEAD: u64 = 4096;

/// Which document the parts of an archive make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// A workbook of Excel 2007 and later.
    Workbook,
    /// A binary workbook of Excel 2007 and later.
    BinaryWorkbook,
    /// A text document of Word 2007 and later.
    TextDocument,
    /// Slides of PowerPoint 2007 and later.
    Slides,
    /// An OFD document (GB/T 33190).
    Ofd,
    /// A spreadsheet of the OpenDocument family.
    OpenSpreadsheet,
    /// Another document of the OpenDocument family.
    OpenDocument,
    /// A package of Office that holds none of these, or from which the main part is missing.
    OtherPackage,
    /// No document.
    Nothing,
}

/// One relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Its id.
    pub id: String,
    /// Its type, a URL.
    pub kind: String,
    /// Where it leads, as it is written.
    pub target: String,
    /// The part it leads to; `None` where that lies outside of the package or is not there.
    pub part: Option<String>,
}

impl Relationship {
    /// Whether its type ends so, such as `worksheet`: the transitional and the strict form begin otherwise.
    pub fn is(&self, ending: &str) -> bool {
        self.kind.rsplit('/').next() == Some(ending)
    }
}

/// An archive whose parts are found whatever the case of their names.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The position of each part, and its name, by its name in lower case.
    parts: HashMap<String, (usize, String)>,
    /// The relationships that were read, by the part they are of.
    related: HashMap<String, Arc<[Relationship]>>,
    budget: Budget,
}

impl<'b> Package<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// It is none, or has more parts than are looked at.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, Refused> {
        // counted before the directory is loaded, which takes memory for each
        if memmem::find_iter(bytes, b"PK\x01\x02").nth(limits::PARTS).is_some() {
            return Err(Refused::Crowded);
        }
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        let mut parts = HashMap::new();
        for (at, name) in archive.file_names().enumerate() {
            // a name that cannot be read is no part that anything refers to
            let Ok(name) = name else { continue };
            let slashed = name.replace('\\', "/");
            parts.insert(slashed.to_lowercase(), (at, slashed));
        }
        Ok(Package {
            archive,
            parts,
            related: HashMap::new(),
            budget: Budget::default(),
        })
    }

    /// A part to be read, by its position. All that are read so unfold no further together than the limit.
    ///
    /// # Errors
    /// It is locked or damaged, or declares more than may still be unfolded.
    pub fn unfold(&mut self, at: usize) -> Result<Part<'_, 'b>, Refused> {
        let part = self.archive.by_index(at)?;
        let declared = part.size();
        self.budget.of(part, declared)
    }

    /// The limit that was met while parts were unfolded.
    pub fn met(&self) -> Option<Refused> {
        self.budget.met()
    }

    /// The archive.
    pub fn archive(&mut self) -> &mut ZipArchive<Cursor<&'b [u8]>> {
        &mut self.archive
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&name.to_lowercase())
    }

    /// The position of a part in the archive.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.parts.get(&name.to_lowercase()).map(|(at, _)| *at)
    }

    /// The names of the parts, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.values().map(|(_, name)| name.as_str())
    }

    /// A part; `None` if it is not there, or locked.
    pub fn part(&mut self, name: &str) -> Option<ZipFile<'_, Cursor<&'b [u8]>>> {
        let at = self.at(name)?;
        self.archive.by_index(at).ok()
    }

    /// The first bytes of a part; empty if it is not there.
    pub fn head(&mut self, name: &str, most: u64) -> Vec<u8> {
        let mut head = Vec::new();
        if let Some(part) = self.part(name) {
            let _ = part.take(most).read_to_end(&mut head);
        }
        head
    }

    /// A part of XML in UTF-8; `None` if it is not there, damaged, or unfolds to more than so many bytes.
    pub fn xml(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let part = self.part(name)?;
        part.take(most + 1).read_to_end(&mut bytes).ok()?;
        let whole = bytes.len() as u64 <= most;
        whole.then(|| utf8(&bytes).map(std::borrow::Cow::into_owned)).flatten()
    }

    /// The relationships of a part; of the package itself where the name is blank.
    pub fn relationships(&mut self, part: &str) -> Arc<[Relationship]> {
        if let Some(known) = self.related.get(part) {
            return known.clone();
        }
        let known: Arc<[Relationship]> = self.read_relationships(part).into();
        self.related.insert(part.to_owned(), known.clone());
        known
    }

    fn read_relationships(&mut self, part: &str) -> Vec<Relationship> {
        let Some(list) = self.xml(&list_of(part), limits::LIST_BYTES) else {
            return Vec::new();
        };
        let mut known = Vec::new();
        each_tag(&list, |tag| {
            if tag.local_name().as_ref() != "Relationship" {
                return;
            }
            let target = attribute(tag, "Target").unwrap_or_default();
            let outside = attribute(tag, "TargetMode").is_some_and(|mode| mode == "External");
            let resolved = resolve(part, &target);
            known.push(Relationship {
                id: attribute(tag, "Id").unwrap_or_default(),
                kind: attribute(tag, "Type").unwrap_or_default(),
                part: Some(resolved).filter(|part| !outside && self.has(part)),
                target,
            });
        });
        known
    }

    /// The part that `part` refers to first under this kind of relationship.
    pub fn related(&mut self, part: &str, kind: &str) -> Option<String> {
        let known = self.relationships(part);
        known.iter().find(|one| one.is(kind))?.part.clone()
    }

    /// The part that the package is about.
    pub fn main(&mut self) -> Option<String> {
        self.related("", "officeDocument")
    }

    /// Which document the parts make.
    pub fn contents(&mut self) -> Contents {
        if let Some(main) = self.main() {
            let contents = match self.root(&main).as_deref() {
                Some("workbook") => Contents::Workbook,
                Some("document") => Contents::TextDocument,
                Some("presentation") => Contents::Slides,
                Some(_) => Contents::OtherPackage,
                None if main.ends_with(".bin") => Contents::BinaryWorkbook,
                None => self.named(),
            };
            return contents;
        }
        let declared = self.head("mimetype", 64);
        if let Some(family) = declared.strip_prefix(b"application/vnd.oasis.opendocument.") {
            return if family.starts_with(b"spreadsheet") {
                Contents::OpenSpreadsheet
            } else {
                Contents::OpenDocument
            };
        }
        if self.has("OFD.xml") {
            return Contents::Ofd;
        }
        if self.root("content.xml").as_deref() == Some("document-content") {
            return self.undeclared();
        }
        self.named()
    }

    /// Which document of the OpenDocument family it is, where nothing declares it.
    fn undeclared(&mut self) -> Contents {
        let mut contents = Contents::OpenDocument;
        let content = self.xml("content.xml", limits::PART_BYTES).unwrap_or_default();
        each_tag(&content, |tag| {
            if tag.name().as_ref() == "office:spreadsheet" {
                contents = Contents::OpenSpreadsheet;
            }
        });
        contents
    }

    /// Which document it is by the names of its parts, where the relationships do not say it.
    fn named(&self) -> Contents {
        let has = |start: &str| self.parts.keys().any(|name| name.starts_with(start));
        if has("xl/workbook.bin") {
            Contents::BinaryWorkbook
        } else if has("xl/") {
            Contents::Workbook
        } else if has("word/") {
            Contents::TextDocument
        } else if has("ppt/") {
            Contents::Slides
        } else if ["[content_types].xml", "meta-inf/manifest.xml"]
            .iter()
            .any(|list| has(list))
        {
            Contents::OtherPackage
        } else {
            Contents::Nothing
        }
    }

    /// The name of a part's first element without its prefix; `None` where the part is no XML.
    fn root(&mut self, name: &str) -> Option<String> {
        let head = self.head(name, HEAD);
        let head = match super::encoding::foreign(&head) {
            Some(encoding) => encoding.decode(&head).0.into_owned().into_bytes(),
            None => head,
        };
        let mut reader = Reader::from_reader(head.as_slice());
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) => return Some(tag.local_name().as_ref().to_owned()),
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }
}

/// Which document an archive is.
pub fn contents(bytes: &[u8]) -> Contents {
    Package::open(bytes).map_or(Contents::Nothing, |mut package| package.contents())
}

/// Gives the tags of a part that open or are empty to `each`, as far as it is well formed.
pub fn each_tag(xml: &[u8], mut each: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => each(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The value of an attribute, by its name without the prefix.
pub fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let attribute = attributes.find(|attribute| attribute.key.local_name().as_ref() == local)?;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// The part that lists the relationships of `part`; of the package as a whole where it is blank.
pub fn list_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that a target names, seen from `part`.
pub fn resolve(part: &str, target: &str) -> String {
    let (base, target) = match target.strip_prefix('/') {
        Some(whole) => ("", whole),
        None => (part.rsplit_once('/').map_or("", |(folder, _)| folder), target),
    };
    let mut path: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split(['/', '\\']) {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_a_document_is_its_relationships_say_and_no_folder() {
        let leads = |to: &str| {
            format!(
                "<Relationships><Relationship Id=\"\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"{to}\"/></Relationships>"
            )
        };
        let of = |to: &str, name: &str, part: &[u8]| {
            contents(&archive(&[("_rels/.rels", leads(to).as_bytes()), (name, part)]))
        };
        let wide: Vec<u8> = "<w:document/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of("book/a.xml", "book/a.xml", b"<x:workbook/>"), Contents::Workbook);
        assert_eq!(of("/a.xml", "A.xml", b"<workbook/>"), Contents::Workbook);
        assert_eq!(of("./xl/../b/a.xml", "b/a.xml", b"<presentation/>"), Contents::Slides);
        assert_eq!(of("xl/document.xml", "xl\\document.xml", &wide), Contents::TextDocument);
        assert_eq!(
            of("b/workbook.bin", "b/workbook.bin", b"\x83\x01\0"),
            Contents::BinaryWorkbook
        );
        assert_eq!(
            of("visio/d.xml", "visio/d.xml", b"<VisioDocument/>"),
            Contents::OtherPackage
        );
        let sheet =
            b"<office:document-content><office:body><office:spreadsheet/></office:body></office:document-content>";
        assert_eq!(contents(&archive(&[("content.xml", sheet)])), Contents::OpenSpreadsheet);
        assert_eq!(
            contents(&archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")])),
            Contents::OpenDocument
        );
        assert_eq!(
            contents(&archive(&[("[Content_Types].xml", b"<Types/>")])),
            Contents::OtherPackage
        );
        assert_eq!(contents(&archive(&[("a.xlsx", b"")])), Contents::Nothing);
        assert_eq!(contents(b"PK\x03\x04"), Contents::Nothing);
    }
}
