//! Characters that look alike: what a reader takes for the same character is compared as the same.
//!
//! NFKC folds most of them; here is what it leaves: radicals that stand for the ideographs they look like, the
//! characters that code page 936 kept in the private-use area until Unicode had them, the dots between the parts of a
//! name, and marks that nobody sees.

use encoding_rs::GB18030;

/// `c` as the character it looks like, after NFKC.
pub fn canonical(c: char) -> char {
    match c {
        '\u{2e80}'..='\u{2eff}' | '\u{31c0}'..='\u{31ef}' => radical(c),
        '\u{e816}' => '\u{20087}',
        '\u{e817}' => '\u{20089}',
        '\u{e818}' => '\u{200cc}',
        '\u{e831}' => '\u{215d7}',
        '\u{e83b}' => '\u{2298f}',
        '\u{e855}' => '\u{241fe}',
        '\u{e815}'..='\u{e864}' => radical(private(c).unwrap_or(c)),
        '\u{1427}' | '\u{2022}' | '\u{2027}' | '\u{2218}' | '\u{2219}' | '\u{22c5}' | '\u{25cf}' | '\u{25e6}'
        | '\u{2e31}' | '\u{2e33}' | '\u{30fb}' | '\u{a78f}' => '·',
        _ => c,
    }
}

/// Whether `c` leaves no mark of its own: the default-ignorable characters of Unicode, such as soft hyphens, joiners and
/// variation selectors.
pub fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}'
            | '\u{034f}'
            | '\u{061c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The character that GB 18030 has at the place for which code page 936 has the private-use `c`: these run on from
/// U+E815 as the bytes FE50 to FEA0 do, FE7F being left out. Six of them web browsers, and so the decoder, leave where
/// they were: [`canonical`] names those.
fn private(c: char) -> Option<char> {
    let nth = u8::try_from(u32::from(c).checked_sub(0xe815)?).ok()?;
    let trail = 0x50_u8.checked_add(nth)?;
    let trail = if trail < 0x7f { trail } else { trail.checked_add(1)? };
    let bytes = [0xfe, trail];
    let (decoded, _) = GB18030.decode_without_bom_handling(&bytes);
    let mut chars = decoded.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// A radical or stroke as the ideograph it looks like.
fn radical(c: char) -> char {
    let found = RADICALS.binary_search_by_key(&c, |(radical, _)| *radical);
    let pair = found.ok().and_then(|at| RADICALS.get(at));
    pair.map_or(c, |(_, ideograph)| *ideograph)
}

/// Radicals and strokes with the ideographs they look like: EquivalentUnifiedIdeograph.txt of Unicode 14.0, but for the
/// Kangxi radicals, which NFKC folds.
#[rustfmt::skip]
const RADICALS: &[(char, char)] = &[
    ('\u{2e81}', '厂'), ('\u{2e82}', '乛'), ('\u{2e83}', '乚'), ('\u{2e84}', '乙'), ('\u{2e85}', '亻'),
    ('\u{2e86}', '冂'), ('\u{2e87}', '𠘨'), ('\u{2e88}', '刀'), ('\u{2e89}', '刂'), ('\u{2e8a}', '卜'),
    ('\u{2e8b}', '㔾'), ('\u{2e8c}', '小'), ('\u{2e8d}', '小'), ('\u{2e8e}', '兀'), ('\u{2e8f}', '尣'),
    ('\u{2e90}', '尢'), ('\u{2e91}', '𡯂'), ('\u{2e92}', '巳'), ('\u{2e93}', '幺'), ('\u{2e94}', '彑'),
    ('\u{2e95}', '彐'), ('\u{2e96}', '忄'), ('\u{2e97}', '心'), ('\u{2e98}', '扌'), ('\u{2e99}', '攵'),
    ('\u{2e9b}', '旡'), ('\u{2e9c}', '日'), ('\u{2e9d}', '月'), ('\u{2e9e}', '歺'), ('\u{2e9f}', '母'),
    ('\u{2ea0}', '民'), ('\u{2ea1}', '氵'), ('\u{2ea2}', '氺'), ('\u{2ea3}', '灬'), ('\u{2ea4}', '爫'),
    ('\u{2ea5}', '爫'), ('\u{2ea6}', '丬'), ('\u{2ea7}', '牛'), ('\u{2ea8}', '犭'), ('\u{2ea9}', '王'),
    ('\u{2eaa}', '𤴔'), ('\u{2eab}', '目'), ('\u{2eac}', '示'), ('\u{2ead}', '礻'), ('\u{2eae}', '𥫗'),
    ('\u{2eaf}', '糹'), ('\u{2eb0}', '纟'), ('\u{2eb1}', '罓'), ('\u{2eb2}', '罒'), ('\u{2eb3}', '㓁'),
    ('\u{2eb4}', '冗'), ('\u{2eb5}', '𦉫'), ('\u{2eb6}', '羊'), ('\u{2eb7}', '𦍌'), ('\u{2eb8}', '𦍋'),
    ('\u{2eb9}', '耂'), ('\u{2eba}', '肀'), ('\u{2ebb}', '聿'), ('\u{2ebc}', '肉'), ('\u{2ebd}', '𦥑'),
    ('\u{2ebe}', '艹'), ('\u{2ebf}', '艹'), ('\u{2ec0}', '艹'), ('\u{2ec1}', '虎'), ('\u{2ec2}', '衤'),
    ('\u{2ec3}', '覀'), ('\u{2ec4}', '西'), ('\u{2ec5}', '见'), ('\u{2ec6}', '角'), ('\u{2ec7}', '𧢲'),
    ('\u{2ec8}', '讠'), ('\u{2ec9}', '贝'), ('\u{2eca}', '𧾷'), ('\u{2ecb}', '车'), ('\u{2ecc}', '辶'),
    ('\u{2ecd}', '辶'), ('\u{2ece}', '辶'), ('\u{2ecf}', '邑'), ('\u{2ed0}', '钅'), ('\u{2ed1}', '長'),
    ('\u{2ed2}', '镸'), ('\u{2ed3}', '长'), ('\u{2ed4}', '门'), ('\u{2ed5}', '𨸏'), ('\u{2ed6}', '阝'),
    ('\u{2ed7}', '雨'), ('\u{2ed8}', '青'), ('\u{2ed9}', '韦'), ('\u{2eda}', '页'), ('\u{2edb}', '风'),
    ('\u{2edc}', '飞'), ('\u{2edd}', '食'), ('\u{2ede}', '𩙿'), ('\u{2edf}', '飠'), ('\u{2ee0}', '饣'),
    ('\u{2ee1}', '𩠐'), ('\u{2ee2}', '马'), ('\u{2ee3}', '骨'), ('\u{2ee4}', '鬼'), ('\u{2ee5}', '鱼'),
    ('\u{2ee6}', '鸟'), ('\u{2ee7}', '卤'), ('\u{2ee8}', '麦'), ('\u{2ee9}', '黄'), ('\u{2eea}', '黾'),
    ('\u{2eeb}', '斉'), ('\u{2eec}', '齐'), ('\u{2eed}', '歯'), ('\u{2eee}', '齿'), ('\u{2eef}', '竜'),
    ('\u{2ef0}', '龙'), ('\u{2ef1}', '龜'), ('\u{2ef2}', '亀'), ('\u{2ef3}', '龟'), ('\u{31c6}', '𠃌'),
    ('\u{31cf}', '乀'), ('\u{31d0}', '一'), ('\u{31d1}', '丨'), ('\u{31d2}', '丿'), ('\u{31d3}', '丿'),
    ('\u{31d4}', '丶'), ('\u{31d5}', '𠃍'), ('\u{31d6}', '乛'), ('\u{31d7}', '𠃊'), ('\u{31d8}', '𠃎'),
    ('\u{31d9}', '𠄌'), ('\u{31da}', '亅'), ('\u{31db}', '𡿨'), ('\u{31dc}', '𠃋'), ('\u{31dd}', '乀'),
    ('\u{31de}', '𠃑'), ('\u{31df}', '乚'), ('\u{31e0}', '乙'), ('\u{31e1}', '𠄎'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_radicals_stand_in_order_and_fold_once() {
        assert!(RADICALS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (from, to) in RADICALS {
            assert_eq!((canonical(*from), canonical(*to)), (*to, *to));
        }
        assert_eq!(canonical('\u{2eac}'), '示');
    }

    #[test]
    fn code_page_936_ends_where_gb_18030_has_its_last_character() {
        for (private, ideograph) in [
            ('\u{e816}', '\u{20087}'),
            ('\u{e81e}', '\u{9fb4}'),
            ('\u{e843}', '\u{9fb9}'),
            ('\u{e844}', '\u{4723}'),
            ('\u{e863}', '䶮'),
            ('\u{e864}', '\u{9fbb}'),
        ] {
            assert_eq!(canonical(private), ideograph, "{private:?}");
        }
        for c in '\u{e815}'..='\u{e864}' {
            assert!(!('\u{e000}'..='\u{f8ff}').contains(&canonical(c)), "{c:?}");
        }
    }
}
