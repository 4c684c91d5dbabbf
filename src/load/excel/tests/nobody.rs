//! Rows that are nobody's, among rows that are somebody's.

use proptest::prelude::*;

use super::*;

/// A cell of a row: its column, and what stands there.
type Cells = &'static [(u16, Put)];

/// Names of clients that only look like something else.
const NAMES: [&str; 15] = [
    "甲",
    "上海示例物流有限公司",
    "合计科技有限公司",
    "备注科技有限公司",
    "说明书印刷厂",
    "示例科技有限公司",
    "日期食品有限公司",
    "制表机械厂",
    "小计餐饮店",
    "例外实业有限公司",
    "共和新路商店",
    "开发区科技有限公司",
    "华泾镇中学",
    "街道口书店",
    "Example.com Ltd.",
];

/// Rows that are nobody's, as people write them: what they are told as, and their cells.
const NOBODIES: [(&str, Cells); 38] = [
    ("是合计", &[(2, T("合计")), (5, N(25.0)), (6, N(27.0))]),
    ("是合计", &[(0, T("合 计")), (2, T("6家")), (5, N(1234.0))]),
    ("是合计", &[(0, T("总计：")), (2, N(6.0)), (5, N(-3.0)), (6, T("-"))]),
    ("是合计", &[(1, T("小计")), (5, T("#REF!"))]),
    ("是合计", &[(2, T("共计 12 户"))]),
    ("是合计", &[(2, T("长桥街道小计")), (5, N(0.0))]),
    ("是合计", &[(0, T("合计")), (4, T("法人6家")), (5, N(3.0))]),
    ("是合计", &[(0, T("合计（万元）")), (5, N(25.0))]),
    ("是合计", &[(1, T("总计(单位：元)")), (6, N(1.0))]),
    ("是合计", &[(1, T("小计")), (5, T("12,345.5")), (6, T("0"))]),
    ("是说明", &[(0, T("注：1.本表由街道填写；2.净利润以审计报告为准。"))]),
    ("是说明", &[(2, T("备注：本表由街道填报"))]),
    ("是说明", &[(0, T("说明")), (1, T("无"))]),
    ("是签名或日期", &[(2, T("填表人：张三")), (5, T("审核人：李四"))]),
    (
        "是签名或日期",
        &[
            (1, T("填表人：")),
            (2, T("张三")),
            (5, T("联系电话：")),
            (6, T("021-1234")),
        ],
    ),
    (
        "是签名或日期",
        &[(0, T("制表：李四")), (5, T("审核人：王五")), (6, T("2025年12月20日"))],
    ),
    ("是签名或日期", &[(2, T("日期：")), (3, D(2025, 12, 20))]),
    (
        "是签名或日期",
        &[(0, T("填报单位（盖章）：某街道")), (6, T("2025年12月20日填报日期："))],
    ),
    (
        "是示例",
        &[(0, T("示例")), (2, T("上海某某有限公司")), (3, T(CODE)), (5, N(5.0))],
    ),
    ("是示例", &[(0, T("例：")), (1, T("组织")), (2, T("某公司"))]),
    (
        "是示例",
        &[(1, T("组织")), (2, T("（示例）上海某某有限公司")), (4, T("法人"))],
    ),
    ("是示例", &[(2, T("例：上海某某有限公司")), (5, N(1.0))]),
    ("是分组的标题", &[(2, T("长桥街道"))]),
    ("是分组的标题", &[(0, T("华泾镇（2家）"))]),
    ("是分组的标题", &[(1, T("徐汇经济技术开发区："))]),
    ("是分组的标题", &[(0, T("一")), (2, T("长桥街道办事处"))]),
    ("是分组的标题", &[(0, T("(二)")), (1, T("企业类"))]),
    ("是分组的标题", &[(0, T("三、")), (2, T("先进质量管理成果组"))]),
    ("是分组的标题", &[(0, T("长桥街道")), (2, T("3家")), (5, T("1200万"))]),
    (
        "是分组的标题",
        &[(2, T("长桥街道")), (4, T("共3家")), (5, N(1200.0)), (6, N(-3.5))],
    ),
    ("是分组的标题", &[(0, T("二")), (2, T("华泾镇")), (5, N(7e9))]),
    (
        "是分组的标题",
        &[(1, T("徐汇经济技术开发区（2家）")), (5, T("12,345.5")), (6, T("-"))],
    ),
    ("是分组的标题", &[(2, T("田林街道")), (5, T("#REF!"))]),
    ("是分组的标题", &[(2, T("田林街道")), (5, N(0.0)), (6, N(0.0))]),
    ("只有 0", &[(5, N(0.0)), (6, N(0.0))]),
    ("只有 0", &[(0, N(7.0)), (2, N(0.0)), (3, N(0.0)), (5, N(0.0))]),
    ("只有 0", &[(2, R("=\"\"", "")), (5, R("=0", "0"))]),
    ("只有 0", &[(2, T(" ")), (6, N(-0.0))]),
];

const HEADS: [&str; 8] = [
    "序号",
    "申报类别",
    "单位名称",
    "信用代码",
    "主体类型",
    "2022年净利润",
    "2023年净利润",
    "备注",
];

fn write(sheet: &mut Worksheet, row: u32, column: u16, put: Put) {
    match put {
        T(text) => drop(sheet.write_string(row, column, text).map(|_| ())),
        N(number) => drop(sheet.write_number(row, column, number).map(|_| ())),
        R(formula, result) => {
            let formula = Formula::new(formula).set_result(result);
            drop(sheet.write_formula(row, column, formula).map(|_| ()));
        }
        D(year, month, day) => {
            let day = ExcelDateTime::from_ymd(year, month, day).unwrap();
            let format = Format::new().set_num_format("yyyy-mm-dd");
            drop(sheet.write_datetime_with_format(row, column, &day, &format).map(|_| ()));
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_client_is_lost_and_no_other_row_is_one(
        rows in prop::collection::vec(prop_oneof![
            (0..NAMES.len(), any::<bool>(), any::<bool>(), 0usize..7).prop_map(Ok),
            (0..NOBODIES.len()).prop_map(Err),
        ], 1..30),
    ) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0..).zip(HEADS) {
            sheet.write_string(0, column, heading).unwrap();
        }
        write(sheet, 1, 2, T("第一家"));
        let mut clients = vec!["第一家".to_owned()];
        let mut told = std::collections::BTreeMap::new();
        for (row, what) in (2..).zip(&rows) {
            match what {
                Ok((name, coded, judged, remark)) => {
                    write(sheet, row, 0, N(f64::from(row)));
                    write(sheet, row, 2, T(NAMES[*name]));
                    clients.push(NAMES[*name].to_owned());
                    if *coded {
                        write(sheet, row, 3, T(CODE));
                    }
                    if *judged {
                        write(sheet, row, 4, T("法人"));
                        write(sheet, row, 5, N(0.0));
                    }
                    let remark = ["", "联系电话：021-1234", "说明：已核对", "合计", "示例", "例如：去年已报", "注：以下为补报"][*remark];
                    if !remark.is_empty() {
                        write(sheet, row, 7, T(remark));
                    }
                }
                Err(nobody) => {
                    let (what, cells) = NOBODIES[*nobody];
                    for (column, put) in cells {
                        write(sheet, row, *column, *put);
                    }
                    *told.entry(what).or_insert(0) += 1;
                }
            }
        }
        let outcome = read_book(&book.save_to_buffer().unwrap());
        prop_assert_eq!(outcome.errors(), Vec::<String>::new());
        let found: Vec<&str> = outcome.applicants.iter().map(|one| one.as_ref().unwrap().applicant().unwrap_or("?")).collect();
        prop_assert_eq!(found, clients);
        let passed = outcome.passed();
        for (what, count) in told {
            let said: Vec<&String> = passed.iter().filter(|said| said.contains(&format!("这一行{what}"))).collect();
            prop_assert_eq!(said.len(), 1, "{} {:?}", what, &passed);
            prop_assert!(count == 1 || said[0].contains(&format!("共 {count} 行")), "{:?}", said);
        }
    }
}

#[test]
fn notes_go_on_below_the_first_of_their_rows() {
    let read = |rows: &[&[Put]]| {
        let mut all: Vec<&[Put]> = vec![&[T("单位名称"), T("信用代码"), T("成立日期")], &[T("甲"), T(CODE)]];
        all.extend(rows);
        let outcome = read_book(&book(&[("名单", &all)]));
        let names = outcome
            .applicants
            .iter()
            .map(|one| one.as_ref().ok().and_then(|one| one.applicant().map(str::to_owned)));
        (names.flatten().collect::<Vec<_>>(), outcome.errors())
    };
    let notes: &[&[Put]] = &[
        &[T("注：1.本表由街道填写。")],
        &[T("2.净利润以审计报告为准。")],
        &[Gap, Gap, T("某某街道")],
        &[Gap, Gap, D(2025, 12, 20)],
        &[T("2025年12月20日")],
    ];
    assert_eq!(read(notes), (vec!["甲".to_owned()], vec![]));
    // below a note there may still be clients
    for client in [
        &[T("乙"), T(CODE)] as &[Put],
        &[T("乙有限公司")],
        &[T("乙")],
        &[T("乙"), Gap, D(2016, 3, 18)],
    ] {
        let (names, errors) = read(&[&[T("注：以下为补报")], client]);
        assert_eq!((names.len(), errors.len()), (2, 0), "{client:?}");
    }
    // without a note above, a line is whatever it says
    assert_eq!(read(&[&[T("2.5次元科技")]]).0.len(), 2);
}

#[test]
fn a_client_of_which_only_the_name_is_filled_in_is_none_of_the_groups() {
    let heads: &[Put] = &[
        T("序号"),
        T("申报类别"),
        T("单位名称"),
        T("姓名"),
        T("信用代码"),
        T("成立日期"),
    ];
    for client in [
        // numbered as clients are
        &[N(2.0), Gap, T("长桥街道")] as &[Put],
        &[T("2"), Gap, T("长桥街道")],
        // with a fact
        &[Gap, Gap, T("长桥街道"), Gap, T(CODE)],
        &[Gap, Gap, T("长桥街道"), Gap, Gap, D(2016, 3, 18)],
        &[Gap, T("组织"), T("长桥街道")],
        &[Gap, Gap, T("长桥街道"), Gap, T("310104198001011234")],
        &[Gap, Gap, T("长桥街道"), Gap, T("暂无")],
        &[N(2.0), Gap, T("长桥街道"), Gap, N(3.0), N(1200.0)],
        // an office may apply, and so may who is called after a street
        &[Gap, Gap, T("长桥街道办事处"), Gap, N(3.0)],
        &[Gap, Gap, T("长桥街道办"), Gap, T("1200万")],
        &[Gap, Gap, T("长桥街道商店"), Gap, N(3.0)],
        // a person, and what only looks like a street
        &[Gap, Gap, Gap, T("张华镇")],
        &[Gap, Gap, Gap, T("张华镇"), N(3.0)],
        &[Gap, Gap, Gap, T("张华镇（组长）")],
        &[Gap, Gap, T("李镇")],
        &[Gap, Gap, T("示例物流有限公司长桥街道")],
        &[Gap, Gap, T("街道")],
        &[Gap, Gap, T("某某类")],
        &[T("一"), Gap, T("示例物流有限公司")],
    ] {
        let rows: &[&[Put]] = &[heads, &[N(1.0), T("组织"), T("甲")], client];
        let outcome = read_book(&book(&[("名单", rows)]));
        assert_eq!(outcome.applicants.len(), 2, "{client:?}: {:?}", outcome.passed());
    }
    let rows: &[&[Put]] = &[
        heads,
        &[Gap, Gap, T("华泾镇")],
        &[N(1.0), T("组织"), T("甲")],
        &[Gap, Gap, T("田林街道")],
        // no person is counted
        &[Gap, Gap, Gap, T("华泾镇（2家）")],
        &[Gap, Gap, Gap, T("华泾镇"), T("2家")],
    ];
    let outcome = read_book(&book(&[("名单", rows)]));
    assert_eq!(outcome.only().applicant(), Some("甲"));
    let told = "甲.xlsx › 名单 › C2 这一行是分组的标题，不是申报人，没有读取；这样的行共 4 行";
    assert!(
        outcome.passed().iter().any(|said| said == told),
        "{:?}",
        outcome.passed()
    );
}

#[test]
fn headings_stand_far_below_a_long_preamble_with_their_units_below() {
    for above in [0, 28, 38] {
        let mut rows: Vec<&[Put]> = vec![&[T("一、填报要求：各街镇应于规定时间前报送。")]; above];
        rows.push(&[
            T("序号"),
            T("单位名称"),
            T("信用代码"),
            T("2022年净利润"),
            T("2023年净利润"),
        ]);
        rows.push(&[Gap, Gap, Gap, T("万元"), T("万元")]);
        rows.push(&[N(1.0), T("甲"), T(CODE), N(1.5), N(-2.0)]);
        let outcome = read_book(&book(&[("名单", &rows)]));
        let read = shown(outcome.only(), "fiscal_years.net_profit@0");
        assert!(read.starts_with("15,000.00 D"), "{above}: {read}");
    }
}

#[test]
fn a_list_of_nobodies_has_no_applicant() {
    let outcome = read_book(&book(&[(
        "名单",
        &[
            &[T("单位名称"), T("2022年净利润")],
            &[T("合计"), N(0.0)],
            &[T("注：无")],
        ],
    )]));
    assert!(outcome.error().contains("没有填写任何申报人"));
}

#[test]
fn the_tables_of_a_form_end_in_totals_and_notes_too() {
    let facts: &[&[Put]] = &[&[T("项目"), T("填写内容")], &[T("组织名称"), T("甲")]];
    let years: &[&[Put]] = &[
        &[T("年度"), T("净利润"), T("报表口径")],
        &[N(2022.0), N(1.0), T("本单位")],
        &[N(2023.0), N(0.0)],
        &[T("合计"), N(1.0)],
        &[T("注：以审计报告为准。")],
        &[T("填表人：张三"), Gap, T("日期：2025-12-20")],
    ];
    let outcome = read_book(&book(&[("申报信息", facts), ("财务年度", years)]));
    assert_eq!(rows(outcome.only(), "fiscal_years"), Some(2));
    let passed = outcome.passed().join("\n");
    for said in [
        "A4 这一行是合计，不是填报内容",
        "A5 这一行是说明",
        "A6 这一行是签名或日期",
    ] {
        assert!(passed.contains(said), "{passed}");
    }
}

impl std::fmt::Debug for Put {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            T(text) => write!(f, "{text}"),
            N(number) => write!(f, "{number}"),
            _ => write!(f, "…"),
        }
    }
}

#[test]
fn a_remark_beside_a_merged_name_is_said_of_the_client() {
    let heads: &[Put] = &[T("单位名称"), T("年度"), T("净利润"), T("政策性亏损"), T("备注")];
    for remark in ["注：已通过初审", "联系电话：021-24092222", "审核：王五"] {
        let rows: [&[Put]; 4] = [
            heads,
            &[T("上海示例物流有限公司"), N(2022.0), N(1.0)],
            &[Gap, N(2023.0), N(2.0), Gap, T(remark)],
            &[T("合计"), Gap, N(3.0)],
        ];
        let book = dressed(&[("名单", &rows)], |sheet| {
            let format = Format::new();
            sheet.merge_range(1, 0, 2, 0, "上海示例物流有限公司", &format).unwrap();
        });
        let outcome = read_book(&book);
        assert_eq!(rows_of_years(outcome.only()), Some(2), "{remark}");
    }
}

fn rows_of_years(dossier: &Dossier) -> Option<usize> {
    super::rows(dossier, "fiscal_years")
}
