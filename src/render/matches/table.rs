//! Matches as tables for people: one for each applicant, or, of many, how many each award would take.

use std::io::{self, Write};

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use super::{Matches, applicant, scope, stage, undecided, wanting};
use crate::matching::Match;
use crate::render::Look;
use crate::render::wrap;
use crate::text::Text;
use crate::verdict::Overall;
use crate::writing::tame;

/// How many of what is wanting are named.
const NAMED: usize = 4;

/// Of how many applicants each is shown by itself.
const EACH: usize = 20;

pub(super) fn write(matches: &Matches<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if matches.applicants.len() > EACH {
        counts(matches, look, out)?;
    } else {
        for matched in &matches.applicants {
            let (name, source) = (applicant(matched), &matched.source);
            let head = text!("{name}（{source}）", "{name} ({source})"; name);
            writeln!(out, "{}", tame(head.get(look.lang)))?;
            let heads = [
                text!("奖项", "Award"),
                text!("类别", "Track"),
                text!("本届", "Edition"),
                text!("结论", "Verdict"),
                text!("还差什么", "What is wanting"),
            ];
            let mut table = table(look, &heads);
            for found in &matched.matches {
                table.add_row(row(found, matches, look));
            }
            writeln!(out, "{}", table.trim_fmt())?;
            if let Some(undecided) = undecided(matched) {
                wrap::line(out, look, &undecided, 0)?;
            }
            writeln!(out)?;
        }
    }
    wrap::line(out, look, &scope(matches), 0)
}

fn row(found: &Match<'_>, matches: &Matches<'_>, look: Look) -> [String; 5] {
    let pack = &found.candidate.pack;
    let title = text!("{title}\n{id}", "{title}\n{id}"; title = pack.title, id = Text::same(&pack.id));
    let words = |text: Text| tame(text.get(look.lang));
    [
        title.get(look.lang).to_owned(),
        words(found.track.label().clone()),
        words(stage(found.candidate)),
        words(found.verdict.label()),
        words(wanting(found, matches.as_of, NAMED)),
    ]
}

/// How many applicants each award would take.
fn counts(matches: &Matches<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut heads = vec![text!("奖项", "Award"), text!("类别", "Track"), text!("本届", "Edition")];
    let verdicts = [Overall::Eligible, Overall::Incomplete, Overall::Ineligible];
    heads.extend(verdicts.map(Overall::label));
    let mut table = table(look, &heads);
    for candidate in matches.candidates {
        for track in candidate.pack.tracks() {
            let each = matches.applicants.iter().flat_map(|matched| &matched.matches);
            let of_track = |found: &&Match<'_>| found.candidate.pack.id == candidate.pack.id && found.track == track;
            let each: Vec<&Match<'_>> = each.filter(of_track).collect();
            if each.is_empty() {
                continue;
            }
            let count = |verdict| each.iter().filter(|found| found.verdict == verdict).count().to_string();
            let named = [candidate.pack.title.clone(), track.label().clone(), stage(candidate)];
            let named = named.map(|text| tame(text.get(look.lang)));
            table.add_row(named.into_iter().chain(verdicts.map(count)));
        }
    }
    let count = matches.applicants.len();
    let head = text!("{count} 个申报者", "{count} applicants");
    writeln!(out, "{}", head.get(look.lang))?;
    writeln!(out, "{}", table.trim_fmt())?;
    let each = text!(
        "每个申报者一行：加 -o 匹配.xlsx 或 --format csv",
        "A row for each applicant: add -o matches.xlsx or --format csv"
    );
    writeln!(out, "{}\n", each.get(look.lang))
}

fn table(look: Look, heads: &[Text]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(look.width);
    table.set_header(heads.iter().map(|head| head.get(look.lang)));
    table
}
