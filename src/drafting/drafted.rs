//! A condition as it is drafted: its rule, what to do, and a case for each verdict, written as a pack has them.

use crate::syntax::basic_string;
use crate::text::Text;

/// A condition as it is drafted.
pub(super) struct Drafted {
    /// Its id.
    pub id: &'static str,
    /// The tracks, as a list has them.
    pub tracks: String,
    /// What it is called.
    pub title: Text,
    /// Its rule, from its name on.
    pub rule: String,
    /// What to do, by verdict.
    pub remedies: Vec<(&'static str, Text)>,
    /// A case for each verdict.
    pub cases: Vec<Case>,
}

/// A case: what it shows, what it changes, and the verdict.
pub(super) struct Case {
    name: Text,
    change: String,
    verdict: &'static str,
}

/// A case.
pub(super) fn case(name: Text, change: impl Into<String>, verdict: &'static str) -> Case {
    Case {
        name,
        change: change.into(),
        verdict,
    }
}

/// A wording in both languages, as TOML has it.
fn toml(text: &Text) -> String {
    format!("{{ zh = {}, en = {} }}", basic_string(&text.zh), basic_string(&text.en))
}

impl Drafted {
    /// The condition as a pack writes it, below this clause.
    pub(super) fn text(&self, clause: &str) -> String {
        let (id, tracks, title, rule) = (self.id, &self.tracks, toml(&self.title), &self.rule);
        let reading = toml(&text!(
            "起草时按字面套用，尚未核对。",
            "Drafted from the words alone, not checked yet."
        ));
        let remedies = self
            .remedies
            .iter()
            .map(|(verdict, remedy)| format!("{verdict} = {}\n", toml(remedy)));
        let remedies: String = remedies.collect();
        let cases = self.cases.iter().map(|case| {
            let (name, change, verdict) = (toml(&case.name), &case.change, case.verdict);
            format!("[[condition.case]]\nname = {name}\n{change}\nverdict = \"{verdict}\"\n")
        });
        let cases: String = cases.collect();
        format!(
            "
[[condition]]
id = \"{id}\"
clause = \"{clause}\"
tracks = [{tracks}]
title = {title}
weight = \"must\"
reading = {reading}
guessed = \"由字面猜出 · guessed from the words\"
[condition.remedy]
{remedies}[condition.rule.{rule}
{cases}"
        )
    }
}
