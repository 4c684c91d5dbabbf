//! One rule, used by a pack or not: what it holds, its parameters, and a block to copy into a pack.

use comfy_table::{ColumnConstraint, Table};

use crate::pack::Pack;
use crate::rules;
use crate::shape::Key;
use crate::text::Lang;

use super::{Page, rules_of};
use crate::cli::packs::table;

/// Everything there is to say about the rule of this name, if there is one.
pub(super) fn page(name: &str, packs: &[Pack], lang: Lang) -> Option<String> {
    let header = rules::header(name)?;
    let mut page = Page::new(name, lang);
    page.section(&text!("说明", "What it holds"), header.says.get(lang));
    let parameters = parameters(&rules::parameters(name)?, lang);
    page.section(&text!("参数", "Parameters"), &parameters.trim_fmt());
    let copy = text!("可照抄的写法（写在条件之下）", "To copy, below a condition");
    page.section(&copy, &below_a_condition(name, &header.example));
    let used = packs.iter().filter_map(|pack| {
        let using = pack.conditions.iter();
        let using = using.filter(|condition| rules_of(condition).contains(&name));
        let ids: Vec<&str> = using.map(|condition| &*condition.id).collect();
        let (id, ids) = (&pack.id, ids.join(" "));
        (!ids.is_empty()).then(|| format!("{id}  {ids}"))
    });
    let used: Vec<String> = used.collect();
    page.section(&text!("用到它的条件", "Conditions that use it"), &used.join("\n"));
    Some(page.text.trim_end().to_owned())
}

/// A row for each key; the keys within one follow it, set in.
fn parameters(keys: &[Key], lang: Lang) -> Table {
    let mut rows = table(lang);
    let header = [
        text!("键", "Key"),
        text!("含义", "Meaning"),
        text!("类型与默认值", "Type and default"),
        text!("必填", "Needed"),
    ];
    rows.set_header(header.iter().map(|name| name.get(lang)));
    add(0, keys, &mut rows, lang);
    for whole in [0, 3] {
        if let Some(column) = rows.column_mut(whole) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    rows
}

fn add(depth: usize, keys: &[Key], rows: &mut Table, lang: Lang) {
    for key in keys {
        let name = format!("{}{}", "  ".repeat(depth), key.name);
        let kind = match key.of {
            Some(of) => text!("{called}，由 {of} 定", "{called}, as `{of}` has it"; called = key.called),
            None => key.called.clone(),
        };
        let kind = match key.default {
            Some(default) => text!("{kind}\n默认 {default}", "{kind}\nby default {default}"; kind),
            None => kind,
        };
        let obligatory = match key.default {
            None if !key.optional => text!("是", "yes"),
            _ => text!("否", "no"),
        };
        rows.add_row([&name, key.meaning().get(lang), kind.get(lang), obligatory.get(lang)]);
        add(depth + 1, &key.within, rows, lang);
    }
}

/// The example of a rule's header as it stands below a condition.
fn below_a_condition(name: &str, example: &str) -> String {
    let lines = example.lines().map(|line| {
        let brackets = line.len() - line.trim_start_matches('[').len();
        match line.split_at_checked(brackets) {
            Some((open, rest)) if brackets > 0 && rest.starts_with(name) => format!("{open}condition.rule.{rest}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_copy_is_the_example_below_a_condition() {
        for name in rules::names() {
            let example = rules::header(name).unwrap().example;
            let copy: toml::Table = below_a_condition(name, &example).parse().unwrap();
            let plain: toml::Table = example.parse().unwrap();
            assert_eq!(copy["condition"]["rule"][name], plain[name], "{name}");
            assert_eq!((copy.len(), plain.len()), (1, 1), "{name}");
        }
    }
}
