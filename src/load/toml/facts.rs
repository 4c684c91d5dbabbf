//! The members of a parsed dossier become its facts, by the dictionary.

use std::sync::Arc;

use crate::day::Day;
use crate::dictionary::{Dictionary, Entry, Field, FieldId, Section, SectionId, Type};
use crate::dossier::{Cite, Dossier, Fault, List, Row, Slot};
use crate::load::consistency::{out_of_order, repeated_keys, states_none};
use crate::load::reading::{self, Misread, Raw};
use crate::money::Unit;
use crate::place::{InputError, Source, Spot, meant};
use crate::syntax::tree::{Member, Members, Node, Shape};
use crate::writing::{fold, mask, nearest, quote};

/// Reads every fact of a dossier. What the dictionary does not know or cannot read is among its faults.
pub(super) fn facts(members: &Members<'_>, source: &Source, dictionary: &Arc<Dictionary>, today: Day) -> Dossier {
    let mut reader = Reader {
        dossier: Dossier::empty(source.clone(), dictionary.clone()),
        dictionary,
        today,
        faults: Vec::new(),
    };
    if let Some(root) = dictionary.section_at("") {
        reader.section(root, members);
    }
    reader.dossier.faults = reader.faults;
    reader.dossier
}

struct Reader<'d> {
    dossier: Dossier,
    dictionary: &'d Dictionary,
    today: Day,
    faults: Vec<Fault>,
}

impl<'d> Reader<'d> {
    /// Reads the keys of one section and of the sections within it.
    fn section(&mut self, section: &'d Section, members: &Members<'_>) {
        let dictionary = self.dictionary;
        let mut names = section.names();
        for member in members {
            match names.find(member.key) {
                Some(Entry::Field(id)) => self.scalar(id, &member.node),
                Some(Entry::Section(id)) => self.subsection(id, member),
                None => self.unknown(&section.path, member),
            }
        }
        for (earlier, later) in &section.order {
            let slot = |id| self.dossier.slot(Cite::Scalar(id));
            let ends = ((*earlier, slot(*earlier)), (*later, slot(*later)));
            self.faults.extend(out_of_order(dictionary, ends.0, ends.1));
        }
    }

    fn scalar(&mut self, id: FieldId, value: &Node<'_>) {
        let Some(field) = self.dictionary.get(id) else { return };
        let slot = self.slot(id, field, value);
        self.dossier.set(field, slot);
    }

    /// The slot a value fills.
    fn slot(&mut self, id: FieldId, field: &Field, value: &Node<'_>) -> Slot {
        let spot = Spot::span(value.at.clone());
        match self.read(field, &value.shape, spot) {
            Ok(slot) => slot,
            Err(misread) => {
                let secret = field.kind == Type::IdNumber;
                let error = InputError {
                    spot: Some(spot),
                    message: misread.message,
                    hint: misread.hint,
                    secret,
                };
                self.faults.push(Fault::of(error, Entry::Field(id)));
                let words = match &value.shape {
                    _ if secret => "",
                    Shape::Text(text) => text,
                    _ => self.dossier.source.contents().get(value.at.clone()).unwrap_or_default(),
                };
                Slot::Unreadable(words.into(), spot)
            }
        }
    }

    fn read(&self, field: &Field, shape: &Shape<'_>, spot: Spot) -> Result<Slot, Misread> {
        match shape {
            Shape::List(items) if matches!(field.kind, Type::Texts | Type::Years) => {
                let raws = items.iter().map(|item| raw(field, &item.shape));
                let list = reading::read_list(field, &raws.collect::<Result<Vec<_>, _>>()?, self.today)?;
                Ok(reading::filled(list, spot))
            }
            shape => reading::slot(field, raw(field, shape)?, Unit::Yuan, self.today, spot),
        }
    }

    fn subsection(&mut self, id: SectionId, member: &Member<'_>) {
        let Some(section) = self.dictionary.section(id) else {
            return;
        };
        let key = Spot::span(member.at.clone());
        match (section.rows, &member.node.shape) {
            (false, Shape::Table(members)) => self.section(section, members),
            (true, Shape::List(items)) => {
                let mut rows: Vec<Row> = items.iter().filter_map(|item| self.row(id, section, item)).collect();
                rows.retain(|row| !states_none(self.dictionary, section, &row.cells));
                self.faults.extend(repeated_keys(self.dictionary, id, &rows));
                self.dossier.set_table(id, List::Stated { spot: key, rows });
            }
            (rows, _) => {
                let (label, path) = (&section.label, &section.path);
                let header = if rows {
                    format!("[[{path}]]")
                } else {
                    format!("[{path}]")
                };
                let message = text!("「{label}」不是这样写的", "\"{label}\" is not written like this"; label);
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
                self.faults
                    .push(Fault::of(InputError::at(key, message).hint(hint), Entry::Section(id)));
            }
        }
    }

    fn row(&mut self, id: SectionId, section: &Section, item: &Node<'_>) -> Option<Row> {
        let spot = Spot::span(item.at.clone());
        let Shape::Table(members) = &item.shape else {
            let path = &section.path;
            let error = InputError::at(
                spot,
                text!(
                    "这里应是一组“字段 = 值”",
                    "a group of `field = value` was expected here"
                ),
            )
            .hint(text!("每一条写作 [[{path}]]", "each entry is written as [[{path}]]"));
            self.faults.push(Fault::of(error, Entry::Section(id)));
            return None;
        };
        let mut cells = Slot::absent(section.fields.len());
        let mut names = section.names();
        for member in members {
            let column = match names.find(member.key) {
                Some(Entry::Field(id)) => self.dictionary.get(id).map(|field| (id, field)),
                Some(Entry::Section(_)) | None => None,
            };
            let Some((id, field)) = column else {
                self.unknown(&section.path, member);
                continue;
            };
            let slot = self.slot(id, field, &member.node);
            if let Some(cell) = cells.get_mut(field.slot) {
                *cell = slot;
            }
        }
        let cell = |id| self.dictionary.get(id).and_then(|field| cells.get(field.slot));
        for (earlier, later) in &section.order {
            self.faults.extend(out_of_order(
                self.dictionary,
                (*earlier, cell(*earlier)),
                (*later, cell(*later)),
            ));
        }
        Some(Row { spot, cells })
    }

    fn unknown(&mut self, path: &str, member: &Member<'_>) {
        let written = member.key;
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
        let message = text!("{place}没有 {quoted} 这个字段", "there is no field {quoted} {place}"; place);
        let hint = match near {
            Some(near) => meant(near),
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
        let masked = matches!(member.node.shape, Shape::Text(text) if mask(text) != text);
        let error = InputError {
            spot: Some(Spot::span(member.at.clone())),
            message,
            hint: Some(hint),
            secret: meant && !masked,
        };
        // What it was meant for is not known; what it was not given for is absent.
        self.faults.push(Fault { error, at: Vec::new() });
    }
}

/// A parsed value as the reading of values takes it.
fn raw<'t>(field: &Field, shape: &Shape<'t>) -> Result<Raw<'t>, Misread> {
    match shape {
        Shape::Text(text) => Ok(Raw::Text(text)),
        Shape::Number(digits) => Ok(Raw::Number(digits)),
        Shape::Flag(flag) => Ok(Raw::Flag(*flag)),
        Shape::Day(day) => Ok(Raw::Day(*day)),
        Shape::Other(words) => Err(reading::expected(field, words)),
        Shape::List(_) => Err(reading::expected(field, &text!("一个列表", "a list"))),
        Shape::Table(_) => Err(reading::expected(field, &text!("一组字段", "a group of fields"))),
    }
}
