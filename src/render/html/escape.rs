//! Text that stands in markup and stays text.

use std::fmt::{self, Display, Formatter, Write};

use crate::writing::tame;

/// Text as HTML shows it, between tags and in quoted attributes alike; nothing in it steers what shows it.
pub(in crate::render) struct Escaped<'t>(pub(in crate::render) &'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for piece in tame(self.0).split_inclusive(['&', '<', '>', '"', '\'']) {
            let mut chars = piece.chars();
            let entity = match chars.next_back() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                Some(last) => {
                    f.write_str(chars.as_str())?;
                    f.write_char(last)?;
                    continue;
                }
                None => continue,
            };
            f.write_str(chars.as_str())?;
            f.write_str(entity)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_marks_up_is_left() {
        let shown = Escaped("甲<b a='1' c=\"2\">&amp;\u{1b}[1m\u{202e}乙").to_string();
        assert_eq!(shown, "甲&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp; [1m 乙");
        assert_eq!(Escaped("").to_string(), "");
        assert_eq!(Escaped("<").to_string(), "&lt;");
    }
}
