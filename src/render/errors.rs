//! What could not be read, shown where it stands: the source line, and a caret under the right column even
//! after Chinese text. An identity number on the line is masked; a line that holds one which cannot be told for one
//! is not shown.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

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
            (Source::Text { file, .. }, Some(Spot::Span { start, end })) if !each.secret => {
                let span = start as usize..(end as usize).max(start as usize + 1).min(masked.len().max(1));
                let snippet = Snippet::source(masked.as_ref()).path(tame(file));
                group.element(snippet.annotation(AnnotationKind::Primary.span(span)))
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
