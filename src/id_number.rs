//! Identity numbers of organisations and of persons, with their check digits.
//!
//! Texts are read with full-width characters, small letters, spaces and hyphens; a position counts
//! from one and leaves out the spaces and hyphens.

use std::fmt;

use crate::day::Day;
use crate::writing::plain::plain;

/// A unified social credit code (统一社会信用代码, GB 32100-2015).
///
/// Its first character names the registering authority and need not be 9.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; LENGTH]);

/// A citizen's identity number (公民身份号码, GB 11643-1999), only ever shown masked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdNumber([u8; LENGTH]);

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has not 18 characters.
    Length {
        /// How many it has.
        found: usize,
    },
    /// A character that may not stand where it does.
    Character {
        /// Where it stands, from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// The last character does not follow from the others: at least one of all 18 is wrong.
    CheckDigit {
        /// The one that follows from the others.
        expected: char,
        /// The one that stands there.
        found: char,
    },
    /// Characters 7 to 14 are not a day.
    BirthDate,
    /// The birth date is after today.
    Future,
}

/// Characters in a number of either kind.
const LENGTH: usize = 18;

/// GB 32100-2015: the characters of a credit code in the order of their values.
const CREDIT_ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// GB 32100-2015: weights of characters 1 to 17, the powers of 3 modulo 31.
const CREDIT_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// GB 11714-1997: the characters of an organisation code in the order of their values.
const SUBJECT_ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// GB 11714-1997: weights of the eight characters before the check character.
const SUBJECT_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// GB 11643-1999: weights of digits 1 to 17.
const ID_WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Check characters modulo 11 by their value, X for ten.
const MODULO_11: &[u8] = b"0123456789X";

impl CreditCode {
    /// Reads a credit code and checks its last character.
    ///
    /// # Errors
    /// The first flaw among [`Flaw::Length`], [`Flaw::Character`] and [`Flaw::CheckDigit`].
    pub fn parse(text: &str) -> Result<CreditCode, Flaw> {
        let code = characters(text, |position, byte| match position {
            3..=8 => byte.is_ascii_digit(),
            _ => CREDIT_ALPHABET.contains(&byte),
        })?;
        let sum = weighted(&code, &CREDIT_WEIGHTS, CREDIT_ALPHABET);
        check(&code, symbol(CREDIT_ALPHABET, 31 - sum % 31))?;
        Ok(CreditCode(code))
    }

    /// Characters 3 to 8: the district of the authority that registered the organisation
    /// (登记管理机关行政区划码), which need not be where it has its seat.
    pub fn authority_district(&self) -> &str {
        text(self.0.get(2..8))
    }

    /// Whether characters 9 to 17 also satisfy the check of the organisation code that they carry
    /// (主体标识码, GB 11714-1997). A code that does not is unusual, though not by itself wrong.
    pub fn subject_check_agrees(&self) -> bool {
        let subject = self.0.get(8..17).unwrap_or_default();
        let sum = weighted(subject, &SUBJECT_WEIGHTS, SUBJECT_ALPHABET);
        subject.last().map(|&byte| char::from(byte)) == Some(symbol(MODULO_11, 11 - sum % 11))
    }
}

impl IdNumber {
    /// Reads an identity number; checks its birth date and its last character. The district in
    /// digits 1 to 6 is that of the time of issue and is not looked up.
    ///
    /// # Errors
    /// The first flaw among [`Flaw::Length`], [`Flaw::Character`], [`Flaw::BirthDate`],
    /// [`Flaw::CheckDigit`] and [`Flaw::Future`].
    pub fn parse(text: &str, today: Day) -> Result<IdNumber, Flaw> {
        let number = characters(text, |position, byte| {
            byte.is_ascii_digit() || (position == LENGTH && byte == b'X')
        })?;
        let birth = birth_date(&number).ok_or(Flaw::BirthDate)?;
        let sum = weighted(&number, &ID_WEIGHTS, MODULO_11);
        check(&number, symbol(MODULO_11, 12 - sum % 11))?;
        if birth > today {
            Err(Flaw::Future)
        } else {
            Ok(IdNumber(number))
        }
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(text(self.0.get(..)))
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Masked, as in `110105********002X`.
impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}********{}", text(self.0.get(..6)), text(self.0.get(14..))))
    }
}

/// Masked, as in `110105********002X`.
impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The 18 characters of a number as `allowed` wants them, which is given each position and byte.
fn characters(text: &str, allowed: impl Fn(usize, u8) -> bool) -> Result<[u8; LENGTH], Flaw> {
    let text = plain(text);
    let written = || text.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let found = written().count();
    if found != LENGTH {
        return Err(Flaw::Length { found });
    }
    let mut bytes = [0; LENGTH];
    for ((position, found), place) in (1..).zip(written()).zip(&mut bytes) {
        let found = found.to_ascii_uppercase();
        match u8::try_from(found) {
            Ok(byte) if allowed(position, byte) => *place = byte,
            _ => return Err(Flaw::Character { position, found }),
        }
    }
    Ok(bytes)
}

/// The sum of the values of the leading characters, each times its weight.
fn weighted(bytes: &[u8], weights: &[usize], alphabet: &[u8]) -> usize {
    let value = |byte| alphabet.iter().position(|b| b == byte).unwrap_or_default();
    bytes
        .iter()
        .zip(weights)
        .map(|(byte, weight)| value(byte) * weight)
        .sum()
}

/// The character of a value, counted round the alphabet.
fn symbol(alphabet: &[u8], value: usize) -> char {
    alphabet.iter().cycle().nth(value).map_or('0', |&byte| char::from(byte))
}

fn check(bytes: &[u8; LENGTH], expected: char) -> Result<(), Flaw> {
    let [.., last] = bytes;
    let found = char::from(*last);
    if found == expected {
        Ok(())
    } else {
        Err(Flaw::CheckDigit { expected, found })
    }
}

fn birth_date(number: &[u8; LENGTH]) -> Option<Day> {
    let year = text(number.get(6..10)).parse().ok()?;
    let month = text(number.get(10..12)).parse().ok()?;
    let day = text(number.get(12..14)).parse().ok()?;
    Day::new(year, month, day)
}

/// Bytes of a number as text; they are all ASCII.
fn text(bytes: Option<&[u8]>) -> &str {
    bytes
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        Day::new(2025, 12, 30).unwrap()
    }

    fn person(text: &str) -> Result<String, Flaw> {
        IdNumber::parse(text, today()).map(|number| number.to_string())
    }

    #[test]
    fn credit_codes_of_real_organisations() {
        let codes = "914403001922038216 91330100799655058B 91110108551385082Q 91310104132672722W
            91310104744923836T 91310104057643445Y 913101047569906221 91310112MA1GBAUNX7
            91512081MA62K0260E 91110000600037341L 9144030071526726XG 9131000013221158XC
            9152000071430580XT 91110000802100433B";
        for code in codes.split_whitespace() {
            let read = CreditCode::parse(code).unwrap();
            assert_eq!(read.to_string(), code);
            assert_eq!(read.authority_district(), &code[2..8]);
            assert!(read.subject_check_agrees(), "{code}");
        }
    }

    #[test]
    fn credit_codes_with_a_wrong_check() {
        let codes = "91310104071162065Y=L 91310000100001256Q=H 91110108717809965C=J 9133010057462616XH=9
            91310115MA1G4L1WXK=7 91310104798926108X=Y 914403001922038217=6";
        for (code, want) in codes.split_whitespace().map(|pair| pair.split_once('=').unwrap()) {
            let expected = want.chars().next().unwrap();
            let found = code.chars().last().unwrap();
            assert_eq!(
                CreditCode::parse(code),
                Err(Flaw::CheckDigit { expected, found }),
                "{code}"
            );
        }
    }

    #[test]
    fn credit_codes_as_people_write_them() {
        let want = CreditCode::parse("91310104744923836T").unwrap();
        let texts = "91310104744923836t| 9131 0104 7449 2383 6T\n|９１３１０１０４７４４９２３８３６Ｔ|\
            91-310104-744923836–T|9131\u{3000}0104744923836T\u{200b}";
        for text in texts.split('|') {
            assert_eq!(CreditCode::parse(text), Ok(want), "{text}");
        }
        assert_eq!(
            format!("{want:?}|{want:>20}"),
            "91310104744923836T|  91310104744923836T"
        );
    }

    #[test]
    fn the_check_inside_is_a_check_of_its_own() {
        let body = "91310104744923837";
        let Err(Flaw::CheckDigit { expected, .. }) = CreditCode::parse(&format!("{body}0")) else {
            panic!("0 is not its check character");
        };
        let code = CreditCode::parse(&format!("{body}{expected}")).unwrap();
        assert!(!code.subject_check_agrees());
    }

    #[test]
    fn credit_codes_with_other_flaws() {
        let wrong = |position, found| Err(Flaw::Character { position, found });
        assert_eq!(CreditCode::parse(""), Err(Flaw::Length { found: 0 }));
        assert_eq!(CreditCode::parse("91310104744923836"), Err(Flaw::Length { found: 17 }));
        assert_eq!(
            CreditCode::parse("91310104744923836TT"),
            Err(Flaw::Length { found: 19 })
        );
        assert_eq!(CreditCode::parse("9131 0104 7449 2383 6o"), wrong(18, 'O'));
        assert_eq!(CreditCode::parse("9131010474492383①T"), wrong(17, '①'));
        assert_eq!(CreditCode::parse("9131A104744923836T"), wrong(5, 'A'));
        assert_eq!(CreditCode::parse("号1310104744923836T"), wrong(1, '号'));
    }

    #[test]
    fn any_authority_may_register() {
        for first in ["11", "12", "51", "A1", "N2", "Y1"] {
            let guess = format!("{first}3101047449238360");
            let code = match CreditCode::parse(&guess) {
                Err(Flaw::CheckDigit { expected, .. }) => format!("{}{expected}", &guess[..17]),
                other => other.unwrap().to_string(),
            };
            assert!(CreditCode::parse(&code).unwrap().subject_check_agrees(), "{code}");
        }
    }

    #[test]
    fn identity_numbers() {
        for (masked, numbers) in [
            (
                "110105********002X",
                "11010519491231002X|110105 19491231 002x|１１０１０５１９４９１２３１００２Ｘ",
            ),
            ("440524********0014", "440524188001010014|440524-18800101-0014"),
            ("360426********0071", "360426199101010071"),
            ("340524********001X", "34052419800101001X"),
        ] {
            for number in numbers.split('|') {
                assert_eq!(person(number).as_deref(), Ok(masked));
            }
        }
        let read = IdNumber::parse("11010519491231002X", today()).unwrap();
        assert_eq!(format!("{read:?}"), "110105********002X");
    }

    #[test]
    fn identity_numbers_with_flaws() {
        assert_eq!(person("110105491231002"), Err(Flaw::Length { found: 15 }));
        assert_eq!(
            person("11010519491231X02X"),
            Err(Flaw::Character {
                position: 15,
                found: 'X'
            })
        );
        assert_eq!(
            person("11010519491231002A"),
            Err(Flaw::Character {
                position: 18,
                found: 'A'
            })
        );
        assert_eq!(
            person("110105194912310020"),
            Err(Flaw::CheckDigit {
                expected: 'X',
                found: '0'
            })
        );
        assert_eq!(person("110105194902290028"), Err(Flaw::BirthDate));
        assert_eq!(person("110105000001010028"), Err(Flaw::BirthDate));
        let born = Day::new(1949, 12, 31).unwrap();
        assert!(IdNumber::parse("11010519491231002X", born).is_ok());
        assert_eq!(IdNumber::parse("11010519491231002X", born.plus(-1)), Err(Flaw::Future));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_noticed(at in 0usize..18, to in 0usize..31) {
            let mut code = *b"91310104744923836T";
            prop_assume!(code[at] != CREDIT_ALPHABET[to]);
            code[at] = CREDIT_ALPHABET[to];
            prop_assert!(CreditCode::parse(std::str::from_utf8(&code).unwrap()).is_err());
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*", near in "[0-9A-ZX]{18}", digits in "[0-9]{17}[0-9X]") {
            let _ = (CreditCode::parse(&text), CreditCode::parse(&near), person(&text), person(&digits));
        }
    }
}
