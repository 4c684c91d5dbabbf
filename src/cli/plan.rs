//! `plan`: the days up to the deadline, what holds on each and what is to be done by when.

use std::path::PathBuf;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::day::Day;
use crate::desk::applicants::Found;
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::render::timetable::{Format, Plans, render};
use crate::text::Lang;
use crate::timetable::{Edition, Supposed, plan};

use super::common::{COULD_NOT_CHECK, Stop, day, fit_for_standard_output, look, print_errors, print_note};
use super::library;
use super::outputs::{Outputs, by_extension};
use super::settings::{Flags, JudgingFlags, Settings};
use super::{desk, files};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: JudgingFlags,
    #[arg(long, value_name = "DATE")]
    post: Option<String>,
    #[arg(long, value_name = "DATE")]
    submit: Option<String>,
    #[arg(long, value_name = "DATE")]
    closes: Option<String>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_enum, value_name = "table|json|html|xlsx|ics", default_value = "table")]
    format: Format,
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,
    #[arg(long)]
    force: bool,
}

/// By what days are planned.
struct Planner {
    as_of: Day,
    calendar: Calendar,
    supposed: Supposed,
    closes: Option<Day>,
    /// The editions that were planned for so far, by the packs they are of.
    editions: Vec<(Arc<Pack>, Edition)>,
    plans: Plans,
}

/// Plans the days of every applicant and writes them.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let settings = Settings::of(&Flags::from(&args.flags), lang)?;
    let lang = settings.lang;
    fit_for_standard_output(args.format == Format::Xlsx)?;
    let outputs = Outputs {
        files: by_extension(&args.output, Format::of_extension, |name| {
            text!(
                "{name}：时间表可写成 .txt、.json、.html、.xlsx、.ics",
                "{name}: a timetable is written as .txt, .json, .html, .xlsx or .ics"
            )
        })?,
        shown: args.format,
        table: Format::Table,
        force: args.force,
    };
    let day = |option: &str, written: &Option<String>| day(option, "2025-12-26", written.as_deref());
    let mut planner = Planner {
        as_of: settings.as_of.unwrap_or(settings.today),
        calendar: library::calendar(&settings.calendar)?,
        supposed: Supposed {
            post: day("--post", &args.post)?,
            submit: day("--submit", &args.submit)?,
        },
        closes: day("--closes", &args.closes)?,
        editions: Vec::new(),
        plans: Plans {
            settings: settings.brought.clone(),
            timetables: Vec::new(),
            unreadable: Vec::new(),
        },
    };
    planner.read(args, &settings)?;
    let code = match planner.plans.unreadable.is_empty() {
        true => 0,
        false => COULD_NOT_CHECK,
    };
    let (plans, look) = (planner.plans, look(lang));
    outputs.write(code, lang, |format, out| render(format, &plans, look, out))
}

impl Planner {
    /// Reads and plans everyone in what was named.
    fn read(&mut self, args: &Args, settings: &Settings) -> Result<(), Stop> {
        let lang = settings.lang;
        let applicants = desk::applicants(settings)?.only_from(args.sheet.as_deref());
        let walk = desk::walk(&args.paths, settings, &applicants)?;
        for (path, error) in &walk.closed {
            self.lost(files::closed(path, error), lang);
        }
        for input in &walk.inputs {
            applicants.read::<Stop>(input, &mut |found| {
                match found {
                    Found::Dossier(pack, dossier) => {
                        if let Some(unread) = dossier.unread() {
                            self.lost(unread, lang);
                        }
                        if let Some(why) = pack.asks_nothing(dossier.track(), false) {
                            let lost = Unreadable::new(dossier.source.clone(), vec![InputError::whole(why)]);
                            self.lost(lost, lang);
                            return Ok(());
                        }
                        let (as_of, supposed) = (self.as_of, self.supposed);
                        let at = self.edition(&pack)?;
                        if let Some((_, edition)) = self.editions.get(at) {
                            let planned = plan(edition, &dossier, as_of, &self.calendar, supposed);
                            self.plans.timetables.push(planned);
                        }
                    }
                    Found::Unreadable(unreadable) => self.lost(unreadable, lang),
                    Found::Passed(passed) => print_note(&passed, lang),
                    Found::Skipped(..) | Found::Ours(_) => {}
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn lost(&mut self, unreadable: Unreadable, lang: Lang) {
        print_errors(&unreadable, lang);
        self.plans.unreadable.push(unreadable);
    }

    /// Where the edition of a pack stands among the editions; every day that is asked after lies in it.
    fn edition(&mut self, pack: &Arc<Pack>) -> Result<usize, Stop> {
        let known = self.editions.iter().position(|(known, _)| Arc::ptr_eq(known, pack));
        if let Some(known) = known {
            return Ok(known);
        }
        let edition = Edition::new(pack, self.closes)?;
        let (closes, as_of) = (edition.pack.closes, self.as_of);
        if edition.pack.closes_unseen {
            return Err(Stop::Said(text!(
                "截止日未见，请查申报通知，并用 --closes 写明",
                "the closing day was not seen: look it up in the notice and name it with --closes"
            )));
        }
        if closes < as_of {
            return Err(Stop::Said(text!(
                "{closes} 已截止（判断日 {as_of}）；用 --closes 按本届条件预测下一届，或用 --as-of 另指判断日",
                "it closed on {closes} (as of {as_of}); forecast the next edition with --closes, or name another day with --as-of"
            )));
        }
        for (option, day) in [("--post", self.supposed.post), ("--submit", self.supposed.submit)] {
            if let Some(day) = day.filter(|day| closes < *day) {
                return Err(Stop::Said(text!(
                    "{option} {day} 晚于截止日 {closes}",
                    "{option} {day} lies after the deadline {closes}"
                )));
            }
        }
        self.editions.push((pack.clone(), edition));
        Ok(self.editions.len() - 1)
    }
}
