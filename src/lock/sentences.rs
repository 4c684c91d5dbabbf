//! A change in words: what it is called, what it was, what it is.

use super::changes::NOT_FOLLOWED;
use super::{Change, Subject};
use crate::dictionary::{Dictionary, Entry};
use crate::pack::Pack;
use crate::text::Text;
use crate::verdict::{Overall, Verdict};
use crate::writing::quote;

/// How many digits of a digest tell two apart for a reader.
const DIGITS: usize = 12;

impl Subject {
    /// What people call it.
    pub fn label(self) -> Text {
        match self {
            Subject::File => text!("文件", "file"),
            Subject::Fact => text!("事实", "fact"),
            Subject::AsOf => text!("判断日", "as of"),
            Subject::Pack => text!("规则包", "pack"),
            Subject::Calendar => text!("工作日历", "calendar"),
            Subject::Verdict => text!("结论", "verdict"),
        }
    }
}

impl Change {
    /// The sentence for people. `pack` tells what fields and conditions are called.
    pub fn text(&self, pack: &Pack) -> Text {
        let name = self.called(pack);
        let (zh, en) = (&name.zh, &name.en);
        match (self.shown(self.sealed.as_deref()), self.shown(self.now.as_deref())) {
            (Some(_), Some(_)) if self.now.as_deref() == Some(NOT_FOLLOWED) => text!(
                "{zh}：封存时是普通文件，现在不是，没有读取",
                "{en}: it was an ordinary file and is one no longer; it was not read"
            ),
            (Some(_), Some(_)) if self.sealed.as_deref() == Some(NOT_FOLLOWED) => text!(
                "{zh}：封存时不是普通文件，现在是",
                "{en}: it was no ordinary file and now is one"
            ),
            (Some(sealed), Some(now)) if self.subject == Subject::File => text!(
                "{zh}：内容变了（SHA-256 {sealed} → {now}）",
                "{en}: its content has changed (SHA-256 {sealed} → {now})";
                sealed, now
            ),
            (Some(sealed), Some(now)) => {
                let (other_zh, other_en) = match self.is_of_another(pack) {
                    true => (
                        "；封存的是另一个申报者，请核对封存记录是否放错了文件夹",
                        "; what was sealed is another applicant's: does the lock belong to this folder?",
                    ),
                    false => ("", ""),
                };
                text!("{zh}：{sealed} → {now}{other_zh}", "{en}: {sealed} → {now}{other_en}"; sealed, now)
            }
            (None, Some(now)) if self.subject != Subject::File => text!(
                "{zh}：封存后新增，{now}",
                "{en}: new since it was sealed, {now}";
                now
            ),
            (Some(sealed), None) if self.subject != Subject::File => text!(
                "{zh}：封存时为 {sealed}，现在没有",
                "{en}: it was {sealed}, and is no longer given";
                sealed
            ),
            (None, _) => text!("{zh}：封存后新增", "{en}: new since it was sealed"),
            (Some(_), None) => text!("{zh}：封存时有，现在没有", "{en}: it was there and is gone"),
        }
    }

    /// Whether the change is in what tells one applicant from another: the credit code, or the identity number.
    fn is_of_another(&self, pack: &Pack) -> bool {
        let heads = pack.dictionary.heads();
        let codes = [heads.code.map(|code| code.id), heads.id_number.map(|number| number.id)];
        let mut paths = codes.iter().flatten().filter_map(|id| pack.dictionary.get(*id));
        self.subject == Subject::Fact && paths.any(|field| field.path == self.name)
    }

    /// What the thing is called.
    fn called(&self, pack: &Pack) -> Text {
        let id = &self.name;
        match self.subject {
            Subject::File => Text::same(quote(id)),
            Subject::Fact => fact(&pack.dictionary, id),
            Subject::AsOf | Subject::Pack | Subject::Calendar => self.subject.label(),
            Subject::Verdict if id.is_empty() => text!("总结论", "the whole dossier"),
            Subject::Verdict => match pack.condition(id) {
                Some(condition) => text!("{title}（{id}）", "{title} ({id})"; title = condition.title),
                None => Text::same(id.as_str()),
            },
        }
    }

    /// One side of the change as a sentence says it.
    fn shown(&self, value: Option<&str>) -> Option<Text> {
        let value = value?;
        Some(match self.subject {
            Subject::File | Subject::Calendar => Text::same(short(value)),
            Subject::Pack => match value.split_once(' ') {
                Some((id, sha256)) => Text::same(format!("{id} {}", short(sha256))),
                None => Text::same(quote(value)),
            },
            Subject::Fact | Subject::AsOf => Text::same(quote(value)),
            Subject::Verdict => verdict(value),
        })
    }
}

/// The head of a digest.
fn short(sha256: &str) -> String {
    match sha256.get(..DIGITS) {
        Some(head) if sha256.len() > DIGITS => format!("{head}…"),
        _ => sha256.to_owned(),
    }
}

/// A verdict by its id.
fn verdict(id: &str) -> Text {
    let overall = [Overall::Eligible, Overall::Incomplete, Overall::Ineligible];
    if let Some(overall) = overall.into_iter().find(|overall| overall.id() == id) {
        return overall.label();
    }
    match Verdict::ALL.into_iter().find(|verdict| verdict.id() == id) {
        Some(verdict) => Text::both(|lang| verdict.label(lang)),
        None => Text::same(quote(id)),
    }
}

/// What people call the fact at a path, and the path.
fn fact(dictionary: &Dictionary, path: &str) -> Text {
    let (table, rest) = match path.split_once('[') {
        Some((table, rest)) => (Some(table), rest),
        None => (None, path),
    };
    let (row, column) = match (table, rest.split_once("].")) {
        (Some(table), Some((row, column))) => (Some(row), format!("{table}.{column}")),
        _ => (None, path.to_owned()),
    };
    let label = |path: &str| match dictionary.entry(path)? {
        Entry::Field(id) => Some(dictionary.label(id)),
        Entry::Section(id) => dictionary.section(id).map(|section| {
            let label = &section.label;
            text!("{label}行数", "rows of {label}"; label)
        }),
    };
    let section = table.and_then(|table| dictionary.section_at(table));
    match (label(&column), section, row) {
        (Some(field), Some(section), Some(row)) => text!(
            "{label} {row} {field}（{path}）",
            "{label} {row}, {field} ({path})";
            label = section.label, field
        ),
        (Some(field), ..) => text!("{field}（{path}）", "{field} ({path})"; field),
        (None, ..) => Text::same(quote(path)),
    }
}
