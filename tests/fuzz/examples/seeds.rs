//! Writes the seeds of the corpora: the example dossiers, the small workbooks with each of their parts in its
//! place, tables, an archive of clients, and a form and an old roster that LibreOffice saved. With the name of a target and of an input after it, writes to
//! standard output the archive that the input stands for.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::{env, fs, io};

use quality_award_fuzz::parts::{CUT, FORM, Parts, ROSTER, archive, clients, ods, xlsx};
use zip::ZipArchive;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [target, input] = arguments.as_slice() {
        let workbooks = match target.as_str() {
            "ods" => vec![ods(ROSTER), ods(FORM)],
            "zip" => vec![clients()],
            _ => vec![xlsx(ROSTER), xlsx(FORM)],
        };
        return io::stdout().write_all(&archive(&workbooks, &fs::read(input)?));
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = here.join("seeds");
    for folder in ["../../examples", "../data"] {
        for entry in fs::read_dir(here.join(folder))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.ends_with(".toml") && (folder == "../../examples" || name.starts_with("unsound")) {
                write(&seeds.join("toml").join(name), &fs::read(&path)?)?;
            }
        }
    }
    workbooks(&seeds.join("xlsx"), &[("roster", xlsx(ROSTER)), ("form", xlsx(FORM))])?;
    workbooks(&seeds.join("ods"), &[("roster", ods(ROSTER)), ("form", ods(FORM))])?;
    workbooks(&seeds.join("zip"), &[("clients", clients())])?;
    for (name, table) in clients().into_iter().filter(|(name, _)| name.ends_with("sv")) {
        let name = name.replace(['/', '\\'], "-");
        write(&seeds.join("csv").join(name), table.as_bytes())?;
    }
    let old = fs::read(here.join("../data/roster-by-libreoffice.xls"))?;
    write(&seeds.join("xls/roster.xls"), &old)?;
    let saved = fs::read(here.join("../data/filled-by-libreoffice.xlsx"))?;
    write(&seeds.join("xlsx/libreoffice.xlsx"), &saved)?;
    let form = xlsx(FORM);
    let mut seed = vec![1];
    for wanted in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"] {
        let mut text = Vec::new();
        let mut zip = ZipArchive::new(Cursor::new(&saved)).map_err(io::Error::other)?;
        zip.by_name(wanted).map_err(io::Error::other)?.read_to_end(&mut text)?;
        replace(&mut seed, &form, wanted, &text);
    }
    write(&seeds.join("xlsx/libreoffice-parts"), &seed)
}

/// A seed for each part that changes nothing, and the whole archive.
fn workbooks(folder: &Path, workbooks: &[(&str, Parts)]) -> io::Result<()> {
    for (number, (name, parts)) in (0..).zip(workbooks) {
        let all: Vec<Parts> = workbooks.iter().map(|(_, parts)| parts.clone()).collect();
        write(&folder.join(format!("{name}.zip")), &archive(&all, &[number]))?;
        for (part, text) in parts {
            let mut seed = vec![number];
            replace(&mut seed, parts, part, text.as_bytes());
            write(&folder.join(format!("{name}-{}", part.replace(['/', '\\'], "-"))), &seed)?;
        }
    }
    Ok(())
}

/// Adds to a seed the piece that puts `bytes` in the place of a part.
fn replace(seed: &mut Vec<u8>, parts: &Parts, wanted: &str, bytes: &[u8]) {
    let at = parts.iter().position(|(name, _)| *name == wanted).unwrap_or_default();
    if seed.len() > 1 {
        seed.push(CUT);
    }
    seed.extend(u8::try_from(at));
    seed.extend_from_slice(bytes);
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes)
}
