//! The unit of amounts, wherever around a table it is stated.

use proptest::prelude::*;

use super::*;

/// The names of units, and how many yuan each is.
const UNITS: [(&str, i64); 5] = [
    ("元", 1),
    ("千元", 1_000),
    ("万元", 10_000),
    ("百万元", 1_000_000),
    ("亿元", 100_000_000),
];

/// Where around a roster a unit is stated, and how.
#[derive(Debug, Clone, Copy)]
enum Stands {
    Heading,
    Above,
    Title,
    Alone,
    Beside,
    Below,
    BelowOnce,
}

const STANDS: [Stands; 7] = [
    Stands::Heading,
    Stands::Above,
    Stands::Title,
    Stands::Alone,
    Stands::Beside,
    Stands::Below,
    Stands::BelowOnce,
];

/// A roster of one applicant with one amount, each of `stated` stated where it says.
fn roster(stated: &[(Stands, &str)], amount: f64, text: Option<&str>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut heading = "2022年净利润".to_owned();
    let mut row = 0;
    let mut write = |row: u32, column: u16, text: &str| {
        sheet.write_string(row, column, text).unwrap();
    };
    write(0, 1, "申报单位名单");
    for (stands, unit) in stated {
        match stands {
            Stands::Heading => heading.push_str(&format!("（{unit}）")),
            Stands::Above => {
                (
                    write(row + 1, 0, "填报单位：某街道"),
                    write(row + 1, 3, &format!("金额单位：人民币{unit}")),
                )
                    .1
            }
            Stands::Title => write(row + 1, 0, &format!("净利润情况（{unit}）")),
            Stands::Alone => (write(row + 1, 0, "2025年"), write(row + 1, 2, unit)).1,
            Stands::Beside | Stands::Below | Stands::BelowOnce => continue,
        }
        row += 1;
    }
    row += 1;
    for (column, text) in (0..).zip(["序号", "单位名称", "信用代码", heading.as_str()]) {
        write(row, column, text);
    }
    for (stands, unit) in stated {
        match stands {
            Stands::Beside => write(row, 4, &format!("单位：{unit}")),
            Stands::Below => write(row + 1, 3, unit),
            Stands::BelowOnce => write(row + 1, 0, &format!("单位：{unit}")),
            _ => {}
        }
    }
    let below = stated
        .iter()
        .any(|(stands, _)| matches!(stands, Stands::Below | Stands::BelowOnce));
    row += 1 + u32::from(below);
    write(row, 1, "甲");
    write(row, 2, CODE);
    match text {
        Some(text) => write(row, 3, text),
        None => drop(sheet.write_number(row, 3, amount).unwrap()),
    }
    book.save_to_buffer().unwrap()
}

fn yuan(outcome: &Outcome) -> String {
    let said = shown(outcome.only(), "fiscal_years.net_profit@0");
    said.split(' ').next().unwrap().to_owned()
}

fn as_shown(yuan: i64) -> String {
    crate::money::Money::from_yuan(yuan.into()).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_unit_is_applied_wherever_it_is_stated(at in 0..STANDS.len(), also in 0..STANDS.len(), unit in 0..UNITS.len(), amount in -9_999i64..9_999) {
        let (name, factor) = UNITS[unit];
        let stated = if at == also { vec![(STANDS[at], name)] } else { vec![(STANDS[at], name), (STANDS[also], name)] };
        #[allow(clippy::cast_precision_loss)]
        let outcome = read_book(&roster(&stated, amount as f64, None));
        prop_assert_eq!(yuan(&outcome), as_shown(amount * factor), "{:?}", stated);
    }

    #[test]
    fn of_two_units_that_differ_none_is_guessed(at in 0..STANDS.len(), also in 0..STANDS.len(), one in 0..UNITS.len(), two in 0..UNITS.len(), amount in 1i64..9_999) {
        prop_assume!(one != two);
        let stated = [(STANDS[at], UNITS[one].0), (STANDS[also], UNITS[two].0)];
        prop_assume!(!(matches!(stated[0].0, Stands::Below | Stands::BelowOnce | Stands::Beside) && at == also));
        #[allow(clippy::cast_precision_loss)]
        let bare = read_book(&roster(&stated, amount as f64, None));
        let error = bare.error();
        prop_assert!(error.contains("净利润」的金额读不准：表上写着两个不同的单位"), "{}", error);
        let written = read_book(&roster(&stated, 0.0, Some(&format!("{amount}万元"))));
        prop_assert_eq!(yuan(&written), as_shown(amount * 10_000));
        let text = read_book(&roster(&stated, 0.0, Some(&amount.to_string())));
        prop_assert!(text.error().contains("读不准"), "{}", text.error());
        let zero = read_book(&roster(&stated, 0.0, None));
        prop_assert_eq!(yuan(&zero), "0.00");
    }
}

#[test]
fn a_unit_that_is_not_known_is_not_passed_over() {
    for unit in ["万美元", "十万元", "欧元"] {
        for stands in STANDS {
            let outcome = read_book(&roster(&[(stands, unit)], 5.0, None));
            assert!(
                outcome.error().contains("不是元、千元"),
                "{unit} {stands:?}: {:?}",
                outcome.errors()
            );
        }
    }
}

#[test]
fn what_only_looks_like_a_unit_is_none() {
    for title in [
        "年营业收入2000万元以上的企业",
        "填报单位：上海万元科技有限公司",
        "2025年元旦报送",
    ] {
        let outcome = read_book(&book(&[(
            "名单",
            &[
                &[T(title)],
                &[T("单位名称"), T("注册资本（万元）"), T("2022年净利润")],
                &[T("甲"), N(500.0), N(12.0)],
            ],
        )]));
        assert_eq!(yuan(&outcome), "12.00", "{title}");
    }
}

#[test]
fn a_row_of_units_is_nobody_and_a_client_below_the_headings_is_one() {
    let heads: &[Put] = &[T("单位名称"), T("成立日期"), T("2022年净利润"), T("2023年净利润")];
    let units: &[Put] = &[T("单位"), T("年月日"), T("万元"), T("元")];
    let client: &[Put] = &[T("甲"), T("2016-03-18"), N(3.0), N(4.0)];
    let outcome = read_book(&book(&[("名单", &[heads, units, client])]));
    assert_eq!(shown(outcome.only(), "fiscal_years.net_profit@0"), "30,000.00 C3");
    assert_eq!(shown(outcome.only(), "fiscal_years.net_profit@1"), "4.00 D3");
    let unreadable: &[Put] = &[T("乙"), T("2016-03-18"), T("万元"), T("万元")];
    let outcome = read_book(&book(&[("名单", &[heads, unreadable, client])]));
    assert_eq!(outcome.applicants.len(), 2);
    assert_eq!(outcome.errors().len(), 2);
}

#[test]
fn a_table_of_a_form_is_read_in_the_unit_that_is_stated() {
    let facts: &[&[Put]] = &[
        &[T("项目"), T("填写内容")],
        &[T("组织名称"), T("甲")],
        &[T("统一社会信用代码"), T(CODE)],
    ];
    let year: &[Put] = &[N(2022.0), N(120.0)];
    for rows in [
        &[&[T("（单位：万元）")] as &[Put], &[T("年度"), T("净利润")], year] as &[&[Put]],
        &[&[T("财务年度（万元）")], &[T("年度"), T("净利润")], year],
        &[&[T("年度"), T("净利润")], &[Gap, T("万元")], year],
        &[&[T("年度"), T("净利润"), T("单位：万元")], year],
        &[&[T("单位：万元")], &[T("年度"), T("净利润(万元)")], year],
        &[&[T("年度"), T("净利润")], year, &[T("注：金额单位为万元。")]],
        &[&[T("年度"), T("净利润"), T("单位")], &[N(2022.0), N(120.0), T("万元")]],
    ] {
        let outcome = read_book(&book(&[("申报信息", facts), ("财务年度", rows)]));
        assert_eq!(yuan(&outcome), "1,200,000.00");
    }
    let named = read_book(&book(&[
        ("申报信息", facts),
        ("财务年度(万元)", &[&[T("年度"), T("净利润")], year]),
    ]));
    assert_eq!(yuan(&named), "1,200,000.00");
    let torn: &[&[Put]] = &[&[T("单位：万元")], &[T("年度"), T("净利润(元)")], year];
    let outcome = read_book(&book(&[("申报信息", facts), ("财务年度", torn)]));
    assert!(outcome.error().contains("“元”和“万元”"), "{:?}", outcome.errors());
}

#[test]
fn each_row_of_a_roster_may_state_its_own_unit() {
    let outcome = read_book(&book(&[(
        "名单",
        &[
            &[T("单位名称"), T("2022年净利润"), T("金额单位")],
            &[T("甲"), N(3.0), T("万元")],
            &[T("乙"), N(3.0), T("元")],
            &[T("丙"), N(3.0)],
        ],
    )]));
    let read: Vec<String> = outcome
        .applicants
        .iter()
        .map(|one| shown(one.as_ref().unwrap(), "fiscal_years.net_profit@0"))
        .collect();
    assert_eq!(read, ["30,000.00 B2", "3.00 B3", "3.00 B4"]);
    let mut passed = outcome.passed();
    passed.retain(|told| !told.contains("申报类别"));
    assert_eq!(passed, Vec::<String>::new());
}

#[test]
fn a_unit_below_a_roster_that_was_not_applied_is_an_error() {
    let read = |heading: &'static str, note: &'static str| {
        read_book(&book(&[(
            "名单",
            &[&[T("单位名称"), T(heading)], &[T("甲"), N(3.0)], &[T(note)]],
        )]))
    };
    for (heading, note) in [
        ("2022年净利润", "注：金额单位为万元。"),
        ("2022年净利润(元)", "说明：单位：万元"),
        ("2022年净利润(万元)", "注：本表金额以千元计"),
    ] {
        let outcome = read(heading, note);
        assert_eq!(outcome.applicants.len(), 1);
        assert!(
            outcome.error().starts_with("A3 表下写的金额单位"),
            "{:?}",
            outcome.errors()
        );
    }
    for (heading, note) in [
        ("2022年净利润", "注：金额单位为元。"),
        ("2022年净利润(万元)", "说明：单位：万元"),
        ("2022年净利润", "注：填报单位盖章"),
    ] {
        assert_eq!(read(heading, note).errors(), Vec::<String>::new(), "{note}");
    }
}

#[test]
fn a_column_of_units_is_one_though_its_heading_names_organizations_too() {
    let shown_of = |unit: &'static str, other: &'static str| {
        let rows: [&[Put]; 4] = [
            &[T("单位名称"), T("2022年净利润"), T("单位")],
            &[T("上海示例物流有限公司"), N(12.5), T(unit)],
            &[T("合计"), N(12.5)],
            &[T("填表人：张三"), Gap, T("2025年12月20日")],
        ];
        let outcome = read_book(&book(&[("名单", &rows)]));
        let dossier = outcome.only();
        let employer = slot(dossier, "individual.employer").value().is_some();
        assert_eq!(shown(dossier, "fiscal_years.net_profit@0"), format!("{other} B2"));
        employer
    };
    assert!(!shown_of("万元", "125,000.00"));
    assert!(!shown_of("（千元）", "12,500.00"));
    assert!(shown_of("上海示例有限公司", "12.50"));
}
