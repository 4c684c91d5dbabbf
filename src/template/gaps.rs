//! What a dossier still lacks: what is asked of every applicant, and what else the rules of its pack miss in it.

use crate::dictionary::{FieldId, Value};
use crate::dossier::{Cite, Dossier, List};
use crate::template::need::{Need, is_given, missed};
use crate::template::plan::{Item, Plan};

/// The facts that are known, and those that are wanted.
pub struct Facts<'f> {
    /// The dossier the facts stand in, indexed by the dictionary of the pack.
    pub dossier: &'f Dossier,
    wanted: Vec<Cite>,
}

impl<'f> Facts<'f> {
    /// The facts of `dossier`, judged as of its day of submission or else of the last day to apply.
    pub fn new(plan: &Plan<'_>, dossier: &'f Dossier) -> Facts<'f> {
        let mut wanted = missed(plan.pack, dossier);
        wanted.extend(asked_of_all(plan, dossier));
        Facts { dossier, wanted }
    }

    /// Whether `cite` is wanted and not given.
    pub fn wants(&self, cite: Cite) -> bool {
        self.wanted.contains(&cite)
    }

    /// The value of a scalar.
    pub fn scalar(&self, id: FieldId) -> Option<&'f Value> {
        self.dossier.slot(Cite::Scalar(id))?.value()
    }

    /// The value in a row of a table, counted from zero.
    pub fn cell(&self, id: FieldId, row: usize) -> Option<&'f Value> {
        self.dossier.slot(Cite::Cell(id, row))?.value()
    }
}

/// What every applicant is to give: a rule that misses one fact may not have come to the next.
fn asked_of_all(plan: &Plan<'_>, dossier: &Dossier) -> Vec<Cite> {
    let mut wanted = Vec::new();
    let track = dossier.track();
    let asked = |item: &&Item<'_>| {
        let of_this_track = track.is_none_or(|track| item.field.tracks.contains(track));
        of_this_track && item.need == Need::Always
    };
    for group in &plan.groups {
        for item in group.items.iter().filter(asked) {
            if group.section.rows {
                let rows = dossier.table(group.id).and_then(List::rows).map_or(0, <[_]>::len);
                wanted.extend((0..rows).map(|row| Cite::Cell(item.id, row)));
            } else {
                wanted.push(Cite::Scalar(item.id));
            }
        }
    }
    wanted.retain(|cite| !is_given(dossier, *cite));
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Entry;
    use crate::dossier::Slot;
    use crate::pack::Pack;
    use crate::place::{Source, Spot};

    #[test]
    fn an_applicant_wants_the_facts_of_its_own_track_only() {
        let pack = Pack::find("xuhui-2025").unwrap().unwrap();
        let plan = Plan::new(&pack, None, &[]);
        let field = |path: &str| match pack.dictionary.entry(path) {
            Some(Entry::Field(id)) => id,
            _ => panic!("no field {path}"),
        };
        let mut dossier = Dossier::empty(Source::text("a", ""), pack.dictionary.clone());
        let track = pack.dictionary.get(field("track")).unwrap();
        let choice = track.choice("individual").unwrap();
        dossier.set(track, Slot::Given(Value::Choice(choice), Spot::span(0..0)));
        let facts = Facts::new(&plan, &dossier);
        let wants = |path: &str| facts.wants(Cite::Scalar(field(path)));
        assert!(wants("individual.name") && wants("individual.principal") && wants("statements.ethics"));
        assert!(!wants("organization.name") && !wants("track") && !wants("employer.name"));
    }
}
