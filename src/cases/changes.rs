//! Small changes to a sound dossier, each written as a case of a pack has it: what a condition reads is left out, or
//! given another value near the numbers and days of its rule.

use toml::de::{DeTable, DeValue};

use super::values::Near;
use crate::day::Day;
use crate::dictionary::{Entry, Field, FieldId, Section, SectionId, Track, Type};
use crate::pack::{Condition, Pack};
use crate::syntax::{basic_string, inline};
use crate::text::Text;

/// The most rows that are made up for one table.
const ROWS: usize = 1500;

/// The most rows of a table of which each cell is changed.
const CHANGED: usize = 6;

/// One change.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// The paths that are left out.
    without: Vec<String>,
    /// What is given instead: path and value, as TOML.
    given: Vec<(String, String)>,
    /// The day as of which is judged.
    as_of: Option<Day>,
    /// What changes in the documents, as TOML; an empty table is the sound ones.
    documents: Option<String>,
    /// What it says.
    says: Vec<Text>,
}

impl Change {
    fn without(paths: &[&str], says: Text) -> Change {
        Change {
            without: paths.iter().map(|path| (*path).to_owned()).collect(),
            says: vec![says],
            ..Change::default()
        }
    }

    fn given(path: &str, value: impl Into<String>, says: Text) -> Change {
        Change {
            given: vec![(path.to_owned(), value.into())],
            says: vec![says],
            ..Change::default()
        }
    }

    /// Both changes at once, where they do not touch the same.
    pub(super) fn and(&self, other: &Change) -> Option<Change> {
        let paths = |change: &Change| -> Vec<String> {
            let given = change.given.iter().map(|(path, _)| path.clone());
            given.chain(change.without.iter().cloned()).collect()
        };
        let (mine, theirs) = (paths(self), paths(other));
        let within = |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
        let clash = mine.iter().any(|a| theirs.iter().any(|b| within(a, b) || within(b, a)));
        if clash || self.as_of.and(other.as_of).is_some() || (self.documents.is_some() && other.documents.is_some()) {
            return None;
        }
        Some(Change {
            without: [&*self.without, &*other.without].concat(),
            given: [&*self.given, &*other.given].concat(),
            as_of: self.as_of.or(other.as_of),
            documents: self.documents.clone().or_else(|| other.documents.clone()),
            says: [&*self.says, &*other.says].concat(),
        })
    }

    /// How many values it touches.
    pub(super) fn size(&self) -> usize {
        self.without.len() + self.given.len()
    }

    /// What it shows, in a sentence.
    pub(super) fn name(&self) -> Text {
        Text::list(&self.says)
    }

    /// The lines of it in a case.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.without.is_empty() {
            let paths: Vec<String> = self.without.iter().map(|path| basic_string(path)).collect();
            lines.push(format!("without = [{}]", paths.join(", ")));
        }
        lines.extend(self.given.iter().map(|(path, value)| format!("given.{path} = {value}")));
        lines.extend(self.documents.iter().map(|change| format!("documents = {change}")));
        lines.extend(self.as_of.iter().map(|day| format!("as_of = {day}")));
        lines
    }
}

/// What changes are made from: what stands in the sound dossier, and the numbers and words of the rule.
pub(super) struct Material<'p, 't> {
    pub(super) pack: &'p Pack,
    pub(super) condition: &'p Condition,
    pub(super) track: &'p Track,
    pub(super) sound: &'p DeTable<'t>,
    near: Near,
}

impl<'p, 't> Material<'p, 't> {
    pub(super) fn new(
        pack: &'p Pack,
        condition: &'p Condition,
        track: &'p Track,
        sound: &'p DeTable<'t>,
    ) -> Material<'p, 't> {
        Material {
            near: Near::new(&condition.parameters, pack.closes),
            pack,
            condition,
            track,
            sound,
        }
    }

    /// Changes of one thing each, the smaller ones first.
    pub(super) fn single(&self) -> Vec<Change> {
        let (fields, tables) = self.reads();
        let mut changes: Vec<Change> = Vec::new();
        let absent =
            |path: &str, label: &Text| Change::without(&[path], text!("没有填写{label}", "{label} not given"; label));
        changes.extend(fields.iter().map(|field| absent(&field.path, &field.label)));
        for (section, columns) in &tables {
            changes.push(absent(&section.path, &section.label));
            let label = &section.label;
            let none = text!("写明没有{label}", "{label}: stated that there are none"; label);
            changes.push(Change::given(&section.path, "[]", none));
            self.cells(section, columns, &mut changes);
        }
        for field in &fields {
            let values = self.near.values(field, at(self.sound, &field.path));
            changes.extend(values.into_iter().map(|value| says(field, &field.path, &value)));
        }
        self.together(&fields, &mut changes);
        self.documents(&mut changes);
        changes.extend(self.ahead());
        for (section, columns) in &tables {
            self.rows(section, columns, &mut changes);
        }
        changes
    }

    /// The fields and tables that the rule reads, which applicants of the track fill in.
    fn reads(&self) -> (Vec<&'p Field>, Vec<(&'p Section, Vec<&'p Field>)>) {
        let dictionary = &self.pack.dictionary;
        let mut fields: Vec<&Field> = Vec::new();
        let mut tables: Vec<(SectionId, Vec<FieldId>)> = Vec::new();
        let mut table = |id: SectionId, column: Option<FieldId>| {
            let known = tables.iter_mut().find(|(known, _)| *known == id);
            match known {
                Some((_, columns)) => columns.extend(column.filter(|column| !columns.contains(column))),
                None => tables.push((id, column.into_iter().collect())),
            }
        };
        for entry in &self.condition.reads {
            match entry {
                Entry::Section(id) => table(*id, None),
                Entry::Field(id) => match dictionary.get(*id) {
                    Some(field) if field.in_table => table(field.section, Some(*id)),
                    Some(field) if !fields.iter().any(|known| known.path == field.path) => fields.push(field),
                    _ => {}
                },
            }
        }
        fields.retain(|field| field.tracks.contains(self.track));
        let tables = tables.into_iter().filter_map(|(id, columns)| {
            let section = dictionary.section(id)?;
            let columns = columns.into_iter().filter_map(|id| dictionary.get(id)).collect();
            section.tracks.contains(self.track).then_some((section, columns))
        });
        (fields, tables.collect())
    }

    /// Changes of one cell of a table each, and of one row that is taken away.
    fn cells(&self, section: &Section, columns: &[&Field], changes: &mut Vec<Change>) {
        let path = &section.path;
        let rows = rows_of(self.sound, path);
        for (number, row) in rows.iter().enumerate().rev().take(CHANGED) {
            let with = |cells: String| {
                let all = rows.iter().enumerate().map(|(at, row)| match at == number {
                    true => cells.clone(),
                    false => inline(&DeValue::Table((*row).clone())),
                });
                let all: Vec<String> = all.filter(|row| !row.is_empty()).collect();
                format!("[{}]", all.join(", "))
            };
            let others = |name: &str| {
                let cells = row.iter().filter(|(key, _)| key.get_ref() != name);
                let cells = cells.map(|(key, value)| format!("{} = {}", key.get_ref(), inline(value.get_ref())));
                cells.collect::<Vec<String>>()
            };
            let (label, shown) = (&section.label, number + 1);
            let gone = text!("没有第 {shown} 条{label}", "{label}: without no. {shown}"; label);
            changes.push(Change::given(path, with(String::new()), gone));
            for column in columns {
                let label = &column.label;
                let blank = text!("第 {shown} 条没有填写{label}", "no. {shown}: {label} not given"; label);
                let cells = others(&column.name).join(", ");
                changes.push(Change::given(path, with(format!("{{ {cells} }}")), blank));
                let now = row.get(column.name.as_str()).map(|value| value.get_ref());
                for value in self.near.values(column, now) {
                    let mut cells = others(&column.name);
                    cells.push(format!("{} = {value}", column.name));
                    let row = with(format!("{{ {} }}", cells.join(", ")));
                    changes.push(says(column, path, &value).instead(row));
                }
            }
        }
    }

    /// Changes that add a made-up row to a table, or put one where there was none.
    fn rows(&self, section: &Section, columns: &[&Field], changes: &mut Vec<Change>) {
        let rows = rows_of(self.sound, &section.path);
        let mut columns = columns.to_vec();
        // the day turns slowest, so that the first row that does not pass is nearest to those that do
        columns.sort_by_key(|column| (!column.kind.is_a_day(), column.kind != Type::Year));
        let mut made: Vec<(Vec<String>, Vec<Text>)> = vec![(Vec::new(), Vec::new())];
        for column in columns {
            let values = self.near.values(column, None);
            let most = (ROWS / made.len().max(1)).max(1);
            let several = made.iter().flat_map(|(cells, said)| {
                values.iter().take(most).map(|value| {
                    let cell = format!("{} = {value}", column.name);
                    let is = says(column, "", value).says;
                    ([&**cells, &[cell]].concat(), [&**said, &*is].concat())
                })
            });
            let several: Vec<_> = several.collect();
            if !several.is_empty() {
                made = several;
            }
        }
        let kept: Vec<String> = rows.iter().map(|row| inline(&DeValue::Table((*row).clone()))).collect();
        for (cells, said) in made.into_iter().take(ROWS).filter(|(cells, _)| !cells.is_empty()) {
            let row = format!("{{ {} }}", cells.join(", "));
            let all = [&*kept, &[row]].concat().join(", ");
            let label = &section.label;
            let said = Text::list(&said);
            let said = text!("{label}有一条：{said}", "{label}, one more: {said}"; label, said);
            changes.push(Change::given(&section.path, format!("[{all}]"), said));
        }
    }

    /// Changes of all days at once, and of all that is read.
    fn together(&self, fields: &[&Field], changes: &mut Vec<Change>) {
        let days: Vec<&&Field> = fields.iter().filter(|field| field.kind.is_a_day()).collect();
        if let [first, _, ..] = days.as_slice() {
            let values = self.near.values(first, at(self.sound, &first.path));
            for value in values.iter().filter(|value| !value.starts_with('"')) {
                let each = days.iter().map(|field| says(field, &field.path, value));
                changes.extend(each.reduce(|all, one| all.and(&one).unwrap_or(all)));
            }
        }
        if fields.len() > 1 {
            let paths: Vec<&str> = fields.iter().map(|field| field.path.as_str()).collect();
            let says = text!("都没有填写", "none of it is given");
            changes.push(Change::without(&paths, says));
        }
    }

    /// Changes of the documents, where the rule looks at them.
    fn documents(&self, changes: &mut Vec<Change>) {
        if !self.condition.rule.rule().needs_documents() {
            return;
        }
        // what changes no document is judged by the sound ones
        for change in changes.iter_mut() {
            change.documents = Some("{}".to_owned());
        }
        let closes = self.pack.closes;
        let (past, old) = (closes.plus(-1), closes.plus(-400));
        let kinds = self.pack.dictionary.catalogue.kinds();
        let named = kinds.filter(|(_, kind)| self.near.words.contains(&kind.id) && kind.tracks.contains(self.track));
        for (_, kind) in named {
            let (id, label) = (basic_string(&kind.id), &kind.label);
            let mut push = |documents: String, says: Text| {
                changes.push(Change {
                    documents: Some(documents),
                    says: vec![says],
                    ..Change::default()
                });
            };
            push(
                format!("{{ without = [{id}] }}"),
                text!("没有提供{label}", "no {label}"; label),
            );
            let mut given = |more: &str, says: Text| push(format!("{{ given = [{{ kind = {id}, {more} }}] }}"), says);
            given(
                "flaws = [\"encrypted\"]",
                text!("{label}加了密码", "{label}: encrypted"; label),
            );
            given(
                "bears = false",
                text!("{label}里找不到名称", "{label}: the name is not in it"; label),
            );
            given("format = \"png\"", text!("{label}是图片", "{label}: a picture"; label));
            given(
                "headings = []",
                text!("{label}没有标题", "{label}: without headings"; label),
            );
            given(
                "years = []",
                text!("{label}没有写年度", "{label}: without years"; label),
            );
            given(
                &format!("valid_until = {past}"),
                text!("{label}已到期", "{label}: expired"; label),
            );
            given(
                &format!("issued_on = {old}"),
                text!("{label}出具已久", "{label}: issued long ago"; label),
            );
            for number in &self.near.numbers {
                let more = number + 1;
                given(
                    &format!("words = {more}"),
                    text!("{label}有 {more} 字", "{label}: {more} words"; label),
                );
                given(
                    &format!("pages = {more}"),
                    text!("{label}有 {more} 页", "{label}: {more} pages"; label),
                );
            }
        }
    }

    /// What is judged before it is submitted, on the last day and on the day after.
    fn ahead(&self) -> Vec<Change> {
        const DAY: &str = "submission.submitted_on";
        let closes = self.pack.closes;
        let day = |as_of: Day, says: Text| Change {
            as_of: Some(as_of),
            ..Change::without(&[DAY], says)
        };
        vec![
            day(closes, text!("截止当日尚未提交", "not submitted on the last day")),
            day(
                closes.plus(1),
                text!(
                    "截止日已过，没有填写提交日期",
                    "the deadline is over, and no day of submission is given"
                ),
            ),
        ]
    }
}

impl Change {
    /// The change with another value at its one path.
    fn instead(self, value: String) -> Change {
        let given = self.given.into_iter().map(|(path, _)| (path, value.clone()));
        Change {
            given: given.collect(),
            ..self
        }
    }
}

/// The change of a field to a value, and how it is said.
fn says(field: &Field, path: &str, value: &str) -> Change {
    let label = &field.label;
    let choice = field.choices.iter().find(|choice| basic_string(&choice.id) == value);
    let shown = match (choice, value) {
        (Some(choice), _) => choice.label(),
        (None, "true") => text!("“是”", "yes"),
        (None, "false") => text!("“否”", "no"),
        (None, value) => Text::same(value.trim_matches('"')),
    };
    let says = text!("{label}为{shown}", "{label}: {shown}"; label, shown);
    Change::given(path, value, says)
}

/// What stands at a dotted path.
fn at<'d, 't>(table: &'d DeTable<'t>, path: &str) -> Option<&'d DeValue<'t>> {
    match path.split_once('.') {
        None => table.get(path).map(|value| value.get_ref()),
        Some((head, rest)) => at(table.get(head)?.get_ref().as_table()?, rest),
    }
}

/// The rows of a table.
fn rows_of<'d, 't>(table: &'d DeTable<'t>, path: &str) -> Vec<&'d DeTable<'t>> {
    let rows = at(table, path).and_then(DeValue::as_array);
    let rows = rows.into_iter().flat_map(|rows| rows.iter());
    rows.filter_map(|row| row.get_ref().as_table()).collect()
}
