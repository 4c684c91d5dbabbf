//! A dossier's folder: no path in a dossier leads out of it, and none opens anything but an ordinary file. The same
//! path means the same file on every system.

use std::fs::{self, FileType, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::mark;
use crate::materials::bytes::{self, Content};
use crate::materials::packed::{Lies, Packed, Unpacked};
use crate::materials::refusal::Refusal;
use crate::materials::{limits, names};
use crate::place::kind_of;
use crate::writing;

/// The folder that a dossier's documents stand in.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// The archive that it lies in, if it does.
    packed: Option<Arc<dyn Packed>>,
}

/// An ordinary file inside the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainFile {
    /// Its path inside the folder, separated by `/`.
    pub file: String,
    /// Where it really lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What lies at a path.
enum Found {
    Folder,
    Link,
    /// A file, and its size in bytes.
    File(u64),
    /// Nothing that is opened, and why.
    Other(Refusal),
}

impl From<Metadata> for Found {
    fn from(data: Metadata) -> Found {
        match refused(data.file_type()) {
            _ if data.is_dir() => Found::Folder,
            _ if data.is_symlink() => Found::Link,
            None => Found::File(data.len()),
            Some(refusal) => Found::Other(refusal),
        }
    }
}

impl From<Lies> for Found {
    fn from(lies: Lies) -> Found {
        match lies {
            Lies::Folder => Found::Folder,
            Lies::Link => Found::Link,
            Lies::File { bytes, .. } => Found::File(bytes),
        }
    }
}

impl Folder {
    /// Opens a folder. The folder itself may be a link: it is the user's own choice.
    ///
    /// # Errors
    /// It is not there, no folder, or must not be read.
    pub fn open(root: &Path) -> Result<Folder, Refusal> {
        let shown = root.to_string_lossy();
        let root = fs::canonicalize(root).map_err(|error| missing(&error, &shown))?;
        let data = fs::metadata(&root).map_err(|error| missing(&error, &shown))?;
        if data.is_dir() {
            Ok(Folder { root, packed: None })
        } else {
            Err(not_found(&shown))
        }
    }

    /// A folder in an archive; its path begins with that of the archive.
    pub fn packed(root: &Path, archive: Arc<dyn Packed>) -> Folder {
        Folder {
            root: root.to_owned(),
            packed: Some(archive),
        }
    }

    /// Where the folder lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The archive that it lies in, if it does.
    pub(super) fn archive(&self) -> Option<&dyn Packed> {
        self.packed.as_deref()
    }

    /// Reads a file of the folder.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn content(&self, file: &PlainFile) -> Result<Content, Refusal> {
        let Some(archive) = self.archive() else {
            return bytes::read(&file.path).map_err(|error| missing(&error, &file.file));
        };
        let mut content = None;
        let mut read = |source: &mut dyn Read| {
            content = Some(bytes::whole(source)?);
            Ok(())
        };
        let done = archive.read(&file.path, &mut read);
        done.map_err(|why| Refusal::Packed { why })?;
        content.ok_or(Refusal::Packed { why: Unpacked::Missing })
    }

    /// Whether this program wrote a file of the folder.
    pub fn is_ours(&self, file: &str) -> bool {
        let path = self.root.join(file);
        let Some(archive) = self.archive() else {
            return mark::is_ours(&path);
        };
        let mut ours = false;
        let mut read = |source: &mut dyn Read| {
            let mut bytes = Vec::new();
            source.take(limits::FILE_BYTES).read_to_end(&mut bytes)?;
            ours = mark::is_in(&bytes);
            Ok(())
        };
        archive.read(&path, &mut read).is_ok() && ours
    }

    /// The file that a path written in a dossier means; `/` and `\` both separate.
    ///
    /// # Errors
    /// Why the path is not followed.
    pub fn resolve(&self, relative: &str) -> Result<PlainFile, Refusal> {
        let names = parts(relative)?;
        let mut path = self.root.clone();
        let mut file = String::new();
        let mut last: Option<Found> = None;
        for name in names {
            if !matches!(last, None | Some(Found::Folder)) {
                return Err(not_found(&file));
            }
            let found = self.look(&path, name).map_err(|refusal| refusal.at(&file, name))?;
            if !file.is_empty() {
                file.push('/');
            }
            file.push_str(name);
            path.push(name);
            if matches!(found, Found::Link) {
                return Err(Refusal::Link { at: file });
            }
            last = Some(found);
        }
        match last {
            Some(Found::File(bytes)) => Ok(PlainFile { file, path, bytes }),
            Some(Found::Other(refusal)) => Err(refusal),
            Some(Found::Link) => Err(Refusal::Link { at: file }),
            Some(Found::Folder) | None => Err(Refusal::Folder),
        }
    }

    /// Looks at a name in a folder, wherever that lies.
    fn look(&self, folder: &Path, name: &str) -> Result<Found, Refusal> {
        let Some(archive) = self.archive() else {
            return look(folder, name).map(Found::from);
        };
        archive.at(&folder.join(name)).map(Found::from).ok_or_else(|| {
            let known = archive.folder(folder).into_iter();
            let known = known.filter_map(|(path, _)| Some(path.file_name()?.to_str()?.to_owned()));
            nearest(name, &known.collect::<Vec<_>>())
        })
    }
}

/// The names that a path consists of, if they stay inside the folder.
fn parts(relative: &str) -> Result<Vec<&str>, Refusal> {
    const SEPARATORS: [char; 2] = ['/', '\\'];
    if relative.trim().is_empty() {
        return Err(Refusal::Blank);
    }
    if relative.chars().any(char::is_control) {
        return Err(Refusal::Control);
    }
    let mut starts = relative.chars();
    match (starts.next(), starts.next()) {
        (Some('/' | '\\'), Some('/' | '\\')) => return Err(Refusal::Network),
        (Some('/' | '\\'), _) => return Err(Refusal::Absolute),
        (Some(letter), Some(':')) if letter.is_ascii_alphabetic() => return Err(Refusal::Drive),
        _ => {}
    }
    let names: Vec<&str> = relative
        .split(SEPARATORS)
        .filter(|name| !name.is_empty() && *name != ".")
        .collect();
    // Windows drops dots and spaces at the end of a name: there `.. ` leads upwards, too.
    if names
        .iter()
        .any(|name| name.starts_with("..") && name.trim_end_matches([' ', '.']).is_empty())
    {
        return Err(Refusal::Upwards);
    }
    if names.len() > limits::DEPTH {
        return Err(Refusal::Deep);
    }
    if cfg!(windows) && names.iter().any(|name| name.contains(':') || names::is_reserved(name)) {
        return Err(Refusal::Special);
    }
    Ok(names)
}

/// Looks at a name in a folder, and makes sure that it is written as in the folder's list: some systems would take
/// another case for the same name, and the dossier would break on the next machine.
fn look(folder: &Path, name: &str) -> Result<Metadata, Refusal> {
    let data = fs::symlink_metadata(folder.join(name)).map_err(|error| missing(&error, name));
    let lenient = cfg!(any(windows, target_os = "macos"));
    match data {
        Ok(data) if !lenient || listed(folder).iter().any(|known| known == name) => Ok(data),
        Ok(_) | Err(Refusal::NotFound { .. }) => Err(nearest(name, &listed(folder))),
        Err(refusal) => Err(refusal),
    }
}

/// The names in a folder, as many as are looked through.
fn listed(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.take(limits::FILES).flatten();
    let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// That `name` is not among `known`, and which of them is probably meant. An ending that two names share makes them no
/// more alike: of a folder, most end in `.pdf`.
fn nearest(name: &str, known: &[String]) -> Refusal {
    let key = |name: &str| name.nfc().flat_map(char::to_lowercase).collect::<String>();
    let own = key(name);
    let alike = known.iter().find(|known| key(known) == own);
    let near = || {
        let near = writing::nearest(stem(name), known.iter().map(|known| stem(known)))?;
        let named = || known.iter().map(String::as_str).filter(|known| stem(known) == near);
        let whole = writing::nearest(name, named()).or_else(|| named().next());
        whole.map(str::to_owned)
    };
    Refusal::NotFound {
        at: name.to_owned(),
        nearest: alike.cloned().or_else(near),
        alike: alike.is_some(),
    }
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// Why a file of this type is not opened; `None` for an ordinary one.
pub(super) fn refused(kind: FileType) -> Option<Refusal> {
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some(Refusal::Folder)
    } else {
        Some(special(kind))
    }
}

#[cfg(unix)]
fn special(kind: FileType) -> Refusal {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        Refusal::Pipe
    } else if kind.is_socket() {
        Refusal::Socket
    } else {
        Refusal::Device
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> Refusal {
    Refusal::Device
}

/// What an error of the system means for `path`.
pub(super) fn missing(error: &io::Error, path: &str) -> Refusal {
    match kind_of(error) {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => not_found(path),
        kind => Refusal::Unreadable {
            denied: kind == ErrorKind::PermissionDenied,
        },
    }
}

fn not_found(path: &str) -> Refusal {
    Refusal::NotFound {
        at: path.to_owned(),
        nearest: None,
        alike: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dossier() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("dossier/附件/证书")).unwrap();
        fs::write(dir.path().join("secret.txt"), "秘密").unwrap();
        fs::write(dir.path().join("dossier/附件/证书/营业执照.pdf"), "%PDF").unwrap();
        fs::write(dir.path().join("dossier/附件/Résumé.docx"), "x").unwrap();
        let folder = Folder::open(&dir.path().join("dossier")).unwrap();
        (dir, folder)
    }

    #[test]
    fn a_file_is_found_by_either_separator() {
        let (_dir, folder) = dossier();
        for path in [
            "附件/证书/营业执照.pdf",
            "附件\\证书\\营业执照.pdf",
            "./附件//证书\\./营业执照.pdf",
        ] {
            let found = folder.resolve(path).unwrap();
            assert_eq!(
                (found.file.as_str(), found.bytes),
                ("附件/证书/营业执照.pdf", 4),
                "{path}"
            );
            assert!(found.path.starts_with(folder.root()));
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let (_dir, folder) = dossier();
        for (path, refusal) in [
            ("", Refusal::Blank),
            ("  ", Refusal::Blank),
            ("/etc/passwd", Refusal::Absolute),
            ("\\Windows\\win.ini", Refusal::Absolute),
            ("C:\\a.pdf", Refusal::Drive),
            ("c:a.pdf", Refusal::Drive),
            ("\\\\server\\share\\a.pdf", Refusal::Network),
            ("//server/share/a.pdf", Refusal::Network),
            ("\\\\?\\C:\\a.pdf", Refusal::Network),
            ("../secret.txt", Refusal::Upwards),
            ("附件/../../secret.txt", Refusal::Upwards),
            ("附件\\..\\..\\secret.txt", Refusal::Upwards),
            (".. /secret.txt", Refusal::Upwards),
            (".../secret.txt", Refusal::Upwards),
            ("附件/..", Refusal::Upwards),
            ("a\0.pdf", Refusal::Control),
            ("附件", Refusal::Folder),
            (".", Refusal::Folder),
        ] {
            assert_eq!(folder.resolve(path), Err(refusal), "{path:?}");
        }
        let at = |depth: usize| "a/".repeat(depth - 1) + "b.pdf";
        assert!(matches!(
            folder.resolve(&at(limits::DEPTH)),
            Err(Refusal::NotFound { .. })
        ));
        assert_eq!(folder.resolve(&at(limits::DEPTH + 1)), Err(Refusal::Deep));
    }

    #[test]
    fn a_name_that_is_nearly_right_is_offered() {
        let (_dir, folder) = dossier();
        let missing = |path: &str| match folder.resolve(path) {
            Err(Refusal::NotFound { at, nearest, alike }) => (at, nearest, alike),
            other => panic!("{path}: {other:?}"),
        };
        let resume = Some("附件/Résumé.docx".to_owned());
        assert_eq!(
            missing("附件/résumé.DOCX"),
            ("附件/résumé.DOCX".into(), resume.clone(), true)
        );
        let decomposed = "附件/Re\u{301}sume\u{301}.docx";
        assert_eq!(missing(decomposed), (decomposed.into(), resume.clone(), true));
        assert_eq!(missing("附件/Resumé.docx"), ("附件/Resumé.docx".into(), resume, false));
        assert_eq!(missing("附件/完全不同的文件.jpg").1, None);
        let licence = Some("附件/证书/营业执照.pdf".to_owned());
        assert_eq!(missing("附件/证书/营业执照副本.pdf").1, licence);
        assert_eq!(missing("附件/证书/营业执照.docx").1, licence);
        assert_eq!(missing("附件/证书/营业执照.PDF").1, licence);
        for other in ["信用报告.pdf", "申报表.pdf", "甲.pdf", ".pdf"] {
            assert_eq!(missing(&format!("附件/证书/{other}")).1, None, "{other}");
        }
        assert_eq!(missing("附件/没有/营业执照.pdf"), ("附件/没有".into(), None, false));
        assert_eq!(missing("附件/证书/营业执照.pdf/a.pdf").0, "附件/证书/营业执照.pdf");
        assert_eq!(missing(&"长".repeat(300)).1, None);
    }

    #[test]
    fn of_names_that_differ_in_their_ending_alone_the_nearest_is_offered() {
        let known = ["申报表.docx", "申报表.pdf", "营业执照.pdf"].map(str::to_owned);
        let meant = |name: &str| match nearest(name, &known) {
            Refusal::NotFound { nearest, .. } => nearest,
            other => panic!("{other:?}"),
        };
        assert_eq!(meant("申报表.PDF").as_deref(), Some("申报表.pdf"));
        assert_eq!(meant("申报表.doc").as_deref(), Some("申报表.docx"));
        assert_eq!(meant("申报表").as_deref(), Some("申报表.docx"));
        assert_eq!(meant("信用报告.pdf"), None);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_but_an_ordinary_file_is_opened() {
        use std::os::unix::fs::symlink;
        let (dir, folder) = dossier();
        symlink(dir.path().join("secret.txt"), folder.root().join("链接.txt")).unwrap();
        symlink(dir.path(), folder.root().join("上级")).unwrap();
        symlink("附件/证书/营业执照.pdf", folder.root().join("自己.pdf")).unwrap();
        symlink("没有", folder.root().join("断.pdf")).unwrap();
        for (path, at) in [
            ("链接.txt", "链接.txt"),
            ("上级/secret.txt", "上级"),
            ("上级/dossier/附件/证书/营业执照.pdf", "上级"),
            ("自己.pdf", "自己.pdf"),
            ("断.pdf", "断.pdf"),
        ] {
            assert_eq!(folder.resolve(path), Err(Refusal::Link { at: at.into() }), "{path}");
        }
        let fifo = folder.root().join("管道");
        assert!(
            std::process::Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(folder.resolve("管道"), Err(Refusal::Pipe));
        let _socket = std::os::unix::net::UnixListener::bind(folder.root().join("套接字")).unwrap();
        assert_eq!(folder.resolve("套接字"), Err(Refusal::Socket));
        let dev = Folder::open(Path::new("/dev")).unwrap();
        assert_eq!(dev.resolve("null"), Err(Refusal::Device));
    }

    #[test]
    fn a_folder_that_is_none_is_not_opened() {
        let (dir, _) = dossier();
        for path in ["没有", "secret.txt"] {
            assert!(
                matches!(Folder::open(&dir.path().join(path)), Err(Refusal::NotFound { .. })),
                "{path}"
            );
        }
    }
}
