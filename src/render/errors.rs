//! What could not be read, shown where it stands: the source line, and a caret under the right column even
//! after Chinese text. An identity number on the line is masked; a line that holds one which cannot be told for one
//! is not shown.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use memchr::{memchr, memrchr};

use crate::place::{Source, Spot, Unreadable};
use crate::render::Look;
use crate::text::{Lang, mask, tame};

/// Everything that is wrong with one source, ready to print, with colours that the stream may strip.
pub fn show(unreadable: &Unreadable, look: Look) -> String {
    let (error, help) = match look.lang {
        Lang::Zh => (Level::ERROR.with_name("错误"), Level::HELP.with_name("提示")),
        Lang::En => (Level::ERROR, Level::HELP),
    };
    let renderer = Renderer::styled().term_width(usize::from(look.width));
    let masked = mask(unreadable.source.contents());
    let mut shown = String::new();
    for each in &unreadable.errors {
        let title = error.clone().primary_title(tame(each.message.get(look.lang)));
        let hint = each
            .hint
            .as_ref()
            .map(|hint| help.clone().message(tame(hint.get(look.lang))));
        let group = Group::with_title(title);
        let group = match (&unreadable.source, each.spot) {
            (source @ Source::Text { file, .. }, Some(spot @ Spot::Span { start, end })) if !each.secret => {
                let span = pointed_at(&masked, start as usize..end as usize);
                let lines = lines_around(&masked, &span);
                let line = source.place(Some(spot)).line.unwrap_or(1);
                let snippet = Snippet::source(masked.get(lines.clone()).unwrap_or_default());
                let shown = span.start - lines.start..span.end - lines.start;
                let snippet = snippet.line_start(line).path(tame(file));
                group.element(snippet.annotation(AnnotationKind::Primary.span(shown)))
            }
            (source, spot) => group.element(Origin::path(tame(&source.place(spot).to_string()))),
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

/// The whole lines on which a span stands. What is shown of a text with many errors is looked through once for each
/// error, so it is no more than these.
fn lines_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = span.start.min(bytes.len());
    let before = bytes.get(..start).unwrap_or_default();
    let last = span.end.clamp(start, bytes.len());
    let after = bytes.get(last..).unwrap_or_default();
    let begin = memrchr(b'\n', before).map_or(0, |at| at + 1);
    let end = memchr(b'\n', after).map_or(bytes.len(), |at| last + at + 1);
    begin..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::InputError;

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
