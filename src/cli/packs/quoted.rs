//! `packs test --notice`: the clauses of a pack against the text they quote.

use std::path::Path;

use crate::cli::common::Stop;
use crate::cli::files;
use crate::pack::{Force, Pack};
use crate::text::{Lang, Text};
use crate::writing::quote;

/// What the comparison says, and whether every clause stands in the text.
pub(super) fn compare(pack: &Pack, notice: &Path, source: Option<&str>, lang: Lang) -> Result<(String, bool), Stop> {
    let source = source_of(pack, source)?;
    let file = files::text(notice)?;
    let quoted = pack.quoted(source, file.contents());
    let name = files::name(notice);
    let mut shown: Vec<Text> = quoted
        .altered
        .iter()
        .map(|altered| {
            let (id, alike) = (quote(&altered.clause.id), altered.alike);
            let (written, found) = (quote(&altered.written), quote(&altered.found));
            match alike {
                0 => text!("条款 {id} 不在 {name} 里：{written}…", "clause {id} is not in {name}: {written}…"),
                _ => text!(
                    "条款 {id} 与 {name} 不符：前 {alike} 字相同，之后条款写的是{written}，原文是{found}",
                    "clause {id} differs from {name} after {alike} characters: the clause has {written}, the text {found}"
                ),
            }
        })
        .collect();
    shown.extend(quoted.unquoted.iter().map(|left| {
        let (line, words) = (left.line, quote(&left.words));
        text!(
            "{name}:{line}：没有条款摘录{words}",
            "{name}:{line}: quoted by no clause: {words}"
        )
    }));
    let (clauses, altered, unquoted) = (quoted.clauses, quoted.altered.len(), quoted.unquoted.len());
    shown.push(text!(
        "对照 {name}：{clauses} 条条款，{altered} 条不符，{unquoted} 处没有摘录",
        "against {name}: {clauses} clauses, {altered} differ, {unquoted} stretches not quoted"
    ));
    let lines: Vec<&str> = shown.iter().map(|text| text.get(lang)).collect();
    Ok((lines.join("\n"), altered == 0 && clauses > 0))
}

/// The source whose text is at hand: the one that is named, else the first that binds and was read.
fn source_of<'p>(pack: &'p Pack, named: Option<&'p str>) -> Result<&'p str, Stop> {
    let known = |id: &&str| pack.source(id).is_some();
    let first = || pack.sources.iter().find(|source| source.force == Force::Binding);
    let found = match named {
        Some(named) => Some(named).filter(known),
        None => first().map(|source| source.id.as_str()),
    };
    found.ok_or_else(|| {
        let known: Vec<&str> = pack.sources.iter().map(|source| source.id.as_str()).collect();
        let (named, known) = (quote(named.unwrap_or_default()), known.join(", "));
        Stop::Said(text!(
            "规则包没有来源 {named}（有：{known}）",
            "the pack has no source {named} (there are: {known})"
        ))
    })
}
