//! What lies in a dossier's folder: every file that a person put there, in one order on every system.

use std::path::Path;

use serde::Serialize;
use walkdir::{DirEntry, WalkDir};

use crate::materials::folder::{self, Folder};
use crate::materials::limits;
use crate::materials::names::NameFlaw;
use crate::materials::packed::{Lies, Packed};
use crate::materials::refusal::Refusal;
use crate::text::Text;
use crate::writing::quote;

/// The files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// The files, ordered by their paths.
    pub files: Vec<Listed>,
    /// What keeps the list from being whole: a limit that was met, a folder that was not looked into.
    pub cut: Vec<Text>,
}

/// One file, or one thing in the place of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its path inside the folder, separated by `/`.
    pub file: String,
    /// Its size in bytes; 0 where it is refused.
    pub bytes: u64,
    /// Why it can be no document of the dossier; `None` for an ordinary file.
    pub refused: Option<Refusal>,
    /// What is wrong with its name, or with that of a folder it stands in.
    pub names: Vec<NameFlaw>,
}

impl Folder {
    /// Lists the files in the folder and in the folders under it, without following links. Passes over what programs
    /// leave behind: hidden files, lock files of Office, thumbnails.
    pub fn inventory(&self) -> Inventory {
        self.list(limits::FILES)
    }

    fn list(&self, most: usize) -> Inventory {
        if let Some(archive) = self.archive() {
            return self.unpacked(archive, most);
        }
        let mut files = Vec::new();
        let mut cut = Vec::new();
        // One level more than may be read, so that a folder that stands too deep is seen.
        let walk = WalkDir::new(self.root())
            .min_depth(1)
            .max_depth(limits::DEPTH + 1)
            .sort_by_file_name();
        for entry in walk
            .into_iter()
            .filter_entry(|entry| !is_left_behind(&entry.file_name().to_string_lossy()))
        {
            let listed = match &entry {
                Ok(entry) if entry.file_type().is_dir() && entry.depth() <= limits::DEPTH => continue,
                Ok(entry) => self.listed(entry),
                Err(error) => match error.path() {
                    Some(path) => self.unread(path, error),
                    None => {
                        cut.push(not_known("", &Refusal::Unreadable { denied: false }.text()));
                        continue;
                    }
                },
            };
            if files.len() == most {
                cut.push(too_many(most));
                break;
            }
            let is_folder = entry.as_ref().map_or(true, |entry| entry.file_type().is_dir());
            if let Some(why) = listed.refused.as_ref().filter(|_| is_folder) {
                cut.push(not_known(&listed.file, &why.text()));
            }
            files.push(listed);
        }
        files.sort_by(|a, b| a.file.cmp(&b.file));
        Inventory { files, cut }
    }

    /// As [`Folder::list`], of a folder in an archive.
    fn unpacked(&self, archive: &dyn Packed, most: usize) -> Inventory {
        let (mut files, mut cut) = (Vec::new(), Vec::new());
        let deeper = |path: &Path, depth: usize| {
            let mut inside = archive.folder(path);
            inside.retain(|(path, _)| {
                let name = path.file_name().unwrap_or_default();
                !is_left_behind(&name.to_string_lossy())
            });
            inside.into_iter().rev().map(move |(path, lies)| (path, lies, depth))
        };
        let mut ahead: Vec<_> = deeper(self.root(), 1).collect();
        while let Some((path, lies, depth)) = ahead.pop() {
            if lies == Lies::Folder && depth <= limits::DEPTH {
                ahead.extend(deeper(&path, depth + 1));
                continue;
            }
            if files.len() == most {
                cut.push(too_many(most));
                break;
            }
            let (file, names) = self.named(&path);
            let refused = match lies {
                Lies::Link => Some(Refusal::Link { at: file.clone() }),
                _ if depth > limits::DEPTH => Some(Refusal::Deep),
                Lies::Folder => Some(Refusal::Folder),
                Lies::File { .. } => None,
            };
            if let Some(why) = refused.as_ref().filter(|_| lies == Lies::Folder) {
                cut.push(not_known(&file, &why.text()));
            }
            let bytes = match lies {
                Lies::File { bytes, .. } if refused.is_none() => bytes,
                _ => 0,
            };
            files.push(Listed {
                file,
                bytes,
                refused,
                names,
            });
        }
        files.sort_by(|a, b| a.file.cmp(&b.file));
        Inventory { files, cut }
    }

    fn listed(&self, entry: &DirEntry) -> Listed {
        let (file, names) = self.named(entry.path());
        let refused = if entry.path_is_symlink() {
            Some(Refusal::Link { at: file.clone() })
        } else if entry.depth() > limits::DEPTH {
            Some(Refusal::Deep)
        } else {
            folder::refused(entry.file_type())
        };
        let refused = refused.or_else(|| entry.path().to_str().is_none().then_some(Refusal::NotUnicode));
        let bytes = match &refused {
            None => entry.metadata().map(|data| data.len()).unwrap_or(0),
            Some(_) => 0,
        };
        Listed {
            file,
            bytes,
            refused,
            names,
        }
    }

    /// A folder that could not be looked into.
    fn unread(&self, path: &Path, error: &walkdir::Error) -> Listed {
        let (file, names) = self.named(path);
        let refusal = error.io_error().map(|error| folder::missing(error, &file));
        Listed {
            file,
            bytes: 0,
            refused: Some(refusal.unwrap_or(Refusal::Unreadable { denied: false })),
            names,
        }
    }

    /// A path inside the folder as it is shown, and what is wrong with its names.
    fn named(&self, path: &Path) -> (String, Vec<NameFlaw>) {
        let inside = path.strip_prefix(self.root()).unwrap_or(path);
        let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
        let file = names.join("/");
        let mut flaws = NameFlaw::of(&file);
        if inside.to_str().is_none() {
            flaws.push(NameFlaw::NotUnicode { name: file.clone() });
        }
        (file, flaws)
    }
}

/// That a folder holds more files than are looked at.
fn too_many(most: usize) -> Text {
    text!(
        "文件夹里的文件超过 {most} 个，只看了前 {most} 个，其余没有检查",
        "the folder holds more than {most} files; only the first {most} were looked at, the others not checked"
    )
}

/// That nobody knows what lies in a folder.
fn not_known(folder: &str, why: &Text) -> Text {
    let folder = quote(folder);
    text!("文件夹{folder}里有什么没有检查：{why}", "what lies in the folder {folder} was not checked: {why}"; why)
}

/// Whether a program left this behind: a person did not put it there, and does not see it.
fn is_left_behind(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "__macosx")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_are_listed_in_one_order_and_what_programs_leave_is_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let put = |path: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "一").unwrap();
        };
        for path in [
            "b/2.pdf",
            "b/1.pdf",
            "b-附/3.pdf",
            "a.pdf",
            "营业执照.pdf",
            ".git/config",
            ".DS_Store",
            "b/~$1.docx",
            "b/THUMBS.DB",
            "Desktop.ini",
            "__MACOSX/a.pdf",
            "附件/报告?.pdf",
        ] {
            put(path);
        }
        let folder = Folder::open(dir.path()).unwrap();
        let inventory = folder.inventory();
        let files: Vec<&str> = inventory.files.iter().map(|listed| listed.file.as_str()).collect();
        assert_eq!(
            files,
            [
                "a.pdf",
                "b-附/3.pdf",
                "b/1.pdf",
                "b/2.pdf",
                "营业执照.pdf",
                "附件/报告?.pdf"
            ]
        );
        assert_eq!(inventory.cut, []);
        for listed in &inventory.files {
            assert_eq!((listed.bytes, &listed.refused), (3, &None));
            assert_eq!(listed.names.is_empty(), !listed.file.contains('?'), "{}", listed.file);
            assert!(folder.resolve(&listed.file).is_ok());
        }
        assert_eq!(folder.list(6).cut, []);
        let cut = folder.list(5);
        assert_eq!((cut.files.len(), cut.cut.len()), (5, 1));
        assert!(cut.cut[0].zh.contains("超过 5 个"));
    }

    #[test]
    fn a_folder_too_deep_is_listed_and_not_entered() {
        let dir = tempfile::tempdir().unwrap();
        let deep = |depth: usize| dir.path().join("夹/".repeat(depth - 1));
        fs::create_dir_all(deep(limits::DEPTH + 3)).unwrap();
        fs::write(deep(limits::DEPTH).join("a.pdf"), "一").unwrap();
        fs::write(deep(limits::DEPTH + 1).join("b.pdf"), "一").unwrap();
        fs::write(deep(limits::DEPTH + 2).join("c.pdf"), "一").unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let Inventory { files, cut } = folder.inventory();
        let below = &files[2].file;
        assert!(below.ends_with("夹/夹") && cut.len() == 1, "{cut:?}");
        assert!(cut[0].zh.contains("超过 16 层"), "{cut:?}");
        let seen: Vec<_> = files
            .iter()
            .map(|listed| (listed.bytes, listed.refused.clone()))
            .collect();
        assert_eq!(seen, [(3, None), (0, Some(Refusal::Deep)), (0, Some(Refusal::Deep))]);
        for listed in &files {
            let resolved = folder.resolve(&listed.file);
            assert_eq!(resolved.err(), listed.refused, "{}", listed.file);
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_listed_as_refused_and_not_followed() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("圈")).unwrap();
        let fifo = dir.path().join("管道");
        assert!(
            std::process::Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        let gbk = std::ffi::OsStr::from_bytes(b"\xb1\xa8.pdf");
        fs::write(dir.path().join(gbk), "一").unwrap();
        let Inventory { files: listed, cut } = Folder::open(dir.path()).unwrap().inventory();
        assert_eq!(cut, [], "what they are is known");
        let refused: Vec<_> = listed.iter().map(|listed| listed.refused.clone().unwrap()).collect();
        let link = Refusal::Link { at: "圈".to_owned() };
        assert_eq!(listed.len(), 3);
        for refusal in [link, Refusal::Pipe, Refusal::NotUnicode] {
            assert!(refused.contains(&refusal), "{refusal:?}");
        }
    }
}
