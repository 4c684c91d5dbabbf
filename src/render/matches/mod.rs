//! Applicants held against several awards, in each format.

mod csv;
mod html;
mod json;
mod table;
mod xlsx;

pub use json::SCHEMA;

use std::io::{self, Write};

use crate::day::Day;
use crate::matching::{Candidate, Match, Matched, Stage};
use crate::place::Unreadable;
use crate::render::Look;
use crate::render::wording::given;
use crate::report::{Brought, Skipped, Told};
use crate::text::Text;
use crate::verdict::Overall;

/// A format that matches can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for people.
    Table,
    /// JSON, for programs.
    Json,
    /// A row for each applicant and award, for spreadsheets.
    Csv,
    /// One page for people.
    Html,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] = [Format::Table, Format::Json, Format::Csv, Format::Html, Format::Xlsx];

    /// The format of files with this extension.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension.to_lowercase().as_str() {
            "txt" => Some(Format::Table),
            "json" => Some(Format::Json),
            "csv" => Some(Format::Csv),
            "html" | "htm" => Some(Format::Html),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        }
    }

    /// The name that people type.
    pub fn id(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
        }
    }
}

/// Everything one run matched.
#[derive(Debug)]
pub struct Matches<'r> {
    /// The day as of which was judged.
    pub as_of: Day,
    /// The file of settings that the run went by, if there was one.
    pub settings: Option<Brought>,
    /// The awards.
    pub candidates: &'r [Candidate],
    /// The applicants, each with what it could enter.
    pub applicants: Vec<Matched<'r>>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
}

/// Writes matches in a format.
///
/// # Errors
/// What `out` says.
pub fn render(format: Format, matches: &Matches<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(matches, look, out),
        Format::Json => json::write(matches, out),
        Format::Csv => csv::write(matches, look.lang, out),
        Format::Html => html::write(matches, look.lang, out),
        Format::Xlsx => xlsx::write(matches, look, out),
    }
}

/// The applicant's name.
fn applicant(matched: &Matched<'_>) -> Text {
    given(matched.applicant.as_deref())
}

/// Where an edition stands, in words.
fn stage(candidate: &Candidate) -> Text {
    let judged = candidate.pack.closes;
    let Some(closes) = candidate.closes else {
        return text!(
            "截止日未见；按 {judged} 预判",
            "closing day not seen; forecast for {judged}"
        );
    };
    match (candidate.stage, candidate.pack.opens) {
        (Stage::Open, _) => text!("{closes} 截止", "open until {closes}"),
        (Stage::Upcoming, Some(opens)) => text!("{opens} 起申报", "opens on {opens}"),
        (Stage::Upcoming, None) => text!("尚未开始", "not open yet"),
        (Stage::Closed, _) => text!(
            "{closes} 已截止；按 {judged} 预判下届",
            "closed on {closes}; forecast for {judged}"
        ),
    }
}

/// The first of several names, at most so many, and whether there are more.
fn first(names: &[Text], most: usize) -> Text {
    let list = Text::list(names.get(..most.min(names.len())).unwrap_or_default());
    if names.len() > most {
        text!("{list}等", "{list}, …"; list)
    } else {
        list
    }
}

/// What keeps an applicant from an award, or is left for people to judge, in one sentence, which names at most so many
/// things of a kind.
fn wanting(found: &Match<'_>, as_of: Day, most: usize) -> Text {
    let refuted: Vec<Text> = found
        .refuted
        .iter()
        .map(|refuted| refuted.condition.title.clone())
        .collect();
    let gaps: Vec<Text> = found.gaps.iter().map(|gap| gap.label.clone()).collect();
    let (refuted, lacking) = (first(&refuted, most), first(&gaps, most));
    let reviews = found.reviews.len();
    let reviews = match reviews {
        0 => Text::default(),
        _ => text!("{reviews} 项待评审判断", "{reviews} for people to judge"),
    };
    let (count, unmet) = (gaps.len(), found.refuted.len());
    let mut said: Vec<Text> = Vec::new();
    if found.verdict == Overall::Ineligible {
        let when = match found.met_on() {
            Some(day) => {
                let days = day.days_since(as_of);
                text!(
                    "，最早 {day} 起满足（还有 {days} 天）",
                    ", met from {day} on (in {days} days)"
                )
            }
            None => Text::default(),
        };
        said.push(text!("{unmet} 项不满足：{refuted}{when}", "{unmet} not met: {refuted}{when}"; refuted, when));
    }
    if count > 0 {
        said.push(text!("缺 {count} 项：{lacking}", "{count} not given: {lacking}"; lacking));
    }
    said.push(reviews);
    Text::join(said.iter().filter(|part| !part.is_empty()))
}

/// What it takes for the awards that hang on facts alone to be decided, if there are any.
fn undecided(matched: &Matched<'_>) -> Option<Text> {
    let (gaps, awards) = matched.undecided();
    let count = gaps.len();
    if count == 0 {
        return None;
    }
    let labels: Vec<Text> = gaps.into_iter().map(|gap| gap.label.clone()).collect();
    let labels = Text::list(&labels);
    Some(text!(
        "填这 {count} 项可判断 {awards} 个奖项：{labels}",
        "awards that these facts decide: {awards}; facts: {count}: {labels}";
        labels
    ))
}

/// What is judged and what is not.
fn scope(matches: &Matches<'_>) -> Text {
    let as_of = matches.as_of;
    let forecast = matches
        .candidates
        .iter()
        .any(|candidate| candidate.stage == Stage::Closed);
    let forecast = match forecast {
        true => text!(
            "已截止的按上届条件预判，不是下届的规定。",
            " What is closed is forecast by its last conditions; the next edition may have others."
        ),
        false => Text::default(),
    };
    let brought = brought(matches);
    text!(
        "判断日 {as_of}。只核对与具体申报无关的条件；公示、推荐、提交等到申报时用 check 核对。{forecast}{brought}",
        "As of {as_of}. Judged is what holds whatever the application; notices, recommendations and submission are judged by `check` when one applies.{forecast}{brought}";
        forecast, brought
    )
}

/// What was brought from outside the program, in sentences.
fn brought(matches: &Matches<'_>) -> Text {
    let packs = matches.candidates.iter().map(|candidate| &candidate.pack);
    let packs = packs.filter_map(|pack| Told::pack(&pack.id, pack.brought_from(), &pack.sha256));
    let told = matches.settings.iter().map(Brought::settings).chain(packs);
    told.fold(Text::default(), |before, Told { name, words, .. }| {
        text!("{before}{name}：{words}。", "{before} {name}: {words}."; before, name)
    })
}
