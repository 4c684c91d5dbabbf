//! Where files lie: on the disk, in memory, or in an archive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::Archive;
use crate::load::bytes::whole_file;
use crate::mark;
use crate::materials::{Lies, Packed};
use crate::place::{InputError, kind_of};

/// Where files lie.
#[derive(Debug, Clone, Default)]
pub enum Tree {
    /// On the disk.
    #[default]
    Disk,
    /// In memory.
    Memory(Arc<Memory>),
    /// In an archive, the path of which theirs begin with.
    Archive(Arc<Archive>),
}

/// Files that were handed over as bytes, by their paths; folders are what stands in the paths.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<PathBuf, Arc<[u8]>>);

impl Memory {
    /// These files.
    pub fn of(files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Memory {
        Memory(
            files
                .into_iter()
                .map(|(path, bytes)| (path, Arc::from(bytes)))
                .collect(),
        )
    }

    /// The files and folders at the top.
    pub fn roots(&self) -> Vec<PathBuf> {
        let mut roots: Vec<PathBuf> = self
            .0
            .keys()
            .filter_map(|path| path.iter().next().map(PathBuf::from))
            .collect();
        roots.dedup();
        roots
    }

    /// What lies in a folder, in the order of names.
    fn folder(&self, folder: &Path) -> Vec<(PathBuf, Kind)> {
        let mut seen = BTreeSet::new();
        for path in self.0.keys() {
            let Ok(below) = path.strip_prefix(folder) else { continue };
            let mut steps = below.iter();
            if let Some(first) = steps.next() {
                seen.insert((folder.join(first), steps.next().is_some()));
            }
        }
        let kind = |is_folder| if is_folder { Kind::Folder } else { Kind::File };
        seen.into_iter()
            .map(|(path, is_folder)| (path, kind(is_folder)))
            .collect()
    }
}

/// What something in a folder is.
#[derive(Debug)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, a pipe or a socket.
    Other,
    /// Nobody knows: the system does not say it.
    Closed(InputError),
}

impl Tree {
    /// What lies in a folder, in the order of names.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn folder(&self, path: &Path) -> Result<Vec<(PathBuf, Kind)>, InputError> {
        match self {
            Tree::Archive(archive) => {
                let each = archive.folder(path).into_iter();
                Ok(each.map(|(path, lies)| (path, Kind::from(lies))).collect())
            }
            Tree::Memory(memory) => Ok(memory.folder(path)),
            Tree::Disk => {
                let entries = fs::read_dir(path).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
                let mut entries = entries.map_err(|error| closed(&error))?;
                entries.sort_by_cached_key(fs::DirEntry::file_name);
                let kind = |entry: &fs::DirEntry| match entry.file_type() {
                    Ok(kind) if kind.is_dir() => Kind::Folder,
                    Ok(kind) if kind.is_file() => Kind::File,
                    Ok(kind) if kind.is_symlink() => Kind::Link,
                    Ok(_) => Kind::Other,
                    Err(error) => Kind::Closed(closed(&error)),
                };
                Ok(entries.iter().map(|entry| (entry.path(), kind(entry))).collect())
            }
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, InputError> {
        match self {
            Tree::Archive(archive) => archive.bytes(path),
            Tree::Memory(memory) => match memory.0.get(path) {
                Some(bytes) => Ok(bytes.to_vec()),
                None => Err(InputError::whole(text!("文件不存在", "there is no such file"))),
            },
            Tree::Disk => File::open(path).and_then(whole_file).map_err(|error| {
                InputError::whole(match kind_of(&error) {
                    _ if path.is_dir() => text!("这是文件夹，请给出文件", "this is a folder; name a file"),
                    io::ErrorKind::NotFound => text!("文件不存在", "there is no such file"),
                    io::ErrorKind::PermissionDenied => text!(
                        "没有读取权限，或文件正被其他程序占用",
                        "it may not be read, or another program holds it"
                    ),
                    _ => text!("无法读取：{error}", "it cannot be read: {error}"),
                })
            }),
        }
    }

    /// Whether this program wrote the file.
    pub fn is_ours(&self, path: &Path) -> bool {
        match self {
            Tree::Disk => mark::is_ours(path),
            Tree::Archive(_) | Tree::Memory(_) => self.bytes(path).is_ok_and(|bytes| mark::is_in(&bytes)),
        }
    }

    /// Whether a folder stands at `path`.
    pub fn is_folder(&self, path: &Path) -> bool {
        match self {
            Tree::Disk => path.is_dir(),
            Tree::Memory(memory) => !memory.0.contains_key(path),
            Tree::Archive(archive) => !archive.folder(path).is_empty(),
        }
    }

    /// The archive at `path`, as [`Archive::open`]; `None` too where this is one: what lies in another is not opened.
    ///
    /// # Errors
    /// The limit that it meets, by name.
    pub fn archive(&self, path: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Option<Archive>, InputError> {
        match self {
            Tree::Disk => Archive::open(path, wanted),
            Tree::Memory(memory) => match memory.0.get(path) {
                Some(bytes) => Archive::held(path, bytes.clone(), wanted),
                None => Ok(None),
            },
            Tree::Archive(_) => Ok(None),
        }
    }
}

impl From<Lies> for Kind {
    fn from(lies: Lies) -> Kind {
        match lies {
            Lies::Folder => Kind::Folder,
            Lies::File { .. } => Kind::File,
            Lies::Link => Kind::Link,
        }
    }
}

/// What is said of what the system does not open.
fn closed(error: &io::Error) -> InputError {
    InputError::whole(text!("无法打开：{error}", "it cannot be opened: {error}"))
}
