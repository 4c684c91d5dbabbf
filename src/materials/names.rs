//! Names of files that will not survive the way to the committee: what another system forbids, hides or cuts.

use serde::Serialize;

use crate::container::format::{FileFormat, belongs};
use crate::materials::limits;
use crate::text::Text;
use crate::writing::quote;

/// What is wrong with the name of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NameFlaw {
    /// It holds a character that Windows forbids.
    Forbidden {
        /// The name.
        name: String,
        /// The first such character.
        found: char,
    },
    /// It is the name of a device of Windows.
    Reserved {
        /// The name.
        name: String,
    },
    /// It ends in a dot or a space, which Windows drops.
    Ending {
        /// The name.
        name: String,
    },
    /// It holds a control character.
    Control {
        /// The name.
        name: String,
    },
    /// It holds an invisible mark, or one that turns the direction of writing and can hide the real ending.
    Invisible {
        /// The name.
        name: String,
    },
    /// It is no Unicode text.
    NotUnicode {
        /// The name, as far as it can be read.
        name: String,
    },
    /// It is longer than file systems take.
    LongName {
        /// The name.
        name: String,
        /// Its length in bytes of UTF-8.
        bytes: usize,
    },
    /// The whole path is longer than Windows takes.
    LongPath {
        /// The path.
        path: String,
        /// Its length in characters.
        chars: usize,
    },
}

/// The characters besides the separators that Windows forbids in a name.
const FORBIDDEN: &str = "<>:\"|?*\\";

/// The names that Windows keeps for its devices, with or without an ending.
const RESERVED: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

impl NameFlaw {
    /// What is wrong with the names in a path whose parts are separated by `/`.
    pub fn of(path: &str) -> Vec<NameFlaw> {
        let mut flaws = Vec::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            of_name(name, &mut flaws);
        }
        let chars = path.chars().count();
        if chars > limits::PATH_CHARS {
            flaws.push(NameFlaw::LongPath {
                path: path.to_owned(),
                chars,
            });
        }
        flaws
    }

    /// The sentence for people.
    pub fn text(&self) -> Text {
        match self {
            NameFlaw::Forbidden { name, found } => {
                let name = quote(name);
                text!(
                    "文件名{name}含有 Windows 不允许的字符 {found}，请改名",
                    "the name {name} holds the character {found}, which Windows forbids; rename it"
                )
            }
            NameFlaw::Reserved { name } => {
                let name = quote(name);
                text!(
                    "文件名{name}是 Windows 的设备名，在 Windows 上打不开，请改名",
                    "the name {name} is that of a Windows device and cannot be opened there; rename it"
                )
            }
            NameFlaw::Ending { name } => {
                let name = quote(name);
                text!(
                    "文件名{name}以点或空格结尾，Windows 会把它去掉，请改名",
                    "the name {name} ends in a dot or a space, which Windows drops; rename it"
                )
            }
            NameFlaw::Control { name } => {
                let name = quote(name);
                text!(
                    "文件名{name}含有控制字符，请改名",
                    "the name {name} holds a control character; rename it"
                )
            }
            NameFlaw::Invisible { name } => {
                let name = quote(name);
                text!(
                    "文件名{name}含有不可见字符或改变书写方向的字符，真实名称可能与所见不同，请改名",
                    "the name {name} holds an invisible mark or one that turns the direction of writing, so it may not \
                     be what it looks like; rename it"
                )
            }
            NameFlaw::NotUnicode { name } => {
                let name = quote(name);
                text!(
                    "文件名{name}的编码不是 Unicode，换一台电脑会成为乱码，请改名",
                    "the name {name} is no Unicode text and turns to garbage on other machines; rename it"
                )
            }
            NameFlaw::LongName { name, bytes } => {
                let (name, most) = (quote(name), limits::NAME_BYTES);
                text!(
                    "文件名{name}长 {bytes} 字节，超过 {most} 字节，复制或打包时可能失败，请改短",
                    "the name {name} is {bytes} bytes long, more than {most}; copying or packing it may fail; shorten it"
                )
            }
            NameFlaw::LongPath { path, chars } => {
                let (path, most) = (quote(path), limits::PATH_CHARS);
                text!(
                    "路径{path}长 {chars} 个字符，超过 {most} 个，Windows 可能打不开，请缩短文件夹或文件名",
                    "the path {path} is {chars} characters long, more than {most}; Windows may not open it; shorten it"
                )
            }
        }
    }
}

/// A name that every system can hold, as near to `name` as may be: what is forbidden or not seen becomes `_`, dots and
/// spaces at its end go, and it is cut to so many bytes before its ending. Names of devices stay; they are harmless
/// behind a number.
pub fn portable(name: &str, bytes: usize) -> String {
    let odd = |c: char| FORBIDDEN.contains(c) || c == '/' || c.is_control() || is_invisible(c);
    let safe: String = name.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    let safe = safe.trim_end_matches(['.', ' ']);
    if safe.len() <= bytes {
        return safe.to_owned();
    }
    let ending = safe
        .rfind('.')
        .and_then(|dot| safe.get(dot..))
        .filter(|ending| ending.len() < bytes);
    let ending = ending.unwrap_or_default();
    let mut head = String::new();
    for c in safe.chars() {
        if head.len() + c.len_utf8() + ending.len() > bytes {
            break;
        }
        head.push(c);
    }
    // The cut may have laid bare what Windows drops.
    (head + ending).trim_end_matches(['.', ' ']).to_owned()
}

/// Adds what is wrong with one name, one flaw of a kind.
fn of_name(name: &str, flaws: &mut Vec<NameFlaw>) {
    let own = || name.to_owned();
    if let Some(found) = name.chars().find(|c| FORBIDDEN.contains(*c)) {
        flaws.push(NameFlaw::Forbidden { name: own(), found });
    }
    if is_reserved(name) {
        flaws.push(NameFlaw::Reserved { name: own() });
    }
    if name.ends_with(['.', ' ']) {
        flaws.push(NameFlaw::Ending { name: own() });
    }
    if name.chars().any(char::is_control) {
        flaws.push(NameFlaw::Control { name: own() });
    }
    if name.chars().any(is_invisible) {
        flaws.push(NameFlaw::Invisible { name: own() });
    }
    if name.len() > limits::NAME_BYTES {
        flaws.push(NameFlaw::LongName {
            name: own(),
            bytes: name.len(),
        });
    }
}

/// Whether Windows takes `name` for one of its devices: `COM1.txt` is a port, too.
pub(super) fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let port = numbered.is_some_and(|number| {
        let mut digits = number.chars();
        matches!(
            (digits.next(), digits.next()),
            (Some('1'..='9' | '¹' | '²' | '³'), None)
        )
    });
    port || RESERVED.contains(&stem.as_str())
}

/// Whether `c` is shown as nothing, or turns the direction of writing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What a name ends in after its last dot; empty if there is nothing.
pub fn extension(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Whether a name that ends so is that of a document which is an archive inside.
pub fn is_office(extension: &str) -> bool {
    belongs(&extension.to_lowercase(), PACKAGES)
}

/// The documents that are archives inside.
const PACKAGES: &[FileFormat] = &[
    FileFormat::Ofd,
    FileFormat::Docx,
    FileFormat::Xlsx,
    FileFormat::Pptx,
    FileFormat::Xlsb,
    FileFormat::OpenDocument,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(path: &str) -> Vec<String> {
        let kind = |flaw: &NameFlaw| serde_json::to_value(flaw).unwrap()["kind"].as_str().unwrap().to_owned();
        NameFlaw::of(path).iter().map(kind).collect()
    }

    #[test]
    fn a_name_ends_in_what_follows_its_last_dot() {
        assert_eq!(extension("附件.1/报告.最终.PDF"), "PDF");
        assert_eq!(extension("附件.1/报告"), "");
    }

    #[test]
    fn honest_names_have_no_flaw() {
        for path in [
            "营业执照.pdf",
            "附件（一）/2024年度 审计报告.docx",
            "COM10.txt",
            "CONTRACT.pdf",
            "a.b.c",
            "ＣＯＭ１.pdf",
        ] {
            assert_eq!(kinds(path), [""; 0], "{path}");
        }
    }

    #[test]
    fn what_another_system_forbids_is_named() {
        for (path, kind) in [
            ("报告?.pdf", "forbidden"),
            ("a:b.pdf", "forbidden"),
            ("a\\b.pdf", "forbidden"),
            ("材料/nul", "reserved"),
            ("Com1.报告.pdf", "reserved"),
            ("LPT³.txt", "reserved"),
            ("con .txt", "reserved"),
            ("说明.", "ending"),
            ("文件夹 /说明.pdf", "ending"),
            ("a\tb.pdf", "control"),
            ("报告\u{202e}fdp.exe", "invisible"),
            ("零\u{200b}宽.pdf", "invisible"),
        ] {
            assert_eq!(kinds(path), [kind], "{path}");
        }
    }

    #[test]
    fn a_portable_name_has_no_flaw_and_keeps_its_ending() {
        for (name, safe) in [
            ("营业执照.pdf", "营业执照.pdf"),
            ("报告?.pdf", "报告_.pdf"),
            ("报告\u{202e}fdp.exe", "报告_fdp.exe"),
            ("a\\b:c/d\t.pdf", "a_b_c_d_.pdf"),
            ("说明. .", "说明"),
            ("", ""),
        ] {
            assert_eq!(portable(name, 40), safe);
        }
        assert_eq!(portable("长长长长.pdf", 16), "长长长长.pdf");
        assert_eq!(portable("长长长长.pdf", 15), "长长长.pdf");
        assert_eq!(portable("长长.长长长长", 8), "长长");
        for name in ["CON.pdf", "长".repeat(100).as_str(), "夹 /?. "] {
            let safe = format!("01-{}", portable(name, limits::NAME_BYTES - 3));
            assert_eq!(kinds(&safe), [""; 0], "{safe}");
        }
    }

    #[test]
    fn lengths_are_judged_at_their_limits() {
        assert_eq!(kinds(&"长".repeat(85)), [""; 0]);
        assert_eq!(kinds(&("长".repeat(85) + "a")), ["long_name"]);
        let path = |last: usize| format!("{}/{}", "夹".repeat(80), "a".repeat(last));
        assert_eq!(kinds(&path(159)), [""; 0]);
        assert_eq!(kinds(&path(160)), ["long_path"]);
    }

    #[test]
    fn a_sentence_steers_nothing() {
        for flaw in NameFlaw::of("报告\u{202e}fdp\u{1b}[31m. ") {
            let text = flaw.text();
            for wording in [text.zh, text.en] {
                assert!(!wording.chars().any(|c| c.is_control() || is_invisible(c)), "{wording}");
            }
        }
    }
}
