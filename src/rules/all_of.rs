//! Several rules of which all must hold: fail > missing > review > pass (Kleene's conjunction). What does not apply
//! stays out of it.
//!
//! 中文：各项须全部满足。有一项不符合即不符合；否则有一项缺材料即缺材料；否则有一项待评审即待评审。
//!
//! ```toml
//! [[all_of.rules]]
//! is_true.field = "submission.truthful"
//! [[all_of.rules]]
//! statement.field = "statements.ethics"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.truthful = false
//! verdict = "fail"
//!
//! [[case]]
//! as_of = 2025-12-30
//! given.submission.truthful = true
//! verdict = "missing"
//! ```

use crate::dictionary::Dictionary;
use crate::rules::{AnyRule, Context, Outcome, Rule, judge, unanimous};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::Verdict;

shape! {
    /// The parameters of `all_of`.
    #[derive(Debug)]
    pub struct Params in Scope {
        /// The rules.
        /// 中文：须全部满足的各条规则。
        rules: Vec<AnyRule>,
    }
}

impl Rule for Params {
    fn required(&self, dictionary: &Dictionary) -> Text {
        let each: Vec<Text> = self.rules.iter().map(|rule| rule.rule().required(dictionary)).collect();
        Text::join(&each)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        unanimous(&self.rules, Verdict::Pass)
    }

    fn made_of(&self) -> Vec<&AnyRule> {
        self.rules.iter().collect()
    }

    fn check(&self, context: &Context<'_>) -> Outcome {
        Outcome::all_of(self.rules.iter().map(|rule| judge(rule, context)))
    }
}
