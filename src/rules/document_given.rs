//! A document of one kind is given, opens, is valid on the as-of day, and bears the applicant's name where its text
//! can be read.
//!
//! One such document is enough. One that nobody can open is as good as none: missing, with what is wrong with it. One
//! that has expired, or in whose text none of the names stands that such a document bears, is for a person. A scan
//! has no text: that a name was not found in it proves nothing. Where the kind is called for in some cases only, its
//! absence in the others is not judged.
//!
//! 中文：提供了这一类材料，文件能打开、在申报之日有效，能读出文字的还应载有申报者名称。有一份即可。打不开的等于没有提供，并说明原因；已到期的、文字里找不到名称的，待评审，不判为不符合。扫描件没有文字，找不到名称不说明问题。只在某些情形才需要的材料，其他情形下没有提供不作判断。
//!
//! ```toml
//! [document_given]
//! kind = "licence"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! documents = [{ kind = "licence", valid_until = 2025-12-30 }]
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.organization.name = "上海示例有限公司"
//! documents = [{ kind = "licence", valid_until = 2025-12-29 }]
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! documents = [{ kind = "licence", flaws = ["encrypted"] }]
//! verdict = "missing"
//! ```

use crate::dictionary::kind::{Choice, Flag};
use crate::dictionary::{Column, Dictionary, KindId, Scalar, Table};
use crate::dossier::Cite;
use crate::rules::examined::{Examined, label, one_is_enough};
use crate::rules::{Context, Outcome, Rule};
use crate::scope::{Pick, Scope};
use crate::text::Text;
use crate::verdict::Verdict;

shape! {
    /// The parameters of `document_given`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The kind of document.
        /// 中文：材料的种类。
        kind: KindId,
        /// A table and a column of it: the document is called for where the column says yes in any row.
        /// 中文：一个表格和其中一列：该列有任何一行为“是”，才需要这份材料。
        any_row: Option<AnyRow>,
        /// A field: the document is called for where it holds this choice.
        /// 中文：一个字段：它选中这一项，才需要这份材料。
        chosen: Option<Chosen>,
    }
}

shape! {
    /// A column that says yes in some row.
    #[derive(Debug)]
    struct AnyRow in Scope {
        /// The table.
        /// 中文：表格。
        table: Table,
        /// The column.
        /// 中文：以是或否填写的列。
        flag (table): Column<Flag>,
    }
}

shape! {
    /// A field that holds a choice.
    #[derive(Debug)]
    struct Chosen in Scope {
        /// The field.
        /// 中文：字段。
        field: Scalar<Choice>,
        /// The choice.
        /// 中文：选项。
        is (field): Pick,
    }
}

/// Whether a document is called for.
enum Called {
    /// It is.
    Yes,
    /// The facts say that it is not.
    No(Vec<Cite>),
    /// The fact that would say so is not given.
    Open(Cite),
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let label = label(dictionary, self.kind);
        let mut required = text!(
            "提供{label}，能打开，在申报之日有效",
            "\"{label}\" is given, opens, and is valid on the as-of day";
            label
        );
        if let Some(chosen) = &self.chosen {
            let field = dictionary.get(chosen.field.id);
            let choice = field
                .map(|field| field.choice_label(chosen.is.position()))
                .unwrap_or_default();
            required = text!("{choice}的：{required}", "where \"{choice}\": {required}"; choice, required);
        }
        if let Some(row) = &self.any_row {
            let flag = dictionary.label(row.flag.id);
            required = text!("有{flag}的：{required}", "where there is \"{flag}\": {required}"; flag, required);
        }
        required
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::Pass, Verdict::Missing, Verdict::Review];
        if self.any_row.is_some() || self.chosen.is_some() {
            verdicts.push(Verdict::NotApplicable);
        }
        verdicts
    }

    fn needs_documents(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let Some(examined) = Examined::of(context, self.kind) else {
            return Outcome::missing(context.say(|| text!("申报材料未检查", "materials not examined")));
        };
        let outcomes: Vec<Outcome> = examined.each().map(|held| examined.judge(held)).collect();
        if !outcomes.is_empty() {
            return examined.remarks(one_is_enough(context, outcomes));
        }
        match self.called(context) {
            Called::Yes => examined.none(),
            Called::Open(gap) => Outcome::not_given(context, &[gap]),
            // A row that does not say which document it means may mean this one.
            Called::No(cites) => examined.unsaid().unwrap_or_else(|| {
                let found = context.say(|| {
                    let label = examined.label();
                    text!("不需要{label}", "\"{label}\" is not called for"; label)
                });
                Outcome::not_applicable(found).cite(cites)
            }),
        }
    }
}

impl Params {
    fn called(&self, context: &Context<'_>) -> Called {
        let dossier = context.dossier;
        if let Some(chosen) = &self.chosen {
            return match dossier.get(chosen.field) {
                None => Called::Open(chosen.field.into()),
                Some(choice) if choice == chosen.is.position() => Called::Yes,
                Some(_) => Called::No(vec![chosen.field.into()]),
            };
        }
        let Some(row) = &self.any_row else {
            return Called::Yes;
        };
        match dossier.rows(row.table) {
            None => Called::Open(row.table.into()),
            Some(rows) if rows.iter().any(|each| each.get(row.flag) == Some(true)) => Called::Yes,
            Some(_) => Called::No(vec![row.table.into()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{example, judge_with};

    const NAMED: &str = "organization.name = '上海示例有限公司'";

    fn given(documents: &str) -> Outcome {
        judge_with(&example("document_given"), NAMED, documents)
    }

    #[test]
    fn one_good_document_is_enough_and_the_others_are_noted() {
        let outcome = given("{ kind = 'licence' }, { kind = 'licence', file = 'b.pdf', flaws = ['damaged'] }");
        assert_eq!(outcome.verdict, Verdict::Pass);
        assert!(
            outcome
                .notes
                .iter()
                .any(|note| note.zh.contains("「b.pdf」：文件已损坏")),
            "{outcome:?}"
        );
        let worse =
            given("{ kind = 'licence', flaws = ['truncated'] }, { kind = 'licence', valid_until = 2025-01-01 }");
        assert_eq!(worse.verdict, Verdict::Review);
    }

    #[test]
    fn every_way_to_be_unusable_says_its_own_sentence() {
        let said = |flaw: &str| {
            let outcome = given(&format!("{{ kind = 'licence', flaws = ['{flaw}'] }}"));
            assert_eq!(outcome.verdict, Verdict::Missing, "{flaw}");
            outcome.found.zh
        };
        let mut all: Vec<String> = ["not_found", "blank", "empty", "encrypted", "damaged", "truncated"]
            .into_iter()
            .map(said)
            .collect();
        all.push(given("").found.zh);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 7, "{all:?}");
    }

    #[test]
    fn a_name_not_found_is_for_people_and_in_a_scan_it_proves_nothing() {
        assert_eq!(given("{ kind = 'licence', bears = false }").verdict, Verdict::Review);
        let scan = given("{ kind = 'licence', bears = false, flaws = ['scanned'] }");
        assert_eq!((scan.verdict, scan.notes.len()), (Verdict::Pass, 1));
        let half = given("{ kind = 'licence', bears = false, flaws = ['undecoded'] }");
        assert_eq!((half.verdict, half.notes.len()), (Verdict::Review, 1));
        assert!(
            half.found.zh.contains("没有全部识读") && !half.found.zh.contains("没有找到"),
            "{half:?}"
        );
        assert_eq!(
            given("{ kind = 'licence', flaws = ['undecoded'] }").verdict,
            Verdict::Pass
        );
        assert_eq!(
            given("{ kind = 'licence', format = 'png', bears = false }").verdict,
            Verdict::Pass
        );
        let nameless = judge_with(&example("document_given"), "", "{ kind = 'licence' }");
        assert_eq!(nameless.verdict, Verdict::Missing);
        let other = judge_with(&example("document_given"), NAMED, "{ kind = 'overview' }");
        assert_eq!(other.verdict, Verdict::Missing);
    }

    #[test]
    fn a_name_that_denies_the_document_is_for_people() {
        let named = |file: &str| given(&format!("{{ kind = 'licence', file = '{file}' }}")).verdict;
        assert_eq!(named("尚未取得/营业执照.pdf"), Verdict::Pass);
        assert_eq!(named("执照/关于尚未取得营业执照的说明.pdf"), Verdict::Review);
    }

    #[test]
    fn what_is_called_for_in_some_cases_only_is_not_missed_in_the_others() {
        let rule = "document_given = { kind = 'recommendation', chosen = { field = 'submission.channel', is = 'recommended' } }";
        let verdict = |given: &str, documents: &str| judge_with(rule, given, documents).verdict;
        assert_eq!(verdict("submission.channel = 'direct'", ""), Verdict::NotApplicable);
        assert_eq!(verdict("submission.channel = 'recommended'", ""), Verdict::Missing);
        assert_eq!(verdict("", ""), Verdict::Missing);
        let unsaid = "{ kind = 'overview', flaws = ['blank'] }";
        assert_eq!(verdict("submission.channel = 'direct'", unsaid), Verdict::Missing);
        let expired = "{ kind = 'recommendation', valid_until = 2020-01-01 }";
        assert_eq!(verdict("submission.channel = 'direct'", expired), Verdict::Review);
        let rule =
            "document_given = { kind = 'policy-loss', any_row = { table = 'fiscal_years', flag = 'policy_loss' } }";
        let verdict = |rows: &str| judge_with(rule, rows, "").verdict;
        assert_eq!(
            verdict("fiscal_years = [{ year = 2023, policy_loss = true }]"),
            Verdict::Missing
        );
        assert_eq!(
            verdict("fiscal_years = [{ year = 2023, policy_loss = false }]"),
            Verdict::NotApplicable
        );
        assert_eq!(verdict(""), Verdict::Missing);
    }
}
