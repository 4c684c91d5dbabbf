//! At least so many full years of operation by the as-of day, counted from the later of registration and the
//! start of normal operation.
//!
//! 以上 includes the number (民法典 1259). Reading A (民法典 201, 202): the first day is not counted and the
//! corresponding day completes the year, 29 February falling back to the last day of the month. Reading B:
//! the first day counts, so each year is complete a day earlier. Both must agree. Where only the operation,
//! older than the registration, reaches the number (a restructuring), a person must judge; where the start of
//! operation is not given, registration alone establishes nothing but can refute. A unit without registration
//! of its own (内设、派出机构) is counted from its host's, and a person must judge. A day that is still to come
//! establishes nothing either.
//!
//! 中文：截至申报之日，自成立日期与正常运行起始日中较晚者起满若干年。“以上”包括本数（民法典第 1259 条）；起始日不计入与计入
//! 两种算法（民法典第 201、202 条）结论一致才下结论，不一致则待评审。
//!
//! ```toml
//! [years_completed]
//! years = 3
//! registered = "organization.registered_on"
//! operating = "organization.operating_since"
//!
//! [[case]]
//! given.organization = { registered_on = 2022-12-30, operating_since = 2022-12-30 }
//! as_of = 2025-12-30
//! verdict = "pass"
//!
//! [[case]]
//! given.organization = { registered_on = 2022-12-31, operating_since = 2022-12-31 }
//! as_of = 2025-12-30
//! verdict = "review"
//!
//! [[case]]
//! given.organization = { registered_on = 2023-01-01, operating_since = 2023-01-01 }
//! as_of = 2025-12-30
//! verdict = "fail"
//! ```

use crate::day::Day;
use crate::dictionary::kind::Choice;
use crate::dictionary::{Dictionary, Scalar};
use crate::dossier::Cite;
use crate::rules::full_years::Complete;
use crate::rules::{Context, Outcome, Rule, doubts};
use crate::scope::{Picks, Scope};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `years_completed`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// How many full years.
        /// 中文：须满多少整年。
        years: i16,
        /// The day of registration.
        /// 中文：成立日期。
        registered: Scalar<Day> = "'organization.registered_on'",
        /// The first day of normal operation.
        /// 中文：正常运行起始日。
        operating: Scalar<Day> = "'organization.operating_since'",
        /// Units that may have no registration of their own.
        /// 中文：哪些机构自身可以没有登记。
        hosted: Option<Hosted>,
    }
}

shape! {
    /// Units that are counted from their host's registration when they have none of their own.
    #[derive(Debug)]
    struct Hosted in Scope {
        /// The day on which the host was registered.
        /// 中文：所属单位的成立日期。
        registered: Scalar<Day> = "'host.registered_on'",
        /// The field of the kind of entity.
        /// 中文：主体类型的字段。
        entity: Scalar<Choice> = "'organization.entity_type'",
        /// The kinds that may have a host.
        /// 中文：可以有所属单位的主体类型。
        kinds (entity): Picks,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let years = self.years;
        let (registered, operating) = (
            dictionary.label(self.registered.id),
            dictionary.label(self.operating.id),
        );
        text!(
            "自{registered}与{operating}中较晚者起满 {years} 年（含 {years} 年）",
            "at least {years} full years since the later of \"{registered}\" and \"{operating}\"";
            registered, operating
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn numbers(&self, verdict: Verdict, reason: Option<Reason>) -> Vec<&'static str> {
        match (verdict, reason) {
            (Verdict::Fail, _) | (Verdict::Review, Some(Reason::Readings)) => vec!["passes_on"],
            _ => Vec::new(),
        }
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let own = context.dossier.get(self.registered);
        let operating = context.dossier.get(self.operating);
        let of_host = || self.hosted.as_ref().and_then(|hosted| hosted.of(context));
        let registered = match own {
            Some(day) => Some(Registered {
                day,
                cite: self.registered.into(),
                unit: None,
            }),
            None => of_host(),
        };
        let cites = registered.iter().flat_map(Registered::cites);
        let cites: Vec<Cite> = cites.chain([self.operating.into()]).collect();
        let outcome = match (&registered, operating) {
            (Some(registered), operating) => self.counted(context, registered, operating),
            (None, Some(operating)) => self.refuted(context, None, operating, self.operating.into()),
            (None, None) => None,
        };
        match outcome {
            Some(outcome) => outcome.cite(cites),
            None if operating.is_some() => Outcome::not_given(context, &[self.registered.into()]),
            None => Outcome::not_given(context, &[self.registered.into(), self.operating.into()]),
        }
    }
}

/// A day of registration, and whose it is.
struct Registered {
    day: Day,
    cite: Cite,
    /// The kind of unit that is counted by its host's, and where that is said.
    unit: Option<(Text, Cite)>,
}

impl Registered {
    fn cites(&self) -> impl Iterator<Item = Cite> {
        [Some(self.cite), self.unit.as_ref().map(|(_, cite)| *cite)]
            .into_iter()
            .flatten()
    }

    /// A sentence, after whose day of registration it speaks of where that is the host's.
    fn whose(&self, context: &Context<'_>, said: Text) -> Text {
        let Some((unit, _)) = &self.unit else {
            return said;
        };
        context.say(|| {
            let (day, label) = (self.day, context.name(self.cite));
            text!(
                "{unit}自身无成立日期，按{label} {day} 计：{said}",
                "a unit ({unit}) without registration of its own, by \"{label}\" {day}: {said}";
                unit, label, said
            )
        })
    }
}

impl Hosted {
    /// The host's registration, if this is a unit that is counted by it and it is given.
    fn of(&self, context: &Context<'_>) -> Option<Registered> {
        let kind = context.dossier.get(self.entity)?;
        if !self.kinds.contains(&kind) {
            return None;
        }
        Some(Registered {
            day: context.dossier.get(self.registered)?,
            cite: self.registered.into(),
            unit: Some((context.say(|| context.choice(self.entity.id, kind)), self.entity.into())),
        })
    }
}

impl Params {
    /// The outcome where a day of registration is given: none, where nothing follows from it.
    fn counted(&self, context: &Context<'_>, registered: &Registered, operating: Option<Day>) -> Option<Outcome> {
        let as_of = context.as_of;
        let complete = |start| Complete::from(start, self.years);
        let review = |found| Outcome::review(Reason::Evidence, found);
        let by_registration = complete(registered.day);
        let ahead = [
            (Some(registered.day), registered.cite),
            (operating, self.operating.into()),
        ];
        let ahead = ahead.into_iter().filter_map(|(day, cite)| Some((day?, cite)));
        let (ahead, come): (Vec<_>, Vec<_>) = ahead.partition(|(day, _)| *day > as_of);
        if !ahead.is_empty() {
            let doubts: Vec<Text> = ahead
                .iter()
                .map(|(day, cite)| doubts::ahead(context, *cite, *day))
                .collect();
            let mut come = come.into_iter();
            let refuted = come.find_map(|(day, cite)| self.refuted(context, Some(registered), day, cite));
            return Some(match refuted {
                Some(outcome) => doubts.into_iter().fold(outcome, Outcome::note),
                None => {
                    let found = context.say(|| registered.whose(context, Text::join(&doubts)));
                    self.dated(context, review(found), by_registration)
                }
            });
        }
        let Some(operating) = operating else {
            let refuted = self.refuted(context, Some(registered), registered.day, registered.cite);
            return refuted.or_else(|| {
                let day = registered.day;
                let found = context.say(|| {
                    let found = text!(
                        "{day} 成立，但未填写正常运行起始日",
                        "registered on {day}, but the start of normal operation is not given"
                    );
                    registered.whose(context, found)
                });
                Some(self.dated(context, review(found), by_registration))
            });
        };
        let counted = complete(registered.day.max(operating));
        let by_operation = complete(operating);
        let outcome = if counted.verdict(as_of) == Verdict::Fail && by_operation.verdict(as_of) != Verdict::Fail {
            let found = context.say(|| {
                let (a, b) = (by_registration.counts(as_of), by_operation.counts(as_of));
                let found = text!(
                    "按成立日期{a}；按运行起始日{b}；似为改制或承继",
                    "by registration: {a}; by operation: {b}; perhaps a restructuring";
                    a, b
                );
                registered.whose(context, found)
            });
            self.dated(context, review(found), by_registration)
        } else {
            self.judged(context, Some(registered), counted)
        };
        Some(outcome)
    }

    /// The failure where a day by itself refutes it.
    fn refuted(&self, context: &Context<'_>, registered: Option<&Registered>, day: Day, cite: Cite) -> Option<Outcome> {
        let counted = Complete::from(day, self.years);
        let registered = registered.filter(|registered| registered.cite == cite);
        (counted.verdict(context.as_of) == Verdict::Fail).then(|| self.judged(context, registered, counted))
    }

    /// The verdict of a count whose start is established; for a person, where it is that of the host.
    fn judged(&self, context: &Context<'_>, registered: Option<&Registered>, counted: Complete) -> Outcome {
        let found = context.say(|| {
            let counts = counted.counts(context.as_of);
            match registered {
                Some(registered) => registered.whose(context, counts),
                None => counts,
            }
        });
        let of_host = registered.is_some_and(|registered| registered.unit.is_some());
        let outcome = match counted.verdict(context.as_of) {
            Verdict::Pass if !of_host => Outcome::pass(found),
            Verdict::Fail => Outcome::fail(found),
            _ if of_host => Outcome::review(Reason::Evidence, found),
            _ => Outcome::review(Reason::Readings, found),
        };
        self.dated(context, outcome, counted)
    }

    /// The outcome with the day on which the count is complete under the stricter reading.
    fn dated(&self, context: &Context<'_>, outcome: Outcome, counted: Complete) -> Outcome {
        outcome.number("passes_on", context.say(|| Text::same(counted.a.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{judge, judge_as_of};

    const RULE: &str = "
        [years_completed]
        years = 3
        registered = 'organization.registered_on'
        operating = 'organization.operating_since'
        [years_completed.hosted]
        registered = 'host.registered_on'
        entity = 'organization.entity_type'
        kinds = ['internal_unit', 'dispatched_unit']
    ";

    fn both(registered: &str, operating: &str) -> Verdict {
        judge(
            RULE,
            &format!("[organization]\nregistered_on = {registered}\noperating_since = {operating}"),
        )
        .verdict
    }

    #[test]
    fn the_later_of_the_two_days_counts() {
        assert_eq!(both("2010-01-01", "2022-12-30"), Verdict::Pass);
        assert_eq!(both("2010-01-01", "2022-12-31"), Verdict::Review);
        assert_eq!(both("2010-01-01", "2023-01-01"), Verdict::Fail);
    }

    #[test]
    fn a_restructured_body_is_for_a_person() {
        assert_eq!(both("2024-05-01", "2001-05-01"), Verdict::Review);
    }

    #[test]
    fn a_restructuring_shows_both_counts() {
        let outcome = judge(
            RULE,
            "organization = { registered_on = 2024-05-01, operating_since = 2001-05-01 }",
        );
        assert!(
            outcome.found.zh.contains("满 1 年（2027-05-01 满 3 年）"),
            "{}",
            outcome.found.zh
        );
        assert!(outcome.found.zh.contains("2004-05-01 满 3 年"), "{}", outcome.found.zh);
    }

    #[test]
    fn a_day_that_is_still_to_come_is_questioned() {
        assert_eq!(both("2026-05-01", "2001-05-01"), Verdict::Review);
        assert_eq!(both("2001-05-01", "2026-05-01"), Verdict::Review);
        assert_eq!(both("2026-05-01", "2026-05-01"), Verdict::Review);
        assert_eq!(both("2026-05-01", "2024-05-01"), Verdict::Fail);
        assert_eq!(both("2024-05-01", "2026-05-01"), Verdict::Fail);
        let given = "organization.registered_on = 2026-05-01";
        assert_eq!(judge(RULE, given).verdict, Verdict::Review);
        let outcome = judge(
            RULE,
            "organization = { registered_on = 2026-05-01, operating_since = 2024-05-01 }",
        );
        assert!(
            outcome
                .notes
                .iter()
                .any(|note| note.zh.contains("2026-05-01") && note.zh.contains("还没有到"))
        );
        let host = "organization = { entity_type = 'internal_unit', operating_since = 2001-05-01 }\nhost.registered_on = 2026-05-01";
        assert_eq!(judge(RULE, host).verdict, Verdict::Review);
    }

    #[test]
    fn one_day_short_shows_both_counts_and_the_day_it_passes() {
        let outcome = judge(
            RULE,
            "organization = { registered_on = 2022-12-31, operating_since = 2022-12-31 }",
        );
        assert_eq!(outcome.reason, Some(Reason::Readings));
        assert!(
            outcome.found.zh.contains("满 2 年（2025-12-31 满 3 年）"),
            "{}",
            outcome.found.zh
        );
        assert!(
            outcome.found.zh.contains("满 3 年（2025-12-30 满 3 年）"),
            "{}",
            outcome.found.zh
        );
        assert_eq!(outcome.numbers, [("passes_on", Text::same("2025-12-31"))]);
    }

    #[test]
    fn the_29th_of_february_falls_back_under_both_readings() {
        let given = "organization = { registered_on = 2020-02-29, operating_since = 2020-02-29 }";
        let on = |day| judge_as_of(RULE, given, Day::new(2023, 2, day).unwrap()).verdict;
        assert_eq!((on(27), on(28)), (Verdict::Fail, Verdict::Pass));
    }

    #[test]
    fn half_of_the_facts_can_refute_but_not_establish() {
        assert_eq!(
            judge(RULE, "organization.registered_on = 2022-12-30").verdict,
            Verdict::Review
        );
        assert_eq!(
            judge(RULE, "organization.registered_on = 2023-01-01").verdict,
            Verdict::Fail
        );
        assert_eq!(
            judge(RULE, "organization.operating_since = 2022-12-30").verdict,
            Verdict::Missing
        );
        assert_eq!(
            judge(RULE, "organization.operating_since = 2023-01-01").verdict,
            Verdict::Fail
        );
        assert_eq!(judge(RULE, "").verdict, Verdict::Missing);
    }

    #[test]
    fn an_internal_unit_may_be_counted_from_its_host() {
        let unit = |host: &str, kind: &str| {
            judge(
                RULE,
                &format!("organization.entity_type = '{kind}'\nhost.registered_on = {host}"),
            )
            .verdict
        };
        assert_eq!(unit("2001-01-01", "internal_unit"), Verdict::Review);
        assert_eq!(unit("2024-01-01", "internal_unit"), Verdict::Fail);
        assert_eq!(unit("2001-01-01", "legal_person"), Verdict::Missing);
    }
    #[test]
    fn a_unit_counted_from_its_host_is_judged_like_one_counted_from_its_own_day() {
        let unit = |host: &str, operating: &str| {
            judge(
                RULE,
                &format!(
                    "organization = {{ entity_type = 'internal_unit', operating_since = {operating} }}\nhost.registered_on = {host}"
                ),
            )
        };
        let restructured = unit("2024-05-01", "2001-05-01");
        assert_eq!(restructured.verdict, Verdict::Review);
        assert_eq!(restructured.reason, Some(Reason::Evidence));
        assert_eq!(unit("2001-05-01", "2024-05-01").verdict, Verdict::Fail);
        assert_eq!(unit("2024-05-01", "2024-06-01").verdict, Verdict::Fail);
        let settled = unit("2001-05-01", "2002-05-01");
        assert_eq!(
            (settled.verdict, settled.reason),
            (Verdict::Review, Some(Reason::Evidence))
        );
        for (outcome, host) in [
            (restructured, "2024-05-01"),
            (unit("2024-05-01", "2024-06-01"), "2024-05-01"),
            (settled, "2001-05-01"),
        ] {
            let whose = format!("内设机构自身无成立日期，按所属单位成立日期 {host} 计：");
            assert!(outcome.found.zh.starts_with(&whose), "{}", outcome.found.zh);
        }
    }

    #[test]
    fn only_what_is_absent_is_asked_for() {
        let asked = |given: &str| judge(RULE, given).found.zh;
        assert_eq!(asked("organization.operating_since = 2010-01-01"), "未填写成立日期");
        assert_eq!(asked(""), "未填写成立日期、正常运行起始日");
    }

    #[test]
    fn the_as_of_day_itself_has_come() {
        assert_eq!(both("2025-12-30", "2025-12-30"), Verdict::Fail);
        assert_eq!(both("2025-12-31", "2025-12-31"), Verdict::Review);
    }

    #[test]
    fn the_days_it_rests_on_are_cited_and_told_to_be_the_hosts_where_they_are() {
        let own = judge(
            RULE,
            "organization = { registered_on = 2010-01-01, operating_since = 2010-01-01 }",
        );
        assert_eq!(own.cites.len(), 2);
        let hosted = |host: &str, operating: &str| {
            judge(
                RULE,
                &format!(
                    "organization = {{ entity_type = 'internal_unit', operating_since = {operating} }}\nhost.registered_on = {host}"
                ),
            )
        };
        let by_host = hosted("2024-05-01", "2026-05-01");
        assert_eq!((by_host.verdict, by_host.cites.len()), (Verdict::Fail, 3));
        assert!(by_host.found.zh.contains("自身无成立日期"), "{}", by_host.found.zh);
        let by_operation = hosted("2026-05-01", "2024-05-01");
        assert_eq!(by_operation.verdict, Verdict::Fail);
        assert!(
            !by_operation.found.zh.contains("自身无成立日期"),
            "{}",
            by_operation.found.zh
        );
    }
}
