//! Lists the packs under `rules/<award>/<year>.toml`, so that a new edition is one new file.

#![allow(clippy::disallowed_macros, reason = "cargo reads what is printed")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let rules = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("rules");
    let mut packs = Vec::new();
    for award in entries(&rules)?.into_iter().filter(|path| path.is_dir()) {
        packs.extend(
            entries(&award)?
                .into_iter()
                .filter(|path| path.extension().is_some_and(|ext| ext == "toml")),
        );
    }
    let rows: Vec<String> = packs.iter().filter_map(|path| row(&rules, path)).collect();
    let list = format!("&[{}]", rows.join(", "));
    fs::write(
        PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("packs.rs"),
        list,
    )
}

/// What a folder holds, in the order of names.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// One pack: its id, its name in the tree, and its text.
fn row(rules: &Path, path: &Path) -> Option<String> {
    let award = path.parent()?.file_name()?.to_str()?;
    let year = path.file_stem()?.to_str()?;
    let name = format!("rules/{}", path.strip_prefix(rules).ok()?.to_str()?.replace('\\', "/"));
    Some(format!(
        "({:?}, {name:?}, include_str!({:?}))",
        format!("{award}-{year}"),
        path.to_str()?
    ))
}
