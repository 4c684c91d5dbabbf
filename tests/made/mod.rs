//! Makes documents as offices have them, byte for byte the same each time: PDF with Chinese text, text documents of
//! Word with headings, scans, workbooks.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that cannot go on fails the test that called it"
)]

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use zip::write::SimpleFileOptions;

/// A PDF of one page with these lines, in the font that readers of PDF supply for simplified Chinese.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = "BT /F1 14 Tf 72 760 Td 26 TL ".to_owned();
    for line in lines {
        let codes = line.encode_utf16().fold(String::new(), |mut codes, code| {
            let _ = write!(codes, "{code:04X}");
            codes
        });
        let _ = write!(content, "<{codes}> Tj T* ");
    }
    content.push_str("ET");
    assemble(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>".to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>".to_owned(),
    ])
}

/// A PDF whose only page is a picture.
pub fn scanned_pdf() -> Vec<u8> {
    let drawn = "q 595 0 0 842 0 0 cm /Im Do Q";
    assemble(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</Im 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()),
        "<</Type/XObject/Subtype/Image/Width 8/Height 1/ColorSpace/DeviceGray/BitsPerComponent 1/Length 1>>stream\nU\nendstream".to_owned(),
    ])
}

/// Objects numbered from 1, the first of which is the catalog.
fn assemble(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%\xe4\xe5\xe6\xe7\n".to_vec();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    let end = format!("xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// A PDF that opens with a password only.
pub fn locked_pdf(lines: &[&str]) -> Vec<u8> {
    let mut pdf = lopdf::Document::load_mem(&pdf(lines)).unwrap();
    let id = lopdf::Object::string_literal("0123456789abcdef");
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let state = lopdf::EncryptionState::try_from(lopdf::EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    });
    pdf.encrypt(&state.unwrap()).unwrap();
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// A text document of Word: paragraphs, of which those that begin with `# ` are headings.
pub fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body = paragraphs.iter().fold(String::new(), |mut body, text| {
        let (style, text) = match text.strip_prefix("# ") {
            Some(text) => ("<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>", text),
            None => ("", *text),
        };
        let _ = write!(body, "<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>");
        body
    });
    const NAMES: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>".to_owned(),
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>".to_owned(),
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>".to_owned(),
        ),
        ("word/document.xml", format!("<w:document xmlns:w=\"{NAMES}\"><w:body>{body}</w:body></w:document>")),
        (
            "word/styles.xml",
            format!("<w:styles xmlns:w=\"{NAMES}\"><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"),
        ),
    ];
    let parts: Vec<(&str, Vec<u8>)> = parts
        .iter()
        .map(|(name, text)| (*name, format!("{HEAD}{text}").into_bytes()))
        .collect();
    archive(&parts)
}

/// An archive of these parts, without the day on which it was made.
fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A page of A4 as a scanner leaves it at 150 dpi: black and white, a frame and lines.
pub fn png() -> Vec<u8> {
    const WIDTH: u32 = 1240;
    const HEIGHT: u32 = 1754;
    let row_bytes = WIDTH as usize / 8;
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        let frame = (60..70).contains(&y) || (1684..1694).contains(&y);
        let line = y % 60 < 3 && (200..1600).contains(&y);
        rows.push(0);
        rows.extend((0..row_bytes).map(|x| match x {
            8..=146 if frame => 0x00,
            8 | 146 if (60..1694).contains(&y) => 0x00,
            20..=130 if line => 0x33,
            _ => 0xff,
        }));
    }
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    head.extend([1, 0, 0, 0, 0]);
    for (name, content) in [(b"IHDR", head), (b"IDAT", deflated(&rows)), (b"IEND", Vec::new())] {
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        let named = [name.as_slice(), &content].concat();
        bytes.extend(&named);
        bytes.extend(crc32(&named).to_be_bytes());
    }
    bytes
}

/// `content` as zlib folds it: taken out of an archive, with zlib's two bytes before and its sum after.
fn deflated(content: &[u8]) -> Vec<u8> {
    let bytes = archive(&[("a", content.to_vec())]);
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut folded = vec![0x78, 0x9c];
    zip.by_index_raw(0).unwrap().read_to_end(&mut folded).unwrap();
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in content {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    folded.extend(((high << 16) | low).to_be_bytes());
    folded
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// A workbook of one sheet.
pub fn xlsx(rows: &[[&str; 3]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2025, 12, 1).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
