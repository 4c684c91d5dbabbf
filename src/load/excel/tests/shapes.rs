//! Sheets as people keep them: merged, hidden, with headings in several rows and rows that are nobody.

use super::*;

/// The sheet of facts of a form that states that there are no listings.
const CLEAN: &[&[Put]] = &[
    &[T("项目"), T("填写内容")],
    &[T("申报类别"), T("组织")],
    &[T("组织名称"), T("甲")],
    &[T("有无失信记录"), T("无")],
];

const LISTED: &[&[Put]] = &[
    &[T("失信类别"), T("列入日期"), T("移出日期")],
    &[T("失信被执行人"), D(2024, 5, 1), T("未移出")],
];

fn hiding(sheets: &[(&str, &[&[Put]])], hidden: &'static str) -> Outcome {
    read_book(&dressed(sheets, |sheet| {
        if sheet.name() == hidden {
            sheet.set_hidden(true);
        } else {
            sheet.set_active(true);
        }
    }))
}

#[test]
fn a_hidden_list_belies_none_as_a_visible_one_does() {
    let seen = hiding(&[("申报信息", CLEAN), ("失信记录", LISTED)], "");
    assert!(seen.error().starts_with("B4 「失信记录」填了“无”，却另有 1 条内容"));
    for order in [
        [("申报信息", CLEAN), ("失信记录", LISTED)],
        [("失信记录", LISTED), ("申报信息", CLEAN)],
    ] {
        let error = hiding(&order, "失信记录").error();
        assert!(error.starts_with("B4 「失信记录」填了“无”，却另有 1 条内容"), "{error}");
        assert!(error.contains("隐藏的工作表 「失信记录」"), "{error}");
    }
}

#[test]
fn of_hidden_sheets_only_those_that_hold_something_are_told() {
    let silent = hiding(&[("申报信息", CLEAN), ("失信记录", &LISTED[..1])], "失信记录");
    silent.only();
    assert_eq!(silent.passed(), Vec::<String>::new());
    let options: &[&[Put]] = &[&[T("法人"), T("是")], &[T("其他"), T("否")]];
    assert_eq!(
        hiding(&[("申报信息", CLEAN), ("选项", options)], "选项").passed(),
        Vec::<String>::new()
    );
    for (name, rows) in [("选项", LISTED), ("事故", &[&[T("草稿")][..]][..]), ("底稿", LISTED)] {
        let told = hiding(&[("申报信息", CLEAN), (name, rows)], name);
        told.only();
        assert_eq!(told.passed().len(), 1, "{name}");
        assert!(told.passed()[0].contains("隐藏"), "{name}");
    }
}
