//! The rows of a list that are nobody's: totals, notes, signatures, examples, and formulas that come to nothing
//! (`rules/rows.toml`). They are told by a cell that says so as a whole, and by what else stands in the row: one that
//! states a fact of its own is a client's, whatever its name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::day::Day;
use crate::load::excel::sheet::{Cell, Content};
use crate::load::excel::unit::{self, Stated};
use crate::money::{Money, Unit};
use crate::place::Spot;
use crate::text::Text;
use crate::words::is_no_fact;
use crate::writing::fold;

/// The lists as they are written.
const WORDS: &str = include_str!("../../../rules/rows.toml");

/// The lists, folded; where they cannot be read, none, which a test does not allow.
static LISTS: LazyLock<Lists> = LazyLock::new(|| toml::from_str::<Lists>(WORDS).unwrap_or_default().folded());

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    totals: Vec<String>,
    total_endings: Vec<String>,
    count_openings: Vec<String>,
    counters: Vec<String>,
    notes: Vec<String>,
    signs: Vec<String>,
    examples: Vec<String>,
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
    /// Formulas that come to zero.
    Zeros,
}

/// What a cell says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    kind: Why,
    /// Whether it says so by itself, whatever else stands there.
    whole: bool,
}

/// The longest text that may be a mark but for a note, in characters.
const LONGEST: usize = 60;

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
            &mut self.organizations,
        ];
        for word in lists.into_iter().flatten() {
            *word = fold(word);
        }
        let first = |words: &[String]| words.iter().filter_map(|word| word.chars().next()).collect::<Vec<_>>();
        self.starts = first(&[self.notes.as_slice(), &self.examples].concat());
        self.starts.extend("一二三四五六七八九十".chars());
        self.short_starts = first(&[self.totals.as_slice(), &self.signs].concat());
        let ends = self.total_endings.iter().chain(&self.counters).chain(&self.totals);
        self.ends = ends.filter_map(|word| word.chars().next_back()).collect();
        self
    }

    /// What a text says of its row.
    fn mark(&self, text: &str) -> Option<Mark> {
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
    fn counts(&self, folded: &str) -> bool {
        let shorter = |word: &String| Some(folded.strip_prefix(word.as_str())?.trim_start_matches(':'));
        let counted = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百两".contains(c));
        let says = counted.len() < folded.len() && is(counted, &self.counters);
        let mut openings = self.count_openings.iter().filter_map(shorter);
        says || openings.any(|rest| self.counts(rest))
    }

    fn is_organization(&self, folded: &str) -> bool {
        self.organizations.iter().any(|end| folded.ends_with(end.as_str()))
    }
}

/// The longest text that may be a mark by any of the words, in bytes.
const SHORT: usize = 24;

/// Whether it is worth while to look whether a text says anything of its row: nearly all names do not come so far.
fn may_be_mark(text: &str) -> bool {
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
    let rest = folded.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    rest.len() < folded.len() && rest.starts_with('、')
}

/// What stands in the brackets with which a text begins.
fn bracketed(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(['(', '（', '[', '【', '〔', '［'])?;
    let (inside, _) = rest.split_once([')', '）', ']', '】', '〕', '］'])?;
    Some(inside)
}

/// Tells the rows of one list that are nobody's.
#[derive(Debug, Default)]
pub struct Nobody {
    /// The columns in which applicants are named.
    names: Vec<u16>,
    /// The columns of which the heading is known.
    known: Vec<u16>,
    /// Whether notes or signatures stand above.
    tail: bool,
    /// Where the first of each kind stands, and how many there are.
    told: BTreeMap<Why, (Spot, u64)>,
    /// The unit of amounts that is stated there, and where.
    unit: Option<(Spot, Stated)>,
}

impl Nobody {
    /// Of a list with these columns.
    pub fn among(names: &[u16], known: impl IntoIterator<Item = u16>) -> Nobody {
        Nobody {
            names: names.to_vec(),
            known: known.into_iter().collect(),
            ..Nobody::default()
        }
    }

    /// Whether a row is nobody's; if so, it is noted, with its place on the sheet.
    pub fn is<'c: 'l, 'l>(&mut self, line: impl IntoIterator<Item = &'l Cell<'c>>, sheet: u16) -> bool {
        let (own, merged): (Vec<&Cell<'_>>, Vec<&Cell<'_>>) = line.into_iter().partition(|cell| cell.is_own());
        // a zero beside a merged name is a fact
        let named = merged.iter().any(|cell| self.names.contains(&cell.column));
        let Some(kind) = self.kind(&own, named).filter(|kind| *kind != Why::Zeros || !named) else {
            self.tail = false;
            return false;
        };
        self.tail = matches!(kind, Why::Note | Why::Sign);
        for cell in &own {
            let stated = cell.text().map_or(Stated::Nowhere, unit::beside);
            if stated != Stated::Nowhere {
                let (spot, known) = self.unit.unwrap_or((cell.spot(sheet), Stated::Nowhere));
                self.unit = Some((spot, known.and(stated)));
            }
        }
        if let Some(first) = own.first() {
            self.told.entry(kind).or_insert((first.spot(sheet), 0)).1 += 1;
        }
        true
    }

    /// What a row is by its `own` cells, beside a merged name or not.
    fn kind(&self, own: &[&Cell<'_>], beside_name: bool) -> Option<Why> {
        let first = own.first()?.column;
        let named = |cell: &Cell<'_>| self.names.contains(&cell.column);
        let mark = |cell: &Cell<'_>| {
            cell.text()
                .filter(|text| may_be_mark(text))
                .and_then(|text| LISTS.mark(text))
        };
        // a remark behind the name is not said of the row
        let before_names = |column: u16| self.names.iter().min().is_some_and(|name| column < *name);
        let by_itself = |cell: &Cell<'_>| cell.column == first || named(cell) || before_names(cell.column);
        // what stands behind 填表人： belongs to it
        let opens = |cell: &Cell<'_>| {
            cell.text().is_some_and(|text| text.trim_end().ends_with([':', '：']))
                && mark(cell).is_some_and(|mark| mark.kind == Why::Sign)
        };
        let fact = |before: Option<&&Cell<'_>>, cell: &Cell<'_>| {
            !is_neutral(&cell.content, named(cell))
                && mark(cell).is_none()
                && !before.is_some_and(|before| opens(before))
        };
        let before = || std::iter::once(None).chain(own.iter().map(Some));
        if self.tail && self.is_left_over(own) {
            return Some(Why::Note);
        }
        let mut names = before().zip(own).filter(|(_, cell)| named(cell));
        let named_otherwise = names.any(|(before, cell)| fact(before, cell));
        if named_otherwise {
            let mut marks = own.iter().filter(|cell| by_itself(cell)).filter_map(|cell| mark(cell));
            return marks.find(|mark| mark.kind == Why::Example).map(|mark| mark.kind);
        }
        let mut marked = None::<Mark>;
        for cell in own {
            let Some(mark) = mark(cell).filter(|mark| mark.kind != Why::Example || by_itself(cell)) else {
                continue;
            };
            // a remark is said of the one who is named
            if beside_name && mark.kind != Why::Total && !before_names(cell.column) {
                continue;
            }
            let whole = mark.whole && by_itself(cell);
            if marked.is_none_or(|marked| whole && !marked.whole) {
                marked = Some(Mark { whole, ..mark });
            }
        }
        match marked {
            Some(Mark { kind, whole: true }) => Some(kind),
            Some(Mark { kind, .. }) => {
                let facts = before().zip(own).filter(|(before, cell)| fact(*before, cell));
                // who signs says on which day
                let mut facts = facts.filter(|(_, cell)| kind != Why::Sign || !is_day(&cell.content));
                facts.next().is_none().then_some(kind)
            }
            None => self.is_zero(own).then_some(Why::Zeros),
        }
    }

    /// Whether a row below notes and signatures goes on with them: one text alone that names nobody.
    fn is_left_over(&self, own: &[&Cell<'_>]) -> bool {
        let [cell] = own else { return false };
        match &cell.content {
            Content::Day(_) | Content::Moment(_) => true,
            Content::Text(text) => {
                let folded = fold(text);
                let sentence = text.contains(['。', '；', '：', ';', ':']) || text.chars().count() > LONGEST;
                let rest = folded.trim_start_matches(|c: char| c.is_ascii_digit());
                let behind = rest.strip_prefix(['.', '、']).filter(|_| rest.len() < folded.len());
                let numbered = behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()));
                let elsewhere = !self.names.is_empty() && !self.names.contains(&cell.column);
                (sentence || numbered || elsewhere || is_day(&cell.content)) && !LISTS.is_organization(&folded)
            }
            _ => false,
        }
    }

    /// Whether nothing stands in a row but zeros, and numbers under headings that are not known.
    fn is_zero(&self, own: &[&Cell<'_>]) -> bool {
        let mut zeros = 0;
        let nothing = own.iter().all(|cell| match &cell.content {
            Content::Number(number) => {
                let known = self.known.contains(&cell.column);
                zeros += u32::from(known);
                *number == 0.0 || !known
            }
            // the first day of a spreadsheet's calendar is none
            Content::Moment(moment) => **moment == *"0",
            Content::Text(text) => text.trim().is_empty() || text.trim() == "0",
            _ => false,
        });
        nothing && zeros > 0
    }

    /// The unit of amounts that the rows state, and where the first of them stands that does.
    pub fn unit(&self) -> Option<(Spot, Stated)> {
        self.unit
    }

    /// What was noted: each kind once, in order, with the place of the first and a sentence. `clients` says whether each
    /// row of the list is an applicant.
    pub fn told(self, clients: bool) -> Vec<(Spot, Text)> {
        let sentence = |(kind, (spot, count)): (Why, (Spot, u64))| {
            let (zh, en) = match kind {
                Why::Total => ("是合计", "a total"),
                Why::Note => ("是说明", "a note"),
                Why::Sign => ("是签名或日期", "a signature or a day"),
                Why::Example => ("是示例", "an example"),
                Why::Zeros => ("只有 0", "nothing but zeros"),
            };
            let (what, whose) = if clients {
                ("申报人", "an applicant")
            } else {
                ("填报内容", "a part of the list")
            };
            let mut said = text!(
                "这一行{zh}，不是{what}，没有读取",
                "this row is {en}, not {whose}, and was not read"
            );
            if count > 1 {
                let more = text!("；这样的行共 {count} 行", "; there are {count} such rows");
                said.push(&more);
            }
            (spot, said)
        };
        let mut told: Vec<(Spot, Text)> = self.told.into_iter().map(sentence).collect();
        told.sort_by_key(|(spot, _)| match spot {
            Spot::Cell { row, column, .. } => (*row, *column),
            Spot::Span { .. } => (0, 0),
        });
        told
    }
}

/// The least number that may be a code, or a person's.
const CODE: f64 = 1e6;

/// Whether a cell states a day.
fn is_day(content: &Content<'_>) -> bool {
    match content {
        Content::Day(_) | Content::Moment(_) => true,
        Content::Text(text) => Day::parse(text).is_ok(),
        _ => false,
    }
}

/// Whether a cell states no fact beside a mark: nothing, a number, or what was not worked out.
fn is_neutral(content: &Content<'_>, names: bool) -> bool {
    match content {
        // a number is written so in a table of plain text
        Content::Text(text) => is_no_fact(text) || !names && Money::parse(text, Unit::Yuan).is_ok(),
        Content::Number(number) => !names || number.abs() < CODE,
        Content::Fault(_) | Content::Unsaved | Content::Picture => true,
        Content::Moment(moment) => **moment == *"0",
        Content::Flag(_) | Content::Day(_) => false,
    }
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
