//! Words of the engine as they may be typed: only the command line knows how it is parsed.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::render::{Format, comparison, letters, matches, timetable};
use crate::report::Gate;
use crate::text::Lang;

/// What is typed by its id, one of a few.
macro_rules! typed {
    ($($of:ty),* $(,)?) => {$(
        impl ValueEnum for $of {
            fn value_variants<'a>() -> &'a [Self] {
                &<$of>::ALL
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(PossibleValue::new(self.id()))
            }
        }
    )*};
}

typed!(
    Format,
    Gate,
    Lang,
    matches::Format,
    comparison::Format,
    letters::Format,
    timetable::Format
);
