//! Rules: the kinds of test a condition may name, one file each.
//!
//! A rule reads facts and says what it found, what it required, and the verdict. It knows nothing of packs,
//! ids, clauses or formats.

mod all_of;
mod award_held;
mod channel;
mod credit_record;
mod document_given;
mod documents_cover_years;
mod doubts;
mod each_year_at_least;
mod examined;
mod former;
mod full_years;
mod given;
mod growth_at_least;
mod headings_cover;
mod in_district;
mod is_in;
mod is_true;
mod length_at_most;
mod no_event_within;
mod no_listing_within;
mod not_after;
mod number_within;
mod officer_appointed;
mod one_of;
mod outcome;
mod readings;
mod recommended_by;
mod some_of;
mod statement;
mod total_at_least;
mod valid_on;
mod when;
mod when_chosen;
mod working_days_before;
mod yearly;
mod years_accumulated;
mod years_completed;
mod years_since;
mod years_since_award;

#[cfg(test)]
mod testing;

use toml::de::DeValue;

pub use outcome::{Ahead, Outcome};

use crate::calendar::Calendar;
use crate::day::Day;
use crate::dictionary::{Dictionary, FieldId, SectionId, Value};
use crate::documents::Documents;
use crate::dossier::{Cite, Dossier};
use crate::scope::Scope;
use crate::shape::{Called, Key, Reader, Shape, TomlType, Written, docs};
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

/// A kind of test with its parameters.
pub trait Rule {
    /// What is required, from the parameters alone.
    fn required(&self, dictionary: &Dictionary) -> Text;

    /// The verdicts this rule can give with these parameters. A pack has a case for each.
    fn verdicts(&self) -> Vec<Verdict>;

    /// The rules that it is made of, if it is made of rules.
    fn made_of(&self) -> Vec<&AnyRule> {
        Vec::new()
    }

    /// The names of the numbers that a remedy may use, as in `{last_safe_day}`: those that every outcome with this
    /// verdict, and with this reason of a review, has.
    fn numbers(&self, _: Verdict, _: Option<Reason>) -> Vec<&'static str> {
        self.made_of().into_iter().flat_map(always).collect()
    }

    /// The rows it asks for by their key, such as those of the years that count: the table, and the key.
    fn rows(&self) -> Vec<(SectionId, i64)> {
        let rules = self.made_of().into_iter();
        rules.flat_map(|rule| rule.rule().rows()).collect()
    }

    /// The dossier as if the notice that it asks for had been posted from `first` to `last` and no other, where it has to
    /// be and without objections; nothing where it asks for none of this applicant.
    fn as_if_posted(&self, dossier: &Dossier, first: Day, last: Day) -> Option<Dossier> {
        let mut rules = self.made_of().into_iter();
        rules.find_map(|rule| rule.rule().as_if_posted(dossier, first, last))
    }

    /// Whether it looks at documents: where none were examined, it is not asked.
    fn needs_documents(&self) -> bool {
        self.made_of().iter().any(|rule| rule.rule().needs_documents())
    }

    /// Holds the facts against the parameters.
    fn check(&self, context: &Context<'_>) -> Outcome;
}

/// What a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The facts.
    pub dossier: &'a Dossier,
    /// The day as of which the conditions are judged.
    pub as_of: Day,
    /// The day of submission, if it took place.
    pub submitted: Option<Day>,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The documents, if they were examined.
    pub documents: Option<&'a Documents>,
    /// Whether sentences are wanted, or verdicts alone.
    pub wording: bool,
}

impl Context<'_> {
    /// The sentence, if sentences are wanted.
    pub fn say(&self, words: impl FnOnce() -> Text) -> Text {
        if self.wording { words() } else { Text::default() }
    }

    /// What people call what `cite` points at.
    pub fn name(&self, cite: Cite) -> Text {
        name(self.dossier, cite)
    }

    /// What people call a choice of a field.
    pub fn choice(&self, field: FieldId, choice: u8) -> Text {
        self.dossier.choice_label(field, choice)
    }
}

/// What people call what `cite` points at: a label, in a table with the row's key or number.
pub fn name(dossier: &Dossier, cite: Cite) -> Text {
    let dictionary = &dossier.dictionary;
    match cite {
        Cite::Scalar(id) => dictionary.label(id),
        Cite::Table(id) => dictionary
            .section(id)
            .map(|section| section.label.clone())
            .unwrap_or_default(),
        Cite::Cell(id, row) => {
            let Some(field) = dictionary.get(id) else {
                return Text::default();
            };
            let Some(section) = dictionary.section(field.section) else {
                return Text::default();
            };
            let key = section.key.and_then(|key| dossier.slot(Cite::Cell(key, row))?.value());
            let (zh, en) = match key {
                Some(Value::Number(number)) => (format!(" {number}"), format!(" {number}")),
                _ => (format!("第 {} 条", row + 1), format!(" no. {}", row + 1)),
            };
            text!("{section}{zh}的{field}", "{section}{en}: {field}"; section = section.label, field = field.label)
        }
    }
}

/// Makes the list of rules: the enum a pack's `rule` is read into, and what is known of each by name.
macro_rules! rules {
    ($($variant:ident => $module:ident),* $(,)?) => {
        /// A rule a condition names, with its parameters.
        #[derive(Debug)]
        pub enum AnyRule {
            $(
                #[doc = concat!("`", stringify!($module), "`")]
                $variant($module::Params),
            )*
        }

        impl AnyRule {
            /// The rule itself.
            pub fn rule(&self) -> &dyn Rule {
                match self { $(AnyRule::$variant(params) => params,)* }
            }

            /// The name a pack calls it by.
            pub fn name(&self) -> &'static str {
                match self { $(AnyRule::$variant(_) => stringify!($module),)* }
            }
        }

        /// The rule of this name, its parameters read from what is written; nothing where there is none.
        fn named<'d>(
            name: &str,
            written: &Written<'_>,
            reader: &mut Reader<Scope<'d>>,
        ) -> Option<Option<AnyRule>> {
            match name {
                $(stringify!($module) => Some($module::Params::read(written, reader).map(AnyRule::$variant)),)*
                _ => None,
            }
        }

        /// The parameters of a rule.
        pub fn parameters(name: &str) -> Option<Vec<Key>> {
            match name {
                $(stringify!($module) => Some($module::Params::keys()),)*
                _ => None,
            }
        }

        /// Every rule: its name, and the source file whose header explains it.
        const SOURCES: &[(&str, &str)] = &[$((stringify!($module), include_str!(concat!(stringify!($module), ".rs"))),)*];
    };
}

// The one list of rules. A new rule is a file, its `mod` line above and a line here.
rules! {
    AllOf => all_of,
    AwardHeld => award_held,
    Channel => channel,
    CreditRecord => credit_record,
    DocumentGiven => document_given,
    DocumentsCoverYears => documents_cover_years,
    EachYearAtLeast => each_year_at_least,
    Given => given,
    GrowthAtLeast => growth_at_least,
    HeadingsCover => headings_cover,
    InDistrict => in_district,
    IsIn => is_in,
    IsTrue => is_true,
    LengthAtMost => length_at_most,
    NoEventWithin => no_event_within,
    NoListingWithin => no_listing_within,
    NotAfter => not_after,
    NumberWithin => number_within,
    OfficerAppointed => officer_appointed,
    OneOf => one_of,
    Readings => readings,
    RecommendedBy => recommended_by,
    SomeOf => some_of,
    Statement => statement,
    TotalAtLeast => total_at_least,
    ValidOn => valid_on,
    When => when,
    WhenChosen => when_chosen,
    WorkingDaysBefore => working_days_before,
    YearsAccumulated => years_accumulated,
    YearsCompleted => years_completed,
    YearsSince => years_since,
    YearsSinceAward => years_since_award,
}

impl Called for AnyRule {
    fn called() -> Text {
        text!("一条规则 {{ 规则 = {{ … }} }}", "a rule {{ rule = {{ … }} }}")
    }

    fn toml_type() -> TomlType {
        TomlType::Rule
    }
}

impl<'d> Shape<Scope<'d>> for AnyRule {
    fn read(written: &Written<'_>, reader: &mut Reader<Scope<'d>>) -> Option<AnyRule> {
        let DeValue::Table(table) = written.get_ref() else {
            return reader.unexpected(written, &AnyRule::called());
        };
        let mut entries = table.iter();
        let (Some((name, parameters)), None) = (entries.next(), entries.next()) else {
            let message = text!("这里要写且只写一条规则", "exactly one rule is wanted here");
            return reader.wrong(written.span(), message);
        };
        if let Some(rule) = named(name.get_ref(), parameters, reader) {
            return rule;
        }
        let quoted = quote(name.get_ref());
        let message = text!("没有规则 {quoted}", "there is no rule {quoted}");
        reader.unknown(name.span(), message, name.get_ref(), names())
    }
}

/// Judges a dossier by a rule.
pub fn judge(rule: &AnyRule, context: &Context<'_>) -> Outcome {
    rule.rule().check(context)
}

/// The names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(name, _)| *name)
}

/// What is to be known of a rule, from the header of its own file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What it holds, a line for each paragraph.
    pub says: Text,
    /// The rule as TOML, with parameters that are an example.
    pub example: String,
    /// What the example comes to: dossiers and their verdicts, as `[[case]]`.
    pub cases: String,
}

/// What is to be known of the rule of this name.
pub fn header(name: &str) -> Option<Header> {
    let (_, source) = SOURCES.iter().find(|(known, _)| *known == name)?;
    let mut lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let said: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```toml").collect();
    let code = lines.take_while(|line| line.trim() != "```");
    let code: Vec<&str> = code.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let (example, cases) = code.split_at(code.iter().position(|line| *line == "[[case]]")?);
    Some(Header {
        says: docs::both(said),
        example: example.join("\n").trim_end().to_owned(),
        cases: cases.join("\n"),
    })
}

/// Those of `cites` that are gaps.
fn among<const N: usize>(cites: [(bool, Cite); N]) -> Vec<Cite> {
    cites
        .into_iter()
        .filter(|(gap, _)| *gap)
        .map(|(_, cite)| cite)
        .collect()
}

/// The numbers that a rule computes whatever comes of it.
fn always(rule: &AnyRule) -> Vec<&'static str> {
    let rule = rule.rule();
    let outcomes = rule.verdicts().into_iter().flat_map(|verdict| {
        let reasons = match verdict {
            Verdict::Review => Reason::ALL.map(Some).to_vec(),
            _ => vec![None],
        };
        reasons.into_iter().map(move |reason| (verdict, reason))
    });
    let each = outcomes.map(|(verdict, reason)| rule.numbers(verdict, reason));
    each.reduce(|mut all, numbers| {
        all.retain(|name| numbers.contains(name));
        all
    })
    .unwrap_or_default()
}

/// The distinct verdicts among `lists`.
fn union(lists: impl IntoIterator<Item = Vec<Verdict>>) -> Vec<Verdict> {
    let all: Vec<Verdict> = lists.into_iter().flatten().collect();
    Verdict::ALL
        .into_iter()
        .filter(|verdict| all.contains(verdict))
        .collect()
}

/// The verdicts that `rules` can give together, where `all` is only given if each of them gives it or does not apply.
fn unanimous(rules: &[AnyRule], all: Verdict) -> Vec<Verdict> {
    let each: Vec<Vec<Verdict>> = rules.iter().map(|rule| rule.rule().verdicts()).collect();
    let every = |allowed: &[Verdict]| {
        each.iter()
            .all(|can| can.iter().any(|verdict| allowed.contains(verdict)))
    };
    let (unanimous, none) = (every(&[all, Verdict::NotApplicable]), every(&[Verdict::NotApplicable]));
    let mut together = union(each);
    together.retain(|verdict| match *verdict {
        Verdict::NotApplicable => none,
        verdict => verdict != all || unanimous,
    });
    together
}
