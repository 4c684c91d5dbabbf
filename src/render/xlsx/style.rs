//! The looks that the cells of the report share, each verdict in its colour.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::report::Finding;
use crate::verdict::{Overall, Verdict};

const HEAD: Color = Color::RGB(0x1F_4E_78);
const SECTION: Color = Color::RGB(0xDD_EB_F7);
const LINE: Color = Color::RGB(0xBF_BF_BF);
const DIM: Color = Color::RGB(0x59_59_59);

/// A look that cells share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// The title of a sheet.
    Title,
    /// Words under the title; they run on over the cells beside them.
    Lead,
    /// The heading of a column.
    Head,
    /// The heading of a group of rows.
    Section,
    /// A value.
    Body,
    /// A value that only names a thing.
    Dim,
    /// A count.
    Count,
    /// A day.
    Day,
    /// A link to a file.
    Link,
    /// A verdict on a condition.
    Verdict(Verdict),
    /// A failed condition that does not bind.
    Warning,
}

impl Style {
    /// The look of a finding's verdict.
    pub fn of(finding: &Finding) -> Style {
        if finding.is_warning() {
            Style::Warning
        } else {
            Style::Verdict(finding.verdict)
        }
    }

    /// The look of the verdict on a dossier.
    pub fn overall(verdict: Overall) -> Style {
        Style::Verdict(match verdict {
            Overall::Eligible => Verdict::Pass,
            Overall::Incomplete => Verdict::Missing,
            Overall::Ineligible => Verdict::Fail,
        })
    }

    /// The format of such a cell.
    pub fn format(self) -> Format {
        let boxed = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
                .set_align(FormatAlign::Top)
                .set_text_wrap()
        };
        let coloured = |fill, words| {
            boxed()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(fill))
                .set_font_color(Color::RGB(words))
        };
        match self {
            Style::Title => Format::new().set_bold().set_font_size(16),
            Style::Lead => Format::new().set_font_color(DIM),
            Style::Head => boxed()
                .set_bold()
                .set_background_color(HEAD)
                .set_font_color(Color::White)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            Style::Section => Format::new().set_bold().set_font_size(12).set_background_color(SECTION),
            Style::Body => boxed(),
            Style::Dim => boxed().set_font_color(DIM),
            Style::Count => boxed().set_align(FormatAlign::Center),
            Style::Day => boxed().set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd"),
            Style::Link => boxed().set_hyperlink(),
            Style::Verdict(Verdict::Pass) => coloured(0xE2_F0_D9, 0x37_56_23),
            Style::Verdict(Verdict::Fail) => coloured(0xFF_C7_CE, 0x9C_00_06).set_bold(),
            Style::Verdict(Verdict::Missing) => coloured(0xFF_E6_99, 0x7F_60_00),
            Style::Verdict(Verdict::Review) => coloured(0xDD_EB_F7, 0x1F_4E_78),
            Style::Verdict(Verdict::NotApplicable) => coloured(0xF2_F2_F2, 0x7F_7F_7F),
            Style::Warning => coloured(0xFC_E4_D6, 0xC5_5A_11),
        }
    }
}
