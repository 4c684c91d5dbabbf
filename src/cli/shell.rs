//! `completions` and `man`: what a shell and a manual reader want to know of the command line.

use std::io::{self, Write};

use clap_complete::Shell;

use crate::text::Lang;

use super::common::Stop;
use super::{Cli, help};

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Writes the completions for a shell.
pub(super) fn completions(args: &CompletionsArgs, lang: Lang) -> Result<u8, Stop> {
    let mut command = help::command::<Cli>(lang);
    let name = command.get_name().to_owned();
    // The generators do not expect a pipe to close, so they write to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    put(&script)
}

/// Writes the manual page of the program, or of one of its commands.
pub(super) fn man(args: &ManArgs, lang: Lang) -> Result<u8, Stop> {
    let command = help::named::<Cli>(args.command.as_slice(), lang)?;
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    put(&page)
}

fn put(bytes: &[u8]) -> Result<u8, Stop> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(0)
}
