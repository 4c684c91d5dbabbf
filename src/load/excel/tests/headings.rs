//! Headings in two rows, tracks that nothing asks for, and forms that hold more than one applicant.

use proptest::prelude::*;

use super::*;

/// A heading of a roster in one row, and in two: what stands above, and below.
const HEADINGS: [(&str, &str, &str); 15] = [
    ("组织名称", "组织名称", ""),
    ("统一社会信用代码", "统一社会信用代码", ""),
    ("成立日期", "基本情况", "成立日期"),
    ("注册区", "", "注册区"),
    ("2022年净利润(万元)", "净利润(万元)", "2022年"),
    ("2023年净利润(万元)", "", "2023"),
    ("2024年净利润(万元)", "", "2024年度"),
    ("2022年政策性亏损", "2022年", "政策性亏损"),
    ("2023年政策性亏损", "2023年", "政策性亏损"),
    ("公示范围", "公示", "范围"),
    ("公示开始日期", "", "开始"),
    ("公示结束日期", "", "结束日期"),
    ("公示有异议", "", "公示有异议"),
    ("提交日期", "提交日期", ""),
    ("如实填写", "如实填写", ""),
];

const ANSWERS: [Put; 15] = [
    T("上海示例精密机械有限公司"),
    T("91310104MA1FXY013E"),
    D(2015, 6, 1),
    T("徐汇区"),
    N(120.0),
    N(-3.5),
    N(320.0),
    T("否"),
    T("是"),
    T("相关组织"),
    D(2025, 12, 15),
    D(2025, 12, 22),
    T("否"),
    D(2025, 12, 26),
    T("是"),
];

/// The facts of every applicant, whatever their places.
fn facts(outcome: &Outcome) -> Vec<Vec<Option<Value>>> {
    let whole = outcome.whole.as_ref();
    whole.unwrap_or_else(|errors| panic!("{:#?}", errors.errors));
    let each = outcome.applicants.iter().map(|applicant| {
        let dossier = applicant
            .as_ref()
            .unwrap_or_else(|errors| panic!("{:#?}", errors.errors));
        let (scalars, tables) = dossier.facts();
        let rows = tables.iter().filter_map(|table| table.rows()).flatten();
        let slots = scalars.iter().chain(rows.flat_map(|row| row.cells.iter()));
        slots.map(|slot| slot.value().cloned()).collect()
    });
    each.collect()
}

/// A roster of so many applicants with the columns in this order, its headings in one row or in two.
fn roster(order: &[usize], two: bool, above: usize, applicants: usize, merged: bool) -> Vec<u8> {
    let text = |text: &'static str| if text.is_empty() { Gap } else { T(text) };
    let mut rows: Vec<Vec<Put>> = vec![vec![T("2025年质量奖申报单位一览")]; above];
    let heads = |of: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
        order.iter().map(|at| text(of(&HEADINGS[*at]))).collect::<Vec<_>>()
    };
    let first = rows.len() as u32;
    if two {
        rows.push(heads(|(_, above, _)| above));
        rows.push(heads(|(.., below)| below));
    } else {
        rows.push(heads(|(whole, ..)| whole));
    }
    for _ in 0..applicants {
        rows.push(order.iter().map(|at| ANSWERS[*at]).collect());
    }
    let rows: Vec<&[Put]> = rows.iter().map(Vec::as_slice).collect();
    dressed(&[("名单", &rows)], |sheet| {
        for (column, at) in (0..).zip(order) {
            if let (true, true, (_, alone, "")) = (two, merged, HEADINGS[*at]) {
                let format = Format::new();
                sheet
                    .merge_range(first, column, first + 1, column, alone, &format)
                    .unwrap();
            }
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn headings_in_two_rows_say_what_they_say_in_one(
        groups in Just(vec![vec![0], vec![1], vec![2, 3], vec![4, 5, 6], vec![7], vec![8], vec![9, 10, 11, 12], vec![13], vec![14]]).prop_shuffle(),
        above in 0_usize..3,
        applicants in 1_usize..4,
        merged: bool,
    ) {
        // 注册区 has nothing of its own above it and stands behind what does
        let order = groups.concat();
        let one = facts(&read_book(&roster(&order, false, above, applicants, false)));
        let two = facts(&read_book(&roster(&order, true, above, applicants, merged)));
        prop_assert_eq!(one.len(), applicants);
        prop_assert_eq!(one, two);
    }
}

#[test]
fn the_track_is_told_by_what_is_asked_of_one_track_alone() {
    let track = |heads: &[&'static str], answers: &[Put]| {
        let heads: Vec<Put> = heads.iter().map(|head| T(head)).collect();
        read_book(&book(&[("名单", &[&heads, answers])]))
            .only()
            .track()
            .map(|track| track.id().to_owned())
    };
    let name = "上海示例精密机械有限公司";
    assert_eq!(
        track(&["组织名称", "成立日期"], &[T(name), D(2015, 6, 1)]),
        Some("organization".to_owned())
    );
    assert_eq!(
        track(&["姓名", "所在单位"], &[T("王示例"), T(name)]),
        Some("individual".to_owned())
    );
    assert_eq!(
        track(
            &["组织名称", "姓名", "成立日期"],
            &[T(name), T("王示例"), D(2015, 6, 1)]
        ),
        None
    );
    assert_eq!(
        track(&["申报类别", "组织名称", "成立日期"], &[Gap, T(name), D(2015, 6, 1)]),
        None
    );
}

#[test]
fn every_wording_of_a_track_is_read() {
    let track = |word: &'static str| {
        let rows: [&[Put]; 2] = [
            &[T("申报类别"), T("组织名称"), T("姓名")],
            &[T(word), T("上海示例精密机械有限公司"), T("王示例")],
        ];
        read_book(&book(&[("名单", &rows)]))
            .only()
            .track()
            .map(|track| track.id().to_owned())
    };
    for word in [
        "组织类",
        "模式奖",
        "先进质量管理模式（组织）",
        "企业",
        "单位",
        "机构",
        "organization",
    ] {
        assert_eq!(track(word), Some("organization".to_owned()), "{word}");
    }
    for word in ["个人类", "成果奖", "先进质量管理成果（个人）", "个人", "individual"] {
        assert_eq!(track(word), Some("individual".to_owned()), "{word}");
    }
}

/// A form of ours for an organization; `more` is put beside each of its rows.
fn form(more: [Put; 6]) -> Vec<Vec<Put>> {
    let rows = [
        (T("项目"), T("填写内容")),
        (T("申报类别"), T("先进质量管理模式")),
        (T("组织名称"), T("上海示例精密机械有限公司")),
        (T("主体类型"), T("法人")),
        (T("成立日期"), D(2015, 6, 1)),
        (T("注册区"), T("徐汇区")),
    ];
    let rows = rows.into_iter().zip(more);
    rows.map(|((label, answer), more)| vec![label, answer, more]).collect()
}

fn told(sheets: &[(&str, Vec<Vec<Put>>)]) -> usize {
    let rows: Vec<(&str, Vec<&[Put]>)> = sheets
        .iter()
        .map(|(name, rows)| (*name, rows.iter().map(Vec::as_slice).collect()))
        .collect();
    let sheets: Vec<(&str, &[&[Put]])> = rows.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
    let errors = read_book(&book(&sheets)).errors();
    errors.iter().filter(|error| error.contains("两个申报者")).count()
}

#[test]
fn a_second_column_of_answers_is_told_and_no_other_column_is() {
    let beside = |more: [Put; 6]| told(&[("申报信息", form(more))]);
    let other = T("上海第二家有限公司");
    let answers = |head: Put| {
        [
            head,
            T("先进质量管理模式"),
            other,
            T("法人"),
            D(2017, 1, 1),
            T("徐汇区"),
        ]
    };
    assert_eq!(beside(answers(T("填写内容"))), 1);
    assert_eq!(beside(answers(T("第二家"))), 1);
    assert_eq!(beside(answers(Gap)), 1);
    assert_eq!(beside(answers(T("填写示例"))), 0);
    assert_eq!(beside([Gap; 6]), 0);
    let explained = [
        T("填写说明"),
        T("必填；选一项"),
        T("必填；文字"),
        T("必填；选一项"),
        T("必填；日期"),
        T("选填"),
    ];
    assert_eq!(beside(explained), 0);
    let remarks = [T("备注"), Gap, T("已更名"), Gap, T("以执照为准"), Gap];
    assert_eq!(beside(remarks), 0);
    let same = [
        Gap,
        T("先进质量管理模式"),
        T("上海示例精密机械有限公司"),
        T("法人"),
        D(2015, 6, 1),
        T("徐汇区"),
    ];
    assert_eq!(beside(same), 0);
}

#[test]
fn a_second_form_is_told_once_wherever_it_stands() {
    let one = || form([Gap; 6]);
    let mut other = form([Gap; 6]);
    other[2][1] = T("上海第二家有限公司");
    assert_eq!(told(&[("申报信息", one()), ("申报信息 (2)", other.clone())]), 1);
    assert_eq!(told(&[("申报信息", one()), ("申报信息 (2)", one())]), 0);
    assert_eq!(told(&[("申报信息", [one(), other].concat())]), 1);
    assert_eq!(told(&[("申报信息", one())]), 0);
}

#[test]
fn a_heading_over_merged_columns_stands_for_these_alone() {
    let rows: [&[Put]; 3] = [
        &[Gap, T("质量工作经历")],
        &[T("姓名"), T("开始日期"), T("结束日期"), T("职务"), T("所在单位")],
        &[
            T("王示例"),
            D(2015, 6, 1),
            T("至今"),
            T("总经理"),
            T("上海示例物流有限公司"),
        ],
    ];
    let read = |right: u16| {
        let book = dressed(&[("名单", &rows)], |sheet| {
            if right > 1 {
                sheet
                    .merge_range(0, 1, 0, right, "质量工作经历", &Format::new())
                    .unwrap();
            }
        });
        let outcome = read_book(&book);
        let dossier = outcome.only();
        ["individual.position", "quality_work.role@0"].map(|path| shown(dossier, path))
    };
    assert_eq!(read(2), ["总经理 D3", "- D3"].map(|said| said.replace("- D3", "- ")));
    assert_eq!(read(3), ["- ".to_owned(), "总经理 D3".to_owned()]);
    assert_eq!(read(0), read(3), "nothing is merged: it stands for all to its right");
}

#[test]
fn a_period_before_an_amount_in_a_unit_is_no_part_of_what_is_asked() {
    for over in [
        "近三年净利润（万元）",
        "近三年净利润",
        "净利润（万元）",
        "三年净利润(单位：万元)",
    ] {
        let rows: [&[Put]; 3] = [
            &[T("单位名称"), T(over)],
            &[Gap, T("2022年度"), N(2023.0), T("2024")],
            &[T("上海示例物流有限公司"), N(1.0), N(2.0), N(3.0)],
        ];
        let outcome = read_book(&book(&[("名单", &rows)]));
        let dossier = outcome.only();
        assert_eq!(super::rows(dossier, "fiscal_years"), Some(3), "{over}");
        let amount = if over.contains('万') {
            "20,000.00 C3"
        } else {
            "2.00 C3"
        };
        assert_eq!(shown(dossier, "fiscal_years.net_profit@1"), amount, "{over}");
    }
}
