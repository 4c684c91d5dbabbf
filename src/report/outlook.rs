//! What is still to come for a dossier that is not submitted yet.

use serde::Serialize;

use crate::day::Day;
use crate::text::Text;

/// The days that are left for submission, and what they depend on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// The last day of the time for applications.
    pub closes: Day,
    /// The first day on which submission works, as far as the facts are given.
    pub first_day: Option<Day>,
    /// The last such day.
    pub last_day: Option<Day>,
    /// The last day to post the notice so that it is enough under every reading, submitted on the last day; none where no
    /// notice is asked for, or the working days are not announced.
    pub last_safe_post: Option<Day>,
    /// Whether nothing that can be done still serves in this edition.
    pub too_late: bool,
    /// The same in sentences, the most urgent first.
    pub says: Vec<Text>,
}

impl Outlook {
    /// The sentence that says that this edition can no longer be met, if so.
    pub fn over(&self) -> Option<&Text> {
        self.says.first().filter(|_| self.too_late)
    }

    /// All it says, in one text.
    pub fn text(&self) -> Text {
        Text::join(&self.says)
    }
}
