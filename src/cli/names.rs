//! The names of files that are called after applicants: names that every system can hold, and no two alike.

use std::collections::HashSet;

use crate::materials::{NameFlaw, portable};
use crate::writing::fold;

/// How long the applicant's part of a file's name may be, in bytes: forty Chinese characters.
const NAME: usize = 120;

/// The names that are taken.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// The first name for what is written about `applicant` that nothing else has.
    pub(super) fn free(&mut self, applicant: &str, kind: &str, extension: &str) -> String {
        let safe = portable(applicant.trim(), NAME);
        let safe = safe.trim_matches(['.', ' ']);
        let safe = if safe.is_empty() { "_" } else { safe };
        let mut number = 1_usize;
        loop {
            let again = if number > 1 {
                format!("-{number}")
            } else {
                String::new()
            };
            let mut name = format!("{safe}-{kind}{again}.{extension}");
            if !NameFlaw::of(&name).is_empty() {
                // what is left to mend is the name of a device: `CON.甲` is one, too
                name.insert(0, '_');
            }
            // whatever some system takes for one name is one
            if self.taken.insert(fold(&name)) {
                return name;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_can_hold_the_names_and_none_takes_two_for_one() {
        let mut names = Names::default();
        let long = "长".repeat(300);
        let hostile = [
            "甲公司",
            "甲公司",
            "甲 公司",
            "ABC",
            "abc",
            "ＡＢＣ",
            "CON",
            "con.x",
            "COM1.甲",
            "a/b\\c:d*e?f",
            "..",
            "",
            "  ",
            ".甲",
            "甲.",
            "甲\u{202e}乙",
            "甲\n乙",
            "e\u{301}",
            "é",
            &long,
            &long,
        ];
        let mut seen = HashSet::new();
        for applicant in hostile {
            let name = names.free(applicant, "补正通知", "docx");
            assert_eq!(NameFlaw::of(&name), [], "{applicant:?}");
            assert!(!name.starts_with('.') && !name.contains('/'), "{name}");
            assert!(name.ends_with(".docx") && name.len() < 200, "{name}");
            assert!(seen.insert(fold(&name)), "{name}");
        }
        assert_eq!(names.free("乙公司", "补正通知", "docx"), "乙公司-补正通知.docx");
        assert_eq!(names.free("乙公司", "补正通知", "docx"), "乙公司-补正通知-2.docx");
    }
}
