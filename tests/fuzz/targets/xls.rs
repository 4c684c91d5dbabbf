//! A binary workbook (`.xls`, `.xlsb`), which the program reads in a process of its own: the one that `QUALITY_AWARD`
//! names, or the one that was built for release.

#![no_main]

use std::sync::Once;

use libfuzzer_sys::fuzz_target;
use quality_award::load::excel::binary::reads_with;
use quality_award_fuzz::judge;

static PROGRAM: Once = Once::new();

fuzz_target!(|input: &[u8]| {
    PROGRAM.call_once(|| {
        let named = std::env::var_os("QUALITY_AWARD");
        reads_with(named.map_or("target/release/quality-award".into(), Into::into));
    });
    judge::workbook(input);
});
