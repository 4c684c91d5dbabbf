//! What a run writes: files that were named, each in the format of its extension, and standard output.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::text::{Lang, Text};

use super::common::{COULD_NOT_CHECK, Stop, show, stands, tell};
use super::files;

/// Where one thing is written, and in which formats.
pub(super) struct Outputs<F> {
    /// The files.
    pub files: Vec<(PathBuf, F)>,
    /// The format of standard output.
    pub shown: F,
    /// The format that is a table, with styles where they are seen.
    pub table: F,
    /// Whether files of others may be written over.
    pub force: bool,
}

impl<F: Copy + PartialEq> Outputs<F> {
    /// Writes everywhere, and tells the exit code: `code`, unless a file could not be written, which is told.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn write(
        &self,
        code: u8,
        lang: Lang,
        render: impl Fn(F, &mut dyn Write) -> io::Result<()>,
    ) -> Result<u8, Stop> {
        let mut code = code;
        for (path, format) in &self.files {
            let table = *format == self.table;
            let written = files::write_shown(path, self.force, table, |out| render(*format, out));
            if let Err(stop) = written {
                tell(stop, lang);
                code = COULD_NOT_CHECK;
            }
        }
        let shown = show(self.shown == self.table, |out| render(self.shown, out));
        stands(code, shown)
    }
}

/// The files to write, each in the format of its extension.
///
/// # Errors
/// What is said of the first whose extension is that of no format, by its name.
pub(super) fn by_extension<F>(
    paths: &[PathBuf],
    of_extension: impl Fn(&str) -> Option<F>,
    unknown: impl Fn(&str) -> Text,
) -> Result<Vec<(PathBuf, F)>, Stop> {
    let format = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let format = of_extension(extension.unwrap_or_default());
        format
            .map(|format| (path.clone(), format))
            .ok_or_else(|| Stop::Said(unknown(&files::name(path))))
    };
    paths.iter().map(format).collect()
}
