//! The boxes that notes are shown in: one shape for each, in the drawing language that workbooks keep for them.
//! Such a drawing is not always well-formed XML, so it is only added to.

use std::collections::BTreeMap;

use super::{Note, Refusal, damaged};

/// What such a part is declared to be.
pub const CONTENT: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

const NAMESPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];

const BOX: &str = concat!(
    "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">",
    "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
);

/// The shapes that one block of ids has.
pub const BLOCK: u32 = 1_024;

/// The last column, counted from zero.
const LAST_COLUMN: u32 = 16_383;

/// The last row, counted from zero.
const LAST_ROW: u32 = 1_048_575;

/// A drawing of these notes, its shapes numbered from a block on.
pub fn new(block: u32, notes: &[((u32, u32), &Note)]) -> String {
    let count = u32::try_from(notes.len()).unwrap_or(u32::MAX);
    let blocks: Vec<String> = (block..=block + count / BLOCK).map(|block| block.to_string()).collect();
    let names: String = NAMESPACES
        .iter()
        .map(|(prefix, name)| format!(" xmlns:{prefix}=\"{name}\""))
        .collect();
    let shapes = shapes(block.saturating_mul(BLOCK), "", notes);
    let blocks = blocks.join(",");
    format!(
        "<xml{names}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{blocks}\"/></o:shapelayout>{BOX}{shapes}</xml>"
    )
}

/// A drawing with these notes added.
///
/// # Errors
/// A drawing that does not end as one does.
pub fn append(text: String, notes: &[((u32, u32), &Note)]) -> Result<String, Refusal> {
    if notes.is_empty() {
        return Ok(text);
    }
    let end = text.rfind("</xml").ok_or_else(damaged)?;
    let (before, after) = text.split_at_checked(end).ok_or_else(damaged)?;
    let undeclared = NAMESPACES
        .iter()
        .filter(|(prefix, _)| !before.contains(&format!("xmlns:{prefix}=")));
    let names: String = undeclared
        .map(|(prefix, name)| format!(" xmlns:{prefix}=\"{name}\""))
        .collect();
    let has_box = before.contains("id=\"_x0000_t202\"") || before.contains("id='_x0000_t202'");
    let kind = if has_box {
        String::new()
    } else {
        BOX.replacen("<v:shapetype", &format!("<v:shapetype{names}"), 1)
    };
    let shapes = shapes(last_shape(before), &names, notes);
    Ok([before, &kind, &shapes, after].concat())
}

/// A drawing in which the boxes of these cells are tall enough for what is said at them.
pub fn grow(text: &str, said: &BTreeMap<(u32, u32), String>) -> String {
    const DATA: &str = "<x:ClientData";
    let mut pieces = text.split(DATA);
    let mut grown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let number = |name: &str| -> Option<u32> { content(piece, name)?.trim().parse().ok() };
        let cell = number("x:Row").zip(number("x:Column"));
        let words = cell.and_then(|cell| said.get(&cell));
        let taller = words.and_then(|words| {
            let anchor = content(piece, "x:Anchor")?;
            let new = taller(anchor, rows(words))?;
            Some(piece.replacen(anchor, &new, 1))
        });
        grown.push_str(DATA);
        grown.push_str(taller.as_deref().unwrap_or(piece));
    }
    grown
}

/// What stands in the first element of this name.
fn content<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

/// The anchor of a box, moved down so far that it holds so many rows; nothing where it does already.
fn taller(anchor: &str, rows: u32) -> Option<String> {
    let numbers: Vec<u32> = anchor
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let [left, a, top, b, right, c, bottom, d] = <[u32; 8]>::try_from(numbers).ok()?;
    let wanted = top.saturating_add(rows).min(LAST_ROW);
    (wanted > bottom).then(|| format!("{left}, {a}, {top}, {b}, {right}, {c}, {wanted}, {d}"))
}

/// The greatest number of a shape, or the first number before any.
fn last_shape(text: &str) -> u32 {
    let number = |rest: &str| -> Option<u32> {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        rest.get(..digits)?.parse().ok()
    };
    let numbers = text.split("_x0000_s").skip(1).filter_map(number);
    numbers.max().unwrap_or(BLOCK)
}

/// The blocks of ids that a drawing says it uses.
pub fn blocks(text: &str) -> Vec<u32> {
    let data = text.split("idmap").skip(1).filter_map(|rest| {
        let value = rest.split_once("data=")?.1;
        let quote = value.chars().next()?;
        value.get(1..)?.split(quote).next()
    });
    data.flat_map(|list| list.split(','))
        .filter_map(|block| block.trim().parse().ok())
        .collect()
}

/// A shape for each note, numbered after `last`.
fn shapes(last: u32, names: &str, notes: &[((u32, u32), &Note)]) -> String {
    let one = |(number, ((row, column), note)): (u32, &((u32, u32), &Note))| {
        let left = (column + 1).min(LAST_COLUMN.saturating_sub(5));
        let top = row.saturating_sub(1).min(LAST_ROW.saturating_sub(20));
        let (right, bottom) = (left + 4, top + rows(&note.text));
        let z = number.saturating_sub(last);
        format!(
            "<v:shape{names} id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:1.5pt;width:240pt;height:90pt;z-index:{z};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 10, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    };
    (last.saturating_add(1)..).zip(notes).map(one).collect()
}

/// How many rows of usual height a note takes in a box four usual columns wide.
fn rows(text: &str) -> u32 {
    const WIDE: usize = 40;
    let taken = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let lines: usize = text.lines().map(|line| taken(line).div_ceil(WIDE).max(1)).sum();
    u32::try_from(lines).unwrap_or(u32::MAX).clamp(3, 18)
}
