//! One condition, from the words of the law to the cases that pin it down.

use crate::cases::Cases;
use crate::dictionary::Entry;
use crate::pack::{Condition, Pack};
use crate::rules;
use crate::text::{Lang, Text};
use crate::verdict::Weight;

use super::{Page, rules_of};
use crate::cli::Stop;

/// Everything there is to say about a condition.
pub(super) fn page(pack: &Pack, condition: &Condition, lang: Lang) -> Result<String, Stop> {
    let mut page = Page::new(&format!("{}  {}", condition.id, condition.title.get(lang)), lang);
    let weight = match condition.weight {
        Weight::Must => text!("必备（must）", "must"),
        Weight::Should => text!("建议（should），非本奖规定", "should: advice, not this award's rule"),
    };
    let mut section = |heading: Text, body: &str| page.section(&heading, body);
    let clauses = std::iter::once(&condition.clause)
        .chain(&condition.also)
        .filter_map(|at| pack.clauses.get(*at));
    let clauses: Vec<String> = clauses
        .map(|clause| {
            let source = pack.source(&clause.source);
            let title = source.map(|source| source.title.get(lang)).unwrap_or_default();
            let force = source.map(|source| source.force.label()).unwrap_or_default();
            format!("{}「{}」\n  {title} [{}]", clause.number, clause.text, force.get(lang))
        })
        .collect();
    section(text!("条款", "Clause"), &clauses.join("\n"));
    section(text!("性质", "Weight"), weight.get(lang));
    section(text!("理解", "Reading"), condition.reading.get(lang));
    let required = condition.rule.rule().required(&pack.dictionary);
    section(text!("要求", "Required"), required.get(lang));
    section(text!("所读字段", "What is read"), &reads(pack, condition, lang));
    section(
        text!("规则与参数", "Rule and parameters"),
        &parameters(&condition.parameters, lang),
    );
    let remedies = condition.remedies.all(lang).into_iter();
    let remedies: Vec<String> = remedies.map(|(label, remedy)| format!("{label}  {remedy}")).collect();
    section(text!("处理办法", "What to do"), &remedies.join("\n"));
    let rules: Vec<String> = rules_of(condition)
        .into_iter()
        .filter_map(|name| said(name, lang))
        .collect();
    section(
        text!(
            "规则说明（参数的含义：quality-award explain 规则）",
            "The rule in its own words (its parameters: quality-award explain RULE)"
        ),
        &rules.join("\n"),
    );
    section(text!("案例", "Cases"), &cases(pack, condition, lang)?);
    Ok(page.text.trim_end().to_owned())
}

/// What a rule holds, below its name.
fn said(rule: &str, lang: Lang) -> Option<String> {
    let says = rules::header(rule)?.says;
    Some(format!("{rule}\n  {}", says.get(lang).replace('\n', "\n  ")))
}

/// The parameters as the pack writes them, of what is written in both languages the one that is asked for.
fn parameters(written: &str, lang: Lang) -> String {
    let (own, other) = match lang {
        Lang::Zh => (".zh", ".en"),
        Lang::En => (".en", ".zh"),
    };
    let one = |line: &str| {
        let (key, value) = line.split_once(" = ")?;
        let has = |path: &str| written.lines().any(|line| line.split(" = ").next() == Some(path));
        match (key.strip_suffix(own), key.strip_suffix(other)) {
            (Some(stem), _) if has(&format!("{stem}{other}")) => Some(format!("{stem} = {value}")),
            (_, Some(stem)) if has(&format!("{stem}{own}")) => None,
            _ => Some(line.to_owned()),
        }
    };
    written.lines().filter_map(one).collect::<Vec<_>>().join("\n")
}

/// The fields and tables that the rule reads.
fn reads(pack: &Pack, condition: &Condition, lang: Lang) -> String {
    let line = |entry: &Entry| match entry {
        Entry::Field(id) => pack
            .dictionary
            .get(*id)
            .map(|field| format!("{}  {}", field.path, field.label.get(lang))),
        Entry::Section(id) => pack
            .dictionary
            .section(*id)
            .map(|section| format!("[[{}]]  {}", section.path, section.label.get(lang))),
    };
    condition.reads.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// The cases of a condition, a line each.
fn cases(pack: &Pack, condition: &Condition, lang: Lang) -> Result<String, Stop> {
    let file = pack.written.file();
    let cases = Cases::of(pack, pack.written.contents())?;
    let own = cases.cases.iter().filter(|placed| placed.condition == condition.id);
    let line = own.map(|placed| {
        let verdict = placed.case.verdict.label(lang);
        format!("{verdict}  {}  ({file}:{})", placed.case.name.get(lang), placed.line)
    });
    Ok(line.collect::<Vec<_>>().join("\n"))
}
