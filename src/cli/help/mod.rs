//! What the commands and options say about themselves, in both languages: one table, so that a test can see that
//! nothing is left unsaid.

mod exits;
mod letters;
mod planning;
mod schemas;
mod words;

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory, ValueEnum};

use crate::text::Lang;
use crate::writing::quote;

use super::common::{Stop, show};
use exits::EXIT_CODES;
use letters::LETTERS;
use planning::PLANNING;
use schemas::SCHEMAS;
use words::WORDS;

/// The options of every command, which its help names after those that are its own.
const LAST: [&str; 4] = ["lang", "color", "help", "version"];

/// A place behind whatever a command has of its own.
const AFTER_ALL: usize = 1000;

/// The language the command line asks for, before it is parsed: help and complaints about it are in it too.
pub(super) fn lang_of(args: &[OsString]) -> Lang {
    let mut words = args.iter().map(|arg| arg.to_string_lossy());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next().unwrap_or_default().into_owned(),
            Some(rest) => rest.trim_start_matches('=').to_owned(),
            None => continue,
        };
        return Lang::from_str(&value, false).unwrap_or_default();
    }
    let named = std::env::var("QUALITY_AWARD_LANG").ok();
    named
        .and_then(|lang| Lang::from_str(&lang, false).ok())
        .unwrap_or_default()
}

/// The command line with everything said in `lang`.
pub(super) fn command<C: CommandFactory>(lang: Lang) -> Command {
    let flag = |id: &'static str, short: char| Arg::new(id).long(id).short(short).global(true);
    let command = C::command()
        .arg(flag("help", 'h').action(ArgAction::Help))
        .arg(flag("version", 'V').action(ArgAction::Version));
    say(command, "", lang)
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// Writes the help of the program, or of one of its commands.
pub(super) fn run<C: CommandFactory>(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let page = named::<C>(&args.command, lang)?.render_help();
    show(true, |out| write!(out, "{}", page.ansi()))?;
    Ok(0)
}

/// The program, or the command below it that these words name.
///
/// # Errors
/// There is none of that name.
pub(super) fn named<C: CommandFactory>(words: &[String], lang: Lang) -> Result<Command, Stop> {
    let mut command = command::<C>(lang);
    command.build();
    for word in words {
        let below = command.find_subcommand(word).cloned();
        command = below.ok_or_else(|| {
            let word = quote(word);
            Stop::Said(text!("没有命令 {word}", "there is no command {word}"))
        })?;
    }
    Ok(command)
}

/// Gives a command, its options and its subcommands their words.
fn say(command: Command, path: &str, lang: Lang) -> Command {
    let (options, arguments, commands, usage) = match lang {
        Lang::Zh => ("选项", "参数", "命令", "用法："),
        Lang::En => ("Options", "Arguments", "Commands", "Usage: "),
    };
    let mut command = command
        .subcommand_help_heading(commands)
        .help_template(format!("{{about}}\n\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}"));
    if let Some(words) = said(path, lang) {
        command = command.about(words);
    }
    if let Some((_, zh, en)) = EXIT_CODES.iter().find(|(known, ..)| *known == path) {
        command = command.after_help(if lang == Lang::Zh { *zh } else { *en });
    }
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    for id in ids {
        let keys = [format!("{path}.{id}"), format!(".{id}"), format!("*.{id}")];
        let own = keys.iter().find_map(|key| said(key, lang));
        let last = LAST.iter().position(|known| *known == id);
        command = command.mut_arg(id, |arg| {
            let heading = if arg.is_positional() { arguments } else { options };
            let mut arg = arg.help_heading(heading);
            if let Some(place) = last {
                arg = arg.display_order(AFTER_ALL + place);
            }
            if arg.get_action().takes_values() {
                arg = arg.hide_default_value(true).hide_possible_values(true);
            }
            match own {
                Some(words) => arg.help(words),
                None => arg,
            }
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() {
            name.clone()
        } else {
            format!("{path} {name}")
        };
        command = command.mut_subcommand(name, |sub| say(sub, &below, lang));
    }
    command
}

/// What the table says of a command or option.
fn said(key: &str, lang: Lang) -> Option<&'static str> {
    let (_, zh, en) = WORDS
        .iter()
        .chain(LETTERS)
        .chain(PLANNING)
        .chain(SCHEMAS)
        .find(|(known, _, _)| *known == key)?;
    Some(if lang == Lang::Zh { zh } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsaid(command: &Command, path: &str, wanting: &mut Vec<String>) {
        if command.get_about().is_none() {
            wanting.push(path.to_owned());
        }
        for arg in command.get_arguments().filter(|arg| arg.get_help().is_none()) {
            wanting.push(format!("{path}.{}", arg.get_id()));
        }
        for sub in command.get_subcommands() {
            unsaid(sub, format!("{path} {}", sub.get_name()).trim(), wanting);
        }
    }

    #[test]
    fn nothing_is_left_unsaid_in_either_language() {
        for lang in [Lang::Zh, Lang::En] {
            let mut wanting = Vec::new();
            unsaid(&command::<super::super::Cli>(lang), "", &mut wanting);
            assert!(wanting.is_empty(), "add to WORDS: {wanting:?}");
        }
    }

    #[test]
    fn the_command_line_does_not_contradict_itself() {
        command::<super::super::Cli>(Lang::Zh).debug_assert();
    }

    #[test]
    fn the_language_is_known_before_anything_is_parsed() {
        let of = |args: &[&str]| lang_of(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["x", "check"]), Lang::Zh);
        assert_eq!(of(&["x", "--lang", "en"]), Lang::En);
        assert_eq!(of(&["x", "check", "--lang=en", "--nonsense"]), Lang::En);
        assert_eq!(of(&["x", "--lang", "英文"]), Lang::En);
        assert_eq!(of(&["x", "--lang"]), Lang::Zh);
    }
}
