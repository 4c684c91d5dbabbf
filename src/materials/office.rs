//! The documents that are archives: which one an archive is, and what is read of each.

use std::collections::HashSet;

use quick_xml::events::Event;

use crate::container::Contents;
use crate::container::format::FileFormat;
use crate::materials::days::Days;
use crate::materials::flaw::Flaw;
use crate::materials::names::{extension, is_office};
use crate::materials::parts::{Parts, attribute, text_of};
use crate::materials::search::Search;
use crate::materials::{Document, TextLayer};
use crate::materials::{docx, drawings, ofd};

/// What an archive is.
fn kind(contents: Contents) -> FileFormat {
    match contents {
        Contents::Ofd => FileFormat::Ofd,
        Contents::BinaryWorkbook => FileFormat::Xlsb,
        Contents::TextDocument => FileFormat::Docx,
        Contents::Workbook => FileFormat::Xlsx,
        Contents::Slides => FileFormat::Pptx,
        Contents::OpenSpreadsheet | Contents::OpenDocument => FileFormat::OpenDocument,
        Contents::OtherPackage => FileFormat::OtherPackage,
        Contents::Nothing => FileFormat::Zip,
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
            FileFormat::Docx => text_document(&mut parts, document, search),
            FileFormat::Xlsx => workbook(&mut parts, document, search),
            FileFormat::Pptx => slides(&mut parts, document, search),
            FileFormat::Ofd => ofd::examine(&mut parts, document, search),
            FileFormat::OpenDocument => open_document(&mut parts, document, search),
            FileFormat::Zip => Err(packed(&document.file)),
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
    let format = FileFormat::Zip;
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
    let styles = related
        .iter()
        .find(|one| one.is("styles"))
        .and_then(|one| one.part.clone());
    let days = Days::read(parts, &main, &styles.unwrap_or_else(|| "xl/styles.xml".to_owned()))?;
    for sheet in tables {
        cells(parts, &sheet, &days, search)?;
        drawings(parts, &sheet, search)?;
    }
    said(parts, search)
}

/// Searches what stands in a sheet itself: its header and footer, its numbers, and the texts that are not shared.
fn cells(parts: &mut Parts<'_>, sheet: &str, days: &Days, search: &mut Search<'_>) -> Result<(), Flaw> {
    let edges = [
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
    ];
    parts.texts(sheet, &edges, "headerFooter", search)?;
    let (mut shared, mut inside, mut format) = (false, false, None);
    parts.walk(sheet, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "c" => {
                    let kind = attribute(tag, "t");
                    shared = kind.as_deref() == Some("s");
                    format = attribute(tag, "s").filter(|_| matches!(kind.as_deref(), None | Some("n")));
                }
                "t" => inside = true,
                "v" => inside = !shared,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "c" => search.push("\n"),
                "t" | "v" => inside = false,
                _ => {}
            },
            _ if inside => {
                if let Some(said) = text_of(event) {
                    search.push(days.shown(format.as_deref(), &said).as_deref().unwrap_or(&said));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(())
}

/// Searches the drawings upon a sheet, with the charts and diagrams in them.
fn drawings(parts: &mut Parts<'_>, part: &str, search: &mut Search<'_>) -> Result<(), Flaw> {
    for related in parts.package().relationships(part).iter() {
        let drawing = related.part.as_deref().filter(|_| related.is("drawing"));
        if let Some(drawing) = drawing {
            parts.texts(drawing, &["t"], "p", search)?;
            drawings_in(parts, drawing, search)?;
        }
    }
    Ok(())
}

/// Searches the charts and diagrams that a part refers to.
fn drawings_in(parts: &mut Parts<'_>, part: &str, search: &mut Search<'_>) -> Result<(), Flaw> {
    for related in parts.package().relationships(part).iter() {
        drawings::drawn(parts, related, search)?;
    }
    Ok(())
}

/// What is to be said of a document in which no text was found.
fn said(parts: &Parts<'_>, search: &Search<'_>) -> Result<(), Flaw> {
    let pictures = ["media/", "Pictures/"];
    let shown = |name: &String| pictures.iter().any(|folder| name.contains(folder));
    match search.chars {
        0 if parts.names().iter().any(shown) => Err(Flaw::ScannedOnly),
        0 => Err(Flaw::NoText),
        _ => Ok(()),
    }
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
    let mut scanned = 0;
    let mut under = HashSet::new();
    for slide in slides {
        let before = search.chars;
        parts.texts(&slide, &["t"], "p", search)?;
        drawings_in(parts, &slide, search)?;
        scanned += u32::from(search.chars == before && has_picture(parts, &slide)?);
        if let Some(layout) = parts.package().related(&slide, "slideLayout") {
            let master = parts.package().related(&layout, "slideMaster");
            under.extend(master);
            under.insert(layout);
        }
    }
    let mut under: Vec<String> = under.into_iter().collect();
    under.sort();
    for part in under {
        background(parts, &part, search)?;
    }
    said(parts, search)?;
    if scanned > 0 {
        document.flaws.push(Flaw::PagesScanned { pages: scanned });
    }
    Ok(())
}

/// Whether a slide shows a picture.
fn has_picture(parts: &mut Parts<'_>, slide: &str) -> Result<bool, Flaw> {
    let mut picture = false;
    parts.walk(slide, |event| {
        if let Event::Start(tag) = event {
            picture |= tag.local_name().as_ref() == "pic";
        }
        Ok(())
    })?;
    Ok(picture)
}

/// Searches what slides show of the part they are made from: shapes that hold no place for something else.
fn background(parts: &mut Parts<'_>, part: &str, search: &mut Search<'_>) -> Result<(), Flaw> {
    let (mut text, mut place, mut inside) = (String::new(), false, false);
    parts.walk(part, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "ph" => place = true,
            Event::Start(tag) if tag.local_name().as_ref() == "sp" => {
                text.clear();
                place = false;
            }
            Event::Start(tag) if tag.local_name().as_ref() == "t" => inside = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => inside = false,
                "p" => text.push('\n'),
                "sp" if !place => search.push(&text),
                _ => {}
            },
            _ if inside => text.extend(text_of(event)),
            _ => {}
        }
        Ok(())
    })?;
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
    if !parts.texts("content.xml", &["body"], "p", search)? {
        return Err(Flaw::Damaged);
    }
    // headers and footers
    parts.texts("styles.xml", &["master-styles"], "p", search)?;
    said(parts, search)
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
