//! The condition that a demand is guessed to be.

use super::Edition;
use super::drafted::{Drafted, case};
use super::phrases::Demand;
use super::pieces::Piece;
use crate::syntax::basic_string;
use crate::text::Text;

/// What to do, for each of these verdicts.
fn remedies(verdicts: &[&'static str]) -> Vec<(&'static str, Text)> {
    let remedy = |verdict: &&'static str| {
        let text = match *verdict {
            "fail" => text!(
                "不符合该条，如填写有误请更正。",
                "Not met; if this is a slip, correct it."
            ),
            "missing" => text!("填写{gaps}。", "Give: {gaps}."; gaps = Text::same("{gaps}")),
            _ => text!(
                "备好证明，向评审办公室确认。",
                "Have proof at hand and ask the award office."
            ),
        };
        (*verdict, text)
    };
    verdicts.iter().map(remedy).collect()
}

const ALL: [&str; 3] = ["fail", "missing", "review"];

/// The condition that a demand is guessed to be.
pub(super) fn condition(demand: Demand, piece: &Piece, edition: &Edition) -> Option<Drafted> {
    let closes = edition.closes;
    let next = closes.plus(1);
    let of_persons = piece.under.contains("个人") && edition.persons;
    let organization = || "\"organization\"".to_owned();
    let everyone = || match edition.persons {
        true => "\"organization\", \"individual\"".to_owned(),
        false => "\"organization\"".to_owned(),
    };
    let sound = || case(text!("完好的申报", "the sound dossier"), "", "pass");
    let short = |years: i64, days: i64| {
        i16::try_from(years)
            .map_or(closes, |years| closes.corresponding(-years))
            .plus(days)
    };
    let counted = |years: i64, change: &dyn Fn(crate::day::Day) -> String| {
        [
            case(
                text!("恰满年限", "complete to the day"),
                change(short(years, 0)),
                "pass",
            ),
            case(
                text!("差一天：两种算法不一", "a day short: the readings differ"),
                change(short(years, 1)),
                "review",
            ),
            case(text!("差两天", "two days short"), change(short(years, 2)), "fail"),
        ]
    };
    let missing = |paths: &str| {
        case(
            text!("没有填写", "not given"),
            format!("without = [{paths}]"),
            "missing",
        )
    };
    let on_submission = format!("given.submission.submitted_on = {closes}");
    Some(match demand {
        Demand::Operating(years) => Drafted {
            id: "org.operating-years",
            tracks: organization(),
            title: text!("经营满 {years} 年", "In operation for {years} years"),
            rule: format!("years_completed]\nyears = {years}"),
            remedies: remedies(&ALL),
            cases: counted(years, &|day| {
                format!("given.organization = {{ registered_on = {day}, operating_since = {day} }}")
            })
            .into_iter()
            .chain([missing("\"organization.registered_on\", \"organization.operating_since\"")])
            .collect(),
        },
        Demand::Registered(years) => Drafted {
            id: "org.registered-years",
            tracks: organization(),
            title: text!("登记注册满 {years} 年", "Registered for {years} years"),
            rule: format!("years_since]\nday = \"organization.registered_on\"\nyears = {years}"),
            remedies: remedies(&ALL),
            cases: counted(years, &|day| {
                format!("given.organization = {{ registered_on = {day}, operating_since = {day} }}")
            })
            .into_iter()
            .chain([missing("\"organization.registered_on\"")])
            .collect(),
        },
        Demand::QualityWork(years) if edition.persons => Drafted {
            id: "ind.quality-years",
            tracks: "\"individual\"".to_owned(),
            title: text!("从事质量工作满 {years} 年", "Quality work for {years} years"),
            rule: format!("years_accumulated]\nyears = {years}"),
            remedies: remedies(&ALL),
            cases: counted(years, &|day| {
                format!("given.quality_work = [{{ from = {day}, to = \"present\", full_time = true }}]")
            })
            .into_iter()
            .chain([missing("\"quality_work\"")])
            .collect(),
        },
        Demand::QualityWork(_) => return None,
        Demand::NoLoss(years, except) => no_loss(years, except, edition),
        Demand::Notice(days) => {
            let scopes = match edition.persons {
                true => "{ organization = [\"organization\"], individual = [\"employer\"] }",
                false => "{ organization = [\"organization\"] }",
            };
            let notice = |from: i64, to: i64| {
                let (from, to) = (closes.plus(from), closes.plus(to));
                format!(
                    "given.public_notices = [{{ scope = \"organization\", started_on = {from}, ended_on = {to}, objections = false }}]"
                )
            };
            Drafted {
                id: "proc.public-notice",
                tracks: everyone(),
                title: text!("公示不少于 {days} 个工作日", "Posted for {days} working days"),
                rule: format!("working_days_before]\nscopes = {scopes}\nworking_days = {days}"),
                remedies: remedies(&ALL),
                cases: vec![
                    sound(),
                    case(text!("只公示一天", "posted for a day"), notice(-11, -11), "fail"),
                    case(text!("公示在提交当日结束", "it ends on the day of submission"), notice(-40, 0), "review"),
                    missing("\"public_notices\""),
                ],
            }
        }
        Demand::Deadline(day) => {
            // a second day in the notice is one of another stage
            if day != closes {
                return None;
            }
            Drafted {
                id: "proc.deadline",
                tracks: everyone(),
                title: text!("截止日期", "Deadline"),
                rule: "not_after]".to_owned(),
                remedies: remedies(&ALL),
                cases: vec![
                    case(text!("截止当日提交", "on the last day"), on_submission, "pass"),
                    case(text!("晚一天", "a day late"), format!("given.submission.submitted_on = {next}"), "fail"),
                    case(
                        text!("当日寄出，次日收到", "posted on the day, received the next"),
                        format!("given.submission = {{ method = \"post\", received_on = {next} }}"),
                        "review",
                    ),
                    case(
                        text!("截止日已过，未写提交日期", "the day has passed, and none is given"),
                        format!("without = [\"submission.submitted_on\"]\nas_of = {next}"),
                        "missing",
                    ),
                ],
            }
        }
        Demand::NoAccident(years, level) => {
            let accident = |day: crate::day::Day| {
                format!("given.records.incidents = [{{ kind = \"safety\", level = \"{level}\", occurred_on = {day} }}]")
            };
            Drafted {
                id: "org.no-accident",
                tracks: if of_persons { "\"individual\"".to_owned() } else { organization() },
                title: text!("近 {years} 年无事故", "No accident in {years} years"),
                rule: format!(
                    "no_event_within]\ntable = \"records.incidents\"\ndate = \"occurred_on\"\nlevel = {{ at_least = \"{level}\" }}\nwithin = {{ years = {years} }}"
                ),
                remedies: remedies(&ALL),
                cases: vec![
                    sound(),
                    case(text!("近期发生", "a recent one"), accident(closes.plus(-30)), "fail"),
                    case(
                        text!("恰在倒推的年限之外、年度之内", "outside the years counted back, within the calendar years"),
                        accident(short(years, 0)),
                        "review",
                    ),
                    missing("\"records.incidents\""),
                ],
            }
        }
        Demand::Certified => Drafted {
            id: "org.management-system",
            tracks: organization(),
            title: text!("管理体系认证", "A certified management system"),
            rule: "valid_on]\ncertified = true".to_owned(),
            remedies: remedies(&ALL),
            cases: vec![
                sound(),
                case(text!("没有", "none"), "given.management_systems = []", "fail"),
                case(
                    text!("证书已到期", "the certificate has expired"),
                    format!(
                        "given.management_systems = [{{ standard = \"GB/T 19001\", certificate_number = \"1\", holder = \"{}\", valid_until = {} }}]",
                        super::sound::NAME,
                        closes.plus(-1)
                    ),
                    "review",
                ),
                missing("\"management_systems\""),
            ],
        },
        Demand::InArea => in_area(edition)?,
        Demand::Recommended => Drafted {
            id: "proc.recommended",
            tracks: everyone(),
            title: text!("经推荐申报", "Recommended"),
            rule: "recommended_by]\nkinds = [\"authority\", \"subdistrict\", \"association\", \"group\", \"expert\", \"past_winner\", \"other\"]"
                .to_owned(),
            remedies: remedies(&ALL),
            cases: vec![
                sound(),
                case(text!("没有推荐单位", "no recommender"), "given.recommenders = []", "fail"),
                case(
                    text!("推荐函尚未取得", "the letter is not there yet"),
                    "given.recommenders = [{ kind = \"subdistrict\", name = \"示例街道（推荐函尚未取得）\" }]",
                    "review",
                ),
                missing("\"recommenders\""),
            ],
        },
        Demand::Truthful => Drafted {
            id: "proc.truthful",
            tracks: everyone(),
            title: text!("如实填写", "Filled in truthfully"),
            rule: "is_true]\nfield = \"submission.truthful\"".to_owned(),
            remedies: remedies(&["fail", "missing"]),
            cases: vec![
                sound(),
                case(text!("承认不实", "said not to be"), "given.submission.truthful = false", "fail"),
                missing("\"submission.truthful\""),
            ],
        },
        Demand::NoAwardWithin(years) => {
            let name = &edition.award;
            let won = |year: i64| format!("given.former_awards = [{{ award = {}, year = {year} }}]", basic_string(name));
            let year = i64::from(closes.year());
            Drafted {
                id: "org.no-award-before",
                tracks: everyone(),
                title: text!("{years} 年内未获本奖", "No such award within {years} years"),
                rule: format!("years_since_award]\nnames = [{}]\nyears = {years}", basic_string(name)),
                remedies: remedies(&ALL),
                cases: vec![
                    sound(),
                    case(text!("去年获奖", "won last year"), won(year - 1), "fail"),
                    case(text!("恰在期满之年", "won in the year in which the time runs out"), won(year - years), "review"),
                    missing("\"former_awards\""),
                ],
            }
        }
    })
}

fn no_loss(years: i64, except: bool, edition: &Edition) -> Drafted {
    let year = i64::from(edition.closes.year());
    let rows = |first: &str, more: &str| {
        let others = (1..years)
            .rev()
            .map(|back| format!(", {{ year = {}, net_profit = 1 }}", year - back));
        format!(
            "given.fiscal_years = [{{ year = {}, {first} }}{}{more}]",
            year - years,
            others.collect::<String>()
        )
    };
    let exempt = match except {
        true => "\nexempt = \"policy_loss\"\ndocument = \"policy_loss_document\"",
        false => "",
    };
    let this_year = format!(", {{ year = {year}, net_profit = -1 }}");
    Drafted {
        id: "org.no-loss",
        tracks: "\"organization\"".to_owned(),
        title: text!("近 {years} 年未亏损", "No loss in {years} years"),
        rule: format!("each_year_at_least]\nyears = {years}\namount = \"net_profit\"\nfloor = 0{exempt}"),
        remedies: remedies(&ALL),
        cases: vec![
            case(
                text!("恰为零", "nothing gained, nothing lost"),
                rows("net_profit = 0", ""),
                "pass",
            ),
            case(
                text!("亏损一分钱", "a loss of a fen"),
                rows("net_profit = -0.01, policy_loss = false", ""),
                "fail",
            ),
            case(
                text!("截止当年亏损", "a loss in the year of the deadline"),
                rows("net_profit = 1", &this_year),
                "review",
            ),
            case(
                text!("没有填写", "not given"),
                "without = [\"fiscal_years\"]",
                "missing",
            ),
        ],
    }
}

fn in_area(edition: &Edition) -> Option<Drafted> {
    let area = edition.area?;
    let (name, code) = (area.name(), area.code());
    // whichever is not in the area
    let elsewhere = ["海口市秀英区", "拉萨市城关区"]
        .into_iter()
        .find(|other| !other.contains(name))?;
    Some(Drafted {
        id: "org.registered-in-area",
        tracks: "\"organization\"".to_owned(),
        title: text!("在{name}登记注册", "Registered in {name}"),
        rule: format!("in_district]\narea = {{ code = \"{code}\" }}"),
        remedies: remedies(&ALL),
        cases: vec![
            case(
                text!("在{name}", "in {name}"),
                format!("given.organization.registered_district = \"{name}\""),
                "pass",
            ),
            case(
                text!("在别处", "elsewhere"),
                format!("given.organization.registered_district = \"{elsewhere}\""),
                "fail",
            ),
            case(
                text!("写作否定", "denied"),
                format!("given.organization.registered_district = \"非{name}\""),
                "review",
            ),
            case(
                text!("没有填写", "not given"),
                "without = [\"organization.registered_district\"]",
                "missing",
            ),
        ],
    })
}
