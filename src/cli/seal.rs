//! `seal`: records what dossiers consist of, to the byte, and what is found of them.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::lock::Lock;
use crate::text::{Lang, Text};
use crate::writing::tame;

use super::common::Stop;
use super::dossiers::{Dossiers, Whole};
use super::files;
use super::settings::JudgingFlags;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: JudgingFlags,
}

/// Writes a lock into the folder of every dossier.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let dossiers = Dossiers::of(&args.paths, &args.flags, lang)?;
    let (read, unread) = dossiers.each(|place, reader| {
        let mut whole = reader.read(place, None)?;
        match whole.unseen.take() {
            Some(unseen) => Err(unseen),
            None => Ok((place.lock(), whole)),
        }
    });
    let mut complete = dossiers.complete && unread.is_empty();
    let mut out = anstream::stdout().lock();
    for (lock, whole) in read {
        match write(&lock, &whole) {
            Ok(said) => writeln!(out, "{}", tame(said.get(dossiers.settings.lang)))?,
            Err(stop) => {
                complete = false;
                super::common::tell(stop, dossiers.settings.lang);
            }
        }
    }
    Ok(if complete { 0 } else { super::common::COULD_NOT_CHECK })
}

/// Writes the lock of a dossier, and what there is to say of it.
fn write(path: &Path, whole: &Whole) -> Result<Text, Stop> {
    if files::stands(path) && !files::bytes(path).is_ok_and(|bytes| Lock::is_in(&bytes)) {
        let name = files::name(path);
        return Err(Stop::Said(text!(
            "{name} 已存在，而且不是封存记录，不覆盖；请先移走",
            "{name} is there already and no lock of this tool, so it is not written over; move it away first"
        )));
    }
    files::write_whole(path, whole.lock_text()?.as_bytes())?;
    let (name, counts, headline) = (files::name(path), whole.counts(), whole.headline());
    Ok(text!("已写入 {name}：{counts}，{headline}", "wrote {name}: {counts}; {headline}"; counts, headline))
}
