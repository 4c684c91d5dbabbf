//! Several rules of which a number must hold.
//!
//! Those that hold are counted. Enough of them pass; too few that are not refuted fail; where those decide that are for
//! a person, a person judges; where it hangs on facts that are not given, they are missing. What does not apply is not
//! counted: where only that keeps it from enough, it is for a person.
//!
//! 中文：各项中至少满足若干项。满足的够数即通过；没有被否定的已不够数即不符合；够不够取决于待评审项的，待评审；取决于未填事实的，缺材料。
//! 不适用的不计；仅因此不够数的，待评审。
//!
//! ```toml
//! [some_of]
//! at_least = 2
//! [[some_of.rules]]
//! is_true.field = "submission.truthful"
//! [[some_of.rules]]
//! statement.field = "statements.ethics"
//! [[some_of.rules]]
//! is_true.field = "organization.nonprofit"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { submission.truthful = true, organization.nonprofit = true }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { submission.truthful = true, organization.nonprofit = false }
//! verdict = "missing"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given = { submission.truthful = false, organization.nonprofit = false }
//! verdict = "fail"
//! ```

use crate::dictionary::Dictionary;
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, union};
use crate::scope::Scope;
use crate::shape::{Keys, Reader};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `some_of`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// How many of them must hold.
        /// 中文：至少满足几项。
        at_least: u8,
        /// The rules.
        /// 中文：各条规则。
        rules: Vec<AnyRule>,
    }
    agree Params::enough_rules
}

impl Params {
    /// So many can hold, and one must.
    fn enough_rules(&self, keys: &Keys<'_, '_>, reader: &mut Reader<Scope<'_>>) -> Option<()> {
        let count = self.rules.len();
        if (1..=count).contains(&self.needed()) {
            return Some(());
        }
        let message = text!(
            "at_least 应在 1 和规则的条数 {count} 之间",
            "`at_least` lies between 1 and the number of rules, {count}"
        );
        reader.wrong(keys.place_of("at_least"), message)
    }

    fn needed(&self) -> usize {
        usize::from(self.at_least)
    }

    /// How many of the rules can give one of these verdicts.
    fn that_can(&self, verdicts: &[Verdict]) -> usize {
        let can = |rule: &&AnyRule| rule.rule().verdicts().iter().any(|verdict| verdicts.contains(verdict));
        self.rules.iter().filter(can).count()
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let at_least = self.at_least;
        let each: Vec<Text> = self.rules.iter().map(|rule| rule.rule().required(dictionary)).collect();
        let each = Text::join(&each);
        text!("至少满足 {at_least} 项：{each}", "at least {at_least} of: {each}"; each)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let spare = self.rules.len().saturating_sub(self.needed());
        let not_applicable = self.that_can(&[Verdict::NotApplicable]);
        // what does not apply may be all that keeps it from enough
        let kept_from = not_applicable > 0 && self.that_can(&[Verdict::NotApplicable, Verdict::Fail]) > spare;
        let of_its_own = kept_from.then(|| vec![Verdict::Review]);
        let of_rules = self.rules.iter().map(|rule| rule.rule().verdicts());
        let mut verdicts = union(of_rules.chain(of_its_own));
        verdicts.retain(|verdict| match verdict {
            Verdict::Pass => self.that_can(&[Verdict::Pass]) >= self.needed(),
            Verdict::Fail => self.that_can(&[Verdict::Fail]) > spare,
            Verdict::NotApplicable => not_applicable == self.rules.len(),
            Verdict::Missing | Verdict::Review => true,
        });
        verdicts
    }

    fn made_of(&self) -> Vec<&AnyRule> {
        self.rules.iter().collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let outcomes: Vec<Outcome> = self.rules.iter().map(|rule| judge(rule, context)).collect();
        let count = |verdict: Verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
        let passes = count(Verdict::Pass);
        let with_reviews = passes + count(Verdict::Review);
        let with_gaps = with_reviews + count(Verdict::Missing);
        let open = outcomes.len().saturating_sub(count(Verdict::Fail));
        let needed = self.needed();
        let decides = if count(Verdict::NotApplicable) == outcomes.len() {
            Verdict::NotApplicable
        } else if passes >= needed {
            Verdict::Pass
        } else if open < needed {
            Verdict::Fail
        } else if with_reviews >= needed {
            Verdict::Review
        } else if with_gaps >= needed {
            Verdict::Missing
        } else {
            let at_least = self.at_least;
            let found = context.say(|| {
                text!(
                    "有的项不适用，其余不足 {at_least} 项",
                    "some do not apply, and the others are fewer than {at_least}"
                )
            });
            return Outcome::review(Reason::Evidence, found)
                .cite(outcomes.into_iter().flat_map(|outcome| outcome.cites));
        };
        let (deciding, others): (Vec<Outcome>, Vec<Outcome>) =
            outcomes.into_iter().partition(|outcome| outcome.verdict == decides);
        let notes = others.into_iter().flat_map(|outcome| outcome.notes);
        notes.fold(Outcome::all_of(deciding), Outcome::note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{judge, mistakes};

    /// A rule of three flags of which so many must be set, judged with the flags given.
    fn of_three(at_least: usize, given: [Option<bool>; 3]) -> Verdict {
        let fields = [
            "organization.nonprofit",
            "organization.medical",
            "organization.small_enterprise",
        ];
        let rules: Vec<String> = fields
            .iter()
            .map(|field| format!("{{ is_true.field = '{field}' }}"))
            .collect();
        let rule = format!("some_of = {{ at_least = {at_least}, rules = [{}] }}", rules.join(", "));
        let facts = fields
            .iter()
            .zip(given)
            .filter_map(|(field, fact)| Some(format!("{field} = {}", fact?)));
        judge(&rule, &facts.collect::<Vec<_>>().join("\n")).verdict
    }

    #[test]
    fn it_is_decided_exactly_when_what_is_not_known_cannot_matter() {
        let facts = [Some(true), Some(false), None];
        for at_least in 1..=3 {
            for number in 0..27 {
                let given = [facts[number % 3], facts[number / 3 % 3], facts[number / 9]];
                let known = given.iter().filter(|fact| **fact == Some(true)).count();
                let open = given.iter().filter(|fact| fact.is_none()).count();
                let expected = match (known >= at_least, known + open >= at_least) {
                    (true, _) => Verdict::Pass,
                    (false, true) => Verdict::Missing,
                    (false, false) => Verdict::Fail,
                };
                assert_eq!(of_three(at_least, given), expected, "{at_least} of {given:?}");
            }
        }
    }

    #[test]
    fn more_than_there_are_does_not_load() {
        let wrong = mistakes("some_of = { at_least = 2, rules = [{ is_true.field = 'submission.truthful' }] }");
        assert_eq!(wrong, ["`at_least` lies between 1 and the number of rules, 1"]);
        let none = mistakes("some_of = { at_least = 0, rules = [{ is_true.field = 'submission.truthful' }] }");
        assert_eq!(none.len(), 1);
    }

    #[test]
    fn what_does_not_apply_is_not_counted() {
        let rule = "
            [some_of]
            at_least = 2
            [[some_of.rules]]
            when = { flag = 'organization.nonprofit', then = { is_true.field = 'submission.truthful' } }
            [[some_of.rules]]
            is_true.field = 'organization.medical'
        ";
        let given = |nonprofit: bool, medical: bool| {
            let facts = format!(
                "submission.truthful = true\norganization = {{ nonprofit = {nonprofit}, medical = {medical} }}"
            );
            judge(rule, &facts).verdict
        };
        assert_eq!(given(true, true), Verdict::Pass);
        assert_eq!(given(false, true), Verdict::Review);
        assert_eq!(given(false, false), Verdict::Fail);
    }
}
