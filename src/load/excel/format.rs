//! How a cell shows its number, so far as that changes what the number means.

use crate::money::Unit;

/// What a number format says about the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberFormat {
    /// The unit it writes behind the number.
    pub unit: Option<Unit>,
    /// Whether it shows a percentage.
    pub percent: bool,
    /// Whether it shows the number smaller than it is, in thousands or ten thousands.
    pub scaled: bool,
    /// To how many digits it fills the number up with zeros.
    pub zeros: u8,
}

impl NumberFormat {
    /// What a format code, such as `#,##0.00"万元"`, says of positive numbers.
    pub fn of(code: &str) -> NumberFormat {
        let mut format = NumberFormat::default();
        let mut written = String::new();
        let (mut digits, mut others, mut commas) = (0_u8, false, false);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => {
                    let quoted: String = chars.by_ref().take_while(|c| *c != '"').collect();
                    format.scaled |= quoted == ".";
                    written.push_str(&quoted);
                }
                '\\' | '!' => {
                    let escaped = chars.next().unwrap_or(' ');
                    format.scaled |= escaped == '.';
                    written.push(escaped);
                }
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let bracketed: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    others |= !bracketed.is_empty();
                }
                '%' => format.percent = true,
                '0' | '#' | '?' => {
                    others |= c != '0';
                    digits = digits.saturating_add(1);
                    commas = false;
                }
                ',' => commas = digits > 0,
                '.' => {
                    format.scaled |= commas;
                    commas = false;
                    others = true;
                }
                c if c.is_ascii() => others = true,
                c => written.push(c),
            }
        }
        format.scaled |= commas;
        format.unit = unit(&written);
        if !others && written.is_empty() && !format.percent && !format.scaled && digits > 1 {
            format.zeros = digits;
        }
        format
    }
}

/// The unit that stands in what a format writes around its number.
pub(super) fn unit(written: &str) -> Option<Unit> {
    let written: String = written
        .chars()
        .filter(|c| !c.is_whitespace() && !"¥￥".contains(*c))
        .collect();
    Unit::in_heading(&written).or_else(|| {
        let short = ["千", "万", "百万", "亿"].contains(&written.as_str());
        short.then(|| Unit::in_heading(&format!("{written}元"))).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_its_unit() {
        for (code, unit) in [
            ("#,##0.00\"万元\"", Some(Unit::TenThousand)),
            ("0.00万元", Some(Unit::TenThousand)),
            ("#,##0\\ \"元\"", Some(Unit::Yuan)),
            ("0\"万\"", Some(Unit::TenThousand)),
            ("[$¥-804]#,##0.00\"亿元\";[Red]-0", Some(Unit::HundredMillion)),
            ("General", None),
            ("#,##0.00", None),
            ("0\"人\"", None),
            ("0;0\"万元\"", None),
        ] {
            assert_eq!(NumberFormat::of(code).unit, unit, "{code}");
        }
    }

    #[test]
    fn a_format_that_shows_less_than_there_is_is_noticed() {
        for code in ["0!.0000\"万元\"", "0\\.0,\"万元\"", "#,##0,", "#,##0,.00", "0\".\"0,"] {
            assert!(NumberFormat::of(code).scaled, "{code}");
        }
        for code in ["#,##0.00\"万元\"", "#,##0", "0.00", "_(* #,##0.00_);(0)"] {
            assert!(!NumberFormat::of(code).scaled, "{code}");
        }
    }

    #[test]
    fn percentages_and_leading_zeros_are_noticed() {
        assert!(NumberFormat::of("0.00%").percent);
        assert!(!NumberFormat::of("0\"%\"").percent);
        assert_eq!(NumberFormat::of("000000").zeros, 6);
        assert_eq!(NumberFormat::of("0").zeros, 0);
        assert_eq!(NumberFormat::of("0.00").zeros, 0);
    }
}
