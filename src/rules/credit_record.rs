//! A good credit record: a credit report named, and no listing.
//!
//! The text sets no years and no measure: any listing short of a serious one within both ways of looking back is
//! for a person. A serious one that meets both fails.
//!
//! 中文：写明信用报告且无失信记录的为通过（自行声明）；有轻微记录或严重失信只落在两种算法之一的近三年内，待评审；两种算法都在内，
//! 不符合；没有信用报告，缺材料。
//!
//! ```toml
//! [credit_record]
//! report = "records.credit_report"
//! [credit_record.listings]
//! table = "records.dishonesty"
//! kind = "kind"
//! serious = ["serious_violation", "judgment_defaulter", "major_tax"]
//! acted_on = "acted_on"
//! listed_on = "listed_on"
//! removed_on = "removed_on"
//! within = { years = 3, calendar_from = 2022-01-01, look_up_again_after_days = 30 }
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records = { credit_report = "专用信用报告", dishonesty = [] }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records.credit_report = "专用信用报告"
//! given.records.dishonesty = [{ kind = "行政处罚", listed_on = 2024-01-01, removed_on = 2024-06-01 }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.records.dishonesty = []
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Words;
use crate::dictionary::{Dictionary, Scalar};
use crate::dossier::Row;
use crate::rules::no_listing_within::Listings;
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `credit_record`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The credit report that was obtained.
        /// 中文：取得的信用报告。
        report: Scalar<Words> = "'records.credit_report'",
        /// The listings.
        /// 中文：失信记录表，哪些属于严重失信，回溯多久。
        listings: Listings,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary.label(self.report.id);
        text!("有{label}，且无失信记录", "a \"{label}\" and no listing"; label)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let report = match context.dossier.get(self.report) {
            Some(report) => {
                let found = context.say(|| {
                    let report = quote(report);
                    text!("信用报告：{report}", "credit report: {report}")
                });
                let outcome = Outcome::pass(found).cite([self.report.into()]);
                outcome.unless_pending(context, report, self.report.into())
            }
            None => Outcome::not_given(context, &[self.report.into()]),
        };
        let table = self.listings.table;
        let listings = match context.dossier.rows(table) {
            Some([]) => {
                let found = context.say(|| text!("写明无失信记录", "stated that there is no listing"));
                Outcome::pass(found).cite([table.into()])
            }
            Some(rows) => self.listed(context, rows),
            None => Outcome::not_given(context, &[table.into()]),
        };
        Outcome::all_of([report, listings])
    }
}

impl Params {
    /// The verdict where there are listings: at best one for a person.
    fn listed(&self, context: &Context<'_>, rows: &[Row]) -> Outcome {
        let judged = self.listings.judge(context, rows).into_iter().zip(rows).enumerate();
        let outcomes = judged.map(|(number, (outcome, row))| {
            if outcome.verdict != Verdict::Pass {
                return outcome;
            }
            let found = context.say(|| self.listings.sentence(context, number, row));
            Outcome::review(Reason::Evidence, found).cite([self.listings.kind.at(number)])
        });
        Outcome::all_of(outcomes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    fn listing(cells: &str) -> Verdict {
        let rule = example("credit_record");
        judge(
            &rule,
            &format!("records = {{ credit_report = '甲', dishonesty = [{{ {cells} }}] }}"),
        )
        .verdict
    }

    #[test]
    fn only_a_serious_listing_within_both_windows_fails() {
        assert_eq!(
            listing("kind = 'major_tax', listed_on = 2024-01-01, removed_on = 'none'"),
            Verdict::Fail
        );
        assert_eq!(
            listing("kind = 'major_tax', listed_on = 2020-01-01, removed_on = 2022-06-01"),
            Verdict::Review
        );
        assert_eq!(
            listing("kind = 'major_tax', listed_on = 2018-01-01, removed_on = 2019-01-01"),
            Verdict::Review
        );
        assert_eq!(
            listing("kind = 'abnormal_operation', listed_on = 2024-01-01, removed_on = 'none'"),
            Verdict::Review
        );
    }

    #[test]
    fn a_serious_listing_fails_even_without_a_report() {
        let rule = example("credit_record");
        let given = "records.dishonesty = [{ kind = 'major_tax', listed_on = 2024-01-01, removed_on = 'none' }]";
        assert_eq!(judge(&rule, given).verdict, Verdict::Fail);
    }
}
