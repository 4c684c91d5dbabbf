//! Office documents and the rest.

use super::making::{Page, docx, pdf};
use super::*;
use crate::container::format::tests::ole;
use crate::materials::parts::testing::archive;

pub(super) fn flaws(name: &str, bytes: &[u8]) -> Vec<Flaw> {
    look_at(name, bytes, &[]).flaws
}

#[test]
fn a_text_document_has_words_and_text() {
    let seen = look_at(
        "自评.docx",
        &docx(&["一、质量Quality 2024年", "上海 徐汇"]),
        &["上海徐汇", "北京"],
    );
    assert_eq!(
        (seen.format, seen.words, seen.text),
        (FileFormat::Docx, Some(11), TextLayer::Present)
    );
    assert_eq!((seen.mentions, seen.flaws), (vec![true, false], vec![]));
    assert_eq!(flaws("空.docx", &docx(&[""])), [Flaw::NoPages]);
}

#[test]
fn a_text_document_that_takes_in_another_file_has_no_count() {
    let main =
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>概述</w:t></w:r></w:p><w:altChunk/></w:body></w:document>";
    let seen = look_at(
        "概述.docx",
        &archive(&[("word/document.xml", main.as_bytes())]),
        &["概述"],
    );
    assert_eq!((seen.words, seen.flaws), (None, vec![Flaw::Imported]));
    assert_eq!((seen.text, seen.mentions), (TextLayer::Present, vec![true]));
    assert!(Flaw::Imported.partly());
}

#[test]
fn a_bomb_is_a_flaw() {
    let limit = usize::try_from(limits::UNFOLDED_BYTES).unwrap();
    let main = format!("<w:document><w:p><w:r><w:t>{}", " ".repeat(limit));
    let bytes = archive(&[("word/document.xml", main.as_bytes())]);
    assert!(bytes.len() < limit / 100);
    let unfolds = Flaw::UnfoldsTooFar {
        limit: limits::UNFOLDED_BYTES,
    };
    assert_eq!(flaws("弹.docx", &bytes), [unfolds]);
    let entities = b"<!DOCTYPE a [<!ENTITY b \"bb\">]><w:document>&b;</w:document>";
    assert_eq!(
        flaws("弹.docx", &archive(&[("word/document.xml", entities)])),
        [Flaw::DeclaresDoctype]
    );
}

#[test]
fn a_damaged_archive_is_damaged_and_not_of_the_wrong_type() {
    let whole = docx(&["质量"]);
    assert_eq!(flaws("a.docx", &whole[..whole.len() / 2]), [Flaw::Damaged]);
    let mut cut = archive(&[("word/document.xml", b"<w:document><w:p>")]);
    assert_eq!(flaws("a.docx", &cut), [Flaw::Damaged]);
    cut.truncate(3);
    assert!(!look_at("a.docx", &cut, &[]).is_usable());
}

#[test]
fn a_workbook_has_sheets_and_text() {
    let book = "<workbook><sheets><sheet name=\"一\"/><sheet name=\"二\"/></sheets></workbook>";
    let texts = "<sst><si><r><t>上海</t></r><r><t>徐汇</t></r></si><si><t>公司</t></si></sst>";
    let sheet = "<worksheet><c t=\"inlineStr\"><is><t>内写</t></is></c></worksheet>";
    let bytes = archive(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let seen = look_at("表.xlsx", &bytes, &["上海徐汇", "内写", "没有"]);
    assert_eq!(
        (seen.format, seen.sheets, seen.flaws),
        (FileFormat::Xlsx, Some(2), vec![])
    );
    assert_eq!(
        (seen.mentions, seen.text),
        (vec![true, true, false], TextLayer::Present)
    );
    assert_eq!(
        flaws("表.xlsx", &archive(&[("xl/workbook.xml", b"<workbook/>")])),
        [Flaw::NoPages]
    );
}

#[test]
fn an_ofd_document_has_pages_and_text() {
    let main = "<ofd:Document><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/>\
                <ofd:Page ID=\"2\" BaseLoc=\"/Doc_0/Pages/Page_1/Content.xml\"/></ofd:Pages></ofd:Document>";
    let page = "<ofd:Page><ofd:TextObject><ofd:TextCode X=\"0\">上海</ofd:TextCode><ofd:TextCode>徐汇</ofd:TextCode>\
                </ofd:TextObject></ofd:Page>";
    let blank: &[u8] = b"<ofd:Page/>";
    let parts = |first: &'static [u8], second: &'static str| {
        archive(&[
            ("OFD.xml", b"<ofd:OFD/>"),
            ("Doc_0/Document.xml", main.as_bytes()),
            ("Doc_0/Pages/Page_0/Content.xml", first),
            (second, page.as_bytes()),
        ])
    };
    let seen = look_at("照.ofd", &parts(blank, "Doc_0/Pages/Page_1/Content.xml"), &["上海徐汇"]);
    assert_eq!(
        (seen.format, seen.pages, seen.flaws),
        (FileFormat::Ofd, Some(2), vec![])
    );
    assert_eq!((seen.mentions, seen.text), (vec![true], TextLayer::Present));
    assert_eq!(flaws("照.ofd", &parts(blank, "other.xml")), [Flaw::Damaged]);
}

/// The list of what a part refers to, each by its kind.
fn relations(rows: &[(&str, &str)]) -> String {
    let row =
        |(kind, target): &(&str, &str)| format!("<Relationship Id=\"\" Type=\"http://x/{kind}\" Target=\"{target}\"/>");
    format!(
        "<Relationships>{}</Relationships>",
        rows.iter().map(row).collect::<String>()
    )
}

#[test]
fn numbers_and_drawings_of_a_workbook_are_searched() {
    let package = relations(&[("officeDocument", "xl/workbook.xml")]);
    let book = relations(&[("worksheet", "s.xml"), ("styles", "st.xml")]);
    let sheet_refers = relations(&[("drawing", "d.xml")]);
    let drawing_refers = relations(&[("chart", "c.xml")]);
    let look = |sheet: &str, drawing: &str, chart: &str| {
        let bytes = archive(&[
            ("_rels/.rels", package.as_bytes()),
            ("xl/workbook.xml", b"<workbook><sheet/></workbook>"),
            ("xl/_rels/workbook.xml.rels", book.as_bytes()),
            ("xl/s.xml", format!("<worksheet>{sheet}</worksheet>").as_bytes()),
            ("xl/_rels/s.xml.rels", sheet_refers.as_bytes()),
            (
                "xl/st.xml",
                b"<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
            ),
            ("xl/d.xml", format!("<wsDr>{drawing}</wsDr>").as_bytes()),
            ("xl/_rels/d.xml.rels", drawing_refers.as_bytes()),
            ("xl/c.xml", format!("<chart>{chart}</chart>").as_bytes()),
        ]);
        let seen = look_at("表.xlsx", &bytes, &["2022"]);
        (seen.mentions == [true], seen.flaws)
    };
    assert_eq!(look("<c><v>2022</v></c>", "", ""), (true, vec![]));
    assert_eq!(look("<c s=\"1\"><v>44926</v></c>", "", ""), (true, vec![]));
    assert_eq!(look("<c s=\"0\"><v>44926</v></c>", "", ""), (false, vec![]));
    assert_eq!(look("<c t=\"str\"><f>a</f><v>2022</v></c>", "", ""), (true, vec![]));
    assert_eq!(look("<c t=\"s\"><v>2022</v></c>", "", ""), (false, vec![Flaw::NoText]));
    assert_eq!(
        look("<headerFooter><oddHeader>&amp;C2022</oddHeader></headerFooter>", "", ""),
        (true, vec![])
    );
    assert_eq!(look("", "<a:p><a:t>20</a:t><a:t>22</a:t></a:p>", ""), (true, vec![]));
    assert_eq!(look("", "", "<pt><v>2022</v></pt>"), (true, vec![]));
}

#[test]
fn what_slides_show_of_their_master_is_searched_and_pictures_are_told() {
    let package = relations(&[("officeDocument", "ppt/p.xml")]);
    let show = relations(&[("slide", "s.xml")]);
    let slide_refers = relations(&[("slideLayout", "l.xml"), ("diagramData", "d.xml")]);
    let layout_refers = relations(&[("slideMaster", "m.xml")]);
    let shape = |place: &str| format!("<sp>{place}<p><t>徐汇</t></p></sp>");
    let look = |slide: &str, master: &str, diagram: &str| {
        let bytes = archive(&[
            ("_rels/.rels", package.as_bytes()),
            ("ppt/p.xml", b"<presentation/>"),
            ("ppt/_rels/p.xml.rels", show.as_bytes()),
            ("ppt/s.xml", format!("<sld>{slide}</sld>").as_bytes()),
            ("ppt/_rels/s.xml.rels", slide_refers.as_bytes()),
            ("ppt/l.xml", b"<sldLayout/>"),
            ("ppt/_rels/l.xml.rels", layout_refers.as_bytes()),
            ("ppt/m.xml", format!("<sldMaster>{master}</sldMaster>").as_bytes()),
            ("ppt/d.xml", format!("<dataModel>{diagram}</dataModel>").as_bytes()),
            ("ppt/media/a.png", b"a"),
        ]);
        let seen = look_at("演示.pptx", &bytes, &["徐汇"]);
        (seen.mentions == [true], seen.flaws)
    };
    assert_eq!(look(&shape(""), "", ""), (true, vec![]));
    assert_eq!(look("<p><t>一</t></p>", &shape(""), ""), (true, vec![]));
    assert_eq!(look("<p><t>一</t></p>", &shape("<ph/>"), ""), (false, vec![]));
    assert_eq!(look("", "", &shape("")), (true, vec![]));
    assert_eq!(
        look("<pic></pic>", &shape("<ph/>"), ""),
        (false, vec![Flaw::ScannedOnly])
    );
    assert_eq!(
        look("<pic></pic>", &shape(""), ""),
        (true, vec![Flaw::PagesScanned { pages: 1 }])
    );
}

#[test]
fn slides_and_open_documents_are_searched() {
    let slide = "<p:sld><a:p><a:r><a:t>质量</a:t></a:r></a:p></p:sld>";
    let bytes = archive(&[
        ("ppt/presentation.xml", b"<p/>"),
        ("ppt/slides/slide1.xml", slide.as_bytes()),
    ]);
    let seen = look_at("演示.pptx", &bytes, &["质量"]);
    assert_eq!((seen.pages, seen.mentions, seen.flaws), (Some(1), vec![true], vec![]));
    let content = "<office:document-content><office:body><text:p>质<text:span>量</text:span></text:p></office:body></office:document-content>";
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.text";
    let bytes = archive(&[("mimetype", mimetype), ("content.xml", content.as_bytes())]);
    let seen = look_at("a.odt", &bytes, &["质量"]);
    assert_eq!(
        (seen.format, seen.mentions, seen.flaws),
        (FileFormat::OpenDocument, vec![true], vec![])
    );
    let edges = "<office:document-styles><office:master-styles><text:p>徐汇</text:p></office:master-styles></office:document-styles>";
    let bytes = archive(&[
        ("mimetype", mimetype),
        ("content.xml", content.as_bytes()),
        ("styles.xml", edges.as_bytes()),
    ]);
    assert_eq!(look_at("a.odt", &bytes, &["徐汇"]).mentions, [true], "a header");
    let bare = b"<office:document-content><office:body/></office:document-content>";
    assert_eq!(
        flaws("a.odt", &archive(&[("mimetype", mimetype), ("content.xml", bare)])),
        [Flaw::NoText]
    );
    let manifest = b"<manifest><encryption-data/></manifest>";
    let bytes = archive(&[
        ("mimetype", mimetype),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\0"),
    ]);
    assert_eq!(flaws("a.odt", &bytes), [Flaw::Encrypted]);
}

#[test]
fn an_archive_under_the_name_of_a_document_is_none() {
    let bytes = archive(&[("a.txt", b"a")]);
    for extension in ["docx", "XLSX", "pptx", "ofd", "odt", "xlsb", "wps"] {
        let seen = look_at(&format!("申报表.{extension}"), &bytes, &[]);
        let only = Flaw::OnlyPacked {
            extension: extension.to_owned(),
        };
        assert!(only.unusable());
        assert_eq!((seen.format, seen.flaws), (FileFormat::Zip, vec![only]), "{extension}");
    }
    let packed = Flaw::Packed {
        format: FileFormat::Zip,
    };
    let renamed = |extension: &str| Flaw::WrongExtension {
        extension: extension.to_owned(),
        format: FileFormat::Zip,
    };
    assert_eq!(flaws("a.zip", &bytes), std::slice::from_ref(&packed));
    assert_eq!(flaws("a.pdf", &bytes), [renamed("pdf"), packed.clone()]);
    assert_eq!(
        flaws("报告.pages", &bytes),
        [Flaw::NotRead {
            format: FileFormat::Zip
        }]
    );
    let unknown = archive(&[("[Content_Types].xml", b"<Types/>"), ("a/b.xml", b"<b/>")]);
    let unread = Flaw::NotRead {
        format: FileFormat::OtherPackage,
    };
    assert_eq!(flaws("a.docx", &unknown), [unread], "no one is told to rename it");
}

#[test]
fn what_is_not_opened_says_what_it_is() {
    assert_eq!(
        flaws("a.doc", &ole("WordDocument")),
        [Flaw::OldBinaryOffice {
            format: FileFormat::Doc
        }]
    );
    assert_eq!(
        flaws("a.wps", &ole("WordDocument")),
        [Flaw::OldBinaryOffice {
            format: FileFormat::Doc
        }]
    );
    assert_eq!(flaws("a.docx", &ole("EncryptedPackage")), [Flaw::Encrypted]);
    assert_eq!(
        flaws("a.zip", &archive(&[("a.pdf", b"%PDF")])),
        [Flaw::Packed {
            format: FileFormat::Zip
        }]
    );
    assert_eq!(
        flaws("a.rar", b"Rar!\x1a\x07\x01\0"),
        [Flaw::Packed {
            format: FileFormat::Archive("RAR")
        }]
    );
    assert_eq!(
        flaws("a.dat", b"\x01\x02"),
        [Flaw::NoDocument {
            format: FileFormat::Unknown
        }]
    );
    assert_eq!(
        flaws("a.heic", b"\0\0\0\x18ftypheic"),
        [Flaw::NotRead {
            format: FileFormat::Heic
        }]
    );
    assert_eq!(
        flaws("a.xlsb", &archive(&[("xl/workbook.bin", b"")])),
        [Flaw::NotRead {
            format: FileFormat::Xlsb
        }]
    );
    let macros = archive(&[
        (
            "word/document.xml",
            b"<w:document><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>",
        ),
        ("word/vbaProject.bin", b""),
    ]);
    assert_eq!(flaws("a.docm", &macros), [Flaw::MacroEnabled]);
}

#[test]
fn the_ending_is_held_against_the_content() {
    let sound = pdf(&[Page::Chinese("同意")]);
    assert_eq!(
        flaws("证书.jpg", &sound),
        [Flaw::WrongExtension {
            extension: "jpg".to_owned(),
            format: FileFormat::Pdf
        }]
    );
    assert_eq!(flaws("证书.PDF", &sound), []);
    assert_eq!(
        flaws("报告.doc", &docx(&["质量"])),
        [Flaw::WrongExtension {
            extension: "doc".to_owned(),
            format: FileFormat::Docx
        }]
    );
    let page = flaws("报告.xls", b"<html><table></table></html>");
    assert_eq!(page.len(), 2);
    assert!(matches!(page[0], Flaw::WrongExtension { .. }));
}
