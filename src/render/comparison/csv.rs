//! A comparison for spreadsheets: a row for each change, as other tables of this program are written.

use std::io::{self, Write};

use super::Compared;
use crate::comparison::{Alone, Changed, Turn};
use crate::render::csv::{BYTE_ORDER_MARK, plain};
use crate::text::Lang;
use crate::verdict::Verdict;

const HEAD: [&str; 9] = [
    "key",
    "applicant",
    "change",
    "name",
    "old",
    "new",
    "turn",
    "old_place",
    "place",
];

pub(super) fn write(compared: &Compared, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(HEAD)?;
    let comparison = &compared.comparison;
    let alone = |alone: &Alone, change: &str| {
        let verdict = alone.verdict.id();
        let (old, new) = if change == "gone" { (verdict, "") } else { ("", verdict) };
        let (was, is) = if change == "gone" {
            (&*alone.source, "")
        } else {
            ("", &*alone.source)
        };
        [
            key(&alone.key),
            key(&alone.applicant),
            change,
            "",
            old,
            new,
            "",
            was,
            is,
        ]
        .map(str::to_owned)
    };
    let changed = comparison.changed.iter().flat_map(|changed| rows(changed, lang));
    let new = comparison.new.iter().map(|new| alone(new, "new"));
    let gone = comparison.gone.iter().map(|gone| alone(gone, "gone"));
    for row in changed.chain(new).chain(gone) {
        table.write_record(row.iter().map(|cell| plain(cell).into_owned()))?;
    }
    let bytes = table.into_inner().map_err(|error| error.into_error())?;
    out.write_all(&bytes)
}

fn key(given: &Option<String>) -> &str {
    given.as_deref().unwrap_or_default()
}

fn rows(changed: &Changed, lang: Lang) -> Vec<[String; 9]> {
    let (was, is) = (&*changed.old_source, &*changed.source);
    let row = |of: [&str; 7]| {
        let [change, name, old, new, turn, was, is] = of;
        [
            key(&changed.key),
            key(&changed.applicant),
            change,
            name,
            old,
            new,
            turn,
            was,
            is,
        ]
        .map(str::to_owned)
    };
    let mut rows = Vec::new();
    if let Some(turn) = changed.turn() {
        let (old, new) = (changed.old_verdict.id(), changed.verdict.id());
        rows.push(row(["overall", "", old, new, id(turn), was, is]));
    }
    for change in &changed.verdicts {
        let verdict = |verdict: Option<Verdict>| verdict.map(Verdict::id).unwrap_or_default();
        let (old, new) = (verdict(change.old), verdict(change.new));
        rows.push(row(["verdict", &change.condition, old, new, id(change.turn), was, is]));
    }
    for fact in &changed.facts {
        let label = fact.label.as_ref().map(|label| label.get(lang));
        let name = match label {
            Some(label) => format!("{} {label}", fact.field),
            None => fact.field.clone(),
        };
        let (old, new) = (key(&fact.old), key(&fact.new));
        rows.push(row([
            "fact",
            &name,
            old,
            new,
            "",
            key(&fact.old_place),
            key(&fact.place),
        ]));
    }
    rows
}

/// The word that machines read.
fn id(turn: Turn) -> &'static str {
    match turn {
        Turn::Better => "better",
        Turn::Worse => "worse",
        Turn::Other => "other",
    }
}
