//! A PDF: whether it opens, its pages, and whether they hold text or only pictures of it.

mod beside;
mod cmap;
mod fonts;
mod glyphs;
mod open;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::encryption::Permissions;

use self::open::Opened;
use self::text::Seen;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::search::Search;
use crate::materials::{Document, TextLayer};

/// Adds what is known of a PDF.
pub fn examine(bytes: &[u8], document: &mut Document, search: &mut Search<'_>) {
    // The parser is written for honest files; where one trips it up, that file is damaged and no more.
    let outcome = catch_unwind(AssertUnwindSafe(|| read(bytes, document, search)));
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(flaw)) => document.flaws.push(flaw),
        Err(_) => document.flaws.push(Flaw::Damaged),
    }
}

fn read(bytes: &[u8], document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let Opened { pdf, pages } = open::open(bytes)?;
    restrictions(&pdf, document);
    let rebuilt = open::is_rebuilt(&pdf);
    if rebuilt && !open::ends(bytes) {
        document.flaws.push(Flaw::Truncated);
    } else if rebuilt {
        document.flaws.push(Flaw::Repaired);
    }
    let found = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if found == 0 {
        return Err(if rebuilt { Flaw::Damaged } else { Flaw::NoPages });
    }
    document.pages = Some(found);
    if let Some(declared) = open::declared_pages(&pdf)
        && declared > u64::from(found)
        && pages.len() < limits::PAGES
    {
        document.flaws.push(Flaw::PagesLost { declared, found });
    }
    let seen = text::look(&pdf, &pages, search);
    judge(&seen, found, document, search);
    document.flaws.extend(beside::unread(&pdf));
    Ok(())
}

/// Notes what the author forbids of what a committee does.
fn restrictions(pdf: &lopdf::Document, document: &mut Document) {
    if let Some(state) = &pdf.encryption_state {
        let allowed = state.permissions();
        let printing = allowed.contains(Permissions::PRINTABLE);
        let copying = allowed.contains(Permissions::COPYABLE);
        if !(printing && copying) {
            document.flaws.push(Flaw::OwnerRestricted { printing, copying });
        }
    }
}

/// What the pages that were looked through say of the text layer.
fn judge(seen: &Seen, found: u32, document: &mut Document, search: &mut Search<'_>) {
    let flaw = if seen.with_text > 0 {
        document.text = TextLayer::Present;
        (seen.undecoded > 0 || seen.skipped).then_some(Flaw::TextUndecoded)
    } else if seen.undecoded > 0 {
        document.text = TextLayer::Unreadable;
        Some(Flaw::TextUnreadable)
    } else {
        document.text = TextLayer::Absent;
        Some(if seen.skipped {
            Flaw::TextUndecoded
        } else if seen.scanned > 0 {
            Flaw::ScannedOnly
        } else {
            Flaw::NoText
        })
    };
    if seen.pages < found && !(seen.with_text > 0 && search.is_over()) {
        document.flaws.push(Flaw::TextPartly {
            pages: Some(seen.pages),
        });
    }
    if seen.with_text > 0 && seen.scanned > 0 {
        document.flaws.push(Flaw::PagesScanned { pages: seen.scanned });
    }
    document.flaws.extend(flaw);
}
