//! `check`: dossiers in, report out.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::calendar::Calendar;
use crate::check::{Contradiction, Detail, as_of, check};
use crate::day::Day;
use crate::dossier::{Cite, Dossier};
use crate::field::Entry;
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::render::{Format, Look, jsonl, render};
use crate::report::{DossierReport, Exit, Gate, Report, Skipped};
use crate::text::Lang;

use super::applicants::{Applicants, Found};
use super::{Stop, files, look, print_errors, print_note};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    pack: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[arg(long)]
    details: bool,
    #[arg(long, short, value_name = "FILE", value_parser = output)]
    output: Vec<Output>,
    #[arg(long, value_name = "LIST", default_value = "fail,missing", value_parser = gates)]
    fail_on: Gates,
}

/// How many bytes of JSON Lines are written at once.
const BUFFER: usize = 64 * 1024;

/// What gates the exit code.
#[derive(Debug, Clone)]
struct Gates(Vec<Gate>);

/// A file to write, and in which format.
#[derive(Debug, Clone)]
struct Output {
    path: PathBuf,
    format: Format,
}

/// Judges every file and writes the report.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let calendar = files::calendar(&args.calendar)?;
    let chosen = args.pack.as_deref().map(files::pack).transpose()?;
    // JSON Lines need nothing kept, so that any number of applicants can be judged.
    let streams = args.format == Format::Jsonl && args.output.is_empty();
    let detail = if streams && !args.details {
        Detail::Verdicts
    } else {
        Detail::Full
    };
    let today = Day::today_in_shanghai();
    let mut applicants = Applicants::new(chosen, args.sheet.as_deref(), today);
    let mut sink = Sink {
        exit: Exit::new(&args.fail_on.0),
        report: Report::new(&calendar),
        // JSON escapes what could steer a terminal, so nothing has to be stripped.
        stream: streams.then(|| io::BufWriter::with_capacity(BUFFER, io::stdout().lock())),
        judge: Judge {
            calendar,
            flag: args.as_of,
            today,
            detail,
        },
        details: args.details,
        lang,
    };
    for path in &args.files {
        sink.report.summary.files += 1;
        applicants.read(path, &mut |found| sink.take(found))?;
    }
    let code = sink.exit.code();
    match sink.finish(args, look(lang)) {
        // Whoever reads the output has seen enough; the verdicts stand.
        Err(Stop::Failed(error)) if super::is_closed_pipe(&error) => Ok(code),
        finished => finished.map(|()| code),
    }
}

/// Where what was judged goes: into a report, or straight out.
struct Sink<W: Write> {
    exit: Exit,
    report: Report,
    stream: Option<W>,
    judge: Judge,
    details: bool,
    lang: Lang,
}

/// What stays the same from dossier to dossier.
struct Judge {
    calendar: Calendar,
    flag: Option<Day>,
    today: Day,
    detail: Detail,
}

impl Judge {
    /// The verdicts on a dossier, unless its day of submission contradicts the run's.
    fn judge(&self, pack: &Pack, dossier: &Dossier) -> Result<DossierReport, Unreadable> {
        let as_of = as_of(dossier, self.flag, self.today).map_err(|clash| contradiction(dossier, clash))?;
        Ok(check(pack, dossier, as_of, &self.calendar, self.detail))
    }
}

impl<W: Write> Sink<W> {
    /// Takes what was found in a file.
    fn take(&mut self, found: Found) -> Result<(), Stop> {
        match found {
            Found::Dossier(pack, dossier) => match self.judge.judge(&pack, &dossier) {
                Ok(judged) => {
                    self.exit.see(&judged);
                    self.report.add_pack(&pack);
                    self.keep(judged)
                }
                Err(unreadable) => self.take(Found::Unreadable(unreadable)),
            },
            Found::Unreadable(unreadable) => {
                self.exit.see_unreadable();
                print_errors(&unreadable, self.lang);
                self.keep_unreadable(unreadable);
                Ok(())
            }
            Found::Passed(passed) => {
                print_note(&passed, self.lang);
                self.report.skipped.push(Skipped {
                    file: passed.place.to_string(),
                    reason: passed.message,
                });
                Ok(())
            }
        }
    }

    fn keep(&mut self, dossier: DossierReport) -> Result<(), Stop> {
        match &mut self.stream {
            Some(out) => {
                self.report.summary.count(&dossier);
                jsonl::line(&dossier, self.details, out)?;
            }
            None => self.report.add(dossier),
        }
        Ok(())
    }

    fn keep_unreadable(&mut self, unreadable: Unreadable) {
        match self.stream {
            Some(_) => self.report.summary.unreadable += 1,
            None => self.report.add_unreadable(unreadable),
        }
    }

    /// Writes what is still to be written.
    fn finish(self, args: &Args, look: Look) -> Result<(), Stop> {
        if let Some(mut out) = self.stream {
            jsonl::last(&self.report.summary, &mut out)?;
            return Ok(out.flush()?);
        }
        for output in &args.output {
            let mut bytes = Vec::new();
            let mut plain = anstream::StripStream::new(&mut bytes as &mut dyn Write);
            render(output.format, &self.report, look, &mut plain)?;
            files::write_whole(&output.path, &bytes)?;
        }
        let mut out = anstream::stdout().lock();
        render(args.format, &self.report, look, &mut out)?;
        Ok(out.flush()?)
    }
}

/// A dossier that says it was submitted on another day than the one to judge as of.
fn contradiction(dossier: &Dossier, clash: Contradiction) -> Unreadable {
    let Contradiction { submitted_on, flag } = clash;
    let message = text!(
        "申报信息写的提交日期是 {submitted_on}，--as-of 却是 {flag}",
        "the dossier says it was submitted on {submitted_on}, but --as-of is {flag}"
    );
    let hint = text!(
        "去掉 --as-of，或更正提交日期",
        "leave --as-of out, or correct the day of submission"
    );
    let submitted = dossier
        .dictionary
        .entry("submission.submitted_on")
        .and_then(|entry| match entry {
            Entry::Field(id) => dossier.slot(Cite::Scalar(id))?.spot(),
            Entry::Section(_) => None,
        });
    let error = InputError {
        spot: submitted,
        message,
        hint: Some(hint),
        secret: false,
    };
    Unreadable::new(dossier.source.clone(), vec![error])
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).map_err(|_| "日期写作 2025-12-20 / write the day as 2025-12-20".to_owned())
}

fn output(text: &str) -> Result<Output, String> {
    let path = PathBuf::from(text);
    match Format::of(&path) {
        Some(format) => Ok(Output { path, format }),
        None => {
            let known: Vec<String> = Format::EXTENSIONS
                .iter()
                .flat_map(|(_, known)| known.iter().map(|ext| format!(".{ext}")))
                .collect();
            Err(format!("扩展名应为 / the extension is one of {}", known.join(" ")))
        }
    }
}

fn gates(text: &str) -> Result<Gates, String> {
    use clap::ValueEnum;
    if text.trim() == "none" {
        return Ok(Gates(Vec::new()));
    }
    let gate = |word: &str| {
        Gate::from_str(word.trim(), false).map_err(|_| {
            let known: Vec<String> = Gate::value_variants()
                .iter()
                .filter_map(|gate| Some(gate.to_possible_value()?.get_name().to_owned()))
                .collect();
            format!("{word:?}：可用 / one of {}, none", known.join(", "))
        })
    };
    Ok(Gates(text.split(',').map(gate).collect::<Result<_, String>>()?))
}
