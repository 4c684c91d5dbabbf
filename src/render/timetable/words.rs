//! What is said of a timetable, the same in every format for people.

use crate::calendar::DayKind;
use crate::day::Day;
use crate::render::wording::given;
use crate::text::Text;
use crate::timetable::{DayShown, Posted, Span, Submitted, Timetable};
use crate::verdict::{Reason, Verdict};

/// The applicant's name.
pub(super) fn applicant(plan: &Timetable) -> Text {
    given(plan.applicant.as_deref())
}

/// A day with its day of the week.
pub(super) fn named(day: Day) -> Text {
    let (zh, en) = (day.weekday().zh(), day.weekday().en());
    text!("{day}（{zh}）", "{day} ({en})")
}

/// A verdict, and why it is review.
pub(super) fn verdict(verdict: Verdict, reason: Option<Reason>) -> Text {
    let word = Text::both(|lang| verdict.label(lang));
    match reason {
        None => word,
        Some(reason) => {
            let why = Text::both(|lang| reason.label(lang));
            text!("{word}（{why}）", "{word} ({why})"; word, why)
        }
    }
}

/// The head of a timetable: names and what stands beside them.
pub(super) fn head(plan: &Timetable) -> Vec<(Text, Text)> {
    let (closes, left) = (named(plan.closes), plan.days_left);
    let deadline = match plan.days_left {
        0 => text!("{closes}，就是今天", "{closes}, today"; closes),
        // the sentence on the deadline says it already
        _ if plan
            .says
            .iter()
            .any(|said| said.zh.contains(&format!("还有 {left} 天"))) =>
        {
            closes
        }
        _ => text!("{closes}，还有 {left} 天", "{closes}, in {left} days"; closes),
    };
    let day = |day: Option<Day>| day.map_or(text!("没有", "none"), named);
    let post = match plan.last_safe_post {
        None => text!(
            "没有推算（不要求公示，或放假安排未公布）",
            "not known (no notice is asked for, or the calendar is not announced)"
        ),
        Some(safe) if safe < plan.as_of => {
            let safe = named(safe);
            text!("{safe}，已过", "{safe}, over"; safe)
        }
        Some(safe) => {
            let left = safe.days_since(plan.as_of);
            let safe = named(safe);
            text!("{safe}，还有 {left} 天", "{safe}, in {left} days"; safe)
        }
    };
    let mut lines = vec![
        (text!("奖项", "Award"), plan.title.clone()),
        (text!("自", "From"), named(plan.as_of)),
        (text!("截止日", "Deadline"), deadline),
        match plan.forecast_from {
            None => (text!("可提交首日", "First day"), day(plan.first_day)),
            Some(_) => (text!("满足首日", "Met from"), day(plan.first_day)),
        },
        match plan.forecast_from {
            None => (text!("可提交末日", "Last day"), day(plan.last_day)),
            Some(_) => (text!("满足末日", "Met until"), day(plan.last_day)),
        },
        (text!("稳妥公示日", "Safe to post"), post),
    ];
    for counted in &plan.years {
        let years: Vec<String> = counted.years.iter().map(i64::to_string).collect();
        let (table, zh, en) = (&counted.table, years.join("、"), years.join(", "));
        lines.push((
            text!("计入年度", "Years"),
            text!("{table}：{zh}", "{table}: {en}"; table),
        ));
    }
    lines
}

/// What should be known of a timetable before it is read.
pub(super) fn notes(plan: &Timetable) -> Vec<Text> {
    let mut notes = Vec::new();
    let closes = plan.closes;
    if let Some(from) = plan.forecast_from {
        notes.push(text!(
            "这是预测：按 {from} 截止的一届的条件，推算 {closes} 截止的一届；届时的规定可能不同，公示、推荐、提交等每届另行申报的事实不带过去",
            "This is a forecast: by the conditions of the edition that closed on {from}, for one that closes on {closes}; its conditions may be others. Facts of one application, such as its notice, are not carried over"
        ));
    }
    if let Some(day) = plan.set_aside {
        notes.push(text!(
            "申报信息写明 {day} 已提交；这里当作尚未提交",
            "the dossier says that it was submitted on {day}; here it is taken as not submitted yet"
        ));
    }
    notes.push(text!("申报材料未检查", "documents were not examined"));
    notes
}

/// What follows from posting the notice on a day.
pub(super) fn posted(posted: &Posted) -> Text {
    let day = named(posted.day);
    match (posted.until, posted.verdict) {
        (Some(until), Some(Verdict::Pass)) => {
            let (until, next) = (named(until), named(until.plus(1)));
            text!(
                "若 {day} 张贴公示：至少公示到 {until}，{next} 起提交，公示满足要求",
                "if the notice is posted on {day}: until {until} at least; submitted from {next} on, it is enough";
                day, until, next
            )
        }
        (Some(until), _) => {
            let (until, next) = (named(until), named(until.plus(1)));
            text!(
                "若 {day} 张贴公示：最好公示到 {until}，{next} 提交也只是待评审，不稳妥",
                "if the notice is posted on {day}: until {until} at best; submitted on {next} it is for people to judge, which is not safe";
                day, until, next
            )
        }
        (None, None) => {
            text!("若 {day} 张贴公示：没有条件要求公示", "if the notice is posted on {day}: no condition asks for one"; day)
        }
        (None, Some(Verdict::Missing)) => text!(
            "若 {day} 张贴公示：不能推算（放假安排未公布，或还缺事实）",
            "if the notice is posted on {day}: not known (the calendar is not announced, or facts are missing)";
            day
        ),
        (None, Some(_)) => text!(
            "若 {day} 张贴公示：到截止日也不够，来不及",
            "if the notice is posted on {day}: it is never enough by the deadline";
            day
        ),
    }
}

/// What follows from submitting on a day.
pub(super) fn submitted(submitted: &Submitted) -> Text {
    let (day, verdict) = (named(submitted.day), submitted.verdict.label());
    let open: Vec<Text> = submitted
        .open
        .iter()
        .filter(|open| open.verdict != Verdict::Review)
        .map(|open| {
            let (title, word) = (&open.title, self::verdict(open.verdict, None));
            text!("{title}（{word}）", "{title} ({word})"; title, word)
        })
        .collect();
    let mut said = text!("若 {day} 提交：{verdict}", "if it is submitted on {day}: {verdict}"; day, verdict);
    if !open.is_empty() {
        let open = Text::list(&open);
        said.push(&text!("；{open}", "; {open}"; open));
    }
    let reviews = submitted
        .open
        .iter()
        .filter(|open| open.verdict == Verdict::Review)
        .count();
    if reviews > 0 {
        said.push(&text!("；{reviews} 项待评审", "; for people to judge: {reviews}"));
    }
    if let Some(safe) = submitted.last_safe_post.filter(|_| submitted.notice_wanting) {
        let safe = named(safe);
        said.push(&text!("；公示最迟 {safe}张贴", "; post the notice by {safe}"; safe));
    }
    said
}

/// A day or days.
pub(super) fn span(span: &Span) -> Text {
    let (first, last) = (span.first, span.last);
    match first == last {
        true => text!("{first}", "{first}"),
        false => text!("{first} 至 {last}", "{first} to {last}"),
    }
}

/// Why a day is not like any weekday.
pub(super) fn kind(day: &DayShown) -> Option<Text> {
    match day.kind {
        Some(DayKind::Weekday) => None,
        Some(DayKind::MakeUp) => Some(text!("调休上班", "make-up day")),
        Some(DayKind::Weekend) => Some(text!("周末", "weekend")),
        Some(DayKind::Off) => Some(text!("放假", "day off")),
        None => Some(text!("放假安排未公布", "calendar not announced")),
    }
}

/// What the first and the last day are called on which submission works, or would, where it is a forecast.
fn ends(plan: &Timetable) -> [Text; 2] {
    match plan.forecast_from {
        None => [
            text!("可提交首日", "first day to submit"),
            text!("可提交末日", "last day to submit"),
        ],
        Some(_) => [text!("满足首日", "first day met"), text!("满足末日", "last day met")],
    }
}

/// The days that matter, as far as they are known, each with an id that is the same in every plan.
pub(super) fn milestones(plan: &Timetable) -> Vec<(&'static str, Day, Text)> {
    let [first, last] = ends(plan);
    let safe = text!("稳妥的最后张贴公示日", "last safe day to post the notice");
    let milestones = [
        ("opens", plan.opens, text!("开始申报", "applications open")),
        ("last-safe-post", plan.last_safe_post, safe),
        ("first-day", plan.first_day, first),
        ("last-day", plan.last_day, last),
        ("closes", Some(plan.closes), text!("截止日", "deadline")),
    ];
    let known = milestones
        .into_iter()
        .filter_map(|(id, day, words)| Some((id, day?, words)));
    known.collect()
}

/// What happens on a day, beside what kind of day it is.
pub(super) fn events(plan: &Timetable, day: Day) -> Vec<Text> {
    let marks = milestones(plan).into_iter().filter(|(_, on, _)| *on == day);
    let marks = marks.map(|(_, _, words)| words);
    let due = plan.tasks.iter().filter(|task| task.by == day).count();
    let due = (due > 0).then(|| text!("{due} 项待办到期", "tasks due: {due}"));
    marks.chain(due).collect()
}
