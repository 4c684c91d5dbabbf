//! What the reader of binary workbooks (`.xlsb`) leaves out: which cells are merged, and the formats in which numbers
//! are shown. Their parts are records, one after another (MS-XLSB 2.1.4): number, length, content.

use std::io::Read;

use crate::container::package::Package;
use crate::load::excel::limits;

/// A sheet is listed: state, number, id of its relationship, name (BrtBundleSh).
const SHEET: u32 = 156;

/// Cells are merged: first and last row, first and last column (BrtMergeCell).
const MERGED: u32 = 176;

/// A format of numbers: number, code (BrtFmt).
const FORMAT: u32 = 44;

/// Gives number and content of each record of a part to `each`, as far as they are whole.
fn each_record<'p>(mut part: &'p [u8], mut each: impl FnMut(u32, &'p [u8])) {
    loop {
        let Some(number) = count(&mut part, 2) else { return };
        let content = count(&mut part, 4).and_then(|length| part.split_at_checked(usize::try_from(length).ok()?));
        let Some((content, rest)) = content else { return };
        each(number, content);
        part = rest;
    }
}

/// A number in so many bytes of seven bits at the most, the lowest first, of which all but the last have their highest
/// bit set.
fn count(part: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for at in 0..most {
        let (byte, rest) = part.split_first()?;
        *part = rest;
        number |= u32::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// The number in four bytes.
fn long(content: &[u8], at: usize) -> Option<u32> {
    let bytes = content.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes))
}

/// The text that stands at this byte, and the byte behind it.
fn text(content: &[u8], at: usize) -> Option<(String, usize)> {
    let end = usize::try_from(long(content, at)?)
        .ok()?
        .checked_mul(2)?
        .checked_add(at + 4)?;
    let units = content
        .get(at + 4..end)?
        .chunks_exact(2)
        .filter_map(<[u8]>::first_chunk);
    let units: Vec<u16> = units.map(|unit| u16::from_le_bytes(*unit)).collect();
    Some((String::from_utf16_lossy(&units), end))
}

/// A part of a workbook, as far as such parts are read.
fn part(package: &mut Package<'_>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(part) = package.part(name) {
        // what is damaged ends where it is
        let _ = part.take(limits::UNFOLDED_BYTES).read_to_end(&mut bytes);
    }
    bytes
}

/// What is merged on the sheet of this name: first row, first column, last row, last column.
pub fn merged(bytes: &[u8], sheet: &str) -> Vec<[u32; 4]> {
    let mut areas = Vec::new();
    let Ok(mut package) = Package::open(bytes) else {
        return areas;
    };
    let main = package.main().unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let mut id = None;
    each_record(&part(&mut package, &main), |number, content| {
        let listed = || {
            let (id, behind) = text(content, 8)?;
            let (name, _) = text(content, behind)?;
            (number == SHEET && name == sheet).then_some(id)
        };
        id = id.take().or_else(listed);
    });
    let related = package.relationships(&main);
    let one = related.iter().find(|one| Some(&one.id) == id.as_ref());
    let Some(name) = one.and_then(|one| one.part.clone()) else {
        return areas;
    };
    each_record(&part(&mut package, &name), |number, content| {
        let area = || {
            Some([
                long(content, 0)?,
                long(content, 8)?,
                long(content, 4)?,
                long(content, 12)?,
            ])
        };
        areas.extend(area().filter(|_| number == MERGED && areas.len() < limits::MERGED));
    });
    areas
}

/// The codes of the formats of a workbook's own in which it shows numbers.
pub fn formats(bytes: &[u8]) -> Vec<String> {
    let mut codes = Vec::new();
    let Ok(mut package) = Package::open(bytes) else {
        return codes;
    };
    let main = package.main().unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let name = package
        .related(&main, "styles")
        .unwrap_or_else(|| "xl/styles.bin".to_owned());
    each_record(&part(&mut package, &name), |number, content| {
        codes.extend(text(content, 2).map(|(code, _)| code).filter(|_| number == FORMAT));
    });
    codes
}
