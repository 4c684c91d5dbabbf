//! Which files of what was named are dossiers. A folder or an archive is walked in the order of names; what is no
//! dossier is passed over and listed, so that nothing is left out in silence.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::place::InputError;
use crate::text::Text;

pub use super::filter::{Filter, Patterns};
use super::tree::{Kind, Tree};

/// The name by which a folder is known for one dossier.
const DOSSIER: &str = "dossier.toml";

/// The name of the settings of a repository of dossiers, which is never a dossier.
pub const SETTINGS: &str = "quality-award.toml";

/// How deep folders may lie in one another: deeper than anybody files papers.
const DEPTH: usize = 64;

/// What a file may be, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Toml,
    Workbook,
    /// A table in plain text.
    Table,
    /// An archive.
    Archive,
    Other,
}

impl Looks {
    fn of(path: &Path) -> Looks {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let is = |known: &&str| extension.eq_ignore_ascii_case(known);
        if is(&"toml") {
            Looks::Toml
        } else if ["xlsx", "xlsm", "ods", "xls", "xlsb", "et"].iter().any(is) {
            Looks::Workbook
        } else if ["csv", "tsv"].iter().any(is) {
            Looks::Table
        } else if is(&"zip") {
            Looks::Archive
        } else {
            Looks::Other
        }
    }
}

/// A file to read applicants from.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// Whether it was named, or stands in a folder that is one dossier: then it must be a dossier. Otherwise it was
    /// met on a walk and may turn out to be something else.
    pub named: bool,
    /// The folder that is this one dossier, if the file stands for one.
    pub folder: Option<PathBuf>,
    /// Where the file lies.
    pub tree: Tree,
}

impl Input {
    /// Whether it does not lie on the disk, so that nothing is written beside it.
    pub fn is_packed(&self) -> bool {
        !matches!(self.tree, Tree::Disk)
    }
}

/// What a walk came upon.
#[derive(Debug, Default)]
pub struct Walk {
    /// What is to be read, in order.
    pub inputs: Vec<Input>,
    /// What was passed over, and why.
    pub skipped: Vec<(PathBuf, Text)>,
    /// The files of settings that were met: whether one of them holds is for the run to say.
    pub settings: Vec<PathBuf>,
    /// What could not be looked into, and why.
    pub closed: Vec<(PathBuf, InputError)>,
}

/// The dossiers among what was named: a file always is one, a folder is walked, and so is an archive of files.
/// `is_form` tells of the bytes of a workbook whether it is the form of one applicant.
pub fn walk(named: &[PathBuf], filter: &Filter, is_form: &dyn Fn(&[u8]) -> bool) -> Walk {
    walk_in(&Tree::Disk, named, filter, is_form)
}

/// As [`walk`], of what lies in `tree`.
pub fn walk_in(tree: &Tree, named: &[PathBuf], filter: &Filter, is_form: &dyn Fn(&[u8]) -> bool) -> Walk {
    let mut walk = Walk::default();
    for path in named {
        if filter.leaves_out_named(path) {
            walk.skipped.push((path.clone(), left_out()));
            continue;
        }
        let walker = Walker {
            filter,
            is_form,
            root: path,
            tree: tree.clone(),
        };
        if tree.is_folder(path) {
            walker.folder(path, 0, &mut walk);
        } else if !(may_be_archive(path) && walker.archive(path, true, &mut walk)) {
            walk.inputs.push(Input {
                path: path.clone(),
                named: true,
                folder: None,
                tree: tree.clone(),
            });
        }
    }
    let unseen = |input: &&Input| input.folder.is_some() && matches!(input.tree, Tree::Memory(_));
    let unseen: Vec<PathBuf> = walk
        .inputs
        .iter()
        .filter(unseen)
        .filter_map(|input| input.folder.clone())
        .collect();
    walk.closed
        .extend(unseen.into_iter().map(|folder| (folder, not_examined())));
    walk
}

/// Whether a file may be an archive of others: what calls itself a dossier is read as one.
fn may_be_archive(path: &Path) -> bool {
    matches!(Looks::of(path), Looks::Archive | Looks::Other)
}

struct Walker<'w> {
    filter: &'w Filter,
    is_form: &'w dyn Fn(&[u8]) -> bool,
    root: &'w Path,
    tree: Tree,
}

impl Walker<'_> {
    /// Walks an archive, if it is one. Of one that was named, it is told that it holds nothing.
    fn archive(&self, path: &Path, named: bool, walk: &mut Walk) -> bool {
        let wanted = |path: &Path| matches!(Looks::of(path), Looks::Toml | Looks::Workbook | Looks::Table);
        let mut archive = match self.tree.archive(path, wanted) {
            Ok(None) => return false,
            Ok(Some(archive)) => archive,
            Err(error) => {
                walk.closed.push((path.to_owned(), error));
                return true;
            }
        };
        walk.closed.append(&mut archive.refused);
        let before = (walk.inputs.len(), walk.closed.len());
        let inside = Walker {
            tree: Tree::Archive(Arc::new(archive)),
            root: if named { path } else { self.root },
            ..*self
        };
        inside.folder(path, 0, walk);
        if before == (walk.inputs.len(), walk.closed.len()) {
            let nothing = text!(
                "压缩包里没有申报信息（TOML 或工作簿）",
                "there is no dossier (TOML or workbook) in the archive"
            );
            match named {
                true => walk.closed.push((path.to_owned(), InputError::whole(nothing))),
                false => walk.skipped.push((path.to_owned(), nothing)),
            }
        }
        true
    }

    fn folder(&self, folder: &Path, depth: usize, walk: &mut Walk) {
        if depth > DEPTH {
            let why = text!("文件夹层数超过 {DEPTH}", "it lies more than {DEPTH} folders deep");
            walk.skipped.push((folder.to_owned(), why));
            return;
        }
        let entries = match self.tree.folder(folder) {
            Ok(entries) => entries,
            Err(error) => return walk.closed.push((folder.to_owned(), error)),
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for (path, kind) in entries {
            if path.file_name().is_none_or(is_hidden) {
                continue;
            }
            match kind {
                Kind::Folder => folders.push(path),
                Kind::File if Looks::of(&path) == Looks::Workbook && self.tree.is_ours(&path) => {
                    walk.skipped.push((path, ours()));
                }
                Kind::File => files.push(path),
                Kind::Link => {
                    let why = text!("符号链接，没有打开", "a symbolic link, not followed");
                    walk.skipped.push((path, why));
                }
                Kind::Other => walk.skipped.push((path, text!("不是普通文件", "not a regular file"))),
                Kind::Closed(error) => walk.closed.push((path, error)),
            }
        }
        walk.settings
            .extend(files.iter().filter(|path| is_settings(path)).cloned());
        if let Some(dossier) = self.one_dossier(&files, &folders) {
            walk.inputs.push(Input {
                path: dossier,
                named: true,
                folder: Some(folder.to_owned()),
                tree: self.tree.clone(),
            });
            return;
        }
        for path in files.into_iter().filter(|path| !is_settings(path)) {
            self.file(path, walk);
        }
        for path in folders {
            if self.filter.leaves_out(self.root, &path) {
                walk.skipped.push((path, left_out()));
            } else {
                self.folder(&path, depth + 1, walk);
            }
        }
    }

    fn file(&self, path: PathBuf, walk: &mut Walk) {
        let why = if !self.filter.wants(self.root, &path) {
            left_out()
        } else if Looks::of(&path) == Looks::Archive {
            match &self.tree {
                Tree::Archive(_) => return walk.closed.push((path, nested())),
                _ if self.archive(&path, false, walk) => return,
                _ => text!("不是 TOML 或工作簿", "neither TOML nor a workbook"),
            }
        } else if Looks::of(&path) == Looks::Other {
            text!("不是 TOML 或工作簿", "neither TOML nor a workbook")
        } else {
            return walk.inputs.push(Input {
                path,
                named: false,
                folder: None,
                tree: self.tree.clone(),
            });
        };
        walk.skipped.push((path, why));
    }

    /// The file for which a folder is one dossier: its `dossier.toml`, else its only workbook, if that is a form and
    /// something lies beside it. A report that bears the name of a dossier is none.
    fn one_dossier(&self, files: &[PathBuf], folders: &[PathBuf]) -> Option<PathBuf> {
        let of = |looks| files.iter().filter(move |path| Looks::of(path) == looks);
        let ours = |path: &Path| Looks::of(path) == Looks::Toml && self.tree.is_ours(path);
        let called = |path: &&PathBuf| path.file_name() == Some(OsStr::new(DOSSIER)) && !ours(path);
        if let Some(dossier) = files.iter().find(called) {
            return Some(dossier.clone());
        }
        let mut workbooks = of(Looks::Workbook);
        let (Some(only), None) = (workbooks.next(), workbooks.next()) else {
            return None;
        };
        if of(Looks::Toml).any(|path| !is_settings(path) && !ours(path)) {
            return None;
        }
        let alone = folders.is_empty() && files.iter().all(|path| path == only || ours(path));
        let is_form = || self.tree.bytes(only).is_ok_and(|bytes| (self.is_form)(&bytes));
        (!alone && is_form()).then(|| only.clone())
    }
}

/// Whether a file is one of settings, by its name.
fn is_settings(path: &Path) -> bool {
    path.file_name() == Some(OsStr::new(SETTINGS))
}

/// Whether a walk passes over a name in silence: hidden files, the locks of Excel and WPS, what systems leave behind.
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.starts_with(".~")
        || ["thumbs.db", "desktop.ini", "__macosx"]
            .iter()
            .any(|left| name.eq_ignore_ascii_case(left))
}

/// What is said of what this program wrote.
pub fn ours() -> Text {
    text!(
        "本工具写出的报告或批注副本",
        "a report or a copy with notes of this tool"
    )
}

/// What is said of documents that were handed over with the facts where only these are read.
pub fn not_examined() -> InputError {
    InputError::whole(text!(
        "申报材料没有检查，只读了申报信息",
        "the documents were not examined; only the facts were read"
    ))
    .hint(text!(
        "申报材料请用命令行程序核对",
        "the program of the command line examines documents"
    ))
}

/// What is said of an archive in an archive.
fn nested() -> InputError {
    InputError::whole(text!(
        "压缩包里又有压缩包，没有打开",
        "an archive in an archive was not opened"
    ))
    .hint(text!("请解压后给出文件夹", "unpack it and give the folder"))
}

fn left_out() -> Text {
    text!("按 include/exclude 排除", "left out by include or exclude")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::load::tree::Memory;

    /// A folder with these files; each holds its own name.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        root
    }

    fn found(root: &Path, filter: &Filter) -> (Vec<String>, Vec<String>) {
        let walk = walk(&[root.to_owned()], filter, &|bytes| {
            String::from_utf8_lossy(bytes).contains("申报表")
        });
        assert!(walk.closed.is_empty());
        let below = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        (
            walk.inputs.iter().map(|input| below(&input.path)).collect(),
            walk.skipped.iter().map(|(path, _)| below(path)).collect(),
        )
    }

    #[test]
    fn a_walk_finds_dossiers_in_the_order_of_names_and_lists_the_rest() {
        let root = folder(&[
            "乙.toml",
            "甲.xlsx",
            "~$甲.xlsx",
            ".git/config.toml",
            "子/丙.ods",
            "说明.docx",
            "quality-award.toml",
            "a.toml",
        ]);
        let (inputs, skipped) = found(root.path(), &Filter::default());
        assert_eq!(inputs, ["a.toml", "乙.toml", "甲.xlsx", "子/丙.ods"]);
        assert_eq!(skipped, ["说明.docx"]);
        let met = walk(&[root.path().to_owned()], &Filter::default(), &|_| false).settings;
        assert_eq!(met, [root.path().join(SETTINGS)]);
    }

    #[test]
    fn what_is_handed_over_as_bytes_is_found_as_on_the_disk() {
        let files = [
            "收件/a.toml",
            "收件/甲.xlsx",
            "收件/~$甲.xlsx",
            "收件/乙/dossier.toml",
            "收件/乙/证书/x.toml",
            "收件/丙/说明.docx",
            "收件/丙/quality-award.toml",
        ];
        let root = folder(&files);
        let disk = walk(&[root.path().join("收件")], &Filter::default(), &|_| false);
        let memory = Memory::of(files.map(|file| (PathBuf::from(file), file.into())));
        assert_eq!(memory.roots(), [PathBuf::from("收件")]);
        let roots = memory.roots();
        let tree = Tree::Memory(Arc::new(memory));
        let held = walk_in(&tree, &roots, &Filter::default(), &|_| false);
        let below = |path: &Path| path.strip_prefix(root.path()).unwrap_or(path).to_owned();
        let inputs = |walk: &Walk| -> Vec<_> {
            let each = walk.inputs.iter();
            each.map(|input| (below(&input.path), input.named, input.folder.as_deref().map(below)))
                .collect()
        };
        assert_eq!(inputs(&held), inputs(&disk));
        assert_eq!(
            held.settings,
            disk.settings.iter().map(|path| below(path)).collect::<Vec<_>>()
        );
        let skipped: Vec<_> = disk
            .skipped
            .iter()
            .map(|(path, why)| (below(path), why.clone()))
            .collect();
        assert_eq!(held.skipped, skipped);
        // there are documents beside 乙, and nobody looks at them
        assert_eq!(held.closed, [(PathBuf::from("收件/乙"), not_examined())]);
        assert_eq!(tree.bytes(Path::new("收件/a.toml")).unwrap(), "收件/a.toml".as_bytes());
        assert!(tree.bytes(Path::new("收件/b.toml")).is_err());
    }

    #[test]
    fn a_folder_that_is_one_dossier_is_not_entered() {
        let root = folder(&[
            "甲/dossier.toml",
            "甲/证书/x.toml",
            "乙/申报表.xlsx",
            "乙/营业执照.pdf",
            "乙/附件/y.xlsx",
            "丙/名册.xlsx",
            "丙/子/z.toml",
            "丁/申报表1.xlsx",
            "丁/申报表2.xlsx",
            "丁/子/w.toml",
        ]);
        let (inputs, skipped) = found(root.path(), &Filter::default());
        let expected = [
            "丁/申报表1.xlsx",
            "丁/申报表2.xlsx",
            "丁/子/w.toml",
            "丙/名册.xlsx",
            "丙/子/z.toml",
            "乙/申报表.xlsx",
            "甲/dossier.toml",
        ];
        assert_eq!(inputs, expected);
        assert!(skipped.is_empty());
    }

    #[test]
    fn patterns_choose_by_name_or_by_path_and_never_what_was_named() {
        let root = folder(&["a.toml", "归档/b.toml", "c.xlsx", "x/y/d.toml"]);
        let filter = |include: &[&str], exclude: &[&str]| {
            let own = |list: &[&str]| Patterns {
                list: list.iter().map(|s| (*s).to_owned()).collect(),
                base: None,
            };
            Filter::new(&own(include), &own(exclude), false).unwrap()
        };
        let inputs = |include: &[&str], exclude: &[&str]| found(root.path(), &filter(include, exclude)).0;
        assert_eq!(inputs(&["*.toml"], &[]), ["a.toml", "x/y/d.toml", "归档/b.toml"]);
        assert_eq!(inputs(&["x/**"], &[]), ["x/y/d.toml"]);
        assert_eq!(inputs(&[], &["归档"]), ["a.toml", "c.xlsx", "x/y/d.toml"]);
        assert_eq!(inputs(&[], &["归档/**", "*.xlsx"]), ["a.toml", "x/y/d.toml"]);
        let named = walk(&[root.path().join("c.xlsx")], &filter(&["*.toml"], &[]), &|_| false);
        assert_eq!(named.inputs.len(), 1);
        let wrong = Patterns {
            list: vec!["[".to_owned()],
            base: None,
        };
        assert!(Filter::new(&wrong, &Patterns::default(), false).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let root = folder(&["a.toml"]);
        std::os::unix::fs::symlink("/etc/hostname", root.path().join("b.toml")).unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("again")).unwrap();
        let (inputs, skipped) = found(root.path(), &Filter::default());
        assert_eq!(
            (inputs.len(), skipped),
            (1, vec!["again".to_owned(), "b.toml".to_owned()])
        );
    }
}
