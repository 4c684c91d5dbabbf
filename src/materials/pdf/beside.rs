//! What people see of a PDF besides its pages' own instructions: annotations and filled-in forms, which are read, and
//! attached files and forms of XFA, which are told.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, decode_text_string};

use super::open::name;
use super::text::{Look, Resources};
use crate::materials::flaw::Flaw;
use crate::materials::limits;

/// The flags of an annotation that is not shown (ISO 32000-1, table 165): hidden, and not on the screen.
const UNSEEN: i64 = 1 << 1 | 1 << 5;

/// What stands beside the pages and is not looked into.
pub fn unread(pdf: &Pdf) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let Ok(catalog) = pdf.catalog() else { return flaws };
    let form = catalog.get_deref(b"AcroForm", pdf).and_then(Object::as_dict);
    let of_xfa = form.and_then(|form| form.get_deref(b"XFA", pdf));
    if of_xfa.is_ok_and(|form| !matches!(form, Object::Null)) {
        flaws.push(Flaw::FormUnread);
    }
    let files = attached(pdf);
    if files > 0 {
        flaws.push(Flaw::Attached { files });
    }
    flaws
}

/// How many files are attached. A file that an update dropped is no longer referred to, but cannot be told from the
/// others without following all of them.
fn attached(pdf: &Pdf) -> u32 {
    let within = pdf
        .objects
        .values()
        .map(|object| files_in(object, pdf, limits::FIELD_DEPTH));
    within.fold(0, u32::saturating_add)
}

/// How many descriptions of attached files stand in an object.
fn files_in(object: &Object, pdf: &Pdf, depth: usize) -> u32 {
    if depth == 0 {
        return 0;
    }
    let within = |objects: &mut dyn Iterator<Item = &Object>| {
        objects
            .map(|object| files_in(object, pdf, depth - 1))
            .fold(0, u32::saturating_add)
    };
    match object {
        Object::Array(list) => within(&mut list.iter()),
        Object::Dictionary(one) if one.get_deref(b"EF", pdf).is_ok_and(|file| file.as_dict().is_ok()) => 1,
        Object::Dictionary(one) => within(&mut one.iter().map(|(_, value)| value)),
        _ => 0,
    }
}

impl<'d> Look<'d, '_, '_> {
    /// Takes in what the annotations of a page show, and what is filled in.
    pub fn annotations(&mut self, page: ObjectId) {
        let pdf = self.pdf;
        let page = pdf.get_dictionary(page).ok();
        let Some(Ok(annotations)) = page.map(|page| page.get_deref(b"Annots", pdf).and_then(Object::as_array)) else {
            return;
        };
        for annotation in annotations {
            if self.left == 0 {
                return;
            }
            let annotation = match annotation {
                Object::Reference(id) => pdf.get_dictionary(*id),
                other => other.as_dict(),
            };
            if let Ok(annotation) = annotation {
                self.charge(limits::MARK_BYTES);
                self.annotation(annotation);
            }
        }
    }

    fn annotation(&mut self, annotation: &'d Dictionary) {
        let pdf = self.pdf;
        let flags = annotation.get_deref(b"F", pdf).and_then(Object::as_i64).unwrap_or(0);
        let kind = name(annotation, b"Subtype", pdf).unwrap_or_default();
        if flags & UNSEEN != 0 || kind == b"Popup" {
            return;
        }
        self.search.push("\n");
        self.appearance(annotation);
        self.search.push("\n");
        if kind == b"Widget" {
            self.value(annotation);
        } else if kind != b"Link"
            && let Ok(note) = annotation.get_deref(b"Contents", pdf)
        {
            self.says(note);
        }
        self.search.push("\n");
    }

    /// Follows the drawing that shows an annotation: the only one, or that of its state.
    fn appearance(&mut self, annotation: &'d Dictionary) {
        let pdf = self.pdf;
        let drawings = annotation.get_deref(b"AP", pdf).and_then(Object::as_dict);
        let Ok(normal) = drawings.and_then(|drawings| drawings.get_deref(b"N", pdf)) else {
            return;
        };
        let drawing = match normal {
            Object::Dictionary(states) => {
                name(annotation, b"AS", pdf).and_then(|state| states.get_deref(state, pdf).ok())
            }
            other => Some(other),
        };
        if let Some(Ok(drawing)) = drawing.map(Object::as_stream) {
            let form = pdf.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", pdf));
            let shared = form
                .and_then(Object::as_dict)
                .and_then(|form| form.get_deref(b"DR", pdf));
            let shared: Resources<'d> = shared.and_then(Object::as_dict).into_iter().collect();
            self.form(drawing, &shared, 0);
        }
    }

    /// What is filled into a field: programs draw it anew from its value, which may stand with the field above it.
    fn value(&mut self, field: &'d Dictionary) {
        let pdf = self.pdf;
        let mut field = field;
        for _ in 0..limits::FIELD_DEPTH {
            if let Ok(value) = field.get_deref(b"V", pdf) {
                match value {
                    Object::Array(values) => values.iter().for_each(|value| self.says(value)),
                    value => self.says(value),
                }
                return;
            }
            match field.get_deref(b"Parent", pdf).and_then(Object::as_dict) {
                Ok(parent) => field = parent,
                Err(_) => return,
            }
        }
    }

    /// Takes in a string of the document's own language of text, or a stream that holds one.
    fn says(&mut self, text: &Object) {
        let unfolded = match text {
            Object::Stream(stream) => {
                let most = self.left.min(limits::PAGE_BYTES);
                let content = stream.get_plain_content_with_limit(most);
                self.charge(content.as_ref().map_or(most, Vec::len));
                self.skipped |= content.is_err();
                content.ok()
            }
            Object::String(bytes, _) => Some(bytes.clone()),
            _ => None,
        };
        let Some(bytes) = unfolded else { return };
        self.charge(bytes.len());
        let (said, sure) = spoken(bytes);
        self.undecoded += u64::from(!sure);
        self.search.push(&said);
    }
}

/// What a text string says, and whether that is sure: without a mark of its encoding only ASCII is.
fn spoken(bytes: Vec<u8>) -> (String, bool) {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        let (said, lost) = encoding_rs::UTF_16LE.decode_without_bom_handling(rest);
        return (said.into_owned(), !lost);
    }
    let marked = bytes.starts_with(b"\xfe\xff") || bytes.starts_with(b"\xef\xbb\xbf");
    let ascii = bytes.is_ascii();
    let said = decode_text_string(&Object::String(bytes, lopdf::StringFormat::Literal));
    let sure = said.is_ok() && (marked || ascii);
    (said.unwrap_or_default(), sure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_string_is_read_by_its_mark() {
        let utf16 = |units: fn(u16) -> [u8; 2]| "\u{feff}徐汇".encode_utf16().flat_map(units).collect::<Vec<u8>>();
        for bytes in [
            utf16(u16::to_be_bytes),
            utf16(u16::to_le_bytes),
            "\u{feff}徐汇".as_bytes().to_vec(),
        ] {
            assert_eq!(spoken(bytes), ("徐汇".to_owned(), true));
        }
        assert_eq!(spoken(b"ISO 9001".to_vec()), ("ISO 9001".to_owned(), true));
        let gbk = encoding_rs::GBK.encode("徐汇").0.into_owned();
        assert!(!spoken(gbk).1, "nothing says which encoding it is");
        assert!(!spoken(b"\xfe\xff\xd8\x42".to_vec()).1);
    }
}
