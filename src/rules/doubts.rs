//! Facts that are given and can hardly be true: they are questioned, each in a sentence of its own, not believed.

use crate::day::Day;
use crate::dossier::Cite;
use crate::rules::Context;
use crate::text::Text;
use crate::writing::without_remarks;

/// What is said of a day that lies after the as-of day, where only one that has come can be true.
pub(super) fn ahead(context: &Context<'_>, cite: Cite, day: Day) -> Text {
    context.say(|| {
        let (label, as_of) = (context.name(cite), context.as_of);
        text!(
            "{label}为 {day}，在 {as_of} 之后，还没有到，请核对",
            "{label}: {day}, after {as_of}: that day is still to come; check it";
            label
        )
    })
}

/// The marks that part the names of several people.
const PARTED: [char; 10] = ['、', ',', '，', ';', '；', '/', '／', '&', '＆', '|'];

/// The words between the names of two people; each also stands within names, as in 张和平.
const AND: [char; 3] = ['和', '与', '及'];

/// What stands behind a name and is none.
const TITLES: [&str; 12] = [
    "先生",
    "女士",
    "教授",
    "博士",
    "硕士",
    "院士",
    "老师",
    "同志",
    "总监",
    "经理",
    "主任",
    "工程师",
];

/// What is said of something that was over before applications opened.
pub(super) fn before_opening(opens: Day) -> Text {
    text!(
        "早于申报开始（{opens}），请核对年份",
        "before applications opened ({opens}): see whether the year is right"
    )
}

/// Whether a text that should name one person reads like the names of several: two pieces that could each be a name in
/// Chinese characters, parted by a mark, a space or a word for "and".
pub(super) fn names_several(text: &str) -> bool {
    let (plain, _) = without_remarks(text);
    let several = |pieces: &mut dyn Iterator<Item = &str>| pieces.filter(|piece| is_name(piece)).nth(1).is_some();
    if several(&mut plain.split(|c: char| PARTED.contains(&c) || c.is_whitespace())) {
        return true;
    }
    plain.char_indices().filter(|(_, c)| AND.contains(c)).any(|(at, word)| {
        let (before, behind) = (plain.get(..at), plain.get(at + word.len_utf8()..));
        before.is_some_and(is_name) && behind.is_some_and(is_name)
    })
}

/// Whether a piece could be a whole name in Chinese characters.
fn is_name(piece: &str) -> bool {
    let piece = piece.trim();
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·');
    (2..=6).contains(&piece.chars().count())
        && piece.chars().all(han)
        && !TITLES.iter().any(|title| piece.ends_with(title))
}
