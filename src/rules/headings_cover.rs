//! The headings of a document name every item of the criteria it is written by.
//!
//! An item is covered where one of its words stands in a heading. Headings that do not name an item may cover it in
//! other words, and a document without headings (a PDF, or one whose headings are plain paragraphs) tells nothing:
//! both are for a person. Under the flags that are named, other criteria apply whose outline is not known: then this
//! is not judged.
//!
//! 中文：标题覆盖所依据准则的全部条目。标题中出现条目的任一用词即为覆盖；没有出现的可能换了说法，没有标题样式的文件无从核对，都待评审。适用其他准则（其条目未取得）的，不作判断。
//!
//! ```toml
//! [headings_cover]
//! kind = "self-assessment"
//! other_criteria = ["organization.medical"]
//! items = [
//!   { label = { zh = "4.1 领导", en = "4.1 Leadership" }, any = ["领导"] },
//!   { label = { zh = "4.2 战略", en = "4.2 Strategy" }, any = ["战略"] },
//! ]
//!
//! [[case]]
//! as_of = 2025-12-30
//! documents = [{ kind = "self-assessment", format = "docx", headings = ["一、高层领导", "二、战略制定"] }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! documents = [{ kind = "self-assessment", format = "docx", headings = ["一、高层领导"] }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.medical = true
//! documents = [{ kind = "self-assessment", format = "docx", headings = ["一、高层领导"] }]
//! verdict = "not_applicable"
//! ```

use crate::dictionary::kind::Flag;
use crate::dictionary::{Dictionary, KindId, Scalar};
use crate::documents::{Held, State};
use crate::rules::examined::{Examined, about, label};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::{Name, fold};

shape! {
    /// The parameters of `headings_cover`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The kind of document.
        /// 中文：材料的种类。
        kind: KindId,
        /// The items.
        /// 中文：须覆盖的条目。
        items: Vec<Item>,
        /// Flags under which other criteria apply.
        /// 中文：这些字段为“是”时适用别的评价准则。
        other_criteria: Vec<Scalar<Flag>> = "[]",
    }
}

shape! {
    /// An item of the criteria.
    #[derive(Debug)]
    struct Item {
        /// What it is called.
        /// 中文：条目的名称。
        label: Text,
        /// The words of which one stands in a heading that covers it.
        /// 中文：标题里有其中任何一个词，就算覆盖该条目。
        any: Vec<Name>,
    }
}

impl Item {
    /// Whether one of these folded headings covers it.
    fn is_in(&self, headings: &[String]) -> bool {
        let mut words = self.any.iter();
        words.any(|word| headings.iter().any(|heading| word.is_in(heading)))
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = label(dictionary, self.kind);
        let items: Vec<Text> = self.items.iter().map(|item| item.label.clone()).collect();
        let items = Text::list(&items);
        text!("{label}的标题覆盖{items}", "the headings of \"{label}\" cover {items}"; label, items)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::Pass, Verdict::Missing, Verdict::Review];
        if !self.other_criteria.is_empty() {
            verdicts.push(Verdict::NotApplicable);
        }
        verdicts
    }

    fn needs_documents(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(examined) = Examined::of(context, self.kind) else {
            return Outcome::missing(context.say(|| text!("申报材料未检查", "materials not examined")));
        };
        let mut flags = self.other_criteria.iter().copied();
        if let Some(flag) = flags.find(|flag| context.dossier.get(*flag) == Some(true)) {
            let found = context.say(|| {
                let label = context.name(flag.into());
                text!(
                    "{label}适用其他准则，其条目未取得，标题无从核对",
                    "\"{label}\" is judged by other criteria, whose outline is not known";
                    label
                )
            });
            return Outcome::not_applicable(found).cite([flag.into()]);
        }
        let mut outcomes: Vec<Outcome> = examined.each().map(|held| self.one(context, examined, held)).collect();
        if outcomes.is_empty() {
            return examined.none();
        }
        outcomes.extend(examined.unsaid());
        Outcome::all_of(outcomes)
    }
}

impl Params {
    fn one(&self, context: &Context<'_>, examined: Examined<'_, '_>, held: &Held) -> Outcome {
        let file = held.quoted();
        let headings: Vec<String> = held.document.headings.iter().map(|heading| fold(heading)).collect();
        let wanting: Vec<Text> = self
            .items
            .iter()
            .filter(|item| !item.is_in(&headings))
            .map(|item| item.label.clone())
            .collect();
        let outcome = if held.state() != State::Present {
            Outcome::missing(context.say(|| about(&file, &held.fault())))
        } else if headings.is_empty() {
            let said = text!(
                "没有可识别的标题样式，条目无从核对",
                "it has no headings in a heading style, so its items cannot be told"
            );
            Outcome::review(Reason::Evidence, context.say(|| about(&file, &said)))
        } else if wanting.is_empty() {
            let (count, items) = (headings.len(), self.items.len());
            let said = text!(
                "{count} 个标题，覆盖全部 {items} 个条目",
                "{count} headings cover all {items} items"
            );
            Outcome::pass(context.say(|| about(&file, &said)))
        } else {
            let found = context.say(|| {
                let wanting = Text::list(&wanting);
                let said = text!("标题中没有{wanting}", "no heading names {wanting}"; wanting);
                about(&file, &said)
            });
            Outcome::review(Reason::Evidence, found)
        };
        outcome.cite(examined.cells(held.row)).documented()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge_with};

    #[test]
    fn what_no_heading_names_is_named() {
        let rule = example("headings_cover");
        let given = |documents: &str| judge_with(&rule, "", documents);
        let half = given("{ kind = 'self-assessment', format = 'docx', headings = ['2 战 略'] }");
        assert_eq!(half.verdict, Verdict::Review);
        assert!(
            half.found.zh.contains("4.1 领导") && !half.found.zh.contains("4.2"),
            "{}",
            half.found.zh
        );
        assert_eq!(given("{ kind = 'self-assessment' }").verdict, Verdict::Review);
        assert_eq!(given("").verdict, Verdict::Missing);
        let locked = given("{ kind = 'self-assessment', headings = ['领导', '战略'], flaws = ['encrypted'] }");
        assert_eq!(locked.verdict, Verdict::Missing);
    }
}
