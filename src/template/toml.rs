//! The TOML template: every field on a line of its own under a comment, ready to be filled in.
//!
//! What stands uncommented is read; a blank text is not given, and what cannot be left blank (a day, an amount)
//! is commented out with an example.

use crate::dictionary::{Field, Track, Type, Value, When};
use crate::dossier::{Cite, Dossier, List};
use crate::pack::Pack;
use crate::syntax::basic_string;
use crate::template::WANTED;
use crate::template::gaps::Facts;
use crate::template::plan::{Group, Item, Plan};
use crate::template::wording::{Medium, cited, instruction};
use crate::text::{Lang, Text};
use crate::writing::tame;

/// The TOML template of a track, with the facts of a dossier read with the pack's dictionary filled in.
/// Comments are in `lang`; labels are Chinese first in either.
pub fn toml(pack: &Pack, track: &Track, facts: Option<&Dossier>, lang: Lang) -> String {
    let known: Vec<&Dossier> = facts.into_iter().collect();
    let plan = Plan::new(pack, Some(track), &known);
    let facts = facts.map(|dossier| Facts::new(&plan, dossier));
    let mut writer = Writer {
        plan: &plan,
        facts: facts.as_ref(),
        lang,
        text: String::new(),
    };
    writer.head(track);
    for group in &plan.groups {
        if group.section.rows {
            writer.table(group);
        } else {
            writer.section(group, track);
        }
    }
    writer.text
}

struct Writer<'w> {
    plan: &'w Plan<'w>,
    facts: Option<&'w Facts<'w>>,
    lang: Lang,
    text: String,
}

impl Writer<'_> {
    /// Writes one line.
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes one line of comment.
    fn comment(&mut self, text: &Text) {
        let line = tame(text.get(self.lang));
        self.line(&format!("# {line}"));
    }

    fn colon(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        }
    }

    fn head(&mut self, track: &Track) {
        self.comment(&self.plan.title(Some(track)));
        self.comment(&text!(
            "在等号后填写。行首有 # 的是示例，去掉 # 并改为实际内容才算填写；留空的引号等于未填。",
            "Fill in after the equals signs. A line that begins with # is an example: take the # away and write what is so. Empty quotes are as good as nothing."
        ));
        self.comment(&text!(
            "清单（如事故）确实没有的，写作 名称 = []；什么都不写等于未填。",
            "Where a list, of incidents for one, is empty, write `name = []`; nothing at all counts as not given."
        ));
        if self.facts.is_some() {
            self.comment(&text!(
                "标有“{WANTED}”的尚未填写。",
                "What is marked {WANTED} is still to be given."
            ));
        }
    }

    /// The heading of a section or table.
    fn heading(&mut self, group: &Group<'_>, header: &str) {
        let label = both(&group.section.label, self.lang);
        self.text.push('\n');
        let line = format!("# ── {} {header}", tame(&label));
        self.line(line.trim_end());
        if let Some(when) = &group.section.when {
            let asked = text!("{when}填写", "asked {when}"; when);
            self.comment(&asked);
        }
    }

    fn section(&mut self, group: &Group<'_>, track: &Track) {
        let path = group.section.path.as_str();
        if path.is_empty() {
            self.text.push('\n');
        } else {
            self.heading(group, "");
            self.line(&format!("[{path}]"));
        }
        for item in &group.items {
            let label = both(&item.field.label, self.lang);
            let said = instruction(self.plan.pack, item, Medium::Toml);
            let colon = self.colon();
            self.line(&format!("# {}{colon}{}", tame(&label), tame(said.get(self.lang))));
            let preset = item.preset(self.plan.pack, track);
            let known = self.facts.and_then(|facts| facts.scalar(item.id));
            let value = preset.as_ref().or(known);
            let line = self.fact(item, value, Cite::Scalar(item.id));
            self.line(&line);
        }
        let plan = self.plan;
        for table in plan.tables_in(path) {
            self.statement(table);
        }
    }

    /// The line in its parent that states that a table is empty, unless it has rows.
    fn statement(&mut self, group: &Group<'_>) {
        let rows = self.rows(group);
        if rows.is_some_and(|rows| rows > 0) || (rows.is_none() && self.facts.is_none() && !group.keys.is_empty()) {
            return;
        }
        let name = group
            .section
            .path
            .strip_prefix(group.parent)
            .unwrap_or(&group.section.path);
        let name = name.trim_start_matches('.');
        let label = tame(&both(&group.section.label, self.lang));
        if rows == Some(0) {
            self.line(&format!("{name} = []  # {label}"));
            return;
        }
        let mark = self.mark(Cite::Table(group.id));
        let said = text!("：没有的，去掉行首的 #", ": where there are none, take the # away");
        let said = said.get(self.lang).to_owned();
        self.line(&format!("# {name} = []  # {label}{said}{mark}"));
    }

    /// How many rows the known facts state, if they state the table.
    fn rows(&self, group: &Group<'_>) -> Option<usize> {
        let list = self.facts?.dossier.table(group.id)?;
        list.rows().map(<[_]>::len)
    }

    fn table(&mut self, group: &Group<'_>) {
        let header = format!("[[{}]]", group.section.path);
        self.heading(group, &header);
        if let Some(clauses) = cited(self.plan.pack, &group.clauses) {
            self.comment(&clauses);
        }
        for item in &group.items {
            let said = instruction(self.plan.pack, item, Medium::Toml);
            let (name, label) = (&item.field.name, tame(&both(&item.field.label, self.lang)));
            let said = tame(said.get(self.lang));
            let colon = self.colon();
            self.line(&format!("#   {name} {label}{colon}{said}"));
        }
        let stated = self.rows(group);
        for row in 0..stated.unwrap_or(0) {
            self.line(&header);
            for item in &group.items {
                let value = self.facts.and_then(|facts| facts.cell(item.id, row));
                let line = self.fact(item, value, Cite::Cell(item.id, row));
                self.line(&line);
            }
        }
        let asked = self.keys_to_add(group);
        if asked.is_empty() && stated.is_none() {
            self.row(group, &header, None);
        }
        for key in asked {
            self.row(group, &header, Some(key));
        }
    }

    /// The keys of rows that rules ask for and the facts do not state.
    fn keys_to_add(&self, group: &Group<'_>) -> Vec<i64> {
        let list = self.facts.and_then(|facts| facts.dossier.table(group.id));
        let rows = list.and_then(List::rows);
        if rows.is_some_and(<[_]>::is_empty) {
            return Vec::new();
        }
        group.missing_keys(&self.plan.pack.dictionary, rows)
    }

    /// A row that is still to be filled in: only its key is read, and beside known facts not even that.
    fn row(&mut self, group: &Group<'_>, header: &str, key: Option<i64>) {
        let read = key.is_some() && self.facts.is_none();
        let start = if read { "" } else { "# " };
        let mark = if key.is_some() && self.facts.is_some() {
            format!("  # {WANTED}")
        } else {
            String::new()
        };
        self.line(&format!("{start}{header}{mark}"));
        for item in &group.items {
            let line = match key.filter(|_| group.section.key == Some(item.id)) {
                Some(key) => format!("{start}{} = {key}", item.field.name),
                None => format!("# {} = {}", item.field.name, example(item.field)),
            };
            self.line(&line);
        }
    }

    /// The line of one fact: known, blank, or commented out with an example.
    fn fact(&self, item: &Item<'_>, value: Option<&Value>, cite: Cite) -> String {
        let (field, name) = (item.field, &item.field.name);
        let mark = self.mark(cite);
        match value.and_then(|value| written(field, value)) {
            Some(value) => format!("{name} = {value}"),
            None if blank(field) && matches!(cite, Cite::Scalar(_)) => format!("{name} = \"\"{mark}"),
            None => format!("# {name} = {}{mark}", example(field)),
        }
    }

    /// The mark of a fact that is wanted.
    fn mark(&self, cite: Cite) -> String {
        match self.facts {
            Some(facts) if facts.wants(cite) => format!("  # {WANTED}"),
            _ => String::new(),
        }
    }
}

/// The label, Chinese first.
fn both(label: &Text, lang: Lang) -> String {
    match lang {
        Lang::Zh => label.zh.clone(),
        Lang::En => format!("{} {}", label.zh, label.en),
    }
}

/// Whether a field that is not given stands as an empty text.
fn blank(field: &Field) -> bool {
    matches!(
        field.kind,
        Type::Text | Type::Choice | Type::CreditCode | Type::IdNumber
    )
}

/// How a field might be filled in.
fn example(field: &Field) -> String {
    let example = match field.kind {
        Type::Text | Type::CreditCode | Type::IdNumber => "\"\"",
        Type::Boolean => "false",
        Type::Day | Type::DayOrWord | Type::DayOrMonth => "2016-03-18",
        Type::Year => "2024",
        Type::Integer => "120",
        Type::Money => "12500000.00",
        Type::Choice => return basic_string(field.choices.first().map_or("", |choice| &choice.id)),
        Type::Texts => "[\"甲\", \"乙\"]",
        Type::Years => "[2022, 2023, 2024]",
    };
    example.to_owned()
}

/// A value as TOML writes it; none for one that is not written back.
fn written(field: &Field, value: &Value) -> Option<String> {
    let plain = field.plain(value);
    match value {
        Value::IdNumber(_) => None,
        Value::Text(_) | Value::Choice(_) | Value::CreditCode(_) | Value::When(When::Within(_) | When::Word(_)) => {
            Some(basic_string(&plain))
        }
        Value::Flag(_)
        | Value::When(When::Day(_))
        | Value::Number(_)
        | Value::Money(_)
        | Value::Texts(_)
        | Value::Numbers(_) => Some(plain),
    }
}
