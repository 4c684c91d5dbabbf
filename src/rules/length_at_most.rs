//! A document that is no longer than a number of words, counted as Word counts 字数: each Chinese character or mark
//! counts one, and so does each run of other characters between spaces; tables, text boxes, footnotes and endnotes are
//! counted, headers and footers are not.
//!
//! No award says how it counts, so near the limit (within the band, in percent of it) a person must look; beyond the
//! band it is too long. A PDF or a scan has no words that could be counted so.
//!
//! 中文：不超过规定字数。按 Word“字数”口径计算：每个汉字和标点计一，连写的外文或数字计一，表格、文本框、脚注和尾注计入，页眉页脚不计。各奖项都没有写明怎样计数，接近上限（上下一定百分比之内）的待评审，超出的不符合。PDF 和扫描件数不出字数，待评审。
//!
//! ```toml
//! [length_at_most]
//! kind = "overview"
//! words = 3000
//! band_percent = 5
//!
//! [[case]]
//! as_of = 2025-12-30
//! documents = [{ kind = "overview", format = "docx", words = 2849 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! documents = [{ kind = "overview", format = "docx", words = 3150 }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! documents = [{ kind = "overview", format = "docx", words = 3151 }]
//! verdict = "fail"
//! ```

use crate::dictionary::{Dictionary, KindId};
use crate::documents::{Held, State};
use crate::materials::Flaw;
use crate::rules::examined::{Examined, about, label};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};

shape! {
    /// The parameters of `length_at_most`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The kind of document.
        /// 中文：材料的种类。
        kind: KindId,
        /// The most words.
        /// 中文：最多多少字。
        words: u32,
        /// How near to the limit, in percent of it, a person must look.
        /// 中文：与上限相差在其百分之几以内须由人判断。
        band_percent: u8,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let (label, words) = (label(dictionary, self.kind), self.words);
        text!(
            "{label}不超过 {words} 字（按 Word 字数口径）",
            "\"{label}\" of at most {words} words, as Word counts 字数";
            label
        )
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Fail, Verdict::Missing, Verdict::Review]
    }

    fn needs_documents(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(examined) = Examined::of(context, self.kind) else {
            return Outcome::missing(context.say(|| text!("申报材料未检查", "materials not examined")));
        };
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
        let outcome = match (held.state(), held.document.words) {
            (State::Missing | State::Unusable, _) => {
                Outcome::missing(context.say(|| about(&held.quoted(), &held.fault())))
            }
            (State::Present, None) => {
                let found = context.say(|| {
                    let format = held.document.format.name();
                    let uncounted = held.document.flaws.iter().find(|flaw| **flaw == Flaw::Imported);
                    let said = uncounted.map_or_else(
                        || {
                            text!(
                                "{format}数不出字数，请用 Word 原稿核对",
                                "the words of {format} cannot be counted; compare the Word original";
                                format
                            )
                        },
                        |flaw| flaw.text(),
                    );
                    about(&held.quoted(), &said)
                });
                Outcome::review(Reason::Evidence, found)
            }
            (State::Present, Some(words)) => self.counted(context, held, words),
        };
        outcome.cite(examined.cells(held.row)).documented()
    }

    fn counted(&self, context: &Context<'_>, held: &Held, words: u64) -> Outcome {
        let limit = u64::from(self.words);
        let hundredths = words.saturating_mul(100);
        let band = u64::from(self.band_percent);
        let found = context.say(|| {
            about(
                &held.quoted(),
                &text!("{words} 字，上限 {limit} 字", "{words} words, at most {limit}"),
            )
        });
        if hundredths > limit.saturating_mul(100 + band) {
            Outcome::fail(found)
        } else if hundredths > limit.saturating_mul(100_u64.saturating_sub(band)) {
            Outcome::review(Reason::Evidence, found)
        } else {
            Outcome::pass(found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge_with};

    fn given(documents: &str) -> Verdict {
        judge_with(&example("length_at_most"), "", documents).verdict
    }

    #[test]
    fn the_band_lies_on_both_sides_of_the_limit() {
        let words = |words: u32| given(&format!("{{ kind = 'overview', format = 'docx', words = {words} }}"));
        let verdicts = [2850, 2851, 3000, 3150, 3151].map(words);
        use Verdict::{Fail, Pass, Review};
        assert_eq!(verdicts, [Pass, Review, Review, Review, Fail]);
    }

    #[test]
    fn what_cannot_be_counted_is_for_people_and_the_longest_decides() {
        assert_eq!(given("{ kind = 'overview' }"), Verdict::Review);
        assert_eq!(
            given("{ kind = 'overview', format = 'docx', words = 9, flaws = ['damaged'] }"),
            Verdict::Missing
        );
        let two =
            "{ kind = 'overview', format = 'docx', words = 9 }, { kind = 'overview', format = 'docx', words = 9000 }";
        assert_eq!(given(two), Verdict::Fail);
        let open = "{ kind = 'overview', format = 'docx', words = 9 }, { kind = 'licence', flaws = ['blank'] }";
        assert_eq!(given(open), Verdict::Missing);
        assert_eq!(given(""), Verdict::Missing);
        let taken_in = "{ kind = 'overview', format = 'docx', flaws = ['imported'] }";
        let outcome = judge_with(&example("length_at_most"), "", taken_in);
        assert_eq!(outcome.verdict, Verdict::Review);
        assert!(outcome.found.zh.contains("没有计入字数"), "{}", outcome.found.zh);
    }
}
