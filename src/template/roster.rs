//! The roster: a workbook with one applicant per row. Tables are flattened: a row of a table becomes a group of
//! columns, named by its key (`2022年净利润(元)`) or, from the second on, by its number (`公示开始日期2`).

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::dictionary::{Dictionary, Field, FieldId, SectionId, Track, Type, Value};
use crate::dossier::{Cite, Dossier, List};
use crate::pack::Pack;
use crate::template::gaps::Facts;
use crate::template::plan::{Item, Part, Plan};
use crate::template::sheet::{Look, Options, bind, enter, input, note, plain_input, print_roster, protect};
use crate::template::wording::{Medium, instruction, quoted};

/// The sheet of applicants.
const SHEET: &str = "名单";

/// How many rows are ready to be filled in.
const ROWS: u32 = 500;

/// Which row of a table a column speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// The row of a year.
    Year(i64),
    /// The row of a number, from zero.
    Number(usize),
}

/// What a column holds.
enum Holds<'p> {
    /// A scalar.
    Scalar(&'p Item<'p>),
    /// A column of a table, in one of its rows.
    Cell(&'p Item<'p>, SectionId, Option<FieldId>, Key),
    /// Whether there is anything in a table.
    List(&'p Part<'p>),
}

struct Column<'p> {
    heading: String,
    holds: Holds<'p>,
}

/// The roster of a track, or of both, with a row for each of `facts`, dossiers read with the pack's dictionary.
///
/// # Errors
/// A fact longer than a cell holds, 32,767 characters; more columns than a sheet has.
pub fn roster(pack: &Pack, track: Option<&Track>, facts: &[Dossier]) -> Result<Vec<u8>, XlsxError> {
    let known: Vec<&Dossier> = facts.iter().collect();
    let plan = Plan::new(pack, track, &known);
    let columns = columns(&plan, facts);
    let mut sheet = Worksheet::new();
    let mut options = Options::default();
    sheet.set_name(SHEET)?;
    let last = ROWS.max(u32::try_from(facts.len()).unwrap_or(u32::MAX));
    for (number, column) in (0u16..).zip(&columns) {
        sheet.write_string_with_format(0, number, &column.heading, &Look::Head.format())?;
        sheet.insert_note(0, number, &note(&column.said(pack)))?;
        let field = column.holds.field();
        sheet.set_column_width(number, width(column))?;
        sheet.set_column_format(number, &plain_input(field))?;
        let validation = match (&column.holds, field) {
            (Holds::List(_), _) => Some(options.dropdown(&["有", "无"])?),
            (_, Some(field)) => options.validation(field)?,
            (_, None) => None,
        };
        if let Some(validation) = validation {
            sheet.add_data_validation(1, number, last, number, &validation)?;
        }
    }
    for (row, dossier) in (1u32..).zip(facts) {
        let facts = Facts::new(&plan, dossier);
        for (number, column) in (0u16..).zip(&columns) {
            column.enter(&mut sheet, (row, number), &facts)?;
        }
    }
    let name = columns.iter().position(|column| column.names_applicant());
    let name = name.and_then(|position| u16::try_from(position).ok()).unwrap_or(0);
    sheet.set_freeze_panes(1, name + 1)?;
    sheet.set_row_height(0, 45)?;
    print_roster(&mut sheet, 0, name)?;
    protect(&mut sheet);
    bind(&plan.title(track).zh, vec![sheet], options)
}

/// The columns of a roster that has room for all rows of all `facts`.
fn columns<'p>(plan: &'p Plan<'p>, facts: &[Dossier]) -> Vec<Column<'p>> {
    let dictionary = &*plan.pack.dictionary;
    let mut columns = Vec::new();
    for part in &plan.parts {
        if !part.section.rows {
            columns.extend(part.items.iter().map(|item| Column {
                heading: heading(dictionary, item, None),
                holds: Holds::Scalar(item),
            }));
            continue;
        }
        let lists = facts.iter().filter_map(|dossier| dossier.table(part.id)?.rows());
        let lists: Vec<_> = lists.collect();
        let asked = !part.clauses.is_empty() || part.items.iter().any(|item| !item.clauses.is_empty());
        if !asked && lists.is_empty() {
            continue;
        }
        columns.push(Column {
            heading: format!("有无{}", part.section.label.zh),
            holds: Holds::List(part),
        });
        let key = part.section.key;
        let keys: Vec<Key> = if key.is_some() {
            let mut years = part.keys.clone();
            for year in lists.iter().flat_map(|rows| part.keys_of(dictionary, rows)) {
                if !years.contains(&year) {
                    years.push(year);
                }
            }
            years.sort_unstable();
            years.into_iter().map(Key::Year).collect()
        } else {
            let most = lists.iter().map(|rows| rows.len()).max().unwrap_or(0).max(1);
            (0..most).map(Key::Number).collect()
        };
        for key_of_row in keys {
            let items = part.items.iter().filter(|item| Some(item.id) != key);
            columns.extend(items.map(|item| Column {
                heading: heading(dictionary, item, Some(key_of_row)),
                holds: Holds::Cell(item, part.id, key, key_of_row),
            }));
        }
    }
    columns
}

/// The heading of a field's column: its label, with its section where an earlier field goes by the same.
fn heading(dictionary: &Dictionary, item: &Item<'_>, key: Option<Key>) -> String {
    let field = item.field;
    let label = &field.label.zh;
    let first = dictionary.fields().find(|(_, other)| other.label.zh == *label);
    let label = match dictionary.section(field.section) {
        Some(section) if first.is_some_and(|(id, _)| id != item.id) => format!("{}-{label}", section.label.zh),
        _ => label.clone(),
    };
    let label = match key {
        Some(Key::Year(year)) => format!("{year}年{label}"),
        Some(Key::Number(number)) if number > 0 => format!("{label}{}", number + 1),
        _ => label,
    };
    match field.kind {
        Type::Money => format!("{label}(元)"),
        _ => label,
    }
}

impl<'p> Holds<'p> {
    fn field(&self) -> Option<&'p Field> {
        match self {
            Holds::Scalar(item) | Holds::Cell(item, ..) => Some(item.field),
            Holds::List(_) => None,
        }
    }
}

impl Column<'_> {
    /// What the note of the heading says.
    fn said(&self, pack: &Pack) -> Vec<String> {
        match &self.holds {
            Holds::Scalar(item) | Holds::Cell(item, ..) => {
                let mut lines = quoted(pack, &item.clauses);
                lines.push(instruction(pack, item, Medium::Workbook).zh);
                lines
            }
            Holds::List(part) => {
                let mut lines = quoted(pack, &part.clauses);
                lines.push("有的填“有”并填写后面各列；没有的填“无”；留空视为未填".to_owned());
                lines
            }
        }
    }

    /// Whether the column holds the applicant's name.
    fn names_applicant(&self) -> bool {
        self.holds
            .field()
            .is_some_and(|field| matches!(field.path.as_str(), "organization.name" | "individual.name"))
    }

    /// Writes what an applicant states in this column.
    fn enter(&self, sheet: &mut Worksheet, place: (u32, u16), facts: &Facts<'_>) -> Result<(), XlsxError> {
        match &self.holds {
            Holds::Scalar(item) => {
                let wanted = facts.wants(Cite::Scalar(item.id));
                let format = input(Some(item.field), wanted);
                enter(sheet, place, item.field, facts.scalar(item.id), &format)
            }
            Holds::Cell(item, table, key, key_of_row) => {
                let row = row(facts.dossier, *table, *key, *key_of_row);
                let value = row.and_then(|row| facts.cell(item.id, row));
                let wanted = row.is_some_and(|row| facts.wants(Cite::Cell(item.id, row)));
                enter(sheet, place, item.field, value, &input(Some(item.field), wanted))
            }
            Holds::List(part) => {
                let rows = facts.dossier.table(part.id).and_then(List::rows);
                let format = input(None, facts.wants(Cite::Table(part.id)));
                match rows.map(<[_]>::is_empty) {
                    Some(none) => {
                        sheet.write_string_with_format(place.0, place.1, if none { "无" } else { "有" }, &format)?
                    }
                    None => sheet.write_blank(place.0, place.1, &format)?,
                };
                Ok(())
            }
        }
    }
}

/// The number of the row that a group of columns speaks of, from zero.
fn row(dossier: &Dossier, table: SectionId, key: Option<FieldId>, wanted: Key) -> Option<usize> {
    let rows = dossier.table(table)?.rows()?;
    match wanted {
        Key::Number(number) => (number < rows.len()).then_some(number),
        Key::Year(year) => {
            let is_it = |row: &usize| {
                let slot = key.and_then(|key| dossier.slot(Cite::Cell(key, *row)));
                slot.and_then(|slot| slot.value()) == Some(&Value::Number(year))
            };
            (0..rows.len()).find(is_it)
        }
    }
}

/// How wide a column is, in characters.
fn width(column: &Column<'_>) -> u8 {
    match column.holds.field().map(|field| field.kind) {
        Some(Type::Text | Type::Texts) => 24,
        Some(Type::CreditCode | Type::IdNumber) => 21,
        Some(Type::Money) => 18,
        Some(_) => 14,
        None => 12,
    }
}
