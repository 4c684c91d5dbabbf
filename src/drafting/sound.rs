//! The sound dossiers of a draft: an applicant that meets whatever a draft can demand, its days counted from the deadline.

use super::Edition;

/// The year in which everything began, so long ago that any number of years is over.
const LONG_AGO: i16 = 25;

/// One sound dossier for each track.
pub(super) fn dossiers(edition: &Edition) -> String {
    let mut text = String::from("\n# ── 完好的申报，案例是对它的小改动 · sound dossiers, which the cases change ──\n");
    text.push_str(&organization(edition));
    if edition.persons {
        text.push_str(&person(edition));
    }
    text
}

/// The name of the organization.
pub(super) const NAME: &str = "示例智能装备有限公司";

fn organization(edition: &Edition) -> String {
    let (id, closes) = (&edition.id, edition.closes);
    let began = closes.corresponding(-LONG_AGO);
    let district = edition.area.map_or("示例区", |area| area.name());
    let (valid_from, valid_until) = (closes.corresponding(-LONG_AGO), closes.corresponding(3));
    let years = (1..=6).rev().map(|back| {
        let year = closes.year().saturating_sub(back);
        format!("[[sound.organization.fiscal_years]]\nyear = {year}\nnet_profit = 12_500_000.00\n")
    });
    let years: String = years.collect();
    format!(
        "
[sound.organization]
award = \"{id}\"
track = \"organization\"
former_awards = []
[sound.organization.organization]
name = \"{NAME}\"
unified_social_credit_code = \"91310104MA1FXY005K\"
entity_type = \"legal_person\"
registered_on = {began}
operating_since = {began}
registered_district = \"{district}\"
[[sound.organization.management_systems]]
standard = \"GB/T 19001-2016\"
certificate_number = \"00125Q00001R0S\"
holder = \"{NAME}\"
valid_from = {valid_from}
valid_until = {valid_until}
{years}{}",
        common(edition, "organization", "organization")
    )
}

fn person(edition: &Edition) -> String {
    let (id, began) = (&edition.id, edition.closes.corresponding(-LONG_AGO));
    format!(
        "
[sound.individual]
award = \"{id}\"
track = \"individual\"
former_awards = []
[sound.individual.individual]
name = \"王示例\"
employer = \"{NAME}\"
[[sound.individual.quality_work]]
from = {began}
to = \"present\"
full_time = true
{}",
        common(edition, "individual", "employer")
    )
}

/// What is asked of everyone: records, notices, recommenders, submission.
fn common(edition: &Edition, track: &str, scope: &str) -> String {
    let closes = edition.closes;
    let (started, ended) = (closes.plus(-40), closes.plus(-10));
    format!(
        "[sound.{track}.records]
checked_on = {closes}
incidents = []
complaints = []
dishonesty = []
[[sound.{track}.recommenders]]
kind = \"authority\"
name = \"示例工业和信息化局\"
[[sound.{track}.recommenders]]
kind = \"subdistrict\"
name = \"示例街道办事处\"
[[sound.{track}.public_notices]]
scope = \"{scope}\"
started_on = {started}
ended_on = {ended}
objections = false
[sound.{track}.submission]
submitted_on = {closes}
method = \"in_person\"
channel = \"recommended\"
truthful = true
"
    )
}
