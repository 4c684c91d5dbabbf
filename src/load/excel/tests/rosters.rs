//! Rosters: one applicant per row.

use super::*;

const HEAD: &[Put] = &[
    T("序号"),
    T("申报类别"),
    T("单位名称"),
    T("信用代码"),
    T("姓名"),
    T("2022年净利润(万元)"),
    T("2023净利润"),
    T("公示开始日期"),
    T("公示结束日期"),
    T("公示开始日期2"),
    T("近三年事故"),
    T("质量工作开始日期"),
    T("质量工作结束日期"),
    T("联系电话"),
];

fn roster(rows: &[&[Put]]) -> Outcome {
    let mut all: Vec<&[Put]> = vec![&[Gap, T("申报单位名单")], &[T("单位：万元")], HEAD];
    all.extend(rows);
    read_book(&book(&[("名单", &all), ("说明", &[&[T("填表说明")]])]))
}

const ONE: &[Put] = &[
    N(1.0),
    T("组织"),
    T("甲"),
    T(CODE),
    Gap,
    N(12.5),
    N(-3.0),
    D(2025, 12, 15),
    T("2025/12/22"),
    Gap,
    T("无"),
];
const TWO: &[Put] = &[
    N(2.0),
    T("个人"),
    Gap,
    Gap,
    T("张三"),
    T("/"),
    Gap,
    D(2025, 12, 1),
    D(2025, 12, 8),
    D(2025, 12, 10),
    Gap,
    T("2019年3月"),
    T("至今"),
    T("021-1234"),
];

#[test]
fn each_row_is_an_applicant_and_both_tracks_may_stand_in_one_roster() {
    let outcome = roster(&[ONE, &[N(3.0)], &[], HEAD, TWO]);
    outcome.whole.as_ref().unwrap();
    let [Ok(one), Ok(two)] = outcome.applicants.as_slice() else {
        panic!("{:#?}", outcome.errors())
    };
    for (path, want) in [
        ("organization.name", "甲 C4"),
        ("individual.name", "- E4"),
        ("fiscal_years.year@0", "2022 F3"),
        ("fiscal_years.net_profit@0", "125,000.00 F4"),
        ("fiscal_years.net_profit@1", "-30,000.00 G4"),
        ("public_notices.started_on@0", "Day(2025-12-15) H4"),
        ("public_notices.ended_on@0", "Day(2025-12-22) I4"),
    ] {
        assert_eq!(shown(one, path), want, "{path}");
    }
    assert_eq!(rows(one, "records.incidents"), Some(0));
    assert_eq!(rows(one, "public_notices"), Some(1));
    assert_eq!(rows(one, "quality_work"), None);
    assert_eq!(rows(two, "records.incidents"), None);
    assert_eq!(rows(two, "fiscal_years"), None);
    assert_eq!(rows(two, "public_notices"), Some(2));
    assert_eq!(shown(two, "public_notices.started_on@1"), "Day(2025-12-10) J8");
    assert_eq!(shown(two, "quality_work.from@0"), "Within(2019-03) L8");
    assert_eq!(shown(two, "quality_work.to@0"), "Word(0) M8");
    assert_eq!(two.track().map(crate::dictionary::Track::id), Some("individual"));
    let passed = outcome.passed().join("\n");
    assert!(
        passed.contains("N3 「联系电话」") && passed.contains("说明"),
        "{passed}"
    );
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_and_the_next_row_is_read() {
    let wrong: &[Put] = &[
        Gap,
        T("团体"),
        T("乙"),
        N(350_102_198_001_011_263.0),
        Gap,
        T("很多"),
        T("#N/A"),
        D(2025, 12, 22),
        D(2025, 12, 15),
        Gap,
        T("一起"),
    ];
    let outcome = roster(&[wrong, ONE]);
    let errors = outcome.errors();
    let cells: Vec<&str> = errors.iter().filter_map(|error| error.split(' ').next()).collect();
    assert_eq!(cells, ["B4", "D4", "F4", "G4", "I4", "K4"], "{errors:#?}");
    assert!(outcome.applicants[1].is_ok());
    let stated: &[Put] = &[
        Gap,
        T("组织"),
        T("丙"),
        T(CODE),
        Gap,
        Gap,
        Gap,
        Gap,
        Gap,
        Gap,
        T("没有"),
    ];
    assert_eq!(roster(&[stated]).errors(), Vec::<String>::new());
}

#[test]
fn headings_that_repeat_or_may_mean_two_things_are_told() {
    let twice = read_book(&book(&[(
        "名单",
        &[
            &[T("单位名称"), T("信用代码"), T("企业名称")],
            &[T("甲"), T(CODE), T("乙")],
        ],
    )]));
    assert!(
        twice.error().starts_with("C1 「企业名称」 在 A1 和 C1 各出现一次"),
        "{}",
        twice.error()
    );
    let open = read_book(&book(&[(
        "名单",
        &[
            &[T("单位名称"), T("信用代码"), T("开始日期")],
            &[T("甲"), T(CODE), T("2020-1-1")],
        ],
    )]));
    assert!(
        open.error().contains("C1 「开始日期」 可以指多项内容"),
        "{}",
        open.error()
    );
    assert!(open.error().contains("公示记录-公示开始日期"), "{}", open.error());
}

#[test]
fn a_roster_needs_a_name_or_a_code_and_at_least_two_known_headings() {
    let read = |heads: &[Put]| read_book(&book(&[("Sheet1", &[heads, &[T("甲"), T("法人")]])]));
    assert!(read(&[T("单位名称"), T("主体类型")]).errors().is_empty());
    assert!(read(&[T("单位名称"), T("备注")]).error().contains("认不出这个工作簿"));
    let far = read(&[T("注册区"), T("单位性质"), T("组织名秤")]).error();
    assert!(
        far.contains("找过的项目如：组织名称") && far.contains("「组织名秤」"),
        "{far}"
    );
}

#[test]
fn a_roster_whose_cells_read_like_labels_is_no_form() {
    let row: &[Put] = &[T("甲"), T("专用信用报告"), T("张三")];
    let mut rows: Vec<&[Put]> = vec![&[T("单位名称"), T("信用报告"), T("首席质量官")]];
    rows.extend([row; 20]);
    assert_eq!(read_book(&book(&[("名单", &rows)])).applicants.len(), 20);
}

#[test]
fn the_sheet_to_read_can_be_named() {
    let rows: &[&[Put]] = &[&[T("单位名称"), T("信用代码")], &[T("甲"), T(CODE)]];
    let other: &[&[Put]] = &[&[T("单位名称"), T("信用代码")], &[T("乙"), T(CODE)]];
    let bytes = book(&[("一", rows), ("二", other)]);
    assert_eq!(read_book(&bytes).applicants.len(), 2);
    let second = read_sheet(&bytes, Some("二"));
    assert_eq!(second.only().applicant(), Some("乙"));
    let none = read_sheet(&bytes, Some("三")).error();
    assert!(
        none.contains("没有名为 「三」 的工作表") && none.contains("「一」、「二」"),
        "{none}"
    );
}

#[test]
fn an_award_is_asked_for_where_a_row_names_it() {
    let outcome = read_book(&book(&[(
        "名单",
        &[
            &[T("奖项"), T("单位名称"), T("信用代码")],
            &[T("xuhui-2025"), T("甲"), T(CODE)],
            &[T("pudong-2025"), T("乙"), T(CODE)],
            &[Gap, T("丙"), T(CODE)],
        ],
    )]));
    assert_eq!(outcome.applicants.len(), 3);
    assert_eq!(outcome.error(), "A3 没有 「pudong-2025」 ");
}

#[test]
fn a_roster_without_applicants_and_cells_without_headings_are_told() {
    let empty = read_book(&book(&[("名单", &[&[T("单位名称"), T("信用代码")]])]));
    assert!(empty.error().contains("没有填写任何申报人"));
    let stray = read_book(&book(&[(
        "名单",
        &[
            &[T("单位名称"), T("信用代码")],
            &[T("甲"), T(CODE), Gap, T("x"), T("y")],
        ],
    )]));
    assert!(
        stray.passed().join("").contains("D2 从这里起有 2 个单元格没有表头"),
        "{:?}",
        stray.passed()
    );
}

#[test]
fn headings_are_found_below_titles_and_not_beyond_the_first_rows() {
    let at = |row: usize| {
        let mut rows: Vec<&[Put]> = vec![&[]; row];
        rows.push(&[Gap, Gap, T("单位名称"), T("信用代码")]);
        rows.push(&[Gap, Gap, T("甲"), T(CODE)]);
        read_book(&book(&[("名单", &rows)]))
    };
    assert_eq!(at(39).only().applicant(), Some("甲"));
    assert!(at(40).error().contains("认不出"));
}
