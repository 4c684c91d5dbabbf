//! More than one applicant in a form, which is made for one: a second column of answers, a second sheet of facts, or a
//! second form below the first.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::dictionary::{Dictionary, Field, Type, Value, key};
use crate::load::excel::cell;
use crate::load::excel::headings::{Headings, Meaning, Meant};
use crate::load::excel::layout::{Grid, Layout};
use crate::load::excel::sheet::Cell;
use crate::load::excel::unit::Stated;
use crate::place::{InputError, Source, Spot};

/// What the heading of a column of examples or explanations holds.
const NO_ANSWERS: [&str; 8] = ["示例", "样例", "举例", "例", "说明", "参考", "sample", "example"];

/// How many answers that are no free text make a column one of answers.
const ANSWERS: usize = 2;

/// The sentence on two applicants in one form, of which the second begins at `second`.
pub fn error(source: &Source, first: Spot, second: Spot) -> InputError {
    let place = |spot| {
        let place = source.place(Some(spot));
        let sheet = place.sheet.map(|sheet| format!("{sheet}!")).unwrap_or_default();
        format!("{sheet}{}", place.cell.unwrap_or_default())
    };
    let (one, other) = (place(first), place(second));
    InputError::at(
        second,
        text!(
            "这张申报表里好像填了两个申报者（{one} 和 {other}），只读取了前一个",
            "this form seems to hold two applicants ({one} and {other}); only the first was read"
        ),
    )
    .hint(text!(
        "请每个申报者用一个文件，或改用每行一个申报者的名单；不是另一个申报者的，请删去这些内容",
        "use one file for each applicant, or a roster with one applicant per row; delete it if it is no other applicant"
    ))
}

/// Where a second column of answers begins on the sheet of facts, beside that of the layout, and what it differs from.
pub fn beside(
    grid: &Grid<'_>,
    layout: &Layout,
    headings: Headings<'_>,
    sheet: u16,
    today: Day,
) -> Option<(Spot, Spot)> {
    let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
    let mut failures: BTreeMap<u16, usize> = BTreeMap::new();
    let mut differing: BTreeMap<u16, (Spot, Spot)> = BTreeMap::new();
    let mut set_aside: BTreeSet<u16> = BTreeSet::new();
    for cells in grid
        .values()
        .take_while(|cells| cells.first().is_none_or(|cell| cell.row < layout.first))
    {
        let titles = cells
            .iter()
            .filter_map(|cell| Some((cell.column, key(cell.heading()?))));
        let other = titles.filter(|(_, title)| NO_ANSWERS.iter().any(|word| title.contains(word)));
        set_aside.extend(other.map(|(column, _)| column));
    }
    for (_, cells) in grid.range(layout.first..) {
        let further = cells
            .iter()
            .filter(|cell| cell.column > layout.content && cell.is_own());
        let further: Vec<&&Cell<'static>> = further.filter(|cell| !set_aside.contains(&cell.column)).collect();
        if further.is_empty() {
            continue;
        }
        let Some(field) = asked(cells, layout, headings) else {
            continue;
        };
        let read = |cell: &Cell<'static>| {
            let slot = cell::read(field, Stated::Nowhere, cell, cell.spot(sheet), today).ok()?;
            slot.value().cloned()
        };
        let answer = cells.iter().find(|cell| cell.column == layout.content);
        let given: Option<Value> = answer.and_then(|cell| read(cell));
        let text = matches!(field.kind, Type::Text | Type::Texts);
        for cell in further.into_iter().take_while(|cell| !is_label(cell, headings)) {
            let column = cell.column;
            let Some(value) = read(cell) else {
                // what explains answers nothing, row after row
                let fails = failures.entry(column).or_default();
                *fails += 1;
                if *fails >= ANSWERS && !answers.contains_key(&column) {
                    set_aside.insert(column);
                }
                continue;
            };
            if !text {
                *answers.entry(column).or_default() += 1;
            }
            if given.as_ref() != Some(&value) {
                let spot = cell.spot(sheet);
                let first = answer.map_or(spot, |answer| answer.spot(sheet));
                differing.entry(column).or_insert((first, spot));
            }
        }
    }
    let column = answers
        .into_iter()
        .find(|(column, count)| *count >= ANSWERS && !set_aside.contains(column) && differing.contains_key(column));
    differing.remove(&column?.0)
}

/// Whether another sheet of facts says of an applicant what the first sheet does not say: where it begins to, and what
/// stands in its place there.
pub fn another(
    (grid, layout, sheet): (&Grid<'_>, &Layout, u16),
    (other, other_sheet): (&Grid<'_>, u16),
    headings: Headings<'_>,
) -> Option<(Spot, Spot)> {
    let second = Layout::of(other, headings)?;
    let known = answers(grid, layout, headings);
    let stated = answers(other, &second, headings);
    let mut differs = stated.iter().filter(|(path, _)| IDENTITY.contains(&path.as_str()));
    differs.find_map(|(path, cell)| {
        let first = known.get(path)?;
        let apart = first.content != cell.content;
        apart.then(|| (first.spot(sheet), cell.spot(other_sheet)))
    })
}

/// The facts that tell one applicant from another.
const IDENTITY: [&str; 4] = [
    "organization.name",
    "organization.unified_social_credit_code",
    "individual.name",
    "individual.id_number",
];

/// Whether a field tells one applicant from another.
pub fn is_identity(dictionary: &Dictionary, meaning: Meaning) -> bool {
    let Meaning::Scalar(id) = meaning else { return false };
    dictionary
        .get(id)
        .is_some_and(|field| IDENTITY.contains(&field.path.as_str()))
}

/// What is filled in on a sheet of facts, by the paths of the fields.
fn answers<'g>(grid: &Grid<'g>, layout: &Layout, headings: Headings<'_>) -> BTreeMap<String, &'g Cell<'static>> {
    let each = grid.range(layout.first..).filter_map(|(_, cells)| {
        let field = asked(cells, layout, headings)?;
        let answer = cells.iter().find(|cell| cell.column == layout.content)?;
        Some((field.path.clone(), *answer))
    });
    each.collect()
}

/// The field that a row of a sheet of facts asks for.
fn asked<'d>(cells: &[&Cell<'static>], layout: &Layout, headings: Headings<'d>) -> Option<&'d Field> {
    let label = cells.iter().find(|cell| cell.column == layout.label)?;
    match headings.in_form(None, label.heading()?) {
        Meant::One(Meaning::Scalar(id)) => headings.dictionary.get(id),
        _ => None,
    }
}

/// Whether a cell is a label itself, as where two labels with their answers stand side by side.
fn is_label(cell: &Cell<'static>, headings: Headings<'_>) -> bool {
    cell.heading()
        .is_some_and(|text| headings.in_form(None, text) != Meant::Unknown)
}
