//! What those who write packs are told: whether clauses are quoted word for word, and what differs between two packs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod common;

use std::fs;
use std::process::Command;

/// The exit code and what is said.
fn run(args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_quality-award"))
        .args(args)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn a_quotation_that_was_altered_is_shown_and_the_rest_of_the_text_too() {
    let notice = "tests/data/notice-xuhui-2025.md";
    let (code, told) = run(&["packs", "test", "xuhui-2025", "--notice", notice]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("37 条条款，0 条不符"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("通知.txt");
    let text = fs::read_to_string(notice).unwrap();
    fs::write(&path, text.replacen("正常运行三年以上", "正常运行五年以上", 1)).unwrap();
    let path = path.to_str().unwrap();
    let (code, told) = run(&["packs", "test", "xuhui-2025", "--notice", path, "--lang", "en"]);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("differs from") && told.contains("the clause has 「三年以上"),
        "{told}"
    );
    let (code, told) = run(&["packs", "test", "xuhui-2025", "--notice", path, "--source", "nobody"]);
    assert!(code == 2 && told.contains("没有来源 「nobody」"), "{told}");
}

#[test]
fn two_packs_differ_in_what_was_changed_and_in_the_cases_that_move() {
    assert_eq!(
        run(&["packs", "diff", "xuhui-2025", "xuhui-2025"]),
        (0, "没有不同\n".to_owned())
    );
    let text = fs::read_to_string("rules/xuhui/2025.toml").unwrap();
    let from = "[condition.rule.years_completed]\nyears = 3";
    assert!(text.contains(from));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.toml");
    fs::write(
        &path,
        text.replacen(from, "[condition.rule.years_completed]\nyears = 5", 1),
    )
    .unwrap();
    let (code, told) = run(&["packs", "diff", "xuhui-2025", path.to_str().unwrap()]);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.starts_with("org.operating-years　参数：- years_completed.years = 3  + years_completed.years = 5"),
        "{told}"
    );
    // whoever was three years old to the day met it and does not any more; nothing else moves
    assert!(told.contains("应为 pass，实为 fail"), "{told}");
    assert!(
        told.lines().all(|line| line.starts_with("org.operating-years")),
        "{told}"
    );
}

#[test]
fn a_pack_drafted_from_a_notice_loads_quotes_it_and_is_final_only_without_marks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("我的-2027.toml");
    let path = path.to_str().unwrap();
    let notice = "tests/data/notice-xuhui-2025.md";
    let (code, told) = run(&["packs", "new", "wode-2027", "--from", notice, "-o", path]);
    assert_eq!(code, 0, "{told}");
    // the program is built without what tests add to it: its patterns must hold all the same
    assert!(told.contains("截止日 2025-12-30"), "{told}");
    let (code, told) = run(&["packs", "test", path, "--notice", notice]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("0 处不一致") && told.contains("草稿：还有") && told.contains("0 条不符"),
        "{told}"
    );
    let draft = fs::read_to_string(path).unwrap();
    assert!(
        draft.contains("number = \"五(一)2\"") && draft.contains("edition = 5"),
        "{draft}"
    );
    let (code, told) = run(&["packs", "new", "wode-2027", "--from", notice, "-o", path]);
    assert!(code == 2 && told.contains("已存在，不覆盖"), "{told}");
    let (code, told) = run(&["packs", "new", "我的", "--from", notice]);
    assert!(code == 2 && told.contains("不是规则包编号"), "{told}");
    // what is no draft any more has no guess in it
    fs::write(path, draft.replace("status = \"draft\"", "status = \"final\"")).unwrap();
    let (code, told) = run(&["packs", "test", path]);
    assert!(code == 2 && told.contains("核对、改好后删去 guessed"), "{told}");
    let unmarked: Vec<&str> = draft.lines().filter(|line| !line.starts_with("guessed = ")).collect();
    fs::write(path, unmarked.join("\n").replace("status = \"draft\"", "")).unwrap();
    let (code, told) = run(&["packs", "test", path]);
    assert!(code == 0 && !told.contains("草稿"), "{told}");
}

#[test]
fn a_folder_of_packs_is_known_beside_those_in_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("规则包")).unwrap();
    let demo = common::block(&fs::read_to_string("docs/packs.md").unwrap(), "toml");
    fs::write(at("规则包/示例.toml"), &demo).unwrap();
    fs::write(at("规则包/说明.txt"), "不是规则包").unwrap();
    fs::write(at("规则包/别的.toml"), "a = 1\n").unwrap();
    let dossier = at("甲.toml");
    let facts = "award = 'demo-2026'\ntrack = 'organization'\norganization.name = '甲'\n";
    fs::write(&dossier, facts).unwrap();
    let (packs, dossier) = (at("规则包"), dossier.to_str().unwrap().to_owned());
    let packs = packs.to_str().unwrap();
    let check = |more: &[&str]| run(&[&["check", &dossier, "--as-of", "2026-06-01"], more].concat());
    let (code, told) = check(&[]);
    assert!(code == 2 && told.contains("没有规则包 「demo-2026」"), "{told}");
    let (code, told) = check(&["--packs", packs]);
    assert!(code == 3 && told.contains("demo-2026"), "{code} {told}");
    // by the settings, from their own folder
    let settings = at("quality-award.toml");
    fs::write(&settings, "packs = [\"规则包\"]\n").unwrap();
    let by = ["--config", settings.to_str().unwrap()];
    let check = |more: &[&str]| check(&[&by, more].concat());
    let (code, told) = check(&[]);
    assert!(code == 3 && told.contains("demo-2026"), "{code} {told}");
    let (_, told) = check(&["--pack", "demo-2026"]);
    assert!(told.contains("demo-2026"), "{told}");
    let args = ["match", &dossier, "--as-of", "2026-06-01", "--format", "csv"];
    let (code, told) = run(&[&args[..], &by].concat());
    assert!(code == 0 && told.contains(",demo-2026,"), "{told}");
    // an id stands for one pack
    fs::write(at("规则包/又一份.toml"), &demo).unwrap();
    let (code, told) = check(&[]);
    assert!(
        code == 2 && told.contains("示例.toml") && told.contains("又一份.toml"),
        "{told}"
    );
    let (code, told) = check(&["--packs", "nowhere"]);
    assert!(code == 2 && told.contains("规则包文件夹 nowhere 打不开"), "{told}");
}
