//! Documents are judged like facts: an example folder in which everything is sound, one in which everything is wrong
//! in a way of its own, many files in little memory, and no way out of the folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;
mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use common::{calendar, pack, today};
use quality_award::check::{Detail, as_of, check};
use quality_award::documents::Documents;
use quality_award::documents::gather::Site;
use quality_award::dossier::Dossier;
use quality_award::load;
use quality_award::materials::Folder;
use quality_award::place::Source;
use quality_award::report::DossierReport;
use quality_award::verdict::Verdict;
use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

const EXAMPLE: &str = "examples/dossier";
const NAME: &str = "上海徐汇示例精密仪器有限公司";

/// The documents of the example folder.
fn sound() -> Vec<(&'static str, Vec<u8>)> {
    let audit = |year: &str| made::pdf(&["审计报告", NAME, &format!("{year} 年度财务报表")]);
    let chapters = [
        "# 4.1 领导",
        "高层领导确定愿景和价值观，每季度主持质量例会。",
        "# 4.2 战略",
        "三年战略分解为年度目标，逐级签订责任书。",
        "# 4.3 顾客与市场",
        "按行业细分顾客，全年满意度九成以上。",
        "# 4.4 资源",
        "研发投入占营业收入一成二。",
        "# 4.5 过程管理",
        "识别八个关键过程，规定要求并定期评价。",
        "# 4.6 测量、分析与改进",
        "每月分析指标，近三年完成改进项目四十六项。",
        "# 4.7 结果",
        "主营业务收入三年平均增长一成五。",
    ];
    vec![
        ("申报表.pdf", made::pdf(&["先进质量管理模式申报表", "组织名称", NAME])),
        (
            "概述.docx",
            made::docx(&["# 组织概述", NAME, "成立于二〇一六年，从事精密仪器的研发和制造。"]),
        ),
        ("自我评价报告.docx", made::docx(&chapters)),
        (
            "质量管理模式总结.docx",
            made::docx(&["# 质量管理模式", "以数据驱动的“三全四化”质量管理模式。"]),
        ),
        (
            "证实性材料/顾客满意度.xlsx",
            made::xlsx(&[["年度", "得分", "调查机构"], ["2024", "93.4", "示例调查公司"]]),
        ),
        ("营业执照.png", made::png()),
        ("财务/审计报告2022.pdf", audit("2022")),
        ("财务/审计报告2023.pdf", audit("2023")),
        ("财务/审计报告2024.pdf", audit("2024")),
        (
            "证书/GBT19001认证证书.pdf",
            made::pdf(&["质量管理体系认证证书", NAME, "有效期至 2026-05-31"]),
        ),
        (
            "首席质量官聘任决定.pdf",
            made::pdf(&["关于聘任首席质量官的决定", "聘任陈示例为首席质量官", NAME]),
        ),
        (
            "公示证明.pdf",
            made::pdf(&["公示证明", NAME, "自 2025-12-15 至 2025-12-22 公示，无异议"]),
        ),
        ("信用报告.pdf", made::pdf(&["专用信用报告", NAME, "91310104MA1FXY03X1"])),
        ("推荐意见.pdf", made::pdf(&["推荐意见", "同意推荐", NAME])),
    ]
}

fn put(folder: &Path, files: &[(&str, Vec<u8>)]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// With `UPDATE_EXAMPLES=1` in the environment the documents are written anew.
#[test]
fn the_documents_of_the_example_are_the_ones_that_are_made() {
    let files = sound();
    if std::env::var_os("UPDATE_EXAMPLES").is_some() {
        put(Path::new(EXAMPLE), &files);
    }
    let mut all = 0;
    for (name, bytes) in &files {
        let stands = fs::read(Path::new(EXAMPLE).join(name)).unwrap_or_default();
        assert!(stands == *bytes, "{name} is out of date: run with UPDATE_EXAMPLES=1");
        assert!(bytes.len() < 30_000, "{name} has {} bytes", bytes.len());
        all += bytes.len();
    }
    assert!(all < 200_000);
}

/// The report on what is named, and the exit code.
fn run(args: &[&str]) -> (Value, i32) {
    let mut command = Command::cargo_bin("quality-award").unwrap();
    let output = command
        .args(["check", "--format", "json", "--config", "none"])
        .args(args)
        .output()
        .unwrap();
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (report, output.status.code().unwrap())
}

/// The findings of the only dossier, by condition.
fn findings(report: &Value) -> BTreeMap<String, Value> {
    let dossiers = report["dossiers"].as_array().unwrap();
    assert_eq!(dossiers.len(), 1, "{}", report["errors"]);
    let findings = dossiers[0]["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| (finding["condition"].as_str().unwrap().to_owned(), finding.clone()))
        .collect()
}

#[test]
fn the_example_folder_is_eligible_and_every_document_serves() {
    let (report, code) = run(&[EXAMPLE]);
    let dossier = &report["dossiers"][0];
    assert_eq!((code, &dossier["verdict"]), (0, &Value::from("eligible")));
    assert_eq!(dossier["materials_examined"], true);
    let findings = findings(&report);
    let on_documents = findings.iter().filter(|(id, _)| id.starts_with("materials."));
    let mut count = 0;
    for (id, finding) in on_documents {
        let expected = if id == "materials.policy-loss" {
            "not_applicable"
        } else {
            "pass"
        };
        assert_eq!(finding["verdict"], expected, "{id}: {}", finding["found"]["zh"]);
        count += 1;
    }
    assert_eq!(count, 15);
    let licence = &findings["org.operating-years"]["documents"];
    assert_eq!(licence[0]["file"], "营业执照.png");
    assert_eq!(licence[0]["state"], "present");
    for (id, finding) in &findings {
        let documents = finding["documents"].as_array().unwrap();
        let there = documents.iter().any(|document| document["state"] == "present");
        assert!(!there || finding["basis"] == "documented", "{id}");
        assert!(documents.iter().all(|document| document["state"] == "present"), "{id}");
    }
    let audits = findings["org.no-loss"]["documents"].as_array().unwrap();
    assert_eq!(audits.len(), 3);
}

#[test]
fn each_way_to_be_damaged_says_its_own_sentence_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = sound();
    let whole = made::pdf(&["公示证明", NAME]);
    let broken = String::from_utf8_lossy(&whole).replace("startxref\n", "startxref\n9");
    let cut = whole[..whole.len() / 2].to_vec();
    for (name, bytes) in &mut files {
        match *name {
            "申报表.pdf" => *bytes = made::locked_pdf(&[NAME]),
            "概述.docx" => *bytes = Vec::new(),
            "质量管理模式总结.docx" => bytes.truncate(200),
            "首席质量官聘任决定.pdf" => *bytes = made::png(),
            "公示证明.pdf" => bytes.clone_from(&cut),
            "信用报告.pdf" => *bytes = made::scanned_pdf(),
            "推荐意见.pdf" => *bytes = broken.clone().into_bytes(),
            "证书/GBT19001认证证书.pdf" => *bytes = made::pdf(&["质量管理体系认证证书", "别家有限公司"]),
            _ => {}
        }
    }
    files.retain(|(name, _)| *name != "财务/审计报告2023.pdf");
    put(folder.path(), &files);
    let text = fs::read_to_string(format!("{EXAMPLE}/dossier.toml")).unwrap();
    fs::write(folder.path().join("dossier.toml"), text).unwrap();
    let (report, code) = run(&[folder.path().to_str().unwrap()]);
    let findings = findings(&report);
    let says = |id: &str, verdict: &str, words: &str| {
        let finding = &findings[id];
        assert_eq!(finding["verdict"], verdict, "{id}: {finding}");
        let said = format!("{}{}", finding["found"]["zh"], finding["notes"]);
        assert!(said.contains(words), "{id}: {said}");
    };
    assert_eq!(code, 3, "the application form is missing, nothing is failed");
    says("materials.application-form", "missing", "有密码");
    says("materials.overview", "missing", "文件是空的");
    says("materials.model-summary", "missing", "已损坏");
    says("materials.officer-appointment", "pass", "内容却是 PNG 图片");
    says("materials.public-notice", "missing", "结尾缺失");
    says("materials.credit-report", "pass", "扫描图像");
    says("materials.recommendation", "pass", "内部索引已损坏");
    says("materials.certificates", "review", "认证证书.pdf」文字里没有找到「");
    says("materials.audit-reports", "missing", "找不到「财务/审计报告2023.pdf」");
    says("org.management-system", "pass", "材料与所填不一致：");
    says("org.management-system", "pass", "认证证书.pdf」文字里没有找到「");
    let remark = &findings["org.management-system"]["documents"][0]["remark"]["zh"];
    assert!(remark.as_str().unwrap().starts_with("文字里没有找到「"), "{remark}");
    says("materials.licence", "pass", "营业执照.png");
    says("org.no-loss", "pass", "15,120,000.50");
    let audits = findings["org.no-loss"]["documents"].as_array().unwrap();
    let states: Vec<&str> = audits.iter().map(|audit| audit["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["present", "missing", "present"]);
    assert_eq!(findings["proc.truthful"]["documents"][0]["state"], "unusable");
    assert_eq!(findings["proc.truthful"]["basis"], "declared");
}

/// A dossier in a table, judged with the documents of a folder.
fn judged(table: &DeTable<'_>, folder: &Path) -> DossierReport {
    let source = Source::text("dossier.toml", "");
    let dossier: Dossier = load::toml::walk(table, &source, &pack().dictionary, today()).unwrap();
    let folder = Folder::open(folder).unwrap();
    let place = Site {
        folder: &folder,
        whole: Some(Path::new("dossier.toml")),
        apart: &[],
    };
    let documents = Documents::gather(&dossier, place);
    let day = as_of(&dossier, None, today()).unwrap();
    check(pack(), &dossier, Some(&documents), day, calendar(), Detail::Verdicts)
}

fn verdicts(report: &DossierReport) -> BTreeMap<String, Verdict> {
    let each = report.findings.iter();
    each.map(|finding| (finding.condition.to_string(), finding.verdict))
        .collect()
}

/// Folders that between them show every failure and every review of a condition on documents, each with its dossier.
fn folders() -> Vec<(tempfile::TempDir, String)> {
    let text = fs::read_to_string(format!("{EXAMPLE}/dossier.toml")).unwrap();
    let words = "质".repeat(3200);
    let mut foreign: Vec<(&str, Vec<u8>)> = sound();
    for (name, bytes) in &mut foreign {
        if name.ends_with(".pdf") {
            *bytes = made::pdf(&["别家有限公司"]);
        } else if *name == "概述.docx" {
            *bytes = made::docx(&[&words]);
        } else if *name == "自我评价报告.docx" {
            *bytes = made::docx(&["没有标题"]);
        }
    }
    foreign.retain(|(name, _)| *name != "营业执照.png");
    foreign.push(("营业执照.pdf", made::pdf(&["别家有限公司"])));
    let expired = text
        .replace("营业执照.png", "营业执照.pdf")
        .replace("file = \"概述.docx\"", "file = \"概述.docx\"\nvalid_until = 2025-01-01")
        .replace(
            "file = \"自我评价报告.docx\"",
            "file = \"自我评价报告.docx\"\nvalid_until = 2025-01-01",
        )
        .replace(
            "file = \"质量管理模式总结.docx\"",
            "file = \"质量管理模式总结.docx\"\nvalid_until = 2025-01-01",
        )
        + "\n[[materials]]\nkind = \"证实性材料\"\nfile = \"证实性材料/顾客满意度.xlsx\"\nvalid_until = 2025-01-01\n"
        + "\n[[materials]]\nkind = \"政策性亏损文件\"\nfile = \"财务/审计报告2022.pdf\"\nvalid_until = 2025-01-01\n"
        + "\n[[materials]]\nkind = \"推荐意见\"\nfile = \"推荐意见.pdf\"\n";
    let mut printed = sound();
    printed.push(("概述.pdf", made::pdf(&["组织概述"])));
    let print = text.replace("概述.docx", "概述.pdf");
    [(sound(), text), (foreign, expired), (printed, print)]
        .into_iter()
        .map(|(files, text)| {
            let folder = tempfile::tempdir().unwrap();
            put(folder.path(), &files);
            (folder, text)
        })
        .collect()
}

#[test]
fn the_folders_above_show_every_failure_and_every_review_of_documents() {
    let mut shown = BTreeSet::new();
    for (folder, text) in folders() {
        let table = DeTable::parse(&text).unwrap();
        let report = judged(table.get_ref(), folder.path());
        shown.extend(verdicts(&report).into_iter().map(|(id, verdict)| (id, verdict.id())));
    }
    let conditions = pack().conditions.iter();
    for condition in conditions.filter(|condition| condition.rule.rule().needs_documents()) {
        for verdict in condition.rule.rule().verdicts() {
            let matters = matches!(verdict, Verdict::Fail | Verdict::Review);
            let is_shown = shown.contains(&(condition.id.to_string(), verdict.id()));
            assert!(!matters || is_shown, "no folder shows {} {verdict}", condition.id);
        }
    }
}

#[test]
fn a_document_of_another_time_is_asked_about() {
    let text = fs::read_to_string(format!("{EXAMPLE}/dossier.toml")).unwrap();
    let credit_report = |issued: &str| {
        let listed = "file = \"信用报告.pdf\"\nissued_on = ";
        assert!(text.contains(listed));
        let text = text.replace(&format!("{listed}2025-12-20"), &format!("{listed}{issued}"));
        let table = DeTable::parse(&text).unwrap();
        verdicts(&judged(table.get_ref(), Path::new(EXAMPLE)))["materials.credit-report"]
    };
    let submitted = "2025-12-26";
    assert!(text.contains(&format!("submitted_on = {submitted}")));
    for (issued, verdict) in [
        (submitted, Verdict::Pass),
        ("2025-12-27", Verdict::Review),
        ("2024-12-26", Verdict::Pass),
        ("2024-12-25", Verdict::Review),
    ] {
        assert_eq!(credit_report(issued), verdict, "{issued}");
    }
}

#[test]
fn a_row_of_the_list_that_says_less_never_lets_anyone_through() {
    let mut tried = 0;
    for (folder, text) in folders() {
        let table = DeTable::parse(&text).unwrap().into_inner();
        let before = verdicts(&judged(&table, folder.path()));
        let DeValue::Array(rows) = table["materials"].get_ref() else {
            panic!("a list")
        };
        for (row, key) in (0..rows.len()).flat_map(|row| [(row, "kind"), (row, "file")]) {
            let mut less = table.clone();
            if let Some(DeValue::Array(rows)) = less.get_mut("materials").map(|rows| rows.get_mut())
                && let Some(DeValue::Table(row)) = rows.get_mut(row).map(|row| row.get_mut())
            {
                row.remove(key);
            }
            for (id, after) in verdicts(&judged(&less, folder.path())) {
                let before = before[&id];
                let lets_through = matches!(after, Verdict::Pass | Verdict::NotApplicable);
                let broken = match before {
                    Verdict::Fail | Verdict::Review => lets_through,
                    Verdict::Pass | Verdict::NotApplicable => after == Verdict::Fail,
                    Verdict::Missing => false,
                };
                assert!(
                    !broken,
                    "without {key} of row {}, {id} goes from {before} to {after}",
                    row + 1
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn documents_are_examined_where_there_is_a_list_or_a_folder_or_somebody_asks() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("examples/organization.toml").unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, text: &str| fs::write(path(name), text).unwrap();
    let examined = |args: &[&str]| run(args).0["dossiers"][0]["materials_examined"].as_bool().unwrap();
    write("dossier.toml", &text);
    let whole = folder.path().to_str().unwrap();
    assert!(
        examined(&[whole]),
        "a folder is the whole dossier, though nothing lies in it"
    );
    let without = run(&[whole]);
    assert_eq!(
        (&without.0["dossiers"][0]["verdict"], without.1),
        (&json!("incomplete"), 3)
    );
    write("README.md", "what is where");
    write("report.json", "{}");
    let beside = run(&[whole]);
    assert_eq!(
        findings(&without.0),
        findings(&beside.0),
        "what is no document changes nothing"
    );
    let mut seal = Command::cargo_bin("quality-award").unwrap();
    let sealed = seal.args(["seal", "--lang", "en", whole]).output().unwrap();
    assert!(String::from_utf8(sealed.stdout).unwrap().contains("incomplete"));
    fs::write(path("申报表.pdf"), made::pdf(&["上海徐汇示例智能装备有限公司"])).unwrap();
    assert_eq!(run(&[whole]).1, 0);
    let named = path("dossier.toml");
    assert!(!examined(&[&named]), "a file without a list stands for itself");
    let (report, _) = run(&["--materials", &named]);
    let form = &findings(&report)["materials.application-form"];
    assert_eq!(form["verdict"], "missing", "what no list names may be another client's");
    write("dossier.toml", &format!("materials = []\n{text}"));
    assert!(examined(&[&named]));
    let (report, _) = run(&["--redact", EXAMPLE]);
    let said = report["dossiers"].to_string();
    assert!(!said.contains("营业执照.png") && !said.contains("精密仪器"));
}

#[test]
fn no_path_leads_out_of_the_folder_and_odd_rows_are_told() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("甲");
    fs::create_dir(&folder).unwrap();
    fs::write(root.path().join("乙.pdf"), made::pdf(&["别人的"])).unwrap();
    fs::write(folder.join("申报表.pdf"), made::pdf(&["x"])).unwrap();
    fs::write(folder.join("副本.pdf"), made::pdf(&["x"])).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.path().join("乙.pdf"), folder.join("链接.pdf")).unwrap();
    let rows = [
        ("营业执照", "../乙.pdf"),
        ("信用报告", "/etc/hostname"),
        ("概述", "C:\\概述.docx"),
        ("证实性材料", "链接.pdf"),
        ("自评报高", "申报表.pdf"),
        ("公示证明", "申报表.pdf"),
    ];
    let list = rows.map(|(kind, file)| format!("\n[[materials]]\nkind = '{kind}'\nfile = '{file}'\n"));
    let text = fs::read_to_string("examples/organization.toml").unwrap() + &list.concat();
    fs::write(folder.join("dossier.toml"), text).unwrap();
    let (report, _) = run(&[folder.to_str().unwrap()]);
    let findings = findings(&report);
    let said = |id: &str| {
        assert_eq!(findings[id]["verdict"], "missing", "{id}");
        findings[id]["found"]["zh"].as_str().unwrap().to_owned()
    };
    assert!(said("materials.licence").contains("用 .. 离开了"));
    assert!(said("materials.credit-report").contains("以 / 或 \\ 开头"));
    assert!(said("materials.overview").contains("盘符"));
    #[cfg(unix)]
    assert!(said("materials.evidence").contains("符号链接"));
    let notes = report["dossiers"][0]["materials_notes"].to_string();
    for words in ["「自评报高」不在目录中", "内容完全相同", "「副本.pdf」"] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    assert!(!report.to_string().contains("别人的"));
}

#[test]
fn the_page_and_the_workbook_show_which_document_bears_out_what() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    run(&[
        EXAMPLE,
        "-o",
        &path("r.html"),
        "-o",
        &path("r.xlsx"),
        "-o",
        &path("r.md"),
    ]);
    let page = fs::read_to_string(path("r.html")).unwrap();
    assert!(page.contains("<table class=\"evidence\">") && page.contains("财务/审计报告2022.pdf"));
    assert!(fs::read_to_string(path("r.md")).unwrap().contains("材料："));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path("r.xlsx")).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "佐证材料").unwrap();
    assert!(range.rows().any(|row| row.iter().any(|cell| cell == "营业执照.png")));
    let last = range.rows().next_back().unwrap().iter().map(ToString::to_string);
    assert!(last.collect::<String>().contains("不在材料清单中"));
}

/// What a report says could not be read, by file and message.
fn errors(report: &Value) -> Vec<String> {
    let errors = report["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            format!(
                "{} {}",
                error["file"].as_str().unwrap(),
                error["message"]["en"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn a_folder_that_was_not_looked_through_could_not_be_checked() {
    const FILES: usize = 10_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    fs::copy("examples/organization.toml", folder.path().join("dossier.toml")).unwrap();
    for number in 1..FILES {
        fs::write(folder.path().join(format!("{number}.txt")), "").unwrap();
    }
    let (report, code) = run(&[path]);
    assert_eq!(
        (errors(&report), &report["summary"]["unreadable"]),
        (Vec::new(), &Value::from(0))
    );
    assert_ne!(code, 2);
    fs::write(folder.path().join("one more.txt"), "").unwrap();
    let (report, code) = run(&[path]);
    assert_eq!(code, 2);
    assert_eq!(report["summary"]["unreadable"], 1);
    assert_eq!(report["summary"]["dossiers"], 1, "what could be checked still is");
    let said = errors(&report).concat();
    assert!(
        said.starts_with(path) && said.contains("more than 10000 files"),
        "{said}"
    );
    assert!(
        report["dossiers"][0]["materials_notes"]
            .to_string()
            .contains("more than 10000 files")
    );
}

#[test]
fn a_folder_that_stands_too_deep_to_be_entered_could_not_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("examples/organization.toml", folder.path().join("dossier.toml")).unwrap();
    let path = folder.path().to_str().unwrap();
    let checked = |depth: usize| {
        fs::create_dir_all(folder.path().join("deep/".repeat(depth))).unwrap();
        let (report, code) = run(&[path, "--materials"]);
        (errors(&report).len(), code == 2)
    };
    assert_eq!(checked(16), (0, false));
    assert_eq!(checked(17), (1, true));
}

/// The most memory that a check of a folder took, in KiB, read while it waits to be read from.
#[cfg(target_os = "linux")]
fn peak(folder: &Path) -> u64 {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("quality-award"))
        .args(["check", "--format", "json", "--config", "none"])
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0]).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).unwrap();
    child.wait().unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_documents_take_no_more_memory_than_ten() {
    let folder = |count: usize| {
        let folder = tempfile::tempdir().unwrap();
        fs::copy("examples/organization.toml", folder.path().join("dossier.toml")).unwrap();
        for number in 0..count {
            let text = format!("{number} {}", "质量管理".repeat(6_000));
            fs::write(folder.path().join(format!("证实性材料{number}.txt")), text).unwrap();
        }
        folder
    };
    let few = folder(10);
    let many = folder(1000);
    let (few, many) = (peak(few.path()), peak(many.path()));
    assert!(
        many < few + 16 * 1024,
        "10 documents: {few} KiB, 1000 documents (70 MiB): {many} KiB"
    );
}
