//! Copies of the applicants' own workbooks, with a note on each cell that asks for something.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::annotate::{Refusal, annotate, notes_for};
use crate::load::excel::{Kind, kind};
use crate::load::folder::Input;
use crate::report::Report;
use crate::text::{Lang, Text};

use super::{Stop, files, say};

/// What stands behind the name of a workbook in the name of its copy.
const SUFFIX: &str = "-批注";

/// Writes into `folder` a copy with notes of every workbook that something is to be said about. Tells whether all of
/// them could be written; the reason of one that could not goes to standard error.
pub(super) fn write(report: &Report, inputs: &[Input], folder: &Path, lang: Lang) -> Result<bool, Stop> {
    let mut taken = HashSet::new();
    let mut whole = true;
    for input in inputs {
        let notes = notes_for(report, &files::name(&input.path), lang);
        let Ok(bytes) = files::bytes(&input.path) else { continue };
        if notes.is_empty() || matches!(kind(&bytes), Kind::Text | Kind::Empty) {
            continue;
        }
        match annotate(&bytes, &notes) {
            Ok(copy) => {
                let path = name(folder, &input.path, &mut taken);
                std::fs::create_dir_all(folder)?;
                files::write_whole(&path, &copy)?;
                let (count, shown) = (notes.len(), files::name(&path));
                say(
                    &text!("已写出 {shown}（{count} 处批注）", "wrote {shown} (notes: {count})"),
                    lang,
                );
            }
            Err(Refusal(why)) => {
                whole = false;
                let shown = files::name(&input.path);
                let said = Text {
                    zh: format!("{shown} 未能加批注：{}", why.zh),
                    en: format!("{shown} could not be annotated: {}", why.en),
                };
                say(&said, lang);
            }
        }
    }
    Ok(whole)
}

/// The name of a copy, which no other copy of this run has.
fn name(folder: &Path, original: &Path, taken: &mut HashSet<PathBuf>) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, extension) = (part(original.file_stem()), part(original.extension()));
    let names = (1..).map(|number| match number {
        1 => format!("{stem}{SUFFIX}.{extension}"),
        number => format!("{stem}{SUFFIX}-{number}.{extension}"),
    });
    let mut paths = names.map(|name| folder.join(name));
    let free = paths.find(|path| taken.insert(path.clone()));
    free.unwrap_or_else(|| folder.join(format!("{stem}{SUFFIX}.{extension}")))
}
