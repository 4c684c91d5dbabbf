//! The archive of a workbook: its parts by name, how they refer to one another, and the copy in which only the
//! edited ones are new.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::{Edits, Tag, TagKind, escaped, opened, scan};
use super::{Refusal, damaged, drawing};
use crate::container::package::{list_of, resolve};
use crate::container::{self, limits};

const TYPES: &str = "[Content_Types].xml";

/// What the names of relationships begin with.
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What every name of the strict form begins with.
const STRICT: &str = "http://purl.oclc.org/ooxml/";

/// A workbook that is open.
pub struct Package<'b> {
    original: container::Package<'b>,
    changed: BTreeMap<usize, String>,
    added: Vec<(String, String)>,
}

/// One relationship of a part.
struct Relationship {
    id: String,
    kind: String,
    target: String,
}

impl<'b> Package<'b> {
    /// Opens a workbook whose archive has been looked through.
    ///
    /// # Errors
    /// A damaged archive, a digital signature.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, Refusal> {
        let original = container::Package::open(bytes).map_err(|_| damaged())?;
        let is_signature = |name: &str| name.to_lowercase().starts_with("_xmlsignatures/");
        if original.names().any(is_signature) {
            return Err(signed());
        }
        Ok(Package {
            original,
            changed: BTreeMap::new(),
            added: Vec::new(),
        })
    }

    /// The text of a part, with what was changed in it.
    ///
    /// # Errors
    /// A part that is not there, or no text.
    pub fn text(&mut self, name: &str) -> Result<String, Refusal> {
        let key = name.to_lowercase();
        if let Some((_, text)) = self.added.iter().find(|(known, _)| known.to_lowercase() == key) {
            return Ok(text.clone());
        }
        let at = self.original.at(name).ok_or_else(damaged)?;
        if let Some(text) = self.changed.get(&at) {
            return Ok(text.clone());
        }
        let bytes = self.original.xml(name, limits::UNFOLDED_BYTES).ok_or_else(damaged)?;
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Puts a text in the place of a part's; a part that does not change stays the one it was.
    pub fn put(&mut self, name: &str, text: String) {
        let key = name.to_lowercase();
        if let Some((_, known)) = self.added.iter_mut().find(|(known, _)| known.to_lowercase() == key) {
            *known = text;
        } else if let Some(at) = self.original.at(name) {
            self.changed.insert(at, text);
        } else {
            self.added.push((name.to_owned(), text));
        }
    }

    /// Adds a part under the first number that is free, and gives its name.
    ///
    /// # Errors
    /// None while there are numbers.
    pub fn add(&mut self, stem: &str, extension: &str, text: String) -> Result<String, Refusal> {
        let names = (1_u32..).map(|number| format!("{stem}{number}.{extension}"));
        let mut free = names.filter(|name| !self.has(name));
        let name = free.next().ok_or_else(damaged)?;
        drop(free);
        self.added.push((name.clone(), text));
        Ok(name)
    }

    fn has(&self, name: &str) -> bool {
        let key = name.to_lowercase();
        self.original.has(name) || self.added.iter().any(|(known, _)| known.to_lowercase() == key)
    }

    /// The part that is the workbook, and each sheet's name and part.
    ///
    /// # Errors
    /// The strict form of the format, a workbook without sheets.
    pub fn sheets(&mut self) -> Result<(String, Vec<(String, String)>), Refusal> {
        let main = self.related("", "/officeDocument")?.ok_or_else(damaged)?;
        let text = self.text(&main)?;
        let mut named = Vec::new();
        scan(&text, |tag| {
            if tag.depth == 0 && tag.raw.contains(STRICT) {
                return Err(strict());
            }
            if tag.depth == 2 && tag.begins("sheet") {
                named.extend(tag.get("name").zip(tag.get("id")));
            }
            Ok(())
        })?;
        let known = self.relationships(&main)?;
        let part = |id: &str| {
            let one = known
                .iter()
                .find(|one| one.id == id && one.kind.ends_with("/worksheet"))?;
            Some(resolve(&main, &one.target))
        };
        let sheets = named.into_iter().filter_map(|(name, id)| Some((name, part(&id)?)));
        let sheets = sheets.collect();
        Ok((main, sheets))
    }

    /// The part that `part` refers to under a relationship whose name ends so.
    ///
    /// # Errors
    /// Relationships that are not well formed, or of the strict form.
    pub fn related(&mut self, part: &str, ending: &str) -> Result<Option<String>, Refusal> {
        let known = self.relationships(part)?;
        let one = known.iter().find(|one| one.kind.ends_with(ending));
        if one.is_some_and(|one| one.kind.starts_with(STRICT)) {
            return Err(strict());
        }
        Ok(one
            .map(|one| resolve(part, &one.target))
            .filter(|target| self.has(target)))
    }

    /// The part that a relationship leads to.
    ///
    /// # Errors
    /// A relationship that is not there.
    pub fn target(&mut self, part: &str, id: &str) -> Result<String, Refusal> {
        let known = self.relationships(part)?;
        let one = known.iter().find(|one| one.id == id).ok_or_else(damaged)?;
        Ok(resolve(part, &one.target))
    }

    fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Refusal> {
        let list = list_of(part);
        let mut known = Vec::new();
        if !self.has(&list) {
            return Ok(known);
        }
        scan(&self.text(&list)?, |tag| {
            if tag.begins("Relationship") {
                known.push(Relationship {
                    id: tag.get("Id").unwrap_or_default(),
                    kind: tag.get("Type").unwrap_or_default(),
                    target: tag.get("Target").unwrap_or_default(),
                });
            }
            Ok(())
        })?;
        Ok(known)
    }

    /// Lets `part` refer to another and gives the relationship's id.
    ///
    /// # Errors
    /// Relationships that are not well formed.
    pub fn relate(&mut self, part: &str, to: &str, kind: &str) -> Result<String, Refusal> {
        let list = list_of(part);
        let known = self.relationships(part)?;
        let ids = (1_u32..).map(|number| format!("rId{number}"));
        let mut free = ids.filter(|id| !known.iter().any(|one| one.id == *id));
        let id = free.next().ok_or_else(damaged)?;
        let text = if self.has(&list) {
            self.text(&list)?
        } else {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
        };
        let to = escaped(to);
        let text = append(&text, |prefix| {
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"/{to}\"/>")
        })?;
        self.put(&list, text);
        Ok(id)
    }

    /// Declares what a part is.
    ///
    /// # Errors
    /// A list of types that is not well formed.
    pub fn declare(&mut self, part: &str, content: &str) -> Result<(), Refusal> {
        let text = append(&self.text(TYPES)?, |prefix| {
            format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{content}\"/>")
        })?;
        self.put(TYPES, text);
        Ok(())
    }

    /// Declares what the parts with an extension are, unless it is declared.
    ///
    /// # Errors
    /// A list of types that is not well formed.
    pub fn declare_extension(&mut self, extension: &str, content: &str) -> Result<(), Refusal> {
        let text = self.text(TYPES)?;
        let mut known = false;
        scan(&text, |tag| {
            let of = tag.get("Extension").filter(|_| tag.begins("Default"));
            known |= of.is_some_and(|of| of.eq_ignore_ascii_case(extension));
            Ok(())
        })?;
        if !known {
            let text = first(&text, |prefix| {
                format!("<{prefix}Default Extension=\"{extension}\" ContentType=\"{content}\"/>")
            })?;
            self.put(TYPES, text);
        }
        Ok(())
    }

    /// A block of shape ids that no drawing uses.
    ///
    /// # Errors
    /// A drawing that is no text.
    pub fn free_block(&mut self) -> Result<u32, Refusal> {
        let added = self.added.iter().map(|(name, _)| name.as_str());
        let names = self.original.names().chain(added);
        let drawings = names.filter(|name| name.to_lowercase().ends_with(".vml"));
        let drawings: Vec<String> = drawings.map(str::to_owned).collect();
        let mut last = 0;
        for name in drawings {
            last = drawing::blocks(&self.text(&name)?).into_iter().fold(last, u32::max);
        }
        // Block numbers beyond this would pass what a shape id may be.
        Ok(if last < 1_000_000 { last + 1 } else { 1 })
    }

    /// The bytes of the copy.
    ///
    /// # Errors
    /// A part that cannot be copied.
    pub fn finish(mut self) -> Result<Vec<u8>, Refusal> {
        let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
        let archive = self.original.archive();
        let comment = archive.comment().into();
        copy.set_raw_comment(comment).map_err(|_| damaged())?;
        for at in 0..archive.len() {
            match self.changed.get(&at) {
                None => {
                    let part = archive.by_index_raw(at).map_err(|_| damaged())?;
                    copy.raw_copy_file(part).map_err(|_| damaged())?;
                }
                Some(text) => {
                    let part = archive.by_index_raw(at).map_err(|_| damaged())?;
                    let name = part.name().map_err(|_| damaged())?.to_string();
                    let options = part.options().compression_method(CompressionMethod::Deflated);
                    copy.start_file(name, options).map_err(|_| damaged())?;
                    copy.write_all(text.as_bytes()).map_err(|_| damaged())?;
                }
            }
        }
        for (name, text) in &self.added {
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default());
            copy.start_file(name, options).map_err(|_| damaged())?;
            copy.write_all(text.as_bytes()).map_err(|_| damaged())?;
        }
        Ok(copy.finish().map_err(|_| damaged())?.into_inner())
    }
}

/// Puts an element at the end of the outermost one.
fn append(text: &str, element: impl Fn(&str) -> String) -> Result<String, Refusal> {
    within(text, element, |tag| tag.range.start..tag.range.start, TagKind::Close)
}

/// Puts an element at the start of the outermost one.
fn first(text: &str, element: impl Fn(&str) -> String) -> Result<String, Refusal> {
    within(text, element, |tag| tag.range.end..tag.range.end, TagKind::Open)
}

fn within(
    text: &str,
    element: impl Fn(&str) -> String,
    place: impl Fn(&Tag<'_>) -> std::ops::Range<usize>,
    kind: TagKind,
) -> Result<String, Refusal> {
    let mut edits = Edits::default();
    scan(text, |tag| {
        let new = element(tag.prefix());
        if tag.depth == 0 && tag.kind == kind {
            edits.replace(place(tag), new);
        } else if tag.depth == 0 && tag.kind == TagKind::Empty {
            let name = tag.name();
            let whole = format!("{}{new}</{}{name}>", opened(tag.raw), tag.prefix());
            edits.replace(tag.range.clone(), whole);
        }
        Ok(())
    })?;
    Ok(edits.apply(text))
}

fn signed() -> Refusal {
    Refusal(text!(
        "工作簿带有数字签名，加批注会使签名失效；请另存一份不带签名的再试",
        "the workbook is digitally signed, and notes would break the signature; save a copy without it and try again"
    ))
}

fn strict() -> Refusal {
    Refusal(text!(
        "工作簿是「Strict Open XML」格式，请另存为普通的 .xlsx 后再试",
        "the workbook is in the Strict Open XML format; save it as an ordinary .xlsx and try again"
    ))
}
