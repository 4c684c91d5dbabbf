//! A dossier held against a pack. Pure: no clock, no files, no printing.

use std::collections::HashSet;

use crate::calendar::Calendar;
use crate::day::Day;
use crate::dictionary::{Subject, Track};
use crate::documents::{Documents, State};
use crate::dossier::{Cite, Dossier};
use crate::judging::judge;
use crate::pack::{Condition, GAPS, Pack};
use crate::report::{AsOfFrom, DossierReport, FactPlace, Finding, Identity, Outlook, Support, key};
use crate::rules::{Ahead, Context, Outcome};
use crate::sweep::Sweep;
use crate::text::Text;
use crate::verdict::{Basis, Overall, Verdict, Weight};
use crate::writing::{fold, quote};

/// The day as of which a dossier is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The day.
    pub day: Day,
    /// Where it comes from.
    pub from: AsOfFrom,
    /// Whether it is the day of submission.
    pub submitted: bool,
}

/// The day given to a run is not the dossier's day of submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction {
    /// The day of submission in the dossier.
    pub submitted_on: Day,
    /// The day given to the run.
    pub flag: Day,
}

/// The day as of which `dossier` is judged: its day of submission, else the day given to the run, else today.
///
/// # Errors
/// Both days, where the dossier and the run name different ones.
pub fn as_of(dossier: &Dossier, flag: Option<Day>, today: Day) -> Result<AsOf, Contradiction> {
    match (dossier.submitted_on(), flag) {
        (Some(submitted_on), Some(flag)) if submitted_on != flag => Err(Contradiction { submitted_on, flag }),
        (Some(day), _) => Ok(AsOf {
            day,
            from: AsOfFrom::SubmittedOn,
            submitted: true,
        }),
        (None, Some(day)) => Ok(AsOf {
            day,
            from: AsOfFrom::Flag,
            submitted: false,
        }),
        (None, None) => Ok(AsOf {
            day: today,
            from: AsOfFrom::Today,
            submitted: false,
        }),
    }
}

/// How much of each finding is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Verdicts alone.
    Verdicts,
    /// Sentences and places too.
    Full,
}

/// Judges `dossier` by every condition of `pack` that addresses its track; where it names no track, by all. Conditions
/// on documents are judged where these were examined.
pub fn check(
    pack: &Pack,
    dossier: &Dossier,
    documents: Option<&Documents>,
    as_of: AsOf,
    calendar: &Calendar,
    detail: Detail,
) -> DossierReport {
    let track = dossier.track();
    let context = Context {
        dossier,
        as_of: as_of.day,
        submitted: as_of.submitted.then_some(as_of.day),
        calendar,
        documents,
        wording: detail == Detail::Full,
    };
    let asked = pack
        .conditions
        .iter()
        .filter(|condition| track.is_none_or(|track| condition.tracks.contains(track)))
        .filter(|condition| documents.is_some() || !condition.rule.rule().needs_documents());
    let mut findings: Vec<Finding> = Vec::with_capacity(pack.conditions.len());
    let sweep = Sweep::new(&context, pack.closes);
    let closes = (!pack.closes_unseen).then_some(pack.closes);
    let mut ahead = Vec::new();
    findings.extend(asked.clone().map(|condition| {
        let outcome = judge(condition, &context);
        ahead.extend(outcome.ahead.clone());
        let later = sweep.as_ref().filter(|_| outcome.verdict == Verdict::Fail);
        match later.and_then(|sweep| sweep.later(condition)) {
            Some(later) => met_later(finding(condition, outcome, &context), later, closes, &context),
            None => finding(condition, outcome, &context),
        }
    }));
    let outlook = sweep
        .filter(|_| context.wording)
        .zip(closes)
        .map(|(sweep, closes)| outlook(&sweep, asked, closes, &findings, ahead));
    let musts = findings.iter().filter(|finding| finding.weight == Weight::Must);
    let identity = identity(dossier, track);
    DossierReport {
        source: match dossier.at {
            None => dossier.source.file().clone(),
            at => dossier.source.place(at).to_string().into(),
        },
        pack: pack.id.clone(),
        applicant: dossier.applicant().map(str::to_owned),
        track: track.cloned(),
        as_of: as_of.day,
        as_of_from: as_of.from,
        key: key::key(identity.as_ref(), dossier.applicant(), track),
        identity,
        verdict: Overall::over(musts.map(|finding| finding.verdict), dossier.faults.len()),
        unread: dossier.faults.len(),
        outlook,
        materials_examined: documents.is_some(),
        materials_notes: documents.map(|documents| documents.notes.clone()).unwrap_or_default(),
        findings,
    }
}

/// Who the applicant is: an organization by its code, a person by the identity number, else by name and employer.
fn identity(dossier: &Dossier, track: Option<&Track>) -> Option<Identity> {
    match track?.subject() {
        Subject::Organization => dossier.head(|heads| heads.code).map(Identity::Organization),
        Subject::Person => match dossier.head(|heads| heads.id_number) {
            Some(number) => Some(Identity::Person(number)),
            None => Some(Identity::Named {
                name: fold(dossier.head(|heads| heads.person)?),
                employer: fold(dossier.head(|heads| heads.employer)?),
            }),
        },
    }
}

/// A rule's outcome with the law, the remedy and the places that belong to it.
fn finding(condition: &Condition, outcome: Outcome, context: &Context<'_>) -> Finding {
    let (required, remedy, places) = if context.wording {
        let required = outcome.required.clone();
        let required = required.unwrap_or_else(|| condition.rule.rule().required(&context.dossier.dictionary));
        let remedy = condition.remedies.of(outcome.verdict, outcome.reason).map(|remedy| {
            let mut numbers = outcome.numbers.clone();
            numbers.push((GAPS, gaps(&outcome, context)));
            remedy.fill(&numbers)
        });
        let remedy = remedy.or(outcome.act);
        let mut told = HashSet::new();
        let cites = outcome.cites.iter().filter(|cite| told.insert(**cite));
        let places = cites.map(|cite| place(context.dossier, *cite)).collect();
        (required, remedy, places)
    } else {
        (Text::default(), None, Vec::new())
    };
    let addressed = outcome.verdict != Verdict::NotApplicable;
    let documents = context.documents.filter(|_| addressed);
    let documents = documents.map(|documents| supports(condition, context, documents));
    let documents = documents.unwrap_or_default();
    let mut notes = outcome.notes;
    notes.extend(documents.iter().filter_map(contradiction));
    let borne = documents.iter().any(|support| support.state == State::Present);
    Finding {
        condition: condition.id.clone(),
        verdict: outcome.verdict,
        weight: condition.weight,
        reason: outcome.reason,
        basis: if borne { Basis::Documented } else { outcome.basis },
        found: outcome.found,
        required,
        remedy,
        notes,
        documents,
        places,
        waived: None,
        since: None,
        act_by: outcome.act_by,
        too_late: outcome.ahead.is_some_and(|ahead| ahead.too_late),
    }
}

/// What a missing condition lacks: of what its outcome rests on, that which is not given.
fn gaps(outcome: &Outcome, context: &Context<'_>) -> Text {
    let given = |cite: &&Cite| match **cite {
        Cite::Table(id) => context.dossier.table(id).is_some_and(|list| list.rows().is_some()),
        cite => context.dossier.slot(cite).is_some_and(|slot| slot.value().is_some()),
    };
    let mut told = HashSet::new();
    let mut named: Vec<Text> = Vec::new();
    let (known, unknown): (Vec<&Cite>, Vec<&Cite>) = outcome.cites.iter().partition(given);
    let cites = if unknown.is_empty() { known } else { unknown };
    for cite in cites {
        if told.insert(*cite) {
            named.push(context.name(*cite));
        }
    }
    Text::list(&named)
}

/// A condition that is refuted today and will not be on `day`: a fact that is still to come. `closes` is the last day of
/// submission, where it was seen.
fn met_later(finding: Finding, (day, then): (Day, Verdict), closes: Option<Day>, context: &Context<'_>) -> Finding {
    let mut found = finding.found;
    found.push(&context.say(|| match then {
        Verdict::Pass | Verdict::NotApplicable => text!("；满足之日 {day}", "; it will be met on {day}"),
        _ => text!(
            "；{day} 起不再是不符合，但届时仍不能认定满足",
            "; from {day} on it is no longer refuted, but whether it is met is open even then"
        ),
    }));
    let met = matches!(then, Verdict::Pass | Verdict::NotApplicable);
    let remedy = context.say(|| match (met, closes) {
        (true, Some(closes)) => text!(
            "满足之日 {day} 起可提交，最迟 {closes}",
            "submit from {day} on, by {closes} at the latest"
        ),
        (true, None) => text!(
            "满足之日 {day} 起可提交；截止日未见，请查申报通知",
            "submit from {day} on; the closing day was not seen: look it up in the notice"
        ),
        (false, None) => text!(
            "{day} 之前不要提交，此后提交的由评审判断；截止日未见，请查申报通知",
            "do not submit before {day}; after that it is for people to judge; the closing day was not seen: look it up in the notice"
        ),
        (false, Some(closes)) => text!(
            "{day} 之前不要提交；{day} 至 {closes} 提交的，由评审判断",
            "do not submit before {day}; submitted from then until {closes}, it is for people to judge"
        ),
    });
    Finding {
        verdict: Verdict::Missing,
        reason: None,
        basis: Basis::Declared,
        found,
        remedy: context.wording.then_some(remedy),
        act_by: closes,
        ..finding
    }
}

/// The days that are left, in numbers and in sentences.
fn outlook<'c>(
    sweep: &Sweep<'_>,
    conditions: impl Iterator<Item = &'c Condition> + Clone,
    closes: Day,
    findings: &[Finding],
    ahead: Vec<Ahead>,
) -> Outlook {
    let mut musts = findings.iter().filter(|finding| finding.weight == Weight::Must);
    let refuted = musts.any(|finding| finding.verdict == Verdict::Fail);
    let (over, open): (Vec<Ahead>, Vec<Ahead>) = ahead.into_iter().partition(|ahead| ahead.too_late);
    let too_late = !over.is_empty();
    let mut says: Vec<Text> = over.into_iter().map(|ahead| ahead.says).collect();
    let works = if refuted { None } else { sweep.works(conditions.clone()) };
    if !too_late {
        says.extend(match works {
            Some((first, last)) => {
                let days = match first == last {
                    true => text!("只有 {first} 当天可提交", "submission works on {first} alone"),
                    false => text!("{first} 至 {last} 可提交", "submission works from {first} to {last}"),
                };
                Some(match sweep.lacks(conditions.clone(), first) {
                    true => text!("补齐所缺之后，{days}", "once what is lacking is there, {days}"; days),
                    false => days,
                })
            }
            None if refuted => None,
            None => Some(text!(
                "照现在所填，到截止日没有一天可以提交",
                "as it is filled in, there is no day up to the deadline on which submission works"
            )),
        });
    }
    says.extend(open.into_iter().map(|ahead| ahead.says));
    Outlook {
        closes,
        first_day: works.map(|(first, _)| first),
        last_day: works.map(|(_, last)| last),
        last_safe_post: sweep.last_safe_post(conditions),
        too_late,
        says,
    }
}

/// The documents that bear out a condition, in the order of the catalogue; of each kind that is always called for and
/// is not there, the want of it.
fn supports(condition: &Condition, context: &Context<'_>, documents: &Documents) -> Vec<Support> {
    let (dossier, track) = (context.dossier, context.dossier.track());
    let mut supports = Vec::new();
    for (id, kind) in dossier.dictionary.catalogue.kinds() {
        let concerns = kind
            .supports
            .iter()
            .any(|supported| **supported.get_ref() == *condition.id);
        if !concerns || track.is_some_and(|track| !kind.tracks.contains(track)) {
            continue;
        }
        let before = supports.len();
        supports.extend(documents.of(id).map(|held| {
            let state = held.state();
            let remark = match state {
                State::Present => documents.doubt(dossier, held, context.as_of),
                State::Missing | State::Unusable => Some(held.fault()),
            };
            Support {
                kind: kind.label.clone(),
                file: Some(held.document.file.clone()).filter(|file| !file.trim().is_empty()),
                state,
                remark,
            }
        }));
        if supports.len() == before && !kind.optional {
            supports.push(Support {
                kind: kind.label.clone(),
                file: None,
                state: State::Missing,
                remark: Some(text!("没有提供", "not given")),
            });
        }
    }
    supports
}

/// What in a document that is there contradicts the dossier.
fn contradiction(support: &Support) -> Option<Text> {
    let remark = support.remark.as_ref().filter(|_| support.state == State::Present)?;
    let file = quote(support.file.as_deref().unwrap_or_default());
    let kind = &support.kind;
    Some(text!(
        "材料与所填不一致：{kind}{file}{remark}",
        "a document contradicts what is stated: {kind} {file}: {remark}";
        kind, remark
    ))
}

/// The field a cite names, and where it stands.
fn place(dossier: &Dossier, cite: Cite) -> FactPlace {
    FactPlace {
        field: dossier.path(cite),
        place: dossier.place(cite),
    }
}
