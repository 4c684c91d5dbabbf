//! A table in plain text, in whatever encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quality_award_fuzz::judge;

fuzz_target!(|input: &[u8]| judge::workbook(input));
