//! The clauses: every condition of every pack, with the words of the law it rests on.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::page::Page;
use super::style::Style;
use crate::render::Look;
use crate::report::Report;
use crate::text::Text;
use crate::verdict::Weight;

const WIDTHS: [u8; 8] = [12, 27, 24, 9, 30, 14, 60, 48];

pub(super) fn sheet(report: &Report, look: Look, rows: u32) -> Result<Worksheet, XlsxError> {
    let lang = look.lang;
    let mut page = Page::new(&text!("依据条款", "Clauses"), lang, look.up, rows)?;
    page.widths(&WIDTHS)?;
    page.title(text!("各项条件所依据的条款", "The clause each condition rests on").get(lang))?;
    let headings = page.row;
    page.heads(&heads())?;
    page.freeze(3)?;
    let conditions = report
        .packs
        .iter()
        .flat_map(|pack| pack.conditions.iter().map(move |(id, condition)| (pack, id, condition)));
    page.each(conditions, rows, |page, (pack, id, condition)| {
        let clause = &condition.clause;
        page.text(0, &pack.id, Style::Dim)?;
        page.text(1, id, Style::Dim)?;
        page.text(2, condition.title.get(lang), Style::Body)?;
        page.text(3, weight(condition.weight).get(lang), Style::Count)?;
        page.text(4, clause.source.get(lang), Style::Body)?;
        page.text(5, &clause.number, Style::Body)?;
        page.text(6, &format!("「{}」", clause.text), Style::Body)?;
        page.text(7, condition.required.get(lang), Style::Body)
    })?;
    page.filter(headings, u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX))?;
    Ok(page.done(None))
}

fn heads() -> [Text; 8] {
    [
        text!("规则包", "Pack"),
        text!("条件编号", "Condition id"),
        text!("条件", "Condition"),
        text!("效力", "Weight"),
        text!("出处", "Source"),
        text!("条款号", "Clause"),
        text!("条款原文", "Words of the clause"),
        text!("要求", "Required"),
    ]
}

fn weight(weight: Weight) -> Text {
    match weight {
        Weight::Must => text!("必须", "must"),
        Weight::Should => text!("建议", "should"),
    }
}
