//! What is looked for in the text of documents, and the looking: the text passes through once, in pieces, and is not
//! kept.

use crate::words::{BEHIND_NAME, is_longer_name};
use crate::writing;

/// The words that documents are searched for: a company's name, a certificate's number.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    needles: Vec<String>,
}

impl Wanted {
    /// Words to look for, compared after folding width, case, spaces and brackets. A blank one is never found.
    pub fn new<S: AsRef<str>>(needles: impl IntoIterator<Item = S>) -> Wanted {
        let needles = needles
            .into_iter()
            .map(|needle| writing::fold(needle.as_ref()))
            .collect();
        Wanted { needles }
    }

    /// How many words are looked for.
    pub fn len(&self) -> usize {
        self.needles.len()
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }
}

/// What stands in a text for characters that cannot be told: no word stands across it or right before it.
pub const GAP: char = char::REPLACEMENT_CHARACTER;

/// How much text is gathered, in bytes, before it is searched.
const GATHERED: usize = 16 * 1024;

/// A search through one text.
pub struct Search<'w> {
    wanted: &'w Wanted,
    found: Vec<bool>,
    raw: String,
    folded: String,
    longest: usize,
    /// The characters that passed and can be seen.
    pub chars: u64,
}

impl<'w> Search<'w> {
    /// A search that has seen nothing yet.
    pub fn new(wanted: &'w Wanted) -> Search<'w> {
        Search {
            wanted,
            found: vec![false; wanted.len()],
            raw: String::new(),
            folded: String::new(),
            longest: wanted.needles.iter().map(String::len).max().unwrap_or(0),
            chars: 0,
        }
    }

    /// The next piece of the text.
    pub fn push(&mut self, piece: &str) {
        let seen = |c: &char| !c.is_whitespace() && !c.is_control() && *c != GAP;
        self.chars += piece.chars().filter(seen).count() as u64;
        if self.longest == 0 {
            return;
        }
        let mut rest = piece;
        while !rest.is_empty() {
            let mut cut = rest.len().min(GATHERED);
            while !rest.is_char_boundary(cut) {
                cut += 1;
            }
            let (head, tail) = rest.split_at(cut);
            self.raw.push_str(head);
            if self.raw.len() >= GATHERED {
                self.look(false);
            }
            rest = tail;
        }
    }

    /// Whether every word was found that can be.
    pub fn is_over(&mut self) -> bool {
        self.look(false);
        self.pending().next().is_none()
    }

    /// Whether each word was found, in their order.
    pub fn finish(mut self) -> Vec<bool> {
        self.look(true);
        self.found
    }

    fn pending(&self) -> impl Iterator<Item = (usize, &'w String)> {
        let found = self.found.clone();
        let needles = self.wanted.needles.iter().enumerate();
        needles.filter(move |(at, needle)| !needle.is_empty() && found.get(*at) == Some(&false))
    }

    /// Searches what was gathered, and keeps of it what may be the start of a word. A name that only begins the longer
    /// name of a branch does not stand there; so what follows it must be known, unless the text has ended.
    fn look(&mut self, ended: bool) {
        if self.raw.is_empty() && !ended {
            return;
        }
        self.folded.push_str(&writing::fold(&self.raw));
        self.raw.clear();
        let seen: Vec<usize> = self
            .pending()
            .filter(|(_, needle)| stands_in(&self.folded, needle, ended))
            .map(|(at, _)| at)
            .collect();
        for at in seen {
            if let Some(found) = self.found.get_mut(at) {
                *found = true;
            }
        }
        let mut cut = self.folded.len().saturating_sub(self.longest + BEHIND_NAME);
        while !self.folded.is_char_boundary(cut) {
            cut += 1;
        }
        self.folded.drain(..cut);
    }
}

/// Whether a word stands in a folded text by itself, as far as can be told before the text has ended.
fn stands_in(folded: &str, needle: &str, ended: bool) -> bool {
    folded.match_indices(needle).any(|(at, _)| {
        let behind = folded.get(at + needle.len()..).unwrap_or_default();
        (ended || behind.len() >= BEHIND_NAME) && !behind.starts_with(GAP) && !is_longer_name(behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_branch_is_not_the_name() {
        let wanted = Wanted::new(["上海示例有限公司"]);
        let found = |text: &str| {
            let mut search = Search::new(&wanted);
            for c in text.chars() {
                search.push(c.encode_utf8(&mut [0; 4]));
                search.is_over();
            }
            search.finish() == [true]
        };
        assert!(found("兹证明上海示例有限公司"));
        assert!(found("上海示例有限公司徐汇分公司隶属于上海示例有限公司。"));
        assert!(!found("上海示例有限公司（徐汇分公司）2025 年度审计报告"));
        assert!(!found("上海示例有限公司分公司"));
    }

    #[test]
    fn what_cannot_be_told_is_part_of_no_name() {
        let wanted = Wanted::new(["上海示例有限公司"]);
        for (text, found) in [
            ("上海\u{fffd}示例有限公司", false),
            ("上海示例有限公司\u{fffd}分公司", false),
            ("\u{fffd}上海示例有限公司。\u{fffd}", true),
        ] {
            let mut search = Search::new(&wanted);
            search.push(text);
            assert_eq!(search.chars, text.chars().filter(|c| *c != GAP).count() as u64);
            assert_eq!(search.finish(), [found], "{text}");
        }
    }

    #[test]
    fn a_word_is_found_wherever_the_pieces_are_cut() {
        let wanted = Wanted::new(["上海徐汇（集团）有限公司", "abc123", "没有", " "]);
        let text = format!(
            "{}上海 徐汇(集团)\n有限公司，Ａ BC１23{}",
            "质".repeat(6000),
            "量".repeat(9000)
        );
        for size in [1, 7, 5000, 100_000] {
            let mut search = Search::new(&wanted);
            let chars: Vec<char> = text.chars().collect();
            for piece in chars.chunks(size) {
                search.push(&piece.iter().collect::<String>());
            }
            assert_eq!(search.chars, 15_000 + 19);
            assert!(!search.is_over());
            assert_eq!(search.finish(), [true, true, false, false], "pieces of {size}");
        }
    }

    #[test]
    fn what_is_kept_does_not_grow() {
        let wanted = Wanted::new(["没有"]);
        let mut search = Search::new(&wanted);
        for _ in 0..1000 {
            search.push(&"质量".repeat(500));
        }
        assert!(search.raw.len() + search.folded.len() < 2 * GATHERED);
        let mut nothing = Search::new(&wanted);
        assert!(!nothing.is_over());
        nothing.push(&format!("没 有。{}", "质量".repeat(20)));
        assert!(nothing.is_over());
    }
}
