//! What is sealed is as it was, or it is told what exactly is not: each file, fact, law and verdict on its own, and
//! nothing else beside it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod folders;

use std::collections::BTreeSet;
use std::fs;

use folders::Folder;
use quality_award::render::Format;
use serde_json::Value;

/// What `verify` finds of the folder: the exit code, and each change as subject and name.
fn changes(folder: &Folder, more: &[&str]) -> (i32, Vec<(String, String)>) {
    let args = [&["verify", "客户甲", "--format", "json"], more].concat();
    let said = folder.run(&args);
    let found: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let dossier = &found["dossiers"][0];
    let changes = dossier["changes"].as_array().unwrap().iter();
    let changes: Vec<_> = changes
        .map(|change| (text(&change["subject"]), text(&change["name"])))
        .collect();
    assert_eq!(dossier["agrees"], changes.is_empty());
    (said.code, changes)
}

fn of(subject: &str, changes: &[(String, String)]) -> Vec<String> {
    let named = changes.iter().filter(|(known, _)| known == subject);
    named.map(|(_, name)| name.clone()).collect()
}

/// With `UPDATE_EXAMPLES=1` in the environment the example is sealed anew.
#[test]
fn the_example_is_sealed() {
    let folder = Folder::example();
    folder.seal();
    let sealed = folder.text("dossier.lock");
    let shipped = "examples/dossier/dossier.lock";
    if std::env::var_os("UPDATE_EXAMPLES").is_some() {
        fs::write(shipped, &sealed).unwrap();
    }
    let stands = fs::read_to_string(shipped).unwrap_or_default();
    assert!(stands == sealed, "{shipped} is out of date: run with UPDATE_EXAMPLES=1");
}

#[test]
fn what_nobody_touched_is_as_it_was_sealed() {
    let folder = Folder::example();
    folder.seal();
    let first = folder.text("dossier.lock");
    assert_eq!(changes(&folder, &[]), (0, Vec::new()));
    folder.seal();
    assert_eq!(folder.text("dossier.lock"), first, "sealed twice, the same bytes");
    let said = folder.run(&["verify", "客户甲/dossier.toml"]);
    assert_eq!(said.code, 0, "the file stands for its folder");
    assert!(said.out.contains("与封存时一致"), "{}", said.out);
}

#[test]
fn one_byte_of_one_file_is_told_by_the_name_of_that_file() {
    let folder = Folder::example();
    folder.seal();
    let lock = folder.text("dossier.lock");
    let files = lock.lines().filter_map(|line| line.strip_prefix("file = \""));
    let files: Vec<&str> = files.map(|file| file.trim_end_matches('"')).collect();
    assert_eq!(files.len(), 15, "fourteen documents and the facts");
    for file in files {
        let bytes = fs::read(folder.path(file)).unwrap();
        let mut touched = bytes.clone();
        let last = touched.len() - 1;
        touched[last] ^= 1;
        folder.put(file, &touched);
        if file != "dossier.toml" {
            let (code, changes) = changes(&folder, &[]);
            assert_eq!(code, 1, "{file}");
            assert_eq!(of("file", &changes), [file], "{changes:?}");
            assert_eq!(of("fact", &changes), [""; 0], "{file}");
        }
        folder.put(file, &bytes);
    }
    assert_eq!(changes(&folder, &[]), (0, Vec::new()));
    folder.put("dossier.toml", folder.text("dossier.toml") + "# 一句话\n");
    let told = vec![("file".to_owned(), "dossier.toml".to_owned())];
    assert_eq!(changes(&folder, &[]), (1, told), "a comment is no fact");
}

#[test]
fn files_that_come_and_go_are_told() {
    let folder = Folder::example();
    folder.seal();
    folder.put("附件/新的.txt", "新");
    fs::rename(folder.path("推荐意见.pdf"), folder.path("意见.pdf")).unwrap();
    let (code, changes) = changes(&folder, &[]);
    let files: BTreeSet<String> = of("file", &changes).into_iter().collect();
    let expected = ["附件/新的.txt", "推荐意见.pdf", "意见.pdf"].map(str::to_owned);
    assert_eq!((code, files), (1, BTreeSet::from(expected)));
    assert_eq!(of("verdict", &changes), ["materials.recommendation"]);
}

#[test]
fn each_fact_that_changes_is_told_by_its_path_and_the_verdicts_it_moves() {
    let told = |edits: &[(&str, &str)], facts: &[&str], verdicts: &[&str]| {
        let folder = Folder::example();
        folder.seal();
        folder.edit(edits);
        let (code, changes) = changes(&folder, &[]);
        assert_eq!(code, 1);
        assert_eq!(of("file", &changes), ["dossier.toml"]);
        assert_eq!(of("fact", &changes), facts, "{edits:?}");
        assert_eq!(of("verdict", &changes), verdicts, "{edits:?}");
    };
    told(
        &[("net_profit = 15_120_000.50", "net_profit = \"1512.00005万元\"")],
        &[],
        &[],
    );
    told(
        &[("net_profit = 15_120_000.50", "net_profit = 15_120_000.51")],
        &["fiscal_years[2024].net_profit"],
        &[],
    );
    told(
        &[
            ("net_profit = 15_120_000.50", "net_profit = -1\npolicy_loss = false"),
            ("total_profit = 17_010_000.00", "total_profit = -1"),
        ],
        &[
            "fiscal_years[2024].net_profit",
            "fiscal_years[2024].policy_loss",
            "fiscal_years[2024].total_profit",
        ],
        &["", "org.no-loss"],
    );
    told(
        &[("former_names = [\"上海示例仪器厂\"]", "")],
        &["organization.former_names"],
        &[],
    );
    told(
        &[("incidents = []", "")],
        &["records.incidents"],
        &["", "org.no-major-incident"],
    );
    let row = "[[recommenders]]\nkind = \"subdistrict\"\nname = \"示例街道办事处\"\n";
    told(
        &[(row, "")],
        &["recommenders", "recommenders[1].kind", "recommenders[1].name"],
        &["", "proc.channel"],
    );
}

#[test]
fn the_law_that_changes_is_told() {
    let folder = Folder::example();
    folder.seal();
    fs::write(
        folder.beside("2027.toml"),
        "[[year]]\nyear = 2027\nnotice = \"示例\"\noff = [2027-01-01]\nwork = []\n",
    )
    .unwrap();
    let pack = fs::read_to_string("rules/xuhui/2025.toml").unwrap();
    fs::write(folder.beside("pack.toml"), pack + "\n# 一句话\n").unwrap();
    let told = |subject: &str, name: &str| vec![(subject.to_owned(), name.to_owned())];
    assert_eq!(
        changes(&folder, &["--calendar", "2027.toml"]),
        (1, told("calendar", ""))
    );
    assert_eq!(
        changes(&folder, &["--pack", "pack.toml"]),
        (1, told("pack", "xuhui-2025"))
    );
    assert_eq!(changes(&folder, &["--pack", "xuhui-2025"]).0, 0);
}

#[test]
fn a_dossier_not_yet_submitted_is_verified_as_of_the_day_it_was_sealed() {
    let folder = Folder::example();
    folder.edit(&[("submitted_on = 2025-12-26\n", "")]);
    let said = folder.run(&["seal", "客户甲", "--today", "2025-12-20"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        folder
            .text("dossier.lock")
            .contains("as_of = 2025-12-20\nas_of_from = \"today\"")
    );
    assert_eq!(changes(&folder, &["--today", "2026-03-01"]), (0, Vec::new()));
    let (code, told) = changes(&folder, &["--as-of", "2026-03-01"]);
    assert_eq!((code, of("as_of", &told)), (1, vec![String::new()]));
    assert!(of("verdict", &told).contains(&"proc.deadline".to_owned()), "{told:?}");
}

#[test]
fn the_same_facts_have_one_digest_in_toml_and_in_a_workbook() {
    let digest = |folder: &Folder| {
        let lock = folder.text("dossier.lock");
        let sha256 = lock.lines().filter(|line| line.starts_with("sha256"));
        let values = lock.split_once("[facts.values]").unwrap().1;
        let values = values.split_once("[verdicts]").unwrap().0.to_owned();
        (sha256.take(3).last().unwrap().to_owned(), values)
    };
    let folder = Folder::example();
    folder.seal();
    let text = digest(&folder);
    let made = folder.run(&["template", "--from", "客户甲/dossier.toml", "-o", "表.xlsx"]);
    assert_eq!(made.code, 0, "{}", made.err);
    fs::remove_file(folder.path("dossier.toml")).unwrap();
    fs::rename(folder.beside("表.xlsx"), folder.path("表.xlsx")).unwrap();
    folder.seal();
    assert_eq!(digest(&folder), text);
    assert!(folder.text("dossier.lock").contains("file = \"表.xlsx\""));
}

#[test]
fn an_identity_number_stays_masked() {
    let folder = Folder::empty();
    let number = "11010519491231002X";
    let text = fs::read_to_string("examples/individual.toml").unwrap();
    let stated = format!("[individual]\nid_number = \"{number}\"\n");
    let lines = text.lines().filter(|line| !line.starts_with("id_number"));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    folder.put("dossier.toml", text.replacen("[individual]\n", &stated, 1));
    folder.seal();
    let lock = folder.text("dossier.lock");
    assert!(lock.contains("\"individual.id_number\" = \"110105********002X\""));
    assert!(!lock.contains(number) && !lock.contains("19491231"));
}

#[test]
fn a_lock_of_another_applicant_is_told() {
    let told = |edit: (&str, &str)| {
        let folder = Folder::example();
        folder.seal();
        folder.edit(&[edit]);
        folder.run(&["verify", "客户甲"]).out.contains("封存的是另一个申报者")
    };
    assert!(told(("91310104MA1FXY03X1", "91310104MA1FXY013E")));
    assert!(!told(("陈示例", "王示例")));
}

#[test]
fn what_cannot_be_held_against_a_lock_is_no_agreement() {
    let folder = Folder::example();
    let refused = |words: &str| {
        let said = folder.run(&["verify", "客户甲", "--lang", "en"]);
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(said.err.contains(words), "{}", said.err);
        assert!(!said.out.contains("as it was sealed"), "{}", said.out);
    };
    refused("it has no dossier.lock");
    folder.seal();
    let lock = folder.text("dossier.lock");
    folder.put("dossier.lock", lock.replacen("version = 1", "version = 2", 1));
    refused("written by another version");
    folder.put("dossier.lock", lock.replacen("陈示例", "王示例", 1));
    refused("it was edited");
    folder.put("dossier.lock", lock.replacen("[calendar]", "[日历]", 1));
    refused("dossier.lock:");
    folder.put("dossier.lock", &lock[..lock.len() / 3]);
    refused("dossier.lock");
    folder.put("dossier.lock", "");
    refused("dossier.lock");
    folder.put("dossier.lock", &lock);
    folder.edit(&[("year = 2024", "year = 202")]);
    refused("dossier.toml:");
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_a_link_or_a_pipe_is_not_read() {
    let folder = Folder::example();
    folder.seal();
    fs::rename(folder.path("dossier.lock"), folder.beside("lock")).unwrap();
    std::os::unix::fs::symlink(folder.beside("lock"), folder.path("dossier.lock")).unwrap();
    let said = folder.run(&["verify", "客户甲"]);
    assert!(said.code == 2 && said.err.contains("符号链接"), "{}", said.err);
    fs::remove_file(folder.path("dossier.lock")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("dossier.lock"))
        .status();
    assert!(made.unwrap().success());
    let said = folder.run(&["verify", "客户甲"]);
    assert!(said.code == 2 && said.err.contains("管道"), "{}", said.err);
}

#[test]
fn only_a_folder_of_one_applicant_is_sealed_and_the_others_are_not_held_up() {
    let folder = Folder::example();
    fs::copy("examples/organization.toml", folder.beside("散.toml")).unwrap();
    let said = folder.run(&["seal", "散.toml", "客户甲"]);
    assert!(
        said.code == 2 && said.err.contains("不是一个申报文件夹"),
        "{}",
        said.err
    );
    assert!(folder.path("dossier.lock").exists());
    let said = folder.run(&["verify", "."]);
    assert_eq!(said.code, 0, "met on a walk, a loose file is passed over: {}", said.err);
    assert!(said.err.contains("散.toml"), "{}", said.err);
    let said = folder.run(&["seal", "没有"]);
    assert!(said.code == 2 && said.err.contains("文件不存在"), "{}", said.err);
    fs::create_dir(folder.beside("空")).unwrap();
    let said = folder.run(&["verify", "空"]);
    assert!(said.code == 2, "nothing was verified: {}{}", said.out, said.err);
}

#[test]
fn a_folder_that_was_not_looked_through_is_not_sealed() {
    let folder = Folder::example();
    folder.put(&("夹/".repeat(17) + "深.txt"), "深");
    let said = folder.run(&["seal", "客户甲"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(!folder.path("dossier.lock").exists());
    let said = folder.run(&["bundle", "客户甲"]);
    assert_eq!(said.code, 2, "{}", said.err);
}

#[test]
fn a_lock_that_cannot_be_written_holds_no_other_up() {
    let folder = Folder::example();
    fs::create_dir(folder.path("dossier.lock")).unwrap();
    fs::create_dir(folder.beside("客户乙")).unwrap();
    fs::copy("examples/organization.toml", folder.beside("客户乙/dossier.toml")).unwrap();
    let said = folder.run(&["seal", "."]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("客户甲/dossier.lock"), "{}", said.err);
    assert!(said.out.contains("客户乙/dossier.lock"), "{}", said.out);
    let left = fs::read_dir(folder.path(".")).unwrap();
    let left = left.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".quality")
    });
    assert_eq!(left.count(), 0, "nothing half-written stays behind");
}

#[test]
fn a_sealed_folder_that_is_no_dossier_any_more_is_no_agreement() {
    let others = |break_it: &dyn Fn(&Folder)| {
        let folder = Folder::example();
        folder.seal();
        break_it(&folder);
        fs::create_dir(folder.beside("客户乙")).unwrap();
        fs::copy("examples/organization.toml", folder.beside("客户乙/dossier.toml")).unwrap();
        assert_eq!(folder.run(&["seal", "客户乙"]).code, 0);
        for named in [".", "客户甲"] {
            let said = folder.run(&["verify", named]);
            assert_eq!(said.code, 2, "{named}: {}", said.out);
            assert!(said.err.contains("它封存过"), "{}", said.err);
            assert!(said.err.contains("客户甲"), "{}", said.err);
            assert_eq!(said.out.contains("客户乙：与封存时一致"), named == ".");
        }
    };
    others(&|folder| fs::remove_file(folder.path("dossier.toml")).unwrap());
    others(&|folder| {
        fs::remove_file(folder.path("dossier.toml")).unwrap();
        fs::create_dir(folder.path("dossier.toml")).unwrap();
    });
    others(&|folder| {
        let made = folder.run(&["template", "--from", "客户甲/dossier.toml", "-o", "客户甲/表.xlsx"]);
        assert_eq!(made.code, 0, "{}", made.err);
        fs::remove_file(folder.path("dossier.toml")).unwrap();
        fs::copy(folder.path("表.xlsx"), folder.path("表-副本.xlsx")).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_sealed_folder_behind_a_link_is_not_passed_over() {
    let folder = Folder::example();
    folder.seal();
    fs::create_dir(folder.beside("库")).unwrap();
    std::os::unix::fs::symlink(folder.path("."), folder.beside("库/客户甲")).unwrap();
    let said = folder.run(&["verify", "库"]);
    assert!(said.code == 2 && said.err.contains("它封存过"), "{}", said.err);
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_any_more_is_told_beside_all_else() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::example();
    folder.seal();
    fs::rename(folder.path("推荐意见.pdf"), folder.beside("推荐意见.pdf")).unwrap();
    std::os::unix::fs::symlink(folder.beside("推荐意见.pdf"), folder.path("推荐意见.pdf")).unwrap();
    folder.put("营业执照.png", "别的");
    let (code, told) = changes(&folder, &[]);
    let files: BTreeSet<String> = of("file", &told).into_iter().collect();
    assert_eq!(
        (code, files),
        (1, BTreeSet::from(["推荐意见.pdf", "营业执照.png"].map(str::to_owned)))
    );
    let said = folder.run(&["verify", "客户甲"]);
    assert!(
        said.out.contains("「推荐意见.pdf」：封存时是普通文件，现在不是"),
        "{}",
        said.out
    );
    folder.seal();
    assert_eq!(changes(&folder, &[]), (0, Vec::new()));
    fs::remove_file(folder.path("推荐意见.pdf")).unwrap();
    fs::rename(folder.beside("推荐意见.pdf"), folder.path("推荐意见.pdf")).unwrap();
    assert_eq!(of("file", &changes(&folder, &[]).1), ["推荐意见.pdf"]);
    // A name that no dossier can write: what lies there is not known, and the rest is told all the same.
    let gbk = std::ffi::OsStr::from_bytes(b"\xc9\xf3\xbc\xc6.pdf");
    fs::write(folder.path("财务").join(gbk), "%PDF-1.4").unwrap();
    let (code, told) = changes(&folder, &[]);
    assert_eq!(code, 2);
    assert!(of("file", &told).contains(&"推荐意见.pdf".to_owned()), "{told:?}");
    let said = folder.run(&["check", "客户甲"]);
    assert!(said.code == 2 && said.err.contains("不是 Unicode"), "{}", said.err);
    assert!(!said.out.contains("找不到"), "{}", said.out);
    for command in ["seal", "bundle"] {
        let said = folder.run(&[command, "客户甲"]);
        assert!(
            said.code == 2 && said.err.contains("不是 Unicode"),
            "{command}: {}",
            said.err
        );
    }
}

#[test]
fn only_reports_of_ours_are_no_documents_and_the_lock_does_not_hold_itself() {
    let folder = Folder::example();
    folder.put("report.html", "<p>");
    folder.edit(&[(
        "[[materials]]",
        "[[materials]]\nkind = \"证实性材料\"\nfile = \"dossier.lock\"\n\n[[materials]]",
    )]);
    folder.seal();
    folder.seal();
    folder.put("report.html", "<p>二");
    assert_eq!(changes(&folder, &[]), (0, Vec::new()));
    folder.put("report.pdf", "%PDF-1.4");
    folder.put("财务/report.html", "<p>");
    let files: BTreeSet<String> = of("file", &changes(&folder, &[]).1).into_iter().collect();
    assert_eq!(
        files,
        BTreeSet::from(["report.pdf", "财务/report.html"].map(str::to_owned))
    );
}

#[test]
fn a_report_is_no_document_whichever_of_our_endings_it_has() {
    let folder = Folder::example();
    folder.seal();
    for ending in Format::EXTENSIONS.iter().flat_map(|(_, endings)| endings.iter()) {
        folder.put(&format!("report.{ending}"), "x");
        assert_eq!(changes(&folder, &[]), (0, Vec::new()), "add report.{ending} to REPORTS");
    }
}
