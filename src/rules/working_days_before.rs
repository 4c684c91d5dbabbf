//! A notice posted for at least so many working days, and over before submission.
//!
//! Working days are those of the State Council's calendar, make-up days included (行政许可法 82 by analogy). Reading
//! A does not count the day of posting (民法典 201), reading B does; the last day counts under both. One notice
//! must reach the number by itself. Ending on the very day of submission is for a person (no hour is stated);
//! still running at submission fails. Before submission, a notice that still runs leaves the fact to come:
//! missing, with its last day. Objections are for a person. Days of a year whose calendar is not announced are
//! not known, never Monday to Friday.
//!
//! 中文：提交前公示不少于若干工作日，按国务院公布的放假调休安排计算。公示首日不计入（A，民法典第 201 条）与计入（B）两种算法：A 满足
//! 即通过，仅 B 满足待评审，B 也不满足为不符合。须在提交前结束；每次公示单独计算，不累加；有异议的待评审。
//!
//! ```toml
//! [working_days_before]
//! table = "public_notices"
//! first_day = "public_notices.started_on"
//! last_day = "public_notices.ended_on"
//! objections = "public_notices.objections"
//! scope = "public_notices.scope"
//! scopes = { organization = ["organization"], individual = ["employer"] }
//! working_days = 5
//! deadline = 2025-12-30
//!
//! [[case]]
//! given.track = "organization"
//! given.submission.submitted_on = 2025-12-30
//! given.public_notices = [{ scope = "organization", started_on = 2025-12-22, ended_on = 2025-12-29, objections = false }]
//! verdict = "pass"
//!
//! [[case]]
//! given.track = "organization"
//! given.submission.submitted_on = 2025-12-30
//! given.public_notices = [{ scope = "organization", started_on = 2025-12-23, ended_on = 2025-12-29, objections = false }]
//! verdict = "review"
//!
//! [[case]]
//! given.track = "organization"
//! given.submission.submitted_on = 2025-12-30
//! given.public_notices = [{ scope = "organization", started_on = 2025-12-24, ended_on = 2025-12-29, objections = false }]
//! verdict = "fail"
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::calendar::{Calendar, Count, Uncovered};
use crate::day::Day;
use crate::dossier::Row;
use crate::field::{Column, Dictionary, Table, Track, choices};
use crate::rules::{Context, Outcome, Rule, among};
use crate::text::Text;
use crate::value::{Choice, Flag};
use crate::verdict::{Reason, Verdict};

/// The parameters of `working_days_before`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Entry")]
pub struct Params {
    entry: Entry,
    scopes: BTreeMap<Track, Vec<u8>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The table of notices.
    table: Table,
    /// The column of the first day.
    first_day: Column<Day>,
    /// The column of the last day.
    last_day: Column<Day>,
    /// The column that says whether there were objections.
    objections: Column<Flag>,
    /// The column of where it was posted.
    scope: Column<Choice>,
    /// Where it has to be posted, by track; elsewhere is for a person.
    scopes: BTreeMap<Track, Vec<String>>,
    /// How many working days.
    working_days: usize,
    /// The last day of submission, for the remedy.
    deadline: Day,
}

impl TryFrom<Entry> for Params {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Params, String> {
        let by_track = |(track, ids): (&Track, &Vec<String>)| Ok((*track, choices(entry.scope.id, ids)?));
        let scopes = entry.scopes.iter().map(by_track).collect::<Result<_, String>>()?;
        Ok(Params { entry, scopes })
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let days = self.entry.working_days;
        text!(
            "提交前公示不少于 {days} 个工作日",
            "posted for at least {days} working days, and over before submission"
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn numbers(&self, _: Verdict, _: Option<Reason>) -> Vec<&'static str> {
        vec!["last_safe_day"]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let table = self.entry.table;
        let outcome = match context.dossier.rows(table) {
            None => Outcome::not_given(context, &[table.into()]),
            Some([]) => {
                let found = context.say(|| text!("写明没有公示", "stated that none was posted"));
                Outcome::fail(found).cite([table.into()])
            }
            Some(rows) => {
                let notices = rows
                    .iter()
                    .enumerate()
                    .map(|(number, row)| self.notice(context, number, row));
                Outcome::one_of(notices)
            }
        };
        if !context.wording {
            return outcome;
        }
        let last_safe_day = self.last_safe_day(context.calendar);
        let named = context.say(|| match last_safe_day {
            Some(day) => {
                let weekday = day.weekday();
                Text {
                    zh: format!("{day}（{}）", weekday.zh()),
                    en: format!("{day} ({})", weekday.en()),
                }
            }
            None => text!(
                "（放假安排未公布，无法推算）",
                "(not known: the calendar is not announced)"
            ),
        });
        let act_by = last_safe_day.filter(|_| outcome.verdict != Verdict::Pass);
        outcome.number("last_safe_day", named).act_by(act_by)
    }
}

impl Params {
    /// One notice by itself.
    fn notice(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let entry = &self.entry;
        let parts = [
            self.posted(context, number, row),
            self.over(context, number, row),
            self.where_posted(context, number, row),
            match row.get(entry.objections) {
                None => Outcome::not_given(context, &[entry.objections.at(number)]),
                Some(false) => Outcome::pass(Text::default()).cite([entry.objections.at(number)]),
                Some(true) => Outcome::review(
                    Reason::Evidence,
                    context.say(|| text!("公示有异议", "objections were raised")),
                )
                .cite([entry.objections.at(number)]),
            },
        ];
        Outcome::all_of(parts)
    }

    /// Whether it was posted long enough, as far as its days are settled.
    fn posted(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let entry = &self.entry;
        let cites = [entry.first_day.at(number), entry.last_day.at(number)];
        let (Some(first), Some(last)) = (row.get(entry.first_day), row.get(entry.last_day)) else {
            let gaps = among([
                (row.get(entry.first_day).is_none(), cites[0]),
                (row.get(entry.last_day).is_none(), cites[1]),
            ]);
            return Outcome::not_given(context, &gaps);
        };
        let count = match context.calendar.count(first, last) {
            Ok(count) => count,
            Err(Uncovered(year)) => return uncovered(context, year).cite(cites),
        };
        let with_first = count.working.len();
        let without_first = count.working.iter().filter(|day| **day > first).count();
        let found = context.say(|| describe(&count, first, last, without_first, with_first));
        let outcome = if without_first >= entry.working_days {
            Outcome::pass(found)
        } else if with_first >= entry.working_days {
            Outcome::review(Reason::Readings, found)
        } else if context.submitted.is_none() && last >= context.as_of {
            let note = context.say(|| {
                let days = entry.working_days;
                text!(
                    "按计划的起止日不足 {days} 个工作日，请延长公示",
                    "as planned it is shorter than {days} working days: extend it"
                )
            });
            Outcome::missing(found).note(note)
        } else {
            Outcome::fail(found)
        };
        outcome.cite(cites)
    }

    /// Whether it was over before submission.
    fn over(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let entry = &self.entry;
        let Some(last) = row.get(entry.last_day) else {
            return Outcome::not_given(context, &[entry.last_day.at(number)]);
        };
        let cite = [entry.last_day.at(number)];
        match context.submitted {
            Some(submitted) if last > submitted => {
                let found = context.say(|| {
                    text!(
                        "公示至 {last}，{submitted} 提交时尚未结束",
                        "posted until {last}, still running when submitted on {submitted}"
                    )
                });
                Outcome::fail(found).cite(cite)
            }
            Some(submitted) if last == submitted => {
                let found = context.say(|| {
                    text!(
                        "公示于提交当日 {last} 结束，先后不明",
                        "it ends on {last}, the very day of submission; which came first is not said"
                    )
                });
                Outcome::review(Reason::Readings, found).cite(cite)
            }
            None if last >= context.as_of => {
                let as_of = context.as_of;
                let found = context.say(|| {
                    text!(
                        "公示至 {last}，截至 {as_of} 尚未结束，结束后方可提交",
                        "it runs until {last}, not over as of {as_of}; submit after that"
                    )
                });
                Outcome::missing(found).cite(cite)
            }
            _ => Outcome::pass(Text::default()).cite(cite),
        }
    }

    /// Whether it was posted where it has to be.
    fn where_posted(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let entry = &self.entry;
        let cite = [entry.scope.at(number)];
        match row.get(entry.scope) {
            None => Outcome::not_given(context, &cite),
            Some(scope) if self.serves(context.dossier.track(), scope) => Outcome::pass(Text::default()).cite(cite),
            Some(scope) if context.dossier.track().is_none() && self.serves_some(scope) => {
                Outcome::not_given(context, &context.dossier.track_cite().into_iter().collect::<Vec<_>>())
            }
            Some(scope) => {
                let found = context.say(|| {
                    let scope = context.choice(entry.scope.id, scope);
                    Text {
                        zh: format!("只写了在“{}”公示", scope.zh),
                        en: format!("posted only here: {}", scope.en),
                    }
                });
                Outcome::review(Reason::Evidence, found).cite(cite)
            }
        }
    }

    /// Whether a notice posted there serves an applicant of the track; where that is not given, of every track.
    fn serves(&self, track: Option<Track>, scope: u8) -> bool {
        match track {
            Some(track) => self.scopes.get(&track).is_some_and(|scopes| scopes.contains(&scope)),
            None => !self.scopes.is_empty() && self.scopes.values().all(|scopes| scopes.contains(&scope)),
        }
    }

    /// Whether a notice posted there serves an applicant of any track.
    fn serves_some(&self, scope: u8) -> bool {
        self.scopes.values().any(|scopes| scopes.contains(&scope))
    }

    /// The last day to post so that the notice is long enough under reading A and over before a submission on
    /// the deadline; none where the calendar is not known.
    fn last_safe_day(&self, calendar: &Calendar) -> Option<Day> {
        let mut left = self.entry.working_days;
        let mut day = self.entry.deadline;
        while left > 0 {
            day = day.plus(-1);
            if calendar.kind(day).ok()?.is_working() {
                left -= 1;
            }
        }
        back_to_working(calendar, day.plus(-1))
    }
}

/// The last working day up to `day`: notices are posted at work.
fn back_to_working(calendar: &Calendar, day: Day) -> Option<Day> {
    let mut day = day;
    while !calendar.kind(day).ok()?.is_working() {
        day = day.plus(-1);
    }
    Some(day)
}

/// The want of a calendar.
fn uncovered(context: &Context<'_>, year: i16) -> Outcome {
    Outcome::missing(context.say(|| {
        text!(
            "国务院尚未公布 {year} 年放假安排（或日历未收录），无法计算工作日",
            "the State Council has not published {year} (or the calendar lacks it): working days cannot be counted"
        )
    }))
}

/// The days that were counted, and the make-up days and days off that mattered, in words.
fn describe(count: &Count, first: Day, last: Day, without_first: usize, with_first: usize) -> Text {
    let days = listed(&count.working);
    let mut said = text!(
        "{first} 至 {last} 公示：首日不计 {without_first} 个工作日，首日计入 {with_first} 个工作日（{days}）",
        "posted {first} to {last}; working days: {without_first} without the first day, {with_first} with it ({days})"
    );
    if !count.made_up.is_empty() {
        let made_up = listed(&count.made_up);
        said.push(&text!("；调休上班 {made_up}", "; make-up days {made_up}"));
    }
    if !count.off.is_empty() {
        let off = listed(&count.off);
        said.push(&text!("；放假 {off}", "; days off {off}"));
    }
    said
}

/// Days in short: the first dozen one by one without their year, the rest by number.
fn listed(days: &[Day]) -> String {
    const SHOWN: usize = 12;
    let short = |day: &Day| format!("{:02}-{:02}", day.month(), day.day());
    let mut shown: Vec<String> = days.iter().take(SHOWN).map(short).collect();
    if days.len() > SHOWN {
        shown.push(format!("… +{}", days.len() - SHOWN));
    }
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge, judge_as_of};

    fn rule() -> String {
        example("working_days_before")
    }

    fn notice(first: &str, last: &str, submitted: &str) -> Outcome {
        judge(
            &rule(),
            &format!(
                "track = 'organization'
                submission.submitted_on = {submitted}
                public_notices = [{{ scope = 'organization', started_on = {first}, ended_on = {last}, objections = false }}]"
            ),
        )
    }

    #[test]
    fn five_days_without_the_first_pass_five_with_it_are_for_a_person() {
        assert_eq!(notice("2025-12-22", "2025-12-29", "2025-12-30").verdict, Verdict::Pass);
        assert_eq!(
            notice("2025-12-23", "2025-12-29", "2025-12-30").verdict,
            Verdict::Review
        );
        assert_eq!(notice("2025-12-24", "2025-12-29", "2025-12-30").verdict, Verdict::Fail);
    }

    #[test]
    fn it_must_be_over_before_submission() {
        assert_eq!(notice("2025-12-15", "2025-12-25", "2025-12-26").verdict, Verdict::Pass);
        assert_eq!(
            notice("2025-12-15", "2025-12-26", "2025-12-26").verdict,
            Verdict::Review
        );
        assert_eq!(notice("2025-12-15", "2025-12-27", "2025-12-26").verdict, Verdict::Fail);
    }

    #[test]
    fn make_up_days_work_and_days_off_rest() {
        let outcome = notice("2025-09-26", "2025-10-09", "2025-10-10");
        assert_eq!(outcome.verdict, Verdict::Review);
        assert!(outcome.found.zh.contains("调休上班 09-28"), "{}", outcome.found.zh);
        assert!(
            outcome
                .found
                .zh
                .contains("放假 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08")
        );
        assert_eq!(notice("2025-09-26", "2025-10-10", "2025-10-11").verdict, Verdict::Pass);
    }

    #[test]
    fn a_year_without_a_calendar_is_missing_and_says_so() {
        let outcome = notice("2026-12-30", "2027-01-10", "2027-01-11");
        assert_eq!(outcome.verdict, Verdict::Missing);
        assert!(outcome.found.zh.contains("2027"));
    }

    #[test]
    fn before_submission_a_notice_that_runs_is_still_to_come() {
        let running = |as_of: Day| {
            let given = "track = 'organization'
                public_notices = [{ scope = 'organization', started_on = 2025-12-15, ended_on = 2025-12-22, objections = false }]";
            judge_as_of(&rule(), given, as_of).verdict
        };
        assert_eq!(running(Day::new(2025, 12, 22).unwrap()), Verdict::Missing);
        assert_eq!(running(Day::new(2025, 12, 23).unwrap()), Verdict::Pass);
    }

    #[test]
    fn notices_are_never_added_and_the_best_one_counts() {
        let two = |second: &str| {
            let rows = format!(
                "track = 'organization'
                    submission.submitted_on = 2025-12-30
                public_notices = [
                    {{ scope = 'organization', started_on = 2025-12-01, ended_on = 2025-12-04, objections = false }},
                    {{ scope = 'organization', {second}, objections = false }},
                ]"
            );
            judge(&rule(), &rows).verdict
        };
        assert_eq!(two("started_on = 2025-12-08, ended_on = 2025-12-11"), Verdict::Fail);
        assert_eq!(two("started_on = 2025-12-08, ended_on = 2025-12-15"), Verdict::Pass);
        assert_eq!(two("started_on = 2025-12-08"), Verdict::Missing);
    }

    #[test]
    fn where_it_hung_and_what_was_said_against_it_are_for_a_person() {
        let with = |cells: &str| {
            judge(
                &rule(),
                &format!(
                    "track = 'organization'
                    submission.submitted_on = 2025-12-30
                    public_notices = [{{ started_on = 2025-12-15, ended_on = 2025-12-22, {cells} }}]"
                ),
            )
            .verdict
        };
        assert_eq!(with("scope = 'employer', objections = false"), Verdict::Review);
        assert_eq!(with("scope = 'organization', objections = true"), Verdict::Review);
        assert_eq!(with("scope = 'organization'"), Verdict::Missing);
        assert_eq!(with("objections = false"), Verdict::Missing);
    }

    #[test]
    fn where_it_had_to_hang_is_not_known_without_the_track() {
        let posted = "public_notices = [{ scope = 'organization', started_on = 2025-12-15, ended_on = 2025-12-22, objections = false }]";
        let given = format!("submission.submitted_on = 2025-12-30\n{posted}");
        let outcome = judge(&rule(), &given);
        assert_eq!(outcome.verdict, Verdict::Missing);
        assert!(outcome.found.zh.contains("申报类别"), "{}", outcome.found.zh);
        let individual = judge(&rule(), &format!("track = 'individual'\n{given}"));
        assert_eq!(individual.verdict, Verdict::Review);
    }

    #[test]
    fn the_last_safe_day_is_the_last_that_passes() {
        let outcome = judge(&rule(), "public_notices = []");
        assert_eq!(outcome.verdict, Verdict::Fail);
        assert!(
            outcome.numbers.iter().any(|(_, day)| day.zh == "2025-12-22（周一）"),
            "{:?}",
            outcome.numbers
        );
        assert_eq!(outcome.act_by, Day::new(2025, 12, 22));
    }
}
