//! What must agree between the parts of a pack: ids that stand once, clauses that have a source and are explained,
//! documents that point at conditions and fields that are there.

use std::collections::{HashMap, HashSet};

use toml::Spanned;

use super::load::{Listed, Loader};
use super::status::Status;
use super::{Authority, Clause, Condition, Force};
use crate::dictionary::{Dictionary, DocumentKind, Entry, Type};
use crate::place::{InputError, Spot};
use crate::scope::Edition;
use crate::shape::Written;
use crate::text::Text;
use crate::verdict::Weight;
use crate::writing::{nearest, quote};

impl Loader<'_> {
    /// The clause an id names, if a condition of this weight may rest on it.
    pub(super) fn cited(
        &mut self,
        id: &Spanned<String>,
        weight: Weight,
        sources: &Listed<'_, '_, Authority>,
        clauses: &Listed<'_, '_, Clause>,
    ) -> Option<usize> {
        let spot = Spot::span(id.span());
        let mut numbered = clauses.iter().enumerate();
        let Some((position, clause)) = numbered.find(|(_, clause)| clause.id == *id.get_ref()) else {
            // It may be one that could not be read.
            if clauses.whole {
                let quoted = quote(id.get_ref());
                let error = InputError::at(spot, text!("没有条款 {quoted}", "there is no clause {quoted}"));
                let near = nearest(id.get_ref(), clauses.iter().map(|clause| clause.id.as_str()));
                self.errors.push(error.near(near));
            }
            return None;
        };
        let force = sources
            .iter()
            .find(|source| source.id == clause.source)
            .map(|source| source.force);
        if weight == Weight::Must && force.is_some_and(|force| force != Force::Binding) {
            let source = quote(&clause.source);
            self.errors.push(
                InputError::at(
                    spot,
                    text!(
                        "条款出自 {source}，不是读到原文的约束性文件，不能作为 must",
                        "the clause is from {source}, which is no binding source that was read: it cannot carry a must"
                    ),
                )
                .hint(text!("改为 weight = \"should\"", "make it weight = \"should\"")),
            );
        }
        Some(position)
    }

    /// Puts the kinds of document into the dictionary's catalogue, and gives back what each supports.
    pub(super) fn catalogue<'w, 't>(
        &mut self,
        documents: Listed<'w, 't, DocumentKind>,
        dictionary: &mut Dictionary,
    ) -> Listed<'w, 't, Vec<Spanned<String>>> {
        let mut supported = Listed {
            entries: Vec::new(),
            whole: documents.whole,
        };
        for (kind, written) in documents.entries {
            for path in &kind.bears {
                if let Err(message) = can_be_borne(dictionary, path.get_ref()) {
                    self.errors.push(InputError::at(Spot::span(path.span()), message));
                }
            }
            supported.entries.push((kind.supports.clone(), written));
            if let Err(message) = dictionary.catalogue.add(kind) {
                self.wrong_at(written, "id", message);
                supported.whole = false;
            }
        }
        supported
    }

    /// Every condition that a document supports is there.
    pub(super) fn supported_are_conditions(
        &mut self,
        documents: &Listed<'_, '_, Vec<Spanned<String>>>,
        conditions: &Listed<'_, '_, Condition>,
    ) {
        for id in documents.iter().flatten() {
            if conditions.iter().any(|condition| *condition.id == **id.get_ref()) {
                continue;
            }
            let quoted = quote(id.get_ref());
            let message = text!("没有条件 {quoted}", "there is no condition {quoted}");
            let near = nearest(id.get_ref(), conditions.iter().map(|condition| &*condition.id));
            let mistake = InputError::at(Spot::span(id.span()), message);
            self.errors.push(mistake.near(near));
        }
    }

    /// Tells of a mark that a guess carries, where the pack is not a draft.
    pub(super) fn guessed(&mut self, written: &Written<'_>) {
        self.guesses += 1;
        if self.status == Status::Final {
            let message = text!(
                "这是起草时猜的：核对、改好后删去 guessed",
                "a draft guessed this: look at it, put it right and take `guessed` away"
            );
            self.wrong_at(written, "guessed", message);
        }
    }

    /// Applications are taken before they are over.
    pub(super) fn days_agree(&mut self, days: &Edition, written: &Written<'_>) {
        let closes = days.closes;
        if let Some(opens) = days.opens.filter(|opens| *opens > closes) {
            let message = text!(
                "申报开始 {opens} 晚于截止 {closes}",
                "applications open on {opens}, after they close on {closes}"
            );
            self.wrong_at(written, "opens", message);
        }
    }

    /// No id stands twice. Where one does, the other entry is probably the one that is pointed at in vain.
    pub(super) fn ids_are_distinct<T>(&mut self, what: &Text, listed: &mut Listed<'_, '_, T>, id: impl Fn(&T) -> &str) {
        let mut seen = HashSet::new();
        for (entry, written) in &listed.entries {
            if !seen.insert(id(entry)) {
                listed.whole = false;
                let id = quote(id(entry));
                let message = text!("{what} {id} 写了两次", "{what} {id} stands twice"; what);
                self.wrong_at(written, "id", message);
            }
        }
    }

    /// Every clause stands in a source of the pack.
    pub(super) fn clauses_have_sources(
        &mut self,
        sources: &Listed<'_, '_, Authority>,
        clauses: &Listed<'_, '_, Clause>,
    ) {
        if !sources.whole {
            return;
        }
        for (clause, written) in &clauses.entries {
            if !sources.iter().any(|source| source.id == clause.source) {
                let source = quote(&clause.source);
                let message = text!("没有来源 {source}", "there is no source {source}");
                self.wrong_at(written, "source", message);
            }
        }
    }

    /// Every clause is tested by a condition or set aside with a reason, never both.
    pub(super) fn clauses_are_explained(
        &mut self,
        clauses: &Listed<'_, '_, Clause>,
        conditions: &Listed<'_, '_, Condition>,
    ) {
        let mut tested: HashMap<usize, bool> = HashMap::new();
        for condition in conditions.iter() {
            tested.insert(condition.clause, true);
            for also in &condition.also {
                tested.entry(*also).or_insert(false);
            }
        }
        for (position, (clause, written)) in clauses.entries.iter().enumerate() {
            let id = quote(&clause.id);
            match (&clause.set_aside, tested.get(&position)) {
                (None, None) => {
                    let message = text!(
                        "条款 {id} 既没有条件检查，也没有写明不检查的理由",
                        "clause {id} is neither tested by a condition nor set aside"
                    );
                    self.wrong_at(written, "id", message);
                }
                (Some(_), Some(true)) => {
                    let message = text!(
                        "条款 {id} 已有条件检查，不应再写 set_aside",
                        "clause {id} is tested by a condition, so it is not set aside"
                    );
                    self.wrong_at(written, "set_aside", message);
                }
                _ => {}
            }
        }
    }
}

/// Whether what stands at `path` can be looked for in the text of a document.
fn can_be_borne(dictionary: &Dictionary, path: &str) -> Result<(), Text> {
    let quoted = quote(path);
    let field = match dictionary.entry(path) {
        Some(Entry::Field(id)) => dictionary.get(id),
        _ => None,
    };
    let Some(field) = field else {
        return Err(text!("没有字段 {quoted}", "there is no field {quoted}"));
    };
    if field.in_table || !matches!(field.kind, Type::Text | Type::Texts | Type::CreditCode) {
        return Err(text!(
            "bears 里的 {quoted} 应是表格之外的文字或信用代码字段",
            "`bears` takes fields of text or credit codes outside tables, and {quoted} is none"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::pack::Pack;
    use crate::place::Source;

    /// What is wrong with the shipped pack once `from` is written `to`.
    fn wrong(from: &str, to: &str) -> Vec<String> {
        let text = include_str!("../../rules/xuhui/2025.toml");
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        let read = Pack::read(&Source::text("a.toml", text));
        let errors = read.map(|_| Vec::new()).unwrap_or_else(|unreadable| unreadable.errors);
        errors.into_iter().map(|error| error.message.en).collect()
    }

    #[test]
    fn a_catalogue_that_points_at_nothing_does_not_load() {
        assert_eq!(wrong("proc.truthful\"]", "proc.truthful\"] "), [""; 0]);
        assert_eq!(
            wrong("supports = [\"proc.truthful\"]", "supports = [\"proc.truthfull\"]"),
            ["there is no condition 「proc.truthfull」"]
        );
        assert_eq!(
            wrong(
                "bears = [\"chief_quality_officer.name\"]",
                "bears = [\"chief_quality_officer.nam\"]"
            ),
            ["there is no field 「chief_quality_officer.nam」"]
        );
        assert_eq!(
            wrong(
                "bears = [\"chief_quality_officer.name\"]",
                "bears = [\"materials.kind\"]"
            ),
            ["`bears` takes fields of text or credit codes outside tables, and 「materials.kind」 is none"]
        );
        let alias = wrong("aliases = [\"公示\"]", "aliases = [\"审计\"]");
        assert_eq!(
            alias.first().map(String::as_str),
            Some("「审计」 names the document 「audit-report」 already")
        );
        let key = wrong("optional = true", "optionl = true").concat();
        assert!(key.contains("no key 「optionl」"), "{key}");
    }
}
