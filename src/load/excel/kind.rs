//! What a file is, by what stands in it and never by its name; and what to do with one that is no workbook
//! we read.

use memchr::memmem;

use crate::container::format::{FileFormat, OLE, by_first_bytes, sniff};
use crate::container::package::{Contents, Package};
use crate::container::unfolding::Refused;
use crate::load::excel::limits;
use crate::place::InputError;
use crate::text::Text;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `.xlsx` or `.xlsm`.
    Xlsx,
    /// `.ods`.
    Ods,
    /// A binary workbook of Excel 2007 and later.
    Xlsb,
    /// A workbook of Excel 97 to 2003, or an old one of WPS (`.et`).
    Xls,
    /// An Office document under a password.
    Locked,
    /// Another Office document of the old binary kind.
    OtherOle,
    /// A document of Word.
    Docx,
    /// Slides, a text of the OpenDocument family, or another document that is an archive inside.
    OtherOffice,
    /// An OFD document (GB/T 33190).
    Ofd,
    /// An archive that is no workbook, but holds one.
    PackedWorkbook,
    /// An archive that is no workbook.
    OtherZip,
    /// An archive of which the directory cannot be read.
    BrokenZip,
    /// An archive with more parts than are looked at.
    CrowdedZip,
    /// A PDF document.
    Pdf,
    /// A picture.
    Picture,
    /// A web page.
    Html,
    /// An XML spreadsheet of Excel 2003.
    Xml,
    /// Text of which one of the first lines has separators of columns.
    Csv,
    /// Other text.
    Text,
    /// An empty file.
    Empty,
    /// None of these.
    Unknown,
}

/// What the file with these bytes is.
pub fn kind(bytes: &[u8]) -> FileKind {
    opened(bytes).0
}

/// What the file with these bytes is; and the archive, if it is one that opens.
pub fn opened(bytes: &[u8]) -> (FileKind, Option<Package<'_>>) {
    let kind = match sniff(bytes) {
        FileFormat::Zip => match Package::open(bytes) {
            Ok(mut package) => return (of_package(&mut package), Some(package)),
            Err(Refused::Crowded) => FileKind::CrowdedZip,
            Err(_) => FileKind::BrokenZip,
        },
        FileFormat::Unread => FileKind::Empty,
        FileFormat::LockedOffice => FileKind::Locked,
        FileFormat::Xls => FileKind::Xls,
        FileFormat::Doc | FileFormat::Ppt | FileFormat::OtherOle => FileKind::OtherOle,
        FileFormat::Pdf => FileKind::Pdf,
        format if format.is_picture() => FileKind::Picture,
        _ => of_text(bytes.get(..4096).unwrap_or(bytes)),
    };
    (kind, None)
}

/// Whether the file may be text: it is no archive, no binary document of Office, no PDF and no picture.
pub fn may_be_text(bytes: &[u8]) -> bool {
    // asked of every file: what a text says further on is not looked at
    match by_first_bytes(bytes) {
        None => {
            let film = bytes.get(4..).is_some_and(|bytes| bytes.starts_with(b"ftyp"));
            !(film || bytes.starts_with(OLE) || bytes.starts_with(b"%PDF-"))
        }
        Some(format) => format == FileFormat::Rtf,
    }
}

fn of_package(package: &mut Package<'_>) -> FileKind {
    match package.contents() {
        Contents::Workbook => FileKind::Xlsx,
        Contents::BinaryWorkbook => FileKind::Xlsb,
        Contents::OpenSpreadsheet => FileKind::Ods,
        Contents::TextDocument => FileKind::Docx,
        Contents::Ofd => FileKind::Ofd,
        Contents::Slides | Contents::OpenDocument | Contents::OtherPackage => FileKind::OtherOffice,
        Contents::Nothing => {
            let ends = |name: &str| {
                [".xlsx", ".xlsm", ".ods"]
                    .iter()
                    .any(|end| name.to_lowercase().ends_with(end))
            };
            if package.names().any(ends) {
                FileKind::PackedWorkbook
            } else {
                FileKind::OtherZip
            }
        }
    }
}

fn of_text(head: &[u8]) -> FileKind {
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let lower: Vec<u8> = head
        .iter()
        .filter(|byte| !utf16 || **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let holds = |word: &str| memmem::find(&lower, word.as_bytes()).is_some();
    if holds("urn:schemas-microsoft-com:office:spreadsheet") {
        return FileKind::Xml;
    }
    if ["<html", "<table", "<!doctype html", "<meta"]
        .iter()
        .any(|tag| holds(tag))
    {
        return FileKind::Html;
    }
    if lower.contains(&0) {
        return FileKind::Unknown;
    }
    // a title may stand above the headings, or what parts the cells be said
    let mut lines = lower.split(|byte| *byte == b'\n').take(10);
    let bare = lower.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&lower);
    if bare.starts_with(b"sep=") || lines.any(|line| line.iter().any(|byte| matches!(byte, b',' | b'\t' | b';'))) {
        FileKind::Csv
    } else {
        FileKind::Text
    }
}

/// What to do with a workbook that is not read as it is.
pub fn save_as() -> Text {
    text!(
        "请用 Excel 或 WPS 打开，另存为 .xlsx",
        "open it in Excel or WPS and save it as .xlsx"
    )
}

/// What is said of a file that is not read as a workbook; `None` for one that is.
pub fn refusal(kind: FileKind) -> Option<InputError> {
    let (message, hint) = match kind {
        FileKind::Xlsx | FileKind::Ods | FileKind::Csv => return None,
        FileKind::Xlsb => (
            text!(
                "这是二进制工作簿（.xlsb），在这台机器上不能读取",
                "this is a binary workbook (.xlsb), which is not read on this machine"
            ),
            save_as(),
        ),
        FileKind::Xls => (
            text!(
                "这是 Excel 97–2003 格式的工作簿（.xls），在这台机器上不能读取",
                "this is a workbook of Excel 97–2003 (.xls), which is not read on this machine"
            ),
            save_as(),
        ),
        FileKind::Locked => (
            text!(
                "这个工作簿设有打开密码，不能读取",
                "this workbook is locked with a password"
            ),
            text!(
                "请打开后在“文件 › 信息 › 保护工作簿”中去掉密码，再保存为 .xlsx",
                "open it, remove the password, and save it as .xlsx"
            ),
        ),
        FileKind::OtherOle => (
            text!(
                "这是旧版 Office 文档，不是工作簿",
                "this is an old Office document, but no workbook"
            ),
            from_template(),
        ),
        FileKind::Docx => (
            text!("这是 Word 文档，不是工作簿", "this is a Word document, not a workbook"),
            from_template(),
        ),
        FileKind::OtherOffice => (
            text!(
                "这是另一种办公文档，里面没有工作簿",
                "this is another kind of Office document, without a workbook in it"
            ),
            from_template(),
        ),
        FileKind::Picture => (
            text!(
                "这是图片，图片里的内容没有读取",
                "this is a picture, and what it shows was not read"
            ),
            from_template(),
        ),
        FileKind::Ofd => (
            text!("这是 OFD 文档，不是工作簿", "this is an OFD document, not a workbook"),
            from_template(),
        ),
        FileKind::Pdf => (
            text!("这是 PDF 文档，不是工作簿", "this is a PDF document, not a workbook"),
            from_template(),
        ),
        FileKind::PackedWorkbook => (
            text!("这是压缩包，工作簿在里面", "this is an archive with a workbook in it"),
            text!("请先解压，再给出其中的工作簿", "unpack it and give the workbook inside"),
        ),
        FileKind::OtherZip => (
            text!(
                "这是压缩包，里面没有工作簿的内容",
                "this is an archive without a workbook in it"
            ),
            from_template(),
        ),
        FileKind::BrokenZip => (
            text!(
                "文件已损坏或不完整，打不开",
                "the file is damaged or incomplete and does not open"
            ),
            text!(
                "请从原件重新保存或重新下载",
                "save or download it again from the original"
            ),
        ),
        FileKind::CrowdedZip => {
            let most = limits::PARTS;
            (
                text!(
                    "文件里的部件超过 {most} 个，不像是工作簿",
                    "the file has more than {most} parts, which no workbook has"
                ),
                save_as(),
            )
        }
        FileKind::Html => (
            text!(
                "这其实是网页（HTML），只是换了扩展名",
                "this is a web page (HTML) under another name"
            ),
            save_as(),
        ),
        FileKind::Xml => (
            text!(
                "这是 XML 表格（Excel 2003），不能读取",
                "this is an XML spreadsheet (Excel 2003), which is not read"
            ),
            save_as(),
        ),
        FileKind::Text => (
            text!("这是文本文件，不是工作簿", "this is a text file, not a workbook"),
            from_template(),
        ),
        FileKind::Empty => (text!("文件是空的", "the file is empty"), from_template()),
        FileKind::Unknown => (
            text!("认不出这是什么文件", "it cannot be told what this file is"),
            from_template(),
        ),
    };
    Some(InputError::whole(message).hint(hint))
}

/// What is said of the file that a program keeps beside a document as long as it is open, by its name; `None` for
/// any other.
pub fn lock_of(name: &str) -> Option<InputError> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let wps = name.strip_prefix(".~").is_some_and(|rest| !rest.starts_with("lock."));
    let office = name.strip_prefix(".~lock.").is_some_and(|rest| rest.ends_with('#'));
    (name.starts_with("~$") || wps || office).then(|| {
        InputError::whole(text!(
            "这是文档打开期间留下的锁定文件，不是文档本身",
            "this is the lock that stands beside a document while it is open, not the document"
        ))
        .hint(text!("请给出文档本身", "give the document itself"))
    })
}

/// Where a workbook that is read comes from.
fn from_template() -> Text {
    text!(
        "请用 quality-award template -o 申报信息.xlsx 生成模板后填写",
        "write a template with `quality-award template -o form.xlsx` and fill it in"
    )
}
