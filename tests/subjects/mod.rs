//! The dossiers that the promises are held against: the examples, the sound dossiers of the pack, two that are
//! wrong throughout, those that are sound but for one thing, and every worked case of the pack; and the means
//! to take facts out of them.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that cannot go on fails the test that called it"
)]

use std::ops::Range;
use std::path::Path;

use quality_award::dictionary::{Entry, Type, join};
use quality_award::dossier::Dossier;
use quality_award::load;
use quality_award::place::Source;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::common::{pack, today};

/// Dossiers that are wrong throughout.
const UNSOUND: &[(&str, &str)] = &[
    (
        "tests/data/unsound-organization.toml",
        include_str!("../data/unsound-organization.toml"),
    ),
    (
        "tests/data/unsound-individual.toml",
        include_str!("../data/unsound-individual.toml"),
    ),
];

/// Changes to the sound dossiers, each of which makes something fail or leaves it to people.
const CHANGES: &str = include_str!("../data/changes.toml");

/// A table that was parsed from a text that stays.
type Table = DeTable<'static>;

/// One dossier to try.
pub struct Subject {
    /// What the tests call it.
    pub name: String,
    /// The text it is written in, where it is whole.
    pub text: &'static str,
    /// The dossier, parsed.
    pub table: Table,
    /// Whether it stands in its text as it is, so that places can be looked up.
    pub whole: bool,
    /// Whether it is a worked case of the pack.
    pub of_pack: bool,
}

impl Subject {
    fn whole(name: impl Into<String>, text: &'static str) -> Subject {
        Subject {
            name: name.into(),
            text,
            table: parse(text),
            whole: true,
            of_pack: false,
        }
    }

    /// This subject after a change: the paths `without` left out, and `given` laid over it.
    fn changed(&self, name: String, mut change: Table) -> Subject {
        let mut table = self.table.clone();
        for path in strings(&change, "without") {
            leave_out(&mut table, &path);
        }
        if let Some(DeValue::Table(given)) = change.remove("given").map(Spanned::into_inner) {
            lay_over(&mut table, given);
        }
        Subject {
            name,
            text: "",
            table,
            whole: false,
            of_pack: false,
        }
    }

    /// A table made from this subject's, read as a dossier.
    pub fn read(&self, table: &Table) -> Dossier {
        let source = Source::text(self.name.as_str(), self.text);
        load::toml::walk(table, &source, &pack().dictionary, today())
            .unwrap_or_else(|errors| panic!("{}: {errors:#?}", self.name))
    }
}

/// Every dossier to try.
pub fn subjects() -> Vec<Subject> {
    let mut subjects = examples();
    subjects.extend(UNSOUND.iter().map(|(name, text)| Subject::whole(*name, text)));
    let mut written = Subject::whole("the pack", pack_text());
    let mut sound = rows_of_table(&mut written.table, "sound");
    for (track, table) in &mut sound {
        let name = format!("sound {track}");
        let table = table.clone();
        subjects.push(Subject {
            name,
            table,
            ..Subject::whole("", pack_text())
        });
    }
    let base = |track: &str| {
        let (_, table) = sound
            .iter()
            .find(|(id, _)| id == track)
            .expect("a sound dossier of the track");
        Subject {
            table: table.clone(),
            ..Subject::whole("", pack_text())
        }
    };
    for change in tables(&mut parse(CHANGES), "change") {
        let name = strings(&change, "name").concat();
        subjects.push(base(&strings(&change, "track").concat()).changed(name, change));
    }
    for mut condition in tables(&mut written.table, "condition") {
        let id = strings(&condition, "id").concat();
        let first = strings(&condition, "tracks").into_iter().next();
        for (number, case) in tables(&mut condition, "case").into_iter().enumerate() {
            let track = strings(&case, "track").into_iter().next().or(first.clone());
            let name = format!("{id}, case {}", number + 1);
            let changed = base(&track.unwrap_or_default()).changed(name, case);
            subjects.push(Subject {
                of_pack: true,
                ..changed
            });
        }
    }
    subjects
}

/// The dossiers under `examples/`, by name.
fn examples() -> Vec<Subject> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("an example is text");
        Subject::whole(path.to_string_lossy(), text.leak())
    };
    paths.iter().map(read).collect()
}

fn pack_text() -> &'static str {
    pack().written.contents()
}

fn parse(text: &'static str) -> Table {
    DeTable::parse(text).expect("TOML").into_inner()
}

/// The tables of an array of tables, taken out.
fn tables(table: &mut Table, key: &str) -> Vec<Table> {
    match table.remove(key).map(Spanned::into_inner) {
        Some(DeValue::Array(rows)) => rows.into_iter().filter_map(|row| inner(row.into_inner())).collect(),
        _ => Vec::new(),
    }
}

/// The tables of a table, taken out, by name.
fn rows_of_table(table: &mut Table, key: &str) -> Vec<(String, Table)> {
    match table.remove(key).map(Spanned::into_inner) {
        Some(DeValue::Table(inside)) => inside
            .into_iter()
            .filter_map(|(name, value)| Some((name.into_inner().into_owned(), inner(value.into_inner())?)))
            .collect(),
        _ => Vec::new(),
    }
}

fn inner(value: DeValue<'static>) -> Option<Table> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// The text under a key, or the texts of the list there.
fn strings(table: &Table, key: &str) -> Vec<String> {
    let text = |value: &DeValue<'static>| value.as_str().map(str::to_owned);
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items.iter().filter_map(|item| text(item.get_ref())).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Tables are merged, everything else is replaced.
fn lay_over(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (
            under.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut),
            value.into_inner(),
        ) {
            (Some(DeValue::Table(under)), DeValue::Table(over)) => lay_over(under, over),
            (_, value) => drop(under.insert(key.clone(), Spanned::new(key.span(), value))),
        }
    }
}

/// Takes out what stands at a dotted path.
fn leave_out(table: &mut Table, path: &str) {
    match path.split_once('.') {
        None => drop(table.remove(path)),
        Some((head, rest)) => {
            if let Some(DeValue::Table(inside)) = table.get_mut(head).map(Spanned::get_mut) {
                leave_out(inside, rest);
            }
        }
    }
}

/// One step from a table to what stands in it.
#[derive(Clone)]
enum Step {
    Key(String),
    Row(usize),
}

/// One stated fact.
pub struct Leaf {
    /// The path by which a report names it.
    pub name: String,
    /// What the dictionary calls it.
    pub entry: Entry,
    /// Whether its field is marked optional.
    pub optional: bool,
    /// What its field holds.
    pub kind: Type,
    /// Where its value stands.
    pub span: Range<usize>,
    steps: Vec<Step>,
}

/// Every stated fact in a dossier.
pub fn leaves(table: &Table) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(table, "", "", &[], &mut found);
    found
}

/// The facts of the section at `path`, which a report calls `name`.
fn collect(table: &Table, path: &str, name: &str, steps: &[Step], found: &mut Vec<Leaf>) {
    let dictionary = &pack().dictionary;
    let with = |step: Step| [steps, &[step]].concat();
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        let (path, name) = (join(path, key), join(name, key));
        let steps = with(Step::Key(key.to_owned()));
        match (
            dictionary.entry(&path).expect("a path of the dictionary"),
            value.get_ref(),
        ) {
            (entry @ Entry::Field(id), _) => found.push(Leaf {
                name,
                entry,
                optional: dictionary.get(id).expect("a field").optional,
                kind: dictionary.get(id).expect("a field").kind,
                span: value.span(),
                steps,
            }),
            (Entry::Section(_), DeValue::Table(inside)) => collect(inside, &path, &name, &steps, found),
            (Entry::Section(id), DeValue::Array(rows)) => {
                let section = dictionary.section(id).expect("a section");
                let key = section
                    .key
                    .and_then(|key| dictionary.get(key))
                    .map(|key| key.name.as_str());
                for (number, row) in rows.iter().enumerate() {
                    let DeValue::Table(row) = row.get_ref() else { continue };
                    let called = match key.and_then(|key| row.get(key)).map(Spanned::get_ref) {
                        Some(DeValue::Integer(integer)) => integer.as_str().to_owned(),
                        _ => (number + 1).to_string(),
                    };
                    let steps = [steps.as_slice(), &[Step::Row(number)]].concat();
                    collect(row, &path, &format!("{name}[{called}]"), &steps, found);
                }
            }
            (Entry::Section(_), _) => panic!("{path} is no section"),
        }
    }
}

/// A dossier without one fact.
pub fn without(table: &Table, leaf: &Leaf) -> Table {
    let mut table = table.clone();
    change(&mut table, &leaf.steps, |table, key| drop(table.remove(key)));
    table
}

/// A dossier without the whole row in which a fact stands, where it stands in one.
pub fn without_row(table: &Table, leaf: &Leaf) -> Option<Table> {
    let at = leaf.steps.iter().rposition(|step| matches!(step, Step::Row(_)))?;
    let Some(Step::Row(row)) = leaf.steps.get(at) else {
        return None;
    };
    let mut table = table.clone();
    change(&mut table, leaf.steps.get(..at)?, |table, key| {
        if let Some(DeValue::Array(rows)) = table.get_mut(key).map(Spanned::get_mut) {
            let rest = std::mem::take(rows).into_iter().enumerate();
            *rows = rest.filter(|(at, _)| at != row).map(|(_, value)| value).collect();
        }
    });
    Some(table)
}

/// A dossier with one fact blank.
pub fn blanked(table: &Table, leaf: &Leaf) -> Table {
    let mut table = table.clone();
    change(&mut table, &leaf.steps, |table, key| {
        if let Some(value) = table.get_mut(key) {
            *value.get_mut() = DeValue::String("".into());
        }
    });
    table
}

/// A dossier with a text in the place of one fact.
pub fn with(table: &Table, leaf: &Leaf, text: &str) -> Table {
    let mut table = table.clone();
    change(&mut table, &leaf.steps, |table, key| {
        if let Some(value) = table.get_mut(key) {
            *value.get_mut() = DeValue::String(text.to_owned().into());
        }
    });
    table
}

/// Follows `steps` and changes the table that the last one is taken in.
fn change(table: &mut Table, steps: &[Step], by: impl FnOnce(&mut Table, &str)) {
    let [Step::Key(key), rest @ ..] = steps else {
        panic!("a fact stands under a key")
    };
    if rest.is_empty() {
        return by(table, key);
    }
    match (table.get_mut(key.as_str()).map(Spanned::get_mut), rest) {
        (Some(DeValue::Table(inside)), rest) => change(inside, rest, by),
        (Some(DeValue::Array(rows)), [Step::Row(row), rest @ ..]) => match rows.get_mut(*row).map(Spanned::get_mut) {
            Some(DeValue::Table(inside)) => change(inside, rest, by),
            _ => panic!("no row {row} under {key}"),
        },
        _ => panic!("nothing stands under {key}"),
    }
}
