//! The words of a heading, apart from what people write around them: units, brackets, numbers, years.

use crate::money::Unit;
use crate::text::fold;

/// A name as names are compared: folded, without the marks people put between and around words.
pub fn key(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| !"*:-_/.,;'\"?、。·•—–>›#★".contains(c));
    folded
}

/// The ways in which a heading may be meant, likeliest first: without its unit, with what stands in brackets,
/// without it, without a number before it.
pub fn readings(text: &str) -> Vec<String> {
    let without_unit = key(&outside_brackets(text, |inside| Unit::in_heading(inside).is_some()));
    let bare = outside_brackets(text, |_| true);
    let mut words = vec![without_unit.clone(), key(text), key(&bare), key(without_number(&bare))];
    if Unit::in_heading(text).is_some() {
        let units = ["百万元", "亿元", "万元", "千元", "元"];
        let stripped = units.iter().find_map(|unit| words.first()?.strip_suffix(unit));
        words.extend(stripped.map(|word| word.strip_suffix("单位").unwrap_or(word).to_owned()));
    }
    let mut seen = Vec::new();
    words.retain(|word| {
        let new = !word.is_empty() && !seen.contains(word);
        seen.push(word.clone());
        new
    });
    words
}

/// A text without the brackets whose inside is to be dropped.
fn outside_brackets(text: &str, drop: impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = rest.find(['(', '（', '[', '【', '〔', '［']) {
        let (before, after) = rest.split_at(open);
        kept.push_str(before);
        let Some((close, bracket)) = after.char_indices().find(|(_, c)| ")）]】〕］".contains(*c)) else {
            kept.push_str(after);
            return kept;
        };
        let end = close + bracket.len_utf8();
        let group = after.get(..end).unwrap_or(after);
        let inside = group.trim_matches(|c| "(（[【〔［)）]】〕］".contains(c));
        if !drop(inside) {
            kept.push_str(group);
        }
        rest = after.get(end..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

/// A text without the `1.`, `一、` or `(3)` before it.
fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（(".contains(c);
    let rest = text.trim_start_matches(number);
    let marked = rest.strip_prefix(['.', '、', '．', ')', '）', ' ']);
    match marked {
        Some(rest) if rest.len() < text.len() => rest,
        _ => text,
    }
}

/// The year in a word, and the word without it.
pub fn year_in(word: &str) -> Option<(String, i64)> {
    let mut runs = word.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at);
    let start = runs.next()?;
    let digits: String = word.get(start..)?.chars().take_while(char::is_ascii_digit).collect();
    let year = digits
        .parse()
        .ok()
        .filter(|year| digits.len() == 4 && (1900..2200).contains(year))?;
    let (before, after) = (word.get(..start)?, word.get(start + 4..)?);
    let after = after
        .strip_prefix("年度")
        .or_else(|| after.strip_prefix('年'))
        .unwrap_or(after);
    Some((format!("{before}{after}"), year))
}

/// The number of a row in a word, and the word without it: `公示开始日期2`, `第2次公示开始日期`.
pub fn ordinal_in(word: &str) -> Option<(String, u8)> {
    let small = |digits: &str| match digits {
        "一" => Some(1),
        "二" => Some(2),
        "三" => Some(3),
        "四" => Some(4),
        "五" => Some(5),
        _ => digits.parse::<u8>().ok().filter(|number| (1..100).contains(number)),
    };
    if let Some(rest) = word.strip_prefix('第') {
        let (at, counter) = rest.char_indices().find(|(_, c)| "次个条份段项笔起".contains(*c))?;
        let number = small(rest.get(..at)?)?;
        return Some((rest.get(at + counter.len_utf8()..)?.to_owned(), number));
    }
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = small(word.get(bare.len()..)?)?;
    Some((bare.to_owned(), number))
}
