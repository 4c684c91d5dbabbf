//! The documents a pack is taken from: how far each binds, and how much of it was seen.

use serde::Serialize;

use crate::shape::{Called, Keys, Reader, Shape, TomlType, Written};
use crate::text::Text;

/// How far a source binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// It binds, and was read.
    Binding,
    /// It binds, but could not be obtained: every report says so.
    BindingUnseen,
    /// It belongs to another award or edition: advice.
    Advisory,
}

impl Force {
    /// All, in the order of the documentation.
    pub const ALL: [Force; 3] = [Force::Binding, Force::BindingUnseen, Force::Advisory];

    /// The id that packs write.
    pub fn id(self) -> &'static str {
        match self {
            Force::Binding => "binding",
            Force::BindingUnseen => "binding_unseen",
            Force::Advisory => "advisory",
        }
    }

    /// In words.
    pub fn label(self) -> Text {
        match self {
            Force::Binding => text!("有约束力", "binding"),
            Force::BindingUnseen => text!("有约束力，未取得", "binding, not obtained"),
            Force::Advisory => text!("仅供参考", "advisory"),
        }
    }
}

impl Called for Force {
    fn called() -> Text {
        text!("来源的效力", "a force")
    }

    fn toml_type() -> TomlType {
        TomlType::OneOf(Force::ALL.map(Force::id).to_vec())
    }
}

impl<S> Shape<S> for Force {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Force> {
        reader.one_of(written, &Force::called(), &Force::ALL, Force::id)
    }
}

/// How much of a source was seen. How far it binds is another thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// The whole, where its author published it.
    Original,
    /// The whole, as others copied it.
    Repost,
    /// A part, word for word; what was cut off is named.
    Excerpt,
    /// What others report of it, in their words: it refutes nobody by itself.
    Report,
    /// Nothing.
    None,
}

impl Seen {
    /// All, in the order of the documentation.
    pub const ALL: [Seen; 5] = [Seen::Original, Seen::Repost, Seen::Excerpt, Seen::Report, Seen::None];

    /// The id that packs write.
    pub fn id(self) -> &'static str {
        match self {
            Seen::Original => "original",
            Seen::Repost => "repost",
            Seen::Excerpt => "excerpt",
            Seen::Report => "report",
            Seen::None => "none",
        }
    }

    /// In words.
    pub fn label(self) -> Text {
        match self {
            Seen::Original => text!("发布处的全文", "whole, where it was published"),
            Seen::Repost => text!("转载的全文", "whole, as others copied it"),
            Seen::Excerpt => text!("只见到一部分", "in part"),
            Seen::Report => text!("只见到报道，未见原文", "as reported by others"),
            Seen::None => text!("未取得", "not obtained"),
        }
    }
}

impl Called for Seen {
    fn called() -> Text {
        text!("来源见到了多少（seen）的写法", "how much of a source was seen (`seen`)")
    }

    fn toml_type() -> TomlType {
        TomlType::OneOf(Seen::ALL.map(Seen::id).to_vec())
    }
}

impl<S> Shape<S> for Seen {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Seen> {
        reader.one_of(written, &Seen::called(), &Seen::ALL, Seen::id)
    }
}

shape! {
    /// A document the pack is taken from.
    #[derive(Debug, Clone)]
    pub struct Authority {
        /// Its id within the pack.
        pub id: String,
        /// How far it binds.
        pub force: Force,
        /// How much of it was seen; it is said of each that binds and was read.
        pub seen: Option<Seen>,
        /// Its full title.
        pub title: Text,
        /// What it is called in a sentence.
        pub short: Text,
        /// Its number, if it has one.
        pub number: Option<String>,
        /// Where it was read, or looked for.
        pub read_at: Option<String>,
        /// What of it was cut off, where only a part was seen.
        pub cut: Option<Text>,
    }
    agree Authority::honest
}

impl Authority {
    /// What is said of how much was seen goes with how far it binds.
    fn honest<S>(&self, keys: &Keys<'_, '_>, reader: &mut Reader<S>) -> Option<()> {
        let (key, message) = match (self.force, self.seen) {
            (Force::Binding, None | Some(Seen::None)) => (
                "seen",
                text!(
                    "有约束力的来源要写明见到了多少（seen）；没有取得的写 force = \"binding_unseen\"",
                    "of a source that binds it is said how much was seen (`seen`); one not obtained has force = \"binding_unseen\""
                ),
            ),
            (Force::BindingUnseen, Some(seen)) if seen != Seen::None => (
                "seen",
                text!(
                    "没有取得的来源（binding_unseen）不会见到内容",
                    "of a source that was not obtained (`binding_unseen`) nothing was seen"
                ),
            ),
            _ if (self.seen == Some(Seen::Excerpt)) != self.cut.is_some() => (
                if self.cut.is_some() { "cut" } else { "seen" },
                text!(
                    "只见到一部分（excerpt）的来源要用 cut 写明没有见到的部分，别的来源不写",
                    "of a source seen in part (`excerpt`), and of no other, `cut` says what was not seen"
                ),
            ),
            _ => return Some(()),
        };
        reader.wrong(keys.place_of(key), message)
    }

    /// Whether its words are known from the reports of others alone.
    pub fn is_hearsay(&self) -> bool {
        self.seen == Some(Seen::Report)
    }

    /// How much of it was seen, in words; of one that is not said nothing.
    pub fn coverage(&self) -> Option<Text> {
        let seen = match (self.force, self.seen) {
            (Force::BindingUnseen, _) => Seen::None,
            (_, seen) => seen?,
        };
        let (short, label) = (&self.short, seen.label());
        Some(match &self.cut {
            Some(cut) => {
                text!("{short}（{label}；未见：{cut}）", "{short} ({label}; not seen: {cut})"; short, label, cut)
            }
            None => text!("{short}（{label}）", "{short} ({label})"; short, label),
        })
    }
}
