//! What a pack calls a field that all awards share, and what else can be chosen in it.

use toml::Spanned;

use super::Dictionary;
use super::entries::wrong;
use super::field::{Choice, Entry, Field, forms};
use crate::place::InputError;
use crate::text::Text;
use crate::writing::quote;

shape! {
    /// The words of an award for a field, as a pack writes them in `[[wording]]`.
    #[derive(Debug)]
    pub struct WordingEntry {
        /// The path of the field.
        field: Spanned<String>,
        /// What it is called; what it is called elsewhere is still read.
        label: Option<Text>,
        /// What else a workbook may call it.
        headings: Vec<String> = "[]",
        /// Words for its choices, and further choices.
        choices: Vec<ChoiceWords> = "[]",
    }
}

shape! {
    /// Words for one choice.
    #[derive(Debug)]
    struct ChoiceWords {
        /// Its id; one that the field does not have yet is added.
        id: Spanned<String>,
        /// What it is called; obligatory where it is new.
        label: Option<Text>,
        /// Other ways to write it.
        also: Vec<String> = "[]",
    }
}

impl Dictionary {
    /// Gives a field the words of an award.
    ///
    /// # Errors
    /// What there is no such field or choice for, where it is written.
    pub fn reword(&mut self, entry: WordingEntry) -> Result<(), InputError> {
        self.names.take();
        let path = entry.field.get_ref();
        let field = match self.paths.get(path) {
            Some(Entry::Field(id)) => self.fields.get_mut(usize::from(id.0)),
            _ => None,
        };
        let Some(field) = field else {
            let quoted = quote(path);
            return wrong(&entry.field, text!("没有字段 {quoted}", "there is no field {quoted}"));
        };
        field.headings.extend(entry.headings);
        if let Some(label) = entry.label {
            let before = std::mem::replace(&mut field.label, label);
            field.headings.extend([before.zh, before.en]);
        }
        if field.choices.is_empty()
            && let Some(words) = entry.choices.first()
        {
            let quoted = quote(&field.path);
            let message = text!("字段 {quoted} 没有选项", "the field {quoted} has no choices");
            return wrong(&words.id, message);
        }
        for words in entry.choices {
            choose(field, words)?;
        }
        if !field.choices.is_empty() {
            field.written = forms(&field.choices);
        }
        Ok(())
    }
}

/// Gives a choice of a field further words, or the field a further choice.
fn choose(field: &mut Field, words: ChoiceWords) -> Result<(), InputError> {
    let known = field.choices.iter_mut().find(|choice| choice.id == *words.id.get_ref());
    match (known, words.label) {
        (Some(choice), label) => {
            choice.also.extend(words.also);
            if let Some(label) = label {
                let before = (
                    std::mem::replace(&mut choice.zh, label.zh),
                    std::mem::replace(&mut choice.en, label.en),
                );
                choice.also.extend([before.0, before.1]);
            }
        }
        (None, Some(label)) => field.choices.push(Choice {
            id: words.id.into_inner(),
            zh: label.zh,
            en: label.en,
            also: words.also,
        }),
        (None, None) => {
            let quoted = quote(words.id.get_ref());
            let message = text!("新选项 {quoted} 缺少 label", "the new choice {quoted} has no label");
            return wrong(&words.id, message);
        }
    }
    Ok(())
}
