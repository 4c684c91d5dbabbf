//! Documents that lie in an archive and are read where they are: what an archive tells of them, and why one is not read.

use std::fmt::Debug;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::text::Text;

/// An archive of files and folders.
pub trait Packed: Debug + Send + Sync {
    /// What lies at a path, which begins with that of the archive; `None` where nothing does.
    fn at(&self, path: &Path) -> Option<Lies>;

    /// What lies in a folder, in the order of names.
    fn folder(&self, path: &Path) -> Vec<(PathBuf, Lies)>;

    /// Reads a file: never more than the archive says it has.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &Path, read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> Result<(), Unpacked>;
}

/// Something that lies in a folder of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    /// A folder.
    Folder,
    /// A file.
    File {
        /// Its position in the archive.
        at: usize,
        /// Its size in bytes, as the archive says it.
        bytes: u64,
    },
    /// A symbolic link.
    Link,
}

/// Why a file in an archive is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpacked {
    /// There is none.
    Missing,
    /// It is locked with a password.
    Locked,
    /// It is packed in a way that is not read.
    Uncommon,
    /// It does not unfold to what the archive says of it.
    Damaged,
}

impl Unpacked {
    /// The sentence for people.
    pub fn text(self) -> Text {
        match self {
            Unpacked::Missing => text!("文件不存在", "there is no such file"),
            Unpacked::Locked => text!("压缩包设有密码，不能读取", "the archive is locked with a password"),
            Unpacked::Uncommon => text!(
                "压缩的方式不常见，不能读取",
                "it is compressed in an uncommon way and cannot be read"
            ),
            Unpacked::Damaged => text!(
                "压缩包里的这个文件已损坏，打不开",
                "this file in the archive is damaged and does not open"
            ),
        }
    }
}
