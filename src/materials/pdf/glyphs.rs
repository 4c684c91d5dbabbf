//! What the bytes of a simple font mean: the names that its encoding gives them, on top of a standard one (ISO 32000-1,
//! 9.6.6).

use super::open::name;
use lopdf::{Dictionary, Document as Pdf, Encoding, Object, Stream, dictionary};
use memchr::memmem;

/// What each byte means; `None` where nothing says it.
pub type Meanings = Vec<Option<String>>;

/// The fonts whose shapes are ornaments: what they show is no text.
const ORNAMENTS: &[&str] = &["ZapfDingbats", "Wingdings", "Webdings"];

/// The most entries of a list of differences that are read: a font has 256 codes, each with a number before it at most.
const DIFFERENCES: usize = 512;

/// The flag of a font that has letters of its own, and the flag of one that has not (ISO 32000-1, table 123).
const SYMBOLIC: i64 = 1 << 2;
const NONSYMBOLIC: i64 = 1 << 5;

/// What the bytes of a simple font mean. `unfold` gives the content of a stream, within limits.
pub fn meanings(font: &Dictionary, pdf: &Pdf, unfold: impl FnMut(&Stream) -> Option<Vec<u8>>) -> Meanings {
    let encoding = font.get_deref(b"Encoding", pdf).ok();
    let listed = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match (encoding.and_then(|encoding| encoding.as_name().ok()), listed) {
        (Some(base), _) => Some(base),
        (None, Some(listed)) => name(listed, b"BaseEncoding", pdf),
        (None, None) => None,
    };
    let mut meanings = match base {
        Some(base) => standard(base, pdf),
        None => implicit(font, pdf, unfold),
    };
    let mut code = 0_usize;
    for entry in differences(font, pdf) {
        match entry {
            Object::Integer(at) => code = usize::try_from(*at).unwrap_or(usize::MAX),
            Object::Name(glyph) => {
                if let Some(meaning) = meanings.get_mut(code) {
                    *meaning = of_glyph(glyph, pdf);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    meanings
}

/// The names that a simple font gives its codes, each run after its first code.
pub fn differences<'d>(font: &'d Dictionary, pdf: &'d Pdf) -> &'d [Object] {
    let listed = font.get_deref(b"Encoding", pdf).and_then(Object::as_dict);
    let differences = listed
        .and_then(|listed| listed.get_deref(b"Differences", pdf))
        .and_then(Object::as_array);
    let all = differences.map_or(&[][..], Vec::as_slice);
    all.get(..DIFFERENCES).unwrap_or(all)
}

/// A standard encoding; nothing where the name is that of none.
fn standard(base: &[u8], pdf: &Pdf) -> Meanings {
    let base = match base {
        b"PDFDocEncoding" => b"WinAnsiEncoding",
        known @ (b"StandardEncoding" | b"MacRomanEncoding" | b"WinAnsiEncoding" | b"MacExpertEncoding") => known,
        _ => return vec![None; 256],
    };
    let font = dictionary! { "Type" => "Font", "Encoding" => Object::Name(base.to_vec()) };
    font.get_font_encoding(pdf)
        .map_or_else(|_| vec![None; 256], |encoding| by_byte(&encoding))
}

/// The encoding of a font that names none: its own, which only the file of the font knows, or the standard one.
fn implicit(font: &Dictionary, pdf: &Pdf, mut unfold: impl FnMut(&Stream) -> Option<Vec<u8>>) -> Meanings {
    let called = name(font, b"BaseFont", pdf).unwrap_or_default();
    let called = String::from_utf8_lossy(called);
    if ORNAMENTS.iter().any(|ornament| called.contains(ornament)) {
        return vec![Some(" ".to_owned()); 256];
    }
    let descriptor = font.get_deref(b"FontDescriptor", pdf).and_then(Object::as_dict).ok();
    let own = descriptor.is_some_and(|descriptor| {
        let embedded = [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .iter()
            .any(|file| descriptor.has(file));
        let flags = descriptor
            .get_deref(b"Flags", pdf)
            .and_then(Object::as_i64)
            .unwrap_or(0);
        embedded && (flags & SYMBOLIC != 0 || flags & NONSYMBOLIC == 0)
    });
    let file = descriptor.and_then(|descriptor| descriptor.get_deref(b"FontFile", pdf).ok());
    if let Some(Ok(file)) = file.map(Object::as_stream)
        && let Some(written) = unfold(file).and_then(|file| of_file(&file, pdf))
    {
        return written;
    }
    let drawn = name(font, b"Subtype", pdf) == Some(b"Type3");
    let mut meanings = if own || drawn || called.ends_with("Symbol") {
        vec![None; 256]
    } else {
        standard(b"StandardEncoding", pdf)
    };
    if called.ends_with("Symbol") {
        // the bullet of every list
        for (code, shown) in [(0x20, " "), (0xb7, "·")] {
            if let Some(meaning) = meanings.get_mut(code) {
                *meaning = Some(shown.to_owned());
            }
        }
    }
    meanings
}

/// The encoding that a Type 1 font writes in the open part of its file: `dup 65 /A put`, or that it is the standard one.
fn of_file(file: &[u8], pdf: &Pdf) -> Option<Meanings> {
    let open = memmem::find(file, b"eexec").and_then(|end| file.get(..end))?;
    let start = memmem::find(open, ENCODING)? + ENCODING.len();
    let text = String::from_utf8_lossy(open.get(start..)?).replace('/', " /");
    let mut words = text.split_ascii_whitespace().take(OPEN_WORDS).peekable();
    if words.peek() == Some(&"StandardEncoding") {
        return Some(standard(b"StandardEncoding", pdf));
    }
    let mut meanings = vec![None; 256];
    while let Some(word) = words.next() {
        match word {
            "def" | "readonly" => break,
            "dup" => {
                let code = words.next().and_then(|code| code.parse::<usize>().ok());
                let glyph = words.next().and_then(|glyph| glyph.strip_prefix('/'));
                if let (Some(meaning), Some(glyph)) = (code.and_then(|code| meanings.get_mut(code)), glyph) {
                    *meaning = of_glyph(glyph.as_bytes(), pdf);
                }
            }
            _ => {}
        }
    }
    Some(meanings)
}

/// What the encoding in the file of a Type 1 font stands under.
const ENCODING: &[u8] = b"/Encoding";

/// The most words of an encoding in a file that are read: four for each of 256 codes, and some before them.
const OPEN_WORDS: usize = 1_100;

/// The characters that a glyph's name stands for (Adobe Glyph List); `None` for a name that only numbers its shape.
fn of_glyph(glyph: &[u8], pdf: &Pdf) -> Option<String> {
    let glyph = std::str::from_utf8(glyph).ok()?;
    if glyph == ".notdef" {
        return Some(String::new());
    }
    let stem = glyph.split('.').next()?;
    stem.split('_').map(|part| of_part(part, pdf)).collect()
}

/// As [`of_glyph`], for a name without endings.
fn of_part(part: &str, pdf: &Pdf) -> Option<String> {
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
    if let Some(digits) = part
        .strip_prefix("uni")
        .filter(|digits| digits.len() >= 4 && digits.len() % 4 == 0)
    {
        let units: Option<Vec<u16>> = (0..digits.len())
            .step_by(4)
            .map(|at| u16::try_from(hex(digits.get(at..at + 4)?)?).ok())
            .collect();
        return String::from_utf16(&units?).ok();
    }
    if let Some(digits) = part.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len()))
        && let Some(c) = hex(digits).and_then(char::from_u32)
    {
        return Some(c.to_string());
    }
    let differences: Vec<Object> = vec![0.into(), Object::Name(part.as_bytes().to_vec())];
    let font = dictionary! {
        "Type" => "Font",
        "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => differences },
    };
    match font.get_font_encoding(pdf).ok()? {
        known @ Encoding::Differences(_) => known.bytes_to_string(&[0]).ok(),
        _ => None,
    }
}

/// The characters that lopdf's own encodings give a byte, one by one; none where the encoding does not know it.
pub fn by_byte(encoding: &Encoding<'_>) -> Meanings {
    let of = |byte: u8| encoding.bytes_to_string(&[byte]).ok().filter(|said| !said.is_empty());
    (0..=u8::MAX).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(font: &Dictionary, byte: u8) -> Option<String> {
        meanings(font, &Pdf::new(), |_| None)[usize::from(byte)].clone()
    }

    #[test]
    fn a_font_with_letters_of_its_own_says_nothing_by_itself() {
        let embedded = |flags: i64| dictionary! { "FontFile2" => 1, "Flags" => flags };
        let plain = dictionary! { "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        assert_eq!(said(&plain, b'A').as_deref(), Some("A"));
        for (flags, told) in [(4, None), (0, None), (32, Some("A")), (36, None)] {
            let font = dictionary! { "Subtype" => "TrueType", "FontDescriptor" => embedded(flags) };
            assert_eq!(said(&font, b'A').as_deref(), told, "{flags}");
        }
        assert_eq!(said(&dictionary! { "Subtype" => "Type3" }, b'A'), None);
        assert_eq!(
            said(&dictionary! { "BaseFont" => "AAAAAA+Wingdings" }, b'A').as_deref(),
            Some(" ")
        );
        let symbol = dictionary! { "BaseFont" => "Symbol" };
        assert_eq!((said(&symbol, b'A'), said(&symbol, 0xb7).as_deref()), (None, Some("·")));
        for (encoding, told) in [
            ("WinAnsiEncoding", Some("é")),
            ("MacRomanEncoding", Some("È")),
            ("GBK-EUC-H", None),
        ] {
            assert_eq!(
                said(&dictionary! { "Encoding" => encoding }, 0xe9).as_deref(),
                told,
                "{encoding}"
            );
        }
    }

    #[test]
    fn a_type_1_font_says_in_its_own_file_what_its_codes_mean() {
        let of = |file: &str| of_file(file.as_bytes(), &Pdf::new()).map(|meanings| meanings[65].clone());
        let head = "%!PS\n/FontName /A def\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n";
        assert_eq!(
            of(&format!("{head}dup 65 /B put\nreadonly def\neexec x")),
            Some(Some("B".to_owned()))
        );
        assert_eq!(
            of(&format!("{head}dup 65/eacute put def dup 65 /C put eexec")),
            Some(Some("é".to_owned()))
        );
        assert_eq!(of(&format!("{head}dup 66 /B put def eexec")), Some(None));
        assert_eq!(of("/Encoding StandardEncoding def eexec"), Some(Some("A".to_owned())));
        assert_eq!(
            of("/Encoding 256 array dup 65 /B put"),
            None,
            "the open part has no end"
        );
        let mut pdf = Pdf::new();
        let file = pdf.add_object(Stream::new(
            Dictionary::new(),
            format!("{head}dup 65 /B put def eexec").into_bytes(),
        ));
        let font =
            dictionary! { "Subtype" => "Type1", "FontDescriptor" => dictionary! { "FontFile" => file, "Flags" => 4 } };
        let read = meanings(&font, &pdf, |stream| Some(stream.content.clone()));
        assert_eq!(read[65].as_deref(), Some("B"));
    }

    #[test]
    fn names_of_glyphs_are_read() {
        let of = |name: &str| of_glyph(name.as_bytes(), &Pdf::new());
        for (name, told) in [
            ("A", Some("A")),
            ("eacute", Some("é")),
            ("uni4E0A", Some("上")),
            ("uni4E0A6D77", Some("上海")),
            ("u20BB7", Some("𠮷")),
            ("f_i", Some("fi")),
            ("one.oldstyle", Some("1")),
            (".notdef", Some("")),
            ("g17", None),
            ("cid01500", None),
            ("uni4E", None),
            ("uniD842", None),
        ] {
            assert_eq!(of(name).as_deref(), told, "{name}");
        }
    }
}
