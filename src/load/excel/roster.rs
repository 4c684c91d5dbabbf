//! The headings of a roster, one applicant per row: what its columns mean is resolved once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::day::Day;
use crate::dictionary::{Dictionary, FieldId, SectionId, Type, Value};
use crate::load::excel::headings::{Headings, Key, Meaning, Meant, keys_of};
use crate::load::excel::nobody::may_be_name;
use crate::load::excel::raw::Merged;
use crate::load::excel::sentences::{ambiguous, twice};
use crate::load::excel::several::is_identity;
use crate::load::excel::sheet::Cell;
use crate::load::excel::track::Implied;
use crate::load::excel::two_rows;
use crate::load::excel::unit::{self, Stated, Units};
use crate::load::excel::ways::same;
use crate::place::{InputError, Source, Spot};
use crate::text::Text;

/// A row of headings.
pub struct Head {
    /// The row it stands in.
    pub row: u32,
    /// The cells with text in it.
    pub cells: Vec<Cell<'static>>,
    /// The cells of which it was put together, and of the row of units below it.
    titles: Vec<Cell<'static>>,
    /// The cells above them.
    above: Vec<Cell<'static>>,
    /// The unit that is stated for the whole sheet, as in `单位：万元`.
    pub unit: Stated,
    /// What the row below it states, if that is one of units.
    pub units: Option<Units>,
    /// The column in which each row states the unit of its amounts, whatever else its heading may name.
    pub unit_column: Option<u16>,
    /// How many of its headings are known.
    pub known: usize,
    /// The columns in which applicants are named.
    pub names: Vec<u16>,
    /// Whether each row gives one year of an applicant: a column asks for the year.
    pub yearly: bool,
}

/// The row of headings among the first rows of a sheet: the one with most known headings, if they are at
/// least two and more than `beyond`, and one of them is a name or a code.
pub fn head(cells: &[Cell<'static>], merged: &[Merged], headings: Headings<'_>, beyond: usize) -> Option<Head> {
    let mut best: Option<Head> = None;
    let mut known: HashMap<String, Option<Meaning>> = HashMap::new();
    // whether the row names applicants, and whether something in it is not known by itself
    let mut consider = |row: u32, line: &[Cell<'static>], titles: &[&[Cell<'static>]]| {
        // two rows that are read as one count for more than either
        let joint = |best: &Head| {
            titles.len() > 1
                && titles
                    .iter()
                    .any(|line| line.first().is_some_and(|cell| cell.row == best.row))
        };
        let least = best
            .as_ref()
            .map_or(beyond.max(1) + 1, |best| best.known + usize::from(!joint(best)));
        if line.len() < least {
            return (false, false);
        }
        let named = line.iter().filter_map(|cell| cell.heading()).filter_map(|text| {
            if let Some(known) = known.get(text) {
                return *known;
            }
            let meaning = match headings.in_roster(text) {
                Meant::One(meaning) => Some(meaning),
                _ => None,
            };
            known.insert(text.to_owned(), meaning);
            meaning
        });
        let mut meanings: Vec<Meaning> = Vec::new();
        for meaning in named {
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
        let known = meanings.len();
        let names = meanings
            .iter()
            .any(|meaning| is_identity(headings.dictionary, *meaning));
        if names && known >= least {
            best = Some(Head {
                row,
                cells: line.iter().filter(|cell| cell.text().is_some()).cloned().collect(),
                titles: titles.concat(),
                above: Vec::new(),
                unit: Stated::Nowhere,
                units: None,
                unit_column: None,
                known,
                names: Vec::new(),
                yearly: false,
            });
        }
        (names, known < line.len())
    };
    let lines: Vec<&[Cell<'static>]> = cells.chunk_by(|a, b| a.row == b.row).collect();
    let seen: Vec<(bool, bool)> = lines
        .iter()
        .map(|line| {
            line.first()
                .map_or((false, false), |first| consider(first.row, line, &[line]))
        })
        .collect();
    // two rows, or three, are read as one only where more is known then
    for (pair, seen) in lines.windows(2).zip(seen.windows(2)) {
        let ([upper, lower], [(names, open), below]) = (pair, seen) else {
            continue;
        };
        let spans = || {
            lower
                .iter()
                .any(|cell| upper.iter().all(|over| over.column != cell.column))
        };
        if (below.0 || *names && (*open || spans()))
            && let Some(joint) = two_rows::joined(upper, lower, merged, headings)
            && let Some(last) = lower.first()
        {
            consider(last.row, &joint, &[upper, lower]);
        }
    }
    for (rows, seen) in lines.windows(3).zip(seen.windows(3)) {
        if let [upper, middle, lower] = *rows
            && seen.iter().any(|(names, _)| *names)
            && let Some(joint) = two_rows::of_three([upper, middle, lower], merged, headings)
            && let Some(last) = lower.first()
        {
            consider(last.row, &joint, rows);
        }
    }
    best.map(|head| head.in_units(cells, headings))
}

impl Head {
    /// The row with the units that the cells of the sheet state for it.
    fn in_units(mut self, cells: &[Cell<'static>], headings: Headings<'_>) -> Head {
        self.unit = unit::above(cells, self.row);
        let below = cells.iter().filter(|cell| cell.row > self.row);
        self.unit_column = unit::column(&self.cells, below);
        for cell in &self.cells {
            let Some(text) = cell.heading() else { continue };
            match headings.in_roster(text) {
                Meant::Unknown => self.unit = self.unit.and(unit::beside(text)),
                Meant::One(meaning) if is_identity(headings.dictionary, meaning) => self.names.push(cell.column),
                Meant::One(Meaning::Column(id, Key::Ordinal(_))) => self.yearly |= is_year(headings.dictionary, id),
                _ => {}
            }
        }
        let below = cells.iter().filter(|cell| cell.row == self.row + 1);
        self.units = Units::of(below.clone(), |column| self.names.contains(&column));
        if self.units.is_some() {
            self.titles.extend(below.cloned());
        }
        let top = self.titles.first().map_or(self.row, |title| title.row);
        self.above = cells.iter().filter(|cell| cell.row < top).cloned().collect();
        self
    }

    /// Whether a row below says nothing but what its headings say, or the titles above them, as where these are repeated
    /// on each page. What stands alone where an applicant is named, and may be a name, is no title.
    pub fn is_repeated<'c: 'l, 'l>(&self, line: impl IntoIterator<Item = &'l Cell<'c>>) -> bool {
        let own: Vec<&Cell<'_>> = line.into_iter().filter(|cell| cell.is_own()).collect();
        let among = |titles: &[Cell<'static>]| {
            let title = |cell: &&Cell<'_>| {
                let mut titles = titles.iter().filter(|title| title.column == cell.column);
                titles.any(|title| title.content == cell.content || title.text().zip(cell.text()).is_some_and(same))
            };
            own.iter().all(title)
        };
        let named = || match own.as_slice() {
            [cell] if self.names.contains(&cell.column) => cell.text().is_none_or(may_be_name),
            _ => false,
        };
        !own.is_empty() && (among(&self.titles) || !named() && among(&self.above))
    }

    /// The row above the first of the applicants.
    pub fn end(&self) -> u32 {
        self.row + u32::from(self.units.is_some())
    }
}

/// Whether a column holds the year by which the rows of its table are told apart.
fn is_year(dictionary: &Dictionary, id: FieldId) -> bool {
    let field = dictionary.get(id).filter(|field| field.kind == Type::Year);
    let section = field.and_then(|field| dictionary.section(field.section));
    section.is_some_and(|section| section.key == Some(id))
}

/// What the columns of a roster mean in one dictionary, and what reading its rows takes.
pub struct Plan {
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) source: Source,
    pub(super) sheet: u16,
    pub(super) today: Day,
    pub(super) columns: Vec<Option<Column>>,
    pub(super) scalars: Vec<(u16, FieldId)>,
    pub(super) order: Vec<(FieldId, FieldId)>,
    pub(super) groups: Vec<Group>,
    pub(super) lists: Vec<SectionId>,
    /// The fields by which an applicant is known.
    pub(super) identities: Vec<FieldId>,
    /// The column in which each row states the unit of its amounts.
    pub(super) units: Option<u16>,
    /// The track of everyone, where no column asks for it.
    pub(super) implied: Option<Implied>,
    /// The column and heading by which a repeated row of headings is told.
    pub(super) identity: Option<(u16, String)>,
}

/// A column whose heading is known.
pub(super) struct Column {
    pub(super) target: Target,
    pub(super) unit: Stated,
    /// Whether its texts come from a short list, and what those that were read mean.
    pub(super) recurs: bool,
    pub(super) seen: Vec<(Box<str>, Value)>,
}

/// What a column gives.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Scalar(FieldId),
    /// A column in one of the groups.
    Cell(usize, FieldId),
    List(SectionId),
}

/// The columns that make up one row of a table.
pub(super) struct Group {
    pub(super) section: SectionId,
    pub(super) key: Key,
    /// Where its first heading stands.
    pub(super) heading: Spot,
    pub(super) columns: Vec<(u16, usize)>,
}

impl Plan {
    /// Resolves a row of headings. What it does not know is given to `unknown`.
    ///
    /// # Errors
    /// Each heading that stands twice, or may mean several columns.
    pub fn new(
        head: &Head,
        dictionary: Arc<Dictionary>,
        (source, sheet, today): (Source, u16, Day),
        mut unknown: impl FnMut(&Cell<'static>, Option<Text>),
    ) -> Result<Plan, Vec<InputError>> {
        let mut plan = Plan {
            columns: Vec::new(),
            scalars: Vec::new(),
            order: Vec::new(),
            groups: Vec::new(),
            lists: Vec::new(),
            units: None,
            identities: Vec::new(),
            implied: None,
            identity: None,
            dictionary: dictionary.clone(),
            source,
            sheet,
            today,
        };
        let headings = Headings::of(&dictionary);
        let around = head.unit.and(unit::of_sheet(&plan.source, sheet));
        let mut errors = Vec::new();
        let mut taken: Vec<(Meaning, Spot)> = Vec::new();
        for heading in &head.cells {
            let Some(text) = heading.heading() else { continue };
            let spot = heading.spot(sheet);
            if head.unit_column == Some(heading.column) {
                plan.units = head.unit_column;
                continue;
            }
            match headings.in_roster(text) {
                Meant::One(meaning) => {
                    if let Some((_, first)) = taken.iter().find(|(other, _)| *other == meaning) {
                        let another = match meaning {
                            Meaning::Column(id, _) => headings.another(text, id, &keys_of(&taken, id)),
                            Meaning::Scalar(_) | Meaning::List(_) => None,
                        };
                        errors.push(twice(&plan.source, text, *first, spot, another));
                        continue;
                    }
                    taken.push((meaning, spot));
                    let below = head.units.as_ref().map(|units| units.at(heading.column));
                    plan.column(heading, meaning, around.and(below.unwrap_or_default()));
                }
                Meant::Several(ids) => errors.push(ambiguous(&plan.dictionary, text, &ids, spot)),
                Meant::Unknown if unit::is_column(text) => plan.units = Some(heading.column),
                Meant::Unknown => unknown(heading, headings.nearest(text)),
            }
        }
        plan.implied = Implied::by(&plan.dictionary, &taken);
        let scalar = |id: FieldId| plan.scalars.iter().any(|(_, other)| *other == id);
        let order = plan.dictionary.sections().filter(|(_, section)| !section.rows);
        let order = order.flat_map(|(_, section)| section.order.clone());
        plan.order = order.filter(|(a, b)| scalar(*a) && scalar(*b)).collect();
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// Adds a column.
    fn column(&mut self, heading: &Cell<'static>, meaning: Meaning, around: Stated) {
        let text = heading.text().unwrap_or_default();
        let target = match meaning {
            Meaning::Scalar(id) => {
                self.scalars.push((heading.column, id));
                if is_identity(&self.dictionary, meaning) {
                    self.identities.push(id);
                    self.identity.get_or_insert_with(|| (heading.column, text.to_owned()));
                }
                Target::Scalar(id)
            }
            Meaning::Column(id, key) => Target::Cell(self.group(heading, id, key), id),
            Meaning::List(id) => {
                self.add_list(id);
                Target::List(id)
            }
        };
        let field = match target {
            Target::Scalar(id) | Target::Cell(_, id) => self.dictionary.get(id),
            Target::List(_) => None,
        };
        let recurs = field.is_some_and(|field| matches!(field.kind, Type::Choice | Type::Boolean));
        let at = usize::from(heading.column);
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, || None);
        }
        if let Some(place) = self.columns.get_mut(at) {
            *place = Some(Column {
                target,
                unit: Stated::in_heading(text).and(around),
                recurs,
                seen: Vec::new(),
            });
        }
    }

    /// The group of a table's column, opened where it is the first of its row.
    fn group(&mut self, heading: &Cell<'static>, id: FieldId, key: Key) -> usize {
        let Some(field) = self.dictionary.get(id) else { return 0 };
        let (section, slot) = (field.section, field.slot);
        self.add_list(section);
        let known = self
            .groups
            .iter()
            .position(|group| group.section == section && group.key == key);
        let at = known.unwrap_or_else(|| {
            self.groups.push(Group {
                section,
                key,
                heading: heading.spot(self.sheet),
                columns: Vec::new(),
            });
            self.groups.len() - 1
        });
        if let Some(group) = self.groups.get_mut(at) {
            group.columns.push((heading.column, slot));
        }
        at
    }

    fn add_list(&mut self, id: SectionId) {
        if !self.lists.contains(&id) {
            self.lists.push(id);
        }
    }

    /// Whether no amount is read in another unit than this one.
    pub fn counts_in(&self, unit: Stated) -> bool {
        let money = |column: &&Column| match column.target {
            Target::Scalar(id) | Target::Cell(_, id) => {
                self.dictionary.get(id).is_some_and(|field| field.kind == Type::Money)
            }
            Target::List(_) => false,
        };
        let mut read = self.columns.iter().flatten().filter(money);
        read.all(|column| {
            Stated::In(column.unit.unit().unwrap_or_default())
                .and(unit)
                .doubt()
                .is_none()
        })
    }

    /// Whether a column has a heading that is known.
    pub fn knows(&self, column: u16) -> bool {
        self.columns.get(usize::from(column)).is_some_and(Option::is_some)
    }
}
