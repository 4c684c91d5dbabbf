//! Rosters with a row for each year of an applicant.

use super::merged::roster;
use super::*;

#[test]
fn rows_for_years_that_each_name_one_applicant_are_its_own() {
    let year = |row: usize, name, code, year, profit| {
        [
            (row, 1, row, name),
            (row, 2, row, code),
            (row, 5, row, year),
            (row, 6, row, profit),
        ]
    };
    let other = "91310104MA1FXY013E";
    let rows_of = [
        year(1, "甲", CODE, "2022", "1"),
        year(2, "甲", CODE, "2023", "-2"),
        year(3, "乙", other, "2022", "3"),
        year(4, "乙", other, "2023", "4"),
        year(5, "甲", CODE, "2024", "5"),
        year(6, "丙", "", "2022", "6"),
    ];
    let outcome = roster(&rows_of.concat());
    let read: Vec<(Option<&str>, Option<usize>)> = outcome
        .applicants
        .iter()
        .map(|one| one.as_ref().unwrap())
        .map(|one| (one.applicant(), rows(one, "fiscal_years")))
        .collect();
    assert_eq!(
        read,
        [
            (Some("甲"), Some(2)),
            (Some("乙"), Some(2)),
            (Some("甲"), Some(1)),
            (Some("丙"), Some(1))
        ]
    );
    let twice = [year(1, "甲", CODE, "2022", "1"), year(2, "甲", CODE, "2022", "2")];
    assert!(roster(&twice.concat()).error().contains("2022 写了两次"));
}

#[test]
fn a_row_that_does_not_say_whose_it_is_is_told() {
    let named: &[(usize, usize, usize, &str)] = &[
        (1, 1, 1, "甲"),
        (1, 5, 1, "2022"),
        (1, 6, 1, "1"),
        (2, 5, 2, "2023"),
        (2, 6, 2, "-2"),
    ];
    let outcome = roster(named);
    assert_eq!(outcome.applicants.len(), 2);
    assert_eq!(outcome.applicants[0].as_ref().unwrap().applicant(), Some("甲"));
    assert!(
        outcome.error().starts_with("F3 这一行没有名称和代码"),
        "{:?}",
        outcome.errors()
    );
    // a client of which more is told than rows of tables, and no name yet, is one all the same
    for own in [(2, 3, 2, "徐汇区"), (2, 1, 2, "待补"), (2, 4, 2, "无")] {
        let outcome = roster(&[named, &[own]].concat());
        assert_eq!((outcome.applicants.len(), outcome.errors().len()), (2, 0), "{own:?}");
    }
}

#[test]
fn what_a_further_row_repeats_in_part_is_no_second_one() {
    let heads: &[Put] = &[
        T("单位名称"),
        T("年度"),
        T("净利润"),
        T("公示开始日期"),
        T("公示结束日期"),
        T("公示范围"),
    ];
    let name = T("上海示例物流有限公司");
    let first: &[Put] = &[name, N(2022.0), N(1.0), D(2025, 12, 1), D(2025, 12, 9), T("公司内网")];
    let count = |second: &[Put]| {
        let outcome = read_book(&book(&[("名单", &[heads, first, second])]));
        super::rows(outcome.only(), "public_notices")
    };
    assert_eq!(
        count(&[name, N(2023.0), N(2.0), Gap, D(2025, 12, 9), T("全体员工")]),
        Some(1)
    );
    assert_eq!(
        count(&[name, N(2023.0), N(2.0), D(2025, 12, 1), D(2025, 12, 10)]),
        Some(2)
    );
    assert_eq!(count(&[name, N(2023.0), N(2.0), Gap, D(2025, 12, 10)]), Some(2));
}
