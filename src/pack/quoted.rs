//! A text against the clauses that quote it: whether each stands in it word for word, and what no clause quotes.

use super::{Clause, Pack};
use crate::writing::plain::characters;

/// What a comparison shows.
#[derive(Debug)]
pub struct Quoted<'p> {
    /// How many clauses were compared.
    pub clauses: usize,
    /// The clauses that do not stand in the text.
    pub altered: Vec<Altered<'p>>,
    /// What no clause quotes, in the order of the text.
    pub unquoted: Vec<Unquoted>,
}

/// A clause that does not stand in the text.
#[derive(Debug)]
pub struct Altered<'p> {
    /// The clause.
    pub clause: &'p Clause,
    /// How many of its characters stand in the text, from its first on, spaces not counted.
    pub alike: usize,
    /// What the clause says from there on.
    pub written: String,
    /// What the text says there.
    pub found: String,
}

/// A stretch of the text that no clause quotes.
#[derive(Debug, PartialEq, Eq)]
pub struct Unquoted {
    /// The line on which it begins.
    pub line: usize,
    /// Its words.
    pub words: String,
}

/// How much of a difference is shown.
const SHOWN: usize = 24;

impl Pack {
    /// The clauses of a source against its text. Spaces, line ends and full-width forms do not count.
    pub fn quoted(&self, source: &str, text: &str) -> Quoted<'_> {
        let text = Tight::of(text);
        let mut covered = vec![false; text.letters.len()];
        let mut altered = Vec::new();
        let clauses = self.clauses.iter().filter(|clause| clause.source == source);
        let mut count = 0;
        for clause in clauses {
            count += 1;
            let words = Tight::of(&clause.text).letters;
            let places: Vec<usize> = text.places(&words).collect();
            if places.is_empty() {
                altered.push(text.altered(clause, &words));
            }
            for place in places {
                covered
                    .iter_mut()
                    .skip(place)
                    .take(words.len())
                    .for_each(|letter| *letter = true);
            }
        }
        Quoted {
            clauses: count,
            altered,
            unquoted: text.left(&covered),
        }
    }
}

/// A text without spaces, each character with its line.
struct Tight {
    letters: Vec<char>,
    lines: Vec<usize>,
}

impl Tight {
    fn of(text: &str) -> Tight {
        let (mut letters, mut lines) = (Vec::new(), Vec::new());
        for (line, words) in (1..).zip(text.lines()) {
            for letter in characters(words).chars().filter(|c| !c.is_whitespace()) {
                letters.push(letter);
                lines.push(line);
            }
        }
        Tight { letters, lines }
    }

    /// Where `words` stand.
    fn places<'t>(&'t self, words: &'t [char]) -> impl Iterator<Item = usize> + 't {
        let windows = self.letters.windows(words.len().max(1)).enumerate();
        windows
            .filter(move |(_, window)| *window == words)
            .map(|(place, _)| place)
    }

    /// What differs where a clause stands in the text as far as it does.
    fn altered<'p>(&self, clause: &'p Clause, words: &[char]) -> Altered<'p> {
        let alike_at = |place: usize| {
            let there = self.letters.get(place..).unwrap_or_default();
            there.iter().zip(words).take_while(|(a, b)| a == b).count()
        };
        let best = (0..self.letters.len()).map(|place| (alike_at(place), place));
        let (alike, place) = best
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .unwrap_or_default();
        let shown = |letters: &[char], from: usize| letters.iter().skip(from).take(SHOWN).collect();
        Altered {
            clause,
            alike,
            written: shown(words, alike),
            found: if alike == 0 {
                String::new()
            } else {
                shown(&self.letters, place + alike)
            },
        }
    }

    /// The stretches that are not covered and hold more than punctuation and numbers.
    fn left(&self, covered: &[bool]) -> Vec<Unquoted> {
        let mut left: Vec<Unquoted> = Vec::new();
        let mut open: Option<Unquoted> = None;
        for ((letter, line), covered) in self.letters.iter().zip(&self.lines).zip(covered) {
            match &mut open {
                Some(stretch) if !covered => stretch.words.push(*letter),
                None if !covered => {
                    open = Some(Unquoted {
                        line: *line,
                        words: letter.to_string(),
                    });
                }
                _ => left.extend(open.take()),
            }
        }
        left.extend(open);
        left.retain(|stretch| says_something(&stretch.words));
        left
    }
}

/// Whether words between two clauses are more than punctuation and the number of a list.
fn says_something(words: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第条款项".contains(c);
    words.chars().any(|c| c.is_alphanumeric() && !number(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pack of the fifth Xuhui award, and its notice.
    fn xuhui() -> (Pack, &'static str) {
        let pack = Pack::find("xuhui-2025").unwrap().unwrap();
        (pack, include_str!("../../tests/data/notice-xuhui-2025.md"))
    }

    #[test]
    fn every_clause_stands_in_the_notice_it_quotes() {
        let (pack, notice) = xuhui();
        let quoted = pack.quoted("notice", notice);
        assert!(quoted.clauses > 30 && quoted.altered.is_empty(), "{:?}", quoted.altered);
    }

    #[test]
    fn a_word_that_was_altered_is_shown_with_what_stands_there() {
        let (pack, notice) = xuhui();
        let altered = notice.replacen("不少于5个工作日", "不少于3个工作日", 1);
        let quoted = pack.quoted("notice", &altered);
        let [wrong] = quoted.altered.as_slice() else {
            panic!("{:?}", quoted.altered)
        };
        assert!(wrong.written.starts_with("5个工作日"), "{}", wrong.written);
        assert!(wrong.found.starts_with("3个工作日"), "{}", wrong.found);
        assert_eq!(quoted.unquoted.len(), pack.quoted("notice", notice).unquoted.len() + 1);
    }

    #[test]
    fn what_is_added_to_the_text_is_shown_with_its_line() {
        let (pack, notice) = xuhui();
        let before = pack.quoted("notice", notice).unquoted;
        let longer = format!("{notice}\n\n申报组织须通过 质量信用评价。\n");
        let line = longer.lines().count();
        let mut after = pack.quoted("notice", &longer).unquoted;
        let added = after.pop().unwrap();
        assert_eq!(after, before);
        assert_eq!(
            (added.line, added.words.as_str()),
            (line, "申报组织须通过质量信用评价。")
        );
    }
}
