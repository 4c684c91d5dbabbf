//! How a template speaks of a field: whether it must be given, in which forms, and which clauses ask for it.

use crate::dictionary::{Choice, Field, Type};
use crate::pack::{Clause, Force, Pack};
use crate::template::plan::Item;
use crate::text::{Lang, Text};
use crate::writing::fold;

/// What a template is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// TOML, where choices are written by id.
    Toml,
    /// A workbook, where they are written by label.
    Workbook,
}

/// The forms in which a field is filled in.
pub fn forms(field: &Field, medium: Medium) -> Text {
    let toml = medium == Medium::Toml;
    let mut forms = match field.kind {
        Type::Text => text!("文字", "text"),
        Type::Boolean if toml => text!("true（是）或 false（否）", "true or false"),
        Type::Boolean => text!("选“是”或“否”", "yes or no"),
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
        Type::Choice if toml => {
            let list: Vec<Text> = field.choices.iter().map(by_id).collect();
            return Text {
                zh: parted(&list, " | ", Lang::Zh),
                en: parted(&list, " | ", Lang::En),
            };
        }
        Type::Choice => {
            let list: Vec<Text> = field.choices.iter().map(Choice::label).collect();
            let list = Text::list(&list);
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
        let word = |Choice { id, zh, en, .. }: &Choice| match medium {
            Medium::Toml => text!("\"{id}\"（{zh}）", "\"{id}\""),
            Medium::Workbook => text!("“{zh}”", "\"{en}\""),
        };
        let words: Vec<Text> = field.choices.iter().map(word).collect();
        let words = Text::list(&words);
        forms.push(&text!("；或 {words}", "; or {words}"; words));
    }
    forms
}

/// A choice by the id that TOML writes, with what it means.
fn by_id(choice: &Choice) -> Text {
    let Choice { id, zh, en, .. } = choice;
    let plain = fold(id) == fold(en);
    Text {
        zh: format!("{id} {zh}"),
        en: if plain { id.clone() } else { format!("{id} ({en})") },
    }
}

/// The texts in one language, with `between` between them.
fn parted(texts: &[Text], between: &str, lang: Lang) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| text.get(lang)).collect();
    texts.join(between)
}

/// Everything to be said beside a field: whether it must be given, its forms, its help, an example and its clauses.
pub fn instruction(pack: &Pack, item: &Item<'_>, medium: Medium) -> Text {
    let example = item.field.example.as_ref();
    let example = example.map(|example| text!("例如：{example}", "for example: {example}"; example));
    let told = example.is_some() && item.field.kind == Type::Text;
    let parts = [
        Some(item.need.label()),
        (!told).then(|| forms(item.field, medium)),
        item.field.help.clone(),
        example,
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
pub fn quoted(pack: &Pack, clauses: &[&Clause], lang: Lang) -> Vec<String> {
    let quoted = |clause: &&Clause| {
        let (number, words) = (number(pack, clause), &clause.text);
        let said = text!("{number}：“{words}”", "{number}: “{words}”"; number);
        said.get(lang).to_owned()
    };
    clauses.iter().map(quoted).collect()
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
