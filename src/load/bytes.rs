//! A file becomes bytes, and bytes become text: UTF-8 with or without a byte-order mark, UTF-16 with one, or a legacy
//! Chinese encoding.

use std::borrow::Cow;
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use crate::place::InputError;

/// The largest text file that is read, in bytes: a dossier of thousands of rows stays far below it.
pub const LARGEST_TEXT: usize = 16 * 1024 * 1024;

/// The largest workbook that is read, in bytes.
pub const FILE_BYTES: usize = 64 * 1024 * 1024;

/// The largest file of any kind that is read, in bytes.
const LARGEST: usize = if LARGEST_TEXT > FILE_BYTES {
    LARGEST_TEXT
} else {
    FILE_BYTES
};

/// How many bytes most files fit into.
const USUAL: usize = 8 * 1024;

/// All bytes of a file; of one that is larger than any that is read, as many as tell that it is. A device that never
/// ends is such a file.
///
/// # Errors
/// The system's own.
pub fn whole_file(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(USUAL);
    file.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file.
///
/// # Errors
/// A sentence where the file is too large, or its bytes are no text in any encoding used for Chinese.
pub fn decode(bytes: Vec<u8>) -> Result<String, InputError> {
    decode_within(bytes, LARGEST_TEXT)
}

/// The text of a file of so many bytes at the most.
///
/// # Errors
/// As [`decode`].
pub fn decode_within(bytes: Vec<u8>, most: usize) -> Result<String, InputError> {
    if bytes.len() > most {
        let limit = most / (1024 * 1024);
        return Err(InputError::whole(text!(
            "文件超过 {limit} MB，不像是一份申报信息",
            "the file is larger than {limit} MB, which no dossier is"
        )));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return whole(encoding.decode_without_bom_handling(body));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let encoding = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    whole(encoding.decode_without_bom_handling(&bytes))
}

/// The decoded text, unless something in it was no character.
fn whole((text, damaged): (Cow<'_, str>, bool)) -> Result<String, InputError> {
    if damaged || text.contains('\0') {
        return Err(InputError::whole(text!(
            "这不是文本文件，或其编码既非 UTF-8 也非 GBK",
            "this is no text file, or its encoding is neither UTF-8 nor GBK"
        ))
        .hint(text!(
            "请用记事本打开，另存为 UTF-8 编码",
            "open it in a text editor and save it as UTF-8"
        )));
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_read_from_every_encoding_offices_use() {
        let text = "name = \"上海徐汇示例科技有限公司\"\n";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend_from_slice(text.as_bytes());
        let utf16: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [text.as_bytes(), &gbk, &marked, &utf16] {
            assert_eq!(decode(bytes.to_vec()).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decode(b"PK\x03\x04\0\0\0\xff\xfe\xfd".to_vec()).is_err());
        assert!(decode(vec![b' '; LARGEST_TEXT + 1]).is_err());
    }
}
