//! The roster: a workbook with one applicant per row. Tables are flattened: a row of a table becomes a group of
//! columns, named by its key (`2022年净利润(元)`) or, from the second on, by its number (`公示开始日期2`).

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::dictionary::{Dictionary, Field, FieldId, SectionId, Track, Type, Value};
use crate::dossier::{Cite, Dossier, List};
use crate::pack::Pack;
use crate::template::dropdowns::{Options, any};
use crate::template::form::asked;
use crate::template::gaps::Facts;
use crate::template::need::Need;
use crate::template::plan::{Group, Item, Plan};
use crate::template::sheet::{
    At, Look, bind, enter, height, input, lines, lines_of, note, plain_input, print_roster, protect,
};
use crate::template::wording::{Medium, instruction, quoted};
use crate::text::Lang;

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
    List(&'p Group<'p>),
}

struct Column<'p> {
    heading: String,
    holds: Holds<'p>,
    lang: Lang,
}

/// The roster of a track, or of both, in `lang`, with a row for each of `facts`, dossiers read with the pack's dictionary.
///
/// # Errors
/// A fact longer than a cell holds, 32,767 characters; more columns than a sheet has.
pub fn roster(pack: &Pack, track: Option<&Track>, facts: &[Dossier], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let known: Vec<&Dossier> = facts.iter().collect();
    let plan = Plan::new(pack, track, &known);
    let columns = columns(&plan, facts, lang);
    let mut sheet = Worksheet::new();
    let mut options = Options::new(lang);
    sheet.set_name(text!("名单", "Applicants").get(lang))?;
    let last = ROWS.max(u32::try_from(facts.len()).unwrap_or(u32::MAX));
    for (number, column) in (0u16..).zip(&columns) {
        sheet.write_string_with_format(0, number, &column.heading, &column.look().format())?;
        sheet.insert_note(0, number, &note(&column.said(pack)))?;
        let field = column.holds.field();
        sheet.set_column_width(number, width(column))?;
        sheet.set_column_format(number, &plain_input(field))?;
        let validation = match (&column.holds, field) {
            (Holds::List(_), _) => Some(options.stated()?),
            (_, Some(field)) => options.validation(field)?,
            (_, None) => None,
        };
        if let Some(validation) = validation {
            sheet.add_data_validation(1, number, last, number, &validation)?;
        }
    }
    for (row, dossier) in (1u32..).zip(facts) {
        let facts = Facts::new(&plan, dossier);
        let mut tall = 1;
        for (number, column) in (0u16..).zip(&columns) {
            column.enter(&mut sheet, (row, number), &facts)?;
            tall = tall.max(lines_of(column.value(&facts), width(column)));
        }
        sheet.set_row_height(row, height(tall))?;
    }
    let heads = columns.iter().map(|column| lines(&column.heading, width(column)));
    sheet.set_row_height(0, height(heads.max().unwrap_or(1)))?;
    let name = columns.iter().position(|column| column.names_applicant());
    let name = name.and_then(|position| u16::try_from(position).ok()).unwrap_or(0);
    sheet.set_freeze_panes(1, name + 1)?;
    print_roster(&mut sheet, 0, name, lang)?;
    protect(&mut sheet);
    bind(plan.title(track).get(lang), vec![sheet], options)
}

/// The columns of a roster that has room for all rows of all `facts`.
fn columns<'p>(plan: &'p Plan<'p>, facts: &[Dossier], lang: Lang) -> Vec<Column<'p>> {
    let dictionary = &*plan.pack.dictionary;
    let mut columns = Vec::new();
    for group in &plan.groups {
        if !group.section.rows {
            columns.extend(group.items.iter().map(|item| Column {
                heading: heading(dictionary, item, None, lang),
                holds: Holds::Scalar(item),
                lang,
            }));
            continue;
        }
        let lists = facts.iter().filter_map(|dossier| dossier.table(group.id)?.rows());
        let lists: Vec<_> = lists.collect();
        let is_read = !group.clauses.is_empty() || group.items.iter().any(|item| !item.clauses.is_empty());
        if !is_read && lists.is_empty() {
            continue;
        }
        columns.push(Column {
            heading: asked(group).get(lang).to_owned(),
            holds: Holds::List(group),
            lang,
        });
        let key = group.section.key;
        let keys: Vec<Key> = if key.is_some() {
            let mut years = group.keys.clone();
            for year in lists.iter().flat_map(|rows| group.keys_of(dictionary, rows)) {
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
            let items = group.items.iter().filter(|item| Some(item.id) != key);
            columns.extend(items.map(|item| Column {
                heading: heading(dictionary, item, Some(key_of_row), lang),
                holds: Holds::Cell(item, group.id, key, key_of_row),
                lang,
            }));
        }
    }
    columns
}

/// The heading of a field's column: its label, with its section where another field goes by the same, unless that is a
/// copy of it in another section.
fn heading(dictionary: &Dictionary, item: &Item<'_>, key: Option<Key>, lang: Lang) -> String {
    let field = item.field;
    let label = field.label.get(lang);
    let copy = |other: &Field| other.path.ends_with(&format!(".{}", field.path));
    let mut others = dictionary.fields().filter(|(id, _)| *id != item.id);
    let shared = others.any(|(_, other)| other.label.get(lang) == label && !copy(other));
    let label = match dictionary.section(field.section) {
        Some(section) if shared => format!("{}-{label}", section.label.get(lang)),
        _ => label.to_owned(),
    };
    let label = match key {
        Some(Key::Year(year)) => text!("{year}年{label}", "{year} {label}").get(lang).to_owned(),
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
        let (clauses, said) = match &self.holds {
            Holds::Scalar(item) | Holds::Cell(item, ..) => (&item.clauses, instruction(pack, item, Medium::Workbook)),
            Holds::List(group) => {
                let mut said = group.need.label();
                said.push(&text!(
                    "；有的填“有”并填写后面各列；没有的填“无”；留空视为未填",
                    "; write yes if there are any, and fill in the columns behind it; if there are none, no; blank is not given"
                ));
                (&group.clauses, said)
            }
        };
        let mut lines = quoted(pack, clauses, self.lang);
        lines.push(said.get(self.lang).to_owned());
        lines
    }

    /// How the heading looks.
    fn look(&self) -> Look {
        let need = match &self.holds {
            Holds::Scalar(item) => item.need,
            Holds::List(group) => group.need,
            // of a row that is not there nothing is asked
            Holds::Cell(.., Key::Number(_)) => Need::Never,
            Holds::Cell(item, .., Key::Year(_)) => item.need,
        };
        match need {
            Need::Always => Look::HeadWanted,
            Need::When(_) | Need::Never => Look::Head,
        }
    }

    /// Whether the column holds the applicant's name.
    fn names_applicant(&self) -> bool {
        self.holds
            .field()
            .is_some_and(|field| matches!(field.path.as_str(), "organization.name" | "individual.name"))
    }

    /// The row of its table that it speaks of, where the applicant has that row.
    fn row(&self, facts: &Facts<'_>) -> Option<usize> {
        match &self.holds {
            Holds::Cell(_, table, key, key_of_row) => row_of(facts.dossier, *table, *key, *key_of_row),
            Holds::Scalar(_) | Holds::List(_) => None,
        }
    }

    /// The value that an applicant states in this column.
    fn value<'f>(&self, facts: &Facts<'f>) -> Option<&'f Value> {
        match &self.holds {
            Holds::Scalar(item) => facts.scalar(item.id),
            Holds::Cell(item, ..) => facts.cell(item.id, self.row(facts)?),
            Holds::List(_) => None,
        }
    }

    /// Writes what an applicant states in this column.
    fn enter(&self, sheet: &mut Worksheet, (row, column): (u32, u16), facts: &Facts<'_>) -> Result<(), XlsxError> {
        let lang = self.lang;
        let (field, cite) = match &self.holds {
            Holds::Scalar(item) => (item.field, Some(Cite::Scalar(item.id))),
            Holds::Cell(item, ..) => (item.field, self.row(facts).map(|row| Cite::Cell(item.id, row))),
            Holds::List(group) => {
                let rows = facts.dossier.table(group.id).and_then(List::rows);
                let format = input(None, facts.wants(Cite::Table(group.id)));
                match rows.map(<[_]>::is_empty) {
                    Some(none) => sheet.write_string_with_format(row, column, any(!none).get(lang), &format)?,
                    None => sheet.write_blank(row, column, &format)?,
                };
                return Ok(());
            }
        };
        let format = input(Some(field), cite.is_some_and(|cite| facts.wants(cite)));
        enter(sheet, At { row, column, lang }, field, self.value(facts), &format)
    }
}

/// The number of the row that a group of columns speaks of, from zero.
fn row_of(dossier: &Dossier, table: SectionId, key: Option<FieldId>, wanted: Key) -> Option<usize> {
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
fn width(column: &Column<'_>) -> u16 {
    match column.holds.field().map(|field| field.kind) {
        Some(Type::Text) if column.holds.field().is_some_and(|field| field.example.is_some()) => 60,
        Some(Type::Text | Type::Texts) => 24,
        Some(Type::CreditCode | Type::IdNumber) => 21,
        Some(Type::Money) => 18,
        Some(_) => 14,
        None => 12,
    }
}
