//! What is said of headings and sheets that cannot be read, or are passed over.

use crate::dictionary::{Dictionary, Entry, FieldId, Section};
use crate::load::excel::headings::{Headings, Meant};
use crate::place::{InputError, Source, Spot};
use crate::text::Text;
use crate::writing::{nearest, quote, trim};

/// The error of a heading that names what another one names; `another` is how one more of its kind is written.
pub fn twice(source: &Source, heading: &str, first: Spot, second: Spot, another: Option<String>) -> InputError {
    // a table in plain text has lines and columns instead of cells
    let shown = |spot| {
        let place = source.place(Some(spot));
        let (line, column) = (place.line.unwrap_or_default(), place.column.unwrap_or_default());
        place.cell.unwrap_or_else(|| format!("{line}:{column}"))
    };
    let (heading, first, other) = (quote(trim(heading)), shown(first), shown(second));
    InputError::at(
        second,
        text!(
            "{heading} 在 {first} 和 {other} 各出现一次",
            "{heading} stands both in {first} and in {other}"
        ),
    )
    .hint(match another.as_deref().map(quote) {
        Some(another) => text!(
            "同一项只写一处；如果是另一项，表头写作 {another}",
            "keep only one of them; if they are two things, call the second {another}"
        ),
        None => text!("请只保留一处", "keep only one of them"),
    })
}

/// The error of a heading that may mean several fields.
pub fn ambiguous(dictionary: &Dictionary, heading: &str, ids: &[FieldId], spot: Spot) -> InputError {
    let heading = quote(trim(heading));
    let full: Vec<Text> = ids
        .iter()
        .filter_map(|id| {
            let field = dictionary.get(*id)?;
            let section = dictionary.section(field.section)?;
            Some(text!("{section}-{field}", "{section} - {field}"; section = section.label, field = field.label))
        })
        .collect();
    let full = Text::list(&full);
    InputError::at(
        spot,
        text!("{heading} 可以指多项内容", "{heading} may mean several things"),
    )
    .hint(text!("请写明是哪一项：{full}", "say which: {full}"; full))
}

/// The sentence for a heading that is not read.
pub fn not_read(heading: &str, near: Option<Text>) -> Text {
    let heading = quote(trim(heading));
    let mut said = text!(
        "{heading} 不是已知的项目，没有读取",
        "{heading} is not known and was not read"
    );
    if let Some(near) = near {
        said.zh.push_str(&format!("；是否想写「{}」？", near.zh));
        said.en.push_str(&format!("; did you mean \"{}\"?", near.en));
    }
    said
}

/// The error of a unit that is stated below a list, and is not the one in which its amounts were read.
pub fn another_unit(spot: Spot) -> InputError {
    InputError::at(
        spot,
        text!(
            "表下写的金额单位与上面各行读取的不一致，上面的金额不可靠",
            "the unit stated here is not the one in which the amounts above were read; they are not reliable"
        ),
    )
    .hint(text!(
        "请把单位写在表头里，如“净利润(万元)”，核对数值后再检查",
        "write the unit in the headings, as in 净利润(万元), look at the amounts and check again"
    ))
}

/// What is said of a hidden sheet.
pub fn hidden() -> Text {
    text!("这张工作表是隐藏的，没有读取", "this sheet is hidden and was not read")
}

/// What is said of a sheet beside a roster.
pub fn no_roster() -> Text {
    text!(
        "这张工作表没有名单的表头，没有读取",
        "this sheet has no headings of a roster and was not read"
    )
}

/// A table's sheet on which no headings are found.
pub fn without_headings(dictionary: &Dictionary, section: &Section, spot: Spot) -> InputError {
    let labels: Vec<Text> = section.fields.iter().map(|id| dictionary.label(*id)).collect();
    let (label, wanted) = (&section.label, Text::list(&labels));
    InputError::at(
        spot,
        text!("「{label}」的工作表里没有找到表头", "no headings were found on the sheet of \"{label}\""; label),
    )
    .hint(text!("表头应为：{wanted}", "the headings are: {wanted}"; wanted))
}

/// The error of a workbook that is neither form nor roster.
pub fn unrecognised<'t>(headings: Headings<'_>, texts: impl IntoIterator<Item = &'t str>) -> InputError {
    let texts: Vec<&str> = texts.into_iter().take(300).collect();
    let labels = [
        "organization.name",
        "organization.unified_social_credit_code",
        "individual.name",
        "track",
    ];
    let labels: Vec<Text> = labels
        .iter()
        .filter_map(|path| match headings.dictionary.entry(path)? {
            Entry::Field(id) => Some(headings.dictionary.label(id)),
            Entry::Section(_) => None,
        })
        .collect();
    let wanted = Text::list(&labels);
    let mut near: Vec<&str> = Vec::new();
    for text in &texts {
        let known = headings.in_roster(text) != Meant::Unknown;
        if near.len() < 5 && (known || headings.nearest(text).is_some()) && !near.contains(text) {
            near.push(text);
        }
    }
    if near.is_empty() {
        near.extend(
            labels
                .iter()
                .filter_map(|label| nearest(&label.zh, texts.iter().copied())),
        );
    }
    let mut hint = text!("找过的项目如：{wanted}", "looked for headings such as {wanted}"; wanted);
    if !near.is_empty() {
        let near: Vec<String> = near.into_iter().map(quote).collect();
        let near = near.join("、");
        hint.push(&text!("；最接近的是 {near}", "; the nearest found are {near}"));
    }
    hint.push(&text!(
        "。可用 quality-award template 生成模板，或用 --sheet 指定工作表",
        ". Write a template with `quality-award template`, or name the sheet with --sheet"
    ));
    InputError::whole(text!(
        "认不出这个工作簿：既不是一张申报表，也不是每行一个申报人的名单",
        "this workbook is neither a form nor a roster with one applicant per row"
    ))
    .hint(hint)
}
