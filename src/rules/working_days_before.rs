//! A notice posted for at least so many working days, and over before submission.
//!
//! Working days are those of the State Council's calendar, make-up days included (行政许可法 82 by analogy). Reading
//! A does not count the day of posting (民法典 201) and takes the best single notice; reading B counts it, and takes
//! notices that follow one another without a working day between them together; the last day counts under both.
//! Ending on the very day of submission is for a person (no hour is stated); still running at submission fails.
//! Before submission, a notice that still runs leaves the fact to come: missing, with its last day, as long as it can
//! be long enough by the deadline. A notice wholly before the applications open is for a person, as are objections.
//! Days of a year whose calendar is not announced are not known, never Monday to Friday.
//!
//! 中文：提交前公示不少于若干工作日，按国务院公布的放假调休安排计算。公示首日不计入（A，民法典第 201 条，每次公示单独算）与计入（B，首尾
//! 相接的几次公示连着算）两种算法：A 满足即通过，仅 B 满足待评审，B 也不满足为不符合。须在提交前结束；全部早于申报开始的、有异议的待评审。
//!
//! ```toml
//! [working_days_before]
//! table = "public_notices"
//! first_day = "started_on"
//! last_day = "ended_on"
//! objections = "objections"
//! scope = "scope"
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

mod count;
mod days;
mod together;

use crate::day::Day;
use crate::dictionary::kind::{Choice, Flag};
use crate::dictionary::{Column, Dictionary, Table, Track, Value, When};
use crate::dossier::{Dossier, Row};
use crate::rules::doubts::before_opening;
use crate::rules::{Context, Outcome, Rule, among};
use crate::scope::{ByTrack, Deadline, Opening, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `working_days_before`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of notices.
        /// 中文：公示表。
        table: Table = "'public_notices'",
        /// The column of the first day.
        /// 中文：公示首日所在的列。
        first_day (table): Column<Day> = "'started_on'",
        /// The column of the last day.
        /// 中文：公示末日所在的列。
        last_day (table): Column<Day> = "'ended_on'",
        /// The column that says whether there were objections.
        /// 中文：写明有无异议的列。
        objections (table): Column<Flag> = "'objections'",
        /// The column of where it was posted.
        /// 中文：写明在哪里公示的列。
        scope (table): Column<Choice> = "'scope'",
        /// Where it has to be posted, by track; elsewhere is for a person.
        /// 中文：按申报类别，应当在哪里公示；在别处公示的须由人判断。
        scopes (scope): ByTrack,
        /// How many working days.
        /// 中文：须公示多少个工作日。
        working_days: usize,
        /// From when applications can be made, where that is known: a notice that was over before is not of this
        /// edition. As the pack says, unless it is written here.
        /// 中文：已知的话，从哪一天起可以申报：此前已结束的公示不是为本届所作。不写时按规则包。
        opens: Opening,
        /// The last day of submission; that of the pack, unless it is written here.
        /// 中文：提交的最后一天；不写时按规则包。
        deadline: Deadline,
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let days = self.working_days;
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

    fn as_if_posted(&self, dossier: &Dossier, first: Day, last: Day) -> Option<Dossier> {
        let scope = self.scopes.of(dossier.track()?)?.first()?;
        let day = |day| Value::When(When::Day(day));
        let cells = [
            (self.first_day.slot, day(first)),
            (self.last_day.slot, day(last)),
            (self.objections.slot, Value::Flag(false)),
            (self.scope.slot, Value::Choice(*scope)),
        ];
        Some(dossier.with_row(self.table, &cells))
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let table = self.table;
        let mut outcome = match context.dossier.rows(table) {
            None => Outcome::not_given(context, &[table.into()]),
            Some([]) => {
                let found = context.say(|| text!("写明没有公示", "stated that none was posted"));
                Outcome::fail(found).cite([table.into()])
            }
            Some(rows) => {
                let notices = rows.iter().enumerate();
                let best = Outcome::one_of(notices.map(|(number, row)| self.notice(context, number, row)));
                match best.verdict {
                    Verdict::Fail | Verdict::Missing => match self.together(context, rows) {
                        Some(together) => Outcome::one_of([best, together]),
                        None => best,
                    },
                    _ => best,
                }
            }
        };
        if !context.wording {
            return outcome;
        }
        let last_safe_day = self.last_safe_day(context.calendar);
        outcome.ahead = last_safe_day.and_then(|safe| self.ahead(context, outcome.verdict, safe));
        let named = context.say(|| match last_safe_day {
            Some(day) if day < context.as_of => days::named(day, &text!("，已过", ", over")),
            Some(day) => days::named(day, &Text::default()),
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
        let posted = self.posted(context, number, row);
        Outcome::all_of([posted].into_iter().chain(self.aside(context, number, row)))
    }

    /// What is asked of a notice beside its length: to be over, of this edition, in the right place, and undisputed.
    fn aside(&self, context: &Context<'_>, number: usize, row: &Row) -> [Outcome; 4] {
        let objections = self.objections;
        [
            self.over(context, number, row),
            self.of_this_edition(context, number, row),
            self.where_posted(context, number, row),
            match row.get(objections) {
                None => Outcome::not_given(context, &[objections.at(number)]),
                Some(false) => Outcome::pass(Text::default()).cite([objections.at(number)]),
                Some(true) => Outcome::review(
                    Reason::Evidence,
                    context.say(|| text!("公示有异议", "objections were raised")),
                )
                .cite([objections.at(number)]),
            },
        ]
    }

    /// Whether it was posted long enough, as far as its days are settled.
    fn posted(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let cites = [self.first_day.at(number), self.last_day.at(number)];
        let (Some(first), Some(last)) = (row.get(self.first_day), row.get(self.last_day)) else {
            let gaps = among([
                (row.get(self.first_day).is_none(), cites[0]),
                (row.get(self.last_day).is_none(), cites[1]),
            ]);
            return Outcome::not_given(context, &gaps);
        };
        self.long_enough(context, first, last).cite(cites)
    }

    /// Whether the days from `first` to `last` are enough. Those of a notice that still runs can be changed: what counts
    /// is whether it can be long enough by the deadline.
    fn long_enough(&self, context: &Context<'_>, first: Day, last: Day) -> Outcome {
        let (asked, deadline) = (self.working_days, self.deadline.0);
        let runs = context.submitted.is_none() && last >= context.as_of;
        let counted = if runs && first <= deadline {
            last.min(deadline)
        } else {
            last
        };
        let days = match count::working(context.calendar, first, counted) {
            Ok(days) => days,
            Err(uncovered) => return count::unknown(context, uncovered),
        };
        let found = context.say(|| days.describe());
        if days.without_first() >= asked {
            return Outcome::pass(found);
        }
        if days.with_first() >= asked {
            return Outcome::review(Reason::Readings, found);
        }
        if !runs {
            return Outcome::fail(found);
        }
        match count::working(context.calendar, first, deadline) {
            Ok(most) if first <= deadline && most.with_first() >= asked => {
                let until = most.reaches(asked);
                Outcome::missing(found).note(context.say(|| match until {
                    Some(until) if until < deadline => text!(
                        "按计划的起止日不足 {asked} 个工作日，请延长公示，至少到 {until}",
                        "as planned it is shorter than {asked} working days: extend it, until {until} at least"
                    ),
                    _ => text!(
                        "按计划的起止日不足 {asked} 个工作日，请延长公示",
                        "as planned it is shorter than {asked} working days: extend it"
                    ),
                }))
            }
            Ok(_) => {
                let mut found = found;
                found.push(&context.say(|| {
                    text!(
                        "；即使延长到截止日 {deadline} 也不足 {asked} 个工作日",
                        "; even until the deadline of {deadline} there are fewer than {asked}"
                    )
                }));
                Outcome::fail(found)
            }
            Err(uncovered) => count::unknown(context, uncovered),
        }
    }

    /// Whether it was over before submission.
    fn over(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let Some(last) = row.get(self.last_day) else {
            return Outcome::not_given(context, &[self.last_day.at(number)]);
        };
        let cite = [self.last_day.at(number)];
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
                let (as_of, deadline) = (context.as_of, self.deadline.0);
                let end_by = deadline.plus(-1);
                let found = context.say(|| match last < deadline {
                    true => text!(
                        "公示至 {last}，截至 {as_of} 尚未结束，结束后方可提交",
                        "it runs until {last}, not over as of {as_of}; submit after that"
                    ),
                    false => text!(
                        "公示至 {last}，而截止日是 {deadline}：最迟 {end_by} 结束，才能在结束后提交",
                        "it runs until {last}, and the deadline is {deadline}: end it by {end_by}, so that you can submit after it"
                    ),
                });
                Outcome::missing(found).cite(cite)
            }
            _ => Outcome::pass(Text::default()).cite(cite),
        }
    }

    /// Whether some of its days are in the time for applications, or after.
    fn of_this_edition(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let (Some(opens), Some(last)) = (self.opens.0, row.get(self.last_day)) else {
            return Outcome::pass(Text::default());
        };
        if last >= opens {
            return Outcome::pass(Text::default());
        }
        let found = |when: Text| text!("公示至 {last}，全部{when}", "posted until {last}, all of it {when}"; when);
        let found = context.say(|| found(before_opening(opens)));
        Outcome::review(Reason::Evidence, found).cite([self.last_day.at(number)])
    }

    /// Whether it was posted where it has to be.
    fn where_posted(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let cite = [self.scope.at(number)];
        match row.get(self.scope) {
            None => Outcome::not_given(context, &cite),
            Some(scope) if self.serves(context.dossier.track(), scope) => Outcome::pass(Text::default()).cite(cite),
            Some(scope) if context.dossier.track().is_none() && self.serves_some(scope) => {
                Outcome::not_given(context, &context.dossier.track_cite().into_iter().collect::<Vec<_>>())
            }
            Some(scope) => {
                let found = context.say(|| {
                    let scope = context.choice(self.scope.id, scope);
                    let asked = self.asked_places(context);
                    text!(
                        "只写了在“{scope}”公示，应在“{asked}”公示",
                        "posted only here: {scope}; it has to hang here: {asked}";
                        scope, asked
                    )
                });
                Outcome::review(Reason::Evidence, found).cite(cite)
            }
        }
    }

    /// Where a notice of this applicant has to be posted, in words.
    fn asked_places(&self, context: &Context<'_>) -> Text {
        let track = context.dossier.track();
        let lists = self
            .scopes
            .iter()
            .filter(|(of, _)| track.is_none_or(|track| track == of));
        let places: Vec<Text> = lists
            .flat_map(|(_, scopes)| scopes.iter())
            .map(|scope| context.choice(self.scope.id, *scope))
            .collect();
        Text::list(&places)
    }

    /// Whether a notice posted there serves an applicant of the track; where that is not given, of every track.
    fn serves(&self, track: Option<&Track>, scope: u8) -> bool {
        match track {
            Some(track) => self.scopes.of(track).is_some_and(|scopes| scopes.contains(&scope)),
            None => {
                let mut all = self.scopes.iter();
                self.serves_some(scope) && all.all(|(_, scopes)| scopes.contains(&scope))
            }
        }
    }

    /// Whether a notice posted there serves an applicant of any track.
    fn serves_some(&self, scope: u8) -> bool {
        self.scopes.iter().any(|(_, scopes)| scopes.contains(&scope))
    }
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
        for (day, said) in [(22, "2025-12-22（周一）"), (23, "2025-12-22（周一，已过）")] {
            let outcome = judge_as_of(&rule(), "public_notices = []", Day::new(2025, 12, day).unwrap());
            assert_eq!(outcome.verdict, Verdict::Fail);
            assert!(
                outcome.numbers.iter().any(|(_, day)| day.zh == said),
                "{:?}",
                outcome.numbers
            );
            assert_eq!(outcome.act_by, Day::new(2025, 12, 22));
        }
    }

    /// A planned notice, not submitted yet, as of a day of December 2025.
    fn planned(first: &str, last: &str, as_of: i8) -> Outcome {
        let cells = format!("scope = 'organization', started_on = {first}, ended_on = {last}, objections = false");
        let given = format!("track = 'organization'\npublic_notices = [{{ {cells} }}]");
        judge_as_of(&rule(), &given, Day::new(2025, 12, as_of).unwrap())
    }

    #[test]
    fn a_notice_that_is_too_short_can_be_extended_until_it_is_over() {
        assert_eq!(planned("2025-12-22", "2025-12-24", 24).verdict, Verdict::Missing);
        assert_eq!(planned("2025-12-22", "2025-12-24", 25).verdict, Verdict::Fail);
        let advice = |first: &str| {
            let outcome = planned(first, "2025-12-25", 25);
            assert_eq!(outcome.verdict, Verdict::Missing, "{first}");
            let notes = outcome.notes.iter().map(|note| note.zh.clone());
            notes.filter(|note| note.contains("请延长公示")).collect::<String>()
        };
        assert!(advice("2025-12-22").ends_with("至少到 2025-12-29"));
        assert!(advice("2025-12-23").ends_with("请延长公示"));
        assert!(advice("2025-12-24").ends_with("请延长公示"));
        assert_eq!(planned("2025-12-25", "2025-12-25", 25).verdict, Verdict::Fail);
    }

    #[test]
    fn a_notice_that_runs_is_to_end_before_the_deadline() {
        let said = |last: &str| planned("2025-12-15", last, 20).found.zh;
        assert!(said("2025-12-29").contains("结束后方可提交"), "{}", said("2025-12-29"));
        assert!(
            said("2025-12-30").contains("最迟 2025-12-29 结束"),
            "{}",
            said("2025-12-30")
        );
    }

    #[test]
    fn the_right_place_is_named_and_one_right_for_every_track_needs_none() {
        let hung = |rule: &str, track: &str, scope: &str| {
            let days = "started_on = 2025-12-15, ended_on = 2025-12-22, objections = false";
            judge(
                rule,
                &format!(
                    "{track}\nsubmission.submitted_on = 2025-12-30\npublic_notices = [{{ scope = '{scope}', {days} }}]"
                ),
            )
        };
        let rule = rule();
        let organization = hung(&rule, "track = 'organization'", "employer");
        assert!(
            organization.found.zh.ends_with("应在“相关组织”公示"),
            "{}",
            organization.found.zh
        );
        let individual = hung(&rule, "track = 'individual'", "organization");
        assert!(
            individual.found.zh.ends_with("应在“个人所在单位”公示"),
            "{}",
            individual.found.zh
        );
        let everywhere: Vec<String> = rule
            .lines()
            .map(|line| match line.starts_with("scopes") {
                true => "scopes = { organization = ['organization'], individual = ['organization'] }".to_owned(),
                false => line.to_owned(),
            })
            .collect();
        let everywhere = everywhere.join("\n");
        assert_eq!(hung(&everywhere, "", "organization").verdict, Verdict::Pass);
        assert_eq!(hung(&everywhere, "", "employer").verdict, Verdict::Review);
    }

    #[test]
    fn a_dozen_days_are_listed_and_more_are_counted() {
        let listed = |last: &str| notice("2025-12-08", last, "2025-12-30").found.zh;
        assert!(
            listed("2025-12-23").ends_with("12-22 12-23）"),
            "{}",
            listed("2025-12-23")
        );
        assert!(
            listed("2025-12-24").ends_with("12-22 12-23 … +1）"),
            "{}",
            listed("2025-12-24")
        );
        assert!(
            listed("2025-12-25").ends_with("12-22 12-23 … +2）"),
            "{}",
            listed("2025-12-25")
        );
    }

    #[test]
    fn until_when_to_post_is_told_where_no_notice_is_in_hand() {
        assert_eq!(planned("2025-12-15", "2025-12-22", 20).ahead, None);
        assert_eq!(planned("2025-12-19", "2025-12-22", 20).ahead, None);
        let over = planned("2025-12-15", "2025-12-16", 20);
        assert_eq!(over.verdict, Verdict::Fail);
        assert!(
            over.ahead
                .is_some_and(|ahead| !ahead.too_late && ahead.says.zh.contains("2025-12-22"))
        );
    }

    #[test]
    fn notices_count_together_where_no_working_day_lies_between() {
        let two = |first: &str, second: &str| {
            let row = |days: &str| {
                let (from, to) = days.split_once("..").unwrap();
                format!(
                    "{{ scope = 'organization', started_on = 2025-12-{from}, ended_on = 2025-12-{to}, objections = false }}"
                )
            };
            let given = format!("public_notices = [{}, {}]", row(first), row(second));
            judge(
                &rule(),
                &format!("track = 'organization'\nsubmission.submitted_on = 2025-12-30\n{given}"),
            )
        };
        for (first, second) in [
            ("22..24", "25..26"),
            ("22..25", "25..26"),
            ("23..26", "29..29"),
            ("29..29", "23..26"),
        ] {
            let together = two(first, second);
            assert_eq!(
                (together.verdict, together.reason),
                (Verdict::Review, Some(Reason::Readings)),
                "{first} {second}"
            );
            assert!(together.found.zh.contains("2 次公示首尾相接"), "{}", together.found.zh);
        }
        for (first, second) in [("22..23", "24..25"), ("22..24", "26..29"), ("18..19", "23..26")] {
            assert_eq!(two(first, second).verdict, Verdict::Fail, "{first} {second}");
        }
        let alone = judge(
            &rule(),
            "track = 'organization'
            submission.submitted_on = 2025-12-30
            public_notices = [{ scope = 'organization', started_on = 2025-12-15, ended_on = 2025-12-22 }]",
        );
        assert_eq!(alone.verdict, Verdict::Missing);
        assert!(!alone.found.zh.contains("首尾相接"), "{}", alone.found.zh);
    }
}
