//! `seal`: records what dossiers consist of, to the byte, and what is found of them.

use std::path::PathBuf;

use crate::text::{Lang, Text, tame};

use super::settings::{Flags, JudgingFlags, Settings};
use super::whole::{Place, Reader, Whole, places};
use super::{Stop, files, print_errors};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: JudgingFlags,
}

/// Writes a lock into the folder of every dossier.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let settings = Settings::of(&args.paths, &Flags::from(&args.flags), lang)?;
    let lang = settings.lang;
    let reader = Reader::new(&settings)?;
    let (places, mut complete) = places(&args.paths, &settings)?;
    let read = reader.each(&places, |place| reader.read(place, None));
    for (place, read) in places.iter().zip(read) {
        match read {
            Ok(whole) => {
                let said = write(place, &whole)?;
                anstream::println!("{}", tame(said.get(lang)));
            }
            Err(unreadable) => {
                complete = false;
                print_errors(&unreadable, lang);
            }
        }
    }
    Ok(if complete { 0 } else { super::COULD_NOT_CHECK })
}

/// Writes the lock of a dossier, and what there is to say of it.
fn write(place: &Place, whole: &Whole) -> Result<Text, Stop> {
    let path = place.lock();
    files::write_whole(&path, whole.lock_text()?.as_bytes())?;
    let (name, counts, headline) = (files::name(&path), whole.counts(), whole.headline());
    Ok(Text {
        zh: format!("已写入 {name}：{}，{}", counts.zh, headline.zh),
        en: format!("wrote {name}: {}; {}", counts.en, headline.en),
    })
}
