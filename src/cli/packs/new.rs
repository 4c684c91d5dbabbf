//! `packs new`: a pack drafted from the text of a notice.

use std::path::{Path, PathBuf};

use crate::cli::common::{Stop, say};
use crate::cli::files;
use crate::day::Day;
use crate::drafting::draft;
use crate::text::{Lang, Text};
use crate::writing::quote;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// Drafts a pack and writes it, beside nothing that is there already.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    if !is_id(&args.id) {
        let id = quote(&args.id);
        return Err(Stop::Said(text!(
            "{id} 不是规则包编号：写作 奖项-年份，如 changning-2026（小写字母、数字和连字符，末尾四位年份）",
            "{id} is no id of a pack: award and year, such as changning-2026 (lower-case letters, digits, hyphens, the year last)"
        )));
    }
    let path = args
        .output
        .clone()
        .unwrap_or_else(|| Path::new(&args.id).with_extension("toml"));
    let name = files::name(&path);
    files::untouched(&path, args.force)?;
    let notice = files::text(&args.from)?;
    let draft = draft(&args.id, notice.contents(), Day::today_in_shanghai());
    files::write_whole(&path, draft.text.as_bytes())?;
    let (clauses, conditions) = (draft.clauses, draft.conditions);
    let closes = match draft.closes {
        Some(day) => text!("截止日 {day}", "the last day is {day}"),
        None => text!("没有找到截止日", "no last day was found"),
    };
    let from = files::name(&args.from);
    let lines = [
        text!(
            "已写入 {name}：{clauses} 条条款，猜出 {conditions} 项条件，{closes}。",
            "wrote {name}: {clauses} clauses, {conditions} conditions guessed, {closes}.";
            closes
        ),
        text!(
            "逐处核对带 guessed 的，改好后删去；接着运行：",
            "Look at whatever carries `guessed`, put it right and take the mark away; then run:"
        ),
        Text::same(format!("quality-award packs test {name} --notice {from}")),
    ];
    for line in &lines {
        say(line, lang);
    }
    Ok(0)
}

/// Whether a text is the id of a pack: an award and a year.
fn is_id(text: &str) -> bool {
    let named = |award: &str| {
        !award.is_empty()
            && award
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let dated = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    text.rsplit_once('-')
        .is_some_and(|(award, year)| named(award) && dated(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_an_award_and_a_year() {
        for id in ["xuhui-2025", "pu-dong-2026", "a1-2025"] {
            assert!(is_id(id), "{id}");
        }
        for id in [
            "xuhui",
            "2025",
            "-2025",
            "徐汇-2025",
            "Xuhui-2025",
            "xuhui-25",
            "a/b-2025",
        ] {
            assert!(!is_id(id), "{id}");
        }
    }
}
