//! What `schema` and the commands below it say of themselves.

use super::words::Words;

/// Rows of the table, as [`WORDS`](super::words::WORDS) has them.
pub(super) const SCHEMAS: &[Words] = &[
    (
        "schema",
        "输出 JSON Schema：申报信息的、报告的、规则包的，或设置文件的",
        "print a JSON Schema: of a dossier, of a report, of packs, or of settings",
    ),
    (
        "schema dossier",
        "申报信息（TOML）的 JSON Schema，供编辑器补全和检查",
        "the JSON Schema of a dossier (TOML), for editors to complete and check",
    ),
    ("schema dossier.pack", "规则包编号或文件", "id or file of the pack"),
    ("schema dossier.output", "写入这个文件", "write to this file"),
    ("schema pack.output", "写入这个文件", "write to this file"),
    ("schema report.output", "写入这个文件", "write to this file"),
    (
        "schema pack",
        "规则包的 JSON Schema，编辑器据此补全和检查",
        "the JSON Schema of packs, by which editors complete and check",
    ),
    (
        "schema compare",
        "compare --format json 的 JSON Schema",
        "the JSON Schema of compare --format json",
    ),
    ("schema compare.output", "写入这个文件", "write to this file"),
    (
        "schema match",
        "match --format json 的 JSON Schema",
        "the JSON Schema of match --format json",
    ),
    ("schema match.output", "写入这个文件", "write to this file"),
    (
        "schema jsonl",
        "--format jsonl 的一行的 JSON Schema",
        "the JSON Schema of a line of --format jsonl",
    ),
    ("schema jsonl.output", "写入这个文件", "write to this file"),
    (
        "schema settings",
        "设置文件 quality-award.toml 的 JSON Schema，编辑器据此补全和检查",
        "the JSON Schema of quality-award.toml, by which editors complete and check",
    ),
    ("schema settings.output", "写入这个文件", "write to this file"),
    (
        "schema report",
        "--format json 的 JSON Schema",
        "the JSON Schema of --format json",
    ),
];
