//! The form: a workbook for one applicant. Its first sheet has one fact per row; each table has a sheet of its
//! own, and on the first sheet a row that states whether there is anything in it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::dictionary::{Field, SectionId, Track, Type, Value};
use crate::dossier::{Cite, Dossier, List};
use crate::pack::{Clause, Pack};
use crate::template::WANTED;
use crate::template::dropdowns::{Options, any};
use crate::template::gaps::Facts;
use crate::template::need::Need;
use crate::template::plan::{Group, Item, Plan};
use crate::template::sheet::{At, Look, bind, enter, height, input, lines, lines_of, note, print_form, protect};
use crate::template::wording::{Medium, cited, instruction, quoted};
use crate::text::{Lang, Text};
use crate::writing::tame;

/// How wide the columns of single facts are, in characters.
const WIDTHS: [u16; 3] = [28, 44, 64];

/// How many of the smaller characters of an explanation stand in a line.
const SAID_WIDTH: u16 = 74;

/// How many rows of a table are ready to be filled in, beyond those that already are.
const BLANK_ROWS: u32 = 20;

/// The form of a track in `lang`, with the facts of a dossier read with the pack's dictionary filled in.
///
/// # Errors
/// A fact longer than a cell holds, 32,767 characters.
pub fn workbook(pack: &Pack, track: &Track, facts: Option<&Dossier>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let known: Vec<&Dossier> = facts.into_iter().collect();
    let plan = Plan::new(pack, Some(track), &known);
    let facts = facts.map(|dossier| Facts::new(&plan, dossier));
    let mut form = Form {
        plan: &plan,
        track,
        facts: facts.as_ref(),
        lang,
        options: Options::new(lang),
        names: vec![sheet_of_facts().get(lang).to_owned()],
    };
    let tables = plan.groups.iter().filter(|group| group.section.rows);
    let named: Vec<(SectionId, String)> = tables
        .map(|group| (group.id, form.name(group.section.label.get(lang))))
        .collect();
    let mut sheets = vec![form.facts(&named)?];
    for (group, (_, name)) in plan.groups.iter().filter(|group| group.section.rows).zip(&named) {
        sheets.push(form.table(group, name)?);
    }
    bind(plan.title(Some(track)).get(lang), sheets, form.options)
}

struct Form<'w> {
    plan: &'w Plan<'w>,
    track: &'w Track,
    facts: Option<&'w Facts<'w>>,
    lang: Lang,
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
        sheet.set_name(sheet_of_facts().get(self.lang))?;
        for (column, width) in (0u16..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        let title = self.plan.title(Some(self.track));
        sheet.merge_range(0, 0, 0, 2, title.get(self.lang), &Look::Title.format())?;
        sheet.set_row_height(0, 30)?;
        let lead = self.lead();
        sheet.merge_range(1, 0, 1, 2, &lead, &Look::Lead.format())?;
        sheet.set_row_height(1, height(lines(&lead, WIDTHS.iter().sum()) + 1))?;
        sheet.set_row_height(2, height(1))?;
        for (column, heading) in (0u16..).zip(headings()) {
            sheet.write_string_with_format(2, column, heading.get(self.lang), &Look::Head.format())?;
        }
        let mut row = 3;
        for group in self.plan.groups.iter().filter(|group| !group.section.rows) {
            self.heading(&mut sheet, &mut row, &group.section.label, group.section.when.as_ref())?;
            for item in &group.items {
                self.fact(&mut sheet, row, item)?;
                row += 1;
            }
            if !group.section.path.is_empty() {
                self.statements(&mut sheet, &mut row, &group.section.path, tables)?;
            }
        }
        if self.plan.tables_in("").next().is_some() {
            self.heading(&mut sheet, &mut row, &text!("清单", "Lists"), None)?;
            self.statements(&mut sheet, &mut row, "", tables)?;
        }
        sheet.set_freeze_panes(3, 0)?;
        sheet.set_selection(4, 1, 4, 1)?;
        print_form(&mut sheet, 2, self.lang)?;
        protect(&mut sheet);
        Ok(sheet)
    }

    /// What is said under the title.
    fn lead(&self) -> String {
        let coloured = match self.facts {
            Some(_) => {
                let mark = wanted_mark();
                text!("黄色并标有“{mark}”的尚未填写。", "What is yellow and marked \"{mark}\" is still wanted."; mark)
            }
            None => text!("黄色的必填。", "What is yellow is required."),
        };
        let [_, fill_in, _] = headings();
        let lead = text!(
            "只填“{fill_in}”一列和各清单工作表；留空即视为未填。{coloured}清单确实没有的选“无”，有的选“有”并在同名工作表逐条填写。\
             光标停在格子上可看条款原文。",
            "Fill in the column \"{fill_in}\" and the sheets of lists; what is blank is not given. {coloured} Where a list is \
             empty choose no; else choose yes and give each entry on the sheet of that name. Point at a cell to read the clauses.";
            fill_in, coloured
        );
        lead.get(self.lang).to_owned()
    }

    /// The heading of a group of rows.
    fn heading(
        &self,
        sheet: &mut Worksheet,
        row: &mut u32,
        label: &Text,
        when: Option<&Text>,
    ) -> Result<(), XlsxError> {
        let format = Look::Section.format();
        let asked = when.map(|when| text!("{when}填写", "asked {when}"; when));
        sheet.write_string_with_format(*row, 0, label.get(self.lang), &format)?;
        sheet.write_blank(*row, 1, &format)?;
        sheet.write_string_with_format(*row, 2, asked.unwrap_or_default().get(self.lang), &format)?;
        sheet.set_row_height(*row, height(1))?;
        *row += 1;
        Ok(())
    }

    /// What is said beside a row, which becomes tall enough for it and for so many lines in its other cells.
    fn say(&self, sheet: &mut Worksheet, row: u32, said: &Text, wanted: bool, beside: usize) -> Result<(), XlsxError> {
        let (said, look) = if wanted && self.facts.is_some() {
            let mark = wanted_mark();
            (&text!("{mark}：{said}", "{mark}: {said}"; mark, said), Look::SaidWanted)
        } else {
            (said, Look::Said)
        };
        let said = tame(said.get(self.lang));
        sheet.set_row_height(row, height(lines(&said, SAID_WIDTH).max(beside)))?;
        sheet.write_string_with_format(row, 2, said, &look.format())?;
        Ok(())
    }

    /// One fact: its label, what is filled in, and how to.
    fn fact(&mut self, sheet: &mut Worksheet, row: u32, item: &Item<'_>) -> Result<(), XlsxError> {
        let preset = item.preset(self.plan.pack, self.track);
        let value = self.facts.and_then(|facts| facts.scalar(item.id));
        let wanted = self.wants(Cite::Scalar(item.id), item.need);
        let (at, lang) = (self.at(row, 1), self.lang);
        let label = heading_of(item.field, lang);
        let beside = lines(&label, WIDTHS[0]).max(lines_of(value, WIDTHS[1]));
        sheet.write_string_with_format(row, 0, label, &Look::Label.format())?;
        let said = instruction(self.plan.pack, item, Medium::Workbook);
        self.say(sheet, row, &said, wanted, beside)?;
        sheet.insert_note(row, 1, &self.note(&item.clauses, &said))?;
        if let Some(preset) = preset {
            return enter(sheet, at, item.field, Some(&preset), &Look::Label.format());
        }
        enter(sheet, at, item.field, value, &input(Some(item.field), wanted))?;
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
        for group in plan.tables_in(path) {
            let wanted = self.wants(Cite::Table(group.id), group.need);
            let label = asked(group);
            let label = label.get(self.lang);
            sheet.write_string_with_format(*row, 0, label, &Look::Label.format())?;
            let name = names.iter().find(|(id, _)| *id == group.id);
            let name = name.map_or("", |(_, name)| name);
            let mut said = group.need.label();
            said.push(&text!(
                "；有的在工作表“{name}”逐条填写；没有的选“无”；留空视为未填",
                "; if there are any, list them on the sheet \"{name}\"; if there are none, choose no; blank is not given"
            ));
            if let Some(clauses) = cited(plan.pack, &group.clauses) {
                said.push(&text!("；", "; "));
                said.push(&clauses);
            }
            self.say(sheet, *row, &said, wanted, lines(label, WIDTHS[0]))?;
            sheet.insert_note(*row, 1, &self.note(&group.clauses, &said))?;
            let stated = match self.list(group) {
                Some(rows) => Some(rows > 0),
                None => (!group.keys.is_empty()).then_some(true),
            };
            let format = input(None, wanted && stated.is_none());
            match stated {
                Some(stated) => {
                    sheet.write_string_with_format(*row, 1, any(stated).get(self.lang), &format)?;
                }
                None => {
                    sheet.write_blank(*row, 1, &format)?;
                }
            }
            sheet.add_data_validation(*row, 1, *row, 1, &self.options.stated()?)?;
            *row += 1;
        }
        Ok(())
    }

    /// The sheet of a table.
    fn table(&mut self, group: &Group<'_>, name: &str) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let stated = self.list(group);
        let keys = self.keys_to_add(group, stated);
        let given = u32::try_from(stated.unwrap_or(0)).unwrap_or(u32::MAX);
        let added = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let last = given.saturating_add(added).saturating_add(BLANK_ROWS);
        for (column, item) in (0u16..).zip(&group.items) {
            sheet.set_column_width(column, width(item.field))?;
            let look = match item.need {
                Need::Always => Look::HeadWanted,
                Need::When(_) | Need::Never => Look::Head,
            };
            sheet.write_string_with_format(0, column, heading_of(item.field, self.lang), &look.format())?;
            let said = instruction(self.plan.pack, item, Medium::Workbook);
            sheet.insert_note(0, column, &self.note(&item.clauses, &said))?;
            if let Some(validation) = self.options.validation(item.field)? {
                sheet.add_data_validation(1, column, last, column, &validation)?;
            }
            let is_key = group.section.key == Some(item.id);
            for row in 0..last {
                let index = row as usize;
                let cite = Cite::Cell(item.id, index);
                let key = row.checked_sub(given).and_then(|row| keys.get(row as usize));
                let (value, wanted) = match (key, self.facts) {
                    (Some(key), _) => (
                        is_key.then_some(Value::Number(*key)),
                        item.need == Need::Always && !is_key,
                    ),
                    (None, Some(facts)) => (facts.cell(item.id, index).cloned(), facts.wants(cite)),
                    (None, None) => (None, false),
                };
                let format = input(Some(item.field), wanted);
                enter(
                    &mut sheet,
                    self.at(row + 1, column),
                    item.field,
                    value.as_ref(),
                    &format,
                )?;
            }
        }
        let heads = group.items.iter();
        let heads = heads.map(|item| lines(&heading_of(item.field, self.lang), width(item.field)));
        sheet.set_row_height(0, height(heads.max().unwrap_or(1)))?;
        for row in 0..last {
            let written = group.items.iter().map(|item| {
                let value = self.facts.and_then(|facts| facts.cell(item.id, row as usize));
                lines_of(value, width(item.field))
            });
            sheet.set_row_height(row + 1, height(written.max().unwrap_or(1)))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_selection(1, 0, 1, 0)?;
        print_form(&mut sheet, 0, self.lang)?;
        protect(&mut sheet);
        Ok(sheet)
    }

    fn at(&self, row: u32, column: u16) -> At {
        At {
            row,
            column,
            lang: self.lang,
        }
    }

    /// How many rows of a table the facts state, if they state it.
    fn list(&self, group: &Group<'_>) -> Option<usize> {
        self.facts?.dossier.table(group.id)?.rows().map(<[_]>::len)
    }

    /// The keys of the rows that rules ask for and the facts do not state.
    fn keys_to_add(&self, group: &Group<'_>, stated: Option<usize>) -> Vec<i64> {
        if stated == Some(0) {
            return Vec::new();
        }
        let list = self.facts.and_then(|facts| facts.dossier.table(group.id));
        group.missing_keys(&self.plan.pack.dictionary, list.and_then(List::rows))
    }

    /// Whether a cell is coloured: what is still wanted beside known facts, or in a blank form what is required.
    fn wants(&self, cite: Cite, need: Need<'_>) -> bool {
        match self.facts {
            Some(facts) => facts.wants(cite),
            None => need == Need::Always,
        }
    }

    /// The note of a cell: its clauses in their own words, then how it is filled in.
    fn note(&self, clauses: &[&Clause], said: &Text) -> rust_xlsxwriter::Note {
        let mut words = quoted(self.plan.pack, clauses, self.lang);
        words.push(said.get(self.lang).to_owned());
        note(&words)
    }
}

/// The name of the sheet of single facts.
fn sheet_of_facts() -> Text {
    text!("申报信息", "Application")
}

/// The headings of its columns.
fn headings() -> [Text; 3] {
    [
        text!("项目", "Item"),
        text!("填写内容", "Content"),
        text!("填写说明", "Instructions"),
    ]
}

/// What marks a row that is still wanted.
fn wanted_mark() -> Text {
    text!("{WANTED}", "still wanted")
}

/// The label of the row that states whether there is anything in a table.
pub fn asked(group: &Group<'_>) -> Text {
    let label = &group.section.label;
    Text {
        zh: format!("有无{}", label.zh),
        en: format!("Any {}", label.en.to_lowercase()),
    }
}

/// A field's label with the unit of its amounts.
fn heading_of(field: &Field, lang: Lang) -> String {
    let label = field.label.get(lang);
    match field.kind {
        Type::Money => format!("{label}(元)"),
        _ => label.to_owned(),
    }
}

/// How wide the column of a field is, in characters.
fn width(field: &Field) -> u16 {
    match field.kind {
        Type::Text if field.example.is_some() => WIDTHS[1],
        Type::Text | Type::Texts => 26,
        Type::Money | Type::CreditCode | Type::IdNumber => 20,
        Type::Year | Type::Integer | Type::Boolean => 14,
        Type::Day | Type::DayOrWord | Type::DayOrMonth | Type::Choice | Type::Years => 18,
    }
}
