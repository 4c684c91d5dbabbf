//! The form: a workbook for one applicant. Its first sheet has one fact per row; each table has a sheet of its
//! own, and on the first sheet a row that states whether there is anything in it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::dictionary::{Field, SectionId, Track, Type, Value};
use crate::dossier::{Cite, Dossier, List};
use crate::pack::Pack;
use crate::template::WANTED;
use crate::template::gaps::Facts;
use crate::template::plan::{Item, Part, Plan};
use crate::template::sheet::{Look, Options, bind, enter, height, input, lines, note, print_form, protect};
use crate::template::wording::{Medium, cited, instruction, quoted};
use crate::text::Text;
use crate::writing::tame;

/// The sheet of single facts.
const SHEET: &str = "申报信息";

/// How wide its columns are, in characters.
const WIDTHS: [u16; 3] = [28, 44, 64];

/// How many of the smaller characters of an explanation stand in a line.
const SAID_WIDTH: u16 = 76;

/// The headings of its columns.
const HEADINGS: [&str; 3] = ["项目", "填写内容", "填写说明"];

/// The group of rows on tables that stand in no section.
const LISTS: &str = "清单";

/// How many rows of a table are ready to be filled in, beyond those that already are.
const BLANK_ROWS: u32 = 20;

/// The form of a track, with the facts of a dossier read with the pack's dictionary filled in.
///
/// # Errors
/// A fact longer than a cell holds, 32,767 characters.
pub fn workbook(pack: &Pack, track: &Track, facts: Option<&Dossier>) -> Result<Vec<u8>, XlsxError> {
    let known: Vec<&Dossier> = facts.into_iter().collect();
    let plan = Plan::new(pack, Some(track), &known);
    let facts = facts.map(|dossier| Facts::new(&plan, dossier));
    let mut form = Form {
        plan: &plan,
        track,
        facts: facts.as_ref(),
        options: Options::default(),
        names: vec![SHEET.to_owned()],
    };
    let tables = plan.parts.iter().filter(|part| part.section.rows);
    let named: Vec<(SectionId, String)> = tables
        .map(|part| (part.id, form.name(&part.section.label.zh)))
        .collect();
    let mut sheets = vec![form.facts(&named)?];
    for (part, (_, name)) in plan.parts.iter().filter(|part| part.section.rows).zip(&named) {
        sheets.push(form.table(part, name)?);
    }
    bind(&plan.title(Some(track)).zh, sheets, form.options)
}

struct Form<'w> {
    plan: &'w Plan<'w>,
    track: &'w Track,
    facts: Option<&'w Facts<'w>>,
    options: Options,
    /// The names of sheets that are taken.
    names: Vec<String>,
}

impl Form<'_> {
    /// The name of a sheet: at most 31 characters, none of those that no name may have, and not taken.
    fn name(&mut self, label: &str) -> String {
        let clean: String = label
            .chars()
            .map(|c| {
                if r"[]:*?/\'".contains(c) || c.is_control() {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let cut = |most: usize| clean.chars().take(most).collect::<String>();
        let mut name = cut(31);
        let mut number = 2;
        while self.names.contains(&name) {
            name = format!("{}{number}", cut(28));
            number += 1;
        }
        self.names.push(name.clone());
        name
    }

    /// The sheet of single facts.
    fn facts(&mut self, tables: &[(SectionId, String)]) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(SHEET)?;
        for (column, width) in (0u16..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        let title = self.plan.title(Some(self.track)).zh;
        sheet.merge_range(0, 0, 0, 2, &title, &Look::Title.format())?;
        sheet.set_row_height(0, 30)?;
        sheet.merge_range(1, 0, 1, 2, &self.lead(), &Look::Lead.format())?;
        sheet.set_row_height(1, 48)?;
        for (column, heading) in (0u16..).zip(HEADINGS) {
            sheet.write_string_with_format(2, column, heading, &Look::Head.format())?;
        }
        sheet.set_row_height(2, height(1))?;
        let mut row = 3;
        for part in self.plan.parts.iter().filter(|part| !part.section.rows) {
            heading(&mut sheet, &mut row, &part.section.label.zh, part.section.when.as_ref())?;
            for item in &part.items {
                self.fact(&mut sheet, row, item)?;
                row += 1;
            }
            if !part.section.path.is_empty() {
                self.statements(&mut sheet, &mut row, &part.section.path, tables)?;
            }
        }
        if self.plan.tables_in("").next().is_some() {
            heading(&mut sheet, &mut row, LISTS, None)?;
            self.statements(&mut sheet, &mut row, "", tables)?;
        }
        sheet.set_freeze_panes(3, 0)?;
        sheet.set_selection(4, 1, 4, 1)?;
        print_form(&mut sheet, 2)?;
        protect(&mut sheet);
        Ok(sheet)
    }

    /// What is said under the title.
    fn lead(&self) -> String {
        let wanted = match self.facts {
            Some(_) => format!("黄色并标有“{WANTED}”的尚未填写。"),
            None => String::new(),
        };
        format!(
            "只填“{}”一列和各清单工作表；留空即视为未填。{wanted}清单确实没有的选“无”，有的选“有”并在同名工作表逐条填写。\
             光标停在格子上可看条款原文。",
            HEADINGS[1]
        )
    }

    /// One fact: its label, what is filled in, and how to.
    fn fact(&mut self, sheet: &mut Worksheet, row: u32, item: &Item<'_>) -> Result<(), XlsxError> {
        let preset = item.preset(self.plan.pack, self.track);
        let value = self.facts.and_then(|facts| facts.scalar(item.id));
        let wanted = self.wants(Cite::Scalar(item.id));
        sheet.write_string_with_format(row, 0, heading_of(item.field), &Look::Label.format())?;
        let said = instruction(self.plan.pack, item, Medium::Workbook);
        let known = written_lines(value, WIDTHS[1]);
        say(sheet, row, &said, wanted, known)?;
        sheet.insert_note(row, 1, &self.note(item, &said))?;
        if let Some(preset) = preset {
            return enter(sheet, (row, 1), item.field, Some(&preset), &Look::Label.format());
        }
        enter(sheet, (row, 1), item.field, value, &input(Some(item.field), wanted))?;
        if let Some(validation) = self.options.validation(item.field)? {
            sheet.add_data_validation(row, 1, row, 1, &validation)?;
        }
        Ok(())
    }

    /// The rows that state whether there is anything in the tables of a section.
    fn statements(
        &mut self,
        sheet: &mut Worksheet,
        row: &mut u32,
        path: &str,
        names: &[(SectionId, String)],
    ) -> Result<(), XlsxError> {
        let plan = self.plan;
        for part in plan.tables_in(path) {
            let wanted = self.wants(Cite::Table(part.id));
            let label = format!("有无{}", part.section.label.zh);
            sheet.write_string_with_format(*row, 0, label, &Look::Label.format())?;
            let name = names.iter().find(|(id, _)| *id == part.id);
            let name = name.map_or("", |(_, name)| name);
            let mut said = text!(
                "有的在工作表“{name}”逐条填写；没有的选“无”；留空视为未填",
                "if there are any, list them on the sheet {name}; if there are none, choose 无"
            );
            if let Some(when) = &part.section.when {
                said.push(&text!("；{when}填写", "; asked {when}"; when));
            }
            if let Some(clauses) = cited(plan.pack, &part.clauses) {
                said.push(&text!("；", "; "));
                said.push(&clauses);
            }
            say(sheet, *row, &said, wanted, 1)?;
            let mut words = quoted(plan.pack, &part.clauses);
            words.push(said.zh.clone());
            sheet.insert_note(*row, 1, &note(&words))?;
            let stated = match self.list(part) {
                Some(rows) => Some(if rows == 0 { "无" } else { "有" }),
                None if !part.keys.is_empty() => Some("有"),
                None => None,
            };
            let format = input(None, wanted);
            match stated {
                Some(stated) => sheet.write_string_with_format(*row, 1, stated, &format)?,
                None => sheet.write_blank(*row, 1, &format)?,
            };
            sheet.add_data_validation(*row, 1, *row, 1, &self.options.dropdown(&["有", "无"])?)?;
            *row += 1;
        }
        Ok(())
    }

    /// The sheet of a table.
    fn table(&mut self, part: &Part<'_>, name: &str) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let stated = self.list(part);
        let keys = self.keys_to_add(part, stated);
        let given = u32::try_from(stated.unwrap_or(0)).unwrap_or(u32::MAX);
        let added = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let last = given.saturating_add(added).saturating_add(BLANK_ROWS);
        for (column, item) in (0u16..).zip(&part.items) {
            sheet.set_column_width(column, width(item.field))?;
            sheet.write_string_with_format(0, column, heading_of(item.field), &Look::Head.format())?;
            let said = instruction(self.plan.pack, item, Medium::Workbook);
            sheet.insert_note(0, column, &self.note(item, &said))?;
            if let Some(validation) = self.options.validation(item.field)? {
                sheet.add_data_validation(1, column, last, column, &validation)?;
            }
            let is_key = part.section.key == Some(item.id);
            for row in 0..last {
                let index = row as usize;
                let cite = Cite::Cell(item.id, index);
                let key = row.checked_sub(given).and_then(|row| keys.get(row as usize));
                let (value, wanted) = match (key, self.facts) {
                    (Some(key), facts) => {
                        let asked = facts.is_some() && !item.field.optional && item.field.when.is_none();
                        (is_key.then_some(Value::Number(*key)), asked && !is_key)
                    }
                    (None, Some(facts)) => (facts.cell(item.id, index).cloned(), facts.wants(cite)),
                    (None, None) => (None, false),
                };
                let format = input(Some(item.field), wanted);
                enter(&mut sheet, (row + 1, column), item.field, value.as_ref(), &format)?;
            }
        }
        sheet.set_row_height(0, height(1))?;
        for row in 0..last {
            let written = part.items.iter().map(|item| {
                let value = self.facts.and_then(|facts| facts.cell(item.id, row as usize));
                written_lines(value, width(item.field))
            });
            sheet.set_row_height(row + 1, height(written.max().unwrap_or(1)))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_selection(1, 0, 1, 0)?;
        print_form(&mut sheet, 0)?;
        protect(&mut sheet);
        Ok(sheet)
    }

    /// How many rows of a table the facts state, if they state it.
    fn list(&self, part: &Part<'_>) -> Option<usize> {
        self.facts?.dossier.table(part.id)?.rows().map(<[_]>::len)
    }

    /// The keys of the rows that rules ask for and the facts do not state.
    fn keys_to_add(&self, part: &Part<'_>, stated: Option<usize>) -> Vec<i64> {
        if stated == Some(0) {
            return Vec::new();
        }
        let list = self.facts.and_then(|facts| facts.dossier.table(part.id));
        part.missing_keys(&self.plan.pack.dictionary, list.and_then(List::rows))
    }

    fn wants(&self, cite: Cite) -> bool {
        self.facts.is_some_and(|facts| facts.wants(cite))
    }

    /// The note of a field: its clauses in their own words, then how it is filled in.
    fn note(&self, item: &Item<'_>, said: &Text) -> rust_xlsxwriter::Note {
        let mut words = quoted(self.plan.pack, &item.clauses);
        words.push(said.zh.clone());
        note(&words)
    }
}

/// The heading of a group of rows.
fn heading(sheet: &mut Worksheet, row: &mut u32, label: &str, when: Option<&Text>) -> Result<(), XlsxError> {
    let format = Look::Section.format();
    sheet.write_string_with_format(*row, 0, label, &format)?;
    sheet.write_blank(*row, 1, &format)?;
    match when {
        Some(when) => sheet.write_string_with_format(*row, 2, format!("{}填写", when.zh), &format)?,
        None => sheet.write_blank(*row, 2, &format)?,
    };
    sheet.set_row_height(*row, height(1))?;
    *row += 1;
    Ok(())
}

/// What is said beside a row, which becomes tall enough for it and for the lines of what is filled in.
fn say(sheet: &mut Worksheet, row: u32, said: &Text, wanted: bool, known: usize) -> Result<(), XlsxError> {
    let said = tame(&said.zh);
    let (said, look) = if wanted {
        (format!("{WANTED}：{said}"), Look::SaidWanted)
    } else {
        (said, Look::Said)
    };
    sheet.set_row_height(row, height(lines(&said, SAID_WIDTH).max(known)))?;
    sheet.write_string_with_format(row, 2, said, &look.format())?;
    Ok(())
}

/// How many lines a value takes in a column of this width.
fn written_lines(value: Option<&Value>, width: u16) -> usize {
    match value {
        Some(Value::Text(words)) => lines(words, width),
        _ => 1,
    }
}

/// A field's label with the unit of its amounts.
pub fn heading_of(field: &Field) -> String {
    match field.kind {
        Type::Money => format!("{}(元)", field.label.zh),
        _ => field.label.zh.clone(),
    }
}

/// How wide the column of a field is, in characters.
fn width(field: &Field) -> u16 {
    match field.kind {
        Type::Text | Type::Texts => 26,
        Type::Money | Type::CreditCode | Type::IdNumber => 20,
        Type::Year | Type::Integer | Type::Boolean => 14,
        Type::Day | Type::DayOrWord | Type::DayOrMonth | Type::Choice | Type::Years => 18,
    }
}
