//! An archive of client folders and files: an archive, or a small one with some of its files replaced.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quality_award_fuzz::judge;
use quality_award_fuzz::parts::{Parts, archive, clients};

static ARCHIVES: LazyLock<[Parts; 1]> = LazyLock::new(|| [clients()]);

fuzz_target!(|input: &[u8]| judge::archive(&archive(&*ARCHIVES, input)));
