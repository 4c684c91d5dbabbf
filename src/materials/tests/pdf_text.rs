//! The text of PDFs: what is read of it, and what is said of the rest.

use super::making::{Page, assemble, pdf, stream};
use super::pdfs::{NAME, look};
use crate::materials::{Document, Flaw, TextLayer};

#[test]
fn text_that_cannot_be_told_beside_other_text_is_said() {
    let seen = look(&pdf(&[Page::Chinese("审计报告"), Page::Shapes(NAME)]));
    assert_eq!((seen.flaws, seen.text), (vec![Flaw::TextUndecoded], TextLayer::Present));
    assert!(Flaw::TextUndecoded.partly() && Flaw::TextUndecoded.unread());
}

/// A page of these instructions, in two fonts: F1 names its encoding, F3 nothing.
fn drawn(content: &str) -> Document {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 5 0 R/F3 6 0 R>>>>/Contents 4 0 R>>".to_vec();
    let named = b"<</Type/Font/Subtype/Type0/Encoding/UniGB-UCS2-H>>".to_vec();
    let shapes = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H>>".to_vec();
    look(&assemble(&[
        catalog,
        root,
        page,
        stream("", content.as_bytes()),
        named,
        shapes,
    ]))
}

#[test]
fn the_font_that_was_set_before_comes_back() {
    let seen = drawn("BT /F1 9 Tf q /F3 9 Tf Q <4E0A> Tj ET");
    assert_eq!((seen.flaws, seen.text), (vec![], TextLayer::Present));
    let seen = drawn("BT q /F1 9 Tf Q <4E0A> Tj ET");
    assert_eq!(seen.flaws, [Flaw::TextUnreadable]);
}

#[test]
fn broken_instructions_hide_no_text_unsaid() {
    for (broken, flaws) in [
        ("", vec![]),
        (") ", vec![Flaw::TextUndecoded]),
        ("(", vec![Flaw::TextUndecoded]),
        ("<</A", vec![Flaw::TextUndecoded]),
        ("BI /W 1 /H 1 ID x EI ", vec![]),
    ] {
        let seen = drawn(&format!(
            "BT /F1 9 Tf <4E0A6D775F906C474E0A6D775F906C474E0A6D775F906C474E0A6D775F906C47> Tj {broken}<5F90> Tj ET"
        ));
        assert_eq!((seen.flaws, seen.text), (flaws, TextLayer::Present), "{broken}");
    }
}

/// The codes of a text in UTF-16, as a string of a PDF in hexadecimal digits.
fn hex(text: &str, mark: bool) -> String {
    let mark = mark.then_some(0xfeff_u16);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.map(|unit| format!("{unit:04X}")).collect()
}

/// A page with some text and one annotation; object 6 draws the applicant's name, object 7 holds it as a value.
fn annotated(annotation: &str, more: &str) -> Document {
    look(&annotated_pdf(annotation, more))
}

/// The bytes of [`annotated`].
pub(super) fn annotated_pdf(annotation: &str, more: &str) -> Vec<u8> {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R{more}>>").into_bytes();
    let root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let fonts = "/Resources<</Font<</F1 5 0 R>>>>";
    let page = format!("<</Type/Page/Parent 2 0 R{fonts}/Contents 4 0 R/Annots[{annotation}]>>").into_bytes();
    let content = format!("BT /F1 9 Tf <{}> Tj ET", hex("专用信用报告", false));
    let font = b"<</Type/Font/Subtype/Type0/Encoding/UniGB-UCS2-H>>".to_vec();
    let shown = format!("BT /F1 9 Tf <{}> Tj ET", hex(NAME, false));
    let form = stream(&format!("/Subtype/Form{fonts}"), shown.as_bytes());
    let value = format!("<</FT/Tx/T(a)/V<{}>>>", hex(NAME, true)).into_bytes();
    let file = stream("/Type/EmbeddedFile", b"a");
    assemble(&[
        catalog,
        root,
        page,
        stream("", content.as_bytes()),
        font,
        form,
        value,
        file,
    ])
}

#[test]
fn what_annotations_show_is_read() {
    let text = hex(NAME, true);
    for (annotation, found) in [
        ("<</Subtype/Widget/FT/Tx/AP<</N 6 0 R>>>>".to_owned(), true),
        (
            "<</Subtype/Widget/FT/Btn/AS/On/AP<</N<</On 6 0 R>>>>>>".to_owned(),
            true,
        ),
        (
            "<</Subtype/Widget/FT/Btn/AS/Off/AP<</N<</On 6 0 R>>>>>>".to_owned(),
            false,
        ),
        (format!("<</Subtype/Widget/FT/Tx/V<{text}>>>"), true),
        (format!("<</Subtype/Widget/FT/Ch/V[(a)<{text}>]>>"), true),
        ("<</Subtype/Widget/Parent 7 0 R>>".to_owned(), true),
        (format!("<</Subtype/Widget/FT/Tx/F 2/V<{text}>>>"), false),
        ("<</Subtype/Stamp/F 32/AP<</N 6 0 R>>>>".to_owned(), false),
        ("<</Subtype/Stamp/F 4/AP<</N 6 0 R>>>>".to_owned(), true),
        (format!("<</Subtype/FreeText/Contents<{text}>>>"), true),
        (format!("<</Subtype/Popup/Contents<{text}>>>"), false),
        (format!("<</Subtype/Link/Contents<{text}>>>"), false),
        ("6 0 R 99 0 R null".to_owned(), false),
    ] {
        let seen = annotated(&annotation, "");
        assert_eq!(
            (seen.mentions, seen.flaws),
            (vec![found, false], vec![]),
            "{annotation}"
        );
    }
    let seen = annotated("<</Subtype/FreeText/Contents(\\320\\354)>>", "");
    assert_eq!(seen.flaws, [Flaw::TextUndecoded], "nothing says which encoding it is");
}

#[test]
fn what_stands_beside_the_pages_and_is_not_read_is_told() {
    let file = "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.pdf)/EF<</F 8 0 R>>>>]>>>>";
    for (more, flaws) in [
        ("/AcroForm<</Fields[]>>", vec![]),
        ("/AcroForm<</Fields[]/XFA null>>", vec![]),
        ("/AcroForm<</Fields[]/XFA 8 0 R>>", vec![Flaw::FormUnread]),
        ("/AcroForm<</Fields[]/XFA[(datasets)8 0 R]>>", vec![Flaw::FormUnread]),
        ("/Names<</EmbeddedFiles<</Names[]>>>>", vec![]),
        (file, vec![Flaw::Attached { files: 1 }]),
    ] {
        let seen = annotated("", more);
        assert!(flaws.iter().all(|flaw| flaw.partly() && !flaw.unusable()));
        assert_eq!((seen.flaws, seen.text), (flaws, TextLayer::Present), "{more}");
    }
}
