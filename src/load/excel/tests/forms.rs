//! Forms: one applicant per workbook.

use super::*;
use crate::dossier::List;

const FACTS: &[&[Put]] = &[
    &[T("第五届徐汇区政府质量奖申报信息")],
    &[Gap, T("项目"), T("填写内容"), T("填写说明")],
    &[Gap, T("申报类别"), T("先进质量管理模式"), T("下拉选择")],
    &[Gap, T("申报组织")],
    &[Gap, T("单位名称"), T("\u{3000}上海徐汇示例科技有限公司 "), T("全称")],
    &[Gap, T("统一社会信用代码"), T(CODE)],
    &[Gap, T("成立日期"), D(2016, 3, 18)],
    &[Gap, T("正常运行起始日"), T("２０１６年５月１日")],
    &[Gap, T("非营利"), T("×")],
    &[Gap, T("曾用名"), T("—"), T("没有则留空")],
    &[Gap, T("有无管理体系")],
    &[Gap, T("近三年记录")],
    &[Gap, T("查询日期"), N(20251215.0)],
    &[Gap, T("信用报告"), T("无")],
    &[Gap, T("有无事故"), T("没有")],
    &[Gap, T("有无质量投诉"), T("无")],
    &[Gap, T("有无失信记录"), T("/")],
    &[Gap, T("联系人"), T("张三")],
];

const YEARS: &[&[Put]] = &[
    &[],
    &[Gap, T("近三年财务（单位：万元）")],
    &[Gap, T("净利润(万元)"), T("备注"), T("年度"), T("是否政策性亏损")],
    &[Gap, N(1250.5), Gap, N(2022.0), T("否")],
    &[],
    &[Gap, T("（1,234.50）"), T("审计中"), T("2023年度"), B(true)],
    &[Gap, T("净利润(万元)"), T("备注"), T("年度"), T("是否政策性亏损")],
    &[Gap, Gap, Gap, N(2024.0), Gap],
];

#[test]
fn a_form_is_read_whatever_the_order_of_its_sheets_and_headings() {
    for sheets in [
        vec![("申报信息", FACTS), ("财务数据", YEARS)],
        vec![("财务数据", YEARS), ("申报信息", FACTS)],
        vec![("Sheet1", FACTS), ("2、财务年度表", YEARS)],
    ] {
        let outcome = read_book(&book(&sheets));
        let dossier = outcome.only();
        for (path, want) in [
            ("organization.name", "上海徐汇示例科技有限公司 C5"),
            ("organization.unified_social_credit_code", "91310104744923836T C6"),
            ("organization.registered_on", "Day(2016-03-18) C7"),
            ("organization.operating_since", "Day(2016-05-01) C8"),
            ("organization.nonprofit", "false C9"),
            ("organization.former_names", "- C10"),
            ("organization.medical", "- "),
            ("records.checked_on", "Day(2025-12-15) C13"),
            ("records.credit_report", "- C14"),
            ("fiscal_years.year@0", "2022 D4"),
            ("fiscal_years.net_profit@0", "12,505,000.00 B4"),
            ("fiscal_years.net_profit@1", "-12,345,000.00 B6"),
            ("fiscal_years.policy_loss@1", "true E6"),
            ("fiscal_years.year@2", "2024 D8"),
            ("fiscal_years.net_profit@2", "- B8"),
            ("fiscal_years.total_profit@0", "- "),
        ] {
            assert_eq!(shown(dossier, path), want, "{path}");
        }
        assert_eq!(dossier.applicant(), Some("上海徐汇示例科技有限公司"));
        assert_eq!(rows(dossier, "fiscal_years"), Some(3));
        assert_eq!(rows(dossier, "records.incidents"), Some(0));
        assert_eq!(rows(dossier, "records.complaints"), Some(0));
        assert_eq!(rows(dossier, "records.dishonesty"), None);
        assert_eq!(rows(dossier, "management_systems"), None);
        let passed = outcome.passed().join("\n");
        assert!(
            passed.contains("B18 「联系人」") && passed.contains("C3 「备注」"),
            "{passed}"
        );
    }
}

#[test]
fn a_list_stated_as_none_stands_where_it_is_stated() {
    let bytes = book(&[("申报信息", FACTS)]);
    let outcome = read_book(&bytes);
    let dossier = outcome.only();
    let Some(Entry::Section(id)) = dossier.dictionary.entry("records.incidents") else {
        panic!()
    };
    let List::Stated { spot, .. } = dossier.table(id).unwrap() else {
        panic!()
    };
    assert_eq!(
        dossier.source.place(Some(*spot)).to_string(),
        "甲.xlsx › 申报信息 › C15"
    );
}

#[test]
fn what_is_stated_of_a_list_and_what_is_listed_must_agree() {
    const LISTED: &[&[Put]] = &[
        &[T("类别"), T("等级"), T("发生日期")],
        &[T("安全"), T("一般"), D(2023, 4, 5)],
    ];
    const EMPTY: &[&[Put]] = &[&[T("类别"), T("等级"), T("发生日期")]];
    let with = |says: &'static str, list: &'static [&'static [Put]]| {
        let facts: Vec<Vec<Put>> = vec![
            vec![T("单位名称"), T("甲")],
            vec![T("信用代码"), T(CODE)],
            vec![T("近三年事故"), T(says)],
        ];
        let facts: Vec<&[Put]> = facts.iter().map(Vec::as_slice).collect();
        read_book(&book(&[("申报信息", &facts), ("事故", list)]))
    };
    assert_eq!(rows(with("有", LISTED).only(), "records.incidents"), Some(1));
    assert_eq!(rows(with("", LISTED).only(), "records.incidents"), Some(1));
    assert_eq!(rows(with("N/A", EMPTY).only(), "records.incidents"), None);
    assert_eq!(rows(with("有", EMPTY).only(), "records.incidents"), None);
    assert_eq!(rows(with("无", EMPTY).only(), "records.incidents"), Some(0));
    assert!(
        with("无", LISTED)
            .error()
            .starts_with("B3 「事故」填了“无”，却另有 1 条")
    );
    assert!(with("两起小事故", EMPTY).error().contains("应填“有”或“无”"));
}

#[test]
fn all_errors_of_a_form_come_in_one_pass_with_their_cells() {
    let outcome = read_book(&book(&[
        (
            "申报信息",
            &[
                &[T("项目"), T("填写内容")],
                &[T("单位名称"), T("甲")],
                &[T("组织名称"), T("乙")],
                &[T("统一社会信用代码"), N(350_102_198_001_011_263.0)],
                &[T("成立日期"), T("2016-02-30")],
                &[T("非营利"), N(1.0)],
                &[T("注册地址"), R("=1/0", "#DIV/0!")],
                &[T("主体类型"), T("法仁")],
                &[T("迁入本区日期"), N(43529.0)],
            ],
        ),
        (
            "公示",
            &[
                &[T("公示范围"), T("开始日期"), T("结束日期"), T("结束日期")],
                &[T("组织"), D(2025, 12, 22), D(2025, 12, 15)],
            ],
        ),
    ]));
    let errors = outcome.errors().join("\n");
    for want in [
        "A3 「组织名称」 在 A2 和 A3 各出现一次",
        "B4 「统一社会信用代码」存成了数值，15 位以后的数字已经丢失 请先把单元格格式设为“文本”",
        "B5 「成立日期」的日期 2016-2-30 不存在",
        "B6 「从事非营利性业务」应填是或否，这里是数字 1",
        "B7 单元格的公式出错，显示为 「#DIV/0!」",
        "B8 「主体类型」没有 「法仁」 这一项 是否想写 法人",
        "B9 「迁入本区日期」应填日期，这里是数字 43529",
        "D1 「结束日期」 在 C1 和 D1 各出现一次",
        "C2 「公示结束日期」2025-12-15 早于「公示开始日期」2025-12-22",
    ] {
        assert!(errors.contains(want), "{want}\n{errors}");
    }
    assert_eq!(outcome.errors().len(), 9, "{errors}");
    assert!(!errors.contains("引号"), "{errors}");
}

#[test]
fn the_same_facts_in_toml_and_in_a_form_fill_the_same_slots() {
    let toml = r#"
award = "xuhui-2025"
track = "organization"
[organization]
name = "甲"
unified_social_credit_code = "91310104744923836T"
registered_on = 2016-03-18
nonprofit = false
former_names = ["乙", "丙"]
[[fiscal_years]]
year = 2022
net_profit = 12_500_000.00
[[fiscal_years]]
year = 2023
net_profit = -0.30
policy_loss = true
[records]
incidents = []
[[records.dishonesty]]
kind = "penalty"
listed_on = 2024-01-02
removed_on = "none"
[[public_notices]]
scope = "organization"
started_on = 2025-12-15
ended_on = 2025-12-22
objections = false
"#;
    let today = Day::new(2025, 12, 26).unwrap();
    let dictionary = Arc::new(Dictionary::shared().unwrap().clone());
    let source = Source::text("a.toml", toml);
    let from_toml = crate::load::toml::read(&source, today, |_| Ok(dictionary.clone())).unwrap();
    let outcome = read_book(&book(&[
        (
            "申报信息",
            &[
                &[T("项目"), T("填写内容")],
                &[T("奖项"), T("xuhui-2025")],
                &[T("申报类别"), T("组织")],
                &[T("组织名称"), T("甲")],
                &[T("信用代码"), T("9131 0104 7449 2383 6t")],
                &[T("成立日期"), D(2016, 3, 18)],
                &[T("非营利"), T("否")],
                &[T("曾用名"), T("乙、丙")],
                &[T("有无事故"), T("无")],
                &[T("有无失信记录"), T("有")],
            ],
        ),
        (
            "财务年度",
            &[
                &[T("年度"), T("净利润"), T("政策性亏损")],
                &[N(2022.0), T("1,250万元")],
                &[N(2023.0), N(-0.1 - 0.2), T("是")],
            ],
        ),
        (
            "失信记录",
            &[
                &[T("类别"), T("失信类别"), T("列入日期"), T("移出日期")],
                &[Gap, T("处罚"), T("2024.1.2"), T("未移出")],
            ],
        ),
        (
            "公示记录",
            &[
                &[T("范围"), T("开始日期"), T("结束日期"), T("异议")],
                &[T("组织"), D(2025, 12, 15), D(2025, 12, 22), T("无")],
            ],
        ),
    ]));
    let from_book = outcome.only();
    for (id, field) in from_toml.dictionary.fields() {
        let table = from_toml.dictionary.section(field.section).unwrap().rows;
        let count = if table {
            from_toml.table(field.section).unwrap().rows().map_or(0, <[_]>::len)
        } else {
            1
        };
        for row in 0..count {
            let cite = if table { Cite::Cell(id, row) } else { Cite::Scalar(id) };
            let value = |dossier: &Dossier| dossier.slot(cite).and_then(Slot::value).cloned();
            assert_eq!(value(&from_toml), value(from_book), "{}", field.path);
        }
    }
    for (id, section) in from_toml.dictionary.sections() {
        let count = |dossier: &Dossier| dossier.table(id).unwrap().rows().map(<[_]>::len);
        assert_eq!(count(&from_toml), count(from_book), "{}", section.path);
    }
}

#[test]
fn two_or_three_items_may_share_a_row() {
    let rows: &[&[Put]] = &[
        &[T("徐汇区政府质量奖申报表")],
        &[T("单位名称"), T("甲"), T("信用代码"), T(CODE), T("联系人"), T("张三")],
        &[
            T("成立日期"),
            D(2016, 3, 18),
            T("注册区"),
            T("徐汇区"),
            T("主体类型"),
            T("法人"),
        ],
        &[T("首席质量官")],
        &[
            T("姓名"),
            T("李四"),
            T("任命日期"),
            D(2021, 4, 1),
            T("任命文件"),
            T("决定"),
        ],
        &[T("信用报告"), T("专用信用报告"), T("查询日期"), T("2025年12月")],
        &[T("自我完善的质量改进机制"), T("按季内审")],
    ];
    let outcome = read_book(&book(&[("Sheet1", rows)]));
    let [Err(wrong)] = outcome.applicants.as_slice() else {
        panic!("{:?}", outcome.errors())
    };
    // what is wrong in the second column of labels is told at its place
    assert_eq!(wrong.errors.len(), 1);
    assert!(outcome.error().starts_with("D6 "), "{}", outcome.error());
    let sound: Vec<&[Put]> = rows
        .iter()
        .filter(|row| !matches!(row.first(), Some(T("信用报告"))))
        .copied()
        .collect();
    let outcome = read_book(&book(&[("Sheet1", &sound)]));
    for (path, read) in [
        ("organization.name", "甲 B2"),
        ("organization.unified_social_credit_code", "91310104744923836T D2"),
        ("organization.registered_on", "Day(2016-03-18) B3"),
        ("organization.registered_district", "徐汇区 D3"),
        ("organization.entity_type", "Choice(0) F3"),
        ("chief_quality_officer.name", "李四 B5"),
        ("chief_quality_officer.appointed_on", "Day(2021-04-01) D5"),
        ("chief_quality_officer.appointment_document", "决定 F5"),
        ("statements.improvement", "按季内审 B6"),
    ] {
        assert_eq!(shown(outcome.only(), path), read, "{path}");
    }
    assert!(
        outcome.passed().iter().any(|said| said.contains("E2 「联系人」")),
        "{:?}",
        outcome.passed()
    );
    // a second applicant's answers are no labels
    let two: &[&[Put]] = &[
        &[T("项目"), T("填写内容"), T("")],
        &[T("单位名称"), T("甲"), T("乙")],
        &[T("信用报告"), T("专用信用报告"), T("专用信用报告")],
        &[T("成立日期"), D(2016, 3, 18), D(2017, 3, 18)],
        &[T("注册区"), T("徐汇区"), T("闵行区")],
        &[T("主体类型"), T("法人"), T("法人")],
    ];
    assert!(read_book(&book(&[("Sheet1", two)])).error().contains("两个申报者"));
}

#[test]
fn ambiguous_labels_belong_to_the_section_they_stand_under() {
    let outcome = read_book(&book(&[(
        "申报信息",
        &[
            &[T("项目"), T("填写内容")],
            &[T("姓名"), T("张三")],
            &[T("身份证号"), T("11010519491231002X")],
            &[T("近三年记录")],
            &[T("记录查询日期"), D(2025, 12, 1)],
            &[T("所在组织近三年记录")],
            &[T("记录查询日期"), D(2025, 12, 2)],
            &[T("所在组织事故"), T("无")],
        ],
    )]));
    let dossier = outcome.only();
    assert_eq!(shown(dossier, "records.checked_on"), "Day(2025-12-01) B5");
    assert_eq!(shown(dossier, "employer.records.checked_on"), "Day(2025-12-02) B7");
    assert_eq!(rows(dossier, "employer.records.incidents"), Some(0));
    assert_eq!(rows(dossier, "records.incidents"), None);
}

#[test]
fn numbers_are_read_as_what_the_field_holds() {
    let standard = |put: Put| {
        let outcome = read_book(&book(&[
            ("申报信息", &[&[T("单位名称"), T("甲")], &[T("信用代码"), T(CODE)]]),
            ("管理体系", &[&[T("标准"), T("证书编号")], &[T("GB/T 19001-2016"), put]]),
        ]));
        match outcome.errors().as_slice() {
            [] => shown(outcome.only(), "management_systems.certificate_number@0"),
            [error] => error.clone(),
            _ => panic!(),
        }
    };
    assert_eq!(standard(N(1_234_567_890.0)), "1234567890 B2");
    assert_eq!(standard(F(123.0, "000000")), "000123 B2");
    assert_eq!(standard(N(999_999_999_999_999.0)), "999999999999999 B2");
    assert!(standard(N(1e15)).contains("数字已经丢失"));
    assert!(standard(D(2019, 3, 5)).contains("应填文字，这里是日期 2019-03-05"));
    let profit = |heading: &'static str, put: Put| {
        let outcome = read_book(&book(&[
            ("申报信息", &[&[T("单位名称"), T("甲")], &[T("信用代码"), T(CODE)]]),
            ("财务年度", &[&[T("年度"), T(heading)], &[N(2022.0), put]]),
        ]));
        match outcome.errors().as_slice() {
            [] => shown(outcome.only(), "fiscal_years.net_profit@0"),
            [error] => error.clone(),
            _ => panic!(),
        }
    };
    assert_eq!(profit("净利润", N(0.1 + 0.2)), "0.30 B2");
    assert_eq!(profit("净利润", F(12.5, "#,##0.00\"万元\"")), "125,000.00 B2");
    assert_eq!(profit("净利润（亿元）", N(1.25)), "125,000,000.00 B2");
    assert_eq!(profit("净利润(万元)", F(12.5, "#,##0.00\"万元\"")), "125,000.00 B2");
    assert!(profit("净利润(元)", F(12.5, "#,##0.00\"万元\"")).contains("不一致"));
    assert!(profit("净利润", F(125000.0, "0!.0,\"万元\"")).contains("缩小了显示"));
    assert!(profit("净利润", F(0.05, "0%")).contains("5%"));
    assert!(profit("净利润", T("#REF!")).contains("「#REF!」"));
    assert_eq!(profit("净利润", T("无数据")), "- B2");
    assert_eq!(profit("净利润", T("无")), "- B2");
    assert_eq!(profit("净利润", T("（待补）")), "- B2");
    assert_eq!(profit("净利润", R("=A2*2", "4044")), "4,044.00 B2");
}
