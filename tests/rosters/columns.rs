//! The columns of a roster, with the headings that people give them: in one row, or with one over several.

use super::Chance;
use super::client::Path;

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    pub path: Path,
    /// Its heading where it stands alone.
    pub head: String,
    /// The heading over several columns, and its own below that.
    pub joint: Option<(String, String)>,
}

/// How many rows an applicant takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Long {
    /// One.
    No,
    /// One for each year.
    Years,
    /// One for each certificate.
    Certificates,
}

type Names = &'static [&'static str];

const IDENTITY: &[(&str, Names)] = &[
    (
        "organization.name",
        &[
            "组织名称",
            "单位名称",
            "企业名称",
            "公司名称",
            "申报单位",
            "单位名称（全称）",
            "* 组织名称",
        ],
    ),
    (
        "organization.unified_social_credit_code",
        &["统一社会信用代码", "信用代码", "社会信用代码"],
    ),
];

const ORGANIZATION: &[(&str, Names)] = &[
    ("organization.entity_type", &["主体类型", "单位性质", "组织类型"]),
    (
        "organization.nonprofit",
        &["从事非营利性业务", "是否非营利", "是否从事非营利性业务"],
    ),
    (
        "organization.registered_on",
        &["成立日期", "注册日期", "登记日期", "成立日期（营业执照）"],
    ),
    (
        "organization.operating_since",
        &["正常运行起始日", "开业日期", "正常运行起始日期"],
    ),
    ("organization.registered_district", &["注册区", "所在区", "登记区"]),
    (
        "organization.registered_address",
        &["注册地址", "住所", "注册地址（住所）"],
    ),
];

const OFFICER: &[(&str, Names, Names)] = &[
    (
        "chief_quality_officer.name",
        &["首席质量官姓名", "首席质量官"],
        &["姓名"],
    ),
    (
        "chief_quality_officer.appointed_on",
        &["首席质量官任命日期", "任命日期"],
        &["任命日期", "聘任日期"],
    ),
    (
        "chief_quality_officer.appointment_document",
        &["首席质量官任命文件", "任命文件"],
        &["任命文件", "聘任文件"],
    ),
];

const SYSTEM: &[(&str, Names, Names)] = &[
    (
        "management_systems.standard",
        &["体系标准", "认证标准", "管理体系标准"],
        &["标准", "体系标准", "认证标准"],
    ),
    (
        "management_systems.certificate_number",
        &["证书编号", "证书号", "认证证书编号"],
        &["证书编号", "证书号"],
    ),
    (
        "management_systems.holder",
        &["证书持有人", "获证组织"],
        &["持有人", "证书持有人"],
    ),
    (
        "management_systems.valid_until",
        &["有效期至", "证书有效期至", "管理体系有效期至"],
        &["有效期至", "有效期止"],
    ),
];

/// What may stand over the columns of a certificate.
const OVER_SYSTEM: Names = &["管理体系", "质量管理体系", "管理体系认证", "体系认证"];

const NOTICE: &[(&str, Names, Names)] = &[
    ("public_notices.scope", &["公示范围", "公示单位"], &["范围", "公示范围"]),
    (
        "public_notices.started_on",
        &["公示开始日期", "公示起始日期", "公示开始日"],
        &["开始日期", "开始", "起", "开始时间"],
    ),
    (
        "public_notices.ended_on",
        &["公示结束日期", "公示截止日期"],
        &["结束日期", "结束", "止", "结束时间"],
    ),
    (
        "public_notices.objections",
        &["公示有异议", "有无异议", "是否有异议"],
        &["有无异议", "异议"],
    ),
];

const INCIDENT: &[(&str, Names, Names)] = &[
    (
        "records.incidents.kind",
        &["事故类别", "事故类型"],
        &["类别", "事故类别"],
    ),
    ("records.incidents.level", &["事故等级"], &["等级", "事故等级"]),
    (
        "records.incidents.occurred_on",
        &["事故发生日期", "事故日期"],
        &["发生日期", "发生时间"],
    ),
];

const COMPLAINT: &[(&str, Names, Names)] = &[
    (
        "records.complaints.major",
        &["是否重大投诉", "重大投诉"],
        &["是否重大投诉", "是否重大"],
    ),
    (
        "records.complaints.received_on",
        &["投诉日期", "受理日期"],
        &["受理日期", "投诉日期"],
    ),
];

const DISHONESTY: &[(&str, Names, Names)] = &[
    (
        "records.dishonesty.kind",
        &["失信类别", "失信名单类别"],
        &["失信类别", "名单类别"],
    ),
    (
        "records.dishonesty.listed_on",
        &["列入日期", "列入名单日期"],
        &["列入日期"],
    ),
    (
        "records.dishonesty.removed_on",
        &["移出日期", "移出名单日期"],
        &["移出日期"],
    ),
];

const RECOMMENDER: &[(&str, Names, Names)] = &[
    (
        "recommenders.kind",
        &["推荐单位类别", "推荐类别"],
        &["推荐类别", "推荐单位类别"],
    ),
    (
        "recommenders.name",
        &["推荐单位名称", "推荐单位（人）名称"],
        &["推荐单位名称", "名称"],
    ),
];

const WORK: &[(&str, Names, Names)] = &[
    (
        "quality_work.from",
        &["质量工作开始日期"],
        &["开始日期", "起", "开始时间"],
    ),
    (
        "quality_work.to",
        &["质量工作结束日期"],
        &["结束日期", "止", "结束时间"],
    ),
    ("quality_work.organization", &["任职单位"], &["任职单位", "单位"]),
    ("quality_work.role", &["质量岗位"], &["质量岗位", "岗位"]),
];

const LISTS: &[(&str, Names)] = &[
    ("records.checked_on", &["记录查询日期", "查询日期"]),
    ("records.credit_report", &["信用报告", "专用信用报告"]),
    ("records.incidents", &["近三年事故", "有无事故", "是否有事故"]),
    ("records.complaints", &["近三年质量投诉", "有无质量投诉"]),
    ("records.dishonesty", &["近三年失信记录", "有无失信记录"]),
];

const SUBMISSION: &[(&str, Names)] = &[
    ("submission.submitted_on", &["提交日期", "申报日期", "报送日期"]),
    ("submission.channel", &["申报途径", "申报方式"]),
    ("submission.truthful", &["如实填写", "真实性承诺"]),
];

const INDIVIDUAL: &[(&str, Names)] = &[
    ("individual.employer", &["所在单位", "工作单位"]),
    ("individual.position", &["职务", "职务职称"]),
    ("individual.district_link", &["与本区的关系", "与徐汇区的关系"]),
    (
        "individual.principal",
        &["是否主要负责人", "组织主要负责人", "是否组织主要负责人"],
    ),
];

const STATEMENTS: &[(&str, Names)] = &[
    ("statements.improvement", &["自我完善的质量改进机制"]),
    ("statements.contribution", &["对地区转型发展和创新驱动的贡献"]),
    ("statements.integrity", &["诚信记录和社会声誉"]),
    ("statements.after_sales", &["售后服务体系和顾客满意度"]),
    ("statements.market_position", &["细分市场地位和创新引领"]),
    ("statements.responsibility", &["质量主体责任和社会责任"]),
    ("statements.social_contribution", &["社会贡献"]),
];

const PERSONAL: &[(&str, Names)] = &[
    ("statements.achievement", &["质量管理成果和突出贡献"]),
    ("statements.ethics", &["职业操守"]),
];

/// The columns of a roster of organizations, of persons or of both; the unit of amounts is named in `behind`.
pub fn columns(of: (bool, bool), track: bool, long: Long, behind: &str, chance: &mut Chance) -> Vec<Column> {
    let (organizations, persons) = of;
    let mut blocks: Vec<Vec<Column>> = Vec::new();
    let mut first = Vec::new();
    if track {
        first.extend(single(&[("track", &["申报类别", "奖项类别", "申报奖项类别"])], chance));
    }
    if organizations {
        first.extend(single(IDENTITY, chance));
        blocks.push(single(ORGANIZATION, chance));
        blocks.push(group(OFFICER, 0, &["首席质量官"], chance));
        blocks.push(single(
            &[(
                "chief_quality_officer.appointed",
                &["已设首席质量官", "是否设立首席质量官"],
            )],
            chance,
        ));
        let rows = if long == Long::Certificates { 0..=0 } else { 1..=2 };
        let numbers = chance.one(&[["", "2"], ["", "（2）"], ["1", "2"], ["（1）", "（2）"], ["一", "二"]]);
        let all = chance.once_in(2);
        blocks.extend(rows.map(|row| {
            let mut group = group(SYSTEM, row, OVER_SYSTEM, chance);
            if row > 0 && !numbers[0].is_empty() {
                number(&mut group, numbers[usize::try_from(row - 1).unwrap()], all);
            }
            group
        }));
        blocks.push(years(long, behind, chance));
        blocks.push(single(STATEMENTS, chance));
    }
    if persons {
        first.extend(single(&[("individual.name", &["姓名", "申报人姓名"])], chance));
        blocks.push(single(INDIVIDUAL, chance));
        blocks.extend((1..=2).map(|row| group(WORK, row, &["质量工作经历", "质量工作"], chance)));
        blocks.push(single(PERSONAL, chance));
    }
    // whether there are any is asked before them all, or with each
    let before = !chance.once_in(3);
    let lists = single(LISTS, chance);
    let (asked, plain): (Vec<Column>, Vec<Column>) = lists
        .into_iter()
        .partition(|column| !before && !matches!(column.path.0, "records.checked_on" | "records.credit_report"));
    blocks.push(plain);
    let mut asked = asked.into_iter();
    for (of, over) in [
        (INCIDENT, &["事故", "事故记录"] as Names),
        (COMPLAINT, &["投诉", "质量投诉"]),
        (DISHONESTY, &["失信", "失信记录"]),
    ] {
        let mut group = group(of, 1, over, chance);
        if let Some(mut any) = asked.next() {
            let over = group[0].joint.as_ref().map(|(over, _)| over.clone()).unwrap();
            any.joint = Some((over, chance.one(&["有无", "是否发生", "有/无"]).to_owned()));
            group.insert(0, any);
        }
        blocks.push(group);
    }
    blocks.push(group(NOTICE, 1, &["公示", "公示情况", "内部公示"], chance));
    blocks.push(single(SUBMISSION, chance));
    blocks.push(group(RECOMMENDER, 1, &["推荐单位", "推荐"], chance));
    if chance.once_in(2) {
        for at in (1..blocks.len()).rev() {
            let other = chance.below(at + 1);
            blocks.swap(at, other);
        }
    }
    first.into_iter().chain(blocks.into_iter().flatten()).collect()
}

/// Puts a number behind each heading of a certificate, or before it, and behind the heading over `all` of them.
fn number(group: &mut [Column], number: &str, all: bool) {
    for column in group {
        let head = column.head.trim_end_matches("（2）").trim_end_matches('2');
        column.head = format!("{head}{number}");
        let joint = column.joint.take().filter(|_| all);
        column.joint = joint.map(|(over, below)| (format!("{over}{number}"), below));
    }
}

/// The columns of the sheet of a table in a form, with their headings there.
pub fn table(table: &str, behind: &str, chance: &mut Chance) -> Vec<(&'static str, String)> {
    let groups = [SYSTEM, NOTICE, INCIDENT, COMPLAINT, DISHONESTY, RECOMMENDER, WORK];
    if table == "fiscal_years." {
        return vec![
            ("fiscal_years.year", chance.one(&["年度", "会计年度"]).to_owned()),
            ("fiscal_years.net_profit", format!("净利润{behind}")),
            ("fiscal_years.policy_loss", "是否政策性亏损".to_owned()),
            ("fiscal_years.policy_loss_document", "政策性亏损认定文件".to_owned()),
        ];
    }
    let of = groups
        .into_iter()
        .flatten()
        .filter(|(path, ..)| path.starts_with(table));
    of.map(|(path, alone, _)| (*path, chance.one(alone).to_owned()))
        .collect()
}

fn single(of: &[(&'static str, Names)], chance: &mut Chance) -> Vec<Column> {
    let column = |(path, names): &(&'static str, Names)| Column {
        path: (*path, 0),
        head: chance.one(names).to_owned(),
        joint: None,
    };
    of.iter().map(column).collect()
}

/// The columns of one row of a table; row 0 stands for each in turn.
fn group(of: &[(&'static str, Names, Names)], row: i64, over: Names, chance: &mut Chance) -> Vec<Column> {
    let over = chance.one(over);
    let behind = chance.one(&["2", "（2）"]);
    let column = |(path, alone, below): &(&'static str, Names, Names)| {
        let number = if row > 1 { behind } else { "" };
        let scalar = path.starts_with("chief_quality_officer");
        Column {
            path: (*path, if scalar { 0 } else { row }),
            head: format!("{}{number}", chance.one(alone)),
            joint: (row < 2).then(|| (over.to_owned(), chance.one(below).to_owned())),
        }
    };
    of.iter().map(column).collect()
}

/// The columns on the three years, by what is asked, or by year.
fn years(long: Long, behind: &str, chance: &mut Chance) -> Vec<Column> {
    let asked = [
        ("fiscal_years.net_profit", "净利润", behind),
        ("fiscal_years.policy_loss", "政策性亏损", ""),
        ("fiscal_years.policy_loss_document", "政策性亏损认定文件", ""),
    ];
    if long == Long::Years {
        let year = ("fiscal_years.year", chance.one(&["年度", "会计年度"]), "");
        let all = std::iter::once(year).chain(asked);
        let column = |(path, head, behind): (&'static str, &str, &str)| Column {
            path: (path, 0),
            head: format!("{head}{behind}"),
            joint: None,
        };
        return all.map(column).collect();
    }
    let by_year = chance.once_in(2);
    let suffix = chance.one(&["年", "年度", ""]);
    let over = chance.one(&["", "", "近三年"]);
    let mut column = |year: i64, (path, head, behind): (&'static str, &str, &str)| {
        let said = format!("{year}{suffix}");
        Column {
            path: (path, year),
            head: if chance.once_in(3) {
                format!("{head}{behind}{said}")
            } else {
                format!("{said}{head}{behind}")
            },
            joint: Some(if by_year {
                (said, format!("{head}{behind}"))
            } else {
                (format!("{over}{head}{behind}"), said)
            }),
        }
    };
    let years = [2022, 2023, 2024];
    if by_year {
        years
            .into_iter()
            .flat_map(|year| asked.map(|asked| column(year, asked)))
            .collect()
    } else {
        asked
            .into_iter()
            .flat_map(|asked| years.map(|year| column(year, asked)))
            .collect()
    }
}
