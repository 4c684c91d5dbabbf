//! What the codes of a font mean (ISO 32000-1, 9.6 to 9.10): its own table first, and where that is silent its encoding.
//! A code that neither explains is counted, never guessed.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding as Charset, GB18030, SHIFT_JIS};
use lopdf::{Dictionary, Document as Pdf, Object};

use super::cmap::CMap;
use super::glyphs::{self, Meanings};
use super::open::name;
use crate::materials::search::GAP;
use crate::writing::alike::canonical;

/// [`GAP`] as a unit of UTF-16.
const UNTOLD: u16 = 0xfffd;

/// A font, as far as it says which characters its codes mean.
#[derive(Debug)]
pub struct Font {
    table: Option<CMap>,
    codes: Codes,
}

/// How strings fall into codes, and what a code means where the table is silent.
#[derive(Debug)]
enum Codes {
    /// One byte each.
    Bytes(Box<Meanings>),
    /// So many bytes each, bare numbers of shapes.
    Shapes(usize),
    /// Units of UTF-16, the higher byte first.
    Utf16,
    /// Units of UTF-32, the highest byte first.
    Utf32,
    /// UTF-8.
    Utf8,
    /// An old encoding of East Asia.
    Charset(&'static Charset),
    /// As a table of code lengths says: that of the encoding, else the font's own.
    Spaces(Option<CMap>),
}

/// What a string says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Its characters, with [`GAP`] for each that cannot be told.
    pub text: String,
    /// How many of its codes mean nothing.
    pub unknown: u64,
}

impl Font {
    /// Reads a font. `unfold` gives the content of a stream, within limits.
    pub fn read(font: &Dictionary, pdf: &Pdf, mut unfold: impl FnMut(&lopdf::Stream) -> Option<Vec<u8>>) -> Font {
        let composite = name(font, b"Subtype", pdf) == Some(b"Type0");
        let meaning = font.get_deref(b"ToUnicode", pdf);
        let table = meaning.as_ref().ok().and_then(|table| table.as_stream().ok());
        let table = table.and_then(&mut unfold).map(|table| CMap::parse(&table));
        if !composite {
            let codes = Codes::Bytes(Box::new(glyphs::meanings(font, pdf, unfold)));
            return Font { table, codes };
        }
        let encoding = font.get_deref(b"Encoding", pdf);
        let named = encoding.as_ref().ok().and_then(|encoding| encoding.as_name().ok());
        let codes = match (named, encoding) {
            (Some(named), _) => predefined(named),
            (None, Ok(Object::Stream(spaces))) => Codes::Spaces(unfold(spaces).map(|spaces| CMap::parse(&spaces))),
            _ => Codes::Spaces(None),
        };
        // Some programs name the identity as the table: the codes are then those of Unicode.
        let unicode = meaning.ok().and_then(|name| name.as_name().ok());
        let codes = match (unicode, codes) {
            (Some(name), Codes::Shapes(2)) if name.starts_with(b"Identity") => Codes::Utf16,
            (_, codes) => codes,
        };
        Font { table, codes }
    }

    /// What a string says.
    pub fn decode(&self, bytes: &[u8]) -> Spoken {
        let mut units: Vec<u16> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = self.length(rest).clamp(1, rest.len());
            let (code, tail) = rest.split_at(length);
            let said = self.table.as_ref().is_some_and(|table| table.means(code, &mut units));
            if !said && !self.falls_back(code, &mut units) && !self.is_blank(code) {
                units.push(UNTOLD);
            }
            rest = tail;
        }
        let text = String::from_utf16_lossy(&units).replace('\0', &GAP.to_string());
        let unknown = text.matches(GAP).count() as u64 + private(&text);
        Spoken { text, unknown }
    }

    /// How long the code is that a string begins with.
    fn length(&self, bytes: &[u8]) -> usize {
        let head = bytes.first().copied().unwrap_or_default();
        let next = bytes.get(1).copied().unwrap_or_default();
        match &self.codes {
            Codes::Bytes(_) => 1,
            Codes::Shapes(length) => *length,
            Codes::Utf16 => 2,
            Codes::Utf32 => 4,
            Codes::Utf8 => match head {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            },
            Codes::Charset(_) if head < 0x80 => 1,
            Codes::Charset(charset) if *charset == GB18030 && next.is_ascii_digit() => 4,
            Codes::Charset(charset) if *charset == SHIFT_JIS && (0xa0..0xe0).contains(&head) => 1,
            Codes::Charset(charset) if *charset == EUC_JP && head == 0x8f => 3,
            Codes::Charset(_) => 2,
            Codes::Spaces(spaces) => match spaces.as_ref().or(self.table.as_ref()) {
                Some(spaces) => spaces.length(bytes),
                None => 2,
            },
        }
    }

    /// What a code means by the encoding alone.
    fn falls_back(&self, code: &[u8], units: &mut Vec<u16>) -> bool {
        let number = || code.iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
        let said = match &self.codes {
            Codes::Bytes(meanings) => {
                let at = usize::from(code.first().copied().unwrap_or_default());
                meanings.get(at).cloned().flatten()
            }
            Codes::Shapes(_) | Codes::Spaces(_) => None,
            Codes::Utf16 => {
                // A half of a pair is no character before the other half has come.
                units.extend(u16::try_from(number()));
                return true;
            }
            Codes::Utf32 => char::from_u32(number()).map(String::from),
            Codes::Utf8 => std::str::from_utf8(code).ok().map(str::to_owned),
            Codes::Charset(charset) => {
                let said = charset.decode_without_bom_handling_and_without_replacement(code);
                said.map(std::borrow::Cow::into_owned)
            }
        };
        units.extend(said.iter().flat_map(|said| said.encode_utf16()));
        said.is_some()
    }

    /// Whether a shape shows nothing: the first shape of a font stands for what is missing, the fourth is the space of
    /// nearly every TrueType font, and programs that write tables leave both out.
    fn is_blank(&self, code: &[u8]) -> bool {
        let shapes = matches!(self.codes, Codes::Shapes(_)) && self.table.is_some();
        shapes && matches!(code, [0, 0 | 3])
    }
}

/// The named encodings of composite fonts (ISO 32000-1, table 118).
fn predefined(name: &[u8]) -> Codes {
    let text = String::from_utf8_lossy(name);
    let has = |part: &str| text.contains(part);
    match text.as_ref() {
        "Identity-H" | "Identity-V" => Codes::Shapes(2),
        _ if has("UCS2") || has("UTF16") => Codes::Utf16,
        _ if has("UTF32") => Codes::Utf32,
        _ if has("UTF8") => Codes::Utf8,
        _ if has("GBK") || has("GB-EUC") || has("GBpc-EUC") => Codes::Charset(GB18030),
        _ if has("ETen") || has("B5") => Codes::Charset(BIG5),
        _ if has("RKSJ") => Codes::Charset(SHIFT_JIS),
        "EUC-H" | "EUC-V" => Codes::Charset(EUC_JP),
        _ if has("KSC-EUC") || has("KSCpc") || has("UHC") => Codes::Charset(EUC_KR),
        _ => Codes::Spaces(None),
    }
}

/// How many characters have no meaning but the font's own: the private ones that stand for no ideograph, but for a
/// single one from the range of symbols, which is a bullet.
fn private(text: &str) -> u64 {
    let is_private = |c: &char| matches!(canonical(*c), '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    let count = text.chars().filter(is_private).count();
    let bullet = count == 1 && text.chars().any(|c| matches!(c, '\u{f020}'..='\u{f0ff}'));
    if bullet { 0 } else { count as u64 }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    fn font(kind: &str, encoding: impl Into<Object>, table: Option<&str>) -> Font {
        let mut pdf = Pdf::new();
        let mut font = dictionary! { "Type" => "Font", "Subtype" => kind, "Encoding" => encoding };
        if let Some(table) = table {
            let table = lopdf::Stream::new(Dictionary::new(), table.as_bytes().to_vec());
            font.set("ToUnicode", pdf.add_object(table));
        }
        Font::read(&font, &pdf, |stream| Some(stream.content.clone()))
    }

    fn said(font: &Font, bytes: &[u8]) -> (String, u64) {
        let Spoken { text, unknown } = font.decode(bytes);
        (text.replace(GAP, ""), unknown)
    }

    #[test]
    fn a_simple_font_has_codes_of_one_byte_whatever_its_table_says() {
        for table in [
            "begincodespacerange <0000> <FFFF> endcodespacerange beginbfchar <41> <4E0A> <42> <6D77> endbfchar",
            "begincodespacerange <0000> <FFFF> endcodespacerange beginbfchar <0041> <4E0A> <0042> <6D77> endbfchar",
            "beginbfrange <41> <42> [<4E0A> <6D77>] endbfrange",
        ] {
            for kind in ["TrueType", "Type1"] {
                let font = font(kind, "WinAnsiEncoding", Some(table));
                assert_eq!(said(&font, b"ABc\xe9"), ("上海cé".to_owned(), 0), "{table}");
            }
        }
    }

    #[test]
    fn where_the_table_is_silent_the_encoding_speaks() {
        let table = Some("begincodespacerange <00> <FF> endcodespacerange beginbfchar <1B> <FB00> endbfchar");
        let differing = |base: Option<&str>, names: Vec<Object>| {
            let mut encoding = dictionary! { "Type" => "Encoding", "Differences" => names };
            if let Some(base) = base {
                encoding.set("BaseEncoding", base);
            }
            encoding
        };
        let names = vec![
            27.into(),
            "ff".into(),
            65.into(),
            "uni4E0A".into(),
            "g17".into(),
            ".notdef".into(),
        ];
        let font = font("Type1", differing(Some("WinAnsiEncoding"), names), table);
        assert_eq!(said(&font, b"\x1bA"), ("\u{fb00}上".to_owned(), 0));
        assert_eq!(
            said(&font, b"BCE"),
            ("E".to_owned(), 1),
            "a name that only numbers its shape"
        );
    }

    #[test]
    fn the_named_encodings_are_those_of_their_texts() {
        let text = "徐汇Q";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for (name, bytes) in [
            ("UniGB-UCS2-H", utf16.clone()),
            ("UniGB-UTF16-V", utf16.clone()),
            ("UniGB-UTF32-H", utf32),
            ("UniGB-UTF8-H", text.as_bytes().to_vec()),
            ("GBK-EUC-H", GB18030.encode(text).0.into_owned()),
            ("GBKp-EUC-H", GB18030.encode(text).0.into_owned()),
            ("GBK2K-V", GB18030.encode(text).0.into_owned()),
            ("GB-EUC-H", GB18030.encode(text).0.into_owned()),
            ("KSCms-UHC-H", EUC_KR.encode("徐Q").0.into_owned()),
            ("90ms-RKSJ-H", SHIFT_JIS.encode("徐Q").0.into_owned()),
        ] {
            let (said, unknown) = said(&font("Type0", name, None), &bytes);
            assert!(
                text.replace('汇', "") == said.replace('汇', "") && unknown == 0,
                "{name}: {said}"
            );
        }
        let (big5, _, _) = BIG5.encode("徐匯Q");
        assert_eq!(said(&font("Type0", "ETen-B5-H", None), &big5), ("徐匯Q".to_owned(), 0));
        for name in ["Identity-H", "GBT-H", "CNS-EUC-H", "Own"] {
            let (said, unknown) = said(&font("Type0", name, None), b"\x05\xdc\x05\xdd");
            assert!(said.is_empty() && unknown > 0, "{name}: {said}");
        }
    }

    #[test]
    fn numbers_of_shapes_take_two_bytes_and_what_the_table_lacks_is_counted() {
        let table =
            Some("begincodespacerange <00> <FF> endcodespacerange beginbfchar <0005> <4E0A> <07> <6D77> endbfchar");
        let font = font("Type0", "Identity-H", table);
        assert_eq!(said(&font, b"\0\x05\0\x03\0\x07\0\x09"), ("上海".to_owned(), 1));
        assert_eq!(
            font.decode(b"\0\x05\0\x09\0\x07").text,
            "上\u{fffd}海",
            "what is not told joins nothing"
        );
    }

    #[test]
    fn characters_of_no_meaning_are_counted_and_a_bullet_is_not() {
        let font = font("Type0", "UniGB-UCS2-H", None);
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        for (text, unknown) in [
            ("上海", 0),
            ("\u{f0b7}", 0),
            ("\u{f0b7}\u{f0b8}", 2),
            ("\u{e123}", 1),
            ("\u{e816}", 0),
            ("\u{fffd}上", 1),
            ("𠮷", 0),
        ] {
            assert_eq!(font.decode(&utf16(text)).unknown, unknown, "{text:?}");
        }
        assert_eq!(font.decode(b"\xd8\x42").unknown, 1, "a half of a pair");
    }
}
