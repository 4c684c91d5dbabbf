//! Pictures: their size in pixels, and whether the file ends where the picture does.

use crate::container::format::FileFormat;
use crate::materials::Document;
use crate::materials::flaw::Flaw;
use crate::materials::limits;
use crate::materials::sizes::{self, Size};

/// Adds what is known of a picture.
pub fn examine(bytes: &[u8], document: &mut Document) {
    let format = document.format;
    if format == FileFormat::Jpeg2000 {
        document.flaws.push(Flaw::NotRead { format });
    }
    let Some(size) = measured(format, bytes) else {
        document.flaws.push(Flaw::Damaged);
        return;
    };
    let side = |pixels: u64| {
        u32::try_from(pixels)
            .ok()
            .filter(|pixels| (1..=limits::SIDE).contains(pixels))
    };
    let (Some(width), Some(height)) = (side(size.width), side(size.height)) else {
        document.flaws.push(Flaw::ImplausibleImage {
            width: size.width,
            height: size.height,
        });
        return;
    };
    document.pixels = Some((width, height));
    if size.pages > 1 {
        document.pages = Some(size.pages);
    }
    if format == FileFormat::Jpeg && !bytes.starts_with(b"\xff\xd8") {
        // No program opens a JPEG that begins with something else.
        document.flaws.push(Flaw::Damaged);
    } else if !size.whole {
        document.flaws.push(Flaw::Truncated);
    }
    if width.min(height) < limits::SHORT_SIDE {
        document.flaws.push(Flaw::LowResolution { width, height });
    }
}

/// The size of a picture, and whether its end is there, in formats that mark it.
fn measured(format: FileFormat, bytes: &[u8]) -> Option<Size> {
    match format {
        FileFormat::Bmp => return sizes::bmp(bytes),
        FileFormat::Jpeg => return sizes::jpeg(bytes),
        FileFormat::Jpeg2000 => return sizes::jpeg2000(bytes),
        FileFormat::Tiff => return sizes::tiff(bytes),
        _ => {}
    }
    let size = imagesize::blob_size(bytes).ok()?;
    let whole = match format {
        FileFormat::Png => png_ends(bytes).is_some(),
        FileFormat::Gif => bytes.iter().rev().find(|byte| **byte != 0) == Some(&0x3b),
        FileFormat::Webp => declared(bytes, 4).is_none_or(|size| bytes.len() as u64 >= size + 8),
        _ => true,
    };
    Some(Size {
        width: size.width as u64,
        height: size.height as u64,
        whole,
        pages: 1,
    })
}

/// The four bytes at `at`, lowest first.
fn declared(bytes: &[u8], at: usize) -> Option<u64> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u64::from(u32::from_le_bytes(four)))
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
