//! The catalogue of documents: which kinds of document belong to a dossier, what people call them, how a file is
//! recognised by its name, what each bears and which conditions it bears out. A pack writes it; rules point into it.

use toml::Spanned;

use super::track::{Track, Tracks};
use crate::text::Text;
use crate::writing::{fold, nearest, quote};

/// The index of a kind of document in its catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindId(u16);

shape! {
    /// One kind of document, as a pack writes it in `[[document]]`.
    #[derive(Debug, Clone)]
    pub struct DocumentKind among Tracks {
        /// Its id within the pack.
        pub id: String,
        /// What people call it.
        pub label: Text,
        /// The tracks whose dossiers hold it.
        pub tracks: Vec<Track>,
        /// Parts of file names, besides the Chinese label, by which a file is recognised that no list names; and
        /// further ways to write the kind in a list.
        pub aliases: Vec<String> = "[]",
        /// The ids of the conditions whose facts it bears out.
        pub supports: Vec<Spanned<String>> = "[]",
        /// The paths of the fields of which one stands in such a document: the applicant's name, its code.
        pub bears: Vec<Spanned<String>> = "[]",
        /// Whether it is called for in some cases only, so that its absence means nothing by itself.
        pub optional: bool = "false",
        /// After how many days from its issue it is too old to be taken as it is, if the pack says so.
        pub ages_after_days: Option<i64>,
    }
}

impl DocumentKind {
    /// What a file name of this kind holds a part of.
    fn marks(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.label.zh.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// The kinds of document of a pack, in its order.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    kinds: Vec<DocumentKind>,
    /// Every way to write each kind, folded.
    written: Vec<(String, KindId)>,
}

impl Catalogue {
    /// Adds a kind.
    ///
    /// # Errors
    /// A sentence on what it writes like another kind, or twice.
    pub fn add(&mut self, kind: DocumentKind) -> Result<(), Text> {
        let id = KindId(u16::try_from(self.kinds.len()).unwrap_or(u16::MAX));
        let mut own: Vec<String> = Vec::new();
        for name in [&kind.id, &kind.label.zh, &kind.label.en] {
            let name = fold(name);
            if !own.contains(&name) {
                own.push(name);
            }
        }
        for alias in &kind.aliases {
            let folded = fold(alias);
            if folded.is_empty() || own.contains(&folded) {
                let (alias, of) = (quote(alias), quote(&kind.id));
                return Err(text!(
                    "材料类别 {of} 的别名 {alias} 是空的，或写了两次",
                    "the alias {alias} of the document {of} is blank or stands twice"
                ));
            }
            own.push(folded);
        }
        if let Some((name, other)) = own.iter().find_map(|name| Some((name, self.named(name)?))) {
            let other = self.get(other).map(|other| quote(&other.id)).unwrap_or_default();
            let name = quote(name);
            return Err(text!(
                "材料类别的名称或别名 {name} 已属于 {other}",
                "{name} names the document {other} already"
            ));
        }
        self.written.extend(own.into_iter().map(|name| (name, id)));
        self.kinds.push(kind);
        Ok(())
    }

    /// The kinds, in the order of the pack.
    pub fn kinds(&self) -> impl Iterator<Item = (KindId, &DocumentKind)> {
        (0..).map(KindId).zip(&self.kinds)
    }

    /// The kind of an index.
    pub fn get(&self, id: KindId) -> Option<&DocumentKind> {
        self.kinds.get(usize::from(id.0))
    }

    /// The kind that a list writes so: by its id, its label in either language, or an alias.
    pub fn named(&self, written: &str) -> Option<KindId> {
        let folded = fold(written);
        self.written.iter().find(|(name, _)| *name == folded).map(|(_, id)| *id)
    }

    /// The kind that `written` was probably meant to be.
    pub fn nearest(&self, written: &str) -> Option<&DocumentKind> {
        let near = nearest(written, self.written.iter().map(|(name, _)| name.as_str()))?;
        self.get(self.named(near)?)
    }

    /// The kind that the name of a file tells, if `track` has such documents: the longest mark in the file's own
    /// name decides, else in the name of the folder it stands in, and so on upwards.
    pub fn recognise(&self, file: &str, track: Option<&Track>) -> Option<KindId> {
        file.rsplit('/').find_map(|name| {
            let name = fold(name);
            let kinds = self.kinds();
            let held = kinds
                .filter(|(_, kind)| track.is_none_or(|track| kind.tracks.contains(track)))
                .flat_map(|(id, kind)| kind.marks().map(move |mark| (id, fold(mark))))
                .filter(|(_, mark)| name.contains(mark.as_str()));
            // Of marks of one length, the first in the order of the pack.
            let longest = held.fold(None, |best: Option<(KindId, String)>, next| match best {
                Some(best) if best.1.len() >= next.1.len() => Some(best),
                _ => Some(next),
            });
            longest.map(|(id, _)| id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(id: &str, zh: &str, aliases: &[&str], tracks: &[Track]) -> DocumentKind {
        DocumentKind {
            id: id.to_owned(),
            label: Text {
                zh: zh.to_owned(),
                en: format!("the {id}"),
            },
            tracks: tracks.to_vec(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            supports: Vec::new(),
            bears: Vec::new(),
            optional: false,
            ages_after_days: None,
        }
    }

    fn tracks() -> Vec<Track> {
        crate::dictionary::Dictionary::shared().unwrap().tracks().to_vec()
    }

    fn catalogue() -> Catalogue {
        let mut catalogue = Catalogue::default();
        let both = tracks();
        for kind in [
            kind("report", "自我评价报告", &["自评报告"], &both),
            kind("audit", "审计报告", &["报告", "年报"], &both[..1]),
            kind("evidence", "证实性材料", &[], &both),
        ] {
            catalogue.add(kind).unwrap();
        }
        catalogue
    }

    #[test]
    fn a_kind_is_written_in_many_ways_and_none_of_them_twice() {
        let mut catalogue = catalogue();
        let report = catalogue.named("report");
        for written in ["Report", "自我评价 报告", "THE REPORT", "（自评报告）"] {
            assert_eq!(catalogue.named(written), report, "{written}");
        }
        assert_eq!(catalogue.named("自评"), None);
        assert_eq!(
            catalogue.nearest("自我评价报吿").map(|kind| kind.id.as_str()),
            Some("report")
        );
        let before = catalogue.kinds().count();
        assert!(catalogue.add(kind("other", "年报", &[], &tracks())).is_err());
        assert!(catalogue.add(kind("other", "其他", &["甲", "甲"], &tracks())).is_err());
        assert!(catalogue.add(kind("other", "其他", &["其他"], &tracks())).is_err());
        assert!(catalogue.add(kind("other", "其他", &["（）"], &tracks())).is_err());
        assert!(catalogue.add(kind("report", "其他", &[], &tracks())).is_err());
        assert_eq!(catalogue.kinds().count(), before);
        assert!(catalogue.add(kind("other", "其他", &["甲"], &tracks())).is_ok());
    }

    #[test]
    fn a_file_is_recognised_by_the_longest_part_of_its_name_then_by_its_folder() {
        let catalogue = catalogue();
        let told = |file: &str, track| {
            let kind = catalogue.recognise(file, track).and_then(|id| catalogue.get(id));
            kind.map(|kind| kind.id.as_str())
        };
        assert_eq!(told("2-自我评价报告.docx", None), Some("report"));
        assert_eq!(told("2024 年报.pdf", None), Some("audit"));
        let tracks = tracks();
        assert_eq!(told("2024 年报.pdf", tracks.get(1)), None);
        assert_eq!(told("证实性材料/图 1.png", None), Some("evidence"));
        assert_eq!(told("证实性材料/报告.pdf", None), Some("audit"));
        assert_eq!(told("图 1.png", None), None);
    }
}
