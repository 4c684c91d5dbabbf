//! An OFD document (GB/T 33190): its pages and the text on them, with that of the templates under them, of annotations
//! and of drawings that pages share. A text object holds its characters in `TextCode`.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use crate::container::package::resolve;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::parts::{Parts, attribute, text_of};
use crate::materials::search::Search;
use crate::materials::{Document, TextLayer};

/// Adds what is known of an OFD document.
///
/// # Errors
/// It is damaged, locked, hostile, has no pages or no text.
pub fn examine(parts: &mut Parts<'_>, document: &mut Document, search: &mut Search<'_>) -> Result<(), Flaw> {
    let mut roots = Vec::new();
    for main in mains(parts)? {
        let mut root = Root::default();
        if parts.walk(&main, |event| {
            root.next(event, &main);
            Ok(())
        })? {
            roots.push(root);
        }
    }
    let pages: usize = roots.iter().map(|root| root.pages.len()).sum();
    document.pages = Some(u32::try_from(pages).unwrap_or(u32::MAX));
    if pages == 0 {
        return Err(Flaw::NoPages);
    }
    document.text = TextLayer::Absent;
    let mut seen = Seen::default();
    for root in &roots {
        seen.add(root, parts, search)?;
    }
    if seen.attached > 0 {
        document.flaws.push(Flaw::Attached { files: seen.attached });
    }
    if seen.lacking {
        document.flaws.push(Flaw::TextUndecoded);
    }
    match (search.chars > 0, seen.scanned) {
        (false, 0) => Err(Flaw::NoText),
        (false, _) => Err(Flaw::ScannedOnly),
        (true, 0) => Ok(()),
        (true, pages) => {
            document.flaws.push(Flaw::PagesScanned { pages });
            Ok(())
        }
    }
}

/// The parts that the documents of the archive begin with: those that its first part names, or those of the usual name.
fn mains(parts: &mut Parts<'_>) -> Result<Vec<String>, Flaw> {
    let mut named = Mentioned::default();
    parts.walk("OFD.xml", |event| {
        named.next(event, &["DocRoot"], "OFD.xml");
        Ok(())
    })?;
    let known: Vec<String> = named.found.into_iter().map(|(_, part)| part).collect();
    let there = |main: &String| parts.names().iter().any(|name| name.eq_ignore_ascii_case(main));
    let known: Vec<String> = known.into_iter().filter(there).collect();
    if !known.is_empty() {
        return Ok(known);
    }
    let usual = parts.names().iter().filter(|name| name.ends_with("/Document.xml"));
    Ok(usual.cloned().collect())
}

/// The parts that elements name by their text.
#[derive(Debug, Default)]
struct Mentioned {
    within: Option<String>,
    text: String,
    found: Vec<(String, String)>,
}

impl Mentioned {
    fn next(&mut self, event: &Event<'_>, elements: &[&str], part: &str) {
        match event {
            Event::Start(tag) if elements.contains(&tag.local_name().as_ref()) => {
                self.within = Some(tag.local_name().as_ref().to_owned());
                self.text.clear();
            }
            Event::End(_) => {
                if let Some(element) = self.within.take() {
                    self.found.push((element, resolve(part, self.text.trim())));
                }
            }
            _ if self.within.is_some() && self.text.len() < limits::NAME_BYTES => self.text.extend(text_of(event)),
            _ => {}
        }
    }
}

/// What the main part of a document names.
#[derive(Debug, Default)]
struct Root {
    pages: Vec<String>,
    templates: HashMap<String, String>,
    /// Resources, annotations and attachments, by the element that names them.
    named: Mentioned,
}

impl Root {
    fn next(&mut self, event: &Event<'_>, main: &str) {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && let Some(at) = attribute(tag, "BaseLoc")
        {
            let part = resolve(main, &at);
            match tag.local_name().as_ref() {
                "Page" => self.pages.push(part),
                "TemplatePage" => {
                    self.templates.extend(attribute(tag, "ID").map(|id| (id, part)));
                }
                _ => {}
            }
        }
        let elements = ["PublicRes", "DocumentRes", "Annotations", "Attachments"];
        self.named.next(event, &elements, main);
    }
}

/// What was seen of the documents.
#[derive(Debug, Default)]
struct Seen {
    /// The pages that show a picture and no text.
    scanned: u32,
    /// The files that are attached.
    attached: u32,
    /// Whether a part that pages refer to is not there.
    lacking: bool,
}

impl Seen {
    fn add(&mut self, root: &Root, parts: &mut Parts<'_>, search: &mut Search<'_>) -> Result<(), Flaw> {
        let mut known: HashMap<&str, (u64, bool)> = HashMap::new();
        for page in &root.pages {
            let own = Drawn::read(parts, page, search)?.ok_or(Flaw::Damaged)?;
            let (mut chars, mut picture) = (own.chars, own.picture);
            for id in &own.templates {
                let Some(template) = root.templates.get(id) else {
                    continue;
                };
                // searched once, however many pages lie upon it
                let under = match known.get(template.as_str()) {
                    Some(under) => *under,
                    None => {
                        let drawn = Drawn::read(parts, template, search)?;
                        self.lacking |= drawn.is_none();
                        let under = drawn.map_or((0, false), |drawn| (drawn.chars, drawn.picture));
                        *known.entry(template).or_insert(under)
                    }
                };
                chars += under.0;
                picture |= under.1;
            }
            self.scanned += u32::from(picture && chars < limits::THIN_CHARS);
        }
        for (element, part) in &root.named.found {
            match element.as_str() {
                "Annotations" => self.annotations(parts, part, search)?,
                "Attachments" => {
                    parts.walk(part, |event| {
                        if let Event::Start(tag) | Event::Empty(tag) = event {
                            self.attached += u32::from(tag.local_name().as_ref() == "Attachment");
                        }
                        Ok(())
                    })?;
                }
                _ => drop(Drawn::read(parts, part, search)?),
            }
        }
        Ok(())
    }

    /// The annotations of all pages: a list names a part for each page.
    fn annotations(&mut self, parts: &mut Parts<'_>, list: &str, search: &mut Search<'_>) -> Result<(), Flaw> {
        let mut named = Mentioned::default();
        parts.walk(list, |event| {
            named.next(event, &["FileLoc"], list);
            Ok(())
        })?;
        for (_, part) in named.found {
            self.lacking |= Drawn::read(parts, &part, search)?.is_none();
        }
        Ok(())
    }
}

/// What a part draws.
#[derive(Debug, Default)]
struct Drawn {
    chars: u64,
    picture: bool,
    /// The templates under it, by their ids.
    templates: HashSet<String>,
}

impl Drawn {
    /// Searches what a part shows; `None` if it is not there.
    fn read(parts: &mut Parts<'_>, part: &str, search: &mut Search<'_>) -> Result<Option<Drawn>, Flaw> {
        let mut drawn = Drawn::default();
        let before = search.chars;
        let (mut depth, mut unseen, mut inside) = (0_u64, None, false);
        let there = parts.walk(part, |event| {
            match event {
                Event::Start(tag) => {
                    depth += 1;
                    if unseen.is_none() && attribute(tag, "Visible").as_deref() == Some("false") {
                        unseen = Some(depth);
                    }
                    inside |= tag.local_name().as_ref() == "TextCode";
                    drawn.opens(tag);
                }
                Event::Empty(tag) => drawn.opens(tag),
                Event::End(tag) => {
                    inside &= tag.local_name().as_ref() != "TextCode";
                    if tag.local_name().as_ref() == "TextObject" {
                        search.push("\n");
                    }
                    if unseen == Some(depth) {
                        unseen = None;
                    }
                    depth = depth.saturating_sub(1);
                }
                _ if inside && unseen.is_none() => {
                    if let Some(said) = text_of(event) {
                        search.push(&said);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        search.push("\n");
        drawn.chars = search.chars - before;
        Ok(there.then_some(drawn))
    }

    fn opens(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "ImageObject" => self.picture = true,
            "Template" => self.templates.extend(attribute(tag, "TemplateID")),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::materials::FileFormat;
    use crate::materials::parts::testing::archive;
    use crate::materials::search::Wanted;

    const ENTRY: &str = "<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Main.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    const TEXT: &str = "<p><Layer><TextObject><TextCode>上海徐汇</TextCode></TextObject></Layer></p>";

    /// A document of these parts under its main part; its flaws, whether the name was found, and its pages.
    fn look(main: &str, parts: &[(&str, &str)]) -> (Vec<Flaw>, bool, Option<u32>) {
        let main = format!("<ofd:Document>{main}</ofd:Document>");
        let mut all = vec![("OFD.xml", ENTRY.as_bytes()), ("Doc_0/Main.xml", main.as_bytes())];
        all.extend(parts.iter().map(|(name, part)| (*name, part.as_bytes())));
        let bytes = archive(&all);
        let wanted = Wanted::new(["上海徐汇"]);
        let mut search = Search::new(&wanted);
        let mut document = Document::new("a.ofd", &wanted);
        let outcome = examine(&mut Parts::open(&bytes).unwrap(), &mut document, &mut search);
        document.flaws.extend(outcome.err());
        assert_eq!(document.format, FileFormat::Unread);
        (document.flaws, search.finish() == [true], document.pages)
    }

    const PAGE: &str = "<Pages><Page ID=\"1\" BaseLoc=\"P0.xml\"/></Pages>";

    #[test]
    fn what_lies_under_and_upon_a_page_is_read() {
        let page = "<Page><Template TemplateID=\"50\"/><Content/></Page>";
        let templates =
            "<CommonData><TemplatePage ID=\"50\" BaseLoc=\"Tpls/T.xml\"/><PublicRes>Res.xml</PublicRes></CommonData>";
        let annotations = "<Annotations>Annots/A.xml</Annotations>";
        let list = "<Annotations><Page PageID=\"1\"><FileLoc>Page_0/A.xml</FileLoc></Page></Annotations>";
        let hidden = TEXT.replace("<TextObject>", "<TextObject Visible=\"false\">");
        for (part, content, found) in [
            ("Doc_0/Tpls/T.xml", TEXT, true),
            ("Doc_0/Res.xml", TEXT, true),
            ("Doc_0/Annots/Page_0/A.xml", TEXT, true),
            ("Doc_0/P0.xml", TEXT, true),
            ("Doc_0/Tpls/T.xml", &hidden, false),
            ("Doc_0/Other.xml", TEXT, false),
        ] {
            let main = format!("{templates}{PAGE}{annotations}");
            let mut parts: HashMap<&str, &str> = [
                ("Doc_0/P0.xml", page),
                ("Doc_0/Tpls/T.xml", "<Page/>"),
                ("Doc_0/Annots/A.xml", list),
                ("Doc_0/Annots/Page_0/A.xml", "<PageAnnot/>"),
            ]
            .into();
            parts.insert(part, content);
            let parts: Vec<(&str, &str)> = parts.into_iter().collect();
            let (flaws, seen, pages) = look(&main, &parts);
            assert_eq!((seen, pages), (found, Some(1)), "{part}");
            assert_eq!(flaws, if found { vec![] } else { vec![Flaw::NoText] }, "{part}");
        }
    }

    #[test]
    fn a_template_that_pages_share_is_searched_once_and_one_that_is_not_there_is_told() {
        let pages = "<Page ID=\"1\" BaseLoc=\"P0.xml\"/>".repeat(3);
        let main = format!("<TemplatePage ID=\"5\" BaseLoc=\"T.xml\"/><Pages>{pages}</Pages>");
        let page = ("Doc_0/P0.xml", "<Page><Template TemplateID=\"5\"/></Page>");
        assert_eq!(look(&main, &[page, ("Doc_0/T.xml", TEXT)]), (vec![], true, Some(3)));
        let (flaws, _, _) = look(&main, &[page]);
        assert_eq!(flaws, [Flaw::TextUndecoded, Flaw::NoText]);
    }

    #[test]
    fn a_blank_page_is_no_scan() {
        let drawn = "<Page><PathObject/></Page>";
        let scan = "<Page><ImageObject/></Page>";
        let two = "<Pages><Page BaseLoc=\"P0.xml\"/><Page BaseLoc=\"P1.xml\"/></Pages>";
        for (first, second, flaws) in [
            (drawn, drawn, vec![Flaw::NoText]),
            (drawn, scan, vec![Flaw::ScannedOnly]),
            (TEXT, drawn, vec![]),
            (TEXT, scan, vec![Flaw::PagesScanned { pages: 1 }]),
        ] {
            let seen = look(two, &[("Doc_0/P0.xml", first), ("Doc_0/P1.xml", second)]);
            assert_eq!((seen.0, seen.2), (flaws, Some(2)));
        }
    }

    #[test]
    fn attached_files_are_counted() {
        let main = format!("{PAGE}<Attachments>Attachs/A.xml</Attachments>");
        let list = "<Attachments><Attachment><FileLoc>a.xml</FileLoc></Attachment></Attachments>";
        let (flaws, found, _) = look(&main, &[("Doc_0/P0.xml", TEXT), ("Doc_0/Attachs/A.xml", list)]);
        assert_eq!((flaws, found), (vec![Flaw::Attached { files: 1 }], true));
    }
}
