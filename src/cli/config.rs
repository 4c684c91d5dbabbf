//! `config show`: every setting, and where it comes from.

use std::io::Write;
use std::path::PathBuf;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use crate::text::{Lang, Text};
use crate::writing::tame;

use super::common::{Stop, look};
use super::files::name;
use super::settings::{Flags, Settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Show(ShowArgs),
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

/// Shows the settings that hold for a path.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let Command::Show(args) = &args.command;
    let settings = Settings::of(&args.flags, lang)?;
    let lang = settings.lang;
    let mut out = anstream::stdout().lock();
    let file = match &settings.file {
        Some(file) => {
            let file = name(file);
            text!("设置文件：{file}", "settings: {file}")
        }
        None => text!("没有设置文件", "no file of settings"),
    };
    writeln!(out, "{}", tame(file.get(lang)))?;
    for met in settings.met(std::slice::from_ref(&args.path), &[]) {
        writeln!(out, "{}: {}", name(&met.path), met.said().get(lang))?;
    }
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(look(lang).width);
    let header = [text!("设置", "Setting"), text!("值", "Value"), text!("来自", "From")];
    table.set_header(header.iter().map(|name| name.get(lang)));
    for (key, value, origin) in &settings.origins {
        let value = if value.is_empty() {
            unset(key, &settings)
        } else {
            Text::same(value)
        };
        let origin = origin.words();
        table.add_row([*key, &tame(value.get(lang)), &tame(origin.get(lang))]);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    for waiver in &settings.waivers {
        let (condition, applicant, until) = (&waiver.condition, &waiver.applicant, waiver.expires);
        let (reason, by) = (&waiver.reason, &waiver.approved_by);
        let line = text!(
            "豁免：{applicant} 的 {condition}，至 {until}，{reason}（{by} 批准）",
            "waiver: {condition} of {applicant} until {until}, {reason} (approved by {by})"
        );
        writeln!(out, "{}", tame(line.get(lang)))?;
    }
    Ok(0)
}

/// What holds where nobody set anything.
fn unset(key: &str, settings: &Settings) -> Text {
    match key {
        "pack" => text!("由申报信息的 award 决定", "the dossier's award decides"),
        "as_of" => text!("提交日期，否则今天", "the day of submission, else today"),
        "lang" => Text::same("zh"),
        "format" => Text::same("table"),
        "fail_on" => Text::same("fail, missing"),
        "today" => {
            let today = settings.today;
            text!("{today}（上海）", "{today} (Shanghai)")
        }
        _ => Text::same("—"),
    }
}
