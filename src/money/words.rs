//! What words beside an amount say of it: that it is not exact, which sign it has, how it was come by.

use super::{Money, NotMoney, Unit};
use crate::writing::plain;

/// Words before or behind an amount that is not exact.
const ABOUT: [&str; 7] = ["大约", "大概", "约为", "约", "左右", "上下", "估计"];

/// Remarks in brackets beside an amount that leave it what it is: how it was come by, and with what tax.
const REMARKS: [&str; 24] = [
    "审计数",
    "审计后",
    "审定数",
    "审定",
    "审计",
    "经审计",
    "已审计",
    "已审",
    "未审",
    "未审数",
    "未审计",
    "未经审计",
    "未审计数",
    "待审计",
    "账面数",
    "账面",
    "报表数",
    "快报数",
    "自报",
    "自报数",
    "含税",
    "不含税",
    "含税价",
    "不含税价",
];

/// Words before an amount for its sign, longer ones before those they begin with: whether it is below zero.
const SIGNS: [(&str, bool); 6] = [
    ("亏损额", true),
    ("亏损", true),
    ("净亏损", true),
    ("亏", true),
    ("盈利", false),
    ("净盈利", false),
];

impl Money {
    /// Reads an amount that words state less exactly, or with its sign in words, or with a remark in brackets that is
    /// known to leave it what it is: `约1200万`, `亏损12万元`, `盈利30万左右`, `320万（审计数）`, `（未审）320万`.
    /// About nothing is no amount: of which sign it is, it does not say.
    ///
    /// # Errors
    /// As [`Money::parse`]; [`NotMoney::Form`] for a sign beside a word for one.
    pub fn parse_words(text: &str, unit: Unit) -> Result<Money, NotMoney> {
        let text = plain::plain(text);
        let mut rest = text.trim();
        let (mut about, mut remarked, mut sign) = (false, false, None);
        loop {
            if let Some((shorter, remark)) = without_remark(rest).filter(|_| !remarked) {
                (rest, remarked) = (shorter.trim(), true);
                match remark {
                    Remark::Neutral => {}
                    Remark::About if about => return Err(NotMoney::Form),
                    Remark::About => about = true,
                }
                continue;
            }
            let shorter = ABOUT
                .iter()
                .find_map(|word| rest.strip_prefix(word).or(rest.strip_suffix(word)));
            if let Some(shorter) = shorter.filter(|_| !about) {
                (rest, about) = (shorter.trim(), true);
                continue;
            }
            let signed = SIGNS
                .iter()
                .find_map(|(word, negative)| Some((rest.strip_prefix(word)?, *negative)));
            match signed.filter(|_| sign.is_none()) {
                Some((shorter, negative)) => (rest, sign) = (shorter.trim_start_matches([':', ' ']), Some(negative)),
                None => break,
            }
        }
        let amount = Money::parse(rest, unit)?;
        let (said, unsaid) = (sign.is_some(), !about && !remarked && sign.is_none());
        if unsaid || about && amount.0.is_zero() || said && amount.is_negative() {
            return Err(NotMoney::Form);
        }
        Ok(if sign == Some(true) { Money(-amount.0) } else { amount })
    }
}

/// What a remark beside an amount says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remark {
    /// Nothing that alters it.
    Neutral,
    /// That it is not exact.
    About,
}

/// An amount without the remark in brackets behind or before it, where each word of the remark is known.
fn without_remark(text: &str) -> Option<(&str, Remark)> {
    let behind = || text.strip_suffix(')')?.rsplit_once('(');
    let before = || {
        text.strip_prefix('(')?
            .split_once(')')
            .map(|(remark, rest)| (rest, remark))
    };
    let said = |(rest, remark)| {
        let mut said = Remark::Neutral;
        for word in str::split(remark, [',', '、', ';']) {
            match word.trim() {
                word if REMARKS.contains(&word) => {}
                word if ABOUT.contains(&word) => said = Remark::About,
                _ => return None,
            }
        }
        Some((rest, said))
    };
    behind().and_then(said).or_else(|| before().and_then(said))
}
