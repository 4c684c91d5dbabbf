//! Days and months written in Chinese numerals.

use std::borrow::Cow;

/// A day or month in Chinese numerals with the ones it stands for: a year is written digit by digit, a month or day
/// with 十 for ten. Where a numeral is written otherwise, or beside an Arabic one, the text is left as it is.
pub fn arabic(text: &str) -> Cow<'_, str> {
    if !text.contains('年') || text.contains(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| numeral(c).is_none() && c != '十').unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        if run.is_empty() {
            written.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let Some(number) = number(run) else {
            return Cow::Borrowed(text);
        };
        written.push_str(&number);
        rest = behind;
    }
    Cow::Owned(written)
}

/// The digit that a Chinese numeral stands for.
pub fn numeral(c: char) -> Option<char> {
    let digits = "〇一二三四五六七八九".chars().zip('0'..='9');
    let zeros = ['零', '○', 'Ｏ', '◯'].map(|zero| (zero, '0'));
    digits
        .chain(zeros)
        .find_map(|(numeral, digit)| (numeral == c).then_some(digit))
}

/// A run of Chinese numerals in Arabic digits: read digit by digit, or as tens and ones around 十.
pub fn number(run: &str) -> Option<String> {
    let Some((tens, ones)) = run.split_once('十') else {
        return run.chars().map(numeral).collect();
    };
    let one = |part: &str, blank: char| {
        let mut digits = part.chars().map(numeral);
        match (digits.next(), digits.next()) {
            (None, _) => Some(blank),
            (Some(digit), None) => digit.filter(|digit| *digit != '0'),
            _ => None,
        }
    };
    Some([one(tens, '1')?, one(ones, '0')?].iter().collect())
}
