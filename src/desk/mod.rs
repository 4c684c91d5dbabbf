//! The desk at which applicants are read and judged and what came of each is laid together, whoever asks: it knows no
//! terminal, no threads and no settings, and says nothing by itself.

pub mod applicants;
pub mod files;
pub mod gathered;
pub mod judge;
pub mod materials;
pub mod share;
