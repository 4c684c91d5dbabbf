//! What people write: the same thing in many ways, compared, searched and quoted.
//!
//! Knows no sentence of this program's and no fact.

pub mod alike;
mod fold;
pub mod numerals;
mod parts;
pub mod phrases;
pub mod plain;
mod quote;

pub use fold::{Name, first_folded, fold, is_blank, push_folded, same_name};
pub use numerals::arabic;
pub use parts::{nearest, trim, without_remarks};
pub use quote::{mask, quote, set_off, tame};
