//! An `.ods` document: an archive, or a small one with some of its parts replaced.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quality_award_fuzz::judge;
use quality_award_fuzz::parts::{FORM, Parts, ROSTER, archive, ods};

static WORKBOOKS: LazyLock<[Parts; 2]> = LazyLock::new(|| [ods(ROSTER), ods(FORM)]);

fuzz_target!(|input: &[u8]| judge::workbook(&archive(&*WORKBOOKS, input)));
