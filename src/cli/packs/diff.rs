//! `packs diff`: what has become otherwise from one pack to another, and which worked cases come out otherwise.

use crate::calendar::Calendar;
use crate::cases::{Cases, Tried};
use crate::cli::common::Stop;
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::text::{Lang, Text};

/// The differences, a line each, and whether there are any.
pub(super) fn compare(a: &Pack, b: &Pack, calendar: &Calendar, lang: Lang) -> Result<(String, bool), Stop> {
    let mut shown: Vec<String> = Vec::new();
    for difference in a.differences(b) {
        let (of, says) = (difference.of, difference.says);
        let line = match of.as_str() {
            "" => says,
            of => text!("{of}　{says}", "{of}  {says}"; says),
        };
        shown.push(line.get(lang).to_owned());
    }
    match moved(a, b, calendar) {
        Ok(moved) => shown.extend(moved.iter().map(|tried| {
            let (condition, line) = (&tried.condition, tried.line);
            let (name, differences) = (&tried.name, Text::join(&tried.differences));
            let said = text!(
                "{condition}　案例（第 {line} 行）{name}：{differences}",
                "{condition}  case (line {line}) {name}: {differences}";
                name, differences
            );
            said.get(lang).to_owned()
        })),
        Err(unreadable) => {
            let first = unreadable
                .errors
                .into_iter()
                .next()
                .map(|error| error.message)
                .unwrap_or_default();
            let said = text!("案例没有比较：{first}", "the cases were not compared: {first}"; first);
            shown.push(said.get(lang).to_owned());
        }
    }
    let differs = !shown.is_empty();
    if !differs {
        shown.push(text!("没有不同", "no difference").get(lang).to_owned());
    }
    Ok((shown.join("\n"), differs))
}

/// The cases of `a` that come out otherwise by the conditions of `b`.
fn moved(a: &Pack, b: &Pack, calendar: &Calendar) -> Result<Vec<Tried>, Unreadable> {
    let cases = Cases::of(b, a.written.contents())?;
    let is_case = |tried: &Tried| {
        let mut cases = cases.cases.iter();
        a.condition(&tried.condition).is_some() && cases.any(|placed| placed.line == tried.line)
    };
    let tried = cases.run(b, calendar)?;
    let moved = tried
        .into_iter()
        .filter(|tried| !tried.differences.is_empty() && is_case(tried));
    Ok(moved.collect())
}
