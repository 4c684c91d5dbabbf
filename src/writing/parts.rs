//! What of a text is said and what stands around it, and which word was meant by another.

use super::alike::invisible;
use super::fold::{common, fold, steers};

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
