//! Archives of client folders and files (`客户.zip`): read where they are as the unpacked folder is read, and nothing
//! that stands in one leads out of it or unfolds without end.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod folders;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};

use folders::{Folder, Said};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const ORGANIZATION: &str = include_str!("../examples/organization.toml");
const INDIVIDUAL: &str = include_str!("../examples/individual.toml");

/// A roster of two, the second of whom stands at a loss.
const ROSTER: &str = "单位名称,统一社会信用代码,成立日期,2022年净利润(元),2023年净利润(元),2024年净利润(元)\n\
    上海示例物流有限公司,91310104744923836T,2016-03-18,1,2,3\n上海示例医疗器械有限公司,,2020年3月,1,-2,3\n";

type Files<'f> = Vec<(&'f str, Vec<u8>)>;

fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    packed_by(files, CompressionMethod::Deflated)
}

fn packed_by(files: &[(&str, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in files {
        match name.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*name, options).unwrap();
                writer.write_all(content).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

/// The archive with all names in GBK and without a mark that says so, as Windows packs it.
fn in_gbk(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let names: Vec<(String, Vec<u8>)> = (0..)
        .zip(files)
        .map(|(at, (name, _))| {
            let bytes = encoding_rs::GBK.encode(name).0.into_owned();
            (format!("{at:X>width$}", width = bytes.len()), bytes)
        })
        .collect();
    let renamed: Files<'_> = names
        .iter()
        .zip(files)
        .map(|((name, _), (_, content))| (name.as_str(), content.clone()))
        .collect();
    let mut archive = packed_by(&renamed, CompressionMethod::Stored);
    for (stands, gbk) in &names {
        let places: Vec<usize> = (0..archive.len() - gbk.len())
            .filter(|at| archive[*at..].starts_with(stands.as_bytes()))
            .collect();
        assert_eq!(places.len(), 2, "{stands}");
        for at in places {
            archive[at..at + gbk.len()].copy_from_slice(gbk);
        }
    }
    archive
}

fn clients() -> Files<'static> {
    let workbook = fs::read("examples/organization-failing.xlsx").unwrap();
    vec![
        ("长桥街道/甲.toml", ORGANIZATION.into()),
        ("长桥街道/名册.csv", ROSTER.into()),
        ("漕河泾街道/乙/失败.xlsx", workbook),
        ("漕河泾街道/乙/说明.docx", b"PK\x03\x04".into()),
        ("漕河泾街道/丙.toml", INDIVIDUAL.into()),
        ("漕河泾街道/~$丙.xlsx", b"x".into()),
        ("__MACOSX/漕河泾街道/._丙.toml", b"x".into()),
        ("照片.png", b"\x89PNG\r\n\x1a\n".into()),
        ("采购清单.csv", "品名,数量\n纸,3\n".into()),
    ]
}

/// What is said of a file of this name and content.
fn checked(name: &str, content: &[u8], more: &[&str]) -> (Value, Said) {
    let folder = Folder::empty();
    fs::write(folder.beside(name), content).unwrap();
    let args = ["check", name, "--format", "json"];
    let said = folder.run(&[&args, more].concat());
    (serde_json::from_str(&said.out).unwrap_or_default(), said)
}

/// Everyone in a report by the file they stand in, with their verdicts and the places these rest on.
fn everyone(report: &Value) -> BTreeMap<String, String> {
    let dossiers = report["dossiers"].as_array().unwrap();
    let each = dossiers.iter().map(|one| {
        let who = format!("{} {}", one["source"].as_str().unwrap(), one["applicant"]);
        (who, one["findings"].to_string())
    });
    each.collect()
}

fn errors(report: &Value) -> Vec<String> {
    let errors = report["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            format!(
                "{}: {}",
                error["file"].as_str().unwrap(),
                error["message"]["zh"].as_str().unwrap()
            )
        })
        .collect()
}

fn skipped(report: &Value) -> Vec<String> {
    let each = report["skipped"].as_array().unwrap().iter();
    each.map(|one| format!("{} {}", one["file"].as_str().unwrap(), one["reason"]["zh"]))
        .collect()
}

#[test]
fn an_archive_is_read_as_the_folder_that_it_unpacks_to() {
    let clients = clients();
    let folder = Folder::empty();
    for (name, content) in &clients {
        folder.put(name, content);
    }
    let said = folder.run(&["check", "客户甲", "--format", "json"]);
    let unpacked = said.out.replace("客户甲/", "客户.zip/");
    let unpacked: Value = serde_json::from_str(&unpacked).unwrap();
    assert_eq!(everyone(&unpacked).len(), 5);
    for archive in [packed(&clients), in_gbk(&clients)] {
        let (report, packed) = checked("客户.zip", &archive, &[]);
        assert_eq!(everyone(&report), everyone(&unpacked));
        assert_eq!(skipped(&report), skipped(&unpacked));
        assert_eq!(report["summary"], unpacked["summary"]);
        assert_eq!((errors(&report), packed.code), (errors(&unpacked), said.code));
        // called by any name, and met on a walk
        assert_eq!(everyone(&checked("客户", &archive, &[]).0).len(), 5);
        let around = Folder::empty();
        around.put("收件/客户.zip", &archive);
        around.put("收件/丁.toml", ORGANIZATION);
        let walked = around.run(&["check", "客户甲", "--format", "json"]);
        let walked = serde_json::from_str(&walked.out).unwrap();
        assert_eq!(everyone(&walked).len(), 6);
        assert!(
            everyone(&walked)
                .keys()
                .any(|who| who.starts_with("客户甲/收件/客户.zip/长桥街道/名册.csv"))
        );
    }
}

/// All files of the dossier in `folder`, by their names in an archive of it.
fn all(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut ahead = vec![folder.path("")];
    let mut files = Vec::new();
    while let Some(path) = ahead.pop() {
        if path.is_dir() {
            ahead.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(folder.beside("")).unwrap().to_str().unwrap();
            files.push((name.to_owned(), fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// What is said of the dossier in `folder` and of an archive of it, which is the same but for where it lies.
fn as_in_an_archive(folder: &Folder, method: CompressionMethod, what: &str) -> Value {
    let said = folder.run(&["check", "客户甲", "--materials", "--format", "json"]);
    let files = all(folder);
    let files: Files<'_> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.clone()))
        .collect();
    let (report, packed) = checked("客户.zip", &packed_by(&files, method), &["--materials"]);
    let unpacked: Value = serde_json::from_str(&said.out.replace("客户甲", "客户.zip/客户甲")).unwrap();
    assert_eq!(report["dossiers"], unpacked["dossiers"], "{what}");
    assert_eq!(errors(&report), errors(&unpacked), "{what}");
    assert_eq!(report["summary"], unpacked["summary"], "{what}");
    assert_eq!(packed.code, said.code, "{what}");
    report
}

#[test]
fn documents_in_an_archive_are_examined_as_those_of_the_folder_it_unpacks_to() {
    let whole = as_in_an_archive(&Folder::example(), CompressionMethod::Stored, "whole");
    assert_eq!(whole["dossiers"][0]["materials_examined"], true);
    let names: Vec<String> = all(&Folder::example()).into_iter().map(|(name, _)| name).collect();
    let documents: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_prefix("客户甲/"))
        .filter(|name| !name.starts_with("dossier."))
        .collect();
    assert!(documents.len() > 10);
    let mut others = 0;
    for (at, name) in documents.iter().enumerate() {
        let folder = Folder::example();
        let content = fs::read(folder.path(name)).unwrap();
        match at % 4 {
            0 => fs::remove_file(folder.path(name)).unwrap(),
            1 => folder.put(name, &content[..content.len() / 2]),
            2 => fs::rename(folder.path(name), folder.path(&format!("{name}.PDF"))).unwrap(),
            _ => {
                folder.put(&format!("{}附.pdf", "夹/".repeat(16)), &content);
                folder.put("附件/~$1.docx", &content);
                folder.put("附件/再 一.pdf", &content);
            }
        }
        let report = as_in_an_archive(&folder, CompressionMethod::Deflated, name);
        others += usize::from(report["dossiers"] != whole["dossiers"]);
    }
    assert!(others > documents.len() / 2, "{others}");
    // of what a dossier lists that is none of many in a folder, too
    let folder = Folder::empty();
    let lists = |file| format!("{ORGANIZATION}\n[[materials]]\nkind = \"application_form\"\nfile = \"{file}\"\n");
    folder.put("甲.toml", lists("申报表.pdf"));
    folder.put("乙.toml", lists("申报表.PDF"));
    folder.put("丙.toml", lists("../申报表.pdf"));
    folder.put("申报表.pdf", fs::read("examples/dossier/申报表.pdf").unwrap());
    as_in_an_archive(&folder, CompressionMethod::Deflated, "lists");
}

#[test]
fn a_document_that_cannot_be_unpacked_is_said_not_to_be_examined_and_never_not_to_be_there() {
    let folder = Folder::example();
    let files = all(&folder);
    let files: Files<'_> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.clone()))
        .collect();
    let archive = packed_by(&files, CompressionMethod::Stored);
    let name = "客户甲/信用报告.pdf".as_bytes();
    let places: Vec<usize> = (0..archive.len() - name.len())
        .filter(|at| archive[*at..].starts_with(name))
        .collect();
    let (entry, listed) = (places[0], places[places.len() - 1]);
    let damaged = |bytes: &mut Vec<u8>| bytes[entry + name.len() + 9] ^= 1;
    let locked = |bytes: &mut Vec<u8>| bytes[listed - 46 + 8] |= 1;
    let told = |change: &dyn Fn(&mut Vec<u8>), why: &str| {
        let mut changed = archive.clone();
        change(&mut changed);
        let (report, said) = checked("客户.zip", &changed, &["--materials"]);
        assert_eq!(
            errors(&report),
            [format!("客户.zip/客户甲: 文件「信用报告.pdf」没有检查：{why}")]
        );
        assert_eq!(said.code, 2);
        assert!(!said.out.contains("找不到"), "{why}");
    };
    told(&damaged, "压缩包里的这个文件已损坏，打不开");
    told(&locked, "压缩包设有密码，不能读取");
    // bytes that unfold to more than is read of all
    let mut declared = archive.clone();
    declared[listed - 46 + 24..listed - 46 + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let (report, said) = checked("客户.zip", &declared, &[]);
    assert_eq!(
        (errors(&report), said.code),
        (
            vec!["客户.zip: 压缩包解压后超过 4096 MB，没有读取；请解压后给出文件夹".into()],
            2
        )
    );
}

#[test]
fn names_that_lead_out_archives_in_archives_and_bombs_are_refused_with_a_sentence() {
    let inner = packed(&[("甲.toml", ORGANIZATION.into())]);
    let files = [
        ("甲.toml", ORGANIZATION.into()),
        ("../乙.toml", ORGANIZATION.into()),
        ("/etc/丙.toml", ORGANIZATION.into()),
        ("C:\\丁.toml", ORGANIZATION.into()),
        ("a/../../戊.toml", ORGANIZATION.into()),
        ("己.zip", inner),
    ];
    let (report, said) = checked("客户.zip", &packed(&files), &[]);
    assert_eq!(everyone(&report).len(), 1);
    let told = errors(&report);
    assert_eq!((told.len(), said.code), (5, 2), "{told:?}");
    assert_eq!(told.iter().filter(|error| error.contains("指到压缩包外面")).count(), 4);
    assert!(
        told.iter()
            .any(|error| error.starts_with("客户.zip/己.zip: 压缩包里又有压缩包"))
    );

    let zeros = vec![b' '; 66 * 1024 * 1024];
    let bomb = packed(&[("甲.csv", zeros), ("乙.toml", ORGANIZATION.into())]);
    assert!(bomb.len() < 1024 * 1024);
    let (report, said) = checked("客户.zip", &bomb, &[]);
    assert_eq!((everyone(&report).len(), said.code), (1, 2));
    assert!(errors(&report)[0].contains("64 MB"), "{:?}", errors(&report));
    let names: Vec<String> = (0..9).map(|at| format!("{at}.csv")).collect();
    let many: Files<'_> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    let mut declared = packed(&many);
    for at in 0..declared.len() - 28 {
        if declared[at..].starts_with(b"PK\x01\x02") {
            declared[at + 24..at + 28].copy_from_slice(&(64_u32 << 20).to_le_bytes());
        }
    }
    let (report, said) = checked("客户.zip", &declared, &[]);
    assert_eq!(
        (errors(&report), said.code),
        (
            vec!["客户.zip: 压缩包里的表格解压后超过 512 MB，没有读取；请解压后给出文件夹".into()],
            2
        )
    );
    let names: Vec<String> = (0..10_001).map(|at| format!("{at}.png")).collect();
    let many: Files<'_> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    let (report, _) = checked("客户.zip", &packed(&many), &[]);
    assert_eq!(
        errors(&report),
        ["客户.zip: 压缩包里的文件超过 10000 个，没有读取；请解压后给出文件夹"]
    );
}

#[test]
fn what_is_locked_damaged_twice_there_or_nothing_is_told() {
    let archive = packed_by(
        &[("甲.toml", ORGANIZATION.into()), ("乙.toml", INDIVIDUAL.into())],
        CompressionMethod::Stored,
    );
    let at = |bytes: &[u8], part: &[u8]| (0..bytes.len()).find(|at| bytes[*at..].starts_with(part)).unwrap();
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = archive.clone();
        change(&mut changed);
        checked("客户.zip", &changed, &[])
    };
    let (report, said) = with(&|bytes| {
        let at = at(bytes, b"PK\x01\x02");
        bytes[at + 8] |= 1;
    });
    assert_eq!((everyone(&report).len(), said.code), (1, 2));
    assert_eq!(
        errors(&report),
        ["客户.zip/甲.toml: 压缩包设有密码，不能读取；请解压后给出文件夹"]
    );
    let (report, _) = with(&|bytes| {
        let at = at(bytes, b"award");
        bytes[at] = b'b';
    });
    assert_eq!(
        errors(&report),
        ["客户.zip/甲.toml: 压缩包里的这个文件已损坏，打不开；请重新压缩或重新下载"]
    );
    let (report, _) = with(&|bytes| {
        let name = "乙.toml".as_bytes();
        for _ in 0..2 {
            let at = at(bytes, name);
            bytes[at..at + name.len()].copy_from_slice("甲.toml".as_bytes());
        }
    });
    assert_eq!(everyone(&report).len(), 1);
    assert!(errors(&report)[0].contains("两个同名的文件"));
    let (report, said) = checked("客户.zip", &packed(&[("照片.png", b"x".into())]), &[]);
    assert_eq!(errors(&report), ["客户.zip: 压缩包里没有申报信息（TOML 或工作簿）"]);
    assert_eq!(said.code, 2);
    // every shorter archive, and some with a byte that is not its own
    for cut in (0..archive.len()).step_by(997) {
        let (_, said) = checked("客户.zip", &archive[..cut], &[]);
        assert!((0..=3).contains(&said.code), "{cut}: {}", said.err);
    }
}

#[test]
fn the_bundle_of_a_dossier_is_no_second_one() {
    let folder = Folder::example();
    let bundled = folder.run(&["bundle", "客户甲"]);
    assert!(folder.beside("客户甲.zip").exists(), "{}", bundled.err);
    let said = folder.run(&["check", ".", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(everyone(&report).len(), 1);
    assert!(skipped(&report).iter().any(|one| one.contains("客户甲.zip")));
    assert_eq!(errors(&report), Vec::<String>::new());
}

#[test]
fn what_needs_a_folder_says_so() {
    let folder = Folder::empty();
    fs::write(folder.beside("客户.zip"), packed(&clients())).unwrap();
    let said = folder.run(&["check", "客户.zip", "--annotate", "批注"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("失败.xlsx 未能加批注：它在压缩包里，请解压后再检查"),
        "{}",
        said.err
    );
    for command in ["seal", "verify", "bundle"] {
        let said = folder.run(&[command, "客户.zip"]);
        assert_eq!(said.code, 2, "{command}: {}", said.err);
        assert!(said.err.contains("压缩包里的不能处理"), "{command}: {}", said.err);
    }
    let said = folder.run(&[
        "check",
        "客户.zip",
        "--redact",
        "--as-of",
        "2025-12-26",
        "--format",
        "json",
    ]);
    assert!(
        !said.out.contains("长桥街道") && !said.out.contains("客户.zip"),
        "{}",
        said.out
    );
}
