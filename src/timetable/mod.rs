//! The days up to the deadline for one applicant: on which submission works, what holds on which day, what has to be
//! done by when.
//!
//! Nothing here knows a rule. Every day is judged by `check` as if the dossier were submitted on it, and what is asked
//! of days is read off those verdicts.

mod spans;
mod suppose;
mod tasks;

use serde::Serialize;

use crate::calendar::{Calendar, DayKind};
use crate::check::{AsOf, Detail, check};
use crate::day::Day;
use crate::dictionary::Track;
use crate::dossier::{Carrier, Dossier};
use crate::pack::{Condition, Pack};
use crate::place::Unreadable;
use crate::report::{AsOfFrom, DossierReport};
use crate::rules::Context;
use crate::sweep::Sweep;
use crate::text::Text;
use crate::verdict::Overall;

pub use spans::{Holds, Span};
pub use suppose::{Posted, Submitted, Supposed};
use tasks::Due;
pub use tasks::Task;

/// The edition that is planned for.
#[derive(Debug)]
pub struct Edition {
    /// Its pack, which closes on the day that is planned for.
    pub pack: Pack,
    /// The day on which the edition of the pack closes, where another is forecast by its conditions.
    pub forecast_from: Option<Day>,
}

impl Edition {
    /// The edition of `pack`, or the one that closes on another day, by its conditions.
    ///
    /// # Errors
    /// What is wrong with the pack.
    pub fn new(pack: &Pack, closes: Option<Day>) -> Result<Edition, Unreadable> {
        let moved = closes.filter(|closes| *closes != pack.closes || pack.closes_unseen);
        let closes = moved.or(Some(pack.closes)).filter(|_| moved.is_some());
        let read = Pack::read_as(&pack.written, closes)?;
        Ok(Edition {
            forecast_from: moved.map(|_| pack.closes),
            pack: Pack {
                closes_unseen: pack.closes_unseen && moved.is_none(),
                ..read
            },
        })
    }
}

/// One day on which the dossier could be submitted.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct DayShown {
    /// The day.
    pub day: Day,
    /// Whether it is worked; none where the calendar of its year is not announced.
    #[serde(serialize_with = "kind")]
    pub kind: Option<DayKind>,
    /// The verdict on the dossier as if it were submitted then.
    pub verdict: Overall,
    /// Whether submission works then.
    pub works: bool,
}

/// What the kinds of days are called in JSON.
fn kind<S: serde::Serializer>(kind: &Option<DayKind>, serializer: S) -> Result<S::Ok, S::Error> {
    kind.map(|kind| match kind {
        DayKind::Weekday => "working",
        DayKind::MakeUp => "make_up",
        DayKind::Weekend => "weekend",
        DayKind::Off => "off",
    })
    .serialize(serializer)
}

/// The years of which a table of the dossier is asked for rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearsCounted {
    /// What the table is called.
    pub table: Text,
    /// The years, in order.
    pub years: Vec<i64>,
}

/// The days that one applicant has.
#[derive(Debug, Serialize)]
pub struct Timetable {
    /// Where the applicant was read.
    pub source: std::sync::Arc<str>,
    /// Its name, if it is given.
    pub applicant: Option<String>,
    /// The track, if it is given.
    pub track: Option<Track>,
    /// The pack.
    pub pack: String,
    /// SHA-256 of its text.
    pub pack_sha256: String,
    /// Its file, unless it is in the program.
    pub pack_file: Option<String>,
    /// What the award and edition are called.
    pub title: Text,
    /// The day from which is planned.
    pub as_of: Day,
    /// From when applications can be made, where that is known.
    pub opens: Option<Day>,
    /// The last day of the time for applications.
    pub closes: Day,
    /// How many days there are from the as-of day to that day.
    pub days_left: i64,
    /// Of a forecast: the day on which the edition closed by whose conditions it is made.
    pub forecast_from: Option<Day>,
    /// The years that count.
    pub years: Vec<YearsCounted>,
    /// The verdict as of the as-of day.
    pub verdict: Overall,
    /// The first day on which submission works, as far as the facts are given.
    pub first_day: Option<Day>,
    /// The last such day.
    pub last_day: Option<Day>,
    /// The last day to post the notice so that it is enough under every reading.
    pub last_safe_post: Option<Day>,
    /// Whether nothing that can be done still serves in this edition.
    pub too_late: bool,
    /// The same in sentences, the most urgent first.
    pub says: Vec<Text>,
    /// The day of submission in the dossier, which is set aside here.
    pub set_aside: Option<Day>,
    /// What follows if the notice is posted on a given day.
    pub post: Option<Posted>,
    /// What follows if the dossier is submitted on a given day.
    pub submit: Option<Submitted>,
    /// What is to be done, by when, the most urgent first.
    pub tasks: Vec<Task>,
    /// What holds on which day, in the order of the pack.
    pub conditions: Vec<Holds>,
    /// Every day from the as-of day to the last.
    pub days: Vec<DayShown>,
}

/// Plans the days of `dossier` from `as_of` to the last day of the edition.
pub fn plan(edition: &Edition, dossier: &Dossier, as_of: Day, calendar: &Calendar, supposed: Supposed) -> Timetable {
    let pack = &edition.pack;
    let set_aside = dossier.submitted_on();
    let carried = match edition.forecast_from {
        Some(_) => for_another_edition(pack, dossier),
        None => dossier.submitted(None),
    };
    let planner = Planner { pack, as_of, calendar };
    let post = supposed.post.map(|day| planner.posted(&carried, day));
    let dossier = match &post {
        Some((_, dossier)) => dossier,
        None => &carried,
    };
    let report = planner.before(dossier);
    let outlook = report.outlook.as_ref();
    let first_day = outlook.and_then(|outlook| outlook.first_day);
    let last_day = outlook.and_then(|outlook| outlook.last_day);
    let submit = supposed.submit.map(|day| planner.submitted(dossier, day));
    let judged: Vec<(Day, DossierReport)> = as_of
        .through(pack.closes)
        .map(|day| (day, planner.on(dossier, day, Detail::Verdicts)))
        .collect();
    let context = planner.context(dossier, as_of);
    let sweep = Sweep::new(&context, pack.closes);
    let works = sweep
        .as_ref()
        .map(|sweep| sweep.serving(planner.asked(dossier.track())));
    let works = |day: &Day| first_day.is_some() && works.as_ref().is_some_and(|works| works(day));
    let last_safe_post = outlook.and_then(|outlook| outlook.last_safe_post);
    let wanting = submit.as_ref().filter(|submit| submit.notice_wanting);
    let sooner = last_safe_post.zip(wanting.and_then(|submit| submit.last_safe_post));
    let due = Due {
        end: supposed.submit.or(last_day).unwrap_or(pack.closes),
        sooner,
        forecast: edition.forecast_from.is_some(),
    };
    Timetable {
        source: report.source.clone(),
        applicant: report.applicant.clone(),
        track: report.track.clone(),
        pack: pack.id.clone(),
        pack_sha256: pack.sha256.clone(),
        pack_file: pack.brought_from().map(str::to_owned),
        title: pack.title.clone(),
        as_of,
        opens: pack.opens,
        closes: pack.closes,
        days_left: pack.closes.days_since(as_of),
        forecast_from: edition.forecast_from,
        years: planner.years(dossier.track()),
        verdict: report.verdict,
        first_day,
        last_day,
        last_safe_post,
        too_late: outlook.is_some_and(|outlook| outlook.too_late),
        says: outlook.map(|outlook| outlook.says.clone()).unwrap_or_default(),
        set_aside,
        post: post.as_ref().map(|(posted, _)| posted.clone()),
        submit,
        tasks: tasks::of(pack, &report, due),
        days: judged
            .iter()
            .map(|(day, report)| DayShown {
                day: *day,
                kind: calendar.kind(*day).ok(),
                verdict: report.verdict,
                works: works(day),
            })
            .collect(),
        conditions: spans::of(pack, &judged),
    }
}

/// What holds of an applicant whatever the application, entered for the same track of another edition.
fn for_another_edition(pack: &Pack, dossier: &Dossier) -> Dossier {
    let mut carried = Carrier::between(&dossier.dictionary, &pack.dictionary).carry(dossier);
    let mut tracks = (0..).zip(pack.tracks());
    if let Some((position, _)) = tracks.find(|(_, track)| Some(*track) == dossier.track()) {
        carried.enter(position);
    }
    carried
}

/// What stays the same from day to day.
struct Planner<'p> {
    pack: &'p Pack,
    as_of: Day,
    calendar: &'p Calendar,
}

impl<'p> Planner<'p> {
    /// What rules may look at before submission.
    fn context<'a>(&'a self, dossier: &'a Dossier, as_of: Day) -> Context<'a> {
        Context {
            dossier,
            as_of,
            submitted: None,
            calendar: self.calendar,
            documents: None,
            wording: false,
        }
    }

    /// The conditions that address a track, and that no documents are needed for.
    fn asked<'t>(&self, track: Option<&'t Track>) -> impl Iterator<Item = &'p Condition> + use<'p, 't> {
        let pack: &'p Pack = self.pack;
        let addressed = move |condition: &&Condition| track.is_none_or(|track| condition.tracks.contains(track));
        let asked = pack.conditions.iter().filter(addressed);
        asked.filter(|condition| !condition.rule.rule().needs_documents())
    }

    /// The verdicts as of the as-of day, before submission.
    fn before(&self, dossier: &Dossier) -> DossierReport {
        let as_of = AsOf {
            day: self.as_of,
            from: AsOfFrom::Flag,
            submitted: false,
        };
        check(self.pack, dossier, None, as_of, self.calendar, Detail::Full)
    }

    /// The verdicts as if the dossier were submitted on `day`.
    fn on(&self, dossier: &Dossier, day: Day, detail: Detail) -> DossierReport {
        let dossier = dossier.submitted(Some(day));
        let as_of = AsOf {
            day,
            from: AsOfFrom::SubmittedOn,
            submitted: true,
        };
        check(self.pack, &dossier, None, as_of, self.calendar, detail)
    }

    /// The years of which the conditions of a track ask for rows, by table.
    fn years(&self, track: Option<&Track>) -> Vec<YearsCounted> {
        let mut counted: Vec<YearsCounted> = Vec::new();
        for (section, year) in self.asked(track).flat_map(|condition| condition.rule.rule().rows()) {
            let Some(section) = self.pack.dictionary.section(section) else {
                continue;
            };
            match counted.iter_mut().find(|known| known.table == section.label) {
                Some(known) if known.years.contains(&year) => {}
                Some(known) => known.years.push(year),
                None => counted.push(YearsCounted {
                    table: section.label.clone(),
                    years: vec![year],
                }),
            }
        }
        counted.iter_mut().for_each(|known| known.years.sort_unstable());
        counted
    }
}
