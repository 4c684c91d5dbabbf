//! Rules held against dossiers written in a few lines: the examples of the headers, and the boundary tests
//! beside each rule.

use std::sync::Arc;

use toml::de::DeValue;

use super::*;
use crate::documents::Stated;
use crate::load;
use crate::place::{InputError, Source};
use crate::scope::Edition;
use crate::syntax;

/// Judges `given` (a dossier in TOML) by `rule` (in TOML, as `years_completed = { … }`) as of its day of
/// submission, or of `as_of` where it has none.
pub fn judge_as_of(rule: &str, given: &str, as_of: Day) -> Outcome {
    let (table, errors) = syntax::parse(given);
    assert!(errors.is_empty(), "{given}: {errors:?}");
    judge_table(rule, table.get_ref(), Some(as_of), None)
}

/// As [`judge_as_of`], on 2025-12-30 where no day is given.
pub fn judge(rule: &str, given: &str) -> Outcome {
    judge_as_of(rule, given, Day::new(2025, 12, 30).unwrap())
}

/// As [`judge`], with these documents: the items of a list in TOML.
pub fn judge_with(rule: &str, given: &str, documents: &str) -> Outcome {
    let text = format!("documents = [{documents}]");
    let read = syntax::read::<(), Documented>(&Source::text("", text), ());
    let Documented { documents } = read.unwrap_or_else(|error| panic!("{:#?}", error.errors));
    let (table, errors) = syntax::parse(given);
    assert!(errors.is_empty(), "{given}: {errors:?}");
    judge_table(rule, table.get_ref(), Day::new(2025, 12, 30), documents.as_deref())
}

shape! {
    /// The documents of a case.
    struct Documented {
        /// Each of them.
        documents: Option<Vec<Stated>>,
    }
}

/// The dictionary that all awards share, with what packs add to it: a field and a column that examples read, and the kinds
/// of document that they name.
fn dictionary() -> Dictionary {
    let mut dictionary = Dictionary::shared().unwrap().clone();
    for section in [
        "path = 'organization'\n[[field]]\nname = 'rank'\ntype = 'integer'\nlabel = { zh = '行业排名', en = 'Rank' }",
        "path = 'management_systems'\n[[field]]\nname = 'first_issued_on'\ntype = 'day'\nlabel = { zh = '首次发证日期', en = 'First issued on' }",
        "path = 'former_awards'\n[[field]]\nname = 'awarded_on'\ntype = 'day'\noptional = true\nlabel = { zh = '获奖日期', en = 'Awarded on' }",
    ] {
        let (table, errors) = syntax::parse(section);
        assert!(errors.is_empty(), "{section}: {errors:?}");
        let written = toml::Spanned::new(0..0, DeValue::Table(table.into_inner()));
        let section = Shape::read(&written, &mut Reader::new(dictionary.tracks().to_vec())).unwrap();
        dictionary.add(section).unwrap();
    }
    for (id, zh) in [
        ("licence", "营业执照"),
        ("overview", "概述"),
        ("self-assessment", "自我评价报告"),
        ("audit-report", "审计报告"),
        ("recommendation", "推荐意见"),
        ("policy-loss", "政策性亏损文件"),
        ("letter", "介绍信"),
    ] {
        let bears = match id {
            "licence" | "audit-report" => "bears = ['organization.name']",
            "letter" => "bears = ['organization.name', 'individual.name']",
            _ => "",
        };
        let kind = format!("id = '{id}'\nlabel = {{ zh = '{zh}', en = '{id}' }}\ntracks = ['organization']\n{bears}");
        let (table, _) = syntax::parse(&kind);
        let written = toml::Spanned::new(0..0, DeValue::Table(table.into_inner()));
        let kind = Shape::read(&written, &mut Reader::new(dictionary.tracks().to_vec())).unwrap();
        dictionary.catalogue.add(kind).unwrap();
    }
    dictionary
}

/// The edition in which the examples are judged.
pub fn edition() -> Edition {
    Edition {
        opens: None,
        closes: Day::new(2025, 12, 30).unwrap(),
        closes_unseen: false,
        look_up_again_after_days: None,
    }
}

/// A rule in TOML, or what is wrong with it.
fn read(rule: &str, dictionary: &Dictionary) -> Result<AnyRule, Vec<InputError>> {
    let (table, errors) = syntax::parse(rule);
    assert!(errors.is_empty(), "{rule}: {errors:?}");
    let written = toml::Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let mut reader = Reader::new(Scope::new(dictionary, edition()));
    AnyRule::read(&written, &mut reader).ok_or(reader.mistakes)
}

/// What a rule in TOML requires.
pub fn required(rule: &str) -> Text {
    let dictionary = dictionary();
    let rule = read(rule, &dictionary).unwrap_or_else(|mistakes| panic!("{rule}: {mistakes:?}"));
    rule.rule().required(&dictionary)
}

/// What is wrong with a rule in TOML, in English.
pub fn mistakes(rule: &str) -> Vec<String> {
    let mistakes = read(rule, &dictionary()).err().unwrap_or_default();
    mistakes.into_iter().map(|mistake| mistake.message.en).collect()
}

fn judge_table(rule: &str, given: &toml::de::DeTable<'_>, as_of: Option<Day>, documents: Option<&[Stated]>) -> Outcome {
    let dictionary = Arc::new(dictionary());
    let rule = read(rule, &dictionary).unwrap_or_else(|mistakes| panic!("{rule}: {mistakes:?}"));
    let source = Source::text("given", "");
    let dossier = load::toml::walk(given, &source, &dictionary, Day::new(2025, 12, 30).unwrap());
    let dossier = dossier.unwrap_or_else(|errors| panic!("{errors:?}"));
    let submitted = dossier.submitted_on();
    let documents = documents.map(|stated| Documents::stated(&dossier, stated).unwrap());
    let calendar = Calendar::shipped().unwrap();
    let as_of = submitted.or(as_of).expect("a day to judge as of");
    let context = Context {
        dossier: &dossier,
        as_of,
        submitted,
        calendar: &calendar,
        documents: documents.as_ref(),
        wording: true,
    };
    let outcome = super::judge(&rule, &context);
    let quiet = super::judge(
        &rule,
        &Context {
            wording: false,
            ..context
        },
    );
    assert_eq!(
        (quiet.verdict, quiet.reason, quiet.basis),
        (outcome.verdict, outcome.reason, outcome.basis)
    );
    assert!(
        !outcome.found.zh.is_empty() && !outcome.found.en.is_empty(),
        "{rule:?} says nothing: {outcome:?}"
    );
    assert!(!outcome.found.zh.contains('\n'));
    let required = rule.rule().required(&dictionary);
    assert!(
        !required.zh.is_empty() && !required.en.is_empty(),
        "{rule:?} requires nothing"
    );
    assert!(
        rule.rule().verdicts().contains(&outcome.verdict),
        "{} cannot give {}",
        rule.name(),
        outcome.verdict
    );
    for name in rule.rule().numbers(outcome.verdict, outcome.reason) {
        assert!(
            outcome.numbers.iter().any(|(had, _)| *had == name),
            "{} declares {name} for {} and does not compute it",
            rule.name(),
            outcome.verdict
        );
    }
    outcome
}

/// The rule of the example in a header, without its cases.
pub fn example(name: &str) -> String {
    header(name)
        .unwrap_or_else(|| panic!("{name} has no example with cases"))
        .example
}

shape! {
    /// A case of an example.
    struct Case {
        /// The verdict it brings.
        verdict: Verdict,
        /// The day to judge as of.
        as_of: Option<Day>,
        /// The dossier.
        _given as "given": crate::shape::Unread,
        /// Its documents.
        documents: Option<Vec<Stated>>,
    }
}

#[test]
fn the_example_in_every_header_holds() {
    assert!(names().any(|name| name == "all_of"));
    for name in names() {
        let Header { says, example, cases } =
            header(name).unwrap_or_else(|| panic!("{name} has no example with cases"));
        assert!(!says.en.is_empty(), "{name}: the header says nothing in English");
        assert!(!says.zh.is_empty(), "{name}: the header says nothing in Chinese");
        let (table, errors) = syntax::parse(&cases);
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let Some(DeValue::Array(cases)) = table.get_ref().get("case").map(|case| case.get_ref()) else {
            panic!("{name} has no cases");
        };
        for case in cases.iter() {
            let table = case.get_ref().as_table().unwrap();
            let empty = toml::de::DeTable::new();
            let given = table
                .get("given")
                .and_then(|given| given.get_ref().as_table())
                .unwrap_or(&empty);
            let mut reader = Reader::new(());
            let read = Case::read(case, &mut reader).unwrap_or_else(|| panic!("{:#?}", reader.mistakes));
            let outcome = judge_table(&example, given, read.as_of, read.documents.as_deref());
            assert_eq!(outcome.verdict, read.verdict, "{name}: {given:?}: {}", outcome.found.en);
        }
    }
}

/// The meanings of parameters are the comments above them; the keys within a table are told like its own.
#[test]
fn every_parameter_says_what_it_means_in_both_languages() {
    fn tell(rule: &str, keys: &[Key], told: &mut usize) {
        for key in keys {
            let Text { zh, en } = key.meaning();
            let name = key.name;
            assert!(en.ends_with('.') && !en.contains('：'), "{rule}.{name}: {en}");
            assert!(zh.ends_with('。'), "{rule}.{name}: give a line that begins with 中文：");
            assert!(!key.called.zh.is_empty() && !key.called.en.is_empty());
            *told += 1;
            tell(rule, &key.within, told);
        }
    }
    let mut told = 0;
    for name in names() {
        tell(name, &parameters(name).unwrap(), &mut told);
    }
    assert!(told > 100, "{told}");
    let within = |rule: &str, name: &str| {
        let keys = parameters(rule).unwrap();
        let key = keys.into_iter().find(|key| key.name == name).unwrap();
        key.within.iter().map(|key| key.name).collect::<Vec<_>>()
    };
    assert_eq!(within("years_completed", "hosted"), ["registered", "entity", "kinds"]);
    assert_eq!(within("in_district", "area"), ["code", "names"]);
    assert_eq!(
        within("when", "then"),
        [""; 0],
        "a rule within a rule is explained by itself"
    );
}

#[test]
fn a_rule_made_of_rules_promises_no_number_that_one_outcome_lacks() {
    let years = "years_completed = { years = 3, registered = 'organization.registered_on', operating = 'organization.operating_since' }";
    let when = format!("[when]\nflag = 'organization.nonprofit'\nthen = {{ {years} }}");
    let notice = example("working_days_before").replace(
        "[working_days_before]",
        "[[all_of.rules]]\n[all_of.rules.working_days_before]",
    );
    let both = format!("[[all_of.rules]]\n{years}\n{notice}");
    let dictionary = Arc::new(dictionary());
    let numbers = |rule: &str, verdict, reason| {
        let rule = read(rule, &dictionary).unwrap();
        rule.rule().numbers(verdict, reason)
    };
    assert_eq!(numbers(&when, Verdict::Fail, None), ["passes_on"]);
    assert_eq!(numbers(&when, Verdict::Review, Some(Reason::Readings)), ["passes_on"]);
    assert_eq!(numbers(&when, Verdict::Missing, None), [""; 0]);
    assert_eq!(numbers(&both, Verdict::Fail, None), ["last_safe_day"]);
    let young = "{ nonprofit = true, registered_on = 2024-01-01, operating_since = 2024-01-01 }";
    for organization in ["{}", "{ nonprofit = true }", young] {
        let given = format!("organization = {organization}");
        judge(&when, &given);
        judge(&both, &given);
    }
}

#[test]
fn a_rule_made_of_rules_asks_for_the_rows_and_documents_of_each() {
    let loss = example("each_year_at_least").replace("each_year_at_least", "PLACE.each_year_at_least");
    let licence = "[PLACE.document_given]\nkind = 'licence'";
    let flag = "[PLACE.is_true]\nfield = 'submission.truthful'";
    let both = |rule: &str, parts: [&str; 2]| {
        parts
            .map(|part| format!("[[{rule}.rules]]\n{}", part.replace("PLACE", &format!("{rule}.rules"))))
            .join("\n")
    };
    let readings = |parts: [&str; 2]| {
        let [a, b] = parts;
        let said = "a_is = { zh = '甲', en = 'a' }\nb_is = { zh = '乙', en = 'b' }";
        let (a, b) = (a.replace("PLACE", "readings.a"), b.replace("PLACE", "readings.b"));
        format!("[readings]\n{said}\n{a}\n{b}")
    };
    let when = |part: &str| {
        format!(
            "[when]\nflag = 'organization.nonprofit'\n{}",
            part.replace("PLACE", "when.then")
        )
    };
    let dictionary = dictionary();
    let asks = |rule: &str| {
        let rule = read(rule, &dictionary).unwrap_or_else(|mistakes| panic!("{rule}: {mistakes:?}"));
        let years: Vec<i64> = rule.rule().rows().into_iter().map(|(_, year)| year).collect();
        (years, rule.rule().needs_documents())
    };
    let years = vec![2022, 2023, 2024];
    for made in ["all_of", "one_of"] {
        assert_eq!(asks(&both(made, [&loss, flag])), (years.clone(), false), "{made}");
        assert_eq!(asks(&both(made, [flag, licence])), (vec![], true), "{made}");
    }
    assert_eq!(asks(&readings([&loss, flag])), (years.clone(), false));
    assert_eq!(asks(&readings([flag, licence])), (vec![], true));
    assert_eq!(asks(&when(&loss)), (years, false));
    assert_eq!(asks(&when(licence)), (vec![], true));
}

#[test]
fn a_rule_made_of_rules_promises_the_numbers_that_each_always_has() {
    let notice = example("working_days_before").replace("working_days_before", "PLACE.working_days_before");
    let flag = "[PLACE.is_true]\nfield = 'submission.truthful'";
    let dictionary = dictionary();
    let numbers = |rule: &str, verdict| {
        let rule = read(rule, &dictionary).unwrap_or_else(|mistakes| panic!("{rule}: {mistakes:?}"));
        rule.rule().numbers(verdict, None)
    };
    let one_of = format!("[[one_of.rules]]\n{notice}\n[[one_of.rules]]\n{flag}").replace("PLACE", "one_of.rules");
    assert_eq!(numbers(&one_of, Verdict::Fail), ["last_safe_day"]);
    let said = "a_is = { zh = '甲', en = 'a' }\nb_is = { zh = '乙', en = 'b' }";
    let (a, b) = (
        notice.replace("PLACE", "readings.a"),
        flag.replace("PLACE", "readings.b"),
    );
    assert_eq!(
        numbers(&format!("[readings]\n{said}\n{a}\n{b}"), Verdict::Fail),
        ["last_safe_day"]
    );
    let when = format!(
        "[when]\nflag = 'organization.nonprofit'\n{}",
        notice.replace("PLACE", "when.then")
    );
    assert_eq!(numbers(&when, Verdict::Fail), ["last_safe_day"]);
    assert_eq!(numbers(&when, Verdict::Missing), [""; 0]);
}

#[test]
fn what_is_required_names_the_limits() {
    for (rule, said) in [
        ("is_true = { field = 'submission.truthful' }", "：是"),
        ("is_true = { field = 'submission.truthful', not = true }", "：否"),
        (
            "[[one_of.rules]]\nis_true = { field = 'submission.truthful' }\n[[one_of.rules]]\nis_true = { field = 'organization.nonprofit' }",
            "；或者",
        ),
        (
            "documents_cover_years = { kind = 'audit-report', years = [2022, 2023] }",
            "2022、2023",
        ),
    ] {
        let required = required(rule).zh;
        assert!(required.contains(said), "{rule}: {required}");
        assert!(!required.starts_with("；"), "{rule}: {required}");
    }
}

#[test]
fn parameters_that_do_not_agree_are_mistakes() {
    let years = example("each_year_at_least");
    let without = |key: &str| {
        let lines = years.lines().filter(|line| !line.starts_with(&format!("{key} =")));
        mistakes(&lines.collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(mistakes(&years), [""; 0]);
    for key in ["exempt", "document"] {
        let mistakes = without(key);
        assert_eq!(mistakes.len(), 1, "{key}: {mistakes:?}");
        assert!(mistakes[0].contains("belong together"), "{mistakes:?}");
    }
    let kinds =
        "['legal_person', 'unincorporated', 'branch', 'internal_unit', 'dispatched_unit', 'individual_business'";
    let among = |pass: &str, fail: &str| {
        mistakes(&format!(
            "[is_in]\nfield = 'organization.entity_type'\npass = {kinds}{pass}]\nfail = [{fail}]"
        ))
    };
    assert_eq!(among("", "'other'"), [""; 0]);
    for (pass, fail) in [("", ""), (", 'other'", "'other'")] {
        let mistakes = among(pass, fail);
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        assert!(mistakes[0].contains("in exactly one"), "{mistakes:?}");
    }
}
