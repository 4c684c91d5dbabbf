//! What can be wrong with a document: one kind, one sentence. Whether it matters is for the reader of the facts to
//! say; here stands only whether the document can be used, and whether it was looked into at all.

use serde::Serialize;

use crate::materials::folder::Refusal;
use crate::materials::format::Format;
use crate::materials::limits;
use crate::text::{Text, quote, set_off};

/// What is wrong with a document, or worth a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Flaw {
    /// The path leads to no file that may be read.
    Refused {
        /// Why.
        why: Refusal,
    },
    /// The file has no bytes.
    Empty,
    /// The file is larger than what is opened.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The name says another type than the content.
    WrongExtension {
        /// What the name ends in.
        extension: String,
        /// What the file is.
        format: Format,
    },
    /// The file cannot be opened without a password.
    Encrypted,
    /// The PDF opens, but its author forbids what the committee may need.
    OwnerRestricted {
        /// Whether it may be printed.
        printing: bool,
        /// Whether text may be copied from it.
        copying: bool,
    },
    /// What stands in the file does not hold together.
    Damaged,
    /// The end of the file is missing.
    Truncated,
    /// The PDF's table of objects was broken; programs repair it, not all alike.
    Repaired,
    /// The PDF names more pages than it holds.
    PagesLost {
        /// The pages it names.
        declared: u64,
        /// The pages it holds.
        found: u32,
    },
    /// The pages are pictures without text.
    ScannedOnly,
    /// The pages show neither text nor pictures: blank, or text turned into curves.
    NoText,
    /// The pages show text, but the file does not say which characters these are.
    TextUnreadable,
    /// Only a part of the text was looked through, up to a limit.
    TextPartly {
        /// The pages that were looked through; `None` where the format has no pages.
        pages: Option<u32>,
    },
    /// The document has no pages, sheets or text.
    NoPages,
    /// The picture is too small to read a page from.
    LowResolution {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// The picture says of itself a size that no picture has.
    ImplausibleImage {
        /// Its width in pixels.
        width: u64,
        /// Its height in pixels.
        height: u64,
    },
    /// The document carries a program that runs when it is opened.
    MacroEnabled,
    /// The document shows changes that nobody has accepted or refused yet.
    TrackedChanges,
    /// A document of Word, Excel or PowerPoint 97 to 2003, or an old one of WPS: only its type was looked at.
    OldBinaryOffice {
        /// What it is.
        format: Format,
    },
    /// What the file unfolds to is larger than what is read.
    UnfoldsTooFar {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file consists of more parts than are looked at.
    TooManyParts {
        /// The limit.
        limit: usize,
    },
    /// A part of the file declares a document type, which no Office document does and which hides attacks.
    DeclaresDoctype,
    /// An archive: what is in it was not looked at.
    Packed {
        /// What it is.
        format: Format,
    },
    /// The name is that of an Office document, but the file is an archive that holds none: no program opens it.
    OnlyPacked {
        /// What the name ends in.
        extension: String,
    },
    /// The file is of a known type whose content is not looked into.
    NotRead {
        /// What it is.
        format: Format,
    },
    /// It is not known what the file is, or it is no document.
    NoDocument {
        /// What it is.
        format: Format,
    },
}

impl Flaw {
    /// Whether the document cannot serve: nobody can open it, or what opens is not the whole of it.
    pub fn unusable(&self) -> bool {
        matches!(
            self,
            Flaw::Refused { .. }
                | Flaw::Empty
                | Flaw::Encrypted
                | Flaw::Damaged
                | Flaw::Truncated
                | Flaw::NoPages
                | Flaw::ImplausibleImage { .. }
                | Flaw::DeclaresDoctype
                | Flaw::OnlyPacked { .. }
                | Flaw::NoDocument { .. }
        )
    }

    /// Whether the content was not, or not wholly, looked into, so that nothing follows from what was not found.
    pub fn unread(&self) -> bool {
        self.unusable()
            || matches!(
                self,
                Flaw::TooLarge { .. }
                    | Flaw::ScannedOnly
                    | Flaw::NoText
                    | Flaw::TextUnreadable
                    | Flaw::TextPartly { .. }
                    | Flaw::OldBinaryOffice { .. }
                    | Flaw::UnfoldsTooFar { .. }
                    | Flaw::TooManyParts { .. }
                    | Flaw::Packed { .. }
                    | Flaw::NotRead { .. }
            )
    }

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
                Text {
                    zh: format!("这是{}，里面的文件没有检查；请解压后逐一列出", name.zh),
                    en: format!(
                        "this is {}; the files in it were not checked: unpack it and list each",
                        name.en
                    ),
                }
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
                Text {
                    zh: format!("这是{}，内容没有核对；最好另存为 PDF", name.zh),
                    en: format!(
                        "this is {}, whose content was not checked; better save it as PDF",
                        name.en
                    ),
                }
            }
            Flaw::NoDocument { format } => {
                let name = named(*format);
                Text {
                    zh: format!("这是{}，不能作为申报材料", name.zh),
                    en: format!("this is {}, which cannot serve as a document", name.en),
                }
            }
        }
    }
}

/// Bytes in the unit that people know; every limit is a whole number of it.
fn mib(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
}

/// What a file is called, as it follows Chinese words.
fn named(format: Format) -> Text {
    let name = format.name();
    Text {
        zh: set_off(&name.zh).into_owned(),
        en: name.en,
    }
}

fn wrong_extension(extension: &str, format: &Format) -> Text {
    let (name, extension) = (named(*format), quote(extension));
    match format.extensions().first() {
        Some(right) => Text {
            zh: format!("扩展名是{extension}，内容却是{}；请把扩展名改为「{right}」", name.zh),
            en: format!(
                "the name ends in {extension}, but the file is {}; let it end in 「{right}」",
                name.en
            ),
        },
        None => Text {
            zh: format!("扩展名是{extension}，内容却是{}", name.zh),
            en: format!("the name ends in {extension}, but the file is {}", name.en),
        },
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

fn old_office(format: &Format) -> Text {
    let name = named(*format);
    let better = match format {
        Format::Doc => ".docx",
        Format::Xls => ".xlsx",
        Format::Ppt => ".pptx",
        _ => ".docx, .xlsx",
    };
    Text {
        zh: format!("这是{}，只辨认了类型，内容没有核对；请另存为 {better} 或 PDF", name.zh),
        en: format!(
            "this is {}; only its type was told, its content was not checked: save it as {better} or PDF",
            name.en
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_sentence() {
        let flaws = [
            Flaw::Refused { why: Refusal::Pipe },
            Flaw::Empty,
            Flaw::TooLarge {
                limit: limits::FILE_BYTES,
            },
            Flaw::WrongExtension {
                extension: "doc".to_owned(),
                format: Format::Pdf,
            },
            Flaw::Encrypted,
            Flaw::OwnerRestricted {
                printing: false,
                copying: false,
            },
            Flaw::OwnerRestricted {
                printing: false,
                copying: true,
            },
            Flaw::OwnerRestricted {
                printing: true,
                copying: false,
            },
            Flaw::Damaged,
            Flaw::Truncated,
            Flaw::Repaired,
            Flaw::PagesLost { declared: 2, found: 1 },
            Flaw::ScannedOnly,
            Flaw::NoText,
            Flaw::TextUnreadable,
            Flaw::TextPartly { pages: Some(3) },
            Flaw::TextPartly { pages: None },
            Flaw::NoPages,
            Flaw::LowResolution { width: 1, height: 2 },
            Flaw::ImplausibleImage { width: 0, height: 2 },
            Flaw::MacroEnabled,
            Flaw::TrackedChanges,
            Flaw::OldBinaryOffice { format: Format::Doc },
            Flaw::UnfoldsTooFar {
                limit: limits::UNFOLDED_BYTES,
            },
            Flaw::TooManyParts { limit: limits::PARTS },
            Flaw::DeclaresDoctype,
            Flaw::Packed { format: Format::Zip },
            Flaw::OnlyPacked {
                extension: "docx".to_owned(),
            },
            Flaw::NotRead { format: Format::Heic },
            Flaw::NoDocument {
                format: Format::Unknown,
            },
        ];
        let texts: Vec<Text> = flaws.iter().map(Flaw::text).collect();
        for (at, text) in texts.iter().enumerate() {
            assert!(!text.zh.is_empty() && !text.zh.is_ascii() && !text.en.is_empty());
            assert!(
                texts
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.zh != text.zh && other.en != text.en),
                "{text:?}"
            );
        }
        assert_eq!(texts[3].zh, "扩展名是「doc」，内容却是 PDF 文档；请把扩展名改为「pdf」");
        let said = |format| Flaw::NotRead { format }.text().zh;
        assert!(said(Format::Heic).starts_with("这是 HEIC 照片，"));
        assert!(said(Format::Html).starts_with("这是网页，"));
    }
}
