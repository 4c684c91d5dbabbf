//! `explain`: one condition, from the words of the law to the cases that pin it down.

use crate::cases::Cases;
use crate::field::Entry;
use crate::pack::{Condition, Pack};
use crate::rules;
use crate::text::{Lang, Text, nearest, quote};
use crate::verdict::Weight;

use super::packs::{force, print};
use super::{Stop, files};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "CONDITION")]
    condition: String,
    #[arg(long, value_name = "ID|FILE")]
    pack: Option<String>,
}

/// Explains a condition of the chosen pack, or of the first pack in the program that has it.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let packs = match &args.pack {
        Some(pack) => vec![files::pack(pack)?],
        None => Pack::shipped().map(files::pack).collect::<Result<_, Stop>>()?,
    };
    for pack in &packs {
        if let Some(condition) = pack.condition(&args.condition) {
            print(explained(pack, condition, lang)?.trim_end())?;
            return Ok(0);
        }
    }
    let quoted = quote(&args.condition);
    let ids = packs
        .iter()
        .flat_map(|pack| pack.conditions.iter().map(|condition| &*condition.id));
    let mut said = text!("没有条件 {quoted}", "there is no condition {quoted}");
    if let Some(near) = nearest(&args.condition, ids) {
        said = Text::join([&said, &text!("是否想写 {near}？", "did you mean {near}?")]);
    }
    Err(Stop::Said(said))
}

/// Everything there is to say about a condition.
fn explained(pack: &Pack, condition: &Condition, lang: Lang) -> Result<String, Stop> {
    let mut page = format!("{}  {}\n", condition.id, condition.title.get(lang));
    let weight = match condition.weight {
        Weight::Must => text!("必备（must）", "must"),
        Weight::Should => text!("建议（should），非本奖规定", "should: advice, not this award's rule"),
    };
    let mut section = |heading: Text, body: String| {
        page.push_str(&format!("\n■ {}\n{}\n", heading.get(lang), body.trim_end()));
    };
    let clauses = std::iter::once(&condition.clause)
        .chain(&condition.also)
        .filter_map(|at| pack.clauses.get(*at));
    let clauses: Vec<String> = clauses
        .map(|clause| {
            let source = pack.source(&clause.source);
            let title = source.map(|source| source.title.get(lang)).unwrap_or_default();
            let force = source.map(|source| force(source.force)).unwrap_or_default();
            format!("{}「{}」\n  {title} [{}]", clause.number, clause.text, force.get(lang))
        })
        .collect();
    section(text!("条款", "Clause"), clauses.join("\n"));
    section(text!("性质", "Weight"), weight.get(lang).to_owned());
    section(text!("理解", "Reading"), condition.reading.get(lang).to_owned());
    let required = condition.rule.rule().required(&pack.dictionary);
    section(text!("要求", "Required"), required.get(lang).to_owned());
    section(text!("所读字段", "What is read"), reads(pack, condition, lang));
    section(text!("规则与参数", "Rule and parameters"), condition.parameters.clone());
    let remedies = condition.remedies.all(lang).into_iter();
    let remedies = remedies.map(|(label, remedy)| format!("{label}  {remedy}"));
    section(text!("处理办法", "What to do"), remedies.collect::<Vec<_>>().join("\n"));
    let says = rules::header(condition.rule.name()).map(|header| header.says);
    let says = says.unwrap_or_default();
    section(
        text!("规则说明", "The rule in its own words"),
        says.get(lang).to_owned(),
    );
    section(text!("案例", "Cases"), cases(pack, condition, lang)?);
    Ok(page)
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
