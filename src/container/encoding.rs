//! The text of a part of XML, whatever encoding it is written in, as UTF-8; and the names in archives.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// How much of a part tells its encoding.
pub const HEAD: usize = 256;

/// The encoding of a part that begins with these bytes, if it is another than UTF-8.
pub fn foreign(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding).filter(|encoding| *encoding != UTF_8);
    }
    match head {
        [b'<', 0, ..] => return Some(UTF_16LE),
        [0, b'<', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = head.get(..HEAD).unwrap_or(head);
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memmem::find(declaration, b"?>")?)?;
    let label = declaration.get(memmem::find(declaration, b"encoding")? + 8..)?;
    let mut pieces = label.splitn(3, |byte| matches!(byte, b'"' | b'\''));
    // bytes that can be read so far are not in two bytes a character, whatever is declared
    Encoding::for_label(pieces.nth(1)?).filter(|encoding| {
        let wide = *encoding == UTF_16LE || *encoding == UTF_16BE;
        *encoding != UTF_8 && !wide
    })
}

/// A part of XML as UTF-8 that says so; what is UTF-8 already is given back as it is. `None` where the bytes are not
/// what they claim to be.
pub fn utf8(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let Some(encoding) = foreign(bytes) else {
        return Some(Cow::Borrowed(bytes));
    };
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    (!damaged).then(|| Cow::Owned(declared(&text).into_bytes()))
}

/// The name of a file in an archive: in UTF-8, or in GB 18030 and GBK, as the archives of Windows in Chinese have it
/// without saying so.
pub fn name(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0,
    }
}

/// The text with a declaration that names UTF-8, where it has a declaration.
fn declared(text: &str) -> String {
    match text
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
    {
        Some((declaration, rest)) => {
            let standalone = declaration.contains("standalone=\"yes\"");
            let standalone = if standalone { " standalone=\"yes\"" } else { "" };
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"{standalone}?>{rest}")
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_archives_are_read_in_either_encoding() {
        for name in ["客户/长桥街道/甲.xlsx", "联通.toml", "a b.xlsx", "\u{3400}㐀.csv"] {
            assert_eq!(super::name(name.as_bytes()), name);
            let (old, ..) = GB18030.encode(name);
            assert_eq!(super::name(&old), name);
        }
    }

    #[test]
    fn a_part_is_read_in_the_encoding_it_is_written_in() {
        let plain = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>质量</a>";
        let wide = plain.replace("UTF-8", "utf-16");
        let little: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = wide.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &little].concat();
        let gbk = encoding_rs::GBK.encode(&plain.replace("UTF-8", "GBK")).0.into_owned();
        for bytes in [little, big, marked, gbk, plain.as_bytes().to_vec(), wide.into_bytes()] {
            let text = utf8(&bytes).unwrap();
            let text = std::str::from_utf8(&text).unwrap();
            assert!(text == plain || text.contains("utf-16"), "{text}");
            assert!(text.ends_with("<a>质量</a>"), "{text}");
        }
        assert!(utf8(b"\xff\xfe<\0\x00\xd8").is_none(), "half a character is no text");
        assert_eq!(
            utf8(b"\xef\xbb\xbf<a/>").as_deref(),
            Some(b"\xef\xbb\xbf<a/>".as_slice())
        );
    }
}
