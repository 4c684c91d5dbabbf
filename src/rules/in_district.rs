//! Registered in an area: the district of registration decides, or, where that is not given, the division that the
//! registered address names. A part lies in its parent area.
//!
//! An address is read from its head: province, city, district, and the rest. A name in the rest is that of a road, a
//! park or a building. What is negated, dated or planned, district and address that contradict each other, and an
//! address that names no district or another one, are for a person. The credit code must be given, but its digits 3–8
//! name the registering authority, not the address (GB 32100-2015): another authority is a note, never a failure.
//! Where a clause leaves open whether its years are also demanded of the registration in the district, one that moved in
//! less than that ago is read both ways; where it demands them, it is refuted.
//!
//! 中文：以注册区为准，未填注册区的看注册地址所在的省、市、区；路名、园区名、楼名里的区名不算。写有非、原、拟、迁等字样，两者不一致，或地址看不出在本区的，待评审。信用代码第 3–8 位是登记管理机关所在行政区划，不是住所，只作提示。迁入本区未满年限的，条文是否要求在本区满年限有两种理解的，待评审；条文要求满的，不符合。
//!
//! ```toml
//! [in_district]
//! district = "organization.registered_district"
//! address = "organization.registered_address"
//! code = "organization.unified_social_credit_code"
//! area = { code = "310104" }
//! moved_in = "organization.in_district_since"
//! years = 3
//!
//! [[case]]
//! given.organization = { registered_district = "徐汇区", unified_social_credit_code = "91310104132672722W" }
//! as_of = 2025-12-30
//! verdict = "pass"
//!
//! [[case]]
//! given.organization = { registered_district = "浦东新区", unified_social_credit_code = "91310104132672722W" }
//! as_of = 2025-12-30
//! verdict = "fail"
//!
//! [[case]]
//! given.organization = { registered_district = "徐汇区" }
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::address::{Area, Division, Where};
use crate::day::Day;
use crate::dictionary::kind::Words;
use crate::dictionary::{Dictionary, Scalar};
use crate::id_number::CreditCode;
use crate::rules::full_years::Complete;
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::shape::{Keys, Reader};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `in_district`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The district of registration.
        /// 中文：注册区。
        district: Scalar<Words> = "'organization.registered_district'",
        /// The registered address.
        /// 中文：注册地址。
        address: Scalar<Words> = "'organization.registered_address'",
        /// The credit code.
        /// 中文：统一社会信用代码。
        code: Scalar<CreditCode> = "'organization.unified_social_credit_code'",
        /// The area in which the applicant is to be registered. Credit codes given out by its own authority carry its
        /// code.
        /// 中文：应当注册登记所在的行政区；其登记管理机关发的信用代码带有该区代码。
        area: Area,
        /// The day on which the applicant moved in.
        /// 中文：迁入本区的日期。
        moved_in: Scalar<Day> = "'organization.in_district_since'",
        /// How many years in the district the clause asks for, or may be read to ask for.
        /// 中文：条文要求（或可以理解为要求）在本区满几年；没有年限的不写。
        years: Option<i16>,
        /// Whether the clause demands those years in the district, rather than being open to both readings.
        /// 中文：条文是否明确要求在本区满这些年；不写时按两种理解。
        demanded: bool = "false",
    }
    agree Params::years_are_demanded
}

impl Params {
    /// What is demanded is a number of years.
    fn years_are_demanded(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        if self.years.is_some() || !self.demanded {
            return Some(());
        }
        let message = text!("demanded 与 years 连用", "`demanded` goes with `years`");
        reader.wrong(keys.place_of("demanded"), message)
    }
}

impl Rule for Params {
    fn required(&self, _: &Dictionary) -> Text {
        let name = self.name();
        match self.years.filter(|_| self.demanded) {
            Some(years) => text!(
                "注册登记在{name}，并在{name}满 {years} 年",
                "registered in {name}, and there for at least {years} years"
            ),
            None => text!("注册登记在{name}", "registered in {name}"),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let outcome = Outcome::all_of([self.seat(context), self.coded(context), self.stay(context)]);
        outcome.cite([self.district.into()])
    }
}

impl Params {
    fn name(&self) -> &'static str {
        self.area.division.name()
    }

    /// Where the applicant is registered.
    fn seat(&self, context: &Context<'_>) -> Outcome {
        let district = context.dossier.get(self.district);
        let address = context.dossier.get(self.address);
        let [at_district, at_address] = [self.district.into(), self.address.into()];
        let holds = |address: &&str| self.area.holds_address(address);
        let name = self.name();
        match (district, address) {
            (Some(district), address) => {
                let said = context.say(|| {
                    let district = quote(district);
                    text!("注册区为{district}", "the district of registration is {district}")
                });
                let place = self.area.holds_district(district);
                let there = address.as_ref().map(holds);
                match (place, there) {
                    (Where::Here, None | Some(Where::Here)) => Outcome::pass(said).cite([at_district]),
                    (Where::Here, Some(Where::Unsaid)) => {
                        Outcome::pass(said)
                            .cite([at_district, at_address])
                            .note(context.say(|| {
                                let address = quote(address.unwrap_or_default());
                                text!(
                                    "注册地址{address}中没有写{name}，请核对",
                                    "the address {address} does not name {name}; compare it"
                                )
                            }))
                    }
                    (Where::Elsewhere, None | Some(Where::Elsewhere | Where::Unsaid)) => {
                        Outcome::fail(said).cite([at_district])
                    }
                    (Where::Here | Where::Elsewhere, Some(_)) => {
                        let found = context.say(|| {
                            let (district, address) = (quote(district), quote(address.unwrap_or_default()));
                            text!(
                                "注册区{district}与注册地址{address}不一致",
                                "the district {district} and the address {address} contradict each other"
                            )
                        });
                        Outcome::review(Reason::Evidence, found).cite([at_district, at_address])
                    }
                    (Where::Unsaid | Where::Open, _) => {
                        let found = context.say(|| {
                            let district = quote(district);
                            text!(
                                "从注册区{district}判断不出是否在{name}",
                                "whether the district {district} is {name} cannot be told"
                            )
                        });
                        Outcome::review(Reason::Evidence, found).cite([at_district])
                    }
                }
            }
            (None, Some(address)) if holds(&address) == Where::Here => {
                let found = context.say(|| {
                    let address = quote(address);
                    text!("注册地址{address}在{name}", "the address {address} is in {name}")
                });
                Outcome::pass(found).cite([at_address])
            }
            (None, Some(address)) => {
                let found = context.say(|| {
                    let address = quote(address);
                    text!(
                        "注册地址{address}看不出在{name}",
                        "the address {address} does not show that it is in {name}"
                    )
                });
                Outcome::review(Reason::Evidence, found).cite([at_address, at_district])
            }
            (None, None) => Outcome::not_given(context, &[at_district, at_address]),
        }
    }

    /// Whether the credit code is given, and what its authority tells.
    fn coded(&self, context: &Context<'_>) -> Outcome {
        let Some(code) = context.dossier.get(self.code) else {
            return Outcome::not_given(context, &[self.code.into()]);
        };
        let outcome = Outcome::pass(Text::default());
        let authority = code.authority_district();
        let area = self.area.division;
        if Division::of_code(authority).is_some_and(|district| district.is_within(area)) {
            return outcome;
        }
        let own = area.code();
        outcome.note(context.say(|| {
            text!(
                "信用代码第 3–8 位为 {authority}（不是 {own}），那是登记机关的区划，不是住所；请核对营业执照住所",
                "digits 3–8 of the credit code are {authority}, not {own}: they name the registering authority, not the address; compare the licence"
            )
        }))
    }

    /// How long the applicant has been in the district.
    fn stay(&self, context: &Context<'_>) -> Outcome {
        let (Some(since), Some(years)) = (context.dossier.get(self.moved_in), self.years) else {
            return Outcome::not_applicable(Text::default());
        };
        if since > context.as_of {
            let as_of = context.as_of;
            let found = context.say(|| {
                text!(
                    "迁入本区日期 {since} 在 {as_of} 之后，请核对",
                    "the day of moving in, {since}, lies after {as_of}; check it"
                )
            });
            return Outcome::review(Reason::Evidence, found).cite([self.moved_in.into()]);
        }
        let counted = Complete::from(since, years);
        let verdict = counted.verdict(context.as_of);
        if verdict == Verdict::Pass {
            return Outcome::pass(Text::default());
        }
        if self.demanded {
            let found = context.say(|| {
                let counts = counted.counts(context.as_of);
                text!("迁入本区：{counts}", "moved in: {counts}"; counts)
            });
            let outcome = match verdict {
                Verdict::Fail => Outcome::fail(found),
                _ => Outcome::review(Reason::Readings, found),
            };
            return outcome.cite([self.moved_in.into()]);
        }
        let found = context.say(|| {
            text!(
                "{since} 迁入，在本区未满 {years} 年；条文是否要求在本区满 {years} 年，有两种理解",
                "moved in on {since}, less than {years} years ago; whether the years must be spent in the district can be read both ways"
            )
        });
        Outcome::review(Reason::Readings, found).cite([self.moved_in.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    const RULE: &str = "
        [in_district]
        district = 'organization.registered_district'
        address = 'organization.registered_address'
        code = 'organization.unified_social_credit_code'
        area = { code = '310104' }
        moved_in = 'organization.in_district_since'
        years = 3
    ";

    fn verdict(given: &str) -> Outcome {
        judge(
            RULE,
            &format!("[organization]\nunified_social_credit_code = '91310104132672722W'\n{given}"),
        )
    }

    #[test]
    fn the_district_decides_and_the_address_stands_in_for_it() {
        for district in ["徐汇区", "徐汇", "上海市徐汇区", "上海市 徐汇区"] {
            assert_eq!(
                verdict(&format!("registered_district = '{district}'")).verdict,
                Verdict::Pass,
                "{district}"
            );
        }
        assert_eq!(
            verdict("registered_address = '上海市徐汇区示例路1号'").verdict,
            Verdict::Pass
        );
        assert_eq!(verdict("registered_address = '示例路1号'").verdict, Verdict::Review);
        assert_eq!(verdict("registered_district = '闵行区'").verdict, Verdict::Fail);
        assert_eq!(
            verdict("registered_district = '闵行区'\nregistered_address = '徐汇区示例路1号'").verdict,
            Verdict::Review
        );
        assert_eq!(verdict("").verdict, Verdict::Missing);
    }

    #[test]
    fn district_and_address_that_disagree_are_for_a_person_either_way() {
        let both = |district: &str, address: &str| {
            verdict(&format!(
                "registered_district = '{district}'\nregistered_address = '{address}'"
            ))
            .verdict
        };
        assert_eq!(both("徐汇区", "上海市徐汇区示例路1号"), Verdict::Pass);
        assert_eq!(both("徐汇区", "示例路1号"), Verdict::Pass);
        assert_eq!(both("徐汇区", "上海市浦东新区张江路1号"), Verdict::Review);
        assert_eq!(both("浦东新区", "上海市徐汇区虹桥路1号"), Verdict::Review);
        assert_eq!(both("浦东新区", "上海市浦东新区张江路1号"), Verdict::Fail);
        assert_eq!(both("浦东新区", "张江路1号"), Verdict::Fail);
        assert_eq!(both("拟迁入徐汇", "上海市徐汇区虹桥路1号"), Verdict::Review);
    }

    #[test]
    fn a_code_of_another_authority_is_a_note_and_no_more() {
        let outcome = judge(
            RULE,
            "organization = { registered_district = '徐汇', unified_social_credit_code = '914403001922038216' }",
        );
        assert_eq!(outcome.verdict, Verdict::Pass);
        assert!(outcome.notes.iter().any(|note| note.zh.contains("440300")));
    }

    #[test]
    fn moving_in_three_years_ago_to_the_day_is_long_enough() {
        let moved = |day: &str| verdict(&format!("registered_district = '徐汇'\nin_district_since = {day}")).verdict;
        assert_eq!(moved("2022-12-30"), Verdict::Pass);
        assert_eq!(moved("2022-12-31"), Verdict::Review);
        assert_eq!(moved("2025-12-31"), Verdict::Review);
    }

    #[test]
    fn moving_in_is_doubted_as_a_day_to_come_and_read_both_ways_as_one_that_came() {
        let reason = |day: &str| verdict(&format!("registered_district = '徐汇'\nin_district_since = {day}")).reason;
        assert_eq!(reason("2025-12-31"), Some(Reason::Evidence));
        assert_eq!(reason("2025-12-30"), Some(Reason::Readings));
    }

    #[test]
    fn the_district_asked_for_is_named() {
        let open = verdict("registered_address = '示例路1号'").found;
        assert!(open.zh.contains("徐汇区") && open.en.contains("徐汇区"), "{open:?}");
        assert_eq!(crate::rules::testing::required(RULE).zh, "注册登记在徐汇区");
    }

    #[test]
    fn years_that_are_demanded_in_the_district_refute_and_without_any_none_are_asked_for() {
        let moved = |years: &str, since: &str| {
            let rule = RULE.replace("years = 3", years);
            let given = format!("registered_district = '徐汇区'\nin_district_since = {since}");
            let code = "[organization]\nunified_social_credit_code = '91310104132672722W'";
            judge(&rule, &format!("{code}\n{given}")).verdict
        };
        let demanded = "years = 3\ndemanded = true";
        assert_eq!(moved(demanded, "2022-12-30"), Verdict::Pass);
        assert_eq!(moved(demanded, "2022-12-31"), Verdict::Review);
        assert_eq!(moved(demanded, "2023-01-01"), Verdict::Fail);
        assert_eq!(moved("", "2025-12-01"), Verdict::Pass);
    }

    #[test]
    fn an_area_may_be_a_province_or_a_city_and_holds_its_counties() {
        let registered = |code: &str, place: &str| {
            let rule = RULE.replace("310104", code);
            let given = "unified_social_credit_code = '91310104132672722W'";
            judge(&rule, &format!("[organization]\n{given}\n{place}")).verdict
        };
        for place in [
            "registered_district = '长丰县'",
            "registered_district = '合肥市长丰县'",
            "registered_address = '安徽省合肥市长丰县示例路1号'",
        ] {
            for code in ["340000", "340100", "340121"] {
                assert_eq!(registered(code, place), Verdict::Pass, "{place} in {code}");
            }
            assert_eq!(
                registered("420000", place),
                if place.contains("address") {
                    Verdict::Review
                } else {
                    Verdict::Fail
                },
                "{place}"
            );
        }
    }
}
