//! By what an applicant is known again in another report: its credit code, else its name and track. It holds no
//! identity number, which no report shows whole.

use super::Identity;
use crate::dictionary::Track;
use crate::writing::fold;

/// The key of an applicant; none where neither code nor name is given. Two applicants may have one key: they are then
/// told apart by their order alone.
pub fn key(identity: Option<&Identity>, applicant: Option<&str>, track: Option<&Track>) -> Option<String> {
    match identity {
        Some(Identity::Organization(code)) => Some(code.to_string()),
        Some(Identity::Person(_) | Identity::Named { .. }) | None => {
            named(applicant?, track.map(Track::id).unwrap_or_default())
        }
    }
}

/// The key of an applicant of whom no code is known, by its name and the id of its track.
pub fn named(applicant: &str, track: &str) -> Option<String> {
    let name = fold(applicant);
    (!name.is_empty()).then(|| format!("{name}@{track}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;
    use crate::id_number::{CreditCode, IdNumber};

    #[test]
    fn a_code_is_the_key_whatever_the_name_and_else_the_name_however_it_is_written() {
        let code = Identity::Organization(CreditCode::parse("91310104744923836T").unwrap());
        for name in [Some("甲公司"), Some("乙公司"), None] {
            assert_eq!(key(Some(&code), name, None).as_deref(), Some("91310104744923836T"));
        }
        assert_eq!(
            key(None, Some("甲公司（上海）"), None),
            key(None, Some("甲公司(上海)"), None)
        );
        assert_ne!(key(None, Some("甲公司"), None), key(None, Some("乙公司"), None));
        assert_eq!((key(None, None, None), key(None, Some(" "), None)), (None, None));
    }

    #[test]
    fn no_digit_of_an_identity_number_is_in_a_key() {
        let number = IdNumber::parse("11010519491231002X", Day::new(2025, 12, 1).unwrap()).unwrap();
        let key = key(Some(&Identity::Person(number)), Some("王示例"), None);
        assert_eq!(key.as_deref(), Some("王示例@"));
    }
}
