//! The JSON Schema of a dossier, for editors that complete and check TOML as it is typed.

use serde_json::{Map, Value, json};

use crate::dictionary::{Entry, Field, Section, Type};
use crate::pack::Pack;
use crate::template::need::{Need, is_read};
use crate::template::wording::{Medium, forms};
use crate::text::Text;

/// The JSON Schema (draft 2020-12) of the dossiers of a pack.
pub fn schema(pack: &Pack) -> Value {
    let mut root = object(pack, "");
    let title = &pack.title.zh;
    root.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    let id = format!("urn:quality-award:schema:dossier:{}:1", pack.id);
    root.insert("$id".to_owned(), json!(id));
    root.insert("title".to_owned(), json!(format!("{title} 申报信息")));
    root.insert(
        "description".to_owned(),
        json!("空字符串视为未填；清单写 [] 表示确实没有，不写视为未填。"),
    );
    Value::Object(root)
}

/// The schema of what may stand in the section at `path`: its fields, and the sections within it.
fn object(pack: &Pack, path: &str) -> Map<String, Value> {
    let dictionary = &*pack.dictionary;
    let mut properties = Map::new();
    let own = dictionary.section_at(path);
    for (id, field) in own
        .into_iter()
        .flat_map(|section| &section.fields)
        .filter_map(|id| Some((*id, dictionary.get(*id)?)))
    {
        let need = Need::of_field(field, is_read(&pack.conditions, Entry::Field(id)));
        properties.insert(field.name.clone(), property(field, need));
    }
    for (_, section) in dictionary.sections() {
        if let Some(name) = child(path, &section.path) {
            properties.insert(name.to_owned(), nested(pack, section));
        }
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    object
}

/// The name of `inner` within `outer`, if it stands directly in it.
fn child<'a>(outer: &str, inner: &'a str) -> Option<&'a str> {
    let name = if outer.is_empty() {
        inner
    } else {
        inner.strip_prefix(outer)?.strip_prefix('.')?
    };
    (!name.is_empty() && !name.contains('.')).then_some(name)
}

/// The schema of a section: an object, or a list of objects.
fn nested(pack: &Pack, section: &Section) -> Value {
    let mut object = object(pack, &section.path);
    let mut described = Map::new();
    described.insert("title".to_owned(), json!(section.label.zh));
    if let Some(when) = &section.when {
        described.insert("description".to_owned(), json!(format!("{}填写", when.zh)));
    }
    if section.rows {
        described.insert("type".to_owned(), json!("array"));
        described.insert("items".to_owned(), Value::Object(object));
        Value::Object(described)
    } else {
        object.extend(described);
        Value::Object(object)
    }
}

/// The schema of a field.
fn property(field: &Field, need: Need<'_>) -> Value {
    let said = [Some(need.label()), Some(forms(field, Medium::Toml)), field.help.clone()];
    let said = Text::join(said.iter().flatten()).zh;
    let mut property = match form(field) {
        Value::Object(form) => form,
        _ => Map::new(),
    };
    property.insert("title".to_owned(), json!(field.label.zh));
    property.insert("description".to_owned(), json!(said));
    Value::Object(property)
}

/// What a field takes. Values may be written as text wherever the reader takes them so.
fn form(field: &Field) -> Value {
    let words: Vec<&str> = field
        .choices
        .iter()
        .flat_map(|choice| [&choice.id, &choice.zh, &choice.en].into_iter().chain(&choice.also))
        .map(String::as_str)
        .collect();
    match field.kind {
        Type::Text => match &field.example {
            Some(example) => json!({ "type": "string", "examples": [example.zh] }),
            None => json!({ "type": "string" }),
        },
        Type::Choice => {
            let mut choices: Vec<&str> = Vec::new();
            for word in words.into_iter().chain([""]) {
                if !choices.contains(&word) {
                    choices.push(word);
                }
            }
            json!({ "enum": choices })
        }
        Type::Boolean => json!({ "anyOf": [
            { "type": "boolean" },
            { "enum": ["是", "否", "有", "无", "√", "×", ""] },
        ] }),
        Type::Day => json!({ "type": "string", "examples": ["2016-03-18"] }),
        Type::DayOrWord | Type::DayOrMonth => {
            let words = words.into_iter().take(2);
            let examples: Vec<&str> = ["2016-03-18"].into_iter().chain(words).collect();
            json!({ "type": "string", "examples": examples })
        }
        Type::Year => json!({ "anyOf": [
            { "type": "integer", "minimum": 1900, "maximum": 2199 },
            { "type": "string" },
        ] }),
        Type::Integer => json!({ "type": ["integer", "string"] }),
        Type::Money => json!({ "type": ["number", "string"] }),
        Type::CreditCode => json!({ "anyOf": [
            { "type": "string", "minLength": 18, "description": "18 位" },
            { "const": "" },
        ] }),
        Type::IdNumber => json!({ "type": "string" }),
        Type::Texts => json!({ "type": ["array", "string"], "items": { "type": "string" } }),
        Type::Years => json!({ "type": ["array", "integer", "string"], "items": { "type": ["integer", "string"] } }),
    }
}
