//! Which files of a walk are wanted, by patterns. A pattern with a `/` in it is held against the path below its base,
//! one without against every name; a `/` at its end and a `./` before it change nothing. The base of what the settings
//! say is their folder, whatever is walked; of what is said otherwise, the folder that was named.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use globset::{Glob, GlobMatcher};

/// Patterns that were written in one place.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    /// The patterns.
    pub list: Vec<String>,
    /// The folder from which their paths are meant; none where that is the folder that is walked.
    pub base: Option<PathBuf>,
}

/// Which files of a walk are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    include: Globs,
    exclude: Globs,
    /// Whether what is left out is left out even where it is named.
    pub forced: bool,
}

#[derive(Debug, Clone, Default)]
struct Globs {
    all: Arc<[Pattern]>,
    base: Option<PathBuf>,
}

#[derive(Debug)]
struct Pattern {
    written: String,
    glob: GlobMatcher,
    of_paths: bool,
    used: AtomicBool,
}

impl Globs {
    fn new(patterns: &Patterns) -> Result<Globs, (String, String)> {
        let pattern = |written: &String| -> Result<Pattern, (String, String)> {
            let bare = written.strip_prefix("./").unwrap_or(written);
            let whole = bare.trim_end_matches('/');
            let of_paths = whole.contains('/') || bare.len() < written.len();
            let glob = Glob::new(whole.trim_start_matches('/'))
                .map_err(|error| (written.clone(), error.kind().to_string()))?;
            Ok::<_, (String, String)>(Pattern {
                written: written.clone(),
                glob: glob.compile_matcher(),
                of_paths,
                used: AtomicBool::new(false),
            })
        };
        Ok(Globs {
            all: patterns.list.iter().map(pattern).collect::<Result<_, _>>()?,
            base: patterns.base.as_deref().map(plain),
        })
    }

    /// Whether a pattern holds of what stands at `path`, met on a walk from `root`. Every pattern is tried, so that it
    /// is known of each whether it holds of anything.
    fn holds(&self, root: &Path, path: &Path) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let below = match &self.base {
            Some(base) => plain(path).strip_prefix(base).ok().map(Path::to_owned),
            None => Some(path.strip_prefix(root).unwrap_or(path).to_owned()),
        };
        self.any(below.as_deref(), path)
    }

    /// Whether a pattern holds of what was named, or of a folder that it lies in.
    fn hold_of_named(&self, path: &Path) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let base = self.base.clone().unwrap_or_else(|| plain(Path::new(".")));
        let whole = plain(path);
        match whole.strip_prefix(&base) {
            Ok(below) => {
                let mut steps = below.ancestors().filter(|step| !step.as_os_str().is_empty());
                steps.any(|step| self.any(Some(step), step))
            }
            Err(_) => self.any(None, path),
        }
    }

    fn any(&self, below: Option<&Path>, path: &Path) -> bool {
        let name = Path::new(path.file_name().unwrap_or_default());
        self.all.iter().fold(false, |held, pattern| {
            let against = if pattern.of_paths { below } else { Some(name) };
            let holds = against.is_some_and(|against| pattern.glob.is_match(against));
            if holds {
                pattern.used.store(true, Ordering::Relaxed);
            }
            held || holds
        })
    }

    /// The patterns that held of nothing on walks through these folders. Of a pattern with a base that is told only if
    /// the walks went through all of it.
    fn idle(&self, walked: &[PathBuf]) -> Vec<&str> {
        let through = match &self.base {
            Some(base) => walked.iter().any(|folder| base.starts_with(plain(folder))),
            None => !walked.is_empty(),
        };
        let idle = self.all.iter().filter(|pattern| !pattern.used.load(Ordering::Relaxed));
        idle.filter(|_| through).map(|pattern| &*pattern.written).collect()
    }
}

impl Filter {
    /// A filter of what to include (everything, if there is no pattern) and what to leave out.
    ///
    /// # Errors
    /// The pattern that cannot be read, and why.
    pub fn new(include: &Patterns, exclude: &Patterns, forced: bool) -> Result<Filter, (String, String)> {
        Ok(Filter {
            include: Globs::new(include)?,
            exclude: Globs::new(exclude)?,
            forced,
        })
    }

    /// Whether a file that was met on a walk is wanted.
    pub(super) fn wants(&self, root: &Path, path: &Path) -> bool {
        let out = self.leaves_out(root, path);
        (self.include.all.is_empty() || self.include.holds(root, path)) && !out
    }

    /// Whether what was met on a walk is left out.
    pub(super) fn leaves_out(&self, root: &Path, path: &Path) -> bool {
        self.exclude.holds(root, path)
    }

    /// Whether what was named is left out all the same.
    pub(super) fn leaves_out_named(&self, path: &Path) -> bool {
        self.forced && self.exclude.hold_of_named(path)
    }

    /// The patterns that held of nothing that was walked.
    pub fn idle(&self, named: &[PathBuf]) -> Vec<&str> {
        let folders: Vec<PathBuf> = named.iter().filter(|path| path.is_dir()).cloned().collect();
        let mut idle = self.include.idle(&folders);
        idle.extend(self.exclude.idle(&folders));
        idle
    }
}

/// A path from the root, without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for step in whole.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            step => plain.push(step),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(exclude: &[&str], base: Option<&str>, forced: bool) -> Filter {
        let patterns = Patterns {
            list: exclude.iter().map(|pattern| (*pattern).to_owned()).collect(),
            base: base.map(PathBuf::from),
        };
        Filter::new(&Patterns::default(), &patterns, forced).unwrap()
    }

    #[test]
    fn a_name_is_a_name_however_it_is_marked_as_a_folder() {
        let root = Path::new("r");
        for pattern in ["归档", "归档/", "./归档", "./归档/", "/归档"] {
            let filter = filter(&[pattern], None, false);
            assert!(filter.leaves_out(root, Path::new("r/归档")), "{pattern}");
            assert!(!filter.leaves_out(root, Path::new("r/归档案")), "{pattern}");
        }
        let anywhere = filter(&["归档/"], None, false);
        assert!(anywhere.leaves_out(root, Path::new("r/甲/归档")));
        let here = filter(&["./归档"], None, false);
        assert!(!here.leaves_out(root, Path::new("r/甲/归档")));
    }

    #[test]
    fn a_pattern_of_the_settings_is_meant_from_their_folder() {
        let filter = filter(&["客户/归档"], Some("/repo"), false);
        for root in ["/repo", "/repo/客户", "/repo/./客户/../客户"] {
            let path = Path::new(root).join("x");
            let inside = Path::new("/repo/客户/归档");
            assert!(filter.leaves_out(Path::new(root), inside), "{root}");
            assert!(!filter.leaves_out(Path::new(root), &path), "{root}");
        }
        assert!(!filter.leaves_out(Path::new("/other"), Path::new("/other/客户/归档")));
    }

    #[test]
    fn what_is_named_is_left_out_only_where_that_is_forced() {
        let path = Path::new("/repo/归档/甲/dossier.toml");
        assert!(filter(&["归档"], Some("/repo"), true).leaves_out_named(path));
        assert!(!filter(&["归档"], Some("/repo"), false).leaves_out_named(path));
        assert!(!filter(&["归档"], Some("/repo/归档"), true).leaves_out_named(path));
        assert!(!filter(&["repo"], Some("/repo"), true).leaves_out_named(path));
    }

    #[test]
    fn a_pattern_that_holds_of_nothing_is_told_where_all_was_walked() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("甲")).unwrap();
        let filter = filter(&["归档", "旧"], root.to_str(), false);
        assert!(filter.leaves_out(root, &root.join("旧")));
        assert_eq!(filter.idle(&[root.to_owned()]), ["归档"]);
        assert!(filter.idle(&[root.join("甲")]).is_empty());
        assert!(filter.idle(&[]).is_empty());
    }
}
