//! Addresses: which province, city, district or county one names (`rules/divisions.csv`, GB/T 2260).
//!
//! An address is read from its head: province or municipality, city, district or county, and the rest. Only the
//! divisions count. A name within the rest is that of a road, a park or a building; what negates, dates or doubts makes
//! the reading doubtful and is kept to be quoted. Knows no award: whose area is asked about is for the rule to say.

mod divisions;

use toml::Spanned;

use divisions::DIVISIONS_BY_NAME;

use crate::shape::{Called, Key, Reader, Shape, Written};
use crate::text::Text;
use crate::writing::{quote, without_remarks};

pub use divisions::Division;

/// What a text says of where something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In the area.
    Here,
    /// In another division.
    Elsewhere,
    /// It does not say: no division is named, or only a larger one.
    Unsaid,
    /// It cannot be told: negated, dated, doubted or contradicting itself.
    Open,
}

shape! {
    /// An area as a pack writes it.
    struct AreaWritten {
        /// Its code in the list of divisions.
        /// 中文：行政区划代码。
        code: Spanned<String>,
        /// Other names of it, and names of its parts.
        /// 中文：该区的其他名称，以及其中各部分的名称。
        names: Vec<String> = "[]",
    }
}

impl Called for Area {
    fn called() -> Text {
        text!("一个行政区 {{ code = \"…\" }}", "a division {{ code = \"…\" }}")
    }

    fn keys() -> Vec<Key> {
        AreaWritten::keys()
    }
}

impl<S> Shape<S> for Area {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Area> {
        let area = AreaWritten::read(written, reader)?;
        match Division::of_code(area.code.get_ref()) {
            Some(division) => Some(Area::new(division, area.names.iter().map(String::as_str))),
            None => {
                let code = quote(area.code.get_ref());
                let message = text!("没有代码为 {code} 的行政区", "no division has the code {code}");
                reader.wrong(area.code.span(), message)
            }
        }
    }
}

/// An area that texts are held against, with what it is called beside its names in the list of divisions.
#[derive(Debug, Clone)]
pub struct Area {
    /// The division.
    pub division: Division,
    /// Other names of it, and names of its parts.
    names: Vec<String>,
}

impl Area {
    /// The area of a division, with other names of it and names of its parts.
    pub fn new<'n>(division: Division, names: impl IntoIterator<Item = &'n str>) -> Area {
        Area {
            division,
            names: names.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Where a text that names a district says that something is.
    pub fn holds_district(&self, text: &str) -> Where {
        if text == self.division.name() {
            return Where::Here;
        }
        let list = &*DIVISIONS_BY_NAME;
        let plain = list.plain(text);
        if let Some(division) = Division::of_code(&plain) {
            return self.place(&[division]);
        }
        let (main, remarks) = without_remarks(&plain);
        if self.is_called(&main) {
            return self.with_remarks(Where::Here, &remarks);
        }
        let head = list.head(&main);
        let rest = main
            .get(head.end..)
            .unwrap_or_default()
            .trim_matches(|c: char| !c.is_alphanumeric());
        let place = self.place(&head.last);
        let part = list.words.parts_end.end(rest) && !list.words.doubts.in_text(rest);
        if !(rest.is_empty() || self.is_called(rest) || part) {
            return Where::Open;
        }
        self.with_remarks(place, &remarks)
    }

    /// Where an address says that something is.
    pub fn holds_address(&self, text: &str) -> Where {
        let list = &*DIVISIONS_BY_NAME;
        let plain = list.plain(text);
        let (main, remarks) = without_remarks(&plain);
        let pieces = main.split(['、', ',', ';', '/', '|']).filter(|piece| !piece.is_empty());
        let head = list.head(&main);
        let rest = main.get(head.end..).unwrap_or_default();
        let place = self.place(&head.last);
        let another = pieces.filter(|piece| *piece != main).any(|piece| {
            let other = self.place(&list.head(piece).last);
            other != Where::Unsaid && other != place
        });
        let foreign = !list.head(rest).last.is_empty() && rest.starts_with(char::is_alphanumeric);
        let elsewhere = place == Where::Unsaid && self.names_in(&main).iter().any(|named| *named != Where::Unsaid);
        if another || foreign || elsewhere || list.words.moves.in_text(&main) {
            return Where::Open;
        }
        self.with_remarks(place, &remarks)
    }

    /// What the remarks in brackets leave of a place.
    fn with_remarks(&self, place: Where, remarks: &[String]) -> Where {
        let list = &*DIVISIONS_BY_NAME;
        let harmless = |remark: &String| {
            let names = self.names_in(remark);
            if place == Where::Here && list.words.formerly.start(remark) {
                return !names.contains(&Where::Here) && !list.words.moves.in_text(remark);
            }
            !list.words.doubts.in_text(remark)
                && names
                    .iter()
                    .all(|named| matches!(named, Where::Unsaid) || *named == place)
        };
        if remarks.iter().all(harmless) {
            place
        } else {
            Where::Open
        }
    }

    /// Where the divisions lie whose full names stand anywhere in a text.
    fn names_in(&self, text: &str) -> Vec<Where> {
        let list = &*DIVISIONS_BY_NAME;
        let starts = text.char_indices().map(|(at, _)| at);
        let mut found = Vec::new();
        let mut passed = 0;
        for at in starts {
            let rest = text.get(at..).unwrap_or_default();
            if at < passed {
                continue;
            }
            if let Some((divisions, length)) = list.one(rest, &[]) {
                passed = at + length;
                found.push(self.place(&divisions));
            }
        }
        found
    }

    /// Whether a plain text is a name of the area or of a part of it.
    fn is_called(&self, plain: &str) -> bool {
        let list = &*DIVISIONS_BY_NAME;
        let words = &list.words;
        let same_level = match self.division.step() {
            1 => words.here_district.are(plain),
            100 => words.here_city.are(plain),
            _ if self.division.is_municipality() => words.here_city.are(plain),
            _ => words.here_province.are(plain),
        };
        same_level || self.names.iter().any(|name| list.plain(name) == plain)
    }

    /// Where divisions lie that a name can mean: here if one of them does.
    fn place(&self, divisions: &[Division]) -> Where {
        if divisions.is_empty() {
            return Where::Unsaid;
        }
        if divisions.iter().any(|division| division.is_within(self.division)) {
            return Where::Here;
        }
        // A larger division that holds the area does not say where in it.
        if divisions.iter().any(|division| self.division.is_within(*division)) {
            return Where::Unsaid;
        }
        Where::Elsewhere
    }
}
