//! What a comment says, in both languages: English first, Chinese from the paragraph or line that begins with 中文：.

use crate::text::Text;

/// The mark before what is said in Chinese.
const CHINESE: &str = "中文：";

/// Both languages of a comment's lines; its paragraphs are lines.
pub fn both<'l>(lines: impl IntoIterator<Item = &'l str>) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let mut chinese = false;
    for line in lines {
        let mut line = line.trim();
        if let Some(rest) = line.strip_prefix(CHINESE) {
            (chinese, line) = (true, rest);
        }
        if chinese { &mut zh } else { &mut en }.push(line);
    }
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
    Text {
        zh: paragraphs(&zh, |before, after| {
            is_ascii(before.chars().next_back()) && is_ascii(after.chars().next())
        }),
        en: paragraphs(&en, |_, _| true),
    }
}

/// Lines run on up to a blank one, parted by a space where `parted` says so of what stands before and after.
fn paragraphs(lines: &[&str], parted: impl Fn(&str, &str) -> bool) -> String {
    let mut said = String::new();
    let mut blank = false;
    for line in lines {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !said.is_empty() && blank {
            said.push('\n');
        } else if !said.is_empty() && parted(&said, line) {
            said.push(' ');
        }
        said.push_str(line);
        blank = false;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_on_as_each_language_does() {
        let said = both([
            " One",
            " sentence.",
            "",
            " 经营异常名录",
            " too.",
            "",
            " 中文：一",
            " 句 A",
            " B 话。",
        ]);
        assert_eq!(said.en, "One sentence.\n经营异常名录 too.");
        assert_eq!(said.zh, "一句 A B 话。");
        assert_eq!(both([" Only English."]).zh, "");
    }
}
