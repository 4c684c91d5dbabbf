//! Tables of years: the row of a year, and what is said where there is none.

use crate::dictionary::kind::Number;
use crate::dictionary::{Column, Table};
use crate::dossier::Row;
use crate::money::Money;
use crate::rules::{Context, Outcome};

/// The row of a year and its number; where there is none, that the year is not given.
pub(super) fn row_of<'r>(
    context: &Context<'_>,
    table: Table,
    rows: &'r [Row],
    column: Column<Number>,
    year: i64,
) -> Result<(usize, &'r Row), Box<Outcome>> {
    let found = rows.iter().enumerate().find(|(_, row)| row.get(column) == Some(year));
    found.ok_or_else(|| {
        let found = context.say(|| text!("没有 {year} 年度的数据", "{year} is not given"));
        Box::new(Outcome::missing(found).cite([table.into()]))
    })
}

/// The amount of a year, and the number of its row.
pub(super) fn amount_of(
    context: &Context<'_>,
    table: Table,
    rows: &[Row],
    columns: (Column<Number>, Column<Money>),
    year: i64,
) -> Result<(usize, Money), Box<Outcome>> {
    let (in_year, amount) = columns;
    let (number, row) = row_of(context, table, rows, in_year, year)?;
    match row.get(amount) {
        Some(found) => Ok((number, found)),
        None => Err(Box::new(Outcome::not_given(context, &[amount.at(number)]))),
    }
}

/// Years as a sentence lists them, in Chinese and in English.
pub(super) fn listed(years: &[i64]) -> [String; 2] {
    let years: Vec<String> = years.iter().map(i64::to_string).collect();
    [years.join("、"), years.join(", ")]
}
