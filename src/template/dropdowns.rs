//! What a cell lets in: dropdowns, and where their words are kept; days, years and numbers of a certain length.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, Worksheet, XlsxError,
};

use crate::dictionary::{Choice, Field, Type};
use crate::text::{Lang, Text};

/// The sheet on which the words of dropdowns are kept, out of sight.
const OPTIONS: &str = "选项";

/// What stands for yes.
pub fn yes() -> Text {
    text!("是", "yes")
}

/// What stands for no.
pub fn no() -> Text {
    text!("否", "no")
}

/// What says whether there is anything in a table.
pub fn any(any: bool) -> Text {
    if any { text!("有", "yes") } else { text!("无", "no") }
}

/// The lists of words that dropdowns offer; each becomes a column of a sheet of its own.
#[derive(Debug)]
pub struct Options {
    lang: Lang,
    lists: Vec<Vec<String>>,
}

impl Options {
    /// No lists yet; their words, and what is said of those that do not fit, in `lang`.
    pub fn new(lang: Lang) -> Options {
        Options {
            lang,
            lists: Vec::new(),
        }
    }

    /// The cells in which these words will stand.
    fn range(&mut self, words: Vec<String>) -> String {
        let last = words.len();
        let position = self.lists.iter().position(|known| *known == words).unwrap_or_else(|| {
            self.lists.push(words);
            self.lists.len() - 1
        });
        let column = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(position).unwrap_or(u16::MAX));
        format!("='{OPTIONS}'!${column}$1:${column}${last}")
    }

    /// A dropdown of words of which one must be chosen.
    pub fn dropdown(&mut self, words: &[Text]) -> Result<DataValidation, XlsxError> {
        let words: Vec<String> = words.iter().map(|word| word.get(self.lang).to_owned()).collect();
        let list = DataValidation::new().allow_list_formula(Formula::new(self.range(words)));
        self.stop(
            list,
            &text!("请从下拉列表中选择", "choose from the list"),
            &text!(
                "这一格只能填下拉列表中的一项。",
                "This cell takes one of the words of its list."
            ),
        )
    }

    /// The dropdown of a cell that says whether there is anything in a table.
    pub fn stated(&mut self) -> Result<DataValidation, XlsxError> {
        self.dropdown(&[any(true), any(false)])
    }

    /// What a cell of this field lets in, if it is picky.
    pub fn validation(&mut self, field: &Field) -> Result<Option<DataValidation>, XlsxError> {
        let words: Vec<Text> = field.choices.iter().map(Choice::label).collect();
        let validation = match field.kind {
            Type::Choice => self.dropdown(&words)?,
            Type::Boolean => self.dropdown(&[yes(), no()])?,
            Type::DayOrWord | Type::DayOrMonth if !words.is_empty() => self.dropdown(&words)?.show_error_message(false),
            Type::Day => {
                let (first, last) = (
                    ExcelDateTime::from_ymd(1910, 1, 1)?,
                    ExcelDateTime::from_ymd(2199, 12, 31)?,
                );
                let days = DataValidation::new().allow_date(DataValidationRule::Between(first, last));
                let days = self.stop(
                    days,
                    &text!("请核对日期", "look at the day"),
                    &text!(
                        "这一格应填日期，如 2016-03-18 或 2016/3/18。1910年以前的请照样填写，选“是”保留。",
                        "This cell takes a day, such as 2016-03-18. Write one before 1910 all the same, and choose yes to keep it."
                    ),
                )?;
                days.set_error_style(DataValidationErrorStyle::Warning)
            }
            Type::Year => {
                let years = DataValidation::new().allow_whole_number(DataValidationRule::Between(1900, 2199));
                self.stop(
                    years,
                    &text!("请填写年份", "give a year"),
                    &text!(
                        "这一格应填四位年份，如 2024。",
                        "This cell takes a year of four digits, such as 2024."
                    ),
                )?
            }
            Type::CreditCode | Type::IdNumber => {
                let length = DataValidation::new().allow_text_length(DataValidationRule::EqualTo(18));
                self.stop(
                    length,
                    &text!("应为 18 位", "18 characters"),
                    &text!(
                        "号码应为 18 位，请逐位核对，前后不要留空格。",
                        "It has 18 characters: compare each, and leave no spaces around them."
                    ),
                )?
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

    /// A validation that refuses what does not fit, and says why.
    fn stop(&self, validation: DataValidation, title: &Text, message: &Text) -> Result<DataValidation, XlsxError> {
        validation
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(title.get(self.lang))?
            .set_error_message(message.get(self.lang))
    }

    /// The sheet of words, which no menu shows.
    pub fn sheet(self) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(OPTIONS)?.set_very_hidden(true).protect();
        for (column, words) in (0u16..).zip(&self.lists) {
            for (row, word) in (0u32..).zip(words) {
                sheet.write_string(row, column, word)?;
            }
        }
        Ok(sheet)
    }
}
