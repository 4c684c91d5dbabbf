//! A notice cut into its numbered pieces, a clause each.

use std::sync::LazyLock;

use regex::Regex;

/// A piece of a notice: its number, the heading above it, and its words as they stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its number, such as 五(一)2; before the first heading 前言.
    pub number: String,
    /// The headings above it, one after another.
    pub under: String,
    /// Its words.
    pub words: String,
}

/// What a line begins with: its depth, and what of it is the number.
static NUMBERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"^(第[一二三四五六七八九十百零〇]+[章节])[ \t　]*",
        r"^(?:([一二三四五六七八九十]+)、|(第[一二三四五六七八九十百零〇]+条)[ \t　]*)",
        r"^([(（][一二三四五六七八九十]+[)）])",
        r"^([0-9]{1,2})[.、．]",
    ];
    // the patterns are constant, and a test compiles them
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// The depth of the items of a list.
const LIST: usize = 3;

/// The most characters of a line that is a heading.
const HEADING: usize = 24;

/// The pieces of a notice, in its order, and its title.
pub(super) fn pieces(text: &str) -> (String, Vec<Piece>) {
    let mut lines = text.lines().map(trim).filter(|line| !line.is_empty()).peekable();
    let mut title = String::new();
    while let Some(line) = lines.next_if(|line| number(line).is_none() && !says_something(line)) {
        title.push_str(line);
    }
    let mut levels: Vec<(usize, String, String)> = Vec::new();
    let mut pieces = Vec::new();
    for line in lines {
        let mut words = line;
        if let Some((depth, own, rest)) = number(line) {
            levels.retain(|(above, ..)| *above < depth);
            // the items of a list are none, however short
            let heading = if depth < LIST && is_heading(rest) { rest } else { "" };
            levels.push((depth, own.to_owned(), heading.to_owned()));
            words = rest;
            if !heading.is_empty() {
                continue;
            }
        }
        let words = words.trim_end_matches(['。', '；', ';', '：', ':', ' ', '　']);
        if words.is_empty() {
            continue;
        }
        let number: String = levels.iter().map(|(_, own, _)| own.as_str()).collect();
        let under: Vec<&str> = levels.iter().map(|(.., heading)| heading.as_str()).collect();
        pieces.push(Piece {
            number: if number.is_empty() { "前言".to_owned() } else { number },
            under: under.concat(),
            words: words.to_owned(),
        });
    }
    (title, pieces)
}

fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '#')
}

/// The depth and the number that a line begins with, and the rest of it.
fn number(line: &str) -> Option<(usize, &str, &str)> {
    NUMBERS.iter().enumerate().find_map(|(depth, pattern)| {
        let found = pattern.captures(line)?;
        let whole = found.get(0)?;
        let own = found.iter().skip(1).flatten().next()?;
        Some((depth, own.as_str(), trim(line.get(whole.end()..)?)))
    })
}

/// Whether a line is a sentence, and not a title.
fn says_something(line: &str) -> bool {
    line.contains(['，', ',', '。', '；', ';'])
}

/// Whether a numbered line is a heading: short, without punctuation, and without a day.
fn is_heading(line: &str) -> bool {
    let line = line.trim_end_matches(['：', ':']);
    line.chars().count() <= HEADING
        && !line.contains(['，', ',', '。', '；', ';', '、'])
        && !line.contains(['年', '月', '日'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        assert_eq!(NUMBERS.len(), 4);
    }

    #[test]
    fn pieces_carry_their_numbers_and_the_headings_above() {
        let text = "关于开展示例区质量奖评选的通知\n为推动质量强区，现就有关事项通知如下。\n一、报名时间\n即日起至2026年6月30日。\n二、申报条件\n（一）组织\n1.登记注册三年以上；\n2．近三年未亏损。\n（二）个人\n从事质量工作五年以上，业绩突出。";
        let (title, pieces) = pieces(text);
        assert_eq!(title, "关于开展示例区质量奖评选的通知");
        let numbers: Vec<&str> = pieces.iter().map(|piece| piece.number.as_str()).collect();
        assert_eq!(numbers, ["前言", "一", "二（一）1", "二（一）2", "二（二）"]);
        assert_eq!(pieces[2].words, "登记注册三年以上");
        assert!(pieces[4].under.ends_with("个人"));
    }

    #[test]
    fn articles_are_numbered_as_they_are() {
        let (_, pieces) = pieces(
            "某市质量奖管理办法\n第一章 总则\n第一条 为了加强质量工作，制定本办法。\n第二条　每两年评选一次，须经推荐。",
        );
        let numbers: Vec<&str> = pieces.iter().map(|piece| piece.number.as_str()).collect();
        assert_eq!(numbers, ["第一章第一条", "第一章第二条"]);
    }
}
