//! A letter as a document for word processors: A4, a table with a row for each item.

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, PageMargin, PageNum, Paragraph, Run, RunFonts, Shading,
    SpecialIndentType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{address, by, clause, heads, signs, to};
use crate::letters::{Item, Letter};
use crate::render::xlsx::page::within;
use crate::text::Lang;
use crate::writing::tame;

/// A4, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);

/// The margins, in twentieths of a point.
const MARGIN: i32 = 1_134;

/// The widths of the columns: together what the margins leave.
const COLUMNS: [usize; 4] = [620, 3_380, 2_740, 2_898];

/// Sizes of letters, in half points.
const TITLE: usize = 36;
const BODY: usize = 22;
const CELL: usize = 19;
const SMALL: usize = 17;

/// The colour of what is said in small letters.
const DIM: &str = "595959";

/// The most words of a paragraph, in UTF-16 units: enough for whatever a dossier states.
const WORDS: usize = 32_000;

/// The letter as the bytes of a document.
pub(super) fn bytes(letter: &Letter, lang: Lang) -> io::Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    document(letter, lang).pack(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}

fn document(letter: &Letter, lang: Lang) -> Docx {
    let fonts = RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .east_asia("宋体");
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_page_num(PageNum::new());
    let mut document = Docx::new()
        .custom_property(crate::mark::PROPERTY, env!("CARGO_PKG_VERSION"))
        .page_size(PAGE.0, PAGE.1)
        .page_margin(PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            header: 600,
            footer: 600,
            gutter: 0,
        })
        .default_fonts(fonts)
        .default_size(BODY)
        .footer(Footer::new().add_paragraph(number))
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .line_spacing(LineSpacing::new().after(240))
                .add_run(heading(letter.title.get(lang), TITLE)),
        )
        .add_paragraph(spaced().add_run(heading(&to(letter, lang), BODY)));
    if let Some(address) = address(letter, lang) {
        document = document.add_paragraph(Paragraph::new().add_run(plain(&address, SMALL).color(DIM)));
    }
    document = document.add_paragraph(running(letter.greeting.get(lang), lang));
    let rows = std::iter::once(head(letter, lang))
        .chain((1..).zip(&letter.items).map(|(number, item)| row(number, item, lang)));
    document = document.add_table(
        Table::new(rows.collect())
            .set_grid(COLUMNS.to_vec())
            .layout(TableLayoutType::Fixed)
            .width(COLUMNS.iter().sum(), WidthType::Dxa)
            .margins(TableCellMargins::new().margin(60, 90, 60, 90)),
    );
    document = document.add_paragraph(running(letter.closing.get(lang), lang).keep_next(true));
    let last = signs(letter, lang);
    for (at, line) in last.iter().enumerate() {
        let paragraph = Paragraph::new()
            .line_spacing(LineSpacing::new().before(if at == 0 { 480 } else { 240 }))
            .keep_next(at + 1 < last.len())
            .add_run(plain(line, BODY));
        document = document.add_paragraph(match at {
            0 | 1 => paragraph.indent(Some(5_000), None, None, None),
            _ => paragraph,
        });
    }
    document
}

/// The row of headings.
fn head(letter: &Letter, lang: Lang) -> TableRow {
    let shade = || Shading::new().fill("E7EEF5");
    let number = crate::render::wording::pick(lang, "序号", "No.").to_owned();
    let names = heads(letter).map(|head| head.get(lang).to_owned());
    let cells = std::iter::once(number).chain(names).zip(COLUMNS).map(|(name, width)| {
        let name = Paragraph::new()
            .align(AlignmentType::Center)
            .keep_next(true)
            .add_run(heading(&name, CELL));
        cell(width)
            .vertical_align(VAlignType::Center)
            .shading(shade())
            .add_paragraph(name)
    });
    TableRow::new(cells.collect()).cant_split()
}

/// The row of one item.
fn row(number: usize, item: &Item, lang: Lang) -> TableRow {
    let [first, what, found, act] = COLUMNS;
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(plain(&number.to_string(), CELL));
    let mut named = cell(what).add_paragraph(Paragraph::new().add_run(heading(item.title.get(lang), CELL)));
    let clause = clause(item, lang);
    if !clause.is_empty() {
        named = named.add_paragraph(Paragraph::new().add_run(plain(&clause, SMALL).color(DIM)));
    }
    let mut seen = cell(found).add_paragraph(Paragraph::new().add_run(heading(item.label.get(lang), CELL)));
    for text in &item.found {
        seen = seen.add_paragraph(Paragraph::new().add_run(plain(text.get(lang), CELL)));
    }
    let mut asked = cell(act);
    for act in &item.act {
        asked = asked.add_paragraph(Paragraph::new().add_run(plain(act.get(lang), CELL)));
    }
    if let Some(by) = by(item) {
        asked = asked.add_paragraph(Paragraph::new().add_run(heading(by.get(lang), CELL)));
    }
    let cells = vec![cell(first).add_paragraph(number), named, seen, asked];
    TableRow::new(cells)
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

/// A paragraph of the letter itself; in Chinese its first line is set in by two characters.
fn running(words: &str, lang: Lang) -> Paragraph {
    let paragraph = spaced().add_run(plain(words, BODY));
    match lang {
        Lang::Zh => paragraph.indent(None, Some(SpecialIndentType::FirstLine(440)), None, None),
        Lang::En => paragraph,
    }
}

fn spaced() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().before(120).after(120).line(340))
}

/// Words as they stand; a line break in them stays one.
fn plain(words: &str, size: usize) -> Run {
    let mut run = Run::new().size(size);
    for (at, line) in words.lines().enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        // what a document may not hold is what a cell may not
        run = run.add_text(within(&tame(line), WORDS));
    }
    run
}

fn heading(words: &str, size: usize) -> Run {
    plain(words, size).bold()
}
