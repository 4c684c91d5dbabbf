//! An officer appointed with a document before the as-of day.
//!
//! A duty of effort (应积极推行) is not refuted by one fact: stated none, appointed later, or without a document is
//! for a person, never a failure.
//!
//! 中文：申报之日前已有文件任命。“应积极推行”是努力义务：未设、晚于申报之日任命、无任命文件的，待评审，不判为不符合。
//!
//! ```toml
//! [officer_appointed]
//! appointed = "chief_quality_officer.appointed"
//! appointed_on = "chief_quality_officer.appointed_on"
//! document = "chief_quality_officer.appointment_document"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.chief_quality_officer = { appointed_on = 2025-12-29, appointment_document = "聘任书" }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.chief_quality_officer.appointed = false
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! verdict = "missing"
//! ```

use crate::day::Day;
use crate::dictionary::kind::{Flag, Words};
use crate::dictionary::{Dictionary, Scalar};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `officer_appointed`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// Whether there is an officer.
        /// 中文：是否设有此职。
        appointed: Scalar<Flag> = "'chief_quality_officer.appointed'",
        /// The day of appointment.
        /// 中文：任命日期。
        appointed_on: Scalar<Day> = "'chief_quality_officer.appointed_on'",
        /// The document of appointment.
        /// 中文：任命文件。
        document: Scalar<Words> = "'chief_quality_officer.appointment_document'",
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = dictionary
            .get(self.appointed_on.id)
            .and_then(|field| dictionary.section(field.section));
        let label = label.map(|section| section.label.clone()).unwrap_or_default();
        text!(
            "积极推行{label}制度；申报前有文件任命即可认定",
            "effort to introduce \"{label}\"; an appointment by document before submission settles it";
            label
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let dossier = context.dossier;
        let [appointed, on, document] = [self.appointed.into(), self.appointed_on.into(), self.document.into()];
        match (
            dossier.get(self.appointed),
            dossier.get(self.appointed_on),
            dossier.get(self.document),
        ) {
            (Some(false), _, _) => {
                let found = context.say(|| text!("写明未设", "stated that there is none"));
                Outcome::review(Reason::Evidence, found).cite([appointed])
            }
            (_, None, _) => Outcome::not_given(context, &[on]),
            (_, Some(day), _) if day >= context.as_of => {
                let as_of = context.as_of;
                let found = context.say(|| {
                    text!(
                        "{day} 任命，不早于申报之日 {as_of}",
                        "appointed on {day}, not before the as-of day {as_of}"
                    )
                });
                Outcome::review(Reason::Evidence, found).cite([on])
            }
            (_, Some(day), None) => {
                let found = context.say(|| {
                    text!(
                        "{day} 任命，未写任命文件",
                        "appointed on {day}, but no document is named"
                    )
                });
                Outcome::review(Reason::Evidence, found).cite([on, document])
            }
            (_, Some(day), Some(named)) => {
                let found = context.say(|| {
                    let named = quote(named);
                    text!("{day} 任命，文件{named}", "appointed on {day} by {named}")
                });
                let outcome = Outcome::pass(found).documented().cite([on, document]);
                outcome.unless_pending(context, named, document)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge};

    fn officer(facts: &str) -> Verdict {
        let rule = example("officer_appointed");
        judge(&rule, &format!("chief_quality_officer = {{ {facts} }}")).verdict
    }

    #[test]
    fn the_day_before_is_early_enough_and_the_day_itself_is_not() {
        assert_eq!(
            officer("appointed_on = 2025-12-29, appointment_document = '甲'"),
            Verdict::Pass
        );
        assert_eq!(
            officer("appointed_on = 2025-12-30, appointment_document = '甲'"),
            Verdict::Review
        );
    }

    #[test]
    fn nothing_refutes_a_duty_of_effort() {
        assert_eq!(officer("appointed_on = 2020-01-01"), Verdict::Review);
        assert_eq!(officer("appointed = false"), Verdict::Review);
        assert_eq!(officer("appointed = true"), Verdict::Missing);
    }
}
