//! `.ods` documents.

use super::files::archive;
use super::*;

const MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn document(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:calcext=\"c\">\
         <office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", MIME),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", content.as_bytes()),
    ])
}

pub fn roster(rows: &str) -> Vec<u8> {
    document(&format!(
        "<table:table table:name=\"名单\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>单位名称</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"string\"><text:p>成立日期</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"string\"><text:p>2022年净利润</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>{rows}</table:table>"
    ))
}

const ROW: &str = "<table:table-row><table:table-cell office:value-type=\"string\">\
    <office:annotation><text:p>批注</text:p></office:annotation><text:p>甲<text:s/><text:span>&amp;乙</text:span></text:p></table:table-cell>\n\
    <table:table-cell office:value-type=\"date\" office:date-value=\"2016-03-18\"><text:p>2016年3月18日</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"float\" office:value=\"12.5\"><text:p>12.50万元</text:p></table:table-cell></table:table-row>";

#[test]
fn an_ods_document_is_read_like_any_workbook() {
    let tail = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let outcome = read_book(&roster(&format!("{ROW}{tail}")));
    let dossier = outcome.only();
    assert_eq!(shown(dossier, "organization.name"), "甲 &乙 A2");
    assert_eq!(shown(dossier, "organization.registered_on"), "Day(2016-03-18) B2");
    assert_eq!(shown(dossier, "fiscal_years.net_profit@0"), "125,000.00 C2");
}

#[test]
fn a_document_that_does_not_declare_itself_is_told_by_its_content() {
    let content = |bytes: &[u8]| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name("content.xml").unwrap(), &mut content).unwrap();
        content
    };
    let content = content(&roster(ROW));
    let listed: &[(&str, &[u8])] = &[("META-INF/manifest.xml", b"<m/>"), ("content.xml", &content)];
    for parts in [listed, &listed[1..]] {
        let outcome = read_book(&archive(parts));
        assert_eq!(shown(outcome.only(), "organization.name"), "甲 &乙 A2");
    }
    let locked: &[(&str, &[u8])] = &[
        ("META-INF/manifest.xml", b"<m><encryption-data/></m>"),
        ("content.xml", &content),
    ];
    assert!(read_book(&archive(locked)).error().contains("密码"));
}

#[test]
fn a_sheet_of_nothing_but_pictures_is_told() {
    let picture = "<table:table table:name=\"截图\"><table:shapes><draw:frame><draw:image/></draw:frame></table:shapes>\
        <table:table-row><table:table-cell/></table:table-row></table:table>";
    let alone = read_book(&document(picture)).errors();
    assert!(alone.iter().any(|error| error.contains("只有图片")), "{alone:?}");
}

#[test]
fn empty_rows_that_are_repeated_only_count_as_distance() {
    let gap = "<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell/></table:table-row>";
    let outcome = read_book(&roster(&format!("{gap}{ROW}")));
    assert_eq!(
        shown(outcome.only(), "organization.registered_on"),
        "Day(2016-03-18) B1002"
    );
}

#[test]
fn what_is_repeated_is_counted_before_it_is_unfolded() {
    let repeated = |rows: u64, columns: u64| {
        let cell = format!(
            "<table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>"
        );
        roster(&format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\">{cell}</table:table-row>"
        ))
    };
    assert_eq!(read_book(&repeated(3, 1)).applicants.len(), 3);
    for (rows, columns) in [(1_048_576, 1), (1_000, 16_384), (1 << 60, 1 << 60), (1, 16_385)] {
        assert!(read_book(&repeated(rows, columns)).whole.is_err(), "{rows} {columns}");
    }
}

#[test]
fn a_document_that_does_not_end_is_refused() {
    let whole = String::from_utf8(roster(ROW)).unwrap_or_default();
    assert!(whole.is_empty(), "an archive is no text");
    let content =
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\"><table:table table:name=\"a\"><table:table-row>";
    let cut = archive(&[
        ("mimetype", MIME),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", content.as_bytes()),
    ]);
    assert!(read_book(&cut).error().contains("损坏"));
    let locked = archive(&[
        ("mimetype", MIME),
        (
            "META-INF/manifest.xml",
            b"<m><manifest:encryption-data xmlns:manifest=\"m\"/></m>",
        ),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(read_book(&locked).error().contains("密码"));
}
