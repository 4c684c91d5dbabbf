//! Matches for spreadsheets: a row for each applicant and award, as other tables of this program are written.

use std::io::{self, Write};

use super::{Matches, wanting};
use crate::matching::{Match, Matched};
use crate::render::csv::{BYTE_ORDER_MARK, plain};
use crate::text::Lang;
use crate::writing::tame;

const HEAD: [&str; 17] = [
    "source",
    "applicant",
    "pack",
    "award",
    "track",
    "stage",
    "closes",
    "judged_for",
    "verdict",
    "refuted",
    "missing",
    "review",
    "met_on",
    "wanting",
    "pack_sha256",
    "pack_file",
    "settings",
];

pub(super) fn write(matches: &Matches<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(HEAD)?;
    for matched in &matches.applicants {
        for found in &matched.matches {
            let row = row(matched, found, matches, lang);
            table.write_record(row.iter().map(|cell| plain(cell).into_owned()))?;
        }
    }
    let bytes = table
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))?;
    out.write_all(&bytes)
}

fn row(matched: &Matched<'_>, found: &Match<'_>, matches: &Matches<'_>, lang: Lang) -> [String; 17] {
    let (candidate, pack) = (found.candidate, &found.candidate.pack);
    let settings = matches.settings.as_ref();
    let stage = serde_json::to_value(candidate.stage).ok();
    let met_on = found.met_on().filter(|_| !found.refuted.is_empty());
    [
        matched.source.to_string(),
        matched.applicant.clone().unwrap_or_default(),
        pack.id.clone(),
        pack.title.get(lang).to_owned(),
        found.track.id().to_owned(),
        stage
            .and_then(|stage| stage.as_str().map(str::to_owned))
            .unwrap_or_default(),
        candidate.closes.map(|day| day.to_string()).unwrap_or_default(),
        pack.closes.to_string(),
        found.verdict.id().to_owned(),
        found.refuted.len().to_string(),
        found.gaps.len().to_string(),
        found.reviews.len().to_string(),
        met_on.map(|day| day.to_string()).unwrap_or_default(),
        tame(wanting(found, matches.as_of, usize::MAX).get(lang)),
        pack.sha256.clone(),
        pack.brought_from().unwrap_or_default().to_owned(),
        settings.map(|settings| settings.file.clone()).unwrap_or_default(),
    ]
}
