//! The phrases in which notices put their demands, and what each is guessed to mean.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::pieces::Piece;
use crate::day::Day;
use crate::writing::numerals;

/// A demand that a phrase is guessed to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// So many years since registration.
    Registered(i64),
    /// So many years in operation.
    Operating(i64),
    /// So many years of quality work, of a person.
    QualityWork(i64),
    /// No loss in so many years; whether a loss by policy is exempt.
    NoLoss(i64, bool),
    /// A notice of so many working days.
    Notice(i64),
    /// The last day of submission.
    Deadline(Day),
    /// No accident of a level in so many years.
    NoAccident(i64, &'static str),
    /// A certified management system.
    Certified,
    /// Registered in the area.
    InArea,
    /// Recommended.
    Recommended,
    /// Filled in truthfully.
    Truthful,
    /// No award within so many years.
    NoAwardWithin(i64),
}

/// The levels of accidents as notices call them; without one, every accident counts. Of two in one name the longer comes
/// first.
const LEVELS: [(&str, &str); 4] = [
    ("特别重大", "extraordinary"),
    ("重特大", "major"),
    ("较大", "larger"),
    ("重大", "major"),
];

/// What a phrase is taken for, by what it captured.
type Taken = fn(&Captures<'_>) -> Option<Demand>;

/// A phrase, and what it is taken for.
struct Phrase {
    pattern: Regex,
    demand: Taken,
}

/// The number that a phrase captured.
fn count(found: &Captures<'_>) -> Option<i64> {
    found.name("n")?.as_str().parse().ok()
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let phrases: [(&str, Taken); 12] = [
        (
            "质量[^。；;]{0,8}工作[^。；;0-9]{0,8}(?P<n>[0-9]+)年",
            |found| count(found).map(Demand::QualityWork),
        ),
        (
            "(?:经营|运行|运营|生产|营业)[^。；;0-9]{0,10}(?P<n>[0-9]+)年(?:及)?(?:[(（]含|以上)",
            |found| count(found).map(Demand::Operating),
        ),
        (
            "(?:登记|注册|成立|设立|存续)[^。；;0-9]{0,10}(?P<n>[0-9]+)年(?:及)?(?:[(（]含|以上)",
            |found| count(found).map(Demand::Registered),
        ),
        (
            "(?P<n>[0-9]+)年[^。；;]{0,12}(?:未|无|没有)[^。；;]{0,8}?亏损(?P<except>[^。；;]{0,3}政策性亏损)?",
            |found| Some(Demand::NoLoss(count(found)?, found.name("except").is_some())),
        ),
        ("公示[^。；;0-9]{0,16}(?P<n>[0-9]+)个?工作日", |found| {
            count(found).map(Demand::Notice)
        }),
        (
            "(?P<day>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)[^。；;]{0,8}(?:前|截止)",
            deadline,
        ),
        (
            "(?:至|截止(?:时间|日期)?[^0-9。；;]{0,4})(?P<day>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)",
            deadline,
        ),
        (
            "(?P<n>[0-9]+)年(?:来|内)?[^。；;]{0,8}(?:未|无|没有)(?P<what>[^。；;]{0,36}?)事故",
            |found| {
                let what = found.name("what").map_or("", |what| what.as_str());
                let level = LEVELS.iter().find(|(word, _)| what.contains(word));
                Some(Demand::NoAccident(
                    count(found)?,
                    level.map_or("general", |(_, level)| *level),
                ))
            },
        ),
        (
            "(?:管理体系|ISO9001|GB/T19001)[^。；;]{0,12}认证|通过[^。；;]{0,20}(?:ISO9001|GB/T19001)",
            |_| Some(Demand::Certified),
        ),
        (
            "在(?:本|[^，,。；;]{1,8})(?:省|市|区|县)(?:行政区域)?内?[^，,。；;]{0,6}(?:登记|注册|经营|生产|运营)",
            |_| Some(Demand::InArea),
        ),
        (
            "(?:须|应|必须|经)[^。；;]{0,24}(?:推荐|签署推荐意见)",
            |_| Some(Demand::Recommended),
        ),
        (
            "(?:获奖|获得)[^。；;0-9]{0,36}(?P<n>[0-9]+)年(?:内|后)?[^。；;]{0,8}(?:不得|不再|不能|方可)",
            |found| count(found).map(Demand::NoAwardWithin),
        ),
    ];
    let compiled = phrases.into_iter().filter_map(|(pattern, demand)| {
        // the patterns are constant, and a test compiles them
        Regex::new(pattern).ok().map(|pattern| Phrase { pattern, demand })
    });
    compiled.collect()
});

fn deadline(found: &Captures<'_>) -> Option<Demand> {
    Day::parse(found.name("day")?.as_str()).ok().map(Demand::Deadline)
}

/// Words by which an applicant vouches for what it hands in.
const TRUTHFUL: [&str; 4] = ["如实填写", "真实性", "真实有效", "真实、"];

/// What a piece is guessed to demand, each demand once.
pub(super) fn demands(piece: &Piece) -> Vec<Demand> {
    let words = digits(&piece.words);
    let mut demands: Vec<Demand> = Vec::new();
    for phrase in &*PHRASES {
        let demand = phrase
            .pattern
            .captures(&words)
            .and_then(|found| (phrase.demand)(&found));
        let alike = |known: &Demand| {
            demand.is_some_and(|demand| std::mem::discriminant(known) == std::mem::discriminant(&demand))
        };
        if let Some(demand) = demand.filter(|_| !demands.iter().any(alike)) {
            demands.push(demand);
        }
    }
    // registered and in operation for so many years is one demand
    if demands.iter().any(|demand| matches!(demand, Demand::Operating(_))) {
        demands.retain(|demand| !matches!(demand, Demand::Registered(_)));
    }
    if TRUTHFUL.iter().any(|words| piece.words.contains(words)) {
        demands.push(Demand::Truthful);
    }
    demands
}

/// The words with Arabic numbers before units of time and count.
fn digits(words: &str) -> String {
    const UNITS: [char; 7] = ['年', '个', '天', '日', '届', '月', '项'];
    let mut out = String::new();
    let mut run = String::new();
    // spaces between numbers and units are layout
    for c in words.chars().filter(|c| !c.is_whitespace()) {
        if c == '十' || c == '两' || numerals::numeral(c).is_some() {
            run.push(if c == '两' { '二' } else { c });
            continue;
        }
        match numerals::number(&run).filter(|_| !run.is_empty() && UNITS.contains(&c)) {
            Some(number) => out.push_str(&number),
            None => out.push_str(&run),
        }
        run.clear();
        // width does not matter
        out.push(match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        });
    }
    out + &run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str) -> Vec<Demand> {
        demands(&Piece {
            number: String::new(),
            under: String::new(),
            words: words.to_owned(),
        })
    }

    #[test]
    fn every_pattern_is_one() {
        assert_eq!(PHRASES.len(), 12);
    }

    /// Clauses as published notices have them, and what they demand.
    #[test]
    fn the_words_of_notices_are_taken_for_what_they_demand() {
        let day = |year, month, day| Day::new(year, month, day).unwrap();
        for (words, demand) in [
            (
                "依法注册登记,在本区合法生产经营3年以上",
                vec![Demand::Operating(3), Demand::InArea],
            ),
            (
                "在湖北省行政区域内登记注册3年以上",
                vec![Demand::Registered(3), Demand::InArea],
            ),
            ("登记注册五年以上，具有独立法人资格", vec![Demand::Registered(5)]),
            ("近三年未出现亏损(政策性亏损除外)", vec![Demand::NoLoss(3, true)]),
            ("最近3年未发生亏损", vec![Demand::NoLoss(3, false)]),
            ("公示时间不少于5个工作日", vec![Demand::Notice(5)]),
            ("即日起至2025年12月30日", vec![Demand::Deadline(day(2025, 12, 30))]),
            ("于2026年6月30日前提交", vec![Demand::Deadline(day(2026, 6, 30))]),
            (
                "近3年内无重大质量、安全、环保等事故",
                vec![Demand::NoAccident(3, "major")],
            ),
            (
                "近三年无质量、安全、环境污染等事故",
                vec![Demand::NoAccident(3, "general")],
            ),
            (
                "近 3 年没有安全生产较大及以上级别责任事故",
                vec![Demand::NoAccident(3, "larger")],
            ),
            ("近五年未发生重特大安全事故", vec![Demand::NoAccident(5, "major")]),
            (
                "获得市长质量奖金奖的组织,自获奖年度起 3 年后方可再次申请",
                vec![Demand::NoAwardWithin(3)],
            ),
            ("从事质量相关工作十年以上", vec![Demand::QualityWork(10)]),
            (
                "获奖组织或个人在获奖后5年内,不得重新申报曾获奖项",
                vec![Demand::NoAwardWithin(5)],
            ),
            ("经行业主管部门、各街镇、园区等推荐、盖章后", vec![Demand::Recommended]),
            ("申报单位应当如实填写", vec![Demand::Truthful]),
            ("通过GB/T19001-ISO9001质量管理体系认证", vec![Demand::Certified]),
            ("质量管理水平较高，社会反映良好", vec![]),
        ] {
            assert_eq!(of(words), demand, "{words}");
        }
    }

    #[test]
    fn only_numbers_of_things_are_written_in_digits() {
        assert_eq!(digits("近三年来，十二个月，两年，一流"), "近3年来，12个月，2年，一流");
    }
}
