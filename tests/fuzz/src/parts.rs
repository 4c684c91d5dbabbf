//! Small workbooks as the parts of their archives, and archives in which the input stands for some of them.
//!
//! An input that begins as an archive does is one. Of any other the first byte chooses a workbook; what follows
//! is cut at each byte 0xFF, which no text in UTF-8 has, and each piece replaces the part that its first byte
//! chooses.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of an archive, by name.
pub type Parts = Vec<(&'static str, String)>;

/// A sheet: its name, and its rows with `|` between the cells. `=` makes a number, `@` a day.
pub type Sheet = (&'static str, &'static str);

/// The byte at which an input is cut into pieces.
pub const CUT: u8 = 0xff;

/// A roster of two applicants, one of each track, beside a sheet of something else.
pub const ROSTER: &[Sheet] = &[
    (
        "名单",
        "单位：元\n\
         申报类别|单位名称|信用代码|姓名|成立日期|2022年净利润(万元)|2023净利润|公示开始日期|公示结束日期|近三年事故|联系人\n\
         组织|甲|91310104744923836T||@42447|=12.5|=-3|@46006|2025/12/22|无|x\n\
         个人|||张三|2016年3月5日|/||@46006|@46013|有|",
    ),
    ("说明", "填表说明"),
];

/// A form with the tables of two lists.
pub const FORM: &[Sheet] = &[
    (
        "申报信息",
        "第五届徐汇区政府质量奖申报信息\n|项目|填写内容|填写说明\n|申报类别|先进质量管理模式\n|申报组织\n|单位名称|甲|全称\n\
         |统一社会信用代码|91310104744923836T\n|成立日期|@42447\n|正常运行起始日|２０１６年５月１日\n|非营利|否\n\
         |近三年记录\n|查询日期|=20251215\n|信用报告|专用信用报告\n|有无事故|有\n|有无质量投诉|无\n|联系人|张三",
    ),
    (
        "财务数据",
        "近三年财务（单位：万元）\n年度|净利润(万元)|是否政策性亏损|备注\n=2022|=1250.5|否\n2023年度|（1,234.50）|是\n=2024|1,250万元",
    ),
    ("近三年事故", "类别|等级|发生日期\n安全|一般|@45021"),
];

/// The files of two clients and what lies around them, as an archive of them holds it.
pub fn clients() -> Parts {
    let table = |sheets: &[Sheet]| sheets.iter().map(|(_, rows)| rows.replace('|', ",") + "\n").collect::<String>();
    vec![
        ("a.toml", include_str!("../../../examples/individual.toml").to_owned()),
        ("b/c.csv", table(&ROSTER[..1])),
        ("b/d/dossier.toml", include_str!("../../../examples/organization.toml").to_owned()),
        ("b/d/e.pdf", "%PDF-1.7\n".to_owned()),
        ("f\\g.tsv", table(&FORM[..1]).replace(',', "\t")),
        ("h.zip", "PK\u{3}\u{4}".to_owned()),
    ]
}

/// The archive that an input stands for.
pub fn archive(workbooks: &[Parts], input: &[u8]) -> Vec<u8> {
    if input.starts_with(b"PK") {
        return input.to_vec();
    }
    let (workbook, pieces) = input.split_first().unwrap_or((&0, &[]));
    let workbook = &workbooks[usize::from(*workbook) % workbooks.len()];
    let mut parts: Vec<(&str, &[u8])> = workbook.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    for piece in pieces.split(|byte| *byte == CUT) {
        if let Some((part, bytes)) = piece.split_first() {
            let at = usize::from(*part) % parts.len();
            parts[at].1 = bytes;
        }
    }
    packed(&parts)
}

/// An archive of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("no two parts have one name");
        writer.write_all(bytes).expect("memory takes every byte");
    }
    writer.finish().expect("memory takes every byte").into_inner()
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The names of the sheets' parts; a workbook has no more sheets than these.
const SHEETS: [&str; 3] = [
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet3.xml",
];

/// An `.xlsx` workbook: its sheets first, then the parts they need.
pub fn xlsx(sheets: &[Sheet]) -> Parts {
    let mut texts: Vec<&str> = Vec::new();
    let mut parts = Parts::new();
    let (mut names, mut links) = (String::new(), String::new());
    for ((number, (name, rows)), part) in (1..).zip(sheets).zip(SHEETS) {
        parts.push((part, worksheet(rows, &mut texts)));
        let _ = write!(names, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        let _ = write!(
            links,
            "<Relationship Id=\"rId{number}\" Type=\"{DOCUMENT}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let count = texts.len();
    let texts: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    parts.push((
        "xl/sharedStrings.xml",
        format!("{XML}<sst xmlns=\"{MAIN}\" uniqueCount=\"{count}\">{texts}</sst>"),
    ));
    parts.push((
        "xl/styles.xml",
        format!(
            "{XML}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" \
             formatCode=\"#,##0.00&quot;万元&quot;\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/>\
             <xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
        ),
    ));
    parts.push((
        "xl/workbook.xml",
        format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><workbookPr/><sheets>{names}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels",
        format!(
            "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{links}\
             <Relationship Id=\"s\" Type=\"{DOCUMENT}/styles\" Target=\"styles.xml\"/>\
             <Relationship Id=\"t\" Type=\"{DOCUMENT}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
        ),
    ));
    parts.push((
        "_rels/.rels",
        format!(
            "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"w\" \
             Type=\"{DOCUMENT}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    ));
    let kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    parts.push((
        "[Content_Types].xml",
        format!(
            "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Override PartName=\"/xl/workbook.xml\" \
             ContentType=\"{kinds}.sheet.main+xml\"/></Types>"
        ),
    ));
    parts
}

/// The part of a sheet; its texts are added to the shared ones.
fn worksheet(rows: &'static str, texts: &mut Vec<&str>) -> String {
    let mut xml = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (row, cells) in (1..).zip(rows.lines()) {
        let _ = write!(xml, "<row r=\"{row}\">");
        for (column, cell) in ('A'..='Z').zip(cells.split('|')) {
            let _ = match (cell.strip_prefix('='), cell.strip_prefix('@')) {
                _ if cell.is_empty() => Ok(()),
                (Some(number), _) => write!(xml, "<c r=\"{column}{row}\" s=\"0\"><v>{number}</v></c>"),
                (_, Some(day)) => write!(xml, "<c r=\"{column}{row}\" s=\"1\"><v>{day}</v></c>"),
                _ => {
                    texts.push(cell);
                    let last = texts.len() - 1;
                    write!(xml, "<c r=\"{column}{row}\" t=\"s\"><v>{last}</v></c>")
                }
            };
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

/// An `.ods` document: its content first.
pub fn ods(sheets: &[Sheet]) -> Parts {
    let urn = "urn:oasis:names:tc:opendocument:xmlns";
    let mut xml = format!(
        "{XML}<office:document-content xmlns:office=\"{urn}:office:1.0\" xmlns:table=\"{urn}:table:1.0\" \
         xmlns:text=\"{urn}:text:1.0\" xmlns:style=\"{urn}:style:1.0\"><office:automatic-styles>\
         <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/>\
         </style:style></office:automatic-styles><office:body><office:spreadsheet>"
    );
    for (name, rows) in sheets {
        let _ = write!(xml, "<table:table table:name=\"{name}\" table:style-name=\"ta1\">");
        for cells in rows.lines() {
            xml.push_str("<table:table-row table:number-rows-repeated=\"1\">");
            for cell in cells.split('|') {
                let _ = match (cell.strip_prefix('='), cell.strip_prefix('@')) {
                    _ if cell.is_empty() => write!(xml, "<table:table-cell table:number-columns-repeated=\"1\"/>"),
                    (Some(number), _) => write!(
                        xml,
                        "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
                    ),
                    (_, Some(_)) => write!(
                        xml,
                        "<table:table-cell office:value-type=\"date\" office:date-value=\"2016-03-18\"><text:p>2016年3月18日</text:p></table:table-cell>"
                    ),
                    _ => write!(
                        xml,
                        "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
                    ),
                };
            }
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
    }
    xml.push_str("</office:spreadsheet></office:body></office:document-content>");
    vec![
        ("content.xml", xml),
        (
            "META-INF/manifest.xml",
            format!("{XML}<manifest:manifest xmlns:manifest=\"{urn}:manifest:1.0\"/>"),
        ),
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
    ]
}
