//! Ctrl-C: what was begun to be written is taken away again.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The exit code of a program that was interrupted, as shells count it: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// The file that is being written and is not yet whole.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interruption leaves no half-written file behind.
pub(super) fn watch() {
    let interrupted = || {
        if let Some(path) = unfinished().take() {
            // There is nothing left to do where even this fails.
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    };
    // Where signals cannot be watched, the system's own way of stopping a program stays.
    let _ = ctrlc::set_handler(interrupted);
}

/// `path` is being written.
pub(super) fn begin(path: &Path) {
    *unfinished() = Some(path.to_owned());
}

/// What was being written is whole.
pub(super) fn done() {
    *unfinished() = None;
}
