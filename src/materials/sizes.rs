//! The size of a picture as other programs measure it, of the kinds that come in many forms: from its head alone, and
//! whether its end is there. Nothing in a file decides how much memory is taken.

use std::collections::HashSet;

use memchr::{memchr, memmem};

use crate::container::format::JPEG2000_CODES as CODES;
use crate::materials::limits;

/// What the head of a picture says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its width in pixels; of the first page where there are several.
    pub width: u64,
    /// Its height in pixels.
    pub height: u64,
    /// Whether the end of the picture is there, as far as the format tells.
    pub whole: bool,
    /// How many pages it has.
    pub pages: u32,
}

impl Size {
    fn one(width: u64, height: u64, whole: bool) -> Size {
        Size {
            width,
            height,
            whole,
            pages: 1,
        }
    }
}

/// The bytes of a picture, read in the order of its numbers.
#[derive(Clone, Copy)]
struct Numbers<'b> {
    bytes: &'b [u8],
    big: bool,
}

impl Numbers<'_> {
    /// The number of so many bytes at `at`.
    fn at(&self, at: u64, length: u64) -> Option<u64> {
        let start = usize::try_from(at).ok()?;
        let end = usize::try_from(at.checked_add(length)?).ok()?;
        let bytes = self.bytes.get(start..end)?;
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Some(if self.big {
            bytes.iter().fold(0, add)
        } else {
            bytes.iter().rev().fold(0, add)
        })
    }
}

/// A bitmap of Windows or OS/2. The height of one that is stored from its top is negative.
pub fn bmp(bytes: &[u8]) -> Option<Size> {
    // An array of bitmaps of OS/2 begins with one more head.
    let array = bytes.starts_with(b"BA");
    let numbers = Numbers { bytes, big: false };
    let base = if array { 14 } else { 0 };
    let side = |at: u64| {
        Some(u64::from(
            (numbers.at(base + at, 4)? as u32).cast_signed().unsigned_abs(),
        ))
    };
    let old = numbers.at(base + 14, 4)? == 12;
    let (width, height, bits) = if old {
        (
            numbers.at(base + 18, 2)?,
            numbers.at(base + 20, 2)?,
            numbers.at(base + 24, 2)?,
        )
    } else {
        (side(18)?, side(22)?, numbers.at(base + 28, 2)?)
    };
    let length = bytes.len() as u64;
    let plain = old || matches!(numbers.at(base + 30, 4), Some(0 | 3));
    let row = width.checked_mul(bits)?.div_ceil(32).checked_mul(4)?;
    let needed = numbers.at(base + 10, 4)?.checked_add(row.checked_mul(height)?)?;
    // The size that the head names is often wrong, and no program goes by it.
    let whole = array || (plain && length >= needed) || numbers.at(2, 4).is_some_and(|named| length >= named && !plain);
    Some(Size::one(width, height, whole))
}

/// A JPEG. What stands before a marker and is none is passed over, as every decoder does; segments are passed over by
/// their lengths, so that a preview picture inside one is not taken for the picture.
pub fn jpeg(bytes: &[u8]) -> Option<Size> {
    let numbers = Numbers { bytes, big: true };
    let mut at = memmem::find(bytes, b"\xff\xd8\xff")? + 2;
    let mut size = None;
    let whole = loop {
        let Some(next) = bytes.get(at..).and_then(|rest| memchr(0xff, rest)) else {
            break false;
        };
        at += next;
        let Some(marker) = bytes.get(at + 1) else { break false };
        let start = at as u64;
        match marker {
            0xff => at += 1,
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            0xd9 => break true,
            // After the start of the scan every other `FF` is followed by a zero.
            0xda => {
                break bytes
                    .get(at..)
                    .is_some_and(|rest| memmem::find(rest, b"\xff\xd9").is_some());
            }
            marker => {
                if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) && size.is_none() {
                    size = Some((numbers.at(start + 7, 2)?, numbers.at(start + 5, 2)?));
                }
                let Some(length) = numbers.at(start + 2, 2) else {
                    break false;
                };
                at += 2 + usize::try_from(length).unwrap_or(2).max(2);
            }
        }
    };
    let (width, height) = size?;
    Some(Size::one(width, height, whole))
}

/// A TIFF or BigTIFF: its pages, previews not counted, and the size of the first.
pub fn tiff(bytes: &[u8]) -> Option<Size> {
    let big = bytes.starts_with(b"MM");
    let numbers = Numbers { bytes, big };
    // The lengths of an offset, of the count of entries, and of an entry.
    let (offset, count, entry, mut next) = match numbers.at(2, 2)? {
        42 => (4, 2, 12, numbers.at(4, 4)?),
        43 if numbers.at(4, 2)? == 8 => (8, 8, 20, numbers.at(8, 8)?),
        _ => return None,
    };
    let mut first = None;
    let mut pages = 0;
    let mut known = HashSet::new();
    while next != 0 && known.insert(next) && known.len() <= limits::PAGES {
        let Some(entries) = numbers.at(next, count).filter(|entries| *entries <= MOST_ENTRIES) else {
            break;
        };
        let start = next + count;
        let tag = |wanted: u64| {
            (0..entries).find_map(|nth| {
                let at = start + nth * entry;
                let length = match numbers.at(at + 2, 2)? {
                    1 => 1,
                    3 => 2,
                    4 => 4,
                    16 if offset == 8 => 8,
                    _ => return None,
                };
                (numbers.at(at, 2)? == wanted).then(|| numbers.at(at + 4 + offset, length))?
            })
        };
        let preview = tag(254).is_some_and(|kind| kind & 1 == 1);
        if let (Some(width), Some(height), false) = (tag(256), tag(257), preview) {
            first = first.or(Some((width, height)));
            pages += 1;
        }
        next = numbers.at(start + entries * entry, offset).unwrap_or(0);
    }
    let (width, height) = first?;
    Some(Size {
        width,
        height,
        whole: true,
        pages,
    })
}

/// The most entries of a page of a TIFF that are looked at; programs write some thirty.
const MOST_ENTRIES: u64 = 4096;

/// A JPEG 2000: in boxes, or a bare stream of codes.
pub fn jpeg2000(bytes: &[u8]) -> Option<Size> {
    let numbers = Numbers { bytes, big: true };
    if bytes.starts_with(CODES) {
        let side = |at: u64| numbers.at(at, 4)?.checked_sub(numbers.at(at + 8, 4)?);
        return Some(Size::one(side(8)?, side(12)?, bytes.ends_with(b"\xff\xd9")));
    }
    let mut at = 0;
    for _ in 0..MOST_ENTRIES {
        let (length, head) = match numbers.at(at, 4)? {
            1 => (numbers.at(at + 8, 8)?, 16),
            0 => (bytes.len() as u64, 8),
            length => (length, 8),
        };
        match &numbers.at(at + 4, 4)?.to_be_bytes() {
            [.., b'j', b'p', b'2', b'h'] => at += head,
            [.., b'i', b'h', b'd', b'r'] => {
                return Some(Size::one(
                    numbers.at(at + head + 4, 4)?,
                    numbers.at(at + head, 4)?,
                    true,
                ));
            }
            _ => at = at.checked_add(length.max(8))?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::format::JPEG2000_BOXES as BOXES;

    fn sides(size: Option<Size>) -> Option<(u64, u64)> {
        size.map(|size| (size.width, size.height))
    }

    fn windows(width: i32, height: i32, bits: u16, rows: usize) -> Vec<u8> {
        let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes.extend([1, 0]);
        bytes.extend(bits.to_le_bytes());
        bytes.resize(54 + rows, 0);
        bytes
    }

    #[test]
    fn bitmaps_are_measured_from_either_end() {
        for (height, read) in [(64, 64), (-64, 64), (1, 1), (-1, 1)] {
            assert_eq!(sides(bmp(&windows(127, height, 8, 0))), Some((127, read)), "{height}");
        }
        assert_eq!(sides(bmp(&windows(8, i32::MIN, 8, 0))), Some((8, 1 << 31)));
        let whole = |rows: usize| bmp(&windows(127, -64, 8, rows)).unwrap().whole;
        assert!(whole(128 * 64) && !whole(128 * 64 - 1));
        let mut old = b"BM\0\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x7f\0\x40\0\x01\0\x08\0".to_vec();
        assert_eq!(sides(bmp(&old)), Some((127, 64)));
        let mut array = b"BA\x28\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        array.append(&mut old);
        assert_eq!(sides(bmp(&array)), Some((127, 64)));
        assert_eq!(bmp(b"BM"), None);
    }

    #[test]
    fn junk_before_a_marker_of_a_jpeg_is_passed_over() {
        let frame = b"\xff\xc0\x00\x0b\x08\x00\x40\x00\x7f\x01\x01\x11\x00";
        let scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\x34";
        for junk in [
            &b""[..],
            b"\0\0\0",
            b"\xff\xff",
            b"abc\xff\x00",
            b"\xff\xfe\x00\x04\xff\xc0",
        ] {
            let bytes = [b"\xff\xd8\xff\xe0\x00\x02", junk, frame, junk, scan, b"\xff\xd9"].concat();
            assert_eq!(jpeg(&bytes), Some(Size::one(127, 64, true)), "{junk:?}");
            assert!(!jpeg(&bytes[..bytes.len() - 1]).unwrap().whole);
        }
        assert_eq!(jpeg(b"\xff\xd8\xff\xd9"), None);
    }

    /// A TIFF whose pages have these kinds and widths; their heights are a hundred.
    fn pages(big_endian: bool, big: bool, pages: &[(u64, u64)]) -> Vec<u8> {
        let number = |value: u64, length: usize| {
            let bytes = value.to_be_bytes();
            let mut bytes = bytes[8 - length..].to_vec();
            if !big_endian {
                bytes.reverse();
            }
            bytes
        };
        let (offset, count) = if big { (8, 8) } else { (4, 2) };
        let kind = if big { (16, 8) } else { (4, 4) };
        let mut bytes = if big_endian { b"MM".to_vec() } else { b"II".to_vec() };
        bytes.extend(number(if big { 43 } else { 42 }, 2));
        if big {
            bytes.extend(number(8, 2));
            bytes.extend(number(0, 2));
        }
        let size = count + 3 * (4 + 2 * offset) + offset;
        let mut at = bytes.len() + offset;
        bytes.extend(number(at as u64, offset));
        for (nth, (preview, width)) in pages.iter().enumerate() {
            at += size;
            bytes.extend(number(3, count));
            for (tag, value) in [(254, *preview), (256, *width), (257, 100)] {
                bytes.extend(number(tag, 2));
                bytes.extend(number(kind.0, 2));
                bytes.extend(number(1, offset));
                bytes.extend(number(value, kind.1));
            }
            let last = nth + 1 == pages.len();
            bytes.extend(number(if last { 0 } else { at as u64 }, offset));
        }
        bytes
    }

    #[test]
    fn pages_of_either_tiff_are_counted_and_previews_are_not() {
        for (big_endian, big) in [(false, false), (false, true), (true, false), (true, true)] {
            let size = tiff(&pages(big_endian, big, &[(1, 9), (0, 2480), (2, 1240)])).unwrap();
            assert_eq!(
                (size.width, size.height, size.pages),
                (2480, 100, 2),
                "{big_endian} {big}"
            );
            assert_eq!(tiff(&pages(big_endian, big, &[(1, 9)])), None);
        }
        let mut turning = pages(false, false, &[(0, 5)]);
        let at = turning.len() - 4;
        turning[at] = 8;
        assert_eq!(tiff(&turning).unwrap().pages, 1, "a page that follows itself");
        assert_eq!(tiff(b"II*\0\xff\xff\xff\xff"), None);
    }

    #[test]
    fn both_forms_of_jpeg_2000_are_measured() {
        let head = b"\0\0\0\x16ihdr\0\0\x00\x40\0\0\x00\x7f\0\x03\x07\x07\0\0";
        let boxes = [BOXES, b"\0\0\0\x14ftypjp2 \0\0\0\0jp2 ", b"\0\0\0\x1ejp2h", head].concat();
        assert_eq!(sides(jpeg2000(&boxes)), Some((127, 64)));
        let codes = [CODES, b"\0\x2f\0\0\0\0\x00\x80\0\0\x00\x41\0\0\0\x01\0\0\0\x01"].concat();
        assert_eq!(sides(jpeg2000(&codes)), Some((127, 64)));
        assert_eq!(jpeg2000(&[BOXES, b"\0\0\0\0abcd"].concat()), None);
    }
}
