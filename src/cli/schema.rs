//! `schema`: the JSON Schema of what goes in and of what comes out, for editors and for programs that read reports.

use std::path::PathBuf;

use serde_json::Value;

use crate::pack::Pack;
use crate::render::{comparison, json, jsonl, matches, timetable};
use crate::template;
use crate::text::Lang;

use super::common::Stop;
use super::packs::print;
use super::{files, library, settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Dossier(DossierArgs),
    Report(To),
    Jsonl(To),
    Settings(To),
    Compare(To),
    Match(To),
    Plan(To),
    Pack(To),
}

#[derive(Debug, clap::Args)]
struct DossierArgs {
    #[arg(long, value_name = "ID|FILE")]
    pack: Option<String>,
    #[command(flatten)]
    to: To,
}

/// Where a schema goes.
#[derive(Debug, clap::Args)]
struct To {
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// Prints one of the schemas, or writes it to a file.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    match &args.command {
        Command::Dossier(args) => put(&dossier(args.pack.as_deref())?, &args.to, lang),
        Command::Pack(to) => put(&pretty(&Pack::schema())?, to, lang),
        Command::Compare(to) => put(comparison::SCHEMA.trim_end(), to, lang),
        Command::Match(to) => put(matches::SCHEMA.trim_end(), to, lang),
        Command::Plan(to) => put(timetable::SCHEMA.trim_end(), to, lang),
        Command::Settings(to) => put(&pretty(&settings::schema())?, to, lang),
        Command::Jsonl(to) => put(
            &pretty(&jsonl::schema().map_err(|error| Stop::Failed(error.into()))?)?,
            to,
            lang,
        ),
        Command::Report(to) => put(json::SCHEMA.trim_end(), to, lang),
    }
}

/// The schema of a dossier, with the fields that the pack adds.
fn dossier(pack: Option<&str>) -> Result<String, Stop> {
    let pack = pack.map_or_else(library::default_pack, library::pack)?;
    pretty(&template::schema(&pack))
}

fn pretty(schema: &Value) -> Result<String, Stop> {
    serde_json::to_string_pretty(schema).map_err(|error| Stop::Failed(error.into()))
}

fn put(schema: &str, to: &To, lang: Lang) -> Result<u8, Stop> {
    match &to.output {
        None => print(schema)?,
        Some(path) => {
            files::untouched(path, to.force)?;
            files::write_whole(path, format!("{schema}\n").as_bytes())?;
            let name = files::name(path);
            super::common::say(&text!("已写入 {name}", "wrote {name}"), lang);
        }
    }
    Ok(0)
}
