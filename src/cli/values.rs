//! Words of the engine as they may be typed: only the command line knows how it is parsed.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::render::{Format, comparison, letters, matches, timetable};
use crate::report::Gate;
use crate::text::{Lang, Text};

/// What may be typed in Chinese for an id. Formats that only programs read have no Chinese name.
const IN_CHINESE: &[(&str, &[&str])] = &[
    ("table", &["表格"]),
    ("text", &["文字"]),
    ("html", &["网页"]),
    ("xlsx", &["工作簿"]),
    ("docx", &["文档"]),
    ("ics", &["日历"]),
    ("zh", &["中文"]),
    ("en", &["英文"]),
    ("auto", &["自动"]),
    ("always", &["总是"]),
    ("never", &["从不"]),
    // as the verdicts are called in reports
    ("fail", &["不符合"]),
    ("missing", &["缺材料"]),
    ("warning", &["提醒"]),
    ("readings", &["理解不一"]),
    ("evidence", &["不足以认定"]),
    ("waivers", &["豁免"]),
    ("duplicates", &["重复"]),
    ("new", &["新增"]),
    ("none", &["无"]),
];

/// What else may be typed for an id.
pub(super) fn in_chinese(id: &str) -> &'static [&'static str] {
    let known = IN_CHINESE.iter().find(|(known, _)| *known == id);
    known.map(|(_, words)| *words).unwrap_or_default()
}

/// A choice and what else may be typed for it: table（表格）.
pub(super) fn with_words(id: &str) -> String {
    match in_chinese(id) {
        [] => id.to_owned(),
        words => format!("{id}（{}）", words.join("、")),
    }
}

/// The words of a list, which may be parted as Chinese text is.
pub(super) fn words(list: &str) -> Vec<String> {
    let words = list.split([',', '，', '、']).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The one of a few that a word names.
pub(super) fn choice<T: ValueEnum>(word: &str) -> Result<T, Text> {
    T::from_str(word, false).map_err(|_| {
        let known: Vec<String> = T::value_variants()
            .iter()
            .filter_map(ValueEnum::to_possible_value)
            .map(|value| value.get_name().to_owned())
            .collect();
        let in_chinese: Vec<String> = known.iter().map(|id| with_words(id)).collect();
        let (zh, en) = (in_chinese.join("、"), known.join(", "));
        text!("可用：{zh}", "one of {en}")
    })
}

/// An id that may be typed, and its words in Chinese.
pub(super) fn possible(id: &'static str) -> PossibleValue {
    PossibleValue::new(id).aliases(in_chinese(id).iter().copied())
}

/// When colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colors {
    /// Where they are seen.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Colors {
    const ALL: [Colors; 3] = [Colors::Auto, Colors::Always, Colors::Never];

    fn id(self) -> &'static str {
        match self {
            Colors::Auto => "auto",
            Colors::Always => "always",
            Colors::Never => "never",
        }
    }
}

/// What is typed by its id, one of a few.
macro_rules! typed {
    ($($of:ty),* $(,)?) => {$(
        impl ValueEnum for $of {
            fn value_variants<'a>() -> &'a [Self] {
                &<$of>::ALL
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(possible(self.id()))
            }
        }
    )*};
}

typed!(
    Format,
    Gate,
    Lang,
    Colors,
    matches::Format,
    comparison::Format,
    letters::Format,
    timetable::Format,
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Every choice of a kind is found by its id and by each of its words, and no word means two of a kind.
    fn each_means_itself<T: ValueEnum + PartialEq + std::fmt::Debug>() {
        for choice in T::value_variants() {
            let id = choice.to_possible_value().unwrap();
            for word in id.get_name_and_aliases() {
                assert_eq!(T::from_str(word, false).as_ref(), Ok(choice), "{word}");
            }
        }
    }

    #[test]
    fn every_word_means_the_choice_it_stands_beside() {
        each_means_itself::<Format>();
        each_means_itself::<Gate>();
        each_means_itself::<Lang>();
        each_means_itself::<Colors>();
        each_means_itself::<matches::Format>();
        each_means_itself::<comparison::Format>();
        each_means_itself::<letters::Format>();
        each_means_itself::<timetable::Format>();
    }

    #[test]
    fn a_language_a_colour_and_a_gate_can_be_named_in_chinese() {
        let ids = Lang::ALL.map(Lang::id).into_iter().chain(Colors::ALL.map(Colors::id));
        for id in ids.chain(Gate::ALL.map(Gate::id)) {
            assert!(!in_chinese(id).is_empty(), "{id}");
        }
    }
}
