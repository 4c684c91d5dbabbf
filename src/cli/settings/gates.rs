//! What gates the exit code, as it is set: a list of gates, or `none` by itself. A list of nothing says neither.

use crate::cli::common::Stop;
use crate::cli::values::{choice, in_chinese, with_words, words};
use crate::report::Gate;
use crate::text::Text;

use super::Layers;

/// The word for no gate.
const NONE: &str = "none";

/// The gates that are set, on the command line as `flag` or elsewhere.
///
/// # Errors
/// A word that is no gate, no word at all, or `none` beside others.
pub(super) fn of(layers: &mut Layers, flag: Option<&str>) -> Result<Vec<Gate>, Stop> {
    let said: Vec<String> = flag.map(words).unwrap_or_default();
    if flag.is_some() && said.is_empty() {
        return Err(Stop::Said(text!(
            "--fail-on 后面没有写什么；什么都不影响退出码的，写 none",
            "--fail-on names nothing; write none if nothing is to gate"
        )));
    }
    let gates = layers.list("fail_on", said, gate)?;
    if gates.len() > 1 && gates.contains(&None) {
        let origin = layers.origin("fail_on").words();
        return Err(Stop::Said(text!(
            "{origin}：none 要单独写，不能和其他的写在一起",
            "{origin}: none stands by itself, not beside others";
            origin
        )));
    }
    if layers.is_set("fail_on") {
        Ok(gates.into_iter().flatten().collect())
    } else {
        Ok(Gate::DEFAULT.to_vec())
    }
}

/// A gate; `none` is no gate.
fn gate(word: &str) -> Result<Option<Gate>, Text> {
    if word == NONE || in_chinese(NONE).contains(&word) {
        return Ok(None);
    }
    choice::<Gate>(word).map(Some).map_err(|why| {
        let none = with_words(NONE);
        text!("{why}、{none}", "{why}, {NONE}"; why)
    })
}
