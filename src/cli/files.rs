//! Files in and out: what was typed becomes bytes, packs and calendars; what was rendered becomes a file that is
//! whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use crate::load::bytes::{decode, whole_file};
use crate::load::tree::Tree;
use crate::mark;
use crate::place::{Source, Unreadable, kind_of};

use super::common::Stop;
use super::interrupt;

pub(super) use crate::desk::files::{closed, name, of, unreadable};

/// The bytes of a file on the disk.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    Tree::Disk.bytes(path).map_err(|error| unreadable(path, vec![error]))
}

/// A text file, decoded.
pub(super) fn text(path: &Path) -> Result<Source, Unreadable> {
    let text = decode(bytes(path)?).map_err(|error| unreadable(path, vec![error]))?;
    Ok(Source::text(name(path), text))
}

/// The paths that a list names, one a line or parted by NUL; `-` is standard input.
///
/// # Errors
/// The list cannot be read, or names nothing.
pub(super) fn listed(list: &Path) -> Result<Vec<PathBuf>, Stop> {
    let bytes = if list == Path::new("-") {
        whole_file(io::stdin().lock())?
    } else {
        bytes(list)?
    };
    let parted = match memchr::memchr(0, &bytes) {
        Some(_) => 0,
        None => b'\n',
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let lines = bytes.split(|byte| *byte == parted);
    let lines = lines.map(|line| match parted {
        0 => line,
        _ => line.strip_suffix(b"\r").unwrap_or(line),
    });
    let paths: Vec<PathBuf> = lines
        .filter(|line| !line.trim_ascii().is_empty())
        .map(path_of)
        .collect();
    if paths.is_empty() {
        let name = name(list);
        return Err(Stop::Said(text!(
            "--files-from {name} 里没有文件",
            "--files-from {name} names no file"
        )));
    }
    Ok(paths)
}

/// A path as it stands in a list, whatever its encoding.
fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Makes sure that what stands at `path` may be written over: nothing, what is no file, an empty file, or what this
/// program wrote; anything only if the user insists.
pub(super) fn spare(path: &Path, force: bool) -> Result<(), Stop> {
    if !stands(path) || force || mark::is_ours(path) {
        return Ok(());
    }
    let name = name(path);
    Err(Stop::Said(text!(
        "{name} 已存在，而且不是本工具写出的报告，不覆盖；请写到别处，确要覆盖请加 --force",
        "{name} is there already and no report of this tool, so it is not written over; write to another place, or add --force"
    )))
}

/// Whether a file stands at `path` and something in it.
pub(super) fn stands(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| there.is_file() && there.len() > 0)
}

/// Makes sure that nothing stands at `path`, or that the user insists.
pub(super) fn untouched(path: &Path, force: bool) -> Result<(), Stop> {
    if force || !stands(path) {
        return Ok(());
    }
    let name = name(path);
    Err(Stop::Said(text!(
        "{name} 已存在，不覆盖；确要覆盖请加 --force",
        "{name} is already there and is not written over; add --force if it should be"
    )))
}

/// Writes what is shown into a file that may be written over. A table is text without styles, with the mark of what this
/// program wrote.
pub(super) fn write_shown(
    path: &Path,
    force: bool,
    table: bool,
    show: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Stop> {
    spare(path, force)?;
    write_with(path, |file| {
        let mut file = BufWriter::new(file);
        if table {
            let mut plain = anstream::StripStream::new(Vec::new());
            show(&mut plain)?;
            file.write_all(&plain.into_inner())?;
            writeln!(file, "\n{}", mark::TEXT)?;
        } else {
            show(&mut file)?;
        }
        Ok(file.flush()?)
    })
}

/// Writes a file under a name of its own beside `path` and renames it, so that no half of it is ever seen. What is
/// no file, such as a pipe, is written into once all is known; a link leads to what is written.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// As [`write_whole`], with whatever `write` puts into the file. Where it fails, nothing stays behind.
pub(super) fn write_with(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Stop>) -> Result<(), Stop> {
    let written = match fs::metadata(path) {
        Ok(there) if !there.is_file() => write_into(path, write),
        _ => replace(path, write),
    };
    written.map_err(|stop| match stop {
        Stop::Failed(error) => match error.downcast::<io::Error>() {
            Ok(error) => unwritable(path, error),
            Err(error) => Stop::Failed(error),
        },
        told => told,
    })
}

/// Copies what `write` wrote into a device or a pipe.
fn write_into(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Stop>) -> Result<(), Stop> {
    let mut target = OpenOptions::new().write(true).open(path)?;
    let mut whole = tempfile::tempfile()?;
    write(&mut whole)?;
    whole.rewind()?;
    io::copy(&mut whole, &mut target)?;
    Ok(())
}

/// Puts what `write` wrote in the place of a file, if there is one.
fn replace(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Stop>) -> Result<(), Stop> {
    let path = followed(path)?;
    let before = fs::metadata(&path).ok().map(|there| there.permissions());
    if let Some(before) = &before {
        // a file is replaced by its folder's leave; its own is asked for all the same
        if before.readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        OpenOptions::new().append(true).open(&path)?;
    }
    let mut file = interrupt::begin(|| temporary(folder_of(&path)))?;
    if let Some(before) = before {
        let kept = file.as_file().set_permissions(before);
        if let Err(error) = kept {
            interrupt::done();
            return Err(error.into());
        }
    }
    let kept = write(file.as_file_mut()).and_then(|()| Ok(file.persist(&path).map(drop).map_err(|lost| lost.error)?));
    interrupt::done();
    kept
}

/// The most links that lead from one to another, as systems count them.
const LINKS: usize = 40;

/// Where a path leads: to a file that is there or that may be written there.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    fs::metadata(&path).map(|_| path)
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// What is said of a file that cannot be written. Whoever does not read a pipe to its end has seen enough.
fn unwritable(path: &Path, error: io::Error) -> Stop {
    use io::ErrorKind;
    let missing = !folder_of(path).exists();
    let folder = name(folder_of(path));
    let why = match kind_of(&error) {
        ErrorKind::BrokenPipe => return Stop::Failed(error.into()),
        ErrorKind::NotFound if missing => text!("文件夹 {folder} 不存在", "there is no folder {folder}"),
        ErrorKind::NotADirectory => text!("{folder} 不是文件夹", "{folder} is no folder"),
        ErrorKind::IsADirectory => text!("这是文件夹，请给出文件", "this is a folder; name a file"),
        ErrorKind::PermissionDenied => text!(
            "没有写入权限，或文件正被其他程序占用",
            "it may not be written, or another program holds it"
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => text!("磁盘已满", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => text!("磁盘是只读的", "the disk can only be read"),
        // Of what the system says, the kind alone names no temporary file.
        kind => text!("{kind}", "{kind}"),
    };
    let name = name(path);
    Stop::Said(text!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why))
}

/// A new file in a folder that whoever may read what the user writes may read once it has its name.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".quality-award-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // the user's own mask takes away from it what is to be taken away
        builder
            .permissions(fs::Permissions::from_mode(0o666))
            .tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}
