//! Lines as wide as they may be, broken where Chinese and English may be broken, and columns that line up.

use textwrap::core::display_width;

/// Lines of at most `width` columns less `margin`, broken where Chinese and English may be broken.
pub(super) fn wrap(text: &str, width: usize, margin: usize) -> Vec<String> {
    let width = width.saturating_sub(margin).max(10);
    let options = textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::UnicodeBreakProperties)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options)
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
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
    let used = display_width(&shown);
    shown.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    shown
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
}
