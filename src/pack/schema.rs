//! The JSON Schema of packs, for editors that complete and check TOML as it is typed: every key with what it means, from
//! the very declarations by which packs are read.

use serde_json::{Map, Value, json};

use super::load::ConditionEntry;
use super::{Authority, Clause, Pack};
use crate::dictionary::{DocumentKind, SectionEntry, TrackEntry, WordingEntry};
use crate::rules;
use crate::shape::{Called, Key, TomlType};

impl Pack {
    /// The JSON Schema (draft 2020-12) of packs.
    pub fn schema() -> Value {
        let list = |zh: &str, en: &str, form: TomlType| described(value(&TomlType::List(Box::new(form))), zh, en);
        let rules = rules::names().filter_map(|name| {
            let header = rules::header(name)?;
            let parameters = value(&TomlType::Table(rules::parameters(name)?));
            Some((name.to_owned(), described(parameters, &header.says.zh, &header.says.en)))
        });
        let anything = |zh: &str, en: &str| described(json!({}), zh, en);
        let properties = json!({
            "id": described(json!({ "type": "string", "pattern": "^[a-z0-9-]+-[0-9]{4}$" }), "编号：奖项-年份", "award and year"),
            "status": described(json!({ "enum": ["draft", "final"] }), "是否完成；草稿里可以有 guessed", "whether it is finished; a draft may hold guesses"),
            "title": described(value(&crate::text::Text::toml_type()), "奖项和届次", "the award and edition"),
            "edition": described(json!({ "type": "integer", "minimum": 0 }), "第几届", "which edition"),
            "opens": described(value(&TomlType::Day), "从哪天起可以申报", "from when applications can be made"),
            "closes": described(value(&TomlType::Day), "截止日", "the last day of submission"),
            "closes_unseen": described(json!({ "type": "boolean" }), "没有见到截止日；closes 只用来推算年度和窗口", "the last day was not seen: `closes` only counts years and windows"),
            "look_up_again_after_days": described(json!({ "type": "integer" }), "查询满多少天后建议重查", "after how many days a look-up should be made again"),
            "track": list("申报类别", "what can be entered", TrackEntry::toml_type()),
            "source": list("来源", "the documents it is taken from", Authority::toml_type()),
            "clause": list("条款，逐字摘录", "the clauses, word for word", Clause::toml_type()),
            "document": list("材料的种类", "kinds of document", DocumentKind::toml_type()),
            "section": list("自有的字段", "fields of its own", SectionEntry::toml_type()),
            "wording": list("给已有字段的说法", "words for fields that are there", WordingEntry::toml_type()),
            "condition": list("条件", "what the clauses demand", ConditionEntry::toml_type()),
            "sound": anything("每个类别一份完好的申报", "a sound dossier for each track"),
            "sound_document": anything("完好的材料", "sound documents"),
        });
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:quality-award:schema:pack:1",
            "title": "规则包 / a pack",
            "type": "object",
            "properties": properties,
            "required": ["id", "title", "closes", "track"],
            "additionalProperties": false,
            "$defs": {
                "rule": {
                    "description": "一条规则和参数 / one rule with its parameters",
                    "type": "object",
                    "properties": Value::Object(rules.collect()),
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": false,
                },
            },
        })
    }
}

/// The schema of what is written in this form: of a file as a whole, it has this id and title.
pub fn of_form(form: &TomlType, id: &str, title: &str) -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": title,
    });
    if let (Value::Object(schema), Value::Object(form)) = (&mut schema, value(form)) {
        schema.extend(form);
    }
    schema
}

/// A schema with what it means in both languages.
fn described(mut schema: Value, zh: &str, en: &str) -> Value {
    let text = match (zh, en) {
        ("", en) => en.to_owned(),
        (zh, en) => format!("{zh} / {en}"),
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(text));
    }
    schema
}

/// The schema of a value of this form.
fn value(form: &TomlType) -> Value {
    match form {
        TomlType::Any => json!({}),
        TomlType::Text => json!({ "type": "string" }),
        TomlType::Flag => json!({ "type": "boolean" }),
        TomlType::Number => json!({ "type": "integer" }),
        // editors take a day in TOML for a text
        TomlType::Day => json!({ "type": "string", "format": "date" }),
        TomlType::OneOf(ids) => json!({ "enum": ids }),
        TomlType::List(each) => json!({ "type": "array", "items": value(each) }),
        TomlType::Rule => json!({ "$ref": "#/$defs/rule" }),
        TomlType::Either(forms) => json!({ "anyOf": forms.iter().map(value).collect::<Vec<_>>() }),
        TomlType::Table(keys) => table(keys),
    }
}

/// The schema of a table with these keys.
fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let means = key.meaning();
            (
                key.name.to_owned(),
                described(value(&key.toml_type), &means.zh, &means.en),
            )
        })
        .collect();
    let required = keys.iter().filter(|key| key.default.is_none() && !key.optional);
    let required: Vec<&str> = required.map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
