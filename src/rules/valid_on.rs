//! A certificate in force on the as-of day and held by the applicant in its own name.
//!
//! One such certificate is enough. Names are compared after folding width, brackets and spaces, former names
//! included. Certificates that expired, are held by someone else, or do not exist (the demand is for a system, not
//! for a certificate) are for a person, unless the clause demands a certificate: then a system without one is refuted.
//! A clause may name the standards that count, and how many years the system must have been running: counted from the
//! day of the first certificate, or, where none is asked for, from the first day of validity, which an earlier
//! certificate may precede, so that it establishes but does not refute.
//!
//! 中文：至少有一份在申报之日有效、持有人为申报单位本身（含曾用名）的证书。已过期、他人持有、未认证的，待评审；写明没有的，不符合。条文要求认证的，未认证即不符合。可限定标准，可要求有效运行满若干年：自首次发证日期起算；没有这一项的自有效期起算，换证前的时间不明，不足的待评审。
//!
//! ```toml
//! [valid_on]
//! table = "management_systems"
//! standard = "standard"
//! certificate = "certificate_number"
//! holder = "holder"
//! valid_from = "valid_from"
//! valid_until = "valid_until"
//! name = "organization.name"
//! former_names = "organization.former_names"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! given.management_systems = [{ standard = "GB/T 19001", certificate_number = "1", holder = "上海示例有限公司", valid_until = 2025-12-30 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! given.management_systems = [{ standard = "GB/T 19001", certificate_number = "1", holder = "上海示例有限公司", valid_until = 2025-12-29 }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.management_systems = []
//! verdict = "fail"
//! ```

use crate::day::Day;
use crate::dictionary::kind::{WordList, Words};
use crate::dictionary::{Column, Dictionary, Scalar, Table, When};
use crate::dossier::{Cite, Row};
use crate::rules::full_years::Complete;
use crate::rules::{Context, Outcome, Rule, among};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::{Name, fold, quote, same_name};

shape! {
    /// The parameters of `valid_on`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The table of certificates.
        /// 中文：证书表。
        table: Table = "'management_systems'",
        /// The column of the standard.
        /// 中文：标准所在的列。
        standard (table): Column<Words> = "'standard'",
        /// The column of the certificate's number; blank where there is no certificate.
        /// 中文：证书编号所在的列；没有证书的留空。
        certificate (table): Column<Words> = "'certificate_number'",
        /// The column of the holder.
        /// 中文：持有人所在的列。
        holder (table): Column<Words> = "'holder'",
        /// The column of the first day of validity.
        /// 中文：有效期首日所在的列。
        valid_from (table): Column<Day> = "'valid_from'",
        /// The column of the last day of validity, or of the word that there is none.
        /// 中文：有效期末日所在的列，或写明长期有效的词。
        valid_until (table): Column<When> = "'valid_until'",
        /// The applicant's name.
        /// 中文：申报者的名称。
        name: Scalar<Words> = "'organization.name'",
        /// The names it had before.
        /// 中文：申报者的曾用名。
        former_names: Scalar<WordList> = "'organization.former_names'",
        /// The standards that count, as parts of what is written; without them every standard.
        /// 中文：算数的标准：填写的标准里有其中之一即算；不写时都算。
        standards: Vec<Name> = "[]",
        /// Whether a certificate is demanded, and not only a system.
        /// 中文：是否要求取得认证证书，而不只是建立体系。
        certified: bool = "false",
        /// How many years the system must have been running.
        /// 中文：体系须有效运行满多少年。
        running_years: Option<i16>,
        /// The column of the day of the first certificate, from which those years are counted.
        /// 中文：首次发证日期所在的列，有效运行自该日起算。
        first_issued (table): Option<Column<Day>>,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary
            .section(self.table.id)
            .map(|section| section.label.clone())
            .unwrap_or_default();
        let names: Vec<&str> = self.standards.iter().map(|name| name.written.as_str()).collect();
        let (zh_names, en_names) = (names.join("、"), names.join(", "));
        let standards = match names.is_empty() {
            true => Text::default(),
            false => text!("（{zh_names}）", " ({en_names})"),
        };
        let running = self
            .running_years
            .map(|years| text!("，有效运行满 {years} 年", ", running for at least {years} years"));
        let running = running.unwrap_or_default();
        text!(
            "至少一项{label}{standards}在申报之日有效，持有人为申报单位{running}",
            "\"{label}\"{standards}: one in force on the as-of day and held in the applicant's own name{running}";
            label, standards, running
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        match context.dossier.rows(self.table) {
            None => Outcome::not_given(context, &[self.table.into()]),
            Some([]) => {
                let found = context.say(|| text!("写明没有", "stated that there is none"));
                Outcome::fail(found).cite([self.table.into()])
            }
            Some(rows) => Outcome::one_of(
                rows.iter()
                    .enumerate()
                    .map(|(number, row)| self.system(context, number, row)),
            ),
        }
    }
}

impl Params {
    fn system(&self, context: &Context<'_>, number: usize, row: &Row) -> Outcome {
        let Some(standard) = row.get(self.standard) else {
            return Outcome::not_given(context, &[self.standard.at(number)]);
        };
        let counts = self.standards.is_empty() || {
            let folded = fold(standard);
            self.standards.iter().any(|name| name.is_in(&folded))
        };
        let standard = context.say(|| Text::same(quote(standard)));
        let standard = &standard.zh;
        if !counts {
            let found = context.say(|| {
                text!(
                    "{standard}不是所要求的标准",
                    "{standard} is not the standard that is asked for"
                )
            });
            return Outcome::fail(found).cite([self.standard.at(number)]);
        }
        let Some(certificate) = row.get(self.certificate) else {
            let found = context.say(|| text!("{standard}未认证", "{standard} has no certificate"));
            let outcome = match self.certified {
                true => Outcome::fail(found),
                false => Outcome::review(Reason::Evidence, found),
            };
            return outcome.cite([self.standard.at(number), self.certificate.at(number)]);
        };
        let gaps = among([
            (row.get(self.holder).is_none(), self.holder.at(number)),
            (row.get(self.valid_until).is_none(), self.valid_until.at(number)),
            (context.dossier.get(self.name).is_none(), self.name.into()),
        ]);
        let (Some(holder), Some(until), Some(name)) = (
            row.get(self.holder),
            row.get(self.valid_until),
            context.dossier.get(self.name),
        ) else {
            return Outcome::not_given(context, &gaps);
        };
        let formerly = context.dossier.get(self.former_names).unwrap_or_default();
        let own = same_name(holder, name);
        let its = own || formerly.iter().any(|former| same_name(former, holder));
        let last = match until {
            When::Day(day) => Some(day),
            When::Within(period) => Some(period.first()),
            When::Word(_) => None,
        };
        let expired = last.filter(|last| *last < context.as_of);
        let late = row.get(self.valid_from).filter(|from| *from > context.as_of);
        let flaw = |flawed: bool, cite: Cite, says: Text| {
            let outcome = match flawed {
                true => Outcome::review(Reason::Evidence, says),
                false => Outcome::pass(Text::default()).documented(),
            };
            outcome.cite([cite])
        };
        let flaws = Outcome::all_of([
            flaw(
                expired.is_some(),
                self.valid_until.at(number),
                context.say(|| {
                    let until = expired.map(|until| until.to_string()).unwrap_or_default();
                    text!(
                        "{standard}的证书 {until} 已到期",
                        "the certificate for {standard} expired on {until}"
                    )
                }),
            ),
            flaw(
                late.is_some(),
                self.valid_from.at(number),
                context.say(|| {
                    let from = late.map(|from| from.to_string()).unwrap_or_default();
                    text!(
                        "{standard}的证书 {from} 起才有效",
                        "the certificate for {standard} is valid from {from} only"
                    )
                }),
            ),
            flaw(
                !its,
                self.holder.at(number),
                context.say(|| {
                    let holder = quote(holder);
                    text!(
                        "{standard}的证书持有人是{holder}",
                        "the certificate for {standard} is held by {holder}"
                    )
                }),
            ),
        ]);
        if flaws.verdict == Verdict::Review {
            return flaws;
        }
        let running = self.running(context, number, row, standard);
        if !matches!(running.verdict, Verdict::Pass | Verdict::NotApplicable) {
            return running;
        }
        let cites = [self.valid_until.at(number), self.holder.at(number)];
        let found = context.say(|| match last {
            Some(until) => text!(
                "{standard}的证书有效至 {until}",
                "the certificate for {standard} is valid until {until}"
            ),
            None => text!(
                "{standard}的证书写明长期有效",
                "the certificate for {standard} is stated to have no end"
            ),
        });
        let outcome = Outcome::pass(found).documented().cite(cites).cite(running.cites);
        let outcome = outcome.unless_pending(context, certificate, self.certificate.at(number));
        if own {
            return outcome;
        }
        outcome.note(context.say(|| {
            let holder = quote(holder);
            text!(
                "证书上仍是曾用名{holder}，请换证或附更名证明",
                "the certificate still bears the former name {holder}; renew it or add proof of the change"
            )
        }))
    }

    /// Whether the system has been running for as many years as are asked for, if any are.
    fn running(&self, context: &Context<'_>, number: usize, row: &Row, standard: &str) -> Outcome {
        let Some(years) = self.running_years else {
            return Outcome::not_applicable(Text::default());
        };
        let first = self.first_issued.and_then(|column| Some((column, row.get(column)?)));
        let (column, since) = match first.or_else(|| Some((self.valid_from, row.get(self.valid_from)?))) {
            Some(since) => since,
            None => {
                let gaps = [self.first_issued.unwrap_or(self.valid_from).at(number)];
                return Outcome::not_given(context, &gaps);
            }
        };
        let counted = Complete::from(since, years);
        let found = context.say(|| {
            let counts = counted.counts(context.as_of);
            text!("{standard}的证书{counts}", "the certificate for {standard}: {counts}"; counts)
        });
        let outcome = match (counted.verdict(context.as_of), first) {
            (Verdict::Pass, _) => Outcome::pass(found),
            (Verdict::Fail, Some(_)) => Outcome::fail(found),
            (Verdict::Fail, None) => {
                let found = context.say(|| {
                    let mut said = found;
                    said.push(&text!(
                        "；换证之前的年限不明",
                        "; how long one before it ran is not known"
                    ));
                    said
                });
                Outcome::review(Reason::Evidence, found)
            }
            _ => Outcome::review(Reason::Readings, found),
        };
        outcome.cite([column.at(number)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    fn systems(rows: &str) -> Outcome {
        let rule = example("valid_on");
        let names = "organization = { name = '上海示例（集团）有限公司', former_names = ['上海旧名有限公司'] }";
        judge(&rule, &format!("{names}\nmanagement_systems = [{rows}]"))
    }

    #[test]
    fn names_are_the_same_however_they_are_spaced_and_former_names_count() {
        let held = |holder: &str| {
            systems(&format!(
                "{{ standard = 'A', certificate_number = '1', holder = '{holder}', valid_until = 2026-01-01 }}"
            ))
        };
        assert_eq!(held("上海示例(集团) 有限公司").verdict, Verdict::Pass);
        assert_eq!(held("上海旧名有限公司").verdict, Verdict::Pass);
        assert_eq!(held("上海旧名有限公司").notes.len(), 1);
        assert_eq!(held("上海别家有限公司").verdict, Verdict::Review);
    }

    #[test]
    fn one_good_certificate_is_enough() {
        let good =
            "{ standard = 'A', certificate_number = '1', holder = '上海示例(集团)有限公司', valid_until = 2025-12-30 }";
        let bad = "{ standard = 'B', certificate_number = '2', holder = '别家', valid_until = 2020-01-01 }";
        assert_eq!(systems(&format!("{bad}, {good}")).verdict, Verdict::Pass);
        assert_eq!(systems(bad).verdict, Verdict::Review);
    }

    #[test]
    fn a_system_without_certificate_is_for_a_person_and_one_without_holder_lacks_a_fact() {
        assert_eq!(systems("{ standard = 'A' }").verdict, Verdict::Review);
        assert_eq!(
            systems("{ standard = 'A', certificate_number = '1', valid_until = 2026-01-01 }").verdict,
            Verdict::Missing
        );
        let later = "{ standard = 'A', certificate_number = '1', holder = '上海示例(集团)有限公司', valid_from = 2025-12-31, valid_until = 2028-01-01 }";
        assert_eq!(systems(later).verdict, Verdict::Review);
    }

    #[test]
    fn a_certificate_is_in_force_from_its_first_day_to_its_last() {
        let held = |from: &str, until: &str| {
            let days = format!("valid_from = {from}, valid_until = {until}");
            systems(&format!(
                "{{ standard = 'A', certificate_number = '1', holder = '上海示例(集团)有限公司', {days} }}"
            ))
            .verdict
        };
        assert_eq!(held("2025-12-30", "2028-12-29"), Verdict::Pass);
        assert_eq!(held("2025-12-31", "2028-12-30"), Verdict::Review);
        assert_eq!(held("2022-12-31", "2025-12-30"), Verdict::Pass);
        assert_eq!(held("2022-12-30", "2025-12-29"), Verdict::Review);
    }

    #[test]
    fn only_the_standards_that_are_named_count_and_a_certificate_may_be_demanded() {
        let rule = format!("{}\nstandards = ['19001']\ncertified = true", example("valid_on"));
        let held = |row: &str| {
            let names = "organization.name = '甲公司'";
            judge(&rule, &format!("{names}\nmanagement_systems = [{row}]")).verdict
        };
        let good = "certificate_number = '1', holder = '甲公司', valid_until = 2026-01-01";
        assert_eq!(
            held(&format!("{{ standard = 'GB/T 19001-2016', {good} }}")),
            Verdict::Pass
        );
        assert_eq!(held(&format!("{{ standard = 'GB/T 24001', {good} }}")), Verdict::Fail);
        assert_eq!(held("{ standard = 'ISO19001' }"), Verdict::Fail);
        assert_eq!(
            held(&format!(
                "{{ standard = 'GB/T 24001' }}, {{ standard = 'ISO 19001', {good} }}"
            )),
            Verdict::Pass
        );
    }

    #[test]
    fn the_first_certificate_refutes_a_running_that_a_renewed_one_only_leaves_open() {
        let held = |more: &str, row: &str| {
            let rule = format!("{}\nrunning_years = 3\n{more}", example("valid_on"));
            let good = "standard = 'A', certificate_number = '1', holder = '甲公司', valid_until = 2028-01-01";
            let given = format!("organization.name = '甲公司'\nmanagement_systems = [{{ {good}, {row} }}]");
            judge(&rule, &given).verdict
        };
        assert_eq!(held("", "valid_from = 2022-12-30"), Verdict::Pass);
        assert_eq!(held("", "valid_from = 2024-12-30"), Verdict::Review);
        assert_eq!(held("", ""), Verdict::Missing);
        let first = "first_issued = 'first_issued_on'";
        assert_eq!(
            held(first, "valid_from = 2024-12-30, first_issued_on = 2022-12-30"),
            Verdict::Pass
        );
        assert_eq!(
            held(first, "valid_from = 2024-12-30, first_issued_on = 2022-12-31"),
            Verdict::Review
        );
        assert_eq!(
            held(first, "valid_from = 2024-12-30, first_issued_on = 2023-01-01"),
            Verdict::Fail
        );
        assert_eq!(held(first, "valid_from = 2024-12-30"), Verdict::Review);
    }
}
