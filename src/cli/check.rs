//! `check`: settings, the dossiers among what was named, the verdicts on all of them, and the report in every format
//! that is wanted.

use std::path::{Component, Path, PathBuf};

use crate::check::Detail;
use crate::desk::applicants::Applicants;
use crate::desk::materials::Materials;
use crate::desk::share::Wanted;
use crate::load::folder::{self, Input, Walk};
use crate::render::{Format, Look, render};
use crate::report::{Gate, Report, WaiverState, Waivers};
use crate::text::Lang;

use super::batch::Batch;
use super::common::{COULD_NOT_CHECK, Stop, fit_for_standard_output, is_closed_pipe, look, no_dossier, show};
use super::compare::reported;
use super::settings::{Flags, Met, Output, Settings};
use super::{annotated, desk, files};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long, value_name = "FILE|-")]
    files_from: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long)]
    details: bool,
    #[arg(long)]
    materials: bool,
    #[arg(long, conflicts_with = "annotate")]
    redact: bool,
    #[arg(long, value_name = "REPORT")]
    since: Option<PathBuf>,
    #[arg(long, value_name = "FOLDER")]
    annotate: Option<PathBuf>,
    #[arg(long)]
    open: bool,
    #[arg(long)]
    force: bool,
}

/// Judges every dossier and writes the report.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let settings = Settings::of(&args.flags, lang)?;
    fit_for_standard_output(settings.format.is_binary())?;
    let page = page_to_open(args, &settings)?;
    let plan = Plan::of(args, &settings);
    let wanted = plan.wanted(args, &settings)?;
    let applicants = desk::applicants(&settings)?.only_from(args.sheet.as_deref());
    let paths = named(args)?;
    let walk = find(&paths, &settings, &applicants)?;
    let mut batch = begin(&wanted, &walk, &settings.met(&paths, &walk.settings), settings.lang);
    let judged = batch.run(&walk.inputs, &applicants);
    batch.mark();
    batch.conclude();
    let mut code = batch.code();
    let written = judged.and_then(|()| {
        let report = batch.finish()?;
        if !write_all(&report, args, &settings, &plan, &walk.inputs)? {
            code = COULD_NOT_CHECK;
        }
        Ok(())
    });
    match written {
        // Whoever reads the output has seen enough; the verdicts stand.
        Err(Stop::Failed(error)) if is_closed_pipe(&error) => return Ok(code),
        written => written?,
    }
    if let Some(page) = page {
        opener::open(&page).map_err(|error| Stop::Failed(error.into()))?;
    }
    Ok(code)
}

/// How much of a run is kept, and what is written beside the report.
struct Plan {
    /// Whether each dossier is written as soon as it is judged: JSON Lines need nothing kept, so that any number of
    /// applicants can be judged.
    streams: bool,
    /// Whether no more is wanted than a summary: of several dossiers a table says no more, unless more is asked for.
    summary: bool,
    /// Whether comments for a workflow go to standard error.
    comments: bool,
}

impl Plan {
    fn of(args: &Args, settings: &Settings) -> Plan {
        let comments = in_workflow() && settings.format != Format::Github;
        let marked = args.since.is_some();
        let kept = !settings.output.is_empty() || args.redact || args.annotate.is_some() || comments;
        Plan {
            streams: settings.format == Format::Jsonl && !kept && !marked,
            summary: settings.format == Format::Table && !args.details && !kept,
            comments,
        }
    }

    /// What is wanted of the run.
    fn wanted(&self, args: &Args, settings: &Settings) -> Result<Wanted, Stop> {
        let detail = if (self.streams && !args.details) || self.summary {
            Detail::Verdicts
        } else {
            Detail::Full
        };
        // what is not written over stays what it is, a document among them
        let reports = settings.output.iter().map(|output| output.path.as_path());
        let reports = reports.filter(|path| files::spare(path, args.force).is_ok());
        if settings.fail_on.contains(&Gate::New) && args.since.is_none() {
            return Err(Stop::Said(text!(
                "fail_on 含 new（只看新问题），须用 --since 指定上次的报告（.json、.jsonl）",
                "`fail_on` has `new`: name the earlier report (.json or .jsonl) with --since"
            )));
        }
        let since = args.since.as_deref();
        Ok(Wanted {
            since: since
                .map(|path| Ok::<_, Stop>((files::name(path), reported(path)?)))
                .transpose()?,
            judge: desk::judge(settings, detail, Materials::new(args.materials, reports))?,
            settings: settings.brought.clone(),
            waivers: Waivers::new(settings.waivers.clone(), settings.today),
            gates: settings.fail_on.clone(),
            lines: self.streams.then_some(args.details),
            summary: self.summary,
            redact: args.redact,
        })
    }
}

/// What is to be looked into: the paths of the command line, and those in the list that it names.
fn named(args: &Args) -> Result<Vec<PathBuf>, Stop> {
    let mut paths = args.paths.clone();
    if let Some(list) = &args.files_from {
        paths.extend(files::listed(list)?);
    }
    Ok(paths)
}

/// The dossiers among what was named. The pack of most of them is loaded while their folders are walked.
fn find(paths: &[PathBuf], settings: &Settings, applicants: &Applicants) -> Result<Walk, Stop> {
    let (walk, ()) = rayon::join(
        || folder::walk(paths, &settings.filter, &|bytes| applicants.is_form(bytes)),
        || applicants.expect_the_default_pack(),
    );
    settings.tell_of_idle_patterns(paths);
    // whoever forces patterns on what is named means that nothing may be left
    let nothing_asked = settings.filter.forced && !walk.skipped.is_empty();
    if walk.inputs.is_empty() && walk.closed.is_empty() && !nothing_asked {
        return Err(no_dossier());
    }
    Ok(walk)
}

/// A batch that knows what the walk could not open and passed over.
fn begin<'w>(wanted: &'w Wanted, walk: &Walk, met: &[Met], lang: Lang) -> Batch<'w> {
    let mut batch = Batch::new(wanted, walk.inputs.len(), lang);
    for (path, error) in &walk.closed {
        batch.closed(files::closed(path, error));
    }
    for met in met {
        batch.skip(files::name(&met.path), met.said());
    }
    for (path, reason) in &walk.skipped {
        batch.skip(files::name(path), reason.clone());
    }
    batch
}

/// Writes the report wherever it is wanted, and tells whether all of that could be written.
fn write_all(report: &Report, args: &Args, settings: &Settings, plan: &Plan, inputs: &[Input]) -> Result<bool, Stop> {
    let mut whole = true;
    tell_aside(report, settings);
    let look = Look {
        details: args.details,
        ..look(settings.lang)
    };
    if let Some(folder) = &args.annotate {
        whole &= annotated::write(report, inputs, folder, args.force, settings.lang)?;
    }
    if plan.comments {
        render(Format::Github, report, look, &mut anstream::stderr().lock())?;
    }
    whole &= write_files(report, settings, args.force, look)?;
    write(report, settings, plan.streams, look)?;
    Ok(whole)
}

/// The page that is opened once it is written.
fn page_to_open(args: &Args, settings: &Settings) -> Result<Option<PathBuf>, Stop> {
    if !args.open {
        return Ok(None);
    }
    let page = settings.output.iter().find(|output| output.format == Format::Html);
    match page {
        Some(page) => Ok(Some(page.path.clone())),
        None => Err(Stop::Said(text!(
            "--open 需要同时用 -o 写出 .html 文件",
            "--open needs an .html file written with -o"
        ))),
    }
}

/// Whether the run is a step of a GitHub workflow.
fn in_workflow() -> bool {
    std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true")
}

/// Says on standard error what a reader of machine formats would miss.
fn tell_aside(report: &Report, settings: &Settings) {
    if settings.format == Format::Table {
        return;
    }
    let note = text!("提示", "note");
    let stale = report
        .waivers
        .iter()
        .filter(|waived| waived.state != WaiverState::Applied);
    let twice = report.duplicates.iter().map(|duplicate| &duplicate.message);
    for message in twice.chain(stale.map(|waived| &waived.message)) {
        let said = text!("{note}: {message}", "{note}: {message}"; note, message);
        super::common::say(&said, settings.lang);
    }
}

/// How many folders up from the one that a file is in the working directory lies, where the path alone tells.
fn folders_up(path: &Path) -> Option<usize> {
    let mut up = 0;
    for step in path.parent()?.components() {
        match step {
            Component::Normal(_) => up += 1,
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(up)
}

/// Writes the report to every file that may be written, and tells whether all of them could be. Each that could not
/// is named on standard error.
fn write_files(report: &Report, settings: &Settings, force: bool, look: Look) -> Result<bool, Stop> {
    let mut whole = true;
    for Output { path, format } in &settings.output {
        let look = Look {
            up: folders_up(path),
            height: super::common::LINES,
            ..look
        };
        let table = *format == Format::Table;
        let written = files::write_shown(path, force, table, |out| render(*format, report, look, out));
        match written {
            Err(Stop::Failed(error)) if is_closed_pipe(&error) => return Err(Stop::Failed(error)),
            Err(stop) => {
                whole = false;
                super::common::tell(stop, settings.lang);
            }
            Ok(()) => {}
        }
    }
    Ok(whole)
}

/// Writes the report to standard output.
fn write(report: &Report, settings: &Settings, streamed: bool, look: Look) -> Result<(), Stop> {
    if streamed {
        return Ok(());
    }
    show(settings.format == Format::Table, |out| {
        render(settings.format, report, look, out)
    })
}
