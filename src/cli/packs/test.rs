//! `packs test`: whether the cases of packs agree; with `--watch`, again whenever the file changes.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::print;
use crate::cases::Cases;
use crate::cli::common::{Stop, is_closed_pipe, print_warnings, say, stands, tell};
use crate::cli::library;
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::text::{Lang, Text};
use crate::writing::quote;

/// How often a watched file is looked at.
const EVERY: Duration = Duration::from_millis(250);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PACK|FILE")]
    pack: Option<String>,
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "pack")]
    notice: Option<PathBuf>,
    #[arg(long, value_name = "ID", requires = "notice")]
    source: Option<String>,
    #[arg(long, requires = "pack")]
    watch: bool,
}

/// Runs the cases, once or whenever a file changes.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    match &args.pack {
        Some(pack) if args.watch => watch(args, pack, lang),
        _ => once(args, lang),
    }
}

/// Runs the cases of a file now and each time that it, or the notice, has changed; an interruption ends it.
fn watch(args: &Args, pack: &str, lang: Lang) -> Result<u8, Stop> {
    if Pack::find(pack).is_some() || !Path::new(pack).exists() {
        let pack = quote(pack);
        return Err(Stop::Said(text!(
            "--watch 看的是规则包的文件，{pack} 不是文件",
            "--watch looks at the file of a pack; {pack} is no file"
        )));
    }
    let paths: Vec<&Path> = [Path::new(pack)]
        .into_iter()
        .chain(args.notice.as_deref())
        .chain(args.calendar.iter().map(PathBuf::as_path))
        .collect();
    loop {
        let mut seen = states(&paths);
        match once(args, lang) {
            Err(Stop::Failed(error)) if is_closed_pipe(&error) => return Ok(0),
            Err(stop) => tell(stop, lang),
            Ok(_) => {}
        }
        say(
            &text!(
                "文件改动后重新运行；Ctrl-C 结束",
                "runs again when the file changes; Ctrl-C ends it"
            ),
            lang,
        );
        while states(&paths) == seen {
            sleep(EVERY);
        }
        // an editor may write a file in parts, or take it away and put another in its place
        loop {
            seen = states(&paths);
            sleep(EVERY);
            if states(&paths) == seen && seen.iter().all(Option::is_some) {
                break;
            }
        }
    }
}

/// When each file was last written, and how long it is; nothing of one that is not there.
fn states(paths: &[&Path]) -> Vec<Option<(SystemTime, u64)>> {
    let state = |path: &&Path| {
        let about = std::fs::metadata(path).ok()?;
        Some((about.modified().ok()?, about.len()))
    };
    paths.iter().map(state).collect()
}

fn once(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let calendar = library::calendar(&args.calendar)?;
    let packs = match &args.pack {
        Some(pack) => vec![library::pack(pack)?],
        None => Pack::shipped().map(library::pack).collect::<Result<_, Stop>>()?,
    };
    let mut all_agree = true;
    let mut shown = String::new();
    for pack in packs {
        let file = pack.written.file();
        let cases = Cases::of(&pack, pack.written.contents())?;
        let tried = cases.run(&pack, &calendar)?;
        let untranslated = [&*pack.untranslated, &*cases.untranslated].concat();
        let untranslated = Unreadable::new(pack.written.clone(), untranslated);
        print_warnings(&untranslated, lang);
        for tried in tried.iter().filter(|tried| !tried.differences.is_empty()) {
            all_agree = false;
            let (line, condition, name) = (tried.line, &tried.condition, tried.name.get(lang));
            let differences = Text::join(&tried.differences);
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            shown.push_str(&format!(
                "{file}:{line}: {condition} {name}{colon}{}\n",
                differences.get(lang)
            ));
        }
        let differing = tried.iter().filter(|tried| !tried.differences.is_empty()).count();
        let (id, count) = (&pack.id, cases.cases.len());
        let counts = text!(
            "{id}：{count} 个案例，{differing} 处不一致",
            "{id}: {count} cases, {differing} differ"
        );
        shown.push_str(counts.get(lang));
        shown.push('\n');
        if pack.draft {
            let guesses = pack.guesses;
            let left = text!(
                "草稿：还有 {guesses} 处带 guessed，核对、改好后删去，再把 status 改为 \"final\"",
                "a draft: {guesses} marks `guessed` are left; look at each, take it away, then make the status \"final\""
            );
            shown.push_str(left.get(lang));
            shown.push('\n');
            let wanting = untranslated.errors.len();
            if wanting > 0 {
                let wanting = text!(
                    "还有 {wanting} 处只有一种语言，定稿前补全",
                    "{wanting} wordings stand in one language alone; the other is wanted before the pack is final"
                );
                shown.push_str(wanting.get(lang));
                shown.push('\n');
            }
        }
        if let Some(notice) = &args.notice {
            let (compared, agrees) = super::quoted::compare(&pack, notice, args.source.as_deref(), lang)?;
            all_agree &= agrees;
            shown.push_str(&compared);
            shown.push('\n');
        }
    }
    stands(u8::from(!all_agree), print(shown.trim_end()))
}
