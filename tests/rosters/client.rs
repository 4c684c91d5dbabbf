//! An applicant as its facts, and these as a dossier in TOML.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quality_award::id_number::CreditCode;

use super::Chance;

/// A fact, whatever it is written as.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    Text(String),
    Code(String),
    Day(i64, i64, i64),
    Month(i64, i64),
    /// A year where a day is asked for.
    Within(i64),
    Flag(bool),
    /// The id of a choice.
    Choice(&'static str),
    Year(i64),
    Yuan(i64),
    /// There are none of the list.
    None,
}

/// Where a fact belongs: a field, and the row of its table, from one; 0 where it stands in none.
pub type Path = (&'static str, i64);

#[derive(Debug, Clone)]
pub struct Client {
    pub name: String,
    pub individual: bool,
    pub facts: BTreeMap<Path, Fact>,
}

const SURNAMES: [&str; 12] = ["陈", "王", "李", "张", "刘", "杨", "黄", "周", "吴", "徐", "孙", "欧阳"];
const GIVEN: [&str; 10] = ["明", "建国", "丽", "志强", "晓燕", "伟", "静", "海波", "雪梅", "国庆"];
const TRADES: [&str; 14] = [
    "智能科技",
    "医疗器械",
    "餐饮管理",
    "物流",
    "建筑装饰工程",
    "食品",
    "检验检测",
    "信息技术",
    "环保设备",
    "教育培训",
    "物业管理",
    "生物医药",
    "文化传播",
    "合计量仪",
];
const ENDS: [&str; 5] = ["有限公司", "股份有限公司", "（上海）有限公司", "集团有限公司", "中心"];
const STARTS: [&str; 10] = ["瑞", "泰", "东方", "华", "注", "例外", "说明", "共和", "一达", "小满"];

impl Client {
    /// The client of this number.
    pub fn new(number: usize, individual: bool, chance: &mut Chance) -> Client {
        let person = format!("{}{}", chance.one(&SURNAMES), chance.one(&GIVEN));
        let organization = format!(
            "上海{}第{number}{}{}",
            chance.one(&STARTS),
            chance.one(&TRADES),
            chance.one(&ENDS)
        );
        let mut client = Client {
            // a number tells namesakes apart
            name: if individual {
                format!("{person}{}", letters(number))
            } else {
                organization.clone()
            },
            individual,
            facts: BTreeMap::new(),
        };
        client.set(
            "track",
            0,
            Fact::Choice(if individual { "individual" } else { "organization" }),
        );
        if individual {
            client.person(&organization, chance);
        } else {
            client.organization(number, &person, chance);
        }
        client.common(chance);
        client
    }

    fn set(&mut self, field: &'static str, row: i64, fact: Fact) {
        self.facts.insert((field, row), fact);
    }

    /// Sets a fact, but for now and then.
    fn mostly(&mut self, chance: &mut Chance, field: &'static str, row: i64, fact: Fact) {
        if !chance.once_in(12) {
            self.set(field, row, fact);
        }
    }

    fn organization(&mut self, number: usize, person: &str, chance: &mut Chance) {
        let name = self.name.clone();
        self.set("organization.name", 0, Fact::Text(name.clone()));
        self.mostly(
            chance,
            "organization.unified_social_credit_code",
            0,
            Fact::Code(code(number)),
        );
        let kinds = [
            "legal_person",
            "legal_person",
            "legal_person",
            "unincorporated",
            "branch",
            "individual_business",
        ];
        let kind = chance.one(&kinds);
        self.mostly(chance, "organization.entity_type", 0, Fact::Choice(kind));
        let nonprofit = chance.once_in(6);
        self.mostly(chance, "organization.nonprofit", 0, Fact::Flag(nonprofit));
        let registered = day_or_month(chance, 2008, 2023);
        self.mostly(chance, "organization.registered_on", 0, registered.clone());
        let operating = if chance.once_in(4) {
            day_or_month(chance, 2023, 2024)
        } else {
            registered
        };
        self.mostly(chance, "organization.operating_since", 0, operating);
        let district = chance.one(&["徐汇区", "徐汇区", "徐汇区", "徐汇区", "闵行区"]);
        self.mostly(
            chance,
            "organization.registered_district",
            0,
            Fact::Text(district.into()),
        );
        let address = format!("上海市{district}漕宝路{number}号");
        self.mostly(chance, "organization.registered_address", 0, Fact::Text(address));
        for row in 1..=chance.between(0, 2) {
            let standard = chance.one(&["GB/T 19001-2016", "ISO 9001:2015", "GB/T 24001-2016", "ISO 13485"]);
            self.set("management_systems.standard", row, Fact::Text(standard.into()));
            self.mostly(
                chance,
                "management_systems.certificate_number",
                row,
                Fact::Text(format!("Q{number:05}R{row}")),
            );
            let holder = if chance.once_in(8) {
                "上海别家有限公司".into()
            } else {
                name.clone()
            };
            self.mostly(chance, "management_systems.holder", row, Fact::Text(holder));
            let until = match chance.below(6) {
                0 => Fact::Choice("unlimited"),
                1 => day(chance, 2023, 2024),
                _ => day(chance, 2026, 2028),
            };
            self.mostly(chance, "management_systems.valid_until", row, until);
        }
        match chance.below(5) {
            0 => self.set("chief_quality_officer.appointed", 0, Fact::Flag(false)),
            1 => {}
            _ => {
                self.mostly(chance, "chief_quality_officer.appointed", 0, Fact::Flag(true));
                self.mostly(chance, "chief_quality_officer.name", 0, Fact::Text(person.into()));
                let on = day_or_month(chance, 2018, 2024);
                self.mostly(chance, "chief_quality_officer.appointed_on", 0, on);
                let document = Fact::Text(format!("关于聘任首席质量官的决定〔2021〕{number}号"));
                self.mostly(chance, "chief_quality_officer.appointment_document", 0, document);
            }
        }
        for year in 2022..=2024 {
            if chance.once_in(15) {
                continue;
            }
            let profit = match chance.below(10) {
                0 => -1_000 * chance.between(1, 90_000),
                1 => 0,
                2..=5 => 10_000 * chance.between(1, 90_000),
                _ => 1_000 * chance.between(1, 900_000),
            };
            self.set("fiscal_years.year", year, Fact::Year(year));
            self.set("fiscal_years.net_profit", year, Fact::Yuan(profit));
            if profit < 0 && !chance.once_in(3) {
                let policy = chance.once_in(2);
                self.set("fiscal_years.policy_loss", year, Fact::Flag(policy));
                if policy && !chance.once_in(3) {
                    let document = Fact::Text(format!("徐财〔{year}〕{number}号"));
                    self.set("fiscal_years.policy_loss_document", year, document);
                }
            }
        }
        let statements = [
            "statements.improvement",
            "statements.contribution",
            "statements.integrity",
            "statements.after_sales",
            "statements.market_position",
            "statements.responsibility",
        ];
        for statement in statements {
            self.mostly(
                chance,
                statement,
                0,
                Fact::Text("每年两次内审和管理评审，改进项目均闭环；合计46项，无一遗漏。".into()),
            );
        }
        if nonprofit {
            self.mostly(
                chance,
                "statements.social_contribution",
                0,
                Fact::Text("服务全区十三个街镇。".into()),
            );
        }
    }

    fn person(&mut self, organization: &str, chance: &mut Chance) {
        self.set("individual.name", 0, Fact::Text(self.name.clone()));
        self.mostly(chance, "individual.employer", 0, Fact::Text(organization.to_owned()));
        self.mostly(chance, "individual.position", 0, Fact::Text("质量总监".into()));
        let link = chance.one(&["works_in", "works_in", "contributes_to"]);
        self.mostly(chance, "individual.district_link", 0, Fact::Choice(link));
        let principal = chance.once_in(4);
        self.mostly(chance, "individual.principal", 0, Fact::Flag(principal));
        let mut year = chance.between(2005, 2021);
        for row in 1..=chance.between(1, 2) {
            let from = day_or_month(chance, year, year);
            year += chance.between(1, 4);
            let last = chance.once_in(2);
            self.set("quality_work.from", row, from);
            let to = if last {
                Fact::Choice("present")
            } else {
                day_or_month(chance, year, year)
            };
            self.set("quality_work.to", row, to);
            self.mostly(
                chance,
                "quality_work.organization",
                row,
                Fact::Text(organization.to_owned()),
            );
            self.mostly(chance, "quality_work.role", row, Fact::Text("质量工程师".into()));
            if last {
                break;
            }
            year += 1;
        }
        for statement in ["statements.achievement", "statements.ethics"] {
            self.mostly(
                chance,
                statement,
                0,
                Fact::Text("主持制定行业标准1项，论文6篇。".into()),
            );
        }
    }

    fn common(&mut self, chance: &mut Chance) {
        let checked = if chance.once_in(12) {
            day(chance, 2021, 2024)
        } else {
            Fact::Day(2025, 12, chance.between(1, 14))
        };
        self.mostly(chance, "records.checked_on", 0, checked);
        self.mostly(chance, "records.credit_report", 0, Fact::Text("专用信用报告".into()));
        if chance.once_in(9) {
            self.set(
                "records.incidents.kind",
                1,
                Fact::Choice(chance.one(&["quality", "safety", "environment", "food_drug"])),
            );
            let level = chance.one(&["general", "larger", "major", "extraordinary"]);
            self.mostly(chance, "records.incidents.level", 1, Fact::Choice(level));
            let on = day(chance, 2019, 2025);
            self.mostly(chance, "records.incidents.occurred_on", 1, on);
        } else {
            self.mostly(chance, "records.incidents", 0, Fact::None);
        }
        if chance.once_in(9) {
            self.set("records.complaints.major", 1, Fact::Flag(chance.once_in(2)));
            let on = day(chance, 2019, 2025);
            self.mostly(chance, "records.complaints.received_on", 1, on);
        } else {
            self.mostly(chance, "records.complaints", 0, Fact::None);
        }
        if chance.once_in(9) {
            let kind = chance.one(&[
                "serious_violation",
                "judgment_defaulter",
                "abnormal_operation",
                "penalty",
            ]);
            self.set("records.dishonesty.kind", 1, Fact::Choice(kind));
            let on = day(chance, 2019, 2023);
            self.mostly(chance, "records.dishonesty.listed_on", 1, on);
            let removed = if chance.once_in(2) {
                Fact::Choice("none")
            } else {
                day(chance, 2024, 2025)
            };
            self.mostly(chance, "records.dishonesty.removed_on", 1, removed);
        } else {
            self.mostly(chance, "records.dishonesty", 0, Fact::None);
        }
        if !chance.once_in(10) {
            let scope = if self.individual != chance.once_in(10) {
                "employer"
            } else {
                "organization"
            };
            self.mostly(chance, "public_notices.scope", 1, Fact::Choice(scope));
            let first = chance.between(1, 12);
            self.set("public_notices.started_on", 1, Fact::Day(2025, 12, first));
            let last = first + chance.between(1, 9);
            self.mostly(chance, "public_notices.ended_on", 1, Fact::Day(2025, 12, last));
            let objections = chance.once_in(11);
            self.mostly(chance, "public_notices.objections", 1, Fact::Flag(objections));
        }
        let on = match chance.below(8) {
            0 => Fact::Day(2025, 12, 31),
            1 => Fact::Day(2025, 12, 30),
            _ => Fact::Day(2025, 12, chance.between(16, 29)),
        };
        self.mostly(chance, "submission.submitted_on", 0, on);
        if chance.once_in(3) {
            self.set("submission.channel", 0, Fact::Choice("recommended"));
            self.set(
                "recommenders.kind",
                1,
                Fact::Choice(chance.one(&["subdistrict", "association", "other"])),
            );
            self.mostly(chance, "recommenders.name", 1, Fact::Text("长桥街道办事处".into()));
        } else {
            self.mostly(chance, "submission.channel", 0, Fact::Choice("direct"));
        }
        let truthful = !chance.once_in(20);
        self.mostly(chance, "submission.truthful", 0, Fact::Flag(truthful));
    }

    /// The dossier in TOML, written as plainly as can be.
    pub fn toml(&self) -> String {
        let mut scalars: BTreeMap<&str, String> = BTreeMap::new();
        let mut rows: BTreeMap<(&str, i64), String> = BTreeMap::new();
        let mut top = String::new();
        for ((path, row), fact) in &self.facts {
            if let Fact::None = fact {
                let (section, list) = path.rsplit_once('.').unwrap();
                let _ = writeln!(scalars.entry(section).or_default(), "{list} = []");
                continue;
            }
            let (section, field) = path.rsplit_once('.').unwrap_or(("", path));
            let line = format!("{field} = {}\n", fact.toml());
            match (*row, section) {
                (0, "") => top.push_str(&line),
                (0, _) => scalars.entry(section).or_default().push_str(&line),
                (row, _) => rows.entry((section, row)).or_default().push_str(&line),
            }
        }
        for (section, lines) in scalars {
            let _ = write!(top, "\n[{section}]\n{lines}");
        }
        for ((section, _), lines) in rows {
            let _ = write!(top, "\n[[{section}]]\n{lines}");
        }
        top
    }
}

impl Fact {
    fn toml(&self) -> String {
        match self {
            Fact::Text(text) | Fact::Code(text) => format!("\"{text}\""),
            Fact::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
            Fact::Month(year, month) => format!("\"{year}-{month:02}\""),
            Fact::Within(year) => format!("\"{year}\""),
            Fact::Flag(flag) => flag.to_string(),
            Fact::Choice(id) => format!("\"{id}\""),
            Fact::Year(number) | Fact::Yuan(number) => number.to_string(),
            Fact::None => "[]".to_owned(),
        }
    }
}

/// A day of these years that every month has.
fn day(chance: &mut Chance, first: i64, last: i64) -> Fact {
    Fact::Day(
        chance.between(first, last),
        chance.between(1, 12),
        chance.between(1, 28),
    )
}

/// The same, of which now and then only the month is known, or the year.
fn day_or_month(chance: &mut Chance, first: i64, last: i64) -> Fact {
    let known = !chance.once_in(5);
    match day(chance, first, last) {
        Fact::Day(year, ..) if !known && chance.once_in(3) => Fact::Within(year),
        Fact::Day(year, month, _) if !known => Fact::Month(year, month),
        day => day,
    }
}

/// A number in letters, as no name is followed by digits.
fn letters(number: usize) -> String {
    const LETTERS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
    number
        .to_string()
        .bytes()
        .map(|digit| LETTERS[usize::from(digit - b'0')])
        .collect()
}

/// The credit code of an organization of Xuhui with this number.
fn code(number: usize) -> String {
    let body = format!("91310104MA1{number:06}");
    let mut codes = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .map(|check| format!("{body}{check}"));
    codes.find(|code| CreditCode::parse(code).is_ok()).unwrap()
}
