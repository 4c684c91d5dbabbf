//! Several rules of which one is enough: pass > review > missing > fail (Kleene's disjunction). What does not apply
//! stays out of it.
//!
//! 中文：各项满足其一即可。有一项通过即通过；否则有一项待评审即待评审；否则有一项缺材料即缺材料。
//!
//! ```toml
//! [[one_of.rules]]
//! is_true.field = "submission.truthful"
//! [[one_of.rules]]
//! statement.field = "statements.ethics"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.truthful = true
//! verdict = "pass"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.truthful = false
//! verdict = "missing"
//! ```

use crate::dictionary::Dictionary;
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, unanimous};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::Verdict;

shape! {
    /// The parameters of `one_of`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The rules.
        /// 中文：满足其一即可的各条规则。
        rules: Vec<AnyRule>,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let mut either = Text::default();
        for rule in &self.rules {
            if !either.is_empty() {
                either.push(&text!("；或者", "; or "));
            }
            either.push(&rule.rule().required(dictionary));
        }
        either
    }

    fn verdicts(&self) -> Vec<Verdict> {
        unanimous(&self.rules, Verdict::Fail)
    }

    fn made_of(&self) -> Vec<&AnyRule> {
        self.rules.iter().collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        Outcome::one_of(self.rules.iter().map(|rule| judge(rule, context)))
    }
}
