//! One dictionary that knows what several packs add: it reads a dossier whichever of their awards it was written for.

use toml::Spanned;

use super::entries::{FieldEntry, SectionEntry};
use super::field::{Entry, Field, FieldId, Section, forms};
use super::{Dictionary, Track};

impl Dictionary {
    /// The shared dictionary with the fields, headings and choices of all of `others`. Its tracks are those of an award
    /// that declares none, called by the names of every track with the same subject: they tell who applies. Where two
    /// write the same path differently, the first is kept.
    pub fn union<'o>(others: impl Iterator<Item = &'o Dictionary> + Clone) -> Result<Dictionary, String> {
        let mut union = Dictionary::shared()?.clone();
        let tracks = union.tracks.iter().map(|track| {
            let alike = others.clone().flat_map(|other| &other.tracks);
            track.called_also(alike.filter(|other| other.subject() == track.subject()))
        });
        union.enter(tracks.collect());
        for other in others {
            union.absorb(other);
        }
        Ok(union)
    }

    /// Takes over what `other` knows beyond it.
    fn absorb(&mut self, other: &Dictionary) {
        for (_, section) in other.sections() {
            let fields: Vec<&Field> = section.fields.iter().filter_map(|id| other.get(*id)).collect();
            if self.entry(&section.path).is_none() {
                // a path that is there is not added, and a new one with a label contradicts nothing
                let _ = self.add(blank_like(section));
            }
            for field in fields {
                match self.entry(&field.path) {
                    None => {
                        let entry = SectionEntry {
                            field: vec![FieldEntry::like(field, 0..0)],
                            ..blank_like(section)
                        };
                        let _ = self.add(entry);
                    }
                    Some(Entry::Field(id)) => self.learn(id, field),
                    Some(Entry::Section(_)) => {}
                }
            }
        }
        self.names.take();
        self.heads.take();
    }

    /// Takes over the headings and choices of a field of the same path and type.
    fn learn(&mut self, id: FieldId, other: &Field) {
        let Some(field) = self.fields.get_mut(usize::from(id.0)) else {
            return;
        };
        // tracks are told by their subject
        if field.kind != other.kind || field.path == super::adding::TRACK {
            return;
        }
        for heading in &other.headings {
            if !field.headings.contains(heading) {
                field.headings.push(heading.clone());
            }
        }
        for choice in &other.choices {
            match field.choices.iter_mut().find(|known| known.id == choice.id) {
                Some(known) => known
                    .also
                    .extend([&choice.zh, &choice.en].into_iter().chain(&choice.also).cloned()),
                None => field.choices.push(choice.clone()),
            }
        }
        if !field.choices.is_empty() {
            field.written = forms(&field.choices);
        }
    }
}

/// A section without fields, as it could be written anew.
fn blank_like(section: &Section) -> SectionEntry {
    SectionEntry {
        path: Spanned::new(0..0, section.path.clone()),
        label: Some(section.label.clone()),
        headings: section.headings.clone(),
        rows: section.rows,
        per_award: section.per_award,
        key: None,
        subjects: Some(section.subjects.clone()),
        tracks: None,
        when: section.when.clone(),
        like: None,
        none: section.none.clone(),
        order: Vec::new(),
        field: Vec::new(),
    }
}

impl Track {
    /// The track, which also goes by the names of these.
    fn called_also<'t>(&self, others: impl Iterator<Item = &'t Track>) -> Track {
        let mut also = self.also().to_vec();
        for other in others {
            let (label, long) = (other.label(), other.at_length());
            also.extend([
                other.id().to_owned(),
                label.zh.clone(),
                label.en.clone(),
                long.zh,
                long.en,
            ]);
            also.extend(other.also().iter().cloned());
        }
        self.with_names(also)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Subject;
    use crate::pack::Pack;

    #[test]
    fn it_knows_every_field_and_word_of_each() {
        let packs: Vec<Pack> = Pack::shipped().map(|id| Pack::find(id).unwrap().unwrap()).collect();
        let union = Dictionary::union(packs.iter().map(|pack| &*pack.dictionary)).unwrap();
        for pack in &packs {
            for (_, field) in pack.dictionary.fields() {
                let Some(Entry::Field(id)) = union.entry(&field.path) else {
                    panic!("{} of {}", field.path, pack.id);
                };
                let known = union.get(id).unwrap();
                if known.kind != field.kind {
                    continue;
                }
                for choice in &field.choices {
                    let position = known
                        .choice(&choice.zh)
                        .unwrap_or_else(|| panic!("{} {}", field.path, choice.zh));
                    if field.path != "track" {
                        assert_eq!(known.choices[usize::from(position)].id, choice.id, "{}", field.path);
                    }
                }
            }
            for track in pack.tracks() {
                let Some(Entry::Field(id)) = union.entry("track") else {
                    panic!()
                };
                let position = union.get(id).unwrap().choice(&track.label().zh).unwrap();
                assert_eq!(
                    union.tracks()[usize::from(position)].subject(),
                    track.subject(),
                    "{}",
                    track.id()
                );
            }
        }
        assert!(
            Subject::ALL
                .iter()
                .all(|subject| union.tracks().iter().any(|track| track.subject() == *subject))
        );
    }
}
