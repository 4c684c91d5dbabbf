//! How names compare: two writings of one name fold to the same string.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::alike::{canonical, invisible};

/// The brackets that names are compared without.
const BRACKETS: &str = "()[]{}〔〕【】〈〉《》「」『』";

/// `text` as names are compared: full-width forms and characters that look alike folded, case folded, spaces, brackets
/// of every kind and what nobody sees dropped. Two writings of one name fold to the same string.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match folding(c) {
            Folding::To(c) => folded.push(c),
            Folding::Dropped => {}
            Folding::Listed => return fold_any(text),
        }
    }
    folded
}

/// Adds to `folded` what [`fold`] makes of `c` alone.
pub fn push_folded(folded: &mut String, c: char) {
    match folding(c) {
        Folding::To(c) => folded.push(c),
        Folding::Dropped => {}
        Folding::Listed => folded.push_str(&fold_any(c.encode_utf8(&mut [0; 4]))),
    }
}

/// What begins that which [`fold`] makes of `c` alone, if anything is left of it.
pub fn first_folded(c: char) -> Option<char> {
    match folding(c) {
        Folding::To(c) => Some(c),
        Folding::Dropped => None,
        Folding::Listed => fold_any(c.encode_utf8(&mut [0; 4])).chars().next(),
    }
}

/// What folding makes of a character.
enum Folding {
    /// Another one, or the same.
    To(char),
    /// Nothing.
    Dropped,
    /// What the tables of Unicode say.
    Listed,
}

/// What folding makes of `c`: told at once of the characters that nearly all texts are made of.
fn folding(c: char) -> Folding {
    match c {
        '\u{4e00}'..='\u{9fff}' | '、' | '。' | '·' | '—' | '“' | '”' => Folding::To(c),
        '!'..='~' | '\u{ff01}'..='\u{ff5e}' => match narrow(c) {
            '(' | ')' | '[' | ']' | '{' | '}' => Folding::Dropped,
            plain => Folding::To(plain.to_ascii_lowercase()),
        },
        ' ' | '\n' | '\u{3000}' | '〈'..='】' | '〔' | '〕' => Folding::Dropped,
        _ => Folding::Listed,
    }
}

/// Full-width ASCII as ASCII, from which it stands at a fixed distance; every other character as it is.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// As [`fold`], for text of any script.
fn fold_any(text: &str) -> String {
    text.nfkc()
        .map(canonical)
        .filter(|c| !dropped(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name that texts are searched for, folded once.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Name {
    /// As it is written.
    pub written: String,
    folded: String,
}

impl TryFrom<String> for Name {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Name, &'static str> {
        match fold(&written) {
            // it would stand in every text
            folded if folded.is_empty() => Err("a blank wording"),
            folded => Ok(Name { written, folded }),
        }
    }
}

impl Name {
    /// Whether it stands in a text that was folded.
    pub fn is_in(&self, folded: &str) -> bool {
        folded.contains(&self.folded)
    }
}

/// Whether two writings are of one name.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || fold(a) == fold(b)
}

/// Whether nothing of `text` is left once it is folded.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| !common(c) && (dropped(c) || (!c.is_ascii() && std::iter::once(c).nfkc().all(dropped))))
}

/// Whether `c` is one of the letters, digits and ideographs that nearly all texts begin and end with: nothing else has
/// to be asked of it.
pub(crate) fn common(c: char) -> bool {
    matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{4e00}'..='\u{9fff}')
}

/// Whether folding drops `c`.
fn dropped(c: char) -> bool {
    c.is_whitespace() || steers(c) || invisible(c) || BRACKETS.contains(c)
}

/// Whether `c` acts on the device that shows it instead of being shown.
pub(crate) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_texts_are_made_of_stands_for_itself() {
        for c in ('\0'..=char::MAX).filter(|c| common(*c)) {
            assert!(std::iter::once(c).nfkc().eq([c]), "{c}");
            assert!(!c.is_whitespace() && !dropped(c), "{c}");
            assert_eq!(crate::writing::plain::characters(&format!("／{c}")), format!("/{c}"));
        }
    }

    #[test]
    fn a_name_is_found_in_every_writing_and_a_blank_one_is_refused() {
        let name = Name::try_from("徐汇区（上海）".to_owned()).unwrap();
        assert!(name.is_in(&fold("上海市 徐汇区 (上海) 南宁路")) && !name.is_in(&fold("徐汇")));
        assert!(Name::try_from("（）".to_owned()).is_err());
    }

    #[test]
    fn names_fold_over_width_brackets_and_spaces() {
        assert_eq!(fold("上海某某（集团） 有限公司"), fold("上海某某(集团)有限公司"));
        assert_eq!(fold("ＡＢＣ"), fold("abc"));
        assert_ne!(fold("上海甲公司"), fold("上海乙公司"));
    }

    #[test]
    fn names_fold_over_characters_that_look_alike() {
        for (written, meant) in [
            ("\u{2eac}例", "示例"),
            ("\u{2f70}例", "示例"),
            ("示\u{ad}例", "示例"),
            ("示\u{fe00}例\u{e0101}", "示例"),
            ("上海\u{e863}示例", "上海䶮示例"),
            ("阿依・买", "阿依·买"),
            ("阿依•买", "阿依·买"),
            ("阿依‧买", "阿依･买"),
        ] {
            assert!(same_name(written, meant), "{written}");
        }
        assert!(!same_name("阿依·买", "阿依买") && is_blank("\u{ad}\u{fe0f}"));
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_to_fold_is_the_long_way(text in "[ -~\u{3000}-\u{3020}\u{4e00}-\u{4e20}\u{ff00}-\u{ff65}éÅ\u{301}]{0,12}") {
            proptest::prop_assert_eq!(fold(&text), fold_any(&text));
        }
    }

    #[test]
    fn a_character_alone_folds_as_in_a_text() {
        for c in '\0'..=char::MAX {
            let mut alone = String::new();
            push_folded(&mut alone, c);
            assert_eq!(alone, fold_any(&c.to_string()), "{c:?}");
            assert_eq!(alone.chars().next(), first_folded(c));
        }
    }

    #[test]
    fn blank_is_what_folds_to_nothing() {
        for text in ["", " \u{3000}\u{a0}\t", "\u{200b}（）", "\u{2003}"] {
            assert!(is_blank(text) && fold(text).is_empty(), "{text:?}");
        }
        for text in ["a", " 甲", "-", "\u{3000}1"] {
            assert!(!is_blank(text) && !fold(text).is_empty(), "{text:?}");
        }
    }
}
