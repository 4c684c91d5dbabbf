//! Cells that hold something and give no value: pictures, and formulas without a saved result.

use proptest::prelude::*;

use super::files::archive;
use super::*;
use crate::dossier::PICTURE;

/// A workbook of one sheet with this text inside, all names with `prefix`.
pub fn sheet(prefix: &str, inside: &str) -> Vec<u8> {
    let colon = if prefix.is_empty() { "" } else { ":" };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!("<?xml version=\"1.0\"?>\n<worksheet xmlns{colon}{prefix}=\"{main}\"><sheetData>{inside}");
    let sheet = if prefix.is_empty() {
        sheet
    } else {
        sheet
            .replace("</", "\u{1}")
            .replace('<', &format!("<{prefix}:"))
            .replace('\u{1}', &format!("</{prefix}:"))
    };
    let sheet = sheet.replace(&format!("<{prefix}:?xml"), "<?xml");
    let relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let list = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{relationships}\"><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    archive(&[
        (
            "[Content_Types].xml",
            b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        ("_rels/.rels", list("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        (
            "xl/_rels/workbook.xml.rels",
            list("worksheet", "worksheets/sheet1.xml").as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// The end of a sheet without anything behind its cells.
pub const END: &str = "</sheetData></worksheet>";

/// A cell with a text.
pub fn text(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// What stands in a cell, and how programs write it behind `<c r="A1"`.
const WRITTEN: [(&str, &str); 19] = [
    ("value", "><v>12</v></c>"),
    ("value", " s=\"0\" t=\"n\"><f>3*4</f><v>12</v></c>"),
    (
        "value",
        "><f t=\"shared\" si=\"0\"/><v xml:space=\"preserve\">12</v></c>",
    ),
    ("value", " vm=\"1\"><f>IMAGE(1)</f><v>12</v></c>"),
    ("unsaved", "><f>3*4</f></c>"),
    ("unsaved", "><f>3*4</f><v/></c>"),
    ("unsaved", "><f>3*4</f><v /></c>"),
    ("unsaved", " t=\"n\"><f>3*4</f><v></v></c>"),
    ("unsaved", "><f t=\"shared\" si=\"1\"/></c>"),
    ("unsaved", " t=\"str\"><f>3*4</f></c>"),
    ("blank", " t=\"str\"><f>\"\"</f><v/></c>"),
    ("blank", "/>"),
    ("blank", " s=\"0\"></c>"),
    ("blank", " t=\"str\"><f>\"\"</f><v></v></c>"),
    (
        "picture",
        " t=\"str\"><f>_xlfn.DISPIMG(\"ID_1\",1)</f><v>=DISPIMG(\"ID_1\",1)</v></c>",
    ),
    ("picture", "><f>DISPIMG(\"ID_1\",1)</f></c>"),
    ("picture", " t=\"e\" vm=\"1\"><v>#VALUE!</v></c>"),
    (
        "picture",
        " t=\"e\" vm=\"1\"><f>_xlfn.IMAGE(\"a\")</f><v>#VALUE!</v></c>",
    ),
    ("fault", " t=\"e\" vm=\"1\"><f>_xlfn.SEQUENCE(3)</f><v>#VALUE!</v></c>"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_cell_is_what_stands_in_it_however_it_is_written(
        rows in prop::collection::vec((0..WRITTEN.len(), 0..WRITTEN.len(), 0usize..3000), 1..60),
        prefixed in any::<bool>(),
    ) {
        let mut inside = String::from("<row r=\"1\">");
        for (cell, heading) in [("A1", "单位名称"), ("B1", "2022年净利润"), ("C1", "2023年净利润"), ("D1", "自我完善的质量改进机制")] {
            inside.push_str(&text(cell, heading));
        }
        inside.push_str("</row>");
        for (row, (b, c, long)) in (2..).zip(&rows) {
            let (b, c) = (WRITTEN[*b].1, WRITTEN[*c].1);
            let name = text(&format!("A{row}"), &format!("甲{row}"));
            let long = text(&format!("D{row}"), &"长".repeat(*long));
            inside.push_str(&format!("<row r=\"{row}\">{name}<c r=\"B{row}\"{b}<c r=\"C{row}\"{c}{long}</row>"));
        }
        inside.push_str(END);
        let outcome = read_book(&sheet(if prefixed { "x" } else { "" }, &inside));
        prop_assert_eq!(outcome.applicants.len(), rows.len());
        let errors = outcome.errors();
        for (row, (b, c, _)) in (2..).zip(&rows) {
            for (column, (what, written)) in [("B", WRITTEN[*b]), ("C", WRITTEN[*c])] {
                let here: Vec<&String> = errors.iter().filter(|error| error.starts_with(&format!("{column}{row} "))).collect();
                match what {
                    "unsaved" => prop_assert!(here.len() == 1 && here[0].contains("公式没有保存结果"), "{} {:?}", written, here),
                    "fault" => prop_assert!(here.len() == 1 && here[0].contains("公式出错"), "{} {:?}", written, here),
                    _ => prop_assert!(here.is_empty(), "{} {:?}", written, here),
                }
            }
            let Ok(dossier) = &outcome.applicants[row - 2] else { continue };
            let given = [*b, *c].into_iter().filter(|at| matches!(WRITTEN[*at].0, "value" | "picture"));
            let slots = rows_of(dossier);
            for slot in &slots {
                match slot {
                    Slot::Given(..) => {}
                    Slot::Placeholder(word, _) => prop_assert_eq!(&**word, PICTURE),
                    other => prop_assert!(false, "{:?}", other),
                }
            }
            let values = [*b, *c].into_iter().filter(|at| WRITTEN[*at].0 == "value").count();
            prop_assert_eq!(slots.iter().filter(|slot| slot.value().is_some()).count(), values);
            prop_assert!(slots.len() <= given.count());
        }
    }
}

/// What stands in the columns of net profit.
fn rows_of(dossier: &Dossier) -> Vec<Slot> {
    let count = rows(dossier, "fiscal_years").unwrap_or_default();
    (0..count)
        .map(|row| slot(dossier, &format!("fiscal_years.net_profit@{row}")))
        .collect()
}

#[test]
fn a_picture_is_told_where_a_fact_is_wanted() {
    let cells = [text("A1", "单位名称"), text("B1", "信用报告"), text("C1", "有无事故")];
    let picture = |cell: &str| format!("<c r=\"{cell}\"{}", WRITTEN[14].1);
    let inside = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}{}{}</row>{END}",
        cells.concat(),
        text("A2", "甲"),
        picture("B2"),
        picture("C2"),
    );
    let outcome = read_book(&sheet("", &inside));
    assert!(
        outcome
            .error()
            .contains("C2 「事故」一格应填“有”或“无”，这里是 「图片」"),
        "{:?}",
        outcome.errors()
    );
    let without = inside.replace(&picture("C2"), "");
    let dossier = read_book(&sheet("", &without));
    let report = slot(dossier.only(), "records.credit_report");
    assert_eq!(report.placeholder(), Some(PICTURE));
}

#[test]
fn an_ods_document_tells_a_formula_without_a_result_too() {
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>\
        <table:table-cell/><table:table-cell table:formula=\"of:=3*4\"/></table:table-row>";
    let outcome = read_book(&super::ods::roster(row));
    assert!(
        outcome.error().starts_with("C2 公式没有保存结果"),
        "{:?}",
        outcome.errors()
    );
    let empty = row.replace(
        "<table:table-cell table",
        "<table:table-cell office:value-type=\"string\" table",
    );
    assert_eq!(read_book(&super::ods::roster(&empty)).only().applicant(), Some("甲"));
}

#[test]
fn one_part_may_be_listed_as_two_sheets() {
    let cells = [text("A1", "单位名称"), text("B1", "2022年净利润")].concat();
    let inside = format!(
        "<row r=\"1\">{cells}</row><row r=\"2\">{}<c r=\"B2\"><f>3*4</f></c></row>{END}",
        text("A2", "甲")
    );
    let parts = super::straight::parts(&sheet("", &inside));
    let twice: Vec<(String, Vec<u8>)> = parts
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let text = text.replace(
                "</sheets>",
                "<sheet name=\"又一张\" sheetId=\"2\" r:id=\"rId1\"/></sheets>",
            );
            (name.replace("worksheets/", "worksheets\\"), text.into_bytes())
        })
        .collect();
    let twice: Vec<(&str, &[u8])> = twice
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let errors = read_book(&archive(&twice)).errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors.iter().all(|error| error.starts_with("B2 公式没有保存结果")),
        "{errors:?}"
    );
}
