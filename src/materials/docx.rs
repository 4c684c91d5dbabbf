//! A text document of Word: its words, headings and noted pages. Counted is the body with its tables, text boxes,
//! footnotes and endnotes as it reads once every change is accepted; headers, footers, diagrams, charts, field codes
//! and hidden text are not. Searched is everything but the last two.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use crate::materials::count::Count;
use crate::materials::drawings;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::parts::{Parts, attribute, text_of};
use crate::materials::search::Search;
use crate::writing;

/// What is known of a text document.
#[derive(Debug, Default)]
pub struct Docx {
    /// Its words as Word counts them.
    pub words: u64,
    /// Its headings, in order.
    pub headings: Vec<String>,
    /// The pages that the program noted which saved it last; the true number depends on fonts and printer.
    pub pages: Option<u32>,
    /// Whether changes stand in it that nobody has accepted or refused.
    pub tracked: bool,
    /// Whether it takes in the content of another file, which was neither read nor counted.
    pub imported: bool,
}

/// Reads a document.
///
/// # Errors
/// It is damaged, locked, hostile or has no body.
pub fn read(parts: &mut Parts<'_>, search: &mut Search<'_>) -> Result<Docx, Flaw> {
    let main = parts.package().main().unwrap_or_else(|| "word/document.xml".to_owned());
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = Styles::read(parts, &format!("{folder}/styles.xml"))?;
    let mut body = Body::new(&styles, search);
    if !parts.walk(&main, |event| {
        body.next(event);
        Ok(())
    })? {
        return Err(Flaw::Damaged);
    }
    let Body {
        mut count,
        headings,
        mut tracked,
        imported,
        referred,
        ..
    } = body;
    for related in parts.package().relationships(&main).iter() {
        let Some(part) = &related.part else { continue };
        let counted = related.is("footnotes") || related.is("endnotes");
        let on_pages = related.is("header") || related.is("footer");
        if counted || on_pages && referred.contains(&related.id) {
            let mut body = Body::new(&styles, search);
            parts.walk(part, |event| {
                body.next(event);
                Ok(())
            })?;
            body.search.push("\n");
            tracked |= body.tracked;
            if counted {
                count.add(body.count);
            }
        } else {
            drawings::drawn(parts, related, search)?;
        }
    }
    Ok(Docx {
        words: count.finish(),
        headings,
        pages: noted_pages(parts),
        tracked,
        imported,
    })
}

/// The number of pages in the document's properties. What is wrong there is no flaw of the document.
fn noted_pages(parts: &mut Parts<'_>) -> Option<u32> {
    let mut inside = false;
    let mut noted = String::new();
    let walked = parts.walk("docProps/app.xml", |event| {
        match event {
            Event::Start(tag) => inside = tag.local_name().as_ref() == "Pages",
            Event::End(_) => inside = false,
            _ if inside && noted.len() < 16 => noted.extend(text_of(event)),
            _ => {}
        }
        Ok(())
    });
    walked.ok()?;
    noted.trim().parse().ok().filter(|pages| *pages > 0)
}

/// The styles of paragraphs, and which of them are headings.
#[derive(Debug, Default)]
struct Styles {
    known: HashMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The outline level that the style sets, 0 for a heading of the first rank, 9 for none.
    level: Option<u8>,
}

impl Styles {
    fn read(parts: &mut Parts<'_>, name: &str) -> Result<Styles, Flaw> {
        let mut known = HashMap::new();
        let mut at: Option<(String, Style)> = None;
        parts.walk(name, |event| {
            match event {
                Event::Start(tag) | Event::Empty(tag) if is(tag, "style") => {
                    at = attribute(tag, "styleId").map(|id| (id, Style::default()));
                }
                Event::Start(tag) | Event::Empty(tag) => {
                    let Some((_, style)) = &mut at else { return Ok(()) };
                    match tag.local_name().as_ref() {
                        "name" => style.name = attribute(tag, "val").unwrap_or_default(),
                        "basedOn" => style.based_on = attribute(tag, "val"),
                        "outlineLvl" => style.level = level(tag),
                        _ => {}
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "style" && known.len() < limits::STYLES => {
                    known.extend(at.take());
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(Styles { known })
    }

    /// Whether paragraphs of a style are headings: the style, or the nearest it is based on that says anything of the
    /// matter, sets an outline level or is one of Word's own headings.
    fn is_heading(&self, id: &str) -> bool {
        let mut id = id;
        for _ in 0..limits::STYLE_CHAIN {
            let Some(style) = self.known.get(id) else {
                return names_heading(id);
            };
            if let Some(level) = style.level {
                return level < BODY_TEXT;
            }
            if names_heading(&style.name) {
                return true;
            }
            match &style.based_on {
                Some(next) => id = next,
                None => return false,
            }
        }
        false
    }
}

/// The outline level of what is no heading.
const BODY_TEXT: u8 = 9;

/// Whether a style's name is that of one of Word's headings: `heading 1`, `标题 1`.
fn names_heading(name: &str) -> bool {
    let folded = writing::fold(name);
    let rank = folded.strip_prefix("heading").or_else(|| folded.strip_prefix("标题"));
    matches!(rank.map(str::as_bytes), Some([b'1'..=b'9']))
}

fn level(tag: &BytesStart<'_>) -> Option<u8> {
    attribute(tag, "val").and_then(|level| level.trim().parse().ok())
}

fn is(tag: &BytesStart<'_>, local: &str) -> bool {
    tag.local_name().as_ref() == local
}

/// The elements whose content is not part of the text: deleted or moved away, a second copy for older programs, the
/// reading beside a character, what a phonetic guide or a field's code says.
const ASIDE: &[&str] = &["del", "moveFrom", "Fallback", "rt", "instrText", "delText"];

/// The body, as its events pass.
struct Body<'a, 'w> {
    styles: &'a Styles,
    search: &'a mut Search<'w>,
    count: Count,
    headings: Vec<String>,
    tracked: bool,
    imported: bool,
    /// The headers and footers that pages have, by the ids of their relationships.
    referred: HashSet<String>,
    /// The prefix of Word's own elements with its colon, `w:` with every known program.
    prefix: Option<String>,
    depth: u64,
    aside: Option<u64>,
    paragraphs: Vec<Paragraph>,
    in_text: bool,
    in_run: bool,
    hidden: bool,
}

/// A paragraph: in the text box of another, it has one above it.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    level: Option<u8>,
    text: String,
}

impl<'a, 'w> Body<'a, 'w> {
    fn new(styles: &'a Styles, search: &'a mut Search<'w>) -> Body<'a, 'w> {
        Body {
            styles,
            search,
            count: Count::default(),
            headings: Vec::new(),
            tracked: false,
            imported: false,
            referred: HashSet::new(),
            prefix: None,
            depth: 0,
            aside: None,
            paragraphs: Vec::new(),
            in_text: false,
            in_run: false,
            hidden: false,
        }
    }

    fn next(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.opens(tag);
            }
            Event::Empty(tag) => {
                self.depth += 1;
                self.opens(tag);
                self.closes(tag.name().as_ref());
            }
            Event::End(tag) => self.closes(tag.name().as_ref()),
            _ if self.in_text && self.aside.is_none() && !self.hidden => {
                if let Some(text) = text_of(event) {
                    self.says(&text);
                }
            }
            _ => {}
        }
    }

    /// The name of one of Word's own elements; other vocabularies have a `t` and a `p`, too.
    fn own<'n>(&mut self, name: &'n str) -> Option<&'n str> {
        let prefix = self.prefix.get_or_insert_with(|| match name.split_once(':') {
            Some((prefix, _)) => format!("{prefix}:"),
            None => String::new(),
        });
        name.strip_prefix(prefix.as_str()).filter(|local| !local.contains(':'))
    }

    fn opens(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        let own = self.own(name.as_ref());
        let local = tag.local_name();
        if self.aside.is_none() && ASIDE.contains(&local.as_ref()) {
            self.aside = Some(self.depth);
        }
        match own {
            Some("ins" | "del" | "moveFrom" | "moveTo") => self.tracked = true,
            _ if self.aside.is_some() => {}
            Some("altChunk") => self.imported = true,
            Some("headerReference" | "footerReference") => self.referred.extend(attribute(tag, "id")),
            Some("p") => {
                self.breaks();
                if self.paragraphs.len() < limits::BOXES {
                    self.paragraphs.push(Paragraph::default());
                }
            }
            Some("pStyle") => self.paragraph(|paragraph| paragraph.style = attribute(tag, "val")),
            Some("outlineLvl") => self.paragraph(|paragraph| paragraph.level = level(tag)),
            Some("r") => (self.in_run, self.hidden) = (true, false),
            Some("vanish") if self.in_run => {
                self.hidden = !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off"));
            }
            Some("t") => self.in_text = true,
            Some("tab" | "br" | "cr") if self.in_run => self.says(" "),
            Some("noBreakHyphen") if self.in_run => self.says("-"),
            _ => {}
        }
    }

    fn closes(&mut self, name: &str) {
        let own = self.own(name);
        if self.aside.is_none() {
            match own {
                Some("t") => self.in_text = false,
                Some("r") => (self.in_run, self.hidden) = (false, false),
                Some("p") => self.ends(),
                _ => {}
            }
        }
        if self.aside == Some(self.depth) {
            self.aside = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn says(&mut self, text: &str) {
        self.count.push(text);
        self.search.push(text);
        self.paragraph(|paragraph| {
            let room = limits::HEADING_CHARS.saturating_sub(paragraph.text.chars().count());
            paragraph.text.extend(text.chars().take(room));
        });
    }

    /// Where a paragraph begins or ends, a word ends.
    fn breaks(&mut self) {
        self.count.part();
        self.search.push("\n");
    }

    fn ends(&mut self) {
        self.breaks();
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let text = writing::trim(&paragraph.text);
        if text.is_empty() || self.headings.len() >= limits::HEADINGS {
            return;
        }
        let heading = match paragraph.level {
            Some(level) => level < BODY_TEXT,
            None => paragraph
                .style
                .as_deref()
                .is_some_and(|style| self.styles.is_heading(style)),
        };
        if heading {
            self.headings.push(writing::tame(text));
        }
    }

    fn paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::materials::parts::testing::archive;
    use crate::materials::search::Wanted;

    const STYLES: &str = r#"<w:styles xmlns:w="w">
        <w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
        <w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>
        <w:style w:type="paragraph" w:styleId="own"><w:name w:val="章名"/><w:basedOn w:val="1"/></w:style>
        <w:style w:type="paragraph" w:styleId="lvl"><w:name w:val="节名"/><w:pPr><w:outlineLvl w:val="8"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="off"><w:name w:val="说明"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>
        <w:style w:type="paragraph" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>
        <w:style w:type="paragraph" w:styleId="toc"><w:name w:val="TOC Heading"/></w:style>
    </w:styles>"#;

    fn docx(body: &str) -> Vec<u8> {
        let rels = r#"<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="/word/document.xml"/></Relationships>"#;
        let app = "<Properties><Pages>12</Pages><Words>3</Words></Properties>";
        let main = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
        archive(&[
            ("_rels/.rels", rels.as_bytes()),
            ("word/document.xml", main.as_bytes()),
            ("word/styles.xml", STYLES.as_bytes()),
            (
                "word/footnotes.xml",
                "<w:footnotes><w:t>脚注</w:t></w:footnotes>".as_bytes(),
            ),
            ("docProps/app.xml", app.as_bytes()),
        ])
    }

    fn look(bytes: &[u8], needles: &[&str]) -> (Docx, Vec<bool>) {
        let wanted = Wanted::new(needles);
        let mut search = Search::new(&wanted);
        let docx = read(&mut Parts::open(bytes).unwrap(), &mut search).unwrap();
        (docx, search.finish())
    }

    fn words(body: &str) -> u64 {
        look(&docx(body), &[]).0.words
    }

    #[test]
    fn the_body_is_counted_as_it_reads() {
        let p = |runs: &str| format!("<w:p>{runs}</w:p>");
        for (body, count) in [
            (String::new(), 0),
            (p("<w:r><w:t>一、质量Quality 2024年</w:t></w:r>"), 7),
            (p("<w:r><w:t>Qua</w:t></w:r><w:r><w:t>lity</w:t></w:r>"), 1),
            (
                p("<w:r><w:t>ab</w:t><w:tab/><w:t>cd</w:t><w:br/><w:t>ef</w:t></w:r>"),
                3,
            ),
            (
                p("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>R&amp;D</w:t></w:r>"),
                1,
            ),
            (p("<w:r><w:t>ab</w:t></w:r>") + &p("<w:r><w:t>cd</w:t></w:r>"), 2),
            (
                format!(
                    "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>",
                    p("<w:r><w:t>表a</w:t></w:r>")
                ),
                4,
            ),
            (
                p("<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>"),
                1,
            ),
            (
                p("<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo>"),
                1,
            ),
            (
                p("<w:r><w:fldChar/><w:instrText>PAGE MERGEFORMAT</w:instrText></w:r><w:r><w:t>7</w:t></w:r>"),
                1,
            ),
            (
                p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>见</w:t></w:r>"),
                1,
            ),
            (p("<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>不藏</w:t></w:r>"), 2),
            (
                p(
                    "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r>",
                ),
                1,
            ),
            (
                p(
                    "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:drawing><a:p><a:t>图</a:t></a:p></w:drawing><w:t>字</w:t></w:r>",
                ),
                1,
            ),
        ] {
            assert_eq!(words(&body), count, "{body}");
        }
    }

    #[test]
    fn a_limit_of_characters_is_met_exactly() {
        for n in [9999, 10_000, 10_001] {
            let body = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "质".repeat(n));
            assert_eq!(words(&body), n as u64);
        }
    }

    #[test]
    fn headings_are_told_by_their_styles() {
        let p = |properties: &str, text: &str| {
            format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let style = |id: &str| format!("<w:pStyle w:val=\"{id}\"/>");
        let body = [
            p(&style("1"), "一、领导"),
            p(&style("2"), "（一）战略"),
            p(&style("own"), "第三章"),
            p(&style("lvl"), "第四节"),
            p("<w:outlineLvl w:val=\"0\"/>", "自定"),
            p(&style("Heading3"), "五"),
            p(&style("1"), " "),
            p(&style("off"), "不是"),
            p(&style("a"), "不是"),
            p(&style("x"), "不是"),
            p(&style("toc"), "不是"),
            p(&format!("{}<w:outlineLvl w:val=\"9\"/>", style("1")), "不是"),
            p("", "不是"),
        ]
        .concat();
        let (docx, _) = look(&docx(&body), &[]);
        assert_eq!(
            docx.headings,
            ["一、领导", "（一）战略", "第三章", "第四节", "自定", "五"]
        );
        assert_eq!((docx.pages, docx.tracked), (Some(12), false));
    }

    #[test]
    fn headings_are_bounded() {
        let heading =
            |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
        let body = heading(&"长".repeat(5000)) + &heading("短").repeat(1000);
        let (docx, _) = look(&docx(&body), &[]);
        assert_eq!(docx.headings.len(), limits::HEADINGS);
        assert_eq!(docx.headings[0].chars().count(), limits::HEADING_CHARS);
        assert_eq!(docx.words, 6000);
    }

    #[test]
    fn words_are_found_across_runs_and_deleted_ones_are_not() {
        let body = "<w:p><w:r><w:t>上海徐汇</w:t></w:r><w:r><w:t> (集团)有限公司</w:t></w:r>\
                    <w:del><w:r><w:delText>旧名称</w:delText></w:r></w:del></w:p>";
        let (docx, found) = look(&docx(body), &["上海徐汇（集团）有限公司", "旧名称", "脚注"]);
        assert_eq!(found, [true, false, false]);
        assert!(docx.tracked);
    }

    /// A document whose body refers to other parts, each under the kind of its relationship as its id.
    fn with_parts(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
        let package = r#"<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;
        let row = |kind: &str| format!(r#"<Relationship Id="{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>"#);
        let rows: String = parts.iter().map(|(kind, _)| row(kind)).collect();
        let related = format!("<Relationships>{rows}</Relationships>");
        let main = format!(r#"<w:document xmlns:w="w" xmlns:r="r"><w:body>{body}</w:body></w:document>"#);
        let names: Vec<String> = parts.iter().map(|(kind, _)| format!("word/{kind}.xml")).collect();
        let mut all = vec![
            ("_rels/.rels", package.as_bytes()),
            ("word/_rels/document.xml.rels", related.as_bytes()),
            ("word/document.xml", main.as_bytes()),
        ];
        all.extend(
            names
                .iter()
                .zip(parts)
                .map(|(name, (_, part))| (name.as_str(), part.as_bytes())),
        );
        archive(&all)
    }

    #[test]
    fn what_stands_beside_the_body_is_searched_and_notes_are_counted() {
        let body = r#"<w:p><w:r><w:t>正文</w:t></w:r></w:p><w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>"#;
        let text = "<w:x xmlns:w=\"w\"><w:p><w:r><w:t>上海徐汇</w:t></w:r></w:p></w:x>";
        let drawn = "<x xmlns:a=\"a\"><a:p><a:r><a:t>上海徐汇</a:t></a:r></a:p></x>";
        for (kind, part, found, count) in [
            ("header", text, true, 2),
            ("footer", text, true, 2),
            ("footnotes", text, true, 6),
            ("endnotes", text, true, 6),
            ("diagramData", drawn, true, 2),
            ("chart", "<c><c:pt><c:v>上海徐汇</c:v></c:pt></c>", true, 2),
            ("comments", text, false, 2),
            ("settings", text, false, 2),
        ] {
            let (docx, mentions) = look(&with_parts(body, &[(kind, part)]), &["上海徐汇"]);
            assert_eq!(
                (mentions, docx.words, docx.imported),
                (vec![found], count, false),
                "{kind}"
            );
        }
        let bare = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>";
        let (_, mentions) = look(&with_parts(bare, &[("header", text)]), &["上海徐汇"]);
        assert_eq!(mentions, [false], "a header that no page has");
    }

    #[test]
    fn a_document_that_takes_in_another_says_so() {
        let bytes = with_parts(r#"<w:altChunk r:id="aFChunk"/>"#, &[("aFChunk", "<html>字</html>")]);
        assert!(look(&bytes, &[]).0.imported);
    }

    #[test]
    fn a_document_under_another_prefix_is_read_as_well() {
        for (prefix, colon) in [("", ""), ("ns0", ":")] {
            let xml = "<@document><@body><@p><@r><@t>质量</@t></@r></@p></@body></@document>"
                .replace('@', &format!("{prefix}{colon}"));
            let bytes = archive(&[("word/document.xml", xml.as_bytes())]);
            assert_eq!(look(&bytes, &[]).0.words, 2, "{xml}");
        }
    }

    #[test]
    fn a_document_without_a_body_is_damaged() {
        let bytes = archive(&[("word/styles.xml", b"<a/>")]);
        let wanted = Wanted::default();
        let read = read(&mut Parts::open(&bytes).unwrap(), &mut Search::new(&wanted));
        assert_eq!(read.err(), Some(Flaw::Damaged));
    }
}
