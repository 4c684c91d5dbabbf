//! `explain`: what conditions a pack has, one of them whole, or a rule with its parameters; in one language.

mod condition;
mod rule;

use comfy_table::Table;
use comfy_table::presets::NOTHING;

use crate::pack::{Condition, Pack};
use crate::place::meant;
use crate::rules;
use crate::text::{Lang, Text};
use crate::verdict::Weight;
use crate::writing::{nearest, quote};

use super::common::Stop;
use super::library;
use super::packs::print;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "CONDITION|RULE")]
    name: Option<String>,
    #[arg(long, value_name = "ID|FILE")]
    pack: Option<String>,
}

/// Explains a condition of the chosen pack, or of the default pack, or else of the first in the program that has it; or a
/// rule; without a name lists what can be explained.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let first = args.pack.as_deref().map_or_else(library::default_pack, library::pack)?;
    let Some(name) = &args.name else {
        print(&list(&first, lang))?;
        return Ok(0);
    };
    let others = Pack::shipped().filter(|id| args.pack.is_none() && *id != Pack::default_id());
    let mut packs = Vec::new();
    for pack in std::iter::once(Ok(first)).chain(others.map(library::pack)) {
        let pack = pack?;
        if let Some(condition) = pack.condition(name) {
            print(&condition::page(&pack, condition, lang)?)?;
            return Ok(0);
        }
        packs.push(pack);
    }
    if let Some(page) = rule::page(name, &packs, lang) {
        print(&page)?;
        return Ok(0);
    }
    let quoted = quote(name);
    let conditions = packs.iter().flat_map(|pack| &pack.conditions);
    let rules: Vec<&str> = rules::names().collect();
    let known = conditions.map(|condition| &*condition.id).chain(rules);
    let mut said = text!("没有条件或规则 {quoted}", "there is no condition and no rule {quoted}");
    if let Some(near) = nearest(name, known) {
        said = Text::join([&said, &meant(near)]);
    }
    Err(Stop::Said(said))
}

/// The conditions of a pack, a line each, the ids of the other packs, and the names of the rules.
fn list(pack: &Pack, lang: Lang) -> String {
    let id = &pack.id;
    let title = text!("{title}（{id}）", "{title} ({id})"; title = pack.title);
    let mut conditions = Table::new();
    conditions.load_style(NOTHING);
    for condition in &pack.conditions {
        let clause = pack.clause_of(condition).map_or("", |clause| clause.number.as_str());
        let advice = match condition.weight {
            Weight::Must => Text::default(),
            Weight::Should => text!("（建议）", " (advice)"),
        };
        let title = text!("{title}{advice}", "{title}{advice}"; title = condition.title, advice);
        conditions.add_row([&condition.id, clause, title.get(lang)]);
    }
    if let Some(first) = conditions.column_mut(0) {
        first.set_padding((0, 1));
    }
    let mut list = format!("{}\n{}\n\n", title.get(lang), conditions.trim_fmt());
    let others: Vec<&str> = Pack::shipped().filter(|other| other != id).collect();
    if !others.is_empty() {
        let others = others.join(" ");
        let packs = text!(
            "其他规则包（加 --pack）：{others}",
            "Other packs (with --pack): {others}"
        );
        list.push_str(&format!("{}\n\n", packs.get(lang)));
    }
    let rules = rules::names().collect::<Vec<_>>().join(" ");
    let more = text!(
        "规则：{rules}\n\n解释其中一项：quality-award explain 条件或规则",
        "Rules: {rules}\n\nTo have one explained: quality-award explain CONDITION|RULE"
    );
    list + more.get(lang)
}

/// The rules that a condition names, its own first.
fn rules_of(condition: &Condition) -> Vec<&'static str> {
    let mut named = vec![condition.rule.name()];
    let steps = condition.parameters.lines().filter_map(|line| line.split(" = ").next());
    for step in steps.flat_map(|path| path.split(['.', '['])) {
        named.extend(rules::names().find(|name| *name == step && !named.contains(name)));
    }
    named
}

/// A page of sections.
struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn new(title: &str, lang: Lang) -> Page {
        let text = format!("{title}\n");
        Page { text, lang }
    }

    /// Adds a section, unless it is empty.
    fn section(&mut self, heading: &Text, body: &str) {
        if !body.trim_end().is_empty() {
            let heading = heading.get(self.lang);
            self.text.push_str(&format!("\n■ {heading}\n{}\n", body.trim_end()));
        }
    }
}
