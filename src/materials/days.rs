//! The days in the cells of a workbook: a number, which only the format of its cell makes a day.

use std::collections::HashSet;

use quick_xml::events::Event;

use crate::container::serial::day_of;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::parts::{Parts, attribute};

/// Which cells show days, and from which day they count.
#[derive(Debug, Default)]
pub struct Days {
    /// Whether each format of cells is one of days, in their order.
    formats: Vec<bool>,
    /// Whether days count from 1904, as old programs of Apple's have it.
    late: bool,
}

/// The numbers of formats of days that every program knows (ECMA-376, 18.8.30), those of East Asia among them.
const KNOWN: &[u32] = &[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];

impl Days {
    /// Reads the formats of a workbook.
    ///
    /// # Errors
    /// A part is damaged, or unfolds too far.
    pub fn read(parts: &mut Parts<'_>, book: &str, styles: &str) -> Result<Days, Flaw> {
        let mut days = Days::default();
        parts.walk(book, |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.local_name().as_ref() == "workbookPr"
            {
                days.late = matches!(attribute(tag, "date1904").as_deref(), Some("1" | "true"));
            }
            Ok(())
        })?;
        let mut own = HashSet::new();
        let mut inside = false;
        parts.walk(styles, |event| {
            match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let number = || attribute(tag, "numFmtId").and_then(|number| number.parse::<u32>().ok());
                    match tag.local_name().as_ref() {
                        "numFmt" if attribute(tag, "formatCode").is_some_and(|code| has_years(&code)) => {
                            own.extend(number());
                        }
                        "cellXfs" => inside = true,
                        "xf" if inside && days.formats.len() < limits::FORMATS => {
                            let of_days = |number| KNOWN.contains(&number) || own.contains(&number);
                            days.formats.push(number().is_some_and(of_days));
                        }
                        _ => {}
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
                _ => {}
            }
            Ok(())
        })?;
        Ok(days)
    }

    /// What a cell of this format shows of a number; `None` where it is no day.
    pub fn shown(&self, format: Option<&str>, number: &str) -> Option<String> {
        let format: usize = format?.parse().ok()?;
        if !self.formats.get(format).copied().unwrap_or(false) {
            return None;
        }
        let whole: i64 = number.trim().split('.').next()?.parse().ok()?;
        let day = day_of(whole, self.late)?;
        Some(format!("{}年{}月{}日", day.year(), day.month(), day.day()))
    }
}

/// Whether a format shows years: what it quotes or puts in brackets left out.
fn has_years(code: &str) -> bool {
    let mut close = None;
    code.chars().any(|c| match close {
        Some(end) => {
            close = close.filter(|_| c != end);
            false
        }
        None => {
            close = match c {
                '"' => Some('"'),
                '[' => Some(']'),
                _ => None,
            };
            matches!(c, 'y' | 'Y')
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::materials::parts::testing::archive;

    #[test]
    fn a_number_is_a_day_where_its_format_says_so() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;\"/>\
                      <numFmt numFmtId=\"171\" formatCode=\"0&quot;yes&quot;\"/></numFmts>\
                      <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>\
                      <xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>";
        for (book, first, sixtieth) in [
            ("<workbook/>", "2022年12月31日", None),
            (
                "<workbook><workbookPr date1904=\"1\"/></workbook>",
                "2027年1月1日",
                Some("1904年3月1日"),
            ),
        ] {
            let bytes = archive(&[("b", book.as_bytes()), ("s", styles.as_bytes())]);
            let days = Days::read(&mut Parts::open(&bytes).unwrap(), "b", "s").unwrap();
            for (format, number, shown) in [
                (None, "44926", None),
                (Some("0"), "44926", None),
                (Some("1"), "44926", Some(first)),
                (Some("2"), "44926.5", Some(first)),
                (Some("3"), "44926", None),
                (Some("9"), "44926", None),
                (Some("1"), "60", sixtieth),
                (Some("1"), "2958466", None),
                (Some("1"), "many", None),
            ] {
                assert_eq!(days.shown(format, number).as_deref(), shown, "{format:?} {number}");
            }
        }
    }
}
