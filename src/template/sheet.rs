//! What every template that is a workbook shares: the look of its cells, how a value is written into one, protection,
//! and how a sheet is printed.
//!
//! Nothing is ever written as a formula: a value that begins with `=` is text.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use crate::day::Day;
use crate::dictionary::{Field, Type, Value, When};
use crate::money::{Money, Unit};
use crate::template::dropdowns::{Options, no, yes};
use crate::template::growing::growing;
use crate::text::Lang;

/// A4 as workbooks number it.
const A4: u8 = 9;

const HEAD: Color = Color::RGB(0x1F_4E_78);
const SECTION: Color = Color::RGB(0xDD_EB_F7);
const LABEL: Color = Color::RGB(0xF2_F2_F2);
const WANTED: Color = Color::RGB(0xFF_F2_9E);
const LINE: Color = Color::RGB(0xBF_BF_BF);

/// A look that cells share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The title of the sheet.
    Title,
    /// Words under the title.
    Lead,
    /// The heading of a column.
    Head,
    /// The heading of a column that must be filled in.
    HeadWanted,
    /// The heading of a group of rows.
    Section,
    /// A label, or something that is not to be changed.
    Label,
    /// An explanation.
    Said,
    /// An explanation of what is still wanted.
    SaidWanted,
}

impl Look {
    /// The format of such a cell. It is locked.
    pub fn format(self) -> Format {
        let boxed = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
        };
        match self {
            Look::Title => Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            Look::Lead => Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::RGB(0x40_40_40)),
            Look::Head => boxed()
                .set_bold()
                .set_background_color(HEAD)
                .set_font_color(Color::White)
                .set_align(FormatAlign::Center),
            Look::HeadWanted => boxed()
                .set_bold()
                .set_background_color(WANTED)
                .set_align(FormatAlign::Center),
            Look::Section => boxed().set_bold().set_background_color(SECTION),
            Look::Label => boxed().set_background_color(LABEL),
            Look::Said => boxed().set_font_size(9).set_font_color(Color::RGB(0x40_40_40)),
            Look::SaidWanted => boxed().set_font_size(9).set_bold().set_background_color(WANTED),
        }
    }
}

/// The format of a cell that is filled in: unlocked, and such that what is typed stays what it is.
pub fn input(field: Option<&Field>, wanted: bool) -> Format {
    let format = plain_input(field).set_border(FormatBorder::Thin).set_border_color(LINE);
    if wanted {
        format.set_background_color(WANTED)
    } else {
        format
    }
}

/// The same without lines around it, for whole columns. Its words are wrapped, and the row grows with them.
pub fn plain_input(field: Option<&Field>) -> Format {
    let format = Format::new()
        .set_unlocked()
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    match field.map(|field| field.kind) {
        Some(Type::Day | Type::DayOrWord) => format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Some(Type::Money) => format.set_num_format("#,##0.00"),
        Some(Type::Year | Type::Integer) => format.set_num_format("0").set_align(FormatAlign::Left),
        Some(Type::Boolean | Type::Choice) | None => format,
        Some(Type::Text | Type::DayOrMonth | Type::CreditCode | Type::IdNumber | Type::Texts | Type::Years) => {
            format.set_num_format("@")
        }
    }
}

/// Where a value is written, and in which language its words are.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// The row, from zero.
    pub row: u32,
    /// The column, from zero.
    pub column: u16,
    /// The language of choices, and of yes and no.
    pub lang: Lang,
}

/// Writes the value of a field, or leaves the cell blank but formatted.
///
/// # Errors
/// A text longer than a cell holds.
pub fn enter(
    sheet: &mut Worksheet,
    At { row, column, lang }: At,
    field: &Field,
    value: Option<&Value>,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = |sheet: &mut Worksheet, text: &str| {
        sheet.write_string_with_format(row, column, text, format)?;
        Ok(())
    };
    let label = |position: &u8| {
        let label = field.choice_label(*position);
        label.get(lang).to_owned()
    };
    match value {
        None | Some(Value::IdNumber(_)) => {
            sheet.write_blank(row, column, format)?;
            Ok(())
        }
        Some(Value::Text(words)) => text(sheet, words),
        Some(Value::Flag(flag)) => text(sheet, if *flag { yes() } else { no() }.get(lang)),
        Some(Value::When(When::Day(day))) => match date(*day).filter(|_| field.kind != Type::DayOrMonth) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, format)?;
                Ok(())
            }
            None => text(sheet, &day.to_string()),
        },
        Some(Value::When(When::Within(period))) => text(sheet, &period.to_string()),
        Some(Value::When(When::Word(word))) => text(sheet, &label(word)),
        Some(Value::Number(number)) => match i32::try_from(*number) {
            Ok(number) => {
                sheet.write_number_with_format(row, column, number, format)?;
                Ok(())
            }
            Err(_) => text(sheet, &number.to_string()),
        },
        Some(Value::Money(money)) => match money.yuan().to_f64() {
            Some(number) if Money::from_f64(number, Unit::Yuan) == Ok(*money) => {
                sheet.write_number_with_format(row, column, number, format)?;
                Ok(())
            }
            _ => text(sheet, &money.yuan().to_string()),
        },
        Some(Value::Choice(choice)) => text(sheet, &label(choice)),
        Some(Value::CreditCode(code)) => text(sheet, &code.to_string()),
        Some(Value::Texts(texts)) => text(sheet, &texts.join("、")),
        Some(Value::Numbers(numbers)) => {
            let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
            text(sheet, &numbers.join("、"))
        }
    }
}

/// The first year of which days are written as days: on the numbers of the earliest programs do not agree, and some of
/// those of 1905 are also a year that was typed into a cell of days.
const FIRST_YEAR: u16 = 1910;

/// A day as a cell holds it; none for one so early that it had better stand as text.
fn date(day: Day) -> Option<ExcelDateTime> {
    let number = |part: i8| u8::try_from(part).ok();
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= FIRST_YEAR)?;
    ExcelDateTime::from_ymd(year, number(day.month())?, number(day.day())?).ok()
}

/// Columns may be widened, and rows added, on a protected sheet.
pub fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        ..ProtectionOptions::default()
    });
}

/// On A4, one page wide, with the row of headings on every page.
///
/// # Errors
/// A row that no sheet has.
pub fn print_form(sheet: &mut Worksheet, headings: u32, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_portrait().set_print_fit_to_pages(1, 0);
    print(sheet, headings, lang)
}

/// On A4 laid sideways, as many pages wide as it takes, with the headings and the first columns on every page.
///
/// # Errors
/// A column that no sheet has.
pub fn print_roster(sheet: &mut Worksheet, headings: u32, last_column: u16, lang: Lang) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_print_scale(70)
        .set_repeat_columns(0, last_column)?;
    print(sheet, headings, lang)
}

fn print(sheet: &mut Worksheet, headings: u32, lang: Lang) -> Result<(), XlsxError> {
    let footer = text!("&C&A　第 &P 页，共 &N 页", "&C&A, page &P of &N");
    sheet
        .set_paper_size(A4)
        .set_repeat_rows(headings, headings)?
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer(footer.get(lang));
    Ok(())
}

/// How many lines `text` takes in a column `width` characters wide; a Chinese character is a little more than two.
pub fn lines(text: &str, width: u16) -> usize {
    let width = usize::from(width).max(3) * 10;
    let wide = |c: char| if c.is_ascii() { 10 } else { 21 };
    let columns = |line: &str| line.chars().map(wide).sum::<usize>();
    text.lines().map(|line| columns(line).div_ceil(width).max(1)).sum()
}

/// How many lines a value takes in a column of this width.
pub fn lines_of(value: Option<&Value>, width: u16) -> usize {
    match value {
        Some(Value::Text(words)) => lines(words, width),
        Some(Value::Texts(words)) => lines(&words.join("、"), width),
        _ => 1,
    }
}

/// How tall a row with so many lines is, in points.
pub fn height(lines: usize) -> u32 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX).clamp(1, 27);
    lines * 15 + 4
}

/// A note beside a cell, large enough for its words.
pub fn note(said: &[String]) -> Note {
    let text = said.join("\n");
    let rows = u32::try_from(lines(&text, 46)).unwrap_or(u32::MAX);
    Note::new(text)
        .add_author_prefix(false)
        .set_width(330)
        .set_height(rows.saturating_mul(17).clamp(40, 400) + 10)
        .set_font_size(9)
}

/// Puts sheets and the words of their dropdowns into one workbook. The same sheets give the same bytes.
///
/// # Errors
/// What a workbook cannot hold.
pub fn bind(title: &str, sheets: Vec<Worksheet>, options: Options) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    workbook.set_properties(&properties);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.push_worksheet(options.sheet()?);
    Ok(growing(&workbook.save_to_buffer()?)?)
}
