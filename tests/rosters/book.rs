//! Workbooks of several applicants, as a street, a bureau or a consultant keeps them.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::Chance;
use super::client::Client;
use super::columns::{Column, Long, columns};
use super::words::{Put, UNITS, Unit, put, text};
use super::{form, ods};

/// A workbook, and who stands in it.
pub struct Made {
    pub file: String,
    pub bytes: Vec<u8>,
    pub clients: Vec<Client>,
}

/// A sheet while it is written.
#[derive(Default)]
pub struct Grid {
    pub name: String,
    pub cells: BTreeMap<(u32, u16), Put>,
    /// First row, first column, last row, last column.
    pub merged: Vec<(u32, u16, u32, u16)>,
    pub row: u32,
    /// The rows of the headings.
    pub head: (u32, u32),
}

/// Where the unit of amounts is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stated {
    Heading,
    Above,
    Below,
    Column,
    Nowhere,
}

/// How one workbook is kept.
struct Style {
    unit: Unit,
    stated: Stated,
    long: Long,
    /// Whether a name is merged over the rows of its applicant, or stands in each of them.
    merged: bool,
    joint: bool,
    /// Whether a row stands above the headings that says what each stretch of them is about.
    sections: bool,
    serial: bool,
    street: bool,
    remarks: bool,
    /// Whether the file is text, in which nothing is merged.
    plain: bool,
    columns: Vec<Column>,
}

const STREETS: [&str; 6] = [
    "长桥街道",
    "漕河泾街道",
    "华泾镇",
    "田林街道",
    "天平路街道",
    "凌云路街道",
];

impl Made {
    /// The workbook of this number with so many clients, the first of whom has the number `first`; or the form of that one.
    pub fn new(seed: u64, first: usize, count: usize) -> Made {
        let chance = &mut Chance::of(seed);
        let of = chance.one(&[(true, false), (true, false), (true, false), (false, true), (true, true)]);
        let persons = |chance: &mut Chance| !of.0 || of.1 && chance.once_in(3);
        let clients: Vec<Client> = (first..first + count)
            .map(|number| {
                let person = persons(chance);
                Client::new(number, person, chance)
            })
            .collect();
        if chance.once_in(5) {
            let clients: Vec<Client> = clients.into_iter().take(1).collect();
            let grids = form::form(&clients[0], chance);
            let (file, bytes) = saved(&format!("{seed}-form"), &grids, chance);
            return Made { file, bytes, clients };
        }
        let plain = chance.once_in(8);
        let stated = chance.one(&[
            Stated::Heading,
            Stated::Heading,
            Stated::Above,
            Stated::Below,
            Stated::Column,
            Stated::Nowhere,
        ]);
        let unit = if stated == Stated::Nowhere {
            UNITS[3]
        } else {
            chance.one(&UNITS)
        };
        let long = match chance.below(5) {
            0 if of == (true, false) => Long::Years,
            1 if of == (true, false) && !plain => Long::Certificates,
            _ => Long::No,
        };
        let behind = match (stated, chance.below(3)) {
            (Stated::Heading, 0) => format!("（{}）", unit.name),
            (Stated::Heading, 1) => format!("({})", unit.name),
            (Stated::Heading, _) => format!("（单位：{}）", unit.name),
            _ => String::new(),
        };
        let track = of == (true, true) || chance.once_in(2);
        let style = Style {
            unit,
            stated,
            long,
            merged: long == Long::Certificates || !plain && chance.once_in(2),
            joint: chance.once_in(2),
            sections: !plain && chance.once_in(6),
            serial: !chance.once_in(3),
            street: chance.once_in(3),
            remarks: chance.once_in(3),
            plain,
            columns: columns(of, track, long, &behind, chance),
        };
        let parts: Vec<&[Client]> = match chance.below(5) {
            _ if plain => vec![&clients],
            0 => clients.chunks(count.div_ceil(3)).collect(),
            1 if count < 12 => clients.chunks(1).collect(),
            _ => vec![&clients],
        };
        let several = parts.len() > 1;
        let mut grids: Vec<Grid> = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            let name = match several {
                true if part.len() == 1 => format!("{}{at}", part[0].name.chars().take(8).collect::<String>()),
                true => STREETS[at].to_owned(),
                false => chance.one(&["Sheet1", "汇总", "名单"]).to_owned(),
            };
            grids.push(Grid::of(name, part, &style, chance));
        }
        if !plain && chance.once_in(4) {
            let mut about = Grid {
                name: "填表说明".into(),
                ..Grid::default()
            };
            about.put(0, text("填表说明"));
            about.row += 1;
            about.put(0, text("1.本表由各街镇汇总后报送；2.金额以审计报告为准。"));
            grids.insert(chance.below(grids.len() + 1), about);
        }
        let (file, bytes) = if plain {
            (format!("{seed}.csv"), csv(&grids[0], chance))
        } else {
            saved(&seed.to_string(), &grids, chance)
        };
        Made { file, bytes, clients }
    }
}

impl Grid {
    pub fn put(&mut self, column: usize, put: Put) {
        if put != Put::Gap {
            self.cells.insert((self.row, u16::try_from(column).unwrap()), put);
        }
    }

    /// A sheet with these clients.
    fn of(name: String, clients: &[Client], style: &Style, chance: &mut Chance) -> Grid {
        let mut grid = Grid {
            name,
            ..Grid::default()
        };
        let before = usize::from(style.serial) + usize::from(style.street);
        let unit_column = (style.stated == Stated::Column).then_some(before + style.columns.len());
        let width = before + style.columns.len() + usize::from(unit_column.is_some()) + usize::from(style.remarks);
        let paged = chance.once_in(2);
        let top = grid.row;
        grid.titles(width, style, chance);
        grid.head(before, unit_column, style, chance);
        if paged {
            grid.head.0 = top;
        }
        if style.serial && chance.once_in(6) {
            grid.example(before, style, chance);
        }
        let groups: Vec<&[Client]> = if style.street || chance.once_in(4) {
            clients.chunks(chance.below(4) + 2).collect()
        } else {
            vec![clients]
        };
        let (several, subtotals) = (groups.len() > 1, chance.once_in(2));
        let start = grid.row;
        let mut serial = 0.0;
        let (named, repeated) = (!style.street && chance.once_in(3), chance.once_in(4));
        for (at, group) in groups.into_iter().enumerate() {
            if repeated && at > 0 {
                grid.repeat();
            }
            if several && named {
                // who is called so may be a person
                let persons = style.columns.iter().any(|column| column.path.0 == "individual.name");
                grid.group(at, before, persons, chance);
            }
            let top = grid.row;
            for client in group {
                serial += 1.0;
                grid.client(client, serial, before, unit_column, style, chance);
            }
            if style.street {
                let bottom = grid.row - 1;
                let column = u16::from(style.serial);
                grid.cells.insert((top, column), text(STREETS[at % STREETS.len()]));
                if bottom > top && !style.plain {
                    grid.merged.push((top, column, bottom, column));
                }
            }
            if several && subtotals {
                let said = chance.one(&["小计", "小 计", "本页小计", "小计："]);
                let said = if chance.once_in(3) {
                    format!("{}小计", STREETS[at % STREETS.len()])
                } else {
                    said.to_owned()
                };
                grid.total(&said, top, before, style, chance);
            }
            if chance.once_in(6) {
                grid.row += 1;
            }
        }
        if chance.once_in(2) {
            let said = chance.one(&["合计", "总计", "合 计", "共计", "合计（万元）"]);
            grid.total(said, start, before, style, chance);
        }
        if chance.once_in(4) {
            let at = chance.below(before + 2);
            grid.put(at, text(format!("共{}家", clients.len())));
            grid.row += 1;
        }
        grid.tail(width, chance);
        grid
    }

    /// The headings once more, as at the top of a page.
    fn repeat(&mut self) {
        let (top, end) = self.head;
        let down = self.row - top;
        let cells: Vec<_> = self
            .cells
            .range((top, 0)..(end, 0))
            .map(|(at, put)| (*at, put.clone()))
            .collect();
        self.cells.extend(
            cells
                .into_iter()
                .map(|((row, column), put)| ((row + down, column), put)),
        );
        let merged: Vec<_> = self
            .merged
            .iter()
            .filter(|area| (top..end).contains(&area.0))
            .copied()
            .collect();
        self.merged.extend(
            merged
                .into_iter()
                .map(|(top, left, bottom, right)| (top + down, left, bottom + down, right)),
        );
        self.row += end - top;
    }

    /// What the rows below are, alone in a row.
    fn group(&mut self, at: usize, before: usize, persons: bool, chance: &mut Chance) {
        let street = STREETS[at % STREETS.len()];
        let street = if persons {
            street.replace('镇', "街道")
        } else {
            street.to_owned()
        };
        let number = ["一", "二", "三", "四", "五", "六", "七"][at % 7];
        match chance.below(4) {
            0 => self.put(before, text(street.clone())),
            1 => self.put(0, text(format!("{number}、{street}"))),
            2 if before > 0 => {
                self.put(0, text(number));
                self.put(before, text(street));
            }
            _ => self.put(0, text(format!("{street}："))),
        }
        self.row += 1;
    }

    /// What stands above the headings.
    fn titles(&mut self, width: usize, style: &Style, chance: &mut Chance) {
        let last = u16::try_from(width - 1).unwrap();
        let unit = match style.stated {
            Stated::Above => Some(match chance.below(4) {
                0 => format!("单位：{}", style.unit.name),
                1 => format!("金额单位：人民币{}", style.unit.name),
                2 => format!("（单位：{}）", style.unit.name),
                _ => format!("单位:{}", style.unit.name),
            }),
            _ => None,
        };
        if chance.once_in(2) || unit.is_some() {
            let title = chance.one(&[
                "第五届徐汇区政府质量奖申报单位汇总表",
                "2025年徐汇区政府质量奖申报名单",
                "政府质量奖拟申报对象一览表（2025年12月）",
            ]);
            self.put(0, text(title));
            self.merged.push((self.row, 0, self.row, last));
            self.row += 1;
        }
        if chance.once_in(3) {
            self.put(0, text("填报单位（盖章）：长桥街道办事处"));
            if let Some(unit) = unit {
                self.put(width - 1, text(unit));
            } else if chance.once_in(2) {
                self.put(4, text("填报日期：2025年12月20日"));
            }
            self.row += 1;
        } else if let Some(unit) = unit {
            let column = chance.one(&[0, width / 2, width - 1]);
            self.put(column, text(unit));
            self.row += 1;
        }
        if chance.once_in(8) {
            self.row += 1;
        }
    }

    /// The headings, in one row or two.
    fn head(&mut self, before: usize, unit_column: Option<usize>, style: &Style, chance: &mut Chance) {
        let mut singles: Vec<(usize, String)> = Vec::new();
        if style.serial {
            singles.push((0, chance.one(&["序号", "编号", "No."]).to_owned()));
        }
        if style.street {
            singles.push((
                usize::from(style.serial),
                chance.one(&["街道", "所属街镇", "属地"]).to_owned(),
            ));
        }
        if let Some(column) = unit_column {
            singles.push((column, chance.one(&["单位", "金额单位"]).to_owned()));
        }
        if style.remarks {
            singles.push((
                before + style.columns.len() + usize::from(unit_column.is_some()),
                "备注".to_owned(),
            ));
        }
        let joint = |column: &Column| column.joint.clone().filter(|_| style.joint);
        self.head.0 = self.row;
        let sections = style.sections && style.columns.len() > 3;
        if sections {
            self.sections(before, style);
        }
        let top = self.row;
        let mut at = 0;
        while at < style.columns.len() {
            let column = &style.columns[at];
            let Some((over, _)) = joint(column) else {
                singles.push((before + at, column.head.clone()));
                at += 1;
                continue;
            };
            let mut end = at;
            while let Some((other, below)) = style.columns.get(end).and_then(&joint)
                && other == over
            {
                self.cells
                    .insert((top + 1, u16::try_from(before + end).unwrap()), text(below));
                end += 1;
            }
            let (left, right) = (
                u16::try_from(before + at).unwrap(),
                u16::try_from(before + end - 1).unwrap(),
            );
            self.cells.insert((top, left), text(over));
            if right > left {
                self.merged.push((top, left, top, right));
            }
            at = end;
        }
        let two = style.joint && style.columns.iter().any(|column| column.joint.is_some());
        let low = two && !style.plain && chance.once_in(6);
        for (column, head) in singles {
            let column = u16::try_from(column).unwrap();
            let asks = (before..before + style.columns.len()).contains(&usize::from(column));
            let first = top - u32::from(sections && !asks);
            let row = if low { top + 1 } else { first };
            self.cells.insert((row, column), text(head));
            if !low && top + u32::from(two) > first {
                self.merged.push((first, column, top + u32::from(two), column));
            }
        }
        self.row += 1 + u32::from(two);
        if style.stated == Stated::Below {
            let named = if chance.once_in(2) {
                style.unit.name.to_owned()
            } else {
                format!("（{}）", style.unit.name)
            };
            for (at, column) in style.columns.iter().enumerate() {
                if column.path.0 == "fiscal_years.net_profit" {
                    self.put(before + at, text(named.clone()));
                }
            }
            if style
                .columns
                .iter()
                .any(|column| column.path.0 == "fiscal_years.net_profit")
            {
                self.row += 1;
            }
        }
        self.head.1 = self.row;
    }

    /// A row above the headings that says what each stretch of them is about.
    fn sections(&mut self, before: usize, style: &Style) {
        let section = |column: &Column| match column.path.0.split('.').next().unwrap() {
            "track" | "organization" | "individual" => "基本情况",
            "chief_quality_officer" | "management_systems" => "质量管理情况",
            "fiscal_years" => "财务情况",
            "records" => "信用情况",
            "quality_work" => "工作经历",
            "statements" => "自评情况",
            _ => "申报情况",
        };
        let mut at = before;
        for stretch in style.columns.chunk_by(|one, other| section(one) == section(other)) {
            let last = at + stretch.len() - 1;
            self.put(at, text(section(&stretch[0])));
            if last > at {
                let (left, right) = (u16::try_from(at).unwrap(), u16::try_from(last).unwrap());
                self.merged.push((self.row, left, self.row, right));
            }
            at = last + 1;
        }
        self.row += 1;
    }

    /// An example of how a row is filled in.
    fn example(&mut self, before: usize, style: &Style, chance: &mut Chance) {
        self.put(0, text(chance.one(&["示例", "例", "样例", "（示例）"])));
        for (at, column) in style.columns.iter().enumerate() {
            let shown = match column.path.0 {
                "organization.name" => text("上海某某有限公司"),
                "individual.name" => text("张三"),
                "organization.registered_on" => text("2015-01-01"),
                "fiscal_years.net_profit" => Put::Number(100.0),
                _ => Put::Gap,
            };
            self.put(before + at, shown);
        }
        self.row += 1;
    }

    /// The row or rows of a client.
    fn client(
        &mut self,
        client: &Client,
        serial: f64,
        before: usize,
        unit_column: Option<usize>,
        style: &Style,
        chance: &mut Chance,
    ) {
        let table = match style.long {
            Long::No => "",
            Long::Years => "fiscal_years.",
            Long::Certificates => "management_systems.",
        };
        let mut rows: Vec<i64> = Vec::new();
        for (path, row) in client.facts.keys() {
            if !table.is_empty() && path.starts_with(table) && !rows.contains(row) {
                rows.push(*row);
            }
        }
        rows.sort_unstable();
        if rows.is_empty() {
            rows.push(0);
        }
        let (top, count) = (self.row, u32::try_from(rows.len()).unwrap());
        if style.serial {
            self.put(0, Put::Number(serial));
        }
        for (at, column) in style.columns.iter().enumerate() {
            let own = !table.is_empty() && column.path.0.starts_with(table);
            let mut shown = Put::Gap;
            let identity = matches!(
                column.path.0,
                "organization.name" | "organization.unified_social_credit_code" | "track"
            );
            let over = identity || chance.once_in(2);
            for (line, row) in (0..).zip(&rows) {
                self.row = top + line;
                let path = if own { (column.path.0, *row) } else { column.path };
                if own || line == 0 {
                    shown = put(path, client.facts.get(&path), style.unit, chance);
                    // what is listed is there
                    let listed = format!("{}.", path.0);
                    if client.facts.keys().any(|(other, _)| other.starts_with(&listed)) && chance.once_in(2) {
                        shown = text(chance.one(&["有", "有", "是"]));
                    }
                }
                if own || line == 0 || !style.merged && over {
                    self.put(before + at, shown.clone());
                }
            }
            if !own && count > 1 && style.merged && over {
                let column = u16::try_from(before + at).unwrap();
                self.merged.push((top, column, top + count - 1, column));
            }
        }
        for line in 0..count {
            self.row = top + line;
            if let Some(column) = unit_column {
                self.put(column, text(style.unit.name));
            }
            if style.remarks && chance.once_in(5) {
                let column = before + style.columns.len() + usize::from(unit_column.is_some());
                self.put(
                    column,
                    text(chance.one(&["材料待补充", "已电话联系", "合计两次走访", "重点推荐", "注：已通过初审"])),
                );
            }
        }
        self.row = top + count;
    }

    /// A row with the sums of the amounts from `top` on.
    fn total(&mut self, said: &str, top: u32, before: usize, style: &Style, chance: &mut Chance) {
        let (sums, row) = (chance.below(3), self.row);
        self.put(chance.below(before + 1), text(said));
        for (at, column) in style.columns.iter().enumerate() {
            if column.path.0 == "fiscal_years.net_profit" && sums > 0 && row > top {
                let name = letter(before + at);
                let sum = Put::Formula(format!("SUM({name}{}:{name}{row})", top + 1), 12_345.5);
                self.put(before + at, if sums == 1 { sum } else { Put::Number(12_345.5) });
            }
        }
        self.row += 1;
    }

    /// What stands below the last of them.
    fn tail(&mut self, width: usize, chance: &mut Chance) {
        if chance.once_in(4) {
            self.row += 1;
        }
        if chance.once_in(2) {
            let notes = [
                "注：1.本表由街道填写；2.以审计报告为准。",
                "备注：金额以审计报告为准",
                "填表说明：请于12月20日前报送",
                "注：本表一式两份",
            ];
            self.put(0, text(chance.one(&notes)));
            self.row += 1;
            if chance.once_in(3) {
                self.put(0, text("2.逾期不予受理。"));
                self.row += 1;
            }
        }
        if chance.once_in(2) {
            self.put(0, text(chance.one(&["填表人：张三", "制表：李四", "经办人："])));
            self.put(
                width / 2,
                text(chance.one(&["审核人：王五", "负责人（签字）：", "联系电话：021-24092222"])),
            );
            if chance.once_in(2) {
                self.put(width - 1, text("2025年12月20日"));
            }
            self.row += 1;
        }
    }
}

/// The name of a column.
fn letter(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap());
    if column < 26 {
        last.to_string()
    } else {
        format!("{}{last}", letter(column / 26 - 1))
    }
}

/// The sheets as a workbook of one kind or another.
fn saved(name: &str, grids: &[Grid], chance: &mut Chance) -> (String, Vec<u8>) {
    match chance.once_in(5) {
        true => (format!("{name}.ods"), ods::ods(grids)),
        false => (format!("{name}.xlsx"), xlsx(grids)),
    }
}

fn xlsx(grids: &[Grid]) -> Vec<u8> {
    let mut book = Workbook::new();
    for grid in grids {
        let sheet = book.add_worksheet();
        sheet.set_name(&grid.name).unwrap();
        for (top, left, bottom, right) in &grid.merged {
            sheet
                .merge_range(*top, *left, *bottom, *right, "", &Format::new())
                .unwrap();
        }
        for ((row, column), put) in &grid.cells {
            write(sheet, *row, *column, put);
        }
    }
    book.save_to_buffer().unwrap()
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, put: &Put) {
    match put {
        Put::Gap => {}
        Put::Text(text) => drop(sheet.write_string(row, column, text).unwrap()),
        Put::Number(number) => drop(sheet.write_number(row, column, *number).unwrap()),
        Put::Flag(flag) => drop(sheet.write_boolean(row, column, *flag).unwrap()),
        Put::Formula(formula, result) => {
            let formula = Formula::new(formula).set_result(result.to_string());
            sheet.write_formula(row, column, formula).unwrap();
        }
        Put::Day(year, month, day, format, timed) => {
            let part = |number: &i64| u8::try_from(*number).unwrap();
            let day = ExcelDateTime::from_ymd(u16::try_from(*year).unwrap(), part(month), part(day)).unwrap();
            let day = if *timed { day.and_hms(14, 30, 0).unwrap() } else { day };
            let format = Format::new().set_num_format(*format);
            sheet.write_datetime_with_format(row, column, &day, &format).unwrap();
        }
    }
}

/// The same as text: UTF-8 with or without a mark, or GBK.
fn csv(grid: &Grid, chance: &mut Chance) -> Vec<u8> {
    let delimiter = chance.one(b",,\t;");
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    let width = grid.cells.keys().map(|(_, column)| *column).max().unwrap() + 1;
    let height = grid.cells.keys().map(|(row, _)| *row).max().unwrap() + 1;
    for row in 0..height {
        let cells = (0..width).map(|column| grid.cells.get(&(row, column)).map(said).unwrap_or_default());
        writer.write_record(cells).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    match chance.below(3) {
        0 => text.into_bytes(),
        1 => format!("\u{feff}{text}").into_bytes(),
        _ => encoding_rs::GB18030.encode(&text).0.into_owned(),
    }
}

/// A cell as a spreadsheet writes it into text.
fn said(put: &Put) -> String {
    match put {
        Put::Gap => String::new(),
        Put::Text(text) => text.clone(),
        Put::Number(number) | Put::Formula(_, number) => number.to_string(),
        Put::Flag(flag) => flag.to_string().to_uppercase(),
        Put::Day(year, month, day, _, true) => format!("{year}/{month}/{day} 14:30"),
        Put::Day(year, month, day, _, false) => format!("{year}/{month}/{day}"),
    }
}
