//! What Excel counts: the rows and columns of a sheet, the text of a cell, and how cells are named.

/// The rows of a sheet.
pub const ROWS: u32 = 1_048_576;

/// The columns of a sheet.
pub const COLUMNS: u32 = 16_384;

/// The most UTF-16 units of a text in a cell or a note.
pub const TEXT: usize = 32_767;

/// The row and column of a cell named as `AB12`, both counted from zero; nothing for what names none.
pub fn position(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at_checked(digits)?;
    let mut column = 0_u32;
    for letter in letters.chars() {
        let value = u32::from(letter.to_ascii_uppercase())
            .checked_sub(u32::from('A'))
            .filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(value + 1)?;
    }
    let all_digits = row.chars().all(|c| c.is_ascii_digit()) && !row.starts_with('0');
    let row: u32 = row.parse().ok().filter(|_| all_digits)?;
    let known = (1..=COLUMNS).contains(&column) && (1..=ROWS).contains(&row);
    known.then(|| (row - 1, column - 1))
}

/// The name of a cell, its row and column counted from zero.
pub fn name((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_one_name() {
        for (cell, at) in [
            ("A1", (0, 0)),
            ("Z9", (8, 25)),
            ("AA10", (9, 26)),
            ("XFD1048576", (1_048_575, 16_383)),
        ] {
            assert_eq!(position(cell), Some(at));
            assert_eq!(name(at), cell);
        }
        assert_eq!(position("b2"), Some((1, 1)));
        for no in [
            "",
            "A",
            "1",
            "A0",
            "A01",
            "XFE1",
            "A1048577",
            "A1:B2",
            "$A$1",
            "甲1",
            "A１",
            "AAAAAAAAAAAAA1",
        ] {
            assert_eq!(position(no), None, "{no}");
        }
    }
}
