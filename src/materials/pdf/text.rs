//! The text that the pages of a PDF show, as far as their fonts say which characters it is. Text inside drawings that
//! pages share (stamps, forms, pages placed on pages) counts as theirs.

use std::collections::HashMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::fonts::Font;
use super::glyphs;
use crate::materials::limits;
use crate::materials::search::{GAP, Search};

/// What was seen on the pages.
#[derive(Debug, Default)]
pub struct Seen {
    /// The pages that were looked at, from the first.
    pub pages: u32,
    /// Those with text of their own, beyond the mark of a scanner program.
    pub with_text: u32,
    /// Those with a picture and no text of their own.
    pub scanned: u32,
    /// The characters that are shown and cannot be told.
    pub undecoded: u64,
    /// Whether drawing instructions were passed over: broken ones, or more than are followed.
    pub skipped: bool,
}

/// Looks through the pages until all words are found and there is text at all, or a limit is met.
pub fn look(pdf: &Pdf, pages: &[ObjectId], search: &mut Search<'_>) -> Seen {
    let mut look = Look {
        pdf,
        search,
        fonts: HashMap::new(),
        left: limits::DRAWN_BYTES,
        picture: false,
        undecoded: 0,
        skipped: false,
    };
    let mut seen = Seen::default();
    for page in pages {
        if look.left == 0 || seen.with_text > 0 && look.search.is_over() {
            break;
        }
        let before = look.search.chars;
        look.picture = false;
        look.page(*page);
        look.annotations(*page);
        look.search.push("\n");
        let chars = look.search.chars - before;
        seen.pages += 1;
        let with_text = chars >= limits::THIN_CHARS || chars > 0 && !look.picture;
        seen.with_text += u32::from(with_text);
        seen.scanned += u32::from(look.picture && !with_text);
    }
    seen.undecoded = look.undecoded;
    seen.skipped = look.skipped;
    seen
}

/// A look through the pages.
pub struct Look<'d, 's, 'w> {
    /// The document.
    pub pdf: &'d Pdf,
    /// What the text is searched for.
    pub search: &'s mut Search<'w>,
    /// Fonts by their place in memory: one serves many pages.
    fonts: HashMap<usize, Font>,
    /// The bytes of instructions that may still be followed.
    pub left: usize,
    picture: bool,
    /// The characters so far that are shown and cannot be told.
    pub undecoded: u64,
    /// Whether instructions were passed over.
    pub skipped: bool,
}

/// An instruction that no one writes: where it is not met behind the others, they were not read to their end.
const END: &str = "EndOfInstructions";

/// The dictionaries in which a page or drawing finds its fonts and pictures, the nearest first.
pub type Resources<'d> = Vec<&'d Dictionary>;

impl<'d> Look<'d, '_, '_> {
    fn page(&mut self, page: ObjectId) {
        let most = self.left.min(limits::PAGE_BYTES);
        let Ok(content) = self.pdf.get_page_content_with_limit(page, most) else {
            self.charge(most);
            self.passes_over();
            return;
        };
        let mut resources = Resources::new();
        if let Ok((own, shared)) = self.pdf.get_page_resources(page) {
            resources.extend(own);
            resources.extend(shared.iter().filter_map(|id| self.pdf.get_dictionary(*id).ok()));
        }
        self.charge(content.len());
        self.draw(content, &resources, 0);
    }

    /// Takes what was read off what may be.
    pub fn charge(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
    }

    /// Follows drawing instructions.
    fn draw(&mut self, mut content: Vec<u8>, resources: &Resources<'d>, depth: usize) {
        content.extend_from_slice(b"\n");
        content.extend_from_slice(END.as_bytes());
        content.push(b'\n');
        let mut font = None;
        let mut kept = Vec::new();
        let mut whole = false;
        for operation in Content::decode_iter(&content) {
            let Ok(operation) = operation else { break };
            match operation.operator.as_str() {
                "Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    font = name.and_then(|name| self.font(resources, name));
                }
                "q" if kept.len() < limits::KEPT_STATES => kept.push(font),
                "Q" => font = kept.pop().unwrap_or(font),
                "Tj" | "TJ" | "'" => self.shows(font, &operation.operands),
                "\"" => self.shows(font, operation.operands.get(2..).unwrap_or_default()),
                "T*" | "Td" | "TD" | "Tm" | "ET" => self.search.push(" "),
                "BI" => self.picture = true,
                "Do" => {
                    if let Some(Ok(name)) = operation.operands.first().map(Object::as_name) {
                        self.places(resources, name, depth);
                    }
                }
                END => whole = true,
                _ => {}
            }
        }
        if !whole {
            self.passes_over();
        }
    }

    /// Notes that instructions are passed over: what stands on either side of them does not join.
    fn passes_over(&mut self) {
        self.skipped = true;
        self.search.push(&GAP.to_string());
    }

    /// Places a picture or another drawing.
    fn places(&mut self, resources: &Resources<'d>, name: &[u8], depth: usize) {
        let Some(Ok(stream)) = entry(self.pdf, resources, b"XObject", name).map(Object::as_stream) else {
            return;
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.picture = true,
            Ok(b"Form") if depth < limits::FORM_DEPTH && self.left > 0 => self.form(stream, resources, depth),
            Ok(b"Form") => self.passes_over(),
            _ => {}
        }
    }

    /// Follows the instructions of a drawing that stands in another.
    pub fn form(&mut self, form: &'d Stream, outer: &Resources<'d>, depth: usize) {
        let most = self.left.min(limits::PAGE_BYTES);
        let Ok(content) = form.get_plain_content_with_limit(most) else {
            self.charge(most);
            self.passes_over();
            return;
        };
        self.charge(content.len().max(limits::FORM_BYTES));
        match form.dict.get_deref(b"Resources", self.pdf).and_then(Object::as_dict) {
            Ok(own) => self.draw(content, &vec![own], depth + 1),
            Err(_) => self.draw(content, outer, depth + 1),
        }
    }

    /// The font of this name, by its place in memory.
    fn font(&mut self, resources: &Resources<'d>, name: &[u8]) -> Option<usize> {
        let font = entry(self.pdf, resources, b"Font", name)?.as_dict().ok()?;
        let key = std::ptr::from_ref(font) as usize;
        if !self.fonts.contains_key(&key) {
            let names = glyphs::differences(font, self.pdf).len();
            self.charge(limits::FORM_BYTES + names * limits::GLYPH_BYTES);
            let mut left = self.left;
            let read = Font::read(font, self.pdf, |table| {
                let most = left.min(limits::PAGE_BYTES);
                let table = table.get_plain_content_with_limit(most);
                left = left.saturating_sub(table.as_ref().map_or(most, Vec::len));
                table.ok()
            });
            self.left = left;
            self.fonts.insert(key, read);
        }
        Some(key)
    }

    /// Takes in the strings that an operation shows.
    fn shows(&mut self, font: Option<usize>, operands: &[Object]) {
        let Some(font) = font.and_then(|font| self.fonts.get(&font)) else {
            self.undecoded += length(operands);
            self.search.push(&GAP.to_string());
            return;
        };
        let strings = operands.iter().flat_map(|operand| match operand {
            Object::Array(array) => array.as_slice(),
            single => std::slice::from_ref(single),
        });
        for string in strings {
            match string {
                Object::String(bytes, _) => {
                    let said = font.decode(bytes);
                    self.undecoded += said.unknown;
                    self.search.push(&said.text);
                }
                // A step to the right wider than this stands for a space, in thousandths of the font's size.
                Object::Integer(step) if *step < -200 => self.search.push(" "),
                Object::Real(step) if *step < -200.0 => self.search.push(" "),
                _ => {}
            }
        }
    }
}

/// What stands under a name in the resources of this kind.
fn entry<'d>(pdf: &'d Pdf, resources: &Resources<'d>, kind: &[u8], name: &[u8]) -> Option<&'d Object> {
    resources.iter().find_map(|resources| {
        let kind = resources.get_deref(kind, pdf).and_then(Object::as_dict).ok()?;
        kind.get_deref(name, pdf).ok()
    })
}

/// How many codes the strings among the operands hold at most.
fn length(operands: &[Object]) -> u64 {
    let of = |object: &Object| match object {
        Object::String(bytes, _) => bytes.len() as u64,
        _ => 0,
    };
    let sum = |operand: &Object| match operand {
        Object::Array(array) => array.iter().map(of).sum(),
        single => of(single),
    };
    operands.iter().map(sum).sum()
}
