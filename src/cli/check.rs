//! `check`: dossiers in, report out.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::calendar::Calendar;
use crate::check::{Contradiction, Detail, as_of, check};
use crate::day::Day;
use crate::dossier::Dossier;
use crate::load;
use crate::pack::Pack;
use crate::place::{InputError, Unreadable};
use crate::render::{Format, render};
use crate::report::{Gate, Report};
use crate::text::Lang;

use super::{Stop, files, look, print_errors};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    pack: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[arg(long, short, value_name = "FILE", value_parser = output)]
    output: Vec<Output>,
    #[arg(long, value_name = "LIST", default_value = "fail,missing", value_parser = gates)]
    fail_on: Gates,
}

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
    let chosen = args.pack.as_deref().map(files::pack).transpose()?.map(Rc::new);
    let mut desk = Desk {
        packs: HashMap::new(),
        chosen,
        calendar,
        flag: args.as_of,
        today: OnceCell::new(),
    };
    let mut report = Report::new(&desk.calendar);
    for path in &args.files {
        report.summary.files += 1;
        match desk.judge(path, &mut report) {
            Ok(()) => {}
            Err(Stop::Unreadable(unreadable)) => report.add_unreadable(unreadable),
            Err(stop) => return Err(stop),
        }
    }
    for unreadable in &report.unreadable {
        print_errors(unreadable, lang);
    }
    let look = look(lang);
    for output in &args.output {
        let mut bytes = Vec::new();
        render(
            output.format,
            &report,
            look,
            &mut anstream::StripStream::new(&mut bytes as &mut dyn io::Write),
        )?;
        files::write_whole(&output.path, &bytes)?;
    }
    let mut out = anstream::stdout().lock();
    match render(args.format, &report, look, &mut out).and_then(|()| out.flush()) {
        // Whoever reads the output has seen enough; the verdicts stand.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(report.exit_code(&args.fail_on.0))
}

/// What stays the same from dossier to dossier.
struct Desk {
    packs: HashMap<String, Rc<Pack>>,
    chosen: Option<Rc<Pack>>,
    calendar: Calendar,
    flag: Option<Day>,
    today: OnceCell<Day>,
}

impl Desk {
    fn today(&self) -> Day {
        *self.today.get_or_init(Day::today_in_shanghai)
    }

    /// Judges the dossier in one file.
    fn judge(&mut self, path: &Path, report: &mut Report) -> Result<(), Stop> {
        let (source, text) = files::text(path)?;
        let today = self.today();
        let mut found = None;
        let dossier = load::toml::read(&source, &text, today, |named| {
            let pack = self.pack(named)?;
            let dictionary = pack.dictionary.clone();
            found = Some(pack);
            Ok(dictionary)
        })?;
        let Some(pack) = found else { return Ok(()) };
        let as_of = as_of(&dossier, self.flag, today).map_err(|clash| contradiction(&dossier, clash))?;
        report.add_pack(&pack);
        report.add(check(&pack, &dossier, as_of, &self.calendar, Detail::Full));
        Ok(())
    }

    /// The pack that was chosen for all, else the one the dossier names, else the only one there is.
    fn pack(&mut self, named: Option<load::toml::Named<'_>>) -> Result<Rc<Pack>, InputError> {
        if let Some(chosen) = &self.chosen {
            return Ok(chosen.clone());
        }
        let mut shipped = Pack::shipped();
        let id = match (&named, shipped.next(), shipped.next()) {
            (Some(named), _, _) => named.award,
            (None, Some(only), None) => only,
            (None, _, _) => {
                let known: Vec<&str> = Pack::shipped().collect();
                let known = known.join(", ");
                return Err(InputError::whole(text!(
                    "没有写 award，无法确定规则包（可用：{known}）",
                    "no `award` is given, so the pack is not known (there are: {known})"
                )));
            }
        };
        if let Some(pack) = self.packs.get(id) {
            return Ok(pack.clone());
        }
        let at = |message| match &named {
            Some(named) => InputError::at(named.spot, message),
            None => InputError::whole(message),
        };
        let pack = match Pack::find(id) {
            Some(Ok(pack)) => Rc::new(pack),
            Some(Err(unreadable)) => {
                let first = unreadable
                    .errors
                    .into_iter()
                    .next()
                    .map(|error| error.message)
                    .unwrap_or_default();
                return Err(at(first));
            }
            None => {
                let (message, hint) = Pack::unknown(id);
                return Err(at(message).hint(hint));
            }
        };
        self.packs.insert(id.to_owned(), pack.clone());
        Ok(pack)
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
            crate::field::Entry::Field(id) => dossier.slot(crate::dossier::Cite::Scalar(id))?.spot(),
            crate::field::Entry::Section(_) => None,
        });
    let error = InputError {
        spot: submitted,
        message,
        hint: Some(hint),
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
