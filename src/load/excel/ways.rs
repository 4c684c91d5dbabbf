//! The words of a heading, apart from what people write around them: units, brackets, numbers, years.

use crate::dictionary::key;
use crate::money::Unit;

/// The ways in which a heading may be meant, likeliest first: without its unit, with what stands in brackets,
/// without it, without a number before it. Each is made out only when it is asked for.
pub fn readings(text: &str) -> impl Iterator<Item = String> {
    let mut seen: Vec<String> = Vec::new();
    Reading::ALL.into_iter().filter_map(move |reading| {
        let word = reading
            .of(text)
            .filter(|word| !word.is_empty() && !seen.contains(word))?;
        seen.push(word.clone());
        Some(word)
    })
}

/// A way in which a heading may be meant.
#[derive(Clone, Copy)]
enum Reading {
    WithoutUnit,
    Whole,
    Bare,
    WithoutNumber,
    WithoutUnitBehind,
}

impl Reading {
    const ALL: [Reading; 5] = [
        Reading::WithoutUnit,
        Reading::Whole,
        Reading::Bare,
        Reading::WithoutNumber,
        Reading::WithoutUnitBehind,
    ];

    /// The word as which a text is read so, unless that is no other than one before.
    fn of(self, text: &str) -> Option<String> {
        let bracketed = text.contains(OPENING);
        let without_unit = || key(&outside_brackets(text, |inside| Unit::in_heading(inside).is_some()));
        match self {
            Reading::WithoutUnit if bracketed => Some(without_unit()),
            Reading::WithoutUnit => Some(key(text)),
            Reading::Whole => bracketed.then(|| key(text)),
            Reading::Bare => bracketed.then(|| key(&outside_brackets(text, |_| true))),
            Reading::WithoutNumber => {
                let bare = outside_brackets(text, |_| true);
                let rest = without_number(&bare);
                (rest.len() < bare.len()).then(|| key(rest))
            }
            Reading::WithoutUnitBehind => {
                Unit::in_heading(text)?;
                let word = without_unit();
                let rest = UNITS.iter().find_map(|unit| word.strip_suffix(unit))?;
                Some(rest.strip_suffix("单位").unwrap_or(rest).to_owned())
            }
        }
    }
}

/// The units that may stand behind a heading, longer ones first.
const UNITS: [&str; 5] = ["百万元", "亿元", "万元", "千元", "元"];

/// The brackets that open.
const OPENING: [char; 6] = ['(', '（', '[', '【', '〔', '［'];

/// A text without the brackets whose inside is to be dropped.
fn outside_brackets(text: &str, drop: impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = rest.find(OPENING) {
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

/// Whether two texts are one heading but for the marks in them.
pub fn same((one, other): (&str, &str)) -> bool {
    one.chars().next() == other.chars().next() && key(one) == key(other)
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

/// The number of a row in a word, and the word without it: `公示开始日期2`, `第2次公示开始日期`, `证书一编号`.
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
        let (at, counter) = rest.char_indices().find(|(_, c)| "次个条份段项笔起张".contains(*c))?;
        let number = small(rest.get(..at)?)?;
        return Some((rest.get(at + counter.len_utf8()..)?.to_owned(), number));
    }
    // the last number, which stands behind the word or in it
    let counts = |c: char| c.is_ascii_digit() || "一二三四五".contains(c);
    let before = word.trim_end_matches(|c| !counts(c));
    let bare = match before.ends_with(|c: char| c.is_ascii_digit()) {
        true => before.trim_end_matches(|c: char| c.is_ascii_digit()),
        false => before.strip_suffix(counts)?,
    };
    let number = small(before.get(bare.len()..)?)?;
    Some((format!("{bare}{}", word.get(before.len()..)?), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_number_before_it_behind_it_or_in_it() {
        for (word, found) in [
            ("公示开始日期2", Some(("公示开始日期", 2))),
            ("第2次公示开始日期", Some(("公示开始日期", 2))),
            ("第二张证书编号", Some(("证书编号", 2))),
            ("证书编号一", Some(("证书编号", 1))),
            ("证书二编号", Some(("证书编号", 2))),
            ("证书12编号", Some(("证书编号", 12))),
            ("质量管理体系1证书编号", Some(("质量管理体系证书编号", 1))),
            ("证书编号", None),
            ("证书编号100", None),
            ("证书编号0", None),
            ("", None),
        ] {
            let read = ordinal_in(word);
            assert_eq!(
                read.as_ref().map(|(word, number)| (word.as_str(), *number)),
                found,
                "{word}"
            );
        }
    }
}
