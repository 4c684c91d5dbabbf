//! Words that are no facts: what people write where there is nothing, or nothing yet (`rules/words.toml`).
//!
//! Knows no field: which of them mean something in which field is for the reading of values to say.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::writing::phrases::Phrases;
use crate::writing::{first_folded, fold, is_blank};

/// The lists as they are written.
const WORDS: &str = include_str!("../rules/words.toml");

/// The lists, folded; where they cannot be read, none, which a test does not allow.
static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let written: WordsFile = toml::from_str(WORDS).unwrap_or_default();
    Lists::new(&written)
});

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    yes: Vec<String>,
    no: Vec<String>,
    none: Vec<String>,
    not_yet: Vec<String>,
    asked: Vec<String>,
    fillers: String,
    pending: Vec<String>,
    units: Vec<String>,
}

struct Lists {
    yes: Vec<String>,
    no: Vec<String>,
    /// In order.
    none: Vec<String>,
    /// In order.
    not_yet: Vec<String>,
    asked: Vec<String>,
    fillers: Vec<char>,
    pending: Phrases,
    units: Vec<String>,
    /// What the words begin with, in order: nearly all texts begin otherwise.
    starts: Vec<char>,
}

impl Lists {
    fn new(written: &WordsFile) -> Lists {
        let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
        let mut lists = Lists {
            yes: folded(&written.yes),
            no: folded(&written.no),
            none: folded(&written.none),
            not_yet: folded(&written.not_yet),
            asked: folded(&written.asked),
            fillers: fold(&written.fillers).chars().collect(),
            pending: Phrases::try_from(folded(&written.pending)).unwrap_or_default(),
            units: folded(&written.units),
            starts: Vec::new(),
        };
        let words = lists.none.iter().chain(&lists.not_yet).chain(&lists.asked);
        let mut starts: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
        starts.extend(&lists.fillers);
        starts.sort_unstable();
        starts.dedup();
        lists.starts = starts;
        lists.none.sort_unstable();
        lists.not_yet.sort_unstable();
        lists
    }
}

/// What a text that is no fact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nothing {
    /// There is none: 无.
    None,
    /// Nothing is said, or not yet: 待补, /, N/A.
    NotYet,
}

/// The longest text that is looked at, in characters: words in a row that say nothing are shorter.
const LONGEST: usize = 40;

/// What `text` says where it says only that there is nothing, or nothing yet; `None` where it may be a fact, or is blank.
pub fn nothing(text: &str) -> Option<Nothing> {
    if text.len() > 4 * LONGEST {
        return None;
    }
    let lists = &*LISTS;
    let first = first_folded(text.chars().find(|c| !parts(*c))?);
    let starts = first.is_some_and(|first| lists.starts.binary_search(&first).is_ok());
    if !starts || text.chars().count() > LONGEST {
        return None;
    }
    let whole = fold(text);
    let whole = whole.trim_matches(parts);
    if lists.asked.iter().any(|asked| whole.starts_with(asked)) {
        return Some(Nothing::NotYet);
    }
    if let Some(nothing) = lists.word(whole) {
        return Some(nothing);
    }
    let mut said = Nothing::None;
    let words = text.split(|c| parts(c) && !within(c));
    for word in words
        .map(|word| word.trim_matches(parts))
        .filter(|word| !word.is_empty())
    {
        let pieces = || word.split(parts).filter(|piece| !piece.is_empty());
        let not_yet = match lists.word(&fold(word)) {
            Some(nothing) => nothing == Nothing::NotYet,
            None => pieces().try_fold(false, |not_yet, piece| {
                Some(lists.word(&fold(piece))? == Nothing::NotYet || not_yet)
            })?,
        };
        if not_yet {
            said = Nothing::NotYet;
        }
    }
    Some(said)
}

/// Whether `text` is no fact in any field of words: blank, punctuation alone, or words that say nothing.
pub fn is_no_fact(text: &str) -> bool {
    is_blank(text) || is_filler(text) || nothing(text).is_some()
}

/// Whether `text` is made of nothing but punctuation and marks that fill a place.
pub fn is_filler(text: &str) -> bool {
    !text.is_empty() && text.chars().all(parts) && text.chars().any(|c| !c.is_whitespace())
}

impl Lists {
    /// What one word says, if it is one of those that say nothing.
    fn word(&self, folded: &str) -> Option<Nothing> {
        let is = |list: &[String]| list.binary_search_by(|word| word.as_str().cmp(folded)).is_ok();
        if is(&self.none) {
            return Some(Nothing::None);
        }
        let fills = !folded.is_empty() && folded.chars().all(|c| self.fillers.contains(&c));
        (fills || is(&self.not_yet)).then_some(Nothing::NotYet)
    }
}

/// Whether `c` only parts words or stands around them.
fn parts(c: char) -> bool {
    if matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || matches!(c,
            '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2026}' | '\u{22ef}' | '\u{2500}'..='\u{2501}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{30fc}'
            | '\u{fe30}'..='\u{fe6b}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}' | '\u{ffe3}' | '·' | '¯')
}

/// Whether `c` may stand within a word, as in N/A.
fn within(c: char) -> bool {
    matches!(c, '/' | '.' | ' ' | '／' | '．')
}

/// Yes or no, if `text` is a word for either.
pub fn yes_or_no(text: &str) -> Option<bool> {
    let folded = fold(text);
    let is = |list: &[String]| list.contains(&folded);
    match (is(&LISTS.yes), is(&LISTS.no)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Whether a text that should name a document says that the document is not there yet, as in 任命文件正在办理.
pub fn is_pending(text: &str) -> bool {
    LISTS.pending.in_text(&fold(text))
}

/// How much has to be known of what stands behind a name to tell whether it is the start of a longer one, in bytes of
/// folded text: a place of a few characters, and the word for a unit.
pub const BEHIND_NAME: usize = 36;

/// The most that stands between a name and the word for a unit of it, as in X有限公司徐汇分公司, in characters.
const BETWEEN: usize = 4;

/// Whether a name is only the start of a longer one, that of a branch or another unit, by the folded text behind it.
pub fn is_longer_name(behind: &str) -> bool {
    let starts = behind.char_indices().map(|(at, _)| at).take(BETWEEN + 1);
    let names = |c: char| c.is_alphanumeric();
    starts
        .filter_map(|at| Some((behind.get(..at)?, behind.get(at..)?)))
        .take_while(|(between, _)| between.chars().all(names))
        .any(|(_, rest)| LISTS.units.iter().any(|unit| rest.starts_with(unit)))
}

/// Every word that says that there is nothing, or nothing yet, as it is written.
pub fn all() -> Vec<String> {
    let written: WordsFile = toml::from_str(WORDS).unwrap_or_default();
    written.none.into_iter().chain(written.not_yet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        toml::from_str::<WordsFile>(WORDS).unwrap();
        assert!(all().len() > 100);
    }

    #[test]
    fn a_word_is_known_in_every_dress() {
        for word in all() {
            for dressed in [
                word.clone(),
                format!("（{word}）"),
                format!(" {word}。"),
                format!("【{word}】！"),
                format!("{word}…… "),
                format!("\u{3000}{word}、{word}"),
                format!("/{word}/"),
            ] {
                assert!(nothing(&dressed).is_some(), "{dressed}");
            }
        }
        for filler in ["xxx", "XXXX", "×××", "x", "某某某", "〇〇〇", "xx、xx", "□□"] {
            assert_eq!(nothing(filler), Some(Nothing::NotYet), "{filler}");
        }
        for marks in [
            "/", "—", "——", "……", "？", "??", "-", "...", "。", "／", "_", "*", "\\", "~",
        ] {
            assert!(is_filler(marks), "{marks}");
        }
        assert_eq!(nothing("无（待补）"), Some(Nothing::NotYet));
        assert_eq!(nothing("（无）"), Some(Nothing::None));
        assert_eq!(nothing("请填写证书编号"), Some(Nothing::NotYet));
    }

    #[test]
    fn what_says_something_may_be_a_fact() {
        for text in [
            "",
            "无偿献血服务队",
            "无锡示例有限公司",
            "没有发生过投诉，满意度 98%",
            "待补充材料清单见附件",
            "X 公司",
            "3",
            "A",
            "见附件说明",
            "有",
            "略阳示例厂",
            "空军示例医院",
            "同上海某公司签订的协议",
            "沪示〔2021〕3号",
            "-1",
        ] {
            assert_eq!(nothing(text), None, "{text}");
            assert!(!is_filler(text), "{text}");
        }
    }

    #[test]
    fn a_branch_has_a_longer_name() {
        for behind in ["分公司", "徐汇分公司2025年", "上海第一分公司", "工会委员会", "branch"] {
            assert!(is_longer_name(behind), "{behind}");
        }
        for behind in [
            "",
            "。分公司3家",
            "查询日期：2025年",
            "及其下属各地分公司",
            "2025年度审计报告",
        ] {
            assert!(!is_longer_name(behind), "{behind}");
        }
    }

    #[test]
    fn a_document_that_is_still_to_come_is_known_by_its_own_words() {
        for text in [
            "任命文件正在办理",
            "尚未任命",
            "审计报告未出具",
            "信用报告（申请中）",
            "Report pending",
        ] {
            assert!(is_pending(text), "{text}");
        }
        for text in [
            "关于聘任首席质量官的决定（示例〔2021〕8 号）",
            "专用信用报告（2025-12-20 出具）",
            "未来科技城批文",
        ] {
            assert!(!is_pending(text), "{text}");
        }
    }
}
