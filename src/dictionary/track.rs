//! The tracks of an award: what an applicant can enter for.

use serde::{Deserialize, Serialize};

use crate::shape::{Called, Reader, Shape, Written};
use crate::text::Text;

/// The track an applicant enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// 组织
    Organization,
    /// 个人
    Individual,
}

impl Track {
    /// Both tracks.
    pub const ALL: [Track; 2] = [Track::Organization, Track::Individual];

    /// The id that dossiers and machines use.
    pub fn id(self) -> &'static str {
        match self {
            Track::Organization => "organization",
            Track::Individual => "individual",
        }
    }
}

impl Called for Track {
    fn called() -> Text {
        text!("申报类别", "a track")
    }
}

impl<S> Shape<S> for Track {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Track> {
        reader.one_of(written, &Track::called(), &Track::ALL, Track::id)
    }
}
