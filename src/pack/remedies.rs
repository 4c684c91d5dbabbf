//! Whether the remedies of a condition fit its rule: one for every verdict that asks for an act, and in each only
//! numbers that the rule computes whenever it gives that verdict.

use super::load::Loader;
use super::{GAPS, Remedies, possible};
use crate::rules::Rule;
use crate::shape::Written;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

/// What is wrong with a remedy: the key it is written by, and what is said.
type Wrong = (&'static str, Text);

impl Loader<'_> {
    /// Every verdict that asks for an act has its remedy, no other has, and each can be shown with every outcome it
    /// is for.
    pub(super) fn remedies_fit(&mut self, rule: &dyn Rule, hearsay: bool, remedies: &Remedies, written: &Written<'_>) {
        let wrong = verdicts_wrong(&possible(rule, hearsay), remedies)
            .into_iter()
            .chain(numbers_wrong(rule, hearsay, remedies));
        for (key, message) in wrong {
            self.wrong_at(written, key, message);
        }
    }
}

/// Remedies that are wanting, and those of verdicts that the rule never gives.
fn verdicts_wrong(possible: &[Verdict], remedies: &Remedies) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for verdict in [Verdict::Fail, Verdict::Missing, Verdict::Review] {
        let own = Reason::ALL.into_iter().any(|reason| remedies.own(reason).is_some());
        let has = remedies.of(verdict, None).is_some();
        let id = verdict.id();
        match possible.contains(&verdict) {
            true if !has => wrong.push((id, text!("缺少 {id} 时的处理办法", "there is no remedy for {id}"))),
            false if has || verdict == Verdict::Review && own => {
                let message = text!(
                    "该规则不会给出 {id}，不应有其处理办法",
                    "the rule never gives {id}, so it has no remedy"
                );
                wrong.push((id, message));
            }
            _ => {}
        }
    }
    wrong
}

/// Numbers that not every outcome with that remedy has, and braces that hold none.
fn numbers_wrong(rule: &dyn Rule, hearsay: bool, remedies: &Remedies) -> Vec<Wrong> {
    let outcomes = [(Verdict::Fail, None), (Verdict::Missing, None)];
    let reviews = Reason::ALL.map(|reason| (Verdict::Review, Some(reason)));
    let mut wrong: Vec<Wrong> = Vec::new();
    for (verdict, reason) in outcomes.into_iter().chain(reviews) {
        let Some(remedy) = remedies.of(verdict, reason) else {
            continue;
        };
        let key = match reason.filter(|reason| remedies.own(*reason).is_some()) {
            Some(reason) => reason.id(),
            None => verdict.id(),
        };
        let mut had = rule.numbers(verdict, reason);
        if hearsay && verdict == Verdict::Review {
            // what the rule refutes is left to a person
            let refuted = rule.numbers(Verdict::Fail, None);
            had.retain(|name| refuted.contains(name));
        }
        had.extend((verdict == Verdict::Missing).then_some(GAPS));
        for name in remedy.names() {
            if had.contains(&name.as_str()) {
                continue;
            }
            let (name, when, known) = (quote(&name), reason.map_or(verdict.id(), Reason::id), had.join(", "));
            let message = text!(
                "该规则在 {when} 时不一定算出处理办法里的 {name}（一定有的：{known}）",
                "the remedy uses {name}, which the rule does not always compute for {when} (it always has: {known})"
            );
            wrong.push((key, message));
        }
        let shown = remedy.fill(&[]);
        if [&shown.zh, &shown.en]
            .into_iter()
            .any(|words| words.contains(['{', '}']))
        {
            let message = text!("处理办法里的花括号没有成对", "a brace in the remedy has no partner");
            wrong.push((key, message));
        }
    }
    wrong.dedup();
    wrong
}

#[cfg(test)]
mod tests {
    use crate::pack::Pack;
    use crate::place::Source;

    /// What is wrong with the shipped pack once the remedies of the operating years are these.
    fn wrong(remedies: &str) -> Vec<String> {
        let text = include_str!("../../rules/xuhui/2025.toml");
        let (before, rest) = text.split_once("id = \"org.operating-years\"").unwrap();
        let (head, rest) = rest.split_once("[condition.remedy]\n").unwrap();
        let (_, rule) = rest.split_once("[condition.rule.years_completed]").unwrap();
        let text = format!(
            "{before}id = \"org.operating-years\"{head}[condition.remedy]\n{remedies}\n[condition.rule.years_completed]{rule}"
        );
        let read = Pack::read(&Source::text("a.toml", text));
        let errors = read.map(|_| Vec::new()).unwrap_or_else(|unreadable| unreadable.errors);
        errors.into_iter().map(|error| error.message.en).collect()
    }

    const PLAIN: &str = "fail = { zh = '甲', en = 'a' }\nmissing = { zh = '甲', en = 'a' }";

    #[test]
    fn a_number_stands_only_where_every_outcome_has_it() {
        let with = |more: &str| wrong(&format!("{PLAIN}\n{more}"));
        assert_eq!(with("review = { zh = '甲', en = 'a' }"), [""; 0]);
        let own = "readings = { zh = '{passes_on}', en = 'a' }";
        assert_eq!(with(&format!("review = {{ zh = '甲', en = 'a' }}\n{own}")), [""; 0]);
        let of = |when| {
            format!(
                "the remedy uses 「passes_on」, which the rule does not always compute for {when} (it always has: )"
            )
        };
        let review = "review = { zh = '甲', en = '{passes_on}' }";
        assert_eq!(with(review), [of("evidence"), of("committee")]);
        let evidence = "evidence = { zh = '甲', en = 'a' }\ncommittee = { zh = '甲', en = 'a' }";
        assert_eq!(with(&format!("{review}\n{evidence}")), [""; 0]);
        assert_eq!(with(own), ["there is no remedy for review"]);
        for stray in ["{ passes_on", "passes_on }"] {
            let review = format!("review = {{ zh = '甲', en = '{stray}' }}");
            assert_eq!(with(&review), ["a brace in the remedy has no partner"], "{stray}");
        }
    }
}
