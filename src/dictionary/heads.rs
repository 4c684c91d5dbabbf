//! The few facts that head every report, whatever its pack asks: which award and track, who applies, when it was submitted.
//! Resolved once per dictionary, as a rule's parameters are.

use super::field::{Field, FieldId};
use super::kind::{Choice, Kind, Words};
use super::typed::Scalar;
use crate::day::Day;
use crate::id_number::{CreditCode, IdNumber};

/// Where these facts stand in a dictionary; none of those it does not have.
#[derive(Debug, Clone)]
pub struct Heads {
    /// The award it is written for.
    pub award: Option<Scalar<Words>>,
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
    /// Those that `find` finds by their paths.
    pub(super) fn of<'d>(find: impl Fn(&str) -> Option<(FieldId, &'d Field)>) -> Heads {
        Heads {
            award: scalar(find("award")),
            track: scalar(find("track")),
            submitted_on: scalar(find("submission.submitted_on")),
            organization: scalar(find("organization.name")),
            code: scalar(find("organization.unified_social_credit_code")),
            person: scalar(find("individual.name")),
            id_number: scalar(find("individual.id_number")),
            employer: scalar(find("individual.employer")),
        }
    }
}

/// A field that was found, read as a `K`.
fn scalar<K: Kind>(found: Option<(FieldId, &Field)>) -> Option<Scalar<K>> {
    found.and_then(|(id, field)| Scalar::of(id, field))
}

#[cfg(test)]
mod tests {
    use crate::dictionary::Dictionary;

    #[test]
    fn the_shared_dictionary_has_them_all() {
        let heads = Dictionary::shared().unwrap().heads();
        assert!(heads.award.is_some() && heads.track.is_some() && heads.submitted_on.is_some());
        assert!(heads.organization.is_some() && heads.code.is_some());
        assert!(heads.person.is_some() && heads.id_number.is_some() && heads.employer.is_some());
    }
}
