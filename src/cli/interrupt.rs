//! Ctrl-C, a request to end, a terminal that is closed: what was begun to be written is taken away again.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// The exit code of a program that was interrupted, as shells count it: 128 and the number of the signal. Which signal
/// it was is not told here; the number is that of Ctrl-C for all of them.
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

/// Makes the file that is being written. No interruption comes between it and the word that it is there.
pub(super) fn begin(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    let mut unfinished = unfinished();
    let file = make()?;
    *unfinished = Some(file.path().to_owned());
    Ok(file)
}

/// What was being written is whole.
pub(super) fn done() {
    *unfinished() = None;
}
