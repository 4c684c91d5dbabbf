//! Copies of the applicants' own workbooks, with a note on each cell that asks for something.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::annotate::{Refusal, annotate, notes_for};
use crate::digest::Digest;
use crate::load::excel::{FileKind, kind};
use crate::load::folder::Input;
use crate::mark;
use crate::report::Report;
use crate::text::Lang;

use super::common::{Stop, say};
use super::files;
use crate::desk::applicants::calls_itself_a_workbook;

/// What stands behind the name of a workbook in the name of its copy.
const SUFFIX: &str = "-批注";

/// Writes into `folder` a copy with notes of every workbook that something is to be said about. Tells whether all of
/// them could be written; the reason of one that could not goes to standard error.
pub(super) fn write(report: &Report, inputs: &[Input], folder: &Path, force: bool, lang: Lang) -> Result<bool, Stop> {
    let mut names = Names::of(inputs, folder, force);
    let mut whole = true;
    for input in inputs {
        let notes = notes_for(report, &files::name(&input.path), lang);
        let Ok(bytes) = files::of(input) else { continue };
        let kind = kind(&bytes);
        let table = kind == FileKind::Csv && calls_itself_a_workbook(&input.path);
        if !table && notes.is_empty() || matches!(kind, FileKind::Text | FileKind::Empty) {
            continue;
        }
        let copy = match table {
            _ if input.is_packed() => Err(Refusal(text!(
                "它在压缩包里，请解压后再检查",
                "it lies in an archive; unpack it and check that"
            ))),
            true => Err(Refusal(text!(
                "文本表格里不能加批注，请另存为 .xlsx 再检查",
                "a table in plain text takes no notes; save it as .xlsx and check that"
            ))),
            false => annotate(&bytes, &notes),
        };
        match copy {
            Ok(mut copy) => {
                let original = original(&input.path);
                mark::stamp(&mut copy, &original);
                let path = names.free(&input.path, &original);
                std::fs::create_dir_all(folder)?;
                if let Err(stop) = files::write_whole(&path, &copy) {
                    whole = false;
                    super::common::tell(stop, lang);
                    continue;
                }
                let (count, shown) = (notes.len(), files::name(&path));
                say(
                    &text!("已写出 {shown}（{count} 处批注）", "wrote {shown} (notes: {count})"),
                    lang,
                );
            }
            Err(Refusal(why)) => {
                whole = false;
                let shown = files::name(&input.path);
                let said = text!("{shown} 未能加批注：{why}", "{shown} could not be annotated: {why}"; why);
                say(&said, lang);
            }
        }
    }
    Ok(whole)
}

/// What tells an original from others of its name, without telling where it lies.
fn original(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let digest = Digest::of(whole.to_string_lossy().as_bytes());
    digest.get(..16).unwrap_or_default().to_owned()
}

/// The names that copies get.
struct Names<'n> {
    folder: &'n Path,
    force: bool,
    /// How many inputs have this name without its extension.
    alike: HashMap<String, usize>,
    taken: HashSet<PathBuf>,
}

impl<'n> Names<'n> {
    fn of(inputs: &[Input], folder: &'n Path, force: bool) -> Names<'n> {
        let mut alike = HashMap::new();
        for input in inputs {
            *alike.entry(part(input.path.file_stem())).or_default() += 1;
        }
        Names {
            folder,
            force,
            alike,
            taken: HashSet::new(),
        }
    }

    /// The first name of a copy that no other copy has, of this run or an earlier one: the original's own, with the
    /// folder that it lies in before it where others are called so.
    fn free(&mut self, path: &Path, original: &str) -> PathBuf {
        let (stem, extension) = (part(path.file_stem()), part(path.extension()));
        let above = path.parent().and_then(Path::file_name).map(|above| part(Some(above)));
        let with_folder = above.map_or(stem.clone(), |above| format!("{above}-{stem}"));
        let alone = self.alike.get(&stem).is_none_or(|count| *count < 2);
        let plain = alone.then_some(stem).into_iter();
        let numbered = (2..).map(|number| format!("{with_folder}{SUFFIX}-{number}.{extension}"));
        let names = plain
            .chain([with_folder.clone()])
            .map(|stem| format!("{stem}{SUFFIX}.{extension}"))
            .chain(numbered);
        let mut paths = names.map(|name| self.folder.join(name));
        let free = paths.find(|path| !self.taken.contains(path) && self.may_write(path, original));
        let free = free.unwrap_or_else(|| self.folder.join(format!("{with_folder}{SUFFIX}.{extension}")));
        self.taken.insert(free.clone());
        free
    }

    /// Whether nothing stands there but an earlier copy of the same original.
    fn may_write(&self, path: &Path, original: &str) -> bool {
        self.force || !path.exists() || mark::original(path).as_deref() == Some(original)
    }
}

fn part(part: Option<&OsStr>) -> String {
    part.unwrap_or_default().to_string_lossy().into_owned()
}
