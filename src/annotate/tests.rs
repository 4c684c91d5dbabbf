use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::place::Place;
use crate::report::FactPlace;
use crate::report::testing::{finding, report};
use crate::text::Lang;
use crate::verdict::{Reason, Verdict, Weight};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const STYLES: &str = "<styleSheet><fills count=\"1\"><fill/></fills><cellXfs count=\"2\"><xf fillId=\"0\"/><xf numFmtId=\"14\" fillId=\"0\"><alignment wrapText=\"1\"/></xf></cellXfs></styleSheet>";

/// A workbook of one sheet 「表」 with these parts beside the usual ones.
fn book(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONSHIPS}\"><sheets><sheet name=\"表 &amp; 单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let package = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let known = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{RELATIONSHIPS}/styles\" Target=\"/xl/styles.xml\"/></Relationships>"
    );
    let mut parts = vec![
        ("[Content_Types].xml", "<Types></Types>"),
        ("_rels/.rels", &package),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &known),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, text) in more {
        parts.retain(|(known, _)| known != name);
        parts.push((*name, *text));
    }
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn note(cell: &str, mark: Mark) -> Note {
    Note {
        sheet: "表 & 单".to_owned(),
        cell: cell.to_owned(),
        mark,
        text: format!("{cell} <不符合>"),
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    Package::open(bytes).unwrap().text(name).unwrap()
}

#[test]
fn cells_and_rows_that_are_not_there_are_made_in_order() {
    let sheet = "<x:worksheet xmlns:x=\"m\"><x:dimension ref=\"B2:C3\"/><x:cols><x:col min=\"5\" max=\"5\" style=\"1\"/></x:cols><x:sheetData><x:row r=\"2\" spans=\"2:3\"><x:c r=\"B2\" s=\"1\"><x:v>1</x:v></x:c></x:row><x:row r=\"4\" s=\"1\" customFormat=\"1\"/></x:sheetData><x:pageMargins/><x:extLst/></x:worksheet>";
    let cells = ["A1", "A2", "B2", "E2", "A3", "B4", "A9"];
    let notes: Vec<Note> = cells.iter().map(|cell| note(cell, Mark::Fail)).collect();
    let done = annotate(&book(sheet, &[]), &notes).unwrap();
    let text = part(&done, "xl/worksheets/sheet1.xml");
    let expected = concat!(
        "<x:worksheet xmlns:x=\"m\"><x:dimension ref=\"A1:E9\"/><x:cols><x:col min=\"5\" max=\"5\" style=\"1\"/></x:cols><x:sheetData>",
        "<x:row r=\"1\"><x:c r=\"A1\" s=\"2\"/></x:row>",
        "<x:row r=\"2\" spans=\"1:5\"><x:c r=\"A2\" s=\"2\"/><x:c r=\"B2\" s=\"3\"><x:v>1</x:v></x:c><x:c r=\"E2\" s=\"3\"/></x:row>",
        "<x:row r=\"3\"><x:c r=\"A3\" s=\"2\"/></x:row>",
        "<x:row r=\"4\" s=\"1\" customFormat=\"1\"><x:c r=\"B4\" s=\"3\"/></x:row>",
        "<x:row r=\"9\"><x:c r=\"A9\" s=\"2\"/></x:row></x:sheetData><x:pageMargins/>",
        "<x:legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"rId2\"/><x:extLst/></x:worksheet>",
    );
    assert_eq!(text, expected);
    let styles = part(&done, "xl/styles.xml");
    assert!(styles.contains("<fills count=\"2\">") && styles.contains("<cellXfs count=\"4\">"));
    assert!(
        styles.contains("<xf numFmtId=\"14\" fillId=\"1\" applyFill=\"1\"><alignment wrapText=\"1\"/></xf></cellXfs>")
    );
    let types = part(&done, "[Content_Types].xml");
    assert!(
        types.contains("Extension=\"vml\"") && types.contains("PartName=\"/xl/comments1.xml\""),
        "{types}"
    );
    let comments = part(&done, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), cells.len());
    assert!(comments.contains("A1 &lt;不符合&gt;"));
    assert_eq!(
        annotate(&done, &notes).unwrap(),
        done,
        "annotated twice is annotated once"
    );
    let empty = annotate(&book("<worksheet><sheetData/></worksheet>", &[]), &notes).unwrap();
    assert_eq!(
        part(&empty, "xl/worksheets/sheet1.xml").matches("<c r=").count(),
        cells.len()
    );
}

#[test]
fn cells_without_names_are_counted() {
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c><c/></row><row><c/></row></sheetData></worksheet>";
    let notes = [note("B1", Mark::Review), note("A2", Mark::Warning)];
    let text = part(
        &annotate(&book(sheet, &[]), &notes).unwrap(),
        "xl/worksheets/sheet1.xml",
    );
    assert!(
        text.contains("<row><c><v>1</v></c><c s=\"2\"/></row><row><c s=\"3\"/></row>"),
        "{text}"
    );
}

#[test]
fn what_the_applicant_noted_stays() {
    let sheet = "<worksheet xmlns:r=\"r\"><sheetData/><legacyDrawing r:id=\"rId7\"/></worksheet>";
    let links = format!(
        "<Relationships><Relationship Id=\"rId7\" Type=\"{RELATIONSHIPS}/vmlDrawing\" Target=\"../drawings/d.vml\"/><Relationship Id=\"rId8\" Type=\"{RELATIONSHIPS}/comments\" Target=\"../comments9.xml\"/></Relationships>"
    );
    let comments = "<comments><authors><author>tc={1}</author><author>甲</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><t>会话</t></text></comment><comment ref=\"A2\" authorId=\"1\"><text><t>自己的话</t></text></comment><comment ref=\"A3\" authorId=\"1\"><text><r><t>一</t></r></text></comment></commentList></comments>";
    // A line break as Excel writes it into form controls is no XML.
    let drawing = "<xml xmlns:v=\"v\" xmlns:o=\"o\" xmlns:x=\"x\"><v:shape id=\"_x0000_s1030\"><br><x:ClientData><x:Anchor>1, 15, 2, 3, 4, 5, 3, 7</x:Anchor><x:Row>1</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>";
    let given = book(
        sheet,
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", &links),
            ("xl/comments9.xml", comments),
            ("xl/drawings/d.vml", drawing),
        ],
    );
    let notes: Vec<Note> = ["A1", "A2", "A3", "A4"].map(|cell| note(cell, Mark::Missing)).into();
    let done = annotate(&given, &notes).unwrap();
    let text = part(&done, "xl/comments9.xml");
    assert!(text.contains("<comment ref=\"A1\" authorId=\"0\"><text><t>会话</t></text></comment>"));
    assert!(text.contains("<text><r><t>自己的话</t></r><r><rPr>"), "{text}");
    assert!(text.contains("<text><r><t>一</t></r><r><rPr>"));
    assert!(text.contains("<author>甲</author><author>quality-award</author></authors>"));
    assert_eq!(text.matches("【quality-award】").count(), 2);
    let shapes = part(&done, "xl/drawings/d.vml");
    // Four lines are said at A2 now.
    let taller = drawing.replace("5, 3, 7<", "5, 6, 7<");
    assert!(
        shapes.starts_with(taller.strip_suffix("</xml>").unwrap()) && shapes.ends_with("</xml>"),
        "{shapes}"
    );
    assert_eq!(shapes.matches("<v:shape ").count(), 2, "one more, for A4");
    assert!(shapes.contains("id=\"_x0000_s1031\"") && shapes.contains("id=\"_x0000_t202\""));
    assert_eq!(annotate(&done, &notes).unwrap(), done);
    let changed: Vec<Note> = notes
        .iter()
        .map(|note| Note {
            text: "新".to_owned(),
            ..note.clone()
        })
        .collect();
    let text = part(&annotate(&done, &changed).unwrap(), "xl/comments9.xml");
    assert!(
        !text.contains("不符合") && text.contains("自己的话") && text.matches("新</t>").count() == 3,
        "{text}"
    );
}

#[test]
fn what_cannot_get_notes_says_why() {
    let plain = "<worksheet><sheetData/></worksheet>";
    let one = [note("A1", Mark::Fail)];
    let said = |bytes: &[u8], notes: &[Note]| annotate(bytes, notes).unwrap_err().0.en;
    assert!(said(&book(plain, &[("_xmlsignatures/origin.sigs", "")]), &one).contains("signed"));
    let strict = "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"/>";
    assert!(said(&book(plain, &[("xl/workbook.xml", strict)]), &one).contains("Strict"));
    assert!(said(b"", &one).contains("no .xlsx"));
    assert!(said(&crate::container::format::tests::ole("Workbook"), &one).contains("save it as .xlsx"));
    let elsewhere = Note {
        sheet: "无".to_owned(),
        ..note("A1", Mark::Fail)
    };
    assert!(said(&book(plain, &[]), &[elsewhere]).contains("no sheet"));
    assert!(said(&book(plain, &[]), &[note("A0", Mark::Fail)]).contains("not the name of a cell"));
    assert!(said(&book(plain, &[("xl/styles.xml", "<styleSheet/>")]), &one).contains("damaged"));
    for broken in [
        "",
        "<worksheet>",
        "<worksheet/>",
        "<worksheet><sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"1\"><c r=\"A7\"/></row></sheetData></worksheet>",
    ] {
        assert!(said(&book(broken, &[]), &one).contains("damaged"), "{broken}");
    }
    let given = book(plain, &[]);
    assert_eq!(part(&annotate(&given, &[]).unwrap(), "xl/worksheets/sheet1.xml"), plain);
}

#[test]
fn a_cell_gets_one_note_for_what_someone_can_still_do() {
    let at = |finding: &mut crate::report::Finding, file: &str, cell: Option<&str>| {
        let mut place = Place::file(file);
        place.sheet = cell.map(|_| "表".into());
        place.cell = cell.map(str::to_owned);
        finding.places.push(FactPlace {
            field: "f".to_owned(),
            place,
        });
    };
    let mut findings = Vec::new();
    for (weight, verdict, reason, cell) in [
        (Weight::Must, Verdict::Missing, None, "B1"),
        (Weight::Must, Verdict::Fail, None, "B1"),
        (Weight::Must, Verdict::Review, Some(Reason::Committee), "B2"),
        (Weight::Must, Verdict::Review, Some(Reason::Evidence), "B3"),
        (Weight::Should, Verdict::Fail, None, "B4"),
        (Weight::Must, Verdict::Pass, None, "B5"),
    ] {
        let mut one = finding(weight, verdict, reason);
        at(&mut one, "a.xlsx", Some(cell));
        at(&mut one, "b.xlsx", Some("C9"));
        at(&mut one, "a.xlsx", None);
        findings.push(one);
    }
    let notes = notes_for(&report(findings), "a.xlsx", Lang::Zh);
    let marks: Vec<(&str, Mark)> = notes.iter().map(|note| (note.cell.as_str(), note.mark)).collect();
    assert_eq!(marks, [("B1", Mark::Fail), ("B3", Mark::Review), ("B4", Mark::Warning)]);
    assert_eq!(notes[0].text, "缺材料：c（c）\n处理：do\n\n不符合：c（c）\n处理：do");
}

#[test]
fn an_attribute_without_its_quotes_is_refused() {
    for cell in ["<c r=aAAA s=A0a/>", "<c r=\"A1/>", "<c r=\"A1\" r=\"B1\"/>"] {
        let sheet = format!("<worksheet><sheetData><row r=\"1\">{cell}</row></sheetData></worksheet>");
        assert!(xml::scan(&sheet, |_| Ok(())).is_err(), "{cell}");
    }
}

proptest::proptest! {
    /// Whatever a part holds, there is a copy or a reason; and the sheet of a copy is as well formed as it was.
    #[test]
    fn a_part_that_was_tampered_with_stops_nothing(
        part in 0_usize..6,
        changes in proptest::collection::vec((0_usize..2_000, "[<>/=\"' a-zA-Z0-9:&;]{0,4}"), 1..4),
    ) {
        let sheet = "<worksheet xmlns:r=\"r\"><dimension ref=\"A1:B2\"/><cols><col min=\"1\" max=\"2\" style=\"1\"/></cols><sheetData><row r=\"1\" spans=\"1:2\"><c r=\"A1\" s=\"1\"/></row><row r=\"3\"/></sheetData><legacyDrawing r:id=\"rId7\"/></worksheet>";
        let links = format!("<Relationships><Relationship Id=\"rId7\" Type=\"{RELATIONSHIPS}/vmlDrawing\" Target=\"../drawings/d.vml\"/><Relationship Id=\"rId8\" Type=\"{RELATIONSHIPS}/comments\" Target=\"../comments9.xml\"/></Relationships>");
        let comments = "<comments><authors><author>甲</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><t>自己的话</t></text></comment></commentList></comments>";
        let drawing = "<xml xmlns:v=\"v\" xmlns:o=\"o\" xmlns:x=\"x\"><v:shape id=\"_x0000_s1030\"><x:ClientData><x:Anchor>1, 15, 2, 3, 4, 5, 3, 7</x:Anchor><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>";
        let mut parts = [
            ("xl/worksheets/sheet1.xml", sheet.to_owned()),
            ("xl/worksheets/_rels/sheet1.xml.rels", links),
            ("xl/comments9.xml", comments.to_owned()),
            ("xl/drawings/d.vml", drawing.to_owned()),
            ("xl/styles.xml", STYLES.to_owned()),
            ("[Content_Types].xml", "<Types><Default Extension=\"vml\"/></Types>".to_owned()),
        ];
        let text = &mut parts[part].1;
        for (at, new) in changes {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let from = at % starts.len().max(1);
            let [at, end] = [from, from + new.len()].map(|n| starts.get(n).copied().unwrap_or(text.len()));
            text.replace_range(at..end, &new);
        }
        let more: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let notes: Vec<Note> = ["A1", "B1", "A2", "C3"].map(|cell| note(cell, Mark::Fail)).into();
        if let Ok(done) = annotate(&book("", &more), &notes) {
            let sheet = self::part(&done, "xl/worksheets/sheet1.xml");
            proptest::prop_assert!(xml::scan(&sheet, |_| Ok(())).is_ok(), "{}", sheet);
            proptest::prop_assert!(annotate(&done, &notes).is_ok());
        }
    }
}
