//! The list of divisions with their names, and how one is read at the head of a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::fold;

/// Names and codes of divisions.
const DIVISIONS: &str = include_str!("../../rules/divisions.csv");

/// The words around them.
const WORDS: &str = include_str!("../../rules/addresses.toml");

pub(super) static DIVISIONS_BY_NAME: LazyLock<Divisions> = LazyLock::new(Divisions::new);

/// The code of a division in GB/T 2260: six digits, of which the first two are the province's and the next two the city's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Division(u32);

impl Division {
    /// The division with a code of six digits, if there is one.
    pub fn of_code(code: &str) -> Option<Division> {
        let number = code.parse().ok().filter(|_| code.len() == 6)?;
        let division = Division(number);
        DIVISIONS_BY_NAME.names.contains_key(&division).then_some(division)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        DIVISIONS_BY_NAME.names.get(&self).copied().unwrap_or_default()
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

    /// By what the code is divided to leave the digits that count.
    pub(super) fn step(self) -> u32 {
        match self.0 {
            code if code % 10_000 == 0 => 10_000,
            code if code % 100 == 0 => 100,
            _ => 1,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) here_district: Vec<String>,
    pub(super) here_city: Vec<String>,
    pub(super) here_province: Vec<String>,
    pub(super) doubts: Vec<String>,
    pub(super) formerly: Vec<String>,
    pub(super) moves: Vec<String>,
    called_after: Vec<String>,
    parts_end: Vec<String>,
    traditional: String,
}

/// The divisions, by every name they are written by.
pub(super) struct Divisions {
    names: HashMap<Division, &'static str>,
    full: HashMap<&'static str, Vec<Division>>,
    short: HashMap<&'static str, Vec<Division>>,
    pub(super) words: Option<Words>,
    simplified: HashMap<char, char>,
    /// The longest name, in characters.
    longest: usize,
}

/// What a short name leaves out.
const ENDS: [&str; 13] = [
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
];

impl Divisions {
    fn new() -> Divisions {
        let words: Option<Words> = toml::from_str(WORDS).ok();
        let pairs: Vec<char> = words.iter().flat_map(|words| words.traditional.chars()).collect();
        let mut divisions = Divisions {
            names: HashMap::new(),
            full: HashMap::new(),
            short: HashMap::new(),
            words,
            simplified: pairs
                .chunks_exact(2)
                .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
                .collect(),
            longest: 0,
        };
        for line in DIVISIONS.lines().filter(|line| !line.starts_with('#')) {
            let Some((code, name)) = line.split_once(',') else {
                continue;
            };
            let Ok(code) = code.parse() else { continue };
            let division = Division(code);
            divisions.names.insert(division, name);
            divisions.full.entry(name).or_default().push(division);
            divisions.longest = divisions.longest.max(name.chars().count());
            let ends = ENDS.iter().chain(&["县", "盟"]);
            let short = ends.filter_map(|end| name.strip_suffix(end)).next();
            if let Some(short) = short.filter(|short| short.chars().count() > 1) {
                divisions.short.entry(short).or_default().push(division);
            }
        }
        divisions
    }

    /// A text in the characters in which divisions are written: narrow, simplified, without spaces.
    pub(super) fn plain(&self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '（' | '(' | '[' | '【' | '〔' | '［' | '{' => plain.push('('),
                '）' | ')' | ']' | '】' | '〕' | '］' | '}' => plain.push(')'),
                _ => {
                    let folded = fold(c.encode_utf8(&mut [0; 4]));
                    plain.extend(folded.chars().map(|c| self.simplified.get(&c).copied().unwrap_or(c)));
                }
            }
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
    pub(super) fn said(&self, text: &str, list: impl Fn(&Words) -> &Vec<String>) -> bool {
        let words = self.words.as_ref().map(list);
        words.is_some_and(|words| words.iter().any(|word| text.contains(word.as_str())))
    }

    pub(super) fn starts(&self, text: &str, list: impl Fn(&Words) -> &Vec<String>) -> bool {
        let words = self.words.as_ref().map(list);
        words.is_some_and(|words| words.iter().any(|word| text.starts_with(word.as_str())))
    }

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
        let ends: Vec<usize> = text
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take(self.longest)
            .collect();
        for (names, is_full) in [(&self.full, true), (&self.short, false)] {
            for end in ends.iter().rev() {
                let Some(known) = text.get(..*end).and_then(|name| names.get(name)) else {
                    continue;
                };
                let below = |division: &Division| {
                    above.is_empty()
                        || above
                            .iter()
                            .any(|above| division != above && division.is_within(*above))
                };
                let found: Vec<Division> = known.iter().copied().filter(below).collect();
                let rest = text.get(*end..).unwrap_or_default();
                if !found.is_empty() && self.stands_alone(rest, is_full, &found) {
                    return Some((found, *end));
                }
            }
        }
        None
    }

    /// Whether a name is that of the division and not of something called after it, by what follows. A short name must be
    /// followed by nothing, by what parts words, or by a division within.
    fn stands_alone(&self, rest: &str, is_full: bool, found: &[Division]) -> bool {
        let parted = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        if is_full {
            return !self.starts(rest, |words| &words.called_after) || self.starts(rest, |words| &words.parts_end);
        }
        parted || self.one(rest, found).is_some()
    }
}

impl Divisions {
    /// Whether a text is the name of a part of a district, by its ending.
    pub(super) fn ends(&self, text: &str) -> bool {
        let words = self.words.as_ref();
        words.is_some_and(|words| words.parts_end.iter().any(|end| text.ends_with(end.as_str())))
    }

    pub(super) fn is_municipality(&self, division: Division) -> bool {
        division.name().ends_with('市')
    }
}
