//! What the fuzz targets share: an applicant's way from bytes to printed verdicts, and small workbooks whose
//! parts can be replaced behind the checksums of their archive.
//!
//! From the root of the project, with `cargo install cargo-fuzz --locked`:
//!
//! ```sh
//! F="--sanitizer none --fuzz-dir tests/fuzz"
//! cargo fuzz run $F toml tests/fuzz/corpus/toml tests/fuzz/seeds/toml -- \
//!     -dict=tests/fuzz/dictionaries/toml.dict -max_len=65536 -rss_limit_mb=1024 -timeout=10
//! cargo fuzz run $F xlsx tests/fuzz/corpus/xlsx tests/fuzz/seeds/xlsx -- \
//!     -dict=tests/fuzz/dictionaries/xlsx.dict -max_len=300000 -rss_limit_mb=1024 -timeout=10
//! ```
//!
//! `ods` and `zip` like `xlsx`, `csv` like `toml`, and `xls` with `QUALITY_AWARD` naming the program that reads old
//! workbooks in a process of its own. `cargo run --manifest-path tests/fuzz/Cargo.toml --example seeds` writes the seeds anew.

pub mod judge;
pub mod parts;
