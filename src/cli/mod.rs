//! The command line: what may be typed, and which command it is. What commands say about themselves stands in one
//! table beside it.

mod annotated;
mod batch;
mod bundle;
mod check;
mod common;
mod compare;
mod config;
mod desk;
mod dossiers;
mod explain;
mod files;
mod guide;
mod help;
mod interrupt;
mod letters;
mod library;
mod matches;
mod names;
mod outputs;
mod packs;
mod plan;
mod progress;
mod schema;
mod seal;
mod settings;
mod shell;
mod template;
mod usage;
mod values;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand};

use crate::load::excel::binary;
use crate::text::Lang;
use common::{COULD_NOT_CHECK, Stop, is_closed_pipe, tell};
use values::Colors;

/// Everything that may be typed.
#[derive(Debug, Parser)]
#[command(
    name = "quality-award",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(
    disable_help_subcommand = true,
    arg_required_else_help = true,
    propagate_version = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Common {
    #[arg(long, global = true, value_enum, value_name = "zh|en")]
    lang: Option<Lang>,
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "auto|always|never"
    )]
    color: Colors,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Match(matches::Args),
    Compare(compare::Args),
    Letters(letters::Args),
    Plan(plan::Args),
    Template(template::Args),
    Seal(seal::Args),
    Verify(verify::Args),
    Bundle(bundle::Args),
    Explain(explain::Args),
    Packs(packs::Args),
    Schema(schema::Args),
    Config(config::Args),
    Help(help::Args),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// Runs the command line `args`, the program's name first, and tells the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if let [_, asked] = args.as_slice()
        && asked == binary::CALL
    {
        return binary::read_for_parent(std::io::stdin().lock(), std::io::stdout().lock());
    }
    if let Ok(program) = std::env::current_exe() {
        binary::reads_with(program);
    }
    let lang = help::lang_of(&args);
    let command = help::command::<Cli>(lang);
    interrupt::watch();
    if guide::is_wanted(&args) {
        match guide::ask(lang) {
            Ok(words) => args.extend(words),
            Err(stop) => return stopped(stop, lang),
        }
    }
    let args = checking(args, &command);
    let parsed = command.try_get_matches_from(args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::exit(&error, lang),
    };
    choose_color(cli.common.color);
    let lang = cli.common.lang.unwrap_or(lang);
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args, cli.common.lang),
        Command::Match(args) => matches::run(&args, cli.common.lang),
        Command::Compare(args) => compare::run(&args, cli.common.lang),
        Command::Letters(args) => letters::run(&args, cli.common.lang),
        Command::Plan(args) => plan::run(&args, cli.common.lang),
        Command::Config(args) => config::run(&args, cli.common.lang),
        Command::Seal(args) => seal::run(&args, cli.common.lang),
        Command::Verify(args) => verify::run(&args, cli.common.lang),
        Command::Bundle(args) => bundle::run(&args, cli.common.lang),
        Command::Template(args) => template::run(&args, lang),
        Command::Explain(args) => explain::run(&args, lang),
        Command::Packs(args) => packs::run(&args, lang),
        Command::Schema(args) => schema::run(&args, lang),
        Command::Help(args) => help::run::<Cli>(&args, lang),
        Command::Completions(args) => shell::completions(&args, lang),
        Command::Man(args) => shell::man(&args, lang),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(stop) => stopped(stop, lang),
    }
}

/// The exit code of a command that stopped before its work was done, which is told on standard error.
fn stopped(stop: Stop, lang: Lang) -> ExitCode {
    match stop {
        // Whoever reads the output has seen enough.
        Stop::Failed(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        stop => {
            tell(stop, lang);
            ExitCode::from(COULD_NOT_CHECK)
        }
    }
}

/// `quality-award FILE…` means `quality-award check FILE…`: what was dropped on the program is checked.
fn checking(mut args: Vec<OsString>, command: &clap::Command) -> Vec<OsString> {
    let first = args.get(1).map(|first| first.to_string_lossy().into_owned());
    let is_path = first.is_some_and(|first| {
        let is_command = command.get_subcommands().any(|known| known.get_name() == first);
        !is_command && (first == "-" || !first.starts_with('-') && std::path::Path::new(&first).exists())
    });
    if is_path {
        args.insert(1, "check".into());
    }
    args
}

/// Lets the streams keep, strip or decide about colours.
fn choose_color(choice: Colors) {
    let choice = match choice {
        Colors::Auto => anstream::ColorChoice::Auto,
        Colors::Always => anstream::ColorChoice::Always,
        Colors::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}
