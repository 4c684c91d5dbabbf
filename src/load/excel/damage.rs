//! What is said of a workbook that cannot be read to its end.

use crate::load::excel::limits;
use crate::place::InputError;
use crate::text::Text;

/// What to do about it.
pub fn again() -> Text {
    text!(
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试",
        "open it in Excel or WPS, save it as .xlsx and try again"
    )
}

/// What is said of a workbook that does not hold together.
pub fn damaged() -> InputError {
    InputError::whole(text!("工作簿已损坏或不完整", "the workbook is damaged or incomplete")).hint(again())
}

/// What is said where a sheet goes on for too long.
pub fn beyond() -> InputError {
    let (rows, columns, cells) = (limits::ROWS, limits::COLUMNS, limits::CELLS);
    InputError::whole(text!(
        "工作表在此之后超出上限（{rows} 行、{columns} 列、{cells} 个单元格）",
        "after this, the sheet goes beyond {rows} rows, {columns} columns or {cells} cells"
    ))
    .hint(text!(
        "请删去多余的行和列，或分成几个文件",
        "delete what is not needed, or split it into several files"
    ))
}
