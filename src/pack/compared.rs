//! Two packs against each other: the days, clauses and conditions that differ, such as between two editions.

use super::{Condition, Pack};
use crate::text::Text;
use crate::writing::quote;

/// A difference between two packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is in: the id of a clause or a condition, or nothing for the pack itself.
    pub of: String,
    /// What differs.
    pub says: Text,
}

impl Pack {
    /// What has become otherwise from this pack to another. Clauses and conditions are the same where their ids are.
    pub fn differences(&self, other: &Pack) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut tell = |of: &str, says: Text| {
            differences.push(Difference {
                of: of.to_owned(),
                says,
            });
        };
        for (name, was, is) in [
            (text!("申报开始", "opens"), self.opens, other.opens),
            (text!("截止", "closes"), Some(self.closes), Some(other.closes)),
        ] {
            if was != is {
                let day = |day: Option<crate::day::Day>| match day {
                    Some(day) => Text::same(day.to_string()),
                    None => text!("未写明", "not stated"),
                };
                let (was, is) = (day(was), day(is));
                tell("", text!("{name}：{was} → {is}", "{name}: {was} → {is}"; name, was, is));
            }
        }
        for clause in &self.clauses {
            match other.clauses.iter().find(|there| there.id == clause.id) {
                None => tell(
                    &clause.id,
                    text!("条款没有了：{words}", "the clause is gone: {words}"; words = Text::same(quote(&clause.text))),
                ),
                Some(there) if there.text != clause.text => {
                    let (was, is) = (quote(&clause.text), quote(&there.text));
                    tell(&clause.id, text!("条款：{was} → {is}", "clause: {was} → {is}"));
                }
                Some(_) => {}
            }
        }
        for clause in &other.clauses {
            if !self.clauses.iter().any(|here| here.id == clause.id) {
                let words = quote(&clause.text);
                tell(&clause.id, text!("新的条款：{words}", "a new clause: {words}"));
            }
        }
        for condition in &self.conditions {
            match other.condition(&condition.id) {
                None => {
                    let title = &condition.title;
                    tell(
                        &condition.id,
                        text!("条件没有了：{title}", "the condition is gone: {title}"; title),
                    );
                }
                Some(there) => condition
                    .differences(there)
                    .into_iter()
                    .for_each(|says| tell(&condition.id, says)),
            }
        }
        for condition in &other.conditions {
            if self.condition(&condition.id).is_none() {
                let title = &condition.title;
                tell(
                    &condition.id,
                    text!("新的条件：{title}", "a new condition: {title}"; title),
                );
            }
        }
        differences
    }
}

impl Condition {
    /// What has become otherwise from this condition to another.
    fn differences(&self, other: &Condition) -> Vec<Text> {
        let mut differences = Vec::new();
        if self.weight != other.weight {
            let (was, is) = (self.weight.id(), other.weight.id());
            differences.push(text!("分量：{was} → {is}", "weight: {was} → {is}"));
        }
        let tracks = |condition: &Condition| {
            let ids: Vec<&str> = condition.tracks.iter().map(|track| track.id()).collect();
            ids.join(", ")
        };
        let (was, is) = (tracks(self), tracks(other));
        if was != is {
            differences.push(text!("申报类别：{was} → {is}", "tracks: {was} → {is}"));
        }
        if self.rule.name() != other.rule.name() {
            let (was, is) = (self.rule.name(), other.rule.name());
            differences.push(text!("规则：{was} → {is}", "rule: {was} → {is}"));
        } else {
            let here: Vec<&str> = self.parameters.lines().collect();
            let there: Vec<&str> = other.parameters.lines().collect();
            let gone = here
                .iter()
                .filter(|line| !there.contains(line))
                .map(|line| format!("- {line}"));
            let come = there
                .iter()
                .filter(|line| !here.contains(line))
                .map(|line| format!("+ {line}"));
            let lines: Vec<String> = gone.chain(come).collect();
            if !lines.is_empty() {
                let lines = lines.join("  ");
                differences.push(text!("参数：{lines}", "parameters: {lines}"));
            }
        }
        if self.reading != other.reading {
            let (was, is) = (&self.reading, &other.reading);
            differences.push(text!("理解：{was} → {is}", "reading: {was} → {is}"; was, is));
        }
        differences
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Source;

    /// What becomes otherwise in the shipped pack once `from` is written `to`.
    fn after(from: &str, to: &str) -> Vec<Difference> {
        let pack = Pack::find("xuhui-2025").unwrap().unwrap();
        let text = pack.written.contents();
        assert!(text.contains(from), "{from}");
        let other = Pack::read(&Source::text("a.toml", text.replacen(from, to, 1))).unwrap();
        pack.differences(&other)
    }

    #[test]
    fn a_pack_does_not_differ_from_itself() {
        assert_eq!(after("id = \"xuhui-2025\"", "id = \"xuhui-2027\""), []);
    }

    #[test]
    fn a_day_a_number_and_a_word_of_the_law_are_each_told_once() {
        let day = after("closes = 2025-12-30", "closes = 2027-12-30");
        assert_eq!(day.len(), 1, "{day:?}");
        assert_eq!(day[0].says.zh, "截止：2025-12-30 → 2027-12-30");
        let number = after(
            "[condition.rule.years_completed]\nyears = 3",
            "[condition.rule.years_completed]\nyears = 5",
        );
        let [of] = number.as_slice() else { panic!("{number:?}") };
        assert_eq!(of.of, "org.operating-years");
        assert_eq!(
            of.says.zh,
            "参数：- years_completed.years = 3  + years_completed.years = 5"
        );
        let clause = after("text = \"并在本区注册登记\"", "text = \"并在本市注册登记\"");
        let [of] = clause.as_slice() else { panic!("{clause:?}") };
        assert_eq!(of.of, "registered");
    }
}
