//! PDFs of every kind that applicants hand in.

use lopdf::Permissions;

use super::look_at;
use super::making::{Page, assemble, locked, pdf, stream};
use crate::materials::{Document, FileFormat, Flaw, TextLayer, limits};

pub(super) const NAME: &str = "上海徐汇示例科技（集团）有限公司";

pub(super) fn look(bytes: &[u8]) -> Document {
    look_at("报告.pdf", bytes, &["上海徐汇示例科技(集团)有限公司", "没有这家"])
}

#[test]
fn a_sound_pdf_has_pages_and_text_and_no_flaw() {
    let text = format!("自评报告\n{NAME}\n二〇二五年十二月二十六日");
    for page in [Page::Chinese(&text), Page::Mapped(&text), Page::Form(&text)] {
        let seen = look(&pdf(&[Page::Blank, page, Page::Picture]));
        assert_eq!(
            (seen.format, seen.pages, seen.text),
            (FileFormat::Pdf, Some(3), TextLayer::Present)
        );
        assert_eq!(seen.mentions, [true, false]);
        assert_eq!(seen.flaws, [Flaw::PagesScanned { pages: 1 }]);
        assert!(seen.is_usable() && seen.sha256.unwrap().len() == 64);
        assert_eq!(look(&pdf(&[Page::Blank, page])).flaws, []);
    }
}

#[test]
fn a_name_over_two_pages_is_found() {
    let (one, two) = NAME.split_at(12);
    assert_eq!(
        look(&pdf(&[Page::Mapped(one), Page::Mapped(two)])).mentions,
        [true, false]
    );
}

#[test]
fn a_scan_is_no_text() {
    for (pages, flaw, text) in [
        (
            &[Page::Picture, Page::Picture][..],
            Flaw::ScannedOnly,
            TextLayer::Absent,
        ),
        (&[Page::Marked("扫描全能王 创建")], Flaw::ScannedOnly, TextLayer::Absent),
        (&[Page::Blank], Flaw::NoText, TextLayer::Absent),
        (&[Page::Shapes(NAME)], Flaw::TextUnreadable, TextLayer::Unreadable),
    ] {
        let seen = look(&pdf(pages));
        assert_eq!(seen.flaws.as_slice(), std::slice::from_ref(&flaw));
        assert_eq!((seen.text, seen.mentions), (text, vec![false, false]));
        assert!(flaw.unread() && !flaw.unusable());
    }
    let recognized = Page::Marked("扫描件经文字识别后每页有许多字，足以核对");
    assert_eq!(look(&pdf(&[recognized])).text, TextLayer::Present);
    assert_eq!(look(&pdf(&[Page::Chinese("同意")])).flaws, []);
}

#[test]
fn a_mark_is_told_from_text_by_its_length() {
    let marked = |chars: u64| "字".repeat(usize::try_from(chars).unwrap());
    assert_eq!(
        look(&pdf(&[Page::Marked(&marked(limits::THIN_CHARS - 1))])).text,
        TextLayer::Absent
    );
    assert_eq!(
        look(&pdf(&[Page::Marked(&marked(limits::THIN_CHARS))])).text,
        TextLayer::Present
    );
}

#[test]
fn a_password_is_told_from_a_restriction() {
    let open = pdf(&[Page::Chinese(NAME)]);
    let seen = look(&locked(&open, "secret", Permissions::all()));
    assert_eq!((seen.flaws, seen.pages), (vec![Flaw::Encrypted], None));
    assert_eq!(seen.text, TextLayer::None);
    for (forbidden, flaws) in [
        (Permissions::empty(), vec![]),
        (Permissions::MODIFIABLE, vec![]),
        (
            Permissions::COPYABLE,
            vec![Flaw::OwnerRestricted {
                printing: true,
                copying: false,
            }],
        ),
        (
            Permissions::PRINTABLE,
            vec![Flaw::OwnerRestricted {
                printing: false,
                copying: true,
            }],
        ),
        (
            Permissions::COPYABLE | Permissions::PRINTABLE,
            vec![Flaw::OwnerRestricted {
                printing: false,
                copying: false,
            }],
        ),
    ] {
        let seen = look(&locked(&open, "", Permissions::all() - forbidden));
        assert_eq!(seen.flaws, flaws, "{forbidden:?}");
        assert_eq!((seen.pages, seen.mentions.as_slice()), (Some(1), &[true, false][..]));
        assert!(seen.is_usable());
    }
}

#[test]
fn a_cut_pdf_is_told_from_a_broken_index() {
    let whole = pdf(&[Page::Chinese(NAME), Page::Mapped(NAME), Page::Picture]);
    for part in [20, 40, 60, 80, 95] {
        let seen = look(&whole[..whole.len() * part / 100]);
        assert!(seen.flaws.contains(&Flaw::Truncated), "{part}%: {:?}", seen.flaws);
        assert!(!seen.is_usable());
    }
    let broken = String::from_utf8_lossy(&whole).into_owned();
    let at = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    assert!(broken.contains("startxref"));
    let mut index = whole[..at].to_vec();
    index.extend_from_slice(b"startxref\n77\n%%EOF\n");
    let seen = look(&index);
    let flaws = vec![Flaw::Repaired, Flaw::PagesScanned { pages: 1 }];
    assert_eq!((seen.flaws, seen.pages), (flaws, Some(3)));
    assert_eq!(seen.mentions, [true, false]);
    let mut padded = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    padded.extend_from_slice(&whole);
    padded.extend([0; 5000]);
    let seen = look(&padded);
    assert!(seen.is_usable() && seen.pages == Some(3), "{:?}", seen.flaws);
}

#[test]
fn pages_that_are_not_there_are_told() {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R>>".to_vec();
    let tree = |kids: &str, count: i64| {
        let root = format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes();
        look(&assemble(&[catalog.clone(), root, page.clone()]))
    };
    assert_eq!(tree("", 0).flaws, [Flaw::NoPages]);
    assert_eq!(tree("3 0 R", 1).flaws, [Flaw::NoText]);
    assert_eq!(
        tree("3 0 R 4 0 R", 2).flaws,
        [Flaw::PagesLost { declared: 2, found: 1 }, Flaw::NoText]
    );
    assert_eq!(tree("3 0 R", -5).flaws, [Flaw::NoText]);
    assert!(!tree("2 0 R", 1).flaws.is_empty());
    assert_eq!(tree("3 0 R 3 0 R", 2).pages, Some(2), "a page may stand twice");
    let untyped = b"<</Parent 2 0 R/MediaBox[0 0 9 9]>>".to_vec();
    let root = b"<</Kids[3 0 R 4 0 R]/Count 2>>".to_vec();
    let seen = look(&assemble(&[catalog.clone(), root, untyped, page.clone()]));
    assert_eq!((seen.pages, seen.flaws), (Some(2), vec![Flaw::NoText]));
    let lone = b"<</Type/Catalog/Pages 3 0 R>>".to_vec();
    let root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    assert_eq!(look(&assemble(&[lone, root, page.clone()])).pages, Some(1));
    assert!(!look(&assemble(&[catalog])).is_usable());
    assert!(!look(b"%PDF-1.7\n%%EOF").is_usable());
}

#[test]
fn three_hundred_pages_are_read() {
    let text = "本组织建立并实施卓越绩效管理模式，持续改进。\n".repeat(40);
    let whole = pdf(&[Page::Mapped(&text); 300]);
    let seen = look(&whole);
    assert_eq!(
        (seen.pages, seen.flaws, seen.mentions),
        (Some(300), vec![], vec![false, false])
    );
}

#[test]
fn drawings_that_draw_themselves_end() {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R/Resources 5 0 R/Contents 4 0 R>>".to_vec();
    let many = "/Fm Do ".repeat(40);
    let content = stream("", many.as_bytes());
    let resources = b"<</XObject<</Fm 6 0 R>>>>".to_vec();
    let form = stream("/Subtype/Form/Resources 5 0 R", many.as_bytes());
    let seen = look(&assemble(&[catalog, root, page, content, resources, form]));
    assert_eq!(seen.pages, Some(1));
    assert_eq!(seen.text, TextLayer::Absent);
}

#[test]
fn a_bomb_is_not_unfolded() {
    use std::io::Write;
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec();
    let zipped = super::making::deflated(&vec![b' '; 4 * limits::PAGE_BYTES]);
    let mut content = Vec::new();
    content.write_all(&stream("/Filter/FlateDecode", &zipped)).unwrap();
    let seen = look(&assemble(&[catalog, root, page, content]));
    assert_eq!((seen.pages, seen.text), (Some(1), TextLayer::Absent));
}

#[test]
fn what_stands_deep_inside_itself_does_not_stop_the_program() {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let root = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec();
    for (open, close) in [("[", "]"), ("<</A", ">>"), ("(", ")"), ("<</Length 5 0 R", ">>")] {
        let deep = |depth: usize| (open.repeat(depth) + &close.repeat(depth)).into_bytes();
        for depth in [90, 100_000] {
            let content = stream("", &deep(depth));
            look(&assemble(&[
                catalog.clone(),
                root.clone(),
                page.clone(),
                content,
                deep(depth),
            ]));
            look(&assemble(&[deep(depth), root.clone(), page.clone()]));
        }
    }
    let chain =
        |next: usize| format!("<</Type/Pages/Kids[{} 0 R]/Parent {} 0 R/Count 1>>", next + 1, next - 1).into_bytes();
    let mut objects = vec![catalog];
    objects.extend((2..20_000).map(chain));
    look(&assemble(&objects));
}
