//! How a template speaks of a field: whether it must be given, in which forms, and which clauses ask for it.

use crate::dictionary::{Choice, Field, Type};
use crate::pack::{Clause, Force, Pack};
use crate::template::plan::Item;
use crate::text::Text;

/// What a template is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// TOML, where choices are written by id.
    Toml,
    /// A workbook, where they are written by label.
    Workbook,
}

/// Whether a field must be given, and by whom.
pub fn necessity(field: &Field) -> Text {
    match (&field.when, field.optional) {
        (_, true) => text!("选填", "optional"),
        (None, false) => text!("必填", "required"),
        (Some(when), false) => text!("{when}必填", "required {when}"; when),
    }
}

/// The forms in which a field is filled in.
pub fn forms(field: &Field, medium: Medium) -> Text {
    let toml = medium == Medium::Toml;
    let mut forms = match field.kind {
        Type::Text => text!("文字", "text"),
        Type::Boolean if toml => text!("true（是）或 false（否）", "true or false"),
        Type::Boolean => text!("选“是”或“否”", "是 (yes) or 否 (no)"),
        Type::Day | Type::DayOrWord => text!("日期，如 2016-03-18", "a day, such as 2016-03-18"),
        Type::DayOrMonth if toml => {
            text!(
                "日期或年月，如 2016-03-18、\"2016-03\"",
                "a day or a month, such as 2016-03-18 or \"2016-03\""
            )
        }
        Type::DayOrMonth => text!(
            "日期或年月，如 2016-03-18、2016-03",
            "a day or a month, such as 2016-03-18 or 2016-03"
        ),
        Type::Year => text!("四位年份，如 2024", "a year, such as 2024"),
        Type::Integer => text!("整数，如 120", "a whole number, such as 120"),
        Type::Money if toml => text!(
            "金额（元），如 12500000.00，或 \"1,250万元\"；亏损为负数",
            "an amount in yuan, such as 12500000.00, or \"1,250万元\"; a loss is negative"
        ),
        Type::Money => text!(
            "金额（元），如 12500000.00，也可写 1,250万元；亏损为负数",
            "an amount in yuan, such as 12500000.00, or 1,250万元; a loss is negative"
        ),
        Type::Choice if toml => return choices(field, " | ", |choice| format!("{} {}", choice.id, choice.zh)),
        Type::Choice => {
            let list = choices(field, "、", |choice| choice.zh.clone());
            return text!("选一项：{list}", "one of {list}"; list);
        }
        Type::CreditCode => text!("18 位代码", "18 characters"),
        Type::IdNumber => text!("18 位号码", "18 characters"),
        Type::Texts if toml => text!("若干文字，如 [\"甲\", \"乙\"]", "texts, such as [\"甲\", \"乙\"]"),
        Type::Texts => text!("多项用“、”隔开", "several are parted by 、"),
        Type::Years if toml => text!("若干年份，如 [2022, 2023, 2024]", "years, such as [2022, 2023, 2024]"),
        Type::Years => text!("多个年份用“、”隔开，如 2022、2023", "years, such as 2022、2023"),
    };
    if !field.choices.is_empty() {
        let words = match medium {
            Medium::Toml => choices(field, "、", |choice| format!("\"{}\"（{}）", choice.id, choice.zh)),
            Medium::Workbook => choices(field, "、", |choice| format!("“{}”", choice.zh)),
        };
        forms.push(&text!("；或 {words}", "; or {words}"; words));
    }
    forms
}

/// The choices of a field as a list.
fn choices(field: &Field, between: &str, zh: impl Fn(&Choice) -> String) -> Text {
    let chinese: Vec<String> = field.choices.iter().map(zh).collect();
    let english: Vec<String> = field
        .choices
        .iter()
        .map(|choice| format!("{} {}", choice.id, choice.zh))
        .collect();
    Text {
        zh: chinese.join(between),
        en: english.join(between),
    }
}

/// Everything to be said beside a field: whether it must be given, its forms, its help and its clauses.
pub fn instruction(pack: &Pack, item: &Item<'_>, medium: Medium) -> Text {
    let parts = [
        Some(necessity(item.field)),
        Some(forms(item.field, medium)),
        item.field.help.clone(),
        masked(item.field),
        cited(pack, &item.clauses),
    ];
    Text::join(parts.iter().flatten())
}

/// What is said of a number that is never written back.
fn masked(field: &Field) -> Option<Text> {
    (field.kind == Type::IdNumber).then(|| {
        text!(
            "号码不会写回文件，每次自行填写",
            "never written back to a file; type it anew"
        )
    })
}

/// The numbers of clauses: `依据：通知 五(一)1`.
pub fn cited(pack: &Pack, clauses: &[&Clause]) -> Option<Text> {
    let numbers: Vec<Text> = clauses.iter().map(|clause| number(pack, clause)).collect();
    let numbers = Text::list(distinct(&numbers));
    (!numbers.is_empty()).then(|| text!("依据：{numbers}", "asked by {numbers}"; numbers))
}

/// The clauses in their own words, one a line.
pub fn quoted(pack: &Pack, clauses: &[&Clause]) -> Vec<String> {
    clauses
        .iter()
        .map(|clause| format!("{}：“{}”", number(pack, clause).zh, clause.text))
        .collect()
}

/// What a clause is called: `通知 五(一)1`.
fn number(pack: &Pack, clause: &Clause) -> Text {
    let number = &clause.number;
    let Some(source) = pack.source(&clause.source) else {
        return Text::same(number);
    };
    let mut name = text!("{short} {number}", "{short} {number}"; short = source.short);
    if source.force == Force::Advisory {
        name.push(&text!("（供参考）", " (advice)"));
    }
    name
}

/// The texts without repetitions.
fn distinct(texts: &[Text]) -> Vec<&Text> {
    let mut seen: Vec<&Text> = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}
