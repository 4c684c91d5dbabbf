//! What every command needs: why it stops, what it says on standard error, and how wide it may write.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::day::Day;
use crate::load::excel::Passed;
use crate::place::{Unreadable, kind_of};
use crate::render::{Look, errors};
use crate::text::{Lang, Text};
use crate::writing::{quote, tame};

/// The exit code where something could not be checked.
pub(super) const COULD_NOT_CHECK: u8 = 2;

/// How many lines fit where nobody can say.
pub(super) const LINES: usize = 24;

/// Why a command ends before its work is done.
#[derive(Debug)]
pub(super) enum Stop {
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
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| kind_of(error) == io::ErrorKind::BrokenPipe)
}

/// Shows on standard error what could not be read.
pub(super) fn print_errors(unreadable: &Unreadable, lang: Lang) {
    aside(&errors::show(unreadable, look_aside(lang)));
}

/// Shows on standard error what was read all the same and should be put right.
pub(super) fn print_warnings(told: &Unreadable, lang: Lang) {
    aside(&errors::warn(told, look_aside(lang)));
}

/// How what stands on standard error looks.
fn look_aside(lang: Lang) -> Look {
    Look {
        lang,
        width: columns(terminal_size::terminal_size_of(io::stderr())),
        height: LINES,
        details: false,
        up: None,
    }
}

/// Writes to standard error. There is nobody left to tell when it is closed.
fn aside(shown: &str) {
    let _ = anstream::stderr().write_all(shown.as_bytes());
}

/// Shows on standard error what in a workbook was passed over.
pub(super) fn print_note(passed: &Passed, lang: Lang) {
    let note = match lang {
        Lang::Zh => "提示",
        Lang::En => "note",
    };
    let said = format!("{note}: {} {}", passed.place, passed.message.get(lang));
    note_down(&tame(&said));
}

/// How a report looks on standard output.
pub(super) fn look(lang: Lang) -> Look {
    let terminal = terminal_size::terminal_size_of(io::stdout());
    Look {
        lang,
        width: columns(terminal),
        height: terminal.map_or(LINES, |(_, height)| usize::from(height.0)),
        details: false,
        up: None,
    }
}

/// Refuses to show a workbook on a terminal.
pub(super) fn fit_for_standard_output(is_binary: bool) -> Result<(), Stop> {
    if is_binary && io::stdout().is_terminal() {
        return Err(Stop::Said(text!(
            "工作簿不能显示在终端上，请用 -o 写入文件",
            "a workbook cannot be shown on a terminal; write it to a file with -o"
        )));
    }
    Ok(())
}

/// Writes what is shown to standard output, a table with styles where they are seen.
pub(super) fn show(table: bool, show: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    if table {
        return Ok(show(&mut anstream::stdout().lock())?);
    }
    // Standard output by itself goes out line by line, of which a report has as many as facts.
    let mut out = BufWriter::new(io::stdout().lock());
    show(&mut out)?;
    Ok(out.flush()?)
}

/// The exit code of a run whose output was written, or is read no further: then whoever reads it has seen enough, and what
/// came of the run stands.
pub(super) fn stands(code: u8, shown: Result<(), Stop>) -> Result<u8, Stop> {
    match shown {
        Err(Stop::Failed(error)) if is_closed_pipe(&error) => Ok(code),
        shown => shown.map(|()| code),
    }
}

/// The day that an option names, if it was given; `example` is one that it could name.
pub(super) fn day(option: &str, example: &str, written: Option<&str>) -> Result<Option<Day>, Stop> {
    let Some(written) = written else {
        return Ok(None);
    };
    Day::parse(written).map(Some).map_err(|_| {
        let written = quote(written);
        Stop::Said(text!(
            "{option} 应为日期，如 {example}，不是{written}",
            "{option} is a day, such as {example}, not {written}"
        ))
    })
}

/// What is said where there is no dossier in what was named.
pub(super) fn no_dossier() -> Stop {
    Stop::Said(text!(
        "所给的文件夹里没有申报信息（TOML 或工作簿）",
        "there is no dossier (TOML or workbook) in what was named"
    ))
}

/// The columns of a terminal, else of the environment's word for it, within what can be read well.
pub(super) fn columns(terminal: Option<(terminal_size::Width, terminal_size::Height)>) -> u16 {
    const READABLE: (u16, u16) = (40, 160);
    const PIPED: u16 = 100;
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = terminal.map(|(width, _)| width.0).or(named).unwrap_or(PIPED);
    width.clamp(READABLE.0, READABLE.1)
}

/// Says something on standard error.
pub(super) fn say(text: &Text, lang: Lang) {
    note_down(&tame(text.get(lang)));
}

/// Writes a line to standard error. There is nobody left to tell when it is closed or full.
pub(super) fn note_down(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Says on standard error why something was not done.
pub(super) fn tell(stop: Stop, lang: Lang) {
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
