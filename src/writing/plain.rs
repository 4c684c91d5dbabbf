//! Text as it was typed, in plain characters: full-width digits, dashes of every kind, invisible marks.

use std::borrow::Cow;
use std::iter;

use unicode_normalization::UnicodeNormalization;

/// The text with full-width and other look-alike characters as the plain ones they stand for (NFKC)
/// and without the invisible marks that copying leaves behind.
///
/// A footnote mark or a fraction (`5²`, `5①`, `½`) is left as it is: NFKC would make a digit of it.
pub fn characters(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202d}' | '\u{2060}' | '\u{feff}' => {}
            '\u{4e00}'..='\u{9fff}' => plain.push(c),
            '\u{ff00}'..='\u{ffef}' => plain.extend(iter::once(c).nfkc()),
            _ if c.is_numeric() => plain.push(c),
            _ => plain.extend(iter::once(c).nfkc()),
        }
    }
    plain
}

/// The text folded, with every hyphen, dash and minus sign as `-`.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(plain_dashes(&characters(text)))
    }
}

/// The text with every hyphen, dash and minus sign as `-`.
fn plain_dashes(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}'), "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes() {
        assert_eq!(characters("（Ａ１，￥％）\u{3000}⽇\u{200b}5²①½"), "(A1,¥%) 日5²①½");
        assert_eq!(plain_dashes("‐‑–—―−-ー"), "-------ー");
    }
}
