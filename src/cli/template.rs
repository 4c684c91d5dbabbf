//! `template`: blank forms, or forms with what is known filled in and what is wanted marked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::day::Day;
use crate::desk::applicants::{Applicants, Found};
use crate::dictionary::Track;
use crate::dossier::Dossier;
use crate::load::folder::Input;
use crate::load::tree::Tree;
use crate::pack::Pack;
use crate::template;
use crate::text::Lang;
use crate::writing::quote;

use super::common::{Stop, print_errors, print_note};
use super::settings::{Flags, JudgingFlags, Settings};
use super::{files, library};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long, value_name = "ID")]
    track: Option<String>,
    #[arg(long)]
    roster: bool,
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    pack: Option<String>,
    #[arg(long, short, value_name = "FILE", required = true)]
    output: PathBuf,
    #[arg(long)]
    force: bool,
    #[arg(long, value_name = "NAME=FIELD")]
    heading: Vec<String>,
}

/// What kind of file is written.
enum File {
    Workbook,
    Toml,
}

/// Writes the template.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let kind = kind_of(&args.output)?;
    files::untouched(&args.output, args.force)?;
    let chosen = args.pack.as_deref().map(library::pack).transpose()?;
    let (pack, facts) = match &args.from {
        Some(path) => known(path, args, chosen, lang)?,
        None => (chosen.map_or_else(library::default_pack, Ok)?.into(), Vec::new()),
    };
    let bytes = match kind {
        File::Workbook if args.roster => {
            template::roster(&pack, asked(&pack, args)?, &facts, lang).map_err(unwritable)?
        }
        File::Toml if args.roster => {
            return Err(Stop::Said(text!("名册只能写成 .xlsx", "a roster is written as .xlsx")));
        }
        _ => single(&pack, &facts, args, &kind, lang)?,
    };
    files::write_whole(&args.output, &bytes)?;
    let name = files::name(&args.output);
    super::common::say(&text!("已写入 {name}", "wrote {name}"), lang);
    Ok(0)
}

/// The track that is asked for, if one is.
fn asked<'p>(pack: &'p Pack, args: &Args) -> Result<Option<&'p Track>, Stop> {
    let Some(id) = args.track.as_deref() else {
        return Ok(None);
    };
    let found = pack.dictionary.track_called(id);
    found.map(Some).ok_or_else(|| {
        let tracks = pack.tracks();
        let in_chinese: Vec<String> = tracks
            .iter()
            .map(|track| format!("{}（{}）", track.id(), track.short().zh))
            .collect();
        let ids: Vec<&str> = tracks.iter().map(Track::id).collect();
        let (id, zh, en) = (quote(id), in_chinese.join("、"), ids.join(", "));
        Stop::Said(text!(
            "没有申报类别 {id}，可用：{zh}",
            "there is no track {id}; known are {en}"
        ))
    })
}

/// The template of one applicant.
fn single(pack: &Pack, facts: &[Dossier], args: &Args, kind: &File, lang: Lang) -> Result<Vec<u8>, Stop> {
    if facts.len() > 1 {
        let count = facts.len();
        return Err(Stop::Said(text!(
            "其中有 {count} 个申报者；请加 --roster 写成名册",
            "it holds {count} applicants; add --roster to write them as a roster"
        )));
    }
    let facts = facts.first();
    let track = match (asked(pack, args)?, facts.and_then(Dossier::track)) {
        (Some(asked), Some(found)) if asked != found => {
            let (asked, found) = (asked.id(), found.id());
            return Err(Stop::Said(text!(
                "申报信息的类别是 {found}，--track 却是 {asked}",
                "the dossier's track is {found}, but --track is {asked}"
            )));
        }
        (asked, found) => asked.or(found),
    };
    let Some(track) = track else {
        let each: Vec<String> = pack
            .tracks()
            .iter()
            .map(|track| format!("--track {}", track.id()))
            .collect();
        let (zh, en) = (each.join(" 或 "), each.join(" or "));
        return Err(Stop::Said(text!("请用 {zh} 指明申报类别", "say which track: {en}")));
    };
    match kind {
        File::Workbook => template::workbook(pack, track, facts, lang).map_err(unwritable),
        File::Toml => Ok(template::toml(pack, track, facts, lang).into_bytes()),
    }
}

/// The dossiers in a file and the pack they are for.
fn known(path: &Path, args: &Args, chosen: Option<Pack>, lang: Lang) -> Result<(Arc<Pack>, Vec<Dossier>), Stop> {
    let judging = JudgingFlags {
        pack: args.pack.clone(),
        heading: args.heading.clone(),
        ..JudgingFlags::default()
    };
    let settings = Settings::of(&Flags::from(&judging), Some(lang))?;
    let input = Input {
        path: path.to_owned(),
        named: true,
        folder: None,
        tree: Tree::Disk,
    };
    let mut facts = Vec::new();
    let mut used = None;
    let mut broken = false;
    Applicants::new(chosen.map(Arc::new), &settings.headings, Day::today_in_shanghai()).read::<Stop>(
        &input,
        &mut |found| {
            match found {
                Found::Dossier(pack, dossier) => {
                    if let Some(unreadable) = dossier.unread() {
                        broken = true;
                        print_errors(&unreadable, lang);
                    }
                    used.get_or_insert(pack);
                    facts.push(*dossier);
                }
                Found::Unreadable(unreadable) => {
                    broken = true;
                    print_errors(&unreadable, lang);
                }
                Found::Passed(passed) => print_note(&passed, lang),
                Found::Skipped(..) | Found::Ours(_) => {}
            }
            Ok(())
        },
    )?;
    let name = files::name(path);
    match used {
        Some(pack) if !broken => Ok((pack, facts)),
        Some(_) => Err(Stop::Said(text!(
            "{name} 有读不出的内容，请先更正",
            "something in {name} cannot be read; correct it first"
        ))),
        None => Err(Stop::Said(text!(
            "{name} 里没有申报信息",
            "there is no dossier in {name}"
        ))),
    }
}

fn kind_of(path: &Path) -> Result<File, Stop> {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .map(str::to_lowercase)
        .as_deref()
    {
        Some("xlsx") => Ok(File::Workbook),
        Some("toml") => Ok(File::Toml),
        _ => Err(Stop::Said(text!(
            "-o 的扩展名应为 .xlsx 或 .toml",
            "the extension of -o is .xlsx or .toml"
        ))),
    }
}

/// A workbook that cannot be written.
fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Stop {
    Stop::Failed(anyhow::Error::new(error).context("无法生成工作簿 / the workbook cannot be made"))
}
