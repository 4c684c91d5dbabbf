//! Makes the documents that the tests look at.

use std::fmt::Write as _;

use lopdf::{Document as Pdf, EncryptionState, EncryptionVersion, Permissions};

use crate::materials::parts::testing::archive;

/// What a page shows.
#[derive(Clone, Copy)]
pub enum Page<'t> {
    /// Chinese text in a font that is named and not embedded, as old WPS writes it.
    Chinese(&'t str),
    /// Chinese text in a font of bare shapes with a table of what they mean, as Word and WPS write it.
    Mapped(&'t str),
    /// Text in a font of bare shapes without such a table.
    Shapes(&'t str),
    /// A scan.
    Picture,
    /// A scan with the mark of a scanner program.
    Marked(&'t str),
    /// Chinese text in a drawing that the page places.
    Form(&'t str),
    /// Nothing.
    Blank,
}

/// A PDF written by hand: objects, table, trailer.
pub fn pdf(pages: &[Page<'_>]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 10 + 3 * at)).collect();
    objects.push(b"<</Type/Catalog/Pages 2 0 R>>".to_vec());
    objects.push(format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()).into_bytes());
    objects.push(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_vec(),
    );
    objects.push(b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light>>".to_vec());
    objects.push(
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+SimSun/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>"
            .to_vec(),
    );
    objects.push(stream("", CMAP.as_bytes()));
    objects.push(
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+SimSun/Encoding/Identity-H/DescendantFonts[4 0 R]>>".to_vec(),
    );
    objects.push(stream(
        "/Type/XObject/Subtype/Image/Width 8/Height 1/ColorSpace/DeviceGray/BitsPerComponent 1",
        b"\xaa",
    ));
    objects.push(b"<</Font<</F1 3 0 R/F2 5 0 R/F3 7 0 R>>/XObject<</Im 8 0 R>>>>".to_vec());
    for (at, page) in pages.iter().enumerate() {
        let (content, form) = drawn(*page);
        let own = 10 + 3 * at;
        let resources = match form {
            Some(_) => format!("<</XObject<</Fm {} 0 R>>>>", own + 2),
            None => "9 0 R".to_owned(),
        };
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources {resources}/Contents {} 0 R>>",
                own + 1
            )
            .into_bytes(),
        );
        objects.push(stream("", content.as_bytes()));
        objects.push(stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 9 0 R",
            form.unwrap_or_default().as_bytes(),
        ));
    }
    assemble(&objects)
}

/// Codes are those of Unicode, so that the table is short and true.
const CMAP: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <3000> <FFFE> <3000> endbfrange
endcmap end end";

fn drawn(page: Page<'_>) -> (String, Option<String>) {
    const SCAN: &str = "q 595 0 0 842 0 0 cm /Im Do Q";
    match page {
        Page::Chinese(text) => (shown("F1", text), None),
        Page::Mapped(text) => (shown("F2", text), None),
        Page::Shapes(text) => (shown("F3", text), None),
        Page::Picture => (SCAN.to_owned(), None),
        Page::Marked(text) => (format!("{SCAN} {}", shown("F1", text)), None),
        Page::Form(text) => ("/Fm Do".to_owned(), Some(shown("F1", text))),
        Page::Blank => (String::new(), None),
    }
}

fn shown(font: &str, text: &str) -> String {
    let mut content = format!("BT /{font} 12 Tf 72 720 Td ");
    for line in text.lines() {
        let codes = line.encode_utf16().fold(String::new(), |mut codes, code| {
            let _ = write!(codes, "{code:04X}");
            codes
        });
        let _ = write!(content, "[<{codes}> -20] TJ T* ");
    }
    content + "ET"
}

pub fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dict}/Length {}>>stream\n", content.len()).into_bytes();
    object.extend_from_slice(content);
    object.extend_from_slice(b"\nendstream");
    object
}

/// Numbers the objects from 1; the first is the catalog.
pub fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%\xe4\xe5\xe6\xe7\n".to_vec();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    let end = format!("xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// The same PDF under passwords; an empty `user` lets everybody open it.
pub fn locked(bytes: &[u8], user: &str, permissions: Permissions) -> Vec<u8> {
    locked_with_id(bytes, user, permissions, b"0123456789abcdef")
}

/// As [`locked`], with this id of the file.
pub fn locked_with_id(bytes: &[u8], user: &str, permissions: Permissions, id: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::load_mem(bytes).unwrap();
    let id = lopdf::Object::string_literal(id);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions,
    });
    let state = state.unwrap();
    pdf.encrypt(&state).unwrap();
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}

/// A text document of these paragraphs.
pub fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body = paragraphs.iter().fold(String::new(), |mut body, text| {
        let _ = write!(body, "<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        body
    });
    let main = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", main.as_bytes()),
        ("word/styles.xml", b"<w:styles/>"),
    ])
}

/// An OFD document of a page that lies upon a template.
pub fn ofd() -> Vec<u8> {
    let main = "<Document><TemplatePage ID=\"5\" BaseLoc=\"T.xml\"/><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>";
    let text = "<Page><Template TemplateID=\"5\"/><TextObject><TextCode>质量</TextCode></TextObject></Page>";
    archive(&[
        (
            "OFD.xml",
            b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        ),
        ("Doc_0/Document.xml", main.as_bytes()),
        ("Doc_0/P.xml", text.as_bytes()),
        ("Doc_0/T.xml", text.as_bytes()),
    ])
}

/// A PNG of this size, whose content nobody looks at.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    for (name, content) in [(b"IHDR", head), (b"IDAT", vec![0; 40]), (b"IEND", Vec::new())] {
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        bytes.extend(name);
        bytes.extend(content);
        bytes.extend([0; 4]);
    }
    bytes
}

/// A JPEG of this size that carries a whole preview picture in its first segment.
pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8".to_vec();
    bytes.extend(b"\xff\xe1\x00\x0a\xff\xd8\xff\xda\0\0\xff\xd9");
    bytes.extend(b"\xff\xc0\x00\x0b\x08");
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(b"\x01\x01\x11\x00");
    bytes.extend(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00");
    bytes.extend(b"\x12\xff\x00\x34\xff\xd9");
    bytes
}

/// `content` as zlib folds it, taken out of an archive: stored with zlib's two bytes before and its sum after.
pub fn deflated(content: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let bytes = archive(&[("a", content)]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
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
