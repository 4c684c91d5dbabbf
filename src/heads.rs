//! The few facts that head every report, whatever its pack asks: which track, who applies, when it was submitted.
//! Resolved once per dictionary, as a rule's parameters are.

use crate::day::Day;
use crate::field::{Dictionary, Scalar};
use crate::id_number::{CreditCode, IdNumber};
use crate::value::{Choice, Words};

/// Where these facts stand in a dictionary; none of those it does not have.
#[derive(Debug, Clone)]
pub struct Heads {
    /// The track that is entered.
    pub track: Option<Scalar<Choice>>,
    /// The day of submission.
    pub submitted_on: Option<Scalar<Day>>,
    /// The organization's name.
    pub organization: Option<Scalar<Words>>,
    /// The organization's credit code.
    pub code: Option<Scalar<CreditCode>>,
    /// The person's name.
    pub person: Option<Scalar<Words>>,
    /// The person's identity number.
    pub id_number: Option<Scalar<IdNumber>>,
    /// The person's employer.
    pub employer: Option<Scalar<Words>>,
}

impl Heads {
    /// Those of a dictionary.
    pub(crate) fn of(dictionary: &Dictionary) -> Heads {
        Heads {
            track: Scalar::find(dictionary, "track"),
            submitted_on: Scalar::find(dictionary, "submission.submitted_on"),
            organization: Scalar::find(dictionary, "organization.name"),
            code: Scalar::find(dictionary, "organization.unified_social_credit_code"),
            person: Scalar::find(dictionary, "individual.name"),
            id_number: Scalar::find(dictionary, "individual.id_number"),
            employer: Scalar::find(dictionary, "individual.employer"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_dictionary_has_them_all() {
        let heads = Heads::of(Dictionary::shared().unwrap());
        assert!(heads.track.is_some() && heads.submitted_on.is_some());
        assert!(heads.organization.is_some() && heads.code.is_some());
        assert!(heads.person.is_some() && heads.id_number.is_some() && heads.employer.is_some());
    }
}
