//! What people get wrong in a TOML file, and files that mean harm: every mistake of a file is told in one pass,
//! in order, at its place and in both languages, and nothing brings the reader down.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{is_read_quickly, judge, place, read, said, well_written};
use proptest::prelude::*;
use quality_award::load::bytes::decode;
use quality_award::render::Look;
use quality_award::render::errors::show;
use quality_award::text::Lang;
use quality_award::verdict::Verdict;

/// A file with a mistake in nearly every line.
const BROKEN: &str = r#"award = "xuhui-2025"
track = "团体"
former_awards = { award = "某奖" }
[organization]
名称 = "上海某某公司"
name = “上海某某公司”
registred_on = 2016-03-18
unified_social_credit_code = "914403001922038217"
nonprofit = True
medical = 1
registered_on = 2025-02-30
operating_since = "2025-02-30"
[records]
checked_on = "去年年底"
[[fiscal_years]]
year = 2022
net_profit = 1,234.5
[[fiscal_years]]
year = 2023
net_profit = "一百万"
[[fiscal_years]]
year = 2023
[[public_notices]]
scope = "organization" # 说明
started_on = 2025-12-22
ended_on = 2025-12-15
objections = [false]
[submission]
channel = "direct
recommenders = "某商会"
"#;

/// Line, column, and what the sentence and its hint must hold.
const MISTAKES: &[(usize, usize, &str)] = &[
    (2, 9, "organization"),
    (3, 1, "[[former_awards]]"),
    (5, 1, "英文字段名"),
    (6, 8, "半角"),
    (7, 1, "registered_on"),
    (8, 30, "应为 6"),
    (9, 13, "小写"),
    (10, 11, "是或否"),
    (11, 17, "日期"),
    (12, 19, "2 月只有 28 天"),
    (14, 14, "2019-03-05"),
    (17, 15, "不要写逗号"),
    (20, 14, "金额"),
    (22, 8, "2023 写了两次"),
    (26, 12, "早于"),
    (27, 14, "列表"),
    // The text is not closed: at its end the quotation mark is wanted.
    (29, 18, "引号"),
    (30, 1, "没有 「recommenders」"),
];

#[test]
fn every_mistake_of_a_file_is_told_in_one_pass_at_its_place() {
    let unreadable = read(BROKEN).expect_err("a file full of mistakes");
    let told: Vec<(Option<usize>, Option<usize>, String)> = unreadable
        .errors
        .iter()
        .map(|error| {
            let at = place(&unreadable, error);
            (at.line, at.column, said(error))
        })
        .collect();
    let list = || -> String {
        let lines = told.iter().map(|(line, column, said)| {
            format!(
                "{}:{} {}",
                line.unwrap_or(0),
                column.unwrap_or(0),
                said.replace('\n', " | ")
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let places: Vec<_> = told.iter().map(|(line, column, _)| (*line, *column)).collect();
    let wanted: Vec<_> = MISTAKES
        .iter()
        .map(|(line, column, _)| (Some(*line), Some(*column)))
        .collect();
    assert_eq!(places, wanted, "the places of the mistakes:\n{}", list());
    for ((line, _, what), (_, _, said)) in MISTAKES.iter().zip(&told) {
        assert!(
            said.contains(what),
            "line {line} must be explained by 「{what}」, but says: {said}"
        );
    }
}

/// The one error of a text.
fn only(text: &str) -> (usize, usize, String) {
    let unreadable = read(text).expect_err("a mistake");
    let [error] = unreadable.errors.as_slice() else {
        panic!("one error was expected: {:#?}", unreadable.errors)
    };
    let at = place(&unreadable, error);
    (at.line.unwrap_or(0), at.column.unwrap_or(0), said(error))
}

#[test]
fn columns_count_characters_after_chinese_text() {
    let (line, column, said) = only("organization = { name = \"上海徐汇某某公司\", nonprofit = \"也许\" }\n");
    assert_eq!((line, column), (1, 49));
    assert!(said.contains("「也许」"), "{said}");
    let (line, column, said) =
        only("[statements]\nimprovement = \"\"\"\n第一行\n第二行\"\"\"\n[organization]\nregistrd_address = \"甲\"\n");
    assert_eq!((line, column), (6, 1), "lines are counted through a long text: {said}");
    assert!(said.contains("registered_address"), "{said}");
}

/// What is shown of the errors of a text.
fn shown(text: &str) -> String {
    let look = Look {
        lang: Lang::Zh,
        width: 160,
        height: 24,
        details: false,
        up: None,
    };
    show(&read(text).expect_err("a mistake"), look)
}

#[test]
fn an_identity_number_is_shown_masked_wherever_it_stands() {
    for number in [
        "11010519491231002X",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ] {
        for text in [
            format!("individual = {{ name = \"王\", id_number = \"{number}\", principal = \"huh\" }}\n"),
            format!("individual = {{ id_numbr = \"{number}\" }}\n"),
            format!("[individual]\n\"身份证号\" = \"{number}\"\n"),
            format!("[individual]\n身份证号 = \"{number}\"\n"),
            format!("[individual]\nprincipal = \"{number}\"\n"),
            format!("[organization]\nunified_social_credit_code = \"{number}\"\n"),
            format!("track = \"{number}\"\n"),
            format!("[individual]\n\"{number}\" = 1\n"),
        ] {
            let shown = shown(&text);
            assert!(!shown.contains("19491231") && !shown.contains("１９４９"), "{shown}");
        }
    }
    let shown = shown("[individual]\nprincipal = 110105194912310021\n");
    assert!(shown.contains("数字 110105********0021"), "{shown}");
}

#[test]
fn the_caret_stays_where_a_number_before_it_is_masked() {
    let line = "individual = { id_number = \"11010519491231002X\", principal = \"huh\" }";
    let shown = anstream::adapter::strip_str(&shown(line)).to_string();
    let lines: Vec<&str> = shown.lines().collect();
    let at = lines.iter().position(|line| line.contains("110105********002X"));
    let at = at.unwrap_or_else(|| panic!("the line is shown: {shown}"));
    let column = |line: &str, what: &str| line.find(what).map(|at| line[..at].chars().count());
    assert_eq!(column(lines[at], "\"huh\""), column(lines[at + 1], "^^^^^"), "{shown}");
}

#[test]
fn a_line_with_a_number_that_cannot_be_told_for_one_is_not_shown() {
    let number = "1101051949123100X";
    for text in [
        format!("individual = {{ id_number = \"{number}\", principal = \"huh\" }}\n"),
        format!("individual = {{ id_numbr = \"{number}\", principal = \"huh\" }}\n"),
        format!("[individual]\n\"公民身份号码\" = \"{number}\"\n"),
        format!("[individual]\n身份证号 = \"{number}\"\n"),
        format!("[individual]\nid_number = {number}\n"),
    ] {
        let shown = shown(&text);
        assert!(!shown.contains(number) && shown.contains("错误"), "{shown}");
    }
}

#[test]
fn the_same_file_is_read_from_each_encoding_and_errors_keep_their_place() {
    let text = "[organization]\nname = \"上海徐汇示例科技有限公司\" # 名称\nmedical = \"也许\"\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend_from_slice(text.as_bytes());
    let windows = text.replace('\n', "\r\n");
    for bytes in [text.as_bytes(), &gbk, &marked, windows.as_bytes()] {
        let decoded = decode(bytes.to_vec()).expect("text");
        let (line, column, said) = only(&decoded);
        assert_eq!((line, column), (3, 11), "{said}");
    }
    assert!(decode(b"\xff\xff\xff\xff\x00".to_vec()).is_err());
}

/// Reads `text` on a thread with the stack a program has, and tells how many errors it has.
fn survived(name: &str, text: String) -> usize {
    let read = move || read(&text).map_or_else(|unreadable| unreadable.errors.len(), |_| 0);
    let thread = std::thread::Builder::new().stack_size(8 * 1024 * 1024).spawn(read);
    let outcome = thread.expect("a thread").join();
    outcome.unwrap_or_else(|_| panic!("{name}: the reader panicked"))
}

#[test]
fn nesting_without_end_is_an_error_and_no_crash() {
    let deep = 10_000;
    let bombs = [
        ("brackets", format!("former_awards = {}", "[".repeat(deep))),
        (
            "closed brackets",
            format!("former_awards = {}{}", "[".repeat(deep), "]".repeat(deep)),
        ),
        ("headers", "[".repeat(deep)),
        ("inline tables", format!("organization = {}", "{a=".repeat(deep))),
        (
            "closed inline tables",
            format!("organization = {}1{}", "{a=".repeat(deep), "}".repeat(deep)),
        ),
        ("a dotted key", format!("{}a = 1", "a.".repeat(deep))),
        ("a dotted header", format!("[{}a]", "a.".repeat(deep))),
        (
            "a dotted key inside a table",
            format!("organization = {{ {}a = 1 }}", "name.".repeat(deep)),
        ),
    ];
    for (name, text) in bombs {
        assert!(survived(name, text) > 0, "{name}: nothing was said of it");
    }
}

#[test]
fn a_line_of_ten_megabytes_is_read() {
    let long = 10 * 1024 * 1024;
    let named = format!("[organization]\nname = \"{}\"\n", "长".repeat(long / 3));
    assert_eq!(survived("a long name", named), 0);
    assert_eq!(survived("a long comment", format!("# {}\n", "x".repeat(long))), 0);
    assert!(survived("a long key", format!("{} = 1\n", "k".repeat(long))) > 0);
    assert!(survived("a long word", "x".repeat(long)) > 0);
}

#[test]
fn a_file_that_is_no_dossier_at_all_is_told_so() {
    let errors = survived("a log", "2025-12-20 10:00:00 服务启动，一切正常\n".repeat(20_000));
    assert!(errors > 0);
    let errors = survived("keys", (0..2_000).map(|n| format!("k{n} = 1\n")).collect());
    assert!(errors > 0);
}

/// A dossier with a little of everything.
const SOUND: &str = include_str!("data/unsound-organization.toml");

/// That whatever is wrong is said in both languages, on one line.
fn is_explained(text: &str) -> Result<(), TestCaseError> {
    is_read_quickly(text);
    let Err(unreadable) = read(text) else { return Ok(()) };
    prop_assert!(!unreadable.errors.is_empty(), "refused without a word");
    for error in &unreadable.errors {
        let sentences = [Some(&error.message), error.hint.as_ref()];
        for sentence in sentences.into_iter().flatten() {
            for words in [&sentence.zh, &sentence.en] {
                prop_assert!(!words.trim().is_empty(), "an error without words: {error:?}");
                prop_assert!(!words.chars().any(char::is_control), "a line break or worse: {words:?}");
            }
        }
        let at = place(&unreadable, error);
        prop_assert!(at.line.is_none_or(|line| line <= text.matches('\n').count() + 1));
    }
    Ok(())
}

/// Dossiers in which nothing is wrong.
const WELL_WRITTEN: [&str; 3] = [
    include_str!("../examples/organization.toml"),
    include_str!("../examples/organization-failing.toml"),
    include_str!("../examples/individual.toml"),
];

#[test]
fn a_dossier_in_which_nothing_is_wrong_is_read_quickly() {
    for text in WELL_WRITTEN {
        assert!(is_read_quickly(text), "{text}");
        assert!(is_read_quickly(&text.replace('\n', "\r\n")));
    }
}

#[test]
fn what_one_parser_might_take_otherwise_than_the_other_is_one_dossier_or_none() {
    let written = [
        "organization.name = '甲'\norganization.medical = true",
        "organization = { name = '甲', medical = true }",
        "organization = { name = '甲',\n medical = true, # 医疗\n}",
        "[organization]\nname = '甲'\n[organization]\nmedical = true",
        "[organization]\nname = '甲'\nname = '乙'",
        "organization.name = '甲'\n[organization]\nmedical = true",
        "employer.records.checked_on = 2025-12-01\n[employer.records]\ncredit_report = '甲'",
        "[employer.records]\ncredit_report = '甲'\n[employer]\nname = '乙'",
        "fiscal_years = [{ year = 2022 }]\n[[fiscal_years]]\nyear = 2023",
        "[[fiscal_years]]\nyear = 2022\n[fiscal_years]\nyear = 2023",
        "[[fiscal_years]]\nyear = 2_022\nnet_profit = +1_0.5_0",
        "[[fiscal_years]]\nyear = 2022\nnet_profit = -1_000",
        "[[fiscal_years]]\nyear = 0x7E6\nnet_profit = 1e3",
        "[[fiscal_years]]\nyear = 2022\nnet_profit = -0",
        "[[fiscal_years]]\nyear = 2022\nnet_profit = 99999999999999999999999999",
        "[[fiscal_years]]\nyear = 02022",
        "[organization]\nregistered_on = 2016-02-30",
        "[organization]\nregistered_on = 2016-02-29 00:00:00",
        "[organization]\nregistered_on = 0000-01-01",
        "[organization]\nname = \"甲\\u4e59\\x41\\e\"",
        "[organization]\nname = \"\"\"\n甲\\\n   乙\"\"\"",
        "[organization]\nname = '''甲\n乙'''",
        "[organization]\nname = \"\\ud800\"",
        "[organization]\nname = '甲\u{7f}'",
        "[\"organization\"]\n'name' = '甲'",
        "[ organization ]\nname='甲'#尾",
        "[organization]\rname = '甲'",
        "\u{feff}[organization]\nname = '甲'",
        "[organization]\nformer_names = ['甲', ['乙'], { x = 1 }]",
        "[organization]\nformer_names = ['甲',\n '乙', # 旧\n]",
        "= 1",
        "",
    ];
    for text in written {
        is_read_quickly(text);
        is_read_quickly(&format!("award = \"xuhui-2025\"\n{text}\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_slip_of_the_keyboard_makes_two_dossiers_of_one_text(
        which in 0..WELL_WRITTEN.len(),
        slips in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..3, "[\\[\\]{}=\"'.#_+:\\-TZtrue0-9e甲\\n\\r\\t\\\\ ]{0,2}"), 1..3),
    ) {
        let mut text: Vec<char> = WELL_WRITTEN[which].chars().collect();
        for (at, length, new) in slips {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, new.chars());
        }
        is_read_quickly(&text.into_iter().collect::<String>());
    }

    #[test]
    fn no_order_of_lines_makes_two_dossiers_of_one_text(
        which in 0..WELL_WRITTEN.len(),
        moves in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..4),
    ) {
        let mut lines: Vec<&str> = WELL_WRITTEN[which].lines().collect();
        for (from, to, twice) in moves {
            let line = lines[from.index(lines.len())];
            if !twice {
                lines.remove(from.index(lines.len()));
            }
            lines.insert(to.index(lines.len()), line);
        }
        is_read_quickly(&lines.join("\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        match decode(bytes) {
            Ok(text) => is_explained(&text)?,
            Err(error) => prop_assert!(!error.message.zh.is_empty() && !error.message.en.is_empty()),
        }
    }

    #[test]
    fn no_slip_of_the_keyboard_brings_the_reader_down(
        slips in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..4, "[\\[\\]{}=\"'“”，,.#年月日0-9a-z甲\\n\\t\\\\-]{0,3}"), 1..6),
    ) {
        let mut text: Vec<char> = SOUND.chars().collect();
        for (at, length, new) in slips {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, new.chars());
        }
        is_explained(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn no_value_in_any_field_brings_the_reader_down(
        line in any::<prop::sample::Index>(),
        value in prop_oneof![
            "\"\\PC{0,20}\"", "-?[0-9_]{1,20}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "\"[0-9一二年月日./-]{1,12}\"", "\"[0-9,.()万亿元 -]{1,12}\"",
            Just("[]".to_owned()), Just("{}".to_owned()), Just("[[1], {}]".to_owned()), Just("1e400".to_owned()), Just("nan".to_owned()),
            Just("0xff".to_owned()), Just("07:32:00".to_owned()), Just("1979-05-27T07:32:00Z".to_owned()),
        ],
    ) {
        let lines: Vec<&str> = SOUND.lines().collect();
        let chosen = line.index(lines.len());
        let changed: Vec<String> = lines.iter().enumerate().map(|(number, line)| match line.split_once(" = ") {
            Some((key, _)) if number == chosen && !key.starts_with('#') => format!("{key} = {value}"),
            _ => (*line).to_owned(),
        }).collect();
        is_explained(&changed.join("\n"))?;
    }
}

#[test]
fn a_path_in_quotes_is_no_field_and_overwrites_none() {
    let text = "award = \"xuhui-2025\"\n\"organization.name\" = \"乙\"\n[organization]\nname = \"甲\"\n";
    let unreadable = read(text).expect_err("one field would have two values");
    assert_eq!(unreadable.errors.len(), 1, "{:?}", unreadable.errors);
    let at = place(&unreadable, &unreadable.errors[0]);
    assert_eq!((at.line, at.column), (Some(2), Some(1)));
    assert!(said(&unreadable.errors[0]).contains("organization.name"));
}

/// What people write beside the forms that a template asks for, each with what it says.
#[test]
fn natural_words_are_read_as_what_they_say() {
    let dossier = |lines: &str| well_written(&format!("track = 'organization'\n{lines}"));
    let says = |section: &str, line: &str, path: &str| {
        let value = dossier(&format!("[{section}]\n{line}")).value(path).cloned();
        value.map(|value| format!("{value:?}"))
    };
    let same = |section: &str, field: &str, words: &[&str], plain: &str| {
        let path = format!("{section}.{field}");
        let wanted = says(section, &format!("{field} = {plain}"), &path);
        assert!(wanted.is_some(), "{path}");
        for word in words {
            assert_eq!(
                says(section, &format!("{field} = '{word}'"), &path),
                wanted,
                "{path}: {word}"
            );
        }
    };
    same(
        "organization",
        "entity_type",
        &[
            "有限责任公司（自然人投资或控股）",
            "有限责任公司(法人独资)",
            "其他有限责任公司",
            "民办非企业单位",
            "股份有限公司（非上市、自然人投资或控股）",
        ],
        "'legal_person'",
    );
    same("submission", "channel", &["街道推荐", "行业协会推荐"], "'recommended'");
    same("submission", "channel", &["自主申报"], "'direct'");
    same("submission", "truthful", &["属实", "情况属实"], "true");
    same("submission", "city_award_same_year", &["未申报"], "false");
    same("chief_quality_officer", "appointed", &["已设立"], "true");
    same("chief_quality_officer", "appointed", &["未设立"], "false");
    same(
        "organization",
        "registered_on",
        &["二〇一六年三月十八日", "20160318"],
        "2016-03-18",
    );
    let text = "track = 'organization'\norganization.entity_type = '有限责任公司（个体户）'";
    assert!(read(text).is_err(), "the remark names another choice");
}

/// An amount that words state less exactly is taken as given, and the findings that rest on it say so.
#[test]
fn an_amount_in_words_is_noted_where_it_counts() {
    let text = include_str!("../examples/organization.toml");
    let with = |amount: &str, more: &str| {
        let year = text.replace(
            "net_profit = 15_120_000.50\ntotal_profit = 17_010_000.00",
            &format!("net_profit = '{amount}'\n{more}"),
        );
        assert_ne!(year, text);
        let report = judge(&well_written(&year));
        let finding = report
            .findings
            .iter()
            .find(|finding| &*finding.condition == "org.no-loss")
            .unwrap();
        let noted = finding
            .notes
            .iter()
            .any(|note| note.zh.contains(&format!("「{amount}」")));
        (finding.verdict, noted)
    };
    assert_eq!(with("约1200万", ""), (Verdict::Pass, true));
    assert_eq!(with("1200万", ""), (Verdict::Pass, false));
    assert_eq!(with("320万（审计数）", ""), (Verdict::Pass, true));
    assert_eq!(with("320万(未审)", ""), (Verdict::Pass, true));
    let of_which_year = text.replace("net_profit = 15_120_000.50", "net_profit = '320万（2023年）'");
    assert_ne!(of_which_year, text);
    assert!(read(&of_which_year).is_err());
    assert_eq!(with("亏损12万", "policy_loss = false"), (Verdict::Fail, true));
}

/// A certificate without an end is valid, as is one that ends on the day; one that ended the day before is not.
#[test]
fn a_certificate_without_an_end_is_valid() {
    let text = include_str!("../examples/organization.toml");
    let until = |until: &str| {
        let text = text.replace("valid_until = 2026-05-31", &format!("valid_until = {until}"));
        let report = judge(&well_written(&text));
        let mut findings = report.findings.iter();
        findings
            .find(|finding| &*finding.condition == "org.management-system")
            .unwrap()
            .verdict
    };
    for words in [
        "'长期'",
        "'长期有效'",
        "'无固定期限'",
        "'永久'",
        "'unlimited'",
        "2025-12-26",
    ] {
        assert_eq!(until(words), Verdict::Pass, "{words}");
    }
    assert_eq!(until("2025-12-25"), Verdict::Review);
}
