//! Counts words as Microsoft Word's 字数 (Review › Word Count › Words) does, which is what a limit of characters in a
//! notice is checked with: each Chinese, Japanese or Korean character or punctuation mark counts one, and so does each
//! run of other characters between spaces. `质量Quality 2024年` is 质, 量, Quality, 2024, 年: five.
//!
//! Marks that Chinese and Latin share (quotation marks “ ”, dashes, the ellipsis, the middle dot) carry in Word the
//! script of their font. Here they count one each where they touch a Chinese character or another such mark that
//! does, and belong to the run beside them otherwise.

/// A count of a text that passes in pieces.
#[derive(Debug, Default)]
pub struct Count {
    words: u64,
    in_run: bool,
    after_wide: bool,
    pending: u64,
}

impl Count {
    /// The next piece of the text; a run may go on in it.
    pub fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            self.next(c);
        }
    }

    /// The end of a paragraph or cell: what follows is another word.
    pub fn part(&mut self) {
        self.settle();
        self.in_run = false;
        self.after_wide = false;
    }

    /// The words of another text, which follow these.
    pub fn add(&mut self, other: Count) {
        self.part();
        self.words += other.finish();
    }

    /// The words so far.
    pub fn finish(mut self) -> u64 {
        self.part();
        self.words
    }

    fn next(&mut self, c: char) {
        if is_wide(c) {
            self.words += std::mem::take(&mut self.pending) + 1;
            self.in_run = false;
            self.after_wide = true;
        } else if is_shared(c) && self.after_wide {
            self.words += 1;
        } else if is_shared(c) {
            self.pending += 1;
        } else if c.is_whitespace() {
            self.part();
        } else if !is_unseen(c) {
            self.settle();
            self.words += u64::from(!self.in_run);
            self.in_run = true;
            self.after_wide = false;
        }
    }

    /// Shared marks that no Chinese character followed belong to the run they stand in, or are one.
    fn settle(&mut self) {
        if std::mem::take(&mut self.pending) > 0 && !self.in_run {
            self.words += 1;
            self.in_run = true;
        }
    }
}

/// Whether `c` is a character or mark of Chinese, Japanese or Korean, or a full-width form.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}'       // Hangul letters
        | '\u{2e80}'..='\u{2fff}'     // radicals, description characters
        | '\u{3001}'..='\u{33ff}'     // punctuation, kana, enclosed and squared forms
        | '\u{3400}'..='\u{4dbf}'     // extension A
        | '\u{4e00}'..='\u{a4cf}'     // unified ideographs, Yi
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'     // Hangul syllables
        | '\u{f900}'..='\u{faff}'     // compatibility ideographs
        | '\u{fe30}'..='\u{fe4f}'     // vertical forms
        | '\u{ff01}'..='\u{ffee}'     // full-width and half-width forms
        | '\u{20000}'..='\u{3ffff}'   // extensions B and on
    )
}

/// Whether `c` is a mark that both scripts use.
fn is_shared(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '–' | '—' | '―' | '…' | '‥' | '·' | '•' | '‰' | '※' | '℃' | '→' | '①'..='⓿' | 'Ⅰ'..='ⅿ')
}

/// Whether `c` is no character of its own: a joiner, a selector, a control.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_word_counts_them() {
        for (text, words) in [
            ("", 0),
            (" \u{3000}\t\n", 0),
            ("质量", 2),
            ("质 量", 2),
            ("质量。", 3),
            ("Quality", 1),
            ("Quality management", 2),
            ("it's well-known, isn't it?", 4),
            ("质量Quality 2024年", 5),
            ("一、质量Quality 2024年", 7),
            ("GB/T 19580-2012《卓越绩效评价准则》", 12),
            ("1,234.50万元", 3),
            ("100%合格", 3),
            ("ＡＢＣ１２", 5),
            ("（一）", 3),
            ("(一)", 3),
            ("ひらがな", 4),
            ("한국", 2),
            ("𠮷野家", 3),
            ("A\u{200b}B", 1),
            ("2021年—2023年", 5),
        ] {
            let mut count = Count::default();
            count.push(text);
            assert_eq!(count.finish(), words, "{text}");
        }
    }

    #[test]
    fn shared_marks_follow_their_neighbours() {
        for (text, words) in [
            ("“质量”", 4),
            ("质量——生命", 6),
            ("质量……", 4),
            ("“Quality”", 1),
            ("don’t", 1),
            ("A – B", 3),
            ("称“Quality”奖", 5),
            ("ABC“质量”DEF", 6),
            ("“", 1),
            ("① 质量", 3),
            ("①质量", 3),
        ] {
            let mut count = Count::default();
            count.push(text);
            assert_eq!(count.finish(), words, "{text}");
        }
    }

    #[test]
    fn pieces_join_and_parts_do_not() {
        let mut count = Count::default();
        for piece in ["Qua", "li", "ty", " 2", "024", "年"] {
            count.push(piece);
        }
        count.part();
        count.push("ab");
        count.part();
        count.push("cd");
        assert_eq!(count.finish(), 5);
    }

    #[test]
    fn n_characters_are_n_words() {
        for n in [4999, 5000, 5001] {
            let mut count = Count::default();
            count.push(&"质".repeat(n));
            assert_eq!(count.finish(), n as u64);
        }
    }
}
