//! Facts that are given: names, reports, whatever else must be stated and carries no measure of its own.
//!
//! Each of them must be there. A text that says itself that the thing is not there yet, and the name of one person
//! that reads like those of several, are for a person.
//!
//! 中文：所列各项均须填写，缺一项即缺材料。写的是“尚未取得”之类的，以及应为一人而看来写了两人的，待评审。
//!
//! ```toml
//! [given]
//! fields = ["individual.employer"]
//! persons = ["individual.name"]
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.individual = { name = "王示例", employer = "上海示例有限公司" }
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.individual = { name = "张三、李四", employer = "上海示例有限公司" }
//! verdict = "review"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.individual.name = "王示例"
//! verdict = "missing"
//! ```

use crate::dictionary::kind::Anything;
use crate::dictionary::{Dictionary, Scalar, Value};
use crate::dossier::Cite;
use crate::rules::{Context, Outcome, Rule, doubts};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Reason, Verdict};
use crate::writing::quote;

shape! {
    /// The parameters of `given`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// What must be given.
        /// 中文：必须填写的字段。
        fields: Vec<Scalar<Anything>> = "[]",
        /// What must be given and names one person.
        /// 中文：必须填写、且只写一个人的字段。
        persons: Vec<Scalar<Anything>> = "[]",
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let labels: Vec<Text> = self.all().map(|field| dictionary.label(field.id)).collect();
        let labels = Text::list(&labels);
        text!("填写{labels}", "given: {labels}"; labels)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        vec![Verdict::Pass, Verdict::Missing, Verdict::Review]
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        let absent = |field: &&Scalar<Anything>| context.dossier.get(**field).is_none();
        let gaps: Vec<Cite> = self.all().filter(absent).map(|field| (*field).into()).collect();
        if !gaps.is_empty() {
            return Outcome::not_given(context, &gaps);
        }
        Outcome::all_of(self.all().map(|field| self.stated(context, *field)))
    }
}

impl Params {
    fn all(&self) -> impl Iterator<Item = &Scalar<Anything>> {
        self.persons.iter().chain(&self.fields)
    }

    /// One of them, as it is given.
    fn stated(&self, context: &Context<'_>, field: Scalar<Anything>) -> Outcome {
        let cite: Cite = field.into();
        let value = context.dossier.get(field);
        let found = context.say(|| {
            let label = context.name(cite);
            let plain = match value {
                Some(Value::Text(text)) => Text::same(quote(text)),
                Some(Value::Choice(choice)) => {
                    let choice = context.choice(field.id, *choice);
                    Text {
                        zh: format!(" {}", choice.zh),
                        en: choice.en,
                    }
                }
                _ => {
                    let plain = value.zip(context.dossier.dictionary.get(field.id));
                    let plain = plain.map(|(value, field)| field.plain(value)).unwrap_or_default();
                    text!(" {plain}", "{plain}")
                }
            };
            text!("{label}{plain}", "{label} {plain}"; label, plain)
        });
        let Some(Value::Text(text)) = value else {
            return Outcome::pass(found).cite([cite]);
        };
        let one = self.persons.iter().any(|person| person.id == field.id);
        if one && doubts::names_several(text) {
            let found = context.say(|| {
                text!(
                    "{found}，看来写了不止一人，应为一人",
                    "{found}: more than one person, it seems, where one is asked for";
                    found
                )
            });
            return Outcome::review(Reason::Evidence, found).cite([cite]);
        }
        Outcome::pass(found).cite([cite]).unless_pending(context, text, cite)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge;

    #[test]
    fn every_one_of_them_is_asked_for() {
        let rule =
            "given = { fields = ['organization.name', 'organization.entity_type'], persons = ['individual.name'] }";
        let outcome = judge(rule, "organization.name = '甲公司'");
        assert_eq!(outcome.verdict, Verdict::Missing);
        assert_eq!(outcome.found.zh, "未填写姓名、主体类型");
        let outcome = judge(
            rule,
            "organization = { name = '甲公司', entity_type = 'branch' }\nindividual.name = '王示例'",
        );
        assert_eq!(outcome.verdict, Verdict::Pass);
        assert_eq!(
            outcome.found.zh,
            "姓名「王示例」；组织名称「甲公司」；主体类型 分支机构"
        );
    }

    #[test]
    fn what_is_not_there_yet_is_for_a_person() {
        let rule = "given.fields = ['records.credit_report']";
        let outcome = judge(rule, "records.credit_report = '信用报告正在办理'");
        assert_eq!(outcome.verdict, Verdict::Review);
        assert_eq!(judge(rule, "records.credit_report = '待补'").verdict, Verdict::Missing);
    }

    #[test]
    fn one_name_is_the_name_of_one_person() {
        let person = |name: &str| {
            judge(
                "given.persons = ['individual.name']",
                &format!("individual.name = '{name}'"),
            )
            .verdict
        };
        for one in [
            "王示例",
            "张 三",
            "张和平",
            "欧阳和平",
            "古丽·阿不都",
            "阿卜杜拉・买买提",
            "John Smith",
            "Smith, John",
            "王示例（曾用名王样例）",
            "张三 教授",
        ] {
            assert_eq!(person(one), Verdict::Pass, "{one}");
        }
        for two in [
            "张三、李四",
            "张三,李四",
            "张三，李四",
            "张三;李四",
            "张三；李四",
            "张三和李四",
            "张三与李四",
            "张三/李四",
            "张三 李四",
            "张三&李四",
            "张三\u{3000}李四",
            "张三及李四等",
            "张三（牵头）、李四",
        ] {
            assert_eq!(person(two), Verdict::Review, "{two}");
        }
    }
}
