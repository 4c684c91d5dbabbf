//! Digests by SHA-256 (FIPS 180-4), written in lower-case hexadecimal digits: what a thing was, to the byte.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A digest in the making.
#[derive(Debug, Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// The digest of these bytes alone.
    pub fn of(bytes: impl AsRef<[u8]>) -> String {
        let mut digest = Digest::default();
        digest.update(bytes);
        digest.finish()
    }

    /// Takes further bytes in.
    pub fn update(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// The digest of all that was taken in: 64 digits.
    pub fn finish(self) -> String {
        self.0
            .finalize()
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                // writing to a String cannot fail
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_one_that_others_compute() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of("abc"), abc);
        let mut parts = Digest::default();
        parts.update("a");
        parts.update("bc");
        assert_eq!(parts.finish(), abc);
    }
}
