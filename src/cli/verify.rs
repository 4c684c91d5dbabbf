//! `verify`: whether dossiers are as they were sealed, and what exactly is not.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use crate::lock::Change;
use crate::pack::Pack;
use crate::place::Unreadable;
use crate::report::{Tool, errors};
use crate::text::{Lang, Text};
use crate::writing::tame;

use super::common::{Stop, print_errors};
use super::dossiers::{DossierFolder, Dossiers, Reader};
use super::settings::JudgingFlags;
use super::values::possible;

/// The version of the JSON that is written.
const SCHEMA_VERSION: u32 = 1;

/// The exit code where a dossier is not as it was sealed.
const DIFFERS: u8 = 1;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: JudgingFlags,
    #[arg(long, value_enum, value_name = "text|json", default_value = "text")]
    format: Shown,
}

/// How what is found is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Text,
    Json,
}

impl ValueEnum for Shown {
    fn value_variants<'a>() -> &'a [Shown] {
        &[Shown::Text, Shown::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(possible(match self {
            Shown::Text => "text",
            Shown::Json => "json",
        }))
    }
}

/// Everything one run found.
#[derive(Serialize)]
struct Verification {
    schema_version: u32,
    tool: Tool,
    dossiers: Vec<Verified>,
    #[serde(serialize_with = "errors")]
    errors: Vec<Unreadable>,
}

/// What was found of one dossier.
#[derive(Serialize)]
struct Verified {
    source: String,
    agrees: bool,
    /// The version of the program that sealed it.
    sealed_by: String,
    changes: Vec<Told>,
    #[serde(skip)]
    counts: Text,
}

/// A change, and the sentence for it.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    change: Change,
    message: Text,
}

/// Holds every dossier against its lock.
pub(super) fn run(args: &Args, lang: Option<Lang>) -> Result<u8, Stop> {
    let dossiers = Dossiers::of(&args.paths, &args.flags, lang)?;
    let (each, mut unread) = dossiers.each(verify);
    let mut verified = Vec::with_capacity(each.len());
    for (dossier, unseen) in each {
        verified.push(dossier);
        if let Some(unseen) = unseen {
            print_errors(&unseen, dossiers.settings.lang);
            unread.push(unseen);
        }
    }
    let complete = dossiers.complete && unread.is_empty();
    let agree = verified.iter().all(|verified| verified.agrees);
    let mut out = anstream::stdout().lock();
    match args.format {
        Shown::Text => {
            for verified in &verified {
                show(verified, dossiers.settings.lang, &mut out)?;
            }
        }
        Shown::Json => {
            let verification = Verification {
                schema_version: SCHEMA_VERSION,
                tool: Tool::this(),
                dossiers: verified,
                errors: unread,
            };
            serde_json::to_writer_pretty(&mut out, &verification).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(match (complete, agree) {
        (false, _) => super::common::COULD_NOT_CHECK,
        (true, false) => DIFFERS,
        (true, true) => 0,
    })
}

/// Holds one dossier against its lock; and what of its folder could not be looked at.
fn verify(place: &DossierFolder, reader: &Reader) -> Result<(Verified, Option<Unreadable>), Unreadable> {
    let sealed = place.sealed()?.ok_or_else(|| place.unreadable(not_sealed()))?;
    let now = reader.read(place, Some(&sealed))?;
    let changes = sealed.changes(&now.lock);
    let verified = Verified {
        source: place.name(),
        agrees: changes.is_empty(),
        sealed_by: sealed.tool.clone(),
        counts: now.counts(),
        changes: told(changes, &now.pack),
    };
    Ok((verified, now.unseen))
}

fn not_sealed() -> Text {
    text!(
        "没有封存记录 dossier.lock；先用 quality-award seal 封存",
        "it has no dossier.lock; seal it first with `quality-award seal`"
    )
}

fn told(changes: Vec<Change>, pack: &Pack) -> Vec<Told> {
    let told = |change: Change| Told {
        message: change.text(pack),
        change,
    };
    changes.into_iter().map(told).collect()
}

/// Shows what was found of one dossier.
fn show(verified: &Verified, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    let (source, counts) = (&verified.source, &verified.counts);
    let head = if verified.agrees {
        text!("{source}：与封存时一致（{counts}）", "{source}: as it was sealed ({counts})"; counts)
    } else {
        let count = verified.changes.len();
        text!(
            "{source}：与封存时不同，{count} 处",
            "{source}: not as it was sealed (changes: {count})"
        )
    };
    writeln!(out, "{}", tame(head.get(lang)))?;
    for told in &verified.changes {
        let label = told.change.subject.label();
        writeln!(out, "  {}  {}", label.get(lang), tame(told.message.get(lang)))?;
    }
    if verified.sealed_by != Tool::this().version {
        let (then, now) = (&verified.sealed_by, Tool::this().version);
        let note = text!(
            "  （由版本 {then} 封存，现在的版本是 {now}）",
            "  (sealed by version {then}; this is {now})"
        );
        writeln!(out, "{}", tame(note.get(lang)))?;
    }
    Ok(())
}
