//! Words for people: every sentence in Chinese and in English, and what is done to a dossier's own text
//! before it stands inside one.

use std::borrow::Cow;
use std::ops::Range;

use crate::alike::invisible;
use crate::fold::{common, narrow, steers};
use jiff::civil::Date;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

pub use crate::fold::{Name, first_folded, fold, is_blank, push_folded, same_name};

/// A language that human text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

/// One piece of human text in both languages. Both are required wherever a `Text` is written, so a
/// missing translation neither compiles nor loads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The Chinese wording.
    #[serde(deserialize_with = "said")]
    pub zh: String,
    /// The English wording.
    #[serde(deserialize_with = "said")]
    pub en: String,
}

/// A wording that is not blank.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let words = String::deserialize(deserializer)?;
    if words.trim().is_empty() {
        return Err(D::Error::custom("a blank wording"));
    }
    Ok(words)
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

/// The longest piece of a dossier's own text that a sentence quotes, in characters.
const QUOTED: usize = 60;

/// A dossier's own text as a sentence quotes it: in 「」, on one line, without control or direction-changing
/// characters, with identity numbers masked, and shortened when long.
pub fn quote(text: &str) -> String {
    let clean = tame(text);
    let clean = mask(&clean);
    let mut chars = clean.chars();
    let head: String = chars.by_ref().take(QUOTED).collect();
    let more = if chars.next().is_some() { "…" } else { "" };
    format!("「{head}{more}」")
}

/// Chinese words as they follow a Chinese character: a letter or digit that they begin with is set off by a space.
pub fn set_off(words: &str) -> Cow<'_, str> {
    if words.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        Cow::Owned(format!(" {words}"))
    } else {
        Cow::Borrowed(words)
    }
}

/// `text` with everything that could steer a terminal or reorder a line replaced by a space: control
/// characters, line breaks, and the Unicode marks that change writing direction.
pub fn tame(text: &str) -> String {
    if !text.contains(steers) {
        return text.to_owned();
    }
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// `text` with the day of birth of every resident identity number in it starred, as in `110105********002X`. The
/// rest stays where it stands, and takes as much room.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut told = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = narrow(c).is_ascii_digit() && !narrow(before).is_ascii_alphanumeric();
        before = c;
        let rest = text.get(at..).filter(|_| begins);
        if let Some(birth) = rest.and_then(birth_in)
            && let (Some(kept), Some(hidden)) = (
                text.get(told..at + birth.start),
                text.get(at + birth.start..at + birth.end),
            )
        {
            masked.push_str(kept);
            masked.extend(hidden.chars().map(|c| if c.is_ascii() { '*' } else { '＊' }));
            told = at + birth.end;
        }
    }
    match text.get(told..) {
        Some(rest) if told > 0 => Cow::Owned(masked + rest),
        _ => Cow::Borrowed(text),
    }
}

/// Where the day of birth stands in the identity number that `text` begins with: 17 digits and a digit or X, and
/// then no letter or digit. The parts of a number may be set off by a space or a hyphen. What only has as many digits,
/// as a credit code, is told from it by digits 7 to 14, which are no day there.
fn birth_in(text: &str) -> Option<Range<usize>> {
    let (mut read, mut day, mut birth, mut parted) = (0, 0, 0..0, false);
    for (at, c) in text.char_indices() {
        match (read, narrow(c)) {
            (18, c) if c.is_ascii_alphanumeric() => return None,
            (18, _) => break,
            (6 | 14, ' ' | '-') if !parted => {
                parted = true;
                continue;
            }
            (17, 'x' | 'X') => {}
            (_, digit) => {
                let digit = digit.to_digit(10)?;
                if read == 6 {
                    birth.start = at;
                }
                if (6..14).contains(&read) {
                    day = day * 10 + digit;
                    birth.end = at + c.len_utf8();
                }
            }
        }
        read += 1;
        parted = false;
    }
    (read == 18 && is_birthday(day)).then_some(birth)
}

/// Whether eight digits are a day on which somebody who holds a number may have been born.
fn is_birthday(digits: u32) -> bool {
    let part = |number: u32| i8::try_from(number % 100).unwrap_or_default();
    let year = i16::try_from(digits / 10_000).unwrap_or_default();
    (1900..=2099).contains(&year) && Date::new(year, part(digits / 100), part(digits)).is_ok()
}

/// `text` without the spaces, line breaks and invisible marks around it.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| !common(c) && (c.is_whitespace() || steers(c) || invisible(c)))
}

/// A text without the remarks in brackets that stand in it, and those remarks, one after another. A bracket within a
/// remark is left out of it.
pub fn without_remarks(text: &str) -> (String, Vec<String>) {
    let mut main = String::with_capacity(text.len());
    let mut remarks: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '［' | '【' | '〔' | '{' | '｛' => {
                depth += 1;
                if depth == 1 {
                    remarks.push(String::new());
                }
            }
            ')' | '）' | ']' | '］' | '】' | '〕' | '}' | '｝' => depth = depth.saturating_sub(1),
            _ if depth == 0 => main.push(c),
            _ => {
                if let Some(remark) = remarks.last_mut() {
                    remark.push(c);
                }
            }
        }
    }
    (main, remarks)
}

/// The longest word that is compared with others, in bytes: no name is as long, and the work grows with the length.
const COMPARED: usize = 256;

/// The entry of `known` that `word` was probably meant to be, if one is near enough to be worth a question. Of equally
/// near ones it is always the same, in whatever order they come.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > COMPARED {
        return None;
    }
    let folded = fold(word);
    known
        .into_iter()
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(&folded, &fold(candidate)),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equally_near_words_it_is_always_the_same() {
        assert_eq!(nearest("abcd", ["abcx", "abcy"]), Some("abcx"));
        assert_eq!(nearest("abcd", ["abcy", "abcx"]), Some("abcx"));
        assert_eq!(nearest("abcd", ["abcy", "abcd"]), Some("abcd"));
    }

    #[test]
    fn a_quote_stays_on_one_line_and_steers_nothing() {
        assert_eq!(quote("甲\n乙\u{1b}[31m"), "「甲 乙 [31m」");
        assert_eq!(quote("\u{202e}反"), "「 反」");
        assert_eq!(quote(&"长".repeat(61)).chars().count(), 63);
    }

    #[test]
    fn an_identity_number_is_shown_without_the_day_of_birth() {
        for (text, masked) in [
            ("11010519491231002X", "110105********002X"),
            ("11010519491231002x", "110105********002x"),
            ("身份证11010519491231002X，王", "身份证110105********002X，王"),
            ("110105194912310021.5", "110105********0021.5"),
            ("(110105190001010021)", "(110105********0021)"),
            ("110105209912310021", "110105********0021"),
            ("110105200002290021", "110105********0021"),
            (
                "110105-19491231-002X 110105 19491231 0021",
                "110105-********-002X 110105 ******** 0021",
            ),
            (
                "１１０１０５１９４９１２３１００２Ｘ",
                "１１０１０５＊＊＊＊＊＊＊＊００２Ｘ",
            ),
            (
                "11010519491231002X/440524188001010014/34052419800101001X",
                "110105********002X/440524188001010014/340524********001X",
            ),
        ] {
            assert_eq!(mask(text), masked);
            assert_eq!(quote(text), format!("「{masked}」"));
        }
        let cut = quote(&format!("{} 11010519491231002X", "长".repeat(45)));
        assert!(cut.ends_with("110105********…」"), "{cut}");
    }

    #[test]
    fn what_is_no_identity_number_stays_as_it_is() {
        for text in [
            "",
            "913101047569906221",
            "914403001922038216",
            "91310104744923836T",
            "1101051949123100",
            "11010519491231002",
            "11010519491231002XX",
            "110105194912310021１",
            "1110105194912310021",
            "A11010519491231002X",
            "Ａ11010519491231002X",
            "11010519491231X02X",
            "11010519491231002Y",
            "110105189912310021",
            "110105210001010021",
            "110105194902290021",
            "110105194913010021",
            "110105194900010021",
            "110105194901000021",
            "110105  19491231002X",
            "1101051949-1231002X",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn a_space_stands_between_chinese_and_latin_alone() {
        assert_eq!(set_off("PDF 文档"), " PDF 文档");
        assert_eq!(set_off("18 位代码"), " 18 位代码");
        assert_eq!(set_off("网页"), "网页");
        assert_eq!(set_off("「a」"), "「a」");
    }

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

    #[test]
    fn what_is_trimmed_is_what_nobody_sees() {
        assert_eq!(trim("\u{feff} \u{3000}甲 乙\u{a0}\n"), "甲 乙");
    }

    #[test]
    fn the_nearest_word_is_offered_only_when_it_is_near() {
        let known = ["registered_on", "operating_since"];
        assert_eq!(nearest("registred_on", known), Some("registered_on"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest(&"registered_on".repeat(100_000), known), None);
    }
}
