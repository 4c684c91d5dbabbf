//! What is said of each flaw: one sentence, with what to do about it.

use crate::container::format::FileFormat;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::text::Text;
use crate::writing::{quote, set_off};

impl Flaw {
    /// The sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Flaw::Refused { why } => why.text(),
            Flaw::Empty => text!("文件是空的（0 字节）", "the file is empty (0 bytes)"),
            Flaw::TooLarge { limit } => {
                let limit = mib(*limit);
                text!(
                    "文件超过 {limit} MB，没有打开；请压缩图片或拆分",
                    "the file is larger than {limit} MB and was not opened; compress its pictures or split it"
                )
            }
            Flaw::WrongExtension { extension, format } => wrong_extension(extension, format),
            Flaw::Encrypted => text!(
                "文件有密码，评审人员打不开；请去掉密码后另存",
                "the file is locked with a password and the committee cannot open it; save it without one"
            ),
            Flaw::OwnerRestricted { printing, copying } => restricted(*printing, *copying),
            Flaw::Damaged => text!(
                "文件已损坏，无法读取；请从原件重新导出",
                "the file is damaged and cannot be read; export it again from the original"
            ),
            Flaw::Truncated => text!(
                "文件不完整，结尾缺失；请重新导出或重新下载",
                "the end of the file is missing; export or download it again"
            ),
            Flaw::Repaired => text!(
                "PDF 的内部索引已损坏，尝试修复后才能读取；请从原件重新导出",
                "the PDF's inner index is broken and was rebuilt to read it; export it again from the original"
            ),
            Flaw::PagesLost { declared, found } => text!(
                "PDF 标明 {declared} 页，只找到 {found} 页；请核对页数并重新导出",
                "pages the PDF names: {declared}, pages that are there: {found}; compare them and export it again"
            ),
            Flaw::ScannedOnly => text!(
                "全部是扫描图像，没有可搜索的文字，内容未核对",
                "the pages are scanned pictures without text that can be searched; their content was not checked"
            ),
            Flaw::NoText => text!(
                "页面上没有文字，可能是空白页或文字已转为曲线，内容未核对",
                "the pages hold no text: they are blank, or the text was turned into curves; their content was not checked"
            ),
            Flaw::TextUnreadable => text!(
                "页面上有文字，但字体没有给出对应的字符，内容未核对",
                "the pages show text, but its font does not say which characters it is; their content was not checked"
            ),
            Flaw::TextUndecoded => text!(
                "有一部分文字未能识读，这部分内容没有核对",
                "a part of the text could not be read and was not checked"
            ),
            Flaw::PagesScanned { pages } => text!(
                "有 {pages} 页是没有文字的图像，这些页的内容没有核对",
                "pages that are pictures without text, whose content was not checked: {pages}"
            ),
            Flaw::Attached { files } => text!(
                "文件里附有 {files} 个别的文件，附件的内容和页数没有核对；请把附件另存出来，逐一列出",
                "files attached to it, whose content and pages were not checked: {files}; save them apart and list each"
            ),
            Flaw::FormUnread => text!(
                "这是 XFA 表单，填在表单里的内容没有核对，许多阅读器也不显示；请用 Adobe 软件打印成普通 PDF",
                "this is an XFA form: what is filled into it was not checked, and many readers do not show it; print it to \
                 an ordinary PDF with Adobe's program"
            ),
            Flaw::Imported => text!(
                "文档里插入了另一份文件（altChunk），其中的文字没有核对，也没有计入字数；请用 Word 打开后重新保存",
                "the document takes in another file (altChunk), whose text was neither checked nor counted; open it in Word \
                 and save it again"
            ),
            Flaw::TextPartly { pages: Some(pages) } => text!(
                "文件很大，只核对了前 {pages} 页的文字",
                "the file is very large; only the text of its first {pages} pages was checked"
            ),
            Flaw::TextPartly { pages: None } => text!(
                "文件很大，只核对了开头一部分文字",
                "the file is very large; only the first part of its text was checked"
            ),
            Flaw::NoPages => text!("文件里没有内容", "there is nothing in the file"),
            Flaw::LowResolution { width, height } => {
                let least = limits::SHORT_SIDE;
                text!(
                    "图片为 {width} × {height} 像素，短边不足 {least} 像素（A4 按 150 dpi 扫描），印章和小字可能看不清；请重新扫描",
                    "the picture has {width} × {height} pixels; its short side has fewer than {least} (A4 scanned at 150 \
                     dpi), so seals and small print may be illegible; scan it again"
                )
            }
            Flaw::ImplausibleImage { width, height } => text!(
                "图片标明的尺寸 {width} × {height} 像素不可能是真的，文件可能已损坏",
                "the picture says it has {width} × {height} pixels, which cannot be; it is probably damaged"
            ),
            Flaw::MacroEnabled => text!(
                "文件含有宏，可能被拦截；请另存为不含宏的格式",
                "the file carries macros and may be blocked; save it without them"
            ),
            Flaw::TrackedChanges => text!(
                "文件里还有未接受的修订；请接受或拒绝全部修订后再提交",
                "the file still shows tracked changes; accept or reject them all before submitting it"
            ),
            Flaw::OldBinaryOffice { format } => old_office(format),
            Flaw::UnfoldsTooFar { limit } => {
                let limit = mib(*limit);
                text!(
                    "文件内容展开后超过 {limit} MB，没有读完",
                    "what the file unfolds to is larger than {limit} MB; it was not read to its end"
                )
            }
            Flaw::TooManyParts { limit } => text!(
                "文件由超过 {limit} 个部件组成，没有打开",
                "the file consists of more than {limit} parts and was not opened"
            ),
            Flaw::DeclaresDoctype => text!(
                "文件里含有 DOCTYPE 声明，正常的 Office 文档不会有，没有读取",
                "the file declares a DOCTYPE, which no Office document does; it was not read"
            ),
            Flaw::Packed { format } => {
                let name = named(*format);
                text!(
                    "这是{name}，里面的文件没有检查；请解压后逐一列出",
                    "this is {name}; the files in it were not checked: unpack it and list each";
                    name
                )
            }
            Flaw::OnlyPacked { extension } => {
                let extension = quote(extension);
                text!(
                    "扩展名是{extension}，文件却只是一个压缩包，里面没有这样的文档，打不开；请从原件重新保存",
                    "the name ends in {extension}, but the file is only an archive without such a document in it and does \
                     not open; save it again from the original"
                )
            }
            Flaw::NotRead { format } => {
                let name = named(*format);
                text!(
                    "这是{name}，内容没有核对；最好另存为 PDF",
                    "this is {name}, whose content was not checked; better save it as PDF";
                    name
                )
            }
            Flaw::NoDocument { format } => {
                let name = named(*format);
                text!("这是{name}，不能作为申报材料", "this is {name}, which cannot serve as a document"; name)
            }
        }
    }
}

/// Bytes in the unit that people know; every limit is a whole number of it.
fn mib(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
}

/// What a file is called, as it follows Chinese words.
fn named(format: FileFormat) -> Text {
    let name = format.name();
    Text {
        zh: set_off(&name.zh).into_owned(),
        en: name.en,
    }
}

fn wrong_extension(extension: &str, format: &FileFormat) -> Text {
    let (name, extension) = (named(*format), quote(extension));
    // A document under the name of an archive would be no better to open.
    let right = format.extensions().first().filter(|_| *format != FileFormat::Zip);
    match right {
        Some(right) => text!(
            "扩展名是{extension}，内容却是{name}；请把扩展名改为「{right}」",
            "the name ends in {extension}, but the file is {name}; let it end in 「{right}」";
            name
        ),
        None => text!(
            "扩展名是{extension}，内容却是{name}",
            "the name ends in {extension}, but the file is {name}";
            name
        ),
    }
}

fn restricted(printing: bool, copying: bool) -> Text {
    match (printing, copying) {
        (false, false) => text!(
            "PDF 禁止打印和复制文字；请去掉限制后另存",
            "the PDF forbids printing it and copying its text; save it without the restriction"
        ),
        (false, true) => text!(
            "PDF 禁止打印；请去掉限制后另存",
            "the PDF forbids printing it; save it without the restriction"
        ),
        (true, _) => text!(
            "PDF 禁止复制文字；请去掉限制后另存",
            "the PDF forbids copying its text; save it without the restriction"
        ),
    }
}

fn old_office(format: &FileFormat) -> Text {
    let name = named(*format);
    let better = match format {
        FileFormat::Doc => ".docx",
        FileFormat::Xls => ".xlsx",
        FileFormat::Ppt => ".pptx",
        _ => ".docx, .xlsx",
    };
    text!(
        "这是{name}，只辨认了类型，内容没有核对；请另存为 {better} 或 PDF",
        "this is {name}; only its type was told, its content was not checked: save it as {better} or PDF";
        name
    )
}
