//! Pictures.

use super::documents::flaws;
use super::look_at;
use super::making::{jpeg, png};
use crate::materials::Flaw;

#[test]
fn a_picture_is_measured() {
    for (name, bytes) in [("a.png", png(1240, 1754)), ("a.jpg", jpeg(1754, 1240))] {
        let seen = look_at(name, &bytes, &[]);
        assert_eq!(seen.flaws, [], "{name}");
        let (width, height) = seen.pixels.unwrap();
        assert_eq!((width.min(height), width.max(height)), (1240, 1754));
    }
    assert_eq!(
        flaws("a.png", &png(1239, 1754)),
        [Flaw::LowResolution {
            width: 1239,
            height: 1754
        }]
    );
    assert_eq!(
        flaws("a.png", &png(1754, 0)),
        [Flaw::ImplausibleImage { width: 1754, height: 0 }]
    );
    assert_eq!(flaws("a.png", &png(65_535, 65_535)), []);
    assert_eq!(
        flaws("a.png", &png(65_536, 2000)),
        [Flaw::ImplausibleImage {
            width: 65_536,
            height: 2000
        }]
    );
}

#[test]
fn a_cut_picture_is_truncated() {
    for (name, whole) in [("a.png", png(2000, 2000)), ("a.jpg", jpeg(2000, 2000))] {
        assert_eq!(flaws(name, &whole), []);
        assert_eq!(flaws(name, &whole[..whole.len() - 1]), [Flaw::Truncated], "{name}");
        assert_eq!(flaws(name, &whole[..whole.len() - 3]), [Flaw::Truncated], "{name}");
        let mut trailed = whole.clone();
        trailed.extend(b"trailer of a telephone");
        assert_eq!(flaws(name, &trailed), [], "{name}");
    }
    assert_eq!(flaws("a.png", &png(2000, 2000)[..12]), [Flaw::Damaged]);
}
