//! A dossier: every fact one applicant states, by field, each with its place; and what it does not state.

mod carry;
mod periods;
mod supposed;

pub use carry::Carrier;

use std::sync::{Arc, OnceLock};

use crate::day::{Day, Period};
use crate::dictionary::kind::{Choice, Kind};
use crate::dictionary::{
    Column, Dictionary, Entry, Field, FieldId, Heads, Scalar, SectionId, Subject, Table, Track, Value, join,
};
use crate::place::{InputError, Place, Source, Spot, Unreadable};
use crate::text::Text;

/// What stands, or does not stand, where a fact is expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Slot {
    /// Nothing was written.
    #[default]
    Absent,
    /// Its place is there, and blank.
    Blank(Spot),
    /// A word stands there that is no fact, such as 待补.
    Placeholder(Box<str>, Spot),
    /// What stands there cannot be read; the words, unless they are a person's own.
    Unreadable(Box<str>, Spot),
    /// A value and where it was read.
    Given(Value, Spot),
    /// A value that was understood from words that say it less exactly, such as 约1200万; where it was read, and the
    /// words.
    Understood(Value, Spot, Box<str>),
}

/// The word in a place where a picture stands.
pub const PICTURE: &str = "图片";

impl Slot {
    /// So many slots in which nothing was written.
    pub fn absent(count: usize) -> Box<[Slot]> {
        std::iter::repeat_with(|| Slot::Absent).take(count).collect()
    }

    /// The value, if one was given.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Slot::Given(value, _) | Slot::Understood(value, ..) => Some(value),
            Slot::Absent | Slot::Blank(_) | Slot::Placeholder(..) | Slot::Unreadable(..) => None,
        }
    }

    /// The words that a value was understood from, where they say it less exactly.
    pub fn understood(&self) -> Option<&str> {
        match self {
            Slot::Understood(_, _, words) => Some(words),
            _ => None,
        }
    }

    /// The word that stands there and is no fact.
    pub fn placeholder(&self) -> Option<&str> {
        match self {
            Slot::Placeholder(word, _) => Some(word),
            _ => None,
        }
    }

    /// The words that stand there and cannot be read; none where they must not be shown.
    pub fn unreadable(&self) -> Option<&str> {
        match self {
            Slot::Unreadable(words, _) => Some(words),
            _ => None,
        }
    }

    /// The place, if there is one.
    pub fn spot(&self) -> Option<Spot> {
        match self {
            Slot::Absent => None,
            Slot::Blank(spot)
            | Slot::Placeholder(_, spot)
            | Slot::Unreadable(_, spot)
            | Slot::Given(_, spot)
            | Slot::Understood(_, spot, _) => Some(*spot),
        }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where the row stands.
    pub spot: Spot,
    /// Its cells, by column.
    pub cells: Box<[Slot]>,
}

impl Row {
    /// What the row gives in `column`, as the rule reads it.
    pub fn get<K: Kind>(&self, column: Column<K>) -> Option<K::Given<'_>> {
        self.cells.get(column.slot)?.value().and_then(K::of)
    }
}

/// A table as the applicant states it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum List {
    /// Nothing is said of it.
    #[default]
    Absent,
    /// Its rows; none at all states that there are none.
    Stated {
        /// Where the statement stands.
        spot: Spot,
        /// The rows in their order.
        rows: Vec<Row>,
    },
}

impl List {
    /// The rows, if the table is stated.
    pub fn rows(&self) -> Option<&[Row]> {
        match self {
            List::Absent => None,
            List::Stated { rows, .. } => Some(rows),
        }
    }
}

/// A fact, or the want of one, that a finding rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cite {
    /// A scalar field.
    Scalar(FieldId),
    /// A cell: the column, and the row counted from zero.
    Cell(FieldId, usize),
    /// A whole table.
    Table(SectionId),
}

impl<K> From<Scalar<K>> for Cite {
    fn from(scalar: Scalar<K>) -> Cite {
        Cite::Scalar(scalar.id)
    }
}

impl From<Table> for Cite {
    fn from(table: Table) -> Cite {
        Cite::Table(table.id)
    }
}

impl<K> Column<K> {
    /// The cell of this column in a row, counted from zero.
    pub fn at(self, row: usize) -> Cite {
        Cite::Cell(self.id, row)
    }
}

/// Something in a dossier that cannot be read, or cannot be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What stands where, what was expected, and how to write it.
    pub error: InputError,
    /// The fields and tables of which nothing is known for it.
    pub at: Vec<Entry>,
}

impl Fault {
    /// An error for which nothing is known of one entry.
    pub fn of(error: InputError, at: Entry) -> Fault {
        Fault { error, at: vec![at] }
    }
}

/// Everything one applicant hands in.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// What it was read from.
    pub source: Source,
    /// Where it begins there, if the source holds several.
    pub at: Option<Spot>,
    /// The dictionary its facts are indexed by.
    pub dictionary: Arc<Dictionary>,
    /// What in it cannot be read.
    pub faults: Vec<Fault>,
    scalars: Box<[Slot]>,
    tables: Box<[List]>,
    periods: OnceLock<Vec<(Cite, Period)>>,
}

impl Dossier {
    /// A dossier that states nothing.
    pub fn empty(source: Source, dictionary: Arc<Dictionary>) -> Dossier {
        Dossier {
            source,
            at: None,
            faults: Vec::new(),
            scalars: Slot::absent(dictionary.scalar_count()),
            tables: dictionary.sections().map(|_| List::Absent).collect(),
            periods: OnceLock::new(),
            dictionary,
        }
    }

    /// The dossier, where all of it could be read.
    ///
    /// # Errors
    /// All that could not.
    pub fn sound(self) -> Result<Dossier, Unreadable> {
        match self.unread() {
            None => Ok(self),
            Some(unreadable) => Err(unreadable),
        }
    }

    /// What could not be read, if there is anything.
    pub fn unread(&self) -> Option<Unreadable> {
        let errors: Vec<InputError> = self.faults.iter().map(|fault| fault.error.clone()).collect();
        (!errors.is_empty()).then(|| Unreadable::new(self.source.clone(), errors))
    }

    /// The faults that leave something unknown of what is read at `entries`.
    pub fn faults_at<'d>(&'d self, entries: &'d [Entry]) -> impl Iterator<Item = &'d Fault> {
        let section = |entry: &Entry| match entry {
            Entry::Section(id) => Some(*id),
            Entry::Field(id) => self.dictionary.get(*id).map(|field| field.section),
        };
        let concerns = move |fault: &&Fault| {
            fault.at.iter().any(|at| match at {
                Entry::Field(_) => entries.contains(at),
                Entry::Section(id) => entries.iter().any(|entry| section(entry) == Some(*id)),
            })
        };
        self.faults.iter().filter(concerns)
    }

    /// All that stands in it, each with its place: the scalars and the tables, in the order of the dictionary.
    pub fn facts(&self) -> (&[Slot], &[List]) {
        (&self.scalars, &self.tables)
    }

    /// What the dossier gives in `scalar`, as the rule reads it.
    pub fn get<K: Kind>(&self, scalar: Scalar<K>) -> Option<K::Given<'_>> {
        self.scalars.get(scalar.slot)?.value().and_then(K::of)
    }

    /// The rows of a table, if it is stated.
    pub fn rows(&self, table: Table) -> Option<&[Row]> {
        self.tables.get(table.id.index())?.rows()
    }

    /// The value of a scalar field named by its path, where no rule is at hand: the head of a report, for one.
    pub fn value(&self, path: &str) -> Option<&Value> {
        let Entry::Field(id) = self.dictionary.entry(path)? else {
            return None;
        };
        self.slot(Cite::Scalar(id))?.value()
    }

    /// What the dossier gives in one of the facts that head every report.
    pub fn head<K: Kind>(&self, which: impl FnOnce(&Heads) -> Option<Scalar<K>>) -> Option<K::Given<'_>> {
        self.get(which(self.dictionary.heads())?)
    }

    /// The track that is entered, if it is said.
    pub fn track(&self) -> Option<&Track> {
        let choice = self.head(|heads| heads.track)?;
        self.dictionary.tracks().get(usize::from(choice))
    }

    /// The fact that says which track is entered.
    pub fn track_cite(&self) -> Option<Cite> {
        self.dictionary.heads().track.map(Cite::from)
    }

    /// The day of submission, if it took place.
    pub fn submitted_on(&self) -> Option<Day> {
        self.head(|heads| heads.submitted_on)
    }

    /// The applicant's name, if it is given: of the organization, or of the individual.
    pub fn applicant(&self) -> Option<&str> {
        let organization = || self.head(|heads| heads.organization);
        let person = || self.head(|heads| heads.person);
        match self.track().map(Track::subject) {
            Some(Subject::Person) => person().or_else(organization),
            _ => organization().or_else(person),
        }
    }

    /// Puts a scalar in.
    pub fn set(&mut self, field: &Field, slot: Slot) {
        self.periods.take();
        if let Some(place) = self.scalars.get_mut(field.slot) {
            *place = slot;
        }
    }

    /// Puts a table in.
    pub fn set_table(&mut self, section: SectionId, list: List) {
        self.periods.take();
        if let Some(place) = self.tables.get_mut(section.index()) {
            *place = list;
        }
    }

    /// The table of a section.
    pub fn table(&self, section: SectionId) -> Option<&List> {
        self.tables.get(section.index())
    }

    /// What stands where `cite` points, unless it points at a whole table.
    pub fn slot(&self, cite: Cite) -> Option<&Slot> {
        match cite {
            Cite::Scalar(id) => self.scalars.get(self.dictionary.get(id)?.slot),
            Cite::Cell(id, row) => {
                let field = self.dictionary.get(id)?;
                self.table(field.section)?.rows()?.get(row)?.cells.get(field.slot)
            }
            Cite::Table(_) => None,
        }
    }

    /// The path by which people and machines name what `cite` points at: rows by their key where they have
    /// one, as in `fiscal_years[2023].net_profit`, else by number from one.
    pub fn path(&self, cite: Cite) -> String {
        match cite {
            Cite::Scalar(id) => self.dictionary.get(id).map(|field| field.path.clone()),
            Cite::Table(id) => self.dictionary.section(id).map(|section| section.path.clone()),
            Cite::Cell(id, row) => self.dictionary.get(id).and_then(|field| {
                let section = self.dictionary.section(field.section)?;
                let key = section.key.and_then(|key| self.slot(Cite::Cell(key, row))?.value());
                let key = match key {
                    Some(Value::Number(number)) => number.to_string(),
                    _ => (row + 1).to_string(),
                };
                Some(join(&format!("{}[{key}]", section.path), &field.name))
            }),
        }
        .unwrap_or_default()
    }

    /// The place of what `cite` points at: of a gap, the nearest thing that was written around it.
    pub fn place(&self, cite: Cite) -> Place {
        let spot = match cite {
            Cite::Table(id) => match self.table(id) {
                Some(List::Stated { spot, .. }) => Some(*spot),
                _ => None,
            },
            Cite::Scalar(_) | Cite::Cell(..) => self.slot(cite).and_then(Slot::spot),
        };
        self.source.place(spot)
    }

    /// The label of a choice the dossier makes in a field.
    pub fn choice_label(&self, field: FieldId, choice: <Choice as Kind>::Given<'_>) -> Text {
        self.dictionary
            .get(field)
            .map(|field| field.choice_label(choice))
            .unwrap_or_default()
    }
}
