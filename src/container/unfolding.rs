//! What an archive unfolds to, counted as it is read, whatever its parts declare: the one guard against archives that
//! are small and unfold without end.

use std::io::{self, Read};

use memchr::{memchr, memrchr};
use zip::read::ZipFile;
use zip::result::ZipError;

use super::limits;

/// Why an archive or a part of it is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It has more parts than are looked at.
    Crowded,
    /// It is under a password.
    Locked,
    /// It is no archive, or one that does not hold together.
    Damaged,
    /// What is read of it unfolds to more bytes than these.
    UnfoldsTooFar(u64),
    /// A stretch without a tag is longer than so many bytes.
    Stretched(u64),
}

impl From<ZipError> for Refused {
    fn from(error: ZipError) -> Refused {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refused::Locked,
            _ => Refused::Damaged,
        }
    }
}

/// How much of an archive may still be unfolded, and the first limit that was met.
#[derive(Debug)]
pub struct Budget {
    left: u64,
    met: Option<Refused>,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            left: limits::UNFOLDED_BYTES,
            met: None,
        }
    }
}

impl Budget {
    /// The limit that was met, if one was: no error of what reads on is any other.
    pub fn met(&self) -> Option<Refused> {
        self.met
    }

    /// Takes what is read off the budget.
    ///
    /// # Errors
    /// What a part declares is more than is left.
    pub fn of<R>(&mut self, part: R, declared: u64) -> Result<Unfolding<'_, R>, Refused> {
        if declared > self.left {
            return Err(self.spent());
        }
        Ok(Unfolding {
            part,
            budget: self,
            stretch: 0,
        })
    }

    fn spent(&mut self) -> Refused {
        self.left = 0;
        *self.met.insert(Refused::UnfoldsTooFar(limits::UNFOLDED_BYTES))
    }
}

/// A part of an archive while it is read.
pub struct Unfolding<'p, R> {
    part: R,
    budget: &'p mut Budget,
    /// The bytes since the last tag.
    stretch: u64,
}

/// A part of an archive whose bytes are at hand.
pub type Part<'p, 'b> = Unfolding<'p, ZipFile<'p, io::Cursor<&'b [u8]>>>;

impl<R: Read> Read for Unfolding<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(buffer)?;
        let bytes = read as u64;
        if bytes > self.budget.left {
            self.budget.spent();
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.budget.left -= bytes;
        let filled = buffer.get(..read).unwrap_or_default();
        let before = self.stretch + memchr(b'<', filled).unwrap_or(read) as u64;
        self.stretch = memrchr(b'<', filled).map_or(before, |last| (read - last) as u64);
        if before.max(self.stretch) > limits::STRETCH_BYTES {
            self.budget.met = Some(Refused::Stretched(limits::STRETCH_BYTES));
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(left: u64) -> Budget {
        Budget { left, met: None }
    }

    fn through(budget: &mut Budget, bytes: &[u8]) -> bool {
        let mut part = budget.of(bytes, 0).unwrap();
        io::copy(&mut part, &mut io::sink()).is_ok()
    }

    #[test]
    fn parts_together_unfold_no_further_than_the_budget() {
        let too_far = Some(Refused::UnfoldsTooFar(limits::UNFOLDED_BYTES));
        let mut three = budget(30);
        for (bytes, fits) in [(10, true), (20, true), (0, true), (1, false), (0, true)] {
            assert_eq!(through(&mut three, &vec![b' '; bytes]), fits, "{bytes}");
        }
        assert_eq!(three.met(), too_far);
        let mut exact = budget(30);
        assert!(through(&mut exact, &[b' '; 30]) && exact.met().is_none());
        assert!(!through(&mut budget(29), &[b' '; 30]));
    }

    #[test]
    fn what_a_part_declares_is_believed_where_it_is_too_much() {
        let mut known = budget(30);
        assert!(known.of(io::empty(), 30).is_ok());
        let refused = known.of(io::empty(), 31).err();
        assert_eq!(refused, Some(Refused::UnfoldsTooFar(limits::UNFOLDED_BYTES)));
        assert_eq!(known.met(), refused);
    }

    #[test]
    fn a_stretch_without_a_tag_comes_to_an_end() {
        let most = usize::try_from(limits::STRETCH_BYTES).unwrap();
        let text = |before: &str, stretch: usize| [before.as_bytes(), &vec![b' '; stretch]].concat();
        let mut whole = Budget::default();
        assert!(through(&mut whole, &text("<a", most - 2)) && through(&mut whole, &text("<a><", most - 1)));
        let closed = |stretch| [text("<a", stretch), b"</a>".to_vec()].concat();
        assert!(through(&mut whole, &closed(most - 2)));
        assert!(!through(&mut Budget::default(), &closed(most - 1)));
        assert!(!through(&mut whole, &text("<a", most - 1)));
        assert_eq!(whole.met(), Some(Refused::Stretched(limits::STRETCH_BYTES)));
    }
}
