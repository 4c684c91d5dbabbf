//! An `.xlsx` workbook: an archive, or a small one with some of its parts replaced.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quality_award_fuzz::judge;
use quality_award_fuzz::parts::{FORM, Parts, ROSTER, archive, xlsx};

static WORKBOOKS: LazyLock<[Parts; 2]> = LazyLock::new(|| [xlsx(ROSTER), xlsx(FORM)]);

fuzz_target!(|input: &[u8]| judge::workbook(&archive(&*WORKBOOKS, input)));
