//! Why a path that a dossier writes is not followed, and the sentence for it.

use serde::Serialize;

use crate::materials::limits;
use crate::materials::packed::Unpacked;
use crate::text::Text;
use crate::writing::quote;

/// Why a path is not followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Refusal {
    /// Nothing is written.
    Blank,
    /// It begins at the root of the machine.
    Absolute,
    /// It names a drive, as `C:\`.
    Drive,
    /// It names another machine, as `\\server\share`.
    Network,
    /// It leads upwards with `..`.
    Upwards,
    /// It holds a control character.
    Control,
    /// Windows takes a name in it for a device or for a stream inside a file.
    Special,
    /// A name in it is no Unicode text, so that no dossier can write it.
    NotUnicode,
    /// A symbolic link stands on the way, or is meant itself.
    Link {
        /// The path up to the link.
        at: String,
    },
    /// A folder is meant.
    Folder,
    /// A device is meant.
    Device,
    /// A pipe is meant.
    Pipe,
    /// A socket is meant.
    Socket,
    /// The folders stand too deep inside one another.
    Deep,
    /// There is no such file.
    NotFound {
        /// The path up to the first name that is not there.
        at: String,
        /// A file or folder beside it that is probably meant.
        nearest: Option<String>,
        /// Whether the two differ only in case, or in how their characters are composed.
        alike: bool,
    },
    /// The system does not let it be read.
    Unreadable {
        /// Whether it is a matter of rights.
        denied: bool,
    },
    /// It lies in an archive and cannot be read there.
    Packed {
        /// Why.
        why: Unpacked,
    },
}

impl Refusal {
    /// The refusal of `name`, told from the top of the folder.
    pub(super) fn at(self, folder: &str, name: &str) -> Refusal {
        let below = |name: &str| {
            if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            }
        };
        match self {
            Refusal::NotFound { nearest, alike, .. } => Refusal::NotFound {
                at: below(name),
                nearest: nearest.map(|name| below(&name)),
                alike,
            },
            other => other,
        }
    }

    /// The sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Refusal::Blank => text!("没有写文件路径", "no path is written"),
            Refusal::Absolute => text!(
                "路径以 / 或 \\ 开头；请写相对于申报文件所在文件夹的路径",
                "the path begins with / or \\; write it relative to the dossier's folder"
            ),
            Refusal::Drive => text!(
                "路径带有盘符；请写相对于申报文件所在文件夹的路径",
                "the path names a drive; write it relative to the dossier's folder"
            ),
            Refusal::Network => text!(
                "路径指向网络位置；请把文件放进申报文件所在的文件夹",
                "the path names another machine; put the file into the dossier's folder"
            ),
            Refusal::Upwards => text!(
                "路径用 .. 离开了申报文件所在的文件夹；请把文件放进该文件夹",
                "the path leaves the dossier's folder by ..; put the file into that folder"
            ),
            Refusal::Control => text!(
                "路径含有控制字符，没有读取",
                "the path holds a control character; it was not read"
            ),
            Refusal::Special => text!(
                "路径含有 Windows 的设备名或冒号，没有读取",
                "the path holds a device name of Windows or a colon; it was not read"
            ),
            Refusal::NotUnicode => text!(
                "文件名不是 Unicode 文字，无法在申报文件中写出；请改名",
                "the name is no Unicode text and cannot be written in a dossier; rename it"
            ),
            Refusal::Link { at } => {
                let at = quote(at);
                text!(
                    "{at}是符号链接，没有读取；请放入文件本身",
                    "{at} is a symbolic link and was not followed; put the file itself there"
                )
            }
            Refusal::Folder => text!(
                "路径指向文件夹而不是文件；请写出其中的文件",
                "the path names a folder, not a file; name the files in it"
            ),
            Refusal::Device => text!(
                "路径指向设备而不是文件，没有读取",
                "the path names a device, not a file; it was not read"
            ),
            Refusal::Pipe => text!(
                "路径指向管道而不是文件，没有读取",
                "the path names a pipe, not a file; it was not read"
            ),
            Refusal::Socket => text!(
                "路径指向套接字而不是文件，没有读取",
                "the path names a socket, not a file; it was not read"
            ),
            Refusal::Deep => {
                let most = limits::DEPTH;
                text!(
                    "文件夹层数超过 {most} 层，没有读取",
                    "more than {most} folders inside one another; it was not read"
                )
            }
            Refusal::NotFound { at, nearest, alike } => not_found_text(at, nearest.as_deref(), *alike),
            Refusal::Unreadable { denied: true } => text!(
                "没有读取权限，或正被其他程序占用",
                "it may not be read, or another program holds it"
            ),
            Refusal::Unreadable { denied: false } => text!("系统无法读取", "the system cannot read it"),
            Refusal::Packed { why } => why.text(),
        }
    }
}

fn not_found_text(at: &str, nearest: Option<&str>, alike: bool) -> Text {
    let at = quote(at);
    match nearest.map(quote) {
        None => text!("找不到{at}", "there is no {at}"),
        Some(near) if alike => text!(
            "找不到{at}；有一个{near}，只是大小写或字符编码形式不同，请照它书写",
            "there is no {at}; there is {near}, which differs only in case or in how characters are composed: write it so"
        ),
        Some(near) => text!("找不到{at}；是否指{near}？", "there is no {at}; is {near} meant?"),
    }
}
