//! A dossier in TOML: all that is wrong with it in one pass, or every fact with its line and column.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::day::Day;
use crate::dossier::{Dossier, List, Row, Slot};
use crate::field::{Dictionary, Entry, Field, FieldId, Section, SectionId, Type};
use crate::load::Named;
use crate::load::consistency::{out_of_order, repeated_keys};
use crate::load::reading::{self, Misread, Raw};
use crate::money::Unit;
use crate::place::{InputError, Source, Spot, Unreadable};
use crate::syntax;
use crate::text::{Text, fold, mask, nearest, quote};
use crate::value::Value;

/// Reads a dossier. `dictionary` answers with the dictionary of the pack that the dossier names, or of the
/// one that is used when it names none; `today` bounds days of birth.
///
/// # Errors
/// Everything in the text that cannot be read.
pub fn read(
    source: &Source,
    today: Day,
    dictionary: impl FnOnce(Option<Named<'_>>) -> Result<Arc<Dictionary>, InputError>,
) -> Result<Dossier, Unreadable> {
    let text = source.contents();
    let (table, mut errors) = syntax::parse(text);
    let table = table.into_inner();
    let named = table.get("award").and_then(|award| {
        let spot = Spot::span(award.span());
        award
            .get_ref()
            .as_str()
            .filter(|award| !award.trim().is_empty())
            .map(|award| Named { award, spot })
    });
    let dictionary = match dictionary(named) {
        Ok(dictionary) => dictionary,
        Err(error) => {
            if let Ok(shared) = Dictionary::shared() {
                hide(text, &mut errors, shared);
            }
            errors.push(error);
            return Err(Unreadable::new(source.clone(), errors));
        }
    };
    let parsed = errors.is_empty() && !table.is_empty();
    let foreign = parsed && table.keys().all(|key| dictionary.entry(key.get_ref()).is_none());
    let unreadable = |errors| Unreadable {
        foreign,
        ..Unreadable::new(source.clone(), errors)
    };
    hide(text, &mut errors, &dictionary);
    match walk(&table, source, &dictionary, today) {
        Ok(dossier) if errors.is_empty() => Ok(dossier),
        Ok(_) => Err(unreadable(errors)),
        Err(mut found) => {
            let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
            hide_beside(&ends, &mut found);
            let broken: HashSet<usize> = errors.iter().filter_map(|error| line_of(&ends, error.spot)).collect();
            let fresh = |error: &InputError| line_of(&ends, error.spot).is_none_or(|line| !broken.contains(&line));
            errors.extend(found.into_iter().filter(fresh));
            Err(unreadable(errors))
        }
    }
}

/// How many of the line ends lie before a spot.
fn line_of(ends: &[usize], spot: Option<Spot>) -> Option<usize> {
    match spot? {
        Spot::Span { start, .. } => Some(ends.partition_point(|end| *end < start as usize)),
        Spot::Cell { .. } => None,
    }
}

/// Hides the lines of errors that stand where an identity number is given.
fn hide(text: &str, errors: &mut [InputError], dictionary: &Dictionary) {
    for error in errors {
        error.secret |= on_a_private_line(text, error.spot, dictionary);
    }
}

/// Hides the line of every error that shares it with one whose line is hidden.
fn hide_beside(ends: &[usize], errors: &mut [InputError]) {
    let secret = errors.iter().filter(|error| error.secret);
    let hidden: HashSet<usize> = secret.filter_map(|error| line_of(ends, error.spot)).collect();
    for error in errors {
        error.secret |= line_of(ends, error.spot).is_some_and(|line| hidden.contains(&line));
    }
}

/// Whether a spot stands on a line that gives an identity number.
fn on_a_private_line(text: &str, spot: Option<Spot>, dictionary: &Dictionary) -> bool {
    let Some(Spot::Span { start, .. }) = spot else {
        return false;
    };
    let Some((before, after)) = text.split_at_checked(start as usize) else {
        return false;
    };
    let begin = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').unwrap_or(after.len());
    let line = (
        before.get(begin..).unwrap_or_default(),
        after.get(..end).unwrap_or_default(),
    );
    let private = dictionary.fields().filter(|(_, field)| field.kind == Type::IdNumber);
    let mut names = private.flat_map(|(_, field)| [&field.name, &field.label.zh].into_iter().chain(&field.headings));
    names.any(|name| line.0.contains(name) || line.1.contains(name))
}

/// Reads a dossier from a table that was parsed already.
///
/// # Errors
/// Everything in the table that the dictionary does not know or cannot read.
pub fn walk(
    table: &DeTable<'_>,
    source: &Source,
    dictionary: &Arc<Dictionary>,
    today: Day,
) -> Result<Dossier, Vec<InputError>> {
    let mut reader = Reader {
        dossier: Dossier::empty(source.clone(), dictionary.clone()),
        dictionary,
        today,
        errors: Vec::new(),
    };
    if let Some(root) = dictionary.section_at("") {
        reader.section(root, table);
    }
    if reader.errors.is_empty() {
        Ok(reader.dossier)
    } else {
        Err(reader.errors)
    }
}

struct Reader<'d> {
    dossier: Dossier,
    dictionary: &'d Dictionary,
    today: Day,
    errors: Vec<InputError>,
}

impl<'d> Reader<'d> {
    /// Reads the keys of one section and of the sections within it.
    fn section(&mut self, section: &'d Section, table: &DeTable<'_>) {
        let dictionary = self.dictionary;
        let mut names = section.names();
        for (key, value) in table {
            match names.find(key.get_ref()) {
                Some(Entry::Field(id)) => self.scalar(id, value),
                Some(Entry::Section(id)) => self.subsection(id, key.span(), value),
                None => self.unknown(&section.path, key, value),
            }
        }
        for (earlier, later) in &section.order {
            let slot = |id| self.dossier.slot(crate::dossier::Cite::Scalar(id));
            let ends = ((*earlier, slot(*earlier)), (*later, slot(*later)));
            self.errors.extend(out_of_order(dictionary, ends.0, ends.1));
        }
    }

    fn scalar(&mut self, id: FieldId, value: &Spanned<DeValue<'_>>) {
        let Some(field) = self.dictionary.get(id) else { return };
        if let Some(slot) = self.slot(field, value) {
            self.dossier.set(field, slot);
        }
    }

    /// The slot a value fills, unless it cannot be read.
    fn slot(&mut self, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<Slot> {
        let spot = Spot::span(value.span());
        match self.value(field, value) {
            Ok(Some(value)) => Some(Slot::Given(value, spot)),
            Ok(None) => Some(Slot::Blank(spot)),
            Err(misread) => {
                self.errors.push(InputError {
                    spot: Some(spot),
                    message: misread.message,
                    hint: misread.hint,
                    secret: field.kind == Type::IdNumber,
                });
                None
            }
        }
    }

    fn value(&self, field: &Field, value: &Spanned<DeValue<'_>>) -> Result<Option<Value>, Misread> {
        if let DeValue::Array(items) = value.get_ref() {
            if !matches!(field.kind, Type::Texts | Type::Years) {
                return Err(reading::expected(field, &text!("一个列表", "a list")));
            }
            let raws = items
                .iter()
                .map(|item| raw(field, item.get_ref()))
                .collect::<Result<Vec<_>, _>>()?;
            return reading::read_list(field, &raws, self.today);
        }
        reading::read(field, raw(field, value.get_ref())?, Unit::Yuan, self.today)
    }

    fn subsection(&mut self, id: SectionId, key: Range<usize>, value: &Spanned<DeValue<'_>>) {
        let Some(section) = self.dictionary.section(id) else {
            return;
        };
        match (section.rows, value.get_ref()) {
            (false, DeValue::Table(table)) => self.section(section, table),
            (true, DeValue::Array(items)) => {
                let rows: Vec<Row> = items.iter().filter_map(|item| self.row(section, item)).collect();
                self.no_row_twice(section, &rows);
                self.dossier.set_table(
                    id,
                    List::Stated {
                        spot: Spot::span(key),
                        rows,
                    },
                );
            }
            (rows, _) => {
                let (label, path) = (&section.label, &section.path);
                let header = if rows {
                    format!("[[{path}]]")
                } else {
                    format!("[{path}]")
                };
                let message = Text {
                    zh: format!("「{}」不是这样写的", label.zh),
                    en: format!("\"{}\" is not written like this", label.en),
                };
                let mut hint = text!(
                    "写作 {header}，各项另起一行",
                    "write {header}, and its items on lines of their own"
                );
                if rows {
                    hint.push(&text!(
                        "；确实没有的写作 {path} = []",
                        "; where there are none, write {path} = []"
                    ));
                }
                self.errors.push(InputError::at(Spot::span(key), message).hint(hint));
            }
        }
    }

    fn row(&mut self, section: &Section, item: &Spanned<DeValue<'_>>) -> Option<Row> {
        let spot = Spot::span(item.span());
        let DeValue::Table(table) = item.get_ref() else {
            let path = &section.path;
            self.errors.push(
                InputError::at(
                    spot,
                    text!(
                        "这里应是一组“字段 = 值”",
                        "a group of `field = value` was expected here"
                    ),
                )
                .hint(text!("每一条写作 [[{path}]]", "each entry is written as [[{path}]]")),
            );
            return None;
        };
        let mut cells = Slot::absent(section.fields.len());
        let mut names = section.names();
        for (key, value) in table {
            let column = match names.find(key.get_ref()) {
                Some(Entry::Field(id)) => self.dictionary.get(id),
                Some(Entry::Section(_)) | None => None,
            };
            let Some(field) = column else {
                self.unknown(&section.path, key, value);
                continue;
            };
            if let (Some(slot), Some(cell)) = (self.slot(field, value), cells.get_mut(field.slot)) {
                *cell = slot;
            }
        }
        let cell = |id| self.dictionary.get(id).and_then(|field| cells.get(field.slot));
        for (earlier, later) in &section.order {
            self.errors.extend(out_of_order(
                self.dictionary,
                (*earlier, cell(*earlier)),
                (*later, cell(*later)),
            ));
        }
        Some(Row { spot, cells })
    }

    /// No two rows may have the same key.
    fn no_row_twice(&mut self, section: &Section, rows: &[Row]) {
        self.errors.extend(repeated_keys(self.dictionary, section, rows));
    }

    fn unknown(&mut self, path: &str, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let written = key.get_ref();
        let siblings = self.dictionary.fields().map(|(_, field)| field.path.as_str());
        let siblings = siblings.chain(self.dictionary.sections().map(|(_, section)| section.path.as_str()));
        let names: Vec<&str> = siblings
            .filter_map(|full| {
                if path.is_empty() {
                    Some(full)
                } else {
                    full.strip_prefix(path)?.strip_prefix('.')
                }
            })
            .filter(|name| !name.is_empty() && !name.contains('.'))
            .collect();
        let folded = fold(written);
        let labelled = |field: &Field| {
            let mut labels = std::iter::once(&field.label.zh).chain(&field.headings);
            names.contains(&field.name.as_str()) && labels.any(|label| fold(label) == folded)
        };
        let by_label = self.dictionary.fields().find(|(_, field)| labelled(field));
        let near = by_label
            .map(|(_, field)| field.name.as_str())
            .or_else(|| nearest(written, names.iter().copied()));
        let quoted = quote(written);
        let place = if path.is_empty() {
            text!("这里", "here")
        } else {
            text!("[{path}] 中", "in [{path}]")
        };
        let message = Text {
            zh: format!("{}没有 {quoted} 这个字段", place.zh),
            en: format!("there is no field {quoted} {}", place.en),
        };
        let hint = match near {
            Some(near) => text!("是否想写 {near}？", "did you mean {near}?"),
            None => {
                let known = names.join(", ");
                text!("可用的字段：{known}", "the fields are {known}")
            }
        };
        let mut private = self
            .dictionary
            .fields()
            .filter(|(_, field)| field.kind == Type::IdNumber);
        let meant = private.any(|(_, field)| near == Some(&field.name));
        let masked = matches!(value.get_ref(), DeValue::String(text) if mask(text) != *text);
        self.errors.push(InputError {
            spot: Some(Spot::span(key.span())),
            message,
            hint: Some(hint),
            secret: meant && !masked,
        });
    }
}

/// A parsed value as the reading of values takes it.
fn raw<'a>(field: &Field, value: &'a DeValue<'_>) -> Result<Raw<'a>, Misread> {
    match value {
        DeValue::String(text) => Ok(Raw::Text(text)),
        DeValue::Integer(integer) if integer.radix() == 10 => Ok(Raw::Number(integer.as_str())),
        DeValue::Integer(integer) => {
            let written = integer.to_string();
            Err(reading::expected(
                field,
                &text!("数字 {written}", "the number {written}"),
            ))
        }
        DeValue::Float(float) => Ok(Raw::Number(float.as_str())),
        DeValue::Boolean(flag) => Ok(Raw::Flag(*flag)),
        DeValue::Datetime(written) => match Day::from_toml(written) {
            Some(day) => Ok(Raw::Day(day)),
            None => Err(reading::expected(
                field,
                &text!("日期时间 {written}", "the date and time {written}"),
            )),
        },
        DeValue::Array(_) => Err(reading::expected(field, &text!("一个列表", "a list"))),
        DeValue::Table(_) => Err(reading::expected(field, &text!("一组字段", "a group of fields"))),
    }
}
