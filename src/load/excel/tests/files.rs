//! Files that are no workbooks, and workbooks that are meant to do harm.

use crate::container::format::tests::ole;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A small roster with one of its parts changed.
fn with(name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let plain = book(&[("名单", &[&[T("单位名称"), T("信用代码")], &[T("甲"), T(CODE)]])]);
    let mut from = ZipArchive::new(Cursor::new(plain)).unwrap();
    let mut parts = Vec::new();
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let this = part.name().unwrap().into_owned();
        let text = if this == name { change(text) } else { text };
        parts.push((this, text.into_bytes()));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    archive(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TEXTS: &str = "xl/sharedStrings.xml";

#[test]
fn a_file_is_told_by_its_content_and_each_kind_gets_its_own_advice() {
    let gbk = encoding_rs::GBK
        .encode("<table><tr><td>名称</td></tr></table>")
        .0
        .into_owned();
    for (bytes, kind_is, says) in [
        (ole("Workbook"), FileKind::Xls, "另存为 .xlsx"),
        (ole("EncryptedPackage"), FileKind::Locked, "密码"),
        (ole("WordDocument"), FileKind::OtherOle, "旧版 Office"),
        (archive(&[("xl/workbook.bin", b"x")]), FileKind::Xlsb, ".xlsb"),
        (archive(&[("word/document.xml", b"x")]), FileKind::Docx, "Word"),
        (archive(&[("OFD.xml", b"x")]), FileKind::Ofd, "OFD"),
        (archive(&[("甲.pdf", b"x")]), FileKind::OtherZip, "压缩包"),
        (gbk, FileKind::Html, "网页"),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
            FileKind::Xml,
            "XML 表格",
        ),
        ("单位名称\n".into(), FileKind::Text, "文本文件"),
        (b"%PDF-1.7".to_vec(), FileKind::Pdf, "PDF"),
        (Vec::new(), FileKind::Empty, "空的"),
        (vec![0, 1, 2, 3], FileKind::Unknown, "认不出"),
        (archive(&[("a/甲.xlsx", b"x")]), FileKind::PackedWorkbook, "请先解压"),
        (
            archive(&[("ppt/presentation.xml", b"x")]),
            FileKind::OtherOffice,
            "另一种办公文档",
        ),
        (
            archive(&[("[Content_Types].xml", b"x")]),
            FileKind::OtherOffice,
            "另一种办公文档",
        ),
        (b"PK\x03\x04 broken".to_vec(), FileKind::BrokenZip, "不完整"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), FileKind::Picture, "图片"),
        (b"MM\0*\0\0".to_vec(), FileKind::Picture, "图片"),
    ] {
        assert_eq!(kind(&bytes), kind_is);
        let error = read_book(&bytes).error();
        assert!(error.contains(says), "{error}");
    }
    assert_eq!(kind(&book(&[("一", &[])])), FileKind::Xlsx);
}

#[test]
fn an_archive_may_have_so_many_parts_and_no_more() {
    let names: Vec<String> = (0..limits::PARTS).map(|number| format!("xl/{number}.xml")).collect();
    let mut parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"<a/>".as_slice())).collect();
    assert_eq!(kind(&archive(&parts)), FileKind::Xlsx);
    parts.push(("xl/workbook.xml", b"<a/>"));
    assert_eq!(kind(&archive(&parts)), FileKind::CrowdedZip);
    assert!(
        read_book(&archive(&parts))
            .error()
            .contains(&format!("{} 个", limits::PARTS))
    );
}

#[test]
fn a_declared_count_of_texts_must_fit_the_file() {
    let texts = |count: &str| {
        let count = format!("uniqueCount=\"{count}\"");
        with(TEXTS, |text| text.replace("uniqueCount=\"4\"", &count))
    };
    assert!(with(TEXTS, |text| text) == texts("4"));
    assert_eq!(read_book(&texts("50")).only().applicant(), Some("甲"));
    for count in [
        "4000000000000",
        "18446744073709551615",
        "99999999999999999999999",
        "-1",
        "1000000",
    ] {
        assert!(read_book(&texts(count)).error().contains("共享文本声明有"), "{count}");
    }
    let often = with(TEXTS, |text| {
        text.replace("uniqueCount=", "count=\"9000000\" uniqueCount=")
    });
    assert_eq!(
        read_book(&often).only().applicant(),
        Some("甲"),
        "texts may be used any number of times"
    );
    let late = with(TEXTS, |text| {
        text.replace("<sst", &format!("<!--{}--><sst", "x".repeat(70_000)))
    });
    assert!(read_book(&late).error().contains("损坏"));
}

#[test]
fn bombs_are_refused_whatever_they_declare() {
    let zeros = |count: usize| vec![b' '; count];
    let part = |name: &str, count: usize| {
        let filler = String::from_utf8(zeros(count)).unwrap();
        with(name, |text| text.replacen("?>", &format!("?>{filler}"), 1))
    };
    assert!(read_book(&part(SHEET, 2 << 20)).error().contains("没有标记"));
    assert!(read_book(&part(SHEET, 1 << 10)).errors().is_empty());
    let rows =
        |text: &str, count: usize| text.replace("</sheetData>", &format!("{}</sheetData>", "<row/>".repeat(count)));
    let long = with(TEXTS, |text| {
        text.replace("</sst>", &format!("{}</sst>", "<si/>".repeat(27 << 20)))
    });
    assert!(read_book(&long).error().contains("共享文本展开后超过 128 MB"));
    let many = with(TEXTS, |text| {
        text.replace("</sst>", &format!("{}</sst>", "<si/>".repeat(16_000_001)))
    });
    assert!(read_book(&many).error().contains("16000000 个标记"));
    let styles = with("xl/styles.xml", |text| {
        let code = "0".repeat(1 << 19);
        let format = format!("<numFmts><numFmt numFmtId=\"164\" formatCode=\"{code}\"/></numFmts><fonts");
        let styles = format!("<cellXfs>{}", "<xf numFmtId=\"164\"/>".repeat(100_000));
        text.replacen("<fonts", &format, 1)
            .replacen("<cellXfs count=\"1\">", &styles, 1)
    });
    assert!(read_book(&styles).error().contains("单元格样式超过"));
    assert!(read_book(&with(SHEET, |text| rows(&text, 100_000))).errors().is_empty());
}

#[test]
fn a_gigabyte_is_refused_by_what_it_declares_and_by_what_it_is() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())
        .unwrap();
    let rows = "<row/>".repeat(1 << 16);
    for _ in 0..(520_usize << 20) / rows.len() + 1 {
        writer.write_all(rows.as_bytes()).unwrap();
    }
    let mut bomb = writer.finish().unwrap().into_inner();
    assert!(bomb.len() < limits::FILE_BYTES);
    let at = memchr::memmem::rfind(&bomb, b"PK\x01\x02").unwrap() + 24;
    for declared in [1_u32 << 30, 1000] {
        bomb[at..at + 4].copy_from_slice(&declared.to_le_bytes());
        bomb[22..26].copy_from_slice(&declared.to_le_bytes());
        let error = read_book(&bomb).error();
        // a part that is longer than it says is damaged before it is too large
        assert!(
            error.contains("超过 512 MB") || (declared == 1000 && error.contains("损坏")),
            "{error}"
        );
    }
}

#[test]
fn declarations_of_entities_are_refused() {
    for declares in ["<!DOCTYPE x [<!ENTITY a \"b\">]>", "<!DOCTYPE x>"] {
        let bytes = with(SHEET, |text| text.replacen("?>", &format!("?>{declares}"), 1));
        assert!(read_book(&bytes).error().contains("DOCTYPE"));
    }
    let comment = with(SHEET, |text| text.replacen("?>", "?><!-- DOCTYPE -->", 1));
    assert_eq!(read_book(&comment).only().applicant(), Some("甲"));
}

#[test]
fn what_is_cut_off_is_refused_and_never_taken_for_the_whole() {
    let whole = with(SHEET, |text| text);
    for length in [10, whole.len() / 2, whole.len() - 1] {
        assert!(!read_book(&whole[..length]).errors().is_empty());
    }
    let cut = with(SHEET, |text| text.split("</sheetData>").next().unwrap().to_owned());
    let outcome = read_book(&cut);
    assert!(
        outcome.whole.is_err(),
        "a sheet without its end was taken for a whole one"
    );
    assert!(outcome.error().contains("损坏"));
}

#[test]
fn cells_with_absurd_names_are_refused() {
    let renamed = |name: &str| with(SHEET, |text| text.replace("r=\"B2\"", &format!("r=\"{name}\"")));
    assert_eq!(read_book(&renamed("B2")).only().applicant(), Some("甲"));
    for name in [
        "XFE2",
        "B1048577",
        "AAAAAAAAAAAAAAAA2",
        "B99999999999999999999",
        "B0",
        "B",
        "2",
        "!",
        "A1",
    ] {
        let errors = read_book(&renamed(name)).errors();
        assert!(!errors.is_empty() || name == "A1", "{name}");
    }
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing_and_is_told() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in (0..).zip(["单位名称", "信用代码"]) {
        sheet.write_string(0, column, text).unwrap();
    }
    sheet.write_string(1, 0, "甲").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let outcome = read_book(&workbook.save_to_buffer().unwrap());
    assert_eq!(outcome.only().applicant(), Some("甲"));
    assert!(
        outcome.passed().join("").contains("XFD1048576"),
        "{:?}",
        outcome.passed()
    );
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "x").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    assert!(
        read_book(&workbook.save_to_buffer().unwrap())
            .error()
            .contains("认不出这个工作簿")
    );
}

#[test]
fn days_are_read_in_every_calendar_and_format_a_workbook_may_use() {
    let styled = |code: u32, value: f64, old: bool| {
        let plain = book(&[("名单", &[&[T("单位名称"), T("成立日期")], &[T("甲"), F(value, "0.00")]])]);
        let mut from = ZipArchive::new(Cursor::new(plain)).unwrap();
        let mut parts = Vec::new();
        for index in 0..from.len() {
            let mut part = from.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let name = part.name().unwrap().into_owned();
            if name == "xl/styles.xml" {
                text = text.replace("numFmtId=\"164\" fontId", &format!("numFmtId=\"{code}\" fontId"));
            }
            if name == "xl/workbook.xml" && old {
                text = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
            }
            parts.push((name, text.into_bytes()));
        }
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        read_book(&archive(&parts))
    };
    for code in [14, 27, 31, 36, 50, 57, 58] {
        let outcome = styled(code, 42447.0, false);
        assert_eq!(
            shown(outcome.only(), "organization.registered_on"),
            "Day(2016-03-18) B2",
            "{code}"
        );
    }
    let old = styled(14, 42447.0 - 1462.0, true);
    assert_eq!(shown(old.only(), "organization.registered_on"), "Day(2016-03-18) B2");
    // the first days of either calendar; that of 1900 has a day too many, and from its first March on all agree
    for (number, old, day) in [
        (1.0, false, "1900-01-01"),
        (59.0, false, "1900-02-28"),
        (61.0, false, "1900-03-01"),
        (0.0, true, "1904-01-01"),
        (1.0, true, "1904-01-02"),
        (59.0, true, "1904-02-29"),
        (60.0, true, "1904-03-01"),
    ] {
        let outcome = styled(14, number, old);
        let shown = shown(outcome.only(), "organization.registered_on");
        assert_eq!(shown, format!("Day({day}) B2"), "{number} {old}");
    }
    let before = styled(14, 0.0, false).error();
    assert!(before.contains("时间"), "{before}");
    let general = styled(2, 42447.0, false).error();
    assert!(
        general.contains("数字 42447") && general.contains("2016-03-18"),
        "{general}"
    );
    let timed = styled(22, 42447.5, false);
    assert_eq!(shown(timed.only(), "organization.registered_on"), "Day(2016-03-18) B2");
    assert!(styled(14, 60.0, false).error().contains("1900-02-29"));
    assert!(styled(14, 0.5, false).error().contains("时间"));
    // a year: typed into a plain cell it is one, typed into one that shows days it looks like a day of 1905
    let year = styled(2, 2015.0, false);
    assert_eq!(shown(year.only(), "organization.registered_on"), "Within(2015) B2");
    for (typed, day) in [(1949.0, "1905-05-02"), (2015.0, "1905-07-07"), (2049.0, "1905-08-10")] {
        let error = styled(14, typed, false).error();
        assert!(
            error.contains(day) && error.contains(&format!("年份 {typed}")),
            "{error}"
        );
    }
    for (beside, day) in [(1948.0, "1905-05-01"), (2050.0, "1905-08-11")] {
        let outcome = styled(14, beside, false);
        let read = shown(outcome.only(), "organization.registered_on");
        assert_eq!(read, format!("Day({day}) B2"));
    }
    assert!(styled(46, 1.5, false).error().contains("时间"));
}

#[test]
fn what_may_be_text_is_told_by_its_first_bytes() {
    let ole = ole("Workbook");
    let film = b"\0\0\0\x18ftypmp42";
    for no in [
        &ole[..],
        film,
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
        b"MM\0*\0",
    ] {
        assert!(!may_be_text(no), "{no:?}");
    }
    for text in [
        "",
        "track = \"organization\"\n",
        "# 见 %PDF-1.7\n",
        "{\\rtf1",
        "名称,金额\n",
    ] {
        assert!(may_be_text(text.as_bytes()), "{text}");
    }
}
