//! The list of divisions with their names, and how one is read at the head of a text.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use smallvec::SmallVec;

use crate::writing::phrases::Phrases;
use crate::writing::push_folded;

/// Names and codes of divisions, by their codes.
const DIVISIONS: &str = include_str!("../../rules/divisions.csv");

/// The words around them.
const WORDS: &str = include_str!("../../rules/addresses.toml");

/// The divisions in the order of their codes.
static BY_CODE: LazyLock<Vec<NamedDivision>> = LazyLock::new(|| {
    let lines = DIVISIONS.lines().filter(|line| !line.starts_with('#'));
    let named = |line: &'static str| {
        let (code, name) = line.split_once(',')?;
        Some((name, Division(code.parse().ok()?)))
    };
    lines.filter_map(named).collect()
});

/// The divisions as texts name them.
pub(super) static DIVISIONS_BY_NAME: LazyLock<Divisions> = LazyLock::new(Divisions::new);

/// A division under a name.
type NamedDivision = (&'static str, Division);

/// The code of a division in GB/T 2260: six digits, of which the first two are the province's and the next two the city's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Division(u32);

impl Division {
    /// The division with a code of six digits, if there is one.
    pub fn of_code(code: &str) -> Option<Division> {
        let division = Division(code.parse().ok().filter(|_| code.len() == 6)?);
        division.named().map(|_| division)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.named().unwrap_or_default()
    }

    fn named(self) -> Option<&'static str> {
        let at = BY_CODE.binary_search_by_key(&self, |(_, division)| *division).ok()?;
        BY_CODE.get(at).map(|(name, _)| *name)
    }

    /// Its code, six digits.
    pub fn code(self) -> String {
        format!("{:06}", self.0)
    }

    /// Whether it is `area` or a part of it.
    pub fn is_within(self, area: Division) -> bool {
        let step = area.step();
        self.0 / step == area.0 / step
    }

    /// The division that a text names anywhere, such as a title: of several the one with the longest name.
    pub fn named_in(text: &str) -> Option<Division> {
        let list = &*DIVISIONS_BY_NAME;
        let plain = list.plain(text);
        let starts = plain.char_indices().map(|(at, _)| at);
        let heads = starts.filter_map(|at| Some(list.head(plain.get(at..)?)));
        let named = heads.filter(|head| head.last.len() == 1);
        let longest = named.reduce(|best, next| if next.end > best.end { next } else { best })?;
        longest.last.first().copied()
    }

    /// By what the code is divided to leave the digits that count.
    pub(super) fn step(self) -> u32 {
        match self.0 {
            code if code % 10_000 == 0 => 10_000,
            code if code % 100 == 0 => 100,
            _ => 1,
        }
    }

    pub(super) fn is_municipality(self) -> bool {
        self.name().ends_with('市')
    }
}

/// The words around the names of divisions.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) here_district: Phrases,
    pub(super) here_city: Phrases,
    pub(super) here_province: Phrases,
    pub(super) doubts: Phrases,
    pub(super) formerly: Phrases,
    pub(super) moves: Phrases,
    called_after: Phrases,
    /// What a part of a district is called, at the end of its name.
    pub(super) parts_end: Phrases,
    traditional: String,
}

/// The divisions, by every name they are written by: each list in the order of the first characters.
pub(super) struct Divisions {
    full: Vec<NamedDivision>,
    short: Vec<NamedDivision>,
    /// The words around them; where they cannot be read, none, which a test does not allow.
    pub(super) words: Words,
    simplified: HashMap<char, char>,
}

/// What a short name leaves out.
const ENDS: [&str; 15] = [
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "新区",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "盟",
];

/// What a name begins with.
fn first(name: &str) -> Option<char> {
    name.chars().next()
}

impl Divisions {
    fn new() -> Divisions {
        let words: Words = toml::from_str(WORDS).unwrap_or_default();
        let pairs: Vec<char> = words.traditional.chars().collect();
        let simplified = pairs
            .chunks_exact(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let shortened = |(name, division): &NamedDivision| {
            let short = ENDS.iter().find_map(|end| name.strip_suffix(end))?;
            (short.chars().count() > 1).then_some((short, *division))
        };
        let mut divisions = Divisions {
            full: BY_CODE.clone(),
            short: BY_CODE.iter().filter_map(shortened).collect(),
            simplified: simplified.collect(),
            words,
        };
        divisions.full.sort_by_cached_key(|(name, _)| first(name));
        divisions.short.sort_by_cached_key(|(name, _)| first(name));
        divisions
    }

    /// A text in the characters in which divisions are written: narrow, simplified, without spaces.
    pub(super) fn plain(&self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '（' | '(' | '[' | '【' | '〔' | '［' | '{' => plain.push('('),
                '）' | ')' | ']' | '】' | '〕' | '］' | '}' => plain.push(')'),
                _ => push_folded(&mut plain, c),
            }
        }
        let simplified = |c: char| self.simplified.get(&c).copied();
        if plain.chars().any(|c| simplified(c).is_some()) {
            return plain.chars().map(|c| simplified(c).unwrap_or(c)).collect();
        }
        plain
    }
}

/// What stands at the head of a text: the divisions it names, from the largest to the smallest, and where they end.
pub(super) struct Head {
    /// The smallest division named, or each that the name can mean.
    pub(super) last: Vec<Division>,
    /// Where the rest begins, in bytes.
    pub(super) end: usize,
}

impl Divisions {
    /// The divisions at the head of a plain text.
    pub(super) fn head(&self, text: &str) -> Head {
        let mut head = Head {
            last: Vec::new(),
            end: 0,
        };
        for lead in ["中华人民共和国", "中国"] {
            if let Some(rest) = text.strip_prefix(lead) {
                head.end = text.len() - rest.len();
            }
        }
        loop {
            let rest = text.get(head.end..).unwrap_or_default();
            let skipped = rest.trim_start_matches(['/', '-', '·', ',', '，', '、', '>', '—', '\\', '|']);
            let skipped = ["市辖区", "市辖县"]
                .iter()
                .find_map(|lead| skipped.strip_prefix(lead))
                .unwrap_or(skipped);
            let Some((found, length)) = self.one(skipped, &head.last) else {
                return head;
            };
            head.end = text.len() - skipped.len() + length;
            head.last = found;
        }
    }

    /// The division whose name a text begins with, below those in `above` if there are any; and how long the name is.
    pub(super) fn one(&self, text: &str, above: &[Division]) -> Option<(Vec<Division>, usize)> {
        let first_of_text = first(text)?;
        for (names, is_full) in [(&self.full, true), (&self.short, false)] {
            let begin = names.partition_point(|(name, _)| first(name) < Some(first_of_text));
            let beginning_so = names.get(begin..).unwrap_or_default().iter();
            let mut known: SmallVec<[&NamedDivision; 8]> = beginning_so
                .take_while(|(name, _)| first(name) == Some(first_of_text))
                .filter(|(name, _)| text.starts_with(name))
                .collect();
            known.sort_by_key(|(name, _)| Reverse(name.len()));
            for same in known.chunk_by(|one, other| one.0 == other.0) {
                let below = |division: &Division| {
                    let within = |above: &Division| division != above && division.is_within(*above);
                    above.is_empty() || above.iter().any(within)
                };
                let found: Vec<Division> = same.iter().map(|(_, division)| *division).filter(below).collect();
                let end = same.first().map_or(0, |(name, _)| name.len());
                let rest = text.get(end..).unwrap_or_default();
                if !found.is_empty() && self.stands_alone(rest, is_full, &found) {
                    return Some((found, end));
                }
            }
        }
        None
    }

    /// Whether a name is that of the division and not of something called after it, by what follows. A short name must be
    /// followed by nothing, by what parts words, or by a division within.
    fn stands_alone(&self, rest: &str, is_full: bool, found: &[Division]) -> bool {
        if is_full {
            return !self.words.called_after.start(rest) || self.words.parts_end.start(rest);
        }
        let parted = first(rest).is_none_or(|c| !c.is_alphanumeric());
        parted || self.one(rest, found).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_words_can_be_read() {
        toml::from_str::<Words>(WORDS).unwrap();
        assert!(BY_CODE.len() > 3000 && BY_CODE.is_sorted_by(|one, other| one.1 < other.1));
    }
}
