//! `packs`: what packs there are, what is in them, and whether their cases agree.

mod cases;
mod diff;
mod new;
mod quoted;
mod test;

use std::io::Write;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use crate::cli::common::{Stop, look, stands};
use crate::cli::library;
use crate::pack::{Clause, Pack};
use crate::text::{Lang, Text};
use crate::verdict::Weight;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List,
    Show(ShowArgs),
    Test(test::Args),
    Cases(cases::Args),
    Diff(DiffArgs),
    New(new::Args),
}

#[derive(Debug, clap::Args)]
struct DiffArgs {
    #[arg(value_name = "PACK|FILE")]
    old: String,
    #[arg(value_name = "PACK|FILE")]
    new: String,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    #[arg(value_name = "PACK")]
    pack: String,
}

/// Runs one of the commands.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    match &args.command {
        Command::List => list(lang),
        Command::Show(args) => show(&args.pack, lang),
        Command::Test(args) => test::run(args, lang),
        Command::Cases(args) => cases::run(args, lang),
        Command::New(args) => new::run(args, lang),
        Command::Diff(args) => {
            let (old, new) = (library::pack(&args.old)?, library::pack(&args.new)?);
            let (shown, differs) = diff::compare(&old, &new, &library::calendar(&[])?, lang)?;
            stands(u8::from(differs), print(&shown))
        }
    }
}

fn list(lang: Lang) -> Result<u8, Stop> {
    let mut table = table(lang);
    let header = [
        text!("编号", "Id"),
        text!("奖项", "Award"),
        text!("截止", "Closes"),
        text!("条件", "Conditions"),
    ];
    table.set_header(header.iter().map(|name| name.get(lang)));
    for id in Pack::shipped() {
        let pack = library::pack(id)?;
        let count = pack.conditions.len().to_string();
        table.add_row([id, pack.title.get(lang), closes(&pack).get(lang), &count]);
    }
    print(&table.trim_fmt())?;
    Ok(0)
}

/// The last day of submission, as far as it was seen.
fn closes(pack: &Pack) -> Text {
    match pack.closes_unseen {
        true => text!("未见", "not seen"),
        false => Text::same(pack.closes.to_string()),
    }
}

fn show(pack: &str, lang: Lang) -> Result<u8, Stop> {
    let pack = library::pack(pack)?;
    let (id, closes, hash) = (&pack.id, closes(&pack), &pack.sha256);
    let edition = pack
        .edition
        .map(|edition| text!("，第 {edition} 届", ", edition {edition}"));
    let edition = edition.unwrap_or_default();
    let head = text!(
        "（{id}{edition}，截止 {closes}，sha256 {hash}）",
        " ({id}{edition}, closes {closes}, sha256 {hash})";
        edition, closes
    );
    let mut shown = format!("{}{}\n", pack.title.get(lang), head.get(lang));
    let heading = |text: Text| format!("\n{}\n", text.get(lang));
    shown.push_str(&heading(text!("来源", "Sources")));
    let mut sources = table(lang);
    for source in &pack.sources {
        let number = source.number.as_deref().unwrap_or_default();
        let read_at = source.read_at.as_deref().unwrap_or_default();
        let title = [source.title.get(lang), number, read_at]
            .into_iter()
            .filter(|part| !part.is_empty());
        let seen = source.coverage().map(|seen| seen.get(lang).to_owned());
        let title = title.map(str::to_owned).chain(seen);
        sources.add_row([
            source.id.as_str(),
            source.force.label().get(lang),
            &title.collect::<Vec<_>>().join("\n"),
        ]);
    }
    shown.push_str(&sources.trim_fmt());
    shown.push('\n');
    shown.push_str(&heading(text!("条款", "Clauses")));
    let mut clauses = table(lang);
    for (position, clause) in pack.clauses.iter().enumerate() {
        clauses.add_row([
            &format!("{} {}", clause.source, clause.number),
            &clause.text,
            &tested_by(&pack, position, clause, lang),
        ]);
    }
    shown.push_str(&clauses.trim_fmt());
    shown.push('\n');
    print(shown.trim_end())?;
    Ok(0)
}

/// The conditions that test a clause, or why none does.
fn tested_by(pack: &Pack, position: usize, clause: &Clause, lang: Lang) -> String {
    let tests = pack
        .conditions
        .iter()
        .filter(|condition| condition.clause == position || condition.also.contains(&position));
    let mut lines: Vec<String> = tests
        .map(|condition| {
            let weight = match condition.weight {
                Weight::Must => "must",
                Weight::Should => "should",
            };
            format!("{} ({weight}, {})", condition.id, condition.rule.name())
        })
        .collect();
    if let Some(reason) = &clause.set_aside {
        let aside = text!("不检查：", "set aside: ");
        lines.push(format!("{}{}", aside.get(lang), reason.get(lang)));
    }
    lines.join("\n")
}

/// An empty table as wide as there are columns.
pub(super) fn table(lang: Lang) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(look(lang).width);
    table
}

/// Prints text and a line end.
pub(super) fn print(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
