//! The documents that are archives: which one an archive is, and what is read of each.

use quick_xml::events::Event;

use crate::container::Contents;
use crate::materials::flaw::Flaw;
use crate::materials::format::{Format, extension, is_office};
use crate::materials::parts::Parts;
use crate::materials::search::Search;
use crate::materials::{Document, TextLayer};
use crate::materials::{docx, ofd};

/// What an archive is.
fn kind(contents: Contents) -> Format {
    match contents {
        Contents::Ofd => Format::Ofd,
        Contents::BinaryWorkbook => Format::Xlsb,
        Contents::TextDocument => Format::Docx,
        Contents::Workbook => Format::Xlsx,
        Contents::Slides => Format::Pptx,
        Contents::OpenSpreadsheet | Contents::OpenDocument => Format::OpenDocument,
        Contents::OtherPackage => Format::OtherPackage,
        Contents::Nothing => Format::Zip,
    }
}

/// Adds what is known of an archive.
pub fn examine(bytes: &[u8], document: &mut Document, search: &mut Search<'_>) {
    let outcome = Parts::open(bytes).and_then(|mut parts| {
        document.format = kind(parts.package().contents());
        if parts.names().iter().any(|name| name.ends_with("vbaProject.bin")) {
            document.flaws.push(Flaw::MacroEnabled);
        }
        let format = document.format;
        match format {
            Format::Docx => text_document(&mut parts, document, search),
            Format::Xlsx => workbook(&mut parts, document, search),
            Format::Pptx => slides(&mut parts, document, search),
            Format::Ofd => ofd::examine(&mut parts, document, search),
            Format::OpenDocument => open_document(&mut parts, document, search),
            Format::Zip => Err(packed(&document.file)),
            _ => Err(Flaw::NotRead { format }),
        }
    });
    if let Err(flaw) = outcome {
        document.flaws.push(flaw);
    }
    if search.chars > 0 {
        document.text = TextLayer::Present;
    }
}

/// What an archive is that holds no document.
fn packed(file: &str) -> Flaw {
    let extension = extension(file);
    if is_office(extension) {
        let extension = extension.to_owned();
        return Flaw::OnlyPacked { extension };
    }
    let format = Format::Zip;
    let unpacked = extension.is_empty() || extension.eq_ignore_ascii_case("zip");
    if !unpacked && format.fits(extension) {
        // a document of a program that keeps it so: nobody would unpack it
        return Flaw::NotRead { format };
    }
    Flaw::Packed { format }
}

fn text_document(parts: &mut Parts<'_>, document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let read = docx::read(parts, search)?;
    document.pages = read.pages;
    document.words = (!read.imported).then_some(read.words);
    document.headings = read.headings;
    document.text = TextLayer::Absent;
    if read.tracked {
        document.flaws.push(Flaw::TrackedChanges);
    }
    if read.imported {
        document.flaws.push(Flaw::Imported);
        return Ok(());
    }
    let pictures = parts.names().iter().any(|name| name.contains("media/"));
    match (read.words, pictures) {
        (0, true) => Err(Flaw::ScannedOnly),
        (0, false) => Err(Flaw::NoPages),
        _ => Ok(()),
    }
}

/// Counts the sheets. The texts of cells stand in one part, but for those that few programs write into the sheets.
fn workbook(parts: &mut Parts<'_>, document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let mut sheets = 0;
    let main = parts.package().main().unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let there = parts.walk(&main, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            sheets += u32::from(tag.local_name().as_ref() == "sheet");
        }
        Ok(())
    })?;
    document.sheets = Some(sheets);
    if !there {
        return Err(Flaw::Damaged);
    }
    if sheets == 0 {
        return Err(Flaw::NoPages);
    }
    let related = parts.package().relationships(&main);
    let of = |kind: &str| {
        related
            .iter()
            .filter(|one| one.is(kind))
            .filter_map(|one| one.part.clone())
            .collect()
    };
    let (mut shared, mut tables): (Vec<String>, Vec<String>) = (of("sharedStrings"), of("worksheet"));
    if related.is_empty() {
        shared.push("xl/sharedStrings.xml".to_owned());
        tables = named(parts, "xl/worksheets/", ".xml");
    }
    for part in shared {
        parts.texts(&part, &["t"], "si", search)?;
    }
    for sheet in tables {
        parts.texts(&sheet, &["t"], "c", search)?;
    }
    Ok(())
}

fn slides(parts: &mut Parts<'_>, document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let mut slides = named(parts, "ppt/slides/slide", ".xml");
    if let Some(main) = parts.package().main() {
        let known = parts.package().relationships(&main);
        slides = known
            .iter()
            .filter(|one| one.is("slide"))
            .filter_map(|one| one.part.clone())
            .collect();
    }
    document.pages = u32::try_from(slides.len()).ok();
    if slides.is_empty() {
        return Err(Flaw::NoPages);
    }
    document.text = TextLayer::Absent;
    for slide in slides {
        parts.texts(&slide, &["t"], "p", search)?;
    }
    Ok(())
}

fn open_document(parts: &mut Parts<'_>, document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let mut locked = false;
    parts.walk("META-INF/manifest.xml", |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            locked |= tag.local_name().as_ref() == "encryption-data";
        }
        Ok(())
    })?;
    if locked {
        return Err(Flaw::Encrypted);
    }
    document.text = TextLayer::Absent;
    if parts.texts("content.xml", &["body"], "p", search)? {
        Ok(())
    } else {
        Err(Flaw::Damaged)
    }
}

/// The parts in a folder of the archive, in the order of their numbers.
fn named(parts: &Parts<'_>, start: &str, end: &str) -> Vec<String> {
    let inside = |name: &&String| {
        let rest = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
        rest.is_some_and(|rest| !rest.contains('/'))
    };
    let mut names: Vec<String> = parts.names().iter().filter(inside).cloned().collect();
    names.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    names
}
