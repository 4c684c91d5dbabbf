//! A bundle holds every document once, in the order of the catalogue, with a table of contents that tells the same; the
//! same dossier gives the same bytes; and what is not fit to be handed in is not packed unasked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod folders;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use folders::Folder;
use quality_award::pack::Pack;
use scraper::{Html, Selector};
use zip::ZipArchive;

/// What an archive holds, in its order.
fn unpacked(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The rows of the table of contents, page and workbook, as kind and name.
fn listed(files: &[(String, Vec<u8>)]) -> [Vec<(String, String)>; 2] {
    let page = Html::parse_document(std::str::from_utf8(&files[0].1).unwrap());
    let all = |css: &str| Selector::parse(css).unwrap();
    let text = |cell: scraper::ElementRef<'_>| cell.text().collect::<String>();
    let (row, cells) = (all("table.contents tbody tr"), all("td"));
    let rows = page.select(&row).map(|row| {
        let kind = row.select(&cells).nth(1).map(text).unwrap();
        let link = row.select(&all("th a")).next().unwrap();
        assert!(!link.attr("href").unwrap().contains(['/', ':', '<']));
        (kind, text(link))
    });
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(files[1].1.clone())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |row: &[Data], column: usize| row[column].to_string();
    let heads = range.rows().position(|row| cell(row, 0) == "序号").unwrap();
    let numbered = range
        .rows()
        .skip(heads + 1)
        .filter(|row| matches!(row[0], Data::Float(_)));
    let cells: Vec<(String, String)> = numbered.map(|row| (cell(row, 1), cell(row, 2))).collect();
    [rows.collect(), cells]
}

#[test]
fn the_documents_stand_in_the_order_of_the_catalogue_and_are_what_they_were() {
    let folder = Folder::example();
    folder.seal();
    let said = folder.run(&["bundle", "客户甲"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.is_empty(), "{}", said.err);
    let files = unpacked(&folder.beside("客户甲.zip"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["00-目录.html", "00-目录.xlsx", "dossier.lock"]);
    assert_eq!(
        files[2].1,
        folder.text("dossier.lock").into_bytes(),
        "the lock inside is the lock beside"
    );
    assert_eq!(files.len(), 3 + 14);
    let [page, book] = listed(&files);
    assert_eq!(page, book);
    let pack = Pack::find("xuhui-2025").unwrap().unwrap();
    let order = |kind: &str| {
        let kinds = pack.dictionary.catalogue.kinds();
        kinds
            .map(|(_, kind)| kind.label.zh.clone())
            .position(|label| label == *kind)
            .unwrap()
    };
    let kinds: Vec<usize> = page.iter().map(|(kind, _)| order(kind)).collect();
    assert!(kinds.is_sorted(), "{page:?}");
    for (at, (name, bytes)) in files[3..].iter().enumerate() {
        assert_eq!(&page[at].1, name);
        let (number, own) = name.split_once('-').unwrap();
        assert_eq!(number, format!("{:02}", at + 1));
        let found = ["", "财务", "证书", "证实性材料"].map(|below| folder.path(below).join(own));
        let original = found.iter().find(|path| path.exists()).unwrap();
        assert!(fs::read(original).unwrap() == *bytes, "{name}");
    }
}

#[test]
fn the_same_dossier_gives_the_same_bytes_wherever_it_is_written() {
    let folder = Folder::example();
    for output in ["甲.zip", "乙.zip"] {
        let said = folder.run(&["bundle", "客户甲", "-o", output]);
        assert_eq!(said.code, 0, "{}", said.err);
    }
    let bytes = |name: &str| fs::read(folder.beside(name)).unwrap();
    assert!(bytes("甲.zip") == bytes("乙.zip"));
    let said = folder.run(&["bundle", "客户甲", "-o", "甲.zip", "--lang", "en"]);
    assert_eq!(said.code, 0, "written over: {}", said.err);
    assert_eq!(unpacked(&folder.beside("甲.zip"))[0].0, "00-contents.html");
}

#[test]
fn what_is_not_fit_is_packed_only_where_that_is_insisted_on() {
    let refused = |folder: &Folder, words: &str| {
        let said = folder.run(&["bundle", "客户甲"]);
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.err.contains(words), "{}", said.err);
        assert!(!folder.beside("客户甲.zip").exists());
        let said = folder.run(&["bundle", "客户甲", "--force"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(
            said.err.contains(words),
            "what speaks against it is said all the same: {}",
            said.err
        );
        assert!(folder.beside("客户甲.zip").exists());
    };
    let ineligible = Folder::example();
    ineligible.edit(&[
        ("net_profit = 15_120_000.50", "net_profit = -1\npolicy_loss = false"),
        ("total_profit = 17_010_000.00", "total_profit = -1"),
    ]);
    refused(&ineligible, "近三年未亏损");
    let incomplete = Folder::example();
    fs::remove_file(incomplete.path("申报表.pdf")).unwrap();
    refused(&incomplete, "申报表");
    let changed = Folder::example();
    changed.seal();
    changed.put("草稿.txt", "草稿");
    refused(&changed, "与封存时不同，1 处");
    let names = unpacked(&changed.beside("客户甲.zip"));
    assert!(
        names.iter().all(|(name, _)| !name.contains("草稿")),
        "what nobody names stays out"
    );
}

#[test]
fn an_archive_never_becomes_a_document_of_its_own_dossier() {
    let folder = Folder::example();
    for output in ["客户甲/报送.zip", "客户甲/财务/报送.zip", "./客户甲/../客户甲/报送.zip"] {
        let said = folder.run(&["bundle", "客户甲", "-o", output]);
        assert!(
            said.code == 2 && said.err.contains("不能写在申报文件夹里"),
            "{}",
            said.err
        );
    }
    let said = folder.run(&["bundle", "客户甲", "-o", "没有/报送.zip"]);
    assert_eq!(said.code, 2, "{}", said.out);
    let left = fs::read_dir(folder.beside(".")).unwrap().count();
    assert_eq!(left, 1, "nothing half-written stays behind");
}

#[test]
fn what_names_hold_steers_neither_system_nor_page() {
    let folder = Folder::example();
    for name in ["<img src=x onerror=alert(1)>.txt", "=cmd|'calc'!A1.txt", "CON.txt"] {
        folder.put(&format!("证实性材料/{name}"), "证实性材料");
    }
    let said = folder.run(&["bundle", "客户甲"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let files = unpacked(&folder.beside("客户甲.zip"));
    assert_eq!(files.len(), 3 + 17);
    let [page, book] = listed(&files);
    assert_eq!(page, book);
    let forbidden = ['<', '>', ':', '"', '|', '?', '*', '\\', '/'];
    for (name, _) in &files {
        assert!(!name.contains(forbidden), "{name}");
    }
    let text = std::str::from_utf8(&files[0].1).unwrap();
    assert!(
        Html::parse_document(text)
            .select(&Selector::parse("img, script").unwrap())
            .next()
            .is_none()
    );
}

#[test]
fn a_file_that_serves_twice_is_packed_once() {
    let folder = Folder::example();
    let row = "\n[[materials]]\nkind = \"推荐意见\"\nfile = \"申报表.pdf\"\n";
    folder.put("dossier.toml", folder.text("dossier.toml") + row);
    fs::remove_file(folder.path("推荐意见.pdf")).unwrap();
    let said = folder.run(&["bundle", "客户甲"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let files = unpacked(&folder.beside("客户甲.zip"));
    assert_eq!(files.len(), 3 + 13);
    let [page, _] = listed(&files);
    assert_eq!(page[0].0, "申报表、推荐意见");
}

#[test]
fn nothing_but_an_earlier_bundle_is_written_over() {
    let folder = Folder::example();
    let original = "the archive the dossier came in";
    fs::write(folder.beside("客户甲.zip"), original).unwrap();
    let said = folder.run(&["bundle", "客户甲"]);
    assert!(said.code == 2 && said.err.contains("不是本工具打的包"), "{}", said.err);
    assert_eq!(fs::read_to_string(folder.beside("客户甲.zip")).unwrap(), original);
    assert_eq!(folder.run(&["bundle", "客户甲", "--force"]).code, 0);
    folder.put("证实性材料/又一份.txt", "又一份");
    assert_eq!(folder.run(&["bundle", "客户甲"]).code, 0, "an earlier bundle gives way");
    assert_eq!(unpacked(&folder.beside("客户甲.zip")).len(), 3 + 15);
}

#[test]
fn a_row_of_no_known_kind_keeps_no_other_document_out() {
    let folder = Folder::example();
    folder.put("其他.pdf", "%PDF-1.4");
    let row = "\n[[materials]]\nkind = \"其他说明\"\nfile = \"其他.pdf\"\n";
    folder.put("dossier.toml", folder.text("dossier.toml") + row);
    let said = folder.run(&["bundle", "客户甲"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let files = unpacked(&folder.beside("客户甲.zip"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 3 + 15);
    assert_eq!(names[17], "15-其他.pdf", "what is of no known kind comes last");
    assert!(names.contains(&"12-公示证明.pdf"), "{names:?}");
}
