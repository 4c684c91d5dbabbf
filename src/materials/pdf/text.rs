//! The text that the pages of a PDF show, as far as their fonts say which characters it is. Text inside drawings that
//! pages share (stamps, forms, pages placed on pages) counts as theirs.

use std::collections::HashMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Pdf, Encoding, Object, ObjectId, Stream};

use crate::materials::limits;
use crate::materials::pdf::cmap::CMap;
use crate::materials::search::Search;

/// What was seen on the pages.
#[derive(Debug, Default)]
pub struct Seen {
    /// The pages that were looked at, from the first.
    pub pages: u32,
    /// Those with text of their own, beyond the mark of a scanner program.
    pub with_text: u32,
    /// Those with a picture.
    pub with_pictures: u32,
    /// The characters that are shown and cannot be told.
    pub undecoded: u64,
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
    };
    let mut seen = Seen::default();
    for page in pages {
        if look.left == 0 || seen.with_text > 0 && look.search.is_over() {
            break;
        }
        let before = look.search.chars;
        look.picture = false;
        look.page(*page);
        look.search.push("\n");
        let chars = look.search.chars - before;
        seen.pages += 1;
        seen.with_pictures += u32::from(look.picture);
        seen.with_text += u32::from(chars >= limits::THIN_CHARS || chars > 0 && !look.picture);
    }
    seen.undecoded = look.undecoded;
    seen
}

struct Look<'d, 's, 'w> {
    pdf: &'d Pdf,
    search: &'s mut Search<'w>,
    /// Encodings by the place of their font in memory: a font serves many pages.
    fonts: HashMap<usize, Option<Codes<'d>>>,
    left: usize,
    picture: bool,
    undecoded: u64,
}

/// What says which characters the codes of a font mean: its own table, or the name of an encoding.
enum Codes<'d> {
    Table(CMap),
    Named(Encoding<'d>),
}

/// The dictionaries in which a page or drawing finds its fonts and pictures, the nearest first.
type Resources<'d> = Vec<&'d Dictionary>;

impl<'d> Look<'d, '_, '_> {
    fn page(&mut self, page: ObjectId) {
        let most = self.left.min(limits::PAGE_BYTES);
        let Ok(content) = self.pdf.get_page_content_with_limit(page, most) else {
            self.charge(most);
            return;
        };
        let mut resources = Resources::new();
        if let Ok((own, shared)) = self.pdf.get_page_resources(page) {
            resources.extend(own);
            resources.extend(shared.iter().filter_map(|id| self.pdf.get_dictionary(*id).ok()));
        }
        self.charge(content.len());
        self.draw(&content, &resources, 0);
    }

    fn charge(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
    }

    /// Follows drawing instructions.
    fn draw(&mut self, content: &[u8], resources: &Resources<'d>, depth: usize) {
        let mut font = None;
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else { return };
            match operation.operator.as_str() {
                "Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    font = name.and_then(|name| self.font(resources, name));
                }
                "Tj" | "TJ" | "'" => self.shows(font, &operation.operands),
                "\"" => self.shows(font, operation.operands.get(2..).unwrap_or_default()),
                "T*" | "Td" | "TD" | "Tm" | "ET" => self.search.push(" "),
                "BI" => self.picture = true,
                "Do" => {
                    if let Some(Ok(name)) = operation.operands.first().map(Object::as_name) {
                        self.places(resources, name, depth);
                    }
                }
                _ => {}
            }
        }
    }

    /// Places a picture or another drawing.
    fn places(&mut self, resources: &Resources<'d>, name: &[u8], depth: usize) {
        let Some(Ok(stream)) = entry(self.pdf, resources, b"XObject", name).map(Object::as_stream) else {
            return;
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.picture = true,
            Ok(b"Form") if depth < limits::FORM_DEPTH && self.left > 0 => self.form(stream, resources, depth),
            _ => {}
        }
    }

    fn form(&mut self, form: &'d Stream, outer: &Resources<'d>, depth: usize) {
        let most = self.left.min(limits::PAGE_BYTES);
        let Ok(content) = form.get_plain_content_with_limit(most) else {
            self.charge(most);
            return;
        };
        self.charge(content.len().max(limits::FORM_BYTES));
        match form.dict.get_deref(b"Resources", self.pdf).and_then(Object::as_dict) {
            Ok(own) => self.draw(&content, &vec![own], depth + 1),
            Err(_) => self.draw(&content, outer, depth + 1),
        }
    }

    /// The font of this name, by its place in memory.
    fn font(&mut self, resources: &Resources<'d>, name: &[u8]) -> Option<usize> {
        let font = entry(self.pdf, resources, b"Font", name)?.as_dict().ok()?;
        let key = std::ptr::from_ref(font) as usize;
        if !self.fonts.contains_key(&key) {
            let codes = self.codes(font);
            self.fonts.insert(key, codes);
        }
        Some(key)
    }

    /// Which characters the codes of a font mean, if it says so. Its table goes before its encoding, which may name no
    /// more than shapes. The parser's own reader of tables is not used: it takes memory for each code of a range.
    fn codes(&mut self, font: &'d Dictionary) -> Option<Codes<'d>> {
        self.charge(limits::FORM_BYTES);
        if let Ok(table) = font.get_deref(b"ToUnicode", self.pdf).and_then(Object::as_stream) {
            let most = self.left.min(limits::PAGE_BYTES);
            let table = table.get_plain_content_with_limit(most);
            self.charge(table.as_ref().map_or(most, Vec::len));
            return table.ok().map(|table| Codes::Table(CMap::parse(&table)));
        }
        if is_composite_without_map(font, self.pdf) {
            return None;
        }
        let encoding = font.get_font_encoding_with_limit(self.pdf, limits::PAGE_BYTES);
        encoding.ok().map(Codes::Named)
    }

    /// Takes in the strings that an operation shows.
    fn shows(&mut self, font: Option<usize>, operands: &[Object]) {
        let Some(codes) = font.and_then(|font| self.fonts.get(&font)).and_then(Option::as_ref) else {
            self.undecoded += length(operands);
            return;
        };
        let strings = operands.iter().flat_map(|operand| match operand {
            Object::Array(array) => array.as_slice(),
            single => std::slice::from_ref(single),
        });
        for string in strings {
            match string {
                Object::String(bytes, _) => {
                    let (text, unknown) = match codes {
                        Codes::Table(table) => table.decode(bytes),
                        Codes::Named(encoding) => decode(encoding, bytes),
                    };
                    self.undecoded += unknown;
                    self.search.push(&text);
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

/// Whether the codes of a font are bare numbers of shapes.
fn is_composite_without_map(font: &Dictionary, pdf: &Pdf) -> bool {
    let composite = font
        .get_deref(b"Subtype", pdf)
        .and_then(Object::as_name)
        .is_ok_and(|kind| kind == b"Type0");
    let named = font.get_deref(b"Encoding", pdf).and_then(Object::as_name);
    composite && !named.is_ok_and(|name| !name.starts_with(b"Identity"))
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

/// The characters of a string, and how many codes in it mean nothing. The named encodings of Chinese fonts (ISO 32000-1,
/// table 118) are those of their texts.
fn decode(encoding: &Encoding<'_>, bytes: &[u8]) -> (String, u64) {
    let name = match encoding {
        Encoding::SimpleEncoding(name) => *name,
        _ => b"",
    };
    let is = |start: &[u8]| name.starts_with(start);
    let named = if is(b"Uni") {
        Some(encoding_rs::UTF_16BE)
    } else if is(b"GB") {
        Some(encoding_rs::GB18030)
    } else if is(b"ETen") || is(b"B5") || is(b"HKscs") {
        Some(encoding_rs::BIG5)
    } else {
        None
    };
    let text = match named {
        Some(named) => named.decode_without_bom_handling(bytes).0.into_owned(),
        None => match Pdf::decode_text(encoding, bytes) {
            Ok(text) => text,
            Err(_) => return (String::new(), bytes.len() as u64),
        },
    };
    let unknown = text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
    (text.replace(char::REPLACEMENT_CHARACTER, ""), unknown)
}
