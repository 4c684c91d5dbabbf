//! Lines as wide as they may be, broken where Chinese and English may be broken, and columns that line up.

use std::io::{self, Write};

use anstyle::Style;
use textwrap::WordSeparator;
use textwrap::core::{Word, display_width};

use crate::render::Look;
use crate::text::Text;
use crate::writing::tame;

/// The style of what stands above other things.
pub(super) const BOLD: Style = Style::new().bold();

/// Lines of at most `width` columns less `margin`, broken where Chinese and English may be broken, but never at a
/// hyphen, which ids have.
pub(super) fn wrap(text: &str, width: usize, margin: usize) -> Vec<String> {
    let width = width.saturating_sub(margin).max(10);
    let options = textwrap::Options::new(width)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options)
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// What may not be parted: as Unicode has it, but for a hyphen between letters or digits.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        end += word.len() + word.whitespace.len();
        let joined = word.ends_with('-') && word.len() > 1 && word.whitespace.is_empty();
        let goes_on = line
            .get(end..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if joined && goes_on {
            continue;
        }
        parts.extend(line.get(start..end).map(Word::from));
        start = end;
    }
    Box::new(parts.into_iter())
}

/// Writes a line, broken where it is too long; what follows is set in by `margin`.
pub(super) fn line(out: &mut dyn Write, look: Look, text: &Text, margin: usize) -> io::Result<()> {
    styled(out, look, Style::new(), text, margin)
}

/// As [`line`], in a style.
pub(super) fn styled(out: &mut dyn Write, look: Look, style: Style, text: &Text, margin: usize) -> io::Result<()> {
    let text = tame(text.get(look.lang));
    let body = text.trim_start();
    let first = text.len() - body.len();
    let lines = wrap(body, usize::from(look.width), margin.max(first));
    let next = format!("\n{}", " ".repeat(margin));
    writeln!(out, "{}{style}{}{style:#}", " ".repeat(first), lines.join(&next))
}

/// Writes the heading of what comes next, after a blank line.
pub(super) fn heading(out: &mut dyn Write, look: Look, name: &Text) -> io::Result<()> {
    writeln!(out)?;
    styled(out, look, BOLD, name, 0)
}

/// `text` and spaces up to this column.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

/// `text` in a column of this width: shortened with … where it is wider, filled with spaces where it is narrower.
pub(super) fn column(text: &str, width: usize) -> String {
    let mut shown = text.to_owned();
    if display_width(text) > width {
        shown.clear();
        let mut used = 0;
        for c in text.chars() {
            let wide = display_width(c.encode_utf8(&mut [0; 4]));
            if used + wide + 1 > width {
                break;
            }
            used += wide;
            shown.push(c);
        }
        shown.push('…');
    }
    padded(&shown, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_it_says_whatever_is_in_it() {
        for text in ["", "abc", "上海示例", "上海示例科技有限公司", "a上b海c示d例e"] {
            for width in 3..14 {
                assert_eq!(display_width(&column(text, width)), width, "{text:?} in {width}");
            }
        }
        assert_eq!(column("上海示例", 8), "上海示例");
        assert_eq!(column("上海示例", 7), "上海示…");
    }

    #[test]
    fn an_id_is_never_broken() {
        let id = "org.registered-in-district";
        for width in id.len()..80 {
            for said in [
                format!("在徐汇区注册登记（{id}）：不符合"),
                format!("the condition {id}, too"),
            ] {
                let lines = wrap(&said, width, 0);
                assert!(
                    lines.iter().any(|line| line.contains(id)) || width < id.len() + 4,
                    "{lines:?}"
                );
                assert!(lines.iter().all(|line| display_width(line) <= width), "{lines:?}");
            }
        }
        assert_eq!(wrap("one - two", 10, 0), ["one - two"]);
        assert_eq!(wrap("one - two three", 10, 0), ["one - two", "three"]);
    }
}
