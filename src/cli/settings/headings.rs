//! The headings of the user's own: what each is called, and which field it is.

use crate::cli::library::Shelf;
use crate::dictionary::{Dictionary, OwnName, key};
use crate::pack::Pack;
use crate::text::Text;
use crate::writing::{quote, trim};

/// A name for the field that stands behind its last `=`, which some dictionary has to know.
pub(super) fn read(text: &str, pack: Option<&str>, shelf: &Shelf) -> Result<OwnName, Text> {
    let (name, path) = text.rsplit_once('=').unwrap_or_default();
    let (name, path) = (trim(name).to_owned(), trim(path).to_owned());
    if key(&name).is_empty() || path.is_empty() {
        return Err(text!(
            "写作 表头=字段，如 客户名称=organization.name",
            "written as heading=field, such as 客户名称=organization.name"
        ));
    }
    let shared = Dictionary::shared().map_err(Text::same)?;
    let packs = || match pack {
        Some(pack) => vec![pack],
        None => {
            let mut ids: Vec<&str> = Pack::shipped().collect();
            ids.extend(shelf.ids());
            ids
        }
    };
    let added = || {
        let dictionaries = packs().into_iter().filter_map(|pack| shelf.pack(pack).ok());
        dictionaries
            .map(|pack| pack.dictionary)
            .find(|known| known.entry(&path).is_some())
    };
    if shared.entry(&path).is_some() || added().is_some() {
        return Ok(OwnName { name, path });
    }
    let quoted = quote(&path);
    Err(match shared.nearest_path(&path) {
        Some(near) => text!(
            "没有字段 {quoted}；是否想写 {near}？",
            "there is no field {quoted}; did you mean {near}?"
        ),
        None => text!("没有字段 {quoted}", "there is no field {quoted}"),
    })
}

/// Sees to it that no name is given to two fields.
pub(super) fn agree(headings: &[OwnName]) -> Result<(), Text> {
    for (at, one) in headings.iter().enumerate() {
        let mut before = headings.iter().take(at);
        let other = before.find(|other| key(&other.name) == key(&one.name) && other.path != one.path);
        if let Some(other) = other {
            let (name, first, second) = (quote(&one.name), &other.path, &one.path);
            return Err(text!(
                "表头 {name} 只能是一个字段，却写了 {first} 和 {second}",
                "the heading {name} is one field, but both {first} and {second} are named"
            ));
        }
    }
    Ok(())
}
