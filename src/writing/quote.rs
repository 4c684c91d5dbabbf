//! How a dossier's own text stands in a sentence: quoted, on one line, steering nothing, without a day of birth.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use super::fold::{narrow, steers};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
