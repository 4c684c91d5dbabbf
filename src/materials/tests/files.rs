//! Files as such: empty, missing, too large, twice there, and plain text.

use super::documents::flaws;
use super::*;

#[test]
fn an_empty_file_and_a_missing_one_are_told_apart() {
    let empty = look_at("空.pdf", b"", &["a"]);
    assert_eq!((empty.flaws.as_slice(), empty.bytes), (&[Flaw::Empty][..], 0));
    assert_eq!(empty.mentions, [false]);
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    for path in ["没有.pdf", "../a.pdf", ""] {
        let seen = examine(&folder, path, &Wanted::default());
        assert!(matches!(seen.flaws.as_slice(), [Flaw::Refused { .. }]), "{path}");
        assert!(!seen.is_usable() && seen.sha256.is_none() && seen.file == path);
    }
}

#[test]
fn a_file_too_large_is_hashed_and_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    let file = fs::File::create(dir.path().join("大.pdf")).unwrap();
    file.set_len(limits::FILE_BYTES + 1).unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let seen = examine(&folder, "大.pdf", &Wanted::default());
    assert_eq!(
        seen.flaws,
        [Flaw::TooLarge {
            limit: limits::FILE_BYTES
        }]
    );
    assert_eq!(
        (seen.bytes, seen.sha256.map(|sha256| sha256.len())),
        (limits::FILE_BYTES + 1, Some(64))
    );
}

#[test]
fn plain_text_is_counted_in_every_encoding() {
    let text = "一、质量Quality 2024年";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [text.as_bytes(), &gbk, &utf16] {
        let seen = look_at("a.txt", bytes, &["quality2024"]);
        assert_eq!((seen.words, seen.mentions, seen.flaws), (Some(7), vec![true], vec![]));
    }
    let long = "质量".repeat(100_000);
    assert_eq!(look_at("a.txt", long.as_bytes(), &[]).words, Some(200_000));
    assert_eq!(flaws("a.txt", b" \n"), [Flaw::NoPages]);
    let broken = ["质量".repeat(5_000).as_bytes(), b"\xff\xff"].concat();
    assert_eq!(flaws("a.txt", &broken), [Flaw::TextUndecoded]);
}

#[test]
fn the_same_bytes_under_two_names_are_found() {
    let seen = |name: &str, bytes: &[u8]| look_at(name, bytes, &[]);
    let documents = [
        seen("a.txt", b"a"),
        seen("b.txt", b"b"),
        seen("c.txt", b"a"),
        seen("d.txt", b""),
        seen("e.txt", b""),
        seen("f.txt", b"b"),
        seen("g.txt", b"a"),
    ];
    assert_eq!(duplicates(&documents), [vec![0, 2, 6], vec![1, 5]]);
    assert_eq!(duplicates(&documents[..2]), [[0; 0]; 0]);
}
