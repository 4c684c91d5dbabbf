//! `bundle`: the archive of a dossier that is handed in.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::bundle::{self, Bundle, Unwritten};
use crate::digest::Digest;
use crate::lock;
use crate::materials::Folder;
use crate::render::contents::{Contents, html, xlsx};
use crate::text::{Lang, Text};
use crate::verdict::Overall;
use crate::writing::{quote, tame};

use super::common::{Stop, print_errors, say};
use super::dossiers::{DossierFolder, Dossiers, Whole};
use super::files;
use super::settings::JudgingFlags;

/// The exit code where a dossier is not fit to be handed in.
const REFUSED: u8 = 1;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    flags: JudgingFlags,
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// Packs one dossier.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let dossiers = Dossiers::of(std::slice::from_ref(&args.path), &args.flags, lang)?;
    let lang = dossiers.settings.lang;
    let place = only(&dossiers)?;
    let output = match &args.output {
        Some(output) => output.clone(),
        None => beside(place)?,
    };
    outside(&output, place)?;
    if !args.force {
        spared(&output)?;
    }
    let sealed = place.sealed()?;
    let mut whole = dossiers.reader.read(place, sealed.as_ref())?;
    if let Some(unseen) = whole.unseen.take() {
        print_errors(&unseen, lang);
        if !args.force {
            return Ok(super::common::COULD_NOT_CHECK);
        }
    }
    let changed = sealed.map_or(0, |sealed| sealed.changes(&whole.lock).len());
    let objections = objections(&whole, changed);
    for objection in &objections {
        say(objection, lang);
    }
    if !objections.is_empty() && !args.force {
        let name = place.name();
        say(
            &text!(
                "{name} 没有打包；仍要打包请加 --force",
                "{name} is not packed; add --force to pack it all the same"
            ),
            lang,
        );
        return Ok(REFUSED);
    }
    let bundle = Bundle::of(&whole.documents, &whole.pack.dictionary.catalogue);
    for note in notes(&bundle) {
        say(&note, lang);
    }
    let front = front(&whole, &bundle, lang)?;
    let folder = Folder::open(&place.folder).map_err(|refusal| place.unreadable(refusal.text()))?;
    files::write_with(&output, |file| {
        let written = bundle::write(&bundle, &folder, &front, file);
        written.map(drop).map_err(stopped)
    })?;
    let (name, count, headline) = (files::name(&output), bundle.entries.len(), whole.headline());
    let done = text!(
        "已写入 {name}：{count} 份材料，另有目录和封存记录；{headline}",
        "wrote {name}: a table of contents, the lock, and documents ({count}); {headline}";
        headline
    );
    writeln!(anstream::stdout(), "{}", tame(done.get(lang)))?;
    Ok(0)
}

/// The one dossier that was named.
fn only(dossiers: &Dossiers) -> Result<&DossierFolder, Stop> {
    match dossiers.places.as_slice() {
        _ if !dossiers.complete => Err(Stop::Told),
        [only] => Ok(only),
        several => {
            let count = several.len();
            Err(Stop::Said(text!(
                "一次打包一个申报文件夹，这里有 {count} 个",
                "one dossier folder is packed at a time; here are {count}"
            )))
        }
    }
}

/// The archive beside the folder, by the folder's name.
fn beside(place: &DossierFolder) -> Result<PathBuf, Stop> {
    let folder = &place.folder;
    let named = |name: &OsStr| format!("{}.zip", name.to_string_lossy());
    if let Some(name) = folder.file_name() {
        return Ok(folder.with_file_name(named(name)));
    }
    // `.` and `..` have their names only from above.
    let above = if folder == Path::new(".") {
        PathBuf::from("..")
    } else {
        folder.join("..")
    };
    Ok(above.join(named(folder.canonicalize()?.file_name().unwrap_or_default())))
}

/// Makes sure that nothing is written over but an earlier bundle: the archive that a dossier came in may bear its name.
fn spared(output: &Path) -> Result<(), Stop> {
    let stands = output.metadata().is_ok_and(|data| data.is_file());
    if stands && !File::open(output).is_ok_and(bundle::is_bundle) {
        let name = files::name(output);
        return Err(Stop::Said(text!(
            "{name} 已存在，而且不是本工具打的包，不覆盖；请用 -o 写到别处，确要覆盖请加 --force",
            "{name} is there already and no bundle of this tool, so it is not written over; use -o for another place, or add --force"
        )));
    }
    Ok(())
}

/// Makes sure that the archive does not become a document of the dossier.
fn outside(output: &Path, place: &DossierFolder) -> Result<(), Stop> {
    let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize();
    if parent.is_ok_and(|parent| {
        place
            .folder
            .canonicalize()
            .is_ok_and(|folder| parent.starts_with(folder))
    }) {
        return Err(Stop::Said(text!(
            "压缩包不能写在申报文件夹里，否则它自己也成了材料；请用 -o 写到别处",
            "the archive cannot stand in the dossier's own folder, where it would be a document; use -o for another place"
        )));
    }
    Ok(())
}

/// What speaks against handing the dossier in.
fn objections(whole: &Whole, changed: usize) -> Vec<Text> {
    let mut objections = Vec::new();
    if whole.report.verdict != Overall::Eligible {
        objections.push(whole.headline());
        let blocking = whole.report.blocking().filter_map(|finding| {
            let condition = whole.pack.condition(&finding.condition)?;
            Some(text!("  {title}：{found}", "  {title}: {found}"; title = condition.title, found = finding.found))
        });
        objections.extend(blocking);
    }
    if changed > 0 {
        objections.push(text!(
            "与封存时不同，{changed} 处；用 verify 查看，确认后重新 seal",
            "it is not as it was sealed (changes: {changed}); look with `verify`, then `seal` it anew"
        ));
    }
    objections
}

/// What should be known of the documents.
fn notes(bundle: &Bundle) -> Vec<Text> {
    let left_out = bundle.left_out.iter().map(|(file, why)| {
        let file = quote(file);
        text!("提示：{file}没有打包：{why}", "note: {file} is not packed: {why}"; why)
    });
    let faulty = bundle.entries.iter().filter_map(|entry| {
        let (file, fault) = (quote(&entry.file), entry.fault.as_ref()?);
        Some(text!("提示：{file}已打包，但{fault}", "note: {file} is packed, but {fault}"; fault))
    });
    left_out.chain(faulty).collect()
}

/// What stands before the documents: the table of contents twice, and the lock.
fn front(whole: &Whole, bundle: &Bundle, lang: Lang) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let lock = whole.lock_text()?;
    let lock_sha256 = Digest::of(&lock);
    let contents = Contents {
        bundle,
        award: &whole.pack.title,
        applicant: whole.report.applicant.as_deref(),
        track: whole.report.track.as_ref(),
        lock_sha256: &lock_sha256,
        lang,
    };
    let mut page = Vec::new();
    html(&contents, &mut page)?;
    let workbook = xlsx(&contents).map_err(|error| Stop::Failed(error.into()))?;
    let name = text!("00-目录", "00-contents");
    let name = name.get(lang);
    Ok(vec![
        (format!("{name}.html"), page),
        (format!("{name}.xlsx"), workbook),
        (lock::FILE.to_owned(), lock.into_bytes()),
    ])
}

fn stopped(unwritten: Unwritten) -> Stop {
    match unwritten {
        Unwritten::Failed(error) => error.into(),
        told => Stop::Said(told.text()),
    }
}
