//! A pack, its cases, a calendar or a file of settings with one mistake in it is told one sentence, in both languages,
//! at the place of the mistake.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use quality_award::calendar::Calendar;
use quality_award::cases::Cases;
use quality_award::pack::Pack;
use quality_award::place::{InputError, Source, Unreadable};

/// A pack in which nothing is wrong.
const SOUND: &str = include_str!("data/pack.toml");

/// What is wrong with a file, each with its line and column.
type Wrong = Vec<(InputError, usize, usize)>;

/// What is wrong with a pack.
fn wrong(text: &str) -> Wrong {
    wrong_of(text, |source| Pack::read(source).map(drop))
}

/// What is wrong with the cases of a pack in which nothing else is.
fn wrong_in_cases(text: &str) -> Wrong {
    wrong_of(text, |source| {
        let pack = Pack::read(source)?;
        Cases::of(&pack, source.contents()).map(drop)
    })
}

/// What is wrong with a calendar.
fn wrong_in_calendar(text: &str) -> Wrong {
    wrong_of(text, |source| Calendar::default().add(source))
}

/// What is wrong with a text that is read so.
fn wrong_of(text: &str, read: impl Fn(&Source) -> Result<(), Unreadable>) -> Wrong {
    let source = Source::text("a.toml", text);
    let Err(unreadable) = read(&source) else {
        return Vec::new();
    };
    let placed = unreadable.errors.into_iter().map(|error| {
        let place = source.place(error.spot);
        let (line, column) = (place.line.unwrap_or(0), place.column.unwrap_or(0));
        (error, line, column)
    });
    placed.collect()
}

/// The line and column of a byte, the column in characters.
fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).expect("a boundary");
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

/// One mistake: what stands there in the sound pack, what stands there instead, the part of that at which it is told,
/// and the sentences.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    // the pack itself
    ("edition = 1", "edition = 1\ncolour = 3", "colour", "这里没有 「colour」 这个键", "there is no key 「colour」 here"),
    ("closes = 2026-06-30\n", "", "# A small", "缺少 closes", "`closes` is wanting"),
    ("closes = 2026-06-30", "closes = 2026-06-30\ncloses_unseen = 1", "1\n", "这里应是true 或 false，写的却是整数 1", "true or false was expected here, not the whole number 1"),
    ("edition = 1", "edition = \"一\"", "\"一\"", "这里应是整数，写的却是文字 「一」", "a whole number was expected here, not the text 「一」"),
    ("edition = 1", "edition = -1", "-1", "-1 不在 0 至 4294967295 之间", "-1 does not lie between 0 and 4294967295"),
    ("edition = 1", "edition = 1.5", "1.5", "这里应是整数，写的却是小数 1.5", "a whole number was expected here, not the decimal number 1.5"),
    ("closes = 2026-06-30", "closes = \"2026-06-30\"", "\"2026-06-30\"", "这里应是一个日期（如 2025-12-30），写的却是文字 「2026-06-30」", "a date alone (such as 2025-12-30) was expected here, not the text 「2026-06-30」"),
    ("closes = 2026-06-30", "closes = 2026-06-30T10:00:00", "2026-06-30T10:00:00", "这里应是一个日期（如 2025-12-30），写的却是日期 2026-06-30T10:00:00", "a date alone (such as 2025-12-30) was expected here, not the date 2026-06-30T10:00:00"),
    ("opens = 2026-01-05", "opens = 2026-07-01", "2026-07-01", "申报开始 2026-07-01 晚于截止 2026-06-30", "applications open on 2026-07-01, after they close on 2026-06-30"),
    ("opens = 2026-01-05", "opens = true", "true", "这里应是一个日期（如 2025-12-30），写的却是真假值 true", "a date alone (such as 2025-12-30) was expected here, not the boolean true"),
    ("tracks = [\"organization\"]\ntitle = { zh = \"级别\"", "tracks = [\"organisation\"]\ntitle = { zh = \"级别\"", "\"organisation\"", "「organisation」 不是申报类别", "「organisation」 is not a track"),
    ("tracks = [\"organization\"]\ntitle = { zh = \"级别\"", "tracks = \"organization\"\ntitle = { zh = \"级别\"", "\"organization\"\ntitle", "这里应是列表 [ … ]，各项为申报类别，写的却是文字 「organization」", "a list [ … ], each item a track was expected here, not the text 「organization」"),
    ("subject = \"person\"", "subject = \"persons\"", "\"persons\"", "「persons」 不是申报主体", "「persons」 is not a subject"),
    ("id = \"individual\"", "id = \"organization\"", "\"organization\"\nlabel = { zh = \"乙类\"", "申报类别 「organization」 写了两次", "the track 「organization」 stands twice"),
    ("title = { zh = \"示例奖\", en = \"Demo award\" }", "title = \"示例奖\"", "\"示例奖\"", "这里应是中英文各一句 { zh = \"…\", en = \"…\" }，写的却是文字 「示例奖」", "a wording in both languages { zh = \"…\", en = \"…\" } was expected here, not the text 「示例奖」"),
    ("title = { zh = \"示例奖\", en = \"Demo award\" }", "title = { zh = \"示例奖\" }", "{ zh", "缺少 en", "`en` is wanting"),
    ("title = { zh = \"示例奖\", en = \"Demo award\" }", "title = { zh = \"示例奖\", en = \" \" }", "\" \"", "文字不能为空", "a blank wording"),
    ("title = { zh = \"示例奖\", en = \"Demo award\" }", "title = { zh = \"示例奖\", eng = \"Demo award\" }", "eng", "这里没有 「eng」 这个键", "there is no key 「eng」 here"),
    // sources and clauses
    ("force = \"binding\"", "force = \"bindin\"", "\"bindin\"", "「bindin」 不是来源的效力", "「bindin」 is not a force"),
    ("seen = \"original\"", "seen = \"orignal\"", "\"orignal\"", "「orignal」 不是来源见到了多少（seen）的写法", "「orignal」 is not how much of a source was seen (`seen`)"),
    ("seen = \"original\"", "seen = \"none\"", "\"none\"", "有约束力的来源要写明见到了多少（seen）；没有取得的写 force = \"binding_unseen\"", "of a source that binds it is said how much was seen (`seen`); one not obtained has force = \"binding_unseen\""),
    ("seen = \"original\"", "seen = \"excerpt\"", "\"excerpt\"", "只见到一部分（excerpt）的来源要用 cut 写明没有见到的部分，别的来源不写", "of a source seen in part (`excerpt`), and of no other, `cut` says what was not seen"),
    ("force = \"advisory\"", "force = \"binding_unseen\"\nseen = \"repost\"", "\"repost\"", "没有取得的来源（binding_unseen）不会见到内容", "of a source that was not obtained (`binding_unseen`) nothing was seen"),
    ("id = \"other\"", "id = \"notice\"", "\"notice\"", "来源 「notice」 写了两次", "the source 「notice」 stands twice"),
    ("short = { zh = \"他处\", en = \"the other\" }", "short = { zh = \"他处\", en = \"the other\" }\nnumber = 3", "3", "这里应是文字，写的却是整数 3", "a text was expected here, not the whole number 3"),
    ("source = \"notice\"\nnumber = \"一\"", "source = \"notise\"\nnumber = \"一\"", "\"notise\"", "没有来源 「notise」", "there is no source 「notise」"),
    ("set_aside = { zh = \"联系方式\", en = \"whom to reach\" }", "", "\"contact\"", "条款 「contact」 既没有条件检查，也没有写明不检查的理由", "clause 「contact」 is neither tested by a condition nor set aside"),
    ("text = \"附报告\"", "text = \"附报告\"\nset_aside = { zh = \"略\", en = \"left\" }", "{ zh", "条款 「report」 已有条件检查，不应再写 set_aside", "clause 「report」 is tested by a condition, so it is not set aside"),
    ("id = \"contact\"", "id = \"place\"", "\"place\"", "条款 「place」 写了两次", "the clause 「place」 stands twice"),
    ("number = \"六\"\n", "", "[[clause]]\nid = \"contact\"", "缺少 number", "`number` is wanting"),
    // fields and documents
    ("path = \"demo\"\n", "path = \"organization.name\"\n", "\"organization.name\"", "「organization.name」 已是字段", "「organization.name」 is already a field"),
    ("label = { zh = \"示例\", en = \"Demo\" }\n", "", "\"demo\"", "新的一节 「demo」 缺少 label", "the new section 「demo」 has no label"),
    ("type = \"choice\"", "type = \"choise\"", "\"choise\"", "「choise」 不是字段的类型", "「choise」 is not a type of field"),
    ("choices = [{ id = \"high\", zh = \"高\", en = \"high\" }, { id = \"low\", zh = \"低\", en = \"low\" }]", "", "\"level\"", "字段 「demo.level」 缺少 choices", "the field 「demo.level」 has no choices"),
    ("{ id = \"low\", zh = \"低\", en = \"low\" }", "{ id = \"low\", zh = \"低\" }", "{ id = \"low\"", "缺少 en", "`en` is wanting"),
    ("field = \"organization.name\"", "field = \"organization.nam\"", "\"organization.nam\"", "没有字段 「organization.nam」", "there is no field 「organization.nam」"),
    ("id = \"firm\", label = { zh = \"商号\", en = \"firm\" }", "id = \"firm\"", "\"firm\"", "新选项 「firm」 缺少 label", "the new choice 「firm」 has no label"),
    ("bears = [\"organization.name\"]", "bears = [\"organization.nam\"]", "\"organization.nam\"", "没有字段 「organization.nam」", "there is no field 「organization.nam」"),
    ("supports = [\"demo.years\"]", "supports = [\"demo.year\"]", "\"demo.year\"", "没有条件 「demo.year」", "there is no condition 「demo.year」"),
    ("id = \"report\"\nlabel", "id = \"report\"\naliases = [\"报告\"]\nlabel", "\"report\"", "材料类别 「report」 的别名 「报告」 是空的，或写了两次", "the alias 「报告」 of the document 「report」 is blank or stands twice"),
    // conditions
    ("clause = \"years\"", "clause = \"year\"", "\"year\"", "没有条款 「year」", "there is no clause 「year」"),
    ("weight = \"must\"\nreading = { zh = \"按登记日计算。\"", "weight = \"most\"\nreading = { zh = \"按登记日计算。\"", "\"most\"", "「most」 不是条件的分量", "「most」 is not a weight"),
    ("weight = \"should\"\nreading = { zh = \"按所填。\"", "weight = \"must\"\nreading = { zh = \"按所填。\"", "\"level\"\ntracks", "条款出自 「other」，不是读到原文的约束性文件，不能作为 must", "the clause is from 「other」, which is no binding source that was read: it cannot carry a must"),
    ("reading = { zh = \"看地址。\", en = \"The address.\" }", "reading = { zh = \"看地址。\" }", "{ zh", "缺少 en", "`en` is wanting"),
    ("id = \"demo.place\"", "id = \"demo.loss\"", "\"demo.loss\"", "条件 「demo.loss」 写了两次", "the condition 「demo.loss」 stands twice"),
    ("title = { zh = \"注册地\", en = \"Place\" }\n", "", "[[condition]]\nid = \"demo.place\"", "缺少 title", "`title` is wanting"),
    ("missing = { zh = \"补交。\", en = \"Hand it in.\" }\n", "", "[condition.remedy]\nreview = { zh = \"核对。\", en = \"Check.\" }\n[condition.rule.document", "缺少 missing 时的处理办法", "there is no remedy for missing"),
    ("missing = { zh = \"补交。\", en = \"Hand it in.\" }\n", "missing = { zh = \"补交。\", en = \"Hand it in.\" }\nfail = { zh = \"甲\", en = \"a\" }\n", "{ zh = \"甲\"", "该规则不会给出 fail，不应有其处理办法", "the rule never gives fail, so it has no remedy"),
    ("fail = { zh = \"满三年后再报。\", en = \"Apply later.\" }", "fail = { zh = \"{last_day}\", en = \"Apply later.\" }", "{ zh = \"{last", "该规则在 fail 时不一定算出处理办法里的 「last_day」（一定有的：passes_on）", "the remedy uses 「last_day」, which the rule does not always compute for fail (it always has: passes_on)"),
    ("fail = { zh = \"满三年后再报。\", en = \"Apply later.\" }", "fail = { zh = \"满三年后再报。\", en = \"Apply later. }\" }", "{ zh = \"满三", "处理办法里的花括号没有成对", "a brace in the remedy has no partner"),
    // rules
    ("[condition.rule.document_given]", "[condition.rule.document_gives]", "document_gives", "没有规则 「document_gives」", "there is no rule 「document_gives」"),
    ("[condition.rule.document_given]\n", "[condition.rule.statement]\nfield = \"statements.ethics\"\n[condition.rule.document_given]\n", "rule.statement]", "这里要写且只写一条规则", "exactly one rule is wanted here"),
    ("kind = \"report\"", "kind = \"reports\"", "\"reports\"", "没有 「reports」 这一类材料", "there is no kind of document 「reports」"),
    ("kind = \"report\"\n", "kind = \"report\"\nchosen = { field = \"demo.level\" }\n", "{ field", "缺少 is", "`is` is wanting"),
    ("kind = \"report\"\n", "kind = \"report\"\nany_row = { table = \"organization\", flag = \"policy_loss\" }\n", "\"organization\"", "「organization」 不是表格", "「organization」 is not a table"),
    ("[condition.rule.years_completed]\nyears = 3", "[condition.rule.years_completed]\nyears = \"三\"", "\"三\"", "这里应是整数，写的却是文字 「三」", "a whole number was expected here, not the text 「三」"),
    ("[condition.rule.years_completed]\nyears = 3\n", "[condition.rule.years_completed]\n", "[condition.rule.years_completed]", "缺少 years", "`years` is wanting"),
    ("registered = \"organization.registered_on\"", "registered = \"organization.registred_on\"", "\"organization.registred_on\"", "没有字段 「organization.registred_on」", "there is no field 「organization.registred_on」"),
    ("registered = \"organization.registered_on\"", "registered = \"organization\"", "\"organization\"", "「organization」 是一节，不是字段", "「organization」 is a section, not a field"),
    ("registered = \"organization.registered_on\"", "registered = \"organization.name\"", "\"organization.name\"", "「organization.name」 填的是文字，这里要的是日期", "「organization.name」 holds a text, and a day is wanted here"),
    ("registered = \"organization.registered_on\"", "registered = \"public_notices.started_on\"", "\"public_notices.started_on\"", "「public_notices.started_on」 是表格的一列，不是单项", "「public_notices.started_on」 is a column of a table, not a single fact"),
    ("registered = \"organization.registered_on\"", "registred = \"organization.registered_on\"", "registred", "这里没有 「registred」 这个键", "there is no key 「registred」 here"),
    ("hosted = { kinds = [\"branch\"] }", "hosted = { kinds = [\"brunch\"] }", "\"brunch\"", "「organization.entity_type」 没有选项 「brunch」", "「organization.entity_type」 has no choice 「brunch」"),
    ("hosted = { kinds = [\"branch\"] }", "hosted = { kinds = [\"branch\", \"branch\"] }", "\"branch\"]", "这个选项写了两次", "this choice stands twice"),
    ("amount = \"net_profit\"", "amount = \"net_profits\"", "\"net_profits\"", "表格 「fiscal_years」 没有 「net_profits」 这一列", "the table 「fiscal_years」 has no column 「net_profits」"),
    ("amount = \"net_profit\"", "amount = \"year\"", "\"year\"", "「fiscal_years.year」 填的是年份，这里要的是金额", "「fiscal_years.year」 holds a year, and an amount is wanted here"),
    ("accounts = \"accounts\"\n", "", "[\"consolidated\"]", "这些选项所属的字段没有写", "the field whose choices these are is not named"),
    ("document = \"policy_loss_document\"\n", "", "\"policy_loss\"", "exempt 与 document 要同时写：例外须有文件为据", "`exempt` and `document` belong together: an exemption rests on a document"),
    ("[condition.rule.each_year_at_least]\nyears = 3", "[condition.rule.each_year_at_least]\nyears = []", "[]", "至少要有一年", "at least one year is wanted"),
    ("[condition.rule.each_year_at_least]\nyears = 3", "[condition.rule.each_year_at_least]\nyears = \"近三年\"", "\"近三年\"", "这里应是截止之年以前的年数，或年份列表 [ … ]，写的却是文字 「近三年」", "how many years before that of the deadline, or a list [ … ] of years was expected here, not the text 「近三年」"),
    ("fail = [\"low\"]\n", "", "[\"high\"]", "选项 「low」 要在 pass、review、fail 中写且只写一次", "the choice 「low」 must stand in exactly one of pass, review and fail"),
    ("area = { code = \"310118\" }", "area = { code = \"999999\" }", "\"999999\"", "没有代码为 「999999」 的行政区", "no division has the code 「999999」"),
    ("area = { code = \"310118\" }", "area = \"310118\"", "\"310118\"", "这里应是一个表 { … }，写的却是文字 「310118」", "a table { … } was expected here, not the text 「310118」"),
];

/// A case and a document, as they stand in the sound pack below its last condition and at its end.
const CASE: &str = r#"
[[condition.case]]
name = { zh = "本区", en = "here" }
verdict = "pass"
track = "organization"
as_of = 2026-06-01
without = ["organization.name"]
documents = { without = ["report"], given = [{ kind = "report", flaws = ["scanned"] }] }
moves = { "demo.years" = "missing" }
given.organization.registered_district = "青浦区"
"#;

#[rustfmt::skip]
const IN_CASES: &[Mistake] = &[
    ("verdict = \"pass\"", "verdict = \"passes\"", "\"passes\"", "「passes」 不是结论", "「passes」 is not a verdict"),
    ("verdict = \"pass\"\n", "", "[[condition.case]]", "缺少 verdict", "`verdict` is wanting"),
    ("verdict = \"pass\"", "verdict = \"review\"\nreason = \"reading\"", "\"reading\"", "「reading」 不是待评审的理由", "「reading」 is not a reason for a review"),
    ("name = { zh = \"本区\", en = \"here\" }", "name = { zh = \"本区\" }", "{ zh = \"本区", "缺少 en", "`en` is wanting"),
    ("track = \"organization\"\nas_of", "track = \"organisation\"\nas_of", "\"organisation\"", "「organisation」 不是申报类别", "「organisation」 is not a track"),
    ("as_of = 2026-06-01", "as_of = \"2026-06-01\"", "\"2026-06-01\"", "这里应是一个日期（如 2025-12-30），写的却是文字 「2026-06-01」", "a date alone (such as 2025-12-30) was expected here, not the text 「2026-06-01」"),
    ("without = [\"organization.name\"]", "wihtout = [\"organization.name\"]", "wihtout", "这里没有 「wihtout」 这个键", "there is no key 「wihtout」 here"),
    ("without = [\"organization.name\"]", "without = \"organization.name\"", "\"organization.name\"\ndocuments", "这里应是列表 [ … ]，各项为文字，写的却是文字 「organization.name」", "a list [ … ], each item a text was expected here, not the text 「organization.name」"),
    ("flaws = [\"scanned\"]", "flaws = [\"scaned\"]", "\"scaned\"", "「scaned」 不是材料的毛病", "「scaned」 is not a flaw of a document"),
    ("{ kind = \"report\", flaws", "{ flaws", "{ flaws", "缺少 kind", "`kind` is wanting"),
    ("moves = { \"demo.years\" = \"missing\" }", "moves = { \"demo.years\" = \"mising\" }", "\"mising\"", "「mising」 不是结论", "「mising」 is not a verdict"),
    ("moves = { \"demo.years\" = \"missing\" }", "moves = [\"demo.years\"]", "[\"demo.years\"]", "这里应是一个表，各条件的编号及其结论，写的却是一个列表 [ … ]", "a table of conditions and their verdicts was expected here, not a list [ … ]"),
];

/// A calendar in which nothing is wrong.
const CALENDAR: &str =
    "[[year]]\nyear = 2031\nnotice = \"国办发明电〔2030〕1号\"\noff = [2031-01-01, 2031-01-02]\nwork = [2031-01-04]\n";

#[rustfmt::skip]
const IN_CALENDARS: &[Mistake] = &[
    ("year = 2031", "year = \"2031\"", "\"2031\"", "这里应是整数，写的却是文字 「2031」", "a whole number was expected here, not the text 「2031」"),
    ("notice = \"国办发明电〔2030〕1号\"", "notice = \" \"", "\" \"", "文字不能为空", "a blank wording"),
    ("notice = \"国办发明电〔2030〕1号\"\n", "", "[[year]]", "缺少 notice", "`notice` is wanting"),
    ("off = [2031-01-01, 2031-01-02]", "off = [2031-01-01, 2032-01-02]", "2032-01-02", "2032-01-02 不在 2031 年", "2032-01-02 is not in 2031"),
    ("work = [2031-01-04]", "work = [2031-01-02]", "2031-01-02]\n", "2031-01-02 既列为放假又列为上班", "2031-01-02 is listed as off and as worked"),
    ("work = [2031-01-04]", "worked = [2031-01-04]\nwork = []", "worked", "这里没有 「worked」 这个键", "there is no key 「worked」 here"),
    ("[[year]]", "[[yaer]]", "yaer", "这里没有 「yaer」 这个键", "there is no key 「yaer」 here"),
];

/// Settings in which nothing is wrong.
const SETTINGS: &str = "lang = \"en\"\nfail_on = [\"fail\"]\nas_of = 2025-12-20\n[headings]\n\"客户\" = \"organization.name\"\n[[waivers]]\ncondition = \"org.no-loss\"\napplicant = \"甲\"\nreason = \"乙\"\napproved_by = \"丙\"\nexpires = 2026-01-01\n";

#[rustfmt::skip]
const IN_SETTINGS: &[Mistake] = &[
    ("lang = \"en\"", "lang = 3", "3", "这里应是文字，写的却是整数 3", "a text was expected here, not the whole number 3"),
    ("fail_on = [\"fail\"]", "fail_on = [\"fail\", 1]", "1]", "这里应是文字，写的却是整数 1", "a text was expected here, not the whole number 1"),
    ("fail_on = [\"fail\"]", "fail_no = [\"fail\"]", "fail_no", "这里没有 「fail_no」 这个键", "there is no key 「fail_no」 here"),
    ("as_of = 2025-12-20", "as_of = \"明天\"", "\"明天\"", "这里应是一个日期（如 2025-12-30），写的却是文字 「明天」", "a date alone (such as 2025-12-30) was expected here, not the text 「明天」"),
    ("\"客户\" = \"organization.name\"", "\"客户\" = true", "true", "这里应是文字，写的却是真假值 true", "a text was expected here, not the boolean true"),
    ("reason = \"乙\"", "reason = \" \"", "\" \"", "文字不能为空", "a blank wording"),
    ("expires = 2026-01-01\n", "", "[[waivers]]", "缺少 expires", "`expires` is wanting"),
    ("applicant = \"甲\"", "aplicant = \"甲\"\napplicant = \"甲\"", "aplicant", "这里没有 「aplicant」 这个键", "there is no key 「aplicant」 here"),
];

#[test]
fn what_is_sound_is_read() {
    assert_eq!(wrong(SOUND), []);
    assert_eq!(wrong_in_cases(&with_a_case()), []);
    assert_eq!(wrong_in_calendar(CALENDAR), []);
    assert_eq!(told_of_settings(SETTINGS, "zh"), "");
}

/// The sound pack with a case.
fn with_a_case() -> String {
    let last = "[[clause]]\nid = \"contact\"";
    assert_eq!(SOUND.matches(last).count(), 1);
    SOUND.replacen(last, &format!("{CASE}\n{last}"), 1)
}

#[test]
fn one_mistake_is_told_in_one_sentence_where_it_stands() {
    assert!(MISTAKES.len() >= 40, "only {} mistakes", MISTAKES.len());
    each_is_told(SOUND, MISTAKES, wrong);
    each_is_told(&with_a_case(), IN_CASES, wrong_in_cases);
    each_is_told(CALENDAR, IN_CALENDARS, wrong_in_calendar);
}

/// A text with a mistake in it, and the line and column at which it is told.
fn mistaken(sound: &str, (from, to, place, ..): &Mistake) -> (String, (usize, usize)) {
    assert_eq!(sound.matches(from).count(), 1, "{from:?} stands once");
    let text = sound.replacen(from, to, 1);
    let found = sound.find(from).expect("it stands there");
    // Told within what was written, else where the table begins that wants something.
    let at = text
        .get(found..)
        .and_then(|rest| rest.find(place))
        .filter(|at| *at < to.len());
    let at = at.map(|at| found + at).or_else(|| text.find(place));
    let at = line_and_column(&text, at.unwrap_or_else(|| panic!("{place:?} stands in {to:?}")));
    (text, at)
}

fn each_is_told(sound: &str, mistakes: &[Mistake], wrong: impl Fn(&str) -> Wrong) {
    let mut failures = Vec::new();
    for mistake @ (from, to, _, zh, en) in mistakes {
        let (text, at) = mistaken(sound, mistake);
        let told = wrong(&text);
        let told: Vec<(&str, &str, (usize, usize))> = told
            .iter()
            .map(|(error, line, column)| (error.message.zh.as_str(), error.message.en.as_str(), (*line, *column)))
            .collect();
        if told != [(*zh, *en, at)] {
            failures.push(format!(
                "{from:?} -> {to:?}\n  told   {told:?}\n  wanted {:?}",
                (zh, en, at)
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        mistakes.len(),
        failures.join("\n")
    );
}

/// What a run with these settings says is wrong.
fn told_of_settings(settings: &str, lang: &str) -> String {
    let root = tempfile::tempdir().expect("a folder");
    std::fs::write(root.path().join("quality-award.toml"), settings).expect("written");
    let dossier = "award = \"xuhui-2025\"\ntrack = \"organization\"\n";
    std::fs::write(root.path().join("a.toml"), dossier).expect("written");
    let mut command = assert_cmd::Command::cargo_bin("quality-award").expect("the program");
    let command = command
        .current_dir(root.path())
        .args(["--lang", lang, "check", "a.toml", "--fail-on", "none"]);
    let output = command.output().expect("it runs");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_mistake_in_settings_is_told_where_it_stands() {
    for mistake @ (.., zh, en) in IN_SETTINGS {
        let (text, (line, column)) = mistaken(SETTINGS, mistake);
        for (lang, sentence) in [("zh", zh), ("en", en)] {
            let said = told_of_settings(&text, lang);
            let place = format!("quality-award.toml:{line}:{column}\n");
            assert!(said.contains(sentence) && said.contains(&place), "{place}{said}");
        }
    }
}

#[test]
fn two_mistakes_are_both_told() {
    let text = SOUND
        .replacen("edition = 1", "edition = true", 1)
        .replacen("floor = 0", "floor = 0.5", 1);
    let lines: Vec<usize> = wrong(&text).iter().map(|(_, line, _)| *line).collect();
    let of = |needle: &str| {
        text.lines()
            .position(|line| line.starts_with(needle))
            .map_or(0, |at| at + 1)
    };
    assert_eq!(lines, [of("edition"), of("floor")]);
}

/// A text without any of its English wordings, and how many they were.
fn without_english(text: &str) -> (String, usize) {
    const BEFORE: &str = ", en = \"";
    let mut parts = text.split(BEFORE);
    let mut left = parts.next().expect("a first part").to_owned();
    let mut count = 0;
    for part in parts {
        let (_, rest) = part.split_once('"').expect("the end of the wording");
        left.push_str(rest);
        count += 1;
    }
    (left, count)
}

#[test]
fn a_draft_may_lack_translations_and_tells_each_once_where_a_final_pack_does_not_load() {
    let (text, count) = without_english(SOUND);
    assert!(count > 20, "{count}");
    let final_pack = wrong(&text);
    assert!(
        !final_pack.is_empty()
            && final_pack
                .iter()
                .all(|(error, ..)| error.message.en == "`en` is wanting")
    );
    let draft = text.replacen("edition = 1", "edition = 1\nstatus = \"draft\"", 1);
    let source = Source::text("a.toml", draft.as_str());
    let pack = Pack::read(&source).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let cases = Cases::of(&pack, &draft).unwrap_or_else(|unreadable| panic!("{:#?}", unreadable.errors));
    let mut told = [&*pack.untranslated, &*cases.untranslated].concat();
    assert_eq!(told.len(), count);
    assert!(
        told.iter()
            .all(|told| told.message.en == "`en` is wanting; `zh` stands in for it")
    );
    told.dedup_by_key(|told| told.spot);
    assert_eq!(told.len(), count, "each at a place of its own");
    let condition = pack.conditions.first().expect("a condition");
    assert_eq!(condition.title.en, condition.title.zh);
    // a blank wording is none
    let blank = SOUND.replacen("en = \"Demo award\"", "en = \"\"", 1);
    assert_eq!(wrong(&blank).len(), 1);
    let blank = blank.replacen("edition = 1", "edition = 1\nstatus = \"draft\"", 1);
    assert_eq!(wrong(&blank), []);
    // one of the two there has to be
    let neither = blank.replacen("zh = \"示例奖\"", "zh = \" \"", 1);
    assert_eq!(wrong(&neither).len(), 2);
}
