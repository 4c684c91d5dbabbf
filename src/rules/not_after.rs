//! Submitted not after a day.
//!
//! The day itself is in time, with a note: 前 alone is contested. By post a note, as the text does not say whether
//! arrival or postmark counts; received after the day is for a person. Not submitted yet: in time while the day
//! has not passed; once it has, whether it was submitted is a fact that is missing. Submitted before applications
//! opened is for a person: the year may be wrong.
//!
//! 中文：不晚于截止日提交。截止当日提交算按时但作提示；邮寄的，以寄出还是收到为准通知未写明；收到日期晚于截止日的待评审。尚未提交的，
//! 截止日未过为通过，已过则缺提交日期。早于申报开始的，请核对年份。
//!
//! ```toml
//! [not_after]
//! submitted = "submission.submitted_on"
//! received = "submission.received_on"
//! method = "submission.method"
//! by_post = "post"
//! deadline = 2025-12-30
//!
//! [[case]]
//! given.submission.submitted_on = 2025-12-30
//! verdict = "pass"
//!
//! [[case]]
//! given.submission.submitted_on = 2025-12-31
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-31
//! verdict = "missing"
//! ```

use crate::day::Day;
use crate::dictionary::kind::Choice;
use crate::dictionary::{Dictionary, Scalar};
use crate::dossier::Cite;
use crate::rules::doubts::before_opening;
use crate::rules::{Ahead, Context, Outcome, Rule};
use crate::scope::{Deadline, Opening, Pick, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `not_after`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The day of submission.
        /// 中文：提交日期。
        submitted: Scalar<Day> = "'submission.submitted_on'",
        /// The day of receipt.
        /// 中文：收到日期。
        received: Scalar<Day> = "'submission.received_on'",
        /// How it was submitted.
        /// 中文：提交方式。
        method: Scalar<Choice> = "'submission.method'",
        /// The method by which it travels.
        /// 中文：表示邮寄的选项。
        by_post (method): Pick = "'post'",
        /// From when applications can be made, where that is known; as the pack says, unless it is written here.
        /// 中文：已知的话，从哪一天起可以申报；不写时按规则包。
        opens: Opening,
        /// The last day; that of the pack, unless it is written here.
        /// 中文：最后一天；不写时按规则包。
        deadline: Deadline,
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let deadline = self.deadline.0;
        text!(
            "不晚于 {deadline} 提交（含当日）",
            "submitted not after {deadline}, that day included"
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let cite: Cite = self.submitted.into();
        match context.dossier.get(self.submitted) {
            Some(submitted) => self.handed_in(context, submitted).cite([cite]),
            None => self.still_open(context).cite([cite]).act_by(Some(self.deadline.0)),
        }
    }
}

impl Params {
    fn handed_in(&self, context: &Context<'_>, submitted: Day) -> Outcome {
        let deadline = self.deadline.0;
        if submitted > deadline {
            let late = submitted.days_since(deadline);
            let found = context.say(|| {
                text!(
                    "{submitted} 提交，晚了 {late} 天",
                    "submitted on {submitted}; days late: {late}"
                )
            });
            return Outcome::fail(found);
        }
        if let Some(received) = context
            .dossier
            .get(self.received)
            .filter(|received| *received > deadline)
        {
            let found = context.say(|| {
                text!(
                    "{submitted} 提交，但 {received} 才收到，晚于截止日",
                    "submitted on {submitted}, but received on {received}, after the deadline"
                )
            });
            return Outcome::review(Reason::Readings, found).cite([self.received.into()]);
        }
        if let Some(opens) = self.opens.0.filter(|opens| submitted < *opens) {
            let found = |when: Text| text!("{submitted} 提交，{when}", "submitted on {submitted}, {when}"; when);
            let found = context.say(|| found(before_opening(opens)));
            return Outcome::review(Reason::Evidence, found);
        }
        let found = context.say(|| text!("{submitted} 提交", "submitted on {submitted}"));
        let mut outcome = Outcome::pass(found);
        if submitted == deadline {
            outcome = outcome.note(context.say(|| {
                text!(
                    "在截止当日提交：“前”是否含当日有争议，“至”含当日，请留存当日送达凭证",
                    "submitted on the last day: 至 includes it, 前 alone is contested; keep proof of delivery"
                )
            }));
        }
        self.by_post(context, outcome)
    }

    /// With the note on what travels by post, if that is how it goes.
    fn by_post(&self, context: &Context<'_>, outcome: Outcome) -> Outcome {
        let (method, deadline) = (self.method, self.deadline.0);
        let posted = context.dossier.get(method);
        if posted != Some(self.by_post.position()) {
            return outcome;
        }
        outcome.cite([method.into()]).note(context.say(|| {
            text!(
                "邮寄的以寄出还是收到为准，通知未写明，请确保最迟 {deadline} 送达",
                "by post: the notice does not say whether arrival or postmark counts; see that it arrives by {deadline}"
            )
        }))
    }

    fn still_open(&self, context: &Context<'_>) -> Outcome {
        let (deadline, as_of) = (self.deadline.0, context.as_of);
        if as_of > deadline {
            let ago = as_of.days_since(deadline);
            let outcome = Outcome::missing(context.say(|| {
                text!(
                    "未填写提交日期，截至 {as_of} 截止日已过 {ago} 天；如已提交请填写提交日期",
                    "no day of submission is given and as of {as_of} the deadline has passed (days since: {ago}); give the day if it was submitted"
                )
            }));
            let says = text!(
                "本届已截止：截止日 {deadline}，已过 {ago} 天",
                "this edition is closed: the deadline was {deadline} (days since: {ago})"
            );
            return outcome.ahead(Ahead { says, too_late: true });
        }
        let left = deadline.days_since(as_of);
        let outcome = Outcome::pass(context.say(|| {
            text!(
                "尚未提交，截至 {as_of} 还有 {left} 天",
                "not submitted yet; days left as of {as_of}: {left}"
            )
        }));
        let says = text!(
            "截止日 {deadline}，还有 {left} 天",
            "deadline {deadline}, days left: {left}"
        );
        self.by_post(context, outcome).ahead(Ahead { says, too_late: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge, judge_as_of};

    fn rule() -> String {
        example("not_after")
    }

    #[test]
    fn the_last_day_is_in_time_and_noted() {
        let outcome = judge(&rule(), "submission.submitted_on = 2025-12-30");
        assert_eq!((outcome.verdict, outcome.notes.len()), (Verdict::Pass, 1));
        let outcome = judge(&rule(), "submission.submitted_on = 2025-12-29");
        assert_eq!((outcome.verdict, outcome.notes.len()), (Verdict::Pass, 0));
    }

    #[test]
    fn post_is_noted_before_it_is_sent() {
        let on = |method: &str| {
            let given = format!("submission.method = '{method}'");
            judge_as_of(&rule(), &given, Day::new(2025, 12, 30).unwrap())
                .notes
                .len()
        };
        assert_eq!([on("邮寄"), on("现场递交")], [1, 0]);
    }

    #[test]
    fn post_is_noted_and_a_late_arrival_is_for_a_person() {
        let outcome = judge(&rule(), "submission = { submitted_on = 2025-12-29, method = '邮寄' }");
        assert_eq!((outcome.verdict, outcome.notes.len()), (Verdict::Pass, 1));
        let arrived = |day: &str| {
            judge(
                &rule(),
                &format!("submission = {{ submitted_on = 2025-12-29, received_on = {day} }}"),
            )
        };
        assert_eq!(arrived("2025-12-30").verdict, Verdict::Pass);
        assert_eq!(arrived("2025-12-31").verdict, Verdict::Review);
    }

    #[test]
    fn not_submitted_passes_until_the_day_is_over() {
        let on = |month, day| judge_as_of(&rule(), "", Day::new(2025, month, day).unwrap());
        assert!(on(12, 20).found.en.ends_with("days left as of 2025-12-20: 10"));
        assert_eq!(on(12, 30).verdict, Verdict::Pass);
        assert_eq!(on(12, 31).verdict, Verdict::Missing);
        assert!(on(12, 31).found.zh.contains("已过 1 天"));
    }

    #[test]
    fn the_day_on_which_applications_open_is_in_time() {
        let rule = "not_after = { opens = 2025-11-28, deadline = 2025-12-30 }";
        let on = |day: &str| judge(rule, &format!("submission.submitted_on = {day}"));
        assert_eq!(on("2025-11-28").verdict, Verdict::Pass);
        let early = on("2025-11-27");
        assert_eq!((early.verdict, early.reason), (Verdict::Review, Some(Reason::Evidence)));
        assert!(
            early.found.zh.contains("早于申报开始（2025-11-28）"),
            "{}",
            early.found.zh
        );
    }
}
