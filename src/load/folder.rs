//! Which files of what was named are dossiers. A folder is walked in the order of names; what is no dossier is
//! passed over and listed, so that nothing is left out in silence.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::mark;
use crate::text::Text;

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
        } else {
            Looks::Other
        }
    }
}

/// A file to read applicants from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// Whether it was named, or stands in a folder that is one dossier: then it must be a dossier. Otherwise it was
    /// met on a walk and may turn out to be something else.
    pub named: bool,
    /// The folder that is this one dossier, if the file stands for one.
    pub folder: Option<PathBuf>,
}

/// What a walk came upon.
#[derive(Debug, Default)]
pub struct Walk {
    /// What is to be read, in order.
    pub inputs: Vec<Input>,
    /// What was passed over, and why.
    pub skipped: Vec<(PathBuf, Text)>,
    /// What could not be looked into.
    pub closed: Vec<(PathBuf, io::Error)>,
}

/// Which files of a walk are wanted. A pattern with a `/` is held against the path below the folder that was named,
/// one without against the file's name.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    include: Option<Globs>,
    exclude: Option<Globs>,
}

/// Patterns for paths, and patterns for names.
#[derive(Debug, Clone)]
struct Globs {
    paths: GlobSet,
    names: GlobSet,
}

impl Globs {
    /// # Errors
    /// The pattern that cannot be read, and why.
    fn new(patterns: &[String]) -> Result<Option<Globs>, (String, String)> {
        let set = |paths: bool| {
            let mut set = GlobSetBuilder::new();
            for pattern in patterns.iter().filter(|pattern| pattern.contains('/') == paths) {
                let glob = Glob::new(pattern).map_err(|error| (pattern.clone(), error.kind().to_string()))?;
                set.add(glob);
            }
            set.build().map_err(|error| (String::new(), error.to_string()))
        };
        if patterns.is_empty() {
            return Ok(None);
        }
        Ok(Some(Globs {
            paths: set(true)?,
            names: set(false)?,
        }))
    }

    /// Whether a pattern holds of what stands at `path`, met on a walk from `root`.
    fn holds(&self, root: &Path, path: &Path) -> bool {
        let below = path.strip_prefix(root).unwrap_or(path);
        self.paths.is_match(below) || self.names.is_match(path.file_name().unwrap_or_default())
    }
}

impl Filter {
    /// A filter of what to include (everything, if there is no pattern) and what to leave out.
    ///
    /// # Errors
    /// The pattern that cannot be read, and why.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Filter, (String, String)> {
        Ok(Filter {
            include: Globs::new(include)?,
            exclude: Globs::new(exclude)?,
        })
    }

    fn wants(&self, root: &Path, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.holds(root, path)) && !self.leaves_out(root, path)
    }

    fn leaves_out(&self, root: &Path, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.holds(root, path))
    }
}

/// The dossiers among what was named: a file always is one, a folder is walked. `is_form` tells of a workbook
/// whether it is the form of one applicant.
pub fn walk(named: &[PathBuf], filter: &Filter, is_form: &dyn Fn(&Path) -> bool) -> Walk {
    let mut walk = Walk::default();
    for path in named {
        if path.is_dir() {
            let walker = Walker {
                filter,
                is_form,
                root: path,
            };
            walker.folder(path, 0, &mut walk);
        } else {
            walk.inputs.push(Input {
                path: path.clone(),
                named: true,
                folder: None,
            });
        }
    }
    walk
}

struct Walker<'w> {
    filter: &'w Filter,
    is_form: &'w dyn Fn(&Path) -> bool,
    root: &'w Path,
}

impl Walker<'_> {
    fn folder(&self, folder: &Path, depth: usize, walk: &mut Walk) {
        if depth > DEPTH {
            let why = text!("文件夹层数超过 {DEPTH}", "it lies more than {DEPTH} folders deep");
            walk.skipped.push((folder.to_owned(), why));
            return;
        }
        let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<DirEntry>>>());
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return walk.closed.push((folder.to_owned(), error)),
        };
        entries.sort_by_cached_key(DirEntry::file_name);
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries.into_iter().filter(|entry| !is_hidden(&entry.file_name())) {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() && Looks::of(&path) == Looks::Workbook && mark::is_ours(&path) => {
                    walk.skipped.push((path, ours()));
                }
                Ok(kind) if kind.is_file() => files.push(path),
                Ok(kind) if kind.is_symlink() => {
                    let why = text!("符号链接，没有打开", "a symbolic link, not followed");
                    walk.skipped.push((path, why));
                }
                Ok(_) => walk.skipped.push((path, text!("不是普通文件", "not a regular file"))),
                Err(error) => walk.closed.push((path, error)),
            }
        }
        if let Some(dossier) = self.one_dossier(&files, &folders) {
            walk.inputs.push(Input {
                path: dossier,
                named: true,
                folder: Some(folder.to_owned()),
            });
            return;
        }
        for path in files {
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
        let why = if path.file_name() == Some(OsStr::new(SETTINGS)) {
            text!("本工具的设置文件", "the settings of this tool")
        } else if !self.filter.wants(self.root, &path) {
            left_out()
        } else if Looks::of(&path) == Looks::Other {
            text!("不是 TOML 或工作簿", "neither TOML nor a workbook")
        } else {
            return walk.inputs.push(Input {
                path,
                named: false,
                folder: None,
            });
        };
        walk.skipped.push((path, why));
    }

    /// The file for which a folder is one dossier: its `dossier.toml`, else its only workbook, if that is a form and
    /// something lies beside it. A report that bears the name of a dossier is none.
    fn one_dossier(&self, files: &[PathBuf], folders: &[PathBuf]) -> Option<PathBuf> {
        let of = |looks| files.iter().filter(move |path| Looks::of(path) == looks);
        let ours = |path: &Path| Looks::of(path) == Looks::Toml && mark::is_ours(path);
        let called = |path: &&PathBuf| path.file_name() == Some(OsStr::new(DOSSIER)) && !ours(path);
        if let Some(dossier) = files.iter().find(called) {
            return Some(dossier.clone());
        }
        let mut workbooks = of(Looks::Workbook);
        let (Some(only), None) = (workbooks.next(), workbooks.next()) else {
            return None;
        };
        let settings = |path: &Path| path.file_name() == Some(OsStr::new(SETTINGS));
        if of(Looks::Toml).any(|path| !settings(path) && !ours(path)) {
            return None;
        }
        let alone = folders.is_empty() && files.iter().all(|path| path == only || ours(path));
        (!alone && (self.is_form)(only)).then(|| only.clone())
    }
}

/// Whether a walk passes over a name in silence: hidden files, the locks of Excel and WPS, what systems leave behind.
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.starts_with(".~")
        || ["thumbs.db", "desktop.ini"]
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

fn left_out() -> Text {
    text!("按 include/exclude 排除", "left out by include or exclude")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let walk = walk(&[root.to_owned()], filter, &|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().contains("申报表"))
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
        assert_eq!(skipped, ["quality-award.toml", "说明.docx"]);
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
            let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
            Filter::new(&own(include), &own(exclude)).unwrap()
        };
        let inputs = |include: &[&str], exclude: &[&str]| found(root.path(), &filter(include, exclude)).0;
        assert_eq!(inputs(&["*.toml"], &[]), ["a.toml", "x/y/d.toml", "归档/b.toml"]);
        assert_eq!(inputs(&["x/**"], &[]), ["x/y/d.toml"]);
        assert_eq!(inputs(&[], &["归档"]), ["a.toml", "c.xlsx", "x/y/d.toml"]);
        assert_eq!(inputs(&[], &["归档/**", "*.xlsx"]), ["a.toml", "x/y/d.toml"]);
        let named = walk(&[root.path().join("c.xlsx")], &filter(&["*.toml"], &[]), &|_| false);
        assert_eq!(named.inputs.len(), 1);
        assert!(Filter::new(&["[".to_owned()], &[]).is_err());
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
