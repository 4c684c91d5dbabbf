//! The track of applicants where nothing asks for it: told by what is asked of applicants of one track alone.

use crate::dictionary::{Dictionary, Entry, Track, Value};
use crate::dossier::{Dossier, Slot};
use crate::load::excel::headings::Meaning;
use crate::place::Spot;
use crate::text::Text;

/// A track, and the first heading that only its applicants have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implied {
    track: Track,
    heading: Spot,
}

impl Implied {
    /// The track of which alone these headings ask something; `None` where they ask for the track itself, of neither or
    /// of both.
    pub fn by(dictionary: &Dictionary, headings: &[(Meaning, Spot)]) -> Option<Implied> {
        let asks = dictionary.heads().track?.id;
        if headings
            .iter()
            .any(|(meaning, _)| meaning.entry() == Entry::Field(asks))
        {
            return None;
        }
        let tracks = |meaning: Meaning| match meaning.entry() {
            Entry::Field(id) => dictionary.get(id).map(|field| field.tracks.as_slice()),
            Entry::Section(id) => dictionary.section(id).map(|section| section.tracks.as_slice()),
        };
        let own = headings
            .iter()
            .filter_map(|(meaning, heading)| match tracks(*meaning)? {
                [track] => Some(Implied {
                    track: track.clone(),
                    heading: *heading,
                }),
                _ => None,
            });
        let mut own = own;
        let first = own.next()?;
        own.all(|other| other.track == first.track).then_some(first)
    }

    /// Puts the track in.
    pub fn set(&self, dossier: &mut Dossier) {
        let dictionary = dossier.dictionary.clone();
        let field = dictionary.heads().track.and_then(|track| dictionary.get(track.id));
        let choice = dictionary.tracks().iter().position(|track| *track == self.track);
        if let (Some(field), Some(choice)) = (field, choice.and_then(|choice| u8::try_from(choice).ok())) {
            dossier.set(field, Slot::Given(Value::Choice(choice), self.heading));
        }
    }

    /// What is said of it, and where.
    pub fn told(&self, dictionary: &Dictionary) -> (Spot, Text) {
        let field = dictionary.heads().track.and_then(|track| dictionary.get(track.id));
        let (label, choice) = (
            field.map(|field| field.label.clone()).unwrap_or_default(),
            self.track.label(),
        );
        let said = text!(
            "没有“{label}”一栏，按所列项目认作“{choice}”",
            "\"{label}\" is not asked for; by what is, it is taken as \"{choice}\"";
            label, choice
        );
        (self.heading, said)
    }
}
