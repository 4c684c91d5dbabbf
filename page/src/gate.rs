//! The three names under which the page calls: room for a question, the answer to it, and how long that is.

#![allow(unsafe_code, reason = "a name that is exported has to be called unsafe")]

use std::sync::{Mutex, PoisonError};

use crate::answer;

static QUESTION: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes room for a question of so many bytes, and tells where.
#[unsafe(no_mangle)]
pub extern "C" fn question(bytes: usize) -> usize {
    let mut question = QUESTION.lock().unwrap_or_else(PoisonError::into_inner);
    *question = vec![0; bytes];
    question.as_ptr().addr()
}

/// Answers the question that was laid there, and tells where the answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn answered() -> usize {
    let question = std::mem::take(&mut *QUESTION.lock().unwrap_or_else(PoisonError::into_inner));
    let mut kept = ANSWER.lock().unwrap_or_else(PoisonError::into_inner);
    *kept = answer(&question);
    kept.as_ptr().addr()
}

/// How many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    ANSWER.lock().unwrap_or_else(PoisonError::into_inner).len()
}
