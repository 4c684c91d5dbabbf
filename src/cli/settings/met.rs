//! The files of settings that a run comes upon beside the one it goes by.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::common::say;
use crate::cli::files;
use crate::text::Text;
use crate::writing::quote;

use super::Settings;
use super::file::nearest;

/// A file of settings that was met.
pub(crate) struct Met {
    /// The file.
    pub path: PathBuf,
    /// Whether the run goes by it.
    pub holds: bool,
}

impl Met {
    /// What is said of it where it is listed.
    pub fn said(&self) -> Text {
        if self.holds {
            return text!("本工具的设置文件", "the settings of this tool");
        }
        text!(
            "设置文件，未采用：只采用当前文件夹及其上级的，或用 --config 指定的",
            "settings, not applied: only those of the working directory or above it are, or what --config names"
        )
    }
}

impl Settings {
    /// The files of settings above what was `named`, and those that a walk through it met, each once. One that lies
    /// with what is judged has no say, and that is told.
    pub fn met(&self, named: &[PathBuf], walked: &[PathBuf]) -> Vec<Met> {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let applied = self.file.as_deref().map(real);
        let here = nearest(Path::new(".")).as_deref().map(real);
        let above = named.iter().filter_map(|path| nearest(path));
        let above = above.filter(|file| Some(real(file)) != here);
        let mut known = Vec::new();
        let mut met = Vec::new();
        for path in walked.iter().cloned().chain(above) {
            let file = real(&path);
            if !known.contains(&file) {
                let holds = applied.as_ref() == Some(&file);
                met.push(Met { path, holds });
                known.push(file);
            }
        }
        met
    }

    /// Says on standard error which patterns held of nothing in what was walked.
    pub fn tell_of_idle_patterns(&self, named: &[PathBuf]) {
        for pattern in self.filter.idle(named) {
            let pattern = quote(pattern);
            let said = text!(
                "提示：include、exclude 的通配符 {pattern} 没有匹配到任何文件",
                "note: the pattern {pattern} of include or exclude fits nothing that was met"
            );
            say(&said, self.lang);
        }
    }

    /// Says on standard error which files of settings were met that do not hold.
    pub fn tell_of_others(&self, named: &[PathBuf], walked: &[PathBuf]) {
        let met = self.met(named, walked);
        for met in met.iter().filter(|met| !met.holds) {
            let (name, why) = (files::name(&met.path), met.said());
            say(&text!("提示：{name}：{why}", "note: {name}: {why}"; why), self.lang);
        }
    }
}
