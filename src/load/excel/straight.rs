//! A workbook whose archive is unusual but sound, put straight. The reader of cells knows one way in which parts are
//! named, encoded and refer to one another; programs write others, and one odd part must not cost the whole workbook.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::container::package::{Package, Relationship, attribute, each_tag, list_of};
use crate::load::excel::damage::damaged;
use crate::load::excel::limits;
use crate::place::InputError;
use crate::text::Text;

/// Why a sheet that the workbook lists is no table of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// A sheet of macros of Excel 4.
    Macros,
    /// A dialog of Excel 5.
    Dialog,
    /// The list leads to no part, or to one that cannot be read.
    Lost,
    /// Nothing stands on it but pictures.
    Pictures,
}

impl Aside {
    /// What is said of the sheet.
    pub fn text(self) -> Text {
        match self {
            Aside::Macros => text!(
                "这是宏表，不是数据表，没有读取",
                "this is a sheet of macros, not of cells, and was not read"
            ),
            Aside::Dialog => text!(
                "这是对话框表，不是数据表，没有读取",
                "this is a dialog, not a sheet of cells, and was not read"
            ),
            Aside::Lost => text!(
                "文件里没有这张工作表的内容，没有读取；请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再试",
                "the file does not hold what stands on this sheet, and it was not read; open it in Excel or WPS, look at it and save it as .xlsx"
            ),
            Aside::Pictures => text!(
                "这张工作表上只有图片，图片里的内容没有读取；请把内容填入单元格",
                "this sheet holds nothing but pictures, and what they show was not read; fill it into cells"
            ),
        }
    }
}

/// A workbook as the reader of cells takes it.
pub struct Straight<'b> {
    /// Its archive: the file itself, or one of the parts that are read.
    pub bytes: Cow<'b, [u8]>,
    /// Each sheet in order: its part, and why it is no table if it is none.
    pub sheets: Vec<(Option<String>, Option<Aside>)>,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    state: Option<String>,
    part: Option<String>,
    kind: &'static str,
    aside: Option<Aside>,
}

/// A part of the archive that is written: one that is there, or a new text.
enum Source {
    There(usize),
    New(Vec<u8>),
}

/// What every relationship of a workbook begins with.
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The parts that are looked for under fixed names beside the workbook, and their relationships.
const BESIDE: [(&str, &str); 3] = [
    ("sharedStrings", "sharedStrings.xml"),
    ("styles", "styles.xml"),
    ("theme", "theme/theme1.xml"),
];

/// Puts an archive straight, if it is a workbook that is not so already. The parts at the positions `foreign` are in
/// another encoding than UTF-8.
///
/// # Errors
/// The list of sheets cannot be read.
pub fn straighten<'b>(
    bytes: &'b [u8],
    package: &mut Package<'b>,
    foreign: &BTreeSet<usize>,
) -> Result<Straight<'b>, InputError> {
    let main = package
        .main()
        .or_else(|| Some("xl/workbook.xml".to_owned()).filter(|name| package.has(name)));
    let main = main.ok_or_else(damaged)?;
    let content = package.xml(&main, limits::PART_BYTES).ok_or_else(damaged)?;
    let related = package.relationships(&main);
    let mut listed = Vec::new();
    let mut old_calendar = false;
    let mut plain = leads_plainly(package, &main, foreign) && !is_foreign(package, &main, foreign);
    let folder = main
        .rsplit_once('/')
        .map_or(String::new(), |(folder, _)| format!("{folder}/"));
    each_tag(&content, |tag| match tag.local_name().as_ref() {
        "workbookPr" => {
            let date = attribute(tag, "date1904");
            old_calendar |= date.is_some_and(|date| matches!(date.as_str(), "1" | "true"));
        }
        "sheet" if listed.len() <= limits::SHEETS => {
            let (sheet, as_written) = list(tag, &related, &folder);
            plain &= as_written;
            listed.push(sheet);
        }
        _ => {}
    });
    let mut parts: Vec<(String, Source)> = Vec::new();
    for sheet in &mut listed {
        let Some(part) = sheet.part.clone() else { continue };
        if is_foreign(package, &part, foreign) {
            plain = false;
            match package.xml(&part, limits::PART_BYTES) {
                Some(text) => parts.push((part, Source::New(text))),
                None => sheet.set_aside(Aside::Lost),
            }
        } else if let Some(at) = package.at(&part) {
            parts.push((part, Source::There(at)));
        }
    }
    for (kind, name) in BESIDE {
        let beside = format!("{folder}{name}");
        let part = related.iter().find(|one| one.is(kind)).and_then(|one| one.part.clone());
        let Some(part) = part.or_else(|| Some(beside.clone()).filter(|name| package.has(name))) else {
            continue;
        };
        plain &= part.eq_ignore_ascii_case(&beside);
        if is_foreign(package, &part, foreign) {
            plain = false;
            let text = package.xml(&part, limits::PART_BYTES).ok_or_else(damaged)?;
            parts.push((beside, Source::New(text)));
        } else if let Some(at) = package.at(&part) {
            parts.push((beside, Source::There(at)));
        }
    }
    let bytes = if plain {
        Cow::Borrowed(bytes)
    } else {
        let [list, workbook, sheets] = written(&main, &listed, old_calendar);
        parts.push(("_rels/.rels".to_owned(), Source::New(list)));
        parts.push((list_of(&main), Source::New(sheets)));
        parts.push((main, Source::New(workbook)));
        Cow::Owned(archive(package, parts)?)
    };
    let sheets = listed.into_iter().map(|sheet| (sheet.part, sheet.aside)).collect();
    Ok(Straight { bytes, sheets })
}

impl Listed {
    fn set_aside(&mut self, why: Aside) {
        self.part = None;
        self.kind = "dialogsheet";
        self.aside = Some(why);
    }
}

/// A sheet of the list, and whether the reader of cells understands how it is written there.
fn list(tag: &quick_xml::events::BytesStart<'_>, related: &[Relationship], folder: &str) -> (Listed, bool) {
    let state = attribute(tag, "state");
    let mut sheet = Listed {
        name: attribute(tag, "name").unwrap_or_default(),
        part: None,
        kind: "worksheet",
        aside: None,
        state: state
            .clone()
            .filter(|state| matches!(state.as_str(), "hidden" | "veryHidden")),
    };
    let id = attribute(tag, "id").unwrap_or_default();
    let mut same = related.iter().filter(|one| one.id == id);
    let Some(one) = same.next() else {
        sheet.set_aside(Aside::Lost);
        return (sheet, false);
    };
    let kinds = ["worksheet", "chartsheet", "dialogsheet"];
    let kind = kinds.into_iter().find(|kind| one.is(kind));
    sheet.part.clone_from(&one.part);
    match (kind, &sheet.part) {
        (Some("dialogsheet"), _) => sheet.aside = Some(Aside::Dialog),
        (Some(kind), Some(_)) => sheet.kind = kind,
        (Some(_), None) => sheet.set_aside(Aside::Lost),
        (None, _) if one.kind.to_lowercase().contains("macrosheet") => sheet.set_aside(Aside::Macros),
        (None, _) => sheet.set_aside(Aside::Lost),
    }
    if sheet.aside.is_some() {
        sheet.kind = "dialogsheet";
    }
    let read = one
        .target
        .strip_prefix('/')
        .map_or_else(|| format!("{folder}{}", one.target), str::to_owned);
    let found = sheet.part.as_ref().is_some_and(|part| part.eq_ignore_ascii_case(&read));
    let known = matches!(state.as_deref(), None | Some("visible" | "hidden" | "veryHidden"));
    (sheet, found && known && kind.is_some() && same.next().is_none())
}

/// Whether the list of the package leads to the workbook in the one way that the reader of cells follows.
fn leads_plainly(package: &mut Package<'_>, main: &str, foreign: &BTreeSet<usize>) -> bool {
    let known = package.relationships("");
    let mut leading = known.iter().filter(|one| one.is("officeDocument"));
    let (Some(one), None) = (leading.next(), leading.next()) else {
        return false;
    };
    let plain = one.target.strip_prefix('/').unwrap_or(&one.target) == main;
    plain
        && one.kind.ends_with("/relationships/officeDocument")
        && !is_foreign(package, "_rels/.rels", foreign)
        && !is_foreign(package, &list_of(main), foreign)
}

/// Whether a part is written in another encoding than UTF-8.
fn is_foreign(package: &Package<'_>, part: &str, foreign: &BTreeSet<usize>) -> bool {
    package.at(part).is_some_and(|at| foreign.contains(&at))
}

/// The list of the package, the workbook and the list of its sheets, of a workbook with these sheets.
fn written(main: &str, listed: &[Listed], old_calendar: bool) -> [Vec<u8>; 3] {
    let relationship = |id: usize, kind: &str, part: &str| {
        let part = escape(part);
        format!("<Relationship Id=\"rId{id}\" Type=\"{TYPES}{kind}\" Target=\"/{part}\"/>")
    };
    let list = |inside: &str| {
        let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!("<Relationships xmlns=\"{namespace}\">{inside}</Relationships>").into_bytes()
    };
    let mut sheets = String::new();
    let mut related = String::new();
    for (sheet, id) in listed.iter().zip(1..) {
        let state = sheet.state.as_ref().map(|state| format!(" state=\"{state}\""));
        let (name, state) = (escape(&sheet.name), state.unwrap_or_default());
        sheets.push_str(&format!(
            "<sheet name=\"{name}\" sheetId=\"{id}\"{state} r:id=\"rId{id}\"/>"
        ));
        let nowhere = "nowhere.xml";
        related.push_str(&relationship(id, sheet.kind, sheet.part.as_deref().unwrap_or(nowhere)));
    }
    let calendar = if old_calendar {
        "<workbookPr date1904=\"1\"/>"
    } else {
        ""
    };
    let namespaces = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let workbook = format!("<workbook {namespaces}>{calendar}<sheets>{sheets}</sheets></workbook>");
    [
        list(&relationship(1, "officeDocument", main)),
        workbook.into_bytes(),
        list(&related),
    ]
}

/// An archive of these parts; what is there already is not unfolded.
fn archive(package: &mut Package<'_>, parts: Vec<(String, Source)>) -> Result<Vec<u8>, InputError> {
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    let mut known: Vec<String> = Vec::new();
    for (name, source) in parts {
        let folded = name.to_lowercase();
        if known.contains(&folded) {
            continue;
        }
        known.push(folded);
        match source {
            Source::There(at) => {
                let part = package.archive().by_index_raw(at).map_err(|_| damaged())?;
                copy.raw_copy_file_rename(part, name.as_str()).map_err(|_| damaged())?;
            }
            Source::New(text) => {
                let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
                copy.start_file(name, options).map_err(|_| damaged())?;
                copy.write_all(&text).map_err(|_| damaged())?;
            }
        }
    }
    Ok(copy.finish().map_err(|_| damaged())?.into_inner())
}

/// Whether a workbook holds pictures at all. Their names end as the kinds of picture do: by that the package tells what
/// they are.
pub fn holds_pictures(package: &Package<'_>) -> bool {
    const ENDS: [&str; 15] = [
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".dib", ".tif", ".tiff", ".emf", ".wmf", ".svg",
        ".webp", ".wdp",
    ];
    let mut names = package.names().map(str::to_lowercase);
    names.any(|name| ENDS.iter().any(|end| name.ends_with(end)))
}

/// Whether a sheet shows pictures.
pub fn is_pictured(package: &mut Package<'_>, part: &str) -> bool {
    let drawn = package.relationships(part);
    let drawings = drawn.iter().filter(|one| one.is("drawing"));
    let mut drawings = drawings.filter_map(|one| one.part.as_ref());
    drawings.any(|drawing| package.relationships(drawing).iter().any(|one| one.is("image")))
}
