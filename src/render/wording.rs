//! What several formats for people say in the same words.

use crate::day::Day;
use crate::dictionary::Track;
use crate::documents::State;
use crate::report::{AsOfFrom, DossierReport, FactPlace, Finding, Report, Since, Support};
use crate::text::{Lang, Text};
use crate::verdict::{Basis, Verdict};
use crate::writing::quote;

/// The wording in `lang`.
pub(super) fn pick<'w>(lang: Lang, zh: &'w str, en: &'w str) -> &'w str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// What is given, or that it is not.
pub(super) fn given(words: Option<&str>) -> Text {
    match words {
        Some(words) => Text::same(words),
        None => text!("（未填写）", "(not given)"),
    }
}

/// The applicant's name, or that it is not given.
pub(super) fn applicant(dossier: &DossierReport) -> Text {
    given(dossier.applicant.as_deref())
}

/// The applicant, or the file of one that has no name.
pub(super) fn called(dossier: &DossierReport) -> Text {
    match dossier.applicant {
        Some(_) => applicant(dossier),
        None => Text::same(dossier.source.to_string()),
    }
}

/// The track in a word.
pub(super) fn track_name(track: Option<&Track>) -> Text {
    match track {
        Some(track) => track.short().clone(),
        None => text!("（未填写）", "(not given)"),
    }
}

/// How a report stands to an earlier one: the counts, what should be known of them, then what is new and what is
/// solved, a sentence for each.
pub(super) fn since(report: &Report, since: &Since, lang: Lang) -> Vec<Text> {
    let title = |dossier: &DossierReport, id: &str| {
        let condition = report.pack_of(dossier).and_then(|pack| pack.condition(id));
        condition.map_or_else(|| Text::same(id), |condition| condition.title.clone())
    };
    let mut told = vec![since.said()];
    told.extend(since.notes.iter().cloned());
    told.extend(report.new_problems().map(|(dossier, finding)| {
        let (name, label, title) = (called(dossier), finding.label(lang), title(dossier, &finding.condition));
        text!("【新】{name}：{label} {title}", "[new] {name}: {label}, {title}"; name, title)
    }));
    let solved = since.absent.iter().filter(|absent| absent.is_solved());
    told.extend(solved.filter_map(|absent| {
        let dossier = report.dossiers.get(absent.dossier)?;
        let (name, old, title) = (
            called(dossier),
            absent.old.label(lang),
            title(dossier, &absent.condition),
        );
        Some(text!("已解决 {name}：原为{old} {title}", "solved: {name}: was {old}, {title}"; name, title))
    }));
    told
}

/// What that list is called.
pub(super) fn since_heading() -> Text {
    text!("与上次报告相比", "Since the earlier report")
}

/// What a verdict rests on.
pub(super) fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Declared => pick(lang, "申报者自述", "declared by the applicant"),
        Basis::Documented => pick(lang, "有文件", "a document was named or examined"),
    }
}

/// A field, and its place within its file: line and column, or sheet and cell.
pub(super) fn place(fact: &FactPlace, lang: Lang) -> String {
    let place = &fact.place;
    let at = match (place.line, place.column, &place.sheet, &place.cell) {
        (Some(line), Some(column), _, _) => format!("{line}:{column}"),
        (_, _, Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        _ => pick(lang, "未填", "not given").to_owned(),
    };
    format!("{} ({at})", fact.field)
}

/// Whether a document is there, in a word.
pub(super) fn support_state(state: State) -> Text {
    match state {
        State::Present => text!("有", "there"),
        State::Missing => text!("缺", "missing"),
        State::Unusable => text!("不可用", "unusable"),
    }
}

/// A document that bears a finding out, or the want of it.
fn support(support: &Support) -> Text {
    let file = support.file.as_deref().map(quote).unwrap_or_default();
    let state = support_state(support.state);
    let (zh, en) = match (&support.remark, support.state) {
        (Some(remark), State::Present | State::Unusable) => (remark.zh.as_str(), remark.en.as_str()),
        _ => (state.zh.as_str(), state.en.as_str()),
    };
    text!("{kind}{file}（{zh}）", "{kind} {file} ({en})"; kind = support.kind)
}

/// The documents that bear a finding out.
pub(super) fn supports(finding: &Finding, lang: Lang) -> Option<String> {
    let all: Vec<Text> = finding.documents.iter().map(support).collect();
    (!all.is_empty()).then(|| Text::list(&all).get(lang).to_owned())
}

/// The day by which the act must be begun, and whether it is over.
pub(super) fn due(day: Day, as_of: Day) -> Text {
    if day < as_of {
        text!("（最迟 {day}，已过）", " (by {day}: over)")
    } else {
        text!("（最迟 {day}）", " (by {day})")
    }
}

/// The track, at length.
pub(super) fn track(track: Option<&Track>) -> Text {
    match track {
        Some(track) => track.at_length(),
        None => text!(
            "（未填写 track，各类条件一并列出）",
            "(`track` not given: the conditions of all tracks are listed)"
        ),
    }
}

/// The as-of day and where it comes from.
pub(super) fn as_of(dossier: &DossierReport) -> Text {
    let day = dossier.as_of;
    match dossier.as_of_from {
        AsOfFrom::SubmittedOn => text!("{day}（提交日期）", "{day} (day of submission)"),
        AsOfFrom::Flag => text!("{day}（--as-of 指定）", "{day} (given by --as-of)"),
        AsOfFrom::Today => text!("{day}（今天，上海）", "{day} (today in Shanghai)"),
    }
}

/// How many findings have each verdict of [`Verdict::ALL`], without the warnings, and how many are warnings.
pub(super) fn counts(dossier: &DossierReport) -> [usize; 6] {
    let of = |verdict: Verdict| dossier.count(|finding| finding.verdict == verdict && !finding.is_warning());
    let [pass, fail, missing, review, not_applicable] = Verdict::ALL.map(of);
    [
        pass,
        fail,
        missing,
        review,
        not_applicable,
        dossier.count(Finding::is_warning),
    ]
}

/// How many findings have which verdict.
pub(super) fn tally(dossier: &DossierReport) -> Text {
    let [pass, fail, missing, review, not_applicable, warnings] = counts(dossier);
    text!(
        "通过 {pass} · 不符合 {fail} · 缺材料 {missing} · 待评审 {review} · 不适用 {not_applicable} · 提醒 {warnings}",
        "pass {pass} · fail {fail} · missing {missing} · review {review} · n/a {not_applicable} · warnings {warnings}"
    )
}
