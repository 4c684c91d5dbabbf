//! What is said when the command line cannot be understood.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::Lang;
use crate::writing::tame;

use super::values::with_words;

/// Prints help, version or a complaint, and tells the exit code.
pub(super) fn exit(error: &clap::Error, lang: Lang) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe is no failure.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    match chinese(error).filter(|_| lang == Lang::Zh) {
        Some(said) => super::common::note_down(&tame_lines(&said)),
        None => {
            let _ = error.print();
        }
    }
    ExitCode::from(super::common::COULD_NOT_CHECK)
}

/// The complaint in Chinese; none where there is no wording for it.
fn chinese(error: &clap::Error) -> Option<String> {
    let told = |kind: ContextKind| {
        error.get(kind).map(|value| match value {
            ContextValue::Strings(words) => words.join("、"),
            other => other.to_string(),
        })
    };
    let argument = told(ContextKind::InvalidArg).unwrap_or_default();
    let value = told(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error)
                .map(|why| format!("：{why}"))
                .unwrap_or_default();
            format!("{argument} 不能是 {value}{why}")
        }
        ErrorKind::UnknownArgument => format!("没有选项 {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 {}", told(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("{argument} 重复给出，或与其他选项冲突"),
        ErrorKind::TooManyValues => format!("{argument} 的值太多"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值个数不对"),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_owned(),
        _ => return None,
    };
    let mut said = format!("错误：{what}");
    if let Some(ContextValue::Strings(choices)) = error.get(ContextKind::ValidValue)
        && !choices.is_empty()
    {
        let choices: Vec<String> = choices.iter().map(|id| with_words(id)).collect();
        said.push_str(&format!("\n可用：{}", choices.join("、")));
    }
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if let Some(near) = near.into_iter().find_map(told) {
        said.push_str(&format!("\n是否想写 {near}？"));
    }
    said.push_str("\n用 --help 查看帮助");
    Some(said)
}

/// The text with each of its lines tamed.
fn tame_lines(text: &str) -> String {
    text.lines().map(tame).collect::<Vec<_>>().join("\n")
}
