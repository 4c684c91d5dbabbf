//! One applicant as the form of its own: labels with what is filled in beside them, and a sheet for each table.

use super::Chance;
use super::book::Grid;
use super::client::Client;
use super::columns::{self, Column};
use super::words::{Put, UNITS, Unit, put, text};

/// The tables, and what their sheets may be called.
const TABLES: [(&str, &[&str]); 9] = [
    ("management_systems.", &["管理体系", "管理体系认证"]),
    ("fiscal_years.", &["财务年度", "财务数据"]),
    ("records.incidents.", &["近三年事故"]),
    ("records.complaints.", &["近三年质量投诉"]),
    ("records.dishonesty.", &["近三年失信记录"]),
    ("public_notices.", &["公示"]),
    ("recommenders.", &["推荐单位"]),
    ("quality_work.", &["质量工作经历"]),
    ("former_awards.", &["曾获奖项"]),
];

/// The sheets of the form of this client.
pub fn form(client: &Client, chance: &mut Chance) -> Vec<Grid> {
    let unit = chance.one(&UNITS);
    let behind = match unit.name {
        "元" if chance.once_in(2) => String::new(),
        name => format!("（{name}）"),
    };
    let of = (!client.individual, client.individual);
    let asked = columns::columns(of, true, columns::Long::No, "", chance);
    let mut grids = vec![facts(client, &asked, unit, chance)];
    for (table, names) in TABLES {
        grids.extend(sheet(client, table, chance.one(names), unit, &behind, chance));
    }
    grids
}

/// Whether a fact stands in a table.
fn tabled(path: &str) -> bool {
    TABLES.iter().any(|(table, _)| path.starts_with(table))
}

/// The sheet of single facts.
fn facts(client: &Client, asked: &[Column], unit: Unit, chance: &mut Chance) -> Grid {
    let mut grid = Grid {
        name: chance.one(&["申报信息", "申报表", "Sheet1"]).to_owned(),
        ..Grid::default()
    };
    let serial = usize::from(chance.once_in(3));
    if chance.once_in(2) {
        grid.put(0, text("第五届徐汇区政府质量奖申报信息表"));
        grid.merged.push((0, 0, 0, u16::try_from(serial + 2).unwrap()));
        grid.row += 1;
    }
    let (sections, hints) = (chance.once_in(2), chance.once_in(3));
    let titled = !chance.once_in(3);
    if titled {
        if serial == 1 {
            grid.put(0, text("序号"));
        }
        grid.put(serial, text(chance.one(&["项目", "内容", "填报项目"])));
        grid.put(serial + 1, text(chance.one(&["填写内容", "填报内容"])));
        if hints {
            grid.put(serial + 2, text("填写说明"));
        }
        grid.row += 1;
    }
    // in how many columns of labels the items stand, row by row
    let wide = if !hints && !titled && serial == 0 {
        chance.one(&[1, 2, 2, 3])
    } else {
        1
    };
    let mut at = 0;
    let mut number = 0.0;
    let mut section = "";
    let mut seen: Vec<&str> = Vec::new();
    for column in asked.iter().filter(|column| !tabled(column.path.0)) {
        let path = column.path.0;
        if seen.contains(&path) {
            continue;
        }
        seen.push(path);
        let of = path.split('.').next().unwrap();
        if sections && of != section && of != "track" {
            let title = match of {
                "organization" => "基本情况",
                "individual" => "申报人基本情况",
                "records" => "近三年记录",
                "statements" => "自述",
                "submission" => "提交",
                _ => "",
            };
            if !title.is_empty() && at > 0 {
                (at, grid.row) = (0, grid.row + 1);
            }
            if !title.is_empty() {
                grid.put(0, text(title));
                grid.merged
                    .push((grid.row, 0, grid.row, u16::try_from(serial + 1).unwrap()));
                grid.row += 1;
            }
        }
        section = of;
        number += 1.0;
        if serial == 1 {
            grid.put(0, Put::Number(number));
        }
        grid.put(serial + 2 * at, text(column.head.clone()));
        let filled = client.facts.get(&column.path);
        grid.put(serial + 2 * at + 1, put(column.path, filled, unit, chance));
        at += 1;
        // a long text takes a row for itself
        if at < wide && !path.starts_with("statements") {
            continue;
        }
        at = 0;
        if hints && chance.once_in(3) {
            grid.put(serial + 2, text("请如实填写"));
        }
        grid.row += 1;
    }
    grid
}

/// The sheet of a table, if the client has something to put on it.
fn sheet(client: &Client, table: &str, name: &str, unit: Unit, behind: &str, chance: &mut Chance) -> Option<Grid> {
    let mut rows: Vec<i64> = client
        .facts
        .keys()
        .filter(|(path, _)| path.starts_with(table))
        .map(|(_, row)| *row)
        .collect();
    rows.dedup();
    rows.sort_unstable();
    rows.dedup();
    if rows.is_empty() {
        return None;
    }
    let asked = columns::table(table, behind, chance);
    let mut grid = Grid {
        name: name.to_owned(),
        ..Grid::default()
    };
    if chance.once_in(3) {
        grid.put(0, text(name));
        grid.merged
            .push((0, 0, 0, u16::try_from(asked.len().max(2) - 1).unwrap()));
        grid.row += 1;
    }
    for (at, (_, head)) in asked.iter().enumerate() {
        grid.put(at, text(head.clone()));
    }
    grid.row += 1;
    for row in rows {
        for (at, (path, _)) in asked.iter().enumerate() {
            let path = (*path, row);
            grid.put(at, put(path, client.facts.get(&path), unit, chance));
        }
        grid.row += 1;
    }
    if chance.once_in(4) {
        grid.put(0, text("注：以审计报告和证书为准。"));
        grid.row += 1;
    }
    Some(grid)
}
