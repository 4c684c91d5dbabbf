//! An archive of dossiers, as people send one: its files are read where they lie, and nothing is unpacked to disk. A
//! name that leads out of it, and what unfolds too far, is refused before anything is read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::container::encoding;
use crate::container::limits::{PARTS as ENTRIES, UNFOLDED_BYTES};
use crate::load::bytes::whole_file;
use crate::materials::{Lies, Packed, Unpacked};
use crate::place::InputError;
use crate::text::Text;

/// The largest archive that is opened, in bytes; it is not held in memory.
const ARCHIVE_BYTES: u64 = 2048 * MIB;

/// The most bytes that all its files may unfold to: documents that are scanned hardly pack.
const ALL_BYTES: u64 = 4096 * MIB;

/// The most bytes that its list takes.
const LIST_BYTES: u32 = 8 * 1024 * 1024;

/// The longest name, in bytes, with the folders before it.
const NAME_BYTES: usize = 1024;

const MIB: u64 = 1024 * 1024;

/// The bytes of an archive.
#[derive(Debug)]
enum Held {
    /// In a file.
    Disk(File),
    /// In memory.
    Memory(Cursor<Arc<[u8]>>),
}

impl Read for Held {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Held::Disk(file) => file.read(buffer),
            Held::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Held {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Held::Disk(file) => file.seek(to),
            Held::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// An archive of files and folders.
#[derive(Debug)]
pub struct Archive {
    /// Where it lies itself.
    path: PathBuf,
    zip: Mutex<ZipArchive<Held>>,
    /// What lies in each folder, by its path; the archive's own is the first of them.
    folders: BTreeMap<PathBuf, BTreeMap<String, Lies>>,
    /// What of it is not read, and why.
    pub refused: Vec<(PathBuf, InputError)>,
}

impl Archive {
    /// The archive at `path`, of which the files that are `wanted` are to be read; `None` where it is none, does not
    /// open, or makes a document.
    ///
    /// # Errors
    /// The limit that it meets, by name.
    pub fn open(path: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Option<Archive>, InputError> {
        match File::open(path) {
            Ok(file) => Archive::of(path, Held::Disk(file), wanted),
            Err(_) => Ok(None),
        }
    }

    /// The archive that these bytes are, as [`Archive::open`].
    ///
    /// # Errors
    /// The limit that it meets, by name.
    pub fn held(path: &Path, bytes: Arc<[u8]>, wanted: impl Fn(&Path) -> bool) -> Result<Option<Archive>, InputError> {
        Archive::of(path, Held::Memory(Cursor::new(bytes)), wanted)
    }

    fn of(path: &Path, mut file: Held, wanted: impl Fn(&Path) -> bool) -> Result<Option<Archive>, InputError> {
        if !starts_as_archives_do(&mut file) {
            return Ok(None);
        }
        let list = list(&mut file).unwrap_or_default();
        if list.bytes > ARCHIVE_BYTES {
            let most = ARCHIVE_BYTES / MIB;
            return Err(beyond(text!(
                "压缩包超过 {most} MB",
                "the archive is larger than {most} MB"
            )));
        }
        if list.entries > ENTRIES || list.length > LIST_BYTES {
            return Err(beyond(text!(
                "压缩包里的文件超过 {ENTRIES} 个",
                "the archive has more than {ENTRIES} files"
            )));
        }
        let Some(zip) = ZipArchive::new(file).ok().filter(|zip| zip.len() <= ENTRIES) else {
            return Ok(None);
        };
        if zip.file_names_raw().any(makes_a_document) {
            return Ok(None);
        }
        let mut archive = Archive {
            path: path.to_owned(),
            folders: BTreeMap::from([(path.to_owned(), BTreeMap::new())]),
            refused: Vec::new(),
            zip: Mutex::new(zip),
        };
        archive.list(wanted)?;
        Ok(Some(archive))
    }

    /// Notes what lies in it.
    fn list(&mut self, wanted: impl Fn(&Path) -> bool) -> Result<(), InputError> {
        let zip = self.zip.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (mut unfolded, mut all) = (0_u64, 0_u64);
        if zip.has_duplicate_names() {
            self.refused.push((self.path.clone(), twice()));
        }
        for at in 0..zip.len() {
            let Ok(entry) = zip.by_index_data(at) else { continue };
            let name = encoding::name(entry.name_raw()).replace('\\', "/");
            let Some(steps) = steps(&name) else {
                self.refused
                    .push((PathBuf::from(format!("{}/{name}", self.path.display())), leads_out()));
                continue;
            };
            let Some((last, above)) = steps.split_last() else {
                continue;
            };
            let lies = match (name.ends_with('/') || entry.is_dir(), entry.is_symlink()) {
                (true, _) => Lies::Folder,
                (false, true) => Lies::Link,
                (false, false) => Lies::File {
                    at,
                    bytes: entry.size(),
                },
            };
            all = all.saturating_add(entry.size());
            let mut folder = self.path.clone();
            for step in above {
                self.folders
                    .entry(folder.clone())
                    .or_default()
                    .entry((*step).to_owned())
                    .or_insert(Lies::Folder);
                folder.push(step);
            }
            let path = folder.join(last);
            if matches!(lies, Lies::File { .. }) && wanted(&path) {
                unfolded = unfolded.saturating_add(entry.size());
            }
            if lies == Lies::Folder {
                self.folders.entry(path.clone()).or_default();
            }
            let known = self.folders.entry(folder).or_default().insert((*last).to_owned(), lies);
            if known.is_some_and(|known| known != lies) {
                self.refused.push((path, twice()));
            }
        }
        if unfolded > UNFOLDED_BYTES {
            let most = UNFOLDED_BYTES / MIB;
            return Err(beyond(text!(
                "压缩包里的表格解压后超过 {most} MB",
                "the tables in the archive unfold to more than {most} MB"
            )));
        }
        if all > ALL_BYTES {
            let most = ALL_BYTES / MIB;
            return Err(beyond(text!(
                "压缩包解压后超过 {most} MB",
                "the archive unfolds to more than {most} MB"
            )));
        }
        Ok(())
    }

    /// The bytes of one of its files.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, InputError> {
        let mut bytes = Vec::new();
        let mut read = |file: &mut dyn Read| {
            bytes = whole_file(file)?;
            Ok(())
        };
        self.read(path, &mut read).map_err(not_read)?;
        Ok(bytes)
    }
}

impl Packed for Archive {
    fn at(&self, path: &Path) -> Option<Lies> {
        let name = path.file_name()?.to_str()?;
        self.folders.get(path.parent()?)?.get(name).copied()
    }

    fn folder(&self, path: &Path) -> Vec<(PathBuf, Lies)> {
        let names = self.folders.get(path).into_iter().flatten();
        names.map(|(name, lies)| (path.join(name), *lies)).collect()
    }

    fn read(&self, path: &Path, read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> Result<(), Unpacked> {
        let Some(Lies::File { at, .. }) = self.at(path) else {
            return Err(Unpacked::Missing);
        };
        // of files that are read at the same time, each waits for the one before
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let part = zip.by_index(at).map_err(|error| closed(&error))?;
        let declared = part.size();
        let mut part = part.take(declared.saturating_add(1));
        read(&mut part).map_err(|_| Unpacked::Damaged)?;
        if part.limit() == 0 {
            return Err(Unpacked::Damaged);
        }
        Ok(())
    }
}

/// What the end of an archive says of its list.
#[derive(Default)]
struct List {
    /// How long the whole file is.
    bytes: u64,
    entries: usize,
    length: u32,
}

fn list(file: &mut Held) -> io::Result<List> {
    let bytes = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(bytes.saturating_sub(u64::from(u16::MAX) + 22)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    file.rewind()?;
    let end = memmem::rfind(&tail, b"PK\x05\x06").and_then(|end| tail.get(end..));
    let number = |at: usize, of: usize| {
        let bytes = end.and_then(|end| end.get(at..at + of)).unwrap_or_default();
        bytes
            .iter()
            .rev()
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
    };
    Ok(List {
        bytes,
        entries: number(10, 2) as usize,
        length: number(12, 4),
    })
}

fn starts_as_archives_do(file: &mut Held) -> bool {
    let mut head = [0; 4];
    let read = file.read_exact(&mut head).is_ok() && file.rewind().is_ok();
    read && matches!(&head, b"PK\x03\x04" | b"PK\x05\x06")
}

/// Whether an archive with a part of this name is a document.
fn makes_a_document(name: &[u8]) -> bool {
    [
        "[Content_Types].xml",
        "mimetype",
        "OFD.xml",
        "META-INF/manifest.xml",
        "_rels/.rels",
    ]
    .iter()
    .any(|part| name.eq_ignore_ascii_case(part.as_bytes()))
}

/// The folders of a name and the name itself; `None` where it does not stay in the archive, or is too long for any.
fn steps(name: &str) -> Option<Vec<&str>> {
    let steps: Vec<&str> = name.split('/').filter(|step| !matches!(*step, "" | ".")).collect();
    let leads_out = name.starts_with('/') || name.len() > NAME_BYTES || steps.contains(&"..");
    let drive = steps.first().is_some_and(|first| first.ends_with(':'));
    (!leads_out && !drive).then_some(steps)
}

fn beyond(what: Text) -> InputError {
    InputError::whole(text!("{what}，没有读取", "{what} and was not read"; what))
        .hint(text!("请解压后给出文件夹", "unpack it and give the folder"))
}

fn leads_out() -> InputError {
    InputError::whole(text!(
        "这个文件名指到压缩包外面，或者太长，没有读取",
        "this name leads out of the archive, or is too long; it was not read"
    ))
}

fn twice() -> InputError {
    InputError::whole(text!(
        "压缩包里有两个同名的文件，只读了后一个",
        "two files in the archive have one name, and only the last of them was read"
    ))
    .hint(text!("请解压后核对", "unpack it and see"))
}

fn closed(error: &ZipError) -> Unpacked {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unpacked::Locked,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Unpacked::Uncommon,
        _ => Unpacked::Damaged,
    }
}

/// What is said of a file that is not read.
fn not_read(why: Unpacked) -> InputError {
    let error = InputError::whole(why.text());
    match why {
        Unpacked::Missing => error,
        Unpacked::Locked | Unpacked::Uncommon => {
            error.hint(text!("请解压后给出文件夹", "unpack it and give the folder"))
        }
        Unpacked::Damaged => error.hint(text!("请重新压缩或重新下载", "pack or download it again")),
    }
}
