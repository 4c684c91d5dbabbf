//! PDFs that other readers open, too: with odd locks, updated, out of order.

use lopdf::Permissions;

use super::making::{Page, assemble, locked_with_id, pdf};
use super::pdfs::{NAME, look};
use crate::materials::Flaw;

#[test]
fn a_lock_on_attachments_alone_keeps_no_page_closed() {
    // without the bytes that only mark a file as binary, so that the offsets of the table stay
    let whole = String::from_utf8(pdf(&[Page::Blank]).into_iter().map(|byte| byte & 0x7f).collect()).unwrap();
    let lock = |version: u8, streams: &str, strings: &str| {
        let lock = format!(
            "/Encrypt<</Filter/Standard/V {version}/R 6/P -4/Length 256/O()/U()/OE()/UE()/Perms()\
             /CF<</StdCF<</CFM/AESV3/AuthEvent/EFOpen/Length 32>>>>{streams}{strings}/EFF/StdCF>>/Root"
        );
        look(whole.replacen("/Root", &lock, 1).as_bytes())
    };
    for (version, streams, strings, opens) in [
        (5, "/StmF/Identity", "/StrF/Identity", true),
        (4, "", "", true),
        (5, "/StmF/StdCF", "/StrF/Identity", false),
        (5, "/StmF/Identity", "/StrF/StdCF", false),
        (2, "", "", false),
    ] {
        let seen = lock(version, streams, strings);
        let pages = opens.then_some(1);
        assert_eq!(
            (seen.pages, seen.is_usable()),
            (pages, opens),
            "{version} {streams} {strings}: {:?}",
            seen.flaws
        );
    }
}

#[test]
fn a_lock_without_an_id_opens_where_the_password_is_empty() {
    let open = pdf(&[Page::Chinese(NAME)]);
    for user in ["", "secret"] {
        let mut bytes = locked_with_id(&open, user, Permissions::all(), b"");
        let at = bytes.windows(4).rposition(|window| window == b"/ID[").unwrap();
        let end = at + bytes[at..].iter().position(|byte| *byte == b']').unwrap();
        bytes[at..=end].fill(b' ');
        let seen = look(&bytes);
        if user.is_empty() {
            assert_eq!((seen.flaws, seen.mentions), (vec![], vec![true, false]));
        } else {
            assert_eq!((seen.flaws, seen.pages), (vec![Flaw::Encrypted], None));
        }
    }
}

/// A PDF whose table of objects counts from one instead of zero, with an update that adds a page.
fn updated() -> Vec<u8> {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R>>".to_vec();
    let root = |kids: &str, count: u8| format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes();
    let first = assemble(&[catalog, root("3 0 R", 1), page.clone()]);
    let mut bytes = String::from_utf8_lossy(&first)
        .replace("xref\n0 4", "xref\n1 4")
        .into_bytes();
    let start = bytes.windows(5).rposition(|window| window == b"xref\n").unwrap();
    let before = bytes[..start]
        .windows(5)
        .rposition(|window| window == b"xref\n")
        .unwrap();
    let root_at = bytes.len();
    bytes.extend_from_slice(b"2 0 obj\n");
    bytes.extend(root("3 0 R 4 0 R", 2));
    bytes.extend_from_slice(b"\nendobj\n");
    let page_at = bytes.len();
    bytes.extend_from_slice(b"4 0 obj\n");
    bytes.extend(page);
    bytes.extend_from_slice(b"\nendobj\n");
    let table = bytes.len();
    bytes.extend_from_slice(
        format!(
            "xref\n1 2\n0000000015 00000 n \n{root_at:010} 00000 n \n4 1\n{page_at:010} 00000 n \n\
             trailer\n<</Size 5/Root 1 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n"
        )
        .as_bytes(),
    );
    bytes
}

#[test]
fn pages_that_an_update_adds_are_counted() {
    let seen = look(&updated());
    assert_eq!((seen.pages, seen.flaws), (Some(2), vec![Flaw::Repaired, Flaw::NoText]));
}
