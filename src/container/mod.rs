//! Documents that are archives of parts: how the parts refer to one another, in which encoding their text is, and
//! which document they make. There is one opinion of this, whoever asks.

pub mod encoding;
pub mod package;

pub use package::{Contents, Package};
