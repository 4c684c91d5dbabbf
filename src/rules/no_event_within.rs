//! No event of at least a given gravity in the years looked back on.
//!
//! The years are read twice: counted back from the as-of day (A), and in calendar years (B). An event that meets
//! both windows fails, one that meets neither does not count, one that meets only one is for a person. The level
//! is the one an authority determined; words in free text decide nothing. An empty list states that there were
//! none, and only as of the day on which that was looked up: without that day a fact is missing.
//!
//! 中文：近三年内没有达到规定等级的事件。近三年有两种算法：自申报之日倒推（A）、按年度（B）；两者都在内为不符合，仅其一在内待评审。
//! 等级以有权机关认定为准，不以文字描述判断。空列表表示写明没有，并须写明查询日期。
//!
//! ```toml
//! [no_event_within]
//! table = "records.incidents"
//! date = "occurred_on"
//! level = { column = "level", at_least = "major" }
//! checked_on = "records.checked_on"
//! within = { years = 3, calendar_from = 2022-01-01, look_up_again_after_days = 30 }
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records = { checked_on = 2025-12-30, incidents = [{ level = "larger", occurred_on = 2024-05-01 }] }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records = { checked_on = 2025-12-30, incidents = [{ level = "major", occurred_on = 2022-12-31 }] }
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records = { checked_on = 2025-12-30, incidents = [{ level = "major", occurred_on = 2022-12-30 }] }
//! verdict = "review"
//! ```

use crate::day::Day;
use crate::dictionary::kind::{Choice, Flag, Words};
use crate::dictionary::{Column, Dictionary, Scalar, Table};
use crate::dossier::{Cite, Row};
use crate::rules::{Context, Outcome, Rule, doubts};
use crate::scope::{Pick, Picks, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::window::{Lookback, Window};
use crate::writing::quote;

shape! {
    /// The parameters of `no_event_within`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of events.
        /// 中文：事件表。
        table: Table,
        /// The column of the day it happened.
        /// 中文：发生日期所在的列。
        date (table): Column<Day>,
        /// From which level on an event counts.
        /// 中文：达到哪一等级才计。
        level (table): Option<Level>,
        /// The column that says whether an event counts, where there are no levels.
        /// 中文：没有等级时，写明该事件计不计的列。
        counts (table): Option<Column<Flag>>,
        /// The kinds of event that count, such as penalties or one field of law; without them every kind.
        /// 中文：哪些类别才计，如行政处罚或某一领域；不写时各类都计。
        kinds (table): Option<Kinds>,
        /// The column that says what happened.
        /// 中文：写明发生了什么的列。
        what (table): Option<Column<Words>>,
        /// The column that says who determined the level.
        /// 中文：写明等级由谁认定的列。
        determined_by (table): Option<Column<Words>>,
        /// The day on which the records were looked up.
        /// 中文：查询记录的日期。
        checked_on: Scalar<Day> = "'records.checked_on'",
        /// How far is looked back.
        /// 中文：回溯多久。
        within: Lookback,
    }
}

shape! {
    /// From which level on an event counts; levels rise in the order of the dictionary.
    #[derive(Debug)]
    struct Level in Scope, beside table: Table {
        /// The column of the level.
        /// 中文：等级所在的列。
        column (table): Column<Choice> = "'level'",
        /// The least level that counts.
        /// 中文：计入的最低等级。
        at_least (column): Pick,
    }
}

shape! {
    /// The kinds of event that count.
    #[derive(Debug)]
    struct Kinds in Scope, beside table: Table {
        /// The column of the kind.
        /// 中文：类别所在的列。
        column (table): Column<Choice> = "'kind'",
        /// The kinds.
        /// 中文：计入的类别。
        are (column): Picks,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let years = self.within.years;
        let label = dictionary
            .section(self.table.id)
            .map(|section| section.label.clone())
            .unwrap_or_default();
        let least = match (&self.level, &self.counts) {
            (Some(level), _) => {
                let name = dictionary
                    .get(level.column.id)
                    .map(|field| field.choice_label(level.at_least.position()));
                name.map(|name| text!("{name}及以上的", "{name} or graver: "; name))
            }
            (None, Some(column)) => {
                let name = dictionary.label(column.id);
                Some(text!("属于“{name}”的", "marked \"{name}\": "; name))
            }
            (None, None) => None,
        }
        .unwrap_or_default();
        let kinds = self.kinds.as_ref().and_then(|kinds| {
            let field = dictionary.get(kinds.column.id)?;
            let named: Vec<Text> = kinds.are.iter().map(|kind| field.choice_label(*kind)).collect();
            let named = Text::list(&named);
            Some(text!("（{named}）", " ({named})"; named))
        });
        let kinds = kinds.unwrap_or_default();
        text!(
            "近 {years} 年无{least}{label}{kinds}",
            "none in the last {years} years, {least}\"{label}\"{kinds}";
            least, label, kinds
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(rows) = context.dossier.rows(self.table) else {
            return Outcome::not_given(context, &[self.table.into()]);
        };
        let events = rows
            .iter()
            .enumerate()
            .map(|(number, row)| self.event(context, number, row));
        let outcome = Outcome::all_of(events.chain([looked_up(context, self.checked_on, self.within)]));
        if outcome.verdict != Verdict::Pass {
            return outcome.requires(context.say(|| self.sharper(context)));
        }
        let found = context.say(|| none_counts(rows.len()));
        Outcome { found, ..outcome }
            .cite([self.table.into()])
            .requires(context.say(|| self.sharper(context)))
    }
}

impl Params {
    /// What is required, with the days that are looked back on.
    fn sharper(&self, context: &Context<'_>) -> Text {
        looking_back(self.required(&context.dossier.dictionary), self.within, context.as_of)
    }

    /// Whether an event counts by its kind and its gravity; `None` where that is not given.
    fn counts(&self, row: &Row) -> Option<bool> {
        match (self.of_kind(row), self.grave(row)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (kind, grave) => kind.and(grave),
        }
    }

    /// Whether an event is of one of the kinds that count.
    fn of_kind(&self, row: &Row) -> Option<bool> {
        let Some(kinds) = &self.kinds else {
            return Some(true);
        };
        row.get(kinds.column).map(|kind| kinds.are.contains(&kind))
    }

    /// Whether an event is grave enough to count.
    fn grave(&self, row: &Row) -> Option<bool> {
        if let Some(level) = &self.level {
            return row.get(level.column).map(|found| found >= level.at_least.position());
        }
        match self.counts {
            Some(column) => row.get(column),
            None => Some(true),
        }
    }

    fn event(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let gravity = self.level.as_ref().map(|level| level.column.at(number));
        let gravity = gravity.or(self.counts.map(|column| column.at(number)));
        let day = row.get(self.date);
        let counts = self.counts(row);
        let verdict = match (counts, day) {
            (Some(false), _) => Verdict::Pass,
            (counts, Some(day)) => {
                let hit = |window: Window| match (window.holds(day), counts) {
                    (false, _) => Verdict::Pass,
                    (true, Some(_)) => Verdict::Fail,
                    (true, None) => Verdict::Missing,
                };
                self.within.judge(context.as_of, hit)
            }
            (_, None) => Verdict::Missing,
        };
        if verdict == Verdict::Missing {
            let date = day.is_none().then(|| self.date.at(number));
            let kind = self
                .kinds
                .as_ref()
                .filter(|_| counts.is_none() && self.of_kind(row).is_none());
            let kind = kind.map(|kinds| kinds.column.at(number));
            let gravity = gravity.filter(|_| counts.is_none() && self.grave(row).is_none());
            let gaps: Vec<Cite> = [kind, gravity, date].into_iter().flatten().collect();
            return Outcome::not_given(context, &gaps);
        }
        let found = context.say(|| {
            let level = self
                .level
                .as_ref()
                .and_then(|level| Some((level, row.get(level.column)?)));
            let level = level
                .map(|(level, found)| context.choice(level.column.id, found))
                .unwrap_or_default();
            let what = self.what.and_then(|what| row.get(what)).map(quote).unwrap_or_default();
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            let n = number + 1;
            text!("第 {n} 条：{day} {level}{what}", "no. {n}: {day} {level}{what}"; level)
        });
        let outcome = match verdict {
            Verdict::Fail => Outcome::fail(found),
            Verdict::Review => {
                let found = context.say(|| {
                    let mut said = found.clone();
                    said.push(&text!(
                        "，只落在两种算法之一的近三年内",
                        ", within only one of the two ways to look back"
                    ));
                    said
                });
                Outcome::review(Reason::Readings, found)
            }
            _ => Outcome::pass(Text::default()),
        };
        let undetermined = self
            .determined_by
            .filter(|column| verdict != Verdict::Pass && row.get(*column).is_none());
        let outcome = match undetermined {
            Some(column) => outcome.note(context.say(|| {
                let name = context.name(column.at(number));
                text!(
                    "未填写{name}；等级以有权机关认定为准",
                    "{name} is not given; the level is the one an authority determines";
                    name
                )
            })),
            None => outcome,
        };
        let outcome = match day {
            Some(day) if day > context.as_of => outcome.note(still_ahead(context, day)),
            Some(day) if counts != Some(false) && self.within.is_before(context.as_of, day) => {
                outcome.note(before_window(context, day, self.within))
            }
            _ => outcome,
        };
        outcome.cite([gravity, Some(self.date.at(number))].into_iter().flatten())
    }
}

/// What was found where nothing that is listed counts.
pub(super) fn none_counts(listed: usize) -> Text {
    match listed {
        0 => text!("写明没有", "stated that there were none"),
        count => text!(
            "所列 {count} 条均不属此列",
            "of what is listed ({count}) nothing counts"
        ),
    }
}

/// A requirement with the days that are looked back on.
pub(super) fn looking_back(mut required: Text, within: Lookback, as_of: Day) -> Text {
    let windows = within.describe(as_of);
    required.push(&text!("（{windows}）", " ({windows})"; windows));
    required
}

/// What a look-up vouches for: the days of the window up to the day it was made on, and no more. Not said, or before the
/// window opens, it vouches for nothing; one that lies ahead is for a person; days not covered are a note.
pub(super) fn looked_up(context: &Context<'_>, checked_on: Scalar<Day>, within: Lookback) -> Outcome {
    let Some(checked) = context.dossier.get(checked_on) else {
        return Outcome::not_given(context, &[checked_on.into()]);
    };
    let as_of = context.as_of;
    let opens = within.opens(as_of);
    let label = context.name(checked_on.into());
    let outcome = if checked < opens {
        Outcome::missing(context.say(|| {
            text!(
                "{label}为 {checked}，在近三年的窗口 {opens} 开始之前，没有查到窗口内的任何一天",
                "{label}: {checked}, before the window opens on {opens}: it covers no day of it";
                label
            )
        }))
    } else if checked > as_of {
        Outcome::review(Reason::Evidence, doubts::ahead(context, checked_on.into(), checked))
    } else {
        Outcome::pass(Text::default())
    };
    let outcome = outcome.cite([checked_on.into()]);
    if outcome.verdict != Verdict::Pass || checked == as_of {
        return outcome;
    }
    let days = as_of.days_since(checked);
    let stale = within.look_up_again_after_days.is_some_and(|after| days > after);
    let outcome = outcome.note(context.say(|| {
        let first = checked.plus(1);
        text!(
            "记录查询至 {checked}，{first} 至 {as_of} 的 {days} 天没有查到",
            "the records were looked up on {checked}; {first} to {as_of} is not covered (days: {days})"
        )
    }));
    if !stale {
        return outcome;
    }
    outcome.act(context.say(|| {
        text!(
            "提交前请重新查询记录（上次查询 {checked}，已过 {days} 天），并更新查询日期",
            "look the records up again before submission (last on {checked}, {days} days ago) and give the new day"
        )
    }))
}

/// The note on what lies before the window.
pub(super) fn before_window(context: &Context<'_>, day: Day, within: Lookback) -> Text {
    let years = within.years;
    context.say(|| {
        text!(
            "{day} 在近 {years} 年之前；本项按也受“近 {years} 年”限定理解，未计入",
            "{day} lies before the last {years} years, which are read as governing this demand too; not counted"
        )
    })
}

/// The note on what lies after the as-of day.
pub(super) fn still_ahead(context: &Context<'_>, day: Day) -> Text {
    let as_of = context.as_of;
    context.say(|| {
        text!(
            "{day} 在申报之日 {as_of} 之后，未计入",
            "{day} lies after the as-of day {as_of} and is not counted"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    const LEVELS: &str = "
        [no_event_within]
        table = 'records.incidents'
        date = 'occurred_on'
        level = { column = 'level', at_least = 'major' }
        determined_by = 'determined_by'
        checked_on = 'records.checked_on'
        within = { years = 3, calendar_from = 2022-01-01, look_up_again_after_days = 30 }
    ";
    const MARKS: &str = "
        [no_event_within]
        table = 'records.complaints'
        date = 'received_on'
        counts = 'major'
        what = 'summary'
        checked_on = 'records.checked_on'
        within = { years = 3, calendar_from = 2022-01-01, look_up_again_after_days = 30 }
    ";

    fn incident(cells: &str) -> Verdict {
        judge(
            LEVELS,
            &format!("records = {{ checked_on = 2025-12-30, incidents = [{{ {cells} }}] }}"),
        )
        .verdict
    }

    #[test]
    fn each_edge_of_both_windows() {
        let on = |day: &str| incident(&format!("level = '重大', occurred_on = {day}"));
        assert_eq!(on("2021-12-31"), Verdict::Pass);
        assert_eq!(on("2022-01-01"), Verdict::Review);
        assert_eq!(on("2022-12-30"), Verdict::Review);
        assert_eq!(on("2022-12-31"), Verdict::Fail);
        assert_eq!(on("2025-12-30"), Verdict::Fail);
        assert_eq!(on("2025-12-31"), Verdict::Pass);
    }

    #[test]
    fn levels_count_from_the_floor_up() {
        let of = |level: &str| incident(&format!("level = '{level}', occurred_on = 2024-01-01"));
        assert_eq!([of("一般"), of("较大")], [Verdict::Pass; 2]);
        assert_eq!([of("重大"), of("特别重大")], [Verdict::Fail; 2]);
    }

    #[test]
    fn a_gap_matters_only_where_it_could_decide() {
        assert_eq!(incident("level = '重大'"), Verdict::Missing);
        assert_eq!(incident("level = '一般'"), Verdict::Pass);
        assert_eq!(incident("occurred_on = 2024-01-01"), Verdict::Missing);
        assert_eq!(incident("occurred_on = 2022-06-01"), Verdict::Missing);
        assert_eq!(incident("occurred_on = 2020-01-01"), Verdict::Pass);
    }

    #[test]
    fn an_empty_list_says_none_but_only_as_of_the_day_it_was_looked_up() {
        assert_eq!(
            judge(MARKS, "records = { checked_on = 2025-12-30, complaints = [] }").verdict,
            Verdict::Pass
        );
        assert_eq!(judge(MARKS, "records = { complaints = [] }").verdict, Verdict::Missing);
        assert_eq!(
            judge(MARKS, "records = { checked_on = 2025-12-30 }").verdict,
            Verdict::Missing
        );
        let early = judge(MARKS, "records = { checked_on = 2025-12-20, complaints = [] }");
        assert_eq!(early.verdict, Verdict::Pass);
        assert!(early.notes.iter().any(|note| note.en.contains("days: 10")));
    }

    #[test]
    fn a_look_up_vouches_only_for_the_days_it_covers() {
        let checked = |day: &str| judge(MARKS, &format!("records = {{ checked_on = {day}, complaints = [] }}"));
        let again = |day: &str| checked(day).act.is_some_and(|act| act.zh.contains("请重新查询"));
        assert_eq!(checked("2022-12-30").verdict, Verdict::Missing);
        assert_eq!(checked("2022-12-31").verdict, Verdict::Pass);
        assert!(again("2025-11-29") && !again("2025-11-30"));
        assert_eq!(checked("2025-12-30").notes, []);
        let ahead = checked("2025-12-31");
        assert_eq!((ahead.verdict, ahead.reason), (Verdict::Review, Some(Reason::Evidence)));
    }

    #[test]
    fn what_lies_outside_the_window_is_told() {
        let notes = |day: &str| {
            let given = format!(
                "records = {{ checked_on = 2025-12-30, complaints = [{{ major = true, received_on = {day} }}] }}"
            );
            let outcome = judge(MARKS, &given);
            assert_eq!(outcome.verdict, Verdict::Pass, "{day}");
            outcome.notes.iter().map(|note| note.en.clone()).collect::<String>()
        };
        assert!(notes("2021-12-31").contains("before the last 3 years"));
        assert!(notes("2025-12-31").contains("after the as-of day"));
    }

    fn whole(records: &str) -> Outcome {
        judge(
            LEVELS,
            &format!("records = {{ checked_on = 2025-12-30, incidents = [{records}] }}"),
        )
    }

    #[test]
    fn what_is_required_tells_the_days_of_both_readings() {
        for records in ["", "{ level = '重大', occurred_on = 2024-01-01 }"] {
            let required = whole(records).required.unwrap_or_default();
            for text in [&required.zh, &required.en] {
                assert!(text.contains("2022-12-31") && text.contains("2022-01-01"), "{text}");
            }
        }
    }

    #[test]
    fn an_event_is_told_by_its_number_and_who_determined_its_level_is_asked_where_it_counts() {
        let lesser = "{ level = '一般', occurred_on = 2024-01-01 }";
        let graver = |more: &str| {
            whole(&format!(
                "{lesser}, {{ level = '重大', occurred_on = 2024-01-02{more} }}"
            ))
        };
        let open = graver("");
        assert!(open.found.zh.starts_with("第 2 条：2024-01-02"), "{}", open.found.zh);
        let asked = |outcome: &Outcome| {
            outcome
                .notes
                .iter()
                .filter(|note| note.zh.contains("有权机关认定"))
                .count()
        };
        assert_eq!(asked(&open), 1);
        assert_eq!(asked(&graver(", determined_by = '市应急局'")), 0);
        assert_eq!(asked(&whole(lesser)), 0);
    }

    #[test]
    fn only_what_would_count_within_the_window_is_told_to_lie_outside() {
        let notes = |level: &str, day: &str| {
            let outcome = whole(&format!(
                "{{ level = '{level}', occurred_on = {day}, determined_by = '市应急局' }}"
            ));
            outcome.notes.into_iter().map(|note| note.zh).collect::<Vec<_>>()
        };
        assert_eq!(notes("重大", "2021-12-31").len(), 1);
        for day in ["2022-01-01", "2024-01-01", "2025-12-30"] {
            assert_eq!(notes("重大", day), [""; 0], "{day}");
        }
        assert_eq!(notes("一般", "2021-12-31"), [""; 0]);
        assert_eq!(notes("重大", "2025-12-31").len(), 1);
    }

    #[test]
    fn only_events_of_the_kinds_that_are_named_count_each_by_its_day() {
        let rule = "
            [no_event_within]
            table = 'records.dishonesty'
            date = 'listed_on'
            kinds = { are = ['penalty', 'major_tax'] }
            checked_on = 'records.checked_on'
            within = { years = 3, calendar_from = 2022-01-01 }
        ";
        let listed = |row: &str| {
            let given = format!("records = {{ checked_on = 2025-12-30, dishonesty = [{{ {row} }}] }}");
            judge(rule, &given)
        };
        assert_eq!(
            listed("kind = 'penalty', listed_on = 2024-05-01").verdict,
            Verdict::Fail
        );
        assert_eq!(
            listed("kind = 'abnormal_operation', listed_on = 2024-05-01").verdict,
            Verdict::Pass
        );
        assert_eq!(
            listed("kind = 'penalty', listed_on = 2021-12-31").verdict,
            Verdict::Pass
        );
        assert_eq!(
            listed("kind = 'penalty', listed_on = 2022-12-30").verdict,
            Verdict::Review
        );
        let unknown = listed("listed_on = 2024-05-01");
        assert_eq!((unknown.verdict, unknown.cites.len()), (Verdict::Missing, 1));
        assert!(unknown.found.zh.contains("失信类别"), "{}", unknown.found.zh);
    }
}
