//! Pictures: their size in pixels, and whether the file ends where the picture does.

use memchr::memmem;

use crate::materials::Document;
use crate::materials::flaw::Flaw;
use crate::materials::format::Format;
use crate::materials::limits;

/// Adds what is known of a picture.
pub fn examine(bytes: &[u8], document: &mut Document) {
    let Ok(size) = imagesize::blob_size(bytes) else {
        document.flaws.push(Flaw::Damaged);
        return;
    };
    let side = |pixels: usize| {
        u32::try_from(pixels)
            .ok()
            .filter(|pixels| (1..=limits::SIDE).contains(pixels))
    };
    let (Some(width), Some(height)) = (side(size.width), side(size.height)) else {
        document.flaws.push(Flaw::ImplausibleImage {
            width: size.width as u64,
            height: size.height as u64,
        });
        return;
    };
    document.pixels = Some((width, height));
    if !is_whole(document.format, bytes) {
        document.flaws.push(Flaw::Truncated);
    }
    if width.min(height) < limits::SHORT_SIDE {
        document.flaws.push(Flaw::LowResolution { width, height });
    }
}

/// Whether the end of the picture is there, in formats that mark it.
fn is_whole(format: Format, bytes: &[u8]) -> bool {
    match format {
        Format::Jpeg => jpeg_ends(bytes).is_some(),
        Format::Png => png_ends(bytes).is_some(),
        Format::Gif => bytes.iter().rev().find(|byte| **byte != 0) == Some(&0x3b),
        Format::Webp => declared(bytes, 4).is_none_or(|size| bytes.len() as u64 >= size + 8),
        Format::Bmp => declared(bytes, 2).is_none_or(|size| bytes.len() as u64 >= size),
        _ => true,
    }
}

/// The four bytes at `at`, lowest first.
fn declared(bytes: &[u8], at: usize) -> Option<u64> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u64::from(u32::from_le_bytes(four)))
}

/// Where the end mark of a JPEG stands. Segments are passed over by their lengths, so that the end of a preview picture
/// inside one is not taken for it; after the start of the scan every other `FF` is followed by a zero.
fn jpeg_ends(bytes: &[u8]) -> Option<usize> {
    const SCAN: u8 = 0xda;
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else {
            return None;
        };
        match marker {
            0xff => at += 1,
            SCAN => return memmem::find(bytes.get(at..)?, b"\xff\xd9").map(|end| at + end),
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let length: [u8; 2] = bytes.get(at + 2..at + 4)?.try_into().ok()?;
                at += 2 + usize::from(u16::from_be_bytes(length)).max(2);
            }
        }
    }
}

/// Where the last chunk of a PNG stands.
fn png_ends(bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length: [u8; 4] = head.get(..4)?.try_into().ok()?;
        let end = at
            .checked_add(12)?
            .checked_add(usize::try_from(u32::from_be_bytes(length)).ok()?)?;
        bytes.get(..end)?;
        if head.ends_with(b"IEND") {
            return Some(at);
        }
        at = end;
    }
}
