//! A font's table of what its codes mean (ISO 32000-1, 9.10.3), read leniently, and kept as it is written: a range of a
//! thousand million codes takes no more memory than one of two.

/// What the codes of a font mean.
#[derive(Debug, Default)]
pub struct CMap {
    /// Which codes there are, by their length in bytes: lowest and highest, each byte for itself.
    spaces: Vec<(usize, u32, u32)>,
    /// Ranges of codes, by length and first code.
    ranges: Vec<Range>,
}

#[derive(Debug)]
struct Range {
    length: usize,
    first: u32,
    last: u32,
    /// What the first means, in UTF-16; the last unit counts up.
    means: Vec<u16>,
}

/// A piece of the table's language.
enum Token<'b> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'b [u8]),
}

impl CMap {
    /// Reads a table; what is not understood is passed over.
    pub fn parse(bytes: &[u8]) -> CMap {
        let mut map = CMap::default();
        let mut operands = Vec::new();
        let mut rest = bytes;
        while let Some(token) = next(&mut rest) {
            match token {
                Token::Word(word) => {
                    match word {
                        b"endcodespacerange" => map.add_spaces(&operands),
                        b"endbfchar" => map.add_chars(&operands),
                        b"endbfrange" => map.add_ranges(&operands),
                        _ => {}
                    }
                    operands.clear();
                }
                operand => operands.push(operand),
            }
        }
        map.ranges.sort_by_key(|range| (range.length, range.first));
        map
    }

    fn add_spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(low), Token::Hex(high)] = pair
                && let (Some(low), Some(high_code)) = (code(low), code(high))
            {
                self.spaces.push((high.len(), low, high_code));
            }
        }
    }

    fn add_chars(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(from), Token::Hex(to)] = pair
                && let Some(first) = code(from)
            {
                self.add(from.len(), first, first, to);
            }
        }
    }

    fn add_ranges(&mut self, operands: &[Token<'_>]) {
        let mut operands = operands.iter();
        while let (Some(Token::Hex(low)), Some(Token::Hex(high))) = (operands.next(), operands.next()) {
            let (Some(first), Some(last)) = (code(low), code(high)) else {
                return;
            };
            match operands.next() {
                Some(Token::Hex(to)) => self.add(low.len(), first, last, to),
                Some(Token::Open) => {
                    let listed = operands.by_ref().take_while(|token| !matches!(token, Token::Close));
                    for (token, at) in listed.zip(first..=last) {
                        if let Token::Hex(to) = token {
                            self.add(low.len(), at, at, to);
                        }
                    }
                }
                _ => return,
            }
        }
    }

    fn add(&mut self, length: usize, first: u32, last: u32, to: &[u8]) {
        let pair = |pair: &[u8]| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte));
        let means = to.chunks(2).map(pair).collect();
        self.ranges.push(Range {
            length,
            first,
            last,
            means,
        });
    }

    /// Adds what a code means to `units`, in UTF-16; `false` where the table is silent. Programs that take a font's codes
    /// for longer or shorter than they are write them so in its table: the number alone tells which is meant.
    pub fn means(&self, bytes: &[u8], units: &mut Vec<u16>) -> bool {
        let Some(code) = code(bytes) else { return false };
        let own = std::iter::once(bytes.len());
        let others = (1..=LONGEST).filter(|length| *length != bytes.len());
        let Some((range, step)) = own.chain(others).find_map(|length| self.meaning(length, code)) else {
            return false;
        };
        // A shape without a meaning of its own belongs to the one beside it, which has that of both.
        if let Some((last, start)) = range.means.split_last() {
            units.extend_from_slice(start);
            units.push(last.wrapping_add(step));
        }
        true
    }

    /// How long the code is that a string begins with.
    pub fn length(&self, bytes: &[u8]) -> usize {
        let inside = |low: u32, high: u32, code: u32, length: usize| {
            (0..length).all(|byte| {
                let at = |code: u32| code >> (8 * byte) & 0xff;
                (at(low)..=at(high)).contains(&at(code))
            })
        };
        let matching = self.spaces.iter().find(|(length, low, high)| {
            let head = bytes.get(..*length).and_then(code);
            head.is_some_and(|code| inside(*low, *high, code, *length))
        });
        let known = || {
            let lengths = 1..=LONGEST;
            lengths.rev().find(|length| {
                let head = bytes.get(..*length).and_then(code);
                head.is_some_and(|code| self.meaning(*length, code).is_some())
            })
        };
        let shortest = || self.spaces.iter().map(|(length, ..)| *length).min();
        matching
            .map(|(length, ..)| *length)
            .or_else(known)
            .or_else(shortest)
            .unwrap_or(1)
    }

    /// The range that a code stands in, and how far from its start.
    fn meaning(&self, length: usize, code: u32) -> Option<(&Range, u16)> {
        let after = self
            .ranges
            .partition_point(|range| (range.length, range.first) <= (length, code));
        let before = self.ranges.get(after.saturating_sub(OVERLAPPING)..after)?;
        let fits = |range: &&Range| range.length == length && code <= range.last;
        let range = before.iter().rev().find(fits)?;
        // More than sixteen bits of steps wrap around, as the units do.
        Some((range, (code - range.first) as u16))
    }
}

/// How many ranges may begin inside another that a code still belongs to.
const OVERLAPPING: usize = 16;

/// The longest code, in bytes.
const LONGEST: usize = 4;

fn code(bytes: &[u8]) -> Option<u32> {
    let fits = (1..=LONGEST).contains(&bytes.len());
    fits.then(|| bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
}

/// Takes the next piece off `rest`.
fn next<'b>(rest: &mut &'b [u8]) -> Option<Token<'b>> {
    loop {
        let bytes = rest.trim_ascii_start();
        let (&head, tail) = bytes.split_first()?;
        *rest = tail;
        match head {
            b'%' => *rest = past(tail, |byte| !matches!(byte, b'\r' | b'\n')).1,
            b'[' => return Some(Token::Open),
            b']' => return Some(Token::Close),
            b'<' if tail.first() != Some(&b'<') => {
                let (inside, tail) = past(tail, |byte| byte != b'>');
                *rest = tail.get(1..).unwrap_or_default();
                return Some(Token::Hex(hex(inside)));
            }
            _ => {
                let ends = |byte: u8| byte.is_ascii_whitespace() || b"<>[]%/".contains(&byte);
                let (word, _) = past(tail, |byte| !ends(byte));
                *rest = tail.get(word.len()..).unwrap_or_default();
                return Some(Token::Word(bytes.get(..=word.len()).unwrap_or_default()));
            }
        }
    }
}

/// The bytes for which `inside` holds, and what follows them.
fn past(bytes: &[u8], inside: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !inside(*byte)).unwrap_or(bytes.len());
    bytes.split_at(end)
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters of a string, and how many of its codes mean nothing.
    fn decode(map: &CMap, bytes: &[u8]) -> (String, u64) {
        let (mut units, mut unknown, mut rest) = (Vec::new(), 0, bytes);
        while !rest.is_empty() {
            let (code, tail) = rest.split_at(map.length(rest).clamp(1, rest.len()));
            unknown += u64::from(!map.means(code, &mut units));
            rest = tail;
        }
        (String::from_utf16_lossy(&units), unknown)
    }

    #[test]
    fn codes_mean_what_the_table_says() {
        let map = CMap::parse(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap % note <01>
            /CIDSystemInfo <</Registry (Adobe) /Supplement 0>> def
            1 begincodespacerange<0000><FFFF>endcodespacerange
            2 beginbfchar <0001> <4E0A> <0002> <D842DFB7> endbfchar
            2 beginbfrange <0010> <0012> <6D77> <0020> <0021> [<5F90> <6C47>] endbfrange endcmap",
        );
        let said = |bytes: &[u8]| decode(&map, bytes);
        assert_eq!(said(b"\0\x01\0\x02\0\x10"), ("上𠮷海".to_owned(), 0));
        assert_eq!(said(b"\0\x20\0\x21"), ("徐汇".to_owned(), 0));
        assert_eq!(said(b"\0\x01\0\x03\0\x13\x77"), ("上".to_owned(), 3));
        assert_eq!(said(b""), (String::new(), 0));
    }

    #[test]
    fn codes_of_one_byte_are_read_without_a_space_of_codes() {
        let map = CMap::parse(b"1 beginbfrange <41> <5A> <0041> endbfrange 1 beginbfchar <8140> <4E02> endbfchar");
        assert_eq!(decode(&map, b"AZ\x81\x40a"), ("AZ丂".to_owned(), 1));
    }

    #[test]
    fn mixed_lengths_are_told_by_their_spaces() {
        let map = CMap::parse(
            b"begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange
            beginbfchar <41> <0041> <8141> <4E04> endbfchar",
        );
        assert_eq!(decode(&map, b"A\x81\x41A"), ("A丄A".to_owned(), 0));
    }

    #[test]
    fn a_code_inside_another_range_is_its_own_and_an_empty_meaning_is_no_gap() {
        let map = CMap::parse(b"beginbfrange <10> <20> <4E00> endbfrange beginbfchar <12> <6D77> <30> <> endbfchar");
        assert_eq!(decode(&map, b"\x11\x12\x13\x30"), ("\u{4e01}海\u{4e03}".to_owned(), 0));
    }

    #[test]
    fn a_range_of_all_codes_takes_no_memory() {
        let map = CMap::parse(b"beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange");
        assert_eq!(map.ranges.len(), 1);
        assert_eq!(decode(&map, b"\0\0\x4e\x0a"), ("上".to_owned(), 0));
        let map = CMap::parse(b"beginbfrange <00000000> <FFFFFFFF> [<4E0A>] <01> endbfrange <01> <0203> endbfchar <");
        assert_eq!(map.ranges.len(), 2);
    }
}
