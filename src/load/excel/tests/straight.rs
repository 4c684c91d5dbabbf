//! Workbooks with one odd part, each as some program writes it.

use std::io::{Cursor, Read};

use rust_xlsxwriter::{Image, Workbook};
use zip::ZipArchive;

use super::files::archive;
use super::*;

pub type Parts = Vec<(String, Vec<u8>)>;

/// The parts of a workbook.
pub fn parts(workbook: &[u8]) -> Parts {
    let mut from = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    parts
}

fn packed(parts: &Parts) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    archive(&parts)
}

/// A roster of one applicant with another sheet after it, with its parts changed.
fn changed(change: impl Fn(&mut Parts)) -> Vec<u8> {
    let roster: &[&[Put]] = &[
        &[T("单位名称"), T("信用代码"), T("成立日期")],
        &[T("甲"), T(CODE), D(2016, 3, 18)],
    ];
    let mut parts = parts(&book(&[("名单", roster), ("别的", &[&[T("说明")]])]));
    change(&mut parts);
    packed(&parts)
}

fn part<'p>(parts: &'p mut Parts, name: &str) -> &'p mut Vec<u8> {
    &mut parts.iter_mut().find(|(known, _)| known == name).unwrap().1
}

/// Replaces a text in a part.
fn replace(parts: &mut Parts, name: &str, from: &str, to: &str) {
    let bytes = part(parts, name);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{name}: {text}");
    *bytes = text.replace(from, to).into_bytes();
}

fn utf16(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap().replace("UTF-8", "UTF-16");
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [b"\xff\xfe".to_vec(), units.collect()].concat()
}

/// That the applicant is read and nothing but the other sheet is passed over, as `says`.
fn reads(what: &str, workbook: &[u8], says: &str) {
    let outcome = read_book(workbook);
    assert_eq!(outcome.only().applicant(), Some("甲"), "{what}");
    let day = shown(outcome.only(), "organization.registered_on");
    assert_eq!(day, "Day(2016-03-18) C2", "{what}");
    let passed = outcome.passed().join("\n");
    assert!(passed.contains(says), "{what}: {passed}");
}

const LIST: &str = "xl/_rels/workbook.xml.rels";
const MAIN: &str = "xl/workbook.xml";
const OTHER: &str = "没有名单的表头";

#[test]
fn a_part_that_is_never_opened_may_be_anything() {
    for (name, bytes) in [
        (
            "customXml/item1.xml",
            utf16(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>"),
        ),
        (
            "xl/media/image1.svg",
            b"<?xml version=\"1.0\"?><!DOCTYPE svg><svg/>".to_vec(),
        ),
        ("xl/embeddings/book.xml", b"<a><b></a>".to_vec()),
        ("docProps/app.xml", b"\xff\xfe\x00\xd8".to_vec()),
        ("xl/media/film.avi", vec![7; 40 << 20]),
    ] {
        let workbook = changed(|parts| {
            parts.retain(|(known, _)| known != name);
            parts.push((name.to_owned(), bytes.clone()));
        });
        reads(name, &workbook, OTHER);
    }
}

#[test]
fn a_part_may_be_written_in_utf_16() {
    for name in [
        "_rels/.rels",
        LIST,
        MAIN,
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "[Content_Types].xml",
    ] {
        let workbook = changed(|parts| {
            let bytes = part(parts, name);
            *bytes = utf16(bytes);
        });
        reads(name, &workbook, OTHER);
    }
}

#[test]
fn a_sheet_that_is_no_table_is_told_and_the_others_are_read() {
    let lost = "文件里没有这张工作表的内容";
    for (kind, id, says) in [
        (
            "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
            "rId2",
            "宏表",
        ),
        (
            "http://schemas.microsoft.com/office/2006/relationships/xlIntlMacrosheet",
            "rId2",
            "宏表",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/dialogsheet",
            "rId2",
            "对话框",
        ),
        ("http://example.com/unknown", "rId2", lost),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
            "",
            lost,
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
            "rId99",
            lost,
        ),
    ] {
        let workbook = changed(|parts| {
            let worksheet = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml";
            replace(
                parts,
                LIST,
                worksheet,
                &format!("{kind}\" Target=\"worksheets/sheet2.xml"),
            );
            replace(parts, MAIN, "r:id=\"rId2\"", &format!("r:id=\"{id}\""));
        });
        reads(kind, &workbook, says);
        let asked = read_sheet(&workbook, Some("别的"));
        assert!(asked.error().contains(says), "{kind}");
    }
    let gone = changed(|parts| parts.retain(|(name, _)| name != "xl/worksheets/sheet2.xml"));
    reads("gone", &gone, lost);
    let state = changed(|parts| replace(parts, MAIN, "sheetId=\"2\"", "sheetId=\"2\" state=\"shown\""));
    reads("state", &state, OTHER);
}

#[test]
fn parts_lie_where_the_relationships_say() {
    let moved = |to: &str| {
        changed(|parts| {
            for (name, _) in parts.iter_mut() {
                *name = name
                    .strip_prefix("xl/")
                    .map(|rest| format!("{to}{rest}"))
                    .unwrap_or(name.clone());
            }
            replace(parts, "_rels/.rels", "xl/workbook.xml", &format!("{to}workbook.xml"));
        })
    };
    for folder in ["book/", "", "a/b/", "worksheets/", "XL/"] {
        reads(folder, &moved(folder), OTHER);
    }
    for target in [
        "/xl/workbook.xml",
        "./xl/workbook.xml",
        "xl/../xl/workbook.xml",
        "xl/&#119;orkbook.xml",
    ] {
        let workbook = changed(|parts| replace(parts, "_rels/.rels", "xl/workbook.xml", target));
        reads(target, &workbook, OTHER);
    }
    for (from, to, target) in [
        ("xl/worksheets/sheet1.xml", "sheets/a.xml", "../sheets/a.xml"),
        ("xl/worksheets/sheet1.xml", "xl/a.xml", "/xl/a.xml"),
        ("xl/sharedStrings.xml", "xl/texts.xml", "texts.xml"),
        ("xl/styles.xml", "xl/looks/a.xml", "looks/a.xml"),
        ("xl/workbook.xml", "xl/book2.xml", "xl/book2.xml"),
    ] {
        let workbook = changed(|parts| {
            for (name, _) in parts.iter_mut() {
                if name == from {
                    *name = to.to_owned();
                } else if from == MAIN && name == LIST {
                    *name = "xl/_rels/book2.xml.rels".to_owned();
                }
            }
            let list = if from == MAIN { "_rels/.rels" } else { LIST };
            let written = if from == MAIN {
                from
            } else {
                from.strip_prefix("xl/").unwrap()
            };
            replace(parts, list, written, target);
        });
        reads(to, &workbook, OTHER);
    }
    let decoy = changed(|parts| {
        let texts = part(parts, "xl/sharedStrings.xml").clone();
        parts.push(("xl/texts.xml".to_owned(), texts));
        replace(parts, LIST, "sharedStrings.xml", "texts.xml");
        replace(parts, "xl/sharedStrings.xml", "甲", "乙");
    });
    reads("decoy", &decoy, OTHER);
    let calendar = changed(|parts| {
        replace(parts, MAIN, "<workbookPr ", "<workbookPr date1904=\"1\" ");
        let bytes = part(parts, MAIN);
        *bytes = utf16(bytes);
    });
    let day = shown(read_book(&calendar).only(), "organization.registered_on");
    assert_eq!(day, "Day(2020-03-19) C2", "the calendar of 1904 is kept");
}

#[test]
fn what_is_put_straight_keeps_to_the_limits() {
    let long = |text: &str| text.replace("<sheets>", &format!("{}<sheets>", "<a/>".repeat(9 << 20)));
    let workbook = changed(|parts| {
        let bytes = part(parts, MAIN);
        *bytes = long(&String::from_utf8(bytes.clone()).unwrap()).into_bytes();
        for (name, _) in parts.iter_mut() {
            *name = name
                .strip_prefix("xl/")
                .map(|rest| format!("worksheets/{rest}"))
                .unwrap_or(name.clone());
        }
        replace(parts, "_rels/.rels", "xl/workbook.xml", "worksheets/workbook.xml");
    });
    assert!(
        !read_book(&workbook).errors().is_empty(),
        "a workbook hid among its sheets"
    );
}

#[test]
fn a_sheet_of_nothing_but_pictures_is_told() {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let pasted = |roster: bool| {
        let mut book = Workbook::new();
        if roster {
            let sheet = book.add_worksheet().set_name("名单").unwrap();
            for (column, (heading, value)) in (0..).zip([("单位名称", "甲"), ("信用代码", CODE)]) {
                sheet.write_string(0, column, heading).unwrap();
                sheet.write_string(1, column, value).unwrap();
            }
        }
        let sheet = book.add_worksheet().set_name("截图").unwrap();
        sheet
            .insert_image(1, 1, &Image::new_from_buffer(picture).unwrap())
            .unwrap();
        book.save_to_buffer().unwrap()
    };
    let outcome = read_book(&pasted(true));
    assert_eq!(outcome.only().applicant(), Some("甲"));
    assert!(outcome.passed().join("").contains("只有图片"), "{:?}", outcome.passed());
    let alone = read_book(&pasted(false)).errors();
    assert!(alone.iter().any(|error| error.contains("只有图片")), "{alone:?}");
}

#[test]
fn a_lock_is_told_by_its_name() {
    let workbook = changed(|_| ());
    for name in ["~$甲.xlsx", "甲/~$乙.xlsx", ".~甲.xlsx", ".~lock.甲.ods#"] {
        assert!(read_file(name, &workbook, None).error().contains("锁定文件"), "{name}");
    }
    assert!(read_file("a~$甲.xlsx", &workbook, None).errors().is_empty());
}

#[test]
fn a_damaged_sheet_of_a_form_costs_no_more_than_itself() {
    let form = book(&[
        (
            "申报信息",
            &[&[T("组织名称"), T("甲")], &[T("统一社会信用代码"), T(CODE)]],
        ),
        ("财务年度", &[&[T("年度"), T("净利润（元）")], &[N(2022.0), N(5.0)]]),
    ]);
    let mut parts = parts(&form);
    replace(&mut parts, "xl/worksheets/sheet2.xml", "</sheetData>", "");
    let mut found = Vec::new();
    let options = Options {
        sheet: None,
        known: None,
        today: Day::new(2025, 12, 26).unwrap(),
    };
    let dictionary = |_: Option<Named<'_>>| Ok(Arc::new(Dictionary::shared().unwrap().clone()));
    read("甲.xlsx", &packed(&parts), &options, dictionary, |read| {
        found.push(read)
    })
    .unwrap();
    let [Ok(dossier)] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(dossier.applicant(), Some("甲"));
    let [fault] = dossier.faults.as_slice() else {
        panic!("{:#?}", dossier.faults)
    };
    assert!(fault.error.message.zh.contains("损坏"), "{:?}", fault.error);
    let table = dossier
        .dictionary
        .section_at("fiscal_years")
        .map(|section| section.path.as_str());
    let [Entry::Section(id)] = fault.at.as_slice() else {
        panic!("{:?}", fault.at)
    };
    assert_eq!(
        dossier.dictionary.section(*id).map(|section| section.path.as_str()),
        table
    );
}
