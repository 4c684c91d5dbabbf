//! What a file is: told by its content, then held against what its name ends in.

use memchr::memmem;
use serde::Serialize;

use crate::text::Text;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// PDF.
    Pdf,
    /// OFD, the fixed layout of GB/T 33190.
    Ofd,
    /// A text document of Word 2007 and later.
    Docx,
    /// A workbook of Excel 2007 and later.
    Xlsx,
    /// Slides of PowerPoint 2007 and later.
    Pptx,
    /// A binary workbook of Excel 2007 and later.
    Xlsb,
    /// A document of the OpenDocument family.
    OpenDocument,
    /// A text document of Word 97 to 2003 or of WPS.
    Doc,
    /// A workbook of Excel 97 to 2003 or of WPS.
    Xls,
    /// Slides of PowerPoint 97 to 2003 or of WPS.
    Ppt,
    /// An Office document under a password: which one cannot be told.
    LockedOffice,
    /// Another file of the old binary kind of Office, as a mail of Outlook.
    OtherOle,
    /// RTF.
    Rtf,
    /// A picture.
    Jpeg,
    /// A picture.
    Png,
    /// A picture, often a scan of several pages.
    Tiff,
    /// A picture.
    Bmp,
    /// A picture.
    Gif,
    /// A picture.
    Webp,
    /// A photo of a telephone.
    Heic,
    /// A picture that few programs open.
    Jpeg2000,
    /// A web page.
    Html,
    /// XML.
    Xml,
    /// Text.
    Text,
    /// An archive of the ZIP kind that is no document.
    Zip,
    /// A package of Office that holds none of these documents.
    OtherPackage,
    /// Another archive.
    Archive(&'static str),
    /// Something else that has a name.
    Other(&'static str),
    /// The file has no bytes, or was not read.
    Unread,
    /// Nothing known.
    Unknown,
}

impl FileFormat {
    /// What it is called.
    pub fn name(self) -> Text {
        match self {
            FileFormat::Pdf => text!("PDF 文档", "a PDF"),
            FileFormat::Ofd => text!("OFD 版式文件", "an OFD document"),
            FileFormat::Docx => text!("Word 文档（docx）", "a Word document (docx)"),
            FileFormat::Xlsx => text!("Excel 工作簿（xlsx）", "an Excel workbook (xlsx)"),
            FileFormat::Pptx => text!("PowerPoint 演示文稿（pptx）", "a PowerPoint document (pptx)"),
            FileFormat::Xlsb => text!("Excel 二进制工作簿（xlsb）", "a binary Excel workbook (xlsb)"),
            FileFormat::OpenDocument => text!("OpenDocument 文档", "an OpenDocument file"),
            FileFormat::Doc => text!(
                "旧版 Word 或 WPS 文字文档（doc、wps）",
                "an old Word or WPS document (doc, wps)"
            ),
            FileFormat::Xls => text!(
                "旧版 Excel 或 WPS 表格（xls、et）",
                "an old Excel or WPS workbook (xls, et)"
            ),
            FileFormat::Ppt => text!(
                "旧版 PowerPoint 或 WPS 演示（ppt、dps）",
                "an old PowerPoint or WPS document (ppt, dps)"
            ),
            FileFormat::LockedOffice => text!("加密的 Office 文档", "an Office document under a password"),
            FileFormat::OtherOle => text!("旧版 Office 复合文件", "an old compound file of Office"),
            FileFormat::Rtf => text!("RTF 文档", "an RTF document"),
            FileFormat::Jpeg => text!("JPEG 图片", "a JPEG picture"),
            FileFormat::Png => text!("PNG 图片", "a PNG picture"),
            FileFormat::Tiff => text!("TIFF 图片", "a TIFF picture"),
            FileFormat::Bmp => text!("BMP 图片", "a BMP picture"),
            FileFormat::Gif => text!("GIF 图片", "a GIF picture"),
            FileFormat::Webp => text!("WebP 图片", "a WebP picture"),
            FileFormat::Heic => text!("HEIC 照片", "a HEIC photo"),
            FileFormat::Jpeg2000 => text!("JPEG 2000 图片", "a JPEG 2000 picture"),
            FileFormat::Html => text!("网页", "a web page"),
            FileFormat::Xml => text!("XML 文件", "an XML file"),
            FileFormat::Text => text!("文本文件", "a text file"),
            FileFormat::OtherPackage => text!("其他 Office 文档", "another document of Office"),
            FileFormat::Zip => text!("ZIP 压缩包", "a ZIP archive"),
            FileFormat::Archive(name) => text!("压缩包（{name}）", "an archive ({name})"),
            FileFormat::Other(name) => text!("其他类型的文件（{name}）", "a file of another type ({name})"),
            FileFormat::Unread => text!("未读取的文件", "a file that was not read"),
            FileFormat::Unknown => text!("无法识别的文件", "a file of no known type"),
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(self) -> bool {
        matches!(
            self,
            FileFormat::Jpeg
                | FileFormat::Png
                | FileFormat::Tiff
                | FileFormat::Bmp
                | FileFormat::Gif
                | FileFormat::Webp
                | FileFormat::Heic
                | FileFormat::Jpeg2000
        )
    }

    /// What the name of such a file may end in, the usual one first, in lower case; none where any will do.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            FileFormat::Pdf => &["pdf"],
            FileFormat::Ofd => &["ofd"],
            FileFormat::Docx => &["docx", "docm", "dotx", "dotm", "wps"],
            FileFormat::Xlsx => &["xlsx", "xlsm", "xltx", "xltm", "et"],
            FileFormat::Pptx => &["pptx", "pptm", "ppsx", "ppsm", "potx", "dps"],
            FileFormat::Xlsb => &["xlsb"],
            FileFormat::OpenDocument => &["odt", "ods", "odp", "odg", "ott", "ots", "otp"],
            FileFormat::Doc => &["doc", "dot", "wps", "wpt"],
            FileFormat::Xls => &["xls", "xlt", "et", "ett"],
            FileFormat::Ppt => &["ppt", "pps", "pot", "dps", "dpt"],
            FileFormat::Rtf => &["rtf", "doc"],
            FileFormat::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            FileFormat::Png => &["png"],
            FileFormat::Tiff => &["tif", "tiff"],
            FileFormat::Bmp => &["bmp", "dib"],
            FileFormat::Gif => &["gif"],
            FileFormat::Webp => &["webp"],
            FileFormat::Heic => &["heic", "heif"],
            FileFormat::Jpeg2000 => &["jp2", "j2k", "jpf", "jpx", "j2c", "jpc"],
            FileFormat::Html => &["html", "htm", "xhtml", "mht"],
            FileFormat::Zip => &["zip"],
            _ => &[],
        }
    }

    /// Whether a file of this type may have such a name. Where nothing is prescribed, an ending that belongs to
    /// another type is wrong all the same.
    pub fn fits(self, extension: &str) -> bool {
        let extension = extension.to_lowercase();
        match self {
            FileFormat::LockedOffice => belongs(&extension, OFFICE),
            FileFormat::Unread | FileFormat::OtherPackage => true,
            FileFormat::Zip if extension == "zip" => true,
            // Many programs keep their documents in archives of their own.
            _ if self == FileFormat::Zip || self.extensions().is_empty() => !belongs(&extension, CLAIMED),
            _ => self.extensions().contains(&extension.as_str()),
        }
    }
}

/// Whether files of one of these types may have a name that ends so, in lower case.
pub fn belongs(extension: &str, formats: &[FileFormat]) -> bool {
    formats.iter().any(|format| format.extensions().contains(&extension))
}

/// What a locked document may be.
const OFFICE: &[FileFormat] = &[
    FileFormat::Docx,
    FileFormat::Xlsx,
    FileFormat::Pptx,
    FileFormat::Xlsb,
    FileFormat::Doc,
    FileFormat::Xls,
    FileFormat::Ppt,
];

/// The types that have endings of their own.
const CLAIMED: &[FileFormat] = &[
    FileFormat::Pdf,
    FileFormat::Ofd,
    FileFormat::Docx,
    FileFormat::Xlsx,
    FileFormat::Pptx,
    FileFormat::Xlsb,
    FileFormat::OpenDocument,
    FileFormat::Doc,
    FileFormat::Xls,
    FileFormat::Ppt,
    FileFormat::Jpeg,
    FileFormat::Png,
    FileFormat::Tiff,
    FileFormat::Bmp,
    FileFormat::Gif,
    FileFormat::Webp,
    FileFormat::Heic,
    FileFormat::Jpeg2000,
    FileFormat::Zip,
];

/// What a bare stream of codes of JPEG 2000 begins with.
pub const JPEG2000_CODES: &[u8] = b"\xff\x4f\xff\x51";

/// What a file of boxes of JPEG 2000 begins with.
pub const JPEG2000_BOXES: &[u8] = b"\0\0\0\x0cjP  \r\n\x87\n";

/// How much junk may stand before the beginning of a PDF or a JPEG: what readers of PDF put up with.
const PDF_HEAD: usize = 1024;

/// What the file with these bytes is. An archive is told only as [`FileFormat::Zip`]: what lies in it says more.
pub fn sniff(bytes: &[u8]) -> FileFormat {
    if bytes.is_empty() {
        return FileFormat::Unread;
    }
    if let Some(format) = by_first_bytes(bytes) {
        return format;
    }
    if bytes.starts_with(OLE) {
        of_ole(bytes)
    } else if memmem::find(bytes.get(..PDF_HEAD).unwrap_or(bytes), b"%PDF-").is_some() {
        FileFormat::Pdf
    } else {
        other(bytes)
    }
}

/// What the file with these bytes is where its first bytes tell it: an archive, a picture or RTF.
pub fn by_first_bytes(bytes: &[u8]) -> Option<FileFormat> {
    const HEADS: &[(&[u8], FileFormat)] = &[
        (b"PK\x03\x04", FileFormat::Zip),
        (b"PK\x05\x06", FileFormat::Zip),
        (b"\xff\xd8\xff", FileFormat::Jpeg),
        (b"\x89PNG\r\n\x1a\n", FileFormat::Png),
        (b"II*\0", FileFormat::Tiff),
        (b"MM\0*", FileFormat::Tiff),
        (b"II+\0", FileFormat::Tiff),
        (b"MM\0+", FileFormat::Tiff),
        (JPEG2000_BOXES, FileFormat::Jpeg2000),
        (JPEG2000_CODES, FileFormat::Jpeg2000),
        (b"GIF87a", FileFormat::Gif),
        (b"GIF89a", FileFormat::Gif),
        (b"{\\rtf", FileFormat::Rtf),
    ];
    let from = |at: usize| bytes.get(at..).unwrap_or_default();
    let named = HEADS.iter().find(|(head, _)| bytes.starts_with(head));
    if let Some((_, format)) = named {
        Some(*format)
    } else if bytes.starts_with(b"RIFF") && from(8).starts_with(b"WEBP") {
        Some(FileFormat::Webp)
    } else if from(4).starts_with(b"ftyp") && HEIC.iter().any(|brand| from(8).starts_with(*brand)) {
        Some(FileFormat::Heic)
    } else {
        is_bitmap(bytes).then_some(FileFormat::Bmp)
    }
}

/// Whether this is a bitmap of Windows or OS/2, or an array of the latter.
fn is_bitmap(bytes: &[u8]) -> bool {
    const HEADS: [u8; 8] = [12, 16, 40, 52, 56, 64, 108, 124];
    let from = |at: usize| bytes.get(at..).unwrap_or_default();
    let headed = matches!(from(14), [head, 0, 0, 0, ..] if HEADS.contains(head));
    let array = bytes.starts_with(b"BA") && from(14).starts_with(b"BM");
    array || bytes.starts_with(b"BM") && (headed || from(6).starts_with(&[0; 4]))
}

/// What a compound file of Office begins with.
pub const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

const HEIC: &[&[u8; 4]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"];

/// What an old file of Office is, by the streams it holds.
fn of_ole(bytes: &[u8]) -> FileFormat {
    let holds = |name: &str| holds_stream(bytes, name);
    if holds("EncryptedPackage") {
        FileFormat::LockedOffice
    } else if holds("WordDocument") {
        FileFormat::Doc
    } else if holds("Workbook") || holds("Book") {
        FileFormat::Xls
    } else if holds("PowerPoint Document") {
        FileFormat::Ppt
    } else {
        FileFormat::OtherOle
    }
}

/// Whether a directory of the compound file names a stream. Entries take 128 bytes, stand at multiples of that and
/// begin with the name in UTF-16; at byte 64 stands its length with the final zero, at byte 66 a 2 for a stream. No
/// chain of sectors is followed, so that nothing in the file decides how much memory is taken.
fn holds_stream(bytes: &[u8], name: &str) -> bool {
    let mut wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    wanted.extend([0, 0]);
    let length = u16::try_from(wanted.len()).unwrap_or(u16::MAX).to_le_bytes();
    memmem::find_iter(bytes, &wanted)
        .filter(|at| at % 128 == 0)
        .any(|at| bytes.get(at + 64..at + 67) == Some(&[length[0], length[1], 2]))
}

/// How much of a file is looked at to tell whether it is text.
const TEXT_HEAD: usize = 8 * 1024;

fn other(bytes: &[u8]) -> FileFormat {
    if let Some(format) = of_text(bytes.get(..TEXT_HEAD).unwrap_or(bytes)) {
        return format;
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return FileFormat::Archive("TAR");
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return FileFormat::Other("MP4");
    }
    if let Some((_, format)) = NAMED.iter().find(|(head, _)| bytes.starts_with(head)) {
        return *format;
    }
    if memmem::find(bytes.get(..PDF_HEAD).unwrap_or(bytes), b"\xff\xd8\xff").is_some() {
        return FileFormat::Jpeg;
    }
    FileFormat::Unknown
}

/// What else is met among documents, by its first bytes.
const NAMED: &[(&[u8], FileFormat)] = &[
    (b"Rar!\x1a\x07", FileFormat::Archive("RAR")),
    (b"7z\xbc\xaf\x27\x1c", FileFormat::Archive("7Z")),
    (b"\x1f\x8b", FileFormat::Archive("GZIP")),
    (b"BZh91AY", FileFormat::Archive("BZIP2")),
    (b"\xfd7zXZ\0", FileFormat::Archive("XZ")),
    (b"MSCF\0", FileFormat::Archive("CAB")),
    (b"\x28\xb5\x2f\xfd", FileFormat::Archive("ZSTD")),
    (b"MZ\x90\0", FileFormat::Other("EXE")),
    (b"\x7fELF", FileFormat::Other("ELF")),
    (b"8BPS\0", FileFormat::Other("PSD")),
    (b"AC10", FileFormat::Other("DWG")),
    (b"ID3\x03", FileFormat::Other("MP3")),
    (b"SQLite format 3\0", FileFormat::Other("SQLite")),
    (b"L\0\0\0\x01\x14\x02\0", FileFormat::Other("LNK")),
];

/// What kind of text a file begins with, if it is text: in UTF-8, UTF-16 with its mark, or GBK.
fn of_text(head: &[u8]) -> Option<FileFormat> {
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let controls = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    if !wide && head.iter().any(controls) {
        return None;
    }
    if !wide && !is_utf8_head(head) && !is_gbk_head(head) {
        return None;
    }
    let lower: Vec<u8> = head
        .iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let holds = |word: &str| memmem::find(&lower, word.as_bytes()).is_some();
    Some(if holds("<html") || holds("<!doctype html") {
        FileFormat::Html
    } else if holds("<?xml") {
        FileFormat::Xml
    } else {
        FileFormat::Text
    })
}

/// Whether bytes are UTF-8, but for a character that the end may cut.
fn is_utf8_head(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// Whether bytes are text in GBK or GB 18030, but for a character that the end may cut.
fn is_gbk_head(head: &[u8]) -> bool {
    let mut decoder = encoding_rs::GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(head.len() * 3 + 8);
    let (_, _, damaged) = decoder.decode_to_string(head, &mut text, false);
    !damaged
}

#[cfg(test)]
#[allow(missing_docs, reason = "what tests of other modules make, they make here")]
pub mod tests {
    use super::*;

    /// An old file of Office that holds one stream of this name and nothing else.
    pub fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(1024, 0);
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.splice(640..640 + name.len(), name.iter().copied());
        bytes[640 + 64] = u8::try_from(name.len() + 2).unwrap();
        bytes[640 + 66] = 2;
        bytes
    }

    #[test]
    fn a_file_is_told_by_what_it_begins_with() {
        let gbk = encoding_rs::GBK.encode("上海徐汇，质量第一。").0;
        let cases: &[(&[u8], FileFormat)] = &[
            (b"", FileFormat::Unread),
            (b"%PDF-1.7\n", FileFormat::Pdf),
            (b"junk\x01\n%PDF-1.4", FileFormat::Pdf),
            (b"\xff\xd8\xff\xe0", FileFormat::Jpeg),
            (b"\x89PNG\r\n\x1a\n", FileFormat::Png),
            (b"II*\0", FileFormat::Tiff),
            (b"MM\0+\0\x08", FileFormat::Tiff),
            (b"\xff\x4f\xff\x51\0\x2f", FileFormat::Jpeg2000),
            (b"BM\x01\x01\x01\x01\x01\0\0\0\x1a\0\0\0\x0c\0\0\0", FileFormat::Bmp),
            (b"\0\x01\xff\xd8\xff\xe0", FileFormat::Jpeg),
            (b"GIF89a", FileFormat::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", FileFormat::Webp),
            (b"\0\0\0\x18ftypheic", FileFormat::Heic),
            (b"BM\x01\x01\x01\x01\0\0\0\0", FileFormat::Bmp),
            (b"{\\rtf1", FileFormat::Rtf),
            (b"Rar!\x1a\x07\x01\0", FileFormat::Archive("RAR")),
            (b"7z\xbc\xaf\x27\x1c\0\x04", FileFormat::Archive("7Z")),
            (b"<!DOCTYPE html><p>", FileFormat::Html),
            (b"<?xml version=\"1.0\"?><a/>", FileFormat::Xml),
            ("质量".as_bytes(), FileFormat::Text),
            (&gbk, FileFormat::Text),
            (b"\xff\xfe\x28\x8d", FileFormat::Text),
            (b"\x01\x02\x03\x04", FileFormat::Unknown),
        ];
        for (bytes, format) in cases {
            assert_eq!(sniff(bytes), *format, "{bytes:?}");
        }
        let cut = "质".repeat(TEXT_HEAD);
        for at in 0..3 {
            assert_eq!(sniff(format!("{}{cut}", "a".repeat(at)).as_bytes()), FileFormat::Text);
        }
        assert!(matches!(sniff(b"\x7fELF\x02\x01\x01\0"), FileFormat::Other(_)));
        assert!(matches!(sniff(b"MZ\x90\0\x03\0"), FileFormat::Other(_)));
    }

    #[test]
    fn old_documents_are_told_by_their_streams() {
        for (stream, format) in [
            ("EncryptedPackage", FileFormat::LockedOffice),
            ("WordDocument", FileFormat::Doc),
            ("Workbook", FileFormat::Xls),
            ("Book", FileFormat::Xls),
            ("PowerPoint Document", FileFormat::Ppt),
            ("__properties_version1.0", FileFormat::OtherOle),
        ] {
            assert_eq!(sniff(&ole(stream)), format, "{stream}");
        }
        let mut moved = ole("WordDocument");
        moved.insert(8, 0);
        assert_eq!(
            sniff(&moved),
            FileFormat::OtherOle,
            "text that names a stream is no entry of the directory"
        );
    }

    #[test]
    fn an_ending_is_held_against_the_content() {
        for (format, extension, fits) in [
            (FileFormat::Pdf, "pdf", true),
            (FileFormat::Pdf, "PDF", true),
            (FileFormat::Pdf, "docx", false),
            (FileFormat::Pdf, "", false),
            (FileFormat::Jpeg, "jpeg", true),
            (FileFormat::Doc, "wps", true),
            (FileFormat::Docx, "doc", false),
            (FileFormat::LockedOffice, "docx", true),
            (FileFormat::LockedOffice, "pdf", false),
            (FileFormat::Text, "md", true),
            (FileFormat::Text, "pdf", false),
            (FileFormat::Html, "xls", false),
            (FileFormat::Zip, "zip", true),
            (FileFormat::Zip, "epub", true),
            (FileFormat::Zip, "pages", true),
            (FileFormat::Zip, "pdf", false),
            (FileFormat::Zip, "xlsx", false),
            (FileFormat::Unknown, "dat", true),
            (FileFormat::Unknown, "jpg", false),
        ] {
            assert_eq!(format.fits(extension), fits, "{format:?} {extension}");
        }
    }
}
