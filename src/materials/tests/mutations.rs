//! Thousands of documents with something broken in them: none stops the program, none takes long.

use lopdf::Permissions;

use super::making::{Page, docx, jpeg, locked, ofd, pdf, png};
use super::pdf_text::annotated_pdf;
use super::*;

/// A sequence of numbers that is the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap()
    }
}

/// Pieces that mean something to the readers.
const PIECES: &[&[u8]] = &[
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"999999999",
    b"-1",
    b"/Kids",
    b"/Length 4294967295",
    b"<<",
    b">>",
    b"[",
    b"endobj",
    b"1 0 R",
    b"2 0 R",
    b"<w:p>",
    b"</w:t>",
    b"&#0;",
    b"PK\x01\x02",
    b"/Filter/FlateDecode",
    b"/Type/ObjStm",
    b"/Encrypt",
    b"/Differences[0/A",
    b"/ToUnicode 4 0 R",
    b"q q q",
];

fn mutated(sound: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len());
        let end = (at + numbers.below(40)).min(bytes.len());
        match numbers.below(6) {
            0 => bytes[at] ^= 1 << numbers.below(8),
            1 => bytes[at] = numbers.next().to_le_bytes()[0],
            2 => drop(bytes.drain(at..end)),
            3 => bytes
                .splice(at..at, PIECES[numbers.below(PIECES.len())].iter().copied())
                .for_each(drop),
            4 => {
                let copy = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, copy).for_each(drop);
            }
            _ if numbers.below(4) == 0 => bytes.truncate(at),
            _ => bytes[at] = b'0' + numbers.next().to_le_bytes()[0] % 10,
        }
        if bytes.is_empty() {
            bytes.push(b'%');
        }
    }
    bytes
}

#[test]
fn no_mutation_stops_the_program() {
    let open = pdf(&[
        Page::Chinese("质量"),
        Page::Mapped("管理"),
        Page::Form("创新"),
        Page::Picture,
    ]);
    let mut compact = lopdf::Document::load_mem(&open).unwrap();
    let mut modern = Vec::new();
    compact.save_modern(&mut modern).unwrap();
    let samples: &[(&str, Vec<u8>, usize)] = &[
        ("a.pdf", open.clone(), 1500),
        ("a.pdf", modern, 700),
        ("a.pdf", locked(&open, "", Permissions::all()), 300),
        (
            "a.pdf",
            annotated_pdf("<</Subtype/Widget/FT/Tx/V(a)/Parent 7 0 R/AP<</N 6 0 R>>>>", ""),
            500,
        ),
        ("a.docx", docx(&["一、质量", "管理"]), 1500),
        ("a.ofd", ofd(), 300),
        (
            "a.tif",
            b"II*\0\x08\0\0\0\x02\0\0\x01\x04\0\x01\0\0\0\x07\0\0\0\x01\x01\x04\0\x01\0\0\0\x07\0\0\0\0\0\0\0".to_vec(),
            500,
        ),
        (
            "a.bmp",
            b"BM\0\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x7f\0\x40\0\x01\0\x08\0".to_vec(),
            300,
        ),
        (
            "a.jp2",
            b"\xff\x4f\xff\x51\0\x2f\0\0\0\0\0\x80\0\0\0\x41\0\0\0\x01\0\0\0\x01".to_vec(),
            300,
        ),
        ("a.png", png(1240, 1754), 500),
        ("a.jpg", jpeg(1240, 1754), 500),
    ];
    let wanted = Wanted::new(["质量", "没有"]);
    let mut numbers = Numbers(20_251_226);
    let mut broken = 0;
    for (name, sound, rounds) in samples {
        for _ in 0..*rounds {
            let bytes = mutated(sound, &mut numbers);
            let mut document = Document::new(name, &wanted);
            look(&bytes, &wanted, &mut document);
            assert_eq!(document.mentions.len(), 2);
            broken += usize::from(!document.flaws.is_empty());
            for flaw in &document.flaws {
                assert!(!flaw.text().is_empty());
            }
        }
    }
    assert!(broken > 1000, "{broken} mutations were noticed");
}
