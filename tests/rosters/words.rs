//! A fact as people write it in a cell.

use super::Chance;
use super::client::{Fact, Path};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    Gap,
    Text(String),
    Number(f64),
    /// A day in this format, with a time behind it or not.
    Day(i64, i64, i64, &'static str, bool),
    Flag(bool),
    /// A formula, and the number it comes to.
    Formula(String, f64),
}

/// A text.
pub fn text(text: impl Into<String>) -> Put {
    Put::Text(text.into())
}

/// The unit in which the bare amounts of a table are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    pub name: &'static str,
    pub yuan: i64,
}

pub const UNITS: [Unit; 4] = [
    Unit {
        name: "万元",
        yuan: 10_000,
    },
    Unit {
        name: "万元",
        yuan: 10_000,
    },
    Unit {
        name: "千元",
        yuan: 1_000,
    },
    Unit { name: "元", yuan: 1 },
];

const FORMATS: [&str; 5] = [
    "yyyy-mm-dd",
    "yyyy/m/d",
    "yyyy\"年\"m\"月\"d\"日\"",
    "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
    "m/d/yyyy",
];

/// The fact of a field as it stands in a cell of a table in this unit.
pub fn put(path: Path, fact: Option<&Fact>, unit: Unit, chance: &mut Chance) -> Put {
    let Some(fact) = fact else { return nothing(path, chance) };
    match fact {
        Fact::Text(words) => dressed(words, chance),
        Fact::Code(code) => match chance.below(8) {
            0 => text(code.chars().map(wide).collect::<String>()),
            1 => text(code.to_lowercase()),
            2 => text(format!(" {code}")),
            _ => text(code),
        },
        Fact::Day(year, month, day) => day_of(*year, *month, *day, chance),
        Fact::Month(year, month) => match chance.below(4) {
            0 => text(format!("{year}-{month:02}")),
            1 => text(format!("{year}.{month}")),
            2 => text(format!("{year}年{month:02}月")),
            _ => text(format!("{year}年{month}月")),
        },
        Fact::Within(year) => match chance.below(4) {
            0 => text(format!("{year}")),
            1 => Put::Number(*year as f64),
            2 => text(format!("{}年", digits(*year))),
            _ => text(format!("{year}年")),
        },
        Fact::Flag(flag) => flag_of(path.0, *flag, chance),
        Fact::Choice(id) => text(chance.one(choices(path.0, id))),
        Fact::Year(year) => match chance.below(3) {
            0 => text(format!("{year}年")),
            1 => text(year.to_string()),
            _ => Put::Number(*year as f64),
        },
        Fact::Yuan(yuan) => amount(*yuan, unit, chance),
        Fact::None => {
            let own = match path.0 {
                "records.incidents" => ["无事故", "未发生事故"],
                "records.complaints" => ["无投诉", "无质量投诉"],
                _ => ["无失信", "无不良记录"],
            };
            let shared = ["无", "无", "暂无", "没有发生", "近三年无", "无记录", "没有", "无。"];
            text(if chance.once_in(5) {
                chance.one(&own)
            } else {
                chance.one(&shared)
            })
        }
    }
}

/// What people write where they know nothing.
fn nothing(path: Path, chance: &mut Chance) -> Put {
    match (path.0, chance.below(8)) {
        // an applicant is named, and what is said of a list is always said in its own words
        ("organization.name" | "individual.name" | "track", _) => Put::Gap,
        (_, 0) => text(chance.one(&["/", "—", "-", "待补", "N/A", "　", "待补充"])),
        _ => Put::Gap,
    }
}

fn dressed(words: &str, chance: &mut Chance) -> Put {
    match chance.below(8) {
        0 => text(format!(" {words} ")),
        1 => text(format!("{words}　")),
        _ => text(words),
    }
}

fn wide(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0)
        .filter(|_| c.is_ascii_graphic())
        .unwrap_or(c)
}

fn day_of(year: i64, month: i64, day: i64, chance: &mut Chance) -> Put {
    match chance.below(14) {
        0 => text(format!("{year}-{month:02}-{day:02}")),
        1 => text(format!("{year}/{month}/{day}")),
        2 => text(format!("{year}.{month:02}.{day:02}")),
        3 => text(format!("{year}年{month}月{day}日")),
        4 => text(format!("{year}{month:02}{day:02}")),
        5 => text(format!("{}年{}月{}日", digits(year), chinese(month), chinese(day))),
        6 => text(format!("{year} 年 {month} 月 {day} 日")),
        7 => Put::Day(year, month, day, "yyyy-mm-dd hh:mm", true),
        8 => text(format!("{year}-{month:02}-{day:02} 00:00:00")),
        _ => Put::Day(year, month, day, chance.one(&FORMATS), chance.once_in(12)),
    }
}

/// The digits of a year: 二〇一九.
fn digits(number: i64) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    number
        .to_string()
        .bytes()
        .map(|digit| DIGITS[usize::from(digit - b'0')])
        .collect()
}

/// A number below a hundred as it is spoken: 二十一.
fn chinese(number: i64) -> String {
    let digit = |number: i64| if number == 0 { String::new() } else { digits(number) };
    match number {
        0..10 => digits(number),
        10..20 => format!("十{}", digit(number % 10)),
        _ => format!("{}十{}", digits(number / 10), digit(number % 10)),
    }
}

fn flag_of(path: &str, flag: bool, chance: &mut Chance) -> Put {
    let own: &[&str] = match (path, flag) {
        ("submission.truthful", true) => &["属实", "情况属实", "真实有效", "是"],
        ("submission.truthful", false) => &["不属实", "否"],
        ("chief_quality_officer.appointed", true) => &["已设", "已设立", "已任命", "有"],
        ("chief_quality_officer.appointed", false) => &["未设", "未设立", "无", "未任命"],
        ("public_notices.objections", true) => &["有异议", "有", "收到异议"],
        ("public_notices.objections", false) => &["无异议", "无", "没有异议", "未收到异议"],
        ("organization.nonprofit", true) => &["非营利", "是"],
        ("organization.nonprofit", false) => &["营利", "否"],
        (_, true) => &["是", "√", "Y"],
        (_, false) => &["否", "×", "不是"],
    };
    match chance.below(8) {
        0 => Put::Flag(flag),
        1 => text(if flag { "√" } else { "×" }),
        2..=4 => text(if flag { "是" } else { "否" }),
        _ => text(chance.one(own)),
    }
}

/// The words for a choice.
fn choices(path: &str, id: &str) -> &'static [&'static str] {
    match (path, id) {
        ("track", "organization") => &[
            "先进质量管理模式",
            "组织",
            "组织类",
            "模式奖",
            "企业",
            "单位",
            "先进质量管理模式（组织）",
            "组织奖",
        ],
        ("track", _) => &[
            "先进质量管理成果",
            "个人",
            "个人类",
            "成果奖",
            "先进质量管理成果（个人）",
        ],
        (_, "legal_person") => &[
            "法人",
            "企业法人",
            "有限责任公司",
            "有限责任公司（自然人投资或控股）",
            "股份有限公司",
            "民办非企业单位",
            "有限责任公司(自然人独资)",
            "事业单位",
        ],
        (_, "unincorporated") => &["非法人组织", "合伙企业", "个人独资企业", "有限合伙企业"],
        (_, "branch") => &["分支机构", "分公司", "有限责任公司分公司"],
        (_, "individual_business") => &["个体工商户", "个体户"],
        (_, "unlimited") => &["长期", "长期有效", "无固定期限", "永久"],
        (_, "works_in") => &["在本区从事质量工作", "在徐汇区从事质量工作"],
        (_, "contributes_to") => &["为本区质量工作做出贡献", "做出贡献"],
        (_, "present") => &["至今", "现在", "目前"],
        ("records.incidents.kind", "quality") => &["质量", "质量事故"],
        (_, "safety") => &["安全", "生产安全事故"],
        (_, "environment") => &["环境污染", "环境污染事故"],
        (_, "food_drug") => &["食品药品安全", "食品安全"],
        (_, "general") => &["一般", "一般事故"],
        (_, "larger") => &["较大", "较大事故"],
        (_, "major") => &["重大", "重大事故"],
        (_, "extraordinary") => &["特别重大", "特大"],
        (_, "serious_violation") => &["严重违法失信名单", "严重违法失信"],
        (_, "judgment_defaulter") => &["失信被执行人"],
        (_, "abnormal_operation") => &["经营异常名录", "经营异常"],
        (_, "penalty") => &["行政处罚", "处罚"],
        (_, "none") => &["未移出", "尚未移出"],
        ("public_notices.scope", "organization") => {
            &["相关组织", "本组织", "公司内网", "全体员工", "公司公告栏", "单位内部"]
        }
        (_, "employer") => &["个人所在单位", "所在单位"],
        (_, "recommended") => &["推荐申报", "街道推荐", "推荐", "行业协会推荐"],
        (_, "direct") => &["直接申报", "直接", "自主申报"],
        (_, "subdistrict") => &["街镇", "街道"],
        (_, "association") => &["行业协会", "协会"],
        (_, "other") => &["其他", "其它"],
        _ => panic!("no words for {path} {id}"),
    }
}

/// An amount: mostly a bare number of the unit, now and then with a unit or a sign of its own.
fn amount(yuan: i64, unit: Unit, chance: &mut Chance) -> Put {
    let bare = decimal(yuan, unit.yuan);
    let ten_thousands = yuan % 10_000 == 0 && yuan != 0;
    match chance.below(12) {
        0 => text(grouped(&bare)),
        1 => text(bare),
        2 if ten_thousands && yuan > 0 => text(format!("约{}万", yuan / 10_000)),
        2 | 3 if yuan < 0 => text(format!("亏损{}万元", decimal(-yuan, 10_000))),
        3 if ten_thousands => text(format!("{}万元", yuan / 10_000)),
        4 => text(format!("{}万元", grouped(&decimal(yuan, 10_000)))),
        5 if yuan < 0 => text(format!("({})", grouped(&decimal(-yuan, unit.yuan)))),
        6 => text(format!("{}元", grouped(&yuan.to_string()))),
        _ => Put::Number(bare.parse().unwrap()),
    }
}

/// `yuan` in parts of `unit`, exactly.
fn decimal(yuan: i64, unit: i64) -> String {
    let (sign, yuan) = if yuan < 0 { ("-", -yuan) } else { ("", yuan) };
    let rest = format!("{:04}", yuan % unit * 10_000 / unit);
    let rest = rest.trim_end_matches('0');
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{rest}", yuan / unit)
}

/// A number with commas.
fn grouped(number: &str) -> String {
    let (whole, rest) = number
        .split_once('.')
        .map_or((number, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}
