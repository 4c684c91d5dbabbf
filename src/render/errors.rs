//! What could not be read, shown where it stands: the source line, and a caret under the right column even
//! after Chinese text. An identity number on the line is masked; a line that holds one which cannot be told for one
//! is not shown.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use memchr::{memchr, memrchr};

use crate::place::{Spot, Unreadable};
use crate::render::Look;
use crate::text::Lang;
use crate::writing::{mask, tame};

/// The most errors of one source that are shown with their lines. Nobody reads as many; those after them are told by
/// their places.
const EXCERPTS: usize = 200;

/// The longest lines that are shown, in bytes; an error on longer ones is told by its place.
const LONGEST: usize = 64 * 1024;

/// Everything that is wrong with one source, ready to print, with colours that the stream may strip.
pub fn show(unreadable: &Unreadable, look: Look) -> String {
    let error = match look.lang {
        Lang::Zh => Level::ERROR.with_name("错误"),
        Lang::En => Level::ERROR,
    };
    show_as(&error, unreadable, look)
}

/// What of one source is read all the same and should be put right, ready to print likewise.
pub fn warn(told: &Unreadable, look: Look) -> String {
    let warning = match look.lang {
        Lang::Zh => Level::WARNING.with_name("提醒"),
        Lang::En => Level::WARNING,
    };
    show_as(&warning, told, look)
}

fn show_as(level: &Level<'_>, unreadable: &Unreadable, look: Look) -> String {
    let help = match look.lang {
        Lang::Zh => Level::HELP.with_name("提示"),
        Lang::En => Level::HELP,
    };
    let renderer = Renderer::styled().term_width(usize::from(look.width));
    let masked = mask(unreadable.source.contents());
    let mut shown = String::new();
    for (number, each) in unreadable.errors.iter().enumerate() {
        let title = level.clone().primary_title(tame(each.message.get(look.lang)));
        let hint = each
            .hint
            .as_ref()
            .map(|hint| help.clone().message(tame(hint.get(look.lang))));
        let place = unreadable.source.place(each.spot);
        let lines = each.spot.filter(|_| !each.secret && number < EXCERPTS);
        let lines = lines.and_then(|spot| excerpt(&masked, spot));
        let group = Group::with_title(title);
        let group = match lines {
            Some((lines, pointed_at)) => {
                let snippet = Snippet::source(lines).line_start(place.line.unwrap_or(1));
                let snippet = snippet.path(tame(&place.file));
                group.element(snippet.annotation(AnnotationKind::Primary.span(pointed_at)))
            }
            None => group.element(Origin::path(tame(&place.to_string()))),
        };
        let group = match hint {
            Some(hint) => group.element(hint),
            None => group,
        };
        shown.push_str(&renderer.render(&[group]));
        shown.push_str("\n\n");
    }
    shown
}

/// The characters that a span points at: whole ones, and one at least unless the text is at its end.
fn pointed_at(text: &str, span: Range<usize>) -> Range<usize> {
    let begins = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=span.start.min(text.len())).rev().find(begins).unwrap_or(0);
    let end = (span.end.max(start + 1)..text.len()).find(begins);
    start..end.unwrap_or(text.len())
}

/// The whole lines on which a spot stands, if they are not too long to be shown, and the bytes of them it points at.
/// A text with many errors is looked through for each of them, so what is looked through is no more than these.
fn excerpt(text: &str, spot: Spot) -> Option<(&str, Range<usize>)> {
    let Spot::Span { start, end } = spot else { return None };
    let span = pointed_at(text, start as usize..end as usize);
    let before = memrchr(b'\n', text.as_bytes().get(..span.start)?);
    let after = memchr(b'\n', text.as_bytes().get(span.end..)?);
    let begin = before.map_or(0, |at| at + 1);
    let end = after.map_or(text.len(), |at| span.end + at + 1);
    let lines = text.get(begin..end).filter(|lines| lines.len() <= LONGEST)?;
    Some((lines, span.start - begin..span.end - begin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{InputError, Source};

    /// An error as it is shown where the whole text is given to be looked through.
    fn whole(text: &str, span: Range<usize>) -> String {
        let title = Level::ERROR.with_name("错误").primary_title("甲");
        let snippet = Snippet::source(text).path("a.toml");
        let group = Group::with_title(title).element(snippet.annotation(AnnotationKind::Primary.span(span)));
        Renderer::styled().term_width(80).render(&[group]) + "\n\n"
    }

    fn shown(text: &str, span: Range<usize>) -> String {
        let source = Source::text("a.toml", text);
        let error = InputError::at(Spot::span(span), text!("甲", "a"));
        let look = Look {
            lang: Lang::Zh,
            width: 80,
            height: 24,
            details: false,
            up: None,
        };
        show(&Unreadable::new(source, vec![error]), look)
    }

    #[test]
    fn the_end_of_a_text_is_where_its_place_says() {
        for (text, at) in [("", "a.toml:1:1"), ("甲", "a.toml:1:2"), ("甲 = 1\n", "a.toml:2:1")] {
            let shown = shown(text, text.len()..text.len());
            assert!(shown.contains(at), "{text:?}: {shown}");
        }
    }

    #[test]
    fn every_error_is_told_and_the_first_with_their_lines() {
        let text = "甲 = 1\n".repeat(EXCERPTS + 50);
        let starts = text.match_indices('甲').map(|(at, _)| at);
        let errors = starts.map(|at| InputError::at(Spot::span(at..at + 3), text!("错了", "wrong")));
        let unreadable = Unreadable::new(Source::text("a.toml", text.as_str()), errors.collect());
        let look = Look {
            lang: Lang::Zh,
            width: 80,
            height: 24,
            details: false,
            up: None,
        };
        let shown = show(&unreadable, look);
        assert_eq!(shown.matches("错了").count(), EXCERPTS + 50);
        assert_eq!(shown.matches("甲 = 1").count(), EXCERPTS);
        assert!(shown.contains(&format!("a.toml:{}:1", EXCERPTS + 50)));
    }

    #[test]
    fn a_line_too_long_to_be_shown_is_told_by_its_place() {
        let text = format!("甲 = \"{}\"\n", "长".repeat(LONGEST));
        let shown = shown(&text, 0..3);
        assert!(shown.contains("a.toml:1:1") && !shown.contains('长'), "{shown}");
    }

    proptest::proptest! {
        #[test]
        fn the_lines_around_an_error_show_what_the_whole_text_would(
            text in "([甲a1=\" .]{0,12}(\n|\r\n)?){0,6}",
            start: proptest::sample::Index,
            length in 0_usize..6,
        ) {
            let start = start.index(text.len().max(1));
            let span = start..(start + length).min(text.len()).max(start);
            proptest::prop_assert_eq!(shown(&text, span.clone()), whole(&text, pointed_at(&text, span)));
        }
    }
}
