//! The words by which rows are told that are nobody's (`rules/rows.toml`), and what a text says of its row by them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::writing::{fold, without_remarks};

/// The lists as they are written.
const WORDS: &str = include_str!("../../../../rules/rows.toml");

/// The lists, folded; where they cannot be read, none, which a test does not allow.
pub static LISTS: LazyLock<Lists> = LazyLock::new(|| toml::from_str::<Lists>(WORDS).unwrap_or_default().folded());

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    totals: Vec<String>,
    total_endings: Vec<String>,
    count_openings: Vec<String>,
    counters: Vec<String>,
    notes: Vec<String>,
    signs: Vec<String>,
    examples: Vec<String>,
    groups: Vec<String>,
    group_offices: Vec<String>,
    numbered_groups: Vec<String>,
    organizations: Vec<String>,
    /// What notes and examples begin with.
    #[serde(skip)]
    starts: Vec<char>,
    /// What totals and signatures begin with.
    #[serde(skip)]
    short_starts: Vec<char>,
    /// What totals and counts end with.
    #[serde(skip)]
    ends: Vec<char>,
}

/// What a row is that is nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A sum or a count of the rows above.
    Total,
    /// A note on the list.
    Note,
    /// Who filled it in, and when.
    Sign,
    /// An example of how to fill it in.
    Example,
    /// The heading of the rows below it.
    Group,
    /// Formulas that come to zero.
    Zeros,
}

/// What a cell says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What the row is.
    pub kind: Why,
    /// Whether it says so by itself, whatever else stands there.
    pub whole: bool,
}

/// What parts of a list are numbered with.
pub const NUMERALS: &str = "一二三四五六七八九十";

/// The longest text that may be a mark but for a note, in characters.
pub const LONGEST: usize = 60;

impl Lists {
    fn folded(mut self) -> Lists {
        let lists = [
            &mut self.totals,
            &mut self.total_endings,
            &mut self.count_openings,
            &mut self.counters,
            &mut self.notes,
            &mut self.signs,
            &mut self.examples,
            &mut self.groups,
            &mut self.group_offices,
            &mut self.numbered_groups,
            &mut self.organizations,
        ];
        for word in lists.into_iter().flatten() {
            *word = fold(word);
        }
        let first = |words: &[String]| words.iter().filter_map(|word| word.chars().next()).collect::<Vec<_>>();
        self.starts = first(&[self.notes.as_slice(), &self.examples].concat());
        self.starts.extend(NUMERALS.chars());
        self.short_starts = first(&[self.totals.as_slice(), &self.signs].concat());
        let ends = self.total_endings.iter().chain(&self.counters).chain(&self.totals);
        self.ends = ends.filter_map(|word| word.chars().next_back()).collect();
        self
    }

    /// What a text says of its row.
    pub fn mark(&self, text: &str) -> Option<Mark> {
        let start: String = text.chars().take(LONGEST).collect();
        let long = start.len() < text.len();
        let folded = fold(&start);
        let folded = folded.trim_matches(|c: char| c.is_whitespace() || "*※★#、。,;-—".contains(c));
        if folded.is_empty() {
            return None;
        }
        let said = |kind, whole| Some(Mark { kind, whole });
        if follows(folded, &self.notes) || is_numbered(folded) {
            return said(Why::Note, false);
        }
        if follows(folded, &self.examples) || bracketed(text).is_some_and(|inside| is(&fold(inside), &self.examples)) {
            return said(Why::Example, true);
        }
        let head = folded.split(':').next().unwrap_or_default();
        let colon = head.len() < folded.len();
        let signs = |head: &str| self.signs.iter().any(|word| head.ends_with(word.as_str()));
        if colon && head.chars().count() <= 16 && signs(head) || is(folded, &self.signs) {
            return said(Why::Sign, false);
        }
        let bare = without_unit(folded.trim_end_matches(':')).trim_end_matches(':');
        if long {
            None
        } else if is(bare, &self.totals) {
            said(Why::Total, true)
        } else if self.counts(bare) || self.total_endings.iter().any(|end| bare.ends_with(end.as_str())) {
            said(Why::Total, false)
        } else {
            None
        }
    }

    /// Whether a text only says how many there are.
    pub fn counts(&self, folded: &str) -> bool {
        let shorter = |word: &String| Some(folded.strip_prefix(word.as_str())?.trim_start_matches(':'));
        let counted = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百两".contains(c));
        let says = counted.len() < folded.len() && is(counted, &self.counters);
        let mut openings = self.count_openings.iter().filter_map(shorter);
        says || openings.any(|rest| self.counts(rest))
    }

    /// Whether a text names a group of clients: a street, a town, a park, or behind a `number` a kind; `alone`, an
    /// office too. A client is not named so, but `persons` may be.
    pub fn is_group(&self, text: &str, number: bool, persons: bool, alone: bool) -> bool {
        let (main, remarks) = without_remarks(text);
        // of a person there is no count
        let persons = persons && !remarks.iter().any(|remark| self.counts(&fold(remark)));
        let folded = fold(&main);
        let folded = folded.trim_end_matches(':');
        let length = folded.chars().count();
        let ends = |end: &&String| folded.ends_with(end.as_str()) && folded.len() > end.len();
        let offices = self.group_offices.iter().filter(|_| alone);
        let part = self.groups.iter().chain(offices).filter(ends).any(|end| {
            let short = end.chars().nth(1).is_none();
            !short || length > 2 && !persons
        });
        let company = |word: &String| word.chars().nth(1).is_some() && folded.contains(word.as_str()) && !ends(&word);
        let kind = number && self.numbered_groups.iter().any(|end| ends(&end));
        part && !self.organizations.iter().any(company) || kind
    }

    pub fn is_organization(&self, folded: &str) -> bool {
        self.organizations.iter().any(|end| folded.ends_with(end.as_str()))
    }
}

/// The longest text that may be a mark by any of the words, in bytes.
const SHORT: usize = 24;

/// Whether it is worth while to look whether a text says anything of its row: nearly all names do not come so far.
pub fn may_be_mark(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let Some(first) = letters.next().map(|c| c.to_ascii_lowercase()) else {
        return false;
    };
    let last = letters.next_back().unwrap_or(first).to_ascii_lowercase();
    LISTS.starts.contains(&first)
        || LISTS.ends.contains(&last)
        || text.len() <= SHORT && LISTS.short_starts.contains(&first)
        || text.contains([':', '：'])
}

/// The longest name of a person, in characters.
const PERSON: usize = 6;

/// Whether a text may name an applicant: it is no longer than a person's name, or ends as organizations do.
pub fn may_be_name(text: &str) -> bool {
    text.chars().count() <= PERSON || LISTS.is_organization(&fold(text))
}

/// A text without the unit behind it: 合计（万元）, as it stands when it is folded.
fn without_unit(folded: &str) -> &str {
    let rest = folded
        .strip_suffix('元')
        .map(|rest| rest.trim_end_matches(['百', '千', '万', '亿']));
    rest.map_or(folded, |rest| rest.strip_suffix("单位:").unwrap_or(rest))
}

fn is(folded: &str, list: &[String]) -> bool {
    list.iter().any(|word| word == folded)
}

/// Whether a text is one of these words, or begins with one before a colon or a number.
fn follows(folded: &str, list: &[String]) -> bool {
    let mut rest = list.iter().filter_map(|word| folded.strip_prefix(word.as_str()));
    rest.any(|rest| {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = behind.len() < rest.len();
        behind.is_empty() || behind.starts_with(':') || numbered && behind.starts_with(['.', '、'])
    })
}

/// Whether a text is numbered as the headings of parts are: 一、组织类.
fn is_numbered(folded: &str) -> bool {
    let rest = folded.trim_start_matches(|c: char| NUMERALS.contains(c));
    rest.len() < folded.len() && rest.starts_with('、')
}

/// What stands in the brackets with which a text begins.
fn bracketed(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(['(', '（', '[', '【', '〔', '［'])?;
    let (inside, _) = rest.split_once([')', '）', ']', '】', '〕', '］'])?;
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        assert!(toml::from_str::<Lists>(WORDS).is_ok());
    }

    #[test]
    fn a_cell_says_what_its_row_is() {
        for (kind, texts) in [
            (
                Why::Total,
                "合计|合 计|小计：|【总计】|共6家|6家|合计（6家）|合计（共6家）|总计：共 12 户|共计 12 户|示例街道小计|本页合计|Total|共有三家企业",
            ),
            (
                Why::Note,
                "注：1.本表由街道填写；2.以审计报告为准。|备注：本表由街道填报|说明|注1：甲|填表说明：略|※注：甲|（以下空白）|一、组织类|二、先进质量管理成果申报人（个人）名单",
            ),
            (
                Why::Sign,
                "填表人：张三|审核人:李四|单位负责人（签字）：|日期：2025年12月20日|联系电话：021-1|填报单位（盖章）：某街道|制表|制 表 人 ：",
            ),
            (
                Why::Example,
                "示例|例：|例：上海某某有限公司|（示例）上海某某有限公司|填写示例|例1",
            ),
        ] {
            for text in texts.split('|') {
                let mark = LISTS.mark(text).filter(|_| may_be_mark(text)).map(|mark| mark.kind);
                assert_eq!(mark, Some(kind), "{text}");
            }
        }
        for text in [
            "合计科技有限公司",
            "上海合计科技有限公司",
            "备注科技有限公司",
            "说明书印刷厂",
            "上海徐汇示例智能装备有限公司",
            "示例科技有限公司",
            "例外实业有限公司",
            "制表机械厂",
            "日期食品有限公司",
            "小计餐饮店",
            "六合计量院",
            "第一设计院",
            "注塑机厂",
            "上海审计",
            "张三",
            "共和新路街道某厂",
            "三人行书店",
            "一汽大众",
            "",
            "12",
        ] {
            assert_eq!(LISTS.mark(text), None, "{text}");
        }
    }
}
