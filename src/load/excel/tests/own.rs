//! Names of the user's own, and what is said of headings and sheets that are the program's own.

use rust_xlsxwriter::Worksheet;

use super::*;

fn own(pairs: &[(&str, &str)]) -> Vec<OwnName> {
    let named = pairs.iter().map(|(name, path)| OwnName {
        name: (*name).to_owned(),
        path: (*path).to_owned(),
    });
    named.collect()
}

fn read_own(bytes: &[u8], pairs: &[(&str, &str)]) -> Outcome {
    read_by("甲.xlsx", bytes, None, &own(pairs))
}

#[test]
fn a_roster_whose_headings_are_all_the_users_own_is_read() {
    let bytes = book(&[(
        "客户",
        &[
            &[T("客户"), T("客户代码"), T("2022年账面盈余(万元)"), T("备注")],
            &[T("上海示例精密机械有限公司"), T(CODE), N(120.0), T("徐汇区")],
        ],
    )]);
    assert!(read_book(&bytes).error().contains("认不出"));
    let outcome = read_own(
        &bytes,
        &[
            ("客户", "organization.name"),
            ("客户 代码", "organization.unified_social_credit_code"),
            ("账面盈余", "fiscal_years.net_profit"),
            ("备注", "organization.registered_district"),
        ],
    );
    let dossier = outcome.only();
    assert_eq!(dossier.applicant(), Some("上海示例精密机械有限公司"));
    assert_eq!(shown(dossier, "organization.registered_district"), "徐汇区 D2");
    assert_eq!(rows(dossier, "fiscal_years"), Some(1));
}

#[test]
fn a_form_and_its_tables_are_read_by_the_users_own_names() {
    let bytes = book(&[
        (
            "登记",
            &[
                &[T("客户"), T("上海示例精密机械有限公司")],
                &[T("客户代码"), T(CODE)],
                &[T("有无通报"), T("有")],
            ],
        ),
        ("通报", &[&[T("事故等级"), T("哪天")], &[T("一般"), D(2024, 3, 1)]]),
    ]);
    let outcome = read_own(
        &bytes,
        &[
            ("客户", "organization.name"),
            ("客户代码", "organization.unified_social_credit_code"),
            ("通报", "records.incidents"),
            ("哪天", "records.incidents.occurred_on"),
        ],
    );
    let dossier = outcome.only();
    assert_eq!(dossier.applicant(), Some("上海示例精密机械有限公司"));
    assert_eq!(rows(dossier, "records.incidents"), Some(1));
    assert!(
        !outcome.passed().join("").contains("没有读取"),
        "{:?}",
        outcome.passed()
    );
}

#[test]
fn a_name_of_the_users_own_means_nothing_else_any_more() {
    let bytes = book(&[(
        "名单",
        &[
            &[T("单位名称"), T("信用代码"), T("成立日期"), T("净利润")],
            &[T("甲"), T(CODE), D(2016, 3, 18), N(5.0)],
        ],
    )]);
    let dossier = |pairs: &[(&str, &str)]| read_own(&bytes, pairs).only().clone();
    let plain = dossier(&[]);
    assert_eq!(shown(&plain, "organization.registered_on"), "Day(2016-03-18) C2");
    let moved = dossier(&[("成立日期", "organization.operating_since")]);
    assert_eq!(shown(&moved, "organization.operating_since"), "Day(2016-03-18) C2");
    assert!(matches!(slot(&moved, "organization.registered_on"), Slot::Absent));
    // a path of another pack alters nothing
    let other = dossier(&[("成立日期", "organization.nothing_of_ours")]);
    assert_eq!(shown(&other, "organization.registered_on"), "Day(2016-03-18) C2");
}

#[test]
fn a_second_column_is_told_how_to_be_called_and_then_read() {
    let roster = |second: &'static str| {
        read_book(&book(&[(
            "名单",
            &[
                &[T("单位名称"), T("信用代码"), T("证书编号"), T(second)],
                &[T("甲"), T(CODE), T("Q-1"), T("Q-2")],
            ],
        )]))
    };
    let twice = roster("证书编号");
    assert!(twice.error().starts_with("D1 「证书编号」 在 C1 和 D1 各出现一次"));
    let hint = twice.whole.unwrap_err().errors[0].hint.clone().unwrap();
    assert!(
        hint.zh.contains("「证书编号2」") && hint.en.contains("「证书编号2」"),
        "{hint:?}"
    );
    assert_eq!(rows(roster("证书编号2").only(), "management_systems"), Some(2));
}

#[test]
fn the_hidden_choices_of_a_template_are_not_told_and_anything_else_hidden_is() {
    let roster = |name: &'static str, words: &'static [&'static [Put]]| {
        let list: &[&[Put]] = &[&[T("单位名称"), T("信用代码")], &[T("甲"), T(CODE)]];
        let hide = |sheet: &mut Worksheet| {
            if sheet.name() != "名单" {
                sheet.set_hidden(true);
            }
        };
        read_book(&dressed(&[("名单", list), (name, words)], hide)).passed()
    };
    const CHOICES: &[&[Put]] = &[&[T("是"), T("法人")], &[T("否"), T("分支机构")]];
    let told = |passed: &[String]| passed.iter().any(|said| said.contains("隐藏"));
    assert!(!told(&roster("选项", CHOICES)));
    assert!(told(&roster("备用", CHOICES)), "{:?}", roster("备用", CHOICES));
    assert!(told(&roster("选项", &[&[T("是"), T("2024年亏损")]])));
    assert!(told(&roster("选项", &[])));
}
