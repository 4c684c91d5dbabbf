//! Workbooks built in memory, and what is read from them.

mod delimited;
mod files;
mod forms;
mod headings;
mod levels;
mod merged;
mod nobody;
mod odd;
mod ods;
mod own;
mod rosters;
mod shapes;
mod straight;
mod units;
mod years;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::*;
use crate::dictionary::{Entry, OwnName, Value};
use crate::dossier::Cite;
use crate::writing::quote;

/// What a test puts in a cell.
#[derive(Clone, Copy)]
pub enum Put {
    /// Nothing.
    Gap,
    /// Text.
    T(&'static str),
    /// A number.
    N(f64),
    /// A number shown in a format.
    F(f64, &'static str),
    /// A logical value.
    B(bool),
    /// A day.
    D(u16, u8, u8),
    /// A formula and the result that was saved with it.
    R(&'static str, &'static str),
}
pub use Put::*;

/// A workbook of these sheets, each cell in its row and column.
pub fn book(sheets: &[(&str, &[&[Put]])]) -> Vec<u8> {
    dressed(sheets, |_| {})
}

/// The same, each sheet dressed as people dress it: merged, hidden.
pub fn dressed(sheets: &[(&str, &[&[Put]])], dress: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, put) in (0..).zip(*cells) {
                match put {
                    Gap => {}
                    T(text) => drop(sheet.write_string(row, column, *text).unwrap()),
                    N(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                    F(number, format) => {
                        let format = Format::new().set_num_format(*format);
                        sheet.write_number_with_format(row, column, *number, &format).unwrap();
                    }
                    B(flag) => drop(sheet.write_boolean(row, column, *flag).unwrap()),
                    D(year, month, day) => {
                        let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                        let format = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
                        sheet.write_datetime_with_format(row, column, &day, &format).unwrap();
                    }
                    R(formula, result) => {
                        let formula = Formula::new(*formula).set_result(*result);
                        sheet.write_formula(row, column, formula).unwrap();
                    }
                }
            }
        }
        dress(sheet);
    }
    book.save_to_buffer().unwrap()
}

/// What reading a workbook gave.
pub struct Outcome {
    pub applicants: Vec<Result<Dossier, Unreadable>>,
    pub whole: Result<Vec<Passed>, Unreadable>,
}

pub fn read_sheet(bytes: &[u8], sheet: Option<&str>) -> Outcome {
    read_file("甲.xlsx", bytes, sheet)
}

pub fn read_file(file: &str, bytes: &[u8], sheet: Option<&str>) -> Outcome {
    read_by(file, bytes, sheet, &[])
}

/// As [`read_file`], with names of the user's own.
pub fn read_by(file: &str, bytes: &[u8], sheet: Option<&str>, own: &[OwnName]) -> Outcome {
    let today = Day::new(2025, 12, 26).unwrap();
    let dictionary = crate::pack::Pack::find("xuhui-2025").unwrap().unwrap().dictionary;
    let dictionary = Arc::new(dictionary.with_names(own));
    let known = Dictionary::shared().unwrap().with_names(own);
    let mut applicants = Vec::new();
    let whole = read(
        file,
        bytes,
        &Options {
            sheet,
            today,
            known: Some(&known),
        },
        |named| match named {
            Some(named) if named.award != "xuhui-2025" => {
                let award = quote(named.award);
                Err(InputError::at(named.spot, text!("没有 {award}", "there is no {award}")))
            }
            _ => Ok(dictionary.clone()),
        },
        |applicant| applicants.push(applicant.and_then(Dossier::sound)),
    );
    Outcome { applicants, whole }
}

pub fn read_book(bytes: &[u8]) -> Outcome {
    read_sheet(bytes, None)
}

impl Outcome {
    /// The one applicant there is.
    pub fn only(&self) -> &Dossier {
        self.whole
            .as_ref()
            .unwrap_or_else(|errors| panic!("{:#?}", errors.errors));
        match self.applicants.as_slice() {
            [Ok(dossier)] => dossier,
            [Err(errors)] => panic!("{:#?}", errors.errors),
            more => panic!("{} applicants", more.len()),
        }
    }

    /// Every error, with the cell it is about.
    pub fn errors(&self) -> Vec<String> {
        let each = self.applicants.iter().filter_map(|applicant| applicant.as_ref().err());
        each.chain(self.whole.as_ref().err())
            .flat_map(|unreadable| {
                unreadable.errors.iter().map(|error| {
                    let place = unreadable.source.place(error.spot);
                    let hint = error.hint.as_ref().map(|hint| hint.zh.as_str()).unwrap_or_default();
                    format!("{} {} {}", place.cell.unwrap_or_default(), error.message.zh, hint)
                })
            })
            .collect()
    }

    /// The one error there is.
    pub fn error(&self) -> String {
        let errors = self.errors();
        assert_eq!(errors.len(), 1, "{errors:#?}");
        errors.into_iter().next().unwrap()
    }

    /// What was passed over.
    pub fn passed(&self) -> Vec<String> {
        let passed = self.whole.as_ref().unwrap();
        passed
            .iter()
            .map(|passed| format!("{} {}", passed.place, passed.message.zh))
            .collect()
    }
}

/// What stands in the scalar, or in the column of the row of a table, at `path`: `fiscal_years.net_profit@0`.
pub fn slot(dossier: &Dossier, path: &str) -> Slot {
    let (path, row) = match path.split_once('@') {
        Some((path, row)) => (path, Some(row.parse().unwrap())),
        None => (path, None),
    };
    let Some(Entry::Field(id)) = dossier.dictionary.entry(path) else {
        panic!("{path}")
    };
    let cite = row.map_or(Cite::Scalar(id), |row| Cite::Cell(id, row));
    dossier.slot(cite).cloned().unwrap_or_default()
}

/// The value there as people would say it, with the cell it was read from.
pub fn shown(dossier: &Dossier, path: &str) -> String {
    let slot = slot(dossier, path);
    let place = dossier.source.place(slot.spot()).cell.unwrap_or_default();
    let value = match slot.value() {
        None => "-".to_owned(),
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Money(money)) => money.to_string(),
        Some(Value::CreditCode(code)) => code.to_string(),
        Some(Value::When(when)) => format!("{when:?}"),
        Some(other) => format!("{other:?}"),
    };
    format!("{value} {place}")
}

/// How many rows the table at `path` states; `None` where it is absent.
pub fn rows(dossier: &Dossier, path: &str) -> Option<usize> {
    let Some(Entry::Section(id)) = dossier.dictionary.entry(path) else {
        panic!("{path}")
    };
    dossier.table(id).unwrap().rows().map(<[_]>::len)
}

use crate::dossier::Slot;

/// A credit code whose check digit agrees.
pub const CODE: &str = "91310104744923836T";
