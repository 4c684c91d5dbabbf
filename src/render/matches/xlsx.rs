//! Matches as a workbook: a row for each applicant and award, to be filtered and handed on.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Matches, applicant, scope, stage, undecided, wanting};
use crate::matching::{Match, Matched};
use crate::render::Look;
use crate::render::xlsx::page::{self, Page};
use crate::render::xlsx::style::Style;
use crate::text::Text;
use crate::writing::tame;

const WIDTHS: [u8; 8] = [26, 34, 16, 22, 12, 12, 52, 34];

pub(super) fn write(matches: &Matches<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(matches, look).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(matches: &Matches<'_>, look: Look) -> Result<Vec<u8>, XlsxError> {
    let lang = look.lang;
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(text!("奖项匹配", "Awards to apply for").get(lang))
        .set_custom_property(crate::mark::PROPERTY, env!("CARGO_PKG_VERSION"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    workbook.set_properties(&properties);
    let mut page = Page::new(&text!("匹配", "Matches"), lang, look.up, page::ROWS)?;
    page.widths(&WIDTHS)?;
    page.title(tame(scope(matches).get(lang)).as_str())?;
    let headings = page.row;
    page.heads(&[
        text!("申报者", "Applicant"),
        text!("奖项", "Award"),
        text!("类别", "Track"),
        text!("本届", "Edition"),
        text!("结论", "Verdict"),
        text!("最早满足之日", "Met from"),
        text!("还差什么", "What is wanting"),
        text!("文件", "File"),
    ])?;
    page.freeze(1)?;
    let each = matches.applicants.iter().flat_map(|matched| {
        let matches = matched.matches.iter().map(move |found| (matched, found));
        matches.collect::<Vec<_>>()
    });
    page.each(each, page::ROWS, |page, (matched, found)| {
        row(page, matches, matched, found)
    })?;
    page.filter(headings, u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX))?;
    workbook.push_worksheet(page.done(None));
    let mut facts = Page::new(&text!("待填的事实", "Facts to give"), lang, look.up, page::ROWS)?;
    facts.widths(&[26, 100])?;
    facts.title(text!("填上这些，哪些奖项能判断", "Which awards are decided by which facts").get(lang))?;
    facts.heads(&[text!("申报者", "Applicant"), text!("要填的", "What to give")])?;
    let open = matches
        .applicants
        .iter()
        .filter_map(|matched| Some((matched, undecided(matched)?)));
    facts.each(open, page::ROWS, |page, (matched, undecided)| {
        page.text(0, &tame(applicant(matched).get(lang)), Style::Body)?;
        page.text(1, &tame(undecided.get(lang)), Style::Body)
    })?;
    workbook.push_worksheet(facts.done(None));
    workbook.save_to_buffer()
}

fn row(page: &mut Page, matches: &Matches<'_>, matched: &Matched<'_>, found: &Match<'_>) -> Result<(), XlsxError> {
    let lang = page.lang;
    let words = |text: &Text| tame(text.get(lang));
    page.text(0, &words(&applicant(matched)), Style::Body)?;
    page.text(1, &words(&found.candidate.pack.title), Style::Body)?;
    page.text(2, &words(found.track.label()), Style::Body)?;
    page.text(3, &words(&stage(found.candidate)), Style::Body)?;
    page.text(4, &words(&found.verdict.label()), Style::overall(found.verdict))?;
    page.day(5, found.met_on().filter(|_| !found.refuted.is_empty()))?;
    page.text(6, &words(&wanting(found, matches.as_of, usize::MAX)), Style::Body)?;
    page.text(7, &tame(&matched.source), Style::Body)
}
