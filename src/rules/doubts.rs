//! Facts that are given and can hardly be true: they are questioned, each in a sentence of its own, not believed.

use crate::day::Day;
use crate::dossier::Cite;
use crate::rules::Context;
use crate::text::Text;

/// What is said of a day that lies after the as-of day, where only one that has come can be true.
pub(super) fn ahead(context: &Context<'_>, cite: Cite, day: Day) -> Text {
    context.say(|| {
        let (label, as_of) = (context.name(cite), context.as_of);
        Text {
            zh: format!("{}为 {day}，在 {as_of} 之后，还没有到，请核对", label.zh),
            en: format!(
                "{}: {day}, after {as_of}: that day is still to come; check it",
                label.en
            ),
        }
    })
}
