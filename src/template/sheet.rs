//! What every workbook of this program shares: the look of its cells, how a value is written into one, the
//! dropdowns and where their words are kept, protection, and how a sheet is printed.
//!
//! Nothing is ever written as a formula: a value that begins with `=` is text.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::dictionary::{Field, Type, Value, When};
use crate::money::{Money, Unit};

/// The sheet on which the words of dropdowns are kept, out of sight.
const OPTIONS: &str = "选项";

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
            Look::Section => boxed().set_bold().set_background_color(SECTION),
            Look::Label => boxed().set_background_color(LABEL),
            Look::Said => boxed().set_font_size(9).set_font_color(Color::RGB(0x40_40_40)),
            Look::SaidWanted => boxed().set_font_size(9).set_bold().set_background_color(WANTED),
        }
    }
}

/// The format of a cell that is filled in: unlocked, and such that what is typed stays what it is.
pub fn input(field: Option<&Field>, wanted: bool) -> Format {
    let format = plain_input(field)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    if wanted {
        format.set_background_color(WANTED)
    } else {
        format
    }
}

/// The same without lines around it, for whole columns.
pub fn plain_input(field: Option<&Field>) -> Format {
    let format = Format::new().set_unlocked();
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

/// Writes the value of a field, or leaves the cell blank but formatted.
///
/// # Errors
/// A text longer than a cell holds.
pub fn enter(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    value: Option<&Value>,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = |sheet: &mut Worksheet, text: &str| {
        sheet.write_string_with_format(row, column, text, format)?;
        Ok(())
    };
    let label = |position: &u8| {
        let choice = field.choices.get(usize::from(*position));
        choice.map(|choice| choice.zh.clone()).unwrap_or_default()
    };
    match value {
        None | Some(Value::IdNumber(_)) => {
            sheet.write_blank(row, column, format)?;
            Ok(())
        }
        Some(Value::Text(words)) => text(sheet, words),
        Some(Value::Flag(flag)) => text(sheet, if *flag { "是" } else { "否" }),
        Some(Value::When(When::Day(day))) => {
            let date = ExcelDateTime::from_ymd(
                day.year().unsigned_abs(),
                day.month().unsigned_abs(),
                day.day().unsigned_abs(),
            );
            match date {
                Ok(date) if field.kind != Type::DayOrMonth => {
                    sheet.write_datetime_with_format(row, column, &date, format)?;
                    Ok(())
                }
                _ => text(sheet, &day.to_string()),
            }
        }
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

/// The lists of words that dropdowns offer; each becomes a column of a sheet of its own.
#[derive(Debug, Default)]
pub struct Options(Vec<Vec<String>>);

impl Options {
    /// The cells in which these words will stand.
    fn range(&mut self, words: Vec<String>) -> String {
        let last = words.len();
        let position = self.0.iter().position(|known| *known == words).unwrap_or_else(|| {
            self.0.push(words);
            self.0.len() - 1
        });
        let column = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(position).unwrap_or(u16::MAX));
        format!("='{OPTIONS}'!${column}$1:${column}${last}")
    }

    /// A dropdown of words of which one must be chosen.
    pub fn dropdown(&mut self, words: &[&str]) -> Result<DataValidation, XlsxError> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let list = DataValidation::new().allow_list_formula(Formula::new(self.range(words)));
        stop(list, "请从下拉列表中选择", "这一格只能填下拉列表中的一项。")
    }

    /// What a cell of this field lets in, if it is picky.
    pub fn validation(&mut self, field: &Field) -> Result<Option<DataValidation>, XlsxError> {
        let words: Vec<&str> = field.choices.iter().map(|choice| choice.zh.as_str()).collect();
        let validation = match field.kind {
            Type::Choice => self.dropdown(&words)?,
            Type::Boolean => self.dropdown(&["是", "否"])?,
            Type::DayOrWord | Type::DayOrMonth if !words.is_empty() => self.dropdown(&words)?.show_error_message(false),
            Type::Day => {
                let (first, last) = (
                    ExcelDateTime::from_ymd(1900, 1, 1)?,
                    ExcelDateTime::from_ymd(2199, 12, 31)?,
                );
                let days = DataValidation::new().allow_date(DataValidationRule::Between(first, last));
                stop(days, "请填写日期", "这一格应填日期，如 2016-03-18 或 2016/3/18。")?
            }
            Type::Year => {
                let years = DataValidation::new().allow_whole_number(DataValidationRule::Between(1900, 2199));
                stop(years, "请填写年份", "这一格应填四位年份，如 2024。")?
            }
            Type::CreditCode | Type::IdNumber => {
                let length = DataValidation::new().allow_text_length(DataValidationRule::EqualTo(18));
                stop(length, "应为 18 位", "号码应为 18 位，请逐位核对，前后不要留空格。")?
            }
            Type::Text
            | Type::DayOrWord
            | Type::DayOrMonth
            | Type::Integer
            | Type::Money
            | Type::Texts
            | Type::Years => {
                return Ok(None);
            }
        };
        Ok(Some(validation))
    }

    /// The sheet of words, which no menu shows.
    fn sheet(self) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(OPTIONS)?.set_very_hidden(true).protect();
        for (column, words) in (0u16..).zip(&self.0) {
            for (row, word) in (0u32..).zip(words) {
                sheet.write_string(row, column, word)?;
            }
        }
        Ok(sheet)
    }
}

/// A validation that refuses what does not fit, and says why.
fn stop(validation: DataValidation, title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    validation
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(title)?
        .set_error_message(message)
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
pub fn print_form(sheet: &mut Worksheet, headings: u32) -> Result<(), XlsxError> {
    sheet.set_portrait().set_print_fit_to_pages(1, 0);
    print(sheet, headings)
}

/// On A4 laid sideways, as many pages wide as it takes, with the headings and the first columns on every page.
///
/// # Errors
/// A column that no sheet has.
pub fn print_roster(sheet: &mut Worksheet, headings: u32, last_column: u16) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_print_scale(70)
        .set_repeat_columns(0, last_column)?;
    print(sheet, headings)
}

fn print(sheet: &mut Worksheet, headings: u32) -> Result<(), XlsxError> {
    sheet
        .set_paper_size(A4)
        .set_repeat_rows(headings, headings)?
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C&A　第 &P 页，共 &N 页");
    Ok(())
}

/// How many lines `text` takes in a column `width` characters wide; a Chinese character is two of them.
pub fn lines(text: &str, width: u16) -> usize {
    let width = usize::from(width).max(2);
    let columns = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    text.lines().map(|line| columns(line).div_ceil(width).max(1)).sum()
}

/// How tall a row with so many lines is, in points.
pub fn height(lines: usize) -> u32 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX).clamp(1, 27);
    lines * 14 + 6
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
    workbook.save_to_buffer()
}
