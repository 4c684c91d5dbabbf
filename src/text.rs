//! Words for people: every sentence in Chinese and in English.

use serde::Serialize;

/// A language that human text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The id that is typed and written in settings.
    pub fn id(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }
}

/// One piece of human text in both languages. Both are required wherever a `Text` is written, so a
/// missing translation neither compiles nor loads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Text {
    /// The Chinese wording.
    pub zh: String,
    /// The English wording.
    pub en: String,
}

impl Text {
    /// The same words in both languages: names, numbers, ids.
    pub fn same(words: impl Into<String>) -> Text {
        let words = words.into();
        Text {
            en: words.clone(),
            zh: words,
        }
    }

    /// What has a word in each language.
    pub fn both<'w>(word: impl Fn(Lang) -> &'w str) -> Text {
        Text {
            zh: word(Lang::Zh).to_owned(),
            en: word(Lang::En).to_owned(),
        }
    }

    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Whether nothing is said in either language.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }

    /// Appends `other` as a further clause of the same sentence.
    pub fn push(&mut self, other: &Text) {
        self.zh.push_str(&other.zh);
        self.en.push_str(&other.en);
    }

    /// The names that stand in braces in either language, as `last_safe_day` in `{last_safe_day}`.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for wording in [&self.zh, &self.en] {
            fill(wording, |name| {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
                ""
            });
        }
        names
    }

    /// The text with each name in braces replaced by its value, or by `…` where it has none.
    pub fn fill(&self, values: &[(&'static str, Text)]) -> Text {
        let filled = |lang| {
            fill(self.get(lang), |name| {
                let value = values.iter().find(|(known, _)| *known == name);
                value.map_or("…", |(_, value)| value.get(lang))
            })
        };
        Text {
            zh: filled(Lang::Zh),
            en: filled(Lang::En),
        }
    }

    /// The texts one after another, parted by `；` and `; `.
    pub fn join<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Text {
        let mut joined = Text::default();
        for text in texts {
            if !joined.is_empty() {
                joined.zh.push('；');
                joined.en.push_str("; ");
            }
            joined.push(text);
        }
        joined
    }

    /// The texts as a list, parted by `、` and `, `.
    pub fn list<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Text {
        let mut listed = Text::default();
        for text in texts {
            if !listed.is_empty() {
                listed.zh.push('、');
                listed.en.push_str(", ");
            }
            listed.push(text);
        }
        listed
    }
}

/// `wording` with each name in braces replaced by its value. A brace that has no partner stays.
fn fill<'v>(wording: &str, mut value: impl FnMut(&str) -> &'v str) -> String {
    let mut filled = String::with_capacity(wording.len());
    let mut rest = wording;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(value(name));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// Builds a [`Text`] from a Chinese and an English format string. Behind a `;` stand the names in them that are texts
/// themselves, as `label` or `title = condition.title`: each string takes them in its own language.
macro_rules! text {
    ($zh:literal, $en:literal $(; $($part:ident $(= $of:expr)?),+)? $(,)?) => {
        $crate::text::Text {
            zh: {
                $($(let $part = &text!(@part $part $($of)?).zh;)+)?
                format!($zh)
            },
            en: {
                $($(let $part = &text!(@part $part $($of)?).en;)+)?
                format!($en)
            },
        }
    };
    (@part $part:ident) => { $part };
    (@part $part:ident $of:expr) => { $of };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_left_in_braces_whether_its_value_is_known_or_not() {
        let text = Text {
            zh: "至 {day} 满 {years} 年".to_owned(),
            en: "by {day}".to_owned(),
        };
        assert_eq!(text.names(), ["day", "years"]);
        let filled = text.fill(&[("day", Text::same("{years}"))]);
        assert_eq!(
            (filled.zh.as_str(), filled.en.as_str()),
            ("至 {years} 满 … 年", "by {years}")
        );
        assert_eq!(text.fill(&[]).zh, "至 … 满 … 年");
        assert_eq!(Text::same("a} {b").fill(&[]), Text::same("a} {b"));
    }
}
