//! The unit in which the bare numbers of a table are meant: what its headings, the row below them and the cells above
//! them state, put together. Where these disagree, no bare number is read.

use crate::load::excel::sheet::{Cell, Content};
use crate::money::Unit;
use crate::place::{Source, Spot};
use crate::text::Text;
use crate::writing::plain::characters;

/// What is stated of the unit of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stated {
    /// Nothing.
    #[default]
    Nowhere,
    /// This unit.
    In(Unit),
    /// Two units that differ.
    Apart(Unit, Unit),
    /// A unit that is not known, such as 万美元.
    Unknown,
}

/// What stands before the name of a unit that is stated, if anything but a mark does.
const BEFORE: [&str; 10] = ["单位", "人民币", "rmb", "cny", "为", "是", "以", "按", "用", "均"];

/// What stands behind one.
const AFTER: [&str; 6] = ["人民币", "为", "计", "填", "列", "表示"];

/// What is written around a unit in a cell that states nothing else.
const AROUND: [&str; 9] = ["计量", "货币", "金额", "数值", "单位", "人民币", "均", "rmb", "cny"];

impl Stated {
    /// What a heading says of its own column.
    pub fn in_heading(heading: &str) -> Stated {
        match Unit::in_heading(heading) {
            Some(unit) => Stated::In(unit),
            None => Stated::in_text(heading),
        }
    }

    /// What a text beside a table states: `单位：万元`, `以万元计`.
    pub fn in_text(text: &str) -> Stated {
        if !text.contains('元') {
            return Stated::Nowhere;
        }
        let text = characters(text).to_lowercase();
        let mut stated = Stated::Nowhere;
        for (at, yuan) in text.match_indices('元') {
            let (before, after) = (
                text.get(..at).unwrap_or_default(),
                text.get(at + yuan.len()..).unwrap_or_default(),
            );
            let abroad = before.trim_end_matches(CURRENCIES);
            let start = abroad.trim_end_matches(POWERS);
            if opens(start) && closes(after) {
                let name = before.get(start.len()..).unwrap_or_default();
                stated = stated.and(named(name));
            }
        }
        stated
    }

    /// What a cell states that holds nothing else: `万元`, `（单位：人民币元）`.
    fn whole(text: &str) -> Stated {
        let mut rest: String = characters(text).to_lowercase();
        rest.retain(char::is_alphanumeric);
        for word in AROUND {
            rest = rest.replace(word, "");
        }
        match rest.strip_suffix('元') {
            Some(name) if name.chars().all(|c| POWERS.contains(&c) || CURRENCIES.contains(&c)) => named(name),
            None if rest == "万" || rest == "亿" => named(&rest),
            _ => Stated::Nowhere,
        }
    }

    /// What is stated by both.
    pub fn and(self, other: Stated) -> Stated {
        match (self, other) {
            (Stated::Nowhere, stated) | (stated, Stated::Nowhere) => stated,
            (Stated::Unknown, _) | (_, Stated::Unknown) => Stated::Unknown,
            (Stated::In(one), Stated::In(two)) if one != two => Stated::Apart(one, two),
            (Stated::Apart(..), _) => self,
            (Stated::In(_), _) => other,
        }
    }

    /// The unit, if one is stated.
    pub fn unit(self) -> Option<Unit> {
        match self {
            Stated::In(unit) => Some(unit),
            Stated::Nowhere | Stated::Apart(..) | Stated::Unknown => None,
        }
    }

    /// Why a bare number is not read.
    pub fn doubt(self) -> Option<Text> {
        match self {
            Stated::Nowhere | Stated::In(_) => None,
            Stated::Apart(one, two) => Some(Text {
                zh: format!("表上写着两个不同的单位，“{}”和“{}”", one.name(), two.name()),
                en: format!("two units are stated for it, {} and {}", one.name(), two.name()),
            }),
            Stated::Unknown => Some(text!(
                "表上写的单位不是元、千元、万元、百万元或亿元",
                "the unit stated for it is none of 元, 千元, 万元, 百万元 and 亿元"
            )),
        }
    }
}

/// What the name of a unit is made of, before its last character.
const POWERS: [char; 5] = ['十', '百', '千', '万', '亿'];

/// Whose money it is, if not that of the country.
const CURRENCIES: [char; 8] = ['美', '欧', '日', '港', '澳', '韩', '加', '新'];

/// The unit of which the name is `name` and 元.
fn named(name: &str) -> Stated {
    match name {
        "" => Stated::In(Unit::Yuan),
        "千" => Stated::In(Unit::Thousand),
        "万" => Stated::In(Unit::TenThousand),
        "百万" => Stated::In(Unit::Million),
        "亿" => Stated::In(Unit::HundredMillion),
        _ => Stated::Unknown,
    }
}

/// Whether a unit may be stated behind `before`: not in a ratio, an amount or a name.
fn opens(before: &str) -> bool {
    let free = before
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() && c != '/');
    free || BEFORE.iter().any(|word| before.ends_with(word))
}

/// Whether the name of a unit may end before `after`.
fn closes(after: &str) -> bool {
    let free = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
    free || AFTER.iter().any(|word| after.starts_with(word))
}

/// What the cells above the row of headings state for the whole table: one that speaks of a unit, holds nothing but
/// one, or stands alone in its row as a title does.
pub fn above<'c>(cells: impl IntoIterator<Item = &'c Cell<'static>>, row: u32) -> Stated {
    let above: Vec<&Cell<'static>> = cells.into_iter().filter(|cell| cell.row < row).collect();
    let lines = above.chunk_by(|a, b| a.row == b.row);
    let stated = lines.flat_map(|line| {
        let texts = line.iter().filter_map(|cell| cell.heading());
        texts.map(move |text| match Stated::whole(text) {
            Stated::Nowhere if line.len() == 1 || speaks(text) => Stated::in_text(text),
            stated => stated,
        })
    });
    stated.fold(Stated::Nowhere, Stated::and)
}

/// What the name of a sheet states for what stands on it: 财务年度（万元）.
pub fn of_sheet(source: &Source, sheet: u16) -> Stated {
    let (row, column) = (0, 0);
    let name = source.place(Some(Spot::Cell { sheet, row, column })).sheet;
    name.map_or(Stated::Nowhere, |name| Stated::in_text(&name))
}

/// Whether a text speaks of the unit of amounts.
fn speaks(text: &str) -> bool {
    text.contains("单位") || ["元计", "元填", "元为"].iter().any(|word| text.contains(word))
}

/// What a cell among the headings that names no column states for all of them: `单位：万元`.
pub fn beside(text: &str) -> Stated {
    if speaks(text) {
        Stated::in_text(text)
    } else {
        Stated::Nowhere
    }
}

/// What a column of units is called.
const COLUMN: [&str; 5] = ["单位", "金额单位", "计量单位", "货币单位", "数值单位"];

/// Whether a heading that names nothing is that of a column in which each row states its unit.
pub fn is_column(heading: &str) -> bool {
    COLUMN.contains(&crate::dictionary::key(heading).as_str())
}

/// The column under one of these headings in which a unit stands first `below` it: 单位 may name a column of
/// units as well as one of organizations.
pub fn column<'c>(heads: &[Cell<'static>], below: impl Iterator<Item = &'c Cell<'static>> + Clone) -> Option<u16> {
    let columns = heads.iter().filter(|head| head.heading().is_some_and(is_column));
    let units = |column: u16| {
        // a note may stand further down
        let first = below
            .clone()
            .find(|cell| cell.column == column)
            .and_then(|cell| cell.text());
        first.is_some_and(|text| Stated::whole(text) != Stated::Nowhere)
    };
    let mut columns = columns.map(|head| head.column);
    columns.find(|column| units(*column))
}

/// What a row states in the column of units.
pub fn of_row<'c: 'l, 'l>(line: impl IntoIterator<Item = &'l Cell<'c>>, column: Option<u16>) -> Stated {
    let mut units = line.into_iter().filter(|cell| Some(cell.column) == column);
    let text = units.next().and_then(|cell| cell.text());
    text.map_or(Stated::Nowhere, Stated::whole)
}

/// What a row directly below the headings states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units {
    /// Of each column.
    columns: Vec<(u16, Stated)>,
    /// Of the whole table.
    all: Stated,
}

impl Units {
    /// What a row states, if it is one of units: texts alone, of which one is the unit of an amount, and nothing where
    /// applicants are named.
    pub fn of<'c>(cells: impl IntoIterator<Item = &'c Cell<'static>>, names: impl Fn(u16) -> bool) -> Option<Units> {
        let mut units = Units::default();
        for cell in cells {
            let Content::Text(text) = &cell.content else {
                return None;
            };
            let stated = Stated::whole(text);
            if text.contains("单位") && stated != Stated::Nowhere {
                units.all = units.all.and(stated);
            } else if stated != Stated::Nowhere {
                units.columns.push((cell.column, stated));
            } else if names(cell.column) && !crate::words::is_no_fact(text) && crate::dictionary::key(text) != "单位"
            {
                return None;
            }
        }
        (units.all != Stated::Nowhere || !units.columns.is_empty()).then_some(units)
    }

    /// What it states of a column.
    pub fn at(&self, column: u16) -> Stated {
        let own = self.columns.iter().find(|(known, _)| *known == column);
        own.map_or(Stated::Nowhere, |(_, stated)| *stated).and(self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_states_a_unit_or_two_or_none() {
        let ten = Stated::In(Unit::TenThousand);
        for text in [
            "单位：万元",
            "（单位：万元）",
            "金额单位：人民币万元",
            "单位：万元（人民币）",
            "单位:万元人民币",
            "填报单位：示例街道　　单位：万元",
            "净利润以万元为单位",
            "请按万元填写",
            "金额均为万元",
            "单位：万元、人",
        ] {
            assert_eq!(Stated::in_text(text), ten, "{text}");
        }
        for (text, stated) in [
            ("单位：元", Stated::In(Unit::Yuan)),
            ("单位：千元", Stated::In(Unit::Thousand)),
            ("单位：百万元", Stated::In(Unit::Million)),
            ("单位：亿元", Stated::In(Unit::HundredMillion)),
            ("元（万元）", Stated::Apart(Unit::Yuan, Unit::TenThousand)),
            ("单位：万美元", Stated::Unknown),
            ("净利润（美元）", Stated::Unknown),
            ("单位：十万元", Stated::Unknown),
            ("填报单位：上海万元科技有限公司", Stated::Nowhere),
            ("年营业收入2000万元以上的企业", Stated::Nowhere),
            ("能耗（吨标准煤/万元）", Stated::Nowhere),
            ("公元2025年", Stated::Nowhere),
            ("元旦前报送", Stated::Nowhere),
            ("申报单位名单", Stated::Nowhere),
        ] {
            assert_eq!(Stated::in_text(text), stated, "{text}");
        }
    }

    #[test]
    fn a_cell_that_holds_nothing_but_a_unit_is_known() {
        for text in ["万元", "（万元）", "人民币万元", "（单位：万元）", "万", "RMB 万元"] {
            assert_eq!(Stated::whole(text), Stated::In(Unit::TenThousand), "{text}");
        }
        for text in ["万元科技", "120万元", "单位", "人", "%", ""] {
            assert_eq!(Stated::whole(text), Stated::Nowhere, "{text}");
        }
        assert_eq!(Stated::whole("万美元"), Stated::Unknown);
    }

    #[test]
    fn units_that_differ_are_not_one() {
        let (one, two) = (Stated::In(Unit::Yuan), Stated::In(Unit::TenThousand));
        assert_eq!(one.and(one), one);
        assert_eq!(one.and(Stated::Nowhere), one);
        for torn in [one.and(two), one.and(one).and(two), Stated::Unknown.and(one)] {
            assert_eq!(torn.unit(), None);
            assert!(torn.doubt().is_some());
            assert_eq!(torn.and(one), torn);
        }
    }
}
