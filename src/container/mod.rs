//! Files as containers: what a file is by its bytes, the archives that documents are made of, how far they may unfold,
//! how their parts refer to one another, in which encoding their text is, which document they make, and what Excel
//! counts. There is one opinion of this, whoever asks.

pub mod encoding;
pub mod format;
pub mod limits;
pub mod package;
pub mod serial;
pub mod sheet;
pub mod unfolding;

pub use package::{Contents, Package};
