//! The command line: what may be typed, and which command it is. What commands say about themselves stands in one
//! table beside it.

mod annotated;
mod applicants;
mod batch;
mod bundle;
mod check;
mod config;
mod explain;
mod files;
mod interrupt;
mod judge;
mod materials;
mod packs;
mod progress;
mod schema;
mod seal;
mod settings;
mod shell;
mod template;
mod usage;
mod verify;
mod whole;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand};

use crate::load::excel::Passed;
use crate::place::Unreadable;
use crate::render::{Look, errors};
use crate::text::{Lang, Text};
use crate::writing::tame;

/// The exit code where something could not be checked.
const COULD_NOT_CHECK: u8 = 2;

/// How many lines fit where nobody can say.
const LINES: usize = 24;

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
    color: clap::ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Template(template::Args),
    Seal(seal::Args),
    Verify(verify::Args),
    Bundle(bundle::Args),
    Explain(explain::Args),
    Packs(packs::Args),
    Schema(schema::Args),
    Config(config::Args),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// Runs the command line `args`, the program's name first, and tells the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = words::lang_of(&args);
    let command = words::command::<Cli>(lang);
    let args = checking(args, &command);
    interrupt::watch();
    let parsed = command.try_get_matches_from(args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::exit(&error, lang),
    };
    choose_color(cli.common.color);
    let lang = cli.common.lang.unwrap_or(lang);
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args, cli.common.lang),
        Command::Config(args) => config::run(&args, cli.common.lang),
        Command::Seal(args) => seal::run(&args, cli.common.lang),
        Command::Verify(args) => verify::run(&args, cli.common.lang),
        Command::Bundle(args) => bundle::run(&args, cli.common.lang),
        Command::Template(args) => template::run(&args, lang),
        Command::Explain(args) => explain::run(&args, lang),
        Command::Packs(args) => packs::run(&args, lang),
        Command::Schema(args) => schema::run(&args, lang),
        Command::Completions(args) => shell::completions(&args, lang),
        Command::Man(args) => shell::man(&args, lang),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        // Whoever reads the output has seen enough.
        Err(Stop::Failed(error)) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(stop) => {
            tell(stop, lang);
            ExitCode::from(COULD_NOT_CHECK)
        }
    }
}

/// Says something on standard error.
fn say(text: &Text, lang: Lang) {
    note_down(&tame(text.get(lang)));
}

/// Writes a line to standard error. There is nobody left to tell when it is closed or full.
fn note_down(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Says on standard error why something was not done.
fn tell(stop: Stop, lang: Lang) {
    match stop {
        Stop::Unreadable(unreadable) => print_errors(&unreadable, lang),
        Stop::Said(said) => {
            let error = match lang {
                Lang::Zh => "错误：",
                Lang::En => "error: ",
            };
            note_down(&format!("{error}{}", tame(said.get(lang))));
        }
        Stop::Told => {}
        Stop::Failed(error) => note_down(&format!("{error:#}")),
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

/// Why a command ends before its work is done.
#[derive(Debug)]
enum Stop {
    /// Something it needs cannot be read.
    Unreadable(Unreadable),
    /// A sentence says it all.
    Said(Text),
    /// It was said already.
    Told,
    /// The machine refuses: a full disk, a closed pipe.
    Failed(anyhow::Error),
}

impl From<Unreadable> for Stop {
    fn from(unreadable: Unreadable) -> Stop {
        Stop::Unreadable(unreadable)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failed(error.into())
    }
}

/// Whether nobody reads the output any more.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Shows on standard error what could not be read.
fn print_errors(unreadable: &Unreadable, lang: Lang) {
    let shown = errors::show(
        unreadable,
        Look {
            lang,
            width: columns(terminal_size::terminal_size_of(io::stderr())),
            height: LINES,
            details: false,
            up: None,
        },
    );
    // There is nobody left to tell when standard error is closed.
    let _ = anstream::stderr().write_all(shown.as_bytes());
}

/// Shows on standard error what in a workbook was passed over.
fn print_note(passed: &Passed, lang: Lang) {
    let note = match lang {
        Lang::Zh => "提示",
        Lang::En => "note",
    };
    let said = format!("{note}: {} {}", passed.place, passed.message.get(lang));
    note_down(&tame(&said));
}

/// How a report looks on standard output.
fn look(lang: Lang) -> Look {
    let terminal = terminal_size::terminal_size_of(io::stdout());
    Look {
        lang,
        width: columns(terminal),
        height: terminal.map_or(LINES, |(_, height)| usize::from(height.0)),
        details: false,
        up: None,
    }
}

/// The columns of a terminal, else of the environment's word for it, within what can be read well.
fn columns(terminal: Option<(terminal_size::Width, terminal_size::Height)>) -> u16 {
    const READABLE: (u16, u16) = (40, 160);
    const PIPED: u16 = 100;
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = terminal.map(|(width, _)| width.0).or(named).unwrap_or(PIPED);
    width.clamp(READABLE.0, READABLE.1)
}

/// Lets the streams keep, strip or decide about colours.
fn choose_color(choice: clap::ColorChoice) {
    let choice = match choice {
        clap::ColorChoice::Auto => anstream::ColorChoice::Auto,
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}
