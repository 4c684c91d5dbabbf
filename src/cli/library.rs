//! Packs and calendars: those in the program, those in folders of packs, and those in files that were named.

use std::fs;
use std::path::{Path, PathBuf};

use crate::calendar::Calendar;
use crate::pack::Pack;
use crate::place::{Source, Unreadable};
use crate::syntax;
use crate::text::Text;

use super::common::Stop;
use super::files;

/// The pack of an id or in a file: an id where the program has it, else a file.
pub(super) fn pack(id_or_file: &str) -> Result<Pack, Stop> {
    if let Some(found) = Pack::find(id_or_file) {
        return Ok(found?);
    }
    let path = Path::new(id_or_file);
    let is_path = path.exists() || id_or_file.contains(['/', '\\']) || id_or_file.ends_with(".toml");
    if !is_path {
        let (message, hint) = Pack::unknown(id_or_file);
        return Err(Stop::Said(Text::join([&message, &hint])));
    }
    Ok(Pack::read(&files::text(path)?)?)
}

/// The pack where none is named.
pub(super) fn default_pack() -> Result<Pack, Stop> {
    pack(Pack::default_id())
}

/// The shipped calendar with the years of `added`.
pub(super) fn calendar(added: &[PathBuf]) -> Result<Calendar, Unreadable> {
    let mut calendar = Calendar::shipped()?;
    for path in added {
        calendar.add(&files::text(path)?)?;
    }
    Ok(calendar)
}

/// Folders of packs, known beside those in the program.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf {
    files: Vec<(String, PathBuf)>,
}

impl Shelf {
    /// The packs in these folders; what else is in them does not matter.
    ///
    /// # Errors
    /// A folder or a file in it cannot be read, or an id stands for two packs.
    pub(super) fn of(folders: &[PathBuf]) -> Result<Shelf, Stop> {
        let mut shelf = Shelf::default();
        for folder in folders {
            let listed = fs::read_dir(folder).map_err(|error| {
                let name = files::name(folder);
                Stop::Said(text!(
                    "规则包文件夹 {name} 打不开：{error}",
                    "the folder of packs {name} cannot be opened: {error}"
                ))
            })?;
            let paths = listed
                .map(|entry| Ok(entry?.path()))
                .collect::<Result<Vec<_>, std::io::Error>>();
            let mut paths = paths.map_err(|error| Stop::Failed(error.into()))?;
            paths.retain(|path| {
                path.extension()
                    .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
            });
            paths.sort();
            for path in paths {
                if let Some(id) = id_of(&files::text(&path)?)? {
                    shelf.put(id, path)?;
                }
            }
        }
        Ok(shelf)
    }

    fn put(&mut self, id: String, path: PathBuf) -> Result<(), Stop> {
        let name = files::name(&path);
        let other = self.files.iter().find(|(known, _)| *known == id);
        let other = match other {
            Some((_, other)) => Text::same(files::name(other)),
            None if Pack::shipped().any(|known| known == id) => text!("内置的规则包", "a pack in the program"),
            None => {
                self.files.push((id, path));
                return Ok(());
            }
        };
        Err(Stop::Said(text!(
            "{name} 的编号 {id} 已有{other}用了",
            "{name} has the id {id}, as {other} has";
            other
        )))
    }

    /// The ids of its packs.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(id, _)| id.as_str())
    }

    /// The pack of an id, if it is in one of the folders.
    pub(super) fn find(&self, id: &str) -> Option<Result<Pack, Unreadable>> {
        let (_, path) = self.files.iter().find(|(known, _)| known == id)?;
        Some(files::text(path).and_then(|text| Pack::read(&text)))
    }

    /// The pack of an id, in the program or a folder, or in a file.
    pub(super) fn pack(&self, id_or_file: &str) -> Result<Pack, Stop> {
        match self.find(id_or_file) {
            Some(found) => Ok(found?),
            None => pack(id_or_file),
        }
    }
}

/// The id of the pack in a file, if it is one.
fn id_of(file: &Source) -> Result<Option<String>, Unreadable> {
    let (table, errors) = syntax::parse(file.contents());
    if !errors.is_empty() {
        return Err(Unreadable::new(file.clone(), errors));
    }
    let table = table.get_ref();
    let id = table.get("id").and_then(|id| id.get_ref().as_str());
    Ok(id.filter(|_| table.contains_key("track")).map(str::to_owned))
}
