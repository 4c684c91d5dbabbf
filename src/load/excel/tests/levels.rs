//! Headings that say what they mean only together with those above them, in two rows or three.

use super::*;

/// What is read of a roster with these rows.
fn read_rows(rows: &[&[Put]]) -> Dossier {
    read_book(&book(&[("名单", rows)])).only().clone()
}

#[test]
fn headings_in_two_rows_are_read_as_one_where_the_lower_ones_alone_mean_something_else() {
    let dossier = read_rows(&[
        &[Gap, Gap, T("失信记录"), Gap, T("公示情况"), Gap, Gap],
        &[
            T("组织名称"),
            T("注册区"),
            T("类别"),
            T("列入日期"),
            T("起始日期"),
            T("截止日期"),
            T("申报渠道"),
        ],
        &[
            T("甲厂"),
            T("徐汇区"),
            T("行政处罚"),
            D(2023, 5, 1),
            D(2025, 12, 15),
            D(2025, 12, 22),
            T("直接申报"),
        ],
    ]);
    assert_eq!(
        dossier.track().map(|track| track.id().to_owned()),
        Some("organization".to_owned())
    );
    for (path, stands) in [
        ("records.dishonesty.kind@0", "C3"),
        ("records.dishonesty.listed_on@0", "D3"),
        ("public_notices.started_on@0", "E3"),
        ("public_notices.ended_on@0", "F3"),
        ("submission.channel", "G3"),
    ] {
        assert!(slot(&dossier, path).value().is_some(), "{path}");
        assert!(shown(&dossier, path).contains(stands), "{path}");
    }
}

#[test]
fn headings_in_three_rows_are_read_as_one() {
    let rows: [&[Put]; 5] = [
        &[
            T("组织名称"),
            T("财务情况（万元）"),
            Gap,
            Gap,
            Gap,
            T("公示"),
            Gap,
            T("如实填写"),
        ],
        &[Gap, T("净利润"), Gap, T("利润总额"), Gap, T("公示期"), Gap],
        &[
            Gap,
            T("2022年"),
            T("2023年"),
            T("2022年"),
            T("2023年"),
            T("公示开始日期"),
            T("公示结束日期"),
        ],
        &[
            T("甲厂"),
            N(1.0),
            N(-2.0),
            N(3.0),
            N(4.0),
            D(2025, 12, 15),
            D(2025, 12, 22),
            T("是"),
        ],
        &[T("乙厂"), N(5.0), N(6.0)],
    ];
    let bare = book(&[("名单", &rows)]);
    let merged = dressed(&[("名单", &rows)], |sheet| {
        let format = Format::new();
        for (top, left, bottom, right, text) in [
            (0, 0, 2, 0, "组织名称"),
            (0, 1, 0, 4, "财务情况（万元）"),
            (0, 5, 0, 6, "公示"),
            (0, 7, 2, 7, "如实填写"),
            (1, 1, 1, 2, "净利润"),
            (1, 3, 1, 4, "利润总额"),
            (1, 5, 1, 6, "公示期"),
        ] {
            sheet.merge_range(top, left, bottom, right, text, &format).unwrap();
        }
    });
    for bytes in [bare, merged] {
        let outcome = read_book(&bytes);
        let dossiers: Vec<&Dossier> = outcome.applicants.iter().map(|one| one.as_ref().unwrap()).collect();
        assert_eq!(dossiers.len(), 2);
        for (path, told) in [
            ("fiscal_years.net_profit@1", "-20,000.00 C4"),
            ("fiscal_years.total_profit@0", "30,000.00 D4"),
            ("public_notices.ended_on@0", "Day(2025-12-22) G4"),
        ] {
            assert_eq!(shown(dossiers[0], path), told);
        }
        assert_eq!(dossiers[1].applicant(), Some("乙厂"));
    }
}

#[test]
fn who_applies_is_named_by_no_heading_further_left() {
    let dossier = read_rows(&[
        &[T("推荐单位"), Gap, Gap, Gap],
        &[T("类别"), T("名称"), T("姓名"), T("所在单位")],
        &[T("行业协会"), T("示例协会"), T("王示例"), T("甲厂")],
    ]);
    assert_eq!(dossier.applicant(), Some("王示例"));
    assert_eq!(shown(&dossier, "recommenders.name@0"), "示例协会 B3");
}

#[test]
fn a_lower_row_that_repeats_itself_needs_the_upper_one() {
    let years: &[Put] = &[
        Gap,
        T("近三年净利润（万元）"),
        Gap,
        Gap,
        T("2022"),
        T("2023"),
        T("2024"),
    ];
    let below: &[Put] = &[
        T("组织名称"),
        T("2022年"),
        T("2023年"),
        T("2024年"),
        T("政策性亏损"),
        T("政策性亏损"),
        T("政策性亏损"),
    ];
    let facts: &[Put] = &[T("甲厂"), N(1.0), N(-2.0), N(3.0), T("否"), T("不是"), T("否")];
    // on each page the two rows stand again, with other brackets
    let again: &[Put] = &[Gap, T("近三年净利润(万元)"), Gap, Gap, T("2022"), T("2023"), T("2024")];
    let dossier = read_rows(&[years, below, facts, again, below]);
    for (row, yuan) in ["10,000.00", "-20,000.00", "30,000.00"].iter().enumerate() {
        assert!(shown(&dossier, &format!("fiscal_years.net_profit@{row}")).contains(yuan));
        let slot = slot(&dossier, &format!("fiscal_years.policy_loss@{row}"));
        assert_eq!(slot.value(), Some(&Value::Flag(false)));
    }
}
